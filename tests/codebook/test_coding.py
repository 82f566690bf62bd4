"""Coding: the questionnaire's own words, other words, two things at once, and nothing that fits."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_review.codebook import SCHEMES, Scheme, code, codebook, coding
from annual_review.codebook.codes import Rule
from annual_review.codebook.vocabulary import together, vocabulary


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


@pytest.mark.parametrize(
    ("text", "code_", "reason"),
    [
        ("Unions are organizing domestic workers", "prevention.association", "-ize for -ise"),
        ("Talibés were reunited with their families", "protection.children", "accents"),
        ("Co-ordination among ministries", "policy.coordinated_action", "hyphen inside a word"),
        ("Plaintiffs' duties at court were waived", "remedies.cost_free", "plural, possessive"),
    ],
)
def test_inflections_and_spellings_do_not_count(text: str, code_: str, reason: str) -> None:
    assert code(text, "measure")[0].code == code_, reason


def test_evidence_adds_up() -> None:
    text = "Shelter"
    scores = []
    for more in ("", " with 40 beds", " for rescued persons", " in the capital"):
        text += more
        (only,) = code(text, "measure", "protection")
        assert only.code == "protection.accommodation"
        scores.append(only.score)
    assert scores[0] < scores[1] <= scores[2] == scores[3], "the last adds no evidence"


def test_a_hint_alone_is_no_code_and_another_makes_it_one() -> None:
    (other,) = code("ILO's calendar", "measure", "prevention")
    first, *_ = code("A calendar warns of debt traps", "measure", "prevention")
    assert (other.code, first.code) != (first.code, other.code)
    assert first.code == "prevention.awareness"


def test_what_speaks_against_a_code_in_its_sentence_makes_it_less_sure() -> None:
    alone = code("vocational training", "measure")[0]
    (victims, *_) = code("vocational training for victims", "measure")
    assert alone.code == "prevention.education"
    assert victims.code == "protection.rehabilitation"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_rule_of_the_codebook_can_fit_a_text(scheme: Scheme) -> None:
    known = vocabulary(scheme)
    terms: dict[str, list[tuple[str, ...]]] = {}
    for term, groups in known.terms.items():
        for group in groups:
            terms.setdefault(group, []).append(term)

    def fits(rule: Rule, said: tuple[tuple[str, ...], ...]) -> bool:
        words = [word.removesuffix("*") for term in said for word in term]
        found = known.find(words)
        others = [found.get(each, []) for each in rule.needed[1:]]
        places = found.get(rule.needed[0], [])
        fitting = any(together(each, others, [0] * len(words)) for each in places)
        return fitting and rule.barred not in found

    idle = [
        (rule.code, [terms[group][:3] for group in rule.needed])
        for rules in known.rules.values()
        for rule in rules
        if not any(
            fits(rule, said)
            for said in itertools.product(*(terms[group][:12] for group in rule.needed))
        )
    ]
    assert not idle


@pytest.mark.parametrize("scheme", SCHEMES)
def test_vocabulary_alone_knows_the_codebooks_own_wordings(
    scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coding, "_wordings", lambda _: ())
    coding._coded.cache_clear()
    missed = [
        (wording, each.code)
        for each in codebook(scheme)
        for wording in each.wordings
        if code(wording, scheme)[0].code != each.code
    ]
    coding._coded.cache_clear()
    assert not missed


def test_codes_do_not_depend_on_the_order_in_which_python_keeps_sets() -> None:
    text = "prevention and effective suppression of forced labour, as well as access to remedies"
    program = f"from annual_review.codebook import code; print(code({text!r}, 'need', 'request'))"
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_much_evidence_for_one_code_is_a_score_of_at_most_one() -> None:
    said = (
        "Law-enforcement officers, judges and prosecutors were trained at the Police College. "
        "The Unit has a staff of four. Workers’ organizations were trained as well, and so were "
        "labour inspectors, at seminars and workshops for officials of the competent authorities."
    )
    scores = [each.score for each in code(said, "measure", "prevention")]
    assert all(0 <= score <= 1 for score in scores)
