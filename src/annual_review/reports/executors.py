"""Where jobs run: in threads of this process, each with its worker, or on a Dask cluster."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    InvalidStateError,
    ThreadPoolExecutor,
    wait,
)
from functools import partial
from typing import Any, TypeVar

from annual_review.errors import AnnualReviewError, brief
from annual_review.reports.report import Job, ReportError, Result, ending
from annual_review.tables.processes import EndedError, Process

Done = TypeVar("Done")


class ExecutorError(AnnualReviewError):
    """A cluster that cannot be reached, or an extra package that is missing."""


def run(
    jobs: Sequence[Job], executor: Executor, most: int, *, began: Callable[[Job], None]
) -> Iterator[tuple[Job, Result | BaseException]]:
    """Have each report made, and yield what came of it, or its error.

    At most `most` jobs are handed to the executor at a time; `began` is called with each of them.
    """
    waiting = deque(jobs)
    running: dict[Future[Result], Job] = {}
    try:
        while waiting or running:
            while waiting and len(running) < most:
                job = waiting.popleft()
                began(job)
                running[executor.submit(make, job)] = job
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                error = CancelledError() if future.cancelled() else future.exception()
                if isinstance(error, CancelledError):
                    raise error  # the executor is lost, and the others with it
                yield running.pop(future), future.result() if error is None else error
    finally:
        for future in running:
            future.cancel()


# ---- this machine -------------------------------------------------------------------------------


@contextlib.contextmanager
def local(jobs: int) -> Iterator[Executor]:
    """As many threads of this process; the workers that they start end with the context."""
    executor = ThreadPoolExecutor(jobs)
    try:
        yield executor
    finally:
        close()  # the threads then see that their reports have ended
        executor.shutdown(cancel_futures=True)


def make(job: Job) -> Result:
    """Let an idle worker of this process make a report, or a new one if none is idle."""
    try:
        worker = _idle.get_nowait()
    except queue.Empty:
        worker = Process()
        _all.add(worker)
    try:
        result: Result = worker.ask(_UNLIMITED, _in_worker, job)
    except EndedError as ended:
        _all.discard(worker)
        worker.end()
        memory = "The system ends processes when memory runs out: try fewer --jobs."
        raise ReportError(
            "the worker",
            found=f"that its process ended ({ending(ended.code)})"
            + (f", saying: {ended.said[:300]}" if ended.said else ""),
            expected="it to finish the report",
            remedy=memory if ended.code == -signal.SIGKILL else "",
        ) from ended
    _idle.put(worker)
    return result


def _in_worker(job: Job) -> Result:
    from annual_review.reports import worker  # with all that notebooks need

    return worker.make(job)


def close() -> None:
    """End all workers of this process, with what they are making."""
    deadline = time.monotonic() + _GRACE
    for worker in list(_all):
        worker.hang_up()
    while _all:
        _all.pop().end(max(0, deadline - time.monotonic()))
    while not _idle.empty():
        _idle.get_nowait()


_idle: queue.SimpleQueue[Process] = queue.SimpleQueue()
_all: set[Process] = set()

_UNLIMITED = 1e9
"""Seconds that a worker may take: it keeps the limits of a report itself."""

_GRACE = 5
"""Seconds that workers have to end what they are making."""


# ---- others -------------------------------------------------------------------------------------

_ANSWER_SECONDS = 20
_WORKERS_SECONDS = 60
_PAUSE_SECONDS = 5
"""How long a scheduler may take to answer, how long a cluster may be without workers, and how often
it is asked for them."""

_LOST = "that its connection was lost"


@contextlib.contextmanager
def connect(address: str) -> Iterator[Executor]:
    """The Dask cluster whose scheduler has this address (`tcp://host:8786`), as an executor.

    Its workers need the same project at the same path, and the folders of tables and reports.

    Raises ExecutorError if the extra `dask` is not installed, no scheduler answers within 20
    seconds, or the cluster has no worker for 60 seconds; also if that happens later.
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
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what is lost is told here
    _await_workers(address)
    try:
        client: Any = Client(address, timeout=_ANSWER_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call,unused-ignore]
    except Exception as error:
        raise _no_cluster(address, brief(error)) from error
    cluster, ended, lost = _Cluster(client), threading.Event(), list[ExecutorError]()

    def watch() -> None:
        while not ended.wait(_PAUSE_SECONDS):
            try:
                _await_workers(address)
            except ExecutorError as error:
                lost.append(error)
                cluster.give_up()
                return

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield cluster
    except Exception as error:
        if lost:
            raise lost[0] from error
        if isinstance(error, CancelledError):
            raise _no_cluster(address, _LOST) from error
        raise
    finally:
        ended.set()
        with contextlib.suppress(Exception):  # of a scheduler that is gone
            client.close(timeout=_PAUSE_SECONDS)


class _Cluster(Executor):
    """What a client of Dask hands out; it can be given up, as Dask's own futures cannot."""

    def __init__(self, client: Any) -> None:
        self._client, self._handed_out = client.get_executor(pure=False), set[Future[Any]]()

    def submit(self, work: Callable[..., Done], /, *args: Any, **kwargs: Any) -> Future[Done]:
        future: Future[Done] = Future()
        self._handed_out.add(future)
        future.add_done_callback(self._handed_out.discard)
        self._client.submit(work, *args, **kwargs).add_done_callback(partial(_pass_on, future))
        return future

    def give_up(self) -> None:
        """End the wait for what was handed out."""
        for future in list(self._handed_out):
            _end(future, None, CancelledError())


def _pass_on(future: Future[Done], done: Future[Done]) -> None:
    error = CancelledError() if done.cancelled() else done.exception()
    _end(future, None if error else done.result(), error)


def _end(future: Future[Any], result: Any, error: BaseException | None) -> None:
    with contextlib.suppress(InvalidStateError):  # it was given up before
        future.set_exception(error) if error else future.set_result(result)


def _await_workers(address: str) -> None:
    """Wait until a cluster has a worker. Raises ExecutorError if none comes, or none answers."""
    deadline = time.monotonic() + _WORKERS_SECONDS
    while not _workers(address):
        if time.monotonic() > deadline:
            raise _no_cluster(address, f"no worker for {_WORKERS_SECONDS} seconds")
        time.sleep(1)


def _workers(address: str) -> int:
    """How many workers a scheduler has. Raises ExecutorError if none answers at the address."""
    from distributed import rpc
    from distributed.comm.core import CommClosedError
    from distributed.security import Security

    async def ask() -> int:
        secured: Any = Security().get_connection_args("client")  # type: ignore[no-untyped-call,unused-ignore]
        scheduler: Any = rpc(address, connection_args=secured)  # type: ignore[no-untyped-call,unused-ignore]
        async with asyncio.timeout(_ANSWER_SECONDS), scheduler:
            return len(await scheduler.ncores())

    try:
        return asyncio.run(ask())
    except TimeoutError as error:
        silence = f"no answer in {_ANSWER_SECONDS} seconds"
        raise _no_cluster(address, silence) from error
    except CommClosedError as error:  # whose own words are about Dask's insides
        raise _no_cluster(address, _LOST) from error
    except Exception as error:  # whatever a server that is no scheduler brings about
        found = brief(error) or type(error).__name__
        raise _no_cluster(address, found) from error


def _no_cluster(address: str, found: str) -> ExecutorError:
    return ExecutorError(
        f"--dask {address}",
        found=found,
        expected="the address of a Dask scheduler with workers, as in tcp://host:8786",
        remedy="Start one with `dask scheduler`, and workers with `dask worker`, then run the "
        "command again: reports that were finished are kept.",
    )
