"""What a notebook shows: sentences, tables and pictures.

In: the frames and Grids that `annual_review.analysis` returns. Out: objects that Jupyter displays
as HTML or as an image, each with the same content as plain text. Documents' words are escaped; ids
link to their place in the page of the source; pictures carry a text alternative.
"""

from annual_review.show.certainty import how_sure, to_check
from annual_review.show.explorer import explorer
from annual_review.show.findings.annual_review import review_findings
from annual_review.show.headline import headline
from annual_review.show.plots import (
    INTENTION_STYLES,
    REGION_STYLES,
    URGENCY_STYLES,
    answers_by_field,
    answers_grid,
    bars_by_year,
    changes_by_code,
    changes_by_field,
    number_grid,
    stacked,
)
from annual_review.show.readable import SUBJECTS, readable
from annual_review.show.sentences import Finding, findings, heading, label, plain, say
from annual_review.show.tables import SOURCE_PAGES, grid, side_by_side, table

__all__ = [
    "INTENTION_STYLES",
    "REGION_STYLES",
    "SOURCE_PAGES",
    "SUBJECTS",
    "URGENCY_STYLES",
    "Finding",
    "answers_by_field",
    "answers_grid",
    "bars_by_year",
    "changes_by_code",
    "changes_by_field",
    "explorer",
    "findings",
    "grid",
    "heading",
    "headline",
    "how_sure",
    "label",
    "number_grid",
    "plain",
    "readable",
    "review_findings",
    "say",
    "side_by_side",
    "stacked",
    "table",
    "to_check",
]
