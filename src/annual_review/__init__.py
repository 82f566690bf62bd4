"""The ILO's Annual Review country baselines as tidy tables.

>>> import annual_review as ar
>>> report = ar.read("data/sources/azerbaijan-p029-2017-2018.txt")
>>> tables = ar.tidy([report])
>>> tables = ar.build("data/sources", "data/tidy")
>>> tables = ar.load("data/tidy")
"""

from annual_review.corpus import build, load, read
from annual_review.errors import AnnualReviewError
from annual_review.tables import tidy

__all__ = ["AnnualReviewError", "build", "load", "read", "tidy"]
