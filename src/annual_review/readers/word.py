"""Read a Word document (DOCX): its tables, paragraphs, list marks, footnotes and tracked changes.

The parts that hold text are taken out of the ZIP one by one, under limits, and walked as XML in the
document's order. python-docx is not asked: it loads every part into memory, pictures too, however
large they unpack, gives a merged cell once for each grid position, and has neither tracked changes
nor footnotes nor the marks of lists that Word numbers.

Macros, pictures, comments and embedded files are never opened; entities are not expanded and
nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from annual_review.errors import SourceError
from annual_review.readers.list_marks import repeated_letters, roman
from annual_review.readers.rows import Cell, Extract, Line, Note, Paragraph, Row

MAX_PART = 30_000_000
"""The most bytes that one part of a document may unpack to: a long baseline has about a million."""
MAX_TOTAL = 60_000_000
"""The most bytes that all parts which are read may unpack to."""
MAX_ENTRIES = 5_000
"""The most files in a document's ZIP: a picture is one, and a baseline has some tens."""
MAX_TAGS = 1_000_000
"""The most tags, opening and closing, in one part."""
MAX_COLUMNS = 1_000
"""The most grid columns of a table that are counted; Word itself allows 63."""

_Element = etree._Element


def read_docx(raw: bytes, name: str) -> Extract:
    """Read the bytes of a Word document, `.docx`, `.docm` or `.dotx`. `name` is for messages.

    A paragraph is one Line, or one for each part between its line breaks; outside tables it is a
    Paragraph, within a cell an empty Line stands where the document has an empty paragraph. Lists
    that Word numbers have their marks as printed, `a) `. Tracked insertions count; deletions are
    Notes (`deleted`), and so are footnotes and endnotes (`footnote`), whose marks are left out,
    and headers and footers (`running_head`). Fields show their result, text boxes come after the
    paragraph that holds them, hidden text and the prompts of empty content controls are left out.
    A Word file has no pages.

    Raises SourceError if the file is no Word document, is damaged or encrypted, unpacks to more
    than the limits of this module, has a text that only Word can put in its place, or no text.
    """
    package = _Package(raw, name)
    document = package.document()
    reader = _Reader(package)
    blocks = reader.read(document)
    if not blocks:
        raise SourceError(
            name,
            found="a Word document without text",
            expected="a country baseline",
            remedy="If it holds scanned pages, their text has to be recognized first (OCR).",
        )
    return Extract(tuple(blocks), tuple(reader.notes + reader.running_heads()))


# ---- the ZIP ------------------------------------------------------------------------------------

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_PREFIXES = {
    **dict.fromkeys(_WORD, "w"),
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_KINDS = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("content.xml", "an OpenDocument file"),
)
"""What other files in a ZIP have in it."""
_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError, RuntimeError,
    ValueError,
)  # fmt: skip
"""What `zipfile` raises where a file is damaged."""
_AGAIN = "Download the document again, or open it in Word and save it as .docx."


class _Package:
    """The parts of a document, read one at a time."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name = name
        self._left = MAX_TOTAL
        if raw.startswith(b"\xd0\xcf\x11\xe0"):
            raise SourceError(
                name,
                found="a Word file that is encrypted or of the old kind (.doc)",
                expected="a .docx without password",
                remedy="Open it in Word, remove the password, and save it as .docx.",
            )
        # counted before the list of entries is made: each takes far more memory than bytes
        entries = raw.count(b"PK\x01\x02")
        if entries > MAX_ENTRIES:
            raise self._too_much(f"a ZIP of {entries:,} files", f"at most {MAX_ENTRIES:,}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except _ZIP_ERRORS as error:
            raise self._damaged("a file that is no ZIP, or a damaged one") from error
        self._entries = {info.filename.lstrip("/"): info for info in self._zip.infolist()}

    def document(self) -> _Element:
        """The main part, `w:document`; its folder and relations are known from then on."""
        main = self._related("", "officeDocument") or ["word/document.xml"]
        self._main = main[0]
        root = self.part(self._main) if self._main in self._entries else None
        if root is None or _tag(root) != "w:document":
            kind = "a ZIP file that is no Word document"
            for path, known in _KINDS:
                if any(entry.startswith(path) for entry in self._entries):
                    kind = known
            raise SourceError(
                self.name,
                found=kind,
                expected="a Word document (.docx)",
                remedy="Save the baseline from the program that made it as .docx, PDF or text.",
            )
        return root

    def related(self, kind: str) -> Iterator[_Element]:
        """The parts of a kind, such as `styles`, that the document refers to."""
        for path in self._related(self._main, kind):
            if path in self._entries:
                yield self.part(path)

    def _related(self, path: str, kind: str) -> list[str]:
        folder, base = posixpath.split(path)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in self._entries:
            return []
        found = []
        for relation in self.part(relations):
            target = relation.get("Target", "")
            inside = relation.get("TargetMode", "Internal") == "Internal"
            if inside and relation.get("Type", "").endswith(f"/{kind}"):
                found.append(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        return list(dict.fromkeys(found))

    def part(self, path: str) -> _Element:
        """Unpack and parse one part."""
        raw = self._unpacked(path)
        if raw.count(b"<") > MAX_TAGS:
            raise self._too_much(f"{path} with more than {MAX_TAGS:,} tags", "at most that many")
        # without huge_tree, libxml2 refuses XML nested more than 256 deep and long entities
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(raw, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(f"{path} that is no sound XML ({_brief(error)})") from error
        about: Any = root.getroottree().docinfo
        if about.doctype:
            raise self._damaged(f"{path} with a document type, which no Word file has")
        return root

    def _unpacked(self, path: str) -> bytes:
        info = self._entries[path]
        if info.flag_bits & 1:
            raise SourceError(
                self.name,
                found="an encrypted ZIP",
                expected="a .docx without password",
                remedy="Unpack it with its password, and take the .docx out.",
            )
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise self._damaged(f"{path} compressed in a way that Word does not use")
        limit = min(MAX_PART, self._left)
        if info.file_size > limit:
            raise self._too_large(path, info.file_size)
        try:
            with self._zip.open(info) as file:
                raw = file.read(limit + 1)  # what the ZIP declares need not be true
        except _ZIP_ERRORS as error:
            raise self._damaged(f"{path} that cannot be unpacked ({_brief(error)})") from error
        if len(raw) > limit:
            raise self._too_large(path, len(raw))
        self._left -= len(raw)
        return raw

    def _too_large(self, path: str, size: int) -> SourceError:
        return self._too_much(
            f"{path} that unpacks to {size:,} bytes or more",
            f"at most {MAX_PART:,}, and {MAX_TOTAL:,} together",
        )

    def _too_much(self, found: str, expected: str) -> SourceError:
        return SourceError(
            self.name,
            found=found,
            expected=expected,
            remedy="A baseline is far smaller: check what the file holds.",
        )

    def _damaged(self, found: str) -> SourceError:
        return SourceError(
            self.name, found=found, expected="a Word document (.docx)", remedy=_AGAIN
        )


def _brief(error: Exception) -> str:
    """What another library says of an error, in one line."""
    return " ".join(str(error).split())[:120]


# ---- names --------------------------------------------------------------------------------------

_names: dict[str, str] = {}
"""XML's names with their namespace, and in short: `w:p`."""


def _short(name: str) -> str:
    known = _names.get(name)
    if known is None:
        namespace, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
        known = f"{_PREFIXES.get(namespace, '')}:{local}"
        if len(_names) < 5_000:  # names are the document's own: not kept without end
            _names[name] = known
    return known


def _tag(element: _Element) -> str:
    return _short(element.tag) if isinstance(element.tag, str) else ""


def _child(element: _Element | None, tag: str) -> _Element | None:
    if element is not None:
        for child in element:
            if _tag(child) == tag:
                return child
    return None


def _attribute(element: _Element | None, local: str, default: str = "") -> str:
    """An attribute by its local name; Word's own are in its namespace, whichever of the two."""
    if element is not None:
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2] == local:
                return str(value)
    return default


def _value(element: _Element | None, tag: str, default: str = "") -> str:
    """`w:val` of a child."""
    return _attribute(_child(element, tag), "val", default)


def _number(text: str, default: int, most: int = 1_000_000) -> int:
    text = text.strip()
    return min(int(text[:9]), most) if re.fullmatch(r"-?[0-9]+", text) else default


def _is_on(element: _Element | None, tag: str) -> bool:
    """Whether a child switches something on: it does unless its value denies it."""
    found = _child(element, tag)
    return found is not None and _attribute(found, "val", "1").lower() not in {"0", "false", "off"}


def _alternative(element: _Element) -> _Element | None:
    """Of the ways in which one thing is written for newer and older programs, the one to read."""
    choices = [child for child in element if _tag(child) in {"mc:Choice", "mc:Fallback"}]
    filled = [choice for choice in choices if any(_tag(node) == "w:t" for node in choice.iter())]
    return next(iter(filled or choices), None)


# ---- styles and numbered lists ------------------------------------------------------------------


@dataclass(slots=True)
class _Style:
    based_on: str
    num_id: str
    level: str
    hidden: bool | None


@dataclass(slots=True)
class _Level:
    """A level of a numbered list: `text` is the mark with `%1` for the number of the first."""

    start: int
    format: str
    text: str
    restart: int  # 0: never; n: after the n-th level or one above it
    decimal: bool
    style: str


@dataclass(slots=True)
class _List:
    """What a `w:num` refers to, with its own changes."""

    key: str  # lists of one abstract definition count on from each other
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)  # overridden, for the first use


class _Styles:
    """Paragraph and character styles, as far as they hide text or number paragraphs."""

    def __init__(self, package: _Package) -> None:
        self._styles: dict[str, _Style] = {}
        self.default = ""
        for part in package.related("styles"):
            for element in part:
                if _tag(element) == "w:style":
                    self._add(element)

    def _add(self, element: _Element) -> None:
        key = _attribute(element, "styleId")
        numbering = _child(_child(element, "w:pPr"), "w:numPr")
        run = _child(element, "w:rPr")
        self._styles[key] = _Style(
            _value(element, "w:basedOn"),
            _value(numbering, "w:numId"),
            _value(numbering, "w:ilvl"),
            _is_on(run, "w:vanish") if _child(run, "w:vanish") is not None else None,
        )
        is_default = _attribute(element, "default").lower() in {"1", "true", "on"}
        if is_default and _attribute(element, "type") == "paragraph":
            self.default = key

    def chain(self, key: str) -> Iterator[tuple[str, _Style]]:
        """A style and those that it is based on; a style based on itself ends."""
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            yield key, style
            key = style.based_on

    def hides(self, key: str) -> bool:
        """Whether text in the style is hidden."""
        return next((s.hidden for _, s in self.chain(key) if s.hidden is not None), False)


class _Numbering:
    """Counts the paragraphs of lists and says how each is marked."""

    def __init__(self, package: _Package, styles: _Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for part in package.related("numbering"):
            self._load(part)

    def _load(self, part: _Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}  # definition: the style whose list it takes
        numbers: dict[str, tuple[str, _Element]] = {}
        for element in part:
            if _tag(element) == "w:abstractNum":
                key = _attribute(element, "abstractNumId")
                abstract[key] = dict(self._levels(element))
                linked[key] = _value(element, "w:numStyleLink")
            elif _tag(element) == "w:num":
                key = _attribute(element, "numId")
                numbers[key] = (_value(element, "w:abstractNumId"), element)
        for key, (definition, element) in numbers.items():
            if linked.get(definition):
                for _, style in self._styles.chain(linked[definition]):
                    if style.num_id in numbers:
                        definition = numbers[style.num_id][0]
                        break
            listed = _List(definition, dict(abstract.get(definition, {})))
            for override in element:
                if _tag(override) != "w:lvlOverride":
                    continue
                level = _number(_attribute(override, "ilvl"), 0)
                listed.levels.update(self._levels(override))
                start = _value(override, "w:startOverride")
                if start:
                    listed.starts[level] = _number(start, 1)
            self._lists[key] = listed

    def _levels(self, element: _Element) -> Iterator[tuple[int, _Level]]:
        for child in element:
            if _tag(child) == "w:lvl":
                level = _number(_attribute(child, "ilvl"), 0)
                text = _value(child, "w:lvlText")
                if _child(child, "w:lvlPicBulletId") is not None:
                    text = "•"
                yield (
                    level,
                    _Level(
                        _number(_value(child, "w:start"), 0),
                        _value(child, "w:numFmt", "decimal"),
                        text[:100],
                        _number(_value(child, "w:lvlRestart"), level),
                        _is_on(child, "w:isLgl"),
                        _value(child, "w:pStyle"),
                    ),
                )

    def mark(self, properties: _Element | None) -> str:
        """The mark of a paragraph with these properties (`w:pPr`), counted; empty without one."""
        direct = _child(properties, "w:numPr")
        num_id, level_text = _value(direct, "w:numId"), _value(direct, "w:ilvl")
        style_key = _value(properties, "w:pStyle", self._styles.default)
        linked = ""
        if not num_id:
            for key, style in self._styles.chain(style_key):
                level_text = level_text or style.level
                if style.num_id:
                    num_id, linked = style.num_id, key
                    break
        listed = self._lists.get(num_id)
        if listed is None or num_id == "0":
            return ""
        level = _number(level_text, 0)
        if not level_text and linked:
            keys = [key for key, _ in self._styles.chain(style_key)]
            level = next(
                (n for n, lvl in sorted(listed.levels.items()) if lvl.style and lvl.style in keys),
                0,
            )
        if level not in listed.levels:
            return ""
        self._count(num_id, listed, level)
        return self._printed(listed, level)

    def _count(self, num_id: str, listed: _List, level: int) -> None:
        counts = self._counts.setdefault(listed.key, {})
        first = (num_id, level) not in self._begun
        self._begun.add((num_id, level))
        if first and level in listed.starts:
            counts[level] = listed.starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = listed.starts.get(level, listed.levels[level].start)
        for lower in [n for n in counts if n > level]:
            known = listed.levels.get(lower)
            if known is None or level < known.restart:
                del counts[lower]

    def _printed(self, listed: _List, level: int) -> str:
        own = listed.levels[level]
        if own.format == "bullet":
            # symbol fonts have their bullets in the private area; Word's ring is a letter o
            text = own.text.strip()
            return "•" if text == "o" or any("\ue000" <= c <= "\uf8ff" for c in text) else text
        counts = self._counts[listed.key]

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            known = listed.levels.get(at)
            if known is None:
                return ""
            count = counts.get(at, listed.starts.get(at, known.start))
            plain = own.decimal and known.format != "none"
            return _counted(count, "decimal" if plain else known.format)

        return re.sub(r"%([1-9])", number, own.text).strip()


def _counted(number: int, style: str) -> str:
    """A number as Word prints it; in figures where the format is not known here."""
    text = str(number)
    if style == "none":
        return ""
    if style.endswith("Letter"):
        text = repeated_letters(number)
    elif style.endswith("Roman"):
        text = roman(number)
    elif style == "decimalZero":
        return f"{number:02}"
    elif style == "ordinal":
        tens = number % 100 in {11, 12, 13}
        return text + ("th" if tens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))
    return text.upper() if style.startswith("upper") else text


# ---- the text -----------------------------------------------------------------------------------

_THROUGH = frozenset(
    """
    w:bdo w:customXml w:dir w:fldSimple w:hyperlink w:ins w:moveTo w:sdtContent w:smartTag
    """.split()
)
"""Elements that only stand around others."""
_SYMBOLS = {
    "symbol": {0xB7: "•", 0x2D: "−", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xAE: "→", 0xB4: "×"},
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻",
        0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
}  # fmt: skip
"""Characters of symbol fonts that documents use, in Unicode."""


class _Text:
    """A paragraph's text as it is put together."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.deleted: list[str] = []
        self.boxes: list[_Element] = []
        self.fields: list[bool] = []  # for each open field, whether its result has begun
        self.left_out: list[str] = []  # stretches that were deleted

    def put(self, text: str) -> None:
        if text and all(self.fields):
            self.end_deleted()
            self.parts.append(text)

    def end_deleted(self) -> None:
        """What is deleted without kept text between is one change."""
        if self.deleted:
            self.left_out.append("".join(self.deleted))
            self.deleted = []


class _Reader:
    """Walks the document; collects notes on the way."""

    def __init__(self, package: _Package) -> None:
        self._package = package
        self._styles = _Styles(package)
        self._numbering = _Numbering(package, self._styles)
        self._footnotes = {
            kind: {
                _attribute(note, "id"): note
                for part in package.related(f"{kind}s")
                for note in part
                if _tag(note) == f"w:{kind}"
            }
            for kind in ("footnote", "endnote")
        }
        self.notes: list[Note] = []
        self._carried: list[str] = []  # text before a paragraph mark that was deleted

    def read(self, document: _Element) -> list[Row | Paragraph]:
        """The blocks of the document's body."""
        blocks: list[Row | Paragraph] = []
        for element in self._elements(_child(document, "w:body")):
            if _tag(element) == "w:tbl":
                blocks.extend(self._table(element))
            else:
                for lines in self._paragraphs(element):
                    kept = _trimmed(lines)
                    if kept:
                        blocks.append(Paragraph(kept))
        return blocks

    def running_heads(self) -> list[Note]:
        """Headers and footers, each text once."""
        found: dict[str, None] = {}
        for kind in ("header", "footer"):
            for part in self._package.related(kind):
                text = self._aside(part)
                if text:
                    found[text] = None
        return [Note("running_head", Line(text)) for text in found]

    def _aside(self, element: _Element) -> str:
        """The text of a note, header or footer, in one line."""
        notes, self.notes = self.notes, []
        lines = _trimmed(self._lines(element))
        self.notes = notes
        return " ".join(" ".join(line.text.split()) for line in lines if line.text)

    def _elements(self, element: _Element | None) -> Iterator[_Element]:
        """Paragraphs and tables directly in an element, also those in content controls."""
        for child in element if element is not None else ():
            tag = _tag(child)
            if tag in {"w:p", "w:tbl"}:
                yield child
            elif tag == "w:sdt":
                if not _is_on(_child(child, "w:sdtPr"), "w:showingPlcHdr"):
                    yield from self._elements(_child(child, "w:sdtContent"))
            elif tag in _THROUGH:
                yield from self._elements(child)
            elif tag == "mc:AlternateContent":
                yield from self._elements(_alternative(child))
            elif tag == "w:altChunk":
                raise SourceError(
                    self._package.name,
                    found="a document embedded in the document, which only Word puts in place",
                    expected="a Word document that has its text itself",
                    remedy="Open it in Word and save it again as .docx.",
                )

    def _lines(self, element: _Element) -> list[Line]:
        """The lines of all paragraphs in an element, those of tables within it too."""
        lines: list[Line] = []
        for child in self._elements(element):
            if _tag(child) == "w:tbl":
                for row in self._table(child):
                    for cell in row.cells:
                        lines.extend(cell.lines)
            else:
                for paragraph in self._paragraphs(child):
                    lines.extend(paragraph)
        return lines

    # -- tables

    def _table(self, table: _Element) -> list[Row]:
        grid = _child(table, "w:tblGrid")
        columns = sum(_tag(c) == "w:gridCol" for c in grid) if grid is not None else 0
        columns = min(columns, MAX_COLUMNS)
        rows: list[list[Cell]] = []
        merged: dict[int, int] = {}  # columns where a cell of the row above goes on, to its end
        for row in self._wrapped(table, "w:tr"):
            properties = _child(row, "w:trPr")
            if _child(properties, "w:del") is not None:
                self._note_deleted(row)
                continue
            if _is_on(properties, "w:hidden"):
                continue
            column = self._skipped(properties, "w:gridBefore")
            cells: list[Cell] = []
            going_on: dict[int, int] = {}
            for cell in self._wrapped(row, "w:tc"):
                about = _child(cell, "w:tcPr")
                if _child(about, "w:cellDel") is not None:
                    self._note_deleted(cell)
                    continue
                span = max(1, _number(_value(about, "w:gridSpan"), 1, MAX_COLUMNS))
                across, down = _child(about, "w:hMerge"), _child(about, "w:vMerge")
                end = min(column + span, MAX_COLUMNS)
                if column >= MAX_COLUMNS:
                    raise SourceError(
                        self._package.name,
                        found=f"a table of more than {MAX_COLUMNS:,} columns",
                        expected="a table people read",
                        remedy="Check what the file holds.",
                    )
                if across is not None and _attribute(across, "val") != "restart" and column:
                    if cells and cells[-1].column + cells[-1].span == column:
                        cells[-1] = cells[-1]._replace(span=end - cells[-1].column)
                    for start, stop in going_on.items():
                        if stop == column:
                            going_on[start] = end
                    column = end
                    continue
                if down is not None:
                    going_on[column] = end
                continues = down is not None and _attribute(down, "val") != "restart"
                if not (continues and column in merged):
                    cells.append(Cell(column, end - column, _trimmed(self._lines(cell))))
                column = end
            merged = going_on
            columns = max(columns, column + self._skipped(properties, "w:gridAfter"))
            if cells:
                rows.append(cells)
        return [Row(tuple(cells), columns) for cells in rows]

    def _skipped(self, properties: _Element | None, tag: str) -> int:
        return max(0, _number(_value(properties, tag), 0, MAX_COLUMNS - 1))

    def _wrapped(self, element: _Element, tag: str) -> Iterator[_Element]:
        """The rows of a table or the cells of a row, also those in content controls."""
        for child in element:
            found = _tag(child)
            if found == tag:
                yield child
            elif found == "w:sdt" or found in _THROUGH:
                yield from self._wrapped(child, tag)

    def _note_deleted(self, element: _Element) -> None:
        """A row or cell that was deleted."""
        words = [t.text or "" for t in element.iter() if _tag(t) in {"w:t", "w:delText"}]
        text = "".join(words)
        if text.strip():
            self.notes.append(Note("deleted", Line(text)))

    # -- paragraphs

    def _paragraphs(self, paragraph: _Element) -> Iterator[list[Line]]:
        """The lines of a paragraph, then those of the text boxes that hang on it."""
        properties = _child(paragraph, "w:pPr")
        text = _Text()
        text.parts, self._carried = self._carried, []
        self._runs(paragraph, text, self._styles.hides(self._style(properties)))
        text.end_deleted()
        self.notes.extend(
            Note("deleted", Line(deleted)) for deleted in text.left_out if deleted.strip()
        )
        if _child(_child(properties, "w:rPr"), "w:del") is not None:
            self._carried = text.parts  # the paragraph goes on in the next
        else:
            yield self._marked("".join(text.parts), properties)
        for box in text.boxes:
            lines = self._lines(box)
            if any(line.text.strip() for line in lines):
                yield lines

    def _style(self, properties: _Element | None) -> str:
        return _value(properties, "w:pStyle", self._styles.default)

    def _marked(self, text: str, properties: _Element | None) -> list[Line]:
        mark = self._numbering.mark(properties)
        lines = [line if line.strip() else "" for line in text.split("\n")]
        if mark and any(lines):
            first = next(number for number, line in enumerate(lines) if line)
            lines[first] = f"{mark} {lines[first].lstrip()}"
        return [Line(line) for line in lines]

    def _runs(self, element: _Element, text: _Text, hidden: bool) -> None:
        for child in element:
            tag = _tag(child)
            if tag == "w:r":
                self._run(child, text, hidden)
            elif tag == "w:del":
                self._deleted(child, text)
            elif tag == "w:sdt":
                if not _is_on(_child(child, "w:sdtPr"), "w:showingPlcHdr"):
                    content = _child(child, "w:sdtContent")
                    if content is not None:
                        self._runs(content, text, hidden)
            elif tag in _THROUGH:
                self._runs(child, text, hidden)
            elif tag == "mc:AlternateContent":
                chosen = _alternative(child)
                if chosen is not None:
                    self._runs(chosen, text, hidden)
            elif tag in {"m:oMath", "m:oMathPara"}:
                text.put("".join(t.text or "" for t in child.iter() if _tag(t) == "m:t"))

    def _deleted(self, element: _Element, text: _Text) -> None:
        for node in element.iter():
            if _tag(node) in {"w:delText", "w:t"}:
                text.deleted.append(node.text or "")
            elif _tag(node) in {"w:tab", "w:br", "w:cr"}:
                text.deleted.append(" ")

    def _run(self, run: _Element, text: _Text, hidden: bool) -> None:
        properties = _child(run, "w:rPr")
        if _child(properties, "w:vanish") is not None:
            hidden = _is_on(properties, "w:vanish")
        elif _value(properties, "w:rStyle"):
            hidden = hidden or self._styles.hides(_value(properties, "w:rStyle"))
        own_mark = False
        for child in run:
            tag = _tag(child)
            if tag == "w:fldChar":
                self._field(_attribute(child, "fldCharType"), text)
            elif hidden:
                continue
            elif tag == "w:t":
                if not own_mark:
                    text.put(_words(child))
            elif tag in {"w:tab", "w:ptab"}:
                text.put("\t")
            elif tag in {"w:br", "w:cr"}:
                text.put("\n")
            elif tag == "w:noBreakHyphen":
                text.put("-")
            elif tag == "w:softHyphen":
                text.put("\u00ad")
            elif tag == "w:sym":
                text.put(_symbol(child))
            elif tag in {"w:footnoteReference", "w:endnoteReference"}:
                own_mark = _attribute(child, "customMarkFollows").lower() in {"1", "true", "on"}
                self._footnote(tag[2:-9], _attribute(child, "id"))
            elif tag == "w:ruby":
                base = _child(child, "w:rubyBase")
                if base is not None:
                    self._runs(base, text, hidden)
            elif tag in {"w:drawing", "w:pict", "w:object", "mc:AlternateContent"}:
                self._boxes(child, text)

    def _field(self, kind: str, text: _Text) -> None:
        """Fields hold an instruction, then its result; a paragraph's end ends both."""
        if kind == "begin":
            text.fields.append(False)
        elif kind == "separate" and text.fields:
            text.fields[-1] = True
        elif kind == "end" and text.fields:
            text.fields.pop()

    def _boxes(self, element: _Element, text: _Text) -> None:
        if _tag(element) == "mc:AlternateContent":
            chosen = _alternative(element)
            if chosen is not None:
                self._boxes(chosen, text)
        elif _tag(element) == "w:txbxContent":
            text.boxes.append(element)
        else:
            for child in element:
                self._boxes(child, text)

    def _footnote(self, kind: str, key: str) -> None:
        note = self._footnotes[kind].pop(key, None)
        if note is not None:
            text = self._aside(note)
            if text:
                self.notes.append(Note("footnote", Line(text)))


def _words(element: _Element) -> str:
    """The text of a `w:t`: Word leaves out space at its ends unless told to preserve it."""
    text = element.text or ""
    text = re.sub(r"[\r\n\t]", " ", text)
    return text if _attribute(element, "space") == "preserve" else text.strip(" ")


def _symbol(element: _Element) -> str:
    """A character of a symbol font; as the file has it where this module knows no equal."""
    try:
        code = int(_attribute(element, "char"), 16)
    except ValueError:
        return ""
    font = _attribute(element, "font").lower()
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
