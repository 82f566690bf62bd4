"""The site as visitors meet it: every page is reached from the index, on a phone as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annual_review.release import site
from annual_review.reports.inputs import Inputs
from annual_review.tables import save
from tests.browser.conftest import follow
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Open = Callable[..., Page]

PHONE = 375


@pytest.fixture(scope="module")
def published(outputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the reports, with an address."""
    folder = tmp_path_factory.mktemp("public") / "site"
    inputs = Inputs(outputs.parent / "tidy", PROJECT / "notebooks")
    made = site.publish(
        folder, inputs, outputs, lambda target: save(inputs.tables, target / "data"), base="https://example.org/"
    )  # fmt: skip
    return made.folder


def test_visitors_reach_every_page_and_every_place_from_the_index(
    tab: Open, published: Path
) -> None:
    reached, _, dead = follow(tab(), [(published / "index.html").as_uri()], ("https:",))
    apart = {(published / "404.html").as_uri()}
    assert reached == {file.as_uri() for file in published.rglob("*.html")} - apart
    assert dead == []


def test_downloads_fit_a_phone_and_axe_finds_nothing_serious(tab: Open, published: Path) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    for name in ("index.html", "downloads.html", "404.html"):
        for width in (1280, PHONE):
            page = tab(published / name, width=width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = axe.Axe().run(page).response["violations"]
            assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


def test_one_click_selects_a_citation(tab: Open, published: Path) -> None:
    page = tab(published / "downloads.html")
    cite = page.locator("p.cite")
    cite.click(position={"x": 30, "y": 15})
    assert page.evaluate("getSelection().toString()").strip() == cite.inner_text().strip()
