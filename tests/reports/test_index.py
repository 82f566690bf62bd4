"""The index: what a reader finds first, what needs attention, and how reports were made."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from annual_review.reports import index_page, manifest, pages

CHECKSUM = "22050e9a44219322af74d21c45b672455bb329c3f981e4694bc0ee28cf73a231"
NAMES = {"AZE": ("Azerbaijan", "Europe and Central Asia"), "CHN": ("China", "Asia and the Pacific")}
CITED = {"text": "A Person (2026). Data. Version 1+ab.", "address": "https://example.org/d/", "version": "1+ab"}  # fmt: skip
SUBJECTS = {"P029": "The Protocol", "CL": "Child labour"}


def listed(outputs: Path, notebook: str, values: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A report as the manifest lists it, with its page in the folder."""
    run = "-".join(str(value) for value in values.values() if value) or notebook
    page = f"{notebook}/{run}.html"
    iso3, subject = values.get("country", ""), values.get("subject", "")
    ends = [values.get("year", values.get(end)) or year for end, year in (("from_year", 2017), ("to_year", 2018))]  # fmt: skip
    entry = {
        "notebook": notebook, "run": run, "values": values, "status": "made", "seconds": 1.5,
        "made": "2026-03-09T08:30:00+00:00", "finding": f"What {run} found.", "parts": {},
        "about": {
            "heading": f"About {notebook}", "country": NAMES[iso3][0] if iso3 else "", "iso3": iso3,
            "region": NAMES[iso3][1] if iso3 else values.get("region", ""), "subject": subject,
            "subject_name": SUBJECTS.get(subject, ""),
            "years": "–".join(dict.fromkeys(map(str, ends))),
            "sources": [
                {"report_id": f"{each}-P029-2017-2018", "source": f"{each}.txt", "sha256": CHECKSUM}
                for each in ([iso3] if iso3 else NAMES)
            ],
        },
        "changed": ["new"], "batch": "second", "page": page, "page_made": None,
        "ipynb": f"{notebook}/{run}.ipynb", "bytes": {}, "error": None, "stale": False, **changes,
    }  # fmt: skip
    if entry["page"] == page:
        pages.write(outputs / page, "")
    return entry


def index(outputs: Path, *reports: dict[str, Any], **batch: Any) -> BeautifulSoup:
    batch = {
        "id": "second", "began": "2026-03-09T08:29:00+00:00", "ended": "2026-03-09T08:31:00+00:00",
        "made": 1, "kept": 2, "failed": 3, "cited": CITED, **batch,
    }  # fmt: skip
    written = {"version": manifest.VERSION, "batch": batch, "reports": reports, "sources": {}}
    pages.write(outputs / manifest.FILE, json.dumps(written))
    return BeautifulSoup(index_page.write_index(outputs).read_text("utf-8"), "html.parser")


def text(soup: Any) -> str:
    return " ".join(soup.get_text(" ").split())


def section(soup: BeautifulSoup, heading: str) -> Tag:
    (found,) = (h.find_parent("section") for h in soup.find_all("h2") if text(h) == heading)
    assert found
    return found


def rows(part: Tag) -> list[str]:
    return [text(row) for row in part.select("li")]


def error(message: str, **changes: Any) -> dict[str, Any]:
    failure = {"cell": 5, "name": "KeyError", "message": message, "log": "logs/a.log"}
    return {"status": "failed", "error": failure, "page": None, "finding": "", **changes}


# ---- what a reader finds ------------------------------------------------------------------------


def test_one_country_is_a_list_of_its_reports_each_with_its_main_finding(tmp_path: Path) -> None:
    own = {"country": "AZE", "subject": "P029"}
    soup = index(
        tmp_path,
        listed(tmp_path, "01-corpus", {"year": 0}),
        listed(tmp_path, "03-years", {**own, "from_year": 2017, "to_year": 2018}),
        listed(tmp_path, "02-country", own),
    )
    assert [text(h) for h in soup.find_all(["h1", "h2"])] == [
        "Reports on the ILO’s Annual Review", "Azerbaijan", "Overviews", "What the reports rest on",
    ]  # fmt: skip
    country = section(soup, "Azerbaijan")
    assert rows(country) == [
        "About 02-country 2017–2018 What AZE-P029 found.",
        "About 03-years 2017–2018 What AZE-P029-2017-2018 found.",
    ]
    assert [a["href"] for a in country.select("a")] == [
        "02-country/AZE-P029.html", "03-years/AZE-P029-2017-2018.html", "sources/AZE-P029-2017-2018.html",
    ]  # fmt: skip
    assert not soup.find("form"), "nothing to choose from"
    assert not soup.select(".attention")


def test_many_countries_come_after_what_is_said_of_all_and_can_be_chosen(tmp_path: Path) -> None:
    soup = index(
        tmp_path,
        *(listed(tmp_path, "02-country", {"country": each, "subject": "P029"}) for each in NAMES),
        listed(tmp_path, "01-corpus", {"year": 0, "region": ""}),
    )
    headings = [text(h) for h in soup.find_all("h2")]
    assert headings == ["All countries", "Countries", "What the reports rest on"]
    assert [text(h) for h in soup.find_all("h3")] == ["Azerbaijan", "China"]
    choices = {str(s["name"]): [o["value"] for o in s.find_all("option")] for s in soup.find_all("select")}  # fmt: skip
    assert choices == {
        "country": ["", "AZE", "CHN"],
        "region": ["", "Asia and the Pacific", "Europe and Central Asia"],
        "kind": ["", "01-corpus", "02-country"],
        "year": ["", "2018", "2017"],
    }
    assert "What two countries reported for 2017–2018" in text(soup.main)


def test_the_first_sentence_counts_the_countries_of_the_documents(tmp_path: Path) -> None:
    own = listed(tmp_path, "02-country", {"country": "AZE", "subject": "P029"})
    one = "What Azerbaijan reported for 2017–2018 on fundamental ILO instruments that it has not ratified."  # fmt: skip
    assert one in text(index(tmp_path, own).main)
    both = "What two countries reported for 2017–2018 on fundamental ILO instruments that they have not ratified."  # fmt: skip
    assert both in text(index(tmp_path, own, listed(tmp_path, "01-corpus", {"year": 0})).main)


def test_a_report_of_all_comes_first_and_those_of_parts_are_folded_behind_it(
    tmp_path: Path,
) -> None:
    values = [{"year": y, "subject": s, "region": r} for y, s, r in ((2017, "", ""), (2018, "", ""), (0, "CL", ""), (0, "P029", ""), (0, "", "Africa"), (0, "", ""))]  # fmt: skip
    question = index(tmp_path, *(listed(tmp_path, "01-corpus", each) for each in values)).select_one(".question")  # fmt: skip
    assert question
    folded = question.details
    assert folded
    assert rows(question)[0] == "About 01-corpus 2017–2018 What 01-corpus found."
    assert text(folded.summary) == "Five more, by region, subject and year : About 01-corpus"
    assert [text(a) for a in folded.find_all("a")] == ["Africa", "Child labour", "The Protocol", "2018", "2017"]  # fmt: skip


def test_without_a_report_of_all_the_newest_comes_first(tmp_path: Path) -> None:
    own = {"country": "AZE", "subject": "P029"}
    steps = [(2015, 2016), (2017, 2018), (2016, 2017)]
    periods = [(2017, 2017), (2018, 2018), (2017, 2018)]
    soup = index(
        tmp_path,
        *(listed(tmp_path, "03", {**own, "from_year": a, "to_year": b}) for a, b in steps),
        *(listed(tmp_path, "06", {"from_year": a, "to_year": b}) for a, b in periods),
    )
    assert [row.split(" What")[0] for row in rows(section(soup, "Azerbaijan"))] == [
        "About 03 2017–2018", "2016–2017", "2015–2016",
    ]  # fmt: skip
    assert [row.split(" What")[0] for row in rows(section(soup, "Overviews"))] == [
        "About 06 2018", "2017–2018", "2017",
    ]  # fmt: skip


def test_the_index_says_how_to_cite_the_data_and_leads_visitors_to_downloads(
    tmp_path: Path,
) -> None:
    soup = index(tmp_path, listed(tmp_path, "01-corpus", {}))
    assert text(soup.select_one("footer p.cite")) == f"{CITED['text']} {CITED['address']}"
    assert "Downloads" not in text(soup)
    page = index_page.page(manifest.read(tmp_path), tmp_path, "downloads.html")
    assert BeautifulSoup(page, "html.parser").select('main a[href="downloads.html"]')


def test_the_codebook_is_linked_if_it_is_there(tmp_path: Path) -> None:
    entry = listed(tmp_path, "01-corpus", {})
    assert not index(tmp_path, entry).select('a[href="codebook.html"]')
    pages.write(tmp_path / "codebook.html", "")
    assert index(tmp_path, entry).select('a[href="codebook.html"]')


def test_a_pdf_is_listed_if_it_is_of_the_page_that_stands(tmp_path: Path) -> None:
    entries = [listed(tmp_path, "x", {"title": run}) for run in ("new", "old", "none")]
    for run in ("new", "old"):
        pages.write(tmp_path / "x" / f"{run}.pdf", "")
    os.utime(tmp_path / "x" / "old.pdf", (0, 0))
    links = [str(a["href"]) for a in index(tmp_path, *entries).find_all("a")]
    assert [link for link in links if link.endswith(".pdf")] == ["x/new.pdf"]


# ---- what needs attention, and how it was made --------------------------------------------------


def test_the_same_error_is_told_once_for_all_reports_that_it_stopped(tmp_path: Path) -> None:
    values = [{"country": each, "year": year} for each in NAMES for year in (2017, 2018)]
    soup = index(
        tmp_path,
        *(listed(tmp_path, "x", each, **error(f"'{each['country']}' of {each['year']}")) for each in values),
        listed(tmp_path, "y", {"title": "b"}, **error("'title'")),
        listed(tmp_path, "y", {"title": "fine"}),
    )  # fmt: skip
    top = soup.select_one(".attention")
    assert top
    assert not top.find_previous("h2")
    assert rows(top) == [
        "4 reports stopped at the same error: KeyError: 'AZE' of 2017 . They are x AZE-2017, x AZE-2018, "
        "x CHN-2017 and 1 more. Log of x AZE-2017 . Notebook up to the error : x AZE-2017 .",
        "y b failed in cell 5: KeyError: 'title' . Log of y b . Notebook up to the error : y b .",
    ]  # fmt: skip


def test_what_is_out_of_date_or_has_lost_its_page_is_named_once_for_all(tmp_path: Path) -> None:
    page = "x/a.html"
    pages.write(tmp_path / page, "")
    soup = index(
        tmp_path,
        listed(tmp_path, "x", {"title": "a"}, **error("'a'", page=page, page_made="2026-02-01T10:00:00+00:00")),
        *(listed(tmp_path, "x", {"title": each}, stale=True) for each in "bc"),
        listed(tmp_path, "x", {"title": "gone"}, page="x/elsewhere.html"),
        ended=None,
    )  # fmt: skip
    top = soup.select_one(".attention")
    assert top
    failed, stale, gone = rows(top)
    assert "Its page is from an earlier batch, made on 1 February 2026." in failed
    assert stale.startswith("2 reports are out of date: x b , x c .")
    assert gone.startswith("The page is gone: x gone.")
    assert "It was stopped before it ended" in text(soup.select_one("#batch"))
    assert [text(s) for s in soup.select(".reports .state")] == ["Failed", "Out of date", "Out of date", "Page is gone"]  # fmt: skip


def test_how_reports_were_made_is_folded_at_the_end(tmp_path: Path) -> None:
    soup = index(
        tmp_path,
        listed(tmp_path, "02-country", {"country": "AZE"}, changed=["rows", "code"]),
        listed(tmp_path, "02-country", {"country": "CHN"}, batch="first"),
    )
    batch, documents = soup.select_one("details#batch"), soup.select_one("details#documents")
    assert batch
    assert not batch.has_attr("open")
    assert "9 March 2026, 08:29 UTC , ended 08:31: 1 made, 2 kept unchanged, 3 failed." in text(batch)  # fmt: skip
    assert "1 of 2. What had changed for them: data (1), program (1)" in text(batch)
    assert [[text(cell) for cell in row.find_all(["th", "td"])] for row in batch.select("tbody tr")] == [
        ["02-country AZE", "Made", "2026-03-09 08:30", "1.5", "data, program"],
        ["02-country CHN", "Made", "2026-03-09 08:30", "1.5", "–"],
    ]  # fmt: skip
    assert [text(row) for row in (documents or batch).select("tbody tr")] == [
        f"{each}-P029-2017-2018 {each}.txt {CHECKSUM} 1" for each in NAMES
    ]


# ---- safety -------------------------------------------------------------------------------------


def test_the_index_escapes_everything_and_links_nothing_outside_its_folder(tmp_path: Path) -> None:
    hostile = "\"'><script>alert(1)</script>"
    entry = listed(tmp_path, "x", {hostile: hostile})
    source = dict.fromkeys(["report_id", "source", "sha256"], hostile)
    failure = {"cell": hostile, "name": hostile, "message": hostile, "log": "../../secret"}
    entry |= {
        "notebook": hostile, "run": hostile, "finding": hostile, "status": "failed", "error": failure,
        "about": {**dict.fromkeys(entry["about"], hostile), "sources": [source]},
        "page": "../" + tmp_path.name + "/x/y.html", "ipynb": "javascript:alert(1)",
    }  # fmt: skip
    soup = index(tmp_path, entry, listed(tmp_path, "x", {"country": "AZE"}))
    assert len(soup.find_all("script")) == 1
    addresses = [str(link["href"]) for link in soup.find_all("a")]
    assert not [a for a in addresses if ".." in a or a.startswith(("javascript:", "/"))]


def test_the_index_may_run_its_own_script_and_nothing_else(tmp_path: Path) -> None:
    soup = index(tmp_path, *(listed(tmp_path, "x", {"country": each}) for each in NAMES))
    script = soup.script.string if soup.script else None
    assert script
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    meta = soup.find("meta", {"http-equiv": True})
    assert meta
    assert f"script-src 'sha256-{digest}';" in str(meta["content"])
    assert soup.find("form", hidden=True), "without the script there is nothing to choose with"


def test_an_index_of_nothing_says_what_to_do(tmp_path: Path) -> None:
    assert "annual-review run --all" in index_page.write_index(tmp_path).read_text("utf-8")


@pytest.mark.parametrize(("size", "findings"), [(3, 3), (6, 1)])
def test_of_very_many_reports_the_main_ones_are_told_with_their_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, findings: int
) -> None:
    monkeypatch.setattr(index_page, "_MOST_FINDINGS", 5)
    soup = index(tmp_path, *(listed(tmp_path, "x", {"year": 2000 + n}) for n in range(size)))
    assert len(soup.select("li")) == size
    assert len(soup.select("li p")) == findings
