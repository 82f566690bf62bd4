"""A source as one cleaned text that knows where in the original each part of it stands."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from annual_review.baseline.hyphens import HYPHENS, Hyphens
from annual_review.baseline.report import Origin
from annual_review.readers.rows import Note, Piece


class Run(NamedTuple):
    """A stretch of cleaned text and the stretch of the original that it was made from.

    If both have the same length, they correspond character by character; otherwise (an accent
    composed from two characters) only as wholes.
    """

    start: int
    length: int
    origin: int
    origin_length: int


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
    runs: tuple[Run, ...] = field(repr=False)
    pages: tuple[PageStart, ...] = field(repr=False, default=())
    cells: tuple[CellSpan, ...] = field(repr=False, default=())
    notes: tuple[Note, ...] = field(repr=False, default=())

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `original` of the text from `start` to `end`."""
        if not self.runs:
            return (0, 0)
        first = self._run(start)
        if end <= start:
            begin = first.origin + min(start - first.start, first.origin_length)
            return (begin, begin)
        last = self._run(end - 1)
        begin, stop = first.origin, last.origin + last.origin_length
        if first.length == first.origin_length:
            begin += min(start - first.start, first.length)
        if last.length == last.origin_length:
            stop = last.origin + min(end - last.start, last.length)
        return (begin, max(begin, stop))

    def _run(self, offset: int) -> Run:
        return self.runs[max(0, bisect_right(self.runs, offset, key=lambda run: run.start) - 1)]

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
_SHOWN = re.compile(f"[^\\s{_WITHOUT_WIDTH}]+")


def compose(
    pieces: Sequence[Piece], notes: Iterable[Note], source: Origin, original: str = ""
) -> Document:
    """Join pieces, in their order, into a Document: cleaned text, its runs, pages and cells.

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
        original=original or "\n".join(text.lines),
        text="".join(text.parts),
        runs=tuple(text.runs),
        pages=tuple(text.pages),
        cells=tuple(cells),
        notes=tuple(notes),
    )


class _Text:
    """Cleaned text as it grows, line by line."""

    def __init__(self, original: str, pieces: Sequence[Piece]) -> None:
        self.parts: list[str] = []
        self.runs: list[Run] = []
        self.pages: list[PageStart] = []
        self.lines: list[str] = []
        self.length = 0
        self._given = bool(original)
        self._at = 0
        self._hyphens = Hyphens(pieces)

    def add(self, piece: Piece) -> int:
        """Add a piece's lines; return where its text begins."""
        begins: int | None = None
        runs, parts, length = self.runs, self.parts, self.length
        gap, before = length > 0, ""
        for text, page, _, origin in piece.lines:
            if not text:
                gap = gap or begins is not None
                continue
            if not self._given:
                origin, self._at = self._at, self._at + len(text) + 1
                self.lines.append(text)
            said = text.strip()
            if "  " in said or not said.isprintable() or not _is_composed(said):
                said, stretches = _cleaned(text)
            else:
                stretches = [("", said, text.index(said[:1]), len(said))]
            if not said:
                continue
            between = "\n\n" if gap else "" if begins is None else "\n"
            if between == "\n" and before[-1] in HYPHENS:
                hyphen = self._hyphens.mend(before.split()[-1], said.split()[0])
                between = "" if hyphen else between
                if hyphen == "drop":
                    last = runs[-1]
                    shorter = {"length": last.length - 1, "origin_length": last.origin_length - 1}
                    runs[-1] = last._replace(**shorter)
                    parts[-1] = parts[-1][:-1]
                    length -= 1
            length += len(between)
            if begins is None:
                begins = length
            if page is not None and (not self.pages or self.pages[-1].page != page):
                self.pages.append(PageStart(length, page))
            for space, stretch, offset, size in stretches:
                length += len(space)
                runs.append(Run(length, len(stretch), origin + offset, size))
                parts += (between, space, stretch)
                length += len(stretch)
                between = ""
            gap, before = False, said
        self.length = length
        return length if begins is None else begins


_Stretch = tuple[str, str, int, int]
"""The space before it, its cleaned text, and its offset and length in the line as it was."""


def _cleaned(text: str) -> tuple[str, list[_Stretch]]:
    """A line's words as they are, and the stretches of its cleaned text."""
    stretches: list[_Stretch] = []
    end = 0
    for part in _SHOWN.finditer(text):
        space = " " if stretches and _HIDDEN.sub("", text[end : part.start()]) else ""
        for stretch, offset, size in _composed(part[0]):
            stretches.append((space, stretch, part.start() + offset, size))
            space = ""
        end = part.end()
    return " ".join(word for word in text.split() if _HIDDEN.sub("", word)), stretches


def _is_composed(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


def _composed(word: str) -> Iterator[tuple[str, int, int]]:
    """A word in NFC, as stretches with their offset and length in the word as it was."""
    if _is_composed(word):
        yield word, 0, len(word)
        return
    clusters = [(unicodedata.normalize("NFC", c[0]), *c.span()) for c in _CLUSTER.finditer(word)]
    if _is_composed("".join(new for new, _, _ in clusters)):
        for new, start, end in clusters:
            yield new, start, end - start
    else:  # a script that composes differently: the word as a whole
        yield unicodedata.normalize("NFC", word), 0, len(word)
