"""Short names of questions, subjects, codes and instruments, for sentences and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from annual_review.codebook import Scheme, subjects_of
from annual_review.forms.questionnaire import fields, subjects
from annual_review.show.sentences import label
from annual_review.show.words import leading, listing, verb


def short(field: str) -> str:
    """Return a short name of a question.

    Parameters
    ----------
    field : str

    Returns
    -------
    str
        That of the form; any other text as it is, or the label of a code.

    Examples
    --------
    >>> show.short("social_partner_involvement")
    'Consultation on the report'
    """
    known = fields().get(field)
    return known.short if known else label(field)


def subject_words(subject: str) -> str:
    """Return a subject as a sentence names it.

    Parameters
    ----------
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    str

    Examples
    --------
    >>> show.subject_words("P029"), show.subject_words("CL")
    ('the Protocol of 2014', 'child labour')
    """
    known = subjects().get(subject)
    return known.called if known else subject


CALLED: dict[Scheme | None, tuple[str, str]] = {
    "measure": ("topic", "topics"),
    "need": ("kind of help", "kinds of help"),
    "action": ("kind of action", "kinds of action"),
    "challenge": ("kind of challenge", "kinds of challenge"),
    "group": ("group", "groups"),
    None: ("code", "codes"),
}
"""What one and several codes of a scheme, or of any, are called."""


def called(subject: str) -> tuple[str, str]:
    """Return what one and several codes of the measures on a subject are called.

    Parameters
    ----------
    subject : str
        P029, or the code of a principle.

    Returns
    -------
    tuple of (str, str)

    Examples
    --------
    >>> show.called("P029"), show.called("CL")
    (('topic', 'topics'), ('kind of action', 'kinds of action'))
    """
    return CALLED["measure" if subject in subjects_of("measure") else "action"]


def instrument(code: str) -> str:
    """Return the name of an instrument as a sentence has it.

    Parameters
    ----------
    code : str
        As in `C087` or `P029`.

    Returns
    -------
    str

    Examples
    --------
    >>> show.instrument("C087"), show.instrument("P029")
    ('Convention No. 87', 'the Protocol of 2014')
    """
    if code == "P029":
        return "the Protocol of 2014"
    return f"Convention No. {int(code[1:])}" if code[1:].isdigit() else code


_WITH_ARTICLE = re.compile(
    r"^(?:Americas|United|Republic|Democratic Republic|Bahamas|Comoros|Congo|Gambia|Maldives"
    r"|Netherlands|Philippines)|(?:Republic|Federation|Islands|Emirates|Kingdom|States)$"
)


def state(name: str) -> str:
    """Return the name of a State or region as it stands within a sentence.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> show.state("Russian Federation"), show.state("Viet Nam")
    ('the Russian Federation', 'Viet Nam')
    """
    return f"the {name}" if _WITH_ARTICLE.search(name) else name


def quoted(code: object) -> str:
    """The label of a code or a question between quotation marks."""
    return f"“{label(str(code))}”"


def kinds_reported(kinds: Iterable[tuple[str, int]], of: int) -> str:
    """Say how many `of` so many States report each kind of action, of at least one with numbers.

    Examples
    --------
    >>> questions.kinds_reported([("action.law", 4), ("action.data", 1)], 5)
    '4 report action of the kind “Law” and 1 of “Data and research”'
    >>> questions.kinds_reported([("action.law", 2), ("action.data", 2)], 2)
    'both report action of the kinds “Law” and “Data and research”'
    >>> questions.kinds_reported([("action.law", 1), ("action.data", 1)], 2)
    '1 each reports action of the kinds “Law” and “Data and research”'
    """
    own = list(kinds)
    if len(own) > 1 and len({n for _, n in own}) == 1:
        n = own[0][1]
        who = f"{n:,} each" if n < of else "both" if of == 2 else "all"
        named = listing((quoted(code) for code, _ in own), 3)
        return f"{who} {verb(n, 'report')} action of the kinds {named}"
    (first, most), *others = own
    head = f"{most:,} {verb(most, 'report')} action of the kind {quoted(first)}"
    return listing([head, *(f"{n:,} of {quoted(code)}" for code, n in others)])


def most_often(kinds: pd.DataFrame) -> str:
    """List the three codes that `analysis.by_code` counted on most items, each with their number.

    Examples
    --------
    >>> kinds = pd.DataFrame({"code": ["action.law", "action.data"], "items": [1, 4]})
    >>> questions.most_often(kinds)
    '“Data and research” (4) and “Law” (1)'
    """
    ranked = kinds.sort_values("items", ascending=False, kind="stable")
    pairs = leading(zip(ranked["code"], ranked["items"], strict=True), 3)
    return listing((f"{quoted(code)} ({n})" for code, n in pairs), 3)
