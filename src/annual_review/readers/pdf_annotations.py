"""Forms and annotations of a PDF page, which its content does not hold but its reader sees.

What has an appearance in the file is drawn onto the page, so that it is read like the rest of it.
Boxes to tick become the characters for them; a value without an appearance is set into its field.
"""

from __future__ import annotations

import ctypes
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from annual_review.errors import at_most
from annual_review.readers.pdf_characters import (
    MAX_CHARACTERS,
    Characters,
    Sheet,
    characters_of,
    closing,
    joined,
    typed,
)
from annual_review.readers.pdf_grids import Bounds, Floats

TICKED, NOT_TICKED = "☒", "☐"

MAX_ANNOTATIONS = 2_000
"""How many annotations of a page are looked at."""

TYPE_SIZE = 9.0
"""The size in which a value without an appearance is set, in points, if its field is that high."""


class Field(NamedTuple):
    """Words in a box of the file's coordinates."""

    words: str
    box: Bounds


class Annotations(NamedTuple):
    """What a page's annotations say: in fields, in notes beside the text, drawn onto the page."""

    fields: list[Field]
    aside: list[str]
    stamps: list[Bounds]  # in the file's coordinates
    struck: list[Bounds]  # parts of lines that are struck through
    drawn: bool


@contextmanager
def form_of(document: Any) -> Iterator[Any]:
    """The form of a document, to be asked for the fields on its pages."""
    info = pdfium.FPDF_FORMFILLINFO(version=2)
    form = pdfium.FPDFDOC_InitFormFillEnvironment(document, info)
    try:
        yield form
    finally:
        if form:
            pdfium.FPDFDOC_ExitFormFillEnvironment(form)


def annotated(page: Any, form: Any) -> Annotations:
    """What the annotations of a page say; load the page again if some were drawn onto it."""
    found = Annotations([], [], [], [], False)
    count = min(pdfium.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)
    if not any(_can_be_read(page, number) for number in range(count)):
        return found
    draw = False
    with _appearances(page, form):
        for number in range(count):
            handle = pdfium.FPDFPage_GetAnnot(page, number)
            if handle:
                with closing(handle, pdfium.FPDFPage_CloseAnnot):
                    draw |= _looked_at(handle, form, found)
    drawn = draw and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    return found._replace(drawn=drawn == pdfium.FLATTEN_SUCCESS)


_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_NOTHING_TO_READ = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
_LAID_OVER = (
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_STAMP,
    pdfium.FPDF_ANNOT_WATERMARK,
    pdfium.FPDF_ANNOT_FILEATTACHMENT,
)


def _can_be_read(page: Any, number: int) -> bool:
    handle = pdfium.FPDFPage_GetAnnot(page, number)
    if not handle:
        return False
    with closing(handle, pdfium.FPDFPage_CloseAnnot):
        return pdfium.FPDFAnnot_GetSubtype(handle) not in _NOTHING_TO_READ


def _looked_at(handle: Any, form: Any, found: Annotations) -> bool:
    """Add what an annotation says; whether it is to be drawn onto the page."""
    kind, flags = pdfium.FPDFAnnot_GetSubtype(handle), pdfium.FPDFAnnot_GetFlags(handle)
    if flags & _UNSEEN or kind in _NOTHING_TO_READ:
        return False
    words = _string(pdfium.FPDFAnnot_GetStringValue, handle, b"Contents")
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        words, draw = _value(handle, form)
    elif kind == pdfium.FPDF_ANNOT_FREETEXT:
        draw = _has_words(handle)
    else:
        found.stamps.extend([_rectangle(handle)] if kind == pdfium.FPDF_ANNOT_STAMP else [])
        strokes = _marked(handle) if kind == pdfium.FPDF_ANNOT_STRIKEOUT else []
        found.struck.extend(strokes)
        draw = kind not in _LAID_OVER and not strokes
        found.aside.extend([words] if words.strip() else [])
        words = ""
    if not draw:
        pdfium.FPDFAnnot_SetFlags(handle, flags | pdfium.FPDF_ANNOT_FLAG_HIDDEN)
        if words.strip():
            found.fields.append(Field(words, _rectangle(handle)))
    return draw


def _rectangle(handle: Any) -> Bounds:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(handle, box)
    return (box.left, box.bottom, box.right, box.top)


def _marked(handle: Any) -> list[Bounds]:
    """The boxes of the words that an annotation marks, whatever its own rectangle is."""
    found, points = [], pdfium.FS_QUADPOINTSF()
    count = pdfium.FPDFAnnot_CountAttachmentPoints(handle)
    for number in range(min(count, MAX_ANNOTATIONS)):
        pdfium.FPDFAnnot_GetAttachmentPoints(handle, number, points)
        xs, ys = (
            [getattr(points, f"{axis}{corner}") for corner in range(1, 5)] for axis in ("x", "y")
        )
        found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def stamped(document: Any, number: int, stamps: list[Bounds], where: str) -> list[str]:
    """The words of the stamps on a page, from a copy that has nothing else."""
    with closing(pdfium.FPDF_CreateNewDocument(), pdfium.FPDF_CloseDocument) as copy:
        pdfium.FPDF_ImportPagesByIndex(copy, document, ctypes.c_int(number - 1), 1, 0)
        with closing(pdfium.FPDF_LoadPage(copy, 0), pdfium.FPDF_ClosePage) as page:
            for place in reversed(range(pdfium.FPDFPage_CountObjects(page))):
                handle = pdfium.FPDFPage_GetObject(page, place)
                if pdfium.FPDFPage_RemoveObject(page, handle):
                    pdfium.FPDFPageObj_Destroy(handle)
            pdfium.FPDFPage_GenerateContent(page)
            for place in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
                handle = pdfium.FPDFPage_GetAnnot(page, place)
                kind = pdfium.FPDFAnnot_GetSubtype(handle)
                shown = kind == pdfium.FPDF_ANNOT_STAMP and _rectangle(handle) in stamps
                pdfium.FPDFAnnot_SetFlags(handle, pdfium.FPDF_ANNOT_FLAG_PRINT)  # they are hidden
                pdfium.FPDFPage_CloseAnnot(handle)
                if not shown:
                    pdfium.FPDFPage_RemoveAnnot(page, place)
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        with (
            closing(pdfium.FPDF_LoadPage(copy, 0), pdfium.FPDF_ClosePage) as page,
            closing(pdfium.FPDFText_LoadPage(page), pdfium.FPDFText_ClosePage) as text,
        ):
            return characters_of(text, where).said()


def _value(handle: Any, form: Any) -> tuple[str, bool]:
    """What a field of a form says, and whether its own appearance is to be drawn instead."""
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, handle)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        return (TICKED if pdfium.FPDFAnnot_IsChecked(form, handle) else NOT_TICKED), False
    if kind == pdfium.FPDF_FORMFIELD_PUSHBUTTON:
        return "", False
    options = range(min(pdfium.FPDFAnnot_GetOptionCount(form, handle), MAX_ANNOTATIONS))
    chosen = "\n".join(
        _string(pdfium.FPDFAnnot_GetOptionLabel, form, handle, option)
        for option in options
        if pdfium.FPDFAnnot_IsOptionSelected(form, handle, option)
    )
    if kind == pdfium.FPDF_FORMFIELD_LISTBOX:
        return chosen, False  # it shows the other options too
    if _has_words(handle):
        return "", True
    return chosen or _string(pdfium.FPDFAnnot_GetFormFieldValue, form, handle), False


def _has_words(handle: Any) -> bool:
    """Whether the appearance of an annotation shows text."""
    normal = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
    content = _string(pdfium.FPDFAnnot_GetAP, handle, normal)
    return "Tj" in content or "TJ" in content


def _string(function: Any, *arguments: Any) -> str:
    """A string of PDFium, which is asked for its length first."""
    size = function(*arguments, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    function(*arguments, buffer, size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "replace")


@contextmanager
def _appearances(page: Any, form: Any) -> Iterator[None]:
    """Have PDFium make the appearances that the file leaves to its reader, as it does to draw."""
    pdfium.FORM_OnAfterLoadPage(page, form)
    try:
        bitmap = pdfium.FPDFBitmap_Create(1, 1, 0)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, pdfium.FPDF_ANNOT)
        pdfium.FPDFBitmap_Destroy(bitmap)
        yield
    finally:
        pdfium.FORM_OnBeforeClosePage(page, form)


def filled_in(chars: Characters, fields: list[Field], sheet: Sheet, where: str) -> Characters:
    """The characters of a page and, set into their boxes, those of its fields."""
    said = sum(len(field.words) for field in fields)
    at_most(MAX_CHARACTERS, len(chars.codes) + said, "a page with {} characters", where)
    parts, number = [chars], int(chars.number.max(initial=0))
    for words, box in fields:
        edges = np.array([box], dtype=np.float64)
        left, top, right, bottom = sheet.boxes(edges, sheet.turn)[0]
        turned = sheet
        if bottom - top > right - left and sheet.turn % 2:  # set before the page was turned
            turned = sheet._replace(turn=0)
            left, top, right, bottom = turned.boxes(edges, 0)[0]
        wide, high = max(right - left, 1.0), max(bottom - top, 1.0)
        size = min(TYPE_SIZE, high)
        lines = [
            line
            for part in words.splitlines()
            for line in textwrap.wrap(part, max(int(wide / size * 2), 1))
        ]
        size = min(size, high / max(len(lines), 1) / 1.1)
        room = (high - 1.1 * size * len(lines)) / 2
        for at, line in enumerate(lines):
            start: Floats = np.array((left, top + room + 1.1 * size * at + 0.9 * size))
            step = min(size / 2, wide / len(line))
            parts.append(typed(line, start, step, size, turned, number + 10))
            number += 10 + len(line)
    return joined(parts)
