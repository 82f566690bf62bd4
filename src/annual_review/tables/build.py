"""A folder of sources: which documents it holds, where they are from, and building all of them."""

from __future__ import annotations

import csv
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import process

from annual_review.baseline import corrections, parse, source
from annual_review.errors import AnnualReviewError, SourceError
from annual_review.tables import store
from annual_review.tables.reading import Ground, Job, Limits, Read, forget, read_all
from annual_review.tables.schema import CODES, Tables
from annual_review.tables.tidy import HandCoding, Rows, from_rows, stale_codings

PROJECT = Path(__file__).resolve().parents[3]
"""The checkout that the package stands in: its data, notebooks and outputs."""
SOURCES = PROJECT / "data" / "sources"
TIDY = PROJECT / "data" / "tidy"

LISTING_COLUMNS = ("file", "iso3", "url", "accessed", "sha256")
"""Columns of the list of sources (`data/sources.csv` for `data/sources`).

file: path below the folder; iso3: the country; url: where it is from, or `unknown`; accessed: ISO
date of the download, or empty; sha256: of the file's bytes.
"""


class BuildError(AnnualReviewError):
    """Some documents could not be read. `tables` are those of the others, None if there are none.

    `failures` has the error of each, in the order of the files' names.
    """

    def __init__(self, where: str, failures: list[AnnualReviewError], built: Tables | None) -> None:
        self.failures, self.tables = failures, built
        super().__init__(
            where,
            found="; ".join(str(failure) for failure in failures),
            expected="documents that can be read",
            remedy="" if built else "No document could be read: the tables are as they were.",
        )


class _Listed(NamedTuple):
    iso3: str
    sha256: str


def read(path: Path | str) -> parse.Report:
    """Read one baseline. Raises SourceError or ParseError, with the document and page."""
    return parse.parse(source.read(Path(path)))


def load(tidy: Path | str = "") -> Tables:
    """Load built tables, the project's own (data/tidy) if no folder is given.

    Raises TableError if a table is missing or damaged.
    """
    return store.load(tidy or TIDY)


def build(
    sources: Path | str,
    tidy: Path | str,
    *,
    parquet: bool = False,
    processes: int | None = None,
    limits: Limits | None = None,
    executor: Executor | None = None,
    again: bool = False,
) -> Tables:
    """Read every document of a folder, make the tables, check them, and save them to `tidy`.

    A document that cannot be read does not stop the others. The same sources give the same bytes.
    Beside the folder may stand its list (`sources.csv` for `sources`), `corrections.yml` and
    `codings.csv`. `processes`, `limits` and `executor` are as in `reading.read_all`. A document
    whose bytes were read before is not read again while code, forms, corrections and codings are
    the same, unless `again` is set.

    Raises BuildError, once the others are saved, if any document failed; SourceError if the folder
    is missing or empty; TableError if the tables cannot be saved.
    """
    folder = Path(sources)
    kept = Path(tidy).absolute()
    kept = kept.with_name(f".{kept.name}.read")  # what was read of each document
    if Path(tidy).resolve().is_relative_to(folder.resolve()):
        raise SourceError(
            str(tidy),
            found="the tables' folder within the folder of sources",
            expected="another folder",
            remedy="The tables would be read as sources: choose another folder with --tidy.",
        )
    to_correct = corrections.read(folder.resolve().parent / "corrections.yml")
    by_hand = hand_codings(folder)
    if again:
        shutil.rmtree(kept, ignore_errors=True)
    ground = Ground(tuple(to_correct), tuple(by_hand), str(kept))
    jobs, missing = _jobs(folder)
    outcomes = read_all(jobs, ground, processes=processes, limits=limits, executor=executor)
    first: dict[str, Read] = {}
    applied: set[corrections.Correction] = set()
    failures: list[AnnualReviewError] = [*missing]

    def rows() -> Iterator[Rows]:
        for outcome in outcomes:
            if isinstance(outcome, AnnualReviewError):
                failures.append(outcome)
            elif outcome.report_id in first:
                failures.append(_twice(outcome, first[outcome.report_id]))
            else:
                first[outcome.report_id] = outcome._replace(rows={})
                applied.update(outcome.applied)
                yield outcome.rows

    built = from_rows(rows())
    if first:
        failures += map(_stale_coding, stale_codings(built, by_hand))
        store.save(built, tidy, parquet=parquet)
        forget(kept, {read.key for read in first.values()})
    failures += [corrections.stale(each) for each in to_correct if each not in applied]
    failures.sort(key=lambda failure: failure.where)
    if failures or not first:
        raise BuildError(str(folder), failures, built if first else None)
    return built


CODING_COLUMNS = ("item_id", "code", "coder", "date", "note", "text")
"""Columns of `codings.csv` beside a folder of sources: codes that people gave to items.

item_id, code: as in the tables; coder: the person's initials; date: ISO date; note: why; text: the
item as the person read it, or empty (then a changed text is not noticed).
"""


def hand_codings(folder: Path) -> list[HandCoding]:
    """Codes that people gave to items, from `codings.csv` beside a folder of sources.

    Raises SourceError if a column is missing, a code is not in the codebook, or a coder gives one
    item the same code twice.
    """
    file = folder.resolve().parent / "codings.csv"
    found: list[HandCoding] = []
    for number, row in enumerate(_rows(file, CODING_COLUMNS), 2):
        coding = HandCoding(*(row[column].strip() for column in CODING_COLUMNS))
        where = f"{file.name}, line {number}"
        if coding.code not in CODES:
            near = process.extractOne(coding.code, CODES, score_cutoff=60)
            raise SourceError(
                where,
                found=f"the code '{coding.code}'",
                expected="a code of the codebook",
                remedy=f"Did you mean {near[0]}?" if near else "",
            )
        if not coding.coder or coding.coder == "rules":
            raise SourceError(where, found=f"the coder '{coding.coder}'", expected="initials")
        if any(each[:3] == coding[:3] for each in found):
            raise SourceError(where, found="the same coding again", expected="each coding once")
        found.append(coding)
    return found


def _stale_coding(coding: HandCoding) -> SourceError:
    return SourceError(
        f"codings.csv, {coding.item_id}",
        found=f"the code {coding.code} by {coding.coder} for an item that is gone"
        + (f" or no longer reads “{coding.text[:60]}”" if coding.text else ""),
        expected="an item of the tables with the text that was coded",
        remedy="The coding was not applied: look at the item again, then mend or remove the row.",
    )


def _twice(second: Read, first: Read) -> SourceError:
    same = " with the same bytes" if second.sha256 == first.sha256 else ""
    return SourceError(
        second.name,
        found=f"the report {second.report_id}, which {first.name} holds too{same}",
        expected="one source for each report",
        remedy=f"Remove one of the two files; the tables hold {first.name}.",
    )


def _jobs(folder: Path) -> tuple[list[Job], list[SourceError]]:
    """The documents of a folder in the order of their names, and files that only its list has."""
    listed = listing(folder)
    names = documents(folder)
    list_name = _listing_file(folder).name
    missing = [
        SourceError(
            name,
            found="no such file",
            expected=f"the file that {list_name} lists",
            remedy="Put the file back, or remove its row.",
        )
        for name in sorted(set(listed) - set(names))
    ]
    jobs = [
        Job(str(folder / name), printable(name), *listed[name], listing=list_name)
        if name in listed
        else Job(str(folder / name), printable(name))
        for name in names
    ]
    return jobs, missing


def printable(name: str) -> str:
    """A file's name as text that can be shown and saved, whatever bytes it has."""
    return os.fsencode(name).decode("utf-8", "replace")


def documents(folder: Path) -> list[str]:
    """Names of the documents below a folder, sorted; hidden and temporary files are none.

    Raises SourceError if there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise SourceError(
            str(folder),
            found="a file" if folder.exists() else "no such folder",
            expected="a folder of country baselines",
            remedy="Give the folder that holds them.",
        )
    unreadable: list[OSError] = []
    names = []
    for root, folders, files in os.walk(folder, onerror=unreadable.append, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith((".", "~$"))]
        here = Path(root).relative_to(folder)
        names += [(here / n).as_posix() for n in files if not n.startswith((".", "~$"))]
    if unreadable:
        raise SourceError(
            str(folder),
            found=f"{unreadable[0].filename}, which cannot be opened",
            expected="folders that can be read",
            remedy="Change its permissions, or move it elsewhere.",
        )
    if not names:
        raise SourceError(
            str(folder),
            found="an empty folder",
            expected="country baselines",
            remedy="Put the documents there.",
        )
    return sorted(names)


def _listing_file(folder: Path) -> Path:
    return folder.resolve().with_suffix(".csv")


def listing(folder: Path) -> dict[str, _Listed]:
    """What the list beside a folder says of its files; nothing if there is no list.

    Raises SourceError if the list lacks a column or a checksum.
    """
    rows = _rows(_listing_file(folder), LISTING_COLUMNS)
    twice = [name for name, n in Counter(row["file"] for row in rows).items() if n > 1]
    if twice:
        raise SourceError(
            _listing_file(folder).name,
            found=f"'{twice[0]}' in two rows",
            expected="a row a file",
            remedy="Remove one of them.",
        )
    return {row["file"]: _Listed(row["iso3"], row["sha256"].lower()) for row in rows}


def addresses(listing_file: Path) -> dict[str, str]:
    """Web addresses of documents by their checksum, from a list of sources; only known ones.

    Raises SourceError if the list lacks a column.
    """
    rows = _rows(listing_file, LISTING_COLUMNS)
    known = (row for row in rows if row["url"].startswith(("https://", "http://")))
    return {row["sha256"].lower(): row["url"] for row in known}


def _rows(file: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows of a CSV file that a folder of sources may have beside it; none if there is no file."""
    if not file.is_file():
        return []
    expected = f"the columns {', '.join(columns)}"
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(file.name, found=str(error), expected=expected) from error
    if not set(columns) <= set(reader.fieldnames or ()):
        raise SourceError(
            file.name,
            found=f"a first line that reads {', '.join(reader.fieldnames or ()) or 'nothing'}",
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
                remedy="Correct the file, or remove it: a folder of sources may lack one.",
            )
    return rows
