"""What documents say is shown, and never taken for markup."""

from __future__ import annotations

import pandas as pd
import pytest

from annual_review import analysis, plots, present
from annual_review.tables import Tables

HOSTILE = "<script>alert('x')</script> & <b>bold</b> $x$ [link](javascript:alert(1))"


def test_text_of_documents_is_escaped_in_cells_heads_and_captions() -> None:
    frame = pd.DataFrame({HOSTILE: [HOSTILE]})
    markup = present.table(frame, HOSTILE)._repr_html_()
    assert "<script" not in markup
    assert "<b>" not in markup
    assert "<b>" not in present.say(HOSTILE)._repr_html_()
    assert "$x$" not in markup


def test_tables_have_captions_and_scoped_heads_and_show_what_is_missing() -> None:
    frame = pd.DataFrame({"field": ["offer"], "year": pd.array([pd.NA], "Int64"), "text": [""]})
    markup = present.table(frame, "Shown")._repr_html_()
    assert "<caption>Shown</caption>" in markup
    assert markup.count('<th scope="col"') == 3
    assert markup.count(f">{present.MISSING}</td>") == 2
    assert ">Offer</td>" in markup
    assert "none" in present.table(frame.iloc[:0], "Empty")._repr_html_()


def test_labels_of_two_sections_are_told_apart() -> None:
    assert present.label("employers_observations") != present.label("challenges_employers")


@pytest.mark.parametrize("kind", ["grid", "fields", "changes", "bars"])
def test_every_picture_has_title_axes_and_text_alternative(tables: Tables, kind: str) -> None:
    if kind == "grid":
        picture = plots.answers_grid(analysis.reporting(tables), "A title")
    elif kind == "fields":
        picture = plots.answers_by_field(analysis.answers_by_field(tables, "P029"), "A title")
    elif kind == "changes":
        changed = analysis.changes_by_field(analysis.changes(tables, "AZE", 2017, 2018))
        picture = plots.changes_by_field(changed, "A title")
    else:
        counted = analysis.items_by_field(tables, "P029")
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
    counted = analysis.items_by_field(tables, "P029")
    alt = plots.bars_by_year(counted, "Measures", "Area", "Measures (number)").alt
    assert (
        "Measures taken or envisaged to prevent forms of forced labour: 7 in 2017, 10 in 2018"
        in alt
    )
    assert "Promotional activities: no answer in 2017, no answer in 2018" in alt


def test_the_explorer_shows_what_the_controls_choose(tables: Tables) -> None:
    box = present.explorer(tables)
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
