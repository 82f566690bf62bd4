"""What documents say is shown, and never taken for markup."""

from __future__ import annotations

import html.parser
import io

import numpy as np
import pandas as pd
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from annual_review import analysis, show
from annual_review.show import plots
from annual_review.show.tables import MISSING, SOURCE_PAGES
from annual_review.tables.schema import Tables

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


@pytest.mark.parametrize("kind", ["grid", "fields", "changes", "bars"])
def test_every_picture_has_title_axes_and_text_alternative(tables: Tables, kind: str) -> None:
    if kind == "grid":
        picture = plots.answers_grid(analysis.reporting(tables), "A title")
    elif kind == "fields":
        picture = plots.answers_by_field(analysis.answers_by_field(tables, "P029").cells, "A title")
    elif kind == "changes":
        changed = analysis.changes_by_field(analysis.changes(tables, "AZE", 2017, 2018)).cells
        picture = plots.changes_by_field(changed, "A title")
    else:
        counted = analysis.items_by_field(tables, "P029").cells
        picture = plots.bars_by_year(counted, "A title", "Area", "Measures (number)")
    (axes,) = picture.axes
    assert picture.get_suptitle() == "A title"
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    data, metadata = picture._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == picture.alt
    assert picture.alt.startswith("A title. ")


def test_the_text_alternative_says_what_the_picture_shows(tables: Tables) -> None:
    counted = analysis.items_by_field(tables, "P029").cells
    alt = plots.bars_by_year(counted, "Measures", "Area", "Measures (number)").alt
    assert (
        "Measures taken or envisaged to prevent forms of forced labour: 7 in 2017, 10 in 2018"
        in alt
    )
    assert "Promotional activities: no answer in 2017, no answer in 2018" in alt


def test_a_gap_between_reports_is_drawn_and_said() -> None:
    index = pd.Index(["prevention"], name="field")
    counts = pd.DataFrame({2012: [1], 2017: [2], 2018: [0]}, index=index)
    picture = plots.bars_by_year(counts, "Measures", "Area", "Measures (number)")
    assert isinstance(picture, plots.Picture)
    (axes,) = picture.axes
    assert "no report 2013–2016" in [text.get_text() for text in axes.texts]
    first, second, third = (text.get_position()[0] for text in picture.columns)
    assert second - first > third - second
    closed = plots.number_grid(counts[[2017, 2018]], "Measures", "Area", "Year")
    assert isinstance(closed, plots.Picture)
    assert not any("no report" in text.get_text() for text in closed.axes[0].texts)


def test_where_there_is_nothing_to_draw_a_sentence_says_so(tables: Tables) -> None:
    counts = pd.DataFrame(index=pd.Index([], name="field"))
    nothing = "Measures: nothing to show."
    assert repr(plots.number_grid(counts, "Measures", "Area", "Year")) == nothing
    assert repr(plots.bars_by_year(counts, "Measures", "Area", "Measures")) == nothing
    changed = analysis.changes(tables, "AZE", 2017, 2018).iloc[:0]
    assert repr(plots.changes_by_code(changed, "Measures")) == nothing
    assert (
        repr(plots.changes_by_field(analysis.changes_by_field(changed).cells, "Measures"))
        == nothing
    )


def test_a_code_that_stands_in_another_cell_is_marked_in_the_picture(tables: Tables) -> None:
    picture = plots.changes_by_code(analysis.changes(tables, "AZE", 2017, 2018), "Codes")
    assert isinstance(picture, plots.Picture)
    texts = {text.get_text() for text in picture.axes[0].texts}
    assert "remedies.compensation *" in texts
    assert "prevention.enforcement" in texts
    assert "In another field in the other year: " in picture.alt


def test_the_explorer_shows_what_the_controls_choose(tables: Tables) -> None:
    box = show.explorer(tables)
    country, field, span, undated, words, count, rows = box.children
    assert count.value == "24 statement(s)"
    words.value = "trafficking"
    assert count.value == "4 statement(s)"
    field.value = ("prevention",)
    span.value = (2017, 2017)
    undated.value = False
    country.value = "AZE"
    assert count.value == "1 statement(s)"
    assert "Center for Assistance" in rows.df["text"].iloc[0]


def test_a_picture_is_white_where_nothing_is_drawn_and_has_its_colours() -> None:
    counts = pd.DataFrame({2017: [3], 2018: [2]}, index=pd.Index(["prevention"], name="field"))
    picture = plots.bars_by_year(counts.astype("Int64"), "Made up", "Area", "Measures (number)")
    assert isinstance(picture, plots.Picture)
    data, _ = picture._repr_mimebundle_()
    drawn = Image.open(io.BytesIO(data["image/png"])).convert("RGB")
    assert drawn.getpixel((1, 1)) == (255, 255, 255)
    colours = [colour for _, colour in sorted(drawn.getcolors(100_000) or [], reverse=True)]
    assert any(max(abs(a - b) for a, b in zip(c, (0, 114, 178), strict=True)) <= 2 for c in colours)


def test_a_picture_is_drawn_as_matplotlib_draws_it(tables: Tables) -> None:
    """The canvas of our own reads fonts in another way, and draws nothing else."""
    picture = plots.answers_grid(analysis.reporting(tables), "A title")
    with rc_context({"text.hinting": "no_hinting"}):
        ours, theirs = plots._Canvas(picture), FigureCanvasAgg(picture)
        ours.draw()
        theirs.draw()
    assert isinstance(ours.renderer, plots._Renderer)
    assert np.array_equal(np.asarray(ours.buffer_rgba()), np.asarray(theirs.buffer_rgba()))


def test_a_picture_that_was_shown_can_be_saved_in_another_size(tables: Tables) -> None:
    picture = plots.answers_grid(analysis.reporting(tables), "A title")
    picture._repr_mimebundle_()
    saved = io.BytesIO()
    picture.savefig(saved, dpi=2 * picture.dpi)
    width, height = picture.get_size_inches()
    size = Image.open(saved).size
    assert size == (round(2 * width * picture.dpi), int(2 * height * picture.dpi))


def test_a_field_with_two_answers_for_a_year_is_not_drawn(tables: Tables) -> None:
    reporting = analysis.reporting(tables)
    with pytest.raises(ValueError, match="select one country and subject"):
        plots.answers_grid(pd.concat([reporting, reporting]), "A title")


def test_a_legend_hides_no_bar(tables: Tables) -> None:
    counted = analysis.items_by_field(tables, "P029").cells
    picture = plots.bars_by_year(counted, "A title", "Area", "Measures (number)")
    assert isinstance(picture, plots.Picture)
    picture._repr_mimebundle_()
    (legend,) = picture.legends
    (axes,) = picture.axes
    assert axes.get_legend() is None
    assert legend.get_window_extent().y1 < axes.get_window_extent().y0
