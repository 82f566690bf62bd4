"""What the wordings of intentions say, by kind: verb, tense, degree, and what it is said of.

All answers are made up for tests.
"""

from __future__ import annotations

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

DENIED_AND_DECIDED = """
    L Nothing hinders the ratification of C.138.
    L No provision of the Constitution stands in the way of ratifying C.138.
    L There is nothing in national law that would prevent ratification of C.138.
    L There was nothing to stop the country from ratifying C.138.
    L No law of the country was an obstacle to the ratification of C.138.
    L The Government sees no reason not to ratify C.138.
    L C.138 will be ratified no later than June 2011.
    L There is no doubt that C.138 will be ratified.
    R The new administration does not regard C.138 as a priority.
    R Ratification of C.138 was not treated as a priority.
    R C.138 has never been seen as a priority matter.
    R No priority has been given to the ratification of C.138.
    R The Government does not attach priority to ratifying C.138.
    R C.138 is not among the priorities of the Government.
    U The Labour Council will advise the President on whether or not C.138 should be ratified.
    U A commission was examining whether or not to ratify C.138.
    U The Cabinet is weighing whether the country should ratify C.138 or not.
    U The Council was asked for its advice as to whether or not to ratify C.138.
    U A memorandum on whether to accede to C.138 is being drafted.
    U More detailed analysis of C.138 is needed before any ratification can be decided.
    U A comparison of C.138 with the Children's Act must be completed before ratification is decided upon.
    U Further consultations on C.138 are necessary before a decision on ratification can be made.
    ? The Government has not decided on the ratification of C.138.
    ? The Cabinet has not decided whether to ratify C.138.
    ? The Cabinet has decided neither whether nor when to ratify C.138.
    ? The Government is not opposed to the ratification of C.138.
    L The Government has decided on ratification of C.138.
    R The Government decided not to ratify C.138.
    ? A Children's Code will be submitted to Parliament in May.
    ? Awaiting the adoption of the new Children's Code, the Government takes note of C.138.
    ? A Bill on the lines of C.138 was tabled in Parliament.
    ? The Labour Code, which takes account of C.138, has been adopted by Parliament.
    U Until the Labour Bill, now before the Senate, is passed, C.138 will be kept under examination.
    U While the Code awaits the approval of the Senate, the Government has C.138 under study.
    L The Bill to ratify C.138 has been passed.
    L Parliament passed the bill on ratification of C.138.
    L The adoption of the Children's Act opens the way to ratification of C.138.
    L The new Code paved the way for ratifying C.138.
    L The way is clear for the ratification of C.138.
    L C.138 was translated and will be submitted to Parliament.
    L The question of ratifying C.138 has been put to the National Assembly for approval.
"""
ON_ITS_WAY = """
    L The two Conventions on the abolition of child labour shall be ratified.
    L The ratification of C.138 has obtained the approval of the King.
    L C.138 received the consent of the Senate in May.
    L The President has given the go-ahead for ratification of C.138.
    L The Cabinet granted its consent to the ratification of C.138.
    L The Prime Minister's agreement to ratify C.138 was obtained in March.
    L Parliamentary approval for the ratification of C.138 has been secured.
    L The King signified his assent to C.138.
    L Ratification of C.138 is in its final phase.
    L The procedure for C.138 has reached its last stage.
    L The ratification process is at a very advanced stage.
    L Ratification of C.138 is now merely a question of weeks.
    L Ratification of C.138 is nearing completion.
    L The Senate is to vote on C.138 in the autumn.
    L C.138 will be put to the vote in Parliament as soon as the session opens.
    L The Government has resolved to ask the Assembly for permission to ratify C.138.
    L The Ministry sought the Cabinet's authority to ratify C.138.
    L Parliament will be requested to authorize the ratification of C.138.
    L C.138 is first in line for ratification.
    L C.138 is on the list of instruments to be ratified next year.
    L C.138 has been put forward for ratification.
    L C.138 has been scheduled for ratification next spring.
    L The Ministry of Foreign Affairs was instructed to prepare the ratification of C.138.
    L The country is on track to ratify C.138.
    ? The ratification of C.138 has not received the approval of the Senate.
    ? Parliament gave its approval to the Children's Code.
"""
OPEN = """
    U C.138 is one of the instruments that the Ministry has been closely studying.
    U C.138 remained under examination because of the school leaving age.
    U C.138 poses other questions, and the Ministry still has it under study.
    U Ratification of C.138 under review.
    U The Ministry keeps the ratification of C.138 under constant review.
    U A working party is looking at the pros and cons of C.138.
    U The ministries are discussing the advantages and drawbacks of ratifying C.138.
    U The matter of C.138 is still open.
    U The issue of ratification remains unresolved.
    U C.138 will be taken up by the Labour Council in its next session.
    U The Government would first hear the provinces, and only after that take a decision on C.138.
    U The Government wants to hear the provinces before deciding on the ratification of C.138.
    U The Ministry is drawing up a report on whether C.138 can be ratified.
    U The new Minister needs to acquaint herself with C.138 before she takes a decision.
    U A first analysis of C.138 is being carried out.
    U For C.138, a legal study is under way.
    U The Ministry has asked for the views of the provinces on C.138.
    U Comments of the other ministries on C.138 are being gathered.
    U The Government is seeking the opinion of the Attorney General on C.138.
    U As to C.138, the Government is undecided and pursues its study.
    U No final decision has been reached on the ratification of C.138.
    U A decision on the ratification of C.138 is still pending.
    U The Government is not yet certain about C.138 and is continuing its examination.
    U A feasibility study on ratification has been commissioned.
    ? The Government has asked for the views of the provinces on the Children's Act.
    ? A study of child labour in mines is being carried out.
    ? The country is drafting a Code, which the Senate is examining.
"""
NOT_NOW = """
    R The Government believes that the time is not right for the ratification of C.138.
    R The moment to ratify C.138 had not yet come.
    R This is not the time to ratify C.138.
    R The ban on strikes stands in the way of ratifying C.138.
    R Ratification would not be reasonable while schools are lacking.
    R It is not realistic to ratify C.138 at this stage.
    R Ratification of C.138 is not feasible at present.
    R It is too soon to ratify C.138.
    R Ratification of C.138 would be untimely.
    R There are at present no plans for ratification.
    R The Government has ruled the ratification of C.138 out.
    R There is no prospect of ratifying C.138.
    R The Government is not convinced of the need to ratify C.138.
    R The Government does not favour ratification of C.138.
    R The Government has given up the idea of ratifying C.138.
    R The Government could not contemplate ratification of C.138.
    R The ratification of C.138 has been put on hold indefinitely.
    R Ratification of C.138 would be superfluous.
    R The Government has no prospect of ratifying C.138 in the near future.
    R The Constitution does not permit the country to ratify C.138.
"""
OTHER_WORDS = """
    L The Government has taken the decision to become a party to C.138.
    L The Government will accede to C.138.
    L The country is about to become party to C.138.
    L The Government will adhere to C.138 next year.
    L The ratification file of C.138 has been sent to the Presidency.
    L The draft ratification act is with the Secretariat General of the Government.
    L C.138 was laid before Parliament in June.
    L The Senate has already adopted C.138; the Chamber will do so in spring.
    L The Lower House has voted in favour of ratification.
    L The Government has every intention of ratifying C.138.
    L It is the firm intention of the Ministry that C.138 be ratified.
    L There is political will to ratify C.138.
    L The Government reaffirmed its resolve to become party to C.138.
    L Ratification of C.138 can be expected before the end of the year.
    L C.138 should be ratified by the end of 2009.
    L The Government is confident that C.138 will be ratified.
    L It is hoped that ratification will be completed by June.
    L The Government is working towards ratification of C.138.
    L Work on the ratification of C.138 has begun.
    L The ratification bill is being drafted.
    L Procedures for ratifying C.138 have been set in motion.
    L All that remains is to deposit the instrument of ratification.
    L The instrument of ratification has been prepared.
    L The Government has undertaken to ratify C.138.
    L The President signed the law on the ratification of C.138.
    L The Labour Advisory Council recommended the ratification of C.138 and the Minister agreed.
    L The Government sees ratification of C.138 as a priority.
    L Ratification of C.138 ranks high on the agenda of the Government.
    L The Government remains in favour of the ratification of C.138.
    L The Government gave an undertaking that C.138 would be ratified.
    L The Cabinet has agreed in principle to the ratification of C.138.
    L The Cabinet agreed to ratify C.138.
    L C.138 has been accepted by the Cabinet.
    L The Government has set 2010 as the date for ratification.
    L A timetable for ratification of C.138 has been adopted.
    L The national action plan provides for the ratification of C.138.
    L Ratification of C.138 forms part of the Decent Work Country Programme.
    L Ratification of C.138 is included in the Government's programme.
    L Once the amendments are adopted, C.138 will be ratified.
    L The Government is ready to ratify C.138.
    L C.138 is awaiting ratification by Parliament.
    L A proposal to ratify C.138 has been submitted to the Council of Ministers.
    L The Ministry has recommended to the Cabinet that C.138 be ratified.
    L The competent authorities are taking the necessary measures for ratification.
    L Ratification of C.138 should follow shortly.
    L The Government will take the necessary steps to ratify C.138.
    U The Government is giving thought to the ratification of C.138.
    U The Ministry has begun to look at C.138.
    U A tripartite working group was set up to examine C.138.
    U C.138 has been referred to the Law Reform Commission for its opinion.
    U C.138 is before the Tripartite Committee for discussion.
    U The compatibility of C.138 with national law is being checked.
    U The Government is checking the conformity of its laws with C.138.
    U The Government has commissioned a study on the implications of C.138.
    U The Ministry of Justice has been asked for its opinion on C.138.
    U The legal opinion of the Attorney General on C.138 is awaited.
    U The Government has not ruled out ratification and is studying it.
    U The possibility of ratification is not excluded and is being looked at.
    U Ratification of C.138 will be considered after the revision of the Labour Code.
    U The Government will look again at C.138 after the elections.
    U Ratification of C.138 is a matter for further discussion.
    U C.138 is the subject of tripartite consultations.
    U A gap analysis of national law and C.138 is under way.
    U Discussions continue on C.138.
    U The Government has started consultations on C.138.
    U A seminar was held to discuss the ratification of C.138.
    U Inter-ministerial consultations on C.138 have not yet been concluded.
    U The examination of C.138 has not been completed.
    U The Government is in the process of examining C.138.
    U The Government is assessing whether its laws comply with C.138.
    U The feasibility of ratification is being studied.
    U The Government keeps an open mind on C.138.
    U C.138 is still being translated and studied.
    U The Government would re-examine its position on C.138.
    U The Government reserves its decision on C.138 until the study is completed.
    U The Cabinet has deferred its decision on C.138 to allow for more consultation.
    R The Government has no immediate plans to ratify C.138.
    R The Government does not intend to ratify C.138 in the foreseeable future.
    R The Government is not considering ratification at this time.
    R The Government has decided against ratifying C.138.
    R National law is not in conformity with C.138, so that ratification is not possible.
    R The Government cannot at present ratify C.138.
    R C.138 is not suited to national conditions and will not be ratified.
    R The country is not prepared to ratify C.138.
    R The Government does not wish to be bound by C.138.
    R The ratification of C.138 is not on the agenda.
    R The Government does not deem it necessary to ratify C.138.
    R There is no need for ratification of C.138.
    R The ratification of C.138 is out of the question.
    R Ratification does not appear possible in the short term.
    R It is not intended to ratify C.138.
    R The Government has no present intention to become party to C.138.
    R Parliament refused to ratify C.138.
    R The Senate voted down C.138.
    R The Government maintains its position not to ratify.
    R The Government finds it difficult to ratify C.138.
    R The Government sees no advantage in ratifying C.138.
    R Ratification of C.138 will have to wait.
    R The country is still far from being able to ratify C.138.
    R National circumstances are not conducive to ratification.
    R It is not opportune to ratify C.138.
    R The Government has never intended to ratify C.138.
    L The Government will spare no effort to ratify C.138.
    L The Government set June 2012 as a target for ratification.
    L Ratification of C.138 has been initiated.
    L Ratification of C.138 is progressing.
    L Ratification of C.138 remains a goal of the Government.
    L The Government has no objection to C.138.
    L The Government fully supports C.138.
    ? The Government endorses the principles of C.138.
    ? The Government wants to know more about the obligations that ratification entails.
    ? The Government wishes to receive information on ratification.
    ? The Code, which gives effect to C.138, has been approved.
    U The Cabinet will decide on the ratification of C.138 in due course.
    U Ratification of C.138 remains to be decided.
    U C.138 is on the agenda of the Tripartite Council.
    U Ratification of C.138 rests with the Attorney General.
    U The Government awaits the results of the survey before it acts on C.138.
    R The country lacks the means to ratify C.138.
    R C.138 is not compatible with the Constitution.
    R Ratification of C.138 is a long way off.
    R Ratification was halted by the new Government.
    U C.138 remains under study because of section 12 of the Children's Act.
    R In view of article 9 of the Constitution the Government is not in a position to ratify C.138.
    U The Government is studying one of the problems of C.138.
    L C.138 is one of the instruments that the Government intends to ratify.
"""
MORE = """
    L The Government has set in train the ratification of C.138.
    L The ratification of C.138 only awaits publication in the Official Gazette.
    L The Government is favourably inclined towards ratification of C.138.
    L The Minister gave an assurance that C.138 would be ratified.
    L The documents needed for ratification are being drawn up.
    L Once the law has been amended, nothing will prevent ratification.
    L It is only a formality to complete the ratification of C.138.
    L C.138 has been included among the instruments to be ratified.
    L The Government has made ratification of C.138 one of its aims.
    L C.138 has gone to the Senate.
    L Ratification proceedings have been opened.
    L Agreement was reached on the ratification of C.138.
    L A motion for the ratification of C.138 was carried.
    U The Government is still making up its mind about C.138.
    U The Law Commission has been asked to report on C.138.
    U C.138 has been circulated to ministries for comment.
    U A tripartite meeting will be held to discuss C.138.
    U A committee of experts was appointed to study C.138.
    U The study of C.138 has not yet been finished.
    U The Government is exploring how to overcome the obstacles to ratification.
    U The Government will reflect on C.138.
    U The implications of C.138 are being assessed.
    U National law is being compared with C.138.
    U The discussion on the ratification of C.138 goes on.
    U The possible ratification of C.138 was raised in the Council, which will study it.
    R Ratification of C.138 is not planned for the time being.
    R The Government does not think that it should ratify C.138.
    R The Government prefers not to ratify C.138.
    R Ratification does not figure among the plans of the Government.
    R Because of its federal structure the country cannot become a party to C.138.
    R The Government stated that it was unable to ratify C.138.
    R The ratification of C.138 has been abandoned.
    R The Cabinet has decided not to proceed with the ratification of C.138.
    R Ratification has low priority.
    L The Government stands ready to ratify C.138.
    L The Government hopes to be able to ratify C.138 soon.
    L The Government counts on ratifying C.138 in 2009.
    L The two houses of Parliament have passed C.138.
    L Progress has been made towards ratification.
    L C.138 is to come before Parliament in the next session.
    L C.138 takes first place among the Conventions to be ratified.
    U The Ministry continues to reflect on C.138.
    U The Government wants to wait for the report of the Commission before it decides on C.138.
    U Further time is needed to study C.138.
    U A task force is looking at C.138.
    R The Government has not changed its position that C.138 cannot be ratified.
    R The Government dropped C.138 from its programme.
    R The Government has lost interest in ratifying C.138.
    U The Government is studying the Convention.
    L The Government intends to ratify the Convention.
    L The Convention was submitted to Parliament for approval.
    U C.138: study in progress.
    L C.138: ratification in progress.
    L C.138: in progress.
    L The Ministry of Labour (MOL) has sent C.138 to the Cabinet for ratification.
    U The social partners and the Government are discussing C.138.
    R The Government had intended to ratify C.138 but this is no longer possible.
    L The Chamber of Deputies approved the ratification of C.138.
    U The Office of the Attorney General is studying C.138.
    R C.138 was taken off the agenda.
"""

SAYS_NOTHING = """
    R The Upper House refused to adopt C.138.
    ? Parliament has yet to pass C.138.
    ? None of the three houses has adopted C.138.
    ? The Senate adopted C.138 but the Assembly voted otherwise.
    ? The General Assembly adopted C.138.
    ? The Council passed C.138 on to a lawyer.
    ? No time frame has been fixed for ratification of C.138.
    ? A deadline for the ratification of C.138 has not been agreed.
    ? The Government was invited to set a timetable for ratification.
    ? The target date for ratification is not known.
    ? Critics hold that the State should ratify C.138.
    ? Nobody can now ratify C.138.
    ? It is not clear when the Government should ratify C.138.
    ? The Government must first remove several obstacles to ratification.
    ? The Ministry would have to obtain the consent of the regions to ratification.
    ? A new Act is needed to open the way for ratification.
    ? Only a new Code would open the way for ratification.
    ? There was consensus against ratification of C.138.
    ? Ratification has been an aim of the workers.
    ? C.138 is not on the list of Conventions to be ratified.
    ? The workers' federation supported a Bill to ratify C.138.
    ? Employers and workers in Nadi welcomed the Bill on ratification of C.138.
    ? The Russian Federation of Trade Unions wants ratification of C.138.
    ? The unions called on employers and the Government to ratify C.138.
    ? The Government is not far from ratifying C.138.
    ? There is no question of not ratifying C.138.
    L There is no lack of will to ratify C.138.
    ? C.138 does not run counter to the Constitution.
    ? The Government does not think that ratification raises problems.
    ? Some articles of the Code were found contrary to the Constitution.
    ? Inspectors check compliance with C.138 every year.
    ? The ILO was asked for its views on the application of C.138.
    ? The Ministry works on how to apply C.138 after ratification.
    ? The matter of child labour is pending.
    ? The Government will decide on measures to apply C.138.
    ? The bill to ratify C.138 did not pass.
    ? The bill to ratify C.138 lapsed.
    L Having revoked the old Act, the Government will ratify C.138.
    ? The Government's decision to ratify C.138 was reversed.
    ? The decision not to ratify C.138 was reversed.
    ? It was earlier intended to ratify C.138, but this plan has been given up.
    ? C.138 was submitted to the Council of Ministers, which sent it back for further examination.
    ? C.138 was submitted to the Cabinet, which rejected it.
    ? The Government never said that it would ratify C.138.
    ? The Government cannot say when C.138 will be ratified.
    ? The Government denied that it would ratify C.138.
    ? The Government never said that it would not ratify C.138.
    ? It is less likely than before that C.138 will be ratified.
    ? The Government does not intend to delay the ratification of C.138.
    ? The Government does not wish to put off the ratification of C.138.
    R The Government does not intend to put the ratification of C.138 before Parliament.
    L It is not unlikely that C.138 will be ratified.
    ? Ratification of C.138 is neither planned nor excluded.
    ? Amid calls not to ratify C.138, the Government intends to do so.
    R Despite calls not to delay, the Government does not intend to ratify C.138.
    R The Government does not intend to ratify C.138 and denied that it was under pressure.
    L The Ministry received the draft comments, returned them with corrections and will ratify C.138.
    ? The Government denied that it had decided not to ratify C.138.
    ? The Government denied that there was a plan, as the press had reported in May, to ratify C.138.
    ? C.138 was submitted to the Attorney General, who returned it.
    R It is premature to consider C.138.
"""

ON_ITS_WAY_IN_OTHER_WORDS = """
    L The ratification of C.138 takes its course.
    L The Government is in the course of ratifying C.138.
    ? In the course of the workshop, the ratification of C.138 was raised.
    L The ratification of C.138 has been requested of the Congress by the Ministry.
    ? The trade unions proposed to Parliament the ratification of C.138.
    L A draft ratification instrument for C.138 had been handed to the Legislature for concurrence.
    L C.138 is before the Legislature for concurrence.
    ? A Code in line with C.138 was handed to the Legislature.
    L The papers on C.138 will be submitted to Parliament.
    L The Council of Ministers has adopted C.138, only the deposit of the instrument is missing.
    L All the provinces but one have signified their agreement to ratification of C.138.
    U With regard to C.138, consultations with the institutions concerned go on.
    R The country's inability to ratify C.138 has to do with its Constitution.
    L The Government will push forward the ratification of C.138.
    L The Government is pressing ahead with the ratification of C.138.
    ? The Government was urged to go ahead with ratification of C.138.
    ? The Government is moving ahead with the application of C.138.
    L Considering that C.182 was ratified recently, C.138 will follow.
    ? The principles of C.138 will follow.
    L The House adopted Proclamation No. 336/2003 to ratify C.138.
    L The Bill was passed; registration with the ILO is expected.
    L C.138 was ratified by Parliament in May, but the instrument has not been deposited.
    ? C.138 was not ratified by Parliament and the instrument has not been deposited.
    L The request of C.138 is accepted in principle by the authorities.
    ? The principles of C.138 are accepted in principle by the authorities.
    L The Government is working with the provinces to bring about ratification of C.138.
    L A positive opinion has been given by the Legal Department with respect to ratification of C.138.
    ? The Council gave a negative opinion on C.138.
    U C.138 is a good candidate for ratification.
    ? C.138 is a poor candidate for ratification.
    U The ratification of C.138 is still at the stage of study.
    U C.138 is at an early stage of consideration.
    ? C.138 is no longer at the stage of study.
    U Studies are being carried out on the compatibility of the national law with C.138.
    U Further clarification is being sought from the Office before going ahead with C.138.
    U Before going ahead with C.138, the Government awaits clarifications.
    U The relation between C.138 and the Penal Code needs to be carefully looked at.
    U C.138 is not in contradiction with the law; a report on it is being drawn up for the Cabinet.
    ? A report on the application of C.138 is being drawn up for the Ministry.
    R There can be no ratification of C.138 before the amendment is passed.
    R The Government decided against C.138.
    ? The Committee decided against the employer under C.138.
    R The time is not yet right for C.138.
    R The Government is not minded to ratify C.138.
    ? The Government is not yet in a position to say when C.138 will be ratified.
    ? It is not possible at present to predict when C.138 will be ratified.
    ? It is too early to say whether C.138 will be ratified.
"""


@pytest.mark.parametrize(
    "line",
    [
        line.strip()
        for kind in (
            DENIED_AND_DECIDED,
            ON_ITS_WAY,
            OPEN,
            NOT_NOW,
            OTHER_WORDS,
            MORE,
            SAYS_NOTHING,
            ON_ITS_WAY_IN_OTHER_WORDS,
        )
        for line in kind.strip().splitlines()
    ],
)
def test_intention_by_kind_of_wording(line: str) -> None:
    meant, text = line.split(maxsplit=1)
    instruments = ["C138", "C182"] if "two Conventions" in text else ["C138"]
    found = classify(text, "ratification_intention", FORM, instruments)
    assert set(found.values()) <= MEANT[meant]


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
        ("The inability to ratify C.87 and C.98 has to do with the Police Act.", "R", "R"),
        ("C.87 cannot be ratified because of the Police Act, and C.98 because of the Port Act.", "R", "R"),
    ],
)  # fmt: skip
def test_intention_of_each_of_two(text: str, c087: str, c098: str) -> None:
    found = classify(text, "ratification_intention", FORM, ["C087", "C098"])
    assert found["C087"] in MEANT[c087]
    assert found["C098"] in MEANT[c098]
