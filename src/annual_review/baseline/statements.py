"""Read the answers: the text between labels, cut into statements, with the items of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from annual_review.baseline.answers import find_answer
from annual_review.baseline.document import Document
from annual_review.baseline.doubtful_years import doubtful_years, years_without_ar
from annual_review.baseline.headings import TOPIC, headings, with_headings, without_headings
from annual_review.baseline.items import Asked, Unclear, find_items
from annual_review.baseline.layout import Layout
from annual_review.baseline.organizations import (
    Partners,
    bracketed_name,
    is_organization,
    not_partner,
    partners,
    party,
    role,
    sides,
)
from annual_review.baseline.problems import problem, unplaced
from annual_review.baseline.report import Answer, Item, Problem, Report, Statement
from annual_review.baseline.speakers import Voice, observations, voices
from annual_review.baseline.title import Title
from annual_review.baseline.tokens import Token, bracketed, tokenize, years
from annual_review.forms.questionnaire import Form, Label, either
from annual_review.forms.words import Span, in_one_line


def read_statements(
    document: Document, layout: Layout, title: Title
) -> tuple[list[Statement], list[Span], list[Problem]]:
    """The statements in the form's order, the spans they account for, and what was unclear.

    A field whose label is missing gets one statement, which says nothing; a row that the table
    need not have gets none.
    """
    text, cells, stray = _cells(document.text, layout)
    text, notes = _without_office_notes(text, cells, layout.form)
    who = partners(document, layout, title.country.name)
    statements: list[Statement] = []
    read: list[Span] = []
    problems = [unplaced(document, span, where) for span, where in stray]
    problems += [problem(document, "footnote", span, _OFFICE_NOTE) for span in notes]
    for label in layout.form.fields:
        parts: list[_Part] = []
        for span in cells.get(label.name, []):
            parts += _parts(text, span, label, who)
        parts = [part for part in parts if part.full] or parts[:1]
        for n, part in enumerate(parts, 1):
            read.append((part.outer, part.end))
            statement, unclear = _statement(document, text, who, label, n, part)
            statements.append(statement)
            problems += [problem(document, kind, span, _UNCLEAR[kind]) for kind, span in unclear]
            if part.printed:
                problems += _year_problems(document, part, title)
        if not parts and label in layout.missing:
            statements.append(_nothing(label, who))
    said = [(statement.start, statement.end) for statement in statements]
    problems += [
        problem(document, "years_unclear", span, _PREFIX_UNCLEAR)
        for span in doubtful_years(text, said)
    ]
    undated = [(each.start, each.end) for each in statements if not each.years]
    problems += [
        problem(document, "years_unclear", span, _YEAR_UNCLEAR)
        for span in years_without_ar(text, undated)
    ]
    return statements, read, problems


_OFFICE_NOTE = "this footnote was left out of the cells"
_UNCLEAR: Mapping[str, str] = {
    "list_unclear": "this looks like a mark of a list, but does not fit its order",
    "answer_unclear": "these words behind a denial may be what was asked for; they are no item",
}
_PREFIX_UNCLEAR = "this may be a year prefix; its answer was left with the text before it"
_BRACKET_UNCLEAR = "the words in brackets may say who speaks; they were left with the years"
_YEAR_UNCLEAR = "this may be the year of an Annual Review; it was left in the text"


def _year_problems(document: Document, part: _Part, title: Title) -> Iterator[Problem]:
    span = (part.outer, part.start) if part.outer < part.start else (part.start, part.end)
    named = years(part.printed)
    if bracketed(part.printed)[1]:
        yield problem(document, "years_unclear", span, _BRACKET_UNCLEAR)
    if not named:
        yield problem(document, "years_unclear", span, "these years run backwards")
    elif named[0] < title.first_year or named[-1] > title.last_year:
        message = f"outside the title's years, {title.first_year} to {title.last_year}"
        yield problem(document, "years_unclear", span, message)


# ---- cells --------------------------------------------------------------------------------------


def _cells(text: str, layout: Layout) -> tuple[str, dict[str, list[Span]], list[tuple[Span, str]]]:
    """The text with repeated labels blanked out, the cells of each field, and stray text.

    A label or title that is repeated at the head of a page stands in the middle of a cell, which
    continues after it. A field has several cells only if its label is repeated elsewhere.
    """
    cells: dict[str, list[Span]] = {}
    stray: list[tuple[Span, str]] = []
    field = ""
    for found, (start, end) in layout.cells():
        name = found.label.name if found.label and found.label.kind == "field" else ""
        if field and found.again and name in ("", field):
            blank = re.sub(r"[^\n]", " ", text[found.start : found.end])
            text = text[: found.start] + blank + text[found.end :]
            cells[field][-1] = (cells[field][-1][0], end)
        elif name:
            field = name
            cells.setdefault(field, []).append((start, end))
        else:
            field = ""
            span = _trim(text, (start, end))
            if span:
                row = f"the row '{found.label.printed}'" if found.label else "a row of its own"
                stray.append((span, row))
    return text, cells, stray


def _without_office_notes(
    text: str, cells: dict[str, list[Span]], form: Form
) -> tuple[str, list[Span]]:
    """The text without what the Office itself says in a footnote that ended up in a cell."""
    office_note = either(form.vocabulary.office_notes)
    notes: list[Span] = []
    for start, end in (span for spans in cells.values() for span in spans):
        for note in office_note.finditer(text, start, end):
            mark = _NOTE_MARK.search(text, max(start, note.start() - 8), note.start())
            begin, stop = (mark or note).start(), note.end()
            notes.append((begin, stop))
            text = text[:begin] + re.sub(r"[^\n]", " ", text[begin:stop]) + text[stop:]
    return text, notes


_NOTE_MARK = re.compile(r"(?:(?<=\n)|(?<=[.:]\s))\[?[\d¹²³*]\]?[.)]?\s*\Z")


def _trim(text: str, span: Span) -> Span | None:
    """A span without the white space around it; None if it holds no letter or digit."""
    piece = text[slice(*span)].rstrip()
    trimmed = piece.lstrip()
    if not any(map(str.isalnum, trimmed)):
        return None
    end = span[0] + len(piece)
    return (end - len(trimmed), end)


# ---- statements ---------------------------------------------------------------------------------


class _Part(NamedTuple):
    """A statement's stretch of a cell.

    `outer` is where its year prefix begins, `said` where its text does after the speaker's mark.
    """

    outer: int
    start: int
    said: int
    end: int
    printed: str
    speaker: str
    marks: list[Token]

    @property
    def full(self) -> bool:
        return self.end > self.start or bool(self.printed)


def _parts(text: str, span: Span, label: Label, who: Partners) -> list[_Part]:
    """Cut a cell into statements: at year prefixes and headings, and where somebody else speaks."""
    base, stop = span
    form = who.form
    parts: list[_Part] = []
    marks: list[Token] = []
    outer = start = said = base
    printed, speaker, heading, years_hold = "", label.speaker, label.speaker, False
    headed = False
    previous = Token("years", base, base, "")
    found = headings(text, span, label, form)
    cell = without_headings(text, span, found)
    tokens = tokenize(cell, form, base, lists=label.items is not None)
    tokens = _with_organizations(text, base, tokens, who)
    tokens = [each for token in tokens for each in _with_bracket(token, label, who)]
    tokens = with_headings(text, label, tokens, found, form)
    for token in [*tokens, Token("years", stop, stop, "")]:
        if token.kind in ("tier", "marker"):
            marks.append(token)
            continue
        between = text[previous.end : token.start].strip()
        after_speaker = previous.kind == "speaker" and previous.start < previous.end
        if token.kind == "years" and previous.value == TOPIC and not between:
            printed = ""  # the answer below the topic has years of its own
        if token.kind == "heading" and printed and not between:
            start = said = token.end  # `2003 AR: Policy: …` and what follows is for that year
            years_hold, previous = True, token
            continue
        if after_speaker and not between and token.kind == "years" and token.start < stop:
            heading = speaker  # `NZCTU comment:` stands above these years, not within one of them
        elif not (token.kind == "speaker" and _continues(between, previous, token, label, form)):
            begin, end = _trim(text, (start, token.start)) or (start, start)
            inside = [mark for mark in marks if begin <= mark.start and mark.end <= end]
            part = _Part(outer, begin, max(begin, said), end, printed, speaker, inside)
            parts += _by_voice(text, part, label, who)
            outer = start = token.start
            marks = []
        if token.kind == "speaker":
            speaker, said = role(token.value, form), token.end
        elif token.kind == "heading":
            below_years = token.value == TOPIC and bool(printed) and not headed
            printed = printed if years_hold or below_years else ""
            years_hold, headed = years_hold or below_years, True
            speaker = heading = label.speaker
            start = said = token.end
        else:
            printed, speaker, start, years_hold = token.value, heading, token.end, False
        previous = token
    return parts


def _continues(between: str, previous: Token, token: Token, label: Label, form: Form) -> bool:
    """Whether a speaker's mark belongs to the statement that has begun.

    Nothing stands before it, or only the row's own yes or no: `YES, According to the Government: …`
    """
    if not between:
        return True
    own = role(token.value, form) == label.speaker
    return own and previous.kind != "speaker" and form.is_answer(between)


def _with_organizations(text: str, base: int, tokens: list[Token], who: Partners) -> list[Token]:
    """Marks with organizations above entries in which they speak: `TTUC:` above `2005 AR: …`."""
    found: list[Token] = []
    for previous, token in pairwise([Token("years", base, base, ""), *tokens]):
        begin = max(base, previous.end, token.start - _MOST_ABOVE)
        above = _NAME_ABOVE.search(text, begin, token.start) if token.kind == "years" else None
        if above:
            name = in_one_line(above["name"])
            on = sides(name, who)
            known = on and "government" not in on and is_organization(name, who, article=False)
            if known and not not_partner(name, who):
                at = above.start("line")
                found += [Token("heading", at, at, ""), Token("speaker", at, above.end(), name)]
    return sorted([*tokens, *found], key=attrgetter("start")) if found else tokens


def _with_bracket(token: Token, label: Label, who: Partners) -> Iterator[Token]:
    """A mark with whom years name in brackets as a speaker's: `2020 AR (KEF): …`."""
    printed, words = bracketed(token.value) if token.kind == "years" else ("", "")
    name = bracketed_name(words, who) if words else ""
    if name and not (label.sides_are_topics and name in who.form.vocabulary.speakers):
        yield token._replace(value=printed)
        yield Token("speaker", token.end, token.end, name)
    else:
        yield token


_MOST_ABOVE = 200
_NAME_ABOVE = re.compile(
    r"(?<=\n)[^\S\n]*(?P<line>(?:[Tt]he\s)?(?P<name>[A-Z][^\n:.;]{1,120}))\s*:[^\S\n]*\n\s*\Z"
)


def _by_voice(text: str, part: _Part, label: Label, who: Partners) -> Iterator[_Part]:
    """Cut a part where organizations speak in the Government's cell, or one after another.

    What a mark such as `NZCTU comment:` has given to somebody stays theirs.
    """
    span = (part.start, part.end)
    found: list[Voice] = []
    if label.speaker == "government" and part.end > part.start:
        named = "" if part.speaker == "government" else part.speaker
        found = voices(text, span, who, named, dated=bool(part.printed))
    elif label.section in ("challenges", "observations") and part.end > part.start:
        named = "" if part.speaker == label.speaker else part.speaker
        found = _others(voices(text, span, who, named, own=False), text, part, label, who)
        if label.section == "observations":
            found = sorted({*found, *observations(text, span)})
    if not found:
        speaker = role(part.speaker, who.form)
        yield part if speaker == part.speaker else part._replace(speaker=speaker)
        return
    edges = [part.start, *(voice.start for voice in found), part.end]
    names = [part.speaker, *(voice.name or label.speaker for voice in found)]
    for n, (name, start, stop) in enumerate(zip(names, edges, edges[1:], strict=False)):
        begin, end = _trim(text, (start, stop)) or (start, start)
        if begin == end:
            continue
        yield part._replace(
            outer=begin if n else part.outer,
            start=begin,
            said=max(begin, part.said) if n == 0 else begin,
            end=end,
            speaker=role(name, who.form),
            marks=[mark for mark in part.marks if begin <= mark.start and mark.end <= end],
        )


def _others(found: list[Voice], text: str, part: _Part, label: Label, who: Partners) -> list[Voice]:
    """Who speaks after another in a social partner's row: the Government, and who does after it.

    In a row of challenges also organizations, each in a paragraph.
    """
    others: list[Voice] = []
    speaking = part.speaker
    for voice in found:
        begins = text[part.start : voice.start].rstrip(" ").endswith(who.paragraph_end)
        turn = "government" in (voice.name, speaking)
        if (voice.name or turn) and voice.name != speaking:
            if turn or (begins and label.section == "challenges"):
                others.append(voice if voice.name else Voice(voice.start, part.speaker))
            speaking = voice.name or part.speaker
    return others


def _nothing(label: Label, who: Partners) -> Statement:
    """The statement of a field whose label is missing."""
    side = party(label.speaker, who)
    return Statement(
        label.section, label.name, 1, (), "", label.speaker, side, None, "", None, 0, 0
    )


def _statement(
    document: Document, text: str, who: Partners, label: Label, n: int, part: _Part
) -> tuple[Statement, list[Unclear]]:
    """A part of a cell as a statement, and what of its items was unclear."""
    answer, items, unclear = _answer(text, part, label, who.form, who.country)
    statement = Statement(
        section=label.section,
        field=label.name,
        n=n,
        years=years(part.printed),
        years_as_printed=part.printed,
        speaker=part.speaker,
        party=party(part.speaker, who, label.speaker),
        answer=answer,
        text=in_one_line(text[part.start : part.end]),
        page=document.page(part.start),
        start=part.start,
        end=part.end,
        items=tuple(items),
    )
    return statement, unclear


def _answer(
    text: str, part: _Part, label: Label, form: Form, country: str
) -> tuple[Answer, list[Item], list[Unclear]]:
    """What kind of answer a part of a cell is, its items, and what of them was unclear."""
    answer, body = find_answer(text, (part.start, part.end), part.said, form)
    own = label.items == "challenges" or part.speaker == label.speaker
    if label.speaker != "government" == part.speaker and part.said == part.start:
        own = bool(part.marks)  # a reply in prose to the social partners names no challenge
    if not (label.items and own):  # what another says of the Government's measures is not its own
        return answer, [], []
    named = "" if part.speaker in form.vocabulary.speakers else part.speaker
    asked = Asked(label, form, (country, named))
    return answer, *find_items(text, (part.start, part.end), body, part.marks, answer, asked)


def answer_again(statement: Statement, text: str, report: Report) -> Statement:
    """A statement with the answer and items of a corrected `text` or of a corrected speaker.

    An item keeps its place in the document if its id stays; a new one has the statement's.
    """
    form = report.form
    label = next(each for each in form.fields if each.name == statement.field)
    tokens = tokenize(text, form, lists=label.items is not None)
    speaker = next((token for token in tokens if token.kind == "speaker"), None)
    before = text[: speaker.start].strip() if speaker else ""
    begins = speaker and (not before or form.is_answer(before))
    said = speaker.end if speaker and begins else 0
    marks = [token for token in tokens if token.kind in ("tier", "marker")]
    part = _Part(0, 0, said, len(text), "", statement.speaker, marks)
    answer, items, _ = _answer(text, part, label, form, report.name)
    places = {item.id: (item.start, item.end) for item in statement.items}
    whole = (statement.start, statement.end)
    placed = tuple(Item(*item[:4], *places.get(item.id, whole)) for item in items)
    return statement._replace(answer=answer, items=placed)
