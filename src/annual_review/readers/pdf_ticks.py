"""Boxes to tick and bullets that a PDF page draws, as the characters for them."""

from __future__ import annotations

import numpy as np

from annual_review.readers.pdf_annotations import NOT_TICKED, TICKED, Field
from annual_review.readers.pdf_characters import Characters
from annual_review.readers.pdf_drawings import Square
from annual_review.readers.pdf_grids import TOUCH, Bounds, Flags, Floats

MAX_BOXES = 500
"""How many boxes of a page are looked at."""

_OPTIONS = frozenset({"yes", "no"})
_BESIDE = 1.5
"""How far from its word a box stands, as a share of the font's size."""

_BULLET_SIZE = 0.7
"""The largest bullet, as a share of the font's size."""


def ticks(squares: list[Square], chars: Characters) -> list[Field]:
    """The boxes beside a yes or a no, each ticked if a stroke or dark ink is in it."""
    boxes = list(dict.fromkeys(square.box for square in squares if square.is_box))[:MAX_BOXES]
    outer = [box for box in boxes if not any(_holds(other, box) for other in boxes)]
    options = _options(chars) if outer else []
    found = []
    for box in outer:
        if any(_is_beside(box, *option) for option in options):
            inside = (square for square in squares if _meet(box, square.box))
            ticked = any(square.is_tick for square in inside)
            found.append(Field(TICKED if ticked else NOT_TICKED, box))
    return found


def bullets(squares: list[Square], chars: Characters) -> list[Field]:
    """The round or square spots of ink before a line's first word, as browsers draw bullets."""
    spots = [square.box for square in squares if square.is_box and square.is_tick][:MAX_BOXES]
    if not spots:
        return []
    left, bottom, right, top = chars.box.T
    found = []
    for box in spots:
        level = (bottom < box[1]) & (top > box[3]) & (box[3] - box[1] < _BULLET_SIZE * chars.size)
        room = _BESIDE * chars.size
        after = level & (left > box[2]) & (left - box[2] < room)
        before = level & (left < box[2]) & (box[0] - right < room)
        if after.any() and not before.any():
            found.append(Field("•", box))
    return found


def within(thin: Floats, fields: list[Field]) -> Flags:
    """Which thin boxes are sides of boxes to tick, and no rules."""
    found = np.zeros(len(thin), dtype=np.bool_)
    for _, (left, bottom, right, top) in fields:
        inside = (thin[:, :2] >= (left - TOUCH, bottom - TOUCH)).all(axis=1)
        found |= inside & (thin[:, 2:] <= (right + TOUCH, top + TOUCH)).all(axis=1)
    return found


def _options(chars: Characters) -> list[tuple[Bounds, float]]:
    """Where the words `yes` and `no` stand, and the size of their font."""
    words = chars.words
    starts = np.flatnonzero(np.diff(words, prepend=-1) != 0).tolist()
    found: list[tuple[Bounds, float]] = []
    for start, stop in zip(starts, [*starts[1:], len(words)], strict=True):
        if stop - start > 4:
            continue
        word = "".join(map(chr, chars.codes[start:stop].tolist()))
        if word.strip(".,;/").lower() in _OPTIONS:
            left, bottom = chars.box[start:stop, :2].min(axis=0).tolist()
            right, top = chars.box[start:stop, 2:].max(axis=0).tolist()
            found.append(((left, bottom, right, top), float(chars.size[start])))
    return found


def _is_beside(box: Bounds, word: Bounds, size: float) -> bool:
    middle = (box[1] + box[3]) / 2
    gap = max(word[0] - box[2], box[0] - word[2])
    return word[1] - 1 < middle < word[3] + 1 and -1 < gap < _BESIDE * size


def _holds(outer: Bounds, inner: Bounds) -> bool:
    """Whether a larger box has the middle of another in it, or an earlier one as large."""
    size, other = outer[2] - outer[0], inner[2] - inner[0]
    return (size, outer) > (other, inner) and _meet(outer, inner)


def _meet(box: Bounds, other: Bounds) -> bool:
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] < x < box[2] and box[1] < y < box[3]
