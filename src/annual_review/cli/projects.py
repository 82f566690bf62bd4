"""The command that begins a project: init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annual_review.cli.console import escape, out
from annual_review.starter import start


def init(
    folder: Annotated[Path, typer.Argument(readable=False, help="A new or empty folder.")],
) -> None:
    """Begin a project of your own: its folders, the notebooks, a README and an example.

    Example: [bold]annual-review init baselines[/]
    """
    files = start(folder)
    out.print(
        f"Began a project of {len(files)} files in {escape(str(folder))}. Next, in that folder:"
    )
    out.print("  annual-review build      # read data/sources into the tables of data/tidy")
    out.print("  annual-review run --all  # make the reports: open outputs/index.html")
