"""What a report is made of, as checksums: it is made again when one of them differs.

Five parts: the notebook (code, text and tags, not outputs), the parameters, the rows it can see,
the package's code and data with the modules beside the notebook, and the environment (Python and
every installed distribution). What a notebook reads besides tables and modules (the network, the
clock, a file of its own) is not among them: `--force` is for that.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import platform
import re
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annual_review.tables.schema import Tables

TABLES = (
    "reports", "statements", "measures", "needs", "codings", "ratification", "problems", "texts",
)  # fmt: skip
"""Names of the tables, for those who do without what declares them (`tables.SCHEMAS`)."""

_PACKAGE = Path(__file__).resolve().parents[1]
_CODE = {".py", ".yml", ".j2", ".css", ".js", ".json", ".html", ".csv", ".svg"}

_WAYS_AROUND = {
    "PROJECT", "SOURCES", "TIDY", "Path", "__import__", "build", "compile", "eval", "exec",
    "get_ipython", "getattr", "globals", "import_module", "open", "os", "pathlib", "read",
    "read_csv", "read_feather", "read_json", "read_parquet", "read_table", "subprocess", "vars",
}  # fmt: skip
"""Names by which a notebook could come to rows other than by loading the tables."""


def combined(parts: Mapping[str, str]) -> str:
    """The key of a report: one checksum of its parts."""
    return of(json.dumps(dict(parts), sort_keys=True))


def of(text: str) -> str:
    """Checksum (sha256, hexadecimal) of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# ---- notebook and parameters --------------------------------------------------------------------


def notebook(node: Any) -> str:
    """Checksum of a notebook: its cells without outputs, and the kernel it asks for."""
    cells = [
        [cell["cell_type"], cell["source"], sorted(cell["metadata"].get("tags", []))]
        for cell in node["cells"]
    ]
    kernel = node["metadata"].get("kernelspec", {}).get("name", "")
    return of(json.dumps([kernel, cells]))


def parameters(values: Mapping[str, Any]) -> str:
    """Checksum of the values of a run's parameters."""
    return of(json.dumps(dict(values), sort_keys=True))


# ---- rows ---------------------------------------------------------------------------------------


def rows(tables: Tables) -> dict[str, str]:
    """Checksums of all that the tables hold of each report, by `report_id`."""
    sums = {report_id: hashlib.sha256() for report_id in tables.reports["report_id"]}
    of_item = {
        **dict(zip(tables.measures["measure_id"], tables.measures["report_id"], strict=True)),
        **dict(zip(tables.needs["need_id"], tables.needs["report_id"], strict=True)),
    }
    for name, frame in tables:
        owners = frame["item_id"].map(of_item) if name == "codings" else frame["report_id"]
        columns = [frame[column].tolist() for column in frame]
        for owner, row in zip(owners.tolist(), zip(*columns, strict=True), strict=True):
            sums[owner].update(f"{name}{row!r}".encode("utf-8", "surrogatepass"))
    return {report_id: each.hexdigest() for report_id, each in sums.items()}


def sees_one_country(node: Any) -> bool:
    """Whether a notebook loads the tables only to select its own country and subject.

    Then all it can see is what `analysis.select` leaves of them; else it can see every row. True if
    each `load(…)` in its code stands in a `select(load(…), country, subject)`, `country` and
    `subject` are set by its parameters only, and it uses no name by which it could come to other
    rows. Code that cannot be read is taken to see everything.
    """
    trees = []
    for cell in node["cells"]:
        if cell["cell_type"] != "code" or "parameters" in cell["metadata"].get("tags", []):
            continue
        try:
            trees.append(ast.parse(cell["source"]))
        except SyntaxError:  # magics and commands of the shell
            return False
    nodes = [each for tree in trees for each in ast.walk(tree)]
    allowed: set[ast.AST] = set()
    for call in nodes:
        if isinstance(call, ast.Call) and _called(call) == "select" and call.args:
            given = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
            names = {each.id for each in given if isinstance(each, ast.Name)}
            loading = call.args[0]
            if isinstance(loading, ast.Call) and names == {"country", "subject"}:
                allowed |= {loading.func, *loading.args}
    return not any(_sees_more(each, allowed) for each in nodes)


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _sees_more(node: ast.AST, allowed: set[ast.AST]) -> bool:
    if isinstance(node, ast.alias):
        return node.name.rpartition(".")[2] in {"load", *_WAYS_AROUND}
    if isinstance(node, ast.Attribute):
        return node.attr in {"load", *_WAYS_AROUND} and node not in allowed
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Store):
            return node.id in {"country", "subject", "tidy"}
        return node.id in {"load", "tidy", *_WAYS_AROUND} and node not in allowed
    return False


# ---- files, code and environment ----------------------------------------------------------------


def files(tidy: Path) -> str:
    """Checksum of the files of a folder of tables; remembered while they are not replaced."""
    paths = [tidy / f"{name}.csv" for name in TABLES]
    return _files(tuple((str(path), *_stamp(path)) for path in paths))


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_ino, status.st_mtime_ns, status.st_size)


@functools.lru_cache(maxsize=4)
def _files(stamped: tuple[tuple[str, int, int, int], ...]) -> str:
    total = hashlib.sha256()
    for name, *_ in stamped:
        path = Path(name)
        total.update(f"{path.name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"gone")
    return total.hexdigest()


def package() -> str:
    """Checksum of the package's code and data."""
    return _of_files(_PACKAGE, (p for p in _PACKAGE.rglob("*") if p.suffix in _CODE))


def modules(folder: Path) -> str:
    """Checksum of the Python modules beside the notebooks of a folder, which they could import."""
    return _of_files(folder, folder.glob("*.py"))


def _of_files(root: Path, paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.relative_to(root).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@functools.cache
def environment() -> str:
    """Checksum of Python's version and those of all installed distributions."""
    return of(json.dumps([platform.python_version(), *installed()]))


@functools.cache
def installed() -> list[str]:
    """Installed distributions with their versions, as in `pandas==3.0.0`, sorted."""
    found = {}
    for each in metadata.distributions():
        # the first lines of it; reading the whole as a message takes ten times as long
        file = each.read_text("METADATA") or each.read_text("PKG-INFO") or each.read_text("")
        head = (file or "").partition("\n\n")[0]
        said = dict(_SAID.findall(head))
        found[said.get("Name", "").lower()] = said.get("Version", "")
    return [f"{name}=={version}" for name, version in sorted(found.items())]


_SAID = re.compile(r"^(Name|Version):[ \t]*(.*?)\s*$", re.MULTILINE)
