"""What was read of documents before, so that only what changed is read again.

It is kept in a folder beside the tables: one file per document, named by a checksum of everything
that the result depends on.
"""

from __future__ import annotations

import hashlib
import json
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from annual_review.baseline.corrections import Correction
from annual_review.files import checksum, kept
from annual_review.tables.tidy import HandCoding, Rows


class Inputs(NamedTuple):
    """What reading depends on besides the document.

    `folder` is where to keep what was read; empty to keep nothing.
    """

    corrections: tuple[Correction, ...] = ()
    codings: tuple[HandCoding, ...] = ()
    folder: str = ""


class Read(NamedTuple):
    """What was read of a document: its rows in every table.

    `applied` are the numbers of the corrections that fitted it, `key` names it in the cache.
    """

    key: str
    rows: Rows
    applied: list[int]

    @property
    def about(self) -> dict[str, Any]:
        """The document's row in the table `reports`."""
        return self.rows["reports"][0]


def key(name: str, sha256: str, inputs: Inputs) -> str:
    """Return a checksum of all that reading a document of this name and checksum depends on."""
    return _digest(name, sha256, _inputs(inputs))


@cache
def _inputs(inputs: Inputs) -> str:
    return _digest(_program(), inputs.corrections, inputs.codings)


@cache
def _program() -> str:
    """Checksum of Python, the package's code and data, and the libraries that read files."""
    package = Path(__file__).parents[1]
    files = (each for each in package.rglob("*") if each.suffix in (".py", ".yml", ".csv"))
    libraries = [
        version(name)
        for name in ("lxml", "pypdfium2", "rapidfuzz", "pycountry", "numpy", "scikit-learn")
    ]
    return _digest(sys.version, version("annual-review"), checksum(package, files), libraries)


def _digest(*values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def get(key: str, folder: str) -> Read | None:
    """Return what was kept under this key; None if there is nothing, or it is damaged."""
    try:
        return Read(**json.loads((Path(folder) / f"{key}.json").read_bytes()))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def keep(read: Read, folder: str) -> None:
    """Write down what was read. If it cannot be written, the next build just takes longer."""
    text = json.dumps(read._asdict())
    kept(Path(folder) / f"{read.key}.json", lambda part: part.write_text(text, "utf-8"))


def forget_others(keys: set[str], folder: str) -> None:
    """Remove everything that is not kept under one of these keys."""
    with suppress(OSError):
        for file in Path(folder).iterdir():
            if file.stem not in keys:
                file.unlink(missing_ok=True)
