"""Read a PDF that has a text layer: its ruled tables, its paragraphs, its notes.

PDFium gives the characters and what is drawn; `grid` makes tables of the rules, `printed` makes a
document of the pages. Nothing here knows the questionnaire.

Why PDFium (pypdfium2's raw interface: a wheel without dependencies, Apache and BSD licences) and
grids of our own: `benchmarks/pdf.py` compares, in one run, pages a second of one processor and
cells read exactly, splits by page breaks forgiven. On the tests' 8 documents as LibreOffice makes
them (31 pages), and on 36 pages of tables drawn in six ways:

    this reader          106 pages, 100 % of 441 cells     100 pages, 100 % of 942 cells
    pdfplumber             9 pages,  98 %                    6 pages,  84 %
    camelot, lattice       3 pages,  98 %                    3 pages,  84 %

pdfplumber-rs reads the same cells as pdfplumber, 1.2 to 3.4 times as fast as this reader in a run
of both, but gives neither merged cells nor the place of a line, is young (0.3), and takes over
pdfplumber's import name. The others miss dotted borders altogether, and cells with a footnote's
mark; a cell that is merged they give as blank ones. PyMuPDF's licence (AGPL) rules it out.

PDFium is not safe for threads: a lock lets one `read_pdf` at a time into it, and nothing else in
the process may call it meanwhile. Use processes to read in parallel. Every handle is closed before
`read_pdf` returns or raises. The time that PDFium takes to parse a hostile page is not bounded
here; what is done with the result grows with its size and is refused beyond the limits below.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from annual_review.errors import SourceError
from annual_review.readers import pdf_grids
from annual_review.readers.pdf_grids import TOUCH, Flags, Floats, Grid, Integers
from annual_review.readers.pdf_pages import Mark, Page, Printed, Table, assembled
from annual_review.readers.rows import Box, Extract, Line

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
    an empty line, without a box, stands where a cell's lines leave room between them. Lines of a
    table within a cell are lines of the cell. A character that the file gives as a shape only is
    U+FFFD.

    Notes are `page_number`; `running_head`, also a table's head printed again on a page;
    `footnote`, a note for each line; `footnote_mark`, the raised mark of a footnote on the same
    page, taken out of its line; and `scan`, an empty line for a page that is a picture without
    text.

    Raises SourceError if the file is no PDF, incomplete, damaged or protected by a password; has
    no pages or more than MAX_PAGES; has no text or none that can be told; or if a page has more
    characters, drawings or rules than MAX_CHARACTERS, MAX_OBJECTS, pdf_grids.MAX_RULES.
    """
    _refuse_incomplete(raw, name)
    with _PDFIUM, _opened(raw, name) as document:
        pages = [_page(document, number, name) for number in range(1, _count(document, name) + 1)]
    _refuse_unreadable(pages, name)
    return assembled(pages)


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
            remedy="A baseline is far shorter: check what the file holds." if count else _AGAIN,
        )
    return count


def _refuse_unreadable(pages: list[Page], name: str) -> None:
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


def _page(document: Any, number: int, name: str) -> Page:
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


def _laid_out(page: Any, text: Any, number: int, where: str) -> Page:
    sheet = _sheet(page)
    characters = _characters(text, sheet, where)
    letters = len(characters.codes)
    drawn, pictured = _drawn(page, where)
    turn = _most_turned(characters.turn, sheet.turn)
    width, height = sheet.size(turn)

    thin = sheet.boxes(drawn, turn)
    thin = thin[(thin[:, 2] > 0) & (thin[:, 0] < width) & (thin[:, 3] > 0) & (thin[:, 1] < height)]
    thin = np.clip(thin, -100, (width + 100, height + 100) * 2)
    wide, high = thin[:, 2] - thin[:, 0], thin[:, 3] - thin[:, 1]
    dot = (wide <= TOUCH) & (high <= TOUCH)  # a corner, or a piece of a dotted line
    flat, upright = thin[dot | (wide > high)], thin[dot | (wide < high)]
    across, down = _middles(flat, 0), _middles(upright, 1)
    try:
        grids, loose = pdf_grids.grids(pdf_grids.joined(across), pdf_grids.joined(down))
    except pdf_grids.TooManyRulesError as error:
        raise SourceError(
            where,
            found=f"{error.args[0]:,} ruled lines",
            expected=f"at most {pdf_grids.MAX_RULES:,} on a page",
            remedy="Check what the file holds: a table has some hundreds.",
        ) from error

    boxes = sheet.boxes(characters.box, turn)
    grids = _without_frames(grids, width, height)
    owner = _owners(grids, boxes)
    opened = pdf_grids.open_grids(loose, boxes[owner < 0]) if len(loose) > 2 else []
    if opened:
        grids = [*grids, *opened]
        owner = _owners(grids, boxes)
    by_owner: dict[int, list[Printed]] = {}
    for kind in sorted(set(characters.turn.tolist()), key=lambda kind: (kind != turn, kind)):
        for cell, line in _lines(characters, owner, kind, turn, sheet, text, number):
            by_owner.setdefault(cell, []).append(line)
    return Page(
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


def _middles(thin: Floats, along: int) -> Floats:
    """Thin boxes as rules that lie along x (0) or y (1), longer by half of their thickness."""
    begin, end = thin[:, along], thin[:, along + 2]
    one, other = thin[:, 1 - along], thin[:, 3 - along]
    half = np.minimum((other - one) / 2, (end - begin) / 2)
    return np.column_stack(((one + other) / 2, begin - half, end + half))


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
    return _Sheet(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)


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
    number: Integers  # in PDFium's list
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
    every = np.zeros(len(index), dtype=np.bool_)
    every[np.unique(codes, return_index=True)[1]] = True
    if any(map(_is_shape, handle, index[first | every].tolist())):
        asked = map(_is_shape, handle, index.tolist())
        return np.fromiter(asked, dtype=np.bool_, count=len(index))
    return np.isin(codes, (0, 0xFFFF))


def _fonts(text: Any, origin: Floats, index: Integers) -> tuple[Floats, Integers, Flags]:
    """Size of each character's font and its quarter turns, asked once for what is in one line.

    The third array says which characters were asked for.
    """
    if not len(index):
        return np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
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
) -> Iterator[tuple[int, Printed]]:
    """The lines of all characters that are turned as `kind`, cell by cell, with the cell."""
    chosen = np.flatnonzero(characters.turn == kind)
    if not len(chosen):
        return
    codes, owner = characters.codes[chosen], owner[chosen]
    index, spaced = characters.number[chosen], characters.spaced[chosen]
    box = sheet.boxes(characters.box[chosen], kind)
    baseline = sheet.points(characters.origin[chosen], kind)[:, 1]
    left, right = box[:, 0], box[:, 2]
    height = characters.size[chosen]

    # Characters of one cell whose baselines are near each other are a line, raised ones with it.
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
            Printed(
                Line(words, page, Box(*shown_edges[number].tolist())),
                edges[0],
                edges[2],
                bases[number] if kind == turn else edges[3],
                float(tall[number]),
                marks,
            ),
        )


def _marks(letters: list[str], raised: Flags, boxes: Floats) -> tuple[Mark, ...]:
    ends = np.cumsum([len(letter) for letter in letters])
    edge = np.flatnonzero(np.diff(np.concatenate(([False], raised, [False]))))
    return tuple(
        Mark(
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
    keep = np.ones(len(codes), dtype=np.bool_)
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

_page_object = _native("FPDFPage_GetObject", _P, _P, _I)
_form_object = _native("FPDFFormObj_GetObject", _P, _P, ctypes.c_ulong)
_form_size = _native("FPDFFormObj_CountObjects", _I, _P)
_object_type = _native("FPDFPageObj_GetType", _I, _P)
_object_bounds = _native("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
_draw_mode = _native("FPDFPath_GetDrawMode", _I, _P, _P, _P)
_segment = _native("FPDFPath_GetPathSegment", _P, _P, _I)
_segment_count = _native("FPDFPath_CountSegments", _I, _P)
_stroke_width = _native("FPDFPageObj_GetStrokeWidth", _I, _P, _P)
_object_matrix = _native("FPDFPageObj_GetMatrix", _I, _P, _P)
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
    objects = map(_page_object, repeat(ctypes.cast(page, _P).value), range(count))
    pictures = _look(list(objects), _IDENTITY, rules, limit, 0)
    return np.array(rules, dtype=np.float64).reshape(-1, 4), pictures


def _look(
    objects: list[int],
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
    for handle, kind in zip(objects, map(_object_type, objects), strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
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
                count = _segment_count(handle)
                limit.add(count)
                _outline(handle, count, bool(modes[1]), matrix, rules)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _object_bounds(handle, at, at + 4, at + 8, at + 12)
            box = _moved(tuple(bounds), matrix)
            pictures += (box[2] - box[0]) * (box[3] - box[1])
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            count = max(_form_size(handle), 0)
            limit.add(count)
            inner = list(map(_form_object, repeat(handle), range(count)))
            own = _times(_matrix(handle), matrix)
            pictures += _look(inner, own, rules, limit, depth + 1)
    return pictures


def _outline(
    handle: int,
    count: int,
    stroked: bool,
    matrix: Matrix,
    rules: list[tuple[float, float, float, float]],
) -> None:
    """Append the straight strokes of a path or, where it is only filled, its thin parts."""
    own = _times(_matrix(handle), matrix)
    half = 0.0
    if stroked:
        width = ctypes.c_float()
        _stroke_width(handle, ctypes.addressof(width))
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


def _matrix(handle: int) -> Matrix:
    parts = (ctypes.c_float * 6)()
    if not _object_matrix(handle, ctypes.addressof(parts)):
        return _IDENTITY
    a, b, c, d, e, f = parts
    return (a, b, c, d, e, f)


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


def _extents(grids: list[Grid]) -> Floats:
    edges = [(one.xs[0], one.ys[0], one.xs[-1], one.ys[-1]) for one in grids]
    return np.array(edges, dtype=np.float64).reshape(-1, 4)


def _contained(box: Floats, boxes: Floats) -> Flags:
    """Which of the boxes stand within a box."""
    apart = (boxes[:, :2] < box[:2] - TOUCH) | (boxes[:, 2:] > box[2:] + TOUCH)
    within: Flags = ~np.logical_or.reduce(apart, axis=1)
    return within


def _without_frames(grids: list[Grid], width: float, height: float) -> list[Grid]:
    """Grids that are no border around a page or around another table; larger ones first."""
    boxes = _extents(grids)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept = []
    for number in np.argsort(-areas, kind="stable").tolist():
        box = boxes[number]
        if len(grids[number].cells) == 1 and (
            (box[2] - box[0] > 0.85 * width and box[3] - box[1] > 0.85 * height)
            or _contained(box, boxes).sum() > 1
        ):
            continue
        kept.append(grids[number])
    return kept


def _owners(grids: list[Grid], boxes: Floats) -> Integers:
    """The cell that holds each character, counted through all grids; -1 for none."""
    owner = np.full(len(boxes), -1, dtype=np.int64)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    downward = np.argsort(y, kind="stable")
    falling = y[downward]
    offset = 0
    for one in grids:
        begin, end = np.searchsorted(falling, (one.ys[0], one.ys[-1]), side="right")
        near = downward[begin:end]
        near = near[(x[near] > one.xs[0]) & (x[near] <= one.xs[-1])]
        column = np.searchsorted(one.xs, x[near]) - 1
        row = np.searchsorted(one.ys, y[near]) - 1
        owner[near] = offset + one.owner[row, column]
        offset += len(one.cells)
    return owner


def _tables(grids: list[Grid], by_owner: dict[int, list[Printed]]) -> list[Table]:
    """Tables with their lines; one that stands in a cell of another gives its lines to that cell.

    Larger grids come first.
    """
    boxes = _extents(grids)
    tables, offset = [], 0
    for one in grids:
        lines = [by_owner.get(offset + cell, []) for cell in range(len(one.cells))]
        tables.append(Table(one, lines))
        offset += len(one.cells)
    outermost = []
    for number in reversed(range(len(tables))):
        table, box = tables[number], boxes[number]
        sides = (boxes[:number, :2] <= box[:2] + TOUCH) & (boxes[:number, 2:] >= box[2:] - TOUCH)
        around = np.flatnonzero(np.logical_and.reduce(sides, axis=1))
        if not any(table.lines):
            continue  # a picture, or a box to tick
        if not len(around):
            outermost.append(table)
            continue
        outer = tables[int(around[-1])]
        row = np.searchsorted(outer.grid.ys[1:-1], (box[1] + box[3]) / 2)
        column = np.searchsorted(outer.grid.xs[1:-1], (box[0] + box[2]) / 2)
        around_it = outer.lines[int(outer.grid.owner[row, column])]
        place = sum(line.baseline < box[1] for line in around_it)
        around_it[place:place] = [line for cell in table.lines for line in cell]
    return sorted(outermost, key=lambda table: (table.grid.ys[0], table.grid.xs[0]))
