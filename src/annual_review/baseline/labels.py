"""Find the labels of a questionnaire form in a document, and so the cells between them.

Where the document's format has cells, a label is what fills a label cell. In a mere text the same
words can stand in several places: there the order of the form decides, and the printed labels are
the sequence, in the form's order, for which there is the most evidence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz import fuzz

from annual_review.baseline.document import CellSpan, Document
from annual_review.baseline.layout import Found, Layout, Oddity
from annual_review.baseline.unknown_labels import FINISHED, doubtful_labels, unknown_labels
from annual_review.forms.printed_labels import Place, label_places, line_starts, section_labels
from annual_review.forms.questionnaire import Form, Label
from annual_review.forms.words import WORD, Span, Words, fold, overlaps


def locate(document: Document) -> Layout:
    """Find the labels of whichever form fits the document best."""
    text = document.text
    cells = _LabelCells(text, document.cells) if document.cells else None
    flowing = () if cells else _flowing(text)
    starts = tuple(cells.firsts) if cells else _starts(text, flowing)
    by_form = label_places(text, starts)
    fits: list[_Fit] = []
    for form, places in sorted(by_form, key=lambda each: -len(each[1])):
        most = _MOST_SCORE * len({place.label.index for place in places})
        if any(fit.score >= most for fit in fits):
            continue  # with so few labels no form fits better
        candidates = cells.candidates(places) if cells else _candidates(text, places, form, flowing)
        chain = _best_chain(candidates)
        fits.append(_Fit(form, candidates, chain, sum(c.score for c in chain)))
    best = max(fit.score for fit in fits)
    fits = [fit for fit in fits if fit.score == best]
    fit = fits[0] if len(fits) == 1 else max(fits, key=lambda fit: _names_subject(text, fit))
    found, notes = _known_labels(text, cells, fit)
    if cells:
        found += cells.others(found)
    if not cells or document.source.media_type.startswith("text/plain"):
        found = _in_order([*found, *unknown_labels(text, _in_order(found), fit.form)])
        notes += [("doubtful", each) for each in doubtful_labels(text, found, fit.form)]
    found = _in_order(found)
    found = [each for each in found if not _is_heading(text, each, found, fit.form)]
    return Layout(fit.form, text, tuple(found), tuple(notes), flowing)


def _is_heading(text: str, cell: Found, found: list[Found], form: Form) -> bool:
    """Whether what is no label of the form is a heading within the answer before it.

    A mere topic has an answer, and is none of the words of a row that the document lacks.
    """
    if cell.label or cell.again or cell.loose:
        return False
    before = [each for each in found if each.label and each.end <= cell.start]
    label = max(before, key=attrgetter("start")).label if before else None
    said = text[cell.start : cell.end]
    if label is None or label.has_heading(said) or not label.has_topic(said):
        return label is not None and label.has_heading(said)
    after = next((each.start for each in found if each.start >= cell.end), len(text))
    lacking = form.lacking({each.label.name for each in found if each.label})
    of_another = any(each.has_heading(said) for each in lacking)
    return not (of_another or text[cell.end : after].isspace())


def _names_subject(text: str, fit: _Fit) -> bool:
    """Whether the title is one of the form's: the forms begin with the same rows.

    A form is not older than its first Annual Review.
    """
    title = text[: fit.chain[0].place.start] if fit.chain else text
    last_year = max(map(int, _YEAR.findall(title)), default=0)
    phrases = (phrase for subject in fit.form.subjects for phrase in subject.titles)
    folded = fold(title)
    return last_year >= fit.form.since and any(fold(phrase) in folded for phrase in phrases)


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _in_order(found: list[Found]) -> list[Found]:
    return sorted(found, key=attrgetter("start"))


class _Candidate(NamedTuple):
    place: Place
    score: float
    closed: bool = True  # whether what follows is evidence of the label's end


class _Fit(NamedTuple):
    """How a form fits a text: what may be its labels, and the surest sequence of them."""

    form: Form
    candidates: list[_Candidate]
    chain: list[_Candidate]
    score: float


_STRONG_SCORE, _STRONG_WORDS = 6.0, 3
"""Evidence that makes words a label even outside the form's order, which prose would not show.

Two words have to be alone on their line.
"""


def _known_labels(
    text: str, cells: _LabelCells | None, fit: _Fit
) -> tuple[list[Found], list[tuple[Oddity, Found]]]:
    """The labels of a form, in order, and what is odd about some.

    They are the surest sequence, other places with strong evidence, and labels in other words.
    """
    taken = [(c.place.start, c.place.end) for c in fit.chain]
    in_chain = set(taken)
    present = {c.place.label.index for c in fit.chain}
    found = [_found(text, c.place, cells) for c in fit.chain]
    notes: list[tuple[Oddity, Found]] = []
    for c in sorted(fit.candidates, key=lambda c: -c.score):
        if c.score < _STRONG_SCORE:
            break
        start, end, label, words, behind = c.place
        span = (start, end)
        alone = words > 1 and _begins_line(text, start) and _ends_line(text, end)
        if not (alone or words >= _STRONG_WORDS) or span in in_chain or overlaps(span, taken):
            continue
        opened = next((o.place.label for o in reversed(fit.chain) if o.place.end <= start), None)
        on_new_page = opened == label and "\n" in text[end:behind]
        if not (c.closed or on_new_page) or _in_other_case(text, c.place, fit.chain):
            continue
        taken.append(span)
        again = label.index in present
        found.append(_found(text, c.place, cells, again=again))
        notes.append(("repeated" if again else "displaced", found[-1]))
        present.add(label.index)
    lacking = [
        label
        for label in fit.form.labels
        if label.index not in present and len(WORD.findall(label.printed)) >= _STRONG_WORDS
    ]
    for varied in _varied_labels(text, found, lacking, taken, cells) if lacking else ():
        found.append(varied)
        notes.append(("varied", varied))
    return _in_order(found), notes


def _in_other_case(text: str, place: Place, chain: list[_Candidate]) -> bool:
    """Whether the words of a label in capitals are printed in small letters, as in a sentence."""
    printed = (c.place for c in chain if c.place.label is place.label)
    return any(
        text[each.start : each.end].isupper() != text[place.start : place.end].isupper()
        for each in printed
    )


_LABEL_END = re.compile(r"(?:\(s\)|\s?\))?(?:[⁰¹²³⁴-⁹]|\s?\d(?=\s*\n))?[ ]?[:.]?(?=\s|\Z)")
"""What can close a label without being letters of it: its bracket, a footnote's mark, a colon."""


def _found(text: str, place: Place, cells: _LabelCells | None, again: bool = False) -> Found:
    start, end, label, _, _ = place
    if cells and end in cells.ends:
        return Found(label, start, cells.ends[end], again)
    closing = _LABEL_END.match(text, end)
    return Found(label, start, closing.end() if closing else end, again)


_MOST_SKIPPED_AT_END = 4
"""The most labels that can lack before the last one of a text, if that is in other words. Where a
text ends early, `According to the Government: …` is its last answer, not a row far below."""
_ALIKE = 88
"""The least likeness (of 100) between printed words and a label that the document lacks."""


def _varied_labels(
    text: str,
    found: list[Found],
    lacking: list[Label],
    taken: list[Span],
    cells: _LabelCells | None,
) -> Iterator[Found]:
    """Labels of some words in nearly the form's own, where the form has their place."""
    words = Words(text)
    for label in lacking:
        length = len(WORD.findall(label.printed))
        before = [f for f in found if f.label and f.label.index < label.index]
        after = [f for f in found if f.label and f.label.index > label.index]
        last_before = max((f.label.index for f in before if f.label), default=0)
        if not after and label.index - last_before > _MOST_SKIPPED_AT_END:
            continue
        low = max((f.end for f in before), default=0)
        high = min((f.start for f in after), default=len(text))
        best: tuple[float, int, int] = (0.0, 0, 0)
        for first, (start, _) in enumerate(words.spans):
            if not low <= start < high:
                continue
            if cells:
                begins = start in cells.firsts
            else:
                at_line = first == 0 or "\n" in words.between(first - 1, first)
                begins = at_line and text[start].isupper()
            if not begins:
                continue
            for last in range(first + length - 3, first + length + 3):
                if last >= len(words.spans) or words.spans[last][1] > high:
                    break
                end = words.spans[last][1]
                if overlaps(words.spans[last], taken) or (cells and end != cells.firsts[start]):
                    continue
                letters = "".join(words.words[first : last + 1])
                likeness = max(fuzz.ratio(letters, v, score_cutoff=_ALIKE) for v in label.variants)
                best = max(best, (likeness, -start, -end))
        if best[0] >= _ALIKE:
            yield _found(text, Place(-best[1], -best[2], label, length, -best[2]), cells)


# ---- evidence in a mere text --------------------------------------------------------------------

_MIN_SCORE = 1.5
"""The least evidence for a label: a word that begins a line within a sentence has less."""
_MOST_WORDS_COUNTED = 6
_MOST_SCORE = _MOST_WORDS_COUNTED + 5.0
"""The most evidence that a label can have in a mere text; in a label cell it has less."""

_LONGEST_USUAL_LINE, _LEAST_SECTIONS = 400, 2
"""The most characters that a line usually has, and the fewest labels of sections in a longer one
that has flowed together of many."""


def _flowing(text: str) -> tuple[Span, ...]:
    """Lines that have lost their breaks, so that labels stand in the middle of them."""
    return tuple(
        (line.start(), line.end() - 1)
        for line in _LONG_LINE.finditer(f"\n{text}")
        if len(section_labels(line[0])) >= _LEAST_SECTIONS
    )


_LONG_LINE = re.compile(rf"\n[^\n]{{{_LONGEST_USUAL_LINE},}}")
_CAPITALIZED = re.compile(r"\b[A-Z]")


def _starts(text: str, flowing: Sequence[Span]) -> tuple[int, ...] | None:
    """Where labels can begin beside the beginnings of lines; None if nowhere."""
    if not flowing:
        return None
    within = (m.start() for span in flowing for m in _CAPITALIZED.finditer(text, *span))
    return tuple(sorted({*line_starts(text), *within}))


def _candidates(
    text: str, places: Sequence[Place], form: Form, flowing: Sequence[Span]
) -> list[_Candidate]:
    """Those places of a form's labels, in order, for which there is enough evidence.

    They begin a line, unless it is `flowing`.
    """
    starts = {place.start for place in places}
    ends: set[int] = set()
    candidates = []
    for place in places:
        behind = _end_of_word_before(text, place.start)
        gap = text[behind : place.start]
        begins = not behind or behind in ends
        within = any(start <= place.start < end for start, end in flowing)
        if begins or within or "\n" in gap:
            before = float(min(place.words, _MOST_WORDS_COUNTED))
            before += 1 if text[place.start].isupper() else -1.5
            if begins or "\n\n" in gap:
                before += 2
            else:
                finished = FINISHED.search(gap) or form.ends_with_answer(text, behind)
                before += 1.5 if finished else -2
            before += _ALONE if "\n" in gap and _ends_line(text, place.end) else 0
            after = _evidence_after(text, place, starts, form)
            if before + after >= _MIN_SCORE:
                candidates.append(_Candidate(place, before + after, after > 0))
                ends.add(place.end)
    return candidates


_ALONE = 1.0
"""Evidence that a label is alone on its line."""


def _begins_line(text: str, at: int) -> bool:
    return not at or text[at - 1] == "\n"


def _ends_line(text: str, at: int) -> bool:
    return text.startswith("\n", at) and not text[at : at + 4].lstrip()[:1].islower()


_SAYS_WHO = "accordingto"
"""Labels that begin so are speakers (`According to the Government:`) when a colon follows."""
_YEAR_OR_AR = re.compile(r"(?:(?:19|20)\d\d|ars?)\b", re.I)


def _evidence_after(text: str, place: Place, starts: set[int], form: Form) -> float:
    """Evidence, in what follows, of a label's end rather than an answer that continues."""
    at = place.behind
    gap = text[place.end : at]
    mark = gap.lstrip()[:1]
    if mark in {",", ";"} or (mark == ":" and place.label.variants[0].startswith(_SAYS_WHO)):
        return -8
    names_speaker = mark == ":" and "\n" not in gap
    if at == len(text) or _YEAR_OR_AR.match(text, at):
        return 2
    if at in starts and not names_speaker:
        return 2
    if form.begins_with_answer(text, at):
        return 1.5
    continues = text[at].islower()
    if names_speaker:
        return -0.5  # it may name who speaks: `Workers' organizations: the draft came late`
    if "\n" in gap:
        return -0.5 if continues else 1
    return -4 if continues else 0.5


def _end_of_word_before(text: str, at: int) -> int:
    while at and not (text[at - 1].isalnum() or text[at - 1] == "_"):
        at -= 1
    return at


_MOST_CANDIDATES = 500


def _best_chain(candidates: list[_Candidate]) -> list[_Candidate]:
    """The sequence in text and form order with the greatest sum of scores."""
    if len(candidates) > _MOST_CANDIDATES:  # no real document has a tenth of them
        candidates = sorted(candidates, key=lambda c: -c.score)[:_MOST_CANDIDATES]
        candidates.sort(key=lambda c: (c.place.start, c.place.label.index))
    best: list[float] = []
    previous: list[int] = []
    for i, (place, score, _) in enumerate(candidates):
        total, link = 0.0, -1
        for j in range(i - 1, -1, -1):
            if best[j] >= total:
                other = candidates[j].place
                if other.end <= place.start and other.label.index < place.label.index:
                    total, link = best[j], j
        best.append(total + score)
        previous.append(link)
    chain = []
    at = max(range(len(best)), key=best.__getitem__, default=-1)
    while at >= 0:
        chain.append(candidates[at])
        at = previous[at]
    return chain[::-1]


# ---- labels in cells ----------------------------------------------------------------------------

_IN_A_CELL = 8.0
"""Evidence for words that fill a label cell."""

_CONTINUED = re.compile(r"\s*\([Cc]ont(?:inued|['’]?d)?\.?\)\W*\Z")
"""What says in a label's cell that its answer goes on there: `Request (cont.)`."""


class _LabelCells:
    """The label cells of a document whose format has them, and what stands outside all cells."""

    def __init__(self, text: str, cells: Sequence[CellSpan]) -> None:
        self.firsts: dict[int, int] = {}  # from where a cell's first word begins to its last's end
        self.ends: dict[int, int] = {}  # from where its last word ends to the cell's own end
        for cell in cells:
            if cell.role != "label":
                continue
            continued = _CONTINUED.search(text[cell.start : cell.end])
            last = cell.start + continued.start() if continued else cell.end
            words = list(WORD.finditer(text, cell.start, last))
            if words:
                self.firsts[words[0].start()] = words[-1].end()
                self.ends[words[-1].end()] = cell.end
        self._text, self._cells = text, cells

    def candidates(self, places: Sequence[Place]) -> list[_Candidate]:
        """Labels that fill a label cell, alone or several one after another."""
        starts = {place.start for place in places}
        begun = dict(self.firsts)
        candidates = []
        for place in places:
            end = begun.get(place.start)
            goes_on = end is not None and place.end < end and place.behind in starts
            if end is None or not (place.end == end or goes_on):
                continue
            begun.setdefault(place.behind, end)
            candidates.append(_Candidate(place, _IN_A_CELL + place.words / 10))
        return candidates

    def others(self, found: list[Found]) -> Iterator[Found]:
        """Label cells after the first label that hold none, and where loose text begins."""
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
