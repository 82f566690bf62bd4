"""Tell what kind of answer a statement is: yes, no, nil, blank or text."""

from __future__ import annotations

import re
from functools import cache

from annual_review.baseline.choices import CHOSEN
from annual_review.baseline.report import Answer
from annual_review.baseline.tick_boxes import TICK
from annual_review.forms.questionnaire import Form
from annual_review.forms.words import Span


def find_answer(text: str, span: Span, said: int, form: Form) -> tuple[Answer, int]:
    """What kind of answer it is, and where its text begins after the speaker and a yes or no.

    `said` is where it begins after the speaker.
    """
    start, end = span
    if said >= end:
        return "blank", start
    if not _LETTER.search(text, said, end):
        return "blank", said
    for at in dict.fromkeys((start, said)):  # `YES, According to the Government: …`
        match = _answers(form).match(text, at, end)
        if match:
            return match.lastgroup, max(said, match.end())  # type: ignore[return-value]
    listed = _nothing_listed(form).fullmatch(text, said, end)
    return "nil" if listed else "text", said


@cache
def _nothing_listed(form: Form) -> re.Pattern[str]:
    """A list of nothings: `a) NIL`."""
    words = "|".join(form.vocabulary.answers["nil"])
    entry = rf"(?:\(?\w{{1,3}}[.)]|[•–-])\s*(?i:{words})(?!\w)[^\w(•–-]*"
    return re.compile(rf"\s*(?>{entry})+")  # atomic: else a long list with other words takes ages


_LETTER = re.compile(r"[^\W_]")


@cache
def _answers(form: Form) -> re.Pattern[str]:
    """How answers begin that have words of their own; the group that matches is their kind."""
    kinds = form.vocabulary.answers.items()
    either = "|".join(_answer_pattern(kind, words) for kind, words in kinds)
    first_letters = "".join({word[0] for word in form.answer_words})
    # an x may be a tick before the answer
    return re.compile(rf"(?![^\W_x{first_letters}])(?:{either})", re.I)


def _answer_pattern(answer: str, words: tuple[str, ...]) -> str:
    """How an answer begins that consists of, or opens with, one of these words.

    `No. 152` and `No impediments` (even over two lines) do not count; a `Yes` always does. A
    footnote's mark can be raised behind the word.
    """
    phrases = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
    end = (
        r"\s*[-–—.,:;!]*\s*"
        if answer == "yes"
        else r"(?:\s*[-–—.,:;!]+(?!\s*\d)|\s*\n(?!\s*(?-i:[a-z]))|\s*\Z)\s*"
    )
    before = rf"(?:\s*{TICK}|\s*{CHOSEN}(?=\s*(?:{phrases})\W*\Z))?"
    behind = rf"(?:\s*{TICK}|\s*{CHOSEN}(?:(?<=_)|(?=\W*\Z)))?"
    if answer == "no":  # `No ☒ Inspectors were …`
        end = rf"(?:{end}|(?<=[_☒☑⊠])\s+)"
    return rf"(?P<{answer}>{before}\s*(?:{phrases})(?:[⁰¹²³⁴-⁹]+|\b){behind}{end})"
