"""Code items by what they say: the questionnaire's own wording, else what they are like.

An item that is an option of the questionnaire word for word has that option's code. For any other
the classifier says which codes' examples it is like.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, chain
from typing import Literal, NamedTuple, get_args

from rapidfuzz import fuzz, process

from annual_review.codebook.classifier import likeness, ranked
from annual_review.codebook.codes import Scheme, codebook
from annual_review.codebook.measured_accuracy import calibration
from annual_review.codebook.spelling import words
from annual_review.forms.questionnaire import fields

Method = Literal["exact", "wording", "examples", "manual"]
METHODS: tuple[Method, ...] = get_args(Method)
"""`exact`: an option of the questionnaire; `wording`: that with words around it; `examples`: most
like the examples of the code; `manual`: by a person."""

SURE = 0.85
"""Least score of a code that is sure. Of the codes from there on, at least 95 in 100 are right on
made-up items that nobody who built the classifier had seen (`docs/accuracy.md`)."""

SUGGESTIONS = 3
"""How many codes are suggested to a person who codes."""

_WORDED = 0.97
_SAME_WORDING = 92
"""Least likeness, in 100, of an option to the part of an item that it is most like."""

_FURTHER = -0.1
"""Least likeness of a code that an item has beside its primary one."""
_GROUP = -0.35
"""Least likeness of a group: an item need not have one."""

_UNLIKE = -0.6
"""An item that is less like every code has that for others, with the score `_OTHER`."""
_OTHER = 0.2

_ENUMERATED: tuple[Scheme, ...] = ("need", "challenge")
"""Schemes of what is often enumerated in prose: "in the areas of prevention and protection"."""
_LONG = 200
"""More characters than an item has that says one thing."""
_BREAK = re.compile(
    r"[.;:](?=\s)|,\s|\s(?:and|as well as|while|whereas|besides|plus|including)\s", re.I
)
_CLEARLY = 0.2
"""Least likeness of a code to a clause of its own."""


class Coding(NamedTuple):
    """A code given to an item, how it was found, and how likely it is to be right (0 to 1)."""

    code: str
    method: Method
    score: float

    @property
    def sure(self) -> bool:
        """Whether the score is at least `SURE`."""
        return self.score >= SURE


def code(text: str, scheme: Scheme = "measure", field: str | None = None) -> list[Coding]:
    """Code one item by what it says.

    Parameters
    ----------
    text
        The item.
    scheme
        Which codebook to use: `measure`, `need`, `action`, `challenge` or `group`.
    field
        The question that the item answers, such as `prevention`. It only chooses among the
        `*.other` codes of measures.

    Returns
    -------
    list of Coding
        The item's codes, the primary one first. Of the scheme `group` there can be none: the item
        does not say whom it is about. The score is how likely the code is to be right, as measured
        on items that were not learned from.

    Examples
    --------
    >>> code("Free legal assistance", "measure", "remedies")
    [Coding(code='remedies.legal_aid', method='exact', score=1.0)]
    >>> [each.code for each in code("Radio spots and posters warn the public", "action")]
    ['action.awareness']
    """
    [found] = code_each([Uncoded(text, field, [scheme])])
    return found[scheme]


class Uncoded(NamedTuple):
    """An item to code: its text, the question that it answers, and which codebooks to use."""

    text: str
    field: str | None
    schemes: Sequence[Scheme]


def code_each(items: Sequence[Uncoded]) -> list[dict[Scheme, list[Coding]]]:
    """Code many items at once, which is many times faster than one by one.

    Returns
    -------
    list of dict of str to list of Coding
        For each item and each of its schemes, what `code` returns.
    """
    if not items:
        return []
    parts = [[each.text, *_clauses(each)] for each in items]
    rows = likeness(list(chain(*parts)), {scheme for each in items for scheme in each.schemes})
    alike = {
        scheme: list(zip(found.tolist(), ranked(found), strict=True))
        for scheme, found in rows.items()
    }
    ends = accumulate(map(len, parts))
    return [
        {
            scheme: _coded(each.text, each.field, scheme, *alike[scheme][end - len(part) : end])
            for scheme in each.schemes
        }
        for each, part, end in zip(items, parts, ends, strict=True)
    ]


def suggest(texts: Sequence[str], scheme: Scheme) -> list[list[str]]:
    """The codes that each text is most like, `SUGGESTIONS` of them, the likeliest first."""
    if not texts:
        return []
    names = _names(scheme)
    rows = likeness(texts, [scheme])[scheme]
    return [[names[n] for n in order[:SUGGESTIONS]] for order in ranked(rows)]


_Alike = tuple[list[float], list[int]]
"""How far a text is like the examples of each code, and the numbers of the codes in that order."""


def _coded(
    text: str, field: str | None, scheme: Scheme, whole: _Alike, *clauses: _Alike
) -> list[Coding]:
    worded = _worded(text, scheme, field)
    if worded and worded.method == "exact":
        return [worded]
    names = _names(scheme)
    row, order = whole[0], whole[1][:5]
    if scheme == "group":
        return [
            Coding(names[n], "examples", likely(row[n], scheme)) for n in order if row[n] >= _GROUP
        ]
    if row[order[0]] < _UNLIKE and not worded:
        return [Coding(_of_area(names[-1], field), "examples", _OTHER)]
    also = [n for n in order[1:-1] if row[n] >= _FURTHER]
    rival = next(n for n in order[1:] if n not in also)

    def like(n: int, other: int) -> Coding:
        score = likely(row[n] - row[other], scheme)
        return Coding(_of_area(names[n], field), "examples", score)

    likeliest = like(order[0], order[1])
    further = _of_clauses(clauses, scheme) if _may_enumerate(text, scheme) else []
    first = worded or likeliest
    found = {first.code: first}
    for each in (likeliest, *further, *(like(n, rival) for n in also)):
        # where the primary code is in doubt, so is what else the item says
        found.setdefault(each.code, each._replace(score=min(each.score, first.score)))
    return list(found.values())


@cache
def _names(scheme: Scheme) -> tuple[str, ...]:
    return tuple(each.code for each in codebook(scheme))


def _may_enumerate(text: str, scheme: Scheme) -> bool:
    """Whether each clause of the text may have a code of its own."""
    return scheme in _ENUMERATED or (len(text) > _LONG and scheme != "group")


def _clauses(item: Uncoded) -> list[str]:
    """The clauses of an item that may say several things."""
    if not any(_may_enumerate(item.text, scheme) for scheme in item.schemes):
        return []
    clauses = _BREAK.split(item.text)
    return [each for each in clauses if len(each) < len(item.text) and " " in each.strip()]


def _of_clauses(clauses: Sequence[_Alike], scheme: Scheme) -> list[Coding]:
    """The codes that a clause of its own clearly says."""
    return [
        Coding(name, "examples", likely(row[first] - row[second], scheme))
        for row, (first, second, *_) in clauses
        if row[first] >= _CLEARLY and not (name := _names(scheme)[first]).endswith(".other")
    ]


def likely(margin: float, scheme: Scheme) -> float:
    """How likely a code is to be right, by how much more a text is like it than like any other."""
    slope, offset = calibration(scheme)
    return round(1 / (1 + math.exp(-slope * margin - offset)), 2)


def _worded(text: str, scheme: Scheme, field: str | None) -> Coding | None:
    """The option of the questionnaire that a text is, or that stands in it."""
    options = _options(scheme)
    if not options:
        return None
    said = " ".join(words(text))
    if said in options:
        return Coding(_of_area(options[said], field), "exact", 1.0)
    near = process.extractOne(
        said,
        [option for option in options if len(option) <= 1.2 * len(said)],
        scorer=fuzz.partial_ratio,
        score_cutoff=_SAME_WORDING,
    )
    return Coding(_of_area(options[near[0]], field), "wording", _WORDED) if near else None


@cache
def _options(scheme: Scheme) -> dict[str, str]:
    """The code of each option of the questionnaire, by the option's words."""
    return {" ".join(words(each.option)): each.code for each in codebook(scheme) if each.option}


def _of_area(name: str, field: str | None) -> str:
    """The code; one for other measures is that of the area which the question is about."""
    area, _, last = name.partition(".")
    if last != "other" or area not in {each.area for each in fields().values()}:
        return name
    known = fields().get(field or "")
    return f"{(known and known.area) or 'prevention'}.other"
