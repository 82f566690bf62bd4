"""Plan reports: which notebooks there are, their parameters, and the values they can be run with.

A run is a notebook and values for its parameters. The parameters are those that the notebook
declares in its own parameters cell, and the values must be in the tables (`scope`). Anything else
is refused before the first report is made.
"""

from __future__ import annotations

import ast
import csv
import functools
import itertools
import re
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import yaml
from rapidfuzz import process
from rapidfuzz.utils import default_process

from annual_review import countries, project
from annual_review.errors import AnnualReviewError, brief, did_you_mean
from annual_review.reports import cache_key, machine_paths, scope
from annual_review.tables.schema import Tables

TIDY_PARAMETER = "tidy"
"""The parameter for the folder of tables, which every notebook has; no part of a run's name."""

_LONGEST_NAME = 100
"""Bytes in a run's name. A longer name is cut, and a checksum keeps it distinct."""


class RunError(AnnualReviewError):
    """A notebook, parameter or value that does not exist."""


class Parameter(NamedTuple):
    """A parameter as its notebook declares it. `type` names a Python type, such as `int`."""

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
        """The values joined, as in AZE-P029-2017-2018, without those that stand for all.

        The notebook's name if there are none.
        """
        shown = machine_paths.hidden([str(value) for value in scope.told(self.values).values()])
        joined = "-".join(re.sub(r"[^\w-]+", "_", value) for value in shown)
        if len(joined.encode()) > _LONGEST_NAME:
            cut = joined.encode()[:_LONGEST_NAME].decode(errors="ignore")
            joined = f"{cut}-{cache_key.of(joined)[:8]}"
        return joined or re.sub(r"^\d+-", "", self.notebook)


# ---- what can be run ----------------------------------------------------------------------------


def notebooks(folder: Path | None = None) -> list[str]:
    """Names of the notebooks in a folder (default: the project's), sorted.

    Raises RunError if there is no such folder.
    """
    folder = project.path(project.NOTEBOOKS, folder)
    if not folder.is_dir():
        raise RunError(str(folder), found="no such folder", expected="a folder of notebooks")
    return sorted(path.stem for path in folder.glob("*.ipynb") if not path.name.startswith("."))


def parameters(notebook: str, folder: Path | None = None) -> list[Parameter]:
    """Parameters that a notebook declares in its cell tagged `parameters`, in printed order.

    Raises RunError if there is no such notebook or it cannot be read.
    """
    folder = project.path(project.NOTEBOOKS, folder)
    if notebook not in notebooks(folder):
        raise RunError(
            "notebook",
            found=f"'{notebook}'",
            expected=f"one of {', '.join(notebooks(folder))}",
            remedy=did_you_mean(notebook, notebooks(folder), 50),
        )
    file = folder / f"{notebook}.ipynb"
    return list(_declared(file, file.stat().st_mtime_ns))


@functools.lru_cache(maxsize=64)
def _declared(file: Path, _changed: int) -> tuple[Parameter, ...]:
    from papermill import inspect_notebook

    try:
        names_kernel = "kernelspec" in nbformat.read(file, as_version=4).metadata  # type: ignore[no-untyped-call]
        declared = inspect_notebook(str(file)) if names_kernel else {}
    except Exception as error:  # whatever a damaged file makes nbformat raise
        raise RunError(
            file.name,
            found=brief(error) or type(error).__name__,
            expected="a notebook",
        ) from error
    if not names_kernel:
        raise RunError(
            file.name,
            found="no kernel named in it",
            expected="a notebook that names one",
            remedy="Open and save it in JupyterLab.",
        )
    return tuple(
        Parameter(name, _type(each), _literal(each["default"]), each["help"])
        for name, each in declared.items()
    )


def _literal(printed: str) -> Any:
    try:
        return ast.literal_eval(printed)
    except (ValueError, SyntaxError):
        return printed  # an expression, which the notebook evaluates


_SCALARS = ("str", "int", "float", "bool")


def _type(declared: Mapping[str, str]) -> str:
    """The declared type without `| None`; without one, that of the default."""
    named = (
        declared["inferred_type_name"].replace("| None", "").replace("Optional", "").strip(" []")
    )
    if named and named != "None":
        return named
    return type(_literal(declared["default"])).__name__


def is_own(tidy: Path) -> bool:
    """Whether a folder of tables is the project's own, which notebooks load if told of none."""
    root = project.find()
    return root is not None and tidy.resolve() == (root / project.TIDY).resolve()


def refuse_without_tidy(runs: Iterable[Run], tidy: Path, folder: Path | None = None) -> None:
    """Raise RunError if a notebook cannot be told of a folder of tables that is not the project's.

    It would read the project's own tables, and nobody would notice.
    """
    if is_own(tidy):
        return
    for notebook in dict.fromkeys(run.notebook for run in runs):
        if TIDY_PARAMETER not in {each.name for each in parameters(notebook, folder)}:
            raise RunError(
                notebook,
                found=f"no parameter '{TIDY_PARAMETER}': it would read the project's tables",
                expected=f"one, to read those of {tidy}",
                remedy=f'Add a line to its parameters cell, {TIDY_PARAMETER}: str = "", and load '
                f"the tables with ar.load({TIDY_PARAMETER}).",
            )


def plan(
    names: Iterable[str],
    given: Mapping[str, Any],
    tables: Tables,
    *,
    every: bool = False,
    folder: Path | None = None,
) -> list[Run]:
    """Return the runs of these notebooks with the `given` values.

    A value has the parameter's type, or is text that can be read as that type. A list of values
    makes one run for each; several lists make one for each combination. A parameter without a given
    value takes its default or, with `every`, each value that `scope.of_all` has.

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
    """Runs with these values, and with those values in the tables that go with them."""
    defaults = {name: each.default for name, each in declared.items()}
    known = [name for name in declared if name in scope.ALL]
    optional = [name for name in known if defaults[name] == scope.ALL[name]]
    whole = {**defaults, **cast}
    for_all = [name for name in known if whole[name] == scope.ALL[name]]
    given = {name: value for name, value in cast.items() if name in known}
    if every and known and set(for_all) & set(given) <= set(optional):
        several = scope.of_all(known, optional, given, tables)
    else:
        fits = set(for_all) <= set(optional) and scope.exist(whole, tables)
        several = [whole] if fits or not known else []
    if not several and (not every or given):
        wanted = given if every else {name: whole[name] for name in known}
        raise _no_such_values(notebook, wanted, given, optional, tables)
    # with `every` there may be none: a country with one year has no two to compare
    return [Run(notebook, {name: {**whole, **each}[name] for name in declared}) for each in several]


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
            raise RunError(
                notebook,
                found=f"the parameter '{name}'",
                expected=f"one of {', '.join(declared)}" if declared else "no parameter",
                remedy=did_you_mean(name, declared, 50),
            )


def _values(parameter: Parameter, given: Any) -> list[Any]:
    """The values given for a parameter, converted to its type."""
    if parameter.type not in _SCALARS:
        return [given]  # a list or mapping is one value
    if not isinstance(given, list):
        given = [given]
    if not given:
        raise RunError(parameter.name, found="an empty list", expected="at least one value")
    return list(dict.fromkeys(_cast(parameter, value) for value in given))


def split(given: str) -> list[str]:
    """The values in `-p NAME=VALUE,VALUE`. A value in double quotes may contain commas.

    Raises RunError for a line break outside quotes.
    """
    try:
        return next(csv.reader([given], skipinitialspace=True), [""])
    except csv.Error as error:
        raise RunError(
            "-p",
            found=repr(given[:60]),
            expected="values separated by commas",
            remedy="Put a value that contains a line break in double quotes.",
        ) from error


_EXAMPLES = {"int": "a number, as in 2018", "float": "a number, as in 0.5", "bool": "true or false"}
_WORDS = {"true": True, "yes": True, "false": False, "no": False}


def _cast(parameter: Parameter, value: Any) -> Any:
    kind = parameter.type
    try:
        if kind == "str" and isinstance(value, str):
            value.encode()  # a name of a file, and part of a page
            known = countries.called(value) if parameter.name == "country" else None
            return known.iso3 if known else value
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
        found=reprlib.repr(value),
        expected=_EXAMPLES.get(kind, "a text in UTF-8" if isinstance(value, str) else "a text"),
        remedy="Put it in quotes." if kind == "str" and not isinstance(value, str) else "",
    )


def _no_such_values(
    notebook: str,
    wanted: Mapping[str, Any],
    given: Mapping[str, Any],
    optional: Sequence[str],
    tables: Tables,
) -> RunError:
    shown = _shown(wanted)
    first, last = wanted.get("from_year"), wanted.get("to_year")
    if first and last and (first > last or ("country" in wanted and first == last)):
        return RunError(
            notebook, found=f"{first} to {last}", expected="from_year to be before to_year"
        )
    asked = [name for name in wanted if name not in optional or wanted[name] != scope.ALL[name]]
    possible = scope.combinations(asked, tables, successive=False)
    if not possible:
        return RunError(notebook, found=shown, expected="tables with a matching report")
    own = scope.limits(given).items()
    with_defaults = [each for each in possible if own and own <= each.items()]
    for name in () if with_defaults else asked:
        values = sorted({str(each[name]) for each in possible})
        if str(wanted[name]) not in values:
            near = process.extractOne(
                str(wanted[name]), values, score_cutoff=60, processor=default_process
            )
            country = countries.nearly(str(wanted[name])) if name == "country" else None
            guess = country.iso3 if country and country.iso3 in values else near and near[0]
            or_all = f", or {scope.ALL[name]!r} for all" if name in optional else ""
            return RunError(
                notebook,
                found=f"{name}={wanted[name]}, which is not in the tables",
                expected=f"{name} to be one of {', '.join(values)}{or_all}",
                remedy=f"Did you mean {guess}?" if guess else "",
            )
    possible = with_defaults or possible
    together = "; ".join(_shown(each) for each in possible[:8])
    remedy = ""
    if with_defaults:  # what was given is in the tables; a default does not go with it
        nearest = max(possible, key=lambda each: len(each.items() & wanted.items()))
        other = {name: nearest[name] for name in asked if nearest[name] != wanted[name]}
        options = " ".join(f"-p {name}={value}" for name, value in other.items())
        default = _shown({name: wanted[name] for name in other})
        remedy = f"The notebook's default is {default}: add another value, as in {options}."
    return RunError(
        notebook,
        found=f"{shown}, which do not occur together in the tables",
        expected=f"one of: {together}" + (" …" if len(possible) > 8 else ""),
        remedy=remedy,
    )


# ---- a file of runs -----------------------------------------------------------------------------

_ENTRY_KEYS = {"notebook", "parameters", "all"}


def from_file(file: Path, tables: Tables, folder: Path | None = None) -> list[Run]:
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
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        remedy = "Put dates and long numbers in quotes." if isinstance(error, ValueError) else ""
        raise RunError.of_system(file, error, "a YAML file of runs", remedy) from error
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
        except ValueError as error:  # a number of thousands of digits
            raise RunError(
                where, found=str(error)[:300], expected="values of parameters"
            ) from error
    return unique(runs)


class _Loader(yaml.SafeLoader):
    """Plain YAML that refuses what is given twice, or cannot be written in UTF-8."""

    def construct_scalar(self, node: Any) -> Any:
        node.value.encode()  # half a surrogate pair raises ValueError
        return super().construct_scalar(node)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys_ = [key.value for key, _ in node.value]
        for key, _ in reversed(node.value):
            if keys_.count(key.value) > 1:
                raise yaml.YAMLError(f"line {key.start_mark.line + 1}: '{key.value}' twice")
        return super().construct_mapping(node, deep)


def _of_entry(entry: Any, tables: Tables, folder: Path | None) -> list[Run]:
    if not isinstance(entry, dict) or "notebook" not in entry:
        raise RunError("the entry", found=reprlib.repr(entry), expected="a mapping with 'notebook'")
    for name in entry:
        if name not in _ENTRY_KEYS:
            raise RunError(
                "the entry",
                found=f"'{name}'",
                expected="notebook, parameters and all",
                remedy=did_you_mean(str(name), sorted(_ENTRY_KEYS))
                or "Values of parameters belong under 'parameters'.",
            )
    names, values, every = entry["notebook"], entry.get("parameters"), entry.get("all", False)
    if not isinstance(every, bool):
        raise RunError("all", found=reprlib.repr(every), expected="true or false")
    if not isinstance(values, dict | None):
        raise RunError("parameters", found=reprlib.repr(values), expected="names and values")
    names = names if isinstance(names, list) else [names]
    return plan(
        map(str, names),
        {str(name): value for name, value in (values or {}).items()},
        tables,
        every=every,
        folder=folder,
    )
