"""Wordings made from families of words, as in `forms/language/en-ratification.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple


class Wording(NamedTuple):
    """What some phrases say, and what they say when denied, if they can be.

    `firm` tells a plain statement from a hint.
    """

    says: str
    denied: str | None
    firm: bool
    pattern: re.Pattern[str]


class Wordings(NamedTuple):
    """The wordings of a language on one matter.

    `says` has what phrases say, and `expressions` other values and what they look like, in the
    order in which they are tried.
    """

    says: Mapping[str, tuple[Wording, ...]]
    phrases: Mapping[str, re.Pattern[str]]
    expressions: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Wordings:
        """Put wordings together from the contents of a file."""
        families = {name: [_forms(verb) for verb in verbs] for name, verbs in data["verbs"].items()}
        families |= data["words"]
        says = {
            name: tuple(_wording(entry, families) for entry in entries)
            for name, entries in data["wordings"].items()
        }
        phrases = {name: _pattern(found, families) for name, found in data["phrases"].items()}
        expressions = {
            name: tuple(
                (value, re.compile(expression, re.IGNORECASE))
                for entry in entries
                for value, expression in entry.items()
            )
            for name, entries in data["expressions"].items()
        }
        return cls(says, phrases, expressions)


_Families = Mapping[str, list[str]]

_BETWEEN = {
    " ... ": r" (?:(?!(?:{weighing})\b)\w+ ){0,12}?",
    " .. ": r" (?:(?!(?:{barrier})\b)\w+ ){0,8}?",
    " ~ ": r" (?:(?:{light}) ){0,6}?",
}
"""What can stand between the words of a phrase."""
_FAMILY = re.compile(r"\{([a-z]\w*)\}")


def _wording(entry: Mapping[str, Any], families: _Families) -> Wording:
    denied = entry.get("denied")
    pattern = _pattern(entry["phrases"], families, "(?:{no} ~ )?" if denied else "")
    return Wording(entry["says"], denied, entry.get("firm", False), pattern)


def _pattern(phrases: list[str], families: _Families, before: str = "") -> re.Pattern[str]:
    whole = _expanded(f"{before}(?:{'|'.join(phrases)})", families)
    return re.compile(rf"(?<!\w){whole}(?!\w)", re.IGNORECASE)


def _expanded(phrase: str, families: _Families) -> str:
    while _FAMILY.search(phrase) or any(mark in phrase for mark in _BETWEEN):
        for mark, between in _BETWEEN.items():
            phrase = phrase.replace(mark, between)
        phrase = _FAMILY.sub(lambda name: f"(?:{'|'.join(families[name[1]])})", phrase)
    return phrase.replace(" ", r"\W+")


def _forms(verb: str) -> str:
    """A verb in all its forms, and some that do not exist: plan, planned; study, studied."""
    first, space, rest = verb.partition(" ")
    if not first.isalpha():
        return verb
    stem = first[:-1] if first[-1] in "ey" else first
    return rf"{stem}(?:[ey]|e?s|ies|i?ed|y?ing|{first[-1]}(?:ed|ing))?{space}{rest}"
