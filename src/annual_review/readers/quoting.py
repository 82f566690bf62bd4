"""What mails and spreadsheets add to the text that is copied or saved from them.

What is left keeps its line's number.
"""

from __future__ import annotations

import quopri
import re
from collections import Counter

# ---- mails --------------------------------------------------------------------------------------

_LEAST_QUOTED = 10
_QUOTED = re.compile(r"^((?:>[^\S\n]?)+)(.*)", re.MULTILINE)
_FILLED = re.compile(r"^[^\S\n]*+\S", re.MULTILINE)
_MOST_BROKEN = 1 / 4
_MOST_AROUND = 6
_LEAST_REST = 1 / 10
"""A mail's head or signature has few lines, or is short beside what is quoted; more are text."""
_SIGNATURE = re.compile(r"\s*--\s")


def without_line_marks(text: str) -> tuple[str, list[str]]:
    """A text without the `> ` of a mail, and without the mail's own words around what it quotes.

    These are given beside it, unless they are so long that they can be the rest of the text. Most
    lines must have the mark; the few between two that have it were broken by a mail program.
    """
    if ">" not in text or text.count("\n>") + text.startswith(">") < _LEAST_QUOTED:
        return text, []
    marked = list(_QUOTED.finditer(text))
    if 2 * len(marked) < _lines_in(text):
        return text, []
    begin, end = marked[0].start(), marked[-1].end()
    empty = sum(not line[2].strip() for line in marked)
    if _lines_in(text[begin:end]) - len(marked) > _MOST_BROKEN * (len(marked) - empty):
        return text, []
    quoted = _QUOTED.sub(r"\2", text[begin:end])
    before, behind = text[:begin], text[end:]
    said: list[str] = []
    if not _is_text(before, quoted):
        said.append(" ".join(before.split()))
        before = re.sub(r"\S", " ", before)
    if not _is_text(behind, quoted) or _SIGNATURE.match(behind):
        said.append(" ".join(behind.split()))
        behind = re.sub(r"\S", " ", behind)
    return before + quoted + behind, [words for words in said if words]


def _is_text(around: str, quoted: str) -> bool:
    """Whether what stands around a quotation can be the rest of the text."""
    return _lines_in(around) > _MOST_AROUND and len(around) >= _LEAST_REST * len(quoted)


def _lines_in(text: str) -> int:
    """How many lines are not blank."""
    return sum(1 for _ in _FILLED.finditer(text))


_ESCAPED = re.compile(rb"=[C-F][0-9A-F](?:=[89AB][0-9A-F])+|Government=(?:92|D5)s")
_NO_ESCAPE = re.compile(rb"=(?![0-9A-F]{2}|[ \t]*(?:\r?\n|\Z))")


def without_escapes(raw: bytes) -> bytes:
    """Bytes without the escapes of mails, if each `=` begins one.

    One at least must be of UTF-8, as in `workers=E2=80=99`, or in `Government=92s`.
    """
    if b"=" in raw and _ESCAPED.search(raw) and not _NO_ESCAPE.search(raw):
        return quopri.decodestring(raw)
    return raw


# ---- spreadsheets -------------------------------------------------------------------------------

_COPIED = re.compile(r'(?:^|(?<=\t))"(?:[^"]|"")*+"(?=[\t\r\n]|\Z)', re.MULTILINE)
_LEAST_ROWS = 10


def without_cell_marks(text: str) -> str:
    """A text without what spreadsheets put around cells and, in a CSV file, between them.

    Copied cells stand between tabs, and most lines have them. Only those of several lines, or with
    quotation marks in them, are in quotation marks. In a CSV file at least three of four rows have
    as many cells.
    """
    if '"' not in text:
        return text
    if "\t" in text:
        rows = [row.strip() for row in _COPIED.sub("cell", text).splitlines()]
        tabs, filled = sum("\t" in row for row in rows), sum(map(bool, rows))
        return _COPIED.sub(_copied, text) if 2 * tabs >= filled else text
    for separator in ",;":
        cells = rf'(?P<cell>"(?:[^"]|"")*+"(?=[{separator}\r\n]|\Z)|[^{separator}\r\n]*+)'
        pattern = re.compile(rf"{cells}(?P<end>{separator}|\r\n?|\n|\Z)")
        if f'"{separator}' in text and _is_table(text, pattern):
            return pattern.sub(_separated, text)
    return text


def _copied(cell: re.Match[str]) -> str:
    said, around = cell[0], cell.string[max(0, cell.start() - 1) : cell.end() + 1]
    is_cell = around.startswith("\t") or around.endswith("\t")
    return _unquoted(said) if is_cell and ("\n" in said or '""' in said[1:-1]) else said


def _separated(cell: re.Match[str]) -> str:
    end = cell["end"] if cell["end"].isspace() or not cell["end"] else "\t"
    return _unquoted(cell["cell"]) + end


def _is_table(text: str, pattern: re.Pattern[str]) -> bool:
    sizes: Counter[int] = Counter()
    cells = 0
    for cell in pattern.finditer(text):
        cells += 1
        if not cell["end"] or cell["end"].isspace():
            sizes[cells] += cells > 1 or cell["cell"] != ""  # an empty line is no row
            cells = 0
    size, rows = sizes.most_common(1)[0]
    return size > 1 and rows >= _LEAST_ROWS and rows * 4 >= sizes.total() * 3


def _unquoted(cell: str) -> str:
    if len(cell) < 2 or not cell.startswith('"') or not cell.endswith('"'):
        return cell
    return cell[1:-1].replace('""', '"')
