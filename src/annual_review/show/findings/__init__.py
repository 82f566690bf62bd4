"""The sentences that pages open with, one module per page."""

from annual_review.show.findings.country import country_findings

__all__ = ["country_findings"]
