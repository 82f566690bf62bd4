"""Text files: decoding, lines, pages and page numbers."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter, sub

from annual_review.errors import SourceError
from annual_review.readers.rows import BLANK, Extract, Line, Note, NoteKind, Paragraph


def read_text(raw: bytes, name: str) -> Extract:
    """Read the bytes of a text file: UTF-8, UTF-16 (each with or without mark), Windows-1252.

    The one block holds all lines, with a blank one where the gap between two lines is wider than
    usual. A form feed begins a page. Raises SourceError if the bytes are no text.
    """
    original = _decode(raw, name)
    lines, numbers = _lines(original)
    pages = original.count("\f") + 1
    left_out: dict[int, NoteKind] = dict.fromkeys(_page_numbers(lines), "page_number")
    left_out |= dict.fromkeys(_running_heads(lines, pages, left_out), "running_head")
    footnotes, unmarked = _footnotes(lines, left_out)
    left_out |= dict.fromkeys(footnotes, "footnote")
    for n, text in unmarked.items():
        lines[n] = lines[n]._replace(text=text)
    usual = _usual_gap(lines, numbers)
    kept: list[Line] = []
    notes: list[Note] = []
    last_number, last_page = -1, None
    for n, line in enumerate(lines):
        number = numbers[n]
        if n in left_out:
            notes.append(Note(left_out[n], line))
            last_page = 0  # what follows goes on behind the number
        else:
            if kept and number - last_number > usual and line.page == last_page:
                kept.append(BLANK)
            kept.append(line)
            last_page = line.page
        last_number = number
    return Extract((Paragraph(tuple(kept)),), tuple(notes), original)


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_BYTES_OF_CONTROL = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F, 0xC2])
"""In each of the encodings a control character has one of these; most texts have none."""


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
        has_none = len(data.translate(None, _BYTES_OF_CONTROL)) == len(data)
        if has_none or not _CONTROL.search(text):
            return text
    raise SourceError(
        name,
        found="bytes that are no text",
        expected="text in UTF-8, UTF-16 or Windows-1252",
        remedy="Save the baseline as text in UTF-8.",
    )


_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"


def _lines(original: str) -> tuple[list[Line], list[int]]:
    """The lines that are not blank, and their numbers. Without form feeds they have no pages.

    Each is made as `Line(…)` makes it, but in half the time.
    """
    lines: list[Line] = []
    numbers: list[int] = []
    begin, page = 0, 1 if "\f" in original else None
    for number, line in enumerate(original.splitlines(keepends=True)):
        if line != "\n":
            if not line.isspace():
                lines.append(tuple.__new__(Line, (line.rstrip(_LINE_ENDS), page, None, begin)))
                numbers.append(number)
            if page and line[-1] == "\f":
                page += 1
        begin += len(line)
    return lines, numbers


_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—]?\s*(\d{1,3})\s*(?:(?:/|of)\s*\d{1,4}\s*)?[-–—]?", re.I
)


_DASHES = frozenset("-–—")
_LINES_BETWEEN = 8
"""Least lines between two page numbers of a text without page breaks."""


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Indices of lines that are page numbers.

    Those alone on the first or last line of a page, and those in words (`Page 1 of 3`); in a text
    without page breaks also bare numbers that count up from 1 or 2 at some distance. One bare
    number alone may be part of an answer.
    """
    found: set[int] = set()
    bare: list[tuple[int, int]] = []  # which line, its number
    for n, (text, page, _, _) in enumerate(lines):
        said = text.strip()
        may_be = said[-1].isdigit() or said[-1] in _DASHES  # quick to tell of most
        if not may_be or not (match := _PAGE_NUMBER.fullmatch(said)):
            continue
        at_edge = page is not None and (
            (n > 0 and lines[n - 1].page != page)
            or (n + 1 == len(lines) or lines[n + 1].page != page)
        )
        if at_edge or "page" in match.group().casefold():
            found.add(n)
        else:
            bare.append((n, int(match[1])))
    if not bare or lines[0].page is not None:
        return found
    run = bare[:1]
    for item in bare[1:]:
        if item[1] == run[-1][1] + 1 and item[0] - run[-1][0] >= _LINES_BETWEEN:
            run.append(item)
    if len(run) > 1 and run[0][1] <= 2:
        found |= {n for n, _ in run}
    return found


_EDGE, _MOST_ROUNDS = 2, 10
"""Lines at a page's top or bottom that can be a running head or foot; how often one more of such
lines is looked for behind them."""


def _running_heads(lines: Sequence[Line], pages: int, left_out: Iterable[int]) -> set[int]:
    """Indices of lines that stand again, but for numbers, at the top or bottom of other pages.

    Of two pages both must have them; of more, at least half. A head can be of many lines. At the
    top of the first page it stays: it can be the document's title.
    """
    heads: set[int] = set()
    stay: set[int] = set()
    for _ in range(_MOST_ROUNDS if pages > 1 else 0):
        before = len(heads) + len(stay)
        edges: dict[tuple[int, str], list[int]] = {}
        for filled in _by_page(lines, heads.union(stay, left_out)):
            for place in range(-_EDGE, _EDGE):
                if -len(filled) <= place < len(filled):
                    bare = re.sub(r"\d+", "#", " ".join(lines[filled[place]].text.split()))
                    edges.setdefault((place, bare), []).append(filled[place])
        for (place, bare), found in edges.items():
            if len(found) >= max(2, pages / 2) and len(bare) > 2 and not _goes_on(bare):
                for index in found:
                    (stay if place >= 0 and lines[index].page == 1 else heads).add(index)
        if len(heads) + len(stay) == before:
            break
    return heads


def _goes_on(line: str) -> bool:
    """Whether a line goes on with a sentence, as no head does; an address may be one."""
    return line[0].islower() and "www." not in line and "/" not in line


def _by_page(lines: Sequence[Line], left_out: Container[int]) -> Iterator[list[int]]:
    """The lines of each page that are not left out, by their place among all."""
    for _, page in groupby(enumerate(line.page for line in lines), key=itemgetter(1)):
        yield [n for n, _ in page if n not in left_out]


_FOOTNOTE = re.compile(r"\s*(\d{1,2})\s+[A-Z“]")
_MOST_FOOTNOTE_LINES = 6
_HIDDEN = "\u2060"
"""Stands for a mark that is left out, so that every character keeps its place."""


def _footnotes(lines: Sequence[Line], left_out: Container[int]) -> tuple[set[int], dict[int, str]]:
    """Indices of footnotes' lines, and the lines whose marks lead there, with the marks hidden.

    A footnote ends a page and opens with a number that is glued to a word above, as in
    `(2000-2008)1`, `aid1`, `aid.1` or, behind a year, `20071`. `pdftotext -layout` parts the two by
    a space: there the number has to stand once on the page, behind a year or a bracket, where no
    count stands, and the footnote in no column.
    """
    found: set[int] = set()
    unmarked: dict[int, str] = {}
    for filled in _by_page(lines, left_out):
        for place in range(len(filled) - 1, max(0, len(filled) - 1 - _MOST_FOOTNOTE_LINES), -1):
            opens = _FOOTNOTE.match(lines[filled[place]].text)
            if opens is None:
                continue
            above = {n: unmarked.get(n, lines[n].text) for n in filled[:place]}
            mark = next(_marks(opens[1], above), None)
            if mark is None and not any(
                map(_IN_COLUMNS.search, (lines[n].text for n in filled[place:]))
            ):
                in_columns = {n: text for n, text in above.items() if "  " in text}
                apart = list(_marks_apart(opens[1], in_columns))
                mark = apart[0] if len(apart) == 1 else None
            if mark:
                found |= set(filled[place:])
                n, start, end = mark
                unmarked[n] = above[n][:start] + _HIDDEN * (end - start) + above[n][end:]
    return found, unmarked


def _marks(number: str, lines: Mapping[int, str]) -> Iterator[tuple[int, int, int]]:
    """Where a footnote's number is glued to a word: the line's index, start and end in the line."""
    mark = re.compile(
        rf"(?:(?<=[^\W\d])|(?<=[”\"’')\]])|(?<=[^\W\d][.,;:])|(?<=[”\"’')\]][.,;:])|(?<=\b(?:19|20)\d\d))"
        rf"{number}(?![\w()]|\.\w)"
    )
    for n, text in lines.items():
        if found := mark.search(text):
            yield n, found.start(), found.end()


def _marks_apart(number: str, lines: Mapping[int, str]) -> Iterator[tuple[int, int, int]]:
    """Where a footnote's number, with the space before it, stands behind a number or a bracket."""
    mark = re.compile(rf"(?<=[\d”\")\]]) {number}(?=[\s.,;:)]|\Z)")
    for n, text in lines.items():
        for found in mark.finditer(text):
            yield n, found.start(), found.end()


_IN_COLUMNS = re.compile(r"\A\s|\S\s{2,}\S")
"""How a line shows that words of it stand in columns."""


_LONGER_THAN_A_LINE = 200


def _are_paragraphs(lines: Sequence[Line]) -> bool:
    """Whether lines are whole paragraphs: most text stands in longer ones than are printed."""
    sizes = [len(line.text) for line in lines]
    return sum(size for size in sizes if size > _LONGER_THAN_A_LINE) > sum(sizes) / 2


def _usual_gap(lines: Sequence[Line], numbers: Sequence[int]) -> int:
    """How many line ends this source puts between two lines of one paragraph.

    Some extractors leave a blank line after every line, so that a paragraph shows only by more.
    """
    if _are_paragraphs(lines):
        return 1
    gaps = Counter(map(sub, numbers, [-1, *numbers]))
    (_, often), *_ = gaps.most_common(1) or [(1, 0)]
    return min((gap for gap, count in gaps.items() if count == often), default=1)
