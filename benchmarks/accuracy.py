"""Measure how exactly documents are read and items coded; `make accuracy` prints it.

`docs/accuracy.md` holds the tables that come before the codes, and `codebook/accuracy.csv`, which
this writes, what pages say about the codes. Tests compare both.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import krippendorff
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.documents.compare import FRESH, Comparison, reading_by_format, reading_of_drawn

import annual_review as ar
from annual_review import codebook
from annual_review.codebook import SURE, Scheme
from annual_review.tables.build import SOURCES

TESTS = Path(__file__).resolve().parents[1] / "tests"
ACCURACY = Path(codebook.__file__).parent / "accuracy.csv"
AZERBAIJAN = "azerbaijan-p029-2017-2018"


class Coded(NamedTuple):
    """An item's text with the codes of a person and of the rules, the primary ones first."""

    scheme: Scheme
    text: str
    person: list[str]
    rules: list[str]
    scores: list[float]


def reading() -> list[tuple[str, int, int]]:
    """Count exact statements and items of the real document: what, exact, of how many."""
    expected = yaml.safe_load((TESTS / "expected" / f"{AZERBAIJAN}.yml").read_text("utf-8"))
    report = ar.read(SOURCES / f"{AZERBAIJAN}.txt")
    statements = [
        (s["field"], s["printed"], tuple(s["years"]), s["speaker"], s["answer"], s["text"])
        for s in expected["statements"]
    ]
    found = [
        (s.field, s.years_as_printed, s.years, s.speaker, s.answer, s.text)
        for s in report.statements
    ]
    items = [
        (s["field"], s["printed"], *[*item, "unspecified"][:3])
        for s in expected["statements"]
        for item in s.get("items", [])
    ]
    split = [
        (s.field, s.years_as_printed, i.letter or "-", i.text, i.priority)
        for s in report.statements
        for i in s.items
    ]
    return [
        ("statements", _common(statements, found), max(len(statements), len(found))),
        ("items", _common(items, split), max(len(items), len(split))),
    ]


def _common(expected: Iterable[Any], found: Iterable[Any]) -> int:
    return sum((Counter(expected) & Counter(found)).values())


def gold(name: str) -> list[Coded]:
    """Items of a file of `tests/gold` with the codes that the rules give them."""
    rows = _rows(name)
    if name == "azerbaijan":
        report = ar.read(SOURCES / f"{AZERBAIJAN}.txt")
        texts = {f"{s.field}/{s.n}/{i.id}": i.text for s in report.statements for i in s.items}
        rows = [
            {**row, "text": texts[row["item"]], "field": row["item"].split("/")[0]} for row in rows
        ]
    items = []
    for row in rows:
        found = codebook.code(row["text"], row["scheme"], row["field"])
        person, rules = row["codes"].split(";"), [each.code for each in found]
        scores = [each.score for each in found]
        items.append(Coded(row["scheme"], row["text"], person, rules, scores))
    return items


def _rows(name: str) -> list[dict[str, Any]]:
    with (TESTS / "gold" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def figures(items: list[Coded]) -> tuple[int, float, float, float]:
    """Return number of items, share with the right primary code, precision and recall of all."""
    right = sum(len(set(i.person) & set(i.rules)) for i in items)
    return (
        len(items),
        sum(i.person[0] == i.rules[0] for i in items) / len(items),
        right / sum(len(set(i.rules)) for i in items),
        right / sum(len(set(i.person)) for i in items),
    )


FILES = {
    "azerbaijan": "Azerbaijan, the real document, known to whoever wrote the rules",
    "made-up-development": "free wording, vocabulary written from it",
    "made-up-development-2": "free wording, vocabulary written from it (2)",
    "made-up-development-3": "free wording, vocabulary written from it (3)",
    "made-up-measured": "**free wording, only measured on**",
}


def tables() -> str:
    """Return the tables of the real document and of the codes, in Markdown."""
    lines = ["| read from the real document | exact | of |", "|---|---|---|"]
    lines += [f"| {what} | {exact} | {total} |" for what, exact, total in reading()]
    lines += ["", "| items coded | items | primary code right | precision | recall |"]
    lines += ["|---|---|---|---|---|"]
    for name, label in FILES.items():
        number, primary, precision, recall = figures(gold(name))
        lines.append(f"| {label} | {number} | {primary:.0%} | {precision:.0%} | {recall:.0%} |")
    same, alpha = agreement()
    lines += ["", f"Two coders of the last line's items agree on {same:.0%} (alpha {alpha:.2f})."]
    lines += ["", "| score of the primary code | items | primary code right | codes right |"]
    lines += ["|---|---|---|---|"]
    measured = gold("made-up-measured")
    for least, below in pairwise(BANDS):
        here = [each for each in measured if least <= each.scores[0] < below]
        share = sum(each.person[0] == each.rules[0] for each in here) / len(here)
        codes = [
            code in each.person
            for each in measured
            for code, score in zip(each.rules, each.scores, strict=True)
            if least <= score < below
        ]
        band = f"{least:.2f} to {below - 0.01:.2f}" if below < 1 else f"{least:.2f} or more: sure"
        lines.append(f"| {band} | {len(here)} | {share:.0%} | {sum(codes) / len(codes):.0%} |")
    shares = []
    for scheme in codebook.SCHEMES:
        _, primary, _, _ = figures(
            [each for each in measured if each.scheme == scheme and each.scores[0] >= SURE]
        )
        shares.append(f"{primary:.0%} of the {scheme}s")
    lines += ["", f"Of those that are sure, {' and '.join(shares)} have the right primary code."]
    return "\n".join(lines)


BANDS = [0.0, 0.5, 0.6, 0.7, SURE, 1.01]
"""Scores that the items only measured on are grouped by."""


def measured_shares() -> str:
    """Return `codebook/accuracy.csv`: how many of the items only measured on are coded right."""
    lines = ["scheme,what,items,right"]
    measured = gold("made-up-measured")
    for scheme in codebook.SCHEMES:
        own = [each for each in measured if each.scheme == scheme]
        sure = [each for each in own if each.scores[0] >= SURE]
        unsure = [each for each in own if each.scores[0] < SURE]
        for what, items in (("all", own), ("sure", sure), ("unsure", unsure)):
            right = sum(each.person[0] == each.rules[0] for each in items)
            lines.append(f"{scheme},{what},{len(items)},{right}")
    return "\n".join(lines) + "\n"


def agreement() -> tuple[float, float]:
    """Return how often two coders give the measured items the same primary code, and their alpha.

    Krippendorff's alpha, nominal; the second coder's codes are in a file of their own.
    """
    first, second = (
        [row["codes"].split(";")[0] for row in _rows(name)]
        for name in ("made-up-measured", "made-up-measured-second-coder")
    )
    values = sorted({*first, *second})
    numbers = [[float(values.index(code)) for code in coder] for coder in (first, second)]
    alpha = float(krippendorff.alpha(numbers, level_of_measurement="nominal"))
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first), alpha


def by_format() -> str:
    """Return the table of the tests' made-up documents by format, in Markdown."""
    return _by_format(reading_by_format())


def by_format_drawn() -> str:
    """Return the same table of documents drawn at random from fresh seeds."""
    return _by_format(reading_of_drawn(FRESH))


def _by_format(table: list[tuple[str, Comparison]]) -> str:
    lines = [
        "| format | statements exact | of | words lost | words misplaced | problems raised "
        "| rejected |",
        "|---|---|---|---|---|---|---|",
    ]
    for called, found in table:
        lines.append(
            f"| {called} | {found.exact} | {found.statements} | {found.lost} | {found.misplaced} "
            f"| {found.problems} | {found.refused} |"
        )
    return "\n".join(lines)


def by_code(items: list[Coded]) -> str:
    """Return precision and recall per code, and what is taken for what, as text."""
    lines = ["code                         items precision recall"]
    for code in sorted({c for i in items for c in (*i.person, *i.rules)}):
        given = sum(code in i.rules for i in items)
        true = sum(code in i.person for i in items)
        both = sum(code in i.rules and code in i.person for i in items)
        shares = [f"{both / n:.0%}" if n else "-" for n in (given, true)]
        lines.append(f"{code:<28} {true:>5} {shares[0]:>9} {shares[1]:>6}")
    confused = Counter((i.person[0], i.rules[0]) for i in items if i.person[0] != i.rules[0])
    lines += ["", "taken for another (person's primary code -> rules'), most often first"]
    lines += [f"{n:>3}  {a} -> {b}" for (a, b), n in confused.most_common(25)]
    return "\n".join(lines)


if __name__ == "__main__":
    ACCURACY.write_text(measured_shares(), "utf-8")
    print(tables())
    print()
    print(by_format())
    print()
    print(by_format_drawn())
    print("\nOnly measured on, by code:\n")
    print(by_code(gold("made-up-measured")))
