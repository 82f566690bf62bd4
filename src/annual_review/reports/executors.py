"""Where jobs run: in processes of this machine, or with whatever has the interface of an executor.

An executor of another's (`concurrent.futures.Executor`) is used as it is. The pool of this machine
is replaced when one of its processes dies, so that a crash costs one report.
"""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from typing import Any, Protocol, TypeVar

from annual_review.errors import AnnualReviewError
from annual_review.reports import nursery, report

Item = TypeVar("Item")
Result = TypeVar("Result")

_CONNECT_SECONDS = 20


class ExecutorError(AnnualReviewError):
    """A cluster that cannot be reached, or an extra package that is missing."""


class Pool(Protocol):
    """Where work can be done."""

    can_renew: bool

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Run this in another process, thread or machine."""

    def width(self) -> int:
        """How many jobs it can run at the same time."""

    def renew(self) -> None:
        """Start again after a process died, if `can_renew`."""


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


# ---- this machine -------------------------------------------------------------------------------


@contextlib.contextmanager
def local(jobs: int, home: nursery.Nursery | None) -> Iterator[Pool]:
    """A pool of `jobs` processes, which end with the context or with this process.

    Their kernels are forked from the nursery, if there is one.
    """
    pool = _Local(jobs, home)
    try:
        yield pool
    finally:
        pool.close()


class _Local:
    can_renew = True

    def __init__(self, jobs: int, home: nursery.Nursery | None) -> None:
        self._jobs, self._home = jobs, home
        self._context: Any = nursery.worker_context()
        self._start()

    def _start(self) -> None:
        # workers wait for the other end to close, which it does whatever ends this process
        self._ends, self._held = self._context.Pipe(duplex=False)
        address = self._home.address if self._home else None
        begin = functools.partial(_begin, self._ends, address, dict(os.environ))
        self._pool = ProcessPoolExecutor(self._jobs, mp_context=self._context, initializer=begin)

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        return self._pool.submit(work, *arguments)

    def width(self) -> int:
        return self._jobs

    def renew(self) -> None:
        self.close()
        self._start()

    def close(self) -> None:
        """End the processes, at once if they are at work."""
        self._held.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._ends.close()


def _begin(ends: Any, address: str | None, environment: dict[str, str]) -> None:
    """Prepare a worker: it ends with whoever started it, and Ctrl-C is not for it to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what libraries write is not for the terminal
    threading.Thread(target=_end_with, args=(ends,), daemon=True).start()
    if address:
        with contextlib.suppress(OSError):  # then kernels start plain
            report.use_nursery(address)


def _end_with(ends: Any) -> None:
    with contextlib.suppress(EOFError, OSError):
        ends.recv_bytes()
    os._exit(1)


def run(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    pool: Pool,
    *,
    began: Callable[[Item], None],
    meanwhile: Callable[[], bool],
) -> Iterator[tuple[Item, Result | Exception]]:
    """Do the work for each item as the pool has room, and yield what came of it, or its error.

    `began` is called with each item that is handed over, `meanwhile` in between for as long as it
    returns true. If a process of the pool dies, every item that was running is a suspect: each is
    tried once more, alone, and the one with which a process dies again is lost.
    """
    waiting, suspects = deque(items), deque[Item]()
    running: dict[Future[Result], Item] = {}
    alone = False
    try:
        while waiting or suspects or running:
            if not running:
                alone = bool(suspects)
            queue = suspects if alone else waiting
            while queue and len(running) < (1 if alone else pool.width()):
                item = queue.popleft()
                began(item)
                running[_submitted(pool, work, item)] = item
            busy = meanwhile()
            done, _ = wait(running, timeout=0 if busy else None, return_when=FIRST_COMPLETED)
            died = False
            for future in done:
                item = running.pop(future)
                error = future.exception()
                if isinstance(error, BrokenExecutor) and pool.can_renew and not alone:
                    suspects.append(item)
                    died = True
                elif error is not None:
                    died = isinstance(error, BrokenExecutor)
                    yield item, _lost(error)
                else:
                    yield item, future.result()
            if died and pool.can_renew:
                suspects += running.values()
                running.clear()
                pool.renew()
    finally:
        for future in running:
            future.cancel()


def _submitted(pool: Pool, work: Callable[[Item], Result], item: Item) -> Future[Result]:
    try:
        return pool.submit(work, item)
    except RuntimeError as error:  # a pool that broke, or was shut down
        future: Future[Result] = Future()
        future.set_exception(error)
        return future


def _lost(error: BaseException) -> ExecutorError:
    reason = " ".join(str(error).split())[:300] or type(error).__name__
    return ExecutorError(
        "the worker",
        found=f"that its process ended ({reason})",
        expected="it to finish",
        remedy="The system ends processes when memory runs out: try fewer --jobs.",
    )


# ---- others' ------------------------------------------------------------------------------------


class Given:
    """An executor of another's as a pool: all jobs are handed over at once, or `jobs` at a time."""

    can_renew = False

    def __init__(self, executor: Executor, jobs: int | None = None) -> None:
        self._executor, self._jobs = executor, jobs

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Hand it to the executor."""
        return self._executor.submit(work, *arguments)

    def width(self) -> int:
        """`jobs`, else without limit."""
        return self._jobs or sys.maxsize

    def renew(self) -> None:
        """It is not ours to start."""


@contextlib.contextmanager
def connect(address: str) -> Iterator[Executor]:
    """The Dask cluster whose scheduler has this address (`tcp://host:8786`), as an executor.

    Its workers need the same project at the same path, and the folders of tables and reports.

    Raises ExecutorError if the extra `dask` is not installed or nobody answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ExecutorError(
            "--dask",
            found="no package 'distributed'",
            expected="the extra packages for Dask",
            remedy="Install them: pip install 'annual-review[dask]'.",
        ) from error
    try:
        client: Any = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call,unused-ignore]
    except (OSError, ValueError, TypeError) as error:
        raise ExecutorError(
            f"--dask {address}",
            found=" ".join(str(error).split()) or type(error).__name__,
            expected="the address of a Dask scheduler, as in tcp://host:8786",
            remedy="Start one with `dask scheduler`, and workers with `dask worker`.",
        ) from error
    with client:
        yield client.get_executor(pure=False)
