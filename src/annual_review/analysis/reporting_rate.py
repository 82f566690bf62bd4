"""Which reports were due and which were received, by subject and region."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.grid import frame_of, joined, named
from annual_review.analysis.receipts import NOT_KNOWN, RECEIPTS, RECEIVED, receipt
from annual_review.analysis.selection import (
    OF_OTHERS,
    form_of,
    in_ranges,
    with_countries,
    years_of_reports,
)
from annual_review.forms.questionnaire import subjects
from annual_review.tables import Tables

IN_DATA = ("report", "baseline without a report", "baseline that does not say", "no baseline")
"""What the tables hold of a report that was due. A baseline need not say if it was received."""

ALL_REGIONS = "All regions"

_OBLIGATIONS = "reporting_obligations"

MOST_YEARS = 10
"""Of more years, reports are counted in groups of five."""


def received(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return which reports of a period were received, as the baselines state it.

    A baseline collects a State's answers of several years, and its row on reporting obligations
    says for which of them the State reported: `YES, except for the 2001 Annual Review`. If nothing
    clear is said there of a year, the report was received if any other answer is for that year.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per State, subject and year that a baseline in the tables covers: `iso3`,
        `country`, `region`, `subject`, `year` (Int64), `received` (one of `RECEIPTS`),
        `report_id`, `statement_ids` (the row on reporting obligations).

    Examples
    --------
    >>> analysis.received(ar.load(), 2017, 2018)["received"].tolist()
    ['received', 'received']
    """
    rows = years_of_reports(tables, from_year, to_year)
    rows = rows.sort_values(["iso3", "subject", "year"])
    statements = tables.statements
    cell = statements[(statements["field"] == _OBLIGATIONS) & statements["answer"].notna()]
    columns = ["report_id", "year", "answer", "text", "statement_id"]
    said: dict[tuple[str, int], list[list[str]]] = {}
    for report_id, year, *answer in cell[columns].fillna({"year": 0}).itertuples(index=False):
        said.setdefault((report_id, year), []).append(answer)
    others = (statements["field"] != _OBLIGATIONS) & ~statements["section"].isin(OF_OTHERS)
    dated = statements[others & statements["year"].notna() & (statements["answer"] != "blank")]
    dated = dated[["report_id", "year"]].drop_duplicates()
    answered = set(zip(dated["report_id"], dated["year"].astype(int), strict=True))
    found: list[str] = []
    ids: list[str] = []
    keys = rows[["report_id", "subject", "year"]].astype({"year": int})
    for report_id, subject, year in keys.itertuples(index=False, name=None):
        own = said.get((report_id, year)) or said.get((report_id, 0), [])
        receipts = {receipt(answer, text, year, form_of(subject)) for answer, text, _ in own}
        receipts -= {NOT_KNOWN}
        if len(receipts) != 1:  # nothing, or one says that it was received, another that it was not
            receipts = {RECEIVED if (report_id, year) in answered else NOT_KNOWN}
        found += receipts
        ids.append(joined(statement_id for _, _, statement_id in own))
    rows = with_countries(tables, rows).assign(received=found, statement_ids=ids)
    shown = "iso3 country region subject year received report_id statement_ids"
    return frame_of(rows, shown, year="Int64")


# ---- due ----------------------------------------------------------------------------------------


def not_ratified(
    tables: Tables, ratifications: pd.DataFrame, from_year: int, to_year: int
) -> pd.DataFrame:
    """Return which instruments member States had not ratified, year by year.

    Parameters
    ----------
    tables : Tables
        The member States are those that `tables.countries` gives a region.
    ratifications : DataFrame
        What `tables.ratifications` returned.
    from_year, to_year : int
        First and last Annual Review.

    Returns
    -------
    DataFrame
        One row per State, instrument and Annual Review at whose beginning (1 January) the State
        was not bound: `iso3`, `country`, `region`, `subject`, `instrument`, `year` (Int64). An
        instrument without any row in `ratifications` has none here.
    """
    members = tables.countries[tables.countries["region"].notna()]
    members = members[["iso3", "name", "region"]].rename(columns={"name": "country"})
    own = pd.DataFrame(
        [(subject, each) for subject, known in subjects().items() for each in known.instruments],
        columns=["subject", "instrument"],
        dtype="string",
    )
    own = own[own["instrument"].isin(ratifications["instrument"])]
    years = pd.DataFrame({"year": pd.array(range(from_year, to_year + 1), dtype="Int64")})
    rows = members.merge(own, how="cross").merge(years, how="cross")
    bound = rows[["iso3", "instrument", "year"]].merge(ratifications, on=["iso3", "instrument"])
    start = pd.to_datetime(bound["year"].astype("string") + "-01-01")
    still = bound["denounced"].isna() | (bound["denounced"] >= start)
    bound = bound[(bound["ratified"] < start) & still]
    keys = ["iso3", "instrument", "year"]
    rows = rows.merge(bound[keys].drop_duplicates(), on=keys, how="left", indicator=True)
    rows = rows[rows["_merge"] == "left_only"]
    return frame_of(rows, "iso3 country region subject instrument year", year="Int64")


def reports_due(
    tables: Tables, ratifications: pd.DataFrame, from_year: int, to_year: int
) -> pd.DataFrame:
    """Return the reports that were due in a period, and whether they were received.

    A State owes one report on a subject for each Annual Review at whose beginning it had not
    ratified all of the subject's instruments. Years for which the tables hold no report on a
    subject from any State are left out: the documents were not collected, or not asked for yet.

    Parameters
    ----------
    tables : Tables
    ratifications : DataFrame
        What `tables.ratifications` returned.
    from_year, to_year : int
        First and last Annual Review of the period.

    Returns
    -------
    DataFrame
        One row per State, subject and year: `iso3`, `country`, `region`, `subject`, `year`
        (Int64), `instruments` (not ratified, separated by semicolons), `received` (boolean:
        whether the tables hold the report), `in_data` (string: what they hold, one of `IN_DATA`).
        No rows if there are no `ratifications`.
    """
    missing = not_ratified(tables, ratifications, from_year, to_year)
    keys = ["iso3", "subject", "year"]
    rows = missing.groupby(keys, sort=True, as_index=False).agg(
        country=("country", "first"),
        region=("region", "first"),
        instruments=("instrument", "; ".join),
    )
    own = received(tables, from_year, to_year)
    asked = own[["subject", "year"]].drop_duplicates()
    rows = rows.merge(asked, on=["subject", "year"])
    rows = rows.merge(own[[*keys, "received"]], on=keys, how="left")
    held = dict(zip(RECEIPTS, IN_DATA, strict=False))
    rows["in_data"] = rows["received"].map(held).fillna(IN_DATA[-1])
    rows["received"] = (rows["received"] == RECEIVED).fillna(False)
    columns = "iso3 country region subject year instruments received in_data"
    rows = rows.sort_values(keys, kind="stable")
    return frame_of(rows, columns, year="Int64", received="boolean")


def reporting_rate(owed: pd.DataFrame) -> pd.DataFrame:
    """Return the share of reports due that were received, by subject and region.

    Parameters
    ----------
    owed : DataFrame
        What `reports_due` returned.

    Returns
    -------
    DataFrame
        One row per subject and region, the first of a subject for `ALL_REGIONS`: `subject`,
        `region`, `due`, `received`, `missing`, `rate` (per cent; all Int64).
    """
    every = pd.concat([owed, owed.assign(region=ALL_REGIONS)], ignore_index=True)
    every["part"] = every["region"] != ALL_REGIONS
    rows = every.groupby(["subject", "part", "region"], sort=True, as_index=False).agg(
        due=("year", "size"), received=("received", "sum")
    )
    rows = rows.astype({"due": "Int64", "received": "Int64"})
    rows["missing"] = rows["due"] - rows["received"]
    rows["rate"] = (100 * rows["received"] / rows["due"]).round(0).astype("Int64")
    return rows[["subject", "region", "due", "received", "missing", "rate"]]


def not_reporting(owed: pd.DataFrame) -> pd.DataFrame:
    """Return who did not report.

    Parameters
    ----------
    owed : DataFrame
        What `reports_due` returned.

    Returns
    -------
    DataFrame
        One row per State and subject with a report that was due and not received: `region`,
        `country`, `subject`, `instruments` (not ratified), `years` (as in `2017–2018`),
        `missing` (Int64, number of reports), `in_data` (string: what the tables hold for these
        years, the first of `IN_DATA` that they hold for one).
    """
    rows = owed[~owed["received"]]
    found = [
        (
            *key,
            "; ".join(sorted(set("; ".join(own["instruments"]).split("; ")))),
            in_ranges(own["year"].astype(int)),
            len(own),
            min(own["in_data"], key=IN_DATA.index),
        )
        for key, own in rows.groupby(["region", "country", "subject"], sort=True)
    ]
    return frame_of(
        found, "region country subject instruments years missing in_data", missing="Int64"
    )


def received_by_region(own: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count the reports received by region and by subject or year.

    Parameters
    ----------
    own : DataFrame
        What `received` returned.
    by : str
        `subject` or `year`.

    Returns
    -------
    DataFrame
        One row per subject or year (of many years: per five years, as in `2010–2014`), one column
        per region: number of reports (Int64). By subject, the columns `ALL_REGIONS` and `States`
        (the number of States that the reports are from) come last.
    """
    rows = own[own["received"] == RECEIVED]
    if by == "year" and rows["year"].nunique() > MOST_YEARS:
        first, last = int(rows["year"].min()), int(rows["year"].max())
        starts = rows["year"].astype("int64") // 5 * 5
        spans = {n: in_ranges(range(max(n, first), min(n + 4, last) + 1)) for n in starts.unique()}
        rows = rows.assign(year=starts.map(spans))
    counts = pd.crosstab(rows[by], rows["region"]).astype("Int64")
    counts.columns.name = None
    if by == "subject":
        counts[ALL_REGIONS] = counts.sum(axis=1)
        counts["States"] = rows.groupby(by)["iso3"].nunique().astype("Int64")
    return counts


def unratified_by_instrument(missing: pd.DataFrame, reported: pd.DataFrame) -> pd.DataFrame:
    """Count and name the States that have not ratified each instrument.

    Parameters
    ----------
    missing : DataFrame
        Rows of one year of what `not_ratified` returned.
    reported : DataFrame
        Rows of what `intentions` returned that say so.

    Returns
    -------
    DataFrame
        One row per instrument: `instrument`, `states` (Int64, by the dates of ratification; <NA>
        if there are none), `reported` (Int64, as reports say), `countries` (names of all of them,
        separated by semicolons).
    """
    found = []
    for instrument in sorted({*missing["instrument"], *reported["instrument"]}):
        by_dates, said = (
            set(frame.loc[frame["instrument"] == instrument, "country"])
            for frame in (missing, reported)
        )
        dated = len(by_dates) if len(missing) else None
        found.append((instrument, dated, len(said), named(by_dates | said)))
    return frame_of(found, "instrument states reported countries", states="Int64", reported="Int64")
