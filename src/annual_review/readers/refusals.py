"""Refusals that the readers of several formats share."""

from __future__ import annotations

from annual_review.errors import SourceError


def at_most(limit: int, count: int, what: str, where: str) -> None:
    """Raise SourceError if a count is above its limit. `{}` in `what` stands for the count."""
    if count > limit:
        raise SourceError(
            where,
            found=what.format(f"{count:,}"),
            expected=f"at most {limit:,}",
            remedy="A baseline is far smaller: check what the file contains.",
        )


def brief(error: Exception) -> str:
    """Another library's message about an error, in one short line."""
    return " ".join(str(error).split())[:120]
