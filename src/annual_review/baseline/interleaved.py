"""Tell labels from answers in texts whose extractor mixed the table's columns.

`aligned` reads columns that spaces keep apart, as `pdftotext -layout` makes them; `interleaved`
reads texts in which a label and the answer beside it share lines, as `pdftotext -raw` can leave
them: the fragments of a label stand between those of its answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, groupby, pairwise
from typing import NamedTuple

from annual_review.forms.questionnaire import (
    WORD,
    Form,
    Label,
    begins_label,
    fold,
    forms,
    is_field_label,
    is_label,
    is_part_of_label,
)
from annual_review.readers.rows import BLANK, Line, Piece


class Untangled(NamedTuple):
    """Pieces of a text told apart, the number of labels, and lines that may be misplaced.

    `shifted` says that labels stand elsewhere than at the top of their rows: no row is sure.
    """

    pieces: list[Piece]
    labels: int
    unclear: list[Line]
    shifted: bool = False


# ---- columns kept apart by spaces ---------------------------------------------------------------

_SEGMENT = re.compile(r"\S+(?: \S+)*")
"""Words with single spaces between them: two spaces or more part columns."""
_LEAST_SHARE_IN_COLUMNS, _LEAST_LINES_IN_COLUMNS = 0.3, 10
"""Least share of lines that have a gap or stand far in, and least lines, of a text in columns."""
_FAR_IN = 8
_SAME_COLUMN = 3
"""Characters by which the beginnings of one column's lines can differ: fonts are proportional."""
_LEAST_SHARE_OF_COLUMN = 0.12
"""Least share of a page's lines that begin where a column does."""


class _Segment(NamedTuple):
    """Words of a line that stand in one column, from character `at` on."""

    at: int
    line: Line


def is_aligned(lines: Sequence[Line]) -> bool:
    """Whether spaces keep the columns of this text apart."""
    spaced = [text for line in lines if "  " in line.text and "  " in (text := line.text.rstrip())]
    apart = sum("  " in text.strip() or text[:_FAR_IN].isspace() for text in spaced)
    if apart < _LEAST_SHARE_IN_COLUMNS * _LEAST_LINES_IN_COLUMNS:
        return False
    filled = sum(not text.isspace() for line in lines if (text := line.text))
    return filled >= _LEAST_LINES_IN_COLUMNS and apart >= _LEAST_SHARE_IN_COLUMNS * filled


def aligned(lines: Sequence[Line]) -> Untangled:
    """Tell apart the columns of a text. On each page they can stand elsewhere."""
    title: list[Line] = []
    labels: list[_Stacked] = []
    answers: list[tuple[int, Line]] = []
    number, begun, gutter = 0, False, 0
    for _, page in groupby(_with_pages(lines), key=lambda pair: pair[0]):
        on_page = [(line, _segments(line)) for _, line in page]
        if not begun:
            first = next((n for n, (_, parts) in enumerate(on_page) if _opens(parts)), len(on_page))
            title += [line for line, _ in on_page[:first]]
            on_page = on_page[first:]
            begun = bool(on_page)
        gutter = _gutter([parts for _, parts in on_page], gutter)
        columns = _label_columns([parts for _, parts in on_page], gutter)
        for line, parts in on_page:
            number += 1
            left, right = _cut(line, parts, gutter)
            for segment in _in_columns(line, left, columns):
                _add_to_labels(labels, segment, number)
            answers += [(number, each) for each in right]
    rows = list(_rows(labels, answers))
    unclear: list[Line] = []
    above: Sequence[Line] = ()
    by_fields, of_field = 0, False
    for piece in rows:
        if piece.role == "label":
            of_field = of_field or is_field_label("\n".join(line.text for line in piece.lines))
            continue
        cut = _cut_in_two(above, piece.lines) if above else []
        unclear += cut
        by_fields += bool(cut) and of_field
        above, of_field = piece.lines, False
    return Untangled(
        pieces=[Piece("loose", tuple(title)), *rows],
        labels=len(labels),
        unclear=unclear,
        shifted=by_fields >= _CUT_IN_TWO,
    )


_CUT_IN_TWO = 2
"""Sentences that go on in the next row, where labels do not stand at the top of their rows."""
_UNFINISHED = re.compile(r"[\w,-]\Z")


def _cut_in_two(above: Sequence[Line], below: Sequence[Line]) -> list[Line]:
    """The lines at which a sentence goes on from one row to the next: it stands in one of them.

    So it is where labels stand in the middle or at the foot of their rows.
    """
    last = next(line for line in reversed(above) if line.text.strip())
    first = next(line for line in below if line.text.strip())
    goes_on = first.text.strip()[0].islower() and _UNFINISHED.search(last.text.strip())
    return [last, first] if goes_on else []


def _with_pages(lines: Sequence[Line]) -> Iterator[tuple[int | None, Line]]:
    """Each line with its page; a blank one is on the page of the line before it."""
    page = None
    for line in lines:
        page = line.page if line.text else page
        yield page, line


def _segments(line: Line) -> list[_Segment]:
    return [_segment(line, *found.span()) for found in _SEGMENT.finditer(line.text)]


def _segment(line: Line, start: int, end: int) -> _Segment:
    part = line._replace(text=line.text[start:end], origin=line.origin + start)
    return _Segment(start, part)


_LETTERS_OF_A_LABEL = 6
_WIDEST_LABELS = 80
"""Characters of label columns that one space parts, at most."""


def _opens(parts: Sequence[_Segment]) -> bool:
    """Whether a line begins the table: it begins a label in more than few letters.

    Before it can stand the beginning of a section's label, narrow as its column is.
    """
    text = parts[0].line.text if parts else ""
    beside = parts[1].line.text if len(parts) > 1 else ""
    splits = [
        (text[: space.start()], text[space.end() :])
        for space in re.finditer(" ", text[:_WIDEST_LABELS])
    ]
    return _begins_long(text) or any(
        begins_label(head) and head[:1].isupper() and _begins_long(tail)
        for head, tail in [(text, beside), *splits]
    )


def _begins_long(text: str) -> bool:
    long = len(fold(text)) >= _LETTERS_OF_A_LABEL
    return long and text[:1].isupper() and begins_label(text)


@dataclass
class _Stacked:
    """A label as its lines are found: the line where it begins, its column, and its last line."""

    number: int
    at: int
    lines: list[Line]
    last: int

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


_SAME_LABEL = 8
"""Characters by which two lines of one label can differ where narrow columns stand beside them."""
_FAR_BELOW = 3
"""Lines that can part two lines of one label: those of the answer beside it, or a blank one."""


def _add_to_labels(labels: list[_Stacked], segment: _Segment, number: int) -> None:
    """Add words of a label column to the label that they complete, or begin a new one."""
    line = segment.line
    near = []
    for label in labels[-_MOST_OPEN:]:
        new_page = line.page != label.lines[-1].page
        aside = 0 if new_page else abs(segment.at - label.at)
        if aside <= _SAME_LABEL and (new_page or number - label.last <= _FAR_BELOW):
            near.append((aside, -label.last, label))
    for _, _, label in sorted(near, key=lambda each: each[:2]):
        unknown = not begins_label(label.text)
        adjacent = unknown and number - label.last == 1 and not begins_label(line.text)
        if adjacent or begins_label(f"{label.text}\n{line.text}"):
            if line.page != label.lines[-1].page:
                label.at = segment.at  # columns can stand elsewhere on each page
            label.lines.append(line)
            label.last = number
            return
    labels.append(_Stacked(number, segment.at, [line], number))


_MOST_OPEN = 12
"""Labels that a line can still belong to: a tall one stands beside many short ones."""


def _rows(labels: Sequence[_Stacked], answers: Sequence[tuple[int, Line]]) -> Iterator[Piece]:
    """Labels and answers row by row: a field's label, or an unknown one, begins a row."""
    begins = sorted(
        {
            label.number
            for label in labels
            if is_field_label(label.text) or not begins_label(label.text)
        }
    )
    labels_of: dict[int, list[_Stacked]] = {}
    for label in labels:
        # a section's label stands in the row of its first field, or above it
        row = bisect_left(begins, label.number)
        start = begins[min(row, len(begins) - 1)] if begins else 0
        labels_of.setdefault(start, []).append(label)
    said_in: dict[int, list[Line]] = {}
    starts = [0, *begins]
    for number, line in answers:
        said_in.setdefault(starts[bisect_right(starts, number) - 1], []).append(line)
    for start in starts:
        for label in labels_of.pop(start, ()):
            yield Piece("label", tuple(label.lines))
        said = said_in.pop(start, [])
        if any(line.text for line in said):
            yield Piece("answer", tuple(said))


_FEW_LINES = 10
"""Lines of a page with the end of the table only, where an answer can begin once."""
_LETTERS_FOR_STAYING, _LETTERS_FOR_A_LINE = 40, 4
"""What else speaks for a gutter, in letters of labels: that it was there on the page before, and
each line that begins there. So a footnote or a label that no form knows does not move it."""


def _gutter(page: Sequence[Sequence[_Segment]], before: int) -> int:
    """The character at which a page's answers begin: words before it are labels', the rest not.

    It is where many lines begin, or where it was on the page before.
    """
    filled = [parts for parts in page if parts]
    counted = Counter(part.at for parts in filled for part in parts)
    least = max(2, _LEAST_SHARE_OF_COLUMN * len(filled))
    often = {at for at in counted if sum(counted[at + d] for d in range(_SAME_COLUMN + 1)) >= least}
    starts = set(counted) if not often and len(filled) <= _FEW_LINES else often

    def label_letters(gutter: int) -> tuple[int, int]:
        left = (part for parts in filled for part in parts if part.at < gutter)
        stays = before and gutter in starts and abs(gutter - before) <= _SAME_COLUMN
        letters = sum(_weight(_before(gutter, part)) for part in left)
        lines = sum(counted[gutter + d] for d in range(_SAME_COLUMN + 1))
        evidence = letters + _LETTERS_FOR_A_LINE * lines
        return (evidence + (_LETTERS_FOR_STAYING if stays else 0), gutter)

    return max(starts | {0, before}, key=label_letters)


def _before(gutter: int, part: _Segment) -> str:
    """A part's words before the gutter, where one space keeps them from those behind it."""
    text = part.line.text
    if part.at + len(text) <= gutter:
        return text
    space = text.rfind(" ", 0, gutter - part.at + 1)
    return text[:space] if space > 0 else text


def _label_columns(page: Sequence[Sequence[_Segment]], gutter: int) -> list[int]:
    """Where words of label columns begin on a page, but for the first column."""
    counted = Counter(part.at for parts in page for part in parts if 0 < part.at < gutter)
    return [at for at, count in counted.items() if count > 1]


def _in_columns(line: Line, left: Sequence[_Segment], columns: Sequence[int]) -> Iterator[_Segment]:
    """The words of label columns, parted where only one space keeps two columns apart."""
    for segment in left:

        def aside(cuts: tuple[int, ...], at: int = segment.at) -> int:
            return sum(min((abs(at + cut - c) for c in columns), default=0) for cut in cuts)

        text = segment.line.text
        cuts = min(_label_cuts(text), key=aside, default=())
        for start, stop in pairwise([0, *cuts, len(text) + 1]):
            yield _segment(line, segment.at + start, segment.at + stop - 1)


@lru_cache(maxsize=20_000)
def _label_cuts(text: str) -> tuple[tuple[int, ...], ...]:
    """Every way to part words at their spaces so that some label holds each part; the fewest parts.

    Empty if no label holds them, however they are parted: not even in three columns.
    """
    if is_part_of_label(text):
        return ((),)
    spaces = [space.start() for space in re.finditer(" ", text)]
    if len(text) > _WIDEST_LABELS or not is_part_of_label(text.partition(" ")[0]):
        return ()
    for number in (1, 2):
        found = tuple(
            tuple(space + 1 for space in chosen)
            for chosen in combinations(spaces, number)
            if all(
                is_part_of_label(text[start + 1 : stop])
                for start, stop in pairwise([-1, *chosen, len(text)])
            )
        )
        if found:
            return found
    return ()


def _weight(text: str) -> int:
    """Letters of words that labels have, counted against words that none has."""
    letters = len(fold(text))
    return letters if _label_cuts(text) else -letters


def _cut(line: Line, parts: Sequence[_Segment], gutter: int) -> tuple[list[_Segment], list[Line]]:
    """A line's words in the label columns, and what stands in the answers' column."""
    if not parts:
        return [], [BLANK]
    left = [part for part in parts if part.at < gutter]
    if left and left[-1].at + len(left[-1].line.text) > gutter:  # one space between the columns
        last = left.pop()
        space = line.text.rfind(" ", last.at, gutter + 1)
        head = line.text[last.at : space].rstrip() if space > 0 else ""
        if head and _label_cuts(head):
            left.append(_segment(line, last.at, last.at + len(head)))
            start = space + 1
        else:
            start = last.at
    else:
        rest = [part.at for part in parts if part.at >= gutter]
        start = rest[0] if rest else len(line.text)
    right = line.text[start:]
    return left, [line._replace(text=right, origin=line.origin + start)] if right.strip() else []


# ---- columns whose lines alternate --------------------------------------------------------------

_FAR_APART = 6
"""Lines that can stand between two fragments of a label: those of the other columns, in which a
section's label can go on at the head of a page."""
_MOST_STATES = 300
"""Readings of the lines so far that are followed further, the best ones."""

_WHOLE_LABEL, _LETTER = 2.0, 0.2
"""Evidence of a label that is complete: for itself, and for each of its letters."""
_FRAGMENT, _SHARED_LINE, _LINE_BETWEEN, _LOWER_CASE, _OTHER_CASE = -0.2, -0.5, -0.1, -2.0, -2.0
_PROSE_GOES_ON, _CAPITAL = -3.0, -1.0
_SKIPPED = {"section": -1.0, "group": -1.0, "field": -4.0}
"""What speaks against a reading: each fragment, one that shares its line with an answer, each line
between two fragments, a label in lower case, one partly in capitals, one that begins in a line that
goes on in lower case, as no answer begins, each capital of a label's later words beside an answer,
each label that the text then lacks."""
_SLOTS = {"section": 0, "group": 1, "field": 2}
"""Columns from left to right, which is the order of their fragments in one line."""


class _OpenLabel(NamedTuple):
    """A label of which some letters were found, and how many lines above."""

    slot: int
    label: int
    variant: str
    letters: int
    above: int
    capitals: bool


class _State(NamedTuple):
    """How the lines so far can be read: the last label begun, and those not yet complete."""

    begun: int
    open: tuple[_OpenLabel, ...]


class _Fragment(NamedTuple):
    """Words of a line that belong to a label, by index."""

    label: int
    first: int
    behind: int


_Fragments = tuple[_Fragment, ...]
_Words = list[tuple[int, int, str]]
"""Start, end and letters of every word of a line."""


def interleaved(lines: Sequence[Line]) -> Untangled | None:
    """Tell the lines of labels from those of answers, by the form in which most labels are found.

    None if no reading of the text has whole labels.
    """
    words = [
        [(m.start(), m.end(), fold(m.group())) for m in WORD.finditer(line.text)] for line in lines
    ]
    best: tuple[float, list[_Fragments], Form] | None = None
    for form in forms():
        found = _best_reading(lines, words, form)
        if found and (best is None or found[0] > best[0]):
            best = (*found, form)
    if best is None:
        return None
    _, reading, form = best
    return Untangled(
        pieces=_read_pieces(lines, words, reading, form),
        labels=len({fragment.label for fragments in reading for fragment in fragments}),
        unclear=_unclear_lines(lines, words, reading),
    )


def _best_reading(
    lines: Sequence[Line], words: Sequence[_Words], form: Form
) -> tuple[float, list[_Fragments]] | None:
    """The reading with the most evidence: its score, and the fragments in each line."""
    reached: dict[_State, float] = {_State(-1, ()): 0.0}
    steps: list[dict[_State, tuple[_State, _Fragments]]] = []
    for line, in_line in zip(lines, words, strict=True):
        following: dict[_State, float] = {}
        step: dict[_State, tuple[_State, _Fragments]] = {}
        for state, score in reached.items():
            for new, gain, fragments in _readings(line, in_line, state, form):
                if score + gain > following.get(new, float("-inf")):
                    following[new] = score + gain
                    step[new] = (state, fragments)
        best_first = sorted(following, key=lambda state: -following[state])[:_MOST_STATES]
        reached = {state: following[state] for state in best_first}
        steps.append(step)
    whole = [state for state in reached if not state.open and state.begun >= 0]
    if not whole:
        return None
    state = max(whole, key=lambda each: reached[each])
    score = reached[state]
    reading: list[_Fragments] = []
    for step in reversed(steps):
        state, fragments = step[state]
        reading.append(fragments)
    return score, reading[::-1]


def _readings(
    line: Line, words: _Words, state: _State, form: Form
) -> Iterator[tuple[_State, float, _Fragments]]:
    """Every way to read a line: fragments of labels from left to right, the rest an answer's."""
    for begun, still_open, gain, fragments in _fragments(line, words, 0, -1, state, form):
        behind = fragments[-1].behind if fragments else 0
        if fragments and behind < len(words):
            gain += _SHARED_LINE
        touched = {fragment.label for fragment in fragments}
        moved = tuple(
            each if each.label in touched or not words else each._replace(above=each.above + 1)
            for each in still_open
        )
        if all(each.above <= _FAR_APART for each in moved):
            yield _State(begun, moved), gain, fragments


def _fragments(
    line: Line, words: _Words, at: int, slot: int, state: _State, form: Form
) -> Iterator[tuple[int, tuple[_OpenLabel, ...], float, _Fragments]]:
    """Ways to read a line from word `at` on, with fragments right of column `slot` only."""
    yield state.begun, state.open, 0.0, ()
    if at >= len(words):
        return
    for each in state.open:
        if each.slot <= slot:
            continue
        others = tuple(other for other in state.open if other is not each)
        for behind in _ends(line, words, at, each, others):
            size = sum(len(letters) for _, _, letters in words[at:behind])
            gain = _FRAGMENT + _LINE_BETWEEN * each.above
            gain += 0 if _in_capitals(line, words, at, behind) == each.capitals else _OTHER_CASE
            if behind < len(words) and not each.capitals:
                gain += _CAPITAL * sum(
                    line.text[start].isupper() for start, _, _ in words[at:behind]
                )
            yield from _with_fragment(
                line, words, at, behind, each, size, state.begun, others, gain, form
            )
    for label, variant in _new_labels(words[at][2], form, state.begun):
        new_slot = _SLOTS[label.kind]
        if new_slot <= slot or any(each.slot >= new_slot for each in state.open):
            continue
        behind = _longest(line, words, at, variant)
        if behind == at:
            continue
        size = sum(len(letters) for _, _, letters in words[at:behind])
        gain = _FRAGMENT + (0 if line.text[words[at][0]].isupper() else _LOWER_CASE)
        gain += sum(_SKIPPED[each.kind] for each in form.labels[state.begun + 1 : label.index])
        if behind < len(words) and line.text[words[behind][0]].islower():
            gain += _PROSE_GOES_ON
        capitals = _in_capitals(line, words, at, behind)
        opened = _OpenLabel(new_slot, label.index, variant, 0, 0, capitals)
        yield from _with_fragment(
            line, words, at, behind, opened, size, label.index, state.open, gain, form
        )


def _with_fragment(
    line: Line,
    words: _Words,
    at: int,
    behind: int,
    label: _OpenLabel,
    size: int,
    begun: int,
    others: tuple[_OpenLabel, ...],
    gain: float,
    form: Form,
) -> Iterator[tuple[int, tuple[_OpenLabel, ...], float, _Fragments]]:
    letters = label.letters + size
    if letters == len(label.variant):
        gain += _WHOLE_LABEL + _LETTER * letters
        still_open = others
    else:
        grown = label._replace(letters=letters, above=0)
        still_open = tuple(sorted((*others, grown)))
    state = _State(begun, still_open)
    for last, open_then, more, fragments in _fragments(
        line, words, behind, label.slot, state, form
    ):
        yield last, open_then, gain + more, (_Fragment(label.label, at, behind), *fragments)


def _in_capitals(line: Line, words: _Words, at: int, behind: int) -> bool:
    return line.text[words[at][0] : words[behind - 1][1]].isupper()


def _ends(
    line: Line, words: _Words, at: int, label: _OpenLabel, others: Sequence[_OpenLabel]
) -> Iterator[int]:
    """Where a label's words from `at` on can end.

    As late as can be, or a word before (`means of` / `of action`), before another label's, or
    before a capital, which may be the answer's.
    """
    longest = _longest(line, words, at, label.variant[label.letters :])
    for behind in range(longest, at, -1):
        rests = (other.variant[other.letters :] for other in others if other.slot > label.slot)
        if (
            behind >= longest - 1
            or line.text[words[behind][0]].isupper()
            or any(rest.startswith(words[behind][2]) for rest in rests)
        ):
            yield behind


def _longest(line: Line, words: _Words, at: int, letters: str) -> int:
    """The index behind the last of the words from `at` on that the letters begin with.

    Words in capitals and others are not of one fragment.
    """
    behind = at
    while behind < len(words) and letters.startswith(words[behind][2]):
        if _in_capitals(line, words, behind, behind + 1) != _in_capitals(line, words, at, at + 1):
            break
        letters = letters[len(words[behind][2]) :]
        behind += 1
    return behind


@cache
def _by_beginning(form_name: str) -> dict[str, list[tuple[Label, str]]]:
    """Labels and wordings by their first two letters."""
    form = next(form for form in forms() if form.name == form_name)
    found: dict[str, list[tuple[Label, str]]] = {}
    for label in form.labels:
        for variant in label.variants:
            found.setdefault(variant[:2], []).append((label, variant))
    return found


def _new_labels(word: str, form: Form, begun: int) -> list[tuple[Label, str]]:
    """Labels behind `begun` that begin with this word."""
    return [
        (label, variant)
        for label, variant in _by_beginning(form.name).get(word[:2], ())
        if label.index > begun and variant.startswith(word)
    ]


def _read_pieces(
    lines: Sequence[Line], words: Sequence[_Words], reading: Sequence[_Fragments], form: Form
) -> list[Piece]:
    """The pieces in order: what stands before the first label, then row by row."""
    rows: list[tuple[list[int], list[Line]]] = [([], [])]
    labels: dict[int, list[Line]] = {}
    above: list[Line] | None = None  # the label that the line above ends with
    for line, in_line, fragments in zip(lines, words, reading, strict=True):
        opens = [fragment.label for fragment in fragments if fragment.label not in labels]
        in_row, answer = rows[-1]
        complete = any(form.labels[index].kind == "field" for index in in_row)
        if opens and (complete or any(each.text for each in answer)):
            rows.append(([], []))
        rows[-1][0].extend(opens)
        for fragment in fragments:
            start = _with_brackets(line.text, in_line[fragment.first][0])
            stop = None
            if fragment.behind < len(in_line):
                stop = _with_brackets(line.text, in_line[fragment.behind][0])
            labels.setdefault(fragment.label, []).append(_part(line, start, stop))
        start = 0
        if fragments:
            behind = fragments[-1].behind
            start = in_line[behind][0] if behind < len(in_line) else len(line.text)
            start = _with_brackets(line.text, start)
        open_bracket = next((each for each in labels.values() if _lacks_bracket(each)), None)
        if line.text.strip() == ")" and open_bracket:
            open_bracket.append(line)
        elif above and line.text.strip() in _WITHIN_LABELS and not is_label(_joined(above)):
            above.append(line)
        elif line.text[start:].strip() or not line.text:
            rows[-1][1].append(_part(line, start, None))
            above = None
        else:
            above = labels[fragments[-1].label] if fragments else None
    pieces: list[Piece] = []
    for in_row, answer in rows:
        pieces += [Piece("label", tuple(labels[index])) for index in sorted(in_row)]
        if any(line.text for line in answer):
            pieces.append(Piece("answer" if in_row else "loose", tuple(answer)))
    return pieces


_WITHIN_LABELS = {",", "’", "'"}
"""What of a label can stand in a line of its own, in a narrow column."""


def _joined(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)


def _lacks_bracket(lines: Sequence[Line]) -> bool:
    text = _joined(lines)
    return text.count("(") > text.count(")")


def _part(line: Line, start: int, stop: int | None) -> Line:
    return line._replace(text=line.text[start:stop].rstrip(), origin=line.origin + start)


_OPENING = re.compile(r"(?:(?<=\s)[•▪●‣·*–—-]\s+)?[(“‘\"'\[$€£]*\Z")


def _with_brackets(text: str, start: int) -> int:
    """The start of words with the bullet, quotation mark or bracket that opens them."""
    opening = _OPENING.search(text, max(0, start - 8), start)
    return opening.start() if opening else start


def _unclear_lines(
    lines: Sequence[Line], words: Sequence[_Words], reading: Sequence[_Fragments]
) -> list[Line]:
    """Lines near a label that begin with the same words as one of its fragments, or its first one.

    So does a line with the last word of the fragment above, which may be the answer's in that line.
    """
    last: dict[int, int] = {}
    unclear: list[Line] = []
    for number, fragments in enumerate(reading):
        for fragment in fragments:
            below = number + 1
            if fragment.behind < len(words[number]) and below < len(lines):
                first_below = [letters for _, _, letters in words[below][:1]]
                twice = first_below == [words[number][fragment.behind - 1][2]]
                if twice and not any(other.first == 0 for other in reading[below]):
                    unclear += [lines[number], lines[below]]
            above = last.get(fragment.label)
            last[fragment.label] = number
            if above is None:
                continue
            said = [letters for _, _, letters in words[number][fragment.first : fragment.behind]]
            for other in range(above + 1, min(number + 2, len(lines))):
                size = 1 if other < number else len(said)  # passed over, or right below
                others = [letters for _, _, letters in words[other][:size]]
                if other != number and others == said[:size]:
                    unclear += [lines[number], lines[other]]
    return unclear
