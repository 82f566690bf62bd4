"""Processes that read: killed, short of memory, threads or files, they end in bounded time."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from annual_review.errors import AnnualReviewError, SourceError
from annual_review.tables.processes import EndedError, ProcessError, pool
from annual_review.tables.reading import Limits, _in_order, guarded
from annual_review.tables.sources import Source
from tests.conftest import AZERBAIJAN
from tests.made_pdf import drawing_itself

Call = Callable[..., Future[Any]]
KILL = (signal.raise_signal, signal.SIGKILL)


def outcomes(call: Call, tasks: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    """What comes of documents; for each of its attempts, what a process is made to call."""
    attempts = {name: iter(each) for name, each in tasks.items()}
    documents = [Source(name, name) for name in tasks]
    found = _in_order(documents, lambda each: call(*next(attempts[each.name])), Limits())
    return [str(each) for each in found]


def test_a_document_whose_process_is_killed_is_tried_once_more_before_it_is_blamed() -> None:
    with pool(2, os.getpid, 30, 1000) as call:
        unlucky, twice, other = outcomes(
            call,
            {
                "unlucky.txt": [KILL, (str, "read")],
                "twice.txt": [KILL, KILL],
                "other.txt": [(str, "read too")],
            },
        )
    assert (unlucky, other) == ("read", "read too")
    assert twice.startswith("twice.txt: found that the system twice ended the process")
    assert "The document may be sound" in twice


def test_a_document_that_breaks_its_process_is_not_tried_again() -> None:
    with pool(1, os.getpid, 30, 1000) as call:
        (broken,) = outcomes(call, {"broken.pdf": [(os.abort,)]})
    assert "broken.pdf: found that reading it ended its process" in broken


def test_the_second_attempt_is_made_while_no_other_document_is_read(tmp_path: Path) -> None:
    ends, attempts = [], iter([KILL, (time.time,)])

    def hand_out(document: Source) -> Future[Any]:
        if document.name == "first":
            return call(*next(attempts))
        future = call(time.sleep, 0.2)
        future.add_done_callback(lambda _: ends.append(time.time()))
        return future

    documents = [Source(str(tmp_path), name) for name in ("first", "a", "b", "c")]
    with pool(2, os.getpid, 30, 1000) as call:
        again = next(_in_order(documents, hand_out, Limits()))
    assert len(ends) == 3
    assert again >= max(ends) - 0.05


def test_a_wait_is_bounded_even_if_the_process_stands_still() -> None:
    with pool(1, os.getpid, 1, 1000) as call:
        call(os.getpid).result()
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            call(signal.raise_signal, signal.SIGSTOP).result()
        with pytest.raises(TimeoutError):
            call(time.sleep, 60).result()
        assert time.monotonic() - began < 50
        assert call(str, "the next").result() == "the next"


HALF_WAY = """
import os, pathlib, signal
for each in pathlib.Path("/proc/self/fd").iterdir():
    if int(each.name) > 2 and "/pipe:" in str(each.resolve()):
        os.write(int(each.name), b"\\x80")  # a part of an answer
signal.raise_signal(signal.SIGSTOP)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_wait_is_bounded_if_the_process_stands_still_before_or_half_way_through_it() -> None:
    with pool(1, os.getpid, 1, 1000) as call:
        assert isinstance(call(exec, HALF_WAY).exception(60), TimeoutError)
        os.kill(call(os.getpid).result(), signal.SIGSTOP)
        more_than_a_pipe_holds = bytes(1_000_000)
        assert isinstance(call(len, more_than_a_pipe_holds).exception(60), TimeoutError)
        assert call(str, "the next").result() == "the next"


def test_a_limit_of_time_may_be_longer_than_systems_count() -> None:
    for seconds in (1e10, float("inf")):
        with pool(1, os.getpid, seconds, 1000) as call:
            assert call(str, "read").result() == "read"


def test_a_process_killed_between_two_documents_keeps_nobody_waiting() -> None:
    with pool(1, os.getpid, 30, 1000) as call:
        os.kill(call(os.getpid).result(), signal.SIGKILL)
        with pytest.raises(EndedError) as ended:
            call(os.getpid).result()
        assert ended.value.from_outside
        assert call(str, "the next").result() == "the next"


READ = (
    "from pathlib import Path; from annual_review.tables.reading import guarded\n"
    "from annual_review.errors import AnnualReviewError\n"
    f"try: print(guarded(Path({str(AZERBAIJAN)!r})).iso3)\n"
    "except AnnualReviewError as error: print(error)"
)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limits")
@pytest.mark.parametrize(
    ("kind", "limit", "expected"),
    [("AS", 1_200_000_000, "AZE"), ("NOFILE", 64, "AZE"), ("NOFILE", 8, "Use --jobs 1")],
)
def test_documents_are_read_under_low_limits_or_one_message_says_what_to_do(
    kind: str, limit: int, expected: str
) -> None:
    set_limit = f"import resource; resource.setrlimit(resource.RLIMIT_{kind}, ({limit},) * 2)\n"
    imports, rest = READ.split("\n", 1)
    done = subprocess.run(
        [sys.executable, "-c", f"{imports}\n{set_limit}{rest}"],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert expected in done.stdout


def test_that_no_process_starts_is_one_message_not_one_per_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    message = "no process could be started.*Use --jobs 1"
    with pool(2, os.getpid, 30, 1000) as call, pytest.raises(AnnualReviewError, match=message):
        outcomes(call, {name: [(str, name)] for name in "abc"})


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("subprocess.Popen", BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")),
        ("threading.Thread.start", RuntimeError("can't start new thread")),
    ],
)
def test_a_system_that_gives_no_further_process_or_thread_is_a_message(
    monkeypatch: pytest.MonkeyPatch, what: str, error: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(what, refuse)  # `ulimit -u` does not hold for root, as which CI runs
    with pytest.raises(ProcessError, match=r"no process could be started.*Use --jobs 1"):
        guarded(AZERBAIJAN)


def test_that_memory_ends_before_the_first_document_is_said() -> None:
    with pool(1, partial(bytes, 2**62), 30, 1000) as call:
        future = call(os.getpid)
        with pytest.raises(ProcessError, match=r"\(too little memory\)"):
            future.result()


def test_a_pdf_whose_form_draws_itself_ends_in_a_message(tmp_path: Path) -> None:
    (tmp_path / "self.pdf").write_bytes(drawing_itself())
    with pytest.raises(SourceError, match=r"self\.pdf: found that reading it") as error:
        guarded(tmp_path / "self.pdf", Limits(20, 300))
    assert "expected a document" in str(error.value)
