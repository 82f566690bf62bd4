"""The made-up documents as files, by name: those that another program makes are kept, the others printed.

`made-up-fiji-cl-2010-2011.table.html` is a truth's name and the ending of a format.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.documents import paper
from tests.documents.made import documents
from tests.documents.render import PAGES, TEXTS
from tests.documents.truth import Truth

MADE = Path(__file__).resolve().parent / "made"
"""The Word files, and what LibreOffice and Poppler make of them."""
ENDINGS = ("docx", "pdf", "pdftotext-raw.txt", "pdftotext-layout.txt")
"""How the names of kept files end, each after the name of a truth."""


def content(name: str) -> bytes:
    """Return a made-up document's file by its name."""
    truth, _, ending = name.partition(".")
    if ending in ENDINGS:
        return (MADE / name).read_bytes()
    return _printed_of(truth)[ending]


@cache
def _printed_of(name: str) -> dict[str, bytes]:
    return texts_and_pages(next(truth for truth in documents() if truth.name == name))


def texts_and_pages(truth: Truth) -> dict[str, bytes]:
    """Return a document as text in every order and as web pages, by the endings of their names."""
    files = {f"{order}.txt": text(truth).encode() for order, text in TEXTS.items()}
    for kind, page in PAGES.items():
        encoding = truth.style.archive_encoding if kind == "archive" else "utf-8"
        files[f"{kind}.html"] = page(truth).encode(encoding)
    return files


def printed(truth: Truth) -> dict[str, bytes]:
    """Return a document in every format that needs no other program; the PDF is drawn by hand."""
    from tests.documents import word

    return {"docx": word.write(truth), "pdf": paper.write(truth), **texts_and_pages(truth)}
