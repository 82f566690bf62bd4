"""The sentences that pages open with, one module per page."""

from annual_review.show.findings.annual_review import review_findings

__all__ = ["review_findings"]
