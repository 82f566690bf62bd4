"""The tables and their columns: types, allowed values, keys, and what each of them means.

A new column is declared here, once, and filled in `tidy`. Its title heads the column in a workbook;
its description stands in `docs/tables.md` and in everything that `annual-review export` writes.
"""

from __future__ import annotations

from typing import get_args

import pandera.pandas as pa

from annual_review.baseline.report import Answer, Party, Priority
from annual_review.codebook import METHODS, SCHEMES, choices

ISO3 = r"[A-Z]{3}"
SUBJECTS = ["P029", "FACB", "FL", "CL", "DISC", "OSH"]
PRINCIPLES = ["FACB", "FL", "CL", "DISC", "OSH"]
ANSWERS = [*get_args(Answer)]
CODES = [code for scheme in SCHEMES for code in choices(scheme)]
PARTIES = [*get_args(Party)]
PRIORITIES = [*get_args(Priority)]
STATUSES = ["ratified", "not_ratified", "unknown"]
INTENTIONS = ["likely", "under_consideration", "unlikely", "not_intended", "unknown"]


def _text(
    title: str,
    description: str,
    *,
    missing: bool = False,
    values: list[str] | None = None,
    like: str | None = None,
) -> pa.Column:
    checks = [pa.Check.isin(values)] if values else []
    checks += [pa.Check.str_matches(rf"^{like}$")] if like else []
    return pa.Column("string", checks, nullable=missing, title=title, description=description)


def _number(title: str, description: str, *, missing: bool = False, least: int = 0) -> pa.Column:
    check = pa.Check.ge(least)
    return pa.Column("Int64", check, nullable=missing, title=title, description=description)


def _share(title: str, description: str) -> pa.Column:
    check = pa.Check.in_range(0, 1)
    return pa.Column("Float64", check, title=title, description=description)


def _yes_or_no(title: str, description: str) -> pa.Column:
    return pa.Column("boolean", title=title, description=description)


def _table(
    title: str, description: str, key: list[str], columns: dict[str, pa.Column]
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        columns, unique=key, strict=True, ordered=True, title=title, description=description
    )


_REPORT = _text("Report", "The report: its id in the table reports.")
_COUNTRY = _text("Country (ISO code)", "Country, ISO 3166-1 alpha-3.", like=ISO3)
_OF_REPORT = {
    "report_id": _REPORT,
    "iso3": _COUNTRY,
    "subject": _text(
        "Subject",
        "P029 for the Protocol of 2014, otherwise the code of the principle.",
        values=SUBJECTS,
    ),
}
_YEAR = _number(
    "Year",
    "Annual Review that the text is for. Missing if the document gives no year. What is for several"
    " years has one row per year.",
    missing=True,
)
_PAGE = _number(
    "Page", "Page of the source, from 1. Missing if the source has no pages.", missing=True, least=1
)
_CORRECTED = _text(
    "Corrected",
    "What the document prints, and why it was corrected here. Empty if nothing was corrected.",
)
_SPEAKER = _text(
    "Speaker",
    "government, employers, workers, or the organization as printed, without “the” before it."
    " Expert-Advisers or Governing Body in their own rows.",
)
_PARTY = _text(
    "Side of the speaker",
    "The speaker's side. The document's rows of observations decide first, then the organization's"
    " name, then the row in which it speaks. Unknown if the name covers both sides or no side can"
    " be told, and for the Expert-Advisers and the Governing Body.",
    values=PARTIES,
)


def _item_head(field: str) -> dict[str, pa.Column]:
    return {
        "statement_id": _text("Statement", "The statement: its id in the table statements."),
        **_OF_REPORT,
        "field": _text("Question", field),
        "year": _YEAR,
    }


def _item_tail(code: str) -> dict[str, pa.Column]:
    return {
        "letter": _text(
            "Letter",
            "Letter as printed. Empty if there is none. Letters are those of the questionnaire's"
            " options, so some can be skipped.",
        ),
        "text": _text("Text", "The item without its letter and closing punctuation."),
        "code": _text("Code", f"{code} All codes of an item are in codings.", values=CODES),
        "start": _number("Start", "Offset of the item's first character in texts."),
        "end": _number("End", "Offset just after the item's last character in texts."),
        "corrected": _CORRECTED,
    }


SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "reports": _table(
        "Reports",
        "One row per document.",
        ["report_id"],
        {
            "report_id": _text(
                "Report",
                "{iso3}-{subject}-{first_year}-{last_year}, as in AZE-P029-2017-2018.",
                like=rf"{ISO3}-[A-Z0-9]+-\d{{4}}-\d{{4}}",
            ),
            "iso3": _COUNTRY,
            "country": _text("Country", "The country's short English name."),
            "subject": _OF_REPORT["subject"],
            "principle": _text(
                "Principle",
                "FACB (freedom of association and collective bargaining), FL (forced labour), CL"
                " (child labour), DISC (discrimination) or OSH (safety and health).",
                values=PRINCIPLES,
            ),
            "instruments": _text(
                "Instruments", "Codes of the instruments reported on, separated by semicolons."
            ),
            "first_year": _number("First year", "First Annual Review in the title.", least=1900),
            "last_year": _number("Last year", "Last Annual Review in the title.", least=1900),
            "language": _text("Language", "Language of the form, ISO 639-1."),
            "source": _text("Source", "Path of the document within the folder of sources."),
            "url": _text(
                "Address of the source",
                "Address that the document was fetched from, as sources.csv has it. Empty if it is"
                " not known.",
            ),
            "sha256": _text(
                "Checksum of the source", "SHA-256 of the document.", like="[0-9a-f]{64}"
            ),
            "media_type": _text("Media type", "Media type of the document, as in text/plain."),
            "coverage": _share(
                "Share placed",
                "Share (0 to 1) of the document's characters that belong to the title, a label, a"
                " year prefix or a statement. White space, running heads and words that are struck"
                " through, not shown or not ticked do not count. Footnotes and the foot of a"
                " printed web page count as not read, and so do lines taken for page numbers in a"
                " file that does not show its pages.",
            ),
            "problems": _number("Problems", "Number of the report's rows in problems."),
            "reader": _text(
                "Reader", "Version of the program that read the document, as in 0.1.0."
            ),
        },
    ),
    "statements": _table(
        "Statements",
        "One row per statement and year. A statement is what one speaker answered in one cell.",
        ["statement_id", "year"],
        {
            "statement_id": _text(
                "Statement",
                "{report_id}/{field}/{n}, with n counting from 1 in printed order. A statement for"
                " several years has the same id in each of its rows.",
            ),
            **_OF_REPORT,
            "section": _text(
                "Section",
                "Section of the form: reporting, observations, progress, challenges,"
                " technical_cooperation; older subjects also have expert_advisers and"
                " governing_body.",
            ),
            "field": _text("Question", "Question of the form, such as prevention or request."),
            "year": _YEAR,
            "years_as_printed": _text(
                "Years as printed",
                "The years as printed, as in “2017-2018 ARs”. Empty if none are printed.",
            ),
            "speaker": _SPEAKER,
            "party": _PARTY,
            "answer": _text(
                "Answer",
                "yes, no, nil (“NIL”, “none”, “not applicable”), blank (an empty cell) or text (an"
                " answer in words). Missing if the document lacks the label of the question.",
                missing=True,
                values=ANSWERS,
            ),
            "text": _text(
                "Text", "The answer without its year prefix. Empty if the cell is blank or missing."
            ),
            "page": _PAGE,
            "start": _number(
                "Start",
                "Offset of the text's first character in texts. Missing if the document lacks the"
                " label of the question.",
                missing=True,
            ),
            "end": _number(
                "End",
                "Offset just after the text's last character in texts. Missing in the same case."
                " The span can include what the text leaves out, such as a heading.",
                missing=True,
            ),
            "corrected": _CORRECTED,
        },
    ),
    "measures": _table(
        "Measures",
        "One row per item and year: what is reported to be done on the subject. An item is an entry"
        " in a list, or a whole answer without a list.",
        ["measure_id", "year"],
        {
            "measure_id": _text("Measure", "{statement_id}/{letter or number}."),
            **_item_head("Question that was answered."),
            **_item_tail(
                "The primary code: a topic (scheme measure) in reports on the Protocol and on"
                " forced labour, a kind of action (scheme action) in others."
            ),
        },
    ),
    "needs": _table(
        "Needs",
        "One row per item and year, from the Government's answers on technical cooperation.",
        ["need_id", "year"],
        {
            "need_id": _text(
                "Need",
                "{statement_id}/{letter or number}, with the tier before the letter if there is"
                " one.",
            ),
            **_item_head("request or offer."),
            "direction": _text(
                "Direction",
                "request (to the ILO) or offer (to others).",
                values=["request", "offer"],
            ),
            "priority": _text(
                "Priority",
                "The tier that the document gives: most_important, important or less_important;"
                " unspecified if it gives none.",
                values=PRIORITIES,
            ),
            **_item_tail("The primary code, of the scheme need."),
        },
    ),
    "challenges": _table(
        "Challenges",
        "One row per item and year, from the answers on what makes the principle hard to realize.",
        ["challenge_id", "year"],
        {
            "challenge_id": _text("Challenge", "{statement_id}/{letter or number}."),
            **_item_head("challenges_employers, challenges_workers or challenges_government."),
            "speaker": _SPEAKER,
            "party": _text(
                "Side of the speaker",
                "The speaker's side, as in statements. It can differ from the side whose cell it"
                " is.",
                values=PARTIES,
            ),
            **_item_tail("The primary code, of the scheme challenge."),
        },
    ),
    "codings": _table(
        "Codings",
        "One row per item, code and coder. Items are coded by what they say, not by the cell they"
        " are in. An item can have several codes, in several schemes.",
        ["item_id", "code", "coder"],
        {
            "item_id": _text(
                "Item", "The item: its id in the table measures, needs or challenges."
            ),
            "scheme": _text(
                "Scheme", "Scheme that the code belongs to in the codebook.", values=list(SCHEMES)
            ),
            "code": _text("Code", "The code, as in the codebook.", values=CODES),
            "coder": _text(
                "Coder",
                "rules for the program, a person's initials, or settled: the code on which people"
                " agreed after they had differed. Only that code then counts.",
            ),
            "method": _text(
                "Method",
                "exact (the questionnaire's own wording), wording (that wording with other words"
                " around it), examples (most like the examples of the code) or manual (a person).",
                values=[*METHODS],
            ),
            "score": _share(
                "Score",
                "How likely the code is to be right, from 0 to 1, as measured on items that were"
                " not learned from. What a person coded scores 1.",
            ),
            "sure": _yes_or_no(
                "Sure",
                "Whether the score is high enough for the code to count as sure. Always true for"
                " what a person coded.",
            ),
            "primary": _yes_or_no(
                "Primary", "Whether this is the item's first code in the scheme."
            ),
        },
    ),
    "ratification": _table(
        "Ratification",
        "One row per report, instrument and year of the report: what the Government says of"
        " ratification, read by patterns. What is not clear is unknown.",
        ["report_id", "instrument", "year"],
        {
            **_OF_REPORT,
            "instrument": _text("Instrument", "Code of the instrument, as in P029."),
            "year": _number(
                "Year",
                "Annual Review. A status without a year counts for every year.",
                least=1900,
            ),
            "status": _text(
                "Status",
                "ratified, not_ratified (also if denounced) or unknown, as the document says; the"
                " ILO's own records of ratification are not used.",
                values=STATUSES,
            ),
            "intention": _text(
                "Intention",
                "What the Government says of its intention to ratify: likely, under_consideration,"
                " unlikely, not_intended or unknown.",
                values=INTENTIONS,
            ),
            "text": _text(
                "Text",
                "The statements that decided on status and intention. Where one of them is unknown,"
                " all that the Government said on it that could apply to the year.",
            ),
        },
    ),
    "problems": _table(
        "Problems",
        "One row for everything in a document that could not be placed or read.",
        ["problem_id"],
        {
            "problem_id": _text("Problem", "{report_id}/problem/{n}."),
            "report_id": _REPORT,
            "kind": _text("Kind", "Kind of the problem, as in label_missing."),
            "message": _text("Message", "What is wrong."),
            "text": _text("Text", "The source's own words."),
            "page": _PAGE,
            "start": _number(
                "Start",
                "Offset of the first character in texts. Missing for what is not in the text, such"
                " as a label that the document lacks or words that were left out.",
                missing=True,
            ),
            "end": _number(
                "End",
                "Offset just after the last character in texts. Missing in the same cases.",
                missing=True,
            ),
        },
    ),
    "texts": _table(
        "Texts",
        "One row per document: the cleaned text that all offsets refer to.",
        ["report_id"],
        {
            "report_id": _REPORT,
            "text": _text(
                "Text", "The text, with a newline between lines and two between paragraphs."
            ),
        },
    ),
    "countries": _table(
        "Countries",
        "One row per member State of the ILO, whether or not it has a report, and one per territory"
        " that has one.",
        ["iso3"],
        {
            "iso3": _COUNTRY,
            "name": _text(
                "Name",
                "The Office's own short English name, as in Viet Nam or Bolivia (Plurinational"
                " State of).",
            ),
            "region": _text(
                "Region",
                "Africa, Americas, Arab States, Asia and the Pacific, or Europe and Central Asia."
                " Missing for territories.",
                missing=True,
            ),
            "subregion": _text(
                "Subregion",
                "The region's part, as in Western Africa; the Arab States are one. Missing for"
                " territories.",
                missing=True,
            ),
        },
    ),
}
"""Every table by name: its columns in order, their types and allowed values, its key, and what the
table and each column mean (`title`, `description`).

A text column that may not be missing is empty where the document prints nothing: no letter, no year
prefix, a blank cell. Everything else that is missing is <NA>.
"""
