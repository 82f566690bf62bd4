"""Facts of one country's page, on made-up documents that are read by eye."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

import annual_review as ar
from annual_review import analysis
from annual_review.analysis.laws import _titles
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.tables import Tables
from tests.conftest import made_up

Baseline = Callable[..., Report]


def told(tables: Tables, **rows: list[str]) -> Tables:
    """The tables with other statuses or intentions, year by year."""
    return replace(tables, ratification=tables.ratification.assign(**rows).convert_dtypes())


@pytest.fixture(scope="module")
def four_years(baseline: Baseline) -> Tables:
    return ar.tidy([baseline("ALBANIA (2010-2013)")])


def test_the_standing_is_what_was_said_last_and_since_when(four_years: Tables) -> None:
    status = ["not_ratified", "not_ratified", "unknown", "unknown"]
    intention = ["not_intended", "likely", "unknown", "likely"]
    (row,) = analysis.latest_ratification(
        told(four_years, status=status, intention=intention)
    ).to_dict("records")
    assert (row["status"], row["status_year"], row["year"]) == ("not_ratified", 2011, 2013)
    assert (row["intention"], row["intention_since"], row["intention_year"]) == (
        "likely",
        2011,
        2013,
    )
    assert row["intention_before"] == "not_intended"


def test_an_intention_that_came_back_is_not_held_since_it_was_first_said(
    four_years: Tables,
) -> None:
    intention = ["likely", "unlikely", "likely", "likely"]
    row = analysis.latest_ratification(told(four_years, intention=intention)).iloc[0]
    assert (row["intention_since"], row["intention_before"]) == (2012, "unlikely")


def test_what_was_never_said_is_unknown(four_years: Tables) -> None:
    row = analysis.latest_ratification(four_years).iloc[0]
    assert (row["status"], row["intention"]) == ("unknown", "unknown")
    assert pd.isna(row["status_year"])
    assert pd.isna(row["intention_since"])


def test_years_that_say_the_same_are_one_row_unless_a_year_is_between_them(
    baseline: Baseline,
) -> None:
    no = "Albania has not ratified the Protocol of 2014."
    reports = [
        baseline("ALBANIA (2010-2011)", ratification_status=no),
        baseline("ALBANIA (2013-2015)", ratification_status=f"2014-2015 ARs: {no}"),
    ]
    found = analysis.ratification_over_years(ar.tidy(reports))
    assert found[["years", "status"]].to_numpy().tolist() == [
        ["2014–2015", "not_ratified"],
        ["2013", "unknown"],
        ["2010–2011", "not_ratified"],
    ]


def test_each_instrument_has_its_latest_years_first() -> None:
    text = made_up(
        {
            "ratification_status": "2010 AR: Albania has ratified C.98 and has not ratified C.87."
            " 2009 AR: Albania has ratified neither C.87 nor C.98."
        },
        "ALBANIA (2009-2010)",
        "Freedom of association (FACB)",
        "principle",
    )
    found = analysis.ratification_over_years(
        ar.tidy([parse(from_bytes(text.encode(), "made-up.txt"))])
    )
    assert found[["instrument", "years", "status"]].to_numpy().tolist() == [
        ["C087", "2009–2010", "not_ratified"],
        ["C098", "2010", "ratified"],
        ["C098", "2009", "not_ratified"],
    ]


def test_measures_of_a_year_without_answers_are_not_known_and_of_a_no_none(
    baseline: Baseline,
) -> None:
    measures = "2020 AR: a) Basic social security guarantees; b) A lamp for every hut."
    tables = ar.tidy(
        [baseline("ALBANIA (2019-2021)", prevention=measures, protection="2021 AR: No.")]
    )
    counts = analysis.measures_by_year(tables).set_index("year")
    assert counts["answered"].tolist() == [0, 1, 1]
    assert counts["measures"].tolist() == [pd.NA, 2, 0]
    assert counts.loc[2020, ["topics", "as_in_form"]].tolist() == [1, 1], "the lamp has no topic"


def test_areas_have_the_measures_and_topics_of_their_year_only(baseline: Baseline) -> None:
    measures = "2020 AR: a) Campaigns; 2019 AR: a) Basic social security guarantees;"
    tables = ar.tidy([baseline(prevention=measures)])
    found = analysis.areas(tables, 2020).set_index("field")
    assert found.loc["prevention", ["measures", "codes"]].tolist() == [1, "prevention.awareness"]
    assert pd.isna(found.loc["protection", "measures"])


def test_the_same_words_in_several_years_are_one_row_with_all_years(baseline: Baseline) -> None:
    measures = "2020 AR: a) Campaigns; b) Visits; 2019 AR: a) campaigns. 2017 AR: c) Campaigns;"
    tables = ar.tidy([baseline("ALBANIA (2017-2020)", prevention=measures, request="Statistics.")])
    found = analysis.measures_once(tables)
    assert found[["text", "years"]].to_numpy().tolist() == [
        ["Campaigns", "2017, 2019–2020"],
        ["Visits", "2020"],
    ]
    assert len(found["measure_ids"].iloc[0].split()) == 3
    assert analysis.needs_once(tables)["years"].tolist() == ["(2017–2020)"], "no year is printed"


def test_measures_in_a_row_of_another_subjects_table_come_last() -> None:
    answers = {"compulsory_education": "2010 AR: A school.", "monitoring": "2010 AR: Visits."}
    text = made_up(answers, "ALBANIA (2010)", "Forced labour (FL)", "principle")
    found = analysis.measures_once(ar.tidy([parse(from_bytes(text.encode(), "made-up.txt"))]))
    assert found["text"].tolist() == ["Visits", "A school"]


def test_the_later_of_two_reports_speaks_for_a_year_they_share(baseline: Baseline) -> None:
    reports = [
        baseline("ALBANIA (2018-2019)", prevention="2019 AR: Campaigns."),
        baseline("ALBANIA (2019-2020)", prevention="2019 AR: Visits."),
    ]
    found = analysis.statements_once(ar.tidy(reports), ["prevention"])
    assert found["text"].tolist() == ["Visits."]


def test_needs_stand_latest_and_most_urgent_first_and_offers_last(baseline: Baseline) -> None:
    asked = "2020 AR: Important: a) Data; most important: a) Training. 2019 AR: Legal advice."
    tables = ar.tidy([baseline(request=asked, offer="2020 AR: A seminar.")])
    found = analysis.needs_once(tables)
    assert found["text"].tolist() == ["Training", "Data", "Legal advice", "A seminar"]


def test_challenges_are_told_apart_by_who_names_them(baseline: Baseline) -> None:
    tables = ar.tidy(
        [
            baseline(
                challenges_government="2019 AR: Few inspectors.",
                challenges_workers="2019-2020 ARs: Low wages.",
                challenges_employers="2020 AR: NIL.",
            )
        ]
    )
    found = analysis.challenges_by_party(tables).set_index("party")
    assert found.loc["workers", ["answer", "named"]].tolist() == ["text", "2019–2020"]
    assert found.loc["government", ["answer", "named"]].tolist() == ["not stated", "2019"]
    assert found.loc["employers", ["answer", "named"]].tolist() == ["nil", ""]
    assert "unknown" not in found.index


def test_organizations_are_named_with_their_short_form_and_counted_once(baseline: Baseline) -> None:
    tables = ar.tidy(
        [
            baseline(
                social_partner_involvement="Yes: the Made-up Chamber of Trade (MCT) and the Congress"
                " of Trade and Transport Unions (CTTU) have copies.",
                employers_observations="2020 AR: Observations by the MCT.",
                workers_observations="2019 AR: Observations by the CTTU and the Union of Drivers."
                " 2020 AR: The draft was not shared.",
                promotional_activities="Fairs. The CTTU stated that few came.",
            )
        ]
    )
    found = analysis.organizations(tables).set_index("organization")
    assert found["party"].to_dict() == {
        "Made-up Chamber of Trade (MCT)": "employers",
        "Congress of Trade and Transport Unions (CTTU)": "workers",
        "Union of Drivers": "workers",
        "": "workers",
    }
    assert found.loc["Union of Drivers", "years"] == "2019"
    assert found.loc["", "years"] == "2020"
    observed = analysis.organizations(tables, analysis.OBSERVATIONS).set_index("organization")
    assert observed["fields"].nunique() == 2


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Observations by the CCA; the Union of Drivers.", {"CCA", "Union of Drivers"}),
        ("Comments from the CCA: few came.", {"CCA"}),
        ("Observations by the CCA; they came late.", {"CCA"}),
        ("It agreed with the draft.", {""}),
        (
            "Observations by the Union of Mines, Ports and Roads, the CCA, the MEF and the CTT.",
            {"Union of Mines, Ports and Roads", "CCA", "MEF", "CTT"},
        ),
        (
            "Observations by the Union of Drivers, Congress of Cooks and Tailors.",
            {"Union of Drivers", "Congress of Cooks and Tailors"},
        ),
    ],
)
def test_an_organization_is_named_in_its_cell_in_these_words(
    baseline: Baseline, said: str, named: set[str]
) -> None:
    tables = ar.tidy([baseline(workers_observations=f"2020 AR: {said}")])
    assert set(analysis.organizations(tables)["organization"]) == named


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "Section 3 of the Labour Code (2002) and the Public Service Act No. 5 of 1990 apply.",
            ["Labour Code (2002)", "Public Service Act No. 5 of 1990"],
        ),
        ("The Law on Trade Unions of 1992. In Law No. 1/2003 it is.", ["Law on Trade Unions of 1992", "Law No. 1/2003"]),
        ("The Act and the Order apply; Law and Order; an act of God.", []),
        ("Article 35 of the Constitution; the constitution of a union.", ["Constitution"]),
    ],
)  # fmt: skip
def test_laws_are_found_by_their_titles(text: str, titles: list[str]) -> None:
    assert _titles(text) == titles


def test_a_law_has_the_years_of_all_statements_that_name_it(baseline: Baseline) -> None:
    answers = "2020 AR: The Labour Code, No. 12 of 1997, was amended. 2018 AR: The Labour Code."
    tables = ar.tidy([baseline("ALBANIA (2018-2020)", prevention=answers)])
    (row,) = analysis.laws(tables).to_dict("records")
    assert (row["law"], row["years"], row["last"]) == (
        "Labour Code, No. 12 of 1997",
        "2018, 2020",
        2020,
    )


def test_articles_are_those_of_the_last_year_that_names_measures(baseline: Baseline) -> None:
    measures = "2019 AR: Supporting due diligence by the public and private sectors."
    found = analysis.articles(ar.tidy([baseline(prevention=measures)])).set_index("article")
    assert set(found["year"]) == {2019}
    assert found.loc[found["measures"] > 0, "years"].to_dict() == {"2(e)": "2019"}
    other = made_up({"constitution": "Yes."}, subject="Child labour (CL)", form_name="principle")
    assert analysis.articles(ar.tidy([parse(from_bytes(other.encode(), "made-up.txt"))])).empty
