"""The form, without a browser: what it shows and saves when its buttons are pressed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets
import pytest

import annual_review as ar
from annual_review.baseline.parse import Report
from annual_review.review import form as module
from annual_review.review.form import Form
from annual_review.tables import Tables, hand_codings

WORDS = ["Zumbas were mended by the drobel", "Grommels of the plinth"]


@pytest.fixture(scope="module")
def tables(baseline: Callable[..., Report]) -> Tables:
    return ar.tidy([baseline(remedies=f"2020 AR: a) {WORDS[0]}; b) {WORDS[1]}.")])


class Desk:
    """A form, and how a person finds what is in it."""

    def __init__(self, tables: Tables, file: Path, scheme: str = "measure") -> None:
        self._form, self.file = Form(tables, file), file
        self.set("Codes of", scheme)

    def _all(self, box: Any = None) -> list[Any]:
        box = self._form.controls if box is None else box
        inner = [self._all(each) for each in getattr(box, "children", ())]
        return [box, *(each for own in inner for each in own)]

    def _named(self, name: str) -> Any:
        each = {getattr(e, "description", ""): e for e in self._all()}
        return each.get(name) or next(e for said, e in each.items() if said.split(":")[0] == name)

    def set(self, name: str, value: object) -> None:
        self._named(name).value = value

    def press(self, *names: str) -> str:
        """Press buttons; return all that the form then shows."""
        for name in names:
            button = self._named(name)
            assert not button.disabled
            button.click()
        return self.shown

    @property
    def shown(self) -> str:
        return "\n".join(e.value for e in self._all() if isinstance(e, ipywidgets.HTML))

    @property
    def codes(self) -> list[tuple[str, str]]:
        return [(each.code, each.text) for each in hand_codings.read(self.file)]


@pytest.fixture
def desk(tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(module, "_TOO_FAST", 0)
    found = Desk(tables, tmp_path / "codings.csv")
    found.set("Initials", "AB")
    return found


def test_back_shows_ones_own_codes_and_keep_and_add_start_from_them(desk: Desk) -> None:
    asked = next(each for each in WORDS if f"<mark>{each}</mark>" in desk.shown)
    desk.set("Code", "remedies.legal_aid: Legal aid")
    desk.set("Note", "why")
    desk.press("Change")
    assert desk.codes == [("remedies.legal_aid", asked)]
    shown = desk.press("Back")
    assert "Your code: Legal aid (remedies.legal_aid)" in shown
    assert "Present code" not in shown
    desk.press("Keep", "Back")
    assert desk.codes == [("remedies.legal_aid", asked)]
    desk.set("Code", "remedies.indicators")
    desk.press("Add")
    assert [code for code, _ in desk.codes] == ["remedies.legal_aid", "remedies.indicators"]
    assert "Your code: Legal aid" in desk.press("Back")
    desk.set("Code", "remedies.indicators")
    assert "a present code" in desk.press("Add")


def test_every_code_to_choose_from_is_explained_once(desk: Desk) -> None:
    before = desk.shown
    codes = set(re.findall(r"<dt>.*?\(([\w.]+)\)", before))
    explained = re.findall(r"<dt>[^<]*?\(([\w.]+)\)[^<]*</dt><dd>", before)
    assert len(codes) >= 3
    assert sorted(explained) == sorted(codes)
    assert before.count("<dd>") == len(codes)
    assert desk.press("Pick 2") == before
    desk.set("Code", "need.data")
    assert desk.shown == before


def test_an_item_that_names_no_group_is_coded_with_a_button_and_the_form_says_so_in_words(
    baseline: Callable[..., Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_TOO_FAST", 0)
    tables = ar.tidy([baseline(remedies="2020 AR: a) Traditional communities.")])
    desk = Desk(tables, tmp_path / "codings.csv", "group")
    desk.set("Initials", "AB")
    desk.press("Pick 4")
    assert "Saved: No group." in desk.press("Change")
    assert desk.codes == [("group.none", "Traditional communities")]


def test_who_codes_blind_saves_a_code_and_is_told_why_there_is_none_to_give(desk: Desk) -> None:
    desk.set("Blind", True)
    assert "all that others have coded, you have" in desk.shown
    desk.set("Blind", False)
    desk.press("Keep")
    desk.set("Initials", "CD")
    desk.set("Blind", True)
    assert "role='alert'" in desk.press("Save")
    assert "found no code" in desk.shown
    desk.set("Code", "remedies.capacity")
    assert "Saved: " in desk.press("Save")


def write_codings(desk: Desk, *rows: str, items: str = "a") -> None:
    """Write `code,coder,note` of items by hand."""
    lines = [
        f"ALB-P029-2019-2020/remedies/1/{item},{code},{coder},,{note},"
        for item in items
        for code, coder, note in (row.split(",") for row in rows)
    ]
    desk.file.write_text("\n".join(["item_id,code,coder,date,note,text", *lines]) + "\n")


def test_a_difference_is_settled_with_all_the_codes_that_a_person_gave(desk: Desk) -> None:
    both = "remedies.legal_aid", "remedies.indicators"
    write_codings(desk, "remedies.capacity,AB,as in 2019", *(f"{code},CD," for code in both))
    desk.set("Initials", "EF")
    assert "(remedies.capacity). Note: as in 2019</li>" in desk.shown
    assert "CD: Legal aid (remedies.legal_aid), Forced labour indicators (" in desk.shown
    said = desk.press("Settle: Legal aid, Forced labour indicators")
    assert "Settled: Legal aid, Forced labour indicators." in said
    assert [code for code, _ in desk.codes[-2:]] == [*both]


def test_what_settling_brought_is_said_near_its_buttons(desk: Desk) -> None:
    write_codings(desk, "remedies.capacity,AB,", "remedies.legal_aid,CD,")
    desk.set("Initials", "EF")
    shown = desk.press("Settle with another code")
    assert shown.index("role='alert'") > shown.index("Differences to settle: 1")
    shown = desk.press("Skip")
    assert shown.index("role='status'") < shown.index("Differences to settle: 1")


def test_a_second_press_does_not_settle_the_next_difference(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_codings(desk, "remedies.capacity,AB,", "remedies.legal_aid,CD,", items="ab")
    desk.set("Initials", "EF")
    assert "Differences to settle: 2" in desk.shown
    desk.press("Settle: Legal aid")
    monkeypatch.setattr(module, "_TOO_FAST", 60)
    shown = desk.press("Settle: Legal aid")
    assert "Settled: Legal aid. A second press came too soon" in shown
    assert "Differences to settle: 1" in shown
    assert len(desk.codes) == 5


def test_keep_does_not_discard_another_code_that_was_picked(desk: Desk) -> None:
    present = re.search(r"Present code: [^(]*\(([\w.]+)\)", desk.shown)
    assert present
    desk.set("Code", "remedies.legal_aid")
    assert "Press Change or Add" in desk.press("Keep")
    assert desk.codes == []
    desk.set("Code", present[1])
    assert "Saved: " in desk.press("Keep")


def test_back_after_skip_returns_to_what_was_skipped(desk: Desk) -> None:
    first = marked(desk)
    desk.press("Keep")
    second = marked(desk)
    assert second != first
    shown = desk.press("Skip", "Back")
    assert marked(desk) == second
    assert "You skipped this item." in shown
    assert "Your code" not in shown
    desk.press("Back")
    assert marked(desk) == first
    desk.press("Skip", "Keep")
    assert sorted(text for _, text in desk.codes) == sorted(WORDS)


def marked(desk: Desk) -> str:
    return desk.shown.partition("<mark>")[2].partition("</mark>")[0]


def test_what_was_coded_elsewhere_meanwhile_is_not_asked_or_replaced(
    tables: Tables, desk: Desk
) -> None:
    other = Desk(tables, desk.file)
    other.set("Initials", "AB")
    desk.press("Keep")
    before = desk.codes
    other.set("Code", "remedies.legal_aid")
    shown = other.press("Change")
    assert "Not saved: this item was coded elsewhere meanwhile." in shown
    assert "1 of 2 checked" in shown
    assert desk.codes == before
    desk.press("Keep")
    other.set("Code", "remedies.legal_aid")
    assert "Not saved" in other.press("Change")
    assert "There is nothing left to code here." in other.shown


def test_what_was_coded_further_on_is_passed_over_and_said(desk: Desk) -> None:
    words = WORDS.index(marked(desk))
    write_codings(desk, "remedies.legal_aid,AB,", items="ba"[words])
    shown = desk.press("Keep")
    assert "Coded elsewhere meanwhile, and not asked: 1." in shown
    assert "There is nothing left to code here." in shown
    assert len(desk.codes) == 2


def test_a_difference_that_was_settled_elsewhere_meanwhile_is_not_settled_again(
    tables: Tables, desk: Desk
) -> None:
    write_codings(desk, "remedies.capacity,AB,", "remedies.legal_aid,CD,")
    other = Desk(tables, desk.file)
    for each in (desk, other):
        each.set("Initials", "EF")
    desk.press("Settle: Legal aid")
    assert "Not saved" in other.press("Settle: Legal aid")
    assert len(desk.codes) == 3


def test_a_second_press_is_not_counted_and_what_was_saved_stays_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.press("Keep")
    monkeypatch.setattr(module, "_TOO_FAST", 60)
    shown = desk.press("Keep", "Keep")
    assert "Saved: " in shown
    assert shown.count("A second press came too soon") == 1
    assert len(desk.codes) == 1
