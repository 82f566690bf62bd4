"""The command site: the reports as a folder that any web server serves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
from annual_review.release import addresses, export
from annual_review.release import site as publishing
from annual_review.reports.inputs import Inputs


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
        folder, inputs, outputs, lambda to: export(inputs.tables, to, about), base=base
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
