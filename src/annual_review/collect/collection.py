"""Fetch baselines, decide whether they are what the catalogue says, and keep those that are.

A document is read in a hidden folder; then its row is added to the list of sources, and it is moved
to the others. What that list has is never fetched again.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from annual_review.baseline.parse import Report
from annual_review.collect.catalogue import Wanted
from annual_review.collect.fetch import Fetcher, FetchError
from annual_review.errors import AnnualReviewError, SourceError
from annual_review.files import locked
from annual_review.tables.reading import guarded
from annual_review.tables.sources import LISTING_COLUMNS, add, listing_of, rows

_HIDDEN = ".collecting"


class Outcome(NamedTuple):
    """What became of a baseline.

    `file` is its document if it was collected or there already, and `url` the address that gave it.
    `errors` say what was wrong with each address tried before. `note` is what else to know.
    """

    wanted: Wanted
    what: Literal["collected", "kept", "failed"]
    file: str = ""
    url: str = ""
    errors: tuple[AnnualReviewError, ...] = ()
    note: str = ""


def collect(
    wanted: Sequence[Wanted], folder: Path, fetcher: Fetcher
) -> Generator[Outcome, None, None]:
    """Fetch baselines one by one into a folder of sources, and yield what became of each.

    Whenever it is interrupted, documents and their list are whole, and it can be continued.

    Raises SourceError if the folder or its list cannot be used.
    """
    with _workplace(folder) as workplace:
        for one in wanted:
            yield standing(one, folder) or _collect(one, folder, workplace, fetcher)


def standing(one: Wanted, folder: Path) -> Outcome | None:
    """What is there of a baseline, so that it is not fetched; None if nothing is.

    It is there if the list of sources has a file of its name, or one of its addresses.

    Raises SourceError if the list is malformed.
    """
    listing = listing_of(folder)
    for row in rows(listing, LISTING_COLUMNS):
        if Path(row["file"]).stem == one.name or row["url"] in one.addresses:
            if (folder / row["file"]).is_file():
                return Outcome(one, "kept", row["file"], row["url"])
            lost = SourceError(
                str(folder / row["file"]),
                found="no such file",
                expected=f"the file that {listing.name} lists",
                remedy="Put it back. To have it fetched again, remove its row.",
            )
            return Outcome(one, "failed", errors=(lost,))
    for file in sorted(folder.glob(f"{one.name}.*")):
        unlisted = SourceError(
            str(file),
            found=f"a file that {listing.name} does not list",
            expected="no file of this name, because it would be overwritten",
            remedy="Add a row for it, or move it elsewhere.",
        )
        return Outcome(one, "failed", errors=(unlisted,))
    return None


def _collect(one: Wanted, folder: Path, workplace: Path, fetcher: Fetcher) -> Outcome:
    errors: list[AnnualReviewError] = []
    for url in one.addresses:
        try:
            raw = fetcher.fetch(url)
            file = workplace / (one.name + extension(raw))
            file.write_bytes(raw)
            report = _read(file, one, url)
        except FetchError as error:
            errors.append(error)
            continue
        row = {
            "file": file.name,
            "iso3": one.iso3,
            "url": url,
            "accessed": date.today().isoformat(),
            "sha256": hashlib.sha256(raw).hexdigest(),
        }
        add(listing_of(folder), row)
        file.replace(folder / file.name)  # if stopped before this, `_workplace` does it
        return Outcome(one, "collected", file.name, url, tuple(errors), _note(report, one))
    return Outcome(one, "failed", errors=tuple(errors))


def _read(file: Path, one: Wanted, url: str) -> Report:
    """Read what an address gave. Raises FetchError if it is not the baseline that is wanted."""
    remedy = "It was not kept: open the address in a browser to see what it is."
    try:
        report = guarded(file)
    except AnnualReviewError as error:
        raise FetchError(url, found=error.found, expected=error.expected, remedy=remedy) from error
    if (report.iso3, report.subject, report.language) != one[:3]:
        whose = f"{report.name} ({report.iso3})"
        raise FetchError(
            url,
            found=f"a baseline of {whose} on {report.subject} in {report.language}",
            expected=f"one of {one.iso3} on {one.subject} in {one.language}, as the catalogue says",
            remedy=remedy,
        )
    return report


def _note(report: Report, one: Wanted) -> str:
    """What a person should look at in a document that was kept; empty if nothing."""
    notes = []
    if (report.first_year, report.last_year) != (one.first_year, one.last_year):
        notes.append(
            f"its years are {report.first_year} to {report.last_year}; the catalogue says "
            f"{one.first_year} to {one.last_year}"
        )
    early = [problem.text for problem in report.problems if problem.kind == "ends_early"]
    if early:
        notes.append(f"it ends before the rows {early[0]}: if a browser shows them, collect again")
    return "; ".join(notes)


def _clear(workplace: Path) -> None:
    """Remove the hidden folder; a document in it that is listed already goes to the others."""
    folder = workplace.parent
    for row in rows(listing_of(folder), LISTING_COLUMNS) if workplace.is_dir() else []:
        if (waiting := workplace / Path(row["file"]).name).is_file():
            waiting.replace(folder / waiting.name)
    shutil.rmtree(workplace, ignore_errors=True)


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A hidden folder within a folder of sources, for one process at a time."""
    workplace = folder / _HIDDEN
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, wait=False):
            _clear(workplace)  # of a process that was killed
            workplace.mkdir()
            try:
                yield workplace
            finally:
                _clear(workplace)
    except BlockingIOError as error:
        raise SourceError(
            str(folder),
            found="another process that collects into it",
            expected="one at a time",
            remedy="Wait until it has ended.",
        ) from error
    except OSError as error:
        kept = "What was collected before is kept."
        expected = "a folder that can be written to"
        raise SourceError.of_system(folder, error, expected, kept) from error


# ---- what kind of file it is --------------------------------------------------------------------

_TAG = re.compile(rb"<(?:!doctype|\?xml|html|head|body|title|meta|table|div|p)\b")
_WEB_ARCHIVE = re.compile(rb"^content-type:\s*multipart/related", re.MULTILINE)


def extension(raw: bytes) -> str:
    """The extension of a file by its content, whatever a server says about it."""
    head = raw[:4096].replace(b"\0", b"").lower()  # without the zeros of UTF-16
    if head.startswith(b"pk\x03\x04"):
        return ".docx"
    if b"%pdf-" in head[:1024] and not head.lstrip().startswith(b"<"):
        return ".pdf"
    if _WEB_ARCHIVE.search(head):
        return ".mhtml"
    return ".html" if _TAG.search(head) else ".txt"
