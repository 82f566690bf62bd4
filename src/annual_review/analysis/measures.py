"""Which measures are reported: by field, by code, by country, by year."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.answers import ANSWERED
from annual_review.analysis.codes import codings_that_count, in_codebook_order
from annual_review.analysis.grid import Grid, counted, gathered, where_answered
from annual_review.analysis.selection import (
    by_year,
    country_names,
    in_charge,
    latest_years,
    measure_fields,
    of_subject,
    years,
)
from annual_review.tables import Tables


def coded_measures(tables: Tables) -> pd.DataFrame:
    """Return measures with all their codes.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per measure, year and code. Columns of `tables.measures`, with any of the
        measure's codes in `code`, and `method`, `score`, `primary` of the coding. If a person
        coded a measure, only people's codes count.
    """
    codings = codings_that_count(tables).rename(columns={"item_id": "measure_id"})
    return tables.measures.drop(columns="code").merge(
        codings.drop(columns="coder"), on="measure_id"
    )


def items_by_field(tables: Tables, subject: str) -> Grid:
    """Count measures by the field of the questionnaire and the year they are reported in.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    Grid
        One row per field that measures come from, one column per year: number of measures (Int64),
        0 where the answer names none ("no", nil), <NA> where there is no answer (a blank cell, or
        statements for other years only).

    Examples
    --------
    >>> counts = analysis.items_by_field(analysis.select(ar.load(), "AZE", "P029"), "P029").cells
    >>> counts.loc["prevention"].to_dict()
    {2017: 7, 2018: 10}
    """
    chosen = of_subject(tables, subject)
    measures = by_year(chosen, chosen.measures.assign(ids=chosen.measures["measure_id"]))
    fields = measure_fields(subject)
    counts = counted(measures, "field", "counted_for", "ids", rows=fields, columns=years(chosen))
    answers = by_year(chosen, chosen.statements[chosen.statements["answer"].isin(ANSWERED)])
    return where_answered(counts, gathered(answers, ["field", "counted_for"], "statement_id"))


def codes_by_country(tables: Tables, subject: str = "P029") -> Grid:
    """Count measures by code, in the last year of each country's reports.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    Grid
        One row per country, as in `Azerbaijan 2018`, one column per code that some country has:
        number of measures (Int64), 0 where the reports name no such measure, <NA> where they
        answer no question on measures.

    Examples
    --------
    >>> counts = analysis.codes_by_country(ar.load()).cells
    >>> int(counts.loc["Azerbaijan 2018", "prevention.migration"])
    1
    """
    chosen = of_subject(tables, subject)
    coded = _by_code(chosen)
    latest = coded["counted_for"] == coded["iso3"].map(latest_years(chosen))
    return by_country(chosen, coded, in_codebook_order("measure", coded["code"][latest]))


def countries_by_code(tables: Tables, subject: str = "P029") -> Grid:
    """Count the countries that name a measure with a code.

    Parameters
    ----------
    tables : Tables
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    Grid
        One row per code, one column per year: number of countries (Int64). The columns say how
        many countries have a report for the year, as in `2018 (of 12)`.

    Examples
    --------
    >>> counts = analysis.countries_by_code(ar.load()).cells
    >>> counts.loc["prevention.education"].to_dict()
    {'2017 (of 1)': 0, '2018 (of 1)': 1}
    """
    chosen = of_subject(tables, subject)
    coded = _by_code(chosen)
    return countries_by(chosen, coded, "code", in_codebook_order("measure", coded["code"]))


def _by_code(tables: Tables) -> pd.DataFrame:
    return by_year(tables, coded_measures(tables)).rename(columns={"measure_id": "ids"})


def by_country(tables: Tables, found: pd.DataFrame, columns: list[str]) -> Grid:
    """Count measures of one subject by country, in its last year, and by `code`.

    `found` holds measures by year and code, with their `ids`.
    """
    latest = latest_years(tables)
    rows = {iso3: f"{name} {latest[iso3]}" for iso3, name in country_names(tables).items()}
    order = sorted(rows.values())
    found = found[found["counted_for"] == found["iso3"].map(latest)]
    found = found.assign(country=found["iso3"].map(rows))
    counts = counted(found, "country", "code", "ids", rows=order, columns=columns)
    statements = tables.statements
    fields = [
        field for subject in set(tables.reports["subject"]) for field in measure_fields(subject)
    ]
    answers = statements[statements["field"].isin(fields) & statements["answer"].isin(ANSWERED)]
    answers = by_year(tables, answers)
    answered = answers.loc[answers["counted_for"] == answers["iso3"].map(latest), "iso3"]
    return where_answered(counts, {(rows[iso3], c): () for iso3 in set(answered) for c in columns})


def countries_by(tables: Tables, found: pd.DataFrame, row: str, rows: list[str]) -> Grid:
    """Count countries by a column of measures of one subject, and by year.

    `found` holds measures by year, with their `ids`.
    """
    heads = {year: f"{year} (of {len(in_charge(tables, year))})" for year in years(tables)}
    found = found.assign(year=found["counted_for"].map(heads))
    return counted(found, row, "year", "iso3", rows=rows, columns=list(heads.values()))
