"""Pictures of frames, each of which carries its own text alternative.

The colours are Okabe and Ito's, which people with any form of colour blindness can tell apart.
Words, a hatch or the position say the same as the colour, so a print in grey can be read as well.
Where there is nothing to draw, a sentence says so. Years without a report between others leave a
gap that names them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator

from annual_review.analysis import NO_LABEL, NOT_STATED, in_ranges
from annual_review.show.picture import Picture, default_style
from annual_review.show.sentences import Shown, plain, say

BLUE, SKY, ORANGE, GREEN, RED, YELLOW = (
    "#0072B2", "#56B4E9", "#E69F00", "#009E73", "#D55E00", "#F0E442",
)  # fmt: skip
GREY, WHITE, EDGE = "#BBBBBB", "#FFFFFF", "#555555"

ANSWER_STYLES = {
    "text": (BLUE, ""),
    "yes": (SKY, ""),
    "no": (ORANGE, "//"),
    "nil": (YELLOW, ".."),
    "blank": (WHITE, ""),
    NOT_STATED: (GREY, "///"),
    NO_LABEL: (GREY, "xxx"),
}
"""Colour and hatch for each value of `answer` in `analysis.reporting`."""

INTENTION_STYLES = {
    "likely": (BLUE, ""),
    "under_consideration": (SKY, "//"),
    "unlikely": (YELLOW, ".."),
    "not_intended": (ORANGE, "xx"),
}
"""Colour and hatch for each value of `analysis.INTENTIONS`."""

REGION_STYLES = {
    "Africa": (BLUE, ""),
    "Americas": (ORANGE, "//"),
    "Arab States": (GREEN, ".."),
    "Asia and the Pacific": (SKY, "xx"),
    "Europe and Central Asia": (YELLOW, "++"),
    "Other": (GREY, ""),
}
"""Colour and hatch for each region of the ILO."""

URGENCY_STYLES = {
    "most_important": (RED, ""),
    "important": (ORANGE, "//"),
    "less_important": (YELLOW, ".."),
    "unspecified": (GREY, ""),
}
"""Colour and hatch for each urgency of a need."""

_YEAR_STYLES = [
    (BLUE, ""), (ORANGE, "//"), (GREEN, ".."), (SKY, "xx"), (RED, "\\\\"), (YELLOW, "++"),
]  # fmt: skip
_FIELD = "Field of the questionnaire"
_MOST_WIDE = 16
"""With more columns the squares of a grid of numbers are narrow."""
_MOST_BARS = 5
"""With more years the bars of one group are too thin, and a grid of numbers shows them instead."""
_MOST_SPOKEN = 80
"""With more numbers a text alternative gives the totals of the columns, not each number."""


def row_axes(picture: Picture, across: str, down: str, rows: float) -> Axes:
    """Axes without a frame for rows from the top, and what goes across and down on them."""
    axes = picture.subplots()
    axes.set_xlabel(across)
    axes.set_ylabel(down)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelsize=8)
    axes.set_ylim(rows - 0.5, -0.5)
    return axes


def _nothing(title: str) -> Shown:
    """What stands in a picture's place when there is nothing to draw."""
    return say(f"{title}: nothing to show.")


def boxes(
    axes: Axes,
    centres: Iterable[tuple[float, float]],
    width: float = 0.92,
    height: float = 0.9,
    **look: Any,
) -> None:
    """Draw boxes that look the same around these places."""
    right, down = width / 2, height / 2
    corners = [
        ((x - right, y - down), (x + right, y - down), (x + right, y + down), (x - right, y + down))
        for x, y in centres
    ]
    axes.add_collection(PolyCollection(corners, **look))


def write(axes: Axes, x: float, y: float, words: str, size: float, colour: str, hatch: str) -> None:
    """Write words in the middle of a box of this colour, and clear a hatch behind them."""
    axes.text(
        x, y, words, ha="center", va="center", fontsize=size, in_layout=False,
        color="white" if colour == BLUE else "black",
        bbox={"facecolor": colour, "edgecolor": "none", "pad": 1} if hatch else None,
    )  # fmt: skip


def year_places(columns: Sequence[Any], axes: Axes, rows: int) -> list[float]:
    """Places of columns side by side; years without a report between two have a named gap."""
    places = [0.0]
    for before, column in pairwise(columns):
        gap = isinstance(before, int) and column > before + 1
        places.append(places[-1] + (1.7 if gap else 1))
        if gap:
            words = f"no report {in_ranges(range(before + 1, column))}"
            axes.text(
                places[-1] - 0.85, (rows - 1) / 2, words,
                rotation=90, ha="center", va="center", fontsize=7.5, color=EDGE,
            )  # fmt: skip
    axes.set_xlim(-0.6, places[-1] + 0.6)
    return places


def _wrapped(name: object, width: int = 46) -> str:
    return textwrap.fill(plain(str(name)), width)


@default_style
def stacked(
    counts: pd.DataFrame,
    styles: dict[str, tuple[str, str]],
    title: str,
    of: str,
    legend: str,
    what: str = _FIELD,
) -> Picture | Shown:
    """Draw counts as stacked bars.

    Parameters
    ----------
    counts : DataFrame
        One row per bar (a field is shown by its label), one column per piece.
    styles : dict
        Colour and hatch for each column.
    title : str
    of : str
        What is counted.
    legend : str
        What the columns are.
    what : str
        What the rows are.

    Returns
    -------
    Picture, or a sentence if there is nothing to count
    """
    if not counts.to_numpy().any():
        return _nothing(title)
    totals = {column: int(counts[column].sum()) for column in counts if counts[column].any()}
    said = ", ".join(f"{total} {plain(str(column))}" for column, total in totals.items())
    rows_are = "fields" if what == _FIELD else "rows"
    alt = f"{title}. Stacked bars of {len(counts)} {rows_are}; in all {said}."
    picture = Picture(9, 1.9 + 0.42 * len(counts), title, alt)
    axes = row_axes(picture, of, what, len(counts))
    longest = float(counts.sum(axis=1).max())
    ends = counts.cumsum(axis=1)
    for column in totals:
        colour, hatch = styles[str(column)]
        pieces = [
            (y, float(value), float(end))
            for y, (value, end) in enumerate(zip(counts[column], ends[column], strict=True))
            if value
        ]
        rows, lengths, right = zip(*pieces, strict=True)
        left = [end - length for end, length in zip(right, lengths, strict=True)]
        axes.barh(rows, lengths, 0.75, left, label=plain(str(column)), **_bar(colour, hatch))
        for y, length, start in zip(rows, lengths, left, strict=True):
            if length > longest * 0.013 * (1 + len(f"{length:.0f}")):  # else it is too narrow
                write(axes, start + length / 2, y, f"{length:.0f}", 8, colour, hatch)
    _count_along(axes, longest)
    axes.set_yticks(range(len(counts)), [_wrapped(field) for field in counts.index])
    _explain(picture, legend)
    return picture


@default_style
def bars_by_year(counts: pd.DataFrame, title: str, what: str, of: str) -> Picture | Shown:
    """Draw counts as grouped bars.

    Many years, or years with a gap between them, are drawn as a `number_grid`.

    Parameters
    ----------
    counts : DataFrame
        One row per group, one column per year; <NA> is shown as "no answer".
    title : str
    what : str
        What the rows are.
    of : str
        What is counted, as in `Measures (number)`.

    Returns
    -------
    Picture, or a sentence if there are no rows
    """
    if counts.empty:
        return _nothing(title)
    years = [int(str(column)) for column in counts]
    if len(years) > _MOST_BARS or years[-1] - years[0] >= len(years):
        counted = of.removesuffix(" (number)").lower()
        return number_grid(counts, title, what, f"Year (in each square: number of {counted})")
    height = 2.3 + len(counts) * (0.25 + 0.24 * len(years))
    picture = Picture(9, height, title, f"{title}. {_in_words(counts)}.")
    axes = row_axes(picture, of, what, len(counts))
    width = 0.8 / len(years)
    for n, year in enumerate(counts):
        rows = [y - 0.4 + (n + 0.5) * width for y in range(len(counts))]
        values = counts[year].fillna(0).astype(int)
        bars = axes.barh(rows, values, 0.92 * width, label=str(year), **_bar(*_YEAR_STYLES[n]))
        words = ["no answer" if pd.isna(value) else str(value) for value in counts[year]]
        axes.bar_label(bars, words, padding=4, fontsize=8)
    _count_along(axes, _most(counts))
    axes.set_yticks(range(len(counts)), [_wrapped(name) for name in counts.index])
    _explain(picture, "Annual Review")
    return picture


def _bar(colour: str, hatch: str) -> dict[str, Any]:
    return {"facecolor": colour, "hatch": hatch, "edgecolor": EDGE, "lw": 0.6}


def _count_along(axes: Axes, most: float) -> None:
    """Give the axes a scale of whole numbers, from 0 to somewhat more than `most`."""
    axes.spines.left.set(visible=True, color=EDGE)
    axes.set_xlim(0, most * 1.12)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="x", color="#DDDDDD")
    axes.set_axisbelow(True)


def _explain(picture: Picture, title: str) -> None:
    """Put a legend below the axes, where it hides nothing."""
    picture.legend(title=title, loc="outside lower center", ncols=7, fontsize=8)


def _most(counts: pd.DataFrame) -> int:
    """The largest number, at least 1."""
    return max([1, *(int(value) for value in counts.to_numpy().flat if pd.notna(value))])


def _in_words(counts: pd.DataFrame, missing: str = "no answer") -> str:
    """Say the numbers of a table row by row or, if it is large, the sums of its columns."""
    if counts.size > _MOST_SPOKEN:
        sums = ", ".join(f"{counts[column].sum()} in {plain(str(column))}" for column in counts)
        return f"{len(counts)} rows; in all {sums}"
    return "; ".join(
        f"{plain(str(name))}: "
        + ", ".join(
            f"{missing if pd.isna(value) else value} in {plain(str(column))}"
            for column, value in zip(counts.columns, row, strict=True)
        )
        for name, row in zip(counts.index, counts.to_numpy(), strict=True)
    )


@default_style
def number_grid(
    counts: pd.DataFrame, title: str, what: str, of: str, missing: str = "no answer"
) -> Picture | Shown:
    """Draw counts as a grid of numbers: the darker, the more.

    Parameters
    ----------
    counts : DataFrame
        <NA> is shown as a dash.
    title : str
    what : str
        What the rows are.
    of : str
        What the columns are, and what is counted.
    missing : str
        What a dash stands for.

    Returns
    -------
    Picture, or a sentence if there are no rows or columns

    Examples
    --------
    >>> counts = pd.DataFrame({2017: [12], 2018: [11]}, index=["Azerbaijan"])
    >>> show.number_grid(counts, "Questions answered", "Country", "Year")
    [picture] Questions answered. Azerbaijan: 12 in 2017, 11 in 2018.
    """
    if counts.empty:
        return _nothing(title)
    alt = f"{title}. {_in_words(counts, missing)}."
    width = max(9, 4.2 + (0.5 if counts.shape[1] <= _MOST_WIDE else 0.27) * counts.shape[1])
    columns, rows = [plain(str(column)) for column in counts], list(map(_wrapped, counts.index))
    longest = max(map(len, columns))
    upright = 0.08 * longest > (width - 3.2) / len(columns)  # inches
    high = max(0.34, 0.14 * (1 + max(row.count("\n") for row in rows)))
    height = 1.9 + (0.07 * longest if upright else 0) + high * len(rows)
    picture = Picture(width, height, title, alt)
    of += f"\n– {missing}" if counts.isna().to_numpy().any() else ""
    axes = row_axes(picture, of, what, len(rows))
    places = year_places(list(counts.columns), axes, len(counts))
    most = _most(counts)
    centres, colours = [], []
    for y, row in enumerate(counts.to_numpy()):
        for x, value in zip(places, row, strict=True):
            share = 0.15 + 0.85 * value / most if pd.notna(value) and value else 0
            centres.append((x, y))
            colours.append((*to_rgb(BLUE), share))
            # whichever colour has more contrast
            ink = "white" if share > 0.92 else "black"
            words = "–" if pd.isna(value) else str(value)
            axes.text(x, y, words, ha="center", va="center", fontsize=8, color=ink, in_layout=False)
    boxes(axes, centres, facecolor=colours, edgecolor=GREY, lw=0.6)
    axes.set_xticks(places, columns, rotation=90 if upright else 0)
    axes.set_yticks(range(len(rows)), rows)
    return picture
