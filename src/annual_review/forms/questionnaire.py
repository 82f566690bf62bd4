"""The questionnaire forms, which are data.

`forms/*.yml` holds the forms: their sections and fields, and how each label is printed;
`forms/language/*.yml` holds the fixed words of a language.
"""

from __future__ import annotations

import re
from collections import ChainMap, Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal, NamedTuple

import yaml

from annual_review.forms.wordings import Wordings
from annual_review.forms.words import WORD, fold, lower_case


class Subject(NamedTuple):
    """What a form reports on: its code, principle and instruments, and its names in titles.

    `further` are other instruments that answers on ratification may report on, with the names
    they have there.
    """

    subject: str
    name: str
    principle: str
    instruments: tuple[str, ...]
    titles: tuple[str, ...]
    further: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a form. `index` is its place in printed order, `printed` its usual wording.

    `headings` can stand above parts of its cell, and `topics` too, but only alone on a line. Where
    `sides_are_topics`, `For workers:` says whose rights follow, not who speaks. Some tables lack an
    `optional` row; a table with one of `replaced_by` has that in its place. `subjects` are those
    whose tables have the row, if not all have it.
    """

    index: int
    kind: Literal["section", "group", "field"]
    name: str
    section: str
    printed: str
    variants: tuple[str, ...]  # folded, the longest first
    speaker: str
    items: Literal["measures", "needs", "challenges"] | None
    headings: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sides_are_topics: bool = False
    optional: bool = False
    replaced_by: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()

    def has_heading(self, text: str) -> bool:
        """Whether a line of a text is one of the headings within the label's cell."""
        if not self.headings:
            return False
        return any(fold(line) in folded(self.headings) for line in text.splitlines())

    def has_topic(self, line: str) -> bool:
        """Whether a line is one of the topics."""
        return bool(self.topics) and fold(line) in folded(self.topics)


@cache
def folded(words: tuple[str, ...]) -> frozenset[str]:
    """The letters of each of a vocabulary's words."""
    return frozenset(map(fold, words))


class Vocabulary(NamedTuple):
    """The fixed words of a language, see `forms/language/en.yml`."""

    title_phrases: tuple[str, ...]
    office_notes: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    speakers: Mapping[str, tuple[str, ...]]
    nothing_reported: tuple[str, ...]
    none: Mapping[str, tuple[str, ...]]
    denials: tuple[str, ...]
    denial_words: Mapping[str, str]
    excepts: tuple[str, ...]
    not_in_labels: tuple[str, ...]
    remarks: tuple[str, ...]
    sides: Mapping[str, tuple[str, ...]]
    acronyms: Mapping[str, tuple[str, ...]]
    not_partners: tuple[str, ...]
    speaks: tuple[str, ...]
    acts: tuple[str, ...]
    speech: Mapping[str, tuple[str, ...]]
    reports: tuple[str, ...]
    replies: tuple[str, ...]
    reporting: Mapping[str, str]
    tiers: Mapping[str, tuple[str, ...]]
    not_tiers: tuple[str, ...]
    lists: Mapping[str, str]


@dataclass(frozen=True, eq=False)  # there is one of each, so that it can be a key
class Form:
    """A questionnaire form: its subjects, its labels in printed order, its language's words.

    `since` is the first Annual Review that it was used in.
    """

    name: str
    language: str
    since: int
    subjects: tuple[Subject, ...]
    labels: tuple[Label, ...]
    vocabulary: Vocabulary

    @cached_property
    def fields(self) -> tuple[Label, ...]:
        """The labels that have a cell for answers."""
        return tuple(label for label in self.labels if label.kind == "field")

    @property
    def ratification(self) -> Wordings:
        """The wordings of answers on ratification, put together when they are first needed."""
        return _ratification(self.language)

    @cached_property
    def answer_words(self) -> frozenset[str]:
        """Yes, no, nil and the other words that can be a whole answer."""
        return frozenset(word for words in self.vocabulary.answers.values() for word in words)

    @cached_property
    def answer_letters(self) -> frozenset[str]:
        """The same words, folded."""
        return frozenset(map(fold, self.answer_words))

    def lacking(self, present: Set[str]) -> tuple[Label, ...]:
        """The labels that are not among those present, but for rows that a table need not have."""
        return tuple(
            label
            for label in self.labels
            if label.name not in present
            and not label.optional
            and present.isdisjoint(label.replaced_by)
        )

    def tier(self, said: str) -> str:
        """The tier that a phrase names, empty if none."""
        names = self.vocabulary.tiers.items()
        return next((name for name, words in names if fold(said) in folded(words)), "")

    def items(self, field: str) -> str | None:
        """The table for the items of a field's answers: measures, needs, challenges or None."""
        return next(label.items for label in self.fields if label.name == field)


@cache
def forms() -> tuple[Form, ...]:
    """Every form that the package knows, in the order of file names."""
    folder = resources.files(__package__)
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yml")), key=lambda f: f.name)
    return tuple(_form(_read(file)) for file in files)


def _form(data: Any) -> Form:
    subjects = tuple(Subject(**_frozen(each)) for each in data["subjects"])
    labels: list[Label] = []
    for section in data["sections"]:
        # a field among the sections is a row of its own, whose one label is section and field
        name = section.get("section") or section["field"]
        _add_labels(labels, section, name, data.get("topics", ()))
    vocabulary = _vocabulary(data["language"])
    return Form(data["form"], data["language"], data["since"], subjects, tuple(labels), vocabulary)


@cache
def _ratification(language: str) -> Wordings:
    folder = resources.files(__package__) / "language"
    parts = ("word-families", "ratification", "instruments")
    return Wordings.of(ChainMap(*(_read(folder / f"{language}-{part}.yml") for part in parts)))


@cache  # the forms of a language share it
def _vocabulary(language: str) -> Vocabulary:
    folder = resources.files(__package__) / "language"
    return Vocabulary(**_frozen(_read(folder / f"{language}.yml")))


@cache
def either(patterns: tuple[str, ...], *, ignore_case: bool = False) -> re.Pattern[str]:
    """Any of a vocabulary's regular expressions."""
    return re.compile("|".join(patterns), re.IGNORECASE if ignore_case else 0)


def _read(file: Traversable) -> Any:
    return yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)


def _frozen(value: Any) -> Any:
    """Lists as tuples, also those in a mapping: what is cached must not change."""
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return tuple(value) if isinstance(value, list) else value


def _add_labels(
    labels: list[Label], node: Mapping[str, Any], section: str, topics: Sequence[str]
) -> None:
    kind = next(kind for kind in ("section", "group", "field") if kind in node)
    labels.append(
        Label(
            index=len(labels),
            kind=kind,  # type: ignore[arg-type]
            name=node[kind],
            section=section,
            printed=node["labels"][0],
            variants=tuple(sorted(dict.fromkeys(map(fold, node["labels"])), key=len, reverse=True)),
            speaker=node.get("speaker", "government"),
            items=node.get("items"),
            headings=tuple(node.get("headings", ())),
            topics=(*node.get("topics", ()), *(topics if node.get("items") == "measures" else ())),
            sides_are_topics=node.get("sides_are_topics", False),
            optional=node.get("optional", False),
            replaced_by=tuple(node.get("replaced_by", ())),
            subjects=tuple(node.get("subjects", ())),
        )
    )
    for part in node.get("parts", ()):
        _add_labels(labels, part, section, topics)


_LEAST_SHARE_OF_WORDS = 0.1
"""The least share of a text's words that are among the most usual ones of its language."""


class _Language(NamedTuple):
    code: str
    name: str
    words: frozenset[str]


@cache
def _languages() -> tuple[_Language, ...]:
    listed = _read(resources.files(__package__) / "language" / "usual-words.yml")
    return tuple(_Language(e["language"], e["name"], frozenset(e["words"])) for e in listed)


def usual_words(language: str) -> frozenset[str]:
    """The most usual words of a form's language, in lower case."""
    return next(known.words for known in _languages() if known.code == language)


def other_language(text: str) -> str:
    """The name of a text's language; empty if a form is in it or if it cannot be told."""
    counted = Counter(WORD.findall(lower_case(text)))

    def share(language: _Language) -> float:
        return sum(counted[word] for word in language.words) / max(1, counted.total())

    likeliest = max(_languages(), key=share)
    known = likeliest.code in {form.language for form in forms()}
    return "" if known or share(likeliest) < _LEAST_SHARE_OF_WORDS else likeliest.name
