"""Read an HTML page: its tables, its paragraphs and its footnotes, without what is around them.

`web_page` parses the page and `web_content` finds the document in it. This module turns the
elements into lines as a browser would print them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from annual_review.errors import SourceError, at_most
from annual_review.readers.characters import in_symbol_font, superscript
from annual_review.readers.list_marks import letters, roman
from annual_review.readers.rows import (
    BLANK,
    Cell,
    Extract,
    Line,
    Note,
    Paragraph,
    Row,
    lacks_words,
    picture_note,
)
from annual_review.readers.web_content import footnotes, lays_out, leave_out_furniture, main_content
from annual_review.readers.web_page import (
    BLOCKS,
    NO_MARKS,
    Node,
    hidden_texts,
    parsed,
    table_rows,
    text_of,
    visible,
)

MAX_GRID = 2_000_000
"""The most places that cells may cover in the grid of one table, row by row."""
MAX_SPAN = 1_000
"""The most columns that one cell can cover, as in browsers."""


def read_html(raw: bytes, name: str) -> Extract:
    """Read the bytes of an HTML page. `name` is what messages call it.

    Tables of data become Rows. A cell that spans rows or columns stands once, at the columns that
    it covers, with one Line for each line that a browser would begin; a table within a cell gives
    its text line by line. Tables that only lay out the page are looked through. Text outside tables
    becomes Paragraphs, one for each block; a list is one, with the marks that a browser prints.
    Footnotes are Notes, and their marks are left out. Struck words are Notes (`struck`, or
    `deleted` by `del`), and so are words that the page's styles hide in a table (`unseen`).
    Hidden elements, navigation, banners and page footers are not text of the document: the reader
    keeps `main` or, without it, everything not recognized as such.

    Raises SourceError if the page is too large, has too many elements, nests too deep, or holds
    no text.
    """
    page = parsed(raw, name)
    root = main_content(page)
    leave_out_furniture(root)
    notes = footnotes(root)
    flow = _Flow(name, outside=True)
    if root is not page and not root.headings:
        for heading in visible(page):
            if heading.tag == "h1":
                flow.read(heading)
    flow.read(root)
    if not flow.blocks:
        raise SourceError(
            name,
            found="a page without text",
            expected="a country baseline",
            remedy="If scripts or frames fill the page, its file has no text: save from the "
            "browser what they show, as a complete page or as text.",
        )
    doubtful = (text_of(node) for node in page.doubtful if node.seen)
    notes += [Note("doubtful", Line(text)) for text in doubtful if text]
    return Extract(tuple(flow.blocks), (*notes, *flow.notes))


# ---- tables -------------------------------------------------------------------------------------


def _number(text: str, default: int) -> int:
    """An attribute's number as browsers read it: leading digits; at most six count."""
    match = re.match(r"\s*[+]?(-?\d{1,6})", text)
    return int(match[1]) if match else default


def _table(table: Node, name: str, notes: list[Note]) -> list[Row]:
    """The rows of a table of data, each cell at its columns of the grid.

    An answer beside the labels of several rows stands in each of them.
    """
    covering: dict[int, Node] = {}  # by the column where a cell begins
    placed: list[list[tuple[int, int, Node]]] = []
    open_spans: list[tuple[int, int, int]] = []  # columns, and for how many more rows
    group, work = -1, 0
    for row in table_rows(table):
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
                span = min(span, taken[0] - column)  # it does not cover a cell from above
            cells.append((column, column + span, cell))
            covering[column] = cell
            down = _number(cell.attributes.get("rowspan", ""), 1)
            if down == 0 or down > 1:  # 0 means to the end of the group
                begun.append((column, column + span, down - 1 if down else 65534))
            column += span
        beside: list[tuple[int, int, Node]] = []
        if len(cells) == 1 and not begun and text_of(cells[0][2])[:1].isupper():
            ended = cells[0][1]  # a label alone, and no second half of one
            beside = [
                (first, last, covering[first]) for first, last, _ in open_spans if first == ended
            ]
        work += len(open_spans) + len(cells) + sum(node.size for *_, node in beside)
        at_most(MAX_GRID, max(work, column), "a table whose cells cover {} places or more", name)
        placed.append(cells + beside)
        left = [(first, last, rows - 1) for first, last, rows in open_spans if rows > 1]
        open_spans = sorted(left + begun)
    # A column in which no cell begins has no width of its own: `colspan=100` means "all".
    starts = sorted({start for cells in placed for start, _, _ in cells})
    rows: list[Row] = []
    for cells in filter(None, placed):
        found = []
        for start, end, node in cells:
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            inner = _Flow(name, outside=False)
            inner.read(node)
            notes += inner.notes
            found.append(Cell(first, last - first, tuple(inner.lines)))
            if first and lacks_words(found[-1]):
                pictures = (each for each in visible(node) if _is_picture(each))
                notes += [
                    picture_note(found[:-1], each.attributes.get("alt", "")) for each in pictures
                ]
        rows.append(Row(tuple(found), len(starts)))
    return rows


_DECORATION = re.compile(
    r"(?<![a-z])(?:(?:spacer|blank|pixel|clear|trans(?:parent)?|shim|1x1|bullet|(?:fav)?icon)s?)+"
    r"(?![a-z])",
    re.IGNORECASE,
)
"""Names of pictures that only set parts of a page apart."""


def _is_picture(node: Node) -> bool:
    """Whether an element is a picture that can show words."""
    about = node.attributes
    if node.tag != "img" or any(
        _number(about.get(key, ""), 99) < 10 for key in ("width", "height")
    ):
        return False
    return not _DECORATION.search(about.get("src", "").rpartition("/")[2][:100])


# ---- lists --------------------------------------------------------------------------------------

_BULLETS = frozenset({"disc", "circle", "square"})
_LIST_TYPES = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
}  # fmt: skip
_LIST_STYLE = re.compile(
    r"\b(none|disc|circle|square|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b"
)

_ITEM_MARK = re.compile(
    r"""(?:["']([^"']*)["'])?\s*(?:(counter)\([\w-]+(?:\s*,\s*([\w-]+))?\)\s*(?:["']([^"']*)["'])?)?"""
)
"""What a style sheet puts before an item: Google's documents have `counter(x,lower-latin) ") "`."""


class _List:
    """A list that is open: how its items are marked, and the next one's number."""

    def __init__(self, node: Node) -> None:
        self._ordered = node.tag == "ol"
        self._style = _list_style(node) or ("decimal" if self._ordered else "disc")
        self._said = node.list_style
        self._step, default = 1, 1
        if self._ordered and "reversed" in node.attributes:
            items = (isinstance(child, Node) and child.tag == "li" for child in node.children)
            self._step, default = -1, sum(items)
        self._number = _number(node.attributes.get("start", ""), default)

    def mark(self, item: Node) -> str:
        """The mark of the next item, as browsers print it; empty where they print none."""
        if self._ordered and item.attributes.get("value"):
            self._number = _number(item.attributes["value"], self._number)
        number, self._number = self._number, self._number + self._step
        style = _list_style(item) or self._style
        by_sheet = _ITEM_MARK.fullmatch(item.item_mark) if item.item_mark else None
        if by_sheet and by_sheet[2]:
            before, after = by_sheet[1] or "", by_sheet[4] or ""
            return f"{before}{_counted(number, by_sheet[3] or 'decimal')}{after}".strip()
        drawn = by_sheet is not None and (by_sheet[1] or "").strip() != ""
        unmarked = style == "none" or NO_MARKS in self._said + item.list_style
        if drawn and (unmarked or not self._ordered):  # else it stands behind the number
            return "•"
        if style == "none":
            return ""
        return "•" if style in _BULLETS else f"{_counted(number, style)}."


def _counted(number: int, style: str) -> str:
    text = str(number)
    if style.endswith(("alpha", "latin")):
        text = letters(number)
    elif style.endswith("roman"):
        text = roman(number)
    return text.upper() if style.startswith("upper") else text


def _list_style(node: Node) -> str:
    declared = _LIST_STYLE.search(node.list_style)
    if declared:
        return declared[1]
    kind = node.attributes.get("type", "")
    return _LIST_TYPES.get(kind) or (kind.lower() if kind.lower() in _BULLETS else "")


# ---- lines --------------------------------------------------------------------------------------

_SPACED = frozenset(
    "blockquote dir dl fieldset figure h1 h2 h3 h4 h5 h6 hr listing menu ol p pre ul xmp".split()
)
"""Blocks that browsers set apart from their neighbours by blank space."""
_LISTS = frozenset("dir menu ol ul".split())
_PRESERVED = frozenset("listing plaintext pre xmp".split())
"""Blocks whose white space counts."""
_SPACE = re.compile("[ \t\n\r\f]+")


class _Flow:
    """Collects lines as a browser would begin them.

    Outside tables they are gathered in Paragraphs, with the Rows of tables between them, in
    `blocks`; within a cell in `lines`, an empty one where a browser leaves blank space.
    """

    def __init__(self, name: str, *, outside: bool) -> None:
        self.lines: list[Line] = []
        self.blocks: list[Row | Paragraph] = []
        self.notes: list[Note] = []
        self._name, self._outside = name, outside
        self._parts: list[str] = []  # of the line that has begun
        self._lists: list[_List] = []
        self._mark = ""
        self._gap = False
        self._preserved = 0

    def read(self, root: Node) -> None:
        """Take the text of an element and of all below it."""
        if root.look.struck:
            self._leave_out(root)
            return
        self._enter(root)
        waiting: list[tuple[Node, Iterator[Node | str]]] = [(root, iter(root.children))]
        while waiting:
            node, children = waiting[-1]
            child = next(children, None)
            if child is None:
                self._leave(node)
                waiting.pop()
            elif isinstance(child, str):
                said = in_symbol_font(child, node.look.symbol_font)
                self._put(superscript(said) if node.look.raised else said)
            elif not child.seen:
                if child.note and (hidden := text_of(child)):
                    self.notes.append(Note(child.note, Line(hidden)))
            elif child.look.struck:
                self._leave_out(child)
            elif child.tag == "table" and self._outside and not lays_out(child):
                self._read_table(child)
            else:
                self._enter(child)
                waiting.append((child, iter(child.children)))
        self._close()

    def _leave_out(self, node: Node) -> None:
        """Note the words of an element that is struck through."""
        if text := text_of(node):
            self.notes.append(Note("deleted" if node.tag == "del" else "struck", Line(text)))

    def _close(self) -> None:
        """End the line and, outside tables, the paragraph."""
        self._end_line()
        if self._outside and self.lines:
            self.blocks.append(Paragraph(tuple(self.lines)))
            self.lines = []
        self._gap = False

    def _read_table(self, table: Node) -> None:
        self._close()
        lists, self._lists = self._lists, []
        for child in table.children:  # browsers print stray text and captions before the table
            if isinstance(child, str):
                self._put(child)
            elif child.tag == "caption" and child.seen:
                caption = _Flow(self._name, outside=False)  # a table in it gives lines
                caption.read(child)
                self._close()
                self.lines = caption.lines
                self.notes += caption.notes
        self._close()
        self.blocks += _table(table, self._name, self.notes)
        self.notes += [Note("unseen", Line(text)) for text in hidden_texts(table) if text]
        self._lists = lists

    def _enter(self, node: Node) -> None:
        if node.tag == "br":
            self._break()
        elif node.tag == "q":
            self._put("“")
        elif node.tag in BLOCKS:
            self._block(node)
            if node.tag in _LISTS:
                self._lists.append(_List(node))
            elif node.tag == "li":
                self._mark = self._lists[-1].mark(node) if self._lists else "•"
            elif node.tag in _PRESERVED:
                self._preserved += 1

    def _leave(self, node: Node) -> None:
        if node.tag == "q":
            self._put("”")
        elif node.tag in BLOCKS:
            self._end_line()
            if node.tag in _LISTS:
                self._lists.pop()
            elif node.tag == "li":
                self._mark = ""
            elif node.tag in _PRESERVED:
                self._preserved -= 1
            self._block(node)

    def _block(self, node: Node) -> None:
        self._end_line()
        if node.tag in _SPACED and not (node.tag in _LISTS and self._lists):
            self._set_apart()
        elif self._outside and not self._lists:
            self._close()

    def _set_apart(self) -> None:
        if self._outside:
            self._close()
        else:
            self._gap = True

    def _break(self) -> None:
        """End the line; a line break after another leaves blank space."""
        if not self._end_line():
            self._set_apart()

    def _put(self, text: str) -> None:
        if self._preserved:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._parts.append(first)
            for text in others:
                self._break()
                self._parts.append(text)
        else:
            self._parts.append(text)

    def _end_line(self) -> bool:
        """End the line that has begun; whether there was one."""
        if not self._parts:
            return False
        text, self._parts = "".join(self._parts), []
        if not self._preserved:
            text = _SPACE.sub(" ", text).strip(" ")
        if not text.strip():
            return False
        if self._mark:
            text, self._mark = f"{self._mark} {text}", ""
        if self._gap and self.lines:
            self.lines.append(BLANK)
        self._gap = False
        self.lines.append(Line(text))
        return True
