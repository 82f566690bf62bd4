"""Make the reports that changed: one batch, its log, the manifest and the index."""

from __future__ import annotations

import datetime
import logging
import re
import tempfile
import uuid
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from annual_review.reports import cache_key, executors, manifest, nursery, pages, report
from annual_review.reports.inputs import Ground, Sources
from annual_review.reports.kernels import Limits
from annual_review.reports.manifest import Batch, Report
from annual_review.reports.plan import NOTEBOOKS, TIDY_PARAMETER, Run, RunError
from annual_review.reports.report import Done, Job
from annual_review.tables.build import PROJECT, TIDY

OUTPUTS = PROJECT / "outputs"


@dataclass(frozen=True)
class Outcome:
    """What became of a run: its page, or the error that stopped it.

    kept: it stood already and nothing had changed. seconds: wall time.
    """

    run: Run
    page: Path | None = None
    error: RunError | None = None
    seconds: float = field(default=0.0, compare=False)
    kept: bool = False


def execute(
    runs: Sequence[Run],
    outputs: Path = OUTPUTS,
    tidy: Path = TIDY,
    *,
    jobs: int | None = None,
    folder: Path = NOTEBOOKS,
    force: bool = False,
    limits: Limits | None = None,
    executor: Executor | None = None,
    warm: bool = True,
    began: Callable[[Run], None] = lambda _run: None,
) -> Generator[Outcome, None, None]:
    """Make the reports of these runs that changed, and tell of each what became of it.

    A report is kept if it stands and its notebook, parameters, rows, the package's code and the
    environment are what they were; `force` makes all. A failed one does not stop the others. Writes
    `outputs/<notebook>/<run>.ipynb` and `.html`, each whole or not at all, and a record of each as
    soon as it is made; at the end `outputs/sources`, `outputs/manifest.json` and
    `outputs/index.html`, and all along a log in `outputs/logs`. A batch that is stopped leaves
    whole reports, which the next one keeps.

    jobs: processes (default: one a core), or with an `executor` how many jobs it is handed at a
    time (default: all). executor: of `concurrent.futures`, or with its interface; its workers need
    the same folders and packages. limits: what one report may take. warm: fork kernels from a
    process with the imports done, where the system can; else start Jupyter's plain ones. began: is
    called with each run that is handed to a worker.

    Raises RunError if the outputs cannot be written, TableError if the tables cannot be read.
    """
    outputs = outputs.resolve()
    _refuse_unwritable(outputs)
    ground = Ground(tidy, folder)
    batch = _new_batch()
    with closing(_Log(outputs, batch, runs)) as log, ExitStack() as stack:
        pool: executors.Pool | None = None
        waiting: list[Job] = []
        for run in runs:
            parts = ground.parts(run.notebook, run.name, run.values)
            before = manifest.recorded(outputs, run.notebook, run.name)
            changed = _changed(before, parts, outputs)
            if before and not changed and not force:
                batch["kept"] += 1
                yield log.told(Outcome(run, page=outputs / str(before["page"]), kept=True))
            else:
                if pool is None:  # it does its imports while the rest is planned
                    pool = _pool(stack, executor, jobs, len(runs), ground.tidy, warm)
                job = _job(run, ground, parts, outputs, batch, force=force)
                why = changed or ["forced"]
                waiting.append(replace(job, changed=why, limits=limits or Limits(), warm=warm))
        if pool is None:  # else it took what was begun
            nursery.drop()
        sources = Sources(ground, outputs, {f"{job.notebook}/{job.run}.html" for job in waiting})
        try:
            if pool is not None:
                for job, result in executors.run(
                    report.make,
                    waiting,
                    pool,
                    began=lambda job: began(Run(job.notebook, job.values)),
                    meanwhile=sources.write_one,
                ):
                    done = result if isinstance(result, Done) else report.failed(job, result)
                    batch[done.became] += 1
                    yield log.told(_outcome(done, outputs))
            sources.finish()
            batch["ended"] = _utc()
        finally:
            stack.close()  # then nobody is at work any more
            manifest.clear(outputs)
            _finish(outputs, batch, sources, ground)


def _refuse_unwritable(outputs: Path) -> None:
    try:
        (outputs / "logs").mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=outputs).close()
    except OSError as error:
        raise _unwritable(outputs, error, "Choose another folder with --outputs.") from error


def _unwritable(outputs: Path, error: OSError, remedy: str) -> RunError:
    return RunError(
        str(outputs),
        found=error.strerror or str(error),
        expected="a folder that can be written",
        remedy=remedy,
    )


def _utc() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def _new_batch() -> Batch:
    began = _utc()
    stamp = re.sub(r"[-:]|\..*", "", began)
    return {
        "id": f"{stamp}Z-{uuid.uuid4().hex[:6]}",
        "began": began,
        "ended": None,
        "made": 0,
        "kept": 0,
        "failed": 0,
    }


def _job(
    run: Run, ground: Ground, parts: dict[str, str], outputs: Path, batch: Batch, *, force: bool
) -> Job:
    """What a worker needs for a run."""
    passed = dict(run.values)
    if ground.tidy != TIDY:
        passed[TIDY_PARAMETER] = str(ground.tidy)
    return Job(
        notebook=run.notebook,
        run=run.name,
        values=run.values,
        passed=passed,
        source=ground.source(run.notebook),
        heading=ground.heading(run.notebook, run.name, run.values),
        about=ground.about(run.notebook, run.name, run.values),
        parts=parts,
        key=cache_key.combined(parts),
        batch=batch["id"],
        began=batch["began"],
        outputs=outputs,
        tidy=ground.tidy,
        folder=ground.folder,
        tables=ground.checksum,
        force=force,
    )


def _changed(report: Report | None, parts: Mapping[str, str], outputs: Path) -> list[str]:
    """Why a report has to be made; nothing if it can be kept."""
    if report is None:
        return ["new"]
    found = [part for part in manifest.PARTS if report["parts"].get(part) != parts[part]]
    if report["status"] == "failed":
        return [*found, "failed"]
    return found or ([] if manifest.stands(outputs, report) else ["removed"])


def _pool(
    stack: ExitStack,
    executor: Executor | None,
    jobs: int | None,
    most: int,
    tidy: Path,
    warm: bool,
) -> executors.Pool:
    if executor is not None:
        return executors.Given(executor, jobs)
    home = nursery.take(tidy) if warm else None
    if home:
        stack.callback(home.close)
    return stack.enter_context(executors.local(min(jobs or executors.cores(), most), home))


def _outcome(done: Done, outputs: Path) -> Outcome:
    report = done.report
    run = Run(report["notebook"], report["values"])
    error = None
    if failure := report["error"]:
        cell = f", cell {failure['cell']}" if failure["cell"] is not None else ""
        given = ", ".join(f"{name}={value}" for name, value in run.values.items())
        error = RunError(
            f"{run.notebook} {run.name}{cell}",
            found=f"{failure['name']}: {failure['message']}"[:500]
            + (f" (with {given})" if given else ""),
            expected="a notebook that runs",
            remedy=f"See {outputs / failure['log']}." if failure["log"] else "",
        )
    page = outputs / report["page"] if report["page"] and not error else None
    return Outcome(run, page=page, error=error, seconds=report["seconds"], kept=done.kept)


def _finish(outputs: Path, batch: Batch, sources: Sources, ground: Ground) -> None:
    """Write the manifest and the index; one batch at a time."""
    try:
        with manifest.claim(outputs, "manifest", "index", patience=60):
            manifest.compile_(outputs, batch, sources.listed, ground.is_stale)
            pages.write_index(outputs)
    except OSError as error:
        raise _unwritable(
            outputs, error, "Make room, and run again: what was made is kept."
        ) from error


class _Log:
    """The log of a batch, `logs/<batch>.log`: a line for every report as it is done."""

    def __init__(self, outputs: Path, batch: Batch, runs: Sequence[Run]) -> None:
        self._batch = batch
        file = outputs / "logs" / f"{batch['id']}.log"
        self._handler = logging.FileHandler(file, encoding="utf-8")
        self._handler.handleError = lambda _record: None  # type: ignore[method-assign,assignment]
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._logger = logging.getLogger(f"annual_review.batch.{batch['id']}")
        self._logger.propagate = False
        self._logger.setLevel(logging.INFO)
        self._logger.addHandler(self._handler)
        self._logger.info("batch %s of %d reports", batch["id"], len(runs))

    def told(self, outcome: Outcome) -> Outcome:
        """Write a line, and return the outcome."""
        what = "failed" if outcome.error else "kept" if outcome.kept else "made"
        line = f"{what} {outcome.run.notebook} {outcome.run.name} {outcome.seconds:.2f} s"
        self._logger.info(line + (f" {outcome.error}" if outcome.error else ""))
        return outcome

    def close(self) -> None:
        """Write how it ended."""
        ended = "ended" if self._batch["ended"] else "stopped"
        made, kept, failed = self._batch["made"], self._batch["kept"], self._batch["failed"]
        self._logger.info("%s: %d made, %d kept, %d failed", ended, made, kept, failed)
        self._logger.removeHandler(self._handler)
        self._handler.close()
