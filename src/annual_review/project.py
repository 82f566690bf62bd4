"""The project that a command or a notebook works on: where its folders are, and how to cite it.

A project is a folder with a file `annual-review.toml`. It is found by looking upward from the
working folder, unless the environment names another.
"""

from __future__ import annotations

import datetime
import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from annual_review.errors import AnnualReviewError

FILE = "annual-review.toml"
VARIABLE = "ANNUAL_REVIEW_PROJECT"
"""The environment variable that names the project's folder."""

READS = "ANNUAL_REVIEW_READS"
"""The environment variable that tells a report where the tables are that its batch began with: a
JSON object with a folder of tables and the one to read instead."""

SOURCES, TIDY = Path("data", "sources"), Path("data", "tidy")
CATALOGUE = Path("data", "catalogue.csv")
NOTEBOOKS, OUTPUTS = Path("notebooks"), Path("outputs")
"""Where a project has its documents, tables, list of addresses, notebooks and reports."""


class ProjectError(AnnualReviewError):
    """There is no project, or its file is malformed."""


class About(NamedTuple):
    """What a project's file says of its data, for citations.

    title: of the data; authors: persons or organizations; address: where the data are published,
    empty if nowhere; licence: of the data, an SPDX identifier such as CC-BY-4.0, or empty;
    released: the day of the release, None if it is not set.
    """

    title: str = "Country baselines of the ILO's Annual Review, as data"
    authors: tuple[str, ...] = ()
    address: str = ""
    licence: str = ""
    released: datetime.date | None = None

    def cited(self, version: str, year: int, part: str = "") -> str:
        """A sentence that cites the data, or `part` of it: the title of a page made from them."""
        titled = f"{part}. In: {self.title}" if part else self.title
        address = f" {self.address}" if self.address else ""
        authors = "; ".join(self.authors) or "No author named"
        return f"{authors} ({year}). {titled}. Version {version}.{address}"


def find() -> Path | None:
    """Return the folder of the project, or None if there is none.

    Raises ProjectError if the environment names a folder that is none.
    """
    if named := os.environ.get(VARIABLE):
        folder = Path(named).absolute()
        if not folder.is_dir():
            raise ProjectError(
                VARIABLE,
                found=f"'{named}', which is no folder",
                expected="the folder of a project",
                remedy=f"Correct it, or unset it to look for {FILE} from the working folder up.",
            )
        return folder
    here = Path.cwd()
    return next((each for each in (here, *here.parents) if (each / FILE).is_file()), None)


def root() -> Path:
    """Return the folder of the project.

    Raises ProjectError if there is none.
    """
    folder = find()
    if folder is None:
        raise ProjectError(
            str(Path.cwd()),
            found=f"no {FILE}, here or in a folder above",
            expected="a project",
            remedy="Make one with `annual-review init FOLDER`, change to the folder of one, set "
            f"{VARIABLE}, or name the folders to use.",
        )
    return folder


def path(place: Path, given: Path | str | None = None) -> Path:
    """Return the folder or file that was given or, if none was, the project's own `place`.

    Raises ProjectError if nothing was given and there is no project.
    """
    return Path(given) if given else root() / place


def tables(given: Path | str | None = None) -> Path:
    """Return the folder to read tables from.

    It is the one that was given or the project's own; in a report, it is the copy that its batch
    made of that folder, so that all reports of a batch are made of the same tables.

    Raises ProjectError if nothing was given and there is no project.
    """
    folder = path(TIDY, given)
    instead: dict[str, str] = json.loads(os.environ.get(READS, "{}"))
    return Path(instead.get(str(folder.resolve()), folder))


def about() -> About:
    """Return what the project's file says of its data; the defaults if there is no file.

    Raises ProjectError if the file is malformed.
    """
    folder = find()
    file = folder / FILE if folder else None
    if file is None or not file.is_file():
        return About()
    try:
        read = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ProjectError(str(file), found=str(error), expected="a TOML file in UTF-8") from error
    return _checked(read, file)


def _checked(read: Mapping[str, Any], file: Path) -> About:
    for name, value in read.items():
        if name not in About._fields:
            raise ProjectError(
                str(file), found=f"'{name}'", expected=f"one of {', '.join(About._fields)}"
            )
        if name == "released":
            if type(value) is not datetime.date:
                raise ProjectError(
                    str(file), found=f"released = {value!r}", expected="a date, as in 2026-12-31"
                )
            continue
        texts = value if name == "authors" else [value]
        if not isinstance(texts, list) or not all(isinstance(each, str) for each in texts):
            expected = "a list of texts" if name == "authors" else "a text"
            raise ProjectError(str(file), found=f"{name} = {value!r}", expected=expected)
    given = {**read, "authors": tuple(read["authors"])} if "authors" in read else read
    if (address := given.get("address")) and not address.startswith(("https://", "http://")):
        raise ProjectError(
            str(file),
            found=f"address = '{address}'",
            expected="an address that begins with https://",
        )
    return About(**given)
