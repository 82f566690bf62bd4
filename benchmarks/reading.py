"""Measure how fast text is read, and how time and memory grow; `make bench` runs it.

    python benchmarks/reading.py [NUMBER OF DOCUMENTS…]

Prints documents a second on one core, and for each number of documents (10, 100, 1,000 and 5,000)
the time and the largest memory of a process that reads so many and keeps none, and of one that
builds the tables. The documents are the real one and made-up ones of the tests, copied under other
names; each number is measured in a process of its own.
"""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.conftest import AZERBAIJAN, made_up
from tests.documents.files import content

from annual_review.baseline import parse, source
from annual_review.baseline.document import Document
from annual_review.tables import reading, tidy
from annual_review.tables.cache import Given, Read
from annual_review.tables.sources import Source

ROUNDS, SIZES = 60, (10, 100, 1_000, 5_000)
REAL = AZERBAIJAN.read_text("utf-8")
OLDER = content("made-up-lesotho-cl-2000-2008.depth-first.txt").decode()
PLACES = ("AZERBAIJAN", "ALBANIA", "GHANA", "FIJI", "CHILE", "KENYA", "NEPAL", "PERU")


def texts(number: int) -> list[str]:
    """Baselines of different countries and years: the real answers, and shorter made-up ones."""
    found = []
    for n in range(number):
        place, year = PLACES[n % len(PLACES)], 1901 + n // len(PLACES) % 100
        title = f"{place} ({year}-{2018 + n // (len(PLACES) * 100)})"  # the answers' years
        text = made_up({"offer": "Training."}, title) if n % 4 == 3 else REAL
        found.append(text.replace("AZERBAIJAN (2017-2018)", title, 1))
    return found


def best(work: Callable[[int], object]) -> float:
    """Least processor time of some rounds, in milliseconds; each round is told its number."""
    times = []
    for number in range(ROUNDS):
        began = time.process_time()
        work(number)
        times.append(time.process_time() - began)
    return min(times) * 1000


def one_core() -> None:
    print(f"Python {platform.python_version()}, {platform.python_compiler()}")
    # another title each round, so that nothing is remembered from the one before
    real = [text for text in texts(2 * ROUNDS) if len(text) > len(REAL) / 2][:ROUNDS]
    older = [OLDER.replace("LESOTHO", each, 1) for each in ("KENYA", "GHANA", "CHILE") * ROUNDS]
    _one_core("The real document", real)
    _one_core("A made-up one of an older form", older[:ROUNDS])


def _one_core(called: str, given: list[str]) -> None:
    raws = [text.encode() for text in given]
    documents: dict[int, Document] = {}
    reports: dict[int, parse.Report] = {}

    def clean(number: int) -> None:
        documents[number] = source.from_bytes(raws[number], "real.txt")

    def read(number: int) -> None:
        reports[number] = parse.parse(source.from_bytes(raws[number], "real.txt"))

    cleaned, both = best(clean), best(read)
    coded = best(lambda number: tidy.rows(reports[number]))
    print(f"{called}, {len(raws[0]):,} bytes, best of {ROUNDS} rounds:")
    print(f"  cleaned in {cleaned:.2f} ms, parsed in {both - cleaned:.2f} ms of processor time:")
    print(f"  {1000 / both:.0f} documents a second on one core")
    items = sum(len(each.items) for each in reports[0].statements)
    print(f"  rows, with the codes of {items} items: {coded:.2f} ms")


def measured(number: int, work: str) -> None:
    """Read or build so many documents in this process, and print time and memory."""
    import annual_review as ar

    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "sources"
        sources.mkdir()
        jobs = []
        for n, text in enumerate(texts(number)):
            path = sources / f"{n:05}.txt"
            path.write_text(text, "utf-8")
            jobs.append(Source(str(path), path.name))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        began = time.perf_counter()
        if work == "read":
            done = sum(isinstance(o, Read) for o in reading.read_all(jobs, Given()))
        else:
            done = len(ar.build(sources, Path(folder) / "tidy").reports)
        seconds = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{done:>9,} {seconds:>9.1f} {seconds / number * 1000:>9.2f} {after - before:>9.0f}")


def main() -> None:
    if len(sys.argv) > 2 and sys.argv[1] in ("read", "build"):
        measured(int(sys.argv[2]), sys.argv[1])
        return
    one_core()
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    for work, said in (("read", "Read and coded, none kept"), ("build", "Tables built")):
        print(f"\n{said}, in one process:\n     done   seconds    ms each   more MB")
        for size in sizes:
            command = [sys.executable, __file__, work, str(size)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
