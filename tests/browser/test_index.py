"""The index as people use it: to find a report by country, question and words."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from annual_review.reports import index_page
from tests.reports.test_index import index, listed

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Open = Callable[..., Page]

ALL = 187 * 15 + 16
"""Reports of the made-up index: at a glance, 14 steps, and those of all countries."""


def shown(page: Page) -> list[str]:
    """Addresses of the reports that can be seen, in order."""
    links = page.locator(".reports a:visible")
    return [str(link.get_attribute("href")) for link in links.all()]


def status(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def test_a_reader_chooses_a_country_and_sees_its_reports_open(tab: Open, many: Path) -> None:
    page = tab(many)
    assert shown(page) == ["01-corpus/corpus.html"], "countries are folded, findings of all are not"
    page.get_by_label("Country").select_option(label="Albania")
    page.get_by_text("15 of 2,821 reports. Country: Albania.").wait_for()
    steps = [f"03-across-years/ALB-P029-{year - 1}-{year}.html" for year in range(2022, 2008, -1)]
    assert shown(page) == ["02-country/ALB-P029.html", *steps]
    assert page.get_by_text("Albania named 27 measures.").is_visible()
    assert not page.get_by_role("heading", name="All countries").is_visible()
    page.get_by_label("Annual Review").select_option("2012")
    page.get_by_text("3 of 2,821 reports. Country: Albania; Annual Review: 2012.").wait_for()

    page.get_by_role("button", name="Clear").click()
    assert shown(page) == ["01-corpus/corpus.html"], "folded as before"
    assert page.locator("details.group:visible").count() == 187


def test_a_reader_searches_in_findings_names_and_years(tab: Open, many: Path) -> None:
    page = tab(many)
    page.get_by_label("Search").fill("cote ivoire 2011")
    page.get_by_text("2 of 2,821 reports. Search: “cote ivoire 2011”.").wait_for()
    assert shown(page) == [f"03-across-years/CIV-P029-{a}-{a + 1}.html" for a in (2011, 2010)]
    page.get_by_label("Search").fill("d’Ivoire 2011")  # as phones write it
    page.get_by_text("2 of 2,821 reports. Search: “d’Ivoire 2011”.").wait_for()
    page.get_by_label("Search").fill("no such country")
    page.get_by_text("No report matches").wait_for()
    assert shown(page) == []
    page.get_by_role("button", name="Show all reports").click()
    assert shown(page) == ["01-corpus/corpus.html"]


def test_pages_on_regions_are_found_by_region_also_where_there_is_none_on_all(
    tab: Open, tmp_path: Path
) -> None:
    regions = ("Africa", "Americas")
    index(
        tmp_path,
        *(listed(tmp_path, "05-explore", {"region": each}) for each in regions),
        *(listed(tmp_path, "02-country", {"country": each}) for each in ("AZE", "CHN")),
    )
    page = tab(index_page.write_index(tmp_path))
    for region in regions:
        page.get_by_label("Region").select_option(region)
        page.get_by_text(f"1 of 4 reports. Region: {region}.").wait_for()
        assert shown(page) == [f"05-explore/{region}.html"]


def test_countries_are_in_the_order_of_the_alphabet_whatever_their_accents(
    tab: Open, many: Path
) -> None:
    page = tab(many)
    for names in (page.locator("summary h3"), page.get_by_label("Country").locator("option")):
        texts = names.all_text_contents()
        at = texts.index("Côte d'Ivoire")
        assert texts[at - 1 : at + 2] == ["Costa Rica", "Côte d'Ivoire", "Croatia"]


def test_many_matches_stay_folded_by_country(tab: Open, many: Path) -> None:
    page = tab(many)
    page.get_by_label("Question").select_option(label="At a glance")
    page.get_by_label("Region").select_option("Africa")
    page.get_by_text("54 of 2,821 reports.").wait_for()
    assert len(shown(page)) == 54
    page.get_by_label("Region").select_option("")
    page.get_by_text("187 of 2,821 reports.").wait_for()
    assert shown(page) == []
    page.get_by_text("Albania", exact=True).locator("visible=true").click()
    assert shown(page) == ["02-country/ALB-P029.html"]


def test_what_is_chosen_stands_in_the_address_so_that_it_can_be_shared(
    tab: Open, many: Path
) -> None:
    page = tab(many)
    page.get_by_label("Country").select_option("CIV")
    page.get_by_label("Search").fill("2012")
    page.get_by_text("2 of 2,821").wait_for()
    address = page.url
    assert urlsplit(address).fragment == "q=2012&country=CIV"
    again = tab(many, "#" + urlsplit(address).fragment)
    assert len(shown(again)) == 2
    assert again.get_by_label("Search").input_value() == "2012"
    nothing = tab(many, "#country=%3Cb%3E&year=1&other=1&q=")
    assert shown(nothing) == ["01-corpus/corpus.html"], "an address that means nothing shows all"


def test_what_needs_attention_is_told_once_before_everything(tab: Open, many: Path) -> None:
    page = tab(many)
    top = page.get_by_role("region", name="Needs attention")
    box = top.bounding_box()
    assert box
    assert box["y"] + box["height"] < 400
    assert "2 reports stopped at the same error: Made: up for AFG." in top.inner_text()
    assert "Out of date: 03-across-years AFG-P029-2009-2010" in top.inner_text()


def test_how_reports_were_made_can_be_sorted(tab: Open, few: Path) -> None:
    page = tab(few)
    page.get_by_text("How these reports were made").click()
    first = page.locator("table.batch tbody th").first
    assert first.inner_text() == "01-corpus 2017"
    button, head = page.get_by_role("button", name="Report"), page.locator("table.batch thead th").first  # fmt: skip
    button.click()
    assert (first.inner_text(), head.get_attribute("aria-sort")) == ("01-corpus 2017", "ascending")
    button.click()
    assert first.inner_text().startswith("03-across-years ")
    assert head.get_attribute("aria-sort") == "descending"


def test_the_index_is_used_by_keyboard_alone(tab: Open, many: Path) -> None:
    page = tab(many)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the reports"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.get_by_label("Search").focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px", "where the focus is can be seen"
    page.keyboard.type("named measures china")
    page.get_by_text("1 of 2,821 reports.").wait_for()
    while page.evaluate("document.activeElement.textContent") != "At a glance":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/02-country/CHN-P029.html")


def test_without_scripts_the_whole_index_is_there(tab: Open, many: Path) -> None:
    page = tab(many, java_script_enabled=False)
    assert not page.get_by_label("Search").is_visible()
    assert page.locator(".reports li").count() == ALL
    page.get_by_text("Albania", exact=True).locator("visible=true").click()
    assert "02-country/ALB-P029.html" in shown(page)


def test_the_index_prints_what_is_shown(tab: Open, many: Path) -> None:
    page = tab(many, "#country=ALB")
    page.emulate_media(media="print")
    assert not page.get_by_label("Search").is_visible()
    assert "Country: Albania" in status(page)
    assert len(shown(page)) == 15


def test_three_thousand_reports_open_and_are_found_without_waiting(tab: Open, many: Path) -> None:
    assert many.stat().st_size < 1_500_000
    page = tab()
    began = time.monotonic()
    page.goto(many.as_uri())
    assert page.evaluate("document.documentElement.scrollHeight") < 12 * 800
    assert time.monotonic() - began < 5, "of which a quiet machine needs a fifth"
    milliseconds = page.evaluate(
        """async () => {
            const field = document.getElementById("q"), began = performance.now();
            field.value = "albania";
            field.dispatchEvent(new Event("input", { bubbles: true }));
            while (document.getElementById("shown").hidden) await new Promise(requestAnimationFrame);
            return performance.now() - began;
        }"""
    )
    assert milliseconds < 2000


def test_each_report_opens_from_the_index(tab: Open, outputs: Path) -> None:
    page = tab(outputs / "index.html")
    for fold in page.locator(".group details, details.group").all():
        fold.evaluate("fold => { fold.open = true; }")
    names = shown(page)
    assert len(names) == 7
    for name in names:
        page.goto((outputs / "index.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        page.locator(f".reports a[href='{name}']").click()
        page.wait_for_url(f"**/{name}")
        assert page.get_by_role("heading", level=1).count() == 1
        page.get_by_role("link", name="All reports").click()
        page.wait_for_url("**/index.html")


def test_how_thousands_of_reports_were_made_is_shown_in_part_and_sorted_whole(
    tab: Open, many: Path
) -> None:
    page = tab(many)
    page.get_by_text("How these reports were made").click()
    rows = page.locator("table.batch tbody tr")
    assert rows.locator("visible=true").count() == 8
    for _ in range(2):
        page.get_by_role("button", name="Report").click()
    assert rows.first.inner_text().startswith("03-across-years ZWE-P029-2021-2022")
    page.get_by_label("Show all 2,821 reports").check()
    assert rows.locator("visible=true").count() == ALL
