"""The page of a source: its whole text, every statement and item marked, and links that land."""

from __future__ import annotations

import html.parser
import re
from collections.abc import Callable

import pandas as pd

import annual_review as ar
from annual_review import analysis, present, provenance
from annual_review.parse import Report
from annual_review.tables import HandCoding, Tables

REPORT = "AZE-P029-2017-2018"


class Page(html.parser.HTMLParser):
    """Ids of a page, and its text without the notes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.text = ""
        self.body = self.note = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"]] if values.get("id") else []
        self.body = self.body or values.get("class") == "source"
        self.note = tag == "a" and "note" in (values.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        self.note = self.note and tag != "a"
        self.body = self.body and tag != "div"

    def handle_data(self, data: str) -> None:
        if self.body and not self.note:
            self.text += data


def test_the_page_holds_the_whole_text_and_marks_everything_once(tables: Tables) -> None:
    page = Page(provenance.page(tables, REPORT))
    assert page.text == tables.texts["text"].iloc[0]
    expected = {
        *tables.statements["statement_id"], *tables.measures["measure_id"], *tables.needs["need_id"],
    }  # fmt: skip
    assert set(page.ids) == expected
    assert len(page.ids) == len(expected)


def test_a_mark_says_id_codes_and_method(tables: Tables) -> None:
    markup = provenance.page(tables, REPORT)
    assert "prevention/2/c: prevention.enforcement (pattern)</a>" in markup
    assert re.search(
        r"remedies/2/h: remedies.penalties \(exact\)</a><span class=\"statement\"><span class=\"item\">Provision",
        markup,
    )


def test_every_code_of_an_item_has_its_own_method(azerbaijan: Report) -> None:
    item = f"{REPORT}/prevention/2/e"  # trainings for officials, and awareness raising
    coded = [HandCoding(item, "prevention.education", "XY", "2020-01-01", "", "")]
    markup = provenance.page(ar.tidy([azerbaijan], coded), REPORT)
    assert "prevention/2/e: prevention.education (manual)</a>" in markup


def test_marks_lead_to_their_rows_where_a_report_has_them(tables: Tables) -> None:
    markup = provenance.page(tables, REPORT, "../02-country/AZE-P029.html")
    targets = re.findall(r'href="\.\./02-country/AZE-P029\.html#([^"]+)"', markup)
    assert sorted(targets) == sorted(Page(markup).ids)
    assert "02-country" not in provenance.page(tables, REPORT)
    rows = "".join(
        present.table(frame, "x", anchor=key)._repr_html_()
        for frame, key in (
            (analysis.listed(tables), "measure_id"),
            (analysis.needs(tables), "need_id"),
            (analysis.said(tables), "statement_id"),
        )
    )
    assert set(re.findall(r'<tr id="([^"]+)"', rows)) == set(targets)


def test_ids_in_tables_link_to_their_marks(tables: Tables) -> None:
    ids = set(Page(provenance.page(tables, REPORT)).ids)
    frame = tables.measures[["text", "measure_id", "statement_id"]]
    markup = present.table(frame, "Measures")._repr_html_()
    targets = re.findall(r'href="\.\./outputs/sources/([^"#]+)#([^"]+)"', markup)
    assert {page for page, _ in targets} == {f"{REPORT}.html"}
    assert {anchor for _, anchor in targets} <= ids
    assert len(targets) == 2 * len(frame)
    several = present.table(pd.DataFrame({"measure_ids": [f"{REPORT}/a/1/a {REPORT}/a/1/b"]}), "x")
    assert several._repr_html_().count("<a href=") == 2


def test_what_documents_say_is_escaped_and_problems_are_marked(
    baseline: Callable[..., Report],
) -> None:
    hostile = "2020 AR: <script>alert(1)</script> a) <b>One</b>; a) Two; b) Three."
    tables = ar.tidy([baseline(prevention=hostile)])
    markup = provenance.page(tables, "ALB-P029-2019-2020")
    assert "<script>" not in markup
    assert "<b>" not in markup
    assert 'class="note problem"' in markup
