"""The sentences that 06-annual-review opens with, for none, one, some and all."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd
import pytest

import annual_review as ar
from annual_review import analysis, show
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.tables import Tables
from tests.analysis.test_annual_review import dates
from tests.conftest import made_up

Baseline = Callable[..., Report]


def opening(tables: Tables, now: analysis.Period) -> list[str]:
    return [each.text for each in show.annual_review_findings(tables, now)]


def told(tables: Tables, from_year: int, to_year: int, *ratified: tuple[str, ...]) -> str:
    """What the page opens with, and what it says above its tables."""
    now = analysis.period(tables, dates(*ratified), from_year, to_year)  # type: ignore[arg-type]
    below = [show.laws_said(now), show.options_said(now), show.groups_said(now)]
    return "\n".join([*opening(tables, now), *below])


def test_azerbaijan(tables: Tables) -> None:
    said = told(tables, 2017, 2018)
    assert (
        "For 2017 and 2018 the data hold one baseline: Azerbaijan on the Protocol of 2014." in said
    )
    assert "One State considers ratification likely: Azerbaijan (the Protocol of 2014)." in said
    assert "no observations by them are reported (the cells say no)." in said
    assert (
        "from Azerbaijan is new is not known: the data hold no earlier year on the subject." in said
    )
    assert "No challenges are reported (all three cells are blank)." in said
    assert "most urgently for “Livelihoods” and “Exchange and international cooperation”" in said
    assert "no offer is reported." in said


def test_azerbaijan_in_the_second_year_is_compared_with_the_first(tables: Tables) -> None:
    said = told(tables, 2018, 2018)
    assert "No change since 2017 is reported." in said
    assert "No answer on laws and policies that has a year is new." in said


def test_a_period_without_reports_says_so_and_no_more(tables: Tables) -> None:
    none = analysis.period(tables, dates(), 2010, 2012)
    assert opening(tables, none) == ["The data hold no country baseline for 2010 to 2012."]
    assert show.laws_said(none) == "No answer on laws and policies that has a year is new."
    assert show.options_said(none) == "No baseline for 2010 to 2012 is on the Protocol of 2014."
    assert show.groups_said(none) == (
        "No measure, need or challenge has the code of a group of people."
    )


@pytest.fixture(scope="module")
def four(baseline: Baseline) -> Tables:
    likely = "It is likely to be ratified."
    return ar.tidy(
        [
            baseline(
                "ALBANIA (2019-2020)",
                ratification_intention=f"2020 AR: {likely}",
                workers_observations="2020 AR: Observations by the Made-up Union (MU).",
                challenges_workers="2020 AR: Few inspectors.",
                request="2019-2020 ARs: Collection and analysis of data and information.",
                protection="2020 AR: Free legal assistance.",
                policy_or_plan="2020 AR: A plan was adopted. 2019 AR: None was.",
            ),
            baseline("BRAZIL (2020-2020)", ratification_intention=likely, protection="Shelters."),
            baseline("CHILE (2020-2020)", ratification_intention="Under consideration."),
            baseline("FIJI (2019-2020)", request="2020 AR: Awareness-raising campaigns."),
        ]
    )


def test_four_states_are_counted_and_placed(four: Tables) -> None:
    said = told(four, 2020, 2020)
    assert "from four States: two in the Americas, " in said
    assert (
        "Two States consider ratification likely: Albania (the Protocol of 2014) and Brazil" in said
    )
    assert "Compared with 2019, one State newly considers ratification likely." in said
    assert "None of the four States" not in said
    assert "One answer on laws and policies from Albania is new" in said
    assert "Challenges are named in Albania, by workers." in said
    assert "Albania and Fiji ask for technical cooperation" in said
    assert "; one repeats an earlier request; no offer is reported." in said


def test_the_share_of_reports_due_is_told_with_the_regions_that_differ(four: Tables) -> None:
    bound = [
        (iso3, "P029", "2015-01-01", "")
        for iso3 in four.countries["iso3"]
        if iso3 not in ("ALB", "CHL", "DEU")
    ]
    said = told(four, 2020, 2020, *bound)
    assert "They hold two of the three reports due (67%): the largest share in the Americas" in said
    assert "the smallest in Europe and Central Asia (50%)." in said


def test_the_headline_tells_the_number_before_in_its_own_words(four: Tables) -> None:
    numbers = analysis.headline(four, dates(), analysis.period(four, dates(), 2020, 2020))
    said = repr(show.headline(numbers, "2019")).splitlines()
    assert "4 States in the data (2019: 2)" in said
    assert "1 State in which challenges are named (2019: 0)" in said
    in_words = {"social_partner_involvement": "2020 AR: No comments were received in time."}
    other = made_up(in_words, "CHILE (2020-2020)", "Child labour (CL)", "principle")
    child_labour = ar.tidy([parse(from_bytes(other.encode(), "made-up.txt"))])
    now = analysis.period(child_labour, dates(), 2020, 2020)
    numbers = analysis.headline(child_labour, dates(), now).set_index("what")["now"]
    assert numbers["consulted"] == 0
    assert numbers["measures"] is pd.NA, "no report is on the Protocol"
    assert not [line for line in said if "due" in line], "without dates nothing is said of it"


def test_long_cells_are_cut_and_what_is_cut_is_counted() -> None:
    frame = pd.DataFrame({"countries": ["; ".join("ABCDEFGHIJKL")], "text": ["word " * 100]})
    row = show.readable(frame, names=["countries"], texts=["text"]).iloc[0]
    assert row["countries"] == "A, B, C, D, E and seven more"
    assert row["text"].endswith("word […]")
    assert len(row["text"]) < 310


def test_an_intention_that_is_given_up_and_a_ratification_are_told(baseline: Baseline) -> None:
    likely = "2019 AR: It is likely to be ratified."
    tables = ar.tidy(
        [
            baseline(ratification_intention=f"{likely} 2020 AR: There is no intention to ratify."),
            baseline(
                "CHILE (2019-2020)",
                ratification_intention=likely,
                ratification_status="2020 AR: Chile ratified the Protocol. "
                "2019 AR: Chile has not ratified the Protocol.",
            ),
        ]
    )
    said = told(tables, 2020, 2020)
    assert "No State is reported to consider ratification likely." in said
    assert "Compared with 2019, one State no longer does and one State ratified (Chile)." in said


def test_what_is_equal_is_not_told_as_a_rank(baseline: Baseline) -> None:
    cells = {
        "challenges_workers": "a) Low wages. b) There are no statistics on forced labour.",
        "request": "a) Statistics; b) Poster campaigns.",
        "ratification_intention": "It is likely to be ratified.",
    }
    names = ("ALBANIA", "BRAZIL", "CHILE", "FIJI")
    said = told(ar.tidy([baseline(f"{name} (2020-2020)", **cells) for name in names]), 2020, 2020)
    both = "“Lack of information and data” and “Prevailing employment practices”"
    assert f"The most frequent: {both} (four States each)." in said
    assert "most often for “Awareness raising” and “Data and research” (four States each);" in said
    assert "commonest" not in said


def test_an_answer_in_words_does_not_say_that_organizations_were_involved(
    baseline: Baseline,
) -> None:
    field = "social_partner_involvement"
    tables = ar.tidy(
        [
            baseline(**{field: "2020 AR: Yes. 2019 AR: No."}),
            baseline("CHILE (2020-2020)", **{field: "No comments were received in time."}),
        ]
    )
    lead = "One of two States says that employers’ and workers’ organizations were involved in "
    assert f"{lead}its report, and one State answers in words; " in told(tables, 2020, 2020)
    assert f"{lead}at least one of its reports, and one " in told(tables, 2019, 2020)


def test_a_state_can_give_up_one_intention_and_hold_another(baseline: Baseline) -> None:
    likely = "2019-2020 ARs: Ratification is likely."
    tables = ar.tidy([baseline("ALBANIA (2019-2020)", ratification_intention=likely)])
    rows = tables.ratification.iloc[[0, 0, 0, 0]].reset_index(drop=True)
    rows["instrument"] = ["C087", "C087", "C098", "C098"]
    rows["year"], rows["status"] = [2019, 2020] * 2, "not_ratified"
    rows["intention"] = ["likely", "likely", "likely", "not_intended"]
    rows = rows.astype(tables.ratification.dtypes.to_dict())
    said = told(dataclasses.replace(tables, ratification=rows), 2020, 2020)
    assert "Compared with 2019, one State no longer does so for one." in said
    rows["intention"] = pd.array(["likely", "likely", "unlikely", "not_intended"], dtype="string")
    said = told(dataclasses.replace(tables, ratification=rows), 2020, 2020)
    assert "Only other intentions have changed since 2019." in said


def test_reports_on_other_instruments_are_not_compared(baseline: Baseline) -> None:
    likely = baseline("ALBANIA (2020-2020)", ratification_intention="It is likely to be ratified.")
    other = made_up({}, "ALBANIA (2019-2019)", "Child labour (CL)", "principle")
    tables = ar.tidy([likely, parse(from_bytes(other.encode(), "made-up.txt"))])
    said = told(tables, 2020, 2020)
    assert "No State has a report on the same instrument for 2019 to compare with." in said


def test_topics_that_as_few_states_name_are_told_together(baseline: Baseline) -> None:
    aid = {"protection": "Free legal assistance."}  # of three States that answer, two name it
    no = baseline("CHILE (2020-2020)", protection="No.")
    two = [baseline("ALBANIA (2020-2020)", **aid), baseline("BRAZIL (2020-2020)", **aid)]
    said = told(ar.tidy([*two, no]), 2020, 2020)
    assert (
        "most name measures on “Legal aid” (67%), none on “Awareness raising”, “Legislation”,"
        " “Enforcement of the law” and 27 more." in said
    )
    assert "No State that answers on the Protocol of 2014 names a measure on one of the" in told(
        ar.tidy([no]), 2020, 2020
    )


def test_empty_cells_are_told_by_what_stands_in_them(baseline: Baseline) -> None:
    cells = {
        "employers_observations": "2019 AR: Observations by the Made-up Federation (MF).",
        "workers_observations": "2020 AR: No.",
        "challenges_government": "2019 AR: Few inspectors.",
        "challenges_workers": "2020 AR: There are no challenges.",
    }
    said = told(ar.tidy([baseline(**cells)]), 2020, 2020)
    assert "are reported (the cells say no or answer for other years only)." in said
    assert (
        "No challenges are reported (the cells hold none, are blank or answer for other years only)"
        in said
    )


def test_territories_are_no_states_and_all_of_two_reports_are_both(baseline: Baseline) -> None:
    names = ("ALBANIA", "BRAZIL", "CHILE", "FIJI", "HONG KONG, CHINA")
    tables = ar.tidy([baseline(f"{name} (2020-2020)") for name in names])
    bound = [
        (iso3, "P029", "2015-01-01", "")
        for iso3 in tables.countries["iso3"]
        if iso3 not in ("ALB", "FJI")
    ]
    said = told(tables, 2020, 2020, *bound)
    assert "from four States and one territory: two in the Americas, " in said
    assert "They hold both reports due." in said
    one = told(tables, 2020, 2020, *bound, ("FJI", "P029", "2015-01-01", ""))
    assert "They hold the one report due." in one, "of five baselines"


def test_what_only_organizations_say_is_not_said_of_the_government(baseline: Baseline) -> None:
    report = baseline(
        social_partner_involvement="2020 AR: MTUC comment: Yes, it was consulted.",
        workers_observations="2020 AR: Observations by the Made-up Trade Union Congress (MTUC).",
        challenges_workers="2020 AR: Children of migrant workers are at risk.",
    )
    said = told(ar.tidy([report]), 2020, 2020)
    assert "No State says that employers’ and workers’ organizations were involved" in said
    assert "The reports of Albania speak of" in said, "it is the workers who do"
