"""Code items by what they say: the codebook's own wording first, then likeness, then vocabulary.

The codebook is data (`measures.yml`, `needs.yml`, and `words.yml`, which they
share). A rule of the vocabulary is a piece of evidence, and evidence adds up: what several rules
say together outranks what one says alone. Nothing here looks at the cell that an item stands in,
except to choose among the `*.other` codes and between codes that fit equally well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import yaml
from rapidfuzz import fuzz

Scheme = Literal["measure", "need"]
SCHEMES: tuple[Scheme, ...] = ("measure", "need")
Method = Literal["exact", "wording", "pattern", "manual"]

EXACT, WORDING, VOCABULARY, OTHER = 1.0, 0.9, 0.89, 0.2
"""Scores: the option word for word; at most with words around it; at most for vocabulary alone;
nothing that fits."""

WORDED = 0.99
"""What the option with words around it weighs: more than any vocabulary against it."""

WEIGHTS = {"certain": 0.8, "likely": 0.6, "hints": 0.3}
"""How surely a rule of each kind speaks for its code. Two rules of 0.6 give 1 - 0.4 * 0.4 = 0.84:
the chance that not both are wrong."""

AGAINST = 0.7
"""Factor of a rule that speaks against its code."""

APART = 0.7
"""Factor of a rule whose words stand in different clauses."""

LONGER = 0.2
"""How much surer each further word makes a rule: `plan` says less than `national action plan`."""

MOST = 0.995
"""Evidence adds up to no more."""

LEAST = 0.5
"""Vocabulary that scores less is no reason for a code: the item is `*.other`."""

FURTHER = 0.75
"""What a clause must score for a code beside the item's surest."""

SAME_WORDING = 90
"""Least share (of 100) of a wording's letters that stand together in an item that has it."""

AREA = 0.02
"""Bonus for a code of the field's own area: it decides between codes that fit equally well."""


class Coding(NamedTuple):
    """A code given to an item, how, and how surely (0 to 1)."""

    code: str
    method: Method
    score: float


class Code(NamedTuple):
    """An entry of the codebook; see the head of `measures.yml`."""

    code: str
    label: str
    description: str
    articles: tuple[str, ...]
    option: str | None
    wordings: tuple[str, ...]
    excludes: str
    rules: tuple[Rule, ...]
    measures: tuple[str, ...]  # of a need: codes or areas of measures against the same thing


class Rule(NamedTuple):
    """A line of vocabulary: a term of every group of `needed` must occur, none of `barred`."""

    weight: float  # 0: speaks against the code
    needed: tuple[str, ...]  # the first group decides where in the text the code is spoken of
    barred: str


@cache
def codebook(scheme: Scheme) -> tuple[Code, ...]:
    """Every code of a scheme, in the order of its file."""
    return tuple(_code(entry) for entry in _data(f"{scheme}s")["codes"])


def _data(name: str) -> Any:
    file = resources.files(__package__) / f"{name}.yml"
    return yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)


def _code(entry: dict[str, Any]) -> Code:
    return Code(
        code=entry["code"],
        label=entry["label"],
        description=entry["description"],
        articles=tuple(entry["articles"]),
        option=entry["option"],
        wordings=tuple(entry["wordings"]),
        excludes=entry["excludes"],
        rules=tuple(
            _rule(weight, line)
            for kind, weight in {**WEIGHTS, "against": 0.0}.items()
            for line in entry.get(kind, ())
        ),
        measures=tuple(entry.get("measures", ())),
    )


def _rule(weight: float, line: str) -> Rule:
    needed, _, barred = line.partition(" - ")
    return Rule(weight, tuple(needed.split(" + ")), barred)


# ---- words --------------------------------------------------------------------------------------

_SPELLINGS = (
    (re.compile(r"[’‘]"), "'"),
    (re.compile(r"[-–/]"), " "),
    (re.compile(r"\bco (?=op|ord)"), "co"),
    (re.compile(r"\blabor"), "labour"),
    (re.compile(r"(?<=[a-z]{3})iz(?=e|ing|ation)"), "is"),
)


def plain(text: str) -> str:
    """`text` in lower case without accents, apostrophes straight, hyphens as spaces.

    What the world's Englishes spell in two ways is spelt in one (`labor`, `organize`).
    """
    text = text.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text


_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_STEM = re.compile(_WORD.pattern + r"\*?")


def _words(said: str) -> list[str]:
    """The words of a plain text, without possessive endings."""
    return [each.removesuffix("'s") for each in _WORD.findall(said)]


@cache
def _term(term: str) -> tuple[str, ...]:
    """The words of a term of the vocabulary; stems keep their star."""
    return tuple(each.removesuffix("'s") for each in _STEM.findall(plain(term)))


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


class _Rule(NamedTuple):
    weight: float
    needed: tuple[int, ...]  # numbers of groups
    barred: int  # 0: none
    code: str


class _Vocabulary:
    """The rules of a scheme, ready to be looked up by the words of a text."""

    def __init__(self, scheme: Scheme) -> None:
        self.named: dict[str, str] = _data("words")
        self.groups: dict[str, int] = {}
        self.words: dict[str, list[tuple[tuple[str, ...], list[int]]]] = {}  # by their first word
        self.terms: dict[tuple[str, ...], list[int]] = {}
        self.rules: dict[int, list[_Rule]] = {}  # by their first group
        for each in codebook(scheme):
            for rule in each.rules:
                needed = tuple(map(self._group, rule.needed))
                barred = self._group(rule.barred) if rule.barred else 0
                self.rules.setdefault(needed[0], []).append(
                    _Rule(rule.weight, needed, barred, each.code)
                )
        for term, groups in self.terms.items():
            self.words.setdefault(term[0], []).append((term[1:], groups))
        self.stems = sorted({len(w) - 1 for w in self.words if w.endswith("*")})

    def _group(self, group: str) -> int:
        if group not in self.groups:
            self.groups[group] = len(self.groups) + 1
            for term in sorted(self._terms(group)):
                self.terms.setdefault(term, []).append(self.groups[group])
        return self.groups[group]

    def _terms(self, group: str) -> set[tuple[str, ...]]:
        terms: set[tuple[str, ...]] = set()
        for each in map(str.strip, group.split(",")):
            terms |= self._terms(self.named[each[1:]]) if each.startswith("$") else {_term(each)}
        return terms

    def find(self, words: list[str]) -> dict[int, list[tuple[int, int]]]:
        """Where the terms of each group stand: the first word, and the one behind the last."""
        found: dict[int, list[tuple[int, int]]] = {}
        for start, word in enumerate(words):
            keys = [*_forms(word), *(f"{word[:n]}*" for n in self.stems if n <= len(word))]
            for key in keys:
                for rest, groups in self.words.get(key, ()):
                    end = start + 1 + len(rest)
                    if end <= len(words) and all(map(_fits, rest, words[start + 1 : end])):
                        for group in groups:
                            found.setdefault(group, []).append((start, end))
        return found


def _fits(term: str, word: str) -> bool:
    return word.startswith(term[:-1]) if term.endswith("*") else term in _forms(word)


_vocabulary = cache(_Vocabulary)


# ---- coding -------------------------------------------------------------------------------------


def code(text: str, scheme: Scheme, field: str | None = None) -> list[Coding]:
    """Code one item, the primary code first.

    Steps: the option's exact wording (`exact`, 1.0) ends it; else the option with words around it
    (`wording`, 0.9), other wordings of the codebook (`wording`, 0.8 and more) and vocabulary
    (`pattern`) are evidence that adds up code by code. The surest code is the item's; a clause
    that says something else, surely and in words of its own, adds a further one; of sure codes what
    is said first is primary. What speaks for other codes lowers the score. An item with too little
    evidence for any code gets the `*.other` of the field's area (`pattern`, 0.2).
    """
    return list(_coded(text, scheme, _area(scheme, field)))


@lru_cache(maxsize=50_000)
def _coded(text: str, scheme: Scheme, area: str) -> tuple[Coding, ...]:
    said = plain(_NAMED_FOR.sub(r"\1 ", text))
    words, clauses, sentences = _split(said)
    for option_code, option in _options(scheme, area):
        if option == words:
            return (Coding(option_code, "exact", EXACT),)
    found = [*_worded(said, words, scheme), *_patterned(words, sentences, scheme)]
    scores = _scores(found, area)
    if not scores or max(scores.values()) < LEAST:
        return (Coding(f"{area}.other", "pattern", OTHER),)
    chosen = sorted(
        _chosen(found, scores, clauses, area),
        key=lambda each: (scores[each] < FURTHER, _first(found, each), -scores[each], each),
    )
    worded = {each.code for each in found if each.method == "wording"}
    codings = []
    for each in chosen:
        method: Method = "wording" if each in worded else "pattern"
        most = WORDING if each in worded else VOCABULARY
        codings.append(Coding(each, method, round(min(_chance(each, scores, chosen), most), 2)))
    return tuple(codings)


def _chance(code: str, scores: dict[str, float], chosen: list[str]) -> float:
    """How sure a code is against those not chosen: its odds among theirs and of none."""
    likely = {each: min(score, MOST) for each, score in scores.items()}
    odds = {each: chance / (1 - chance) for each, chance in likely.items()}
    rivals = sum(odds[each] for each in scores if each not in chosen)
    return odds[code] / (odds[code] + rivals + 1)


def _chosen(
    found: list[_Evidence], scores: dict[str, float], clauses: list[int], area: str
) -> set[str]:
    """The surest code, and what clauses say as surely in words that say nothing of it."""
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
        if _scores(fresh, area).get(surest, 0.0) >= FURTHER:
            chosen.add(surest)
            taken |= _decisive(fresh)
    return chosen


class _Evidence(NamedTuple):
    code: str
    weight: float
    spans: tuple[tuple[int, int], ...]  # words that say it, the decisive ones first
    method: Method


def _decisive(found: Iterable[_Evidence]) -> set[int]:
    """The numbers of the words that decide."""
    return {number for each in found for number in range(*each.spans[0])}


def _first(found: list[_Evidence], code: str) -> int:
    """The number of the first word that speaks for a code."""
    return min(start for each in found if each.code == code for start, _ in each.spans)


def _scores(found: Iterable[_Evidence], area: str) -> dict[str, float]:
    """The chance that a code is right, code by code, if each piece of evidence errs by itself.

    A piece counts for words that no stronger piece of the same code has counted, and for less
    where its sentence speaks against the code.
    """
    wrong: dict[str, float] = {}
    counted: dict[str, set[int]] = {}
    for each in sorted(found, key=lambda each: (-each.weight, each.spans, each.code)):
        used = counted.setdefault(each.code, set())
        if used.isdisjoint(range(*each.spans[0])):
            wrong[each.code] = wrong.get(each.code, 1.0) * (1 - each.weight)
            used.update(n for span in each.spans for n in range(*span))
    return {each: 1 - chance + AREA * each.startswith(f"{area}.") for each, chance in wrong.items()}


_NAMED_FOR = re.compile(
    r"\b((?:Ministr(?:y|ies)|Minister|Department|Cent(?:re|er)|Organi[sz]ation|Institute|Directorate))"
    r"(\s+(?:of|for|on)\b"
    r"(?:\s+(?:of|for|on|and|the|to|in)\b|,?\s+[A-Z][\w'’-]*)*\s+[A-Z][\w'’-]*)"
)
"""What bodies are named for is not what they do: `Ministry of Labour and Social Protection`."""


@cache
def _options(scheme: Scheme, area: str) -> tuple[tuple[str, list[str]], ...]:
    """The questionnaire's options as words, those of the area first."""
    options = [(each.code, _words(plain(each.option))) for each in codebook(scheme) if each.option]
    return tuple(sorted(options, key=lambda each: not each[0].startswith(f"{area}.")))


@cache
def _wordings(scheme: Scheme) -> tuple[tuple[str, float, str, frozenset[str]], ...]:
    return tuple(
        (each.code, weight, plain(wording), frozenset(_words(plain(wording))))
        for each in codebook(scheme)
        if not each.code.endswith(".other")
        for weight, wordings in ((WORDED, [each.option]), (WEIGHTS["certain"], each.wordings))
        for wording in wordings
        if wording and len(wording) >= 12
    )


def _worded(said: str, words: list[str], scheme: Scheme) -> Iterator[_Evidence]:
    """Wordings of the codebook that stand in the text, give or take some letters."""
    here = set(words)
    for name, weight, wording, needed in _wordings(scheme):
        if len(needed & here) * 3 < len(needed) * 2 or len(wording) > len(said) * 1.2:
            continue
        match = fuzz.partial_ratio_alignment(wording, said, score_cutoff=SAME_WORDING)
        if match:
            start = len(_WORD.findall(said[: match.dest_start]))
            end = max(len(_WORD.findall(said[: match.dest_end])), start + 1)
            if start < len(words):
                yield _Evidence(name, weight, ((start, end),), "wording")


def _patterned(words: list[str], sentences: list[int], scheme: Scheme) -> Iterator[_Evidence]:
    """What the vocabulary says of the text, a piece of evidence a rule and place."""
    vocabulary = _vocabulary(scheme)
    found = vocabulary.find(words)
    speaking: list[_Evidence] = []
    against: set[tuple[str, int]] = set()
    for group, places in found.items():
        for rule in vocabulary.rules.get(group, ()):
            others = [found.get(each, []) for each in rule.needed[1:]]
            barred = {sentences[start] for start, _ in found.get(rule.barred, ())}
            for place in places:
                spans = _together(place, others, sentences)
                where = {sentences[start] for start, _ in spans}
                if not spans or where & barred:
                    continue
                if rule.weight:
                    number = sum(end - start for start, end in spans)
                    weight = 1 - (1 - rule.weight) ** (1 + LONGER * (number - 1))
                    weight *= APART if len(where) > 1 else 1.0
                    speaking.append(_Evidence(rule.code, weight, spans, "pattern"))
                elif len(where) == 1:
                    against.add((rule.code, sentences[place[0]]))
    for each in speaking:
        doubted = (each.code, sentences[each.spans[0][0]]) in against
        yield each._replace(weight=each.weight * AGAINST) if doubted else each


def _together(
    place: tuple[int, int], others: list[list[tuple[int, int]]], sentences: list[int]
) -> tuple[tuple[int, int], ...]:
    """A place of the decisive group with the nearest ones of the others, each on its own words."""
    spans = [place]
    for other in others:
        free = [s for s in other if all(s[1] <= start or end <= s[0] for start, end in spans)]
        if not free:
            return ()
        here = sentences[place[0]]
        spans.append(min(free, key=lambda s: (sentences[s[0]] != here, abs(s[0] - place[0]))))
    return tuple(spans)


_BREAK = re.compile(
    r"(?P<sentence>[.;:](?=\s)|,\s+(?:and|but|while|whereas|plus|besides)\s)"
    r"|,\s|\s(?:and|as well as|while|whereas|besides|plus|including)\s"
)


def _split(said: str) -> tuple[list[str], list[int], list[int]]:
    """The words of a text, and the number of the clause and of the sentence of each."""
    words: list[str] = []
    clauses: list[int] = []
    sentences: list[int] = []
    breaks = [(each.start(), bool(each["sentence"])) for each in _BREAK.finditer(said)]
    clause = sentence = 0
    for match in _WORD.finditer(said):
        while breaks and breaks[0][0] < match.start():
            clause += 1
            sentence += breaks.pop(0)[1]
        words.append(match[0].removesuffix("'s"))
        clauses.append(clause)
        sentences.append(sentence)
    return words, clauses, sentences


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
    if scheme == "need":
        return "need"
    return _AREAS.get(field or "", "prevention")
