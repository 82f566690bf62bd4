"""Read a Word document (DOCX): its tables, paragraphs, list marks, footnotes and tracked changes.

Word's XML is walked in the document's order. python-docx is not used: it gives a merged cell once
for each grid position, and knows neither tracked changes nor footnotes nor the marks of lists that
Word numbers. `word_package` unpacks the file, `word_lists` counts the lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from annual_review.errors import SourceError, at_most
from annual_review.readers.characters import in_symbol_font, superscript
from annual_review.readers.rows import (
    Cell,
    Extract,
    Line,
    Note,
    NoteKind,
    Paragraph,
    Row,
    lacks_words,
    picture_note,
)
from annual_review.readers.word_lists import Look, Numbering, Styles, is_colored, look
from annual_review.readers.word_package import (
    Element,
    Package,
    attribute,
    child,
    child_value,
    is_on,
    number,
    shows_placeholder,
    tag,
    unwrapped,
    words_in,
)

MAX_COLUMNS = 1_000
"""The most grid columns of a table; Word itself allows 63."""


def read_docx(raw: bytes, name: str) -> Extract:
    """Read the bytes of a Word document (`.docx`). `name` is what messages call it.

    A paragraph is one Line, or one for each part between its line breaks. Outside tables it is a
    Paragraph; within a cell an empty Line stands for empty paragraphs. Lists that Word numbers have
    their marks as printed, `a) `. Tracked insertions count as text, and so does what form fields
    show. Notes are deletions (`deleted`), struck and hidden words (`struck`, `unseen`), footnotes
    and endnotes (`footnote`), whose marks are left out, and headers and footers (`running_head`).
    Fields show their result; text boxes come after the paragraph that they are anchored to; the
    placeholders of empty content controls are left out, and are notes (`placeholder`) if they are
    not known. Tables that only lay out the page are looked through. A Word file has no pages.

    Raises SourceError if the file is not a Word document, is damaged or encrypted, exceeds the
    limits of this module and of `word_package`, embeds a document that only Word can put in its
    place, or has no text.
    """
    package = Package(raw, name)
    reader = _Reader(package)
    blocks = reader.blocks(child(package.document, "w:body"))
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
        self._parts: list[tuple[NoteKind | None, str]] = [(None, before)]  # None: it is kept
        self.fields: list[_Field] = []  # those that are open
        self.boxes: list[Element] = []

    def put(self, text: str, kind: NoteKind | None = None) -> None:
        """Add text, or what is left out as a note of some kind."""
        if text and all(field.shows for field in self.fields):
            self._parts.append((kind, text))

    def kept(self) -> str:
        return "".join(text for kind, text in self._parts if kind is None)

    def left_out(self) -> Iterator[tuple[NoteKind, str]]:
        """What was left out; without other text between them, parts of one kind are one."""
        for kind, parts in groupby(self._parts, key=lambda part: part[0]):
            if kind:
                yield kind, "".join(text for _, text in parts)


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
        self._on_color = False  # whether a cell around has a background of a colour
        self._carried = ""  # text before a paragraph mark that was deleted

    def blocks(self, around: Element | None) -> list[Row | Paragraph]:
        """The rows and paragraphs of the document's body, or of a cell."""
        blocks: list[Row | Paragraph] = []
        for element in self._content(around):
            if tag(element) == "w:tbl" and _lays_out(element):
                cells = (cell for row in _rows_of(element) for cell in unwrapped(row))
                for cell in cells:
                    blocks += self.blocks(cell)
            elif tag(element) == "w:tbl":
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
        style = child_value(child(table, "w:tblPr"), "w:tblStyle")
        on_color = self._on_color
        self._on_color = on_color or self._styles.may_color(style)
        rows: list[list[Cell]] = []
        merged: set[int] = set()  # columns where the row above has a cell merged downwards
        for row in unwrapped(table, placeholders=True):
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
        self._on_color = on_color
        return [Row(tuple(cells), columns) for cells in rows]

    def _cells(
        self, row: Element, column: int, above: set[int]
    ) -> tuple[list[Cell], set[int], int]:
        """The cells of a row, the columns of those merged downwards, and the column after them."""
        cells: list[Cell] = []
        merged: set[int] = set()
        for cell in unwrapped(row, placeholders=True):
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
                    on_color = self._on_color
                    self._on_color = on_color or is_colored(properties)
                    cells.append(Cell(column, end - column, _trimmed(self._lines(cell))))
                    self._on_color = on_color
                    if column and lacks_words(cells[-1]) and (found := _picture(cell)) is not None:
                        self.notes.append(picture_note(cells[:-1], found))
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
        around = self._styles.look(style)
        if is_colored(properties):
            around = around._replace(on_color=True)
        self._runs(paragraph, text, around)
        for kind, said in text.left_out():
            self._note(kind, said)
        end = child(properties, "w:rPr")
        if child(end, "w:del") is not None:
            self._carried = text.kept()  # the paragraph continues in the next
        elif text.kept().strip() or not look(end).over(around).hidden:  # a hidden one has no mark
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

    def _runs(self, element: Element, text: _Text, around: Look) -> None:
        for found in unwrapped(element):
            match tag(found):
                case "w:r":
                    self._run(found, text, around)
                case "w:del":
                    for node in found.iter():
                        if tag(node) in {"w:delText", "w:t"}:
                            text.put(node.text or "", "deleted")
                        elif tag(node) in {"w:tab", "w:br", "w:cr"}:
                            text.put(" ", "deleted")
                case "m:oMath" | "m:oMathPara":
                    text.put("".join(_in_formula(t) for t in found.iter() if tag(t) == "m:t"))

    def _run(self, run: Element, text: _Text, around: Look) -> None:
        properties = child(run, "w:rPr")
        style = ""
        if properties is not None:
            style = child_value(properties, "w:rStyle")
            if style:
                around = self._styles.look(style).toggled(around)
            around = look(properties).over(around)
        hidden = around.hidden or (around.white and not (around.on_color or self._on_color))
        kind: NoteKind | None = "unseen" if hidden else "struck" if around.struck else None
        if style in self._styles.placeholders and any(map(shows_placeholder, run.iterancestors())):
            kind = "placeholder"
        own_mark = False  # of a footnote, typed in the text of the run
        for found in run:
            name = tag(found)
            if name == "w:fldChar":
                text.put(_field(found, text.fields), kind)
            elif name == "w:t":
                if not own_mark:
                    said = in_symbol_font(_words(found), around.font or "")
                    text.put(superscript(said) if around.raised else said, kind)
            elif name in _CHARACTERS:
                text.put(_CHARACTERS[name], kind)
            elif name == "w:sym":
                text.put(_symbol(found), kind)
            elif hidden:
                continue
            elif name in {"w:footnoteReference", "w:endnoteReference"}:
                own_mark = attribute(found, "customMarkFollows").lower() in {"1", "true", "on"}
                note = self._footnotes.pop((name[2:-9], attribute(found, "id")), None)
                if note is not None:
                    self._note("footnote", self._aside(note))
            elif name == "w:ruby":
                base = child(found, "w:rubyBase")
                if base is not None:
                    self._runs(base, text, around)
            elif name in {"w:drawing", "w:pict", "w:object", "mc:AlternateContent"}:
                text.boxes.extend(_boxes([found]))


_PICTURES = frozenset("blip imagedata chart relIds OLEObject textpath".split())
"""What shows something without words of the text: pictures, charts, objects, lettering."""


def _picture(cell: Element) -> str | None:
    """What the file says of a picture in a cell; None if there is none, or in a table within."""
    names = {found: found.tag.rpartition("}")[2] for found in cell.iter()}
    if _PICTURES.isdisjoint(names.values()) or any(tag(found) == "w:tbl" for found in names):
        return None
    about = (attribute(found, "string") or attribute(found, "descr") for found in names)
    return next(filter(None, about), "")


def _lays_out(table: Element) -> bool:
    """Whether a table only puts parts of the page in place: one within it holds most of it."""
    inner = max(_inner_tables(table), key=lambda each: len(words_in(each)), default=None)
    if inner is None or len(words_in(inner)) * 10 < 6 * len(words_in(table)):
        return False
    return len(_rows_of(table)) <= max(1, len(_rows_of(inner)) - 1)


def _inner_tables(table: Element) -> Iterator[Element]:
    """The tables directly in the cells of a table."""
    for row in _rows_of(table):
        for cell in unwrapped(row):
            yield from (each for each in unwrapped(cell) if tag(each) == "w:tbl")


def _rows_of(table: Element) -> list[Element]:
    return [row for row in unwrapped(table) if tag(row) == "w:tr"]


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


class _Field(NamedTuple):
    """A field that is open. `shows`: its result has begun; `form`: a tick box or drop-down list."""

    shows: bool = False
    form: Element | None = None


def _field(mark: Element, fields: list[_Field]) -> str:
    """Follow a field to its next mark; what a tick box or a drop-down list of a form shows.

    Fields hold an instruction, then their result; the paragraph's end closes them. Word keeps the
    value of these two apart from the result, where other programs may repeat it.
    """
    kind = attribute(mark, "fldCharType")
    if kind == "begin":
        form = child(mark, "w:ffData")
        box, choices = child(form, "w:checkBox"), child(form, "w:ddList")
        fields.append(_Field(form=box if box is not None else choices))
    elif kind == "separate" and fields:
        fields[-1] = fields[-1]._replace(shows=fields[-1].form is None)
    elif kind == "end" and fields:
        form = fields.pop().form
        return "" if form is None else _form_value(form)
    return ""


def _form_value(form: Element) -> str:
    if tag(form) == "w:checkBox":
        said = "w:checked" if child(form, "w:checked") is not None else "w:default"
        return "☒" if is_on(form, said) else "☐"
    choices = [attribute(found, "val") for found in form if tag(found) == "w:listEntry"]
    chosen = number(child_value(form, "w:result", child_value(form, "w:default")), 0)
    return choices[chosen] if 0 <= chosen < len(choices) else ""


_CHARACTERS = {
    "w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n",
    "w:noBreakHyphen": "-", "w:softHyphen": "\u00ad",
}  # fmt: skip


def _words(element: Element) -> str:
    """The text of a `w:t`; Word drops white space at its ends unless told to preserve it."""
    text = re.sub(r"[\r\n\t]", " ", element.text or "")
    return text if attribute(element, "space") == "preserve" else text.strip(" ")


def _symbol(element: Element) -> str:
    """A character of a symbol font as that shows it; of any other font the character itself."""
    try:
        code = int(attribute(element, "char"), 16)
    except ValueError:
        return ""
    if not 0x20 <= code <= 0xFFFD or 0xD800 <= code <= 0xDFFF:
        return ""
    return in_symbol_font(chr(code), attribute(element, "font"))


def _in_formula(words: Element) -> str:
    """Words of a formula, with exponents as such."""
    raised = any(tag(around) == "m:sup" for around in words.iterancestors())
    return superscript(words.text or "") if raised else words.text or ""


def _trimmed(lines: list[Line]) -> tuple[Line, ...]:
    """Lines without empty ones at both ends, and with at most one between two others."""
    kept: list[Line] = []
    for line in lines:
        if line.text or (kept and kept[-1].text):
            kept.append(line)
    if kept and not kept[-1].text:
        kept.pop()
    return tuple(kept)
