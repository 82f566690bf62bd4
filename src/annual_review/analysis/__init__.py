"""Questions asked of the tables, one module per question.

In: `Tables`, as `annual_review.load` returns them, often narrowed with `select` to one country and
subject. Out: tidy frames, and a `Grid` for whatever is counted or laid out by two things, in which
every number knows the ids of the statements and items it rests on.

Throughout, a blank cell, "no", "nil" and "not stated for that year" are kept apart, and a year
without a report is an error or an absent row, never a year without measures.

Examples start from `import annual_review as ar` and `from annual_review import analysis`; their
numbers are those of Azerbaijan's report for 2017 and 2018, which comes with the project.
"""

from annual_review.analysis.answers import (
    ANSWER_ORDER,
    ANSWERED,
    KINDS,
    NO_LABEL,
    NOT_STATED,
    answered_by_country,
    answers_by_field,
    answers_by_report,
    answers_by_year,
    reporting,
)
from annual_review.analysis.changes import (
    CHANGES,
    SAME_ITEM,
    changes,
    changes_by_field,
    repeated_answers,
)
from annual_review.analysis.codes import (
    Certainty,
    agreement,
    certainty,
    codes_of_items,
    codings_that_count,
    is_unsure,
    unsure,
)
from annual_review.analysis.grid import (
    Grid,
)
from annual_review.analysis.measures import (
    coded_measures,
    codes_by_country,
    countries_by_code,
    items_by_field,
)
from annual_review.analysis.needs import (
    AGAIN,
    EARLIER,
    FIRST,
    NEW,
    NO_ANSWER,
    NO_REPORT,
    NOT_ASKED,
    STATUSES,
    asked_before,
    beside,
    needs,
    needs_by_code,
    needs_by_country,
    needs_by_tier,
    needs_over_years,
    requests,
)
from annual_review.analysis.protocol import (
    ARTICLES,
    PROTOCOL,
    articles_by_country,
    articles_by_year,
    countries_by_article,
    protocol_coverage,
    shared_codes,
)
from annual_review.analysis.ratification import (
    ratification,
)
from annual_review.analysis.selection import (
    OTHER,
    AnalysisError,
    charges,
    country_names,
    form_fields,
    in_charge,
    in_ranges,
    latest_years,
    of_subject,
    of_year,
    regions,
    select,
    steps,
    subject_name,
    without_report,
    years,
)
from annual_review.analysis.statements import (
    listed,
    placed,
    said,
    search,
)

__all__ = [
    "AGAIN", "ANSWERED", "ANSWER_ORDER", "ARTICLES", "CHANGES", "EARLIER", "FIRST", "KINDS", "NEW",
    "NOT_ASKED", "NOT_STATED", "NO_ANSWER", "NO_LABEL", "NO_REPORT", "OTHER", "PROTOCOL",
    "SAME_ITEM", "STATUSES", "AnalysisError", "Certainty", "Grid", "agreement",
    "answered_by_country", "answers_by_field", "answers_by_report", "answers_by_year",
    "articles_by_country", "articles_by_year", "asked_before", "beside", "certainty", "changes",
    "changes_by_field", "charges", "coded_measures", "codes_by_country", "codes_of_items",
    "codings_that_count", "countries_by_article", "countries_by_code", "country_names",
    "form_fields", "in_charge", "in_ranges", "is_unsure", "items_by_field", "latest_years",
    "listed", "needs", "needs_by_code", "needs_by_country", "needs_by_tier", "needs_over_years",
    "of_subject", "of_year", "placed", "protocol_coverage", "ratification", "regions",
    "repeated_answers", "reporting", "requests", "said", "search", "select", "shared_codes",
    "steps", "subject_name", "unsure", "without_report", "years",
]  # fmt: skip
