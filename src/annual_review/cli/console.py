"""What all commands share: where they print, how an error ends them, common options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, NoReturn
from unicodedata import category

import typer
from rich import markup
from rich.console import Console

from annual_review import project
from annual_review.errors import AnnualReviewError

out = Console(soft_wrap=True, highlight=False, emoji=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)
wrapped = Console(highlight=False, emoji=False)


def unseen(character: str) -> bool:
    """Whether a terminal does not show a character, but obeys it or breaks the line."""
    return category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def escape(text: str) -> str:
    r"""Return a text for a console's `print`: one line, without markup or control characters.

    These are shown as Python writes them, such as \x1b. Names and texts of documents, and messages
    that hold them, are printed through this only.
    """
    return markup.escape(
        "".join(each.encode("unicode_escape").decode() if unseen(each) else each for each in text)
    )


def own(place: Path) -> Any:
    """Options of typer for a folder or file that is the project's own if none is given."""

    def path() -> Path:
        root = project.root()
        inside = Path.cwd().is_relative_to(root)
        return Path(os.path.relpath(root / place)) if inside else root / place

    return {"default_factory": path, "show_default": place.as_posix(), "readable": False}


SourcesArgument = Annotated[
    Path, typer.Argument(**own(project.SOURCES), help="Folder of the baselines.")
]
TidyOption = Annotated[
    Path, typer.Option("--tidy", **own(project.TIDY), help="Folder of the tidy tables.")
]
OutputsOption = Annotated[
    Path, typer.Option("--outputs", **own(project.OUTPUTS), help="Folder of the reports.")
]
NotebooksOption = Annotated[
    Path, typer.Option("--notebooks", **own(project.NOTEBOOKS), help="Folder of the notebooks.")
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
