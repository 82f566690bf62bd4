"""What employers' and workers' organizations observed, and whether Governments consulted them."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from annual_review.analysis.answers import ANSWER_ORDER, ANSWERED
from annual_review.analysis.grid import frame_of, joined
from annual_review.analysis.period import of_period, placed_in, reports_of_period
from annual_review.tables import Tables

SIDES = ("employers", "workers", "unknown")
"""Values of `party` of organizations; unknown if several speak together or no side can be told."""

NOT_NAMED = "not named"
"""Stands for the organization, where a cell of observations does not say whose they are."""

_GENERIC = ("government", "employers", "workers")
_NOT_PARTNERS = ("expert_advisers", "governing_body")
_CELLS = ("employers_observations", "workers_observations")


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
        party                   string  one of `SIDES`
        organization            string  as printed, the longest form that the State's documents
                                        use with its abbreviation; `NOT_NAMED` if not given
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
    said = tables.statements
    said = said[said["answer"].isin(["text", "yes"]) & ~said["field"].isin(_NOT_PARTNERS)]
    in_cells = said["field"].isin(_CELLS)
    said = said[in_cells | ~said["speaker"].isin(_GENERIC)]
    said = said[(said["party"] != "government") & ~said["field"].str.startswith("challenges_")]
    counted = of_period(tables, said, from_year, to_year)["statement_id"].unique()
    said = said.drop_duplicates("statement_id")
    printed = [
        _organizations(text if speaker in _GENERIC else f"Observations by {speaker}.")
        for speaker, text in zip(said["speaker"], said["text"], strict=True)
    ]
    each = said.assign(printed=pd.Series(printed, index=said.index, dtype="object"))
    each = each.explode("printed")
    each["printed"] = each["printed"].astype("string").fillna(NOT_NAMED)
    each["short"] = each["printed"].map(_short).astype("string")
    # the side and the full name, where another statement of the State, of any year, tells them
    told = each[each["party"].isin(SIDES[:2])].groupby(["iso3", "short"])["party"]
    sides = {key: own.iloc[0] for key, own in told if len(set(own)) == 1}
    longest = each.sort_values("printed", key=lambda names: names.str.len(), kind="stable")
    names = longest.groupby(["iso3", "short"])["printed"].last().to_dict()
    keys = list(zip(each["iso3"], each["short"], strict=True))
    named = each["printed"] != NOT_NAMED
    each["party"] = [
        sides.get(key, party) if has_name else party
        for key, party, has_name in zip(keys, each["party"], named, strict=True)
    ]
    each["organization"] = [names[key] for key in keys]
    each = each[each["statement_id"].isin(counted)]
    each["in_cells"] = each["field"].isin(_CELLS)
    order = {side: n for n, side in enumerate(SIDES)}
    found = [
        (
            iso3,
            party,
            organization,
            own.loc[own["in_cells"], "statement_id"].nunique(),
            own.loc[~own["in_cells"], "statement_id"].nunique(),
            "; ".join(sorted(own["subject"].unique())),
            joined(own["statement_id"]),
        )
        for (iso3, party, organization), own in each.groupby(
            ["iso3", "party", "organization"], sort=True
        )
    ]
    columns = "iso3 party organization observations elsewhere subjects statement_ids"
    rows = placed_in(tables, frame_of(found, columns, observations="Int64", elsewhere="Int64"))
    rows = rows.sort_values(
        ["region", "country", "party"],
        key=lambda column: column.map(order) if column.name == "party" else column,
        kind="stable",
    )
    return rows[["iso3", "country", "region", *columns.split()[1:]]].reset_index(drop=True)


_BY = re.compile(
    r"\s*(?:[A-Z]?\w+\s+){0,4}?(?:observations?|comments?)\s+(?:(?:by|of|from)\s+)?(?:the\s+)?"
    r"(?P<names>[A-Z].{1,300}?)"
    r"(?=\s*(?:[.:](?:\s|\Z)|\Z|,?\s+(?:comprised|composed|and\s+its\b)))",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(
    r"\s*;\s*(?:and\s+)?(?:the\s+)?|,\s+(?:and\s+)?the\s+|,?\s+(?:and|as\s+well\s+as)\s+the\s+"
    r"|(?<=[A-Z)]),\s+(?=[A-Z])|(?<=[A-Z)])\s+and\s+(?=[A-Z])"
)
_SHORT = re.compile(r"\(\s*([A-Z][\w&./’'-]*[A-Z][\w&./’'-]*)\s*\)")


@cache
def _organizations(text: str) -> list[str]:
    """The organizations that `Observations by the CNC and the Chamber of Trade (TCT).` names."""
    match = _BY.match(text)
    if not match or not match["names"][0].isupper():
        return []
    names = (name.strip(" ,;.") for name in _BETWEEN.split(match["names"]))
    return [re.sub(r"^(?:the|both)\s+", "", name, flags=re.IGNORECASE) for name in names if name]


@cache
def _short(name: str) -> str:
    """What an organization is known by: the abbreviation in brackets, if there is one."""
    match = _SHORT.search(name)
    return match[1] if match else name


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
        occurs; `not stated` if there are answers for other years only), `statement_ids`.

    Examples
    --------
    >>> analysis.consultation(ar.load(), 2017, 2018)["answer"].tolist()
    ['yes']
    """
    return _answers(tables, ["social_partner_involvement"], from_year, to_year)


def answers_on_observations(tables: Tables, from_year: int, to_year: int) -> pd.DataFrame:
    """Return what the cells for the organizations' observations hold.

    Parameters
    ----------
    tables : Tables
    from_year, to_year : int
        First and last year of the period.

    Returns
    -------
    DataFrame
        Rows of `consultation`, by `field`: one of the two cells.
    """
    return pd.concat(
        [_answers(tables, [f], from_year, to_year).assign(field=f) for f in _CELLS],
        ignore_index=True,
    )


_FIRST = ["yes", *(each for each in ANSWER_ORDER if each != "yes")]
_NOT_STATED = "not stated"


def _answers(tables: Tables, fields: list[str], from_year: int, to_year: int) -> pd.DataFrame:
    """What States answer in these cells, once for each State with a report."""
    cells = tables.statements[tables.statements["field"].isin(fields)]
    cells = of_period(tables, cells[cells["answer"].notna()], from_year, to_year)
    best = cells.assign(rank=cells["answer"].map(_FIRST.index))
    first = best.groupby("iso3")["rank"].min()
    given = cells[cells["answer"].isin(ANSWERED)].groupby("iso3")["statement_id"].agg(joined)
    states = reports_of_period(tables, from_year, to_year)["iso3"].unique()
    found = [
        (iso3, _FIRST[int(first[iso3])] if iso3 in first else _NOT_STATED, given.get(iso3, ""))
        for iso3 in states
    ]
    rows = placed_in(tables, frame_of(found, "iso3 answer statement_ids"))
    return rows[["iso3", "country", "region", "answer", "statement_ids"]]
