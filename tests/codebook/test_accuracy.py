"""How often codes are right is measured, and the files that pages quote have what is measured."""

from __future__ import annotations

import runpy
from typing import Any

import pytest

from annual_review import codebook
from annual_review.codebook import SCHEMES, Scheme
from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    return runpy.run_path(str(PROJECT / "benchmarks" / "accuracy.py"))


def test_the_files_in_the_package_have_what_is_measured(measured: dict[str, Any]) -> None:
    assert measured["CALIBRATION"].read_text("utf-8") == measured["calibrated"]()
    assert measured["ACCURACY"].read_text("utf-8") == measured["measured_shares"]()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_sure_is_right(scheme: Scheme) -> None:
    found = codebook.accuracy(scheme)
    assert found["all"].items >= 150
    assert found["all"].right >= 0.85 * found["all"].items
    assert found["sure"].right >= 0.95 * found["sure"].items
    assert found["sure"].items >= 0.6 * found["all"].items


def test_items_are_either_sure_or_unsure() -> None:
    whole, needs = codebook.accuracy(), codebook.accuracy("need")
    assert whole["sure"].items + whole["unsure"].items == whole["all"].items
    assert whole["sure"].right + whole["unsure"].right == whole["all"].right
    assert 0 < needs["all"].items < whole["all"].items
    assert whole["unsure"].right <= 0.7 * whole["unsure"].items, "else nothing need be checked"
    assert codebook.Share(items=8, right=6).percent == 75


def test_a_code_is_sure_by_its_score() -> None:
    assert codebook.code("Free legal assistance", "measure")[0].sure
    assert not codebook.code("Qwx zzt", "measure")[0].sure
