"""Which measures are reported: with their codes, and by field and year."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.answers import ANSWERED
from annual_review.analysis.codes import codings_that_count
from annual_review.analysis.grid import Grid, counted, gathered, where_answered
from annual_review.analysis.selection import by_year, measure_fields, of_subject, years
from annual_review.tables import Tables


def coded_measures(tables: Tables) -> pd.DataFrame:
    """Return measures with all their codes.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per measure, year and code. Columns of `tables.measures`, with any of the
        measure's codes in `code`, and `method`, `score`, `primary` of the coding. If a person
        coded a measure, only people's codes count.
    """
    codings = codings_that_count(tables).rename(columns={"item_id": "measure_id"})
    return tables.measures.drop(columns="code").merge(
        codings.drop(columns="coder"), on="measure_id"
    )


def items_by_field(tables: Tables, subject: str) -> Grid:
    """Count measures by the field of the questionnaire and the year they are reported in.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    Grid
        One row per field that measures come from, one column per year: number of measures (Int64),
        0 where the answer names none ("no", nil), <NA> where there is no answer (a blank cell, or
        statements for other years only).

    Examples
    --------
    >>> counts = analysis.items_by_field(analysis.select(ar.load(), "AZE", "P029"), "P029").cells
    >>> counts.loc["prevention"].to_dict()
    {2017: 7, 2018: 10}
    """
    chosen = of_subject(tables, subject)
    measures = by_year(chosen, chosen.measures.assign(ids=chosen.measures["measure_id"]))
    fields = measure_fields(subject)
    counts = counted(measures, "field", "counted_for", "ids", rows=fields, columns=years(chosen))
    answers = by_year(chosen, chosen.statements[chosen.statements["answer"].isin(ANSWERED)])
    return where_answered(counts, gathered(answers, ["field", "counted_for"], "statement_id"))
