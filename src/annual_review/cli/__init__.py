"""The command `annual-review`: see `annual-review --help`.

Exit status: 0, all done; 1, some documents or notebooks failed and are named, the rest is done; 2,
wrong usage.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import traceback
from importlib import import_module, metadata
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from annual_review.cli.console import fail, out
from annual_review.errors import AnnualReviewError

COMMANDS = {
    "init": (
        "projects.init",
        "Begin a project of your own: its folders, the notebooks, a README and an example.",
    ),
    "collect": ("collect.collect", "Fetch baselines from the addresses in a catalogue."),
    "build": ("documents.build", "Read every baseline in a folder and write the tidy tables."),
    "read": ("documents.read", "Read one baseline and print what it says."),
    "run": ("reports.run", "Execute notebooks and write their reports and the index."),
    "review": (
        "review.review",
        "Check codes in a spreadsheet, see how far people agree, and find misprints.",
    ),
    "export": (
        "release.export",
        "Write a release for others: a data package, a workbook, a database, and how to cite them.",
    ),
    "diff": (
        "release.diff",
        "Say what changed between two releases: documents, statements, items and codes, and why.",
    ),
    "site": ("release.site", "Write the reports and the data as a static site."),
    "list": (
        "reports.list_",
        "List the notebooks, their parameters and the reports that --all would make.",
    ),
    "check": ("reports.check", "Check that tables, sources and notebooks fit together."),
}
"""The commands, in the order of the help: the function of each, and what its docstring begins with.

The help shows that, so that it need not import them."""


class NotLoadedError(ImportError):
    """A command's modules could not be imported."""


class _PlainFlags:
    """A command whose help shows no type for options that take no value."""

    def get_params(self, ctx: Any) -> list[Any]:
        found: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for each in found:
            if getattr(each, "is_flag", False):
                each.metavar = ""
        return found


class _Command(_PlainFlags, TyperCommand):
    pass


def command(name: str) -> Any:
    """Import a command. None waits for what another needs, or fails without it.

    Raises NotLoadedError if its modules cannot be imported.
    """
    module, function = COMMANDS[name][0].split(".")
    alone = typer.Typer(add_completion=False, rich_markup_mode="rich")
    try:
        loaded = import_module(f"annual_review.cli.{module}")
    except ImportError as error:
        raise NotLoadedError(str(error)) from error
    alone.command(name, cls=_Command)(getattr(loaded, function))
    return typer.main.get_command(alone)


class _Group(_PlainFlags, TyperGroup):
    """The commands by name, imported when one is given: help and completion do without."""

    def __init__(self, **options: Any) -> None:
        named = {name: TyperCommand(name, short_help=does) for name, (_, does) in COMMANDS.items()}
        super().__init__(**options | {"commands": named})

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command that is given."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, command(name) if name else None, rest


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _print_version(asked: bool) -> None:
    if asked:
        out.print(f"annual-review {metadata.version('annual-review')}")
        raise typer.Exit


@app.callback()
def start(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print it and stop."
        ),
    ] = False,
) -> None:
    """Country baselines of the ILO's Annual Review as tidy tables and executed notebooks."""


def main() -> None:
    """Run the command; an error ends in one message and an exit status, never in a traceback."""
    # processes that this one starts must not import modules of the working folder
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        Path.cwd()
    except FileNotFoundError:  # it was removed, and libraries ask for it
        os.chdir("/")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show every letter
    try:
        app()
    except AnnualReviewError as error:
        fail(error)
    except OSError as error:  # such as a folder that was removed, or a disk that is full
        where = error.filename or "annual-review"
        expected = "files and folders that stay where they are, and room for them"
        remedy = "What was finished is kept: run it again when this is mended."
        fail(AnnualReviewError.of_system(where, error, expected, remedy))
    except (NotLoadedError, MemoryError):  # `__main__` says what to do
        raise
    except Exception as error:
        fail(_unexpected(error))


def _unexpected(error: Exception) -> AnnualReviewError:
    """A bug: where its traceback is, and whom to tell."""
    told = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="annual-review-", suffix=".log", delete=False, errors="replace"
        ) as log:
            log.write(told)
        where = f"what {log.name} says"
    except OSError:  # no room, where it would be read
        where = f"this: {told}"
    return AnnualReviewError(
        "annual-review",
        found=f"an error that it does not know ({type(error).__name__}: {str(error)[:200]})",
        expected="none",
        remedy=f"Please report it as a bug, with the command and {where}",
    )
