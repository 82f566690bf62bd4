"""Which measures are reported, with their codes."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.codes import codings_that_count
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
