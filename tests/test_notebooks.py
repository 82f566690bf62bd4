"""Notebooks are executed, hold an argument and no program, and turn red when a source changes."""

from __future__ import annotations

import ast
import dataclasses
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

import annual_review as ar
from annual_review import analysis
from annual_review.baseline.parse import Report
from annual_review.forms import questionnaire
from annual_review.tables.schema import Tables
from annual_review.tables.store import save
from tests.conftest import AZERBAIJAN, PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
LONGEST_CELL = 20
"""Lines; a longer cell is a function that belongs in the package."""


def cells(path: Path, kind: str) -> list[Any]:
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_executed_from_top_to_bottom(path: Path) -> None:
    counts = [cell.execution_count for cell in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))
    outputs = [output for cell in cells(path, "code") for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    assert not any("execution" in cell.metadata for cell in cells(path, "code")), "timestamps"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_declares_its_parameters_in_one_cell(path: Path) -> None:
    tagged = [c for c in cells(path, "code") if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert 'tidy: str = ""' in tagged[0].source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_program(path: Path) -> None:
    for cell in cells(path, "code"):
        tree = ast.parse(cell.source)
        defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
        assert not [node for node in ast.walk(tree) if isinstance(node, defined)], cell.source
        assert cell.source.count("\n") < LONGEST_CELL, cell.source
        assert "re." not in cell.source, "parsing belongs in the package"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_has_one_title_and_every_picture_a_text_alternative(path: Path) -> None:
    titles = [c for c in cells(path, "markdown") if c.source.startswith("# ")]
    assert len(titles) == 1
    for cell in cells(path, "code"):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                assert output.metadata["image/png"]["alt"]


def pytest_nbval(folder: Path) -> subprocess.CompletedProcess[str]:
    sanitize = PROJECT / "tests" / "sanitize.cfg"
    options = ["--nbval", "--nbval-sanitize-with", str(sanitize), "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--rootdir", str(folder), *options, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_one_changed_word_in_a_source_turns_the_notebooks_red(tmp_path: Path) -> None:
    folder, sources = tmp_path / "notebooks", tmp_path / "sources"
    folder.mkdir()
    sources.mkdir()
    text = AZERBAIJAN.read_text("utf-8")
    assert text.count("Bangladesh") == 1
    (sources / AZERBAIJAN.name).write_text(text.replace("Bangladesh", "Bhutan"), "utf-8")
    ar.build(sources, tmp_path / "tidy")
    source = PROJECT / "notebooks" / "02-country.ipynb"
    node = nbformat.read(source, as_version=4)
    for cell in node.cells:
        cell.source = cell.source.replace('tidy: str = ""', f'tidy: str = "{tmp_path / "tidy"}"')
    nbformat.write(node, folder / source.name)
    done = pytest_nbval(folder)
    assert done.returncode == 1, done.stdout
    assert "Bhutan" in done.stdout


def said_by(name: str, tables: Tables, folder: Path, **parameters: object) -> str:
    """Run a notebook's code in this process over the tables of a test; what it shows, as text."""
    if not any(folder.iterdir()):
        save(tables, folder)
    shown: list[str] = []
    names: dict[str, Any] = {"display": lambda *all_of_it: shown.extend(map(repr, all_of_it))}
    for cell in cells(PROJECT / "notebooks" / f"{name}.ipynb", "code"):
        tree = ast.parse(cell.source)
        last = tree.body[-1]
        if isinstance(last, ast.Expr):
            last.value = ast.Call(ast.Name("display", ast.Load()), [last.value], [])
        exec(compile(ast.fix_missing_locations(tree), name, "exec"), names)  # noqa: S102
        if "parameters" in cell.metadata.get("tags", []):
            names |= {"tidy": str(folder), **parameters}
    return "\n".join(shown)


@pytest.fixture
def forced_labour(monkeypatch: pytest.MonkeyPatch, azerbaijan: Report) -> Tables:
    """Azerbaijan's answers as if they were on another subject than the Protocol."""
    (form,) = [form for form in questionnaire.forms() if form.name == "p029"]
    subject = questionnaire.subjects()["FL"]
    made_up = subject._replace(name="A subject made up for tests", instruments=("C029",), titles=())
    other = dataclasses.replace(form, name="made-up", subjects=(made_up,))
    monkeypatch.setattr(analysis.selection, "forms", lambda: (form, other))
    return ar.tidy([dataclasses.replace(azerbaijan, subject="FL")])


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("01-corpus", {}),
        ("02-country", {"subject": "FL"}),
        ("03-across-years", {"subject": "FL"}),
    ],
)
def test_another_subject_is_not_held_to_the_articles_of_the_protocol(
    forced_labour: Tables, tmp_path: Path, name: str, parameters: dict[str, object]
) -> None:
    said = said_by(name, forced_labour, tmp_path, **parameters)
    if name != "02-country":  # its page has the name
        expected = "on forced labour" if name == "01-corpus" else "A subject made up for tests"
        assert expected in said
    assert "2(c)(ii)" not in said
    if name == "01-corpus":
        assert "No baseline here is on the Protocol." in said
    if name == "02-country":
        assert "do not apply: this report is on another subject." in said


@pytest.mark.parametrize(
    "name", ["01-corpus", "02-country", "03-across-years", "04-cooperation-needs"]
)
def test_reports_with_a_gap_or_without_answers_are_shown(
    baseline: Callable[..., Report], tmp_path: Path, name: str
) -> None:
    tables = ar.tidy(
        [
            baseline("ALBANIA (2010-2012)", prevention="2012 AR: Campaigns."),
            baseline("ALBANIA (2017-2018)"),
            baseline("BRAZIL (2012-2012)", request="2012 AR: Statistics."),
        ]
    )
    chosen = {"country": "ALB", "from_year": 2012, "to_year": 2017, "year": 2012}
    said = said_by(name, tables, tmp_path, **chosen)
    if name == "01-corpus":
        assert "three baselines of Albania and Brazil, on the Protocol of 2014, for" in said
        assert "For 2012, Albania and Brazil have a baseline, one more than for 2011." in said
    if name in ("02-country", "03-across-years"):
        assert "No report covers 2013–2016; what happened then is not known." in said
    if name == "03-across-years":
        reason = "because 2017 has no answer to the question on prevention."
        assert f"One topic cannot be compared {reason}" in said, "blank drops nothing"


def test_with_one_country_the_corpus_says_so(tables: Tables, tmp_path: Path) -> None:
    said = said_by("01-corpus", tables, tmp_path)
    assert "The data hold one baseline, that of Azerbaijan on the Protocol of 2014, for" in said
    assert "there are no shares to draw" in said


def test_one_answer_one_code_and_one_need_are_counted_without_a_plural(
    baseline: Callable[..., Report], tmp_path: Path
) -> None:
    years = {"prevention": "2019-2020 ARs: Campaigns.", "request": "2020 AR: Statistics."}
    tables = ar.tidy([baseline("ALBANIA (2019-2020)", **years)])
    said = said_by("03-across-years", tables, tmp_path, country="ALB", from_year=2019, to_year=2020)
    assert "One topic is in both years, in the same words. The one in the same words is in" in said
    assert "It is unsure of the one item here, listed under “To check”." in said
    assert "It is new: no earlier report" in said_by(
        "04-cooperation-needs", tables, tmp_path, year=2020
    )


def test_sentences_are_right_for_none_one_and_many(
    baseline: Callable[..., Report], tmp_path: Path
) -> None:
    measures = "2011 AR: a) Campaigns; b) Training of police officers; 2010 AR: a) Campaigns;"
    tables = ar.tidy(
        [
            baseline("ALBANIA (2010-2011)", prevention=measures, request="2011 AR: Statistics."),
            baseline("BRAZIL (2011-2011)", request="2011 AR: Statistics.", challenges_government="Few inspectors."),
            baseline("CHILE (2012-2012)", ratification_status="Chile has ratified the Protocol."),
        ]
    )  # fmt: skip
    asked = [said_by("04-cooperation-needs", tables, tmp_path, year=y) for y in (2010, 2011)]
    assert "Whether Albania needed help on the Protocol of 2014 in 2010 is not known" in asked[0]
    assert "Albania and Brazil asked for help on the Protocol of 2014 (both States with" in asked[1]
    assert "None of the States names a measure of its own in the same area" in asked[1]
    brazil, chile = (said_by("02-country", tables, tmp_path, country=c) for c in ("BRA", "CHL"))
    assert "challenges were named by the Government; the other two cells are blank." in brazil
    assert "In 2012 it reported no challenges: all three cells are blank." in chile
    assert "By 2012 Chile had ratified the Protocol of 2014." in chile
    said = said_by("03-across-years", tables, tmp_path, country="ALB", from_year=2010, to_year=2011)
    assert "added one topic under prevention; it was not named under another question in" in said
    assert "It dropped no topics." in said
