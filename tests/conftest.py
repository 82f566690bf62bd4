"""Documents that tests read: the real one, and made-up ones that say in name and text what they are."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings

import annual_review as ar
from annual_review import cli, project
from annual_review.baseline import parse, source
from annual_review.baseline.ratification import about_each
from annual_review.forms.questionnaire import Form, forms
from annual_review.starter import start
from annual_review.tables import HandCoding, Tables

PROJECT = Path(__file__).resolve().parents[1]
AZERBAIJAN = PROJECT / "data" / "sources" / "azerbaijan-p029-2017-2018.txt"

settings.register_profile("project", deadline=None)  # a busy machine is no failure
settings.load_profile("project")

MADE_UP = "This document is made up for tests."


def pytest_configure(config: pytest.Config) -> None:
    """Let tests and notebooks work on a new project with its example, whatever `data` holds."""
    # commands under test take Ctrl-C, also where the tests run in the background of a script
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(config, "workerinput"):
        return  # a process of pytest-xdist works on that of its parent
    folder = Path(tempfile.mkdtemp(prefix="annual-review-tests-")) / "project"
    start(folder)
    ar.build(folder / project.SOURCES, folder / project.TIDY)
    os.environ[project.VARIABLE] = str(folder)
    config.add_cleanup(lambda: shutil.rmtree(folder.parent, ignore_errors=True))


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command with these arguments; return its status, output and errors."""

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["annual-review", *map(str, arguments)])
        status = 0
        try:
            cli.main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        return status, *capsys.readouterr()

    return command


@pytest.fixture(scope="session")
def azerbaijan() -> parse.Report:
    return ar.read(AZERBAIJAN)


@pytest.fixture(scope="session")
def azerbaijan_text() -> str:
    return AZERBAIJAN.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def as_read(azerbaijan: parse.Report) -> list[HandCoding]:
    """The codes that a reader gave to the measures and needs of Azerbaijan."""
    with (PROJECT / "tests" / "gold" / "azerbaijan.csv").open(encoding="utf-8") as lines:
        return [
            HandCoding(f"{azerbaijan.report_id}/{row['item']}", code, "reader", "", "", "")
            for row in csv.DictReader(lines)
            for code in row["codes"].split(";")
        ]


@pytest.fixture(scope="session")
def tables(azerbaijan: parse.Report, as_read: list[HandCoding]) -> Tables:
    """Azerbaijan as a reader coded it: what is analysed does not depend on how well we code."""
    return ar.tidy([azerbaijan], as_read)


PROTOCOL = "Protocol of 2014 (P029) to the Forced Labour Convention"


def made_up(
    answers: Mapping[str, str],
    title: str = "ALBANIA (2019-2020)",
    subject: str = PROTOCOL,
    form_name: str = "p029",
) -> str:
    """Write a made-up baseline, a row a line; fields not given stay blank."""
    form = next(form for form in forms() if form.name == form_name)
    answers = {"reporting_obligations": f"Yes. {MADE_UP}", **answers}
    lines = [title, subject, ""]
    for label in form.labels:
        lines.append(label.printed)
        if label.kind == "field":
            lines += [answers.get(label.name, ""), ""]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def baseline() -> Callable[..., parse.Report]:
    """Return a function that reads a made-up baseline: fields and their answers, title."""

    def parsed(title: str = "ALBANIA (2019-2020)", **answers: str) -> parse.Report:
        text = made_up(answers, title)
        return parse.parse(source.from_bytes(text.encode(), "made-up.txt"))

    return parsed


def classify(text: str, kind: str, form: Form, instruments: Sequence[str]) -> dict[str, str]:
    """What answers say about each instrument; where there are several, each has to be named."""
    unnamed = instruments if len(instruments) == 1 else ()
    said = about_each(text, kind, form, instruments, unnamed)
    return {instrument: value or "unknown" for instrument, value in said.items()}


def write_notebook(
    folder: Path, name: str, *sources: str, parameters: str = "", tags: Sequence[str] = ()
) -> Path:
    """Write a small notebook: a heading, its parameters cell (with these tags), then `sources`."""
    folder.mkdir(parents=True, exist_ok=True)
    declared = f'{parameters}\ntidy: str = ""  # folder of the tables'.strip()
    tagged = nbformat.v4.new_code_cell(declared, metadata={"tags": ["parameters", *tags]})
    cells = [nbformat.v4.new_markdown_cell("# A heading"), tagged]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    for n, cell in enumerate(cells):
        cell["id"] = f"cell-{n}"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    file = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), file)
    return file
