"""Sentences and headings that a notebook shows, and the names that people read.

What documents say is never taken for HTML, Markdown or mathematics.
"""

from __future__ import annotations

import html
from functools import cache

from annual_review.forms.questionnaire import forms


class Shown:
    """Something to show as the last line of a cell: as HTML, and as the text that it says."""

    def __init__(self, markup: str, text: str) -> None:
        self._markup, self._text = markup, text

    def _repr_html_(self) -> str:
        return self._markup

    def __repr__(self) -> str:
        return self._text


def say(sentence: str) -> Shown:
    """Show a sentence, such as the claim that the rows below it support.

    Parameters
    ----------
    sentence : str
        Plain text.

    Returns
    -------
    Shown

    Examples
    --------
    >>> show.say("Two countries answered.")
    Two countries answered.
    """
    return Shown(f"<p class='claim'>{escaped(sentence)}</p>", sentence)


def heading(text: str) -> Shown:
    """Show a heading below those of the notebook, such as the country that tables are about.

    Parameters
    ----------
    text : str
        Plain text.

    Returns
    -------
    Shown
    """
    return Shown(f"<h3>{escaped(text)}</h3>", text)


def escaped(text: str) -> str:
    """Text as markup that says the same, in which dollar signs are not read as mathematics."""
    return html.escape(str(text)).replace("$", '<span class="tex2jax_ignore">$</span>')


def label(field: str) -> str:
    """Return the label that the questionnaire prints for a field.

    Parameters
    ----------
    field : str
        Name of a field; any other text is returned as it is.

    Returns
    -------
    str
        With the section, where two fields have the same label.

    Examples
    --------
    >>> show.label("challenges_employers")
    "Employers' organizations (challenges)"
    """
    return _labels().get(field, field)


def plain(name: str) -> str:
    """Return a name as people write it.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        A field's label; a code unchanged; any other name without underscores.

    Examples
    --------
    >>> show.plain("most_important"), show.plain("need.data")
    ('most important', 'need.data')
    """
    return name if "." in name else label(name).replace("_", " ")


@cache
def _labels() -> dict[str, str]:
    names: dict[str, str] = {}
    for form in forms():
        printed = [each.printed for each in form.fields]
        for each in form.fields:
            twice = printed.count(each.printed) > 1
            names[each.name] = f"{each.printed} ({each.section})" if twice else each.printed
    return names
