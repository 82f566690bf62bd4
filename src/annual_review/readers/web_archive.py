"""The page in a web archive (MHTML): what browsers and Word save as one file, a kind of e-mail."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from typing import NamedTuple

from annual_review.errors import SourceError, at_most

MAX_PARTS = 5_000
"""The most parts of an archive: each picture is one."""
_HEAD = re.compile(
    rb"\s*(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,30}?"
    rb"(?:MIME-Version:|Content-Type:\s*(?:multipart/|message/|text/html))",
    re.IGNORECASE,
)
"""How an e-mail begins: headers, among them one that no page and no sentence has."""


class Page(NamedTuple):
    """A page's bytes, and the encoding that is declared beside them, if any."""

    raw: bytes
    encoding: str = ""


def archived_page(raw: bytes, name: str) -> Page:
    """The page that a web archive shows; what is no archive is the page itself.

    Raises SourceError for an archive without a page, or with too many parts.
    """
    if not _HEAD.match(raw.removeprefix(b"\xef\xbb\xbf")):
        return Page(raw)
    # each part needs a line with its boundary, which begins so
    at_most(MAX_PARTS, raw.count(b"\n--"), "a web archive of {} parts", name)
    try:
        archive = message_from_bytes(raw.removeprefix(b"\xef\xbb\xbf").lstrip())
        pages = [part for part in archive.walk() if part.get_content_type() in _PAGES]
    except RecursionError:
        pages = []
    if not pages:
        raise SourceError(
            name,
            found="a web archive or an e-mail without a page in it",
            expected="an HTML page",
            remedy="Open it in a browser, and save the page as HTML or print it to PDF.",
        )
    start = archive.get_param("start")
    shown = next((page for page in pages if start and page.get("Content-ID") == start), pages[0])
    if b"<frameset" in _content(shown).lower():
        shown = max(pages, key=lambda page: len(_content(page)))
    return Page(_content(shown), shown.get_content_charset(""))


_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
