"""Read a Word document (DOCX): its tables, paragraphs, list marks, footnotes and tracked changes.

Word's XML is walked in the document's order. python-docx is not used: it gives a merged cell once
for each grid position, and knows neither tracked changes nor footnotes nor the marks of lists that
Word numbers. `word_package` unpacks the file, `word_lists` counts the lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from annual_review.errors import SourceError
from annual_review.readers.refusals import at_most
from annual_review.readers.rows import Cell, Extract, Line, Note, NoteKind, Paragraph, Row
from annual_review.readers.word_lists import Numbering, Styles
from annual_review.readers.word_package import (
    Element,
    Package,
    attribute,
    child,
    child_value,
    is_on,
    number,
    tag,
    unwrapped,
)

MAX_COLUMNS = 1_000
"""The most grid columns of a table; Word itself allows 63."""


def read_docx(raw: bytes, name: str) -> Extract:
    """Read the bytes of a Word document, `.docx`, `.docm` or `.dotx`. `name` is for messages.

    A paragraph is one Line, or one for each part between its line breaks. Outside tables it is a
    Paragraph; within a cell an empty Line stands for empty paragraphs. Lists that Word numbers have
    their marks as printed, `a) `. Tracked insertions count as text. Notes are deletions
    (`deleted`), footnotes and endnotes (`footnote`), whose marks are left out, and headers and
    footers (`running_head`). Fields show their result; text boxes come after the paragraph that
    they are anchored to; hidden text and the prompts of empty content controls are left out. A Word
    file has no pages.

    Raises SourceError if the file is not a Word document, is damaged or encrypted, exceeds the
    limits of this module and of `word_package`, embeds a document that only Word can put in its
    place, or has no text.
    """
    reader = _Reader(Package(raw, name))
    blocks = reader.blocks()
    if not blocks:
        raise SourceError(
            name,
            found="a Word document without text",
            expected="a country baseline",
            remedy="If it holds scanned pages, run text recognition (OCR) first.",
        )
    return Extract(tuple(blocks), tuple(reader.notes + reader.running_heads()))


class _Text:
    """The text of a paragraph while it is put together."""

    def __init__(self, before: str) -> None:
        self._parts = [(False, before)]  # whether it was deleted, and the text
        self.fields: list[bool] = []  # for each open field, whether its result has begun
        self.boxes: list[Element] = []

    def put(self, text: str) -> None:
        if text and all(self.fields):
            self._parts.append((False, text))

    def put_deleted(self, text: str) -> None:
        self._parts.append((True, text))

    def kept(self) -> str:
        return "".join(text for deleted, text in self._parts if not deleted)

    def deletions(self) -> Iterator[str]:
        """What was deleted; without kept text between them, deletions are one."""
        for deleted, parts in groupby(self._parts, key=lambda part: part[0]):
            if deleted:
                yield "".join(text for _, text in parts)


class _Reader:
    """Walks the document and collects notes on the way."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package)
        self._numbering = Numbering(package, self._styles)
        self._footnotes = {
            (kind, attribute(note, "id")): note
            for kind in ("footnote", "endnote")
            for part in package.related(f"{kind}s")
            for note in part
            if tag(note) == f"w:{kind}"
        }
        self.notes: list[Note] = []
        self._carried = ""  # text before a paragraph mark that was deleted

    def blocks(self) -> list[Row | Paragraph]:
        """The rows and paragraphs of the document's body."""
        blocks: list[Row | Paragraph] = []
        for element in self._content(child(self._package.document, "w:body")):
            if tag(element) == "w:tbl":
                blocks += self._table(element)
            else:
                trimmed = map(_trimmed, self._paragraphs(element))
                blocks += [Paragraph(lines) for lines in trimmed if lines]
        return blocks

    def running_heads(self) -> list[Note]:
        """Headers and footers, each text once."""
        parts = [part for kind in ("header", "footer") for part in self._package.related(kind)]
        texts = dict.fromkeys(map(self._aside, parts))
        return [Note("running_head", Line(text)) for text in texts if text]

    def _aside(self, element: Element) -> str:
        """The text of a note, header or footer, in one line."""
        notes, self.notes = self.notes, []
        lines = self._lines(element)
        self.notes = notes
        return " ".join(" ".join(line.text for line in lines).split())

    def _content(self, element: Element | None) -> Iterator[Element]:
        """The paragraphs and tables that an element holds."""
        for found in unwrapped(element if element is not None else ()):
            if tag(found) in {"w:p", "w:tbl"}:
                yield found
            elif tag(found) == "w:altChunk":
                raise SourceError(
                    self._package.name,
                    found="a document embedded in the document, which only Word puts in place",
                    expected="a Word document that contains its text itself",
                    remedy="Open it in Word and save it again as .docx.",
                )

    def _lines(self, element: Element) -> list[Line]:
        """The lines of all paragraphs in an element, including those of tables within it."""
        lines: list[Line] = []
        for found in self._content(element):
            if tag(found) == "w:tbl":
                cells = (cell for row in self._table(found) for cell in row.cells)
                lines += [line for cell in cells for line in cell.lines]
            else:
                lines += [line for paragraph in self._paragraphs(found) for line in paragraph]
        return lines

    # -- tables

    def _table(self, table: Element) -> list[Row]:
        grid = child(table, "w:tblGrid")
        columns = sum(tag(found) == "w:gridCol" for found in grid) if grid is not None else 0
        columns = min(columns, MAX_COLUMNS)
        rows: list[list[Cell]] = []
        merged: set[int] = set()  # columns where the row above has a cell merged downwards
        for row in unwrapped(table, prompts=True):
            properties = child(row, "w:trPr")
            if tag(row) != "w:tr":
                continue
            if child(properties, "w:del") is not None:
                self._note_deleted(row)
                continue
            if is_on(properties, "w:hidden"):
                continue
            column = _skipped(properties, "w:gridBefore")
            cells, merged, column = self._cells(row, column, merged)
            columns = max(columns, column + _skipped(properties, "w:gridAfter"))
            if cells:
                rows.append(cells)
        return [Row(tuple(cells), columns) for cells in rows]

    def _cells(
        self, row: Element, column: int, above: set[int]
    ) -> tuple[list[Cell], set[int], int]:
        """The cells of a row, the columns of those merged downwards, and the column after them."""
        cells: list[Cell] = []
        merged: set[int] = set()
        for cell in unwrapped(row, prompts=True):
            if tag(cell) != "w:tc":
                continue
            properties = child(cell, "w:tcPr")
            if child(properties, "w:cellDel") is not None:
                self._note_deleted(cell)
                continue
            at_most(MAX_COLUMNS, column + 1, "a table of {} columns or more", self._package.name)
            span = max(1, number(child_value(properties, "w:gridSpan"), 1, MAX_COLUMNS))
            end = min(column + span, MAX_COLUMNS)
            if column and _continues(properties, "w:hMerge"):
                if cells and cells[-1].column + cells[-1].span == column:
                    cells[-1] = cells[-1]._replace(span=end - cells[-1].column)
            else:
                if child(properties, "w:vMerge") is not None:
                    merged.add(column)
                if not (_continues(properties, "w:vMerge") and column in above):
                    cells.append(Cell(column, end - column, _trimmed(self._lines(cell))))
            column = end
        return cells, merged, column

    def _note_deleted(self, element: Element) -> None:
        """Note the text of a deleted row or cell."""
        words = [t.text or "" for t in element.iter() if tag(t) in {"w:t", "w:delText"}]
        self._note("deleted", "".join(words))

    def _note(self, kind: NoteKind, text: str) -> None:
        if text.strip():
            self.notes.append(Note(kind, Line(text)))

    # -- paragraphs

    def _paragraphs(self, paragraph: Element) -> Iterator[list[Line]]:
        """The lines of a paragraph, then those of the text boxes anchored to it."""
        properties = child(paragraph, "w:pPr")
        text, self._carried = _Text(self._carried), ""
        style = child_value(properties, "w:pStyle", self._styles.default)
        self._runs(paragraph, text, self._styles.hides(style))
        for deleted in text.deletions():
            self._note("deleted", deleted)
        if child(child(properties, "w:rPr"), "w:del") is not None:
            self._carried = text.kept()  # the paragraph continues in the next
        else:
            yield self._marked(text.kept(), properties)
        for box in text.boxes:
            lines = self._lines(box)
            if any(line.text.strip() for line in lines):
                yield lines

    def _marked(self, text: str, properties: Element | None) -> list[Line]:
        """A paragraph's lines, the first that is not blank with its list mark."""
        mark = self._numbering.mark(properties)
        lines = [line if line.strip() else "" for line in text.split("\n")]
        first = next((at for at, line in enumerate(lines) if line), None)
        if mark and first is not None:
            lines[first] = f"{mark} {lines[first].lstrip()}"
        return [Line(line) for line in lines]

    def _runs(self, element: Element, text: _Text, hidden: bool) -> None:
        for found in unwrapped(element):
            match tag(found):
                case "w:r":
                    self._run(found, text, hidden)
                case "w:del":
                    for node in found.iter():
                        if tag(node) in {"w:delText", "w:t"}:
                            text.put_deleted(node.text or "")
                        elif tag(node) in {"w:tab", "w:br", "w:cr"}:
                            text.put_deleted(" ")
                case "m:oMath" | "m:oMathPara":
                    text.put("".join(t.text or "" for t in found.iter() if tag(t) == "m:t"))

    def _run(self, run: Element, text: _Text, hidden: bool) -> None:
        properties = child(run, "w:rPr")
        if child(properties, "w:vanish") is not None:
            hidden = is_on(properties, "w:vanish")
        elif style := child_value(properties, "w:rStyle"):
            hidden = hidden or self._styles.hides(style)
        own_mark = False  # of a footnote, typed in the text of the run
        for found in run:
            name = tag(found)
            if name == "w:fldChar":
                _field(attribute(found, "fldCharType"), text.fields)
            elif hidden:
                continue
            elif name == "w:t":
                if not own_mark:
                    text.put(_words(found))
            elif name in _CHARACTERS:
                text.put(_CHARACTERS[name])
            elif name == "w:sym":
                text.put(_symbol(found))
            elif name in {"w:footnoteReference", "w:endnoteReference"}:
                own_mark = attribute(found, "customMarkFollows").lower() in {"1", "true", "on"}
                note = self._footnotes.pop((name[2:-9], attribute(found, "id")), None)
                if note is not None:
                    self._note("footnote", self._aside(note))
            elif name == "w:ruby":
                base = child(found, "w:rubyBase")
                if base is not None:
                    self._runs(base, text, hidden)
            elif name in {"w:drawing", "w:pict", "w:object", "mc:AlternateContent"}:
                text.boxes.extend(_boxes([found]))


def _skipped(properties: Element | None, name: str) -> int:
    """How many grid columns a row leaves free before or after its cells."""
    return max(0, number(child_value(properties, name), 0, MAX_COLUMNS - 1))


def _continues(properties: Element | None, name: str) -> bool:
    """Whether a cell belongs to the merged cell before or above it."""
    merge = child(properties, name)
    return merge is not None and attribute(merge, "val") != "restart"


def _boxes(elements: Iterable[Element]) -> Iterator[Element]:
    """The text boxes in drawings, but not those within text boxes."""
    for element in unwrapped(elements):
        if tag(element) == "w:txbxContent":
            yield element
        else:
            yield from _boxes(element)


def _field(kind: str, fields: list[bool]) -> None:
    """Fields hold an instruction, then its result; the paragraph's end closes them."""
    if kind == "begin":
        fields.append(False)
    elif kind == "separate" and fields:
        fields[-1] = True
    elif kind == "end" and fields:
        fields.pop()


_CHARACTERS = {
    "w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n",
    "w:noBreakHyphen": "-", "w:softHyphen": "\u00ad",
}  # fmt: skip
_SYMBOLS = {
    "symbol": {0xB7: "•", 0x2D: "−", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xAE: "→", 0xB4: "×"},
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻",
        0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
}  # fmt: skip
"""The Unicode equivalents of characters from symbol fonts that documents use."""


def _words(element: Element) -> str:
    """The text of a `w:t`; Word drops white space at its ends unless told to preserve it."""
    text = re.sub(r"[\r\n\t]", " ", element.text or "")
    return text if attribute(element, "space") == "preserve" else text.strip(" ")


def _symbol(element: Element) -> str:
    """A character of a symbol font; as the file has it if its equivalent is not known here."""
    try:
        code = int(attribute(element, "char"), 16)
    except ValueError:
        return ""
    font = attribute(element, "font").lower()
    known = _SYMBOLS.get(font, {}).get(code & 0xFF) if code >= 0xF000 or code < 0x100 else None
    valid = 0x20 <= code <= 0xFFFD and not 0xD800 <= code <= 0xDFFF
    return known or (chr(code) if valid else "")


def _trimmed(lines: list[Line]) -> tuple[Line, ...]:
    """Lines without empty ones at both ends, and with at most one between two others."""
    kept: list[Line] = []
    for line in lines:
        if line.text or (kept and kept[-1].text):
            kept.append(line)
    if kept and not kept[-1].text:
        kept.pop()
    return tuple(kept)
