"""Take a column of remarks out of a table: one behind the answers, which is mostly blank.

It has cells of its own beside the answers, and says nothing beside most of them. Its head names it,
or all that it says is the same: other words can be the rest of the answers, or later ones. So can
words with a year, a yes, a no or a mark, and words beside a blank or a bare yes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from annual_review.baseline.tokens import WHOLE_ANSWERS, YEAR
from annual_review.forms.questionnaire import forms
from annual_review.forms.words import fold
from annual_review.readers.rows import Note, Row

_OWN_CELLS = 0.8
"""The least share of a table's rows that have a cell of their own in a column of remarks."""
_LEAST_ANSWERS = 5
"""The least answers that show what is blank beside answers."""
_LEAST_LETTERS = 4
"""The least letters of an answer, or a remark, that is more than a mark or a no."""


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
    if not own or len(own) < _OWN_CELLS * len(beside):
        return False
    answers = [_said(row, range(first, column)) for row in beside]
    remarks = [_said(row, range(column, column + 1)) for row in beside]
    filled = [pair for pair in zip(answers, remarks, strict=True) if pair[1]]
    names = (name for form in forms() for name in form.vocabulary.remarks)
    named = any(name in remarks[0].lower() for name in names)
    alike = len(filled) > 1 and len({fold(said) for _, said in filled}) == 1
    return (
        (named or alike)
        and sum(map(_is_more, answers)) >= max(_LEAST_ANSWERS, 2 * len(filled))
        and all(_is_more(answer) and _is_more(said) for answer, said in filled)
        and not any(_YEAR.search(said) for _, said in filled)
    )


_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")


def _said(row: Row, columns: range) -> str:
    cells = (cell for cell in row.cells if cell.column in columns)
    return " ".join(line.text for cell in cells for line in cell.lines).strip()


def _is_more(said: str) -> bool:
    """Whether words are more than a mark, a yes or a no."""
    letters = fold(said)
    return len(letters) >= _LEAST_LETTERS and letters not in WHOLE_ANSWERS
