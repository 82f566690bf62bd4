"""Words for codes of subjects and instruments, and cells cut to what a table has room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from annual_review.forms.questionnaire import subjects
from annual_review.show.questions import instrument
from annual_review.show.words import listing

_MOST_NAMES, _MOST_LETTERS = 5, 300


def readable(
    frame: pd.DataFrame, *, names: Sequence[str] = (), texts: Sequence[str] = ()
) -> pd.DataFrame:
    """Write subjects and instruments in words, and shorten long cells.

    Parameters
    ----------
    frame : DataFrame
        In the columns `subject`, `subjects`, `instrument` and `instruments`, codes (several are
        separated by semicolons) become words.
    names : sequence of str
        Columns with names, separated by semicolons. Of many, the first are named and the others
        counted.
    texts : sequence of str
        Columns with quotations. Long ones end in `[…]`.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> frame = pd.DataFrame({"subject": ["FL"], "countries": ["Chad; " * 20 + "Togo"]})
    >>> show.readable(frame, names=["countries"]).iloc[0].tolist()
    ['Forced labour', 'Chad, Chad, Chad, Chad, Chad and 16 more']
    """
    cut = frame.copy()
    for column in cut.columns.intersection(["subject", "subjects"]):
        cut[column] = [_each(cell, _subject) for cell in cut[column]]
    for column in cut.columns.intersection(["instrument", "instruments"]):
        cut[column] = [_each(cell, _instrument) for cell in cut[column]]
    for column in names:
        cut[column] = [listing(filter(None, each.split("; ")), _MOST_NAMES) for each in cut[column]]
    for column in texts:
        cut[column] = [_shortened(each) for each in cut[column]]
    return cut


def _each(cell: str, word: Callable[[str], str]) -> str:
    return "; ".join(word(code) for code in cell.split("; "))


def _subject(code: str) -> str:
    known = subjects().get(code)
    return known.short if known else code


def _instrument(code: str) -> str:
    return instrument(code).removeprefix("the ")


def _shortened(text: str) -> str:
    """The first words of a text."""
    if len(text) <= _MOST_LETTERS:
        return text
    return text[:_MOST_LETTERS].rpartition(" ")[0] + " […]"
