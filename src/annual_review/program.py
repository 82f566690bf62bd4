"""Checksums of the program and of what is installed: if one changes, work is done again."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from annual_review.files import checksum

_PACKAGE = Path(__file__).resolve().parent
_CODE = {".py", ".yml", ".j2", ".css", ".js", ".json", ".html", ".csv", ".svg"}


@cache
def code() -> str:
    """Checksum of the package's code and data."""
    return checksum(_PACKAGE, (p for p in _PACKAGE.rglob("*") if p.suffix in _CODE))


@cache
def environment() -> str:
    """Checksum of Python's version and those of all installed distributions."""
    return _versions(sorted(f"{each.name}=={each.version}" for each in metadata.distributions()))


@cache
def requirements() -> str:
    """Checksum of the versions of Python, this package and the libraries that it requires."""
    required = map(Requirement, metadata.requires("annual-review") or ())
    needed = (each for each in required if not each.marker or each.marker.evaluate({"extra": ""}))
    names = ["annual-review", *(each.name for each in needed)]
    return _versions([f"{name}=={_version(name)}" for name in names])


def _version(name: str) -> str:
    """Version of a library; empty without it, as not everything needs each of them."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _versions(libraries: list[str]) -> str:
    return hashlib.sha256("\n".join([platform.python_version(), *libraries]).encode()).hexdigest()
