"""Print a truth as PDF without a word processor: one ruled table in Courier, page after page.

What LibreOffice prints is beside the committed truths; this is for those that are drawn.
"""

from __future__ import annotations

import textwrap

from tests.documents.render import ANSWER, cells, footnotes, pieces, title_lines
from tests.documents.truth import Truth
from tests.made_pdf import LETTER, Page, made

_SIZE, _LEADING, _MARGIN, _PADDING = 8.0, 9.6, 50.0, 3.0
_LINES = 60
"""On a page, of the table and the title; footnote and page number stand below."""


def write(truth: Truth) -> bytes:
    """The document as the bytes of a PDF."""
    lines, tops = pieces(truth)
    left = [_MARGIN]
    for characters in truth.style.characters:
        left.append(left[-1] + characters * LETTER * _SIZE + 2 * _PADDING)
    width = int((left[-1] - left[0]) / LETTER / _SIZE)
    title = [part for line in title_lines(truth) for part in textwrap.wrap(line, width)]
    above = len(title) + 1
    pages = [
        Page(left[-1] + _MARGIN, 2 * _MARGIN + (_LINES + 3) * _LEADING)
        for _ in range((above + tops[-1] - 1) // _LINES + 1)
    ]

    def place(line: float) -> float:
        return _MARGIN + line * _LEADING

    for number, line in enumerate(title):
        pages[0].text(_MARGIN, place(number + 0.8), line, _SIZE)
    for number, page in enumerate(pages):
        first = number * _LINES - above
        for cell in cells(truth):
            top = max(tops[cell.row], first)
            bottom = min(tops[cell.row + cell.rows], first + _LINES)
            if top < bottom:
                x, to_x = left[cell.column], left[cell.column + cell.columns]
                y, to_y = place(top - first), place(bottom - first)
                for height in (y, to_y):
                    page.stroke(x, height, to_x, height)
                for side in (x, to_x):
                    page.stroke(side, y, side, to_y)
        for piece in lines:
            if 0 <= piece.y - first < _LINES:
                x = left[piece.column] + _PADDING
                page.text(x, place(piece.y - first + 0.8), piece.text, _SIZE)
        page.text(left[ANSWER], place(_LINES + 2.5), str(number + 1), _SIZE)
    for note in footnotes(truth):
        pages[0].text(_MARGIN, place(_LINES + 1.3), note, 6)
    return made(pages)
