"""Measure how fast reports are made, beside papermill's own command; `make bench` runs it.

Countries are made up in a scratch folder, from the one real document under other names. Prints,
side by side in one run: the time of a shell loop of `papermill` over 02-country for each country,
that of one batch of the same reports, that of the batch again when nothing has changed; then the
time per report and the memory of batches of several sizes. All are whole commands.

    python benchmarks/reports.py                                   # some minutes
    python benchmarks/reports.py --loop 24 --sizes 12 120 600      # about half an hour
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import psutil
import pycountry
import yaml

import annual_review as ar
from annual_review import countries

BIN = Path(sys.executable).parent
PROJECT = Path(__file__).resolve().parents[1]
AZERBAIJAN = PROJECT / "data" / "sources" / "azerbaijan-p029-2017-2018.txt"
NOTEBOOKS = PROJECT / "notebooks"
MADE_UP = "This document is made up for a benchmark."


def corpus(folder: Path, count: int) -> Path:
    """Build tables of this many made-up baselines."""
    text = AZERBAIJAN.read_text(encoding="utf-8").replace("Yes.", f"Yes. {MADE_UP}", 1)
    sources = folder / "made-up"
    sources.mkdir(parents=True)
    named = (
        (each.alpha_3, getattr(each, "common_name", each.name)) for each in pycountry.countries
    )
    known = ((c, n) for c, n in sorted(named) if (f := countries.find(n)) and f.iso3 == c)
    for iso3, name in itertools.islice(known, count):
        made = text.replace("AZERBAIJAN", name.upper(), 1)
        (sources / f"made-up-{iso3}.txt").write_text(made, encoding="utf-8")
    built = ar.build(sources, folder / "tidy")
    assert len(built.reports) == count, f"only {len(built.reports)} countries"
    return folder / "tidy"


class Taken(NamedTuple):
    """What a command took: wall time and processors' time (s), and at most this memory (MB).

    Memory is proportional (PSS) where the system tells: what processes share counts once.
    """

    seconds: float
    cpu: float
    most: float


def timed(command: list[str]) -> Taken:
    """Run a command, and measure it with all processes that it starts."""
    _adopt_orphans()
    most, ended = 0.0, threading.Event()
    used = os.times()
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:

        def watch() -> None:
            nonlocal most
            while not ended.wait(1):
                most = max(most, memory(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        status = process.wait()
        seconds = time.perf_counter() - began
        ended.set()
        watcher.join()
    with contextlib.suppress(ChildProcessError):  # a pool's server, which the command leaves
        while True:
            os.wait()
    assert status == 0, f"{' '.join(command)} ended with {status}"
    now = os.times()
    cpu = now.children_user + now.children_system - used.children_user - used.children_system
    return Taken(seconds, cpu, most)


def _adopt_orphans() -> None:
    """Become the parent of what children leave behind, so that its time counts (on Linux)."""
    if sys.platform.startswith("linux"):
        set_child_subreaper = 36  # of <linux/prctl.h>
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def memory(pid: int) -> float:
    total = 0
    try:
        for each in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            try:
                full = each.memory_full_info()
                total += getattr(full, "pss", full.uss)
            except psutil.Error:
                continue
    except psutil.Error:
        pass
    return total / 1e6


def papermill(tidy: Path, iso3: str, outputs: Path) -> Taken:
    target = outputs / f"{iso3}.ipynb"
    given = ["-p", "country", iso3, "-p", "tidy", str(tidy)]
    notebook = str(NOTEBOOKS / "02-country.ipynb")
    return timed([str(BIN / "papermill"), notebook, str(target), *given])


def side_by_side(scratch: Path, count: int, sample: int) -> None:
    tidy = corpus(scratch / "some", count)
    (scratch / "loop").mkdir()
    reports = [str(each) for each in ar.load(tidy).reports["iso3"]]
    command = [str(BIN / "annual-review"), "run", "02-country", "--all"]
    command += ["--tidy", str(tidy), "--outputs", str(scratch / "outputs")]
    half = (min(sample, count) + 1) // 2  # before and after, so that a busy moment hits both
    alone = [papermill(tidy, iso3, scratch / "loop") for iso3 in reports[:half]]
    batch = timed(command)
    alone += [papermill(tidy, iso3, scratch / "loop") for iso3 in reports[half:sample]]
    again = timed(command)
    loop = statistics.mean(each.seconds for each in alone) * count
    cpu = statistics.mean(each.cpu for each in alone) * count
    how = "" if len(alone) == count else f", from {len(alone)} of them"
    print(f"{count} country reports on {os.cpu_count()} cores")
    print(f"  papermill in a loop {loop:7.1f} s, {cpu:6.1f} s of processors{how}")
    print(f"  one batch           {batch.seconds:7.1f} s, {batch.cpu:6.1f} s, {batch.most:.0f} MB")
    print(f"  unchanged           {again.seconds:7.1f} s, {again.cpu:6.1f} s")
    print(f"  {loop / batch.seconds:.1f} times faster, with {cpu / batch.cpu:.1f} times less work")


COPIES = 3
"""Of the notebook, under other names: there are not countries enough for 600 reports."""


def by_size(scratch: Path, sizes: list[int]) -> None:
    tidy = corpus(scratch / "many", -(-max(sizes) // COPIES))
    notebooks = scratch / "notebooks"
    notebooks.mkdir()
    for n in range(COPIES):
        shutil.copy(NOTEBOOKS / "02-country.ipynb", notebooks / f"country-{n}.ipynb")
    entries = [
        {"notebook": f"country-{n}", "parameters": {"country": str(iso3)}}
        for iso3 in ar.load(tidy).reports["iso3"]
        for n in range(COPIES)
    ]
    print(f"Batches over tables of {-(-max(sizes) // COPIES)} countries")
    base = 0.0
    for size in sizes:
        outputs, file = scratch / f"outputs-{size}", scratch / f"{size}.yml"
        file.write_text(yaml.safe_dump(entries[:size]))
        command = [str(BIN / "annual-review"), "run", "--runs", str(file)]
        command += ["--tidy", str(tidy), "--outputs", str(outputs), "--notebooks", str(notebooks)]
        taken, again = timed(command), timed(command)
        base = base or taken.cpu / size
        print(
            f"  {size:4} reports {taken.seconds:7.1f} s, {taken.seconds / size:.3f} each, "
            f"{taken.cpu / size:.3f} of processors ({taken.cpu / size / base:.2f} of the first), "
            f"{taken.most:.0f} MB at most; unchanged {again.seconds:.1f} s"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--countries", type=int, default=24, help="reports beside papermill")
    parser.add_argument("--loop", type=int, default=4, help="how many of them papermill makes")
    parser.add_argument("--sizes", type=int, nargs="*", default=[12, 48], help="batches by size")
    given = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="made-up-reports-"))
    try:
        side_by_side(scratch, given.countries, given.loop)
        if given.sizes:
            by_size(scratch, given.sizes)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
