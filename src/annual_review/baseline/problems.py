"""What of a document could not be read or placed: its problems, and the share that was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from annual_review.baseline.document import Document
from annual_review.baseline.layout import Layout, Oddity
from annual_review.baseline.report import Problem, ProblemKind, Statement
from annual_review.baseline.title import Title
from annual_review.forms.words import Span, collapse, fold, in_one_line
from annual_review.readers.characters import unusual
from annual_review.readers.page_furniture import says_furniture
from annual_review.readers.rows import Note


def problem(document: Document, kind: ProblemKind, span: Span, message: str) -> Problem:
    """A problem with the text of a span."""
    start, end = span
    text = in_one_line(document.text[start:end])
    return Problem(kind, text, message, document.page(start), start, end)


def unplaced(document: Document, span: Span, where: str) -> Problem:
    """A problem with text that belongs to no cell."""
    return problem(document, "text_unplaced", span, f"text in {where} that no label claims")


def problems_in_labels(document: Document, layout: Layout) -> Iterator[Problem]:
    """Labels that are missing, odd, or unknown to every form."""
    beyond = [label.printed for label in layout.beyond if label.kind == "field"]
    if beyond:
        message = (
            f"the document ends before these rows of its form (“…{collapse(layout.text[-40:])}”)"
        )
        yield Problem("ends_early", "; ".join(beyond), message)
    for label in layout.missing:
        if label in layout.beyond:
            continue
        text = f"{label.printed} ({label.section})"
        above = layout.above(label)
        read = f"; an answer beside it was read as one to '{above.printed}'" if above else ""
        yield Problem("label_missing", text, f"the document lacks this label{read}")
    for oddity, found in layout.notes:
        kind, message = _ODDITIES[oddity]
        yield problem(document, kind, (found.start, found.end), message)
    for found in layout.found:
        if found.label is None and not (found.again or found.loose):
            message = "this looks like a label, but no form knows it"
            yield problem(document, "label_unknown", (found.start, found.end), message)


_ODDITIES: dict[Oddity, tuple[ProblemKind, str]] = {
    "repeated": ("label_repeated", "this label is printed again"),
    "displaced": ("label_displaced", "this label stands outside the form's order"),
    "varied": ("label_varied", "this was taken for a label of the form in other words"),
    "doubtful": (
        "label_unknown",
        "this may be a label that no form knows; it was left in the answer before it",
    ),
}


def problems_in_title(document: Document, title: Title) -> Iterator[Problem]:
    """Stretches of the title that were read otherwise than printed, or say nothing known.

    Heads of every page are passed over.
    """
    for span, message in title.unclear:
        yield problem(document, "title_unclear", span, message)
    kinds = ("running_head", "likely_head")
    heads = {fold(note.line.text) for note in document.notes if note.kind in kinds}
    text = document.text
    for start, end in title.unread:
        stop = text.find("\n", end)
        lines = text[text.rfind("\n", 0, start) + 1 : None if stop < 0 else stop].split("\n")
        around = says_furniture(text[start:end])  # `ILO home`
        if not around and not all(fold(line) in heads for line in lines if line):
            yield unplaced(document, (start, end), "the title")


def problems_in_order(
    layout: Layout, statements: list[Statement], document: Document
) -> Iterator[Problem]:
    """Answers above a missing label where years begin again: they may belong to that label."""
    steps = [
        (before, after.years[-1] - before.years[-1])
        for before, after in pairwise(statements)
        if before.field == after.field and before.years and after.years
    ]
    usual = sum((step > 0) - (step < 0) for _, step in steps)
    unsure = {above.name: label for label in layout.missing if (above := layout.above(label))}
    for name, label in unsure.items():
        again = next((b for b, step in steps if b.field == name and step * usual < 0), None)
        if again:
            end = max(statement.end for statement in statements if statement.field == name)
            message = f"years begin again here: this may be the answer to '{label.printed}'"
            yield problem(document, "order_unclear", (again.end, end), message)


# ---- what the text lacks ------------------------------------------------------------------------


def problems_in_text(document: Document) -> Iterator[Problem]:
    """What was left out of the text or may be mixed up in it, and unreadable characters."""
    numbers = ", ".join(note.line.text.strip() for note in document.notes if _is_guess(note))
    if numbers:
        yield Problem("page_numbers", numbers, "these lines were left out as page numbers")
    for note in document.notes:
        if note.kind in _NOTES:
            kind, message = _NOTES[note.kind]
            yield Problem(kind, collapse(note.line.text), message, note.line.page)
    start = 0
    unreadable = _UNREADABLE.search(unusual(document.text))
    for line in document.text.split("\n") if unreadable else ():
        if _UNREADABLE.search(line):
            span = (start, start + len(line))
            yield problem(
                document, "unreadable", span, "this line has characters that could not be read"
            )
        start += len(line) + 1


_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""What a decoder puts in place of bytes it cannot read, and what only one font can show."""
_NOTES: dict[str, tuple[ProblemKind, str]] = {
    "footnote": ("footnote", "this footnote was left out of the cells"),
    "likely_head": (
        "text_unplaced",
        "this line was left out as a running head: it stands beside each page number",
    ),
    "page_foot": ("text_unplaced", "this line was left out: a page's foot says such things"),
    "order_unclear": ("order_unclear", "it is not sure which row these words belong to"),
    "deleted": ("struck_out", "these words are deleted by a tracked change; they were left out"),
    "struck": ("struck_out", "these words are struck through; they were left out"),
    "unseen": (
        "not_shown",
        "the file holds these words, but does not show them; they were left out",
    ),
    "placeholder": (
        "not_ticked",
        "a form's placeholder, never filled in; it was left out",
    ),
    "unticked": ("not_ticked", "this option is not ticked; it was left out"),
    "unclear_tick": ("not_ticked", "it is not clear which option is ticked; they were left out"),
    "aside": ("text_unplaced", "these words stand beside the text; they were left out"),
    "doubtful": (
        "not_shown",
        "a rule of the page's styles may hide such words or strike them through; they were kept",
    ),
    "scan": ("unreadable", "this page is a picture without text: recognize it, as with OCRmyPDF"),
    "picture": ("unreadable", "a picture is in a cell without words: what it shows was not read"),
}


def _is_guess(note: Note) -> bool:
    """Whether a line was only taken for a page number, in a text that does not tell its pages."""
    return note.kind == "page_number" and note.line.page is None


def coverage(document: Document, read: list[Span]) -> float:
    """The share of a document's characters, white space aside, that lie in one of the spans."""
    text = document.text
    unread = at = 0
    for start, end in [*sorted(read), (len(text), len(text))]:
        if at < start:
            unread += _letters(text[at:start])
        at = max(at, end)
    left_out = sum(
        _letters(collapse(note.line.text))
        for note in document.notes
        if note.kind in ("footnote", "likely_head", "page_foot") or _is_guess(note)
    )
    total = _letters(text)
    return (total - unread) / (total + left_out)


def _letters(text: str) -> int:
    """How many characters of a cleaned text are not white space."""
    return len(text) - text.count(" ") - text.count("\n")
