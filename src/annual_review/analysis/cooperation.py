"""Which technical cooperation is asked for and offered in a period, over all subjects."""

from __future__ import annotations

import numpy as np
import pandas as pd

from annual_review.analysis.codes import in_codebook_order
from annual_review.analysis.grid import frame_of, joined, named
from annual_review.analysis.needs import FIRST, NEW, UNDATED, each_code
from annual_review.analysis.selection import by_name, rows_for, with_countries, years_of_reports
from annual_review.tables import PRIORITIES, Tables

REPEATED = "asked before"
"""The State asked for the same on the subject in a year before the period."""


def period_needs(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return what States ask for and offer in a period, one row for each code.

    Two requests are the same if they have the code in common; with the code `need.other`, if their
    words are the same, apart from case and punctuation. A need without a year is an earlier one if
    it is in a report that speaks for no year of the period.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per need and code, the most urgent first: `iso3`, `country`, `region`, `subject`,
        `direction` (request, offer), `priority`, `code`, `year` (Int64, the last of the period;
        <NA> if undated), `status` (`REPEATED`, `NEW`, `UNDATED` or
        `FIRST` before the period; empty for offers), `text`, `need_id`.

    Examples
    --------
    >>> asked = analysis.period_needs(ar.load(), 2018, 2018)
    >>> asked["priority"].value_counts().to_dict()
    {'important': 3, 'most_important': 2}
    """
    chosen = years_of_reports(tables, from_year, to_year)
    own = rows_for(tables.needs, chosen)
    own = own.sort_values("year", kind="stable").drop_duplicates("need_id", keep="last")
    before = years_of_reports(tables, 0, from_year - 1)
    earlier = rows_for(tables.needs, before)
    of_others = ~earlier["report_id"].isin(chosen["report_id"])
    earlier = earlier[(earlier["direction"] == "request") & (earlier["year"].notna() | of_others)]
    earlier = earlier.drop_duplicates("need_id")
    rows, asked = each_code(tables, own), each_code(tables, earlier)
    keys = ["iso3", "subject", "what"]
    rows = rows.merge(asked[keys].drop_duplicates().assign(before=True), on=keys, how="left")
    covered = before[["iso3", "subject"]].drop_duplicates()
    rows = rows.merge(covered.assign(covered=True), on=["iso3", "subject"], how="left")
    rows["status"] = np.select(
        [
            rows["direction"] == "offer",
            rows["year"].isna(),
            rows["before"].notna(),
            rows["covered"].notna(),
        ],
        ["", UNDATED, REPEATED, NEW],
        FIRST,
    )
    rows = with_countries(tables, rows)
    rows["urgency"] = rows["priority"].map(PRIORITIES.index)
    rows = rows.sort_values(["urgency", "region", "country", "subject"], kind="stable", key=by_name)
    columns = "iso3 country region subject direction priority code year status text need_id"
    return frame_of(rows, columns, year="Int64")


def needs_by_kind(rows: pd.DataFrame) -> pd.DataFrame:
    """Count and name the States by what they ask for.

    Parameters
    ----------
    rows : DataFrame
        Requests of what `period_needs` returned.

    Returns
    -------
    DataFrame
        One row per code, the most frequent first: `code`; numbers of States (Int64): `states`, each
        value of `PRIORITIES` (a State counts once, at its most urgent), `asked_before`, `new`; and
        `countries` (names separated by semicolons).
    """
    each = rows.assign(urgency=rows["priority"].map(PRIORITIES.index))
    each = each.sort_values("urgency", kind="stable")
    found = []
    for code in in_codebook_order(each["code"]):
        own = each[each["code"] == code]
        again = own.loc[own["status"] == REPEATED, "iso3"].nunique()
        new = own.loc[own["status"] == NEW, "iso3"].nunique()
        urgency = own.drop_duplicates("iso3")["priority"].tolist()
        counts = [urgency.count(tier) for tier in PRIORITIES]
        found.append((code, sum(counts), *counts, again, new, named(own["country"])))
    numbers = ["states", *PRIORITIES, "asked_before", "new"]
    frame = frame_of(
        found, " ".join(["code", *numbers, "countries"]), **dict.fromkeys(numbers, "Int64")
    )
    return frame.sort_values("states", ascending=False, kind="stable").reset_index(drop=True)


def needs_by_state(rows: pd.DataFrame) -> pd.DataFrame:
    """Say what each State asks for most urgently.

    Parameters
    ----------
    rows : DataFrame
        Requests of what `period_needs` returned.

    Returns
    -------
    DataFrame
        One row per State: `country`, `region`, `priority` (the most urgent that it names),
        `codes` (asked for so urgently, separated by commas), `needs`, `new`, `asked_before`
        (Int64: number of its requests, a request counts once), `need_ids` (the most urgent).
    """
    found = []
    for (region, country), own in rows.groupby(["region", "country"], sort=True):
        first = own[own["priority"] == min(own["priority"], key=PRIORITIES.index)]
        of_status = own.drop_duplicates("need_id")["status"]
        found.append(
            (
                country,
                region,
                first["priority"].iloc[0],
                ", ".join(in_codebook_order(first["code"])),
                len(of_status),
                int((of_status == NEW).sum()),
                int((of_status == REPEATED).sum()),
                joined(first["need_id"]),
            )
        )
    numbers = "needs new asked_before"
    columns = f"country region priority codes {numbers} need_ids"
    return frame_of(found, columns, **dict.fromkeys(numbers.split(), "Int64"))
