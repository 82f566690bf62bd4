"""Cut a row of a table in which the labels of several rows share a cell.

Rows without rules between them, and paragraphs set below one another in one row, make such cells.
An answer belongs to the label beside which it begins or, in a format without places on a page, to
the one with its place among the paragraphs. Where that is not sure, it is loose text, which no
label claims, rather than the last label's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise, starmap
from typing import NamedTuple

from annual_review.baseline.tokens import year_prefixes, years
from annual_review.forms.printed_labels import begins_label, fields_labelled, is_label
from annual_review.forms.words import WORD, in_one_line
from annual_review.readers.rows import Box, Cell, Line, Row


class _Begun(NamedTuple):
    """A line of a cell with which a label begins, and how many that take an answer begin in it."""

    line: int
    fields: int


def cut_rows(rows: Sequence[Row], first_answer: Mapping[int, int]) -> Iterator[Row]:
    """Rows with one label each that takes an answer, as far as they show what belongs to which.

    `first_answer` is the first column behind the labels, by the number of a table's columns.
    """
    at = 0
    while at < len(rows):
        row, behind = rows[at], first_answer.get(rows[at].columns, rows[at].columns)
        at += 1
        labels = [cell for cell in row.cells if cell.column + cell.span <= behind]
        begun = {cell.column: _labels_in(cell.lines, row.opens_page) for cell in labels}
        if not any(sum(each.fields for each in found) > 1 for found in begun.values()):
            yield row
            continue
        beside = [row]  # labels can be merged over the rows of their answers
        while at < len(rows) and _goes_on(rows[at], row.columns, behind):
            beside.append(rows[at])
            at += 1
        answers = [[c for c in each.cells if c not in labels and _is_filled(c)] for each in beside]
        if any(answers):
            said = (cell for cells in (labels, *answers) for cell in cells)
            on_paper = all(line.box for cell in said for line in cell.lines if _says(line))
            cut = (_at_heights if on_paper else _by_paragraphs)(row, labels, answers, begun)
            yield from cut or _without_answers(row, labels, answers)
        else:
            yield from beside


def _says(line: Line) -> bool:
    return bool(line.text.strip())


def _is_filled(cell: Cell) -> bool:
    return any(map(_says, cell.lines))


def _goes_on(row: Row, columns: int, behind: int) -> bool:
    """Whether a row has answers only, as beside a cell that is merged over several rows."""
    alike = row.columns == columns and not row.opens_page
    return alike and all(cell.column >= behind for cell in row.cells if _is_filled(cell))


def _without_answers(row: Row, labels: list[Cell], answers: list[list[Cell]]) -> Iterator[Row]:
    yield row._replace(cells=tuple(labels))
    for cells in answers:
        for cell in cells:
            yield Row((Cell(0, row.columns, cell.lines),), row.columns)


_MOST_LINES_LEFT, _LEAST_LETTERS = 6, 5
"""The most lines that a label can have left on the next page, the least letters on this one."""


def _labels_in(lines: Sequence[Line], goes_on: bool) -> list[_Begun]:
    """Where the labels begin that are all of a cell; none if it has other words.

    The first can be the rest of one on the page before, if the cell `goes_on`; the last can be cut.
    Two labels of the same field, one after the other, are one.
    """
    words = [(n, word[0]) for n, line in enumerate(lines) for word in WORD.finditer(line.text)]
    begins = [at for at in range(len(words)) if at == 0 or words[at][0] != words[at - 1][0]]
    for first in begins[: _MOST_LINES_LEFT if goes_on else 1]:
        fields = {words[0][0]: 1} if first else {}
        at, field = first, frozenset[str]()
        while at < len(words):
            said, end, is_field, last, names = "", at, False, at, field
            while last < len(words) and begins_label(longer := f"{said} {words[last][1]}"):
                said, last = longer, last + 1
                cut = last == len(words) and len(said) > _LEAST_LETTERS
                if (whole := is_label(said)) or cut:
                    names = fields_labelled(said)
                    end, is_field = last, not whole or bool(names)
            if end == at:
                break
            again = is_field and bool(names & field)  # in other words, or another language
            line = words[at][0] if at in begins and not again else next(reversed(fields))
            fields[line] = fields.get(line, 0) + (is_field and not again)
            at, field = end, names
        else:
            return [_Begun(*each) for each in fields.items()]
    return []


def _lines_of(cell: Cell, begun: Sequence[_Begun]) -> Iterator[tuple[_Begun, tuple[Line, ...]]]:
    """The labels of a cell, each with its lines; a cell over all rows, as a section's, has none."""
    if len(begun) > 1 or any(each.fields for each in begun):
        ends = [*(each.line for each in begun[1:]), len(cell.lines)]
        for each, end in zip(begun, ends, strict=True):
            yield each, cell.lines[each.line : end]


class _Part(NamedTuple):
    """What will be a row: where its labels begin, how many take an answer, its lines by column."""

    heights: list[Box]
    fields: list[int]
    lines: dict[int, list[Line]]


def _rows(
    row: Row,
    labels: list[Cell],
    answers: list[list[Cell]],
    begun: Mapping[int, list[_Begun]],
    parts: list[_Part],
) -> list[Row]:
    """The parts of a row as rows; none if a part has two labels that take an answer."""
    parts = [part for part in parts if part.lines]
    if any(sum(part.fields) > 1 for part in parts):
        return []
    for cell in labels:
        if not any(_lines_of(cell, begun[cell.column])):
            parts[0].lines[cell.column] = list(cell.lines)
    spans = {cell.column: cell.span for cells in (labels, *answers) for cell in cells}
    return [
        Row(
            tuple(Cell(at, spans[at], tuple(lines)) for at, lines in sorted(part.lines.items())),
            row.columns,
            row.opens_page and number == 0,
        )
        for number, part in enumerate(parts)
    ]


# ---- by the heights at which labels begin -------------------------------------------------------


def _at_heights(
    row: Row, labels: list[Cell], answers: list[list[Cell]], begun: Mapping[int, list[_Begun]]
) -> list[Row]:
    """A row cut where its labels begin, if the answers begin at the same heights; else none.

    Labels set as close as lines are paragraphs of a cell, whose answers can begin anywhere in it.
    So can a single answer at the cell's top.
    """
    starts = [
        (next(line.box for line in lines if line.box), each.fields, cell.column, lines)
        for cell in labels
        for each, lines in _lines_of(cell, begun[cell.column])
    ]
    parts = [_Part([], [], {})]  # first, the rest of an answer from the page before
    for box, fields, column, lines in sorted(starts, key=lambda start: start[0].top):
        # a label that takes no answer, such as a group's, stands before the next one that does
        if len(parts) == 1 or (any(parts[-1].fields) and not _is_level(box, parts[-1])):
            parts.append(_Part([], [], {}))
        parts[-1].heights.append(box)
        parts[-1].fields.append(fields)
        parts[-1].lines.setdefault(column, []).extend(lines)
    if not all(starmap(_are_apart, pairwise(parts[1:]))):
        return []
    for cell in (cell for cells in answers for cell in cells):
        at, before = 0, ""
        for line in cell.lines:
            if line.box and _says(line):
                middle = (line.box.top + line.box.bottom) / 2
                beside = sum(part.heights[0].top < middle for part in parts[1:])
                if beside != at and not (_is_level(line.box, parts[beside]) and _ends(before)):
                    return []
                at, before = beside, line.text
                if at == 0 and not row.opens_page:
                    return []
            parts[at].lines.setdefault(cell.column, []).append(line)
    beside_labels = {cell.column for cells in answers for cell in cells}
    answered = [bool(beside_labels & part.lines.keys()) for part in parts[1:]]
    if not any(answered[1:]):
        return []
    return _rows(row, labels, answers, begun, parts)


def _are_apart(above: _Part, below: _Part) -> bool:
    """Whether more than the usual space is between the labels of two parts."""
    end = max(line.box.bottom for lines in above.lines.values() for line in lines if line.box)
    first = below.heights[0]
    return first.top - end > _LEAST_APART * (first.bottom - first.top)


_LEAST_APART = 0.5
"""The least space between two labels of a cell that are no lines of one, as a share of a line's."""


def _is_level(box: Box, part: _Part) -> bool:
    middle = (box.top + box.bottom) / 2
    return any(height.top < middle < height.bottom for height in part.heights)


def _ends(said: str) -> bool:
    """Whether a line can be the last one of an answer."""
    return not said or said.rstrip().endswith(_CLOSED)


_CLOSED = (".", ";", ":", "!", "?", ")", "”", '"')


# ---- by the number of paragraphs ----------------------------------------------------------------


def _by_paragraphs(
    row: Row, labels: list[Cell], answers: list[list[Cell]], begun: Mapping[int, list[_Begun]]
) -> list[Row]:
    """A row cut into as many as its answer has paragraphs, or rows, if its labels are as many.

    None where the paragraphs can be parts of one answer: their years do not go up.
    """
    columns = [cell for cell in labels if any(each.fields for each in begun[cell.column])]
    if len(columns) > 1 or any(len(cells) > 1 for cells in answers):
        return []
    parts = [_Part([], [], {})]
    for each, lines in _lines_of(columns[0], begun[columns[0].column]):
        if any(parts[-1].fields):
            parts.append(_Part([], [], {}))
        parts[-1].fields.append(each.fields)
        parts[-1].lines.setdefault(columns[0].column, []).extend(lines)
    if len(answers) > 1:  # a row for each answer
        paragraphs = [[line for cell in cells for line in cell.lines] for cells in answers]
    else:
        lines_of = groupby(answers[0][0].lines, _says)
        paragraphs = [list(lines) for says, lines in lines_of if says]
        said = ["\n".join(line.text for line in lines) for lines in paragraphs]
        if not all(_begins_anew(*two) for two in pairwise(said)):
            return []
    if len(paragraphs) != len(parts):
        return []
    column = max(cell.column for cells in answers for cell in cells)
    for part, answer in zip(parts, paragraphs, strict=True):
        part.lines[column] = answer
    return _rows(row, labels, answers, begun, parts)


_WHOLE_ANSWER = re.compile(r"(?:YES|NO|NIL)\b", re.IGNORECASE)


def _begins_anew(before: str, said: str) -> bool:
    """Whether a paragraph is no part of the answer in the paragraph before it."""
    one, other = (max(_first_years(words), default=0) for words in (before, said))
    return other > one or bool(_WHOLE_ANSWER.match(said))


def _first_years(said: str) -> tuple[int, ...]:
    first = next(year_prefixes(said), None)
    return years(in_one_line(first["printed"])) if first else ()
