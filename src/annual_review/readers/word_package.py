"""The ZIP of a Word document: its parts as XML, unpacked one at a time and under limits.

python-docx is not used here: it loads every part into memory, pictures included, however large they
unpack. Macros, pictures, comments and embedded files are never opened, entities are not expanded,
and nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

from annual_review.errors import SourceError, at_most, brief
from annual_review.readers.placeholders import is_placeholder

Element = _Element  # lxml has no public name for this type

MAX_PART = 30_000_000
"""The most bytes that one part may unpack to: a long baseline has about a million."""
MAX_TOTAL = 60_000_000
"""The most bytes that all parts that are read may unpack to."""
MAX_ENTRIES = 5_000
"""The most files in the ZIP: each picture is one, and a baseline has a few dozen."""
MAX_TAGS = 1_000_000
"""The most tags, opening and closing, in one part."""

_KINDS = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("meta-inf/manifest.mf", "a Java archive"),
    ("content.xml", "an OpenDocument file"),
)
"""What other kinds of ZIP files contain."""
_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError, RuntimeError,
    ValueError,
)  # fmt: skip
"""What `zipfile` raises for a damaged file."""


class Package:
    """The parts of the Word document `name`. Raises SourceError for anything else."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name = name
        self._left = MAX_TOTAL
        # counted before zipfile makes its list of entries, which takes far more memory than bytes
        entries = raw.count(b"PK\x01\x02")
        at_most(MAX_ENTRIES, entries, "a ZIP of {} files", name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except _ZIP_ERRORS as error:
            raise self._damaged("a file that is not a ZIP, or is damaged") from error
        entries_by_name = ((_slashed(info.filename), info) for info in self._zip.infolist())
        self._entries = {
            posixpath.normpath(f"/{path}").lstrip("/").lower(): info
            for path, info in entries_by_name
        }
        self._main = next(iter(self._targets("", "officeDocument")), "word/document.xml")
        self.document = self._document()
        """The root of the main part, `w:document`."""

    def related(self, kind: str) -> Iterator[Element]:
        """The parts of a kind, such as `styles`, that the document refers to."""
        for path in self._targets(self._main, kind):
            if path in self._entries:
                yield self._part(path)

    def _document(self) -> Element:
        if self._main in self._entries:
            root = self._part(self._main)
            if tag(root) == "w:document":
                return root
        kind = "a ZIP file that is not a Word document"
        for path, known in _KINDS:
            if any(entry.startswith(path) for entry in self._entries):
                kind = known
        raise SourceError(
            self.name,
            found=kind,
            expected="a Word document (.docx)",
            remedy="Save the baseline as .docx, PDF or text in the program that made it.",
        )

    def _targets(self, path: str, kind: str) -> list[str]:
        """The paths of a kind that the relations of a part lead to, each once."""
        folder, base = posixpath.split(path)
        relations = posixpath.join(folder, "_rels", f"{base}.rels").lower()
        if relations not in self._entries:
            return []
        found = []
        for relation in self._part(relations):
            target = _slashed(relation.get("Target", ""))
            inside = relation.get("TargetMode", "Internal") == "Internal"
            if inside and relation.get("Type", "").endswith(f"/{kind}"):
                whole = posixpath.normpath(posixpath.join("/", folder, target))
                found.append(whole.lstrip("/").lower())  # as Word, which takes any case
        return list(dict.fromkeys(found))

    def _part(self, path: str) -> Element:
        raw = self._unpacked(path)
        at_most(MAX_TAGS, raw.count(b"<"), "a part with {} tags", f"{self.name}, {path}")
        # without huge_tree, libxml2 rejects XML nested more than 256 deep and long entities
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(raw, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(
                f"{path} that is not well-formed XML ({brief(error, 120)})"
            ) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._damaged(f"{path} with a document type, which no Word file has")
        return root

    def _unpacked(self, path: str) -> bytes:
        info = self._entries[path]
        if info.flag_bits & 1:
            raise SourceError(
                self.name,
                found="an encrypted ZIP",
                expected="a .docx without a password",
                remedy="Unpack it with its password, and take the .docx out.",
            )
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise self._damaged(f"{path} compressed in a way that Word does not use")
        limit = min(MAX_PART, self._left)
        where, what = f"{self.name}, {path}", "a part that unpacks to {} bytes or more"
        at_most(limit, info.file_size, what, where)
        try:
            with self._zip.open(info) as file:
                raw = file.read(limit + 1)  # the size that a ZIP declares may be false
        except _ZIP_ERRORS as error:
            raise self._damaged(f"{path} that cannot be unpacked ({brief(error, 120)})") from error
        at_most(limit, len(raw), what, where)
        self._left -= len(raw)
        return raw

    def _damaged(self, found: str) -> SourceError:
        return SourceError(
            self.name,
            found=found,
            expected="a Word document (.docx)",
            remedy="Download the document again, or open it in Word and save it as .docx.",
        )


def _slashed(path: str) -> str:
    """A path in the ZIP; some programs separate its folders by backslashes."""
    return path.replace("\\", "/")


# ---- Word's XML ---------------------------------------------------------------------------------

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
}
_WRAPPERS = frozenset(
    """
    w:bdo w:customXml w:dir w:fldSimple w:hyperlink w:ins w:moveTo w:sdt w:sdtContent w:smartTag
    """.split()
)
"""Elements that only wrap others."""


@lru_cache(maxsize=5_000)
def _short(name: str) -> str:
    namespace, _, local = name.rpartition("}")
    return f"{_PREFIXES.get(namespace[1:], '')}:{local}"


def tag(element: Element) -> str:
    """An element's name as `w:p`, in documents of Word's strict kind as in others."""
    return _short(element.tag)


def child(element: Element | None, name: str) -> Element | None:
    """The first child with a name."""
    for found in element if element is not None else ():
        if _short(found.tag) == name:
            return found
    return None


def attribute(element: Element | None, local: str, default: str = "") -> str:
    """An attribute by its name without the namespace."""
    if element is not None:
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2] == local:
                return str(value)
    return default


def child_value(element: Element | None, name: str, default: str = "") -> str:
    """The attribute `w:val` of a child."""
    return attribute(child(element, name), "val", default)


def number(text: str, default: int, most: int = 1_000_000) -> int:
    """An attribute's whole number, up to a limit."""
    text = text.strip()
    return min(int(text[:9]), most) if re.fullmatch(r"-?[0-9]+", text) else default


def is_on(element: Element | None, name: str) -> bool:
    """Whether a child switches something on, as it does unless its value says otherwise."""
    found = child(element, name)
    return found is not None and attribute(found, "val", "1").lower() not in {"0", "false", "off"}


def shows_placeholder(element: Element) -> bool:
    """Whether an element is a content control that says it is not filled in."""
    properties = child(element, "w:sdtPr") if tag(element) == "w:sdt" else None
    return is_on(properties, "w:showingPlcHdr")


def words_in(element: Element) -> str:
    """All text in an element."""
    return "".join(node.text or "" for node in element.iter() if tag(node) == "w:t")


def unwrapped(elements: Iterable[Element], *, placeholders: bool = False) -> Iterator[Element]:
    """The elements, each that only wraps others replaced by what it wraps.

    Where Word writes a thing once for newer programs and once for older ones, the version that
    holds text is taken. The known placeholders of content controls are left out unless
    `placeholders`.
    """
    for element in elements:
        name = tag(element)
        if name in _WRAPPERS:
            if (
                shows_placeholder(element)
                and not placeholders
                and is_placeholder(words_in(element))
            ):
                continue
            yield from unwrapped(element, placeholders=placeholders)
        elif name == "mc:AlternateContent":
            versions = [each for each in element if tag(each) in {"mc:Choice", "mc:Fallback"}]
            filled = [each for each in versions if any(tag(node) == "w:t" for node in each.iter())]
            for chosen in (filled or versions)[:1]:
                yield from unwrapped(chosen, placeholders=placeholders)
        else:
            yield element
