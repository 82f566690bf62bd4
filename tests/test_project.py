"""The README says what is: the codebook's columns, the make targets, the notebooks."""

from __future__ import annotations

import csv
import re
import runpy

from annual_review.codebook import coding
from annual_review.reports import plan
from annual_review.tables import reading
from annual_review.tables.schema import CODES, SCHEMAS
from tests.conftest import PROJECT

README = (PROJECT / "README.md").read_text("utf-8")


def test_the_codebook_has_every_table_and_column_in_order() -> None:
    codebook = README.split("## Codebook")[1].split("\n## ")[0]
    parts = re.split(r"^### (\w+)$", codebook, flags=re.MULTILINE)[1:]
    described = {
        name: re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE)
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }
    assert described == {name: list(schema.columns) for name, schema in SCHEMAS.items()}


def test_the_readme_names_every_notebook_with_its_parameters() -> None:
    for name in plan.notebooks():
        (row,) = re.findall(rf"^\| `{name}` \|.*$", README, flags=re.MULTILINE)
        declared = [p.name for p in plan.parameters(name) if p.name != "tidy"]
        assert re.findall(r"`(\w+)`", row.split("|")[3]) == declared


def test_the_codebook_page_is_made_from_the_codebook() -> None:
    made = runpy.run_path(str(PROJECT / "docs" / "make.py"))["codebook_page"]()
    assert (PROJECT / "docs" / "codebook.md").read_text("utf-8") == made
    for scheme in coding.SCHEMES:
        for code in coding.codebook(scheme):
            assert f"### {code.code}\n" in made


def test_the_accuracy_in_the_readme_is_the_computed_one() -> None:
    accuracy = runpy.run_path(str(PROJECT / "benchmarks" / "accuracy.py"))
    assert accuracy["tables"]() in README
    assert accuracy["by_format"]() in README


def test_the_limits_in_the_readme_are_those_of_the_program() -> None:
    limits = reading.Limits()
    assert f"more than {limits.seconds:g} seconds or {limits.megabytes:,} MB" in " ".join(
        README.split()
    )


def test_no_gold_item_stands_in_two_files_and_every_code_is_known() -> None:
    texts: list[str] = []
    for name in (
        "made-up-development",
        "made-up-development-2",
        "made-up-development-3",
        "made-up-measured",
    ):
        with (PROJECT / "tests" / "gold" / f"{name}.csv").open(
            encoding="utf-8", newline=""
        ) as lines:
            for row in csv.DictReader(lines):
                texts.append(row["text"].casefold())
                assert set(row["codes"].split(";")) <= set(CODES)
    assert len(texts) == len(set(texts)) >= 120


def test_requirements_pin_everything_and_end_with_the_project() -> None:
    lines = (PROJECT / "requirements.txt").read_text("utf-8").splitlines()
    assert lines[-1] == "-e ."
    names = [line for line in lines[:-1] if line and not line.lstrip().startswith("#")]
    assert all(re.match(r"[A-Za-z0-9._-]+(\[\w+\])?==\S+", name) for name in names)


def test_the_images_of_the_readme_are_there_with_text_alternatives() -> None:
    images = re.findall(r"!\[(.*?)\]\((.*?)\)", README)
    assert len(images) == 2
    for alternative, path in images:
        assert len(alternative) > 40
        assert (PROJECT / path).is_file()
