"""Which characters of a PDF page a person sees on it: the page is drawn small and looked at.

A file can hold text that the page does not show: covered by a picture or a box, on a layer that is
switched off, cut away, drawn in no ink or in the colour of the paper. What such text has in common
is that the page looks the same without it.
"""

from __future__ import annotations

import ctypes
import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from annual_review.readers.pdf_cells import middles_within
from annual_review.readers.pdf_characters import Characters, Sheet
from annual_review.readers.pdf_grids import Flags, Floats, Integers

GLANCE, LOOK = 0.5, 1.5
"""Pixels to the point: for a glance at the whole page, and for a look at words in doubt."""

CONTRAST = 8
"""The least difference of brightness, of 255, that a person sees."""

MAX_PIXELS = 4_000_000
"""The largest picture of a page; one that would be too coarse is not made, and all is shown."""

MAX_PICTURES = 500
"""How many pictures of a page are looked for behind its words."""

SCAN = 0.4
"""The share of a page that is a picture if the page is a scan, whose words may be a text layer."""

_INK = ((0.2, 0.5, 0.8), (0.25, 0.4, 0.6, 0.75))
"""Where in a character's box ink is looked for: not at its edges, where a rule may pass."""
_ALL = ((0.1, 0.3, 0.5, 0.7, 0.9), tuple(place / 20 for place in range(1, 20, 2)))
"""Where in its box the page without a character is compared with the page."""
_COVERED = 0.35
"""The share of its width on which a letter of another word stands if the words are over each other,
or beside which it stands if it is no copy."""
_NEXT = 3
"""How many letters further to the right can stand on the same place."""

_Picture = npt.NDArray[np.uint8]


def shown(page: Any, text: Any, chars: Characters, sheet: Sheet, pictures: Floats) -> Flags:
    """Which of the characters on a page are shown; words that recognition made of a scan are.

    `pictures` are boxes in the file's coordinates.
    """
    all_of_them = np.ones(len(chars.codes), dtype=np.bool_)
    wide, high = sheet.size(sheet.turn)
    scale = min(GLANCE, math.sqrt(MAX_PIXELS / max(wide * high, 1)))
    if not len(all_of_them) or scale < GLANCE / 2:
        return all_of_them
    boxes = sheet.boxes(chars.box, sheet.turn)
    word = chars.words - chars.words[0]
    glance = _drawn(page, wide, high, scale, pdfium.FPDFBitmap_Gray)
    probed = np.flatnonzero((np.diff(word, prepend=-1) > 0) | (chars.number % 2 == 0))
    pixels = _pixels(glance, boxes[probed] * scale, _INK)
    ink = pixels.max(axis=1) - pixels.min(axis=1) >= CONTRAST
    inked = np.bincount(word[probed], ink)[word] > 0
    over, under = _over_each_other(boxes, word, chars.codes)
    sizes = (pictures[:, 2:] - pictures[:, :2]).prod(axis=1)
    largest = pictures[np.argsort(-sizes)][:MAX_PICTURES]
    pictured = middles_within(boxes, sheet.boxes(largest, sheet.turn).tolist())
    scan = bool(sizes.sum() > SCAN * wide * high)
    doubtful = ~inked | under | (pictured & (not scan))
    seen: Flags = ~(doubtful | over)
    if seen.all():
        return seen

    scale = min(LOOK, math.sqrt(MAX_PIXELS / (wide * high)))
    whole = _drawn(page, wide, high, scale, pdfium.FPDFBitmap_BGRx)
    # Words on the place of others are not taken away with them: that would show in the same spot.
    for some in (under, doubtful & ~under, over & ~doubtful):
        places = np.flatnonzero(some)
        if not len(places):
            continue
        objects = [
            pdfium.FPDFText_GetTextObject(text, place) for place in chars.number[places].tolist()
        ]
        without = _without(page, objects, wide, high, scale)
        before, after = (_pixels(each, boxes[places] * scale, _ALL) for each in (whole, without))
        differs = (np.maximum(before, after) - np.minimum(before, after)).max(axis=1) >= CONTRAST
        by_color = before.reshape(len(before), -1, whole.shape[2])
        faint = (np.ptp(by_color, axis=1) >= CONTRAST).any(axis=1)  # ink missed at a glance
        for flags, found in ((seen, differs), (inked, faint)):
            flags |= some & (np.bincount(word[places], found, len(word))[word] > 0)
    for place in np.flatnonzero(~seen & inked & pictured).tolist():
        handle = pdfium.FPDFText_GetTextObject(text, int(chars.number[place]))
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
        seen[place] = scan or mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    return seen


def _drawn(page: Any, wide: float, high: float, scale: float, kind: int) -> _Picture:
    """The page as a picture, dark on white: rows, columns and, if in colour, colours."""
    width, height = max(round(wide * scale), 1), max(round(high * scale), 1)
    colours = 1 if kind == pdfium.FPDFBitmap_Gray else 4
    picture = np.full((height, width, colours), 255, np.uint8)
    address = ctypes.c_void_p(picture.ctypes.data)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, kind, address, width * colours)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
    pdfium.FPDFBitmap_Destroy(bitmap)
    return picture


def _without(page: Any, objects: list[Any], wide: float, high: float, scale: float) -> _Picture:
    """The page as a picture without some of its objects."""
    for handle in objects:
        pdfium.FPDFPageObj_SetIsActive(handle, False)
    try:
        return _drawn(page, wide, high, scale, pdfium.FPDFBitmap_BGRx)
    finally:
        for handle in objects:
            pdfium.FPDFPageObj_SetIsActive(handle, True)


def _pixels(
    picture: _Picture, boxes: Floats, where: tuple[tuple[float, ...], tuple[float, ...]]
) -> _Picture:
    """The pixels of a picture at some places, across and down, of each box."""
    height, width, colours = picture.shape
    left, top, right, bottom = boxes.T[:, :, None]
    columns = np.clip(left + (right - left) * where[0], 0, width - 1).astype(np.int64)
    rows = np.clip(top + (bottom - top) * where[1], 0, height - 1).astype(np.int64)
    places = (rows[:, :, None] * width + columns[:, None, :]).reshape(len(boxes), -1)
    found: _Picture = picture.reshape(-1, colours)[places].reshape(len(boxes), -1)
    return found


def _over_each_other(boxes: Floats, word: Integers, codes: Integers) -> tuple[Flags, Flags]:
    """Words that stand on the place of other words, later and earlier ones.

    Letters drawn twice to look bold are not meant.
    """
    under, over = (np.zeros(len(word), dtype=np.bool_) for _ in range(2))
    left, wide = boxes[:, 0], boxes[:, 2] - boxes[:, 0]
    high = float(np.median(boxes[:, 3] - boxes[:, 1]))
    for shift in (0, 0.5):  # two letters on one line are in one row of either
        row = np.floor(boxes[:, 3] / max(high, 1) + shift)
        order = np.lexsort((left, row))
        ends = boxes[order, 2] - _COVERED * wide[order]
        if not ((ends[:-1] > left[order[1:]]) & (row[order[:-1]] == row[order[1:]])).any():
            continue
        for step in range(1, _NEXT + 1):
            one, other = order[:-step], order[step:]
            narrower = np.minimum(wide[one], wide[other])
            common = np.minimum(boxes[one, 2], boxes[other, 2]) - left[other]
            both = (row[one] == row[other]) & (word[one] != word[other])
            both &= common > _COVERED * narrower
            both &= (codes[one] != codes[other]) | (common < (1 - _COVERED) * narrower)
            first = np.where(word[one] < word[other], one, other)[both]
            last = np.where(word[one] < word[other], other, one)[both]
            under[first] = over[last] = True
    return np.bincount(word, over)[word] > 0, np.bincount(word, under)[word] > 0
