"""What questions are answered with: typed frames, and numbers that know what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from annual_review.countries import alphabetical


class Grid(NamedTuple):
    """Numbers or words by row and column, with the statements and items behind each of them.

    Attributes
    ----------
    cells : DataFrame
        The numbers or words.
    ids : DataFrame
        Same index and columns. Each cell holds ids of statements and items, separated by spaces:
        those that a number counts or, for a zero, those of the answers that name nothing to count.
        Empty where nothing was said.
    """

    cells: pd.DataFrame
    ids: pd.DataFrame


def counted(
    found: pd.DataFrame,
    row: str,
    column: str,
    count: str,
    *,
    rows: list[Any],
    columns: list[Any],
) -> Grid:
    """Count the distinct values of `count` by row and column (Int64, 0 where there are none).

    The column `ids` of `found` holds the ids behind each of its rows.
    """
    index = pd.Index(rows, name=row)
    known = found[found[row].isin(rows) & found[column].isin(columns)]
    each = [known[row].tolist(), known[column].tolist()]  # plain values, whatever their types
    numbers = known[count].groupby(each).nunique()
    names = known["ids"].groupby(each).agg(joined)
    return Grid(
        _laid_out(numbers, index, columns, 0).astype("Int64"),
        _laid_out(names, index, columns, "").astype("object"),
    )


def _laid_out(
    values: pd.Series[Any], index: pd.Index[Any], columns: list[Any], nothing: Any
) -> pd.DataFrame:
    """Values by row and column, of which the index has both, and `nothing` where there is none."""
    by_place = values.to_dict()
    cells = [[by_place.get((r, c), nothing) for c in columns] for r in index]
    return pd.DataFrame(cells, index=index, columns=columns, dtype="object")


ALL = "All"
"""The row or column that stands for all regions or subjects together."""


def with_all(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows of a frame, and each of them once more with `ALL` in this column."""
    return pd.concat([frame, frame.assign(**{column: ALL})])


MANY = 12
"""With more countries, numbers rest on the countries, not on the words of each of them."""


def behind(frame: pd.DataFrame, ids: str) -> pd.Series[Any]:
    """What the rows of a frame are to rest on: their ids or, of more than `MANY` countries, these.

    A reader of many countries asks who they are; the words of all would fill the page.
    """
    return frame["iso3" if frame["iso3"].nunique() > MANY else ids]


def gathered(frame: pd.DataFrame, by: str | list[str], column: str) -> dict[Any, list[Any]]:
    """Collect the values of one column by those of another, or by tuples of those of several."""
    if isinstance(by, str):
        keys: Iterable[Any] = frame[by].tolist()
    else:
        keys = zip(*(frame[each].tolist() for each in by), strict=True)
    values: dict[Any, list[Any]] = {}
    for key, value in zip(keys, frame[column].tolist(), strict=True):
        values.setdefault(key, []).append(value)
    return values


def joined(ids: Iterable[str]) -> str:
    """Join ids, each named once, with spaces."""
    return " ".join(dict.fromkeys(" ".join(ids).split()))


def named(values: Iterable[str]) -> str:
    """Names in alphabetical order, each once, separated by semicolons."""
    return "; ".join(sorted(set(values), key=alphabetical))


def frame_of(rows: Iterable[Any], columns: str, **types: str) -> pd.DataFrame:
    """Make a frame of these columns, which hold strings unless `types` says otherwise.

    `rows` are dicts, tuples, or a frame that has these columns among others.
    """
    names = columns.split()
    own = rows.reset_index(drop=True) if isinstance(rows, pd.DataFrame) else list(rows)
    frame = pd.DataFrame(own, columns=names)
    return frame.astype({name: types.get(name, "string") for name in names})
