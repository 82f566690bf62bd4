"""Sentences and headings that a notebook shows, and the names that people read.

What documents say is never taken for HTML, Markdown or mathematics.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from annual_review.codebook import SCHEMES, choices
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


class Finding(NamedTuple):
    """A sentence that answers the question of a page, and the heading below which its rows are."""

    text: str
    section: str = ""


def findings(found: Sequence[Finding]) -> Shown:
    """Show the findings that a page opens with, each with a link to its rows.

    Parameters
    ----------
    found : sequence of Finding
        Plain text. `section` is the text of a heading of the notebook; without one, the sentence
        has no link.

    Returns
    -------
    Shown

    Examples
    --------
    >>> show.findings([show.Finding("Two countries answered.", "Who reported when")])
    Two countries answered.
    """
    lines = [
        f"<li>{escaped(each.text)}"
        + (
            f' <a href="#{html.escape(_address(each.section))}">'
            f'<span class="hidden">{escaped(each.section)}: </span>details</a>'
            if each.section
            else ""
        )
        + "</li>"
        for each in found
    ]
    markup = f"<ul class='findings'>{''.join(lines)}</ul>"
    return Shown(markup, "\n".join(each.text for each in found))


def not_drawn(title: str, why: str) -> Shown:
    """Say in place of a picture that there is none; `why` is a sentence."""
    return say(f"Not drawn: “{title}”. {why}")


def _address(heading: str) -> str:
    """The address of a heading in JupyterLab; the pages of reports replace it by their own."""
    return re.sub(r"\s", "-", heading)


def escaped(text: str) -> str:
    """Text as markup that says the same, in which dollar signs are not read as mathematics."""
    return html.escape(str(text)).replace("$", '<span class="tex2jax_ignore">$</span>')


def label(name: str) -> str:
    """Return the label that the questionnaire prints for a field, or the codebook's of a code.

    Parameters
    ----------
    name : str
        Name of a field, or a code; any other text is returned as it is.

    Returns
    -------
    str
        With the section, where two fields have the same label.

    Examples
    --------
    >>> show.label("challenges_employers"), show.label("prevention.due_diligence")
    ("Employers' organizations (challenges)", 'Due diligence')
    """
    return _labels().get(name, name)


def plain(name: str) -> str:
    """Return a name as people write it.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        A field's or a code's label; any other name without underscores.

    Examples
    --------
    >>> show.plain("most_important"), show.plain("need.data")
    ('most important', 'Data and research')
    """
    return label(name) if "." in name else label(name).replace("_", " ")


@cache
def _labels() -> dict[str, str]:
    names: dict[str, str] = {}
    for form in forms():
        printed = [each.printed for each in form.fields]
        for each in form.fields:
            twice = printed.count(each.printed) > 1
            names[each.name] = f"{each.printed} ({each.section})" if twice else each.printed
    names |= {code: each.label for scheme in SCHEMES for code, each in choices(scheme).items()}
    return names
