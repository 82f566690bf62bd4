"""The items of answers: which table they stand in, who says them, and what codes them."""

from __future__ import annotations

from collections.abc import Callable

import annual_review as ar
from annual_review.baseline.parse import Report, parse
from annual_review.baseline.source import from_bytes
from tests.conftest import made_up

Baseline = Callable[..., Report]


def test_a_challenge_is_an_item_with_who_says_it(baseline: Baseline) -> None:
    tables = ar.tidy(
        [
            baseline(
                challenges_government="2020 AR: a) Poverty; and c) Lack of labour inspectors.",
                challenges_workers="2020 AR: The law forbids public servants to form unions.",
                challenges_employers="NIL.",
            )
        ]
    )
    columns = ["field", "party", "letter", "text", "code"]
    assert tables.challenges[columns].to_numpy().tolist() == [
        ["challenges_workers", "workers", "", "The law forbids public servants to form unions",
         "challenge.legal"],
        ["challenges_government", "government", "a", "Poverty", "challenge.economic"],
        ["challenges_government", "government", "c", "Lack of labour inspectors",
         "challenge.government_capacity"],
    ]  # fmt: skip
    servants = tables.challenges["challenge_id"].iloc[0]
    groups = tables.codings[tables.codings["scheme"] == "group"]
    assert "group.public_sector" in set(groups.loc[groups["item_id"] == servants, "code"])


def test_measures_on_other_subjects_have_kinds_of_action_and_no_topic_of_the_protocol() -> None:
    said = {"monitoring": "2010 AR: a) Labour inspectors visit farms; b) Fines were imposed."}
    text = made_up(said, "ALBANIA (2009-2010)", "Discrimination (DISC)", "principle")
    tables = ar.tidy([parse(from_bytes(text.encode(), "made-up.txt"))])
    assert tables.measures["code"].tolist() == ["action.enforcement"] * 2
    assert set(tables.codings["scheme"]) == {"action", "group"}
