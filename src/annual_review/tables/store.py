"""Save tables to a folder, all of them or none, and load them again."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from pathlib import Path

import pandas as pd

from annual_review import project
from annual_review.files import locked, workplace
from annual_review.tables.columns import SCHEMAS, TYPES
from annual_review.tables.schema import TableError, Tables, check

_STAGE, _COMMIT = ".tidy.staged-", ".tidy.commit"

_BY_HAND = {"item_id", "code", "coder"}
"""The columns of a table that a person's codings have as well; no save wrote these alone."""


def save(tables: Tables, folder: Path | str, *, parquet: bool = False) -> None:
    """Check the tables and write them to a folder as CSV and, if asked, as Parquet.

    Either all files are replaced or none. They are first written to a staging folder inside
    `folder`; renaming that folder commits the save. If the process is stopped after that, the next
    save or load moves the remaining files into place. Other files in `folder` stay, except Parquet
    files of an earlier save when no new ones are asked for.

    Raises TableError if the tables break their schemas or the folder cannot be written.
    """
    folder = Path(folder)
    check(tables)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with workplace(folder, _STAGE) as stage:
            for name, frame in tables:
                (stage / f"{name}.csv").write_bytes(as_csv(frame))
                if parquet:
                    frame.to_parquet(stage / f"{name}.parquet", index=False)
            with locked(folder):
                _finish(folder)
                stage.rename(folder / _COMMIT)
                _finish(folder)
    except OSError as error:
        remedy = "The tables already there were not changed."
        if (folder / _COMMIT).is_dir():
            remedy = "The tables are saved; the next command that loads them moves them into place."
        expected = "a folder that can be written to"
        raise TableError.of_system(folder, error, expected, remedy) from error


def others(folder: Path) -> list[str]:
    """Names of files in a folder that no save wrote: with a table's name, and corrections."""
    found = set()
    with suppress(OSError):  # no such folder, or one in which nobody can save
        there = {each.name for each in folder.iterdir()}
        found = {"corrections.yml"} & there
        for name, schema in SCHEMAS.items():
            if f"{name}.csv" not in there:
                found |= {f"{name}.parquet"} & there
            else:
                head = _head(folder / f"{name}.csv")
                if (head <= _BY_HAND and head) or not head <= set(schema.columns):
                    found.add(f"{name}.csv")  # earlier versions had fewer columns, none had others
    return sorted(found)


def overlap(folder: Path, tidy: Path, *inside: Path) -> str:
    """Say which tables or documents a folder would be mixed with; nothing if with none.

    The documents are those of the project, and those that the tables of `tidy` were made from,
    where all of them lie in a folder above `folder` or in one of `inside`.
    """
    folder, tidy = folder.resolve(), tidy.resolve()
    root = project.find()
    sources = [(root / project.SOURCES).resolve()] if root else []
    documents = load(tidy).reports["source"].tolist()
    above = [each for each in (folder, *folder.parents) if not tidy.is_relative_to(each)]
    for each in (*above, *inside):
        if documents and all((each / source).is_file() for source in documents):
            sources.append(each)
    for place, what in ((tidy, "the tables"), *((each, "the documents") for each in sources)):
        if folder.is_relative_to(place) or place.is_relative_to(folder):
            return f"a folder that holds {what}, or lies in their folder ({place})"
    return ""


def _head(file: Path) -> set[str]:
    """The columns of a CSV file, as its first line says."""
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        return set(lines.readline(10_000).strip().replace('"', "").split(",")) - {""}


def as_csv(frame: pd.DataFrame) -> bytes:
    """Return the bytes of a table's CSV file."""
    words: pd.DataFrame = frame.select_dtypes("string")
    # quoting everything is what it takes to have a carriage return quoted that ends no line
    returns = any(words[column].str.contains("\r", regex=False).any() for column in words)
    quoting = csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL
    return frame.to_csv(index=False, lineterminator="\n", quoting=quoting).encode()


def _finish(folder: Path) -> None:
    """Move the files of a committed save into place."""
    commit = folder / _COMMIT
    if not commit.is_dir():
        return
    # CSV goes first: a save with Parquet that was stopped still has some Parquet here
    files = sorted(commit.iterdir(), key=lambda file: file.suffix)
    if files and files[-1].suffix != ".parquet":
        for name in SCHEMAS:
            (folder / f"{name}.parquet").unlink(missing_ok=True)
    for file in files:
        file.replace(folder / file.name)
    commit.rmdir()


def load(folder: Path | str, copy: Path | None = None) -> Tables:
    """Load the tables that `save` wrote to a folder: all of one save, even while others are made.

    The tables loaded last are remembered until their files change. Each call returns its own
    frames, so changing one does not affect the next call's. With `copy`, their files are also
    copied to that folder.

    Raises TableError if a table is missing or damaged, OSError if they cannot be copied.
    """
    folder = Path(folder).absolute()
    with _one_save(folder):
        stats = [file.stat() for file in sorted(folder.glob("*.csv"))]
        stamps = tuple((each.st_mtime_ns, each.st_ino, each.st_size) for each in stats)
        loaded = _load_all(folder, stamps)
        if copy:
            for name in SCHEMAS:
                shutil.copyfile(folder / f"{name}.csv", copy / f"{name}.csv")
    return Tables(**{name: each.copy(deep=False) for name, each in loaded})


@contextmanager
def _one_save(folder: Path) -> Iterator[None]:
    """Keep saves waiting until this block ends, with nothing of the last one left to move.

    Raises TableError if there is, and nothing can be moved here.
    """
    while True:
        with ExitStack() as held:
            with suppress(OSError):  # no such folder, or a file system on which nobody can save
                held.enter_context(locked(folder, shared=True))
            if not (folder / _COMMIT).is_dir():
                yield
                return
        try:
            with locked(folder):
                _finish(folder)
        except OSError as error:
            raise _damaged(folder, "tables of a save that was stopped half way") from error


@lru_cache(maxsize=1)
def _load_all(folder: Path, _stamps: tuple[tuple[int, int, int], ...]) -> Tables:
    tables = Tables(**{name: _load(folder / f"{name}.csv", name) for name in SCHEMAS})
    check(tables, where=str(folder))
    return tables


def _load(file: Path, name: str) -> pd.DataFrame:
    columns, types = SCHEMAS[name].columns, TYPES[name]
    words = [column for column in types if isinstance(types[column], pd.StringDtype)]
    empty = {column: "" for column in words if not columns[column].nullable}
    try:
        frame = pd.read_csv(file, dtype=types, keep_default_na=False, na_values=[""])
        if list(frame.columns) != list(types):
            raise _damaged(file, f"the columns {', '.join(frame.columns)}", ", ".join(types))
        return frame.fillna(empty)
    except FileNotFoundError as error:
        raise TableError(
            str(file),
            found="no such file",
            expected="a table made by `annual-review build`",
            remedy="Run `annual-review build`, or give the folder with --tidy.",
        ) from error
    except (OSError, ValueError) as error:
        raise _damaged(file, str(error)) from error


def _damaged(file: Path, found: str, expected: str = "a table that `build` made") -> TableError:
    return TableError(
        str(file),
        found=found,
        expected=expected,
        remedy="Build the tables again with `annual-review build`.",
    )
