"""The command `annual-review`: build, read, run, list, check.

Exit status: 0 all done; 1 some document or notebook failed, the rest done, each failure named; 2
wrong usage.
"""

from __future__ import annotations

import dataclasses
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from annual_review import analysis, corpus, parse, present, reading, runs, tables
from annual_review.corpus import SOURCES, TIDY
from annual_review.errors import AnnualReviewError
from annual_review.runs import NOTEBOOKS, OUTPUTS

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


def main() -> None:
    """Run the command; an error ends in one message and an exit status, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show every letter
    try:
        app()
    except AnnualReviewError as error:
        _fail(error)
    except KeyboardInterrupt:
        err.print("Stopped.")
        raise SystemExit(130) from None


def _fail(error: AnnualReviewError, status: int = 1) -> NoReturn:
    _complain(error)
    raise SystemExit(status)


def _complain(error: AnnualReviewError) -> None:
    err.print(f"[bold red]error:[/] {escape(str(error))}")


@app.command()
def build(
    sources: Annotated[
        Path, typer.Argument(readable=False, help="Folder of the baselines.")
    ] = SOURCES,
    tidy: TidyOption = TIDY,
    parquet: Annotated[bool, typer.Option(help="Write Parquet beside the CSV files.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes (default: one a core).")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds that reading one document may take.")
    ] = reading.Limits().seconds,
    memory: Annotated[
        int, typer.Option(min=100, help="Megabytes that reading one document may take.")
    ] = reading.Limits().megabytes,
    again: Annotated[
        bool, typer.Option("--again", help="Also read documents that have not changed.")
    ] = False,
) -> None:
    """Read every baseline of a folder and write the tidy tables.

    A document that cannot be read is named and left out; the others are built. One that has not
    changed since the last build is not read again.

    Example: [bold]annual-review build data/sources --tidy data/tidy[/]
    """
    failures: list[AnnualReviewError] = []
    try:
        built: tables.Tables | None = corpus.build(
            sources,
            tidy,
            parquet=parquet,
            processes=jobs or os.cpu_count() or 1,
            limits=reading.Limits(timeout, memory),
            again=again,
        )
    except corpus.BuildError as error:
        built, failures = error.tables, error.failures
    for failure in failures:
        _complain(failure)
    if built is None:
        err.print(f"No document could be read: the tables in {escape(str(tidy))} are as they were.")
        raise SystemExit(1)
    for report in built.reports.to_dict("records"):
        out.print(
            f"{escape(report['source'])}: {report['report_id']}, "
            f"{report['coverage']:.1%} of the text placed, {report['problems']} problem(s)"
        )
    for problem in built.problems.to_dict("records"):
        out.print(
            f"  {problem['report_id']}: {problem['message']}: {escape(problem['text'][:200])}"
        )
    counts = ", ".join(f"{len(frame)} {name}" for name, frame in built)
    out.print(f"Wrote {escape(str(tidy))}: {counts}.")
    if failures:
        err.print(f"{len(failures)} error(s), named above; the rest is built.")
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
    report = corpus.read(file)
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
        f"{len(report.statements)} statements, {report.coverage:.1%} of the text placed, "
        f"{len(report.problems)} problem(s)"
    )
    wrapped = Console(highlight=False)
    section = ""
    for each in report.statements:
        if each.section != section:
            section = each.section
            out.print(f"\n[bold]{section.replace('_', ' ').upper()}[/]")
        said = each.years_as_printed or "no year given"
        out.print(
            f"[bold cyan]{present.label(each.field)}[/] "
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


def _named(each: parse.Statement | parse.Problem) -> dict[str, object]:
    if isinstance(each, parse.Problem):
        return each._asdict()
    return {**dataclasses.asdict(each), "items": [item._asdict() for item in each.items]}


@app.command()
def run(
    notebooks: Annotated[list[str] | None, typer.Argument(help="Names of notebooks.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="A report for every value that the tables hold.")
    ] = False,
    parameter: Annotated[
        list[str] | None, typer.Option("-p", metavar="NAME=VALUE", help="A parameter's value.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes (default: one a core).")
    ] = None,
    tidy: TidyOption = TIDY,
    outputs: OutputsOption = OUTPUTS,
) -> None:
    """Execute notebooks and write their reports and the index.

    Examples: [bold]annual-review run --all[/],
    [bold]annual-review run 02-country -p country=AZE[/]
    """
    if not notebooks and not every:
        wrong = runs.RunError(
            "run",
            found="no notebook",
            expected=f"--all, or one of {', '.join(runs.notebooks())}",
        )
        _fail(wrong, 2)
    loaded = corpus.load(tidy)
    try:
        planned = runs.plan(
            notebooks or runs.notebooks(), _assignments(parameter or []), loaded, every=every
        )
    except AnnualReviewError as error:
        _fail(error, 2)
    failed = _execute(planned, outputs, tidy, jobs)
    for outcome in failed:
        if outcome.error:
            _complain(outcome.error)
    made = len(planned) - len(failed)
    out.print(f"{made} of {len(planned)} reports made: {escape(str(outputs / 'index.html'))}")
    if failed:
        raise SystemExit(1)


def _assignments(given: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    for name, equals, _ in pairs:
        if not (name and equals):
            raise runs.RunError("-p", found=f"'{name}'", expected="NAME=VALUE, as in country=AZE")
    names = [name for name, _, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise runs.RunError("-p", found=f"'{name}' twice", expected="each parameter once")
    return {name: value for name, _, value in pairs}


def _execute(
    planned: list[runs.Run], outputs: Path, tidy: Path, jobs: int | None
) -> list[runs.Outcome]:
    failed = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=out) as progress:
        task = progress.add_task("reports", total=len(planned))
        for outcome in runs.execute(planned, outputs, tidy, jobs=jobs):
            state = "[red]failed[/]" if outcome.error else "made"
            name = f"{outcome.run.notebook} {outcome.run.name}"
            progress.console.print(f"{state} {escape(name)} ({outcome.seconds:.1f} s)")
            progress.advance(task)
            if outcome.error:
                failed.append(outcome)
    return failed


@app.command("list")
def list_(tidy: TidyOption = TIDY) -> None:
    """List the notebooks, their parameters, and the reports that --all would make.

    Example: [bold]annual-review list[/]
    """
    loaded = corpus.load(tidy)
    table = Table("Notebook", "Parameters (default)", "Reports with --all")
    for notebook in runs.notebooks():
        declared = [
            f"{each.name} ({each.default!r})" + (f": {each.help}" if each.help else "")
            for each in runs.parameters(notebook)
        ]
        planned = runs.plan([notebook], {}, loaded, every=True)
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
    """Check that tables, sources and notebooks belong together.

    The tables keep to their schemas and are what the sources give now, the sources have the
    checksums that their list gives, and every notebook declares its parameters.

    Example: [bold]annual-review check[/]
    """
    checks: list[tuple[str, Callable[[], object]]] = [
        ("the tables keep to their schemas", lambda: corpus.load(tidy)),
        ("the tables are what the sources give", lambda: _refuse_stale(sources, tidy)),
        *(
            (f"{name} declares its parameters", lambda name=name: _refuse_undeclared(name))
            for name in runs.notebooks()
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
                raise tables.TableError(
                    str(stands),
                    found="other rows than the sources give",
                    expected="tables built from these sources by this version",
                    remedy="Run `annual-review build`.",
                )


def _refuse_undeclared(notebook: str) -> None:
    if runs.TIDY_PARAMETER not in {each.name for each in runs.parameters(notebook)}:
        raise runs.RunError(
            f"{NOTEBOOKS.name}/{notebook}.ipynb",
            found=f"no parameter '{runs.TIDY_PARAMETER}'",
            expected="a cell tagged 'parameters' that declares it",
        )
