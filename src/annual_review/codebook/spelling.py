"""Text in one spelling, so that the same words compare equal."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")

_SPELLINGS = (
    (re.compile(r"[’‘]"), "'"),
    (re.compile(r"[-–/]"), " "),
    (re.compile(r"\bco (?=op|ord)"), "co"),
    (re.compile(r"\blabor"), "labour"),
    (re.compile(r"(?<=[a-z]{3})iz(?=e|ing|ation)"), "is"),
)
"""Spellings of any words of an item, whole ones; labels are compared in `forms.words`."""


def plain(text: str) -> str:
    """`text` in lower case without accents, with straight apostrophes, and hyphens as spaces.

    British and American spellings become the same (`labor`, `organize`).
    """
    text = text.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text


def words(text: str) -> list[str]:
    """The words of a text in plain spelling, without possessive endings."""
    return [word.removesuffix("'s") for word in WORD.findall(plain(text))]
