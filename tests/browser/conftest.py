"""A browser for a file of tests, tabs that complain, and a folder of reports made once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pycountry
import pytest

import annual_review as ar
from annual_review import countries
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.reports import batch, index_page, manifest, pages, plan, printing
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


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up_index(tmp_path_factory.mktemp("many"), 2000)


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_up_index(tmp_path_factory.mktemp("few"), 12)


def made_up_index(folder: Path, size: int) -> Path:
    """The index of many reports: of every country, then of every country for another year.

    Their pages are empty. The first one failed, the second is out of date; those of Albania are not
    of the last batch.
    """
    (folder / "x").mkdir()
    known = sorted(pycountry.countries, key=lambda each: each.alpha_3)
    reports = []
    for n in range(size):
        iso3, year = known[n % len(known)].alpha_3, 2010 + n // len(known)
        (folder / "x" / f"{iso3}-{year}.html").touch()
        country = countries.by_iso3(iso3)
        assert country
        reports.append(
            {
                "notebook": "x", "run": f"{iso3}-{year}", "values": {"country": iso3, "year": year},
                "status": "failed" if n == 0 else "made", "made": f"{year + 10}-01-02T03:04:05+00:00",
                "seconds": 1.0, "key": "", "parts": {},
                "about": {
                    "heading": "A made-up report", "country": country.name, "iso3": iso3,
                    "subject": "P029", "subject_name": "A made-up subject", "years": str(year),
                    "sources": [{"report_id": iso3, "source": f"{iso3}.txt", "sha256": f"{n:064x}"}],
                },
                "changed": ["rows"] if n % 2 else ["code"],
                "batch": "first" if iso3 == "ALB" else "last",
                "page": f"x/{iso3}-{year}.html", "page_made": None, "ipynb": None, "bytes": {},
                "error": {"cell": 3, "name": "Made", "message": "up", "log": None} if n == 0 else None,
                "stale": n == 1,
            }
        )  # fmt: skip
    batch = {"id": "last", "began": "2026-01-02T03:04:05+00:00", "ended": None, "made": 0, "kept": 0, "failed": 1}  # fmt: skip
    listed = {"version": 1, "batch": batch, "reports": reports, "sources": {}}
    (folder / manifest.FILE).write_text(json.dumps(listed))
    return index_page.write_index(folder)
