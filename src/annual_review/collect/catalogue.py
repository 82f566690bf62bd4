"""The catalogue: which baselines can be fetched, and from which addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annual_review import countries
from annual_review.collect.fetch import FetchError, parse_address
from annual_review.errors import AnnualReviewError, SourceError
from annual_review.forms.questionnaire import forms
from annual_review.tables.sources import rows

COLUMNS = ("iso3", "subject", "language", "first_year", "last_year", "url")
"""Columns of a catalogue. Others, such as `seen`, are for people.

iso3: the country; subject: as in the tables; language: two letters; first_year, last_year: the
years in the document's title; url: where it can be fetched.
"""

ARCHIVE = "https://web.archive.org/web/{year}id_/{url}"
"""An archive's copy of an address: the one nearest to a year, in its original bytes (`id_`)."""


class CatalogueError(AnnualReviewError):
    """A catalogue, or a row in it, that cannot be used, or that lacks what was asked for."""


class Wanted(NamedTuple):
    """A baseline in the catalogue. `urls` are its addresses, in the order of the rows."""

    iso3: str
    subject: str
    language: str
    first_year: int
    last_year: int
    urls: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its file, without the extension: chn-facb-2000-2008."""
        parts = [self.iso3, self.subject, str(self.first_year), str(self.last_year)]
        parts += [self.language] if self.language != "en" else []
        return "-".join(parts).lower()

    @property
    def addresses(self) -> list[str]:
        """All addresses to try in turn: its own, then an archive's copy of each."""
        archive = ARCHIVE.partition("//")[2].partition("{")[0]
        copies = [
            ARCHIVE.format(year=self.last_year + 1, url=url)  # as it was when the last year was in
            for url in self.urls
            if archive not in url
        ]
        return [*self.urls, *copies]


def read(file: Path) -> tuple[list[Wanted], list[CatalogueError]]:
    """Return the baselines in a catalogue, and an error for each row that cannot be used.

    Rows for the same country, subject, language and years are addresses of one baseline.

    Raises CatalogueError if there is no such file, or it is no catalogue.
    """
    if not file.is_file():
        raise CatalogueError(
            str(file),
            found="no such file",
            expected="a catalogue of baselines",
            remedy="Check the path given with --catalogue.",
        )
    try:
        listed = rows(file, COLUMNS)
    except SourceError as error:
        raise CatalogueError(
            str(file),
            found=error.found,
            expected=error.expected,
            remedy="Correct the catalogue, or give another with --catalogue.",
        ) from error
    urls: dict[Wanted, list[str]] = {}
    takers: dict[str, Wanted] = {}
    errors = []
    for number, row in enumerate(listed, 2):
        try:
            one, url = _checked(row, f"{file.name}, row {number}")
            if takers.setdefault(url, one) != one:
                raise CatalogueError(
                    f"{file.name}, row {number}",
                    found=f"the address of {takers[url].name}, {url}",
                    expected="another address for another baseline",
                )
        except CatalogueError as error:
            errors.append(error)
        else:
            urls.setdefault(one, []).append(url)
    return [one._replace(urls=tuple(dict.fromkeys(urls[one]))) for one in urls], errors


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LANGUAGE = re.compile(r"[a-z]{2}")


def _checked(row: dict[str, str], where: str) -> tuple[Wanted, str]:
    """A row's baseline and address. Raises CatalogueError if a value in it is wrong."""
    value = {column: row[column].strip() for column in COLUMNS}
    iso3, subject = value["iso3"].upper(), value["subject"].upper()
    language, first, last = value["language"].lower(), value["first_year"], value["last_year"]
    subjects = sorted({subject.subject for form in forms() for subject in form.subjects})
    checks = [
        ("iso3", countries.by_iso3(iso3), "a country's ISO 3166-1 alpha-3 code, as in CHN"),
        ("subject", subject in subjects, f"one of {', '.join(subjects)}"),
        ("language", _LANGUAGE.fullmatch(language), "two letters, as in en"),
        ("first_year", _YEAR.fullmatch(first), "a year, as in 2000"),
        ("last_year", _YEAR.fullmatch(last) and first <= last, "a year, not before first_year"),
    ]
    for column, right, expected in checks:
        if not right:
            raise CatalogueError(where, found=f"{column} '{value[column]}'", expected=expected)
    try:
        parse_address(value["url"])
    except FetchError as error:
        raise CatalogueError(where, found=error.found, expected=error.expected) from error
    return Wanted(iso3, subject, language, int(first), int(last)), value["url"]


def choose(wanted: Sequence[Wanted], named: Sequence[str], subjects: Sequence[str]) -> list[Wanted]:
    """Return the baselines of some countries (names or codes) and subjects; of all if none given.

    Raises CatalogueError if a country or subject is not known or not in the catalogue.
    """
    codes = {_iso3(each) for each in named}
    asked = {each.upper() for each in subjects}
    for what, given, there in (
        ("country", codes, {each.iso3 for each in wanted}),
        ("subject", asked, {each.subject for each in wanted}),
    ):
        if lacking := sorted(given - there):
            raise CatalogueError(
                f"--{what}",
                found=f"{', '.join(lacking)}, which the catalogue does not have",
                expected=f"some of {', '.join(sorted(there))}",
            )
    chosen = [
        each
        for each in wanted
        if (not codes or each.iso3 in codes) and (not asked or each.subject in asked)
    ]
    if not chosen:
        raise CatalogueError(
            "the catalogue",
            found="no baseline of these countries on these subjects" if wanted else "no baseline",
            expected="at least one",
        )
    return chosen


def _iso3(name: str) -> str:
    country = countries.called(name)
    if country is None:
        near = countries.nearly(name)
        raise CatalogueError(
            "--country",
            found=f"'{name}'",
            expected="a country's name or its ISO 3166-1 alpha-3 code, as in CHN",
            remedy=f"Did you mean {near.name}?" if near else "",
        )
    return country.iso3
