"""What was saved loads equal, whatever it holds, and one save at a time."""

from __future__ import annotations

import dataclasses
import errno
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import annual_review as ar
from annual_review.tables import Tables, save
from annual_review.tables.columns import SCHEMAS
from annual_review.tables.schema import REFERENCES, TableError

_SET_APART = {
    *(column for _, column, _, _ in REFERENCES),
    *(column for schema in SCHEMAS.values() for column in schema.unique),
}
FREE = {
    name: [
        column
        for column, spec in schema.columns.items()
        if str(spec.dtype).startswith("string")
        and not (spec.checks or spec.nullable or column in _SET_APART)
    ]
    for name, schema in SCHEMAS.items()
}
"""Columns that can hold any text."""


def with_texts(tables: Tables, texts: list[str]) -> Tables:
    """The tables with these texts, one after the other, in all columns that can hold any."""
    turn = cycle(texts)
    return dataclasses.replace(
        tables,
        **{
            name: frame.assign(
                **{
                    column: pd.Series(list(islice(turn, len(frame))), dtype="string")
                    for column in FREE[name]
                }
            )
            for name, frame in tables
        },
    )


HOSTILE = st.sampled_from(
    [
        *"\r\n\0\t\x1a\x1c\x85\u2028\u2029\ufeff\ufffe\U0010ffff\",;'\\ ",
        "\r\n",
        '""',
        "=1+1",
        "NA",
        "nan",
        "\x1b[31m",
    ]
)
TEXTS = st.lists(HOSTILE | st.text(), max_size=4).map("".join)


@settings(max_examples=15)
@given(texts=st.lists(TEXTS, min_size=1, max_size=30))
def test_whatever_a_text_holds_loads_as_it_was_saved(tables: Tables, texts: list[str]) -> None:
    saved = with_texts(tables, texts)
    with tempfile.TemporaryDirectory() as folder:
        save(saved, folder, parquet=True)
        for name, loaded in ar.load(folder):
            pd.testing.assert_frame_equal(saved[name], loaded, check_exact=True)
            parquet = pd.read_parquet(Path(folder, f"{name}.parquet"))
            pd.testing.assert_frame_equal(saved[name], parquet, check_exact=True)


def test_only_a_carriage_return_changes_how_a_table_is_written(
    tables: Tables, tmp_path: Path
) -> None:
    save(with_texts(tables, ["a\nb"]), tmp_path)
    assert b'\n"AZE' not in (tmp_path / "texts.csv").read_bytes()
    save(with_texts(tables, ["a\rb"]), tmp_path)
    assert b'\n"AZE-P029-2017-2018","a\rb"\n' in (tmp_path / "texts.csv").read_bytes()


# ---- one save at a time -------------------------------------------------------------------------

SAVES = """
import sys
import annual_review as ar
from annual_review.tables import save
tables = ar.load(sys.argv[1])
while True:
    save(tables, sys.argv[2])
    print("saved", flush=True)
"""


def test_a_load_sees_one_save_while_two_processes_save(tables: Tables, tmp_path: Path) -> None:
    savers = []
    try:
        for mark in "ab":
            save(with_texts(tables, [mark]), tmp_path / mark)
            command = [sys.executable, "-c", SAVES, str(tmp_path / mark), str(tmp_path / "both")]
            savers.append(subprocess.Popen(command, stdout=subprocess.PIPE))
        for saver in savers:
            assert saver.stdout is not None
            saver.stdout.readline()
        for _ in range(8):
            loaded = ar.load(tmp_path / "both")
            assert len({text for name in FREE for text in _texts(loaded, name)}) == 1
    finally:
        for saver in savers:
            saver.kill()
            saver.communicate()
    save(tables, tmp_path / "both")  # what the killed left is gone
    assert sorted(file.name for file in (tmp_path / "both").iterdir()) == sorted(
        f"{name}.csv" for name in SCHEMAS
    )


def _texts(tables: Tables, name: str) -> set[str]:
    return {text for column in FREE[name] for text in tables[name][column]}


def test_a_save_stopped_half_way_where_nothing_can_be_written_is_a_message(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tables, tmp_path)
    (tmp_path / ".tidy.commit").mkdir()

    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "rmdir", refused)
    with pytest.raises(TableError, match="a save that was stopped half way"):
        ar.load(tmp_path)


@pytest.fixture(scope="module")
def old(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of tables to copy."""
    folder = tmp_path_factory.mktemp("old")
    save(with_texts(tables, ["old"]), folder)
    return folder


@pytest.mark.parametrize(
    ("owner", "call"), [(Path, "write_bytes"), (Path, "rename"), (Path, "replace"), (Path, "mkdir"),
                        (pd.DataFrame, "to_parquet")]
)  # fmt: skip
@pytest.mark.parametrize("nth", [0, 1, 5])
def test_a_full_disk_leaves_the_old_tables_or_the_new(
    tables: Tables,
    old: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    call: str,
    nth: int,
) -> None:
    shutil.copytree(old, tmp_path, dirs_exist_ok=True)
    real, calls = getattr(owner, call), []

    def full(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        if len(calls) > nth:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **kwargs)

    with monkeypatch.context() as patch, suppress(TableError):
        patch.setattr(owner, call, full)
        save(with_texts(tables, ["new"]), tmp_path, parquet=True)
    loaded = ar.load(tmp_path)
    seen = {text for name in FREE for text in _texts(loaded, name)}
    assert seen == {"new"} if call == "replace" or len(calls) <= nth else {"old"}
