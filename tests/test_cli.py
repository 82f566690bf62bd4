"""The command: exit statuses, messages without tracebacks, and help with examples."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

import annual_review as ar
from annual_review import cli
from tests.conftest import AZERBAIJAN, PROJECT, Command, write_notebook

Runner = Callable[..., tuple[int, str, str]]
OWN = 'title: str = ""\nmost: int = 1'
COMMANDS = [
    "init",
    "collect",
    "build",
    "read",
    "run",
    "review",
    "export",
    "diff",
    "site",
    "list",
    "check",
]


def test_build_names_what_it_made_and_writes_parquet_on_request(
    run: Command, tmp_path: Path
) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "azerbaijan.txt").write_bytes(AZERBAIJAN.read_bytes())
    tidy = tmp_path / "tidy"
    status, out, err = run("build", str(tmp_path / "sources"), "--tidy", str(tidy), "--parquet")
    assert (status, err) == (0, "")
    assert (tidy / "measures.parquet").is_file()
    assert "AZE-P029-2017-2018, 100.0% of the text placed" in out


def test_build_ends_with_1_when_a_document_failed(run: Command, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "azerbaijan.txt").write_bytes(AZERBAIJAN.read_bytes())
    (tmp_path / "sources" / "empty.txt").write_bytes(b"")
    status, out, err = run("build", str(tmp_path / "sources"), "--tidy", str(tmp_path / "tidy"))
    assert status == 1
    assert "error: empty.txt: found an empty file" in err
    assert "AZE-P029-2017-2018" in out


def test_read_prints_a_summary_and_the_whole_as_json(run: Command) -> None:
    status, out, _ = run("read", str(AZERBAIJAN))
    assert status == 0
    assert "a) Vocational training" in out.replace("\n", " ")
    status, out, _ = run("read", str(AZERBAIJAN), "--json")
    report = json.loads(out)
    assert status == 0
    assert report["report_id"] == "AZE-P029-2017-2018"
    assert len(report["statements"]) == 24
    assert report["statements"][8]["items"][0]["letter"] == "a"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["read", "missing.txt"], 1, "missing.txt: found no such file"),
        (["run"], 2, "expected --all, --runs, or one of 01-corpus"),
        (["run", "--all", "--runs", "weekly.yml"], 2, "expected one or the other"),
        (["run", "--runs", "missing.yml"], 2, "missing.yml: found No such file"),
        (["run", "02-country", "-p", "country=AZE,XXX"], 2, "found country=XXX"),
        (["run", "04-cooperation-needs", "-p", "year=soon"], 2, "expected a number"),
        (["run", "02-country", "-p", "country=XXX"], 2, "expected country to be one of AZE"),
        (["run", "02-country", "-p", "country"], 2, "expected NAME=VALUE"),
        (["run", "02-country", "-p", "contry=AZE"], 2, "Did you mean country?"),
        (["run", "06-nothing"], 2, "expected one of 01-corpus"),
        (["run", "--all", "--tidy", "missing"], 1, "reports.csv: found no such file"),
        (["run", "--all", "--outputs", "README.md"], 1, "README.md: found"),
        (["run", "--all", "-p", "tidy=x"], 2, "expected it as the option --tidy"),
        (["run", "02-country", "-p", "country=AZE", "-p", "country=AZE"], 2, "'country' twice"),
        (["collect", "--catalogue", "missing.csv"], 2, "missing.csv: found no such file"),
        (["collect", "--catalogue", "README.md"], 2, "found a first line that reads"),
        (["collect", "--country", "Chna"], 2, "Did you mean China?"),
        (["collect", "--subject", "P030"], 2, "expected some of CL, DISC, FACB, FL"),
        (["build", "missing"], 1, "missing: found no such folder"),
        (["build", "data/sources", "--tidy", "/"], 1, "/: found the root of all folders"),
        (
            ["run", "02-country", "-p", "country=AZE\nALB"],
            2,
            "Put a value that contains a line break in",
        ),
        (["run", "02-country", "-p", "country=A\udcffE"], 2, "expected a text in UTF-8"),
        (["run", "--all", "--notebooks", "missing"], 2, "missing: found no such folder"),
        (["build", "--nonsense"], 2, "No such option"),
        (["nonsense"], 2, "No such command"),
    ],
)
def test_errors_end_in_one_message_and_an_exit_status(
    run: Command, arguments: list[str], status: int, message: str
) -> None:
    ended, _, err = run(*arguments)
    assert ended == status
    assert message in " ".join(err.split())
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            ZeroDivisionError("of the program"),
            "Please report it as a bug, with the command and what",
        ),
        (ImportError("of the program"), "Please report it as a bug, with the command and what"),
        (FileNotFoundError(2, "No such file or directory", "out"), "out: found No such file"),
    ],
)
def test_an_error_that_nobody_foresaw_is_one_message_too(
    run: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception, message: str
) -> None:
    def fail(_tidy: Path) -> None:
        raise error

    monkeypatch.setattr("annual_review.tables.build.load", fail)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    status, _, err = run("list")
    assert status == 1
    assert message in err
    assert "Traceback" not in err
    logs = [each.read_text() for each in tmp_path.iterdir()]
    assert [log.count(f"{type(error).__name__}: of the program") for log in logs] == [1] * len(logs)
    assert len(logs) == (not isinstance(error, OSError))


def test_a_command_whose_needs_are_not_there_is_no_bug(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "annual_review.cli.reports", None)
    with pytest.raises(cli.NotLoadedError, match=r"cli\.reports"):
        run("list")


def test_run_makes_a_report_its_source_and_the_index(run: Command, tmp_path: Path) -> None:
    status, out, err = run(
        "run", "04-cooperation-needs", "-p", "year=2018", "--outputs", str(tmp_path)
    )
    assert (status, err) == (0, "")
    assert "made 04-cooperation-needs P029-2018" in out
    assert "1 of 1)" in out
    assert "1 made, 0 kept, 0 failed" in out
    page = (tmp_path / "04-cooperation-needs" / "P029-2018.html").read_text("utf-8")
    assert "<title>Who asks for what help, 2018</title>" in page
    assert 'href="../sources/AZE-P029-2017-2018.html#AZE-P029-2017-2018/request/1' in page
    assert "../outputs/" not in page
    assert (tmp_path / "sources" / "AZE-P029-2017-2018.html").is_file()
    assert "P029-2018.html" in (tmp_path / "index.html").read_text("utf-8")


def test_run_takes_lists_and_keeps_what_has_not_changed_and_can_be_quiet(
    run: Command, tmp_path: Path
) -> None:
    write_notebook(tmp_path / "notebooks", "own", "print(title, 1 / most)", parameters=OWN)
    outputs = ["--outputs", str(tmp_path / "outputs"), "--notebooks", str(tmp_path / "notebooks")]
    outputs += ["--jobs", "1"]  # one worker starts sooner than two
    status, _, err = run("run", "own", "-p", "title=a", "-p", "most=0", *outputs)
    assert status == 1
    assert "error: own a-0, cell 3: found ZeroDivisionError: division by zero (with title=a, most=0)" in err  # fmt: skip
    status, out, err = run("run", "own", "-p", "title=a,b", "-p", "most=1,0", *outputs)
    assert status == 1
    assert "2 made, 0 kept, 2 failed" in out
    assert "error: 2 reports stopped at the same error: ZeroDivisionError: division by zero. They are own " in err  # fmt: skip
    assert "a-0" in err
    assert err.count("ZeroDivisionError") == 1, "told once for both"
    (tmp_path / "weekly.yml").write_text(
        "- notebook: own\n  parameters: {title: [a, b], most: 1}\n"
    )
    weekly = ["run", "--runs", str(tmp_path / "weekly.yml"), *outputs]
    status, out, err = run(*weekly)
    assert (status, err) == (0, "")
    assert "0 made, 2 kept, 0 failed" in out
    assert run(*weekly, "--quiet", "--again", "--plain") == (0, "", "")


def test_run_warns_once_of_a_picture_without_words(run: Command, tmp_path: Path) -> None:
    picture = "from IPython.display import Image\nImage(b'', format='png')"
    write_notebook(tmp_path / "notebooks", "own", picture, parameters=OWN)
    outputs = ["--outputs", str(tmp_path / "outputs"), "--notebooks", str(tmp_path / "notebooks")]
    outputs += ["--jobs", "1"]  # one worker starts sooner than two
    status, out, err = run("run", "own", "-p", "title=a,b", "-p", "most=1", *outputs)
    assert status == 0
    assert "2 made" in out
    assert err.count("warning: own, cell 3 from the top: picture without text alternative; “A") == 1


def test_check_passes_on_the_project(run: Command) -> None:
    status, out, err = run("check")
    assert (status, err) == (0, "")
    assert out.count("yes") == 9


def test_check_says_when_tables_are_not_what_the_sources_give(run: Command, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    source = AZERBAIJAN.read_text("utf-8").replace("booklets", "leaflets")
    (tmp_path / "sources" / "azerbaijan.txt").write_text(source, "utf-8")
    status, _, err = run("check", str(tmp_path / "sources"))
    assert status == 1
    assert "found rows that differ from what the sources give" in err


def test_list_names_notebooks_parameters_and_runs(run: Command) -> None:
    status, out, _ = run("list")
    assert status == 0
    assert "04-cooperation-needs" in out
    assert "2: P029-2017" in out
    assert "year: int (2018)" in " ".join(out.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_and_is_in_the_readme(
    run: Command, name: str
) -> None:
    status, out, _ = run(name, "--help")
    assert status == 0
    assert "Example" in out
    assert "<bool>" not in out, "no type where no value is taken"
    assert f"annual-review {name}" in out
    assert f"annual-review {name}" in (PROJECT / "README.md").read_text("utf-8")


def test_there_is_no_other_command() -> None:
    assert sorted(cli.COMMANDS) == sorted(COMMANDS)


def test_the_help_says_of_each_command_what_it_says_itself_and_loads_none() -> None:
    for name, (_, said) in cli.COMMANDS.items():
        assert " ".join(cli.command(name).help.split("\n\n")[0].split()) == said
    lacking = "import sys; sys.argv, sys.modules['pandas'] = ['annual-review', '--help'], None"
    done = subprocess.run(
        [sys.executable, "-c", f"{lacking}; from annual_review import cli; cli.main()"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f" {name} " in done.stdout for name in COMMANDS)


def test_nothing_is_loaded_before_a_command_needs_it() -> None:
    """`--version` answers at once; `read` does not wait for pictures."""
    loaded = "; print(*sorted({'pandas', 'matplotlib', 'nbformat'} & set(sys.modules)))"
    for module, needed in (("annual_review.cli", ""), ("annual_review.cli.documents", "pandas")):
        script = f"import sys, {module}{loaded}"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
        assert done.stdout.strip() == needed, done.stderr


def test_names_of_commands_are_completed_without_loading_them() -> None:
    lacking = "import sys; sys.argv, sys.modules['pandas'] = ['annual-review'], None"
    asked = {"_ANNUAL_REVIEW_COMPLETE": "complete_bash", "COMP_WORDS": "annual-review re"}
    done = subprocess.run(
        [sys.executable, "-c", f"{lacking}; from annual_review import cli; cli.main()"],
        env={**os.environ, **asked, "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
    )
    assert (done.stdout.split(), done.stderr) == (["read", "review"], "")


def test_the_installed_command_runs() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("annual-review"), "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (f"annual-review {ar.__version__}\n", "")
