"""Untidy made-up documents on freedom of association and on forced labour."""

from __future__ import annotations

from tests.documents.office import document, recognition, since, under
from tests.documents.truth import MADE_UP, Item, Style, Truth
from tests.documents.writing import listed, prose, short, span


def documents() -> tuple[Truth, ...]:
    """Return the documents, three on each subject."""
    return (
        _bhutan(),
        _honduras(),
        _vanuatu(),
        _comoros(),
        _iceland(),
        _barbados(),
    )


# ---- freedom of association ------------------------------------------------------------------------


def _bhutan() -> Truth:
    """The page misspells the country; organizations speak below the Government's entries."""
    asked = prose(
        "ratification_intention", (2007,), "The Government said that it was examining C.87."
    )
    returned = prose("ratification_intention", (2004,), "C.98 was before the Assembly of Examples.")
    said = [
        since(2002),
        prose(
            "employers_observations", (2007,), "Observations by the Example Business Council (EBC)."
        ),
        prose("workers_observations", (2007,), "Observations by the Sample General Front (SGF)"),
        prose("ratification_status", (), "Bhutan has ratified neither C.87 nor C.98"),
        asked,
        under(
            asked,
            "EBC and the SGF",
            "The EBC and the SGF backed the ratification of both Conventions.",
            "unknown",
        ),
        prose(
            "ratification_intention",
            (2006,),
            "The SGF asked for C.87 to be ratified.",
            speaker="SGF",
            party="workers",
        ),
        returned,
        under(returned, "EBC", "The EBC did not object.", "employers", joins=True),
        under(returned, "government", "According to the Government: a vote is near", "government"),
        prose(
            "policy_legislation",
            (2007,),
            "the Unions Bill was laid before the Assembly in May.",
            opening="According to the Government:",
            speaker="government",
            heading="Legislation",
            heading_apart=True,
        ),
        prose("promotional_activities", (2007,), "The EBC and the SGF were consulted on a fair."),
    ]
    style = Style(characters=(18, 22, 22, 62), site=True)
    return document("BHUTAN", "BTN", "FACB", (2000, 2008), said, style, page="Bhuttan")


def _honduras() -> Truth:
    """Years out of order, with a gap, and alone on their lines; NIL above entries."""
    said = [
        short("reporting_obligations", (), "YES"),
        prose("reporting_obligations", (2008,), MADE_UP),
        prose("reporting_obligations", (2001, 2004), "No change reports"),
        short("ratification_intention", (), "NIL"),
        prose(
            "ratification_intention",
            (2003,),
            "The Government would consider the ratification of C. 98 after the elections",
        ),
        prose(
            "ratification_intention",
            (2006,),
            "ratification of C. 87 and C. 98 is planned.",
            opening="According to the Government:",
            speaker="government",
            years_apart=True,
        ),
        short("monitoring", (), "NIL"),
        prose("monitoring", (2008,), "Two made-up inspectors were appointed", years_apart=True),
        prose("monitoring", (2005, 2006), "The inspectors visited the ports.", years_apart=True),
        prose(
            "judicial_decisions",
            (),
            "There are no indications in the Government’s report",
            items=(),
        ),
        prose("governing_body", (), "Based on information in GB.282/LILS/7"),
    ]
    style = Style(
        page="letter",
        font="DejaVu Serif",
        size=9,
        widths=(2.0, 2.5, 2.7, 10.3),
        characters=(14, 18, 18, 80),
    )
    words = recognition("main legal provisions")
    return document("HONDURAS", "HND", "FACB", (2000, 2008), said, style, labels=words)


def _vanuatu() -> Truth:
    """Organizations a line each; their sentences within the Government's paragraphs; comments."""
    seminar = prose("special_initiatives", (2006,), "A made-up seminar «Work for all» was held.")
    law = prose("challenges_government", (2006,), "The law on imaginary unions is old.")
    said = [
        prose(
            "reporting_obligations",
            (),
            MADE_UP,
            opening="YES, According to the Government:",
            answer="yes",
            speaker="government",
        ),
        prose(
            "social_partner_involvement",
            (),
            "YES, according to the Government: copies were sent to:",
            "the Chamber of Invented Commerce (CIC);",
            "the Federation of Made-up Employers (FME);",
            "the Congress of Invented Trade Unions (CITU).",
            answer="yes",
            speaker="government",
        ),
        prose(
            "employers_observations",
            (2006,),
            "Observations by the Chamber of Invented Commerce (CIC);",
            "the Federation of Made-up Employers (FME).",
        ),
        short("workers_observations", (), "NIL"),
        seminar,
        under(
            seminar,
            "CIC and the FME",
            "The CIC and the FME welcomed it.",
            "employers",
            joins=True,
        ),
        prose(
            "special_initiatives",
            (2005,),
            "FME comment: a fair would be of more use",
            speaker="FME",
            party="employers",
            items=(),
        ),
        law,
        under(
            law,
            "Congress of Invented Trade Unions (CITU)",
            "According to the Congress of Invented Trade Unions (CITU), nobody knows the law.",
            "workers",
        ),
        under(law, "CITU", "Observations by the CITU: unions are slow to form.", "workers"),
    ]
    style = Style(
        font="Liberation Sans",
        size=9,
        widths=(2.4, 2.6, 2.9, 9.1),
        characters=(20, 20, 22, 70),
        archive_encoding="windows-1252",
        site=True,
    )
    return document("VANUATU", "VUT", "FACB", (2000, 2007), said, style)


# ---- forced labour ---------------------------------------------------------------------------------


def _comoros() -> Truth:
    """One heading is French; headings with colons before text; a bare yes and what explains it."""
    said = [
        prose("reporting_obligations", (), "YES", MADE_UP, answer="yes"),
        prose(
            "ratification_status",
            (),
            "Comoros ratified C.29 in 1978 and C.105 in 1979. However, it denounced C.105 in 1990",
        ),
        short("ratification_intention", (), "YES"),
        prose(
            "constitution",
            (),
            "YES",
            "Its made-up article 4 forbids it.",
            answer="yes",
            items=[Item("", "Its made-up article 4 forbids it")],
        ),
        prose(
            "policy_legislation",
            (2003,),
            "a plan for the ports was adopted.",
            opening="According to the Government:",
            speaker="government",
            heading="Policy:",
        ),
        prose(
            "policy_legislation",
            (),
            "the Work Act of Examples covers every ship and farm",
            heading="Legislation:",
        ),
        short("special_attention", (), "YES"),
        prose("special_attention", (2005,), "Prisoners in the made-up gaol are visited."),
        prose("special_attention", (2002,), "Nothing was planned", items=()),
    ]
    style = Style(
        font="DejaVu Sans",
        size=8,
        widths=(2.8, 2.8, 3.0, 8.4),
        characters=(16, 20, 20, 58),
        title_in_table=True,
        number="- {page} -",
    )
    labels = {"reporting": "SOUMISSION DES RAPPORTS", **recognition("basic provisions")}
    return document("COMOROS", "COM", "FL", (2000, 2008), said, style, labels=labels)


def _iceland() -> Truth:
    """No Definition row; notes on sources; lists within sentences."""
    said = [
        since(2001),
        prose("reporting_obligations", span(2003, 2005), "No change reports."),
        prose("social_partner_involvement", (), "Based on information in GB.282/LILS/7"),
        prose("workers_observations", (), "(Based on information in GB.283/3/1)"),
        prose(
            "basic_legal_provisions",
            (),
            "(Based on information in GB.282/LILS/7 and GB.282/8/2)",
            items=(),
        ),
        listed(
            "monitoring",
            (2006,),
            "The Government has",
            list(
                zip(
                    "123",
                    ("trained 12 inspectors", "bought a boat", "opened an office in the capital"),
                    strict=True,
                )
            ),
            marks="({})",
        ),
        prose(
            "challenges_government",
            (2006,),
            "The difficulties are (1) the lack of data; (2) distances between islands; and (3) cost",
        ),
        prose(
            "exercise_national",
            (),
            "There are no indications in the Government’s reports on this matter.",
            items=(),
        ),
    ]
    style = Style(
        page="A4-landscape",
        font="Liberation Sans",
        size=9,
        widths=(3.4, 3.6, 4.0, 14.7),
        characters=(24, 28, 30, 100),
        head="Country baselines – made up for tests",
        number="Page {page} of {pages}",
        lines=58,
    )
    return document(
        "ICELAND",
        "ISL",
        "FL",
        (2000, 2007),
        said,
        style,
        labels=recognition("provisions"),
        absent=("definition",),
    )


def _barbados() -> Truth:
    """The page gives other years; nobody says which side some of the speakers are on."""
    plan = prose(
        "policy_legislation", (2006,), "A plan for the harbour was adopted.", heading="Policy:"
    )
    said = [
        since(2000),
        short("employers_observations", (), "NIL"),
        short("workers_observations", (), "NIL"),
        prose("ratification_status", (), "Barbados ratified C.29 in 1967 and C.105 in 1976."),
        plan,
        under(
            plan,
            "Association of Imaginary Women (AIW)",
            "The Association of Imaginary Women (AIW) considered that the plan was too late.",
            "unknown",
        ),
        prose(
            "policy_legislation", (2004,), "the Harbour Act was amended.", heading="Legislation:"
        ),
        prose(
            "policy_legislation",
            (2002,),
            "The social partners supported the Harbour Act",
            speaker="social partners",
            party="unknown",
            items=(),
        ),
        prose(
            "judicial_decisions",
            (),
            "NO",
            "No case has come before the Court of Examples.",
            answer="no",
            items=(),
        ),
        short("data_collection", (), "YES"),
        prose(
            "data_collection",
            (),
            "The Made-up Workers’ Confederation (MWC) asked for the figures to be published.",
            speaker="Made-up Workers’ Confederation (MWC)",
            party="workers",
            items=(),
        ),
    ]
    style = Style(font="Liberation Serif", size=11, characters=(18, 22, 24, 60))
    return document("BARBADOS", "BRB", "FL", (2000, 2007), said, style, page_years=(2000, 2008))
