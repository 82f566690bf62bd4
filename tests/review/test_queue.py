"""What people are asked to check: the least sure first, each wording once, blind where they ask for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

import annual_review as ar
from annual_review import analysis, review
from annual_review.baseline.parse import Report
from annual_review.codebook import codebook
from annual_review.review import by_people, differences, progress, queue
from annual_review.tables import HandCoding, Tables

Baseline = Callable[..., Report]
ALB = "ALB-P029-2019-2020"
OPTION = "Free legal assistance"
NONSENSE, OTHER = "Zumbas were mended by the drobel", "Grommels of the plinth"


def by_hand(item: str, code: str, coder: str, text: str = "") -> HandCoding:
    return HandCoding(f"{ALB}/{item}", code, coder, "2026-01-01", "", text)


@pytest.fixture(scope="module")
def doubtful(baseline: Baseline) -> Tables:
    """An item that is sure, two that are not, and one of them again in another year and another case."""
    answer = f"2020 AR: a) {OPTION}; b) {NONSENSE}; c) {OTHER}. 2019 AR: a) {NONSENSE.upper()}."
    return ar.tidy([baseline(remedies=answer)])


def asked(tables: Tables, codings: Sequence[HandCoding] = (), coder: str = "AB", *, blind: bool = False) -> list[str]:  # fmt: skip
    return queue(tables, codings, coder, "measure", blind=blind)["item_ids"].str.replace(f"{ALB}/", "").tolist()  # fmt: skip


def test_items_with_the_same_words_are_one_entry_of_all_their_years(doubtful: Tables) -> None:
    found = queue(doubtful, [], "AB", "measure").set_index("text")
    assert set(found.index) == {NONSENSE, OTHER}, "what is sure is not asked"
    row = found.loc[NONSENSE]
    assert row["item_ids"].split() == [f"{ALB}/remedies/1/b", f"{ALB}/remedies/2/a"]
    assert (row["years"], row["country"], row["field"]) == ("2019–2020", "Albania", "remedies")


def test_an_entry_has_its_place_in_its_statement_and_three_suggestions(doubtful: Tables) -> None:
    known = {each.code for each in codebook("measure")}
    for row in queue(doubtful, [], "AB", "measure").to_dict("records"):
        assert row["surroundings"][row["start"] : row["end"]] == row["text"]
        assert OPTION in row["surroundings"]
        suggested = {row[f"suggestion_{n}"] for n in (1, 2, 3)}
        assert len(suggested) == 3
        assert suggested | {row["code"]} <= known


def test_the_second_of_the_same_words_in_one_statement_is_marked_where_it_stands(
    baseline: Baseline,
) -> None:
    tables = ar.tidy([baseline(remedies=f"2020 AR: a) The {OTHER}; b) {OPTION}; c) {OTHER}.")])
    rows = queue(tables, [], "AB", "measure").set_index("text")
    assert rows.loc[OTHER, "start"] > rows.loc[f"The {OTHER}", "end"]


def test_the_least_sure_come_first_and_of_them_only_as_many_as_asked_for(doubtful: Tables) -> None:
    every = queue(doubtful, [], "AB")
    assert len(set(every["scheme"])) > 1
    assert every["score"].is_monotonic_increasing
    assert queue(doubtful, [], "AB", most=1)["text"].tolist() == every["text"].head(1).tolist()


def test_what_somebody_coded_is_not_asked_again_unless_it_reads_otherwise_now(
    doubtful: Tables,
) -> None:
    c = by_hand("remedies/1/c", "remedies.indicators", "AB", OTHER)
    assert asked(doubtful, [c]) == ["remedies/1/b remedies/2/a"]
    assert asked(doubtful, [c], "CD") == ["remedies/1/b remedies/2/a"]
    stale = c._replace(text="as it read before")
    assert set(asked(doubtful, [stale])) == {"remedies/1/b remedies/2/a", "remedies/1/c"}


def test_a_second_coder_is_asked_blind_what_others_coded_and_sees_no_code(doubtful: Tables) -> None:
    given = [
        by_hand("remedies/1/a", "remedies.indicators", "AB"),
        by_hand("remedies/1/c", "remedies.indicators", "AB"),
        by_hand("remedies/1/c", "remedies.capacity", "CD"),
    ]
    assert asked(doubtful, given, "CD", blind=True) == ["remedies/1/a"], "sure or not"
    assert asked(doubtful, given, "EF", blind=True) == ["remedies/1/a", "remedies/1/c"]
    assert asked(doubtful, given, "AB", blind=True) == []
    assert asked(doubtful, given, "ab", blind=True) == [], "the same person"
    (row,) = queue(doubtful, given, "CD", blind=True).to_dict("records")
    assert {row["code"], row["suggestion_1"], row["suggestion_2"], row["suggestion_3"]} == {""}
    assert "remedies." not in str({**row, "item_ids": ""})


def test_two_primary_codes_are_a_difference_until_it_is_settled(doubtful: Tables) -> None:
    given = [
        by_hand("remedies/1/b", "remedies.indicators", "AB"),
        by_hand("remedies/1/b", "remedies.capacity", "AB"),
        by_hand("remedies/1/b", "remedies.capacity", "CD"),
        by_hand("remedies/1/c", "remedies.capacity", "AB"),
        by_hand("remedies/1/c", "remedies.capacity", "CD"),
        by_hand("remedies/1/c", "action.training", "CD"),
    ]
    (row,) = differences(doubtful, given).to_dict("records")
    assert row["item_ids"] == f"{ALB}/remedies/1/b"
    assert row["coders"] == ["AB", "CD"]
    assert row["codes"] == [["remedies.indicators", "remedies.capacity"], ["remedies.capacity"]]
    settled = by_hand("remedies/1/b", "remedies.legal_aid", "settled")
    assert differences(doubtful, [*given, settled]).empty


def test_the_table_of_differences_has_a_row_for_each_person_with_all_codes(
    baseline: Baseline,
) -> None:
    given = [
        by_hand("remedies/1/a", "remedies.legal_aid", "M N"),
        by_hand("remedies/1/a", "remedies.indicators", "M N"),
        by_hand("remedies/1/a", "remedies.capacity", "AB"),
    ]
    tables = ar.tidy([baseline(remedies=f"2020 AR: a) {NONSENSE}.")], given)
    said = str(review.differences_table(tables))
    assert "M N | Legal aid; Forced labour indicators" in said
    assert "AB | Capacity for remedies" in said


def test_groups_have_no_order_and_are_compared_as_a_whole(doubtful: Tables) -> None:
    given = [
        by_hand(f"remedies/1/{item}", f"group.{code}", coder)
        for item, coder, codes in (
            ("a", "AB", "women migrants"), ("a", "CD", "migrants women"),
            ("b", "AB", "women migrants"), ("b", "CD", "women"),
            ("c", "AB", "children"), ("c", "CD", "children"),
        )
        for code in codes.split()
    ]  # fmt: skip
    (row,) = differences(doubtful, given).to_dict("records")
    assert row["item_ids"] == f"{ALB}/remedies/1/b"
    assert row["codes"] == [["group.migrants", "group.women"], ["group.women"]]
    group = progress(doubtful, given).set_index("scheme").loc["group"]
    assert group[["by_two", "differences"]].tolist() == [3, 1]
    # units aa, ab, cc: observed disagreement 1/3, expected 1 - (3 * 2 + 2 * 1) / (6 * 5)
    assert group["alpha"] == pytest.approx(1 - (1 / 3) / (22 / 30))
    agreed = progress(doubtful, [each for each in given if "/b" not in each.item_id])
    assert agreed.set_index("scheme").loc["group", "alpha"] == 1


def test_progress_counts_wordings_and_alpha_is_that_of_the_scheme(doubtful: Tables) -> None:
    given = [
        by_hand("remedies/1/b", "remedies.indicators", "AB"),
        by_hand("remedies/2/a", "remedies.indicators", "AB"),
        by_hand("remedies/1/b", "remedies.capacity", "CD"),
        by_hand("remedies/1/a", "remedies.legal_aid", "AB"),
        by_hand("remedies/1/a", "remedies.legal_aid", "CD"),
    ]
    rows = progress(doubtful, given).set_index("scheme")
    measure = rows.loc["measure"]
    assert measure[["to_check", "checked", "by_two", "differences"]].tolist() == [2, 1, 2, 1]
    # units aa, bc: observed disagreement 1/2, expected 1 - 2/12 pairs of four values
    assert measure["alpha"] == pytest.approx(1 - (1 / 2) / (10 / 12))
    settled = by_hand("remedies/1/b", "remedies.indicators", "settled")
    again = progress(doubtful, [*given, settled]).set_index("scheme").loc["measure"]
    assert again["differences"] == 0
    assert again["alpha"] == measure["alpha"], "settling does not make people agree more"
    assert rows.loc["need", "to_check"] == 0


def test_alpha_counts_the_wordings_that_two_people_coded_each_once(doubtful: Tables) -> None:
    twice = [("1/a", "legal_aid", "legal_aid"), ("1/b", "indicators", "capacity"),
             ("2/a", "indicators", "capacity")]  # fmt: skip
    given = [
        by_hand(f"remedies/{item}", f"remedies.{code}", coder)
        for item, first, second in twice
        for coder, code in (("AB", first), ("CD", second))
    ]
    measure = progress(doubtful, given).set_index("scheme").loc["measure"]
    assert measure["by_two"] == 2, "1/b and 2/a have the same words"
    # units aa, bc, as in the test before; with 2/a as a unit of its own 1 - (2/3)/(4/5)
    assert measure["alpha"] == pytest.approx(1 - (1 / 2) / (10 / 12))
    one = progress(doubtful, given[2:]).set_index("scheme").loc["measure"]
    assert (one["by_two"], pd.isna(one["alpha"])) == (1, True), "one wording says nothing of chance"


def test_a_settled_code_counts_alone_and_what_people_gave_stays(baseline: Baseline) -> None:
    report = baseline(remedies=f"2020 AR: a) {OPTION}; b) {NONSENSE}.")
    item = f"{ALB}/remedies/1/b"
    given = [
        by_hand("remedies/1/b", "remedies.indicators", "AB"),
        by_hand("remedies/1/b", "remedies.capacity", "CD"),
        by_hand("remedies/1/b", "remedies.information", "settled"),
    ]
    tables = ar.tidy([report], given)
    assert tables.measures.set_index("measure_id").loc[item, "code"] == "remedies.information"
    assert analysis.codes_of_items(tables)[item] == ["remedies.information"]
    own = tables.codings[tables.codings["item_id"] == item].set_index("coder")
    assert own.loc["AB", "code"] == "remedies.indicators"
    assert own[own["scheme"] == "measure"]["primary"].tolist()[0]


def test_an_item_that_a_person_says_names_no_group_counts_for_none_and_stays_known(
    baseline: Baseline,
) -> None:
    report = baseline(
        remedies=f"2020 AR: a) Shelters for migrant workers; b) {NONSENSE} for women."
    )
    assert "group.migrants" in set(ar.tidy([report]).codings["code"])
    given = [
        by_hand("remedies/1/a", "group.none", "AB"),
        by_hand("remedies/1/a", "group.none", "CD"),
        by_hand("remedies/1/b", "group.none", "AB"),
        by_hand("remedies/1/b", "group.agriculture", "CD"),
    ]
    tables = ar.tidy([report], given)
    counting = analysis.codings_that_count(tables, "group")[["item_id", "code"]].to_numpy().tolist()
    assert counting == [[f"{ALB}/remedies/1/b", "group.agriculture"]], "as where two codes differ"
    settled = ar.tidy([report], [*given, by_hand("remedies/1/b", "group.none", "settled")])
    assert analysis.codings_that_count(settled, "group").empty

    assert set(by_people(tables)) == {each._replace(date="") for each in given}
    before, after = (progress(each, given) for each in (ar.tidy([report]), tables))
    assert after.equals(before), "a build loses nothing that was to check or coded by two"
    assert after.set_index("scheme").loc["group", ["by_two", "differences"]].tolist() == [2, 1]
