"""How often codes are right on items that nobody who built the classifier had seen.

`benchmarks/accuracy.py` measures it and writes `accuracy.csv` and `calibration.csv`.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple, get_args

from annual_review.codebook.codes import Scheme

Kind = Literal["all", "sure", "unsure"]


class Share(NamedTuple):
    """How many items there are, and how many have the right primary code."""

    items: int
    right: int

    @property
    def percent(self) -> int:
        """The share that is right, in 100."""
        return round(100 * self.right / self.items)


def accuracy(scheme: Scheme | None = None) -> dict[Kind, Share]:
    """Return how often the primary code is right for items that were not learned from.

    Parameters
    ----------
    scheme : Scheme, optional
        All schemes by default.

    Returns
    -------
    dict of str to Share
        For `all` items, for those whose primary code is `sure` (`SURE`), and for the `unsure` ones.

    Examples
    --------
    >>> sorted(codebook.accuracy())
    ['all', 'sure', 'unsure']
    """
    found = [row for row in rows("accuracy") if scheme in (None, row["scheme"])]
    return {
        kind: Share(
            sum(int(row["items"]) for row in found if row["what"] == kind),
            sum(int(row["right"]) for row in found if row["what"] == kind),
        )
        for kind in get_args(Kind)
    }


@cache
def calibration(scheme: Scheme) -> tuple[float, float]:
    """The slope and the offset of the logistic curve from margins to shares that are right."""
    row = next(row for row in rows("calibration") if row["scheme"] == scheme)
    return float(row["slope"]), float(row["offset"])


@cache
def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of figures beside this module."""
    file = resources.files(__package__) / f"{name}.csv"
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))
