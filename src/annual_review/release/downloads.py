"""The page from which the data can be downloaded, and the archive of all files."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from annual_review.files import names
from annual_review.project import About
from annual_review.release.export import DATABASE, MARKER, WORKBOOK
from annual_review.release.facts import TERMS
from annual_review.release.package import CODEBOOK, DATA, DESCRIPTION
from annual_review.reports import pages
from annual_review.tables import SCHEMAS

FOLDER = "downloads"
PAGE = "downloads.html"
ARCHIVE = "annual-review-data.zip"

_KNOWN = {
    ARCHIVE: ("Everything", "All files of this page in one archive (ZIP)."),
    WORKBOOK: (
        "Workbook",
        "For Excel and LibreOffice: one sheet per table, which can be filtered, and the codebook.",
    ),
    DATABASE: (
        "Database",
        "For SQLite and datasette: all tables with their keys, common questions as views, and a "
        "search in the texts.",
    ),
    DESCRIPTION: (
        "Description of the tables",
        "Every table and column, with keys, licence and sources, for programs (Frictionless data "
        "package).",
    ),
    "README.md": ("Read me", "What the files are, and what to know before using them."),
    "LICENSE.md": ("Licence", "The licence of the tables, and the terms of the texts in them."),
    "CITATION.cff": ("Citation", "How to cite the data, for reference managers."),
    MARKER: ("Version", "The version and the list of files, for programs."),
    f"{DATA}/{CODEBOOK}.csv": ("Codebook", "One row per code: what it covers."),
    **{f"{DATA}/{name}.csv": (each.title, each.description) for name, each in SCHEMAS.items()},
}
"""Titles and descriptions of files."""

_FIRST = (WORKBOOK, DATABASE, ARCHIVE)


class File(NamedTuple):
    """A file to download: its path below the folder of downloads, and what it is for.

    size is in bytes; sha256 is its checksum.
    """

    path: str
    title: str
    description: str
    size: int
    sha256: str


def prepare(folder: Path) -> list[File]:
    """Add an archive of all files to a folder with an exported release, and tell what is there.

    Hidden files are then in the archive only, since some servers do not give them out. Returns the
    files in the order in which to show them: those of all tables first.
    """
    found = sorted(names(folder))
    _archive(folder, found, folder / ARCHIVE)
    shown = [ARCHIVE]
    for name in found:
        if any(part.startswith(".") for part in Path(name).parts):
            (folder / name).unlink()
        else:
            shown.append(name)
    shown.sort(key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    return [_file(folder, name, *_KNOWN.get(name, ("", ""))) for name in shown]


def page(files: list[File], about: About, cited: Mapping[str, str], summary: str) -> str:
    """Render the page: each file with its size and checksum, how to cite, licence and terms."""
    tables = [each for each in files if each.path.startswith(f"{DATA}/")]
    return pages.render(
        "downloads.html.j2",
        folder=FOLDER,
        first=[each for each in files if each.path in _FIRST],
        tables=tables,
        others=[each for each in files if each.path not in _FIRST and each not in tables],
        about=about,
        terms=TERMS,
        cited=cited,
        summary=summary,
    )


def _file(folder: Path, name: str, title: str, description: str) -> File:
    with (folder / name).open("rb") as stream:
        checksum = hashlib.file_digest(stream, "sha256").hexdigest()
    return File(name, title, description, (folder / name).stat().st_size, checksum)


def _archive(folder: Path, found: list[str], target: Path) -> None:
    """Write an archive that is the same whenever its files are."""
    with zipfile.ZipFile(target, "w") as archive:
        for name in found:
            entry = zipfile.ZipInfo(f"{target.stem}/{name}")  # of 1980, whenever it was written
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with (folder / name).open("rb") as file, archive.open(entry, "w") as inside:
                shutil.copyfileobj(file, inside)
