"""Which part of a web page is the document: without what stands around it and its footnotes."""

from __future__ import annotations

import re
from typing import NamedTuple

from annual_review.readers.page_furniture import says_furniture
from annual_review.readers.rows import Line, Note
from annual_review.readers.web_page import BLOCKS, HEADINGS, Node, table_rows, text_of, visible


def main_content(page: Node) -> Node:
    """The part of the page that calls itself its main content, else all of it."""
    for name, share in (("main", 4), ("article", 2)):
        named = [node for node in visible(page) if name in (node.tag, node.role)]
        best = max(named, key=lambda node: node.prose, default=page)
        if best is not page and best.prose * share >= page.prose:
            return best
    return page


# ---- what is around the document ----------------------------------------------------------------

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
"""What links around the content say, from beginning to end."""


def leave_out_furniture(root: Node) -> None:
    """Mark what is around the content as not seen, except whatever a table of data holds.

    An element that holds half of the words is content, whatever it is called.
    """
    total, whole_page = root.prose, root.tag == "html"
    waiting = [(root, False)]
    while waiting:
        node, within = waiting.pop()
        before = 0
        for child in node.nodes:
            after = node.prose - before - child.prose
            among = min(before, after) * 20 > total
            before += child.prose
            if child.tag == "table" and not lays_out(child):
                continue
            kept = within or not whole_page
            if (2 * child.prose < total or not total) and (
                _is_named_furniture(child, kept)
                or (not kept and not among and _is_link_list(child))
                or _says_furniture(child)
            ):
                child.seen = False
            else:
                waiting.append((child, within or child.tag in {"article", "main"}))
        if node.tag == "table":
            _leave_out_cells_after(node)


def _leave_out_cells_after(layout: Node) -> None:
    """In a table that lays out the page, leave out small cells after the one with the content."""
    content_seen = False
    for row in table_rows(layout):
        for cell in row.cells:
            small = cell.size < 300 and cell.prose * 10 < layout.prose
            if content_seen and small and not cell.headings and not cell.tables:
                cell.seen = False
            content_seen = content_seen or cell.prose * 10 >= 7 * layout.prose


def _is_named_furniture(node: Node, kept: bool) -> bool:
    """Whether tag, role or names say so. An article has a header and a footer of its own."""
    if node.tag in _AROUND and not (kept and node.tag in {"header", "footer"}):
        return True
    if node.role in _AROUND_ROLES:
        return True
    if node.tag == "div" and node.attributes.get("title") in {"header", "footer"}:
        return True  # of a printed page, as LibreOffice saves them
    names = f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}"
    return (
        node.tag not in HEADINGS
        and not node.tables
        and not node.headings
        and _AROUND_NAMES.search(names) is not None
    )


def _is_link_list(node: Node) -> bool:
    """Whether it holds little but links; a cell beside the content may have a line or two more."""
    share = 5 if node.tag in {"td", "th"} else 7
    return node.links > 2 and node.linked * 10 >= share * node.size


def _says_furniture(node: Node) -> bool:
    """Whether a short block says, from beginning to end, what only pages say."""
    if not 0 < node.size <= 150 or node.elements > 30:
        return False
    if node.tag not in BLOCKS - HEADINGS - {"html", "body"} and node.tag != "a":
        return False
    text = text_of(node).strip(" |·•-–[]")
    if node.tag != "a" and node.linked == node.size and text.lower() in _AROUND_LINKS:
        return True
    return says_furniture(text)


def lays_out(table: Node) -> bool:
    """Whether a table holds no data but only puts parts of the page beside each other."""
    if table.role in {"presentation", "none"}:
        return True
    rows = table_rows(table)
    cells = [cell for row in rows for cell in row.cells]
    if len(cells) < 2:
        return True
    if any(cell.tag == "th" for cell in cells):
        return False
    largest = max(cells, key=lambda cell: cell.prose)
    if largest.prose * 10 < 6 * table.prose:
        return all(len(row.cells) == 1 for row in rows) and any(cell.tables for cell in cells)
    if largest.tables:
        return len(rows) <= 5 or largest.inner_rows > len(rows)
    others = (cell for cell in cells if cell is not largest)
    beside = all(cell.linked * 10 >= 6 * cell.size or _says_furniture(cell) for cell in others)
    return largest.blocks > 2 and beside


# ---- footnotes ----------------------------------------------------------------------------------

_NOTE_MARK = re.compile(r"[\[(]?\s*(\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶]{1,3})\s*[\])]?\.?")
_NOTE_NAME = re.compile(r"f(?:oo)?t?n|note|edn", re.IGNORECASE)
_COMMENT = "_msocom_"
"""What links from and to the comments of Word's pages have: `[AB1]`."""


class _Place(NamedTuple):
    node: Node
    block: Node  # the innermost block around it
    order: int
    opens: bool  # whether it is the first text of its block
    raised: Node | None  # the `sup` around it


def footnotes(root: Node) -> list[Note]:
    """The footnotes of a page, whose marks and blocks are then no longer seen.

    They are found by their links, or by the same raised mark in the text and later at the start of
    a block.
    """
    notes: dict[int, tuple[Node, str]] = {}
    for mark, note in _marks_and_notes(root):
        block = note.block
        small = 4 * block.size < root.size or block.size < 1000
        if note.order <= mark.order or block is mark.block or not small:
            continue
        if block.elements >= 500 or block.tables:
            continue
        notes.setdefault(id(block), (block, text_of(mark.node)))
        mark.node.seen = False
        if mark.raised is not None and mark.raised.size == mark.node.size:
            mark.raised.seen = False
    found = []
    for block, mark_text in notes.values():
        text = text_of(block)
        printed, expected = _NOTE_MARK.match(text), _NOTE_MARK.match(mark_text)
        if printed and expected and printed[1] == expected[1]:
            text = text[printed.end() :]
        found.append(Note("footnote", Line(text.lstrip(" ]).\t").rstrip(" ↩\ufe0e^"))))
        block.seen = False
    return found


def _marks_and_notes(root: Node) -> list[tuple[_Place, _Place]]:
    """Every mark that may be a footnote's, with the place that may be its footnote."""
    links: list[tuple[str, _Place]] = []  # what is linked to, and the mark
    raised: list[tuple[str, _Place]] = []  # the mark as printed
    names: dict[str, _Place] = {}
    begun: set[int] = set()  # blocks that have had text
    waiting: list[tuple[Node | str, Node, Node | None]] = [(root, root, None)]
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
        if item.tag in BLOCKS:
            block, above = item, None
        elif item.tag == "sup":
            above = item
        place = _Place(item, block, order, id(block) not in begun, above)
        for key in ("id", "name"):
            if item.attributes.get(key):
                names.setdefault(item.attributes[key], place)
        short = 0 < item.size <= 7 and item.elements < 10
        href = item.attributes.get("href", "")
        if (
            short
            and item.tag in {"a", "sup"}
            and (_COMMENT in href or _NOTE_MARK.fullmatch(text_of(item)))
        ):
            if item.tag == "sup" and not item.links:
                raised.append((text_of(item), place))
            elif item.tag == "a" and href.startswith("#") and len(href) > 1:
                own = " ".join(item.attributes.get(key, "") for key in ("href", "id", "name"))
                holds_raised = any(
                    isinstance(child, Node) and child.tag == "sup" for child in item.children
                )
                if above or holds_raised or _COMMENT in href or _NOTE_NAME.search(own):
                    links.append((href[1:], place))
        waiting.extend((child, block, above) for child in reversed(item.children))
    openers = {text: place for text, place in reversed(raised) if place.opens}
    pairs = [(mark, names[target]) for target, mark in links if target in names]
    return pairs + [(mark, openers[text]) for text, mark in raised if text in openers]
