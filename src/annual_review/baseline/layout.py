"""Where a document has the labels of a form: what finding them gives to the steps after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Literal, NamedTuple

from annual_review.forms.questionnaire import Form, Label
from annual_review.forms.words import Span


class Found(NamedTuple):
    """A label where it is printed. `label` is None for one that the form does not know.

    `again` marks what is repeated, as at the head of a new page: a label, or (without label) the
    title. `loose` marks the place where text outside all cells begins.
    """

    label: Label | None
    start: int
    end: int
    again: bool = False
    loose: bool = False


_CLOSING = (".", "!", "?", "”", '"', "'", ")")

Oddity = Literal["repeated", "displaced", "varied", "doubtful"]
"""What is odd about a label: it is repeated, outside the form's order, in other words, or may not
be one at all; the last kind has no cell of its own."""


@dataclass(frozen=True)
class Layout:
    """Where a document has a form's labels, in the order of the text.

    `flowing` are lines in which labels and answers follow one another.
    """

    form: Form
    text: str
    found: tuple[Found, ...]
    notes: tuple[tuple[Oddity, Found], ...] = ()
    flowing: tuple[Span, ...] = ()

    @cached_property
    def missing(self) -> tuple[Label, ...]:
        """Labels of the form that the text lacks, but for rows that its table need not have."""
        return self.form.lacking({found.label.name for found in self.found if found.label})

    @cached_property
    def beyond(self) -> tuple[Label, ...]:
        """The missing labels after the last one found, if the document ends before its form does.

        It does so if it lacks a section at the end or all of its rows, or ends in the middle of a
        sentence.
        """
        last = max((f.label.index for f in self.found if f.label), default=-1)
        lacking = tuple(label for label in self.missing if label.index > last)
        text = self.text.rstrip()
        at_end = self.found[-1].label if self.found and self.found[-1].end >= len(text) else None
        finished = text.endswith(_CLOSING) or (at_end and at_end.kind == "field")
        if any(label.name == label.section for label in lacking) or not finished:
            return lacking
        return ()

    def above(self, missing: Label) -> Label | None:
        """The field to whose cell the answer beside a missing label would be read, if any."""
        labels = [f.label for f in self.found if f.label and f.label.index < missing.index]
        last = max(labels, key=attrgetter("index"), default=None)
        return last if last and last.kind == "field" else None

    def cells(self) -> Iterator[tuple[Found, Span]]:
        """Each label with the span of the text between it and the next one."""
        ends = [found.start for found in self.found[1:]] + [len(self.text)]
        for found, end in zip(self.found, ends, strict=True):
            yield found, (found.end, end)
