"""Read many documents: in processes of their own, within limits, and only what has changed.

A document that takes too long or too much memory costs its own process and nothing else. What was
read of a document is kept beside the tables, under a checksum of its bytes and of everything that
reading it depends on.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from pebble import ProcessExpired, ProcessPool

from annual_review.baseline import corrections, parse, source
from annual_review.baseline.corrections import Correction
from annual_review.errors import AnnualReviewError, SourceError
from annual_review.tables import tidy
from annual_review.tables.schema import SCHEMAS
from annual_review.tables.tidy import HandCoding, Rows

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


class Limits(NamedTuple):
    """What reading one document may take: wall seconds, and megabytes beyond an idle process."""

    seconds: float = 60.0
    megabytes: int = 1500


class Job(NamedTuple):
    """A document to read. `iso3` and `sha256` are what its list says, empty where it says nothing.

    `listing` is the name of that list, for messages.
    """

    path: str
    name: str
    iso3: str = ""
    sha256: str = ""
    listing: str = ""


class Ground(NamedTuple):
    """What reading depends on besides the document. `kept` is the folder of what was read before.

    `kept` is empty to keep nothing.
    """

    corrections: tuple[Correction, ...] = ()
    codings: tuple[HandCoding, ...] = ()
    kept: str = ""


class Read(NamedTuple):
    """A document's rows in every table; `applied` are the corrections that fitted it.

    `key` tells its bytes and the ground on which they were read from all others.
    """

    name: str
    sha256: str
    key: str
    report_id: str
    rows: Rows
    applied: tuple[Correction, ...]


Outcome = Read | AnnualReviewError


def read_all(
    jobs: Iterable[Job],
    ground: Ground,
    *,
    processes: int | None = None,
    limits: Limits | None = None,
    executor: Executor | None = None,
) -> Iterator[Outcome]:
    """Read documents and yield what came of each, in their order, a few ahead at a time.

    With `processes`, that many work beside this one, and each document has `limits`. An `executor`
    (of `concurrent.futures`, or a cluster's) does the work instead where given; it gets the
    documents' bytes. With neither, this process reads, without limits.
    """
    if executor is not None:
        return _by_executor(jobs, ground, executor)
    if processes is not None:
        return _in_processes(jobs, ground, processes, limits or Limits())
    return (read_one(job, ground) for job in jobs)


def guarded(path: Path, limits: Limits | None = None) -> parse.Report:
    """Read one document in a process of its own, within limits.

    Raises SourceError or ParseError, also if it takes more than it may.
    """
    limits = limits or Limits()
    job = Job(str(path), path.name)
    with _pool(1, limits) as pool:
        outcome: parse.Report | AnnualReviewError = _result(
            job, pool.schedule(_report, (path,), timeout=limits.seconds), limits
        )
    if isinstance(outcome, AnnualReviewError):
        raise outcome
    return outcome


def _report(path: Path) -> parse.Report | AnnualReviewError:
    try:
        return parse.parse(source.read(path))
    except AnnualReviewError as error:
        return error


def read_one(job: Job, ground: Ground, raw: bytes | None = None) -> Outcome:
    """Read one document, or take what was read of the same bytes before."""
    try:
        path = Path(job.path)
        if raw is None:
            raw = source.load(path, job.name)
        sha256 = hashlib.sha256(raw).hexdigest()
        if job.listing and sha256 != job.sha256:
            raise _changed(job, sha256)
        key = hashlib.sha256(
            json.dumps([sha256, job.name, path.suffix.lower(), _ground_key(ground)]).encode()
        ).hexdigest()
        read = _kept(key, job, ground) or _read(raw, sha256, path, job, ground, key)
        if job.iso3 and _iso3(read) != job.iso3:
            raise _other_country(job, read)
    except AnnualReviewError as error:
        return error
    except MemoryError:
        return SourceError(
            job.name,
            found="that reading it takes more memory than it may",
            expected="a document that can be read within the limit of memory",
            remedy="A baseline needs far less: check the file, or allow more with --memory.",
        )
    except RecursionError:
        return SourceError(
            job.name,
            found="parts nested too deeply to be read",
            expected="a country baseline",
            remedy="Check what the file holds, or save it as text.",
        )
    return read


def _read(raw: bytes, sha256: str, path: Path, job: Job, ground: Ground, key: str) -> Read:
    document = source.from_bytes(raw, job.name, source.format_of(path, job.name))
    report, applied = corrections.apply(parse.parse(document), ground.corrections)
    rows = tidy.rows(report, ground.codings)
    read = Read(job.name, sha256, key, report.report_id, rows, tuple(applied))
    if ground.kept:
        _keep(read, key, Path(ground.kept))
    return read


def _iso3(read: Read) -> str:
    return read.report_id.split("-")[0]


def _changed(job: Job, sha256: str) -> SourceError:
    return SourceError(
        job.name,
        found=f"the checksum {sha256}",
        expected=f"{job.sha256 or 'a checksum'}, as {job.listing} says",
        remedy="Sources are never edited: put the original back, or, if this is a new "
        "edition, correct its row.",
    )


def _other_country(job: Job, read: Read) -> SourceError:
    country = tidy.value(read.rows, "reports", "country")
    return SourceError(
        job.name,
        found=f"a report of {country} ({_iso3(read)})",
        expected=f"one of {job.iso3}, as {job.listing} says",
        remedy="Correct the row, or put the right file there.",
    )


# ---- what was read before -----------------------------------------------------------------------


@cache
def fingerprint() -> str:
    """Checksum of the package's code and data, and of the libraries that read files."""
    folder = Path(__file__).parents[1]
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".py", ".yml"):
            digest.update(file.relative_to(folder).as_posix().encode() + file.read_bytes())
    for library in ("lxml", "pypdfium2", "rapidfuzz", "pycountry", "numpy"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


@cache
def _ground_key(ground: Ground) -> str:
    about = json.dumps([fingerprint(), ground.corrections, ground.codings])
    return hashlib.sha256(about.encode()).hexdigest()


def _kept(key: str, job: Job, ground: Ground) -> Read | None:
    """What was read of the same bytes on the same ground, if it was kept and is whole."""
    if not ground.kept:
        return None
    try:
        data = json.loads((Path(ground.kept) / f"{key}.json").read_bytes())
        applied = tuple(Correction(*each) for each in data["applied"])
        rows = {name: data["rows"][name] for name in SCHEMAS}
        return Read(job.name, data["sha256"], key, data["report_id"], rows, applied)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none, or a damaged one: the document is read again


def _keep(read: Read, key: str, folder: Path) -> None:
    """Write what was read; that it cannot be written costs time and nothing else."""
    part = folder / f".{key}.{multiprocessing.current_process().pid}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(read._asdict()), encoding="utf-8")
        part.replace(folder / f"{key}.json")
    except OSError:
        part.unlink(missing_ok=True)


def forget(folder: Path, keys: set[str]) -> None:
    """Remove what was kept of documents other than these."""
    for file in folder.glob("*.json"):
        if file.stem not in keys:
            file.unlink(missing_ok=True)


# ---- where it is read ---------------------------------------------------------------------------

_AHEAD = 4
"""Documents that are read ahead, for each process."""


@contextmanager
def _pool(processes: int, limits: Limits) -> Iterator[ProcessPool]:
    """Processes for reading, which end with the context, whatever they are at."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([__name__, "annual_review.readers.text"])
    pool = ProcessPool(
        processes, context=context, initializer=_limit_memory, initargs=(limits.megabytes,)
    )
    try:
        yield pool
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _in_processes(
    jobs: Iterable[Job], ground: Ground, processes: int, limits: Limits
) -> Iterator[Outcome]:
    waiting: deque[tuple[Job, Any]] = deque()
    with _pool(processes, limits) as pool:
        for job in jobs:
            waiting.append((job, pool.schedule(read_one, (job, ground), timeout=limits.seconds)))
            if len(waiting) >= _AHEAD * processes:
                yield _result(*waiting.popleft(), limits)
        while waiting:
            yield _result(*waiting.popleft(), limits)


def _limit_memory(megabytes: int) -> None:
    """Let this process grow by so much and no further (where the system has such limits)."""
    if resource is None or not sys.platform.startswith("linux"):
        return
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _result(job: Job, future: Any, limits: Limits) -> Any:
    """What a future gives, or why it gives nothing."""
    try:
        return future.result()
    except (TimeoutError, FutureTimeoutError):
        return SourceError(
            job.name,
            found=f"that reading it takes more than {limits.seconds:g} seconds",
            expected="a document of the size of a country baseline",
            remedy="Check what the file holds, or allow more with --timeout.",
        )
    except ProcessExpired as error:
        return SourceError(
            job.name,
            found=f"that reading it ended its process (exit code {error.exitcode})",
            expected=f"a document that can be read within {limits.megabytes:,} MB of memory",
            remedy="Check what the file holds, or save it as text.",
        )
    except Exception as error:  # whatever else one document brings about must not stop the others
        return _unforeseen(job, error)


def _unforeseen(job: Job, error: Exception) -> SourceError:
    said = " ".join(str(error).split())
    return SourceError(
        job.name,
        found=f"something unforeseen ({type(error).__name__}: {said[:200]})",
        expected="a document that can be read",
        remedy="Please report it as a fault of this program, with the document.",
    )


def _by_executor(jobs: Iterable[Job], ground: Ground, executor: Executor) -> Iterator[Outcome]:
    """Hand the documents' bytes to an executor; its machines need not have the files."""
    ground = ground._replace(kept="")
    waiting: deque[tuple[Job, Any]] = deque()
    for job in jobs:
        try:
            raw = source.load(Path(job.path), job.name)
        except AnnualReviewError as error:
            done: Future[Outcome] = Future()
            done.set_result(error)
        else:
            done = executor.submit(read_one, job, ground, raw)
        waiting.append((job, done))
        if len(waiting) >= _MOST_HANDED_OVER:
            yield _result(*waiting.popleft(), Limits())
    while waiting:
        yield _result(*waiting.popleft(), Limits())


_MOST_HANDED_OVER = 64
