"""What is said of who asks for what help, which is never more than the documents say."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd
import pytest

import annual_review as ar
from annual_review import analysis, show
from annual_review.baseline.parse import Report
from annual_review.tables import Tables
from tests.conftest import PROJECT

Baseline = Callable[..., Report]
AZE = "AZE-P029-2017-2018"


def opening(tables: Tables, year: int) -> list[show.Finding]:
    """What the page on a year opens with, for the Protocol."""
    asked, before = (analysis.asked_for(tables, "P029", each) for each in (year, year - 1))
    covered = year - 1 in analysis.years(tables)
    return show.needs_findings(
        analysis.on_needs(tables, "P029", year),
        asked,
        before if covered else None,
        analysis.with_own_measures(tables, asked, "P029", year),
        analysis.needs_by_year(tables),
        "P029",
        year,
    )


def findings(tables: Tables, year: int) -> list[str]:
    return [each.text for each in opening(tables, year)]


@pytest.fixture(scope="module")
def four(baseline: Baseline) -> Tables:
    """Albania and Brazil ask, Chile says no, Denmark answers for the year before only."""
    return ar.tidy(
        [
            baseline(
                "ALBANIA (2018-2020)",
                request="2020 AR: most important: a) Statistics; and b) Training of inspectors."
                " Important: a) Poster campaigns. 2019 AR: Campaigns. 2018 AR: Statistics.",
                prevention="2020 AR: Poster campaigns.",
            ),
            baseline("BRAZIL (2020)", request="2020 AR: A census of forced labour."),
            baseline("CHILE (2019-2020)", request="2020 AR: No."),
            baseline("DENMARK (2019-2020)", request="2019 AR: Statistics."),
        ]
    )


# ---- needs of a year ----------------------------------------------------------------------------


def test_needs_come_the_most_urgent_first_and_only_those_of_the_year(tables: Tables) -> None:
    asked = analysis.needs(tables, "P029", 2018)
    assert asked["priority"].tolist() == ["most_important"] * 2 + ["important"] * 3
    assert analysis.needs(tables, "P029", 2017)["priority"].tolist() == ["unspecified"]
    assert analysis.asked_for(tables, "P029", 2017)["code"].tolist() == [
        "need.prevention", "need.suppression", "need.protection", "need.remedies",
    ]  # fmt: skip


def test_no_need_no_answer_and_no_report_are_kept_apart(four: Tables) -> None:
    says = analysis.on_needs(four, "P029", 2020).set_index("country")
    assert says["says"].to_dict() == {
        "Albania": "asks for help",
        "Brazil": "asks for help",
        "Chile": "names no need",
        "Denmark": "no answer",
    }
    assert says["statement_ids"].to_dict() == {
        "Albania": "ALB-P029-2018-2020/request/1",
        "Brazil": "BRA-P029-2020-2020/request/1",
        "Chile": "CHL-P029-2019-2020/request/1",
        "Denmark": "",
    }
    earlier = analysis.on_needs(four, "P029", 2018).set_index("country")["says"]
    assert earlier["Brazil"] == "no report"
    by_region = analysis.answers_by_region(analysis.on_needs(four, "P029", 2020))
    assert by_region.cells.loc["All"].tolist() == [2, 1, 1, 0]
    assert by_region.ids.loc["Americas", "names no need"] == "CHL"


def test_what_an_organization_asks_for_is_no_answer_of_the_government(baseline: Baseline) -> None:
    union = "2020 AR: Observations by the Made-up Trade Union Congress (MTUC)."
    said = "2020 AR: MTUC comment: The MTUC requests training."
    reports = [
        baseline("ALBANIA (2020)", request=said, workers_observations=union),
        baseline("BRAZIL (2020)", request=f"2020 AR: No. {said}", workers_observations=union),
    ]
    says = analysis.on_needs(ar.tidy(reports), "P029", 2020).set_index("iso3")
    assert says.loc["ALB", ["says", "answer"]].tolist() == ["no answer", "by others"]
    assert says.loc["BRA", ["says", "answer"]].tolist() == ["names no need", "no"]
    (only,) = (each for each in findings(ar.tidy(reports[:1]), 2020) if "needed" in each)
    assert only.endswith("is not known: only others speak in its row for requests.")


def test_an_offer_to_others_is_no_need(baseline: Baseline) -> None:
    report = ar.tidy([baseline(request="2020 AR: No.", offer="2020 AR: Training of inspectors.")])
    assert analysis.needs(report, "P029", 2020)["direction"].tolist() == ["offer"]
    assert analysis.requests(report, "P029", 2020).empty
    assert analysis.asked_for(report, "P029", 2020).empty
    assert analysis.on_needs(report, "P029", 2020)["says"].tolist() == ["names no need"]


# ---- new or again -------------------------------------------------------------------------------


def test_needs_asked_again_are_told_from_new_ones(four: Tables) -> None:
    asked = analysis.asked_for(four, "P029", 2020)
    rows = asked[["country", "code", "status", "before"]].to_numpy().tolist()
    assert sorted(rows) == [
        ["Albania", "need.awareness", "asked again", "2019"],
        ["Albania", "need.capacity", "new", ""],
        ["Albania", "need.data", "asked earlier", "2018"],
        ["Brazil", "need.data", "no earlier report", ""],
    ]
    assert asked["earlier_ids"].tolist()[2] == "ALB-P029-2018-2020/request/2/1"


def test_the_previous_report_can_be_years_ago(baseline: Baseline) -> None:
    reports = [baseline(f"ALBANIA ({y})", request=f"{y} AR: Statistics.") for y in (2012, 2018)]
    (asked,) = analysis.asked_for(ar.tidy(reports), "P029", 2018).to_dict("records")
    assert (asked["status"], asked["before"]) == ("asked again", "2012")


def test_a_need_without_a_year_is_neither_new_nor_asked_again(baseline: Baseline) -> None:
    report = ar.tidy([baseline(request="Statistics.")])
    for year in (2019, 2020):
        assert analysis.asked_for(report, "P029", year)["status"].tolist() == ["no year"]


def test_a_need_without_a_year_of_an_earlier_report_is_an_earlier_one(baseline: Baseline) -> None:
    reports = [
        baseline("ALBANIA (2015-2016)", request="Statistics."),
        baseline("ALBANIA (2018)", request="2018 AR: Statistics."),
    ]
    (asked,) = analysis.asked_for(ar.tidy(reports), "P029", 2018).to_dict("records")
    assert (asked["status"], asked["before"]) == ("asked again", "2015–2016")


def test_needs_that_no_code_covers_are_the_same_only_in_the_same_words(baseline: Baseline) -> None:
    said = "2020 AR: a) A helicopter; b) Two boats. 2019 AR: a) Boots; b) Two boats."
    report = ar.tidy([baseline(request=said)])
    assert set(report.needs["code"]) == {"need.other"}
    (asked,) = analysis.asked_for(report, "P029", 2020).to_dict("records")
    assert asked["earlier_ids"] == "ALB-P029-2019-2020/request/2/b"
    other = ar.tidy([baseline(request="2020 AR: A helicopter. 2019 AR: Boots.")])
    assert analysis.asked_for(other, "P029", 2020)["status"].tolist() == ["new"]


# ---- who asks for what --------------------------------------------------------------------------


def test_states_are_counted_once_for_a_kind_of_help_at_their_most_urgent(
    baseline: Baseline, four: Tables
) -> None:
    kinds = analysis.kinds_of_help(
        *(analysis.asked_for(four, "P029", year) for year in (2020, 2019))
    ).set_index("code")
    assert kinds.index[0] == "need.data"
    data = kinds.loc["need.data"]
    assert data[["states", "most_important", "unspecified", "new", "before"]].tolist() == [
        2, 1, 1, 0, 1,
    ]  # fmt: skip
    assert data["countries"].split("\n") == ["Albania", "Brazil"]
    assert data["iso3s"] == "ALB BRA"
    twice = baseline(request="2020 AR: most important: a) Statistics. Important: a) A census.")
    kinds = analysis.kinds_of_help(analysis.asked_for(ar.tidy([twice]), "P029", 2020))
    assert kinds[["states", "most_important", "important"]].to_numpy().tolist() == [[1, 1, 0]]
    assert "before" not in kinds, "no report covers the year before"


def test_states_are_counted_by_region(four: Tables) -> None:
    cells, ids = analysis.help_by_region(analysis.asked_for(four, "P029", 2020))
    assert cells.loc["need.data"].to_dict() == {
        "All": 2, "Americas": 1, "Europe and Central Asia": 1,
    }  # fmt: skip
    assert ids.loc["need.data", "Americas"] == "BRA"
    new = analysis.new_or_again(analysis.asked_for(four, "P029", 2020))
    assert new.ids.loc["need.data", "no earlier report"] == "BRA"


def test_needs_stand_beside_measures_of_the_same_area(tables: Tables) -> None:
    asked = analysis.asked_for(tables, "P029", 2018)
    pairs = analysis.with_own_measures(tables, asked, "P029", 2018).set_index("code")
    texts = tables.measures.set_index("measure_id")["text"]
    near = pairs["measure_ids"].str.split().map(lambda ids: [texts[each] for each in ids])
    assert "Education/vocational training" in near["need.livelihoods"]
    assert near["need.data"] == ["Development of forced labour indicators"]
    assert pairs.loc["need.capacity", "measures"] == 3  # prevention h, protection a, remedies f


def test_a_kind_of_help_without_an_area_has_no_number_of_measures(baseline: Baseline) -> None:
    report = ar.tidy([baseline(request="2020 AR: a) A helicopter; b) Statistics.")])
    asked = analysis.asked_for(report, "P029", 2020)
    pairs = analysis.with_own_measures(report, asked, "P029", 2020).set_index("code")["measures"]
    assert pairs["need.other"] is pd.NA
    assert pairs["need.data"] == 0


# ---- sentences ----------------------------------------------------------------------------------


def test_an_urgency_that_all_needs_of_a_state_share_is_told(baseline: Baseline) -> None:
    request = "2020 AR: Most important: a) Statistics; and b) Training of inspectors."
    assert findings(ar.tidy([baseline(request=request)]), 2020)[0] == (
        "In 2020 Albania asked for two kinds of help on the Protocol of 2014, which it calls most"
        " important: “Data and research” and “Capacity of the authorities”."
    )


def test_what_the_page_says_of_azerbaijan(tables: Tables) -> None:
    assert findings(tables, 2018) == [
        "In 2018 Azerbaijan asked for five kinds of help on the Protocol of 2014, most urgently"
        " “Livelihoods” and “Exchange and international cooperation”.",
        "All five are new: no earlier report in the data asks for them.",
        "Azerbaijan no longer asked for “Prevention”, “Suppression”, “Protection of victims”"
        " and “Remedies”, as it did in 2017.",
        "Azerbaijan names measures of its own in the same area as each of its requests.",
    ]
    first = findings(tables, 2017)
    assert "without saying how urgently: “Prevention”" in first[0]
    assert "nothing shows what is new" in first[1]
    assert len(first) == 4
    assert findings(tables, 2019) == [
        "No report on the Protocol of 2014 in the data covers 2019.",
        "Reports on the Protocol of 2014 cover 2017–2018: those of Azerbaijan.",
        "Of the other years, needs are named for 2017–2018; last before 2019 for 2018, by"
        " Azerbaijan.",
        "No report on another subject in the data covers 2019.",
    ]
    assert findings(ar.tidy([]), 2019) == [
        "No report on the Protocol of 2014 in the data covers 2019.",
        "No report on the Protocol of 2014 is in the data for any year: what States need is not"
        " known.",
        "No report on another subject in the data covers 2019.",
    ]


def test_what_the_page_says_of_several_states(four: Tables) -> None:
    assert findings(four, 2020) == [
        "In 2020, Albania and Brazil asked for help on the Protocol of 2014 (two of the four States"
        " with a report for the year), most often “Data and research” (2 States), then “Capacity of"
        " the authorities” (1) and “Awareness raising” (1).",
        "Called most important: “Data and research” and “Capacity of the authorities”, by one State"
        " each; one State did not say how urgent its needs are.",
        "Of the four requests (one State, one kind of help), one is new, one repeats the previous"
        " report, one repeats an older one and one has no earlier report to compare with.",
        "As many States asked as in 2019.",
        "In 2020, Chile named no need and Denmark did not answer the question on needs.",
        "For three of the four requests, the State names no measure of its own in the same area, most"
        " often for “Data and research” (2).",
    ]


def test_needs_that_are_as_frequent_stand_together(baseline: Baseline) -> None:
    said = "2020 AR: a) Statistics; b) Poster campaigns."
    names = ("ALBANIA", "BRAZIL", "CHILE")
    report = ar.tidy([baseline(f"{name} (2019-2020)", request=said) for name in names])
    ask, _, _, before, *_ = findings(report, 2020)
    both = "“Data and research” and “Awareness raising”"
    assert ask.endswith(f"most often {both} (3 States each).")
    assert before.startswith("Three more States asked than in 2019; “Awareness raising” and “Data")
    assert before.endswith("” rose most (by three States each).")


NOWHERE_ELSE = "No report on another subject in the data covers"


def test_a_blank_cell_and_a_no_are_not_said_to_be_the_same(baseline: Baseline) -> None:
    report = ar.tidy([baseline(request="2019 AR: No.")])
    assert findings(report, 2019) == [
        "In 2019 Albania named no need for help on the Protocol of 2014: its answer is “no”.",
        "No report names a need for any of the other years covered (2020).",
        "No report for 2019 names help that a State offers to others.",
        f"{NOWHERE_ELSE} 2019.",
    ]
    assert findings(report, 2020)[0] == (
        "Whether Albania needed help on the Protocol of 2014 in 2020 is not known: it answers for"
        " other years only."
    )
    blank = findings(ar.tidy([baseline("ALBANIA (2020)")]), 2020)
    assert blank == [
        "Whether Albania needed help on the Protocol of 2014 in 2020 is not known: its row for"
        " requests is blank.",
        "No report on the subject in the data covers another year.",
        "No report for 2020 names help that a State offers to others.",
        f"{NOWHERE_ELSE} 2020.",
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Nil.", "its answer says that there is nothing."),
        ("No.", "its answer is “no”."),
        ("See above.", "its answer is in words, in which no need was found."),
    ],
)
def test_an_answer_that_names_no_need_is_told_by_its_kind(
    baseline: Baseline, answer: str, said: str
) -> None:
    first = findings(ar.tidy([baseline(request=f"2020 AR: {answer}")]), 2020)[0]
    assert first.endswith(said)


@pytest.fixture(scope="module")
def quiet(baseline: Baseline) -> Tables:
    """Nobody asks in 2021: each of the three States answers in another way."""
    asked_before = "2019 AR: Statistics. 2020 AR: Poster campaigns."
    forced_labour = baseline("FIJI (2021)", request="2021 AR: Statistics.")
    return ar.tidy(
        [
            baseline("ALBANIA (2019-2021)", request=asked_before),
            baseline("BRAZIL (2021)"),
            baseline("CHILE (2021)", request="2021 AR: No.", offer="2021 AR: Training of judges."),
            dataclasses.replace(forced_labour, subject="FL"),
        ]
    )


def test_where_nobody_asks_the_page_says_why_and_what_else_is_there(quiet: Tables) -> None:
    assert findings(quiet, 2021) == [
        "In 2021, no State asked for help on the Protocol of 2014: Chile named no need and Albania"
        " and Brazil did not answer the question on needs.",
        "Brazil left the row for requests blank; Albania answered for other years only: what they"
        " need is not known.",
        "Of the other years, needs are named for 2019–2020; last before 2021 for 2020, by Albania.",
        "Chile offered help to others in 2021.",
        "On other subjects, help was asked for in 2021 by the one State with a report on forced"
        " labour.",
    ]
    assert findings(quiet, 2020)[-1] == (
        "Albania names no measure of its own in the area of “Awareness raising”."
    ), "where there is enough to say, nothing is added"
    assert findings(quiet, 2019)[-1] == (
        "Of the other years, needs are named for 2020 only, by Albania."
    )


def test_on_other_subjects_none_one_some_and_all_are_told_apart(baseline: Baseline) -> None:
    def on(subject: str, *requests: str) -> list[Report]:
        names = ("ALBANIA", "BRAZIL", "CHILE")[: len(requests)]
        made = [baseline(f"{n} (2020)", request=r) for n, r in zip(names, requests, strict=True)]
        return [dataclasses.replace(each, subject=subject) for each in made]

    own, ask, no = on("P029", "2020 AR: No."), "2020 AR: Statistics.", "2020 AR: No."
    for others, told in (
        (on("CL", no, no), "The reports for 2020 on other subjects (child labour) name no need."),
        (
            [*on("CL", ask, no), *on("DISC", no), *on("FL", ask, ask, ask)],
            "On other subjects, help was asked for in 2020 by one of two States with a report on"
            " child labour and all three States with a report on forced labour; the reports on"
            " discrimination name no need.",
        ),
        (
            on("CL", ask, ask),
            "On other subjects, help was asked for in 2020 by both States with a report on child"
            " labour.",
        ),
    ):
        assert findings(ar.tidy([*own, *others]), 2020)[-1] == told


def test_a_need_without_a_year_is_not_said_to_be_named_for_one(baseline: Baseline) -> None:
    reports = [baseline("ALBANIA (2019)", request="Statistics."), baseline("BRAZIL (2021)")]
    assert findings(ar.tidy(reports), 2021)[1] == (
        "Of the reports that cover other years (2019), some name needs without a year."
    )


def test_states_that_ask_and_offer_are_named_by_subject_and_year(quiet: Tables) -> None:
    found = analysis.needs_by_year(quiet).set_index(["subject", "year"])
    assert found["reporting"].to_dict() == {
        ("FL", 2021): "Fiji",
        ("P029", 2019): "Albania",
        ("P029", 2020): "Albania",
        ("P029", 2021): "Albania; Brazil; Chile",
    }
    assert found["asking"].tolist() == ["Fiji", "Albania", "Albania", ""]
    assert found["offering"].tolist() == ["", "", "", "Chile"]


@pytest.fixture(scope="module")
def nothing() -> Tables:
    return ar.tidy([])


@pytest.mark.parametrize("year", [2018, 2019, 2020, 2021])
def test_there_are_three_to_six_sentences_and_each_leads_to_a_heading(
    quiet: Tables, four: Tables, tables: Tables, nothing: Tables, year: int
) -> None:
    notebook = (PROJECT / "notebooks" / "04-cooperation-needs.ipynb").read_text("utf-8")
    for each in (quiet, four, tables, nothing):
        found = opening(each, year)
        assert 3 <= len(found) <= 6
        for sentence in found:
            assert f'"## {sentence.section}' in notebook
