"""A source as one cleaned text that knows where in the original it stands."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from annual_review.readers.rows import Box, Note, Piece


class Run(NamedTuple):
    """A stretch of cleaned text and the stretch of the original that it was made from.

    Where both are equally long they correspond character by character; else (an accent composed
    from two characters) only as wholes.
    """

    start: int
    length: int
    origin: int
    origin_length: int


class Place(NamedTuple):
    """From `start` on, the text stands on this page, in this box (None where unknown)."""

    start: int
    page: int
    box: Box | None


class CellSpan(NamedTuple):
    """A stretch of the text that is a label cell or an answer cell of the document's table."""

    start: int
    end: int
    role: Literal["label", "answer", "loose"]


@dataclass(frozen=True, slots=True)
class Document:
    """A source as text, whatever kind of file it was.

    `text` is NFC, without control and zero-width characters, white space collapsed: one space
    between words, one newline between lines, two between paragraphs and cells, words hyphenated at
    a line's end mended. Every offset in the package's tables counts characters of it. `original` is
    the text as decoded or extracted, before that. `cells` are the table's cells where the format
    tells them, else empty. `notes` is text left out of `text`: page numbers, running heads,
    footnotes, deletions.
    """

    name: str
    sha256: str
    media_type: str
    original: str = field(repr=False)
    text: str = field(repr=False)
    runs: tuple[Run, ...] = field(repr=False)
    places: tuple[Place, ...] = field(repr=False, default=())
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
        if not self.places:
            return None
        at = bisect_right(self.places, offset, key=lambda place: place.start)
        return self.places[max(0, at - 1)].page

    def boxes(self, start: int, end: int) -> list[tuple[int, Box]]:
        """Page and box of every printed line that holds some of the text from `start` to `end`."""
        first = max(0, bisect_right(self.places, start, key=lambda place: place.start) - 1)
        found = []
        for place in self.places[first:]:
            if place.start >= end:
                break
            if place.box is not None:
                found.append((place.page, place.box))
        return found

    def where(self, offset: int) -> str:
        """The document and the page or, without pages, the line of the original, for messages."""
        page = self.page(offset)
        if page is not None:
            return f"{self.name}, page {page}"
        begin, _ = self.origin(offset, offset)
        return f"{self.name}, line {self.original.count(chr(10), 0, begin) + 1}"


# ---- cleaning -----------------------------------------------------------------------------------

_SHOWN_STRETCH = re.compile("[^\u00ad\u200b-\u200d\u2060\ufeff]+")
_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Soft hyphens and characters without width show nothing; text is read without them."""
_WORD = re.compile(r"\S+")
_HYPHENS = "-\u00ad\u2010\u2011"


def compose(
    pieces: Sequence[Piece],
    notes: Iterable[Note],
    *,
    name: str,
    sha256: str,
    media_type: str,
    original: str = "",
) -> Document:
    """Join pieces, in their order, into a Document: cleaned text, its runs, places and cells.

    `original` is what lines' `origin` counts; without it the lines themselves make it.
    """
    text = _Text(original, pieces)
    cells = []
    for piece in pieces:
        start = text.add(piece)
        if piece.role != "text" and text.length > start:
            cells.append(CellSpan(start, text.length, piece.role))
    return Document(
        name=name,
        sha256=sha256,
        media_type=media_type,
        original=original or "\n".join(text.lines),
        text="".join(text.parts),
        runs=tuple(text.runs),
        places=tuple(text.places),
        cells=tuple(cells),
        notes=tuple(notes),
    )


class _Text:
    """Cleaned text as it grows, line by line."""

    def __init__(self, original: str, pieces: Sequence[Piece]) -> None:
        self.parts: list[str] = []
        self.runs: list[Run] = []
        self.places: list[Place] = []
        self.lines: list[str] = []
        self.length = 0
        self._given = bool(original)
        self._at = 0
        self._pieces = pieces
        self._inside: dict[str, bool] = {}

    def add(self, piece: Piece) -> int:
        """Add a piece's lines; return where its text begins."""
        begins: int | None = None
        gap = bool(self.length)
        before = ""
        all_plain = _is_plain("".join([line.text for line in piece.lines]))
        for text, page, box, origin in piece.lines:
            if not text:
                gap = gap or begins is not None
                continue
            if not self._given:
                origin, self._at = self._at, self._at + len(text) + 1
                self.lines.append(text)
            said = text.strip()
            clean = "  " not in said and (all_plain or _is_plain(said))
            if not clean:  # words that show nothing are none
                said = " ".join(word for word in text.split() if _HIDDEN.sub("", word))
            if not said:
                continue
            between = "\n\n" if gap else "" if begins is None else "\n"
            if between == "\n" and before[-1] in _HYPHENS:
                hyphen = self._hyphen_to_mend(before, said)
                between = "" if hyphen else between
                if hyphen == "drop":
                    self._drop_last()
            start = self.length + len(between)
            if begins is None:
                begins = start
            if page is not None and (
                box is not None or not self.places or self.places[-1].page != page
            ):
                self.places.append(Place(start, page, box))
            if clean:
                indent = len(text) - len(text.lstrip())
                self._put(between, said, origin + indent, len(said))
            else:
                self._put_words(between, text, origin)
            gap, before = False, said
        return self.length if begins is None else begins

    def _put(self, between: str, piece: str, origin: int, size: int) -> None:
        """Add a piece that so many characters from `origin` on say, and what parts it from before.

        A run is made as `Run(…)` makes it, but in half the time: there is one for every line.
        """
        start, length = self.length + len(between), len(piece)
        self.runs.append(tuple.__new__(Run, (start, length, origin, size)))
        self.parts += (between, piece)
        self.length = start + length

    def _drop_last(self) -> None:
        last = self.runs[-1]
        self.runs[-1] = last._replace(length=last.length - 1, origin_length=last.origin_length - 1)
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1

    def _put_words(self, between: str, text: str, origin: int) -> None:
        for word in _WORD.finditer(text):
            if not _HIDDEN.sub("", word[0]):
                continue
            for piece, offset, size in _composed(word[0]):
                self._put(between, piece, origin + word.start() + offset, size)
                between = ""
            between = " "

    def _hyphen_to_mend(self, before: str, after: str) -> Literal["keep", "drop"] | None:
        found = _hyphen_to_mend(before.split()[-1], after.split()[0], self._stands_inside)
        if found == "unsure":
            return "drop" if self._breaks_words else "keep"
        return found

    def _stands_inside(self, word: str) -> bool:
        """Whether a word stands somewhere inside of a line, so that it is whole there."""
        if word not in self._inside:
            self._inside[word] = self._is_inside(word)
        return self._inside[word]

    def _is_inside(self, word: str) -> bool:
        at = self._every_line.find(word)
        while at >= 0:
            before = self._every_line[max(0, at - 8) : at].rstrip(_AROUND_WORDS)
            behind = self._every_line[at + len(word) : at + len(word) + 8].lstrip(_AROUND_WORDS)
            if before[-1:] in _IN_LINES and behind[:1] in _IN_LINES:
                return True
            at = self._every_line.find(word, at + 1)
        return False

    @cached_property
    def _breaks_words(self) -> bool:
        """Whether hyphens at lines' ends break words here: most documents break none, or many.

        One shows it that surely does, or several that nothing else explains.
        """
        lines = (line.text.strip() for piece in self._pieces for line in piece.lines)
        unsure = set()
        for above, below in pairwise(filter(None, lines)):
            if above[-1] in _HYPHENS:
                halves = above.split()[-1], below.split()[0]
                found = _hyphen_to_mend(*halves, self._stands_inside)
                if found == "drop":
                    return True
                if found == "unsure":
                    unsure.add(tuple(re.split(r"\W", half)[0].lower() for half in halves))
        return len(unsure) > 1

    @cached_property
    def _every_line(self) -> str:
        """All lines in lower case."""
        lines = [line.text.strip() for piece in self._pieces for line in piece.lines]
        return "\n".join(lines).lower()


_IN_LINES = {" ", "\t", "\xa0"}
_AROUND_WORDS = ".,;:()"


def _is_plain(said: str) -> bool:
    """Whether text is NFC, with no other character than spaces that shows nothing."""
    return said.isprintable() and unicodedata.is_normalized("NFC", said)


_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


def _composed(word: str) -> Iterator[tuple[str, int, int]]:
    """A word in NFC, as pieces with their offset and length in the word as it was."""
    stretches = list(_SHOWN_STRETCH.finditer(word))
    if [part.span() for part in stretches] != [(0, len(word))]:
        for part in stretches:
            for piece, offset, size in _composed(part.group()):
                yield piece, part.start() + offset, size
    elif unicodedata.is_normalized("NFC", word):
        yield word, 0, len(word)
    else:
        clusters = [(c.group(), c.start()) for c in _CLUSTER.finditer(word)]
        composed = [unicodedata.normalize("NFC", old) for old, _ in clusters]
        if unicodedata.is_normalized("NFC", "".join(composed)):
            for (old, start), new in zip(clusters, composed, strict=True):
                yield new, start, len(old)
        else:  # a script that composes otherwise: the word as a whole
            yield unicodedata.normalize("NFC", word), 0, len(word)


_ENDING = re.compile(
    r"(?:[ts]ions?|ments?|ings?|ness|ity|ities|ances?|ences?|ly|ed|ers?|tives?|tation|nation)\b",
    re.IGNORECASE,
)
"""What follows a hyphen that only breaks a word: no compound has such a second half."""
_FIRST_HALVES = frozenset(
    """
    after all anti child co cross decision debt double ex first follow forced free front full gender
    good hard high human in income inter job labour land law life live long low micro mid mini
    multi national near new non off on one over part peace policy post pre private pro public
    quasi re risk rural second self semi short single skill small socio state sub third time trade
    two under up vice well wage work working
    """.split()
)
"""What compounds often begin with."""
_SECOND_HALVES = frozenset(
    """
    based building called free generating keeping making raising related saving sharing term wide
    """.split()
)
"""What compounds often end with: `awareness-` / `raising`."""
_SUSPENDED = {"and", "or", "to", "as"}
"""`short-` / `and long-term`: the hyphen stands for a word that comes later."""


def _hyphen_to_mend(
    before: str, after: str, is_known: Callable[[str], bool]
) -> Literal["keep", "drop", "unsure"] | None:
    """Whether a line's last word goes on in the next line: "keep" or "drop" its hyphen, or None.

    `is_known` tells whether a word stands elsewhere in the document.
    """
    if before.endswith("\u00ad"):
        return "keep"  # a soft hyphen is not in the text to begin with
    if len(before) < 2 or before[-1] not in "-\u2010\u2011" or not before[-2].isalnum():
        return None
    second = re.split(r"\W", after, maxsplit=1)[0]
    if not second or second.lower() in _SUSPENDED:
        return None
    first = re.split(r"\W", before[:-1])[-1].lower()
    if not second.islower() or not first.isalpha():
        return "keep"
    if is_known(f"{first}-{second}"):
        return "keep"
    if second in _SECOND_HALVES and not is_known(f"{first}{second}"):
        return "keep"
    if _ENDING.fullmatch(second) or is_known(f"{first}{second}"):
        return "drop"
    compound = first in _FIRST_HALVES or is_known(first) or is_known(second)
    return "keep" if compound else "unsure"
