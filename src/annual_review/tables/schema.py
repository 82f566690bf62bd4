"""The tidy tables together: how they refer to each other, their version, and their checks."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd
import pandera.pandas as pa

from annual_review.errors import AnnualReviewError
from annual_review.tables.columns import SCHEMAS, TYPES


class TableError(AnnualReviewError):
    """Tables that are missing, damaged, or not as `columns` declares."""


REFERENCES = [
    ("reports", "iso3", "countries", "iso3"),
    ("statements", "report_id", "reports", "report_id"),
    ("measures", "statement_id", "statements", "statement_id"),
    ("needs", "statement_id", "statements", "statement_id"),
    ("challenges", "statement_id", "statements", "statement_id"),
    ("ratification", "report_id", "reports", "report_id"),
    ("problems", "report_id", "reports", "report_id"),
    ("texts", "report_id", "reports", "report_id"),
    ("codings", "item_id", "items", "item_id"),
]
"""Table, column, other table, its column: each value of the first must be in the second.

`items` stands for measures, needs and challenges together.
"""


@dataclass(frozen=True, eq=False)
class Tables:
    """The tidy tables as DataFrames, with the columns that `SCHEMAS` declares.

    Each is an attribute, and an item: `tables.needs`, `tables["needs"]`. Iterating gives the name
    and frame of each.

    Attributes
    ----------
    reports
        One row per document.
    statements
        One row per statement and year: what one speaker answered to one question.
    measures, needs, challenges
        One row per item of an answer, and year. `code` is the primary one: of a measure, it is of
        the scheme `measure` for subjects on forced labour, of `action` for others.
    codings
        One row per item, code and coder. An item has codes of several schemes, a primary one in
        each. If it names no group, it has none in `group`, or `group.none` if a person says so.
    ratification
        One row per report, instrument and year.
    problems
        One row for everything in a document that could not be placed or read.
    texts
        One row per document: its cleaned text, in which all offsets count characters.
    countries
        One row per member State of the ILO, and per territory with a report of its own.
    """

    reports: pd.DataFrame
    statements: pd.DataFrame
    measures: pd.DataFrame
    needs: pd.DataFrame
    challenges: pd.DataFrame
    codings: pd.DataFrame
    ratification: pd.DataFrame
    problems: pd.DataFrame
    texts: pd.DataFrame
    countries: pd.DataFrame

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        return ((each.name, getattr(self, each.name)) for each in fields(self))

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of this name. Raises KeyError, which names those that there are."""
        if name not in SCHEMAS:
            raise KeyError(f"{name!r} is none of the tables {', '.join(SCHEMAS)}")
        frame: pd.DataFrame = getattr(self, name)
        return frame

    def __dir__(self) -> list[str]:
        return [each.name for each in fields(self)]

    def __repr__(self) -> str:
        counted = [f"{name} {len(frame):,}" for name, frame in self]
        first, last = self.reports["first_year"].min(), self.reports["last_year"].max()
        number = self.reports["iso3"].nunique()
        of = "1 country" if number == 1 else f"{number} countries"
        years = "" if pd.isna(first) else f", Annual Reviews of {first} to {last}"
        return f"Tables of {of}{years}\n{', '.join(counted[:5])}\n{', '.join(counted[5:])}"


ITEMS = {"measures": "measure_id", "needs": "need_id", "challenges": "challenge_id"}
"""The tables of items, and the key of each."""


def owners(tables: Tables) -> dict[str, pd.Series[Any]]:
    """The report that each row belongs to, for every table whose rows belong to reports."""
    of = {name: frame["report_id"] for name, frame in tables if "report_id" in frame}
    # an item's id begins with that of its report
    return {**of, "codings": tables.codings["item_id"].str.replace("/.*", "", regex=True)}


# ---- version ------------------------------------------------------------------------------------

_DIGITS = 12


def data_version(tables: Tables) -> str:
    """Return the version of the data, as in `0.1.0+3f0a9c21b7de`.

    First the version of the reader (several, joined by dots, if reports were read by several; `0`
    if there are no reports), then the beginning of a checksum of every value in the tables but that
    one. Tables with the same version hold the same.
    """
    total = hashlib.sha256()
    for name, frame in tables:
        if name == "reports":
            frame = frame.drop(columns="reader")
        total.update(f"{name}\n".encode())
        total.update(
            frame.to_csv(index=False, lineterminator="\n").encode("utf-8", "surrogatepass")
        )
    readers = sorted(tables.reports["reader"].unique())
    return f"{'.'.join(readers) or '0'}+{total.hexdigest()[:_DIGITS]}"


# ---- checks -------------------------------------------------------------------------------------


_OF_RIGHT_TYPES = {
    name: schema.update_columns({column: {"dtype": None} for column in schema.columns})
    for name, schema in SCHEMAS.items()
}
"""What is left to check where each column has its type: pandera checks types value by value."""


def check(tables: Tables, where: str = "tables") -> None:
    """Check the types, allowed values, keys and references of tables.

    Raises TableError, which names the first thing that is wrong; its message begins with `where`.
    """
    for name, frame in tables:
        schema = SCHEMAS[name]
        if list(frame.dtypes) == list(TYPES[name].values()):
            schema = _OF_RIGHT_TYPES[name]
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as error:
            raise _schema_error(f"{where}, {name}", frame, error) from error
    items = pd.concat([tables[name][key] for name, key in ITEMS.items()])
    for name, column, other, key in REFERENCES:
        known = items if other == "items" else tables[other][key]
        lost = sorted(set(tables[name][column].unique()) - set(known.unique()))
        if lost:
            raise TableError(
                f"{where}, {name}",
                found=f"{column} {', '.join(map(repr, lost[:3]))}, which {other} does not have",
                expected=f"only values of {other}.{key}",
                remedy="Build the tables again from their sources.",
            )


def _schema_error(where: str, frame: pd.DataFrame, error: pa.errors.SchemaErrors) -> TableError:
    case: dict[Hashable, Any] = error.failure_cases.iloc[0].to_dict()
    column, row = case["column"], case["index"]
    shown = repr(case["failure_case"])
    if pd.notna(column):
        shown += f" in column {column}"
    if pd.notna(row) and int(row) < len(frame):
        shown += f", row {int(row) + 1} ({frame.iloc[int(row), 0]!s})"
    return TableError(
        where,
        found=shown,
        expected=str(case["check"]),
        remedy="Build the tables again; if two sources give the same report, remove one.",
    )
