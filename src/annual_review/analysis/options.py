"""Which of the Protocol's measures States report, as a share of the States that answer."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.comparison import answering_on, by_code, coded_items
from annual_review.analysis.grid import frame_of
from annual_review.analysis.protocol import PROTOCOL
from annual_review.analysis.selection import years_of_reports
from annual_review.codebook import codebook
from annual_review.tables import Tables


def options(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return the share of States that report each measure of the Protocol of 2014 in a period.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per code of measures, in the order of the codebook, also if no State has it.

        ============  =======  ===================================================================
        code          string
        articles      string   of the Protocol, separated by commas
        states        Int64    States with a measure that has the code
        answering     Int64    States whose reports on the Protocol answer a question on measures
                               for the period; the same in every row
        share         Int64    per cent; <NA> if no State answers
        measures      Int64    number of measures
        countries     string   names, separated by semicolons
        ============  =======  ===================================================================

    Examples
    --------
    >>> found = analysis.options(ar.load(), 2018, 2018).set_index("code")
    >>> int(found.loc["prevention.migration", "measures"])
    2
    """
    chosen = years_of_reports(tables, from_year, to_year)
    chosen = chosen[chosen["subject"] == PROTOCOL]
    answering = int(answering_on(tables, "measure", chosen)["answering"].iloc[-1])
    counts = by_code(coded_items(tables, "measure", chosen)).set_index("code")
    codes = codebook("measure")
    found = counts.reindex([each.code for each in codes]).reset_index()
    states = found["states"].fillna(0)
    shares = [round(100 * own / answering) if answering else None for own in states]
    found = found.assign(
        articles=[", ".join(each.articles) for each in codes],
        states=states,
        answering=answering,
        share=pd.Series(shares, dtype="Int64"),
        measures=found["items"].fillna(0),
        countries=found["countries"].fillna(""),
    )
    return frame_of(
        found,
        "code articles states answering share measures countries",
        **dict.fromkeys(("states", "answering", "share", "measures"), "Int64"),
    )
