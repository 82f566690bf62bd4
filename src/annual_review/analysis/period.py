"""Which reports and answers count for a period of one or more Annual Reviews."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

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
