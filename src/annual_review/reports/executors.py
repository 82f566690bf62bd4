"""Where jobs run: in threads of this process, each with its worker, or on a Dask cluster."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from typing import IO, Any, TypeVar, cast

from annual_review.errors import AnnualReviewError
from annual_review.reports.report import Job, ReportError, Result, ending

_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""Settings under which importing numpy and pyarrow starts no thread, so that forking is safe."""

Item = TypeVar("Item")
Done = TypeVar("Done")

_CONNECT_SECONDS = 20


class ExecutorError(AnnualReviewError):
    """A cluster that cannot be reached, or an extra package that is missing."""


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


def run(
    work: Callable[[Item], Done],
    items: Sequence[Item],
    executor: Executor,
    most: int,
    *,
    began: Callable[[Item], None],
) -> Iterator[tuple[Item, Done | BaseException]]:
    """Do the work for each item, and yield what came of it, or its error.

    At most `most` items are handed to the executor at a time; `began` is called with each of them.
    """
    waiting = deque(items)
    running: dict[Future[Done], Item] = {}
    try:
        while waiting or running:
            while waiting and len(running) < most:
                item = waiting.popleft()
                began(item)
                running[executor.submit(work, item)] = item
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                error = future.exception()
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
        worker = _Worker()
    result = worker.make(job)
    _idle.put(worker)
    return result


def close() -> None:
    """End all workers of this process, with what they are making."""
    while _all:
        _all.pop().close()
    while not _idle.empty():
        _idle.get_nowait()


_idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
_all: set[_Worker] = set()


class _Worker:
    """A worker as its client sees it."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 -- as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "annual_review.reports.worker"],
            env={**os.environ, **_ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            start_new_session=True,  # Ctrl-C in a terminal is for the command alone
        )
        _all.add(self)

    def make(self, job: Job) -> Result:
        """Hand over a job and wait for its result. Raises ReportError if the worker ends."""
        ask, answer = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        try:
            pickle.dump(job, ask)
            ask.flush()
            result: Result = pickle.load(answer)  # noqa: S301 -- from our worker
        except (OSError, EOFError, pickle.UnpicklingError, ValueError) as error:
            raise self._lost() from error
        return result

    def _lost(self) -> ReportError:
        self.close()
        self._said.seek(0)
        said = self._said.read().decode(errors="replace").strip().splitlines()
        return ReportError(
            "the worker",
            found=f"that its process ended ({ending(self._process.returncode)})"
            + (f", saying: {said[-1][:300]}" if said else ""),
            expected="it to finish the report",
            remedy="The system ends processes when memory runs out: try fewer --jobs."
            if self._process.returncode == -signal.SIGKILL
            else "",
        )

    def close(self) -> None:
        """End the process: it sees that its input has ended."""
        _all.discard(self)
        with contextlib.suppress(OSError):
            cast(IO[bytes], self._process.stdin).close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


# ---- others -------------------------------------------------------------------------------------


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
