"""Which codes count for an item, and how far the people who coded items agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import krippendorff
import pandas as pd

from annual_review.analysis.grid import gathered
from annual_review.codebook import Scheme, codebook
from annual_review.tables import Tables


def codings_that_count(tables: Tables) -> pd.DataFrame:
    """Return each item's codes once: people's if a person coded it, else those of the rules.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        Rows and columns of `tables.codings`, the primary code of an item first.
    """
    codings = tables.codings
    by_hand = codings["method"] == "manual"
    coded_by_hand = codings["item_id"].isin(codings.loc[by_hand, "item_id"])
    return codings[by_hand | ~coded_by_hand].drop_duplicates(["item_id", "code"])


def codes_of_items(tables: Tables) -> dict[str, list[str]]:
    """Return the codes that count for every item, the primary one first.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    dict of str to list of str
        By `measure_id` or `need_id`.

    Examples
    --------
    >>> analysis.codes_of_items(ar.load())["AZE-P029-2017-2018/prevention/1/f"]
    ['prevention.migration']
    """
    codes = gathered(codings_that_count(tables), ["item_id"], "code")
    return {item: own for (item,), own in codes.items()}


def codes_written(tables: Tables, items: pd.Series[Any]) -> pd.Series[Any]:
    """The codes of each of these items, as in `need.training, need.data`."""
    written = {item: ", ".join(codes) for item, codes in codes_of_items(tables).items()}
    return items.map(written).astype("string")


def in_codebook_order(scheme: Scheme, codes: Iterable[str]) -> list[str]:
    """These codes of the codebook, each once, in its order."""
    found = set(codes)
    return [each.code for each in codebook(scheme) if each.code in found]


def agreement(tables: Tables) -> float | None:
    """Return Krippendorff's alpha (nominal) of the primary codes that people gave to items.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    float or None
        None if no item was coded by two people, or if all codes are the same.

    Examples
    --------
    >>> analysis.agreement(ar.load()) is None  # nobody has coded these items
    True
    """
    manual = tables.codings[tables.codings["method"] == "manual"]
    first = manual.drop_duplicates(["item_id", "coder"])
    matrix = first.pivot(index="coder", columns="item_id", values="code")
    matrix = matrix.loc[:, matrix.notna().sum() > 1]
    values = sorted(set(first.loc[first["item_id"].isin(matrix.columns), "code"]))
    if len(values) < 2:
        return None
    numbers = matrix.apply(lambda column: column.map(values.index, na_action="ignore"))
    return float(
        krippendorff.alpha(numbers.astype("float64").to_numpy(), level_of_measurement="nominal")
    )
