"""What people decide is in `codings.csv` at once, beside what others wrote, whatever happens between."""

from __future__ import annotations

import csv
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annual_review as ar
from annual_review.errors import SourceError
from annual_review.review import Decision, ReviewError, codings_beside, decide, settle
from annual_review.tables import hand_codings
from annual_review.tables.build import BuildError
from tests.conftest import AZERBAIJAN

ITEM = "ALB-P029-2019-2020/prevention/1/a"
AWARENESS, EDUCATION = "prevention.awareness", "prevention.education"


def decision(*codes: str, item: str = ITEM, text: str = "One", note: str = "") -> Decision:
    return Decision("measure", {item: text}, codes, note)


def saved(file: Path) -> list[tuple[str, ...]]:
    return [(each.item_id[-1], each.code, each.coder) for each in hand_codings.read(file)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "codings.csv"


def test_a_decision_is_saved_for_all_items_with_its_words(file: Path) -> None:
    items = {ITEM: "One", f"{ITEM[:-1]}b": "ONE"}
    decide(file, [Decision("measure", items, (AWARENESS, EDUCATION), "why")], " AB ")
    assert saved(file) == [
        ("a", AWARENESS, "AB"), ("a", EDUCATION, "AB"), ("b", AWARENESS, "AB"), ("b", EDUCATION, "AB"),
    ]  # fmt: skip
    last = hand_codings.read(file)[-1]
    assert (last.text, last.note) == ("ONE", "why")


def test_changing_ones_mind_replaces_only_ones_own_rows_of_the_scheme(file: Path) -> None:
    decide(file, [decision(AWARENESS, EDUCATION)], "AB")
    decide(file, [Decision("action", {ITEM: "One"}, ("action.training",))], "AB")
    decide(file, [decision(EDUCATION)], "CD")
    decide(file, [decision("prevention.other")], "AB")
    assert saved(file) == [
        ("a", "prevention.other", "AB"), ("a", "action.training", "AB"), ("a", EDUCATION, "CD"),
    ]  # fmt: skip


def test_who_coded_first_stays_first_when_a_workbook_is_taken_again(file: Path) -> None:
    """The first row has the primary code: it changes only if the person who gave it changes it."""
    decide(file, [decision(AWARENESS), decision(AWARENESS, item="X/1")], "AB")
    decide(file, [decision(EDUCATION)], "CD")
    before = saved(file)
    decide(file, [decision(AWARENESS), decision(AWARENESS, item="X/1")], "ab")
    assert saved(file) == before
    decide(file, [decision("prevention.other", EDUCATION)], "AB")
    assert saved(file)[:3] == [
        ("a", "prevention.other", "AB"), ("a", EDUCATION, "AB"), ("1", AWARENESS, "AB"),
    ]  # fmt: skip


def test_initials_in_small_letters_are_the_same_person(file: Path) -> None:
    head = "item_id,code,coder,date,note,text\n"
    file.write_text(f"{head}{ITEM},{AWARENESS},ab,,,One\n{ITEM},{AWARENESS},settled,,,One\n")
    decide(file, [decision(EDUCATION)], "Ab")
    assert saved(file) == [("a", EDUCATION, "AB"), ("a", AWARENESS, "settled")]
    with pytest.raises(ReviewError, match="found 'settled'"):
        decide(file, [decision(EDUCATION)], "Settled")


def test_settled_is_settled_in_capitals_or_not_and_initials_are_in_capitals(file: Path) -> None:
    head = "item_id,code,coder,date,note,text\n"
    file.write_text(f"{head}{ITEM},{AWARENESS},ab,,,\n{ITEM},{EDUCATION},Settled,,,\n")
    assert saved(file) == [("a", AWARENESS, "AB"), ("a", EDUCATION, "settled")]
    file.write_text(f"{head}{ITEM},{AWARENESS},ab,,,\n{ITEM},{AWARENESS},AB,,,\n")
    with pytest.raises(SourceError, match="the same coding again"):
        hand_codings.read(file)
    file.write_text(f"{head}{ITEM},{AWARENESS},Rules,,,\n")
    with pytest.raises(SourceError, match="the coder 'Rules'"):
        hand_codings.read(file)


def test_settling_leaves_what_people_gave_and_says_who_settled(file: Path) -> None:
    decide(file, [decision(AWARENESS)], "AB")
    settle(file, decision(EDUCATION, note="both"), "EF")
    assert saved(file) == [("a", AWARENESS, "AB"), ("a", EDUCATION, "settled")]
    assert hand_codings.read(file)[1].note == "by EF both"


def test_rows_columns_and_line_ends_that_stand_in_the_file_stay(file: Path) -> None:
    old = "item_id,code,coder,date,note,text,own\r\nX/1,mistyped,AB,,,,kept\r\n"
    file.write_bytes(b"\xef\xbb\xbf" + old.encode())
    decide(file, [decision(AWARENESS)], "AB")
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf" + old.encode())
    assert written.endswith(b",One,\r\n")


def test_cells_of_columns_without_a_name_or_of_one_name_stay(file: Path) -> None:
    head, row = "item_id,code,coder,date,note,text,own,own,,", f"X/1,{AWARENESS},EF,,,One,1,2,3,4,5"
    file.write_text(f"{head}\n{row}\n")
    decide(file, [decision(AWARENESS)], "AB")
    assert file.read_text().splitlines()[:2] == [head, row]


@given(st.text())
def test_a_text_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.mktemp("any") / "codings.csv"
    decide(file, [decision(AWARENESS, text=text), decision(AWARENESS, item="X/1", text="b")], "AB")
    assert [each.text for each in hand_codings.read(file)] == [text.strip(), "b"]


def code_ten(file: Path, coder: str) -> None:
    for n in range(10):
        decide(file, [decision(AWARENESS, item=f"X/{n}")], coder)


def test_people_who_save_at_the_same_time_lose_nothing(file: Path) -> None:
    coders = ["AB", "CD", "EF"]
    with ProcessPoolExecutor(len(coders)) as pool:
        list(pool.map(code_ten, [file] * len(coders), coders))
    assert len(hand_codings.read(file)) == 30
    assert [each.name for each in file.parent.iterdir()] == ["codings.csv"]


@pytest.mark.parametrize(
    ("codes", "coder", "found"),
    [
        (("prevention.awarenes",), "AB", "Did you mean prevention.awareness"),
        (("need.data",), "AB", "expected a code of the scheme measure"),
        ((AWARENESS,), " ", "no initials"),
        ((AWARENESS,), "rules", "'rules'"),
        ((AWARENESS,), "settled", "'settled'"),
        (
            (AWARENESS,),
            "m n",
            "'M N'; expected the initials of the person who codes, without spaces",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(
    file: Path, codes: tuple[str, ...], coder: str, found: str
) -> None:
    with pytest.raises(ReviewError, match=found):
        decide(file, [decision(AWARENESS, item="X/1"), decision(*codes)], coder)
    assert not file.exists()


def test_a_file_that_is_no_list_of_codings_is_left_as_it_is(file: Path) -> None:
    file.write_text("item_id;code;coder\n")
    with pytest.raises(SourceError, match="expected the columns item_id"):
        decide(file, [decision(AWARENESS)], "AB")
    assert file.read_text() == "item_id;code;coder\n"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReviewError, match="This decision was not saved"):
        decide(tmp_path / "file" / "codings.csv", [decision(AWARENESS)], "AB")


def test_codes_beside_the_tables_that_a_build_does_not_use_are_named(tmp_path: Path) -> None:
    sources, tables = tmp_path / "mine" / "sources", tmp_path / "made" / "tidy"
    sources.mkdir(parents=True)
    shutil.copy(AZERBAIJAN, sources)
    item = "AZE-P029-2017-2018/prevention/1/a"
    file = codings_beside(tables)
    decide(file, [decision(AWARENESS, item="XXX-P029-2017-2018/prevention/1/a")], "AB")
    ar.build(sources, tables)  # of another document
    decide(file, [decision(AWARENESS, EDUCATION, item=item, text="")], "AB")
    with pytest.raises(BuildError) as raised:
        ar.build(sources, tables)
    (error,) = raised.value.failures
    assert error.where == str(file)
    assert f"2 rows that {sources.parent / 'codings.csv'} does not have" in error.found
    assert raised.value.tables is not None, "the tables are built"
    file.unlink()
    decide(codings_beside(sources), [decision(AWARENESS, EDUCATION, item=item, text="")], "AB")
    built = ar.build(sources, tables)
    assert set(built.codings.loc[built.codings["coder"] == "AB", "code"]) == {AWARENESS, EDUCATION}


def test_many_codings_are_read_in_a_moment(file: Path) -> None:
    with file.open("w", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(["item_id", "code", "coder", "date", "note", "text"])
        rows.writerows([f"X/{n}", AWARENESS, "AB", "", "", ""] for n in range(20_000))
    began = time.process_time()
    assert len(hand_codings.read(file)) == 20_000
    assert time.process_time() - began < 5


def test_who_judges_the_same_words_again_keeps_the_place_and_no_other_words_are_lost(
    file: Path,
) -> None:
    """Ids are no guide: they change with the years of the document, and other words come to have them."""
    later = ITEM.replace("2019-2020", "2019-2021").replace("/a", "/b")
    decide(file, [decision(AWARENESS)], "AB")
    decide(file, [decision(AWARENESS)], "CD")
    decide(file, [decision(EDUCATION, item=later)], "AB")
    assert saved(file) == [("b", EDUCATION, "AB"), ("a", AWARENESS, "CD")]
    decide(file, [decision(EDUCATION, item=later, text="Two")], "AB")
    of_one = [(each.text, each.code) for each in hand_codings.read(file) if each.coder == "AB"]
    assert of_one == [("One", EDUCATION), ("Two", EDUCATION)]
    with file.open("a") as lines:
        lines.write(f"{later},{EDUCATION},AB,,,\n")
    with pytest.raises(SourceError, match="the same coding again"):
        hand_codings.read(file)
