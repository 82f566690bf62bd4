"""A source as one cleaned text that knows on which page and line each part of it stands."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from annual_review.baseline.hyphens import HYPHENS, Hyphens
from annual_review.baseline.report import Origin
from annual_review.readers.rows import Note, Piece


class Begun(NamedTuple):
    """From `start` on, the text is that of the source's line or page of this number, from 1.

    Formats that have no lines of their own count those that are not blank.
    """

    start: int
    number: int


class CellSpan(NamedTuple):
    """A stretch of the text that is a label cell or an answer cell of the document's table."""

    start: int
    end: int
    role: Literal["label", "answer", "loose"]


@dataclass(frozen=True, slots=True)
class Document:
    """A source as text, whatever kind of file it was.

    `text` is NFC, without control and zero-width characters, and with white space collapsed: one
    space between words, one newline between lines, two between paragraphs and cells. Words
    hyphenated at a line's end are mended. Every offset in the package's tables counts its
    characters. `cells` are the table's cells where the format has them, else empty. `notes` is what
    was left out of `text`: page numbers, running heads, footnotes, and words that are deleted,
    struck through, hidden or not ticked.
    """

    source: Origin
    text: str = field(repr=False)
    lines: tuple[Begun, ...] = field(repr=False)
    pages: tuple[Begun, ...] = field(repr=False, default=())
    cells: tuple[CellSpan, ...] = field(repr=False, default=())
    notes: tuple[Note, ...] = field(repr=False, default=())

    def page(self, offset: int) -> int | None:
        """Page, from 1, that holds an offset of `text`; None where the format has no pages."""
        if not self.pages:
            return None
        at = bisect_right(self.pages, offset, key=lambda begun: begun.start)
        return self.pages[max(0, at - 1)].number

    def where(self, offset: int) -> str:
        """The document and the page or, without pages, the line, for messages."""
        page = self.page(offset)
        if page is not None:
            return f"{self.source.path}, page {page}"
        at = bisect_right(self.lines, offset, key=lambda begun: begun.start)
        return f"{self.source.path}, line {self.lines[max(0, at - 1)].number}"


# ---- cleaning -----------------------------------------------------------------------------------

_WITHOUT_WIDTH = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
"""Soft hyphens, marks of direction and the like show nothing; text is read without them."""
_HIDDEN = re.compile(f"[{_WITHOUT_WIDTH}]")


def compose(pieces: Sequence[Piece], notes: Iterable[Note], source: Origin) -> Document:
    """Join pieces, in their order, into a Document: cleaned text, its lines, pages and cells."""
    text = _Text(pieces)
    cells = []
    for piece in pieces:
        start = text.add(piece)
        if piece.role != "text" and text.length > start:
            cells.append(CellSpan(start, text.length, piece.role))
    return Document(
        source=source,
        text="".join(text.parts),
        lines=tuple(text.lines),
        pages=tuple(text.pages),
        cells=tuple(cells),
        notes=tuple(notes),
    )


class _Text:
    """Cleaned text as it grows, line by line."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.parts: list[str] = []
        self.lines: list[Begun] = []
        self.pages: list[Begun] = []
        self.length = 0
        self._hyphens = Hyphens(pieces)

    def add(self, piece: Piece) -> int:
        """Add a piece's lines; return where its text begins."""
        begins: int | None = None
        parts, length = self.parts, self.length
        gap, before = length > 0, ""
        for text, page, _, number in piece.lines:
            if not text:
                gap = gap or begins is not None
                continue
            printed = said = text.strip()
            composed = said.isascii() or unicodedata.is_normalized("NFC", said)
            if "  " in said or not said.isprintable() or not composed:
                printed = " ".join(word for word in text.split() if _HIDDEN.sub("", word))
                said = " ".join(_HIDDEN.sub("", unicodedata.normalize("NFC", text)).split())
            if not said:
                continue
            between = "\n\n" if gap else "" if begins is None else "\n"
            if between == "\n" and before[-1] in HYPHENS:
                hyphen = self._hyphens.mend(before.split()[-1], printed.split()[0])
                between = "" if hyphen else between
                if hyphen == "drop":
                    parts[-1] = parts[-1][:-1]
                    length -= 1
            length += len(between)
            if begins is None:
                begins = length
            if page is not None and (not self.pages or self.pages[-1].number != page):
                self.pages.append(Begun(length, page))
            parts += (between, said)
            self.lines.append(Begun(length, number or len(self.lines) + 1))
            length += len(said)
            gap, before = False, printed
        self.length = length
        return length if begins is None else begins
