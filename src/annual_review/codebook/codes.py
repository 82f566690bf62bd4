"""The codes and what each covers: data, a file for each scheme. `measures.yml` explains it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple, get_args

import yaml

from annual_review.forms.questionnaire import subjects

Scheme = Literal["measure", "need", "action", "challenge", "group"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
"""`measure`: what is done against forced labour, by the Protocol of 2014. `need`: which technical
cooperation is asked for or offered. Of every subject: `action`, what kind of thing is reported,
`challenge`, what makes it hard, and `group`, whom an item is about, where it says so."""

NO_GROUP = "group.none"
"""What a person codes an item that names no group. It then counts for none."""


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
    measures: tuple[str, ...]


class About(NamedTuple):
    """The heading of a scheme, and what its codes are for."""

    title: str
    about: str


def about(scheme: Scheme) -> About:
    """What a scheme is, from the head of its file."""
    head = _data(f"{scheme}s")
    return About(head["title"], head["about"])


@cache
def subjects_of(scheme: Scheme) -> tuple[str, ...]:
    """The subjects whose items have codes of a scheme: those on its principle, or all."""
    principle = _data(f"{scheme}s").get("principle")
    return tuple(code for code, each in subjects().items() if principle in (None, each.principle))


def protocol_articles() -> dict[str, str]:
    """Articles of the Protocol of 2014 that measures answer to, and what each is about."""
    return dict(_data("measures")["articles"])


@cache
def codebook(scheme: Scheme) -> tuple[Code, ...]:
    """Every code of a scheme, in the order of its file."""
    found = tuple(_code(entry) for entry in _data(f"{scheme}s")["codes"])
    for each in found if scheme == "measure" else ():
        for unknown in set(each.articles) - protocol_articles().keys():
            raise ValueError(f"{each.code} is of article {unknown}, which is not listed")
    return found


@cache
def choices(scheme: Scheme) -> dict[str, Code]:
    """What a person can choose from, by code: the codebook and, of groups, that none is named."""
    only_by_people = map(_code, _data(f"{scheme}s").get("only_by_people", ()))
    return {each.code: each for each in (*codebook(scheme), *only_by_people)}


@cache
def _schemes() -> dict[str, Scheme]:
    return {code: scheme for scheme in SCHEMES for code in choices(scheme)}


def scheme_of(code: str) -> Scheme:
    """The scheme that a code belongs to. Raises KeyError if the codebook has no such code."""
    return _schemes()[code]


@cache
def _data(name: str) -> Any:
    file = resources.files(__package__) / f"{name}.yml"
    return yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)


def _code(entry: dict[str, Any]) -> Code:
    fields: dict[str, Any] = {
        key: tuple(each) if isinstance(each, list) else each for key, each in entry.items()
    }
    return Code(**{"articles": (), "option": None, "measures": (), **fields})
