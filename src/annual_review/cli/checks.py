"""The command that looks whether everything fits together: check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annual_review.cli.console import NotebooksOption, SourcesArgument, TidyOption, complain, out
from annual_review.errors import AnnualReviewError
from annual_review.reports import plan
from annual_review.tables import TableError, store
from annual_review.tables import build as corpus
from annual_review.tables.processes import cores


def check(sources: SourcesArgument, tidy: TidyOption, folder: NotebooksOption) -> None:
    """Check that tables, sources and notebooks fit together.

    The tables match their schemas and are what the sources give now, the sources have the checksums
    in their list, and every notebook declares its parameters.

    Example: [bold]annual-review check[/]
    """
    checks: list[tuple[str, Callable[[], object]]] = [
        ("the tables match their schemas", lambda: corpus.load(tidy)),
        ("the tables are what the sources give", lambda: _refuse_stale(sources, tidy)),
        *(
            (f"{name} declares its parameters", lambda name=name: _refuse_undeclared(name, folder))
            for name in plan.notebooks(folder)
        ),
    ]
    failed = 0
    for claim, test in checks:
        try:
            test()
        except AnnualReviewError as error:
            failed += 1
            out.print(f"[red]no[/]  {claim}")
            complain(error)
        else:
            out.print(f"[green]yes[/] {claim}")
    if failed:
        raise SystemExit(1)


def _refuse_stale(sources: Path, tidy: Path) -> None:
    for name, frame in corpus.build(sources, processes=cores()):
        stands = tidy / f"{name}.csv"
        if not stands.is_file() or stands.read_bytes() != store.as_csv(frame):
            raise TableError(
                str(stands),
                found="rows that differ from what the sources give",
                expected="tables built from these sources by this version",
                remedy="Run `annual-review build`.",
            )


def _refuse_undeclared(notebook: str, folder: Path) -> None:
    if plan.TIDY_PARAMETER not in {each.name for each in plan.parameters(notebook, folder)}:
        raise plan.RunError(
            f"{folder.name}/{notebook}.ipynb",
            found=f"no parameter '{plan.TIDY_PARAMETER}'",
            expected="a cell tagged 'parameters' that declares it",
        )
