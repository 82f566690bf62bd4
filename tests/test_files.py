"""Files and folders that several processes may write."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

import pytest

from annual_review.files import whole, workplace


def test_what_a_killed_process_left_goes_and_what_another_is_at_stays(tmp_path: Path) -> None:
    with workplace(tmp_path, ".x-") as held:
        (tmp_path / ".x-left").mkdir()
        (tmp_path / ".x-left" / "file").write_text("")
        (tmp_path / "own").mkdir()
        with workplace(tmp_path, ".x-") as second:
            assert {each.name for each in tmp_path.iterdir()} == {held.name, second.name, "own"}
    assert [each.name for each in tmp_path.iterdir()] == ["own"]


def test_a_file_is_replaced_when_it_is_whole_and_stays_as_it_was_until_then(tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    file.write_text("old")
    with suppress(RuntimeError), whole(file) as part:
        part.write_text("half")
        raise RuntimeError
    assert file.read_text() == "old"
    with whole(file) as part:
        part.write_text("new")
        assert file.read_text() == "old"
    assert file.read_text() == "new"
    assert list(tmp_path.iterdir()) == [file]


def test_nothing_of_a_killed_process_gets_into_a_file_that_is_written_again(tmp_path: Path) -> None:
    file, kept = tmp_path / "file.txt", tmp_path / "kept.txt"
    kept.write_text("somebody's own")
    for leave in (lambda left: left.write_text("half"), lambda left: left.symlink_to(kept)):
        leave(tmp_path / ".file.txt.part")
        with whole(file) as part, part.open("a") as added:
            added.write("whole")
        assert file.read_text() == "whole"
    assert kept.read_text() == "somebody's own"
    assert sorted(tmp_path.iterdir()) == [file, kept]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.EINVAL, "new"), (errno.ENOTSUP, "new"), (errno.ENOSPC, "old"), (errno.EIO, "old")],
)
def test_a_drive_that_cannot_flush_keeps_a_file_from_nobody_and_one_that_fails_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: str
) -> None:
    def fails(_: int) -> None:
        raise OSError(number, os.strerror(number))

    file = tmp_path / "file.txt"
    file.write_text("old")
    monkeypatch.setattr("os.fsync", fails)
    with suppress(OSError), whole(file) as part:
        part.write_text("new")
    assert file.read_text() == expected
    assert list(tmp_path.iterdir()) == [file]
