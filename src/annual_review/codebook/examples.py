"""Made-up items in free wording with their codes, from `examples/*.csv`.

All are invented: nothing in them stands for anything that a government reported. The classifier
learns from them. `examples/README.md` says how they were written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from annual_review.codebook.codes import SCHEMES, Scheme, codebook

_NONE = "none"
"""In the column `group`: the item was looked at, and names no group."""


class Example(NamedTuple):
    """An item, and its codes in each scheme that it was coded by, the primary one first.

    A scheme that is missing was not coded. In `group`, an item without codes names no group.
    """

    text: str
    subject: str
    field: str
    codes: dict[Scheme, tuple[str, ...]]


@cache
def examples() -> tuple[Example, ...]:
    """Every example, in order of file name and line."""
    folder = resources.files(__package__) / "examples"
    files = sorted(each.name for each in folder.iterdir() if each.name.endswith(".csv"))
    written = [each for name in files for each in read((folder / name).read_text("utf-8"))]
    return tuple(written + list(_of_the_codebook()))


def _of_the_codebook() -> Iterator[Example]:
    """The codebook's own wordings."""
    for scheme in SCHEMES:
        for each in codebook(scheme):
            for text in (each.label, each.option, *each.wordings):
                if text:
                    yield Example(text, "", "", {scheme: (each.code,)})


def read(text: str) -> list[Example]:
    """Read a file of coded items: `text`, `subject`, `field` and a column for each scheme."""
    found = []
    for row in csv.DictReader(io.StringIO(text)):
        codes = {
            scheme: tuple(code for code in row[scheme].split(";") if code != _NONE)
            for scheme in SCHEMES
            if row[scheme]
        }
        found.append(Example(row["text"], row["subject"], row["field"], codes))
    return found
