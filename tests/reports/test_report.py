"""Making reports: what is made, what is kept, and that a failure stays where it is."""

from __future__ import annotations

import errno
import html.parser
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import annual_review as ar
from annual_review import project
from annual_review.reports import batch, executors, manifest, plan
from annual_review.reports.batch import Outcome
from annual_review.reports.plan import Run
from annual_review.reports.report import Job, Limits, ReportError
from annual_review.tables import Tables, save
from tests.conftest import PROJECT, made_up, write_notebook

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.fixture(scope="module")
def thread() -> Iterator[Executor]:
    """One thread, whose worker all tests of the module share: as true as any other executor."""
    with ThreadPoolExecutor(1) as executor:
        yield executor
    executors.close()


@pytest.fixture
def own_workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Workers of the test alone, which it may end; that of the other tests goes on."""
    with monkeypatch.context() as patch:
        patch.setattr(executors, "_idle", queue.SimpleQueue())
        patch.setattr(executors, "_all", set())
        yield
        executors.close()


Make = Callable[..., dict[str, Outcome]]


@pytest.fixture
def make(tmp_path: Path, thread: Executor) -> Make:
    """A function that makes reports of the notebooks in tmp_path/notebooks, by run name."""

    def made(*several: Run, tidy: Path | None = None, **options: Any) -> dict[str, Outcome]:
        options.setdefault("executor", thread)
        folder, outputs = tmp_path / "notebooks", tmp_path / "outputs"
        return {
            outcome.run.name: outcome
            for outcome in batch.execute(several, outputs, tidy, folder=folder, **options)
        }

    return made


def listed(tmp_path: Path) -> dict[str, manifest.Record]:
    return {report["run"]: report for report in manifest.read(tmp_path / "outputs")["reports"]}


def printed(outcome: Outcome) -> str:
    """What the last cell of a report printed."""
    assert outcome.page is not None, outcome.error
    node = json.loads(outcome.page.with_suffix(".ipynb").read_text("utf-8"))
    return "".join(node["cells"][-1]["outputs"][0]["text"]).strip()


class Links(html.parser.HTMLParser):
    """Every address that a page would load or lead to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "src" or (tag == "link" and name == "href"):
                self.loads.append(value or "")
            elif name == "href":
                self.leads.append(value or "")


# ---- what is made -------------------------------------------------------------------------------


@pytest.mark.usefixtures("own_workers")
def test_a_batch_makes_whole_pages_and_lists_them_and_a_failure_stops_no_other(
    tmp_path: Path, make: Make
) -> None:
    show = "from annual_review import show\nshow.say('<b>2 < 3</b>')"
    plot = "from annual_review.show.picture import Picture\nPicture(2, 2, 'T', 'Alt')"
    write_notebook(tmp_path / "notebooks", "good", show, plot)
    write_notebook(tmp_path / "notebooks", "bad", "1 / 0", "'never run'")
    outcomes = make(Run("good", {}), Run("bad", {}), executor=None, jobs=1)  # a worker of its own
    outputs = tmp_path / "outputs"

    assert outcomes["bad"].page is None
    assert "bad bad, cell 2: found ZeroDivisionError: division by zero" in str(
        outcomes["bad"].error
    )
    assert not (outputs / "bad" / "bad.html").exists()

    page = outcomes["good"].page
    assert page == outputs / "good" / "good.html"
    text = page.read_text("utf-8")
    assert "&lt;b&gt;2 &lt; 3" in text
    assert 'alt="Alt"' in text
    assert "import present" not in text
    assert all(address.startswith("data:") for address in Links(page).loads)
    assert "../sources/AZE-P029-2017-2018.html" in Links(page).leads
    assert "good/good.html" in Links(outputs / "index.html").leads
    assert sorted(path.name for path in outputs.iterdir()) == [
        "bad", "codebook.html", "good", "index.html", "logs", "manifest.json", "sources",
    ]  # fmt: skip
    held = manifest.read(outputs)
    assert held["batch"] is not None
    counts = held["batch"]["made"], held["batch"]["kept"], held["batch"]["failed"]
    assert counts == (1, 0, 1)
    good = listed(tmp_path)["good"]
    assert (good["page"], good["ipynb"]) == ("good/good.html", "good/good.ipynb")
    assert (good["status"], good["changed"], good["stale"]) == ("made", ["new"], False)
    assert good["about"]["heading"] == "A heading"
    assert [each["report_id"] for each in good["about"]["sources"]] == ["AZE-P029-2017-2018"]
    (log,) = (outputs / "logs").glob("*.log")
    assert re.search(
        r"made good good .*\n.*failed bad bad|failed bad bad .*\n.*made good", log.read_text()
    )


@linux
def test_every_report_has_a_fresh_process_forked_from_one_worker(
    tmp_path: Path, make: Make
) -> None:
    show = (
        "import os, random, sys\nimport numpy as np\n"
        "fresh = 'left' not in globals() and not hasattr(np, 'left')\nleft = np.left = 1\n"
        "parent = open(f'/proc/{os.getppid()}/cmdline').read().split('\\0')\n"
        "threads = len(os.listdir(f'/proc/{os.getppid()}/task'))\n"
        "print(os.getpid(), os.getppid(), fresh, 'annual_review.tables.processes' in parent,"
        " threads, random.random(), np.random.random(), os.getcwd())"
    )
    for name in "ab":
        write_notebook(tmp_path / "notebooks", name, show)
    said = [printed(each).split() for each in make(Run("a", {}), Run("b", {})).values()]
    (pid, parent, *fresh), (pid_, parent_, *fresh_) = said
    assert pid != pid_
    assert parent == parent_
    assert fresh[:2] == fresh_[:2] == ["True", "True"]
    assert fresh[2] == fresh_[2] == "1", "a process that forks must have one thread"
    assert fresh[3] != fresh_[3], "the same random numbers"
    assert fresh[4] != fresh_[4], "the same random numbers of numpy"
    assert fresh[5] == "notebooks", "the folder, without the path to it"


def test_a_fork_and_a_kernel_of_jupyters_give_the_same_report(tmp_path: Path, make: Make) -> None:
    (run,) = plan.plan(["03-across-years"], {}, ar.load())

    def content(outcome: Outcome) -> tuple[str, Any]:
        assert outcome.page is not None, outcome.error
        page = re.sub(
            r"20\d\d-\d\d-\d\dT[\d:.+]+|<time.*?</time>", "", outcome.page.read_text("utf-8")
        )
        node = json.loads(outcome.page.with_suffix(".ipynb").read_text("utf-8"))
        return page, [[c["source"], c.get("outputs")] for c in node["cells"]]

    shutil.copytree(PROJECT / "notebooks", tmp_path / "notebooks")
    ours, theirs = (content(make(run, again=True, plain=each)[run.name]) for each in (False, True))
    assert ours == theirs


def test_reports_of_other_tables_say_which_without_the_path_to_them(
    tmp_path: Path, make: Make, tables: Tables
) -> None:
    save(tables, tmp_path / "tidy")
    write_notebook(tmp_path / "notebooks", "where", "assert tidy.startswith('/'); print(tidy)")
    outcomes = make(Run("where", {}), tidy=tmp_path / "tidy")
    assert printed(outcomes["where"]) == "tidy"


# ---- what is kept -------------------------------------------------------------------------------


def test_what_has_not_changed_is_kept_and_what_has_is_made_again_saying_why(
    tmp_path: Path, make: Make
) -> None:
    folder, run = tmp_path / "notebooks", Run("one", {})
    file = write_notebook(folder, "one", "print(1)")
    assert not make(run)["one"].kept
    made = listed(tmp_path)["one"]["made"]
    assert make(run)["one"].kept
    node = json.loads(file.read_text())
    node["cells"][-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "old"}]
    file.write_text(json.dumps(node))
    assert make(run)["one"].kept, "outputs of the source do not count"
    assert listed(tmp_path)["one"]["made"] == made

    def why() -> list[str]:
        outcome = make(run)["one"]
        assert not outcome.kept
        return listed(tmp_path)["one"]["changed"]

    write_notebook(folder, "one", "print(2)")
    assert why() == ["notebook"]
    (folder / "helper.py").write_text("A = 1\n")
    assert why() == ["code"]
    (tmp_path / "outputs" / "one" / "one.html").unlink()
    assert why() == ["removed"]
    with (tmp_path / "outputs" / "one" / "one.ipynb").open("r+") as half:
        half.truncate(100)
    assert why() == ["removed"]
    assert not make(run, again=True)["one"].kept
    assert listed(tmp_path)["one"]["changed"] == ["forced"]
    assert make(run)["one"].kept


@pytest.fixture
def two_countries(tmp_path: Path) -> Callable[..., Path]:
    """A function that builds tables of two made-up baselines, with these answers of Albania."""

    def built(**answers: str) -> Path:
        sources = tmp_path / "sources"
        sources.mkdir(exist_ok=True)
        (sources / "albania.txt").write_text(made_up(answers))
        (sources / "benin.txt").write_text(made_up({}, "BENIN (2019-2020)"))
        ar.build(sources, tmp_path / "tidy")
        return tmp_path / "tidy"

    return built


ONE_COUNTRY = 'country: str = "ALB"\nsubject: str = "P029"'
SELECT = "import annual_review as ar\nfrom annual_review import analysis\n"


def test_a_report_is_made_again_only_for_rows_that_it_can_see(
    tmp_path: Path, make: Make, two_countries: Callable[..., Path]
) -> None:
    folder = tmp_path / "notebooks"
    write_notebook(
        folder,
        "own",
        SELECT + "t = analysis.select(ar.load(tidy), country, subject); print(len(t.reports))",
        parameters=ONE_COUNTRY,
        tags=["own-country"],
    )
    write_notebook(folder, "undeclared", "print(1)", parameters=ONE_COUNTRY)
    write_notebook(folder, "every", SELECT + "print(len(ar.load(tidy).reports))")
    tidy = two_countries(prevention="a) One.")
    several = [Run("own", {"country": each, "subject": "P029"}) for each in ("ALB", "BEN")]
    outcomes = make(*several, Run("every", {}), tidy=tidy)
    assert [printed(outcomes[name]) for name in ("ALB-P029", "every")] == ["1", "2"]
    two_countries(prevention="a) Another.")
    outcomes = make(*several, Run("every", {}), tidy=tidy)
    assert [outcomes[n].kept for n in ("ALB-P029", "BEN-P029", "every")] == [False, True, False]
    assert listed(tmp_path)["ALB-P029"]["changed"] == ["rows"]

    (tmp_path / "sources" / "albania.txt").unlink()
    ar.build(tmp_path / "sources", tidy)
    make(several[1], tidy=tidy)
    stale = {name: report["stale"] for name, report in listed(tmp_path).items()}
    assert stale == {"ALB-P029": True, "BEN-P029": False, "every": True}


# ---- failures -----------------------------------------------------------------------------------


def test_a_failed_report_keeps_its_notebook_and_log_and_the_page_of_before_as_stale(
    tmp_path: Path, make: Make
) -> None:
    folder, outputs, run = tmp_path / "notebooks", tmp_path / "outputs", Run("own", {"title": "x"})
    write_notebook(folder, "own", "print(title)", parameters='title = ""')
    make(run)
    before = listed(tmp_path)["x"]["page_made"]
    write_notebook(folder, "own", "print(title)", "{}[title]", "3", parameters='title = ""')
    error = make(run)["x"].error
    assert "own x, cell 4: found KeyError: 'x' (with title=x)" in str(error)
    report = listed(tmp_path)["x"]
    assert report["status"] == "failed"
    assert report["error"] is not None
    log = report["error"].pop("log")
    assert report["error"] == {"cell": 4, "name": "KeyError", "message": "'x'"}
    assert "KeyError" in (outputs / str(log)).read_text()
    assert (report["page"], report["page_made"], report["stale"]) == ("own/x.html", before, True)
    assert report["ipynb"] == "own/x.failed.ipynb"
    partial = json.loads((outputs / "own" / "x.failed.ipynb").read_text())
    assert any(
        cell.get("outputs") and "x\n" in cell["outputs"][0].get("text", [])
        for cell in partial["cells"]
    )

    write_notebook(folder, "own", "print(title)", parameters='title = ""')
    assert make(run)["x"].page
    report = listed(tmp_path)["x"]
    assert (report["changed"], report["error"], report["stale"]) == (
        ["notebook", "failed"],
        None,
        False,
    )
    assert not (outputs / "own" / "x.failed.ipynb").exists()


@pytest.mark.parametrize("plain", [False, True])
def test_nothing_that_is_published_says_where_the_reports_were_made(
    tmp_path: Path, make: Make, plain: bool
) -> None:
    folder, outputs = tmp_path / "notebooks", tmp_path / "outputs"
    own = f"{Path.home()}/mine.csv"
    warn = "import os, sys\nprint(os.getcwd(), file, file=sys.stderr)"
    write_notebook(folder, "good", warn, "file", parameters="file = ''")
    write_notebook(folder, "bad", warn, "open(file)", "3", parameters="file = ''")
    outcomes = make(Run("good", {"file": own}), Run("bad", {"file": own}), plain=plain)
    assert set(outcomes) == {"_mine_csv"}
    assert "'~/mine.csv'" in str(outcomes["_mine_csv"].error)
    files = [
        file for file in outputs.rglob("*") if file.is_file() and file.parent.name != "sources"
    ]
    assert {file.suffix for file in files} == {".html", ".ipynb", ".json", ".log"}
    for file in files:
        said = file.read_text("utf-8")
        assert not [path for path in (str(tmp_path), str(Path.home()), str(PROJECT)) if path in said], file  # fmt: skip
    again = make(Run("good", {"file": own}), plain=plain)
    assert again["_mine_csv"].kept
    assert not listed(tmp_path)["_mine_csv"]["stale"]


def test_a_report_keeps_its_main_finding(tmp_path: Path, make: Make) -> None:
    say = "from annual_review import show\nshow.findings([show.Finding('All is well.', 'X')])"
    write_notebook(tmp_path / "notebooks", "one", say)
    make(Run("one", {}))
    assert listed(tmp_path)["one"]["finding"] == "All is well."


def test_reports_of_another_folder_of_notebooks_stand_in_the_same_index(
    tmp_path: Path, make: Make, thread: Executor
) -> None:
    write_notebook(tmp_path / "notebooks", "theirs", "print(1)")
    write_notebook(tmp_path / "mine", "mine", "print(1)")
    make(Run("theirs", {}))
    own = {"folder": tmp_path / "mine", "executor": thread}
    list(batch.execute([Run("mine", {})], tmp_path / "outputs", prune=True, **own))
    assert make(Run("theirs", {}), prune=True)["theirs"].kept
    assert {name: each["stale"] for name, each in listed(tmp_path).items()} == {"mine": False, "theirs": False}  # fmt: skip
    (tmp_path / "mine" / "mine.ipynb").unlink()
    (gone,) = batch.execute([], tmp_path / "outputs", prune=True, **own)
    assert (gone.run.notebook, gone.removed) == ("mine", True)


def test_a_report_counts_only_if_every_cell_ran(tmp_path: Path, make: Make) -> None:
    write_notebook(
        tmp_path / "notebooks",
        "leaves",
        "print('early')",
        "import sys\nsys.exit(0)",
        "print('late')",
    )
    assert "a code cell that did not run" in str(make(Run("leaves", {}))["leaves"].error)
    partial = (tmp_path / "outputs" / "leaves" / "leaves.failed.ipynb").read_text("utf-8")
    assert "early\\n" in partial, "what it came to is kept"


STARTS = (
    "import pathlib, subprocess, sys\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "pathlib.Path(note).write_text(str(child.pid))\n"
)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("source", "limits", "name", "message"),
    [
        ("import time\ntime.sleep(600)", Limits(seconds=3), "Timeout", "longer than 3 seconds"),
        ("x = bytearray(700_000_000)\nimport time; time.sleep(600)", Limits(60, 500), "Memory", "MB of memory"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", Limits(60), "Kernel", "SIGSEGV|Kernel died"),
    ],
)  # fmt: skip
def test_a_report_that_takes_too_much_or_crashes_is_ended_with_all_it_started(
    tmp_path: Path, make: Make, source: str, limits: Limits, name: str, message: str, plain: bool
) -> None:
    note = tmp_path / "child"
    write_notebook(
        tmp_path / "notebooks", "bad", STARTS, source, parameters=f"note = {str(note)!r}"
    )
    error = make(Run("bad", {}), limits=limits, plain=plain)["bad"].error
    assert re.search(message, str(error))
    failure = listed(tmp_path)["bad"]["error"]
    assert failure is not None
    assert (failure["name"], failure["cell"]) == (name, 3)
    assert listed(tmp_path)["bad"]["ipynb"] == "bad/bad.failed.ipynb"
    assert ended(int(note.read_text()))


def ended(pid: int) -> bool:
    """Whether a process ends within some seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.usefixtures("own_workers")
def test_a_worker_that_dies_fails_only_its_report(tmp_path: Path, make: Make) -> None:
    kill = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time; time.sleep(60)"
    write_notebook(tmp_path / "notebooks", "kills", kill)
    for name in "abc":
        write_notebook(tmp_path / "notebooks", name, "print(1)")
    several = [Run(name, {}) for name in ("a", "kills", "b", "c")]
    outcomes = make(*several, executor=None, jobs=2)
    assert {name for name, each in outcomes.items() if each.page} == {"a", "b", "c"}
    assert "its process ended (the signal SIGKILL)" in str(outcomes["kills"].error)
    assert listed(tmp_path)["kills"]["status"] == "failed"


@pytest.mark.usefixtures("own_workers")
def test_a_report_that_begins_slowly_does_not_end_its_worker(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = "import os, time\nbegin = os.setsid\nos.setsid = lambda: (time.sleep(1), begin())"
    (tmp_path / "sitecustomize.py").write_text(slow)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    for name in "ab":
        write_notebook(tmp_path / "notebooks", name, "print(1)")
    outcomes = make(Run("a", {}), Run("b", {}), executor=None, jobs=1)
    assert [outcome.error for outcome in outcomes.values()] == [None, None]


def test_a_full_disk_fails_a_report_and_nothing_of_it_is_kept(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (size, size))"
    for name, size in (("notebook", 100), ("page", 6_000)):
        write_notebook(tmp_path / "notebooks", name, fill, parameters=f"size = {size}")
        assert "File too large" in str(make(Run(name, {}))[name].error)
        assert not [r for r in listed(tmp_path).values() if r["status"] == "made"]

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write_notebook(tmp_path / "notebooks", "one", "print(1)")
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "record", full)
        assert "No space left" in str(make(Run("one", {}))["one"].error)
    assert not [r for r in listed(tmp_path).values() if r["status"] == "made"]
    outcome = make(Run("one", {}))["one"]
    assert outcome.page
    assert not outcome.kept


def test_a_picture_without_words_is_a_warning(tmp_path: Path, make: Make) -> None:
    picture = "from IPython.display import Image\nImage(b'', format='png')"
    write_notebook(tmp_path / "notebooks", "one", picture)
    outcome = make(Run("one", {}))["one"]
    assert outcome.error is None
    (warning,) = outcome.warnings
    assert warning.startswith("cell 3 from the top: picture without text alternative")
    (log,) = (tmp_path / "outputs" / "logs").glob("*.log")
    assert f"one, {warning}" in log.read_text("utf-8")


@pytest.mark.parametrize("plain", [False, True])
def test_tables_that_are_built_meanwhile_do_not_change_the_reports_of_a_batch(
    tmp_path: Path, make: Make, two_countries: Callable[..., Path], plain: bool
) -> None:
    tidy = two_countries()
    (tmp_path / "ratifications.csv").write_text("iso3,instrument,ratified,denounced\n")
    build = f"import annual_review as ar\nar.build({str(tmp_path / 'sources')!r}, tidy)"
    gone = f"open({str(tmp_path / 'ratifications.csv')!r}, 'w').write('broken')"
    shown = "print(len(ar.tables.ratifications(tidy)), sorted(ar.load(tidy).reports['iso3']), tidy)"
    write_notebook(tmp_path / "notebooks", "builds", build, gone, shown)
    (tmp_path / "sources" / "benin.txt").unlink()
    outcome = make(Run("builds", {}), tidy=tidy, plain=plain)["builds"]
    assert printed(outcome) == "0 ['ALB', 'BEN'] tidy"
    assert len(ar.load(tidy).reports) == 1


def test_reports_are_not_made_among_tables_or_documents(
    tmp_path: Path, two_countries: Callable[..., Path]
) -> None:
    tidy = two_countries()
    write_notebook(tmp_path / "notebooks", "one", "print(1)")
    own = project.root() / "data"
    before = sorted(tmp_path.rglob("*"))
    for outputs in (tidy, tmp_path, tmp_path / "sources" / "pages", tidy / "pages", own):
        with pytest.raises(ReportError, match="expected a folder apart"):
            list(batch.execute([Run("one", {})], outputs, tidy, folder=tmp_path / "notebooks"))
    assert sorted(tmp_path.rglob("*")) == before


def test_copies_of_the_documents_elsewhere_do_not_matter(
    tmp_path: Path, make: Make, two_countries: Callable[..., Path]
) -> None:
    tidy = two_countries()
    write_notebook(tmp_path / "notebooks", "one", "print(1)")
    for kept in (False, True):  # a download beside the project; then pages that are called alike
        for file in (tmp_path / "sources").iterdir():
            shutil.copy(file, tmp_path / "outputs" / "sources" if kept else tmp_path)
        assert make(Run("one", {}), tidy=tidy)["one"].kept is kept


def test_a_clock_that_is_set_back_keeps_nothing_that_is_made_again(
    tmp_path: Path, make: Make
) -> None:
    write_notebook(tmp_path / "notebooks", "one", "print(1)")
    page = make(Run("one", {}))["one"].page
    assert page is not None
    page.with_suffix(".pdf").write_text("of the page before")
    record = page.with_name(".one.json")
    record.write_text(re.sub(r"20\d\d(-\d\d-\d\dT)", r"2093\1", record.read_text("utf-8")))
    for file in (tmp_path / "outputs").rglob("*"):
        os.utime(file, (4e9, 4e9))
    assert make(Run("one", {}))["one"].kept
    assert not make(Run("one", {}), again=True)["one"].kept
    assert listed(tmp_path)["one"]["made"] < "2093"
    assert not page.with_suffix(".pdf").exists()  # else it would be younger than its page


# ---- batches that are stopped, and two at once --------------------------------------------------


@pytest.mark.parametrize("damage", ["", "[]", "[" * 100_000])
def test_a_damaged_manifest_is_made_again_and_a_damaged_record_has_its_report_made_again(
    tmp_path: Path, make: Make, damage: str
) -> None:
    write_notebook(tmp_path / "notebooks", "one", "print(1)")
    make(Run("one", {}))
    (tmp_path / "outputs" / manifest.FILE).write_text(damage)
    with pytest.raises(manifest.ManifestError, match="Run the reports again"):
        manifest.read(tmp_path / "outputs")
    (tmp_path / "outputs" / "one" / ".one.json").write_text(damage)
    assert not make(Run("one", {}))["one"].kept
    assert list(listed(tmp_path)) == ["one"]


@pytest.mark.usefixtures("own_workers")
def test_two_batches_at_once_make_whole_reports_and_list_them(tmp_path: Path, make: Make) -> None:
    for name in "abc":
        write_notebook(tmp_path / "notebooks", name, "print(1)")
    results: list[dict[str, Outcome]] = []
    with ThreadPoolExecutor(2) as two:
        batches = [
            threading.Thread(
                target=lambda: results.append(make(*(Run(n, {}) for n in "abc"), executor=two))
            )
            for _ in range(2)
        ]
        for each in batches:
            each.start()
        for each in batches:
            each.join()
    assert all(outcome.page for result in results for outcome in result.values())
    outputs = tmp_path / "outputs"
    assert sorted(listed(tmp_path)) == ["a", "b", "c"]
    assert all(manifest.stands(outputs, report) for report in listed(tmp_path).values())
    assert not list(outputs.glob(".making*"))


SCRIPT = """
import sys
from pathlib import Path
from annual_review.reports import batch
from annual_review.reports.plan import Run
if __name__ == "__main__":
    folder, outputs = Path(sys.argv[1]), Path(sys.argv[2])
    several = [Run("own", {"title": title}) for title in sys.argv[3:]]
    for outcome in batch.execute(several, outputs, folder=folder, jobs=2):
        print("kept" if outcome.kept else "failed" if outcome.error else "made", flush=True)
"""


def test_a_batch_killed_at_any_moment_goes_on_where_it_was(tmp_path: Path, make: Make) -> None:
    titles, outputs = [f"t{n}" for n in range(16)], tmp_path / "outputs"
    script = tmp_path / "batch.py"
    script.write_text(SCRIPT)
    write_notebook(tmp_path / "notebooks", "own", "print(title)", parameters='title = ""')
    command = [sys.executable, str(script), str(tmp_path / "notebooks"), str(outputs), *titles]
    made = 0
    for kill_after in (0, 2, 3):  # reports made, and then a moment
        batch = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert batch.stdout is not None
        new = 0
        while new < kill_after:
            line = batch.stdout.readline()
            assert line, "the batch ended"
            new += line == "made\n"
        time.sleep(0.1 * kill_after)
        batch.send_signal(signal.SIGKILL)
        made += batch.stdout.read().count("made") + new
        batch.wait()
    (outputs / "own" / ".t0.failed.ipynb.part").write_text("what a kill in that moment leaves")
    last = make(*(Run("own", {"title": title}) for title in titles))
    assert [outcome.error for outcome in last.values()] == [None] * len(titles)
    assert sum(outcome.kept for outcome in last.values()) >= made
    assert set(listed(tmp_path)) == set(titles)
    assert all(manifest.stands(outputs, report) for report in listed(tmp_path).values())
    assert not list(outputs.glob(".making*"))
    kinds = {path.name.lstrip(".").partition(".")[2] for path in (outputs / "own").iterdir()}
    assert kinds == {"html", "ipynb", "json"}


@pytest.mark.usefixtures("own_workers")
def test_a_batch_that_is_interrupted_stops_its_workers_and_says_what_is_made(
    tmp_path: Path, make: Make
) -> None:
    write_notebook(tmp_path / "notebooks", "one", "print(1)")
    note = tmp_path / "child"
    write_notebook(
        tmp_path / "notebooks",
        "long",
        STARTS + "import time; time.sleep(600)",
        parameters=f"note = {str(note)!r}",
    )
    several = [Run("one", {}), Run("long", {})]
    going = batch.execute(several, tmp_path / "outputs", folder=tmp_path / "notebooks", jobs=2)
    assert next(going).page
    while not note.is_file() or not note.read_text():
        time.sleep(0.05)
    going.close()  # what Ctrl-C does
    assert ended(int(note.read_text()))
    held = manifest.read(tmp_path / "outputs")
    assert held["batch"] is not None
    assert held["batch"]["ended"] is None
    assert [report["run"] for report in held["reports"]] == ["one"]
    assert not list((tmp_path / "outputs").glob(".making*"))
    assert make(several[0])["one"].kept


# ---- other machines -----------------------------------------------------------------------------


def test_a_worker_with_other_code_or_tables_refuses(
    tmp_path: Path, make: Make, thread: Executor
) -> None:
    write_notebook(tmp_path / "notebooks", "one", "print(1)")

    class Elsewhere(Executor):
        def submit(self, work: Any, job: Job, /) -> Any:  # type: ignore[override]
            versions = {**job.versions, "code of annual-review": "0" * 64}
            return thread.submit(work, replace(job, versions=versions))

    error = str(make(Run("one", {}), executor=Elsewhere())["one"].error)
    assert "found other code of annual-review" in error
    assert "expected 000000000000" in error


# ---- what the engine gives ----------------------------------------------------------------------

SHOWS = (
    "print('one'); print('two')",
    "import sys\nprint('aside', file=sys.stderr)",
    "from IPython.display import display, update_display\n"
    "display('old', display_id='x')\nupdate_display('new', display_id='x')",
    "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('left')",
    "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "import pandas as pd\npd.DataFrame({'a': [1]})",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "import matplotlib.pyplot as plt\n_ = plt.plot([2, 1])",
    "!echo shell",
    "%%html\n<b>raw</b>",
    "x = 41\nx + 1",
    "import ipywidgets\nipywidgets.IntSlider().value",
)


def test_every_kind_of_output_is_what_jupyters_kernel_gives(tmp_path: Path, make: Make) -> None:
    write_notebook(tmp_path / "notebooks", "shows", *SHOWS)

    def cells(plain: bool) -> list[Any]:
        outcome = make(Run("shows", {}), plain=plain, again=True)["shows"]
        assert outcome.page is not None, outcome.error
        read = json.loads(outcome.page.with_suffix(".ipynb").read_text("utf-8"))["cells"]
        return [
            ["".join(c["source"]), c["outputs"], c["execution_count"]]
            for c in read
            if "outputs" in c
        ]

    ours, theirs = cells(plain=False), cells(plain=True)
    assert [source for source, _, _ in ours[-len(SHOWS) :]] == list(SHOWS)
    for own, other in zip(ours, theirs, strict=True):
        assert own == other


@pytest.mark.parametrize(
    ("source", "name"),
    [("1 +", "SyntaxError"), ("if x:\ny", "IndentationError"), ("%nothing", "UsageError")],
)
def test_code_that_cannot_run_fails_its_cell(
    tmp_path: Path, make: Make, source: str, name: str
) -> None:
    write_notebook(tmp_path / "notebooks", "one", source, "print('late')")
    assert f"cell 2: found {name}" in str(make(Run("one", {}))["one"].error)


# ---- surroundings -------------------------------------------------------------------------------


def test_a_notebook_that_cannot_be_told_of_other_tables_is_refused(
    tmp_path: Path, make: Make, tables: Tables
) -> None:
    save(tables, tmp_path / "tidy")
    file = write_notebook(tmp_path / "notebooks", "deaf", "print(1)")
    file.write_text(file.read_text().replace("tidy: str", "other: str"))
    assert make(Run("deaf", {}))["deaf"].page
    with pytest.raises(plan.RunError, match="no parameter 'tidy'"):
        make(Run("deaf", {}), tidy=tmp_path / "tidy")


def test_reports_whose_notebook_or_document_is_gone_are_removed_and_named(
    tmp_path: Path, make: Make, two_countries: Callable[..., Path]
) -> None:
    folder, outputs = tmp_path / "notebooks", tmp_path / "outputs"
    write_notebook(folder, "own", "print(country)", parameters=ONE_COUNTRY, tags=["own-country"])
    write_notebook(folder, "lost", "print(1)")
    write_notebook(folder, "all", "print(region)", parameters='region: str = ""\nyear: int = 0')
    tidy = two_countries()
    several = [Run("own", {"country": each, "subject": "P029"}) for each in ("ALB", "BEN")]
    make(*several, Run("lost", {}), tidy=tidy)
    of_all = [
        Run("all", {"region": region, "year": 0}) for region in ("", "Africa", "Europe and Central Asia")
    ]  # fmt: skip
    make(*of_all, tidy=tidy)
    (tmp_path / "sources" / "albania.txt").unlink()
    ar.build(tmp_path / "sources", tidy)
    (folder / "lost.ipynb").unlink()
    outcomes = make(several[1], *of_all[:2], tidy=tidy, prune=True)
    gone = {name for name, each in outcomes.items() if each.removed}
    assert gone == {"ALB-P029", "lost", "Europe_and_Central_Asia"}
    assert sorted(listed(tmp_path)) == ["Africa", "BEN-P029", "all"]
    left = {path.name for path in outputs.rglob("*.html")} - {"codebook.html"}
    assert left == {"index.html", "BEN-P029.html", "BEN-P029-2019-2020.html", "all.html", "Africa.html"}  # fmt: skip
    assert "ALB" not in (outputs / "index.html").read_text("utf-8")
