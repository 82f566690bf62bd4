"""Read a text file: its encoding, lines, pages, page numbers, running heads and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import sub

from annual_review.errors import SourceError
from annual_review.readers.characters import as_shown, unusual
from annual_review.readers.encodings import decoded
from annual_review.readers.list_marks import roman
from annual_review.readers.quoting import without_cell_marks, without_escapes, without_line_marks
from annual_review.readers.rows import BLANK, Extract, Line, Note, NoteKind, Paragraph, without


def read_text(raw: bytes, name: str) -> Extract:
    """Read the bytes of a text file in UTF-8, UTF-16 or UTF-32, Windows-1252 or Mac Roman.

    The single block holds all lines, with a blank one wherever two lines are further apart than
    usual. A form feed begins a new page. What mails and spreadsheets put around lines and cells is
    no part of them. Raises SourceError if the bytes are not text.
    """
    text, around = without_line_marks(_decode(raw, name))
    lines = _lines(without_cell_marks(text))
    pages = text.count("\f") + 1
    left_out: dict[int, NoteKind] = dict.fromkeys(_page_numbers(lines), "page_number")
    if pages > 1:
        left_out |= dict.fromkeys(_running_heads(lines, pages, left_out), "running_head")
    else:
        left_out |= dict.fromkeys(_heads_beside_numbers(lines, left_out), "likely_head")
    footnotes, unmarked = _footnotes(lines, left_out)
    left_out |= dict.fromkeys(footnotes, "footnote")
    for n, without_mark in unmarked.items():
        lines[n] = lines[n]._replace(text=without_mark)
    usual = _usual_gap(lines)
    kept: list[Line] = []
    notes = [Note("aside", Line(words)) for words in around]
    last_number, last_page = 0, None
    for n, line in enumerate(lines):
        if n in left_out:
            notes.append(Note(left_out[n], line))
            last_page = 0  # the text continues after what is left out
        else:
            if line.number - last_number > usual and kept and line.page == last_page:
                kept.append(BLANK)
            kept.append(line)
            last_page = line.page
        last_number = line.number
    return Extract((Paragraph(tuple(kept)),), tuple(notes))


_CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f]")


def _decode(raw: bytes, name: str) -> str:
    text = as_shown(decoded(without_escapes(raw)))
    if not _CONTROLS.search(unusual(text)):
        return text
    raise SourceError(
        name,
        found="bytes that are not text",
        expected="text in UTF-8, UTF-16, Windows-1252 or Mac Roman",
        remedy="Save the baseline as text in UTF-8.",
    )


_BAR_RULE = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t:|-]*$", re.MULTILINE)
"""The rule below the head of a table that is drawn with bars: `---|---`."""
_BETWEEN_BARS = re.compile(r"[^|\s][^|]*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""What begins a line within a cell of such a table."""


def _cells(line: str, page: int | None, number: int) -> Iterator[Line]:
    if not _BAR_RULE.match(line):
        for cell in _BETWEEN_BARS.finditer(_BREAK.sub("|", line)):
            yield Line(cell[0], page, None, number)


def _lines(text: str) -> list[Line]:
    """The lines that are not blank. A text without form feeds has no pages.

    In a table that is drawn with bars, each cell is a line.
    """
    lines: list[Line] = []
    page = 1 if "\f" in text else None
    bars = "|" in text and _BAR_RULE.search(text)
    ends = text.splitlines(keepends=True)
    for number, (line, end) in enumerate(zip(text.splitlines(), ends, strict=True), 1):
        if bars and line:
            lines += _cells(line, page, number)
        elif line and not line.isspace():
            lines.append(Line(line, page, None, number))
        if page and end[-1] == "\f":
            page += 1
    return lines


_PAGE_NUMBER = re.compile(
    r"(?P<word>page\s*\|?\s*)?[-–—]?\s*(?P<number>\d{1,3})\s*(?:(?:/|of)\s*\d{1,4}\s*)?[-–—]?"
    r"(?P<behind>\|\s*p ?a ?g ?e)?",
    re.IGNORECASE,
)
"""A page's number; Word offers `1 | P a g e` and `Page | 1` as well."""
_LINES_BETWEEN = 8
"""The fewest lines between two page numbers in a text without page breaks."""


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Indices of lines that are page numbers.

    These are numbers alone on the first or last line of a page and those in words (`Page 1 of 3`).
    In a text without page breaks they are also bare numbers that count up from 1 or 2, some lines
    apart; a single bare number may be part of an answer.
    """
    found: set[int] = set()
    run: list[tuple[int, int]] = []  # bare numbers that count up: index of the line, number
    for n, (text, page, _, _) in enumerate(lines):
        bare = text.strip()
        last = bare[-1]
        may_be = last.isdecimal() or (last in "-–—eE" and (last not in "eE" or bare[0].isdecimal()))
        match = _PAGE_NUMBER.fullmatch(bare) if may_be else None
        if not match:
            continue
        begins = n > 0 and lines[n - 1].page != page  # the first line of all may be the document's
        ends = n + 1 == len(lines) or lines[n + 1].page != page
        at_edge = page is not None and (begins or ends)
        number = int(match["number"])
        if at_edge or match["word"] or match["behind"]:
            found.add(n)
        elif not run or (number == run[-1][1] + 1 and n - run[-1][0] >= _LINES_BETWEEN):
            run.append((n, number))
    if len(run) > 1 and run[0][1] <= 2 and lines[0].page is None:
        found |= {n for n, _ in run}
    return found


_EDGE, _MOST_ROUNDS = 2, 10
"""How many lines at the top or bottom of a page are compared, and how often: each round compares
the lines next to those already found."""


def _running_heads(lines: Sequence[Line], pages: int, left_out: Container[int]) -> set[int]:
    """Indices of lines repeated, apart from numbers, at the top or bottom of other pages.

    Both of two pages must have them; of more, at least half. A head may have many lines. At the
    top of the first page it stays, because it can be the document's title.
    """
    heads: set[int] = set()
    stay: set[int] = set()
    for _ in range(_MOST_ROUNDS):
        before = len(heads) + len(stay)
        edges: dict[tuple[int, str], list[int]] = {}
        for page in _by_page(lines, left_out):
            filled = [n for n in page if n not in heads and n not in stay]
            for place in range(-_EDGE, _EDGE):
                if -len(filled) <= place < len(filled):
                    bare = re.sub(r"\d+", "#", " ".join(lines[filled[place]].text.split()))
                    edges.setdefault((place, bare), []).append(filled[place])
        for (place, bare), found in edges.items():
            if len(found) >= max(2, pages / 2) and len(bare) > 2 and not _continues(bare):
                for index in found:
                    (stay if place >= 0 and lines[index].page == 1 else heads).add(index)
        if len(heads) + len(stay) == before:
            break
    return heads


_LEAST_NUMBERS = 3
_NAME = re.compile(r"\b(?=[A-ZÀ-Þ])[^\W\d_]{6,}")
"""A long word with a capital: `Germany`, `BASELINE`, but not `Under`."""
_SAYS_SOMETHING = re.compile(r"\.$|^\W*(?:19|20)\d\d[^:]*:")
"""What a sentence or a dated answer has and a head has not."""


def _heads_beside_numbers(lines: Sequence[Line], numbers: Iterable[int]) -> set[int]:
    """Indices of lines repeated word for word above or below every page number.

    Answers and labels can be repeated so, too. It is a running head of a text without page breaks
    only if it shares a word with the title, stands nowhere else, and is neither sentence nor dated.
    The document may begin or end between a number and its head, and a head in the first lines
    stays, because it can be the title.
    """
    at = sorted(numbers)
    heads: set[int] = set()
    if len(at) < _LEAST_NUMBERS:
        return heads
    said = [" ".join(line.text.split()) for line in lines]
    title = next((said[n] for n in range(len(said)) if n not in at), "")
    names = {name.casefold() for name in _NAME.findall(title)}
    often = Counter(said[_EDGE + 1 :])
    for step in (-1, 1):
        for away in range(step, step * _MOST_ROUNDS, step):
            beside = [n + away for n in at if 0 <= n + away < len(lines)]
            if len(beside) < len(at) - 1 or not heads.isdisjoint(beside):
                break
            head, *others = {said[n] for n in beside}
            unlike = names.isdisjoint(name.casefold() for name in _NAME.findall(head))
            found = [n for n in beside if n > _EDGE]
            if others or unlike or _SAYS_SOMETHING.search(head) or often[head] > len(found):
                break
            heads.update(found)
    return heads


def _continues(line: str) -> bool:
    """Whether a line continues a sentence, as no head does; a web address may be a head."""
    return line[0].islower() and "www." not in line and "/" not in line


def _by_page(lines: Sequence[Line], left_out: Container[int]) -> Iterator[list[int]]:
    """The indices of each page's lines, without those that are left out."""
    pages = [line.page for line in lines]
    for _, page in groupby(range(len(lines)), key=pages.__getitem__):
        yield [n for n in page if n not in left_out]


_FOOTNOTE = re.compile(r"\s*(\d{1,2})\s+[A-Z“]")
_MOST_FOOTNOTE_LINES = 6
_IN_COLUMNS = re.compile(r"\A\s|\S\s{2,}\S")
"""How a line shows that its words stand in columns."""
_GLUED = r"(?:(?<=[^\W\d])|(?<=[”\"’')\]])|(?<=[^\W\d][.,;:])|(?<=[”\"’')\]][.,;:]))"
_GLUED_OR_YEAR = rf"(?:{_GLUED}|(?<=\b(?:19|20)\d\d))"


def _footnotes(lines: Sequence[Line], left_out: Container[int]) -> tuple[set[int], dict[int, str]]:
    """Indices of footnotes' lines, and the lines that their marks stand in, with the marks hidden.

    A footnote ends a page and begins with a number that is glued to a word above it, as in
    `(2000-2008)1`, `aid1`, `aid.1` or, after a year, `20071`. `pdftotext -layout` puts a space
    before the mark. Such a number counts only once on the page, after a number or a bracket, and
    only if the footnote itself does not stand in columns.
    """
    pages = list(_by_page(lines, left_out))
    unmarked: dict[int, str] = {}
    found = _marked_notes(_BRACKETS, lines, [n for page in pages for n in page], unmarked)
    for page in pages:
        found |= _marked_notes(_SIGN, lines, [n for n in page if n not in found], unmarked)
        filled = [n for n in page if n not in found]
        for place in range(len(filled) - 1, max(0, len(filled) - 1 - _MOST_FOOTNOTE_LINES), -1):
            opens = _FOOTNOTE.match(lines[filled[place]].text)
            if opens is None:
                continue
            number, note = opens[1], filled[place:]
            above = {n: unmarked.get(n, lines[n].text) for n in filled[:place]}
            mark = next(_places(rf"{_GLUED_OR_YEAR}{number}(?![\w()]|\.\w)", above), None)
            if mark is None and not any(_IN_COLUMNS.search(lines[n].text) for n in note):
                in_columns = {n: text for n, text in above.items() if "  " in text}
                apart = list(_places(rf"(?<=[\d”\")\]]) {number}(?=[\s.,;:)]|\Z)", in_columns))
                mark = apart[0] if len(apart) == 1 else None
            if mark:
                found.update(note)
                _hide(mark, above, unmarked)
    return found, unmarked


_BRACKETS = re.compile(
    r"\s*(\[(?:(?P<word>[A-Z]{0,4})(?P<number>\d{1,3})|(?P<roman>[ivx]+))\])\s*\w"
)
_SIGN = re.compile(r"\s*([*†‡])\s*\w")
_GLUED_MARK = rf"{_GLUED_OR_YEAR}(?:\[(?:[A-Z]{{0,4}}\d{{1,3}}|[ivx]+)\]|[*†‡])(?!\w)"
_ENDED = re.compile(r".*[.!?)”’\"*†‡\]]|\s*\w+")
"""A line that no list follows, unlike `They asked for` and `The needs are:`."""


def _marked_notes(
    begins: re.Pattern[str], lines: Sequence[Line], filled: Sequence[int], unmarked: dict[int, str]
) -> set[int]:
    """Indices of the footnotes that are marked by a sign or in brackets, if all is as it must be.

    Word's plain text has `aid[1]`, for a comment `aid[AB1]`, and all of them at its end, counted
    from 1. A footnote with a sign ends its page, as the only one. Items of lists look alike. So an
    empty line must part the footnotes from the text, nothing else may follow, and each mark must be
    glued to just one word.
    """
    notes: list[int] = []
    marks: list[re.Match[str]] = []
    behind: list[int] = []
    for n in reversed(filled):
        behind.append(n)
        if opens := begins.match(lines[n].text):
            notes += behind
            marks.append(opens)
            behind = []
        elif not lines[n].text.lstrip()[0].islower():  # not the rest of a footnote
            break
    if not notes:
        return set()
    first = len(filled) - len(notes)
    before = filled[max(0, first - 1)]
    apart = lines[filled[first]].number - lines[before].number > 1
    if not apart or not _ENDED.fullmatch(lines[before].text.rstrip()) or not _count_up(marks[::-1]):
        return set()
    above = {n: unmarked.get(n, lines[n].text) for n in filled[:first]}
    said = sorted(mark[1] for mark in marks)
    glued = {place: above[place[0]][place[1] : place[2]] for place in _places(_GLUED_MARK, above)}
    places = [place for place, mark in glued.items() if mark in said]
    listed = any((opens := begins.match(text)) and opens[1] in said for text in above.values())
    if listed or sorted(glued[place] for place in places) != said:
        return set()
    for place in places:
        _hide(place, above, unmarked)
    return set(notes)


def _count_up(marks: Sequence[re.Match[str]]) -> bool:
    """Whether footnotes, endnotes and comments are each counted from 1; a sign stands alone."""
    count: Counter[str] = Counter()
    for mark in marks:
        said = mark.groupdict()
        kind = "roman" if said.get("roman") else "word" if said.get("word") else "number"
        count[kind] += 1
        number = count[kind]
        if said and number != int(said["number"] or 0) and roman(number) != said["roman"]:
            return False
    return len(marks) == 1 or bool(marks[0].groupdict())


def _hide(mark: tuple[int, int, int], above: dict[int, str], unmarked: dict[int, str]) -> None:
    """Hide a footnote's mark in the line it stands in."""
    n, start, stop = mark
    above[n] = unmarked[n] = without(Line(above[n]), start, stop).text


def _places(pattern: str, lines: Mapping[int, str]) -> Iterator[tuple[int, int, int]]:
    """Where a pattern matches: the line's index, and the start and end within the line."""
    for n, text in lines.items():
        for match in re.finditer(pattern, text):
            yield n, match.start(), match.end()


_LONGER_THAN_A_LINE = 200


def _usual_gap(lines: Sequence[Line]) -> int:
    """How many line ends this file puts between two lines of one paragraph.

    Some programs leave a blank line after every line, so that only a wider gap parts paragraphs. If
    most of the text stands in lines longer than any printed one, each line is a whole paragraph.
    """
    sizes = [len(line.text) for line in lines]
    if sum(size for size in sizes if size > _LONGER_THAN_A_LINE) > sum(sizes) / 2:
        return 1
    numbers = [line.number for line in lines]
    gaps = Counter(map(sub, numbers, [0, *numbers]))
    often = max(gaps.values(), default=0)
    return min((gap for gap, count in gaps.items() if count == often), default=1)
