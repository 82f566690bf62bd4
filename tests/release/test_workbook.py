"""The workbook of a release, read back with openpyxl."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from annual_review.codebook import accuracy, codebook
from annual_review.release import workbook
from annual_review.release.facts import ReleaseError
from annual_review.tables import SCHEMAS, Tables
from tests.release.conftest import ABOUT, ALB, FREE, filled

Sheets = dict[str, list[dict[str, Any]]]


def write(tables: Tables, folder: Path) -> tuple[Any, list[str]]:
    notes = workbook.write(tables, ABOUT, "0.1+abc", folder / "book.xlsx")
    return openpyxl.load_workbook(folder / "book.xlsx"), notes


def rows_of(book: Any, name: str) -> list[dict[str, Any]]:
    """The cells of a sheet's rows, by head."""
    head, *rows = book[name].iter_rows()
    return [dict(zip((cell.value for cell in head), row, strict=True)) for row in rows]


def title(table: str, column: str) -> str:
    return SCHEMAS[table].columns[column].title or column


def said_about(book: Any) -> str:
    return "\n".join(
        " ".join(str(x) for x in row if x) for row in book["About"].iter_rows(values_only=True)
    )


def test_every_table_but_texts_has_a_sheet_with_its_values(two: Tables, tmp_path: Path) -> None:
    book, notes = write(two, tmp_path)
    assert notes == []
    assert book.sheetnames == [
        "About", "reports", "statements", "measures", "needs", "challenges", "codings",
        "ratification", "problems", "countries", "codebook",
    ]  # fmt: skip
    for name, frame in two:
        if name == "texts":
            continue
        rows = rows_of(book, name)
        assert len(rows) == len(frame)
        for column in frame:
            held = [row[title(name, column)].value for row in rows]
            assert held == [None if pd.isna(x) or x == "" else x for x in frame[column]], column
        assert book[name].freeze_panes == "B2"
        assert book[name].auto_filter.ref == book[name].dimensions
    covered = [row["Code"].value for row in rows_of(book, "codebook")]
    assert [code for code in covered if code.startswith("need.")] == [
        each.code for each in codebook("need")
    ]


def test_words_stand_beside_codes_and_texts_beside_codings(two: Tables, tmp_path: Path) -> None:
    book, _ = write(two, tmp_path)
    row = next(
        row
        for row in rows_of(book, "codings")
        if row[title("codings", "item_id")].value == f"{ALB}/remedies/1/a"
    )
    assert row["Country"].value == "Albania"
    assert row["Text"].value == "Grommels of migrant workers"
    assert row["Code in words"].value == "Legal aid"
    measure = rows_of(book, "measures")[0]
    assert measure["Question in words"].value.startswith("Measures taken or envisaged")
    assert measure["Subject in words"].value == "The Protocol of 2014"


def test_the_first_sheet_says_how_to_use_the_rest(two: Tables, tmp_path: Path) -> None:
    book, _ = write(two, tmp_path)
    said = said_about(book)
    assert "Two reports of two countries, for the Annual Reviews of 2019–2020" in said
    assert f"the right code for {accuracy()['all'].percent} in 100" in said
    assert "A. Author (2026). Made-up data. Version 0.1+abc. https://example.org/data" in said
    assert "https://www.ilo.org/rights-and-permissions" in said
    assert "CC-BY-4.0" in said
    (leading,) = (row[0] for row in book["About"].iter_rows() if row[0].value == "needs")
    assert leading.hyperlink.location == "'needs'!A1"


def test_ids_lead_to_their_row_and_addresses_to_the_source(two: Tables, tmp_path: Path) -> None:
    urls = ["https://example.org/a b?x=1", "javascript:alert(1)"]
    reports = two.reports.assign(url=pd.array(urls, "string"))
    book, _ = write(replace(two, reports=reports), tmp_path)
    web, script = (row[title("reports", "url")] for row in rows_of(book, "reports"))
    assert web.hyperlink.target == "https://example.org/a%20b?x=1"
    assert script.hyperlink is None
    for name, column in [("measures", "statement_id"), ("codings", "item_id"), ("needs", "code")]:
        cell = rows_of(book, name)[-1][title(name, column)]
        sheet, place = cell.hyperlink.location.split("!")
        assert book[sheet.strip("'")][place].value == cell.value


def test_a_text_that_no_cell_can_hold_continues_in_the_next_column(
    two: Tables, tmp_path: Path
) -> None:
    texts = {0: "x" * 32_767, 1: "long " * 8_000, 2: "\N{GRINNING FACE}" * 20_000}
    long = two.statements["text"].astype(object)
    for row, text in texts.items():
        long[row] = text
    book, notes = write(
        replace(two, statements=two.statements.assign(text=long.astype("string"))), tmp_path
    )
    head = title("statements", "text")
    rows = rows_of(book, "statements")
    heads = [head, f"{head}, part 2", f"{head}, part 3"]
    for row, text in texts.items():
        parts = [rows[row][each].value or "" for each in heads]
        assert "".join(parts) == text
        assert max(len(part.encode("utf-16-le")) // 2 for part in parts) <= 32_767
    assert rows[0][heads[1]].value is None
    (note,) = notes
    assert "On the sheet statements, two texts with more than 32,767 letters" in note
    assert note in said_about(book)


def test_what_exceeds_rows_and_links_of_a_sheet_is_said(
    two: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    monkeypatch.setattr(workbook, "MOST_LINKS", 2)
    book, notes = write(two, tmp_path)
    held = [row[title("countries", "iso3")].value
            for name in ("countries", "countries 2", "countries 3") for row in rows_of(book, name)]  # fmt: skip
    assert held == two.countries["iso3"].tolist()
    assert (
        "The table countries has more rows than fit on a sheet: it ends on “countries 3”." in notes
    )
    assert any(
        "On the sheet statements, the column" in note and "has no links" in note for note in notes
    )
    assert rows_of(book, "statements")[0][title("statements", "report_id")].hyperlink is None


LOOKS = ["a\rb\r\nc", "=1+1", "+1", "-1", "＝1", "@x", "\tx", "<r><t>x</t></r>", "<r>", "_x0041_",
         "#N/A", "1e5", "https://example.org", "internal:A1"]  # fmt: skip


def test_text_stays_text_whatever_it_looks_like(two: Tables, tmp_path: Path) -> None:
    tables = filled(two, LOOKS)
    book, _ = write(tables, tmp_path)
    seen = set()
    for row, text in zip(rows_of(book, "statements"), tables.statements["text"], strict=True):
        cell = row[title("statements", "text")]
        assert (unescape(cell.value), cell.data_type, cell.hyperlink) == (text, "s", None)
        assert cell.quotePrefix == (text[0] in "=＝+-@\t")
        seen.add(text)
    assert seen == set(LOOKS)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=[])), min_size=1, max_size=100))
@example(texts=["\ud800"])
def test_any_text_comes_back(two: Tables, tmp_path: Path, texts: list[str]) -> None:
    tables = filled(two, texts)
    book, notes = write(tables, tmp_path)
    lost = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
    for name, frame in tables:
        if name == "texts":
            continue
        rows = rows_of(book, name)
        for column in FREE[name]:
            held = [unescape(row[title(name, column)].value or "") for row in rows]
            assert held == [lost.sub("�", text) for text in frame[column]]
    assert any("�" in note for note in notes) == any(map(lost.search, texts))


def test_nothing_is_written_elsewhere(
    two: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))  # a killed command leaves it
    workbook.write(two, ABOUT, "0.1+abc", tmp_path / "book.xlsx")
    assert [file.name for file in tmp_path.iterdir()] == ["book.xlsx"]


def test_the_same_tables_give_the_same_bytes(two: Tables, tmp_path: Path) -> None:
    files = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for file in files:
        workbook.write(two, ABOUT, "0.1+abc", file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_failure_leaves_what_was_there(
    two: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "book.xlsx"
    workbook.write(two, ABOUT, "0.1+abc", file)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workbook, "_fill_about", full)
    with pytest.raises(ReleaseError, match=r"book\.xlsx: found No space left on device"):
        workbook.write(two, ABOUT, "0.1+abc", file)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(ReleaseError, match="No such file"):
        workbook.write(two, ABOUT, "0.1+abc", tmp_path / "none" / "book.xlsx")
