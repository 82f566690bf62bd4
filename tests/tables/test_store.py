"""What was saved loads equal, whatever it holds, and one save at a time."""

from __future__ import annotations

import dataclasses
import tempfile
from itertools import cycle, islice
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import annual_review as ar
from annual_review.tables import Tables, save
from annual_review.tables.columns import SCHEMAS
from annual_review.tables.schema import REFERENCES

_SET_APART = {
    *(column for _, column, _, _ in REFERENCES),
    *(column for schema in SCHEMAS.values() for column in schema.unique),
}
FREE = {
    name: [
        column
        for column, spec in schema.columns.items()
        if str(spec.dtype).startswith("string")
        and not (spec.checks or spec.nullable or column in _SET_APART)
    ]
    for name, schema in SCHEMAS.items()
}
"""Columns that can hold any text."""


def with_texts(tables: Tables, texts: list[str]) -> Tables:
    """The tables with these texts, one after the other, in all columns that can hold any."""
    turn = cycle(texts)
    return dataclasses.replace(
        tables,
        **{
            name: frame.assign(
                **{
                    column: pd.Series(list(islice(turn, len(frame))), dtype="string")
                    for column in FREE[name]
                }
            )
            for name, frame in tables
        },
    )


HOSTILE = st.sampled_from(
    [
        "\r",
        "\r\n",
        "\n",
        "\0",
        '"',
        '""',
        ",",
        "=1+1",
        "\x1a",
        "\x1c",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\U0010ffff",
        "NA",
        "nan",
        " ",
        "\t",
        "\\",
        "'",
        ";",
        "\x1b[31m",
    ]
)
TEXTS = st.lists(HOSTILE | st.text(), max_size=4).map("".join)


@settings(max_examples=15)
@given(texts=st.lists(TEXTS, min_size=1, max_size=30))
def test_whatever_a_text_holds_loads_as_it_was_saved(tables: Tables, texts: list[str]) -> None:
    saved = with_texts(tables, texts)
    with tempfile.TemporaryDirectory() as folder:
        save(saved, folder, parquet=True)
        for name, loaded in ar.load(folder):
            pd.testing.assert_frame_equal(saved[name], loaded, check_exact=True)
            parquet = pd.read_parquet(Path(folder, f"{name}.parquet"))
            pd.testing.assert_frame_equal(saved[name], parquet, check_exact=True)


def test_only_a_carriage_return_changes_how_a_table_is_written(
    tables: Tables, tmp_path: Path
) -> None:
    save(with_texts(tables, ["a\nb"]), tmp_path)
    assert b'\n"AZE' not in (tmp_path / "texts.csv").read_bytes()
    save(with_texts(tables, ["a\rb"]), tmp_path)
    assert b'\n"AZE-P029-2017-2018","a\rb"\n' in (tmp_path / "texts.csv").read_bytes()
