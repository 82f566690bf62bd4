"""The ILO's Annual Review country baselines as tidy tables.

>>> import annual_review as ar
>>> report = ar.read("data/sources/azerbaijan-p029-2017-2018.txt")
>>> tables = ar.tidy([report])
>>> tables = ar.build("data/sources", "data/tidy")
>>> tables = ar.load("data/tidy")
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annual_review.errors import AnnualReviewError
    from annual_review.tables.build import build, load, read
    from annual_review.tables.tidy import tidy

__all__ = ["AnnualReviewError", "build", "load", "read", "tidy"]

_FROM = {"AnnualReviewError": "errors", "tidy": "tables.tidy"}


def __getattr__(name: str) -> object:
    """Import a verb when it is first asked for: the command starts before pandas is there."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    verb: object = getattr(import_module(f"{__name__}.{_FROM.get(name, 'tables.build')}"), name)
    globals()[name] = verb
    return verb


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
