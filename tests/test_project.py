"""The README says what is: the codebook's columns, the make targets, the notebooks."""

from __future__ import annotations

import re

from annual_review import runs
from annual_review.tables import SCHEMAS
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
    for name in runs.notebooks():
        (row,) = re.findall(rf"^\| `{name}` \|.*$", README, flags=re.MULTILINE)
        declared = [p.name for p in runs.parameters(name) if p.name != "tidy"]
        assert re.findall(r"`(\w+)`", row.split("|")[3]) == declared


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
