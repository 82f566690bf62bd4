"""Hold what was read of a made-up document against its truth, statement by statement.

    python -m tests.documents.compare [FORMAT]           the table; of one format, what differs
    python -m tests.documents.compare SEED… [FORMAT]     the same of documents drawn from seeds

A seed is a number, or the first and last of several: `1-40`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, reduce
from pathlib import Path
from typing import Any, NamedTuple

from annual_review.baseline import parse, source
from annual_review.baseline.report import Report
from annual_review.baseline.report import Statement as ReadStatement
from annual_review.errors import AnnualReviewError
from tests.documents.drawn import drawn
from tests.documents.files import content, printed
from tests.documents.made import documents
from tests.documents.truth import Truth

FORMATS = {
    "docx": "DOCX",
    "pdf": "PDF",
    "table.html": "HTML, a table",
    "archive.html": "HTML, paragraphs",
    "rows.txt": "text, rows",
    "layout.txt": "text, space-aligned",
    "depth-first.txt": "text, depth-first",
    "depth-first-wrapped.txt": "text, depth-first, wrapped",
    "pdftotext-raw.txt": "text, pdftotext -raw of the PDF",
    "pdftotext-layout.txt": "text, pdftotext -layout of the PDF",
    "interleaved.txt": "text, interleaved",
    "interleaved-split.txt": "text, interleaved, cells on lines of their own",
}
"""What follows the truth's name in a file's name, and what the table calls it."""


class Comparison(NamedTuple):
    """How a report differs from the truth. Texts are counted in words.

    A statement is exact if field, years, speaker, party, answer and text are; `statements` counts
    those of the truth and those read beyond them. `lost` words of the truth stand in no statement and in no
    problem; `misplaced` words stand in a field's statements that by the truth has them elsewhere
    or not at all. A document that is refused has no statement exact and all its words lost,
    without a single one misplaced.
    """

    exact: int
    statements: int
    items_exact: int
    items: int
    words: int
    lost: int
    misplaced: int
    problems: int
    title_exact: bool
    refused: int = 0

    def __add__(self, other: Any) -> Comparison:
        """Return the sums; a title is exact if both are."""
        both = self.title_exact and other.title_exact
        sums = Comparison(*(a + b for a, b in zip(self, other, strict=True)))
        return sums._replace(title_exact=both)


def compare(report: Report, truth: Truth) -> Comparison:
    """Compare a report with the truth of its document."""
    expected = [key(s) for s in truth.statements]
    found = [key(s) for s in read_of(report, truth)]
    items = [item for s in truth.statements for item in _items(s)]
    split = [item for s in report.statements for item in _items(s)]
    lost, misplaced = _words_astray(report, truth)
    return Comparison(
        exact=_common(expected, found),
        statements=max(len(expected), len(found)),
        items_exact=_common(items, split),
        items=max(len(items), len(split)),
        words=sum(_words(s.text for s in truth.statements).values()),
        lost=lost,
        misplaced=misplaced,
        problems=len(report.problems),
        title_exact=title(report) == title(truth),
    )


def refused(truth: Truth) -> Comparison:
    """Return how a document compares that is not read at all."""
    words = sum(_words(s.text for s in truth.statements).values())
    items = sum(len(s.items) for s in truth.statements)
    return Comparison(0, len(truth.statements), 0, items, words, words, 0, 0, False, 1)


def title(of: Report | Truth) -> tuple[Any, ...]:
    """Return what a title says: country as printed and by code, subject, instruments, years.

    The title of a page and that of its document differ in capitals.
    """
    return (
        " ".join(of.country.split()).casefold(),
        of.iso3,
        of.subject,
        of.instruments,
        of.first_year,
        of.last_year,
    )


def read_of(report: Report, truth: Truth) -> Iterator[Any]:
    """The report's statements without those that say a label is absent where it is."""
    present = {s.field for s in truth.statements}
    for statement in report.statements:
        if statement.answer is not None or statement.field in present:
            yield statement


def key(s: Any) -> tuple[Any, ...]:
    """Everything that makes a statement exact; its text stands last."""
    text = " ".join(s.text.split())
    party = (s.party,) if _PARTIES else ()
    return (s.field, s.years_as_printed, s.years, s.speaker, *party, s.answer, text)


_PARTIES = "party" in ReadStatement._fields
"""Whether what is read says which side a speaker is on; if not, only the truths do."""


def _items(s: Any) -> Iterator[tuple[Any, ...]]:
    """The items of a statement. Truths give none of challenges: `tests/tables` holds those."""
    for item in () if s.field.startswith("challenges_") else s.items:
        yield (s.field, s.years_as_printed, item.letter, item.text, item.priority)


def _common(expected: Iterable[Any], found: Iterable[Any]) -> int:
    return sum((Counter(expected) & Counter(found)).values())


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def _by_field(statements: Iterable[Any]) -> dict[str, Counter[str]]:
    texts: dict[str, list[str]] = {}
    for statement in statements:
        texts.setdefault(statement.field, []).append(statement.text)
    return {field: _words(found) for field, found in texts.items()}


def _words_astray(report: Report, truth: Truth) -> tuple[int, int]:
    """Words of the truth that are nowhere, and words that stand where the truth has them not."""
    expected, found = _by_field(truth.statements), _by_field(report.statements)
    missing: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for field in expected.keys() | found.keys():
        said, read = expected.get(field, Counter()), found.get(field, Counter())
        missing += said - read
        extra += read - said
    elsewhere = extra + _words(problem.text for problem in report.problems)
    return sum((missing - elsewhere).values()), sum(extra.values())


# ---- the made-up documents -------------------------------------------------------------------------


def read(data: bytes, ending: str, truth: Truth) -> Comparison:
    """Read a made-up document's file and compare it; one that is refused counts as not read at all.

    So does one whose format has no reader, or a reader that needs a library which is not there.
    """
    try:
        return compare(parsed(data, ending), truth)
    except (AnnualReviewError, ImportError):
        return refused(truth)


def parsed(data: bytes, ending: str) -> Report:
    """Return what is read of a file whose name ends so."""
    name = f"made-up.{ending}"
    return parse.parse(source.from_bytes(data, name, source.format_of(Path(name), name)))


@cache
def reading_by_format() -> list[tuple[str, Comparison]]:
    """Compare the made-up documents with their truths, format by format, each format summed up."""
    return [
        (called, sum_of(read(content(f"{t.name}.{ending}"), ending, t) for t in documents()))
        for ending, called in FORMATS.items()
    ]


def sum_of(each: Iterable[Comparison]) -> Comparison:
    """Return the sums of comparisons."""
    return reduce(Comparison.__add__, each)


# ---- documents drawn at random ---------------------------------------------------------------------

FRESH = range(3000, 3024)
"""The seeds of the documents that are measured, and that nobody looks at who mends the reading."""


def reading_of_drawn(seeds: Iterable[int]) -> list[tuple[str, Comparison]]:
    """Compare documents drawn from seeds, format by format, each format summed up."""
    found: dict[str, list[Comparison]] = {}
    for truth in map(drawn, seeds):
        for ending, data in printed(truth).items():
            found.setdefault(ending, []).append(read(data, ending, truth))
    return [(called, sum_of(found[e])) for e, called in FORMATS.items() if e in found]


# ---- what a person looks at ------------------------------------------------------------------------


def differences(report: Report, truth: Truth) -> Iterator[str]:
    """Every statement that was read otherwise, and every problem, for a person to look at."""
    expected = Counter(map(key, truth.statements))
    found = Counter(map(key, read_of(report, truth)))
    for sign, entries in (("-", expected - found), ("+", found - expected)):
        yield from (f"{sign} {entry}" for entry in entries)
    items = Counter(item for s in truth.statements for item in _items(s))
    split = Counter(item for s in report.statements for item in _items(s))
    for sign, entries in (("- item", items - split), ("+ item", split - items)):
        yield from (f"{sign} {entry}" for entry in entries)
    yield from (f"! {problem.kind}: {problem.text}" for problem in report.problems)


def main() -> None:
    seeds = [n for word in sys.argv[1:] if word[0].isdigit() for n in _seeds(word)]
    formats = [word for word in sys.argv[1:] if not word[0].isdigit()]
    if not formats:
        table = reading_of_drawn(seeds) if seeds else reading_by_format()
        print(
            "| format | statements exact | of | items exact | of | lost | misplaced | problems "
            "| refused |"
        )
        for called, c in table:
            print(
                f"| {called} | {c.exact} | {c.statements} | {c.items_exact} | {c.items} | {c.lost} "
                f"| {c.misplaced} | {c.problems} | {c.refused} |"
            )
        return
    ending = formats[0]
    for truth in map(drawn, seeds) if seeds else documents():
        print(f"\n{truth.name} ({truth.subject}).{ending}")
        data = printed(truth)[ending] if seeds else content(f"{truth.name}.{ending}")
        try:
            print("\n".join(differences(parsed(data, ending), truth)))
        except (AnnualReviewError, ImportError) as error:
            print(f"! refused: {error}")


def _seeds(word: str) -> range:
    first, _, last = word.partition("-")
    return range(int(first), int(last or first) + 1)


if __name__ == "__main__":
    main()
