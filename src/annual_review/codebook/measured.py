"""How often the rules are right on items that nobody who wrote them had seen.

`benchmarks/accuracy.py` measures it and writes `accuracy.csv`.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple, get_args

from annual_review.codebook.codes import Scheme

Kind = Literal["all", "sure", "unsure"]


class Share(NamedTuple):
    """How many items there are, and for how many the rules chose the right primary code."""

    items: int
    right: int

    @property
    def percent(self) -> int:
        """The share that is right, in 100."""
        return round(100 * self.right / self.items)


def accuracy(scheme: Scheme | None = None) -> dict[Kind, Share]:
    """Return how often the rules chose the right primary code for items they were not written from.

    Parameters
    ----------
    scheme : `measure` or `need`, optional
        Both by default.

    Returns
    -------
    dict of str to Share
        For `all` items, for those whose primary code the rules are `sure` of (`SURE`), and for the
        `unsure` ones.

    Examples
    --------
    >>> codebook.accuracy()["all"]
    Share(items=351, right=271)
    """
    rows = [row for row in _measured() if scheme in (None, row["scheme"])]
    return {
        kind: Share(
            sum(int(row["items"]) for row in rows if row["what"] == kind),
            sum(int(row["right"]) for row in rows if row["what"] == kind),
        )
        for kind in get_args(Kind)
    }


@cache
def _measured() -> list[dict[str, str]]:
    file = resources.files(__package__) / "accuracy.csv"
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))
