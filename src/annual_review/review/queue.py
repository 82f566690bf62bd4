"""What people check: the items whose code is unsure, and those that two people code differently.

Items of a country with the same words on a subject are one entry: whoever codes it codes all of
them, in all its reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from annual_review.analysis import country_names, in_ranges, items
from annual_review.analysis.changes import same_words
from annual_review.analysis.codes import alpha
from annual_review.codebook import SCHEMES, Scheme, suggest
from annual_review.tables import SETTLED, HandCoding, Tables, in_force

KINDS = {scheme: f"{scheme}s" for scheme in SCHEMES}
"""What the codes of each scheme are about."""

_SUGGESTED = ["suggestion_1", "suggestion_2", "suggestion_3"]

_ENTRY = {
    "scheme": "string", "item_ids": "string", "report_id": "string", "iso3": "string",
    "country": "string", "subject": "string", "field": "string", "years": "string",
    "text": "string", "surroundings": "string", "start": "Int64", "end": "Int64",
}  # fmt: skip
_QUEUE = {**_ENTRY, "code": "string", "score": "Float64", **dict.fromkeys(_SUGGESTED, "string")}


def queue(
    tables: Tables,
    codings: Iterable[HandCoding],
    coder: str,
    scheme: Scheme | None = None,
    *,
    blind: bool = False,
    most: int | None = None,
) -> pd.DataFrame:
    """Return what a person is to code, each wording of a country on a subject once.

    Parameters
    ----------
    tables : Tables
    codings : iterable of HandCoding
        The codes that people have given up to now.
    coder : str
        The person's initials.
    scheme : Scheme, optional
        By default all.
    blind : bool
        Return what others have coded and this person has not, without any code, the program's or
        theirs. By default: what nobody has coded and the program is unsure of.
    most : int, optional
        How many rows to return; by default all.

    Returns
    -------
    DataFrame
        One row per wording, country, subject and scheme; the least sure first or, blind, in order
        of reports.

        =============================  =======  ===================================================
        scheme                         string
        item_ids                       string   the items with these words, separated by spaces
        report_id, iso3, country       string   `report_id` is that of the first item
        subject, field                 string   `field` is that of the first item
        years                          string   as in `2017–2018`; empty if the document gives none
        text                           string   the first item, as the document has it
        surroundings                   string   the whole statement that the item is from
        start, end                     Int64    where the item is in it; <NA> if it reads otherwise
        code                           string   the program's; empty if blind
        score                          Float64  how sure it is, 0 to 1; <NA> if blind
        suggestion_1, _2, _3           string   the likeliest codes; empty if blind
        =============================  =======  ===================================================

    Examples
    --------
    >>> tables = ar.load()
    >>> review.queue(tables, [], "AB", "need")["score"].is_monotonic_increasing
    True
    """
    every = items(tables)
    given = _fitting(every, codings)
    if scheme:
        given = given[given["scheme"] == scheme]
    if blind:
        own = given["coder"].isin([coder.upper(), SETTLED])
        wanted = _without(given[~own], given[own])
        wanted = wanted.drop_duplicates(["item_id", "scheme"])[["item_id", "scheme"]]
        wanted = wanted.sort_values("item_id", kind="stable").assign(code="", score=float("nan"))
    else:
        wanted = _without(_unsure(tables, scheme), given)
        wanted = wanted.sort_values("score", kind="stable")
    found = _entries(tables, every, wanted)
    found = found if most is None else found.head(most)
    found = found.assign(**dict.fromkeys(_SUGGESTED, ""))
    for each in SCHEMES if not blind else ():
        texts = found.loc[found["scheme"] == each, "text"]
        suggested = pd.DataFrame(suggest(texts.tolist(), each), texts.index, _SUGGESTED)
        found.loc[texts.index, suggested.columns] = suggested
    return found[list(_QUEUE)].astype(_QUEUE)


def differences(tables: Tables, codings: Iterable[HandCoding]) -> pd.DataFrame:
    """Return the items that two people coded differently, and nobody settled it.

    They differ if their primary codes do. Groups of people have no order: all of them are compared.

    Parameters
    ----------
    tables : Tables
    codings : iterable of HandCoding

    Returns
    -------
    DataFrame
        One row per wording, country, subject and scheme, with the columns of `queue` up to `end`,
        and:

        =======  ======  ==========================================================================
        coders   object  a list of who coded it
        codes    object  for each of them, in the same order, a list of the codes given
        notes    object  for each of them the note, or an empty text
        =======  ======  ==========================================================================
    """
    every = items(tables)
    given = _fitting(every, codings)
    given = _of_persons(_without(given, given[given["coder"] == SETTLED]))
    differ = given.groupby(["item_id", "scheme"])["compared"].transform("nunique") > 1
    by_item = given[differ].groupby(["item_id", "scheme"], sort=False)
    lists = {"coders": ("coder", list), "codes": ("codes", list), "notes": ("note", list)}
    wanted = by_item.agg(**lists).reset_index()
    found = _entries(tables, every, wanted)
    return found[[*_ENTRY, *lists]].astype(_ENTRY)


def progress(tables: Tables, codings: Iterable[HandCoding]) -> pd.DataFrame:
    """Return how far the checking is, and how far the people who check agree.

    Parameters
    ----------
    tables : Tables
    codings : iterable of HandCoding

    Returns
    -------
    DataFrame
        One row per scheme. Items of a country with the same words on a subject count once.

        ===========  =======  =====================================================================
        scheme       string
        to_check     Int64    items that the program is unsure of, checked or not
        checked      Int64    those of them that a person has coded
        by_two       Int64    items, sure or not, that two people have coded
        differences  Int64    those on which they differ, and nobody settled it
        alpha        Float64  Krippendorff's alpha of the primary codes of these items, or of all
                              their groups taken as one code; <NA> if two people coded fewer than
                              two of them, or all codes are the same
        ===========  =======  =====================================================================
    """
    own = list(codings)
    every = items(tables)
    given = _fitting(every, own)
    unsure = _once(every, _unsure(tables))
    left = _once(every, _without(_unsure(tables), given))
    people = _of_persons(given[given["coder"] != SETTLED])
    twice = _once(every, people[people.duplicated(["item_id", "scheme"])])
    differing = differences(tables, own)
    rows = []
    for scheme in SCHEMES:
        asked = twice.loc[twice["scheme"] == scheme, "item_id"]
        coded = people[(people["scheme"] == scheme) & people["item_id"].isin(asked)]
        rows.append(
            {
                "scheme": scheme,
                "to_check": _number(unsure, scheme),
                "checked": _number(unsure, scheme) - _number(left, scheme),
                "by_two": len(asked),
                "differences": _number(differing, scheme),
                "alpha": alpha(coded["item_id"], coded["compared"]) if len(asked) > 1 else None,
            }
        )
    numbers = dict.fromkeys(["to_check", "checked", "by_two", "differences"], "Int64")
    return pd.DataFrame(rows).astype({"scheme": "string", **numbers, "alpha": "Float64"})


def item_texts(tables: Tables, item_ids: Iterable[str]) -> dict[str, str]:
    """Return the texts of items by id, of those that the tables have."""
    every = items(tables)
    wanted = every[every["item_id"].isin(list(item_ids))]
    return dict(zip(wanted["item_id"], wanted["text"], strict=True))


def by_people(tables: Tables) -> list[HandCoding]:
    """Return the codes of people that were applied when the tables were built."""
    manual = tables.codings[tables.codings["method"] == "manual"]
    rows = zip(manual["item_id"], manual["code"], manual["coder"], strict=True)
    return [HandCoding(*row, "", "", "") for row in rows]


def _fitting(every: pd.DataFrame, codings: Iterable[HandCoding]) -> pd.DataFrame:
    """The codings that hold for items of the tables."""
    texts = dict(zip(every["item_id"], every["text"], strict=True))
    rows = [
        (each.item_id, each.scheme, each.code, each.person, each.note)
        for each in in_force(codings, texts)
    ]
    columns = ["item_id", "scheme", "code", "coder", "note"]
    return pd.DataFrame(rows, columns=columns, dtype="string")


def _of_persons(given: pd.DataFrame) -> pd.DataFrame:
    """One row per item, scheme and person: the codes, and what is compared of them."""
    people: dict[tuple[str, str, str], tuple[list[str], str]] = {}
    for item, scheme, code, coder, note in given.itertuples(index=False):
        people.setdefault((item, scheme, coder), ([], note))[0].append(code)
    rows = []
    for (item, scheme, coder), (codes, note) in people.items():
        groups = scheme == "group"  # they have no order
        own, compared = (sorted(codes), " ".join(sorted(codes))) if groups else (codes, codes[0])
        rows.append((item, scheme, coder, own, note, compared))
    return pd.DataFrame(rows, columns=["item_id", "scheme", "coder", "codes", "note", "compared"])


def _unsure(tables: Tables, scheme: Scheme | None = None) -> pd.DataFrame:
    """The program's primary codes that are not sure, whether people have coded the items or not."""
    codings = tables.codings[tables.codings["coder"] == "rules"]
    codings = codings[codings["scheme"] == scheme] if scheme else codings
    first = codings.drop_duplicates(["item_id", "scheme"])
    return first.loc[~first["sure"], ["item_id", "scheme", "code", "score"]]


def _without(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The rows whose item and scheme the others do not have."""
    pairs = pd.MultiIndex.from_frame(others[["item_id", "scheme"]])
    return rows[~pd.MultiIndex.from_frame(rows[["item_id", "scheme"]]).isin(pairs)]


def _once(every: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    """The first of a country's items with the same words on a subject; `item_ids` has all."""
    first = every.drop_duplicates("item_id").drop(columns="code")
    found = wanted.merge(first, on="item_id")
    found["words"] = found["text"].map(same_words)
    key = ["scheme", "iso3", "subject", "words"]
    wordings = list(found[key].itertuples(index=False, name=None))
    alike = defaultdict(list)  # a Series for each group takes minutes at 187 States
    for wording, item in zip(wordings, found["item_id"], strict=True):
        alike[wording].append(item)
    found["item_ids"] = [" ".join(alike[each]) for each in wordings]
    return found.drop_duplicates(key, ignore_index=True)


def _entries(tables: Tables, every: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    """Add to items what a person needs to judge them, each wording of a country once."""
    found = _once(every, wanted)
    found["country"] = found["iso3"].map(country_names(tables))
    rows = every.loc[every["year"].notna(), ["item_id", "year"]]
    dated = defaultdict(set)
    for item, year in rows.itertuples(index=False):
        dated[item].add(year)
    of_entry = ([dated.get(each, set()) for each in ids.split()] for ids in found["item_ids"])
    found["years"] = [in_ranges(set().union(*years)) for years in of_entry]
    said = tables.statements[tables.statements["statement_id"].isin(found["statement_id"])]
    said = said.drop_duplicates("statement_id").set_index("statement_id")
    own = said.reindex(found["statement_id"])
    found["surroundings"] = own["text"].to_list()
    places = zip(found["text"], found["start"], own["text"], own["start"], own["end"], strict=True)
    found["start"] = pd.Series([_place(*each) for each in places], dtype="Int64")
    found["end"] = found["start"] + found["text"].str.len().astype("Int64")
    return found


def _place(text: str, start: int, whole: str, begins: int, ends: int) -> int | None:
    """Where an item begins in the text of its statement.

    The other places are those in the document, from which the text differs in spaces and hyphens;
    they tell which one it is if the words stand there several times.
    """
    wanted = (start - begins) / max(1, ends - begins) * len(whole)
    places = []
    at = whole.find(text)
    while at >= 0:
        places.append(at)
        at = whole.find(text, at + 1)
    return min(places, key=lambda each: abs(each - wanted), default=None)


def _number(rows: pd.DataFrame, scheme: str) -> int:
    return int((rows["scheme"] == scheme).sum())
