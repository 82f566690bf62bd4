"""Corrections of a document's errors, and what follows from a corrected statement."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import annual_review as ar
from annual_review.baseline.corrections import Correction, apply
from annual_review.baseline.report import Report, Statement

Baseline = Callable[..., Report]


def corrected(report: Report, *entries: tuple[str, str, str, str]) -> tuple[Report, int]:
    """A report with corrections of place, column, found and should_be; how many fitted."""
    made = [Correction(report.report_id, *entry, "made up for tests") for entry in entries]
    after, applied = apply(report, made)
    return after, len(applied)


def statement(report: Report, field: str) -> Statement:
    return next(each for each in report.statements if each.field == field)


@pytest.mark.parametrize(
    ("field", "printed", "should_be", "answer", "items"),
    [
        ("request", "N0.", "No.", "no", []),
        ("request", "N0. Training is needed.", "No. Training is needed.", "no",
         [("", "Training is needed")]),
        ("request", "According to the Government: N0.", "According to the Government: No.", "no", []),
        ("challenges_government", "There are n0 challenges.", "There are no challenges.", "text", []),
        ("prevention", "Leaflets and campaings.", "Leaflets and campaigns.", "text",
         [("", "Leaflets and campaigns")]),
        ("prevention", "a) campaings; b) kits.", "a) campaigns; b) kits.", "text",
         [("a", "campaigns"), ("b", "kits")]),
        ("prevention", "a) campaigns; b kits.", "a) campaigns; b) kits.", "text",
         [("a", "campaigns"), ("b", "kits")]),
        ("prevention", "Kits", "Kits for all", "text", [("", "Kits for all")]),
        ("prevention", "Kits for all.", "Kits.", "text", [("", "Kits")]),
        ("prevention", "New kits;\nCampaings; and\nA law.", "New kits; Campaigns; and A law.", "text",
         [("", "New kits"), ("", "Campaigns"), ("", "A law")]),
        ("request", "Most important: a) kitz. Important: a) funds.",
         "Most important: a) kits. Important: a) funds.", "text", [("a", "kits"), ("a", "funds")]),
    ],
)  # fmt: skip
def test_answer_and_items_follow_from_a_corrected_text(
    baseline: Baseline,
    field: str,
    printed: str,
    should_be: str,
    answer: str,
    items: list[tuple[str, str]],
) -> None:
    report = baseline(**{field: f"2020 AR: {printed}"})
    found = statement(report, field).text
    after, fitted = corrected(report, (f"{field}/1", "text", found, should_be))
    now = statement(after, field)
    assert fitted == 1
    assert (now.text, now.answer) == (should_be, answer)
    assert [(i.letter, i.text) for i in now.items] == items
    assert now.corrected == f"text printed as: {found} (made up for tests)"
    assert all(now.start <= i.start < i.end <= now.end for i in now.items)


def test_a_corrected_item_keeps_its_id_and_place(baseline: Baseline) -> None:
    report = baseline(prevention="2020 AR: a) One; b) campaings; c) Three.")
    before = statement(report, "prevention")
    entry = ("prevention/1", "text", before.text, before.text.replace("ings", "igns"))
    now = statement(corrected(report, entry)[0], "prevention")
    assert [item._replace(text="") for item in now.items] == [
        item._replace(text="") for item in before.items
    ]
    assert now.items[1].text == "campaigns"


@pytest.mark.parametrize("reverse", [False, True])
def test_a_statement_s_text_is_corrected_before_its_items(
    baseline: Baseline, *, reverse: bool
) -> None:
    report = baseline(prevention="2020 AR: a) campaings; b) kitz.")
    entries = [
        ("prevention/1", "text", "a) campaings; b) kitz.", "a) campaigns; b) kitz."),
        ("prevention/1/a", "text", "campaings", "campaigns"),
        ("prevention/1/b", "text", "kitz", "kits"),
    ]
    after, fitted = corrected(report, *(entries[::-1] if reverse else entries))
    assert fitted == 3
    assert [i.text for i in statement(after, "prevention").items] == ["campaigns", "kits"]


def test_what_another_said_is_no_measure_once_the_speaker_is_corrected(baseline: Baseline) -> None:
    report = baseline(prevention="2020 AR: a) a law; b) kits.")
    entry = ("prevention/1", "speaker", "government", "KEF")
    after, _ = corrected(report, entry)
    assert statement(after, "prevention").items == ()
    back, fitted = corrected(after, ("prevention/1", "speaker", "KEF", "government"))
    assert fitted == 1
    assert [i.text for i in statement(back, "prevention").items] == ["a law", "kits"]


def test_a_corrected_year_leaves_answer_and_items(baseline: Baseline) -> None:
    report = baseline(prevention="2020 AR: a) a law; b) kits.")
    after, _ = corrected(report, ("prevention/1", "years_as_printed", "2020 AR", "2019 AR"))
    now = statement(after, "prevention")
    assert (now.years, now.items) == ((2019,), statement(report, "prevention").items)


def test_every_correction_of_a_statement_and_its_item_is_told(baseline: Baseline) -> None:
    report = baseline(prevention="2020 AR: a) campaings; b) kits.")
    after, fitted = corrected(
        report,
        ("prevention/1", "years_as_printed", "2020 AR", "2019 AR"),
        ("prevention/1", "text", "a) campaings; b) kits.", "a) campaigns; b) kits."),
        ("prevention/1/b", "letter", "b", "c"),
    )
    assert fitted == 3
    of_statement = [
        "years_as_printed printed as: 2020 AR (made up for tests)",
        "text printed as: a) campaings; b) kits. (made up for tests)",
    ]
    assert statement(after, "prevention").corrected == "; ".join(of_statement)
    of_item = [*of_statement, "letter printed as: b (made up for tests)"]
    assert ar.tidy([after]).measures["corrected"].tolist() == [
        "; ".join(of_statement), "; ".join(of_item),
    ]  # fmt: skip
