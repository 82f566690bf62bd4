"""Read a PDF that has a text layer: its ruled tables, its paragraphs, its notes.

DOCSTRING
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from annual_review.blocks import Box, Cell, Extract, Line, Note, Paragraph, Row
from annual_review.readers import grid
from annual_review.readers.grid import TOUCH, Flags, Floats, Grid, Integers
from annual_review.source import SourceError

MAX_PAGES = 300
"""Pages of one document: a baseline has five to thirty."""

MAX_CHARACTERS = 50_000
"""Characters of one page: the densest page of a baseline has some five thousand."""

MAX_OBJECTS = 100_000
"""Drawn objects, and segments of their outlines, of one page: a page of table has some hundreds."""

MAX_THICKNESS = 6.0
"""Points; Word draws no thicker borders."""

SCAN_LETTERS = 30
"""A page with fewer characters, most of it a picture, is a scan (a stamp may be on it)."""

_PDFIUM = threading.Lock()


def read_pdf(raw: bytes, name: str) -> Extract:
    """Read the bytes of a PDF. `name` is what messages call it.

    Gives the rows of ruled tables and the paragraphs between them in the order of pages and, on a
    page, from top to bottom. A table that goes on over pages has one grid: what stands in one
    column has the same column number on all of them. Lines are as printed, each with page and box;
    an empty line stands where a cell's lines leave room between them. Notes are `page_number`,
    `running_head` (also the rows of a table's head that are printed again on every page),
    `footnote`, and `scan`, an empty line for a page that is a picture without text.

    Raises SourceError if the file is no PDF, incomplete, damaged or protected by a password; has
    no pages or more than MAX_PAGES; has no text or none that can be told; or if a page has more
    characters, drawings or rules than MAX_CHARACTERS, MAX_OBJECTS, grid.MAX_RULES.
    """
    _refuse_incomplete(raw, name)
    with _PDFIUM, _opened(raw, name) as document:
        pages = [_page(document, number, name) for number in range(1, _count(document, name) + 1)]
    _refuse_unreadable(pages, name)
    return _assembled(pages)


# ---- the file -----------------------------------------------------------------------------------

_AGAIN = "Download or save the document again."
_OCR = "Recognize its text first, with a tool such as OCRmyPDF (ocrmypdf IN.pdf OUT.pdf)."


def _refuse_incomplete(raw: bytes, name: str) -> None:
    """Refuse what is no PDF, and one cut short, of which PDFium would read what is left."""
    if b"%PDF-" not in raw[:1024]:
        raise SourceError(
            name,
            found="a file that does not begin as a PDF does",
            expected="a PDF",
            remedy="Give the file its true ending, or download the document again.",
        )
    whole = re.search(rb"/Linearized[^>]{0,200}?/L\s+(\d{1,12})\b", raw[:2048])
    if b"%%EOF" not in raw or (whole and int(whole[1]) > len(raw)):
        raise SourceError(
            name,
            found="a PDF that breaks off before its end",
            expected="a whole PDF",
            remedy=_AGAIN,
        )


@contextmanager
def _opened(raw: bytes, name: str) -> Iterator[Any]:
    document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
    if not document:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise SourceError(
                name,
                found="a PDF protected by a password",
                expected="one that opens without",
                remedy="Open it with its password and save or print it as a new PDF.",
            )
        raise SourceError(name, found="a damaged PDF", expected="one that opens", remedy=_AGAIN)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _count(document: Any, name: str) -> int:
    count = int(pdfium.FPDF_GetPageCount(document))
    if not 0 < count <= MAX_PAGES:
        raise SourceError(
            name,
            found=f"{count:,} pages" if count else "a PDF without pages",
            expected=f"1 to {MAX_PAGES} pages",
            remedy="A baseline is far shorter: check what the file holds."
            if count
            else _AGAIN,
        )
    return count


def _refuse_unreadable(pages: list[_Page], name: str) -> None:
    letters = sum(page.letters for page in pages)
    unknown = sum(page.unknown for page in pages)
    if not letters or all(page.scan for page in pages):
        raise SourceError(
            name,
            found=f"{len(pages)} page(s) without text"
            + (": pictures, as a scanner makes them" if any(page.scan for page in pages) else ""),
            expected="a PDF with a text layer",
            remedy=_OCR,
        )
    if unknown * 3 > letters:
        raise SourceError(
            name,
            found=f"{unknown:,} of {letters:,} characters that the file gives only as shapes",
            expected="a PDF that says which characters its shapes are",
            remedy=_OCR,
        )


# ---- a page -------------------------------------------------------------------------------------

Point = tuple[float, float]


class _Mark(NamedTuple):
    """A raised stretch of a line, as a footnote's mark is: its offsets in the text, its box."""

    start: int
    end: int
    box: Box


class _Printed(NamedTuple):
    """A printed line, and its measures on the page turned so that most of its text runs across."""

    line: Line
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    height: float  # the size of its largest font
    marks: tuple[_Mark, ...]


class _Table(NamedTuple):
    grid: Grid
    lines: list[list[_Printed]]  # of each of its cells


class _Page(NamedTuple):
    number: int
    width: float
    height: float
    tables: list[_Table]
    outside: list[_Printed]
    rules: Floats  # horizontal ones that belong to no table
    letters: int
    unknown: int
    scan: bool


def _page(document: Any, number: int, name: str) -> _Page:
    where = f"{name}, page {number}"
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise SourceError(
            where, found="a damaged page", expected="one that can be read", remedy=_AGAIN
        )
    try:
        text = pdfium.FPDFText_LoadPage(page)
        try:
            return _laid_out(page, text, number, where)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _laid_out(page: Any, text: Any, number: int, where: str) -> _Page:
    sheet = _sheet(page)
    characters = _characters(text, sheet, where)
    letters = len(characters.codes)
    drawn, pictured = _drawn(page, where)
    turn = _most_turned(characters.turn, sheet.turn)
    width, height = sheet.size(turn)

    thin = sheet.boxes(drawn, turn)
    thin = thin[(thin[:, 2] > 0) & (thin[:, 0] < width) & (thin[:, 3] > 0) & (thin[:, 1] < height)]
    wide, high = thin[:, 2] - thin[:, 0], thin[:, 3] - thin[:, 1]
    dot = (wide <= TOUCH) & (high <= TOUCH)  # a corner, or a piece of a dotted line
    flat, upright = thin[dot | (wide > high)], thin[dot | (wide < high)]
    across = np.column_stack(((flat[:, 1] + flat[:, 3]) / 2, flat[:, 0], flat[:, 2]))
    down = np.column_stack(((upright[:, 0] + upright[:, 2]) / 2, upright[:, 1], upright[:, 3]))
    try:
        grids, loose = grid.grids(grid.joined(across), grid.joined(down))
    except grid.TooManyRules as error:
        raise SourceError(
            where,
            found=f"{error.args[0]:,} ruled lines",
            expected=f"at most {grid.MAX_RULES:,} on a page",
            remedy="Check what the file holds: a table has some hundreds.",
        ) from error

    boxes = sheet.boxes(characters.box, turn)
    grids = _without_frames(grids, width, height)
    owner = _owners(grids, boxes)
    opened = grid.open_grids(loose, boxes[owner < 0]) if len(loose) > 2 else []
    if opened:
        grids = [*grids, *opened]
        owner = _owners(grids, boxes)
    by_owner: dict[int, list[_Printed]] = {}
    for kind in sorted(set(characters.turn.tolist()), key=lambda kind: (kind != turn, kind)):
        for cell, line in _lines(characters, owner, kind, turn, sheet, text, number):
            by_owner.setdefault(cell, []).append(line)
    return _Page(
        number,
        width,
        height,
        _tables(grids, by_owner),
        by_owner.get(-1, []),
        loose,
        letters,
        int((characters.codes == _UNKNOWN).sum()),
        letters < SCAN_LETTERS and pictured > 0.4 * width * height,
    )


def _most_turned(turns: Integers, shown: int) -> int:
    """The turn that a page is read in: as it is shown, unless nearly all its text stands else."""
    counts = np.bincount(turns, minlength=4)
    return shown if counts[shown] * 5 >= counts.sum() else int(counts.argmax())


class _Sheet(NamedTuple):
    """The visible part of a page in the file's own coordinates, and how it is shown.

    `turn` counts quarter turns clockwise. Boxes are (left, top, right, bottom) in points; in the
    file's own coordinates y rises, on a turned page it falls from the page's upper edge.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def size(self, turn: int) -> Point:
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if turn % 2 else (wide, high)

    def points(self, points: Floats, turn: int) -> Floats:
        x, y = points[..., 0], points[..., 1]
        across, down = (
            (x - self.left, self.top - y),
            (y - self.bottom, x - self.left),
            (self.right - x, y - self.bottom),
            (self.top - y, self.right - x),
        )[turn]
        return np.stack((across, down), axis=-1)

    def boxes(self, boxes: Floats, turn: int) -> Floats:
        one, other = self.points(boxes[:, :2], turn), self.points(boxes[:, 2:], turn)
        return np.concatenate((np.minimum(one, other), np.maximum(one, other)), axis=1)


def _sheet(page: Any) -> _Sheet:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return _Sheet(
        box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4
    )


# ---- characters ---------------------------------------------------------------------------------


def _native(name: str, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes addresses as plain numbers, so that `map` can call it.

    A call for every character of a page is where the time goes.
    """
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_P, _I = ctypes.c_void_p, ctypes.c_int
_unicode = _native("FPDFText_GetUnicode", ctypes.c_uint, _P, _I)
_generated = _native("FPDFText_IsGenerated", _I, _P, _I)
_loose_box = _native("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
_origin = _native("FPDFText_GetCharOrigin", _I, _P, _I, _P, _P)
_font_size = _native("FPDFText_GetFontSize", ctypes.c_double, _P, _I)
_char_matrix = _native("FPDFText_GetMatrix", _I, _P, _I, _P)
_text_object = _native("FPDFText_GetTextObject", _P, _P, _I)
_is_shape = _native("FPDFText_HasUnicodeMapError", _I, _P, _I)

_HYPHENS = (0x2, 0xFFFE)  # what PDFium makes of a hyphen at a line's end
_UNKNOWN = 0xFFFD
_BLANKS = (0x9, 0xA, 0xD, 0x20, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)


class _Characters(NamedTuple):
    """The visible characters of a page in the file's order and coordinates.

    Boxes are as wide as the step to the next character and as high as the font is large, whatever
    of that is ink: what files say of their fonts' height is often wrong.
    """

    codes: Integers  # Unicode
    box: Floats
    origin: Floats
    size: Floats  # of the font, in points of the page
    turn: Integers  # quarter turns counter-clockwise of the line that it stands in
    index: Integers  # in PDFium's list
    spaced: Flags  # the file has a space before it


def _characters(text: Any, sheet: _Sheet, where: str) -> _Characters:
    count = pdfium.FPDFText_CountChars(text) if text else 0
    if count > MAX_CHARACTERS:
        raise SourceError(
            where,
            found=f"{count:,} characters",
            expected=f"at most {MAX_CHARACTERS:,} on a page",
            remedy="Check what the file holds: a page of text has some thousands.",
        )
    count = max(count, 0)
    handle = repeat(ctypes.cast(text, _P).value)
    codes = _codes(text, count)
    blank = np.isin(codes, _BLANKS)
    spaces = np.flatnonzero(blank)
    made = list(map(_generated, handle, spaces.tolist()))  # by PDFium, from distances of its own
    real = np.zeros(count, dtype=np.int64)
    real[spaces] = 1 - np.array(made, dtype=np.int64)

    control = ((codes < 0x20) & (codes > 0)) | ((codes >= 0x7F) & (codes < 0xA0))
    index = np.flatnonzero(~blank & ~control)
    places, count = index.tolist(), len(index)
    rounded, origin = np.zeros((count, 4), np.float32), np.zeros((count, 2))
    start = rounded.ctypes.data
    deque(map(_loose_box, handle, places, range(start, start + 16 * count, 16)), maxlen=0)
    start = origin.ctypes.data
    xs, ys = (range(at, at + 16 * count, 16) for at in (start, start + 8))
    deque(map(_origin, handle, places, xs, ys), maxlen=0)
    box = rounded.astype(np.float64)
    x, y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    seen = (sheet.left <= x) & (x <= sheet.right) & (sheet.bottom <= y) & (y <= sheet.top)
    index, box, origin = index[seen], box[seen], origin[seen]
    size, turn, first = _fonts(text, origin, index)
    codes = codes[index]
    codes[_shapes(codes, index, first, handle)] = _UNKNOWN
    return _Characters(
        codes,
        _full_height(box, origin, size, turn),
        origin,
        size,
        turn,
        index,
        np.diff(np.cumsum(real)[index], prepend=0) > 0,
    )


def _codes(text: Any, count: int) -> Integers:
    buffer = np.zeros(count + 1, np.uint16)
    pointer = buffer.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort))
    got = pdfium.FPDFText_GetText(text, 0, count, pointer) - 1 if count else 0
    codes = buffer[:count].astype(np.int64)
    if got != count or ((codes >= 0xD800) & (codes < 0xE000)).any():  # not one number a character
        every = map(_unicode, repeat(ctypes.cast(text, _P).value), range(count))
        codes = np.fromiter(every, dtype=np.int64, count=count)
    codes[np.isin(codes, _HYPHENS)] = ord("-")
    return codes


def _shapes(codes: Integers, index: Integers, first: Flags, handle: Any) -> Flags:
    """Which characters the file gives as shapes only, so that their code is a number of its own.

    Looked at are the first of every line and one of every code; all only if one of those is.
    """
    every = np.zeros(len(index), dtype=bool)
    every[np.unique(codes, return_index=True)[1]] = True
    if any(map(_is_shape, handle, index[first | every].tolist())):
        asked = map(_is_shape, handle, index.tolist())
        return np.fromiter(asked, dtype=np.int64, count=len(index)) > 0
    return (codes == 0) | (codes == 0xFFFF)


def _fonts(text: Any, origin: Floats, index: Integers) -> tuple[Floats, Integers, Flags]:
    """Size of each character's font and its quarter turns, asked once for what is in one line.

    The third array says which characters were asked for.
    """
    if not len(index):
        return np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
    step = np.abs(np.diff(origin, axis=0))
    begins = np.concatenate(([True], (step > 0.01).all(axis=1) | (np.diff(index) > 2)))
    handle, matrix = ctypes.cast(text, _P).value, (ctypes.c_float * 6)()
    at = ctypes.addressof(matrix)
    sizes, turns = [], []
    for place in index[begins].tolist():
        _char_matrix(handle, place, at)
        a, b, c, d, *_ = matrix
        sizes.append(_font_size(handle, place) * math.hypot(c, d))
        turns.append(round(math.atan2(b, a) / (math.pi / 2)) % 4)
    piece = np.cumsum(begins) - 1
    return np.clip(np.array(sizes), 0.5, 500)[piece], np.array(turns)[piece], begins


_UP = np.array(((0, 1), (-1, 0), (0, -1), (1, 0)))  # in the file's coordinates, for each turn
ASCENT, DESCENT = 0.8, 0.2  # of a font's size, above and below the line it stands on


def _full_height(box: Floats, origin: Floats, size: Floats, turn: Integers) -> Floats:
    """Boxes, across the line as high as the font is large."""
    up = _UP[turn]
    rise = size[:, None] * up
    low, high = origin - DESCENT * rise, origin + ASCENT * rise
    box = np.where(np.tile(up != 0, 2), np.concatenate((low, high), axis=1), box)
    low, high = np.minimum(box[:, :2], box[:, 2:]), np.maximum(box[:, :2], box[:, 2:])
    return np.concatenate((low, high), axis=1)


# ---- lines --------------------------------------------------------------------------------------

SPACE = 0.17
"""A gap between words, as a share of the font's size; the space of most fonts is a quarter."""

RAISED = 0.45
"""How far a footnote's mark stands above its line, at most, as a share of the font's size."""


def _lines(
    characters: _Characters,
    owner: Integers,
    kind: int,
    turn: int,
    sheet: _Sheet,
    text: Any,
    page: int,
) -> Iterator[tuple[int, _Printed]]:
    """The lines of all characters that are turned as `kind`, cell by cell, with the cell."""
    chosen = np.flatnonzero(characters.turn == kind)
    if not len(chosen):
        return
    codes, owner = characters.codes[chosen], owner[chosen]
    index, spaced = characters.index[chosen], characters.spaced[chosen]
    box = sheet.boxes(characters.box[chosen], kind)
    baseline = sheet.points(characters.origin[chosen], kind)[:, 1]
    left, right = box[:, 0], box[:, 2]
    height = characters.size[chosen]

    # Characters of one cell whose baselines are near each other, raised ones among them, are a line.
    order = np.lexsort((baseline, owner))
    near = RAISED * np.maximum(height[order][1:], height[order][:-1])
    new = (np.diff(owner[order]) != 0) | (np.diff(baseline[order]) > near)
    line = np.empty(len(order), dtype=np.int64)
    line[order] = np.concatenate(([0], np.cumsum(new)))

    keep = _drawn_once(codes, box, baseline, height, line, index, text)
    if not keep.all():
        spaced = np.diff(np.cumsum(spaced)[keep], prepend=0) > 0
        chosen, codes, owner, index = chosen[keep], codes[keep], owner[keep], index[keep]
        box, baseline, height, line = box[keep], baseline[keep], height[keep], line[keep]
        left, right = box[:, 0], box[:, 2]

    # Within a line by place; what the file has in one go keeps the file's order (accents).
    gap = left[1:] - right[:-1]
    broken = (np.diff(line) != 0) | (gap < -height[1:]) | (gap > 0.3 * height[1:])
    run = np.concatenate(([0], np.cumsum(broken)))
    begin = left[np.concatenate(([0], np.flatnonzero(broken) + 1))][run]
    order = np.lexsort((np.arange(len(run)), begin, line))
    chosen, line, index, height = chosen[order], line[order], index[order], height[order]
    box, baseline, owner, spaced = box[order], baseline[order], owner[order], spaced[order]
    gap = np.concatenate(([0.0], box[1:, 0] - box[:-1, 2])) / height
    first = np.concatenate(([True], np.diff(line) != 0))
    loose = _tracking(gap, line, first)
    after = np.concatenate(([False], np.diff(index) > 0))
    space = ~first & ((gap - loose > SPACE) | (after & spaced & (gap > 0.06)))
    # Outside tables, far apart is not together: the parts of a running head, columns.
    first |= (owner < 0) & (gap > 3)

    letters = list(map(chr, codes[order].tolist()))
    for place in np.flatnonzero(space & ~first).tolist():
        letters[place] = " " + letters[place]
    starts = np.flatnonzero(first)
    stops = [*starts[1:].tolist(), len(letters)]
    shown = characters.box[chosen]
    shown_box = sheet.boxes(shown, sheet.turn)
    shown_edges = _edges(shown_box, starts)
    laid_edges = _edges(sheet.boxes(shown, turn), starts).tolist()
    tall = np.maximum.reduceat(height, starts)
    sizes = np.diff(np.append(starts, len(letters)))
    of_line = np.repeat(tall, sizes)
    base = np.maximum.reduceat(np.where(height > 0.99 * of_line, baseline, -np.inf), starts)
    raised = (height < 0.85 * of_line) & (np.repeat(base, sizes) - baseline > 0.1 * of_line)
    with_marks = np.add.reduceat(raised, starts).tolist()
    halves = bool(((codes >= 0xD800) & (codes < 0xE000)).any())  # of characters beyond 16 bits
    cells, bases = owner[starts].tolist(), base.tolist()
    for number, (start, stop) in enumerate(zip(starts.tolist(), stops, strict=True)):
        words = "".join(letters[start:stop])
        if halves:
            words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        edges = laid_edges[number]
        marks = (
            _marks(letters[start:stop], raised[start:stop], shown_box[start:stop])
            if with_marks[number]
            else ()
        )
        yield (
            cells[number],
            _Printed(
                Line(words, page, Box(*shown_edges[number].tolist())),
                *edges,
                bases[number] if kind == turn else edges[3],
                float(tall[number]),
                marks,
            ),
        )


def _marks(letters: list[str], raised: Flags, boxes: Floats) -> tuple[_Mark, ...]:
    ends = np.cumsum([len(letter) for letter in letters])
    edge = np.flatnonzero(np.diff(np.concatenate(([False], raised, [False]))))
    return tuple(
        _Mark(
            int(ends[begin]) - 1,
            int(ends[end - 1]),
            Box(*_edges(boxes[begin:end], np.zeros(1, dtype=np.int64))[0].tolist()),
        )
        for begin, end in zip(edge[::2].tolist(), edge[1::2].tolist(), strict=True)
    )


def _edges(box: Floats, starts: Integers) -> Floats:
    """The box around each line, rounded to hundredths of a point."""
    low = np.minimum.reduceat(box[:, :2], starts)
    return np.round(np.concatenate((low, np.maximum.reduceat(box[:, 2:], starts)), axis=1), 2)


def _drawn_once(
    codes: Integers,
    box: Floats,
    baseline: Floats,
    height: Floats,
    line: Integers,
    index: Integers,
    text: Any,
) -> Flags:
    """All characters but those drawn again over themselves, which makes a font look bold."""
    keep = np.ones(len(codes), dtype=bool)
    order = np.lexsort((index, box[:, 0], codes, line))
    one, other = order[:-1], order[1:]
    over = (
        (line[one] == line[other])
        & (codes[one] == codes[other])
        & (box[other, 0] - box[one, 0] <= 0.3 * (box[one, 2] - box[one, 0]))
        & (np.abs(baseline[one] - baseline[other]) < 0.2 * height[one])
    )
    handle = ctypes.cast(text, _P).value
    for first, second in zip(one[over].tolist(), other[over].tolist(), strict=True):
        before, after = int(index[first]), int(index[second])
        # The two letters of a ligature share one place, but they are of one piece of text.
        if abs(after - before) > 1 or _text_object(handle, before) != _text_object(handle, after):
            keep[max(first, second)] = False
    return keep


def _tracking(gap: Floats, line: Integers, first: Flags) -> Floats:
    """How far apart each line's letters are set, for every character: the median of its gaps."""
    inner = np.where(first, -1.0, gap)
    order = np.lexsort((inner, line))
    starts = np.flatnonzero(np.concatenate(([True], np.diff(line[order]) != 0)))
    sizes = np.diff(np.append(starts, len(line)))
    middle = inner[order][starts + sizes // 2]
    spread = np.where((sizes > 3) & (middle > 0.03), middle, 0.0)
    return np.repeat(spread, sizes)


# ---- rules --------------------------------------------------------------------------------------

_object_type = _native("FPDFPageObj_GetType", _I, _P)
_object_bounds = _native("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
_draw_mode = _native("FPDFPath_GetDrawMode", _I, _P, _P, _P)
_segment = _native("FPDFPath_GetPathSegment", _P, _P, _I)
_segment_type = _native("FPDFPathSegment_GetType", _I, _P)
_segment_point = _native("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
_segment_close = _native("FPDFPathSegment_GetClose", _I, _P)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST = 5  # forms within forms that are looked into


class _Limit:
    """Counts what is drawn on a page, up to `MAX_OBJECTS`."""

    def __init__(self, where: str) -> None:
        self.where, self.count = where, 0

    def add(self, count: int) -> None:
        self.count += count
        if self.count > MAX_OBJECTS:
            raise SourceError(
                self.where,
                found=f"more than {MAX_OBJECTS:,} drawn lines",
                expected="a page of text and tables",
                remedy="Check what the file holds: a table has some hundreds on a page.",
            )


def _drawn(page: Any, where: str) -> tuple[Floats, float]:
    """Boxes of the thin straight things on a page, in the file's coordinates; area of pictures."""
    rules: list[tuple[float, float, float, float]] = []
    limit = _Limit(where)
    count = pdfium.FPDFPage_CountObjects(page)
    limit.add(count)
    objects = (pdfium.FPDFPage_GetObject(page, number) for number in range(count))
    pictures = _look(objects, _IDENTITY, rules, limit, 0)
    return np.array(rules, dtype=np.float64).reshape(-1, 4), pictures


def _look(
    objects: Iterator[Any],
    matrix: Matrix,
    rules: list[tuple[float, float, float, float]],
    limit: _Limit,
    depth: int,
) -> float:
    """Append the rules among objects, and give the area of the pictures among them."""
    bounds = (ctypes.c_float * 4)()
    at = ctypes.addressof(bounds)
    modes = (ctypes.c_int * 2)()
    pictures = 0.0
    for item in objects:
        handle = ctypes.cast(item, _P).value
        kind = _object_type(handle)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _draw_mode(handle, ctypes.addressof(modes), ctypes.addressof(modes) + 4)
            if not modes[0] and not modes[1]:
                continue
            _object_bounds(handle, at, at + 4, at + 8, at + 12)
            box = _moved(tuple(bounds), matrix)
            wide, high = box[2] - box[0], box[3] - box[1]
            if min(wide, high) <= MAX_THICKNESS:
                if max(wide, high) > 2 * min(wide, high) or max(wide, high) <= TOUCH:
                    rules.append(box)
            else:
                count = pdfium.FPDFPath_CountSegments(item)
                limit.add(count)
                _outline(item, handle, count, bool(modes[1]), matrix, rules)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _object_bounds(handle, at, at + 4, at + 8, at + 12)
            box = _moved(tuple(bounds), matrix)
            pictures += (box[2] - box[0]) * (box[3] - box[1])
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = max(pdfium.FPDFFormObj_CountObjects(item), 0)
            limit.add(count)
            inner = (pdfium.FPDFFormObj_GetObject(item, number) for number in range(count))
            own = _times(_matrix(item), matrix)
            pictures += _look(inner, own, rules, limit, depth + 1)
    return pictures


def _outline(
    item: Any,
    handle: int,
    count: int,
    stroked: bool,
    matrix: Matrix,
    rules: list[tuple[float, float, float, float]],
) -> None:
    """Append the straight strokes of a path or, where it is only filled, its thin parts."""
    own = _times(_matrix(item), matrix)
    half = 0.0
    if stroked:
        width = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(item, width)
        half = min(max(width.value, 0.0), MAX_THICKNESS) / 2
    point = (ctypes.c_float * 2)()
    at = ctypes.addressof(point)
    parts: list[list[Point]] = []
    for number in range(count):
        segment = _segment(handle, number)
        kind = _segment_type(segment)
        _segment_point(segment, at, at + 4)
        place = _applied(own, (point[0], point[1]))
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([place])
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            parts[-1].append(place)
        else:  # a curve is no rule; what follows begins where it ends
            parts.append([parts[-1][0], place])
            parts[-2:] = [parts[-2], [place]]
        if _segment_close(segment):
            parts[-1].append(parts[-1][0])
    for part in parts:
        if stroked:
            for (x, y), (to_x, to_y) in pairwise(part):
                if min(abs(x - to_x), abs(y - to_y)) <= 0.5:
                    rules.append(
                        (
                            min(x, to_x) - half * (x == to_x),
                            min(y, to_y) - half * (y == to_y),
                            max(x, to_x) + half * (x == to_x),
                            max(y, to_y) + half * (y == to_y),
                        )
                    )
        else:
            xs, ys = zip(*part, strict=True)
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) <= MAX_THICKNESS:
                rules.append(box)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner`, then `outer`."""
    if outer == _IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _applied(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def _moved(bounds: Any, matrix: Matrix) -> tuple[float, float, float, float]:
    left, bottom, right, top = bounds
    if matrix == _IDENTITY:
        return (left, bottom, right, top)
    corners = [_applied(matrix, (x, y)) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


# ---- tables -------------------------------------------------------------------------------------


def _without_frames(grids: list[Grid], width: float, height: float) -> list[Grid]:
    """Grids that are no border around a page or around another table; larger ones first."""

    def frames(one: Grid) -> bool:
        if len(one.cells) > 1:
            return False
        page = one.xs[-1] - one.xs[0] > 0.85 * width and one.ys[-1] - one.ys[0] > 0.85 * height
        return bool(page) or any(_inside(other, one, 0) for other in grids if other is not one)

    kept = [one for one in grids if not frames(one)]
    return sorted(kept, key=lambda one: -(one.xs[-1] - one.xs[0]) * (one.ys[-1] - one.ys[0]))


def _inside(inner: Grid, outer: Grid, cell: int) -> bool:
    """Whether a grid stands within a cell of another."""
    span = outer.cells[cell]
    return bool(
        outer.xs[span.column] - TOUCH <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[span.column + span.columns] + TOUCH
        and outer.ys[span.row] - TOUCH <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[span.row + span.rows] + TOUCH
    )


def _owners(grids: list[Grid], boxes: Floats) -> Integers:
    """The cell that holds each character, counted through all grids; -1 for none."""
    owner = np.full(len(boxes), -1, dtype=np.int64)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    offset = 0
    for one in grids:
        column = np.searchsorted(one.xs, x) - 1
        row = np.searchsorted(one.ys, y) - 1
        rows, columns = one.owner.shape
        within = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        owner[within] = offset + one.owner[row[within], column[within]]
        offset += len(one.cells)
    return owner


def _tables(grids: list[Grid], by_owner: dict[int, list[_Printed]]) -> list[_Table]:
    """Tables with their lines; one that stands in a cell of another gives its lines to that cell."""
    tables, offset = [], 0
    for one in grids:
        lines = [by_owner.get(offset + cell, []) for cell in range(len(one.cells))]
        tables.append(_Table(one, lines))
        offset += len(one.cells)
    top = []
    for number, table in reversed(list(enumerate(tables))):
        outer = next(
            (
                (other, cell)
                for other in reversed(tables[:number])
                for cell in range(len(other.grid.cells))
                if _inside(table.grid, other.grid, cell)
            ),
            None,
        )
        if outer is None:
            top.append(table)
            continue
        other, cell = outer
        lines = other.lines[cell]
        place = sum(line.baseline < table.grid.ys[0] for line in lines)
        lines[place:place] = [line for part in table.lines for line in part]
    return sorted(top, key=lambda table: (table.grid.ys[0], table.grid.xs[0]))


# ---- the document -------------------------------------------------------------------------------

MARGIN = 0.15
"""Share of a page's height, above and below, in which running heads and page numbers stand."""

EDGE_LINES = 4
"""Lines from the page's upper and lower edge that can be running heads."""

_NUMBER = re.compile(r"\d{1,6}")
_PAGE_NUMBER = re.compile(
    r"\W*(?:p|pp|pg|page)?\W*(?:\d{1,3}|[ivxl]{1,7})\W*(?:(?:of|/)\W*\d{1,3}\W*)?", re.IGNORECASE
)
_MARK = re.compile(r"\d{1,3}|[*†‡§]{1,3}")
_FOOTNOTE = re.compile(r"(?:\d{1,2}|[*†‡§]{1,3})\W{0,2}\w")


def _assembled(pages: list[_Page]) -> Extract:
    pitch = _usual_pitch(pages)
    notes = _margins(pages)
    blocks: list[Row | Paragraph] = []
    said: list[Note] = []
    chain: list[list[tuple[_Table, int]]] = []  # each table with the page of each of its parts
    bodies: list[list[_Table | Paragraph]] = []
    open_table: list[tuple[_Table, int]] | None = None
    for page in pages:
        kinds = notes[page.number] | _footnotes(page, notes[page.number], pages)
        said += [Note(kind, page.outside[at].line) for at, kind in sorted(kinds.items())]
        said += _unmarked(page, kinds)
        if page.scan:
            said.append(Note("scan", Line("", page.number, Box(0, 0, page.width, page.height))))
        text = [line for at, line in enumerate(page.outside) if at not in kinds]
        body = _in_order(page.tables, text, pitch)
        bodies.append(body)
        for place, part in enumerate(body):
            if not isinstance(part, _Table):
                open_table = None
            elif place == 0 and open_table and _goes_on(open_table, part):
                open_table.append((part, page.number))
            else:
                open_table = [(part, page.number)]
                chain.append(open_table)
    rows = {}
    for parts in chain:
        printed, again = _rows(parts, pitch)
        said += again
        rows |= printed
    for body in bodies:
        for part in body:
            blocks += rows[id(part)] if isinstance(part, _Table) else [part]
    return Extract(tuple(blocks), tuple(sorted(said, key=lambda note: note.line.page or 0)))


def _in_order(
    tables: list[_Table], text: list[_Printed], pitch: float
) -> list[_Table | Paragraph]:
    """Tables and the paragraphs before, between and behind them, from top to bottom."""
    parts: list[_Table | list[_Printed]] = []
    rest = list(tables)
    for line in sorted(text, key=lambda line: (line.baseline, line.left)):
        while rest and rest[0].grid.ys[0] < line.baseline:
            parts.append(rest.pop(0))
        last = parts[-1] if parts else None
        if isinstance(last, list) and _together(last[-1], line, pitch):
            last.append(line)
        else:
            parts.append([line])
    parts += rest
    return [
        part if isinstance(part, _Table) else Paragraph(tuple(line.line for line in part))
        for part in parts
    ]


# ---- running heads, page numbers, footnotes -----------------------------------------------------


def _margins(pages: list[_Page]) -> dict[int, dict[int, str]]:
    """For each page, which of the lines outside its tables are running heads or page numbers.

    A line printed at the same height on another page too is one, its words the same or one number
    in them counting the pages; so is the outermost line of a page if it is but a page number.
    """
    seen: dict[tuple[str, int, str], set[int]] = {}
    places: list[tuple[_Page, str, int, list[tuple[str, int, str]]]] = []
    notes: dict[int, dict[int, str]] = {page.number: {} for page in pages}
    for page in pages:
        upper = min([table.grid.ys[0] for table in page.tables], default=page.height)
        lower = max([table.grid.ys[-1] for table in page.tables], default=0.0)
        order = sorted(range(len(page.outside)), key=lambda at: page.outside[at].baseline)
        for side, edge in (("head", order[:EDGE_LINES]), ("foot", order[::-1][:EDGE_LINES])):
            for rank, at in enumerate(edge):
                line = page.outside[at]
                within = (
                    line.baseline <= min(upper, MARGIN * page.height)
                    if side == "head"
                    else line.baseline >= max(lower, (1 - MARGIN) * page.height)
                )
                if not within:
                    break
                if rank == 0 and _PAGE_NUMBER.fullmatch(line.line.text):
                    notes[page.number][at] = "page_number"
                height = line.baseline if side == "head" else page.height - line.baseline
                keys = [
                    (side, round(height / 4) + near, words)
                    for words in _counting(line.line.text, page.number)
                    for near in (0, 1)
                ]
                for key in keys:
                    seen.setdefault(key, set()).add(page.number)
                places.append((page, side, at, keys))
    inner: set[tuple[int, str]] = set()  # pages, and where the text of the page has begun
    for page, side, at, keys in places:
        if (page.number, side) in inner:
            continue
        if any(len(seen[key]) > 1 for key in keys):
            number = _PAGE_NUMBER.fullmatch(page.outside[at].line.text)
            notes[page.number][at] = "page_number" if number else "running_head"
        elif at not in notes[page.number]:
            inner.add((page.number, side))
    return notes


def _counting(text: str, page: int) -> Iterator[str]:
    """A line's words, and those with one of its numbers as what it is ahead of the page."""
    words = " ".join(text.split()).casefold()
    yield words
    for number, _ in zip(_NUMBER.finditer(words), range(4), strict=False):
        ahead = int(number.group()) - page
        yield f"{words[: number.start()]}\0{ahead}\0{words[number.end() :]}"


def _footnotes(page: _Page, known: dict[int, str], pages: list[_Page]) -> dict[int, str]:
    """The lines at a page's foot below a short rule, or set smaller and begun with a mark."""
    lower = max([table.grid.ys[-1] for table in page.tables], default=0.0)
    order = sorted(range(len(page.outside)), key=lambda at: page.outside[at].baseline)
    below = [at for at in order if at not in known and page.outside[at].baseline > lower]
    if not below:
        return {}
    lines = [page.outside[at] for at in below]
    for y, left, right in page.rules.tolist():
        if y <= lower or right - left > 0.6 * page.width or _underlines(y, left, right, lines):
            continue
        start = sum(line.baseline < y for line in lines)
        if start < len(lines) and lines[start].baseline - y < 4 * lines[start].height:
            return dict.fromkeys(below[start:], "footnote")
    usual = _body_height(pages)
    for start, line in enumerate(lines):
        small = all(other.height < 0.95 * usual for other in lines[start:])
        if small and (line.marks[:1] and line.marks[0].start == 0 or _FOOTNOTE.match(line.line.text)):
            return dict.fromkeys(below[start:], "footnote")
    return {}


def _unmarked(page: _Page, kinds: dict[int, str]) -> list[Note]:
    """Take the marks of the page's footnotes out of its lines; they become notes."""
    notes: list[Note] = []
    known = {
        mark.group()
        for at, kind in kinds.items()
        if kind == "footnote" and (mark := _MARK.match(page.outside[at].line.text))
    }
    if not known:
        return notes
    for lines in [page.outside, *(cell for table in page.tables for cell in table.lines)]:
        for at, line in enumerate(lines):
            if not line.marks or (lines is page.outside and at in kinds):
                continue
            text = line.line.text
            for mark in reversed(line.marks):
                if text[mark.start : mark.end] in known:
                    notes.append(
                        Note("footnote_mark", Line(text[mark.start : mark.end], page.number, mark.box))
                    )
                    text = text[: mark.start] + text[mark.end :]
            lines[at] = line._replace(line=line.line._replace(text=text))
    return notes


def _underlines(y: float, left: float, right: float, lines: list[_Printed]) -> bool:
    return any(
        0 <= y - line.baseline < 0.4 * line.height
        and min(right, line.right) - max(left, line.left) > 0.7 * (right - left)
        for line in lines
    )


def _body_height(pages: list[_Page]) -> float:
    """The height of most characters of the document's lines."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.outside:
            sizes[round(line.height, 1)] += len(line.line.text)
        for table in page.tables:
            for cell in table.lines:
                for line in cell:
                    sizes[round(line.height, 1)] += len(line.line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


# ---- paragraphs ---------------------------------------------------------------------------------

LOOSE = 0.3
"""Height of a line times this, more than usual between two lines, parts paragraphs."""


def _usual_pitch(pages: list[_Page]) -> float:
    """How far apart lines of a paragraph stand in this document, in heights of a line."""
    pitches = [
        _pitch(one, other)
        for page in pages
        for lines in [page.outside, *(cell for table in page.tables for cell in table.lines)]
        for one, other in pairwise(lines)
    ]
    pitches = sorted(pitch for pitch in pitches if 0.7 < pitch < 2.5)
    return pitches[len(pitches) * 3 // 10] if pitches else 1.2


def _pitch(one: _Printed, other: _Printed) -> float:
    return (other.baseline - one.baseline) / max(one.height, other.height)


def _together(one: _Printed, other: _Printed, pitch: float) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    alike = abs(one.height - other.height) < 0.15 * max(one.height, other.height)
    return alike and _pitch(one, other) <= pitch + LOOSE


def _with_gaps(lines: list[_Printed], pitch: float) -> tuple[Line, ...]:
    """A cell's lines, with an empty one where they stand apart."""
    if not lines:
        return ()
    pitches = [_pitch(one, other) for one, other in pairwise(lines)]
    if len(pitches) > 2:
        pitch = max(pitch, min(pitches))  # a cell may be set wider as a whole
    result: list[Line] = []
    for line, before in zip(lines, [0.0, *pitches], strict=True):
        if before > pitch + LOOSE:
            result.append(Line("", line.line.page))
        result.append(line.line)
    return tuple(result)


# ---- tables over pages --------------------------------------------------------------------------


def _goes_on(parts: list[tuple[_Table, int]], table: _Table) -> bool:
    """Whether the first table of a page has the columns of the last one of the page before."""
    known = parts[0][0].grid.xs
    for part, _ in parts[1:]:
        moved = grid.aligned(known, part.grid.xs)
        known = known if moved is None else grid.laid_over(known, moved)
    return grid.aligned(known, table.grid.xs) is not None


def _rows(
    parts: list[tuple[_Table, int]], pitch: float
) -> tuple[dict[int, list[Row]], list[Note]]:
    """The rows of each part of a table, and as notes those of its head that are printed again."""
    known = parts[0][0].grid.xs
    places = [known]
    for part, _ in parts[1:]:
        moved = grid.aligned(known, part.grid.xs)
        places.append(part.grid.xs if moved is None else moved)
        known = grid.laid_over(known, places[-1])
    columns = len(known) - 1
    head: list[tuple[Cell, ...]] = []
    rows: dict[int, list[Row]] = {}
    again: list[Note] = []
    for number, ((table, _), xs) in enumerate(zip(parts, places, strict=True)):
        step = grid.nearest(xs, known).tolist()
        printed: list[list[Cell]] = [[] for _ in table.grid.owner]
        for span, lines in zip(table.grid.cells, table.lines, strict=True):
            begin, end = step[span.column], step[span.column + span.columns]
            printed[span.row].append(Cell(begin, end - begin, _with_gaps(lines, pitch)))
        cells = [tuple(row) for row in printed if row]
        if number == 0:
            head = cells
        else:
            repeated = _repeated(head, cells)
            for row in cells[:repeated]:
                again += [
                    Note("running_head", line) for cell in row for line in cell.lines if line.text
                ]
            cells = cells[repeated:]
        rows[id(table)] = [
            Row(row, columns, opens_page=number > 0 and place == 0)
            for place, row in enumerate(cells)
        ]
    return rows, again


def _repeated(head: list[tuple[Cell, ...]], rows: list[tuple[Cell, ...]]) -> int:
    """How many rows at the top of a page are those of the table's head, printed again."""
    count = 0
    while count < min(len(head), len(rows) - 1) and _words(head[count]) == _words(rows[count]):
        count += 1
    return count if any(text for row in rows[:count] for *_, text in _words(row)) else 0


def _words(row: tuple[Cell, ...]) -> list[tuple[int, int, str]]:
    return [
        (cell.column, cell.span, " ".join(line.text for line in cell.lines)) for cell in row
    ]
