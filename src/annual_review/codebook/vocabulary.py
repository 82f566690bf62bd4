"""Where the terms of the codebook's rules stand in a text, whatever their case and inflection."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from annual_review.codebook.codes import Rule, Scheme, codebook, named_words

Span = tuple[int, int]
"""Words of a text: the number of the first one, and of the one after the last."""

WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_TERM_WORD = re.compile(WORD.pattern + r"\*?")

_SPELLINGS = (
    (re.compile(r"[’‘]"), "'"),
    (re.compile(r"[-–/]"), " "),
    (re.compile(r"\bco (?=op|ord)"), "co"),
    (re.compile(r"\blabor"), "labour"),
    (re.compile(r"(?<=[a-z]{3})iz(?=e|ing|ation)"), "is"),
)


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


_INFLECTIONS = (
    ("s", ("",)),
    ("es", ("",)),
    ("ies", ("y",)),
    ("ed", ("", "e")),
    ("ied", ("y",)),
    ("ing", ("", "e")),
)


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, ...]:
    """A word and what it may be a regular inflection of: `duties` of `duty`, `fined` of `fine`."""
    forms = {word}
    for ending, base_endings in _INFLECTIONS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            forms.update(stem + each for each in base_endings)
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                forms.add(stem[:-1])  # stopped, planning
    return tuple(forms)


def _fits(term: str, word: str) -> bool:
    return word.startswith(term[:-1]) if term.endswith("*") else term in _forms(word)


@cache
def _term(term: str) -> tuple[str, ...]:
    """The words of a term in plain spelling; stems keep their star."""
    return tuple(word.removesuffix("'s") for word in _TERM_WORD.findall(plain(term)))


def _terms(group: str) -> set[tuple[str, ...]]:
    """The terms of a group, with those of the named groups in it."""
    terms: set[tuple[str, ...]] = set()
    for each in map(str.strip, group.split(",")):
        terms |= _terms(named_words()[each[1:]]) if each.startswith("$") else {_term(each)}
    return terms


class Vocabulary:
    """The rules of a scheme, by their first group, and the groups that each term belongs to."""

    def __init__(self, scheme: Scheme) -> None:
        self.rules: dict[str, list[Rule]] = {}
        self.terms: dict[tuple[str, ...], list[str]] = {}
        every = [rule for each in codebook(scheme) for rule in each.rules]
        for rule in every:
            self.rules.setdefault(rule.needed[0], []).append(rule)
        groups = dict.fromkeys(group for rule in every for group in (*rule.needed, rule.barred))
        for group in filter(None, groups):
            for term in sorted(_terms(group)):
                self.terms.setdefault(term, []).append(group)
        self._by_first_word: dict[str, list[tuple[tuple[str, ...], list[str]]]] = {}
        for term, of_groups in self.terms.items():
            self._by_first_word.setdefault(term[0], []).append((term[1:], of_groups))
        self._stems = sorted({len(w) - 1 for w in self._by_first_word if w.endswith("*")})

    def find(self, said: list[str]) -> dict[str, list[Span]]:
        """Where the terms of each group stand among the words of a text."""
        found: dict[str, list[Span]] = {}
        for start, word in enumerate(said):
            keys = [*_forms(word), *(f"{word[:n]}*" for n in self._stems if n <= len(word))]
            for key in keys:
                for rest, groups in self._by_first_word.get(key, ()):
                    end = start + 1 + len(rest)
                    if end <= len(said) and all(map(_fits, rest, said[start + 1 : end])):
                        for group in groups:
                            found.setdefault(group, []).append((start, end))
        return found


vocabulary = cache(Vocabulary)


def together(place: Span, others: list[list[Span]], sentences: list[int]) -> tuple[Span, ...]:
    """A place of the first group with the nearest one of each other group, none overlapping.

    Empty if a group has no place of its own. Those in the same sentence count as nearer.
    """
    spans = [place]
    for other in others:
        free = [s for s in other if all(s[1] <= start or end <= s[0] for start, end in spans)]
        if not free:
            return ()
        here = sentences[place[0]]
        spans.append(min(free, key=lambda s: (sentences[s[0]] != here, abs(s[0] - place[0]))))
    return tuple(spans)
