"""Pictures of frames, each of which carries its own text alternative.

The colours are Okabe and Ito's, which people with any form of colour blindness can tell apart.
Words, a hatch or the position say the same as the colour, so a print in grey can be read as well; a
hatch is seen on light colours only.
Where there is nothing to draw, a sentence says so.
"""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from annual_review.analysis import NO_LABEL, NOT_STATED
from annual_review.show.picture import LETTERS, NARROW, Picture, default_style, row_height
from annual_review.show.sentences import Shown, plain, say

BLUE, SKY, ORANGE, YELLOW = "#0072B2", "#56B4E9", "#E69F00", "#F0E442"
GREY, WHITE, EDGE = "#BBBBBB", "#FFFFFF", "#555555"

ANSWER_STYLES = {
    "text": (BLUE, ""),
    "yes": (SKY, ""),
    "no": (ORANGE, "\\\\"),
    "nil": (YELLOW, ".."),
    "blank": (WHITE, ""),
    NOT_STATED: ("#E5E5E5", "///"),
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
    "Arab States": (WHITE, ".."),
    "Asia and the Pacific": (SKY, "xx"),
    "Europe and Central Asia": (YELLOW, "++"),
    "Other": (GREY, ""),
}
"""Colour and hatch for each region of the ILO."""

URGENCY_STYLES = {
    "most_important": (BLUE, ""),
    "important": (SKY, "//"),
    "less_important": (ORANGE, ".."),
    "unspecified": (WHITE, ""),
}
"""Colour and hatch for each urgency of a need."""


def bar_axes(picture: Picture, across: str, down: str) -> Axes:
    """Axes for bars from a line on the left, with a grid of whole numbers behind them."""
    axes = picture.subplots()
    axes.set_xlabel(across, fontsize=LETTERS)
    axes.set_ylabel(down, fontsize=LETTERS)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.tick_params(length=0, labelsize=LETTERS)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.grid(axis="x", color="#DDDDDD")
    axes.set_axisbelow(True)
    return axes


def write(axes: Axes, x: float, y: float, words: str, size: float, colour: str, hatch: str) -> None:
    """Write words in the middle of a box of this colour, and clear a hatch behind them."""
    axes.text(
        x, y, words, ha="center", va="center", fontsize=size, in_layout=False,
        color="white" if colour == BLUE else "black",
        bbox={"facecolor": colour, "edgecolor": "none", "pad": 1} if hatch else None,
    )  # fmt: skip


@default_style
def stacked(
    counts: pd.DataFrame,
    styles: dict[str, tuple[str, str]],
    title: str,
    of: str,
    legend: str,
    what: str,
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
        return say(f"{title}: nothing to show.")
    totals = {column: int(counts[column].sum()) for column in counts if counts[column].any()}
    said = ", ".join(f"{total:,} {plain(str(column))}" for column, total in totals.items())
    alt = f"{title}. Stacked bars of {len(counts)} rows; in all {said}."
    names = [textwrap.fill(plain(str(field)), 22) for field in counts.index]
    picture = Picture(NARROW, 2 + row_height(names) * len(counts), title, alt)
    axes = bar_axes(picture, of, what)
    axes.spines.left.set_color(EDGE)
    axes.set_ylim(len(counts) - 0.5, -0.5)
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
        axes.barh(
            rows, lengths, 0.75, left,
            label=plain(str(column)), facecolor=colour, hatch=hatch, edgecolor=EDGE, lw=0.6,
        )  # fmt: skip
        for y, length, start in zip(rows, lengths, left, strict=True):
            if length > longest * 0.035 * (1 + len(f"{length:,.0f}")):  # else it is too narrow
                write(axes, start + length / 2, y, f"{length:,.0f}", LETTERS, colour, hatch)
    axes.set_xlim(0, longest * 1.12)
    axes.set_yticks(range(len(counts)), names)
    picture.legend(title=legend, loc="outside lower center", ncols=2, fontsize=LETTERS)
    return picture
