"""Which reports were due and which were received, by subject and region."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pandas as pd

from annual_review.analysis.grid import frame_of, joined
from annual_review.analysis.period import named, reports_of_period
from annual_review.analysis.selection import in_ranges, placed_in
from annual_review.forms.questionnaire import subjects
from annual_review.tables import Tables

RECEIVED, NOT_RECEIVED, NOT_KNOWN = RECEIPTS = ("received", "not received", "not known")
"""What a baseline says of the report for a year: see `received`."""

ALL_REGIONS = "All regions"

MOST_YEARS = 10
"""Of more years, reports are counted in groups of five."""


def received(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return which reports of a period were received, as the baselines state it.

    A baseline collects a State's answers of several years, and its row on reporting obligations
    says for which of them the State reported: `YES, except for the 2001 Annual Review`. If that
    row says nothing for a year, the report was received if any answer is for that year.

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
    rows = reports_of_period(tables, from_year, to_year)
    statements = tables.statements
    cell = statements.loc[
        (statements["field"] == "reporting_obligations") & statements["answer"].notna(),
        ["report_id", "year", "answer", "text", "statement_id"],
    ]
    said: dict[tuple[str, int | None], list[tuple[str, str, str]]] = {}
    for report_id, year, answer, text, statement_id in cell.itertuples(index=False, name=None):
        key = report_id, None if pd.isna(year) else int(year)
        said.setdefault(key, []).append((answer, text, statement_id))
    dated = statements[statements["year"].notna() & (statements["answer"] != "blank")]
    dated = dated[["report_id", "year"]].drop_duplicates()
    answered = set(zip(dated["report_id"], dated["year"].astype(int), strict=True))
    found, ids = [], []
    for report_id, year in zip(rows["report_id"], rows["year"].astype(int), strict=True):
        own = said.get((report_id, year), []) or said.get((report_id, None), [])
        receipts = {_receipt(answer, text, year) for answer, text, _ in own} - {NOT_KNOWN}
        if not receipts:
            receipts = {RECEIVED if (report_id, year) in answered else NOT_KNOWN}
        found.append(min(receipts, key=RECEIPTS.index))
        ids.append(joined(statement_id for _, _, statement_id in own))
    rows = placed_in(tables, rows).assign(received=found, statement_ids=ids)
    columns = "iso3 country region subject year received report_id statement_ids"
    return frame_of(rows, columns, year="Int64")


class _Reported(NamedTuple):
    """Years that a row on reporting obligations names."""

    since: int | None
    only: frozenset[int]
    without: frozenset[int]


_MARK = re.compile(
    r"(?P<stop>[.;](?!\d)|\bbut\b)"
    r"|(?P<same>\bno[\s-]+changes?\b)"
    r"|(?P<without>\bexcept\w*|\bno\s+reports?\b|\bnot\b)"
    r"|(?P<since>\bsince\b)|(?P<only>\bfor\b|\bin\b)"
    r"|(?P<first>\b(?:19|20)\d\d)(?:\s*[-–]\s*(?P<last>(?:19|20)\d\d))?\b",
    re.IGNORECASE,
)


@cache
def _reported(text: str) -> _Reported:
    """Read answers such as `YES, since 2000, except for the 2001 and 2004 Annual Reviews`."""
    years: dict[str, set[int]] = {"since": set(), "only": set(), "without": set(), "same": set()}
    mark = ""
    for match in _MARK.finditer(text):
        kind = match.lastgroup or ""
        if match["first"]:
            first = int(match["first"])
            if mark in years:
                years[mark] |= set(range(first, int(match["last"] or first) + 1))
        elif kind == "stop":
            mark = ""
        elif kind != "only" or not mark:  # `except for` goes on with the exceptions
            mark = kind
    since = min(years["since"], default=None)
    return _Reported(since, frozenset(years["only"]), frozenset(years["without"]))


def _receipt(answer: str, text: str, year: int) -> str:
    """What an answer on reporting obligations says of a year."""
    if answer == "no":
        return NOT_RECEIVED
    if answer != "yes":
        return NOT_KNOWN
    said = _reported(text)
    if year in said.without:
        return NOT_RECEIVED
    if year in said.only:
        return RECEIVED
    if said.since is not None:
        return RECEIVED if year >= said.since else NOT_RECEIVED
    return NOT_RECEIVED if said.only else RECEIVED


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


def due(tables: Tables, ratifications: pd.DataFrame, from_year: int, to_year: int) -> pd.DataFrame:
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
        false also if the tables hold no baseline), `baseline` (boolean: whether they hold one that
        covers the year). No rows if there are no `ratifications`.
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
    rows["baseline"] = rows["received"].notna()
    rows["received"] = (rows["received"] == RECEIVED).fillna(False)
    columns = "iso3 country region subject year instruments received baseline"
    rows = rows.sort_values(keys, kind="stable")
    return frame_of(rows, columns, year="Int64", received="boolean", baseline="boolean")


def reporting_rate(owed: pd.DataFrame) -> pd.DataFrame:
    """Return the share of reports due that were received, by subject and region.

    Parameters
    ----------
    owed : DataFrame
        What `due` returned.

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
        What `due` returned.

    Returns
    -------
    DataFrame
        One row per State and subject with a report that was due and not received: `region`,
        `country`, `subject`, `instruments` (not ratified), `years` (as in `2017–2018`),
        `missing` (Int64, number of reports), `in_data` (string: `no baseline` if the tables hold
        none for these years, else `baseline without a report`).
    """
    rows = owed[~owed["received"]]
    found = [
        (
            *key,
            "; ".join(sorted(set("; ".join(own["instruments"]).split("; ")))),
            in_ranges(own["year"].astype(int)),
            len(own),
            "baseline without a report" if own["baseline"].any() else "no baseline",
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
