"""Who speaks: organizations in a Government's cell, and on which side each organization is."""

from __future__ import annotations

import pytest

import annual_review as ar
from annual_review.baseline import parse, source
from annual_review.baseline.parse import Report
from annual_review.forms.questionnaire import forms
from annual_review.tables.tidy import rows as rows_of
from tests.conftest import made_up

FORM = next(form for form in forms() if form.name == "principle")
NIL = {label.name: "NIL" for label in FORM.fields}
EMPLOYERS = "2007 AR: Observations by the Guild of Mill Owners (GMO)."
WORKERS = "2007 AR: Observations by the ALC."


def read(**answers: str) -> Report:
    rows = {"employers_observations": EMPLOYERS, "workers_observations": WORKERS}
    answers = {**NIL, **rows, **answers}
    text = made_up(answers, "ALBANIA (2000-2008)", "Child labour", "principle")
    return parse.parse(source.from_bytes(text.encode(), "made-up.txt"))


def said(report: Report, field: str) -> list[tuple[str, str, str, str]]:
    return [
        (s.years_as_printed, s.speaker, s.party, s.text)
        for s in report.statements
        if s.field == field
    ]


@pytest.mark.parametrize(
    ("cell", "expected", "reason"),
    [
        (
            "2007 AR: The Government is examining C.138.\n\nThe ALC backed its ratification.\n\n"
            "2006 AR: The GMO asked for time.",
            [("2007 AR", "government", "The Government is examining C.138."),
             ("2007 AR", "ALC", "The ALC backed its ratification."),
             ("2006 AR", "GMO", "The GMO asked for time.")],
            "in a paragraph or an entry of its own",
        ),
        (
            "2007 AR: C.138 is being examined. The ALC supports its ratification. It hopes for ILO help.",
            [("2007 AR", "government", "C.138 is being examined."),
             ("2007 AR", "ALC", "The ALC supports its ratification. It hopes for ILO help.")],
            "from a sentence to the end of the paragraph",
        ),
        (
            "The ALC supports ratification.\n\nParliament has C.138 before it.",
            [("", "ALC", "The ALC supports ratification."),
             ("", "government", "Parliament has C.138 before it.")],
            "not beyond its paragraph",
        ),
        (
            "The ALC wants ratification. The Government indicated that C.138 is before Parliament.",
            [("", "ALC", "The ALC wants ratification."),
             ("", "government", "The Government indicated that C.138 is before Parliament.")],
            "not beyond the Government's own word",
        ),
        (
            "The ALC wants ratification. Albania considers that C.138 can wait.",
            [("", "ALC", "The ALC wants ratification."),
             ("", "government", "Albania considers that C.138 can wait.")],
            "the country is its Government",
        ),
        (
            "YES. However, the ALC regretted that no bill exists.",
            [("", "government", "YES."),
             ("", "ALC", "However, the ALC regretted that no bill exists.")],
            "behind a connective",
        ),
        (
            "YES\nIn 2006, the ALC and the GMO expressed their support.",
            [("", "government", "YES"),
             ("", "ALC and the GMO", "In 2006, the ALC and the GMO expressed their support.")],
            "behind a bare answer",
        ),
        (
            "According to the ALC, a law is needed.\n\nIn the view of the GMO, there is one.",
            [("", "ALC", "According to the ALC, a law is needed."),
             ("", "GMO", "In the view of the GMO, there is one.")],
            "named before a comma",
        ),
        (
            "2008 AR: It is planned.\n\nObservations by the ALC: none of it is known.",
            [("2008 AR", "government", "It is planned."),
             ("2008 AR", "ALC", "Observations by the ALC: none of it is known.")],
            "its observations under a dated entry",
        ),
        (
            "C.138 is being examined.\n\nThe ALC, which sits on the panel, said that it never met.",
            [("", "government", "C.138 is being examined."),
             ("", "ALC", "The ALC, which sits on the panel, said that it never met.")],
            "behind a relative clause",
        ),
        (
            "It is planned. The ALC was in full agreement with this.",
            [("", "government", "It is planned."),
             ("", "ALC", "The ALC was in full agreement with this.")],
            "in agreement",
        ),
        (
            "2008 AR: The GMO printed posters.\n\nThe Government paid for them.\n\n"
            "2007 AR: The ALC trained 20 members. The GMO did likewise.",
            [("2008 AR", "GMO", "The GMO printed posters."),
             ("2008 AR", "government", "The Government paid for them."),
             ("2007 AR", "ALC", "The ALC trained 20 members."),
             ("2007 AR", "GMO", "The GMO did likewise.")],
            "its deed under a year of its own",
        ),
        (
            "ALC comment: It is late.\n\nNothing was done. The Government said so.",
            [("", "ALC", "ALC comment: It is late. Nothing was done. The Government said so.")],
            "a mark's speaker goes on, and may quote",
        ),
        (
            "A mill act was passed. This was welcomed by the ALC. The Ministry printed posters.",
            [("", "government", "A mill act was passed."),
             ("", "ALC", "This was welcomed by the ALC."),
             ("", "government", "The Ministry printed posters.")],
            "in the passive, in this sentence only",
        ),
        (
            "The GMO wants more time.\n\nIt was rejected by the ALC. C.138 goes to Parliament in May.",
            [("", "GMO", "The GMO wants more time."),
             ("", "ALC", "It was rejected by the ALC."),
             ("", "government", "C.138 goes to Parliament in May.")],
            "in the passive, and not who spoke in the paragraph before",
        ),
        (
            '2007 AR: It is planned.\n"ALC": A law is needed.\n\n2006 AR: According to the "GMO", it can wait.'
            '\n\nThe “ALC” supports it.\n\n2005 AR: The "Mill Act" is old. "Workers": all who work.',
            [("2007 AR", "government", "It is planned."),
             ("2007 AR", "ALC", '"ALC": A law is needed.'),
             ("2006 AR", "GMO", 'According to the "GMO", it can wait.'),
             ("2006 AR", "ALC", "The “ALC” supports it."),
             ("2005 AR", "government", 'The "Mill Act" is old. "Workers": all who work.')],
            "with its name in quotation marks",
        ),
        (
            "2006 AR: It is planned.\nFor employers:\n2005 AR: It can wait.\n2004 AR: It is new.\n"
            "Trade unions:\n2005 AR: It is late.",
            [("2006 AR", "government", "It is planned."),
             ("2005 AR", "employers", "It can wait."),
             ("2004 AR", "employers", "It is new."),
             ("2005 AR", "workers", "It is late.")],
            "as a side, in a line above years",
        ),
        (
            "Observations by the workers' organizations\n2005 AR: A law is needed.\n2004 AR: It is late.",
            [("2005 AR", "workers", "A law is needed."), ("2004 AR", "workers", "It is late.")],
            "as a side, in a line without a colon",
        ),
    ],
)  # fmt: skip
def test_an_organization_in_a_government_s_cell_speaks_for_itself(
    cell: str, expected: list[tuple[str, str, str]], reason: str
) -> None:
    report = read(ratification_intention=cell)
    found = said(report, "ratification_intention")
    assert [(years, speaker, text) for years, speaker, _, text in found] == expected, reason
    assert report.problems == ()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2006 AR: It is planned.\nALC:\n2005 AR: A law is needed.\n2004 AR: It is late.",
         ["government", "ALC", "ALC"]),
        ("The Guild of Mill Owners:\n2005 AR: It can wait.\nALC:\n2005 AR: It is late.",
         ["Guild of Mill Owners", "ALC"]),
        ("2006 AR: A plan was made.\nNAP:\n2005 AR: It is planned.", ["government", "government"]),
        ("2006 AR: It is part of a plan of the ALC:\n2005 AR: It is planned.", ["government", "government"]),
        ("YES, the ALC supports ratification.", ["government", "ALC"]),
        ("YES, the ALC and the GMO are in favour of it.", ["government", "ALC and the GMO"]),
        ("YES, the ALC commented on it.", ["government"]),
        ("YES, the Mill Act supports it.", ["government"]),
        ("2006 AR: According to the Government and the ALC: joint visits.", ["government"]),
        ("2006 AR: According to the ALC and the KSH: joint visits.", ["ALC and the KSH"]),
    ],
)  # fmt: skip
def test_who_speaks_above_years_behind_a_yes_and_with_the_government(
    cell: str, expected: list[str]
) -> None:
    report = read(special_attention=cell)
    assert [speaker for _, speaker, *_ in said(report, "special_attention")] == expected


def test_a_side_above_years_without_ar_speaks_and_the_years_are_a_problem() -> None:
    report = read(special_attention="2006 AR: It is planned.\nFor Workers:\n2005: A law is needed.")
    assert said(report, "special_attention") == [
        ("2006 AR", "government", "government", "It is planned."),
        ("", "workers", "workers", "For Workers: 2005: A law is needed."),
    ]
    assert [(p.kind, p.text) for p in report.problems] == [("years_unclear", "2005")]


def test_a_side_is_the_topic_where_the_row_is_about_the_right_of_each_side() -> None:
    cell = "Employers\n2005 AR: They can.\nFor workers:\n2004 AR: They can. The ALC denies it."
    answers = {
        "exercise_national": cell,
        "exercise_international": "Workers: they can.\nWorkers’ views: We can.",
    }
    text = made_up({**NIL, **answers}, "ALBANIA (2000-2008)", "Freedom of association", "principle")
    report = parse.parse(source.from_bytes(text.encode(), "made-up.txt"))
    assert said(report, "exercise_national") == [
        ("2005 AR", "government", "government", "They can."),
        ("2004 AR", "government", "government", "They can."),
        ("2004 AR", "ALC", "unknown", "The ALC denies it."),
    ]
    assert said(report, "exercise_international") == [
        ("", "government", "government", "Workers: they can."),
        ("", "workers", "workers", "Workers’ views: We can."),
    ]
    assert report.problems == ()


@pytest.mark.parametrize(
    "cell",
    [
        "The Government consulted the ALC and the GMO on C.138.",
        "The ALC was consulted on C.138.",
        "The ALC report was sent to the ILO.",
        "A survey was made. The Labour Code supports the same view.",
        "UNICEF supports a made-up project in three districts.",
        "Workers report such cases to the inspectors.",
        "The Ministry of Works (MW) supports ratification.",
        "The ALC ran two seminars.",
        "2008 AR: The ALC took part in a made-up survey.",
        *(
            f"2008 AR: The ALC {deed} the mill survey."
            for deed in (
                "received copies of", "participated in", "benefited from", "contributed to",
                "assisted with", "cooperated in", "collaborated in", "met to discuss",
                "obtained a copy of",
            )
        ),
        "A fair was held. The ALC printed leaflets for it.",
        "A survey was made. The ALC found 20 children in mills.",
        "A survey was made. The ALC joined in the survey.",
        "A case was heard. The employer disputed the claim. The court found that he was right.",
        "A case was heard. The ALC petitioned the High Court in 2003. The court dismissed it.",
        "A case was heard. The ALC contended that the act is void. The court found that it is not.",
        "A case was heard. The GMO refuted the claim. The court found for the workers.",
        "A study was made. The ALC seconded two officers to the Ministry.",
        "A fair was held. The GMO gave its staff a day off.",
        "A fair was held. The GMO spoke at it. The ALC voted on a leaflet.",
        "2008 AR: For Employers: no permit is needed. For Workers: a permit is needed.",
        "2008 AR: Comments from the ALC were taken into account. Observations by the GMO were not received.",
        "2008 AR: Comments by the ALC and the GMO have been attached.",
        "2008 AR: Requests by the ALC for funds were met. The views of the GMO were not sought.",
        "2008 AR: The Court held: “The law is clear. The ALC agreed to it.” No fine was set.",
        "2008 AR: The Minister replied: “The ALC claimed it is bad. It is not.” It is under revision.",
        "2008 AR: Migrant workers: free to join. Employers in EPZs: not covered.",
        "2008 AR: Rights of employers: guaranteed. Involvement of Social Partners: by a panel.",
        "2008 AR: Training of workers: forty men. Union of workers: none.",
        "The plan that the Farms Ltd. Workers' Union backed was adopted.",
        "As the ALC had asked, inspectors visit mills. Together with the GMO, the Minister spoke.",
        "While the ALC objected to the bill, it was passed.",
        "As suggested by the ALC, the Mill Act was amended.",
        "YES, the Mill Association (MA) and the Dock Union (DU) commented on the report.",
        "Fairs were held. Supreme Council for Women (SCW): two fairs.",
        "The ALC reports on mills are kept in a library. The GMO notes are published.",
        "The Guild of Mill Owners demands go to the court.",
        "The ALC plans, adopted in 2001, were funded by the State.",
        "The International Labour Organization recommended a reform.",
        "The Arab Labour Organization recommends a reform. It was asked for advice.",
        f"The plan ({'A' * 20_000} is late.",
    ],
)  # fmt: skip
def test_the_government_speaks_though_others_are_named(cell: str) -> None:
    report = read(special_attention=cell)
    year, _, text = cell.partition(": ") if cell.startswith("2008") else ("", "", cell)
    assert said(report, "special_attention") == [(year, "government", "government", text)]


@pytest.mark.parametrize("workers", ["young\nworkers", "Mill\nWorkers"])
def test_a_last_word_alone_on_its_line_above_years_is_no_side(workers: str) -> None:
    report = read(special_attention=f"2008 AR: A fair was held for {workers}\n2007 AR: A seminar.")
    assert [speaker for _, speaker, *_ in said(report, "special_attention")] == ["government"] * 2


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("According to the 2002 report of the ALC and the GMO, fines are low.", "ALC and the GMO"),
        ("In the GMO’s view, the ALC wants too much.", "GMO"),
        ("In the Government’s view, the ALC wants too much.", "government"),
        ("For the Government, the ALC wants too much.", "government"),
        ("“The ALC claims that it won. It lost,” the Government wrote.", "government"),
        ("“We have seen no plan,” the ALC said.", "ALC"),
        ("The COTU(K) plans to print leaflets.", "COTU(K)"),
        ("The ALC reports that mills are closed.", "ALC"),
        ("The ALC asks for inspectors it will train.", "ALC"),
        ("The ALC takes the opposite view.", "ALC"),
        ("The ALC regards C.138 as outdated.", "ALC"),
        ("The ALC finds it too early to ratify.", "ALC"),
        ("The ALC had no remarks on it.", "ALC"),
        ("The ALC reports on accidents workers have had.", "ALC"),
        ("The ALC reports on work women have done.", "ALC"),
        ("The ALC reports on dangers mills have.", "ALC"),
        ("The ALC calls for laws employers will respect.", "ALC"),
        ("The ALC reports on the safety of workers were lost.", "government"),
        ("The ALC wonders why no bill exists.", "ALC"),
        ("The ALC has long asked for C.138.", "ALC"),
        ("The ALC finds C.138 necessary.", "ALC"),
        ("The ALC found that nothing was done.", "ALC"),
        ("The GMO is favourable to C.138.", "GMO"),
        ("The GMO is critical of the plan.", "GMO"),
        ("The GMO is not convinced of it.", "GMO"),
        ("The ALC subscribes to this view.", "ALC"),
        ("The ALC stands for ratification.", "ALC"),
        ("The ALC approves of C.138.", "ALC"),
        ("The ALC concurred.", "ALC"),
        ("The ALC advised the Government to ratify.", "ALC"),
        ("The ALC condemned the delay.", "ALC"),
        ("The ALC seconded this.", "ALC"),
        ("The ALC lobbied for C.138.", "ALC"),
        ("The ALC petitioned Parliament.", "ALC"),
        ("The ALC joined in this request.", "ALC"),
        ("The GMO gave its consent.", "GMO"),
        ("The GMO spoke out against it.", "GMO"),
        ("The GMO voted against it.", "GMO"),
        ("The ALC second congress was held in May.", "government"),
        ("The ALC petitions were heard.", "government"),
        ("The ALC disputes are settled by the Ministry.", "government"),
        ("The workers' disputes are settled by the courts.", "government"),
        ("The ALC seconds staff to the Ministry.", "government"),
        ("The ALC requests last year were granted.", "government"),
        ("The ALC protests began in May.", "government"),
        ("The GMO advises the Minister on wages.", "government"),
        ("Employers' and workers' organizations advise the Minister.", "government"),
        ("The NTAC advises the Minister to ratify.", "government"),
        ("The MLSA found that a new act is needed.", "government"),
        ("The NLC is not convinced of it.", "government"),
        ("The Congress voted against ratification.", "government"),
        ("The ALC reports that inspections began in May.", "ALC"),
        ("The GMO advises against it.", "GMO"),
        ("The ALC stands at fairs were closed.", "government"),
        ("The ALC was advised to wait.", "government"),
        ("The Ministry of Works (MW) is favourable to it.", "government"),
        ("The Mill Act (MACT) stands for equality.", "government"),
        ("The NAP is critical of the mills.", "government"),
        ("The ILO advised the Government to ratify.", "government"),
        ("A bill was drafted, as the ALC has long asked.", "government"),
        ("The ALC claims for wages in mills are old.", "government"),
        ("According to the ALC, the Government did not invite it.", "ALC"),
        ("According to the ALC, Government officials were absent.", "ALC"),
        ("According to the ALC, C.138 should be ratified soon.", "ALC"),
        ("According to the ALC, the Mill Act is not applied.", "ALC"),
        ("According to the ALC, Convention No. 138 is not known.", "ALC"),
        ("According to the ALC, workers and employers were absent.", "ALC"),
        ("According to the ALC, the Mill Act and the Dock Act, of 1990, are old.", "ALC"),
        ("In the view of the GMO, the Minister should act.", "GMO"),
        ("As reported by the GMO, the Minister did not answer.", "GMO"),
        ("As regards C.138, the ALC supports it.", "ALC"),
        ("According to the ALC, the KSH and the GMO, the Government has no plan.",
         "ALC, the KSH and the GMO"),
        ("According to the ALC, the LW and the GMO, the Government has no plan.",
         "ALC, the LW and the GMO"),
        ("According to the Union of Dyers, Weavers and Spinners (UDWS), the Ministry was late.",
         "Union of Dyers, Weavers and Spinners (UDWS)"),
        *(
            (f"According to the {who}, mills are few.", who)
            for who in (
                "Federation of Industry, Commerce and Employers",
                "Chamber of Commerce, Industry and Agriculture",
                "Union of Agricultural, Food, and Hotel Workers",
                "National Union of Seafarers, Dockers and Allied Workers",
                "Trades Union Congress, the Employers’ Federation and the Teachers’ Union",
            )
        ),
        ("According to the Guild of Mill Owners, the Mill Workers’ Act and the Dock Act, of 1990, "
         "are old.", "Guild of Mill Owners"),
        *(
            (f"According to the {source}, the Government inspected mills.", "government")
            for source in (
                "Employers’ Handbook", "National Employers Survey", "Enterprise Census",
                "Workers’ Compensation Fund (WCF)", "Survey of Employers", "Business Register",
            )
        ),
        ("According to the Bank Workers’ Union, mills are few.", "Bank Workers’ Union"),
        ("As regards the ALC, the Government will invite it.", "government"),
        ("As regards workers, the Mill Act protects them.", "government"),
        ("As regards trade unions, the Constitution protects them.", "government"),
        ("As regards the ALC, the Registrar of Trade Unions has its rules.", "government"),
        ("As to workers, the Labour Court decides.", "government"),
        ("As for employers, the law names a fine.", "government"),
        ("As for employers, they want more time.", "employers"),
        ("As regards workers, the ALC supports it.", "ALC"),
        ("As requested by the ALC, the Government held a seminar.", "government"),
        ("According to the Government, the ALC did not attend.", "government"),
        ("As requested by the ALC: training of its members.", "ALC"),
        ("The ALC had been consulted and agreed.", "ALC"),
        ("The ALC had been consulted and a bill was drafted.", "government"),
        ("The ALC could see no reason for a bill.", "ALC"),
        ("The ALC could not accept the bill.", "ALC"),
        ("The ALC can see the list of members.", "government"),
        ("The ALC can ask for an inspection.", "government"),
        ("The ALC had been in favour of the bill.", "ALC"),
        ("The ALC and the GMO are all for ratification.", "ALC and the GMO"),
        ("The ALC and the GMO once more urged ratification.", "ALC and the GMO"),
        ("The ALC therefore demands ratification.", "ALC"),
        ("The ALC and the GMO are jointly campaigning for it.", "ALC and the GMO"),
        ("The High Council of Labour is reviewing C.138.", "government"),
        ("The ALC had been a party to the case.", "government"),
        ("The ALC takes the position of secretary.", "government"),
        ("The ALC takes the position that it is late.", "ALC"),
        ("For the ALC, the law is enough.", "ALC"),
        ("For the Guild of Mill Owners, the law is enough.", "Guild of Mill Owners"),
        ("For the trade unions, the registrar keeps a list.", "government"),
        ("For the ALC, the registrar keeps a list.", "government"),
        ("For the ALC, the Government held a course.", "government"),
        ("For the ALC, two courses were held.", "government"),
        ("For the ILO, the law is enough.", "government"),
        ("For the TIP, the law is enough.", "government"),
        ("For the Mill Workers Act, the age is 15.", "government"),
        ("The social partners agree with the Government that C.138 is needed.", "government"),
        ("The social partners agree that C.138 is needed.", "social partners"),
        ("The ALC agrees with the Government that C.138 is needed.", "ALC"),
        ("The ALC and the GMO signed a declaration.", "government"),
        ("The ALC and the GMO supported a declaration.", "ALC and the GMO"),
    ],
)  # fmt: skip
def test_an_opening_s_name_ends_where_what_is_said_begins(sentence: str, speaker: str) -> None:
    report = read(
        monitoring="The KSH Trade Union (KSH) has inspectors.",
        promotional_activities=f"2007 AR: A seminar was held.\n\n{sentence}",
        special_attention=f"2007 AR: {sentence}",
    )
    under_a_year = ("2007 AR", speaker, sentence)
    assert [(y, who, text) for y, who, _, text in said(report, "special_attention")] == [
        under_a_year
    ]
    *_, (years, who, _, text) = said(report, "promotional_activities")
    if speaker == "government":
        sentence = f"A seminar was held. {sentence}"
    assert (years, who, text) == ("2007 AR", speaker, sentence)


@pytest.mark.parametrize(
    ("who", "party", "reason"),
    [
        ("GMO", "employers", "in the row of employers, by its short form"),
        ("Guild of Mill Owners", "employers", "in the row of employers, by its name"),
        ("ALC", "workers", "in the row of workers"),
        ("Federation of Employers", "employers", "by its name"),
        ("Shkodra Chamber of Commerce", "employers", "by its name"),
        ("Confederation of Trade Unions (KSH)", "workers", "by its name"),
        ("Teachers' Association", "workers", "by its name"),
        ("Fiji Trades Union Congress", "workers", "by its name"),
        ("Union of Commerce Workers", "workers", "by its name, which says where its members work"),
        ("Union of Commerce", "employers", "by its name"),
        ("ICFTU", "workers", "its short form is known"),
        ("PDK", "workers", "its name stands in another cell"),
        ("League of Weavers (LW)", "unknown", "nothing tells"),
        ("GMO and the ALC", "unknown", "of both sides"),
        ("ALC and the Teachers' Association", "workers", "two of one side"),
    ],
)
def test_an_organization_s_side_is_told_by_its_row_then_by_its_name(
    who: str, party: str, reason: str
) -> None:
    report = read(
        monitoring="The Federation of Dock Workers (PDK) has inspectors.",
        ratification_intention=f"2007 AR: C.138 is being examined.\n\nThe {who} supported it.",
    )
    _, (_, speaker, side, _) = said(report, "ratification_intention")
    assert (speaker, side) == (who, party), reason


@pytest.mark.parametrize(
    ("aside", "speaker"),
    [
        ("the largest union in the country", "ALC"),
        ("the national workers’ organization", "ALC"),
        ("which has 20,000 members", "ALC"),
        ("the Government replied", "government"),
    ],
)
def test_what_an_organization_is_can_stand_between_its_name_and_what_it_says(
    aside: str, speaker: str
) -> None:
    report = read(monitoring=f"2007 AR: The ALC, {aside}, asked for visits.")
    assert [s[1] for s in said(report, "monitoring")] == [speaker]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Support for the ratification of C.138 was expressed by the ALC.", "ALC"),
        ("Ratification of C.138 was supported by the GMO.", "GMO"),
        ("Strong reservations on C.138 have also been voiced by the GMO.", "GMO"),
        ("The need for a law was stressed by both the GMO and the ALC.", "GMO and the ALC"),
        ("The ALC, supported by the GMO, asked for a law.", "ALC"),
        ("Ratification of C.138 is backed by the ALC and will be submitted to Parliament.", "government"),
        ("Ratification of C.138 was backed by the ALC in 2004 and is before Parliament.", "government"),
        ("Doubts on C.138 were raised by the GMO, but the Government will ratify it.", "government"),
        ("Support to mill hands was organized by the ALC.", "government"),
        ("Opposition was voiced by some landowners.", "government"),
    ],
)  # fmt: skip
def test_what_is_thought_is_said_by_whom_the_sentence_names_last(
    sentence: str, speaker: str
) -> None:
    report = read(ratification_intention=f"2007 AR: C.138 is being examined.\n\n{sentence}")
    assert said(report, "ratification_intention")[-1][1] == speaker


@pytest.mark.parametrize(
    "who", ["GMO", "Guild of Mill Owners", "Dockers' Union", "ALC and the GMO", "Clerks (KLM)"]
)
def test_an_organization_s_name_before_a_colon_begins_its_answer(who: str) -> None:
    report = read(monitoring=f"2007 AR: Mills are inspected.\n\nThe {who}: few are.")
    assert said(report, "monitoring")[-1][1] == who


@pytest.mark.parametrize("who", ["Trade Union of Weavers (UWA(T))", "UWA(T)", "UWA-T"])
def test_a_short_form_can_have_brackets_of_its_own(who: str) -> None:
    cell = f"2007 AR: Mills are inspected.\n\nThe {who} confirmed this."
    report = read(data_collection="The Trade Union of Weavers (UWA(T)).", monitoring=cell)
    assert said(report, "monitoring")[-1][1:3] == (who, "workers")


@pytest.mark.parametrize(
    "reply",
    [
        "The authorities replied that all are.",
        "The Labour Commissioner answered that all are.",
        "The Ministry of Labour answered that all are.",
        "In the Government’s view, all are.",
        "For the Government, this is enough.",
    ],
)
@pytest.mark.parametrize("claim", ["The ALC says that few are.", "According to the ALC: few are."])
def test_the_government_speaks_again_after_an_organization(claim: str, reply: str) -> None:
    report = read(monitoring=f"2007 AR: Mills are inspected. {claim} {reply}")
    assert [s[1] for s in said(report, "monitoring")] == ["government", "ALC", "government"]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("The ALC² asked that C.138 be ratified.", "ALC"),
        ("The GMO¹ and the TTUC³ asked for time.", "GMO and the TTUC"),
        ("The Guild of Mill Owners (GMO)¹² asked for time.", "Guild of Mill Owners (GMO)"),
        ("According to the ALC², the Act is weak.", "ALC"),
        ("ALC²: The Act is weak.", "ALC"),
        *((f"The {name} asked for time.", "government") for name in ("Ministry²", "Act²", "ILO³")),
        ("C.138² needs support.", "government"),
    ],
)  # fmt: skip
def test_a_raised_figure_behind_a_name_is_a_footnote_s_mark(sentence: str, speaker: str) -> None:
    workers = "2007 AR: Observations by the ALC²."
    cell = f"2007 AR: The text is new.\n{sentence}"
    report = read(policy_legislation=cell, workers_observations=workers)
    *_, (_, speaking, _, text) = said(report, "policy_legislation")
    assert (speaking, text.endswith(sentence)) == (speaker, True)


def test_a_yes_for_organizations_is_the_government_s() -> None:
    cell = "YES, for both employers’ and workers’ organizations: they sit on the panel."
    report = read(social_partner_involvement=cell)
    assert [s[1] for s in said(report, "social_partner_involvement")] == ["government"]


def test_what_stands_before_an_organization_spelt_out_is_not_its_name() -> None:
    report = read(
        social_partner_involvement="YES. Millmen and the Dock Congress of Trade Unions (DCTU) met.",
        employers_observations="2007 AR: Millmen comment: It is too early.",
    )
    assert said(report, "employers_observations") == [
        ("2007 AR", "Millmen", "employers", "Millmen comment: It is too early.")
    ]


def test_a_document_s_own_rows_outrank_what_a_name_sounds_like() -> None:
    report = read(
        employers_observations="2007 AR: Observations by the Union of Trade Unions' Lenders (UTUC).",
        ratification_intention="2007 AR: C.138 is being examined.\n\nThe UTUC supported it.",
    )
    assert said(report, "ratification_intention")[1][1:3] == ("UTUC", "employers")


@pytest.mark.parametrize(
    ("row", "who", "party"),
    [
        ("Observations by the Zarwa.", "Zarwa", "workers"),
        ("Observations by the BCW and the TCA.", "TCA", "workers"),  # though it is a committee
        ("The BCW said that the TCA never met.", "government", "government"),
    ],
)
def test_whom_the_rows_of_observations_print_is_an_organization(
    row: str, who: str, party: str
) -> None:
    name = "TCA" if who == "government" else who
    report = read(
        workers_observations=f"2007 AR: {row}",
        monitoring="The Tripartite Committee for Accidents (TCA) meets each year.",
        ratification_intention=f"2007 AR: C.138 is being examined.\n\nThe {name} demanded more.",
    )
    assert said(report, "ratification_intention")[-1][1:3] == (who, party)


def test_organizations_that_name_challenges_one_after_another_are_told_apart() -> None:
    report = read(
        challenges_workers="2007 AR: The ALC cited: a) fines; and b) fear.\n\nThe KSH pointed to costs.\n\n"
        "It has no office.\n\n2006 AR: There are fines. The ALC mentioned them."
    )
    assert said(report, "challenges_workers") == [
        ("2007 AR", "workers", "workers", "The ALC cited: a) fines; and b) fear."),
        ("2007 AR", "KSH", "workers", "The KSH pointed to costs. It has no office."),
        ("2006 AR", "workers", "workers", "There are fines. The ALC mentioned them."),
    ]


def test_what_an_organization_wants_is_no_intention_measure_or_need_of_the_government() -> None:
    report = read(
        ratification_intention="2007 AR: C.138 is being examined.\n\nThe ALC hopes that C.138 will be ratified soon.",
        promotional_activities="2007 AR: A campaign was held.\n\nThe ALC asked for: a) leaflets; and b) films.",
        request="2007 AR: Training is needed.\n\nThe GMO requested: a) books; and b) advice.",
    )
    tables = ar.tidy([report])
    of_2007 = tables.ratification.query("instrument == 'C138' and year == 2007").iloc[0]
    assert of_2007["intention"] == "under_consideration"
    assert "ALC" not in of_2007["text"]
    assert list(tables.measures["text"]) == ["A campaign was held"]
    assert list(tables.needs["text"]) == ["Training is needed"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2008 AR: Observations by the ALC. Observations by the KSH.",
         [("2008 AR", "Observations by the ALC."), ("2008 AR", "Observations by the KSH.")]),
        ("2008 AR: Observations by the ALC.\nObservations by the KSH.\n2007 AR: Observations by the ALC.",
         [("2008 AR", "Observations by the ALC."), ("2008 AR", "Observations by the KSH."),
          ("2007 AR", "Observations by the ALC.")]),
        ("2008 AR: Observations by the ALC;\n\nObservations by the KSH; and\n\nObservations by the UMW.",
         [("2008 AR", "Observations by the ALC;"), ("2008 AR", "Observations by the KSH; and"),
          ("2008 AR", "Observations by the UMW.")]),
        ("Observations by the ALC. Observations by the KSH.",
         [("", "Observations by the ALC."), ("", "Observations by the KSH.")]),
        ("2008 AR: Observations by the ALC.\n\nBelow are the joint observations of the following organizations: The KSH; and the UMW.",
         [("2008 AR", "Observations by the ALC."),
          ("2008 AR", "Below are the joint observations of the following organizations: The KSH; and the UMW.")]),
        ("2008 AR: Observations by the ALC. Joint observations by the KSH and the UMW.\nGeneral observations by the ALC.",
         [("2008 AR", "Observations by the ALC."), ("2008 AR", "Joint observations by the KSH and the UMW."),
          ("2008 AR", "General observations by the ALC.")]),
        ("2008 AR: Below are the joint observations of the ALC and the KSH: fines are low.",
         [("2008 AR", "Below are the joint observations of the ALC and the KSH: fines are low.")]),
        ("2008 AR: Observations by the ALC. They are joint observations of the ALC and the KSH.",
         [("2008 AR", "Observations by the ALC. They are joint observations of the ALC and the KSH.")]),
        ("2008 AR: Observations by the ALC.\nJoint observations were sent to the ILO.",
         [("2008 AR", "Observations by the ALC. Joint observations were sent to the ILO.")]),
        ("2008 AR: Observations by the ALC. Joint observations by the ALC and the GMO were asked for; none were made.",
         [("2008 AR", "Observations by the ALC. Joint observations by the ALC and the GMO were asked for; none were made.")]),
        ("2008 AR: Observations by the ALC. General observations by the ALC on the report follow in annex.",
         [("2008 AR", "Observations by the ALC. General observations by the ALC on the report follow in annex.")]),
        ("2008 AR: Observations by the ALC. Joint observations by the ALC and the GMO came late.",
         [("2008 AR", "Observations by the ALC. Joint observations by the ALC and the GMO came late.")]),
        ("2008 AR: Observations by the ALC. Below are the observations of the ALC on wages.",
         [("2008 AR", "Observations by the ALC. Below are the observations of the ALC on wages.")]),
        ("2008 AR: Joint Observations by the ALC and the KSH.",
         [("2008 AR", "Joint Observations by the ALC and the KSH.")]),
        ("2008 AR: The ALC sent its observations. The Observations by the KSH were late.",
         [("2008 AR", "The ALC sent its observations. The Observations by the KSH were late.")]),
    ],
)  # fmt: skip
def test_each_organization_s_observations_are_a_statement_of_its_side(
    cell: str, expected: list[tuple[str, str]]
) -> None:
    found = said(read(workers_observations=cell), "workers_observations")
    assert found == [(years, "workers", "workers", text) for years, text in expected]


@pytest.mark.parametrize(
    "reply",
    [
        "Response by the Government to the ALC’s comments: It does.",
        "Response from the Government: It does.",
        "Government’s response to the ALC’s comments: It does.",
        "Government reply to the ALC: It does.",
        "Response by the Government to the ALC.",
    ],
)
def test_a_reply_of_the_government_is_no_part_of_what_it_answers(reply: str) -> None:
    mills = "According to the ALC: no mill has an inspector."
    report = read(monitoring=f"2007 AR: {mills}\n\n{reply}")
    expected = [("2007 AR", "ALC", mills), ("2007 AR", "government", reply)]
    assert [(y, who, text) for y, who, _, text in said(report, "monitoring")] == expected


MILLS = "Observations by the ALC: mills are unsafe."
LISTED = "The ALC cited a) cost; b) fear."


@pytest.mark.parametrize(
    ("field", "cell", "expected"),
    [
        ("workers_observations", "The Government indicated that none were received.", "G"),
        ("workers_observations", f"{MILLS}\n\nThe Government stated that they are safe.\n\nMills burn.", "ALC G ALC"),
        ("workers_observations", f"{MILLS}\n\nAs for the Government, it considered that few are.", "ALC G"),
        ("workers_observations", f"{MILLS} In response to the ALC’s observations, the Government pointed out that none is.", "ALC G"),
        ("workers_observations", f"{MILLS} The Minister replied that few are. The ALC insists.", "ALC G ALC"),
        ("workers_observations", f"{MILLS} In the Government’s view, none is.", "ALC G"),
        ("workers_observations", f"{MILLS} The Government responded with arrests. It did not answer.", "ALC"),
        ("workers_observations", f"{MILLS}\n\nThe Government denies visas. It has not replied.", "ALC"),
        ("workers_observations", f"{MILLS} The Government said that it would act.", "ALC"),
        ("workers_observations", f"{MILLS}\n\nAs for the Government, it should act.", "ALC"),
        ("challenges_workers", f"{LISTED}\n\nThe Government disagreed.", "workers G"),
        ("challenges_workers", f"{LISTED} The Government added c) habits.\n\nThe KSH cited fines.", "workers G KSH"),
        ("challenges_workers", "The Government recognizes one union only.", "workers"),
    ],
)  # fmt: skip
def test_the_government_reports_or_replies_in_a_social_partner_s_cell(
    field: str, cell: str, expected: str
) -> None:
    report = read(**{field: f"2007 AR: {cell}"})
    spoken = [(years, who.replace("government", "G")) for years, who, *_ in said(report, field)]
    assert spoken == [("2007 AR", who) for who in expected.split()]
    texts = " ".join(text for *_, text in said(report, field))
    assert texts == cell.replace("\n\n", " ")
    assert report.problems == ()


def test_a_reply_in_prose_to_challenges_of_social_partners_is_no_challenge() -> None:
    report = read(challenges_workers=f"2007 AR: {LISTED}\n\nThe Government disagreed.")
    *_, reply = (each for each in report.statements if each.field == "challenges_workers")
    assert (reply.party, reply.items) == ("government", ())


def test_a_reply_of_the_government_among_observations_is_the_government_s() -> None:
    cell = "2007 AR: Observations by the ALC. Reply by the Government.\n\n2006 AR: Observations by the ALC."
    assert said(read(workers_observations=cell), "workers_observations") == [
        ("2007 AR", "workers", "workers", "Observations by the ALC."),
        ("2007 AR", "government", "government", "Reply by the Government."),
        ("2006 AR", "workers", "workers", "Observations by the ALC."),
    ]


def test_an_assembly_is_not_the_organization_whose_name_begins_as_its_does() -> None:
    report = read(
        workers_observations="2007 AR: Observations by the National Guild of Dockers (NGD).",
        ratification_intention="2007 AR: The National Assembly rejected the ratification bill.",
    )
    text = "The National Assembly rejected the ratification bill."
    expected = [("2007 AR", "government", "government", text)]
    assert said(report, "ratification_intention") == expected


@pytest.mark.parametrize(
    ("deed", "speaker"),
    [
        ("The ALC withdrew 200 children from mills.", "ALC"),
        ("The GMO organized a course in cooperation with the Ministry.", "GMO"),
        ("The ALC has set up a legal aid centre.", "ALC"),
        ("The ALC held a congress.", "ALC"),
        ("The ALC carried out a campaign.", "ALC"),
        ("The ALC runs a training institute.", "ALC"),
        ("The GMO awards a prize.", "GMO"),
        ("The ALC monitors child labour in its branches.", "ALC"),
        ("The ALC organizes courses and publishes a bulletin.", "ALC"),
        ("The ALC regularly visits mills.", "ALC"),
        ("The GMO co-hosted a seminar.", "GMO"),
        ("The Guild of Mill Owners printed posters.", "Guild of Mill Owners"),
        ("The Dockers’ Trade Union printed posters.", "Dockers’ Trade Union"),
        ("The Federation of Made-up Employers printed posters.", "Federation of Made-up Employers"),
        # What others did with it or for it, and others who are no social partners.
        ("The ALC was trained by the ILO.", "government"),
        ("The ALC and the GMO organized a course.", "government"),
        ("The Ministry organized a course with the ALC.", "government"),
        ("The Government trained 20 members of the ALC.", "government"),
        ("Members of the ALC were trained by the ILO.", "government"),
        ("With the ALC, the Ministry held a fair.", "government"),
        ("The ILO held a seminar for the ALC.", "government"),
        ("The ALC takes part in visits.", "government"),
        ("The ALC receives training.", "government"),
        ("The ALC visits to mills were paid by the State.", "government"),
        ("The ALC awards for safety are known.", "government"),
        ("The ALC visits last year were paid by the State.", "government"),
        ("The ALC visits programme began in 2004.", "government"),
        ("The ALC funds raised in 2006 were spent on schools.", "government"),
        ("The Child Workers Unit (CWU) monitors farms.", "government"),
        ("The Workers' Bank Association opened two schools.", "government"),
        ("The Workers' Housing Association built houses.", "government"),
        ("The Association for Child Workers opened two schools.", "government"),
        ("The Workers' Council adopted a plan.", "government"),
        ("The ALC monitors trained by the Ministry visit mills.", "government"),
        ("The ALC sponsors met the Minister.", "government"),
        ("ALC finances improved with help of the Ministry.", "government"),
        ("The ALC sponsors a school.", "ALC"),
        ("The ALC runs, held in May, were paid by the State.", "government"),
        ("Trade unions organized courses.", "government"),
        ("Employers' organizations printed posters.", "government"),
        ("Workers publish a bulletin.", "government"),
        ("The Guild of Mill Owners publishes its figures every year.", "government"),
        ("The National Labour Council organizes seminars.", "government"),
        ("The Council of Ministers launched a plan.", "government"),
        ("The Ministry of Works (MW) runs a school.", "government"),
        ("The LRA requires a permit.", "government"),
        ("The LRA provides a permit for unions.", "government"),
        ("The NAP covers mills.", "government"),
        ("The NAP funds schools.", "government"),
        ("The MIZ produces cloth.", "government"),
        ("The Labour Relations Act (LRA) monitors nothing.", "government"),
    ],
)  # fmt: skip
def test_what_an_organization_did_is_its_own_and_no_measure_of_the_government(
    deed: str, speaker: str
) -> None:
    report = read(promotional_activities=f"2007 AR: {deed}")
    [(_, who, _, text)] = said(report, "promotional_activities")
    assert (who, text) == (speaker, deed)
    assert [each["text"] for each in rows_of(report)["measures"]] == (
        [deed.rstrip(".")] if speaker == "government" else []
    )


@pytest.mark.parametrize(
    "people",
    ["Rescued workers", "Migrant workers", "Domestic workers", "Child workers", "Young workers",
     "Many workers", "Some employers", "Most employers", "Two employers", "The two workers",
     "The rescued workers", "Migrant Workers", "Workers of Mill One", "Employers in EPZs",
     "Members of trade unions", "Enterprises", "Contractors", "Workers",
     "Both Migrant workers and employers", "Employers and migrant workers"],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["told the police", "reported", "stated", "complained", "said"])
def test_people_are_no_speaker(people: str, verb: str) -> None:
    sentence = f"{people} {verb} that pay is low. A fine was set."
    report = read(monitoring=f"2007 AR: {sentence}", special_attention=f"A law.\n\n{sentence}")
    assert said(report, "monitoring") == [("2007 AR", "government", "government", sentence)]
    assert [who for _, who, *_ in said(report, "special_attention")] == ["government"]


def test_what_people_did_is_told_by_the_government() -> None:
    cell = "2007 AR: A fair was held.\n\nMigrant workers received made-up leaflets."
    assert [who for _, who, *_ in said(read(monitoring=cell), "monitoring")] == ["government"]


@pytest.mark.parametrize(
    ("who", "party"),
    [
        ("The workers", "workers"),
        ("The employers", "employers"),
        ("The employers and the workers", "unknown"),
        ("Both employers and workers", "unknown"),
        ("Workers’ organizations", "workers"),
        ("The employers' organizations", "employers"),
        ("The trade unions", "workers"),
        ("Several trade unions", "workers"),
        ("Unions of workers", "workers"),
        ("Trade unions and employers", "unknown"),
        ("Workers’ representatives", "workers"),
        ("The Textile Workers", "workers"),
        ("The Union of Mill Workers", "workers"),
        ("The Federation of Employers", "employers"),
        ("Business Shkodra", "employers"),
        ("The GMO", "employers"),
        ("The ALC", "unknown"),
    ],
)
def test_organizations_and_sides_are_speakers(who: str, party: str) -> None:
    rows = {"workers_observations": "NIL"} if party == "unknown" else {}
    report = read(monitoring=f"2007 AR: {who} stated that pay is low.", **rows)
    assert [(side, who != "government") for _, who, side, _ in said(report, "monitoring")] == [
        (party, True)
    ]
