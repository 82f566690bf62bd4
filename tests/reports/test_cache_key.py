"""What a report is made of: which rows a notebook can see, and what changes its key."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

import annual_review as ar
from annual_review import analysis
from annual_review.baseline.parse import Report
from annual_review.reports import cache_key, plan
from annual_review.tables import SCHEMAS, Tables, save, store
from tests.conftest import write_notebook

SELECT = "import annual_review as ar\nfrom annual_review import analysis\n"


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("01-corpus", False),
        ("02-country", True),
        ("03-across-years", True),
        ("04-cooperation-needs", False),
        ("05-explore", False),
    ],
)
def test_the_projects_notebooks_see_what_they_select(name: str, one: bool) -> None:
    node = nbformat.read(plan.NOTEBOOKS / f"{name}.ipynb", as_version=4)
    assert cache_key.sees_one_country(node) is one


@pytest.mark.parametrize(
    ("source", "one"),
    [
        ("t = analysis.select(ar.load(tidy), country, subject)", True),
        ("t = analysis.select(ar.load(tidy), subject=subject, iso3=country)", True),
        ("print(country)", True),
        ("t = analysis.select(ar.load(tidy), 'BEN', subject)", False),
        ("t = ar.load(tidy)", False),
        ("t = ar.load()", False),
        ("t = analysis.select(ar.load(tidy), country, subject); u = ar.load(tidy)", False),
        ("read = ar.load\nt = read(tidy)", False),
        ("from annual_review import load as l\nt = l(tidy)", False),
        ("country = 'BEN'\nt = analysis.select(ar.load(tidy), country, subject)", False),
        ("for country in 'AB': analysis.select(ar.load(tidy), country, subject)", False),
        ("import pandas as pd\nt = pd.read_csv('../data/tidy/needs.csv')", False),
        ("from annual_review.tables.build import TIDY", False),
        ("t = open(tidy + '/needs.csv')", False),
        ("t = getattr(ar, 'lo' + 'ad')(tidy)", False),
        ("where = tidy", False),
        ("!cat ../data/tidy/needs.csv", False),
        ("%run other.py", False),
        ("t = ar.tidy([ar.read('x.txt')])", False),
    ],
)
def test_a_notebook_that_could_see_other_rows_is_taken_to_see_all(
    tmp_path: Path, source: str, one: bool
) -> None:
    file = write_notebook(tmp_path, "x", SELECT, source)
    assert cache_key.sees_one_country(nbformat.read(file, as_version=4)) is one


def test_every_cell_of_every_table_counts(tables: Tables) -> None:
    (report_id,) = tables.reports["report_id"]
    before = cache_key.rows(tables)
    assert before == cache_key.rows(tables)
    for name, frame in tables:
        for column in set(frame.columns) - {"report_id", "item_id"} if len(frame) else ():
            changed = frame.copy()
            changed[column] = changed[column].astype(object)
            changed.loc[0, column] = "changed"
            other = Tables(**{**dict(tables), name: changed})
            if column in ("measure_id", "need_id"):
                continue  # an id that its codings refer to
            assert cache_key.rows(other)[report_id] != before[report_id], (name, column)


def test_rows_of_one_report_do_not_depend_on_the_others(azerbaijan: Report) -> None:
    other = Report(**{**vars(azerbaijan), "iso3": "BEN", "name": "Benin"})
    alone, both = ar.tidy([azerbaijan]), ar.tidy([azerbaijan, other])
    assert cache_key.rows(both)["AZE-P029-2017-2018"] == cache_key.rows(alone)["AZE-P029-2017-2018"]
    assert len(set(cache_key.rows(both).values())) == 2


def test_loaded_tables_are_remembered_and_not_shared(
    tmp_path: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tables, tmp_path)
    monkeypatch.setattr(store, "_TICK", -(10**12))
    first = ar.load(tmp_path)
    monkeypatch.setattr(store, "check", None)  # would be called by another reading
    first.statements.loc[0, "text"] = "scribbled"
    second = ar.load(tmp_path)
    assert second.statements.loc[0, "text"] == tables.statements.loc[0, "text"]
    assert analysis.years(second) == [2017, 2018]
    monkeypatch.undo()
    changed = tables.statements.copy()
    changed.loc[0, "text"] = "other"
    save(Tables(**{**dict(tables), "statements": changed}), tmp_path)
    assert ar.load(tmp_path).statements.loc[0, "text"] == "other"


def test_the_names_of_the_tables_are_those_that_are_declared() -> None:
    assert set(cache_key.TABLES) == set(SCHEMAS)
