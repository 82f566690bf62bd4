"""Coding: the questionnaire's own words, other words, several things at once, nothing that fits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_review.codebook import (
    SCHEMES,
    Scheme,
    Uncoded,
    code,
    code_each,
    codebook,
    protocol_articles,
    scheme_of,
    subjects_of,
    suggest,
)
from annual_review.codebook.classifier import likeness, train
from annual_review.codebook.examples import examples, read
from tests.conftest import PROJECT


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_option_is_its_own_code_however_it_is_printed(scheme: Scheme) -> None:
    for each in codebook(scheme):
        if each.option and not each.code.endswith(".other"):
            for printed in (each.option, each.option.upper(), each.option.replace("'", "’") + "."):
                assert [tuple(c) for c in code(printed, scheme)] == [(each.code, "exact", 1.0)]


def test_an_option_with_words_around_it_is_coded_by_its_wording() -> None:
    text = "regulation and supervision of the labour recruitment and placement process for all"
    first = code(text, "measure")[0]
    assert (first.code, first.method) == ("prevention.recruitment", "wording")


@pytest.mark.parametrize(
    ("text", "scheme", "codes", "reason"),
    [
        ("A resolution sets out the compensation of victims", "measure",
         ["remedies.compensation"], "coded by what it says, not by the cell"),
        ("the prohibition of forced labor stands in the Constitution", "measure",
         ["prevention.legislation"], "American spelling"),
        ("Co-ordination among ministries by an inter-ministerial committee", "measure",
         ["policy.coordinated_action"], "a hyphen inside a word"),
        ("No judgment has been given by the labour courts", "action", ["action.judicial"], "denied"),
        ("Poverty and unemployment", "challenge", ["challenge.economic"], "a list entry"),
        ("Maids and migrant workers may not join a union", "group",
         ["group.domestic_workers", "group.migrants"], "two groups"),
        ("The Government continues its efforts", "group", [], "no group"),
    ],
)  # fmt: skip
def test_items_in_free_wording(text: str, scheme: Scheme, codes: list[str], reason: str) -> None:
    assert sorted(c.code for c in code(text, scheme, "prevention")) == sorted(codes), reason


def test_a_prose_need_gets_a_code_for_each_area_it_names() -> None:
    text = (
        "The Government indicated the need for technical cooperation with the ILO in the areas of "
        "prevention and effective suppression of forced or compulsory labour, as well as victim "
        "protection and access to remedies"
    )
    assert [c.code for c in code(text, "need", "request")] == [
        "need.prevention", "need.suppression", "need.protection", "need.remedies",
    ]  # fmt: skip


def test_what_is_like_no_example_is_other_of_the_fields_area_with_a_low_score() -> None:
    for field, area in (
        ("remedies", "remedies"),
        ("cooperation", "cooperation"),
        (None, "prevention"),
    ):
        (only,) = code("Qwx zzt", "measure", field)
        assert (only.code, only.sure) == (f"{area}.other", False)
    assert code("Qwx zzt", "need")[0].code == "need.other"
    assert code("Other measures", "measure", "protection")[0].code == "protection.other"


@given(st.text(max_size=60))
def test_any_text_gets_codes_of_the_scheme_each_once(text: str) -> None:
    for scheme in SCHEMES:
        found = code(text, scheme)
        assert found or scheme == "group"
        assert all(scheme_of(c.code) == scheme and 0 <= c.score <= 1 for c in found)
        assert len({c.code for c in found}) == len(found)


def test_items_coded_together_have_the_codes_they_have_alone() -> None:
    every = examples()[::400]
    items = [Uncoded(each.text, each.field, SCHEMES[n % 3 :]) for n, each in enumerate(every)]
    alone = [{s: code(each.text, s, each.field) for s in each.schemes} for each in items]
    assert code_each(items) == alone
    assert code_each([]) == []


def test_three_codes_are_suggested_the_likeliest_first() -> None:
    (suggested,) = suggest(["Radio spots and posters warn the public"], "action")
    assert suggested[0] == "action.awareness"
    assert len(set(suggested)) == 3


def test_every_code_has_at_least_forty_examples_and_every_example_known_codes() -> None:
    given_to: dict[str, int] = {}
    for each in examples():
        for scheme, codes in each.codes.items():
            assert all(scheme_of(name) == scheme for name in codes), each.text
            for name in codes[:1]:
                given_to[name] = given_to.get(name, 0) + 1
    few = [c.code for s in SCHEMES for c in codebook(s) if given_to.get(c.code, 0) < 40]
    assert not few


def test_a_code_of_an_article_that_is_not_listed_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = {name: about for name, about in protocol_articles().items() if name != "2(d)"}
    monkeypatch.setattr("annual_review.codebook.codes.protocol_articles", lambda: listed)
    with pytest.raises(ValueError, match=r"prevention.recruitment is of article 2\(d\)"):
        codebook.__wrapped__("measure")


def test_measures_on_forced_labour_alone_have_topics() -> None:
    assert subjects_of("measure") == ("P029", "FL")
    assert set(subjects_of("action")) == {"P029", "FACB", "FL", "CL", "DISC", "OSH"}


def test_nothing_that_is_measured_on_was_learned_from() -> None:
    unseen = read((PROJECT / "tests" / "gold" / "unseen.csv").read_text("utf-8"))
    known = {" ".join(each.text.casefold().split()) for each in examples() if each.subject}
    assert not [each.text for each in unseen if " ".join(each.text.casefold().split()) in known]


def test_codes_are_learned_from_the_examples() -> None:
    swapped = {"action.judicial": "action.data", "action.data": "action.judicial"}
    known = [each for each in examples() if "action" in each.codes][::5]  # enough to learn from
    other = [
        each._replace(codes={"action": tuple(swapped.get(c, c) for c in each.codes["action"])})
        for each in known
    ]
    column = [c.code for c in codebook("action")]
    said = []
    for these in (known, other):
        trained = train(these, ["action"])
        alike = likeness(["The court ruled on the appeal"], ["action"], trained)
        said.append(column[alike["action"].argmax()])
    assert said == ["action.judicial", "action.data"]


def test_codes_are_the_same_in_a_process_that_learns_anew(tmp_path: Path) -> None:
    other = {"PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "1", "XDG_CACHE_HOME": str(tmp_path)}
    texts = [each.text for each in examples()[::300]]
    program = (
        "import sys; from annual_review.codebook import Uncoded, code_each;"
        "print(code_each([Uncoded(t, None, ['measure', 'group']) for t in sys.argv[1:]]))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, *texts],
        env={**os.environ, **other},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    here = code_each([Uncoded(each, None, ["measure", "group"]) for each in texts])
    assert said.strip() == str(here)
    assert list(tmp_path.rglob("codes-*.joblib")), "kept for the next run"
