"""Measure a heavy load: many documents in a build, many reports in an index, many years on a page.

    python benchmarks/load.py build --documents 5000      # about half an hour
    python benchmarks/load.py index --reports 3000        # needs Chromium
    python benchmarks/load.py years --states 187 --years 25

Everything is made up, from a seed, in a scratch folder. Prints figures, and which reports of many
years are over the limits of pages. Commands are measured whole: wall time, the most memory of the
command's own process (RSS), and of it and all processes that it starts (PSS, in which shared memory
counts once). Pages are measured in Chromium, from the event until its first frame has been painted.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.reports import memory
from tests.browser.conftest import made_up_index, over_limits
from tests.documents.render import depth_first
from tests.documents.truth import Truth, complete
from tests.documents.writing import fill, made_up

import annual_review as ar
from annual_review import countries
from annual_review.reports.printing import browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROJECT = Path(__file__).resolve().parents[1]
SUBJECTS = {
    "FL": "THE ELIMINATION OF ALL FORMS OF FORCED OR COMPULSORY LABOUR (FL)",
    "CL": "THE EFFECTIVE ABOLITION OF CHILD LABOUR (CL)",
    "DISC": "THE ELIMINATION OF DISCRIMINATION IN RESPECT OF EMPLOYMENT AND OCCUPATION (DISC)",
    "FACB": "FREEDOM OF ASSOCIATION AND THE EFFECTIVE RECOGNITION OF THE RIGHT TO COLLECTIVE "
    "BARGAINING (FACB)",
}
PERIODS = (
    (2000, 2003),
    (2004, 2007),
    (2008, 2011),
    (2012, 2015),
    (2016, 2018),
    (2019, 2021),
    (2022, 2024),
)
"""Of the documents of a State on a subject: 187 States have 5,236 of them."""


# ---- documents -----------------------------------------------------------------------------------


def document(rng: random.Random, iso3: str, subject: str, years: tuple[int, int]) -> str:
    """Write a made-up baseline of the usual length: some 10 kB, more for more years."""
    found = countries.by_iso3(iso3)
    assert found, iso3
    name = found.name.upper()
    said = [made_up(), *fill(rng, "principle", *years, ["reporting_obligations"])]
    title = (f"{name} ({years[0]}-{years[1]})", SUBJECTS[subject])
    statements = complete("principle", said)
    made = Truth("", "principle", subject, name, iso3, *years, title, statements)
    return depth_first(made)


def corpus(folder: Path, seed: int, wanted: list[tuple[str, str, tuple[int, int]]]) -> Path:
    """Write the baselines of these States, subjects and years."""
    rng = random.Random(seed)  # noqa: S311 - the same documents every time are what is wanted
    folder.mkdir(parents=True)
    size = 0
    for iso3, subject, years in wanted:
        text = document(rng, iso3, subject, years)
        size += (folder / f"made-up-{iso3}-{subject}-{years[0]}.txt").write_text(text, "utf-8")
    print(f"{len(wanted):,} documents of {size / len(wanted) / 1000:.1f} thousand characters each")
    return folder


def states() -> list[str]:
    """The member States whose names documents can print."""
    return [
        each.iso3
        for each in countries.members()
        if (own := countries.by_iso3(each.iso3)) and countries.find(own.name.upper()) == own
    ]


# ---- commands ------------------------------------------------------------------------------------


def run(what: str, *command: str | Path, limit: float = 3600) -> bool:
    """Run a command of this project, print what it took, and return whether it ended with 0."""
    whole = [sys.executable, "-m", "annual_review", *map(str, command)]
    began, most = time.perf_counter(), {"own": 0.0, "all": 0.0}
    with subprocess.Popen(
        whole, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        said: list[str] = []
        reader = threading.Thread(target=lambda: said.extend(process.stdout or ()))
        reader.start()
        own = psutil.Process(process.pid)
        ended = ""
        while process.poll() is None:
            most["all"] = max(most["all"], memory(process.pid))
            for _ in range(20):
                most["own"] = max(most["own"], own.memory_info().rss / 1e6)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.1)
                    break
            if process.returncode is None and time.perf_counter() - began > limit:
                ended = f", stopped after {limit:.0f} s"
                process.terminate()
                process.wait(60)
        seconds = time.perf_counter() - began
        reader.join(10)
    ended = ended or (f", ended with {process.returncode}" if process.returncode else "")
    print(
        f"{what:34} {seconds:7.1f} s, {most['own']:6.0f} MB"
        f" ({most['all']:.0f} MB with all processes){ended}",
        flush=True,
    )
    if process.returncode:
        print("".join(said[-15:]))
    return not process.returncode


def build(scratch: Path, given: argparse.Namespace) -> None:
    every = [
        (iso3, subject, years) for years in PERIODS for subject in SUBJECTS for iso3 in states()
    ]
    sources = corpus(scratch / "sources", given.seed, every[: given.documents])
    jobs, tidy = ("--jobs", str(given.jobs)), scratch / "tidy"
    print(f"With {given.jobs} reading process(es):")
    if not run("build", "build", sources, "--tidy", tidy, *jobs, limit=given.limit):
        return
    run("build again, unchanged", "build", sources, "--tidy", tidy, *jobs)
    began = time.perf_counter()
    tables = ar.load(tidy)
    rows = {name: len(tables[name]) for name in ("reports", "statements", "measures", "needs")}
    print(f"{'ar.load':34} {time.perf_counter() - began:7.1f} s: {rows}")
    run("export", "export", scratch / "release", "--tidy", tidy, limit=min(given.limit, 300))


# ---- pages ---------------------------------------------------------------------------------------

# of two frames, the first has been painted when the second begins
PAINTED = """const painted = () => new Promise(
    done => requestAnimationFrame(() => requestAnimationFrame(done)));"""
USABLE = f"""{PAINTED}
addEventListener("DOMContentLoaded", async () => {{
    const parsed = performance.now();
    await painted();
    window.opened = {{ parsed, usable: performance.now() }};
}});"""


def took(page: Page, event: str) -> float:
    """Milliseconds from an event, a piece of JavaScript, until the page shows what came of it."""
    script = f"""async () => {{
        {PAINTED}
        const began = performance.now();
        {event};
        await painted();
        return performance.now() - began;
    }}"""
    return float(page.evaluate(script))


def opened(started: Any, file: Path) -> tuple[Page, dict[str, float]]:
    """Open a file in a tab of its own; return it with the milliseconds until it could be used."""
    page = started.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(USABLE)
    page.goto(file.as_uri())
    page.wait_for_function("window.opened")
    return page, page.evaluate("window.opened")


def index(scratch: Path, given: argparse.Namespace) -> None:
    size = min(given.reports, 187 * 16) // 187 or 1
    file = made_up_index(scratch, 187, range(2024 - size, 2024))
    shown = "document.getElementById('shown')"
    filtered = f"while ({shown}.hidden) await new Promise(requestAnimationFrame)"

    def typed(words: str) -> str:
        return (
            f"const q = document.getElementById('q'); q.value = '{words}';"
            f"q.dispatchEvent(new Event('input', {{ bubbles: true }})); {filtered}"
        )

    events = {
        "filter (typing waits 120 ms)": typed("albania"),
        "clear it": "document.getElementById('find').reset()",
        "filter that fits most": typed("20"),
        "clear that": "document.getElementById('find').reset()",
        "unfold how reports were made": "document.getElementById('batch').open = true",
        "sort them": "document.querySelector('#table thead button').click()",
        "sort them the other way": "document.querySelector('#table thead button').click()",
        "sort them by seconds": "document.querySelectorAll('#table thead button')[3].click()",
        "show all of them": "document.querySelector('#batch .all input')?.click()",
        "sort all of them": "document.querySelector('#table thead button').click()",
        "clear, with all of them shown": "document.getElementById('find').reset()",
    }
    found: dict[str, list[float]] = {}
    with browser() as started:
        for _ in range(given.times):
            page, times = opened(started, file)
            for what, milliseconds in times.items():
                found.setdefault(f"open: {what}", []).append(milliseconds)
            for what, event in events.items():
                found.setdefault(what, []).append(took(page, event))
            rows = page.locator(".reports li").count()
            page.context.close()
    print(f"Index of {rows:,} reports, {file.stat().st_size / 1e6:.2f} MB, {given.times} times:")
    for what, several in found.items():
        said = ", ".join(f"{each:.0f}" for each in sorted(several))
        print(f"{what:34} {said} ms")


def years(scratch: Path, given: argparse.Namespace) -> None:
    period = (2025 - given.years, 2024)
    wanted = [
        (iso3, list(SUBJECTS)[n % len(SUBJECTS)], period)
        for n, iso3 in enumerate(states()[: given.states])
    ]
    sources = corpus(scratch / "sources", given.seed, wanted)
    tidy, outputs = scratch / "tidy", scratch / "outputs"
    run("build", "build", sources, "--tidy", tidy, "--jobs", str(given.jobs))
    ends = ("-p", f"from_year={period[0]}", "-p", f"to_year={period[1]}")
    one = ("-p", f"country={wanted[0][0]}", "-p", f"subject={wanted[0][1]}", *ends)
    for notebook, values in _notebooks(ends, one):
        where = ("--tidy", tidy, "--outputs", outputs, "--jobs", "1")
        run(f"run {notebook}", "run", notebook, *values, *where, limit=given.limit)
    with browser() as started:
        source = min((outputs / "sources").glob("*.html"))  # one of the pages of sources
        for file in sorted([source, *outputs.glob("[0-9]*/*.html")]):
            page, times = opened(started, file)
            told = ", ".join(f"{what} {value:.0f} ms" for what, value in times.items())
            page.context.close()
            limits, over = over_limits(started, file)
            judged = "OVER THE LIMITS" if over else "within the limits"
            judged = "a document, as long as it is" if file == source else judged
            print(f"{file.relative_to(outputs)!s:50} {limits}: {judged}; {told}")


def _notebooks(
    ends: tuple[str, ...], one: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "06-annual-review", ends
    yield "01-corpus", ()
    yield "05-explore", ()
    yield "03-across-years", one


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--scratch", type=Path, help="an empty folder's path (default: temporary)")
    measures = parser.add_subparsers(required=True)
    for measure in (build, index, years):
        own = measures.add_parser(measure.__name__)
        own.set_defaults(measure=measure)
        own.add_argument("--jobs", type=int, default=1, help="processes that read documents")
        own.add_argument("--limit", type=float, default=3600, help="seconds for one command")
        own.add_argument("--documents", type=int, default=5000) if measure is build else None
        own.add_argument("--reports", type=int, default=3000) if measure is index else None
        own.add_argument("--times", type=int, default=5) if measure is index else None
        own.add_argument("--states", type=int, default=187) if measure is years else None
        own.add_argument("--years", type=int, default=25) if measure is years else None
    given = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="made-up-load-", dir=given.scratch))
    try:
        given.measure(scratch, given)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
