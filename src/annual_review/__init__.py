"""The ILO's Annual Review country baselines as tidy tables.

>>> import annual_review as ar
>>> report = ar.read("data/sources/azerbaijan-p029-2017-2018.txt")  # one baseline
>>> tables = ar.tidy([report])  # as pandas DataFrames
>>> tables = ar.build("data/sources")  # a folder of them
>>> found = ar.analysis.needs(tables)

Commands read each document in another process, within limits of time and memory. `read` and `build`
do that when asked, as their docstrings say: `build("data/sources", processes=2)`.

In the folder of a project (`annual-review init`):

>>> tables = ar.load()  # the tables that `annual-review build` saved
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annual_review import analysis, codebook, show
    from annual_review.errors import AnnualReviewError
    from annual_review.tables.build import build, load
    from annual_review.tables.reading import read
    from annual_review.tables.schema import Tables
    from annual_review.tables.tidy import tidy

__all__ = [
    "AnnualReviewError",
    "Tables",
    "analysis",
    "build",
    "codebook",
    "load",
    "read",
    "show",
    "tidy",
]

_HOMES = {
    "AnnualReviewError": "errors",
    "Tables": "tables.schema",
    "build": "tables.build",
    "load": "tables.build",
    "read": "tables.reading",
    "tidy": "tables.tidy",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used, so that the command need not wait for pandas."""
    if name == "__version__":
        from importlib.metadata import version

        return version("annual-review")
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
