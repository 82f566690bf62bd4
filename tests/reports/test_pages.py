"""Pages: what a report says of itself, that everybody can read it, and the index of all."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup

from annual_review.reports import index_page, inputs, manifest, pages, plan, printing, report_page
from annual_review.tables.schema import Tables
from annual_review.tables.sources import addresses

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
    node.metadata["papermill"] = {"parameters": {"country": "AZE", "tidy": "/home/somebody/tidy"}}
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
    }
    cited = text(soup.select_one("p.cite"))
    for part in (
        "A heading: Azerbaijan, 2017–2018",
        "with annual-review 0.",
        " from the ILO’s country baseline under the Annual Review",
        REPORT,
        CHECKSUM[:12],
    ):
        assert part in cited
    assert "Neither the International Labour Office nor this project has verified it" in text(
        soup.main
    )
    (row,) = soup.select("section.colophon tbody tr")
    assert [text(cell) for cell in row.find_all(["th", "td"])] == [
        REPORT, "azerbaijan-p029-2017-2018.txt", CHECKSUM, "not known",
    ]  # fmt: skip
    links = {link["href"] for link in soup.find_all("a")}
    assert {"../index.html", f"../sources/{REPORT}.html", "AZE-P029.ipynb"} <= links
    assert "country = AZE" in text(soup.main)
    assert "/home/somebody" not in text(soup)


def test_an_address_is_given_for_a_file_with_the_listed_checksum_only(
    tables: Tables, tmp_path: Path
) -> None:
    listing = tmp_path / "sources.csv"
    head = "file,iso3,url,accessed,sha256\n"
    for checksum, url in ((CHECKSUM, "https://example.org/aze.txt"), ("0" * 64, "")):
        listing.write_text(f"{head}other.txt,AZE,https://example.org/aze.txt,,{checksum}\n")
        about = inputs.about("x", "y", {}, executed(), tables, addresses(listing))
        assert [each["url"] for each in about["sources"]] == [url]
    listing.write_text(f"{head}other.txt,AZE,javascript:alert(1),,{CHECKSUM}\n")
    assert (
        inputs.about("x", "y", {}, executed(), tables, addresses(listing))["sources"][0]["url"]
        == ""
    )


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
    ("output", "kind"),
    [
        ({"data": {"image/png": PIXEL}}, "image/png"),
        ({"data": {"image/png": PIXEL}, "metadata": {"image/png": {"alt": " "}}}, "image/png"),
        ({"data": {"image/jpeg": PIXEL}}, "image/jpeg"),
        ({"data": {"image/svg+xml": "<svg></svg>"}}, "image/svg+xml"),
        ({"data": {"text/html": f'<img src="data:image/png;base64,{PIXEL}">'}}, "image/png"),
        ({"data": {"text/html": "<svg><title></title></svg>"}}, "svg"),
        (f"![](data:image/png;base64,{PIXEL})", "image/png"),
    ],
)
def test_a_picture_without_words_fails_the_report_and_is_named(
    tables: Tables, output: Any, kind: str
) -> None:
    with pytest.raises(pages.PageError) as error:
        report(tables, "## Before", output)
    assert error.value.where == "02-country AZE-P029, cell 3 from the top"
    assert f"picture 1 of the cell ({kind}) without a text alternative" in error.value.found


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
    (picture,) = report(tables, output).select("img")
    assert picture["alt"] == 'Bars & "more"'


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
    assert "<script" not in page
    assert policy(page).startswith("default-src 'none'; img-src data:;")
    assert "script-src 'none'" in policy(page)


def policy(page: str) -> str:
    meta = BeautifulSoup(page, "html.parser").find("meta", {"http-equiv": True})
    assert meta
    return str(meta["content"])


def test_a_page_without_a_kernel_says_where_its_controls_are(tables: Tables) -> None:
    node = nbformat.read(plan.NOTEBOOKS / "05-explore.ipynb", as_version=4)
    data = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "VBox("}
    node.cells[1].outputs = [nbformat.v4.new_output("display_data", data=data)]
    page = report_page.page(node, inputs.about("05-explore", "explore", {}, node, tables))
    assert "Open the notebook in JupyterLab" in page
    assert "VBox(" not in page
    data["text/html"] = "<p>A page’s own</p>"
    node.cells[1].outputs = [nbformat.v4.new_output("display_data", data=data)]
    page = report_page.page(node, inputs.about("05-explore", "explore", {}, node, tables))
    assert "A page’s own" in page


# ---- the index ----------------------------------------------------------------------------------


def listed(outputs: Path, notebook: str, run: str, **changes: Any) -> dict[str, Any]:
    """A report as the manifest lists it, with its page in the folder."""
    page = f"{notebook}/{run}.html"
    entry = {
        "notebook": notebook, "run": run, "values": {"country": "AZE"}, "status": "made",
        "made": "2026-03-09T08:30:00+00:00", "seconds": 1.5, "key": "k", "parts": {},
        "about": {
            "heading": "At a glance", "country": "Azerbaijan", "iso3": "AZE", "subject": "P029",
            "subject_name": "The Protocol", "years": "2017–2018",
            "sources": [{"report_id": REPORT, "source": "azerbaijan.txt", "sha256": CHECKSUM}],
        },
        "changed": ["new"], "batch": "second", "page": page, "page_made": None,
        "ipynb": f"{notebook}/{run}.ipynb", "bytes": {}, "error": None, "stale": False,
        **changes,
    }  # fmt: skip
    if entry["page"] == page:
        pages.write(outputs / page, "")
    return entry


def index(outputs: Path, *reports: dict[str, Any], **batch: Any) -> BeautifulSoup:
    batch = {
        "id": "second", "began": "2026-03-09T08:29:00+00:00", "ended": "2026-03-09T08:31:00+00:00",
        "made": 1, "kept": 2, "failed": 3, **batch,
    }  # fmt: skip
    written = {"version": 1, "batch": batch, "reports": reports, "sources": {}}
    pages.write(outputs / manifest.FILE, json.dumps(written))
    return BeautifulSoup(index_page.write_index(outputs).read_text("utf-8"), "html.parser")


def test_the_index_lists_every_report_with_status_time_source_and_what_changed(
    tmp_path: Path,
) -> None:
    soup = index(
        tmp_path,
        listed(tmp_path, "02-country", "AZE-P029", changed=["rows", "code"]),
        listed(tmp_path, "02-country", "ALB-P029", batch="first"),
    )
    rows = [
        [text(cell) for cell in row.find_all(["th", "td"])]
        for row in soup.select("table.reports tbody tr")
    ]
    assert rows == [
        ["At a glance ALB-P029", "Azerbaijan", "The Protocol", "2017–2018", "Made", "2026-03-09 08:30",
         "–", f"{REPORT} {CHECKSUM[:8]}", "ipynb of 02-country ALB-P029"],
        ["At a glance AZE-P029", "Azerbaijan", "The Protocol", "2017–2018", "Made", "2026-03-09 08:30",
         "data, program", f"{REPORT} {CHECKSUM[:8]}", "ipynb of 02-country AZE-P029"],
    ]  # fmt: skip
    assert "1 made, 2 kept unchanged, 3 failed" in text(soup.main)
    assert "9 March 2026, 08:29 UTC" in text(soup.main)
    assert CHECKSUM in text(soup.select_one("table.documents"))
    assert not soup.select(".attention")
    links = {link["href"] for link in soup.main.find_all("a")} if soup.main else set()
    assert links == {
        "02-country/AZE-P029.html", "02-country/ALB-P029.html", "02-country/AZE-P029.ipynb",
        "02-country/ALB-P029.ipynb", f"sources/{REPORT}.html", "#changed=data", "#changed=program",
    }  # fmt: skip


def test_what_failed_or_is_out_of_date_or_gone_stands_at_the_top(tmp_path: Path) -> None:
    error = {"cell": 5, "name": "ZeroDivisionError", "message": "division by zero", "log": "logs/a.log"}  # fmt: skip
    failed = {"status": "failed", "error": error, "ipynb": "x/a.failed.ipynb"}
    soup = index(
        tmp_path,
        listed(tmp_path, "x", "fine"),
        listed(tmp_path, "x", "a", **failed, page=None),
        listed(tmp_path, "x", "b", **failed, page_made="2026-02-01T10:00:00+00:00"),
        listed(tmp_path, "x", "old", stale=True),
        listed(tmp_path, "x", "gone", page="x/elsewhere.html"),
        ended=None,
    )
    assert "It was stopped before it ended" in text(soup.main)
    top = soup.select_one(".attention")
    assert top
    assert not top.find_previous("table")
    assert text(top.h2) == "Needs attention: 2 reports failed, 1 out of date, 1 without a page"
    told = {text(item.select_one(".run")): text(item) for item in top.find_all("li")}
    assert "Cell 5: ZeroDivisionError : division by zero With country = AZE" in told["x a"]
    assert "There is no page from an earlier batch" in told["x a"]
    assert "from an earlier batch, made on 1 February 2026, 10:00 UTC" in told["x b"]
    assert told["x old"].startswith("Out of date")
    assert told["x gone"].startswith("Page is gone")
    links = [link["href"] for link in top.find_all("a")]
    assert links == ["logs/a.log", "x/a.failed.ipynb", "x/b.html", "logs/a.log", "x/a.failed.ipynb", "x/old.html"]  # fmt: skip


def test_a_pdf_is_listed_if_it_is_of_the_page_that_stands(tmp_path: Path) -> None:
    entries = [listed(tmp_path, "x", run) for run in ("new", "old", "none")]
    for run in ("new", "old"):
        pages.write(tmp_path / "x" / f"{run}.pdf", "")
    os.utime(tmp_path / "x" / "old.pdf", (0, 0))
    links = [str(a["href"]) for a in index(tmp_path, *entries).select("table.reports a")]
    assert [link for link in links if link.endswith(".pdf")] == ["x/new.pdf"]


def test_a_report_of_many_documents_leads_to_their_list(tmp_path: Path) -> None:
    sources = [{"report_id": f"R{n}", "source": f"{n}.txt", "sha256": f"{n:064}"} for n in range(3)]
    entry = listed(tmp_path, "x", "all")
    soup = index(tmp_path, {**entry, "about": {**entry["about"], "sources": sources}})
    (link,) = soup.select('table.reports a[href="#documents"]')
    assert text(link) == "3 documents"
    assert soup.find(id="documents")
    assert [text(row.th) for row in soup.select("table.documents tbody tr")] == ["R0", "R1", "R2"]


def test_the_index_escapes_everything_and_links_nothing_outside_its_folder(tmp_path: Path) -> None:
    hostile = "\"'><script>alert(1)</script>"
    about = dict.fromkeys(
        ["heading", "country", "iso3", "subject", "subject_name", "years"], hostile
    )
    sources = [{"report_id": hostile, "source": hostile, "sha256": hostile}]
    error = {"cell": hostile, "name": hostile, "message": hostile, "log": "../../secret"}
    entry = {
        **listed(tmp_path, "x", "y"), "notebook": hostile, "run": hostile, "values": {hostile: hostile},
        "about": {**about, "sources": sources}, "status": "failed", "error": error,
        "page": "../" + tmp_path.name + "/x/y.html", "ipynb": "javascript:alert(1)",
    }  # fmt: skip
    soup = index(tmp_path, entry)
    assert len(soup.find_all("script")) == 1
    addresses = [str(link["href"]) for link in soup.find_all("a")]
    assert not [a for a in addresses if ".." in a or a.startswith(("javascript:", "/"))]


def test_the_index_may_run_its_own_script_and_nothing_else(tmp_path: Path) -> None:
    soup = index(tmp_path, listed(tmp_path, "x", "y"))
    script = soup.script.string if soup.script else None
    assert script
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy(str(soup))
    assert soup.find(id="filters", hidden=True), "without the script no filter is shown"


def test_an_index_of_nothing_says_what_to_do(tmp_path: Path) -> None:
    assert "annual-review run --all" in index_page.write_index(tmp_path).read_text("utf-8")


# ---- PDF ----------------------------------------------------------------------------------------


def test_without_playwright_or_chromium_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages.write(tmp_path / "a.html", "<p>a")
    with monkeypatch.context() as patched:
        patched.setitem(__import__("sys").modules, "playwright.sync_api", None)
        with pytest.raises(pages.PageError, match=r"pip install -e '\.\[pdf\]'"):
            printing.pdf(page, tmp_path / "a.pdf")
    pytest.importorskip("playwright", reason="the extra `pdf` is not installed")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(pages.PageError, match="apt-get install chromium"):
        printing.pdf(page, tmp_path / "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
