"""Write a release: the tables in every form in which people use them, with how to cite them."""

from __future__ import annotations

import datetime
import json
import tempfile
from pathlib import Path
from typing import NamedTuple

from annual_review.project import About
from annual_review.release import citation_files, database, package, workbook
from annual_review.release.facts import ReleaseError
from annual_review.tables import Tables, data_version

WORKBOOK, DATABASE = "annual-review.xlsx", "annual-review.sqlite"


class Release(NamedTuple):
    """What was released: the version and day, its files within the folder, and notes.

    The notes say, a sentence each, where the workbook or the database differs from the tables.
    """

    version: str
    released: datetime.date
    files: list[str]
    notes: list[str]


def export(tables: Tables, folder: Path | str, about: About, *, parquet: bool = False) -> Release:
    """Write a release of the tables into a folder, as a whole or not at all.

    The same tables, `about` and day give the same files, byte for byte.

    Parameters
    ----------
    tables
    folder
        Where it goes. An earlier release there is replaced.
    about
        What the project says of its data (`project.about`). If it has no day of the release, that
        is today. If it has no authors, there is no CITATION.cff and no .zenodo.json.
    parquet
        Whether to write the tables as Parquet, too.

    Returns
    -------
    Release

    Raises
    ------
    ReleaseError
        If the folder holds anything that is no earlier release, or cannot be written.
    ProjectError
        If the licence that `about` names is none.
    TableError
        If the tables break their schemas.
    """
    citation_files.check(about)
    folder = Path(folder).resolve()
    _refuse_other_files(folder)
    dated = about._replace(released=about.released or datetime.date.today())
    version = data_version(tables)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".release-", dir=folder.parent) as place:
            made = Path(place, "made")
            made.mkdir()
            notes = _fill(made, tables, dated, version, parquet=parquet)
            _put_in_place(made, folder, Path(place, "before"))
    except OSError as error:
        raise ReleaseError(
            str(folder),
            found=error.strerror or str(error),
            expected="a folder that can be written",
            remedy="What was there has not changed.",
        ) from error
    return Release(version, dated.released or datetime.date.today(), _files(folder), notes)


def _fill(folder: Path, tables: Tables, about: About, version: str, *, parquet: bool) -> list[str]:
    package.write(tables, about, version, folder, parquet=parquet)
    notes = workbook.write(tables, about, version, folder / WORKBOOK)
    notes += database.write(tables, about, version, folder / DATABASE)
    files = [
        f"| `{WORKBOOK}` | the tables as a workbook for people |",
        f"| `{DATABASE}` | the tables as a SQLite database, with views and full-text search |",
        f"| `{package.DATA}/*.csv` | the tables; `{package.CODEBOOK}.csv` explains the codes |",
        f"| `{package.DESCRIPTION}` | every column, key and source of the CSV files, as a"
        " [Frictionless Data Package](https://specs.frictionlessdata.io) |",
    ]
    if parquet:
        files.append(
            f"| `{package.DATA}/*.parquet` | the same as Parquet, with the types of the columns |"
        )
    citation_files.write(tables, about, version, folder, files)
    return list(dict.fromkeys(notes))


def _put_in_place(made: Path, folder: Path, before: Path) -> None:
    """Move what was made to where it belongs; what was there before goes to `before`."""
    if folder.exists():
        folder.rename(before)
    try:
        made.rename(folder)
    except OSError:
        if before.exists():
            before.rename(folder)
        raise


def _files(folder: Path) -> list[str]:
    return sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()
    )


def _refuse_other_files(folder: Path) -> None:
    """Raise ReleaseError if a folder holds anything that is not of an earlier release."""
    expected = "an empty folder, or one with an earlier release and nothing else"
    remedy = "Name another folder, or move what is there."
    if folder.exists() and not folder.is_dir():
        raise ReleaseError(str(folder), found="a file", expected=expected, remedy=remedy)
    found = _files(folder) if folder.is_dir() else []
    others = [each for each in found if each not in _of_release(folder)]
    if others:
        shown = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if others[3:] else "")
        raise ReleaseError(str(folder), found=shown, expected=expected, remedy=remedy)


def _of_release(folder: Path) -> set[str]:
    """The files that the release in a folder has, by its own account; none if there is none."""
    try:
        described = json.loads((folder / package.DESCRIPTION).read_bytes())
        if described["name"] != package.NAME:
            return set()
        tables = {each["path"] for each in described["resources"]}
    except (OSError, ValueError, LookupError, TypeError):
        return set()
    return {
        package.DESCRIPTION,
        WORKBOOK,
        DATABASE,
        *citation_files.NAMES,
        *tables,
        *(str(Path(each).with_suffix(".parquet")) for each in tables),
    }
