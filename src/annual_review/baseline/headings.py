"""Headings inside a cell: `Policy` and `Legislation` stand above answers and are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from operator import attrgetter

from annual_review.baseline.organizations import role
from annual_review.baseline.tokens import YEAR, Token, any_of
from annual_review.forms.questionnaire import Form, Label, either
from annual_review.forms.words import Span, fold


def headings(text: str, span: Span, label: Label, form: Form) -> list[Token]:
    """The headings in a label's cell, in no order."""
    cell = text[slice(*span)]
    found = [
        Token("heading", span[0] + match.start(match.lastgroup or 0), span[0] + match.end(), "")
        for match in (_headings(cell, label) if label.headings else [])
    ]
    known = {token.end for token in found}
    above_nothing = _nothing_behind_colon(form).search(cell)
    for match in _above_nothing(form).finditer(cell) if above_nothing else ():
        start, end = span[0] + match.start("heading"), span[0] + match.end("heading") + 1
        if end not in known and fold(match["heading"]) in _headings_of_rows(form):
            found.append(Token("heading", start, end, ""))
    topics = _topics(cell, label, form) if "\n" in cell else ()
    below = (Token("heading", span[0] + start, span[0] + end, TOPIC) for start, end in topics)
    return found + [topic for topic in below if not _overlaps(topic, found)]


TOPIC = "topic"
"""The value of a heading that ends no years above it."""


def without_headings(text: str, span: Span, found: list[Token]) -> str:
    """A cell's text in which years begin a line that stand right behind a heading."""
    cell = text[slice(*span)]
    for token in found:
        start, end = token.start - span[0], token.end - span[0]
        if _YEARS_BEHIND.match(cell, end):
            cell = cell[:start] + "\n" * (end - start) + cell[end:]
    return cell


_YEARS_BEHIND = re.compile(rf"[^\S\n]+{YEAR}\b")


def with_headings(
    text: str, label: Label, tokens: list[Token], found: list[Token], form: Form
) -> list[Token]:
    """The marks in a cell, and the headings that were found in it, in their order."""
    if label.sides_are_topics:
        tokens = _sides_as_headings(text, tokens, form)
    sides = [token for token in tokens if token.kind == "heading"]
    found = [token for token in found if not _overlaps(token, sides)]
    if not found:
        return tokens
    # `Observations by the CIC` is no speaker's mark because `Legislation:` stands below it
    starts = [each.start for each in found]
    others = [each for each in tokens if not any(each.start <= at < each.end for at in starts)]
    return sorted([*others, *found], key=attrgetter("start"))


def _overlaps(token: Token, others: list[Token]) -> bool:
    return any(each.start < token.end and token.start < each.end for each in others)


def _topics(cell: str, label: Label, form: Form) -> Iterator[Span]:
    """Lines that only say what is below them: `Hazardous work`, between two answers.

    What is above is finished, and a sentence, a nothing or a dated entry stands below. Several in a
    row are a list, as are those below a mere `YES` or below words that announce one.
    """
    lines = _LINE_ALONE.finditer(cell) if label.topics else ()
    found = [line.span("topic") for line in lines if label.has_topic(line["topic"])]
    gaps = [cell[a:b].isspace() for (_, a), (b, _) in pairwise(found)]
    listed = [above or below for above, below in zip([False, *gaps], [*gaps, False], strict=True)]
    for (start, end), in_row in zip(found, listed, strict=True) if found else ():
        above = cell[max(0, start - _MOST_ABOVE) : start].strip()
        *_, line = above.split("\n")
        if in_row or not _FINISHED.search(line) or _above_list(form).search(above):
            continue
        if _below_topic(form).match(cell, end, end + _MOST_BELOW):
            yield start, end


_LINE_ALONE = re.compile(r"^[^\S\n]*(?P<topic>[A-Z][^\n.;,]{2,50})$", re.MULTILINE)
_MOST_ABOVE = _MOST_BELOW = 300
_FINISHED = re.compile(r"(?:\A|[.!?][\"'’”)]*|ARs?\s*:)\Z")


@cache
def _above_list(form: Form) -> re.Pattern[str]:
    yes_or_no = "|".join(form.vocabulary.answers["yes"] + form.vocabulary.answers["no"])
    alone = rf"(?:\A|[\n:])[^\S\n]*(?:{yes_or_no})\W*\Z"
    return either((form.vocabulary.lists["announced"], alone), ignore_case=True)


@cache
def _below_topic(form: Form) -> re.Pattern[str]:
    nothing = "|".join(form.vocabulary.answers["nil"])
    dated = rf"{YEAR}\b[^\n]{{0,40}}?(?:\bARs?\b|:)"
    sentence = form.vocabulary.lists["sentence"]
    return re.compile(rf"\s*(?:{dated}|(?i:{nothing})\W*(?:\n|\Z)|{sentence})")


def _sides_as_headings(text: str, tokens: list[Token], form: Form) -> list[Token]:
    """Marks where a side above years is a heading, and elsewhere no mark but text.

    `Workers’ organizations:` and `Workers’ views:` are no such side: they speak.
    """
    above = {token.start for token in tokens if token.kind == "heading"}
    people = {side for side in form.vocabulary.speakers if side != "government"}
    sides = {
        token
        for token in tokens
        if role(token.value, form) in people
        and _SIDE_ALONE.fullmatch(text[token.start : token.end])
    }
    return [
        token._replace(kind="heading") if token in sides else token
        for token in tokens
        if token not in sides or token.start in above
    ]


_SIDE_ALONE = re.compile(r"(?:for\s+)?\w+\s*:?\s*", re.IGNORECASE)


def _headings(cell: str, label: Label) -> list[re.Match[str]]:
    """The headings in a cell. Marked ones are items where they read as a list.

    `1. Policy`, `2. Legislation` with nothing below, or `(a) Policy: the plan; and (b) …`.
    """
    pattern = _heading_pattern(label)
    found = list(pattern.finditer(cell))
    ends = [match.start(match.lastgroup or 0) for match in found[1:]]
    below = [cell[a.end() : end].strip() for a, end in zip(found, [*ends, len(cell)], strict=False)]
    bare = [
        match[0][-1] != ":" and (not said or pattern.fullmatch(said) is not None)
        for match, said in zip(found, below, strict=True)
    ]
    listed = any(bare[:-1] or bare) or any(map(_GOES_ON.search, below[:-1]))
    if listed and not any(map(_BEGINS_WITH_YEARS.match, below)):
        return [match for match in found if not (match["mark"] or match["mark_within"])]
    return found


_GOES_ON = re.compile(r"(?:[;,]|\b(?:and|or))\Z")
_BEGINS_WITH_YEARS = re.compile(rf"{YEAR}\b")


@cache
def _above_nothing(form: Form) -> re.Pattern[str]:
    """What may be a heading, and a nothing behind it: `Judicial decisions: NIL`."""
    return re.compile(
        r"(?:^|(?<=[.;:]\s))[^\S\n]*(?P<heading>[A-Z][^:;.\n]{2,80})"
        + _nothing_behind_colon(form).pattern,
        re.MULTILINE,
    )


@cache
def _nothing_behind_colon(form: Form) -> re.Pattern[str]:
    nothing = "|".join(form.vocabulary.answers["nil"] + form.vocabulary.answers["no"])
    return re.compile(rf":(?=\s*(?i:{nothing})[^\w\n]*$)", re.MULTILINE)


@cache
def _headings_of_rows(form: Form) -> frozenset[str]:
    """The letters of all headings, and of the labels of rows of measures and needs."""
    rows = [label for label in form.fields if label.items in ("measures", "needs")]
    words = {fold(heading) for label in rows for heading in label.headings}
    return frozenset(words.union(*(label.variants for label in rows)))


_BEFORE_A_SENTENCE = (
    r"\s+(?-i:The|A|An|According|There|In|Under|YES|Yes|NO|NIL|Articles?|Sections?|It|Since)\b"
)
_MARK = r"(?:\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]\s*|[•▪●◦■➢►▶*·–-]\s*)?"
"""What can stand before a heading: `(i) Policy:`, `• Policy`."""


@cache
def _heading_pattern(label: Label) -> re.Pattern[str]:
    """A heading: alone on its line, closed by a colon, or before years or a sentence."""
    words = any_of(label.headings)
    alone = r"(?=[^\S\n]*(?:\n+(?-i:[^a-z])|\Z))"
    before = rf"(?=\s+{YEAR}\b)|(?={_BEFORE_A_SENTENCE})"
    return re.compile(
        rf"(?:(?<!.)\s*(?P<heading>(?P<mark>{_MARK})(?-i:(?=[A-Z]))(?:{words}))(?:\s*:|{alone}|{before})"
        rf"|(?<=[.!?:;]\s)(?P<within>(?P<mark_within>{_MARK})(?-i:(?=[A-Z]))(?:{words}))"
        rf"(?:\s*:|(?=[^\S\n]{YEAR}\b[^\n:]{{0,40}}\bARs?\b)))",
        re.IGNORECASE,
    )
