"""Attack a batch on Dask: servers that are silent, wrong or killed, and clusters without workers.

Prints how long each took to end, and with which message. Ends with status 1 if one of them
made all reports, took too long or lost a report. Takes about five minutes:

    python benchmarks/reliability_cluster.py
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.conftest import write_notebook
from tests.reports.cluster import cluster

from annual_review.errors import AnnualReviewError
from annual_review.reports import batch, executors, manifest
from annual_review.reports.plan import Run

BOUND = 120.0
"""Seconds within which each attack must end."""


@contextlib.contextmanager
def server(says: bytes) -> Iterator[str]:
    """A server that accepts every connection, says this, and then nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        kept: list[socket.socket] = []

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    kept.append(listening.accept()[0])
                    kept[-1].sendall(says)

        threading.Thread(target=accept, daemon=True).start()
        yield f"tcp://127.0.0.1:{listening.getsockname()[1]}"


def attack(name: str, address: str, then: Callable[[], None] = lambda: None) -> bool:
    """Make eight reports there, stop something after the second, print the end: whether well."""
    with tempfile.TemporaryDirectory() as folder:
        notebooks, outputs = Path(folder, "notebooks"), Path(folder, "outputs")
        write_notebook(notebooks, "own", "import time\ntime.sleep(1)", parameters='title = ""')
        runs = [Run("own", {"title": f"t{n}"}) for n in range(8)]
        began, made = time.monotonic(), 0
        try:
            with executors.connect(address) as executor:
                for _ in batch.execute(runs, outputs, folder=notebooks, executor=executor):
                    made += 1
                    if made == 2:
                        began = time.monotonic()
                        then()
            said = "all made"
        except AnnualReviewError as error:
            said = str(error)
        stand = len(list(manifest.records(outputs))) if outputs.is_dir() else 0
        seconds = time.monotonic() - began
        print(f"{name}: {seconds:.1f} s, {made} made, {stand} recorded; {said}", flush=True)
        return said.startswith("--dask") and seconds < BOUND and stand == made


def main() -> None:
    well = []
    for name, says in (("silent", b""), ("no Dask", b"HTTP/1.1 400 Bad Request\r\n\r\n" * 9)):
        with server(says) as address:
            well.append(attack(name, address))
    for address in ("tcp://127.0.0.1:1", "tcp://host.invalid:8786", "nonsense", "tcp://", ""):
        well.append(attack(f"the address '{address}'", address))
    for name, workers, victim, how in (
        ("no workers", 0, 0, 0),
        ("the only worker killed", 1, 1, signal.SIGKILL),
        ("the scheduler killed", 2, 0, signal.SIGKILL),
        ("the scheduler stopped", 2, 0, signal.SIGSTOP),
    ):
        with (
            tempfile.TemporaryDirectory() as folder,
            cluster(Path(folder), workers) as (address, processes),
        ):
            stop = partial(os.kill, processes[victim].pid, how)
            well.append(attack(name, address, stop))
    sys.exit(not all(well))


if __name__ == "__main__":
    main()
