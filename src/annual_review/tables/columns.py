"""The tables and their columns, as `columns.yml` declares them."""

from __future__ import annotations

from importlib import resources
from typing import Any, get_args

import pandera.pandas as pa
import yaml
from pandas.api.types import pandas_dtype

from annual_review.baseline.report import Answer, Party, Priority
from annual_review.codebook import METHODS, SCHEMES, choices

CODES = [code for scheme in SCHEMES for code in choices(scheme)]
"""Every code of the codebook."""
PRIORITIES = [*get_args(Priority)]

_VALUES = {
    "answers": [*get_args(Answer)],
    "codes": CODES,
    "methods": [*METHODS],
    "parties": [*get_args(Party)],
    "priorities": PRIORITIES,
    "schemes": [*SCHEMES],
}
"""Values that the program has, by their names in `columns.yml`."""

_TYPES = {"text": "string", "number": "Int64", "share": "Float64", "yes or no": "boolean"}


def _column(said: dict[str, Any]) -> pa.Column:
    kind, values = said.get("type", "text"), said.get("values")
    checks = []
    if values:
        checks.append(pa.Check.isin(_VALUES[values] if isinstance(values, str) else values))
    if "like" in said:
        checks.append(pa.Check.str_matches(rf"^{said['like']}$"))
    if kind == "number":
        checks.append(pa.Check.ge(said.get("least", 0)))
    if kind == "share":
        checks.append(pa.Check.in_range(0, 1))
    return pa.Column(
        _TYPES[kind],
        checks,
        nullable=said.get("missing", False),
        title=said["title"],
        description=said["description"],
    )


def _schemas() -> dict[str, pa.DataFrameSchema]:
    declared = (resources.files(__package__) / "columns.yml").read_text("utf-8")
    return {
        name: pa.DataFrameSchema(
            {column: _column(each) for column, each in said["columns"].items()},
            unique=said["key"],
            strict=True,
            ordered=True,
            title=said["title"],
            description=said["description"],
        )
        for name, said in yaml.load(declared, yaml.CSafeLoader).items()
    }


SCHEMAS = _schemas()
"""Every table by name: its columns in order, their types and allowed values, its key, and what the
table and each column mean (`title`, `description`)."""

TYPES = {
    name: {column: pandas_dtype(str(of.dtype)) for column, of in schema.columns.items()}
    for name, schema in SCHEMAS.items()
}
"""The pandas type of each column, by table."""
