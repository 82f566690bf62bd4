"""Bring what a reader saw into the order in which it is read: each label, then its answer.

Readers know geometry, this module knows which words are labels, and nothing else of a form. In a
table it tells label columns from answer columns, and joins rows that a page break cut in two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from annual_review.baseline import interleaved
from annual_review.forms.questionnaire import (
    WORD,
    begins_label,
    fold,
    has_cut_label,
    is_label,
    is_part_of_label,
    whole_labels,
)
from annual_review.readers.rows import (
    BLANK,
    Cell,
    Extract,
    Line,
    Note,
    NoteKind,
    Paragraph,
    Piece,
    Row,
)


class Arranged(NamedTuple):
    """The pieces of a file in reading order, and notes on what could not be told apart."""

    pieces: list[Piece]
    notes: tuple[Note, ...] = ()


def arrange(extract: Extract) -> Arranged:
    """Bring the blocks of a file into reading order.

    A file with a table that holds labels gives `label`, `answer` and `loose` pieces, and so does a
    text whose columns spaces keep apart; any other gives `text`.
    """
    heads = tuple(n.line for n in extract.notes if n.kind == "running_head" and n.line.page == 1)
    pieces: list[Piece] = [Piece("loose", heads)] if heads else []  # it may hold the title
    tabular = False
    for is_row, group in groupby(extract.blocks, key=lambda block: isinstance(block, Row)):
        blocks = list(group)
        if is_row:
            found = _table([block for block in blocks if isinstance(block, Row)])
            tabular = tabular or any(piece.role == "label" for piece in found)
            pieces += found
        else:
            pieces += [
                Piece("loose", block.lines)
                for block in blocks
                if isinstance(block, Paragraph) and any(line.text.strip() for line in block.lines)
            ]
    return Arranged(pieces) if tabular else _arrange_text(_all_lines(pieces))


def _arrange_text(lines: tuple[Line, ...]) -> Arranged:
    """Tell a text's columns apart where an extractor set them; else take it as it is."""
    if interleaved.is_aligned(lines):
        return _told_apart(interleaved.aligned(lines))
    return Arranged([Piece("text", _mended(lines))])


def untangled(arranged: Arranged) -> Arranged:
    """The labels of a text that was taken as it is, told apart from the answers in between.

    `arranged` itself comes back if no more labels are whole so (or as many, where one is cut in
    two), or if it tells its cells already.
    """
    if [piece.role for piece in arranged.pieces] != ["text"]:
        return arranged
    (text,) = arranged.pieces
    found = interleaved.interleaved(text.lines)
    said = _said(text.lines)
    if found is None or found.labels < whole_labels(said) + (not has_cut_label(said)):
        return arranged
    return _told_apart(found)


def _told_apart(found: interleaved.Untangled) -> Arranged:
    kind: NoteKind = "rows_unclear" if found.shifted else "order_unclear"
    return Arranged(found.pieces, tuple(Note(kind, line) for line in found.unclear))


_MOST_WORDS_LEFT = 14
_FAR_ABOVE = 60
_LEAST_LETTERS = 5


def _mended(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines with the rest of a label that a page break cut put back behind its beginning.

    An extractor that goes from cell to cell leaves the rest at the head of the next page.
    """
    mended = list(lines)
    pages = list(pairwise([line.page for line in lines]))
    for place in range(len(pages), 0, -1):  # mending adds lines below
        above, here = pages[place - 1]
        if above != here and above is not None and here is not None:
            begins = place
            while moved := _mend(mended, begins, above):  # of each column one label can go on
                begins += moved
    return tuple(mended)


def _mend(lines: list[Line], place: int, page: int) -> int:
    """Move the rest of a label from what begins at `place` to the page above; say how many lines.

    Between the label and its rest stand the lines of the answer beside it.
    """
    cut = max(_cut_labels(lines, place, page), key=lambda cut: len(cut.whole), default=None)
    if cut is None:
        return 0
    line, end = lines[cut.behind], cut.end
    if cut.whole.count("(") > cut.whole.count(")") and line.text.startswith(")", end):
        end += 1
    moved = [*lines[place : cut.behind], line._replace(text=line.text[:end])]
    kept = line._replace(text=line.text[end:], origin=line.origin + end)
    lines[cut.last + 1 : cut.behind + 1] = [
        *moved,
        *lines[cut.last + 1 : place],
        *([kept] if kept.text.strip() else [BLANK]),
    ]
    return len(moved)


class _Cut(NamedTuple):
    """A label cut by a page break: its last line above, the one below and where it ends there."""

    last: int
    behind: int
    end: int
    whole: str


def _cut_labels(lines: Sequence[Line], place: int, page: int) -> Iterator[_Cut]:
    """Labels above that the words at `place` can complete; a label can hold another one's words."""
    rests = list(_rests(lines, place))[::-1]  # longest first: a label can begin with another
    for first in range(place - 1, max(-1, place - 1 - _FAR_ABOVE), -1) if rests else ():
        said = ""
        for last in range(first, place):
            if lines[last].page not in (page, None) or not begins_label(
                f"{said} {lines[last].text}"
            ):
                break
            said = f"{said} {lines[last].text}"
            below = WORD.search(lines[last + 1].text) if last + 1 < place else None
            if below and begins_label(f"{said} {below[0]}"):
                continue
            for behind, end, rest in rests:
                beside = WORD.search(lines[behind].text, end)
                in_capitals = said.isupper() and rest.isupper()
                sure = in_capitals and not (beside and beside[0].isupper())
                if is_label(said) and not sure and rest.lstrip()[:1] != "(":
                    continue  # a label already, and the words may as well be the answer's
                if is_label(f"{said} {rest}") and begins_label(f"{said} {rest}"):
                    yield _Cut(last, behind, end, f"{said} {rest}")


def _rests(lines: Sequence[Line], place: int) -> Iterator[tuple[int, int, str]]:
    """Beginnings of a page that may be the rest of a label: last line, where they end, words."""
    said, words = "", 0
    for number in range(place, min(place + _MOST_WORDS_LEFT, len(lines))):
        for word in WORD.finditer(lines[number].text):
            words += 1
            rest = f"{said} {lines[number].text[: word.end()]}"
            if words > _MOST_WORDS_LEFT or not is_part_of_label(rest):
                return
            if len(fold(rest)) >= _LEAST_LETTERS:
                yield number, word.end(), rest
        said = f"{said} {lines[number].text}"


def _all_lines(pieces: Iterable[Piece]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for piece in pieces:
        _extend(lines, piece.lines)
    return tuple(lines)


def _said(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


# ---- tables -------------------------------------------------------------------------------------


@dataclass
class _Open:
    """A row as it grows over page breaks: its label cells by column, and its answer."""

    labels: dict[int, list[Line]] = field(default_factory=dict)
    answer: list[Line] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        for _, lines in sorted(self.labels.items()):
            yield Piece("label", tuple(lines))
        if self.answer:
            yield Piece("answer", tuple(self.answer))
        if self.loose:
            yield Piece("loose", tuple(self.loose))


def _table(rows: Sequence[Row]) -> list[Piece]:
    """The pieces of successive rows; a run of rows can hold several tables."""
    answers = _first_answer_columns(rows)
    read: list[_Open] = []
    heads: set[str] = set()
    for row in rows:
        said = fold(" ".join(_said(cell.lines) for cell in row.cells))
        if row.opens_page and said in heads:
            continue  # the table's head, which Word prints again on every page
        if not row.opens_page and len(heads) < _MOST_HEADS:
            heads.add(said)
        split = _split(row, answers.get(row.columns, row.columns - 1 if answers else None))
        if not (row.opens_page and read and _join(split, read)):
            read.append(split)
    return [piece for each in read for piece in each.pieces()]


_MOST_HEADS = 3
"""Rows at a table's start that may be its head."""


def _first_answer_columns(rows: Sequence[Row]) -> dict[int, int]:
    """For tables of so many columns: the first column behind the labels."""
    ends: dict[int, Counter[int]] = {}
    for row in rows:
        labels = [
            cell.column + cell.span
            for cell in row.cells
            if cell.column + cell.span < row.columns and is_label(_said(cell.lines))
        ]
        if labels:
            ends.setdefault(row.columns, Counter())[max(labels)] += 1
    return {columns: max(counted) for columns, counted in ends.items()}


def _split(row: Row, first_answer: int | None) -> _Open:
    """Tell a row's label cells from its answer; a row that is neither is loose."""
    split = _Open()
    filled = [cell for cell in row.cells if any(line.text.strip() for line in cell.lines)]
    if first_answer is None or _is_heading(filled, row):
        alone = len(filled) == 1 and is_label(_said(filled[0].lines))
        for cell in filled:
            target = split.labels.setdefault(cell.column, []) if alone else split.loose
            _extend(target, cell.lines)
        return split
    for cell in filled:
        if cell.column + cell.span <= first_answer:
            _extend(split.labels.setdefault(cell.column, []), cell.lines)
        else:
            _extend(split.answer, cell.lines)
    return split


def _is_heading(filled: Sequence[Cell], row: Row) -> bool:
    """Whether a row is one cell over the whole table: a title, or a section's label."""
    return len(filled) == 1 and filled[0].span >= row.columns > 1


def _extend(lines: list[Line], more: Sequence[Line]) -> None:
    if lines:
        lines.append(BLANK)
    lines += more


def _join(split: _Open, read: list[_Open]) -> bool:
    """Give what goes on from the page before to the row above; return whether all of it does.

    A label cell goes on if its words complete those that stand last in its column. A row is the
    rest of the one above it if no label cell begins a new label; beside a new row, the cell of a
    section, merged over many rows, can go on alone.
    """
    for column, lines in list(split.labels.items()):
        above = next((each.labels[column] for each in reversed(read) if column in each.labels), [])
        if above and begins_label(f"{_said(above)}\n{_said(lines)}"):
            above += split.labels.pop(column)
    if split.labels or split.loose:
        return False
    read[-1].answer += split.answer
    return True
