"""The pages as people meet them: in Chromium, by mouse, by keyboard, on a phone and on paper."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest

from annual_review.reports import inputs, pages, report_page
from annual_review.tables.schema import Tables
from annual_review.tables.store import load
from tests.browser.conftest import follow

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Open = Callable[..., Page]

KINDS = ["01-corpus", "02-country", "03-across-years", "04-cooperation-needs", "05-explore"]
PHONE = 375


def all_pages(outputs: Path) -> list[Path]:
    return sorted(outputs.rglob("*.html"))


# ---- reports and sources ------------------------------------------------------------------------


def test_every_link_of_every_page_leads_to_a_file_and_a_place_that_are_there(
    tab: Open, outputs: Path
) -> None:
    _, links, dead = follow(tab(), [file.as_uri() for file in all_pages(outputs)])
    assert links > 100
    assert dead == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_reports_pictures_and_tables_are_there_for_everybody(
    tab: Open, outputs: Path, kind: str
) -> None:
    file = next((outputs / kind).glob("*.html"))
    notebook = nbformat.read(file.with_suffix(".ipynb"), as_version=4)
    shows = [output.data for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]  # fmt: skip
    pictures = sum("image/png" in data for data in shows)
    tables = sum("<table" in data.get("text/html", "") for data in shows)
    assert tables
    page = tab(file)
    found = page.locator("img")
    assert found.count() == pictures
    assert pictures or kind == "05-explore"
    for picture in found.all():
        assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
        assert len(picture.get_attribute("alt") or "") > 40
    assert page.locator("table").count() == tables + 1, "and the one of the documents"
    for table in page.locator("table").all():
        assert (table.locator("caption").text_content() or "").strip()
        assert table.locator("thead th").count()
        assert table.locator("th:not([scope])").count() == 0
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")  # fmt: skip
    assert levels[0] == 1
    assert 1 not in levels[1:]
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_a_source_link_lands_on_its_marked_words(tab: Open, outputs: Path) -> None:
    tables = load(outputs.parent / "tidy")
    row = tables.measures.set_index("measure_id").loc["AZE-P029-2017-2018/prevention/2/c"]
    item = "AZE-P029-2017-2018/prevention/2/c"
    page = tab(outputs / "02-country" / "AZE-P029.html", f"#{item}")
    page.locator(":target").get_by_title(item).click()
    page.wait_for_url("**/sources/AZE-P029-2017-2018.html#**")
    target = page.locator(":target")
    words = target.evaluate(
        "mark => [...mark.childNodes].filter(n => n.nodeName !== 'A').map(n => n.textContent).join('')"
    )
    assert " ".join(words.split()) == "the State control over observance of labor legislation is carried out within the limits of its powers by the State Service of Labor Inspectorate under the Ministry of Labor and Social Protection of Population"  # fmt: skip
    assert " ".join(words.split()) == row["text"]
    box = target.bounding_box()
    assert box
    assert 0 <= box["y"] < box["y"] + box["height"] <= 800, "in view"
    marked = target.evaluate("mark => getComputedStyle(mark).backgroundColor")
    assert marked == "rgb(255, 243, 176)"
    assert marked != page.locator(".item:not(:target)").first.evaluate(
        "mark => getComputedStyle(mark).backgroundColor"
    )


def test_who_comes_back_from_a_source_goes_on_with_the_keyboard_where_they_left(
    tab: Open, outputs: Path
) -> None:
    page = tab(outputs / "02-country" / "AZE-P029.html")
    links = page.locator("td.refs a")
    left = links.nth(3).get_attribute("title")
    links.nth(3).click()
    page.wait_for_url("**/sources/AZE-P029-2017-2018.html#**")
    page.locator(":target a.note").nth(1).click()
    page.wait_for_url("**/02-country/**")
    page.go_back()
    page.wait_for_url("**/sources/**")
    assert page.evaluate("document.activeElement.textContent") == "report"
    page.go_back()
    page.wait_for_url("**/AZE-P029.html")
    assert page.evaluate("document.activeElement.title") == left
    page.evaluate("window.left = document.activeElement")
    page.keyboard.press("Tab")
    assert page.evaluate("left.compareDocumentPosition(document.activeElement)") == 4, "behind it"


def test_no_page_needs_a_wider_screen_than_a_phones(tab: Open, outputs: Path, many: Path) -> None:
    page = tab(width=PHONE)
    for file in [*all_pages(outputs), many]:
        page.goto(file.as_uri())
        needed = page.evaluate("document.documentElement.scrollWidth")
        assert needed <= PHONE, file.name


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_are_shown_whole_on_a_phone(tab: Open, outputs: Path, kind: str) -> None:
    page = tab(next((outputs / kind).glob("*.html")), width=390)
    for picture in page.locator(".scroll:has(> img)").all():
        assert picture.evaluate("box => box.scrollWidth <= box.clientWidth")


@pytest.mark.parametrize("kind", ["02-country", "03-across-years"])
def test_links_that_only_a_screen_can_follow_are_not_printed(
    tab: Open, outputs: Path, kind: str
) -> None:
    page = tab(next((outputs / kind).glob("*.html")))
    sources = page.get_by_role("link", name="source", exact=True)
    assert sources.count()
    page.emulate_media(media="print")
    assert sources.count() == 0


def test_axe_finds_nothing_serious_on_any_kind_of_page(tab: Open, outputs: Path, few: Path) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    files = [few, outputs / "index.html", next((outputs / "sources").glob("AZE*.html"))]
    files += [next((outputs / kind).glob("*.html")) for kind in KINDS]
    found = []
    for file, width in [(file, width) for file in files for width in (1280, PHONE)]:
        page = tab(file, width=width)
        results = axe.Axe().run(page)
        found += [
            (file.name, width, each["id"], each["nodes"][0]["html"][:200])
            for each in results.response["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        page.close()
    assert found == []


def test_what_a_notebook_shows_can_run_nothing_and_load_nothing(
    tab: Open, tmp_path: Path, tables: Tables
) -> None:
    hostile = (
        "<script>document.title = 'run'</script><img alt='x' src='nothing.png' onerror=\"document.title='run'\">"
        "<img alt='y' src='https://example.org/x.png'><iframe src='https://example.org/'></iframe>"
    )
    shown = nbformat.v4.new_output("display_data", data={"text/html": hostile})
    cell = nbformat.v4.new_code_cell("", outputs=[shown], execution_count=1)
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title"), cell])
    file = pages.write(
        tmp_path / "x.html", report_page.page(node, inputs.about("x", "x", {}, node, tables))
    )
    started = tab().context.browser
    assert started
    own = started.new_page()  # not `tab`, whose pages may not complain: that it does is the point
    asked: list[str] = []
    complaints: list[str] = []
    own.on("requestfinished", lambda request: asked.append(request.url))
    own.on("console", lambda message: complaints.append(message.text))
    own.goto(file.as_uri())
    assert own.title() == "Title, 2017–2018"
    assert asked == [file.as_uri()]
    assert len(complaints) >= 4
    own.close()
