"""A map of tiles: a square a State, in its region's place (`tiles.csv`)."""

from __future__ import annotations

import csv
import textwrap
from collections.abc import Mapping
from functools import cache
from importlib import resources

import pandas as pd
from matplotlib.patches import Patch, Rectangle

from annual_review.analysis import OTHER, regions
from annual_review.show.picture import LETTERS, NARROW, Picture, default_style
from annual_review.tables import Tables

_SHADES = {
    "none": "#FFFFFF",
    "1–20%": "#DCEAF5",
    "21–40%": "#ABCFE6",
    "41–60%": "#6FAED6",
    "61–80%": "#2F7EBC",
    "81–100%": "#0A3F7A",
}
"""Each darker than the one before, also when printed in grey."""
_STEPS = list(_SHADES)
_ABSENT = "#F2F2F2"
_DARK = _STEPS[-2:]
_WIDEST = {"Arab States": 6, "Asia and the Pacific": 12}
"""Characters that the name of a narrow block may have on a line."""
_OTHERS = 7, 9
"""Row and column of the first territory."""


@cache
def _tiles() -> dict[str, tuple[int, int]]:
    """Row and column of each member State."""
    listed = (resources.files(__package__) / "tiles.csv").read_text("utf-8")
    rows = csv.DictReader(listed.splitlines())
    return {row["iso3"]: (int(row["row"]), int(row["column"])) for row in rows}


@default_style
def tile_map(tables: Tables, shares: pd.DataFrame, title: str, what: str) -> Picture:
    """Draw a square for each member State: the larger its share, the darker.

    Parameters
    ----------
    tables : Tables
    shares : DataFrame
        One row per country (ISO 3166-1 alpha-3), two columns of numbers: how many, of how many. A
        State without a row is drawn as one without a baseline.
    title : str
    what : str
        What is counted, as in `questions answered`.

    Returns
    -------
    Picture

    Examples
    --------
    >>> answers = analysis.reporting(tables := ar.load())
    >>> shares = analysis.answered(answers, answers["iso3"])
    >>> picture = show.tile_map(tables, shares, "Who answers", "questions answered")
    >>> picture.alt[-78:]
    '36 States. Europe and Central Asia: 1 of 51 States, 57% of questions answered.'
    """
    of = regions(tables)
    places = {iso3: place for iso3, place in _tiles().items() if iso3 in of}
    last = max(row for row, _ in places.values())
    others = [iso3 for iso3 in of if iso3 not in places]
    places |= {iso3: (_OTHERS[0], _OTHERS[1] + n) for n, iso3 in enumerate(others)}
    picture = Picture(NARROW, 6.3, title, f"{title}. {_in_words(of, shares, what)}")
    axes = picture.subplots()
    axes.set_axis_off()
    axes.set(xticks=[], yticks=[])
    axes.set_aspect("equal")
    axes.set_xlim(-0.5, max(column for _, column in places.values()) + 0.5)
    axes.set_ylim(last + 0.6, -1.6)
    steps = {str(iso3): _step(*map(int, row)) for iso3, *row in shares.itertuples(name=None)}
    for iso3, (row, column) in places.items():
        step = steps.get(iso3)
        fill, edge = (_SHADES[step], "#555555") if step else (_ABSENT, "#CCCCCC")
        corner = (column - 0.47, row - 0.47)
        axes.add_patch(Rectangle(corner, 0.94, 0.94, facecolor=fill, edgecolor=edge, lw=0.6))
        ink = "white" if step in _DARK else "black" if step else "#6B6B6B"
        axes.text(
            column, row, iso3, ha="center", va="center", color=ink,
            fontsize=LETTERS, fontfamily="DejaVu Sans Mono",
        )  # fmt: skip
    for region in dict.fromkeys(of.values()):
        own = [place for iso3, place in places.items() if of[iso3] == region]
        top, left = min(row for row, _ in own), min(column for _, column in own)
        words = textwrap.fill(region, _WIDEST[region]) if region in _WIDEST else region
        axes.text(left - 0.45, top - 0.65, words, fontsize=LETTERS, fontweight="bold", va="bottom")
    used = [step for step in _STEPS if step in steps.values()]
    legend = [Patch(facecolor=_SHADES[step], edgecolor="#555555", label=step) for step in used]
    if places.keys() - steps.keys():
        legend.append(Patch(facecolor=_ABSENT, edgecolor="#CCCCCC", label="no baseline"))
    picture.legend(
        handles=legend, title=what[:1].upper() + what[1:],
        loc="outside lower center", ncols=3, fontsize=LETTERS, title_fontsize=LETTERS,
    )  # fmt: skip
    return picture


def _step(number: int, of: int) -> str:
    """The step of a share: the smallest that holds it."""
    return _STEPS[-(-5 * number // of) if of else 0]


def _in_words(of: Mapping[str, str], shares: pd.DataFrame, what: str) -> str:
    """Say the sums of each region."""
    said = []
    for region in dict.fromkeys(of.values()):
        members = [iso3 for iso3, own in of.items() if own == region]
        own = shares[shares.index.isin(members)]
        noun = "territories" if region == OTHER else "States"
        number, total = (int(own[column].sum()) for column in own)
        words = f"{region}: {len(own) or 'none'} of {len(members)} {noun}"
        said.append(words + (f", {number / total:.0%} of {what}" if total else ""))
    return ". ".join(said) + "."
