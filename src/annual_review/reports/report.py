"""Make one report: what a worker does, in whatever process, thread or machine it runs.

A worker shares the project, the tables and the folder of reports with whoever sends the job; it
refuses to work with another version of them.
"""

from __future__ import annotations

import atexit
import contextlib
import datetime
import re
import threading
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import nbformat
from papermill.exceptions import PapermillExecutionError

from annual_review.errors import AnnualReviewError
from annual_review.reports import cache_key, kernels, manifest, nursery, pages
from annual_review.reports.kernels import Limits
from annual_review.reports.manifest import About, Failure, Report

PACKAGE = cache_key.package()
"""Checksum of the code that this process has loaded."""

_LOG_BYTES = 20_000
"""Of what a kernel wrote past its cells, the end of this size goes into a failed report's log."""


class MakingError(AnnualReviewError):
    """A report that cannot be made here, or that came to no end."""


@dataclass(frozen=True)
class Job:
    """All that a worker needs to make a report.

    source: the notebook as JSON; heading: what the page says it is about (`ground.about`); about,
    parts, key, changed, batch: as the manifest will list them; began: when the batch did (ISO
    8601); package, tables: checksums that the worker has to see as well; force: make it even if it
    stands.
    """

    notebook: str
    run: str
    values: Mapping[str, Any]
    passed: Mapping[str, Any]
    source: str
    heading: Mapping[str, Any]
    about: About
    parts: Mapping[str, str]
    key: str
    batch: str
    began: str
    outputs: Path
    tidy: Path
    folder: Path
    tables: str
    changed: list[str] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    warm: bool = True
    package: str = PACKAGE


@dataclass(frozen=True)
class Done:
    """A report's record, and whether it stood already: another batch had just made it."""

    report: Report
    kept: bool = False

    @property
    def became(self) -> Literal["made", "kept", "failed"]:
        """What became of the report."""
        return "kept" if self.kept else self.report["status"]


def make(job: Job) -> Done:
    """Make a report, or keep the one that another batch made meanwhile. Raises nothing.

    Writes its notebook, page and record, or what is left of a failed one.
    """
    began = datetime.datetime.now(datetime.UTC)
    try:
        with manifest.claim(
            job.outputs, job.notebook, job.run, patience=job.limits.seconds + 60
        ) as stage:
            before = manifest.recorded(job.outputs, job.notebook, job.run)
            if before and _fresh(job, before):
                return Done(before, kept=True)
            try:
                _refuse_other_versions(job)
                report = _made(job, stage, began)
            except Exception as error:  # whatever stops one report must not stop the others
                report = _failed(job, stage, began, error, before)
            return Done(report)
    except Exception as error:
        return Done(_failed(job, None, began, error, None))


def _fresh(job: Job, report: Report) -> bool:
    if report["key"] != job.key or not manifest.stands(job.outputs, report):
        return False
    return not job.force or report["made"] > job.began


def _refuse_other_versions(job: Job) -> None:
    for what, here, there in (
        ("code of annual-review", PACKAGE, job.package),
        ("packages installed", cache_key.environment(), job.parts["environment"]),
        ("tables", cache_key.files(job.tidy), job.tables),
    ):
        if here != there:
            raise MakingError(
                "the worker",
                found=f"other {what} (checksum {here[:12]}) than where the batch was started",
                expected=there[:12],
                remedy="Do not build while reports are made; give every machine the same project, "
                "packages and tables, and start its workers again.",
            )


def _made(job: Job, stage: Path, began: datetime.datetime) -> Report:
    node: Any = nbformat.reads(job.source, as_version=4)  # type: ignore[no-untyped-call]
    with _nursery(job) as warm:
        node = kernels.execute(
            node,
            stage / "report.ipynb",
            job.passed,
            folder=job.folder,
            limits=job.limits,
            log=stage / "kernel.log",
            nursery=warm,
        )
    for cell in node.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"  # papermill's is another every time
    try:
        _refuse_unfinished(node)
        _refuse_other_versions(job)  # the tables could have been built again meanwhile
    except MakingError:
        nbformat.write(node, stage / "report.ipynb")  # type: ignore[no-untyped-call]
        raise
    made = _now()
    node.metadata["papermill"].update(input_path=f"{job.notebook}.ipynb", output_path=None)
    node.metadata["annual_review"] = heading = {**job.heading, "made": f"{made[:19]}{made[23:]}"}
    nbformat.write(node, stage / "report.ipynb")  # type: ignore[no-untyped-call]
    pages.write(stage / "report.html", pages.page(node, heading))
    sizes = {
        "page": (stage / "report.html").stat().st_size,
        "ipynb": (stage / "report.ipynb").stat().st_size,
    }
    target = job.outputs / job.notebook
    target.mkdir(exist_ok=True)
    (stage / "report.ipynb").replace(target / f"{job.run}.ipynb")
    (stage / "report.html").replace(target / f"{job.run}.html")
    report = _report(job, began, made)
    report["page"], report["page_made"] = f"{job.notebook}/{job.run}.html", made
    report["ipynb"], report["bytes"] = f"{job.notebook}/{job.run}.ipynb", sizes
    manifest.record(job.outputs, report, stage)
    (target / f"{job.run}.failed.ipynb").unlink(missing_ok=True)
    return report


def _report(job: Job, began: datetime.datetime, made: str) -> Report:
    return {
        "notebook": job.notebook,
        "run": job.run,
        "values": dict(job.values),
        "status": "made",
        "made": made,
        "seconds": round((datetime.datetime.now(datetime.UTC) - began).total_seconds(), 3),
        "key": job.key,
        "parts": dict(job.parts),
        "about": job.about,
        "changed": job.changed,
        "batch": job.batch,
        "page": None,
        "page_made": None,
        "ipynb": None,
        "bytes": {},
        "error": None,
        "stale": False,
    }


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def _refuse_unfinished(node: Any) -> None:
    for number, cell in enumerate(node.cells, 1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise MakingError(
                "the report",
                found=f"a code cell that did not run, the {number}. of all cells",
                expected="every cell executed",
            )


# ---- failures -----------------------------------------------------------------------------------


def _failed(
    job: Job,
    stage: Path | None,
    began: datetime.datetime,
    error: Exception,
    before: Report | None,
) -> Report:
    """The record of a failed report; what cannot be written of it is left out."""
    report = _report(job, began, _now())
    report["status"] = "failed"
    report["error"] = failure = _failure(error, stage)
    with contextlib.suppress(OSError):
        failure["log"] = _write_log(job, stage, error)
    with contextlib.suppress(OSError):
        target = job.outputs / job.notebook
        target.mkdir(parents=True, exist_ok=True)
        if stage and (stage / "report.ipynb").is_file():
            (stage / "report.ipynb").replace(target / f"{job.run}.failed.ipynb")
            report["ipynb"] = f"{job.notebook}/{job.run}.failed.ipynb"
        page = before and before["page"]
        if before and page and (job.outputs / page).is_file():
            report["page"], report["page_made"] = page, before["page_made"]
            report["stale"] = True
        manifest.record(job.outputs, report, stage)
    return report


def failed(job: Job, error: Exception) -> Done:
    """Record a report as failed whose worker came to no end."""
    before = manifest.recorded(job.outputs, job.notebook, job.run)
    return Done(_failed(job, None, datetime.datetime.now(datetime.UTC), error, before))


def _failure(error: Exception, stage: Path | None) -> Failure:
    if isinstance(error, PapermillExecutionError):
        message = " ".join(_plain(str(error.evalue)).split())
        return {"cell": error.exec_count, "name": error.ename, "message": message, "log": None}
    kernel = isinstance(error, kernels.KernelError)
    name = error.kind if isinstance(error, kernels.KernelError) else type(error).__name__
    message = " ".join(str(error).split())
    return {
        "cell": _last_begun(stage) if kernel else None,
        "name": name,
        "message": message,
        "log": None,
    }


def _last_begun(stage: Path | None) -> int | None:
    """Number of the last cell that began to run, as Jupyter counts."""
    with contextlib.suppress(Exception):
        file = (stage or Path()) / "report.ipynb"
        node: Any = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
        code = [cell for cell in node.cells if cell.cell_type == "code" and cell.source.strip()]
        begun = [n for n, cell in enumerate(code, 1) if cell.metadata.papermill["start_time"]]
        return begun[-1] if begun else None
    return None


def _write_log(job: Job, stage: Path | None, error: Exception) -> str:
    name = f"logs/{job.batch}/{job.notebook}~{job.run}.log"
    text = [f"{job.notebook} {job.run}, batch {job.batch}"]
    text += [f"{each} = {value!r}" for each, value in job.passed.items()]
    if isinstance(error, PapermillExecutionError):
        text += [f"In [{error.exec_count}]:", error.source, "", *map(_plain, error.traceback)]
    elif isinstance(error, AnnualReviewError):
        text.append(str(error))
    else:
        text += traceback.format_exception(error)
    with contextlib.suppress(OSError, TypeError):
        written = (stage / "kernel.log").read_bytes()[-_LOG_BYTES:] if stage else b""
        if written:
            text += ["", "What the kernel wrote:", written.decode("utf-8", "replace")]
    file = job.outputs / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(text) + "\n", encoding="utf-8", errors="replace", newline="\n")
    return name


def _plain(text: str) -> str:
    """A text without a terminal's colours."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)


# ---- where kernels come from --------------------------------------------------------------------

_lock = threading.Lock()
_given: nursery.Client | None = None
_own: tuple[str, nursery.Nursery, nursery.Client] | None = None


def use_nursery(address: str) -> None:
    """Let this process fork kernels from the nursery at this address."""
    global _given
    _given = nursery.Client(address)


@contextlib.contextmanager
def _nursery(job: Job) -> Iterator[nursery.Client | None]:
    """The nursery that was given to this process, or its own, which it starts for these tables."""
    if not job.warm or not nursery.CAN_FORK:
        yield None
    elif _given:
        yield _given
    else:
        held = _own_nursery(job)  # for as long as the kernel lasts, whatever others start
        yield held and held[2]


def _own_nursery(job: Job) -> tuple[str, nursery.Nursery, nursery.Client] | None:
    global _own
    with _lock, contextlib.suppress(OSError):
        if _own is None:
            atexit.register(_close_nursery)
        if _own is None or _own[0] != job.tables:
            started = nursery.Nursery(job.tidy)
            _own = (job.tables, started, nursery.Client(started.address))
        return _own
    return None


def _close_nursery() -> None:
    if _own:
        _own[1].close()
