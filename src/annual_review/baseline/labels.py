"""Find the labels of a questionnaire form in a document, and so the cells between them.

Where the document's format tells its cells, a label is what a label cell holds. In a mere text the
same words can stand in several places: there the order of the form decides, and the printed labels
are that sequence, in the form's order, which has the most evidence for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from annual_review.baseline.document import CellSpan, Document
from annual_review.forms.questionnaire import (
    WORD,
    Form,
    Label,
    Place,
    Span,
    Words,
    fold,
    gap_behind,
    label_places,
    usual_words,
)

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


Oddity = Literal["repeated", "displaced", "varied", "doubtful"]
"""What is odd about a label: printed again, outside the form's order, in other words, or that it
may be none; such a one stands in no cell of its own."""


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

    def above(self, missing: Label) -> Label | None:
        """The field to whose cell the answer beside a missing label would be read, if any."""
        labels = [f.label for f in self.found if f.label and f.label.index < missing.index]
        last = max(labels, key=attrgetter("index"), default=None)
        return last if last and last.kind == "field" else None

    def cells(self) -> Iterator[tuple[Found, Span]]:
        """Each label with the span of the text between it and the next one."""
        ends = [found.start for found in self.found[1:]] + [len(self.text)]
        for found, end in zip(self.found, ends, strict=True):
            yield found, (found.end, end)


def locate(document: Document) -> Layout:
    """Find the labels of whichever form fits the document best."""
    text = document.text
    cells = _LabelCells(text, document.cells) if document.cells else None
    by_form = label_places(text, tuple(cells.firsts) if cells else None)
    fits: list[_Fit] = []
    for form, places in sorted(by_form, key=lambda each: -len(each[1])):
        most = _MOST_SCORE * len({place.label.index for place in places})
        if any(fit.score >= most for fit in fits):
            continue  # with so few labels no form fits better
        candidates = cells.candidates(text, places) if cells else _candidates(text, places, form)
        chain = _best_chain(candidates)
        fits.append(_Fit(form, candidates, chain, sum(c.score for c in chain)))
    mere_text = document.source.media_type.startswith("text/plain") or not cells
    return _locate(text, cells, mere_text, max(fits, key=lambda fit: fit.score))


class _Candidate(NamedTuple):
    place: Place
    score: float
    closed: bool = True  # whether what follows speaks for the label's end


class _Fit(NamedTuple):
    """How a form fits a text: what may be its labels, and the surest sequence of them."""

    form: Form
    candidates: list[_Candidate]
    chain: list[_Candidate]
    score: float


_STRONG_SCORE, _STRONG_WORDS = 6.0, 3
"""Evidence that makes a label of words out of the form's order, which prose would not show."""


def _locate(text: str, cells: _LabelCells | None, mere_text: bool, fit: _Fit) -> Layout:
    """The labels of a form: the chain of the surest, and what else looks like one."""
    form, candidates, chain, score = fit
    taken = [(c.place.start, c.place.end) for c in chain]
    in_chain = set(taken)
    present = {c.place.label.index for c in chain}
    found = [_found(text, c.place, cells) for c in chain]
    notes: list[tuple[Oddity, Found]] = []
    for c in sorted(candidates, key=lambda c: -c.score):
        if c.score < _STRONG_SCORE:
            break
        start, end, label, words = c.place
        if (
            words < _STRONG_WORDS
            or (start, end) in in_chain  # quick to tell of most
            or _overlaps((start, end), taken)
        ):
            continue
        opened = next((o.place.label for o in reversed(chain) if o.place.end <= start), None)
        on_new_page = opened == label and "\n" in gap_behind(text, end)
        if not (c.closed or on_new_page):
            continue
        taken.append((start, end))
        again = label.index in present
        found.append(_found(text, c.place, cells, again=again))
        notes.append(("repeated" if again else "displaced", found[-1]))
        present.add(label.index)
    for varied in _varied_labels(text, found, form, present, taken, cells):
        found.append(varied)
        notes.append(("varied", varied))
    found.sort(key=attrgetter("start"))
    if cells:
        found += cells.others(found)
    if mere_text:
        found.sort(key=attrgetter("start"))
        found += list(_unknown_labels(text, found, form))
        found.sort(key=attrgetter("start"))
        notes += [("doubtful", each) for each in _doubtful_labels(text, found, form)]
    found.sort(key=attrgetter("start"))
    return Layout(form, text, tuple(found), score, tuple(notes))


def _overlaps(span: Span, spans: list[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)


_LABEL_END = re.compile(r"(?:\(s\)|\s?\))?(?:[¹²³]|\s?\d(?=\s*\n))?[ ]?[:.]?(?=\s|\Z)")
"""What can close a label without being letters of it: its bracket, a footnote's mark, a colon."""


def _found(text: str, place: Place, cells: _LabelCells | None, again: bool = False) -> Found:
    start, end, label, _ = place
    if cells and end in cells.ends:
        return Found(label, start, cells.ends[end], again)
    closing = _LABEL_END.match(text, end)
    return Found(label, start, closing.end() if closing else end, again)


_ALIKE = 88
"""Least likeness (of 100) of printed words to a label that the document lacks."""


def _could_be_alike(one: int, other: int) -> bool:
    """Whether words of so many letters can be as alike: quick to tell of most."""
    return 200 * min(one, other) >= _ALIKE * (one + other)


def _varied_labels(
    text: str,
    found: list[Found],
    form: Form,
    present: set[int],
    taken: list[Span],
    cells: _LabelCells | None,
) -> Iterator[Found]:
    """Labels nearly in the form's own words, where the form has their place."""
    lacking = [label for label in form.labels if label.index not in present]
    if not lacking:
        return
    words = Words(text)
    for label in lacking:
        length = len(WORD.findall(label.printed))
        if length < _STRONG_WORDS:
            continue
        earlier = [f.end for f in found if f.label and f.label.index < label.index]
        later = [f.start for f in found if f.label and f.label.index > label.index]
        low, high = max(earlier, default=0), min(later, default=len(text))
        best: tuple[float, int, int] = (0.0, 0, 0)
        for first, (start, _) in enumerate(words.spans):
            if not low <= start < high or not (
                start in cells.firsts
                if cells
                else first == 0 or "\n" in words.between(first - 1, first)
            ):
                continue
            if not cells and not text[start].isupper():
                continue
            for last in range(first + length - 3, min(first + length + 3, len(words.spans))):
                if last < first or words.spans[last][1] > high:
                    continue
                end = words.spans[last][1]
                if _overlaps(words.spans[last], taken) or (cells and end != cells.firsts[start]):
                    continue
                size = words.letters(first, last)
                near = [v for v in label.variants if _could_be_alike(size, len(v))]
                if near:
                    letters = "".join(words.words[first : last + 1])
                    likeness = max(fuzz.ratio(letters, v, score_cutoff=_ALIKE) for v in near)
                    best = max(best, (likeness, -start, -end))
        if best[0] >= _ALIKE:
            yield _found(text, Place(-best[1], -best[2], label, length), cells)


# ---- evidence in a mere text --------------------------------------------------------------------

_MIN_SCORE = 1.5
"""Least evidence for a label: one word at a line's start in the middle of a sentence has less."""
_MOST_WORDS_COUNTED = 6
_MOST_SCORE = _MOST_WORDS_COUNTED + 5.0
"""More evidence than that no label has in a mere text; in a label cell none has as much."""


def _candidates(text: str, places: Sequence[Place], form: Form) -> list[_Candidate]:
    """Those places of a form's labels, in order, that have evidence enough."""
    starts = {place.start for place in places}
    ends: set[int] = set()
    answers = {word for group in form.vocabulary.answers.values() for word in group}
    candidates = []
    for place in places:
        gap = _gap_before(text, place.start)
        begins = len(gap) == place.start
        behind = place.start - len(gap) in ends
        if begins or behind or "\n" in gap:
            before = _evidence_before(text, place, gap, begins or behind, answers)
            after = _evidence_after(text, place, starts, answers)
            if before + after >= _MIN_SCORE:
                candidates.append(_Candidate(place, before + after, after > 0))
                ends.add(place.end)
    return candidates


_SENTENCE_END = re.compile(r"[.!?:;]['\"’”)\]]*\s*\Z")


def _evidence_before(text: str, place: Place, gap: str, begins: bool, answers: set[str]) -> float:
    """How much the words themselves and what precedes them speak for a label."""
    score = float(min(place.words, _MOST_WORDS_COUNTED))
    score += 1 if text[place.start].isupper() else -1.5
    if begins or "\n\n" in gap:
        return score + 2
    if _SENTENCE_END.search(gap) or _word_before(text, place.start - len(gap)) in answers:
        return score + 1.5
    return score - 2


_SAYS_WHO = "accordingto"
"""Labels that begin so are speakers (`According to the Government:`) when a colon follows."""
_YEAR_OR_AR = re.compile(r"(?:(?:19|20)\d\d|ars?)\b", re.I)


def _evidence_after(text: str, place: Place, starts: set[int], answers: set[str]) -> float:
    """How much what follows speaks for the end of a label, against an answer that goes on."""
    gap = gap_behind(text, place.end)
    mark = gap.lstrip()[:1]
    at = place.end + len(gap)
    if mark in {",", ";"} or (mark == ":" and place.label.variants[0].startswith(_SAYS_WHO)):
        return -8
    names_speaker = mark == ":" and "\n" not in gap
    if at == len(text) or _YEAR_OR_AR.match(text, at):
        return 2
    if at in starts and not names_speaker:
        return 2
    following = WORD.match(text, at)
    if following and following[0].lower() in answers:
        return 1.5
    goes_on = text[at].islower()
    if names_speaker:
        return -0.5  # it may name who speaks: `Workers' organizations: the draft came late`
    if "\n" in gap:
        return -0.5 if goes_on else 1
    return -4 if goes_on else 0.5


def _gap_before(text: str, at: int) -> str:
    """What stands between a place and the word before."""
    begin = at
    while begin and not _is_of_word(text[begin - 1]):
        begin -= 1
    return text[begin:at]


def _word_before(text: str, at: int) -> str:
    """The word that ends at a place, in lower case."""
    begin = at
    while begin and _is_of_word(text[begin - 1]):
        begin -= 1
    return text[begin:at].lower()


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_MOST_CANDIDATES = 500


def _best_chain(candidates: list[_Candidate]) -> list[_Candidate]:
    """The sequence in text and form order with the greatest sum of scores."""
    if len(candidates) > _MOST_CANDIDATES:  # made to be slow: no form has a tenth of them
        candidates = sorted(candidates, key=lambda c: -c.score)[:_MOST_CANDIDATES]
        candidates.sort(key=lambda c: (c.place.start, c.place.label.index))
    best: list[float] = []
    most: list[float] = []  # of those so far
    previous: list[int] = []
    for i, (place, score, _) in enumerate(candidates):
        total, link = 0.0, -1
        for j in range(i - 1, -1, -1):
            if most[j] < total:
                break
            if best[j] >= total:
                other = candidates[j].place
                if other.end <= place.start and other.label.index < place.label.index:
                    total, link = best[j], j
        best.append(total + score)
        most.append(max(best[i], most[-1]) if most else best[i])
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

    def __init__(self, text: str, cells: Sequence[CellSpan]) -> None:
        self.firsts: dict[int, int] = {}  # where a label cell's first word begins, its last ends
        self.ends: dict[int, int] = {}  # where its last word ends, the cell itself ends
        for cell in cells:
            words = list(WORD.finditer(text, cell.start, cell.end)) if cell.role == "label" else []
            if words:
                self.firsts[words[0].start()] = words[-1].end()
                self.ends[words[-1].end()] = cell.end
        self._cells = cells

    def candidates(self, text: str, places: Sequence[Place]) -> list[_Candidate]:
        """Labels that fill a label cell, alone or several one after another."""
        starts = {place.start for place in places}
        begun = dict(self.firsts)
        candidates = []
        for place in places:
            end = begun.get(place.start)
            next_word = place.end + len(gap_behind(text, place.end))
            if end is None or not (place.end == end or (place.end < end and next_word in starts)):
                continue
            begun.setdefault(next_word, end)
            candidates.append(_Candidate(place, _IN_A_CELL + place.words / 10))
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

_MOST_LABEL_WORDS, _MOST_LABEL_LETTERS = 16, 240
_STARTS_WITH_YEARS = re.compile(r"(?:(?:19|20)\d\d\b[^:\n]{0,40}\bARs?\s*:|ARs?\s+(?:19|20)\d\d)")
_INNER_STOP = re.compile(r"[.;:!?](?:\s|$)")
_LINE = re.compile(r"[^\n]+")


def _unknown_labels(text: str, found: list[Found], form: Form) -> Iterator[Found]:
    """Lines inside cells that look like a label of their own.

    The title printed again is none, and marked so. They begin behind a finished sentence, hold no
    sentence themselves, and are either in capitals, or followed by a year prefix, or narrow lines
    before a known label amid wider ones, or a paragraph like the known labels are. Their answer may
    share their last line.
    """
    apart = _stand_apart(text, found)
    answers = {word for group in form.vocabulary.answers.values() for word in group}
    title_lines = text[: found[0].start].splitlines() if found else []
    title = {fold(line): line[:3].lower() for line in title_lines if line}
    openings = set(title.values())
    ends = [f.start for f in found[1:]] + [len(text)]
    for before, end in zip(found, ends, strict=False):
        lines = [line.span() for line in _LINE.finditer(text, before.end, end)]
        if lines and text[slice(*lines[0])].isspace():  # behind the label, in its line
            del lines[0]
        at = 0
        while at < len(lines):
            stop = _block_end(text, lines, at, apart)
            start, last = lines[at][0], lines[stop - 1][1]
            if (
                start > before.end
                and text[start : start + 3].lower() in openings
                and fold(text[slice(*lines[at])]) in title
            ):
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
            elif (
                start > before.end
                and text[start].isupper()
                and (behind := _end_before_answer(text, start, last))
                and _looks_like_label(text[start:behind], answers)
                and _behind_a_sentence(text, before, lines, at, answers)
            ):
                yield Found(None, start, behind)
            at = stop


_YEARS_BEHIND = re.compile(rf"\s+(?={_STARTS_WITH_YEARS.pattern})")
_SENTENCE_BEHIND = re.compile(r"(?<=[^\W\d_a-z])\s+(?=[A-Z][a-z])")
_LEAST_LETTERS_IN_CAPITALS = 7
"""Of one word at least: acronyms, which answers begin with as well, are shorter."""


def _end_before_answer(text: str, start: int, end: int) -> int:
    """Where words end that share a line with their answer as a label may: 0 if they do not.

    An answer begins with years, or a sentence behind words in capitals.
    """
    end = min(end, start + _MOST_LABEL_LETTERS)
    years = text.find("AR", start, end) >= 0 and _YEARS_BEHIND.search(text, start, end)
    if years:
        return years.start()
    in_capitals = text[start : start + _LEAST_LETTERS_IN_CAPITALS].isupper()
    sentence = in_capitals and _SENTENCE_BEHIND.search(text, start, end)
    if sentence and _in_capitals(text[start : sentence.start()]):
        words = WORD.findall(text, start, sentence.start())
        if max(map(len, words)) >= _LEAST_LETTERS_IN_CAPITALS:
            return sentence.start()
    return 0


def _behind_a_sentence(
    text: str, before: Found, lines: list[Span], at: int, answers: set[str]
) -> bool:
    """Whether what precedes a line is finished, and does not introduce it with a colon."""
    if not at:
        return "\n\n" in text[before.end : lines[0][0]]
    start, end = lines[at - 1]
    finished = _finished(text, (start, end)) or fold(text[start:end]) in answers
    return finished and text[end - 1] != ":"


_WORDS_BEFORE_A_SENTENCE = re.compile(
    r"\n(?<=[.!?”]\n)(?P<words>[A-Z][a-z]+(?: [a-z]{3,}){1,3})(?= [A-Z][a-z]* [a-z])"
)


def _doubtful_labels(text: str, found: list[Found], form: Form) -> Iterator[Found]:
    """Words behind a finished line that a sentence follows at once: `Gender dimension` / `Equal …`.

    They may be a label that the form does not know, in one line with its answer; they stay in it.
    """
    ends = [f.end for f in found]
    prose = usual_words(form.language)
    for match in _WORDS_BEFORE_A_SENTENCE.finditer(text, ends[0] if ends else 0):
        before = found[bisect_right(ends, match.end()) - 1]
        said = match["words"].lower().split()
        if match.start("words") > before.end and prose.isdisjoint(said):
            yield Found(None, *match.span("words"))


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
            or (text[start] in "12A" and _STARTS_WITH_YEARS.match(text, start))
            or _in_capitals(text[start:end]) != capitals
            or (apart and start - lines[stop - 1][1] > 1)
        ):
            break
        stop += 1
    return stop


def _finished(text: str, line: Span) -> bool:
    if text[line[1] - 1].isalnum():
        return False  # quick to tell of most
    return _SENTENCE_END.search(text, max(line[0], line[1] - 8), line[1]) is not None


def _looks_like_label(block: str, answers: set[str]) -> bool:
    if not block[0].isupper() or len(block) > _MOST_LABEL_LETTERS:
        return False
    words = WORD.findall(block)
    return (
        0 < len(words) <= _MOST_LABEL_WORDS
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
