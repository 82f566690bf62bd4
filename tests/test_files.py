"""Files and folders that several processes may write."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

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
