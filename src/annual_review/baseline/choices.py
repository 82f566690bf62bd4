"""Choices between yes and no: `Yes ___ No _X_` says no. Its mark decides, never its first word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from annual_review.baseline.tick_boxes import EMPTY, TICK, may_have_marks
from annual_review.readers.prompts import ENDS
from annual_review.readers.rows import LEFT_OUT, Extract, Line, Note, Paragraph, Row, with_lines

CHOSEN = rf"(?:{TICK}|_+ ?[xX✓✔]_*|_*[xX✓✔] ?_+|(?<!\w)[xX✗✘](?!\w)|[●◉■✅])"
"""A pattern for a tick beside yes or no, where more signs are ticks than elsewhere."""
_CHECK, _CROSS = re.compile("[✓✔☑🗹✅]"), re.compile("[✗✘☒⊠🗷🗵]")
_EMPTY = rf"(?:{EMPTY.pattern}|_+(?![xX✓✔])|[○⬜])"
_CHOICE = re.compile(
    rf"(?P<tick>{CHOSEN})|(?P<empty>{_EMPTY})"
    r"|(?P<word>\b(?:yes|no)\b|(?<!\w)[^\W\d_]+(?: [^\W\d_]+){0,2}(?!\w))"
    r"|(?P<apart>[\s/|.,;:–-]+)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:[^:]*\bA\.?R\.?s?\b[^:]*:)?\s*", re.IGNORECASE)
_YES_NO = re.compile(r"\b(?:yes|no)\b", re.IGNORECASE)
_LONGEST_CELL, _LONGEST_LINE = 40, 150
"""The most characters of a choice in a cell of its own, and in a line."""


def chosen_only(extract: Extract) -> Extract:
    """An extract whose choices of yes and no are what is ticked, or nothing if that is unclear.

    What is left out becomes `unticked` Notes.
    """
    notes: list[Note] = []

    def read(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return _choices(lines, notes) if may_have_marks(lines) else lines

    blocks = [with_lines(block, read) for block in _choices_in_cells(extract.blocks, notes)]
    return extract._replace(blocks=tuple(blocks), notes=(*extract.notes, *notes))


def _choices_in_cells(
    blocks: Iterable[Row | Paragraph], notes: list[Note]
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
            _choose_in(run, found, notes)
            run = []
        run += [(n, at) for at in range(first, len(cells))]
    return found


def _all_signs(lines: tuple[Line, ...]) -> bool:
    return any(line.text for line in lines) and all(
        len(line.text) < _LONGEST_CELL and _signs(line.text, 0) for line in lines if line.text
    )


def _choose_in(
    run: list[tuple[int, int]], blocks: list[Row | Paragraph], notes: list[Note]
) -> None:
    if len(run) < 2:
        return
    rows = {n: block for n, _ in run if isinstance(block := blocks[n], Row)}
    lines = [line for n, at in run for line in rows[n].cells[at].lines]
    chosen = iter(_choices(tuple(lines), notes))
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


def _choices(lines: tuple[Line, ...], notes: list[Note]) -> tuple[Line, ...]:
    """Lines where a choice between yes and no, and boxes, is what is ticked, or nothing."""
    found = list(lines)
    group: list[_Sign] = []
    for n, line in enumerate([*lines, Line("-")]):
        signs = _signs(line.text, n)
        begins = signs and line.text[: signs[0].start].strip()
        if (signs or not line.text) and not begins:
            group += signs
            continue
        _choose(group, found, notes)
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
            return _without_words_behind(signs)
        kind, at = match.lastgroup or "", match.end()
        if kind != "apart":
            signs.append(_Sign(kind, n, match.start(), at, match[0]))
    return _without_words_behind(signs) or signs


def _without_words_behind(signs: list[_Sign]) -> list[_Sign]:
    """`Yes ___ No _X_` where other words follow; nothing if these are not the signs."""
    choice = signs[:4]
    are_words = [sign.kind == "word" for sign in choice]
    more_boxes = any(sign.kind != "word" for sign in signs[4:])
    return choice if are_words == [True, False, True, False] and not more_boxes else []


def _choose(signs: list[_Sign], lines: list[Line], notes: list[Note]) -> None:
    """Leave out of `lines` what is not ticked; all of it if it is not clear what is."""
    words = [sign for sign in signs if sign.kind == "word"]
    answers = sorted(sign.text.lower() for sign in words if _YES_NO.fullmatch(sign.text))
    if answers != ["no", "yes"] or len(words) == len(signs):
        return
    ticked = [pair for pair in _pairs(signs, words) if pair[1].kind == "tick"]
    checked = [pair for pair in ticked if _CHECK.search(pair[1].text)]
    if all(pair in checked or _CROSS.search(pair[1].text) for pair in ticked):
        ticked = checked or ticked  # beside a check mark, a cross says that this is not chosen
    if len(ticked) != 1 and len(words) > 2:
        return
    kept = sorted(ticked[0], key=signs.index) if len(ticked) == 1 else []
    for n in sorted({sign.line for sign in signs}):
        here = [sign for sign in signs if sign.line == n]
        stay = [sign for sign in here if sign in kept]
        start, end = here[0].start, here[-1].end
        first, last = (stay[0].start, stay[-1].end) if stay else (end, end)
        for begin, stop in ((start, first), (last, end)):
            text = lines[n].text
            left_out = text[begin:stop]
            if left_out:
                notes.append(Note("unticked", lines[n]._replace(text=left_out.strip(ENDS))))
                text = text[:begin] + LEFT_OUT * len(left_out) + text[stop:]
                lines[n] = lines[n]._replace(text=text)


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
