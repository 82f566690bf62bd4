"""A Dask cluster of this machine, in processes of its own."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

Processes = list["subprocess.Popen[bytes]"]


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, Processes]]:
    """The address of a scheduler, its process and its workers', each without a nanny."""
    file = folder / "scheduler.json"
    options = ["--scheduler-file", str(file), "--no-dashboard"]
    dask = [sys.executable, "-m", "dask"]
    commands = [[*dask, "scheduler", *options, "--host", "127.0.0.1", "--port", "0"]]
    commands += [[*dask, "worker", *options, "--nthreads", "1", "--no-nanny"]] * workers
    quiet = subprocess.DEVNULL
    started = [subprocess.Popen(each, cwd=folder, stdout=quiet, stderr=quiet) for each in commands]
    try:
        while not (file.is_file() and file.read_text()):
            assert started[0].poll() is None, "the scheduler ended"
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"], started
    finally:
        for each in started:
            each.kill()
            each.wait()
