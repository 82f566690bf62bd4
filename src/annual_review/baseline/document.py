"""A source as one cleaned text that knows where in the original each part of it stands."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from annual_review.baseline.hyphens import HYPHENS, Hyphens
from annual_review.baseline.report import Origin
from annual_review.forms.words import Span
from annual_review.readers.rows import Note, Piece


class LineStart(NamedTuple):
    """From `start` on, the text is that of a line, which stands at `origin` in the original."""

    start: int
    origin: int
    line: str


class PageStart(NamedTuple):
    """From `start` on, the text stands on this page."""

    start: int
    page: int


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
    characters. `original` is the text before cleaning, with the characters that a page shows
    (`readers.characters`). `cells` are the table's cells where the format has them, else empty.
    `notes` is what was left out of `text`: page numbers, running heads, footnotes, and words that
    are deleted, struck through, hidden or not ticked.
    """

    source: Origin
    original: str = field(repr=False)
    text: str = field(repr=False)
    lines: tuple[LineStart, ...] = field(repr=False)
    pages: tuple[PageStart, ...] = field(repr=False, default=())
    cells: tuple[CellSpan, ...] = field(repr=False, default=())
    notes: tuple[Note, ...] = field(repr=False, default=())

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `original` of the text from `start` to `end`."""
        if not self.lines:
            return (0, 0)
        begin, _ = self._place(start)
        return (begin, max(begin, self._place(end - 1)[1] if end > start else begin))

    def _place(self, offset: int) -> Span:
        """Where in `original` the character at an offset stands, or the last one before it."""
        at = bisect_right(self.lines, offset, key=lambda begun: begun.start)
        start, origin, line = self.lines[max(0, at - 1)]
        places = _places(line)
        begin, end = places[min(max(0, offset - start), len(places) - 1)]
        return (origin + begin, origin + end)

    def page(self, offset: int) -> int | None:
        """Page, from 1, that holds an offset of `text`; None where the format has no pages."""
        if not self.pages:
            return None
        at = bisect_right(self.pages, offset, key=lambda begun: begun.start)
        return self.pages[max(0, at - 1)].page

    def where(self, offset: int) -> str:
        """The document and the page or, without pages, the line of the original, for messages."""
        page = self.page(offset)
        if page is not None:
            return f"{self.source.path}, page {page}"
        begin, _ = self.origin(offset, offset)
        return f"{self.source.path}, line {self.original.count(chr(10), 0, begin) + 1}"


# ---- cleaning -----------------------------------------------------------------------------------

_WITHOUT_WIDTH = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
"""Soft hyphens, marks of direction and the like show nothing; text is read without them."""
_HIDDEN = re.compile(f"[{_WITHOUT_WIDTH}]")


def compose(
    pieces: Sequence[Piece], notes: Iterable[Note], source: Origin, original: str = ""
) -> Document:
    """Join pieces, in their order, into a Document: cleaned text, its lines, pages and cells.

    `original` is the text that the lines' `origin` counts in; without it, the lines are joined.
    """
    text = _Text(original, pieces)
    cells = []
    for piece in pieces:
        start = text.add(piece)
        if piece.role != "text" and text.length > start:
            cells.append(CellSpan(start, text.length, piece.role))
    return Document(
        source=source,
        original=original or "\n".join(begun.line for begun in text.lines),
        text="".join(text.parts),
        lines=tuple(text.lines),
        pages=tuple(text.pages),
        cells=tuple(cells),
        notes=tuple(notes),
    )


class _Text:
    """Cleaned text as it grows, line by line."""

    def __init__(self, original: str, pieces: Sequence[Piece]) -> None:
        self.parts: list[str] = []
        self.lines: list[LineStart] = []
        self.pages: list[PageStart] = []
        self.length = 0
        self._given = bool(original)
        self._at = 0
        self._hyphens = Hyphens(pieces)

    def add(self, piece: Piece) -> int:
        """Add a piece's lines; return where its text begins."""
        begins: int | None = None
        parts, length = self.parts, self.length
        gap, before = length > 0, ""
        for text, page, _, origin in piece.lines:
            if not text:
                gap = gap or begins is not None
                continue
            printed = said = text.strip()
            if "  " in said or not said.isprintable() or not _is_composed(said):
                printed = " ".join(word for word in text.split() if _HIDDEN.sub("", word))
                said = " ".join(_HIDDEN.sub("", unicodedata.normalize("NFC", text)).split())
            if not said:
                continue
            if not self._given:
                origin, self._at = self._at, self._at + len(text) + 1
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
            if page is not None and (not self.pages or self.pages[-1].page != page):
                self.pages.append(PageStart(length, page))
            parts += (between, said)
            self.lines.append(LineStart(length, origin, text))
            length += len(said)
            gap, before = False, printed
        self.length = length
        return length if begins is None else begins


def _is_composed(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


_CLUSTER = re.compile(r"\s+|[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


def _places(line: str) -> list[Span]:
    """Where in a line as it was each character of its cleaned text stands.

    Each is at all of the line in a script whose characters are composed otherwise.
    """
    places: list[Span] = []
    said, space = "", None
    for cluster in _CLUSTER.finditer(line):
        shown = _HIDDEN.sub("", unicodedata.normalize("NFC", cluster[0]))
        if shown.isspace():
            space = cluster.span()
            continue
        if shown and space and said:
            said += " "
            places.append(space)
        said += shown
        places += [cluster.span()] * len(shown)
        space = None if shown else space
    return places if _is_composed(said) else [(0, len(line))] * len(said)
