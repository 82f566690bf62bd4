"""What went wrong, said for the person who has to mend it."""

from __future__ import annotations


class AnnualReviewError(Exception):
    """What went wrong, said for the person who has to mend it.

    Every error of the package is one of these. `where` names the document (and the page or line
    where there is one), `found` and `expected` say what differs, `remedy` what to do about it.
    """

    def __init__(self, where: str, *, found: str, expected: str, remedy: str = "") -> None:
        self.where, self.found, self.expected, self.remedy = where, found, expected, remedy
        super().__init__(where, found, expected, remedy)

    def __str__(self) -> str:
        message = f"{self.where}: found {self.found}; expected {self.expected}."
        return f"{message} {self.remedy}".rstrip()

    def __reduce__(self) -> tuple[object, ...]:  # keyword arguments do not pickle by themselves
        return (_rebuild, (type(self), self.where, self.found, self.expected, self.remedy))


def _rebuild(
    kind: type[AnnualReviewError], where: str, found: str, expected: str, remedy: str
) -> AnnualReviewError:
    return kind(where, found=found, expected=expected, remedy=remedy)


class SourceError(AnnualReviewError):
    """A file that cannot be read as a document."""
