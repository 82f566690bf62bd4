"""The tidy tables: what their columns are, how reports become them, how they are saved and loaded.

The columns are declared once, in `SCHEMAS`; types, keys, allowed values and the references from
one table to another are checked at every save.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pandera.pandas as pa

from annual_review.coding import SCHEMES, Scheme, code, codebook
from annual_review.errors import AnnualReviewError
from annual_review.parse import Problem, Report, Statement
from annual_review.ratification import classify

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class TableError(AnnualReviewError):
    """Tables that are missing, damaged, or break what `SCHEMAS` declares."""


# ---- columns ------------------------------------------------------------------------------------

ISO3 = r"[A-Z]{3}"
SUBJECTS = ["P029", "FACB", "FL", "CL", "DISC", "OSH"]
PRINCIPLES = ["FACB", "FL", "CL", "DISC", "OSH"]
ANSWERS = ["yes", "no", "nil", "blank", "text"]
CODES = [each.code for scheme in SCHEMES for each in codebook(scheme)]
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


def _table(columns: dict[str, pa.Column], key: list[str]) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, unique=key, strict=True, ordered=True)


_ITEM_HEAD = {
    "statement_id": _text(),
    "report_id": _text(),
    "iso3": _text(like=ISO3),
    "subject": _text(values=SUBJECTS),
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
            "sha256": _text(like="[0-9a-f]{64}"),
            "media_type": _text(),
            "coverage": _share(),
            "problems": _number(),
        },
        ["report_id"],
    ),
    "statements": _table(
        {
            "statement_id": _text(),
            "report_id": _text(),
            "iso3": _text(like=ISO3),
            "subject": _text(values=SUBJECTS),
            "section": _text(),
            "field": _text(),
            "year": _number(missing=True),
            "years_as_printed": _text(),
            "speaker": _text(),
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
    "codings": _table(
        {
            "item_id": _text(),
            "code": _text(values=CODES),
            "coder": _text(),
            "method": _text(values=["exact", "wording", "pattern", "manual"]),
            "score": _share(),
            "primary": pa.Column("boolean"),
        },
        ["item_id", "code", "coder"],
    ),
    "ratification": _table(
        {
            "report_id": _text(),
            "iso3": _text(like=ISO3),
            "subject": _text(values=SUBJECTS),
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
}
"""Every table by name: its columns in order, their types and allowed values, and its key.

A text column that may not be missing is empty where the document has nothing to put there (no
letter, no year prefix, a blank cell's text); everything else that is missing is <NA>.
"""

REFERENCES = [
    ("statements", "report_id", "reports", "report_id"),
    ("measures", "statement_id", "statements", "statement_id"),
    ("needs", "statement_id", "statements", "statement_id"),
    ("ratification", "report_id", "reports", "report_id"),
    ("problems", "report_id", "reports", "report_id"),
    ("texts", "report_id", "reports", "report_id"),
    ("codings", "item_id", "items", "item_id"),
]
"""(table, column, other table, other column): every value of the one stands in the other."""


@dataclass(frozen=True, eq=False)
class Tables:
    """The tidy tables as DataFrames; their columns are in `SCHEMAS`.

    reports: a row a document. statements: a row a statement and year. measures, needs: a row an
    item and year. codings: a row an item and code. ratification: a row a report, instrument and
    year. problems: a row for whatever a document holds that could not be placed or read. texts: a
    row a document, its cleaned text, which all offsets count.
    """

    reports: pd.DataFrame
    statements: pd.DataFrame
    measures: pd.DataFrame
    needs: pd.DataFrame
    codings: pd.DataFrame
    ratification: pd.DataFrame
    problems: pd.DataFrame
    texts: pd.DataFrame

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Name and frame of every table."""
        return ((each.name, getattr(self, each.name)) for each in fields(self))


class HandCoding(NamedTuple):
    """A code that a person gave to an item, with the text that the person read."""

    item_id: str
    code: str
    coder: str
    date: str
    note: str
    text: str

    def fits(self, item_id: str, text: str | None) -> bool:
        """Whether this codes that item, and its text is the one that was coded (if it says so)."""
        return self.item_id == item_id and text is not None and self.text in ("", text)


# ---- reports to tables --------------------------------------------------------------------------


Rows = dict[str, list[list[Any]]]
"""Rows of every table by its name, each a list of values in the order of the columns."""

_BATCH = 200
"""Reports whose rows become frames at once: as rows they take ten times the memory."""


def tidy(reports: Iterable[Report], codings: Iterable[HandCoding] = ()) -> Tables:
    """Reports as tables, in the order of their ids, their items coded.

    A person's coding outranks the rules: the first one of an item gives its primary code. Codings
    of items that the reports do not have, or have with another text, are left out;
    `stale_codings` tells which.

    Raises TableError if two reports have the same id, or a table breaks its schema.
    """
    by_hand = list(codings)
    return from_rows(rows(report, by_hand) for report in reports)


def rows(report: Report, codings: Iterable[HandCoding] = ()) -> Rows:
    """Return the rows that one report adds to every table, its items coded."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    _add_report(found, report)
    _add_codings(found, list(codings))
    return {
        name: [[row[column] for column in schema.columns] for row in found[name]]
        for name, schema in SCHEMAS.items()
    }


def value(found: Rows, name: str, column: str) -> Any:
    """Return a column's value in the first row of a table."""
    return found[name][0][list(SCHEMAS[name].columns).index(column)]


def from_rows(every: Iterable[Rows]) -> Tables:
    """Make tables of the rows of reports, in the order of the reports' ids, and check them."""
    parts: dict[str, list[pd.DataFrame]] = {name: [_frame(name, [])] for name in SCHEMAS}
    iterator = iter(every)
    while batch := list(islice(iterator, _BATCH)):
        for name in SCHEMAS:
            parts[name].append(_frame(name, [row for each in batch for row in each[name]]))
    tables = Tables(**{name: _in_order(pd.concat(parts.pop(name))) for name in SCHEMAS})
    check(tables)
    return tables


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort by report, the rows of each as they are."""
    if "report_id" in frame:
        return frame.sort_values("report_id", kind="stable", ignore_index=True)
    reports = frame.iloc[:, 0].str.split("/").str[0]
    return frame.iloc[reports.argsort(kind="stable")].reset_index(drop=True)


def _frame(name: str, found: list[list[Any]]) -> pd.DataFrame:
    types = {column: str(spec.dtype) for column, spec in SCHEMAS[name].columns.items()}
    return pd.DataFrame(found, columns=list(types)).astype(types)


def _add_report(rows: dict[str, list[dict[str, Any]]], report: Report) -> None:
    report_id = report.report_id
    about = {"report_id": report_id, "iso3": report.iso3, "subject": report.subject}
    rows["reports"].append(
        {
            **about,
            "country": report.name,
            "principle": report.principle,
            "instruments": ";".join(report.instruments),
            "first_year": report.first_year,
            "last_year": report.last_year,
            "language": report.language,
            "source": report.source.path,
            "sha256": report.source.sha256,
            "media_type": report.source.media_type,
            "coverage": round(report.coverage, 4),
            "problems": len(report.problems),
        }
    )
    rows["texts"].append({"report_id": report_id, "text": report.text})
    for statement in report.statements:
        rows["statements"] += _statement_rows(about, statement)
        for name, key in (("measures", "measure_id"), ("needs", "need_id")):
            if report.form.items(statement.field) == name:
                rows[name] += _item_rows(about, statement, key)
    rows["ratification"] += _ratification_rows(about, report)
    rows["problems"] += [
        {
            "problem_id": f"{report_id}/problem/{n}",
            "report_id": report_id,
            **_problem_row(problem),
        }
        for n, problem in enumerate(report.problems, 1)
    ]


def _problem_row(problem: Problem) -> dict[str, Any]:
    placed = problem.end > 0
    return {
        "kind": problem.kind,
        "message": problem.message,
        "text": problem.text,
        "page": problem.page,
        "start": problem.start if placed else None,
        "end": problem.end if placed else None,
    }


def _statement_id(report_id: str, statement: Statement) -> str:
    return f"{report_id}/{statement.field}/{statement.n}"


def _statement_rows(about: dict[str, str], statement: Statement) -> Iterator[dict[str, Any]]:
    printed = statement.answer is not None
    for year in statement.years or (None,):
        yield {
            "statement_id": _statement_id(about["report_id"], statement),
            **about,
            "section": statement.section,
            "field": statement.field,
            "year": year,
            "years_as_printed": statement.years_as_printed,
            "speaker": statement.speaker,
            "answer": statement.answer,
            "text": statement.text,
            "page": statement.page,
            "start": statement.start if printed else None,
            "end": statement.end if printed else None,
            "corrected": statement.corrected,
        }


def _item_rows(about: dict[str, str], statement: Statement, key: str) -> Iterator[dict[str, Any]]:
    statement_id = _statement_id(about["report_id"], statement)
    for item in statement.items:
        need = {"direction": statement.field, "priority": item.priority}
        for year in statement.years or (None,):
            yield {
                key: f"{statement_id}/{item.id}",
                "statement_id": statement_id,
                **about,
                "field": statement.field,
                "year": year,
                **(need if key == "need_id" else {}),
                "letter": item.letter,
                "text": item.text,
                "code": None,
                "start": item.start,
                "end": item.end,
                "corrected": item.corrected or statement.corrected,
            }


def _add_codings(rows: dict[str, list[dict[str, Any]]], by_hand: list[HandCoding]) -> None:
    """Code every item once, whatever number of years it is for, and fill its column `code`."""
    schemes: tuple[tuple[Scheme, str, str], ...] = (
        ("measure", "measures", "measure_id"),
        ("need", "needs", "need_id"),
    )
    for scheme, name, key in schemes:
        primary: dict[str, str] = {}
        for row in rows[name]:
            item_id = row[key]
            if item_id not in primary:
                found = _codings(scheme, item_id, row, by_hand)
                rows["codings"] += found
                primary[item_id] = next(each["code"] for each in found if each["primary"])
            row["code"] = primary[item_id]


def _codings(
    scheme: Scheme, item_id: str, row: dict[str, Any], by_hand: list[HandCoding]
) -> list[dict[str, Any]]:
    manual = [each for each in by_hand if each.fits(item_id, row["text"])]
    found = [
        {
            "item_id": item_id,
            "code": each.code,
            "coder": each.coder,
            "method": "manual",
            "score": 1.0,
        }
        for each in manual
    ]
    found += [
        {"item_id": item_id, "coder": "rules", **each._asdict()}
        for each in code(row["text"], scheme, row["field"])
    ]
    return [{**each, "primary": n == 0} for n, each in enumerate(found)]


def stale_codings(tables: Tables, codings: Iterable[HandCoding]) -> list[HandCoding]:
    """Codings by hand that fit no item: it is gone, or its text is another."""
    items = dict(zip(tables.measures["measure_id"], tables.measures["text"], strict=True))
    items |= dict(zip(tables.needs["need_id"], tables.needs["text"], strict=True))
    return [each for each in codings if not each.fits(each.item_id, items.get(each.item_id))]


def _ratification_rows(about: dict[str, str], report: Report) -> Iterator[dict[str, Any]]:
    """A row an instrument and year; what is said without a year counts for all years."""
    kinds = ("status", "intention")

    @cache  # most years say the same
    def classified(kind: str, text: str) -> dict[str, str]:
        return classify(text, f"ratification_{kind}", report.form, report.instruments)

    by_year = {}
    for year in range(report.first_year, report.last_year + 1):
        said = {
            name: [
                statement.text
                for statement in report.statements
                if statement.field == f"ratification_{name}"
                and statement.speaker == "government"
                and (not statement.years_as_printed or year in statement.years)
            ]
            for name in kinds
        }
        by_year[year] = said, {name: classified(name, "\n".join(said[name])) for name in kinds}
    for instrument in report.instruments:
        for year, (said, read) in by_year.items():
            yield {
                **about,
                "instrument": instrument,
                "year": year,
                **{name: read[name][instrument] for name in kinds},
                "text": " ".join(text for name in kinds for text in said[name] if text),
            }


# ---- checks -------------------------------------------------------------------------------------


def check(tables: Tables, where: str = "tables") -> None:
    """Check types, allowed values, keys and references. Raises TableError naming what is wrong."""
    for name, frame in tables:
        try:
            SCHEMAS[name].validate(frame, lazy=True)
        except pa.errors.SchemaErrors as error:
            raise _schema_error(f"{where}, {name}", frame, error) from error
    for name, column, other, key in REFERENCES:
        lost = sorted(_values(tables, name, column) - _values(tables, other, key))
        if lost:
            raise TableError(
                f"{where}, {name}",
                found=f"{column} {', '.join(map(repr, lost[:3]))} that {other} does not have",
                expected=f"only values of {other}.{key}",
                remedy="Build the tables again from their sources.",
            )


def _values(tables: Tables, name: str, column: str) -> set[str]:
    if name == "items":
        return {*tables.measures["measure_id"], *tables.needs["need_id"]}
    return set(getattr(tables, name)[column])


def _schema_error(where: str, frame: pd.DataFrame, error: pa.errors.SchemaErrors) -> TableError:
    case: dict[Hashable, Any] = error.failure_cases.iloc[0].to_dict()
    column, row = case["column"], case["index"]
    shown = repr(case["failure_case"])
    if pd.notna(column):
        shown += f" in column {column}"
    if pd.notna(row) and int(row) < len(frame):
        first = str(frame.iloc[int(row), 0])
        shown += f", row {int(row) + 1} ({first})"
    return TableError(
        where,
        found=shown,
        expected=str(case["check"]),
        remedy="Build the tables again; if two sources give the same report, remove one.",
    )


# ---- files --------------------------------------------------------------------------------------

_STAGE, _COMMIT = ".tidy.staged-", ".tidy.commit"
_WITH_PARQUET = "parquet"
"""A file in a decided save's folder: it has Parquet, so that older Parquet is not stale."""


def save(tables: Tables, folder: Path | str, *, parquet: bool = False) -> None:
    """Check the tables and write them to a folder, as CSV and on request Parquet.

    Either all files are replaced or none: they are written to a folder beside the old ones, which
    is then renamed; what is in a renamed folder will be moved into place even if this process is
    stopped in between. Other files in `folder` stay. Parquet files of an earlier save are removed
    when no new ones are asked for.

    Raises TableError if the tables break their schemas or the folder cannot be written.
    """
    folder = Path(folder)
    check(tables)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))
        try:
            for name, frame in tables:
                frame.to_csv(stage / f"{name}.csv", index=False, lineterminator="\n")
                if parquet:
                    frame.to_parquet(stage / f"{name}.parquet", index=False)
            if parquet:
                (stage / _WITH_PARQUET).touch()
            with _locked(folder):
                _finish(folder)
                stage.rename(folder / _COMMIT)
                _finish(folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise TableError(
            str(folder),
            found=error.strerror or str(error),
            expected="a folder that can be written",
            remedy="The tables that were there are as they were.",
        ) from error


def _finish(folder: Path) -> None:
    """Move the files of a save that was decided on into place."""
    commit = folder / _COMMIT
    if not commit.is_dir():
        return
    if not (commit / _WITH_PARQUET).exists():
        for name in SCHEMAS:
            (folder / f"{name}.parquet").unlink(missing_ok=True)
    for file in commit.iterdir():
        if file.name != _WITH_PARQUET:
            file.replace(folder / file.name)
    shutil.rmtree(commit)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one process at a time move files into a folder (where the system has file locks)."""
    if fcntl is None:
        yield
        return
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def load(folder: Path | str) -> Tables:
    """Load the tables that `save` wrote to a folder.

    The last ones loaded are remembered while their files are not replaced; what is changed in a
    frame is not changed in that of another call.

    Raises TableError if one is missing or damaged.
    """
    global _remembered
    folder = Path(folder)
    if (folder / _COMMIT).is_dir() and os.access(folder, os.W_OK):
        with _locked(folder):
            _finish(folder)
    stamps = _stamps(folder)
    if _remembered and _remembered[:2] == (folder.absolute(), stamps):
        return Tables(**{name: frame.copy(deep=False) for name, frame in _remembered[2]})
    tables = Tables(**{name: _load(folder, name) for name in SCHEMAS})
    check(tables, where=str(folder))
    if stamps == _stamps(folder) and max(stamps)[0] < time.time_ns() - _TICK:
        frames = {name: frame.copy(deep=False) for name, frame in tables}
        _remembered = folder.absolute(), stamps, Tables(**frames)
    return tables


_remembered: tuple[Path, list[tuple[int, int, int]], Tables] | None = None
_TICK = 50_000_000
"""Nanoseconds: a file changed less than this ago could be changed again at what is the same time to
the file system."""


def _stamps(folder: Path) -> list[tuple[int, int, int]]:
    """Time of the last change, number and size of every table's file; zeros for a missing one."""
    found = []
    for name in SCHEMAS:
        try:
            status = (folder / f"{name}.csv").stat()
            found.append((status.st_mtime_ns, status.st_ino, status.st_size))
        except OSError:
            found.append((0, 0, 0))
    return found


def _load(folder: Path, name: str) -> pd.DataFrame:
    file = folder / f"{name}.csv"
    types = {column: str(spec.dtype) for column, spec in SCHEMAS[name].columns.items()}
    try:
        frame = pd.read_csv(file, dtype="string", keep_default_na=False, na_values=[""])
    except FileNotFoundError as error:
        raise TableError(
            str(file),
            found="no such file",
            expected="a table made by `annual-review build`",
            remedy="Run `annual-review build`, or give the folder with --tidy.",
        ) from error
    except (OSError, ValueError) as error:
        raise _damaged(file, str(error)) from error
    if list(frame.columns) != list(types):
        raise _damaged(file, f"the columns {', '.join(frame.columns)}", ", ".join(types))
    for column, spec in SCHEMAS[name].columns.items():
        if types[column].startswith("string") and not spec.nullable:
            frame[column] = frame[column].fillna("")
        if types[column] == "boolean":
            frame[column] = frame[column].map({"True": True, "False": False})
    try:
        return frame.astype(types)
    except (TypeError, ValueError) as error:
        raise _damaged(file, str(error)) from error


def _damaged(file: Path, found: str, expected: str = "a table that `build` made") -> TableError:
    return TableError(
        str(file), found=found, expected=expected, remedy="Build the tables again: `make data`."
    )
