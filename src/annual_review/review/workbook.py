"""What to check as a workbook for a spreadsheet program, and the codes that come back in it.

A workbook that comes back is not trusted: its texts must be in the tables, of the same items or, in
a later baseline of the country, in answers to the same question.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from annual_review.analysis import items, subject_name
from annual_review.analysis.changes import same_words
from annual_review.codebook import NO_GROUP, SCHEMES, choices
from annual_review.files import locked, whole
from annual_review.review.decisions import Decision, ReviewError, code_named
from annual_review.show import label
from annual_review.tables import Tables
from annual_review.tables.hand_codings import question
from annual_review.tables.spreadsheet import in_cell

ITEMS, CODEBOOK, HOW_TO = "Items", "Codebook", "What to do"
"""The sheets."""

_STEPS = [
    f"On the sheet {ITEMS}, read each text. Surroundings is the statement that it is from.",
    f"Choose its code from the list in the column “your code”. The sheet {CODEBOOK} explains them.",
    "If the present code, which is the program's, is right, choose it in “your code” all the same:"
    " a row without your code stays unchecked.",
    "If a text needs two codes, choose the other in “second code”. You may add a note.",
    "Rows can be sorted and filtered. Do not change the columns item, scheme and text.",
    "Save the workbook, and run: annual-review review --coder YOUR-INITIALS --from FILE.xlsx",
]

_LIST = "codes_"
"""How the names of the lists of codes begin; the scheme follows."""

_WIDTHS = {
    "item": 24, "scheme": 11, "country": 16, "subject": 20, "question": 24, "years": 11, "text": 60,
    "surroundings": 60, "present code": 24, "how sure": 9, "suggestion 1": 24, "suggestion 2": 24,
    "suggestion 3": 24, "your code": 28, "second code": 28, "note": 30,
}  # fmt: skip
"""The columns of the items, and how wide they are."""

_NEEDED = ["item", "scheme", "text", "your code", "second code", "note"]
"""Columns that are read back."""

_LARGEST = 100_000_000
"""Bytes that a workbook may take when unpacked."""

MOST = 20_000
"""Items of one workbook. One that comes back with more rows, empty ones included, is refused."""

_MOST_COLUMNS = 50
"""Columns that are read; a stray cell far to the right is no reason to read all up to it."""

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How files begin that are of the old format or have a password."""


Places = dict[tuple[str, str], list[str]]
"""The items with some words in answers to a question."""


class Returned(NamedTuple):
    """What a workbook brought back: decisions, and an error for each row that was left out."""

    decisions: list[Decision]
    errors: list[ReviewError]


def write(queued: pd.DataFrame, file: Path) -> None:
    """Write what to check as a workbook.

    The column "your code" has a list to choose from: the codes of the item's scheme, which the
    second sheet explains. The third sheet says what to do. Text that looks like a formula stays
    text. What a spreadsheet cannot hold is marked: control characters by a replacement character,
    and the end of a text beyond 32,767 letters by `[…]`.

    Raises ReviewError if the file is there (it could hold codes that somebody has entered), cannot
    be written, or is not named `.xlsx`.
    """
    if file.exists():
        raise ReviewError(
            str(file),
            found="a file that is there already",
            expected="a new file",
            remedy="It may hold codes: take them with --from, or choose another name.",
        )
    if file.suffix.lower() != ".xlsx":
        raise ReviewError(str(file), found=f"'{file.suffix}'", expected="a name that ends in .xlsx")
    made = io.BytesIO()  # on a full disk, a ZIP file would complain in its own words
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        _fill(book, queued)
    try:
        with locked(file.parent), whole(file) as part:
            part.write_bytes(made.getvalue())
    except OSError as error:
        expected = "a place where a workbook can be written"
        raise ReviewError.of_system(file, error, expected) from error


def read(file: Path, tables: Tables) -> Returned:
    """Read the codes that a person entered into a workbook.

    Rows without a code or note are passed over. A row with an error is named and left out. The
    tables are those that the workbook was written from, or later ones.

    Raises ReviewError if the file is not such a workbook, or has no codes.
    """
    rows = list(_rows(file))
    every = items(tables)
    texts = dict(zip(every["item_id"], every["text"], strict=True))
    places: Places = defaultdict(list)
    for item, text in texts.items():
        places[question(item), same_words(_on_sheet(text))].append(item)
    found = Returned([], [])
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        if not (row["your code"] or row["second code"] or row["note"]):
            continue
        try:
            decision = _decision(row, texts, places)
            for item in decision.items:
                earlier = seen.setdefault((item, decision.scheme), row["row"])
                if earlier != row["row"]:
                    raise _wrong(row, "item", f"the item of row {earlier} again", "each item once")
        except ReviewError as error:
            found.errors.append(error)
        else:
            found.decisions.append(decision)
    if not (found.decisions or found.errors):
        raise ReviewError(
            file.name,
            found="no codes",
            expected="codes in the column 'your code'",
            remedy="Enter them, save the workbook and try again. Rows without a code are skipped.",
        )
    return found


# ---- writing ------------------------------------------------------------------------------------


def _fill(book: Any, queued: pd.DataFrame) -> None:
    """Add the sheets; the column "your code" has the list of the scheme that stands in its row."""
    in_schemes = [queued[queued["scheme"] == scheme] for scheme in SCHEMES]
    sheet = _add_sheet(book, ITEMS, _WIDTHS, _lines(pd.concat(in_schemes)))
    _add_codebook(book)
    _add_sheet(book, HOW_TO, {"what to do": 100}, [[line] for line in _STEPS])
    if queued.empty:
        return
    places = {name: n for n, name in enumerate(_WIDTHS)}
    choice = {
        "validate": "list",
        # by the row, so that rows can be sorted
        "source": f'=INDIRECT("{_LIST}"&${xl_col_to_name(places["scheme"])}2)',
        "error_title": "Not in the codebook",
        "error_message": "Choose a code of the row's scheme from the list.",
        "input_message": "Choose a code from the list, also if the present code is right.",
    }
    # two columns, side by side
    sheet.data_validation(1, places["your code"], len(queued), places["second code"], choice)


def _lines(queued: pd.DataFrame) -> Iterator[list[str]]:
    for row in queued.to_dict("records"):
        yield [
            row["item_ids"], row["scheme"], row["country"], subject_name(row["subject"]),
            label(row["field"]), row["years"], row["text"], row["surroundings"],
            _in_words(row["code"]), f"{row['score']:.2f}" if row["code"] else "",
            *(_in_words(row[f"suggestion_{n}"]) for n in (1, 2, 3)), "", "", "",
        ]  # fmt: skip


def _in_words(code: str) -> str:
    return f"{code}: {label(code)}" if code else ""


def _add_codebook(book: Any) -> None:
    """Add the sheet that explains the codes, and name the list of those of each scheme."""
    widths = {"scheme": 12, "code": 56, "covers": 70, "does not cover": 70}
    entries: list[list[str]] = []
    for scheme in SCHEMES:
        first = len(entries) + 2
        entries += [
            [scheme, _in_words(each.code), each.description, each.excludes]
            for each in choices(scheme).values()
        ]
        cells = f"={CODEBOOK}!$B${first}:$B${len(entries) + 1}"
        book.define_name(f"{_LIST}{scheme}", cells)
    _add_sheet(book, CODEBOOK, widths, entries)


def _add_sheet(book: Any, name: str, widths: dict[str, int], lines: Iterable[list[str]]) -> Any:
    """Add a sheet of lines below a head that stays in sight and filters them."""
    sheet = book.add_worksheet(name)
    plain = {"num_format": "@", "text_wrap": True, "valign": "top"}
    of_lines, of_head = book.add_format(plain), book.add_format({**plain, "bold": True})
    last = 0
    for last, line in enumerate([list(widths), *lines]):
        for column, text in enumerate(line):
            how = of_lines if last else of_head
            if text:  # as a string, also if it begins like a formula or reads like a number
                sheet.write_string(last, column, in_cell(text), how)
            else:
                sheet.write_blank(last, column, None, how)
    for column, width in enumerate(widths.values()):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(widths) - 1)
    return sheet


# ---- reading ------------------------------------------------------------------------------------


def _rows(file: Path) -> Iterator[dict[str, str]]:
    """The rows of the items, by column; `row` is the number, `name` the file's."""
    lines = _cells(file)
    head = [_text(value) for value in next(lines, ())]
    lacking = [column for column in _NEEDED if column not in head]
    if lacking:
        raise ReviewError(
            f"{file.name}, sheet {ITEMS}, row 1",
            found=f"no column {', '.join(map(repr, lacking))}",
            expected="the columns that `annual-review review --to` writes",
        )
    for number, line in enumerate(lines, 2):
        cells = dict(zip(head, map(_text, line), strict=False))
        if any(cells.values()):
            yield {**dict.fromkeys(_NEEDED, ""), **cells, "row": str(number), "name": file.name}


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _cells(file: Path) -> Iterator[tuple[object, ...]]:
    """The values of the sheet of items. Raises ReviewError if the file has no such sheet.

    Read row by row: openpyxl would otherwise make every cell of a merged range.
    """
    expected = "a workbook that `annual-review review --to` wrote"
    try:
        with file.open("rb") as handle:
            begin = handle.read(4)
        if begin == _OLD_OR_LOCKED:
            raise ReviewError(
                file.name,
                found="a workbook with a password, or in the old format .xls",
                expected=expected,
                remedy="Remove the password, or save it as .xlsx.",
            )
        with zipfile.ZipFile(file) as package:
            if sum(part.file_size for part in package.infolist()) > _LARGEST:
                raise ReviewError(
                    file.name,
                    found=f"a file that unpacks to more than {_LARGEST // 1_000_000} MB",
                    expected=expected,
                )
        with closing(openpyxl.load_workbook(file, read_only=True, data_only=True)) as book:
            if ITEMS not in book.sheetnames:
                raise ReviewError(
                    file.name,
                    found=f"the sheets {', '.join(book.sheetnames)[:300]}",
                    expected=f"a sheet {ITEMS}",
                )
            sheet = book[ITEMS]
            sheet.reset_dimensions()  # what the file says of them need not be so
            for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)):
                if number > MOST:
                    raise ReviewError(
                        file.name, found=f"more than {MOST:,} rows", expected=expected
                    )
                yield row
    except OSError as error:
        raise ReviewError(
            file.name, found=(error.strerror or str(error)).lower(), expected=expected
        ) from error
    except ReviewError:
        raise
    except Exception as error:  # openpyxl fails in many ways on what is no workbook
        raise ReviewError(
            file.name, found="a file that cannot be read as a workbook", expected=expected
        ) from error


def _on_sheet(text: str) -> str:
    """A text as it comes back from a cell, without its spaces and line ends."""
    return " ".join(in_cell(text).split())


def _alike(ids: list[str], text: str, places: Places) -> list[str]:
    """The items with the words of a text in answers to the questions of these items.

    One row has items of one country and subject: those of another are a slip.
    """
    questions = dict.fromkeys(map(question, ids))
    start = "".join(questions).partition("/")[0] + "/"
    own = [each for each in questions if each.startswith(start)]
    return [item for each in own for item in places.get((each, same_words(text)), ())]


def _decision(row: dict[str, str], texts: dict[str, str], places: Places) -> Decision:
    """What a row says. Raises ReviewError if it cannot be taken."""
    scheme = next((each for each in SCHEMES if each == row["scheme"]), None)
    if scheme is None:
        raise _wrong(row, "scheme", f"'{row['scheme'][:60]}'", f"one of {', '.join(SCHEMES)}")
    ids, here = row["item"].split(), " ".join(row["text"].split())
    alike = _alike(ids, here, places)
    if not set(ids) <= set(alike) or [_on_sheet(texts[each]) for each in ids[:1]] != [here]:
        ids = sorted(alike, key=lambda each: _on_sheet(texts[each]) != here) or ids  # they moved
    lost = [each for each in ids if each not in texts]
    if lost or not ids:
        raise _wrong(row, "item", f"'{(lost or [''])[0][:100]}'", "an item of the tables")
    of_tables = _on_sheet(texts[ids[0]])
    if here != of_tables:
        pairs = enumerate(zip(here, of_tables, strict=False))
        differs = next((n for n, (a, b) in pairs if a != b), min(len(here), len(of_tables)))
        same = max(0, differs - 20)
        raise _wrong(
            row,
            "text",
            f"“{here[same : same + 60]}”",
            f"“{of_tables[same : same + 60]}”, as in the tables",
            "The text was changed in the workbook, or in the tables after it was written.",
        )
    codes = []
    for column in ("your code", "second code"):
        if row[column]:
            codes.append(code_named(row[column], scheme, _place(row, column)))
        elif column == "your code":
            lone = "second code without a first" if row["second code"] else "note without a code"
            raise _wrong(row, column, f"a {lone}", "a code")
    if len(codes) > 1 and (NO_GROUP in codes or codes[0] == codes[1]):
        raise _wrong(row, "second code", f"{codes[1]} beside {codes[0]}", "another code, or none")
    return Decision(scheme, {each: texts[each] for each in ids}, tuple(codes), row["note"])


def _place(row: dict[str, str], column: str) -> str:
    return f"{row['name']}, row {row['row']}, column '{column}'"


def _wrong(
    row: dict[str, str], column: str, found: str, expected: str, remedy: str = ""
) -> ReviewError:
    return ReviewError(_place(row, column), found=found, expected=expected, remedy=remedy)
