"""What the notebook `07-review-codes` shows below its findings: the form in JupyterLab, tables."""

from __future__ import annotations

from annual_review.review.decisions import codings_beside
from annual_review.review.queue import KINDS, by_people, differences, progress, queue
from annual_review.show import table
from annual_review.show.explorer import Explorer
from annual_review.show.sentences import Shown
from annual_review.tables import Tables

_MOST = 20
"""So many codes to check are listed where the form cannot be shown."""


def desk(tables: Tables, tidy: str = "") -> Explorer:
    """Check codes: the least sure first, each with its surroundings, suggestions and codebook.

    Parameters
    ----------
    tables : Tables
    tidy : str
        The folder of the tables, beside which `codings.csv` stands; empty for the project's own.

    Returns
    -------
    Explorer
        In JupyterLab, a form. Elsewhere, a table of what is to check first.
    """
    from annual_review.review.form import Form

    form = Form(tables, codings_beside(tidy))
    return Explorer(form.controls, _first_to_check(tables))


def _first_to_check(tables: Tables) -> Shown:
    """A table of the items that are to check first, the least sure first."""
    queued = queue(tables, by_people(tables), "", most=_MOST)
    shown = ["scheme", "country", "years", "field", "text", "code", "score", "item_ids"]
    names = {"score": "how sure (0 to 1)", "item_ids": "source", "scheme": "codes of"}
    rows = queued[shown].assign(scheme=queued["scheme"].map(KINDS))
    cut = f" ({_MOST} at most)" if len(rows) == _MOST else ""
    return table(rows, f"Codes to check, the least sure first{cut}", names)


def agreement_table(tables: Tables) -> Shown:
    """Show, by scheme, how much is checked, how far people agree, and what is to settle."""
    rows = progress(tables, by_people(tables))
    rows = rows.assign(scheme=rows["scheme"].map(KINDS))
    names = {"scheme": "codes of", "by_two": "coded by two", "differences": "to settle"}
    return table(rows, "Checking, by scheme (number of items)", names)


def differences_table(tables: Tables) -> Shown:
    """Show the items on which two people differ: a row for each of them, with the codes given."""
    found = differences(tables, by_people(tables))
    rows = found.explode(["coders", "codes"], ignore_index=True)
    rows = rows.assign(codes=rows["codes"].map(", ".join).astype("string"))
    columns = ["country", "years", "field", "text", "coders", "codes", "item_ids"]
    return table(rows[columns], "Differences to settle", {"item_ids": "source"})
