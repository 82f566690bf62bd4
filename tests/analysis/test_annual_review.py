"""What a period comes to: expected values are read from the made-up rows that each test writes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import annual_review as ar
from annual_review import analysis, countries
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.tables import Tables
from tests.conftest import made_up

Baseline = Callable[..., Report]


def older(title: str, subject: str = "Forced labour (FL)", **answers: str) -> Report:
    """A made-up baseline on one of the older subjects."""
    text = made_up({"reporting_obligations": "", **answers}, title, subject, "principle")
    return parse(from_bytes(text.encode(), "made-up.txt"))


def dates(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["iso3", "instrument", "ratified", "denounced"])
    return frame.replace("", None).astype(
        {"ratified": "datetime64[s]", "denounced": "datetime64[s]"}
    )


# ---- period --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "before"), [((2018, 2018), (2017, 2017)), ((2010, 2014), (2005, 2009))]
)
def test_the_period_before_is_as_long(span: tuple[int, int], before: tuple[int, int]) -> None:
    assert analysis.period_before(*span) == before


def test_the_later_of_two_baselines_speaks_and_only_for_its_years(baseline: Baseline) -> None:
    first = baseline("ALBANIA (2017-2019)", prevention="2019 AR: Old. 2017 AR: Older.")
    second = baseline("ALBANIA (2019-2020)", prevention="2019 AR: New. 2020 AR: Newer.")
    tables = ar.tidy([first, second])
    said = tables.statements[tables.statements["field"] == "prevention"]
    for span, texts in {(2018, 2019): {"New."}, (2017, 2020): {"Older.", "New.", "Newer."}}.items():
        chosen = analysis.years_of_reports(tables, *span)
        assert set(analysis.rows_for(said, chosen)["text"]) == texts


# ---- reports -------------------------------------------------------------------------------------


ANSWERS = [
    ("YES, since the 2002 Annual Review (AR).", {2002, 2003, 2004}),
    ("YES, except for the 2000, 2001 and 2004 Annual Reviews (ARs).", {2002, 2003}),
    ("YES, for the 2001 and 2003 Annual Reviews (ARs).", {2001, 2003}),
    ("YES, but no report was received for the 2003 Annual Review.", {2000, 2001, 2002, 2004}),
    ("YES, but «no change» reports for the 2002 and 2004 ARs.", {2000, 2001, 2002, 2003, 2004}),
    ("YES, since the 2001 AR. No change report for the 2003 AR.", {2001, 2002, 2003, 2004}),
    ("No.", set()),
    ("2004 AR: No. 2003 AR: Yes.", {2002, 2003}),
    ("", {2002}),
]
READ = [
    row
    for row in Path(__file__)
    .with_name("wordings-of-reporting.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if not row.startswith("#")
]


def received_by_each(reports: list[Report], last: int) -> list[pd.DataFrame]:
    """What was received from 2000 on by each of these reports, as if each was another State's."""
    states = [each.iso3 for each in countries.members()][: len(reports)]
    own = [dataclasses.replace(r, iso3=iso3) for r, iso3 in zip(reports, states, strict=True)]
    found = analysis.received(ar.tidy(own), 2000, last)
    return [found[found["iso3"] == iso3] for iso3 in states]


@pytest.fixture(scope="module")
def answered() -> dict[str, pd.DataFrame]:
    monitoring = {"monitoring": "2002 AR: Inspections."}
    said = [said for said, _ in ANSWERS]
    reports = [
        older("ALBANIA (2000-2004)", reporting_obligations=each, **monitoring) for each in said
    ]
    return dict(zip(said, received_by_each(reports, 2004), strict=True))


@pytest.mark.parametrize(("said", "years"), ANSWERS)
def test_reports_are_received_for_the_years_that_the_row_names(
    answered: dict[str, pd.DataFrame], said: str, years: set[int]
) -> None:
    found = answered[said]
    assert set(found.loc[found["received"] == "received", "year"]) == years


@pytest.fixture(scope="module")
def as_the_row_says() -> dict[str, pd.DataFrame]:
    said = [row.split(" ", 1)[1] for row in READ]
    reports = [older("ALBANIA (2000-2006)", reporting_obligations=each) for each in said]
    return dict(zip(said, received_by_each(reports, 2006), strict=True))


@pytest.mark.parametrize("row", READ)
def test_the_row_on_reporting_obligations_is_read_as_a_person_reads_it(
    as_the_row_says: dict[str, pd.DataFrame], row: str
) -> None:
    truth, said = row.split(" ", 1)
    marks = {"received": "R", "not received": "N", "not known": "?"}
    assert "".join(as_the_row_says[said]["received"].map(marks)) == truth


def test_who_did_not_report_is_not_told_from_an_answer_that_does_not_say() -> None:
    albania = older("ALBANIA (2000-2001)", reporting_obligations="YES, in 2000.")
    tables = ar.tidy([albania])
    others = [iso3 for iso3 in tables.countries["iso3"] if iso3 != "ALB"]
    ratified = dates(*((iso3, "C029", "1960-01-01", "") for iso3 in others))
    late = analysis.not_reporting(analysis.reports_due(tables, ratified, 2000, 2001))
    assert late["in_data"].tolist() == ["baseline that does not say"]


def test_what_others_say_for_a_year_is_no_report() -> None:
    told = {"governing_body": "2001 AR: The Governing Body noted the reports."}
    tables = ar.tidy([older("ALBANIA (2000-2001)", **told)])
    assert set(analysis.received(tables, 2000, 2001)["received"]) == {"not known"}


def test_a_report_is_due_while_an_instrument_of_the_subject_is_not_ratified() -> None:
    albania = older("ALBANIA (2000-2003)", reporting_obligations="Yes, except for the 2002 AR.")
    tables = ar.tidy([albania])
    others = [iso3 for iso3 in tables.countries["iso3"] if iso3 not in ("ALB", "BEN", "CHL")]
    ratified = dates(
        *((iso3, each, "1960-01-01", "") for iso3 in others for each in ("C029", "C105")),
        ("ALB", "C029", "1990-01-01", ""),
        ("ALB", "C105", "2003-01-01", ""),  # still due in 2003: not ratified before it began
        ("BEN", "C029", "1960-01-01", ""),
        ("BEN", "C105", "1960-01-01", "2002-06-30"),
        ("CHL", "C029", "1999-12-31", ""),
        ("CHL", "C105", "1999-12-31", ""),
    )
    owed = analysis.reports_due(tables, ratified, 1999, 2003)
    found = owed.groupby("iso3")["year"].agg(list).to_dict()
    assert found == {"ALB": [2000, 2001, 2002, 2003], "BEN": [2003]}
    assert owed.loc[owed["iso3"] == "ALB", "received"].tolist() == [True, True, False, True]
    rates = analysis.reporting_rate(owed).set_index("region")
    assert rates.loc["Africa", ["due", "received", "rate"]].tolist() == [1, 0, 0]
    assert rates.loc["All regions", ["due", "received", "missing", "rate"]].tolist() == [
        5,
        3,
        2,
        60,
    ]
    late = analysis.not_reporting(owed)[["country", "years", "instruments", "in_data"]]
    assert late.to_numpy().tolist() == [
        ["Benin", "2003", "C105", "no baseline"],
        ["Albania", "2002", "C105", "baseline without a report"],
    ]


def test_without_dates_nothing_is_due_and_nothing_is_said_of_ratification(tables: Tables) -> None:
    assert analysis.reports_due(tables, dates(), 2017, 2018).empty
    numbers = analysis.headline(tables, dates(), analysis.period(tables, dates(), 2017, 2018))
    assert numbers.set_index("what").loc[["due", "rate", "ratified"], "now"].isna().all()


# ---- organizations -------------------------------------------------------------------------------


def test_organizations_are_named_as_the_documents_name_them() -> None:
    report = older(
        "ALBANIA (2005-2008)",
        employers_observations="2008 AR: Observations by the Made-up Chamber of Commerce (MCC).\n"
        "2007 AR: Observations by the MCC and the Made-up Employers’ Federation (MEF).",
        workers_observations="2008 AR: It had nothing to add. 2006 AR: Observations by the MTUC.",
        ratification_intention="2008 AR: According to the Government: Under study.\n"
        "2008 AR: The MCC and the MTUC supported ratification of C.105.",
    )
    found = analysis.observations(ar.tidy([report]), 2007, 2008)
    rows = found[["party", "organization", "observations", "elsewhere"]].to_numpy().tolist()
    assert rows == [
        ["employers", "Made-up Chamber of Commerce (MCC)", 2, 1],
        ["employers", "Made-up Employers’ Federation (MEF)", 1, 0],
        ["workers", "MTUC", 0, 1],
        ["workers", "not named", 1, 0],
    ]


def test_consultation_is_what_the_row_says_for_the_period(baseline: Baseline) -> None:
    cells = {"social_partner_involvement": "2020 AR: No. 2019 AR: Yes."}
    tables = ar.tidy([baseline(**cells), baseline("BRAZIL (2020-2020)")])
    found = {
        years: analysis.consultation(tables, *years).set_index("iso3")["answer"].to_dict()
        for years in ((2019, 2019), (2020, 2020), (2019, 2020))
    }
    assert found[2019, 2019] == {"ALB": "yes"}
    assert found[2020, 2020] == {"ALB": "no", "BRA": "blank"}
    assert found[2019, 2020]["ALB"] == "yes"


def test_a_row_that_the_document_lacks_is_not_said_to_answer_for_other_years() -> None:
    whole = made_up({"prevention": "2019 AR: Posters. 2020 AR: Fines."}, "ALBANIA (2019-2020)")
    cut = whole[: whole.upper().index("CHALLENGES")]
    tables = ar.tidy([parse(from_bytes(cut.encode(), "made-up.txt"))])
    found = analysis.period(tables, dates(), 2020, 2020).cells.set_index("field")["answer"]
    assert found["workers_observations"] == "blank"
    assert found["challenges_workers"] == "no label"


# ---- intentions ----------------------------------------------------------------------------------


def test_what_became_of_intentions_since_the_period_before(tables: Tables) -> None:
    states = {
        # iso3: status and intention in 2017, in 2018
        "ALB": ("not_ratified unknown", "not_ratified likely"),
        "BEN": ("not_ratified likely", "not_ratified likely"),
        "CHL": ("not_ratified unlikely", "not_ratified likely"),
        "DZA": ("not_ratified likely", "ratified unknown"),
        "FJI": ("not_ratified likely", "not_ratified unknown"),
        "GHA": ("", "not_ratified likely"),
        "HTI": ("ratified unknown", "ratified unknown"),
        "KEN": ("unknown likely", "ratified unknown"),
        "LSO": ("ratified likely", "ratified unknown"),  # as where an answer is repeated too long
    }
    report, said = tables.reports.iloc[0], []
    reports = []
    for iso3, years in states.items():
        name = f"{iso3}-P029-2017-2018"
        first = 2017 if years[0] else 2018
        reports.append({**report, "report_id": name, "iso3": iso3, "first_year": first})
        said += [
            (name, iso3, "P029", "P029", year, *both.split(), "")
            for year, both in zip((2017, 2018), years, strict=True)
            if both
        ]
    made = dataclasses.replace(
        tables,
        reports=pd.DataFrame(reports).astype(tables.reports.dtypes),
        ratification=pd.DataFrame(said, columns=tables.ratification.columns).astype(
            tables.ratification.dtypes
        ),
    )
    found = analysis.intentions(made, 2018, 2018)
    assert found.set_index("iso3")["change"].to_dict() == {
        "ALB": "new",
        "BEN": "same",
        "CHL": "changed",
        "DZA": "ratified since",
        "FJI": "no longer stated",
        "GHA": "no earlier report",
        "HTI": "",
        "KEN": "ratified since",
        "LSO": "",
    }
    (row,) = analysis.intentions_by_instrument(found).query("intention == 'likely'").to_numpy()
    assert row.tolist() == ["P029", "likely", 4, 4, "Albania; Benin; Chile; Ghana"]
    changed = analysis.intentions_changed(found)
    assert changed["countries"].tolist() == ["Albania", "Chile", "Algeria; Kenya", "Fiji"]


def test_a_state_that_meant_to_ratify_and_then_did_has_ratified_since() -> None:
    # its status is unknown for 2001: the row on the status says nothing for that year
    report = older(
        "ALBANIA (2001-2002)",
        "Freedom of association (FACB)",
        ratification_status="2002 AR: C.87 was ratified in 2002.",
        ratification_intention="2001 AR: The ratification of C.87 is likely.",
    )
    found = analysis.intentions(ar.tidy([report]), 2002, 2002).set_index("instrument")
    assert found.loc["C087", ["before", "change"]].tolist() == ["likely", "ratified since"]


def test_a_number_of_ratifications_is_missing_where_nothing_is_there_to_compare(
    baseline: Baseline,
) -> None:
    status = "2020 AR: Albania ratified the Protocol. 2019 AR: It has not ratified it."
    tables = ar.tidy([baseline(ratification_status=status)])
    now = analysis.period(tables, dates(), 2020, 2020)
    row = analysis.headline(tables, dates(), now).set_index("what").loc["ratified"]
    assert row["now"] == 1
    assert row["before"] is pd.NA, "no report covers 2018, the year before 2019"
    child_labour = older("ALBANIA (2018-2018)", "Child labour (CL)")
    tables = ar.tidy([baseline(ratification_status=status), child_labour])
    now = analysis.period(tables, dates(), 2019, 2019)
    row = analysis.headline(tables, dates(), now).set_index("what").loc["ratified"]
    assert row["now"] is pd.NA, "the report for 2018 is on another subject"


# ---- laws, challenges, measures ------------------------------------------------------------------


def test_only_answers_in_words_that_no_earlier_year_has_are_new() -> None:
    report = older(
        "ALBANIA (2000-2003)",
        policy_legislation="2003 AR: The Labour Code applies. 2002 AR: An Act on Inspection was "
        "adopted. 2001 AR: THE LABOUR CODE applies.",
        basic_legal_provisions="2003 AR: The Constitution, section 5. Yes.",
    )
    laws = analysis.new_laws(ar.tidy([report]), 2002, 2003)
    assert [(year, text[:8]) for year, text in zip(laws["year"], laws["text"], strict=True)] == [
        (2003, "The Cons"),
        (2002, "An Act o"),
    ]
    assert laws["known"].all()


def test_a_law_that_an_earlier_report_gives_without_a_year_is_not_new() -> None:
    reports = [
        older("ALBANIA (2000-2008)", policy_legislation="The Labour Code applies."),
        older(
            "ALBANIA (2010-2011)",
            policy_legislation="An Act was adopted.\n2011 AR: The Labour Code applies.",
            basic_legal_provisions="2010 AR: An Act was adopted.",
        ),
    ]
    found = analysis.new_laws(ar.tidy(reports), 2010, 2011)
    # the Labour Code is in the report up to 2008; the Act stands without a year in this one only
    assert found[["year", "text"]].to_numpy().tolist() == [[2010, "An Act was adopted."]]


def test_challenges_are_counted_by_who_names_them(baseline: Baseline) -> None:
    tables = ar.tidy(
        [
            baseline("ALBANIA (2019-2020)", challenges_workers="2020 AR: Few inspectors."),
            baseline("BRAZIL (2020-2020)", challenges_workers="No.", challenges_employers="Costs."),
        ]
    )
    sides = analysis.challenges_by_side(tables, 2020, 2020).set_index("party")
    assert sides.loc["workers"].tolist() == [1, 1, 1, 0]
    assert sides.loc["employers"].tolist() == [1, 1, 0, 1]
    assert sides.loc["government"].tolist() == [0, 0, 0, 2]


def test_words_that_name_no_challenge_are_none_and_those_of_others_say_nothing(
    baseline: Baseline,
) -> None:
    union = "2020 AR: Observations by the Made-up Trade Union Congress (MTUC)."
    told = {
        "workers_observations": union,
        "challenges_employers": "2020 AR: MTUC comment: There are few inspectors.",
        "challenges_government": "2020 AR: There are no challenges.",
    }
    tables = ar.tidy([baseline(**told)])
    assert analysis.challenges(tables, 2020, 2020)["party"].tolist() == ["workers"]
    sides = analysis.challenges_by_side(tables, 2020, 2020).set_index("party")
    assert sides.loc["government"].tolist() == [0, 0, 1, 0], "it says that there are none"
    assert sides.loc["employers"].tolist() == [0, 0, 0, 1], "only workers speak in their cell"
    assert sides.loc["workers"].tolist() == [1, 1, 0, 0]


def test_a_share_is_of_the_states_that_answer(baseline: Baseline) -> None:
    tables = ar.tidy(
        [
            baseline("ALBANIA (2019-2020)", protection="2020 AR: Free legal assistance."),
            baseline("BRAZIL (2020-2020)", protection="No."),
            baseline("CHILE (2020-2020)"),  # all cells are blank
        ]
    )
    row = analysis.options(tables, 2020, 2020).set_index("code").loc["remedies.legal_aid"]
    assert row[["states", "answering", "share", "countries"]].tolist() == [1, 2, 50, "Albania"]


# ---- needs ---------------------------------------------------------------------------------------


def test_a_need_is_new_or_repeated_by_what_is_asked_for(baseline: Baseline) -> None:
    tables = ar.tidy(
        [
            baseline(
                "ALBANIA (2018-2020)",
                request="2020 AR: most important: a) Collection and analysis of data and "
                "information; b) Awareness-raising and mobilization activities. "
                "2018 AR: Collection and analysis of data and information.",
            ),
            baseline(
                "BRAZIL (2020-2020)", request="Awareness-raising and mobilization activities."
            ),
        ]
    )
    found = analysis.period_needs(tables, 2020, 2020)
    got = found.set_index(["iso3", "code"])["status"].to_dict()
    assert got == {
        ("ALB", "need.data"): "asked before",
        ("ALB", "need.awareness"): "new",
        ("BRA", "need.awareness"): "no year",
    }
    kinds = analysis.needs_by_kind(found).set_index("code")
    assert kinds.loc["need.awareness", ["states", "most_important", "new"]].tolist() == [2, 1, 1]
    assert kinds.loc["need.awareness", "countries"] == "Albania; Brazil"


def test_a_need_without_a_year_of_an_earlier_report_was_asked_for_before(
    baseline: Baseline,
) -> None:
    said = "Collection and analysis of data and information."
    earlier = baseline("ALBANIA (2015-2016)", request=said)
    later = baseline("ALBANIA (2019-2020)", request=f"2020 AR: {said}")
    found = analysis.period_needs(ar.tidy([earlier, later]), 2020, 2020)
    assert found["status"].tolist() == ["asked before"]


def test_all_questions_of_a_period_can_be_asked_of_no_report(tables: Tables) -> None:
    now = analysis.period(tables, dates(), 1990, 1991)
    numbers = analysis.headline(tables, dates(), now)
    assert set(numbers["now"].dropna()) == {0}


def test_not_ratified_by_the_dates_or_as_reports_say(tables: Tables) -> None:
    said = analysis.intentions(tables, 2018, 2018)
    ratified = dates(("AZE", "P029", "2017-12-31", ""), ("AZE", "C029", "1992-05-19", ""))
    lacking = analysis.not_ratified(tables, ratified, 2018, 2018)
    rows = analysis.unratified_by_instrument(lacking, said).set_index("instrument")
    members = len(tables.countries)
    assert rows.loc["P029", ["states", "reported"]].tolist() == [members - 1, 1]
    assert "Azerbaijan" in rows.loc["P029", "countries"], "the report says so"
    assert "Azerbaijan" not in rows.loc["C029", "countries"]
    assert set(rows.index) == {"C029", "P029"}, "no other instrument has dates"
    alone = analysis.unratified_by_instrument(lacking.iloc[:0], said)
    assert alone.iloc[0].isna().tolist() == [False, True, False, False]


def test_many_years_are_counted_in_groups_of_five() -> None:
    tables = ar.tidy([older("ALBANIA (2003-2014)", reporting_obligations="Yes.")])
    counts = analysis.received_by_region(analysis.received(tables, 2003, 2014), "year")
    assert counts["Europe and Central Asia"].to_dict() == {
        "2003–2004": 2,
        "2005–2009": 5,
        "2010–2014": 5,
    }
