"""A release: the tables as others use them, described and citable, and what changed since the last.

`export` writes one; `difference` compares two.
"""

from annual_review.release.difference import difference
from annual_review.release.export import Release, export
from annual_review.release.facts import ReleaseError

__all__ = ["Release", "ReleaseError", "difference", "export"]
