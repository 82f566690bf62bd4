"""The items of an answer: the entries of its list, or what it says where it is no list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from annual_review.baseline.report import Item, Priority
from annual_review.baseline.tokens import BULLET, Token
from annual_review.forms.questionnaire import Form, Span, fold, in_one_line


def find_items(
    text: str, whole: Span, body: int, tokens: Sequence[Token], answer: str, form: Form
) -> tuple[list[Item], list[Span]]:
    """The items of a statement, and marks that look like a list's but fit none.

    `body` is where the text begins behind a speaker and a yes or no. A plain "no", "nil" or blank
    has no items. Neither has what follows a "no", or prose that begins like one ("There is no
    plan"), unless it is a list: it may just as well say why there is nothing to report. An answer
    that is a yes and nothing else is one item.
    """
    items: list[Item] = []
    unclear: list[Span] = []
    if answer == "blank":
        return items, unclear
    span = (body, whole[1])
    used: Counter[str] = Counter()
    for tier, start, end in _stretches(span, tokens, form):
        marks = [t for t in tokens if t.kind == "marker" and start <= t.start < end]
        markers, left = _list_markers(text, marks, start, end)
        unclear += [(token.start, token.end) for token in left]
        introduces = not tier and end < span[1]
        for letter, entry, listed in _entries(text, start, end, markers, bool(tier), introduces):
            trimmed = _bare(text, entry)
            if trimmed is None or _says_none(text[slice(*trimmed)], form):
                continue
            if not listed and (answer in ("no", "nil") or _NEGATIVE.match(text, *trimmed)):
                continue
            in_tier = tier if listed else ""
            name = letter or str(len(items) + 1)
            name = f"{in_tier}/{name}" if in_tier else name
            used[name] += 1
            name = f"{name}-{used[name]}" if used[name] > 1 else name
            items.append(_item(text, trimmed, name, letter, in_tier))
    if not items and answer == "yes" and not text[slice(*span)].strip():
        trimmed = _bare(text, whole)
        items += [_item(text, trimmed, "1")] if trimmed else []
    return items, unclear


def _item(text: str, span: Span, name: str, letter: str = "", tier: str = "") -> Item:
    priority: Priority = tier or "unspecified"  # type: ignore[assignment]
    return Item(name, letter, in_one_line(text[slice(*span)]), priority, *span)


def _stretches(span: Span, tokens: Sequence[Token], form: Form) -> Iterator[tuple[str, int, int]]:
    """A statement cut at its tiers: the tier (empty before the first), start and end."""
    start, tier = span[0], ""
    for token in tokens:
        if token.kind == "tier" and token.start >= span[0]:
            yield tier, start, token.start
            names = form.vocabulary.tiers.items()
            tier = next(name for name, said in names if fold(token.value) in map(fold, said))
            start = token.end
    yield tier, start, span[1]


_NEGATIVE = re.compile(r"(?:no|none|nothing|there\s+(?:is|are|was|were|has\s+been)\s+no)\b", re.I)


def _says_none(said: str, form: Form) -> bool:
    words, longest = _none(form)
    return len(said) <= longest and fold(said) in words


@cache
def _none(form: Form) -> tuple[frozenset[str], int]:
    """The letters of the words that say no or nothing, and the most characters they take."""
    words = form.vocabulary.answers["no"] + form.vocabulary.answers["nil"]
    return frozenset(map(fold, words)), max(map(len, words)) + 2


_ROMAN = {"i": 1, "v": 5, "x": 10}


def _roman(mark: str) -> int | None:
    values = [_ROMAN.get(c) for c in mark]
    if None in values:
        return None
    numbers = [v for v in values if v]
    pairs = zip(numbers, [*numbers[1:], 0], strict=True)
    return sum(-here if here < following else here for here, following in pairs)


def _alphabetic(mark: str) -> int | None:
    return ord(mark) - ord("a") + 1 if len(mark) == 1 and "a" <= mark <= "z" else None


def _numeric(mark: str) -> int | None:
    return int(mark) if mark.isdigit() else None


def _bulleted(mark: str) -> int | None:
    return 0 if mark == BULLET else None


_STYLES = (_alphabetic, _roman, _numeric, _bulleted)
_SEPARATED = re.compile(r"(?:[:;,.–—]|\b(?:and|or|and/or)|\A)[\"”’)]*\s*\Z", re.I)
_PUNCTUATED = re.compile(r"[:;,.][\"”’)]*(?:\s+(?:and|or|and/or))?\s*\Z", re.I)
_PUNCTUATION = frozenset(":;,.")
_MAY_CLOSE_PUNCTUATION = frozenset('dDrR"”’)')  # quotations, brackets, `and`, `or`
_REFERRED = re.compile(
    r"(?:\d[ ]?|\b(?:articles?|arts?\.?|sections?|sect?\.?|s\.|paragraphs?|paras?\.?|subsections?|"
    r"sub-?paragraphs?|clauses?|points?|options?|items?|under|letters?|see)\s*)\Z",
    re.I,
)
_LONGEST_REFERENCE = 20


def _list_markers(
    text: str, markers: list[Token], start: int, end: int
) -> tuple[list[Token], list[Token]]:
    """Those markers that enumerate, and those that seem to but fit no order.

    They are in the style that makes the longest rising sequence. Letters may skip, because they
    are those of the questionnaire's options. `section 12(b)` and `under (d)` are references; what
    stands in brackets or in a quotation enumerates something else.
    """
    outer = [_seen(text, token, start) for token in _outside_brackets(text, markers, start, end)]
    found = []
    for value in _STYLES:
        chain, left = _rising(text, outer, value)
        if len(chain) == len(outer):
            return chain, left  # no other style has more
        if chain:
            found.append((chain, left))
    longest = max(found, key=lambda each: len(each[0]), default=([], []))
    for chain, left in found:
        # a shorter list whose entry holds the longer one: `a) by: (i) …; (ii) …; and b) …`
        begins = len(chain) > 1 and chain[0].start < longest[0][0].start
        if begins and _sentence_end(text, chain[-1].end, end) > longest[0][0].start:
            return chain, left
    return longest


def _rising(
    text: str, markers: Sequence[_Seen], value: Callable[[str], int | None]
) -> tuple[list[Token], list[Token]]:
    """The markers that count up in one style, if they are a list, and those that do not fit in."""
    chain: list[Token] = []
    left: list[Token] = []
    last, sure, referred = 0, False, 0
    for n, (token, mark, before, refers, punctuated, opens) in enumerate(markers):
        number = value(mark)
        if number is None or (value is _alphabetic and _is_roman_among(markers, n)):
            continue
        if refers or (referred and text[referred : token.start].strip(" \n,") in ("", "and", "or")):
            referred = token.end  # `section 4 (a) and (b)` refers twice
            continue
        if value is _bulleted:
            number = last + 1
        if number == last + 1 if last else number == 1 or opens:
            pass  # the next one, or a first one: `a)`, or any behind a colon
        elif not (number > last and last and _SEPARATED.search(before)) and not (
            number == 1 and opens
        ):
            left += [token] if punctuated else []
            continue
        sure = sure or opens or (bool(chain) and punctuated)
        chain.append(token)
        last = number
    return (chain, left) if sure else ([], [])


class _Seen(NamedTuple):
    """A marker and what precedes it: a reference, punctuation, a colon or nothing."""

    token: Token
    mark: str
    before: str
    refers: bool
    punctuated: bool
    opens: bool


def _seen(text: str, token: Token, start: int) -> _Seen:
    before = text[max(start, token.start - 40) : token.start]
    bare = before.rstrip()
    last = bare[-1:]
    refers = (last.isalnum() or last == ".") and (
        _REFERRED.search(before, max(0, len(before) - _LONGEST_REFERENCE)) is not None
    )
    punctuated = last in _PUNCTUATION or (
        last in _MAY_CLOSE_PUNCTUATION and _PUNCTUATED.search(before) is not None
    )
    return _Seen(token, token.value.lower(), before, refers, punctuated, not bare or last == ":")


def _is_roman_among(marks: Sequence[_Seen], n: int) -> bool:
    """Whether a mark that can be a letter is roman by the mark beside it, as `i` before `ii`."""
    if marks[n].mark not in _BESIDE:
        return False
    step, beside = _BESIDE[marks[n].mark]
    return 0 <= n + step < len(marks) and marks[n + step].mark == beside


_BESIDE = {"i": (1, "ii"), "v": (-1, "iv"), "x": (-1, "ix")}
"""Which number stands beside one of a single letter, behind it or before."""


def _outside_brackets(text: str, markers: list[Token], start: int, end: int) -> list[Token]:
    """Markers that stand neither in round brackets nor in a quotation opened before the list."""
    outer: list[Token] = []
    if text.find("(", start, end) < 0 and text.find("“", start, end) < 0:
        return markers
    depth, at, quoted = 0, start, False
    for token in [*markers, Token("marker", end, end, "")]:
        for mark in _BRACKET.findall(text, at, token.start):
            if mark in "“”":
                quoted = mark == "“"
            else:
                depth = max(0, depth + (1 if mark == "(" else -1))
        if depth == 0 and not quoted:
            outer.append(token)
        at = max(at, token.end)
    balanced = depth == 0 and not quoted
    return [token for token in (outer if balanced else markers) if token.end > token.start]


_BRACKET = re.compile("[()“”]")


def _entries(
    text: str, start: int, end: int, markers: list[Token], tiered: bool, introduces: bool
) -> Iterator[tuple[str, Span, bool]]:
    """Letter, span and whether it is a list entry, for every item of a stretch of text.

    `tiered` text stands under a tier, text that `introduces` stands before one.
    """
    if not markers:
        whole = (start, end)
        body = whole if tiered else _without_lead_in(text, whole, always=introduces)
        if body:
            yield "", body, tiered
        return
    before = _without_lead_in(text, (start, markers[0].start), always=True)
    if before:
        yield "", before, False
    for marker, following in zip(markers, [*markers[1:], None], strict=True):
        letter = "" if marker.value == BULLET else marker.value
        if following is None:
            stop = _sentence_end(text, marker.end, end)
            yield letter, (marker.end, stop), True
            if text[stop:end].strip():
                yield "", (stop, end), False
        elif (
            text[max(0, following.start - 40) : following.start].rstrip().endswith(":")
        ):  # another list is introduced here
            stop = _sentence_end(text, marker.end, following.start)
            yield letter, (marker.end, stop), True
            between = _without_lead_in(text, (stop, following.start), always=True)
            if between:
                yield "", between, False
        else:
            yield letter, (marker.end, following.start), True


def _without_lead_in(text: str, span: Span, *, always: bool = False) -> Span | None:
    """Text before a list or a tier without its last sentence, which introduces what follows.

    The end of a statement introduces nothing, unless it ends with a colon.
    """
    start, end = span
    piece = text[start:end].rstrip()
    if not always and not piece.endswith(":"):
        return span
    cut = start
    while True:
        stop = _sentence_end(text, cut, start + len(piece))
        if stop >= start + len(piece):
            break
        cut = stop
    return (start, cut) if text[start:cut].strip() else None


_STOP = re.compile(r"[.!?]+[\"”’)]*(?=\s+[\"“‘(]?[A-Z])|;(?=\s*\n[A-Z])|[“”\"]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Nos?|Arts?|Dr|Mr|Mrs|Ms|St|Sec|Sect|para|paras|vol|cf|approx|Ltd|Inc|Co|e\.g|i\.e|viz|"
    r"Reg|Prof|Hon|Gen|Dept|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\Z"
)


def _sentence_end(text: str, start: int, end: int) -> int:
    """Where the first sentence from `start` on ends, quotations and abbreviations passed over."""
    quoted = False
    for match in _STOP.finditer(text, start, end):
        mark = match.group()
        if mark in '“”"':
            quoted = mark == "“" or (mark == '"' and not quoted)
        elif quoted:
            quoted = not (set(mark) & set('”"'))
            if not quoted:
                return match.end()
        elif not _ABBREVIATION.search(text, max(start, match.start() - 10), match.start()):
            return match.end()
    return end


_LAST_WORD = re.compile(r"[;,\s](?:and|or|and/or)\Z")


def _bare(text: str, span: Span) -> Span | None:
    """A span without white space, closing punctuation and the `and` before the next item."""
    start, end = span
    piece = text[start:end].rstrip(";,. \n")
    while piece.endswith(("and", "or")) and (
        conjunction := _LAST_WORD.search(piece, max(0, len(piece) - 8))
    ):
        piece = piece[: conjunction.start()].rstrip(";,. \n")
    stripped = piece.lstrip(" \n;,.:")
    if not stripped:
        return None
    begin = start + len(piece) - len(stripped)
    return (begin, begin + len(stripped))
