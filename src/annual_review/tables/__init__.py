"""Reports in, tidy tables out: checked against one declaration of their columns, saved, loaded."""

from annual_review.tables.schema import CODES, PRIORITIES, SCHEMAS, TableError, Tables, check
from annual_review.tables.store import save
from annual_review.tables.tidy import HandCoding

__all__ = [
    "CODES",
    "PRIORITIES",
    "SCHEMAS",
    "HandCoding",
    "TableError",
    "Tables",
    "check",
    "save",
]
