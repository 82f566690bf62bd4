"""A folder of sources: its documents, and the list that may stand beside it.

The list of `data/sources` is `data/sources.csv`, which says where each document is from.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from annual_review.errors import SourceError, few
from annual_review.files import whole

LISTING_COLUMNS = ("file", "iso3", "url", "accessed", "sha256")
"""Columns of a list of sources.

file: path below the folder; iso3: the country; url: where it is from, or `unknown`; accessed: ISO
date of the download, or empty; sha256: checksum of the file.
"""


class Source(NamedTuple):
    """A document to read, and what the list of sources says of it, if it does.

    `name` is what messages and tables call it; `url` is empty if it is not known; `listing` is the
    list's own name, for messages.
    """

    path: str
    name: str
    iso3: str = ""
    sha256: str = ""
    url: str = ""
    listing: str = ""


def listing_of(folder: Path) -> Path:
    """The list that belongs to a folder of sources, whether it is there or not.

    Raises SourceError for the root of all folders, which can have none.
    """
    if not folder.resolve().name:
        raise SourceError(
            str(folder), found="the root of all folders", expected="a folder of country baselines"
        )
    return folder.resolve().with_suffix(".csv")


def find(folder: Path) -> tuple[list[Source], list[SourceError]]:
    """Return the documents of a folder in order of name, and errors for those that are only listed.

    Raises SourceError if the folder is missing or empty, or its list is malformed.
    """
    listing = listing_of(folder)
    listed: dict[str, dict[str, str]] = {}
    for row in rows(listing, LISTING_COLUMNS):
        if row["file"] in listed:
            raise SourceError(
                listing.name,
                found=f"'{row['file']}' in two rows",
                expected="one row per file",
                remedy="Remove one of them.",
            )
        listed[row["file"]] = row
    found = []
    for name in _files(folder):
        source = Source(str(folder / name), os.fsencode(name).decode("utf-8", "replace"))
        if row := listed.pop(name, {}):
            url = row["url"] if row["url"].startswith(("https://", "http://")) else ""
            sha256 = row["sha256"].lower()
            source = source._replace(iso3=row["iso3"], sha256=sha256, url=url, listing=listing.name)
        found.append(source)
    missing = [
        SourceError(
            name,
            found="no such file",
            expected=f"the file that {listing.name} lists",
            remedy="Put the file back, or remove its row.",
        )
        for name in sorted(listed)
    ]
    return found, few(listing.name, missing)


def _files(folder: Path) -> list[str]:
    """Paths of the files below a folder, sorted, without hidden and temporary ones.

    Links to folders are followed, but each folder is walked once, so that links in a circle end.
    A link that leads to a folder above this one is left out.
    """
    if not folder.is_dir():
        raise SourceError(
            str(folder),
            found="a file" if folder.exists() else "no such folder",
            expected="a folder of country baselines",
            remedy="Give the folder that holds them.",
        )

    def refuse(error: OSError) -> None:
        raise SourceError(
            str(folder),
            found=f"{error.filename}, which cannot be opened",
            expected="folders that can be read",
            remedy="Change its permissions, or move it elsewhere.",
        )

    names, links = [], [folder]
    walked = set(folder.resolve().parents)
    for link in links:  # grows meanwhile: what is no link comes first
        for root, folders, files in os.walk(link, onerror=refuse):
            if (real := Path(root).resolve()) in walked:
                folders.clear()
                continue
            walked.add(real)
            folders[:] = sorted(name for name in folders if not name.startswith((".", "~$")))
            links += [each for name in folders if (each := Path(root, name)).is_symlink()]
            here = Path(root).relative_to(folder)
            names += [(here / n).as_posix() for n in files if not n.startswith((".", "~$"))]
    if not names:
        raise SourceError(
            str(folder),
            found="an empty folder",
            expected="country baselines",
            remedy="Put the documents there.",
        )
    return sorted(names)


def add(listing: Path, row: Mapping[str, str]) -> None:
    """Add a row to a list of sources, or begin the list with it. The other rows keep their bytes.

    Raises SourceError if the list is malformed or cannot be written.
    """
    rows(listing, LISTING_COLUMNS)  # refuses a malformed one
    listing = listing.resolve()  # a link stays one
    try:
        before = listing.read_bytes() if listing.exists() else ",".join(LISTING_COLUMNS).encode()
        end = "\r\n" if b"\r\n" in before else "\n"
        columns = next(csv.reader(before.decode("utf-8-sig").splitlines()))
        line = io.StringIO()
        csv.DictWriter(line, columns, lineterminator=end).writerow(row)
        if not before.endswith(b"\n"):
            before += end.encode()
        with whole(listing) as part:
            part.write_bytes(before + line.getvalue().encode())
            if listing.exists():
                shutil.copymode(listing, part)
    except OSError as error:
        expected = "a list of sources that can be written to"
        raise SourceError.of_system(listing, error, expected) from error


def rows(file: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Read a CSV file that may stand beside a folder of sources; no rows if there is none.

    Raises SourceError if it is malformed, or lacks one of `columns`.
    """
    if not file.is_file():
        return []
    expected = f"the columns {', '.join(columns)}"
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            rows = list(reader)
            found = reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(file.name, found=str(error), expected=expected) from error
    if not set(columns) <= set(found):
        raise SourceError(
            file.name,
            found=f"a first line that reads {', '.join(found)[:300] or 'nothing'}",
            expected=expected,
            remedy="Give the file this first line, or remove it.",
        )
    for number, row in enumerate(rows, 2):
        lacking = [column for column in columns if row.get(column) is None]
        if lacking:
            raise SourceError(
                file.name,
                found=f"line {number} without {', '.join(lacking)}",
                expected=expected,
                remedy="Correct the line, or remove the file: it is optional.",
            )
    return rows
