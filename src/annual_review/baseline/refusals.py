"""Refuse a document that is not one complete baseline, or whose rows are mixed up."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from annual_review.baseline.document import Document
from annual_review.baseline.layout import Found, Layout
from annual_review.baseline.report import ParseError
from annual_review.baseline.tokens import year_prefixes, years
from annual_review.forms.questionnaire import Form, other_language
from annual_review.forms.words import collapse, fold, in_one_line

_OTHER_FORMAT = "Use the PDF or Word file itself, or save its text with pdftotext -raw."


def refuse_other_documents(document: Document, layout: Layout) -> None:
    """Raise ParseError unless the labels are those of one complete baseline, row by row."""
    _refuse_other_labels(document, layout)
    _refuse_shifted_rows(document)
    _refuse_broken_labels(document, layout)
    _refuse_several_baselines(document, layout)
    _refuse_mixed_rows(document, layout)


_LEAST_FIELDS, _LEAST_SHARE = 3, 0.2
_MOST_OF_TITLE = 400
"""How many characters from a text's beginning may hold its title."""


def _refuse_other_labels(document: Document, layout: Layout) -> None:
    fields = layout.form.fields
    names = {f.label.name for f in layout.found if f.label and f.label.kind == "field"}
    begun = layout.beyond and layout.missing == layout.beyond  # it has all rows up to its end
    if len(names) >= _LEAST_FIELDS and (begun or len(names) >= _LEAST_SHARE * len(fields)):
        return
    language = other_language(document.text)
    if language:
        raise ParseError(
            document.where(0),
            found=f"a document in {language}",
            expected="a baseline in the language of one of the forms, which is English",
            remedy="Use the baseline's English version; other languages cannot be read yet.",
        )
    shown = ", ".join(f"'{f.printed}'" for f in fields if f.name in names) or "none"
    title = fold(document.text[:_MOST_OF_TITLE])
    if any(fold(phrase) in title for phrase in layout.form.vocabulary.title_phrases):
        raise ParseError(
            document.where(0),
            found=f"a baseline's title, but {len(names)} of its {len(fields)} labels ({shown});"
            " their words may be mixed up with those of the answers",
            expected="each label whole and before its answer",
            remedy=_OTHER_FORMAT,
        )
    raise ParseError(
        document.where(0),
        found=f"{len(names)} of the questionnaire's {len(fields)} labels ({shown})",
        expected="a country baseline, whose rows have the questionnaire's labels",
        remedy="Check that this is a baseline in English, saved as text row by row.",
    )


def _refuse_shifted_rows(document: Document) -> None:
    """A text in columns with labels in the middle of rows: answers may belong to other rows."""
    unclear = [note.line for note in document.notes if note.kind == "rows_unclear"]
    if unclear:
        above, below = (collapse(line.text)[-40:] for line in unclear[:2])
        raise ParseError(
            document.where(0),
            found=f"labels in the middle of their rows (“{above} / {below}” is one sentence)",
            expected="labels at the top of their rows, as nothing else in such a text shows rows",
            remedy=_OTHER_FORMAT,
        )


def _refuse_broken_labels(document: Document, layout: Layout) -> None:
    """Labels broken up by their answers, as where the columns of a table were read line by line.

    Several rows lack their labels before the first one found: they would be taken for the title. Or
    labels are lacking in a line in which nothing else shows where a row begins.
    """
    labels = [(found.label.index, found.start) for found in layout.found if found.label]
    first = min(labels)[0]
    lost = [label for label in layout.missing if label.kind == "field" and label.index < first]
    broken = lost if len(lost) > 1 else []
    for start, end in layout.flowing:
        last = max((index for index, at in labels if start <= at < end), default=0)
        broken += [label for label in layout.missing if first < label.index < last]
    if broken:
        shown = ", ".join(f"'{label.printed}'" for label in dict.fromkeys(broken))
        raise ParseError(
            document.where(0),
            found=f"a text in which labels are lacking or broken up by their answers ({shown})",
            expected="each label whole and before its answer",
            remedy=_OTHER_FORMAT,
        )


_MOST_REPEATED = 5
"""The most labels that one baseline repeats, as at the head of a page."""


def _refuse_several_baselines(document: Document, layout: Layout) -> None:
    repeated = [found for oddity, found in layout.notes if oddity == "repeated"]
    if len({found.label for found in repeated}) > _MOST_REPEATED:
        raise ParseError(
            document.where(min(found.start for found in repeated)),
            found="the form begun again, as if another baseline followed",
            expected="one baseline",
            remedy="Save each baseline in a file of its own.",
        )


_MOST_ANEW = 2
"""The most answers that may begin anew in cells below empty ones."""


def _refuse_mixed_rows(document: Document, layout: Layout) -> None:
    """Labels that come first, with the answers of all their rows after them.

    Plain `pdftotext` gives such a text: labels stand empty, one after another, and in the cell
    after them answers begin again for every row.
    """
    if document.cells:
        return
    empty = anew = 0
    mixed: Found | None = None
    for found, span in layout.cells():
        said = document.text[slice(*span)]
        if any(map(str.isalnum, said)):
            parts = empty and found.label and found.label.has_heading(said)  # each with an answer
            begun = _begun_anew(said, empty, layout.form) if empty and not parts else 0
            mixed = mixed or (found if begun else None)
            anew += begun
            empty = 0
        elif found.label and found.label.kind == "field":
            empty += 1
    if mixed and anew > _MOST_ANEW:
        raise ParseError(
            document.where(mixed.start),
            found="labels without answers, then the answers of several rows under one "
            f"(“{collapse(document.text[mixed.start :])[:80]}…”)",
            expected="each label followed by its own answer",
            remedy=_OTHER_FORMAT,
        )


@cache
def _whole_answer(form: Form) -> re.Pattern[str]:
    """A whole answer in capitals, before a sign, a line's end or another one."""
    words = sorted(map(str.upper, form.answer_words), key=len, reverse=True)
    either_of = "|".join(map(re.escape, words))
    return re.compile(rf"(?:{either_of})(?=[.,;]|\s*(?:\n|\Z)|\s+(?:{either_of}))")


def _begun_anew(said: str, rows: int, form: Form) -> int:
    """How often an answer begins again in a cell: years that do not go down, and whole answers.

    A yes, no or nil after something else is enough: an answer begins with it. Years count that
    begin again once for each of the empty `rows` at the most, but not where an organization's
    observations stand beside the Government's answer for the same year.
    """
    prefixes = list(year_prefixes(said))
    last = [years(in_one_line(match["printed"]))[-1:] for match in prefixes]
    beside = [_OBSERVATIONS.match(said, match.end()) for match in prefixes]
    again = sum(
        after > before or (after == before and not any(of))
        for (before, after), of in zip(pairwise(last), pairwise(beside), strict=True)
        if before and after
    )
    if again > rows or all(before < after for before, after in pairwise(last)):
        again = 0
    return again + (_MOST_ANEW + 1) * any(map(_follows_another, _whole_answer(form).finditer(said)))


_OBSERVATIONS = re.compile(r"\s*Observations?\s+by\b")


def _follows_another(answer: re.Match[str]) -> bool:
    before = answer.string[: answer.start()]
    listed = _MARK.search(before[-8:])  # `a) NIL`
    return before[-1:].isspace() and before.rstrip()[-1:] not in (*":;,", "") and not listed


_MARK = re.compile(r"(?<!\S)(?:\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]|[•–-])\s*\Z")
