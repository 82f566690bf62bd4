"""What changed between two releases, and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import annual_review as ar
from annual_review.baseline.corrections import Correction, apply
from annual_review.baseline.parse import Report
from annual_review.release import ReleaseError, difference
from annual_review.release.difference import load
from annual_review.tables import HandCoding, save

Baseline = Callable[..., Report]
OLD, LONGER = "ALB-P029-2019-2020", "ALB-P029-2019-2021"
GROMMELS = "Grommels of the plinth"
ANSWERS = {
    "remedies": f"2020 AR: a) Zumbas for victims; b) {GROMMELS}.",
    "policy_or_plan": "2019 AR: A drobel was adopted.",
    "ratification_status": "2020 AR: Albania has not ratified the Protocol of 2014 (P029).",
}


def changes(found: pd.DataFrame, *columns: str) -> list[tuple[str, ...]]:
    return list(found[list(columns)].itertuples(index=False, name=None))


def test_nothing_changed_between_the_same_tables(baseline: Baseline) -> None:
    tables = ar.tidy([baseline(**ANSWERS)])
    assert difference(tables, tables).empty


def test_documents_that_came_and_went(baseline: Baseline) -> None:
    albania, kenya = baseline(**ANSWERS), baseline("KENYA (2019-2020)", **ANSWERS)
    found = difference(ar.tidy([albania]), ar.tidy([kenya]))
    assert changes(found, "what", "id", "before", "after", "reason") == [
        ("document removed", OLD, "made-up.txt", "", "source removed"),
        ("document added", "KEN-P029-2019-2020", "", "made-up.txt", "new source"),
    ]


def test_a_baseline_that_is_continued_is_the_same_document(baseline: Baseline) -> None:
    """The new year comes first and renumbers what was there; what was there did not change."""
    longer = {**ANSWERS, "policy_or_plan": f"2021 AR: Two plinths. {ANSWERS['policy_or_plan']}"}
    old, new = baseline(**ANSWERS), baseline("ALBANIA (2019-2021)", **longer)
    found = difference(ar.tidy([old]), ar.tidy([new]))
    found = found[~found["what"].str.startswith(("ratification", "code"))]
    assert changes(found, "report_id", "what", "id", "after", "reason")[1:] == [
        (LONGER, "statement added", f"{LONGER}/policy_or_plan/1", "Two plinths.", "other source"),
        (LONGER, "measure added", f"{LONGER}/policy_or_plan/1/1", "Two plinths", "other source"),
    ]
    assert found["what"].iloc[0] == "document changed"
    assert found["before"].iloc[0].startswith(f"{OLD}, made-up.txt, sha256 ")


def test_the_reader_is_the_reason_if_the_document_is_the_same(baseline: Baseline) -> None:
    old = baseline(**ANSWERS)
    statements = [
        each._replace(text="A grommel was adopted.") if each.field == "policy_or_plan" else each
        for each in old.statements
    ]
    new = dataclasses.replace(old, statements=statements)
    (row,) = difference(ar.tidy([old]), ar.tidy([new])).to_dict("records")
    assert row == {
        "report_id": OLD,
        "what": "statement changed",
        "id": f"{OLD}/policy_or_plan/1",
        "before": "A drobel was adopted.",
        "after": "A grommel was adopted.",
        "reason": "reader",
    }


def test_a_correction_is_the_reason_where_another_one_applies(baseline: Baseline) -> None:
    read = baseline(**ANSWERS)
    correction = Correction(OLD, "remedies/1/b", "text", GROMMELS, "Drobels", "a misprint")
    corrected, _ = apply(read, [correction])
    found = difference(ar.tidy([read]), ar.tidy([corrected]))
    assert changes(found[found["what"] == "measure changed"], "id", "after", "reason") == [
        (f"{OLD}/remedies/1/b", "Drobels", "correction")
    ]


@pytest.mark.parametrize(
    ("place", "column", "found", "should_be"),
    [
        ("policy_or_plan/1", "speaker", "government", "workers"),
        ("remedies/1", "text", f"a) Zumbas for victims; b) {GROMMELS}.", "a) Zumbas for victims."),
    ],
)
def test_a_correction_is_the_reason_for_items_that_come_and_go_with_it(
    baseline: Baseline, place: str, column: str, found: str, should_be: str
) -> None:
    read = baseline(**ANSWERS)
    corrected, _ = apply(read, [Correction(OLD, place, column, found, should_be, "a misprint")])
    tables = ar.tidy([read]), ar.tidy([corrected])
    for (old, new), moved in ((tables, "removed"), (tables[::-1], "added")):
        rows = difference(old, new)
        assert set(rows["what"]) == {"statement changed", f"measure {moved}"}
        assert set(rows["reason"]) == {"correction"}


def test_what_a_new_year_says_is_of_another_source_also_where_it_is_corrected(
    baseline: Baseline,
) -> None:
    longer = {**ANSWERS, "remedies": f"2021 AR: a) {GROMMELS}. {ANSWERS['remedies']}"}
    read = baseline("ALBANIA (2019-2021)", **longer)
    correction = Correction(LONGER, "remedies/1/a", "text", GROMMELS, "Drobels", "a misprint")
    corrected, applied = apply(read, [correction])
    assert applied
    found = difference(ar.tidy([baseline(**ANSWERS)]), ar.tidy([corrected]))
    added = found[found["what"] == "measure added"]
    assert changes(added, "after", "reason") == [("Drobels", "other source")]


def test_a_code_of_a_person_that_fits_no_longer_is_no_coding_by_a_person(
    baseline: Baseline,
) -> None:
    given = HandCoding(f"{OLD}/remedies/1/b", "remedies.legal_aid", "AB", "", "", GROMMELS)
    old = ar.tidy([baseline(**ANSWERS)], [given])
    reworded = {**ANSWERS, "remedies": f"2020 AR: a) Zumbas for victims; b) Old {GROMMELS}."}
    longer = {**ANSWERS, "remedies": f"2021 AR: Two plinths. {ANSWERS['remedies']}"}
    later = baseline("ALBANIA (2019-2021)", **longer)
    for new, by_hand, reasons in (
        (baseline(**reworded), given, ["other source"]),
        (later, given._replace(text=""), ["other source"]),
        (later, given, []),  # it follows its words
    ):
        found = difference(old, ar.tidy([new], [by_hand]))
        found = found[(found["what"] == "code changed") & (found["before"] == given.code)]
        assert found["reason"].tolist() == reasons
    found = difference(old, ar.tidy([baseline(**ANSWERS)]))
    assert found["reason"].tolist() == ["coding by a person"], "she took it back"


def test_documents_that_share_years_are_compared_with_those_that_share_most(
    baseline: Baseline,
) -> None:
    old = [baseline("ALBANIA (2000-2008)", **ANSWERS), baseline("ALBANIA (2008-2016)", **ANSWERS)]
    new = [baseline("ALBANIA (2000-2009)", **ANSWERS), baseline("ALBANIA (2009-2016)", **ANSWERS)]
    found = difference(ar.tidy(old), ar.tidy(new))
    found = found[found["what"].str.startswith("document")]
    assert changes(found, "what", "id") == [
        ("document changed", "ALB-P029-2000-2009"),
        ("document changed", "ALB-P029-2009-2016"),
    ]


def test_a_code_that_a_person_gave(baseline: Baseline) -> None:
    read = baseline(**ANSWERS)
    item = f"{OLD}/remedies/1/b"
    given = HandCoding(item, "remedies.legal_aid", "AB", "", "", "")
    old, new = ar.tidy([read]), ar.tidy([read], [given])
    before = old.measures.set_index("measure_id").loc[item, "code"]
    assert before != "remedies.legal_aid"
    found = difference(old, new)
    assert changes(found, "what", "id", "before", "after", "reason") == [
        ("code changed", item, before, "remedies.legal_aid", "coding by a person")
    ]


def test_what_the_government_says_of_ratification(baseline: Baseline) -> None:
    later = {
        **ANSWERS,
        "ratification_status": "2020 AR: Albania has ratified the Protocol of 2014 (P029).",
    }
    found = difference(ar.tidy([baseline(**ANSWERS)]), ar.tidy([baseline(**later)]))
    (row,) = found[found["what"] == "ratification changed"].to_dict("records")
    assert row["id"] == f"{OLD}/P029/2020"
    assert (row["before"], row["after"]) == (
        "not_ratified, intention unknown",
        "ratified, intention unknown",
    )
    assert row["reason"] == "other source"


def test_releases_and_folders_of_tables_are_loaded(baseline: Baseline, tmp_path: Path) -> None:
    tables = ar.tidy([baseline(**ANSWERS)])
    save(tables, tmp_path / "tidy")
    save(tables, tmp_path / "release" / "data")
    assert difference(load(tmp_path / "tidy"), load(tmp_path / "release")).empty


def test_tables_of_another_version_are_named(baseline: Baseline, tmp_path: Path) -> None:
    tables = ar.tidy([baseline(**ANSWERS)])
    save(tables, tmp_path)
    tables.reports.drop(columns=["url", "reader"]).to_csv(tmp_path / "reports.csv", index=False)
    with pytest.raises(ReleaseError, match=r"found no column url, reader; .*If another version"):
        load(tmp_path)
