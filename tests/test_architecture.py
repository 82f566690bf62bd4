"""The house: wings import only from those below them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import PROJECT

PACKAGE = PROJECT / "src" / "annual_review"
STOREYS = [
    {"cli"},
    {"release", "starter"},
    {"collect", "reports", "review"},
    {"show"},
    {"analysis"},
    {"tables"},
    {"codebook", "baseline"},
    {"forms", "readers"},
    {"project"},
    {"countries", "program"},
    {"files"},
    {"errors"},
]
"""From the top down: each may import what stands in a later row, and itself."""

FILES = sorted(PACKAGE.rglob("*.py"))


def wing(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imported(file: Path) -> set[str]:
    """Modules of the package that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] == "annual_review"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_wing_imports_only_from_itself_and_from_those_below(file: Path) -> None:
    own = file.relative_to(PACKAGE).with_suffix("").parts[0]
    if own in ("__init__", "__main__"):
        return
    below = next(n for n, storey in enumerate(STOREYS) if own in storey)
    allowed = set().union(*STOREYS[below + 1 :]) | {own}
    assert {wing(name) for name in imported(file)} <= allowed
