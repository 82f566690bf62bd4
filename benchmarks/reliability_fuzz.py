"""Attack the readers: damage files of every format at random, and read each within limits.

    python benchmarks/reliability_fuzz.py [MINUTES] [SEED] [FOLDER]
    python benchmarks/reliability_fuzz.py replay FILE...

A document is read, or refused with a message. Whatever else happens is a finding: another error, a
process that ended, more time or memory than the limits, or a report that does not hold
(`tests.mutants.broken`; tables are checked for every fourth of each format). The bytes of each
finding are kept in a folder, which is printed, for `replay`. FOLDER has more files to damage. The
same seed gives the same mutants.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.mutants import FORMATS, mutant, outcome, prepare

from annual_review.tables.processes import EndedError, pool
from annual_review.tables.reading import Limits

# the processes that read have to find `tests` too
os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)

LIMITS = Limits(20, 600)
SLOW = 5.0
"""Seconds beyond which a mutant is worth a look; not a finding."""
EXPECTED = ("read", "refused")


def attack(minutes: float, seed: int, folder: Path | None) -> int:
    kept = Path(tempfile.mkdtemp(prefix=f"fuzz-{seed}-"))
    counts = {kind: Counter[str]() for kind in FORMATS}
    longest = dict.fromkeys(FORMATS, 0.0)
    began, number = time.monotonic(), 0
    with pool(1, prepare, *LIMITS) as call:
        call(prepare).result()  # the time to start is no mutant's
        while time.monotonic() - began < minutes * 60:
            kind = FORMATS[number % len(FORMATS)]
            raw = mutant(kind, Random(f"{seed}-{number}"), folder)  # noqa: S311
            path = kept / f"{number}.{kind}"
            path.write_bytes(raw)
            start = time.monotonic()
            try:
                said = str(call(outcome, str(path), number // len(FORMATS) % 4 == 0).result())
            except TimeoutError:
                said = f"more than {LIMITS.seconds:g} seconds"
            except MemoryError:
                said = f"more than {LIMITS.megabytes} MB"
            except EndedError as ended:
                said = f"its process ended ({ended.code})"
            seconds = time.monotonic() - start
            longest[kind] = max(longest[kind], seconds)
            counts[kind][said] += 1
            if said not in EXPECTED or seconds > SLOW:
                print(f"{path.name}, {len(raw):,} bytes, {seconds:.1f} s: {said}", flush=True)
            else:
                path.unlink()
            number += 1
    spent = time.monotonic() - began
    print(f"{number:,} mutants in {spent:,.0f} s (seed {seed}); findings are in {kept}")
    for kind, said_of in counts.items():
        print(f"{kind}: {said_of.total():,} mutants, longest {longest[kind]:.1f} s")
        for said, count in said_of.most_common():
            print(f"{count:7,} {said}")
    return sum(1 for each in counts.values() for said in each if said not in EXPECTED)


def replay(files: list[str]) -> int:
    with pool(1, prepare, *LIMITS) as call:
        for file in files:
            start = time.monotonic()
            try:
                said = str(call(outcome, file).result())
            except (TimeoutError, MemoryError, EndedError) as error:
                said = repr(error)
            print(f"{file}, {time.monotonic() - start:.1f} s: {said}", flush=True)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["replay"]:
        sys.exit(replay(sys.argv[2:]))
    minutes, seed, folder = [*sys.argv[1:], *["20", "18", ""][len(sys.argv) - 1 :]]
    sys.exit(attack(float(minutes), int(seed), Path(folder) if folder else None) > 0)
