"""Read many documents: in this process, in processes with limits, or on a cluster.

A document that takes too long, or too much memory, costs its own process and nothing else.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pebble import ProcessExpired, ProcessPool

from annual_review.baseline import corrections, parse, source
from annual_review.errors import AnnualReviewError, SourceError
from annual_review.tables import cache, tidy
from annual_review.tables.cache import Inputs, Read
from annual_review.tables.sources import Source


class Limits(NamedTuple):
    """What reading one document may take: wall seconds, and megabytes beyond an idle process."""

    seconds: float = 60.0
    megabytes: int = 1500


Outcome = Read | AnnualReviewError

_AHEAD = 4
"""How many documents are handed out at a time, for each process."""
_HANDED_OVER = 64
"""The same, for an executor whose number of processes is not known."""


def read_all(
    documents: Iterable[Source],
    inputs: Inputs,
    *,
    processes: int | None = None,
    limits: Limits | None = None,
    executor: Executor | None = None,
) -> Iterator[Outcome]:
    """Read documents and yield what came of each, in their order.

    With `executor` (of `concurrent.futures`, or a cluster's), its machines read; they get the
    documents' bytes, so need not have the files. With `processes`, that many read, and each
    document has `limits`. With neither, this process reads, without limits.
    """
    if executor is not None:
        elsewhere = inputs._replace(folder="")
        return _in_order(
            documents, lambda each: _hand_over(each, elsewhere, executor), _HANDED_OVER, Limits()
        )
    if processes is not None:
        return _in_processes(documents, inputs, processes, limits or Limits())
    return (read_one(document, inputs) for document in documents)


def guarded(path: Path, limits: Limits | None = None) -> parse.Report:
    """Read one document in a process of its own, within limits.

    Raises SourceError or ParseError, also if it takes more than it may.
    """
    limits = limits or Limits()
    with _pool(1, limits) as pool:
        future = pool.schedule(_report, (path,), timeout=limits.seconds)
        try:
            report: parse.Report = future.result()
        except Exception as error:
            raise _explained(path.name, error, limits) from None
    return report


def _report(path: Path) -> parse.Report:
    return parse.parse(source.read(path))


def read_one(document: Source, inputs: Inputs, raw: bytes | None = None) -> Outcome:
    """Read one document, or take what was read of the same bytes before."""
    try:
        if raw is None:
            raw = source.load(Path(document.path), document.name)
        sha256 = hashlib.sha256(raw).hexdigest()
        if document.listing and sha256 != document.sha256:
            raise _changed(document, sha256)
        key = cache.key(document.name, sha256, inputs)
        read = cache.get(key, inputs.folder) if inputs.folder else None
        if read is None:
            read = Read(key, *_rows(document, raw, inputs))
            if inputs.folder:
                cache.keep(read, inputs.folder)
        if document.iso3 and document.iso3 != read.about["iso3"]:
            raise _other_country(document, read)
    except (AnnualReviewError, MemoryError, RecursionError) as error:
        return _explained(document.name, error, Limits())
    return read


def _rows(document: Source, raw: bytes, inputs: Inputs) -> tuple[tidy.Rows, list[int]]:
    kind = source.format_of(Path(document.path), document.name)
    report = parse.parse(source.from_bytes(raw, document.name, kind))
    report, applied = corrections.apply(report, inputs.corrections)
    return tidy.rows(report, inputs.codings), [inputs.corrections.index(each) for each in applied]


def _changed(document: Source, sha256: str) -> SourceError:
    return SourceError(
        document.name,
        found=f"the checksum {sha256}",
        expected=f"{document.sha256 or 'a checksum'}, as {document.listing} says",
        remedy="Sources are never edited: put the original back, or, if this is a new "
        "edition, correct its row.",
    )


def _other_country(document: Source, read: Read) -> SourceError:
    return SourceError(
        document.name,
        found=f"a report of {read.about['country']} ({read.about['iso3']})",
        expected=f"one of {document.iso3}, as {document.listing} says",
        remedy="Correct the row, or put the right file there.",
    )


# ---- where documents are read -------------------------------------------------------------------


def _in_order(
    documents: Iterable[Source],
    hand_out: Callable[[Source], Any],
    ahead: int,
    limits: Limits,
) -> Iterator[Outcome]:
    """Hand out documents, so many ahead, and yield what comes of each as soon as its turn is."""
    waiting: deque[tuple[Source, Any]] = deque()

    def first() -> Outcome:
        document, future = waiting.popleft()
        try:
            outcome: Outcome = future.result()
        except Exception as error:  # whatever happens with one document must not stop the others
            return _explained(document.name, error, limits)
        return outcome

    for document in documents:
        waiting.append((document, hand_out(document)))
        if len(waiting) >= ahead:
            yield first()
    while waiting:
        yield first()


def _hand_over(document: Source, inputs: Inputs, executor: Executor) -> Future[Outcome]:
    try:
        raw = source.load(Path(document.path), document.name)
    except AnnualReviewError as error:
        failed: Future[Outcome] = Future()
        failed.set_result(error)
        return failed
    return executor.submit(read_one, document, inputs, raw)


def _in_processes(
    documents: Iterable[Source], inputs: Inputs, processes: int, limits: Limits
) -> Iterator[Outcome]:
    with _pool(processes, limits) as pool:
        yield from _in_order(
            documents,
            lambda each: pool.schedule(read_one, (each, inputs), timeout=limits.seconds),
            _AHEAD * processes,
            limits,
        )


@contextmanager
def _pool(processes: int, limits: Limits) -> Iterator[ProcessPool]:
    """Processes for reading. They end with the context, whatever they are doing."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPool(
        processes, context=context, initializer=_limit_memory, initargs=(limits.megabytes,)
    )
    context.Lock()  # the first one starts a process of multiprocessing's, which unblocks Ctrl-C
    try:
        with _interrupts_blocked():
            pool.schedule(int)  # the first task starts the processes
        yield pool
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block Ctrl-C for processes started here: it reaches them too, but this one stops them."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _limit_memory(megabytes: int) -> None:
    """Let this process grow by so much and no further, where the system has such limits."""
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _explained(name: str, error: BaseException, limits: Limits) -> AnnualReviewError:
    """Say what went wrong with a document for the person who has to mend it."""
    if isinstance(error, AnnualReviewError):
        return error
    if isinstance(error, TimeoutError):
        return SourceError(
            name,
            found=f"that reading it takes more than {limits.seconds:g} seconds",
            expected="a document the size of a country baseline",
            remedy="Check what the file holds, or allow more with --timeout.",
        )
    if isinstance(error, ProcessExpired):
        return SourceError(
            name,
            found=f"that reading it ended its process (exit code {error.exitcode})",
            expected=f"a document that can be read within {limits.megabytes:,} MB of memory",
            remedy="Check what the file holds, or save it as text.",
        )
    if isinstance(error, MemoryError):
        return SourceError(
            name,
            found="that reading it takes more memory than allowed",
            expected="a document that can be read within the memory limit",
            remedy="A baseline needs far less: check the file, or allow more with --memory.",
        )
    if isinstance(error, RecursionError):
        return SourceError(
            name,
            found="parts nested too deeply to be read",
            expected="a country baseline",
            remedy="Check what the file holds, or save it as text.",
        )
    said = " ".join(str(error).split())
    return SourceError(
        name,
        found=f"an unexpected error ({type(error).__name__}: {said[:200]})",
        expected="a document that can be read",
        remedy="Please report this as a bug, with the document.",
    )
