"""The picture that compares subjects says its numbers in words."""

from __future__ import annotations

import pandas as pd

from annual_review import show

COLUMNS = ["subject", "code", "states", "answering", "share"]


def drawn(*rows: tuple[str, str, int, int, int | None], most: int = 7) -> str:
    compared = pd.DataFrame(list(rows), columns=COLUMNS).astype({"share": "Int64"})
    return repr(show.shares_by_subject(compared, "Needs", "Need", most))


def test_a_subject_that_nobody_answers_on_is_left_out_and_the_sum_is_no_subject() -> None:
    said = drawn(
        ("CL", "need.data", 3, 4, 75), ("DISC", "need.data", 0, 0, None),
        ("All", "need.data", 3, 4, 75),
    )  # fmt: skip
    assert said == "[picture] Needs. Child labour (4 States): Data and research 75%."


def test_what_is_not_drawn_is_counted() -> None:
    said = drawn(("CL", "need.data", 3, 4, 75), ("CL", "need.other", 1, 4, 25), most=1)
    assert said.endswith("Data and research 75%. Less often named: 1 other.")


def test_without_several_states_or_codes_there_is_a_sentence_and_no_picture() -> None:
    assert drawn(("CL", "need.data", 0, 4, 0)) == "Needs: nothing to show."
    assert "no shares to draw" in drawn(("CL", "need.data", 1, 1, 100))
