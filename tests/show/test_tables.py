"""What documents say is shown, and never taken for markup."""

from __future__ import annotations

import html
import html.parser
from dataclasses import replace

import pandas as pd

from annual_review import analysis, show
from annual_review.codebook import codebook
from annual_review.show.references import CODEBOOK_PAGE, SOURCE_PAGES
from annual_review.show.tables import MISSING
from annual_review.tables import Tables

HOSTILE = "<script>alert('x')</script> & <b>bold</b> $x$ [link](javascript:alert(1))"


def test_text_of_documents_is_escaped_in_cells_heads_and_captions() -> None:
    frame = pd.DataFrame({HOSTILE: [HOSTILE]})
    markup = show.table(frame, HOSTILE)._repr_html_()
    assert "<script" not in markup
    assert "<b>" not in markup
    assert "<b>" not in show.say(HOSTILE)._repr_html_()
    assert "$x$" not in markup


def test_a_caption_says_how_many_rows_are_shown_if_not_all_are() -> None:
    two = pd.DataFrame({"field": ["offer", "request"]})
    for frame, rows, caption in (
        (two, 3, "Fields (2 of 3)"),
        (two, 2, "Fields"),
        (two[:0], 0, "Fields"),
    ):
        assert repr(show.table(frame, "Fields", out_of=rows)).splitlines()[0] == caption


def test_tables_have_captions_and_scoped_heads_and_show_what_is_missing() -> None:
    frame = pd.DataFrame({"field": ["offer"], "year": pd.array([pd.NA], "Int64"), "text": [""]})
    markup = show.table(frame, "Shown")._repr_html_()
    assert "<caption>Shown</caption>" in markup
    assert markup.count('<th scope="col"') == 3
    assert markup.count(f">{MISSING}</td>") == 2
    assert ">Offer</td>" in markup
    assert "none" in show.table(frame.iloc[:0], "Empty")._repr_html_()


def test_numbers_have_separators_of_thousands_and_years_have_none() -> None:
    frame = pd.DataFrame({"year": [2018], "first_year": [2017], "States": [7767], "share": [1.5]})
    assert repr(show.table(frame, "Numbers")).splitlines()[2] == "2018 | 2017 | 7,767 | 1.50"
    others = pd.DataFrame({"last": [2018], "last_named": [2018], "intention_since": [2018]})
    assert repr(show.table(others, "As analyses name them")).endswith("2018 | 2018 | 2018")
    counted = analysis.Grid(frame[["States"]].set_index(frame["year"]), frame[["States"]] * pd.NA)
    assert repr(show.grid(counted, "Numbers")).splitlines()[2] == "2018 | 7,767"


def test_an_intention_and_the_one_before_are_words() -> None:
    frame = pd.DataFrame({"before": ["under_consideration"], "intention": ["not_intended"]})
    shown = repr(show.table(frame, "Intentions"))
    assert "under consideration" in shown
    assert "not intended" in shown


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
    named = show.grid(analysis.Grid(cells, ids.replace("/p/", "/policy_or_plan/", regex=True)), "C")
    assert ">R: Policy or plan of action 2 b</a>" in named._repr_html_(), "words, not the name"
    assert repr(shown).splitlines()[-1].endswith("| 1 | 2 | 0 | –")


def test_ids_and_values_of_grids_and_lists_are_escaped() -> None:
    index = pd.Index([HOSTILE], name="code")
    hostile = HOSTILE.replace(" ", "") + "/1"
    grid = analysis.Grid(pd.DataFrame({HOSTILE: [HOSTILE]}, index=index),
                         pd.DataFrame({HOSTILE: [f"{hostile} {hostile}2"]}, index=index))  # fmt: skip
    frame = pd.DataFrame({"texts": [f"{HOSTILE}\n{HOSTILE}"], "ids": [f"{hostile} {hostile}2"]})
    listed = show.table(frame, "x", rests={"texts": "ids"}, anchor="ids")
    for shown in (show.grid(grid, HOSTILE), listed):
        markup = shown._repr_html_()
        assert "<script" not in markup
        assert "<b>" not in markup
        assert all(link.startswith(SOURCE_PAGES) for link in Markup(markup).links)


def test_texts_of_one_cell_stand_an_item_a_line_each_with_its_id() -> None:
    report = "AZE-P029-2017-2018"
    items = [f"{report}/{item}" for item in ("prevention/1/h", "protection/1/a")]
    frame = pd.DataFrame({"texts": ["Training\nHelp"], "measure_ids": [" ".join(items)]})
    shown = show.table(frame, "x", rests={"texts": "measure_ids"})._repr_html_()
    assert [link.partition("#")[2] for link in Markup(shown).links] == items
    assert shown.count("<li>") == 2
    assert "measure ids" not in shown


def test_codes_are_shown_by_their_labels_which_lead_to_the_codebook() -> None:
    frame = pd.DataFrame({"codes": ["prevention.due_diligence, need.data", ""]})
    shown = show.table(frame, "x")
    assert repr(shown).splitlines()[2:] == ["Due diligence; Data and research", MISSING]
    markup = shown._repr_html_()
    assert ">prevention.due_diligence<" not in markup
    assert 'title="prevention.due_diligence"' in markup
    assert Markup(markup).links == [
        f"{CODEBOOK_PAGE}#prevention.due_diligence",
        f"{CODEBOOK_PAGE}#need.data",
    ]
    index = pd.Index(["need.data"], name="code")
    cells = pd.DataFrame({"prevention.migration": [1]}, index=index)
    grid = show.grid(analysis.Grid(cells, cells.astype(str).replace("1", "")), "x")
    assert repr(grid).splitlines()[1:] == ["code | Safe migration", "Data and research | 1"]
    assert len(Markup(grid._repr_html_()).links) == 2


def test_of_many_codes_a_cell_names_the_first_and_counts_the_others() -> None:
    codes = [each.code for each in codebook("need")][:8]
    shown = show.table(pd.DataFrame({"codes": [", ".join(codes)]}), "Needs")
    assert shown._repr_html_().count('class="code"') == 6
    assert "</a> and 2 more</td>" in shown._repr_html_()
    assert all(show.label(code) in repr(shown) for code in codes)


def test_ids_and_places_are_one_column_of_small_links_and_stay_in_the_text() -> None:
    frame = pd.DataFrame(
        {
            "need_id": ["R/n/1", "R/n/2 R/n/3"],
            "text": ["One", "Two"],
            "place": ["characters 7–9", "characters 10–12"],
        }
    )
    shown = show.table(frame, "x")
    markup = shown._repr_html_()
    assert markup.count("<th ") == 2
    assert "<td>characters" not in markup
    assert f'{SOURCE_PAGES}R.html#R/n/1" title="R/n/1, characters 7–9">source</a>' in markup
    assert f'{SOURCE_PAGES}R.html#R/n/2" title="R/n/2">1</a> <a' in markup
    assert ">R/n/1<" not in markup
    assert repr(shown).splitlines()[2] == "R/n/1 | One | characters 7–9"
    pair = pd.DataFrame({"code": ["x"], "id_from": ["R/a/1"], "id_to": [pd.NA]})
    assert ">2017</a></td>" in show.table(pair, "x", {"text_from": "2017"})._repr_html_()


def test_a_number_opens_the_words_it_rests_on_with_their_year(tables: Tables) -> None:
    own = analysis.areas(tables, 2018).set_index("field")[["measures", "measure_ids"]]
    counts = analysis.Grid(
        own[["measures"]].set_axis([2018], axis=1), own[["measure_ids"]].set_axis([2018], axis=1)
    )
    markup = show.grid(counts, "x", tables=tables)._repr_html_()
    row = markup.partition("to facilitate access to remedies")[2].partition("</tr>")[0]
    assert "<li>2018: Free legal assistance <a " in row
    assert "/remedies/1/b" in row
    assert "Azerbaijan" not in row, "there is one country only"
    blank = analysis.Grid(
        pd.DataFrame({"n": [1]}, index=["x"]),
        pd.DataFrame({"n": ["AZE-P029-2017-2018/offer/1"]}, index=["x"]),
    )
    assert "blank cell <a" in show.grid(blank, "x", tables=tables)._repr_html_()


def made_up_tables(tables: Tables, countries: int, words: str) -> tuple[Tables, list[str]]:
    """Tables of many countries that name one measure each, and the ids of the measures."""
    isos = tables.countries["iso3"].head(countries)
    reports = pd.concat([tables.reports] * countries, ignore_index=True)
    measures = pd.concat([tables.measures.head(1)] * countries, ignore_index=True)
    reports["iso3"] = measures["iso3"] = isos
    reports["report_id"] = measures["report_id"] = isos + "-P029-2017-2018"
    measures["measure_id"] = measures["report_id"] + "/prevention/1/a"
    measures["text"], measures["year"] = words, 2018
    made = replace(tables, reports=reports, measures=measures)
    return made, measures["measure_id"].tolist()


def test_words_name_their_country_and_are_not_more_than_a_page_can_hold(tables: Tables) -> None:
    several, ids = made_up_tables(tables, 40, "All the words of it. " * 20)
    cells = pd.DataFrame({"n": [40]}, index=["x"])
    grid = analysis.Grid(cells, pd.DataFrame({"n": [" ".join(ids)]}, index=["x"]))
    markup = show.grid(grid, "x", tables=several)._repr_html_()
    assert "<li>Afghanistan 2018: All the words of it." in markup
    assert markup.count("<li>") == 13
    assert "<li>and 28 more</li>" in markup
    assert len(markup) < 10_000, "words are clipped"

    many = pd.DataFrame({"a": [40] * 300, "b": [40] * 300})
    long = analysis.Grid(many, many.astype(str).replace("40", " ".join(ids)))
    assert 20_000 < len(show.grid(long, "x", tables=several)._repr_html_()) < 180_000
    by_year = analysis.Grid(
        many.set_axis([2017, 2018], axis=1), long.ids.set_axis([2017, 2018], axis=1)
    )
    assert "<details>" not in show.grid(by_year, "x", tables=several)._repr_html_()
    newest = analysis.Grid(by_year.cells.head(100), by_year.ids.head(100))
    opened = show.grid(newest, "x", tables=several)._repr_html_()
    assert opened.count("<details>") == 100
    assert '<td class="number">40</td><td class="number"><details>' in opened
    newest = analysis.Grid(newest.cells[[2018, 2017]], newest.ids[[2018, 2017]])
    opened = show.grid(newest, "x", tables=several)._repr_html_()
    assert opened.count('</details></td><td class="number">40</td>') == 100


def test_a_number_of_countries_opens_their_names(tables: Tables) -> None:
    several, _ = made_up_tables(tables, 40, "x")
    isos = several.reports["iso3"].tolist()
    cells = pd.DataFrame({"n": [40]}, index=["x"])
    grid = analysis.Grid(cells, pd.DataFrame({"n": [" ".join(isos)]}, index=["x"]))
    markup = show.grid(grid, "x", tables=several)._repr_html_()
    assert markup.count("<li>") == 1
    for iso3 in isos:
        assert html.escape(analysis.country_names(several)[iso3]) in markup


def test_rows_have_addresses_each_once() -> None:
    frame = pd.DataFrame({"year": [2017, 2018, 2018], "need_id": ["R/n/1", "R/n/1", "R/n/2"]})
    markup = Markup(show.table(frame, "x", anchor="need_id")._repr_html_())
    assert markup.rows == ["R/n/1", "R/n/2"]


def test_questions_that_name_it_elsewhere_have_their_short_names() -> None:
    frame = pd.DataFrame({"elsewhere": ["remedies cooperation", ""]})
    shown = show.table(frame, "x")
    assert repr(shown).splitlines()[2:] == [
        f"{show.short('remedies')}; {show.short('cooperation')}",
        MISSING,
    ]
    assert '<th scope="col" class="prose">elsewhere' in shown._repr_html_(), "as wide as prose"


def test_labels_of_two_sections_are_told_apart() -> None:
    assert show.label("employers_observations") != show.label("challenges_employers")
