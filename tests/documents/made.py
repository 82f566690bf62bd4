"""The made-up documents: eight tidy ones with the quirks of the Protocol's, and the untidy ones.

Countries are real, because names of countries must be known; everything said of them is made up.
What a document is to show is written out; the rest of its rows is filled from a stock of
sentences, the same ones every time.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

from tests.documents import association_and_forced_labour, children_and_discrimination
from tests.documents.truth import MADE_UP, Item, Paragraph, Statement, Style, Truth, complete
from tests.documents.writing import (
    fill,
    lettered,
    listed,
    made_up,
    numbered,
    prose,
    short,
    span,
    tiers,
)

# ---- the documents ---------------------------------------------------------------------------------


@cache
def documents() -> tuple[Truth, ...]:
    """Return every made-up document."""
    return (
        _albania(),
        _iran(),
        _new_zealand(),
        _fiji(),
        _kenya(),
        _chile(),
        _ivory_coast(),
        _laos(),
        *association_and_forced_labour.documents(),
        *children_and_discrimination.documents(),
    )


def _made(
    name: str,
    form: str,
    subject: str,
    country: str,
    iso3: str,
    years: tuple[int, int],
    title: tuple[str, ...],
    said: Sequence[Statement],
    style: Style,
    labels: dict[str, str] | None = None,
    absent: Sequence[str] = (),
    longest: int = 4,
) -> Truth:
    rng = random.Random(name)  # noqa: S311 - the same document every time is what is wanted
    given = [s.field for s in said]
    filled = fill(rng, form, *years, [*given, *absent], longest)
    statements = complete(form, [*said, *filled], absent)
    return Truth(
        f"made-up-{name}",
        form,
        subject,
        country,
        iso3,
        *years,
        title,
        statements,
        labels or {},
        style,
    )


def _albania() -> Truth:
    """Like the document at hand: a Protocol baseline of five years, undoubled labels, tiers."""
    first = span(2017, 2021)
    said = [
        made_up(),
        short("employers_observations", (), "No."),
        prose("ratification_status", (), "Albania has not yet ratified the made-up instrument."),
        prose(
            "ratification_intention",
            first,
            "There are no impediments to the ratification of the instrument and it is likely to be "
            "ratified.",
        ),
        prose(
            "policy_or_plan",
            (2020, 2021),
            "There is a national policy, in force since 2004, whose article 35 states that “no one may "
            "be made to act in an example”, and “contracts are freely concluded. No one can be "
            "obliged to conclude one.”",
            style="spaced",
        ),
        prose("policy_or_plan", span(2017, 2019), "A plan of action was being drawn up."),
        listed(
            "prevention",
            (2021,),
            "The measures taken or envisaged include:",
            lettered(
                [
                    "Information, education and awareness raising targeting especially people in "
                    "vulnerable situation and employers",
                    "Strengthening and broadening of the coverage of legislation, particularly labour "
                    "law",
                    "Supporting due diligence by the public and private sectors",
                    "Promotion of safe and regular migration",
                ],
                "abdf",
            ),
        ),
        listed(
            "prevention",
            (2019,),
            "The measures taken or envisaged include:",
            lettered(
                [
                    "the Made-up Centre prepared booklets and posters to inform of the danger; and how "
                    "to avoid it",
                    "the Resolution of the Cabinet of Examples of June 17, 2006, No. 152, sets out the "
                    "compensation to victims",
                    "the rule that “work is free. No one may be forced to it.”",
                    "trainings for law-enforcement agencies, under section 12(b) of the Act",
                ]
            ),
            tail="The Centre provides the assistance that is needed. It is free of charge.",
        ),
        listed(
            "protection",
            span(2018, 2021),
            "The following measures have been taken or envisaged:",
            list(
                zip(
                    ("i", "ii", "iii", "iv"),
                    (
                        "legal protection of victims",
                        "material assistance, as under articles 3 and 4(2) of the made-up Decree",
                        "medical and psychological assistance",
                        "appropriate accommodation",
                    ),
                    strict=True,
                )
            ),
            marks="({})",
            before="Shelters have been open since 2012 in three made-up towns.",
        ),
        prose(
            "remedies",
            (2021,),
            "victims are informed of their rights by {body}, which was set up in 2007.".format(
                body="the Made-up Labour Inspectorate"
            ),
            opening="Yes,",
            answer="yes",
        ),
        prose("remedies", (2017,), "No measures have been taken.", items=()),
        short("special_initiatives", (2019, 2020), "NIL"),
        tiers(
            "request",
            (2021,),
            "The Government indicated the need for technical cooperation with the ILO in the following "
            "areas:",
            [
                (
                    "most important:",
                    "most_important",
                    lettered(
                        [
                            "Vocational training, job-creation and income-generation programmes for "
                            "at-risk populations",
                            "Exchange of experiences between countries or regions; international "
                            "cooperation",
                        ]
                    ),
                ),
                (
                    "Important:",
                    "important",
                    lettered(
                        [
                            "Awareness-raising and mobilization activities",
                            "Collection and analysis of data and information",
                            "Capacity building for the competent authorities",
                        ]
                    ),
                ),
            ],
        ),
        prose(
            "request",
            (2017,),
            "Technical cooperation is needed in the areas of prevention and protection.",
        ),
    ]
    return _made(
        "albania-p029-2017-2021",
        "p029",
        "P029",
        "ALBANIA",
        "ALB",
        (2017, 2021),
        (
            "ALBANIA (2017-2021)",
            "THE ELIMINATION OF ALL FORMS OF FORCED OR COMPULSORY LABOUR",
            "Protocol of 2014 (P029) to the Forced Labour Convention",
        ),
        said,
        Style(doubled=True, number=""),
        longest=3,
    )


def _iran() -> Truth:
    """Twenty years on forced labour, a landscape page, an inverted name, years of every kind."""
    said = [
        prose("reporting_obligations", (), MADE_UP, opening="YES,", answer="yes"),
        prose(
            "social_partner_involvement",
            span(2002, 2019),
            "reports are sent to the made-up organizations, which have commented on them since the "
            "start of the Annual Reviews (ARs) in 2000.",
            opening="Yes,",
            answer="yes",
        ),
        short("social_partner_involvement", (2001,), "No."),
        prose(
            "workers_observations",
            (2007,),
            "The Congress of Invented Trade Unions (CITU) observed that the draft of 2006 had not been "
            "shared.",
            style="reversed",
        ),
        prose(
            "workers_observations",
            (2007,),
            "The Made-up Union of Drivers asked for a meeting before the 2008 session.",
            style="reversed",
        ),
        prose(
            "ratification_intention",
            (),
            "The matter has been before the Council of Examples for some time.",
        ),
        prose(
            "ratification_intention",
            (2016, 2017),
            "Ratification is under consideration, and a study was made in 2015.",
            style="spaced",
        ),
        prose("ratification_intention", (2003,), "There is no intention to ratify at this stage."),
        prose("constitution", (), "NIL.", answer="nil", items=()),
        prose(
            "definition",
            (2005, 2007, 2009),
            "“Forced labour” means work “exacted in an example. It is never offered freely.”",
            items=[
                Item(
                    "",
                    "“Forced labour” means work “exacted in an example. It is never offered freely.”",
                )
            ],
        ),
        listed(
            "exercise_national",
            (2010,),
            "The principle is applied in the following ways:",
            lettered(["by law", "by agreement", "in practice; in all places"], "ace"),
            last=" and ",
        ),
        prose(
            "challenges_government",
            (2012,),
            "the made-up sectors are hard to reach.",
            opening="According to the Government:",
            speaker="government",
        ),
        prose(
            "challenges_government",
            (2012,),
            "According to the Federation of Made-up Employers (FME): costs are too high.",
            speaker="Federation of Made-up Employers (FME)",
            party="employers",
            repeats=True,
        ),
        listed(
            "request",
            (2018, 2019),
            "The following is needed:",
            list(
                zip(
                    ("i", "ii", "iii"),
                    ("legal advice", "training of inspectors under section 12(b)", "data"),
                    strict=True,
                )
            ),
            marks="({})",
        ),
    ]
    return _made(
        "iran-fl-2000-2019",
        "principle",
        "FL",
        "IRAN, ISLAMIC REPUBLIC OF",
        "IRN",
        (2000, 2019),
        (
            "COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW",
            "IRAN, ISLAMIC REPUBLIC OF (2000-2019)",
            "THE ELIMINATION OF ALL FORMS OF FORCED OR COMPULSORY LABOUR (FL)",
        ),
        said,
        Style(
            page="A4-landscape",
            font="Liberation Sans",
            size=9,
            widths=(3.4, 3.6, 4.0, 14.7),
            characters=(22, 26, 28, 96),
            lines=60,
            head="ILO Declaration Annual Review – made up for tests",
            number="Page {page}",
            archive_encoding="windows-1252",
        ),
        labels={
            "reporting_obligations": "Fulfilment of Government's reporting obligations",
            "social_partner_involvement": "Involvement of Employers' and Workers' organizations in the "
            "reporting process",
            "policy_legislation": "Policy, legislation and/or regulations",
            "employers_observations": "Employers' organizations",
            "workers_observations": "Workers' organizations",
        },
        longest=3,
    )


def _new_zealand() -> Truth:
    """Freedom of association, narrow label columns, a footnote's mark on the title, comments."""
    said = [
        made_up((2000,)),
        prose(
            "employers_observations",
            (2008,),
            "the made-up bargaining round of 2006 went well.",
            opening="BusinessNZ comment:",
            speaker="BusinessNZ",
        ),
        prose(
            "employers_observations",
            (2003,),
            "the invented Act should be left alone; no change is needed.",
            speaker="employers",
        ),
        prose(
            "workers_observations",
            (2008,),
            "NZCTU comment: small made-up workplaces are out of reach. Nothing was done in 2007.",
            speaker="NZCTU",
        ),
        prose("workers_observations", (2005, 2006), "It had nothing to add.", speaker="workers"),
        prose(
            "constitution",
            (),
            "There is no single constitutional text in this example.",
            items=(),
        ),
        prose(
            "policy_legislation",
            span(2004, 2008),
            "The invented Employment Relations Act 2000{^Act No. 24 of the made-up Parliament.^} and "
            "its section 12(b) protect the principle and right.",
        ),
        prose(
            "policy_legislation",
            (2001,),
            "The Act came into force in October 2000 and replaced the one of 1991.",
            opening="Yes.",
            answer="yes",
        ),
        listed(
            "monitoring",
            (2006,),
            "The bodies are:",
            lettered(["the Made-up Mediation Service", "the Authority", "the Court"], "abc"),
            before="Disputes are settled by three bodies that were set up in 1999.",
            tail="Their decisions are published.",
        ),
        short("request", (), "NIL"),
        short("offer", (2000,), "No."),
    ]
    return _made(
        "new-zealand-facb-2000-2008",
        "principle",
        "FACB",
        "NEW ZEALAND",
        "NZL",
        (2000, 2008),
        (
            "COUNTRY BASELINES UNDER THE 1998 ILO DECLARATION ANNUAL REVIEW (2000-2008)"
            "{^Country baselines are prepared by the Made-up Office from the reports received.^}: "
            "NEW ZEALAND",
            "FREEDOM OF ASSOCIATION AND THE EFFECTIVE RECOGNITION OF THE RIGHT TO COLLECTIVE "
            "BARGAINING (FACB)",
        ),
        said,
        Style(
            page="letter",
            font="DejaVu Serif",
            size=8.5,
            widths=(1.9, 2.3, 2.4, 11.0),
            characters=(10, 14, 15, 84),
            lines=66,
            number="{page}",
        ),
        labels={
            "definition": "Definition of freedom of association",
            "recognition": "Recognition of the principle and right (prospect(s), means of action, main "
            "legal provisions)",
            "basic_legal_provisions": "Main legal provisions",
        },
    )


def _fiji() -> Truth:
    """Two years on child labour; the title is the table's first row; labels in capitals."""
    said = [
        made_up((2010, 2011)),
        prose(
            "ratification_status", (), "Both made-up instruments were ratified in 2002 and 2003."
        ),
        short("ratification_intention", (), "Yes."),
        listed(
            "special_attention",
            (2011,),
            "Particular attention is given to:",
            lettered(["children in rural areas", "girls", "street children; orphans"]),
            opening="YES.",
            answer="yes",
        ),
        short("special_attention", (2010,), "YES."),
        tiers(
            "request",
            (2011,),
            "The needs are as follows:",
            [
                ("Most important:", "most_important", lettered(["data", "training"])),
                ("Important:", "important", lettered(["legal reform", "campaigns"])),
                ("Less important:", "less_important", lettered(["vehicles", "buildings"])),
            ],
        ),
        short("offer", (), "NIL."),
        prose("governing_body", (2011,), "The made-up Body took note of the information."),
    ]
    return _made(
        "fiji-cl-2010-2011",
        "principle",
        "CL",
        "FIJI",
        "FJI",
        (2010, 2011),
        ("FIJI (2010-2011)", "THE EFFECTIVE ABOLITION OF CHILD LABOUR (CL)"),
        said,
        Style(
            page="A4",
            font="DejaVu Sans",
            size=8,
            widths=(2.6, 2.6, 2.8, 9.0),
            characters=(18, 20, 20, 60),
            title_in_table=True,
            number="- {page} -",
        ),
        labels={
            "definition": "Definition of child labour",
            "reporting_obligations": "FULFILLMENT OF GOVERNMENT’S REPORTING OBLIGATIONS",
            "constitution": "CONSTITUTION",
            "request": "REQUEST",
            "offer": "OFFER",
        },
        longest=3,
    )


def _kenya() -> Truth:
    """Fourteen years on discrimination, wide labels, footnotes in cells, two columns of numbers."""
    said = [
        made_up(),
        prose(
            "employers_observations",
            (2015, 2016),
            "The Federation of Made-up Employers (FME) supports the principle and right.",
            style="spaced",
        ),
        prose(
            "basic_legal_provisions",
            (),
            "Sections 5 and 6 of the Made-up Employment Act, 2007{^As amended by Act No. 18 of 2014.^}; "
            "and section 12(b) of the Labour Institutions Example Act.",
        ),
        listed(
            "basic_legal_provisions",
            (2008,),
            "The provisions are:",
            list(zip(("1", "2", "3"), ("the Act", "the Rules", "the Orders"), strict=True)),
            marks="{}.",
        ),
        prose(
            "judicial_decisions",
            (2014,),
            "In 2012, the Court of Examples held that equal work is “work of equal value. It need not "
            "be the same.”{^Case No. 7 of 2012.^} The case was brought by the made-up union.",
        ),
        prose(
            "data_collection",
            (2013,),
            "The figures of the made-up survey are as follows:",
            Paragraph(
                "", table=(("Sector", "Women", "Men"), ("Farms", "41", "59"), ("Ports", "7", "93"))
            ),
            "The survey will be repeated.",
        ),
        numbered(
            "monitoring",
            (2016,),
            "The following is done:",
            lettered(["visits to workplaces", "advice to employers", "cases brought to court"]),
            tail="Fines were imposed twice.",
        ),
        prose("promotional_activities", span(2004, 2010), "Seminars were held, as in the 2003 AR."),
        prose("promotional_activities", (2013,), "A made-up fair took place. Years may rise."),
        prose("promotional_activities", (2012,), "Nothing was printed.", items=()),
        prose("challenges_workers", (2014, 2015), "Wages are low in the made-up farms."),
        prose(
            "challenges_workers",
            (2011,),
            "The law of 2007 is not known to women workers.",
            heading="CITU comment:",
            speaker="CITU",
        ),
    ]
    return _made(
        "kenya-disc-2003-2016",
        "principle",
        "DISC",
        "KENYA",
        "KEN",
        (2003, 2016),
        (
            "COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW",
            "KENYA (2003-2016)",
            "THE ELIMINATION OF DISCRIMINATION IN RESPECT OF EMPLOYMENT AND OCCUPATION (DISC)",
        ),
        said,
        Style(
            page="letter-landscape",
            font="Liberation Sans Narrow",
            size=10,
            widths=(4.2, 4.5, 4.8, 10.4),
            characters=(26, 30, 30, 64),
            lines=58,
            head="Made up for tests – country baselines",
            number="Page {page} of {pages}",
        ),
        labels={
            "definition": "Definition of discrimination in employment and occupation",
            "observations": "OBSERVATIONS BY SOCIAL PARTNERS",
            "special_initiatives": "Special initiatives",
        },
        longest=3,
    )


def _chile() -> Truth:
    """A Protocol baseline of eight years as Word leaves it: changes, lists, a table in a cell."""
    said = [
        made_up(span(2017, 2024)),
        prose(
            "ratification_status",
            (2024,),
            "The made-up instrument {-is being studied-}{+was ratified in 2021+}, and the instrument of "
            "ratification {+has been+} deposited.",
        ),
        numbered(
            "prevention",
            (2023, 2024),
            "The measures taken or envisaged include:",
            lettered(
                [
                    "information and education",
                    "labour inspection in {-some-}{+all+} regions",
                    "regulation of recruitment; supervision of agencies",
                ]
            ),
        ),
        numbered(
            "prevention",
            (2019,),
            "The measures were:",
            list(zip(("i", "ii", "iii"), ("campaigns", "a plan", "a made-up fair"), strict=True)),
            marks="({})",
            tail="They will go on.",
        ),
        prose(
            "protection",
            (2022,),
            "Shelters were opened as follows:",
            Paragraph("", table=(("Region", "Shelters"), ("North", "3"), ("South", "2"))),
        ),
        prose(
            "protection",
            (2018,),
            "The list is at {@www.example.org/made-up@}, kept by {=the Made-up Centre for Victims=}.",
            "{-2017 AR: This is still to be checked.-}",
        ),
        _broken_lines(),
        prose(
            "remedies",
            span(2017, 2018),
            "Free legal aid{^Under the invented Act No. 5.^} is given.",
        ),
        prose(
            "cooperation",
            (2024,),
            "the Government works with the ILO and with made-up neighbours.",
            opening="According to the Government:",
            speaker="government",
        ),
        prose(
            "cooperation",
            (2024,),
            "According to the Congress of Invented Trade Unions (CITU): more could be done.",
            speaker="Congress of Invented Trade Unions (CITU)",
            party="workers",
            repeats=True,
        ),
        tiers(
            "request",
            (2024,),
            "Assistance is needed:",
            [
                (
                    "Most important:",
                    "most_important",
                    lettered(["Capacity building for the competent authorities", "Data"]),
                ),
                ("Important:", "important", lettered(["Awareness-raising", "Legal advice"])),
            ],
        ),
    ]
    return _made(
        "chile-p029-2017-2024",
        "p029",
        "P029",
        "CHILE",
        "CHL",
        (2017, 2024),
        (
            "COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW",
            "CHILE (2017-2024)",
            "Protocol of 2014 (P029) to the Forced Labour Convention, 1930",
        ),
        said,
        Style(
            page="letter",
            font="Liberation Sans",
            size=9.5,
            widths=(2.5, 2.8, 3.0, 9.2),
            characters=(16, 20, 20, 66),
            number="{page}",
        ),
        labels={
            "reporting_obligations": "Fulfilment of Government’s reporting obligations",
            "cooperation": "Cooperation with other Member States, international/regional organizations "
            "or NGOs",
            "policy_or_plan": "Existence of a policy and/or plan of action for the suppression of forced "
            "or compulsory labour",
        },
    )


def _broken_lines() -> Statement:
    """A list whose entries are typed on lines of their own within one paragraph."""
    entries = lettered(["seizure of assets", "fines; prison terms", "closing of the workplace"])
    text = "The penalties are:\na) seizure of assets;\nb) fines; prison terms; and\nc) closing of the workplace."
    return prose("remedies", (2023,), text, items=[Item(*entry) for entry in entries])


def _ivory_coast() -> Truth:
    """Child labour in four years; accents, a curly apostrophe, older spellings of labels."""
    said = [
        made_up((2000, 2001)),
        prose(
            "ratification_status",
            (),
            "The Minister of Fables, Ms Zoé Éxemple, signed both made-up instruments in 2003.",
        ),
        listed(
            "policy_legislation",
            (2003,),
            "The texts are:",
            lettered(["the Code of Childhood", "the Order on Made-up Work, No. 009 of 2002"], "ab"),
            before="The minimum age is 14 years.",
        ),
        short("judicial_decisions", (), "No."),
        prose("monitoring", (), "The Invented Inspectorate visits cocoa farms."),
        prose("monitoring", (2003,), "A committee was formed, with a seat in the made-up capital."),
        prose(
            "employers_observations",
            (2002,),
            "the young have to be trained.",
            opening="According to the Confederation of Sample Enterprises (CSE):",
            speaker="Confederation of Sample Enterprises (CSE)",
        ),
        prose("offer", (2003,), "The Government offers to share its experience with neighbours."),
        prose("expert_advisers", (2003,), "The Made-up Experts noted the country’s efforts."),
    ]
    return _made(
        "ivory-coast-cl-2000-2003",
        "principle",
        "CL",
        "CÔTE D’IVOIRE",
        "CIV",
        (2000, 2003),
        (
            "COUNTRY BASELINES UNDER THE 1998 ILO DECLARATION ANNUAL REVIEW (2000-2003): CÔTE D’IVOIRE",
            "THE EFFECTIVE ABOLITION OF CHILD LABOUR",
        ),
        said,
        Style(
            page="A4",
            font="DejaVu Sans Condensed",
            size=9,
            widths=(2.2, 3.2, 3.4, 8.2),
            characters=(12, 22, 24, 58),
            head="COUNTRY BASELINES – MADE UP FOR TESTS",
            number="{page}/{pages}",
            lines=50,
            archive_encoding="windows-1252",
            doubled=True,
        ),
        labels={
            "reporting_obligations": "Fulfilment of the Government’s reporting obligations",
            "definition": "Definition of child labour",
            "technical_cooperation": "TECHNICAL CO-OPERATION NEEDS",
            "special_initiatives": "Special initiatives/ Progress",
            "recognition": "Recognition of the principle and right",
        },
        longest=3,
    )


def _laos() -> Truth:
    """Three years, short answers of every kind, a curly apostrophe in the name, two rows fewer."""
    said = [
        made_up(),
        short("social_partner_involvement", (), "No."),
        short("employers_observations", (), "NIL"),
        short("workers_observations", (2005,), "NIL."),
        short("ratification_intention", (2006,), "Yes."),
        short("constitution", (), "YES."),
        short("policy_legislation", (2004,), "NO."),
        short("exercise_national", span(2004, 2006), "No."),
        short("exercise_international", (), "NIL"),
        prose("monitoring", (2006,), "None so far.", items=()),
        prose("request", (2006,), "training is needed.", opening="YES,", answer="yes"),
        short("request", (2005,), "NO."),
    ]
    return _made(
        "laos-facb-2004-2006",
        "principle",
        "FACB",
        "LAO PEOPLE’S DEMOCRATIC REPUBLIC",
        "LAO",
        (2004, 2006),
        (
            "COUNTRY BASELINES UNDER THE ILO DECLARATION ANNUAL REVIEW",
            "LAO PEOPLE’S DEMOCRATIC REPUBLIC (2004-2006)",
            "FREEDOM OF ASSOCIATION AND THE EFFECTIVE RECOGNITION OF THE RIGHT TO COLLECTIVE BARGAINING",
        ),
        said,
        Style(
            page="A4",
            font="Liberation Serif",
            size=11,
            widths=(3.0, 3.0, 3.2, 7.8),
            centred=True,
            characters=(18, 22, 22, 56),
            number="{page}",
        ),
        labels={"definition": "Definition"},
        absent=("expert_advisers", "governing_body"),
        longest=2,
    )
