"""Print a truth as text, in the orders that extractors leave, and as HTML. Pure Python.

A baseline is one table: section, group and field in three label columns (a label without a group
spans two of them, one that is a section of its own all three), the answer in the fourth.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from tests.documents.truth import MADE_UP, MARKUP, Paragraph, Truth

ANSWER = 3
"""The column of the answers."""


class Cell(NamedTuple):
    """A cell of the table: grid columns and rows it covers, what is printed in it."""

    row: int
    column: int
    columns: int
    rows: int
    paragraphs: tuple[Paragraph, ...]


def cells(truth: Truth) -> list[Cell]:
    """The cells of a document's table, in the order of rows and columns."""
    rows = truth.rows
    found: list[Cell] = []

    def label(name: str, row: int, column: int, columns: int, height: int = 1) -> None:
        found.append(Cell(row, column, columns, height, (Paragraph(truth.label(name)),)))

    numbered = list(enumerate(rows))
    for section, in_section in groupby(numbered, key=lambda pair: pair[1].section):
        members = list(in_section)
        for group, in_group in groupby(members, key=lambda pair: pair[1].group):
            grouped = list(in_group)
            for number, row in grouped:
                if number == members[0][0]:
                    alone = row.field == section
                    label(section, number, 0, 3 if alone else 1, len(members))
                if group and number == grouped[0][0]:
                    label(group, number, 1, 1, len(grouped))
                if row.field != section:
                    label(row.field, number, 2 if group else 1, 1 if group else 2)
                answer = truth.cell(row.field)
                found.append(Cell(number, ANSWER, 1, 1, answer))
    return sorted(found, key=lambda cell: (cell.row, cell.column))


# ---- lines on a page of text -----------------------------------------------------------------------


class Piece(NamedTuple):
    """A line of a cell, and where it stands: its own line `y`, its cell's place in the table."""

    y: int
    row: int
    column: int
    text: str


def wrap(paragraph: Paragraph, width: int) -> list[str]:
    """A paragraph's lines. A word wider than the column breaks in the middle, as in Word."""
    if paragraph.table:
        return [" ".join(row) for row in paragraph.table]
    # a footnote's mark is not printed here: text has no small raised figures in answers
    mark = f"{paragraph.mark} " if paragraph.mark else ""
    return [
        line
        for part in f"{mark}{paragraph.shown}".split("\n")
        for line in textwrap.wrap(part, width, break_long_words=True, break_on_hyphens=True)
    ]


def _width(truth: Truth, cell: Cell) -> int:
    columns = range(cell.column, cell.column + cell.columns)
    return sum(truth.style.characters[column] for column in columns)


def _lines(truth: Truth, cell: Cell) -> list[str]:
    lines: list[str] = []
    for paragraph in cell.paragraphs:
        own = wrap(paragraph, _width(truth, cell))
        if lines and own and not paragraph.mark and not paragraph.table:
            lines.append("")
        lines += own
    return lines


def pieces(truth: Truth) -> tuple[list[Piece], list[int]]:
    """Every line of every cell, top-aligned, and where each row begins and the last one ends.

    A row is as high as its highest cell.
    """
    table = [(cell, _lines(truth, cell)) for cell in cells(truth)]
    heights = [1] * len(truth.rows)
    for cell, lines in table:
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], len(lines))
    for cell, lines in table:  # a merged label that is higher than its rows stretches the last one
        last = cell.row + cell.rows - 1
        lacking = len(lines) - sum(heights[cell.row : last + 1])
        heights[last] += max(0, lacking)
    tops = [sum(heights[:row]) for row in range(len(heights) + 1)]
    found = [
        Piece(tops[cell.row] + number, cell.row, cell.column, line)
        for cell, lines in table
        for number, line in enumerate(lines)
        if line
    ]
    return found, tops


def title_lines(truth: Truth) -> list[str]:
    """The lines of the title, a footnote's mark glued to the word before it."""
    return [MARKUP.sub("1", line) for line in truth.title]


def footnotes(truth: Truth) -> list[str]:
    return [f"1 {match['note']}" for line in truth.title for match in MARKUP.finditer(line)]


SITE = (
    "ILO home",
    "Last update: 9 June 2009. Top of page",
    "Made-up Office | Contact | Disclaimer",
)
"""What a page of the archive prints around a document: a line above it, two below."""


def _above(truth: Truth) -> list[str]:
    return [SITE[0]] if truth.style.site else []


def _below(truth: Truth) -> list[str]:
    return list(SITE[1:]) if truth.style.site else []


def _printed(truth: Truth, order: Callable[[list[Piece]], Iterator[tuple[int, str]]]) -> str:
    """Title and table, page by page if the document has pages; `order` gives y and line."""
    title = [*_above(truth), *title_lines(truth), ""]
    found, _ = pieces(truth)
    if not truth.style.lines:
        body = [*title, *_spaced(order(found)), "", *footnotes(truth), *_below(truth)]
        return _joined(truth, body)
    height = truth.style.lines
    pages: list[list[Piece]] = []
    for piece in found:
        page = (piece.y + len(title)) // height
        while len(pages) <= page:
            pages.append([])
        pages[page].append(piece)
    printed = []
    for number, page_pieces in enumerate(pages, 1):
        lines = [truth.style.head, ""] if truth.style.head else []
        lines += title if number == 1 else []
        lines += _spaced(order(page_pieces))
        lines += ["", *footnotes(truth)] if number == 1 and footnotes(truth) else []
        lines += (
            ["", truth.style.number.format(page=number, pages=len(pages))]
            if truth.style.number
            else []
        )
        printed.append(_joined(truth, lines))
    return "\f".join(printed) + "".join(f"{line}\n" for line in _below(truth))


def _spaced(lines: Iterator[tuple[int, str]]) -> Iterator[str]:
    """Lines with an empty one where the page has one: between the paragraphs of an answer."""
    before = None
    for y, line in lines:
        if before is not None and y > before + 1:
            yield ""
        yield line
        before = y


def _joined(truth: Truth, lines: list[str]) -> str:
    return ("\n\n" if truth.style.doubled else "\n").join(lines) + "\n"


# ---- the orders ------------------------------------------------------------------------------------


def rows(truth: Truth) -> str:
    """Cell after cell, row after row, lines broken at the column's width: the text at hand.

    A cell's first line goes on in the line of the cell before it where both are at one height.
    """

    def order(pieces: list[Piece]) -> Iterator[tuple[int, str]]:
        line, at = "", -1
        for piece in sorted(pieces, key=lambda p: (p.row, p.column, p.y)):
            if piece.y == at:
                line += f" {piece.text}"
                continue
            if line:
                yield at, line
            opens = piece.column == 1 and not line.strip().isupper()
            line, at = f" {piece.text}" if opens else piece.text, piece.y
        if line:
            yield at, line

    return _printed(truth, order)


def interleaved(truth: Truth) -> str:
    """Line after line down the page: what stands beside each other shares a line."""

    def order(pieces: list[Piece]) -> Iterator[tuple[int, str]]:
        for y, beside in groupby(sorted(pieces), key=lambda piece: piece.y):
            yield y, " ".join(p.text for p in sorted(beside, key=lambda p: p.column))

    return _printed(truth, order)


def interleaved_split(truth: Truth) -> str:
    """Line after line down the page, the line of each cell a line of its own."""

    def order(pieces: list[Piece]) -> Iterator[tuple[int, str]]:
        for piece in sorted(pieces, key=lambda p: (p.y, p.column)):
            yield piece.y, piece.text

    return _printed(truth, order)


def layout(truth: Truth) -> str:
    """Columns held apart by spaces, as `pdftotext -layout` prints them."""
    starts = [sum(truth.style.characters[:column]) + 3 * column for column in range(ANSWER + 1)]

    def order(pieces: list[Piece]) -> Iterator[tuple[int, str]]:
        for y, beside in groupby(sorted(pieces), key=lambda piece: piece.y):
            line = ""
            for piece in sorted(beside, key=lambda p: p.column):
                line = line.ljust(starts[piece.column]) + piece.text
            yield y, line

    return _printed(truth, order)


def depth_first(truth: Truth, width: int = 0) -> str:
    """Cell after cell, paragraph after paragraph, a blank line between; unwrapped for width 0."""
    paragraphs = [*_above(truth), *title_lines(truth)]
    for cell in cells(truth):
        for paragraph in cell.paragraphs:
            rows_inside = [" ".join(row) for row in paragraph.table]
            paragraphs += rows_inside or ([paragraph.plain] if paragraph.plain else [])
    paragraphs += [*footnotes(truth), *_below(truth)]
    if width:
        paragraphs = [textwrap.fill(paragraph, width) for paragraph in paragraphs]
    return "\n\n".join(paragraphs) + "\n"


def depth_first_wrapped(truth: Truth) -> str:
    return depth_first(truth, 80)


TEXTS: Mapping[str, Callable[[Truth], str]] = {
    "rows": rows,
    "interleaved": interleaved,
    "interleaved-split": interleaved_split,
    "layout": layout,
    "depth-first": depth_first,
    "depth-first-wrapped": depth_first_wrapped,
}
"""The orders of text by the endings of their files' names."""


# ---- HTML ------------------------------------------------------------------------------------------


def html_table(truth: Truth) -> str:
    """A page of today's site: the table with rowspan and colspan, navigation around it."""
    notes: list[str] = []
    title = "\n".join(
        f"<h{2 if number else 1}>{_inline(line, notes)}</h{2 if number else 1}>"
        for number, line in enumerate(truth.title)
    )
    lines = []
    by_row = groupby(cells(truth), key=lambda cell: cell.row)
    for number, (_, row) in enumerate(by_row):
        lines.append("<tr>")
        for cell in row:
            tag = "td" if cell.column == ANSWER else "th" if number % 2 else "td"
            spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            lines.append(f"  <{tag}{spans}>{_blocks(cell.paragraphs, notes)}</{tag}>")
        lines.append("</tr>")
    table = "\n".join(lines)
    body = f'{title}\n<table border="1" class="baseline">\n<tbody>\n{table}\n</tbody>\n</table>'
    return _page(truth, body, notes)


def html_archive(truth: Truth) -> str:
    """A page of the archive: labels and answers are paragraphs one after another.

    Its bytes are to be in the style's encoding, which the page names.
    """
    notes: list[str] = []
    flat = truth.style.site
    parts = [f'<p align="center"><b>{_inline(line, notes, flat)}</b></p>' for line in truth.title]
    for cell in cells(truth):
        if cell.column != ANSWER:
            style = "b" if cell.column == 0 else "i"
            parts += [
                f"<p><{style}>{_inline(p.text, notes, flat)}</{style}></p>" for p in cell.paragraphs
            ]
        elif cell.paragraphs:
            parts.append(_blocks(cell.paragraphs, notes, flat))
        else:
            parts.append("<p>&nbsp;</p>")
    body = '<a name="top"></a>\n' + "\n".join(parts)
    page = _old_page if truth.style.site else _page
    return page(truth, body, notes, truth.style.archive_encoding)


def _inline(text: str, notes: list[str], flat: bool = False) -> str:
    """Text with footnotes as raised marks; of tracked changes only the result is on a web page.

    `flat` marks are plain text: `(2000-2008)1`.
    """

    def escaped(plain: str) -> str:
        return html.escape(plain, quote=False).replace("\n", "<br>\n")

    out, at = "", 0
    for match in MARKUP.finditer(text):
        out += escaped(text[at : match.start()])
        at = match.end()
        if match["note"]:
            notes.append(match["note"])
            mark = f'<sup><a href="#fn{len(notes)}">{len(notes)}</a></sup>'
            out += str(len(notes)) if flat else mark
        elif match["link"]:
            out += f'<a href="https://example.org/">{escaped(match["link"])}</a>'
        else:
            out += escaped(match["inserted"] or match["control"] or "")
    return out + escaped(text[at:])


def _blocks(paragraphs: tuple[Paragraph, ...], notes: list[str], flat: bool = False) -> str:
    out = []
    for paragraph in paragraphs:
        if paragraph.table:
            body = "".join(
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
                for row in paragraph.table
            )
            out.append(f"<table>{body}</table>")
        elif paragraph.plain:
            mark = f"{html.escape(paragraph.mark)} " if paragraph.mark else ""
            out.append(f"<p>{mark}{_inline(paragraph.text, notes, flat)}</p>")
    return "\n".join(out) if out else "&nbsp;"


def _page(truth: Truth, body: str, notes: list[str], encoding: str = "utf-8") -> str:
    footnotes = "\n".join(
        f'<p class="footnote" id="fn{number}"><sup>{number}</sup> {html.escape(note)}</p>'
        for number, note in enumerate(notes, 1)
    )
    name = html.escape(f"{truth.name}: {MADE_UP}")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={encoding}">
<title>{name}</title>
<style>body {{ font-family: sans-serif }} nav li {{ display: inline }}</style>
<script>document.documentElement.className = "Request Offer Constitution";</script>
</head>
<body>
<header><a href="/">Made-up Office</a>
<nav><ul><li><a href="/about">About</a></li><li><a href="/reporting">Reporting</a></li>
<li><a href="/declaration">Annual Review</a></li><li><a href="/request">Request</a></li></ul></nav>
<form action="/search"><input name="q"><button>Search</button></form></header>
<main>
<div class="breadcrumb"><a href="/">Home</a> &gt; <a href="/declaration">Declaration</a> &gt;
Country baselines</div>
{body}
{footnotes}
<p><a href="#top">Back to top</a></p>
</main>
<aside><h3>See also</h3><ul><li><a href="/facb">Freedom of association</a></li>
<li><a href="/cooperation">Technical cooperation</a></li></ul></aside>
<footer><p>Last update: 1 January 2020 | <a href="/contact">Contact</a> | Made-up Office</p></footer>
</body>
</html>
"""


def _old_page(truth: Truth, body: str, notes: list[str], encoding: str) -> str:
    """A page of before HTML named its parts: what stands around the document are paragraphs too."""
    name = html.escape(truth.title[0] if truth.title else MADE_UP)
    footnotes = "\n".join(
        f"<p>{number} {html.escape(note)}</p>" for number, note in enumerate(notes, 1)
    )
    return f"""<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset={encoding}">
<title>{MARKUP.sub("", name)}</title>
</head>
<body bgcolor="#ffffff">
<div align="right"><p><a href="/">{SITE[0]}</a></p></div>
{body}
<hr align="left" size="1" width="33%">
{footnotes}
<hr>
<p><font size="1">{SITE[1]}</font></p>
<p><font size="1">{SITE[2]}</font></p>
</body>
</html>
"""


PAGES: Mapping[str, Callable[[Truth], str]] = {"table": html_table, "archive": html_archive}
"""The kinds of web pages by the endings of their files' names."""
