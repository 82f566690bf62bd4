"""How often the rules are right is measured, and the file that pages quote has what is measured."""

from __future__ import annotations

import runpy
from typing import Any

import pytest

from annual_review import codebook
from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    return runpy.run_path(str(PROJECT / "benchmarks" / "accuracy.py"))


def test_the_file_in_the_package_has_what_is_measured(measured: dict[str, Any]) -> None:
    assert measured["ACCURACY"].read_text("utf-8") == measured["measured_shares"]()


def test_what_the_rules_are_sure_of_is_right(measured: dict[str, Any]) -> None:
    items = measured["gold"]("made-up-measured")
    sure = [
        code in each.person
        for each in items
        for code, score in zip(each.rules, each.scores, strict=True)
        if score >= codebook.SURE
    ]
    assert sum(sure) >= 0.95 * len(sure)
    found = codebook.accuracy()
    assert found["sure"].right >= 0.9 * found["sure"].items
    assert found["unsure"].right <= 0.7 * found["unsure"].items, "else nothing need be checked"


def test_items_are_either_sure_or_unsure() -> None:
    whole, needs = codebook.accuracy(), codebook.accuracy("need")
    assert whole["sure"].items + whole["unsure"].items == whole["all"].items
    assert whole["sure"].right + whole["unsure"].right == whole["all"].right
    assert 0 < needs["all"].items < whole["all"].items
    assert codebook.Share(items=8, right=6).percent == 75


def test_a_code_is_sure_by_its_score() -> None:
    assert codebook.code("Free legal assistance", "measure")[0].sure
    assert not codebook.code("Qwx zzt", "measure")[0].sure
