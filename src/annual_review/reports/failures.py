"""Reports that the same error stopped, so that it is told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from annual_review.reports.manifest import Failure

Failed = TypeVar("Failed")


def together(
    failed: Iterable[tuple[Failed, Failure | None, Mapping[str, Any]]],
) -> list[list[Failed]]:
    """Put together what failed with the same error, the most frequent error first.

    Each comes with why it failed and the values it was made with. Errors are the same if they are
    of one kind and their messages say the same, apart from numbers and from those values.

    Examples
    --------
    >>> unknown = {"cell": 3, "name": "KeyError", "log": None}
    >>> together([
    ...     ("Chad", {**unknown, "message": "'TCD'"}, {"country": "TCD"}),
    ...     ("Fiji", {**unknown, "message": "'FJI'"}, {"country": "FJI"}),
    ...     ("all", {**unknown, "message": "'region'"}, {}),
    ... ])
    [['Chad', 'Fiji'], ['all']]
    """
    groups: dict[tuple[str, str], list[Failed]] = {}
    for each, failure, values in failed:
        kind = (failure["name"], _general(failure["message"], values)) if failure else ("", "")
        groups.setdefault(kind, []).append(each)
    return sorted(groups.values(), key=len, reverse=True)


def _general(message: str, values: Mapping[str, Any]) -> str:
    """A message without numbers and without a report's own values."""
    own = sorted((str(value) for value in values.values() if str(value)), key=len, reverse=True)
    words = "|".join(rf"\b{re.escape(value)}\b" for value in own)
    return re.sub(rf"{words}|\d+" if words else r"\d+", "…", message)
