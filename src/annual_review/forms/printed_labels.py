"""What is a label, and where the labels of the forms stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache, lru_cache
from typing import NamedTuple

from annual_review.forms.questionnaire import Form, Label, forms
from annual_review.forms.words import GAP, WORD, fold, lower_case, spelled


class _Letters(NamedTuple):
    """The letters of all labels of all forms; `labels` gives the form's number and the label."""

    labels: Mapping[str, list[tuple[int, Label]]]
    fields: Mapping[str, frozenset[str]]  # their names by wording
    beginnings: Mapping[str, list[tuple[int, Label]]]  # and the labels that this is all of
    joined: str  # to look for parts in


@cache
def _letters() -> _Letters:
    labels: dict[str, list[tuple[int, Label]]] = {}
    for number, form in enumerate(forms()):
        for label in form.labels:
            for wording in label.variants:
                labels.setdefault(wording, []).append((number, label))
    return _Letters(
        labels,
        {
            v: frozenset(e.name for _, e in known if e.kind == "field")
            for v, known in labels.items()
        },
        {v[:n]: labels.get(v[:n], []) for v in labels for n in range(1, len(v) + 1)},
        "|".join(sorted(labels)),
    )


class Place(NamedTuple):
    """Where the letters of a label stand in a text, their words' number, the next word's start."""

    start: int
    end: int
    label: Label
    words: int
    behind: int


@lru_cache(maxsize=1)  # reading order and labels ask for the same text
def label_places(
    text: str, starts: tuple[int, ...] | None
) -> tuple[tuple[Form, tuple[Place, ...]], ...]:
    """For every form, where its labels stand: at `starts`, and right after one another.

    `starts` are beginnings of words; None means the first words of all lines. The longest wording
    of a label counts. Places are in the order of the text, then of the form.
    """
    lower = lower_case(text)
    found: tuple[list[Place], ...] = tuple([] for _ in forms())
    to_see = list(_first_words(lower) if starts is None else starts)
    seen = set(to_see)
    for start in to_see:  # grows in the loop
        at_start: dict[tuple[int, int], Place] = {}
        for end, words, labels in _labels_at(lower, start):
            behind = GAP.match(text, end).end()  # type: ignore[union-attr]
            for form, label in labels:  # a longer wording takes the shorter one's place
                at_start[form, label.index] = Place(start, end, label, words, behind)
            if behind not in seen and not lower[behind : behind + 1].isdigit():
                seen.add(behind)
                to_see.append(behind)
        for (form, _), place in at_start.items():
            found[form].append(place)
    for places in found:
        places.sort(key=lambda place: (place.start, place.label.index))
    return tuple((form, tuple(places)) for form, places in zip(forms(), found, strict=True))


def _labels_at(lower: str, start: int) -> list[tuple[int, int, list[tuple[int, Label]]]]:
    """The wordings at a place: where they end, how many words they have, forms and labels."""
    beginnings = _letters().beginnings
    found = []
    said = ""
    for number, word in enumerate(WORD.finditer(lower, start), 1):
        said += spelled(word[0])
        labels = beginnings.get(said)
        if labels is None:
            break
        if labels:
            found.append((word.end(), number, labels))
    return found


_FIRST_WORD = re.compile(r"\n[^\w\n]*(\w+)")


def line_starts(text: str) -> Iterator[int]:
    """Where the first words of lines are, if a label begins with them."""
    return _first_words(lower_case(text))


def _first_words(lower: str) -> Iterator[int]:
    beginnings = _letters().beginnings
    for line in _FIRST_WORD.finditer(f"\n{lower}"):
        if spelled(line[1]) in beginnings:
            yield line.start(1) - 1


def section_labels(line: str) -> set[str]:
    """The labels of sections in capitals that a line of text contains."""
    return {label for label in _in_capitals() if label in line}


@cache
def _in_capitals() -> frozenset[str]:
    return frozenset(
        label.printed
        for form in forms()
        for label in form.labels
        if label.kind == "section" and label.printed.isupper()
    )


def is_label(text: str) -> bool:
    """Whether a text is a label of some form, or several of them one after another."""
    return _is_label(fold(text))


@lru_cache(maxsize=4_000)
def _is_label(letters: str) -> bool:
    whole = _letters().labels
    return letters in whole or any(
        letters.startswith(variant) and _is_label(letters[len(variant) :]) for variant in whole
    )


def is_field_label(text: str) -> bool:
    """Whether a text is the label of a field of some form."""
    return bool(fields_labelled(text))


def fields_labelled(text: str) -> frozenset[str]:
    """The fields, of all forms, that have this text as their label."""
    return _letters().fields.get(fold(text), frozenset())


def whole_labels(text: str) -> tuple[int, bool]:
    """How many labels of its likeliest form a text has, and whether it has all a table must have.

    Labels count at the beginning of a line or right after another label. A row that a table need
    not have is missing if a line begins with its label's first word.
    """
    names = [
        (form, {place.label.name for place in places}) for form, places in label_places(text, None)
    ]
    complete = any(
        not form.lacking(present) and not _begins_optional(text, form, present)
        for form, present in names
    )
    return max(len(present) for _, present in names), complete


def _begins_optional(text: str, form: Form, present: Set[str]) -> bool:
    """Whether a line begins as an optional label that is not present: `Minimum The law says`."""
    words = [
        label.printed.split()[0]
        for label in form.labels
        if label.optional and label.name not in present
    ]
    either = "|".join(map(re.escape, words))
    return bool(words and re.search(rf"\n\W*(?:{either})\b", f"\n{text}"))


_BRACKETED = re.compile(r"\(\w+(?:,|\W*\w*)")
"""A bracket's first word with its comma, or its first two words."""
_LINES_BELOW = 8
"""The most lines between the words of a label and its rest in brackets."""


def has_cut_label(text: str) -> bool:
    """Whether the rest of a label, in brackets, begins a line below words that are a label already.

    This shows that it shares its lines with the answer beside it: `At national level 2006 AR: A
    survey` / `(enterprise, was made`.
    """
    if "\n(" not in text:
        return False
    for _, places in label_places(text, None):
        for start, at, label, _, _ in places:
            letters = fold(text[start:at])
            rests = [v.removeprefix(letters) for v in label.variants if v.startswith(letters)]
            for _ in range(_LINES_BELOW if len(rests) > 1 else 0):
                at = text.find("\n", at) + 1
                if not at:
                    break
                word = _BRACKETED.match(text, at)
                if word and any(rest.startswith(fold(word[0])) for rest in rests):
                    return True
    return False


def begins_label(text: str) -> bool:
    """Whether a label of some form begins with this text."""
    return fold(text) in _letters().beginnings


def is_part_of_label(text: str) -> bool:
    """Whether some label contains the letters of this text."""
    return fold(text) in _letters().joined
