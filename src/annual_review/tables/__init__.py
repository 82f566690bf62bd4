"""Reports in, tidy tables out: built from a folder of sources, checked, saved and loaded.

`build` has the verbs, `columns` what every column is; a document's rows are made in `tidy`.
"""

from annual_review.tables.columns import CODES, PRIORITIES, SCHEMAS
from annual_review.tables.hand_codings import SETTLED, HandCoding, in_force
from annual_review.tables.ratifications import ratifications
from annual_review.tables.schema import (
    ITEMS,
    REFERENCES,
    TableError,
    Tables,
    check,
    data_version,
    owners,
)
from annual_review.tables.store import save

__all__ = [
    "CODES", "ITEMS", "PRIORITIES", "REFERENCES", "SCHEMAS", "SETTLED",
    "HandCoding", "TableError", "Tables", "check", "data_version", "in_force", "owners",
    "ratifications", "save",
]  # fmt: skip
