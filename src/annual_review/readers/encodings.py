"""Bytes to text, for all formats that are text."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 2000
"""How many bytes are looked at for zeros."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_MISREAD = re.compile(
    r"[a-z][À-ÖØ-ÞŠŒŽŸ]|[A-Z][ß-öø-ÿšœžƒ][A-Z]|[A-Za-z][^\W\d_a-zA-ZÀ-ÿŠŒŽŸšœžƒıﬁﬂ]"
    r"|[A-Za-z][™„…†‡‰‹›‚ˆ˜¡¢£¤¥¦¨©«¬®¯±´¶¸»¿÷×‘“√∂∆∑∏∫≈≠≤≥Ω◊][A-Za-z]|[a-z]‚|\ufffd"
)
"""What no Latin text has: a capital after a small letter, a sign within a word, ‚ behind one."""
_USUAL = re.compile("[éèêëçàâôöüäñáíóúãõÉ’‘“”–—•°§£]")
"""Letters and signs beyond ASCII that texts in English have in names and quotations."""


def decoded(raw: bytes, declared: str = "") -> str:
    """Decode by mark or zeros, by what is declared, else by what the bytes allow.

    What cannot be decoded becomes U+FFFD.
    """
    wide, skipped = _wide(raw)
    if wide:
        return raw[skipped:].decode(wide, "replace")
    for encoding in (declared, "utf-8"):
        with suppress(ValueError, LookupError):  # LookupError: not an encoding of text
            text = raw.decode(encoding)
            if encoding != "cp1252" or not _MISREAD.search(text):  # many declare that wrongly
                return text
    text = raw.decode("utf-8", "replace")
    unread = text.count("\ufffd")
    if unread * 2 < sum(map(len, _NOT_ASCII.findall(text))):
        return text  # UTF-8 with a damaged place
    texts = [raw.decode(encoding, "replace") for encoding in ("cp1252", "mac_roman", "cp850")]
    return texts[0] if not _MISREAD.search(texts[0]) else min(texts, key=_oddness)


_MAC = {byte: bytes([byte]).decode("mac_roman") for byte in range(0x80, 0x100) if byte != 0xA0}
_MAC |= {ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)): _MAC[byte] for byte in _MAC}
"""What a Mac shows for the byte of a character of Windows-1252; a space that does not break is
rather one of the page than a dagger."""
_OF_MAC = re.compile(
    r"[a-z](?:[ÕÓ](?!\w)|Ž)|\wÕs\b|ERSÕ(?!\w)|\b[dl]Õ[A-Z]"
    r"|(?<=[a-z\d] )Ð(?= [a-z\d])|(?<=\d)Ð(?=\d)|(?m:^Ê$)"
)
"""`workersÕ`, `openedÓ`, `cafŽ` or `2001Ð2003`: no language has such words."""
_OF_WINDOWS = re.compile(r"[’“”–—ð]|[^\W\d]Ð|Ð[^\W\d]")
"""What a text has that was read rightly."""


def read_as_mac(text: str) -> str:
    """A text in Mac Roman that was read as Windows-1252, or its lines that were, read again.

    Of a line that is partly right, only what is surely wrong.
    """
    if not _OF_MAC.search(text):
        return text
    again = text.translate(_MAC)
    if not _OF_WINDOWS.search(text) and not _MISREAD.search(again):
        return again
    if "\n" in text:
        return "\n".join(map(read_as_mac, text.split("\n")))
    return _OF_MAC.sub(lambda sign: sign[0].translate(_MAC), text)


def _oddness(text: str) -> tuple[int, int]:
    """How much of a text was misread; among texts alike in that, how little of it is usual."""
    return len(_MISREAD.findall(text)), -len(_USUAL.findall(text))


def _wide(raw: bytes) -> tuple[str, int]:
    """The encoding that a mark or zeros show, and the mark's length; empty if nothing does.

    In UTF-16 every second byte of Latin text is zero, in UTF-32 three of four are.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    head = raw[:_HEAD]
    zeros = "".join("0" if head[at::4].count(0) > len(head) / 10 else "x" for at in range(4))
    kinds = {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}
    return kinds.get(zeros, ""), 0
