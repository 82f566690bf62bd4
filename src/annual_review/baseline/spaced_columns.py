"""Tell apart the columns of a text in which spaces separate them, as in `pdftotext -layout`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, groupby, pairwise
from typing import NamedTuple

from annual_review.forms.printed_labels import begins_label, is_field_label, is_part_of_label
from annual_review.forms.words import fold
from annual_review.readers.rows import BLANK, Line, Note, Piece

_SEGMENT = re.compile(r"\S+(?: \S+)*")
"""Words with single spaces between them: two or more spaces separate columns."""
_LEAST_SHARE_IN_COLUMNS, _LEAST_LINES_IN_COLUMNS = 0.3, 10
"""A text in columns has at least so many lines, of which this share has a gap or stands far in."""
_FAR_IN = 8
_SAME_COLUMN = 3
"""How far apart, in characters, lines of one column can begin: fonts are proportional."""
_LEAST_SHARE_OF_COLUMN = 0.12
"""The least share of a page's lines that begin where a column does."""


class _Segment(NamedTuple):
    """Words of a line that stand in one column, from character `at` on."""

    at: int
    line: Line

    @property
    def end(self) -> int:
        return self.at + len(self.line.text)


def are_spaced(lines: Sequence[Line]) -> bool:
    """Whether spaces separate the columns of a text."""
    with_gaps = [line.text.rstrip() for line in lines if "  " in line.text]
    apart = sum(
        "  " in text and ("  " in text.lstrip() or text[:_FAR_IN].isspace()) for text in with_gaps
    )
    filled = sum(bool(line.text.strip()) for line in lines) if apart else 0
    return filled >= _LEAST_LINES_IN_COLUMNS and apart >= _LEAST_SHARE_IN_COLUMNS * filled


def spaced_columns(lines: Sequence[Line]) -> tuple[list[Piece], tuple[Note, ...]]:
    """Tell labels from answers, and note sentences that go over from one row to the next.

    The columns can stand elsewhere on each page.
    """
    title: list[Line] = []
    labels: list[_Label] = []
    answers: list[tuple[int, Line]] = []
    number, begun, gutter = 0, False, 0
    for _, page in groupby(_with_pages(lines), key=lambda pair: pair[0]):
        on_page = [(line, _segments(line)) for _, line in page]
        if not begun:
            first = next((n for n, (_, parts) in enumerate(on_page) if _opens(parts)), len(on_page))
            title += [line for line, _ in on_page[:first]]
            on_page = on_page[first:]
            begun = bool(on_page)
        gutter = _gutter([parts for _, parts in on_page], gutter)
        columns = _label_columns([parts for _, parts in on_page], gutter)
        for line, parts in on_page:
            number += 1
            left, right = _cut(line, parts, gutter)
            for segment in _in_columns(line, left, columns):
                _add_to_labels(labels, segment, number)
            answers += [(number, each) for each in right]
    rows = list(_rows(labels, answers))
    return [Piece("loose", tuple(title)), *rows], _unclear(rows)


def _with_pages(lines: Sequence[Line]) -> Iterator[tuple[int | None, Line]]:
    """Each line with its page; a blank one is on the page of the line before it."""
    page = None
    for line in lines:
        page = line.page if line.text else page
        yield page, line


def _segments(line: Line) -> list[_Segment]:
    return [_segment(line, *found.span()) for found in _SEGMENT.finditer(line.text)]


def _segment(line: Line, start: int, end: int) -> _Segment:
    return _Segment(start, line._replace(text=line.text[start:end]))


# ---- where the table begins ---------------------------------------------------------------------

_LETTERS_OF_A_LABEL = 6
_WIDEST_LABELS = 80
"""The widest label columns that a single space separates, in characters."""


def _opens(parts: Sequence[_Segment]) -> bool:
    """Whether a line begins the table, that is, begins a label with more than a few letters.

    The beginning of a section's label, in its narrow column, can stand before it.
    """
    text = parts[0].line.text if parts else ""
    beside = parts[1].line.text if len(parts) > 1 else ""
    splits = [
        (text[: space.start()], text[space.end() :])
        for space in re.finditer(" ", text[:_WIDEST_LABELS])
    ]
    return _begins_long(text) or any(
        begins_label(head) and head[:1].isupper() and _begins_long(tail)
        for head, tail in [(text, beside), *splits]
    )


def _begins_long(text: str) -> bool:
    long = len(fold(text)) >= _LETTERS_OF_A_LABEL
    return long and text[:1].isupper() and begins_label(text)


# ---- labels and rows ----------------------------------------------------------------------------


@dataclass
class _Label:
    """A label as its lines are found: the line where it begins, its column, and its last line."""

    number: int
    at: int
    lines: list[Line]
    last: int

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


_SAME_LABEL = 8
"""How far apart, in characters, lines of one label can begin where narrow columns are beside it."""
_FAR_BELOW = 3
"""How many lines further down a label can continue: an answer's or a blank one may be between."""
_MOST_OPEN = 12
"""How many labels a line can still belong to: a tall one stands beside many short ones."""


def _add_to_labels(labels: list[_Label], segment: _Segment, number: int) -> None:
    """Add words of a label column to the label that they complete, or begin a new one."""
    line = segment.line
    near = []
    for label in labels[-_MOST_OPEN:]:
        new_page = line.page != label.lines[-1].page
        aside = 0 if new_page else abs(segment.at - label.at)
        if aside <= _SAME_LABEL and (new_page or number - label.last <= _FAR_BELOW):
            near.append((aside, -label.last, label))
    for _, _, label in sorted(near, key=lambda each: each[:2]):
        unknown = not begins_label(label.text)
        adjacent = unknown and number - label.last == 1 and not begins_label(line.text)
        if adjacent or begins_label(f"{label.text}\n{line.text}"):
            if line.page != label.lines[-1].page:
                label.at = segment.at
            label.lines.append(line)
            label.last = number
            return
    labels.append(_Label(number, segment.at, [line], number))


def _rows(labels: Sequence[_Label], answers: Sequence[tuple[int, Line]]) -> Iterator[Piece]:
    """Labels and answers row by row: a field's label, or an unknown one, begins a row."""
    begins = sorted(
        {
            label.number
            for label in labels
            if is_field_label(label.text) or not begins_label(label.text)
        }
    )
    starts = [0, *begins]
    labels_of: dict[int, list[_Label]] = {start: [] for start in starts}
    said_in: dict[int, list[Line]] = {start: [] for start in starts}
    for label in labels:
        # a section's label stands in the row of its first field, or above it
        row = bisect_left(begins, label.number)
        labels_of[begins[min(row, len(begins) - 1)] if begins else 0].append(label)
    for number, line in answers:
        said_in[starts[bisect_right(starts, number) - 1]].append(line)
    for start in starts:
        for label in labels_of[start]:
            yield Piece("label", tuple(label.lines))
        if any(line.text for line in said_in[start]):
            yield Piece("answer", tuple(said_in[start]))


_MOST_CUT_IN_TWO = 1
"""More sentences that go over to the next row show that labels do not stand atop their rows."""
_UNFINISHED = re.compile(r"[\w,-]\Z")


def _unclear(rows: Sequence[Piece]) -> tuple[Note, ...]:
    """Notes on sentences that go over from one row to the next: they belong to one of them.

    This happens where labels stand in the middle or at the foot of their rows; if it happens
    repeatedly beside labels of fields, no row is sure.
    """
    unclear: list[Line] = []
    above: Sequence[Line] = ()
    beside_fields, of_field = 0, False
    for piece in rows:
        if piece.role == "label":
            of_field = of_field or is_field_label("\n".join(line.text for line in piece.lines))
            continue
        cut = _cut_in_two(above, piece.lines) if above else []
        unclear += cut
        beside_fields += bool(cut) and of_field
        above, of_field = piece.lines, False
    shifted = beside_fields > _MOST_CUT_IN_TWO
    return tuple(Note("rows_unclear" if shifted else "order_unclear", line) for line in unclear)


def _cut_in_two(above: Sequence[Line], below: Sequence[Line]) -> list[Line]:
    """The last line of an answer and the first of the next, if one sentence is in both."""
    last = next(line for line in reversed(above) if line.text.strip())
    first = next(line for line in below if line.text.strip())
    continues = first.text.strip()[0].islower() and _UNFINISHED.search(last.text.strip())
    return [last, first] if continues else []


# ---- where columns begin ------------------------------------------------------------------------

_FEW_LINES = 10
"""On a page with so few lines, the end of the table, an answer can begin anywhere."""
_LETTERS_FOR_STAYING, _LETTERS_FOR_A_LINE = 40, 4
"""What else is evidence for a gutter, counted in letters of labels: that it was there on the page
before, and each line that begins there. So a footnote or an unknown label does not move it."""


def _gutter(page: Sequence[Sequence[_Segment]], before: int) -> int:
    """The character at which a page's answers begin; words before it belong to labels.

    Many lines begin there, or it was there on the page before.
    """
    filled = [parts for parts in page if parts]
    counted = Counter(part.at for parts in filled for part in parts)
    least = max(2, _LEAST_SHARE_OF_COLUMN * len(filled))
    lines = {
        at: sum(counted[at + d] for d in range(_SAME_COLUMN + 1)) for at in [*counted, before, 0]
    }
    often = {at for at in counted if lines[at] >= least}
    starts = set(counted) if not often and len(filled) <= _FEW_LINES else often

    def evidence(gutter: int) -> tuple[int, int]:
        left = (part for parts in filled for part in parts if part.at < gutter)
        stays = before and gutter in starts and abs(gutter - before) <= _SAME_COLUMN
        letters = sum(_weight(_before(gutter, part)) for part in left)
        letters += _LETTERS_FOR_A_LINE * lines[gutter] + (_LETTERS_FOR_STAYING if stays else 0)
        return letters, gutter

    return max(starts | {0, before}, key=evidence)


def _before(gutter: int, part: _Segment) -> str:
    """A part's words before the gutter, if a single space separates them from those after it."""
    text = part.line.text
    if part.end <= gutter:
        return text
    space = text.rfind(" ", 0, gutter - part.at + 1)
    return text[:space] if space > 0 else text


def _weight(text: str) -> int:
    """The letters of words that labels have; counted as negative for words that none has."""
    letters = len(fold(text))
    return letters if _label_cuts(text) else -letters


def _label_columns(page: Sequence[Sequence[_Segment]], gutter: int) -> list[int]:
    """Where the label columns of a page begin, apart from the first one."""
    counted = Counter(part.at for parts in page for part in parts if 0 < part.at < gutter)
    return [at for at, count in counted.items() if count > 1]


def _in_columns(line: Line, left: Sequence[_Segment], columns: Sequence[int]) -> Iterator[_Segment]:
    """The words of label columns, cut where only one space separates two columns."""
    for segment in left:

        def aside(cuts: tuple[int, ...], at: int = segment.at) -> int:
            return sum(min((abs(at + cut - c) for c in columns), default=0) for cut in cuts)

        text = segment.line.text
        cuts = min(_label_cuts(text), key=aside, default=())
        for start, stop in pairwise([0, *cuts, len(text) + 1]):
            yield _segment(line, segment.at + start, segment.at + stop - 1)


@lru_cache(maxsize=20_000)
def _label_cuts(text: str) -> tuple[tuple[int, ...], ...]:
    """Every way to cut words at spaces so that each part belongs to some label; the fewest cuts.

    Empty if there is none, even in three columns.
    """
    if is_part_of_label(text):
        return ((),)
    spaces = [space.start() for space in re.finditer(" ", text)]
    if len(text) > _WIDEST_LABELS or not is_part_of_label(text.partition(" ")[0]):
        return ()
    for number in (1, 2):
        found = tuple(
            tuple(space + 1 for space in chosen)
            for chosen in combinations(spaces, number)
            if all(
                is_part_of_label(text[start + 1 : stop])
                for start, stop in pairwise([-1, *chosen, len(text)])
            )
        )
        if found:
            return found
    return ()


def _cut(line: Line, parts: Sequence[_Segment], gutter: int) -> tuple[list[_Segment], list[Line]]:
    """A line's words in the label columns, and what stands in the answers' column."""
    if not parts:
        return [], [BLANK]
    left = [part for part in parts if part.at < gutter]
    start = next((part.at for part in parts if part.at >= gutter), len(line.text))
    if left and left[-1].end > gutter:  # a single space between the columns
        last = left.pop()
        space = line.text.rfind(" ", last.at, gutter + 1)
        head = line.text[last.at : space].rstrip() if space > 0 else ""
        start = last.at
        if head and _label_cuts(head):
            left.append(_segment(line, last.at, last.at + len(head)))
            start = space + 1
    right = line.text[start:]
    return left, [line._replace(text=right)] if right.strip() else []
