"""Notebooks are executed, hold an argument and no program, and turn red when a source changes."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

import annual_review as ar
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
