"""Plan reports, and make those that changed.

A run is a notebook and values for its parameters. What a notebook takes is read from its own
parameters cell, what values there are from the tables; anything else is refused before a run.
"""

from __future__ import annotations

import ast
import csv
import datetime
import functools
import itertools
import logging
import re
import tempfile
import uuid
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rapidfuzz import process
from rapidfuzz.utils import default_process

from annual_review import (
    analysis,
    countries,
    executors,
    keys,
    making,
    manifest,
    nursery,
    pages,
)
from annual_review.corpus import PROJECT, TIDY
from annual_review.errors import AnnualReviewError
from annual_review.ground import Ground, Sources
from annual_review.kernels import Limits
from annual_review.making import Done, Job
from annual_review.manifest import Batch, Report
from annual_review.tables import Tables

NOTEBOOKS = PROJECT / "notebooks"
OUTPUTS = PROJECT / "outputs"

TIDY_PARAMETER = "tidy"
"""The parameter that every notebook takes for the folder of tables; it names no run."""

_LONGEST_NAME = 100
"""Characters of a run's name; a longer one is cut, and told apart by a checksum."""


class RunError(AnnualReviewError):
    """A notebook, parameter or value that does not exist, or a run that failed."""


class Parameter(NamedTuple):
    """A parameter as its notebook declares it; `type` is that of Python, such as `int`."""

    name: str
    type: str
    default: Any
    help: str


@dataclass(frozen=True)
class Run:
    """A notebook (its file name without ending) and values for its parameters."""

    notebook: str
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The values joined, as in AZE-P029-2017-2018; the notebook's own name if it has none."""
        joined = "-".join(re.sub(r"[^\w-]+", "_", str(value)) for value in self.values.values())
        if len(joined) > _LONGEST_NAME:
            joined = f"{joined[:_LONGEST_NAME]}-{keys.of(joined)[:8]}"
        return joined or re.sub(r"^\d+-", "", self.notebook)


@dataclass(frozen=True)
class Outcome:
    """What became of a run: its page, or the error that stopped it.

    kept: it stood already and nothing had changed. seconds: wall time.
    """

    run: Run
    page: Path | None = None
    error: RunError | None = None
    seconds: float = field(default=0.0, compare=False)
    kept: bool = False


# ---- what can be run ----------------------------------------------------------------------------


def notebooks(folder: Path = NOTEBOOKS) -> list[str]:
    """Names of the notebooks of a folder, sorted."""
    return sorted(path.stem for path in folder.glob("*.ipynb") if not path.name.startswith("."))


def parameters(notebook: str, folder: Path = NOTEBOOKS) -> list[Parameter]:
    """Parameters that a notebook declares in its cell tagged `parameters`, in its order.

    Raises RunError if there is no such notebook, or it cannot be read as one.
    """
    if notebook not in notebooks(folder):
        near = process.extractOne(notebook, notebooks(folder), score_cutoff=50)
        raise RunError(
            "notebook",
            found=f"'{notebook}'",
            expected=f"one of {', '.join(notebooks(folder))}",
            remedy=f"Did you mean {near[0]}?" if near else "",
        )
    file = folder / f"{notebook}.ipynb"
    return list(_declared(file, file.stat().st_mtime_ns))


@functools.lru_cache(maxsize=64)
def _declared(file: Path, _changed: int) -> tuple[Parameter, ...]:
    from papermill import inspect_notebook

    try:
        declared = inspect_notebook(str(file))
    except Exception as error:  # whatever a damaged file makes nbformat raise
        raise RunError(
            file.name,
            found=" ".join(str(error).split())[:300] or type(error).__name__,
            expected="a notebook",
        ) from error
    return tuple(
        Parameter(name, _type(each), _literal(each["default"]), each["help"])
        for name, each in declared.items()
    )


def _literal(printed: str) -> Any:
    try:
        return ast.literal_eval(printed)
    except (ValueError, SyntaxError):
        return printed  # an expression, which the kernel evaluates


_SCALARS = ("str", "int", "float", "bool")


def _type(declared: Mapping[str, str]) -> str:
    """The declared type without `| None`; without one, that of the default."""
    named = (
        declared["inferred_type_name"].replace("| None", "").replace("Optional", "").strip(" []")
    )
    if named and named != "None":
        return named
    return type(_literal(declared["default"])).__name__


def choices(names: Sequence[str], tables: Tables, *, successive: bool) -> list[dict[str, Any]]:
    """Every set of values that the tables hold for parameters of these names, in order.

    Of `from_year` and `to_year` either every ascending pair of a report's years, or only pairs
    of `successive` ones.
    """
    found: list[dict[str, Any]] = []
    for (subject, iso3), reports in tables.reports.groupby(["subject", "iso3"], sort=True):
        chosen = replace(tables, reports=reports)
        years = analysis.years(chosen)
        pairs = analysis.steps(chosen) if successive else itertools.combinations(years, 2)
        base = {"country": str(iso3), "subject": str(subject)}
        if "from_year" in names:
            found += [{**base, "from_year": a, "to_year": b} for a, b in pairs]
        elif "year" in names:
            found += [{**base, "year": year} for year in years]
        else:
            found.append(base)
    kept = [{name: values[name] for name in names} for values in found]
    return list({tuple(values.values()): values for values in kept}.values())


KNOWN_PARAMETERS = {"country", "subject", "year", "from_year", "to_year"}
"""Parameters whose values have to be ones that the tables hold."""


def plan(
    names: Iterable[str],
    given: Mapping[str, Any],
    tables: Tables,
    *,
    every: bool = False,
    folder: Path = NOTEBOOKS,
) -> list[Run]:
    """Return the runs of these notebooks with the `given` values.

    A value is one of the parameter's type or the text of one; a list of values makes a run for
    each, and several lists one for each combination. A parameter that is not given takes its
    default or, with `every`, each value that the tables hold.

    Raises RunError for a notebook, a parameter or a value that does not exist.
    """
    runs: list[Run] = []
    names = list(dict.fromkeys(names))
    if every and given:
        takes = {name: {p.name for p in parameters(name, folder)} for name in names}
        names = [name for name in names if set(given) <= takes[name]] or names
    for notebook in names:
        declared = {p.name: p for p in parameters(notebook, folder) if p.name != TIDY_PARAMETER}
        _refuse_unknown(notebook, declared, given)
        lists = {name: _values(declared[name], value) for name, value in given.items()}
        for combination in itertools.product(*lists.values()):
            cast = dict(zip(lists, combination, strict=True))
            runs += _fitting(notebook, declared, cast, tables, every=every)
    return unique(runs)


def unique(runs: Iterable[Run]) -> list[Run]:
    """Each run once. Raises RunError if two would write the same report."""
    found: dict[tuple[str, str], Run] = {}
    for run in runs:
        other = found.setdefault((run.notebook, run.name.casefold()), run)
        if other != run:
            raise RunError(
                run.notebook,
                found=f"{_shown(other.values)} and {_shown(run.values)}",
                expected=f"values that make different names; both make {run.name}",
                remedy="Run one of them, or rename the values.",
            )
    return list(found.values())


def _fitting(
    notebook: str,
    declared: Mapping[str, Parameter],
    cast: dict[str, Any],
    tables: Tables,
    *,
    every: bool,
) -> list[Run]:
    """Runs with these values, and of the others those that the tables hold."""
    known = [name for name in declared if name in KNOWN_PARAMETERS]
    own = {n: cast.get(n, p.default) for n, p in declared.items() if n not in KNOWN_PARAMETERS}
    of_tables = {name: value for name, value in cast.items() if name in known}
    wanted = of_tables if every else {**{n: declared[n].default for n in known}, **of_tables}
    possible = _possible(tuple(known), tables, successive=every) if known else [{}]
    fitting = [values for values in possible if wanted.items() <= values.items()]
    if not fitting and (not every or of_tables):
        raise _no_such_values(notebook, wanted, possible)
    # none to fit: a country with one year has no two to compare
    return [
        Run(notebook, {name: {**own, **values}[name] for name in declared}) for values in fitting
    ]


_last: tuple[Tables, dict[Any, list[dict[str, Any]]]] | None = None


def _possible(names: tuple[str, ...], tables: Tables, *, successive: bool) -> list[dict[str, Any]]:
    """What `choices` gives, remembered for the last tables: a file of runs asks many times."""
    global _last
    if _last is None or _last[0] is not tables:
        _last = tables, {}
    asked = (names, successive)
    if asked not in _last[1]:
        _last[1][asked] = choices(names, tables, successive=successive)
    return _last[1][asked]


def _shown(values: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())


def _refuse_unknown(
    notebook: str, declared: Mapping[str, Parameter], given: Mapping[str, Any]
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


def _values(parameter: Parameter, given: Any) -> list[Any]:
    """The values that were given for a parameter, each of its type."""
    if parameter.type not in _SCALARS:
        return [given]  # a list or mapping is one value
    if not isinstance(given, list):
        given = [given]
    if not given:
        raise RunError(parameter.name, found="an empty list", expected="at least one value")
    return list(dict.fromkeys(_cast(parameter, value) for value in given))


def split(given: str) -> list[str]:
    """The values of `-p NAME=VALUE,VALUE`; one in double quotes may hold commas."""
    return next(csv.reader([given], skipinitialspace=True), [""])


_EXAMPLES = {"int": "a number, as in 2018", "float": "a number, as in 0.5", "bool": "true or false"}
_WORDS = {"true": True, "yes": True, "false": False, "no": False}


def _cast(parameter: Parameter, value: Any) -> Any:
    kind = parameter.type
    try:
        if kind == "str" and isinstance(value, str):
            return value
        if kind == "bool":
            return value if isinstance(value, bool) else _WORDS[str(value).casefold()]
        if kind in ("int", "float") and not isinstance(value, bool):
            if isinstance(value, float) and kind == "int":
                raise ValueError
            return int(value) if kind == "int" else float(value)
    except (ValueError, KeyError, TypeError):
        pass
    raise RunError(
        parameter.name,
        found=repr(value),
        expected=_EXAMPLES.get(kind, "a text"),
        remedy="Put it in quotes." if kind == "str" else "",
    )


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
    together = "; ".join(_shown(p) for p in possible[:8])
    return RunError(
        notebook,
        found=f"{shown}, which the tables do not hold together",
        expected=f"one of: {together}" + (" …" if len(possible) > 8 else ""),
    )


# ---- a file of runs -----------------------------------------------------------------------------

_ENTRY_KEYS = {"notebook", "parameters", "all"}


def from_file(file: Path, tables: Tables, folder: Path = NOTEBOOKS) -> list[Run]:
    """The runs that a YAML file asks for.

    The file is a list of entries, each with

    - `notebook`: its name, or a list of names;
    - `parameters`: a mapping of names to values; a list of values makes a run for each;
    - `all: true`: every value that the tables hold for parameters that are not given.

    Raises RunError, with the file, the entry and its line, as `plan` does and for whatever else an
    entry holds.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        tree: Any = yaml.compose(text, Loader=_Loader)
        entries = yaml.load(text, Loader=_Loader)  # noqa: S506 -- a SafeLoader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = error.strerror if isinstance(error, OSError) else " ".join(str(error).split())
        raise RunError(str(file), found=reason or "", expected="a YAML file of runs") from error
    if not isinstance(entries, list) or not entries:
        raise RunError(
            str(file),
            found="no list" if entries else "nothing",
            expected="a list of runs: '- notebook: 02-country' and so on",
        )
    runs: list[Run] = []
    for n, (entry, node) in enumerate(zip(entries, tree.value, strict=True), 1):
        where = f"{file}, entry {n}, line {node.start_mark.line + 1}"
        try:
            runs += _of_entry(entry, tables, folder)
        except RunError as error:
            raise RunError(
                f"{where}, {error.where}",
                found=error.found,
                expected=error.expected,
                remedy=error.remedy,
            ) from error
    return unique(runs)


class _Loader(yaml.SafeLoader):
    """Plain YAML that refuses what is given twice, where YAML would forget the first."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys_ = [key.value for key, _ in node.value]
        for key, _ in reversed(node.value):
            if keys_.count(key.value) > 1:
                raise yaml.YAMLError(f"line {key.start_mark.line + 1}: '{key.value}' twice")
        return super().construct_mapping(node, deep)


def _of_entry(entry: Any, tables: Tables, folder: Path) -> list[Run]:
    if not isinstance(entry, dict) or "notebook" not in entry:
        raise RunError("the entry", found=str(entry)[:60], expected="a mapping with 'notebook'")
    for name in entry:
        if name not in _ENTRY_KEYS:
            near = process.extractOne(str(name), sorted(_ENTRY_KEYS), score_cutoff=60)
            raise RunError(
                "the entry",
                found=f"'{name}'",
                expected="notebook, parameters and all",
                remedy=f"Did you mean {near[0]}?"
                if near
                else "Values of parameters belong under 'parameters'.",
            )
    names, values, every = entry["notebook"], entry.get("parameters"), entry.get("all", False)
    if not isinstance(every, bool):
        raise RunError("all", found=repr(every), expected="true or false")
    if not isinstance(values, dict | None):
        raise RunError("parameters", found=repr(values)[:60], expected="names and values")
    names = names if isinstance(names, list) else [names]
    return plan(
        map(str, names),
        {str(name): value for name, value in (values or {}).items()},
        tables,
        every=every,
        folder=folder,
    )


# ---- running ------------------------------------------------------------------------------------


def execute(
    runs: Sequence[Run],
    outputs: Path = OUTPUTS,
    tidy: Path = TIDY,
    *,
    jobs: int | None = None,
    folder: Path = NOTEBOOKS,
    force: bool = False,
    limits: Limits | None = None,
    executor: Executor | None = None,
    warm: bool = True,
    began: Callable[[Run], None] = lambda _run: None,
) -> Generator[Outcome, None, None]:
    """Make the reports of these runs that changed, and tell of each what became of it.

    A report is kept if it stands and its notebook, parameters, rows, the package's code and the
    environment are what they were; `force` makes all. A failed one does not stop the others. Writes
    `outputs/<notebook>/<run>.ipynb` and `.html`, each whole or not at all, and a record of each as
    soon as it is made; at the end `outputs/sources`, `outputs/manifest.json` and
    `outputs/index.html`, and all along a log in `outputs/logs`. A batch that is stopped leaves
    whole reports, which the next one keeps.

    jobs: processes (default: one a core), or with an `executor` how many jobs it is handed at a
    time (default: all). executor: of `concurrent.futures`, or with its interface; its workers need
    the same folders and packages. limits: what one report may take. warm: fork kernels from a
    process with the imports done, where the system can; else start Jupyter's plain ones. began: is
    called with each run that is handed to a worker.

    Raises RunError if the outputs cannot be written, TableError if the tables cannot be read.
    """
    outputs = outputs.resolve()
    _refuse_unwritable(outputs)
    ground = Ground(tidy, folder)
    batch = _new_batch()
    with closing(_Log(outputs, batch, runs)) as log, ExitStack() as stack:
        pool: executors.Pool | None = None
        waiting: list[Job] = []
        for run in runs:
            parts = ground.parts(run.notebook, run.name, run.values)
            before = manifest.recorded(outputs, run.notebook, run.name)
            changed = _changed(before, parts, outputs)
            if before and not changed and not force:
                batch["kept"] += 1
                yield log.told(Outcome(run, page=outputs / str(before["page"]), kept=True))
            else:
                if pool is None:  # it does its imports while the rest is planned
                    pool = _pool(stack, executor, jobs, len(runs), ground.tidy, warm)
                job = _job(run, ground, parts, outputs, batch, force=force)
                why = changed or ["forced"]
                waiting.append(replace(job, changed=why, limits=limits or Limits(), warm=warm))
        if pool is None:  # else it took what was begun
            nursery.drop()
        sources = Sources(ground, outputs, {f"{job.notebook}/{job.run}.html" for job in waiting})
        try:
            if pool is not None:
                for job, result in executors.run(
                    making.make,
                    waiting,
                    pool,
                    began=lambda job: began(Run(job.notebook, job.values)),
                    meanwhile=sources.write_one,
                ):
                    done = result if isinstance(result, Done) else making.failed(job, result)
                    batch[done.became] += 1
                    yield log.told(_outcome(done, outputs))
            sources.finish()
            batch["ended"] = _utc()
        finally:
            stack.close()  # then nobody is at work any more
            manifest.clear(outputs)
            _finish(outputs, batch, sources, ground)


def _refuse_unwritable(outputs: Path) -> None:
    try:
        (outputs / "logs").mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=outputs).close()
    except OSError as error:
        raise _unwritable(outputs, error, "Choose another folder with --outputs.") from error


def _unwritable(outputs: Path, error: OSError, remedy: str) -> RunError:
    return RunError(
        str(outputs),
        found=error.strerror or str(error),
        expected="a folder that can be written",
        remedy=remedy,
    )


def _utc() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def _new_batch() -> Batch:
    began = _utc()
    stamp = re.sub(r"[-:]|\..*", "", began)
    return {
        "id": f"{stamp}Z-{uuid.uuid4().hex[:6]}",
        "began": began,
        "ended": None,
        "made": 0,
        "kept": 0,
        "failed": 0,
    }


def _job(
    run: Run, ground: Ground, parts: dict[str, str], outputs: Path, batch: Batch, *, force: bool
) -> Job:
    """What a worker needs for a run."""
    passed = dict(run.values)
    if ground.tidy != TIDY:
        passed[TIDY_PARAMETER] = str(ground.tidy)
    return Job(
        notebook=run.notebook,
        run=run.name,
        values=run.values,
        passed=passed,
        source=ground.source(run.notebook),
        heading=ground.heading(run.notebook, run.name, run.values),
        about=ground.about(run.notebook, run.name, run.values),
        parts=parts,
        key=keys.combined(parts),
        batch=batch["id"],
        began=batch["began"],
        outputs=outputs,
        tidy=ground.tidy,
        folder=ground.folder,
        tables=ground.checksum,
        force=force,
    )


def _changed(report: Report | None, parts: Mapping[str, str], outputs: Path) -> list[str]:
    """Why a report has to be made; nothing if it can be kept."""
    if report is None:
        return ["new"]
    found = [part for part in manifest.PARTS if report["parts"].get(part) != parts[part]]
    if report["status"] == "failed":
        return [*found, "failed"]
    return found or ([] if manifest.stands(outputs, report) else ["removed"])


def _pool(
    stack: ExitStack,
    executor: Executor | None,
    jobs: int | None,
    most: int,
    tidy: Path,
    warm: bool,
) -> executors.Pool:
    if executor is not None:
        return executors.Given(executor, jobs)
    home = nursery.take(tidy) if warm else None
    if home:
        stack.callback(home.close)
    return stack.enter_context(executors.local(min(jobs or executors.cores(), most), home))


def _outcome(done: Done, outputs: Path) -> Outcome:
    report = done.report
    run = Run(report["notebook"], report["values"])
    error = None
    if failure := report["error"]:
        cell = f", cell {failure['cell']}" if failure["cell"] is not None else ""
        given = ", ".join(f"{name}={value}" for name, value in run.values.items())
        error = RunError(
            f"{run.notebook} {run.name}{cell}",
            found=f"{failure['name']}: {failure['message']}"[:500]
            + (f" (with {given})" if given else ""),
            expected="a notebook that runs",
            remedy=f"See {outputs / failure['log']}." if failure["log"] else "",
        )
    page = outputs / report["page"] if report["page"] and not error else None
    return Outcome(run, page=page, error=error, seconds=report["seconds"], kept=done.kept)


def _finish(outputs: Path, batch: Batch, sources: Sources, ground: Ground) -> None:
    """Write the manifest and the index; one batch at a time."""
    try:
        with manifest.claim(outputs, "manifest", "index", patience=60):
            manifest.compile_(outputs, batch, sources.listed, ground.is_stale)
            pages.write_index(outputs)
    except OSError as error:
        raise _unwritable(
            outputs, error, "Make room, and run again: what was made is kept."
        ) from error


class _Log:
    """The log of a batch, `logs/<batch>.log`: a line for every report as it is done."""

    def __init__(self, outputs: Path, batch: Batch, runs: Sequence[Run]) -> None:
        self._batch = batch
        file = outputs / "logs" / f"{batch['id']}.log"
        self._handler = logging.FileHandler(file, encoding="utf-8")
        self._handler.handleError = lambda _record: None  # type: ignore[method-assign,assignment]
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._logger = logging.getLogger(f"annual_review.batch.{batch['id']}")
        self._logger.propagate = False
        self._logger.setLevel(logging.INFO)
        self._logger.addHandler(self._handler)
        self._logger.info("batch %s of %d reports", batch["id"], len(runs))

    def told(self, outcome: Outcome) -> Outcome:
        """Write a line, and return the outcome."""
        what = "failed" if outcome.error else "kept" if outcome.kept else "made"
        line = f"{what} {outcome.run.notebook} {outcome.run.name} {outcome.seconds:.2f} s"
        self._logger.info(line + (f" {outcome.error}" if outcome.error else ""))
        return outcome

    def close(self) -> None:
        """Write how it ended."""
        ended = "ended" if self._batch["ended"] else "stopped"
        made, kept, failed = self._batch["made"], self._batch["kept"], self._batch["failed"]
        self._logger.info("%s: %d made, %d kept, %d failed", ended, made, kept, failed)
        self._logger.removeHandler(self._handler)
        self._handler.close()
