"""Attack the reading of documents: kill the processes that read, and mutate PDF files.

    python benchmarks/reliability_reading.py kills [BUILDS] [SEED]
    python benchmarks/reliability_reading.py pdfs

`kills`: builds of the made-up documents, each with 1 to 3 SIGKILLs of reading processes at random
moments. Each must end within `BOUND` seconds, with the tables of a build that nobody disturbed or
with messages that do not blame a document. `pdfs`: files whose forms draw themselves or each other;
each must end in a message, within the limits. Status 1 if one did not.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.documents.files import content
from tests.made_pdf import drawing_itself

from annual_review.errors import AnnualReviewError
from annual_review.tables.reading import Limits, guarded

BOUND = 240.0
COMMAND = [sys.executable, "-P", "-m", "annual_review"]
FILES = ("albania-p029-2017-2021.docx", "chile-p029-2017-2024.pdf", "fiji-cl-2010-2011.table.html")


def build(sources: Path, tidy: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "build", sources, "--tidy", tidy, "--again", "--jobs", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def tables(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("*.csv")}


def readers(pid: int) -> list[psutil.Process]:
    try:
        children = psutil.Process(pid).children()
        return [each for each in children if "annual_review.tables.processes" in each.cmdline()]
    except psutil.NoSuchProcess:
        return []


def first_reader(running: subprocess.Popen[str]) -> float:
    """Wait until the first process reads, or the build ended, and say when that was."""
    while running.poll() is None and not readers(running.pid):
        time.sleep(0.02)
    return time.monotonic()


def kills(builds: int = 40, seed: int = 18) -> bool:
    pick, ends, longest = random.Random(seed), Counter[str](), 0.0  # noqa: S311
    with tempfile.TemporaryDirectory() as temporary:
        sources, whole = Path(temporary, "sources"), Path(temporary, "whole")
        sources.mkdir()
        for name in FILES:
            (sources / f"made-up-{name}").write_bytes(content(f"made-up-{name}"))
        running = build(sources, whole)
        began = first_reader(running)
        assert running.wait() == 0
        usual = time.monotonic() - began
        for _ in range(builds):
            tidy = Path(temporary, "tidy")
            shutil.rmtree(tidy, ignore_errors=True)
            running, killed = build(sources, tidy), 0
            began = first_reader(running)
            for moment in sorted(pick.uniform(0, usual) for _ in range(pick.randint(1, 3))):
                time.sleep(max(0, began + moment - time.monotonic()))
                if alive := readers(running.pid):
                    pick.choice(alive).kill()
                    killed += 1
            try:
                _, said = running.communicate(timeout=BOUND)
            except subprocess.TimeoutExpired:
                running.kill()
                ends["not ended"] += 1
                continue
            longest = max(longest, time.monotonic() - began)
            if "Traceback" in said:
                ends["traceback"] += 1
            elif running.returncode == 0:
                ends["whole" if tables(tidy) == tables(whole) else "other tables"] += 1
            else:
                ends[
                    "says that the system ended it" if "The document may be" in said else said
                ] += 1
            ends["kills"] += killed
            print(dict(ends), flush=True)
    print(f"{builds} builds (seed {seed}): {usual:.1f} s of reading, longest build {longest:.1f} s")
    for end, count in ends.items():
        print(f"{count:5} {end}")
    return set(ends) <= {"kills", "whole", "says that the system ended it"}


def pdfs() -> bool:
    well = True
    for forms in (1, 2, 3):
        for times in (1, 2, 5):
            raw = drawing_itself(forms, times)
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, "self.pdf")
                file.write_bytes(raw)
                began = time.monotonic()
                try:
                    said, refused = guarded(file, Limits(20)).iso3, False
                except AnnualReviewError as error:
                    said, refused = str(error), True
            seconds = time.monotonic() - began
            print(f"{forms} form(s), {times} time(s), {len(raw):,} bytes, {seconds:.1f} s: {said}")
            well &= refused and seconds < 60
    return well


if __name__ == "__main__":
    what, *numbers = sys.argv[1:] or ["pdfs"]
    sys.exit(not {"kills": kills, "pdfs": pdfs}[what](*map(int, numbers)))
