"""Tell labels from answers in a text whose lines mix them, as `pdftotext -raw` can leave it.

Where a label and the answer beside it share lines, the fragments of the label stand between those
of the answer. Of all ways to read the lines, the one with the most evidence counts: each line can
begin with fragments of labels, from left to right, and the rest of it belongs to an answer. The
best readings are followed line by line, a state being the labels that are not complete yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from annual_review.forms.printed_labels import is_label
from annual_review.forms.questionnaire import Form, Label, forms
from annual_review.forms.words import WORD, fold
from annual_review.readers.rows import Line, Note, Piece

_FAR_APART = 6
"""How many lines can stand between two fragments of a label: those of the other columns, in which a
section's label can continue at the head of a page."""
_MOST_STATES = 300
"""How many readings of the lines so far are followed further, the best ones."""

_WHOLE_LABEL, _LETTER = 2.0, 0.2
"""Evidence of a complete label: for itself, and for each of its letters."""
_FRAGMENT = -0.2
_SHARED_LINE = -0.5
_LINE_BETWEEN = -0.1
_LOWER_CASE = -2.0
_OTHER_CASE = -2.0
_PROSE_CONTINUES = -3.0
_CAPITAL = -1.0
_SKIPPED = {"section": -1.0, "group": -1.0, "field": -4.0}
"""Evidence against a reading: each fragment; one that shares its line with an answer; each line
between two fragments; a label in lower case; one that is partly in capitals; one that begins in a
line that continues in lower case, as no answer begins; each capital in a label's later words beside
an answer; each label that the text then lacks."""
_SLOTS = {"section": 0, "group": 1, "field": 2}
"""Columns from left to right, which is the order of their fragments in one line."""


class Interleaved(NamedTuple):
    """A text's pieces in order, how many labels they have, and notes on unclear lines."""

    pieces: list[Piece]
    labels: int
    notes: tuple[Note, ...]


class _OpenLabel(NamedTuple):
    """A label of which some letters were found; `line` is the number of the last line with some."""

    slot: int
    label: int
    variant: str
    letters: int
    line: int
    capitals: bool

    @property
    def rest(self) -> str:
        return self.variant[self.letters :]


class _State(NamedTuple):
    """How the lines so far can be read: the last label begun, and those not yet complete."""

    begun: int
    open: tuple[_OpenLabel, ...]


class _Fragment(NamedTuple):
    """Words of a line that belong to a label, by index."""

    label: int
    first: int
    behind: int


_Fragments = tuple[_Fragment, ...]


class _Words:
    """A line, and start, end and letters of each of its words.

    `openings` keeps what `_openings` found, which many readings of the line ask for.
    """

    def __init__(self, line: Line) -> None:
        self.line = line
        words = list(WORD.finditer(line.text))
        self.starts = [word.start() for word in words]
        self.ends = [word.end() for word in words]
        self.letters = [fold(word[0]) for word in words]
        self.openings: dict[tuple[str, int], list[tuple[_OpenLabel, int, float]]] = {}

    def __len__(self) -> int:
        return len(self.letters)

    def in_capitals(self, first: int, behind: int) -> bool:
        return self.line.text[self.starts[first] : self.ends[behind - 1]].isupper()

    def initial(self, at: int) -> str:
        return self.line.text[self.starts[at]]

    def offset(self, at: int) -> int:
        """Where a word begins with the bullet, quotation mark or bracket that opens it."""
        if at == len(self):
            return len(self.line.text)
        start = self.starts[at]
        opening = _OPENING.search(self.line.text, max(0, start - 8), start)
        return opening.start() if opening else start


_OPENING = re.compile(r"(?:(?<=\s)[•▪●‣·*–—-]\s+)?[(“‘\"'\[$€£]*\Z")


def interleaved(lines: Sequence[Line]) -> Interleaved | None:
    """Tell the lines of labels from those of answers, by the form in which most labels are found.

    None if no reading of the text has complete labels.
    """
    words = [_Words(line) for line in lines]
    best = max((_best_reading(words, form) for form in forms()), key=lambda each: each.score)
    if not best.lines:
        return None
    return Interleaved(
        pieces=_pieces(words, best.lines, best.form),
        labels=len({fragment.label for fragments in best.lines for fragment in fragments}),
        notes=tuple(Note("order_unclear", line) for line in _unclear_lines(words, best.lines)),
    )


# ---- the best reading ---------------------------------------------------------------------------


class _Reading(NamedTuple):
    """A form by which a text can be read, the evidence for it, and the fragments in each line."""

    form: Form
    score: float
    lines: list[_Fragments]


def _best_reading(lines: Sequence[_Words], form: Form) -> _Reading:
    """The reading with the most evidence; without lines if none completes all labels it begins."""
    reached: dict[_State, float] = {_State(-1, ()): 0.0}
    steps: list[dict[_State, tuple[_State, _Fragments]]] = []
    line = 0  # blank ones are not counted
    for words in lines:
        line += bool(words.letters)
        if not _has_label(words, reached, form):
            reached = {state: score for state, score in reached.items() if _is_near(state, line)}
            steps.append({})
            continue
        following: dict[_State, float] = {}
        step: dict[_State, tuple[_State, _Fragments]] = {}
        for state, score in reached.items():
            for new, gain, fragments in _readings(words, line, state, form):
                if score + gain > following.get(new, float("-inf")):
                    following[new] = score + gain
                    step[new] = (state, fragments)
        best_first = sorted(following, key=lambda state: -following[state])[:_MOST_STATES]
        reached = {state: following[state] for state in best_first}
        steps.append(step)
    complete = [state for state in reached if not state.open and state.begun >= 0]
    if not complete:
        return _Reading(form, float("-inf"), [])
    state = max(complete, key=lambda each: reached[each])
    score = reached[state]
    reading: list[_Fragments] = []
    for step in reversed(steps):
        state, fragments = step.get(state, (state, ()))
        reading.append(fragments)
    return _Reading(form, score, reading[::-1])


def _readings(
    words: _Words, line: int, state: _State, form: Form
) -> Iterator[tuple[_State, float, _Fragments]]:
    """Every way to read a line, with the state after it and the evidence for it."""
    for after, gain, fragments in _fragments(words, 0, -1, line, state, form):
        if fragments and fragments[-1].behind < len(words.letters):
            gain += _SHARED_LINE
        if _is_near(after, line):
            yield after, gain, fragments


def _has_label(words: _Words, states: Iterable[_State], form: Form) -> bool:
    """Whether a line can begin with a fragment of a label, in any of the readings so far."""
    if not words.letters:
        return False
    first = words.letters[0]
    return bool(_openings(words, 0, form)) or any(
        label.rest.startswith(first) for state in states for label in state.open
    )


def _is_near(state: _State, line: int) -> bool:
    """Whether no label is open whose last fragment stands too far above a line."""
    return all(line - label.line <= _FAR_APART for label in state.open)


def _fragments(
    words: _Words, at: int, slot: int, line: int, state: _State, form: Form
) -> Iterator[tuple[_State, float, _Fragments]]:
    """Ways to read a line from word `at` on, with fragments right of column `slot` only."""
    yield state, 0.0, ()
    if at >= len(words.letters):
        return
    for label, behind, gain, begun in (
        *_continued(words, at, slot, line, state),
        *_begun(words, at, slot, state, form),
    ):
        letters = label.letters + sum(map(len, words.letters[at:behind]))
        others = tuple(other for other in state.open if other.label != label.label)
        if letters == len(label.variant):
            gain += _WHOLE_LABEL + _LETTER * letters
        else:
            others = tuple(sorted((*others, label._replace(letters=letters, line=line))))
        for after, more, fragments in _fragments(
            words, behind, label.slot, line, _State(begun, others), form
        ):
            yield after, gain + more, (_Fragment(label.label, at, behind), *fragments)


def _continued(
    words: _Words, at: int, slot: int, line: int, state: _State
) -> Iterator[tuple[_OpenLabel, int, float, int]]:
    """Open labels that words from `at` on can continue: the label, where its words end, evidence.

    The last label begun comes with each of them.
    """
    for label in state.open:
        if label.slot <= slot or not label.rest.startswith(words.letters[at]):
            continue
        later = [other.rest for other in state.open if other.slot > label.slot]
        for behind in _ends(words, at, label, later):
            gain = _FRAGMENT + _LINE_BETWEEN * (line - 1 - label.line)
            gain += 0 if words.in_capitals(at, behind) == label.capitals else _OTHER_CASE
            if behind < len(words) and not label.capitals:
                gain += _CAPITAL * sum(words.initial(n).isupper() for n in range(at, behind))
            yield label, behind, gain, state.begun


def _begun(
    words: _Words, at: int, slot: int, state: _State, form: Form
) -> Iterator[tuple[_OpenLabel, int, float, int]]:
    """Labels that can begin with word `at`: the label, where its words end, evidence, its index."""
    for label, behind, gain in _openings(words, at, form):
        if (
            label.label > state.begun
            and label.slot > slot
            and all(each.slot < label.slot for each in state.open)
        ):
            skipped = _skipped(form)
            gain += skipped[label.label] - skipped[state.begun + 1]
            yield label, behind, gain, label.label


def _openings(words: _Words, at: int, form: Form) -> list[tuple[_OpenLabel, int, float]]:
    """Labels that can begin with word `at`, whatever stands above: where they end, evidence."""
    known = words.openings.get((form.name, at))
    if known is not None:
        return known
    found = words.openings[form.name, at] = []
    for label, variant in _by_beginning(form).get(words.letters[at][:2], ()):
        behind = _longest(words, at, variant)
        if behind == at:
            continue
        gain = _FRAGMENT + (0 if words.initial(at).isupper() else _LOWER_CASE)
        if behind < len(words.letters) and words.initial(behind).islower():
            gain += _PROSE_CONTINUES
        opened = _OpenLabel(
            _SLOTS[label.kind], label.index, variant, 0, 0, words.in_capitals(at, behind)
        )
        found.append((opened, behind, gain))
    return found


@cache
def _skipped(form: Form) -> list[float]:
    """The evidence against leaving out all labels before each one, and before the end."""
    return list(accumulate((_SKIPPED[label.kind] for label in form.labels), initial=0.0))


@cache
def _by_beginning(form: Form) -> dict[str, list[tuple[Label, str]]]:
    """Labels and wordings by their first two letters."""
    found: dict[str, list[tuple[Label, str]]] = {}
    for label in form.labels:
        for variant in label.variants:
            found.setdefault(variant[:2], []).append((label, variant))
    return found


def _ends(words: _Words, at: int, label: _OpenLabel, later: Sequence[str]) -> Iterator[int]:
    """Where a label's words from `at` on can end.

    As late as possible, or one word before that (`means of` / `of action`), or before a capital,
    which may belong to the answer, or before words of a label further right.
    """
    longest = _longest(words, at, label.rest)
    for behind in range(longest, at, -1):
        if (
            behind >= longest - 1
            or words.initial(behind).isupper()
            or any(rest.startswith(words.letters[behind]) for rest in later)
        ):
            yield behind


def _longest(words: _Words, at: int, letters: str) -> int:
    """The index after the last of the words from `at` on with which `letters` begins.

    Words in capitals and others are not in one fragment.
    """
    behind = at
    while behind < len(words) and letters.startswith(words.letters[behind]):
        if words.in_capitals(behind, behind + 1) != words.in_capitals(at, at + 1):
            break
        letters = letters[len(words.letters[behind]) :]
        behind += 1
    return behind


# ---- from a reading to pieces -------------------------------------------------------------------


def _pieces(lines: Sequence[_Words], reading: Sequence[_Fragments], form: Form) -> list[Piece]:
    """The pieces in order: what stands before the first label, then row by row."""
    rows: list[tuple[list[int], list[Line]]] = [([], [])]
    labels: dict[int, list[Line]] = {}
    above: list[Line] | None = None  # the label that the line above ends with
    for words, fragments in zip(lines, reading, strict=True):
        line = words.line
        begun = [fragment.label for fragment in fragments if fragment.label not in labels]
        in_row, answer = rows[-1]
        complete = any(form.labels[index].kind == "field" for index in in_row)
        if begun and (complete or any(each.text for each in answer)):
            rows.append(([], []))
        rows[-1][0].extend(begun)
        start = 0
        for fragment in fragments:
            start = words.offset(fragment.behind)
            part = _part(line, words.offset(fragment.first), start)
            labels.setdefault(fragment.label, []).append(part)
        open_bracket = next((each for each in labels.values() if _lacks_bracket(each)), None)
        if line.text.strip() == ")" and open_bracket:
            open_bracket.append(line)
        elif above and line.text.strip() in _WITHIN_LABELS and not is_label(_joined(above)):
            above.append(line)
        elif line.text[start:].strip() or not line.text:
            rows[-1][1].append(_part(line, start, len(line.text)))
            above = None
        else:
            above = labels[fragments[-1].label] if fragments else None
    pieces: list[Piece] = []
    for in_row, answer in rows:
        pieces += [Piece("label", tuple(labels[index])) for index in sorted(in_row)]
        if any(line.text for line in answer):
            pieces.append(Piece("answer" if in_row else "loose", tuple(answer)))
    return pieces


_WITHIN_LABELS = {",", "’", "'"}
"""Parts of a label that can stand in a line of their own, in a narrow column."""


def _joined(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)


def _lacks_bracket(lines: Sequence[Line]) -> bool:
    text = _joined(lines)
    return text.count("(") > text.count(")")


def _part(line: Line, start: int, stop: int) -> Line:
    return line._replace(text=line.text[start:stop].rstrip())


def _unclear_lines(lines: Sequence[_Words], reading: Sequence[_Fragments]) -> list[Line]:
    """Lines near a label that begin with the same words as one of its fragments, or its first one.

    So does a line with the last word of the fragment above, which may be the answer's in that line.
    """
    last: dict[int, int] = {}
    unclear: list[Line] = []
    for number, fragments in enumerate(reading):
        words = lines[number]
        for fragment in fragments:
            below = number + 1
            if fragment.behind < len(words) and below < len(lines):
                twice = lines[below].letters[:1] == [words.letters[fragment.behind - 1]]
                if twice and not any(other.first == 0 for other in reading[below]):
                    unclear += [words.line, lines[below].line]
            above = last.get(fragment.label)
            last[fragment.label] = number
            if above is None:
                continue
            said = words.letters[fragment.first : fragment.behind]
            for other in range(above + 1, min(number + 2, len(lines))):
                size = 1 if other < number else len(said)  # passed over, or right below
                if other != number and lines[other].letters[:size] == said[:size]:
                    unclear += [words.line, lines[other].line]
    return unclear
