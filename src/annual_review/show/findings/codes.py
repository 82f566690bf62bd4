"""What 07-review-codes opens with beside the numbers to check: what people coded, what is next."""

from __future__ import annotations

import textwrap

import pandas as pd

from annual_review import analysis
from annual_review.show.certainty import TO_CHECK
from annual_review.show.questions import CALLED, quoted, short, state
from annual_review.show.sentences import Finding
from annual_review.show.words import number, within
from annual_review.tables import Tables

_MOST_QUOTED = 90
"""Letters of an item that are quoted."""


def codes_findings(tables: Tables, first: pd.DataFrame) -> list[Finding]:
    """Say how many items people coded, and which code is to be checked first.

    Parameters
    ----------
    tables : Tables
    first : DataFrame
        What `review.queue` returned: its first row is told.

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> from annual_review import review
    >>> show.codes_findings(tables := ar.load(), review.queue(tables, [], "AB", most=1))[0].text
    'No person has coded any of the 57 measures, needs and challenges.'
    """
    found = [Finding(_coded(tables), "How far people agree")]
    for scheme, country, field, text, code, score in first[_TOLD].head(1).to_numpy():
        said = textwrap.shorten(text, _MOST_QUOTED, placeholder=" …")
        found.append(
            Finding(
                f"Next to check, being the least sure, is the {CALLED[scheme][0]} of “{said}”"
                f" ({state(country)}, {within(short(field))}): {quoted(code)}, sure at {score:.2f}"
                " of 1.",
                TO_CHECK,
            )
        )
    return found


_TOLD = ["scheme", "country", "field", "text", "code", "score"]


def _coded(tables: Tables) -> str:
    """How many of the items people coded, in any scheme."""
    manual = tables.codings["method"] == "manual"
    coded = tables.codings.loc[manual, "item_id"].nunique()
    every = analysis.items(tables)["item_id"].nunique()
    items = "measures, needs and challenges"
    if not every:
        return "There are no measures, needs or challenges to code."
    if every == 1:
        return f"{'People have' if coded else 'No person has'} coded the only item."
    if not coded:
        return f"No person has coded any of the {number(every)} {items}."
    some = f"all {number(every)}" if coded == every else f"{number(coded)} of the {number(every)}"
    return f"People have coded {some} {items}."
