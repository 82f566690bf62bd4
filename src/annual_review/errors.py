"""The errors of the package: each says what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Self, TypeVar


class AnnualReviewError(Exception):
    """The base of all errors of the package, written for the person who has to fix the problem.

    `where` names the document, and the page or line if there is one; `found` and `expected` say
    what differs; `remedy` says what to do about it.
    """

    def __init__(self, where: str, *, found: str, expected: str, remedy: str = "") -> None:
        self.where, self.found, self.expected, self.remedy = where, found, expected, remedy
        super().__init__(where, found, expected, remedy)

    @classmethod
    def of_system(cls, where: object, error: Exception, expected: str, remedy: str = "") -> Self:
        """Tell what the system, or a library, says of a file that it refuses."""
        found = getattr(error, "strerror", None) or brief(error)
        return cls(str(where), found=found, expected=expected, remedy=remedy)

    def __str__(self) -> str:
        message = f"{self.where}: found {self.found}; expected {self.expected}."
        return f"{message} {self.remedy}".rstrip()

    def __reduce__(self) -> tuple[object, ...]:  # keyword arguments do not pickle by themselves
        rest = {"found": self.found, "expected": self.expected, "remedy": self.remedy}
        return partial(type(self), **rest), (self.where,)


Kind = TypeVar("Kind", bound=AnnualReviewError)

MOST_TOLD = 20
"""Errors of one kind that are told one by one. Of more than these, three are named."""


def few(where: str, errors: Sequence[Kind]) -> list[Kind]:
    """Return errors of one kind: as they are or, if there are many, as one with a count.

    Examples
    --------
    >>> wrong = [SourceError(f"line {n}", found="x", expected="y") for n in range(2000)]
    >>> print(*few("list.csv", wrong))
    list.csv: found 2,000 errors like these: line 0: x; line 1: x; line 2: x; expected y.
    """
    if len(errors) <= MOST_TOLD:
        return list(errors)
    first = errors[0]
    named = "; ".join(f"{each.where}: {each.found}" for each in errors[:3])
    found = f"{len(errors):,} errors like these: {named}"
    return [type(first)(where, found=found, expected=first.expected, remedy=first.remedy)]


class SourceError(AnnualReviewError):
    """A file that cannot be read as a document."""


def at_most(limit: int, count: int, what: str, where: str) -> None:
    """Raise SourceError if a count is above its limit. `{}` in `what` stands for the count."""
    if count > limit:
        raise SourceError(
            where,
            found=what.format(f"{count:,}"),
            expected=f"at most {limit:,}",
            remedy="A baseline is far smaller: check what the file contains.",
        )


def did_you_mean(given: str, names: Iterable[str], least: float = 60) -> str:
    """A question that names what is most like what was given; empty if nothing is."""
    from rapidfuzz import process  # hardly ever needed

    near = process.extractOne(given, list(names), score_cutoff=least)
    return f"Did you mean {near[0]}?" if near else ""


def brief(error: object, most: int = 300) -> str:
    """Another library's message about an error, in one line."""
    return " ".join(str(error).split())[:most]
