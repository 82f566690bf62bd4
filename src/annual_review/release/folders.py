"""Folders that are written whole or not at all, never over what is somebody else's."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annual_review import files
from annual_review.errors import AnnualReviewError


class FolderError(AnnualReviewError):
    """A folder that cannot be written, or holds what is not ours."""


@contextmanager
def whole(folder: Path, marker: str, said: Mapping[str, Any]) -> Iterator[Path]:
    """Give an empty folder to write into, which takes the place of `folder` when the block ends.

    If the block fails, what was there stays. A file `marker` in the folder says what is `said`, and
    lists the files, so that the next time they are known to be ours.

    Raises FolderError if `folder` is a file, holds a file that its marker does not list, or cannot
    be written.
    """
    folder = folder.resolve()
    stage, before = (folder.with_name(f".{folder.name}.{each}") for each in ("making", "before"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with files.locked(folder.parent):
            if before.exists() and not folder.exists():
                before.rename(folder)  # the last time was stopped between two renames
            _refuse_others(folder, marker)
            for left in (stage, before):
                shutil.rmtree(left, ignore_errors=True)
            stage.mkdir()
            try:
                yield stage
                listed = {**said, "files": sorted([*names(stage), marker])}
                text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
                (stage / marker).write_text(text, "utf-8", newline="\n")
                _put(stage, folder, before)
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        expected, remedy = "a folder that can be written", "What was there has not changed."
        raise FolderError.of_system(folder, error, expected, remedy) from error


def _put(stage: Path, folder: Path, before: Path) -> None:
    """Move what was made into place; on an error, what was there stays."""
    if folder.exists():
        folder.rename(before)
    try:
        stage.rename(folder)
    except OSError:
        if before.exists():
            before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)


def names(folder: Path) -> list[str]:
    """Paths of all files below a folder, as they stand in addresses."""
    return [file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()]


def _refuse_others(folder: Path, marker: str) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FolderError(str(folder), found="a file", expected="a folder, or nothing")
    try:
        known = set(json.loads((folder / marker).read_text("utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        known = set()
    others = sorted(set(names(folder)) - known)
    if others:
        raise FolderError(
            str(folder),
            found=", ".join(others[:3]) + (f" and {len(others) - 3:,} more" if others[3:] else ""),
            expected="a new or empty folder, or one that this command wrote and nobody added to",
            remedy="Name another folder, or move these files away.",
        )
