"""Text files: decoding, lines, pages and page numbers."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from itertools import groupby

from annual_review.blocks import BLANK, Extract, Line, Note, NoteKind, Paragraph
from annual_review.errors import SourceError


def read_text(raw: bytes, name: str) -> Extract:
    """Read the bytes of a text file: UTF-8, UTF-16 (each with or without mark), Windows-1252.

    The one block holds all lines, with a blank one where the gap between two lines is wider than
    usual. A form feed begins a page. Raises SourceError if the bytes are no text.
    """
    original = _decode(raw, name)
    lines, page = _lines(original)
    left_out: dict[int, NoteKind] = dict.fromkeys(
        _page_numbers(lines, paged=page > 1), "page_number"
    )
    while heads := _running_heads(lines, page, set(left_out)):  # a head can be of many lines
        left_out |= dict.fromkeys(heads, "running_head")
    footnotes, unmarked = _footnotes(lines, set(left_out))
    left_out |= dict.fromkeys(footnotes, "footnote")
    usual = _usual_gap(lines)
    kept: list[Line] = []
    notes: list[Note] = []
    blank, last_page = 0, 1
    for index, (begin, text, on_page) in enumerate(lines):
        line = Line(unmarked.get(index, text), on_page if page > 1 else None, None, begin)
        if index in left_out:
            notes.append(Note(left_out[index], line))
            last_page = 0  # what follows goes on behind the number
        elif not text or text.isspace():
            blank += 1
            continue
        else:
            if kept and blank >= usual and on_page == last_page:
                kept.append(BLANK)
            kept.append(line)
            last_page = on_page
        blank = 0
    return Extract((Paragraph(tuple(kept)),), tuple(notes), original)


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")


def _decode(raw: bytes, name: str) -> str:
    """Decode by mark, else by what the bytes allow: UTF-16 has zeros at every other place."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            candidates = [(raw[len(mark) :], encoding)]
            break
    else:
        head = raw[:2000]
        odd, even = head[1::2].count(0), head[::2].count(0)
        if odd > len(head) / 5 > 10 * even:
            candidates = [(raw, "utf-16-le")]
        elif even > len(head) / 5 > 10 * odd:
            candidates = [(raw, "utf-16-be")]
        else:
            candidates = [(raw, "utf-8"), (raw, "cp1252")]
    for data, encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise SourceError(
        name,
        found="bytes that are no text",
        expected="text in UTF-8, UTF-16 or Windows-1252",
        remedy="Save the baseline as text in UTF-8.",
    )


_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"

_Lines = list[tuple[int, str, int]]
"""Offset in the original, text and page of every line."""


def _lines(original: str) -> tuple[_Lines, int]:
    """Every line, and the number of pages."""
    lines: _Lines = []
    begin, page = 0, 1
    for line in original.splitlines(keepends=True):
        text = line.rstrip(_LINE_ENDS)
        lines.append((begin, text, page))
        begin += len(line)
        page += line.endswith("\f")
    if not lines or len(lines[-1][1]) < begin - lines[-1][0]:  # a line end is the last character
        lines.append((begin, "", page))
    return lines, page


_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—]?\s*(\d{1,3})\s*(?:(?:/|of)\s*\d{1,4}\s*)?[-–—]?", re.I
)


_LINES_BETWEEN = 8
"""Least lines between two page numbers of a text without page breaks."""


def _page_numbers(lines: _Lines, *, paged: bool) -> set[int]:
    """Indices of lines that are page numbers.

    Those alone on the first or last line of a page, and those in words (`Page 1 of 3`); in a text
    without page breaks also bare numbers that count up from 1 or 2 at some distance. One bare
    number alone may be part of an answer.
    """
    filled = [(index, text.strip(), page) for index, (_, text, page) in enumerate(lines)]
    filled = [line for line in filled if line[1]]
    matches = [
        (place, index, match)
        for place, (index, text, _) in enumerate(filled)
        if len(text) < 24 and (match := _PAGE_NUMBER.fullmatch(text))
    ]
    found: set[int] = set()
    bare: list[tuple[int, int, int]] = []  # which filled line, its index, its number
    for place, index, match in matches:
        page = filled[place][2]
        before = filled[place - 1][2] if place else page
        after = filled[place + 1][2] if place + 1 < len(filled) else page + 1
        at_edge = paged and (before != page or after != page)
        if at_edge or "page" in match.group().casefold():
            found.add(index)
        else:
            bare.append((place, index, int(match[1])))
    if paged or not bare:
        return found
    run = bare[:1]
    for item in bare[1:]:
        if item[2] == run[-1][2] + 1 and item[0] - run[-1][0] >= _LINES_BETWEEN:
            run.append(item)
    if len(run) > 1 and run[0][2] <= 2:
        found |= {index for _, index, _ in run}
    return found


_EDGE = 2
"""Lines at a page's top or bottom that can be a running head or foot."""


def _running_heads(lines: _Lines, pages: int, numbers: set[int]) -> set[int]:
    """Indices of lines that stand again, but for numbers, at the top or bottom of other pages.

    Of two pages both must have them; of more, at least half. On the first page they stay: they can
    be the document's title.
    """
    if pages < 2:
        return set()
    edges: dict[tuple[int, str], list[int]] = {}
    for _, page in groupby(enumerate(lines), key=lambda each: each[1][2]):
        filled = [n for n, (_, text, _) in page if text.strip() and n not in numbers]
        for place in range(-_EDGE, _EDGE):
            if -len(filled) <= place < len(filled):
                bare = re.sub(r"\d+", "#", " ".join(lines[filled[place]][1].split()))
                edges.setdefault((place, bare), []).append(filled[place])
    return {
        index
        for (_, bare), found in edges.items()
        if len(found) >= max(2, pages / 2) and len(bare) > 2
        for index in found
        if lines[index][2] > 1
    }


_FOOTNOTE = re.compile(r"\s*(\d{1,2})\s+[A-Z“]")
_MOST_FOOTNOTE_LINES = 6
_HIDDEN = "\u2060"
"""Stands for a mark that is left out, so that every character keeps its place."""


def _footnotes(lines: _Lines, left_out: set[int]) -> tuple[set[int], dict[int, str]]:
    """Indices of footnotes' lines, and the lines whose marks lead there, with the marks hidden.

    A footnote ends a page and opens with a number that is glued to a word above, as in
    `(2000-2008)1`, `aid1`, `aid.1` or, behind a year, `20071`.
    """
    found: set[int] = set()
    unmarked: dict[int, str] = {}
    for _, page in groupby(enumerate(lines), key=lambda each: each[1][2]):
        filled = [n for n, (_, text, _) in page if text.strip() and n not in left_out]
        for place in range(len(filled) - 1, max(0, len(filled) - 1 - _MOST_FOOTNOTE_LINES), -1):
            opens = _FOOTNOTE.match(lines[filled[place]][1])
            if opens is None:
                continue
            mark = re.compile(
                rf"(?:(?<=[^\W\d])|(?<=[”\"’')\]])|(?<=[^\W\d][.,;:])|(?<=[”\"’')\]][.,;:])|(?<=\b(?:19|20)\d\d))"
                rf"{opens[1]}(?![\w(.)])"
            )
            marked = [n for n in filled[:place] if mark.search(unmarked.get(n, lines[n][1]))]
            if marked:
                found |= set(filled[place:])
                hidden = _HIDDEN * len(opens[1])
                text = unmarked.get(marked[0], lines[marked[0]][1])
                unmarked[marked[0]] = mark.sub(hidden, text, count=1)
    return found, unmarked


_LONGER_THAN_A_LINE = 200


def _are_paragraphs(lines: _Lines) -> bool:
    """Whether lines are whole paragraphs: most text stands in longer ones than are printed."""
    long = sum(len(text) for _, text, _ in lines if len(text) > _LONGER_THAN_A_LINE)
    return long > sum(len(text) for _, text, _ in lines) / 2


def _usual_gap(lines: _Lines) -> int:
    """How many line ends this source puts between two lines of one paragraph.

    Some extractors leave a blank line after every line, so that a paragraph shows only by more.
    """
    gaps: Counter[int] = Counter()
    newlines = 0
    for _, text, _ in lines:
        newlines += 1
        if text and not text.isspace():
            gaps[newlines] += 1
            newlines = 0
    if _are_paragraphs(lines):
        return 1
    (_, often), *_ = gaps.most_common(1) or [(1, 0)]
    return min((gap for gap, count in gaps.items() if count == often), default=1)
