"""Which codes count for an item, how sure they are, and how far the people who coded agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from annual_review.analysis.grid import gathered, joined
from annual_review.analysis.selection import in_ranges
from annual_review.codebook import NO_GROUP, SCHEMES, Scheme, codebook
from annual_review.tables import ITEMS, SETTLED, Tables


def codings_that_count(tables: Tables, scheme: Scheme | None = None) -> pd.DataFrame:
    """Return each item's codes once: people's if a person coded it, else those of the program.

    Where people differed and settled it, only the settled codes count. An item of which a person
    said that it names no group has none.

    Parameters
    ----------
    tables : Tables
    scheme : Scheme, optional
        By default each item's own: that of its column `code`.

    Returns
    -------
    DataFrame
        Rows and columns of `tables.codings`, the primary code of an item first.
    """
    counting = _in_force(tables, scheme)
    return counting[counting["code"] != NO_GROUP]


def _in_force(tables: Tables, scheme: Scheme | None) -> pd.DataFrame:
    """As `codings_that_count`, and what people said to name no group."""
    codings = tables.codings
    if scheme:
        codings = codings[codings["scheme"] == scheme]
    else:
        topics = codings.loc[codings["scheme"] == "measure", "item_id"]
        actions = (codings["scheme"] == "action") & ~codings["item_id"].isin(topics)
        codings = codings[codings["scheme"].isin(["measure", "need", "challenge"]) | actions]
    by_hand = codings["method"] == "manual"
    coded_by_hand = codings["item_id"].isin(codings.loc[by_hand, "item_id"])
    settled = codings["coder"] == SETTLED
    differed = codings["item_id"].isin(codings.loc[settled, "item_id"])
    counting = codings[settled | ~differed & (by_hand | ~coded_by_hand)]
    return counting.drop_duplicates(["item_id", "code"])


def codes_of_items(tables: Tables) -> dict[str, list[str]]:
    """Return the codes that count for every item, the primary one first.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    dict of str to list of str
        By `measure_id`, `need_id` or `challenge_id`.

    Examples
    --------
    >>> analysis.codes_of_items(ar.load())["AZE-P029-2017-2018/prevention/1/f"]
    ['prevention.migration']
    """
    return gathered(codings_that_count(tables), "item_id", "code")


def coded_measures(tables: Tables) -> pd.DataFrame:
    """Measures with all their codes, one row per measure, year and code.

    Columns of `tables.measures`, with any of the measure's codes in `code`, and `method`, `score`,
    `primary` of the coding. If a person coded a measure, only people's codes count.
    """
    codings = codings_that_count(tables).rename(columns={"item_id": "measure_id"})
    return tables.measures.drop(columns="code").merge(
        codings.drop(columns="coder"), on="measure_id"
    )


def codes_written(tables: Tables, ids: pd.Series[Any]) -> pd.Series[Any]:
    """The codes of each of these items, as in `need.training, need.data`."""
    written = {item: ", ".join(codes) for item, codes in codes_of_items(tables).items()}
    return ids.map(written).astype("string")


def unsure(tables: Tables, scheme: Scheme | None = None) -> pd.DataFrame:
    """Return the items whose primary code is not sure. What a person coded is.

    Parameters
    ----------
    tables : Tables
    scheme : Scheme, optional
        As in `codings_that_count`.

    Returns
    -------
    DataFrame
        One row per item, the least sure first.

        ============================  =======  ====================================================
        item_id                       string   a `measure_id`, `need_id` or `challenge_id`
        kind                          string   measure, need or challenge
        report_id, iso3, subject      string
        years                         string   as in `2017–2018`; empty if the document gives none
        field, text                   string
        code                          string   the primary one
        score                         Float64  0 to 1
        ============================  =======  ====================================================

    Examples
    --------
    >>> analysis.unsure(ar.load())["score"].tolist()
    [0.47, 0.67, 0.71, 0.75, 0.8, 0.81]
    """
    coded = _primary(tables, scheme)
    coded = coded.loc[~coded["sure"], ["item_id", "code", "score"]]
    columns = ["item_id", "kind", "report_id", "iso3", "subject", "field", "year", "text"]
    every = items(tables)
    every = every.loc[every["item_id"].isin(coded["item_id"]), columns]
    years = {
        item: in_ranges(set(own))
        for item, own in gathered(every[every["year"].notna()], "item_id", "year").items()
    }
    every = every.drop_duplicates("item_id").rename(columns={"year": "years"})
    every["years"] = every["item_id"].map(years).astype("string").fillna("")
    found = every.merge(coded, on="item_id")
    return found.sort_values("score", kind="stable", ignore_index=True)


def is_unsure(tables: Tables, ids: pd.Series[Any]) -> pd.Series[Any]:
    """Tell whether the program is unsure of the items that each value names.

    Parameters
    ----------
    tables : Tables
    ids : Series
        Ids of measures or needs, separated by spaces; may be empty or <NA>.

    Returns
    -------
    Series
        boolean: whether the primary code of at least one of them is unsure. As a column named
        `unsure`, `show.table` marks the codes beside it.

    Examples
    --------
    >>> tables = ar.load()
    >>> int(analysis.is_unsure(tables, tables.measures["measure_id"]).sum())
    5
    """
    coded = _primary(tables)
    doubted = set(coded.loc[~coded["sure"], "item_id"])
    found = [not doubted.isdisjoint(own.split()) for own in ids.fillna("").astype(str)]
    return pd.Series(found, index=ids.index, dtype="boolean")


class Certainty(NamedTuple):
    """How many items there are, how many people coded, and how many the program is unsure of."""

    items: int
    by_people: int
    unsure: int


def certainty(
    tables: Tables, ids: Iterable[str] | None = None, scheme: Scheme | None = None
) -> Certainty:
    """Count the items that people coded, and those whose primary code the program is unsure of.

    Parameters
    ----------
    tables : Tables
    ids : iterable of str, optional
        Ids of items, or several of them separated by spaces. By default all items.
    scheme : Scheme, optional
        As in `codings_that_count`.

    Returns
    -------
    Certainty
        Each item counts once, however many years it stands for. One that a person said to name no
        group counts as coded by people.

    Examples
    --------
    >>> analysis.certainty(ar.load())
    Certainty(items=57, by_people=0, unsure=6)
    """
    coded = _in_force(tables, scheme).drop_duplicates("item_id")
    among = items(tables)["item_id"] if ids is None else joined(ids).split()
    coded = coded[coded["item_id"].isin(among)]
    by_people = int((coded["method"] == "manual").sum())
    return Certainty(len(coded), by_people, int((~coded["sure"]).sum()))


def items(tables: Tables) -> pd.DataFrame:
    """Return measures, needs and challenges as one table.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    DataFrame
        One row per item and year, with the columns that the three tables share, `item_id`, and
        `kind` (measure, need or challenge).
    """
    frames = [
        frame.rename(columns={ITEMS[name]: "item_id"}).assign(kind=name.removesuffix("s"))
        for name, frame in tables
        if name in ITEMS
    ]
    return pd.concat(frames, ignore_index=True).astype({"kind": "string"})


def _primary(tables: Tables, scheme: Scheme | None = None) -> pd.DataFrame:
    """The primary code of each item, once."""
    return codings_that_count(tables, scheme).drop_duplicates("item_id")


def in_codebook_order(codes: Iterable[str]) -> list[str]:
    """These codes of the codebook, each once, in its order."""
    found = set(codes)
    return [each.code for scheme in SCHEMES for each in codebook(scheme) if each.code in found]


def alpha(items: Iterable[str], codes: Iterable[str]) -> float | None:
    """Return Krippendorff's alpha of nominal codes: 1 if coders always agree, 0 as if by chance.

    `items` and `codes` have an entry for each code that a coder gave. Items with one code do not
    count. None if no item has two codes, or if all codes are the same.

    After K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections B and C.
    """
    given = pd.crosstab(pd.Series([*items]), pd.Series([*codes])).to_numpy()
    given = given[given.sum(axis=1) > 1]
    total, of_code, of_item = given.sum(), given.sum(axis=0), given.sum(axis=1)
    by_chance = (of_code * (of_code - 1)).sum() / (total - 1) if len(given) else total
    if by_chance == total:
        return None
    agreeing = ((given * (given - 1)).sum(axis=1) / (of_item - 1)).sum()
    return float(1 - (total - agreeing) / (total - by_chance))
