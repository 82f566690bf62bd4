"""The marks in a cell's text: year prefixes, speakers, priority tiers, list markers.

Each is a named pattern, and `tokenize` finds them all. The patterns try so many alternatives that
they are only applied near something that every match contains, such as `AR` or a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import Literal, NamedTuple

from annual_review.forms.questionnaire import Form, either
from annual_review.forms.words import fold, in_one_line

Kind = Literal["years", "heading", "speaker", "tier", "marker"]


class Token(NamedTuple):
    """A mark in a cell's text. `value` is what it says, as printed, without its punctuation."""

    kind: Kind
    start: int
    end: int
    value: str


YEAR = r"(?:19|20)\d\d"
"""A pattern for a year of an Annual Review."""
_SPAN = r"(?:\s?[-–—/]\s?|\s(?:to|through)\s)"
_NOTE = r"(?:[\d¹²³](?=\s*A))?"
"""A footnote's mark: `2017¹ AR`, which can be left as `20171 AR`."""
_NOTED = re.compile(rf"(?<={YEAR})[\d¹²³](?=\s*A)")
_YEARS = rf"{YEAR}(?:{_SPAN}(?:{YEAR}|\d\d){_NOTE}(?!\d))?{_NOTE}"
AR = r"(?:A\.?\s?[Rr]\.?(?:s|\(s\))?|[Aa]nnual\s+[Rr]eviews?)"
YEAR_LIST = rf"{_YEARS}(?:(?:(?:\s{AR})?\s?(?:,|and|&|,\s?and)|\s{AR}\s?;)\s{_YEARS}){{0,20}}"
_EXCEPT = (
    rf"(?:,?\s\(?(?:but\s)?(?:except(?:ing)?|with\s+the\s+exception\s+of|excluding|not|without)(?:\s+(?:for|in))?(?:\s+the)?"
    rf"\s+(?P<without>{YEAR_LIST}(?:\s?{AR})?)\)?)"
)
"""Years that others leave out: `2000-2006 ARs (except 2003 AR):`."""
BEFORE_YEARS = (
    r"(?:(?:For|In|Under|From|Since|Until|According\s+to|(?:In|Under)\s+its\s+report\s+(?:for|under)"
    r"|As\s+(?:of|from|(?:reported|stated|indicated|mentioned)\s+(?:in|under)))"
    r"(?:\s+the(?:\s+Government['’]s)?)?)"
)
"""How words lead in to years: `Under the 2004 AR:`."""
_OPENS_ANSWER = (
    r"(?:Observations?\s+(?:by|of|from)|According\s+to|The\s+Government|Based\s+on|YES|NO|NIL)\b"
)
"""How an answer begins behind years without any sign: `2004 AR The Government …`."""
_BRACKET = r"(?:[^()]{1,30}|[A-Z](?:[^()]|\([^()]*\)){1,100})"
"""What can stand in brackets behind years: a few words, or a name."""
_TURNED = rf"\({YEAR_LIST}\)|(?:for|of)\s+(?:the\s+(?:years?\s+)?)?{YEAR_LIST}"
"""Years behind the name of an Annual Review, which only a colon closes: `AR (2007): …`."""
_ENTRY = r"^(?:[•▪●■*·–-]|(?P<entry>\(?(?:\d{1,2}|[A-Za-z]|[ivx]{2,4})[.)]))[^\S\n]+"
"""The mark of a list: `- 2003 AR: …`; a number needs the colon, as `2. 2003 AR.` is a document."""
_COLON = r":(?:\d(?=\s*(?:[“\"‘(]?[^\Wa-z\d_]|\(?[a1]\)|\Z)))?"
_CLOSES = rf"{_COLON}|;|[–—-](?=\s)|\.(?=\s)|(?<!\s)(?=[^\S\n]*\n)|,?(?=\s+{_OPENS_ANSWER})"
"""What closes years; a digit behind a colon is a footnote's, if the text begins behind it."""
_YEARS_TOKEN = re.compile(
    rf"""
    (?:{_ENTRY})?
    (?=[FIUSA(12])  # how all that follows begins
    (?: (?:For|In|Under)\s+(?:the\s+)? | (?P<lead>{BEFORE_YEARS}\s+) )?
    \(? (?P<printed>
      (?: {YEAR_LIST}(?:\s*|-){AR} | {AR}\s*(?:{YEAR_LIST}|(?P<turned>{_TURNED})) ) {_EXCEPT}?
    )
    \d? (?: \s?\( (?:\d|(?P<bracket>{_BRACKET})) \) \d? )? \)?  # digits of footnotes
    \s* (?P<mark>{_CLOSES})
    """,
    re.MULTILINE | re.VERBOSE,
)
_NO_NAME = (
    "However|Moreover|Furthermore|In|This|These|Other|General|Final|Further|Additional|Following|"
    "No|Any|With|For|YES|Yes|NO|NIL|Nil"
)
_NO_SPEAKER = (
    r"[^:]{0,80}\b"
    r"(?:\d+|Code|Law|Act|Constitution|census|survey|data|reports?|statistics|article|plan)\b"
)
"""`According to the Labour Code of 1999:` names a source, not a speaker."""
_NAME = r"[A-Z][\w&'’/-]*"
_IN_NAME = rf"(?:of|and|for|the|&|organi[sz]ations['’]?|{_NAME})"
_SHORT_NAME = rf"\({_NAME}\)"
"""A name followed by its short form may contain commas: `the Union of A, B and C (UABC):`."""
_SPEAKER_TOKEN = re.compile(
    rf"(?=[A-Z])(?:According\s+to\s+(?:the\s+)?(?!{_NO_SPEAKER})(?P<who>[^:;.,]{{2,90}}?|[^:;.]{{2,120}}?{_SHORT_NAME})\s*:"
    r"|(?:Responses?|Reply|Replies)\s+(?:by|of|from)\s+(?:the\s+)?(?P<replier>[Gg]overnment)"
    r"(?:\s+to\s+[^:;.]{2,80})?\s*:"
    r"|(?P<replies>Government)(?:['’]s)?\s+(?:responses?|reply|replies)\s+to\s+[^:;.]{2,80}:"
    r"|(?:Comments?|Observations?|Views|Reply)\s+(?:by|of|from)\s+(?:the\s+)?"
    rf"(?P<by>[^:;.,\d]{{2,80}}?|[^:;.\d]{{2,120}}?{_SHORT_NAME})\s*:"
    rf"|(?<!\w)(?!(?:{_NO_NAME})\b)(?P<whose>{_NAME}(?:\s+{_IN_NAME}){{0,8}}?(?:\s+{_SHORT_NAME})?"
    rf"|{_NAME}(?:,?\s+{_IN_NAME}){{1,12}}?\s+{_SHORT_NAME})"
    r"\s+(?i:comments?|observations?|responses?|reply|views?|remarks?)\s*:"
    r"|(?P<role>(?:The\s+)?(?:Government|Employers|Workers)(?:['’]s?\s+organi[sz]ations)?)\s*:)"
)
"""Who speaks: `According to the NCOE:`, `Comment by NZCTU:`, `NZCTU comment:`, `Employers:`.

A reply of the Government can name whom it answers: `Response by the Government to the NCOE:`.
"""
ANY_YEAR = re.compile(YEAR)
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_AR_HINT = re.compile(
    r"A\.?\s?[Rr]\.?s?(?![a-z])|Annual\s+[Rr]eview|annual\s+[Rr]eview"  # fast, as no `[Aa]` is
)
_MOST_AROUND = 240
"""What every year prefix contains, and the most characters before or after it."""
_MOST_BEFORE_YEAR = 40
"""The most characters before the first year of a prefix: `In its report under the (`."""
_BEFORE_COLON = (
    *("comment", "comments", "observation", "observations", "response", "responses", "reply"),
    *("view", "views", "remark", "remarks", "government", "employers", "workers"),
    *(f"organi{z}ations{s}" for z in "sz" for s in ("", "'", "’")),
)
_LONGEST_BEFORE_COLON = max(map(len, _BEFORE_COLON))
_SAYS_WHO = ("ccording", "omment", "bservation", "iews", "eply", "eplies", "esponse")
"""Every speaker's mark contains one of these, or has one of the former before its colon."""
_MOST_OF_SPEAKER = 300
"""The most characters of a speaker's mark."""
_BRACKETED = re.compile(r"(?<![^\s:;,“])\(?(?P<mark>[A-Za-z]|[ivxIVX]{2,5}|\d{1,2})\s?\Z")
_DOTTED = re.compile(
    r"(?:(?<=\n)|(?<=;\s)|(?<=:\s)(?=[a-z]{1,5}\Z|[1AI]\Z)|(?<=\.\s)|(?<=[a-z],\s)(?=1\Z)"
    r"|(?<=[;,]\sand\s)|(?<=[;,]\sor\s)|\A)"
    r"(?P<mark>[A-Za-z]|[ivxIVX]{2,5}|\d{1,2})\Z"
)
_BARELY_DOTTED = re.compile(r"(?<=[\w)”’]\s)(?P<mark>[2-9]|[12]\d)\Z")
_COUNTS = re.compile(
    r"\b(?:no|nos|numbers?|act|law|convention|article|section|chapter|paragraph|part|annex|schedule"
    r"|table|form|items?|option|zone|district|region|area|group|category|type|volume|page|phase|stage|step|grade|class|level|ages?|aged|a|an|the|and|or|of|to"
    r"|in|on|at|by|for|from|with|than|about|over|under|until|since|only|are|is|was|were|jan\w*"
    r"|feb\w*|march|april|may|june|july|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*)\s\Z",
    re.I,
)
_DASHED = re.compile(
    r"(?:(?<=\n)|(?<=[:;.,]\s)|(?<=[;,]\sand\s)|\A)(?P<mark>[A-Za-z]|\d{1,2})\s?\Z"
)
_BULLETED = re.compile(r"\n(?P<bullet>[•▪●‣·*◦■❖❑❒➢➤►▶]|[–o○□◆◇◊☐✓✔→-](?=\s))")
_BULLETED_WITHIN = re.compile(
    r"[•▪●‣■❖❑❒➢➤►▶–-](?=\s)(?:(?<=[^\S\n][^–-])|(?<=[:;][^\S\n].)|(?<=;\sand[^\S\n].))"
)
"""Marks of lists: `a)`, `(ii)`, `3)`; bullets; `1.` at a line's start, after a colon or a sentence.

After a colon, only `1.`, `A.`, `I.` and small letters begin a list: `Labour inspectors: 12.` counts
them.
`2.` needs no sign before it (`1. survey 2. training`), but no word that counts; `1-`, `1/` and `1°`
stand before words. `items` tells which of them make a list.
"""
_LONGEST_MARK, _LONGEST_WORD, _ROMAN = 8, 16, "ivxIVX"

ABBREVIATION = re.compile(
    r"(?:\b(?:Nos?|Arts?|Dr|Mr|Mrs|Ms|St|Sec|Sect|para|paras|vol|cf|approx|Ltd|Inc|Co|e\.g|i\.e|viz|"
    r"Reg|Prof|Hon|Gen|Dept|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\Z"
)
"""What ends with a full stop that ends no sentence."""
NOT_BEFORE_YEARS = re.compile(
    r"\b(?:the|(?-i:a)|an|its|their|in|of|for|under|to|by|see|and|or|from|since|per)\s*\Z",
    re.I,
)


def tokenize(text: str, form: Form, at: int = 0, *, lists: bool = True) -> list[Token]:
    """The marks in a cell's text, in printed order; tiers and list markers only if `lists`.

    A year prefix begins the text, a line or a sentence; a year in the middle of a sentence is
    prose. Whether a list marker belongs to a list is left to `items`, which sees all of them.
    Offsets are counted as if `text` began at offset `at`.
    """
    tokens: list[Token] = []
    if not text or text.isspace():
        return tokens
    text = plain_names(text)
    colons = text.count(":")
    for match in year_prefixes(text):
        colons -= match["mark"].startswith(":")
        bracket = f" ({match['bracket']})" if match["bracket"] else ""
        tokens.append(_token("years", match, _NOTED.sub("", match["printed"]) + bracket, at))
    above = [
        match
        for match in _above_years(form).finditer(f"\n{text}")
        if begins_anew(text, match.start(), at_line=":" in match["closed"])
    ]
    for match in above:  # no years from before hold for what a side says below
        start, end = at + match.start(), at + match.end() - 1
        tokens.append(Token("heading", start, start, ""))
        tokens.append(Token("speaker", start, end, in_one_line(match["side"])))
    for match in _speakers(text) if colons > 0 else ():  # some colon closes no years
        known = any(side.start() <= match.start() < side.end() - 1 for side in above)
        if not known and begins_anew(text, match.start(), at_line=False):
            who = next(said for said in match.groups() if said)
            tokens.append(_token("speaker", match, who, at))
    if lists:
        for match in _tier_pattern(form).finditer(text) if may_name_tier(text, form) else ():
            at_tier = match.start()
            if match["alone"] is not None and not is_line(text, *match.span()):
                continue
            begins = match["before_list"] or begins_anew(text, at_tier, closed_by=".:;,(-–—")
            if begins or (text[at_tier] == "(" and _before_tier(text, at_tier, form)):
                tokens.append(_token("tier", match, match["tier"] or "", at))
        tokens += _markers(text, at)
    return sorted(tokens, key=attrgetter("start"))


def plain_names(text: str) -> str:
    """A text with blanks for footnote marks and for quotation marks of names: `The "TTUC"²: …`."""
    text = without_notes_of_names(text)
    quotes = '"' in text or "”" in text or "»" in text
    return _QUOTED_NAME.sub(r"\1  ", text) if quotes else text


def without_notes_of_names(text: str) -> str:
    """A text with blanks for the raised figures behind names, which mark footnotes."""
    return _NOTED_NAME.sub(lambda mark: " " * len(mark[0]), text)


_NOTED_NAME = re.compile(r"(?<=[A-Za-z)”\"])[⁰¹²³⁴-⁹]{1,2}(?=[\s,.:;)]|\Z)")
_QUOTED_NAME = re.compile(
    r"[\"“«](?<![\w(].)(?=[^\"”»]{0,200}?(?:[A-Z][\w&-]*[A-Z]|\s[A-Z]))"
    r"([A-Z][\w&’'/(),-]*(?:\s[\w&’'/(),-]+){0,12})[\"”»](?!\w)"
)
"""A name in quotation marks that has a short form, or another word with a capital letter."""


def _token(kind: Kind, match: re.Match[str], said: str, at: int) -> Token:
    return Token(kind, at + match.start(), at + match.end(), in_one_line(said))


BULLET = "•"
"""The value of a list marker without letters and numbers."""


def year_prefixes(text: str) -> Iterator[re.Match[str]]:
    """The years that begin an answer, as `printed`; searched for around every `AR`.

    They begin the text, a line or a sentence: a year in the middle of a sentence is prose.
    """
    text = text.translate(_PLAIN)  # a raised figure marks a footnote as a plain one does
    at = ended = 0
    for hint in _AR_HINT.finditer(text):
        if hint.start() < at:
            continue
        first, last = max(at, hint.start() - _MOST_AROUND), hint.end() + _MOST_AROUND
        year = ANY_YEAR.search(text, first, last)
        if not year:
            continue
        begins = max(first, min(year.start(), hint.start()) - _MOST_BEFORE_YEAR)
        match = _YEARS_TOKEN.search(text, begins, last)
        if match:
            at, colon = match.end(), match["mark"].startswith(":")
            alone = not (match["lead"] or match["entry"] or match["turned"])
            # as in `2007 AR: As stated in the 2005 AR: …`
            told = ended and match["lead"] and not text[ended : match.start()].strip()
            if (
                not told
                and (colon or alone)
                and begins_anew(text, match.start(), strictly=not colon)
            ):
                ended = at
                yield match
            elif ";" in match["printed"]:
                at = max(hint.end(), match.start())  # `as in the 2005 AR; 2006 AR: …`


@cache
def _above_years(form: Form) -> re.Pattern[str]:
    """A line that gives one side the entries below: `For Workers:` above `2005 AR: …`."""
    names = [name for said in form.vocabulary.speakers.values() for name in said]
    choice = any_of(names).replace("'", "['’]?")
    return re.compile(
        rf"\n[^\S\n]*(?-i:(?=[A-Z]))(?:(?:For|(?:Comments?|Observations?|Views?)\s(?:by|of|from))\s+)?(?:the\s+)?"
        rf"(?P<side>{choice})[^\S\n]*(?P<closed>:\s*|\n\s*)"
        rf"(?=\(?(?:{AR}\s*{YEAR}|{YEAR_LIST}(?:(?:\s*|-){AR}|\s?:)))",
        re.IGNORECASE,
    )


def _speakers(text: str) -> Iterator[re.Match[str]]:
    """Speakers' marks, searched for only before colons that may end one."""
    begin = 0
    colon = text.find(":")
    while colon >= 0:
        begin = max(begin, colon - _MOST_OF_SPEAKER)
        before = text[begin:colon].rstrip()
        may_be = before[-_LONGEST_BEFORE_COLON:].lower().endswith(_BEFORE_COLON)
        if may_be or any(word in before for word in _SAYS_WHO):
            match = _SPEAKER_TOKEN.search(text, begin, colon + 1)
            if match:
                yield match
        begin = colon + 1
        colon = text.find(":", begin)


def _markers(text: str, at: int) -> Iterator[Token]:
    for closing, pattern in ((")", _BRACKETED), (".", _DOTTED)):
        end = text.find(closing)
        while end >= 0:
            following = text[end + 1 : end + 2]
            if (
                (following != "(" if closing == ")" else following.isspace())
                and not (text[end - 2 : end].isalpha() and text[end - 1] not in _ROMAN)  # a word
                and (
                    (match := pattern.search(text, max(0, end - _LONGEST_MARK), end))
                    or (closing == "." and (match := _barely_dotted(text, end)))
                )
                and not _behind_abbreviation(text, match.start())
            ):
                yield Token("marker", at + match.start(), at + end + 1, match["mark"])
            end = text.find(closing, end + 1)
    for match in _BEFORE_DASHED.finditer(text):
        if mark := (
            _DASHED.search(text, max(0, match.start() - _LONGEST_MARK), match.start())
            or _barely_dotted(text, match.start())
        ):
            yield Token("marker", at + mark.start(), at + match.end(), mark["mark"])
    for match in _BULLETED.finditer(f"\n{text}"):
        yield Token("marker", at + match.start(), at + match.end() - 1, BULLET)
    for match in _BULLETED_WITHIN.finditer(text):
        yield Token("marker", at + match.start(), at + match.end(), BULLET)


_BEFORE_DASHED = re.compile(r"[-–/°](?=\s+[^\W\d_])")


def _barely_dotted(text: str, end: int) -> re.Match[str] | None:
    if not (text[end - 1].isdigit() and text[end + 2 : end + 3].isalpha()):
        return None
    match = _BARELY_DOTTED.search(text, max(0, end - _LONGEST_MARK), end)
    before = match.start() if match else 0
    return None if _COUNTS.search(text, max(0, before - _LONGEST_WORD), before) else match


def _behind_abbreviation(text: str, at: int) -> bool:
    """Whether a number belongs to what is abbreviated before it: `Act No. 2. Training …`."""
    dotted = text[max(0, at - 2) : at] == ". "
    return dotted and ABBREVIATION.search(text, max(0, at - 12), at - 2) is not None


def begins_anew(
    text: str, at: int, *, at_line: bool = True, strictly: bool = False, closed_by: str = ".!?;:"
) -> bool:
    """Whether something new can begin here: the text, a paragraph, a sentence or a line.

    A line counts if `at_line`. `strictly` asks for the text's start, or the start of a line after a
    paragraph or a finished sentence.
    """
    before = text[max(0, at - 40) : at]
    bare = before.rstrip()
    if not bare and at <= 40:
        return True
    if strictly and "\n" not in before[len(bare) :]:
        return False
    if "\n\n" in before[len(bare) :]:
        return True
    if bare.rstrip("\"'’”)]").endswith(tuple(closed_by)):
        return True
    words = bare.split()
    if words and fold(words[-1]) in ("nil", "none", "na", "yes", "no"):
        return True
    return at_line and "\n" in before[len(bare) :] and not NOT_BEFORE_YEARS.search(before)


def is_line(text: str, start: int, end: int) -> bool:
    """Whether words with a capital fill a line with the white space behind them."""
    before = text[max(0, start - 2) : start].rstrip(" ")[-1:]
    return before in ("", "\n", ":") and text[start].isupper() and text[end - 1] == "\n"


def may_name_tier(text: str, form: Form) -> bool:
    """Whether a text has the longest word of a phrase that names a tier; most have none."""
    lower = text.lower()
    return any(word in lower for word in _longest_words_of_tiers(form))


@cache
def _longest_words_of_tiers(form: Form) -> frozenset[str]:
    phrases = [phrase for said in form.vocabulary.tiers.values() for phrase in said]
    return frozenset(max(phrase.split(), key=len) for phrase in phrases)


def _before_tier(text: str, at: int, form: Form) -> bool:
    before = either((form.vocabulary.lists["tiered"],), ignore_case=True)
    return before.search(text, max(0, at - _MOST_BEFORE_YEAR), at) is not None


@cache
def _tier_pattern(form: Form) -> re.Pattern[str]:
    """A tier's mark. One with a word that changes it (`Third most important:`) names no `tier`."""
    choice = tier_words(form)
    changed = rf"(?:{'|'.join(form.vocabulary.not_tiers)})\s+(?:\w+\s+)?(?:{choice})"
    return re.compile(
        rf"\(?\b(?:the\s+)?(?:(?P<tier>{choice})|{changed})(?:\s+(?:needs?|areas?|priorit(?:y|ies)|ones?))?\)?\s*"
        r"(?:(?P<before_list>[:;–—-]\s*(?=\(?\w{1,3}\s?[.)]))|(?P<bare>(?=\(?[a1i]\))|(?<=\)\s)(?=\(?\w\)))"
        r"|:|(?P<alone>(?<=\n)(?=(?-i:[^a-z\n]))))",
        re.IGNORECASE,
    )


@cache
def tier_words(form: Form) -> str:
    """A pattern for the phrases that name tiers."""
    return any_of([phrase for said in form.vocabulary.tiers.values() for phrase in said])


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for phrases, with any white space between their words; longer ones come first."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)


@cache
def years(printed: str) -> tuple[int, ...]:
    """The years that a prefix names: `2002-2004 ARs`, `AR 2007`, `2010, 2012 and 2014-15 ARs`.

    Those that it excepts or has in brackets are left out. Empty if a span runs backwards.
    """
    printed = bracketed(printed)[0]
    excepted = re.search(_EXCEPT, printed)
    if excepted:
        left_out = years(excepted["without"])
        named = years(printed[: excepted.start()])
        return tuple(year for year in named if year not in left_out)
    found: list[int] = []
    for match in re.finditer(rf"({YEAR})(?:{_SPAN}({YEAR}|\d\d)(?!\d))?", printed):
        first, last = match[1], match[2] or match[1]
        last = first[:2] + last if len(last) == 2 else last
        if int(last) < int(first):
            return ()
        found += range(int(first), int(last) + 1)
    return tuple(sorted(set(found)))


def bracketed(printed: str) -> tuple[str, str]:
    """Years as printed, and words in brackets behind them, but for `(except 2003 AR)`."""
    words = _BEHIND_YEARS.search(printed)
    if (
        not words
        or re.fullmatch(_EXCEPT, words[0])
        or not ANY_YEAR.search(printed, 0, words.start())  # `AR (2007)`
    ):
        return printed, ""
    return printed[: words.start()], words["words"]


_BEHIND_YEARS = re.compile(rf"(?<=[\w.)])\s\((?P<words>{_BRACKET})\)\Z")
