"""Tell labels from answers in texts whose extractor mixed the table's columns.

`aligned` reads columns that spaces keep apart, as `pdftotext -layout` makes them; `interleaved`
reads texts in which a label and the answer beside it share lines, as `pdftotext -raw` can leave
them: the fragments of a label stand between those of its answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from annual_review.blocks import BLANK, Line, Piece
from annual_review.questionnaire import begins_label, fold, is_field_label, is_part_of_label

# ---- columns kept apart by spaces ---------------------------------------------------------------

_SEGMENT = re.compile(r"\S+(?: \S+)*")
"""Words with single spaces between them: two spaces or more part columns."""
_LEAST_SHARE_IN_COLUMNS = 0.3
"""Least share of lines that have a gap or stand far in, for a text in columns."""
_FAR_IN = 8
_SAME_COLUMN = 3
"""Characters by which the beginnings of one column's lines can differ: fonts are proportional."""
_LEAST_SHARE_OF_COLUMN = 0.12
"""Least share of a page's lines that begin where a column does."""


class _Segment(NamedTuple):
    """Words of a line that stand in one column, from character `at` on."""

    at: int
    line: Line


def is_aligned(lines: Sequence[Line]) -> bool:
    """Whether spaces keep the columns of this text apart."""
    filled = [line.text.rstrip() for line in lines if line.text.strip()]
    apart = sum(
        "  " in text.strip() or len(text) - len(text.lstrip()) >= _FAR_IN for text in filled
    )
    return len(filled) >= 10 and apart >= _LEAST_SHARE_IN_COLUMNS * len(filled)


def aligned(lines: Sequence[Line]) -> list[Piece]:
    """The pieces of a text in columns. On each page the columns can stand elsewhere."""
    title: list[Line] = []
    labels: list[_Label] = []
    answers: list[tuple[int, Line]] = []
    number, begun = 0, False
    for _, page in groupby(_with_pages(lines), key=lambda pair: pair[0]):
        on_page = [(line, _segments(line)) for _, line in page]
        if not begun:
            first = next((n for n, (_, parts) in enumerate(on_page) if _opens(parts)), len(on_page))
            title += [line for line, _ in on_page[:first]]
            on_page = on_page[first:]
            begun = bool(on_page)
        gutter = _gutter([parts for _, parts in on_page])
        for line, parts in on_page:
            number += 1
            left, right = _cut(line, parts, gutter)
            for segment in left:
                _add_to_labels(labels, segment, number)
            answers += [(number, each) for each in right]
    return [Piece("loose", tuple(title)), *_rows(labels, answers)]


def _with_pages(lines: Sequence[Line]) -> Iterator[tuple[int | None, Line]]:
    """Each line with its page; a blank one is on the page of the line before it."""
    page = None
    for line in lines:
        page = line.page if line.text else page
        yield page, line


def _segments(line: Line) -> list[_Segment]:
    return [_segment(line, *found.span()) for found in _SEGMENT.finditer(line.text)]


def _segment(line: Line, start: int, end: int) -> _Segment:
    part = line._replace(text=line.text[start:end], origin=line.origin + start)
    return _Segment(start, part)


def _opens(parts: Sequence[_Segment]) -> bool:
    """Whether a line begins the table: its first words begin a label, in more than few letters."""
    text = parts[0].line.text if parts else ""
    return len(fold(text)) >= 6 and text[:1].isupper() and begins_label(text)


@dataclass
class _Label:
    """A label as its lines are found: the line and column where it begins, and its last line."""

    number: int
    at: int
    lines: list[Line]
    last: int

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


_FAR_BELOW = 3
"""Lines that can part two lines of one label: those of the answer beside it, or a blank one."""


def _add_to_labels(labels: list[_Label], segment: _Segment, number: int) -> None:
    """Add words of a label column to the label that they complete, or begin a new one."""
    line = segment.line
    near = []
    for label in labels[-_MOST_OPEN:]:
        new_page = line.page != label.lines[-1].page
        aside = 0 if new_page else abs(segment.at - label.at)
        if aside <= _SAME_COLUMN and (new_page or number - label.last <= _FAR_BELOW):
            near.append((aside, -label.last, label))
    for _, _, label in sorted(near, key=lambda each: each[:2]):
        unknown = not begins_label(label.text)
        adjacent = unknown and number - label.last == 1 and not begins_label(line.text)
        if adjacent or begins_label(f"{label.text}\n{line.text}"):
            label.lines.append(line)
            label.last = number
            return
    labels.append(_Label(number, segment.at, [line], number))


_MOST_OPEN = 6
"""Labels that a line can still belong to: three columns, of this page and the one before."""


def _rows(labels: Sequence[_Label], answers: Sequence[tuple[int, Line]]) -> Iterator[Piece]:
    """Labels and answers row by row: a field's label, or an unknown one, begins a row."""
    begins = sorted(
        {
            label.number
            for label in labels
            if is_field_label(label.text) or not begins_label(label.text)
        }
    )
    behind = max((number for number, _ in answers), default=0) + 1
    for start, stop in zip([0, *begins], [*begins, behind], strict=True):
        for label in labels:
            if _row_of(label, begins) == start:
                yield Piece("label", tuple(label.lines))
        said = [line for number, line in answers if start <= number < stop]
        if any(line.text for line in said):
            yield Piece("answer", tuple(said))


def _row_of(label: _Label, begins: Sequence[int]) -> int:
    """The row that a label stands in: a section's in that of its first field, or above it."""
    return next((start for start in begins if start >= label.number), begins[-1] if begins else 0)


def _gutter(page: Sequence[Sequence[_Segment]]) -> int:
    """The character at which a page's answers begin: words before it are labels', the rest not."""
    filled = [parts for parts in page if parts]
    counted = Counter(part.at for parts in filled for part in parts)
    least = max(2, _LEAST_SHARE_OF_COLUMN * len(filled))
    starts = {
        at for at in counted if sum(counted[at + d] for d in range(_SAME_COLUMN + 1)) >= least
    }
    weights = [(part.at, _weight(part.line.text)) for parts in filled for part in parts]

    def label_letters(gutter: int) -> tuple[int, int]:
        return (sum(weight for at, weight in weights if at < gutter), gutter)

    return max(starts | {0}, key=label_letters)


def _weight(text: str) -> int:
    """Letters of words that some label has, counted against words that none has."""
    letters = fold(text)
    return len(letters) if is_part_of_label(text) else -len(letters)


def _cut(line: Line, parts: Sequence[_Segment], gutter: int) -> tuple[list[_Segment], list[Line]]:
    """A line's words in the label columns, and what stands in the answers' column."""
    if not parts:
        return [], [BLANK]
    left = [part for part in parts if part.at < gutter]
    if left and left[-1].at + len(left[-1].line.text) > gutter:  # one space between the columns
        last = left.pop()
        space = line.text.rfind(" ", last.at, gutter + 1)
        head = line.text[last.at : space].rstrip() if space > 0 else ""
        if head and is_part_of_label(head):
            left.append(_segment(line, last.at, last.at + len(head)))
            start = space + 1
        else:
            start = last.at
    else:
        rest = [part.at for part in parts if part.at >= gutter]
        start = rest[0] if rest else len(line.text)
    right = line.text[start:]
    return left, [line._replace(text=right, origin=line.origin + start)] if right.strip() else []
