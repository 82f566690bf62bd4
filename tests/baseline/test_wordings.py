"""What the wordings of intentions say, by kind: verb, tense, degree, and what it is said of.

All answers are made up for tests.
"""

from __future__ import annotations

import pytest

from annual_review.baseline.ratification import classify
from annual_review.forms.questionnaire import forms

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


@pytest.mark.parametrize(
    "line",
    [
        line.strip()
        for kind in (DENIED_AND_DECIDED, ON_ITS_WAY, OPEN, NOT_NOW)
        for line in kind.strip().splitlines()
    ],
)
def test_intention_by_kind_of_wording(line: str) -> None:
    meant, text = line.split(maxsplit=1)
    instruments = ["C138", "C182"] if "two Conventions" in text else ["C138"]
    found = classify(text, "ratification_intention", FORM, instruments)
    assert set(found.values()) <= MEANT[meant]
