"""Read a PDF that has a text layer: its ruled tables, paragraphs and notes.

PDFium, through pypdfium2's raw interface, gives characters (`pdf_characters`, put together by
`pdf_lines`) and what is drawn (`pdf_drawings`, made into tables by `pdf_grids` and, where rules are
horizontal only, `pdf_open_grids`). Forms and annotations are drawn onto the page first
(`pdf_annotations`). What the page does not show is left out (`pdf_visible`), as are words struck
through and watermarks (`pdf_marks`). `pdf_pages` makes rows and paragraphs of all pages together.
Other readers of tables give merged cells as blank ones and miss dotted borders; `benchmarks/pdf.py`
compares them. PyMuPDF's licence (AGPL) rules it out.

PDFium is not thread-safe: a lock admits one `read_pdf` at a time, and nothing else in the process
may call PDFium meanwhile. Use processes to read in parallel. Every handle is closed before
`read_pdf` returns or raises. The time and memory that PDFium takes to parse and draw a hostile
page, such as one whose form draws itself twice, are not bounded here, because it parses a page
before it says what is on it; later work grows with the size of what it finds, which is limited.
"""

from __future__ import annotations

import re
import threading
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from annual_review.errors import SourceError, at_most
from annual_review.readers.pdf_annotations import (
    Annotations,
    annotated,
    filled_in,
    form_of,
    stamped,
)
from annual_review.readers.pdf_cells import (
    in_side_bands,
    instead_of_words,
    middles_within,
    owners,
    without_framed_words,
    without_frames,
    without_side_boxes,
)
from annual_review.readers.pdf_characters import (
    UNKNOWN,
    Characters,
    characters_of,
    closing,
    sheet_of,
)
from annual_review.readers.pdf_drawings import drawn
from annual_review.readers.pdf_grids import TOUCH, Flags, Floats, Integers, grids, joined
from annual_review.readers.pdf_lines import printed_lines, with_whole_words
from annual_review.readers.pdf_marks import shading, struck, watermarks
from annual_review.readers.pdf_open_grids import open_grids
from annual_review.readers.pdf_pages import Page, assembled, tables_of
from annual_review.readers.pdf_ticks import bullets, ticks, within
from annual_review.readers.pdf_visible import SCAN, shown
from annual_review.readers.rows import Extract, Line, Note, NoteKind

MAX_PAGES = 300
"""Pages of one document: a baseline has five to thirty."""

SCAN_LETTERS = 30
"""A page that is mostly a picture, with fewer characters than this, is a scan (with a stamp)."""

MIN_SIZE = 1.5
"""The smallest type that a person can read, in points."""

_PDFIUM = threading.Lock()


def read_pdf(raw: bytes, name: str) -> Extract:
    """Read the bytes of a PDF. `name` is what messages call it.

    Gives the rows of ruled tables and the paragraphs between them, page by page and from top to
    bottom. A table over several pages has one grid: what stands in one column has the same column
    number on all of them. Lines are as printed, each with page and box; an empty line, without a
    box, stands where a cell's lines leave room between them. Lines of a table within a cell are
    lines of the cell. A character that the file gives as a shape only is U+FFFD.

    Notes are `page_number`; `running_head`, also a table's head printed again on a page;
    `footnote`, a note for each line; `footnote_mark`, the raised mark of a footnote on the same
    page, taken out of its line; `picture`, an empty line for a picture in a cell without words;
    `unseen`, words that the page does not show; `struck`, words struck
    through; `aside`, watermarks, tabs at a page's side and remarks; and `scan`, an empty line for a
    page that is a picture without text.

    Raises SourceError if the file is not a PDF, is incomplete, damaged or protected by a password,
    has no pages, no text, or mostly characters that it gives only as shapes, or exceeds the limits
    on pages, characters, drawings and rules.
    """
    _refuse_incomplete(raw, name)
    with _PDFIUM, _opened(raw, name) as document, form_of(document) as form:
        count = int(pdfium.FPDF_GetPageCount(document))
        if count < 1:
            raise SourceError(
                name, found="a PDF without pages", expected="at least one", remedy=_AGAIN
            )
        at_most(MAX_PAGES, count, "{} pages", name)
        pages: list[Page] = []
        for number in range(1, count + 1):
            columns = pages[-1].columns if pages else None
            pages.append(_page(document, form, columns, number, name))
    _refuse_unreadable(pages, name)
    return assembled(pages)


# ---- the file -----------------------------------------------------------------------------------

_AGAIN = "Download or save the document again."
_OCR = "Recognize its text first, with a tool such as OCRmyPDF (ocrmypdf IN.pdf OUT.pdf)."


def _refuse_incomplete(raw: bytes, name: str) -> None:
    """Refuse a file cut short, which PDFium would read as far as it goes."""
    whole = re.search(rb"/Linearized[^>]{0,200}?/L\s+(\d{1,12})\b", raw[:2048])
    if b"%%EOF" not in raw or (whole and int(whole[1]) > len(raw)):
        raise SourceError(
            name,
            found="a PDF that breaks off before its end",
            expected="a complete PDF",
            remedy=_AGAIN,
        )


def _opened(raw: bytes, name: str) -> AbstractContextManager[Any]:
    document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
    if not document:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise SourceError(
                name,
                found="a PDF protected by a password",
                expected="one that opens without a password",
                remedy="Open it with its password and save or print it as a new PDF.",
            )
        raise SourceError(name, found="a damaged PDF", expected="one that opens", remedy=_AGAIN)
    return closing(document, pdfium.FPDF_CloseDocument)


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
            expected="a PDF that says which characters they are",
            remedy=_OCR,
        )


# ---- a page -------------------------------------------------------------------------------------


def _page(document: Any, form: Any, columns: Floats | None, number: int, name: str) -> Page:
    where = f"{name}, page {number}"
    with _loaded(document, number, where) as page:
        said = annotated(page, form)
        if said.stamps:
            said.aside.extend(stamped(document, number, said.stamps, where))
        if not said.drawn:
            return _read(page, said, columns, number, where)
    with _loaded(document, number, where) as page:
        return _read(page, said, columns, number, where)


def _loaded(document: Any, number: int, where: str) -> AbstractContextManager[Any]:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise SourceError(
            where, found="a damaged page", expected="one that can be read", remedy=_AGAIN
        )
    return closing(page, pdfium.FPDF_ClosePage)


def _read(page: Any, said: Annotations, columns: Floats | None, number: int, where: str) -> Page:
    with closing(pdfium.FPDFText_LoadPage(page), pdfium.FPDFText_ClosePage) as text:
        return _laid_out(page, text, said, columns, number, where)


def _laid_out(
    page: Any, text: Any, said: Annotations, columns: Floats | None, number: int, where: str
) -> Page:
    sheet = sheet_of(page)
    drawing = drawn(page, where)
    told = _Told(number, characters_of(text, where))
    told.leave_out("unseen", ~sheet.holds(told.characters.box))
    told.leave_out("unseen", told.characters.size < MIN_SIZE)
    told.leave_out("unseen", ~shown(page, text, told.characters, sheet, drawing.pictures))
    told.leave_out("struck", middles_within(told.characters.box, said.struck))
    told.notes += [Note("aside", Line(words, number)) for words in said.aside]
    boxes_to_tick = ticks(drawing.squares, told.characters)
    told.characters = filled_in(told.characters, said.fields + boxes_to_tick, sheet, where)
    spots = bullets(drawing.squares, told.characters)
    told.characters = filled_in(told.characters, spots, sheet, where)
    letters = len(told.characters.codes)
    askew = told.characters.askew
    told.leave_out("aside", askew & (askew.sum() * 2 < letters))

    turn = _most_turned(told.characters.turn, sheet.turn)
    width, height = sheet.size(turn)
    thin = sheet.boxes(drawing.thin, turn)
    through, strokes = struck(thin, told.characters, sheet, turn)
    sides = within(drawing.thin, boxes_to_tick)
    rules = thin[~strokes & ~sides & ~shading(drawing, told.characters.box)]
    told.leave_out("struck", through)
    flat, upright = _rules(rules, width, height)
    found, loose = grids(joined(flat), joined(upright), where)
    found = without_frames(found, loose, width, height)
    boxes = sheet.boxes(told.characters.box, turn)
    if len(found) > 1 and len(boxes):
        found = without_framed_words(found, boxes, float(np.median(told.characters.size)))
    owner = owners(found, boxes)
    marks = watermarks(told.characters, owner, drawing, text)
    marks |= (told.characters.turn != turn) & in_side_bands(found, owner)
    told.leave_out("aside", marks)
    boxes, owner = boxes[~marks], owner[~marks]
    opened = open_grids(loose, flat, boxes[owner < 0], columns) if len(loose) > 1 else []
    if opened or len(found) > 1:
        found = without_side_boxes([*found, *opened])
        owner = owners(found, boxes)
    owner = with_whole_words(owner, told.characters, boxes, sheet, turn, text)
    lines = printed_lines(told.characters, owner, turn, sheet, text, number)
    pictures = (drawing.pictures[:, 2:] - drawing.pictures[:, :2]).prod(axis=1)
    instead = sheet.boxes(np.vstack((drawing.pictures, *said.stamps)), turn)
    told.notes += [Note("picture", Line("", number))] * instead_of_words(found, owner, instead)
    return Page(
        number,
        width,
        height,
        tables_of(found, lines),
        lines.get(-1, []),
        loose,
        opened[-1].xs if opened else None,
        told.notes,
        letters,
        int((told.characters.codes == UNKNOWN).sum()),
        letters < SCAN_LETTERS and pictures.sum() > SCAN * width * height,
    )


class _Told:
    """The characters of a page, and notes of those that are left out."""

    def __init__(self, page: int, characters: Characters) -> None:
        self.characters = characters
        self.notes: list[Note] = []
        self._page = page

    def leave_out(self, kind: NoteKind, which: Flags) -> None:
        if which.any():
            said = self.characters.chosen(which).said()
            self.notes += [Note(kind, Line(words, self._page)) for words in said]
            self.characters = self.characters.kept(~which)


def _most_turned(turns: Integers, shown: int) -> int:
    """The turn that a page is read in: as shown, unless nearly all its text is turned otherwise."""
    counts = np.bincount(turns, minlength=4)
    return shown if counts[shown] * 5 >= counts.sum() else int(counts.argmax())


def _rules(thin: Floats, width: float, height: float) -> tuple[Floats, Floats]:
    """The horizontal and the vertical rules that thin boxes on a page make."""
    thin = thin[(thin[:, 2] > 0) & (thin[:, 0] < width) & (thin[:, 3] > 0) & (thin[:, 1] < height)]
    thin = np.clip(thin, -100, (width + 100, height + 100) * 2)
    wide, high = thin[:, 2] - thin[:, 0], thin[:, 3] - thin[:, 1]
    dot = (wide <= TOUCH) & (high <= TOUCH)  # a corner, or a piece of a dotted line
    flat, upright = thin[dot | (wide > high)], thin[dot | (wide < high)]
    return _middles(flat, 0), _middles(upright, 1)


def _middles(thin: Floats, along: int) -> Floats:
    """Thin boxes as rules that lie along x (0) or y (1), longer by half of their thickness."""
    begin, end = thin[:, along], thin[:, along + 2]
    one, other = thin[:, 1 - along], thin[:, 3 - along]
    half = np.minimum((other - one) / 2, (end - begin) / 2)
    return np.column_stack(((one + other) / 2, begin - half, end + half))
