"""Where a document has the labels of a form: what finding them gives to the steps after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple

from annual_review.forms.questionnaire import Form, Label, Span


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


Oddity = Literal["repeated", "displaced", "varied", "doubtful"]
"""What is odd about a label: it is repeated, outside the form's order, in other words, or may not
be one at all; the last kind has no cell of its own."""


@dataclass(frozen=True)
class Layout:
    """Where a document has a form's labels, in the order of the text."""

    form: Form
    text: str
    found: tuple[Found, ...]
    notes: tuple[tuple[Oddity, Found], ...] = ()

    @property
    def missing(self) -> tuple[Label, ...]:
        """Labels of the form that the text lacks."""
        present = {found.label.index for found in self.found if found.label}
        return tuple(label for label in self.form.labels if label.index not in present)

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
