"""A browser for a file of tests, tabs that complain, and a folder of reports made once."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urlsplit

import pandas as pd
import pytest

import annual_review as ar
from annual_review import countries
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.reports import batch, index_page, manifest, pages, plan, printing
from annual_review.tables.schema import Tables
from annual_review.tables.store import save
from tests.conftest import made_up

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests of this folder out, each by its name, where no browser starts."""
    own = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    if not own or os.environ.get("ANNUAL_REVIEW_BROWSER") == "needed":
        return
    try:
        with printing.browser():
            pass
    except pages.PageError as error:
        for item in own:
            item.add_marker(pytest.mark.skip(reason=f"no browser: {error}"))


MOST_BYTES, MOST_SCREENS = 1_500_000, 12
"""What no page may exceed, folded: its size, and its screens of a desk and of a phone."""

SCREENS = ((1280, 800), (390, 844))


def over_limits(started: Browser, file: Path) -> tuple[str, bool]:
    """How large and how long a page is, in words, and whether that is too much."""
    size, told, most = file.stat().st_size, [], 0.0
    for width, height in SCREENS:
        context = started.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(file.as_uri())
        long = page.evaluate("document.documentElement.scrollHeight") / height
        told.append(f"{long:.1f} screens at {width}")
        most = max(most, long)
        context.close()
    return f"{size:,} bytes, {', '.join(told)}", size > MOST_BYTES or most > MOST_SCREENS


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # a file of tests and no longer: beside it no other test of this process can use asyncio
    with printing.browser() as started:
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a file, or a file and #place, in a tab of its own.

    At the end of the test no tab may have logged an error or asked for anything but files.
    """
    contexts = []
    complaints: list[str] = []

    def log(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def ask(request: Request) -> None:
        if urlsplit(request.url).scheme not in ("file", "data"):
            complaints.append(f"asked for {request.url}")

    def opened(file: Path | None = None, place: str = "", *, width: int = 1280, **options: Any) -> Page:  # fmt: skip
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", log)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", ask)
        if file:
            page.goto(file.as_uri() + place)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def follow(
    page: Page, addresses: list[str], elsewhere: tuple[str, ...] = ()
) -> tuple[set[str], int, list[str]]:
    """Open these pages and all that they lead to; return all, the number of links, the dead ones.

    Links that begin as one of `elsewhere` are not followed.
    """
    ids: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    left = list(addresses)
    while left:
        address = left.pop()
        if address in ids:
            continue
        page.goto(address)
        ids[address] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
        found = page.evaluate("[...document.links].map(a => a.href)")
        own = [each for each in found if not each.startswith(elsewhere)]
        links += [(address, each) for each in own]
        left += [file for each in own if (file := urldefrag(each)[0]).endswith(".html")]
    dead = []
    for address, link in links:
        file, place = urldefrag(link)
        there = Path(unquote(urlsplit(file).path)).is_file()
        if not there or (place and "=" not in place and unquote(place) not in ids[file]):
            dead.append(f"{address}: {link}")
    return set(ids), len(links), dead


MEASURES = "2019 AR: a) Training of labour inspectors; b) Information campaigns; c) Shelters."
NEEDS = "2019 AR: Most important: a) Capacity building; b) Awareness raising."


def made_up_report(title: str) -> Report:
    return parse(
        from_bytes(
            made_up({"prevention": MEASURES, "request": NEEDS}, title).encode(),
            f"made-up {title}.txt",
        )
    )


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory, azerbaijan: Report) -> Path:
    """A folder of reports: of the real baseline and of two made-up ones."""
    folder = tmp_path_factory.mktemp("reports")
    others = [made_up_report(title) for title in ("ALBANIA (2019-2020)", "CÔTE D’IVOIRE (2019)")]
    tables = ar.tidy([azerbaijan, *others])
    save(tables, folder / "tidy")
    planned = [
        *plan.plan(["01-corpus", "05-explore"], {}, tables),
        *plan.plan(["02-country"], {}, tables, every=True),
        *plan.plan(["03-across-years", "04-cooperation-needs"], {}, tables),
    ]
    outcomes = list(batch.execute(planned, folder / "outputs", folder / "tidy"))
    assert [outcome for outcome in outcomes if outcome.error] == []
    return folder / "outputs"


def of_every_state(report: Report, twice: int = 0) -> Tables:
    """The report of Azerbaijan as if each of 187 States had said the same, and the first twice."""
    tables = ar.tidy([report])
    members = tables.countries["iso3"].tolist()
    states = [(iso3, "2017-2018") for iso3 in members]
    states += [(iso3, "2015-2018") for iso3 in members[:twice]]

    def as_of(frame: pd.DataFrame, iso3: str, years: str) -> pd.DataFrame:
        ids = [c for c in frame if str(c).endswith("_id")]
        named = {c: frame[c].str.replace("AZE-P029-2017-2018", f"{iso3}-P029-{years}") for c in ids}
        own = {"iso3": iso3} if "iso3" in frame else {}
        told = {"text": f"{iso3} {years}: " + frame["text"]} if "section" in frame else {}
        return frame.assign(**named, **own, **told)

    frames = {
        name: pd.concat([as_of(frame, *state) for state in states], ignore_index=True)
        for name, frame in tables
        if name != "countries"
    }
    return dataclasses.replace(tables, **frames)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up_index(tmp_path_factory.mktemp("many"), 187, range(2008, 2023))


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up_index(tmp_path_factory.mktemp("few"), 12, range(2017, 2020))


def made_up_index(folder: Path, size: int, years: range) -> Path:
    """The index of so many countries: two notebooks about each, of its years, and one about all.

    Their pages are empty. The first two reports failed with one error, the next is out of date.
    """
    reports: list[dict[str, Any]] = []
    known = countries.members()

    def add(notebook: str, values: dict[str, Any], heading: str, finding: str) -> None:
        run = plan.Run(notebook, values).name
        page = folder / notebook / f"{run}.html"
        page.parent.mkdir(exist_ok=True)
        page.touch()
        failed = len(reports) < 2
        country = next((each for each in known if each.iso3 == values.get("country")), None)
        ends = (
            values.get("from_year", values.get("year")) or years[0],
            values.get("to_year", values.get("year")) or years[-1],
        )
        reports.append(
            {
                "notebook": notebook,
                "run": run,
                "values": values,
                "seconds": 1.0,
                "parts": {},
                "status": "failed" if failed else "made",
                "made": "2026-01-02T03:04:05+00:00",
                "finding": finding,
                "about": {
                    "heading": heading,
                    "country": country.name if country else "",
                    "iso3": country.iso3 if country else "",
                    "region": country.region if country else "",
                    "subject": "P029",
                    "subject_name": "A made-up subject",
                    "years": "–".join(dict.fromkeys(map(str, ends))),
                    "sources": [
                        {
                            "report_id": f"{country.iso3}-P029-{years[0]}-{years[-1]}",
                            "source": "a.txt",
                            "sha256": "0" * 64,
                        }
                    ]
                    if country
                    else [],
                },
                "changed": ["rows"],
                "batch": "last",
                "page": f"{notebook}/{run}.html",
                "page_made": None,
                "ipynb": None,
                "bytes": {},
                "stale": len(reports) == 2,
                "error": {
                    "cell": 3,
                    "name": "Made",
                    "message": f"up for {values.get('country')}",
                    "log": None,
                }
                if failed
                else None,
            }
        )

    for each in known[:: len(known) // size][:size]:
        own = {"country": each.iso3, "subject": "P029"}
        add("02-country", own, "At a glance", f"{each.name} named 27 measures.")
        for first, last in itertools.pairwise(years):
            add(
                "03-across-years",
                {**own, "from_year": first, "to_year": last},
                "What changed",
                f"Eleven topics are new in {last}.",
            )
    for year in (0, *years):
        add("01-corpus", {"year": year}, "Who reports", f"{size} countries reported.")
    batch = {
        "id": "last",
        "began": "2026-01-02T03:04:05+00:00",
        "ended": None,
        "made": 0,
        "kept": 0,
        "failed": 2,
        "cited": {"text": "A Person (2026). Data. Version 1+ab.", "address": "", "version": "1+ab"},
    }
    listed = {"version": manifest.VERSION, "batch": batch, "reports": reports, "sources": {}}
    (folder / manifest.FILE).write_text(json.dumps(listed))
    return index_page.write_index(folder)
