"""Attack how tables are saved and loaded: savers at once, random kills, a disk that fills.

Run from the checkout, as in `python benchmarks/reliability_saving.py --seed 18 --kills 40`.
It ends with status 1 if a load saw tables of two saves, tables were lost, or anything was left.
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from unittest import mock

import pandas as pd

import annual_review as ar
from annual_review.tables import TableError, Tables, save
from annual_review.tables.columns import SCHEMAS

DOCUMENT = Path(__file__).resolve().parents[1] / "data/sources/azerbaijan-p029-2017-2018.txt"
SAVER = """
import sys
import annual_review as ar
from annual_review.tables import save
tables = ar.load(sys.argv[1])
print("ready", flush=True)
while True:
    save(tables, sys.argv[2], parquet=True)
    print("saved", flush=True)
"""


def marked(tables: Tables, mark: str) -> Tables:
    """The tables with a mark in a column of every table of items, statements and texts."""
    frames = dict(tables)
    for name in ("statements", "measures", "needs", "ratification", "texts"):
        text = pd.Series(mark, index=frames[name].index, dtype="string")
        frames[name] = frames[name].assign(text=text)
    return Tables(**frames)


def seen(folder: Path) -> str:
    """What a load sees: the mark of one save, or what is wrong."""
    try:
        loaded = ar.load(folder)
    except ar.AnnualReviewError as error:
        return f"error: {str(error)[:80]}"
    marks = {mark for _, frame in loaded if "text" in frame for mark in frame["text"].unique()}
    return marks.pop() if len(marks) == 1 else f"mixed: {sorted(marks)}"


def saver(tables: Path, folder: Path) -> subprocess.Popen[str]:
    """A process that saves these tables again and again."""
    process = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(tables), str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def two_savers(place: Path, seconds: float) -> Counter[str]:
    """What loads see while two processes save other tables to one folder."""
    savers = [saver(place / mark, place / "shared") for mark in "AB"]
    found: Counter[str] = Counter()
    try:
        while not (place / "shared" / "texts.csv").exists():
            time.sleep(0.05)
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            found[seen(place / "shared")] += 1
    finally:
        for each in savers:
            each.kill()
            each.wait()
    return found


def kills(place: Path, number: int) -> Counter[str]:
    """What a load sees after a saving process was killed at a random moment."""
    found: Counter[str] = Counter()
    save(marked(ar.load(place / "A"), "A"), place / "killed", parquet=True)
    for n in range(number):
        process = saver(place / "AB"[n % 2], place / "killed")
        time.sleep(random.uniform(0, 1.5))  # noqa: S311 -- a seed, not a secret
        process.send_signal(signal.SIGKILL)
        process.wait()
        found[seen(place / "killed")] += 1
    save(ar.load(place / "A"), place / "killed")
    left = {each.name for each in (place / "killed").iterdir()} - {f"{n}.csv" for n in SCHEMAS}
    found["left behind"] += len(left)
    return found


def full_disk(place: Path) -> Counter[str]:
    """What a load sees after each write of a save, one after the other, found the disk full."""
    found: Counter[str] = Counter()
    old, new = ar.load(place / "A"), ar.load(place / "B")
    calls = [(Path, "write_bytes"), (Path, "rename"), (Path, "replace"), (Path, "mkdir")]
    calls += [(pd.DataFrame, "to_parquet")]
    for owner, call in calls:
        for nth in range(2 * len(SCHEMAS) + 1):
            with tempfile.TemporaryDirectory() as folder:
                save(old, folder)
                found[_after_full(owner, call, nth, new, Path(folder))] += 1
    return found


def _after_full(owner: object, call: str, nth: int, new: Tables, folder: Path) -> str:
    """What a load sees if this call finds the disk full from the nth time on."""
    real, times = getattr(owner, call), [0]

    def full(*args: object, **kwargs: object) -> object:
        times[0] += 1
        if times[0] > nth:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args, **kwargs)

    said = "saved"
    with mock.patch.object(owner, call, full):
        try:
            save(new, folder, parquet=True)
        except TableError:
            said = "message"
    return f"{said}, then {seen(folder)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=30)
    given = parser.parse_args()
    random.seed(given.seed)
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        tables = ar.tidy([ar.read(DOCUMENT)])
        for mark in "AB":
            save(marked(tables, mark), place / mark)
        for name, found in (
            ("two savers and a loader", two_savers(place, given.seconds)),
            (f"{given.kills} kills while saving", kills(place, given.kills)),
            ("a full disk at each write", full_disk(place)),
        ):
            print(f"{name}: {dict(found)}", flush=True)
            bad += sum(count for what, count in found.items() if what[:2] in ("mi", "er", "le"))
            bad += sum(count for what, count in found.items() if ", then mi" in what)
    raise SystemExit(bad > 0)


if __name__ == "__main__":
    main()
