"""The sentences that pages open with, one module per page."""

from annual_review.show.findings.changes import changes_findings

__all__ = ["changes_findings"]
