"""The tables: their schemas hold, and are checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import annual_review as ar
from annual_review.baseline.parse import Report
from annual_review.tables.columns import SCHEMAS
from annual_review.tables.schema import TableError, Tables, check
from annual_review.tables.store import save


def test_tables_come_back_as_they_were_saved(tables: Tables, tmp_path: Path) -> None:
    save(tables, tmp_path, parquet=True)
    for (name, saved), (_, loaded) in zip(tables, ar.load(tmp_path), strict=True):
        pd.testing.assert_frame_equal(saved, loaded)
        pd.testing.assert_frame_equal(saved, pd.read_parquet(tmp_path / f"{name}.parquet"))


def test_missing_is_na_and_printed_emptiness_is_empty(tables: Tables) -> None:
    statements = tables.statements.set_index("statement_id")
    blank = statements.loc["AZE-P029-2017-2018/offer/1"]
    assert pd.isna(blank["year"])
    assert pd.isna(blank["page"])
    assert (blank["text"], blank["years_as_printed"]) == ("", "")


def test_every_field_has_a_row_in_every_report(tables: Tables, azerbaijan: Report) -> None:
    fields = [label.name for label in azerbaijan.form.fields]
    assert list(dict.fromkeys(tables.statements["field"])) == fields


def test_ids_are_those_of_the_design(tables: Tables) -> None:
    assert "AZE-P029-2017-2018/prevention/2" in set(tables.statements["statement_id"])
    assert "AZE-P029-2017-2018/remedies/2/h" in set(tables.measures["measure_id"])
    assert "AZE-P029-2017-2018/request/2/1" in set(tables.needs["need_id"])
    assert tables.needs["need_id"].is_unique


def test_countries_are_the_member_states_and_a_territory_has_no_region(azerbaijan: Report) -> None:
    macao = dataclasses.replace(azerbaijan, iso3="MAC", name="Macao")
    countries = ar.tidy([azerbaijan, macao]).countries.set_index("iso3")
    assert len(countries) == 188
    assert countries.loc["BOL", "name"] == "Bolivia (Plurinational State of)"
    assert countries.loc["MAC"].isna().tolist() == [False, True, True]


BREAKAGES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "an answer that is no answer": lambda frame: frame.assign(answer="maybe"),
    "a key that comes twice": lambda frame: pd.concat([frame, frame.tail(1)], ignore_index=True),
    "a text that is missing": lambda frame: frame.assign(text=pd.NA).astype({"text": "string"}),
    "a year that is no number": lambda frame: frame.assign(year="2017"),
    "a column too many": lambda frame: frame.assign(extra=1),
    "a report that does not exist": lambda frame: frame.assign(report_id="X").astype("string[python]", errors="ignore"),
}  # fmt: skip


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_table_is_not_saved(tables: Tables, tmp_path: Path, breakage: str) -> None:
    broken = dataclasses.replace(tables, statements=BREAKAGES[breakage](tables.statements))
    with pytest.raises(TableError, match="statements: found"):
        save(broken, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_references_are_checked(tables: Tables) -> None:
    lost = dataclasses.replace(tables, statements=tables.statements.iloc[:3])
    with pytest.raises(TableError, match="measures: found statement_id"):
        check(lost)


def test_two_reports_with_one_id_are_refused(azerbaijan: Report) -> None:
    with pytest.raises(TableError, match="AZE-P029-2017-2018"):
        ar.tidy([azerbaijan, azerbaijan])


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda text: text.replace("year", "jahr", 1), "found the columns"),
        (lambda text: text.replace(",2018,", ",soon,", 1), "statements.csv: found"),
        (lambda _: "", "statements.csv: found"),
    ],
)
def test_a_damaged_file_is_named(
    tables: Tables, tmp_path: Path, damage: Callable[[str], str], found: str
) -> None:
    save(tables, tmp_path)
    file = tmp_path / "statements.csv"
    file.write_text(damage(file.read_text("utf-8")), "utf-8")
    with pytest.raises(TableError, match=found):
        ar.load(tmp_path)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"reports.csv: found no such file"):
        ar.load(tmp_path)


def test_every_table_and_column_has_a_title_and_a_description() -> None:
    for name, schema in SCHEMAS.items():
        for what in (schema, *schema.columns.values()):
            assert what.title, (name, what.name)
            assert len(what.title) <= 24, what.title  # it heads a column of a workbook
            assert what.description.endswith("."), (name, what.name)


def test_titles_in_a_table_differ() -> None:
    for name, schema in SCHEMAS.items():
        titles = [column.title for column in schema.columns.values()]
        assert len(set(titles)) == len(titles), name


def test_every_table_says_what_its_key_is() -> None:
    for name, schema in SCHEMAS.items():
        assert schema.unique, name
        assert set(schema.unique) <= set(schema.columns), name
