"""Commands on documents: build, read."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from concurrent.futures import Executor
from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding

from annual_review.baseline import parse
from annual_review.cli.console import (
    SourcesArgument,
    TidyOption,
    complain,
    count,
    err,
    escape,
    out,
    unseen,
    wrapped,
)
from annual_review.errors import AnnualReviewError
from annual_review.tables import Tables, reading
from annual_review.tables import build as corpus
from annual_review.tables.processes import cores


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
        with _cluster(dask) if dask else contextlib.nullcontext() as executor:
            built: Tables | None = corpus.build(
                sources,
                tidy,
                parquet=parquet,
                processes=jobs or cores(),
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


def _cluster(address: str) -> contextlib.AbstractContextManager[Executor]:
    from annual_review.reports import executors  # of all builds, only this one waits for it

    return executors.connect(address)


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
    out.print(next(each.name for each in report.form.subjects if each.subject == report.subject))
    out.print(
        f"{report.report_id}: {report.first_year} to {report.last_year}, "
        f"{count(len(report.statements), 'statement')}, {report.coverage:.1%} of the text placed, "
        f"{count(len(report.problems), 'problem')}"
    )
    section, labels = "", {field.name: field.printed for field in report.form.fields}
    for each in report.statements:
        if each.section != section:
            section = each.section
            out.print(f"\n[bold]{section.replace('_', ' ').upper()}[/]")
        said = each.years_as_printed or "no year given"
        out.print(
            f"[bold cyan]{labels[each.field]}[/] "
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
