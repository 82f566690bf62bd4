"""The sentences that pages open with, one module per page."""

from annual_review.show.findings.country import country_findings, protocol_said

__all__ = ["country_findings", "protocol_said"]
