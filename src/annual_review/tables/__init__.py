"""Reports in, tidy tables out: built from a folder of sources, checked, saved and loaded.

`build` has the verbs, `schema` the columns; a document's rows are made in `tidy`.
"""

from annual_review.tables.ratifications import ratifications
from annual_review.tables.schema import (
    CODES,
    ITEMS,
    PRIORITIES,
    SCHEMAS,
    TableError,
    Tables,
    check,
    owners,
)
from annual_review.tables.store import locked, save
from annual_review.tables.tidy import NO_GROUP, ON_FORCED_LABOUR, SETTLED, HandCoding
from annual_review.tables.version import data_version

__all__ = [
    "CODES",
    "ITEMS",
    "NO_GROUP",
    "ON_FORCED_LABOUR",
    "PRIORITIES",
    "SCHEMAS",
    "SETTLED",
    "HandCoding",
    "TableError",
    "Tables",
    "check",
    "data_version",
    "locked",
    "owners",
    "ratifications",
    "save",
]
