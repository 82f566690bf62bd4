"""Refusals that the readers of several formats share."""

from __future__ import annotations

from annual_review.errors import SourceError


def too_much(where: str, *, found: str, expected: str) -> SourceError:
    """The error for a file that holds far more of something than any baseline."""
    return SourceError(
        where,
        found=found,
        expected=expected,
        remedy="A baseline is far smaller: check what the file contains.",
    )


def brief(error: Exception) -> str:
    """Another library's message about an error, in one short line."""
    return " ".join(str(error).split())[:120]
