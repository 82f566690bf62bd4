"""What the files of a release share: what they say of it, and the values of their rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pandas as pd

from annual_review.codebook import SCHEMES, choices
from annual_review.errors import AnnualReviewError
from annual_review.project import About
from annual_review.show import how_sure
from annual_review.show.certainty import TO_CHECK
from annual_review.show.words import count, sentence
from annual_review.tables import Tables

TERMS = "https://www.ilo.org/rights-and-permissions"
"""The Office's page on the use of its texts."""

ABOUT = (
    "What governments, employers' and workers' organizations reported in the Annual Review under"
    " the follow-up to the ILO Declaration on Fundamental Principles and Rights at Work of 1998:"
    " the Office's country baselines, as tables."
)

_AT_ONCE = 10_000
"""Rows that are taken from a table together."""

CODEBOOK_COLUMNS = {
    "code": ("Code", "The code, as in the column code of other tables."),
    "scheme": ("Scheme", "What the code says of an item: see the column scheme of codings."),
    "label": ("Label", "The code in words."),
    "description": ("Description", "What the code covers."),
    "not_covered": ("Not covered", "What it does not cover, with the codes that do in brackets."),
    "articles": (
        "Articles",
        "Articles of the Protocol of 2014 to the Forced Labour Convention, 1930, that it serves,"
        " separated by semicolons. Empty if there are none.",
    ),
    "option": ("Option", "The questionnaire's own wording. Empty if none has been seen."),
}
"""The columns of `codes`: what to head them with, and what they hold."""


class ReleaseError(AnnualReviewError):
    """A file of a release that cannot be written."""


def facts(tables: Tables, about: About, version: str) -> dict[str, str]:
    """Return what a reader must know before using the tables, by name.

    The names are `title`, `description`, `contents`, `codes` (how sure they are), `citation`,
    `licence`, `terms`, `version` and `released`; a text is empty if the project does not say.
    Without a day of release, the citation has this year. `version` is that of the data
    (`tables.data_version`).
    """
    year = (about.released or datetime.date.today()).year
    licence = about.licence or "No licence is named"
    return {
        "title": about.title,
        "description": ABOUT,
        "contents": _contents(tables),
        "codes": str(how_sure(tables)).replace(
            f"listed under “{TO_CHECK}”", "as the column “sure” of codings says"
        ),
        "citation": about.cited(version, year),
        "licence": f"{licence}, for the tables; not for the texts that they quote.",
        "terms": "The texts are from the country baselines of the International Labour Office,"
        f" whose terms apply to them: {TERMS}",
        "version": version,
        "released": about.released.isoformat() if about.released else "",
    }


def summary(tables: Tables) -> str:
    """What the data are, and how much there is of them, in two sentences."""
    return f"{ABOUT} {_contents(tables)}"


def _contents(tables: Tables) -> str:
    reports = tables.reports
    if reports.empty:
        return "No reports."
    years = sorted({int(reports["first_year"].min()), int(reports["last_year"].max())})
    what = count(len(reports), "report")
    states = count(reports["iso3"].nunique(), "country", "countries")
    statements = tables.statements["statement_id"].nunique()
    span = "the Annual Review of" if len(years) == 1 else "the Annual Reviews of"
    return sentence(
        f"{what} of {states}, for {span} {'–'.join(map(str, years))}:"
        f" {count(statements, 'statement')}, {count(_once(tables.measures), 'measure')},"
        f" {count(_once(tables.needs), 'need')} and {count(_once(tables.challenges), 'challenge')}."
    )


def _once(items: pd.DataFrame) -> int:
    """How many items there are: one that is for several years has a row for each."""
    return int(items.iloc[:, 0].nunique())


def codes() -> pd.DataFrame:
    """Return the codebook as a table: one row per code, with the `CODEBOOK_COLUMNS`."""
    listed = [
        (
            each.code,
            scheme,
            each.label,
            each.description,
            each.excludes,
            "; ".join(each.articles),
            each.option or "",
        )
        for scheme in SCHEMES
        for each in choices(scheme).values()
    ]
    return pd.DataFrame(listed, columns=list(CODEBOOK_COLUMNS), dtype="string")


def rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows of a table: str, int, float or bool, and None where a value is missing."""
    for begin in range(0, len(frame), _AT_ONCE):
        here = frame.iloc[begin : begin + _AT_ONCE].astype(object)
        yield from here.where(here.notna(), None).itertuples(index=False, name=None)
