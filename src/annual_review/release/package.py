"""The tables as a Frictionless Data Package: CSV files, and a file that describes them.

The description follows version 1 of the standard (https://specs.frictionlessdata.io), which the
usual programs read without being told so.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pandera.pandas as pa

from annual_review.project import About
from annual_review.release.citation_files import KEYWORDS, licence_address
from annual_review.release.facts import CODEBOOK_COLUMNS, TERMS, codes, facts, summary
from annual_review.tables import REFERENCES, SCHEMAS, Tables, save

NAME = "annual-review-country-baselines"

DESCRIPTION, DATA, CODEBOOK = "datapackage.json", "data", "codebook"
"""The file that describes the package, the folder of its tables, and the table of codes."""

_TYPES = {"string": "string", "Int64": "integer", "Float64": "number", "boolean": "boolean"}
"""Types of the standard, by those of our columns."""


def write(
    tables: Tables, about: About, version: str, folder: Path, *, parquet: bool = False
) -> None:
    """Write `datapackage.json` into a folder, and the tables and the codebook into its `data`.

    `about` says when the data are released; `version` is theirs (`tables.data_version`). With
    `parquet`, tables are written as Parquet, too: the standard has no place for it, so
    `datapackage.json` does not list it.

    Raises TableError if the tables break their schemas, or the folder cannot be written to.
    """
    data = folder / DATA
    save(tables, data, parquet=parquet)
    frame = codes()
    frame.to_csv(data / f"{CODEBOOK}.csv", index=False, lineterminator="\n")
    if parquet:
        frame.to_parquet(data / f"{CODEBOOK}.parquet", index=False)
    described = json.dumps(_package(tables, about, version, data), ensure_ascii=False, indent=2)
    (folder / DESCRIPTION).write_text(f"{described}\n", "utf-8")


def _package(tables: Tables, about: About, version: str, data: Path) -> dict[str, Any]:
    """Describe the package whose tables are in the folder `data`."""
    told = facts(tables, about, version)
    described = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": about.title,
        "description": f"{summary(tables)} {told['codes']}\n\n{told['terms']}",
        "version": version,
        "created": f"{told['released']}T00:00:00Z",
        "keywords": KEYWORDS,
        "homepage": about.address,
        "contributors": [{"title": author, "role": "author"} for author in about.authors],
        "licenses": _licences(about),
        "sources": [_source(report) for report in tables.reports.to_dict("records")],
        "resources": [
            *(_resource(name, schema, data) for name, schema in SCHEMAS.items()),
            _codebook(data),
        ],
    }
    return {name: value for name, value in described.items() if value not in ("", [])}


def _licences(about: About) -> list[dict[str, str]]:
    own = {
        "name": about.licence,
        "path": licence_address(about.licence),
        "title": f"{about.licence}, for the tables",
    }
    quoted = {
        "path": TERMS,
        "title": "Terms of the International Labour Office, for texts quoted from its documents",
    }
    return [own, quoted] if about.licence else [quoted]


def _source(report: dict[Any, Any]) -> dict[str, str]:
    """A document; where it is from is left out if that is not known."""
    years = f"{report['first_year']}-{report['last_year']}"
    path = {"path": report["url"]} if report["url"] else {}
    return {
        "title": f"Country baseline of {report['country']}, {report['subject']}, {years}",
        **path,
        "file": report["source"],
        "hash": f"sha256:{report['sha256']}",
    }


def _resource(name: str, schema: pa.DataFrameSchema, data: Path) -> dict[str, Any]:
    columns = schema.columns
    key = schema.unique
    described: dict[str, Any] = {
        "fields": [_field(name, column, spec) for column, spec in columns.items()],
        "missingValues": [""],
    }
    says = schema.description
    if any(columns[column].nullable for column in key):
        described["uniqueKeys"] = [key]
        says = (
            f"{says} No two rows have the same {' and '.join(key)}. It is no primary key, because"
            " the year can be missing."
        )
    else:
        described["primaryKey"] = key
    described["foreignKeys"] = _foreign_keys(name)
    return _file(name, schema.title, says, described, data)


def _codebook(data: Path) -> dict[str, Any]:
    fields = [
        {"name": name, "type": "string", "title": title, "description": description}
        for name, (title, description) in CODEBOOK_COLUMNS.items()
    ]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": ["code"]}
    return _file(CODEBOOK, "Codebook", "One row per code: what it covers.", schema, data)


def _file(
    name: str, title: str | None, says: str | None, schema: dict[str, Any], data: Path
) -> dict[str, Any]:
    held = (data / f"{name}.csv").read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": title,
        "description": says,
        "path": f"{DATA}/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(held),
        "hash": f"sha256:{hashlib.sha256(held).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "schema": {part: value for part, value in schema.items() if value != []},
    }


def _field(table: str, name: str, spec: pa.Column) -> dict[str, Any]:
    kind = _TYPES[str(spec.dtype).partition("[")[0]]
    limits: dict[str, Any] = {}
    for check in spec.checks:
        limits |= _limits(check)
    if not spec.nullable and (kind != "string" or limits or _names_rows(table, name)):
        limits = {"required": True, **limits}
    field = {"name": name, "type": kind, "title": spec.title, "description": spec.description}
    if kind == "string" and not spec.nullable:
        field["missingValues"] = []  # an empty cell is the empty text: the document prints nothing
    return {**field, "constraints": limits} if limits else field


def _limits(check: pa.Check) -> dict[str, Any]:
    """What a check of pandera demands, in the words of the standard."""
    asked = check.statistics or {}
    names = {"min_value": "minimum", "max_value": "maximum", "allowed_values": "enum"}
    limits = {names[each]: value for each, value in asked.items() if each in names}
    if "pattern" in asked:
        limits["pattern"] = re.sub(r"^\^|\$$", "", asked["pattern"])
    return limits


def _names_rows(table: str, column: str) -> bool:
    """Whether a column is part of the table's key, or names a row of another table."""
    refers = {(own, each) for own, each, _, _ in REFERENCES}
    return column in SCHEMAS[table].unique or (table, column) in refers


def _foreign_keys(table: str) -> list[dict[str, Any]]:
    """What a table refers to.

    A reference to a statement has its year, since a statement has a row for each. That of codings
    is left out: it leads to one of three tables, for which the standard has no words.
    """
    keys = [
        _refers([column, *(each for each in SCHEMAS[other].unique if each != key)], other, key)
        for own, column, other, key in REFERENCES
        if own == table and other in SCHEMAS
    ]
    if "code" in SCHEMAS[table].columns:
        keys.append(_refers(["code"], CODEBOOK, "code"))
    return keys


def _refers(columns: list[str], other: str, key: str) -> dict[str, Any]:
    return {"fields": columns, "reference": {"resource": other, "fields": [key, *columns[1:]]}}
