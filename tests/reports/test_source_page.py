"""The page of a source: its whole text, every statement and item marked, and links that land."""

from __future__ import annotations

import html.parser
import re
from collections.abc import Callable

import pandas as pd
from bs4 import BeautifulSoup

import annual_review as ar
from annual_review import analysis, show
from annual_review.baseline.parse import Report
from annual_review.reports import source_page
from annual_review.tables import HandCoding
from annual_review.tables.schema import Tables

REPORT = "AZE-P029-2017-2018"


class Page(html.parser.HTMLParser):
    """Ids of the marks of a page, and its text without the notes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.text = ""
        self.body = self.note = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.body = self.body or values.get("class") == "source"
        self.ids += [values["id"]] if self.body and values.get("id") else []
        self.note = tag == "a" and "note" in (values.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        self.note = self.note and tag != "a"
        self.body = self.body and tag != "div"

    def handle_data(self, data: str) -> None:
        if self.body and not self.note:
            self.text += data


def test_the_page_holds_the_whole_text_and_marks_everything_once(tables: Tables) -> None:
    page = Page(source_page.page(tables, REPORT))
    assert page.text == tables.texts["text"].iloc[0]
    expected = {
        *tables.statements["statement_id"], *tables.measures["measure_id"], *tables.needs["need_id"],
    }  # fmt: skip
    assert set(page.ids) == expected
    assert len(page.ids) == len(expected)


def test_a_mark_says_id_codes_and_method(azerbaijan: Report) -> None:
    markup = source_page.page(ar.tidy([azerbaijan]), REPORT)
    assert "prevention/2/b: Legislation (examples)</a>" in markup
    assert re.search(
        r'<span class="item" id="[^"]+/remedies/2/h"><a class="note" href="#[^"]+/remedies/2/h">'
        r"remedies/2/h: Penalties \(exact\)</a>Provision",
        markup,
    )


def test_every_code_of_an_item_has_its_own_method(azerbaijan: Report) -> None:
    item = f"{REPORT}/prevention/2/e"  # trainings for officials, and awareness raising
    coded = [HandCoding(item, "prevention.education", "XY", "2020-01-01", "", "")]
    markup = source_page.page(ar.tidy([azerbaijan], coded), REPORT)
    assert "prevention/2/e: Education and vocational training (manual)</a>" in markup


def test_marks_lead_to_their_rows_where_a_report_has_them(tables: Tables) -> None:
    markup = source_page.page(tables, REPORT, rows="../02-country/AZE-P029.html")
    targets = re.findall(r'href="\.\./02-country/AZE-P029\.html#([^"]+)"', markup)
    assert sorted(targets) == sorted(Page(markup).ids)
    assert "02-country" not in source_page.page(tables, REPORT)
    rows = "".join(
        show.table(frame, "x", anchor=key)._repr_html_()
        for frame, key in (
            (analysis.measures_as_printed(tables), "measure_id"),
            (analysis.needs(tables), "need_id"),
            (analysis.statements_as_printed(tables), "statement_id"),
        )
    )
    assert set(re.findall(r'<tr id="([^"]+)"', rows)) == set(targets)


def test_a_mark_holds_the_words_it_is_for_and_marks_stand_within_marks(tables: Tables) -> None:
    soup = BeautifulSoup(source_page.page(tables, REPORT), "html.parser")
    whole = tables.texts["text"].iloc[0]
    for note in soup.select("a.note"):
        note.decompose()
    rows = [
        *tables.statements.dropna(subset="start")[["statement_id", "start", "end"]].itertuples(),
        *tables.measures[["measure_id", "start", "end"]].itertuples(),
    ]
    for _, mark, start, end in rows:
        found = soup.find(id=mark)
        assert found
        assert found.get_text() == whole[start:end]


def test_of_two_marks_that_overlap_the_second_goes_on_behind_the_first() -> None:
    marks = [
        source_page._Mark(0, 6, "statement", "r/one", "first"),
        source_page._Mark(4, 9, "problem", "r/two", "second"),
    ]
    markup = re.sub(
        r'<a .*?</a>|<span class="notes">.*?</span>', "", source_page._marked("0123456789", marks)
    )
    assert markup == (
        '<span class="statement" id="r/one">0123<span class="problem" id="r/two">45</span></span>'
        '<span class="problem">678</span>9'
    )


def test_ids_in_tables_link_to_their_marks(tables: Tables) -> None:
    ids = set(Page(source_page.page(tables, REPORT)).ids)
    frame = tables.measures[["text", "measure_id", "statement_id"]]
    markup = show.table(frame, "Measures")._repr_html_()
    targets = re.findall(r'href="\.\./outputs/sources/([^"#]+)#([^"]+)"', markup)
    assert {page for page, _ in targets} == {f"{REPORT}.html"}
    assert {anchor for _, anchor in targets} <= ids
    assert len(targets) == 2 * len(frame)
    several = show.table(pd.DataFrame({"measure_ids": [f"{REPORT}/a/1/a {REPORT}/a/1/b"]}), "x")
    assert several._repr_html_().count('<a class="ref" href=') == 2


def test_what_documents_say_is_escaped_and_problems_are_marked(
    baseline: Callable[..., Report],
) -> None:
    hostile = "2020 AR: <script>alert(1)</script> a) <b>One</b>; a) Two; b) Three."
    tables = ar.tidy([baseline(prevention=hostile)])
    markup = source_page.page(tables, "ALB-P029-2019-2020")
    (ours,) = BeautifulSoup(markup, "html.parser").find_all("script")
    assert "alert" not in ours.text
    assert "<b>" not in markup
    assert '<span class="problem" id=' in markup


def test_what_the_document_lacks_and_what_concerns_all_of_it_stands_below_the_text(
    baseline: Callable[..., Report],
) -> None:
    tables = ar.tidy([baseline()])
    lost = tables.statements["statement_id"].str.contains("/offer/")
    tables.statements.loc[lost, ["start", "end", "page", "answer"]] = pd.NA
    report_id = str(tables.reports["report_id"].iloc[0])
    tables.problems.loc[0] = {
        **dict.fromkeys(tables.problems.columns, pd.NA), "problem_id": f"{report_id}/problem/1",
        "report_id": report_id, "kind": "label_missing", "message": "<b>lacks</b>", "text": "Offer",
    }  # fmt: skip
    soup = BeautifulSoup(source_page.page(tables, report_id), "html.parser")
    below = {str(each["id"]): each.get_text() for each in soup.select(".placeless li")}
    assert below == {
        f"{report_id}/offer/1": "offer/1: Offer, no year: no such question",
        f"{report_id}/problem/1": "problem/1: <b>lacks</b>",
    }
    assert not soup.select_one(f'.source [id="{report_id}/offer/1"]')
