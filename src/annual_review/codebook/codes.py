"""The codes: what each covers, and the words that speak for it.

They are data: `measures.yml`, `needs.yml`, and groups of words that both use in `words.yml`. The
head of each file explains it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import yaml

Scheme = Literal["measure", "need"]
SCHEMES: tuple[Scheme, ...] = ("measure", "need")

WEIGHTS = {"certain": 0.8, "likely": 0.6, "hints": 0.3, "against": 0.0}
"""How strongly a rule of each kind speaks for its code. Two rules of 0.6 give 1 - 0.4 * 0.4 = 0.84:
the chance that not both are wrong. Rules of weight 0 speak against the code."""


class Rule(NamedTuple):
    """A line of vocabulary: a term of every group in `needed` must occur, none of `barred`.

    The first group decides where in the text the code is spoken of.
    """

    code: str
    weight: float
    needed: tuple[str, ...]
    barred: str


class Code(NamedTuple):
    """An entry of the codebook. The head of `measures.yml` explains the fields.

    `measures` of a need are the codes, or areas, of measures against the same problem.
    """

    code: str
    label: str
    description: str
    articles: tuple[str, ...]
    option: str | None
    wordings: tuple[str, ...]
    excludes: str
    rules: tuple[Rule, ...]
    measures: tuple[str, ...]


@cache
def codebook(scheme: Scheme) -> tuple[Code, ...]:
    """Every code of a scheme, in the order of its file."""
    return tuple(_code(entry) for entry in _data(f"{scheme}s")["codes"])


@cache
def named_words() -> dict[str, str]:
    """The groups of words in `words.yml`, by name."""
    words: dict[str, str] = _data("words")
    return words


def _data(name: str) -> Any:
    file = resources.files(__package__) / f"{name}.yml"
    return yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)


def _code(entry: dict[str, Any]) -> Code:
    rules = tuple(
        _rule(entry["code"], weight, line)
        for kind, weight in WEIGHTS.items()
        for line in entry.pop(kind, ())
    )
    fields: dict[str, Any] = {
        key: tuple(each) if isinstance(each, list) else each for key, each in entry.items()
    }
    return Code(**{"measures": (), **fields}, rules=rules)


def _rule(code: str, weight: float, line: str) -> Rule:
    needed, _, barred = line.partition(" - ")
    return Rule(code, weight, tuple(needed.split(" + ")), barred)
