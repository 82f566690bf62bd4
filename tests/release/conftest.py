"""Tables of made-up reports, and what a project says of them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import cycle

import pandas as pd
import pytest

import annual_review as ar
from annual_review.baseline import parse, source
from annual_review.baseline.parse import Report
from annual_review.project import About
from annual_review.tables import SCHEMAS, HandCoding, Tables
from tests.conftest import made_up

ABOUT = About("Made-up data", ("A. Author",), "https://example.org/data", "CC-BY-4.0",
              datetime.date(2026, 11, 29))  # fmt: skip
ALB = "ALB-P029-2019-2020"
BHR = "BHR-P029-2020-2020"

FREE = {
    name: [
        column
        for column, spec in schema.columns.items()
        if str(spec.dtype).startswith("string")
        and not spec.checks
        and not column.endswith("_id")
        and column not in schema.unique
        and column != "field"
    ]
    for name, schema in SCHEMAS.items()
}
"""The columns of each table that can hold any text."""


@pytest.fixture(scope="session")
def two() -> Tables:
    """Two reports: needs of both, measures that two people and a program code, a status."""
    albania = read(
        "ALBANIA (2019-2020)",
        ratification_status="2019-2020 ARs: The Protocol of 2014 (P029) has not been ratified.",
        remedies="2020 AR: a) Grommels of migrant workers; b) Zumbas were mended by the drobel.",
        request="2019 AR: a) Collection and analysis of data. 2020 AR: a) Training of judges.",
        challenges_government="2020 AR: Lack of data.",
    )
    bahrain = read("BAHRAIN (2020)", request="2020 AR: a) Collection and analysis of data.")
    a, b = f"{ALB}/remedies/1/a", f"{ALB}/remedies/1/b"
    given = [(a, "remedies.legal_aid", "AB"), (b, "remedies.legal_aid", "AB"),
             (b, "remedies.capacity", "CD"), (b, "remedies.capacity", "settled"),
             (a, "group.none", "AB")]  # fmt: skip
    codings = [HandCoding(item, code, coder, "", "", "") for item, code, coder in given]
    tables = ar.tidy([albania, bahrain], codings)
    few = tables.countries["iso3"].isin(["ALB", "BHR", "CHN", "DEU", "EGY", "FJI", "GHA"])
    return replace(tables, countries=tables.countries[few].reset_index(drop=True))


def read(title: str, **answers: str) -> Report:
    return parse.parse(source.from_bytes(made_up(answers, title).encode(), "made-up.txt"))


def filled(tables: Tables, texts: list[str]) -> Tables:
    """Tables whose free columns hold these texts, in turn."""
    own = cycle(texts)
    # the usual strings hold no lone surrogates
    return replace(
        tables,
        **{
            name: frame.assign(
                **{
                    column: pd.array([next(own) for _ in frame.index], pd.StringDtype("python"))
                    for column in FREE[name]
                }
            )
            for name, frame in tables
        },
    )
