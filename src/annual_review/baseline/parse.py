"""Turn a document into a Report: who answered what, for which year, in which list items.

The steps are called here, one after another. Everything they find keeps its place in
`Document.text`.
"""

from __future__ import annotations

from annual_review.baseline.document import Document
from annual_review.baseline.labels import locate
from annual_review.baseline.problems import (
    coverage,
    problems_in_labels,
    problems_in_order,
    problems_in_text,
    problems_in_title,
)
from annual_review.baseline.refusals import refuse_other_documents
from annual_review.baseline.report import Item, ParseError, Problem, Report, Statement
from annual_review.baseline.statements import read_statements
from annual_review.baseline.title import further_instruments, read_title

__all__ = ["Item", "ParseError", "Problem", "Report", "Statement", "parse"]


def parse(document: Document) -> Report:
    """Read a document as a country baseline.

    Raises ParseError if it is none, if its title names no known country, years or principle, or if
    it is not clear which answer belongs to which row. Anything less becomes an entry of
    `Report.problems`.
    """
    layout = locate(document)
    refuse_other_documents(document, layout)
    title = read_title(document, layout)
    statements, answered, unclear = read_statements(document, layout, title)

    problems = [
        *problems_in_labels(document, layout),
        *problems_in_title(document, title),
        *problems_in_text(document),
        *problems_in_order(layout, statements, document),
        *unclear,
    ]
    labels = [(found.start, found.end) for found in layout.found if found.label or found.again]
    return Report(
        country=title.printed,
        iso3=title.country.iso3,
        name=title.country.name,
        subject=title.subject.subject,
        principle=title.subject.principle,
        instruments=title.instruments + further_instruments(title.subject, statements),
        first_year=title.first_year,
        last_year=title.last_year,
        language=layout.form.language,
        form=layout.form,
        source=document.source,
        statements=tuple(statements),
        problems=tuple(sorted(problems, key=lambda problem: (problem.start, problem.end))),
        coverage=coverage(document, title.read + labels + answered),
        text=document.text,
    )
