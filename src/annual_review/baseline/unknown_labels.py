"""Find what looks like a label inside the cells of a mere text, though no form knows it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from annual_review.baseline.layout import Found
from annual_review.baseline.tokens import BEFORE_YEARS, YEAR, tier_words
from annual_review.forms.questionnaire import Form, either, usual_words
from annual_review.forms.words import WORD, Span, fold

_MOST_LABEL_WORDS, _MOST_LABEL_LETTERS = 10, 240
_STARTS_WITH_YEARS = re.compile(
    rf"(?:(?P<year>{YEAR})\b[^:\n]{{0,40}}\bARs?\s*:|ARs?\s+\(?(?P<behind>{YEAR}))"
)
_INNER_STOP = re.compile(r"[.;:!?](?:\s|$)")
FINISHED = re.compile(r"[.!?:;]['\"’”)\]]*\s*\Z")
"""What a line ends with, be it a sentence or what a colon leads to, so that another can begin."""


def unknown_labels(text: str, found: list[Found], form: Form) -> Iterator[Found]:
    """Lines inside cells that look like a label, and the title where it is repeated.

    Such lines come after a finished sentence or a whole answer and contain no sentence themselves.
    They are in capitals, or followed by a year prefix, or narrower than the lines before and
    followed by a known label, or paragraphs as the known labels are. Their answer may share their
    last line.
    """
    apart = _stand_apart(text, found)
    title = [line for line in text[: found[0].start].split("\n") if line] if found else []
    openings = {line[:3].lower() for line in title}
    newest = max(re.findall(YEAR, " ".join(title)), default="")
    ends = [f.start for f in found[1:]] + [len(text)]
    for label, end in zip(found, ends, strict=False):
        lines = _lines(text, label.end, end)
        if lines and text[slice(*lines[0])].isspace():  # the rest of the label's own line
            del lines[0]
        cell = _Cell(text, label, lines, end, apart, newest, form)
        at = 0
        while at < len(lines):
            stop = cell.block_end(at)
            start, last = lines[at][0], lines[stop - 1][1]
            below = start > label.end
            may_repeat = below and text[start : start + 3].lower() in openings
            if may_repeat and fold(text[slice(*lines[at])]) in map(fold, title):
                yield Found(None, *lines[at], again=True)
                stop = at + 1
            elif cell.is_label(at, stop):
                yield Found(None, start, last)
            elif (
                below
                and text[start].isupper()
                and (behind := _end_before_answer(text, start, last))
                and _looks_like_label(text[start:behind], form)
                and cell.begins_anew(at, behind + 1)
            ):
                yield Found(None, start, behind)
            at = stop


class _Cell(NamedTuple):
    """The lines of a cell that are not empty, the label before it, and where the cell ends.

    `apart` says whether the labels of the text are paragraphs of their own, `newest` which year is
    the last one of its title.
    """

    text: str
    label: Found
    lines: list[Span]
    end: int
    apart: bool
    newest: str
    form: Form

    def block_end(self, at: int) -> int:
        """The index after the last line of the block that begins at line `at`.

        A block ends with a sentence, with a whole answer, before a year prefix, where capitals
        begin or end, and, where labels stand `apart`, with its paragraph.
        """
        text, lines = self.text, self.lines
        capitals = _in_capitals(text[slice(*lines[at])])
        stop = at + 1
        while stop < len(lines):
            start, end = lines[stop]
            last = lines[stop - 1][1]
            if (
                (not text[last - 1].isalnum() and _finished(text, lines[stop - 1]))
                or (text[start] in "12A" and _STARTS_WITH_YEARS.match(text, start))
                or _in_capitals(text[start:end]) != capitals
                or (self.apart and start - last > 1)
                or self._answer_before(stop)
            ):
                break
            stop += 1
        return stop

    def is_label(self, at: int, stop: int) -> bool:
        """Whether the block of lines from `at` to `stop` is a label that the form does not know."""
        words = self.text[self.lines[at][0] : self.lines[stop - 1][1]]
        below = self.lines[stop][0] if stop < len(self.lines) else self.end
        return _looks_like_label(words, self.form) and (
            _in_capitals(words) or (self._is_set_as_label(at, stop) and self.begins_anew(at, below))
        )

    def begins_anew(self, at: int, below: int) -> bool:
        """Whether what precedes a line is finished, and not a colon that introduces it.

        A whole answer is, but what stands behind a yes or no can explain it, unless the years
        `below` it begin anew too.
        """
        text, before = self.text, self.lines[at - 1]
        if not at:
            return "\n\n" in text[self.label.end : self.lines[0][0]]
        finished = _finished(text, before) and text[before[1] - 1] != ":"
        answer = self._answer_before(at)
        if not answer or self.form.is_answer(answer, "nil"):
            return finished or bool(answer)
        dated = _years_of(text, *[line[0] for line in self.lines[:at]])
        if not (years := _years_of(text, below)):
            return finished or (self.apart and not dated)
        if dated:
            return years[0] >= dated[-1]
        return years[0] >= self.newest and (finished or self.form.is_answer(answer, "no"))

    def _is_set_as_label(self, at: int, stop: int) -> bool:
        """Whether a block stands as labels do: by what follows, its width, or the space around."""
        text, lines = self.text, self.lines
        if stop < len(lines) and _STARTS_WITH_YEARS.match(text, lines[stop][0]):
            return True
        ends_cell = stop == len(lines)
        if ends_cell and self.end < len(text) and _narrow(lines, at):
            return True
        is_whole_answer = at == 0 and ends_cell and _takes_answers(self.label)
        heads = self.apart and _heads_a_paragraph(text, lines[at][0], lines[stop - 1][1])
        return heads and not is_whole_answer

    def _answer_before(self, at: int) -> str:
        """The whole answer before a line, if there is one; it can be broken over two lines.

        It begins the cell, or comes after years, whoever speaks, or a sentence.
        """
        text, lines, end = self.text, self.lines, self.lines[at - 1][1]
        for n in range(max(0, at - 2), at):
            start = lines[n][0]
            behind = text.rfind(":", start, end) + 1
            begins = behind or not n or _finished(text, lines[n - 1])
            answer = text[behind or start : end]
            if begins and self.form.is_answer(answer):
                return answer
        return ""


def _years_of(text: str, *starts: int) -> list[str]:
    """The first year of each line that starts with years."""
    found = (_STARTS_WITH_YEARS.match(text, start) for start in starts)
    return [prefix["year"] or prefix["behind"] for prefix in found if prefix]


def _lines(text: str, start: int, end: int) -> list[Span]:
    """The lines of a stretch of text that are not empty."""
    lines = []
    for line in text[start:end].split("\n"):
        if line:
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


_YEARS_BEHIND = re.compile(rf"\s+(?={_STARTS_WITH_YEARS.pattern})")
_SENTENCE_BEHIND = re.compile(r"(?<=[^\W\d_a-z])\s+(?=[A-Z][a-z])")
_LEAST_LETTERS_IN_CAPITALS = 7
"""In at least one of the words: acronyms, with which answers can begin too, are shorter."""


def _end_before_answer(text: str, start: int, end: int) -> int:
    """Where words end that may be a label and share a line with their answer; 0 if none do.

    The answer begins with years, or with a sentence after words in capitals.
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


_WORDS_BEFORE_A_SENTENCE = re.compile(
    r"\n(?P<words>[A-Z][a-z]+(?: [a-z]{3,}){1,3})(?= [A-Z][a-z]* [a-z])"
)


def doubtful_labels(text: str, found: list[Found], form: Form) -> Iterator[Found]:
    """Words after a finished line that a sentence follows at once: `Gender dimension` / `Equal …`.

    They may be an unknown label that shares its line with its answer; they stay in the answer. So
    does a short paragraph that is all that stands below a label which is a paragraph itself.
    """
    if not found:
        return
    if _stand_apart(text, found):
        for before, after in pairwise(found):
            line = _lines(text, before.end, after.start)
            if len(line) == 1 and _takes_answers(before) and _is_short(text[slice(*line[0])], form):
                yield Found(None, *line[0])
    ends = [f.end for f in found]
    prose = usual_words(form.language)
    for match in _WORDS_BEFORE_A_SENTENCE.finditer(text, ends[0]):
        before = found[bisect_right(ends, match.end()) - 1]
        said = match["words"].lower().split()
        at = match.start()
        anew = text[at - 1] in ".!?”" or form.ends_with_answer(text, at)
        if anew and at >= before.end and prose.isdisjoint(said):
            yield Found(None, *match.span("words"))


def _takes_answers(found: Found) -> bool:
    return found.label is not None and found.label.kind == "field"


def _is_short(answer: str, form: Form) -> bool:
    """Whether an answer without a full stop has nothing that labels have not."""
    return answer[-1].isalnum() and _looks_like_label(answer, form)


_LEAST_SHARE_APART = 0.8


def _stand_apart(text: str, found: list[Found]) -> bool:
    """Whether the labels of a text are paragraphs of their own."""
    labels = [f for f in found if f.label]
    alone = sum(text.startswith("\n\n", f.end) for f in labels)
    return len(labels) > 0 and alone >= _LEAST_SHARE_APART * len(labels)


def _heads_a_paragraph(text: str, start: int, end: int) -> bool:
    """Whether words are a paragraph without a full stop, before one that begins a sentence."""
    following = text[end + 2 : end + 3]
    around = text[:start].endswith("\n\n") and text.startswith("\n\n", end)
    return around and text[end - 1].isalnum() and (following.isupper() or following.isdigit())


def _finished(text: str, line: Span) -> bool:
    return FINISHED.search(text, max(line[0], line[1] - 8), line[1]) is not None


_LEADS_IN = re.compile(rf"{BEFORE_YEARS}|(?:Before|After|Till)(?:\s+the)?")


def _looks_like_label(block: str, form: Form) -> bool:
    if not block[0].isupper() or len(block) > _MOST_LABEL_LETTERS or _LEADS_IN.fullmatch(block):
        return False
    words, in_capitals = WORD.findall(block), _in_capitals(block)
    return (
        0 < len(words) <= _MOST_LABEL_WORDS * (1 + in_capitals)
        and (in_capitals or not either(form.vocabulary.not_in_labels).search(block))
        and not _INNER_STOP.search(block)
        and not form.begins_with_answer(block)
        and not re.fullmatch(tier_words(form), block, re.IGNORECASE)
        and not _STARTS_WITH_YEARS.match(block)
    )


def _in_capitals(block: str) -> bool:
    return block.isupper() and sum(map(str.isalpha, block)) >= 8 and len(block.split()) >= 2


def _narrow(lines: list[Span], at: int) -> bool:
    """Whether the lines from `at` on are much shorter than the ones before them, if any."""
    widths = sorted(end - start for start, end in lines[:at])
    widest = max(end - start for start, end in lines[at:])
    return bool(widths) and widest * 1.6 < widths[len(widths) // 2]
