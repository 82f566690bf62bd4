"""Which laws and policies States report for the first time."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.answers import in_words
from annual_review.analysis.changes import same_words
from annual_review.analysis.grid import frame_of
from annual_review.analysis.selection import each_year, with_countries, years_of_reports
from annual_review.forms.questionnaire import fields
from annual_review.tables import Tables


def new_laws(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return what States say of laws and policies in a period and in no earlier year.

    These are the Government's answers for a year to the questions that ask for laws and policies.
    An answer that the State gave on the subject for an earlier year in the same words, apart from
    case and punctuation, or without a year in a report that covers an earlier one, is left out.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per statement, the latest first: `iso3`, `country`, `region`, `subject`, `field`,
        `year` (Int64, the first it is for), `text`, `known` (boolean: whether an earlier year of
        the State and subject is in the tables; if not, the answer may be an old one),
        `statement_id`.

    Examples
    --------
    >>> analysis.new_laws(ar.load(), 2017, 2018)[["year", "known"]].to_numpy().tolist()
    [[2017, False]]
    """
    answers = tables.statements
    answers = answers[
        answers["field"].isin([name for name, each in fields().items() if each.asks == "laws"])
        & in_words(answers)
        & (answers["answer"] != "no")
        & (answers["party"] == "government")
    ]
    covered = years_of_reports(tables, 0, to_year)
    every = each_year(answers, covered)
    every = every[every["year"].notna() | (every["counted_for"] < from_year)]
    words = {text: same_words(text) for text in every["text"].unique()}
    every = every.assign(words=every["text"].map(words))
    keys = ["iso3", "subject", "words"]
    every = every.sort_values([*keys[:2], "counted_for"], kind="stable").drop_duplicates(keys)
    rows = with_countries(tables, every[every["counted_for"] >= from_year])
    begins = covered.groupby(["iso3", "subject"])["year"].min().to_dict()
    pairs = zip(rows["iso3"], rows["subject"], rows["year"], strict=True)
    rows["known"] = pd.array([begins[iso3, s] < year for iso3, s, year in pairs], dtype="boolean")
    rows = rows.sort_values(
        ["year", "region", "country", "subject"], ascending=[False, True, True, True], kind="stable"
    )
    columns = "iso3 country region subject field year text known statement_id"
    return frame_of(rows, columns, year="Int64", known="boolean")
