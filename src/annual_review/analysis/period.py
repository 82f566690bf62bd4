"""Which reports and answers count for a period of one or more Annual Reviews."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from annual_review.analysis.selection import among, charges
from annual_review.tables import Tables

SPEAKERS = ("government", "employers", "workers", "unknown")
"""Sides; unknown if several speak together or none can be told."""


def period_before(from_year: int, to_year: int) -> tuple[int, int]:
    """Return the period of the same length that ends just before another.

    Parameters
    ----------
    from_year, to_year : int
        First and last year.

    Returns
    -------
    (int, int)

    Examples
    --------
    >>> analysis.period_before(2017, 2018)
    (2015, 2016)
    """
    return 2 * from_year - to_year - 1, from_year - 1


def reports_of_period(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return which report speaks for each State, subject and year of a period.

    They are those of `charges`.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per State, subject and year that a report covers: `iso3`, `subject`, `year`
        (Int64), `report_id`.

    Examples
    --------
    >>> analysis.reports_of_period(ar.load(), 2018, 2020)["year"].tolist()
    [2018]
    """
    found = charges(tables)
    found = found[found["year"].between(from_year, to_year)]
    found = found.sort_values(["iso3", "subject", "year"], ignore_index=True)
    return found[["iso3", "subject", "year", "report_id"]]


def of_period(
    tables: Tables, frame: pd.DataFrame, from_year: int, to_year: int, *, undated: bool = True
) -> pd.DataFrame:
    """Keep the rows of a table that count for a period.

    These are rows of the reports that speak for a year of the period (see `reports_of_period`) and
    are for that year or, unless `undated` is false, for none. A statement or item for several
    years has a row for each of them.

    Parameters
    ----------
    tables : Tables
        The tables that decide which reports speak for a year.
    frame : DataFrame
        Rows with `report_id` and `year`, such as `tables.statements`.
    from_year, to_year : int
        First and last year of the period.
    undated : bool
        Whether to keep the rows without a year.

    Returns
    -------
    DataFrame
        Rows of `frame`, unchanged.
    """
    return among(frame, reports_of_period(tables, from_year, to_year), undated=undated)


def named(values: Iterable[str]) -> str:
    """Names in alphabetical order, each once, separated by semicolons."""
    return "; ".join(sorted(set(values)))


def states_by_side(said: pd.DataFrame) -> pd.DataFrame:
    """Count the States in which each side says something, by region.

    Parameters
    ----------
    said : DataFrame
        With `iso3`, `region` and `party`, such as `challenges` and `observations` return.

    Returns
    -------
    DataFrame
        One row per region; columns `region` and one per side (`SPEAKERS`, those for which there is
        nothing included): number of States (Int64).
    """
    each = said.drop_duplicates(["iso3", "party"])
    counts = pd.crosstab(each["region"], each["party"])
    counts = counts.reindex(columns=list(SPEAKERS), fill_value=0).astype("Int64")
    return counts.rename_axis(columns=None).reset_index()
