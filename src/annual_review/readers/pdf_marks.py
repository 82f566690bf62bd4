"""What is drawn over or under the words of a PDF page: strokes, shading and watermarks."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from annual_review.readers.pdf_characters import FAR, Characters, Sheet
from annual_review.readers.pdf_drawings import Drawn, Fill, brightness
from annual_review.readers.pdf_grids import SNAP, TOUCH, Flags, Floats, Integers

STRUCK = (0.12, 0.5)
"""Where a stroke through a word stands above its base line, as shares of the font's size."""

MAX_FILLS = 2_000
"""How many strokes, filled boxes and large words of one page are looked at: it has hundreds."""

OVERHANG = 0.75
"""How far a stroke goes beyond its words, as a share of the font's size; borders go further."""

LARGE = 2.0
"""How much larger than the page's usual text a watermark is set."""

PALE = 0.7
"""How bright, of 1, the ink of a watermark is, or how little of it there is."""


def struck(thin: Floats, chars: Characters, sheet: Sheet, turn: int) -> tuple[Flags, Flags]:
    """Which characters are struck through, and which of the thin boxes on a turned page do that."""
    boxes, size = sheet.boxes(chars.box, turn), chars.size
    baseline = np.where(chars.turn == turn, sheet.points(chars.origin, turn)[:, 1], -np.inf)
    hit, strokes = np.zeros(len(boxes), dtype=np.bool_), np.zeros(len(thin), dtype=np.bool_)
    wide, high = thin[:, 2] - thin[:, 0], thin[:, 3] - thin[:, 1]
    flat = np.flatnonzero((wide > high) & (wide > 2))
    if not len(flat) or not len(boxes):
        return hit, strokes
    order = np.argsort(baseline)
    level = (thin[flat, 1] + thin[flat, 3]) / 2
    first = np.searchsorted(baseline[order], level)
    last = np.searchsorted(baseline[order], level + STRUCK[1] * size.max())
    upright = thin[high > wide]
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    for at in np.flatnonzero(first < last)[:MAX_FILLS].tolist():
        left, _, right, _ = thin[flat[at]]
        some = order[first[at] : last[at]]
        above = (baseline[some] - level[at]) / size[some]
        some = some[(above >= STRUCK[0]) & (above <= STRUCK[1])]
        some = some[(middle[some] > left) & (middle[some] < right)]
        if not len(some):
            continue
        room = OVERHANG * size[some].max()
        ends = (boxes[some, 0].min() - left, right - boxes[some, 2].max())
        passing = (upright[:, 1] < level[at]) & (upright[:, 3] > level[at])
        borders = upright[passing, :3:2].mean(axis=1)
        met = [(np.abs(borders - end) < SNAP).any() for end in (left, right)]
        if max(ends) <= room and not all(met):
            hit[some] = strokes[flat[at]] = True
    return hit, strokes


def shading(drawing: Drawn, boxes: Floats) -> Flags:
    """Which of the thin boxes are shading behind words, not rules.

    A filled box is if a character stands in it, or if it continues such a box of its colour and
    height.
    """
    found = np.zeros(len(drawing.thin), dtype=np.bool_)
    if len(drawing.fills) > MAX_FILLS or not any(fill.thin >= 0 for fill in drawing.fills):
        return found
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    rows: dict[tuple[Any, ...], list[Fill]] = {}
    for fill in drawing.fills:
        _, bottom, _, top = fill.box
        rows.setdefault((round(bottom), round(top), fill.colour), []).append(fill)
    for row in rows.values():
        if all(fill.thin < 0 for fill in row):
            continue
        row.sort(key=lambda fill: fill.box[0])
        groups: list[list[Fill]] = []
        for fill in row:
            if groups and fill.box[0] <= groups[-1][-1].box[2] + TOUCH:
                groups[-1].append(fill)
            else:
                groups.append([fill])
        for group in groups:
            left, bottom, right, top = np.array([fill.box for fill in group]).T
            behind = (x > left.min()) & (x < right.max()) & (y > bottom.min()) & (y < top.max())
            if behind.any():
                found[[fill.thin for fill in group if fill.thin >= 0]] = True
    return found


def watermarks(chars: Characters, owner: Integers, drawing: Drawn, text: Any) -> Flags:
    """Characters of words far larger than the page's usual ones that are pale or lie over others.

    So do words over the borders of cells, which `owner` names.
    """
    large = chars.size > LARGE * np.median(chars.size) if len(chars.size) else chars.askew
    found = np.zeros(len(large), dtype=np.bool_)
    if not large.any():
        return found
    word = chars.words
    others = (chars.box[~large, :2] + chars.box[~large, 2:]) / 2
    for number in np.unique(word[large])[:MAX_FILLS].tolist():
        own = large & (word == number)
        left, top = chars.box[own, :2].min(axis=0)
        right, bottom = chars.box[own, 2:].max(axis=0)
        over = ((others > (left, top)) & (others < (right, bottom))).all(axis=1)
        place = int(chars.number[np.flatnonzero(own)[0]])
        middle = ((left + right) / 2, (top + bottom) / 2)
        pale = _is_pale(text, place) and not _on_colour(drawing.fills, *middle)
        if over.any() or len(np.unique(owner[own])) > 1 or pale:
            found |= own
    together = np.cumsum(np.diff(chars.number, prepend=0) > FAR)
    marks: Flags = large & np.isin(together, together[found])
    return marks


def _on_colour(fills: list[Fill], x: float, y: float) -> bool:
    """Whether a place is on a box that is not pale itself, such as the bar behind a title."""
    return any(
        left < x < right and bottom < y < top and brightness(*colour[:3]) < PALE
        for (left, bottom, right, top), _, colour in fills
    )


def _is_pale(text: Any, place: int) -> bool:
    red, green, blue, ink = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text, place, red, green, blue, ink)
    bright = brightness(red.value, green.value, blue.value)
    return bright > PALE or ink.value < PALE * 255
