"""Which instruments States intend to ratify, and what changed since the period before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from annual_review.analysis.answers import given
from annual_review.analysis.grid import frame_of, gathered, joined, named
from annual_review.analysis.selection import (
    by_name,
    period_before,
    rows_for,
    with_countries,
    years_of_reports,
)
from annual_review.tables import Tables

INTENTIONS = ("likely", "under_consideration", "unlikely", "not_intended")
"""What a State that has not ratified an instrument says of it; in `intentions` also `unknown`."""

NEW_INTENTION, CHANGED, SAME, RATIFIED, SILENT, NO_EARLIER = INTENTION_CHANGES = (
    "new",
    "changed",
    "same",
    "ratified since",
    "no longer stated",
    "no earlier report",
)
"""What became of an intention since the period before: none was stated then; another was; the same
was; the State ratified since, as its report says; one was stated then and none is now; no report of
the State on the instrument covers the period before."""


def intentions(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return what States say in a period on ratifying each instrument.

    Of several years, the last that states an intention counts.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per State and instrument that its reports of the period are about.

        ======================  ======  ==========================================================
        iso3, country, region   string
        instrument              string
        status                  string  the last one stated: ratified, not_ratified or unknown
        intention               string  one of `INTENTIONS`, or unknown; always unknown if the
                                        State ratified
        year                    Int64   of the intention, else <NA>
        before                  string  the intention in the period before, or unknown
        change                  string  one of `INTENTION_CHANGES`; empty if neither period states
                                        an intention and the State did not ratify since
        text                    string  the words that decided
        statement_ids           string
        ======================  ======  ==========================================================

    Examples
    --------
    >>> analysis.intentions(ar.load(), 2017, 2018)[["intention", "change"]].to_numpy().tolist()
    [['likely', 'no earlier report']]
    """
    rows = _latest(tables, from_year, to_year)
    earlier = _latest(tables, *period_before(from_year, to_year))
    keys = ["iso3", "instrument"]
    rows = rows.merge(
        earlier[[*keys, "status", "intention"]], on=keys, how="left", suffixes=("", "_before")
    )
    stands, stood = rows["intention"] != "unknown", rows["intention_before"].fillna("unknown")
    bound, was_not = rows["status"] == "ratified", rows["status_before"] == "not_ratified"
    was_not |= stood != "unknown"  # who states an intention to ratify has not done so yet
    changes = {
        NO_EARLIER: rows["intention_before"].isna(),
        RATIFIED: bound & was_not.fillna(False),
        NEW_INTENTION: stands & (stood == "unknown"),
        SAME: stands & (rows["intention"] == stood),
        CHANGED: stands,
        SILENT: stood != "unknown",
    }
    rows["change"] = np.select(list(changes.values()), list(changes), "")
    rows["before"] = stood
    answers = given(tables, ["ratification_status", "ratification_intention"])
    answers = answers[answers["party"] == "government"]
    answers = rows_for(answers, years_of_reports(tables, from_year, to_year))
    ids = gathered(
        answers.assign(year=answers["year"].fillna(0)), ["report_id", "year"], "statement_id"
    )
    rows["statement_ids"] = [
        joined([*ids.get((report_id, year), ()), *ids.get((report_id, 0), ())])
        for report_id, year in zip(rows["report_id"], rows["year"].fillna(-1), strict=True)
    ]
    rows = with_countries(tables, rows)
    columns = (
        "iso3 country region instrument status intention year before change text statement_ids"
    )
    rows = rows.sort_values(["instrument", "region", "country"], kind="stable", key=by_name)
    return frame_of(rows, columns, year="Int64")


def _latest(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """The last status and intention that each State states on each instrument in a period."""
    rows = rows_for(tables.ratification, years_of_reports(tables, from_year, to_year))
    rows = rows.sort_values(["iso3", "instrument", "year"], kind="stable")
    keys = ["iso3", "instrument"]
    known = rows.assign(status=rows["status"].replace("unknown", pd.NA))
    status = known.groupby(keys)["status"].last().fillna("unknown")
    states = rows[rows["intention"] != "unknown"].drop_duplicates(keys, keep="last")
    states = states[[*keys, "report_id", "year", "intention", "text"]]
    found = status.reset_index().merge(states, on=keys, how="left")
    found.loc[found["status"] == "ratified", ["year", "intention", "text"]] = pd.NA
    return found.fillna({"intention": "unknown", "text": ""})


def intentions_by_instrument(said: pd.DataFrame) -> pd.DataFrame:
    """Count and name the States by instrument and intention.

    Parameters
    ----------
    said : DataFrame
        What `intentions` returned.

    Returns
    -------
    DataFrame
        One row per instrument and intention that some State states: `instrument`, `intention`,
        `states` (Int64), `before` (Int64: States with that intention in the period before, of
        those that report in both), `countries` (names separated by semicolons).
    """
    found = []
    for instrument, own in said.groupby("instrument", sort=True):
        for intention in INTENTIONS:
            states = own[own["intention"] == intention]
            before = int((own["before"] == intention).sum())
            if len(states) or before:
                names = named(states["country"])
                found.append((instrument, intention, len(states), before, names))
    columns = "instrument intention states before countries"
    return frame_of(found, columns, states="Int64", before="Int64")


def intentions_changed(said: pd.DataFrame) -> pd.DataFrame:
    """Count and name the States whose intention is another than in the period before.

    Parameters
    ----------
    said : DataFrame
        What `intentions` returned.

    Returns
    -------
    DataFrame
        One row per instrument and change, in the order of `INTENTION_CHANGES`, without those that
        are the same or have no earlier report: `instrument`, `change`, `states` (Int64),
        `countries` (names separated by semicolons).
    """
    found = [
        (instrument, change, own["iso3"].nunique(), named(own["country"]))
        for instrument, of_it in said.groupby("instrument", sort=True)
        for change in INTENTION_CHANGES
        if change not in (SAME, NO_EARLIER) and len(own := of_it[of_it["change"] == change])
    ]
    return frame_of(found, "instrument change states countries", states="Int64")
