"""Pages of reports: what they say of themselves, and that everybody can read them."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from annual_review import show
from annual_review.codebook import SCHEMES, codebook
from annual_review.reports import (
    codebook_page,
    inputs,
    pages,
    printing,
    report_page,
    source_page,
)
from annual_review.tables import data_version
from annual_review.tables.schema import Tables

CHECKSUM = "22050e9a44219322af74d21c45b672455bb329c3f981e4694bc0ee28cf73a231"
REPORT = "AZE-P029-2017-2018"
PIXEL = base64.b64encode(b"no picture is looked at here").decode()


def executed(*cells: Any) -> Any:
    """A notebook as a run leaves it: a title, then `cells`; a dict is the output of a code cell."""
    made = [nbformat.v4.new_markdown_cell("# A heading\n\nFirst words.")]
    for cell in cells:
        if isinstance(cell, str):
            made.append(nbformat.v4.new_markdown_cell(cell))
        else:
            shown = nbformat.v4.new_output("display_data", **cell)
            made.append(nbformat.v4.new_code_cell("show()", outputs=[shown], execution_count=1))
    node = nbformat.v4.new_notebook(cells=made)
    given = {"country": "AZE", "region": "", "year": 0, "tidy": "/home/somebody/tidy"}
    node.metadata["papermill"] = {"parameters": given}
    return node


def report(tables: Tables, *cells: Any, **values: Any) -> BeautifulSoup:
    node = executed(*cells)
    about = inputs.about("02-country", "AZE-P029", values, node, tables)
    return BeautifulSoup(report_page.page(node, about), "html.parser")


def text(soup: Any) -> str:
    return " ".join(soup.get_text(" ").split())


# ---- a report -----------------------------------------------------------------------------------


def test_a_report_says_what_it_is_about_where_it_is_from_and_how_to_cite_it(
    tables: Tables,
) -> None:
    soup = report(tables, country="AZE", subject="P029")
    assert text(soup.title) == "A heading: Azerbaijan, 2017–2018"
    assert [text(h) for h in soup.find_all("h1")] == ["A heading: Azerbaijan, 2017–2018"]
    facts = dict(
        zip(map(text, soup.select("dl.facts dt")), map(text, soup.select("dl.facts dd")), strict=True)
    )  # fmt: skip
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ 20\d\d, \d\d:\d\d UTC", facts.pop("Made"))
    assert facts == {
        "Country": "Azerbaijan (AZE)",
        "Subject": "Protocol of 2014 to the Forced Labour Convention, 1930",
        "Annual Review": "2017–2018",
        "From": REPORT,
        "Version of the data": data_version(tables),
    }
    cite = soup.select_one("p.cite")
    assert cite
    assert "A heading: Azerbaijan, 2017–2018. Protocol of 2014" in text(cite)
    made = text(cite.find_next_sibling("p"))
    for part in (
        "with annual-review 0.",
        "from this version of the data and the ILO’s country baseline under the Annual Review",
        REPORT,
        CHECKSUM[:12],
    ):
        assert part in made
    assert "Neither the International Labour Office nor this project has verified it" in text(
        soup.main
    )
    (row,) = soup.select("details.colophon tbody tr")
    assert [text(cell) for cell in row.find_all(["th", "td"])] == [
        REPORT, "azerbaijan-p029-2017-2018.txt", CHECKSUM, "not known",
    ]  # fmt: skip
    links = {link["href"] for link in soup.find_all("a")}
    assert {"../index.html", f"../sources/{REPORT}.html", "AZE-P029.ipynb"} <= links
    assert "made this page, with country = AZE." in text(soup.main), (
        "and what stands for all is not told"
    )
    assert "/home/somebody" not in text(soup)


def test_an_address_is_a_link_where_the_tables_have_one(tables: Tables) -> None:
    url = "https://example.org/aze.txt"
    known = dataclasses.replace(tables, reports=tables.reports.assign(url=url))
    link = report(known, country="AZE").select_one(f'details.colophon td a[href="{url}"]')
    assert text(link) == url


def test_pages_say_how_to_cite_them_and_the_version_that_they_were_made_from(
    tables: Tables,
) -> None:
    data = {
        "title": "Baselines & more", "authors": ["Doe, Jane", "An <Office>"],
        "address": "https://example.org/data/", "licence": "CC-BY-4.0",
    }  # fmt: skip
    node = executed()
    about = inputs.about("x", "AZE", {"country": "AZE"}, node, tables, data, "1.2+abc")
    about["made"] = "2031-05-06T07:08:09+00:00"
    soup = BeautifulSoup(report_page.page(node, about), "html.parser")
    said = (
        "Doe, Jane; An <Office> (2031). {}. In: Baselines & more. Version 1.2+abc. "
        "https://example.org/data/"
    )
    (cite,) = soup.select("p.cite")
    assert text(cite) == said.format("A heading: Azerbaijan, 2017–2018")
    assert text(cite.find_next_sibling("p")).startswith("Made on 6 May 2031 with annual-review")
    cited = pages.cited(data, "1.2+abc", 2031, "Codebook")
    for page in (source_page.page(tables, REPORT, cited=cited), codebook_page.page(cited)):
        footer = BeautifulSoup(page, "html.parser").footer
        assert footer
        assert text(footer.select_one("p.cite")) == said.format("Codebook")
        assert "Made from version 1.2+abc of the data" in text(footer)


def test_headings_leave_out_no_level_and_a_long_report_has_contents(tables: Tables) -> None:
    parts = ["#### Deep", "# Another title", "## Same", "## Same", "##### Deeper", "## Last"]
    soup = report(tables, *parts)
    body = soup.select_one("div.notebook")
    assert body
    headings = [(h.name, text(h)) for h in body.find_all(re.compile("^h[1-6]$"))]
    assert headings == [
        ("h2", "Deep"), ("h2", "Another title"), ("h2", "Same"), ("h2", "Same"), ("h3", "Deeper"),
        ("h2", "Last"),
    ]  # fmt: skip
    addresses = [link["href"] for link in soup.select("nav.contents a")]
    assert addresses == ["#deep", "#another-title", "#same", "#same-2", "#last", "#about-this-report"]  # fmt: skip
    ids = [each["id"] for each in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in addresses} <= set(ids)
    assert not report(tables, "## One").select("nav.contents")


@pytest.mark.parametrize(
    "output",
    [
        {"data": {"image/png": PIXEL}},
        {"data": {"image/png": PIXEL}, "metadata": {"image/png": {"alt": " "}}},
        {"data": {"image/jpeg": PIXEL}},
        {"data": {"image/svg+xml": "<svg></svg>"}},
        {"data": {"text/html": f'<img src="data:image/png;base64,{PIXEL}">'}},
        {"data": {"text/html": "<svg><title></title></svg>"}},
        f"![](data:image/png;base64,{PIXEL})",
    ],
)
def test_a_picture_without_words_gets_its_heading_and_its_author_a_warning(
    tables: Tables, output: Any
) -> None:
    node = executed("## Bars & more", output)
    warnings: list[str] = []
    about = inputs.about("mine", "mine", {}, node, tables)
    soup = BeautifulSoup(report_page.page(node, about, warnings.append), "html.parser")
    (picture,) = soup.select("div.notebook :is(img, svg)")
    assert picture.get("alt") == "Bars & more" or picture.get("aria-label") == "Bars & more"
    (warning,) = warnings
    assert warning.startswith(
        "cell 3 from the top: picture without text alternative; “Bars & more” is used."
    )


@pytest.mark.parametrize(
    "output",
    [
        {"data": {"image/png": PIXEL}, "metadata": {"image/png": {"alt": 'Bars & "more"'}}},
        {"data": {"image/jpeg": PIXEL}, "metadata": {"image/jpeg": {"alt": 'Bars & "more"'}}},
        {"data": {"image/svg+xml": "<svg/>"}, "metadata": {"image/svg+xml": {"alt": 'Bars & "more"'}}},
        f"![Bars & \"more\"](data:image/png;base64,{PIXEL})",
    ],
)  # fmt: skip
def test_a_pictures_words_are_its_alternative(tables: Tables, output: Any) -> None:
    warnings: list[str] = []
    node = executed(output)
    page = report_page.page(node, inputs.about("x", "y", {}, node, tables), warnings.append)
    (picture,) = BeautifulSoup(page, "html.parser").select("img")
    assert picture["alt"] == 'Bars & "more"'
    assert warnings == []


def findings(*found: tuple[str, str]) -> dict[str, Any]:
    markup = show.findings([show.Finding(*each) for each in found])._repr_html_()
    return {"data": {"text/html": markup}}


def test_a_page_opens_with_its_findings_and_ends_with_what_it_was_made_of(tables: Tables) -> None:
    found = findings(("One.", "The rows: one & all"), ("Two.", "No such heading"), ("Three.", ""))
    parts = ["## The rows: one & all", "## Same", "## Same", "## Last"]
    soup = report(tables, found, *parts, country="AZE", subject="P029")
    listed = soup.select_one("ul.findings")
    assert listed
    assert [text(each) for each in listed.find_all("li")] == [
        "One. The rows: one & all: details", "Two.", "Three.",
    ]  # fmt: skip
    assert [link["href"] for link in listed.find_all("a")] == ["#the-rows-one-all"]
    above = " ".join(text(each) for each in listed.find_all_previous(["h1", "p", "dl", "nav"]))
    assert len(above) < 250
    assert REPORT not in above
    following = [each.name for each in listed.find_all_next(["nav", "h2", "dl"])]
    assert following == ["nav", "h2", "h2", "h2", "h2", "h2", "dl"]
    last = soup.select("details")[-1]
    assert text(last.summary) == "About this report"
    assert last.select_one("dl.facts")
    assert CHECKSUM in text(last)


def folded(source: str) -> Any:
    return nbformat.v4.new_markdown_cell(source, metadata={"tags": ["folded"]})


def test_a_folded_section_ends_before_the_next_heading_of_its_level(tables: Tables) -> None:
    node = executed("## Before")
    shown = findings(("In it.", ""))
    more = executed(shown, "### Within", "## After", "Not in it.").cells[1:]
    node.cells += [folded("## Method\n\nHow."), *more, folded("## Caveats\n\nBut.")]
    about = inputs.about("x", "y", {}, node, tables)
    soup = BeautifulSoup(report_page.page(node, about), "html.parser")
    sections = soup.select("div.notebook details.folded")
    assert [text(each) for each in sections] == ["Method How. In it. Within", "Caveats But."]
    assert [text(each.summary.h2) for each in sections if each.summary] == ["Method", "Caveats"]
    assert sections[0].summary
    assert sections[0].summary.h2["id"] == "method"
    assert "Not in it." in text(soup.main)


def rows(number: int, text: str = "") -> dict[str, Any]:
    frame = pd.DataFrame({"n": range(number), "said": text})
    return {"data": {"text/html": show.table(frame, f"{number} rows")._repr_html_()}}


def test_tables_are_equipped_by_their_length(tables: Tables) -> None:
    soup = report(tables, rows(5), rows(6), rows(12), rows(13), rows(1300))
    boxes = soup.select("div.notebook div.table")
    kinds = [" ".join(box["class"]) for box in boxes]
    assert kinds == ["table", "table tools", "table tools", "table tools long", "table tools long"]
    assert [text(label) for label in soup.select("div.notebook label")] == [
        "Show all 13 rows", "Show all 1,300 rows",
    ]  # fmt: skip
    assert [len(box.select("tbody tr")) for box in boxes] == [5, 6, 12, 13, 1300], "all is there"
    wordy = report(tables, rows(8, "word " * 100), rows(9, "word " * 10), rows(9, "word " * 30))
    assert [text(label) for label in wordy.select("div.notebook label")] == ["Show all 9 rows"]
    spanning = "<table><thead><tr><th>n</th></tr></thead><tbody>" + 20 * (
        "<tr><td rowspan=2>1</td></tr><tr></tr>"
    )
    foreign = report(tables, {"data": {"text/html": f"{spanning}</tbody></table>"}})
    assert not foreign.select("div.notebook .tools")


def test_no_line_ends_within_an_option_of_a_command(tables: Tables) -> None:
    words = "Run `annual-review run --all -p x=1-2`, `--all`, `well-known` and `a - b`."
    soup = report(tables, words)
    codes = [each for each in soup.find_all("code") if each.find(class_="option")]
    assert [each.get_text() for each in codes] == ["annual-review run --all -p x=1-2", "--all"]
    assert [text(each) for each in codes[0].find_all(class_="option")] == ["--all", "-p"]


def test_a_link_to_the_outputs_leads_there_from_a_page(tables: Tables) -> None:
    frame = pd.DataFrame({"code": ["need.data"], "need_id": [f"{REPORT}/request/1/a"]})
    soup = report(tables, {"data": {"text/html": show.table(frame, "x")._repr_html_()}})
    assert [link["href"] for link in soup.select("div.notebook table a")] == [
        "../codebook.html#need.data", f"../sources/{REPORT}.html#{REPORT}/request/1/a",
    ]  # fmt: skip


def test_a_picture_is_no_smaller_than_its_letters_allow(tables: Tables) -> None:
    size = {"alt": "A title. 2017: 3.", "width": 600, "height": 300, "letters": 12.0}
    own = {"data": {"image/png": PIXEL}, "metadata": {"image/png": size}}
    other = {"data": {"image/png": PIXEL}, "metadata": {"image/png": {"alt": "Another"}}}
    ours, foreign = report(tables, own, other).select("img")
    assert (ours["width"], ours["height"]) == ("600", "300")
    assert ours["style"] == "min-width:500px;--printed:200px", "ten pixels, in print six points"
    assert ours.parent
    assert ours.parent["tabindex"] == "0"
    assert ours.parent["aria-label"] == "Picture: A title", "pictures have different names"
    assert not foreign.get("style")


def test_every_code_has_an_entry_on_the_page_of_the_codebook(tmp_path: Path) -> None:
    page = codebook_page.write(tmp_path)
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    entry = soup.find(id="prevention.due_diligence")
    assert entry
    said = text(entry)
    for part in (
        "Due diligence prevention.due_diligence",
        "Article 2(e)",
        "“Supporting due diligence by the public and private sectors”",
        "reporting duty of large companies on their supply chains",
        "Does not cover Informing employers in general ( Awareness raising ).",
    ):
        assert part in said
    for scheme in SCHEMES:
        for each in codebook(scheme):
            assert soup.find(id=each.code)
    ids = {each["id"] for each in soup.find_all(id=True)}
    assert {str(a["href"])[1:] for a in soup.select("main a")} <= ids


def test_headers_of_any_table_say_what_they_are_for(tables: Tables) -> None:
    frame = tables.reports[["report_id", "country"]].set_index("report_id")
    soup = report(tables, {"data": {"text/html": frame.to_html()}})
    table = soup.select_one("div.notebook table")
    assert table
    scopes = [(text(th), th["scope"]) for th in table.find_all("th") if text(th)]
    assert scopes == [("country", "col"), ("report_id", "col"), (REPORT, "row")]
    assert table.parent
    assert table.parent["tabindex"] == "0"


def test_a_page_may_load_nothing_and_what_it_is_about_is_escaped(tables: Tables) -> None:
    node = executed()
    about = inputs.about("x", "y", {"country": "AZE"}, node, tables)
    hostile = "<script>alert(1)</script>"
    changed = {"heading": hostile, "country": hostile, "subject_name": hostile, "notebook": hostile}
    source = {"report_id": hostile, "source": hostile, "sha256": hostile, "url": ""}
    page = report_page.page(node, {**about, **changed, "run": hostile, "sources": [source]})
    (script,) = re.findall("<script>(.*?)</script", page, re.DOTALL)
    assert page.count("<script") == 1
    assert policy(page).startswith("default-src 'none'; img-src data:;")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy(page)
    assert len(script) < 9000


def policy(page: str) -> str:
    meta = BeautifulSoup(page, "html.parser").find("meta", {"http-equiv": True})
    assert meta
    return str(meta["content"])


def test_a_page_without_a_kernel_says_where_its_controls_are_or_shows_what_pages_have(
    tables: Tables,
) -> None:
    controls = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "VBox()"}
    for more, expected in (
        ({}, "Open the notebook in JupyterLab"),
        ({"text/html": "<p>A page’s own</p>"}, "A page’s own"),
    ):
        output = nbformat.v4.new_output("display_data", data={**controls, **more})
        cells = [nbformat.v4.new_code_cell("", outputs=[output], execution_count=1)]
        node = nbformat.v4.new_notebook(cells=cells)
        page = report_page.page(node, inputs.about("x", "x", {}, node, tables))
        assert expected in page
        assert "VBox(" not in page


def test_the_main_finding_is_the_first_one_or_else_the_first_claim() -> None:
    two = [show.Finding("Two <b> & more.", "Rows"), show.Finding("Another.")]
    claim, found = ({"data": {"text/html": each._repr_html_()}} for each in (show.say("A claim."), show.findings(two)))  # fmt: skip
    assert report_page.main_finding(executed("Words", claim, found)) == "Two <b> & more."
    assert report_page.main_finding(executed("Words", claim)) == "A claim."
    assert report_page.main_finding(executed("Words")) == ""


# ---- PDF ----------------------------------------------------------------------------------------


def test_without_playwright_or_chromium_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages.write(tmp_path / "a.html", "<p>a")
    with monkeypatch.context() as patched:
        patched.setitem(__import__("sys").modules, "playwright.sync_api", None)
        with pytest.raises(pages.PageError, match=r"pip install -e '\.\[pdf\]'"):
            printing.write_pdfs([page], tmp_path)
    pytest.importorskip("playwright", reason="the extra `pdf` is not installed")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(pages.PageError, match="apt-get install chromium"):
        printing.write_pdfs([page], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
