"""Rows and paragraphs, read with a questionnaire: a file goes in, a Report comes out.

In: a file, as the rows and paragraphs that `readers` gives, and the labels and words of `forms`.
Out: a Report of one country baseline, with its statements, their items, and whatever could not be
read; or an error that says why the document is refused.

The steps, each a module: `source` opens a file, `tick_boxes` leaves out what is not ticked in it,
`reading_order` puts each label before its answer (with `spaced_columns` and `interleaved` for texts
that mix them), `document` cleans the text, `labels` finds the labels, `refusals` rejects what is
not one complete baseline, `title`, `statements` (with `tokens` and `items`) and `problems` read the
rest. `parse` calls them in turn. `corrections` are applied to a Report, and `ratification`
classifies what it says.
"""

from pathlib import Path

from annual_review.baseline import source
from annual_review.baseline.parse import parse as _parse
from annual_review.baseline.report import Item, ParseError, Problem, Report, Statement

__all__ = ["Item", "ParseError", "Problem", "Report", "Statement", "read"]


def read(path: Path, name: str | None = None) -> Report:
    """Read one baseline. `name` is what messages and tables call it (default: the file's own name).

    Raises SourceError if the file cannot be read, ParseError if it is not a country baseline.
    """
    return _parse(source.read(path, name))
