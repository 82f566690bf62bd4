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
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from annual_review.cli import documents, projects, release, reports, review, site
from annual_review.cli.console import fail, out
from annual_review.errors import AnnualReviewError

app = typer.Typer(
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


app.command("init")(projects.init)
app.command("collect")(documents.collect)
app.command("build")(documents.build)
app.command("read")(documents.read)
app.command("run")(reports.run)
app.command("review")(review.review)
app.command("export")(release.export)
app.command("diff")(release.diff)
app.command("site")(site.site)
app.command("list")(reports.list_)
app.command("check")(documents.check)


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
        fail(_of_system(error))
    except Exception as error:
        fail(_unexpected(error))


def _of_system(error: OSError) -> AnnualReviewError:
    """What the system refused, for the person at the terminal."""
    return AnnualReviewError(
        str(error.filename or "annual-review"),
        found=error.strerror or str(error),
        expected="files and folders that stay where they are, and room for them",
        remedy="What was finished is kept: run it again when this is mended.",
    )


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
