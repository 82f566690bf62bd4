"""What is drawn on a PDF page, as PDFium reports it: thin straight things, shading, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from annual_review.errors import at_most
from annual_review.readers.pdf_grids import TOUCH, Bounds, Floats

MAX_OBJECTS = 100_000
"""The most drawn objects and segments of outlines on one page: a page of a table has hundreds."""

MAX_THICKNESS = 6.0
"""The thickest rule, in points; Word draws no thicker borders."""

HAIRLINE = 1.0
"""The thickness from which a filled box can be shading, in points."""

_LETTER = (2.0, 16.0)
"""How wide and high bullets, boxes to tick and their ticks are, in points."""

_TICK_CORNERS = 4
"""The most points of an outline that is a stroke of a cross, or a tick; a box has five."""

_DARK = 0.5
"""How bright, of 1, the ink of a box that is filled can be."""

_DEEPEST = 5
"""How deep forms within forms are looked into."""

_Point = tuple[float, float]
_Matrix = tuple[float, float, float, float, float, float]


class Drawn(NamedTuple):
    """What is drawn on a page, as boxes in the file's coordinates."""

    thin: Floats  # straight things, such as rules
    fills: list[Fill]
    pictures: Floats
    squares: list[Square]


class Fill(NamedTuple):
    """A filled box that is no hairline: its place in `Drawn.thin`, or -1, and its colour."""

    box: Bounds
    thin: int
    colour: tuple[int, ...]


class Square(NamedTuple):
    """An outline as large as a letter, and whether it looks like a box to tick or like a tick."""

    box: Bounds
    is_box: bool
    is_tick: bool


def drawn(page: Any, where: str) -> Drawn:
    """What is drawn on a page."""
    found = _Drawings(where)
    count = found.counted(pdfium.FPDFPage_CountObjects(page))
    found.look(pdfium.FPDFPage_GetObject(page, number) for number in range(count))
    rules, pictures = (
        np.array(boxes, dtype=np.float64).reshape(-1, 4) for boxes in (found.rules, found.pictures)
    )
    return Drawn(rules, found.fills, pictures, found.squares)


class _Drawings:
    """Collects what is drawn, up to `MAX_OBJECTS`."""

    def __init__(self, where: str) -> None:
        self.rules: list[Bounds] = []
        self.fills: list[Fill] = []
        self.pictures: list[Bounds] = []
        self.squares: list[Square] = []
        self._where, self._count = where, 0

    def counted(self, count: int) -> int:
        self._count += max(count, 0)
        at_most(MAX_OBJECTS, self._count, "a page with {} drawn lines or more", self._where)
        return max(count, 0)

    def look(self, objects: Iterable[Any], matrices: tuple[_Matrix, ...] = ()) -> None:
        """Collect from objects in forms whose matrices, innermost first, place them on the page."""
        for handle in objects:
            kind = pdfium.FPDFPageObj_GetType(handle)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._look_at_path(handle, matrices)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.pictures.append(_bounds(handle, matrices))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and len(matrices) < _DEEPEST:
                count = self.counted(pdfium.FPDFFormObj_CountObjects(handle))
                inner = (pdfium.FPDFFormObj_GetObject(handle, number) for number in range(count))
                self.look(inner, (_matrix(handle), *matrices))

    def _look_at_path(self, handle: Any, matrices: tuple[_Matrix, ...]) -> None:
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(handle, filled, stroked)
        if not filled.value and not stroked.value:
            return
        box = _bounds(handle, matrices)
        thin, long = sorted((box[2] - box[0], box[3] - box[1]))
        is_rule = thin <= MAX_THICKNESS and (long > 2 * thin or long <= TOUCH)
        if thin > HAIRLINE and filled.value and not stroked.value:
            rule = len(self.rules) if is_rule else -1
            self.fills.append(Fill(box, rule, _colour(handle)))
        if _LETTER[0] <= thin and long <= min(_LETTER[1], 1.5 * thin):
            corners = pdfium.FPDFPath_CountSegments(handle)
            dark = filled.value and brightness(*_colour(handle)[:3]) < _DARK
            self.squares.append(
                Square(box, corners > _TICK_CORNERS, dark or corners <= _TICK_CORNERS)
            )
        if thin > MAX_THICKNESS:
            self._look_at_outline(handle, bool(stroked.value), matrices)
        elif is_rule:
            self.rules.append(box)

    def _look_at_outline(self, handle: Any, stroked: bool, matrices: tuple[_Matrix, ...]) -> None:
        """Collect the straight strokes of a path or, where it is only filled, its thin parts."""
        parts: list[list[_Point]] = []
        x, y, width = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
        for number in range(self.counted(pdfium.FPDFPath_CountSegments(handle))):
            segment = pdfium.FPDFPath_GetPathSegment(handle, number)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            if pdfium.FPDFPathSegment_GetType(segment) != pdfium.FPDF_SEGMENT_LINETO or not parts:
                parts.append([])  # a curve is not a rule; the next part begins where it ends
            parts[-1].append((x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                parts[-1].append(parts[-1][0])
        matrices = (_matrix(handle), *matrices)
        pdfium.FPDFPageObj_GetStrokeWidth(handle, width)
        half = min(max(width.value, 0.0), MAX_THICKNESS) / 2
        for points in parts:
            part = _placed(points, matrices)
            if not stroked:
                box = _around(part)
                if min(box[2] - box[0], box[3] - box[1]) <= MAX_THICKNESS:
                    self.rules.append(box)
                continue
            for one, other in pairwise(part):
                left, bottom, right, top = _around((one, other))
                if min(right - left, top - bottom) <= 0.5:
                    wide, high = half * (left == right), half * (bottom == top)
                    self.rules.append((left - wide, bottom - high, right + wide, top + high))


def brightness(red: int, green: int, blue: int) -> float:
    """How bright a colour is, of 1."""
    return (0.3 * red + 0.59 * green + 0.11 * blue) / 255


def _colour(handle: Any) -> tuple[int, ...]:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(handle, *parts)
    return tuple(part.value for part in parts)


def _bounds(handle: Any, matrices: tuple[_Matrix, ...]) -> Bounds:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    if not matrices:
        return (left.value, bottom.value, right.value, top.value)
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    return _around(_placed(corners, matrices))


def _matrix(handle: Any) -> _Matrix:
    found = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    pdfium.FPDFPageObj_GetMatrix(handle, found)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _placed(points: list[_Point], matrices: Iterable[_Matrix]) -> list[_Point]:
    for a, b, c, d, e, f in matrices:
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    return points


def _around(points: Iterable[_Point]) -> Bounds:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))
