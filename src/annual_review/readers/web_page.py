"""An HTML page as elements: its encoding, its parser, and its limits.

libxml2 parses the page through lxml and reports it as events, of which this module builds its own
elements. libxml2's own tree would silently lose the text below a depth of 2,048 and take minutes
for a tag with many attributes; lexbor has no limit of depth and slows down with its square. Built
from events, a page takes time in proportion to its length, and a page too large or too deep is
refused. No function here calls itself for an element within another, so depth costs no stack.

Nothing is evaluated or fetched. Scripts are left out; styles are read for what hides an element and
for how a list is numbered.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from typing import Any, NamedTuple

from lxml import etree

from annual_review.errors import SourceError, at_most, brief
from annual_review.readers.encodings import decoded
from annual_review.readers.rows import NoteKind
from annual_review.readers.web_archive import Page, archived_page
from annual_review.readers.web_styles import (
    PLAIN,
    Look,
    Sheet,
    by_tag,
    declared,
    hides,
    look,
    plain_color,
)

MAX_ELEMENTS = 300_000
"""The most elements of a page: a long baseline has a few thousand."""
MAX_TAGS = 2_000_000
"""The most tags and comments, opened, closed or broken: the parser is slow with broken ones."""
MAX_DEPTH = 2_000
"""How deep elements may nest: unclosed `font` and `div` reach hundreds in old pages."""
MAX_ATTRIBUTE = 2_000
"""The most characters of an attribute that are looked at."""


# ---- bytes to text ------------------------------------------------------------------------------

_DECLARED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=["']([\w.-]+)""",
    re.IGNORECASE,
)
_ALIASES = {"x-mac-roman": "macintosh", "ascii": "cp1252", "iso8859-1": "cp1252"}
"""Names of encodings that Python does not know, or that browsers understand otherwise."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _encoding(page: Page) -> str:
    """The encoding that a page declares, or its archive does, as browsers understand it."""
    found = _DECLARED.search(page.raw[:4096])
    inside = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    for said in filter(None, (page.encoding.lower(), inside.lower())):
        with suppress(LookupError):
            name = codecs.lookup(_ALIASES.get(said, said)).name
            # a declaration that could be read is not in UTF-16
            return "utf-8" if name.startswith(("utf-16", "utf-32")) else _ALIASES.get(name, name)
    return "utf-8"


# ---- text to elements ---------------------------------------------------------------------------

_UNSEEN = frozenset(
    """
    applet area audio base button canvas col colgroup datalist embed frame frameset head iframe
    input link map math meta noembed noframes noscript object option param progress rp script select
    source style svg template textarea title track video
    """.split()
)
"""Elements whose content is not text of the page."""
BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main
    menu nav ol p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp
    """.split()
)
"""Elements that begin and end a line."""
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_KEPT = frozenset(
    """
    bgcolor checked class color colspan disabled face hidden href id media multiple name rel
    reversed role rowspan selected start style title type value
    """.split()
)
"""The attributes that say something about the text."""
_KEPT_OF_PICTURES = _KEPT | frozenset("alt height src width".split())
_CONTROLS = frozenset("button input option select textarea".split())
"""Form controls: text of the page in a table or a long form, but not in a search."""
_INPUTS_WITHOUT_TEXT = frozenset(
    "button color file hidden image password range reset submit".split()
)
"""The types of `input` that do not show their value; browsers take an unknown type for text."""
_LEAST_CONTROLS = 5
"""How many controls outside tables make a form: a page has some for a search or its language."""
_CLOSED_BY = {
    **dict.fromkeys(("td", "th"), ("td", "th")),
    "tr": ("td", "th", "tr"),
    **dict.fromkeys(("tbody", "tfoot", "thead"), ("tbody", "td", "tfoot", "th", "thead", "tr")),
}
"""Which open parts of a table a new part closes, together with what is open within them."""


@dataclass(slots=True, eq=False)
class Node:
    """An element and its attributes, and counts of what is seen in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)
    look: Look = PLAIN
    open: bool = True
    seen: bool = True
    hidden: bool = False  # not seen because of its style
    doubtful: tuple[Node, ...] = ()  # of a page: what rules that are not understood may hide
    note: NoteKind | None = None  # what a control is that shows words, but not as an answer
    list_style: str = ""
    item_mark: str = ""  # what a sheet puts before an item in place of a mark
    size: int = 0  # characters of text other than white space
    linked: int = 0  # those of them that are in links
    links: int = 0
    elements: int = 0
    tables: int = 0
    headings: int = 0
    blocks: int = 0
    rows: int = 0  # of tables, but not of tables within it
    inner_rows: int = 0  # the most that a table within it has

    @property
    def prose(self) -> int:
        """Characters of text that are not in links."""
        return self.size - self.linked

    @property
    def role(self) -> str:
        """The attribute `role`, in small letters."""
        return self.attributes.get("role", "").lower()

    @property
    def nodes(self) -> list[Node]:
        """The elements directly in it that are seen."""
        return [child for child in self.children if isinstance(child, Node) and child.seen]


def _control(tag: str, attributes: Mapping[str, str]) -> str | None:
    """What a form control shows before it is touched; None if it shows nothing."""
    kind = attributes.get("type", "text").lower()
    if tag == "input" and kind in {"checkbox", "radio"}:
        return "☒ " if "checked" in attributes else "☐ "
    if tag == "input":
        return None if kind in _INPUTS_WITHOUT_TEXT else attributes.get("value", "")
    return None if tag == "button" or (tag == "option" and "selected" not in attributes) else ""


NO_MARKS = "no-marks"
"""A list style of a sheet that marks none. It says little: such sheets often draw bullets."""


def _list_style(style: Mapping[str, str]) -> str:
    """How a style marks lists."""
    return style.get("list-style-type") or style.get("list-style", "")


def _note_choice(select: Node) -> None:
    """Note the first option, which browsers show, if none is selected: perhaps nobody chose it."""
    groups = [select, *(each for each in select.nodes if each.tag == "optgroup")]
    inside = (each for group in groups for each in group.children)
    options = [each for each in inside if isinstance(each, Node) and each.tag == "option"]
    if options and not any(option.seen for option in options):
        options[0].note = "placeholder"


class _Builder:
    """Takes the parser's events, and refuses a page at the first element too many or too deep.

    Cells and rows end where the next begins, as in browsers, even with elements open in them. The
    parser would put the next one inside those.
    """

    def __init__(self, name: str, page: Page) -> None:
        self._name, self._page = name, page
        self._open = [Node("html", {})]
        self._begun: list[Node] = []  # what the parser takes to be open
        self._parts: list[int] = []  # where in `_open` tables and parts of tables are
        self._elements = 0
        self._outside: list[Node] = []  # controls outside tables
        self._doubtful: dict[str, Node] = {}  # the first that a rule may hide, by its selector
        self._sheet = Sheet()
        self._linked: set[str] = set()  # sheets that were taken
        self._text = StringIO()  # text with entities comes in many pieces

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        self._elements += 1
        at_most(MAX_ELEMENTS, self._elements, "a page with {} elements or more", self._name)
        at_most(MAX_DEPTH, len(self._begun) + 1, "elements nested {} deep or more", self._name)
        self._flush()
        tag = tag.lower()
        known = _KEPT_OF_PICTURES if tag == "img" else _KEPT
        kept = {key: value[:MAX_ATTRIBUTE] for key, value in attrib.items() if key in known}
        if is_part := tag in _CLOSED_BY or tag == "table":
            while self._parts and self._open[self._parts[-1]].tag in _CLOSED_BY.get(tag, ()):
                self._close(self._open[self._parts[-1]])
        node = self._node(tag, kept)
        if is_part:
            self._parts.append(len(self._open))
        self._open.append(node)
        self._begun.append(node)

    def _node(self, tag: str, attributes: dict[str, str]) -> Node:
        around = self._open[-1].look
        by_sheet = self._sheet.of(tag, attributes, self._around)
        if not attributes and not by_sheet:
            node = Node(tag, attributes, look=by_tag(tag, around))
        else:
            own = declared(attributes["style"]) if "style" in attributes else {}
            style = by_sheet | own
            # what only a sheet hides may be shown by a script, but hardly a part of a table
            hiding = style if self._parts else own
            node = Node(tag, attributes, look=look(tag, attributes, style, around))
            if color := own.get("color") or attributes.get("color", "").lower():
                behind = own.get("background-color") or own.get("background", "")
                is_known = self._sheet.is_whole or plain_color(behind, "", "")
                color = plain_color(color, around.color, node.look.ground) if is_known else ""
                node.look = node.look._replace(color=color)
            if not self._parts and "visibility" not in own:
                node.look = node.look._replace(invisible=around.invisible)
            node.hidden = hides(attributes, hiding)
            node.list_style = _list_style(own)
            if not node.list_style:
                node.list_style = _list_style(by_sheet).replace("none", NO_MARKS)
            node.item_mark = style.get("item-mark", "")
            if self._parts and "may-hide" in style:
                self._doubtful.setdefault(style["may-hide"], node)
        if tag in _CONTROLS:
            said = _control(tag, attributes)
            aside = tag == "button" or attributes.get("type", "").lower() == "search"
            node.seen = said is not None and not node.hidden and not aside
            node.children += [said] if said else []
            node.size = len(said or "")
            if aside and self._parts and not node.hidden:
                node.note = "aside"
            elif node.seen and not self._parts:
                node.seen = tag == "option"  # within a control that is not seen either
                self._outside += [node] if tag != "option" else []
        else:
            node.seen = tag not in _UNSEEN and not node.hidden
        if tag == "link" and "stylesheet" in attributes.get("rel", "").lower():
            self._link_sheet(attributes)
        return node

    def _link_sheet(self, attributes: Mapping[str, str]) -> None:
        """Take a style sheet that the page links to, if the page's archive has it."""
        if "alternate" in attributes["rel"].lower() or "disabled" in attributes:
            return
        sheet = self._page.sheet(attributes.get("href", ""))
        if sheet is None:
            self._sheet.is_whole = False
        elif sheet not in self._linked:
            self._linked.add(sheet)
            self._sheet.add(sheet, attributes.get("media", ""), linked=True)

    def _around(self) -> list[tuple[str, Mapping[str, str]]]:
        return [(node.tag, node.attributes) for node in reversed(self._open)]

    def end(self, tag: str) -> None:  # noqa: ARG002  (the innermost: tags come in pairs)
        self._flush()
        self._close(self._begun.pop())

    def data(self, data: str) -> None:
        self._text.write(data)

    def close(self) -> Node:
        self._flush()
        for node in self._open[1:2]:
            self._close(node)
        page = self._open[0]
        page.doubtful = tuple(self._doubtful.values())
        if len(self._outside) >= _LEAST_CONTROLS + max(page.rows, page.inner_rows):
            for control in self._outside:
                control.seen = True
        return page

    def _flush(self) -> None:
        text = self._text.getvalue()
        if text:
            self._text = StringIO()
            node = self._open[-1]
            seen = node.look
            if seen.invisible or (seen.color and seen.color == seen.ground):
                unseen = Node("span", {}, [text], open=False, seen=False, hidden=True)
                node.children.append(unseen)
                return
            node.children.append(text)
            node.size += len(text) - sum(map(text.count, " \t\n\r\f\xa0"))

    def _close(self, last: Node) -> None:
        """End an element and those still open in it; count each for the one around it."""
        while last.open:
            node = self._open.pop()
            node.open = False
            if self._parts and self._parts[-1] == len(self._open):
                self._parts.pop()
            parent = self._open[-1]
            parent.children.append(node)
            if node.tag == "style":
                rules = "".join(each for each in node.children if isinstance(each, str))
                self._sheet.add(rules, node.attributes.get("media", ""))
            elif node.tag == "select" and "multiple" not in node.attributes:
                _note_choice(node)
            if not node.seen:
                continue
            parent.elements += node.elements + 1
            parent.size += node.size
            leads = node.tag == "a" and "href" in node.attributes  # else it is a link's target
            parent.linked += node.size if leads else node.linked
            parent.links += node.links + (leads and node.size > 0)
            parent.tables += node.tables + (node.tag == "table")
            parent.headings += node.headings + (node.tag in HEADINGS and node.size > 0)
            parent.blocks += node.blocks + (node.tag in BLOCKS and node.size > 0)
            parent.inner_rows = max(parent.inner_rows, node.inner_rows)
            if node.tag == "table":
                parent.inner_rows = max(parent.inner_rows, node.rows)
            else:
                parent.rows += node.rows + (node.tag == "tr")


def parsed(raw: bytes, name: str) -> Node:
    """The root of a page's elements. Raises SourceError for a page beyond the limits."""
    page = archived_page(raw, name)
    text = decoded(page.raw, _encoding(page))
    at_most(MAX_TAGS, text.count("<"), "a page with {} tags", name)
    data = _CONTROL.sub("", text).encode("utf-8", "replace")
    # huge_tree lifts limits that would lose text silently; the builder sets its own
    builder: Any = _Builder(name, page)
    parser: Any = etree.HTMLParser(
        target=builder, encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True
    )
    try:
        for start in range(0, len(data), 1 << 16):  # an error of the builder stops the next piece
            parser.feed(data[start : start + (1 << 16)])
        root: Node = parser.close()
    except etree.LxmlError as error:
        raise SourceError(
            name,
            found=f"a page that cannot be parsed ({brief(error, 120)})",
            expected="an HTML page",
            remedy="Save the page again, or save it from the browser as text.",
        ) from error
    return root


# ---- what elements hold -------------------------------------------------------------------------


def visible(root: Node) -> Iterator[Node]:
    """An element and all that are seen below it, in the order of the page."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.nodes)


def text_of(root: Node) -> str:
    """The text of an element, its white space collapsed."""
    parts: list[str] = []
    waiting = [*reversed(root.children)]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item.seen:
            apart = [" "] if item.tag in BLOCKS or item.tag == "br" else []
            waiting += [*apart, *reversed(item.children), *apart]
    return " ".join("".join(parts).split())


class TableRow(NamedTuple):
    """A row of a table: its cells, and which `tbody`, `thead` or `tfoot` it belongs to."""

    group: int
    cells: list[Node]


def table_rows(table: Node) -> list[TableRow]:
    """The rows of a table, but not of tables within it; `thead` first, `tfoot` last, as printed."""
    rows: dict[str, list[TableRow]] = {"thead": [], "tbody": [], "tfoot": []}
    group, kind = 0, "tbody"
    row: TableRow | None = None
    waiting: list[Node | str] = [*reversed(table.nodes)]  # a tag alone stands for its end
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            row = None
            if node != "tr":
                group, kind = group + 1, "tbody"
        elif node.tag in {"td", "th"}:
            if row is None:  # a cell without a row begins one
                row = TableRow(group, [])
                rows[kind].append(row)
            row.cells.append(node)
        elif node.tag not in {"table", "caption"}:
            if node.tag == "tr":
                row = TableRow(group, [])
                rows[kind].append(row)
                waiting.append("tr")
            elif node.tag in rows:
                group, kind, row = group + 1, node.tag, None
                waiting.append(node.tag)
            waiting += reversed(node.nodes)
    return [row for part in rows.values() for row in part]


def hidden_texts(root: Node) -> Iterator[str]:
    """What the styles of a page hide in an element, each stretch by itself."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.hidden:
            yield text_of(node)
        elif node.seen:
            waiting += (child for child in reversed(node.children) if isinstance(child, Node))
