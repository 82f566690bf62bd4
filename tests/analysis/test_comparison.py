"""Counts by code: expected values are counted by hand in the made-up rows that each test writes."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

import annual_review as ar
from annual_review import analysis, show
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.tables import Tables
from tests.conftest import made_up

ALB, BRA, CHL = "ALB-CL-2000-2002", "BRA-CL-2001-2002", "CHL-DISC-2002-2002"


def older(title: str, subject: str, **answers: str) -> Report:
    """A made-up baseline on one of the older subjects."""
    text = made_up({"reporting_obligations": "", **answers}, title, subject, "principle")
    return parse(from_bytes(text.encode(), "made-up.txt"))


def coded(tables: Tables, *codes: tuple[str, str, str, bool]) -> Tables:
    """The tables with these codings only: item, scheme, code, sure."""
    rows = [
        (item, scheme, code, "rules", "examples", 0.9 if sure else 0.5, sure, True)
        for item, scheme, code, sure in codes
    ]
    frame = pd.DataFrame(rows, columns=tables.codings.columns).astype(tables.codings.dtypes)
    return dataclasses.replace(tables, codings=frame)


@pytest.fixture(scope="module")
def three() -> Tables:
    """Child labour in Albania (2000-2002) and Brazil (2001-2002), discrimination in Chile (2002)."""
    tables = ar.tidy(
        [
            older(
                "ALBANIA (2000-2002)",
                "Child labour (CL)",
                monitoring="2001 AR: Inspectors visited mines. 2002 AR: Courts fined owners.",
                challenges_workers="2002 AR: Few inspectors.",
                challenges_government="2002 AR: Poverty.",
                request="2002 AR: Advice.",
                offer="2002 AR: Experts.",
            ),
            older(
                "BRAZIL (2001-2002)",
                "Child labour (CL)",
                monitoring="Inspectors visited farms.",  # without a year: for both
                challenges_workers="2002 AR: Low wages.",
            ),
            older("CHILE (2002-2002)", "Discrimination (DISC)", monitoring="No."),
        ]
    )
    return coded(
        tables,
        (f"{ALB}/monitoring/1/1", "action", "action.enforcement", True),
        (f"{ALB}/monitoring/2/1", "action", "action.enforcement", False),
        (f"{ALB}/monitoring/2/1", "action", "action.judicial", True),
        (f"{BRA}/monitoring/1/1", "action", "action.enforcement", True),
        (f"{BRA}/monitoring/1/1", "group", "group.agriculture", True),
        (f"{ALB}/challenges_workers/1/1", "challenge", "challenge.government_capacity", True),
        (f"{ALB}/challenges_government/1/1", "challenge", "challenge.economic", True),
        (f"{BRA}/challenges_workers/1/1", "challenge", "challenge.economic", True),
        (f"{ALB}/request/1/1", "need", "need.assessment", True),
        (f"{ALB}/request/1/1", "group", "group.children", True),
        (f"{ALB}/offer/1/1", "need", "need.exchange", True),
    )


def test_a_state_counts_once_for_a_code_and_its_items_are_named(three: Tables) -> None:
    counts = analysis.by_code(analysis.coded_items(three, "action"))
    assert counts["code"].tolist() == ["action.enforcement", "action.judicial"]
    row = counts.iloc[0]
    assert row[["states", "items", "unsure_items"]].tolist() == [2, 3, 1]
    assert (row["countries"], row["years"]) == ("Albania; Brazil", "2001–2002")
    assert set(row["item_ids"].split()) == {
        f"{ALB}/monitoring/1/1", f"{ALB}/monitoring/2/1", f"{BRA}/monitoring/1/1",
    }  # fmt: skip


def test_only_the_chosen_years_count_and_what_has_no_year_counts_for_each(three: Tables) -> None:
    by_year = analysis.states_by_code(analysis.coded_items(three, "action"), "year")
    assert by_year.cells.loc["action.enforcement"].to_dict() == {2001: 2, 2002: 2}
    assert by_year.cells.loc["action.judicial"].to_dict() == {2001: 0, 2002: 1}
    of_2001 = analysis.coded_items(three, "action", analysis.years_of_reports(three, 2001, 2001))
    assert set(of_2001["item_id"]) == {f"{ALB}/monitoring/1/1", f"{BRA}/monitoring/1/1"}


def test_challenges_are_counted_by_who_names_them(three: Tables) -> None:
    by_side = analysis.states_by_code(analysis.coded_items(three, "challenge"), "party")
    economic = by_side.cells.loc["challenge.economic"]
    assert economic.to_dict() == {"All": 2, "government": 1, "workers": 1}
    assert by_side.ids.loc["challenge.economic", "workers"] == f"{BRA}/challenges_workers/1/1"
    assert by_side.cells.loc["challenge.government_capacity", "government"] == 0


def test_groups_count_in_measures_and_needs_and_offers_count_nowhere(three: Tables) -> None:
    groups = analysis.states_by_code(analysis.coded_items(three, "group"), "kind").cells
    assert groups.loc["group.agriculture"].to_dict() == {"All": 1, "measures": 1, "needs": 0}
    assert groups.loc["group.children"].to_dict() == {"All": 1, "measures": 0, "needs": 1}
    assert set(analysis.coded_items(three, "need")["code"]) == {"need.assessment"}


def test_shares_are_of_the_states_that_answer_and_no_is_an_answer(three: Tables) -> None:
    answering = analysis.answering_on(three, "challenge").set_index("subject")
    assert answering.loc["CL"].tolist() == [2, 2]
    assert answering.loc["DISC"].tolist() == [1, 0], "blank cells are no answers"
    actions = analysis.coded_items(three, "action")
    compared = analysis.comparison(actions, analysis.answering_on(three, "action"))
    rows = compared.set_index(["subject", "code"])[["states", "answering", "share"]]
    assert rows.loc[("CL", "action.judicial")].tolist() == [1, 2, 50]
    assert rows.loc[("DISC", "action.judicial")].tolist() == [0, 1, 0], "it said no"
    assert rows.loc[("All", "action.enforcement")].tolist() == [2, 3, 67]
    challenges = analysis.coded_items(three, "challenge")
    compared = analysis.comparison(challenges, analysis.answering_on(three, "challenge"))
    assert compared.loc[compared["subject"] == "DISC", "share"].isna().all(), "nobody answered"


def test_what_a_person_coded_counts_instead_of_the_program(three: Tables) -> None:
    item = f"{BRA}/monitoring/1/1"
    person = three.codings[three.codings["item_id"] == item].head(1)
    person = person.assign(code="action.judicial", coder="XY", method="manual", sure=True)
    codings = pd.concat([three.codings, person], ignore_index=True)
    found = analysis.coded_items(dataclasses.replace(three, codings=codings), "action")
    assert set(found.loc[found["item_id"] == item, "code"]) == {"action.judicial"}


def test_challenges_are_quoted_with_codes_and_speakers(three: Tables) -> None:
    quoted = analysis.challenge_items(three, 2002, 2002).set_index("text")
    assert quoted.loc["Low wages", ["country", "party", "codes"]].tolist() == [
        "Brazil", "workers", "challenge.economic",
    ]  # fmt: skip
    once = analysis.challenges_once(analysis.select(three, "ALB", "CL")).set_index("text")
    assert once.loc["Poverty", ["party", "years"]].tolist() == ["government", "2002"]


def test_measures_on_other_subjects_are_in_no_area_of_a_need(three: Tables) -> None:
    asked = analysis.asked_for(three, "CL", 2002)
    pairs = analysis.with_own_measures(three, asked, "CL", 2002)
    assert len(pairs) == 1
    assert pairs["measures"].isna().all(), "not known, which is not none"


def test_areas_of_other_subjects_are_about_kinds_of_action(three: Tables) -> None:
    areas = analysis.areas(analysis.select(three, "BRA", "CL"), 2002).set_index("field")
    assert areas.loc["monitoring", ["measures", "codes"]].tolist() == [1, "action.enforcement"]


def test_measures_of_other_subjects_are_counted_without_topics(three: Tables) -> None:
    chosen = analysis.reports_of_year(three)
    topics = analysis.coded_items(three, "measure", chosen)
    assert topics.empty
    states = analysis.states(three, chosen, analysis.reporting(three), topics)
    row = states.set_index("country").loc["Albania"]
    assert row["measures"] == 1  # in 2002
    assert pd.isna(row["topics"])


def test_certainty_is_that_of_the_scheme(three: Tables) -> None:
    ids = [f"{ALB}/monitoring/2/1", f"{BRA}/monitoring/1/1"]
    assert analysis.certainty(three, ids, "action") == (2, 0, 1)
    assert analysis.certainty(three, ids, "group") == (1, 0, 0)
    assert analysis.unsure(three, "action")["item_id"].tolist() == [f"{ALB}/monitoring/2/1"]
    assert "Courts fined owners" in str(show.to_check(three, ids, scheme="action"))
    assert "one of the two items" in str(show.how_sure(three, ids, "action"))
