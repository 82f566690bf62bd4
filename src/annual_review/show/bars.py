"""Pictures that sum up many States: shares as bars, and States by year and region."""

from __future__ import annotations

import textwrap
from itertools import accumulate

import pandas as pd
from matplotlib.ticker import MaxNLocator, PercentFormatter

from annual_review.show.picture import LETTERS, NARROW, Picture, default_style
from annual_review.show.plots import BLUE, EDGE, REGION_STYLES, bar_axes
from annual_review.show.sentences import Shown, not_drawn, plain, say
from annual_review.show.words import number

_WIDEST = 22
"""Characters that the name of a bar may have on a line."""
_MOST_LABELLED, _MOST_DIGITS = 26, 30
"""With more bars their totals would touch; with more digits in all they stand upright."""


@default_style
def share_bars(
    counts: pd.DataFrame, title: str, what: str, across: str, most: int = 12, least: int = 0
) -> Picture | Shown:
    """Draw shares as bars, from 0 to 100%.

    Parameters
    ----------
    counts : DataFrame
        One row per bar, two columns of numbers: how many, of how many. Fields and codes are shown
        by their labels.
    title : str
    what : str
        What the rows are.
    across : str
        What the shares are.
    most : int
        How many of the largest shares to draw; if there are no more rows than `most` and `least`
        together, all are drawn, in their order.
    least : int
        How many of the smallest to draw below them.

    Returns
    -------
    Picture, or a sentence if nothing is counted, or shares of one

    Examples
    --------
    >>> answers = analysis.reporting(ar.load())
    >>> shares = analysis.answered(answers, answers["year"])
    >>> show.share_bars(shares, "Answered", "Year", "Questions answered")
    [picture] Answered. 2017: 12 of 20; 2018: 11 of 20.
    """
    counts = counts[counts.iloc[:, 1] > 0]
    if counts.empty:
        return say(f"{title}: nothing to show.")
    if counts.iloc[:, 1].max() == 1:
        return not_drawn(title, "With only one State or baseline, there are no shares to draw.")
    share = (counts.iloc[:, 0] / counts.iloc[:, 1]).astype(float)
    left_out = len(counts) - most - least
    if left_out > 0:
        order = share.sort_values(ascending=False, kind="stable").index
        kept = order[:most].append(order[len(order) - least :])
        counts, share = counts.loc[kept], share.loc[kept]
    heads = [plain(str(name)) for name in counts.index]
    numbers = [f"{int(some):,} of {int(every):,}" for some, every in counts.itertuples(index=False)]
    said = [f"{name}: {words}" for name, words in zip(heads, numbers, strict=True)]
    gap = 1 if left_out > 0 and least else 0
    if gap:
        said.insert(most, f"{number(left_out)} between these")
    heads = [textwrap.fill(head, _WIDEST) for head in heads]
    high = [0.15 * (2 + head.count("\n")) for head in heads]  # inches of each bar and its name
    if gap:
        high.insert(most, 0.3)
    places = [end - own / 2 for end, own in zip(accumulate(high), high, strict=True)]
    between = places.pop(most) if gap else 0
    alt = f"{title}. {'; '.join(said)}."
    picture = Picture(NARROW, 1.4 + sum(high), title, alt)
    axes = bar_axes(picture, textwrap.fill(across, 36), what)
    axes.barh(places, share, 0.7 * min(high), facecolor=BLUE, edgecolor=EDGE, lw=0.6)
    for place, own, words in zip(places, share, numbers, strict=True):
        axes.text(own + 0.03, place, f"{own:.0%} ({words})", va="center", fontsize=LETTERS)
    if gap:
        words = f"… {number(left_out)} between"
        axes.text(0.03, between, words, va="center", fontsize=LETTERS, color=EDGE)
    axes.set_yticks(places, heads, fontsize=LETTERS)
    axes.set_ylim(sum(high), 0)
    axes.set_xlim(0, 2)
    axes.set_xticks([0, 0.5, 1])
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    return picture


@default_style
def stacked_by_year(counts: pd.DataFrame, title: str, of: str) -> Picture | Shown:
    """Draw counts year by year, in pieces.

    Parameters
    ----------
    counts : DataFrame
        One row per year, one column per piece, such as a region; up to six columns.
    title : str
    of : str
        What is counted.

    Returns
    -------
    Picture, or a sentence if there are fewer than two years, or no year has more than one

    Examples
    --------
    >>> counts = pd.DataFrame({"Africa": [3, 4], "Americas": [2, 0]}, index=[2017, 2018])
    >>> show.stacked_by_year(counts, "Baselines", "States")
    [picture] Baselines. 2017: 5; 2018: 4. In 2018: Africa 4.
    """
    years = [int(str(year)) for year in counts.index]
    totals = counts.sum(axis=1).astype(int)
    if len(counts) < 2 or totals.max() < 2:
        why = "No year has more than one." if len(counts) > 1 else "There is only one year."
        return not_drawn(title, why)
    latest = counts.iloc[-1]
    said = "; ".join(f"{year}: {total:,}" for year, total in zip(years, totals, strict=True))
    parts = ", ".join(f"{name} {own:,}" for name, own in latest.items() if own)
    alt = f"{title}. {said}. In {years[-1]}: {parts or 'none'}."
    picture = Picture(NARROW, 4.1, title, alt)
    axes = picture.subplots()
    bottom = pd.Series(0.0, index=counts.index)
    for (name, own), (colour, hatch) in zip(counts.items(), REGION_STYLES.values(), strict=False):
        if own.any():
            axes.bar(
                years, own.astype(float), 0.85, bottom,
                label=str(name), facecolor=colour, hatch=hatch, edgecolor=EDGE, lw=0.5,
            )  # fmt: skip
            bottom = bottom + own.astype(float)
    if len(years) <= _MOST_LABELLED:
        turned = 90 if len(years) * len(f"{totals.max():,}") > _MOST_DIGITS else 0
        for year, total in zip(years, totals, strict=True):
            words = f"{' ' * bool(turned)}{total:,}"
            axes.text(
                year, total, words, ha="center", va="bottom", fontsize=LETTERS, rotation=turned
            )
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    axes.set_ylim(0, max(1, totals.max()) * 1.15)
    axes.xaxis.set_major_locator(MaxNLocator(7, integer=True, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.tick_params(labelsize=LETTERS)
    axes.set_xlabel("Annual Review", fontsize=LETTERS)
    axes.set_ylabel(of, fontsize=LETTERS)
    axes.spines[["top", "right"]].set_visible(False)
    picture.legend(loc="outside lower center", ncols=2, fontsize=LETTERS)
    return picture
