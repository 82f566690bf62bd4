"""Write a release: the tables in every form in which people use them, with how to cite them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

from annual_review.files import names, whole_folder
from annual_review.project import About
from annual_review.release import citation_files, database, package, workbook
from annual_review.tables import Tables, data_version

WORKBOOK, DATABASE = "annual-review.xlsx", "annual-review.sqlite"

MARKER = "release.json"
"""The file by which a folder is known to be a release of ours. It lists the others."""


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
    FolderError
        If the folder holds anything that is no earlier release, or cannot be written.
    ProjectError
        If the licence that `about` names is none.
    TableError
        If the tables break their schemas.
    """
    citation_files.check(about)
    day = about.released or datetime.date.today()
    dated = about._replace(released=day)
    version = data_version(tables)
    said = {"made_by": "annual-review", "version": version, "released": day.isoformat()}
    with whole_folder(Path(folder), MARKER, said) as made:
        notes = _fill(made, tables, dated, version, parquet=parquet)
    return Release(version, day, sorted(names(Path(folder))), notes)


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
