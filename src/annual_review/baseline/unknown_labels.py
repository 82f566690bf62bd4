"""Find what looks like a label inside the cells of a mere text, though no form knows it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from annual_review.baseline.layout import Found
from annual_review.baseline.tokens import BEFORE_YEARS, tier_words
from annual_review.forms.questionnaire import Form, either, usual_words
from annual_review.forms.words import WORD, Span, fold

_MOST_LABEL_WORDS, _MOST_LABEL_LETTERS = 10, 240
_STARTS_WITH_YEARS = re.compile(r"(?:(?:19|20)\d\d\b[^:\n]{0,40}\bARs?\s*:|ARs?\s+(?:19|20)\d\d)")
_INNER_STOP = re.compile(r"[.;:!?](?:\s|$)")
SENTENCE_END = re.compile(r"[.!?:;]['\"’”)\]]*\s*\Z")


def unknown_labels(text: str, found: list[Found], form: Form) -> Iterator[Found]:
    """Lines inside cells that look like a label, and the title where it is repeated.

    Such lines come after a finished sentence and contain none themselves. They are in capitals, or
    followed by a year prefix, or narrower than the lines before and followed by a known label, or
    paragraphs as the known labels are. Their answer may share their last line.
    """
    apart = _stand_apart(text, found)
    answers = form.answer_words
    title = [line for line in text[: found[0].start].split("\n") if line] if found else []
    openings = {line[:3].lower() for line in title}
    ends = [f.start for f in found[1:]] + [len(text)]
    for before, end in zip(found, ends, strict=False):
        lines = _lines(text, before.end, end)
        if lines and text[slice(*lines[0])].isspace():  # the rest of the label's own line
            del lines[0]
        at = 0
        while at < len(lines):
            stop = _block_end(text, lines, at, apart)
            start, last = lines[at][0], lines[stop - 1][1]
            if (
                start > before.end
                and text[start : start + 3].lower() in openings
                and fold(text[slice(*lines[at])]) in map(fold, title)
            ):
                yield Found(None, *lines[at], again=True)
                stop = at + 1
            elif (
                _looks_like_label(text[start:last], form)
                and (
                    _in_capitals(text[start:last])
                    or (stop < len(lines) and _STARTS_WITH_YEARS.match(text, lines[stop][0]))
                    or (stop == len(lines) and end < len(text) and _narrow(lines, at))
                    or (
                        apart
                        and _heads_a_paragraph(text, start, last)
                        and not (at == 0 and stop == len(lines) and _takes_answers(before))
                    )
                )
                and (
                    _in_capitals(text[start:last])
                    or _after_a_sentence(text, before, lines, at, answers)
                )
            ):
                yield Found(None, start, last)
            elif (
                start > before.end
                and text[start].isupper()
                and (behind := _end_before_answer(text, start, last))
                and _looks_like_label(text[start:behind], form)
                and _after_a_sentence(text, before, lines, at, answers)
            ):
                yield Found(None, start, behind)
            at = stop


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


def _after_a_sentence(
    text: str, before: Found, lines: list[Span], at: int, answers: frozenset[str]
) -> bool:
    """Whether what precedes a line is finished, and not a colon that introduces it."""
    if not at:
        return "\n\n" in text[before.end : lines[0][0]]
    start, end = lines[at - 1]
    finished = _finished(text, (start, end)) or fold(text[start:end]) in answers
    return finished and text[end - 1] != ":"


_WORDS_BEFORE_A_SENTENCE = re.compile(
    r"\n(?<=[.!?”]\n)(?P<words>[A-Z][a-z]+(?: [a-z]{3,}){1,3})(?= [A-Z][a-z]* [a-z])"
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
        if match.start("words") > before.end and prose.isdisjoint(said):
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


def _block_end(text: str, lines: list[Span], at: int, apart: bool) -> int:
    """The index after the last line of the block that begins at line `at`.

    A block ends with a sentence, before a year prefix, where capitals begin or end, and, where
    labels stand `apart`, with its paragraph.
    """
    capitals = _in_capitals(text[slice(*lines[at])])
    stop = at + 1
    while stop < len(lines):
        start, end = lines[stop]
        last = lines[stop - 1][1]
        if (
            (not text[last - 1].isalnum() and _finished(text, lines[stop - 1]))
            or (text[start] in "12A" and _STARTS_WITH_YEARS.match(text, start))
            or _in_capitals(text[start:end]) != capitals
            or (apart and start - last > 1)
        ):
            break
        stop += 1
    return stop


def _finished(text: str, line: Span) -> bool:
    return SENTENCE_END.search(text, max(line[0], line[1] - 8), line[1]) is not None


_LEADS_IN = re.compile(rf"{BEFORE_YEARS}|(?:Before|After|Till)(?:\s+the)?")


def _looks_like_label(block: str, form: Form) -> bool:
    if not block[0].isupper() or len(block) > _MOST_LABEL_LETTERS or _LEADS_IN.fullmatch(block):
        return False
    words, in_capitals = WORD.findall(block), _in_capitals(block)
    return (
        0 < len(words) <= _MOST_LABEL_WORDS * (1 + in_capitals)
        and (in_capitals or not either(form.vocabulary.not_in_labels).search(block))
        and not _INNER_STOP.search(block)
        and words[0].lower() not in form.answer_words
        and fold(block) not in form.answer_letters
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
