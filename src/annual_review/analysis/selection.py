"""Which reports a question is about: those of a country, a subject, a year."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pandas as pd

from annual_review.countries import alphabetical
from annual_review.errors import AnnualReviewError
from annual_review.forms.questionnaire import Form, Label, forms
from annual_review.tables import Tables, owners


class AnalysisError(AnnualReviewError):
    """A question about a country, subject or year that the tables do not hold."""


def subject_name(subject: str) -> str:
    """Return the full name of a subject.

    Parameters
    ----------
    subject : str
        P029, or the code of a principle: CL, DISC, FACB, FL.

    Raises
    ------
    AnalysisError
        If no questionnaire is on that subject.

    Examples
    --------
    >>> analysis.subject_name("P029")
    'Protocol of 2014 to the Forced Labour Convention, 1930'
    """
    return next(known.name for known in form_of(subject).subjects if known.subject == subject)


def form_fields(subject: str) -> list[Label]:
    """Return the fields of the questionnaire on a subject, in printed order.

    Parameters
    ----------
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    list of Label
        Each has, among others, a `name`, a `section` and the words `printed` on the form.

    Raises
    ------
    AnalysisError
        If no questionnaire is on that subject.

    Examples
    --------
    >>> [field.name for field in analysis.form_fields("P029")][-2:]
    ['request', 'offer']
    """
    fields = form_of(subject).fields
    return [label for label in fields if not label.subjects or subject in label.subjects]


def measure_fields(*subjects: str) -> list[str]:
    """Names of the fields that measures on these subjects come from."""
    labels = [label for subject in subjects for label in form_fields(subject)]
    return [label.name for label in labels if label.items == "measures"]


def form_of(subject: str) -> Form:
    """The questionnaire on a subject."""
    for form in forms():
        if any(known.subject == subject for known in form.subjects):
            return form
    known = sorted({known.subject for form in forms() for known in form.subjects})
    raise AnalysisError("subject", found=repr(subject), expected=f"one of {', '.join(known)}")


def select(tables: Tables, iso3: str, subject: str) -> Tables:
    """Keep what the tables hold on one country and subject.

    Parameters
    ----------
    tables : Tables
    iso3 : str
        ISO 3166-1 alpha-3 code of the country.
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    Tables
        The same tables with the rows of those reports only; `countries` stays whole.

    Raises
    ------
    AnalysisError
        If there is no such report. The message names the reports there are.

    Examples
    --------
    >>> analysis.select(ar.load(), "AZE", "P029").reports["report_id"].tolist()
    ['AZE-P029-2017-2018']
    """
    reports = tables.reports
    kept = reports.loc[(reports["iso3"] == iso3) & (reports["subject"] == subject), "report_id"]
    if kept.empty:
        raise AnalysisError(
            "the tables",
            found=f"no report of {iso3} on {subject}",
            expected=f"one of {', '.join(reports['report_id'])}",
            remedy="Choose one of these, or add the baseline to the sources and build.",
        )
    return _of_reports(tables, kept)


def tables_on(tables: Tables, *, subject: str = "", region: str = "") -> Tables:
    """Keep what the tables hold on a subject and on the countries of a region.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle; all if empty.
    region : str
        Region of the ILO, as in `regions`; all if empty.

    Returns
    -------
    Tables
        Empty, but for `countries`, if there is no such report.

    Examples
    --------
    >>> analysis.tables_on(ar.load(), region="Africa").reports["report_id"].tolist()
    []
    """
    kept = tables.reports
    if subject:
        kept = kept[kept["subject"] == subject]
    if region:
        kept = kept[kept["iso3"].map(regions(tables)) == region]
    if len(kept) == len(tables.reports):
        return tables
    return _of_reports(tables, kept["report_id"])


def _of_reports(tables: Tables, kept: pd.Series[Any]) -> Tables:
    return dataclasses.replace(
        tables,
        **{
            name: tables[name][owning.isin(kept)].reset_index(drop=True)
            for name, owning in owners(tables).items()
        },
    )


def years(tables: Tables) -> list[int]:
    """Return the years that the reports cover, ascending.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    list of int

    Examples
    --------
    >>> analysis.years(analysis.select(ar.load(), "AZE", "P029"))
    [2017, 2018]
    """
    spans = tables.reports[["first_year", "last_year"]].drop_duplicates()
    covered = (range(first, last + 1) for first, last in spans.itertuples(index=False, name=None))
    return sorted(set().union(*covered))


def steps(tables: Tables) -> list[tuple[int, int]]:
    """Return the pairs of successive years that the reports cover, ascending.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    list of (int, int)

    Examples
    --------
    >>> analysis.steps(analysis.select(ar.load(), "AZE", "P029"))
    [(2017, 2018)]
    """
    return list(pairwise(years(tables)))


def without_report(tables: Tables) -> list[int]:
    """Return the years between the first and the last report that no report covers, ascending.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    list of int
    """
    covered = years(tables)
    return sorted(set(range(covered[0], covered[-1] + 1)) - set(covered)) if covered else []


def in_ranges(years: Iterable[int]) -> str:
    """Write years as a reader would.

    Parameters
    ----------
    years : iterable of int
        In any order.

    Returns
    -------
    str

    Examples
    --------
    >>> analysis.in_ranges([2010, 2011, 2012, 2017])
    '2010–2012, 2017'
    """
    return ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, last in runs(years)
    )


def runs(years: Iterable[int]) -> list[list[int]]:
    """The first and the last year of each unbroken run of years."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return spans


def country_names(tables: Tables) -> dict[str, str]:
    """Return the ILO's own names of the countries that have reports, by ISO 3166-1 alpha-3 code.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    dict of str to str
        In order of the code.

    Examples
    --------
    >>> analysis.country_names(ar.load())["AZE"]
    'Azerbaijan'
    """
    reporting = tables.countries[tables.countries["iso3"].isin(tables.reports["iso3"])]
    return dict(zip(reporting["iso3"], reporting["name"], strict=True))


OF_OTHERS = ["expert_advisers", "governing_body"]
"""Sections of the table in which the ILO's bodies write, not the State."""

OTHER = "Other"
"""The region of countries and territories that are not member States of the ILO."""


def regions(tables: Tables) -> dict[str, str]:
    """Return the ILO's region of each country, by ISO 3166-1 alpha-3 code.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    dict of str to str
        Region by region, in alphabetical order, then by code: all member States of the ILO,
        whether they have reports or not, and last territories, whose region is `OTHER`.

    Examples
    --------
    >>> analysis.regions(ar.load())["AZE"]
    'Europe and Central Asia'
    """
    by_region = tables.countries.sort_values(["region", "iso3"], na_position="last")
    return dict(zip(by_region["iso3"], by_region["region"].fillna(OTHER), strict=True))


def by_name(column: pd.Series[Any]) -> pd.Series[Any]:
    """What `sort_values` compares: of names of countries, the letters without accents."""
    return column.map(alphabetical) if column.name in ("country", "name") else column


def with_countries(tables: Tables, frame: pd.DataFrame) -> pd.DataFrame:
    """Add the `country` and `region` of `iso3`."""
    return frame.assign(
        country=frame["iso3"].map(country_names(tables)).astype("string"),
        region=frame["iso3"].map(regions(tables)).astype("string"),
    )


def years_of_reports(tables: Tables, from_year: int = 0, to_year: int = 9999) -> pd.DataFrame:
    """Return the years that each report speaks for, in order of year and report.

    A baseline is printed again with the next year's answers, so two of them may cover a year. Of
    each country and subject, the latest one speaks for it.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of a period; all years by default.

    Returns
    -------
    DataFrame
        One row per country, subject and year: `report_id`, `iso3`, `subject`, `year` (Int64).

    Examples
    --------
    >>> analysis.years_of_reports(ar.load())[["report_id", "year"]].to_numpy().tolist()
    [['AZE-P029-2017-2018', 2017], ['AZE-P029-2017-2018', 2018]]
    """
    reports = tables.reports.sort_values(["last_year", "report_id"])
    lasts = (reports["last_year"] - reports["first_year"] + 1).to_numpy(dtype="int64")
    columns = ["report_id", "iso3", "subject", "first_year"]
    every = reports.loc[reports.index.repeat(lasts), columns].rename(columns={"first_year": "year"})
    every["year"] += every.groupby("report_id").cumcount()
    found = every.drop_duplicates(["iso3", "subject", "year"], keep="last")
    found = found[found["year"].between(from_year, to_year)]
    return found.sort_values(["year", "report_id"], ignore_index=True)


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


def rows_for(frame: pd.DataFrame, chosen: pd.DataFrame, *, undated: bool = True) -> pd.DataFrame:
    """Keep the rows of a table that count for the chosen reports and years.

    What a report says without a year counts for every year that it speaks for. A statement or item
    for several years has a row for each of them.

    Parameters
    ----------
    frame : DataFrame
        Rows with `report_id` and `year`, such as those of `tables.measures` or of `reporting`.
    chosen : DataFrame
        Rows of `years_of_reports`.
    undated : bool
        Whether to keep the rows without a year.

    Returns
    -------
    DataFrame
        Rows of `frame`, unchanged.
    """
    keys, chosen = frame[["report_id", "year"]], chosen[["report_id", "year"]]
    dated = keys.merge(chosen.assign(counts=True), how="left")["counts"].notna().to_numpy()
    there = keys["report_id"].isin(chosen["report_id"])
    return frame[dated | (keys["year"].isna() & there & undated).to_numpy()]


def each_year(frame: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Repeat the rows of `rows_for` for every chosen year they count for: `counted_for`."""
    chosen = chosen[["report_id", "year"]]
    rows = frame[["report_id", "year"]].assign(place=range(len(frame)))
    undated = rows["year"].isna()
    found = pd.concat(
        [
            rows[~undated].merge(chosen, on=["report_id", "year"]),
            rows.loc[undated, ["report_id", "place"]].merge(chosen, on="report_id"),
        ]
    ).sort_values(["year", "place"])
    counted_for = found["year"].to_numpy(dtype="int64")
    return frame.take(found["place"].to_numpy(dtype="int64")).assign(counted_for=counted_for)
