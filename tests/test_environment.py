"""Surroundings that must not change a report or end the command with a traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.conftest import AZERBAIJAN, Command, write_notebook

COMMAND = [sys.executable, "-P", "-m", "annual_review"]
# as installed: what starts the command does not look into the working folder, nor does -P


@pytest.fixture
def hostile(tmp_path: Path) -> dict[str, Any]:
    """A person's own settings, modules and kernels, and a temporary folder with a long name."""
    for module in ("random", "queue", "string"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('a module of the user')\n")
    temporary = tmp_path / ("y" * 80)
    temporary.mkdir()
    (tmp_path / "matplotlibrc").write_text("axes.facecolor: red\nfigure.dpi: 30\ntext.usetex: True")
    kernel = tmp_path / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    argv = ["/gone/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": argv, "display_name": "Python 3", "language": "python"}))
    (tmp_path / "startup.py").write_text("print('at startup')\nraise SystemExit\n")
    profile = tmp_path / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "startup" / "first.py").write_text("print('of the profile')\n")
    (profile / "ipython_config.py").write_text("c.InteractiveShell.ast_node_interactivity = 'all'")
    settings = {
        "TMPDIR": str(temporary),
        "MPLCONFIGDIR": str(tmp_path),
        "JUPYTER_PATH": str(tmp_path),
        "PYTHONSTARTUP": str(tmp_path / "startup.py"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
    }
    return {"cwd": tmp_path, "env": {**os.environ, **settings}}


def finished(*arguments: str, **options: Any) -> str:
    """What the command says, without a traceback and with status 0."""
    done = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, **options
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    return done.stdout


def page(outputs: Path) -> str:
    text = (outputs / "02-country" / "AZE-P029.html").read_text("utf-8")
    return re.sub(r"<time.*?</time>|20\d\d-\d\d-\d\dT[\d:.+]+", "", text)


@pytest.fixture(scope="module")
def where_the_folder_is_gone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The outputs of a command whose working folder was gone, what it printed, and its errors."""
    outputs = tmp_path_factory.mktemp("plain")
    script = (
        f"cd {outputs}; mkdir gone; cd gone; rmdir ../gone\n"
        f"{sys.executable} -P -m annual_review read {AZERBAIJAN}\n"
        f"{sys.executable} -P -m annual_review run 02-country --all --outputs {outputs}\n"
    )
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
    return outputs, done.stdout, done.stderr


def test_the_working_folder_may_be_gone(where_the_folder_is_gone: tuple[Path, str, str]) -> None:
    _, said, errors = where_the_folder_is_gone
    assert "Traceback" not in errors
    assert "AZE-P029-2017-2018" in said
    assert "1 made" in said


def test_a_persons_own_settings_modules_and_kernels_change_no_report(
    tmp_path: Path, hostile: dict[str, Any], where_the_folder_is_gone: tuple[Path, str, str]
) -> None:
    outputs = tmp_path / "hostile"
    said = finished("run", "02-country", "--all", "--outputs", str(outputs), **hostile)
    assert "1 made, 0 kept, 0 failed" in said
    assert page(outputs) == page(where_the_folder_is_gone[0])


def test_documents_are_read_there_too(tmp_path: Path, hostile: dict[str, Any]) -> None:
    assert "AZE-P029-2017-2018" in finished("read", str(AZERBAIJAN), **hostile)
    sources = tmp_path / "mine" / "sources"
    sources.mkdir(parents=True)
    shutil.copy(AZERBAIJAN, sources)
    built = finished("build", str(sources), "--tidy", str(tmp_path / "tidy"), **hostile)
    assert "AZE-P029-2017-2018" in built


@pytest.mark.parametrize("outputs", ["outputs", "../outputs"])
def test_the_working_folder_or_the_outputs_may_go_while_reports_are_made(
    tmp_path: Path, run: Command, monkeypatch: pytest.MonkeyPatch, outputs: str
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    gone = here if outputs == "outputs" else tmp_path / "outputs"
    write_notebook(
        tmp_path / "notebooks", "removes", f"import shutil; shutil.rmtree({str(gone)!r})"
    )
    monkeypatch.chdir(here)
    status, said, errors = run(
        "run", "removes", "--notebooks", "../notebooks", "--outputs", outputs
    )
    assert status == 1
    assert "Traceback" not in errors
    assert "0 made, 0 kept, 1 failed" in said
    assert "error: removes removes: found FileNotFoundError" in errors


# ---- Ctrl-C -------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["annual_review.cli", "annual_review.tables"])
def test_ctrl_c_while_a_command_is_imported_says_so_without_a_traceback(module: str) -> None:
    interrupting = (
        "import sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == '{module}':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from annual_review.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", interrupting, "read", "x.txt"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 130
    assert done.stderr.startswith("Stopped.")
    assert "Traceback" not in done.stderr


def test_ctrl_c_in_a_terminal_ends_a_batch_with_a_sentence_and_leaves_no_process(
    tmp_path: Path,
) -> None:
    command = [*COMMAND, "run", "--all", "--outputs", str(tmp_path / "outputs")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        started: list[psutil.Process] = []
        until = time.monotonic() + 120
        while not started and time.monotonic() < until:
            started = psutil.Process(process.pid).children(recursive=True)
            time.sleep(0.02)
        assert started, "no worker was started"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all
        _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "Stopped" in said
    _, left = psutil.wait_procs(started, timeout=30)
    assert not left
