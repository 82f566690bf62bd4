"""Read a source file into a Document, whatever kind of file it is.

Another format is one more reader (bytes in, `blocks.Extract` out) and one more line of `READERS`.
"""

from __future__ import annotations

import hashlib
from functools import partial
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from annual_review.baseline.document import Document, compose
from annual_review.baseline.reading_order import arrange, untangled
from annual_review.errors import SourceError
from annual_review.forms.questionnaire import has_cut_label, has_every_label
from annual_review.readers.page_furniture import without_foot
from annual_review.readers.rows import Extract, Row

MAX_BYTES = 50_000_000
"""The largest file that is read, in bytes: a baseline has some hundreds of thousands at most."""

MAX_LINES, MAX_CHARACTERS = 12_000, 1_000_000
"""The longest text that is read: baselines of twenty years have some thousands of lines."""


class Format(NamedTuple):
    """A kind of file: what it is called, its media type, and its reader (module and function)."""

    name: str
    media_type: str
    module: str
    function: str

    def extract(self, raw: bytes, name: str) -> Extract:
        """Read a file of this kind. The reader's library is loaded when the first one is read."""
        module = import_module(f"annual_review.readers.{self.module}")
        extract: Extract = getattr(module, self.function)(raw, name)
        return extract


TEXT = Format("text", "text/plain", "text", "read_text")
PDF = Format("a PDF", "application/pdf", "pdf", "read_pdf")
DOCX = Format(
    "a Word document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "word",
    "read_docx",
)
HTML = Format("an HTML page", "text/html", "web", "read_html")

READERS = {
    ".txt": TEXT,
    ".text": TEXT,
    ".pdf": PDF,
    ".docx": DOCX,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
}
"""The format of a file by the ending of its name, in lower case."""

_MAGIC = (
    (b"%pdf-", "a PDF"),
    (b"pk\x03\x04", "a Word document"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file"),
    (b"{\\rtf", "a rich text file"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
"""How the files that people mistake for each other begin, in lower case."""


def read(path: Path, name: str | None = None) -> Document:
    """Read one file. `name` is what messages and tables call it (default: the file's own name).

    Raises SourceError if the file is missing, empty, too large, of a kind that is not read, not
    what its name says, or not readable as such.
    """
    name = name or path.name
    return from_bytes(load(path, name), name, format_of(path, name))


def format_of(path: Path, name: str) -> Format:
    """The format that the ending of a file's name says. Raises SourceError for any other."""
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise SourceError(
            name,
            found=f"a file ending in '{path.suffix}'" if suffix else "a file name without ending",
            expected=f"one of {', '.join(READERS)}",
            remedy="Save the baseline in one of these formats, or move the file elsewhere.",
        )
    return READERS[suffix]


def from_bytes(raw: bytes, name: str, kind: Format = TEXT) -> Document:
    """Read the bytes of a file of a kind. Raises SourceError as `read` does."""
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    actual = next((said for magic, said in _MAGIC if head.startswith(magic)), "")
    by_magic = any(said == kind.name for _, said in _MAGIC)
    if actual != kind.name and (actual or (by_magic and kind is not HTML)):
        raise SourceError(
            name,
            found=f"{actual or 'something else'} by its content",
            expected=f"{kind.name}, as the ending of its name says",
            remedy=_REMEDIES.get(actual, "Give the file its true ending, or download it again."),
        )
    extract = without_foot(kind.extract(raw, name))
    _refuse_long_texts(extract, name)
    arranged = arrange(extract)
    composed = partial(
        compose,
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        media_type=kind.media_type,
        original=extract.original,
    )
    document = composed(arranged.pieces, extract.notes + arranged.notes)
    text = document.text
    if not document.cells and (not has_every_label(text) or has_cut_label(text)):
        told_apart = untangled(arranged)
        if told_apart is not arranged:
            document = composed(told_apart.pieces, extract.notes + told_apart.notes)
    if not document.text:
        raise SourceError(
            name,
            found="a file without a single word",
            expected="a country baseline",
            remedy="Save or download the document again.",
        )
    return document


def _refuse_long_texts(extract: Extract, name: str) -> None:
    lines = characters = 0
    for block in extract.blocks:
        parts = [cell.lines for cell in block.cells] if isinstance(block, Row) else [block.lines]
        sizes = [len(line.text) for line in chain.from_iterable(parts)]
        lines += len(sizes) - sizes.count(0)
        characters += sum(sizes)
    if lines > MAX_LINES or characters > MAX_CHARACTERS:
        raise SourceError(
            name,
            found=f"{lines:,} lines of text with {characters:,} characters",
            expected=f"at most {MAX_LINES:,} lines and {MAX_CHARACTERS:,} characters",
            remedy="A baseline is far shorter: check the file, or save one baseline a file.",
        )


_REMEDIES = {
    "an old or encrypted Office file": "Open it in Word, remove any password, save it as .docx.",
    "a rich text file": "Open it in Word and save it as .docx.",
    "a picture": "A picture has no text: recognize it first, with OCRmyPDF for instance.",
}


def load(path: Path, name: str) -> bytes:
    """The bytes of a file. Raises SourceError if it is missing, empty or larger than it may be."""
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
