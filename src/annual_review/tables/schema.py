"""The tidy tables: their columns, keys and references, declared once and checked at every save.

A new column is declared in `SCHEMAS` and filled in `tidy.py`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd
import pandera.pandas as pa

from annual_review.codebook import METHODS, SCHEMES, codebook
from annual_review.errors import AnnualReviewError


class TableError(AnnualReviewError):
    """Tables that are missing, damaged, or not as `SCHEMAS` declares."""


# ---- columns ------------------------------------------------------------------------------------

ISO3 = r"[A-Z]{3}"
SUBJECTS = ["P029", "FACB", "FL", "CL", "DISC", "OSH"]
PRINCIPLES = ["FACB", "FL", "CL", "DISC", "OSH"]
ANSWERS = ["yes", "no", "nil", "blank", "text"]
CODES = [each.code for scheme in SCHEMES for each in codebook(scheme)]
PARTIES = ["government", "employers", "workers", "unknown"]
PRIORITIES = ["most_important", "important", "less_important", "unspecified"]


def _text(
    *, missing: bool = False, values: list[str] | None = None, like: str | None = None
) -> pa.Column:
    checks = [pa.Check.isin(values)] if values else []
    checks += [pa.Check.str_matches(rf"^{like}$")] if like else []
    return pa.Column("string", checks, nullable=missing)


def _number(*, missing: bool = False, least: int = 0) -> pa.Column:
    return pa.Column("Int64", pa.Check.ge(least), nullable=missing)


def _share() -> pa.Column:
    return pa.Column("Float64", pa.Check.in_range(0, 1))


def _yes_or_no() -> pa.Column:
    return pa.Column("boolean")


def _table(columns: dict[str, pa.Column], key: list[str]) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, unique=key, strict=True, ordered=True)


_OF_REPORT = {
    "report_id": _text(),
    "iso3": _text(like=ISO3),
    "subject": _text(values=SUBJECTS),
}
_ITEM_HEAD = {
    "statement_id": _text(),
    **_OF_REPORT,
    "field": _text(),
    "year": _number(missing=True),
}
_ITEM_TAIL = {
    "letter": _text(),
    "text": _text(),
    "code": _text(values=CODES),
    "start": _number(),
    "end": _number(),
    "corrected": _text(),
}

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "reports": _table(
        {
            "report_id": _text(like=rf"{ISO3}-[A-Z0-9]+-\d{{4}}-\d{{4}}"),
            "iso3": _text(like=ISO3),
            "country": _text(),
            "subject": _text(values=SUBJECTS),
            "principle": _text(values=PRINCIPLES),
            "instruments": _text(),
            "first_year": _number(least=1900),
            "last_year": _number(least=1900),
            "language": _text(),
            "source": _text(),
            "url": _text(),
            "sha256": _text(like="[0-9a-f]{64}"),
            "media_type": _text(),
            "coverage": _share(),
            "problems": _number(),
            "reader": _text(),
        },
        ["report_id"],
    ),
    "statements": _table(
        {
            "statement_id": _text(),
            **_OF_REPORT,
            "section": _text(),
            "field": _text(),
            "year": _number(missing=True),
            "years_as_printed": _text(),
            "speaker": _text(),
            "party": _text(values=PARTIES),
            "answer": _text(missing=True, values=ANSWERS),
            "text": _text(),
            "page": _number(missing=True, least=1),
            "start": _number(missing=True),
            "end": _number(missing=True),
            "corrected": _text(),
        },
        ["statement_id", "year"],
    ),
    "measures": _table({"measure_id": _text(), **_ITEM_HEAD, **_ITEM_TAIL}, ["measure_id", "year"]),
    "needs": _table(
        {
            "need_id": _text(),
            **_ITEM_HEAD,
            "direction": _text(values=["request", "offer"]),
            "priority": _text(values=PRIORITIES),
            **_ITEM_TAIL,
        },
        ["need_id", "year"],
    ),
    "challenges": _table(
        {
            "challenge_id": _text(),
            **_ITEM_HEAD,
            "speaker": _text(),
            "party": _text(values=PARTIES),
            **_ITEM_TAIL,
        },
        ["challenge_id", "year"],
    ),
    "codings": _table(
        {
            "item_id": _text(),
            "scheme": _text(values=list(SCHEMES)),
            "code": _text(values=CODES),
            "coder": _text(),
            "method": _text(values=[*METHODS]),
            "score": _share(),
            "sure": _yes_or_no(),
            "primary": _yes_or_no(),
        },
        ["item_id", "code", "coder"],
    ),
    "ratification": _table(
        {
            **_OF_REPORT,
            "instrument": _text(),
            "year": _number(least=1900),
            "status": _text(values=["ratified", "not_ratified", "unknown"]),
            "intention": _text(
                values=["likely", "under_consideration", "unlikely", "not_intended", "unknown"]
            ),
            "text": _text(),
        },
        ["report_id", "instrument", "year"],
    ),
    "problems": _table(
        {
            "problem_id": _text(),
            "report_id": _text(),
            "kind": _text(),
            "message": _text(),
            "text": _text(),
            "page": _number(missing=True, least=1),
            "start": _number(missing=True),
            "end": _number(missing=True),
        },
        ["problem_id"],
    ),
    "texts": _table({"report_id": _text(), "text": _text()}, ["report_id"]),
    "countries": _table(
        {
            "iso3": _text(like=ISO3),
            "name": _text(),
            "region": _text(missing=True),
            "subregion": _text(missing=True),
        },
        ["iso3"],
    ),
}
"""Every table by name: its columns in order, their types and allowed values, and its key.

A text column that may not be missing is empty where the document prints nothing: no letter, no year
prefix, a blank cell. Everything else that is missing is <NA>.
"""

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
        each, and none in `group` if it says nothing of any group.
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


# ---- checks -------------------------------------------------------------------------------------


def check(tables: Tables, where: str = "tables") -> None:
    """Check the types, allowed values, keys and references of tables.

    Raises TableError, which names the first thing that is wrong; its message begins with `where`.
    """
    for name, frame in tables:
        try:
            SCHEMAS[name].validate(frame, lazy=True)
        except pa.errors.SchemaErrors as error:
            raise _schema_error(f"{where}, {name}", frame, error) from error
    frames = dict(tables)
    items = pd.concat([frames[name][key] for name, key in ITEMS.items()])
    for name, column, other, key in REFERENCES:
        known = items if other == "items" else frames[other][key]
        lost = sorted(set(frames[name][column].unique()) - set(known.unique()))
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
