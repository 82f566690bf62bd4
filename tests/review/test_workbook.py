"""The workbook: what it shows, and what it brings back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import annual_review as ar
from annual_review.baseline.parse import Report
from annual_review.codebook import SCHEMES, codebook
from annual_review.review import ReviewError, queue, workbook
from annual_review.show import label
from annual_review.tables import Tables, hand_codings, save
from annual_review.tables.spreadsheet import in_cell
from tests.conftest import Command

ALB = "ALB-P029-2019-2020"
WORDS = ["Zumbas were mended by the drobel", "Grommels of the plinth", "=SUM(A1) is a formula"]
REMEDIES = [each.code for each in codebook("measure")]


@pytest.fixture(scope="module")
def tables(baseline: Callable[..., Report]) -> Tables:
    a, b, c = WORDS
    return ar.tidy([baseline(remedies=f"2020 AR: a) {a}; b) {b}; c) {c}.")])


@pytest.fixture
def file(tables: Tables, tmp_path: Path) -> Path:
    workbook.write(queue(tables, [], "AB", "measure"), tmp_path / "codes.xlsx")
    return tmp_path / "codes.xlsx"


def fill(file: Path, **cells: dict[str, str]) -> dict[str, int]:
    """Fill cells of the row of an item (a letter); return the number of each item's row."""
    book = openpyxl.load_workbook(file)
    sheet = book["Items"]
    head = {cell.value: cell.column for cell in sheet[1]}
    rows = {str(row[0].value)[-1]: row[0].row for row in sheet.iter_rows(min_row=2)}
    for letter, values in cells.items():
        for column, value in values.items():
            sheet.cell(rows[letter], head[column], value)
    book.save(file)
    return rows


def by_text(file: Path) -> dict[str, dict[str, Any]]:
    sheet = openpyxl.load_workbook(file)["Items"]
    head = [cell.value for cell in sheet[1]]
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    return {row["text"].value: row for row in rows}


def test_a_row_has_a_list_of_the_codes_of_its_scheme(file: Path) -> None:
    book = openpyxl.load_workbook(file)
    (choice,) = book["Items"].data_validations.dataValidation
    assert choice.formula1 == 'INDIRECT("codes_"&$B2)', "of the row's scheme, also once sorted"
    assert book["Items"]["B1"].value == "scheme"
    sheet, _, cells = book.defined_names["codes_measure"].attr_text.partition("!")
    listed = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
    assert listed == [f"{code}: {label(code)}" for code in REMEDIES]
    your_code = by_text(file)[WORDS[0]]["your code"]
    assert your_code.coordinate in choice.sqref
    assert choice.showErrorMessage, "a spreadsheet refuses what is not in the list"
    assert book["Items"].freeze_panes == "A2"
    assert book["Items"].auto_filter.ref == book["Items"].dimensions


def test_each_scheme_has_a_list_and_what_is_chosen_from_it_is_taken(
    tables: Tables, tmp_path: Path
) -> None:
    file = tmp_path / "all.xlsx"
    workbook.write(queue(tables, [], "AB"), file)
    book = openpyxl.load_workbook(file)
    assert set(book.defined_names) == {f"codes_{scheme}" for scheme in SCHEMES}
    items = book["Items"]
    for row in range(2, items.max_row + 1):
        sheet, _, cells = book.defined_names[f"codes_{items[f'B{row}'].value}"].attr_text.partition(
            "!"
        )
        column = next(cell.column for cell in items[1] if cell.value == "your code")
        items.cell(row, column, book[sheet][cells.replace("$", "")][-1][0].value)
    book.save(file)
    found = workbook.read(file, tables)
    assert found.errors == []
    assert {each.scheme for each in found.decisions} >= {"measure", "action"}


def test_a_sheet_says_what_to_do(file: Path) -> None:
    said = " ".join(str(cell.value) for (cell,) in openpyxl.load_workbook(file)["What to do"].rows)
    assert "annual-review review --coder YOUR-INITIALS --from" in said


def test_text_like_a_formula_stays_text(file: Path) -> None:
    cell = by_text(file)[WORDS[2]]["text"]
    assert cell.data_type == "s"


def test_what_a_cell_cannot_hold_is_marked() -> None:
    assert in_cell("a\x0bb") == "a�b"
    long = in_cell("x" * 40_000)
    assert len(long) == 32_767
    assert long.endswith(" […]")
    assert in_cell("x" * 32_767) == "x" * 32_767


def test_a_cell_counts_a_letter_beyond_the_basic_plane_twice() -> None:
    assert in_cell("\N{GRINNING FACE}" * 20_000) == "\N{GRINNING FACE}" * 16_381 + " […]"
    assert in_cell("\N{GRINNING FACE}" * 16_383) == "\N{GRINNING FACE}" * 16_383


def test_a_mistyped_code_and_a_changed_text_are_named_and_the_rest_is_taken(
    file: Path, tables: Tables
) -> None:
    rows = fill(
        file,
        a={"your code": "remedies.legal_ait"},
        b={"your code": "remedies.legal_aid", "text": "Grommels of the plank"},
        c={"your code": "remedies.legal_aid", "second code": "remedies.capacity", "note": "why"},
    )
    found = workbook.read(file, tables)
    (taken,) = found.decisions
    assert taken.codes == ("remedies.legal_aid", "remedies.capacity")
    assert (taken.items, taken.note) == ({f"{ALB}/remedies/1/c": WORDS[2]}, "why")
    told = {error.where: str(error) for error in found.errors}
    mistyped = told[f"codes.xlsx, row {rows['a']}, column 'your code'"]
    assert "Did you mean remedies.legal_aid?" in mistyped
    assert "the plank" in told[f"codes.xlsx, row {rows['b']}, column 'text'"]


def test_a_workbook_comes_back_after_the_baseline_went_on(
    file: Path, baseline: Callable[..., Report]
) -> None:
    """Its items have other ids then, and at their places in the answer stand other words."""
    a, b, c = WORDS
    answer = f"2021 AR: a) Fillips; b) {a}. 2020 AR: a) {a}; b) {b} anew; c) {c}."
    later = ar.tidy(
        [baseline("ALBANIA (2019-2021)", remedies=answer, prevention=f"2021 AR: a) {b}.")]
    )
    rows = fill(file, a={"your code": "legal aid"}, b={"your code": "legal aid"})
    found = workbook.read(file, later)
    new = "ALB-P029-2019-2021/remedies"
    assert [each.items for each in found.decisions] == [{f"{new}/1/b": a, f"{new}/2/a": a}]
    (error,) = found.errors
    assert error.where == f"codes.xlsx, row {rows['b']}, column 'item'"


def test_a_row_of_several_items_comes_back_after_some_of_them_moved(
    tmp_path: Path, baseline: Callable[..., Report]
) -> None:
    """One baseline was published anew with the same years; the words are in capitals there as well."""
    a, b, _ = WORDS
    first = baseline("ALBANIA (2018-2019)", remedies=f"2019 AR: a) {a}.")
    file = tmp_path / "codes.xlsx"
    before = baseline(remedies=f"2020 AR: a) {a}. 2019 AR: a) {a.upper()}.")
    workbook.write(queue(ar.tidy([first, before]), [], "AB", "measure"), file)
    fill(file, a={"your code": "legal aid"})
    after = baseline(remedies=f"2020 AR: a) {b}; b) {a}. 2019 AR: a) {a.upper()}.")
    found = workbook.read(file, ar.tidy([first, after]))
    assert not found.errors
    assert [each.items for each in found.decisions] == [
        {
            "ALB-P029-2018-2019/remedies/1/a": a,
            f"{ALB}/remedies/1/b": a,
            f"{ALB}/remedies/2/a": a.upper(),
        }
    ]


def test_a_code_is_taken_by_its_label_in_capitals_or_as_it_is_suggested(
    file: Path, tables: Tables
) -> None:
    row = by_text(file)[WORDS[1]]
    present = row["present code"].value
    assert present.split(": ")[0] in REMEDIES
    assert 0 <= float(row["how sure"].value) < 1
    fill(file, a={"your code": "legal aid"}, c={"your code": "REMEDIES.Legal_aid"},
         b={"your code": present})  # fmt: skip
    found = workbook.read(file, tables)
    codes = {text: each.codes for each in found.decisions for text in each.items.values()}
    assert codes == {
        WORDS[0]: ("remedies.legal_aid",), WORDS[1]: (present.split(":")[0],),
        WORDS[2]: ("remedies.legal_aid",),
    }  # fmt: skip
    assert found.errors == []


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"second code": "remedies.legal_aid"}, "a second code without a first"),
        ({"note": "not sure"}, "a note without a code"),
        ({"your code": "need.data"}, "expected a code of the scheme measure"),
        ({"your code": "remedies.legal_aid", "item": "AZE/x"}, "an item of the tables"),
        ({"your code": "remedies.legal_aid", "scheme": "x"}, "expected one of measure"),
    ],
)
def test_a_row_that_cannot_be_is_named(
    file: Path, tables: Tables, cells: dict[str, str], message: str
) -> None:
    fill(file, a=cells)
    found = workbook.read(file, tables)
    assert found.decisions == []
    assert message in str(found.errors[0])


def test_files_that_are_no_such_workbook_are_refused(
    file: Path, tables: Tables, tmp_path: Path
) -> None:
    text, locked, archive, other, headless = (tmp_path / f"{n}.xlsx" for n in range(5))
    text.write_text("no workbook")
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("a", "b")
    openpyxl.Workbook().save(other)
    book = openpyxl.Workbook()
    book.active.title = "Items"  # type: ignore[union-attr]
    book.save(headless)
    for wrong, message in [
        (tmp_path / "none.xlsx", "no such file"),
        (text, "cannot be read as a workbook"),
        (locked, "a password"),
        (archive, "cannot be read as a workbook"),
        (other, "expected a sheet Items"),
        (headless, "no column 'item'"),
        (file, "found no codes"),
    ]:
        with pytest.raises(ReviewError, match=message):
            workbook.read(wrong, tables)


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ('<row r="2"/>' + "<row/>" * 20_001, "more than 20,000 rows"),
        ('</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>', "no codes"),
        ("<row>" * 5000, "cannot be read as a workbook"),
        ('<row><c t="d"><v>2020-13-45</v></c></row>', "cannot be read as a workbook"),
    ],
)  # fmt: skip
def test_a_hostile_sheet_is_refused_in_little_time_and_memory(
    file: Path, tables: Tables, tmp_path: Path, sheet: str, message: str
) -> None:
    hostile = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(file) as own, zipfile.ZipFile(hostile, "w") as package:
        for part in own.namelist():
            text = own.read(part)
            if part == "xl/worksheets/sheet1.xml":
                head = text[: text.index(b"</row>") + len("</row>")]
                text = head + sheet.encode() + b"</sheetData></worksheet>"
            package.writestr(part, text)
    with pytest.raises(ReviewError, match=message):
        workbook.read(hostile, tables)


def test_a_workbook_that_may_hold_codes_is_not_overwritten(file: Path, tables: Tables) -> None:
    before = file.read_bytes()
    with pytest.raises(ReviewError, match="there already"):
        workbook.write(queue(tables, [], "AB"), file)
    assert file.read_bytes() == before


def test_a_full_disk_leaves_no_workbook(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ReviewError, match="No space left"):
        workbook.write(queue(tables, [], "AB", "measure"), tmp_path / "codes.xlsx")
    assert list(tmp_path.iterdir()) == []


# ---- the command --------------------------------------------------------------------------------


@pytest.fixture
def review(tables: Tables, tmp_path: Path, run: Command) -> Callable[..., tuple[int, str]]:
    save(tables, tmp_path / "tidy")

    def reviewed(*arguments: object) -> tuple[int, str]:
        status, out, err = run("review", "--tidy", tmp_path / "tidy", *arguments)
        return status, " ".join((out + err).split())

    return reviewed


def test_two_people_code_in_workbooks_and_their_difference_is_printed(
    review: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    assert review("--coder", "AB", "--scheme", "measure", "--to", first)[0] == 0
    two = {"your code": "remedies.legal_aid", "second code": "remedies.indicators"}
    fill(first, a=two, b={"your code": "nonsense"})
    status, said = review("--coder", "AB", "--from", first)
    assert status == 1
    assert "1 item coded by AB" in said
    assert "'nonsense'" in said
    assert review("--coder", "CD", "--blind", "--to", second)[1].startswith("1 item to code")
    fill(second, a={"your code": "remedies.capacity", "note": "as in 2019"})
    assert review("--coder", "CD", "--from", second)[0] == 0
    codings = hand_codings.read(tmp_path / "codings.csv")
    assert [(each.code, each.coder) for each in codings] == [
        ("remedies.legal_aid", "AB"), ("remedies.indicators", "AB"), ("remedies.capacity", "CD"),
    ]  # fmt: skip
    status, said = review()
    assert "Differences to settle (1)" in said
    assert (
        "AB: Legal aid (remedies.legal_aid), Forced labour indicators (remedies.indicators);"
        " CD: Capacity for remedies (remedies.capacity). Note: as in 2019"
    ) in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "x.xlsx"], "found no --coder"),
        (["--from", "x.xlsx"], "found no --coder"),
        (["--blind"], "found --blind without --to"),
        (["--scheme", "x"], "expected --scheme measure"),
        (["--misprint", "x"], "expected both"),
        (["--coder", "AB", "--to", "x.xlsx", "--from", "x.xlsx"], "expected one of them"),
    ],
)
def test_wrong_usage_ends_with_2(
    review: Callable[..., tuple[int, str]], arguments: list[str], message: str
) -> None:
    status, said = review(*arguments)
    assert status == 2
    assert message in said


def test_a_misprint_is_shown_where_it_stands_with_the_entry_that_corrects_it(
    review: Callable[..., tuple[int, str]],
) -> None:
    status, said = review("--misprint", "Grommels off the plynth", "--in", ALB)
    assert status == 0
    assert f"{ALB}/remedies/1/b" in said
    assert "place: remedies/1/b column: text found: Grommels of the plinth" in said
    assert review("--misprint", "x", "--in", "ALB-P029-2019-202")[1].endswith(
        f"Did you mean {ALB}?"
    )
