"""One report to be made: what a worker needs for it, and what became of it."""

from __future__ import annotations

import contextlib
import datetime
import signal
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from annual_review import program
from annual_review.errors import AnnualReviewError
from annual_review.reports.manifest import Failure, Record
from annual_review.reports.plan import Run

VERSIONS = {
    "code of annual-review": program.code(),
    "packages installed": program.environment(),
}
"""Checksums of the code that this process has loaded, and of what is installed; those of other
machines have to agree."""


class ReportError(AnnualReviewError):
    """A report that cannot be made here, or was never finished."""


class Limits(NamedTuple):
    """What one report may take: seconds of wall time, and megabytes of memory.

    The memory is that of the report's process and of all that it started.
    """

    seconds: float = 600
    megabytes: float = 4096


@dataclass(frozen=True)
class Job:
    """A report to make, and all that a worker needs for it.

    source: the notebook as JSON. passed: values of its parameters. heading: what the page says it
    is about (`inputs.about`). parts: checksums of what it is made of. before: its record so far.
    why: why to make it again. stage: an empty folder, for the report to be made in. folder, tidy,
    project: the folders of the notebooks, of the tables and of the project, if there is one. read:
    the batch's copy of the tables, which the notebook reads instead. versions: checksums of code
    and environment, which the worker has to see as well. limits: what it may take. plain: run it
    in a kernel of Jupyter's, as papermill does.
    """

    run: Run
    source: str
    passed: Mapping[str, Any]
    heading: Mapping[str, Any]
    parts: Mapping[str, str]
    before: Record | None
    why: list[str]
    stage: Path
    folder: Path
    tidy: Path
    read: Path
    project: Path | None
    versions: Mapping[str, str]
    limits: Limits = field(default_factory=Limits)
    plain: bool = False


class Result(NamedTuple):
    """What became of a job.

    failure: why it failed, None if the report is in the job's stage (`report.ipynb`,
    `report.html`). log: what to write down of a failure. ended: ISO time, UTC. seconds: wall time.
    warnings: what its author should know of the page.
    finding: the page's main one, empty if it has none.
    """

    failure: Failure | None
    log: str
    ended: str
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    finding: str = ""


def now() -> str:
    """The time, as records have it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def failed(error: BaseException, name: str = "", cell: int | None = None) -> Result:
    """What becomes of a report that this error stopped: in which cell, and what to call it."""
    failure: Failure = {
        "cell": cell,
        "name": name or type(error).__name__,
        "message": " ".join(str(error).split()),
        "log": None,
    }
    ours = isinstance(error, AnnualReviewError)
    log = str(error) if ours else "".join(traceback.format_exception(error))
    return Result(failure, log, now())


def ending(status: int | None) -> str:
    """How a process ended, in words."""
    if status is not None and status < 0:
        with contextlib.suppress(ValueError):
            return f"the signal {signal.Signals(-status).name}"
    return f"exit status {status}"
