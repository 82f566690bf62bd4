"""Code items by what they say: first the codebook's own wording, then similar wording, then words.

A rule of the vocabulary is a piece of evidence, and evidence adds up: several rules together can
outweigh one that says something else. The field of an item only chooses among the `*.other` codes
and between codes that fit equally well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from annual_review.codebook.codes import WEIGHTS, Scheme, codebook
from annual_review.codebook.vocabulary import WORD, Span, plain, together, vocabulary, words

Method = Literal["exact", "wording", "pattern", "manual"]

# Scores of an item's codes
_EXACT = 1.0  # the option word for word
_WORDING = 0.9  # the option with words around it, at most
_VOCABULARY = 0.89  # vocabulary alone, at most
_OTHER = 0.2  # nothing that fits: `*.other`
_LEAST = 0.5  # what scores less is no reason for a code
_FURTHER = 0.75  # least score of a clause for a code beside the item's surest

# Weights of pieces of evidence
_WORDED = 0.99  # the option with words around it: more than any vocabulary against it
_LONGER = 0.2  # how much each further word adds: `plan` says less than `national action plan`
_APART = 0.7  # factor if a rule's words stand in different sentences
_AGAINST = 0.7  # factor if a rule in the same sentence speaks against the code
_AREA = 0.02  # bonus for a code of the field's own area, which decides between equals
_MOST = 0.995  # evidence adds up to no more

SURE = 0.87
"""Least score of a code that the rules are sure of: the lowest from which 95 in 100 of their codes
are right, on the made-up items that nobody who wrote the rules had seen (`docs/accuracy.md`)."""

_SAME_WORDING = 90
"""Least share, in 100, of a wording's letters that an item must have to contain that wording."""


class Coding(NamedTuple):
    """A code given to an item, how it was found, and how sure it is (0 to 1)."""

    code: str
    method: Method
    score: float

    @property
    def sure(self) -> bool:
        """Whether the score is at least `SURE`."""
        return self.score >= SURE


class _Evidence(NamedTuple):
    code: str
    weight: float
    spans: tuple[Span, ...]  # the words that say it, the decisive ones first
    method: Method


def code(text: str, scheme: Scheme, field: str | None = None) -> list[Coding]:
    """Code one item by what it says.

    Parameters
    ----------
    text
        The item.
    scheme
        Which codebook to use: `measure` or `need`.
    field
        The question that the item answers, such as `prevention`.

    Returns
    -------
    list of Coding
        The item's codes, the primary one first. The questionnaire's own wording settles it
        (`exact`, 1.0). Otherwise the option with words around it (`wording`, 0.9), other wordings
        in the codebook (`wording`) and vocabulary (`pattern`) count as evidence, which adds up for
        each code, and evidence for other codes lowers the score. The surest code is the item's. A
        clause that clearly says something else in words of its own adds a further code; of several
        sure codes, the one named first is primary. With too little evidence for any code, the item
        gets the `*.other` of the field's area (`pattern`, 0.2).

    Examples
    --------
    >>> code("Free legal assistance", "measure", "remedies")
    [Coding(code='remedies.legal_aid', method='exact', score=1.0)]
    >>> both = code("Posters warn travellers, and inspectors visit farms", "measure")
    >>> [each.code for each in both]
    ['prevention.awareness', 'prevention.enforcement']
    """
    return list(_coded(text, scheme, _area(scheme, field)))


_AREAS = {
    "policy_or_plan": "policy",
    "coordinated_action": "policy",
    "prevention": "prevention",
    "protection": "protection",
    "remedies": "remedies",
    "non_prosecution": "remedies",
    "cooperation": "cooperation",
    "promotional_activities": "cooperation",
    "special_initiatives": "cooperation",
}


def _area(scheme: Scheme, field: str | None) -> str:
    return "need" if scheme == "need" else _AREAS.get(field or "", "prevention")


@lru_cache(maxsize=50_000)
def _coded(text: str, scheme: Scheme, area: str) -> tuple[Coding, ...]:
    said = plain(_NAMED_FOR.sub(r"\1 ", text))
    found_words, clauses, sentences = _split(said)
    for option_code, option in _options(scheme, area):
        if option == found_words:
            return (Coding(option_code, "exact", _EXACT),)
    found = [*_worded(said, found_words, scheme), *_patterned(found_words, sentences, scheme)]
    scores = _scores(found, area)
    if not scores or max(scores.values()) < _LEAST:
        return (Coding(f"{area}.other", "pattern", _OTHER),)
    chosen = sorted(
        _chosen(found, scores, clauses, area),
        key=lambda each: (scores[each] < _FURTHER, _first(found, each), -scores[each], each),
    )
    worded = {each.code for each in found if each.method == "wording"}
    codings = []
    for each in chosen:
        method: Method = "wording" if each in worded else "pattern"
        most = _WORDING if each in worded else _VOCABULARY
        codings.append(Coding(each, method, round(min(_chance(each, scores, chosen), most), 2)))
    return tuple(codings)


_NAMED_FOR = re.compile(
    r"\b((?:Ministr(?:y|ies)|Minister|Department|Cent(?:re|er)|Organi[sz]ation|Institute|Directorate))"
    r"(\s+(?:of|for|on)\b"
    r"(?:\s+(?:of|for|on|and|the|to|in)\b|,?\s+[A-Z][\w'’-]*)*\s+[A-Z][\w'’-]*)"
)
"""What a body is named for is not what it does: `Ministry of Labour and Social Protection`."""

_BREAK = re.compile(
    r"(?P<sentence>[.;:](?=\s)|,\s+(?:and|but|while|whereas|plus|besides)\s)"
    r"|,\s|\s(?:and|as well as|while|whereas|besides|plus|including)\s"
)


def _split(said: str) -> tuple[list[str], list[int], list[int]]:
    """The words of a text, and the number of the clause and of the sentence of each."""
    found: list[str] = []
    clauses: list[int] = []
    sentences: list[int] = []
    breaks = [(each.start(), bool(each["sentence"])) for each in _BREAK.finditer(said)]
    clause = sentence = 0
    for match in WORD.finditer(said):
        while breaks and breaks[0][0] < match.start():
            clause += 1
            sentence += breaks.pop(0)[1]
        found.append(match[0].removesuffix("'s"))
        clauses.append(clause)
        sentences.append(sentence)
    return found, clauses, sentences


# ---- evidence -----------------------------------------------------------------------------------


@cache
def _options(scheme: Scheme, area: str) -> tuple[tuple[str, list[str]], ...]:
    """The questionnaire's options as words, those of the area first."""
    options = [(each.code, words(each.option)) for each in codebook(scheme) if each.option]
    return tuple(sorted(options, key=lambda each: not each[0].startswith(f"{area}.")))


@cache
def _wordings(scheme: Scheme) -> tuple[tuple[str, float, str, frozenset[str]], ...]:
    return tuple(
        (each.code, weight, plain(wording), frozenset(words(wording)))
        for each in codebook(scheme)
        if not each.code.endswith(".other")
        for weight, wordings in ((_WORDED, [each.option]), (WEIGHTS["certain"], each.wordings))
        for wording in wordings
        if wording and len(wording) >= 12
    )


def _worded(said: str, said_words: list[str], scheme: Scheme) -> Iterator[_Evidence]:
    """Wordings from the codebook that stand in the text, give or take a few letters."""
    here = set(said_words)
    for name, weight, wording, needed in _wordings(scheme):
        if len(needed & here) * 3 < len(needed) * 2 or len(wording) > len(said) * 1.2:
            continue
        match = fuzz.partial_ratio_alignment(wording, said, score_cutoff=_SAME_WORDING)
        if match:
            start = len(WORD.findall(said[: match.dest_start]))
            end = max(len(WORD.findall(said[: match.dest_end])), start + 1)
            if start < len(said_words):
                yield _Evidence(name, weight, ((start, end),), "wording")


def _patterned(said: list[str], sentences: list[int], scheme: Scheme) -> Iterator[_Evidence]:
    """What the vocabulary says about the text: one piece of evidence per rule and place."""
    known = vocabulary(scheme)
    found = known.find(said)
    speaking: list[_Evidence] = []
    against: set[tuple[str, int]] = set()
    for group, places in found.items():
        for rule in known.rules.get(group, ()):
            others = [found.get(each, []) for each in rule.needed[1:]]
            barred = {sentences[start] for start, _ in found.get(rule.barred, ())}
            for place in places:
                spans = together(place, others, sentences)
                where = {sentences[start] for start, _ in spans}
                if not spans or where & barred:
                    continue
                if rule.weight:
                    number = sum(end - start for start, end in spans)
                    weight = 1 - (1 - rule.weight) ** (1 + _LONGER * (number - 1))
                    weight *= _APART if len(where) > 1 else 1.0
                    speaking.append(_Evidence(rule.code, weight, spans, "pattern"))
                elif len(where) == 1:
                    against.add((rule.code, sentences[place[0]]))
    for each in speaking:
        doubted = (each.code, sentences[each.spans[0][0]]) in against
        yield each._replace(weight=each.weight * _AGAINST) if doubted else each


# ---- codes --------------------------------------------------------------------------------------


def _scores(found: Iterable[_Evidence], area: str) -> dict[str, float]:
    """The chance that each code is right, if each piece of evidence errs independently.

    A piece counts only for words that no stronger piece for the same code has counted.
    """
    wrong: dict[str, float] = {}
    counted: dict[str, set[int]] = {}
    for each in sorted(found, key=lambda each: (-each.weight, each.spans, each.code)):
        used = counted.setdefault(each.code, set())
        if used.isdisjoint(range(*each.spans[0])):
            wrong[each.code] = wrong.get(each.code, 1.0) * (1 - each.weight)
            used.update(n for span in each.spans for n in range(*span))
    return {
        each: 1 - chance + _AREA * each.startswith(f"{area}.") for each, chance in wrong.items()
    }


def _chosen(
    found: list[_Evidence], scores: dict[str, float], clauses: list[int], area: str
) -> set[str]:
    """The surest code, and those that clauses name as surely in words not used for it."""
    surest = max(scores, key=lambda each: (scores[each], -_first(found, each)))
    chosen = {surest}
    taken = _decisive(each for each in found if each.code == surest)
    by_clause: dict[int, list[_Evidence]] = {}
    for each in found:
        by_clause.setdefault(clauses[each.spans[0][0]], []).append(each)
    for _, here in sorted(by_clause.items()):
        said = _scores(here, area)
        surest = max(said, key=lambda each: said[each], default="")
        fresh = [e for e in here if e.code == surest and taken.isdisjoint(range(*e.spans[0]))]
        if _scores(fresh, area).get(surest, 0.0) >= _FURTHER:
            chosen.add(surest)
            taken |= _decisive(fresh)
    return chosen


def _chance(code: str, scores: dict[str, float], chosen: list[str]) -> float:
    """How sure a code is: its odds against those of the codes not chosen, and of none."""
    likely = {each: min(score, _MOST) for each, score in scores.items()}
    odds = {each: chance / (1 - chance) for each, chance in likely.items()}
    rivals = sum(odds[each] for each in scores if each not in chosen)
    return odds[code] / (odds[code] + rivals + 1)


def _decisive(found: Iterable[_Evidence]) -> set[int]:
    """The numbers of the words that decide."""
    return {number for each in found for number in range(*each.spans[0])}


def _first(found: list[_Evidence], code: str) -> int:
    """The number of the first word that speaks for a code."""
    return min(start for each in found if each.code == code for start, _ in each.spans)
