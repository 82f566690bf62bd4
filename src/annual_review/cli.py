"""The command `annual-review`: collect, build, read, run, list, check.

Exit status: 0, all done; 1, some documents or notebooks failed and are named, the rest is done; 2,
wrong usage.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console, Group
from rich.live import Live
from rich.markup import escape
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from annual_review import analysis, collect
from annual_review.baseline import parse
from annual_review.errors import AnnualReviewError
from annual_review.reports import batch, executors, pages, plan
from annual_review.reports.batch import OUTPUTS
from annual_review.reports.plan import NOTEBOOKS
from annual_review.reports.report import Limits
from annual_review.show import label
from annual_review.tables import TableError, Tables, reading
from annual_review.tables import build as corpus
from annual_review.tables.build import SOURCES, TIDY

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Country baselines of the ILO's Annual Review as tidy tables and executed notebooks.",
)
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

TidyOption = Annotated[
    Path, typer.Option("--tidy", readable=False, help="Folder of the tidy tables.")
]
OutputsOption = Annotated[
    Path, typer.Option("--outputs", readable=False, help="Folder of the reports.")
]
NotebooksOption = Annotated[
    Path, typer.Option("--notebooks", readable=False, help="Folder of the notebooks.")
]


def main() -> None:
    """Run the command; an error ends in one message and an exit status, never in a traceback."""
    # processes that this one starts must not import modules of the working folder
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        Path.cwd()
    except FileNotFoundError:  # it was removed, and libraries ask for it
        os.chdir("/")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show every letter
    try:
        app()
    except AnnualReviewError as error:
        _fail(error)


def _fail(error: AnnualReviewError, status: int = 1) -> NoReturn:
    _complain(error)
    raise SystemExit(status)


def _complain(error: AnnualReviewError, about: str = "") -> None:
    err.print(f"[bold red]error:[/] {escape(f'{about}{error}')}")


@app.command("collect")
def collect_(
    country: Annotated[
        list[str] | None,
        typer.Option("--country", metavar="CHN,…", help="Only these countries: names or codes."),
    ] = None,
    subject: Annotated[
        list[str] | None,
        typer.Option("--subject", metavar="FACB,…", help="Only these subjects."),
    ] = None,
    to: Annotated[
        Path, typer.Option("--to", readable=False, help="Folder of the baselines.")
    ] = SOURCES,
    catalogue: Annotated[
        Path, typer.Option("--catalogue", readable=False, help="The list of addresses.")
    ] = collect.CATALOGUE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be fetched, and fetch nothing.")
    ] = False,
) -> None:
    """Fetch baselines from the addresses in a catalogue.

    A page that is not the baseline that the catalogue names is reported and not kept; then an
    archive's copy is tried. What is there already is not fetched again, so an interrupted run
    can be continued.

    Example: [bold]annual-review collect --country CHN,FJI --subject FACB[/]
    """
    try:
        listed, wrong = collect.read(catalogue)
        for error in wrong:
            _complain(error)
        chosen = collect.choose(listed, _split(country), _split(subject))
    except AnnualReviewError as error:
        _fail(error, 2)
    tally = {"collected": 0, "kept": 0, "failed": 0}
    if dry_run:
        for each in chosen:
            if outcome := collect.standing(each, to):
                _show_collected(outcome)
            else:
                addresses = ", else ".join(each.addresses)
                out.print(f"would collect {escape(f'{to / each.name}.* from {addresses}')}")
        return
    with (
        collect.Fetcher() as fetcher,
        contextlib.closing(collect.collect(chosen, to, fetcher)) as outcomes,
    ):
        for outcome in outcomes:
            tally[outcome.what] += 1
            _show_collected(outcome)
    counts = ", ".join(f"{count} {what}" for what, count in tally.items())
    out.print(f"{counts}: {escape(str(to))}")
    if wrong or tally["failed"]:
        raise SystemExit(1)


def _split(given: list[str] | None) -> list[str]:
    return [value for each in given or [] for value in plan.split(each) if value]


def _show_collected(outcome: collect.Outcome) -> None:
    for error in outcome.errors:
        if outcome.what == "failed":
            _complain(error, f"{outcome.wanted.name}: ")
        else:
            out.print(f"not from {escape(str(error))}")
    name = outcome.file or outcome.wanted.name
    said = {"collected": f"from {outcome.url}", "kept": "from before", "failed": "named above"}
    out.print(f"{outcome.what} {escape(f'{name}, {said[outcome.what]}')}")
    if outcome.note:
        out.print(f"  {escape(outcome.note)}")


@app.command()
def build(
    sources: Annotated[
        Path, typer.Argument(readable=False, help="Folder of the baselines.")
    ] = SOURCES,
    tidy: TidyOption = TIDY,
    parquet: Annotated[bool, typer.Option(help="Also write Parquet files.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes (default: one per core).")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Time limit for reading one document, in seconds.")
    ] = reading.Limits().seconds,
    memory: Annotated[
        int, typer.Option(min=100, help="Memory limit for reading one document, in megabytes.")
    ] = reading.Limits().megabytes,
    again: Annotated[
        bool, typer.Option("--again", help="Read documents again even if they have not changed.")
    ] = False,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Hand the documents to the Dask cluster with this scheduler, as in "
            "tcp://host:8786. Its workers need this package.",
        ),
    ] = None,
) -> None:
    """Read every baseline in a folder and write the tidy tables.

    A document that cannot be read is named and left out; the others are built. A document that has
    not changed since the last build is not read again.

    Example: [bold]annual-review build data/sources --tidy data/tidy[/]
    """
    failures: list[AnnualReviewError] = []
    try:
        with executors.connect(dask) if dask else contextlib.nullcontext() as executor:
            built: Tables | None = corpus.build(
                sources,
                tidy,
                parquet=parquet,
                processes=jobs or executors.cores(),
                limits=reading.Limits(timeout, memory),
                executor=executor,
                again=again,
            )
    except corpus.BuildError as error:
        built, failures = error.tables, error.failures
    for failure in failures:
        _complain(failure)
    if built is None:
        err.print(f"No document could be read. The tables in {escape(str(tidy))} have not changed.")
        raise SystemExit(1)
    for report in built.reports.to_dict("records"):
        out.print(
            f"{escape(report['source'])}: {report['report_id']}, "
            f"{report['coverage']:.1%} of the text placed, {_count(report['problems'], 'problem')}"
        )
    for problem in built.problems.to_dict("records"):
        out.print(
            f"  {problem['report_id']}: {problem['message']}: {escape(problem['text'][:200])}"
        )
    counts = ", ".join(f"{name} {len(frame):,}" for name, frame in built)
    out.print(f"Wrote {escape(str(tidy))} (rows): {counts}.")
    if failures:
        err.print(f"{_count(len(failures), 'error')}, named above; the rest is built.")
        raise SystemExit(1)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(readable=False, help="A country baseline.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the whole report as JSON.")
    ] = False,
) -> None:
    """Read one baseline and print what it says.

    Example: [bold]annual-review read data/sources/azerbaijan-p029-2017-2018.txt[/]
    """
    report = reading.guarded(file)
    if as_json:
        whole = {k: v for k, v in dataclasses.asdict(report).items() if k not in ("form", "text")}
        for key in ("statements", "problems"):
            whole[key] = [_named(each) for each in getattr(report, key)]
        whole = {"report_id": report.report_id, **whole, "source": report.source._asdict()}
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    out.print(f"[bold]{escape(report.name)}[/] (printed as {escape(report.country)})")
    out.print(analysis.subject_name(report.subject))
    out.print(
        f"{report.report_id}: {report.first_year} to {report.last_year}, "
        f"{_count(len(report.statements), 'statement')}, {report.coverage:.1%} of the text placed, "
        f"{_count(len(report.problems), 'problem')}"
    )
    wrapped = Console(highlight=False)
    section = ""
    for each in report.statements:
        if each.section != section:
            section = each.section
            out.print(f"\n[bold]{section.replace('_', ' ').upper()}[/]")
        said = each.years_as_printed or "no year given"
        out.print(
            f"[bold cyan]{label(each.field)}[/] "
            f"({escape(said)}, {escape(each.speaker)}): {each.answer or 'no label'}"
        )
        for item in each.items:
            tier = "" if item.priority == "unspecified" else f"[{item.priority.replace('_', ' ')}] "
            wrapped.print(
                Padding(
                    escape(f"{tier}{item.letter + ')' if item.letter else '–'} {item.text}"),
                    (0, 0, 0, 4),
                )
            )
        if not each.items and each.text:
            wrapped.print(Padding(escape(each.text), (0, 0, 0, 4)))
    for problem in report.problems:
        where = f" (page {problem.page})" if problem.page else ""
        out.print(f"[yellow]problem{where}:[/] {problem.message}: {escape(problem.text)}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number or 'no'} {noun}s"


def _named(each: parse.Statement | parse.Problem) -> dict[str, object]:
    if isinstance(each, parse.Problem):
        return each._asdict()
    return {**each._asdict(), "items": [item._asdict() for item in each.items]}


@app.command()
def run(
    notebooks: Annotated[list[str] | None, typer.Argument(help="Names of notebooks.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Make one report for every value in the tables.")
    ] = False,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            metavar="NAME=VALUE,…",
            help="One or more values of a parameter: one report for each, and with several "
            "parameters one for each combination. Put a value with a comma in double quotes.",
        ),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--runs", readable=False, help="A YAML file of runs (see above).")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Make reports again even if they have not changed.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes (default: one per core).")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="Time limit for one report.")
    ] = Limits().seconds,
    memory: Annotated[
        float, typer.Option(min=1, metavar="MB", help="Memory limit for one report.")
    ] = Limits().megabytes,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain", help="Run each notebook in a new Jupyter kernel, as papermill does (slower)."
        ),
    ] = False,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Hand the reports to the Dask cluster with this scheduler, as in "
            "tcp://host:8786. Its workers need this project, the tables and the outputs at "
            "the same paths.",
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Also print each report as PDF (extra `pdf`, Chromium).")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
    tidy: TidyOption = TIDY,
    outputs: OutputsOption = OUTPUTS,
    folder: NotebooksOption = NOTEBOOKS,
) -> None:
    r"""Execute notebooks and write their reports and the index.

    A report is made again when its notebook, its parameters, the rows it can see, the package or
    the environment have changed; otherwise it is kept. An interrupted batch resumes where it
    stopped. [bold]--all[/] without a notebook also removes reports whose notebook or documents are
    gone.

    Examples: [bold]annual-review run --all[/],
    [bold]annual-review run 02-country -p country=AZE,ALB[/],
    [bold]annual-review run --runs weekly.yml[/]

    A file of runs is a list. Each value in a list of values makes one report:

    [bold]- notebook: 02-country[/]
    [bold]  parameters: {country: \[AZE, ALB], subject: P029}[/]
    [bold]- notebook: \[03-across-years, 04-cooperation-needs][/]
    [bold]  all: true[/]
    """
    given = [bool(notebooks), every, bool(parameter)]
    if file and any(given):
        wrong = plan.RunError(
            "run", found="--runs with notebooks, --all or -p", expected="one or the other"
        )
        _fail(wrong, 2)
    if not (notebooks or every or file):
        wrong = plan.RunError(
            "run",
            found="no notebook",
            expected=f"--all, --runs, or one of {', '.join(plan.notebooks(folder))}",
        )
        _fail(wrong, 2)
    loaded = corpus.load(tidy)
    try:
        planned = (
            plan.from_file(file, loaded, folder)
            if file
            else plan.plan(
                notebooks or plan.notebooks(folder),
                _assignments(parameter or []),
                loaded,
                every=every,
                folder=folder,
            )
        )
        plan.refuse_without_tidy(planned, tidy, folder)
    except AnnualReviewError as error:
        _fail(error, 2)
    if pdf:
        with pages.printer():
            pass  # fail before the batch, not after it
    reports: list[Path] = []
    with contextlib.ExitStack() as stack:
        executor = stack.enter_context(executors.connect(dask)) if dask else None
        show = stack.enter_context(_Display(len(planned), quiet=quiet))
        made = batch.execute(
            planned,
            outputs,
            tidy,
            jobs=jobs,
            folder=folder,
            force=force,
            limits=Limits(timeout, memory),
            executor=executor,
            plain=plain,
            prune=every and not notebooks and not parameter,
            began=show.began,
        )
        for outcome in stack.enter_context(contextlib.closing(made)):
            show.ended(outcome)
            reports += [outcome.page] if outcome.page else []
    if pdf:
        show.errors += pages.write_pdfs(reports, outputs)
    for failure in show.errors:
        _complain(failure)
    if not quiet:
        out.print(f"{show.counts()}: {escape(str(outputs / 'index.html'))}")
    if show.errors:
        raise SystemExit(1)


def _assignments(given: list[str]) -> dict[str, list[str]]:
    pairs = [each.partition("=") for each in given]
    for name, equals, _ in pairs:
        if not (name and equals):
            raise plan.RunError("-p", found=f"'{name}'", expected="NAME=VALUE, as in country=AZE")
    names = [name for name, _, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise plan.RunError(
                "-p",
                found=f"'{name}' twice",
                expected="each parameter once",
                remedy="Several values go into one: -p country=AZE,ALB.",
            )
    return {name: plan.split(value) for name, _, value in pairs}


class _Display:
    """One line per running report and one for the batch; without a terminal, one as each ends."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total, self._quiet = total, quiet
        self._began = time.monotonic()
        self._tally = {"made": 0, "kept": 0, "failed": 0}
        self._removed = 0
        self.errors: list[AnnualReviewError] = []
        self._lines: dict[tuple[str, str], TaskID] = {}
        self._live = out.is_terminal and not quiet
        self._whole = Progress(BarColumn(), TextColumn("{task.description}"))
        self._all = self._whole.add_task("", total=total)
        self._running = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
        )
        self._shown = Live(Group(self._whole, self._running), console=out, transient=True)

    def __enter__(self) -> _Display:
        if self._live:
            self._shown.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._shown.stop()

    def counts(self) -> str:
        """What became of how many reports."""
        shown = {**self._tally, "removed": self._removed} if self._removed else self._tally
        return ", ".join(f"{count} {what}" for what, count in shown.items())

    def began(self, run: plan.Run) -> None:
        """Show that a report is being made."""
        name = escape(f"{run.notebook} {run.name}")
        self._lines[run.notebook, run.name] = self._running.add_task(name, total=None)

    def ended(self, outcome: batch.Outcome) -> None:
        """Show what became of a report."""
        name = escape(f"{outcome.run.notebook} {outcome.run.name}")
        if outcome.removed:
            self._removed += 1
            out.print(f"removed {name}: its notebook or its documents are gone")
            return
        what = "failed" if outcome.error else "kept" if outcome.kept else "made"
        self._tally[what] += 1
        if outcome.error:
            self.errors.append(outcome.error)
        line = self._lines.pop((outcome.run.notebook, outcome.run.name), None)
        if line is not None:
            self._running.remove_task(line)
        left = self._left()
        if self._live:
            said = f"{self.counts()} of {self._total}{f', about {left} left' if left else ''}"
            self._whole.update(self._all, advance=1, description=said)
        elif not self._quiet and not outcome.kept:
            place = f"{sum(self._tally.values())} of {self._total}"
            time_ = f"{outcome.seconds:.1f} s"
            out.print(f"{what} {name} ({time_}; {place}{f', about {left} left' if left else ''})")

    def _left(self) -> str:
        """The time that the remaining reports will take, judged by those made so far."""
        worked = self._tally["made"] + self._tally["failed"]
        left = self._total - worked - self._tally["kept"]
        if not worked or not left:
            return ""
        seconds = round((time.monotonic() - self._began) / worked * left)
        return f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"


@app.command("list")
def list_(tidy: TidyOption = TIDY, folder: NotebooksOption = NOTEBOOKS) -> None:
    """List the notebooks, their parameters and the reports that --all would make.

    Example: [bold]annual-review list[/]
    """
    loaded = corpus.load(tidy)
    table = Table("Notebook", "Parameters: type (default)", "Reports with --all")
    for notebook in plan.notebooks(folder):
        declared = [
            f"{each.name}: {each.type} ({each.default!r})" + (f"  {each.help}" if each.help else "")
            for each in plan.parameters(notebook, folder)
        ]
        planned = plan.plan([notebook], {}, loaded, every=True, folder=folder)
        names = ", ".join(each.name for each in planned[:6]) + (" …" if len(planned) > 6 else "")
        table.add_row(notebook, escape("\n".join(declared)), f"{len(planned)}: {escape(names)}")
    Console(highlight=False).print(table)


@app.command()
def check(
    sources: Annotated[
        Path, typer.Argument(readable=False, help="Folder of the baselines.")
    ] = SOURCES,
    tidy: TidyOption = TIDY,
) -> None:
    """Check that tables, sources and notebooks fit together.

    The tables match their schemas and are what the sources give now, the sources have the checksums
    in their list, and every notebook declares its parameters.

    Example: [bold]annual-review check[/]
    """
    checks: list[tuple[str, Callable[[], object]]] = [
        ("the tables match their schemas", lambda: corpus.load(tidy)),
        ("the tables are what the sources give", lambda: _refuse_stale(sources, tidy)),
        *(
            (f"{name} declares its parameters", lambda name=name: _refuse_undeclared(name))
            for name in plan.notebooks()
        ),
    ]
    failed = 0
    for claim, test in checks:
        try:
            test()
        except AnnualReviewError as error:
            failed += 1
            out.print(f"[red]no[/]  {claim}")
            _complain(error)
        else:
            out.print(f"[green]yes[/] {claim}")
    if failed:
        raise SystemExit(1)


def _refuse_stale(sources: Path, tidy: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus.build(sources, folder)
        for made in sorted(Path(folder).glob("*.csv")):
            stands = tidy / made.name
            if not stands.is_file() or stands.read_bytes() != made.read_bytes():
                raise TableError(
                    str(stands),
                    found="rows that differ from what the sources give",
                    expected="tables built from these sources by this version",
                    remedy="Run `annual-review build`.",
                )


def _refuse_undeclared(notebook: str) -> None:
    if plan.TIDY_PARAMETER not in {each.name for each in plan.parameters(notebook)}:
        raise plan.RunError(
            f"{NOTEBOOKS.name}/{notebook}.ipynb",
            found=f"no parameter '{plan.TIDY_PARAMETER}'",
            expected="a cell tagged 'parameters' that declares it",
        )
