"""What the documents for people say is true: columns, options, notebooks, accuracy, the example."""

from __future__ import annotations

import doctest
import re
import runpy
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from annual_review import cli, codebook
from annual_review.reports import plan
from annual_review.tables import SCHEMAS, reading
from tests.conftest import PROJECT

README = (PROJECT / "README.md").read_text("utf-8")
DOCS = {path.stem: path.read_text("utf-8") for path in (PROJECT / "docs").glob("*.md")}
PAGES = [
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    PROJECT / "CHANGELOG.md",
    PROJECT / "tests" / "gold" / "README.md",
    PROJECT / "src" / "annual_review" / "codebook" / "examples" / "README.md",
    *sorted((PROJECT / "docs").glob("*.md")),
]


def test_the_readme_is_short() -> None:
    assert len(README.split()) <= 1200


def test_the_example_of_the_readme_prints_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    (lines,) = re.findall(r"```text\n(.*?)```", README, flags=re.DOTALL)
    source = PROJECT / "data" / "sources" / "azerbaijan-p029-2017-2018.txt"
    assert " ".join(lines.split()) in " ".join(source.read_text("utf-8").split())
    (example,) = re.findall(r"```pycon\n(.*?)```", README, flags=re.DOTALL)
    test = doctest.DocTestParser().get_doctest(example, {}, "README", "README.md", 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_every_table_and_column_is_described_in_order_as_it_is_declared() -> None:
    parts = re.split(r"^## (\w+)$", DOCS["tables"], flags=re.MULTILINE)[1:]
    described = {
        name: re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE)
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }
    assert described == {name: list(schema.columns) for name, schema in SCHEMAS.items()}
    made = runpy.run_path(str(PROJECT / "docs" / "make.py"))["tables_page"](DOCS["tables"])
    assert DOCS["tables"] == made


def test_the_readme_names_every_notebook_with_its_parameters() -> None:
    for name in plan.notebooks():
        (row,) = re.findall(rf"^\| `{name}` \|.*$", README, flags=re.MULTILINE)
        declared = [p.name for p in plan.parameters(name) if p.name != "tidy"]
        assert re.findall(r"`(\w+)`", row.split("|")[3]) == declared


def test_every_command_and_option_is_described() -> None:
    everywhere = DOCS["using"].split("\n## The command\n")[1].split("\n### ")[0]
    for name in cli.COMMANDS:
        (described,) = re.findall(
            rf"^### {name}\n(.*?)(?=^##)", DOCS["using"], flags=re.MULTILINE | re.DOTALL
        )
        options = [p.opts[0] for p in cli.command(name).params if p.param_type_name == "option"]
        rows = re.findall(r"^\| `(--?[\w-]+)", everywhere + described, flags=re.MULTILINE)
        assert [option for option in options if option not in rows] == [], name
        own = re.findall(r"^\| `(--?[\w-]+)", described, flags=re.MULTILINE)
        assert [option for option in own if option not in options] == [], name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_links_between_the_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]*)\)", page.read_text("utf-8")):
        file, _, anchor = target.partition("#")
        if file.startswith(("https://", "http://")):
            continue
        path = page.parent / file if file else page
        assert path.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), flags=re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}


def test_the_page_of_the_codebook_is_made_from_the_codebook() -> None:
    made = runpy.run_path(str(PROJECT / "docs" / "make.py"))["codebook_page"]()
    assert DOCS["codebook"] == made
    for scheme in codebook.SCHEMES:
        for code in codebook.codebook(scheme):
            assert f"### {code.code}\n" in made


def test_the_limits_described_are_those_of_the_program() -> None:
    limits = reading.Limits()
    assert f"more than {limits.seconds:g} seconds or {limits.megabytes:,} MB" in " ".join(
        DOCS["limits"].split()
    )


def test_requirements_pin_everything_and_end_with_the_project() -> None:
    pins: dict[str, set[str]] = {}
    for file in ("requirements.txt", "requirements-extras.txt"):
        lines = (PROJECT / file).read_text("utf-8").splitlines()
        pins[file] = {line for line in lines if line and not line.lstrip().startswith("#")}
    assert lines[-1] != "-e ."
    own = pins["requirements.txt"]
    own.remove("-e .")
    for names in pins.values():
        assert all(re.match(r"[A-Za-z0-9._-]+(\[\w+\])?==\S+", name) for name in names)
    versions = {file: {name.partition(" ;")[0] for name in pins[file]} for file in pins}
    assert versions["requirements.txt"] <= versions["requirements-extras.txt"]


WEAK_COPYLEFT = {
    "pycountry": "LGPL: imported as it is published, for the codes of countries",
}
"""Packages that may be used, but not changed or copied from, under another licence than theirs."""

PERMISSIVE = "MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|CC0|MPL|Mozilla Public License"


def required(name: str) -> set[str]:
    """The package, and all that installing it without extras brings."""
    found: set[tuple[str, str]] = set()
    waiting = [(name, "")]
    while waiting:
        each = waiting.pop()
        if each in found:
            continue
        found.add(each)
        for line in metadata.requires(each[0]) or ():
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": each[1]}):
                waiting += [(canonicalize_name(need.name), extra) for extra in ("", *need.extras)]
    return {name for name, _ in found}


def licence(name: str) -> str:
    """What a package says its licence is."""
    said = metadata.metadata(name)
    listed = [each for each in said.get_all("Classifier", []) if each.startswith("License ::")]
    return said.get("License-Expression") or "; ".join(listed) or said.get("License") or "unknown"


def test_what_an_installation_brings_is_under_licences_that_let_others_build_on_it() -> None:
    licences = {name: licence(name) for name in required("annual-review")}
    assert {"pandas", "anywidget"} <= licences.keys()
    weak = {name for name, said in licences.items() if re.search("LGPL|Lesser General", said)}
    assert weak == WEAK_COPYLEFT.keys()
    rest = {name: said for name, said in licences.items() if name not in weak}
    assert [name for name, said in rest.items() if re.search("GPL|General Public", said)] == []
    assert [name for name, said in rest.items() if not re.search(PERMISSIVE, said)] == []


def test_the_images_of_the_readme_are_there_with_text_alternatives() -> None:
    images = re.findall(r"!\[(.*?)\]\((.*?)\)", README)
    assert len(images) == 2
    for alternative, path in images:
        assert len(alternative) > 40
        assert (PROJECT / path).is_file()


def test_the_architecture_page_names_modules_and_files_that_exist() -> None:
    page = (PROJECT / "docs" / "architecture.md").read_text("utf-8")
    package = PROJECT / "src" / "annual_review"
    named = re.findall(r"`((?:\w+)\.(?:\w+))`", page)
    modules = {name for name in named if name.split(".")[0] in {p.name for p in package.iterdir()}}
    assert len(modules) > 25
    for name in modules:
        wing, module = name.split(".")
        assert (package / wing / f"{module}.py").is_file(), name
    for path in re.findall(r"`((?:[\w-]+/)+[\w.-]*)`", page.split("## Which file to change")[1]):
        assert (PROJECT / path).exists() or (package / path).exists(), path
