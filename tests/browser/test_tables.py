"""Tables and folded sections of a report: searched, sorted, taken away, by mouse and by keyboard."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pandas as pd
import pytest

from annual_review import analysis, show
from annual_review.reports import codebook_page, inputs, pages, report_page
from annual_review.tables.schema import Tables
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    Open = Callable[..., Page]

STATES = ["Côte d’Ivoire", "Albania", "Bahrain", "Chad", "Denmark"]
FORMULA = '=HYPERLINK("https://example.org";"x")'


def needs() -> pd.DataFrame:
    """Forty rows: five States by turns, amounts that fall, two gaps, one formula."""
    return pd.DataFrame(
        {
            "country": [STATES[n % 5] for n in range(40)],
            "amount": pd.array([None if n in (7, 9) else 1010 - n for n in range(40)], "Int64"),
            "text": [FORMULA if n == 3 else f"Need {n}, “{n}”" for n in range(40)],
            "code": ["need.data" if n % 2 else "need.awareness" for n in range(40)],
            "need_id": [f"XXX-P029-2017-2018/request/1/{n}" for n in range(40)],
        }
    )


def asked(tables: Tables) -> pd.DataFrame:
    """Fourteen kinds of help, each asked for by the same ten States, of which two are named."""
    ten = tables.countries.sort_values("name").head(10)
    who = show.words.listing(ten["name"].tolist(), 2)
    assert who.endswith(" and eight more")
    frame = pd.DataFrame({"kind": [f"Kind {n}" for n in range(14)], "who": who})
    return frame.assign(iso3s=" ".join(ten["iso3"]))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, tables: Tables) -> Path:
    """A report with a table of forty rows, one of six, and a folded section with one of fifteen."""
    folder = tmp_path_factory.mktemp("tables")
    codebook_page.write(folder)
    finding = show.findings([show.Finding("Five States ask.", "Every need")])
    shown: list[Any] = [
        "# Title\n\nOne sentence.", finding, "## Every need",
        show.table(needs(), "Forty needs", anchor="need_id"),
        "## Few", show.table(needs().head(6)[["country", "amount"]], "Six rows"),
        "## Who", show.table(asked(tables), "Fourteen kinds", rests={"who": "iso3s"}, tables=tables),
        "## Other\n\nWords.", "## Method", show.table(needs().head(15)[["text"]], "Fifteen rows"),
    ]  # fmt: skip
    cells = []
    for each in shown:
        if isinstance(each, str):
            tags = ["folded"] if each == "## Method" else []
            cells.append(nbformat.v4.new_markdown_cell(each, metadata={"tags": tags}))
        else:
            data = {"text/html": each._repr_html_()}
            output = nbformat.v4.new_output("display_data", data=data)
            cells.append(nbformat.v4.new_code_cell("", outputs=[output], execution_count=1))
    node = nbformat.v4.new_notebook(cells=cells)
    about = inputs.about("x", "x", {}, node, tables)
    return pages.write(folder / "x" / "x.html", report_page.page(node, about))


def rows(page: Page, caption: str = "Forty needs") -> Locator:
    return page.get_by_role("table", name=caption).locator("tbody tr:visible")


def column(page: Page, n: int, caption: str = "Forty needs") -> list[str]:
    return rows(page, caption).locator(f"td:nth-child({n})").all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_long_table_shows_its_first_rows_and_all_when_asked(
    tab: Open, file: Path, scripts: bool
) -> None:
    page = tab(file, java_script_enabled=scripts)
    assert column(page, 2) == [*(f"1,{n:03}" for n in range(10, 3, -1)), "–"]
    every = page.get_by_role("checkbox", name="Show all 40 rows")
    every.focus()
    page.keyboard.press("Space")
    assert rows(page).count() == 40
    page.keyboard.press("Space")
    assert rows(page).count() == 8
    assert page.get_by_role("button", name="Download CSV").first.is_visible() == scripts
    assert rows(page, "Six rows").count() == 6
    assert not page.get_by_text("Show all 6 rows").count()


def test_a_search_looks_at_all_rows_and_says_how_many_it_found(tab: Open, file: Path) -> None:
    page = tab(file)
    search = page.get_by_role("searchbox", name="Search: Forty needs")
    search.fill("cote need 3")
    status = page.get_by_role("status").first
    status.get_by_text("2 of 40 rows").wait_for()
    assert column(page, 3) == ["Need 30, “30”", "Need 35, “35”"]
    search.fill("d'ivoire")  # the rows have another apostrophe
    status.get_by_text("8 of 40 rows").wait_for()
    search.fill("no such words")
    status.get_by_text("0 of 40 rows").wait_for()
    assert rows(page).count() == 0
    search.fill("")
    page.get_by_role("checkbox", name="Show all 40 rows").wait_for()
    assert rows(page).count() == 8
    assert status.inner_text() == ""


def test_a_header_sorts_by_keyboard_numbers_as_numbers_and_what_is_missing_last(
    tab: Open, file: Path
) -> None:
    page = tab(file)
    amount = page.get_by_role("columnheader", name="amount").first
    page.get_by_role("searchbox", name="Search: Forty needs").focus()
    while page.evaluate("document.activeElement.textContent") != "amount":
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    assert amount.get_attribute("aria-sort") == "ascending"
    assert column(page, 2) == [str(n) for n in range(971, 979)]
    page.keyboard.press("Space")
    assert amount.get_attribute("aria-sort") == "descending"
    assert column(page, 2)[:2] == ["1,010", "1,009"]
    page.get_by_role("checkbox", name="Show all 40 rows").check()
    assert column(page, 2)[-3:] == ["971", "–", "–"]
    amount.get_by_role("button").click()
    assert amount.get_attribute("aria-sort") is None
    assert column(page, 2)[7] == "–", "as it was"
    page.get_by_role("columnheader", name="country").first.get_by_role("button").click()
    assert column(page, 1)[:9] == ["Albania"] * 8 + ["Bahrain"]
    assert column(page, 2)[:2] == ["1,009", "1,004"], "in the order that they had"


def test_what_was_found_is_taken_away_as_csv_with_ids_and_codes(
    tab: Open, file: Path, tmp_path: Path
) -> None:
    page = tab(file, accept_downloads=True)
    frame = needs()

    def taken() -> list[list[str]]:
        with page.expect_download() as download:
            page.get_by_role("button", name="Download CSV: Forty needs").click()
        assert download.value.suggested_filename == "title-2017-2018-forty-needs.csv"
        download.value.save_as(tmp_path / "x.csv")
        raw = (tmp_path / "x.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(raw.decode("utf-8-sig").split("\r\n")[:-1]))

    head, *body = taken()
    assert head == ["country", "amount", "text", "code", "code (code)", "source"]
    assert len(body) == 40
    assert [row[2] for row in body] == frame["text"].replace(FORMULA, f"'{FORMULA}").tolist()
    assert body[0][1] == "1010", "as spreadsheets read numbers"
    assert body[7] == ["Bahrain", "", "Need 7, “7”", "Data and research", "need.data", frame["need_id"][7]]  # fmt: skip
    page.get_by_role("searchbox", name="Search: Forty needs").fill("chad")
    page.get_by_text("8 of 40 rows").first.wait_for()
    assert [row[5] for row in taken()[1:]] == frame["need_id"][3::5].tolist()


def test_names_that_a_cell_opens_are_found_and_taken_away_as_well(
    tab: Open, file: Path, tables: Tables
) -> None:
    page = tab(file)
    names = tables.countries["name"].sort_values().head(10).tolist()
    page.get_by_role("searchbox", name="Search: Fourteen kinds").fill(f"{names[-1]} 1")
    page.get_by_text("5 of 14 rows").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV: Fourteen kinds").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as lines:
        assert {row["who"] for row in csv.DictReader(lines)} == {", ".join(names)}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_a_row_that_is_not_shown_shows_it(tab: Open, file: Path, scripts: bool) -> None:
    page = tab(file, "#XXX-P029-2017-2018/request/1/30", java_script_enabled=scripts)
    row = page.locator(":target")
    assert row.is_visible()
    box = row.bounding_box()
    assert box
    assert 0 <= box["y"] < 800


def test_a_folded_section_opens_by_a_link_and_by_keyboard_and_on_paper(
    tab: Open, file: Path
) -> None:
    page = tab(file)
    assert not page.get_by_role("table", name="Fifteen rows").is_visible()
    page.get_by_role("link", name="Method").click()
    page.get_by_role("table", name="Fifteen rows").wait_for()
    assert rows(page, "Fifteen rows").count() == 8
    page.get_by_role("link", name="About this report").first.click()
    page.get_by_text("How to cite").wait_for()
    summary = page.locator("summary", has=page.get_by_role("heading", name="Method"))
    summary.focus()
    page.keyboard.press("Enter")
    assert not page.get_by_role("table", name="Fifteen rows").is_visible()

    again = tab(file, "#method")
    again.get_by_role("table", name="Fifteen rows").wait_for()
    without = tab(file, java_script_enabled=False)
    without.locator("summary", has=without.get_by_role("heading", name="Method")).click()
    assert without.get_by_role("table", name="Fifteen rows").is_visible()

    page.emulate_media(media="print")
    assert page.get_by_text("The first 8 of 15 rows. The page has all of them.").is_visible()
    assert not page.get_by_role("button", name="Download CSV").first.is_visible()
    assert not page.get_by_text("Show all 15 rows").is_visible()


def test_a_finding_leads_to_its_rows(tab: Open, file: Path) -> None:
    page = tab(file)
    page.get_by_role("link", name="Every need: details").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#every-need")
    assert page.locator(":target").inner_text() == "Every need"


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious_in_tables_that_are_searched_and_sections_that_are_open(
    tab: Open, file: Path, width: int
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    page = tab(file, "#method", width=width)
    page.get_by_role("table", name="Fifteen rows").wait_for()
    page.get_by_role("searchbox", name="Search: Forty needs").fill("chad")
    page.get_by_role("columnheader", name="amount").first.get_by_role("button").click()
    page.get_by_text("8 of 40 rows").first.wait_for()
    found = axe.Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_of_the_codebook_is_readable_for_everybody(tab: Open, file: Path) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    page = tab(file)
    page.get_by_role("link", name="Awareness raising").first.click()
    page.wait_for_url("**/codebook.html#need.awareness")
    assert "Awareness raising" in page.locator(":target").inner_text()
    found = axe.Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_codebook_is_folded_and_a_link_opens_the_entry_it_leads_to(
    tab: Open, file: Path, scripts: bool
) -> None:
    page = tab(file.parents[1] / "codebook.html", java_script_enabled=scripts)
    entry = page.locator('[id="need.awareness"]')
    assert not entry.is_visible()
    page.locator('a[href="#need.awareness"]').first.click()
    entry.wait_for()
    box = entry.bounding_box()
    assert box
    assert 0 <= box["y"] < 800
    assert not page.locator('[id="group.children"]').is_visible(), "others stay folded"
    page.emulate_media(media="print")
    assert page.locator('[id="group.children"]').is_visible()


def test_a_table_of_25_years_fits_on_paper(
    browser: Browser, tmp_path: Path, tables: Tables
) -> None:
    node = nbformat.read(PROJECT / "notebooks" / "01-corpus.ipynb", as_version=4)
    codes = ["prevention.education", "protection.identification"]
    cells = pd.DataFrame(dict.fromkeys(range(2024, 1999, -1), [187] * 2), index=codes)
    shown = show.grid(analysis.Grid(cells, cells.astype(str).replace("187", "")), "By year")
    data = {"text/html": shown._repr_html_()}
    node.cells[-1].outputs = [nbformat.v4.new_output("display_data", data)]
    about = inputs.about("01-corpus", "corpus", {"subject": "", "year": 0}, node, tables)
    file = pages.write(tmp_path / "corpus.html", report_page.page(node, about))
    page = browser.new_page(viewport={"width": 665, "height": 900})  # A4 within its margins
    page.emulate_media(media="print")
    page.goto(file.as_uri())
    assert page.locator("table.wide").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 665
    page.close()


def test_a_caption_is_read_whole_on_a_telephone_however_wide_its_table(
    browser: Browser, tmp_path: Path, tables: Tables
) -> None:
    node = nbformat.read(PROJECT / "notebooks" / "01-corpus.ipynb", as_version=4)
    frame = pd.DataFrame({f"column {n}": ["words " * 9] for n in range(9)})
    shown = show.table(frame, "A caption of more words than a telephone shows in a single line")
    data = {"text/html": shown._repr_html_()}
    node.cells[-1].outputs = [nbformat.v4.new_output("display_data", data)]
    about = inputs.about("01-corpus", "corpus", {"subject": "", "year": 0}, node, tables)
    file = pages.write(tmp_path / "corpus.html", report_page.page(node, about))
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    caption = page.locator("caption", has_text="A caption of more words")
    assert caption.evaluate("each => each.getBoundingClientRect().right") <= 390
    page.close()
