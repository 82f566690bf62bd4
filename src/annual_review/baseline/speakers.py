"""Tell who speaks in a cell: its own speaker, or others whom a sentence or paragraph names."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from annual_review.baseline.organizations import (
    HAS_SHORT,
    JOINED_NAMES,
    SHORT,
    SOCIAL_PARTNERS,
    Partners,
    in_rows,
    is_anybody,
    is_organization,
    is_people,
    may_be_partner,
    name_pattern,
    not_partner,
    sides,
)
from annual_review.baseline.tokens import ABBREVIATION, plain_names
from annual_review.forms.questionnaire import Form, either
from annual_review.forms.words import Span, fold


class Voice(NamedTuple):
    """From `start` on, somebody speaks: `name` as printed, empty for the cell's own speaker."""

    start: int
    name: str


_MOST_OF_SUBJECT = 300
"""The most characters of a sentence's subject."""

_CAPITAL = r"[A-Z][\w’'&-]*"
_NAME = (
    r"(?:[A-Z]{2}[\w&-]*(?:\([A-Z]{1,3}\))?"
    rf"|{_CAPITAL}(?:\s(?:of|and|for|the|{_CAPITAL})){{0,8}}\s{_CAPITAL})"
)
_FOR_WHOM = rf"(?:Government|{_NAME}(?:\s\([^()]{{1,40}}\))?(?:\sand\s(?:the\s)?{_NAME})?)"
"""Whose view `For the …,` can tell: the Government's, or that of organizations by their names."""


@cache
def _speaks(form: Form) -> re.Pattern[str]:
    """How a sentence begins that says who speaks."""
    words = {name: f"(?:{'|'.join(listed)})" for name, listed in form.vocabulary.speech.items()}
    verbs = "|".join((*form.vocabulary.speaks, *form.vocabulary.speech["own_views"]))
    acts = "|".join((*form.vocabulary.acts, *form.vocabulary.speech["habits"]))
    names, whole = name_pattern(form), name_pattern(form, whole=True)
    connective = (
        r"[“\"–•(-]*\s*(?:(?!In\s[^,;:\n]{1,60}[’']s?\s(?:view|opinion),|For\sthe\sGovernment,)"
        rf"(?:{words['connectives']}|{words['circumstances']}\s[^,;:\n]{{1,60}}(?=,)),?\s+)?"
    )
    adverbs = rf"(?:,\s{words['asides']},)?(?:,?\s+{words['adverbs']},?)*\s+"
    opening = (
        rf"(?:(?P<clause>{words['clauses']})|(?P<topic>{words['topics']})|{words['statements']})\s+"
    )
    also = r"(?:(?:also|again|\w+ly)\s+)*"
    passive = rf"{words['passives']}\s+(?:is|are|was|were|(?:has|have)\s+{also}been)\s+{also}"
    ends_there = (  # and does not go on: `… by the TTUC and is before Parliament`
        r"(?!(?:[^.;:\n]|\n(?=\S)|\.\s?(?=\d))*\s(?:and|but)\s+(?:(?:will|would|shall|is|are|was|were"
        r"|has|have|had|submitted|sent|tabled)\b|the\s+Government\b))"
    )
    return re.compile(
        rf"{connective}(?:(?:In\s+(?:the\s+)?(?=[^,]*[’']s?\s)|(?P<for>For\s+(?:the\s+)?)(?={_FOR_WHOM},(?!\s{words['not_views']})))"
        rf"(?P<holder>{names})(?:\s+(?:view|opinion))?(?=,)"
        rf"|{opening}(?:the\s+)?(?P<by>{names})"
        rf"(?=\s*(?:[,;.:]|\Z|\n)|\s+[a-z])"
        rf"|{passive}(?:{verbs})\s+by\s+{ends_there}(?:both\s+)?(?:the\s+)?(?P<agent>{names})\b"
        rf"|(?P<article>(?:[Tt]he\s+|[Bb]oth\s+)*)(?P<who>(?!{words['not_subjects']}\b){whole}?)"
        rf"(?:(?P<adverbs>{adverbs})(?:(?P<verb>{verbs})|(?P<act>{acts}))(?![\w-])|(?P<colon>\s*:\s)))"
    )


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
    cell = plain_names(text[begin:end])
    if not text.startswith(cell, begin):  # else without a copy of the whole document
        text = text[:begin] + cell + text[end:]
    answer = _ANSWER_ALONE.match(text, begin, end)
    starts = [(answer.end() if answer else begin, True, True)] if not named else []
    yes = _YES_AND.match(text, begin, end) if own and not named else None
    if yes:
        starts.append((yes.end(), False, True))
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
        if yes and start == yes.end() and not (opening and _is_view(opening, who.form)):
            continue
        alone = first and dated and not answer
        name = _speaker(opening, who, apart=apart, alone=alone) if opening else None
        if opening and name == "" and not (own and anybody):
            name = government if _replies(opening, who.form, begins=in_new_paragraph) else None
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

_YES_AND = re.compile(r"\s*YES,\s+(?=the\s|[A-Z])")
"""`YES, the ALC supports ratification`."""


def _is_view(opening: re.Match[str], form: Form) -> bool:
    verb = opening["verb"]
    return bool(verb) and either(form.vocabulary.speech["views"]).fullmatch(verb) is not None


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
    on = sides(name, who)
    if "government" in on or fold(name) == fold(who.country):
        return None if match["act"] else ""
    article = bool(match["article"] or not match["who"])
    doubtful = match["colon"] or is_people(name, who.form, article=article)
    if doubtful and not is_organization(name, who, article=article):
        return None
    if match["act"] and on >= {"employers", "workers"}:
        return None  # the Government tells what both sides did together
    short = SHORT.search(name)
    bodies = either(who.form.vocabulary.speech["bodies"])
    in_full = name[0].isupper() and (in_rows(name, who) or (" " in name and bodies.search(name)))
    own_name = bool(short or in_full)
    if match["act"]:
        habit = either(who.form.vocabulary.speech["habits"])
        if not short and habit.match(match.string, match.start("act")):
            return None
        alone = alone and match["act"] not in who.form.vocabulary.speech["joins"] and own_name
        may_be = bool(on) and (apart or alone)
    else:
        may_be = bool(on or HAS_SHORT.search(name) or SOCIAL_PARTNERS.search(name))
        own_view = either(who.form.vocabulary.speech["own_views"])
        if match["for"]:
            may_be = bool(on)
        elif match["verb"] and own_view.match(match.string, match.start("verb")):
            may_be = bool(on) and own_name and bool(short or " " in name)  # `The Congress` votes
        elif match["verb"] and SOCIAL_PARTNERS.fullmatch(name):
            shared = either(who.form.vocabulary.speech["shared"])
            may_be = not shared.match(match.string, match.start("verb"))
    if not may_be or _is_prose(match, name, who.form) or not_partner(name, who):
        return None
    return name


_DEALT_WITH = re.compile(
    r"\s+(?:(?:for\s+)?\w+\s+)?(?:is|are|was|were|(?:has|have|had)(?:\s+not)?\s+been|(?:will|would)\s+be)"
    r"\s+(?:(?:not|also|all|\w+ly)\s+)*"
    r"(?!(?:based|oppos|concern|convinc|divid|focus|limit|relat|unit|need)(?:ed)?\b)"
    r"(?:taken|sought|sent|put|given|met|heard|\w{3,}ed)\b"
)
"""`Comments by the TTUC were attached` tells what was done with them, not what they say."""


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
        sided = [(part, sides(part, who)) for part in parts]
        by_government = [part for part, on in sided if "government" in on]
        if not by_government and any(not_partner(part, who) for part in parts[1:]):
            return ""  # `As regards trade unions, the Constitution …`
        them = _OF_THEM.match(match.string, match.end("by"))
        named = [part for part, on in sided if on and (them or not part.islower())]
        return next(iter(by_government or named), "")
    spelt = [name for name in who.names.values() if "," in name and by.startswith(name)]
    if spelt:
        longest = max(map(len, spelt))
        return by[:longest] + _COMMA.split(by[longest:])[0]
    closed = match.string[match.end("by") :].lstrip()[:1] in {",", ":", ";"}
    for n in range(len(parts) - (not closed), 1, -1):
        listed = [each for part in parts[:n] for each in JOINED_NAMES.split(part)]
        of_partners = all(may_be_partner(each, who) for each in listed if each)
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
    if HAS_SHORT.search(parts[0]) or any(not_partner(part, who) for part in parts):
        return False
    listed = any(part.startswith("the ") for part in parts[1:])
    on = sides(name, who)
    return bool(on) and "government" not in on and not (listed and sides(parts[0], who))


_OF_THEM = re.compile(r",\s+(?:they|their)\b")
"""`As for employers, they want time` says what they say; `the law protects them` does not."""
_COMMA = re.compile(r",\s+(?![^()]*\))")
_LAST_OF_LIST = re.compile(r"\b(?:and|as\s+well\s+as|together\s+with)\s+(?:the\s+)?[A-Z]")


def _is_prose(match: re.Match[str], name: str, form: Form) -> bool:
    """Whether words only look like a speaker: `Workers report such cases`."""
    speech, verb = form.vocabulary.speech, match["verb"] or ""
    plural = either(speech["plural_nouns"]).fullmatch(verb) and match["adverbs"].isspace()
    if plural and _of_subject(form).match(match.string, match.end("verb")):
        return True
    several = " and " in name or name.endswith(("s", "s’", "s'"))
    noun = verb in speech["nouns"] and not (several or _NEGATED.search(match["adverbs"]))
    return noun or bool(match["who"] and not match["article"] and is_anybody(name, form))


@cache
def _of_subject(form: Form) -> re.Pattern[str]:
    """What follows a noun in the plural: `The TTUC reports on prisons are kept`.

    In `reports on accidents workers have had` a second subject has that verb.
    """
    speech = form.vocabulary.speech
    about = r"\s+(?:on|of|for|about|from|against|in|at|by)(?:\s+(?:the|its|their|all|an?))?"
    no_object = rf"(?:{'|'.join(speech['not_objects'])})\b"
    second = rf"(?:{'|'.join(speech['second_subjects'])})\b"
    return re.compile(
        rf"(?:{about}\s+(?!{no_object})[\w’'-]+(?:{about}\s+(?!{no_object})[\w’'-]+"
        rf"|(?<![^s’'u]s)\s+(?!{no_object}|{second})[\w’'-]+){{0,5}}?"
        r"|,[^,.;:\n]+,)?(?:\s+(?:last|this)\s+year)?"
        r"\s+(?:are|were|have|had|will|would|go|went|(?<=s\s)(?:began|started|ended|took\s+place)"
        r"|(?<=year\s)(?:began|started|ended|took\s+place))\b"
    )


def _replies(match: re.Match[str], form: Form, *, begins: bool) -> bool:
    """Whether the Government reports or replies in a sentence that names it as the speaker.

    It reports only where a paragraph `begins`. With words of a reply it speaks anywhere.
    """
    if match["holder"] or (match["clause"] and begins):
        return True
    verb, end = match["verb"], match.end("verb")
    if match["topic"]:  # `As for the Government, it replied that …`
        said = _IT.match(match.string, match.end("by"))
        verb, end, begins = (said["verb"], said.end(), True) if said else (None, 0, False)
    elif verb and _NEGATED.search(match["adverbs"]):
        return False
    if not verb or not _WHAT_IS_SAID.match(match.string, end):
        return False
    replying = begins or _REPLYING.match(match.string, match.start())
    words = form.vocabulary
    return either(words.replies + (words.reports if replying else ())).fullmatch(verb) is not None


_NEGATED = re.compile(r"\b(?:not|never|did|does|do)\b")
_IT = re.compile(r",\s+(?:it|they)\s+(?:(?:has|have|also)\s+)*(?P<verb>\w+)")
_REPLYING = re.compile(
    r"In\s+(?:its\s+|a\s+)?(?:response|reply|answer)\b|(?:Reply|Respond|Answer)ing\b"
)
_WHAT_IS_SAID = re.compile(
    r"\s*[:.]|(?:\s+(?:out|to\s+(?:this|the)\s[^,.;:]{1,60}))?\s+(?:that\b|none\b|\(?[a-z1-9]\))"
)

_AROUND_NAME = re.compile(
    r"\A(?:[Tt]he|[Bb]oth)\s|(?:[,.;:]|['’]s|\s(?:the|and|of|for|in|both|as|its|their))+\Z"
)

_OBSERVATIONS = re.compile(
    r"(?<!Joint)(?<!General)(?<!Further)(?<!Written)(?<!Other)(?<![Tt]he)(?:(?<![Aa]nd)|(?<=;\sand)(?=\s*\n))\s+"
    r"(?=Observations?\s+(?:by|of|from|the)\s"
    r"|(?:Response|Reply)\s+(?:by|of|from)\s+(?:the\s+)?(?P<replier>Government)\b)"
    r"|(?:(?<=[.;])\s|\n)\s*(?=(?:Joint|General|Below\s+are\s+the\s+joint)\s+observations\s+(?:by|of|from)\s"
    r"(?:(?:[A-Z(][^\s.:;]*|the|of|and|for|in|as|well|following),?\s+)*"
    r"(?:[A-Z(][^\s.:;]*|organi[sz]ations)(?:[.:;]|\Z|\n(?!\s*[a-z])))"
)


def observations(text: str, span: Span) -> list[Voice]:
    """Where further organizations' observations begin in a cell of the observations.

    `2008 AR: Observations by the TCT. Joint observations by the TTUC and the TWU. Reply by the
    Government.`
    """
    return [Voice(at.end(), at["replier"] or "") for at in _OBSERVATIONS.finditer(text, *span)]
