"""The picture of what one country answered, question by question and year by year."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Patch

from annual_review.analysis import ANSWERED, NO_LABEL, NOT_STATED, in_ranges
from annual_review.show.picture import LETTERS, NARROW, Picture, default_style
from annual_review.show.plots import ANSWER_STYLES, EDGE, write
from annual_review.show.questions import short

ANSWER_NAMES = {
    "text": "in words", "yes": "yes", "no": "no", "nil": "nil (says there is nothing)",
    "blank": "blank", NOT_STATED: "not stated", NO_LABEL: "row missing",
}  # fmt: skip
"""What people call each value of `answer` in `analysis.reporting`."""

_WORDED = {
    "text": "words", "yes": "yes", "no": "no", "nil": "nil", "blank": "", NOT_STATED: "–",
    NO_LABEL: "×",
}  # fmt: skip
_NARROW = {
    "text": "", "yes": "y", "no": "n", "nil": "0", "blank": "", NOT_STATED: "", NO_LABEL: "×",
}  # fmt: skip
_APART = 0.4
"""How far sections are set apart, in rows."""
_BESIDE, _A_YEAR = 2.2, 0.17
"""Inches of the names of questions, and of a year at least: 13 years fit on a phone."""
_MOST_WORDED_YEARS = 5
"""With more years the word for an answer does not fit its square."""


@default_style
def answers_grid(reporting: pd.DataFrame, title: str, items: pd.DataFrame | None = None) -> Picture:
    """Draw the answers of one country on one subject, question by question and year by year.

    Parameters
    ----------
    reporting : DataFrame
        What `analysis.reporting` returned for one country and subject.
    title : str
    items : DataFrame, optional
        What `analysis.items_by_question` returned for them.

    Returns
    -------
    Picture
        One row per question, one column per year. A square says how the question was answered or,
        if the answer names measures, needs or challenges, how many. Sections of the form are set
        apart. An asterisk marks questions that have an answer without a year.

    Raises
    ------
    ValueError
        If a field has two answers for a year, as those of two countries have.

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> show.answers_grid(analysis.reporting(tables), "A").alt
    'A. Grid of 20 questions by 2 years: 16 in words, 3 yes, 4 no, 16 blank, 1 not stated.'
    """
    if reporting.duplicated(["field", "year"]).any():
        raise ValueError("a field with two answers for a year: select one country and subject")
    ratification = reporting["field"].str.startswith("ratification_")
    parts = reporting["section"] + ratification.astype("string")
    parts_of = dict(zip(reporting["field"], parts, strict=True))
    starts = [before != after for before, after in pairwise(parts_of.values())]
    steps = [0.0, *(1 + _APART * start for start in starts)]
    rows = dict(zip(parts_of, accumulate(steps), strict=True))
    years = sorted({int(year) for year in reporting["year"]})
    numbers: dict[tuple[str, int], int] = {}
    if items is not None:
        numbers = {(f, int(y)): int(n) for f, y, n in items.itertuples(index=False, name=None)}
    counts = Counter(reporting["answer"])
    said = ", ".join(f"{counts[a]:,} {name}" for a, name in ANSWER_NAMES.items() if counts[a])
    alt = f"{title}. Grid of {len(rows)} questions by {len(years)} years: {said}."
    alt += _counted_items(numbers, years)
    bottom = max(rows.values()) + 1
    width = max(NARROW, _BESIDE + _A_YEAR * len(years))
    picture = Picture(width, 1.85 + 0.2 * bottom, title, alt)
    answered = reporting["answer"].isin(ANSWERED)
    undated = set(reporting.loc[answered & ~reporting["dated"], "field"])
    note = "\n* has answers without a year,\nwhich count for every year" if undated else ""
    axes = picture.subplots()
    axes.set_xlabel(f"Annual Review{note}", fontsize=LETTERS)
    axes.set_ylabel("Question", fontsize=LETTERS)
    axes.spines[:].set_visible(False)
    axes.set_ylim(bottom - 0.5, -0.5)
    columns = dict(zip(years, _year_places(years, axes, int(bottom)), strict=True))
    marks = _NARROW if len(years) > _MOST_WORDED_YEARS else _WORDED
    for answer, of_kind in reporting.groupby("answer"):
        colour, hatch = ANSWER_STYLES[str(answer)]
        pairs = list(zip(of_kind["field"], of_kind["year"], strict=True))
        centres = [(columns[year], rows[field]) for field, year in pairs]
        _boxes(axes, centres, facecolor=colour, hatch=hatch, edgecolor="#888888", lw=0.6)
        for (x, y), pair in zip(centres, pairs, strict=True):
            words = str(numbers.get(pair, marks[str(answer)]))
            write(axes, x, y, words, LETTERS, colour, hatch if words else "")
    axes.tick_params(length=0, labelsize=LETTERS, labeltop=True, labelbottom=False)
    upright = len(years) > _MOST_WORDED_YEARS
    axes.set_xticks(list(columns.values()), list(map(str, years)), rotation=90 if upright else 0)
    axes.set_yticks(list(rows.values()), [short(f) + " *" * (f in undated) for f in rows])
    keys = [
        Patch(facecolor=ANSWER_STYLES[a][0], hatch=ANSWER_STYLES[a][1], edgecolor=EDGE, label=name)
        for a, name in ANSWER_NAMES.items()
        if counts[a]
    ]
    of = "Answer; a number counts measures, needs or challenges" if numbers else "Answer"
    picture.legend(handles=keys, title=of, loc="outside lower center", ncols=2, fontsize=LETTERS)
    return picture


def _boxes(axes: Axes, centres: list[tuple[float, float]], **look: Any) -> None:
    """Draw boxes that look the same around these places."""
    right, down = 0.46, 0.45
    corners = [
        ((x - right, y - down), (x + right, y - down), (x + right, y + down), (x - right, y + down))
        for x, y in centres
    ]
    axes.add_collection(PolyCollection(corners, **look))


def _year_places(years: list[int], axes: Axes, rows: int) -> list[float]:
    """Places of years side by side; years without a report between two have a named gap."""
    places = [0.0]
    for before, year in pairwise(years):
        gap = year > before + 1
        places.append(places[-1] + (1.7 if gap else 1))
        if gap:
            words = f"no report {in_ranges(range(before + 1, year))}"
            axes.text(
                places[-1] - 0.85, (rows - 1) / 2, words,
                rotation=90, ha="center", va="center", fontsize=LETTERS, color=EDGE,
            )  # fmt: skip
    axes.set_xlim(-0.6, places[-1] + 0.6)
    return places


def _counted_items(numbers: dict[tuple[str, int], int], years: list[int]) -> str:
    """The numbers of a grid of answers in words, for its last year."""
    last = ", ".join(f"{short(f)} {n}" for (f, year), n in numbers.items() if year == years[-1])
    return f" Measures, needs and challenges in {years[-1]}: {last}." if last else ""
