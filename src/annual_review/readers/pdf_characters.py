"""The characters of a PDF page as PDFium reports them, and how the page is turned."""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from annual_review.errors import at_most
from annual_review.readers.characters import in_symbol_font
from annual_review.readers.pdf_grids import Flags, Floats, Integers

MAX_CHARACTERS = 50_000
"""The most characters of one page: the densest page of a baseline has about five thousand."""

FAR = 3
"""Steps in PDFium's list between two texts: a line's end within one is two characters."""

UNKNOWN = 0xFFFD
"""The code of a character that the file gives as a shape only."""


@contextmanager
def closing(handle: Any, close: Callable[[Any], None]) -> Iterator[Any]:
    """A handle of PDFium, which is closed in the end."""
    try:
        yield handle
    finally:
        close(handle)


_TO_THE_RIGHT_AND_DOWN = ((0, 3), (1, 0), (2, 1), (3, 2))
"""For each turn, the edges (left, bottom, right, top) from which x and y on the page count."""


class Sheet(NamedTuple):
    """The visible part of a page in the file's own coordinates, and how it is shown.

    `turn` counts quarter turns clockwise. Boxes are (left, top, right, bottom) in points. In the
    file's own coordinates y rises; on a turned page it falls from the page's upper edge.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def size(self, turn: int) -> tuple[float, float]:
        """Width and height of the page."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if turn % 2 else (wide, high)

    def points(self, points: Floats, turn: int) -> Floats:
        """Points of the file on the turned page."""
        across, down = _TO_THE_RIGHT_AND_DOWN[turn]
        corner = np.array((self.left, self.bottom, self.right, self.top))
        signs = np.where(np.array((across, down)) < 2, 1.0, -1.0)
        result: Floats = (points[..., (across % 2, down % 2)] - corner[[across, down]]) * signs
        return result

    def boxes(self, boxes: Floats, turn: int) -> Floats:
        """Boxes of the file on the turned page."""
        corners = self.points(boxes.reshape(-1, 2, 2), turn)
        one, other = corners[:, 0], corners[:, 1]
        return np.concatenate((np.minimum(one, other), np.maximum(one, other)), axis=1)

    def in_file(self, points: Floats) -> Floats:
        """Points of the page as it is shown in the file's own coordinates."""
        across, down = points[..., 0], points[..., 1]
        x, y = (
            (self.left + across, self.top - down),
            (self.left + down, self.bottom + across),
            (self.right - across, self.bottom + down),
            (self.right - down, self.top - across),
        )[self.turn]
        return np.stack((x, y), axis=-1)

    def holds(self, boxes: Floats) -> Flags:
        """Which boxes of the file have their middle on the page."""
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        inside: Flags = (self.left <= x) & (x <= self.right) & (self.bottom <= y) & (y <= self.top)
        return inside


def sheet_of(page: Any) -> Sheet:
    """How a page is shown."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return Sheet(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)


class Characters(NamedTuple):
    """The visible characters of a page in the file's order and coordinates.

    Boxes are as wide as the step to the next character and as high as the font is large, however
    much of that is ink, because files are often wrong about the height of their fonts.
    """

    codes: Integers  # Unicode
    box: Floats
    origin: Floats
    size: Floats  # of the font, in points of the page
    turn: Integers  # quarter turns counter-clockwise of the line that it stands in
    askew: Flags  # the line stands at another angle, as those of watermarks and stamps do
    number: Integers  # in PDFium's list
    spaced: Flags  # the file has a space before it
    apart: Flags  # PDFium finds a space before it, which the file need not have

    def chosen(self, which: Integers | Flags) -> Characters:
        """Some of the characters, or all in another order."""
        parts: list[Any] = [part[which] for part in self]
        return Characters(*parts)

    def kept(self, which: Flags) -> Characters:
        """Some of the characters; a space before one that is left out stands before the next."""
        some = self.chosen(which)
        spaced, apart = (
            np.diff(np.cumsum(flags)[which], prepend=0) > 0 for flags in (self.spaced, self.apart)
        )
        return some._replace(spaced=spaced, apart=apart)

    @property
    def words(self) -> Integers:
        """A number for each character, the same within a word."""
        return np.cumsum(np.diff(self.number, prepend=-1) != 1)

    def said(self) -> list[str]:
        """The words in the file's order, those that stand together in one text."""
        texts: list[str] = []
        last = -9
        for code, number in zip(self.codes.tolist(), self.number.tolist(), strict=True):
            if number - last > FAR:
                texts.append("")
            elif number - last > 1:
                texts[-1] += " "
            texts[-1] += chr(code)
            last = number
        return [whole(text) for text in texts]


def joined(parts: list[Characters]) -> Characters:
    """All characters of several parts."""
    fields: list[Any] = [np.concatenate(field) for field in zip(*parts, strict=True)]
    return Characters(*fields)


def whole(text: str) -> str:
    """A text in which characters beyond 16 bits, which PDFium gives in two halves, are whole."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _native(name: str, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes addresses as plain numbers, for `map` to fill arrays.

    Called for every character through pypdfium2's own types, these take a third of a page's time.
    """
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_P, _I = ctypes.c_void_p, ctypes.c_int
_loose_box = _native("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
_origin = _native("FPDFText_GetCharOrigin", _I, _P, _I, _P, _P)
_is_generated = _native("FPDFText_IsGenerated", _I, _P, _I)
_is_shape = _native("FPDFText_HasUnicodeMapError", _I, _P, _I)
_text_object = _native("FPDFText_GetTextObject", _P, _P, _I)

_HYPHENS = (0x2, 0xFFFE)  # what PDFium makes of a hyphen at a line's end, and of no character
_SOFT_HYPHEN = 0xAD  # many fonts of printed hyphens call them so; one that shows nothing is narrow
_BLANKS = (0x9, 0xA, 0xD, 0x20, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)


def characters_of(text: Any, where: str) -> Characters:
    """The characters of a page that are no blanks, from PDFium's text page."""
    count = max(pdfium.FPDFText_CountChars(text), 0) if text else 0
    at_most(MAX_CHARACTERS, count, "a page with {} characters", where)
    codes = _codes(text, count)
    blank = np.isin(codes, _BLANKS)
    real = np.zeros(count, dtype=np.int64)  # blanks, but not those that PDFium adds by distance
    spaces = np.flatnonzero(blank)
    handle = repeat(ctypes.cast(text, _P).value)
    real[spaces] = [added == 0 for added in map(_is_generated, handle, spaces.tolist())]
    added = np.where(codes == 0x20, 1 - real, 0)

    control = ((codes < 0x20) & (codes > 0)) | ((codes >= 0x7F) & (codes < 0xA0))
    index = np.flatnonzero(~blank & ~control)
    rounded = np.zeros((len(index), 4), np.float32)
    start, stop = rounded.ctypes.data, rounded.ctypes.data + 16 * len(index)
    deque(map(_loose_box, handle, index.tolist(), range(start, stop, 16)), maxlen=0)
    box = rounded.astype(np.float64)
    origin = _origins(text, index)
    size, turn, askew, first = _fonts(text, origin, box[:, 3] - box[:, 1], index)
    codes = codes[index]
    codes[_shapes(text, codes, index, first)] = UNKNOWN
    _name_signs(text, codes, index)
    codes[(codes == _SOFT_HYPHEN) & (np.abs(box[:, 2] - box[:, 0]) > 0.1 * size)] = ord("-")
    spaced, apart = (np.diff(np.cumsum(flags)[index], prepend=0) > 0 for flags in (real, added))
    box = _full_height(box, origin, size, turn)
    return Characters(codes, box, origin, size, turn, askew, index, spaced, apart)


def in_one_object(text: Any, chars: Characters, one: int, other: int) -> bool:
    """Whether two characters are part of the same text object of the file."""
    address = ctypes.cast(text, _P).value
    first, second = (_text_object(address, int(chars.number[at])) for at in (one, other))
    return bool(first == second)


def _origins(text: Any, index: Integers) -> Floats:
    """Where each character stands on its line."""
    origin = np.zeros((len(index), 2))
    start = origin.ctypes.data
    xs = range(start, start + 16 * len(index), 16)
    ys = range(start + 8, start + 8 + 16 * len(index), 16)
    handle = repeat(ctypes.cast(text, _P).value)
    deque(map(_origin, handle, index.tolist(), xs, ys), maxlen=0)
    return origin


def typed(
    line: str, start: Floats, step: float, size: float, sheet: Sheet, number: int
) -> Characters:
    """A line of text as characters that begin at a point of the page as it is shown."""
    place = np.flatnonzero([not letter.isspace() for letter in line])
    origin = start + place[:, None] * (step, 0.0)
    one = sheet.in_file(np.subtract(origin, (0, _ASCENT * size)))
    other = sheet.in_file(np.add(origin, (step, _DESCENT * size)))
    return Characters(
        np.array([ord(line[at]) for at in place.tolist()], dtype=np.int64),
        np.concatenate((np.minimum(one, other), np.maximum(one, other)), axis=1),
        sheet.in_file(origin),
        np.full(len(place), size),
        np.full(len(place), sheet.turn),
        np.zeros(len(place), dtype=np.bool_),
        number + place,
        np.diff(place, prepend=-1) > 1,
        np.zeros(len(place), dtype=np.bool_),
    )


def _codes(text: Any, count: int) -> Integers:
    buffer = np.zeros(count + 1, np.uint16)
    pointer = buffer.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
    got = pdfium.FPDFText_GetText(text, 0, count, pointer) - 1 if count else 0
    codes = buffer[:count].astype(np.int64)
    if got != count or ((codes >= 0xD800) & (codes < 0xE000)).any():  # not one number per character
        every = [pdfium.FPDFText_GetUnicode(text, place) for place in range(count)]
        codes = np.array(every, dtype=np.int64)
    for place in np.flatnonzero(np.isin(codes, _HYPHENS)).tolist():
        codes[place] = ord("-") if pdfium.FPDFText_GetUnicode(text, place) else 0
    return codes


def _shapes(text: Any, codes: Integers, index: Integers, first: Flags) -> Flags:
    """Which characters the file gives as shapes only, so that their code is a number of its own.

    The first of every line and one of every code are checked; all of them only if one of these is.
    """
    none = np.isin(codes, (0, 0xFFFF))
    some = first.copy()
    some[np.unique(codes, return_index=True)[1]] = True
    address = ctypes.cast(text, _P).value
    for asked in (index[some], index):
        shapes = [error != 0 for error in map(_is_shape, repeat(address), asked.tolist())]
        if not any(shapes):
            return none
    return np.array(shapes) | none


_OWN_WORDS = tuple(map(ord, "aAI&-–—•.,:;/()0123456789"))
"""Characters that stand alone in any text."""


def _name_signs(text: Any, codes: Integers, index: Integers) -> None:
    """Replace the codes of bullets and boxes in symbol fonts, which stand alone or are private."""
    if not len(index):
        return
    apart = np.diff(index) != 1
    alone = np.concatenate(([True], apart)) & np.concatenate((apart, [True]))
    private = (codes >= 0xE000) & (codes < 0xF900)
    for place in np.flatnonzero(private | (alone & ~np.isin(codes, _OWN_WORDS))).tolist():
        codes[place] = ord(in_symbol_font(chr(codes[place]), _font(text, int(index[place]))))


def _font(text: Any, place: int) -> str:
    """The plain name of a character's font: `Wingdings 2` for `ABCDEF+Wingdings2-Regular`."""
    name = ctypes.create_string_buffer(80)
    pdfium.FPDFText_GetFontInfo(text, place, name, len(name), ctypes.c_int())
    plain = re.sub(r"^[A-Z]{6}\+|(?:-Regular|MT|PS)*$", "", name.value.decode("utf-8", "replace"))
    return re.sub(r"(?<=[a-z])(\d)$", r" \1", plain)


def _fonts(
    text: Any, origin: Floats, tall: Floats, index: Integers
) -> tuple[Floats, Integers, Flags, Flags]:
    """Font size, quarter turns and odd angle of each character.

    They are asked once for what is in one line and as tall. The last array says which characters
    were asked for.
    """
    if not len(index):
        none = np.zeros(0, dtype=np.bool_)
        return np.zeros(0), np.zeros(0, dtype=np.int64), none, none
    step = np.abs(np.diff(origin, axis=0))
    begins = np.concatenate(([True], (step > 0.01).all(axis=1) | (np.diff(index) > 2)))
    begins[1:] |= np.abs(np.diff(tall)) > 0.01
    matrix = pdfium.FS_MATRIX()
    sizes, turns = [], []
    for place in index[begins].tolist():
        pdfium.FPDFText_GetMatrix(text, place, matrix)
        sizes.append(pdfium.FPDFText_GetFontSize(text, place) * math.hypot(matrix.c, matrix.d))
        turns.append(math.atan2(matrix.b, matrix.a) / (math.pi / 2))
    piece = np.cumsum(begins) - 1
    turn = np.round(turns)
    askew = np.abs(np.array(turns) - turn) > _ASKEW
    quarters = turn.astype(np.int64) % 4
    return np.clip(np.array(sizes), 0.5, 500)[piece], quarters[piece], askew[piece], begins


_ASKEW = 5 / 90
"""The angle, in quarter turns, at which a line is no longer a crooked scan's."""

_UP = np.array(((0, 1), (-1, 0), (0, -1), (1, 0)))  # in the file's coordinates, for each turn
_ASCENT, _DESCENT = 0.8, 0.2  # of a font's size, above and below the line it stands on


def _full_height(box: Floats, origin: Floats, size: Floats, turn: Integers) -> Floats:
    """Boxes that are as high across the line as the font is large."""
    up = _UP[turn]
    rise = size[:, None] * up
    low, high = origin - _DESCENT * rise, origin + _ASCENT * rise
    box = np.where(np.tile(up != 0, 2), np.concatenate((low, high), axis=1), box)
    low, high = np.minimum(box[:, :2], box[:, 2:]), np.maximum(box[:, :2], box[:, 2:])
    return np.concatenate((low, high), axis=1)
