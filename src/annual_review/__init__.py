"""The ILO's Annual Review country baselines as tidy tables.

>>> import annual_review as ar
>>> report = ar.read("data/sources/azerbaijan-p029-2017-2018.txt")  # one baseline
>>> tables = ar.tidy([report])  # as pandas DataFrames
>>> tables = ar.load()  # the tables that `ar.build` saved
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annual_review.errors import AnnualReviewError
    from annual_review.tables.build import build, load
    from annual_review.tables.reading import read
    from annual_review.tables.tidy import tidy

__all__ = ["AnnualReviewError", "build", "load", "read", "tidy"]

_HOMES = {
    "AnnualReviewError": "errors",
    "build": "tables.build",
    "load": "tables.build",
    "read": "tables.reading",
    "tidy": "tables.tidy",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used, so that the command need not wait for pandas."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
