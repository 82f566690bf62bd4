"""Where a report reads most like some words, and the entry of `corrections.yml` to correct it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from annual_review.baseline.corrections import COLUMNS, Correction, entry
from annual_review.tables.schema import ITEMS, Tables

_AROUND = 80
"""Letters shown before and after the words that are alike."""

_LEAST = 50.0
"""Least likeness, in 100, of words to those that were asked for."""


class Place(NamedTuple):
    """A statement or an item of a report, and the column of it that is like some words.

    `place` is its id without that of the report, `reads` all of the column, `surroundings` the
    words that are alike with those around them, `likeness` 0 to 100.
    """

    report: str
    place: str
    column: str
    reads: str
    surroundings: str
    page: int | None
    likeness: float

    def __str__(self) -> str:
        page = "" if self.page is None else f", page {self.page}"
        return f"{self.report}/{self.place}{page}: the {self.column} reads “{self.surroundings}”"

    def entry(self, should_be: str = "", reason: str = "") -> str:
        """The entry of `corrections.yml`. Without a reason it is refused until it has one."""
        return entry(
            Correction(
                self.report, self.place, self.column, self.reads, should_be or self.reads, reason
            )
        )


def nearest(tables: Tables, report: str, words: str, column: str = "") -> Place | None:
    """The place of a report that reads most like some words, the shortest of several.

    Only in `column`, if one is given. None if the report, by its id, has nothing like them or is
    not in the tables.
    """
    found = [
        each
        for each in _places(tables, report, words)
        if each.likeness >= _LEAST and column in ("", each.column)
    ]
    return max(found, key=lambda each: (each.likeness, -len(each.reads)), default=None)


def instead(tables: Tables, correction: Correction) -> str:
    """Say what the source has instead of what a correction expects, and which entry would fit."""
    if correction.report not in set(tables.reports["report_id"]):
        return f"There is no report {correction.report} here."
    there = [
        each
        for each in _places(tables, correction.report, correction.found)
        if (each.place, each.column) == (correction.place, correction.column)
    ]
    near = nearest(tables, correction.report, correction.found, correction.column)
    # letters, years and speakers are alike everywhere; a text is found where it has moved to
    place = near if correction.column == "text" or not there else there[0]
    if place is None or place.reads == correction.should_be:
        return "It already reads as it should be." if place else ""
    new = place.entry(correction.should_be, correction.reason)
    return f"The nearest is {place}. To correct that, replace the entry by:\n{new}"


def _places(tables: Tables, report: str, words: str) -> Iterator[Place]:
    """Everything in a report that can be corrected, and how like some words it is."""
    statements = _of(tables.statements, report, "statement_id")
    said = {row["statement_id"]: row for row in statements}
    for row in statements:
        yield from _columns(row, row["statement_id"], COLUMNS["statement"], row, words)
    for name, key in ITEMS.items():
        for row in _of(tables[name], report, key):
            yield from _columns(row, row[key], COLUMNS["item"], said[row["statement_id"]], words)


def _of(frame: Any, report: str, key: str) -> list[dict[str, Any]]:
    """The rows of a report, each statement or item once."""
    own = frame[frame["report_id"] == report].drop_duplicates(key)
    rows: list[dict[str, Any]] = own.astype(object).where(own.notna(), None).to_dict("records")
    return rows


def _columns(
    row: dict[str, Any], id_: str, columns: tuple[str, ...], statement: dict[str, Any], words: str
) -> Iterator[Place]:
    for column in columns:
        reads = row[column]
        # words within a longer text; of a shorter text all counts, or one letter would fit anything
        alike = fuzz.partial_ratio if len(reads) >= len(words) else fuzz.ratio
        if reads:
            yield Place(
                row["report_id"],
                id_.partition("/")[2],
                column,
                reads,
                _around(statement["text"], words) if column == "text" else reads,
                statement["page"],
                alike(words, reads),
            )


def _around(whole: str, words: str) -> str:
    """The part of a text that is most like some words, with what stands around it."""
    at = fuzz.partial_ratio_alignment(words, whole)
    first, last = (
        (at.dest_start, at.dest_end) if at and len(whole) > len(words) else (0, len(whole))
    )
    before, after = max(0, first - _AROUND), last + _AROUND
    return "… " * (before > 0) + whole[before:after] + " …" * (after < len(whole))
