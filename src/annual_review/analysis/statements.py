"""What the documents say, as printed, and how much of each document was placed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from annual_review.analysis.codes import codes_written
from annual_review.analysis.grid import gathered
from annual_review.analysis.selection import country_names
from annual_review.tables import Tables


def said(
    tables: Tables, *, sections: list[str] | None = None, fields: list[str] | None = None
) -> pd.DataFrame:
    """Return statements as printed.

    Parameters
    ----------
    tables : Tables
    sections, fields : list of str, optional
        Sections and fields of the questionnaire to keep; all by default.

    Returns
    -------
    DataFrame
        One row per statement, however many years it is for: `field`, `years` (as printed, empty if
        undated), `speaker`, `answer`, `text`, `statement_id`, `place` (in the document), and
        `corrected` if an error of a source was corrected. All columns are strings.

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> analysis.said(tables, fields=["prevention"])["years"].tolist()
    ['2018 AR', '2017 AR']
    """
    frame = tables.statements.drop_duplicates("statement_id")
    if sections is not None:
        frame = frame[frame["section"].isin(sections)]
    if fields is not None:
        frame = frame[frame["field"].isin(fields)]
    frame = frame.assign(years=frame["years_as_printed"], place=_places(frame))
    return _shown(frame, "field years speaker answer text statement_id place")


def search(
    tables: Tables,
    *,
    iso3: str | None = None,
    fields: Sequence[str] = (),
    span: tuple[int, int] | None = None,
    undated: bool = True,
    words: str = "",
) -> pd.DataFrame:
    """Find statements by country, question, year and words.

    Parameters
    ----------
    tables : Tables
    iso3 : str, optional
        ISO 3166-1 alpha-3 code of the country.
    fields : sequence of str
        Fields of the questionnaire; all if empty.
    span : (int, int), optional
        First and last year.
    undated : bool
        Whether to keep statements without a year.
    words : str
        Words that the text must contain, all of them, in any case, on their own or as part of
        longer words.

    Returns
    -------
    DataFrame
        One row per statement: `country` and the columns of `said`.

    Examples
    --------
    >>> len(analysis.search(ar.load(), iso3="AZE", words="trafficking"))
    4
    """
    frame = tables.statements
    if iso3 is not None:
        frame = frame[frame["iso3"] == iso3]
    if fields:
        frame = frame[frame["field"].isin(fields)]
    dateless = frame["year"].isna()
    in_span = frame["year"].between(*span).fillna(False) if span else True
    frame = frame[(dateless & undated) | (~dateless & in_span)]
    for word in words.split():
        frame = frame[frame["text"].str.contains(word, case=False, regex=False)]
    found = said(tables)
    found = found[found["statement_id"].isin(frame["statement_id"])].reset_index(drop=True)
    countries = found["statement_id"].str.split("-").str[0].map(country_names(tables))
    found.insert(0, "country", countries.astype("string"))
    return found


def listed(tables: Tables) -> pd.DataFrame:
    """Return measures as printed.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per measure, however many years it is for: `field`, `years` (as printed, empty if
        undated), `letter`, `text`, `codes` (separated by commas, the primary one first),
        `measure_id`, `place` (in the document), and `corrected` if an error of a source was
        corrected. All columns are strings.
    """
    statements = tables.statements.drop_duplicates("statement_id").set_index("statement_id")
    frame = tables.measures.drop_duplicates("measure_id")
    frame = frame.assign(
        page=frame["statement_id"].map(statements["page"]),
        years=frame["statement_id"].map(statements["years_as_printed"]),
        codes=codes_written(tables, frame["measure_id"]),
    )
    frame = frame.assign(place=_places(frame))
    return _shown(frame, "field years letter text codes measure_id place")


def _shown(frame: pd.DataFrame, columns: str) -> pd.DataFrame:
    corrected = ["corrected"] if (frame["corrected"] != "").any() else []
    return frame[[*columns.split(), *corrected]].reset_index(drop=True)


def _places(frame: pd.DataFrame) -> pd.Series[Any]:
    """Where each row stands: the page, where there are pages, and characters of the text."""
    spans = frame["start"].astype("string") + "–" + frame["end"].astype("string")
    pages = "page " + frame["page"].astype("string") + ", "
    return (pages.fillna("") + "characters " + spans).astype("string")


def placed(tables: Tables) -> pd.DataFrame:
    """Return how much of each document was placed.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per report: `report_id`, `source`, `media_type`, `coverage` (share, 0 to 1),
        `problems` (Int64, number), `problem_ids`.

    Examples
    --------
    >>> analysis.placed(analysis.select(ar.load(), "AZE", "P029"))["coverage"].tolist()
    [1.0]
    """
    frame = tables.reports[["report_id", "source", "media_type", "coverage", "problems"]]
    problems = gathered(tables.problems, ["report_id"], "problem_id")
    ids = [" ".join(problems.get((report_id,), ())) for report_id in frame["report_id"]]
    return frame.assign(problem_ids=ids).astype({"problem_ids": "string"})
