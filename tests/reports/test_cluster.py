"""A batch on a Dask cluster: a real scheduler and two workers, one of them killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from annual_review.reports import batch, executors, manifest
from annual_review.reports.executors import ExecutorError
from annual_review.reports.plan import Run
from tests.conftest import write_notebook


def test_without_the_extra_or_a_scheduler_it_is_said_what_to_do() -> None:
    with pytest.raises(ExecutorError) as error, executors.connect("tcp://127.0.0.1:1?"):
        pass
    assert "dask" in str(error.value)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers, each a process without a nanny."""
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    options = ["--scheduler-file", str(file), "--no-dashboard"]
    here = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [
        subprocess.Popen(
            [*dask, "scheduler", *options, "--host", "127.0.0.1", "--port", "0"], **here
        )  # type: ignore[call-overload]
    ]
    try:
        for _ in range(2):
            worker = [*dask, "worker", *options, "--nthreads", "1", "--no-nanny"]
            started.append(subprocess.Popen(worker, **here))  # type: ignore[call-overload]
        while not file.is_file() or not file.read_text():
            assert started[0].poll() is None, "the scheduler ended"
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"], started[1:]
    finally:
        for each in started:
            each.kill()
            each.wait()


def test_a_batch_survives_the_death_of_a_worker_and_gives_what_a_local_one_gives(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    folder = tmp_path / "notebooks"
    source = "import time\ntime.sleep(1)\nprint(title)"
    write_notebook(folder, "own", source, parameters='title = ""')
    write_notebook(folder, "bad", "1 / 0")
    several = [*(Run("own", {"title": f"t{n}"}) for n in range(8)), Run("bad", {})]
    far, near = tmp_path / "far", tmp_path / "near"
    with executors.connect(address) as executor:
        outcomes = []
        for outcome in batch.execute(several, far, folder=folder, executor=executor):
            outcomes.append(outcome)
            if len(outcomes) == 2:
                os.kill(workers[0].pid, signal.SIGKILL)
    assert sorted(each.run.name for each in outcomes) == sorted(run.name for run in several)
    assert [each.run.name for each in outcomes if each.error] == ["bad"]
    with ThreadPoolExecutor(1) as here:
        list(batch.execute(several, near, folder=folder, executor=here))

    def content(outputs: Path) -> list[object]:
        shown: list[object] = []
        for report in manifest.read(outputs)["reports"]:
            node = json.loads((outputs / str(report["ipynb"])).read_text("utf-8"))
            cells = [[cell["source"], cell.get("outputs")] for cell in node["cells"]]
            shown.append([report["run"], report["status"], report["key"], report["about"], cells])
        return shown

    assert len(content(far)) == len(several)
    assert content(far) == content(near)
