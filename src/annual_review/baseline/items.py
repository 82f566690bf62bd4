"""The items of an answer: the entries of its list, or the whole answer if it is not a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from annual_review.baseline.lists import CONTEXT, list_markers, sentence_end
from annual_review.baseline.report import Item, Priority, ProblemKind
from annual_review.baseline.tokens import BULLET, Token, is_line, may_name_tier, tier_words
from annual_review.forms.questionnaire import Form, Label, either
from annual_review.forms.words import Span, in_one_line


class Asked(NamedTuple):
    """What an answer was asked for, and names of whoever speaks in it."""

    label: Label
    form: Form
    subjects: Sequence[str] = ()

    def denies(self, said: str) -> bool:
        """Whether prose says that there is nothing to report: `Albania has no needs`."""
        denials = _denials(self.form, self.label.items or "measures")
        return denials.match(self.of_government(said)) is not None

    def of_government(self, said: str) -> str:
        """Prose with the Government as its subject instead of whoever speaks in it."""
        for name in self.subjects:
            rest = said.removeprefix("The ").removeprefix(name)
            if name and rest.startswith(" ") and len(rest) < len(said):
                said = f"The Government{rest}"
        return said

    def says_nothing(self, said: str) -> bool:
        """Whether words deny, or are but a word for no or nothing."""
        return self.denies(said) or self.form.is_answer(said, "no", "nil")


Unclear = tuple[ProblemKind, Span]
"""A part of an answer that was not understood, and the kind of problem that it is."""


def find_items(
    text: str, whole: Span, body: int, tokens: Sequence[Token], answer: str, asked: Asked
) -> tuple[list[Item], list[Unclear]]:
    """The items of a statement, and what is unclear: whether a mark is a list's, or words an item.

    `body` is where the text begins after a speaker and a yes or no. A plain "no", "nil" or blank
    has no items. Neither has what follows a "no", or prose that begins like one ("There is no
    plan"), unless it is a list: it may just as well say why there is nothing to report. What such
    prose excepts is an item ("None but …"), and a need or challenge also after a "no". A sentence
    behind such a denial that names a need or challenge is an item, and one that may is unclear. An
    answer that is a yes and nothing else is one item.
    """
    items: list[Item] = []
    unclear: list[Unclear] = []
    if answer == "blank":
        return items, unclear
    form, span = asked.form, (body, whole[1])
    used: dict[str, int] = {}
    for tier, start, end in _stretches(text, span, tokens, form):
        marks = [t for t in tokens if t.kind == "marker" and start <= t.start < end]
        markers, left = list_markers(text, marks, start, end, form) if marks else ([], [])
        unclear += [("list_unclear", (token.start, token.end)) for token in left]
        found = _entries(
            text, (start, end), markers, asked, tiered=bool(tier), introduces=end < span[1]
        )
        for letter, entry, listed in found:
            trimmed = _bare(text, entry)
            if trimmed is None or form.is_answer(text[slice(*trimmed)], "no", "nil"):
                continue
            plain = answer in ("no", "nil")
            said = text[slice(*trimmed)]
            if not listed and (plain or asked.denies(said)):
                trimmed, doubtful = _beside_denial(text, trimmed, asked, plain=plain)
                unclear += [("answer_unclear", doubtful)] if doubtful else []
                if not trimmed:
                    continue
            in_tier = ""
            if listed:
                in_tier, trimmed = _own_tier(text, trimmed, tier, form)
            name = letter or str(len(items) + 1)
            name = f"{in_tier}/{name}" if in_tier else name
            used[name] = again = used.get(name, 0) + 1
            name = f"{name}-{again}" if again > 1 else name
            items.append(_item(text, trimmed, name, letter, in_tier))
    if not items and answer == "yes" and not text[slice(*span)].strip():
        trimmed = _bare(text, whole)
        items += [_item(text, trimmed, "1")] if trimmed else []
    return items, unclear


def _beside_denial(
    text: str, denied: Span, asked: Asked, *, plain: bool
) -> tuple[Span | None, Span | None]:
    """An item that stands beside a denial or a `plain` no, and what may be one.

    What the first sentence excepts, behind a plain no only from its beginning on (`No, but training
    would help`), else as a whole (`There are no needs except training`). Or a need or challenge
    from the sentence on that names it: `None. However, training would help.` A sentence that
    denies too is neither.
    """
    vocabulary, kind = asked.form.vocabulary, asked.label.items
    if plain and kind == "measures":
        return None, None
    excepts = either(vocabulary.excepts, ignore_case=True)
    find = excepts.match if plain else excepts.search
    found = find(text, denied[0], sentence_end(text, *denied))
    if found and found.start() > denied[0]:
        return denied, None
    if found:
        rest = _bare(text, (found.end(), denied[1])) or denied
        if not asked.says_nothing(text[slice(*rest)]):
            return rest, None
    if kind == "measures":
        return None, None
    names, may_be, unsure, connectives = (
        either((vocabulary.behind_denials[name],), ignore_case=True)
        for name in (f"{kind}", f"may_be_{kind}", "not", "connectives")
    )
    doubtful: Span | None = None
    for n, (start, stop) in enumerate(_sentences(text, denied)):
        connective = connectives.match(text, start, stop)
        begin = connective.end() if connective else start
        said = asked.of_government(text[begin:stop])
        if (n == 0 and not plain) or asked.says_nothing(said):
            continue
        if names.search(said) and not unsure.search(said):
            return (begin, denied[1]), doubtful and (doubtful[0], start)
        if may_be.search(said):
            doubtful = doubtful or (start, denied[1])
    return None, doubtful


def _sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences in a stretch of text without what closes them; a semicolon ends one too."""
    at, end = span
    while at < end:
        stop = sentence_end(text, at, end)
        semicolon = text.find(";", at, stop)
        stop = stop if semicolon < 0 else semicolon + 1
        if bare := _bare(text, (at, stop)):
            yield bare
        at = stop


def _item(text: str, span: Span, name: str, letter: str = "", tier: str = "") -> Item:
    priority: Priority = tier or "unspecified"  # type: ignore[assignment]
    return Item(name, letter, in_one_line(text[slice(*span)]), priority, *span)


def _stretches(
    text: str, span: Span, tokens: Sequence[Token], form: Form
) -> Iterator[tuple[str, int, int]]:
    """A statement cut at its tiers: tier (empty before the first), start and end of each part.

    A tier behind its need, such as `1) Training (important);`, is left to the need.
    """
    start, tier, listed = span[0], "", False
    for token in tokens:
        listed = listed or token.kind == "marker"
        if token.kind == "tier" and token.start >= span[0]:
            before = text[span[0] : token.start].rstrip(" \n([,–—-")[-1:]
            closed = text[token.start : token.end].rstrip()[-1] in ":–—-"
            closed = closed or is_line(text, token.start, token.end)
            bracketed = text[token.start] == "("
            if (
                listed
                and (bracketed or not closed)
                and (before.isalnum() or before in tuple('”’"'))
            ):
                continue
            yield tier, start, token.start
            tier, start = form.tier(token.value), token.end
    yield tier, start, span[1]


def _own_tier(text: str, entry: Span, tier: str, form: Form) -> tuple[str, Span]:
    """The tier of an entry below one, by its own first or last words, and the rest of it."""
    start, end = entry
    said = text[start:end]
    own = _tier_of_entry(form).search(said) if may_name_tier(said, form) else None
    if not own:
        return tier, entry
    rest = (start + own.end(), end) if not own.start() else (start, start + own.start())
    bare = _bare(text, rest)
    named = own["bracket"] or own["first"] or own["last"]
    return (form.tier(named), bare) if bare else (tier, entry)


@cache
def _tier_of_entry(form: Form) -> re.Pattern[str]:
    """`Most important: data`, `(important) data`, `Data [important]`, `Data – important`."""
    words = tier_words(form)
    return re.compile(
        rf"\A(?:[(\[](?P<bracket>{words})[)\]]|(?P<first>{words})\s*[:–—])"
        rf"|(?:(?<!\s)\s*(?:[(\[]|[,:–—]\s*)|\s-\s)(?P<last>{words})[)\]]?\Z",
        re.IGNORECASE,
    )


@cache
def _denials(form: Form, kind: str) -> re.Pattern[str]:
    words = form.vocabulary
    denials = words.nothing_reported + words.none[kind]
    denials += () if kind == "measures" else words.denials

    def filled(name: re.Match[str]) -> str:
        return _NAMED.sub(filled, words.denial_words[name[1]])

    return either(tuple(_NAMED.sub(filled, each) for each in denials), ignore_case=True)


_NAMED = re.compile(r"\{([a-z_]+)\}")
"""What stands for some of the `denial_words` in a pattern."""


# ---- entries ------------------------------------------------------------------------------------


def _entries(
    text: str, whole: Span, markers: list[Token], asked: Asked, *, tiered: bool, introduces: bool
) -> Iterator[tuple[str, Span, bool]]:
    """Letter, span and whether it is a list entry, for every item of a stretch of text.

    `tiered` text stands under a tier, text that `introduces` stands before one.
    """
    start, end = whole
    if not markers:
        body = whole if tiered else _without_lead_in(text, whole, always=introduces)
        if not body:
            return
        lines = _closed_lines(text, body)
        series = [] if lines else _series(text, body, asked, tiered=tiered)
        yield from series or [("", entry, tiered) for entry in lines or [body]]
        return
    before = _without_lead_in(text, (start, markers[0].start), always=True)
    if before:
        yield "", before, False
    for marker, following in zip_longest(markers, markers[1:]):
        letter = "" if marker.value == BULLET else marker.value
        stop = following.start if following else end
        if following and not text[max(0, stop - CONTEXT) : stop].rstrip().endswith(":"):
            yield letter, (marker.end, stop), True
            continue
        sentence = sentence_end(text, marker.end, stop)
        yield letter, (marker.end, sentence), True
        rest: Span | None = (sentence, stop)
        if following:  # another list is introduced here
            rest = _without_lead_in(text, (sentence, stop), always=True)
        if rest and text[slice(*rest)].strip():
            yield "", rest, False


def _closed_lines(text: str, span: Span) -> list[Span]:
    """The lines of a list without marks: each begins with a capital, all but the last end in `;`.

    What introduces it is left out. Empty if it is no such list.
    """
    start, end = span
    if ";" not in text[start:end]:
        return []
    lines = [(start + m.start(), start + m.end()) for m in _LINE.finditer(text[start:end])]
    if lines and text[lines[0][1] - 1] == ":":
        del lines[0]
    closed = all(text[slice(*line)].endswith((";", "; and", "; or")) for line in lines[:-1])
    begun = all(text[line[0]].isupper() for line in lines)
    return lines if len(lines) > 1 and closed and begun else []


_LINE = re.compile(r"\S(?:[^\n]*\S)?")


def _series(text: str, span: Span, asked: Asked, *, tiered: bool) -> list[tuple[str, Span, bool]]:
    """Entries with semicolons, and what is around them.

    They stand below a tier or behind `as follows:`. Phrases without a verb are entries also from
    the beginning of an answer that names needs or challenges, or behind a colon that leads to them.
    """
    start, end = span
    first = text.find(";", start, end)
    if first < 0:
        return []
    lists = asked.form.vocabulary.lists
    begin, phrases = start, False
    if not tiered:
        lead_in = either((lists["introduced"],), ignore_case=True).search(text, start, end)
        phrases = not lead_in
        if phrases and asked.label.items == "measures":
            return []
        if phrases:
            lead_in = either((lists["leads"],), ignore_case=True).match(text, start, first)
        begin = lead_in.end() if lead_in else start
    stop = sentence_end(text, begin, end)
    entries = _between_semicolons(text, begin, stop)
    said = [text[slice(*each)].strip() for each in entries]
    clause = either((lists["clauses"],), ignore_case=True)
    if len(entries) < 2 or any(clause.match(each) or asked.denies(each) for each in said):
        return []
    if phrases and not all(_is_phrase(each, asked.form) for each in said):
        return []
    before = None if tiered else _without_lead_in(text, (start, begin), always=True)
    found = [("", before, False)] if before else []
    found += [("", entry, True) for entry in entries]
    return found + ([("", (stop, end), False)] if text[stop:end].strip() else [])


def _between_semicolons(text: str, start: int, end: int) -> list[Span]:
    """What semicolons divide outside of brackets and quotations."""
    found, at, depth = [], start, 0
    for sign in _SIGN_IN_SERIES.finditer(text, start, end):
        depth += (sign[0] in "(“") - (sign[0] in ")”")
        if sign[0].startswith(";") and depth == 0:
            found.append((at, sign.start()))
            at = sign.end()
    found.append((at, end))
    return [span for span in found if text[slice(*span)].strip(" .;\n")]


def _is_phrase(said: str, form: Form) -> bool:
    """Whether words are no clause, nor go on from what stands before them."""
    goes_on = either((form.vocabulary.lists["goes_on"],), ignore_case=True)
    verb = either(form.vocabulary.not_in_labels[:1], ignore_case=True)
    letters = sum(c.isalpha() for c in said)
    return letters > 2 and ":" not in said and not goes_on.match(said) and not verb.search(said)


_SIGN_IN_SERIES = re.compile(r"[()“”]|;(?:\s*(?:and|or)\b)?")


def _without_lead_in(text: str, span: Span, *, always: bool = False) -> Span | None:
    """Text before a list or a tier without its last sentence, which introduces what follows.

    The end of a statement introduces nothing, unless it ends with a colon.
    """
    start, end = span
    stop = start + len(text[start:end].rstrip())
    if not always and text[start:stop][-1:] != ":":
        return span
    cut = start
    while (sentence := sentence_end(text, cut, stop)) < stop:
        cut = sentence
    return (start, cut) if text[start:cut].strip() else None


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
