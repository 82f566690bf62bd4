"""What the reader of a format gives: printed lines, in the rows and paragraphs they stand in.

A reader knows its file format and nothing of the questionnaire. Which cells are labels, which rows
go on behind a page break and in which order the text is read, `arrange` says for all of them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Box(NamedTuple):
    """Where something stands on its page, in points from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Line(NamedTuple):
    """A printed line, or a paragraph of a format that has no lines. `page` counts from 1.

    `text` is as the file has it: white space, hyphens at line ends and characters are not mended.
    `origin` is the offset of `text` in `Extract.original`, where that is given.
    """

    text: str
    page: int | None = None
    box: Box | None = None
    origin: int = 0


BLANK = Line("")
"""Stands between two paragraphs of one cell or paragraph block."""


class Cell(NamedTuple):
    """A cell of a table: the grid columns that it covers, from `column` on, and its lines.

    An empty line stands for the space between two paragraphs.
    """

    column: int
    span: int
    lines: tuple[Line, ...]


class Row(NamedTuple):
    """A printed row of a table whose grid has `columns` columns.

    A cell that is merged over several rows stands in the first of them only; the others lack it.
    `opens_page` marks the first row of a table on a page that is not the table's first: it may go
    on with the row before.
    """

    cells: tuple[Cell, ...]
    columns: int
    opens_page: bool = False


class Paragraph(NamedTuple):
    """Lines outside every table that belong together."""

    lines: tuple[Line, ...]


NoteKind = Literal[
    "page_number",
    "running_head",
    "page_foot",
    "footnote",
    "footnote_mark",
    "deleted",
    "scan",
    "order_unclear",
    "rows_unclear",
]


class Note(NamedTuple):
    """Text that belongs to no cell and no paragraph, and what it is.

    `page_number`, `running_head` (a line printed again on page after page), `page_foot` (a last
    line that only pages have, `Last update: …`) and `footnote` are left out of the text that is
    read, and so is a `footnote_mark`, raised and glued to a word. `deleted`
    is a tracked change that removed it, `scan` a page that is a picture, `order_unclear` text that
    may belong to a label as well as to an answer, `rows_unclear` such text where
    labels do not show where rows begin.
    """

    kind: NoteKind
    line: Line


class Extract(NamedTuple):
    """A file as its reader saw it, in reading order.

    `original` is the whole text as the file has it, for formats that are a text; else empty.
    """

    blocks: tuple[Row | Paragraph, ...]
    notes: tuple[Note, ...] = ()
    original: str = ""


class Piece(NamedTuple):
    """A stretch of lines in the order in which they are read, and what they are.

    `label` and `answer` are cells; `loose` is text outside of them; `text` is text of a document
    that does not tell its cells.
    """

    role: Literal["label", "answer", "loose", "text"]
    lines: tuple[Line, ...]
