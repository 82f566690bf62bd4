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
from typing import Any, Literal, NamedTuple, get_args

import yaml

from annual_review.forms.wordings import Wordings
from annual_review.forms.words import WORD, fold, lower_case


class Subject(NamedTuple):
    """What a form reports on: its code, principle and instruments, and its names in titles.

    `called` is its name within a sentence, `short` its name in a table. `further` are other
    instruments that answers on ratification may report on, with the names they have there.
    """

    subject: str
    name: str
    called: str
    short: str
    principle: str
    instruments: tuple[str, ...]
    titles: tuple[str, ...] = ()
    further: Mapping[str, tuple[str, ...]] = {}


Items = Literal["measures", "needs", "challenges"]
Asks = Literal["laws"]


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a form. `index` is its place in printed order, `printed` its usual wording.

    `short` is a field's name in sentences and pictures. `area` is that of the codebook of measures
    which a field is about, `asks` what further it asks for. `headings` can stand above parts of its
    cell, and `topics` too, but only alone on a line. Where `sides_are_topics`, `For workers:` says
    whose rights follow, not who speaks. Some tables lack an `optional` row; a table with one of
    `replaced_by` has that in its place. `subjects` are those whose tables have the row, if not all
    have it.
    """

    index: int
    kind: Literal["section", "group", "field"]
    name: str
    section: str
    printed: str
    variants: tuple[str, ...]  # folded, the longest first
    short: str = ""
    speaker: str = "government"
    items: Items | None = None
    area: str = ""
    asks: Asks | None = None
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
    behind_denials: Mapping[str, str]
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

    `since` is the first Annual Review that it was used in. `unread` are subjects that may have a
    form like it, of which no baseline has been seen: none is read.
    """

    name: str
    language: str
    since: int
    subjects: tuple[Subject, ...]
    labels: tuple[Label, ...]
    vocabulary: Vocabulary
    unread: tuple[Subject, ...] = ()

    @cached_property
    def fields(self) -> tuple[Label, ...]:
        """The labels that have a cell for answers."""
        return tuple(label for label in self.labels if label.kind == "field")

    @property
    def ratification(self) -> Wordings:
        """The wordings of answers on ratification, put together when they are first needed."""
        return on_ratification(self.language)

    @cached_property
    def answer_words(self) -> frozenset[str]:
        """Yes, no, nil and the other words that can be a whole answer."""
        return frozenset(word for words in self.vocabulary.answers.values() for word in words)

    def is_answer(self, said: str, *kinds: str) -> bool:
        """Whether words can be a whole answer, of certain kinds if any are given: `N/A.`."""
        words = self.vocabulary.answers
        return len(said) <= _MOST_OF_ANSWER and any(
            fold(said) in folded(words[kind]) for kind in kinds or words
        )

    def begins_with_answer(self, text: str, at: int = 0) -> bool:
        """Whether the first words from an offset are such ones: `NIL, …`, `Not applicable`."""
        words = WORD.findall(text, at, at + _MOST_OF_ANSWER)
        return any(self.is_answer(" ".join(words[:n])) for n in (1, 2))

    def ends_with_answer(self, text: str, end: int) -> bool:
        """Whether the last words before an offset are such ones: `… NIL`, `… n/a`."""
        words = WORD.findall(text, max(0, end - _MOST_OF_ANSWER), end)
        return any(self.is_answer(" ".join(words[-n:])) for n in (1, 2))

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


_MOST_OF_ANSWER = 20
"""More characters than the longest of the words that can be a whole answer has."""


@cache
def forms() -> tuple[Form, ...]:
    """Every form that the package knows, in the order of file names."""
    folder = resources.files(__package__)
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yml")), key=lambda f: f.name)
    return tuple(form_from(_read(file)) for file in files)


@cache
def subjects() -> Mapping[str, Subject]:
    """Every subject by its code: those of the forms, and then those that no form reads."""
    read = [each for form in forms() for each in form.subjects]
    unread = [each for form in forms() for each in form.unread]
    return {each.subject: each for each in read + unread}


@cache
def fields() -> Mapping[str, Label]:
    """Every field by its name. Raises ValueError if two forms say different things of one."""
    found: dict[str, Label] = {}
    for label in (label for form in forms() for label in form.fields):
        known = found.setdefault(label.name, label)
        for key in ("short", "speaker", "items", "area", "asks"):
            if getattr(known, key) != getattr(label, key):
                raise ValueError(f"the field '{label.name}' has another '{key}' in another form")
    return found


def form_from(data: Mapping[str, Any]) -> Form:
    """Return the form that a file holds. Raises ValueError if a key is missing or not known."""
    form = f"the form '{data.get('form')}'"
    _check(data, {"form", "language", "since", "subjects", "sections"}, {"topics", "unread"}, form)
    labels: list[Label] = []
    for section in data["sections"]:
        # a field among the sections is a row of its own, whose one label is section and field
        name = section.get("section") or section.get("field")
        _add_labels(labels, section, name, data.get("topics", ()))
    head = data["form"], data["language"], data["since"]
    read, unread = (tuple(map(_subject, data.get(key, ()))) for key in ("subjects", "unread"))
    return Form(*head, read, tuple(labels), _vocabulary(data["language"]), unread)


def _subject(data: Mapping[str, Any]) -> Subject:
    optional = Subject._field_defaults.keys()
    _check(data, {*Subject._fields} - optional, optional, f"the subject '{data.get('subject')}'")
    return Subject(**_frozen(data))


def _check(data: Mapping[str, Any], needed: Set[str], optional: Set[str], what: str) -> None:
    for key in sorted(needed - data.keys()):
        raise ValueError(f"{what} lacks '{key}'")
    for key in sorted(data.keys() - needed - optional):
        raise ValueError(f"{what} has '{key}', which is no key of it")


@cache
def on_ratification(language: str) -> Wordings:
    """The wordings of answers on ratification; to put them together takes a second."""
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


_OF_SOME_FIELDS = {
    "asks", "headings", "items", "optional", "replaced_by", "sides_are_topics", "speaker",
    "subjects", "topics",
}  # fmt: skip


def _add_labels(
    labels: list[Label], node: Mapping[str, Any], section: str, topics: Sequence[str]
) -> None:
    kind = next((kind for kind in ("section", "group") if kind in node), "field")
    measures = node.get("items") == "measures"
    needed = {kind, "labels"} | ({"short"} if kind == "field" else {"parts"})
    needed |= {"area"} if measures else set()
    optional = _OF_SOME_FIELDS if kind == "field" else set()
    what = f"the {kind} '{node.get(kind)}'"
    _check(node, needed, optional, what)
    for key, values in (("items", get_args(Items)), ("asks", get_args(Asks))):
        if node.get(key, values[0]) not in values:
            raise ValueError(f"{what} has '{key}: {node[key]}'; expected {' or '.join(values)}")
    own = {key: each for key, each in node.items() if key not in (kind, "labels", "parts")}
    own["topics"] = [*node.get("topics", ()), *(topics if measures else ())]
    labels.append(
        Label(
            index=len(labels),
            kind=kind,  # type: ignore[arg-type]
            name=node[kind],
            section=section,
            printed=node["labels"][0],
            variants=tuple(sorted(dict.fromkeys(map(fold, node["labels"])), key=len, reverse=True)),
            **_frozen(own),
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
