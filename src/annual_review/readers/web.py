"""Read an HTML page: its tables, its paragraphs and its footnotes, without what is around them.

The page is parsed by libxml2 through lxml, as events and not as its tree. Measured against lexbor
(selectolax) on the same hostile pages in one run: lexbor has no limit of depth, and ten times as
deep took a hundred times as long (100,000 nested `div`: 14 s, and nothing can stop it); libxml2 is
linear and stops at a depth of 2,048. In its tree that stop loses the text below without an error,
and 200,000 attributes in one tag took over a minute, as in lexbor's. As events neither happens:
four million attributes took 4 s, and this module counts elements and depth while they come,
refuses a page that has too many, and keeps the few attributes that it needs. Nothing here calls
itself for an element within another, so that depth costs no stack.

Nothing is evaluated or fetched: scripts and style sheets are left out, `style` attributes are
read for what hides an element and for how a list is numbered.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from annual_review.errors import SourceError
from annual_review.readers.list_marks import letters, roman
from annual_review.readers.page_furniture import says_furniture
from annual_review.readers.rows import Cell, Extract, Line, Note, Paragraph, Row

MAX_BYTES = 50_000_000
"""The largest page that is parsed, in bytes."""
MAX_ELEMENTS = 300_000
"""The most elements of a page: a long baseline has some thousands."""
MAX_TAGS = 2_000_000
"""The most tags and comments, opened, closed or broken: each broken one takes long to report."""
MAX_DEPTH = 2_000
"""How deep elements may nest: unclosed `font` and `div` reach some hundreds in old pages."""
MAX_GRID = 2_000_000
"""The most places in the grid of one table that its cells may cover, row by row."""
MAX_ATTRIBUTE = 2_000
"""The most characters of an attribute that are looked at."""
MAX_SPAN = 1_000
"""Columns that one cell can cover, as in browsers."""


def read_html(raw: bytes, name: str) -> Extract:
    """Read the bytes of an HTML page. `name` is what messages call it.

    Tables of data become Rows: a cell that spans rows or columns stands once, at the columns that
    it covers, with one Line for each line that a browser would begin; a table within a cell gives
    its text line by line. Tables that only lay out the page are looked through. Text outside
    tables becomes Paragraphs, one for each block; a list is one, with the marks that a browser
    prints. Footnotes are Notes, their marks are left out; so is text struck by `del`, as a
    `deleted` Note. Hidden elements, navigation, banners and page footers are no text of the
    document: the reader keeps `main` or, without it, all that is not recognized as such.

    Raises SourceError if the page is too large, has too many elements, nests too deep, or holds
    no text.
    """
    if len(raw) > MAX_BYTES:
        raise _too_much(name, f"a page of {len(raw):,} bytes", f"at most {MAX_BYTES:,}")
    page = _parse(_decode(raw), name)
    root = _main(page)
    _leave_out_furniture(root)
    notes = _footnotes(root)
    flow = _Flow(name, outside=True)
    if root is not page and not root.headings:
        for heading in _visible(page):
            if heading.tag == "h1":
                flow.read(heading)
                flow.close()
    flow.read(root)
    flow.close()
    if not flow.blocks:
        raise SourceError(
            name,
            found="a page without text",
            expected="a country baseline",
            remedy="A page that scripts fill has none in its file: save it from the browser as "
            "a complete page, or as text.",
        )
    return Extract(tuple(flow.blocks), (*notes, *flow.notes))


def _too_much(name: str, found: str, expected: str) -> SourceError:
    return SourceError(
        name,
        found=found,
        expected=expected,
        remedy="A baseline is far smaller: check what the file holds.",
    )


# ---- bytes to text ------------------------------------------------------------------------------

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=["']([\w.-]+)""",
    re.IGNORECASE,
)
_WINDOWS = {"ascii", "iso8859-1"}
"""What browsers read as Windows-1252, by Python's names."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _decode(raw: bytes) -> str:
    """Decode by mark, by what the page declares, else as UTF-8 or Windows-1252."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    declared = _DECLARED.search(raw[:4096])
    names = ["utf-8"]
    if declared:
        label = (declared[1] or declared[2]).decode("ascii", "replace").lower()
        try:
            known = codecs.lookup(label)
            "".encode(known.name)  # refused where the codec is none of text
        except LookupError:
            pass
        else:
            # a declaration that could be read is itself no UTF-16
            wide = known.name.startswith(("utf-16", "utf-32"))
            first = "cp1252" if known.name in _WINDOWS else "utf-8" if wide else known.name
            names.insert(0, first)
    for encoding in names:
        try:
            return raw.decode(encoding)
        except ValueError:
            continue
    return raw.decode("cp1252", "replace")


# ---- text to elements ---------------------------------------------------------------------------

_UNSEEN = frozenset(
    """
    applet area audio base button canvas col colgroup datalist embed frame frameset head iframe
    input link map math meta noembed noframes noscript object option param progress rp script select
    source style svg template textarea title track video
    """.split()
)
"""Elements whose content is no text of the page."""
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main
    menu nav ol p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp
    """.split()
)
"""Elements that begin a line of their own and end it."""
_SPACED = frozenset(
    "blockquote dir dl fieldset figure h1 h2 h3 h4 h5 h6 hr listing menu ol p pre ul xmp".split()
)
"""Blocks that browsers set apart from their neighbours by a blank space."""
_LISTS = frozenset("dir menu ol ul".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_PRESERVED = frozenset("listing plaintext pre xmp".split())
_KEPT = frozenset(
    """
    aria-hidden class colspan hidden href id name reversed role rowspan start style title type
    value
    """.split()
)
"""The attributes that say something about the text."""
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all")
_SPACE = re.compile("[ \t\n\r\f]+")


class _Node:
    """An element: what it holds, and how much of it is text, text in links, links, tables."""

    __slots__ = (
        "attributes", "blocks", "children", "elements", "headings", "inner", "linked", "links",
        "open", "rows", "seen", "size", "tables", "tag",
    )  # fmt: skip

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[_Node | str] = []
        self.open = True
        self.seen = tag not in _UNSEEN and not _hidden(attributes)
        self.size = self.linked = self.links = self.tables = self.headings = self.blocks = 0
        self.elements = 0
        self.rows = self.inner = 0  # its own rows, and the most that a table within it has

    @property
    def prose(self) -> int:
        """Characters of text that are not in links."""
        return self.size - self.linked


def _hidden(attributes: dict[str, str]) -> bool:
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or _HIDING.search(attributes.get("style", "").lower()) is not None
        or not _OFF_SCREEN.isdisjoint(attributes.get("class", "").lower().split())
    )


_OFF_SCREEN = frozenset("sr-only visually-hidden visuallyhidden screen-reader-text".split())
"""Classes of text that is there for screen readers only, such as links past the navigation."""


_CLOSED_BY = {
    **dict.fromkeys(("td", "th"), frozenset({"td", "th"})),
    "tr": frozenset({"td", "th", "tr"}),
    **dict.fromkeys(
        ("tbody", "tfoot", "thead"), frozenset({"tbody", "td", "tfoot", "th", "thead", "tr"})
    ),
}
"""What a part of a table closes, if it is still open, and whatever is open within that."""


class _Builder:
    """Takes the parser's events; stops at the first element too many or too deep.

    Cells and rows end where the next begins, as in browsers, even with elements open in them; the
    parser would take the next as part of those.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._open = [_Node("html", {})]
        self._begun: list[_Node] = []  # what the parser takes to be open
        self._parts: list[int] = []  # where in `_open` tables and parts of tables are
        self._elements = 0
        self._text: list[str] = []

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise _too_much(
                self._name, f"a page of more than {MAX_ELEMENTS:,} elements", "at most that many"
            )
        if len(self._begun) >= MAX_DEPTH:
            raise _too_much(
                self._name, f"elements nested more than {MAX_DEPTH:,} deep", "a page people read"
            )
        self._flush()
        kept = {
            str(key): str(value)[:MAX_ATTRIBUTE] for key, value in attrib.items() if key in _KEPT
        }
        node = _Node(str(tag).lower(), kept)
        if node.tag in _CLOSED_BY:
            closed = None
            for place in reversed(self._parts):
                if self._open[place].tag not in _CLOSED_BY[node.tag]:
                    break
                closed = place
            while closed is not None and len(self._open) > closed:
                self._close()
            self._parts.append(len(self._open))
        elif node.tag == "table":
            self._parts.append(len(self._open))
        self._open.append(node)
        self._begun.append(node)

    def end(self, tag: str | bytes) -> None:  # noqa: ARG002  (the innermost: tags come in pairs)
        self._flush()
        node = self._begun.pop()
        while node.open:
            self._close()

    def _close(self) -> None:
        """End the innermost open element, and count what it holds for the one around it."""
        node = self._open.pop()
        node.open = False
        if self._parts and self._parts[-1] == len(self._open):
            self._parts.pop()
        parent = self._open[-1]
        parent.children.append(node)
        if node.seen:
            parent.elements += node.elements + 1
            parent.size += node.size
            leads = node.tag == "a" and "href" in node.attributes  # else it is a place to lead to
            parent.linked += node.size if leads else node.linked
            parent.links += node.links + (leads and node.size > 0)
            parent.tables += node.tables + (node.tag == "table")
            parent.headings += node.headings + (node.tag in _HEADINGS and node.size > 0)
            parent.blocks += node.blocks + (node.tag in _BLOCKS and node.size > 0)
            if node.tag == "table":
                parent.inner = max(parent.inner, node.rows, node.inner)
            else:
                parent.inner = max(parent.inner, node.inner)
                parent.rows += node.rows + (node.tag == "tr")

    def data(self, data: str | bytes) -> None:
        text = data if isinstance(data, str) else data.decode("utf-8", "replace")
        self._text.append(text)  # text with entities comes in many pieces
        if len(self._text) > 10_000:
            self._text = ["".join(self._text)]

    def _flush(self) -> None:
        if self._text:
            text, self._text = "".join(self._text), []
            node = self._open[-1]
            node.children.append(text)
            node.size += len(text) - sum(map(text.count, " \t\n\r\f\xa0"))

    def comment(self, text: str | bytes) -> None:
        """Comments are no text."""

    def close(self) -> None:
        self._flush()
        while len(self._open) > 1:
            self._close()

    @property
    def page(self) -> _Node:
        """The root of all elements, once the parser is closed."""
        return self._open[0]


def _parse(text: str, name: str) -> _Node:
    if text.count("<") > MAX_TAGS:
        raise _too_much(name, f"a page of more than {MAX_TAGS:,} tags", "at most that many")
    raw = _CONTROL.sub("", text).encode("utf-8", "replace")
    # huge_tree lifts limits that would lose text silently; the builder sets its own
    builder = _Builder(name)
    parser = etree.HTMLParser(
        target=builder, encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True
    )
    try:
        for start in range(0, len(raw), 1 << 16):
            parser.feed(raw[start : start + (1 << 16)])
        parser.close()
    except etree.LxmlError as error:
        raise SourceError(
            name,
            found=f"a page that cannot be parsed ({' '.join(str(error).split())[:120]})",
            expected="an HTML page",
            remedy="Save the page again, or save it from the browser as text.",
        ) from error
    return builder.page


def _visible(root: _Node) -> Iterator[_Node]:
    """All elements below one that are seen, in the order of the page."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(
            child for child in reversed(node.children) if isinstance(child, _Node) and child.seen
        )


def _text(root: _Node) -> str:
    """The text of an element, its white space collapsed."""
    parts: list[str] = []
    waiting: list[_Node | str] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item.seen:
            waiting.extend(reversed(item.children))
    return " ".join("".join(parts).split())


# ---- what is the document, and what is around it ------------------------------------------------


def _main(page: _Node) -> _Node:
    """The part of the page that says itself to be its main content, else all of it."""
    mains, articles = [], []
    for node in _visible(page):
        if node.tag == "main" or node.attributes.get("role", "").lower() == "main":
            mains.append(node)
        elif node.tag == "article" or node.attributes.get("role", "").lower() == "article":
            articles.append(node)
    for candidates, share in ((mains, 4), (articles, 2)):
        best = max(candidates, key=lambda node: node.prose, default=page)
        if best is not page and best.prose * share >= page.prose:
            return best
    return page


_AROUND = frozenset("nav aside header footer search dialog".split())
_AROUND_ROLES = frozenset(
    """
    alert alertdialog banner complementary contentinfo dialog menu menubar navigation search toolbar
    """.split()
)
_AROUND_NAMES = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?|cookies?|consent|gdpr|skip(?:-?(?:link|nav|to\w*))?"
    r"|nav(?:bar|igation)?|(?:side|top|main|left|right|foot)?-?menu|side-?bar|share|social|footer"
    r"|banner|pager)"
    r"(?:[_-](?:area|bar|block|box|buttons?|container|inner|items?|links?|list|menu|nav|wrapper))*(?!\S)",
    re.IGNORECASE,
)
"""Classes and ids that pages give to what is around their content."""
_AROUND_LINKS = frozenset(
    "back contents home index next previous print search share top up".split()
)
"""What links around the content say, whole."""


def _leave_out_furniture(root: _Node) -> None:
    """Mark what is around the content as not seen, whatever a table of data holds excepted.

    What holds half of the words is the content, whatever it is called.
    """
    total, whole_page = root.prose, root.tag == "html"
    waiting = [(root, False)]
    while waiting:
        node, within = waiting.pop()
        after_content = False
        before = 0
        layout = node.tag == "table"
        for child in node.children:
            if not isinstance(child, _Node) or not child.seen:
                continue
            after = node.prose - before - child.prose
            among = min(before, after) * 20 > total
            before += child.prose
            if child.tag == "table" and not _lays_out(child):
                continue
            if 2 * child.prose < total or not total:
                kept = within or not whole_page
                if (
                    _is_named_furniture(child, kept)
                    or (not kept and not among and _is_link_list(child))
                    or _says_furniture(child)
                ):
                    child.seen = False
                    continue
            waiting.append((child, within or child.tag in {"article", "main"}))
        if layout:
            for row in _rows(node):
                for cell in row.cells:
                    trailing = cell.size < 300 and not cell.headings and not cell.tables
                    if after_content and trailing and cell.prose * 10 < node.prose:
                        cell.seen = False
                    after_content = after_content or cell.prose * 10 >= 7 * node.prose


def _is_named_furniture(node: _Node, kept: bool) -> bool:
    """Whether tag, role or names say so. An article has a header and a footer of its own."""
    if node.tag in _AROUND and not (kept and node.tag in {"header", "footer"}):
        return True
    if node.attributes.get("role", "").lower() in _AROUND_ROLES:
        return True
    if node.tag == "div" and node.attributes.get("title") in {"header", "footer"}:
        return True  # of a page, as LibreOffice saves them
    names = f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}"
    return (
        node.tag not in _HEADINGS
        and not node.tables
        and not node.headings
        and _AROUND_NAMES.search(names) is not None
    )


def _is_link_list(node: _Node) -> bool:
    """Whether little but links is in it; a cell beside the content may have a line or two more."""
    share = 5 if node.tag in {"td", "th"} else 7
    return node.links > 2 and node.linked * 10 >= share * node.size


def _says_furniture(node: _Node) -> bool:
    """Whether a short block, whole, says what only pages say; words within a sentence stay."""
    if not 0 < node.size <= 150 or node.elements > 30:
        return False
    if node.tag not in _BLOCKS - _HEADINGS - {"html", "body"} and node.tag != "a":
        return False
    text = _text(node).strip(" |·•-–[]")
    if node.tag != "a" and node.linked == node.size and text.lower() in _AROUND_LINKS:
        return True
    return says_furniture(text)


def _lays_out(table: _Node) -> bool:
    """Whether a table has no data but only puts parts of the page beside each other."""
    role = table.attributes.get("role", "").lower()
    if role in {"presentation", "none"}:
        return True
    rows = list(_rows(table))
    cells = [cell for row in rows for cell in row.cells]
    if len(cells) < 2:
        return True
    if any(cell.tag == "th" for cell in cells):
        return False
    largest = max(cells, key=lambda cell: cell.prose)
    if largest.prose * 10 < 6 * table.prose:
        return all(len(row.cells) == 1 for row in rows) and any(cell.tables for cell in cells)
    if largest.tables:
        return len(rows) <= 5 or largest.inner > len(rows)
    others = (cell for cell in cells if cell is not largest)
    beside = all(cell.linked * 10 >= 6 * cell.size or _says_furniture(cell) for cell in others)
    return largest.blocks > 2 and beside


# ---- footnotes ----------------------------------------------------------------------------------

_NOTE_MARK = re.compile(r"[\[(]?\s*(\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶]{1,3})\s*[\])]?\.?")
_NOTE_NAME = re.compile(r"f(?:oo)?t?n|note|edn", re.IGNORECASE)


class _Place(NamedTuple):
    node: _Node
    block: _Node  # the innermost block around it
    order: int
    opens: bool  # whether it is the first text of its block
    raised: _Node | None  # the `sup` around it


def _footnotes(root: _Node) -> list[Note]:
    """Find footnotes by their links, or by the same raised mark before text and at a block's start.

    Both their marks and their blocks are left out of the text.
    """
    marks: list[tuple[str, _Place]] = []  # what is linked to, the mark
    raised: list[tuple[str, _Place]] = []  # the mark as printed
    names: dict[str, _Place] = {}
    begun: set[int] = set()
    waiting: list[tuple[_Node | str, _Node, _Node | None]] = [(root, root, None)]
    order = 0
    while waiting:
        item, block, above = waiting.pop()
        if isinstance(item, str):
            if item.strip():
                begun.add(id(block))
            continue
        if not item.seen:
            continue
        order += 1
        block = item if item.tag in _BLOCKS else block
        above = item if item.tag == "sup" else None if item.tag in _BLOCKS else above
        place = _Place(item, block, order, id(block) not in begun, above)
        for key in ("id", "name"):
            if item.attributes.get(key):
                names.setdefault(item.attributes[key], place)
        short = 0 < item.size <= 7 and item.elements < 10
        if short and item.tag in {"a", "sup"} and _NOTE_MARK.fullmatch(_text(item)):
            href = item.attributes.get("href", "")
            own = f"{href} {item.attributes.get('id', '')} {item.attributes.get('name', '')}"
            if item.tag == "a" and href.startswith("#") and len(href) > 1:
                if above or _NOTE_NAME.search(own) or any(_is_raised(n) for n in item.children):
                    marks.append((href[1:], place))
            elif item.tag == "sup" and not item.links:
                raised.append((_text(item), place))
        waiting.extend((child, block, above) for child in reversed(item.children))

    pairs = [(mark, names[target]) for target, mark in marks if target in names]
    openers = {text: place for text, place in reversed(raised) if place.opens}
    pairs += [(mark, openers[text]) for text, mark in raised if text in openers]
    notes: dict[int, tuple[_Node, str]] = {}
    for mark, note in pairs:
        small = (4 * note.block.size < root.size or note.block.size < 1000) and (
            note.block.elements < 500 and not note.block.tables
        )
        if note.order <= mark.order or note.block is mark.block or not small:
            continue
        notes.setdefault(id(note.block), (note.block, _text(mark.node)))
        mark.node.seen = False
        if mark.raised is not None and mark.raised.size == mark.node.size:
            mark.raised.seen = False
    found = []
    for block, mark_text in notes.values():
        text = _text(block)
        printed, expected = _NOTE_MARK.match(text), _NOTE_MARK.match(mark_text)
        if printed and expected and printed[1] == expected[1]:
            text = text[printed.end() :]
        found.append(Note("footnote", Line(text.lstrip(" ]).\t").rstrip(" ↩\ufe0e^"))))
        block.seen = False
    return found


def _is_raised(node: _Node | str) -> bool:
    return isinstance(node, _Node) and node.tag == "sup"


# ---- tables -------------------------------------------------------------------------------------


class _TableRow(NamedTuple):
    group: int  # rows of one `tbody`, `thead` or `tfoot` share it
    cells: list[_Node]


def _rows(table: _Node) -> Iterator[_TableRow]:
    """The rows of a table, but not of tables within it; `thead` first, `tfoot` last, as printed."""
    groups: dict[str, list[_TableRow]] = {"thead": [], "": [], "tfoot": []}
    group = 0
    kind = ""
    row: _TableRow | None = None
    # what is open is followed by None, which closes it
    waiting: list[tuple[_Node | None, str]] = [
        (child, "") for child in reversed(table.children) if isinstance(child, _Node)
    ]
    while waiting:
        node, closes = waiting.pop()
        if node is None:
            if closes == "tr":
                row = None
            else:
                group, kind, row = group + 1, "", None
            continue
        if not node.seen or node.tag in {"table", "caption"}:
            continue
        if node.tag in {"td", "th"}:
            if row is None:  # a cell without a row begins one
                row = _TableRow(group, [])
                groups[kind].append(row)
            row.cells.append(node)
            continue
        if node.tag == "tr":
            row = _TableRow(group, [])
            groups[kind].append(row)
            waiting.append((None, "tr"))
        elif node.tag in {"thead", "tbody", "tfoot"}:
            group, kind, row = group + 1, node.tag if node.tag != "tbody" else "", None
            waiting.append((None, node.tag))
        waiting.extend((c, "") for c in reversed(node.children) if isinstance(c, _Node))
    for rows in groups.values():
        yield from rows


def _number(text: str, default: int) -> int:
    """An attribute's number as browsers read it: leading digits; at most six count."""
    match = re.match(r"\s*[+]?(-?\d{1,6})", text)
    return int(match[1]) if match else default


def _table(table: _Node, name: str, notes: list[Note]) -> list[Row]:
    """The rows of a table of data, each cell at its columns of the grid."""
    placed: list[list[tuple[int, int, _Node]]] = []
    open_spans: list[tuple[int, int, int]] = []  # columns, and for how many more rows
    group, work = -1, 0
    for row in _rows(table):
        if row.group != group:
            group, open_spans = row.group, []
        column, above, cells = 0, iter(open_spans), []
        taken = next(above, None)
        begun: list[tuple[int, int, int]] = []
        for cell in row.cells:
            while taken is not None and taken[0] <= column:
                column = max(column, taken[1])
                taken = next(above, None)
            span = min(max(1, _number(cell.attributes.get("colspan", ""), 1)), MAX_SPAN)
            if taken is not None:
                span = min(span, taken[0] - column)  # a cell from above is not covered
            cells.append((column, column + span, cell))
            down = _number(cell.attributes.get("rowspan", ""), 1)
            if down == 0 or down > 1:  # 0 is to the group's end
                begun.append((column, column + span, down - 1 if down else 65534))
            column += span
        work += len(open_spans) + len(cells)
        if work > MAX_GRID or column > MAX_GRID:
            raise _too_much(name, "a table whose cells span without end", "a table people read")
        placed.append(cells)
        left = [(first, last, rows - 1) for first, last, rows in open_spans if rows > 1]
        open_spans = sorted(left + begun)
    # A column in which no cell begins has no width of its own: `colspan=100` means "all".
    starts = sorted({start for cells in placed for start, _, _ in cells})
    index = {start: number for number, start in enumerate(starts)}
    rows: list[Row] = []
    for cells in placed:
        found = []
        for start, end, node in cells:
            first = index[start]
            last = first + 1
            while last < len(starts) and starts[last] < end:
                last += 1
                work += 1
                if work > MAX_GRID:
                    raise _too_much(
                        name, "a table whose cells span without end", "a table people read"
                    )
            inner = _Flow(name, outside=False)
            inner.read(node)
            inner.close()
            notes.extend(inner.notes)
            found.append(Cell(first, last - first, tuple(inner.lines)))
        if found:
            rows.append(Row(tuple(found), len(starts)))
    return rows


# ---- lines --------------------------------------------------------------------------------------

_LIST_TYPES = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
}  # fmt: skip
_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|disc|circle|square|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b"
)


def _counted(number: int, style: str) -> str:
    """A number as a list prints it."""
    case, _, kind = style.partition("-")
    text = str(number)
    if kind in {"alpha", "latin"}:
        text = letters(number)
    elif kind == "roman":
        text = roman(number)
    return text.upper() if case == "upper" else text


class _List:
    """A list that is open: how its items are marked, and the next one's number."""

    def __init__(self, node: _Node) -> None:
        self.ordered = node.tag == "ol"
        self.style = _list_style(node) or ("decimal" if self.ordered else "disc")
        reverse = self.ordered and "reversed" in node.attributes
        self.step = -1 if reverse else 1
        default = 1
        if reverse:
            default = sum(isinstance(child, _Node) and child.tag == "li" for child in node.children)
        self.number = _number(node.attributes.get("start", ""), default)

    def mark(self, item: _Node) -> str:
        """The mark of the next item, as browsers print it; empty where they print none."""
        if self.ordered and item.attributes.get("value"):
            self.number = _number(item.attributes["value"], self.number)
        number, self.number = self.number, self.number + self.step
        style = _list_style(item) or self.style
        if style == "none":
            return ""
        return "•" if style in {"disc", "circle", "square"} else f"{_counted(number, style)}."


def _list_style(node: _Node) -> str:
    declared = _LIST_STYLE.search(node.attributes.get("style", "").lower())
    if declared:
        return declared[1]
    kind = node.attributes.get("type", "")
    return _LIST_TYPES.get(kind) or (
        kind.lower() if kind.lower() in {"disc", "circle", "square"} else ""
    )


class _Flow:
    """Collects lines as a browser would begin them.

    Outside tables they are gathered in Paragraphs, with the Rows of tables between them, in
    `blocks`; within a cell in `lines`, an empty one where a browser leaves a blank space.
    """

    def __init__(self, name: str, outside: bool) -> None:
        self.lines: list[Line] = []
        self.blocks: list[Row | Paragraph] = []
        self.notes: list[Note] = []
        self._name, self._outside = name, outside
        self._parts: list[tuple[str, bool]] = []  # text, and whether its space is preserved
        self._lists: list[_List] = []
        self._mark = ""
        self._gap = False
        self._preserved = 0

    def read(self, root: _Node) -> None:
        """Take the text of an element and of all below it."""
        self._enter(root)
        waiting: list[tuple[_Node, Iterator[_Node | str]]] = [(root, iter(root.children))]
        while waiting:
            node, children = waiting[-1]
            child = next(children, None)
            if child is None:
                self._leave(node)
                waiting.pop()
            elif isinstance(child, str):
                self._put(child)
            elif not child.seen:
                continue
            elif child.tag == "del":
                text = _text(child)
                if text:
                    self.notes.append(Note("deleted", Line(text)))
            elif child.tag == "table" and self._outside and not _lays_out(child):
                self._read_table(child)
            else:
                self._enter(child)
                waiting.append((child, iter(child.children)))

    def close(self) -> None:
        """End the line and, outside tables, the paragraph."""
        self._end_line()
        if self._outside and self.lines:
            self.blocks.append(Paragraph(tuple(self.lines)))
            self.lines = []
        self._gap = False

    def _read_table(self, table: _Node) -> None:
        self.close()
        held = self._lists
        self._lists = []
        for child in table.children:  # browsers print both before the table
            if isinstance(child, str):
                self._put(child)
            elif child.tag == "caption" and child.seen:
                caption = _Flow(self._name, outside=False)  # a table in it gives lines
                caption.read(child)
                self.close()
                self.lines = caption.lines
                self.notes.extend(caption.notes)
        self.close()
        self.blocks.extend(_table(table, self._name, self.notes))
        self._lists = held

    def _enter(self, node: _Node) -> None:
        tag = node.tag
        if tag == "br":
            if not self._end_line():
                self._set_apart()
        elif tag in _BLOCKS:
            self._block(node)
            if tag in _LISTS:
                self._lists.append(_List(node))
            elif tag == "li":
                self._mark = self._lists[-1].mark(node) if self._lists else "•"
            elif tag in _PRESERVED:
                self._preserved += 1
        elif tag == "q":
            self._put("“")

    def _leave(self, node: _Node) -> None:
        if node.tag in _BLOCKS:
            if node.tag in _LISTS:
                self._end_line()
                self._lists.pop()
            self._block(node)
            if node.tag == "li":
                self._mark = ""
            elif node.tag in _PRESERVED:
                self._preserved -= 1
        elif node.tag == "q":
            self._put("”")

    def _block(self, node: _Node) -> None:
        self._end_line()
        if node.tag in _SPACED and not (node.tag in _LISTS and self._lists):
            self._set_apart()
        elif self._outside and not self._lists:
            self.close()

    def _set_apart(self) -> None:
        if self._outside:
            self.close()
        else:
            self._gap = True

    def _put(self, text: str) -> None:
        if not self._preserved:
            self._parts.append((text, False))
            return
        first, *others = text.replace("\r\n", "\n").split("\n")
        self._parts.append((first, True))
        for line in others:
            if not self._end_line():
                self._set_apart()
            self._parts.append((line, True))

    def _end_line(self) -> bool:
        """Whether there was a line to end."""
        if not self._parts:
            return False
        if any(preserved for _, preserved in self._parts):
            text = "".join(
                part if preserved else _SPACE.sub(" ", part) for part, preserved in self._parts
            )
        else:
            text = _SPACE.sub(" ", "".join([part for part, _ in self._parts])).strip(" ")
        self._parts = []
        if not text.strip():
            return False
        if self._mark:
            text, self._mark = f"{self._mark} {text}", ""
        if self._gap and self.lines:
            self.lines.append(Line(""))
        self._gap = False
        self.lines.append(Line(text))
        return True
