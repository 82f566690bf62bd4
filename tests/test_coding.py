"""Coding: the questionnaire's own words, other words, two things at once, and nothing that fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_review.coding import SCHEMES, code, codebook


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_option_is_its_own_code_however_it_is_printed(scheme: str) -> None:
    for each in codebook(scheme):
        if each.option and not each.code.endswith(".other"):
            for printed in (each.option, each.option.upper(), each.option.replace("'", "’") + "."):
                assert [tuple(c) for c in code(printed, scheme)] == [(each.code, "exact", 1.0)]


def test_an_option_with_words_around_it_is_coded_by_its_wording() -> None:
    text = "regulation and supervision of the labour recruitment and placement process for all"
    first = code(text, "measure")[0]
    assert (first.code, first.method) == ("prevention.recruitment", "wording")


@pytest.mark.parametrize(
    ("text", "codes", "reason"),
    [
        ("A resolution sets out the compensation of victims", ["remedies.compensation"],
         "coded by what it says, not by the cell (prevention)"),
        ("Posters warn travellers, and inspectors visit the farms",
         ["prevention.awareness", "prevention.enforcement"], "two things"),
        ("The Ministry of Labour and Social Protection informed the public about forced labour",
         ["prevention.awareness"], "what a ministry is named for is not what it does"),
        ("the prohibition of forced labor stands in the Constitution", ["prevention.legislation"],
         "American spelling"),
        ("Zumbas were mended by the drobel", ["prevention.other"], "nothing that fits"),
    ],
)  # fmt: skip
def test_items_in_free_wording(text: str, codes: list[str], reason: str) -> None:
    assert [c.code for c in code(text, "measure", "prevention")] == codes, reason


def test_a_prose_need_gets_a_code_for_each_area_it_names() -> None:
    text = (
        "The Government indicated the need for technical cooperation with the ILO in the areas of "
        "prevention and effective suppression of forced or compulsory labour, as well as victim "
        "protection and access to remedies"
    )
    assert [c.code for c in code(text, "need", "request")] == [
        "need.prevention", "need.suppression", "need.protection", "need.remedies",
    ]  # fmt: skip


def test_what_fits_nothing_is_other_of_the_fields_area_with_a_low_score() -> None:
    for field, area in (
        ("remedies", "remedies"),
        ("cooperation", "cooperation"),
        (None, "prevention"),
    ):
        (only,) = code("Qwx zzt", "measure", field)
        assert (only.code, only.score) == (f"{area}.other", 0.2)
    assert code("Qwx zzt", "need")[0].code == "need.other"
    assert code("Other measures", "measure", "protection")[0].code == "protection.other"


@given(st.text(max_size=60))
def test_any_text_gets_codes_of_the_codebook_the_surest_first(text: str) -> None:
    for scheme in SCHEMES:
        found = code(text, scheme)
        known = {each.code for each in codebook(scheme)}
        assert found
        assert {c.code for c in found} <= known
        assert len({c.code for c in found}) == len(found)
        assert all(0 < c.score <= 1 for c in found)
