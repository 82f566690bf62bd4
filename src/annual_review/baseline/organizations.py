"""Tell organizations: their names, whose short form stands for which, and each one's side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, get_args

from annual_review.baseline.document import Document
from annual_review.baseline.layout import Layout
from annual_review.baseline.report import Party
from annual_review.baseline.tokens import without_notes_of_names
from annual_review.forms.questionnaire import Form, either, folded
from annual_review.forms.words import WORD, fold


class Partners(NamedTuple):
    """What a document tells of organizations: whose short form stands for which name, and sides.

    `rows` has the words under Employers' and Workers' organizations of the observations, and
    `letters` the same folded.
    `paragraph_end` is what ends a paragraph: a line, where next to none is continued by the next.
    """

    form: Form
    names: Mapping[str, str]
    rows: Mapping[str, str]
    letters: Mapping[str, str]
    country: str
    paragraph_end: str


_CONTINUED, _MOST_CONTINUED = re.compile(r"\n(?=[a-z])"), 0.05
"""A line that continues a sentence, and the most of all where lines are paragraphs."""


def partners(document: Document, layout: Layout, country: str) -> Partners:
    """Read a document's organizations: `Chamber of Trade (TCT)`, and its rows of observations."""
    names: dict[str, str] = {}
    begin = 0
    for short in _IN_BRACKETS.finditer(document.text):
        begin = max(begin, short.start() - _MOST_OF_NAME)
        if short["short"] not in names:
            match = SPELT_OUT.search(document.text, begin, short.end())
            if match:
                names[match["short"]] = _AND_ANOTHER.split(match["name"])[-1]
        begin = short.end()
    rows: dict[str, str] = {}
    for found, (start, end) in layout.cells():
        if found.label and found.label.kind == "field" and found.label.section == "observations":
            said = without_notes_of_names(document.text[start:end])
            rows[found.label.speaker] = rows.get(found.label.speaker, "") + said
    lines = document.text.count("\n") + 1
    continued = len(_CONTINUED.findall(document.text))
    paragraph_end = "\n" if continued < _MOST_CONTINUED * lines else "\n\n"
    letters = {side: fold(said) for side, said in rows.items()}
    return Partners(layout.form, names, rows, letters, country, paragraph_end)


_CAPITALIZED = r"[A-Z][\w’'/&-]*(?:\.\w[\w’'/&-]*)*(?:\([A-Z]{1,3}\))?"
_WHOLE = f"(?>{_CAPITALIZED})"
"""Such a word where what follows is never within it: none of its letters are given up."""


@cache
def name_pattern(form: Form, *, whole: bool = False) -> str:
    """A pattern for names of organizations, and what such a name can be among."""
    speech = form.vocabulary.speech
    joining, roles = "|".join(speech["joining"]), "|".join(speech["roles"])
    name = (
        rf"(?:{_WHOLE if whole else _CAPITALIZED}|\((?:[^()]|\([^()]*\)){{1,40}}\)"
        rf"|(?:{joining})\b|(?:{roles})[’']?s?)"
    )
    return rf"{name}(?:,?\s+{name})*"


@cache
def _observed(form: Form) -> re.Pattern[str]:
    return re.compile(rf"\b[Oo]bservations?\s+(?:\w+\s+)?(?:by|of|from)\s+{name_pattern(form)}")


_IN_BRACKETS = re.compile(
    r"\(\s*(?P<short>[A-Z][A-Za-z&/.-]{0,40}[A-Z][A-Za-z]{0,40}(?:\([A-Z]{1,3}\))?)\s*\)"
)
SPELT_OUT = re.compile(
    rf"(?P<name>{_WHOLE}(?:,?\s+(?:of|and|for|the|in|&|{_WHOLE})){{1,12}})"
    rf"\s+{_IN_BRACKETS.pattern}"
)
"""A name with its short form: `Chamber of Trade (TCT)`."""
_AND_ANOTHER = re.compile(r"\s+and\s+the\s+")
_MOST_OF_NAME = 300
"""The most characters of a name before its short form."""
SHORT = re.compile(r"\b[A-Z][A-Za-z&-]*[A-Z][A-Za-z]*\b(?:\([A-Z]{1,3}\))?")
HAS_SHORT = re.compile(rf"\({SHORT.pattern}\)|\A{SHORT.pattern}\Z")


def party(speaker: str, who: Partners, row: str = "unknown") -> Party:
    """The side of a speaker as printed; `row` is the side whose row it speaks in."""
    if speaker in _PARTIES:
        return speaker  # type: ignore[return-value]
    on = sides(speaker, who)
    if not on and row in ("employers", "workers"):
        return row  # type: ignore[return-value]
    return on.pop() if len(on) == 1 else "unknown"  # type: ignore[return-value]


_PARTIES = get_args(Party)


def role(printed: str, form: Form) -> str:
    """The role that a speaker's name stands for, else the name as printed."""
    if printed in form.vocabulary.speakers:
        return printed
    name = _AROUND_ROLE.sub("", printed)
    roles = _roles(form)
    if any(roles.get(fold(each)) == "government" for each in JOINED_NAMES.split(name) if each):
        return "government"  # also `According to the Government and the TTUC: …`
    return roles.get(fold(name), name)


_AROUND_ROLE = re.compile(r"\A(?:the|The|THE)\s+|['’][sS]?\Z")


@cache
def _roles(form: Form) -> dict[str, str]:
    """The role that each folded name of a speaker stands for."""
    speakers = form.vocabulary.speakers.items()
    return {fold(name): role for role, names in speakers for name in names}


def sides(name: str, who: Partners) -> set[str]:
    """The sides of all organizations in a name."""
    found = _matching(who.form, name)
    if "government" in found:
        return {"government"}
    printed = in_rows(name, who)
    if len(printed) == 1:
        found = printed
    else:
        for part in set(JOINED_NAMES.split(name)) - {name}:
            printed = in_rows(part, who)
            found |= printed if len(printed) == 1 else _matching(who.form, part)
    for short in SHORT.findall(name):
        found |= _sides_of_short(short, who)
    if not found and name.isalpha() and len(name) > 3:
        # `The Chamber` of those that the document spells out
        for spelt in who.names.values():
            if name in WORD.findall(spelt):
                found |= _matching(who.form, spelt)
    return found


JOINED_NAMES = re.compile(
    r"\s*\([^()]*\)|,\s+|\s+(?:and|as\s+well\s+as|together\s+with|&)\s+(?:the\s+)?"
)


def in_rows(name: str, who: Partners) -> set[str]:
    """The sides whose rows of observations print a name; one word only within a sentence."""
    if " " in name:
        folded = fold(name)
        return {side for side, said in who.letters.items() if folded in said}
    if not name[:1].isupper() or len(name) < _LEAST_OF_NAME:
        return set()
    word = rf"(?<=[a-z,]\s){re.escape(name)}\b"
    return {side for side, said in who.rows.items() if name in said and re.search(word, said)}


_LEAST_OF_NAME = 4


def _sides_of_short(short: str, who: Partners) -> set[str]:
    word = rf"\b{re.escape(short)}(?!\w)"
    printed = {side for side, said in who.rows.items() if short in said and re.search(word, said)}
    if len(printed) == 1:
        return printed
    for each, name in who.names.items():
        if each == short or ("(" in each and fold(each) == fold(short)):  # COTU(K) is COTU-K
            return _matching(who.form, name)
    return {
        side
        for side, patterns in who.form.vocabulary.acronyms.items()
        if either(patterns).fullmatch(short)
    }


def _matching(form: Form, name: str) -> set[str]:
    return {
        side
        for side, patterns in form.vocabulary.sides.items()
        if either(patterns, ignore_case=True).search(name)
    }


def may_be_partner(name: str, who: Partners) -> bool:
    """Whether a name has a side, or a short form that is no law's or court's."""
    bare = _BEFORE_NAME.sub("", name)
    return bool(sides(bare, who)) or bool(HAS_SHORT.search(bare) and not not_partner(bare, who))


def is_anybody(name: str, form: Form) -> bool:
    """Whether a name is a word for people: `workers`."""
    return fold(name) in folded(form.vocabulary.speech["anybody"])


def is_organization(name: str, who: Partners, *, article: bool) -> bool:
    """Whether words before a colon name one: `Migrant workers:` and `For Employers:` do not."""
    if _NO_NAME.match(name) or who.form.tier(name):
        return False
    if article and (" " not in name or is_anybody(name, who.form)):
        return True
    printed = r"\s+".join(map(re.escape, name.split()))
    in_row = rf"(?:\b(?:by|from|and)|,)\s+(?:the\s+)?{printed}(?!\w)"
    return (
        bool(BODY.search(name) or SOCIAL_PARTNERS.match(name) or HAS_SHORT.search(name))
        or any(HAS_SHORT.search(part) for part in JOINED_NAMES.split(name))
        or any(re.search(in_row, said) for said in who.rows.values())
    )


def is_people(name: str, form: Form, *, article: bool) -> bool:
    """Whether words can name people, who speak for no organization: `Rescued workers`.

    `The workers` stand for their side, and `the Textile Workers` is a name.
    """
    parts = filter(None, JOINED_NAMES.split(name))
    stands_for = article and (_PROPER.search(name) or all(is_anybody(part, form) for part in parts))
    people = either(form.vocabulary.speech["people"], ignore_case=True)
    return not stands_for and people.search(name) is not None


_PROPER = re.compile(r"[A-Z]\S*\s+[A-Z]\S*\Z")


def bracketed_name(words: str, who: Partners) -> str:
    """The side or organization that words in brackets name: `employers`, `comments by the KEF`."""
    around = either(who.form.vocabulary.speech["around_bracketed"], ignore_case=True)
    name = around.sub("", words)
    side = role(name, who.form)
    if side in who.form.vocabulary.speakers or is_anybody(name, who.form):
        return side
    on = sides(name, who)
    by_side = on and " " in name and not is_people(name, who.form, article=False)
    known = by_side or is_organization(name, who, article=False)
    fits = known and "government" not in on and re.fullmatch(name_pattern(who.form), name)
    return name if fits and not not_partner(name, who) else ""


_NO_NAME = re.compile(r"(?:YES|NO|NIL|Yes|No|Nil|For|In|To|With|Among)\b")
BODY = re.compile(
    r"\b(?:Federation|Confederation|Chamber|Congress|Council|Syndicate|League|Guild)\b"
    r"|\b(?:Union|Association|Organi[sz]ation)\b.*[A-Z]"
    r"|[A-Z].*\b(?:Union|Association|Organi[sz]ation)\b"
)
"""`Union of Workers` names an organization; `Union of workers` is a topic, as is any plural."""


def not_partner(name: str, who: Partners) -> bool:
    """Whether a name, or what its short form stands for, is no organization's.

    One whose observations the document has is an organization, whatever it is called.
    """
    names = {name, who.names.get(name, name)}
    unlikely = any(map(either(who.form.vocabulary.not_partners).search, names))
    return unlikely and not any(
        re.search(rf"\b{re.escape(short)}(?!\w)", observed[0])
        for short in SHORT.findall(name)
        for said in who.rows.values()
        for observed in _observed(who.form).finditer(said)
    )


_BEFORE_NAME = re.compile(r"\A(?:(?:and|the)\s+)*")
SOCIAL_PARTNERS = re.compile(r"\bsocial\s+partners?\b", re.IGNORECASE)
