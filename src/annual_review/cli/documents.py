"""Commands on documents and tables: collect, build, read, check."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding

from annual_review import analysis, project
from annual_review import collect as collecting
from annual_review.baseline import parse
from annual_review.cli.console import (
    NotebooksOption,
    SourcesArgument,
    TidyOption,
    complain,
    count,
    err,
    escape,
    fail,
    out,
    own,
    unseen,
    wrapped,
)
from annual_review.errors import AnnualReviewError, few
from annual_review.reports import executors, plan
from annual_review.show import label
from annual_review.tables import TableError, Tables, reading, store
from annual_review.tables import build as corpus


def collect(
    country: Annotated[
        list[str] | None,
        typer.Option("--country", metavar="CHN,…", help="Only these countries: names or codes."),
    ] = None,
    subject: Annotated[
        list[str] | None,
        typer.Option("--subject", metavar="FACB,…", help="Only these subjects."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be fetched, and fetch nothing.")
    ] = False,
    *,
    to: Annotated[
        Path, typer.Option("--to", **own(project.SOURCES), help="Folder of the baselines.")
    ],
    catalogue: Annotated[
        Path, typer.Option("--catalogue", **own(project.CATALOGUE), help="The list of addresses.")
    ],
) -> None:
    """Fetch baselines from the addresses in a catalogue.

    A page that is not the baseline that the catalogue names is reported and not kept; then an
    archive's copy is tried. What is there already is not fetched again, so an interrupted run
    can be continued.

    Example: [bold]annual-review collect --country CHN,FJI --subject FACB[/]
    """
    try:
        listed, wrong = collecting.read(catalogue)
        for error in few(str(catalogue), wrong):
            complain(error)
        chosen = collecting.choose(listed, _split(country), _split(subject))
    except AnnualReviewError as error:
        fail(error, 2)
    tally = {"collected": 0, "kept": 0, "failed": 0}
    if dry_run:
        for each in chosen:
            if outcome := collecting.standing(each, to):
                _show_collected(outcome)
            else:
                addresses = ", else ".join(each.addresses)
                out.print(f"would collect {escape(f'{to / each.name}.* from {addresses}')}")
        return
    with (
        collecting.Fetcher() as fetcher,
        contextlib.closing(collecting.collect(chosen, to, fetcher)) as outcomes,
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


def _show_collected(outcome: collecting.Outcome) -> None:
    for error in outcome.errors:
        if outcome.what == "failed":
            complain(error, f"{outcome.wanted.name}: ")
        else:
            out.print(f"not from {escape(str(error))}")
    name = outcome.file or outcome.wanted.name
    said = {"collected": f"from {outcome.url}", "kept": "from before", "failed": "named above"}
    out.print(f"{outcome.what} {escape(f'{name}, {said[outcome.what]}')}")
    if outcome.note:
        out.print(f"  {escape(outcome.note)}")


def build(
    sources: SourcesArgument,
    parquet: Annotated[bool, typer.Option(help="Also write Parquet files.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read documents again even if they have not changed.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="Processes (default: one per core).")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Time limit for reading one document, in seconds.")
    ] = reading.Limits().seconds,
    memory: Annotated[
        int, typer.Option(min=100, help="Memory limit for reading one document, in megabytes.")
    ] = reading.Limits().megabytes,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Hand the documents to the Dask cluster with this scheduler, as in "
            "tcp://host:8786. Its workers need this package.",
        ),
    ] = None,
    *,
    tidy: TidyOption,
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
        complain(failure)
    if built is None:
        err.print(f"No document could be read. The tables in {escape(str(tidy))} have not changed.")
        raise SystemExit(1)
    for report in built.reports.to_dict("records"):
        out.print(
            f"{escape(report['source'])}: {report['report_id']}, "
            f"{report['coverage']:.1%} of the text placed, {count(report['problems'], 'problem')}"
        )
    for problem in built.problems.to_dict("records"):
        said = f"{problem['report_id']}: {problem['message']}: {problem['text'][:200]}"
        out.print(f"  {escape(said)}")
    counts = ", ".join(f"{name} {len(frame):,}" for name, frame in built)
    out.print(f"Wrote {escape(str(tidy))} (rows): {counts}.")
    if failures:
        err.print(f"{count(len(failures), 'error')}, named above; the rest is built.")
        raise SystemExit(1)


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
        said = json.dumps(whole, ensure_ascii=False, indent=2)
        print("".join(json.dumps(c)[1:-1] if c != "\n" and unseen(c) else c for c in said))
        return
    out.print(f"[bold]{escape(report.name)}[/] (printed as {escape(report.country)})")
    out.print(analysis.subject_name(report.subject))
    out.print(
        f"{report.report_id}: {report.first_year} to {report.last_year}, "
        f"{count(len(report.statements), 'statement')}, {report.coverage:.1%} of the text placed, "
        f"{count(len(report.problems), 'problem')}"
    )
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
            lines = "\n".join(map(escape, each.text.split("\n")))
            wrapped.print(Padding(lines, (0, 0, 0, 4)))
    for problem in report.problems:
        where = f" (page {problem.page})" if problem.page else ""
        out.print(f"[yellow]problem{where}:[/] {escape(f'{problem.message}: {problem.text}')}")


def _named(each: parse.Statement | parse.Problem) -> dict[str, object]:
    if isinstance(each, parse.Problem):
        return each._asdict()
    return {**each._asdict(), "items": [item._asdict() for item in each.items]}


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
    for name, frame in corpus.build(sources, processes=executors.cores()):
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
