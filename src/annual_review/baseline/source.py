"""Read a source file into a Document, whatever kind of file it is, or refuse it.

Another format needs one more reader (bytes in, `readers.rows.Extract` out) and a line of `READERS`.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from annual_review.baseline.choices import chosen_only
from annual_review.baseline.document import Document
from annual_review.baseline.reading_order import read_in_order
from annual_review.baseline.report import Origin
from annual_review.baseline.tick_boxes import ticked_only
from annual_review.errors import SourceError
from annual_review.readers.characters import with_shown_characters, without_struck
from annual_review.readers.page_furniture import without_foot
from annual_review.readers.rows import Extract, Row

MAX_BYTES = 50_000_000
"""The largest file that is read: a baseline has a few hundred thousand bytes at most."""

MAX_LINES, MAX_CHARACTERS = 12_000, 1_000_000
"""The longest text that is read: baselines of twenty years have some thousands of lines."""


class Format(NamedTuple):
    """A kind of file: its name, its media type, and its reader (module and function)."""

    name: str
    media_type: str
    module: str
    function: str

    def extract(self, raw: bytes, name: str) -> Extract:
        """Read a file of this kind; the reader and its library are imported at the first one."""
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
    ".mht": HTML,
    ".mhtml": HTML,
}
"""The format of a file by its extension, in lower case."""

_MAGIC = (
    (b"%pdf-", "a PDF"),
    (b"pk\x03\x04", "a Word document"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file"),
    (b"{\\rtf", "a rich text file"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"mime-version:", "an HTML page"),  # in a web archive
    (b"from: <saved by", "an HTML page"),
    (b'from: "saved by', "an HTML page"),
    (b"bplist00", "a Safari web archive"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
"""How the files that people mistake for each other begin, in lower case."""

_REMEDIES = {
    "an old or encrypted Office file": "Open it in Word, remove any password, save it as .docx.",
    "a Safari web archive": "Open it in Safari, and save the page's source or print it to PDF.",
    "a rich text file": "Open it in Word and save it as .docx.",
    "a picture": "A picture has no text: recognize it first, with OCRmyPDF for instance.",
}


def read(path: Path) -> Document:
    """Read one file, which messages and tables call by its own name.

    Raises SourceError if the file is missing, empty, too large, of a kind that is not read, not
    what its name says, or damaged.
    """
    return from_bytes(load(path, path.name), path.name, format_of(path, path.name))


def load(path: Path, name: str) -> bytes:
    """The bytes of a file. Raises SourceError if it is missing, empty or too large."""
    try:
        if not path.is_file():
            there = path.exists() or path.is_symlink()
            other = "something that is not a file" if there else "no such file"
            raise SourceError(
                name,
                found="a folder" if path.is_dir() else other,
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


def format_of(path: Path, name: str) -> Format:
    """The format that a file's extension says. Raises SourceError for any other."""
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise SourceError(
            name,
            found=f"a file ending in '{path.suffix}'" if suffix else "a file without an extension",
            expected=f"one of {', '.join(READERS)}",
            remedy="Save the baseline in one of these formats, or move the file elsewhere.",
        )
    return READERS[suffix]


def from_bytes(raw: bytes, name: str, kind: Format = TEXT) -> Document:
    """Read the bytes of a file of a kind. Raises SourceError as `read` does."""
    _refuse_other_formats(raw, name, kind)
    extract = kind.extract(raw, name)
    if kind is not TEXT:  # which is decoded as a whole, with the characters that a page shows
        extract = with_shown_characters(extract)
    extract = without_foot(extract)
    _refuse_long_texts(extract, name)
    document = read_in_order(
        ticked_only(chosen_only(without_struck(extract))),
        Origin(name, hashlib.sha256(raw).hexdigest(), kind.media_type),
    )
    if not document.text:
        raise SourceError(
            name,
            found="a file without a single word",
            expected="a country baseline",
            remedy="Save or download the document again.",
        )
    return document


def _refuse_other_formats(raw: bytes, name: str, kind: Format) -> None:
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind is PDF and b"%pdf-" in head:
        return  # what stands before is a download's, and every viewer skips it
    actual = next((said for magic, said in _MAGIC if head.startswith(magic)), "")
    by_magic = kind in (PDF, DOCX)
    if actual != kind.name and (actual or by_magic):
        raise SourceError(
            name,
            found=f"{actual or 'something else'} by its content",
            expected=f"{kind.name}, as its extension says",
            remedy=_REMEDIES.get(actual, "Correct the file's extension, or download it again."),
        )


def _refuse_long_texts(extract: Extract, name: str) -> None:
    texts = [
        line.text
        for block in extract.blocks
        for cell in (block.cells if isinstance(block, Row) else (block,))
        for line in cell.lines
        if line.text
    ]
    lines, characters = len(texts), sum(map(len, texts))
    if lines > MAX_LINES or characters > MAX_CHARACTERS:
        raise SourceError(
            name,
            found=f"{lines:,} lines of text with {characters:,} characters",
            expected=f"at most {MAX_LINES:,} lines and {MAX_CHARACTERS:,} characters",
            remedy="A baseline is far shorter: check the file, or save each baseline separately.",
        )
