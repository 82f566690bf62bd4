"""What every reader gives: printed lines, in the rows and paragraphs they stand in.

A reader knows its file format and nothing of the questionnaire. `baseline` decides for all formats
which cells are labels, which rows continue after a page break, and in which order to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple


class Box(NamedTuple):
    """Where something stands on its page, in points from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Line(NamedTuple):
    """A printed line, or a paragraph of a format that has no lines. `page` counts from 1.

    `text` is as the file has it: white space and hyphens at line ends are left alone. `number` is
    that of the line in its file, from 1; 0 in formats that are no text.
    """

    text: str
    page: int | None = None
    box: Box | None = None
    number: int = 0


BLANK = Line("")
"""Stands between two paragraphs of one cell or block."""
LEFT_OUT = "\u2060"
"""Replaces a character that is left out, so that columns stay where they are."""


def without(line: Line, start: int = 0, end: int | None = None) -> Line:
    """A line of which a part is left out; all other characters keep their columns."""
    kept = line.text[start:end]
    rest = line.text[start + len(kept) :]
    return line._replace(text=line.text[:start] + LEFT_OUT * len(kept) + rest)


class Cell(NamedTuple):
    """A cell of a table: the grid columns that it covers, from `column` on, and its lines."""

    column: int
    span: int
    lines: tuple[Line, ...]


class Row(NamedTuple):
    """A printed row of a table whose grid has `columns` columns.

    A cell that is merged over several rows stands in the first of them only. `opens_page` marks a
    row that is the first of its table on a page, but not on the table's first page: it may continue
    the row before.
    """

    cells: tuple[Cell, ...]
    columns: int
    opens_page: bool = False


class Paragraph(NamedTuple):
    """Lines outside every table that belong together."""

    lines: tuple[Line, ...]


NoteKind = Literal[
    "page_number",
    "running_head",  # a line printed again on page after page
    "likely_head",  # the same, where a text does not tell its pages
    "page_foot",  # a last line as only pages have, `Last update: …`
    "footnote",
    "footnote_mark",  # raised and glued to a word
    "deleted",  # by a tracked change
    "struck",  # by a line through the words
    "unseen",  # words in the file that no reader of the printed page sees
    "placeholder",  # what a form says where nobody filled it in
    "unticked",  # an option beside a box that is not ticked
    "unclear_tick",  # options that are all marked
    "aside",  # shown, but in no cell and no paragraph: an annotation, a comment
    "scan",  # a page that is a picture
    "picture",  # in a cell, where words would be
    "doubtful",  # words that the page may not show or may strike through
    "order_unclear",  # text that could belong to either a label or an answer
    "rows_unclear",  # the same, where labels do not show where rows begin
]


class Note(NamedTuple):
    """Text that belongs to no cell and no paragraph, and what it is.

    All but the last three kinds are left out of the text that is read.
    """

    kind: NoteKind
    line: Line


def lacks_words(cell: Cell) -> bool:
    """Whether a cell says nothing, or nothing after a colon, as behind the years."""
    words = "".join(line.text for line in cell.lines).rstrip()
    return not words or words.endswith(":")


def picture_note(before: Sequence[Cell], said: str) -> Note:
    """A note on a picture, by the words of the cell before it and what the file says of it."""
    lines = next((cell.lines for cell in reversed(before) if cell.lines), ())
    words = " ".join(line.text for line in lines if line.text)
    return Note("picture", Line(f"{words} [{said or 'picture'}]".lstrip()))


class Extract(NamedTuple):
    """A file as its reader saw it, in reading order."""

    blocks: tuple[Row | Paragraph, ...]
    notes: tuple[Note, ...] = ()

    def changed(self, change: Callable[[tuple[Line, ...], list[Note]], Iterable[Line]]) -> Extract:
        """The extract with the lines of each cell and paragraph changed, which may add notes."""
        notes: list[Note] = []
        blocks: list[Row | Paragraph] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                blocks.append(Paragraph(tuple(change(block.lines, notes))))
                continue
            cells = [cell._replace(lines=tuple(change(cell.lines, notes))) for cell in block.cells]
            blocks.append(block._replace(cells=tuple(cells)))
        return self._replace(blocks=tuple(blocks), notes=(*self.notes, *notes))


class Piece(NamedTuple):
    """Lines in the order in which they are read, and what they are.

    `label` and `answer` are cells; `loose` is text outside cells; `text` is text of a document
    that does not show its cells.
    """

    role: Literal["label", "answer", "loose", "text"]
    lines: tuple[Line, ...]
