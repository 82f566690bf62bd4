"""A worker: a process that has the imports done, and makes each report in a fork of its own.

It is a process of `tables.processes` that is asked for one report after the other (`executors`).
The process that it forks for a report runs the notebook and makes its page. The worker ends it if
it takes more than its limits, and with it everything that it started. A worker ends when whoever
started it does.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import psutil
from nbclient.exceptions import DeadKernelError
from nbconvert.filters import strip_ansi
from papermill.exceptions import PapermillExecutionError

from annual_review import analysis, project, show  # noqa: F401 -- notebooks import both
from annual_review.errors import AnnualReviewError
from annual_review.reports import engine, machine_paths, report_page
from annual_review.reports.report import VERSIONS, Job, ReportError, Result, ending, failed, now
from annual_review.tables.build import load

_START = "spawn" if sys.platform == "darwin" else "fork"
"""How the process of a report begins: forked with the imports done, which macOS does not bear."""

_prepared: set[Path] = set()


def make(job: Job) -> Result:
    """Make a report in a process of its own, within its limits."""
    began = time.monotonic()
    if job.read not in _prepared:
        with contextlib.suppress(AnnualReviewError):  # the report will meet the same error
            _prepare(job)
            _prepared.add(job.read)
    context: Any = multiprocessing.get_context(_START)
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(job, sender))
    process.start()
    sender.close()
    try:
        result = _watched(job, process, receiver)
    finally:
        process.join()
    return result._replace(seconds=time.monotonic() - began)


def _prepare(job: Job) -> None:
    """Load what every report uses, so that its process has it in memory from the start."""
    analysis.reporting(load(job.read))
    report_page.page(nbformat.v4.new_notebook(), {**job.heading, "made": now()})  # type: ignore[no-untyped-call]


_EVERY = 0.25
"""Seconds between two looks at a report's memory."""


def _watched(job: Job, process: Any, receiver: Connection) -> Result:
    """Wait for a report's result; end it if it takes too much, or if nobody waits for it."""
    limits, began = job.limits, time.monotonic()
    sessions = {process.pid}  # all that a report starts is in one of these
    try:
        while not (ready := wait([receiver, sys.stdin.fileno()], _EVERY)):
            megabytes = _memory(process.pid, sessions)
            if time.monotonic() - began > limits.seconds:
                found = f"that it ran longer than {limits.seconds:g} seconds"
                return _stopped(job, "Timeout", found, "Give it more time with --timeout.")
            if megabytes > limits.megabytes:
                found = f"that it took {megabytes:.0f} MB of memory"
                return _stopped(job, "Memory", found, "Give it more with --memory.")
        if receiver not in ready:
            raise SystemExit  # whoever asked is gone
        result: Result = receiver.recv()
        return result
    except EOFError:
        process.join()
        remedy = "The system ends processes when memory runs out." * (process.exitcode == -9)
        return _stopped(job, "Kernel", f"that it ended with {ending(process.exitcode)}", remedy)
    finally:
        process.kill()
        _end(sessions)


def _memory(pid: int, sessions: set[int]) -> float:
    """Megabytes of a report and of what it started, whose sessions are added."""
    total = 0.0
    with contextlib.suppress(psutil.Error, OSError):
        process = psutil.Process(pid)
        for each in [process, *process.children(recursive=True)]:
            total += each.memory_info().rss / 1_000_000
            sessions.add(os.getsid(each.pid))
    sessions.discard(os.getsid(0))  # of this worker: a report that begins slowly is still in it
    return total


def _end(sessions: set[int]) -> None:
    """Kill every process of these sessions."""
    for pid in psutil.pids():
        with contextlib.suppress(OSError):
            if os.getsid(pid) in sessions:
                os.kill(pid, signal.SIGKILL)


def _stopped(job: Job, name: str, found: str, remedy: str) -> Result:
    expected = f"at most {job.limits.seconds:g} seconds and {job.limits.megabytes:g} MB"
    error = ReportError("the report", found=found, expected=expected, remedy=remedy)
    return failed(error, name, _last_begun(job.stage))


def _last_begun(stage: Path) -> int | None:
    """Number of the last cell that began to run, as Jupyter counts."""
    with contextlib.suppress(Exception):
        node: Any = nbformat.read(stage / "report.ipynb", as_version=4)  # type: ignore[no-untyped-call]
        code = [cell for cell in node.cells if cell.cell_type == "code" and cell.source.strip()]
        begun = [n for n, cell in enumerate(code, 1) if cell.metadata.papermill["start_time"]]
        return begun[-1] if begun else None
    return None


# ---- in the process of a report -----------------------------------------------------------------


def _report(job: Job, sender: Connection) -> None:
    """What the process of a report does."""
    os.setsid()
    os.environ.pop("PYTHONSAFEPATH", None)  # the command's, not for what notebooks start
    os.environ.pop("PYTHONSTARTUP", None)  # a person's own settings must not change a report,
    os.environ["IPYTHONDIR"] = str(job.stage)  # whoever's machine it is made on
    os.environ[project.READS] = json.dumps({str(job.tidy.resolve()): str(job.read)})
    if job.project:
        os.environ[project.VARIABLE] = str(job.project)
    np.random.seed()  # Python seeds its own random numbers anew in a fork, not numpy's
    job.stage.mkdir(parents=True, exist_ok=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with (job.stage / "written.log").open("ab") as written:
        os.dup2(written.fileno(), 1)
        os.dup2(written.fileno(), 2)
    sender.send(build(job))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    wait([parent.sentinel] if parent else [])
    os.killpg(0, signal.SIGKILL)


def build(job: Job) -> Result:
    """Make a report in the job's stage. Raises nothing."""
    try:
        _refuse_other_versions(job)
        node: Any = engine.execute(
            nbformat.reads(job.source, as_version=4),  # type: ignore[no-untyped-call]
            job.stage / "report.ipynb",
            job.passed,
            folder=job.folder,
            plain=job.plain,
        )
        _refuse_unfinished(node)
        ended = now()
        heading = {**job.heading, "made": f"{ended[:19]}{ended[23:]}"}
        for cell in node.cells:
            if "injected-parameters" in cell.metadata.get("tags", []):
                cell["id"] = "injected-parameters"  # papermill's is another every time
        node.metadata["papermill"].update(input_path=f"{job.run.notebook}.ipynb", output_path=None)
        node.metadata["annual_review"] = heading
        node = machine_paths.hidden(node, job.tidy, job.read, job.folder, job.stage)
        nbformat.write(node, job.stage / "report.ipynb")  # type: ignore[no-untyped-call]
        warnings: list[str] = []
        page = report_page.page(node, heading, warnings.append)
        (job.stage / "report.html").write_text(page, "utf-8")
        finding = report_page.main_finding(node)
        return Result(None, "", ended, warnings=tuple(warnings), finding=finding)
    except PapermillExecutionError as error:
        message = strip_ansi(str(error.evalue))  # type: ignore[no-untyped-call]
        result = failed(ValueError(message), error.ename, error.exec_count)
        log = [f"In [{error.exec_count}]:", error.source, "", *map(strip_ansi, error.traceback)]
        return result._replace(log="\n".join(log))
    except DeadKernelError as error:  # one of Jupyter's
        return failed(error, "Kernel", _last_begun(job.stage))
    except Exception as error:  # whatever stops one report must not stop the others
        return failed(error)


def _refuse_other_versions(job: Job) -> None:
    for what, here in VERSIONS.items():
        if here != job.versions[what]:
            raise ReportError(
                "the worker",
                found=f"other {what} (checksum {here[:12]}) than where the batch was started",
                expected=job.versions[what][:12],
                remedy="Give every machine the same project and packages, and start its workers "
                "again.",
            )


def _refuse_unfinished(node: Any) -> None:
    for number, cell in enumerate(node.cells, 1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise ReportError(
                "the report",
                found=f"a code cell that did not run (cell {number}, counting all cells)",
                expected="every cell executed",
            )
