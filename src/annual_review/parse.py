"""Turn a document into a Report: who answered what, for which year, in which list items.

First the text is cut into tokens (year prefixes, speakers, priority tiers, list markers), each a
named pattern; then one loop over a cell's tokens makes its statements, and one over a statement's
tokens its items. Every find keeps its span of `Document.text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from annual_review import countries
from annual_review.layout import Form, Found, Label, Layout, Span, Subject, Words, fold, locate
from annual_review.source import AnnualReviewError, Document

Answer = Literal["yes", "no", "nil", "blank", "text"]
Priority = Literal["most_important", "important", "less_important", "unspecified"]
ProblemKind = Literal[
    "label_missing",
    "label_repeated",
    "label_displaced",
    "label_unknown",
    "text_unplaced",
    "years_unclear",
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


@dataclass(frozen=True, slots=True)
class Statement:
    """What one speaker answered in one cell for one printed year or span of years.

    `years` is empty where the document gives none. `answer` is None where the document lacks the
    field's label, so that nothing is known; a cell without text is `blank`. `start` and `end` are
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
    layout = locate(document.text)
    _refuse_other_documents(document, layout)
    title = _title(document, layout)
    _refuse_cut_documents(document, layout)

    problems = list(_label_problems(document, layout))
    problems += [_unplaced(document, span, "the title") for span in title.unread]
    statements, accounted, more = _statements(document, layout, title)
    problems += more
    accounted += title.read + [(found.start, found.end) for found in layout.found if found.label]
    return Report(
        country=title.printed,
        iso3=title.country.iso3,
        name=title.country.name,
        subject=title.subject.subject,
        principle=title.subject.principle,
        instruments=title.subject.instruments,
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


def _coverage(document: Document, accounted: list[Span]) -> float:
    """Share of the characters other than white space that lie in one of the spans."""
    covered = at = 0
    for start, end in sorted(accounted):
        if end > at:
            covered += _solid(document.text[max(start, at) : end])
            at = end
    whole = _solid(document.text) + sum(_solid(text) for text in document.furniture)
    return covered / whole


def _solid(text: str) -> int:
    return len("".join(text.split()))


def classify(text: str, kind: str, form: Form) -> str:
    """What a statement says in fixed words, by the form's patterns of that kind; else `unknown`.

    Kinds: `ratification_status`, `ratification_intention`.
    """
    patterns = form.vocabulary.patterns[kind]
    return next((value for value, pattern in patterns if pattern.search(text)), "unknown")


# ---- is it a baseline, and a whole one ----------------------------------------------------------

_LEAST_SHARE_OF_FIELDS = 0.2


def _refuse_other_documents(document: Document, layout: Layout) -> None:
    fields = layout.form.fields
    names = {f.label.name for f in layout.found if f.label and f.label.kind == "field"}
    if len(names) < max(3, _LEAST_SHARE_OF_FIELDS * len(fields)):
        shown = ", ".join(f"'{f.printed}'" for f in fields if f.name in names) or "none"
        raise ParseError(
            document.where(0),
            found=f"{len(names)} of the questionnaire's {len(fields)} labels ({shown})",
            expected="a country baseline, whose rows bear the questionnaire's labels",
            remedy="Check that this is a baseline in English, saved as text in the order of rows.",
        )


_WHOLE_END = re.compile(r"[.!?;:”\"')]\Z")


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
    for found in layout.repeated:
        yield _problem(document, "label_repeated", _span(found), "this label is printed again")
    for found in layout.displaced:
        message = "this label stands outside the form's order"
        yield _problem(document, "label_displaced", _span(found), message)
    for found in layout.found:
        if found.label is None:
            message = "this looks like a label, but no form knows it"
            yield _problem(document, "label_unknown", _span(found), message)


def _span(found: Found) -> Span:
    return (found.start, found.end)


# ---- title --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Title:
    printed: str
    country: countries.Country
    subject: Subject
    first_year: int
    last_year: int
    read: list[Span]
    unread: list[Span]


_YEAR = r"(?:19|20)\d\d"
_TITLE_YEARS = re.compile(
    rf"\(\s*(?P<first>{_YEAR})\s*(?:[-–—/]\s*(?P<last>{_YEAR}|\d\d)\s*)?\)(?:\s?\d{{1,2}}\b)?"
    rf"|\b(?P<first2>{_YEAR})\s*[-–—/]\s*(?P<last2>{_YEAR})\b"
)


def _title(document: Document, layout: Layout) -> _Title:
    """Read country, years and subject from what stands before the first label."""
    end = layout.found[0].start
    region = document.text[:end]
    phrases, subject = _title_phrases(region, layout.form)
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
        _collapse(region[slice(*country_span)]), country, subject, first, last, read, unread
    )


def _title_phrases(region: str, form: Form) -> tuple[list[Span], Subject]:
    """Spans of the title's fixed phrases, and the subject that the longest of them names."""
    names = {fold(title): subject for subject in form.subjects for title in subject.titles}
    phrases = sorted([*names, *map(fold, form.vocabulary.title_phrases)], key=len, reverse=True)
    words = Words(region)
    spans: list[Span] = []
    subject = None
    for phrase in phrases:
        for first, last in words.find(phrase):
            span = (words.spans[first][0], words.spans[last][1])
            if all(span[1] <= start or stop <= span[0] for start, stop in spans):
                spans.append(span)
                subject = subject or names.get(phrase)
    return spans, subject or form.subjects[0]


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


def _title_country(
    document: Document, region: str, rest: list[Span]
) -> tuple[countries.Country, Span]:
    """The country and the span of its name: a whole remainder of the title, or its lines."""
    tried: list[Span] = []
    for start, end in rest:
        lines = [line.span() for line in re.finditer(r"[^\n]+", region[start:end])]
        spans = [(start + a, start + b) for a, b in lines]
        tried += [(a, b) for a, _ in spans for _, b in spans if a < b]
    for span in sorted(tried, key=lambda span: (span[0] - span[1], span)):
        text = _collapse(region[slice(*span)])
        country = countries.find(text)
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


_YEARS = rf"{_YEAR}(?:\s*[-–—]\s*(?:{_YEAR}|\d\d)\b)?"
_YEAR_LIST = rf"{_YEARS}(?:\s*(?:,|and|&|,\s*and)\s*{_YEARS})*"
YEARS_TOKEN = re.compile(
    rf"(?P<printed>{_YEAR_LIST}\s+(?:ARs?|Annual\s+Reviews?)|ARs?\s+{_YEAR_LIST})\s*:"
)
SPEAKER_TOKEN = re.compile(
    r"According\s+to\s+(?:the\s+)?(?P<who>[^:;.]{2,90}?)\s*:"
    r"|(?P<whose>[A-Z][^\s:;.,]*(?:\s+[^\s:;.,]+){0,7}?)\s+"
    r"(?:[Cc]omments?|[Oo]bservations?|[Rr]espon[sd]es?|[Rr]epl(?:y|ies)|[Vv]iews?|[Rr]emarks?)\s*:"
)
MARKER_TOKEN = re.compile(r"(?<![^\s(])(?P<open>\()?(?P<mark>[A-Za-z]|[ivxIVX]{2,5}|\d{1,2})\)")

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
    for match in YEARS_TOKEN.finditer(text):
        if _begins(text, match.start()):
            tokens.append(Token("years", match.start(), match.end(), _collapse(match["printed"])))
    year_ends = {token.end for token in tokens}
    for match in SPEAKER_TOKEN.finditer(text):
        start = match.start()
        behind_years = any(text[end:start].strip() == "" for end in year_ends if end <= start)
        if behind_years or _begins(text, start, at_line=False):
            who = _collapse(match["who"] or match["whose"])
            tokens.append(Token("speaker", start, match.end(), who))
    for match in _tier_pattern(form).finditer(text):
        if _begins(text, match.start(), closed_by=".:;,(-–—"):
            tokens.append(Token("tier", match.start(), match.end(), _collapse(match[1])))
    tokens += [
        Token("marker", match.start(), match.end(), match["mark"])
        for match in MARKER_TOKEN.finditer(text)
    ]
    return sorted(tokens, key=lambda token: token.start)


def _begins(text: str, at: int, *, at_line: bool = True, closed_by: str = ".!?;:") -> bool:
    """Whether something new can begin here: the text, a paragraph, a sentence or (some) a line."""
    before = text[max(0, at - 40) : at]
    bare = before.rstrip()
    if not bare and at <= 40:
        return True
    if "\n\n" in before[len(bare) :]:
        return True
    if bare.rstrip("\"'’”)]")[-1:] in set(closed_by):
        return True
    if bare.split()[-1:] and fold(bare.split()[-1]) in {"nil", "yes", "no"}:
        return True
    return at_line and "\n" in before[len(bare) :] and not _NOT_BEFORE_YEARS.search(before)


def _tier_pattern(form: Form) -> re.Pattern[str]:
    phrases = sorted((p for group in form.vocabulary.tiers.values() for p in group), key=len)
    choice = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases[::-1])
    return re.compile(rf"\b({choice})\s*:", re.IGNORECASE)


def years(printed: str) -> tuple[int, ...]:
    """The years that a prefix names: `2002-2004 ARs`, `AR 2007`, `2010, 2012 and 2014-15 ARs`.

    Empty if a span runs backwards.
    """
    found: list[int] = []
    for match in re.finditer(rf"({_YEAR})(?:\s*[-–—]\s*({_YEAR}|\d\d)\b)?", printed):
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
    segments: dict[str, list[Span]] = {}
    accounted: list[Span] = []
    problems: list[Problem] = []
    open_field = ""
    for found, span in layout.cells():
        if found.label and found.label.kind == "field":
            open_field = found.label.name
        elif not (found.again and open_field):
            where = f"the row '{found.label.printed}'" if found.label else "a row of its own"
            open_field = open_field if found.again else ""
            if _trim(document.text, span):
                problems.append(_unplaced(document, _trim(document.text, span) or span, where))
            continue
        segments.setdefault(open_field, []).append(span)
    statements: list[Statement] = []
    for label in layout.form.fields:
        parts: list[_Part] = []
        for span in segments.get(label.name, []):
            parts += _parts(document.text, span, label, layout.form)
        parts = [part for part in parts if part.full] or parts[:1]
        accounted += [(part.outer, part.end) for part in parts]
        for n, part in enumerate(parts, 1):
            statements.append(_statement(document, layout.form, label, n, part))
            if part.printed:
                problems += _year_problems(document, part, title)
        if not parts:
            statements.append(_unknown_statement(label))
    return statements, accounted, problems


def _trim(text: str, span: Span) -> Span | None:
    piece = text[slice(*span)]
    trimmed = piece.strip()
    if not trimmed:
        return None
    start = span[0] + piece.index(trimmed)
    return (start, start + len(trimmed))


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
    tokens = tuple(t for t in inner if trimmed[0] <= t.start and t.end <= trimmed[1])
    return _Part(outer, trimmed[0], trimmed[1], printed, speaker, tokens)


def _speaker(who: str, form: Form) -> str:
    """The role that a speaker's name stands for, else the name as printed."""
    name = re.sub(r"^(?:the|The|THE)\s+", "", who)
    name = re.sub(r"['’]s?$", "", name)
    for role, names in form.vocabulary.speakers.items():
        if fold(name) in map(fold, names):
            return role
    return name


def _statement(document: Document, form: Form, label: Label, n: int, part: _Part) -> Statement:
    text = _collapse(document.text[part.start : part.end])
    answer, body = _answer(document.text, part, form)
    return Statement(
        section=label.section,
        field=label.name,
        n=n,
        years=years(part.printed),
        years_as_printed=part.printed,
        speaker=part.speaker,
        answer=answer,
        text=text,
        page=document.page(part.start),
        start=part.start,
        end=part.end,
        items=tuple(_items(document.text, body, part, answer, form)) if label.items else (),
    )


def _unknown_statement(label: Label) -> Statement:
    return Statement(label.section, label.name, 1, (), "", label.speaker, None, "", None, 0, 0)


def _answer(text: str, part: _Part, form: Form) -> tuple[Answer, int]:
    """What kind of answer it is, and where its text begins behind the speaker and a yes or no."""
    start = part.start
    speaker = SPEAKER_TOKEN.match(text, part.start, part.end)
    if speaker:
        start = speaker.end()
    said = text[start : part.end]
    if not said.strip():
        return "blank", start
    for answer, words in form.vocabulary.answers.items():
        for word in words:
            match = re.match(
                rf"\s*{re.escape(word)}\b(?:\s*[-–—.,:;!]+(?!\s*\d)|\s*\Z)\s*", said, re.I
            )
            if match is None and answer == "yes":
                match = re.match(rf"\s*{re.escape(word)}\b\s*", said, re.I)
            if match:
                return answer, start + match.end()  # type: ignore[return-value]
    return "text", start


# ---- items --------------------------------------------------------------------------------------


def _items(text: str, body: int, part: _Part, answer: Answer, form: Form) -> Iterator[Item]:
    """The items of a statement: list entries, and text beside a list or without one.

    What a plain "no", "nil" or blank says is no item; neither is what follows a "no", unless it
    is a list, because it may as well say why there is no measure.
    """
    if answer in ("blank", "nil"):
        return
    used: dict[str, int] = {}
    number = 0
    for priority, tier, start, end in _stretches(body, part, form):
        markers = _list_markers(text, [t for t in part.tokens if start <= t.start < end], start)
        for letter, span, listed in _entries(text, start, end, markers, tiered=bool(tier)):
            if not listed and answer == "no":
                continue
            trimmed = _bare(text, span)
            if trimmed is None:
                continue
            number += 1
            name = f"{tier}/{letter or number}" if tier else letter or str(number)
            used[name] = used.get(name, 0) + 1
            if used[name] > 1:
                name = f"{name}-{used[name]}"
            yield Item(name, letter, _collapse(text[slice(*trimmed)]), priority, *trimmed)
    if number == 0 and answer == "yes":
        trimmed = _bare(text, (part.start, part.end))
        if trimmed:
            yield Item("1", "", _collapse(text[slice(*trimmed)]), "unspecified", *trimmed)


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


_STYLES = (_alphabetic, _roman, _numeric)
_SEPARATED = re.compile(r"(?:[:;,.–—•]|\b(?:and|or|and/or)|\A)[\"”’)]*\s*\Z", re.I)
_REFERRED = re.compile(
    r"(?:\d|\b(?:articles?|arts?\.?|sections?|sect?\.?|s\.|paragraphs?|paras?\.?|subsections?|"
    r"sub-?paragraphs?|clauses?|points?|options?|items?|under|letters?))\s*\Z",
    re.I,
)


def _list_markers(text: str, tokens: list[Token], start: int) -> list[Token]:
    """Those marker tokens that enumerate: in the style that makes the longest rising sequence.

    Letters may skip, because they are those of the questionnaire's options. A mark that does not
    come next must follow a separator; `section 12(b)` and `under (d)` are references.
    """
    markers = [token for token in tokens if token.kind == "marker"]
    best: list[Token] = []
    for value in _STYLES:
        chain: list[Token] = []
        last = 0
        for token in markers:
            number = value(token.value.lower())
            if number is None:
                continue
            before = text[max(start, token.start - 40) : token.start]
            if _REFERRED.search(before):
                continue
            separated = _SEPARATED.search(before)
            follows = number == last + 1 and (last or separated)
            restarts = number == 1 and before.rstrip().endswith(":")
            if follows or (number > last and separated) or restarts:
                chain.append(token)
                last = number
        if len(chain) > len(best):
            best = chain
    return best


def _entries(
    text: str, start: int, end: int, markers: list[Token], *, tiered: bool
) -> Iterator[tuple[str, Span, bool]]:
    """Letter, span and whether it is a list entry, for every item of a stretch of text."""
    if not markers:
        body = (start, end) if tiered else _without_lead_in(text, (start, end))
        if body:
            yield "", body, tiered
        return
    before = _without_lead_in(text, (start, markers[0].start), always=True)
    if before:
        yield "", before, False
    for marker, following in zip(markers, [*markers[1:], None], strict=True):
        if following:
            yield marker.value, (marker.end, following.start), True
        else:
            stop = _sentence_end(text, marker.end, end)
            yield marker.value, (marker.end, stop), True
            if text[stop:end].strip():
                yield "", (stop, end), False


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


_STOP = re.compile(r"[.!?]+[\"”’)]*(?=\s+[\"“‘(]?[A-Z])|[“”\"]")
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
        elif not _ABBREVIATION.search(text, start, match.start()):
            return match.end()
    return end


_EDGE = re.compile(r"(?:[;,.\s]|(?<=[;,\s])(?:and|or|and/or)(?=\s*\Z))+\Z")


def _bare(text: str, span: Span) -> Span | None:
    """A span without white space, closing punctuation and the `and` before the next item."""
    start, end = span
    piece = _EDGE.sub("", text[start:end])
    stripped = piece.lstrip(" \n;,.:")
    if not stripped:
        return None
    begin = start + len(piece) - len(stripped)
    return (begin, begin + len(stripped))
