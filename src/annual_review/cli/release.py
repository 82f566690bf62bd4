"""Commands on releases: export, diff, site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from annual_review import project
from annual_review.cli.console import (
    NotebooksOption,
    OutputsOption,
    TidyOption,
    count,
    escape,
    fail,
    out,
)
from annual_review.release import Release, ReleaseError, addresses, difference
from annual_review.release import export as released
from annual_review.release import site as publishing
from annual_review.release.difference import load
from annual_review.reports.inputs import Inputs
from annual_review.tables import build as corpus
from annual_review.tables import data_version
from annual_review.tables.spreadsheet import in_csv
from annual_review.tables.store import as_csv, overlap

_EXAMPLES, _LONGEST = 5, 200
"""Changes of a kind that are printed, and letters of a text that are."""


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", readable=False, help="Folder of the release.")
    ],
    tidy: TidyOption,
    parquet: Annotated[bool, typer.Option("--parquet", help="Also write Parquet files.")] = False,
) -> None:
    """Write a release for others: a data package, a workbook, a database, and how to cite them.

    An earlier release in the folder is replaced. A folder with anything else is left alone.

    Example: [bold]annual-review export release[/]
    """
    about, tables = project.about(), corpus.load(tidy)
    if found := overlap(folder, tidy):
        raise ReleaseError(str(folder), found=found, expected="a folder apart")
    made = released(tables, folder, about, parquet=parquet)
    out.print(
        f"Wrote {escape(str(folder))}: version {made.version}, released on {made.released},"
        f" {count(len(made.files), 'file')}."
    )
    for note in [*made.notes, *_to_fill_in(about, made)]:
        out.print(escape(note))


def _to_fill_in(about: project.About, made: Release) -> list[str]:
    """What the project's file does not say, and how to say it."""
    said = []
    if about.released is None:
        said.append(
            "The day of the release is today, because none is set. To make the same release on"
            f" another day, write into {project.FILE}: released = {made.released}"
        )
    if not about.authors:
        said.append(
            "No author is named, so there is no CITATION.cff and no .zenodo.json. To be cited,"
            f' write into {project.FILE}: authors = ["Family, Given", "Name of an organization"]'
        )
    if not about.address:
        said.append(
            f"The citation has no address. Once you know it, write into {project.FILE}:"
            ' address = "https://…"'
        )
    if not about.licence:
        said.append(
            f'No licence is named. To name one, write into {project.FILE}: licence = "CC-BY-4.0"'
        )
    return said


def diff(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", readable=False, help="A release, or folder of tables.")
    ],
    new: Annotated[
        Path, typer.Argument(metavar="NEW", readable=False, help="The one to compare it with.")
    ],
    to: Annotated[
        Path | None, typer.Option("--to", readable=False, help="Write every change: FILE.csv.")
    ] = None,
) -> None:
    """Say what changed between two releases: documents, statements, items and codes, and why.

    Example: [bold]annual-review diff release-2025 release-2026 --to changes.csv[/]
    """
    if to and to.exists():
        raise ReleaseError(str(to), found="a file that exists", expected="the name of a new file")
    before, after = load(old), load(new)
    found = difference(before, after)
    for name, folder, tables in (("Old", old, before), ("New", new, after)):
        version, reports = data_version(tables), count(len(tables.reports), "report")
        out.print(f"{name}: {escape(str(folder))}, version {version}, {reports}")
    if differing := [name for name, frame in after if not frame.equals(before[name])]:
        out.print(f"Tables that differ: {', '.join(differing)}.")
    _show(found)
    if to:
        _write(found, to)


def _show(found: pd.DataFrame) -> None:
    """Print how many changes there are of each kind, and then some of each."""
    if found.empty:
        out.print("No document, statement, item or code changed.")
        return
    counts = Table("Change", "Reason", "Number")
    counts.columns[2].justify = "right"
    for (what, reason), rows in found.groupby(["what", "reason"], sort=False):
        counts.add_row(str(what), str(reason), f"{len(rows):,}")
    Console(highlight=False).print(counts)
    for what, rows in found.groupby("what", sort=False):
        out.print(f"\n[bold]{str(what).capitalize()} ({len(rows):,})[/]")
        for row in rows.head(_EXAMPLES).to_dict("records"):
            out.print(f"{escape(row['id'])} ({row['reason']})")
            for sign, text in (("-", row["before"]), ("+", row["after"])):
                if text:
                    out.print(f"  {sign} {escape(_short(text))}")
        if len(rows) > _EXAMPLES:
            out.print(f"… and {len(rows) - _EXAMPLES:,} more.")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2]} …"


def _write(found: pd.DataFrame, to: Path) -> None:
    try:
        with to.open("xb") as file:
            file.write(as_csv(found.map(in_csv)))
    except OSError as error:
        raise ReleaseError.of_system(to, error, "a file that can be written") from error
    out.print(f"\nWrote {count(len(found), 'change')}: {escape(str(to))}")


def site(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", readable=False, help="Folder of the site.")
    ],
    tidy: TidyOption,
    outputs: OutputsOption,
    notebooks: NotebooksOption,
    base: Annotated[
        str,
        typer.Option(
            "--base",
            metavar="ADDRESS",
            help="The address that the site will have, for citations and search engines. Default: "
            "the address in annual-review.toml.",
        ),
    ] = "",
) -> None:
    """Write the reports and the data as a static site.

    The site has the index, the reports, the sources, the codebook and a page of downloads, without
    logs and whatever else concerns only this machine. It is written whole or not at all, and
    replaces an earlier site in the same folder. Reports that are out of date are refused.

    Example: [bold]annual-review site public --base https://example.org/reviews/[/]
    """
    about = project.about()
    try:
        addresses.base(base, about)
    except addresses.AddressError as error:
        fail(error, 2)
    inputs = Inputs(tidy, notebooks)
    made = publishing.publish(
        folder, inputs, outputs, lambda to: released(inputs.tables, to, about), base=base
    )
    counts = [
        count(made.reports, "report"),
        count(made.sources, "source text"),
        count(made.downloads, "download"),
    ]
    out.print(f"{', '.join(counts)}: {escape(str(folder / 'index.html'))}")
    if not made.base:
        out.print(
            "The site's address is not known, so there is no sitemap and no description for search "
            f"engines. Give it with --base, or as address in {project.FILE}."
        )
