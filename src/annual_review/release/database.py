"""The tables as a SQLite database: keys, indexes, views that answer questions, full-text search.

The tables of `SCHEMAS` are made from their declaration; what stands beside them is in
`database.sql`. Items and statements have a row per year, so they are no key that others could refer
to: that is `passages`, where each stands once.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from annual_review.analysis import in_ranges, items
from annual_review.analysis.grid import gathered
from annual_review.files import whole
from annual_review.forms.questionnaire import fields
from annual_review.project import About
from annual_review.release.facts import ReleaseError, codes, facts, rows
from annual_review.show import label, subject_words
from annual_review.show.words import count, sentence
from annual_review.tables import ITEMS, SCHEMAS, Tables
from annual_review.tables.spreadsheet import MARK

_TYPES = {"string": "TEXT", "Int64": "INTEGER", "Float64": "REAL", "boolean": "INTEGER"}

_KEYS = {
    "report_id": "reports(report_id)",
    "iso3": "countries(iso3)",
    "subject": "subjects(subject)",
    "field": "questions(field)",
    "code": "codes(code)",
    **dict.fromkeys(["statement_id", "item_id", *ITEMS.values()], "passages(id)"),
}
"""What a column of this name refers to, in every table but that one."""

SEARCH = """
SELECT p.id, p.kind, c.name AS country, p.years,
       snippet(passages_fts, 0, '[', ']', '…', 24) AS found
FROM passages_fts
JOIN passages p ON p.n = passages_fts.rowid
JOIN countries c USING (iso3)
WHERE passages_fts MATCH :words
ORDER BY rank
"""
"""A query for full-text search, as in `labour inspect*` or `"child labour" NOT trafficking`."""

_NOT_IN_TEXT = re.compile("[\x00\ud800-\udfff]")
"""Not in UTF-8, or what SQLite takes for the end of a text."""


def write(tables: Tables, about: About, version: str, file: Path) -> list[str]:
    """Write the tables as a SQLite database.

    The same arguments and version of SQLite give the same bytes, if `about` has the day of the
    release. A file that is there already is replaced when the new one is complete. `version` is
    that of the data (`tables.data_version`); the name of `file` should end in `.sqlite`.

    Returns what differs from the tables, a sentence each; the table `about` has it as well.

    Raises ReleaseError if the file cannot be written, or the tables refer to rows that they do not
    have.
    """
    try:
        with whole(file) as part, closing(sqlite3.connect(part)) as database:
            notes = _fill(database, tables, facts(tables, about, version))
            if lost := database.execute("PRAGMA foreign_key_check").fetchone():
                raise sqlite3.IntegrityError(
                    f"a row of {lost[0]} that refers to no row of {lost[2]}"
                )
    except sqlite3.IntegrityError as error:
        raise ReleaseError(
            str(file),
            found=str(error),
            expected="tables that `tables.check` accepts",
            remedy="Build the tables again from their sources.",
        ) from error
    except (OSError, sqlite3.Error) as error:
        expected = "a place where a database can be written"
        raise ReleaseError.of_system(file, error, expected) from error
    return notes


def _fill(database: sqlite3.Connection, tables: Tables, said: dict[str, str]) -> list[str]:
    """Create and fill everything; return what differs from the tables."""
    # the file is written anew or not at all: a journal would be for nothing
    database.executescript(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
    )
    beside = resources.files(__package__).joinpath("database.sql").read_text("utf-8")
    database.executescript(beside)
    for name, schema in SCHEMAS.items():
        database.execute(_create(name, schema))
    replaced: list[str] = []
    for name, frame in {**_beside(tables), **dict(tables)}.items():
        found = _insert(database, name, rows(frame))
        replaced += found if name in SCHEMAS else []
    for statement in _indexes():
        database.execute(statement)
    for task in ("rebuild", "optimize"):
        database.execute("INSERT INTO passages_fts (passages_fts) VALUES (?)", [task])
    notes = []
    if replaced:
        notes.append(
            f"{MARK} stands for characters that a database cannot hold, in"
            f" {count(len(replaced), 'cell')}; the first is in {replaced[0]}."
        )
    _describe(database, {**said, "search": SEARCH.strip(), "differences": " ".join(notes)}, beside)
    database.commit()
    database.execute("VACUUM")
    return notes


# ---- tables -------------------------------------------------------------------------------------


def _create(name: str, schema: pa.DataFrameSchema) -> str:
    lines = [_column(name, column, spec) for column, spec in schema.columns.items()]
    key = schema.unique
    if not any(schema.columns[column].nullable for column in key):
        lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, key))})")
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {name} (\n  {body}\n)"


def _column(table: str, column: str, spec: pa.Column) -> str:
    parts = [_quoted(column), _TYPES[str(spec.dtype).partition("[")[0]]]
    if not spec.nullable:
        parts.append("NOT NULL")
    if _refers(table, column):
        return " ".join([*parts, "REFERENCES", _KEYS[column]])
    if str(spec.dtype) == "boolean":
        parts.append(f"CHECK ({_quoted(column)} IN (0, 1))")
    for check in spec.checks:
        given = check.statistics
        if "allowed_values" in given:
            values = ", ".join(f"'{value}'" for value in given["allowed_values"])
            parts.append(f"CHECK ({_quoted(column)} IN ({values}))")
        if "min_value" in given:
            parts.append(f"CHECK ({_quoted(column)} >= {given['min_value']})")
        if "max_value" in given:
            parts.append(f"CHECK ({_quoted(column)} <= {given['max_value']})")
    return " ".join(parts)


def _refers(table: str, column: str) -> bool:
    return column in _KEYS and not _KEYS[column].startswith(f"{table}(")


def _indexes() -> Iterator[str]:
    """An index for each reference, for the year, and for a key that has no year in some rows."""
    for name, schema in SCHEMAS.items():
        key = schema.unique
        missing = [column for column in key if schema.columns[column].nullable]
        if missing:
            parts = [f"ifnull({each}, 0)" if each in missing else each for each in key]
            yield f"CREATE UNIQUE INDEX {name}_key ON {name} ({', '.join(parts)})"
        for column in schema.columns:
            if column == "year" or (_refers(name, column) and column not in ("subject", key[0])):
                yield f"CREATE INDEX {name}_{column} ON {name} ({_quoted(column)})"
    for column in ("report_id", "iso3", "field", "code"):
        yield f"CREATE INDEX passages_{column} ON passages ({column})"


def _quoted(name: str) -> str:
    return f'"{name}"'


# ---- rows ---------------------------------------------------------------------------------------


def _beside(tables: Tables) -> dict[str, pd.DataFrame]:
    """The tables with rows that stand beside those of `SCHEMAS`."""
    subjects = SCHEMAS["reports"].columns["subject"].checks[0].statistics["allowed_values"]
    asked = dict.fromkeys([*fields(), *tables.statements["field"].unique()])
    return {
        "codes": codes(),
        "subjects": pd.DataFrame([(each, sentence(subject_words(each))) for each in subjects]),
        "questions": pd.DataFrame([(each, label(each)) for each in asked]),
        "passages": _passages(tables),
    }


def _passages(tables: Tables) -> pd.DataFrame:
    statements = tables.statements.rename(columns={"statement_id": "id"})
    statements = statements.assign(kind="statement").drop(columns="section")
    every = pd.concat([statements, items(tables).rename(columns={"item_id": "id"})])
    years = {
        one: sorted({int(year) for year in own if pd.notna(year)})
        for one, own in gathered(every, "id", "year").items()
    }
    once = every.drop_duplicates("id").reset_index(drop=True)
    own = [years[each] for each in once["id"]]
    return once.assign(
        n=range(1, len(once) + 1),
        first_year=pd.array([each[0] if each else None for each in own], dtype="Int64"),
        last_year=pd.array([each[-1] if each else None for each in own], dtype="Int64"),
        years=[in_ranges(each) for each in own],
    )[
        ["n", "id", "kind", "report_id", "iso3", "subject", "field", "first_year", "last_year",
         "years", "text", "code"]
    ]  # fmt: skip


def _insert(database: sqlite3.Connection, name: str, lines: Iterable[tuple[Any, ...]]) -> list[str]:
    """Insert rows; return where each cell is in which a character was replaced."""
    replaced = []

    def held(line: tuple[Any, ...]) -> Iterator[Any]:
        for value in line:
            if isinstance(value, str) and _NOT_IN_TEXT.search(value):
                replaced.append(f"{name}, {_NOT_IN_TEXT.sub(MARK, str(line[0]))}")
                yield _NOT_IN_TEXT.sub(MARK, value)
            else:
                yield value

    columns = len(database.execute(f"SELECT * FROM {name} LIMIT 0").description)  # noqa: S608
    places = ", ".join("?" * columns)
    database.executemany(f"INSERT INTO {name} VALUES ({places})", (tuple(held(x)) for x in lines))  # noqa: S608
    return replaced


def _describe(database: sqlite3.Connection, said: dict[str, str], beside: str) -> None:
    """Say what is here: of tables and their columns as declared, of the rest as its SQL says."""
    contents = [
        (name, "table", schema.title or name, schema.description or "")
        for name, schema in SCHEMAS.items()
    ]
    for text, kind, name in re.findall(
        r"((?:^-- .+\n)+)CREATE (?:VIRTUAL )?(TABLE|VIEW) (\w+)", beside, re.MULTILINE
    ):
        told = text.replace("-- ", "").replace("\n", " ").strip()
        contents.append((name, kind.lower(), sentence(name.replace("_", " ")), told))
    columns = [
        (name, column, spec.title or column, spec.description or "")
        for name, schema in SCHEMAS.items()
        for column, spec in schema.columns.items()
    ]
    _insert(database, "about", said.items())
    _insert(database, "contents", contents)
    _insert(database, "columns", columns)
