"""What changed between two releases: documents, statements, items and codes, each with a reason."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from annual_review.release.facts import ReleaseError
from annual_review.release.package import DATA
from annual_review.tables import ITEMS, SCHEMAS, TableError, Tables
from annual_review.tables import build as corpus

COLUMNS = ["report_id", "what", "id", "before", "after", "reason"]

NEW, GONE, OTHER = "new source", "source removed", "other source"
CORRECTION, PERSON, READER = "correction", "coding by a person", "reader"
"""Reasons. The reader is the program with its forms, codebook and examples."""

_KEYS = {"statements": "statement_id", **ITEMS}
_COMPARED = ["text", "years", "speaker", "party", "answer", "letter", "direction", "priority"]
"""What is compared of a statement or item, as far as its table has it."""

_SAME = [
    ["text", "years", "speaker"],
    ["text", "speaker"],
    ["text", "years"],
    ["years", "speaker", "letter"],
]
"""By what statements and items of a document are recognized: those that agree in the first are the
same, of the rest those that agree in the second, and so on. Their ids would not do: a document
begins with its newest year, so a statement that is added renumbers all below it."""

_BEFORE_AND_AFTER = ("_before", "_after")


def load(folder: Path) -> Tables:
    """Load the tables of a folder, or those of a release.

    Raises ReleaseError if a table is missing, damaged, or has other columns than those of this
    version.
    """
    released = folder / DATA
    place = released if (released / "reports.csv").is_file() else folder
    for name, schema in SCHEMAS.items():
        file = place / f"{name}.csv"
        if file.is_file() and (wrong := _other_columns(file, list(schema.columns))):
            raise _older(str(file), wrong)
    try:
        return corpus.load(place)
    except TableError as error:
        raise _older(error.where, error.found) from error


def _other_columns(file: Path, expected: list[str]) -> str:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            found = next(csv.reader(lines), [])
    except (OSError, ValueError, csv.Error):
        return ""  # loading it says what is wrong
    lacks = [each for each in expected if each not in found]
    more = [each for each in found if each not in expected]
    said = [f"no column {', '.join(lacks)}"] if lacks else []
    said += [f"a column {', '.join(more)}"] if more else []
    return " and ".join(said)


def _older(where: str, found: str) -> ReleaseError:
    return ReleaseError(
        where,
        found=found,
        expected="tables as this version of annual-review makes them",
        remedy="If another version made them, compare with that version, or build them again from "
        "their documents.",
    )


def difference(old: Tables, new: Tables) -> pd.DataFrame:
    """Say what changed between two releases.

    A document is the same if it has the same country, subject and years, or the same country and
    subject and years that overlap: a baseline that is continued. In it, a statement or an item is
    the same if its question, text, years and speaker are, even if its number changed.

    Parameters
    ----------
    old, new

    Returns
    -------
    DataFrame
        One row per change: `report_id`; `what` (as in "document added", "statement changed",
        "need removed", "code changed", "ratification changed"); `id` of what changed, that of `new`
        unless it was removed; `before` and `after`, what differs; `reason`: "new source", "source
        removed", "other source" (another checksum), "correction" (another one applies), "coding by
        a person" or, if none of these explains it, "reader": the program, its forms, codebook or
        examples have changed.

    Examples
    --------
    >>> release.difference(ar.load(), ar.load()).empty
    True
    """
    documents = _documents(old.reports, new.reports)
    kept = documents.dropna(subset=["before", "after"])
    rows = [*_changed_documents(documents)]
    corrected = _corrected_anew(old, new, kept)
    for table in _KEYS:
        pairs = _pairs(table, old, new, kept)
        rows += _changed_passages(table.removesuffix("s"), pairs, corrected)
        if table in ITEMS:
            rows += _changed_codes(pairs, old.codings, new.codings)
    rows += _changed_ratification(kept, old, new)
    return pd.DataFrame(rows, columns=COLUMNS, dtype="string")


def _documents(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Every document: its ids and checksums before and after, missing where there is none."""
    columns = ["report_id", "iso3", "subject", "first_year", "last_year", "sha256", "source"]
    before, after = old[columns], new[columns]
    same = before.merge(after, on="report_id", suffixes=_BEFORE_AND_AFTER)
    same = same.assign(report_id_before=same["report_id"], report_id_after=same["report_id"])
    before = before[~before["report_id"].isin(same["report_id"])]
    after = after[~after["report_id"].isin(same["report_id"])]
    near = before.merge(after, on=["iso3", "subject"], suffixes=_BEFORE_AND_AFTER)
    near = near[
        (near["first_year_before"] <= near["last_year_after"])
        & (near["first_year_after"] <= near["last_year_before"])
    ]
    near = _one_to_one(near)
    gone = before[~before["report_id"].isin(near["report_id_before"])].add_suffix("_before")
    come = after[~after["report_id"].isin(near["report_id_after"])].add_suffix("_after")
    found = pd.concat([same, near, gone, come], ignore_index=True)
    found = found.rename(columns={"report_id_before": "before", "report_id_after": "after"})
    found["other"] = (found["sha256_before"] != found["sha256_after"]).fillna(value=True)
    order = found["after"].fillna(found["before"]).sort_values().index
    return found.loc[order].reset_index(drop=True)


def _one_to_one(near: pd.DataFrame) -> pd.DataFrame:
    """Of documents before and after that share years, the pairs that share most, each once."""
    lasts, firsts = (
        near[[f"{each}_before", f"{each}_after"]] for each in ("last_year", "first_year")
    )
    shared = lasts.min(axis=1) - firsts.max(axis=1)
    taken: set[tuple[str, str]] = set()
    chosen = []
    for row in shared.sort_values(ascending=False, kind="stable").index:
        pair = {(when, near.loc[row, f"report_id_{when}"]) for when in ("before", "after")}
        if taken.isdisjoint(pair):
            taken |= pair
            chosen.append(row)
    return near.loc[sorted(chosen)]


def _changed_documents(documents: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    for row in documents.to_dict("records"):
        if pd.isna(row["before"]):
            yield row["after"], "document added", row["after"], "", row["source_after"], NEW
        elif pd.isna(row["after"]):
            yield row["before"], "document removed", row["before"], row["source_before"], "", GONE
        elif row["other"] or row["before"] != row["after"]:
            reason = OTHER if row["other"] else READER
            before, after = (
                f"{row[when]}, {row[f'source_{when}']}, sha256 {row[f'sha256_{when}']}"
                for when in ("before", "after")
            )
            yield row["after"], "document changed", row["after"], before, after, reason


def _pairs(table: str, old: Tables, new: Tables, documents: pd.DataFrame) -> pd.DataFrame:
    """Statements, or the items of a table, before and after; missing where there is none."""
    before = _passages(table, old, documents, "before")
    after = _passages(table, new, documents, "after")
    found = []
    for columns in _SAME:
        keys = ["document", "field", *(each for each in columns if each in before)]
        numbered = [
            each.assign(nth=each.groupby(keys).cumcount(), **each[keys].add_prefix("on_"))
            for each in (before, after)
        ]
        on = ["nth", *(f"on_{key}" for key in keys)]
        pairs = numbered[0].merge(numbered[1], on=on, suffixes=_BEFORE_AND_AFTER)
        found.append(pairs)
        before = before[~before["id"].isin(pairs["id_before"])]
        after = after[~after["id"].isin(pairs["id_after"])]
    return pd.concat([*found, before.add_suffix("_before"), after.add_suffix("_after")])


def _passages(table: str, tables: Tables, documents: pd.DataFrame, when: str) -> pd.DataFrame:
    """One row per statement or item of documents, with the years that it is for."""
    frame, key = tables[table], _KEYS[table]
    years = frame["year"].astype("string").fillna("").groupby(frame[key], sort=False).agg(", ".join)
    once = frame.drop_duplicates(key)
    once = once.assign(years=once[key].map(years).astype("string")).rename(columns={key: "id"})
    compared = [each for each in _COMPARED if each in once]
    columns = ["id", "report_id", "field", "corrected", *compared]
    return _of_documents(once[columns], documents, when)


def _of_documents(frame: pd.DataFrame, documents: pd.DataFrame, when: str) -> pd.DataFrame:
    """The rows of these documents, with their number and whether their source is another."""
    numbers = documents[[when, "other"]].assign(document=documents.index)
    return frame.merge(numbers.rename(columns={when: "report_id"}), on="report_id")


def _corrected_anew(old: Tables, new: Tables, documents: pd.DataFrame) -> set[tuple[Any, ...]]:
    """The documents and questions in which other corrections apply than before."""
    applied = []
    for tables, when in ((old, "before"), (new, "after")):
        parts = [tables[table][["report_id", "field", "corrected"]] for table in _KEYS]
        found = _of_documents(pd.concat(parts).drop_duplicates(), documents, when)
        found = found[found["corrected"].fillna("") != ""]
        columns = found[["document", "field", "corrected"]]
        applied.append(set(columns.itertuples(index=False, name=None)))
    return {(document, field) for document, field, _ in applied[0] ^ applied[1]}


def _changed_passages(
    name: str, pairs: pd.DataFrame, corrected: set[tuple[Any, ...]]
) -> Iterator[tuple[str, ...]]:
    compared = [each for each in _COMPARED if f"{each}_before" in pairs]
    for row in pairs.to_dict("records"):
        come, gone = pd.isna(row["id_before"]), pd.isna(row["id_after"])
        if come or gone:
            when = "_after" if come else "_before"
            anew = (row[f"document{when}"], row[f"field{when}"]) in corrected
            reason = OTHER if row[f"other{when}"] else CORRECTION if anew else READER
            what, text = f"{name} {'added' if come else 'removed'}", row[f"text{when}"]
            said = ("", text) if come else (text, "")
            yield row[f"report_id{when}"], what, row[f"id{when}"], *said, reason
        elif differing := [each for each in compared if _differ(row, each)]:
            before, after = (_said(row, differing, when) for when in _BEFORE_AND_AFTER)
            reason = _reason(row["other_after"], _differ(row, "corrected"))
            yield row["report_id_after"], f"{name} changed", row["id_after"], before, after, reason


def _differ(row: dict[Hashable, Any], column: str) -> bool:
    before, after = row[f"{column}_before"], row[f"{column}_after"]
    if pd.isna(before) or pd.isna(after):
        return bool(pd.isna(before) != pd.isna(after))
    return bool(before != after)


def _said(row: dict[Hashable, Any], columns: list[str], when: str) -> str:
    """What some columns of a row say; the text alone has no name before it."""
    values = {each: row[f"{each}{when}"] for each in columns}
    shown = {each: "missing" if pd.isna(value) else value for each, value in values.items()}
    return "; ".join(
        value if each == "text" else f"{each}: {value or 'none'}" for each, value in shown.items()
    )


def _reason(other: object, corrected: object) -> str:
    """Why a text changed: a correction, another document, or neither of them."""
    return CORRECTION if corrected else OTHER if other else READER


def _changed_codes(
    pairs: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame
) -> Iterator[tuple[str, ...]]:
    """The primary codes, by scheme, that differ between items before and after."""
    same = pairs.dropna(subset=["id_before", "id_after"])
    was, now = (
        same[["id_before", "id_after"]].merge(
            _primary(codings).rename(columns={"item_id": item}), on=item
        )
        for codings, item in ((old, "id_before"), (new, "id_after"))
    )
    on = ["id_before", "id_after", "scheme"]
    both = was.merge(now, on=on, suffixes=_BEFORE_AND_AFTER, how="outer")
    others = same.set_index("id_after")
    differing = both[both["code_before"].fillna("") != both["code_after"].fillna("")]
    for row in differing.fillna({"code_before": "", "code_after": ""}).to_dict("records"):
        item = others.loc[row["id_after"]].to_dict()
        moved = row["id_before"] != row["id_after"] or _differ(item, "text")
        lapsed = moved and pd.isna(row["people_after"])  # the codes of people fit no longer
        if _differ(row, "people") and not lapsed:
            reason = PERSON
        elif _differ(item, "text") or _differ(row, "people"):
            reason = _reason(item["other_after"], _differ(item, "corrected"))
        else:
            reason = READER
        before, after = row["code_before"], row["code_after"]
        what = "changed" if before and after else "added" if after else "removed"
        yield item["report_id_after"], f"code {what}", row["id_after"], before, after, reason


def _primary(codings: pd.DataFrame) -> pd.DataFrame:
    """The primary code of each item in each scheme, and what people coded there."""
    by_people = codings[codings["coder"] != "rules"]
    said = by_people["coder"] + " " + by_people["code"]
    people = said.groupby([by_people["item_id"], by_people["scheme"]]).agg("; ".join)
    primary = codings.loc[codings["primary"], ["item_id", "scheme", "code"]]
    return primary.merge(
        people.rename("people").reset_index(), how="left", on=["item_id", "scheme"]
    )


def _changed_ratification(
    documents: pd.DataFrame, old: Tables, new: Tables
) -> Iterator[tuple[str, ...]]:
    before, after = (
        _ratification(tables, documents, when) for tables, when in ((old, "before"), (new, "after"))
    )
    on = ["document", "instrument", "year"]
    both = before.merge(after, on=on, suffixes=_BEFORE_AND_AFTER, how="outer")
    for row in both.to_dict("records"):
        if not _differ(row, "said"):
            continue
        come, gone = pd.isna(row["said_before"]), pd.isna(row["said_after"])
        what = "added" if come else "removed" if gone else "changed"
        report = row["report_id_before"] if gone else row["report_id_after"]
        other = row["other_before"] if gone else row["other_after"]
        corrected = not (come or gone) and _differ(row, "corrected")
        place = f"{report}/{row['instrument']}/{row['year']}"
        values = ("" if come else row["said_before"], "" if gone else row["said_after"])
        yield report, f"ratification {what}", place, *values, _reason(other, corrected)


def _ratification(tables: Tables, documents: pd.DataFrame, when: str) -> pd.DataFrame:
    """What each document says on ratification, with the corrections of what it says there."""
    there = tables.statements[tables.statements["field"].str.startswith("ratification")]
    corrected = there.groupby("report_id")["corrected"].agg("".join)
    frame = tables.ratification
    frame = frame.assign(
        said=frame["status"] + ", intention " + frame["intention"],
        corrected=frame["report_id"].map(corrected),
    )
    columns = ["report_id", "instrument", "year", "said", "corrected"]
    return _of_documents(frame[columns], documents, when)
