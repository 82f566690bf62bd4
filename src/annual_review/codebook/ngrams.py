"""Texts as numbers: what the classifier learns from, and what it judges texts by.

The numbers stand for n-grams: words and pairs of words, and three or four letters of a word in a
row. They are what scikit-learn's TfidfVectorizer makes of both kinds (a test compares). To code the
items of one document this takes less time, and needs no import of scikit-learn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np

_WORD = re.compile(r"\b\w\w+\b")


def _words(text: str) -> list[str]:
    """The words of a text, and each two that follow each other. A single letter is no word."""
    found = _WORD.findall(text)
    return found + [f"{one} {other}" for one, other in pairwise(found)]


def _letters(text: str) -> list[str]:
    """Each three and four letters in a row. A word has a space on either side."""
    return [
        word[at : at + length]
        for word in (f" {each} " for each in text.split())
        for length in (3, 4)
        for at in range(len(word) - length + 1)
    ]


_KINDS = (_words, _letters)


class NGrams(NamedTuple):
    """The n-grams of one kind that several texts have: the column of each, and how rare it is."""

    columns: dict[str, int]
    rarity: Any


def learn(texts: Sequence[str]) -> tuple[NGrams, ...]:
    """The n-grams of each kind that at least two of these texts have."""
    found = []
    for kind in _KINDS:
        having = Counter(chain.from_iterable(set(kind(text)) for text in texts))
        several = {gram: having[gram] for gram in sorted(having) if having[gram] > 1}
        rarity = 1 + np.log((1 + len(texts)) / (1 + np.array([*several.values()], float)))
        found.append(NGrams({gram: n for n, gram in enumerate(several)}, rarity))
    return tuple(found)


def numbers(texts: Sequence[str], known: tuple[NGrams, ...]) -> Any:
    """A sparse matrix: a row per text, a column per n-gram.

    An n-gram counts more the rarer it is and, slightly, the oftener the text has it. The numbers of
    each kind make a vector of length 1.
    """
    from scipy.sparse import csr_array, hstack

    parts = []
    for kind, own in zip(_KINDS, known, strict=True):
        column = own.columns.get
        found = [[n for gram in kind(text) if (n := column(gram)) is not None] for text in texts]
        ends = np.cumsum([0, *map(len, found)], dtype="int32")
        columns = np.fromiter(chain.from_iterable(found), "int32", ends[-1])
        part = csr_array((np.ones(ends[-1]), columns, ends), (len(texts), len(own.columns)))
        part.sum_duplicates()
        part.data = (1 + np.log(part.data)) * own.rarity[part.indices]
        lengths = np.sqrt(part.power(2).sum(axis=1))
        part.data /= np.repeat(lengths, np.diff(part.indptr))
        parts.append(part)
    return hstack(parts, "csr")
