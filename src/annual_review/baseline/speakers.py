"""Tell who speaks: organizations in a Government's cell, and on which side an organization is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, get_args

from annual_review.baseline.document import Document
from annual_review.baseline.layout import Layout
from annual_review.baseline.report import Party
from annual_review.forms.questionnaire import Form, Span, fold


class Voice(NamedTuple):
    """From `start` on, somebody speaks: `name` as printed, empty for the cell's own speaker."""

    start: int
    name: str


class Partners(NamedTuple):
    """What a document tells of organizations: whose short form stands for which name, and sides.

    `rows` has the words under Employers' and Workers' organizations of the observations, and
    `letters` the same folded.
    `paragraph_end` is what ends a paragraph: a line, where lines are as long as paragraphs are.
    """

    form: Form
    names: Mapping[str, str]
    rows: Mapping[str, str]
    letters: Mapping[str, str]
    country: str
    paragraph_end: str


_LONGEST_LINE, _LEAST_SHARE = 160, 0.1
"""The most characters of a printed line; lines are paragraphs where longer ones have this share."""


def partners(document: Document, layout: Layout, country: str) -> Partners:
    """Read a document's organizations: `Chamber of Trade (TCT)`, and its rows of observations."""
    names: dict[str, str] = {}
    begin = 0
    for short in _IN_BRACKETS.finditer(document.text):
        begin = max(begin, short.start() - _MOST_OF_NAME)
        match = _SPELT_OUT.search(document.text, begin, short.end())
        if match:
            names.setdefault(match["short"], match["name"])
        begin = short.end()
    rows: dict[str, str] = {}
    for found, (start, end) in layout.cells():
        if found.label and found.label.kind == "field" and found.label.section == "observations":
            rows[found.label.speaker] = rows.get(found.label.speaker, "") + document.text[start:end]
    long = sum(len(line) for line in document.text.split("\n") if len(line) > _LONGEST_LINE)
    paragraph_end = "\n" if long > _LEAST_SHARE * len(document.text) else "\n\n"
    letters = {side: fold(said) for side, said in rows.items()}
    return Partners(layout.form, names, rows, letters, country, paragraph_end)


_CAPITALIZED = r"[A-Z][\w’'/&-]*(?:\.\w[\w’'/&-]*)*"
_IN_BRACKETS = re.compile(r"\(\s*(?P<short>[A-Z][A-Za-z&/.-]*[A-Z][A-Za-z]*)\s*\)")
_SPELT_OUT = re.compile(
    rf"(?P<name>{_CAPITALIZED}(?:,?\s+(?:of|and|for|the|in|&|{_CAPITALIZED})){{1,12}})"
    rf"\s+{_IN_BRACKETS.pattern}"
)
_MOST_OF_NAME = 300
"""The most characters of a name before its short form."""
_SHORT = re.compile(r"\b[A-Z][A-Za-z&-]*[A-Z][A-Za-z]*\b")


# ---- which side --------------------------------------------------------------------------------


def party(speaker: str, who: Partners, row: str = "unknown") -> Party:
    """The side of a speaker as printed; `row` is the side whose row it speaks in."""
    if speaker in _PARTIES:
        return speaker  # type: ignore[return-value]
    sides = _sides(speaker, who)
    if not sides and row in ("employers", "workers"):
        return row  # type: ignore[return-value]
    return sides.pop() if len(sides) == 1 else "unknown"  # type: ignore[return-value]


_PARTIES = get_args(Party)
_LEAST_OF_NAME = 6
"""The fewest letters of a name that are looked for in the rows of observations."""


def _sides(name: str, who: Partners) -> set[str]:
    """The sides of all organizations in a name."""
    if "government" in _matching(_patterns(who.form, "sides"), name):
        return {"government"}
    found: set[str] = set()
    for short in _SHORT.findall(name):
        found |= _sides_of_short(short, who)
    for part in [name, *_JOINED_NAMES.split(name)]:
        folded = fold(part)
        in_rows = {side for side, said in who.letters.items() if folded in said}
        if len(in_rows) == 1 and len(folded) >= _LEAST_OF_NAME:
            found |= in_rows
            if part == name:
                return found
        else:
            found |= _matching(_patterns(who.form, "sides"), part)
    if not found and name.isalpha():  # `The Chamber` of those that the document spells out
        for spelt in who.names.values():
            if re.search(rf"\b{name}\b", spelt):
                found |= _matching(_patterns(who.form, "sides"), spelt)
    return found


_JOINED_NAMES = re.compile(
    r"\s*\([^()]*\)|,\s+|\s+(?:and|as\s+well\s+as|together\s+with|&)\s+(?:the\s+)?"
)


def _sides_of_short(short: str, who: Partners) -> set[str]:
    word = re.compile(rf"\b{re.escape(short)}\b")
    in_rows = {side for side, said in who.rows.items() if word.search(said)}
    if len(in_rows) == 1:
        return in_rows
    if short in who.names:
        return _matching(_patterns(who.form, "sides"), who.names[short])
    return {
        side
        for side, patterns in _patterns(who.form, "acronyms")
        if any(pattern.fullmatch(short) for pattern in patterns)
    }


def _matching(sides: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...], name: str) -> set[str]:
    return {side for side, patterns in sides if any(p.search(name) for p in patterns)}


@cache
def _patterns(form: Form, kind: str) -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    flags = re.IGNORECASE if kind == "sides" else 0
    known = form.vocabulary.sides if kind == "sides" else form.vocabulary.acronyms
    return tuple(
        (side, tuple(re.compile(each, flags) for each in patterns))
        for side, patterns in known.items()
    )


# ---- who speaks in a Government's cell -----------------------------------------------------------

_MOST_OF_SUBJECT = 300
"""The most characters of a sentence's subject."""
_CONNECTIVE = (
    r"(?:(?:However|Moreover|Furthermore|Also|Besides|Similarly|Likewise|Finally|"
    r"(?:In|During|At|On|For|Since|After|As|Following)\s[^,.;:\n]{1,60}(?=,)),?\s+)?"
)
_JOINED = r"(?:of|and|for|in|the|both|as\s+well\s+as|together\s+with|along\s+with|its|their|&)"
_ROLE = (
    r"(?:representatives?|members?|affiliates?|national|local|social\s+partners?|employers?|workers?|"
    r"trade|unions?|organi[sz]ations?|confederations?|federations?|main|two|three|all)[’']?s?"
)
_NAMES = (
    rf"(?:{_CAPITALIZED}|\([^()]{{1,40}}\)|{_JOINED}\b|{_ROLE})"
    rf"(?:,?\s+(?:{_CAPITALIZED}|\([^()]{{1,40}}\)|{_JOINED}\b|{_ROLE}))*"
)
_ADVERBS = (
    r"(?:,?\s+(?:also|both|further|strongly|fully|again|still|however|now|then|jointly|equally|"
    r"has|have|had|did|does|do|not|never|always|repeatedly|generally|\w+ly),?)*\s+"
)
_PASSIVE = (
    r"(?:It|(?:No|Some)\s+\w+|Concerns?|Objections?)\s+(?:was|were|has\s+been|have\s+been)\s+"
)
_OPENING = (
    r"(?:According\s+to|As\s+(?:for|regards|to)|In\s+the\s+(?:view|opinion)\s+of|(?:The\s+)?(?:(?:[Jj]oint|[Gg]eneral|"
    r"[Ss]ome|[Bb]elow\s+are\s+the|[Aa]dditional)\s+)*(?:[Oo]bservations?|[Cc]omments?|[Vv]iews?|"
    r"[Rr]emarks?|[Rr]epl(?:y|ies))\s+(?:\w+\s+){0,3}?(?:by|of|from))\s+"
)


@cache
def _speaks(form: Form) -> re.Pattern[str]:
    """How a sentence begins that says who speaks."""
    verbs = "|".join(form.vocabulary.speaks)
    return re.compile(
        rf"{_CONNECTIVE}(?:{_OPENING}(?:the\s+)?(?P<by>{_NAMES})(?=\s*(?:[,;.:]|\Z|\n))"
        rf"|{_PASSIVE}(?:{verbs})\s+by\s+(?:the\s+)?(?P<agent>{_NAMES})\b"
        rf"|(?P<article>(?:[Tt]he\s+|[Bb]oth\s+)*)(?P<who>{_NAMES}?)"
        rf"(?P<adverbs>{_ADVERBS})(?P<verb>{verbs})\b)"
    )


_SENTENCE_BEGINS = re.compile(
    r"(?=[\s”\"’)])(?:\n+(?=\S)|(?<=[.!?])[”\"’)]*\s+(?=[A-Z“\"])|(?<=;)\s*\n(?=[A-Z]))"
)
_SENTENCE_END = re.compile(r"[.!?;][”\"’)]*\Z")
_NO_SENTENCE_END = re.compile(
    r"\b(?:Nos?|Arts?|Dr|Mr|Mrs|Ms|St|Sec|Sect|para|paras|vol|Ltd|Inc|Co|Hon|Gen|C|[A-Z])\.\Z"
)


def voices(text: str, span: Span, who: Partners, named: str = "") -> list[Voice]:
    """Who speaks in a stretch of a Government's cell, each from a sentence on.

    An organization speaks to the end of the paragraph, unless the Government is named as speaking
    before; so do the sentences after one whose speaker is clear. One that is `named` by a mark
    (`NZCTU comment:`) speaks until a paragraph names somebody else.
    """
    begin, end = span
    answer = _ANSWER_ALONE.match(text, begin, end)
    starts = [(answer.end() if answer else begin, True)] if not named else []
    for match in _SENTENCE_BEGINS.finditer(text, begin, end):
        in_new_paragraph = who.paragraph_end in match[0] and not text[match.end()].islower()
        in_place = not named or "\n" in match[0]
        if in_new_paragraph or (in_place and _ends_sentence(text, begin, match.start())):
            starts.append((match.end(), in_new_paragraph))
    found: list[Voice] = []
    speaking = named
    for start, in_new_paragraph in starts:
        name = _speaker(text, start, end, who)
        if name is None:
            name = named if in_new_paragraph else speaking
        if name != speaking:
            found.append(Voice(start, name))
        speaking = name
    return found


def _ends_sentence(text: str, begin: int, end: int) -> bool:
    before = text[max(begin, end - 6) : end]
    return bool(_SENTENCE_END.search(before) and not _NO_SENTENCE_END.search(before))


_ANSWER_ALONE = re.compile(
    r"\s*(?:(?i:yes|no|nil|none)\s*(?:[.!]\s+|\n\s*)(?=\S)|(?:YES|NO|NIL)\s+(?=[A-Z]))"
)


def _speaker(text: str, start: int, end: int, who: Partners) -> str | None:
    """The organization that a sentence names as its speaker.

    Empty if the Government speaks, None if the sentence names nobody.
    """
    match = _speaks(who.form).match(text, start, min(end, start + _MOST_OF_SUBJECT))
    if not match:
        return None
    said = " ".join((match["by"] or match["agent"] or match["who"]).split())
    name = _AROUND_NAME.sub("", said)
    sides = _sides(name, who)
    if "government" in sides or fold(name) == fold(who.country):
        return ""
    several = " and " in name or name.endswith(("s", "s’", "s'"))
    plain = match["verb"] in _NOUNS and not (several or _NEGATED.search(match["adverbs"]))
    anybody = match["who"] and not match["article"] and fold(name) in _ANYBODY
    if plain or anybody or any(re.search(p, name) for p in who.form.vocabulary.not_partners):
        return None
    is_short = _SHORT.fullmatch(name) or re.search(rf"\({_SHORT.pattern}\)", name)
    return name if sides or is_short or _SOCIAL_PARTNERS.search(name) else None


_AROUND_NAME = re.compile(
    r"\A(?:[Tt]he|[Bb]oth)\s|(?:[,.;:]|\s(?:the|and|of|for|in|both|as|its|their))+\Z"
)
_NEGATED = re.compile(r"\b(?:not|never|did|does|do)\b")
_NOUNS = {"support", "request", "demand", "report", "comment", "claim", "view", "reply", "appeal"}
"""Nouns, unless several speak or do not: `The TTUC report was sent`."""
_ANYBODY = {"employers", "workers", "employees", "unions", "tradeunions", "employersandworkers"}
"""Whose names, without an article, describe: `Workers report such cases`."""
_SOCIAL_PARTNERS = re.compile(r"\bsocial\s+partners?\b", re.IGNORECASE)


_OBSERVATIONS = re.compile(
    r"(?<!Joint)(?<!General)(?<!Further)(?<!Written)(?<!Other)(?<![Tt]he)(?<![Aa]nd)\s+"
    r"(?=Observations?\s+(?:by|of|from|the)\s)"
)


def observations(text: str, span: Span) -> list[int]:
    """Where further organizations' observations begin in a cell of the observations.

    `2008 AR: Observations by the TCT. Observations by the TTUC.`
    """
    return [match.end() for match in _OBSERVATIONS.finditer(text, *span)]
