"""Read the title: country, years, subject and instruments, from the text before the first label."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import NamedTuple, NoReturn

from annual_review import countries
from annual_review.baseline.document import Document
from annual_review.baseline.layout import Layout
from annual_review.baseline.report import ParseError, Statement
from annual_review.baseline.tokens import YEAR, year_prefixes, years
from annual_review.forms.questionnaire import Form, Subject
from annual_review.forms.words import Span, Words, collapse, fold, overlaps


class Title(NamedTuple):
    """A baseline's title. `printed` is the country's name as printed.

    A page often has a title of its own above the document's; where the two differ, the document's
    counts, which stands last. `read` and `unread` are the stretches of the text that the title
    accounts for, and the rest; `unclear` are stretches that were not taken as they are printed,
    each with what was made of it.
    """

    printed: str
    country: countries.Country
    subject: Subject
    instruments: tuple[str, ...]
    first_year: int
    last_year: int
    read: list[Span]
    unread: list[Span]
    unclear: list[tuple[Span, str]]


def read_title(document: Document, layout: Layout) -> Title:
    """Read the title of a baseline.

    Raises ParseError if it names no principle, no years, or no country that is known.
    """
    text = document.text[: layout.found[0].start]
    phrases, subject = _phrases_in(text, layout.form)
    if subject is None:
        raise ParseError(
            document.where(0),
            found=f"a title that names no principle (“{collapse(text)[:80]}”)",
            expected=" or ".join(f"'{each.name}'" for each in layout.form.subjects),
            remedy="Save the baseline with its complete title, or add the title's wording to "
            f"forms/{layout.form.name}.yml.",
        )
    first_year, last_year, years, unclear = _first_and_last(document, text, phrases)
    read = phrases + years
    country, span, others, doubts = _country(document, text, _gaps(text, read), years)
    read += [span, *others]
    return Title(
        printed=collapse(text[slice(*span)]),
        country=country,
        subject=subject,
        instruments=_instruments(text, subject),
        first_year=first_year,
        last_year=last_year,
        read=read,
        unread=[(start, end) for start, end in _gaps(text, read) if end - start > 1],
        unclear=unclear + doubts,
    )


def _instruments(title: str, subject: Subject) -> tuple[str, ...]:
    """Those of the subject's instruments that the title names (`Convention No. 87`), else all."""
    named = []
    for instrument in subject.instruments:
        letter, number = instrument[0], int(instrument[1:])
        if re.search(rf"\b(?:{letter}\.?\s?0*{number}|No\.?\s?{number})\b", title):
            named.append(instrument)
    return tuple(named) or subject.instruments


def further_instruments(subject: Subject, statements: list[Statement]) -> tuple[str, ...]:
    """Instruments beyond the title's that the answers on ratification name."""
    if not subject.further:
        return ()
    words = Words("\n".join(s.text for s in statements if s.field.startswith("ratification_")))
    return tuple(
        instrument
        for instrument, names in subject.further.items()
        if any(True for name in names for _ in words.find(fold(name)))
    )


# ---- subject ------------------------------------------------------------------------------------


def _phrases_in(text: str, form: Form) -> tuple[list[Span], Subject | None]:
    """Where the title's fixed phrases stand, and the subject that they name.

    A web page's navigation names other subjects above the title: the last subject counts, and the
    others are not part of the title. A form with a single subject needs none in its title.
    """
    words = Words(text)
    spans: list[Span] = []
    named: dict[Span, Subject] = {}
    for phrase, subject in _phrases(form).items():
        for first, last in words.find(phrase):
            if "\n" in words.between(first, first + 1) and "\n" not in words.between(
                first - 1, first
            ):
                continue  # `CONGO, DEMOCRATIC REPUBLIC OF THE` / `Effective abolition`
            start, end = words.spans[first][0], words.spans[last][1]
            if text.count("(", start, end) > text.count(")", start, end):
                closing = _CLOSING.match(text, end)
                end = closing.end() if closing else end
            if not overlaps((start, end), spans):
                spans.append((start, end))
                if subject:
                    named[start, end] = subject
    if not named:
        return spans, form.subjects[0] if len(form.subjects) == 1 else None
    subject = named[max(named)]
    return [span for span in spans if named.get(span, subject) is subject], subject


@cache
def _phrases(form: Form) -> dict[str, Subject | None]:
    """The letters of the phrases of titles, longest first, each with the subject it names."""
    phrases: dict[str, Subject | None] = dict.fromkeys(map(fold, form.vocabulary.title_phrases))
    phrases |= {
        fold(f"{the}{title}{code}"): subject
        for subject in form.subjects
        for title in subject.titles
        for the in ("", "The ")
        for code in ("", subject.subject)
    }
    return {phrase: phrases[phrase] for phrase in sorted(phrases, key=len, reverse=True)}


_CLOSING = re.compile(r"\s?\)")
"""The bracket after a phrase that ends in one: `(FACB)`."""


def _gaps(text: str, spans: list[Span]) -> list[Span]:
    """The parts of a text that no span covers, without white space and punctuation around them."""
    gaps, at = [], 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        piece = text[at:start]
        trimmed = piece.strip(" \n,;:.–—-")
        if trimmed:
            begin = at + piece.index(trimmed)
            gaps.append((begin, begin + len(trimmed)))
        at = max(at, end)
    return gaps


# ---- years --------------------------------------------------------------------------------------

_YEARS = re.compile(
    rf"\(\s*(?P<first>{YEAR})\s*(?:(?:,\s*{YEAR}\s*)*(?:[-–—/,]|to|and)\s*(?P<last>{YEAR}|\d\d)\s*)?"
    r"(?:ARs?\s*)?\)(?:[⁰¹²³⁴-⁹]{1,2}|\s?\d{1,2}\b)?"
    rf"|\b(?P<first2>{YEAR})\s*[-–—/]\s*(?P<last2>{YEAR})\b"
)


def _first_and_last(
    document: Document, text: str, phrases: list[Span]
) -> tuple[int, int, list[Span], list[tuple[Span, str]]]:
    """The first and last year, where years are printed, and those that say something else."""
    found = [
        match
        for match in _YEARS.finditer(text)
        if not any(start <= match.start() < end for start, end in phrases)
    ]
    found = [match for match in found if match["first"]] or found
    if not found:
        _refuse_title(document, text)
    spans = list(map(_years_of, found))
    first, last = chosen = _fitting(spans, document.text[len(text) :])
    latest = datetime.date.today().year + 1
    if last < first or last > latest:
        raise ParseError(
            document.where(found[spans.index(chosen)].start()),
            found=f"the years {first}-{last}" + (", the later one first" if last < first else ""),
            expected=f"{last}-{first}" if last < first else f"years up to {latest}",
            remedy="Correct the title in the source.",
        )
    why = "the document's own title gives" if chosen == spans[-1] else "hold more of the answers"
    unclear = [
        (match.span(), f"read as the years {first} to {last}, which {why}")
        for match, span in zip(found, spans, strict=True)
        if span != chosen
    ]
    return first, last, [match.span() for match in found], unclear


def _fitting(spans: list[tuple[int, int]], answers: str) -> tuple[int, int]:
    """The years of the title in which most answers fall: the last's, unless another has more."""
    if len(set(spans)) == 1:
        return spans[0]
    of_answers = [year for match in year_prefixes(answers) for year in years(match["printed"])]
    return max(
        reversed(spans),
        key=lambda span: sum(span[0] <= year <= span[1] for year in of_answers),
    )


def _refuse_title(document: Document, text: str) -> NoReturn:
    """Refuse a title without years, and say where they stand if the order of words is mixed up."""
    said = collapse(text)[:80]
    found = f"a title without years (“{said}”)" if said else "no title above the first label"
    remedy = "Save the baseline with its title."
    for words in (document.text, *(note.line.text for note in document.notes)):
        if elsewhere := next((each for each in _YEARS.finditer(words) if each["first"]), None):
            found += f"; “{collapse(elsewhere[0])}” stands elsewhere"
            remedy = (
                "Save the baseline with its title above the first label, not in a page's head. "
                "Pages must be upright, in their order and one to a sheet, and scans straight."
            )
            break
    raise ParseError(
        document.where(0),
        found=found,
        expected="the years of the reports after the country, as in AZERBAIJAN (2017-2018)",
        remedy=remedy,
    )


def _years_of(match: re.Match[str]) -> tuple[int, int]:
    first = match["first"] or match["first2"]
    last = match["last"] or match["last2"] or first
    return int(first), int(first[: 4 - len(last)] + last)


# ---- country ------------------------------------------------------------------------------------

_MOST_TITLE_LINES = 12


def _country(
    document: Document, text: str, rest: list[Span], years: list[Span]
) -> tuple[countries.Country, Span, list[Span], list[tuple[Span, str]]]:
    """The country, where its name stands, where else, and names that were not taken as printed.

    Runs of whole lines are looked at, the longest first, because `GUINEA` / `BISSAU` is one name.
    A name that is nearly a known one counts if there is no other; if there is none at all, so does
    one within a line, beside the years.
    """
    tried: list[Span] = []
    for start, end in rest:
        lines = [line.span() for line in re.finditer(r"[^\n]+", text[start:end])]
        spans = [(start + a, start + b) for a, b in lines[:_MOST_TITLE_LINES]]
        tried += [(a, b) for a, _ in spans for _, b in spans if a < b]
    tried.sort(key=lambda span: (span[0] - span[1], span))
    known = _named(text, tried, countries.find)
    near = _named(text, [span for span in tried if not overlaps(span, known)], countries.nearly)
    if not (known or near):
        known = _named(text, _beside(text, rest, years), countries.find)
    if not (known or near):
        _refuse_country(document, text, rest)
    span = max(known or near)
    country = (known or near)[span]
    unclear = [
        (other, f"read as {country.name}, which the document's own title names")
        for other, named in known.items()
        if named != country
    ]
    if not known:
        unclear.append((span, f"no country known here; read as {country.name}"))
    same = [other for other, named in near.items() if named == country]
    return country, span, [*known, *same], unclear


_AROUND_NAME = "0123456789⁰¹²³⁴⁵⁶⁷⁸⁹ *:–—-"
"""What can be printed around a country's name: the page's number, a footnote's mark."""

_BETWEEN_PARTS = re.compile(
    r"[\d:|>/–—]|\s-\s|(?i:\b(?:baselines?|governments?|reports?|reviews?)\s+of\s)"
    r"|(?<!\S)(?!(?:and|of|the)\b)[a-z]+(?!\S)"
)
"""What can stand between a country's name and other words of its line, but not in a name."""


def _beside(text: str, rest: list[Span], years: list[Span]) -> list[Span]:
    """The parts of lines that stand before or after years, where they name only one country.

    They are whole ones: in NORTHERN IRELAND nothing shows that the second word is a name.
    """
    tried: list[Span] = []
    for start, end in rest:
        between = [mark.span() for mark in _BETWEEN_PARTS.finditer(text, start, end)]
        edges = [(start, start), *between, (end, end)]
        parts = [(begin, stop) for (_, begin), (stop, _) in pairwise(edges)]
        known = {countries.find(collapse(text[slice(*part)])) for part in parts}
        if len(known - {None}) > 1:
            continue
        if any(first >= end and first - end <= 2 for first, _ in years):
            tried.append(parts[-1])
        if any(last <= start and start - last <= 4 for _, last in years):
            begin, stop = next((part for part in parts if text[slice(*part)].strip()), parts[0])
            bracket = text.find("(", begin, stop)
            tried += [(begin, stop), (begin, bracket if bracket > 0 else stop)]
    return tried


def _named(
    text: str, spans: list[Span], find: Callable[[str], countries.Country | None]
) -> dict[Span, countries.Country]:
    """The countries that stretches name, of those that overlap only the first."""
    found: dict[Span, countries.Country] = {}
    for span in spans:
        if overlaps(span, found) or _is_joined(text, span):
            continue
        printed = text[slice(*span)]
        bare = printed.strip(_AROUND_NAME)
        start = span[0] + printed.find(bare)
        for each in dict.fromkeys((span, (start, start + len(bare)))):
            country = find(collapse(text[slice(*each)]))
            if country:
                found[each] = country
                break
    return found


def _is_joined(text: str, span: Span) -> bool:
    """Whether words are part of a longer name: MONTENEGRO behind `SERBIA AND`."""
    start, end = span
    return any(map(_JOINED.search, (text[:start], text[start:end], text[end : end + 5])))


_JOINED = re.compile(r"(?:\band|&)\s*\Z|\A\s*(?:and\b|&)", re.IGNORECASE)


def _refuse_country(document: Document, text: str, rest: list[Span]) -> NoReturn:
    named = max((collapse(text[slice(*span)]) for span in rest), key=len, default="")
    raise ParseError(
        document.where(rest[0][0] if rest else 0),
        found=f"'{named}' in the title, which is no country known here"
        if named
        else "no country in the title",
        expected="the name of a country before the years, as in AZERBAIJAN (2017-2018)",
        remedy="Save the baseline with its title, or add the name to countries.yml.",
    )
