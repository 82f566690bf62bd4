"""The package's data in YAML, which any program may read, not only one with libyaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conftest import PROJECT

PACKAGE = PROJECT / "src" / "annual_review"


@pytest.mark.parametrize(
    "file", sorted(PACKAGE.rglob("*.yml")), ids=lambda file: str(file.relative_to(PACKAGE))
)
def test_every_loader_reads_the_same(file: Path) -> None:
    text = file.read_text("utf-8")
    assert yaml.safe_load(text) == yaml.load(text, yaml.CSafeLoader)
