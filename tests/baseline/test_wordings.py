"""What the wordings of intentions say, by kind: verb, tense, degree, and what it is said of.

All answers are made up for tests.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from annual_review.forms.questionnaire import forms
from tests.conftest import classify

FORM = next(form for form in forms() if form.name == "principle")
MEANT = {
    "L": {"likely"},
    "U": {"under_consideration"},
    "R": {"unlikely", "not_intended"},  # which of the two is a matter of taste
    "?": {"unknown"},
}


ANSWERS = Path(__file__).with_name("wordings-of-intention.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line", [line for line in ANSWERS.splitlines() if line and not line.startswith("#")]
)
def test_intention_by_kind_of_wording(line: str) -> None:
    meant, text = line.split(maxsplit=1)
    instruments = ["C138", "C182"] if "two Conventions" in text else ["C138"]
    found = classify(text, "ratification_intention", FORM, instruments)
    assert set(found.values()) <= MEANT[meant]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ratification of C.138 Will Take Place Soon.", "likely"),
        ("The Instrument of Ratification Will Be Deposited with the ILO.", "likely"),
        ("Ratification Is Under Study.", "under_consideration"),
        ("The Government Does Not Intend To Ratify C.138.", "not_intended"),
        ("NO", "not_intended"),
    ],
)
def test_case_does_not_count_in_wordings(text: str, meant: str) -> None:
    assert classify(text, "ratification_intention", FORM, ["C138"]) == {"C138": meant}


@pytest.mark.parametrize(
    ("text", "c029", "c105"),
    [
        ("Fiji ratified the two Conventions in May 2001 (C.29: 4 May; C.105: 5 May).", "Y", "Y"),
        ("Fiji ratified both instruments in 2001 (C.29 on 4 May and C.105 on 5 May).", "Y", "Y"),
        ("Fiji: both ratified (C.29: 1960, C.105: 1961).", "Y", "Y"),
        ("The two Conventions on forced labour were ratified in 1961.", "Y", "Y"),
        ("Fiji ratified the two forced labour Conventions in 1974.", "Y", "Y"),
        ("Ratification of C.29 (1960) and C.105 (1962).", "Y", "Y"),
        ("Fiji acceded to C.29 and C.105 in 1960.", "Y", "Y"),
        ("C.29 (4 May 1974) and C.105 (6 June 1976).", "Y", "Y"),
        ("Fiji ratified in 1974 C.29 and, in 1976, C.105.", "Y", "Y"),
        ("Fiji ratified C.29 in 1974; the ratification of C.105 followed in 1976.", "Y", "Y"),
        ("Fiji did ratify C.29 in 1960 and C.105 in 1961.", "Y", "Y"),
        ("C.29 (ratified in 1960); C.105 (not ratified).", "Y", "N"),
        ("Fiji has ratified C.29, but has not done so for C.105.", "Y", "N"),
        ("While C.29 was ratified in 1960, C.105 has still to be ratified.", "Y", "N"),
        ("Fiji ratified C.29 in 1974. It is not bound by C.105.", "Y", "N"),
        ("C.29 is ratified, C.105 not.", "Y", "N"),
        ("Fiji has ratified C.29 alone.", "Y", "N"),
        ("Neither of the two Conventions on forced labour has been ratified.", "N", "N"),
        ("The two forced labour Conventions have not been ratified.", "N", "N"),
        ("Fiji has never acceded to C.29, nor is it bound by C.105.", "N", "N"),
        ("Fiji acceded to neither of the two Conventions.", "N", "N"),
        ("Fiji asked whether it is bound by C.29 and C.105.", "?", "?"),
        ("When did other States ratify C.29 and C.105?", "?", "?"),
        ("A workshop on the ratification of C.29 and C.105 took place in 2003.", "?", "?"),
        ("The debate on ratification of both Conventions was followed by elections.", "?", "?"),
        ("Convention No. 29 (1930) and Convention No. 105 (1957).", "?", "?"),
        ("Ratification of C.29 (1930) is planned.", "?", "?"),
        ("Fiji has nothing more to ratify.", "?", "?"),
        ("Fiji ratified the Abolition of Forced Labour Convention (C.105) It has not ratified C.29", "N", "Y"),
        # Texts that end within a title, or a sentence
        ("Fiji ratified C.29 in 1974. It has not ratified the Abolition of For", "Y", "N"),
        ("Fiji ratified C.29 in 1974. However, it has not yet ratified Abolition of F", "Y", "N"),
        ("Fiji ratified in 1974 the Forced L", "Y", "?"),
        ("Fiji has ratified neither the Forced Labour Convention, 1930 (No. 29), nor the Abolition", "N", "N"),
        ("Fiji has ratified neither the Forced Labour Con", "N", "N"),
        ("Fiji has ratified neither C.29 nor", "N", "N"),
        ("Fiji has ratified neither the Forced Marriage Protocol nor C.105.", "?", "N"),
        ("Fiji ratified the Right to Food Protocol and C.29.", "Y", "?"),
        ("Fiji ratified in 1974 the Forced Labour Ordinance of its neighbours.", "?", "?"),
        # What stands before a denial is about another treaty
        ("Fiji ratified the Slavery Convention in 1974, but neither C.29 nor C.105.", "N", "N"),
        ("Fiji ratified the Slavery Convention, but not C.29.", "N", "?"),
        ("Fiji acceded to the Slavery Convention in 1974 but not to C.29 and C.105.", "N", "N"),
        ("Fiji is party to the Slavery Convention but not yet to C.105.", "?", "N"),
        ("Fiji has denounced C.29, but not C.105.", "N", "?"),
        ("The Assembly has C.29 before it, but not C.105.", "?", "?"),
        ("Fiji has translated all the texts, but not C.105.", "?", "?"),
        ("Fiji ratified C.29 in 1974. It has not ratified the other Convention.", "Y", "N"),
        ("Neither of the two Conventions on the subject was ratified by Fiji.", "N", "N"),
        ("(a) C.29: YES (1974); and (b) C.105: NO.", "Y", "N"),
        ("Ratification of C.29: yes, 1974. Ratification of C.105: no.", "Y", "N"),
        ("NO: neither C.29 nor C.105", "N", "N"),
        ("NO as to C.105", "?", "N"),
        ("Convention No. 29 ratified (1974), Convention No. 105 still not.", "Y", "N"),
        ("Fiji notified the ratification of C.29 and C.105, which were registered in 2001.", "Y", "Y"),
        ("The instrument of ratification of C.105 reached Geneva in May; it was registered on 6 June 2001.", "?", "Y"),
        # What is voted is not yet ratified
        ("The Assembly approved the ratification of C.105, but the instrument has not been deposited.", "?", "?"),
        ("The ratification of C.105 has not yet been deposited.", "?", "N"),
        ("No instrument of ratification of C.105 has been received.", "?", "N"),
        ("Although the unions have asked for it since 1990, C.29 has not been ratified.", "N", "?"),
    ],
)  # fmt: skip
def test_status_by_kind_of_wording(text: str, c029: str, c105: str) -> None:
    said = {"Y": "ratified", "N": "not_ratified", "?": "unknown"}
    found = classify(text, "ratification_status", FORM, ["C029", "C105"])
    assert found == {"C029": said[c029], "C105": said[c105]}


@pytest.mark.parametrize(
    ("text", "c087", "c098"),
    [
        ("As far as C.87 is concerned, ratification is not possible at present; C.98 is under examination.", "R", "U"),
        ("The Government would examine C.87 first and C.98 later.", "U", "U"),
        ("The Government took note of C.87 and C.98. It intends to ratify them in 2009.", "L", "L"),
        ("C.98 will be ratified, whereas C.87 cannot be.", "R", "L"),
        ("In 2006 the Right to Work Act was amended so that C.98 will be ratified.", "?", "L"),
        ("In 2007 the Right Honourable Prime Minister announced that C.87 would be ratified.", "L", "?"),
        ("It will ratify the Right to Strike and Freedom of Association Conventions.", "L", "L"),
        ("The inability to ratify C.87 and C.98 has to do with the Police Act.", "R", "R"),
        ("C.87 cannot be ratified because of the Police Act, and C.98 because of the Port Act.", "R", "R"),
        ("C.87: not contemplated. C.98: to be submitted to Parliament.", "R", "L"),
        ("While C.87 is not a priority, C.98 has been submitted to Parliament for ratification.", "R", "L"),
        ("The Government intends to ratify C.98 and, thereafter, C.87.", "L", "L"),
        ("Neither C.87 nor C.98 will be ratified.", "R", "R"),
        ("Regarding C.87, a study is under way. Regarding C.98, the bill of ratification is in Parliament.", "U", "L"),
        ("As for C.87, the Government is still consulting; as for C.98, ratification is imminent.", "U", "L"),
        ("C.98 will be ratified soon. On the other hand, C.87 raises constitutional difficulties and cannot be ratified.", "R", "L"),
        ("Neither C.87 nor C.98 is being considered for ratification.", "R", "R"),
        ("None of the Conventions will be ratified.", "R", "R"),
        ("Neither C.87 nor C.98 has been submitted to Parliament.", "?", "?"),
        ("Neither the ratification of C.87 nor that of C.98 is envisaged.", "R", "R"),
        ("Neither C.87 nor C.98 is a priority for ratification.", "R", "R"),
        ("As regards C.87, yes. As regards C.98, no.", "L", "R"),
        ("C.98: no. C.87: yes, in 2009.", "L", "R"),
        ("C.87 is under study, as is C.98.", "U", "U"),
        ("C.87 and, at a later date, C.98 will be ratified.", "L", "L"),
        ("The Government intends to ratify C.87; as for C.98, it does not.", "L", "R"),
        ("Neither Convention is on the Government's agenda.", "R", "R"),
        ("Both Conventions to be ratified shortly.", "L", "L"),
        ("The Government will deposit the ratification of C.87 shortly; as to C.98, it has no plans.", "L", "R"),
        ("C.87 is under study. The same goes for C.98.", "U", "U"),
        ("C.87 would be against the Constitution and cannot be ratified. The same applies to C.98.", "R", "R"),
        ("The Government will ratify neither C.87 nor C.98.", "R", "R"),
        ("C.87 is under study, nor does the Government plan to ratify C.98.", "U", "R"),
        ("C.87 will be ratified together with C.98.", "L", "L"),
        ("C.98 will be ratified along with C.144 and C.154.", "?", "L"),
        ("The intention to ratify C.87 and C.98 has not changed.", "L", "L"),
        ("It intends to ratify all the fundamental Conventions, namely C.29 and C.98.", "?", "L"),
        ("It has not ratified C.98 but intends to do so. It will study C.87.", "U", "L"),
        ("The Government sees no difficulty in ratifying C.98. It cannot ratify C.87.", "R", "L"),
        ("The Government may wish to ratify C.87 later.", "U", "?"),
        ("The Cabinet revoked its decision not to ratify C.98 and now intends to do so.", "?", "L"),
        ("The Government may or may not propose to ratify C.87.", "U", "?"),
        ("It planned to ratify C.98. This is no longer the case.", "?", "R"),
        ("The Government put off indefinitely the ratification of C.87.", "R", "?"),
        ("The ratification bill for C.98 is before Parliament.", "?", "L"),
        ("The Government is gathering facts to decide whether to ratify C.87.", "U", "?"),
        # What others think is granted before the Government speaks
        ("Although employers object, the Government will ratify C.98.", "?", "L"),
        ("While the unions are in favour, the Government has no intention to ratify C.87.", "R", "?"),
        ("Although the Government has no plans, the unions support C.87.", "R", "?"),
        ("The Government of the Union will ratify C.98.", "?", "L"),
    ],
)  # fmt: skip
def test_intention_of_each_of_two(text: str, c087: str, c098: str) -> None:
    found = classify(text, "ratification_intention", FORM, ["C087", "C098"])
    assert found["C087"] in MEANT[c087]
    assert found["C098"] in MEANT[c098]
