"""Find countries by the names that documents print, and the ILO's member States.

Names come from pycountry (ISO 3166). Those it lacks, such as former names and the ILO's own, are
listed in `countries.yml`.

`members.csv` has the 187 member States: the Office's own names, from its list of member States, and
the regions and detailed subregions by which ILOSTAT groups countries (the Arab States are one):
https://ilostat.ilo.org/methods/concepts-and-definitions/classification-country-groupings/
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib import resources
from typing import NamedTuple

import pycountry
import yaml
from rapidfuzz.distance import OSA

_IGNORED = {"the", "of", "and"}
_WORD = re.compile(r"\w+")


class Country(NamedTuple):
    """A country: ISO 3166-1 alpha-3, and its short English name."""

    iso3: str
    name: str


def find(name: str) -> Country | None:
    """Return the country that a document calls `name`, or None.

    Capitals, inverted names, missing accents and former names are understood:
    `IRAN, ISLAMIC REPUBLIC OF`, `Korea (Republic of)`, `COTE D’IVOIRE`, `Swaziland`.
    """
    return by_iso3(_by_name().get(_key(name), ""))


@cache
def by_iso3(iso3: str) -> Country | None:
    """Return the country with this code, or None. Its name is the common one if there is one."""
    entry = pycountry.countries.get(alpha_3=iso3)
    if entry is None:
        return None
    return Country(entry.alpha_3, getattr(entry, "common_name", entry.name))


def called(name: str) -> Country | None:
    """Return the country that a person calls `name`: by its code in any case, or by a name."""
    return by_iso3(name.strip().upper()) or find(name)


class Member(NamedTuple):
    """A member State of the ILO: the Office's own short English name, its region and subregion."""

    iso3: str
    name: str
    region: str
    subregion: str


@cache
def members() -> tuple[Member, ...]:
    """Return the member States of the ILO, in order of their ISO 3166-1 alpha-3 codes."""
    listed = (resources.files(__package__) / "members.csv").read_text("utf-8")
    return tuple(Member(**row) for row in csv.DictReader(listed.splitlines()))


_ALIKE, _LEAST_AHEAD = 0.8, 0.1
"""The least likeness (0 to 1) of a misspelt name, and how far the next country has to be behind."""


def nearly(name: str) -> Country | None:
    """Return the country whose name `name` misspells, or None if that is not clear.

    A word that is missing is no misspelling: Congo, Korea and Guinea are several countries.
    """
    key = _key(name)
    likeness: dict[str, float] = {}
    for known, iso3 in _by_name().items():
        if known.count(" ") == key.count(" "):
            alike = OSA.normalized_similarity(key, known, score_cutoff=_ALIKE - _LEAST_AHEAD)
            likeness[iso3] = max(alike, likeness.get(iso3, 0))
    ranked = [*sorted(likeness.values(), reverse=True), 0, 0]
    clear = ranked[0] >= _ALIKE and ranked[0] - ranked[1] >= _LEAST_AHEAD
    return by_iso3(max(likeness, key=likeness.__getitem__)) if clear else None


def alphabetical(name: str) -> str:
    """A key that sorts names as readers do: capitals and accents make no difference."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(character)
    ).casefold()


def _key(name: str) -> str:
    """The words that distinguish a name, sorted, because names can be printed inverted."""
    plain = re.sub("['’‘`´.]", "", alphabetical(name.replace("&", " and ")))
    words = ("saint" if word == "st" else word for word in _WORD.findall(plain))
    return " ".join(sorted(word for word in words if word not in _IGNORED))


@cache
def _by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            if hasattr(entry, attribute):
                names[_key(getattr(entry, attribute))] = entry.alpha_3
    listed = resources.files(__package__) / "countries.yml"
    known = yaml.load(listed.read_text("utf-8"), yaml.CSafeLoader)
    for iso3, aliases in known.items():
        for alias in aliases:
            if names.setdefault(_key(alias), iso3) != iso3:
                message = f"countries.yml: '{alias}' is given to {iso3} but names another country"
                raise ValueError(message)
    return names
