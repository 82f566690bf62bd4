"""The command on codes that people check, and on misprints: review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from annual_review.cli.console import TidyOption, complain, count, escape, fail, out
from annual_review.codebook import SCHEMES, Scheme
from annual_review.errors import did_you_mean, few
from annual_review.review import decisions, workbook
from annual_review.review.page import gave
from annual_review.review.queue import KINDS, differences, progress, queue
from annual_review.tables import HandCoding, Tables, hand_codings, misprints
from annual_review.tables import build as corpus
from annual_review.tables.reading import guarded
from annual_review.tables.tidy import tidy as tidied

_DIFFERENCES = 50
"""Differences that are printed."""


def review(
    coder: Annotated[
        str, typer.Option("--coder", metavar="INITIALS", help="Who codes the workbook.")
    ] = "",
    scheme: Annotated[
        str, typer.Option("--scheme", metavar="|".join(SCHEMES), help="Only these codes.")
    ] = "",
    blind: Annotated[
        bool,
        typer.Option("--blind", help="What others have coded, without any code, to code it again."),
    ] = False,
    to: Annotated[
        Path | None, typer.Option("--to", readable=False, help="Write what to code: FILE.xlsx.")
    ] = None,
    from_: Annotated[
        Path | None, typer.Option("--from", readable=False, help="Take the codes of FILE.xlsx.")
    ] = None,
    most: Annotated[
        int,
        typer.Option("--most", min=1, max=workbook.MOST, help="How many items to write at most."),
    ] = 2000,
    misprint: Annotated[
        str,
        typer.Option("--misprint", metavar="TEXT", help="Find a misprint, to correct it."),
    ] = "",
    in_: Annotated[
        str, typer.Option("--in", metavar="REPORT", help="Its report's id, or its document.")
    ] = "",
    sources: Annotated[
        Path | None,
        typer.Option(
            "--sources",
            readable=False,
            help="Folder of the baselines, beside which codings.csv stands "
            "(default: beside the tables).",
        ),
    ] = None,
    *,
    tidy: TidyOption,
) -> None:
    """Check codes in a spreadsheet, see how far people agree, and find misprints.

    Without --to, --from or --misprint: how much is checked, how far people agree, and the
    differences to settle.

    Example: [bold]annual-review review --coder AB --to codes.xlsx[/]
    """
    chosen = next((each for each in SCHEMES if each == scheme), None)
    together = "both, as in --misprint 2071 --in AZE-P029-2017-2018"
    several = sum(map(bool, (to, from_, misprint))) > 1
    for wrong, found, expected in (
        (scheme and not chosen, "an unknown scheme", f"--scheme {', '.join(SCHEMES)}"),
        (several, "several of --to, --from and --misprint", "one of them"),
        (
            (to or from_) and not coder.strip(),
            "no --coder",
            "the initials of who codes, as in --coder AB",
        ),
        (blind and not to, "--blind without --to", "--to FILE.xlsx"),
        (bool(misprint) != bool(in_), "one of --misprint and --in", together),
    ):
        if wrong:
            fail(decisions.ReviewError("review", found=found, expected=expected), 2)
    if misprint:
        _find_misprint(misprint, in_, tidy)
        return
    tables = corpus.load(tidy)
    file = decisions.codings_beside(sources or tidy)
    if from_:
        _take(from_, tables, file, coder)
        return
    given = hand_codings.read(file)
    if to:
        queued = queue(tables, given, decisions.initials(coder), chosen, blind=blind, most=most)
        workbook.write(queued, to)
        out.print(f"{count(len(queued), 'item')} to code: {escape(str(to))}")
        return
    _show(tables, given, chosen)


def _take(workbook_file: Path, tables: Tables, file: Path, coder: str) -> None:
    """Save the codes of a workbook."""
    found = workbook.read(workbook_file, tables)
    decisions.decide(file, found.decisions, coder)
    for error in few(workbook_file.name, found.errors):
        complain(error)
    out.print(
        f"{count(len(found.decisions), 'item')} coded by {escape(coder)}: {escape(str(file))}"
    )
    if found.decisions:
        out.print("`annual-review build` applies the codes to the tables.")
    if found.errors:
        out.print(f"{count(len(found.errors), 'row')} left out, named above.")
        raise SystemExit(1)


def _show(tables: Tables, given: list[HandCoding], scheme: Scheme | None) -> None:
    """Print how far the checking is, and the differences to settle."""
    table = Table("Codes of", "To check", "Checked", "Coded by two", "To settle", "Alpha")
    for row in progress(tables, given).to_dict("records"):
        if scheme in (None, row["scheme"]):
            table.add_row(
                KINDS[row["scheme"]],
                *(f"{row[each]:,}" for each in ("to_check", "checked", "by_two", "differences")),
                "–" if pd.isna(row["alpha"]) else f"{row['alpha']:.2f}",
            )
    Console(highlight=False).print(table)
    differing = differences(tables, given)
    if scheme:
        differing = differing[differing["scheme"] == scheme]
    if differing.empty:
        out.print("No differences to settle.")
        return
    out.print(f"\n[bold]Differences to settle ({len(differing):,})[/]")
    for row in differing.head(_DIFFERENCES).to_dict("records"):
        of_each = zip(row["coders"], row["codes"], row["notes"], strict=True)
        said = "; ".join(gave(*each) for each in of_each)
        out.print(f"{escape(row['item_ids'])}\n  {escape(row['text'])}\n  [cyan]{escape(said)}[/]")
    if len(differing) > _DIFFERENCES:
        out.print(f"… and {len(differing) - _DIFFERENCES:,} more.")


def _find_misprint(text: str, where: str, tidy: Path) -> None:
    """Print where a report reads most like a text, and the entry that corrects it."""
    if Path(where).is_file():
        tables = tidied([guarded(Path(where))])
        report = tables.reports["report_id"].iloc[0]
    else:
        tables, report = corpus.load(tidy), where
        known = tables.reports["report_id"].tolist()
        if report not in known:
            raise decisions.ReviewError(
                "--in",
                found=f"'{report}'",
                expected="the id of a report in the tables, or the file of a document",
                remedy=did_you_mean(report, known),
            )
    place = misprints.nearest(tables, report, text)
    if place is None:
        raise decisions.ReviewError(
            report,
            found=f"nothing like “{text[:60]}”",
            expected="words of the document, with the misprint",
        )
    out.print(escape(str(place)))
    out.print("\nTo correct it, paste this into corrections.yml, with should_be and reason:\n")
    out.print("\n".join(map(escape, place.entry().split("\n"))))
