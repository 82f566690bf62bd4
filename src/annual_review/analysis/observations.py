"""What employers' and workers' organizations observed, and whether Governments consulted them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from annual_review.analysis.answers import ANSWER_ORDER, ANSWERED, BY_OTHERS, NO_LABEL, NOT_STATED
from annual_review.analysis.grid import frame_of, joined
from annual_review.analysis.organizations import OBSERVATIONS, spoken
from annual_review.analysis.selection import by_name, rows_for, with_countries, years_of_reports
from annual_review.tables import Tables

NOT_NAMED = "not named"
"""Stands for the organization, where a cell of observations does not say whose they are."""


def observations(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return which organizations said something in a period, and how often.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per State and organization.

        ======================  ======  ==========================================================
        iso3, country, region   string
        party                   string  employers, workers or unknown
        organization            string  as in `organizations`; `NOT_NAMED` if not given
        observations            Int64   statements in the cells of observations
        elsewhere               Int64   statements in other cells, such as ratification intention,
                                        but for those on challenges
        subjects                string  separated by semicolons
        statement_ids           string
        ======================  ======  ==========================================================

    Examples
    --------
    >>> len(analysis.observations(ar.load(), 2017, 2018))  # both cells say no
    0
    """
    each = spoken(tables)
    each = each[~each["field"].str.startswith("challenges_")]
    said = tables.statements[tables.statements["statement_id"].isin(each["statement_id"])]
    counted = rows_for(said, years_of_reports(tables, from_year, to_year))["statement_id"]
    each = each[each["statement_id"].isin(counted)].replace({"organization": {"": NOT_NAMED}})
    in_cells = each["field"].isin(list(OBSERVATIONS))
    each = each.assign(
        observations=each["statement_id"].where(in_cells),
        elsewhere=each["statement_id"].where(~in_cells),
    )
    found = each.groupby(["iso3", "party", "organization"], sort=True).agg(
        observations=("observations", "nunique"),
        elsewhere=("elsewhere", "nunique"),
        subjects=("subject", lambda own: "; ".join(sorted(set(own)))),
        statement_ids=("statement_id", joined),
    )
    rows = with_countries(tables, found.reset_index())
    rows = rows.sort_values(["region", "country", "party"], kind="stable", key=by_name)
    columns = "iso3 country region party organization observations elsewhere subjects statement_ids"
    return frame_of(rows, columns, observations="Int64", elsewhere="Int64")


def consultation(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return what Governments say about involving the organizations in their reports.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        One row per State whose baselines cover a year of the period: `iso3`, `country`, `region`,
        `answer` (over all subjects and years, the first of yes, text, no, nil and blank that
        occurs; `BY_OTHERS` if only organizations speak in the row, `not stated` if there are
        answers for other years only, `no label` if its documents lack the row), `statement_ids`.

    Examples
    --------
    >>> analysis.consultation(ar.load(), 2017, 2018)["answer"].tolist()
    ['yes']
    """
    return _answers(tables, "social_partner_involvement", from_year, to_year, of="government")


def answers_in_cells(
    tables: Tables, asked: Iterable[str], from_year: int, to_year: int
) -> pd.DataFrame:
    """What the cells of these questions hold in a period: rows of `consultation`, by `field`."""
    return pd.concat(
        [_answers(tables, f, from_year, to_year).assign(field=f) for f in asked],
        ignore_index=True,
    )


_FIRST = ["yes", *(each for each in ANSWER_ORDER if each != "yes")]


def _answers(
    tables: Tables, field: str, from_year: int, to_year: int, of: str = ""
) -> pd.DataFrame:
    """What is answered in this cell, by one side or by all, once for each State with a report."""
    cells = tables.statements[tables.statements["field"] == field]
    chosen = years_of_reports(tables, from_year, to_year)
    cells = cells[cells["answer"].notna()]
    labelled = set(cells.loc[cells["report_id"].isin(chosen["report_id"]), "iso3"])
    cells = rows_for(cells, chosen)
    others = set(cells.loc[cells["answer"].isin(ANSWERED), "iso3"])
    cells = cells[cells["party"] == of] if of else cells
    best = cells.assign(rank=cells["answer"].map(_FIRST.index))
    first = best.groupby("iso3")["rank"].min()
    given = cells[cells["answer"].isin(ANSWERED)].groupby("iso3")["statement_id"].agg(joined)
    states = chosen["iso3"].unique()
    kinds = {
        **dict.fromkeys(labelled, NOT_STATED),
        **dict.fromkeys(others, BY_OTHERS),
        **{iso3: _FIRST[int(rank)] for iso3, rank in first.items()},
    }
    found = [(iso3, kinds.get(iso3, NO_LABEL), given.get(iso3, "")) for iso3 in states]
    rows = with_countries(tables, frame_of(found, "iso3 answer statement_ids"))
    return rows[["iso3", "country", "region", "answer", "statement_ids"]]
