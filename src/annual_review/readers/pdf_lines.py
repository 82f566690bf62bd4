"""From the characters of a PDF page to its printed lines, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from annual_review.readers.pdf_characters import Characters, Sheet, in_one_object, whole
from annual_review.readers.pdf_grids import Flags, Floats, Integers
from annual_review.readers.rows import Box, Line

SPACE = 0.17
"""A gap between words, as a share of the font's size; the space of most fonts is a quarter."""

LIKELY_SPACE = 0.1
"""The same where PDFium, which knows how wide the font's letters are, finds a space, between two
texts of the file, and in a line that has no spaces of its own."""

WIDE_SPACE = 0.4
"""A space of a font whose letters are all as wide, which can set columns apart, as such a share."""

NO_SPACE = 0.05
"""The most between two letters of a word that are texts of their own, as such a share."""

RAISED = 0.45
"""The most that a footnote's mark is raised above its line, as a share of the font's size."""

MOST_OF_THREE = 0.5
"""The most between the letters of a line of three that are one word, as such a share."""

OVER, BESIDE = 0.3, 0.7
"""How far the next letter of a word can begin before the last one's end, and the next word behind
it, as shares of the font's size."""


class Printed(NamedTuple):
    """A printed line, and its measures on the page turned so that most of its text runs across.

    `marks` are the offsets of its raised parts, such as a footnote's mark.
    """

    line: Line
    left: float
    right: float
    baseline: float
    height: float  # the size of its largest font
    marks: tuple[tuple[int, int], ...]


def with_whole_words(
    owner: Integers, chars: Characters, boxes: Floats, sheet: Sheet, turn: int, text: Any
) -> Integers:
    """The cell of each character, where words that run over a rule stay in the cell they begin in.

    So do the words behind them, if they belong to the same text of the file and follow closely, but
    not where a rule between two cells stands in a space as wide as a letter.
    `boxes` are those of the characters on the page as it is read, at a `turn`.
    """
    baseline = sheet.points(chars.origin, turn)[:, 1]
    gap = boxes[1:, 0] - boxes[:-1, 2]
    follows = (gap > -OVER * chars.size[1:]) & (gap < BESIDE * chars.size[1:])
    follows &= np.abs(np.diff(baseline)) < 0.1 * chars.size[1:]
    follows &= (chars.turn[1:] == turn) & (chars.turn[:-1] == turn)
    over = follows & (owner[1:] != owner[:-1]) & (owner[:-1] >= 0)
    close = ~chars.spaced[1:] & (gap < LIKELY_SPACE * chars.size[1:])
    wide = gap > WIDE_SPACE * chars.size[1:]
    touches = close & (gap < NO_SPACE * chars.size[1:])
    whole = owner.copy()
    for place in np.flatnonzero(over).tolist():
        cell, beyond = whole[place], owner[place + 1]
        if beyond >= 0 and wide[place]:
            continue
        while place < len(gap) and follows[place] and owner[place + 1] == beyond:
            if not (touches[place] or in_one_object(text, chars, place, place + 1)):
                break
            place += 1
            whole[place] = cell
    return whole


def printed_lines(
    characters: Characters, owner: Integers, turn: int, sheet: Sheet, text: Any, page: int
) -> dict[int, list[Printed]]:
    """The lines of each cell that `owner` names, on a page whose text is read at a `turn`."""
    lines: dict[int, list[Printed]] = {}
    kinds = set(characters.turn.tolist())
    for kind in sorted(kinds, key=lambda kind: (kind != turn, kind)):
        which = np.flatnonzero(characters.turn == kind)
        alike, cells = characters.chosen(which), owner[which]
        for cell, line in _lines(alike, cells, kind, turn, sheet, text, page):
            lines.setdefault(cell, []).append(line)
    return lines


def _lines(
    chars: Characters, owner: Integers, kind: int, turn: int, sheet: Sheet, text: Any, page: int
) -> Iterator[tuple[int, Printed]]:
    """The lines of characters that are all turned as `kind`, and the cell of each."""
    in_file = chars.box
    chars = chars._replace(
        box=sheet.boxes(chars.box, kind), origin=sheet.points(chars.origin, kind)
    )
    # Characters of one cell whose baselines are close together form a line, raised ones included.
    baseline = chars.origin[:, 1]
    order = np.lexsort((baseline, owner))
    near = RAISED * np.maximum(chars.size[order][1:], chars.size[order][:-1])
    new = (np.diff(owner[order]) != 0) | (np.diff(baseline[order]) > near)
    line = np.empty(len(order), dtype=np.int64)
    line[order] = np.concatenate(([0], np.cumsum(new)))

    keep = _drawn_once(chars, line, text)
    if not keep.all():
        chars = chars.kept(keep)
        owner, line, in_file = owner[keep], line[keep], in_file[keep]

    # Within a line by place; an unbroken run keeps the file's order (accents).
    left, right, height = chars.box[:, 0], chars.box[:, 2], chars.size
    gap = left[1:] - right[:-1]
    broken = (np.diff(line) != 0) | (gap < -height[1:]) | (gap > 0.3 * height[1:])
    run = np.concatenate(([0], np.cumsum(broken)))
    begin = left[np.concatenate(([0], np.flatnonzero(broken) + 1))][run]
    order = np.lexsort((np.arange(len(run)), begin, line))
    chars, owner, line, in_file = chars.chosen(order), owner[order], line[order], in_file[order]

    height, baseline = chars.size, chars.origin[:, 1]
    gap = np.concatenate(([0.0], chars.box[1:, 0] - chars.box[:-1, 2])) / height
    first = np.concatenate(([True], np.diff(line) != 0))
    loose = _tracking(gap, line, first)
    after = np.concatenate(([False], np.diff(chars.number) > 0))
    likely = (after & chars.apart) | (np.bincount(line, chars.spaced & ~first) == 0)[line]
    apart = gap - loose > np.where(likely, LIKELY_SPACE, SPACE)
    apart |= _between_texts(chars, np.flatnonzero(~apart & (gap - loose > LIKELY_SPACE)), text)
    space = ~first & (apart | (after & chars.spaced & (gap > 0.06)))
    # Outside tables, a wide gap ends the line: parts of a running head, columns.
    first |= (owner < 0) & (gap > 3)
    letters = list(map(chr, chars.codes.tolist()))
    for place in np.flatnonzero(space & ~first).tolist():
        letters[place] = " " + letters[place]

    starts = np.flatnonzero(first)
    stops = [*starts[1:].tolist(), len(letters)]
    tall = np.maximum.reduceat(height, starts)
    sizes = np.diff(np.append(starts, len(letters)))
    of_line = np.repeat(tall, sizes)
    base = np.maximum.reduceat(np.where(height > 0.99 * of_line, baseline, -np.inf), starts)
    raised = (height < 0.85 * of_line) & (np.repeat(base, sizes) - baseline > 0.1 * of_line)
    marked = np.logical_or.reduceat(raised, starts).tolist()
    shown = sheet.boxes(in_file, sheet.turn)
    edges = shown_edges = _edges(shown, starts).tolist()
    if turn != sheet.turn:
        edges = _edges(sheet.boxes(in_file, turn), starts).tolist()
    for number, (start, stop) in enumerate(zip(starts.tolist(), stops, strict=True)):
        part = slice(start, stop)
        words = whole("".join(letters[part]))
        left_edge, _, right_edge, bottom = edges[number]
        yield (
            int(owner[start]),
            Printed(
                Line(words, page, Box(*shown_edges[number])),
                left_edge,
                right_edge,
                float(base[number]) if kind == turn else bottom,
                float(tall[number]),
                _marks(letters[part], raised[part]) if marked[number] else (),
            ),
        )


def _marks(letters: list[str], raised: Flags) -> tuple[tuple[int, int], ...]:
    ends = np.cumsum([len(letter) for letter in letters])
    edge = np.flatnonzero(np.diff(np.concatenate(([False], raised, [False]))))
    return tuple(zip((ends[edge[::2]] - 1).tolist(), ends[edge[1::2] - 1].tolist(), strict=True))


def _edges(box: Floats, starts: Integers) -> Floats:
    """The box around each line, rounded to hundredths of a point."""
    low = np.minimum.reduceat(box[:, :2], starts)
    return np.round(np.concatenate((low, np.maximum.reduceat(box[:, 2:], starts)), axis=1), 2)


def _drawn_once(chars: Characters, line: Integers, text: Any) -> Flags:
    """All characters but those drawn again over themselves, which makes a font look bold."""
    keep = np.ones(len(line), dtype=np.bool_)
    left, right, baseline = chars.box[:, 0], chars.box[:, 2], chars.origin[:, 1]
    order = np.lexsort((chars.number, left, chars.codes, line))
    one, other = order[:-1], order[1:]
    over = (
        (line[one] == line[other])
        & (chars.codes[one] == chars.codes[other])
        & (left[other] - left[one] <= 0.3 * (right[one] - left[one]))
        & (np.abs(baseline[one] - baseline[other]) < 0.2 * chars.size[one])
    )
    for first, second in zip(one[over].tolist(), other[over].tolist(), strict=True):
        # The two letters of a ligature share one place, but belong to one piece of text.
        apart = abs(chars.number[second] - chars.number[first]) > 1
        if apart or not in_one_object(text, chars, first, second):
            keep[max(first, second)] = False
    return keep


def _between_texts(chars: Characters, places: Integers, text: Any) -> Flags:
    """Which of some characters begin a text object of the file, as large as the one before."""
    found = np.zeros(len(chars.codes), dtype=np.bool_)
    for place in places.tolist():  # none is the first, before which there is no gap
        alike = chars.size[place - 1] == chars.size[place]
        found[place] = alike and not in_one_object(text, chars, place - 1, place)
    return found


def _tracking(gap: Floats, line: Integers, first: Flags) -> Floats:
    """For each character, how far apart the letters of its line are set: the median gap."""
    inner = np.where(first, -1.0, gap)
    order = np.lexsort((inner, line))
    starts = np.flatnonzero(np.concatenate(([True], np.diff(line[order]) != 0)))
    sizes = np.diff(np.append(starts, len(line)))
    middle = inner[order][starts + sizes // 2]
    most = np.select([sizes > 3, sizes == 3], [np.inf, MOST_OF_THREE])
    spread = np.where((middle > 0.03) & (middle < most), middle, 0.0)
    return np.repeat(spread, sizes)
