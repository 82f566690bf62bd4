"""The tables as a workbook for people: readable heads, words beside codes, links, filters."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from annual_review.analysis import items
from annual_review.files import whole, workplace
from annual_review.project import About
from annual_review.release.facts import CODEBOOK_COLUMNS, ReleaseError, codes, facts, rows
from annual_review.show import label, subject_words
from annual_review.show.words import count, sentence
from annual_review.tables import ITEMS, SCHEMAS, Tables
from annual_review.tables.spreadsheet import LONGEST, MARK, in_workbook, is_like_a_formula, parts

ABOUT, CODEBOOK = "About", "codebook"
"""The first sheet and the last."""

SHEETS = [
    "reports", "statements", "measures", "needs", "challenges", "codings", "ratification",
    "problems", "countries",
]  # fmt: skip
"""The sheets between them: a table each, under its own name."""

MOST_ROWS, MOST_LINKS = 1_048_576, 65_530
"""Excel's limits: rows and links of a sheet."""

_LINKS = {
    "reports": ["url"],
    "statements": ["report_id"],
    "measures": ["statement_id", "code"],
    "needs": ["statement_id", "code"],
    "challenges": ["statement_id", "code"],
    "codings": ["item_id", "code"],
    "ratification": ["report_id"],
    "problems": ["report_id"],
}
"""The columns that lead to a row of another sheet, or to an address."""

_ADDED = {
    "country": ("Country", "Name of the country."),
    "subject in words": ("Subject in words", "What the code of the subject stands for."),
    "question in words": ("Question in words", "The question, as the form prints it."),
    "code in words": ("Code in words", "The label of the code in the codebook."),
    "text": ("Text", "The words that are coded."),
}
"""Columns that only the workbook has: their heads and what they hold."""

_FACTS = {
    "description": "What it is",
    "contents": "Contents",
    "codes": "How sure the codes are",
    "citation": "How to cite",
    "licence": "Licence of the tables",
    "terms": "Terms of the texts",
    "version": "Version of the data",
}

_NOTES = [
    "Point at the head of a column to read what it holds, and its name in the tables.",
    "Words are added beside codes, and the name of the country beside its code. On the sheet"
    " codings, the coded text is added. Everything else is as in the tables.",
    "An empty cell means that the document printed nothing there, or that it is not known.",
    "Rows are shown with at most eight lines. The cell has the whole text.",
    "The full text of each document, the table texts, is not in this workbook: see data/texts.csv"
    " or annual-review.sqlite, which are published with it.",
]

_WIDEST, _NARROWEST, _MOST_LINES, _LINE = 66, 9, 8, 15
"""Letters in a line of a cell, at most and at least; lines of a row; points of a line."""

_NO_DAY = datetime.date(2000, 1, 1)
"""When the workbook was made, as it says itself, if the day of the release is not set."""

_Formats = dict[str, Any]


class _Column(NamedTuple):
    """A column of a table: its head, what to say of it, its width, and the cells that it takes.

    `addresses` has where a value leads to, if it leads anywhere.
    """

    head: str
    note: str
    width: float
    cells: int
    addresses: dict[str, str]


def write(tables: Tables, about: About, version: str, file: Path) -> list[str]:
    """Write the tables as a workbook, with a sheet that says what they are, and the codebook.

    The same arguments give the same bytes, if `about` has the day of the release. A file that is
    there already is replaced when the new one is complete. `version` is that of the data
    (`tables.data_version`); the name of `file` should end in `.xlsx`.

    Returns what differs from the tables, a sentence each; the sheet "About" has them too. No text
    is cut: a long one continues in the next column.

    Raises ReleaseError if the file cannot be written.
    """
    made = io.BytesIO()  # on a full disk, a ZIP file would complain in its own words
    try:
        with (
            workplace(file.parent, ".workbook-") as own,  # the library leaves files
            xlsxwriter.Workbook(made, {"constant_memory": True, "tmpdir": str(own)}) as book,
        ):
            notes = _fill(book, tables, about, version)
        with whole(file) as part:
            part.write_bytes(made.getvalue())
        return notes
    except (OSError, XlsxWriterException) as error:
        expected = "a place where a workbook can be written"
        raise ReleaseError.of_system(file, error, expected) from error


def _fill(book: Any, tables: Tables, about: About, version: str) -> list[str]:
    """Fill the workbook; return what differs from the tables."""
    made = datetime.datetime.combine(about.released or _NO_DAY, datetime.time())
    book.set_properties({"title": about.title, "author": "; ".join(about.authors), "created": made})
    formats = _formats(book)
    first = book.add_worksheet(ABOUT)
    frames = {name: _in_words(tables[name], tables) for name in SHEETS} | {CODEBOOK: codes()}
    notes: list[str] = []
    for name in frames:
        _add_table(book, formats, name, frames, notes)
    _fill_about(first, formats, facts(tables, about, version), about.released, frames, notes)
    return notes


def _formats(book: Any) -> _Formats:
    cell = {"valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({**cell, "bold": True, "bg_color": "#DCE6F1", "bottom": 1}),
        "text": book.add_format(cell),
        "like a formula": book.add_format({**cell, "quote_prefix": True}),
        "link": book.add_format({**cell, "font_color": "#0563C1", "underline": 1}),
        "whole": book.add_format({**cell, "num_format": "0", "align": "left"}),
        "share": book.add_format({**cell, "num_format": "0.00", "align": "left"}),
        "line": book.add_format({"bottom": 4, "bottom_color": "#BFBFBF"}),
        "day": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"}),
    }


# ---- what a sheet holds -------------------------------------------------------------------------


def _in_words(frame: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """A table with the columns that `_ADDED` names, beside those whose values they explain."""
    named = tables.countries["name"].map(in_workbook)
    countries = dict(zip(tables.countries["iso3"], named, strict=True))
    words: dict[str, tuple[str, Callable[[str], str]]] = {
        "iso3": ("country", lambda iso3: countries.get(iso3, iso3)),
        "subject": ("subject in words", lambda subject: sentence(subject_words(subject))),
        "field": ("question in words", label),
        "code": ("code in words", label),
    }
    frame = frame.reset_index(drop=True)
    if "item_id" in frame:
        coded = items(tables).drop_duplicates("item_id").set_index("item_id")
        country = frame["item_id"].map(coded["iso3"].map(countries))
        frame.insert(1, "country", country.astype("string"))
        frame.insert(
            2, "text", frame["item_id"].map(coded["text"].map(in_workbook)).astype("string")
        )
    for column, (added, word) in words.items():
        if column in frame and added not in frame and "region" not in frame:
            known = {value: in_workbook(word(value)) for value in frame[column].unique()}
            said = [known[value] for value in frame[column]]
            frame.insert(list(frame).index(column) + 1, added, pd.Series(said, dtype="string"))
    return frame


def _columns(name: str, frames: dict[str, pd.DataFrame], notes: list[str]) -> list[_Column]:
    frame = frames[name]
    links = MOST_LINKS
    found = []
    for column in frame.columns.astype(str):
        head, note = _head(name, column)
        addresses: dict[str, str] = {}
        if column in _LINKS.get(name, ()):
            needed = min(int((frame[column] != "").sum()), MOST_ROWS - 1)
            if needed <= links:
                links -= needed
                addresses = _addresses(name, column, frames)
            else:
                notes.append(
                    f"On the sheet {name}, the column “{head}” has no links: a sheet can have"
                    f" at most {MOST_LINKS:,}."
                )
        is_text = isinstance(frame[column].dtype, pd.StringDtype)
        texts = (frame[column] if is_text else frame[column].astype("string")).fillna("")
        lengths = texts.str.len().to_numpy(int)
        long = texts[lengths > LONGEST // 2]
        cells = max((len(parts(in_workbook(text))) for text in long), default=1)
        if cells > 1:
            notes.append(
                f"On the sheet {name}, {count(sum(len(parts(text)) > 1 for text in long), 'text')}"
                f" with more than {LONGEST:,} letters, which a cell cannot hold, continue"
                f" in the columns “{head}, part 2” and so on."
            )
        usual = np.quantile(lengths[lengths > 0], 0.9) if lengths.any() else 0
        least = max(_NARROWEST, *(len(word) + 3 for word in head.split()))
        width = min(max(math.ceil(usual) + 2, least), _WIDEST)
        found.append(_Column(head, note, width, cells, addresses))
    return found


def _head(name: str, column: str) -> tuple[str, str]:
    """The head of a column, and what to say of it."""
    if name == CODEBOOK:
        return CODEBOOK_COLUMNS[column]
    spec = SCHEMAS[name].columns.get(column)
    if spec is None:
        head, note = _ADDED[column]
        return head, f"{note} Only in this workbook."
    return spec.title or column, f"{column}: {spec.description}" if spec.description else column


def _addresses(name: str, column: str, frames: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Where the values of a column lead to."""
    if column == "url":
        urls = frames[name][column].unique()
        return {url: url for url in urls if url.startswith(("https://", "http://"))}
    targets = {
        "report_id": {"reports": "report_id"},
        "statement_id": {"statements": "statement_id"},
        "item_id": ITEMS,
        "code": {CODEBOOK: "code"},
    }
    found = {}
    for table, key in targets[column].items():
        for row, value in enumerate(frames[table][key]):
            if value not in found:
                found[value] = f"internal:'{_sheet(table, row)}'!A{row % (MOST_ROWS - 1) + 2}"
    return found


def _sheet(table: str, row: int) -> str:
    """The name of the sheet with a row of a table, which has several if it does not fit on one."""
    n = row // (MOST_ROWS - 1) + 1
    return table if n == 1 else f"{table} {n}"


# ---- writing ------------------------------------------------------------------------------------


def _add_table(
    book: Any, formats: _Formats, name: str, frames: dict[str, pd.DataFrame], notes: list[str]
) -> None:
    """Add the sheet of a table, or several if it has more rows than fit on one."""
    frame = frames[name]
    columns = _columns(name, frames, notes)
    replaced: list[str] = []
    for begin in range(0, max(len(frame), 1), MOST_ROWS - 1):
        here = frame.iloc[begin : begin + MOST_ROWS - 1]
        sheet = book.add_worksheet(_sheet(name, begin))
        _add_head(sheet, formats, columns, len(here))
        for row, values in enumerate(rows(here), 1):
            _add_row(sheet, formats, row, columns, values, replaced)
    if len(frame) >= MOST_ROWS:
        last = _sheet(name, len(frame) - 1)
        notes.append(f"The table {name} has more rows than fit on a sheet: it ends on “{last}”.")
    if replaced:
        notes.append(
            f"On the sheet {name}, {MARK} stands for characters that a workbook cannot hold:"
            f" {count(len(replaced), 'cell')}, the first in the row of {replaced[0]}."
        )


def _add_head(sheet: Any, formats: _Formats, columns: list[_Column], last: int) -> None:
    """Add a head that stays in sight, explains and filters its columns, and is printed again."""
    at = 0
    for column in columns:
        for part in range(column.cells):
            head = f"{column.head}, part {part + 1}" if part else column.head
            sheet.write_string(0, at, head, formats["head"])
            if column.note and not part:
                sheet.write_comment(0, at, column.note, {"author": "", "x_scale": 2})
            sheet.set_column(at, at, column.width)
            at += 1
    lines = max(math.ceil((len(column.head) + 3) / column.width) for column in columns)
    sheet.set_row(0, lines * _LINE)
    sheet.freeze_panes(1, 1)
    if last:
        always = {"type": "formula", "criteria": "=TRUE", "format": formats["line"]}
        sheet.conditional_format(1, 0, last, at - 1, always)
    sheet.autofilter(0, 0, last, at - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
    _set_up_print(sheet)
    sheet.repeat_rows(0)


def _set_up_print(sheet: Any) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _add_row(
    sheet: Any,
    formats: _Formats,
    row: int,
    columns: list[_Column],
    values: tuple[Any, ...],
    replaced: list[str],
) -> None:
    """Add a row. `replaced` gets its id for each cell in which a character was replaced."""
    texts = {at: in_workbook(value) for at, value in enumerate(values) if isinstance(value, str)}
    lines = max((math.ceil(len(text) / columns[at].width) for at, text in texts.items()), default=1)
    if lines > 1:
        sheet.set_row(row, min(lines, _MOST_LINES) * _LINE)
    cell = 0
    for at, (column, value) in enumerate(zip(columns, values, strict=True)):
        if at in texts:
            text = texts[at]
            if text != value:
                replaced.append(texts[0])
            if address := column.addresses.get(value):
                sheet.write_url(row, cell, address, formats["link"], text)
            else:
                for n, part in enumerate(parts(text)):
                    _write_text(sheet, row, cell + n, part, formats)
        elif isinstance(value, bool):
            sheet.write_boolean(row, cell, value, formats["text"])
        elif value is not None:
            kind = "whole" if isinstance(value, int) else "share"
            sheet.write_number(row, cell, value, formats[kind])
        cell += column.cells


def _write_text(sheet: Any, row: int, column: int, text: str, formats: _Formats) -> None:
    """Write what stays text, whatever it looks like."""
    kind = formats["like a formula" if is_like_a_formula(text) else "text"]
    if text.startswith("<r>"):  # the library would take it for markup of its own
        sheet.write_rich_string(row, column, text[:1], text[1:2], text[2:], kind)
    elif text:
        sheet.write_string(row, column, text, kind)


# ---- the first sheet ----------------------------------------------------------------------------


def _fill_about(
    sheet: Any,
    formats: _Formats,
    said: dict[str, str],
    released: datetime.date | None,
    frames: dict[str, pd.DataFrame],
    notes: list[str],
) -> None:
    """Say what the workbook is, what each sheet holds, and what differs from the tables."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, in_workbook(said["title"]), formats["title"])
    row = 2

    def add(name: str, text: str, *, sheet_named: bool = False) -> None:
        nonlocal row
        lines = math.ceil(len(text) / 95)
        sheet.set_row(row, max(lines, 1) * _LINE + 3)
        if sheet_named:
            sheet.write_url(row, 0, f"internal:'{name}'!A1", formats["link"], name)
        else:
            _write_text(sheet, row, 0, name, formats)
        _write_text(sheet, row, 1, in_workbook(text), formats)
        row += 1

    def head(name: str, text: str = "") -> None:
        nonlocal row
        row += 1
        sheet.write_string(row, 0, name, formats["head"])
        sheet.write_string(row, 1, text, formats["head"])
        row += 1

    for name, heading in _FACTS.items():
        add(heading, said[name])
    if released:
        _write_text(sheet, row, 0, "Released", formats)
        sheet.write_datetime(
            row, 1, datetime.datetime.combine(released, datetime.time()), formats["day"]
        )
        row += 1
    head("Sheet", "What it holds")
    for name, frame in frames.items():
        about = "What each code covers." if name == CODEBOOK else SCHEMAS[name].description or ""
        add(name, f"{about} {sentence(count(len(frame), 'row'))}.".strip(), sheet_named=True)
    head("How to read it")
    for note in _NOTES:
        add("", note)
    head("What differs from the tables")
    for note in notes or ["Nothing else."]:
        add("", note)
    _set_up_print(sheet)
