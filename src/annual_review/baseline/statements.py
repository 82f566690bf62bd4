"""Read the answers: the text between labels, cut into statements, with the items of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from annual_review.baseline.document import Document
from annual_review.baseline.items import find_items
from annual_review.baseline.layout import Layout
from annual_review.baseline.problems import problem, unplaced
from annual_review.baseline.report import Answer, Item, Problem, Statement
from annual_review.baseline.tick_boxes import TICK
from annual_review.baseline.title import Title
from annual_review.baseline.tokens import Token, doubtful_years, tokenize, years
from annual_review.forms.questionnaire import Form, Label, Span, fold, in_one_line


def read_statements(
    document: Document, layout: Layout, title: Title
) -> tuple[list[Statement], list[Span], list[Problem]]:
    """The statements in the form's order, the spans they account for, and what was unclear.

    A field whose label is missing gets one statement, which says nothing.
    """
    text, cells, stray = _cells(document.text, layout)
    statements: list[Statement] = []
    read: list[Span] = []
    problems = [unplaced(document, span, where) for span, where in stray]
    for label in layout.form.fields:
        parts: list[_Part] = []
        for span in cells.get(label.name, []):
            parts += _parts(text, span, label, layout.form)
        parts = [part for part in parts if part.full] or parts[:1]
        for n, part in enumerate(parts, 1):
            read.append((part.outer, part.end))
            statement, unclear = _statement(document, text, layout.form, label, n, part)
            statements.append(statement)
            problems += [problem(document, "list_unclear", span, _LIST_UNCLEAR) for span in unclear]
            if part.printed:
                problems += _year_problems(document, part, title)
        if not parts:
            statements.append(
                Statement(label.section, label.name, 1, (), "", label.speaker, None, "", None, 0, 0)
            )
    said = [(statement.start, statement.end) for statement in statements]
    problems += [
        problem(document, "years_unclear", span, _PREFIX_UNCLEAR)
        for span in doubtful_years(text, said)
    ]
    return statements, read, problems


_LIST_UNCLEAR = "this looks like a mark of a list, but does not fit its order"
_PREFIX_UNCLEAR = "this may be a year prefix; its answer was left with the text before it"


def _year_problems(document: Document, part: _Part, title: Title) -> Iterator[Problem]:
    span = (part.outer, part.start)
    named = years(part.printed)
    if not named:
        yield problem(document, "years_unclear", span, "these years run backwards")
    elif named[0] < title.first_year or named[-1] > title.last_year:
        message = f"outside the title's years, {title.first_year} to {title.last_year}"
        yield problem(document, "years_unclear", span, message)


# ---- cells --------------------------------------------------------------------------------------


def _cells(text: str, layout: Layout) -> tuple[str, dict[str, list[Span]], list[tuple[Span, str]]]:
    """The text with repeated labels blanked out, the cells of each field, and stray text.

    A label or title that is repeated at the head of a page stands in the middle of a cell, which
    continues after it. A field has several cells only if its label is repeated elsewhere.
    """
    cells: dict[str, list[Span]] = {}
    stray: list[tuple[Span, str]] = []
    field = ""
    for found, (start, end) in layout.cells():
        name = found.label.name if found.label and found.label.kind == "field" else ""
        if field and found.again and name in ("", field):
            blank = re.sub(r"[^\n]", " ", text[found.start : found.end])
            text = text[: found.start] + blank + text[found.end :]
            cells[field][-1] = (cells[field][-1][0], end)
        elif name:
            field = name
            cells.setdefault(field, []).append((start, end))
        else:
            field = ""
            span = _trim(text, (start, end))
            if span:
                row = f"the row '{found.label.printed}'" if found.label else "a row of its own"
                stray.append((span, row))
    return text, cells, stray


def _trim(text: str, span: Span) -> Span | None:
    """A span without the white space around it; None if it holds no letter or digit."""
    piece = text[slice(*span)].rstrip()
    trimmed = piece.lstrip()
    if not any(map(str.isalnum, trimmed)):
        return None
    end = span[0] + len(piece)
    return (end - len(trimmed), end)


# ---- statements ---------------------------------------------------------------------------------


class _Part(NamedTuple):
    """A statement's stretch of a cell.

    `outer` is where its year prefix begins, `said` where its text does after the speaker's mark.
    """

    outer: int
    start: int
    said: int
    end: int
    printed: str
    speaker: str
    marks: list[Token]

    @property
    def full(self) -> bool:
        return self.end > self.start or bool(self.printed)


def _parts(text: str, span: Span, label: Label, form: Form) -> list[_Part]:
    """Cut a cell into statements: at each year prefix, and where another speaker begins."""
    base, stop = span
    parts: list[_Part] = []
    marks: list[Token] = []
    outer = start = said = base
    printed, speaker, heading = "", label.speaker, label.speaker
    previous = Token("years", base, base, "")
    tokens = tokenize(text[base:stop], form, base, lists=label.items is not None)
    for token in [*tokens, Token("years", stop, stop, "")]:
        if token.kind not in ("years", "speaker"):
            marks.append(token)
            continue
        after_speaker = previous.kind == "speaker"
        beside_speaker = after_speaker or token.kind == "speaker"
        nothing_said = beside_speaker and not text[previous.end : token.start].strip()
        if nothing_said and after_speaker and token.kind == "years" and token.start < stop:
            heading = speaker  # `NZCTU comment:` stands above these years, not within one of them
        elif not (nothing_said and token.kind == "speaker"):
            begin, end = _trim(text, (start, token.start)) or (start, start)
            inside = [mark for mark in marks if begin <= mark.start and mark.end <= end]
            parts.append(_Part(outer, begin, max(begin, said), end, printed, speaker, inside))
            outer = start = token.start
            marks = []
        if token.kind == "speaker":
            speaker, said = _speaker(token.value, form), token.end
        else:
            printed, speaker, start = token.value, heading, token.end
        previous = token
    return parts


def _speaker(printed: str, form: Form) -> str:
    """The role that a speaker's name stands for, else the name as printed."""
    name = re.sub(r"^(?:the|The|THE)\s+", "", printed)
    name = re.sub(r"['’][sS]?$", "", name)
    for role, names in form.vocabulary.speakers.items():
        if fold(name) in map(fold, names):
            return role
    return name


def _statement(
    document: Document, text: str, form: Form, label: Label, n: int, part: _Part
) -> tuple[Statement, list[Span]]:
    """A part of a cell as a statement, and marks in it that look like a list's but fit none."""
    answer, body = _answer(text, part, form)
    items: list[Item] = []
    unclear: list[Span] = []
    if label.items and part.speaker == label.speaker:  # a comment on measures is no measure
        items, unclear = find_items(text, (part.start, part.end), body, part.marks, answer, form)
    statement = Statement(
        section=label.section,
        field=label.name,
        n=n,
        years=years(part.printed),
        years_as_printed=part.printed,
        speaker=part.speaker,
        answer=answer,
        text=in_one_line(text[part.start : part.end]),
        page=document.page(part.start),
        start=part.start,
        end=part.end,
        items=tuple(items),
    )
    return statement, unclear


# ---- answers ------------------------------------------------------------------------------------


def _answer(text: str, part: _Part, form: Form) -> tuple[Answer, int]:
    """What kind of answer it is, and where its text begins after the speaker and a yes or no."""
    start = part.said
    if start >= part.end:
        return "blank", part.start
    if not _LETTER.search(text, start, part.end):
        return "blank", start
    for answer, pattern in _answer_patterns(form):
        match = pattern.match(text, start, part.end)
        if match:
            return answer, match.end()
    return "text", start


_LETTER = re.compile(r"[^\W_]")


@cache
def _answer_patterns(form: Form) -> tuple[tuple[Answer, re.Pattern[str]], ...]:
    """How each kind of answer begins that has words of its own."""
    answers = form.vocabulary.answers.items()
    return tuple((answer, _answer_pattern(answer, words)) for answer, words in answers)  # type: ignore[misc]


def _answer_pattern(answer: str, words: tuple[str, ...]) -> re.Pattern[str]:
    """How an answer begins that consists of, or opens with, one of these words.

    `No. 152` and `No impediments` (even over two lines) do not count; a `Yes` always does.
    """
    phrases = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
    end = (
        r"\b\s*[-–—.,:;!]*\s*"
        if answer == "yes"
        else r"(?:\s*[-–—.,:;!]+(?!\s*\d)|\s*\n(?!\s*(?-i:[a-z]))|\s*\Z)\s*"
    )
    return re.compile(rf"(?:\s*{TICK})?\s*(?:{phrases})(?:\s*{TICK})?{end}", re.I)
