"""Find countries by the names that documents print.

Names come from pycountry (ISO 3166). Those it lacks, such as former names and the ILO's own, are
listed in `countries.yml`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import NamedTuple

import pycountry
import yaml
from rapidfuzz import process

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


def nearest(name: str) -> str | None:
    """Return the known country whose name is most like `name`, or None if none is similar."""
    match = process.extractOne(_key(name), list(_by_name()), score_cutoff=75)
    country = by_iso3(_by_name()[match[0]]) if match else None
    return country.name if country else None


def _key(name: str) -> str:
    """The words that distinguish a name, sorted, because names can be printed inverted."""
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", name.replace("&", " and "))
        if not unicodedata.combining(character) and character not in "'’‘`´."
    )
    words = ("saint" if word == "st" else word for word in _WORD.findall(plain.casefold()))
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
