"""What a made-up document says, as a careful reader of the printed page would write it down.

The conventions of a truth, which are those of `annual_review.baseline.parse`:

years      `years_as_printed` is the prefix without its colon, white space collapsed (`2017-2018
           ARs`, `2016 – 2017 ARs`, `AR 2007`); `years` are all the years it names. Both are empty
           for text without a prefix. Two speakers under one prefix are two statements for its years.
speaker    government, employers or workers where the text names the role, or names nobody and the
           row is theirs; else the organization as printed, without `the` before it.
           The rows of the Expert-Advisers and the Governing Body are theirs.
           In a cell of the Government's, what an organization says is a statement of its own, be it
           a paragraph or a sentence (`The CIC and the CITU backed …`); what the Government says of
           an organization is not (`The CIC was consulted`). In its own row a sentence about it is
           the row's (`Observations by the CITU`), and the observations of two are two statements.
years      of a statement without a prefix that continues an entry are that entry's: another
           speaker's below it, and the Government's after that. Under a heading that begins after
           the entry, text without a prefix has no years.
party      government, employers, workers, or unknown: the side of whoever speaks, by the row of
           the observations that names it, else by its name. Unknown for both sides together, and
           for the Expert-Advisers and the Governing Body.
answer     yes, no or nil if the text opens with that word and closes it (`Yes:`, `NO.`, `NIL`);
           blank for a cell without text; else text (`No measures have been taken`). A bare `YES`
           above an explanation without years is one statement with it; above entries with years
           it is one of its own, as NIL is.
text       what stands behind the prefix, white space collapsed, `Yes.` and `According to the
           Government:` included; not a heading of the cell (`Policy`, `Legislation:`), which is no
           statement, nor a speaker's heading that stands before the prefix. Footnotes
           and their marks, deleted text, page numbers and running heads are no part of it. List
           marks that Word sets are, as they are printed. A table inside a cell is read row by row.
           Words hyphenated at a line's end are whole again, `law-enforcement` keeps its hyphen.
items      of the fields that have them, and only where the row's own speaker speaks. A list's
           entry without its mark, closing `;`, `,`, `.` and `and`; `letter` is the mark without
           its brackets. What stands before the list, but for the sentence that introduces it, and
           what follows the last entry's sentence are one item each, without a letter. An answer
           without a list is one item without a letter: the text behind `Yes.` or a speaker.
           `No.`, `NIL` and a blank are none, nor is prose that opens with no, none, nothing or
           there is no, nor a note on the source (`Based on information in …`).
priority   of an entry: the tier it stands under, else unspecified.
blank      a field without any text has one statement: blank, no years, the row's speaker.
absent     a field whose label the document lacks has no statement at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

MADE_UP = "This document is made up for tests."


# ---- the questionnaires, in the words of the project's description of the forms --------------------


class Row(NamedTuple):
    """A row of a questionnaire. A row without `field_label` is named by its section alone."""

    field: str
    section: str
    group: str
    speaker: str = "government"
    items: str = ""


_REPORTING = (
    Row("reporting_obligations", "reporting", ""),
    Row("social_partner_involvement", "reporting", ""),
    Row("employers_observations", "observations", "", "employers"),
    Row("workers_observations", "observations", "", "workers"),
    Row("ratification_status", "progress", "ratification"),
    Row("ratification_intention", "progress", "ratification"),
)
_ENDING = (
    Row("challenges_employers", "challenges", "according_to_partners", "employers"),
    Row("challenges_workers", "challenges", "according_to_partners", "workers"),
    Row("challenges_government", "challenges", ""),
    Row("request", "technical_cooperation", "", items="needs"),
    Row("offer", "technical_cooperation", "", items="needs"),
)


def _measures(group: str, *fields: str) -> tuple[Row, ...]:
    return tuple(Row(name, "progress", group, items="measures") for name in fields)


ROWS: Mapping[str, tuple[Row, ...]] = {
    "p029": (
        *_REPORTING,
        *_measures("", "policy_or_plan", "coordinated_action", "prevention", "protection"),
        *_measures("", "remedies", "non_prosecution", "cooperation"),
        *_measures("", "promotional_activities", "special_initiatives"),
        *_ENDING,
    ),
    "principle": (
        *_REPORTING,
        *_measures("recognition", "constitution", "policy_legislation", "basic_legal_provisions"),
        *_measures("recognition", "definition", "judicial_decisions"),
        *_measures("exercise", "exercise_national", "exercise_international"),
        *_measures("exercise", "compulsory_education", "minimum_age"),
        *_measures("exercise", "special_attention", "data_collection"),
        *_measures("", "monitoring", "social_partners"),
        *_measures("", "promotional_activities", "special_initiatives"),
        *_ENDING,
        Row("expert_advisers", "expert_advisers", "", "Expert-Advisers"),
        Row("governing_body", "governing_body", "", "Governing Body"),
    ),
}

ROW: Mapping[str, Row] = {row.field: row for rows in ROWS.values() for row in rows}

OWN_ROWS = ("compulsory_education", "minimum_age")
"""Rows of child labour's own, in place of the national and the international level."""

LABELS: Mapping[str, str] = {
    "reporting": "REPORTING",
    "reporting_obligations": "Fulfillment of Government’s reporting obligations",
    "social_partner_involvement": "Involvement of Employers’ and Workers’ organizations in the "
    "reporting process",
    "observations": "OBSERVATIONS BY THE SOCIAL PARTNERS",
    "employers_observations": "Employers’ organizations",
    "workers_observations": "Workers’ organizations",
    "ratification": "Ratification",
    "ratification_status": "Ratification status",
    "ratification_intention": "Ratification intention",
    "policy_or_plan": "Existence of a policy and / or plan of action for the suppression of forced "
    "or compulsory labour",
    "coordinated_action": "Measures taken or envisaged for systematic and coordinated action",
    "prevention": "Measures taken or envisaged to prevent forms of forced labour",
    "protection": "Measures taken or envisaged to protect victims of forced labour",
    "remedies": "Measures taken or envisaged to facilitate access to remedies",
    "non_prosecution": "Non-prosecution of victims for unlawful acts that they would have been "
    "forced to carry out",
    "cooperation": "Cooperation with other Member States, international / regional organizations "
    "or NGOs",
    "recognition": "Recognition of the principle and right (prospect(s), means of action, basic "
    "legal provisions)",
    "constitution": "Constitution",
    "policy_legislation": "Policy/Legislation and/or regulations",
    "basic_legal_provisions": "Basic legal provisions",
    "definition": "Definition of forced or compulsory labour",
    "judicial_decisions": "Judicial decisions",
    "exercise": "Exercise of the principle and right",
    "compulsory_education": "Compulsory Education",
    "minimum_age": "Minimum age",
    "exercise_national": "At national level (enterprise, sector/industry, national)",
    "exercise_international": "At international level",
    "special_attention": "Special attention to particular situations",
    "data_collection": "Information/Data collection and dissemination",
    "monitoring": "Monitoring, enforcement and sanctions mechanisms",
    "social_partners": "Involvement of the social partners",
    "promotional_activities": "Promotional activities",
    "special_initiatives": "Special initiatives/Progress",
    "according_to_partners": "According to the social partners",
    "challenges_employers": "Employers’ organizations",
    "challenges_workers": "Workers’ organizations",
    "challenges_government": "According to the Government",
    "technical_cooperation": "TECHNICAL COOPERATION NEEDS",
    "request": "Request",
    "offer": "Offer",
    "expert_advisers": "EXPERT-ADVISERS’ OBSERVATIONS/RECOMMENDATIONS",
    "governing_body": "GOVERNING BODY OBSERVATIONS/RECOMMENDATIONS",
}
FORM_LABELS: Mapping[str, Mapping[str, str]] = {
    "p029": {
        "progress": "EFFORTS AND PROGRESS MADE IN REALIZING MEASURES TARGETED BY THE PROTOCOL",
        "challenges": "CHALLENGES IN REALIZING MEASURES TARGETED BY THE PROTOCOL",
    },
    "principle": {
        "progress": "EFFORTS AND PROGRESS MADE IN REALIZING THE PRINCIPLE AND RIGHT",
        "challenges": "CHALLENGES IN REALIZING THE PRINCIPLE AND RIGHT",
    },
}
INSTRUMENTS: Mapping[str, tuple[str, ...]] = {
    "P029": ("P029",),
    "FACB": ("C087", "C098"),
    "FL": ("C029", "C105"),
    "CL": ("C138", "C182"),
    "DISC": ("C100", "C111"),
}


# ---- what a document says --------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    letter: str
    text: str
    priority: str = "unspecified"


_UNSEEN = re.compile(r"\{-.*?-\}|\{\^.*?\^\}")
_BRACES = re.compile(r"\{[+@=]|[+@=]\}")
MARKUP = re.compile(
    r"\{-(?P<deleted>.*?)-\}|\{\+(?P<inserted>.*?)\+\}|\{\^(?P<note>.*?)\^\}"
    r"|\{@(?P<link>.*?)@\}|\{=(?P<control>.*?)=\}"
)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a cell as printed.

    In `text`, `{-so-}` is a tracked deletion, `{+so+}` a tracked insertion, `{^so^}` a footnote,
    `{@so@}` a link, `{=so=}` what stands in one of Word's content controls, a newline a line break
    that does not end the paragraph. `mark` is a list mark that Word sets instead of a person typing
    it; `table` a table inside the cell, row by row, instead of text.
    """

    text: str
    mark: str = ""
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def plain(self) -> str:
        """The text as read: without deletions and footnotes, mark and table included."""
        if self.table:
            return " ".join(cell for row in self.table for cell in row)
        return " ".join(f"{self.mark} {self.shown}".split())

    @property
    def shown(self) -> str:
        """The text without markup, line breaks kept."""
        return _BRACES.sub("", _UNSEEN.sub("", self.text))


@dataclass(frozen=True)
class Statement:
    field: str
    years: tuple[int, ...]
    years_as_printed: str
    speaker: str
    answer: str
    paragraphs: tuple[Paragraph, ...]
    items: tuple[Item, ...] = ()
    heading: str = ""  # a speaker's or the cell's own, printed before the years
    repeats_years: bool = False  # a second speaker under the prefix of the statement before
    party: str = ""  # empty: that of the role, else of the row
    heading_apart: bool = False  # on a line of its own
    years_apart: bool = False
    joins: bool = False  # continues in the paragraph of the statement before

    def __post_init__(self) -> None:
        sides = ("government", "employers", "workers")
        side = next((s for s in (self.speaker, ROW[self.field].speaker) if s in sides), "")
        if self.speaker not in sides and side == "government":
            side = "unknown"  # an organization, and nothing says which side it is on
        object.__setattr__(self, "party", self.party or side or "unknown")

    @property
    def text(self) -> str:
        return " ".join(paragraph.plain for paragraph in self.paragraphs if paragraph.plain)

    @property
    def printed(self) -> tuple[Paragraph, ...]:
        """The paragraphs with heading and year prefix before them."""
        prefix = self.years_as_printed if not self.repeats_years else ""
        above: list[Paragraph] = []
        start = ""
        for part, apart in (
            (self.heading, self.heading_apart),
            (f"{prefix}:" if prefix else "", self.years_apart),
        ):
            start = f"{start} {part}".strip()
            if apart and part:
                above.append(Paragraph(start))
                start = ""
        if not start:
            return (*above, *self.paragraphs)
        first, *rest = self.paragraphs
        if first.mark or first.table:
            return (*above, Paragraph(start), first, *rest)
        return (*above, Paragraph(f"{start} {first.text}".strip()), *rest)


@dataclass(frozen=True)
class Style:
    """How a document is printed: the page in DOCX and PDF, the column widths in text."""

    page: str = "A4"  # or letter; with `-landscape`
    font: str = "Liberation Serif"
    size: float = 10
    widths: tuple[float, ...] = (2.7, 2.7, 2.9, 8.7)  # of the four columns, in centimetres
    characters: tuple[int, ...] = (20, 24, 24, 76)  # of the four columns, in text
    lines: int = 0  # on a page of text; 0: no pages
    head: str = ""  # running head
    number: str = "{page}"  # page number in the footer, `{pages}` how many; empty: none
    title_in_table: bool = False  # in its first row, printed again on every page
    centred: bool = False  # labels half-way down their cells, in DOCX and PDF
    archive_encoding: str = "utf-8"  # of the archive's page
    doubled: bool = False  # in text, a blank line between lines, as in the document at hand
    site: bool = False  # a page of the archive: links around it, footnotes without raised marks


@dataclass(frozen=True)
class Truth:
    """A made-up document. `title` are its lines, `labels` the printed words of labels."""

    name: str
    form: str
    subject: str
    country: str
    iso3: str
    first_year: int
    last_year: int
    title: tuple[str, ...]
    statements: tuple[Statement, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    style: Style = Style()

    @property
    def instruments(self) -> tuple[str, ...]:
        return INSTRUMENTS[self.subject]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that the document has, in printed order."""
        present = {statement.field for statement in self.statements}
        return tuple(row for row in ROWS[self.form] if row.field in present)

    def label(self, name: str) -> str:
        usual = {**LABELS, **FORM_LABELS[self.form]}
        return self.labels.get(name, usual[name])

    def cell(self, field: str) -> tuple[Paragraph, ...]:
        """The paragraphs printed in a field's cell."""
        printed: list[Paragraph] = []
        for statement in self.statements:
            if statement.field != field or statement.answer == "blank":
                continue
            first, *rest = statement.printed
            if statement.joins:
                before = printed.pop()
                first = replace(before, text=f"{before.text} {first.text}")
            printed += [first, *rest]
        return tuple(printed)


def complete(
    form: str, said: Iterable[Statement], absent: Iterable[str] = ()
) -> tuple[Statement, ...]:
    """Statements in the form's order, with a blank one for every field that says nothing.

    A row that only some documents have is there if something is said in it.
    """
    by_field: dict[str, list[Statement]] = {}
    for statement in said:
        by_field.setdefault(statement.field, []).append(statement)
    unknown = set(by_field) - {row.field for row in ROWS[form]}
    if unknown:
        raise ValueError(f"no fields of {form}: {sorted(unknown)}")
    return tuple(
        statement
        for row in ROWS[form]
        if row.field not in absent and (row.field in by_field or row.field not in OWN_ROWS)
        for statement in by_field.get(row.field, [blank(row)])
    )


def blank(row: Row) -> Statement:
    return Statement(row.field, (), "", row.speaker, "blank", (Paragraph(""),))
