"""What the notebook `07-review-codes` shows: findings, the form in JupyterLab, tables."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

import pandas as pd

from annual_review import analysis
from annual_review.review.decisions import codings_beside
from annual_review.review.queue import KINDS, by_people, differences, progress, queue
from annual_review.show import table
from annual_review.show.certainty import TO_CHECK
from annual_review.show.explorer import Explorer
from annual_review.show.questions import CALLED, quoted, short, state
from annual_review.show.sentences import Finding, Shown, label
from annual_review.show.words import count, listing, number, sentence, within
from annual_review.tables import Tables

_AGREE = "How far people agree"
_MOST_QUOTED = 90
"""Letters of an item that are quoted."""
_TOLD = ["scheme", "country", "field", "text", "code", "score"]

_MOST = 20
"""So many codes to check are listed where the form cannot be shown."""


def findings(tables: Tables) -> list[Finding]:
    """Say how many codes are to check, what people have coded, and which item is next.

    Parameters
    ----------
    tables : Tables
        People's codes are those that were applied when the tables were built.

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> review.findings(ar.load())[1].text
    'No item was coded by two people, so it is not known how far they would agree.'
    """
    given = by_people(tables)
    found = [*_checking(progress(tables, given).set_index("scheme")), _coded(tables)]
    first = queue(tables, given, "", most=1)
    for scheme, country, field, text, code, score in first[_TOLD].to_numpy():
        said = textwrap.shorten(text, _MOST_QUOTED, placeholder=" …")
        found.append(
            Finding(
                f"Next to check is the {CALLED[scheme][0]} of “{said}” ({state(country)},"
                f" {within(short(field))}): {quoted(code)}, of which the program is least sure"
                f" ({score:.2f} of 1).",
                TO_CHECK,
            )
        )
    return found


def _checking(rows: pd.DataFrame) -> list[Finding]:
    """How many codes are to check by scheme, and how far the people who check agree."""
    left = rows["to_check"] - rows["checked"]
    found = []
    if total := int(left.sum()):
        parts = [f"{number(left[each])} on {KINDS[each]}" for each in left[left > 0].index]
        said = f"When the tables were built, {count(total, 'code')} needed checking"
        found.append(Finding(f"{said}: {listing(parts)}.", TO_CHECK))
    else:
        said = "No code needs checking: the program or a person is sure of all."
        found.append(Finding(said, _AGREE))
    if checked := int(rows["checked"].sum()):
        of = count(int(rows["to_check"].sum()), "code")
        verb = "has" if checked == 1 else "have"
        said = f"{count(checked, 'code')} of the {of} that the program is unsure of {verb} been"
        found.append(Finding(sentence(f"{said} checked by people."), _AGREE))
    twice, differ = int(rows["by_two"].sum()), int(rows["differences"].sum())
    if not twice:
        said = "No item was coded by two people, so it is not known how far they would agree."
        return [*found, Finding(said, _AGREE)]
    verb = "was" if twice == 1 else "were"
    still = f"{count(differ, 'difference')} {'is' if differ == 1 else 'are'} to settle"
    said = f"{count(twice, 'code')} {verb} given by two people; {still}."
    return [*found, Finding(sentence(said), _AGREE)]


def _coded(tables: Tables) -> Finding:
    """How many of the items people coded, in any scheme."""
    manual = tables.codings["method"] == "manual"
    coded = tables.codings.loc[manual, "item_id"].nunique()
    every = analysis.items(tables)["item_id"].nunique()
    items = "measures, needs and challenges"
    if not every:
        return Finding("There are no measures, needs or challenges to code.", _AGREE)
    if every == 1:
        who = "People have" if coded else "No person has"
        return Finding(f"{who} coded the only item.", _AGREE)
    if not coded:
        return Finding(f"No person has coded any of the {number(every)} {items}.", _AGREE)
    some = f"all {number(every)}" if coded == every else f"{number(coded)} of the {number(every)}"
    return Finding(f"People have coded {some} {items}.", _AGREE)


def gave(coder: str, codes: Iterable[str], note: str) -> str:
    """Say what a person gave to an item, as in `AB: Shelter (protection.shelter). Note: x`."""
    said = f"{coder}: {', '.join(f'{label(code)} ({code})' for code in codes)}"
    return f"{said}. Note: {note}" if note else said


# ---- below the findings --------------------------------------------------------------------------


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
    names = {
        "scheme": "codes of", "field": "question", "code": "coded as", "score": "how sure (0 to 1)",
        "item_ids": "source",
    }  # fmt: skip
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
    names = {"field": "question", "coders": "coder", "codes": "coded as", "item_ids": "source"}
    return table(rows[columns], "Differences to settle", names)
