"""The picture that compares subjects: which share of the States names each code."""

from __future__ import annotations

import textwrap

import pandas as pd

from annual_review.analysis import ALL
from annual_review.show.picture import LETTERS, NARROW, Picture, default_style
from annual_review.show.plots import EDGE, SKY
from annual_review.show.readable import readable
from annual_review.show.sentences import Shown, not_drawn, plain, say

_WIDEST = 22
"""Characters that the name of a code may have on a line."""
_HEAD = 16
"""Characters that the name of a subject may have on a line."""
_MOST_LEVEL = 2
"""The names of more subjects stand upright."""


@default_style
def shares_by_subject(
    compared: pd.DataFrame, title: str, what: str, most: int = 7
) -> Picture | Shown:
    """Draw, subject by subject, which share of the States that answer names each code.

    Parameters
    ----------
    compared : DataFrame
        What `analysis.comparison` returned.
    title : str
    what : str
        What the codes are.
    most : int
        How many codes to draw: those that most States name on all subjects together.

    Returns
    -------
    Picture, or a sentence if nothing is named, or no subject has answers of several States

    Examples
    --------
    >>> rows = [("CL", "need.data", 3, 4, 75), ("DISC", "need.data", 0, 2, 0)]
    >>> compared = pd.DataFrame(rows, columns=["subject", "code", "states", "answering", "share"])
    >>> show.shares_by_subject(compared, "Needs by subject", "Need")
    [picture] Needs by subject. Child labour (4 States): Data and research 75%. Discrimination \
(2 States): Data and research 0%.
    """
    rows = compared[(compared["subject"] != ALL) & (compared["answering"] > 0)]
    if not rows["states"].any():
        return say(f"{title}: nothing to show.")
    if rows["answering"].max() == 1:
        return not_drawn(title, "With one State per subject, there are no shares to draw.")
    codes = list(dict.fromkeys(rows["code"]))
    shown = rows[rows["code"].isin(codes[:most])]
    subjects = list(dict.fromkeys(shown["subject"]))
    names = readable(pd.DataFrame({"subject": subjects}))["subject"].tolist()
    said, panels = [], []
    for subject, name in zip(subjects, names, strict=True):
        own = shown[shown["subject"] == subject]
        states = f"{own['answering'].iloc[0]:,} State{'s' if own['answering'].iloc[0] > 1 else ''}"
        each = zip(own["code"], own["share"], strict=True)
        said.append(f"{name} ({states}): " + ", ".join(f"{plain(c)} {s}%" for c, s in each))
        panels.append((f"{textwrap.fill(name, _HEAD)}\n({states})", own["share"].astype(float)))
    left = len(codes) - most
    more = f" Less often named: {left} other{'s' if left > 1 else ''}." if left > 0 else ""
    heads = [textwrap.fill(plain(code), _WIDEST) for code in codes[:most]]
    high = 0.16 * (1 + max(1 + head.count("\n") for head in heads))
    alt = f"{title}. {'. '.join(said)}.{more}"
    upright = len(panels) > _MOST_LEVEL
    lines = max(len(line) for head, _ in panels for line in head.split("\n"))
    above = 0.09 * lines if upright else 0.5
    picture = Picture(NARROW, 1.1 + above + high * len(heads), title, alt)
    every = picture.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (head, shares) in zip(every, panels, strict=True):
        places = range(len(shares))
        axes.barh(places, shares, 0.8, facecolor=SKY, edgecolor=EDGE, lw=0.6)
        for place, share in zip(places, shares, strict=True):
            axes.text(5, place, f"{share:.0f}%", va="center", fontsize=LETTERS)
        axes.set_title(head, fontsize=LETTERS, loc="left", rotation=90 if upright else 0)
        axes.set_xlim(0, 100)
        axes.set_xticks([])
        axes.tick_params(length=0, labelsize=LETTERS)
        axes.spines[["top", "bottom"]].set_visible(False)
    every[0].set_yticks(range(len(heads)), heads)
    every[0].set_ylim(len(heads) - 0.4, -0.6)
    every[0].set_ylabel(what, fontsize=LETTERS)
    picture.supxlabel("Share of the States whose reports answer", fontsize=LETTERS)
    return picture
