"""What a report is made of: which rows a notebook can see, and what changes its key."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

import annual_review as ar
from annual_review import analysis
from annual_review.baseline.parse import Report
from annual_review.reports import cache_key
from annual_review.tables import Tables, save, store
from tests.conftest import PROJECT


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("01-corpus", False),
        ("02-country", True),
        ("03-across-years", True),
        ("04-cooperation-needs", False),
        ("05-explore", False),
        ("06-annual-review", False),
    ],
)
def test_notebooks_that_see_only_their_own_country_declare_it(name: str, own: bool) -> None:
    node = nbformat.read(PROJECT / "notebooks" / f"{name}.ipynb", as_version=4)
    assert cache_key.sees_own_country(node) is own
    code = [cell["source"] for cell in node.cells if cell.cell_type == "code"]
    loads = [source for source in code if "load(" in source]
    assert len(loads) == 1
    assert ("analysis.select(ar.load(tidy), country, subject)" in loads[0]) is own


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
