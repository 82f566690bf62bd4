"""What the analyses say of Azerbaijan, and that they never say more than the documents do."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import annual_review as ar
from annual_review import analysis
from annual_review.analysis import AnalysisError
from annual_review.parse import Report
from annual_review.tables import Tables

Baseline = Callable[..., Report]


def test_blank_no_and_not_stated_are_kept_apart(tables: Tables) -> None:
    laid = analysis.answers_by_year(tables)
    assert laid.loc["offer"].tolist() == ["blank", "blank"]
    assert laid.loc["employers_observations"].tolist() == ["no", "no"]
    assert laid.loc["social_partner_involvement"].tolist() == ["yes", "not stated"]
    assert laid.loc["prevention"].tolist() == ["text", "text"]


def test_what_is_said_without_a_year_is_marked(tables: Tables) -> None:
    frame = analysis.reporting(tables).set_index(["field", "year"])
    assert not frame.loc[("reporting_obligations", 2017), "dated"]
    assert frame.loc[("prevention", 2017), "dated"]


def test_a_label_that_the_document_lacks_is_not_a_blank_cell(azerbaijan: Report) -> None:
    statements = tuple(s for s in azerbaijan.statements if s.field != "offer")
    lacking = Report(**{**vars(azerbaijan), "statements": statements})
    laid = analysis.answers_by_year(ar.tidy([lacking]))
    assert laid.loc["offer"].tolist() == ["no label", "no label"]


def test_of_several_answers_in_a_cell_the_one_that_says_most_counts(baseline: Baseline) -> None:
    report = baseline(workers_observations="2020 AR: No. 2020 AR: The second union objects.")
    laid = analysis.answers_by_year(ar.tidy([report]))
    assert laid.loc["workers_observations"].tolist() == ["not stated", "text"]


def test_items_of_a_blank_cell_are_unknown_and_of_a_no_none(baseline: Baseline) -> None:
    report = baseline(prevention="2020 AR: a) One; b) Two.", protection="No.")
    counted = analysis.items_by_field(ar.tidy([report]), "P029")
    assert counted.loc["prevention"].tolist() == [pd.NA, 2]
    assert counted.loc["protection"].tolist() == [0, 0]
    assert counted.loc["remedies"].isna().all()


def test_items_of_azerbaijan(tables: Tables) -> None:
    counted = analysis.items_by_field(tables, "P029")
    assert counted.loc[["prevention", "protection", "remedies"]].to_numpy().tolist() == [
        [7, 10],
        [6, 9],
        [8, 9],
    ]


# Pairs read from the document: 2017's item by letter and 2018's, for the items that say the same.
SAME = {
    "prevention": {"f": "c", "g": "f"},
    "protection": {"b": "b", "c": "d", "d": "e", "e": "f", "f": "g"},
    "remedies": {"a": "a", "b": "b", "c": "c", "d": "d", "e": "e", "f": "f", "h": "h"},
}


def test_items_are_paired_as_a_reader_pairs_them(tables: Tables) -> None:
    changed = analysis.changes(tables, "AZE", 2017, 2018)
    for field, expected in SAME.items():
        pairs = changed[(changed["field"] == field) & changed["similarity"].notna()]
        found = dict(zip(pairs["letter_from"], pairs["letter_to"], strict=True))
        assert found == expected, field


def test_added_and_dropped_items_are_those_without_a_counterpart(tables: Tables) -> None:
    changed = analysis.changes(tables, "AZE", 2017, 2018).set_index("field").loc["remedies"]
    assert changed.loc[changed["change"] == "added", "letter_to"].tolist() == ["g", "i"]
    dropped = changed.loc[changed["change"] == "dropped", "text_from"].tolist()
    assert [text[:25] for text in dropped] == ["The Center for Assistance"]


def test_kept_means_word_for_word_apart_from_case_and_punctuation(tables: Tables) -> None:
    changed = analysis.changes(tables, "AZE", 2017, 2018).set_index("letter_to")
    migration = changed[changed["text_to"] == "Promotion of safe and regular migration"]
    assert migration["change"].tolist() == ["kept"]
    recruitment = changed[changed["text_to"].str.startswith("Regulation", na=False)]
    assert recruitment["change"].tolist() == ["reworded"]


def test_a_cell_that_is_silent_for_a_year_drops_nothing(baseline: Baseline) -> None:
    report = baseline(prevention="2019 AR: Campaigns.", protection="2020 AR: Shelters.")
    changed = analysis.changes(ar.tidy([report]), "ALB", 2019, 2020)
    assert changed["change"].tolist() == ["unanswered", "unanswered"]


@pytest.mark.parametrize("years", [(2016, 2018), (2017, 2019)])
def test_a_year_without_a_report_is_refused(tables: Tables, years: tuple[int, int]) -> None:
    with pytest.raises(AnalysisError, match="expected one of 2017, 2018"):
        analysis.changes(tables, "AZE", *years)


def test_a_country_without_a_report_is_refused(tables: Tables) -> None:
    with pytest.raises(AnalysisError, match=r"no report of ALB .* expected one of AZE-P029"):
        analysis.select(tables, "ALB", "P029")


def test_one_answer_for_two_years_is_said_to_be_so(tables: Tables, baseline: Baseline) -> None:
    repeated = analysis.repeated_answers(tables)
    assert repeated["field"].tolist() == ["ratification_intention", "policy_or_plan", "cooperation"]
    assert set(repeated["how"]) == {"one answer for several years"}
    copied = baseline(prevention="2020 AR: The same words. 2019 AR: The same words.")
    assert analysis.repeated_answers(ar.tidy([copied]))["how"].tolist() == ["copied"]


def test_needs_come_the_most_urgent_first(tables: Tables) -> None:
    asked = analysis.needs(tables, "P029", 2018)
    assert asked["priority"].tolist() == ["most_important"] * 2 + ["important"] * 3
    assert analysis.needs(tables, "P029", 2017)["priority"].tolist() == ["unspecified"]
    tiers = analysis.needs_by_tier(tables)
    assert tiers[2018].tolist() == [2, 3, 0, 0]
    assert tiers[2017].tolist() == [0, 0, 0, 1]


def test_no_answer_on_needs_is_not_no_need(baseline: Baseline) -> None:
    report = baseline(request="2020 AR: Training of inspectors.")
    tiers = analysis.needs_by_tier(ar.tidy([report]))
    assert tiers[2020].tolist() == [0, 0, 0, 1]
    assert tiers[2019].isna().all()


def test_needs_stand_beside_measures_that_share_words(tables: Tables) -> None:
    pairs = analysis.beside(tables, "P029", 2018)
    training = pairs[pairs["need"].str.startswith("Vocational training")]
    assert "Education/vocational training" in training["measure"].tolist()
    exchange = pairs[pairs["need"].str.startswith("Exchange of experiences")]
    assert exchange["field"].tolist() == ["cooperation"]
    data = pairs[pairs["need"].str.startswith("Collection and analysis of data")]
    assert data["measure"].isna().all()
    assert set(pairs["need_id"]) == set(analysis.needs(tables, "P029", 2018)["need_id"])


def test_search_narrows_by_country_field_years_and_words(tables: Tables) -> None:
    assert len(analysis.search(tables)) == 24
    assert analysis.search(tables, iso3="ALB").empty
    found = analysis.search(tables, fields=["prevention"], span=(2017, 2017), undated=False)
    assert found["years"].tolist() == ["2017 AR"]
    assert len(analysis.search(tables, undated=False)) == 12
    words = analysis.search(tables, words="SAFE migration")
    assert set(words["field"]) == {"prevention"}
    assert analysis.search(tables, words=".*").empty
