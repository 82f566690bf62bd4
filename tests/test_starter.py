"""A project of one's own: begun whole, found from within, and used without the checkout."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import annual_review as ar
from annual_review import project
from annual_review.project import ProjectError
from annual_review.starter import start
from annual_review.tables.sources import find
from tests.conftest import AZERBAIJAN


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, which is found by looking for it."""
    monkeypatch.delenv(project.VARIABLE)
    start(tmp_path / "own")
    return tmp_path / "own"


def test_a_project_is_found_from_any_folder_within_it(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own / "notebooks")
    assert project.root() == own
    ar.build(own / project.SOURCES, own / project.TIDY)
    assert ar.load().reports["iso3"].tolist() == ["AZE"]


def test_the_environment_names_a_project_elsewhere(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert project.find() is None
    with pytest.raises(ProjectError, match="annual-review init FOLDER"):
        ar.load()
    monkeypatch.setenv(project.VARIABLE, str(own))
    assert project.root() == own
    monkeypatch.setenv(project.VARIABLE, str(tmp_path / "gone"))
    with pytest.raises(ProjectError, match="gone', which is no folder"):
        ar.load()


def test_without_a_project_documents_are_read_and_analysed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(project.VARIABLE)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "azerbaijan.txt").write_bytes(AZERBAIJAN.read_bytes())
    tables = ar.build("mine")
    assert len(ar.analysis.needs(tables)) == 6
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_the_example_of_a_new_project_is_as_its_list_says(own: Path) -> None:
    documents, missing = find(own / project.SOURCES)
    assert [each.name for each in documents] == [AZERBAIJAN.name]
    assert not missing
    assert ar.build(own / project.SOURCES).reports["iso3"].tolist() == ["AZE"]


@pytest.mark.parametrize("name", ["mine.txt", project.FILE])
def test_a_project_is_not_begun_where_anything_stands(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("a person's own")
    with pytest.raises(ProjectError, match="Nothing was changed"):
        start(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_project_that_cannot_be_begun_whole_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(ProjectError, match="No space left"):
        start(tmp_path / "own")
    assert not list((tmp_path / "own").iterdir())


def test_a_projects_file_says_how_to_cite_it(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own)
    assert project.about().authors == ()
    (own / project.FILE).write_text(
        'title = "Mine"\nauthors = ["Curie, Marie"]\naddress = "https://example.org"\n'
        'licence = "CC-BY-4.0"\nreleased = 2026-11-29\n'
    )
    released = datetime.date(2026, 11, 29)
    assert project.about() == ("Mine", ("Curie, Marie",), "https://example.org", "CC-BY-4.0", released)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('titel = "Mine"', "found 'titel'; expected one of title, authors"),
        ('authors = "Curie, Marie"', "expected a list of texts"),
        ("title = 3", "expected a text"),
        ('address = "javascript:alert(1)"', "begins with https://"),
        ('released = "soon"', "a date, as in 2026-12-31"),
        ("title =", "expected a TOML file"),
        (f"title = {'[' * 3000}{']' * 3000}", "expected a TOML file"),
        (f"title = {'9' * 5000}", "expected a TOML file"),
    ],
)
def test_a_line_of_it_that_is_wrong_is_named(
    own: Path, monkeypatch: pytest.MonkeyPatch, line: str, message: str
) -> None:
    monkeypatch.chdir(own)
    (own / project.FILE).write_text(line)
    with pytest.raises(ProjectError, match=message):
        project.about()


def test_tables_show_themselves_in_three_lines_and_are_found_by_name(tables: ar.Tables) -> None:
    assert repr(tables).splitlines() == [
        "Tables of 1 country, Annual Reviews of 2017 to 2018",
        "reports 1, statements 27, measures 53, needs 6, challenges 0",
        repr(tables).splitlines()[2],
    ]
    assert repr(tables).splitlines()[2].startswith("codings ")
    assert tables["needs"] is tables.needs
    assert set(dir(tables)) == {name for name, _ in tables}
    with pytest.raises(KeyError, match="'need' is none of the tables reports, statements"):
        tables["need"]
