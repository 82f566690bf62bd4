"""What documents say is shown, and never taken for markup."""

from __future__ import annotations

import html.parser

import pandas as pd

from annual_review import analysis, show
from annual_review.show.tables import MISSING, SOURCE_PAGES
from annual_review.tables import Tables

HOSTILE = "<script>alert('x')</script> & <b>bold</b> $x$ [link](javascript:alert(1))"


def test_text_of_documents_is_escaped_in_cells_heads_and_captions() -> None:
    frame = pd.DataFrame({HOSTILE: [HOSTILE]})
    markup = show.table(frame, HOSTILE)._repr_html_()
    assert "<script" not in markup
    assert "<b>" not in markup
    assert "<b>" not in show.say(HOSTILE)._repr_html_()
    assert "$x$" not in markup


def test_tables_have_captions_and_scoped_heads_and_show_what_is_missing() -> None:
    frame = pd.DataFrame({"field": ["offer"], "year": pd.array([pd.NA], "Int64"), "text": [""]})
    markup = show.table(frame, "Shown")._repr_html_()
    assert "<caption>Shown</caption>" in markup
    assert markup.count('<th scope="col"') == 3
    assert markup.count(f">{MISSING}</td>") == 2
    assert ">Offer</td>" in markup
    assert "none" in show.table(frame.iloc[:0], "Empty")._repr_html_()


class Markup(html.parser.HTMLParser):
    """The links, lists behind numbers and row addresses of a table."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.rows: list[str] = []
        self.tags: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        if tag == "a":
            self.links.append(values["href"] or "")
        if tag == "tr" and "id" in values:
            self.rows.append(values["id"] or "")


def test_a_number_links_to_one_id_and_opens_the_list_of_several() -> None:
    index = pd.Index(["prevention"], name="field")
    cells = pd.DataFrame(
        {2017: [1], 2018: [2], 2019: [0], 2020: pd.array([pd.NA], "Int64")}, index=index
    )
    ids = pd.DataFrame(
        {2017: ["R/p/1"], 2018: ["R/p/2/a R/p/2/b"], 2019: [""], 2020: [""]}, index=index
    )
    shown = show.grid(analysis.Grid(cells, ids), "Counts")
    markup = Markup(shown._repr_html_())
    page = f"{SOURCE_PAGES}R.html"
    assert markup.links == [f"{page}#R/p/1", f"{page}#R/p/2/a", f"{page}#R/p/2/b"]
    assert markup.tags.count("details") == markup.tags.count("summary") == 1
    assert "script" not in markup.tags
    assert "<summary>2</summary>" in shown._repr_html_()
    assert repr(shown).splitlines()[-1].endswith("| 1 | 2 | 0 | –")


def test_ids_and_values_of_grids_and_lists_are_escaped() -> None:
    index = pd.Index([HOSTILE], name="code")
    hostile = HOSTILE.replace(" ", "") + "/1"
    grid = analysis.Grid(pd.DataFrame({HOSTILE: [HOSTILE]}, index=index),
                         pd.DataFrame({HOSTILE: [f"{hostile} {hostile}2"]}, index=index))  # fmt: skip
    frame = pd.DataFrame({"texts": [f"{HOSTILE}\n{HOSTILE}"], "ids": [f"{hostile} {hostile}2"]})
    listed = show.table(frame, "x", rests={"texts": "ids"}, anchor="ids")
    for shown in (show.grid(grid, HOSTILE), listed, show.heading(HOSTILE)):
        markup = shown._repr_html_()
        assert "<script" not in markup
        assert "<b>" not in markup
        assert all(link.startswith(SOURCE_PAGES) for link in Markup(markup).links)


def test_texts_of_one_cell_stand_an_item_a_line_each_with_its_id(tables: Tables) -> None:
    pairs = analysis.beside(tables, "P029", 2018)
    capacity = pairs[pairs["code"] == "need.capacity"]
    shown = show.table(capacity, "x", rests={"texts": "measure_ids"})._repr_html_()
    report = "AZE-P029-2017-2018"
    links = [link.partition("#")[2] for link in Markup(shown).links]
    assert links[:3] == [
        f"{report}/{item}" for item in ("prevention/1/h", "protection/1/a", "remedies/1/f")
    ]
    assert shown.count("<li>") == 3
    assert "measure ids" not in shown


def test_rows_have_addresses_each_once() -> None:
    frame = pd.DataFrame({"year": [2017, 2018, 2018], "need_id": ["R/n/1", "R/n/1", "R/n/2"]})
    markup = Markup(show.table(frame, "x", anchor="need_id")._repr_html_())
    assert markup.rows == ["R/n/1", "R/n/2"]


def test_cells_that_stand_elsewhere_have_the_labels_of_the_form() -> None:
    frame = pd.DataFrame({"elsewhere": ["remedies cooperation", ""]})
    shown = repr(show.table(frame, "x")).splitlines()[2:]
    assert shown == [
        f"{show.label('remedies')}; {show.label('cooperation')}",
        MISSING,
    ]


def test_labels_of_two_sections_are_told_apart() -> None:
    assert show.label("employers_observations") != show.label("challenges_employers")
