"""Which States have a baseline and what they say, by region and year.

A baseline in the data is not a report to the Office: whether the Government reported is what its
row on reporting obligations says.
"""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.answers import ANSWERED, NO_LABEL, given
from annual_review.analysis.codes import in_codebook_order
from annual_review.analysis.comparison import coded_items, states_by_code
from annual_review.analysis.grid import ALL, Grid, behind, counted, with_all
from annual_review.analysis.protocol import articles_of
from annual_review.analysis.selection import (
    OF_OTHERS,
    OTHER,
    by_name,
    in_ranges,
    measure_fields,
    regions,
    rows_for,
    years,
    years_of_reports,
)
from annual_review.codebook import codebook, protocol_articles, subjects_of
from annual_review.tables import Tables


def reports_of_year(tables: Tables, year: int = 0) -> pd.DataFrame:
    """Return the reports that speak for a year.

    Parameters
    ----------
    tables : Tables
    year : int
        0 for the last year of each country and subject.

    Returns
    -------
    DataFrame
        One row per country and subject: `report_id`, `iso3`, `subject`, `year` (Int64).

    Examples
    --------
    >>> analysis.reports_of_year(ar.load())["year"].tolist()
    [2018]
    """
    found = years_of_reports(tables, year or 0, year or 9999)
    last = found.drop_duplicates(["iso3", "subject"], keep="last")  # in order of year
    return last.sort_values("report_id", ignore_index=True)


def region_names(tables: Tables) -> list[str]:
    """The regions of the ILO, and last `OTHER` if a territory has a report."""
    return list(dict.fromkeys(regions(tables).values()))


def states_by_year(tables: Tables) -> Grid:
    """Count the States that have a baseline for each year.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    Grid
        One row per year, from the first to the last, one column per region: number of States.

    Examples
    --------
    >>> analysis.states_by_year(ar.load()).cells["Europe and Central Asia"].to_dict()
    {2017: 1, 2018: 1}
    """
    found = years_of_reports(tables)
    found["region"] = found["iso3"].map(regions(tables))
    found["ids"] = found["iso3"]
    covered = range(found["year"].min(), found["year"].max() + 1) if len(found) else []
    columns = region_names(tables)
    return counted(found, "year", "region", "iso3", rows=list(covered), columns=columns)


def states_by_region(tables: Tables, chosen: pd.DataFrame) -> Grid:
    """Count the member States with and without a baseline.

    Parameters
    ----------
    tables : Tables
    chosen : DataFrame
        What `reports_of_year` returned.

    Returns
    -------
    Grid
        One row per region, and `ALL`, with the columns `member States`, `with a baseline` and
        `without`. A territory is no member State, and has a row of its own (`OTHER`).

    Examples
    --------
    >>> tables = ar.load()
    >>> analysis.states_by_region(tables, analysis.reports_of_year(tables)).cells.loc["All"]
    ... # doctest: +NORMALIZE_WHITESPACE
    member States      187
    with a baseline      1
    without            186
    Name: All, dtype: Int64
    """
    found = tables.countries[["iso3"]].assign(ids=tables.countries["iso3"])
    found["region"] = found["iso3"].map(regions(tables))
    there = found["iso3"].isin(chosen["iso3"])
    member = found["region"] != OTHER
    columns = {"member States": member, "with a baseline": there, "without": member & ~there}
    rows = pd.concat([found[kept].assign(column=name) for name, kept in columns.items()])
    rows = with_all(rows, "region")
    order = [*region_names(tables), ALL]
    return counted(rows, "region", "column", "iso3", rows=order, columns=list(columns))


def answered(answers: pd.DataFrame, by: pd.Series[str]) -> pd.DataFrame:
    """Return the share of questions that are answered.

    “No” and nil are answers; a blank cell is not, nor a cell that answers for other years only. If
    a document lacks a question, nothing is known, and it is not counted; nor is what others write
    into the table (`OF_OTHERS`).

    Parameters
    ----------
    answers : DataFrame
        Rows of `reporting`.
    by : Series
        What to group them by, such as their `field`.

    Returns
    -------
    DataFrame
        One row per group: `answered` and `of` (Int64), number of cells.

    Examples
    --------
    >>> answers = analysis.reporting(ar.load())
    >>> analysis.answered(answers, answers["year"])["answered"].to_dict()
    {2017: 12, 2018: 11}
    """
    asked = ~answers["section"].isin(OF_OTHERS) & (answers["answer"] != NO_LABEL)
    said = answers.loc[asked, "answer"].isin(ANSWERED).groupby(by[asked].to_numpy())
    return pd.DataFrame({"answered": said.sum(), "of": said.size()}).astype("Int64")


def on_topics(chosen: pd.DataFrame) -> pd.DataFrame:
    """Keep the reports whose measures have topics: those on forced labour.

    Parameters
    ----------
    chosen : DataFrame
        What `reports_of_year` returned.

    Returns
    -------
    DataFrame
        Rows of `chosen`.
    """
    return chosen[chosen["subject"].isin(subjects_of("measure"))]


def answering(tables: Tables, chosen: pd.DataFrame) -> set[str]:
    """Return the countries that answer a question on measures, by ISO 3166-1 alpha-3 code.

    Parameters
    ----------
    tables : Tables
    chosen : DataFrame
        What `reports_of_year` returned.

    Returns
    -------
    set of str
    """
    asked = measure_fields(*chosen["subject"].unique())
    return set(rows_for(given(tables, asked), chosen)["iso3"])


def states_by_topic(tables: Tables, found: pd.DataFrame) -> Grid:
    """Count the States that name each topic.

    Parameters
    ----------
    tables : Tables
    found : DataFrame
        Topics of measures: what `coded_items` returned.

    Returns
    -------
    Grid
        One row per code of the codebook, those that most States name first and those that none
        names last, one column for `ALL` and one per region: number of States.
    """
    codes = [each.code for each in codebook("measure")]
    found = found.sort_values("report_id", kind="stable")  # the order of what numbers rest on
    cells, ids = states_by_code(found, "region", region_names(tables), codes)
    order = cells[ALL].sort_values(ascending=False, kind="stable").index
    return Grid(cells.loc[order], ids.loc[order])


def states_by_article(tables: Tables, found: pd.DataFrame) -> Grid:
    """Count the States that name a measure under each article of the Protocol.

    Parameters
    ----------
    tables : Tables
    found : DataFrame
        Topics of measures: what `coded_items` returned. Only reports on the Protocol count.

    Returns
    -------
    Grid
        One row per article, as in `4(1) remedies such as compensation`, one column for `ALL` and
        one per region: number of States.
    """
    rows = [f"{article} {about}" for article, about in protocol_articles().items()]
    found = articles_of(found.sort_values("report_id", kind="stable"))
    found = with_all(found.assign(ids=behind(found, "item_id")), "region")
    columns = [ALL, *region_names(tables)]
    return counted(found, "article", "region", "iso3", rows=rows, columns=columns)


def topics_by_year(tables: Tables) -> Grid:
    """Count the States that name each topic, year by year.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    Grid
        One row per code that some State names, one column per year, the newest first: number of
        States.

    Examples
    --------
    >>> analysis.topics_by_year(ar.load()).cells.loc["prevention.education"].to_dict()
    {2018: 1, 2017: 0}
    """
    found = coded_items(tables, "measure")
    codes = in_codebook_order(found["code"])
    return states_by_code(found, "year", years(tables)[::-1], codes)


def states(
    tables: Tables, chosen: pd.DataFrame, answers: pd.DataFrame, found: pd.DataFrame
) -> pd.DataFrame:
    """Return what each State's baselines say.

    Parameters
    ----------
    tables : Tables
    chosen : DataFrame
        What `reports_of_year` returned.
    answers : DataFrame
        What `reporting` returned.
    found : DataFrame
        Topics of measures: what `coded_items` returned.

    Returns
    -------
    DataFrame
        One row per State or territory with a report, whether or not one of them is chosen, region
        by region.

        ==========================  =======  ======================================================
        country, region, subregion  string
        years                       string   that its reports speak for, as in `2010–2012, 2017`
        baselines                   Int64    number of reports chosen
        answered, questions         Int64    number of questions answered, and asked, as in
                                             `answered`; <NA> if no report of the State is chosen
        measures                    Int64    number of measures; <NA> if no question on measures is
                                             answered
        topics                      Int64    number of their topics, without those for other
                                             things; <NA> if none is answered on forced labour
        report_ids                  string   the reports chosen
        ==========================  =======  ======================================================
    """
    spoken_for = years_of_reports(tables)
    every = spoken_for.groupby("iso3")["year"].agg(lambda own: in_ranges(set(own)))
    said = rows_for(answers, chosen)
    shares = answered(said, said["iso3"])
    measures = rows_for(tables.measures, chosen).groupby("iso3")["measure_id"].nunique()
    topics = found[~found["code"].str.endswith(".other")].groupby("iso3")["code"].nunique()
    own = chosen.groupby("iso3")
    there = tables.countries["iso3"].isin(spoken_for["iso3"])
    rows = (
        tables.countries[there]
        .sort_values(["region", "subregion", "name"], key=by_name)
        .set_index("iso3")
    )
    measures, topics = (
        counts.reindex(rows.index, fill_value=0)
        .astype("Int64")
        .where(rows.index.isin(answering(tables, of)))
        for counts, of in ((measures, chosen), (topics, on_topics(chosen)))
    )
    said_by = pd.DataFrame(
        {
            "country": rows["name"],
            "region": rows["region"].fillna(OTHER),
            "subregion": rows["subregion"].fillna(OTHER),
            "years": every,
            "baselines": own.size().reindex(rows.index, fill_value=0).astype("Int64"),
            "answered": shares["answered"].reindex(rows.index),
            "questions": shares["of"].reindex(rows.index),
            "measures": measures,
            "topics": topics,
            "report_ids": own["report_id"].agg(" ".join),
        },
        index=rows.index,
    )
    return said_by.fillna({"report_ids": ""}).astype({"report_ids": "string"}).reset_index()
