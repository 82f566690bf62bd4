"""The command's first step: kernels are on their way before it is known which, and only then."""

from __future__ import annotations

import gc
import importlib.abc
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from annual_review import cli, start
from annual_review.reports import nursery
from annual_review.reports.plan import NOTEBOOKS
from annual_review.tables import build
from annual_review.tables.build import TIDY

forks = pytest.mark.skipif(not nursery.CAN_FORK, reason="processes are not forked on this system")


@pytest.fixture
def begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whether the command begins a nursery, given these arguments, in a project of its own."""
    begun: list[bool] = []
    monkeypatch.setattr(nursery, "begin", lambda: begun.append(True))
    monkeypatch.setattr(cli, "main", lambda: None)
    monkeypatch.setattr(start, "_PROJECT", tmp_path)
    for file in ("data/tidy/reports.csv", "notebooks/one.ipynb"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("")
        os.utime(tmp_path / file, (1000, 1000))

    def begins(*arguments: str) -> bool:
        begun.clear()
        monkeypatch.setattr(sys, "argv", ["annual-review", *arguments])
        start.main()
        return bool(begun)

    return begins


def end_batch(outputs: Path, at: int) -> None:
    outputs.mkdir(exist_ok=True)
    (outputs / "manifest.json").write_text("{}")
    os.utime(outputs / "manifest.json", (at, at))


def test_kernels_are_begun_for_a_first_batch_and_for_changed_tables_or_notebooks(
    tmp_path: Path, begins
) -> None:
    assert begins("run", "--all")
    end_batch(tmp_path / "outputs", 2000)
    assert not begins("run", "--all")
    assert begins("run", "--all", "--force")
    assert begins("run", "--all", "--outputs", str(tmp_path / "others"))
    assert begins("run", "--all", f"--outputs={tmp_path / 'others'}")
    for file in ("data/tidy/reports.csv", "notebooks/one.ipynb"):
        os.utime(tmp_path / file, (3000, 3000))
        assert begins("run", "--all")
        os.utime(tmp_path / file, (1000, 1000))
    assert not begins("run", "--all")


def test_kernels_are_not_begun_where_none_of_this_machine_are_forked(
    tmp_path: Path, begins
) -> None:
    assert not begins()
    assert not begins("list")
    assert not begins("run", "--help")
    assert not begins("run", "--all", "--plain")
    assert not begins("run", "--all", "--dask", "tcp://127.0.0.1:1")
    assert not begins(
        "run", "--all", "--tidy", str(tmp_path / "none"), "--notebooks", str(tmp_path)
    )


@forks
def test_a_batch_takes_the_nursery_that_was_begun_and_one_left_over_ends_at_once() -> None:
    nursery.begin()
    home = nursery.take(TIDY)
    assert home
    try:
        client = nursery.Client(home.address)
        assert client.ask(do="poll", pid=0), "an answer after the imports and the rehearsal"
        client.close()
    finally:
        home.close()
    nursery.begin()
    begun = nursery._begun
    assert begun
    assert begun.pid != home.pid
    nursery.drop()
    with pytest.raises(ProcessLookupError):
        os.kill(begun.pid, 0)
    assert not begun.folder.exists()


class Interrupting(importlib.abc.MetaPathFinder):
    """Ctrl-C while the command is imported."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "annual_review.cli":
            raise KeyboardInterrupt


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("importing", [True, False])
def test_a_command_that_is_stopped_says_so_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], importing: bool
) -> None:
    if importing:
        monkeypatch.delitem(sys.modules, "annual_review.cli")
        monkeypatch.delattr("annual_review.cli")
        monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    else:
        monkeypatch.setattr(build, "load", interrupt)
    monkeypatch.setattr(sys, "argv", ["annual-review", "list"])
    with pytest.raises(SystemExit) as ended:
        start.main()
    gc.enable()
    assert ended.value.code == 130
    assert capsys.readouterr().err.startswith("Stopped.")


@forks
@pytest.mark.skipif(not nursery.CAN_FORK, reason="kernels are not forked here")
def test_ctrl_c_in_a_terminal_shows_no_traceback_of_what_was_begun(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from annual_review.start import main; main()"]
    command += ["run", "--all", "--outputs", str(tmp_path / "outputs")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        begun = psutil.Process(process.pid)
        until = time.monotonic() + 10
        while time.monotonic() < until and not any(
            "forkserver" in " ".join(child.cmdline()) for child in begun.children()
        ):
            time.sleep(0.02)
        time.sleep(0.3)  # now it is in the middle of its imports
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all
        said, _ = process.communicate(timeout=30)
    assert "Traceback" not in said
    assert "Stopped" in said


def test_without_a_place_for_its_socket_there_is_no_nursery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("long" * 30)))
    Path(tempfile.tempdir).mkdir()
    nursery.begin()
    assert nursery.take(TIDY) is None
    assert not list(Path(tempfile.tempdir).iterdir())


@forks
def test_refused_parameters_end_the_nursery_that_was_begun(tmp_path: Path) -> None:
    temporary = Path(tempfile.mkdtemp(prefix="t"))  # a socket's address may not be long
    (tmp_path / "notebooks").mkdir()
    notebook = tmp_path / "notebooks" / "02-country.ipynb"
    notebook.write_bytes((NOTEBOOKS / "02-country.ipynb").read_bytes())
    command = Path(sys.executable).with_name("annual-review")
    given = ["run", "02-country", "-p", "country=none", "--notebooks", notebook.parent]
    done = subprocess.run(
        [command, *given, "--outputs", tmp_path / "outputs"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    assert done.returncode == 2, done.stderr
    assert "country=none" in done.stderr
    temporary.rmdir()  # empty, as it was
