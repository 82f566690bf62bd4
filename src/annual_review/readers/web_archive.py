"""The page in a web archive (MHTML): what browsers and Word save as one file, a kind of e-mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email import message_from_bytes
from email.message import Message
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urljoin

from annual_review.errors import SourceError, at_most
from annual_review.readers.encodings import decoded

MAX_PARTS = 5_000
"""The most parts of an archive: each picture is one."""
_HEAD = re.compile(
    rb"\s*(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,30}?"
    rb"(?:MIME-Version:|Content-Type:\s*(?:multipart/|message/|text/html))",
    re.IGNORECASE,
)
"""How an e-mail begins: headers, among them one that no page and no sentence has."""


class Page(NamedTuple):
    """A page's bytes, and the encoding that is declared beside them, if any.

    `sheets` are the archive's style sheets by their addresses, and `address` is the page's own.
    """

    raw: bytes
    encoding: str = ""
    sheets: Mapping[str, str] = MappingProxyType({})
    address: str = ""

    def sheet(self, link: str) -> str | None:
        """The style sheet that a link of the page names; None if it is not in the archive."""
        if link in self.sheets:
            return self.sheets[link]
        try:
            return self.sheets.get(urljoin(self.address, link))
        except ValueError:  # no address
            return None


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
        parts = list(archive.walk())
    except RecursionError:
        parts = []
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    if not pages:
        raise SourceError(
            name,
            found="a web archive or an e-mail without a page in it",
            expected="an HTML page",
            remedy="Open it in a browser, and save the page as HTML or print it to PDF.",
        )
    start = archive.get_param("start")
    shown = next((page for page in pages if start and page.get("Content-ID") == start), pages[0])
    content = _content(shown).lower()
    if b"<frameset" in content:
        shown = max(pages, key=lambda page: len(_content(page)))
    elif b"<iframe" in content and b"<table" not in content:
        framed = [page for page in pages if b"<table" in _content(page).lower()]
        most = max(framed, key=_size, default=shown)
        if _size(most) > _MUCH_MORE * _size(shown):  # not an advertisement
            shown = most
    return Page(
        _content(shown),
        shown.get_content_charset(""),
        {
            address: decoded(_content(part), part.get_content_charset(""))
            for part in parts
            if part.get_content_type() == "text/css"
            for address in _addresses(part)
        },
        _header(shown, "Content-Location"),
    )


_MUCH_MORE = 4
"""How much more than its page a frame says if the page is there only for it."""
_TAG = re.compile(rb"<[^<>]*>|\s+")


def _size(page: Message) -> int:
    """How many bytes of text a page has."""
    return len(_TAG.sub(b"", _content(page)))


_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def _addresses(part: Message) -> list[str]:
    """The addresses by which a page can name another part."""
    address, name = _header(part, "Content-Location"), _header(part, "Content-ID").strip("<>")
    return [each for each in (address, name and f"cid:{name}") if each]


def _header(part: Message, name: str) -> str:
    """A header without white space, which long addresses are broken by."""
    return "".join(str(part.get(name, "")).split())


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
