"""Frames in, what a notebook shows out: sentences, tables and pictures."""

from annual_review.show.plots import (
    answers_by_field,
    answers_grid,
    bars_by_year,
    changes_by_code,
    changes_by_field,
    number_grid,
    stacked,
)
from annual_review.show.tables import (
    explorer,
    grid,
    heading,
    label,
    plain,
    say,
    side_by_side,
    table,
)

__all__ = [
    "answers_by_field",
    "answers_grid",
    "bars_by_year",
    "changes_by_code",
    "changes_by_field",
    "explorer",
    "grid",
    "heading",
    "label",
    "number_grid",
    "plain",
    "say",
    "side_by_side",
    "stacked",
    "table",
]
