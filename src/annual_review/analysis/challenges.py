"""Which challenges are named, and by whom."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis.answers import SPEAKERS, given
from annual_review.analysis.codes import codes_written, is_unsure
from annual_review.analysis.grid import frame_of
from annual_review.analysis.selection import rows_for, with_countries, years_of_reports
from annual_review.forms.questionnaire import fields
from annual_review.tables import Tables


def fields_of_sides() -> dict[str, str]:
    """The question on challenges for each side, in the order in which sides are shown."""
    asked = {each.speaker: name for name, each in fields().items() if each.items == "challenges"}
    return {side: asked[side] for side in SPEAKERS if side in asked}


def challenges(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return the challenges that are named in a period, as printed.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per statement, the latest first: `iso3`, `country`, `region`, `subject`, `year`
        (Int64, the last that it is for; <NA> if undated), `party` (government, employers, workers
        or unknown), `speaker`, `text`, `statement_id`. What is said in one document for several
        years stands once; words that name no challenge (“There are none”) do not.
    """
    said = tables.statements
    said = said[said["statement_id"].isin(tables.challenges["statement_id"])]
    said = rows_for(said, years_of_reports(tables, from_year, to_year))
    rows = _latest_first(tables, said, "statement_id")
    columns = "iso3 country region subject year party speaker text statement_id"
    return frame_of(rows, columns, year="Int64")


def challenge_items(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return the items of the answers on challenges in a period, with their codes.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per item, the latest first: `iso3`, `country`, `region`, `subject`, `year` (Int64,
        the last that it is for; <NA> if undated), `party`, `speaker`, `codes` (separated by commas,
        the primary one first), `unsure` (boolean), `text`, `challenge_id`.

    Examples
    --------
    >>> len(analysis.challenge_items(ar.load(), 2017, 2018))  # all cells are blank
    0
    """
    said = rows_for(tables.challenges, years_of_reports(tables, from_year, to_year))
    rows = _latest_first(tables, said, "challenge_id")
    rows = rows.assign(
        codes=codes_written(tables, rows["challenge_id"]),
        unsure=is_unsure(tables, rows["challenge_id"]),
    )
    columns = "iso3 country region subject year party speaker codes unsure text challenge_id"
    return frame_of(rows, columns, year="Int64", unsure="boolean")


def _latest_first(tables: Tables, rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Each statement or item once, for the last year that it is for; with country and region."""
    once = rows.sort_values("year", kind="stable").drop_duplicates(key, keep="last")
    return with_countries(tables, once).sort_values(
        ["year", "region", "country", "subject", "party"],
        ascending=[False, True, True, True, True],
        kind="stable",
    )


def challenges_by_side(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Count the States in which each side names challenges, names none, or says nothing.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per side whose challenges the questionnaire asks for. All columns but `party` are
        Int64.

        ===========  =============================================================================
        party        government, employers or workers
        statements   number of statements that name challenges, by whom and in whichever cell
        states       number of States that these are from
        none         States whose cells for the side say "no" or nil, or in which the side
                     answers in words, and name nothing
        blank        States whose cells for the side say nothing for the period
        ===========  =============================================================================

    Examples
    --------
    >>> analysis.challenges_by_side(ar.load(), 2017, 2018)["blank"].tolist()
    [1, 1, 1]
    """
    named = challenges(tables, from_year, to_year)
    chosen = years_of_reports(tables, from_year, to_year)
    states = set(chosen["iso3"])
    cells = rows_for(given(tables, fields_of_sides().values()), chosen)
    found = []
    for party, field in fields_of_sides().items():
        own = named[named["party"] == party]
        naming = set(own["iso3"])
        by_side = cells["answer"].isin(["no", "nil"]) | (cells["party"] == party)
        answered = set(cells.loc[(cells["field"] == field) & by_side, "iso3"])
        found.append(
            (party, len(own), len(naming), len(answered - naming), len(states - answered - naming))
        )
    counts = "statements states none blank"
    return frame_of(found, f"party {counts}", **dict.fromkeys(counts.split(), "Int64"))
