"""Which codes are unsure, and what a page says about them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

import annual_review as ar
from annual_review import analysis, codebook, show
from annual_review.baseline.parse import Report
from annual_review.tables import HandCoding, Tables

Baseline = Callable[..., Report]
OPTION = "Free legal assistance"
NONSENSE = "Qwxz kvjq zzkx vqqj"
ALB = "ALB-P029-2019-2020"


def by_hand(item: str) -> list[HandCoding]:
    return [HandCoding(item, "remedies.legal_aid", "XY", "2020-01-01", "", "")]


def last_words(tables: Tables, ids: list[str] | None = None) -> str:
    return str(show.how_sure(tables, ids)).rpartition("in 100. ")[2]


def test_an_item_is_unsure_once_however_many_years_it_stands_for(baseline: Baseline) -> None:
    tables = ar.tidy([baseline(remedies=f"2019-2020 ARs: a) {OPTION}; b) {NONSENSE}.")])
    (row,) = analysis.unsure(tables).to_dict("records")
    assert (row["item_id"], row["kind"]) == (f"{ALB}/remedies/1/b", "measure")
    assert (row["years"], row["text"], row["code"]) == ("2019–2020", NONSENSE, "remedies.other")
    assert row["score"] < codebook.SURE


def test_needs_are_listed_with_measures_the_least_sure_first(baseline: Baseline) -> None:
    report = baseline(prevention="2020 AR: Training.", request=NONSENSE)
    found = analysis.unsure(ar.tidy([report]))
    assert found["kind"].tolist() == ["need", "measure"]
    assert found["score"].is_monotonic_increasing
    assert found["years"].tolist() == ["", "2020"], "the need is given without a year"


def test_what_a_person_coded_is_sure(baseline: Baseline) -> None:
    report = baseline(remedies=f"2020 AR: a) {NONSENSE}; b) {NONSENSE} twice.")
    tables = ar.tidy([report], by_hand(f"{ALB}/remedies/1/a"))
    assert analysis.unsure(tables)["item_id"].tolist() == [f"{ALB}/remedies/1/b"]
    assert analysis.certainty(tables) == (2, 1, 1)


def test_an_item_that_a_person_says_names_no_group_is_coded_by_people(baseline: Baseline) -> None:
    report = baseline(remedies=f"2020 AR: a) {NONSENSE}; b) Shelters for migrant workers.")
    none = HandCoding(f"{ALB}/remedies/1/a", "group.none", "XY", "2020-01-01", "", "")
    tables = ar.tidy([report], [none])
    assert analysis.certainty(tables, scheme="group") == (2, 1, 0)
    said = str(show.how_sure(tables, scheme="group"))
    assert "except for one item that people coded" in said
    assert set(analysis.codings_that_count(tables, "group")["code"]) == {"group.migrants"}


def test_ids_that_name_an_unsure_item_are_unsure(baseline: Baseline) -> None:
    tables = ar.tidy([baseline(remedies=f"2020 AR: a) {OPTION}; b) {NONSENSE}.")])
    a, b = f"{ALB}/remedies/1/a", f"{ALB}/remedies/1/b"
    ids = pd.Series([a, f"{a} {b}", b, "", pd.NA], index=[5, 6, 7, 8, 9], dtype="string")
    found = analysis.is_unsure(tables, ids)
    assert found.to_dict() == {5: False, 6: True, 7: True, 8: False, 9: False}


def test_an_article_without_measures_comes_with_the_number_of_unsure_ones(
    baseline: Baseline,
) -> None:
    report = baseline(remedies=f"2019 AR: {OPTION}. 2020 AR: a) {OPTION}; b) {NONSENSE}.")
    coverage = analysis.protocol_coverage(ar.tidy([report])).set_index(["article", "year"])
    assert not coverage.loc[("2(e)", 2020), "covered"]
    assert coverage.loc["2(e)", "unsure_items"].to_dict() == {2019: 0, 2020: 1}


def test_how_sure_quotes_what_was_measured(baseline: Baseline) -> None:
    tables = ar.tidy([baseline(remedies=f"2020 AR: {NONSENSE}.")])
    text = str(show.how_sure(tables))
    found = codebook.accuracy()
    right = f"right code for {found['all'].percent} in 100; where it is sure, for "
    assert f"On {found['all'].items:,} made-up items" in text
    assert f"{right}{found['sure'].percent} in 100." in text
    assert 'href="#To-check"' in show.how_sure(tables)._repr_html_()


def test_how_sure_is_true_at_none_one_some_and_all(baseline: Baseline) -> None:
    none = ar.tidy([baseline(remedies="No.")])
    assert str(show.how_sure(none)) == "There are no coded items here."
    one = ar.tidy([baseline(remedies=f"2020 AR: {OPTION}.")])
    assert last_words(one) == "It is sure of the one item here."
    unsure = ar.tidy([baseline(remedies=f"2020 AR: {NONSENSE}.")])
    assert last_words(unsure) == "It is unsure of the one item here, listed under “To check”."
    some = ar.tidy([baseline(remedies=f"2020 AR: a) {OPTION}; b) {NONSENSE}; c) {OPTION}.")])
    a, b, c = (f"{ALB}/remedies/1/{letter}" for letter in "abc")
    assert (
        last_words(some) == "It is unsure of one of the three items here, listed under “To check”."
    )
    assert last_words(some, [f"{a} {c}", a]) == "It is sure of both items here."
    assert last_words(some, [b]) == "It is unsure of the one item here, listed under “To check”."


def test_how_sure_says_what_people_coded(baseline: Baseline) -> None:
    report = baseline(remedies=f"2020 AR: a) {NONSENSE}; b) {NONSENSE} twice; c) {OPTION}.")
    first = by_hand(f"{ALB}/remedies/1/a")
    some = ar.tidy([report], first)
    text = str(show.how_sure(some))
    items = codebook.accuracy()["all"].items
    gave = "A program gave the codes, except for one item that people coded"
    assert text.startswith(f"{gave}. On {items:,} made-up items")
    assert "It is unsure of one of the two other items here" in text
    everything = [*first, *by_hand(f"{ALB}/remedies/1/b"), *by_hand(f"{ALB}/remedies/1/c")]
    assert str(show.how_sure(ar.tidy([report], everything))) == (
        "People gave all three items here their codes."
    )


def test_how_sure_and_what_is_to_check_name_the_codes_that_are_meant(baseline: Baseline) -> None:
    report = baseline(remedies="2020 AR: a) Grommels of the plinth; b) Grommels of the plinth too.")
    coded = HandCoding(f"{ALB}/remedies/1/a", "action.training", "XY", "2020-01-01", "", "")
    tables = ar.tidy([report], [coded])
    assert str(show.how_sure(tables)).startswith("A program gave the codes. ")
    gave = "A program gave the kinds of action, except for one item that people coded. "
    assert str(show.how_sure(tables, scheme="action")).startswith(gave)
    listed = str(show.to_check(tables, scheme="action")).splitlines()
    assert listed[0] == "Items whose kind of action is unsure, the least sure first (1)"


def test_unsure_items_are_listed_to_check_with_their_words(baseline: Baseline) -> None:
    items = "; ".join(f"{letter}) {NONSENSE} {letter}" for letter in "abc")
    tables = ar.tidy([baseline(remedies=f"2020 AR: {items}; d) {OPTION}.")])
    listed = str(show.to_check(tables))
    assert listed.count(NONSENSE) == 3
    assert OPTION not in listed
    assert str(show.to_check(tables, [f"{ALB}/remedies/1/b"])).count(NONSENSE) == 1
    assert str(show.to_check(tables, most=2)).startswith("The two least sure of three items")


def test_a_code_is_marked_in_the_row_of_an_unsure_item() -> None:
    frame = pd.DataFrame({"code": ["need.data", "need.capacity"], "unsure": [True, False]})
    shown = show.table(frame, "Shown")
    assert shown._repr_html_().count("unsure</small>") == 1
    assert "(unsure)" in str(shown).splitlines()[2]
    assert "unsure" not in str(shown).splitlines()[1], "the column itself is not shown"
