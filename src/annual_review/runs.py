"""Execute notebooks for parameters.

A run is a notebook and values for its parameters. What a notebook takes is read from its own
parameters cell, what values there are from the tables; anything else is refused before a run.
"""

from __future__ import annotations

import datetime
import itertools
import json
import multiprocessing
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.utils import default_process

from annual_review import analysis, countries, pages
from annual_review.corpus import PROJECT, TIDY, load
from annual_review.errors import AnnualReviewError
from annual_review.tables import Tables

NOTEBOOKS = PROJECT / "notebooks"
OUTPUTS = PROJECT / "outputs"

TIDY_PARAMETER = "tidy"
"""The parameter that every notebook takes for the folder of tables; it names no run."""


class RunError(AnnualReviewError):
    """A notebook, parameter or value that does not exist, or a run that failed."""


class Parameter(NamedTuple):
    """A parameter as its notebook declares it."""

    name: str
    default: str | int
    help: str


@dataclass(frozen=True)
class Run:
    """A notebook (its file name without ending) and values for its parameters."""

    notebook: str
    values: Mapping[str, str | int]

    @property
    def name(self) -> str:
        """The values joined, as in AZE-P029-2017-2018; the notebook's own name if it has none."""
        joined = "-".join(re.sub(r"[^\w-]+", "_", str(value)) for value in self.values.values())
        return joined or re.sub(r"^\d+-", "", self.notebook)


@dataclass(frozen=True)
class Outcome:
    """What became of a run: its page, or the error that stopped it. `seconds` is wall time."""

    run: Run
    page: Path | None = None
    error: RunError | None = None
    seconds: float = field(default=0.0, compare=False)


# ---- what can be run ----------------------------------------------------------------------------


def notebooks(folder: Path = NOTEBOOKS) -> list[str]:
    """Names of the notebooks of a folder, sorted."""
    return sorted(path.stem for path in folder.glob("*.ipynb") if not path.name.startswith("."))


def parameters(notebook: str, folder: Path = NOTEBOOKS) -> list[Parameter]:
    """Parameters that a notebook declares in its cell tagged `parameters`, in its order.

    Raises RunError if there is no such notebook.
    """
    from papermill import inspect_notebook

    if notebook not in notebooks(folder):
        near = process.extractOne(notebook, notebooks(folder), score_cutoff=50)
        raise RunError(
            "notebook",
            found=f"'{notebook}'",
            expected=f"one of {', '.join(notebooks(folder))}",
            remedy=f"Did you mean {near[0]}?" if near else "",
        )
    declared = inspect_notebook(str(folder / f"{notebook}.ipynb"))
    return [
        Parameter(name, _literal(each["default"]), each["help"]) for name, each in declared.items()
    ]


def _literal(printed: str) -> str | int:
    value = json.loads(printed) if printed[:1] != "'" else printed[1:-1]
    return value if isinstance(value, int) else str(value)


def choices(names: Sequence[str], tables: Tables, *, successive: bool) -> list[dict[str, Any]]:
    """Every set of values that the tables hold for parameters of these names, in order.

    Of `from_year` and `to_year` either every ascending pair of a report's years, or only pairs
    of `successive` ones.
    """
    found: list[dict[str, Any]] = []
    for subject, reports in tables.reports.groupby("subject", sort=True):
        for iso3 in sorted(set(reports["iso3"])):
            chosen = analysis.select(tables, iso3, str(subject))
            years = analysis.years(chosen)
            ascending = itertools.combinations(years, 2)
            pairs = analysis.steps(chosen) if successive else list(ascending)
            base = {"country": iso3, "subject": str(subject)}
            if "from_year" in names:
                found += [{**base, "from_year": a, "to_year": b} for a, b in pairs]
            elif "year" in names:
                found += [{**base, "year": year} for year in years]
            else:
                found.append(base)
    kept = [{name: values[name] for name in names} for values in found]
    return [values for n, values in enumerate(kept) if values not in kept[:n]]


KNOWN_PARAMETERS = {"country", "subject", "year", "from_year", "to_year"}


def plan(
    names: Iterable[str],
    given: Mapping[str, str],
    tables: Tables,
    *,
    every: bool = False,
    folder: Path = NOTEBOOKS,
) -> list[Run]:
    """Return the runs of these notebooks with the `given` values.

    A parameter that is not given takes its default or, with `every`, each value that the tables
    hold. Raises RunError for a notebook, a parameter or a value that does not exist.
    """
    runs: list[Run] = []
    names = list(dict.fromkeys(names))
    if every and given:
        takes = {name: {p.name for p in parameters(name, folder)} for name in names}
        names = [name for name in names if set(given) <= takes[name]] or names
    for notebook in names:
        declared = {p.name: p for p in parameters(notebook, folder) if p.name != TIDY_PARAMETER}
        _refuse_unknown(notebook, declared, given)
        cast = {name: _cast(declared[name], value) for name, value in given.items()}
        if not set(declared) <= KNOWN_PARAMETERS:
            defaults = {name: p.default for name, p in declared.items()}
            runs.append(Run(notebook, {**defaults, **cast}))
            continue
        wanted = cast if every else {**{n: p.default for n, p in declared.items()}, **cast}
        possible = choices(list(declared), tables, successive=every) if declared else [{}]
        fitting = [values for values in possible if wanted.items() <= values.items()]
        if not fitting and every and not cast:
            continue  # a country with one year has no two to compare
        if not fitting:
            raise _no_such_values(notebook, wanted, possible)
        runs += [Run(notebook, values) for values in fitting]
    return runs


def _refuse_unknown(
    notebook: str, declared: Mapping[str, Parameter], given: Mapping[str, str]
) -> None:
    for name in given:
        if name == TIDY_PARAMETER:
            raise RunError(
                "-p tidy", found="a folder as a parameter", expected="it as the option --tidy"
            )
        if name not in declared:
            near = process.extractOne(name, list(declared), score_cutoff=50)
            raise RunError(
                notebook,
                found=f"the parameter '{name}'",
                expected=f"one of {', '.join(declared)}" if declared else "no parameter",
                remedy=f"Did you mean {near[0]}?" if near else "",
            )


def _cast(parameter: Parameter, value: str) -> str | int:
    if not isinstance(parameter.default, int):
        return value
    try:
        return int(value)
    except ValueError as error:
        raise RunError(
            parameter.name, found=repr(value), expected=f"a number, as in {parameter.default}"
        ) from error


def _no_such_values(
    notebook: str, wanted: Mapping[str, Any], possible: list[dict[str, Any]]
) -> RunError:
    shown = ", ".join(f"{name}={value}" for name, value in wanted.items())
    first, last = wanted.get("from_year"), wanted.get("to_year")
    if first is not None and last is not None and first >= last:
        return RunError(
            notebook, found=f"{first} to {last}", expected="from_year to be before to_year"
        )
    if not possible:
        return RunError(notebook, found=shown, expected="tables that hold a fitting report")
    for name in wanted:
        values = sorted({str(p[name]) for p in possible})
        if str(wanted[name]) not in values:
            near = process.extractOne(
                str(wanted[name]), values, score_cutoff=60, processor=default_process
            )
            country = countries.find(str(wanted[name])) if name == "country" else None
            guess = country.iso3 if country and country.iso3 in values else near and near[0]
            return RunError(
                notebook,
                found=f"{name}={wanted[name]}, which the tables do not hold",
                expected=f"{name} to be one of {', '.join(values)}",
                remedy=f"Did you mean {guess}?" if guess else "",
            )
    together = "; ".join(" ".join(f"{n}={v}" for n, v in p.items()) for p in possible[:8])
    return RunError(
        notebook,
        found=f"{shown}, which the tables do not hold together",
        expected=f"one of: {together}" + (" …" if len(possible) > 8 else ""),
    )


# ---- running ------------------------------------------------------------------------------------


def execute(
    runs: Sequence[Run],
    outputs: Path = OUTPUTS,
    tidy: Path = TIDY,
    *,
    jobs: int | None = None,
    folder: Path = NOTEBOOKS,
) -> Iterator[Outcome]:
    """Make the reports of these runs, each as it is done; a failed one does not stop the others.

    Writes `outputs/<notebook>/<run>.ipynb` and `.html`, each whole or not at all, and at the end
    `outputs/sources` and `outputs/index.html`. `jobs` is the number of processes (default: one a
    core).
    """
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=outputs).close()
    except OSError as error:
        raise RunError(
            str(outputs),
            found=error.strerror or str(error),
            expected="a folder that can be written",
            remedy="Choose another folder with --outputs.",
        ) from error
    # papermill changes the working directory, which threads would share
    context = multiprocessing.get_context("spawn")
    workers = max(1, min(jobs or os.cpu_count() or 1, len(runs)))
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_silence) as pool:
        futures = {pool.submit(make, run, outputs, tidy, folder): run for run in runs}
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    pages.write_sources(load(tidy), outputs)
    pages.write_index(outputs)


def _silence() -> None:
    """Keep what kernels write to the terminal by themselves out of the progress display.

    A kernel inherits the process's standard error; errors of cells arrive by another way.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def make(run: Run, outputs: Path, tidy: Path, folder: Path = NOTEBOOKS) -> Outcome:
    """Execute one run in this process, and write its notebook and page."""
    import nbformat
    import papermill

    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # a warning of every kernel
    began = datetime.datetime.now(datetime.UTC)
    target = outputs / run.notebook
    target.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".making-", dir=outputs))
    values = dict(run.values)
    if tidy.resolve() != TIDY:
        values[TIDY_PARAMETER] = str(tidy.resolve())
    try:
        node = papermill.execute_notebook(
            str(folder / f"{run.notebook}.ipynb"),
            str(stage / "report.ipynb"),
            parameters=values,
            cwd=str(folder),
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            store_widget_state=False,
        )
        _refuse_unfinished(run, node)
        node.metadata["annual_review"] = about = pages.about(
            run.notebook, run.name, run.values, node, load(tidy)
        )
        nbformat.write(node, stage / "report.ipynb")  # type: ignore[no-untyped-call]
        pages.write(stage / "report.html", pages.page(node, about))
        for ending in ("ipynb", "html"):
            (stage / f"report.{ending}").replace(target / f"{run.name}.{ending}")
    except RunError as error:
        return Outcome(run, error=error, seconds=_since(began))
    except Exception as error:  # whatever else stops one report must not stop the others
        return Outcome(run, error=_failed(run, error), seconds=_since(began))
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Outcome(run, page=target / f"{run.name}.html", seconds=_since(began))


def _since(began: datetime.datetime) -> float:
    return (datetime.datetime.now(datetime.UTC) - began).total_seconds()


def _failed(run: Run, error: Exception) -> RunError:
    where = f"{run.notebook} {run.name}"
    cell = getattr(error, "exec_count", None)
    if cell is not None:
        where += f", cell {cell}"
    evalue = getattr(error, "evalue", None)
    named = f"{getattr(error, 'ename', type(error).__name__)}: {evalue or error}"
    return RunError(where, found=" ".join(named.split())[:500], expected="a notebook that runs")


def _refuse_unfinished(run: Run, node: Any) -> None:
    for number, cell in enumerate(node.cells, 1):
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise RunError(
                f"{run.notebook} {run.name}",
                found=f"cell {number} that did not run",
                expected="every cell executed",
            )
