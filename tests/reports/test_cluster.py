"""A batch on a Dask cluster: a real scheduler and two workers, one of them killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from annual_review.reports import batch, executors, manifest
from annual_review.reports.executors import ExecutorError
from annual_review.reports.plan import Run
from tests.conftest import write_notebook
from tests.reports.cluster import Processes, cluster


def test_without_the_extra_or_a_scheduler_it_is_said_what_to_do() -> None:
    with pytest.raises(ExecutorError) as error, executors.connect("tcp://127.0.0.1:1?"):
        pass
    assert "dask" in str(error.value)


def test_a_server_that_stays_silent_is_waited_for_as_long_as_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    monkeypatch.setattr(executors, "_ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ExecutorError, match="no answer in"), executors.connect(address):
            pass


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[str, Processes]]:
    """The address of a scheduler, its process and its two workers'."""
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    with cluster(tmp_path, 2) as running:
        yield running


@pytest.mark.parametrize(
    ("lost", "said"),
    [("scheduler", "connection was lost|no answer|refused"), ("workers", "no worker for 1 s")],
)
def test_a_cluster_that_is_lost_ends_the_batch_and_what_was_made_is_kept(
    tmp_path: Path,
    started: tuple[str, Processes],
    monkeypatch: pytest.MonkeyPatch,
    lost: str,
    said: str,
) -> None:
    address, (scheduler, *workers) = started
    monkeypatch.setattr(executors, "_PAUSE_SECONDS", 0.5)
    own, outputs = tmp_path / "notebooks", tmp_path / "outputs"
    write_notebook(own, "own", "import time\ntime.sleep(1)", parameters='title = ""')
    several = [Run("own", {"title": f"t{n}"}) for n in range(20)]
    made = []

    def make() -> None:
        with executors.connect(address) as executor:
            monkeypatch.setattr(executors, "_WORKERS_SECONDS", 1)
            for outcome in batch.execute(several, outputs, folder=own, executor=executor):
                made.append(outcome)
                if len(made) == 2:
                    for each in [scheduler] if lost == "scheduler" else workers:
                        each.kill()

    with pytest.raises(ExecutorError, match=said):
        make()
    assert 2 <= len(made) < 20
    assert [each.error for each in made] == [None] * len(made)
    assert len(manifest.read(outputs)["reports"]) == len(made)


def test_a_batch_survives_the_death_of_a_worker_and_gives_what_a_local_one_gives(
    tmp_path: Path, started: tuple[str, Processes]
) -> None:
    address, (_, *workers) = started
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
            shown.append([report["run"], report["status"], report["parts"], report["about"], cells])
        return shown

    assert len(content(far)) == len(several)
    assert content(far) == content(near)
