"""Files and folders that several processes may write: each is there whole, or as it was."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from annual_review.errors import AnnualReviewError


@contextmanager
def locked(folder: Path, *, wait: bool = True, shared: bool = False) -> Iterator[None]:
    """Hold a folder's lock: other processes that ask for it wait until this block ends.

    Those that `shared` it do not exclude each other. The system releases the lock when the process
    ends, however it ends. Threads of one process exclude each other too, and who holds the lock
    must not ask for it again.

    Raises BlockingIOError if another process holds it and this one is not to `wait`.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(handle, how | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)


@contextmanager
def workplace(folder: Path, prefix: str) -> Iterator[Path]:
    """A new folder inside `folder` whose name begins with `prefix`, for this block to work in.

    It is gone when the block ends. What killed processes left of this prefix goes when the next
    one begins.
    """
    with ExitStack() as held:
        with locked(folder):
            for left in folder.glob(f"{prefix}*"):
                with suppress(OSError), locked(left, wait=False):  # else somebody works there
                    shutil.rmtree(left, ignore_errors=True)
            place = folder / f"{prefix}{uuid.uuid4().hex}"
            place.mkdir()
            held.enter_context(locked(place))
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


def checksum(root: Path, files: Iterable[Path]) -> str:
    """Checksum of files below a folder, with their names; one of them need not be there."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path.relative_to(root).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"gone")
    return total.hexdigest()


def kept(file: Path, write: Callable[[Path], object]) -> None:
    """Write a file that is only there to save time, whole; if it cannot be written, do without."""
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """A place to write a file to, which takes the place of `file` when the block ends.

    If the block fails, the process is killed or the machine stops, what was there stays. Where
    several processes may write the same file, each is to hold a lock.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        part.unlink(missing_ok=True)  # what a killed process left, which some would add to
        part.touch()
        yield part
        flush(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have the system write down a file, or which files a folder has; if it cannot, do without."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network and shared drives
            raise
    finally:
        os.close(handle)


# ---- folders ------------------------------------------------------------------------------------


class FolderError(AnnualReviewError):
    """A folder that cannot be written, or holds what is not ours."""


@contextmanager
def whole_folder(folder: Path, marker: str, said: Mapping[str, Any]) -> Iterator[Path]:
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
        with locked(folder.parent):
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
