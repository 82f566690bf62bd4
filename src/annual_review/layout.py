"""Find the labels of a questionnaire form in a document, and so the cells between them.

Where the document's format tells its cells, a label is what a label cell holds. In a mere text the
same words can stand in several places: there the order of the form decides, and the printed labels
are that sequence, in the form's order, which has the most evidence for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from annual_review.document import CellSpan, Document
from annual_review.questionnaire import WORD, Form, Label, Span, Words, fold, forms

# ---- labels in a text ---------------------------------------------------------------------------


class Found(NamedTuple):
    """A label where it is printed. `label` is None for one that the form does not know.

    `again` marks what is printed once more, as at the head of a new page: a label, or (without
    label) the title. `loose` marks the place where text outside of all cells begins.
    """

    label: Label | None
    start: int
    end: int
    again: bool = False
    loose: bool = False


Oddity = Literal["repeated", "displaced", "varied"]
"""What is odd about a label: printed again, outside the form's order, in other words."""


@dataclass(frozen=True)
class Layout:
    """Where a document has a form's labels, in the order of the text."""

    form: Form
    text: str
    found: tuple[Found, ...]
    score: float
    notes: tuple[tuple[Oddity, Found], ...] = ()

    @property
    def missing(self) -> tuple[Label, ...]:
        """Labels of the form that the text lacks."""
        present = {found.label.index for found in self.found if found.label}
        return tuple(label for label in self.form.labels if label.index not in present)

    def cells(self) -> Iterator[tuple[Found, Span]]:
        """Each label with the span of the text between it and the next one."""
        ends = [found.start for found in self.found[1:]] + [len(self.text)]
        for found, end in zip(self.found, ends, strict=True):
            yield found, (found.end, end)


def locate(document: Document) -> Layout:
    """Find the labels of whichever form fits the document best."""
    words = Words(document.text)
    cells = _LabelCells(words, document.cells) if document.cells else None
    fits = []
    for form in forms():
        candidates = cells.candidates(form) if cells else _candidates(words, form)
        chain = _best_chain(candidates)
        fits.append((sum(c.score for c in chain), form, candidates, chain))
    mere_text = document.media_type.startswith("text/plain") or not cells
    return _locate(words, cells, mere_text, *max(fits, key=lambda fit: fit[0]))


class _Candidate(NamedTuple):
    first: int  # words, by index
    last: int
    label: Label
    score: float
    closed: bool = True  # whether what follows speaks for the label's end


_MIN_SCORE = 1.5
"""Least evidence for a label: one word at a line's start in the middle of a sentence has less."""
_STRONG_SCORE, _STRONG_WORDS = 6.0, 3
"""Evidence that makes a label of words out of the form's order, which prose would not show."""


def _locate(
    words: Words,
    cells: _LabelCells | None,
    mere_text: bool,
    score: float,
    form: Form,
    candidates: list[_Candidate],
    chain: list[_Candidate],
) -> Layout:
    """The labels of a form: the chain of the surest, and what else looks like one."""
    taken = {word for c in chain for word in range(c.first, c.last + 1)}
    present = {c.label.index for c in chain}
    found = [_found(words, c, cells) for c in chain]
    notes: list[tuple[Oddity, Found]] = []
    for c in sorted(candidates, key=lambda c: -c.score):
        own = set(range(c.first, c.last + 1))
        strong = c.score >= _STRONG_SCORE and len(own) >= _STRONG_WORDS
        opened = next((o.label.index for o in reversed(chain) if o.last < c.first), None)
        on_new_page = opened == c.label.index and "\n" in words.between(c.last, c.last + 1)
        if not strong or own & taken or not (c.closed or on_new_page):
            continue
        taken |= own
        again = c.label.index in present
        found.append(_found(words, c, cells, again=again))
        notes.append(("repeated" if again else "displaced", found[-1]))
        present.add(c.label.index)
    for varied in _varied_labels(words, found, form, present, taken, cells):
        found.append(varied)
        notes.append(("varied", varied))
    found.sort(key=lambda f: f.start)
    if cells:
        found += cells.others(found)
    if mere_text:
        found.sort(key=lambda f: f.start)
        found += list(_unknown_labels(words.text, found, form))
    found.sort(key=lambda f: f.start)
    return Layout(form, words.text, tuple(found), score, tuple(notes))


_LABEL_END = re.compile(r"(?:\(s\)|\s?\))?(?:[¹²³]|\s?\d(?=\s*\n))?[ ]?[:.]?(?=\s|\Z)")
"""What can close a label without being letters of it: its bracket, a footnote's mark, a colon."""


def _found(
    words: Words, candidate: _Candidate, cells: _LabelCells | None, again: bool = False
) -> Found:
    start, end = words.spans[candidate.first][0], words.spans[candidate.last][1]
    if cells and candidate.last in cells.ends:
        return Found(candidate.label, start, cells.ends[candidate.last], again)
    closing = _LABEL_END.match(words.text, end)
    return Found(candidate.label, start, closing.end() if closing else end, again)


_ALIKE = 88
"""Least likeness (of 100) of printed words to a label that the document lacks."""


def _could_be_alike(one: int, other: int) -> bool:
    """Whether words of so many letters can be as alike: quick to tell of most."""
    return 200 * min(one, other) >= _ALIKE * (one + other)


def _varied_labels(
    words: Words,
    found: list[Found],
    form: Form,
    present: set[int],
    taken: set[int],
    cells: _LabelCells | None,
) -> Iterator[Found]:
    """Labels nearly in the form's own words, where the form has their place."""
    for label in form.labels:
        length = len(WORD.findall(label.printed))
        if label.index in present or length < _STRONG_WORDS:
            continue
        earlier = [f.end for f in found if f.label and f.label.index < label.index]
        later = [f.start for f in found if f.label and f.label.index > label.index]
        low, high = max(earlier, default=0), min(later, default=len(words.text))
        best: tuple[float, int, int] = (0.0, 0, 0)
        for first, (start, _) in enumerate(words.spans):
            if not low <= start < high or not (
                first in cells.firsts
                if cells
                else first == 0 or "\n" in words.between(first - 1, first)
            ):
                continue
            if not cells and not words.text[start].isupper():
                continue
            for last in range(first + length - 3, min(first + length + 3, len(words.spans))):
                if last < first or words.spans[last][1] > high or last in taken:
                    continue
                if cells and last != cells.firsts[first]:
                    continue
                size = words.letters(first, last)
                near = [v for v in label.variants if _could_be_alike(size, len(v))]
                if near:
                    letters = "".join(words.words[first : last + 1])
                    likeness = max(fuzz.ratio(letters, v, score_cutoff=_ALIKE) for v in near)
                    best = max(best, (likeness, -first, -last))
        if best[0] >= _ALIKE:
            yield _found(words, _Candidate(-best[1], -best[2], label, 0.0), cells)


def _candidates(words: Words, form: Form) -> list[_Candidate]:
    """Every place where a label's words stand at a line's start or right behind another label."""
    places: dict[tuple[int, int], int] = {}  # (first word, label) -> last word
    for label in form.labels:
        for variant in label.variants:
            for first, last in words.find(variant):
                places.setdefault((first, label.index), last)
    starts = {first for first, _ in places}
    ends: set[int] = set()
    answers = {word for group in form.vocabulary.answers.values() for word in group}
    candidates = []
    for (first, index), last in sorted(places.items()):
        gap = words.between(first - 1, first)
        if first == 0 or "\n" in gap or first - 1 in ends:
            label = form.labels[index]
            before = _evidence_before(words, first, last, ends, answers)
            after = _evidence_after(words, last, label, starts, answers)
            if before + after >= _MIN_SCORE:
                candidates.append(_Candidate(first, last, label, before + after, after > 0))
                ends.add(last)
    return candidates


_SENTENCE_END = re.compile(r"[.!?:;]['\"’”)\]]*\s*\Z")


def _evidence_before(
    words: Words, first: int, last: int, ends: set[int], answers: set[str]
) -> float:
    """How much the words themselves and what precedes them speak for a label."""
    score = float(min(last - first + 1, 6))
    score += 1 if words.text[words.spans[first][0]].isupper() else -1.5
    gap = words.between(first - 1, first)
    if first == 0 or first - 1 in ends or "\n\n" in gap:
        return score + 2
    if _SENTENCE_END.search(gap) or words.words[first - 1] in answers:
        return score + 1.5
    return score - 2


_SAYS_WHO = "accordingto"
"""Labels that begin so are speakers (`According to the Government:`) when a colon follows."""


def _evidence_after(
    words: Words, last: int, label: Label, starts: set[int], answers: set[str]
) -> float:
    """How much what follows speaks for the end of a label, against an answer that goes on."""
    after = words.between(last, last + 1)
    mark = after.lstrip()[:1]
    following = words.words[last + 1] if last + 1 < len(words.words) else ""
    if mark in {",", ";"} or (mark == ":" and label.variants[0].startswith(_SAYS_WHO)):
        return -8
    names_speaker = mark == ":" and "\n" not in after
    if not following or re.match(r"(?:19|20)\d\d$|ars?$", following):
        return 2
    if last + 1 in starts and not names_speaker:
        return 2
    if following in answers:
        return 1.5
    goes_on = words.text[words.spans[last + 1][0]].islower()
    if names_speaker:
        return -0.5  # it may name who speaks: `Workers' organizations: the draft came late`
    if "\n" in after:
        return -0.5 if goes_on else 1
    return -4 if goes_on else 0.5


_MOST_CANDIDATES = 500


def _best_chain(candidates: list[_Candidate]) -> list[_Candidate]:
    """The sequence in text and form order with the greatest sum of scores."""
    # a text with more is made to be slow: no form has a tenth of them
    strongest = sorted(candidates, key=lambda c: -c.score)[:_MOST_CANDIDATES]
    candidates = sorted(strongest, key=lambda c: (c.first, c.label.index))
    best: list[float] = []
    previous: list[int] = []
    for i, c in enumerate(candidates):
        total, link = 0.0, -1
        for j in range(i):
            other = candidates[j]
            if other.last < c.first and other.label.index < c.label.index and best[j] > total:
                total, link = best[j], j
        best.append(total + c.score)
        previous.append(link)
    chain = []
    at = max(range(len(best)), key=best.__getitem__, default=-1)
    while at >= 0:
        chain.append(candidates[at])
        at = previous[at]
    return chain[::-1]


# ---- labels in cells ----------------------------------------------------------------------------

_IN_A_CELL = 8.0
"""Evidence for words that fill a label cell, more than any words in a mere text have."""


class _LabelCells:
    """The label cells of a document whose format tells them, and what stands outside of cells."""

    def __init__(self, words: Words, cells: Sequence[CellSpan]) -> None:
        self._words = words
        starts = [span[0] for span in words.spans]
        self.firsts: dict[int, int] = {}  # first word of a label cell -> its last word
        self.ends: dict[int, int] = {}  # last word of a label cell -> where the cell ends
        for cell in cells:
            first = bisect_left(starts, cell.start)
            last = bisect_left(starts, cell.end) - 1
            if cell.role == "label" and first <= last:
                self.firsts[first] = last
                self.ends[last] = cell.end
        self._cells = cells

    def candidates(self, form: Form) -> list[_Candidate]:
        """Labels that fill a label cell, alone or several one after another."""
        found: dict[tuple[int, int], int] = {}
        for label in form.labels:
            for variant in label.variants:
                for first, last in self._words.find(variant):
                    found.setdefault((first, label.index), last)
        starts = {first for first, _ in found}
        begun = dict(self.firsts)
        candidates = []
        for (first, index), last in sorted(found.items()):
            end = begun.get(first)
            if end is None or not (last == end or (last < end and last + 1 in starts)):
                continue
            begun.setdefault(last + 1, end)
            score = _IN_A_CELL + (last - first + 1) / 10
            candidates.append(_Candidate(first, last, form.labels[index], score))
        return candidates

    def others(self, found: list[Found]) -> Iterator[Found]:
        """Label cells behind the first label that hold none, and where loose text begins."""
        starts = [each.start for each in found]
        for cell in self._cells:
            if not found or cell.start < found[0].start:
                continue
            if cell.role == "loose":
                yield Found(None, cell.start, cell.start, loose=True)
            elif (
                cell.role == "label"
                and found[bisect_left(starts, cell.end) - 1].end <= cell.start  # the one before
            ):
                yield Found(None, cell.start, cell.end)


# ---- labels that the form does not know ---------------------------------------------------------

_MOST_LABEL_WORDS = 16
_STARTS_WITH_YEARS = re.compile(r"(?:(?:19|20)\d\d\b[^:\n]{0,40}\bARs?\s*:|ARs?\s+(?:19|20)\d\d)")
_INNER_STOP = re.compile(r"[.;:!?](?:\s|$)")
_LINE = re.compile(r"[^\n]+")


def _unknown_labels(text: str, found: list[Found], form: Form) -> Iterator[Found]:
    """Lines inside cells that look like a label of their own.

    The title printed again is none, and marked so. They begin behind a finished sentence, hold no
    sentence themselves, and are either in capitals, or followed by a year prefix, or narrow lines
    before a known label amid wider ones, or a paragraph like the known labels are.
    """
    apart = _stand_apart(text, found)
    answers = {word for group in form.vocabulary.answers.values() for word in group}
    title = {fold(line) for line in text[: found[0].start].splitlines()} if found else set()
    ends = [f.start for f in found[1:]] + [len(text)]
    for before, end in zip(found, ends, strict=False):
        lines = [line.span() for line in _LINE.finditer(text, before.end, end)]
        lines = [(s, e) for s, e in lines if text[s:e].strip()]
        at = 0
        while at < len(lines):
            stop = _block_end(text, lines, at, apart)
            start, last = lines[at][0], lines[stop - 1][1]
            if lines[at][0] > before.end and fold(text[slice(*lines[at])]) in title:
                yield Found(None, *lines[at], again=True)
                stop = at + 1
            elif (
                _looks_like_label(text[start:last], answers)
                and (
                    _in_capitals(text[start:last])
                    or (stop < len(lines) and _STARTS_WITH_YEARS.match(text, lines[stop][0]))
                    or (stop == len(lines) and end < len(text) and _narrow(lines, at))
                    or (apart and _heads_a_paragraph(text, start, last))
                )
                and (
                    _in_capitals(text[start:last])
                    or _behind_a_sentence(text, before, lines, at, answers)
                )
            ):
                yield Found(None, start, last)
            at = stop


def _behind_a_sentence(
    text: str, before: Found, lines: list[Span], at: int, answers: set[str]
) -> bool:
    """Whether what precedes a line is finished, and does not introduce it with a colon."""
    if not at:
        return "\n\n" in text[before.end : lines[0][0]]
    start, end = lines[at - 1]
    finished = _finished(text, (start, end)) or fold(text[start:end]) in answers
    return finished and text[end - 1] != ":"


_LEAST_SHARE_APART = 0.8


def _stand_apart(text: str, found: list[Found]) -> bool:
    """Whether the labels of a text are paragraphs of their own."""
    labels = [f for f in found if f.label]
    alone = sum(text.startswith("\n\n", f.end) for f in labels)
    return len(labels) > 0 and alone >= _LEAST_SHARE_APART * len(labels)


def _heads_a_paragraph(text: str, start: int, end: int) -> bool:
    """Whether words are a paragraph that ends openly, before one that begins a sentence."""
    following = text[end + 2 : end + 3]
    around = text[:start].endswith("\n\n") and text.startswith("\n\n", end)
    return around and text[end - 1].isalnum() and (following.isupper() or following.isdigit())


def _block_end(text: str, lines: list[Span], at: int, apart: bool) -> int:
    """Index behind the last line of the block that begins at line `at`.

    A block ends with a sentence, before a year prefix, where capitals begin or end, and with its
    paragraph where labels stand `apart`.
    """
    capitals = _in_capitals(text[slice(*lines[at])])
    stop = at + 1
    while stop < len(lines):
        start, end = lines[stop]
        if (
            _finished(text, lines[stop - 1])
            or _STARTS_WITH_YEARS.match(text, start)
            or _in_capitals(text[start:end]) != capitals
            or (apart and start - lines[stop - 1][1] > 1)
        ):
            break
        stop += 1
    return stop


def _finished(text: str, line: Span) -> bool:
    return _SENTENCE_END.search(text, max(line[0], line[1] - 8), line[1]) is not None


def _looks_like_label(block: str, answers: set[str]) -> bool:
    words = WORD.findall(block)
    return (
        0 < len(words) <= _MOST_LABEL_WORDS
        and block[0].isupper()
        and not _INNER_STOP.search(block)
        and words[0].lower() not in answers
        and fold(block) not in map(fold, answers)
        and not _STARTS_WITH_YEARS.match(block)
    )


def _in_capitals(block: str) -> bool:
    return block.isupper() and sum(map(str.isalpha, block)) >= 8 and len(block.split()) >= 2


def _narrow(lines: list[Span], at: int) -> bool:
    """Whether the lines from `at` on are much shorter than the ones before them, if any."""
    widths = sorted(end - start for start, end in lines[:at])
    widest = max(end - start for start, end in lines[at:])
    return bool(widths) and widest * 1.6 < widths[len(widths) // 2]
