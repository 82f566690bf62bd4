"""What reading a country baseline gives: a Report of statements and their items, with problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from annual_review.errors import AnnualReviewError
from annual_review.forms.questionnaire import Form

Answer = Literal["yes", "no", "nil", "blank", "text"]
Party = Literal["government", "employers", "workers", "unknown"]
Priority = Literal["most_important", "important", "less_important", "unspecified"]
ProblemKind = Literal[
    "title_unclear",
    "ends_early",
    "label_missing",
    "label_repeated",
    "label_displaced",
    "label_varied",
    "label_unknown",
    "text_unplaced",
    "years_unclear",
    "list_unclear",
    "answer_unclear",
    "page_numbers",
    "footnote",
    "order_unclear",
    "struck_out",
    "not_shown",
    "not_ticked",
    "unreadable",
]


class ParseError(AnnualReviewError):
    """A document that is not a country baseline, or not a complete one."""


class Origin(NamedTuple):
    """The file that a report was read from."""

    path: str
    sha256: str
    media_type: str


class Problem(NamedTuple):
    """A part of a document that could not be placed or read. `text` is the source's own."""

    kind: ProblemKind
    text: str
    message: str
    page: int | None = None
    start: int = 0
    end: int = 0


class Item(NamedTuple):
    """A measure, need or challenge: one entry of a list, or a whole answer that is not a list.

    `id` names the item within its statement: the tier where one is printed, then the letter as
    printed or the item's number. `text` has neither enumerator nor closing punctuation.
    """

    id: str
    letter: str
    text: str
    priority: Priority
    start: int
    end: int
    corrected: str = ""


class Statement(NamedTuple):
    """What one speaker answered in one cell for one printed year or span of years.

    `years` is empty where the document gives none. `answer` is None where the document lacks the
    field's label, so that nothing is known; a cell without text is `blank`. `text` is the
    document's text from `start` to `end`, without headings and the like that stand in between, and
    with its white space collapsed. `corrected` says what was printed where the source has been
    corrected. `party` is the side that `speaker` is on; unknown also where employers and workers
    speak together.
    """

    section: str
    field: str
    n: int
    years: tuple[int, ...]
    years_as_printed: str
    speaker: str
    party: Party
    answer: Answer | None
    text: str
    page: int | None
    start: int
    end: int
    items: tuple[Item, ...] = ()
    corrected: str = ""


@dataclass(frozen=True)
class Report:
    """One country baseline. `country` is the name as printed, `name` the short English one.

    `coverage` (0 to 1) is the share of the source's characters, white space aside, that belong to
    the title, a label, a year prefix or a statement.
    """

    country: str
    iso3: str
    name: str
    subject: str
    principle: str
    instruments: tuple[str, ...]
    first_year: int
    last_year: int
    language: str
    form: Form
    source: Origin
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    coverage: float
    text: str = field(repr=False, default="")

    @property
    def report_id(self) -> str:
        """{iso3}-{subject}-{first_year}-{last_year}, as in AZE-P029-2017-2018."""
        return f"{self.iso3}-{self.subject}-{self.first_year}-{self.last_year}"
