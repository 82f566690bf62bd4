"""Find years that may begin an answer, but are left in the text: they are problems."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from annual_review.baseline.tokens import ANY_YEAR, NOT_BEFORE_YEARS, YEAR, begins_anew
from annual_review.forms.words import Span

_AR_BEFORE = re.compile(r"\bA\.?R\.?S?\s*\Z", re.I)
_AR_BEHIND = re.compile(r"\s*A\.?R\.?s?\d?\b", re.I)
_BEFORE_DOUBTFUL = re.compile(
    rf"(?:\A|\n|[.;]\s)\s*(?P<years>\(?(?:(?:For|In)\s+)?(?:{YEAR}\s?[-–—/]\s?)?)\Z", re.I
)
_MOST_BEFORE_DOUBTFUL, _MOST_BEFORE_AR = 16, 8
_AR_COLON = re.compile(r"\s*A\.?R\.?s?\s*:", re.I)
_WITHIN = re.compile(rf"(?:[^\s.;]\s|[\"“|>,;])(?P<years>(?:{YEAR}\s?[-–—/]\s?)?)\Z")


def doubtful_years(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """What reads like a year prefix but is not one, in the given parts of a text.

    It begins a line or a sentence, or it is within one and a colon follows, as happens if a label
    and the answer beside it share a line (`the Employers’ 2001-2003 ARs:`), or if something is left
    of a cell's or a quotation's marks (`"2003 AR:`).
    """
    parts = sorted(spans)
    for year in ANY_YEAR.finditer(text):
        around = text[max(0, year.start() - _MOST_BEFORE_AR) : year.end() + _MOST_BEFORE_AR]
        if "r" not in around.lower():
            continue  # no AR is near
        at = bisect_right(parts, (year.start(), len(text)))
        end_of_part = parts[at - 1][1] if at else 0
        if year.end() > end_of_part:
            continue  # it is part of a prefix, or in no part at all
        ahead = _AR_BEFORE.search(text, max(0, year.start() - _MOST_BEFORE_AR), year.start())
        behind = _AR_BEHIND.match(text, year.end(), end_of_part)
        for start, end in (
            *([(ahead.start(), year.end())] if ahead else []),
            *([(year.start(), behind.end())] if behind else []),
        ):
            earliest = max(0, start - _MOST_BEFORE_DOUBTFUL)
            opens = _BEFORE_DOUBTFUL.search(text, earliest, start)
            if opens and not _is_prose(text, opens.start("years")):
                yield opens.start("years"), end
        colon = _AR_COLON.match(text, year.end(), end_of_part)
        earliest = max(0, year.start() - _MOST_BEFORE_DOUBTFUL)
        within = _WITHIN.search(text, earliest, year.start()) if colon else None
        if colon and within and not _is_prose(text, within.start("years")):
            yield within.start("years"), colon.end()


_YEAR_WITHOUT_AR = re.compile(
    r"^[^\S\n]*(?P<year>\(?20\d\d\)?)(?:\s?[:–—-](?=\s+[^\W\d])|[^\S\n]*\n+(?=[A-Z]))", re.MULTILINE
)


def years_without_ar(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Years that begin a line of the given parts with a colon, or are all of it: `2005: …`.

    They may be those of an Annual Review, or when something happened.
    """
    for begin, end in spans:
        for year in _YEAR_WITHOUT_AR.finditer(text, begin, end):
            if begins_anew(text[begin:end], year.start() - begin, at_line=False):
                yield year.span("year")


def _is_prose(text: str, start: int) -> bool:
    """Whether a year continues the words before it, as in `reported in the` / `2009 AR`."""
    return NOT_BEFORE_YEARS.search(text[max(0, start - 40) : start]) is not None
