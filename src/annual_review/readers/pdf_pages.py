"""From the printed lines and the grids of a document's pages to its rows, paragraphs and notes.

Here is what follows from the pages together: which lines are printed on page after page, which
tables continue over pages, how far apart the lines of one paragraph stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from annual_review.readers.characters import superscript
from annual_review.readers.pdf_cells import extents
from annual_review.readers.pdf_grids import TOUCH, Floats, Grid, aligned, laid_over, nearest
from annual_review.readers.pdf_lines import Printed
from annual_review.readers.rows import Cell, Extract, Line, Note, NoteKind, Paragraph, Row


class Table(NamedTuple):
    """A table, or the part of it that stands on one page."""

    grid: Grid
    lines: list[list[Printed]]  # of each of its cells


class Page(NamedTuple):
    """What stands on a page: its tables and the lines outside them."""

    number: int
    width: float
    height: float
    tables: list[Table]
    outside: list[Printed]
    rules: Floats  # horizontal ones that belong to no table, as y, left, right
    columns: Floats | None  # of its last table, if that has horizontal rules only
    notes: list[Note]  # of what was left out already
    letters: int  # characters other than white space
    unknown: int  # those of them that the file gives only as shapes
    scan: bool  # a picture, with no text but a stamp

    @property
    def groups(self) -> list[list[Printed]]:
        """The lines outside tables, and those of each cell."""
        return [self.outside, *(cell for table in self.tables for cell in table.lines)]

    @property
    def tables_end(self) -> float:
        """Where the last table ends."""
        return float(max((table.grid.ys[-1] for table in self.tables), default=0))

    def downward(self) -> list[int]:
        """Indices of the lines outside tables, from top to bottom."""
        return sorted(range(len(self.outside)), key=lambda at: self.outside[at].baseline)


def tables_of(grids: list[Grid], lines: dict[int, list[Printed]]) -> list[Table]:
    """Tables with their lines; one that stands in a cell of another gives its lines to that cell.

    Larger grids come first; `lines` are by cell, counted through all grids.
    """
    boxes = extents(grids)
    tables, offset = [], 0
    for grid in grids:
        cells = range(offset, offset + len(grid.cells))
        tables.append(Table(grid, [lines.get(cell, []) for cell in cells]))
        offset = cells.stop
    outermost = []
    for number in reversed(range(len(tables))):
        table, box = tables[number], boxes[number]
        if not any(table.lines):
            continue  # a picture, or a box to tick
        larger = boxes[:number]
        within = (larger[:, :2] <= box[:2] + TOUCH) & (larger[:, 2:] >= box[2:] - TOUCH)
        around = np.flatnonzero(within.all(axis=1))
        if not len(around):
            outermost.append(table)
            continue
        outer = tables[int(around[-1])]
        row = np.searchsorted(outer.grid.ys[1:-1], (box[1] + box[3]) / 2)
        column = np.searchsorted(outer.grid.xs[1:-1], (box[0] + box[2]) / 2)
        around_it = outer.lines[int(outer.grid.owner[row, column])]
        place = sum(
            line.baseline < box[3 if line.left < box[0] else 1] for line in around_it
        )  # after the lines above it and those left of it
        around_it[place:place] = [line for cell in table.lines for line in cell]
    return sorted(outermost, key=lambda table: (table.grid.ys[0], table.grid.xs[0]))


# ---- the document -------------------------------------------------------------------------------


def assembled(pages: list[Page]) -> Extract:
    """All pages of a document as one extract."""
    pitch, usual = _usual_pitch(pages), _usual_height(pages)
    margins = _margins(pages)
    kinds = [margins[page.number] | _footnotes(page, margins[page.number], usual) for page in pages]
    kinds = [known | beside for known, beside in zip(kinds, _beside_tables(pages), strict=True)]
    signs = [_footnote_signs(page, left_out) for page, left_out in zip(pages, kinds, strict=True)]
    notes: list[Note] = []
    parts: list[Table | Paragraph] = []
    tables: list[_OverPages] = []
    for place, (page, left_out) in enumerate(zip(pages, kinds, strict=True)):
        notes += page.notes
        notes += [Note(kind, page.outside[at].line) for at, kind in sorted(left_out.items())]
        # a footnote for which its page has no room stands on the next one
        notes += _unmarked(page, left_out, set().union(*signs[place : place + 2]))
        if page.scan:
            notes.append(Note("scan", Line("", page.number)))
        text = [line for at, line in enumerate(page.outside) if at not in left_out]
        for nth, part in enumerate(_in_order(page.tables, text, pitch)):
            if isinstance(part, Table):
                follows = nth == 0 and parts and isinstance(parts[-1], Table)
                if not (follows and tables[-1].take(part)):
                    tables.append(_OverPages(part))
            parts.append(part)
    rows: dict[int, list[Row]] = {}
    for table in tables:
        notes += table.add_rows(pitch, rows)
    blocks: list[Row | Paragraph] = []
    for part in parts:
        blocks += rows[id(part)] if isinstance(part, Table) else [part]
    return Extract(tuple(blocks), tuple(sorted(notes, key=lambda note: note.line.page or 0)))


def _in_order(tables: list[Table], text: list[Printed], pitch: float) -> list[Table | Paragraph]:
    """Tables and the paragraphs before, between and after them, from top to bottom."""
    parts: list[Table | list[Printed]] = []
    rest = list(tables)
    for line in sorted(text, key=lambda line: (line.baseline, line.left)):
        while rest and rest[0].grid.ys[0] < line.baseline:
            parts.append(rest.pop(0))
        last = parts[-1] if parts else None
        if isinstance(last, list) and _together(last[-1], line, pitch):
            last.append(line)
        else:
            parts.append([line])
    parts += rest
    return [
        part if isinstance(part, Table) else Paragraph(tuple(line.line for line in part))
        for part in parts
    ]


# ---- running heads, page numbers, footnotes -----------------------------------------------------

MARGIN = 0.15
"""The share of a page's height, at top and bottom, where running heads and page numbers stand."""

SEPARATOR = 0.45
"""The longest rule above footnotes, as a share of the page's width."""

EDGE_LINES = 4
"""How many lines from the upper and lower edge of a page can be running heads."""

_NUMBER = re.compile(r"\d{1,6}")
_PAGE_NUMBER = re.compile(
    r"\W*(?:p|pp|pg|page)?\W*(?:\d{1,3}|[ivxl]{1,7})\W*(?:(?:of|/)\W*\d{1,3}\W*)?", re.IGNORECASE
)
_MARK = re.compile(r"\d{1,3}|[*†‡§]{1,3}")
_FOOTNOTE = re.compile(r"(?:\d{1,2}|[*†‡§]{1,3})\W{0,2}\w")


def _margins(pages: list[Page]) -> dict[int, dict[int, NoteKind]]:
    """For each page, which of the lines outside its tables are running heads or page numbers.

    A line is one if another page has it at the same height, in the same words except for one number
    that counts the pages. So is the outermost line of a page if it is only a page number. A line
    whose first number stands raised in the text is a footnote (`1 Ibid.`), however often it comes.
    """
    seen: dict[tuple[str, int, str], set[int]] = {}
    places: list[tuple[Page, str, int, list[tuple[str, int, str]]]] = []
    notes: dict[int, dict[int, NoteKind]] = {page.number: {} for page in pages}
    for page in pages:
        top = min([MARGIN * page.height, *(table.grid.ys[0] for table in page.tables)])
        bottom = max((1 - MARGIN) * page.height, page.tables_end)
        raised = _raised(page)
        order = page.downward()
        for side, edge in (("head", order[:EDGE_LINES]), ("foot", order[::-1][:EDGE_LINES])):
            for rank, at in enumerate(edge):
                line = page.outside[at]
                if not (line.baseline <= top if side == "head" else line.baseline >= bottom):
                    break
                if _opens_note(line, raised):
                    continue
                if rank == 0 and _PAGE_NUMBER.fullmatch(line.line.text):
                    notes[page.number][at] = "page_number"
                height = line.baseline if side == "head" else page.height - line.baseline
                keys = [
                    (side, round(height / 4) + near, words)
                    for words in _counting(line.line.text, page.number)
                    for near in (0, 1)
                ]
                for key in keys:
                    seen.setdefault(key, set()).add(page.number)
                places.append((page, side, at, keys))
    inner: set[tuple[int, str]] = set()  # pages and sides where the text of the page has begun
    for page, side, at, keys in places:
        if (page.number, side) in inner:
            continue
        if any(len(seen[key]) > 1 for key in keys):
            number = _PAGE_NUMBER.fullmatch(page.outside[at].line.text)
            notes[page.number][at] = "page_number" if number else "running_head"
        elif at not in notes[page.number]:
            inner.add((page.number, side))
    return notes


def _beside_tables(pages: list[Page]) -> list[dict[int, NoteKind]]:
    """For each page, the lines that stand left or right of a table, such as a page's side tab."""
    found = [
        [
            at
            for at, line in enumerate(page.outside)
            for xs, ys in ((table.grid.xs, table.grid.ys) for table in page.tables)
            if ys[0] < line.baseline < ys[-1] and (line.right < xs[0] or line.left > xs[-1])
        ]
        for page in pages
    ]
    said = Counter(
        words
        for page, places in zip(pages, found, strict=True)
        for words in {page.outside[at].line.text for at in places}
    )

    def kind(words: str) -> NoteKind:
        if _PAGE_NUMBER.fullmatch(words):
            return "page_number"
        return "running_head" if said[words] > 1 else "aside"

    return [
        {at: kind(page.outside[at].line.text) for at in places}
        for page, places in zip(pages, found, strict=True)
    ]


def _counting(text: str, page: int) -> Iterator[str]:
    """A line's words, and the same with one number replaced by what it is ahead of the page's."""
    words = " ".join(text.split()).casefold()
    yield words
    for number, _ in zip(_NUMBER.finditer(words), range(4), strict=False):
        ahead = int(number.group()) - page
        yield f"{words[: number.start()]}\0{ahead}\0{words[number.end() :]}"


def _footnotes(page: Page, known: dict[int, NoteKind], usual: float) -> dict[int, NoteKind]:
    """The lines at a page's foot that are below a short rule or begin with a footnote's mark.

    In the latter case they are set smaller, or the mark stands raised in the text above.
    """
    lower = page.tables_end
    below = [at for at in page.downward() if at not in known and page.outside[at].baseline > lower]
    lines = [page.outside[at] for at in below]
    for y, left, right in page.rules.tolist():
        short = right - left <= SEPARATOR * page.width
        if y <= lower or not short or _underlines(y, left, right, lines):
            continue
        start = sum(line.baseline < y for line in lines)
        if start == len(lines) or lines[start].baseline - y > 4 * lines[start].height:
            continue
        if abs(min(line.left for line in lines[start:]) - left) < lines[start].height / 2:
            return dict.fromkeys(below[start:], "footnote")
    signs = _raised(page)
    for start, line in enumerate(lines):
        small = all(other.height < 0.95 * usual for other in lines[start:])
        raised = bool(line.marks) and line.marks[0][0] == 0
        opens = _FOOTNOTE.match(line.line.text)
        if (small and (raised or opens)) or _opens_note(line, signs):
            return dict.fromkeys(below[start:], "footnote")
    return {}


def _raised(page: Page) -> set[str]:
    """What stands raised on a page, except at the beginning of a line."""
    return {
        line.line.text[start:end]
        for lines in page.groups
        for line in lines
        for start, end in line.marks
        if start
    }


def _opens_note(line: Printed, raised: set[str]) -> bool:
    """Whether a line begins a footnote whose mark is one of those raised in the text."""
    sign = _MARK.match(line.line.text)
    return bool(sign and _FOOTNOTE.match(line.line.text) and sign.group() in raised)


def _footnote_signs(page: Page, kinds: dict[int, NoteKind]) -> set[str]:
    """The marks with which the page's footnotes begin."""
    return {
        match.group()
        for at, kind in kinds.items()
        if kind == "footnote" and (match := _MARK.match(page.outside[at].line.text))
    }


def _unmarked(page: Page, kinds: dict[int, NoteKind], known: set[str]) -> list[Note]:
    """Take the known marks of footnotes out of the page's lines, as notes.

    Other raised figures are set as such.
    """
    notes: list[Note] = []
    for lines in page.groups:
        for at, line in enumerate(lines):
            if lines is page.outside and at in kinds:
                continue
            text = line.line.text
            for start, end in reversed(line.marks):
                if text[start:end] in known:
                    notes.append(Note("footnote_mark", Line(text[start:end], page.number)))
                    text = text[:start] + text[end:]
                else:
                    text = text[:start] + superscript(text[start:end]) + text[end:]
            if text != line.line.text:
                lines[at] = line._replace(line=line.line._replace(text=text))
    return notes


def _underlines(y: float, left: float, right: float, lines: list[Printed]) -> bool:
    return any(
        0 <= y - line.baseline < 0.4 * line.height
        and min(right, line.right) - max(left, line.left) > 0.7 * (right - left)
        for line in lines
    )


def _usual_height(pages: list[Page]) -> float:
    """The height of most characters of the document's lines."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for lines in page.groups:
            for line in lines:
                sizes[round(line.height, 1)] += len(line.line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


# ---- paragraphs ---------------------------------------------------------------------------------

LOOSE = 0.3
"""Two lines belong to two paragraphs if they stand further apart than usual by this share of their
height."""


def _usual_pitch(pages: list[Page]) -> float:
    """How far apart lines of a paragraph stand in this document, in heights of a line."""
    pitches = sorted(
        pitch
        for page in pages
        for lines in page.groups
        for pitch in _pitches(lines)
        if 0.7 < pitch < 2.5
    )
    return pitches[len(pitches) * 3 // 10] if pitches else 1.2


def _pitches(lines: list[Printed]) -> list[float]:
    """How far each line stands below the one before, in heights of a line."""
    return [
        (other.baseline - one.baseline) / max(one.height, other.height)
        for one, other in pairwise(lines)
    ]


def _together(one: Printed, other: Printed, pitch: float) -> bool:
    """Whether a line continues the paragraph of the line before it."""
    alike = abs(one.height - other.height) < 0.15 * max(one.height, other.height)
    return alike and _pitches([one, other])[0] <= pitch + LOOSE


def _with_gaps(lines: list[Printed], pitch: float) -> tuple[Line, ...]:
    """A cell's lines, with an empty one where they stand apart."""
    pitches = _pitches(lines)
    if len(pitches) > 2:
        pitch = max(pitch, min(pitches))  # a whole cell may be set wider
    result: list[Line] = []
    for line, before in zip(lines, [0.0, *pitches], strict=False):
        if before > pitch + LOOSE:
            result.append(Line("", line.line.page))
        result.append(line.line)
    return tuple(result)


# ---- tables over pages --------------------------------------------------------------------------


class _OverPages:
    """A table and its parts on the pages that follow, and the grid lines of all of them."""

    def __init__(self, first: Table) -> None:
        self._lines = first.grid.xs
        self._parts = [(first, first.grid.xs)]

    def take(self, part: Table) -> bool:
        """Add the first table of the next page, if it has the columns of this one."""
        places = aligned(self._lines, part.grid.xs)
        if places is None:
            return False
        self._lines = laid_over(self._lines, places)
        self._parts.append((part, places))
        return True

    def add_rows(self, pitch: float, rows: dict[int, list[Row]]) -> list[Note]:
        """Add the rows of each part; return those of the head that are printed again as notes."""
        head: list[tuple[Cell, ...]] = []
        notes: list[Note] = []
        for part, places in self._parts:
            step = nearest(places, self._lines).tolist()
            printed: list[list[Cell]] = [[] for _ in part.grid.owner]
            for span, lines in zip(part.grid.cells, part.lines, strict=True):
                begin, end = step[span.column], step[span.column + span.columns]
                printed[span.row].append(Cell(begin, end - begin, _with_gaps(lines, pitch)))
            cells = [tuple(row) for row in printed if row]
            again = _repeated(head, cells)
            notes += [
                Note("running_head", line)
                for row in cells[:again]
                for cell in row
                for line in cell.lines
                if line.text
            ]
            rows[id(part)] = [
                Row(row, len(self._lines) - 1, opens_page=bool(head) and place == 0)
                for place, row in enumerate(cells[again:])
            ]
            head = head or cells
        return notes


def _repeated(head: list[tuple[Cell, ...]], rows: list[tuple[Cell, ...]]) -> int:
    """How many rows at the top of a page are those of the table's head, printed again."""
    count = 0
    while count < min(len(head), len(rows) - 1) and _words(head[count]) == _words(rows[count]):
        count += 1
    return count if any(text for row in rows[:count] for *_, text in _words(row)) else 0


def _words(row: tuple[Cell, ...]) -> list[tuple[int, int, str]]:
    return [(cell.column, cell.span, " ".join(line.text for line in cell.lines)) for cell in row]
