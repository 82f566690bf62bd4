"""How far ratification has come."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.answers import ANSWERED
from annual_review.analysis.grid import frame_of, gathered, joined
from annual_review.analysis.selection import by_year, years_in_charge
from annual_review.tables import Tables


def ratification(tables: Tables) -> pd.DataFrame:
    """Return the ratification by instrument and year, as the reports state it.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        `instrument`, `year` (Int64), `status`, `intention`, `statement_ids` (the statements that
        this was read from). If two reports of a country cover a year, the row is from the later
        one.

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> analysis.ratification(tables)[["status", "intention"]].iloc[-1].tolist()
    ['not_ratified', 'likely']
    """
    statements = tables.statements
    on_it = statements["field"].isin(["ratification_status", "ratification_intention"])
    answers = by_year(tables, statements[on_it & statements["answer"].isin(ANSWERED)])
    ids = gathered(answers, ["report_id", "counted_for"], "statement_id")
    spoken_for = years_in_charge(tables)
    rows = [
        {**row, "statement_ids": joined(ids.get((row["report_id"], row["year"]), ()))}
        for row in tables.ratification.to_dict("records")
        if row["year"] in spoken_for[row["report_id"]]
    ]
    frame = frame_of(rows, "instrument year status intention statement_ids", year="Int64")
    return frame.sort_values(["instrument", "year"], kind="stable").reset_index(drop=True)
