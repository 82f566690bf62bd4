"""Wordings made from families of words, as in `forms/language/en-ratification.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from annual_review.forms.words import fold


class Wording(NamedTuple):
    """What some phrases say, and what they say when denied, if they can be.

    `firm` tells a plain statement from a hint. `pattern` finds the phrases in a marked text: as it
    is if they are `cased`, having capitals themselves, else in lower case.
    """

    says: str
    denied: str | None
    firm: bool
    cased: bool
    pattern: re.Pattern[str]


class Wordings(NamedTuple):
    """The wordings of a language on one matter.

    `says` has what phrases say, and `phrases` what else is looked for. `names` finds names: a
    match's group is the key of the value that `named` has for it. `titles` has the instrument of
    each title. What `between_clauses` has is tried in its order.
    """

    says: Mapping[str, tuple[Wording, ...]]
    phrases: Mapping[str, re.Pattern[str]]
    between_clauses: tuple[re.Pattern[str], ...]
    names: re.Pattern[str]
    named: Mapping[str, str]
    titles: Mapping[str, str]
    marks: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Wordings:
        """Put wordings together from what a language's files hold."""
        families = {name: [_forms(verb) for verb in verbs] for name, verbs in data["verbs"].items()}
        families |= data["words"]
        says = {
            name: tuple(_wording(entry, families) for entry in entries)
            for name, entries in data["wordings"].items()
        }
        phrases = {name: _pattern(found, families) for name, found in data["phrases"].items()}
        for name, found in data["expressions"].items():
            either = found if isinstance(found, str) else "|".join(found)
            phrases[name] = re.compile(either, re.IGNORECASE)
        names = [named for entry in data["names"] for named in entry.items()]
        either = "|".join(f"(?P<n{n}>{expression})" for n, (_, expression) in enumerate(names))
        return cls(
            says,
            phrases,
            tuple(re.compile(each, re.IGNORECASE) for each in data["between_clauses"]),
            re.compile(either, re.IGNORECASE),
            {f"n{n}": value for n, (value, _) in enumerate(names)},
            {fold(title): instrument for title, instrument in data["titles"].items()},
            tuple((_pattern([f"{{{name}}}"], families), mark) for name, mark in _MARKS.items()),
        )

    def has(self, kind: str, text: str) -> bool:
        """Whether a text has one of the phrases or expressions of a kind."""
        return self.phrases[kind].search(text) is not None

    def marked(self, text: str) -> str:
        """The text with a mark behind every word that counts where phrases leave a gap."""
        for pattern, mark in self.marks:
            text = pattern.sub(rf"\g<0>{mark}", text)
        return text


_Families = Mapping[str, list[str]]

_MARKS = {"light": "\x01", "barrier": "\x02", "weighing": "\x03", "law": "\x04"}
_BETWEEN = {
    " ... ": r" (?:\w+[^\w\x03]+){0,12}?",
    " --- ": r" (?:\w+[^\w\x03\x04]+){0,12}?",
    " .. ": r" (?:\w+[^\w\x02]+){0,8}?",
    " ~ ": r" (?:[\w']+[\x02-\x04]*\x01\W*){0,6}?",
}
"""What can stand between the words of a phrase, once the words of these families are marked."""
_FAMILY = re.compile(r"\{([a-z]\w*)\}")


def _wording(entry: Mapping[str, Any], families: _Families) -> Wording:
    denied = entry.get("denied")
    not_or_neither = "(?:{no} ~ (?:instruments? ~ )?)?"  # `is not planned`, `neither C.87 is`
    before = not_or_neither if denied else ""
    whole = _expanded(f"{before}(?:{'|'.join(_factored(entry['phrases']))})", families)
    cased = _CAPITAL.search(whole) is not None
    pattern = re.compile(whole, re.IGNORECASE if cased else re.NOFLAG)  # without, it is faster
    return Wording(entry["says"], denied, entry.get("firm", False), cased, pattern)


_CAPITAL = re.compile(r"(?<!\\)[A-Z]")


def _factored(phrases: list[str]) -> list[str]:
    """The phrases, with those that begin with the same family and gap in one, to look once."""
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        begins = _BEGINS.match(phrase)
        groups.setdefault(begins[0] if begins else "", []).append(
            phrase[begins.end() if begins else 0 :]
        )
    alone = groups.pop("", [])
    return [f"{begins}(?:{'|'.join(ends)})" for begins, ends in groups.items()] + alone


_BEGINS = re.compile(r"\{\w+\} (?:\.\.\.?|~|---) ")


def _pattern(phrases: list[str], families: _Families) -> re.Pattern[str]:
    return re.compile(_expanded("|".join(phrases), families), re.IGNORECASE)


def _expanded(phrase: str, families: _Families) -> str:
    while _FAMILY.search(phrase):
        phrase = _FAMILY.sub(lambda name: f"(?:{'|'.join(families[name[1]])})", phrase)
    for mark, between in _BETWEEN.items():
        phrase = phrase.replace(mark, between)
    phrase = phrase.replace(" ", r"\W+")
    return rf"(?<!\w)(?:{phrase})(?!\w)"


def _forms(verb: str) -> str:
    """A verb in all its forms, and some that do not exist: plan, planned; study, studied."""
    first, space, rest = verb.partition(" ")
    if not first.isalpha():
        return verb
    stem = first[:-1] if first[-1] in "ey" else first
    return rf"{stem}(?:[ey]|e?s|ies|i?ed|y?ing|{first[-1]}(?:ed|ing))?{space}{rest}"
