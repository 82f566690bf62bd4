"""Make the reports that changed: one batch, its log, the manifest and the index."""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat

from annual_review import project
from annual_review.errors import AnnualReviewError
from annual_review.files import locked, whole, workplace
from annual_review.reports import (
    cache_key,
    codebook_page,
    executors,
    index_page,
    machine_paths,
    manifest,
    report,
    scope,
    source_page,
)
from annual_review.reports.inputs import Inputs
from annual_review.reports.manifest import Batch, Failure, Record
from annual_review.reports.plan import TIDY_PARAMETER, Run, is_own, refuse_without_tidy
from annual_review.reports.report import Job, Limits, ReportError, Result
from annual_review.tables.processes import cores
from annual_review.tables.store import overlap

_BEING_MADE = ".making-"
"""How the folder is named in which a batch makes its reports before they are moved into place."""

_WRITABLE = "a folder that can be written"

_LOG_BYTES = 20_000
"""Of what a report wrote past its cells, the end of this size goes into the log of its failure."""


@dataclass(frozen=True)
class Outcome:
    """What became of a run: its page, or the error that stopped it and the manifest's word on it.

    kept: it stood already and nothing had changed. removed: its notebook or documents are gone, and
    so is the report now. seconds: wall time. warnings: what its author should know.
    """

    run: Run
    page: Path | None = None
    error: AnnualReviewError | None = None
    failure: Failure | None = None
    seconds: float = field(default=0.0, compare=False)
    kept: bool = False
    removed: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What became of it, in a word: `made`, `kept`, `failed` or `removed`."""
        if self.removed:
            return "removed"
        return "failed" if self.error else "kept" if self.kept else "made"


def execute(
    runs: Sequence[Run],
    outputs: Path | None = None,
    tidy: Path | None = None,
    *,
    jobs: int | None = None,
    folder: Path | None = None,
    again: bool = False,
    limits: Limits | None = None,
    executor: Executor | None = None,
    plain: bool = False,
    prune: bool = False,
    began: Callable[[Run], None] = lambda _run: None,
) -> Generator[Outcome, None, None]:
    """Make the reports of these runs that changed, and tell of each what became of it.

    A report is kept if it stands and its notebook, parameters, rows, the package's code and the
    environment are what they were. A failed one does not stop the others. Writes
    `outputs/<notebook>/<run>.ipynb` and `.html`, each whole or not at all, and a record of each as
    soon as it is made; at the end `outputs/sources`, `outputs/codebook.html`,
    `outputs/manifest.json` and `outputs/index.html`, and all along a log in `outputs/logs`. A batch
    that is stopped leaves whole reports, which the next one keeps.

    Parameters
    ----------
    runs
        What `plan.plan` gives.
    outputs, tidy, folder
        The folders of the reports, of the tables and of the notebooks. Default: the project's.
    jobs
        Reports to make at a time (default: one per core; with an `executor`: all).
    again
        Make all of them again.
    limits
        What one report may take.
    executor
        Of `concurrent.futures`, or with its interface; its workers need the same folders and
        packages. Default: threads of this process, each with a worker of its own.
    plain
        Run notebooks in kernels of Jupyter's, as papermill does, which is slower.
    prune
        Remove reports whose notebook or documents are gone, and tell of them too.
    began
        Called with each run that is handed to a worker.

    Raises
    ------
    RunError
        If a notebook could not be told of the folder of tables.
    ReportError
        If the outputs cannot be written, or lie among tables or documents.
    TableError
        If the tables cannot be read.
    """
    outputs = project.path(project.OUTPUTS, outputs).resolve()
    tidy = project.path(project.TIDY, tidy)
    folder = project.path(project.NOTEBOOKS, folder)
    refuse_without_tidy(runs, tidy, folder)
    _refuse_among_documents(outputs, tidy)
    with ExitStack() as held:
        try:
            (outputs / "logs").mkdir(parents=True, exist_ok=True)
            stage = held.enter_context(workplace(outputs, _BEING_MADE))
            inputs = Inputs(tidy, folder, stage / "begun-with")
            batch = _new_batch(inputs)
            told = held.enter_context(_log(outputs, batch, len(runs)))
        except OSError as error:
            remedy = "Choose another folder with --outputs."
            raise ReportError.of_system(outputs, error, _WRITABLE, remedy) from error
        try:
            to_make = []
            for run in runs:
                job = _job(run, inputs, outputs, stage)
                if job.before and not job.why and not again:
                    batch["kept"] += 1
                    page = outputs / str(job.before["page"])
                    yield told(Outcome(run, page=page, kept=True))
                else:
                    why = job.why or ["forced"]
                    to_make.append(replace(job, why=why, limits=limits or Limits(), plain=plain))
            for job, result in _made(to_make, executor, jobs, began):
                listed = _published(job, result, batch, outputs)
                batch[listed["status"]] += 1
                outcome = _outcome(listed, outputs)
                yield told(replace(outcome, warnings=result.warnings))
            for gone in filter(inputs.is_gone, manifest.records(outputs)) if prune else ():
                manifest.remove(outputs, gone)
                yield told(Outcome(Run(gone["notebook"], gone["values"]), removed=True))
            batch["ended"] = report.now()
        finally:
            _finish(inputs, outputs, batch, prune=prune)


# ---- what is to be made -------------------------------------------------------------------------


def _job(run: Run, inputs: Inputs, outputs: Path, stage: Path) -> Job:
    """The job of a run; it is to be made unless there is nothing in `why`."""
    heading = inputs.heading(run.notebook, run.name, run.values)
    parts = inputs.parts(run.notebook, run.values, heading)
    before = manifest.recorded(outputs, run.notebook, run.name)
    passed = dict(run.values)
    if not is_own(inputs.tidy):
        passed[TIDY_PARAMETER] = str(inputs.tidy)
    return Job(
        run=run,
        source=inputs.source(run.notebook),
        passed=passed,
        heading=heading,
        parts=parts,
        before=before,
        why=_changed(before, parts, outputs),
        stage=stage / f"{run.notebook}~{run.name}",
        folder=inputs.folder,
        tidy=inputs.tidy,
        read=inputs.read,
        project=project.find(),
        versions=report.VERSIONS,
    )


def _changed(listed: Record | None, parts: Mapping[str, str], outputs: Path) -> list[str]:
    """Why a report has to be made; nothing if it can be kept."""
    if listed is None:
        return ["new"]
    found = [part for part in manifest.PARTS if listed["parts"].get(part) != parts[part]]
    if listed["status"] == "failed":
        return [*found, "failed"]
    return found or ([] if manifest.stands(outputs, listed) else ["removed"])


def _made(
    to_make: Sequence[Job],
    executor: Executor | None,
    jobs: int | None,
    began: Callable[[Run], None],
) -> Iterator[tuple[Job, Result]]:
    """Each job and what became of it, as they end."""
    if not to_make:
        return
    most = jobs or (cores() if executor is None else len(to_make))
    own = executors.local(most) if executor is None else contextlib.nullcontext(executor)
    with own as pool:
        for job, result in executors.run(to_make, pool, most, began=lambda job: began(job.run)):
            yield job, report.failed(result) if isinstance(result, BaseException) else result


# ---- what was made ------------------------------------------------------------------------------


def _published(job: Job, result: Result, batch: Batch, outputs: Path) -> Record:
    """Move what was made into place, and record it or why it failed."""
    listed: Record = {
        "notebook": job.run.notebook,
        "folder": cache_key.folder(job.folder),
        "run": job.run.name,
        "values": machine_paths.hidden(dict(job.run.values)),
        "status": "made",
        "made": result.ended,
        "seconds": round(result.seconds, 3),
        "finding": result.finding,
        "parts": dict(job.parts),
        "data_version": job.heading["version"],
        "about": {
            **{n: job.heading[n] for n in manifest.RecordedAbout.__annotations__},  # type: ignore[typeddict-item]
            "sources": [
                {name: each[name] for name in manifest.RecordedSource.__annotations__}
                for each in job.heading["sources"]
            ],
        },
        "changed": job.why,
        "batch": batch["id"],
        "page": None,
        "page_made": None,
        "ipynb": None,
        "bytes": {},
        "error": None,
        "stale": False,
    }
    if result.failure is None:
        try:
            with locked(outputs):  # another batch could have made the same report
                return _moved(listed, job, outputs)
        except OSError as error:
            result = report.failed(error)
    return _failed(listed, job, result, outputs)


def _moved(listed: Record, job: Job, outputs: Path) -> Record:
    """Move a report into place and record it. Raises OSError."""
    notebook, run = job.run.notebook, job.run.name
    target = outputs / notebook
    target.mkdir(exist_ok=True)
    for name, ending in (("page", "html"), ("ipynb", "ipynb")):
        made = job.stage / f"report.{ending}"
        listed["bytes"][name] = made.stat().st_size
        made.replace(target / f"{run}.{ending}")
    (target / f"{run}.pdf").unlink(missing_ok=True)  # of the page that was there
    listed["page"], listed["page_made"] = f"{notebook}/{run}.html", listed["made"]
    listed["ipynb"] = f"{notebook}/{run}.ipynb"
    manifest.record(outputs, listed)
    (target / f"{run}.failed.ipynb").unlink(missing_ok=True)
    return listed


def _failed(listed: Record, job: Job, result: Result, outputs: Path) -> Record:
    """Record a failed report; what cannot be written of it is left out."""
    before = job.before
    failure = _private(result.failure, job, outputs)
    listed["page"] = listed["page_made"] = listed["ipynb"] = None
    with contextlib.suppress(OSError):
        failure = {**failure, "log": _write_log(job, result, listed["batch"], outputs)}
    listed["status"], listed["error"] = "failed", failure
    page = before and before["page"]
    if before and page and (outputs / page).is_file():
        listed["page"], listed["page_made"], listed["stale"] = page, before["page_made"], True
    with contextlib.suppress(OSError), locked(outputs):
        (outputs / job.run.notebook).mkdir(exist_ok=True)
        listed["ipynb"] = _left(job, outputs)
        manifest.record(outputs, listed)
    return listed


def _left(job: Job, outputs: Path) -> str | None:
    """Publish a failed report's notebook as far as it came, if it is whole. Raises OSError."""
    try:
        node: Any = nbformat.read(job.stage / "report.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    except (FileNotFoundError, ValueError):
        return None
    name = f"{job.run.notebook}/{job.run.name}.failed.ipynb"
    with whole(outputs / name) as part:
        nbformat.write(_private(node, job, outputs), part)  # type: ignore[no-untyped-call]
    return name


def _write_log(job: Job, result: Result, batch: str, outputs: Path) -> str:
    name = f"logs/{batch}/{job.stage.name}.log"
    text = [f"{job.run.notebook} {job.run.name}, batch {batch}"]
    text += [f"{each} = {value!r}" for each, value in job.passed.items()]
    text.append(result.log)
    with contextlib.suppress(OSError):
        written = (job.stage / "written.log").read_bytes()[-_LOG_BYTES:]
        if written:
            text += ["", "What the report wrote past its cells:", written.decode(errors="replace")]
    file = outputs / name
    file.parent.mkdir(parents=True, exist_ok=True)
    told = _private("\n".join(text) + "\n", job, outputs)
    file.write_text(told, encoding="utf-8", errors="replace")
    return name


def _private(said: Any, job: Job, outputs: Path) -> Any:
    """What was said of a job, without paths of this machine."""
    return machine_paths.hidden(said, job.stage, outputs, job.tidy, job.read, job.folder)


def _outcome(listed: Record, outputs: Path) -> Outcome:
    run = Run(listed["notebook"], listed["values"])
    if not (failure := listed["error"]):
        return Outcome(run, page=outputs / str(listed["page"]), seconds=listed["seconds"])
    cell = f", cell {failure['cell']}" if failure["cell"] is not None else ""
    given = ", ".join(f"{name}={value}" for name, value in scope.told(run.values).items())
    error = ReportError(
        f"{run.notebook} {run.name}{cell}",
        found=f"{failure['name']}: {failure['message']}"[:500]
        + (f" (with {given})" if given else ""),
        expected="a notebook that runs",
        remedy=f"See {outputs / failure['log']}." if failure["log"] else "",
    )
    return Outcome(run, error=error, failure=failure, seconds=listed["seconds"])


# ---- the batch as a whole -----------------------------------------------------------------------


def _refuse_among_documents(outputs: Path, tidy: Path) -> None:
    """Raise ReportError if reports would stand among tables or documents."""
    pages = outputs / "sources"  # where the documents' pages will be
    inside = () if (outputs / manifest.FILE).is_file() else (pages,)
    if found := overlap(outputs, tidy, *inside):
        raise ReportError(
            str(outputs),
            found=found,
            expected="a folder apart",
            remedy="Nothing was written: choose another folder with --outputs.",
        )


def _new_batch(inputs: Inputs) -> Batch:
    began = report.now()
    stamp = re.sub(r"[-:]|\..*", "", began)
    return {
        "id": f"{stamp}Z-{uuid.uuid4().hex[:6]}",
        "began": began,
        "ended": None,
        "made": 0,
        "kept": 0,
        "failed": 0,
        "cited": inputs.cited(),
    }


def _finish(inputs: Inputs, outputs: Path, batch: Batch, *, prune: bool) -> None:
    """Write the sources' pages, the manifest and the index; one batch at a time."""
    try:
        with locked(outputs):
            for left in outputs.glob("*/.*.part"):  # half written by a process that was killed
                with locked(left.parent):  # where others print
                    left.unlink(missing_ok=True)
            stood = manifest.sources(outputs)
            codebook_page.write(outputs, inputs.cited("Codebook"))
            if batch["ended"]:
                stood = source_page.write_changed(inputs, outputs, stood)
                for page in (outputs / "sources").glob("*.html") if prune else ():
                    if page.stem not in stood:
                        page.unlink()
            manifest.write(outputs, batch, stood, inputs.is_stale)
            index_page.write_index(outputs)
    except OSError as error:
        remedy = "Make room, and run again: what was made is kept."
        raise ReportError.of_system(outputs, error, _WRITABLE, remedy) from error


@contextmanager
def _log(outputs: Path, batch: Batch, reports: int) -> Iterator[Callable[[Outcome], Outcome]]:
    """The log of a batch, `logs/<batch>.log`: what writes a line for a report as it is done."""
    file = outputs / "logs" / f"{batch['id']}.log"
    file.touch()

    def write(line: str) -> None:
        with (
            contextlib.suppress(OSError),  # a full disk stops no batch
            file.open("a", encoding="utf-8", errors="replace") as log,
        ):
            log.write(f"{report.now()} {line}\n")

    def told(outcome: Outcome) -> Outcome:
        line = f"{outcome.what} {outcome.run.notebook} {outcome.run.name} {outcome.seconds:.2f} s"
        said = machine_paths.hidden(f" {outcome.error}", outputs) if outcome.error else ""
        write(line + said)
        for warning in outcome.warnings:
            write(f"{outcome.run.notebook}, {warning}")
        return outcome

    write(f"batch {batch['id']} of {reports} reports")
    try:
        yield told
    finally:
        ended = "ended" if batch["ended"] else "stopped"
        made, kept, failed = batch["made"], batch["kept"], batch["failed"]
        write(f"{ended}: {made} made, {kept} kept, {failed} failed")
