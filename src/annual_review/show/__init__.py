"""What a notebook shows: sentences, tables and pictures.

In: the frames and Grids that `annual_review.analysis` returns. Out: objects that Jupyter displays
as HTML or as an image, each with the same content as plain text. Documents' words are escaped; ids
link to their place in the page of the source; pictures carry a text alternative.
"""

from annual_review.show.certainty import how_sure, to_check
from annual_review.show.explorer import explorer
from annual_review.show.findings import changes_findings
from annual_review.show.plots import (
    answers_by_field,
    answers_grid,
    bars_by_year,
    number_grid,
    stacked,
)
from annual_review.show.plots_of_changes import changes_by_field
from annual_review.show.questions import short
from annual_review.show.sentences import Finding, findings, heading, label, plain, say
from annual_review.show.tables import SOURCE_PAGES, grid, side_by_side, table

__all__ = [
    "SOURCE_PAGES",
    "Finding",
    "answers_by_field",
    "answers_grid",
    "bars_by_year",
    "changes_by_field",
    "changes_findings",
    "explorer",
    "findings",
    "grid",
    "heading",
    "how_sure",
    "label",
    "number_grid",
    "plain",
    "say",
    "short",
    "side_by_side",
    "stacked",
    "table",
    "to_check",
]
