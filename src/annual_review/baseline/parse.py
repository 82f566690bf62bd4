"""Turn a document into a Report: who answered what, for which year, in which list items.

A cell's text is cut into tokens (`tokens`); one loop over them makes its statements, and one over
a statement's tokens its items (`items`). Every find keeps its span of `Document.text`.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Literal, NamedTuple

from annual_review import countries
from annual_review.baseline.document import Document
from annual_review.baseline.items import Item, find_items, whole_item
from annual_review.baseline.labels import Layout, Oddity, locate
from annual_review.baseline.tokens import YEAR, Token, doubtful_years, tokenize, years
from annual_review.errors import AnnualReviewError
from annual_review.forms.questionnaire import (
    Form,
    Label,
    Span,
    Subject,
    Words,
    collapse,
    fold,
    in_one_line,
    other_language,
)
from annual_review.readers.rows import Note

Answer = Literal["yes", "no", "nil", "blank", "text"]
ProblemKind = Literal[
    "label_missing",
    "label_repeated",
    "label_displaced",
    "label_varied",
    "label_unknown",
    "text_unplaced",
    "years_unclear",
    "list_unclear",
    "page_numbers",
    "footnote",
    "order_unclear",
    "unreadable",
]


class ParseError(AnnualReviewError):
    """A document that is no country baseline, or not a whole one."""


class Problem(NamedTuple):
    """Something of a document that could not be placed or read. `text` is the source's own."""

    kind: ProblemKind
    text: str
    message: str
    page: int | None
    start: int
    end: int


class Statement(NamedTuple):
    """What one speaker answered in one cell for one printed year or span of years.

    `years` is empty where the document gives none. `answer` is None where the document lacks the
    field's label, so that nothing is known; a cell without text is `blank`. `corrected` says what
    was printed where the source is corrected. `start` and `end` are
    offsets into the document's text, `text` is that stretch with its white space collapsed.
    """

    section: str
    field: str
    n: int
    years: tuple[int, ...]
    years_as_printed: str
    speaker: str
    answer: Answer | None
    text: str
    page: int | None
    start: int
    end: int
    items: tuple[Item, ...] = ()
    corrected: str = ""


class Origin(NamedTuple):
    """The file that a report was read from."""

    path: str
    sha256: str
    media_type: str


@dataclass(frozen=True)
class Report:
    """One country baseline. `country` is the name as printed, `name` the short English one.

    `coverage` (0 to 1) is the share of the source's characters other than white space that the
    title, a label, a year prefix or a statement accounts for.
    """

    country: str
    iso3: str
    name: str
    subject: str
    principle: str
    instruments: tuple[str, ...]
    first_year: int
    last_year: int
    language: str
    form: Form
    source: Origin
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    coverage: float
    text: str = field(repr=False, default="")

    @property
    def report_id(self) -> str:
        """{iso3}-{subject}-{first_year}-{last_year}, as in AZE-P029-2017-2018."""
        return f"{self.iso3}-{self.subject}-{self.first_year}-{self.last_year}"


def parse(document: Document) -> Report:
    """Read a document as a country baseline.

    Raises ParseError if it is none, names no country or years that are known, or ends before the
    form does. Everything less than that becomes an entry of `Report.problems`.
    """
    layout = locate(document)
    _refuse_other_documents(document, layout)
    _refuse_shifted_rows(document)
    _refuse_several_baselines(document, layout)
    title = _title(document, layout)
    _refuse_cut_documents(document, layout)

    problems = list(_label_problems(document, layout))
    heads = {fold(note.line.text) for note in document.notes if note.kind == "running_head"}
    problems += [
        _unplaced(document, span, "the title")
        for span in title.unread
        if not all(fold(line) in heads for line in _whole_lines(document.text, span))
    ]
    problems += _left_out(document)
    problems += _unreadable(document)
    statements, accounted, more = _statements(document, layout, title)
    _refuse_column_order(document, statements)
    problems += _begun_again(document, layout, statements)
    further = _further_instruments(title.subject, statements)
    problems += more
    accounted += title.read
    accounted += [(found.start, found.end) for found in layout.found if found.label or found.again]
    return Report(
        country=title.printed,
        iso3=title.country.iso3,
        name=title.country.name,
        subject=title.subject.subject,
        principle=title.subject.principle,
        instruments=(*title.instruments, *further),
        first_year=title.first_year,
        last_year=title.last_year,
        language=layout.form.language,
        form=layout.form,
        source=Origin(document.name, document.sha256, document.media_type),
        statements=tuple(statements),
        problems=tuple(sorted(problems, key=lambda problem: (problem.start, problem.end))),
        coverage=_coverage(document, accounted),
        text=document.text,
    )


def _whole_lines(text: str, span: Span) -> list[str]:
    """The lines that a span touches, those without words left out."""
    start, end = text.rfind("\n", 0, span[0]) + 1, text.find("\n", span[1])
    lines = (text[start:] if end < 0 else text[start:end]).split("\n")
    return [line for line in lines if line]


def _problem(document: Document, kind: ProblemKind, span: Span, message: str) -> Problem:
    start, end = span
    text = in_one_line(document.text[start:end])
    return Problem(kind, text, message, document.page(start), start, end)


def _unplaced(document: Document, span: Span, where: str) -> Problem:
    message = f"text in {where} that no label claims"
    return _problem(document, "text_unplaced", span, message)


def _left_out(document: Document) -> Iterator[Problem]:
    """What the text lacks or may have mixed, and bare numbers taken for page numbers."""
    guessed = [note.line.text.strip() for note in document.notes if _is_guess(note)]
    if guessed:
        message = "these lines were left out as page numbers"
        yield Problem("page_numbers", ", ".join(guessed), message, None, 0, 0)
    for note in document.notes:
        if note.kind in _NOTES:
            kind, message = _NOTES[note.kind]
            yield Problem(kind, collapse(note.line.text), message, note.line.page, 0, 0)


_NOTES: dict[str, tuple[ProblemKind, str]] = {
    "footnote": ("footnote", "this footnote was left out of the cells"),
    "page_foot": ("text_unplaced", "this line was left out: a page's foot says such things"),
    "order_unclear": ("order_unclear", "it is not sure which row these words belong to"),
    "scan": ("unreadable", "this page is a picture without text: recognize it, as with OCRmyPDF"),
}


def _unreadable(document: Document) -> Iterator[Problem]:
    """Lines with characters that the file's fonts do not explain."""
    message = "this line has characters that could not be read"
    at = document.text.find("\ufffd")
    while at >= 0:
        start = document.text.rfind("\n", 0, at) + 1
        end = document.text.find("\n", at)
        end = end if end >= 0 else len(document.text)
        yield _problem(document, "unreadable", (start, end), message)
        at = document.text.find("\ufffd", end)


def _is_guess(note: Note) -> bool:
    return note.kind == "page_number" and note.line.page is None


def _coverage(document: Document, accounted: list[Span]) -> float:
    """Share of the characters other than white space that lie in one of the spans."""
    text = document.text
    left = at = 0  # between the spans there is hardly anything
    for start, end in [*sorted(accounted), (len(text), len(text))]:
        if start > at:
            left += _solid(text, at, start)
        at = max(at, end)
    left_out = [
        n.line.text for n in document.notes if n.kind in {"footnote", "page_foot"} or _is_guess(n)
    ]
    in_text = _solid(text)
    return (in_text - left) / (in_text + sum(_solid(collapse(line)) for line in left_out))


def _solid(text: str, start: int = 0, end: int | None = None) -> int:
    """How many characters of (a part of) a cleaned text are no white space."""
    end = len(text) if end is None else end
    return end - start - text.count(" ", start, end) - text.count("\n", start, end)


# ---- is it a baseline, and a whole one ----------------------------------------------------------

_LEAST_SHARE_OF_FIELDS = 0.2


def _refuse_other_documents(document: Document, layout: Layout) -> None:
    fields = layout.form.fields
    names = {f.label.name for f in layout.found if f.label and f.label.kind == "field"}
    if len(names) < max(3, _LEAST_SHARE_OF_FIELDS * len(fields)):
        language = other_language(document.text)
        if language:
            raise ParseError(
                document.where(0),
                found=f"a document in {language}",
                expected="a baseline in a language that a form is in, which is English",
                remedy="Use the baseline's English version; other languages are not read yet.",
            )
        shown = ", ".join(f"'{f.printed}'" for f in fields if f.name in names) or "none"
        raise ParseError(
            document.where(0),
            found=f"{len(names)} of the questionnaire's {len(fields)} labels ({shown})",
            expected="a country baseline, whose rows bear the questionnaire's labels",
            remedy="Check that this is a baseline in English, saved as text in the order of rows.",
        )


def _refuse_shifted_rows(document: Document) -> None:
    """A text in columns with labels in the middle of rows, whose answers may be others'."""
    unclear = [note.line for note in document.notes if note.kind == "rows_unclear"]
    if unclear:
        above, below = (collapse(line.text)[-40:] for line in unclear[:2])
        raise ParseError(
            document.where(0),
            found=f"labels in the middle of their rows (“{above} / {below}” is one sentence)",
            expected="labels at the top of their rows, as nothing else in such a text shows rows",
            remedy="Take the PDF or Word file itself, or save its text with pdftotext -raw.",
        )


_EMPTY_BEFORE, _MOST_RESTARTS = 3, 2
_LEAST_TO_TURN = 3
"""Answers of a cell whose years go both up and down, at least."""


def _refuse_column_order(document: Document, statements: list[Statement]) -> None:
    """A text that gives the labels of many rows, then their answers, as plain `pdftotext` does.

    Labels stand empty, one after another, and in the cell behind them the years go down and begin
    again, for each row whose answer it is. Years that only go up are another order, not a mixture.
    """
    if max(statement.n for statement in statements) < _LEAST_TO_TURN:
        return
    restarts = empty = 0
    behind_empty: Statement | None = None
    for _, group in groupby(statements, key=attrgetter("field")):
        cell = list(group)
        if all(part.answer == "blank" and not part.years for part in cell):
            empty += 1
            continue
        dated = [part for part in cell if part.years]
        steps = [
            (one.years[-1], other.years[-1])
            for one, other in pairwise(dated)
            if one.speaker == other.speaker
        ]
        turns = min(sum(a < b for a, b in steps), sum(a > b for a, b in steps))
        restarts += turns
        if turns and empty >= _EMPTY_BEFORE:
            behind_empty = behind_empty or cell[0]
        empty = 0
    if behind_empty and restarts > _MOST_RESTARTS:
        raise ParseError(
            document.where(behind_empty.start),
            found="labels without answers, then the answers of several rows under one "
            f"(the years begin again {restarts} times)",
            expected="each label with its own answer behind it",
            remedy="Take the PDF or Word file itself, or save its text with pdftotext -raw.",
        )


_MOST_REPEATED = 5
"""Labels that a baseline prints again, as at the head of a page, at most."""


def _refuse_several_baselines(document: Document, layout: Layout) -> None:
    repeated = [found for note, found in layout.notes if note == "repeated"]
    if len({found.label for found in repeated}) > _MOST_REPEATED:
        first = min(repeated, key=lambda found: found.start)
        raise ParseError(
            document.where(first.start),
            found="the form begun again, as if another baseline followed",
            expected="one baseline",
            remedy="Save each baseline in a file of its own.",
        )


_WHOLE_END = re.compile(r"[.!?”\"')]\Z")


def _refuse_cut_documents(document: Document, layout: Layout) -> None:
    """A document that lacks the form's last labels: all of a section, or in mid-sentence."""
    found = [f.label for f in layout.found if f.label]
    last = max(label.index for label in found)
    tail = [label for label in layout.form.labels if label.index > last]
    if not tail:
        return
    text = document.text.rstrip()
    whole = _WHOLE_END.search(text) or layout.found[-1].end >= len(text)
    if any(label.kind == "section" for label in tail) or not whole:
        end = len(text)
        missing = ", ".join(f"'{label.printed}'" for label in tail if label.kind == "field")
        raise ParseError(
            document.where(end - 1),
            found=f"the document's end after '{layout.form.labels[last].printed}' "
            f"(“…{collapse(text[-40:])}”)",
            expected=f"the rest of the form: {missing}",
            remedy="The document seems cut: save or download it again, whole.",
        )


def _label_problems(document: Document, layout: Layout) -> Iterator[Problem]:
    for label in layout.missing:
        text = f"{label.printed} ({label.section})"
        above = layout.above(label)
        read = f"; an answer beside it was read as one to '{above.printed}'" if above else ""
        yield Problem("label_missing", text, f"the document lacks this label{read}", None, 0, 0)
    for note, found in layout.notes:
        span = (found.start, found.end)
        yield _problem(document, _NOTED[note][0], span, _NOTED[note][1])
    for found in layout.found:
        if found.label is None and not (found.again or found.loose):
            message = "this looks like a label, but no form knows it"
            yield _problem(document, "label_unknown", (found.start, found.end), message)


def _begun_again(
    document: Document, layout: Layout, statements: list[Statement]
) -> Iterator[Problem]:
    """Answers above a missing label where years begin again: they may be those beside it."""
    steps = [
        (before, after, after.years[-1] - before.years[-1])
        for before, after in pairwise(statements)
        if before.field == after.field and before.years and after.years
    ]
    usual = sum((step > 0) - (step < 0) for _, _, step in steps)
    unsure = {above.name: label for label in layout.missing if (above := layout.above(label))}
    for name, label in unsure.items():
        again = next((b for b, _, step in steps if b.field == name and step * usual < 0), None)
        if again:
            end = max(statement.end for statement in statements if statement.field == name)
            message = f"years begin again here: this may be the answer to '{label.printed}'"
            yield _problem(document, "order_unclear", (again.end, end), message)


_NOTED: dict[Oddity, tuple[ProblemKind, str]] = {
    "repeated": ("label_repeated", "this label is printed again"),
    "displaced": ("label_displaced", "this label stands outside the form's order"),
    "varied": ("label_varied", "this was taken for a label of the form in other words"),
    "doubtful": (
        "label_unknown",
        "this may be a label that no form knows; it was left in the answer before it",
    ),
}


# ---- title --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Title:
    printed: str
    country: countries.Country
    subject: Subject
    instruments: tuple[str, ...]
    first_year: int
    last_year: int
    read: list[Span]
    unread: list[Span]


_TITLE_YEARS = re.compile(
    rf"\(\s*(?P<first>{YEAR})\s*(?:(?:,\s*{YEAR}\s*)*(?:[-–—/,]|to|and)\s*(?P<last>{YEAR}|\d\d)\s*)?"
    r"(?:ARs?\s*)?\)(?:\s?\d{1,2}\b)?"
    rf"|\b(?P<first2>{YEAR})\s*[-–—/]\s*(?P<last2>{YEAR})\b"
)


def _title(document: Document, layout: Layout) -> _Title:
    """Read country, years and subject from what stands before the first label."""
    end = layout.found[0].start
    region = document.text[:end]
    phrases, subject = _title_phrases(region, layout.form)
    if subject is None:
        raise ParseError(
            document.where(0),
            found=f"a title that names no principle (“{collapse(region)[:80]}”)",
            expected=" or ".join(f"'{each.name}'" for each in layout.form.subjects),
            remedy="Save the baseline with its whole title, or add the title's wording to "
            f"forms/{layout.form.name}.yml.",
        )
    years = next(
        (
            match
            for match in _TITLE_YEARS.finditer(region)
            if not any(start <= match.start() < stop for start, stop in phrases)
        ),
        None,
    )
    first, last = _title_years(document, region, years)
    read = phrases + ([years.span()] if years else [])
    rest = _gaps(region, read)
    country, country_span = _title_country(document, region, rest)
    read.append(country_span)
    unread = [span for span in _gaps(region, read) if _solid(region, *span) > 1]
    return _Title(
        printed=collapse(region[slice(*country_span)]),
        country=country,
        subject=subject,
        instruments=_instruments(region, subject),
        first_year=first,
        last_year=last,
        read=read,
        unread=unread,
    )


def _instruments(title: str, subject: Subject) -> tuple[str, ...]:
    """Those of the subject's instruments that the title names (`Convention No. 87`), else all."""
    named = []
    for instrument in subject.instruments:
        letter, number = instrument[0], int(instrument[1:])
        if re.search(rf"\b(?:{letter}\.?\s?0*{number}|No\.?\s?{number})\b", title):
            named.append(instrument)
    return tuple(named) or subject.instruments


def _further_instruments(subject: Subject, statements: list[Statement]) -> tuple[str, ...]:
    """Further instruments that the answers on ratification name."""
    said = "\n".join(s.text for s in statements if s.field.startswith("ratification_"))
    letters = fold(said) if subject.further else ""
    possible = [
        (instrument, wordings)
        for instrument, names in subject.further
        if (wordings := [wording for wording in map(fold, names) if wording in letters])
    ]
    words = Words(said if possible else "")
    return tuple(
        instrument
        for instrument, wordings in possible
        if any(True for wording in wordings for _ in words.find(wording))
    )


def _title_phrases(region: str, form: Form) -> tuple[list[Span], Subject | None]:
    """Spans of the title's fixed phrases, and the subject that they name.

    A page's navigation names other subjects too, above the title: the last one counts, the others
    are none of the title's words. A form on one subject needs none in its title.
    """
    words = Words(region)
    spans: list[Span] = []
    named: dict[Span, Subject] = {}
    for phrase, names in _phrases(form).items():
        for first, last in words.find(phrase):
            if "\n" in words.between(first, first + 1) and "\n" not in words.between(
                first - 1, first
            ):
                continue  # `CONGO, DEMOCRATIC REPUBLIC OF THE` / `Effective abolition`
            start, stop = words.spans[first][0], words.spans[last][1]
            if region.count("(", start, stop) > region.count(")", start, stop):
                stop += len(_CLOSING.match(region, stop)[0])  # type: ignore[index]
            span = (start, stop)
            if all(span[1] <= start or stop <= span[0] for start, stop in spans):
                spans.append(span)
                if names:
                    named[span] = names
    if not named:
        return spans, form.subjects[0] if len(form.subjects) == 1 else None
    subject = named[max(named)]
    return [span for span in spans if named.get(span, subject) is subject], subject


@cache
def _phrases(form: Form) -> dict[str, Subject | None]:
    """The letters of phrases of titles, the longest first, and the subjects that they name."""
    phrases: dict[str, Subject | None] = dict.fromkeys(map(fold, form.vocabulary.title_phrases))
    phrases |= {fold(title): subject for subject in form.subjects for title in subject.titles}
    return {phrase: phrases[phrase] for phrase in sorted(phrases, key=len, reverse=True)}


_CLOSING = re.compile(r"\s?\)|")
"""The bracket behind a phrase that ends in one: `(FACB)`."""


def _title_years(document: Document, region: str, match: re.Match[str] | None) -> tuple[int, int]:
    if match is None:
        raise ParseError(
            document.where(0),
            found=f"a title without years (“{collapse(region)[:80]}”)",
            expected="the years of the reports behind the country, as in AZERBAIJAN (2017-2018)",
            remedy="Save the baseline with its title.",
        )
    first = match["first"] or match["first2"]
    last = match["last"] or match["last2"] or first
    if len(last) == 2:
        last = first[:2] + last
    if int(last) < int(first):
        raise ParseError(
            document.where(match.start()),
            found=f"the years {first}-{last}, the later one first",
            expected=f"{last}-{first}",
            remedy="Correct the title in the source.",
        )
    latest = datetime.date.today().year + 1
    if int(last) > latest:
        raise ParseError(
            document.where(match.start()),
            found=f"the years {first}-{last}",
            expected=f"years up to {latest}",
            remedy="Correct the title in the source.",
        )
    return int(first), int(last)


def _gaps(region: str, spans: list[Span]) -> list[Span]:
    """What of a text no span covers, without white space and punctuation at the edges."""
    gaps, at = [], 0
    for start, end in [*sorted(spans), (len(region), len(region))]:
        piece = region[at:start]
        trimmed = piece.strip(" \n,;:.–—-")
        if trimmed:
            begin = at + piece.index(trimmed)
            gaps.append((begin, begin + len(trimmed)))
        at = max(at, end)
    return gaps


_MOST_TITLE_LINES = 12


def _title_country(
    document: Document, region: str, rest: list[Span]
) -> tuple[countries.Country, Span]:
    """The country and the span of its name: a whole remainder of the title, or its lines."""
    tried: list[Span] = []
    for start, end in rest:
        lines = [line.span() for line in re.finditer(r"[^\n]+", region[start:end])]
        spans = [(start + a, start + b) for a, b in lines[:_MOST_TITLE_LINES]]
        tried += [(a, b) for a, _ in spans for _, b in spans if a < b]
    for span in sorted(tried, key=lambda span: (span[0] - span[1], span)):
        text = collapse(region[slice(*span)])
        country = countries.find(text) or countries.find(text.rstrip("0123456789¹²³ *"))
        if country:
            return country, span
    named = max((collapse(region[slice(*span)]) for span in rest), key=len, default="")
    near = countries.nearest(named) if named else None
    raise ParseError(
        document.where(rest[0][0] if rest else 0),
        found=f"'{named}' in the title, which is no country known here"
        if named
        else "no country in the title",
        expected="the name of a country before the years, as in AZERBAIJAN (2017-2018)",
        remedy=f"Did the source mean {near}? Correct its title."
        if near
        else "Save the baseline with its title, or add the name to countries.yml.",
    )


# ---- statements ---------------------------------------------------------------------------------


def _statements(
    document: Document, layout: Layout, title: _Title
) -> tuple[list[Statement], list[Span], list[Problem]]:
    """Statements in the form's order, the spans they account for, and what could not be placed."""
    text, segments, unplaced = _cells(document.text, layout)
    accounted: list[Span] = []
    problems = [_unplaced(document, span, where) for span, where in unplaced]
    statements: list[Statement] = []
    for label in layout.form.fields:
        parts: list[_Part] = []
        for span in segments.get(label.name, []):
            parts += _parts(text, span, label, layout.form)
        parts = [part for part in parts if part.full] or parts[:1]
        accounted += [(part.outer, part.end) for part in parts]
        for n, part in enumerate(parts, 1):
            statement, doubts = _statement(document, text, layout.form, label, n, part)
            statements.append(statement)
            problems += doubts
            if part.printed:
                problems += _year_problems(document, part, title)
        if not parts:
            statements.append(_unknown_statement(label))
    problems += _doubtful_years(document, text, [(s.start, s.end) for s in statements])
    return statements, accounted, problems


def _cells(text: str, layout: Layout) -> tuple[str, dict[str, list[Span]], list[tuple[Span, str]]]:
    """The text with what is printed again blanked out, the cells by field, and stray text.

    A label or title printed again at the head of a page stands in the middle of a cell: the cell
    goes on behind it. A field has several cells only if its label is printed again elsewhere.
    """
    cells: dict[str, list[Span]] = {}
    stray: list[tuple[Span, str]] = []
    field = ""
    for found, (start, end) in layout.cells():
        name = found.label.name if found.label and found.label.kind == "field" else ""
        if field and found.again and name in ("", field):
            text = text[: found.start] + _blanked(text[found.start : found.end]) + text[found.end :]
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


def _blanked(text: str) -> str:
    return "".join("\n" if character == "\n" else " " for character in text)


def _trim(text: str, span: Span) -> Span | None:
    piece = text[slice(*span)].rstrip()
    trimmed = piece.lstrip()
    if not any(map(str.isalnum, trimmed)):
        return None
    end = span[0] + len(piece)
    return (end - len(trimmed), end)


def _doubtful_years(document: Document, text: str, spans: list[Span]) -> Iterator[Problem]:
    """What reads like a year prefix, but was not taken for one: nothing new begins before it."""
    message = "this may be a year prefix; its answer was left with the text before it"
    for span in doubtful_years(text, spans):
        yield _problem(document, "years_unclear", span, message)


def _year_problems(document: Document, part: _Part, title: _Title) -> Iterator[Problem]:
    span = (part.outer, part.start)
    named = years(part.printed)
    if not named:
        yield _problem(document, "years_unclear", span, "these years run backwards")
    elif named[0] < title.first_year or named[-1] > title.last_year:
        message = f"outside the title's years, {title.first_year} to {title.last_year}"
        yield _problem(document, "years_unclear", span, message)


class _Part(NamedTuple):
    """A statement's stretch of a cell.

    `outer` is where its year prefix begins, `said` where its text does behind the speaker's mark.
    """

    outer: int
    start: int
    said: int
    end: int
    printed: str
    speaker: str
    tokens: tuple[Token, ...]

    @property
    def full(self) -> bool:
        return self.end > self.start or bool(self.printed)


def _parts(text: str, span: Span, label: Label, form: Form) -> list[_Part]:
    """Cut a cell into statements: at each year prefix, and where another speaker begins."""
    base, stop = span
    tokens = tokenize(text[base:stop], form, base, lists=label.items is not None)
    cuts: list[Token] = []
    inner: list[Token] = []
    for token in tokens:
        (cuts if token.kind in ("years", "speaker") else inner).append(token)
    starts = [token.start for token in inner]
    parts: list[_Part] = []
    outer = start = said = base
    printed, speaker, heading = "", label.speaker, label.speaker
    previous = Token("years", base, base, "")
    for cut in [*cuts, Token("years", stop, stop, "")]:
        of_speakers = previous.kind == "speaker" or cut.kind == "speaker"
        nothing_said = of_speakers and not text[previous.end : cut.start].strip()
        under_heading = nothing_said and previous.kind == "speaker" and cut.start < stop
        if under_heading and cut.kind == "years":
            heading = speaker  # `NZCTU comment:` stands above these years, not within one of them
        elif not (nothing_said and cut.kind == "speaker"):
            begin, end = _trim(text, (start, cut.start)) or (start, start)
            within = inner[bisect_left(starts, begin) : bisect_left(starts, end)]
            marks = tuple([token for token in within if token.end <= end])
            part = _Part(outer, begin, max(begin, said), end, printed, speaker, marks)
            parts.append(part)
            outer = start = cut.start
        if cut.kind == "speaker":
            speaker, said = _speaker(cut.value, form), cut.end
        else:
            printed, speaker, start = cut.value, heading, cut.end
        previous = cut
    return parts


def _speaker(who: str, form: Form) -> str:
    """The role that a speaker's name stands for, else the name as printed."""
    name = re.sub(r"^(?:the|The|THE)\s+", "", who)
    name = re.sub(r"['’][sS]?$", "", name)
    for role, names in form.vocabulary.speakers.items():
        if fold(name) in map(fold, names):
            return role
    return name


def _statement(
    document: Document, text: str, form: Form, label: Label, n: int, part: _Part
) -> tuple[Statement, list[Problem]]:
    answer, body = _answer(text, part, form)
    items: list[Item] = []
    doubts: list[Problem] = []
    if label.items and part.speaker == label.speaker:  # a comment on measures is no measure
        items, unclear = find_items(text, (body, part.end), part.tokens, answer, form)
        if not items and answer == "yes" and not text[body : part.end].strip():
            items = whole_item(text, (part.start, part.end))
        doubts += [_problem(document, "list_unclear", span, _UNCLEAR_LIST) for span in unclear]
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
    return statement, doubts


_UNCLEAR_LIST = "this looks like a mark of a list, but does not fit its order"


def _unknown_statement(label: Label) -> Statement:
    return Statement(label.section, label.name, 1, (), "", label.speaker, None, "", None, 0, 0)


def _answer(text: str, part: _Part, form: Form) -> tuple[Answer, int]:
    """What kind of answer it is, and where its text begins behind the speaker and a yes or no."""
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
    """Each kind of answer that has words of its own, and how one begins."""
    answers = form.vocabulary.answers.items()
    return tuple((answer, _answer_pattern(answer, words)) for answer, words in answers)  # type: ignore[misc]


def _answer_pattern(answer: str, words: tuple[str, ...]) -> re.Pattern[str]:
    """How an answer begins that is, or opens with, one of these words.

    `No. 152` and `No impediments` (be it over two lines) are none; a `Yes` always is one.
    """
    phrases = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
    end = (
        r"\b\s*[-–—.,:;!]*\s*"
        if answer == "yes"
        else r"(?:\s*[-–—.,:;!]+(?!\s*\d)|\s*\n(?!\s*(?-i:[a-z]))|\s*\Z)\s*"
    )
    return re.compile(rf"\s*(?:{phrases}){end}", re.I)
