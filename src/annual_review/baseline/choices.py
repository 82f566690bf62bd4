"""Choices between yes and no: `Yes ___ No _X_` says no. Its mark decides, never its first word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from annual_review.baseline.tick_boxes import EMPTY, TICK, may_have_marks
from annual_review.readers.placeholders import ENDS
from annual_review.readers.rows import Extract, Line, Note, NoteKind, Paragraph, Row, without

CHOSEN = rf"(?:{TICK}|_+ ?[xX✓✔]_*|_*[xX✓✔] ?_+|(?<!\w)[xX✗✘](?!\w)|[●◉■✅])"
"""A pattern for a tick beside yes or no, where more signs are ticks than elsewhere."""
_CHECK, _CROSS = re.compile("[✓✔☑🗹✅]"), re.compile("[✗✘☒⊠🗷🗵]")
_BOXED_CROSS = re.compile("[☒⊠🗷🗵]")
"""A box with a cross in it: a mark in Word's forms, and beside a check mark perhaps none."""
_EMPTY = rf"(?:{EMPTY.pattern}|_+(?![xX✓✔])|[○⬜])"
_CHOICE = re.compile(
    rf"(?P<tick>{CHOSEN})|(?P<empty>{_EMPTY})"
    r"|(?P<word>\b(?:yes|no)\b|(?<!\w)[^\W\d_]+(?: [^\W\d_]+){0,2}(?!\w))"
    r"|(?P<apart>[\s/|.,;:–-]+)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:[^:☒☑☐]*\bA\.?R\.?s?\b[^:]*:)?\s*", re.IGNORECASE)
_YES_NO = re.compile(r"\b(?:yes|no)\b", re.IGNORECASE)
_LONGEST_CELL, _LONGEST_LINE = 40, 150
"""The most characters of a choice in a cell of its own, and in a line."""


def chosen_only(extract: Extract) -> Extract:
    """An extract whose choices of yes and no are what is ticked, or nothing if that is unclear.

    What is left out becomes `unticked` Notes.
    """
    marks: set[re.Pattern[str]] = set()
    chosen = _chosen_only(extract, marks)
    return _chosen_only(extract, marks) if marks else chosen


def _chosen_only(extract: Extract, marks: set[re.Pattern[str]]) -> Extract:
    """`marks` are the signs that mark what is chosen beside an empty box; it gets those found."""
    notes = list(extract.notes)
    blocks = tuple(_choices_in_cells(extract.blocks, notes, marks))

    def read(lines: tuple[Line, ...], notes: list[Note]) -> tuple[Line, ...]:
        return _choices(lines, notes, marks) if may_have_marks(lines) else lines

    return extract._replace(blocks=blocks, notes=tuple(notes)).changed(read)


def _choices_in_cells(
    blocks: Iterable[Row | Paragraph], notes: list[Note], marks: set[re.Pattern[str]]
) -> list[Row | Paragraph]:
    """Blocks where a choice between yes and no, in several cells, is what is ticked, or nothing.

    `Yes`, `☐`, `No` and `☒` can be the last cells of a row, or rows of their own below its label.
    """
    found = list(blocks)
    run: list[tuple[int, int]] = []
    for n, block in enumerate([*found, Paragraph(())]):
        cells = block.cells if isinstance(block, Row) else ()
        first = len(cells)
        while first and _all_signs(cells[first - 1].lines):
            first -= 1
        if first or not cells:
            _choose_in(run, found, notes, marks)
            run = []
        run += [(n, at) for at in range(first, len(cells))]
    return found


def _all_signs(lines: tuple[Line, ...]) -> bool:
    return any(line.text for line in lines) and all(
        len(line.text) < _LONGEST_CELL and _signs(line.text, 0) for line in lines if line.text
    )


def _choose_in(
    run: list[tuple[int, int]],
    blocks: list[Row | Paragraph],
    notes: list[Note],
    marks: set[re.Pattern[str]],
) -> None:
    if len(run) < 2:
        return
    rows = {n: block for n, _ in run if isinstance(block := blocks[n], Row)}
    lines = [line for n, at in run for line in rows[n].cells[at].lines]
    chosen = iter(_choices(tuple(lines), notes, marks))
    for n, at in run:
        row = rows[n]
        cell = row.cells[at]._replace(lines=tuple([next(chosen) for _ in row.cells[at].lines]))
        rows[n] = row._replace(cells=(*row.cells[:at], cell, *row.cells[at + 1 :]))
    for n, row in rows.items():
        blocks[n] = row


class _Sign(NamedTuple):
    """A word, a tick or an empty box of a choice, and where it stands: in which line, and there."""

    kind: str
    line: int
    start: int
    end: int
    text: str


def _choices(
    lines: tuple[Line, ...], notes: list[Note], marks: set[re.Pattern[str]]
) -> tuple[Line, ...]:
    """Lines where a choice between yes and no, and boxes, is what is ticked, or nothing."""
    found = list(lines)
    group: list[_Sign] = []
    for n, line in enumerate([*lines, Line("-")]):
        signs = _signs(line.text, n)
        begins = signs and line.text[: signs[0].start].strip()
        if (signs or not line.text) and not begins:
            group += signs
            continue
        _choose(group, found, notes, marks)
        group = signs
    return tuple(found)


def _signs(line: str, n: int) -> list[_Sign]:
    """The signs and words of a line that has nothing else, but years before them."""
    if len(line) > _LONGEST_LINE:
        return []
    begins = _BEFORE.match(line)
    at = begins.end() if begins else 0
    signs: list[_Sign] = []
    while at < len(line):
        match = _CHOICE.match(line, at)
        if match is None or (not _YES_NO.search(line) and match["word"]):
            return _without_words_behind(signs, line)
        kind, at = match.lastgroup or "", match.end()
        if kind != "apart":
            signs.append(_Sign(kind, n, match.start(), at, match[0]))
    return _without_words_behind(signs, line) or signs


def _without_words_behind(signs: list[_Sign], line: str) -> list[_Sign]:
    """`Yes ___ No _X_` where other words follow; nothing if these are not the signs.

    So is `☒ Yes ☒ No` before a sentence. If only one of these is marked, the other has its words.
    """
    choice = signs[:4]
    kinds = [sign.kind for sign in choice]
    both = kinds == ["tick", "word", "tick", "word"] and _SENTENCE.match(line, choice[-1].end)
    behind = [kind == "word" for kind in kinds] == [True, False, True, False]
    more_boxes = any(sign.kind != "word" for sign in signs[4:])
    return choice if (behind or both) and not more_boxes else []


_SENTENCE = re.compile(r"\W*[A-Z\d]")


def _choose(
    signs: list[_Sign], lines: list[Line], notes: list[Note], marks: set[re.Pattern[str]]
) -> None:
    """Leave out of `lines` what is not ticked; all of it if it is not clear what is."""
    words = [sign for sign in signs if sign.kind == "word"]
    answers = sorted(sign.text.lower() for sign in words if _YES_NO.fullmatch(sign.text))
    if answers != ["no", "yes"] or len(words) == len(signs):
        return
    pairs = _pairs(signs, words)
    ticked = [pair for pair in pairs if pair[1].kind == "tick"]
    both = {word.text.lower() for word, _ in ticked} >= {"yes", "no"}
    if len(ticked) == 1 < len(pairs):
        marks |= {sign for sign in (_CHECK, _CROSS) if sign.search(ticked[0][1].text)}
    elif all(_CHECK.search(box.text) or _CROSS.search(box.text) for _, box in ticked):
        ticked = _marked(ticked, marks)
    if len(ticked) != 1 and len(words) > 2 and not both:
        return
    kind: NoteKind = "unclear_tick" if len(ticked) > 1 else "unticked"
    kept = sorted(ticked[0], key=signs.index) if len(ticked) == 1 else []
    for n in sorted({sign.line for sign in signs}):
        here = [sign for sign in signs if sign.line == n]
        stay = [sign for sign in here if sign in kept]
        start, end = here[0].start, here[-1].end
        first, last = (stay[0].start, stay[-1].end) if stay else (end, end)
        for begin, stop in ((start, first), (last, end)):
            if left_out := lines[n].text[begin:stop]:
                notes.append(Note(kind, lines[n]._replace(text=left_out.strip(ENDS))))
                lines[n] = without(lines[n], begin, stop)


def _marked(
    ticked: list[tuple[_Sign, _Sign]], marks: set[re.Pattern[str]]
) -> list[tuple[_Sign, _Sign]]:
    """Those of several words with a check mark or a cross that are chosen.

    Beside a check mark, a bare cross says that this is not chosen. A cross in a box may say either:
    which sign it is that marks has to be shown by other choices of the document, with empty boxes.
    """
    if len({bool(_CHECK.search(box.text)) for _, box in ticked}) < 2:
        return ticked
    boxed = any(_BOXED_CROSS.search(box.text) for _, box in ticked)
    sign = next(iter(marks)) if boxed and len(marks) == 1 else _CHECK
    unclear = boxed and len(marks) != 1
    return ticked if unclear else [pair for pair in ticked if sign.search(pair[1].text)]


def _pairs(signs: list[_Sign], words: list[_Sign]) -> list[tuple[_Sign, _Sign]]:
    """Each word and its box; nothing where they cannot be told."""
    boxes = [sign for sign in signs if sign.kind != "word"]
    is_word = [sign.kind == "word" for sign in signs]
    if len(boxes) == len(words) and (
        all(a != b for a, b in pairwise(is_word))  # `Yes ☐ No ☒` or `☐ Yes ☒ No`
        or is_word in (sorted(is_word), sorted(is_word, reverse=True))  # one row above the other
    ):
        return list(zip(words, boxes, strict=True))
    if (
        len(boxes) == 1
        and len(words) == 2
        and len({sign.line for sign in signs}) == 1
        and is_word.index(False) != 1
    ):
        return [(words[0] if is_word[-1] else words[-1], boxes[0])]  # `Yes No X`
    return []
