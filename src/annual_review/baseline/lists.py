"""Which marks in an answer make a list, and where its entries' sentences end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import ascii_lowercase

from annual_review.baseline.tokens import ABBREVIATION, BULLET, Token
from annual_review.forms.questionnaire import Form, either
from annual_review.readers.list_marks import roman


def list_markers(
    text: str, marks: list[Token], start: int, end: int, form: Form
) -> tuple[list[Token], list[Token]]:
    """The marks in a stretch of text that enumerate, and those that seem to but do not fit."""
    markers, left = _enumerating(text, marks, start, end)
    if len(marks) == 1:
        markers = _between_dashes(text, marks[0], start, end, form) or markers
    elif _are_initials(text, markers, start, end, form):
        markers = []
    return markers, left


_ALPHABETIC = {letter: n for n, letter in enumerate(ascii_lowercase, 1)}
_ROMAN = {roman(n): n for n in range(1, 40)}
_NUMERIC = {f"{n:0{width}}": n for width in (1, 2) for n in range(100)}
_BULLETED = {BULLET: 0}
_STYLES = (_ALPHABETIC, _ROMAN, _NUMERIC, _BULLETED)
"""The number of each mark, by the style of the list."""
_SEPARATED = re.compile(r"(?:[:;,.–—]|\b(?:and|or|and/or)|\A)[\"”’)]*\s*\Z", re.I)
_PUNCTUATED = re.compile(r"[:;,.][\"”’)]*(?:\s+(?:and|or|and/or))?\s*\Z", re.I)
_REFERRED = re.compile(
    r"(?:\d[ ]?|\b(?:articles?|arts?\.?|sections?|sect?\.?|s\.|paragraphs?|paras?\.?|subsections?|"
    r"sub-?paragraphs?|clauses?|points?|options?|items?|under|letters?|see)\s*)\Z",
    re.I,
)
_LONGEST_REFERRED = len("sub-paragraphs")
CONTEXT = 40
"""How many characters before a mark say what it is."""


def _enumerating(
    text: str, markers: list[Token], start: int, end: int
) -> tuple[list[Token], list[Token]]:
    """The marks that enumerate, and those that seem to but do not fit.

    The style whose marks form the longest rising sequence is the list's. Letters may skip, because
    they are those of the questionnaire's options. `section 12(b)` and `under (d)` are references;
    marks in brackets or in a quotation enumerate something else.
    """
    outer = _outside_brackets(text, markers, start, end)
    found = []
    for numbers in _STYLES:
        chain, left = _rising(text, outer, start, numbers)
        if len(chain) == len(outer):
            return chain, left  # no other style has more
        if chain:
            found.append((chain, left))
    longest = max(found, key=lambda each: len(each[0]), default=([], []))
    for chain, left in found:
        # a shorter list with an entry that holds the longer one: `a) by: (i) …; (ii) …; and b) …`
        begins = len(chain) > 1 and chain[0].start < longest[0][0].start
        if begins and sentence_end(text, chain[-1].end, end) > longest[0][0].start:
            return chain, left
    return longest


def _rising(
    text: str, markers: Sequence[Token], start: int, numbers: Mapping[str, int]
) -> tuple[list[Token], list[Token]]:
    """The marks that count up in one style, if they are a list, and those that do not fit."""
    chain: list[Token] = []
    left: list[Token] = []
    last, sure, referred, doubtful = 0, False, 0, False
    for n, token in enumerate(markers):
        mark = token.value.lower()
        number = numbers.get(mark)
        if number is None or (numbers is _ALPHABETIC and mark in _BESIDE and _is_roman(markers, n)):
            continue
        before = text[max(start, token.start - CONTEXT) : token.start]
        bare = before.rstrip()
        last_sign = bare[-1:]
        refers = (last_sign.isalnum() or last_sign == ".") and _REFERRED.search(
            before, max(0, len(bare) - _LONGEST_REFERRED)
        )
        if refers or (referred and text[referred : token.start].strip(" \n,") in ("", "and", "or")):
            referred = token.end  # `section 4 (a) and (b)` refers twice
            continue
        begins = before.endswith(". ") and text[token.end - 1] == "."
        if begins and numbers is not _NUMERIC:  # `J. Leka was fined`
            alike = bool(chain) and _style(text, chain[-1]) == _style(text, token)
            if not (alike and number == last + 1):
                left += [token] if alike else []
                doubtful = doubtful or alike
                continue
        opens = last_sign in ("", ":")
        if numbers is _BULLETED:
            number = last + 1
            another = chain and text[token.start] != text[chain[0].start]
            if another and "\n" not in before[len(bare) :]:
                continue  # a list within a line of this one
        apart = numbers is _NUMERIC and " " in text[token.start : token.end]  # `14 – light work`
        follows = number == last + 1 if last else number == 1 or (opens and not apart)
        restarts = number == 1 and opens
        if follows or restarts or (0 < last < number and _SEPARATED.search(before)):
            sure = sure or opens or (bool(chain) and _is_punctuated(before))
            sure = sure or (len(chain) == 1 == last and _two_joined(text, start, chain[0], token))
            chain.append(token)
            last = number
        elif _is_punctuated(before):
            left.append(token)
    if len(chain) == 1 and (doubtful or _no_list_alone(text, start, chain[0])):
        return [], left
    return (chain, left) if sure else ([], [])


def _style(text: str, mark: Token) -> tuple[str, bool]:
    return text[mark.end - 1], mark.value.isupper()


def _two_joined(text: str, start: int, first: Token, second: Token) -> bool:
    """Whether two marks enumerate within a sentence: `asked for a) training and b) a study`."""
    between = text[first.end : second.start].split()
    led = _LED.search(text, max(start, first.start - CONTEXT), first.start)
    return bool(led) and text[first.start] != "(" and len(between) > 1 and between[-1] == "and"


_LED = re.compile(r"\b(?:for|to|of|on|in|with|that|are|is|including|namely|mentioned)\s+\Z")


def _no_list_alone(text: str, start: int, mark: Token) -> bool:
    """Whether a mark needs another: `1 - …`, or inside a line, as in `Cases: 1. All were tried`."""
    closing = text[mark.end - 1]
    if mark.value != BULLET and closing in "-–/°":
        return True
    before = text[start : mark.start]
    return closing != ")" and bool(before.strip()) and "\n" not in before[-3:]


def _is_punctuated(before: str) -> bool:
    return _PUNCTUATED.search(before[-16:]) is not None


def _is_roman(markers: Sequence[Token], n: int) -> bool:
    """Whether a mark that could be a letter is a roman number, by the mark beside it."""
    step, beside = _BESIDE[markers[n].value.lower()]
    return 0 <= n + step < len(markers) and markers[n + step].value.lower() == beside


_BESIDE = {"i": (1, "ii"), "v": (-1, "iv"), "x": (-1, "ix")}
"""The number that stands after (1) or before (-1) a roman number of one letter."""


def _outside_brackets(text: str, markers: list[Token], start: int, end: int) -> list[Token]:
    """Marks that stand neither in round brackets nor in a quotation opened before the list.

    All of them, if the text leaves a bracket or quotation open.
    """
    if text.find("(", start, end) < 0 and text.find("“", start, end) < 0:
        return markers
    outer: list[Token] = []
    depth, at, quoted = 0, start, False
    for token in [*markers, None]:
        for mark in _BRACKET.findall(text, at, token.start if token else end):
            if mark in "“”":
                quoted = mark == "“"
            else:
                depth = max(0, depth + (1 if mark == "(" else -1))
        if token:
            outer += [] if depth or quoted else [token]
            at = max(at, token.end)
    return markers if depth or quoted else outer


_BRACKET = re.compile("[()“”]")


def _between_dashes(text: str, mark: Token, start: int, end: int, form: Form) -> list[Token]:
    """The dashes of a list in one line: `– poverty – gangs – migration`.

    A pair of dashes can also insert something, so the entries have to be short, without a verb.
    """
    dash = text[mark.start]
    if dash not in "-–—" or text[start : mark.start].rstrip()[-1:] not in ("", ":"):
        return []
    line = text[mark.end : end].rstrip(" .\n")
    found = [mark]
    for within in re.finditer(rf"(?<=\s){dash}(?=\s)", line):
        at = mark.end + within.start()
        found.append(Token("marker", at, at + 1, BULLET))
    entries = re.split(rf"\s{dash}\s", line)
    no_entry = either((form.vocabulary.lists["inserted"],), ignore_case=True)
    verb = either(form.vocabulary.not_in_labels[:1], ignore_case=True)
    short = all(
        _SHORT_ENTRY.fullmatch(entry)
        and not no_entry.match(entry.strip())
        and not verb.search(entry)
        for entry in entries
    )
    return found if short and len(entries) > 2 else []


_SHORT_ENTRY = re.compile(r"\s*[\w’'-]+(?:[^\S\n]+[\w’'-]+){0,4}\s*")


def _are_initials(text: str, markers: Sequence[Token], start: int, end: int, form: Form) -> bool:
    """Whether capital letters are those of people: `Members: A. Hoxha; B. Leka`."""
    if not markers or not all(token.value.isupper() for token in markers):
        return False
    people = either((form.vocabulary.lists["people"],), ignore_case=True)
    stops = [token.start for token in markers[1:]] + [end]
    return bool(people.search(text, start, markers[0].start)) and all(
        text[token.end - 1] == "." and _SURNAME.fullmatch(text, token.end, stop)
        for token, stop in zip(markers, stops, strict=True)
    )


_SURNAME = re.compile(r"\s*[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?[;,.\s]*(?:and\s+)?")

_STOP = re.compile(
    r"[.!?;“”\"](?:(?<=[.!?])[.!?]*[\"”’)]*(?=\s+[\"“‘(]?[A-Z])|(?<=;)(?=\s*\n[A-Z])|(?<=[“”\"]))"
)


def sentence_end(text: str, start: int, end: int) -> int:
    """Where the first sentence from `start` ends, ignoring quotations and abbreviations."""
    quoted = False
    for match in _STOP.finditer(text, start, end):
        mark = match.group()
        if mark in '“”"':
            quoted = mark == "“" or (mark == '"' and not quoted)
        elif quoted:
            quoted = not (set(mark) & set('”"'))
            if not quoted:
                return match.end()
        elif not ABBREVIATION.search(text, max(start, match.start() - 10), match.start()):
            return match.end()
    return end
