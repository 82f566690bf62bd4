"""What the page on checking codes opens with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import annual_review as ar
from annual_review import review
from annual_review.baseline.parse import Report
from annual_review.tables import HandCoding, Tables
from tests.conftest import PROJECT

Baseline = Callable[..., Report]
NONSENSE = "Zumbas were mended by the drobel"


def by_hand(*items: str) -> list[HandCoding]:
    codes = ("remedies.information", "action.law", "group.none")
    return [HandCoding(item, code, "AB", "", "", "") for item in items for code in codes]


@pytest.mark.parametrize(
    ("items", "coded", "told"),
    [
        (0, 0, "There are no measures, needs or challenges to code."),
        (1, 0, "No person has coded the only item."),
        (1, 1, "People have coded the only item."),
        (3, 0, "No person has coded any of the three measures, needs and challenges."),
        (3, 2, "People have coded two of the three measures, needs and challenges."),
        (3, 3, "People have coded all three measures, needs and challenges."),
    ],
)
def test_how_many_items_people_coded_is_told_at_none_one_some_and_all(
    baseline: Baseline, items: int, coded: int, told: str
) -> None:
    listed = "; ".join(f"{each}) {NONSENSE} {each * 3}" for each in "abc"[:items])
    report = baseline("ALBANIA (2020)", remedies=f"2020 AR: {listed}." if items else "")
    given = by_hand(*ar.tidy([report]).measures["measure_id"].head(coded))
    tables = ar.tidy([report], given)
    found = [each.text for each in review.findings(tables)]
    assert told in found
    next_is_told = found[-1].startswith("Next to check")
    assert next_is_told == (coded < items), "the next is told, if there is one"


def test_the_next_to_check_is_quoted_with_its_place_and_how_sure_it_is(baseline: Baseline) -> None:
    long = f"{NONSENSE} {'and again ' * 20}"
    tables = ar.tidy([baseline("BAHAMAS (2020)", remedies=f"2020 AR: {long}.")])
    first = review.queue(tables, [], "", most=1)
    said = review.findings(tables)[-1]
    assert said.section == "To check"
    assert "of “Zumbas were mended by the drobel and again" in said.text
    assert "and …” (the Bahamas, access to remedies): “" in said.text
    assert said.text.endswith(f"least sure ({first['score'][0]:.2f} of 1).")


def test_there_are_three_to_six_sentences_and_each_leads_to_a_heading(
    baseline: Baseline, tables: Tables
) -> None:
    notebook = (PROJECT / "notebooks" / "07-review-codes.ipynb").read_text("utf-8")
    some = ar.tidy([baseline(remedies=f"2020 AR: {NONSENSE}.")])
    for each in (ar.tidy([]), ar.tidy([baseline()]), some, tables):
        found = review.findings(each)
        assert 3 <= len(found) <= 6
        assert all(f'"## {sentence.section}' in notebook for sentence in found)


def test_what_is_to_check_is_counted_by_scheme(baseline: Baseline) -> None:
    doubtful = ar.tidy([baseline(remedies=f"2020 AR: a) {NONSENSE}; b) Grommels of the plinth.")])
    first = review.findings(doubtful)[0]
    assert first.text.startswith("When the tables were built, ")
    assert "two on measures" in first.text
    assert first.section == "To check"
    sure = ar.tidy([baseline()])
    assert review.findings(sure)[0].text.startswith("No code needs checking")
