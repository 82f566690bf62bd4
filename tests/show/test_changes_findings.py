"""What a page on changes opens with is true at none, one, some and all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import annual_review as ar
from annual_review import analysis, show
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.tables import Tables
from tests.conftest import made_up

Baseline = Callable[..., Report]


def said(report: Report | Tables, pair: tuple[int, int] = (2019, 2020)) -> dict[str, str]:
    """The findings on Albania, or on the country of the tables, by their section."""
    tables = report if isinstance(report, Tables) else ar.tidy([report])
    iso3, subject = tables.reports[["iso3", "subject"]].iloc[0]
    changed = analysis.changes(tables, iso3, *pair, subject)
    found = show.changes_findings(tables, changed, *pair)
    assert len({each.section for each in found}) == len(found) <= 6
    return {each.section: each.text for each in found}


def test_what_azerbaijan_added_and_dropped(tables: Tables) -> None:
    found = said(tables, (2017, 2018))
    # the letters of the document: 2018 prevention d) e) f) h) i), protection a) c) h) i), remedies g)
    assert found["Added"] == (
        "Between 2017 and 2018 Azerbaijan added ten topics: five under prevention, four under"
        " protection of victims and one under access to remedies; none of them was named under other"
        " questions in 2017. It also added one measure that no topic covers."
    )
    assert found["Dropped"] == (
        "It dropped six topics: five of them are named under other questions in 2018, but"
        " “Enforcement of the law” is not."
    )


@pytest.mark.parametrize(
    ("cells", "dropped"),
    [
        ({}, "It dropped no topics."),
        (
            {"prevention": "2019 AR: Free legal assistance. 2020 AR: No."},
            "It dropped one topic, “Legal aid”, which is not named under another question in 2020.",
        ),
        (
            {
                "prevention": "2019 AR: Free legal assistance. 2020 AR: No.",
                "remedies": "2019 AR: No. 2020 AR: Free legal assistance.",
            },
            "It dropped one topic, “Legal aid”, which is named under another question in 2020.",
        ),
        (
            {"protection": "2019 AR: a) Appropriate accommodation; b) Free legal assistance. 2020 AR: No."},
            "It dropped two topics, none of which is named under another question in 2020:"
            " “Accommodation of victims” and “Legal aid”.",
        ),
        (
            {
                "policy_or_plan": "2019 AR: No. 2020 AR: Appropriate accommodation.",
                "prevention": "2019 AR: Free legal assistance. 2020 AR: No.",
                "protection": "2019 AR: Free legal assistance. 2020 AR: No.",
                "remedies": "2019 AR: Appropriate accommodation. 2020 AR: No.",
            },
            "It dropped three topics: one of them is named under other questions in 2020, but"
            " the other two (“Legal aid”, under two questions) are not.",
        ),
        (
            {"protection": "2019 AR: a) Qwxz kvjq zzkx. 2020 AR: No."},
            "It dropped no topics, but one measure that no topic covers.",
        ),
    ],
)  # fmt: skip
def test_what_was_dropped(baseline: Baseline, cells: dict[str, str], dropped: str) -> None:
    both = {"cooperation": "2019-2020 ARs: The Government cooperates with other member States."}
    assert said(baseline(**both | cells))["Dropped"] == dropped


def test_an_added_topic_that_another_question_named_before_says_so(baseline: Baseline) -> None:
    found = said(
        baseline(
            prevention="2019 AR: Free legal assistance. 2020 AR: Free legal assistance.",
            remedies="2019 AR: No. 2020 AR: a) Free legal assistance; b) Cost-free proceedings.",
        )
    )
    assert found["Added"] == (
        "Between 2019 and 2020 Albania added two topics under access to remedies; one of them was"
        " already named under other questions in 2019."
    )
    assert found["Kept in the same words"] == (
        "One topic is in both years, in the same words. The one in the same words is in answers"
        " repeated in full."
    )


def test_an_answer_without_a_year_is_not_said_to_be_repeated(baseline: Baseline) -> None:
    assert said(baseline(protection="Free legal assistance."))["Kept in the same words"] == (
        "One topic is in both years, in the same words. The one in the same words is in answers"
        " without a year, which count for both."
    )


def test_topics_with_another_measure_are_not_said_to_be_reworded(baseline: Baseline) -> None:
    report = baseline(
        protection="2019 AR: a) Shelter homes in the capital; b) Free legal assistance."
        " 2020 AR: a) Temporary lodging in guest houses; b) free legal assistance to victims."
    )
    assert said(report)["Kept in the same words"] == (
        "Two topics are in both years: one reworded and one “same topic, other measure”."
    )


def test_a_country_that_names_no_measures(baseline: Baseline) -> None:
    silent = said(baseline())
    assert "Albania answered no question on measures for 2019 or 2020." in silent.values()
    none = said(baseline(prevention="2019-2020 ARs: No."))
    assert "Albania named no measures for 2019 or 2020." in none.values()
    assert "Added" not in none


def test_what_cannot_be_compared_is_not_said_to_be_dropped(baseline: Baseline) -> None:
    report = baseline(
        protection="2019 AR: Appropriate accommodation.", remedies="2020 AR: Cost-free proceedings."
    )
    found = said(report)
    assert found["What cannot be compared"] == (
        "One topic cannot be compared because 2019 has no answer to the question on access to"
        " remedies, and one because 2020 has no answer to the question on protection of victims."
    )
    assert found["Dropped"] == "It dropped no topics."
    assert found["Questions answered differently"] == (
        "One question with an answer for 2019 has none for 2020 (protection of victims); one with"
        " an answer for 2020 has none for 2019 (access to remedies)."
    )


def test_years_between_and_another_subject_are_named(baseline: Baseline) -> None:
    reports = [
        baseline("ALBANIA (2010-2012)", prevention="Campaigns."),
        baseline("ALBANIA (2017-2018)", prevention="Campaigns."),
    ]
    found = said(ar.tidy(reports), (2010, 2017))["How the years are compared"]
    assert found == (
        "No report covers 2013–2016; what happened then is not known. The answers for 2011–2012 are"
        " not compared here."
    )


@pytest.mark.parametrize(("subject", "told"), [("FL", False), ("CL", True)])
def test_topics_are_those_of_the_protocol_or_kinds_of_action(subject: str, told: bool) -> None:
    answers = {"monitoring": "2019 AR: Visits of inspectors. 2020 AR: Visits of inspectors."}
    title = "ALBANIA (2019-2020)"
    names = {"FL": "Forced labour (FL)", "CL": "Child labour (CL)"}
    text = made_up(answers, title, names[subject], "principle")
    found = said(parse(from_bytes(text.encode(), "made-up.txt")))
    assert any("kinds of action" in each for each in found.values()) == told
    assert any("topic" in each for each in found.values()) != told


def test_a_measure_in_other_words_is_not_said_to_be_in_the_same(baseline: Baseline) -> None:
    report = baseline(
        protection="2019 AR: a) Free legal assistance; b) Qwxz kvjq zzkx. 2020 AR: a) Free legal"
        " assistance; b) Qwxz kvjq zzkx wvvq."
    )
    assert said(report)["Kept in the same words"] == (
        "One topic is in both years, in the same words. One measure that no topic covers is also in"
        " both years."
    )


def test_bodies_of_the_ilo_keep_their_capitals() -> None:
    answers = {"governing_body": "2020 AR: It took note."}
    text = made_up(answers, "ALBANIA (2019-2020)", "Child labour (CL)", "principle")
    found = said(parse(from_bytes(text.encode(), "made-up.txt")))
    assert "(Governing Body)" in found["Questions answered differently"]
