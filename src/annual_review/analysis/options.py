"""Which of the Protocol's measures States report, as a share of the States that answer."""

from __future__ import annotations

import dataclasses

import pandas as pd

from annual_review.analysis.answers import given
from annual_review.analysis.codes import codings_that_count
from annual_review.analysis.grid import frame_of
from annual_review.analysis.period import named, of_period
from annual_review.analysis.protocol import PROTOCOL
from annual_review.analysis.selection import measure_fields, placed_in
from annual_review.codebook import codebook
from annual_review.tables import Tables


def options(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return the share of States that report each measure of the Protocol of 2014 in a period.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per code of measures, in the order of the codebook, also if no State has it.

        ============  =======  ===================================================================
        code          string
        articles      string   of the Protocol, separated by commas
        states        Int64    States with a measure that has the code
        answering     Int64    States whose reports on the Protocol answer a question on measures
                               for the period; the same in every row
        share         Int64    per cent; <NA> if no State answers
        measures      Int64    number of measures
        countries     string   names, separated by semicolons
        ============  =======  ===================================================================

    Examples
    --------
    >>> found = analysis.options(ar.load(), 2018, 2018).set_index("code")
    >>> int(found.loc["prevention.migration", "measures"])
    2
    """
    on_it = tables.measures[tables.measures["subject"] == PROTOCOL]
    own = of_period(tables, on_it, from_year, to_year).drop_duplicates("measure_id")
    coded = tables.codings[tables.codings["item_id"].isin(own["measure_id"])]
    codings = codings_that_count(dataclasses.replace(tables, codings=coded))
    codings = codings[["item_id", "code"]].rename(columns={"item_id": "measure_id"})
    rows = placed_in(tables, own.drop(columns="code").merge(codings, on="measure_id"))
    answers = given(tables, measure_fields(PROTOCOL))
    answers = answers[answers["subject"] == PROTOCOL]
    answering = of_period(tables, answers, from_year, to_year)["iso3"].nunique()
    by_code = dict(list(rows.groupby("code")))
    found = []
    for each in codebook("measure"):
        named_by = by_code.get(each.code, rows.iloc[:0])
        states = named_by["iso3"].nunique()
        share = round(100 * states / answering) if answering else None
        found.append(
            (
                each.code,
                ", ".join(each.articles),
                states,
                answering,
                share,
                named_by["measure_id"].nunique(),
                named(named_by["country"]),
            )
        )
    return frame_of(
        found,
        "code articles states answering share measures countries",
        states="Int64",
        answering="Int64",
        share="Int64",
        measures="Int64",
    )
