"""The command that fetches baselines: collect."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from annual_review import collect as collecting
from annual_review import project
from annual_review.cli.console import complain, escape, fail, out, own
from annual_review.errors import AnnualReviewError, few
from annual_review.reports.plan import split


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
                tally[outcome.what] += 1
                _show_collected(outcome)
            else:
                addresses = ", else ".join(each.addresses)
                out.print(f"would collect {escape(f'{to / each.name}.* from {addresses}')}")
    else:
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
    return [value for each in given or [] for value in split(each) if value]


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
