"""Take a column of remarks out of a table: one behind the answers, which is mostly blank.

It has cells of its own beside the answers, and says nothing beside most of them. What it says is
neither dated nor a yes, a no or a mark, as where an answer stands in several columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annual_review.baseline.tokens import year_prefixes
from annual_review.forms.letters import fold
from annual_review.readers.rows import Cell, Note, Row

_OWN_CELLS = 0.8
"""The least share of a table's rows that have a cell of their own in a column of remarks."""
_LEAST_ANSWERS = 5
"""The least answers that show what is blank beside answers."""
_LEAST_LETTERS = 4
"""The least letters of an answer, or a remark, that is more than a mark or a yes."""


def without_remarks(
    rows: Sequence[Row], first_answer: Mapping[int, int], notes: list[Note]
) -> list[Row]:
    """Rows of one or more tables without the cells of remarks, which become notes.

    `first_answer` is the first column behind the labels, by the number of a table's columns.
    """
    left_out = {
        (columns, column)
        for columns, first in first_answer.items()
        for column in range(first + 1, columns)
        if _are_remarks([row for row in rows if row.columns == columns], first, column)
    }
    if not left_out:
        return list(rows)
    kept = []
    for row in rows:
        remarks = [cell for cell in row.cells if (row.columns, cell.column) in left_out]
        notes += [Note("aside", line) for cell in remarks for line in cell.lines if fold(line.text)]
        kept.append(row._replace(cells=tuple(c for c in row.cells if c not in remarks)))
    return kept


def _are_remarks(rows: Sequence[Row], first: int, column: int) -> bool:
    """Whether the cells that begin at a column are remarks beside the answers from `first` on."""
    beside = [row for row in rows if any(cell.column == first for cell in row.cells)]
    own = [cell for row in beside for cell in row.cells if cell.column == column]
    if len(own) < _OWN_CELLS * len(beside):
        return False
    answers = sum(
        len(_said(cell)) >= _LEAST_LETTERS
        for row in beside
        for cell in row.cells
        if first <= cell.column < column
    )
    filled = [cell for cell in own if _said(cell)]
    return (
        answers >= max(_LEAST_ANSWERS, 2 * len(filled))
        and all(len(_said(cell)) >= _LEAST_LETTERS for cell in filled)
        and not any(
            next(year_prefixes("\n".join(line.text for line in cell.lines)), None)
            for cell in filled
        )
    )


def _said(cell: Cell) -> str:
    return fold(" ".join(line.text for line in cell.lines))
