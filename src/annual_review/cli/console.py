"""What all commands share: where they print, how an error ends them, common options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from annual_review.errors import AnnualReviewError

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


def fail(error: AnnualReviewError, status: int = 1) -> NoReturn:
    """End the command with an error's message."""
    complain(error)
    raise SystemExit(status)


def complain(error: AnnualReviewError | str, about: str = "") -> None:
    """Print an error, or its message."""
    err.print(f"[bold red]error:[/] {escape(f'{about}{error}')}")


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 error`, `no errors`, `1,200 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number or 'no'} {noun}s"
