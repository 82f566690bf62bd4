"""The pages as people meet them: in Chromium, by mouse, by keyboard, on a phone and on paper."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

import nbformat
import pytest

from annual_review.reports import inputs, pages, report_page
from annual_review.tables.schema import Tables
from annual_review.tables.store import load

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Open = Callable[..., Page]

KINDS = ["01-corpus", "02-country", "03-across-years", "04-cooperation-needs", "05-explore"]
PHONE = 375


def shown(page: Page) -> list[str]:
    """Names of the reports that the index shows, in order."""
    return page.locator("table.reports tbody tr:visible .run").all_inner_texts()


def status(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def all_pages(outputs: Path) -> list[Path]:
    return sorted(outputs.rglob("*.html"))


# ---- the index ----------------------------------------------------------------------------------


def test_the_index_is_filtered_by_country_year_and_words_and_says_how_many_it_shows(
    tab: Open, many: Path
) -> None:
    page = tab(many)
    assert status(page) == "2,000 reports"
    page.get_by_label("Country").select_option(label="Albania")
    page.get_by_text("9 of 2,000 reports shown").wait_for()
    assert shown(page) == [f"ALB-{year}" for year in range(2010, 2019)]
    page.get_by_label("Annual Review").select_option("2012")
    page.get_by_text("1 of 2,000 reports shown. Country: Albania; Annual Review: 2012.").wait_for()
    assert shown(page) == ["ALB-2012"]

    page.get_by_role("button", name="Clear", exact=True).click()
    assert status(page) == "2,000 reports"
    page.get_by_label("Search").fill("cote ivoire 2011")
    page.get_by_text("1 of 2,000 reports shown").wait_for()
    assert shown(page) == ["CIV-2011"]
    page.get_by_label("Search").fill("no such country")
    page.get_by_text("No report matches").wait_for()
    assert shown(page) == []
    page.get_by_role("button", name="Clear the filters").click()
    assert len(shown(page)) == 2000


def test_what_is_chosen_stands_in_the_address_so_that_it_can_be_shared(
    tab: Open, many: Path
) -> None:
    page = tab(many)
    page.get_by_label("Country").select_option("CIV")
    page.get_by_label("Search").fill("201")
    page.get_by_role("button", name="Years").click()
    page.get_by_role("button", name="Years").click()
    page.get_by_text("8 of 2,000").wait_for()
    address = page.url
    assert urlsplit(address).fragment == "q=201&country=CIV&sort=-3"

    again = tab(many, "#" + urlsplit(address).fragment)
    assert shown(again) == [f"CIV-{year}" for year in range(2017, 2009, -1)]
    assert again.get_by_label("Search").input_value() == "201"
    assert (
        again.get_by_role("columnheader", name="Years").get_attribute("aria-sort") == "descending"
    )


def test_an_address_that_means_nothing_shows_everything(tab: Open, many: Path) -> None:
    page = tab(many, "#country=%3Cb%3E&year=1&sort=99&other=1&q=")
    assert status(page) == "2,000 reports"
    assert page.evaluate("window.pwned") is None


def test_failed_and_outdated_reports_are_at_the_top_and_can_be_chosen(
    tab: Open, many: Path
) -> None:
    page = tab(many)
    top = page.get_by_role("region", name="Needs attention: 1 report failed, 1 out of date")
    box = top.bounding_box()
    assert box
    assert box["y"] + box["height"] < 800, "seen without scrolling"
    assert "Failed" in top.inner_text()
    assert "Cell 3: Made: up" in top.inner_text()
    page.get_by_label("Status").select_option("attention")
    page.get_by_text("2 of 2,000").wait_for()
    assert sorted(shown(page)) == ["ABW-2010", "AFG-2010"]


def test_a_change_leads_to_the_reports_that_it_made_again(tab: Open, many: Path) -> None:
    page = tab(many)
    page.get_by_role("link", name="program").click()
    page.get_by_text("of 2,000 reports shown. Changed in the last batch: program").wait_for()
    assert shown(page)
    assert "ALB-2010" not in shown(page)
    page.get_by_label("Changed in the last batch", exact=True).select_option("Unchanged")
    page.get_by_text("9 of 2,000").wait_for()
    assert {name[:3] for name in shown(page)} == {"ALB"}


def test_the_index_is_used_by_keyboard_alone(tab: Open, many: Path) -> None:
    page = tab(many)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the reports"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.get_by_label("Search").focus()
    page.keyboard.type("albania")
    page.get_by_text("9 of 2,000").wait_for()
    while page.evaluate("document.activeElement.textContent") != "Years":
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px", "where the focus is can be seen"
    header = page.get_by_role("columnheader", name="Years")
    page.keyboard.press("Space")
    assert header.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Space")
    assert header.get_attribute("aria-sort") == "descending"
    assert shown(page)[0] == "ALB-2018"
    while page.evaluate("document.activeElement.tagName") != "A":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/x/ALB-2018.html")


def test_without_scripts_the_whole_index_is_there(tab: Open, many: Path) -> None:
    page = tab(many, java_script_enabled=False)
    assert not page.get_by_label("Search").is_visible()
    assert page.locator("table.reports tbody tr:visible").count() == 2000


def test_the_index_prints_what_is_shown(tab: Open, many: Path) -> None:
    page = tab(many, "#country=ALB")
    page.emulate_media(media="print")
    assert not page.get_by_label("Search").is_visible()
    assert "Country: Albania" in status(page)
    assert len(shown(page)) == 9


# ---- reports and sources ------------------------------------------------------------------------


def test_every_link_of_every_page_leads_to_a_file_and_a_place_that_are_there(
    tab: Open, outputs: Path
) -> None:
    page = tab()
    ids: dict[str, set[str]] = {}
    links: dict[str, list[str]] = {}
    for file in all_pages(outputs):
        page.goto(file.as_uri())
        ids[file.as_uri()] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))  # fmt: skip
        links[file.as_uri()] = page.evaluate("[...document.links].map(a => a.href)")
    assert sum(map(len, links.values())) > 100
    for address, found in links.items():
        for link in found:
            file, place = urldefrag(link)
            assert Path(unquote(urlsplit(file).path)).is_file(), f"{address}: {link}"
            if place and "=" not in place:
                assert unquote(place) in ids[file], f"{address}: {link}"


def test_each_report_opens_from_the_index(tab: Open, outputs: Path) -> None:
    page = tab(outputs / "index.html")
    names = shown(page)
    assert len(names) == 7
    for name in names:
        page.locator("table.reports tbody th a", has_text=re.compile(rf" {name}$")).click()
        page.wait_for_url(f"**/{name}.html")
        assert page.get_by_role("heading", level=1).count() == 1
        page.get_by_role("link", name="All reports").click()
        page.wait_for_url("**/index.html")


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


def test_no_page_needs_a_wider_screen_than_a_phones(tab: Open, outputs: Path, many: Path) -> None:
    page = tab(width=PHONE)
    for file in [*all_pages(outputs), many]:
        page.goto(file.as_uri())
        needed = page.evaluate("document.documentElement.scrollWidth")
        assert needed <= PHONE, file.name


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
