"""The picture of what States ask for."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from annual_review import show
from annual_review.tables import PRIORITIES

NONE = dict.fromkeys(PRIORITIES, 0)


def kinds(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([{**NONE, **row} for row in rows])


def test_bars_are_as_long_as_there_are_states_and_show_how_urgent_it_is() -> None:
    counts = kinds(
        {"code": "need.data", "states": 5, "most_important": 3, "unspecified": 2},
        {"code": "need.policy", "states": 1, "important": 1},
        {"code": "need.remedies", "states": 0},
    )
    picture = show.help_by_urgency(counts, "Asked for")
    assert isinstance(picture, Figure)
    bars = picture.axes[0].containers
    lengths = [[bar.get_width() for bar in tier] for tier in bars]
    assert lengths == [[3, 0], [0, 1], [2, 0]], "a row for each kind, a piece for each tier in use"
    assert bars[2][0].get_x() == 3, "pieces do not cover each other"
    assert [each.get_text() for each in picture.axes[0].get_yticklabels()] == [
        "Data and research", "Policy and plan of\naction",
    ]  # fmt: skip
    assert picture.alt == (
        "Asked for. Data and research: 5 States (3 most important, 2 urgency unspecified);"
        " Policy and plan of action: 1 State (1 important)."
    )


def test_only_the_kinds_that_most_states_ask_for_are_drawn() -> None:
    counts = kinds(
        *({"code": f"need.{n}", "states": 20 - n, "important": 20 - n} for n in range(15))
    )
    picture = show.help_by_urgency(counts, "Asked for")
    assert isinstance(picture, Figure)
    assert len(picture.axes[0].get_yticklabels()) == 12
    assert picture.alt.endswith("Other kinds of help: 3.")


def test_nothing_asked_for_is_a_sentence() -> None:
    assert str(show.help_by_urgency(kinds().reindex(columns=["code", "states"]), "X")) == (
        "X: nothing to show."
    )
