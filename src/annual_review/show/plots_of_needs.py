"""The picture of what States ask for, by kind of help and urgency."""

from __future__ import annotations

import textwrap

import pandas as pd

from annual_review.show.picture import LETTERS, NARROW, Picture, default_style, row_height
from annual_review.show.plots import EDGE, URGENCY_STYLES, bar_axes
from annual_review.show.sentences import Shown, plain, say
from annual_review.tables import PRIORITIES

_WORDS = {**{tier: plain(tier) for tier in PRIORITIES}, "unspecified": "urgency unspecified"}

_MOST = 12
"""How many kinds of help are drawn."""


@default_style
def help_by_urgency(kinds: pd.DataFrame, title: str) -> Picture | Shown:
    """Draw how many States ask for each kind of help, and how urgently.

    Those that most States ask for are drawn, and the others counted.

    Parameters
    ----------
    kinds : DataFrame
        What `analysis.kinds_of_help` returned.
    title : str

    Returns
    -------
    Picture, or a sentence if nobody asks

    Examples
    --------
    >>> kinds = analysis.kinds_of_help(analysis.asked_for(ar.load(), "P029", 2017))
    >>> show.help_by_urgency(kinds.head(1), "Asked for")
    [picture] Asked for. Prevention: 1 State (1 urgency unspecified).
    """
    asked = kinds[kinds["states"] > 0]
    if asked.empty:
        return say(f"{title}: nothing to show.")
    rest = len(asked) - _MOST
    shown = asked.head(_MOST)
    tiers = [tier for tier in PRIORITIES if shown[tier].any()]
    said = []
    for row in shown.to_dict("records"):
        parts = ", ".join(f"{row[tier]} {_WORDS[tier]}" for tier in tiers if row[tier])
        noun = "State" if row["states"] == 1 else "States"
        said.append(f"{plain(row['code'])}: {row['states']} {noun} ({parts})")
    more = f" Other kinds of help: {rest}." if rest > 0 else ""
    heads = [textwrap.fill(plain(code), 20) for code in shown["code"]]
    high = 1.9 + row_height(heads) * len(shown)
    picture = Picture(NARROW, high, title, f"{title}. {'; '.join(said)}.{more}")
    across = "States that ask for it, by how\nurgent they call it (number)"
    axes = bar_axes(picture, across, "Kind of help")
    rows = range(len(shown))
    left = pd.Series(0.0, index=shown.index)
    longest = float(shown["states"].max())
    for tier in tiers:
        colour, hatch = URGENCY_STYLES[tier]
        own = shown[tier].astype(float)
        axes.barh(
            rows, own, 0.72, left, label=_WORDS[tier],
            facecolor=colour, hatch=hatch, edgecolor=EDGE, lw=0.6,
        )  # fmt: skip
        left = left + own
    for y, total in zip(rows, shown["states"], strict=True):
        axes.text(float(total) + longest * 0.015, y, str(total), va="center", fontsize=LETTERS)
    axes.set_yticks(rows, heads, fontsize=LETTERS)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_xlim(0, longest * 1.15)
    picture.legend(loc="outside lower center", ncols=2, fontsize=LETTERS)
    return picture
