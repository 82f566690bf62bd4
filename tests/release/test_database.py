"""The database of a release, opened with sqlite3."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import annual_review as ar
from annual_review import analysis
from annual_review.codebook import SCHEMES
from annual_review.release import database
from annual_review.release.facts import ReleaseError
from annual_review.tables import SCHEMAS, Tables
from tests.release.conftest import ABOUT, ALB, BHR, FREE, filled, read


@pytest.fixture
def opened(two: Tables, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    assert database.write(two, ABOUT, "0.1+abc", tmp_path / "data.sqlite") == []
    with closing(sqlite3.connect(tmp_path / "data.sqlite")) as opened:
        yield opened


def held(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [tuple(None if pd.isna(x) else x for x in row) for row in frame.itertuples(index=False)]


def test_every_table_has_its_columns_and_rows(opened: sqlite3.Connection, two: Tables) -> None:
    for name, frame in two:
        found = opened.execute(f"SELECT * FROM {name}")  # noqa: S608
        assert [each[0] for each in found.description] == list(frame)
        assert found.fetchall() == held(frame)


def test_keys_and_references_hold_and_are_kept(opened: sqlite3.Connection) -> None:
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    opened.execute("PRAGMA foreign_keys = ON")
    for wrong in [
        "UPDATE needs SET priority = 'urgent'",
        "UPDATE needs SET code = 'need.nonsense'",
        "UPDATE codings SET item_id = 'x'",
        "UPDATE codings SET score = 1.5",
        "UPDATE statements SET report_id = 'x'",
        "UPDATE statements SET text = NULL",
        "INSERT INTO reports SELECT * FROM reports",
        "INSERT INTO statements SELECT * FROM statements WHERE year IS NULL",
    ]:
        with pytest.raises(sqlite3.IntegrityError):
            opened.execute(wrong)


def test_everything_is_described(opened: sqlite3.Connection) -> None:
    there = opened.execute(
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"
        " AND (name NOT LIKE 'passages_fts_%')"
    )
    described = opened.execute("SELECT name, kind FROM contents WHERE title <> ''").fetchall()
    assert sorted(described) == sorted(there.fetchall())
    columns = opened.execute("SELECT table_name, column_name FROM columns WHERE title <> ''")
    assert columns.fetchall() == [
        (name, each) for name in SCHEMAS for each in SCHEMAS[name].columns
    ]
    about = dict(opened.execute("SELECT * FROM about"))
    assert about["citation"] == (
        "A. Author (2026). Made-up data. Version 0.1+abc. https://example.org/data"
    )
    assert about["differences"] == ""


def test_one_query_searches_statements_and_items(opened: sqlite3.Connection) -> None:
    (query,) = opened.execute("SELECT value FROM about WHERE key = 'search'").fetchone()
    found = opened.execute(query, {"words": "migrants mend*"}).fetchall()
    assert [row[1:4] for row in found] == [("statement", "Albania", "2020")]
    item, *_ = opened.execute(query, {"words": "grommel NOT drobel"}).fetchall()
    assert item == (
        f"{ALB}/remedies/1/a", "measure", "Albania", "2020", "[Grommels] of migrant workers",
    )  # fmt: skip
    kinds = {row[1] for row in opened.execute(query, {"words": "data"})}
    assert kinds == {"statement", "need", "challenge"}


def test_codes_that_count_are_those_of_the_analysis(
    opened: sqlite3.Connection, two: Tables
) -> None:
    for scheme in SCHEMES:
        counting = analysis.codings_that_count(two, scheme)
        found = opened.execute(
            "SELECT item_id, code, score FROM codes_that_count WHERE scheme = ?", [scheme]
        )
        assert sorted(found) == sorted(held(counting[["item_id", "code", "score"]]))
    people = opened.execute("SELECT item_id, code FROM codes_that_count WHERE by_people")
    assert sorted(people) == [
        (f"{ALB}/remedies/1/a", "remedies.legal_aid"),
        (f"{ALB}/remedies/1/b", "remedies.capacity"),
    ]


def test_unsure_codes_are_those_of_the_analysis(two: Tables, tmp_path: Path) -> None:
    by_rules = two.codings["method"] != "manual"
    doubted = two.codings.assign(sure=two.codings["sure"] & ~by_rules)
    tables = replace(two, codings=doubted)
    database.write(tables, ABOUT, "0.1+abc", tmp_path / "data.sqlite")
    with closing(sqlite3.connect(tmp_path / "data.sqlite")) as opened:
        found = opened.execute("SELECT item_id, code, score, years FROM unsure_codes").fetchall()
    assert found
    assert sorted(found) == sorted(
        held(analysis.unsure(tables)[["item_id", "code", "score", "years"]])
    )


def test_views_answer_in_words(opened: sqlite3.Connection) -> None:
    asked = opened.execute(
        "SELECT need, countries, which, first_year, last_year FROM who_asks_for_what"
    )
    data, training = asked.fetchall()
    assert data[1:] == (2, "Albania; Bahrain", 2019, 2020)
    assert training[1:] == (1, "Albania", 2020, 2020)
    needs = opened.execute("SELECT country, year, needs FROM needs_by_country_and_year")
    assert needs.fetchall() == [("Albania", 2019, 1), ("Albania", 2020, 1), ("Bahrain", 2020, 1)]
    latest = opened.execute("SELECT country, instrument, year, status FROM latest_ratification")
    assert latest.fetchall() == [
        ("Albania", "P029", 2020, "not_ratified"), ("Bahrain", "P029", 2020, "unknown"),
    ]  # fmt: skip
    measures = opened.execute("SELECT country, year, subject, text FROM measures_with_labels")
    assert measures.fetchone() == (
        "Albania", 2020, "The Protocol of 2014", "Grommels of migrant workers",
    )  # fmt: skip
    blank = opened.execute(
        "SELECT countries FROM answers_by_question WHERE field = 'offer' AND answer = 'blank'"
    )
    assert blank.fetchall() == [(2,)]


def test_views_count_the_later_of_two_baselines_that_cover_a_year(tmp_path: Path) -> None:
    """A baseline is printed again with the next year's answers; the older one may stay."""
    older = "2020 AR: a) Training of judges; b) Collection and analysis of data."
    newer = "2021 AR: a) Training of judges. 2020 AR: a) Training of judges."
    tables = ar.tidy([
        read("ALBANIA (2019-2020)", request=older), read("ALBANIA (2020-2021)", request=newer),
    ])  # fmt: skip
    database.write(tables, ABOUT, "0.1+abc", tmp_path / "data.sqlite")
    with closing(sqlite3.connect(tmp_path / "data.sqlite")) as opened:
        counting = opened.execute("SELECT report_id, year FROM years_of_reports").fetchall()
        needs = opened.execute("SELECT year, needs FROM needs_by_country_and_year").fetchall()
        asked = opened.execute("SELECT countries, which FROM who_asks_for_what").fetchall()
        said = opened.execute(
            "SELECT year, answer FROM answers_by_question WHERE field = 'request'"
        ).fetchall()
    assert counting == held(analysis.years_of_reports(tables)[["report_id", "year"]])
    assert needs == [(2020, 1), (2021, 1)]
    assert asked == [(1, "Albania")]
    assert said == [(2020, "text"), (2021, "text")]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=[])), min_size=1, max_size=100))
def test_any_text_comes_back(two: Tables, tmp_path: Path, texts: list[str]) -> None:
    tables = filled(two, texts)
    notes = database.write(tables, ABOUT, "0.1+abc", tmp_path / "data.sqlite")
    lost = re.compile("[\x00\ud800-\udfff]")
    with closing(sqlite3.connect(tmp_path / "data.sqlite")) as opened:
        for name, frame in tables:
            for column in FREE[name]:
                found = opened.execute(f'SELECT "{column}" FROM {name}')  # noqa: S608
                assert [each for (each,) in found] == [
                    lost.sub("�", text) for text in frame[column]
                ]
    assert any("�" in note for note in notes) == any(map(lost.search, texts))


def test_the_same_tables_give_the_same_bytes(two: Tables, tmp_path: Path) -> None:
    files = [tmp_path / "a.sqlite", tmp_path / "b.sqlite"]
    for file in files:
        database.write(two, ABOUT, "0.1+abc", file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_tables_that_refer_to_nothing_are_refused_and_what_was_there_stays(
    two: Tables, tmp_path: Path
) -> None:
    file = tmp_path / "data.sqlite"
    database.write(two, ABOUT, "0.1+abc", file)
    before = file.read_bytes()
    lost = replace(two, reports=two.reports[two.reports["report_id"] != BHR])
    with pytest.raises(ReleaseError, match="refers to no row of reports"):
        database.write(lost, ABOUT, "0.1+abc", file)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(ReleaseError, match=r"none/data\.sqlite: found No such file or directory"):
        database.write(two, ABOUT, "0.1+abc", tmp_path / "none" / "data.sqlite")
