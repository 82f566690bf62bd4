"""For which Annual Reviews a report was received, as the row on reporting obligations says it."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import cache

from annual_review.baseline.tokens import AR, YEAR, YEAR_LIST, years
from annual_review.forms.questionnaire import Form

RECEIVED, NOT_RECEIVED, NOT_KNOWN = RECEIPTS = ("received", "not received", "not known")
"""What a baseline says of the report for a year: see `received`."""

_Limit = tuple[str, set[int]]


def receipt(answer: str, text: str, year: int, form: Form) -> str:
    """What an answer says of the report for a year: one of `RECEIPTS`.

    Only years of Annual Reviews count, and those that a report is said to be for: `in 2004` can be
    when it was sent. Of an answer that limits itself in other words nothing is known.
    """
    said = _said(answer, text, form)
    if said is None or year in said["doubtful"]:
        return NOT_KNOWN
    if year in said["sent"] or year in said["missing"]:
        return RECEIVED if year in said["sent"] else NOT_RECEIVED
    excepted = year in said["excepted"]
    counts = year in said["counted"]
    if answer == "yes":
        return RECEIVED if counts and not excepted else NOT_RECEIVED
    if answer == "no" and counts:
        return RECEIVED if excepted else NOT_RECEIVED
    return NOT_KNOWN


@cache
def _said(answer: str, text: str, form: Form) -> Mapping[str, Container[int]] | None:
    """The years that an answer names, by what it says of them; None if that is not clear.

    The answer itself is for those `counted`, but for those `excepted`. Of the reports of others
    it says that they were `sent` or are `missing`, or something `doubtful`.
    """
    words = _words(form)
    found: dict[str, set[int]] = {kind: set() for kind in (*_LIMITS, "sent", "missing", "doubtful")}
    marked = words["of_reports"].sub(_mark, text)
    if answer in ("yes", "no"):
        marked = words["answer"].sub("", marked, count=1)
    for n, clause in enumerate(words["ends"].split(marked)):
        limits, rest = _limits(clause, words)
        if n and rest.strip(" ,)"):  # a sentence of its own: `For the 2004 AR, no report was sent`
            limits, rest = [], clause
        for kind, named in limits:
            if not named:  # a span that runs backwards
                return None
            found[_ONLY_OR_NOT[answer == "no"].get(kind, kind)] |= named
        named = _named(rest)
        about_report, missing = (words[name].search(rest) for name in ("report", "missing"))
        if (
            words["another_answer"].search(rest)
            or (words["limits"].match(rest) and (n == 0 or not about_report))
            or (n == 0 and not about_report and (named or (not limits and _YEAR.search(rest))))
            or (missing and not named and answer == "yes")
        ):
            return None
        if about_report:
            kind = "missing" if missing else "sent" if words["sent"].search(rest) else "doubtful"
            found["doubtful" if words["open"].search(rest) else kind] |= named
    span = range(min(found["since"], default=1900), max(found["until"], default=2099) + 1)
    limited = found["since"] or found["until"] or not found["counted"]
    return found | {"counted": found["counted"].union(span) if limited else found["counted"]}


_LIMITS = ("since", "until", "counted", "excepted", "only", "denied")
_ONLY_OR_NOT = (
    {"only": "counted", "denied": "excepted"},
    {"only": "excepted", "denied": "counted"},
)
"""What `only for` and `not for` some years make of these, behind a yes and behind a no."""


def _limits(clause: str, words: Mapping[str, re.Pattern[str]]) -> tuple[list[_Limit], str]:
    """The years to which a clause limits an answer first, each with how, and what else it says."""
    kind, at = "counted", 0
    found: list[_Limit] = []
    while limit := words["limit"].match(clause, at):
        kind = next((name for name in _LIMITS if limit.groupdict().get(name)), kind)
        found.append((kind, _named(limit[0])))
        at = limit.end()
    return found, clause[at:]


def _mark(of: re.Match[str]) -> str:
    """The years of reports, marked. A full stop after `2003 AR.` stays: it may end a sentence."""
    return f"‹{' '.join(map(str, years(of[0])))}›{'.' * of[0].endswith('.')}"


_YEAR = re.compile(YEAR)


def _named(marked: str) -> set[int]:
    """The years of reports that are marked in a text."""
    return {int(year) for of in _MARKED.findall(marked) for year in _YEAR.findall(of)}


_MARKED = re.compile("‹[^›]*›")


@cache
def _words(form: Form) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a form's language."""
    review = rf"(?<![A-Za-z]){AR}(?!\w)(?:\s*\(\s*{AR}\s*\))?"
    stand_for = {"{years}": rf"(?<!\d){YEAR_LIST}(?!\d)", "{year}": YEAR, "{review}": review}
    found = {}
    for name, pattern in form.vocabulary.reporting.items():
        for placeholder, meaning in stand_for.items():
            pattern = pattern.replace(placeholder, meaning)
        found[name] = re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    return found
