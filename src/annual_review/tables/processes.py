"""Processes that answer one call after the other, each within limits of time and memory.

Every process has pipes of its own and shares nothing with another, so one that is killed, at any
moment, keeps nobody waiting: its pipe closes.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, cast

from annual_review.errors import AnnualReviewError, brief


class ProcessError(AnnualReviewError):
    """No process could be started."""


class EndedError(Exception):
    """The process ended before it answered.

    `code` is its exit code, negative for a signal, and `said` the last line of its errors.
    """

    def __init__(self, code: int, said: str = "") -> None:
        super().__init__(code, said)
        self.code, self.said = code, said

    @property
    def from_outside(self) -> bool:
        """Whether somebody ended it, such as the system when memory ends."""
        return self.code in (-signal.SIGKILL, -signal.SIGTERM)


_START_SECONDS = 300.0
"""How long a process may take to start: on a new machine, it learns the codes first."""

_AFTER_SECONDS = 10.0
"""How much longer than its limit of time a process lives whose parent was killed."""

_LONGEST_SECONDS = 1e9
"""The longest limit of time, since systems count no further: thirty years."""

_ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""Settings under which importing numpy and pyarrow starts no thread: processes share the cores,
threads take memory, and a process that has none can be forked safely."""


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


@contextlib.contextmanager
def pool(
    processes: int, prepare: Callable[[], object], seconds: float, megabytes: int
) -> Iterator[Callable[..., Future[Any]]]:
    """Give a function that has a call answered by one of so many processes, one for each thread.

    Each process calls `prepare` first; what that needs is not taken from the limits. The Future
    raises TimeoutError or MemoryError if its call exceeds them, EndedError if its process ended,
    and ProcessError if none could be started. All processes end with the context.
    """
    started: list[Process] = []
    closing, own = threading.Event(), threading.local()

    def answer(function: Callable[..., Any], *arguments: object) -> Any:
        process: Process | None = getattr(own, "process", None)
        own.process = None  # another for the next call, unless this one answers
        try:
            if process is None:
                process = Process()
                started.append(process)
                if closing.is_set():
                    process.kill()
                process.begin(prepare, megabytes)
            result = process.ask(seconds, function, *arguments)
        except BaseException:
            if process is not None:
                process.end()
            raise
        own.process = process
        if isinstance(result, MemoryError):
            raise result
        return result

    def submit(function: Callable[..., Any], *arguments: object) -> Future[Any]:
        with _starting():
            return threads.submit(answer, function, *arguments)

    with ThreadPoolExecutor(processes) as threads:
        try:
            yield submit
        finally:
            closing.set()
            threads.shutdown(wait=False, cancel_futures=True)
            for process in list(started):
                process.kill()
    for process in started:
        process.end()


class Process:
    """A process that answers calls, as the one that started it sees it."""

    def __init__(self) -> None:
        with _starting():
            self._said = tempfile.TemporaryFile()  # noqa: SIM115 -- as long as the process
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", __name__],
                env={**os.environ, **_ONE_THREAD},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                start_new_session=True,  # Ctrl-C in a terminal is for the command alone
            )
        self._calls = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)

    def begin(self, prepare: Callable[[], object], megabytes: int) -> None:
        """Have the process make itself ready."""
        try:
            failure = self.ask(_START_SECONDS, _begin, prepare, megabytes)
        except TimeoutError:
            failure = f"not ready after {_START_SECONDS:g} seconds"
        except EndedError as ended:
            if ended.from_outside:
                raise
            failure = f"{ended.said} exit code {ended.code}".lstrip()
        if failure:
            raise _not_started(str(failure) or "too little memory")  # a MemoryError has no words

    def ask(self, seconds: float, function: Callable[..., Any], *arguments: object) -> Any:
        """Wait for the answer to a call, so many seconds at most.

        Raises TimeoutError, or EndedError if the process ends.
        """
        began, seconds = time.monotonic(), min(seconds, _LONGEST_SECONDS)
        timer = threading.Timer(seconds, self.kill)  # it may stand still in the middle of an answer
        timer.daemon = True
        with _starting():
            timer.start()
        try:
            pickle.dump((seconds, function, arguments), self._calls)
            self._calls.flush()
            return pickle.load(self._answers)  # noqa: S301 -- from our process
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            if isinstance(error, pickle.UnpicklingError):
                self.kill()  # what it says is no answer
            code = self._process.wait()
            if time.monotonic() - began >= seconds:
                raise TimeoutError from None
            raise EndedError(code, self._last_words()) from None
        finally:
            timer.cancel()

    def _last_words(self) -> str:
        with contextlib.suppress(ValueError):  # it was closed
            self._said.seek(0)
            lines = self._said.read().decode(errors="replace").strip().split("\n")
            return lines[-1]
        return ""

    def kill(self) -> None:
        """End the process; whoever waits for its answer learns that it ended."""
        self._process.kill()

    def hang_up(self) -> None:
        """Tell the process that no more calls will come, so that it ends what it started."""
        with contextlib.suppress(OSError):
            self._calls.close()

    def end(self, grace: float = 0) -> None:
        """Hang up, end the process if it has not ended after so many seconds, close its files."""
        self.hang_up()
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        for file in (self._answers, self._said):
            with contextlib.suppress(OSError):
                file.close()


@contextlib.contextmanager
def _starting() -> Iterator[None]:
    """Say what to do when the system gives no more processes, threads, files or memory."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise _not_started(str(error)) from error


def _not_started(found: str) -> ProcessError:
    return ProcessError(
        "annual-review",
        found=f"that no process could be started for it ({brief(found)})",
        expected="a system that allows a few more processes, threads and open files, and memory"
        " for them",
        remedy="Use --jobs 1, close other programs, or raise the limits that `ulimit -a` shows.",
    )


# ---- in the process -----------------------------------------------------------------------------


def _begin(prepare: Callable[[], object], megabytes: int) -> None:
    """Prepare, then let this process grow by so much and no further, where systems allow that."""
    prepare()
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limits = [pages * resource.getpagesize() + megabytes * 1_000_000]
    limits += [each for each in resource.getrlimit(resource.RLIMIT_AS) if each >= 0]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), min(limits)))


def _answer_calls() -> None:
    """Answer calls that come through standard input, until it is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    while True:
        try:
            seconds, function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 -- our parent
        except EOFError:
            return
        # if the parent is killed, nobody else ends what takes too long
        signal.setitimer(signal.ITIMER_REAL, seconds + _AFTER_SECONDS)
        try:
            answer = pickle.dumps(function(*arguments))
        except MemoryError as error:
            answer = pickle.dumps(error)
        answers.write(answer)
        answers.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    _answer_calls()
