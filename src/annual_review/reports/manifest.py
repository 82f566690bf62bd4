"""What stands in a folder of reports: a record beside every report, and `manifest.json` of all.

A record is written whole, after its report; where it is missing, the report does not count. The
manifest is made from the records at the end of every batch, so that nothing but the records has to
survive a batch that is stopped.

`manifest.json` is an object with

- `version`: 2;
- `batch`, the last batch: `id`, `began` and `ended` (ISO 8601, UTC; `ended` is null if it was
  stopped), `made`, `kept` and `failed` (counts), `cited` (how to cite the data: `pages.cited`);
- `reports`, a list sorted by notebook and run, each a `Record`;
- `sources`: for every report of the tables (by `report_id`) the `page` of its source and the `key`
  that page was made for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypedDict, TypeVar

from annual_review.errors import AnnualReviewError
from annual_review.files import whole

VERSION = 2
FILE = "manifest.json"
PARTS = ("notebook", "parameters", "rows", "code", "environment")
"""What a report is made of; another digest of any of them makes it again."""


class ManifestError(AnnualReviewError):
    """A manifest that cannot be read."""


class RecordedSource(TypedDict):
    """A report of the tables that a page draws on, and the checksum of its source."""

    report_id: str
    source: str
    sha256: str


class RecordedAbout(TypedDict):
    """What a report is about (`inputs.about`), with empty text where it is about all."""

    heading: str
    country: str
    iso3: str
    region: str
    subject: str
    subject_name: str
    years: str
    sources: list[RecordedSource]


class Failure(TypedDict):
    """Why a report failed.

    cell: number of the cell in the report's notebook, counted from 1, null where no cell is to
    blame; name: kind of the error, such as ZeroDivisionError, Timeout, Memory; message: in words;
    log: file below the outputs with the traceback, null if there is none.
    """

    cell: int | None
    name: str
    message: str
    log: str | None


class Record(TypedDict):
    """A report as its record and the manifest list it.

    notebook, run: the names that make its path; folder: a checksum of the path of the folder that
    has the notebook; values: of its parameters; status: `made`, or `failed` in the last attempt;
    made: when it was made or failed (ISO 8601, UTC); seconds: wall time; finding: its main one,
    empty if there is none; parts: digests of what it was made of; data_version: the version of the
    data that it was made from; changed: why it was made, of `new`, the names of parts, `forced`,
    `failed` (the last time) and `removed` (its files were gone or damaged); batch: id of the batch
    that made it; page, ipynb: files below the outputs, null where there are none. A failed report
    has its notebook as far as it came (`<run>.failed.ipynb`), and as `page` the one of an earlier
    batch if that still stands: `page_made` says from when a page is. stale: what stands is no
    longer what the tables, notebooks and this version would give, or its data are gone. bytes:
    sizes of the page and of the notebook.
    """

    notebook: str
    folder: str
    run: str
    values: dict[str, Any]
    status: Literal["made", "failed"]
    made: str
    seconds: float
    finding: str
    parts: dict[str, str]
    data_version: str
    about: RecordedAbout
    changed: list[str]
    batch: str
    page: str | None
    page_made: str | None
    ipynb: str | None
    bytes: dict[str, int]
    error: Failure | None
    stale: bool


class Batch(TypedDict):
    """A batch: its id, when it began and ended, and how many reports it made, kept and failed.

    cited: how to cite the data, as they were then: `text`, `address` and `version`.
    """

    id: str
    began: str
    ended: str | None
    made: int
    kept: int
    failed: int
    cited: dict[str, str]


class Manifest(TypedDict):
    """All of `manifest.json`."""

    version: int
    batch: Batch | None
    reports: list[Record]
    sources: dict[str, dict[str, str]]


def read(outputs: Path) -> Manifest:
    """Read the manifest of a folder of reports; one that lists nothing if there is none.

    Raises ManifestError if it is damaged or of another version.
    """
    file = outputs / FILE
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if found["version"] != VERSION:
            raise ValueError(f"version {found['version']}")
    except FileNotFoundError:
        return {"version": VERSION, "batch": None, "reports": [], "sources": {}}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        remedy = "Run the reports again: it is made from the records beside them."
        expected = f"a manifest of version {VERSION}"
        raise ManifestError.of_system(file, error, expected, remedy) from error
    manifest: Manifest = found
    return manifest


def sources(outputs: Path) -> dict[str, dict[str, str]]:
    """What the manifest says of the sources' pages; nothing if it cannot be read."""
    try:
        return read(outputs)["sources"]
    except ManifestError:
        return {}


def write(
    outputs: Path,
    batch: Batch,
    sources: Mapping[str, dict[str, str]],
    stale: Callable[[Record], bool],
) -> None:
    """Make `manifest.json` from the records that stand beside the reports.

    `stale` tells of each whether it is out of date. Reports whose files were removed are left out.
    """
    reports = []
    for report in sorted(records(outputs), key=lambda each: (each["notebook"], each["run"])):
        if report["status"] == "failed":
            for name in ("page", "ipynb"):
                file = report[name]
                if file and not (outputs / file).is_file():
                    report[name] = None
        elif not stands(outputs, report):
            continue  # removed by hand
        report["stale"] = stale(report)
        reports.append(report)
    manifest: Manifest = {
        "version": VERSION,
        "batch": batch,
        "reports": reports,
        "sources": dict(sorted(sources.items())),
    }
    _write_json(outputs / FILE, manifest)


# ---- records ------------------------------------------------------------------------------------


def record(outputs: Path, report: Record) -> None:
    """Write a report's record: from now on it counts, or is known to have failed."""
    _write_json(_record_file(outputs, report["notebook"], report["run"]), report)


def recorded(outputs: Path, notebook: str, run: str) -> Record | None:
    """The record of a report; None if there is none that can be read."""
    return _read_record(_record_file(outputs, notebook, run))


def records(outputs: Path) -> Iterator[Record]:
    """Records of all reports of a folder."""
    for file in outputs.glob("*/.*.json"):
        report = _read_record(file)
        if report and file == _record_file(outputs, report["notebook"], report["run"]):
            yield report


def remove(outputs: Path, report: Record) -> None:
    """Remove a report with all that belongs to it, its record first."""
    _record_file(outputs, report["notebook"], report["run"]).unlink(missing_ok=True)
    for ending in ("html", "ipynb", "failed.ipynb", "pdf"):
        (outputs / report["notebook"] / f"{report['run']}.{ending}").unlink(missing_ok=True)


def stands(outputs: Path, report: Record) -> bool:
    """Whether a report was made, and its page and notebook are there in the size they had."""
    if report["status"] != "made":
        return False
    for name, file in (("page", report["page"]), ("ipynb", report["ipynb"])):
        try:
            if not file or (outputs / file).stat().st_size != report["bytes"][name]:
                return False
        except OSError:
            return False
    return True


def _record_file(outputs: Path, notebook: str, run: str) -> Path:
    return outputs / notebook / f".{run}.json"


def _write_json(file: Path, said: Mapping[str, Any]) -> None:
    with whole(file) as part:
        part.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _read_record(file: Path) -> Record | None:
    try:
        found: Record = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    complete = isinstance(found, dict) and found.keys() >= Record.__required_keys__
    return found if complete else None


# ---- failures -----------------------------------------------------------------------------------

Failed = TypeVar("Failed")


def failed_together(
    failed: Iterable[tuple[Failed, Failure | None, Mapping[str, Any]]],
) -> list[list[Failed]]:
    """Put together what failed with the same error, the most frequent error first.

    Each comes with why it failed and the values it was made with. Errors are the same if they are
    of one kind and their messages say the same, apart from numbers and from those values.

    Examples
    --------
    >>> unknown = {"cell": 3, "name": "KeyError", "log": None}
    >>> failed_together([
    ...     ("Chad", {**unknown, "message": "'TCD'"}, {"country": "TCD"}),
    ...     ("Fiji", {**unknown, "message": "'FJI'"}, {"country": "FJI"}),
    ...     ("all", {**unknown, "message": "'region'"}, {}),
    ... ])
    [['Chad', 'Fiji'], ['all']]
    """
    groups: dict[tuple[str, str], list[Failed]] = {}
    for each, failure, values in failed:
        kind = (failure["name"], _general(failure["message"], values)) if failure else ("", "")
        groups.setdefault(kind, []).append(each)
    return sorted(groups.values(), key=len, reverse=True)


def _general(message: str, values: Mapping[str, Any]) -> str:
    """A message without numbers and without a report's own values."""
    own = sorted((str(value) for value in values.values() if str(value)), key=len, reverse=True)
    words = "|".join(rf"\b{re.escape(value)}\b" for value in own)
    return re.sub(rf"{words}|\d+" if words else r"\d+", "…", message)
