"""What is reported under each code, over all subjects: actions, challenges, needs, groups.

Every number is of what `codings_that_count` says: people's codes before the program's.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from annual_review.analysis.answers import given
from annual_review.analysis.codes import codings_that_count, in_codebook_order, items
from annual_review.analysis.grid import ALL, Grid, behind, counted, frame_of, named, with_all
from annual_review.analysis.selection import (
    each_year,
    form_fields,
    in_ranges,
    with_countries,
    years_of_reports,
)
from annual_review.codebook import Scheme
from annual_review.tables import ITEMS, Tables

ITEMS_OF: dict[Scheme, tuple[str, ...]] = {
    "measure": ("measures",),
    "need": ("needs",),
    "action": ("measures",),
    "challenge": ("challenges",),
    "group": tuple(ITEMS),
}
"""The tables whose items a scheme codes."""

_ITEM = ["item_id", "report_id", "iso3", "subject", "year", "kind", "party"]


def coded_items(tables: Tables, scheme: Scheme, chosen: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return items with each of their codes in one scheme.

    Offers of technical cooperation are left out: they say what a State can give.

    Parameters
    ----------
    tables : Tables
    scheme : Scheme
    chosen : DataFrame, optional
        Which reports speak for which years: what `reports_of_year` or `years_of_reports`
        returned. By default all years. What a report says without a year counts for each of
        its years.

    Returns
    -------
    DataFrame
        One row per item, code and year.

        ======================  =======  =========================================================
        iso3, country, region   string
        report_id, subject      string
        kind                    string   measures, needs or challenges
        party                   string   who names a challenge; empty for other items
        year                    Int64    the one that the item counts for
        code                    string
        unsure                  boolean  whether the program is unsure of the code
        item_id                 string
        ======================  =======  =========================================================

    Examples
    --------
    >>> tables = ar.load()
    >>> found = analysis.coded_items(tables, "need", analysis.reports_of_year(tables, 2018))
    >>> found["code"].tolist()[:2]
    ['need.livelihoods', 'need.exchange']
    """
    every = items(tables)
    every = every.assign(kind=every["kind"] + "s", party=every["party"].fillna(""))
    asked = (every["direction"] != "offer").fillna(True)
    every = every.loc[every["kind"].isin(ITEMS_OF[scheme]) & asked, _ITEM]
    every = each_year(every, years_of_reports(tables) if chosen is None else chosen)
    codes = codings_that_count(tables, scheme)[["item_id", "code", "sure"]]
    found = with_countries(tables, every.merge(codes, on="item_id"))
    found = found.assign(year=found["counted_for"], unsure=~found["sure"])
    columns = "iso3 country region report_id subject kind party year code unsure item_id"
    return frame_of(found, columns, year="Int64", unsure="boolean")


def by_code(found: pd.DataFrame) -> pd.DataFrame:
    """Count the States and the items of each code.

    Parameters
    ----------
    found : DataFrame
        What `coded_items` returned, or some of its rows.

    Returns
    -------
    DataFrame
        One row per code, the one of most States first: `code`, `states`, `items`, `unsure_items`
        (Int64: how many of the items the program is unsure of), `countries` (names separated by
        semicolons), `years` (as in `2017–2018`), `item_ids`.

    Examples
    --------
    >>> analysis.by_code(analysis.coded_items(ar.load(), "need"))["states"].max()
    np.int64(1)
    """
    items = found.drop_duplicates(["code", "item_id"])
    own = items.groupby("code", sort=False)
    each = found.groupby("code", sort=False)
    rows = pd.DataFrame(
        {
            "states": own["iso3"].nunique(),
            "items": own.size(),
            "unsure_items": own["unsure"].sum(),
            "countries": own["country"].unique().map(named),
            "years": each["year"].unique().map(in_ranges),
            "item_ids": own["item_id"].agg(" ".join),
        }
    )
    rows = rows.loc[in_codebook_order(rows.index)].reset_index()
    rows = rows.sort_values(["states", "items"], ascending=False, kind="stable")
    numbers = "states items unsure_items"
    columns = f"code {numbers} countries years item_ids"
    return frame_of(rows, columns, **dict.fromkeys(numbers.split(), "Int64"))


def states_by_code(
    found: pd.DataFrame,
    by: str,
    columns: list[Any] | None = None,
    rows: list[str] | None = None,
) -> Grid:
    """Count the States that name each code, by subject, region, year, kind of item or party.

    Parameters
    ----------
    found : DataFrame
        What `coded_items` returned, or some of its rows.
    by : str
        One of its columns: `subject`, `region`, `year`, `kind`, `party`.
    columns : list, optional
        Which values of that column to show, in this order. By default all that occur.
    rows : list of str, optional
        Which codes to show, in this order. By default all that occur, the one of most States first.

    Returns
    -------
    Grid
        One row per code, one column for `ALL` (but not beside years) and one per value: number of
        States (Int64), which rest on the items or, of many States, on their ISO 3166-1 alpha-3
        codes.

    Examples
    --------
    >>> found = analysis.coded_items(ar.load(), "need")
    >>> int(analysis.states_by_code(found, "year").cells[2018].sum())
    5
    """
    rows = by_code(found)["code"].tolist() if rows is None else rows
    order = sorted(found[by].dropna().unique()) if columns is None else columns
    found = found.assign(ids=behind(found, "item_id"))[["iso3", "code", by, "ids"]]
    if by != "year":
        found, order = with_all(found, by), [ALL, *order]
    found = found.drop_duplicates()
    return counted(found, "code", by, "iso3", rows=rows, columns=order)


def answering_on(
    tables: Tables, scheme: Scheme, chosen: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Count the States that answer a question from whose answers a scheme codes items.

    Parameters
    ----------
    tables : Tables
    scheme : Scheme
    chosen : DataFrame, optional
        As for `coded_items`.

    Returns
    -------
    DataFrame
        One row per subject with a chosen report, and one for `ALL` together: `subject`,
        `reporting` (States with a report) and `answering` (Int64). "No" and nil are answers; a
        blank cell is not.

    Examples
    --------
    >>> analysis.answering_on(ar.load(), "challenge")["answering"].tolist()  # all cells are blank
    [0, 0]
    """
    reporting = years_of_reports(tables) if chosen is None else chosen
    fields = {
        field.name
        for subject in reporting["subject"].unique()
        for field in form_fields(subject)
        if field.items in ITEMS_OF[scheme] and field.name != "offer"
    }
    said = each_year(given(tables, fields)[["report_id", "iso3", "subject", "year"]], reporting)
    counts = pd.DataFrame(
        {
            name: with_all(each, "subject").groupby("subject")["iso3"].nunique()
            for name, each in (("reporting", reporting), ("answering", said))
        }
    )
    order = [*sorted(set(reporting["subject"])), ALL]
    counts = counts.reindex(order).fillna(0).rename_axis("subject").reset_index()
    return frame_of(counts, "subject reporting answering", reporting="Int64", answering="Int64")


def comparison(found: pd.DataFrame, answering: pd.DataFrame) -> pd.DataFrame:
    """Compare subjects: how many of the States that answer name each code.

    Parameters
    ----------
    found : DataFrame
        What `coded_items` returned for a scheme and some reports.
    answering : DataFrame
        What `answering_on` returned for the same.

    Returns
    -------
    DataFrame
        One row per subject (`ALL` last) and code that occurs, the code of most States first.

        =====================  =======  ==========================================================
        subject, code          string
        states                 Int64    States that name it
        reporting, answering   Int64    as in `answering_on`
        share                  Int64    `states`, in per cent of `answering`; <NA> if nobody answers
        items, unsure_items    Int64    as in `by_code`
        item_ids               string
        =====================  =======  ==========================================================

    Examples
    --------
    >>> found = analysis.coded_items(tables := ar.load(), "need")
    >>> compared = analysis.comparison(found, analysis.answering_on(tables, "need"))
    >>> set(compared["share"].tolist())  # the one State that answers names each of its needs
    {100}
    """
    order = by_code(found)["code"].tolist()
    rows = []
    for subject, reporting, answer in answering.itertuples(index=False, name=None):
        own = found if subject == ALL else found[found["subject"] == subject]
        counts = by_code(own).set_index("code")
        for code in order:
            states, items, unsure, ids = (
                counts.loc[code, ["states", "items", "unsure_items", "item_ids"]]
                if code in counts.index
                else (0, 0, 0, "")
            )
            share = round(100 * states / answer) if answer else None
            rows.append((subject, code, states, reporting, answer, share, items, unsure, ids))
    numbers = "states reporting answering share items unsure_items"
    columns = "subject code states reporting answering share items unsure_items item_ids"
    return frame_of(rows, columns, **dict.fromkeys(numbers.split(), "Int64"))
