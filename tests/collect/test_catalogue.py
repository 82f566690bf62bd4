"""The catalogue: the project's own, and the rows that a user adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from annual_review import project
from annual_review.collect import Wanted, choose, read
from annual_review.collect.catalogue import COLUMNS, CatalogueError
from tests.conftest import PROJECT

HEAD = ",".join(COLUMNS)


def written(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    file = tmp_path / "mine.csv"
    file.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return file


def test_the_projects_own_has_38_addresses_and_no_error() -> None:
    wanted, errors = read(PROJECT / project.CATALOGUE)
    assert errors == []
    assert sum(len(one.urls) for one in wanted) == 38
    assert len({one.name for one in wanted}) == len(wanted)
    text = " ".join((PROJECT / "README.md").read_text("utf-8").split())
    assert f"{len(wanted)} baselines" in text


def test_names_are_made_from_country_subject_and_years() -> None:
    assert Wanted("CHN", "FL", "en", 2000, 2008).name == "chn-fl-2000-2008"
    assert Wanted("CHN", "FL", "fr", 2000, 2008).name == "chn-fl-2000-2008-fr"


def test_an_archives_copy_comes_after_the_addresses_themselves() -> None:
    urls = (
        "https://example.org/a?b=c",
        "https://web.archive.org/web/2012id_/https://example.org/d",
    )
    assert Wanted("CHN", "FL", "en", 2000, 2008, urls).addresses == [
        *urls,
        "https://web.archive.org/web/2009id_/https://example.org/a?b=c",
    ]


def test_rows_for_one_baseline_are_its_addresses(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "CHN,FL,en,2000,2008,https://example.org/a",
        "chn,fl,EN,2000,2008, https://example.org/b ",
        "CHN,FL,en,2000,2008,https://example.org/a",
    )
    (one,), errors = read(file)
    assert errors == []
    assert one.urls == ("https://example.org/a", "https://example.org/b")


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("CHX,FL,en,2000,2008,https://example.org/b", "iso3 'CHX'"),
        ("../,FL,en,2000,2008,https://example.org/b", "iso3 '../'"),
        ("FJI,WORK,en,2000,2008,https://example.org/b", "subject 'WORK'"),
        ("FJI,FL,English,2000,2008,https://example.org/b", "language 'English'"),
        ("FJI,FL,en,soon,2008,https://example.org/b", "first_year 'soon'"),
        ("FJI,FL,en,2008,2000,https://example.org/b", "last_year '2000'"),
        ("FJI,FL,en,2000,2008,", "the address ''"),
        ("FJI,FL,en,2000,2008,file:///etc/hostname", "the address 'file:///etc/hostname'"),
        ("FJI,FL,en,2000,2008,https://me:secret@example.org/", "a user name in the address"),
        ("FJI,FL,en,2000,2008,https://example.org/a", "the address of chn-fl-2000-2008"),
    ],
)
def test_a_wrong_row_is_named_and_the_others_are_used(tmp_path: Path, row: str, found: str) -> None:
    (one,), (error,) = read(written(tmp_path, "CHN,FL,en,2000,2008,https://example.org/a", row))
    assert one.iso3 == "CHN"
    assert str(error).startswith(f"mine.csv, row 3: found {found}")
    assert "secret" not in str(error)


def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="found no such file"):
        read(tmp_path / "missing.csv")
    with pytest.raises(CatalogueError, match="found a first line that reads file, url"):
        read(written(tmp_path, head="file,url"))
    with pytest.raises(CatalogueError, match=r"line 2 without url.*--catalogue"):
        read(written(tmp_path, "CHN,FL,en,2000,2008"))


ROWS = [
    Wanted("CHN", "FL", "en", 2000, 2008),
    Wanted("CHN", "CL", "en", 2000, 2008),
    Wanted("LAO", "FL", "en", 2000, 2008),
]


def test_countries_and_subjects_choose() -> None:
    assert choose(ROWS, [], []) == ROWS
    assert choose(ROWS, ["China", "lao"], ["fl"]) == [ROWS[0], ROWS[2]]


@pytest.mark.parametrize(
    ("countries", "subjects", "message"),
    [
        (["Chna"], [], "found 'Chna'.*Did you mean China?"),
        (["FRA"], [], "found FRA, which the catalogue does not have; expected some of CHN, LAO"),
        ([], ["DISC"], "found DISC, which the catalogue does not have; expected some of CL, FL"),
        (["LAO"], ["CL"], "found no baseline of these countries on these subjects"),
    ],
)
def test_what_the_catalogue_does_not_have_is_refused(
    countries: list[str], subjects: list[str], message: str
) -> None:
    with pytest.raises(CatalogueError, match=message):
        choose(ROWS, countries, subjects)
