"""The picture of changes shows the questions that have topics, with the words for each change."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from annual_review import analysis, show
from annual_review.analysis import CHANGES
from annual_review.show.picture import Picture
from annual_review.tables import Tables


def counts(*rows: str, n: int = 1) -> pd.DataFrame:
    """So many of each change in each of these rows."""
    return pd.DataFrame(n, index=pd.Index(rows, name="field"), columns=CHANGES, dtype="Int64")


def test_the_picture_of_changes_has_title_axes_and_text_alternative(tables: Tables) -> None:
    changed = analysis.changes(tables, "AZE", 2017, 2018)
    picture = show.changes_by_field(analysis.changes_by_field(changed).cells, "A title")
    assert isinstance(picture, Picture)
    (axes,) = picture.axes
    assert picture.get_suptitle() == "A title"
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    assert (
        "Prevention: 1 in the same words, 1 reworded, 3 same topic, other measure, 5 added,"
        " 2 dropped;" in picture.alt
    )
    assert axes.get_xlabel() == "Topics, and measures that none\ncovers (number)"
    action = show.changes_by_field(counts("prevention"), "A title", show.called("CL"))
    assert isinstance(action, Picture)
    assert "1 same kind of action, other measure" in action.alt
    assert action.axes[0].get_xlabel().startswith("Kinds of action")
    (legend,) = picture.legends
    assert "cannot be compared" not in [text.get_text() for text in legend.texts], "there is none"


def test_questions_without_topics_have_no_bar() -> None:
    counted = counts("prevention", "protection", "remedies")
    counted.loc["protection"] = 0
    picture = show.changes_by_field(counted, "A title")
    assert isinstance(picture, Picture)
    names = [label.get_text() for label in picture.axes[0].get_yticklabels()]
    assert names == ["Prevention", "Access to remedies"]
    assert repr(show.changes_by_field(counted * 0, "A title")) == "A title: nothing to show."
    assert repr(show.changes_by_field(counted.iloc[:0], "A title")) == "A title: nothing to show."


@pytest.mark.parametrize("n", [1, 250])
def test_words_of_the_picture_stand_inside_it_and_not_on_each_other(n: int) -> None:
    rows = [f"a made-up question with a name of two lines number {k}" for k in range(14)]
    long = "A title that is too long for one line, as those that name a country and two years are"
    picture = show.changes_by_field(counts(*rows, n=n), long)
    assert isinstance(picture, Picture)
    picture._repr_mimebundle_()
    (axes,) = picture.axes
    end = axes.get_xlim()[1]
    ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()]
    words = [tick for tick in ticks if tick.get_position()[0] <= end]
    words += [*axes.texts, axes.xaxis.label, axes.yaxis.label, *picture.texts]
    words += [text for legend in picture.legends for text in legend.texts]
    boxes = np.array([text.get_window_extent().extents for text in words if text.get_text()])
    left, bottom, right, top = boxes.T
    assert left.min() >= 0
    assert bottom.min() >= 0
    assert right.max() <= picture.bbox.width
    assert top.max() <= picture.bbox.height
    beside = (left[:, None] >= right - 1) | (bottom[:, None] >= top - 1)
    assert (beside | beside.T)[~np.eye(len(boxes), dtype=bool)].all()
