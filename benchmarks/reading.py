"""Measure how fast text is read, cleaned and parsed; `make bench` runs it.

Prints documents a second and the share of each step, for the one real document read many times in
one process.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from annual_review import parse, source
from annual_review.corpus import SOURCES

ROUNDS, DOCUMENTS = 7, 30

paths = sorted(SOURCES.glob("*.txt"))
raws = [path.read_bytes() for path in paths]
documents = [source.from_bytes(raw, "x.txt") for raw in raws]


def seconds(work: Callable[[], object]) -> float:
    """Median over rounds of the time for one document."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(DOCUMENTS):
            work()
        times.append((time.perf_counter() - began) / DOCUMENTS / len(raws))
    return statistics.median(times)


clean = seconds(lambda: [source.from_bytes(raw, "x.txt") for raw in raws])
parsed = seconds(lambda: [parse.parse(document) for document in documents])
whole = clean + parsed
print(f"{len(raws)} document(s), {sum(map(len, raws)):,} bytes, median of {ROUNDS} rounds")
print(f"cleaning  {clean * 1000:6.2f} ms a document  {clean / whole:4.0%}")
print(f"parsing   {parsed * 1000:6.2f} ms a document  {parsed / whole:4.0%}")
print(f"together  {1 / whole:6.0f} documents a second on one core")
