"""What was read of documents before, so that only what changed is read again.

It is kept in a folder beside the tables: one file per document, named by a checksum of the document
and the program. The file says what people had given for its report, corrections and codes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from annual_review import program
from annual_review.baseline.corrections import Correction
from annual_review.files import kept
from annual_review.tables.hand_codings import HandCoding, may_hold
from annual_review.tables.tidy import Rows


class Given(NamedTuple):
    """What people gave besides documents: corrections, and codes of items.

    `folder` is where to keep what was read; empty to keep nothing.
    """

    corrections: tuple[Correction, ...] = ()
    codings: Mapping[str, list[HandCoding]] = {}
    folder: str = ""

    def checksum(self, report_id: str) -> str:
        """Checksum of what was given for one report: its corrections, the codes that may hold."""
        corrections = [each for each in self.corrections if each.report == report_id]
        return _digest(corrections, may_hold(self.codings, report_id))


class Read(NamedTuple):
    """What was read of a document: its rows in every table.

    `applied` are the corrections that fitted it, `given` is the checksum of what was given for its
    report, and `key` names it in the cache.
    """

    key: str
    rows: Rows
    applied: list[Correction]
    given: str

    @property
    def about(self) -> dict[str, Any]:
        """The document's row in the table `reports`."""
        return self.rows["reports"][0]


def key(name: str, sha256: str) -> str:
    """Return a checksum of a document's name and bytes and of the program."""
    return _digest(name, sha256, program.code(), program.requirements())


def _digest(*values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def get(key: str, given: Given) -> Read | None:
    """Return what was kept under this key; None if there is nothing, or it is damaged.

    None as well if people have given something else for its report since then.
    """
    try:
        read = Read(**json.loads((Path(given.folder) / f"{key}.json").read_bytes()))
        read = read._replace(applied=[Correction(*each) for each in read.applied])
        return read if read.given == given.checksum(read.about["report_id"]) else None
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
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
