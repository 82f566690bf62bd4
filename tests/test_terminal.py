"""What documents hold is shown in a terminal, never obeyed by it."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import annual_review as ar
from annual_review.baseline.report import Problem
from annual_review.cli import documents
from tests.conftest import AZERBAIJAN, PROJECT, Command, made_up

TITLE = "\x1b]0;a title\x07"
HOSTILE = f"{TITLE}\r\n\u202e\x9b31m\u2028[red]loud[/red] :bomb:"
SHOWN = r"\x1b]0;a title\x07\r\n\u202e\x9b31m\u2028[red]loud[/red] :bomb:"
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@pytest.fixture
def printed(run: Command) -> Callable[..., str]:
    """Run the command; return all that it prints, in which there is nothing unseen."""

    def command(*arguments: object) -> str:
        _, out, err = run(*arguments)
        assert not UNSEEN.search(out + err)
        return out + err

    return command


def test_read_shows_control_characters_and_does_not_print_them(
    printed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = ar.read(AZERBAIJAN)
    first, *others = report.statements
    named = dict.fromkeys(("speaker", "years_as_printed"), HOSTILE)
    answered = next(n for n, each in enumerate(others) if each.text and not each.items)
    others[answered] = others[answered]._replace(text=f"One\n{HOSTILE}")
    problem = Problem("years_unclear", HOSTILE, f"a message on {HOSTILE}", None, 0, 0)
    hostile = dataclasses.replace(
        report,
        country=HOSTILE,
        statements=(first._replace(**named), *others),
        problems=(problem,),
    )
    monkeypatch.setattr(documents.reading, "guarded", lambda _: hostile)
    said = printed("read", "any.txt")
    assert f"(printed as {SHOWN})" in said
    assert f"({SHOWN}, {SHOWN})" in said
    assert f"a message on {SHOWN}: {SHOWN}" in said
    assert re.search(r"^    One *$", said, re.MULTILINE)
    told = json.loads(printed("read", "any.txt", "--json"))
    assert told["statements"][0]["speaker"] == HOSTILE
    assert told["problems"][0]["text"] == HOSTILE


def test_build_shows_the_control_characters_of_names_and_does_not_print_them(
    printed: Callable[..., str], tmp_path: Path
) -> None:
    sources, name = tmp_path / "sources", HOSTILE.replace("/", "")
    sources.mkdir()
    (sources / f"{name}good.txt").write_text(made_up({}), "utf-8")
    (sources / f"{name}bad.txt").write_text("")
    said = printed("build", str(sources), "--tidy", str(tmp_path / "tidy"))
    shown = SHOWN.replace("/", "")
    assert f"{shown}good.txt: ALB-P029-2019-2020" in said
    assert f"error: {shown}bad.txt: found an empty file" in said


def test_commands_print_through_one_place() -> None:
    for file in (PROJECT / "src" / "annual_review" / "cli").glob("*.py"):
        if file.name != "console.py":
            assert "rich.markup" not in file.read_text("utf-8"), file.name
