"""The questionnaire forms, which are data, and the labels that they print.

`forms/*.yml` holds the forms: their sections and fields, and how each label is printed;
`forms/language/*.yml` holds the fixed words of a language. Words are compared by their letters
alone: case, apostrophes, punctuation, spaces and line breaks, even within a word, do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import accumulate
from typing import Any, Literal, NamedTuple

import yaml

from annual_review.forms.wordings import Wordings

Span = tuple[int, int]


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
    further: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a form. `index` is its place in printed order, `printed` its usual wording.

    `headings` can stand above parts of its cell. Some tables lack an `optional` row; a table that
    has one of `replaced_by` has that in its place. `subjects` are those whose tables have the row,
    if not all have it.
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
    optional: bool = False
    replaced_by: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()

    def has_heading(self, text: str) -> bool:
        """Whether a line of a text is one of the headings within the label's cell."""
        if not self.headings:
            return False
        known = set(map(fold, self.headings))
        return any(fold(line) in known for line in text.splitlines())


class Vocabulary(NamedTuple):
    """The fixed words of a language, see `forms/language/en.yml`."""

    title_phrases: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    speakers: Mapping[str, tuple[str, ...]]
    nothing_reported: tuple[str, ...]
    not_in_labels: tuple[str, ...]
    sides: Mapping[str, tuple[str, ...]]
    acronyms: Mapping[str, tuple[str, ...]]
    not_partners: tuple[str, ...]
    speaks: tuple[str, ...]
    acts: tuple[str, ...]
    tiers: Mapping[str, tuple[str, ...]]


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
    subjects = tuple(
        Subject(
            s["subject"],
            s["name"],
            s["principle"],
            tuple(s["instruments"]),
            tuple(s["titles"]),
            tuple(_tuples(s.get("further", {})).items()),
        )
        for s in data["subjects"]
    )
    labels: list[Label] = []
    for section in data["sections"]:
        # a field among the sections is a row of its own, whose one label is section and field
        _add_labels(labels, section, section.get("section") or section["field"])
    vocabulary = _vocabulary(data["language"])
    return Form(data["form"], data["language"], data["since"], subjects, tuple(labels), vocabulary)


@cache
def _ratification(language: str) -> Wordings:
    folder = resources.files(__package__) / "language"
    wordings = _read(folder / f"{language}-ratification.yml")
    return Wordings.of(wordings | _read(folder / f"{language}-instruments.yml"))


@cache  # the forms of a language share it
def _vocabulary(language: str) -> Vocabulary:
    folder = resources.files(__package__) / "language"
    words = _read(folder / f"{language}.yml")
    return Vocabulary(
        title_phrases=tuple(words["title_phrases"]),
        answers=_tuples(words["answers"]),
        speakers=_tuples(words["speakers"]),
        nothing_reported=tuple(words["nothing_reported"]),
        not_in_labels=tuple(words["not_in_labels"]),
        sides=_tuples(words["sides"]),
        acronyms=_tuples(words["acronyms"]),
        not_partners=tuple(words["not_partners"]),
        speaks=tuple(words["speaks"]),
        acts=tuple(words["acts"]),
        tiers=_tuples(words["tiers"]),
    )


def _read(file: Traversable) -> Any:
    return yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)


def _tuples(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in lists.items()}


def _add_labels(labels: list[Label], node: Mapping[str, Any], section: str) -> None:
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
            optional=node.get("optional", False),
            replaced_by=tuple(node.get("replaced_by", ())),
            subjects=tuple(node.get("subjects", ())),
        )
    )
    for part in node.get("parts", ()):
        _add_labels(labels, part, section)


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


@cache
def usual_words(language: str) -> frozenset[str]:
    """The most usual words of a form's language, in lower case."""
    return next(known.words for known in _languages() if known.code == language)


def other_language(text: str) -> str:
    """The name of a text's language; empty if a form is in it or if it cannot be told."""
    counted = Counter(WORD.findall(_lower(text)))

    def share(language: _Language) -> float:
        return sum(counted[word] for word in language.words) / max(1, counted.total())

    likeliest = max(_languages(), key=share)
    known = likeliest.code in {form.language for form in forms()}
    return "" if known or share(likeliest) < _LEAST_SHARE_OF_WORDS else likeliest.name


# ---- letters alone ------------------------------------------------------------------------------

WORD = re.compile(r"\w+")
_GAP = re.compile(r"\W*")


def _lower(text: str) -> str:
    """`text` in lower case, with every character at the same offset."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


_SPELLINGS = (
    (re.compile(r"labor\b"), "labour"),
    (re.compile(r"(organi|reali)s(ation|ing)"), r"\1z\2"),
    (re.compile(r"fulfilment"), "fulfillment"),
    (re.compile(r"programs?\b"), "programme"),
)
"""British and American spellings of words in labels, each replaced by one of them."""


@lru_cache(maxsize=20_000)
def _spelled(word: str) -> str:
    for pattern, usual in _SPELLINGS:
        word = pattern.sub(usual, word)
    return word


def fold(text: str) -> str:
    """The letters and digits of `text`, in lower case and one spelling, with nothing between."""
    return "".join(map(_spelled, WORD.findall(_lower(text))))


def collapse(text: str) -> str:
    """The words of `text`, with one space between them."""
    return " ".join(text.split())


def in_one_line(cleaned: str) -> str:
    """`collapse` for a part of `Document.text`, whose only white space is spaces and line ends."""
    flat = cleaned.replace("\n", " ")
    return collapse(flat) if "  " in flat else flat.strip()


class Words:
    """The words of a text, and a search in their letters that finds whole words only."""

    def __init__(self, text: str) -> None:
        self.text = text
        lower = _lower(text)
        self.spans = [word.span() for word in WORD.finditer(lower)]
        self.words = [_spelled(lower[start:end]) for start, end in self.spans]
        self.folded = "".join(self.words)
        self._ends = list(accumulate(map(len, self.words)))  # of words, in the folded letters

    def find(self, letters: str) -> Iterator[tuple[int, int]]:
        """The indices of the first and last word wherever words have exactly these letters."""
        at = self.folded.find(letters)
        while at >= 0:
            first = bisect_right(self._ends, at)
            begins = self._ends[first - 1] if first else 0
            last = bisect_left(self._ends, at + len(letters), lo=first)
            if begins == at and self._ends[last] == at + len(letters):
                yield first, last
            at = self.folded.find(letters, at + 1)

    def between(self, left: int, right: int) -> str:
        """What stands between two words, by their indices; -1 and the end are the text's edges."""
        start = self.spans[left][1] if left >= 0 else 0
        end = self.spans[right][0] if right < len(self.spans) else len(self.text)
        return self.text[start:end]


# ---- what is a label ----------------------------------------------------------------------------


class _Letters(NamedTuple):
    """The letters of all labels of all forms; `labels` gives the form's number and the label."""

    labels: Mapping[str, list[tuple[int, Label]]]
    fields: frozenset[str]
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
        frozenset(v for v, known in labels.items() if any(e.kind == "field" for _, e in known)),
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
    lower = _lower(text)
    found: tuple[list[Place], ...] = tuple([] for _ in forms())
    to_see = list(_first_words(lower) if starts is None else starts)
    seen = set(to_see)
    for start in to_see:  # grows in the loop
        at_start: dict[tuple[int, int], Place] = {}
        for end, words, labels in _labels_at(lower, start):
            behind = _GAP.match(text, end).end()  # type: ignore[union-attr]
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
        said += _spelled(word[0])
        labels = beginnings.get(said)
        if labels is None:
            break
        if labels:
            found.append((word.end(), number, labels))
    return found


@cache
def _first_word() -> re.Pattern[str]:
    """The first word of a line, if a label has a word that begins with its first letters."""
    begun = sorted(v for v in _letters().beginnings if len(v) <= 2)
    either = "|".join(rf"{v}\b" if len(v) == 1 else v for v in begun)
    return re.compile(rf"\n[^\w\n]*((?:{either})\w*)")


def line_starts(text: str) -> Iterator[int]:
    """Where the first words of lines are, if a label begins with them."""
    return _first_words(_lower(text))


def _first_words(lower: str) -> Iterator[int]:
    beginnings = _letters().beginnings
    for line in _first_word().finditer(f"\n{lower}"):
        if _spelled(line[1]) in beginnings:
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
    return fold(text) in _letters().fields


def whole_labels(text: str) -> tuple[int, bool]:
    """How many labels of its likeliest form a text has, and whether it has all a table must have.

    Labels count at the beginning of a line or right after another label.
    """
    names = [
        (form, {place.label.name for place in places}) for form, places in label_places(text, None)
    ]
    complete = any(not form.lacking(present) for form, present in names)
    return max(len(present) for _, present in names), complete


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
