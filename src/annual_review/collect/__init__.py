"""A catalogue of addresses comes in; documents and their rows in the list of sources go out."""

from annual_review.collect.catalogue import Wanted, choose, read
from annual_review.collect.collection import Outcome, collect, standing
from annual_review.collect.fetch import Fetcher

__all__ = ["Fetcher", "Outcome", "Wanted", "choose", "collect", "read", "standing"]
