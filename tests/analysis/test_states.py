"""Which States have a baseline and what they say, by region and year."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd
import pytest

import annual_review as ar
from annual_review import analysis
from annual_review.analysis.grid import MANY, behind
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from annual_review.tables import HandCoding, Tables
from tests.conftest import made_up

Baseline = Callable[..., Report]
MIGRATION = "Promotion of safe and regular migration."


@pytest.fixture(scope="module")
def several(azerbaijan: Report, as_read: list[HandCoding], baseline: Baseline) -> Tables:
    """Azerbaijan 2017-2018; Albania 2019-2020, which says no in 2019; Macao, no member State."""
    macao = dataclasses.replace(azerbaijan, iso3="MAC", name="Macao")
    albania = baseline(prevention=f"2020 AR: {MIGRATION} 2019 AR: No.")
    again = [each._replace(item_id=each.item_id.replace("AZE", "MAC")) for each in as_read]
    return ar.tidy([azerbaijan, macao, albania], [*as_read, *again])


def test_the_last_year_of_each_or_one_year_for_all(several: Tables) -> None:
    last = analysis.reports_of_year(several)
    assert dict(zip(last["iso3"], last["year"], strict=True)) == {
        "ALB": 2020, "AZE": 2018, "MAC": 2018,
    }  # fmt: skip
    assert analysis.reports_of_year(several, 2019)["iso3"].tolist() == ["ALB"]
    assert analysis.reports_of_year(several, 2016).empty


def test_rows_of_the_year_and_without_a_year_count_for_it(several: Tables) -> None:
    chosen = analysis.reports_of_year(several, 2017)
    kept = analysis.rows_for(several.statements, chosen)
    assert set(kept["iso3"]) == {"AZE", "MAC"}
    assert set(kept["year"].fillna(0)) == {0, 2017}


def test_states_are_counted_by_region_and_year_and_territories_apart(several: Tables) -> None:
    by_year = analysis.states_by_year(several)
    assert by_year.cells.index.tolist() == [2017, 2018, 2019, 2020]
    assert by_year.cells["Europe and Central Asia"].tolist() == [1, 1, 1, 1]
    assert by_year.cells["Other"].tolist() == [1, 1, 0, 0]
    assert by_year.cells["Africa"].tolist() == [0, 0, 0, 0]
    assert by_year.ids.loc[2020, "Europe and Central Asia"] == "ALB"
    by_region = analysis.states_by_region(several, analysis.reports_of_year(several))
    assert by_region.cells.loc["Europe and Central Asia"].tolist() == [51, 2, 49]
    assert by_region.cells.loc["Other"].tolist() == [0, 1, 0]
    assert by_region.cells.loc["All"].tolist() == [187, 3, 185]
    assert "AZE" not in by_region.ids.loc["Europe and Central Asia", "without"]


def test_the_share_answered_leaves_out_what_is_not_known_or_not_asked_of_the_state() -> None:
    answers = pd.DataFrame(
        {
            "section": ["progress"] * 5 + ["governing_body"],
            "answer": ["no", "nil", "blank", "not stated", "no label", "text"],
            "iso3": ["ALB"] * 6,
        }
    )
    shares = analysis.answered(answers, answers["iso3"])
    assert shares.loc["ALB"].tolist() == [2, 4]


def test_a_state_counts_once_for_a_topic_and_rests_on_its_measures(several: Tables) -> None:
    topics = analysis.coded_items(several, "measure", analysis.reports_of_year(several))
    counts = analysis.states_by_topic(several, topics)
    migration = counts.cells.loc["prevention.migration"]
    assert migration[["All", "Europe and Central Asia", "Other", "Africa"]].tolist() == [3, 2, 1, 0]
    assert counts.ids.loc["prevention.migration", "Other"] == "MAC-P029-2017-2018/prevention/1/f"
    assert counts.cells.loc["policy.coordinated_action", "All"] == 0, "named by nobody, and shown"
    articles = analysis.states_by_article(several, topics).cells["All"]
    assert articles["2(d) protection in recruitment and placement"] == 2
    assert articles.index.size == 13
    by_year = analysis.topics_by_year(several).cells.loc["prevention.migration"]
    assert by_year.to_dict() == {2020: 1, 2019: 0, 2018: 2, 2017: 2}


def test_articles_apply_to_baselines_on_the_protocol_only() -> None:
    text = made_up(
        {"monitoring": f"2010 AR: {MIGRATION} Free legal aid for victims."},
        "ALBANIA (2009-2010)",
        "Forced labour (FL)",
        "principle",
    )
    forced_labour = parse(from_bytes(text.encode(), "made-up.txt"))
    tables = ar.tidy([forced_labour])
    topics = analysis.coded_items(tables, "measure", analysis.reports_of_year(tables))
    assert not topics.empty
    assert not analysis.states_by_article(tables, topics).cells.to_numpy().any()


def test_a_state_that_says_nothing_on_measures_has_no_number_of_them(
    several: Tables, baseline: Baseline
) -> None:
    silent = baseline("BRAZIL (2020-2020)", request="2020 AR: Advice.")
    tables = ar.tidy([silent, baseline("CHILE (2020-2020)", prevention="2020 AR: No.")])
    chosen = analysis.reports_of_year(tables)
    assert analysis.answering(tables, chosen) == {"CHL"}
    topics = analysis.coded_items(tables, "measure", chosen)
    states = analysis.states(tables, chosen, analysis.reporting(tables), topics)
    states = states.set_index("country")
    assert states.loc["Brazil", ["measures", "topics"]].isna().all()
    assert states.loc["Chile", ["measures", "topics"]].tolist() == [0, 0]
    assert states.loc["Brazil", ["answered", "questions"]].tolist() == [2, 20]
    assert states.loc["Brazil", "subregion"] == "South America"
    chosen = analysis.reports_of_year(several, 2017)
    topics = analysis.coded_items(several, "measure", chosen)
    of_2017 = analysis.states(several, chosen, analysis.reporting(several), topics)
    of_2017 = of_2017.set_index("country")
    assert of_2017.loc["Albania", ["years", "baselines"]].tolist() == ["2019–2020", 0]
    assert of_2017.loc["Albania", ["answered", "measures"]].isna().all()


def test_a_measure_on_other_things_is_on_no_topic_as_in_the_sentences(baseline: Baseline) -> None:
    report = baseline("CHILE (2020)", protection="a) Free legal assistance; b) Other measures.")
    tables = ar.tidy([report])
    chosen = analysis.reports_of_year(tables)
    topics = analysis.coded_items(tables, "measure", chosen)
    (state,) = analysis.states(tables, chosen, analysis.reporting(tables), topics).itertuples()
    assert (state.measures, state.topics) == (2, 1)


def test_numbers_of_many_countries_rest_on_the_countries() -> None:
    frame = pd.DataFrame({"iso3": [f"A{n:02d}" for n in range(MANY)], "id": "x"})
    assert behind(frame, "id").tolist() == ["x"] * MANY
    more = pd.concat([frame, pd.DataFrame({"iso3": ["ZZZ"], "id": ["x"]})])
    assert behind(more, "id").tolist()[-1] == "ZZZ"


def test_accents_do_not_count_in_the_order_of_names(baseline: Baseline) -> None:
    names = ["COSTA RICA", "CÔTE D'IVOIRE", "CROATIA"]
    reports = [baseline(f"{name} (2019-2020)", request="2020 AR: Training.") for name in names]
    tables = ar.tidy(reports)
    in_order = ["Costa Rica", "Côte d'Ivoire", "Croatia"]
    assert analysis.needs(tables)["country"].tolist() == in_order
    kinds = analysis.by_code(analysis.coded_items(tables, "need"))
    assert kinds["countries"].tolist()[0] == "; ".join(in_order)
