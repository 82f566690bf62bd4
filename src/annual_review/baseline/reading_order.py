"""Bring what a reader saw into the order in which it is read: each label, then its answer.

Readers know geometry; this module knows which words are labels, and nothing else about a form. In a
table it tells label columns from answer columns, and joins rows that a page break cut in two;
`merged_rows` cuts those that share cells, and `remark_columns` leaves out remarks beside answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from annual_review.baseline.document import Document, compose
from annual_review.baseline.interleaved import interleaved
from annual_review.baseline.merged_rows import cut_rows
from annual_review.baseline.remark_columns import without_remarks
from annual_review.baseline.report import Origin
from annual_review.baseline.spaced_columns import are_spaced, spaced_columns
from annual_review.forms.printed_labels import (
    begins_label,
    has_cut_label,
    is_label,
    is_part_of_label,
    whole_labels,
)
from annual_review.forms.words import WORD, fold
from annual_review.readers.rows import BLANK, Extract, Line, Note, Piece, Row


def read_in_order(extract: Extract, source: Origin) -> Document:
    """Compose the blocks of a file into a Document, in reading order.

    The document has cells (labels, answers and loose text) if the file has a table with labels in
    it, if spaces separate the columns of its text, or if more labels are complete when fragments
    of them are picked out from between the answers. Otherwise the text is taken as it is.
    """

    def composed(pieces: Sequence[Piece], notes: Iterable[Note] = ()) -> Document:
        return compose(pieces, (*extract.notes, *notes), source)

    remarks: list[Note] = []
    pieces = list(_blocks_in_order(extract, remarks))
    if any(piece.role == "label" for piece in pieces):
        return composed(pieces, remarks)
    lines = _all_lines(pieces)
    if are_spaced(lines):
        return composed(*spaced_columns(lines))
    lines = _mended(lines)
    as_it_is = composed([Piece("text", lines)])
    labels, complete = whole_labels(as_it_is.text)
    cut = has_cut_label(as_it_is.text)
    if complete and not cut:
        return as_it_is
    found = interleaved(lines)
    if found is None or found.labels < labels + (not cut):
        return as_it_is
    return composed(found.pieces, found.notes)


def _blocks_in_order(extract: Extract, remarks: list[Note]) -> Iterator[Piece]:
    """Tables row by row, and paragraphs as loose text, below the first page's running heads.

    What tables have in a column of remarks is added to `remarks`.
    """
    heads = tuple(n.line for n in extract.notes if n.kind == "running_head" and n.line.page == 1)
    if heads:
        yield Piece("loose", heads)  # they may hold the title
    for _, blocks in groupby(extract.blocks, key=type):
        rows: list[Row] = []
        for block in blocks:
            if isinstance(block, Row):
                rows.append(block)
            elif any(line.text.strip() for line in block.lines):
                yield Piece("loose", block.lines)
        yield from _table(rows, remarks)


def _all_lines(pieces: Iterable[Piece]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for piece in pieces:
        _extend(lines, piece.lines)
    return tuple(lines)


def _extend(lines: list[Line], more: Sequence[Line]) -> None:
    if lines:
        lines.append(BLANK)
    lines += more


def _said(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


# ---- labels cut by page breaks ------------------------------------------------------------------

_MOST_WORDS_LEFT = 14
_FAR_ABOVE = 60
_LEAST_LETTERS = 5


def _mended(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines with the rest of a label that a page break cut put back after its beginning.

    An extractor that goes from cell to cell leaves the rest at the head of the next page.
    """
    pages = [line.page for line in lines]
    if len(set(pages)) < 2:
        return lines
    mended = list(lines)
    for place in range(len(pages) - 1, 0, -1):  # from the end, as mending adds lines
        above, here = pages[place - 1], pages[place]
        if above != here and above is not None and here is not None:
            begins = place
            while moved := _mend(mended, begins, above):  # a label in each column can continue
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
    kept = line._replace(text=line.text[end:])
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
                    continue  # a label already, and the words could equally be the answer's
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


# ---- tables -------------------------------------------------------------------------------------


@dataclass
class _Open:
    """A row as it grows over page breaks: its label cells by column, its answer, or loose text."""

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


def _table(rows: Sequence[Row], remarks: list[Note]) -> list[Piece]:
    """The pieces of successive rows, which can belong to several tables."""
    answers = _first_answer_columns(rows)
    rows = without_remarks(rows, answers, remarks)
    of_pages, goes_on = _heads_of_pages(rows), False
    if _are_printed_lines(rows):
        rows = [row._replace(opens_page=True) for row in rows]
    read: list[_Open] = []
    heads: set[str] = set()
    for row in cut_rows(rows, answers):
        said = _letters(row)
        opens_page, goes_on = row.opens_page or goes_on, False
        if opens_page and said in heads | of_pages:
            goes_on = True  # the table's head, which Word repeats on every page
            continue
        if not opens_page and len(heads) < _MOST_HEADS:
            heads.add(said)
        split = _split(row, answers.get(row.columns, row.columns - 1 if answers else None))
        if not (opens_page and read and _join(split, read)):
            read.append(split)
    return [piece for each in read for piece in each.pieces()]


def _letters(row: Row) -> str:
    return fold(" ".join(_said(cell.lines) for cell in row.cells))


def _heads_of_pages(rows: Sequence[Row]) -> set[str]:
    """What rows without labels say at the top of several pages, in several cells."""
    tops = [row for row in rows if row.opens_page]
    said = Counter(
        _letters(row)
        for row in tops
        if sum(bool(fold(_said(cell.lines))) for cell in row.cells) > 1
        and not any(is_label(_said(cell.lines)) for cell in row.cells)
    )
    return {letters for letters, times in said.items() if times > 1}


_LEAST_COMPLETED = 3
"""How many labels that the next row completes show that a row of the table is a printed line."""


def _are_printed_lines(rows: Sequence[Row]) -> bool:
    """Whether a table has a row for each printed line, as converters from PDF make them."""
    completed = 0
    for above, below in pairwise(rows):
        for cell in above.cells:
            said = _said(cell.lines)
            if begins_label(said) and not is_label(said):
                rest = [each for each in below.cells if each.column == cell.column]
                completed += any(
                    fold(_said(r.lines)) and begins_label(f"{said}\n{_said(r.lines)}") for r in rest
                )
    return completed >= _LEAST_COMPLETED


_MOST_HEADS = 3
"""How many rows at a table's start may be its head."""


def _first_answer_columns(rows: Sequence[Row]) -> dict[int, int]:
    """The first column after the labels, for tables with so many columns."""
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
    """Tell a row's label cells from its answer; a row that has neither is loose."""
    split = _Open()
    filled = [cell for cell in row.cells if any(line.text.strip() for line in cell.lines)]
    # one cell over the whole table is a title, or a section's label
    heading = len(filled) == 1 and filled[0].span >= row.columns > 1
    if first_answer is None or heading:
        alone = len(filled) == 1 and is_label(_said(filled[0].lines))
        for cell in filled:
            _extend(split.labels.setdefault(cell.column, []) if alone else split.loose, cell.lines)
        return split
    for cell in filled:
        is_answer = cell.column + cell.span > first_answer
        _extend(split.answer if is_answer else split.labels.setdefault(cell.column, []), cell.lines)
    return split


def _join(split: _Open, read: list[_Open]) -> bool:
    """Give what continues from the page before to the row above; return whether all of it does.

    A label cell continues if its words complete those that stand last in its column. A row is the
    rest of the one above it if no label cell begins a new label. Beside a new row, the cell of a
    section, merged over many rows, can continue alone.
    """
    for column, lines in list(split.labels.items()):
        above = next((each.labels[column] for each in reversed(read) if column in each.labels), [])
        whole = f"{_said(above)}\n{_said(lines)}"
        goes_on = begins_label(whole) or (is_label(whole) and not is_label(_said(lines)))
        if above and goes_on:
            above += split.labels.pop(column)
    if split.labels or split.loose:
        return False
    read[-1].answer += split.answer
    return True
