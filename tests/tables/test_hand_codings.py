"""Codes that people gave hold for the words they judged, in each baseline of the country on the subject."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import annual_review as ar
from annual_review import review
from annual_review.baseline.parse import Report
from annual_review.tables import HandCoding, Tables, hand_codings, in_force
from annual_review.tables.build import BuildError
from annual_review.tables.cache import Given
from tests.conftest import made_up

Baseline = Callable[..., Report]

ALB = "ALB-P029-2017-2018"
ITEM = f"{ALB}/remedies/1/a"
DROBEL, GROMMEL = "Zumbas were mended by the drobel", "Grommels of the plinth"
EARLIER = f"2018 AR: a) {DROBEL}; b) {GROMMEL}."
LATER = f"2019 AR: a) Something new; b) {DROBEL}. 2018 AR: a) {DROBEL}; b) {GROMMEL}."


def given(code: str, coder: str = "AB", *, item: str = ITEM, date: str = "2020-01-01", text: str = DROBEL) -> HandCoding:  # fmt: skip
    return HandCoding(item, code, coder, date, "", text)


def people(tables: Tables) -> list[tuple[str, str, str, bool]]:
    """Item, code, coder and whether it is the primary code, of what people gave."""
    rows = tables.codings[tables.codings["method"] == "manual"]
    return list(rows[["item_id", "code", "coder", "primary"]].itertuples(index=False, name=None))


def test_a_code_follows_its_words_into_the_next_baseline_and_no_further(
    baseline: Baseline,
) -> None:
    """Not to other words, another question, subject or country."""
    later = baseline("ALBANIA (2017-2019)", remedies=LATER, prevention=f"2019 AR: a) {DROBEL}.")
    ghana = baseline("GHANA (2017-2019)", remedies=LATER)
    tables = ar.tidy([later, ghana], [given("remedies.legal_aid")])
    assert people(tables) == [
        ("ALB-P029-2017-2019/remedies/1/b", "remedies.legal_aid", "AB", True),
        ("ALB-P029-2017-2019/remedies/2/a", "remedies.legal_aid", "AB", True),
    ]
    assert tables.measures.set_index("measure_id")["code"]["ALB-P029-2017-2019/remedies/2/a"] == "remedies.legal_aid"  # fmt: skip


def test_a_code_without_the_words_that_were_judged_stays_with_its_item(baseline: Baseline) -> None:
    again = f"{ALB}/remedies/2/a"
    both = f"2018 AR: a) {DROBEL}. 2017 AR: a) {DROBEL}."
    reports = [baseline("ALBANIA (2017-2018)", remedies=both), baseline("ALBANIA (2017-2019)", remedies=both)]  # fmt: skip
    tables = ar.tidy(reports, [given("remedies.legal_aid", item=again, text="")])
    assert people(tables) == [(again, "remedies.legal_aid", "AB", True)]


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        pytest.param(
            [given("remedies.legal_aid"), given("remedies.indicators"), given("remedies.capacity", "CD")],
            [("remedies.legal_aid", "AB"), ("remedies.indicators", "AB"), ("remedies.capacity", "CD")],
            id="all codes of all people, the first in the list as the primary one",
        ),
        pytest.param(
            [given("remedies.legal_aid"), given("remedies.capacity", "settled")],
            [("remedies.capacity", "settled"), ("remedies.legal_aid", "AB")],
            id="what was settled before all others",
        ),
        pytest.param(
            [
                given("remedies.capacity", item="ALB-P029-2017-2019/remedies/1/a"),
                given("remedies.legal_aid", date="2024-01-01"),
                given("remedies.indicators", "CD", date="2024-01-01"),
            ],
            [("remedies.capacity", "AB"), ("remedies.indicators", "CD")],
            id="what a person said of the item itself",
        ),
        pytest.param(
            [
                given("remedies.capacity", item="ALB-P029-2016-2018/remedies/4/b", date="2021-01-01"),
                given("action.training", item="ALB-P029-2016-2018/remedies/4/b", date="2021-01-01"),
                given("remedies.legal_aid"),
            ],
            [("remedies.capacity", "AB"), ("action.training", "AB")],
            id="what a person said last of the words",
        ),
    ],
)  # fmt: skip
def test_of_several_judgements_of_the_same_words_these_count(
    baseline: Baseline, rows: list[HandCoding], counts: list[tuple[str, str]]
) -> None:
    tables = ar.tidy([baseline("ALBANIA (2017-2019)", remedies=f"2019 AR: a) {DROBEL}.")], rows)
    assert [(code, coder) for _, code, coder, _ in people(tables)] == counts


def test_a_folder_whose_baseline_went_on_keeps_its_codes_and_names_those_whose_words_are_gone(
    tmp_path: Path,
) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    document = sources / "albania.txt"
    document.write_text(made_up({"remedies": EARLIER}, "ALBANIA (2017-2018)"), "utf-8")
    file = tmp_path / "codings.csv"
    before = ar.build(sources, tmp_path / "tidy")
    for text, code in ((DROBEL, "remedies.legal_aid"), (GROMMEL, "remedies.capacity")):
        (ids,) = review.queue(before, [], "AB", "measure").query("text == @text")["item_ids"]
        review.decide(file, [review.Decision("measure", {ids: text}, (code,))], "AB")

    ar.build(sources, tmp_path / "tidy")
    later = LATER.replace(GROMMEL, "Other words")
    document.write_text(made_up({"remedies": later}, "ALBANIA (2017-2019)"), "utf-8")
    with pytest.raises(BuildError) as error:
        ar.build(sources, tmp_path / "tidy")
    (failure,) = error.value.failures
    assert GROMMEL in str(failure)
    after = ar.load(tmp_path / "tidy")
    assert [(item, code) for item, code, _, _ in people(after)] == [
        ("ALB-P029-2017-2019/remedies/1/b", "remedies.legal_aid"),
        ("ALB-P029-2017-2019/remedies/2/a", "remedies.legal_aid"),
    ]


def test_what_was_coded_in_one_baseline_is_not_asked_again_in_another(baseline: Baseline) -> None:
    """The same words in two baselines of a country are one entry, also for a second coder."""
    reports = [
        baseline("ALBANIA (2017-2018)", remedies=EARLIER),
        baseline("ALBANIA (2017-2019)", remedies=LATER),
    ]
    tables = ar.tidy(reports)
    asked = review.queue(tables, [], "AB", "measure").set_index("text")["item_ids"]
    assert asked[DROBEL].split() == [
        ITEM,
        "ALB-P029-2017-2019/remedies/1/b",
        "ALB-P029-2017-2019/remedies/2/a",
    ]
    coded = [given("remedies.legal_aid")]
    assert DROBEL not in set(review.queue(tables, coded, "AB", "measure")["text"])
    blind = review.queue(tables, coded, "CD", "measure", blind=True)
    assert blind["item_ids"].tolist() == [asked[DROBEL]]
    two = [*coded, given("remedies.capacity", "CD", item="ALB-P029-2017-2019/remedies/1/b")]
    (row,) = review.differences(tables, two).to_dict("records")
    assert row["codes"] == [["remedies.legal_aid"], ["remedies.capacity"]]


def test_many_codings_of_many_baselines_that_repeat_their_words_hold_in_a_moment() -> None:
    """As if somebody had coded, in each of 25 baselines, each of their years."""
    texts = {
        f"ALB-P029-2000-{last}/remedies/{n}/{m}": f"words {m}"
        for last in range(2000, 2025)
        for n in range(1, last - 1998)
        for m in range(10)
    }
    rows = [given("remedies.legal_aid", who, item=each, text=texts[each]) for who in ("AB", "CD") for each in texts]  # fmt: skip
    began = time.process_time()
    assert len(in_force(rows, texts)) == len(rows) == 6_500
    others = Given(codings=hand_codings.by_subject(rows))
    assert len({others.checksum(f"GHA-P029-2000-{n}") for n in range(5_000)}) == 1
    assert time.process_time() - began < 2
