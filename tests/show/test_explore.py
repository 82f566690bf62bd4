"""The search that pages have in themselves, and its controls in JupyterLab."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import html
import json
import re
import shlex
from collections.abc import Callable
from typing import Any

import pytest

import annual_review as ar
from annual_review import show
from annual_review.baseline.parse import Report
from annual_review.reports import plan
from annual_review.show import explore_page
from annual_review.tables import HandCoding, Tables
from tests.conftest import PROJECT

Baseline = Callable[..., Report]
UNSURE = "Something that no code is about"
EUROPE, ASIA = "Europe and Central Asia", "Asia and the Pacific"


def held(shown: Any) -> dict[str, Any]:
    """What the page's script reads."""
    script = re.search(r'<script type="application/json"(.*?)>(.*?)</script>', shown._repr_html_())
    assert script
    text = script[2]
    if "gzip" in script[1]:
        text = gzip.decompress(base64.b64decode(text)).decode()
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def texts(data: dict[str, Any]) -> list[str]:
    return [row[7] for row in data["rows"]]


def test_a_statement_is_held_once_with_its_years_and_the_place_of_its_items(
    baseline: Baseline,
) -> None:
    report = baseline(
        "ALBANIA (2017-2021)", prevention="2017-2018, 2021 ARs: a) 𠮷 Shelters; b) Boys."
    )
    data = held(show.explorer_page(ar.tidy([report])))
    (row,) = [row for row in data["rows"] if data["fields"][row[1]] == "prevention"]
    assert row[3] == [[2017, 2018], [2021, 2021]]
    assert row[7] == "a) 𠮷 Shelters; b) Boys."
    # the script counts in units of UTF-16, of which the letter 𠮷 has two
    assert [item[:4] for item in row[8]] == [[0, "a", 3, 11], [0, "b", 19, 4]]


def test_words_of_documents_cannot_end_the_data_nor_become_markup(baseline: Baseline) -> None:
    hostile = "2020 AR: </script><script>alert(1)</script> <!-- & \u2028 <img src=x onerror=y>."
    shown = show.explorer_page(ar.tidy([baseline(prevention=hostile)]))
    markup = shown._repr_html_()
    assert markup.count("<script") == markup.count("</script") == 1
    assert "<!--" not in markup
    assert "<img" not in markup
    assert any("</script><script>alert(1)</script> <!-- &" in text for text in texts(held(shown)))


def test_without_scripts_there_is_a_sentence_and_a_table_of_the_first_rows(tables: Tables) -> None:
    markup = show.explorer_page(tables)._repr_html_()
    assert "With scripts switched on, this page searches" in markup
    assert "The first 20 of 24 statements" in markup
    assert markup.count("<tr>") == 21


def made_up_years(baseline: Baseline) -> Tables:
    """Two countries, each with a statement for 2019 and one for 2020, of 30 letters each."""
    answers = {"prevention": "2020 AR: Something was done in 2020 by us. 2019 AR: Nothing."}
    return ar.tidy([baseline(f"{country} (2019-2020)", **answers) for country in ("ALBANIA", "FIJI")])  # fmt: skip


def test_a_page_that_cannot_hold_all_years_holds_the_last_ones_and_says_so(
    baseline: Baseline, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = made_up_years(baseline)
    whole = show.explorer_page(tables)
    assert "This page holds all statements" in whole._repr_html_()
    assert sum("Nothing" in text for text in texts(held(whole))) == 2
    monkeypatch.setattr(explore_page, "_READABLE", 0)
    size = len(re.search(r"gzip\">(.*?)<", show.explorer_page(tables)._repr_html_())[1])  # type: ignore[index]
    monkeypatch.setattr(explore_page, "MOST", size - 1)
    shown = show.explorer_page(tables)
    assert "from 2020 on" in shown._repr_html_()
    assert "2 earlier statements did not fit" in shown._repr_html_()
    assert "../index.html#kind=05-explore" in shown._repr_html_()
    data = held(shown)
    assert not any("Nothing" in text for text in texts(data))
    assert sum("in 2020" in text for text in texts(data)) == 2, "of both countries"
    monkeypatch.setattr(explore_page, "MOST", 10)
    nothing = show.explorer_page(tables)._repr_html_()
    assert "are too many for one page" in nothing
    assert "<script" not in nothing


@pytest.mark.parametrize(
    ("part", "made"),
    [
        ({}, {("", EUROPE), ("P029", EUROPE), ("FL", EUROPE), ("", ASIA)}),
        ({"region": EUROPE}, {("", EUROPE), ("P029", EUROPE), ("FL", EUROPE)}),
        ({"subject": "P029"}, {("P029", EUROPE), ("P029", ASIA)}),
        ({"subject": "P029", "region": EUROPE}, None),
    ],
)
def test_a_page_that_holds_nothing_tells_the_command_for_pages_on_a_region_and_a_subject(
    baseline: Baseline,
    monkeypatch: pytest.MonkeyPatch,
    part: dict[str, str],
    made: set[tuple[str, str]] | None,
) -> None:
    albania, fiji = (baseline(f"{country} (2019-2020)") for country in ("ALBANIA", "FIJI"))
    tables = ar.tidy([albania, dataclasses.replace(albania, subject="FL"), fiji])
    monkeypatch.setattr(explore_page, "MOST", 10)
    nothing = show.explorer_page(tables, **part)._repr_html_()
    told = re.search("<code>(.*)</code>", nothing)
    if made is None:
        assert told is None
        assert "holds more" not in nothing
        return
    assert told
    program, run, notebook, *options = shlex.split(html.unescape(told[1]))
    assert (program, run) == ("annual-review", "run")
    values = dict(each.split("=") for each in options if "=" in each)
    asked = {name: value.split(",") for name, value in values.items()}
    runs = plan.plan([notebook], asked, tables, every="--all" in options)
    assert {(each.values["subject"], each.values["region"]) for each in runs} == made


def test_a_page_on_a_part_says_which(baseline: Baseline) -> None:
    tables = made_up_years(baseline)
    shown = show.explorer_page(tables, region="Asia and the Pacific", subject="P029")
    assert set(held(shown)["countries"]) == {"FJI"}
    assert "all statements of Asia and the Pacific on “Protocol of 2014" in shown._repr_html_()
    assert "There are no statements of Africa." in show.explorer_page(tables, region="Africa")._repr_html_()  # fmt: skip


def opening(tables: Tables) -> list[str]:
    return [each.text for each in show.explore_findings(tables)]


def test_findings_count_what_can_be_searched(tables: Tables, baseline: Baseline) -> None:
    assert opening(tables) == [
        "One country baseline of Azerbaijan holds 24 statements, 51 measures and six needs.",
        "13 statements are in words, none of them from employers’ or workers’ organizations; "
        "the others are a bare yes or no, nil, or a blank cell.",
        "The years covered are 2017–2018; 12 statements have no year.",
        "No challenges were found, which does not mean that there are none.",
        "The code of no item is unsure; people have coded all 57 items.",
    ]
    partly = ar.tidy([baseline(reporting_obligations="Yes, since 2019.", prevention="No.")])
    assert opening(partly)[1].startswith("One statement is in words, none of")
    assert opening(made_up_years(baseline))[0].startswith(
        "Two country baselines of Albania and Fiji hold "
    )
    assert opening(ar.tidy([])) == [
        "There are no statements to search.",
        "No country baseline is in this part of the data: what countries reported is not known.",
        "Baselines that are added are here once the tables and this page are made again.",
    ]


def test_findings_say_of_how_many_countries_there_are_items(baseline: Baseline) -> None:
    def said(*answers: dict[str, str]) -> str:
        names = ("ALBANIA", "BRAZIL", "CHILE")
        made = [baseline(f"{n} (2020)", **own) for n, own in zip(names, answers, strict=False)]
        return opening(ar.tidy(made))[3]

    measures, needs = {"prevention": "2020 AR: Shelters."}, {"request": "2020 AR: Statistics."}
    challenges = {"challenges_workers": "2020 AR: Lack of inspectors."}
    nothing: dict[str, str] = {}
    assert said(nothing, nothing) == (
        "No measures, needs or challenges were found, which does not mean that there are none."
    )
    assert said(nothing, needs, nothing) == (
        "Measures are from none of the three countries, needs from one and challenges from none."
    )
    assert said(measures | needs, measures | needs) == (
        "Measures are from both countries, needs from both and challenges from none."
    )
    every = measures | needs | challenges
    assert said(every, every | nothing, measures | needs) == (
        "Measures are from all three countries, needs from all three and challenges from two."
    )
    assert said(every) == "The code of no item is unsure; no person has coded any.", "none is missing"  # fmt: skip


@pytest.mark.parametrize(
    ("coded", "told"),
    [
        ("", "The program is unsure of the code of one of the two items; no person has coded any."),
        ("a", "The code of no item is unsure; people have coded one of the two items."),
        ("ab", "The code of no item is unsure; people have coded both items."),
    ],
)
def test_findings_say_how_much_is_unsure_and_how_much_people_coded(
    baseline: Baseline, coded: str, told: str
) -> None:
    report = baseline("ALBANIA (2020)", remedies=f"2020 AR: a) {UNSURE}; b) Free legal aid.")
    given = [
        HandCoding(f"ALB-P029-2020-2020/remedies/1/{letter}", "remedies.information", "AB", "", "", "")
        for letter in coded
    ]  # fmt: skip
    assert opening(ar.tidy([report], given))[-1] == told


def test_there_are_three_to_six_findings_and_each_leads_to_a_heading(
    tables: Tables, baseline: Baseline
) -> None:
    notebook = (PROJECT / "notebooks" / "05-explore.ipynb").read_text("utf-8")
    for each in (tables, made_up_years(baseline), ar.tidy([baseline()]), ar.tidy([])):
        found = show.explore_findings(each)
        assert 3 <= len(found) <= 6
        assert all(f'"## {sentence.section}' in notebook for sentence in found)


def test_in_jupyterlab_there_are_controls_and_in_pages_the_search(tables: Tables) -> None:
    data, _ = show.explorer(tables)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "data-explore" in data["text/html"]


def test_the_controls_choose_what_the_table_shows(tables: Tables) -> None:
    *controls, number, _, rows = show.explorer(tables).controls.children
    control = {each.description: each for each in controls}
    assert "Country" not in control, "there is only one"
    assert number.value == "24 statements"
    control["Words"].value = "trafficking"
    assert number.value == "4 statements"
    control["Questions"].value = ("prevention",)
    control["Years"].value = (2017, 2017)
    control["Include what has no year"].value = False
    assert number.value == "1 statement"
    assert "Center for Assistance" in rows.df["text"].iloc[0]
    control["Search in"].value = "measures"
    control["Coded as"].value = "prevention.migration"
    assert number.value == "0 measures"
    control["Words"].value = ""
    control["Questions"].value = ()
    control["Years"].value = (2017, 2018)
    assert number.value == "2 measures"
    assert set(rows.df["text"].str.lower()) == {"promotion of safe and regular migration"}
    assert set(rows.df["coded as"]) == {"Safe migration"}


def test_a_baseline_that_a_later_one_repeats_is_in_the_data_as_well(baseline: Baseline) -> None:
    reports = [
        baseline("ALBANIA (2019)", protection="2019 AR: Shelters."),
        baseline("ALBANIA (2019-2020)", protection="2020 AR: Posters. 2019 AR: Shelters."),
    ]
    first = show.explore_findings(ar.tidy(reports))[0].text
    assert first.startswith("Two country baselines of Albania hold ")
