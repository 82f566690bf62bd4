"""Code items by what they say: the codebook's own wording first, then likeness, then vocabulary.

The codebook is data (`codes/measures.yml`, `codes/needs.yml`). Nothing here looks at the cell that
an item stands in, except to choose among the `*.other` codes and between codes that fit equally
well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import yaml
from rapidfuzz import fuzz

Scheme = Literal["measure", "need"]
SCHEMES: tuple[Scheme, ...] = ("measure", "need")
Method = Literal["exact", "wording", "pattern", "manual"]

EXACT, WORDING, CERTAIN, LIKELY, OTHER = 1.0, 0.9, 0.8, 0.6, 0.2
"""Scores: the option word for word; with words around it; another wording, or vocabulary that
settles a code; vocabulary that speaks for it; nothing that fits."""

CLAUSE = 0.97
"""Factor for what only a part of an item says: the whole outranks it."""

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
    """An entry of the codebook; see the head of `codes/measures.yml`."""

    code: str
    label: str
    description: str
    articles: tuple[str, ...]
    option: str | None
    wordings: tuple[str, ...]
    excludes: str
    rules: tuple[tuple[float, Rule], ...]
    measures: tuple[str, ...]  # of a need: codes or areas of measures against the same thing


class Rule(NamedTuple):
    """A line of vocabulary: every pattern of `needed` must occur, `barred` (if any) must not."""

    needed: tuple[str, ...]
    barred: str


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def codebook(scheme: Scheme) -> tuple[Code, ...]:
    """Every code of a scheme, in the order of its file."""
    file = resources.files(__package__) / "codes" / f"{scheme}s.yml"
    data = yaml.load(file.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 -- a safe one
    return tuple(_code(entry, data["words"]) for entry in data["codes"])


def _code(entry: dict[str, Any], words: dict[str, str]) -> Code:
    rules = [(CERTAIN, line) for line in entry.get("certain", ())]
    rules += [(LIKELY, line) for line in entry.get("likely", ())]
    return Code(
        code=entry["code"],
        label=entry["label"],
        description=entry["description"],
        articles=tuple(entry["articles"]),
        option=entry["option"],
        wordings=tuple(entry["wordings"]),
        excludes=entry["excludes"],
        rules=tuple((score, _rule(line, words)) for score, line in rules),
        measures=tuple(entry.get("measures", ())),
    )


def _rule(line: str, words: dict[str, str]) -> Rule:
    needed, _, barred = line.partition(" - ")
    groups = tuple(_pattern(group, words) for group in needed.split(" + "))
    return Rule(groups, _pattern(barred, words) if barred else "")


def _pattern(group: str, words: dict[str, str]) -> str:
    terms: list[str] = []
    for term in group.split(" | "):
        name = term.strip()
        terms += words[name[1:]].split(" | ") if name.startswith("$") else [name]
    return r"\b(?:" + "|".join(map(_term, terms)) + r")\b"


_compiled = cache(re.compile)
"""Patterns are compiled when an item is coded: reading the tables needs none of them."""


def _term(term: str) -> str:
    parts = [re.escape(plain(part)).replace(r"\*", r"\w*") for part in term.split()]
    return r"\s+".join(parts)


_SPELLINGS = ((re.compile(r"\blabor"), "labour"), (re.compile(r"[-–/]"), " "))


def plain(text: str) -> str:
    """`text` in lower case, apostrophes straight, hyphens as spaces, "labor" as "labour"."""
    text = text.casefold().replace("’", "'").replace("‘", "'")
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text


# ---- coding -------------------------------------------------------------------------------------


def code(text: str, scheme: Scheme, field: str | None = None) -> list[Coding]:
    """Code one item, the primary code first.

    Steps: the option's exact wording (`exact`, 1.0) ends it; else the option with words around it
    (`wording`, 0.9), other wordings of the codebook (`wording`, 0.8) and vocabulary (`pattern`, 0.8
    or 0.6), each on words of its own; of equally sure codes what is said first is primary. An item
    that says several things gets several codes. One that fits nothing gets the `*.other` of the
    field's area (`pattern`, 0.2).
    """
    said = plain(_NAMED_FOR.sub(lambda name: f"{name[1]}{' ' * len(name[2])}", text))
    exact = [each for each in codebook(scheme) if each.option and _same(each.option, said)]
    if exact:
        area = _area(scheme, field)
        best = max(exact, key=lambda each: each.code.startswith(f"{area}."))
        return [Coding(best.code, "exact", EXACT)]
    found = sorted(
        [*_worded(said, scheme), *_patterned(said, scheme, field)],
        key=lambda hit: (-hit.score, hit.spans),
    )
    chosen: list[_Hit] = []
    for hit in found:
        taken = [span for other in chosen for span in other.spans]
        if hit.code not in {other.code for other in chosen} and (
            not chosen or _independent(hit, chosen, taken)
        ):
            chosen.append(hit)
    if chosen:
        return [Coding(hit.code, hit.method, round(min(hit.score, 1.0), 2)) for hit in chosen]
    return [Coding(f"{_area(scheme, field)}.other", "pattern", OTHER)]


class _Hit(NamedTuple):
    score: float
    spans: tuple[tuple[int, int], ...]  # of the words that speak for the code, the decisive first
    code: str
    method: Method


def _independent(hit: _Hit, chosen: list[_Hit], taken: list[tuple[int, int]]) -> bool:
    """Whether a further code rests on words of its own, and on enough of them."""
    least = LIKELY if any(other.score < CERTAIN * CLAUSE for other in chosen) else CERTAIN * CLAUSE
    decisive = hit.spans[0]
    return hit.score >= least and all(
        decisive[1] <= start or end <= decisive[0] for start, end in taken
    )


_NAMED_FOR = re.compile(
    r"\b((?:Ministr(?:y|ies)|Minister|Department|Cent(?:re|er)|Organi[sz]ation|Institute|Directorate))"
    r"(\s+(?:of|for|on)\b"
    r"(?:\s+(?:of|for|on|and|the|to|in)\b|,?\s+[A-Z][\w'’-]*)*\s+[A-Z][\w'’-]*)"
)
"""What bodies are named for is not what they do: `Ministry of Labour and Social Protection`."""


def _same(wording: str, said: str) -> bool:
    return re.findall(r"\w+", plain(wording)) == re.findall(r"\w+", said)


def _worded(said: str, scheme: Scheme) -> Iterator[_Hit]:
    """Wordings of the codebook that stand in the text, give or take some letters."""
    for each in codebook(scheme):
        for wording in filter(None, (each.option, *each.wordings)):
            if len(wording) > len(said) * 1.2 or len(wording) < 12:
                continue
            match = fuzz.partial_ratio_alignment(plain(wording), said, score_cutoff=SAME_WORDING)
            if match:
                span = (match.dest_start, match.dest_end)
                score = WORDING if wording == each.option else CERTAIN
                yield _Hit(score, (span,), each.code, "wording")


def _patterned(said: str, scheme: Scheme, field: str | None) -> Iterator[_Hit]:
    """Codes whose vocabulary the text, or one of its clauses, has."""
    area = _area(scheme, field)
    stretches = [(0, said, 1.0), *((start, part, CLAUSE) for start, part in _clauses(said))]
    for each in codebook(scheme):
        bonus = AREA if each.code.startswith(f"{area}.") else 0.0
        hits = []
        for start, stretch, factor in stretches:
            for score, rule in each.rules:
                spans = _match(rule, stretch)
                if spans:
                    moved = tuple((start + a, start + b) for a, b in spans)
                    hits.append(_Hit(score * factor + bonus, moved, each.code, "pattern"))
        if hits:
            yield max(hits, key=lambda hit: hit.score)


def _match(rule: Rule, text: str) -> list[tuple[int, int]]:
    if rule.barred and _compiled(rule.barred).search(text):
        return []
    spans = []
    for pattern in rule.needed:
        match = _compiled(pattern).search(text)
        if match is None:
            return []
        spans.append(match.span())
    return spans


_CLAUSE_END = re.compile(r"[.;:,](?=\s)|\s(?:and|as well as|while|besides|plus|including)\s")


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a text with their offsets, if it has several."""
    start = 0
    for match in _CLAUSE_END.finditer(text):
        yield start, text[start : match.start()]
        start = match.end()
    if start:
        yield start, text[start:]


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
