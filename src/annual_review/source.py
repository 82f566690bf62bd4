"""Read a source file into a Document: cleaned text that knows where in the original it stands.

Everything that depends on the kind of a file is in this module. Another format is one more
reader (bytes in, `Document` out) and one more line of `READERS`.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

MAX_BYTES = 50_000_000
"""The largest file that is read, in bytes: a baseline as text has some tens of thousands."""

PLAIN = "text/plain"


class AnnualReviewError(Exception):
    """What went wrong, said for the person who has to mend it.

    Every error of the package is one of these. `where` names the document (and the page or line
    where there is one), `found` and `expected` say what differs, `remedy` what to do about it.
    """

    def __init__(self, where: str, *, found: str, expected: str, remedy: str = "") -> None:
        self.where, self.found, self.expected, self.remedy = where, found, expected, remedy
        super().__init__(where, found, expected, remedy)

    def __str__(self) -> str:
        message = f"{self.where}: found {self.found}; expected {self.expected}."
        return f"{message} {self.remedy}".rstrip()

    def __reduce__(self) -> tuple[object, ...]:  # keyword arguments do not pickle by themselves
        return (_rebuild, (type(self), self.where, self.found, self.expected, self.remedy))


def _rebuild(
    kind: type[AnnualReviewError], where: str, found: str, expected: str, remedy: str
) -> AnnualReviewError:
    return kind(where, found=found, expected=expected, remedy=remedy)


class SourceError(AnnualReviewError):
    """A file that cannot be read as a document."""


class Run(NamedTuple):
    """A stretch of cleaned text and the stretch of the original that it was made from.

    Where both are equally long they correspond character by character; else (an accent composed
    from two characters) only as wholes.
    """

    start: int
    length: int
    origin: int
    origin_length: int


@dataclass(frozen=True, slots=True)
class Document:
    """A source as text, whatever kind of file it was.

    `text` is NFC, without control and zero-width characters, white space collapsed: one space
    between words, one newline between lines, two between paragraphs, words hyphenated at a line's
    end mended. Every offset in the package's tables counts characters of it. `original` is the
    text as decoded, before that. `furniture` is text left out of `text` because it belongs to the
    page and not to what the page says (page numbers).
    """

    name: str
    sha256: str
    media_type: str
    original: str
    text: str
    runs: tuple[Run, ...]
    page_starts: tuple[int, ...] = ()
    furniture: tuple[str, ...] = ()

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
        return bisect_right(self.page_starts, offset) or None

    def where(self, offset: int) -> str:
        """The document and the page or, without pages, the line of the original, for messages."""
        page = self.page(offset)
        if page is not None:
            return f"{self.name}, page {page}"
        begin, _ = self.origin(offset, offset)
        return f"{self.name}, line {self.original.count(chr(10), 0, begin) + 1}"


def read(path: Path, name: str | None = None) -> Document:
    """Read one file. `name` is what messages and tables call it (default: the file's own name).

    Raises SourceError if the file is missing, empty, too large, of a kind that is not read, or
    not what its name says.
    """
    name = name or path.name
    raw = _bytes(path, name)
    suffix = path.suffix.lower()
    if suffix not in READERS and suffix not in PLANNED:
        raise SourceError(
            name,
            found=f"a file ending in '{path.suffix}'" if suffix else "a file name without ending",
            expected=f"one of {', '.join(READERS)}",
            remedy="Save the baseline as text, or move the file out of the folder of sources.",
        )
    head = raw[:1000].lstrip().lower()
    actual = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if suffix in PLANNED:
        _refuse_planned(name, suffix, actual)
    if actual:
        raise SourceError(
            name,
            found=f"{actual} by its content",
            expected=f"text, as the ending '{suffix}' says",
            remedy="Give the file its true ending, or save the baseline as text.",
        )
    media_type, reader = READERS[suffix]
    return reader(raw, name, media_type)


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            found = "a folder" if path.is_dir() else "no such file"
            raise SourceError(
                name,
                found="something that is no file" if path.exists() or path.is_symlink() else found,
                expected="a file that holds a country baseline",
                remedy="Check the path.",
            )
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(
                name,
                found=f"{size:,} bytes",
                expected=f"at most {MAX_BYTES:,}",
                remedy="A baseline is far smaller: check what the file holds.",
            )
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(
            name, found=error.strerror or str(error), expected="a file that can be opened"
        ) from error
    if not raw:
        raise SourceError(
            name,
            found="an empty file (0 bytes)",
            expected="a country baseline",
            remedy="Save or download the document again.",
        )
    return raw


def _refuse_planned(name: str, suffix: str, actual: str) -> None:
    kind, magic, advice = PLANNED[suffix]
    if actual == magic:
        raise SourceError(
            name, found=kind, expected="a text file: this kind is not read yet", remedy=advice
        )
    raise SourceError(
        name,
        found=f"{actual or 'something else'} by its content",
        expected=f"{kind}, as the ending '{suffix}' says",
        remedy="Download the document again, or give the file its true ending.",
    )


_MAGIC = (
    (b"%pdf-", "a PDF"),
    (b"pk\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "a rich text file"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
"""How the files that people mistake for each other begin, in lower case."""

PLANNED = {
    ".pdf": ("a PDF", "a PDF", "Save its text with `pdftotext -raw FILE.pdf FILE.txt`."),
    ".docx": ("a Word document", "a ZIP or Office file", "Save it from Word as plain text."),
    ".htm": ("an HTML page", "an HTML page", "Save the page from the browser as plain text."),
    ".html": ("an HTML page", "an HTML page", "Save the page from the browser as plain text."),
}
"""Kinds that have a place here but no reader yet: what each is, how it begins, what to do."""


# ---- text files ---------------------------------------------------------------------------------


def read_text(raw: bytes, name: str, media_type: str = PLAIN) -> Document:
    """Read the bytes of a text file: UTF-8, UTF-16 (each with or without mark), Windows-1252.

    Raises SourceError if the bytes are no text, or the text is blank.
    """
    original = _decode(raw, name)
    lines = list(_lines(original))
    if not any(line.words for line in lines):
        raise SourceError(
            name,
            found="a file without a single word",
            expected="a country baseline",
            remedy="Save or download the document again.",
        )
    text, runs, page_starts, furniture = _clean(lines)
    return Document(
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        media_type=media_type,
        original=original,
        text=text,
        runs=runs,
        page_starts=page_starts,
        furniture=furniture,
    )


READERS: dict[str, tuple[str, Callable[[bytes, str, str], Document]]] = {
    ".txt": (PLAIN, read_text),
    ".text": (PLAIN, read_text),
}
"""Ending of the file's name: its media type, and the function that reads it."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")


def _decode(raw: bytes, name: str) -> str:
    """Decode by mark, else by what the bytes allow: UTF-16 has zeros at every other place."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            candidates = [(raw[len(mark) :], encoding)]
            break
    else:
        head = raw[:2000]
        odd, even = head[1::2].count(0), head[::2].count(0)
        if odd > len(head) / 5 > 10 * even:
            candidates = [(raw, "utf-16-le")]
        elif even > len(head) / 5 > 10 * odd:
            candidates = [(raw, "utf-16-be")]
        else:
            candidates = [(raw, "utf-8"), (raw, "cp1252")]
    for data, encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise SourceError(
        name,
        found="bytes that are no text",
        expected="text in UTF-8, UTF-16 or Windows-1252",
        remedy="Save the baseline as text in UTF-8.",
    )


class _Line(NamedTuple):
    words: tuple[tuple[str, int], ...]  # each word and its offset in the original
    text: str  # the words with one space between them
    plain: bool  # whether the original stands exactly so, with nothing to clean
    new_page: bool


_LINE_END = re.compile("\r\n|[\n\r\v\x85\u2028\u2029]|(\f)")
_WORD = re.compile(r"\S+")
_SHOWN = re.compile("[^\u00ad\u200b-\u200d\u2060\ufeff]")
_SHOWN_STRETCH = re.compile("[^\u00ad\u200b-\u200d\u2060\ufeff]+")
"""Soft hyphens and characters without width show nothing; text is read without them."""


def _lines(original: str) -> Iterator[_Line]:
    begin, new_page = 0, False
    for end in _LINE_END.finditer(original):
        yield _line(original, begin, end.start(), new_page)
        begin, new_page = end.end(), end.group(1) is not None
    yield _line(original, begin, len(original), new_page)


def _line(original: str, begin: int, end: int, new_page: bool) -> _Line:
    words = [
        (word.group(), word.start())
        for word in _WORD.finditer(original, begin, end)
        if _SHOWN.search(word.group())
    ]
    text = " ".join([word for word, _ in words])
    plain = (
        bool(words)
        and original.startswith(text, words[0][1])
        and _SHOWN_STRETCH.fullmatch(text) is not None
        and unicodedata.is_normalized("NFC", text)
    )
    return _Line(tuple(words), text, plain, new_page)


def _clean(
    lines: list[_Line],
) -> tuple[str, tuple[Run, ...], tuple[int, ...], tuple[str, ...]]:
    """Join lines into cleaned text, its runs, the offsets at which pages begin, and furniture."""
    numbers = _page_numbers(lines)
    has_pages = any(line.new_page for line in lines)
    gap = _usual_gap(lines)
    known = {word.strip(".,;:()").casefold() for line in lines for word, _ in line.words[1:-1]}

    parts: list[str] = []
    runs: list[Run] = []
    page_starts: list[int] = [0] if has_pages else []
    furniture: list[str] = []
    length = 0
    newlines, new_page = 0, False
    open_word = ""  # the last word of the line before

    def put(piece: str, origin: int | None = None, origin_length: int = 0) -> None:
        nonlocal length
        if origin is not None:
            runs.append(Run(length, len(piece), origin, origin_length))
        parts.append(piece)
        length += len(piece)

    for number, line in enumerate(lines):
        newlines += 1
        if line.new_page:
            page_starts.append(-1)  # begins where the next word stands
            new_page = True
        if number in numbers:
            furniture.append(line.text)
            new_page = True
            continue
        if not line.words:
            continue
        if length:
            first = line.words[0][0]
            hyphen = (
                _hyphen_to_mend(open_word, first, known) if newlines <= gap or new_page else None
            )
            if hyphen == "drop":
                last, length = runs[-1], length - 1
                runs[-1] = last._replace(
                    length=last.length - 1, origin_length=last.origin_length - 1
                )
                parts[-1] = parts[-1][:-1]
            elif hyphen is None:
                put("\n" if newlines <= gap or new_page else "\n\n")
        newlines, new_page = 0, False
        page_starts = [length if start < 0 else start for start in page_starts]
        if line.plain:
            put(line.text, line.words[0][1], len(line.text))
        else:
            for index, (word, origin) in enumerate(line.words):
                if index:
                    put(" ")
                for piece, offset, size in _composed(word):
                    put(piece, origin + offset, size)
        open_word = line.words[-1][0]
    page_starts = [length if start < 0 else start for start in page_starts]
    return "".join(parts), tuple(runs), tuple(page_starts), tuple(furniture)


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


def _usual_gap(lines: list[_Line]) -> int:
    """How many line ends this source puts between two lines of one paragraph.

    Some extractors leave a blank line after every line, so that a paragraph shows only by more.
    """
    gaps: Counter[int] = Counter()
    newlines = 0
    for line in lines:
        newlines += 1
        if line.words:
            gaps[newlines] += 1
            newlines = 0
    (_, often), *_ = gaps.most_common(1) or [(1, 0)]
    return min((gap for gap, count in gaps.items() if count == often), default=1)


_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—]?\s*(\d{1,3})\s*(?:(?:/|of)\s*\d{1,4}\s*)?[-–—]?", re.I
)


_LINES_BETWEEN = 8
"""Least lines between two page numbers of a text without page breaks."""


def _page_numbers(lines: list[_Line]) -> set[int]:
    """Indices of lines that are page numbers.

    Those alone on the first or last line of a page, and those in words (`Page 1 of 3`); in a text
    without page breaks also bare numbers that count up from 1 or 2 at some distance. One bare
    number alone may be part of an answer.
    """
    filled = [index for index, line in enumerate(lines) if line.words]
    starts = [index for index, line in enumerate(lines) if line.new_page]
    edges = {filled[-1]} if filled and starts else set()
    for before, after in pairwise(filled):
        if any(before < start <= after for start in starts):
            edges |= {before, after}
    found: set[int] = set()
    bare: list[tuple[int, int, int]] = []  # which filled line, its index, its number
    for place, index in enumerate(filled):
        match = len(lines[index].words) < 5 and _PAGE_NUMBER.fullmatch(lines[index].text)
        if match and (index in edges or "page" in lines[index].text.casefold()):
            found.add(index)
        elif match:
            bare.append((place, index, int(match[1])))
    if starts or not bare:
        return found
    run = bare[:1]
    for item in bare[1:]:
        if item[2] == run[-1][2] + 1 and item[0] - run[-1][0] >= _LINES_BETWEEN:
            run.append(item)
    if len(run) > 1 and run[0][2] <= 2:
        found |= {index for _, index, _ in run}
    return found


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
_SUSPENDED = {"and", "or", "to", "as"}
"""`short-` / `and long-term`: the hyphen stands for a word that comes later."""


def _hyphen_to_mend(before: str, after: str, known: set[str]) -> str | None:
    """Whether a line's last word goes on in the next line: "keep" or "drop" its hyphen, or None."""
    if before.endswith("\u00ad"):
        return "keep"  # a soft hyphen is not in the text to begin with
    if len(before) < 2 or before[-1] not in "-\u2010\u2011" or not before[-2].isalnum():
        return None
    second = re.split(r"\W", after, maxsplit=1)[0]
    if not second or second.casefold() in _SUSPENDED:
        return None
    first = re.split(r"\W", before[:-1])[-1].casefold()
    if not second.islower() or not first.isalpha():
        return "keep"
    if _ENDING.fullmatch(second) or f"{first}{second}" in known:
        return "drop"
    compound = first in _FIRST_HALVES or first in known or second in known
    return "keep" if compound else "drop"
