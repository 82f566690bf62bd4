"""Pictures show what the frames hold, within their edges, and say it in words as well."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import rc_context
from matplotlib.image import imread

import annual_review as ar
from annual_review import analysis
from annual_review.baseline.parse import Report
from annual_review.show import answers_grid, bars, plots, tile_map
from annual_review.show.picture import Picture
from annual_review.show.plots_of_changes import CHANGE_STYLES
from annual_review.tables import Tables


def pixels(png: bytes) -> np.ndarray:
    """The red, green and blue of every pixel, from 0 to 255."""
    return np.rint(imread(io.BytesIO(png))[:, :, :3] * 255).astype(int)


def stacked_answers(tables: Tables) -> Picture:
    counts = analysis.answers_by_field(analysis.reporting(tables)).cells
    picture = plots.stacked(counts, plots.ANSWER_STYLES, "A title", "Reports", "Answer", "Field")
    assert isinstance(picture, Picture)
    return picture


@pytest.mark.parametrize("kind", ["grid", "bars"])
def test_every_picture_has_title_axes_and_text_alternative(tables: Tables, kind: str) -> None:
    if kind == "grid":
        picture = answers_grid(analysis.reporting(tables), "A title")
    else:
        picture = stacked_answers(tables)
    (axes,) = picture.axes
    assert picture.get_suptitle() == "A title"
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    data, metadata = picture._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == picture.alt
    assert picture.alt.startswith("A title. ")


def test_the_text_alternative_says_what_the_picture_shows(tables: Tables) -> None:
    said = "Stacked bars of 20 rows; in all 16 text, 3 yes, 4 no, 16 blank, 1 not stated."
    assert stacked_answers(tables).alt == f"A title. {said}"


def test_the_numbers_of_a_grid_count_challenges_as_well(
    baseline: Callable[..., Report],
) -> None:
    named = "2020 AR: a) Lack of data; b) Poverty."
    tables = ar.tidy([baseline("ALBANIA (2020-2020)", challenges_government=named)])
    answers, items = analysis.reporting(tables), analysis.items_by_question(tables)
    picture = answers_grid(answers, "A title", items)
    assert picture.alt.endswith("Measures, needs and challenges in 2020: Challenges: Government 2.")
    assert picture.legends[0].get_title().get_text() == (
        "Answer; a number counts measures, needs or challenges"
    )


def test_a_gap_between_reports_is_drawn_and_said() -> None:
    (axes,) = answers_grid(*made_up_answers([2012, 2017, 2018])).axes
    assert "no report 2013–2016" in [text.get_text() for text in axes.texts]
    first, second, third = axes.get_xticks()
    assert second - first > third - second
    (closed,) = answers_grid(*made_up_answers([2017, 2018])).axes
    assert not any("no report" in text.get_text() for text in closed.texts)


def test_where_there_is_nothing_to_draw_a_sentence_says_so() -> None:
    counts = pd.DataFrame(index=pd.Index([], name="field"))
    shown = plots.stacked(counts, plots.ANSWER_STYLES, "Answers", "Reports", "Answer", "Field")
    assert repr(shown) == "Answers: nothing to show."


def test_a_picture_is_white_where_nothing_is_drawn_and_has_its_colours() -> None:
    counts = pd.DataFrame({"text": [3, 2]}, index=["Europe", "Africa"])
    picture = plots.stacked(counts, plots.ANSWER_STYLES, "Made up", "Reports", "Answer", "Region")
    assert isinstance(picture, Picture)
    data, _ = picture._repr_mimebundle_()
    drawn = pixels(data["image/png"])
    assert drawn[1, 1].tolist() == [255, 255, 255]
    blue = (drawn == np.array([0, 114, 178])).all(axis=2)
    assert blue.mean() > 0.05


def test_a_picture_that_was_shown_can_be_saved_in_another_size(tables: Tables) -> None:
    picture = answers_grid(analysis.reporting(tables), "A title")
    picture._repr_mimebundle_()
    saved = io.BytesIO()
    picture.savefig(saved, dpi=2 * picture.dpi)
    width, height = picture.get_size_inches() * 2 * picture.dpi
    assert pixels(saved.getvalue()).shape[:2] == (int(height), int(width))


def test_a_field_with_two_answers_for_a_year_is_not_drawn(tables: Tables) -> None:
    reporting = analysis.reporting(tables)
    with pytest.raises(ValueError, match="select one country and subject"):
        answers_grid(pd.concat([reporting, reporting]), "A title")


def test_a_legend_hides_no_bar(tables: Tables) -> None:
    picture = stacked_answers(tables)
    picture._repr_mimebundle_()
    (legend,) = picture.legends
    (axes,) = picture.axes
    assert axes.get_legend() is None
    assert legend.get_window_extent().y1 < axes.get_window_extent().y0


def made_up_counts(rows: int, columns: list[object]) -> pd.DataFrame:
    names = [f"a_made_up_field_with_a_name_of_two_lines_number_{n}" for n in range(rows)]
    numbers = np.arange(rows * len(columns)).reshape(rows, -1) % 40
    return pd.DataFrame(numbers, index=pd.Index(names, name="field"), columns=columns)


def made_up_answers(years: list[int]) -> tuple[pd.DataFrame, str, pd.DataFrame]:
    """All kinds of answers to all questions of a form, and a number of two digits in each."""
    fields = {each.name: each.section for each in analysis.form_fields("CL")}
    rows = [(field, year) for field in fields for year in years]
    frame = pd.DataFrame(rows, columns=["field", "year"])
    kinds = [analysis.KINDS[n % 7] for n in range(len(rows))]
    dated = frame["year"] % 2 == 0
    answers = frame.assign(section=frame["field"].map(fields), answer=kinds, dated=dated)
    return answers, LONG, frame[dated].assign(items=24)


LONG = "A title that is too long for one line of a picture, as those with the name of a subject are"
YEARS = [*range(2000, 2009), *range(2011, 2027)]
LARGE = {
    "answers": lambda: answers_grid(*made_up_answers(YEARS)),
    "worded": lambda: answers_grid(*made_up_answers([2008, 2017, 2018])),
    "nine years": lambda: answers_grid(
        made_up_answers(range(2000, 2009))[0],
        "What Lebanon answered, and how many items it named",
    ),
    "stacked": lambda: plots.stacked(
        made_up_counts(40, analysis.KINDS), plots.ANSWER_STYLES, LONG, "A", "B", "C"
    ),
    "shares": lambda: bars.share_bars(
        made_up_counts(30, [1]).assign(of=40), LONG, "A", "B", least=6
    ),
    "tiles": lambda: tile_map(
        ar.tidy([]), pd.DataFrame([(1, 2)], index=["MMR"]), LONG, "questions answered"
    ),
    "regions": lambda: bars.stacked_by_year(
        pd.DataFrame({n: range(30, 55) for n in "abcdef"}, index=range(2000, 2025)), LONG, "A"
    ),
}


@cache
def drawn(kind: str) -> tuple[Picture, dict[str, Any]]:
    """A large picture after it was drawn, and what a notebook is told of it."""
    picture = LARGE[kind]()
    assert isinstance(picture, Picture)
    return picture, picture._repr_mimebundle_()[1]["image/png"]


@pytest.mark.parametrize("kind", LARGE)
def test_words_stand_inside_the_picture_and_not_on_each_other(kind: str) -> None:
    picture, _ = drawn(kind)
    (axes,) = picture.axes
    start, end = axes.get_xlim()  # numbers of a scale beyond it are not drawn
    words = [tick for tick in axes.get_xticklabels() if start <= tick.get_position()[0] <= end]
    top = max(axes.get_ylim())
    words += [tick for tick in axes.get_yticklabels() if tick.get_position()[1] <= top]
    words += [*axes.texts, axes.xaxis.label, axes.yaxis.label, *picture.texts]
    words += [text for legend in picture.legends for text in legend.texts]
    boxes = np.array([text.get_window_extent().extents for text in words if text.get_text()])
    assert len(boxes) > 3
    left, bottom, right, top = boxes.T
    assert left.min() >= 0
    assert bottom.min() >= 0
    assert right.max() <= picture.bbox.width
    assert top.max() <= picture.bbox.height
    beside = (left[:, None] >= right - 1) | (bottom[:, None] >= top - 1)  # a pixel may be shared
    apart = beside | beside.T
    assert apart[~np.eye(len(boxes), dtype=bool)].all()


@pytest.mark.parametrize("kind", LARGE)
def test_a_picture_fits_on_a_phone_with_letters_of_ten_pixels(kind: str) -> None:
    _, shown = drawn(kind)
    fits = shown["letters"] * 367 / shown["width"] >= 10  # what a screen of 390 pixels leaves
    assert fits == (kind != "answers"), "only a grid of many years is wider"


def test_a_users_matplotlibrc_changes_no_picture(tables: Tables) -> None:
    def png() -> bytes:
        picture = answers_grid(analysis.reporting(tables), "A title")
        return bytes(picture._repr_mimebundle_()[0]["image/png"])

    plain = png()
    with rc_context(
        {
            "axes.facecolor": "red",
            "figure.dpi": 30,
            "text.usetex": True,
            "savefig.bbox": "tight",
            "font.size": 20,
        }
    ):
        assert png() == plain


def lightness(colour: str) -> float:
    """How light a colour is in a print in grey, from 0 (black) to 100 (CIE L*)."""
    shares = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return float(116 * np.cbrt(linear @ [0.2126, 0.7152, 0.0722]) - 16)


@pytest.mark.parametrize(
    "styles",
    [
        plots.ANSWER_STYLES,
        plots.INTENTION_STYLES,
        plots.REGION_STYLES,
        plots.URGENCY_STYLES,
        {kind: (colour, hatch) for kind, (_, colour, hatch) in CHANGE_STYLES.items()},
    ],
)
def test_pieces_are_told_apart_in_grey(styles: dict[str, tuple[str, str]]) -> None:
    """By lightness, or by hatches, which are seen where they are much darker than the colour."""
    seen = lightness(plots.EDGE) + 30
    looks = [
        (lightness(colour), hatch if lightness(colour) > seen else "")
        for colour, hatch in styles.values()
    ]
    for (light, hatch), (other, others_hatch) in combinations(looks, 2):
        assert hatch != others_hatch or abs(light - other) >= 20
