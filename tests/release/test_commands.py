"""`annual-review export` and `annual-review diff`: what they print, and what they leave alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml

import annual_review as ar
from annual_review import project
from annual_review.baseline.parse import Report
from annual_review.tables import save
from tests.conftest import Command

PROJECT_FILE = 'title = "Made-up tables"\nauthors = ["Doe, Jane"]\n'


@pytest.fixture
def command(run: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Run the command in a project of its own; return its status, output and errors."""
    (tmp_path / "annual-review.toml").write_text(PROJECT_FILE, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(project.VARIABLE)
    return run


@pytest.fixture
def tidy(baseline: Callable[..., Report], tmp_path: Path) -> Path:
    save(ar.tidy([baseline(policy_or_plan="2019 AR: A drobel.")]), tmp_path / "data" / "tidy")
    return tmp_path / "data" / "tidy"


@pytest.mark.usefixtures("tidy")
def test_export_says_what_it_made_and_what_is_still_to_fill_in(
    command: Command, tmp_path: Path
) -> None:
    status, out, err = command("export", "release")
    assert (status, err) == (0, "")
    cff = yaml.safe_load((tmp_path / "release" / "CITATION.cff").read_text("utf-8"))
    assert f"version {cff['version']}, released on {cff['date-released']}" in out
    assert f"annual-review.toml: released = {cff['date-released']}" in out
    assert 'annual-review.toml: address = "https://' in out
    assert 'annual-review.toml: licence = "CC-BY-4.0"' in out


@pytest.mark.usefixtures("tidy")
def test_export_leaves_a_folder_of_other_files_alone(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("")
    status, _, err = command("export", "mine")
    assert status == 1
    assert "expected a new or empty folder, or one that this command wrote" in err
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_no_release_is_written_among_tables_or_documents(
    command: Command, tidy: Path, tmp_path: Path
) -> None:
    (tmp_path / "data" / "sources").mkdir()
    before = sorted(tmp_path.rglob("*"))
    for folder in (".", "data/sources", "data/sources/release", str(tidy / "release")):
        status, _, err = command("export", folder)
        assert status == 1
        assert "expected a folder apart" in err
    assert sorted(tmp_path.rglob("*")) == before


def test_diff_prints_counts_and_examples_and_writes_all(
    command: Command, tidy: Path, baseline: Callable[..., Report], tmp_path: Path
) -> None:
    items = "; ".join(f"{letter}) {letter} [bold]grommels" for letter in "abcdefg")
    read = baseline(policy_or_plan="2019 AR: A drobel.", prevention=f"2020 AR: {items}.")
    save(ar.tidy([read]), tmp_path / "new")
    status, out, err = command("diff", str(tidy), "new", "--to", "changes.csv")
    assert (status, err) == (0, "")
    assert "Tables that differ: reports, statements, measures" in out
    assert "Measure added (7)" in out
    assert "+ a [bold]grommels" in out
    assert "+ f [bold]grommels" not in out
    assert "… and 2 more." in out
    written = pd.read_csv(tmp_path / "changes.csv")
    assert (written["what"] == "measure added").sum() == 7
    status, _, err = command("diff", str(tidy), "new", "--to", "changes.csv")
    assert (status, "changes.csv: found a file that exists" in err) == (1, True)


def test_the_file_of_changes_is_safe_to_open_in_a_spreadsheet(
    command: Command, tidy: Path, baseline: Callable[..., Report], tmp_path: Path
) -> None:
    formulas = ["=1+1", "+1 x", "@SUM(1)", "-2+3", "\tone", "＝1+1"]
    texts = [*formulas, "a\rb", "-2.5", "a=b"]
    said = " ".join(f"{2000 + n} AR: Drobel {n}." for n in range(len(texts)))
    tables = ar.tidy([baseline("ALBANIA (2000-2020)", prevention=said)])
    tables.statements.loc[tables.statements["field"] == "prevention", "text"] = texts
    save(tables, tmp_path / "new")
    assert command("diff", str(tidy), "new", "--to", "changes.csv")[0] == 0
    after = pd.read_csv(tmp_path / "changes.csv", dtype="string")["after"].dropna()
    assert {f"'{text}" for text in formulas} | {"a\rb", "-2.5", "a=b"} <= set(after)
    assert not set(after) & set(formulas)


def test_diff_of_the_same_tables_finds_nothing(command: Command, tidy: Path) -> None:
    status, out, _ = command("diff", str(tidy), str(tidy))
    assert status == 0
    assert "No document, statement, item or code changed." in out
    assert "Tables that differ" not in out


def test_diff_of_a_folder_without_tables_says_what_is_missing(command: Command, tidy: Path) -> None:
    status, _, err = command("diff", str(tidy), "nowhere")
    assert status == 1
    assert "nowhere/reports.csv: found no such file" in err
