"""Correct errors in the sources: what a document says, what it should say, and why.

Corrections are data, in `corrections.yml` beside a folder of sources. An entry applies as long as
the document reads as `found`; otherwise it is stale, and reported. The tables say what was
corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from annual_review.baseline.report import Item, Party, Report, Statement
from annual_review.baseline.statements import answer_again
from annual_review.baseline.tokens import years
from annual_review.errors import SourceError, brief

COLUMNS = {"statement": ("years_as_printed", "speaker", "text"), "item": ("letter", "text")}
"""What can be corrected; ids stay.

Years follow from `years_as_printed`, a party from `speaker`, answer and items from `speaker` and
a statement's `text`.
"""

_UNFIT = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
"""Characters that no document is read with, and half characters, which no file can hold."""


class Correction(NamedTuple):
    """An entry; `place` is the id of a statement or item without the report's (prevention/2/a)."""

    report: str
    place: str
    column: str
    found: str
    should_be: str
    reason: str


def read(file: Path) -> list[Correction]:
    """Read the entries of a file; none if there is no file.

    Raises SourceError if the file is not a list of entries, or an entry lacks a key or a reason, or
    has a control character or half of one that takes two.
    """
    if not file.is_file():
        return []
    expected = f"a list of entries with {', '.join(Correction._fields)}"
    try:
        entries = yaml.safe_load(file.read_text("utf-8")) or []
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise SourceError(
            file.name,
            found=brief(error),
            expected=expected,
            remedy="Put dates and numbers in quotes." if isinstance(error, ValueError) else "",
        ) from error
    if not isinstance(entries, list):
        raise SourceError(file.name, found=type(entries).__name__, expected=expected)
    corrections = []
    for number, entry in enumerate(entries, 1):
        keys = set(entry) if isinstance(entry, dict) else set()
        where = f"{file.name}, entry {number}"
        if keys != set(Correction._fields):
            odd = keys ^ set(Correction._fields)
            shown = f"an entry that lacks or adds {', '.join(sorted(map(str, odd)))}"
            raise SourceError(where, found=shown, expected=expected)
        if several := [key for key, value in entry.items() if isinstance(value, list | dict | set)]:
            shown = f"more than a text in {several[0]}"
            raise SourceError(where, found=shown, expected="one text for each key")
        try:
            correction = Correction(**{key: str(value).strip() for key, value in entry.items()})
        except ValueError as error:  # a number of thousands of digits
            raise SourceError(where, found=str(error), expected="texts") from error
        for key, value in correction._asdict().items():
            if unfit := _UNFIT.search(value):
                raise SourceError(
                    where,
                    found=f"the character U+{ord(unfit[0]):04X} in {key}",
                    expected="text without control characters",
                )
        if not correction.reason:
            raise SourceError(where, found="no reason", expected="why the source is wrong")
        if correction.column not in {*COLUMNS["statement"], *COLUMNS["item"]}:
            known = ", ".join(sorted({*COLUMNS["statement"], *COLUMNS["item"]}))
            raise SourceError(where, found=f"the column '{correction.column}'", expected=known)
        corrections.append(correction)
    return corrections


def apply(report: Report, corrections: Iterable[Correction]) -> tuple[Report, list[Correction]]:
    """Apply a report's corrections; return the report, and the corrections that fitted.

    Those of statements come first, as their items follow from them.
    """
    applied: list[Correction] = []
    statements = list(report.statements)
    sides: dict[str, Party] = {each.speaker: each.party for each in statements}
    sides |= {"government": "government", "employers": "employers", "workers": "workers"}
    for correction in sorted(corrections, key=lambda each: each.place.count("/")):
        if correction.report != report.report_id:
            continue
        for n, statement in enumerate(statements):
            corrected = _corrected(statement, correction, sides, report)
            if corrected is not None:
                statements[n] = corrected
                applied.append(correction)
    return (replace(report, statements=tuple(statements)) if applied else report), applied


def _corrected(
    statement: Statement, correction: Correction, sides: Mapping[str, Party], report: Report
) -> Statement | None:
    """The statement with this correction, or None if the correction does not fit it.

    `sides` are those of the report's speakers. A correction of an item fits also where one of the
    statement has made it.
    """
    place = f"{statement.field}/{statement.n}"
    new: dict[str, Any] = {correction.column: correction.should_be}
    said = f"{correction.column} printed as: {correction.found} ({correction.reason})"
    if correction.place == place and correction.column in COLUMNS["statement"]:
        if getattr(statement, correction.column) != correction.found:
            return None
        new["corrected"] = all_said(statement.corrected, said)
        if correction.column == "years_as_printed":
            return statement._replace(**new, years=years(correction.should_be))
        if correction.column == "speaker":
            new["party"] = sides.get(correction.should_be, "unknown")
        corrected = statement._replace(**new)
        text = _with_new_words(report.text[statement.start : statement.end], corrected.text)
        return answer_again(corrected, text, report)
    items: list[Item] = list(statement.items)
    for n, item in enumerate(items):
        fits = f"{place}/{item.id}" == correction.place and correction.column in COLUMNS["item"]
        reads = getattr(item, correction.column) if fits else None
        if reads == correction.found or (statement.corrected and reads == correction.should_be):
            items[n] = item._replace(**new, corrected=all_said(item.corrected, said))
            return statement._replace(items=tuple(items))
    return None


def all_said(*of_each: str) -> str:
    """What was corrected, of several corrections."""
    return "; ".join(filter(None, of_each))


def _with_new_words(printed: str, corrected: str) -> str:
    """A corrected text with the lines and gaps of the printed one, which show where a list is."""
    words, new = re.findall(r"\S+\s*", f"{printed} "), corrected.split()
    old = [word.rstrip() for word in words]
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        gap = words[b - 1][len(old[b - 1]) :] if b > a else " "
        found.append("".join(words[a:b]) if kind == "equal" else " ".join(new[c:d]) + gap)
    return "".join(found).rstrip()


def entry(correction: Correction) -> str:
    """Write a correction as `corrections.yml` has it."""
    return yaml.safe_dump(
        [correction._asdict()], allow_unicode=True, sort_keys=False, width=100
    ).rstrip()


def stale(correction: Correction, nearest: str = "") -> SourceError:
    """The message about an entry that fits no report; `nearest` says what the source does read."""
    remedy = "The entry is stale and was not applied: check the source, correct or remove it."
    return SourceError(
        f"corrections.yml, {correction.report}/{correction.place}",
        found=f"no {correction.column} that reads '{correction.found}'",
        expected="the source to read as the entry says",
        remedy=f"{remedy} {nearest}".rstrip(),
    )
