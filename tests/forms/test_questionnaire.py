"""The forms say what their fields mean, and a key that is missing or unknown is an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from annual_review.codebook import choices
from annual_review.forms import questionnaire
from annual_review.forms.questionnaire import fields, form_from, forms, subjects

FORM = """
form: made_up
language: en
since: 2020
subjects:
  - {subject: FL, name: Forced labour, called: forced labour, short: Forced labour, principle: FL,
     instruments: [C029], titles: [Forced labour]}
sections:
  - section: progress
    labels: [PROGRESS]
    parts:
      - group: exercise
        labels: [Exercise]
        parts:
          - {field: prevention, short: Prevention, items: measures, area: prevention, labels: [To prevent]}
  - {field: governing_body, short: Governing Body, labels: [GOVERNING BODY]}
"""


def made_up(found: str = "", instead: str = "") -> Mapping[str, Any]:
    assert found in FORM
    data: Mapping[str, Any] = yaml.safe_load(FORM.replace(found, instead))
    return data


def test_a_form_is_what_its_file_says() -> None:
    prevention, governing_body = form_from(made_up()).fields
    assert (prevention.short, prevention.items, prevention.area) == (
        "Prevention",
        "measures",
        "prevention",
    )
    assert (governing_body.section, governing_body.speaker) == ("governing_body", "government")


@pytest.mark.parametrize(
    ("found", "instead", "message"),
    [
        ("since: 2020", "", "the form 'made_up' lacks 'since'"),
        ("since: 2020", "since: 2020\nuntil: 2021", "the form 'made_up' has 'until', which is no key"),
        ("called: forced labour, ", "", "the subject 'FL' lacks 'called'"),
        ("principle: FL,", "principle: FL, principel: FL,", "the subject 'FL' has 'principel'"),
        ("labels: [PROGRESS]", "label: [PROGRESS]", "the section 'progress' lacks 'labels'"),
        ("labels: [Exercise]", "labels: [Exercise]\n        short: Exercise", "the group 'exercise' has 'short'"),
        ("short: Prevention, ", "", "the field 'prevention' lacks 'short'"),
        (", area: prevention", "", "the field 'prevention' lacks 'area'"),
        ("items: measures, ", "", "the field 'prevention' has 'area'"),
        ("labels: [To prevent]", "labels: [To prevent], ask: laws", "the field 'prevention' has 'ask'"),
        ("items: measures", "items: mesures", "the field 'prevention' has 'area'"),
        ("items: measures, area: prevention", "items: mesures", "has 'items: mesures'; expected measures or"),
        ("items: measures", "items: measures, asks: law", "has 'asks: law'; expected laws"),
        ("field: governing_body", "feild: governing_body", "the field 'None' lacks 'field'"),
    ],
)  # fmt: skip
def test_a_missing_or_unknown_key_or_value_is_an_error(
    found: str, instead: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        form_from(made_up(found, instead))


def test_forms_that_differ_on_a_field_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    other = form_from(made_up("short: Prevention", "short: Measures"))
    monkeypatch.setattr(questionnaire, "forms", lambda: (*forms(), other))
    with pytest.raises(ValueError, match="the field 'prevention' has another 'short'"):
        fields.__wrapped__()


def test_short_names_tell_fields_and_subjects_apart() -> None:
    for shown in (fields(), subjects()):
        names = [each.short for each in shown.values()]
        assert len(set(names)) == len(names)


def test_every_area_has_a_code_for_other_measures() -> None:
    areas = {each.area for each in fields().values() if each.area}
    assert {f"{area}.other" for area in areas} == {
        code for code in choices("measure") if code.endswith(".other")
    }
