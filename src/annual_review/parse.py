"""Turn a document into a Report: who answered what, for which year, in which list items.

First the text is cut into tokens (year prefixes, speakers, priority tiers, list markers), each a
named pattern; then one loop over a cell's tokens makes its statements, and one over a statement's
tokens its items. Every find keeps its span of `Document.text`.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Literal, NamedTuple

from annual_review import countries
from annual_review.blocks import Note
from annual_review.document import Document
from annual_review.errors import AnnualReviewError
from annual_review.layout import Layout, Oddity, locate
from annual_review.questionnaire import (
    Form,
    Label,
    Span,
    Subject,
    Words,
    fold,
    other_language,
)

Answer = Literal["yes", "no", "nil", "blank", "text"]
Priority = Literal["most_important", "important", "less_important", "unspecified"]
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


class Item(NamedTuple):
    """A measure or a need: one entry of a list, or an answer that is no list.

    `id` is the item's name within its statement: the tier where one is printed, then the letter
    as printed or the item's number. `text` has neither enumerator nor closing punctuation.
    """

    id: str
    letter: str
    text: str
    priority: Priority
    start: int
    end: int
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
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
        if fold(document.text[slice(*span)]) not in heads
    ]
    problems += _left_out(document)
    problems += _unreadable(document)
    statements, accounted, more = _statements(document, layout, title)
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


def _collapse(text: str) -> str:
    return " ".join(text.split())


def _problem(document: Document, kind: ProblemKind, span: Span, message: str) -> Problem:
    start, end = span
    text = _collapse(document.text[start:end])
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
            yield Problem(kind, _collapse(note.line.text), message, note.line.page, 0, 0)


_NOTES: dict[str, tuple[ProblemKind, str]] = {
    "footnote": ("footnote", "this footnote was left out of the cells"),
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
    covered = at = 0
    for start, end in sorted(accounted):
        if end > at:
            covered += _solid(document.text[max(start, at) : end])
            at = end
    left_out = (n.line.text for n in document.notes if n.kind == "footnote" or _is_guess(n))
    whole = _solid(document.text) + sum(map(_solid, left_out))
    return covered / whole


def _solid(text: str) -> int:
    return len("".join(text.split()))


def classify(text: str, kind: str, form: Form) -> str:
    """What a statement says in fixed words, by the form's patterns of that kind; else `unknown`.

    Kinds: `ratification_status`, `ratification_intention`.
    """
    about = " ".join(
        clause
        for clause in re.split(r"(?<=[.;])\s+", text.replace("’", "'"))
        if not re.search(r"\bConventions?\s+(?:Nos?|C)\b", clause)
        or re.search(r"\bProtocol\b", clause)
    )
    patterns = form.vocabulary.patterns[kind]
    return next((value for value, pattern in patterns if pattern.search(about)), "unknown")


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
        above, below = (_collapse(line.text)[-40:] for line in unclear[:2])
        raise ParseError(
            document.where(0),
            found=f"labels in the middle of their rows (“{above} / {below}” is one sentence)",
            expected="labels at the top of their rows, as nothing else in such a text shows rows",
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
            f"(“…{_collapse(text[-40:])}”)",
            expected=f"the rest of the form: {missing}",
            remedy="The document seems cut: save or download it again, whole.",
        )


def _label_problems(document: Document, layout: Layout) -> Iterator[Problem]:
    for label in layout.missing:
        text = f"{label.printed} ({label.section})"
        yield Problem("label_missing", text, "the document lacks this label", None, 0, 0)
    for note, found in layout.notes:
        span = (found.start, found.end)
        yield _problem(document, _NOTED[note][0], span, _NOTED[note][1])
    for found in layout.found:
        if found.label is None and not (found.again or found.loose):
            message = "this looks like a label, but no form knows it"
            yield _problem(document, "label_unknown", (found.start, found.end), message)


_NOTED: dict[Oddity, tuple[ProblemKind, str]] = {
    "repeated": ("label_repeated", "this label is printed again"),
    "displaced": ("label_displaced", "this label stands outside the form's order"),
    "varied": ("label_varied", "this was taken for a label of the form in other words"),
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


_YEAR = r"(?:19|20)\d\d"
_TITLE_YEARS = re.compile(
    rf"\(\s*(?P<first>{_YEAR})\s*(?:(?:,\s*{_YEAR}\s*)*(?:[-–—/,]|to|and)\s*(?P<last>{_YEAR}|\d\d)\s*)?"
    r"(?:ARs?\s*)?\)(?:\s?\d{1,2}\b)?"
    rf"|\b(?P<first2>{_YEAR})\s*[-–—/]\s*(?P<last2>{_YEAR})\b"
)


def _title(document: Document, layout: Layout) -> _Title:
    """Read country, years and subject from what stands before the first label."""
    end = layout.found[0].start
    region = document.text[:end]
    phrases, subject = _title_phrases(region, layout.form)
    if subject is None:
        raise ParseError(
            document.where(0),
            found=f"a title that names no principle (“{_collapse(region)[:80]}”)",
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
    unread = [span for span in _gaps(region, read) if _solid(region[slice(*span)]) > 1]
    return _Title(
        printed=_collapse(region[slice(*country_span)]),
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
    words = Words("\n".join(s.text for s in statements if s.field.startswith("ratification_")))
    return tuple(
        instrument
        for instrument, names in subject.further
        if any(True for name in names for _ in words.find(fold(name)))
    )


def _title_phrases(region: str, form: Form) -> tuple[list[Span], Subject | None]:
    """Spans of the title's fixed phrases, and the subject that the longest of them names.

    A form on one subject needs none in its title.
    """
    names = {fold(title): subject for subject in form.subjects for title in subject.titles}
    phrases = sorted([*names, *map(fold, form.vocabulary.title_phrases)], key=len, reverse=True)
    words = Words(region)
    spans: list[Span] = []
    subject = None
    for phrase in phrases:
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
                subject = subject or names.get(phrase)
    if subject is None and len(form.subjects) == 1:
        subject = form.subjects[0]
    return spans, subject


_CLOSING = re.compile(r"\s?\)|")
"""The bracket behind a phrase that ends in one: `(FACB)`."""


def _title_years(document: Document, region: str, match: re.Match[str] | None) -> tuple[int, int]:
    if match is None:
        raise ParseError(
            document.where(0),
            found=f"a title without years (“{_collapse(region)[:80]}”)",
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
        text = _collapse(region[slice(*span)])
        country = countries.find(text) or countries.find(text.rstrip("0123456789¹²³ *"))
        if country:
            return country, span
    named = max((_collapse(region[slice(*span)]) for span in rest), key=len, default="")
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


# ---- tokens -------------------------------------------------------------------------------------


class Token(NamedTuple):
    """A mark in a cell's text. `value` is what it says, as printed, without its punctuation."""

    kind: Literal["years", "speaker", "tier", "marker"]
    start: int
    end: int
    value: str


_start = attrgetter("start")
_YEARS = rf"{_YEAR}(?:\s?[-–—/]\s?(?:{_YEAR}|\d\d)\b)?"
_YEAR_LIST = rf"{_YEARS}(?:\s?(?:,|and|&|,\s?and)\s{_YEARS}){{0,20}}"
_AR = r"(?:A\.?\s?[Rr]\.?s?|Annual\s+Reviews?)"
YEARS_TOKEN = re.compile(
    rf"(?:For\s+(?:the\s+)?)?\(?(?P<printed>{_YEAR_LIST}\s*{_AR}|{_AR}\s*{_YEAR_LIST})(?:\d|\s\([^()]{{1,20}}\))?\)?"
    r"\s*(?P<mark>:\d?(?=\s|\Z|\D)|;|[–—-](?=\s)|\.(?=\s))"
)
"""Years and what closes them: a colon (with a footnote's mark); else at a line's start only."""
_NO_NAME = "In|This|These|Other|General|Final|Further|Additional|Following|No|Any|With|For"
_NO_SPEAKER = (
    r"[^:]{0,80}\b"
    r"(?:\d+|Code|Law|Act|Constitution|census|survey|data|reports?|statistics|article|plan)\b"
)
"""`According to the Labour Code of 1999:` names a source, not a speaker."""
_NAME = r"[A-Z][\w&'’/-]*"
SPEAKER_TOKEN = re.compile(
    rf"According\s+to\s+(?:the\s+)?(?!{_NO_SPEAKER})(?P<who>[^:;.,]{{2,90}}?)\s*:"
    r"|(?:Comments?|Observations?|Views|Reply)\s+(?:by|of|from)\s+(?:the\s+)?"
    r"(?P<by>[^:;.,]{2,80}?)\s*:"
    rf"|(?<!\w)(?!(?:{_NO_NAME})\b)(?P<whose>{_NAME}(?:\s+(?:of|and|for|the|&|organi[sz]ations['’]?|{_NAME})){{0,8}}?)"
    r"\s+(?i:comments?|observations?|responses?|reply|views?|remarks?)\s*:"
    r"|(?P<role>(?:The\s+)?(?:Government|Employers|Workers)(?:['’]s?\s+organi[sz]ations)?)\s*:"
)
"""Who speaks: `According to the NCOE:`, `Comment by NZCTU:`, `NZCTU comment:`, `Employers:`."""
_AR_HINT = re.compile(r"A\.?\s?[Rr]\.?s?(?![a-z])|Annual\s+Review")
_ANY_YEAR = re.compile(_YEAR)
_MOST_BEFORE = 240
"""What every year prefix holds, and the most characters of it before or behind that."""
_BEFORE_COLON = re.compile(
    r"(?:comments?|observations?|responses?|reply|views?|remarks?|Government|Employers|Workers|"
    r"organi[sz]ations['’]?)\s*\Z",
    re.I,
)
_BY = ("omment", "bservation", "iews", "eply")
_BRACKETED = re.compile(r"(?<![^\s:;,“])\(?(?P<mark>[A-Za-z]|[ivxIVX]{2,5}|\d{1,2})\s?\Z")
_DOTTED = re.compile(
    r"(?:(?<=\n)|(?<=[:;]\s)|(?<=[;,]\sand\s)|(?<=[;,]\sor\s)|\A)(?P<mark>[a-z]|\d{1,2})\Z"
)
_BULLETED = re.compile(r"\n(?P<bullet>[•▪●‣·*]|[–-](?=\s))")
"""Marks of lists: `a)`, `(ii)`, `3)`; `1.` at a line's start or behind a colon; bullets."""
_LONGEST_MARK = 8

_NOT_BEFORE_YEARS = re.compile(
    r"\b(?:the|a|an|its|their|this|that|these|in|of|for|under|to|by|see|and|or|from|since|per)\s*\Z",
    re.I,
)


def tokenize(text: str, form: Form) -> list[Token]:
    """Cut a cell's text at its marks: years, speakers, tiers, list markers, in printed order.

    A year prefix begins the text, a line or a sentence; a year in the middle of a sentence is
    prose. Whether a list marker belongs to a list is for `items` to say, which sees all of them.
    """
    tokens = []
    for match in _near(_AR_HINT, YEARS_TOKEN, text):
        at_line = match["mark"][0] == ":"
        if _begins(text, match.start(), strictly=not at_line):
            tokens.append(Token("years", match.start(), match.end(), _collapse(match["printed"])))
    for match in SPEAKER_TOKEN.finditer(text) if _may_have_speaker(text) else ():
        if _begins(text, match.start(), at_line=False):
            who = _collapse(match["who"] or match["by"] or match["whose"] or match["role"])
            tokens.append(Token("speaker", match.start(), match.end(), who))
    phrases = tuple(phrase for group in form.vocabulary.tiers.values() for phrase in group)
    lower = text.lower()
    if any(phrase.split()[-1] in lower for phrase in phrases):
        for match in _tier_pattern(phrases).finditer(text):
            if match["before_list"] or _begins(text, match.start(), closed_by=".:;,(-–—"):
                tokens.append(Token("tier", match.start(), match.end(), _collapse(match["tier"])))
    tokens += _markers(text)
    return sorted(tokens, key=lambda token: token.start)


_BULLET = "•"


def _near(hint: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches of a pattern that holds the hint, looked for around its places only."""
    at = 0
    for place in hint.finditer(text):
        if place.start() < at:
            continue
        around = max(at, place.start() - _MOST_BEFORE), place.end() + _MOST_BEFORE
        match = pattern.search(text, *around) if _ANY_YEAR.search(text, *around) else None
        if match:
            at = match.end()
            yield match


def _may_have_speaker(text: str) -> bool:
    """Whether a text has what every speaker's mark has; quick to tell."""
    if "ccording" in text or any(word in text for word in _BY):
        return True
    colon = text.find(":")
    while colon >= 0:
        if _BEFORE_COLON.search(text, max(0, colon - 20), colon):
            return True
        colon = text.find(":", colon + 1)
    return False


def _markers(text: str) -> Iterator[Token]:
    for closing, pattern in ((")", _BRACKETED), (".", _DOTTED)):
        end = text.find(closing)
        while end >= 0:
            following = text[end + 1 : end + 2]
            if following != "(" if closing == ")" else following.isspace():
                match = pattern.search(text, max(0, end - _LONGEST_MARK), end)
                if match:
                    yield Token("marker", match.start(), end + 1, match["mark"])
            end = text.find(closing, end + 1)
    for match in _BULLETED.finditer(f"\n{text}"):
        yield Token("marker", match.start(), match.end() - 1, _BULLET)


def _begins(
    text: str,
    at: int,
    *,
    at_line: bool = True,
    strictly: bool = False,
    closed_by: str = ".!?;:",
) -> bool:
    """Whether something new can begin here: the text, a paragraph, a sentence or (some) a line.

    `strictly` asks for the text's or a line's start behind a paragraph or a finished sentence.
    """
    before = text[max(0, at - 40) : at]
    bare = before.rstrip()
    if not bare and at <= 40:
        return True
    if strictly and "\n" not in before[len(bare) :]:
        return False
    if "\n\n" in before[len(bare) :]:
        return True
    if bare.rstrip("\"'’”)]")[-1:] in set(closed_by):
        return True
    if bare.split()[-1:] and fold(bare.split()[-1]) in {"nil", "none", "yes", "no"}:
        return True
    return at_line and "\n" in before[len(bare) :] and not _NOT_BEFORE_YEARS.search(before)


@cache
def _tier_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    choice = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(
        rf"\(?\b(?P<tier>{choice})(?:\s+(?:needs?|areas?|priorit(?:y|ies)|ones?))?\)?\s*"
        r"(?:(?P<before_list>[:;–—-]\s*(?=\(?\w{1,3}\s?[.)]))|(?P<bare>(?=\(?[a1i]\)))|:)",
        re.IGNORECASE,
    )


def years(printed: str) -> tuple[int, ...]:
    """The years that a prefix names: `2002-2004 ARs`, `AR 2007`, `2010, 2012 and 2014-15 ARs`.

    Empty if a span runs backwards.
    """
    found: list[int] = []
    for match in re.finditer(rf"({_YEAR})(?:\s?[-–—/]\s?({_YEAR}|\d\d)\b)?", printed):
        first, last = match[1], match[2] or match[1]
        last = first[:2] + last if len(last) == 2 else last
        if int(last) < int(first):
            return ()
        found += range(int(first), int(last) + 1)
    return tuple(sorted(set(found)))


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
            in_cell = _parts(text, span, label, layout.form)
            problems += _doubtful_years(document, text, span, in_cell)
            parts += in_cell
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
    piece = text[slice(*span)]
    trimmed = piece.strip()
    if not any(map(str.isalnum, trimmed)):
        return None
    start = span[0] + piece.index(trimmed)
    return (start, start + len(trimmed))


_DOUBTFUL_YEARS = re.compile(
    rf"(?:\A|\n|[.;]\s)\s*(\(?(?:For\s+|In\s+)?(?:{_YEAR}\s*A\.?R\b|A\.?R\.?s?\s*{_YEAR}))", re.I
)


def _doubtful_years(
    document: Document, text: str, span: Span, parts: list[_Part]
) -> Iterator[Problem]:
    """What begins a line or sentence like a year prefix, but was not taken for one."""
    for match in _DOUBTFUL_YEARS.finditer(text, *span):
        if _NOT_BEFORE_YEARS.search(text, max(span[0], match.start(1) - 40), match.start(1)):
            continue  # `as reported in the` / `2009 AR.`
        at = bisect_right(parts, match.start(1), key=lambda part: part.outer) - 1
        if not (at >= 0 and parts[at].printed and match.start(1) < parts[at].start):
            message = "this may be a year prefix; its answer was left with the text before it"
            yield _problem(document, "years_unclear", match.span(1), message)


def _year_problems(document: Document, part: _Part, title: _Title) -> Iterator[Problem]:
    span = (part.outer, part.start)
    named = years(part.printed)
    if not named:
        yield _problem(document, "years_unclear", span, "these years run backwards")
    elif named[0] < title.first_year or named[-1] > title.last_year:
        message = f"outside the title's years, {title.first_year} to {title.last_year}"
        yield _problem(document, "years_unclear", span, message)


class _Part(NamedTuple):
    """A statement's stretch of a cell: `outer` is where its year prefix begins."""

    outer: int
    start: int
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
    tokens = [
        token._replace(start=base + token.start, end=base + token.end)
        for token in tokenize(text[base:stop], form)
    ]
    cuts = [token for token in tokens if token.kind in ("years", "speaker")]
    inner = [token for token in tokens if token.kind not in ("years", "speaker")]
    parts: list[_Part] = []
    outer = start = base
    printed, speaker, heading = "", label.speaker, label.speaker
    previous = Token("years", base, base, "")
    for cut in [*cuts, Token("years", stop, stop, "")]:
        nothing_said = not text[previous.end : cut.start].strip()
        under_heading = nothing_said and previous.kind == "speaker" and cut.start < stop
        if under_heading and cut.kind == "years":
            heading = speaker  # `NZCTU comment:` stands above these years, not within one of them
        elif not (nothing_said and cut.kind == "speaker"):
            parts.append(_part(text, outer, start, cut.start, printed, speaker, inner))
            outer = start = cut.start
        if cut.kind == "speaker":
            speaker = _speaker(cut.value, form)
        else:
            printed, speaker, start = cut.value, heading, cut.end
        previous = cut
    return parts


def _part(
    text: str, outer: int, start: int, end: int, printed: str, speaker: str, inner: list[Token]
) -> _Part:
    trimmed = _trim(text, (start, end)) or (start, start)
    first, behind = (bisect_left(inner, at, key=_start) for at in trimmed)
    tokens = tuple(token for token in inner[first:behind] if token.end <= trimmed[1])
    return _Part(outer, trimmed[0], trimmed[1], printed, speaker, tokens)


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
        found, unclear = _items(text, body, part, answer, form)
        items += found
        doubts += [_problem(document, "list_unclear", span, _UNCLEAR_LIST) for span in unclear]
    statement = Statement(
        section=label.section,
        field=label.name,
        n=n,
        years=years(part.printed),
        years_as_printed=part.printed,
        speaker=part.speaker,
        answer=answer,
        text=_collapse(text[part.start : part.end]),
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
    start = part.start
    speaker = SPEAKER_TOKEN.match(text, part.start, part.end)
    if speaker:
        start = speaker.end()
    said = text[start : part.end]
    if not any(map(str.isalnum, said)):
        return "blank", start
    for answer, words in form.vocabulary.answers.items():
        for word in words:
            phrase = r"\s+".join(map(re.escape, word.split()))
            # `No. 152` and `No impediments` (be it over two lines) are no answers of this kind; a
            # `Yes` always is one
            end = (
                r"\b\s*[-–—.,:;!]*\s*"
                if answer == "yes"
                else r"(?:\s*[-–—.,:;!]+(?!\s*\d)|\s*\n(?!\s*(?-i:[a-z]))|\s*\Z)\s*"
            )
            match = re.match(rf"\s*{phrase}{end}", said, re.I)
            if match:
                return answer, start + match.end()  # type: ignore[return-value]
    return "text", start


# ---- items --------------------------------------------------------------------------------------


def _items(
    text: str, body: int, part: _Part, answer: Answer, form: Form
) -> tuple[list[Item], list[Span]]:
    """The items of a statement, and marks that look like a list's but fit none.

    What a plain "no", "nil" or blank says is no item; neither is what follows a "no", or prose that
    opens like one ("There is no plan"), unless it is a list: it may as well say why there is none.
    """
    items: list[Item] = []
    unclear: list[Span] = []
    if answer == "blank":
        return items, unclear
    used: dict[str, int] = {}
    for priority, tier, start, end in _stretches(body, part, form):
        first, behind = (bisect_left(part.tokens, at, key=_start) for at in (start, end))
        marks = [token for token in part.tokens[first:behind] if token.kind == "marker"]
        markers, left = _list_markers(text, marks, start, end)
        unclear += [(token.start, token.end) for token in left]
        introduces = not tier and end < part.end
        for letter, span, listed in _entries(text, start, end, markers, bool(tier), introduces):
            trimmed = _bare(text, span)
            if trimmed is None or _says_none(text[slice(*trimmed)], form):
                continue
            if not listed and (answer in ("no", "nil") or _NEGATIVE.match(text[slice(*trimmed)])):
                continue
            in_tier = tier if listed else ""
            name = "/".join(filter(None, (in_tier, letter or str(len(items) + 1))))
            used[name] = used.get(name, 0) + 1
            name = f"{name}-{used[name]}" if used[name] > 1 else name
            said = _collapse(text[slice(*trimmed)])
            items.append(Item(name, letter, said, priority if listed else "unspecified", *trimmed))
    if not items and answer == "yes" and not text[body : part.end].strip():
        trimmed = _bare(text, (part.start, part.end))
        if trimmed:
            items.append(Item("1", "", _collapse(text[slice(*trimmed)]), "unspecified", *trimmed))
    return items, unclear


def _stretches(body: int, part: _Part, form: Form) -> Iterator[tuple[Priority, str, int, int]]:
    """A statement cut at its tiers: priority, tier (empty before the first), start and end."""
    tiers = [token for token in part.tokens if token.kind == "tier" and token.start >= body]
    start, priority = body, ""
    for tier in tiers:
        yield priority or "unspecified", priority, start, tier.start  # type: ignore[misc]
        names = form.vocabulary.tiers.items()
        priority = next(name for name, said in names if fold(tier.value) in map(fold, said))
        start = tier.end
    yield priority or "unspecified", priority, start, part.end  # type: ignore[misc]


_NEGATIVE = re.compile(r"(?:no|none|nothing|there\s+(?:is|are|was|were|has\s+been)\s+no)\b", re.I)


def _says_none(said: str, form: Form) -> bool:
    words = form.vocabulary.answers["no"] + form.vocabulary.answers["nil"]
    return len(said) <= _longest(words) and fold(said) in _folded(words)


@cache
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, words))


@cache
def _longest(words: tuple[str, ...]) -> int:
    return max(map(len, words)) + 2


_ROMAN = {"i": 1, "v": 5, "x": 10}


def _roman(mark: str) -> int | None:
    values = [_ROMAN.get(c) for c in mark]
    if None in values:
        return None
    numbers = [v for v in values if v]
    pairs = zip(numbers, [*numbers[1:], 0], strict=True)
    return sum(-here if here < following else here for here, following in pairs)


def _alphabetic(mark: str) -> int | None:
    return ord(mark) - ord("a") + 1 if len(mark) == 1 and "a" <= mark <= "z" else None


def _numeric(mark: str) -> int | None:
    return int(mark) if mark.isdigit() else None


def _bulleted(mark: str) -> int | None:
    return 0 if mark == _BULLET else None


_STYLES = (_alphabetic, _roman, _numeric, _bulleted)
_SEPARATED = re.compile(r"(?:[:;,.–—]|\b(?:and|or|and/or)|\A)[\"”’)]*\s*\Z", re.I)
_PUNCTUATED = re.compile(r"[:;,.][\"”’)]*(?:\s+(?:and|or|and/or))?\s*\Z", re.I)
_REFERRED = re.compile(
    r"(?:\d[ ]?|\b(?:articles?|arts?\.?|sections?|sect?\.?|s\.|paragraphs?|paras?\.?|subsections?|"
    r"sub-?paragraphs?|clauses?|points?|options?|items?|under|letters?|see)\s*)\Z",
    re.I,
)


def _list_markers(
    text: str, markers: list[Token], start: int, end: int
) -> tuple[list[Token], list[Token]]:
    """Those markers that enumerate, and those that seem to but fit no order.

    They are in the style that makes the longest rising sequence. Letters may skip, because they
    are those of the questionnaire's options. `section 12(b)` and `under (d)` are references; what
    stands in brackets or in a quotation enumerates something else.
    """
    found: list[tuple[list[Token], list[Token]]] = []
    outer = _outside_brackets(text, markers, start, end)
    for value in _STYLES:
        chain: list[Token] = []
        left: list[Token] = []
        last, sure, referred = 0, False, 0
        for n, token in enumerate(outer):
            number = value(token.value.lower())
            if value is _alphabetic and _is_roman_among(outer, n):
                continue
            before = text[max(start, token.start - 40) : token.start]
            if number is None:
                continue
            goes_on = text[referred : token.start].strip(" \n,") in ("", "and", "or")
            if _REFERRED.search(before) or (referred and goes_on):
                referred = token.end  # `section 4 (a) and (b)` refers twice
                continue
            punctuated = bool(_PUNCTUATED.search(before))
            opens = before.rstrip().endswith(":") or not before.strip()
            if value is _bulleted:
                number = last + 1
            if number == last + 1 if last else number == 1 or opens:
                pass  # the next one, or a first one: `a)`, or any behind a colon
            elif not (number > last and last and _SEPARATED.search(before)) and not (
                number == 1 and opens
            ):
                left += [token] if punctuated else []
                continue
            sure = sure or opens or (bool(chain) and punctuated)
            chain.append(token)
            last = number
        if sure:
            found.append((chain, left))
    longest = max(found, key=lambda each: len(each[0]), default=([], []))
    for chain, left in found:
        # a shorter list whose entry holds the longer one: `a) by: (i) …; (ii) …; and b) …`
        begins = len(chain) > 1 and chain[0].start < longest[0][0].start
        if begins and _sentence_end(text, chain[-1].end, end) > longest[0][0].start:
            return chain, left
    return longest


def _is_roman_among(marks: list[Token], n: int) -> bool:
    """Whether a mark that can be a letter is roman by the mark beside it, as `i` before `ii`."""
    neighbours = {"i": (n + 1, "ii"), "v": (n - 1, "iv"), "x": (n - 1, "ix")}
    at, beside = neighbours.get(marks[n].value.lower(), (-1, ""))
    return 0 <= at < len(marks) and marks[at].value.lower() == beside


def _outside_brackets(text: str, markers: list[Token], start: int, end: int) -> list[Token]:
    """Markers that stand neither in round brackets nor in a quotation opened before the list."""
    outer: list[Token] = []
    depth, at, quoted = 0, start, False
    for token in [*markers, Token("marker", end, end, "")]:
        for character in text[at : token.start]:
            depth += (character == "(") - (character == ")" and depth > 0)
            quoted = character == "“" if character in "“”" else quoted
        if depth == 0 and not quoted:
            outer.append(token)
        at = max(at, token.end)
    balanced = depth == 0 and not quoted
    return [token for token in (outer if balanced else markers) if token.end > token.start]


def _entries(
    text: str, start: int, end: int, markers: list[Token], tiered: bool, introduces: bool
) -> Iterator[tuple[str, Span, bool]]:
    """Letter, span and whether it is a list entry, for every item of a stretch of text.

    `tiered` text stands under a tier, text that `introduces` stands before one.
    """
    if not markers:
        whole = (start, end)
        body = whole if tiered else _without_lead_in(text, whole, always=introduces)
        if body:
            yield "", body, tiered
        return
    before = _without_lead_in(text, (start, markers[0].start), always=True)
    if before:
        yield "", before, False
    for marker, following in zip(markers, [*markers[1:], None], strict=True):
        letter = "" if marker.value == _BULLET else marker.value
        if following is None:
            stop = _sentence_end(text, marker.end, end)
            yield letter, (marker.end, stop), True
            if text[stop:end].strip():
                yield "", (stop, end), False
        elif (
            text[max(0, following.start - 40) : following.start].rstrip().endswith(":")
        ):  # another list is introduced here
            stop = _sentence_end(text, marker.end, following.start)
            yield letter, (marker.end, stop), True
            between = _without_lead_in(text, (stop, following.start), always=True)
            if between:
                yield "", between, False
        else:
            yield letter, (marker.end, following.start), True


def _without_lead_in(text: str, span: Span, *, always: bool = False) -> Span | None:
    """Text before a list or a tier without its last sentence, which introduces what follows.

    The end of a statement introduces nothing, unless it ends with a colon.
    """
    start, end = span
    piece = text[start:end].rstrip()
    if not always and not piece.endswith(":"):
        return span
    cut = start
    while True:
        stop = _sentence_end(text, cut, start + len(piece))
        if stop >= start + len(piece):
            break
        cut = stop
    return (start, cut) if text[start:cut].strip() else None


_STOP = re.compile(r"[.!?]+[\"”’)]*(?=\s+[\"“‘(]?[A-Z])|;(?=\s*\n[A-Z])|[“”\"]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Nos?|Arts?|Dr|Mr|Mrs|Ms|St|Sec|Sect|para|paras|vol|cf|approx|Ltd|Inc|Co|e\.g|i\.e|viz|"
    r"Reg|Prof|Hon|Gen|Dept|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\Z"
)


def _sentence_end(text: str, start: int, end: int) -> int:
    """Where the first sentence from `start` on ends, quotations and abbreviations passed over."""
    quoted = False
    for match in _STOP.finditer(text, start, end):
        mark = match.group()
        if mark in '“”"':
            quoted = mark == "“" or (mark == '"' and not quoted)
        elif quoted:
            quoted = not (set(mark) & set('”"'))
            if not quoted:
                return match.end()
        elif not _ABBREVIATION.search(text, max(start, match.start() - 10), match.start()):
            return match.end()
    return end


_LAST_WORD = re.compile(r"[;,\s](?:and|or|and/or)\Z")


def _bare(text: str, span: Span) -> Span | None:
    """A span without white space, closing punctuation and the `and` before the next item."""
    start, end = span
    piece = text[start:end].rstrip(";,. \n")
    while (conjunction := _LAST_WORD.search(piece, max(0, len(piece) - 8))) is not None:
        piece = piece[: conjunction.start()].rstrip(";,. \n")
    stripped = piece.lstrip(" \n;,.:")
    if not stripped:
        return None
    begin = start + len(piece) - len(stripped)
    return (begin, begin + len(stripped))
