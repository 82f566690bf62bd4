"""Files and folders that several processes may write: each is there whole, or as it was."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


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
        part.touch()
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
