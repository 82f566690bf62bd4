"""How sure the codes are: the sentence that pages say it in, and the items to check."""

from __future__ import annotations

from collections.abc import Iterable

from annual_review import codebook
from annual_review.analysis import certainty, country_names, unsure
from annual_review.analysis.grid import joined
from annual_review.codebook import Scheme
from annual_review.show.questions import CALLED
from annual_review.show.sentences import Shown, escaped
from annual_review.show.tables import table
from annual_review.show.words import count, number, some_of
from annual_review.tables import Tables

TO_CHECK = "To check"
"""The heading below which a page lists the items whose codes are unsure."""


def how_sure(
    tables: Tables, ids: Iterable[str] | None = None, scheme: Scheme | None = None
) -> Shown:
    """Say who gave the codes, how often the program is right, and how many items here are unsure.

    Parameters
    ----------
    tables : Tables
    ids : iterable of str, optional
        The measures, needs and challenges that the page counts; several ids may be separated by
        spaces. By default all of the tables.
    scheme : Scheme, optional
        Which of their codes are meant. By default each item's own, that of its column `code`.

    Returns
    -------
    Shown
        It leads to the heading "To check", below which the page shows `to_check`.

    Examples
    --------
    >>> str(show.how_sure(ar.load())).split(". ")[-1]
    'It is unsure of six of the 57 items here, listed under “To check”.'
    """
    here = certainty(tables, ids, scheme)
    by_rules = here.items - here.by_people
    if not here.items:
        return _said("There are no coded items here.")
    if not by_rules:
        their = "its code" if here.items == 1 else "their codes"
        return _said(f"People gave {some_of(here.items, here.items, 'item')} here {their}.")
    gave = f"A program gave the {CALLED[scheme][1]}"
    if here.by_people:
        gave += f", except for {count(here.by_people, 'item')} that people coded"
    share = codebook.accuracy(scheme)
    right = (
        f"On {share['all'].items:,} made-up items that it had not learned from, it chose the right"
        f" code for {share['all'].percent} in 100; where it is sure, for {share['sure'].percent} in"
        " 100. "
        if share["sure"].items
        else ""
    )
    sure = "unsure" if here.unsure else "sure"
    listed = f", listed under “{TO_CHECK}”" if here.unsure else ""
    these = some_of(here.unsure or by_rules, by_rules, "other item" if here.by_people else "item")
    return _said(f"{gave}. {right}It is {sure} of {these} here{listed}.")


def _said(text: str) -> Shown:
    """A sentence, in which the heading of the unsure items leads to them."""
    link = f'<a href="#{TO_CHECK.replace(" ", "-")}">{TO_CHECK}</a>'
    markup = escaped(text).replace(TO_CHECK, link)
    return Shown(f"<p class='how-sure'>{markup}</p>", text)


def to_check(
    tables: Tables,
    ids: Iterable[str] | None = None,
    most: int = 100,
    scheme: Scheme | None = None,
) -> Shown:
    """Show the items whose codes the program is unsure of, the least sure first.

    Parameters
    ----------
    tables : Tables
    ids : iterable of str, optional
        As for `how_sure`.
    most : int
        How many items to show.
    scheme : Scheme, optional
        As for `how_sure`.

    Returns
    -------
    Shown
        A table with the words, the code and the place of each item.
    """
    found = unsure(tables, scheme)
    if ids is not None:
        found = found[found["item_id"].isin(joined(ids).split())]
    total = len(found)
    found = found.head(most).assign(country=lambda each: each["iso3"].map(country_names(tables)))
    columns = ["country", "years", "field", "text", "code", "score", "item_id"]
    if found["iso3"].nunique() < 2:
        columns.remove("country")
    code = CALLED[scheme][0]
    caption = f"Items whose {code} is unsure, the least sure first ({total:,})"
    if total > most:
        caption = f"The {number(most)} least sure of {count(total, 'item')} whose {code} is unsure"
    names = {
        "field": "question", "code": code, "score": "how sure (0 to 1)", "item_id": "source",
    }  # fmt: skip
    return table(found[columns], caption, names)
