"""JupyterLab: `05-explore` opens, runs, and its controls change what is shown."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOTEBOOK = "05-explore.ipynb"
PATIENCE = 120
"""Seconds: a kernel that imports pandas on a busy machine takes its time."""


@pytest.fixture(scope="module")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001
    folder = tmp_path_factory.mktemp("lab")
    (folder / "notebooks").mkdir()
    shutil.copy(PROJECT / "notebooks" / NOTEBOOK, folder / "notebooks")
    with started(folder, NOTEBOOK) as address:
        yield address


@contextmanager
def started(folder: Path, notebook: str) -> Iterator[str]:
    """Start a JupyterLab with the options of `make lab` in a folder; give a notebook's address."""
    made = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", "lab"],  # noqa: S607
        cwd=PROJECT, capture_output=True, text=True, check=True,
    ).stdout.replace("\\\n", " ")  # fmt: skip
    options = [each for each in shlex.split(made) if each.startswith("--LabApp.")]
    assert options
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    settings = [
        "--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={folder}", "--allow-root",
    ]  # fmt: skip
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options, *settings],
            cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                urlopen(f"{address}/api?token={token}").close()  # noqa: S310 -- our own server
                break
            except URLError:
                assert server.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < until, (folder / "log").read_text()
                time.sleep(0.2)
        yield f"{address}/lab/tree/notebooks/{notebook}?token={token}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def test_explore_opens_runs_and_its_controls_change_the_table(browser: Browser, lab: str) -> None:
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(lab)
    page.get_by_role(
        "heading", name="Search what governments and social partners report"
    ).wait_for()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
    page.get_by_text("24 statements", exact=True).wait_for()
    page.locator(".dt-container .dt-info").get_by_text("24").wait_for()
    page.wait_for_function(  # columns are as wide as their text, once they are drawn
        """() => {
            const heads = [...document.querySelectorAll(".dt-container thead th")];
            const text = heads.find((head) => head.textContent.trim() === "text");
            const others = heads.filter((head) => head !== text).map((head) => head.offsetWidth);
            return text && text.offsetWidth > 2 * Math.max(...others);
        }"""
    )

    page.get_by_label("Words").fill("trafficking")
    page.get_by_text(re.compile(r"^[1-9] statements?$")).wait_for()
    found = int(re.sub(r"\D", "", page.get_by_text(re.compile(r"^\d+ statements?$")).inner_text()))
    shown = page.locator(".dt-container tbody tr")
    page.wait_for_function(
        "n => document.querySelectorAll('.dt-container tbody tr').length === n", arg=found
    )
    assert 0 < found < 24
    for row in shown.all():
        assert "trafficking" in row.inner_text().lower()

    page.get_by_label("Words").fill("no such word anywhere")
    page.get_by_text("0 statements", exact=True).wait_for()
    page.get_by_text("No data available").wait_for()
    assert page.get_by_text("official Jupyter news").count() == 0, "no question covers the page"
    context.close()
    assert complaints == []
