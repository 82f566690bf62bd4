"""Tell who speaks: organizations in a Government's cell, and on which side an organization is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, get_args

from annual_review.baseline.document import Document
from annual_review.baseline.layout import Layout
from annual_review.baseline.replies import NEGATED, replies
from annual_review.baseline.report import Party
from annual_review.baseline.tokens import ABBREVIATION, without_quotes_of_names
from annual_review.forms.letters import WORD, Span, fold
from annual_review.forms.questionnaire import Form, either


class Voice(NamedTuple):
    """From `start` on, somebody speaks: `name` as printed, empty for the cell's own speaker."""

    start: int
    name: str


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
            match = _SPELT_OUT.search(document.text, begin, short.end())
            if match:
                names[match["short"]] = match["name"]
        begin = short.end()
    rows: dict[str, str] = {}
    for found, (start, end) in layout.cells():
        if found.label and found.label.kind == "field" and found.label.section == "observations":
            rows[found.label.speaker] = rows.get(found.label.speaker, "") + document.text[start:end]
    lines = document.text.count("\n") + 1
    continued = len(_CONTINUED.findall(document.text))
    paragraph_end = "\n" if continued < _MOST_CONTINUED * lines else "\n\n"
    letters = {side: fold(said) for side, said in rows.items()}
    return Partners(layout.form, names, rows, letters, country, paragraph_end)


_CAPITALIZED = r"[A-Z][\w’'/&-]*(?:\.\w[\w’'/&-]*)*(?:\([A-Z]{1,3}\))?"
_WHOLE = f"(?>{_CAPITALIZED})"
"""Such a word where what follows is never within it: none of its letters are given up."""
_IN_BRACKETS = re.compile(
    r"\(\s*(?P<short>[A-Z][A-Za-z&/.-]{0,40}[A-Z][A-Za-z]{0,40}(?:\([A-Z]{1,3}\))?)\s*\)"
)
_SPELT_OUT = re.compile(
    rf"(?P<name>{_WHOLE}(?:,?\s+(?:of|and|for|the|in|&|{_WHOLE})){{1,12}})"
    rf"\s+{_IN_BRACKETS.pattern}"
)
_MOST_OF_NAME = 300
"""The most characters of a name before its short form."""
_SHORT = re.compile(r"\b[A-Z][A-Za-z&-]*[A-Z][A-Za-z]*\b(?:\([A-Z]{1,3}\))?")
_HAS_SHORT = re.compile(rf"\({_SHORT.pattern}\)|\A{_SHORT.pattern}\Z")


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


def _sides(name: str, who: Partners) -> set[str]:
    """The sides of all organizations in a name."""
    found = _matching(who.form, name)
    if "government" in found:
        return {"government"}
    in_rows = _in_rows(name, who)
    if len(in_rows) == 1:
        found = in_rows
    else:
        for part in set(_JOINED_NAMES.split(name)) - {name}:
            in_rows = _in_rows(part, who)
            found |= in_rows if len(in_rows) == 1 else _matching(who.form, part)
    for short in _SHORT.findall(name):
        found |= _sides_of_short(short, who)
    if not found and name.isalpha() and len(name) > 3:
        # `The Chamber` of those that the document spells out
        for spelt in who.names.values():
            if name in WORD.findall(spelt):
                found |= _matching(who.form, spelt)
    return found


_JOINED_NAMES = re.compile(
    r"\s*\([^()]*\)|,\s+|\s+(?:and|as\s+well\s+as|together\s+with|&)\s+(?:the\s+)?"
)


def _in_rows(name: str, who: Partners) -> set[str]:
    """The sides whose rows of observations print a name; one word only within a sentence."""
    if " " in name:
        folded = fold(name)
        return {side for side, said in who.letters.items() if folded in said}
    if not name[:1].isupper() or len(name) < _LEAST_OF_NAME:
        return set()
    word = re.compile(rf"(?<=[a-z,]\s){re.escape(name)}\b")
    return {side for side, said in who.rows.items() if word.search(said)}


_LEAST_OF_NAME = 4


def _sides_of_short(short: str, who: Partners) -> set[str]:
    word = re.compile(rf"\b{re.escape(short)}(?!\w)")
    in_rows = {side for side, said in who.rows.items() if word.search(said)}
    if len(in_rows) == 1:
        return in_rows
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


# ---- who speaks in a Government's cell -----------------------------------------------------------

_MOST_OF_SUBJECT = 300
"""The most characters of a sentence's subject."""
_CONNECTIVE = (
    r"[“\"–•(-]*\s*(?:(?!In\s[^,;:\n]{1,60}[’']s?\s(?:view|opinion),|For\sthe\sGovernment,)(?:However|Moreover|Furthermore|Also|Besides|Likewise|As\s+well|"
    r"[A-Z][a-z]+ly|(?:(?!According)[A-Z][a-z]+ing|In|During|At|On|For|Since|After|Following)\s[^,;:\n]{1,60}(?=,))"
    r",?\s+)?"
)
_JOINED = r"(?:of|and|for|in|the|both|as\s+well\s+as|together\s+with|along\s+with|its|their|&)"
_ROLE = (
    r"(?:representatives?|members?|affiliates?|national|local|social\s+partners?|employers?|workers?|authorities|competent|"
    r"trade|unions?|organi[sz]ations?|confederations?|federations?|main|two|three|all)[’']?s?"
)
_NAME = rf"(?:{_CAPITALIZED}|\((?:[^()]|\([^()]*\)){{1,40}}\)|{_JOINED}\b|{_ROLE})"
_NAMES = rf"{_NAME}(?:,?\s+{_NAME})*"
_ADVERBS = (
    r"(?:,\s(?:for|on)\s(?:its|their)\s(?:part|side),"
    r"|,\s(?:like|together\swith|which|who|whose|an?)\s[^,.;:\n]{1,60},)?"
    r"(?:,?\s+(?:also|both|further|again|still|however|now|then|has|have|had|did|does|do|not|"
    r"never|always|continues?\s+to|continued\s+to|\w+ly),?)*\s+"
)
_PASSIVE = (
    r"(?:It|This(?:\s+\w+)?|(?:No|Some|The\s+same)\s+\w+|Concerns?|Objections?|(?:The\s+)?[Rr]atification[^.;:]{0,60}?)\s+"
    r"(?:is|was|were|has\s+been|have\s+been)\s+(?:\w+ly\s+)?"
)
_OPENING = (
    r"(?:(?P<clause>According\s+to(?:\s+(?:the|an?)\s+(?:(?:19|20)\d\d\s+)?(?:(?:annual|joint|last|latest)\s+)?"
    r"(?:reports?|surveys?|study|observations?|comments?)\s+(?:of|by|from))?|"
    r"As\s+(?!(?:ask|request|demand|requir|agre|recommend|propos|suggest|advis|urg|wish|plann)ed\b(?!\s+by\s+[^:;.,\n]+:))\w+ed\s+by|"
    r"In\s+the\s+(?:view|opinion)\s+of|It\s+(?:is|was)\s+the\s+(?:view|opinion|position)\s+of)|"
    r"(?P<topic>As\s+(?:for|regards|to))|(?:The\s+)?(?:(?:[Jj]oint|[Gg]eneral|"
    r"[Ss]ome|[Bb]elow\s+are\s+the|[Aa]dditional)\s+)*(?:[Oo]bservations?|[Cc]omments?|[Vv]iews?|"
    r"[Rr]emarks?|[Rr]equests?|[Rr]esponses?|[Rr]epl(?:y|ies))\s+(?:\w+\s+){0,3}?(?:by|of|from))\s+"
)
"""After a `clause`, or the `topic`, a comma ends the name: what follows is what is said.

What was done `as requested by the TCT,` was the Government's; what stands behind a colon was not.
"""


@cache
def _speaks(form: Form) -> re.Pattern[str]:
    """How a sentence begins that says who speaks."""
    verbs, acts = "|".join(form.vocabulary.speaks), "|".join(form.vocabulary.acts)
    whole_names = _NAMES.replace(_CAPITALIZED, _WHOLE)
    return re.compile(
        rf"{_CONNECTIVE}(?:(?:In\s+(?:the\s+)?(?=[^,]*[’']s?\s)|For\s+the\s+(?=Government,))(?P<holder>{_NAMES})"
        r"(?:\s+(?:view|opinion))?(?=,)"
        rf"|{_OPENING}(?:the\s+)?(?P<by>{_NAMES})"
        rf"(?=\s*(?:[,;.:]|\Z|\n)|\s+[a-z])"
        rf"|{_PASSIVE}(?:{verbs})\s+by\s+(?:the\s+)?(?P<agent>{_NAMES})\b"
        rf"|(?P<article>(?:[Tt]he\s+|[Bb]oth\s+)*)(?P<who>(?!{_NO_SUBJECT}\b){whole_names}?)"
        rf"(?:(?P<adverbs>{_ADVERBS})(?:(?P<verb>{verbs})|(?P<act>{acts}))(?![\w-])|(?P<colon>\s*:\s)))"
    )


_NO_SUBJECT = (
    r"(?:The|Both|As|While|Whilst|Whereas|Although|Though|When|Where|Since|Because|If|Once|Until|"
    r"Unless)"
)
"""How no speaker's name begins: what is said `as the TCT had asked` is not the TCT's."""
_BETWEEN_SENTENCES = re.compile(
    r"[.!?;\n](?:(?<=[.!?;”\"’)]\n)\n*(?=\S)|(?<=\n)\n*(?=[^\sa-z])"
    r"|(?<=[.!?])[”\"’)]*\s+(?=[A-Z“\"])|(?<=;)\s*\n(?=[A-Z]))"
)
"""Where a sentence or a paragraph can end; a line that goes on in small letters ends none."""
_SENTENCE_END = re.compile(r"[.!?;][”\"’)]*\Z")


def voices(
    text: str, span: Span, who: Partners, named: str = "", *, dated: bool = False, own: bool = True
) -> list[Voice]:
    """Who speaks in a stretch of a cell, each from a sentence on.

    The cell is the Government's `own`, or one of a social partner, in which the Government is
    mostly spoken about: there only its clear reports and replies are its words.

    What begins with a known organization's deed under a year of its own (`dated`) is that
    organization's.

    An organization speaks to the end of the paragraph, unless the Government is named as speaking
    before; so do the sentences after one whose speaker is clear. One that is `named` by a mark
    (`NZCTU comment:`) speaks until a paragraph names somebody else, or the Government replies.
    Within a quotation nobody begins to speak, unless a paragraph begins there.
    """
    begin, end = span
    cell = without_quotes_of_names(text[begin:end])
    if not text.startswith(cell, begin):  # else without a copy of the whole document
        text = text[:begin] + cell + text[end:]
    answer = _ANSWER_ALONE.match(text, begin, end)
    starts = [(answer.end() if answer else begin, True, True)] if not named else []
    quoted = [each.span() for each in _QUOTATION.finditer(text, begin, end)]
    for match in _BETWEEN_SENTENCES.finditer(text, begin, end):
        gap = match[0].lstrip(".!?;")
        in_new_paragraph = who.paragraph_end in gap and not text[match.end()].islower()
        in_place = not _is_within(quoted, match.end())
        if in_new_paragraph or (in_place and _ends_sentence(text, begin, match.end() - len(gap))):
            starts.append((match.end(), in_new_paragraph, not named or "\n" in gap))
    found: list[Voice] = []
    speaking = last = named
    government = "" if own else "government"
    for start, in_new_paragraph, anybody in starts:
        first = start == starts[0][0]
        apart = (in_new_paragraph and not first) or bool(speaking and not named)
        if in_new_paragraph:
            speaking = named
        closed = _QUOTED_BY.match(text, start, end)
        subject = closed.end() if closed else start
        opening = _speaks(who.form).match(text, subject, min(end, subject + _MOST_OF_SUBJECT))
        alone = first and dated and not answer
        name = _speaker(opening, who, apart=apart, alone=alone) if opening else None
        if opening and name == "" and not (own and anybody):
            name = government if replies(opening, who.form, begins=in_new_paragraph) else None
        if name is None or not (anybody or government in (name, speaking)):
            name = speaking
        if name != last:
            found.append(Voice(start, name))
        last = name
        passive = opening and opening["agent"]  # `welcomed by the ALC` speaks for itself only
        speaking = speaking if passive else name
    return found


_QUOTATION = re.compile("“[^“”]*”")
_QUOTED_BY = re.compile(r"“[^“”]*,”\s+(?=the\s)")
"""A quotation before whoever says it: `“The TCT lost,” the Government wrote`."""


def _is_within(spans: list[Span], at: int) -> bool:
    n = bisect_right(spans, (at, 0)) - 1  # the last that begins before
    return n >= 0 and at < spans[n][1]


def _ends_sentence(text: str, begin: int, end: int) -> bool:
    before = text[max(begin, end - 10) : end]
    stop = _SENTENCE_END.search(before)
    return bool(stop and not ABBREVIATION.search(before, 0, stop.start()))


_ANSWER_ALONE = re.compile(
    r"\s*(?:(?i:yes|no|nil|none)\s*(?:[.!]\s+|\n\s*)(?=\S)|(?:YES|NO|NIL)\s+(?=[A-Z]))"
)


def _speaker(match: re.Match[str], who: Partners, *, apart: bool, alone: bool) -> str | None:
    """The organization that a sentence names as its speaker.

    Empty if the Government speaks, None if the sentence names nobody. What an organization did is
    its own only if it stands `apart`, in a further paragraph, or `alone` under a year, with the
    organization's own name; else the Government reports it.
    """
    said = _named(match, who)
    of_noun = match["by"] and not (match["clause"] or match["topic"])
    if not said or (of_noun and _DEALT_WITH.match(match.string, match.end("by"))):
        return None
    name = _AROUND_NAME.sub("", " ".join(said.split()))
    sides = _sides(name, who)
    if "government" in sides or fold(name) == fold(who.country):
        return None if match["act"] else ""
    if match["act"]:
        own_name = _SHORT.search(name) or (name[0].isupper() and _in_rows(name, who))
        alone = alone and match["act"] not in _JOINS and bool(own_name)
        may_be = bool(sides) and (apart or alone)
    else:
        may_be = bool(sides or _HAS_SHORT.search(name) or _SOCIAL_PARTNERS.search(name))
    if match["colon"] and not _is_organization(name, who, article=bool(match["article"])):
        return None
    return name if may_be and not (_is_prose(match, name) or _not_partner(name, who)) else None


_DEALT_WITH = re.compile(
    r"\s+(?:(?:for\s+)?\w+\s+)?(?:is|are|was|were|(?:has|have|had)(?:\s+not)?\s+been|(?:will|would)\s+be)"
    r"\s+(?:(?:not|also|all|\w+ly)\s+)*"
    r"(?!(?:based|oppos|concern|convinc|divid|focus|limit|relat|unit|need)(?:ed)?\b)"
    r"(?:taken|sought|sent|put|given|met|heard|\w{3,}ed)\b"
)
"""`Comments by the TTUC were attached` tells what was done with them, not what they say."""


def _is_organization(name: str, who: Partners, *, article: bool) -> bool:
    """Whether words before a colon name one: `Migrant workers:` and `For Employers:` do not."""
    if _NO_NAME.match(name):
        return False
    if article and (" " not in name or fold(name) in _ANYBODY):
        return True
    printed = r"\s+".join(map(re.escape, name.split()))
    in_row = re.compile(rf"(?:\b(?:by|from|and)|,)\s+(?:the\s+)?{printed}(?!\w)")
    return (
        bool(_BODY.search(name) or _SOCIAL_PARTNERS.match(name) or _HAS_SHORT.search(name))
        or any(_HAS_SHORT.search(part) for part in _JOINED_NAMES.split(name))
        or any(in_row.search(said) for said in who.rows.values())
    )


_NO_NAME = re.compile(r"(?:YES|NO|NIL|Yes|No|Nil|For|In|To|With|Among)\b")
_BODY = re.compile(
    r"\b(?:Federation|Confederation|Chamber|Congress|Council|Syndicate|League|Guild)\b"
    r"|\b(?:Union|Association|Organi[sz]ation)\b.*[A-Z]"
    r"|[A-Z].*\b(?:Union|Association|Organi[sz]ation)\b"
)
"""`Union of Workers` names an organization; `Union of workers` is a topic, as is any plural."""


def _named(match: re.Match[str], who: Partners) -> str:
    """Whom a sentence names, if anybody; `According to the TTUC, the Government …` names one.

    The name ends at its first comma, unless it is a list of organizations that a comma closes, or
    a name with commas of its own.
    """
    if not (match["clause"] or match["topic"]):
        return match["by"] or match["agent"] or match["holder"] or match["who"]
    by = match["by"]
    parts = _COMMA.split(by)
    if match["topic"]:  # `As regards C.138, the TTUC …`, and what the Government says of the TTUC
        sided = [(part, _sides(part, who)) for part in parts]
        by_government = [part for part, sides in sided if "government" in sides]
        if not by_government and any(_not_partner(part, who) for part in parts[1:]):
            return ""  # `As regards trade unions, the Constitution …`
        them = _OF_THEM.match(match.string, match.end("by"))
        named = [part for part, sides in sided if sides and (them or not part.islower())]
        return next(iter(by_government or named), "")
    spelt = [name for name in who.names.values() if "," in name and by.startswith(name)]
    if spelt:
        longest = max(map(len, spelt))
        return by[:longest] + _COMMA.split(by[longest:])[0]
    closed = match.string[match.end("by") :].lstrip()[:1] in {",", ":", ";"}
    for n in range(len(parts) - (not closed), 1, -1):
        listed = [each for part in parts[:n] for each in _JOINED_NAMES.split(part)]
        of_partners = all(_may_be_partner(each, who) for each in listed if each)
        name = ", ".join(parts[:n])
        if (of_partners or _is_one_name(name, parts[:n], who)) and _LAST_OF_LIST.search(
            parts[n - 1]
        ):
            return name
    return parts[0]


def _is_one_name(name: str, parts: list[str], who: Partners) -> bool:
    """Whether commas are a name's own: `the Chamber of Commerce, Industry and Agriculture`.

    It has a side as a whole. A list, each with its `the`, has too if the first says none.
    """
    if _HAS_SHORT.search(parts[0]) or any(_not_partner(part, who) for part in parts):
        return False
    listed = any(part.startswith("the ") for part in parts[1:])
    sides = _sides(name, who)
    return bool(sides) and "government" not in sides and not (listed and _sides(parts[0], who))


def _may_be_partner(name: str, who: Partners) -> bool:
    bare = _BEFORE_NAME.sub("", name)
    return bool(_sides(bare, who)) or bool(_HAS_SHORT.search(bare) and not _not_partner(bare, who))


_OF_THEM = re.compile(r",\s+(?:they|their)\b")
"""`As for employers, they want time` says what they say; `the law protects them` does not."""
_BEFORE_NAME = re.compile(r"\A(?:(?:and|the)\s+)*")
_COMMA = re.compile(r",\s+(?![^()]*\))")
_LAST_OF_LIST = re.compile(r"\b(?:and|as\s+well\s+as|together\s+with)\s+(?:the\s+)?[A-Z]")


def _is_prose(match: re.Match[str], name: str) -> bool:
    """Whether words only look like a speaker: `Workers report such cases`."""
    plural = _PLURAL_NOUN.fullmatch(match["verb"] or "") and match["adverbs"].isspace()
    if plural and _OF_SUBJECT.match(match.string, match.end("verb")):
        return True
    several = " and " in name or name.endswith(("s", "s’", "s'"))
    noun = match["verb"] in _NOUNS and not (several or NEGATED.search(match["adverbs"]))
    return noun or bool(match["who"] and not match["article"] and fold(name) in _ANYBODY)


_PLURAL_NOUN = re.compile(
    r"(?:report|note|demand|plan|claim|request|comment|remark|question|answer|appeal|call|view|"
    r"protest|estimate|promise|pledge)s|replies"
)
_ABOUT = r"\s+(?:on|of|for|about|from|against|in|at|by)(?:\s+(?:the|its|their|all|an?))?"
_NO_OBJECT = r"(?:that|wh\w+|how|to|and|as|because|if)\b"
_SECOND_SUBJECT = (
    r"(?:it|they|we|he|she|the|an?|its|their|these|those|all|workers|employ\w+|unions|members|"
    r"people|women|men|children)\b"
)
_OF_SUBJECT = re.compile(
    rf"(?:{_ABOUT}\s+(?!{_NO_OBJECT})[\w’'-]+(?:{_ABOUT}\s+(?!{_NO_OBJECT})[\w’'-]+"
    rf"|(?<![^s’'u]s)\s+(?!{_NO_OBJECT}|{_SECOND_SUBJECT})[\w’'-]+){{0,5}}?"
    r"|,[^,.;:\n]+,)?\s+(?:are|were|have|had|will|would|go|went)\b"
)
"""What follows a noun in the plural: `The TTUC reports on prisons are kept`.

In `reports on accidents workers have had` a second subject has that verb.
"""


def _not_partner(name: str, who: Partners) -> bool:
    """Whether a name, or what its short form stands for, is no organization's.

    One whose observations the document has is an organization, whatever it is called.
    """
    names = {name, who.names.get(name, name)}
    unlikely = any(map(either(who.form.vocabulary.not_partners).search, names))
    return unlikely and not any(
        re.search(rf"\b{re.escape(short)}(?!\w)", observed[0])
        for short in _SHORT.findall(name)
        for said in who.rows.values()
        for observed in _OBSERVED.finditer(said)
    )


_OBSERVED = re.compile(rf"\b[Oo]bservations?\s+(?:\w+\s+)?(?:by|of|from)\s+{_NAMES}")
_AROUND_NAME = re.compile(
    r"\A(?:[Tt]he|[Bb]oth)\s|(?:[,.;:]|['’]s|\s(?:the|and|of|for|in|both|as|its|their))+\Z"
)
_JOINS = {
    *("took", "attended", "joined", "participated", "contributed", "assisted", "met"),
    *("received", "obtained", "benefited", "cooperated", "co-operated", "collaborated"),
}
"""What the Government tells of an organization: `took part in a seminar`, which was another's."""
_NOUNS = {"support", "request", "demand", "report", "comment", "claim", "view", "reply", "appeal"}
_ANYBODY = {"employers", "workers", "employees", "unions", "tradeunions", "employersandworkers"}
_SOCIAL_PARTNERS = re.compile(r"\bsocial\s+partners?\b", re.IGNORECASE)


_OBSERVATIONS = re.compile(
    r"(?<!Joint)(?<!General)(?<!Further)(?<!Written)(?<!Other)(?<![Tt]he)(?<![Aa]nd)\s+"
    r"(?=Observations?\s+(?:by|of|from|the)\s"
    r"|(?:Response|Reply)\s+(?:by|of|from)\s+(?:the\s+)?(?P<replier>Government)\b)"
)


def observations(text: str, span: Span) -> list[Voice]:
    """Where further organizations' observations begin in a cell of the observations.

    `2008 AR: Observations by the TCT. Observations by the TTUC. Reply by the Government.`
    """
    return [Voice(at.end(), at["replier"] or "") for at in _OBSERVATIONS.finditer(text, *span)]
