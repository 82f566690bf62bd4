"""Decide whether a hyphen at a line's end belongs to the word or only breaks it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal

from annual_review.readers.rows import Piece

HYPHENS = "-\u00ad\u2010\u2011"

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

_SPACES = {" ", "\t", "\xa0"}
_AROUND = ".,;:()"


class Hyphens:
    """The hyphens at the line ends of one document, judged by the document's other words."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces

    def mend(self, before: str, after: str) -> Literal["keep", "drop"] | None:
        """Whether a word continues in the next line: keep or drop its hyphen, None if it does not.

        `before` is the last word of the line, with its hyphen, `after` the first one of the next.
        """
        found = self._judge(before, after)
        if found == "unsure":
            return "drop" if self._breaks_words else "keep"
        return found

    def _judge(self, before: str, after: str) -> Literal["keep", "drop", "unsure"] | None:
        if before.endswith("\u00ad"):
            return "keep"  # a soft hyphen is not in the text to begin with
        if len(before) < 2 or not before[-2].isalnum():
            return None
        second = re.split(r"\W", after, maxsplit=1)[0]
        if not second or second.lower() in _SUSPENDED:
            return None
        first = re.split(r"\W", before[:-1])[-1].lower()
        if not second.islower() or not first.isalpha():
            return "keep"
        if self._knows(f"{first}-{second}"):
            return "keep"
        joined = self._knows(f"{first}{second}")
        if second in _SECOND_HALVES and not joined:
            return "keep"
        if _ENDING.fullmatch(second) or joined:
            return "drop"
        compound = first in _FIRST_HALVES or self._knows(first) or self._knows(second)
        return "keep" if compound else "unsure"

    @cached_property
    def _lines(self) -> list[str]:
        lines = [line.text.strip() for piece in self._pieces for line in piece.lines]
        return list(filter(None, lines))

    @cached_property
    def _text(self) -> str:
        return "\n".join(map(str.lower, self._lines))

    def _knows(self, word: str) -> bool:
        """Whether a word stands in the middle of a line, where it is surely complete."""
        return any(
            before[-8:].rstrip(_AROUND)[-1:] in _SPACES and after[:8].lstrip(_AROUND)[:1] in _SPACES
            for before, after in pairwise(self._text.split(word))
        )

    @cached_property
    def _breaks_words(self) -> bool:
        """Whether hyphens at line ends break words here: most documents break none, or many.

        One word that is surely broken shows it, or several that nothing else explains.
        """
        unsure = set()
        for above, below in pairwise(self._lines):
            if above[-1] in HYPHENS:
                halves = above.split()[-1], below.split()[0]
                found = self._judge(*halves)
                if found == "drop":
                    return True
                if found == "unsure":
                    unsure.add(tuple(re.split(r"\W", half)[0].lower() for half in halves))
        return len(unsure) > 1
