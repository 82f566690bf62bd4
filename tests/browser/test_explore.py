"""The search in a page of `05-explore`: by mouse, by keyboard, on a phone, on paper, by address."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import nbformat
import pytest

import annual_review as ar
from annual_review import show
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.reports import inputs, pages, report_page
from annual_review.tables.schema import Tables
from tests.browser.conftest import of_every_state
from tests.conftest import made_up

if TYPE_CHECKING:
    from playwright.sync_api import Page

    Open = Callable[..., Page]

PHONE = 390
HOSTILE = "</script><img src=x onerror=alert(1)> ${1} &lt; <!-- \u2028 end"
ANSWERS = {
    "ALBANIA (2019-2020)": {
        "prevention": "2020 AR: a) Training of labour inspectors; b) Information campaigns. "
        "2019 AR: =SUM(1) was said in the Council.",
        "request": "2019 AR: Most important: a) Capacity building; b) Awareness-raising and mobilization activities.",
        "remedies": "The Côte d’Azur courts hear cases.",
        "challenges_workers": "2019 AR: Fear of reprisals by the employer.",
        "workers_observations": "2020 AR: The workers asked for inspectors.",
    },
    "FIJI (2020)": {"prevention": f"2020 AR: The inspectors met. {HOSTILE}"},
}


def page_of(tables: Tables, file: Path) -> Path:
    html = show.explorer_page(tables)._repr_html_()
    output = nbformat.v4.new_output("display_data", data={"text/html": html})
    node = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Search\n\n## Statements"),
            nbformat.v4.new_code_cell("", outputs=[output], execution_count=1),
        ]
    )
    about = inputs.about("05-explore", "explore", {}, node, tables)
    return pages.write(file, report_page.page(node, about))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = [
        parse(from_bytes(made_up(answers, title).encode(), f"{title}.txt"))
        for title, answers in ANSWERS.items()
    ]
    return page_of(ar.tidy(reports), tmp_path_factory.mktemp("small") / "explore.html")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, azerbaijan: Report) -> Path:
    """The report of Azerbaijan as if each of 187 States had said the same, and some twice."""
    many = of_every_state(azerbaijan, twice=30)
    assert many.statements["statement_id"].nunique() == 217 * 24
    return page_of(many, tmp_path_factory.mktemp("large") / "explore.html")


def status(page: Page) -> str:
    return page.locator("[data-explore]").get_by_role("status").inner_text()


def rows(page: Page) -> list[str]:
    return page.locator("ol.found > li .text").all_inner_texts()


def settled(page: Page) -> None:
    """Wait for what the page does when nobody types any more."""
    page.locator("ol.found[aria-busy=false]").wait_for(state="attached")


def search(page: Page, words: str) -> None:
    page.get_by_label("Words").fill(words)
    settled(page)


def test_words_are_found_and_marked_and_each_row_leads_to_its_source(tab: Open, small: Path) -> None:  # fmt: skip
    page = tab(small)
    search(page, "INSPECTORS labour")
    assert status(page).startswith("1 of 41 statements, in 1 country. Words: INSPECTORS labour.")
    (row,) = page.locator("ol.found > li").all()
    assert row.locator("mark").all_inner_texts() == ["labour", "inspectors"]
    assert "Albania · 2020 · Government" in row.inner_text()
    assert show.label("prevention") in row.inner_text()
    source = row.get_by_role("link", name="source of Albania, 2020")
    assert source.get_attribute("href") == (
        "../sources/ALB-P029-2019-2020.html#ALB-P029-2019-2020/prevention/1"
    )
    search(page, "cote d'azur")
    assert page.locator("ol.found mark").all_inner_texts() == ["Côte", "d’Azur"]
    assert "no year (baseline of 2019–2020)" in page.locator("ol.found").inner_text()
    search(page, '"labour information"')
    assert status(page).startswith("No statements found.")


def test_filters_narrow_one_another_and_say_how_much_they_would_find(tab: Open, small: Path) -> None:  # fmt: skip
    page = tab(small)
    search(page, "inspectors")
    country = page.get_by_label("Country")
    assert country.locator("option:not([hidden])").all_inner_texts() == [
        "All countries", "Albania (2)", "Fiji (1)",
    ]  # fmt: skip
    page.get_by_label("Region").select_option("Asia and the Pacific")
    settled(page)
    assert len(rows(page)) == 1
    assert country.locator("option:not([hidden])").all_inner_texts() == ["All countries", "Fiji (1)"]  # fmt: skip
    page.get_by_role("button", name="Clear").click()
    assert status(page) == "41 statements, in 2 countries."
    page.get_by_label("Who speaks").select_option("workers")
    page.get_by_label("From year").select_option("2020")
    page.get_by_label("Include what has no year").uncheck()
    assert rows(page) == ["The workers asked for inspectors. source\nof Albania, 2020: " + show.label("workers_observations")]  # fmt: skip


def test_measures_and_needs_are_found_by_topic(tab: Open, small: Path) -> None:
    page = tab(small)
    page.get_by_label("Search in").select_option("needs")
    assert status(page) == "2 needs, in 1 country."
    page.get_by_label("Coded as", exact=True).select_option("need.awareness")
    (row,) = page.locator("ol.found > li").all()
    assert "Most important" in row.inner_text()
    assert "mobilization activities" in row.locator(".text").inner_text()
    topic = row.get_by_role("link", name="Awareness raising")
    assert topic.get_attribute("href") == "../codebook.html#need.awareness"
    page.get_by_label("Search in").select_option("")
    assert len(rows(page)) == 1, "the statement around it"


def test_challenges_are_found_by_who_names_them_and_by_kind(tab: Open, small: Path) -> None:
    page = tab(small)
    page.get_by_label("Search in").select_option("challenges")
    assert status(page) == "1 challenge, in 1 country."
    page.get_by_label("Who speaks").select_option("workers")
    (row,) = page.locator("ol.found > li").all()
    topic = row.locator(".topics a")
    code = topic.get_attribute("title") or ""
    assert code.startswith("challenge.")
    page.get_by_label("Coded as", exact=True).select_option(code)
    settled(page)
    assert len(rows(page)) == 1
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these rows (CSV)").click()
    assert download.value.suggested_filename == "annual-review-challenges.csv"
    assert tab(small, "#kind=needs").get_by_text("2 needs, in 1 country").is_visible()


def test_items_whose_topic_is_unsure_are_marked_and_can_be_chosen(tab: Open, small: Path) -> None:
    page = tab(small, "#kind=needs")
    page.get_by_label("How sure the codes are").select_option("no")
    (row,) = page.locator("ol.found > li").all()
    assert "Capacity building" in row.inner_text()
    assert "Capacity of the authorities (unsure: to check)" in row.inner_text()


def test_a_search_is_shared_by_its_address(tab: Open, small: Path) -> None:
    page = tab(small)
    page.get_by_label("Search in").select_option("measures")
    page.get_by_label("Country").select_option("ALB")
    page.get_by_label("To year").select_option("2020")
    search(page, "information campaigns")
    found = rows(page)
    assert len(found) == 1
    fragment = urlsplit(page.url).fragment
    assert fragment == "kind=measures&q=information+campaigns&country=ALB&to=2020"
    again = tab(small, f"#{fragment}")
    assert rows(again) == found
    assert again.get_by_label("Words").input_value() == "information campaigns"
    again.evaluate("location.hash = '#kind=needs'")
    again.get_by_text("2 needs, in 1 country").wait_for()
    stale = tab(small, "#country=%3Cb%3E&from=1&other=2&q=")
    assert status(stale) == "41 statements, in 2 countries. Not on this page, so not asked for: <b>, 1."  # fmt: skip
    search(stale, "inspectors")
    assert status(stale) == "3 of 41 statements, in 2 countries. Words: inspectors."
    none = status(tab(small, "#from=1&q=zumba"))
    assert none == "No statements found. Words: zumba. Not on this page, so not asked for: 1."
    assert status(tab(small, f"#{fragment}&subject=P029")) == status(page)


def test_words_of_documents_stay_words(tab: Open, small: Path) -> None:
    page = tab(small)
    search(page, "onerror")
    assert "</script><img src=x onerror=alert(1)> ${1} &lt; <!--" in rows(page)[0]
    assert page.locator("[data-explore] img").count() == 0


def test_what_is_found_can_be_downloaded_for_a_spreadsheet(tab: Open, small: Path) -> None:
    page = tab(small)
    page.get_by_label("Search in").select_option("measures")
    search(page, "")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these rows (CSV)").click()
    assert download.value.suggested_filename == "annual-review-measures.csv"
    raw = Path(download.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    texts = {row["text"]: row for row in table}
    assert "Training of labour inspectors" in texts
    row = texts["'=SUM(1) was said in the Council"]
    assert (row["country"], row["iso3"], row["years"]) == ("Albania", "ALB", "2019")
    assert row["id"] == "ALB-P029-2019-2020/prevention/2/1"
    assert len(table) == int(status(page).split()[0])


def test_a_column_that_is_of_needs_only_is_empty_for_statements(tab: Open, small: Path) -> None:
    page = tab(small)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these rows (CSV)").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as lines:
        assert {row["priority"] for row in csv.DictReader(lines)} == {""}


def test_the_search_is_used_by_keyboard_alone(tab: Open, small: Path) -> None:
    page = tab(small)
    page.get_by_label("Words").focus()
    page.keyboard.type("inspectors")
    page.get_by_text("3 of 41 statements").wait_for()
    names = []
    while "source" not in "".join(names[-1:]):
        page.keyboard.press("Tab")
        active = page.evaluate("document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent")  # fmt: skip
        assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
        names.append(active)
        assert len(names) < 30
    assert {"Filters", "Region", "Country", "Question", "Coded as", "Clear"} <= set(names)


def test_few_rows_are_shown_at_once_and_more_on_demand(tab: Open, small: Path) -> None:
    page = tab(small)
    settled(page)
    assert len(rows(page)) == 41
    page = tab(small, "#q=inspectors")
    assert not page.get_by_role("button", name="Show").is_visible()


def milliseconds(page: Page, words: str) -> float:
    """How long the page itself is busy with a keystroke, however busy the machine is."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        return float(
            sum(metrics[f"{part}Duration"] for part in ("Script", "Layout", "RecalcStyle"))
        )

    before = busy()
    page.get_by_label("Words").evaluate(
        """(field, words) => {
          field.value = words;
          field.dispatchEvent(new Event("input", { bubbles: true }));
          document.body.offsetHeight; // lays the page out
        }""",
        words,
    )
    took = 1000 * (busy() - before)
    session.detach()
    return took


def test_five_thousand_statements_are_searched_without_waiting(tab: Open, large: Path) -> None:
    assert large.stat().st_size < 1_500_000
    paints = []
    for _ in range(3):
        page = tab(large)
        page.get_by_text("5,208 statements, in 187 countries.").wait_for()
        paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))  # fmt: skip
    assert min(paints) < 1000
    assert len(rows(page)) == 10, "of all, before anything is sought"
    typed = "vocational training"
    page.wait_for_timeout(1000)
    took = [milliseconds(page, typed[: n + 1]) for n in range(len(typed))]
    assert statistics.median(took) < 50, took
    settled(page)
    assert len(rows(page)) == 50
    page.get_by_role("button", name="Show 50 more").click()
    assert len(rows(page)) == 100
    assert page.evaluate("[...document.querySelectorAll('ol.found > li')].indexOf(document.activeElement)") == 50  # fmt: skip


def test_without_scripts_there_is_a_sentence_and_the_first_rows(tab: Open, small: Path) -> None:
    page = tab(small, java_script_enabled=False)
    assert page.get_by_text("With scripts switched on, this page searches").is_visible()
    assert page.get_by_text("The first 20 of 41 statements").is_visible()
    assert not tab(small).get_by_text("The first 20 of 41 statements").is_visible()


def test_paper_has_all_rows_that_are_found_and_no_controls(tab: Open, large: Path) -> None:
    page = tab(large, "#country=ZWE")
    page.get_by_text("24 of 5,208 statements").wait_for()
    page = tab(large, "#q=vocational")
    settled(page)
    assert len(rows(page)) == 50
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(rows(page)) == int(status(page).split()[0].replace(",", "")) > 50
    assert not page.get_by_label("Words").is_visible()
    assert not page.locator("[data-explore] button:visible").count()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(rows(page)) == 50


def test_paper_has_the_first_rows_where_nobody_searched_and_says_so(tab: Open, large: Path) -> None:
    page = tab(large)
    settled(page)
    assert len(rows(page)) == 10
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(rows(page)) == 10
    assert "The first 10 are printed; the other 5,198 can be downloaded" in status(page)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert "printed" not in status(page)


def test_filters_are_folded_on_a_phone_which_needs_no_wider_screen(tab: Open, small: Path) -> None:
    page = tab(small, width=PHONE)
    assert page.get_by_label("Words").is_visible()
    assert not page.get_by_label("Country").is_visible()
    page.get_by_text("Filters").click()
    assert page.get_by_label("Country").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_axe_finds_nothing_serious(tab: Open, small: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")  # fmt: skip
    for width in (1280, PHONE):
        page = tab(small, "#q=inspectors", width=width)
        settled(page)
        found = axe.Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
