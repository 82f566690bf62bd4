"""Text as words: compared by their letters alone, found so, and put in one line; spans of text.

Case, apostrophes, punctuation, spaces and line breaks, even within a word, do not count in letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

Span = tuple[int, int]

WORD = re.compile(r"\w+")
GAP = re.compile(r"\W*")


def overlaps(span: Span, spans: Iterable[Span]) -> bool:
    """Whether a span has a place in common with one of others."""
    return any(start < span[1] and span[0] < end for start, end in spans)


def lower_case(text: str) -> str:
    """`text` in lower case, with every character at the same offset."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


_SPELLINGS = (
    (re.compile(r"labor\b"), "labour"),
    (re.compile(r"(organi|reali)s(ation|ing)"), r"\1z\2"),
    (re.compile(r"fulfilment"), "fulfillment"),
    (re.compile(r"programs?\b"), "programme"),
)
"""British and American spellings of words in labels, each replaced by the one that most labels
have: a word that a column breaks (`REALIZI` / `NG`) is not replaced, and has to be that one."""


@lru_cache(maxsize=20_000)
def spelled(word: str) -> str:
    """A word in lower case in the one spelling that counts."""
    for pattern, usual in _SPELLINGS:
        word = pattern.sub(usual, word)
    return word


def fold(text: str) -> str:
    """The letters and digits of `text`, in lower case and one spelling, with nothing between."""
    return "".join(map(spelled, WORD.findall(lower_case(text))))


def collapse(text: str) -> str:
    """The words of `text`, with one space between them."""
    return " ".join(text.split())


def in_one_line(cleaned: str) -> str:
    """`collapse` for a part of `Document.text`, whose only white space is spaces and line ends."""
    flat = cleaned.replace("\n", " ")
    return collapse(flat) if "  " in flat else flat.strip()


class Words:
    """The words of a text, and a search in their letters that finds whole words only."""

    def __init__(self, text: str) -> None:
        self.text = text
        lower = lower_case(text)
        self.spans = [word.span() for word in WORD.finditer(lower)]
        self.words = [spelled(lower[start:end]) for start, end in self.spans]
        self.folded = "".join(self.words)
        self._ends = list(accumulate(map(len, self.words)))  # of words, in the folded letters

    def find(self, letters: str) -> Iterator[tuple[int, int]]:
        """The indices of the first and last word wherever words have exactly these letters."""
        at = self.folded.find(letters)
        while at >= 0:
            first = bisect_right(self._ends, at)
            begins = self._ends[first - 1] if first else 0
            last = bisect_left(self._ends, at + len(letters), lo=first)
            if begins == at and self._ends[last] == at + len(letters):
                yield first, last
            at = self.folded.find(letters, at + 1)

    def between(self, left: int, right: int) -> str:
        """What stands between two words, by their indices; -1 and the end are the text's edges."""
        start = self.spans[left][1] if left >= 0 else 0
        end = self.spans[right][0] if right < len(self.spans) else len(self.text)
        return self.text[start:end]
