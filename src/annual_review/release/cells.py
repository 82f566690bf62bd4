"""Rows of a table as Python values, for writers of files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

MARK = "\N{REPLACEMENT CHARACTER}"
"""What stands for a character that a file cannot hold."""

_AT_ONCE = 10_000
"""Rows that are taken from a table together."""


def rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows of a table: str, int, float or bool, and None where a value is missing."""
    for begin in range(0, len(frame), _AT_ONCE):
        here = frame.iloc[begin : begin + _AT_ONCE].astype(object)
        yield from here.where(here.notna(), None).itertuples(index=False, name=None)
