"""Questions asked of the tables, one module per question.

In: `Tables`, as `annual_review.load` returns them, often narrowed with `select` to one country and
subject. Out: tidy frames, and a `Grid` for whatever is counted or laid out by two things, in which
every number knows the ids of the statements and items it rests on.

Throughout, a blank cell, "no", "nil" and "not stated for that year" are kept apart, and a year
without a report is an error or an absent row, never a year without measures.

Examples start from `import annual_review as ar` and `from annual_review import analysis`; their
numbers are those of Azerbaijan's report for 2017 and 2018, which comes with the project.
"""

from annual_review.analysis.annual_review import Period, headline, period
from annual_review.analysis.answers import (
    ANSWERED,
    BY_OTHERS,
    KINDS,
    NO_LABEL,
    NOT_STATED,
    SPEAKERS,
    answers_by_field,
    answers_by_year,
    reporting,
    states_by_side,
)
from annual_review.analysis.challenges import challenge_items, challenges, challenges_by_side
from annual_review.analysis.changes import (
    CHANGES,
    WITHOUT_YEAR,
    changed_answers,
    changes,
    changes_by_field,
    repeated_answers,
    reworded,
    texts_of,
)
from annual_review.analysis.codes import (
    certainty,
    codes_of_items,
    codings_that_count,
    is_unsure,
    items,
    unsure,
)
from annual_review.analysis.comparison import (
    answering_on,
    by_code,
    coded_items,
    comparison,
    states_by_code,
)
from annual_review.analysis.cooperation import REPEATED, needs_by_kind, needs_by_state, period_needs
from annual_review.analysis.grid import ALL, Grid
from annual_review.analysis.intentions import (
    CHANGED,
    INTENTIONS,
    NEW_INTENTION,
    NO_EARLIER,
    RATIFIED,
    intentions,
    intentions_by_instrument,
    intentions_changed,
)
from annual_review.analysis.laws import laws, new_laws
from annual_review.analysis.needs import (
    AGAIN,
    ASKS,
    EARLIER,
    FIRST,
    NEW,
    NO_ANSWER,
    NO_REPORT,
    NOT_ASKED,
    UNDATED,
    answers_by_region,
    asked_for,
    help_by_region,
    kinds_of_help,
    needs,
    needs_by_year,
    new_or_again,
    on_needs,
    requests,
    with_own_measures,
)
from annual_review.analysis.observations import consultation, observations
from annual_review.analysis.organizations import OBSERVATIONS, organizations
from annual_review.analysis.overview import (
    areas,
    articles,
    challenges_by_party,
    challenges_once,
    items_by_question,
    measures_by_year,
    measures_once,
    needs_once,
    statements_once,
)
from annual_review.analysis.protocol import PROTOCOL, options, protocol_coverage, shared_codes
from annual_review.analysis.ratification import (
    UNKNOWN,
    latest_ratification,
    ratification,
    ratification_over_years,
)
from annual_review.analysis.reporting_rate import (
    ALL_REGIONS,
    not_ratified,
    not_reporting,
    received,
    received_by_region,
    reporting_rate,
    reports_due,
    unratified_by_instrument,
)
from annual_review.analysis.selection import (
    OF_OTHERS,
    OTHER,
    AnalysisError,
    country_names,
    form_fields,
    in_ranges,
    measure_fields,
    period_before,
    regions,
    rows_for,
    select,
    steps,
    subject_name,
    tables_on,
    without_report,
    years,
    years_of_reports,
)
from annual_review.analysis.statements import (
    FOUND,
    coverage,
    measures_as_printed,
    needs_as_printed,
    search,
    statements_as_printed,
    without_repeats,
)
from annual_review.analysis.states import (
    answered,
    answering,
    on_topics,
    reports_of_year,
    states,
    states_by_article,
    states_by_region,
    states_by_topic,
    states_by_year,
    topics_by_year,
)

__all__ = [
    "AGAIN", "ALL", "ALL_REGIONS", "ANSWERED", "ASKS", "BY_OTHERS", "CHANGED", "CHANGES", "EARLIER",
    "FIRST", "FOUND", "INTENTIONS", "KINDS", "NEW", "NEW_INTENTION", "NOT_ASKED", "NOT_STATED",
    "NO_ANSWER", "NO_EARLIER", "NO_LABEL", "NO_REPORT", "OBSERVATIONS", "OF_OTHERS", "OTHER",
    "PROTOCOL", "RATIFIED", "REPEATED", "SPEAKERS", "UNDATED", "UNKNOWN", "WITHOUT_YEAR",
    "AnalysisError", "Grid", "Period", "answered", "answering", "answering_on", "answers_by_field",
    "answers_by_region", "answers_by_year", "areas", "articles", "asked_for", "by_code",
    "certainty", "challenge_items", "challenges", "challenges_by_party", "challenges_by_side",
    "challenges_once", "changed_answers", "changes", "changes_by_field", "coded_items",
    "codes_of_items", "codings_that_count", "comparison", "consultation", "country_names",
    "coverage", "form_fields", "headline", "help_by_region", "in_ranges", "intentions",
    "intentions_by_instrument", "intentions_changed", "is_unsure", "items", "items_by_question",
    "kinds_of_help", "latest_ratification", "laws", "measure_fields", "measures_as_printed",
    "measures_by_year", "measures_once", "needs", "needs_as_printed", "needs_by_kind",
    "needs_by_state", "needs_by_year", "needs_once", "new_laws", "new_or_again", "not_ratified",
    "not_reporting", "observations", "on_needs", "on_topics", "options", "organizations", "period",
    "period_before", "period_needs", "protocol_coverage", "ratification", "ratification_over_years",
    "received", "received_by_region", "regions", "repeated_answers", "reporting", "reporting_rate",
    "reports_due", "reports_of_year", "requests", "reworded", "rows_for", "search", "select",
    "shared_codes", "statements_as_printed", "statements_once", "states", "states_by_article",
    "states_by_code", "states_by_region", "states_by_side", "states_by_topic", "states_by_year",
    "steps", "subject_name", "tables_on", "texts_of", "topics_by_year", "unratified_by_instrument",
    "unsure", "with_own_measures", "without_repeats", "without_report", "years", "years_of_reports",
]  # fmt: skip
