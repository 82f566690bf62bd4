"""Untidy made-up documents on child labour and on discrimination."""

from __future__ import annotations

from dataclasses import replace

from tests.documents.office import document, recognition, since, under
from tests.documents.truth import MADE_UP, ROW, Item, Style, Truth, blank
from tests.documents.writing import lettered, listed, prose, short


def documents() -> tuple[Truth, ...]:
    """Return the documents, three on each subject."""
    return (
        _dominica(),
        _jamaica(),
        _lesotho(),
        _belize(),
        _grenada(),
        _guyana(),
    )


# ---- child labour ----------------------------------------------------------------------------------


def _dominica() -> Truth:
    """Rows of child labour's own; other treaties in the status."""
    said = [
        since(2003),
        prose(
            "ratification_status",
            (),
            "Dominica has ratified C.138 and C.182. It is also a party to the Convention on the "
            "Rights of the Child (CRC) and to CEDAW",
        ),
        short("ratification_intention", (), "NIL"),
        prose(
            "policy_legislation",
            (),
            "A made-up strategy covers all schools.",
            heading="Policy",
            heading_apart=True,
        ),
        prose(
            "policy_legislation",
            (2004,),
            "the Children Act of Examples was amended",
            opening="According to the Government:",
            speaker="government",
            heading="Legislation",
            heading_apart=True,
        ),
        prose("compulsory_education", (2004,), "Schooling is compulsory from 6 to 14"),
        prose("minimum_age", (2004,), "The minimum age is 15 (section 40 of the made-up Act)."),
        prose("minimum_age", (2001,), "It was 14.", years_apart=True),
    ]
    style = Style(
        page="letter-landscape",
        font="Liberation Sans Narrow",
        size=10,
        widths=(4.0, 4.4, 4.6, 10.9),
        characters=(26, 30, 30, 70),
        site=True,
    )
    return document(
        "DOMINICA",
        "DMA",
        "CL",
        (2000, 2008),
        said,
        style,
        absent=("exercise_national", "exercise_international"),
        own_rows=True,
    )


def _jamaica() -> Truth:
    """Intentions in many words; the page misspells the country; an empty row of child labour's own."""
    status = "Jamaica ratified C.182 in 2003. However, it has not ratified C.138."
    hoped = prose(
        "ratification_intention",
        (2005,),
        "the papers on C.138 will be submitted to Parliament.",
        opening="According to the Government:",
        speaker="government",
    )
    said = [
        since(2000),
        prose("ratification_status", (), status),
        prose("ratification_intention", (), "since 2000, for C.138.", opening="YES,", answer="yes"),
        prose("ratification_intention", (2008,), "C.138 is in the process of ratification"),
        prose("ratification_intention", (2006, 2007), "C.138 was under evaluation by the Cabinet."),
        hoped,
        under(
            hoped,
            "Union of Example Teachers (UET)",
            "The Union of Example Teachers (UET) hoped that this would be done by 2006",
            "workers",
        ),
        prose("ratification_intention", (2003,), "The Government intended to ratify C.138."),
        short("compulsory_education", (), "YES"),
        prose("compulsory_education", (2006,), "Six years of school are free", years_apart=True),
        blank(ROW["minimum_age"]),
        prose("request", (2006,), "ILO assistance for «schools at sea» is needed"),
    ]
    style = Style(
        font="DejaVu Sans Condensed",
        size=9,
        widths=(2.2, 3.2, 3.4, 8.2),
        characters=(14, 20, 22, 56),
        site=True,
    )
    return document(
        "JAMAICA",
        "JAM",
        "CL",
        (2000, 2008),
        said,
        style,
        page="Jamacia",
        labels=recognition("main provisions"),
        absent=("exercise_national", "exercise_international"),
        own_rows=True,
    )


def _lesotho() -> Truth:
    """Organizations ask for help beside the Government; roles in place of names."""
    need = listed(
        "request",
        (2006,),
        "Assistance is needed for:",
        lettered(["a made-up survey", "training of judges", "radio plays"]),
    )
    fair = prose("promotional_activities", (2005,), "A fair was held in two made-up towns.")
    said = [
        prose(
            "reporting_obligations",
            (),
            MADE_UP,
            opening="YES, but no report was received for the 2003 Annual Review.",
            answer="yes",
        ),
        prose(
            "employers_observations",
            (),
            "Observations by the Sample Employers’ Association (SEA).",
        ),
        prose("workers_observations", (2006,), "The Sample General Front (SGF) was not consulted"),
        need,
        under(
            need,
            "Sample Employers’ Association",
            "The Sample Employers’ Association requested ILO assistance for its members.",
            "employers",
        ),
        prose(
            "request",
            (2004,),
            "The workers’ organizations asked for training as well",
            speaker="workers",
            items=(),
        ),
        fair,
        under(
            fair,
            "employers’ and workers’ organizations",
            "The employers’ and workers’ organizations supported it.",
            "unknown",
            joins=True,
        ),
        under(
            fair, "government", "The Government added that more fairs would be held.", "government"
        ),
        prose("exercise_national", (2001, 2003, 2006), "Herd boys go to made-up schools"),
    ]
    last = said.index(fair) + 2
    said[last] = replace(
        said[last], items=(Item("", "The Government added that more fairs would be held"),)
    )
    style = Style(widths=(3.0, 3.0, 3.2, 7.8), characters=(18, 22, 22, 56), doubled=True, number="")
    return document("LESOTHO", "LSO", "CL", (2000, 2008), said, style)


# ---- discrimination --------------------------------------------------------------------------------


def _belize() -> Truth:
    """One convention is left; the Government's intention beside the hopes of others."""
    hoped = prose(
        "ratification_intention",
        (2008,),
        "The Government indicated that Convention No. 111 was being studied.",
    )
    said = [
        since(2000),
        prose(
            "employers_observations", (2008,), "Observations by the Example Business Council (EBC)"
        ),
        prose("ratification_status", (), "Belize has ratified C100 but has not yet ratified C111."),
        prose("ratification_intention", (), "YES since 2000, for C111.", answer="yes"),
        hoped,
        under(
            hoped,
            "EBC and the Congress of Invented Trade Unions (CITU)",
            "The EBC and the Congress of Invented Trade Unions (CITU) called upon the Government to "
            "ratify it without delay.",
            "unknown",
        ),
        prose("ratification_intention", (2006,), "Ratification of C111 was being envisaged."),
        prose("ratification_intention", (2004,), "The Government does not intend to ratify C111"),
        prose(
            "ratification_intention",
            (2002,),
            "The Government repeated its support to the ratification of C111.",
            years_apart=True,
        ),
        prose("constitution", (2000,), "articles 3 and 16 of the made-up Constitution"),
    ]
    style = Style(characters=(20, 24, 24, 76), site=True, archive_encoding="windows-1252")
    return document("BELIZE", "BLZ", "DISC", (2000, 2008), said, style, page="Belise")


def _grenada() -> Truth:
    """Observations in the Government's cells, with years of their own and under an entry's."""
    equal = prose("exercise_national", (2005,), "Equal pay was discussed in three made-up towns.")
    said = [
        since(2002),
        short("employers_observations", (), "NIL"),
        prose(
            "workers_observations",
            (2005,),
            "Observations by the Union of Example Teachers (UET).",
        ),
        prose(
            "workers_observations",
            (2003,),
            "UET comment: women earn less",
            speaker="UET",
        ),
        equal,
        under(equal, "UET", "Observations by the UET.", "workers"),
        prose(
            "exercise_national",
            (2003,),
            "Observations by the UET: men are paid more in the made-up ports.",
            speaker="UET",
            party="workers",
            items=(),
        ),
        prose("exercise_national", (2002,), "The UET took part in a survey."),
        prose(
            "policy_legislation",
            (),
            "the Equal Pay Act of Examples covers every office",
            heading="Legislation:",
        ),
        prose("offer", (), "NIL", answer="nil"),
    ]
    style = Style(
        page="letter",
        font="DejaVu Serif",
        size=8.5,
        widths=(1.9, 2.3, 2.4, 11.0),
        characters=(12, 15, 16, 84),
        lines=60,
    )
    return document("GRENADA", "GRD", "DISC", (2000, 2006), said, style, mark=False)


def _guyana() -> Truth:
    """Answers without full stops; a yes with a but; three headings, each on a line of its own."""
    said = [
        short("reporting_obligations", (), "YES"),
        prose("reporting_obligations", (2006, 2007), MADE_UP),
        prose("reporting_obligations", (2005,), "No change report"),
        prose(
            "policy_legislation",
            (2007,),
            "A plan was adopted",
            heading="Policy",
            heading_apart=True,
        ),
        prose("policy_legislation", (2003,), "It was being drafted"),
        prose(
            "policy_legislation",
            (),
            "The Equality Act of Examples applies to all",
            heading="Legislation",
            heading_apart=True,
        ),
        prose(
            "policy_legislation",
            (2007,),
            "the rules on wages are being revised",
            opening="According to the Government:",
            speaker="government",
            heading="Regulations",
            heading_apart=True,
        ),
        prose(
            "data_collection",
            (),
            "but only for the made-up capital",
            opening="YES,",
            answer="yes",
        ),
        prose(
            "social_partners", (2007,), "YES", "They sit on the Council of Examples", answer="yes"
        ),
        short("promotional_activities", (), "NIL"),
        prose("promotional_activities", (2006,), "Posters were printed", years_apart=True),
    ]
    said[-3] = replace(said[-3], items=(Item("", "They sit on the Council of Examples"),))
    style = Style(
        font="Liberation Sans", size=9.5, widths=(2.5, 2.8, 3.0, 8.7), characters=(17, 21, 21, 64)
    )
    words = recognition("main provisions")
    return document("GUYANA", "GUY", "DISC", (2000, 2007), said, style, labels=words)
