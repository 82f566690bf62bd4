"""Commands on notebooks and reports: run, list, check."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from annual_review.cli.console import (
    NotebooksOption,
    OutputsOption,
    SourcesArgument,
    TidyOption,
    complain,
    err,
    escape,
    fail,
    out,
)
from annual_review.errors import AnnualReviewError
from annual_review.reports import batch, executors, plan, printing
from annual_review.reports.manifest import failed_together
from annual_review.reports.report import Limits
from annual_review.show.words import listing
from annual_review.tables import TableError, store
from annual_review.tables import build as corpus
from annual_review.tables.processes import cores


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
    again: Annotated[
        bool, typer.Option("--again", help="Make reports again even if they have not changed.")
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
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Hand the reports to the Dask cluster with this scheduler, as in "
            "tcp://host:8786. Its workers need this project, the tables and the outputs at "
            "the same paths.",
        ),
    ] = None,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain", help="Run each notebook in a new Jupyter kernel, as papermill does (slower)."
        ),
    ] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Also print each report as PDF (extra `pdf`, Chromium).")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
    *,
    tidy: TidyOption,
    outputs: OutputsOption,
    folder: NotebooksOption,
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
    if file and (notebooks or every or parameter):
        wrong = plan.RunError(
            "run", found="--runs with notebooks, --all or -p", expected="one or the other"
        )
        fail(wrong, 2)
    if not (notebooks or every or file):
        wrong = plan.RunError(
            "run",
            found="no notebook",
            expected=f"--all, --runs, or one of {', '.join(plan.notebooks(folder))}",
        )
        fail(wrong, 2)
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
        fail(error, 2)
    if pdf:
        with printing.printer():
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
            again=again,
            limits=Limits(timeout, memory),
            executor=executor,
            plain=plain,
            prune=every and not notebooks and not parameter,
            began=show.began,
        )
        for outcome in stack.enter_context(contextlib.closing(made)):
            show.ended(outcome)
            reports += [outcome.page] if outcome.page else []
    failed = failed_together((each, each.failure, each.run.values) for each in show.failed)
    errors: list[AnnualReviewError | str] = [_told(alike) for alike in failed]
    if pdf:
        errors += printing.write_pdfs(reports, outputs)
    for warning in show.warnings:
        err.print(f"[yellow]warning:[/] {escape(warning)}")
    for each in errors:
        complain(each)
    if not quiet:
        out.print(f"{show.counts()}: {escape(str(outputs / 'index.html'))}")
    if errors:
        raise SystemExit(1)


_MOST_NAMED = 3
"""Reports that are named where the same error stopped more of them."""


def _told(alike: Sequence[batch.Outcome]) -> AnnualReviewError | str:
    """What stopped these reports, told once."""
    first = alike[0]
    if len(alike) == 1 or first.failure is None:
        return first.error or ""
    names = [f"{each.run.notebook} {each.run.name}" for each in alike]
    error = f"{first.failure['name']}: {first.failure['message']}"[:500].rstrip(".")
    remedy = first.error.remedy if first.error else ""
    return (
        f"{len(alike):,} reports stopped at the same error: {error}. "
        f"They are {listing(names, _MOST_NAMED)}. {remedy}"
    ).rstrip()


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
        self._tally = Counter(made=0, kept=0, failed=0)
        self.warnings: dict[str, None] = {}  # in order, each once for all reports of a notebook
        self.failed: list[batch.Outcome] = []
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
        return ", ".join(f"{count} {what}" for what, count in self._tally.items())

    def began(self, run: plan.Run) -> None:
        """Show that a report is being made."""
        name = escape(f"{run.notebook} {run.name}")
        self._lines[run.notebook, run.name] = self._running.add_task(name, total=None)

    def ended(self, outcome: batch.Outcome) -> None:
        """Show what became of a report."""
        name = escape(f"{outcome.run.notebook} {outcome.run.name}")
        self._tally[outcome.what] += 1
        if outcome.removed:
            out.print(f"removed {name}: its notebook or its documents are gone")
            return
        self.warnings |= {f"{outcome.run.notebook}, {each}": None for each in outcome.warnings}
        if outcome.error:
            self.failed.append(outcome)
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
            out.print(
                f"{outcome.what} {name} ({time_}; {place}{f', about {left} left' if left else ''})"
            )

    def _left(self) -> str:
        """The time that the remaining reports will take, judged by those made so far."""
        worked = self._tally["made"] + self._tally["failed"]
        left = self._total - worked - self._tally["kept"]
        if not worked or not left:
            return ""
        seconds = round((time.monotonic() - self._began) / worked * left)
        return f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"


def list_(tidy: TidyOption, folder: NotebooksOption) -> None:
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
        table.add_row(
            notebook, "\n".join(map(escape, declared)), f"{len(planned)}: {escape(names)}"
        )
    Console(highlight=False).print(table)


def check(sources: SourcesArgument, tidy: TidyOption, folder: NotebooksOption) -> None:
    """Check that tables, sources and notebooks fit together.

    The tables match their schemas and are what the sources give now, the sources have the checksums
    in their list, and every notebook declares its parameters.

    Example: [bold]annual-review check[/]
    """
    checks: list[tuple[str, Callable[[], object]]] = [
        ("the tables match their schemas", lambda: corpus.load(tidy)),
        ("the tables are what the sources give", lambda: _refuse_stale(sources, tidy)),
        *(
            (f"{name} declares its parameters", lambda name=name: _refuse_undeclared(name, folder))
            for name in plan.notebooks(folder)
        ),
    ]
    failed = 0
    for claim, test in checks:
        try:
            test()
        except AnnualReviewError as error:
            failed += 1
            out.print(f"[red]no[/]  {claim}")
            complain(error)
        else:
            out.print(f"[green]yes[/] {claim}")
    if failed:
        raise SystemExit(1)


def _refuse_stale(sources: Path, tidy: Path) -> None:
    for name, frame in corpus.build(sources, processes=cores()):
        stands = tidy / f"{name}.csv"
        if not stands.is_file() or stands.read_bytes() != store.as_csv(frame):
            raise TableError(
                str(stands),
                found="rows that differ from what the sources give",
                expected="tables built from these sources by this version",
                remedy="Run `annual-review build`.",
            )


def _refuse_undeclared(notebook: str, folder: Path) -> None:
    if plan.TIDY_PARAMETER not in {each.name for each in plan.parameters(notebook, folder)}:
        raise plan.RunError(
            f"{folder.name}/{notebook}.ipynb",
            found=f"no parameter '{plan.TIDY_PARAMETER}'",
            expected="a cell tagged 'parameters' that declares it",
        )
