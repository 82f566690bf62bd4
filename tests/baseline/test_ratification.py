"""What answers on ratification say: by wording, by instrument, by year and by who speaks.

All answers are made up for tests.
"""

from __future__ import annotations

import pytest

import annual_review as ar
from annual_review.baseline import parse, source
from annual_review.baseline.parse import Report
from annual_review.forms.questionnaire import forms
from annual_review.tables.tidy import rows as rows_of
from tests.conftest import classify, made_up

FORM = next(form for form in forms() if form.name == "principle")

LIKELY = """
    The Government intends to ratify C.138 in the course of next year.
    The authorities plan to ratify the Minimum Age Convention before the end of 2009.
    The Government hoped that Convention No. 138 would be ratified shortly.
    It is the Government's wish to ratify C138 as soon as possible.
    The Government reaffirmed its commitment to the ratification of C. 138.
    The Government wishes to receive ILO assistance in the ratification of C.138.
    The Government announced the forthcoming ratification of C.138.
    The Council of Ministers decided in March to ratify C.138.
    C.138 would be ratified as soon as the new Children's Act entered into force.
    Ratification of C.138 will take place after the adoption of the new Code.
    C.138 is about to be ratified.
    The Government would like to ratify C.138, subject to the adoption of a new Code.
    The Government's priority was the ratification of C.138.
    Ratification of C.138 was pending before the National Assembly.
    Ratification of C.138 is only a matter of time.
    The Government has shown interest in the ratification of C.138.
    The Government attached importance to ratifying C.138.
    C.138 is being translated before its submission to the Council of Ministers.
    National law is being brought into line with C.138 prior to its ratification.
    Upon the request of the CTU, the Government will ratify C.138.
    The Government reported that, after consulting the CTU, it intends to ratify C.138.
    The Government, the NEF and the CTU support the ratification of C.138.
    The Government indicated that the Council of Ministers supports ratification of C.138.
    Ratification by 2009 is planned.
    Ratification is imminent.
    It is likely that C.138 will be ratified.
    The Government repeated its support to the ratification of C.138.
    The Government has no objection to the ratification of C.138.
    The Government is in favour of ratifying C.138.
    The ratification procedure of C.138 has been initiated.
    C.138 is in the process of ratification.
    A draft law on the ratification of C.138 has been tabled in the National Assembly.
    C.138 is to be submitted to the People's Council for ratification.
    Parliament adopted a bill authorizing the ratification of C.138.
    C.138 has been approved by the Assembly and awaits the signature of the King.
    The instrument of ratification has been signed and will be deposited with the ILO.
    Ratification of C.138 is on the Government's agenda for 2009.
    After consultation with the social partners, the Government decided to ratify C.138.
    Ratification is not planned this year, but C.138 will be ratified in 2009.
    YES, since 2003.
    Yes, in the near future.
"""
UNDER_CONSIDERATION = """
    The Government would consider the ratification of C.138 after the elections.
    The Government has been considering C.138 since 2005.
    Discussions on the ratification of C.138 are ongoing.
    Consultations with the social partners on C.138 are under way.
    The Government was contemplating ratification of C.138.
    Ratification of C.138 needs further study.
    The Government is examining national law to determine whether it can ratify C.138.
    The Government was assessing the impact of C.138.
    The Government might ratify C.138 after the elections.
    C.138 could be ratified once the Labour Code is revised.
    The Government would review its older papers on the ratification of C.138.
    Ratification of C.138 was currently under evaluation and will be submitted to Parliament later.
    C.138: being examined by an inter-ministerial committee.
    The question of ratification is still under discussion.
    The Government is considering whether it can ratify C.138.
    The Government intends to consider ratifying C.138.
    The Government will give consideration to the ratification of C.138.
    The Government has decided to study the possibility of ratifying C.138.
    C.138 was discussed in the National Labour Council with a view to its possible ratification.
    Consultations on the ratification of C.138 are being held with the social partners.
    A study of national law and C.138 was submitted to the Cabinet.
    The issue of ratification of C.138 is before the Attorney General for advice.
    No decision has yet been taken as the Government is still studying C.138.
    YES, ratification of C.138 is under discussion.
    Ratification is not envisaged this year, but it is being examined.
    The Government is not against ratification, which is under examination.
"""
UNLIKELY = """
    Ratification of C.138 is unlikely in the near future.
    The Government is reluctant to ratify C.138.
    Ratification of C.138 is not necessary.
    Consideration of C.138 has been suspended.
    There is little likelihood that C.138 will be ratified.
    The Government is not yet in a position to ratify C.138.
    C.138 cannot be ratified because it is contrary to the Constitution.
    Ratification of C.138 is not a priority for the Government.
    It would be premature to ratify C.138.
    The present circumstances do not allow the ratification of C.138.
    National legislation prevents the Government from ratifying C.138.
"""
NOT_INTENDED = """
    NO. The Government considers that its legislation is sufficient.
    NO The present law is enough.
    The Government has no intention of ratifying C.138.
    The Government ruled out ratification of C.138.
    The Government did not see any need to ratify C.138.
    The Government would not like to ratify C.138.
    Ratification of C.138 is not contemplated.
    C.138 has been submitted to Parliament, which recommended against ratification.
    The Government does not envisage ratifying C.138.
    The Government is no longer considering the ratification of C.138.
    Ratification of C.138 was not contemplated.
    No ratification is envisaged.
    The Government maintained its decision not to ratify C.138.
    The Government would not ratify C.138.
    The Government is opposed to the ratification of C.138.
    The Government sees no need to ratify C.138.
"""
UNKNOWN = """
    NIL.
    No change report.
    There are no indications in the Government's report.
    The Government neither supports nor opposes ratification of C.138.
    The Government does not rule out ratification of C.138.
    The Government has not expressed any intention.
    The Government has not yet decided on the ratification of C.138.
    It has not yet been decided whether C.138 will be ratified.
    If Parliament agreed, C.138 could be ratified.
    The Government is reviewing its child labour legislation.
    The Government indicated that a labour code was submitted to Parliament.
    The Government organized a workshop on C.138.
    The Government intends to ratify the UN Convention on the Rights of the Child.
    The FETU supports the ratification of C.138. It hopes that C.138 will be ratified soon.
    Both the CTU and the NEF urged the Government to ratify C.138.
    According to the Employers' Federation: C.138 should be ratified.
    The workers' organizations hope that C.138 will be ratified soon.
    The employers' organizations are studying C.138.
    The National Union of Teachers is considering C.138.
    The Government reported that the social partners were in favour of ratification.
    The Government reported that the CTU supports ratification of C.138.
    The Government took note that the NEF wishes to ratify C.138.
    According to the Government, the CTU is in favour of ratification of C.138.
    Ratification of C.138 was supported by both the CTU and the NEF.
    There is support for ratification of C.138 among trade unions.
    As stated by the CTU, C.138 will be ratified.
    In the CTU's view, C.138 will be ratified.
"""


@pytest.mark.parametrize(
    ("text", "intention"),
    [
        (text.strip(), intention)
        for intention, texts in {
            "likely": LIKELY,
            "under_consideration": UNDER_CONSIDERATION,
            "unlikely": UNLIKELY,
            "not_intended": NOT_INTENDED,
            "unknown": UNKNOWN,
        }.items()
        for text in texts.strip().splitlines()
    ],
)
def test_intention_by_wording(text: str, intention: str) -> None:
    found = classify(text, "ratification_intention", FORM, ["C138"])
    assert found == {"C138": intention}


L, U, N, R, OPEN = "likely", "under_consideration", "not_intended", "unlikely", "unknown"


@pytest.mark.parametrize(
    ("text", "c087", "c098"),
    [
        ("YES, since 2000, for both C.87 and C.98.", L, L),
        ("YES, for both Conventions.", L, L),
        ("YES, for C.87 only.", L, OPEN),
        ("YES for C.87; NO for C.98.", L, N),
        ("NO, neither for C.87 nor for C.98.", N, N),
        ("C.87: under consideration. C.98: no intention to ratify.", U, N),
        ("The Government intends to ratify C.87, while ratification of C.98 is being studied.", L, U),
        ("The Government will ratify C.87 but has no intention of ratifying C.98.", L, N),
        ("The Government supports the ratification of all the ILO fundamental Conventions.", L, L),
        ("These instruments will be ratified by 2009.", L, L),
        ("C87 & C98 are in the process of being ratified.", L, L),
        ("Ratification of Conventions 87 and 98 is being considered.", U, U),
        ("There are no plans to ratify either Convention.", N, N),
        ("The Government is not in a position to ratify C.87. However, it intends to ratify C.98.", R, L),
        ("C.87 was submitted to Parliament. It is expected to be ratified this year.", L, OPEN),
        ("The Government will ratify C.87. The CTU also asked for C.98.", L, OPEN),
        ("The Government intends to ratify C.98 but not C.87.", N, L),
        ("C.87: YES C.98: NO", L, N),
        ("C.87: under consideration C.98: in process", U, L),
        ("The Government intends to ratify C.98 but not yet C.87.", OPEN, L),
        ("C.98 will be ratified, but C.87 will not.", N, L),
        ("C.98 has been submitted to Parliament, but not C.87.", OPEN, L),
        ("YES, for C.98 but not for C.87.", N, L),
        ("YES, but not before C.98 is ratified.", OPEN, L),
        ("It is too early to consider C.87; C.98 is being looked into.", R, U),
        ("It would ratify C.98 as soon as possible, and C.87 at a later stage.", L, L),
    ],
)  # fmt: skip
def test_intention_by_instrument(text: str, c087: str, c098: str) -> None:
    found = classify(text, "ratification_intention", FORM, ["C087", "C098"])
    assert found == {"C087": c087, "C098": c098}


YES, NO = "ratified", "not_ratified"


@pytest.mark.parametrize(
    ("text", "c029", "c105"),
    [
        ("It ratified C.29 in 1970 and C.105 in 1971. However, it denounced C.105 in 1985.", YES, NO),
        ("It ratified C.29 in 1962 and C.105 in 1964. However, it denounced the latter in 1985.", YES, NO),
        ("C.29 and C.105 were ratified in 1965. The latter was denounced in 1979.", YES, NO),
        ("It ratified C.29 in 1965. It also ratified C.105, but denounced it in 1979.", YES, NO),
        ("The instruments of ratification of C.29 and C.105 were deposited in 2002.", YES, YES),
        ("The ratification of C.29 was registered on 4 June 2001.", YES, OPEN),
        ("It is a party to C.29 but not to C.105.", YES, NO),
        ("C.29 has been in force since 1962.", YES, OPEN),
        ("The two Conventions have yet to be ratified.", NO, NO),
        ("Neither ratified.", NO, NO),
        ("C.29 has not been ratified. It ratified the CRC in 1995.", NO, OPEN),
        ("It has ratified C.29 and C.105 (C.105 subsequently denounced).", YES, NO),
        ("It ratified C.29 and C.105 in 1958 (C.105 was denounced in 1990).", YES, NO),
        ("It has ratified C.29 and C.105 (the latter was denounced in 1990).", YES, NO),
        ("It has ratified C.29 (C.29 was denounced in 1990) and C.105.", NO, YES),
        ("It ratified C.29 and C.105 (the TUC denounced violations of C.105).", YES, YES),
        ("It ratified C.29 and C.105 (violations of C.29 were denounced by workers).", YES, YES),
        ("It ratified C.29 and C.105 (neither C.29 nor C.105 was denounced).", YES, YES),
        ("It has ratified C.29 (2001) (C.105 not ratified).", YES, NO),
        ("It has not ratified C.29 (C.105 was ratified in 1998).", NO, YES),
        ("The Forced Labour Convention (C.29, not ratified) and C.105 (ratified in 2001).", NO, YES),
        ("It has not ratified C.29 (nor C.105, which few States have ratified).", NO, NO),
        ("C.29 ratified in 2003 C.105 not ratified", YES, NO),
        ("C.29 – ratified (2003) C.105 – not ratified", YES, NO),
        ("Convention No. 29: ratified on 5 May 2003 Convention No. 105: not ratified", YES, NO),
        ("C.29 (ratified in 2001) C.105 (not ratified)", YES, NO),
        ("Not yet ratified: C.29 Ratified: C.105 (2002)", NO, YES),
        ("C.29 (1930) C.105 (1957): not ratified", NO, NO),
        ("C.29: YES (2003). C.105: NO.", YES, NO),
        ("C.29: YES, on 2 May 2001. C.105: YES (2001).", YES, YES),
        ("C.29: YES (1930).", OPEN, OPEN),
        ("It has ratified C.29, C.105 subsequently denounced.", YES, NO),
        ("It ratified C.29 in 1959, denounced it in 1972 and ratified it again in 1995.", YES, OPEN),
        ("It denounced C.29 in 1972 and has not ratified it again.", NO, OPEN),
        ("C.29 has not been denounced by Fiji, which ratified it in 1960.", YES, OPEN),
        ("It is considering the denunciation of C.29.", OPEN, OPEN),
        ("It withdrew from C.29 in 1981. In 1983, it ceased to be bound by C.105.", NO, NO),
        ("It ratified only C.29.", YES, NO),
        ("It ratified only C.29 in 1960. C.105 was ratified in 1975.", YES, YES),
        ("It ratified C.29 only in 1960.", YES, OPEN),
        ("It has ratified only six Conventions.", OPEN, OPEN),
        ("All fundamental Conventions have been ratified except C.105.", YES, NO),
        ("It has ratified all Conventions, except for C.29 and C.105.", OPEN, OPEN),
        ("No Conventions have been ratified except C.105.", OPEN, OPEN),
        ("Not yet ratified.", NO, NO),
        ("C. 29 ratified (2.6.1965); C. 105 not yet.", YES, NO),
        ("Ratification of C.105 is still pending.", OPEN, NO),
        ("It ratified C.29 and C.105 on 4 May 1992, but denounced neither.", YES, YES),
        ("It denounced C.29, and C.105 was ratified.", NO, YES),
        ("C.29 (1977): ratified. C.105 (1957): not ratified.", YES, NO),
        ("C.29 (19 July 1977): ratified. C.105: in the process of ratification.", YES, OPEN),
        ("C.29 (1977) – YES C.105 (1957) – NO", YES, NO),
        ("It ratified No. 29 in 1968 but not Convention 105 on the Abolition of Forced Labour.", YES, NO),
        ("Fiji ratified the Convention against all Forms of Torture (1984) but neither of the two ILO Conventions.", NO, NO),
        ("None of the two Conventions has been ratified until 2001, when C.105 was.", NO, YES),
        ("It was the first State of the region to ratify C.29, in 1966.", YES, OPEN),
        ("It has ratified C.29 (1964). C.105 is still pending.", YES, NO),
        ("It ratified C.29 in 1964, while C.105 is pending before Parliament.", YES, NO),
        ("C.105 is awaiting ratification; C.29 was ratified in 1999.", YES, NO),
        ("C.105 still awaits ratification.", OPEN, NO),
        ("C.29 had been awaiting ratification since 1990 and was ratified in 2001.", YES, OPEN),
        ("C.29 was ratified in 1999. A report on C.105 is still pending.", YES, OPEN),
        ("C.29 is no longer pending.", OPEN, OPEN),
        ("C.29 is pending.", OPEN, OPEN),
        ("C.29 was ratified in 2000. C.29 is still pending in the courts.", YES, OPEN),
        ("C.29 was ratified in 2000. A declaration on C.29 awaits ratification.", YES, OPEN),
        ("C.29 was pending until 2001, when it was ratified.", OPEN, OPEN),
        ("It ratified C.29 in 1962 and C.105 in 1963, but denounced the former in 1985.", NO, YES),
        ("C.29 and C.105 were ratified in 1963, but the latter was later denounced.", YES, NO),
        ("It ratified C.29 in 1962 and C.105 in 1963 and later denounced the former.", NO, YES),
        ("It ratified C.29 in 1962 and C.105 in 1963, but has not denounced the former.", OPEN, OPEN),
        ("It ratified C.29 in 1962 and C.105 in 1963, but may denounce the latter.", OPEN, OPEN),
        ("It ratified C.29 in 2001 and C.105 in 2000 (minimum age specified: 14 years).", YES, YES),
        ("It ratified C.29 in 1959 and C.105 in 1963 (based on information in GB.286/LILS/9).", YES, YES),
        ("It ratified C.29 in 1999 and C.105 in 2003, after a seminar of the ILO.", YES, YES),
        ("It ratified C.29 in 1970 and C.105 the year before.", YES, YES),
        ("It ratified C.29 in 1970 and C.105 in 2009, according to plan.", YES, OPEN),
        ("It ratified C.29 in 1970 and C.105 in 2009, after the adoption of the Bill.", YES, OPEN),
        ("It ratified C.29 in 1970 and C.105 in 2010 (planned).", YES, OPEN),
        ("It ratified C.29 in 1970 and C.105 in 1971 (since denounced).", YES, NO),
        ("Fiji ratified C.29 in 1968 It has not ratified C.105", YES, NO),
        ("Fiji ratified C.29 in 2000 C.105 has not been ratified", YES, NO),
        ("Fiji has not ratified C.29 It ratified C.105 in 1970", NO, YES),
        ("Fiji ratified C.29 in 1968 Fiji also ratified C.105 in 1970", YES, YES),
        ("Although the UK ratified C.29 in 1931 Fiji has not ratified C.105", OPEN, OPEN),
        ("Of the States that ratified C.29 in 1968 Fiji ratified C.105 last", OPEN, OPEN),
        ("Unlike C.29, which it ratified in 1961, Fiji has not ratified C.105.", YES, NO),
        ("Unlike C.29, C.105 has not been ratified.", OPEN, NO),
        ("Unlike others, Fiji has ratified C.105.", OPEN, YES),
        ("Unlike its neighbours, which have ratified C.29 and C.105, Fiji is studying them.", OPEN, OPEN),
        ("Unlike C.29, which the UK ratified on behalf of Fiji, C.105 was never discussed.", OPEN, OPEN),
        ("It ratified C.29 in 1961 but has failed to ratify C.105.", YES, NO),
        ("It has not failed to ratify C.29.", OPEN, OPEN),
    ],
)  # fmt: skip
def test_status_by_instrument(text: str, c029: str, c105: str) -> None:
    found = classify(text, "ratification_status", FORM, ["C029", "C105"])
    assert found == {"C029": c029, "C105": c105}


# ---- by year ------------------------------------------------------------------------------------


def child_labour(status: str, intention: str) -> Report:
    """A baseline on child labour with these answers on ratification."""
    answers = {"ratification_status": status, "ratification_intention": intention}
    subject = "THE EFFECTIVE ABOLITION OF CHILD LABOUR (CL)"
    text = made_up(answers, "FIJI (2003-2007)", subject, form_name="principle")
    return parse.parse(source.from_bytes(text.encode(), "made-up.txt"))


def intentions(report: Report, instrument: str) -> dict[int, str]:
    """What is intended with an instrument in each year."""
    said = rows_of(report)["ratification"]
    return {each["year"]: each["intention"] for each in said if each["instrument"] == instrument}


C182_RATIFIED = "Fiji ratified C.182 in 2002. However, it has not ratified C.138."


def test_a_year_with_a_statement_of_its_own_is_decided_by_it_alone() -> None:
    report = child_labour(
        C182_RATIFIED,
        "YES, for C.138.\n2006 AR: C.138 is being studied.\n2004 AR: No intention to ratify C.138.",
    )
    assert intentions(report, "C138") == {2003: L, 2004: N, 2005: L, 2006: U, 2007: L}
    rows = ar.tidy([report]).ratification.set_index(["instrument", "year"])
    assert rows.loc[("C138", 2006), "text"] == f"{C182_RATIFIED} C.138 is being studied."


def test_a_yes_since_a_year_says_nothing_on_the_years_before() -> None:
    for yes in (
        "YES, since 2005, for C.138.",
        "YES, for C.138 since 2005.",
        "C.138: YES, since 2005.",
        "YES, since the 2005 Annual Review (AR), for C.138.",
    ):
        report = child_labour(C182_RATIFIED, yes)
        assert intentions(report, "C138") == {2003: OPEN, 2004: OPEN, 2005: L, 2006: L, 2007: L}
    each = child_labour("It has ratified neither.", "C.138: YES, since 2005. C.182: NO.")
    assert intentions(each, "C138")[2004] == OPEN
    assert intentions(each, "C182")[2004] == N


@pytest.mark.parametrize(
    "answer",
    [
        "YES, since 2004 for C.138 and since 2006 for C.182.",
        "YES, for C.138, since 2004, and for C.182, since 2006.",
        "YES: since 2004 for C.138; since 2006 for C.182.",
        "YES, since 2004 (C.138) and 2006 (C.182).",
        "YES, since 2004 (C.138) and since 2006 (C.182).",
        "YES, since 2004 for C.138 and 2006 for C.182.",
        "YES, since the 2004 AR (C.138) and the 2006 AR (C.182).",
        "YES, since 2004 for C.138\nYES, since 2006 for C.182",
        "YES, since 2004, for the Minimum Age Convention, 1973 (No. 138), and since 2006 for C.182",
        "YES, since 2004, for C.138 and, since 2006, for C.182.",
    ],
)
def test_a_yes_can_be_for_each_instrument_since_a_year_of_its_own(answer: str) -> None:
    report = child_labour("It has ratified neither.", answer)
    assert intentions(report, "C138") == {2003: OPEN, 2004: L, 2005: L, 2006: L, 2007: L}
    assert intentions(report, "C182") == {2003: OPEN, 2004: OPEN, 2005: OPEN, 2006: L, 2007: L}


@pytest.mark.parametrize(
    "answer",
    [
        "YES, since 2004 for C.138; NO, since 2006 for C.182",
        "YES, since 2004 for C.138, and NO, since 2006, for C.182",
    ],
)
def test_a_no_stays_one_behind_a_yes(answer: str) -> None:
    report = child_labour("It has ratified neither.", answer)
    assert intentions(report, "C138") == {2003: OPEN, 2004: L, 2005: L, 2006: L, 2007: L}
    assert intentions(report, "C182") == {2003: OPEN, 2004: OPEN, 2005: OPEN, 2006: N, 2007: N}


def test_what_happened_since_another_year_is_no_other_answer() -> None:
    report = child_labour(
        "NIL", "YES, since 2004 for C.138 and since 2006 no law has been drafted."
    )
    assert set(intentions(report, "C182").values()) == {OPEN}


def test_what_decided_is_shown_as_it_is_printed() -> None:
    answer = "YES, since 2004 for C.138, and since 2006 for C.182. NO for C.29"
    rows = ar.tidy([child_labour("NIL", answer)]).ratification
    shown = dict(zip(rows["year"], rows["text"], strict=True))
    assert shown[2004] == "NIL YES, since 2004 for C.138, NO for C.29"
    assert shown[2006] == f"NIL {answer}"


def test_a_no_in_capitals_within_a_sentence_is_no_answer() -> None:
    report = child_labour(
        "It has ratified C.182.", "There is NO obstacle to the ratification of C.138."
    )
    assert intentions(report, "C138") == dict.fromkeys(range(2003, 2008), L)


@pytest.mark.parametrize(
    ("answer", "years"),
    [
        ("YES, in 2005, for C.138", {2005: L}),
        ("YES (2005 AR).", {2005: L}),
        ("YES, in 2005 and 2007 ARs.", {2005: L, 2007: L}),
        ("YES, as of 2006", {2006: L, 2007: L}),
        ("YES, 2006 onwards", {2006: L, 2007: L}),
        ("C.138: YES, from 2004 to 2006.", {2004: L, 2005: L, 2006: L}),
        ("YES, until 2004", {2003: L, 2004: L}),
        ("YES in 2005, NO in 2007.", {2005: L, 2007: N}),
        ("YES for C.182 (2003); NO for C.138.", dict.fromkeys(range(2003, 2008), N)),
        ("YES, by 2005", dict.fromkeys(range(2003, 2008), L)),
        ("YES, in 2012", dict.fromkeys(range(2003, 2008), L)),
        ("YES, for C.138 (1973)", dict.fromkeys(range(2003, 2008), L)),
    ],
)
def test_a_yes_for_some_years_says_nothing_on_the_others(
    answer: str, years: dict[int, str]
) -> None:
    expected = dict.fromkeys(range(2003, 2008), OPEN) | years
    assert intentions(child_labour(C182_RATIFIED, answer), "C138") == expected


def test_a_reply_follows_no_instrument_that_a_yes_names_for_another_year() -> None:
    report = child_labour(
        "It has ratified neither.", "YES, in 2007, for C.182\n2005 AR: Under consideration."
    )
    assert [intentions(report, each)[2005] for each in ("C138", "C182")] == [U, U]


@pytest.mark.parametrize(
    ("reply", "intention"),
    [
        ("With regard to C.138, the institutions concerned will meet.", OPEN),
        ("C.138 poses problems with the Penal Code.", OPEN),
        ("The time has its price.", OPEN),
        ("The Act covers C.138, the Code C.182.", OPEN),
        ("C.182 is applied by a new Act.", L),
        ("NIL", L),
        ("As above.", L),
        ("No change.", L),
    ],
)
def test_a_reply_that_is_not_understood_is_not_replaced_by_a_general_yes(
    reply: str, intention: str
) -> None:
    report = child_labour(C182_RATIFIED, f"YES.\n2005 AR: {reply}")
    assert intentions(report, "C138") == dict.fromkeys(range(2003, 2008), L) | {2005: intention}


def test_an_intention_that_names_nothing_is_for_what_is_left_to_ratify() -> None:
    report = child_labour(C182_RATIFIED, "YES.")
    assert set(intentions(report, "C138").values()) == {L}
    assert set(intentions(report, "C182").values()) == {OPEN}
    neither = child_labour("It has ratified neither C.138 nor C.182.", "YES.")
    assert set(intentions(neither, "C138").values()) == {L}
    assert set(intentions(neither, "C182").values()) == {L}


def test_an_intention_that_names_nothing_follows_the_instruments_that_a_yes_names() -> None:
    report = child_labour(
        "It has ratified neither C.138 nor C.182.",
        "YES, for C.182.\n2006 AR: The matter is under study.",
    )
    assert intentions(report, "C182")[2006] == U
    assert intentions(report, "C138")[2006] == OPEN


def test_no_change_means_the_intention_of_the_year_before() -> None:
    report = child_labour(C182_RATIFIED, "2005 AR: C.138 is being studied.\n2006 AR: No change.")
    assert intentions(report, "C138") == {2003: OPEN, 2004: OPEN, 2005: U, 2006: U, 2007: OPEN}


@pytest.mark.parametrize(
    "reply",
    ["Same reply as in 2003.", "The Government confirmed what it had said in its 2003 report."],
)
def test_a_reply_that_names_an_earlier_year_means_what_was_said_then(reply: str) -> None:
    told = "2003 AR: C.138 is being studied.\n2004 AR: C.138 will be ratified."
    report = child_labour(C182_RATIFIED, f"{told}\n2005 AR: {reply}\n2006 AR: No change.")
    assert intentions(report, "C138") == {2003: U, 2004: L, 2005: U, 2006: U, 2007: OPEN}


@pytest.mark.parametrize(
    ("intention", "c182"),
    [
        ("YES, but not for C.182.", N),
        ("YES, except C.182.", N),
        ("YES, though not for C.182 yet.", OPEN),
    ],
)
def test_a_yes_with_an_exception_is_for_the_others(intention: str, c182: str) -> None:
    report = child_labour("It has ratified neither C.138 nor C.182.", intention)
    assert intentions(report, "C138")[2003] == L
    assert intentions(report, "C182")[2003] == c182


@pytest.mark.parametrize(
    "reply",
    [
        "No change in 2006.",
        "No change since 1999.",
        "Unchanged.",
        "There is no change with regard to the ratification of C. 138 and C. 182.",
        "The Government reported that there had been no change in its position on ratification.",
    ],
)
def test_no_change_repeats_the_year_before_unless_it_names_an_earlier_one(reply: str) -> None:
    told = "2004 AR: C.138 is being studied.\n2005 AR: C.138 will be ratified."
    report = child_labour(C182_RATIFIED, f"{told}\n2006 AR: {reply}")
    assert intentions(report, "C138")[2006] == L


def test_no_change_in_an_intention_repeats_even_a_refusal() -> None:
    told = "2004 AR: The Government has no intention to ratify C.138."
    report = child_labour(
        C182_RATIFIED, f"{told}\n2005 AR: There is no change in its intention to ratify C.138."
    )
    assert intentions(report, "C138")[2005] == N


def test_no_change_after_a_reply_that_is_not_understood_is_not_understood_either() -> None:
    report = child_labour(
        C182_RATIFIED, "YES.\n2004 AR: C.138 is on everybody's lips.\n2005 AR: No change."
    )
    assert intentions(report, "C138") == {2003: L, 2004: OPEN, 2005: OPEN, 2006: L, 2007: L}


def test_no_change_means_the_status_of_the_year_before() -> None:
    report = child_labour(
        "2004 AR: C.182: ratified. C.138: not ratified.\n2005 AR: No change.", "NIL"
    )
    rows = ar.tidy([report]).ratification.set_index(["instrument", "year"])["status"]
    assert [rows["C182", year] for year in (2004, 2005, 2006)] == [YES, YES, OPEN]
    assert [rows["C138", year] for year in (2004, 2005, 2006)] == [NO, NO, OPEN]


def test_a_protocol_to_a_regional_charter_is_not_that_of_2014() -> None:
    text = "It ratified C.29 in 1959 and the Protocol to the African Charter in 2007."
    found = classify(text, "ratification_status", FORM, ["C029", "P029"])
    assert found == {"C029": YES, "P029": OPEN}


def test_a_year_in_which_only_an_organization_speaks_has_the_general_intention() -> None:
    report = child_labour(
        C182_RATIFIED,
        "YES, for C.138.\n2006 AR: The FTUC opposed ratification of C.138.",
    )
    assert intentions(report, "C138")[2006] == L


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("No new information was provided.", L),
        ("As stated in the 2004 AR.", L),
        ("The Government reiterated its previous statement.", L),
        ("The Government confirmed its previous refusal.", OPEN),
        ("As indicated in 2004, C.138 cannot be ratified.", "unlikely"),
    ],
)
def test_only_a_reply_that_adds_nothing_leaves_a_general_yes(reply: str, expected: str) -> None:
    report = child_labour(C182_RATIFIED, f"YES, for C.138.\n2005 AR: {reply}")
    assert intentions(report, "C138")[2005] == expected


def test_an_unclear_statement_on_ratification_is_not_overruled_by_a_general_yes() -> None:
    report = child_labour(C182_RATIFIED, "YES, for C.138.\n2006 AR: Ratifying C.138 has its price.")
    assert intentions(report, "C138")[2006] == OPEN


@pytest.mark.parametrize(
    ("intention", "expected"),
    [
        ("YES (2004–06).", [OPEN, L, L, L, OPEN]),
        ("NO, in 2004. YES.", [L] * 5),
        ("The Government intends to ratify C.138 but cannot give a date.", [L] * 5),
        ("The Government cannot say when it will ratify C.138.", [OPEN] * 5),
        ("Obstacles were identified for ratification of C.138.", [OPEN] * 5),
        ("C.138 will follow international practice.", [OPEN] * 5),
        (
            "C.138 cannot be ratified, and C.182" + " because of mills" * 40 + " 3.5.",
            ["unlikely"] * 5,
        ),
        (f"YES.\n2005 AR: As above {'a' * 3000} b c d e.", [L, L, OPEN, L, L]),
    ],
)
def test_intentions_of_five_years(intention: str, expected: list[str]) -> None:
    found = intentions(child_labour(C182_RATIFIED, intention), "C138")
    assert list(found.values()) == expected


@pytest.mark.parametrize(
    "long", ["-" * 400, "in-" * 400, "the mill - " * 200, "word'" * 300, "have " * 300]
)
def test_words_without_an_end_are_read(long: str) -> None:
    text = f"{long} C.138 will be ratified soon."
    assert classify(text, "ratification_intention", FORM, ["C138"])["C138"] in (L, OPEN)
