"""Save tables to a folder, all of them or none, and load them again."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from annual_review.tables.schema import SCHEMAS, TableError, Tables, check

_STAGE, _COMMIT = ".tidy.staged-", ".tidy.commit"
_WITH_PARQUET = "parquet"
"""A file in a decided save's folder: it has Parquet, so that older Parquet is not stale."""


def save(tables: Tables, folder: Path | str, *, parquet: bool = False) -> None:
    """Check the tables and write them to a folder, as CSV and on request Parquet.

    Either all files are replaced or none: they are written to a folder beside the old ones, which
    is then renamed; what is in a renamed folder will be moved into place even if this process is
    stopped in between. Other files in `folder` stay. Parquet files of an earlier save are removed
    when no new ones are asked for.

    Raises TableError if the tables break their schemas or the folder cannot be written.
    """
    folder = Path(folder)
    check(tables)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))
        try:
            for name, frame in tables:
                frame.to_csv(stage / f"{name}.csv", index=False, lineterminator="\n")
                if parquet:
                    frame.to_parquet(stage / f"{name}.parquet", index=False)
            if parquet:
                (stage / _WITH_PARQUET).touch()
            with locked(folder):
                _finish(folder)
                stage.rename(folder / _COMMIT)
                _finish(folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise TableError(
            str(folder),
            found=error.strerror or str(error),
            expected="a folder that can be written",
            remedy="The tables that were there are as they were.",
        ) from error


def _finish(folder: Path) -> None:
    """Move the files of a save that was decided on into place."""
    commit = folder / _COMMIT
    if not commit.is_dir():
        return
    if not (commit / _WITH_PARQUET).exists():
        for name in SCHEMAS:
            (folder / f"{name}.parquet").unlink(missing_ok=True)
    for file in commit.iterdir():
        if file.name != _WITH_PARQUET:
            file.replace(folder / file.name)
    shutil.rmtree(commit)


@contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Let one process at a time change a folder.

    Raises BlockingIOError if another one does, and this one is not to `wait`.
    """
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(lock)


def load(folder: Path | str) -> Tables:
    """Load the tables that `save` wrote to a folder.

    The last ones loaded are remembered while their files are not replaced; what is changed in a
    frame is not changed in that of another call.

    Raises TableError if one is missing or damaged.
    """
    global _remembered
    folder = Path(folder)
    if (folder / _COMMIT).is_dir() and os.access(folder, os.W_OK):
        with locked(folder):
            _finish(folder)
    stamps = _stamps(folder)
    if _remembered and _remembered[:2] == (folder.absolute(), stamps):
        return Tables(**{name: frame.copy(deep=False) for name, frame in _remembered[2]})
    tables = Tables(**{name: _load(folder, name) for name in SCHEMAS})
    check(tables, where=str(folder))
    if stamps == _stamps(folder) and max(stamps)[0] < time.time_ns() - _TICK:
        frames = {name: frame.copy(deep=False) for name, frame in tables}
        _remembered = folder.absolute(), stamps, Tables(**frames)
    return tables


_remembered: tuple[Path, list[tuple[int, int, int]], Tables] | None = None
_TICK = 50_000_000
"""Nanoseconds: a file changed less than this ago could be changed again at what is the same time to
the file system."""


def _stamps(folder: Path) -> list[tuple[int, int, int]]:
    """Time of the last change, number and size of every table's file; zeros for a missing one."""
    found = []
    for name in SCHEMAS:
        try:
            status = (folder / f"{name}.csv").stat()
            found.append((status.st_mtime_ns, status.st_ino, status.st_size))
        except OSError:
            found.append((0, 0, 0))
    return found


def _load(folder: Path, name: str) -> pd.DataFrame:
    file = folder / f"{name}.csv"
    types = {column: str(spec.dtype) for column, spec in SCHEMAS[name].columns.items()}
    try:
        frame = pd.read_csv(file, dtype="string", keep_default_na=False, na_values=[""])
    except FileNotFoundError as error:
        raise TableError(
            str(file),
            found="no such file",
            expected="a table made by `annual-review build`",
            remedy="Run `annual-review build`, or give the folder with --tidy.",
        ) from error
    except (OSError, ValueError) as error:
        raise _damaged(file, str(error)) from error
    if list(frame.columns) != list(types):
        raise _damaged(file, f"the columns {', '.join(frame.columns)}", ", ".join(types))
    for column, spec in SCHEMAS[name].columns.items():
        if types[column].startswith("string") and not spec.nullable:
            frame[column] = frame[column].fillna("")
        if types[column] == "boolean":
            frame[column] = frame[column].map({"True": True, "False": False})
    try:
        return frame.astype(types)
    except (TypeError, ValueError) as error:
        raise _damaged(file, str(error)) from error


def _damaged(file: Path, found: str, expected: str = "a table that `build` made") -> TableError:
    return TableError(
        str(file), found=found, expected=expected, remedy="Build the tables again: `make data`."
    )
