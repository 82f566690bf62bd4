"""The errors of the package: each says what is wrong and what to do about it."""

from __future__ import annotations

from functools import partial


class AnnualReviewError(Exception):
    """The base of all errors of the package, written for the person who has to fix the problem.

    `where` names the document, and the page or line if there is one; `found` and `expected` say
    what differs; `remedy` says what to do about it.
    """

    def __init__(self, where: str, *, found: str, expected: str, remedy: str = "") -> None:
        self.where, self.found, self.expected, self.remedy = where, found, expected, remedy
        super().__init__(where, found, expected, remedy)

    def __str__(self) -> str:
        message = f"{self.where}: found {self.found}; expected {self.expected}."
        return f"{message} {self.remedy}".rstrip()

    def __reduce__(self) -> tuple[object, ...]:  # keyword arguments do not pickle by themselves
        rest = {"found": self.found, "expected": self.expected, "remedy": self.remedy}
        return partial(type(self), **rest), (self.where,)


class SourceError(AnnualReviewError):
    """A file that cannot be read as a document."""
