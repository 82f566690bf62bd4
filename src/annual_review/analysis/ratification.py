"""How far ratification has come."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.answers import given
from annual_review.analysis.grid import frame_of, gathered, joined
from annual_review.analysis.selection import each_year, in_ranges, years_of_reports
from annual_review.tables import Tables

UNKNOWN = "unknown"
"""A status or an intention that the report does not state, or not in words that are known."""

_OF = ["iso3", "subject", "instrument"]


def ratification(tables: Tables) -> pd.DataFrame:
    """Return the ratification by instrument and year, as the reports state it.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        `iso3`, `subject`, `instrument`, `year` (Int64), `status`, `intention`, `statement_ids`
        (the statements that this was read from). If two reports of a country cover a year, the row
        is from the later one.

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> analysis.ratification(tables)[["status", "intention"]].iloc[-1].tolist()
    ['not_ratified', 'likely']
    """
    covered = years_of_reports(tables)[["report_id", "year"]]
    answers = each_year(given(tables, ["ratification_status", "ratification_intention"]), covered)
    ids = gathered(answers, ["report_id", "counted_for"], "statement_id")
    keys = zip(covered["report_id"], covered["year"], strict=True)
    covered["statement_ids"] = [joined(ids.get(key, ())) for key in keys]
    frame = tables.ratification.merge(covered, on=["report_id", "year"])
    frame = frame.sort_values([*_OF, "year"], kind="stable")
    columns = "iso3 subject instrument year status intention statement_ids"
    return frame_of(frame, columns, year="Int64")


def ratification_over_years(tables: Tables) -> pd.DataFrame:
    """Return the ratification by instrument, with years in a row that say the same as one.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        `iso3`, `subject`, `instrument`, `years` (as in `2017–2018`), `status`, `intention`,
        `statement_ids`; the latest years first. All columns are strings.

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> analysis.ratification_over_years(tables)["years"].tolist()
    ['2017–2018']
    """
    frame = ratification(tables)
    frame["run"] = _runs(frame, ["status", "intention"], without_gap=True)
    rows = [
        {
            **group.iloc[0].to_dict(),
            "years": in_ranges(group["year"]),
            "statement_ids": joined(group["statement_ids"]),
        }
        for _, group in frame.groupby("run")
    ]
    rows.sort(key=lambda row: ([row[column] for column in _OF], -row["year"]))
    return frame_of(rows, "iso3 subject instrument years status intention statement_ids")


def latest_ratification(tables: Tables) -> pd.DataFrame:
    """Return what was said last on the ratification of each instrument, and since when.

    Years in which a report says nothing on it, or nothing clear, do not count.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per country, subject and instrument.

        =========================  ======  =====================================================
        iso3, subject, instrument  string
        year                       Int64   the last that a report covers
        status                     string  what was said last; `unknown` if nothing clear was
        status_year                Int64   when; <NA> if never
        intention                  string  likewise
        intention_year             Int64
        intention_since            Int64   the first year from which on all that was said is this
        intention_before           string  what was said before that, empty if nothing was
        =========================  ======  =====================================================

    Examples
    --------
    >>> last = analysis.latest_ratification(analysis.select(ar.load(), "AZE", "P029")).iloc[0]
    >>> last["intention"], int(last["intention_since"]), int(last["intention_year"])
    ('likely', 2017, 2018)
    """
    frame = ratification(tables)
    rows = frame.groupby(_OF)["year"].max().to_frame()
    for column in ("status", "intention"):
        known = frame[frame[column] != UNKNOWN]
        runs = known.assign(run=_runs(known, [column]), since=known["year"])
        runs = runs.groupby([*_OF, "run"]).agg({column: "first", "since": "min", "year": "max"})
        last = runs.groupby(_OF).nth(-1).reset_index("run")
        rows[column], rows[f"{column}_year"] = last[column], last["year"]
        rows[f"{column}_since"] = last["since"]
        rows[f"{column}_before"] = runs.groupby(_OF).nth(-2).reset_index("run")[column]
    names = "status status_year intention intention_year intention_since intention_before"
    rows = rows.reset_index()[[*_OF, "year", *names.split()]]
    rows = rows.fillna({"status": UNKNOWN, "intention": UNKNOWN, "intention_before": ""})
    numbers = ["year", "status_year", "intention_year", "intention_since"]
    texts = [*_OF, "status", "intention", "intention_before"]
    return rows.astype(dict.fromkeys(numbers, "Int64") | dict.fromkeys(texts, "string"))


def _runs(frame: pd.DataFrame, columns: list[str], *, without_gap: bool = False) -> pd.Series[int]:
    """Number the runs of rows of one instrument that have the same in `columns`."""
    begins = (frame[[*_OF, *columns]] != frame[[*_OF, *columns]].shift()).any(axis=1)
    if without_gap:
        begins |= (frame["year"] != frame["year"].shift() + 1).fillna(value=True)
    return begins.astype("int64").cumsum()
