"""People check the codes: what to check, what they decide, and where two of them differ.

In: tables, and `codings.csv`. Out: rows of `codings.csv`, which the next build applies. `form` is
the form of the notebook `07-review-codes`, `workbook` the same for a spreadsheet.
"""

from annual_review.review.decisions import Decision, ReviewError, codings_beside, decide, settle
from annual_review.review.page import agreement_table, desk, differences_table, findings
from annual_review.review.queue import by_people, differences, progress, queue

__all__ = [
    "Decision", "ReviewError", "agreement_table", "by_people", "codings_beside", "decide", "desk",
    "differences", "differences_table", "findings", "progress", "queue", "settle",
]  # fmt: skip
