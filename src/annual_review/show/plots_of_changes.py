"""The picture of what became of the topics that a country named in one year or another."""

from __future__ import annotations

import textwrap
from itertools import accumulate

import pandas as pd

from annual_review.analysis import CHANGES
from annual_review.show.picture import LETTERS, NARROW, Picture, default_style, row_height
from annual_review.show.plots import BLUE, EDGE, GREY, ORANGE, SKY, WHITE, YELLOW, bar_axes
from annual_review.show.questions import CALLED, short
from annual_review.show.sentences import Shown, say
from annual_review.show.words import sentence

CHANGE_STYLES = {
    "kept": ("in the same words", GREY, ""),
    "reworded": ("reworded", SKY, "//"),
    "same_topic": ("same topic, other measure", YELLOW, "\\\\"),
    "added": ("added", BLUE, ""),
    "dropped": ("dropped", ORANGE, "xx"),
    "unanswered": ("cannot be compared", WHITE, ""),
}
"""Words, colour and hatch for each value of `change` in `analysis.changes`; what stays is grey."""


@default_style
def changes_by_field(
    counts: pd.DataFrame, title: str, noun: tuple[str, str] = CALLED["measure"]
) -> Picture | Shown:
    """Draw what became of the topics or kinds of action, question by question.

    Parameters
    ----------
    counts : DataFrame
        The cells of `analysis.changes_by_field`.
    title : str
    noun : tuple of (str, str), optional
        What one and several of those counted are called, see `called`.

    Returns
    -------
    Picture, or a sentence if there is nothing to count

    Examples
    --------
    >>> changed = analysis.changes(ar.load(), "AZE", 2017, 2018)
    >>> show.changes_by_field(analysis.changes_by_field(changed).cells, "2017 to 2018").alt[:60]
    '2017 to 2018. Policy or plan of action: 2 in the same words;'
    """
    counts = counts.loc[counts.sum(axis=1) > 0, CHANGES]
    if counts.empty:
        return say(f"{title}: nothing to show.")
    names = {kind: words for kind, (words, *_) in CHANGE_STYLES.items()}
    names["same_topic"] = f"same {noun[0]}, other measure"
    there = [kind for kind in CHANGES if counts[kind].any()]
    rows = [short(str(field)) for field in counts.index]
    said = "; ".join(
        f"{row}: " + ", ".join(f"{own[kind]} {names[kind]}" for kind in there if own[kind])
        for row, own in zip(rows, counts.to_dict("records"), strict=True)
    )
    heads = [textwrap.fill(row, 18) for row in rows]
    picture = Picture(NARROW, 2.3 + row_height(heads) * len(rows), title, f"{title}. {said}.")
    across = f"{sentence(noun[1])}, and measures that none covers (number)"
    axes = bar_axes(picture, textwrap.fill(across, 36), "Question")
    ends = list(accumulate(counts[kind].to_numpy(dtype=int) for kind in there))
    for kind, end in zip(there, ends, strict=True):
        key = textwrap.fill(names[kind], 22)
        _, colour, hatch = CHANGE_STYLES[kind]
        lengths = counts[kind].to_numpy(dtype=int)
        bars = axes.barh(
            range(len(rows)), lengths, 0.75, end - lengths,
            label=key, facecolor=colour, hatch=hatch, edgecolor=EDGE, lw=0.6,
        )  # fmt: skip
        words = axes.bar_label(
            bars, [str(n or "") for n in lengths], label_type="center", fontsize=LETTERS,
            color="white" if colour == BLUE else "black",
        )  # fmt: skip
        for word in words:
            if hatch and word.get_text():
                word.set_bbox({"facecolor": colour, "edgecolor": "none", "pad": 1})
    axes.set_yticks(range(len(rows)), heads, fontsize=LETTERS)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, int(counts.sum(axis=1).max()) * 1.03)  # room for the edge of the longest bar
    picture.legend(loc="outside lower center", ncols=2, fontsize=LETTERS)
    return picture
