"""Measure how exactly documents are read and items coded; `make accuracy` prints it.

`docs/accuracy.md` holds the tables that come before the codes, and `codebook/accuracy.csv`, which
this writes, what pages say about the codes. Tests compare both.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import yaml
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.documents.compare import FRESH, Comparison, reading_by_format, reading_of_drawn

import annual_review as ar
from annual_review import codebook
from annual_review.analysis.codes import alpha
from annual_review.codebook import Coding, Scheme, Uncoded, measured_accuracy, scheme_of
from annual_review.codebook.classifier import likeness, train
from annual_review.codebook.examples import Example, examples
from annual_review.codebook.examples import read as read_examples
from annual_review.codebook.measured_accuracy import calibration

TESTS = Path(__file__).resolve().parents[1] / "tests"
ACCURACY = Path(codebook.__file__).parent / "accuracy.csv"
CALIBRATION = ACCURACY.with_name("calibration.csv")
AZERBAIJAN = "azerbaijan-p029-2017-2018"
REAL = TESTS.parent / "data" / "sources" / f"{AZERBAIJAN}.txt"


def reading() -> list[tuple[str, int, int]]:
    """Count exact statements and items of the real document: what, exact, of how many."""
    expected = yaml.safe_load((TESTS / "expected" / f"{AZERBAIJAN}.yml").read_text("utf-8"))
    report = ar.read(REAL)
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


def reading_of_azerbaijan() -> str:
    """Return the table on the real document, in Markdown."""
    lines = ["| read from the real document | exact | of |", "|---|---|---|"]
    lines += [f"| {what} | {exact} | {total} |" for what, exact, total in reading()]
    right, total = azerbaijan()
    lines.append(f"| primary codes of items | {right} | {total} |")
    return "\n".join(lines)


UNSEEN = "unseen"
"""Items that are only measured on: nobody who builds the classifier writes examples from them."""


class Coded(NamedTuple):
    """An item of `tests/gold`: the codes that a person gave it, and those of the program."""

    text: str
    person: tuple[str, ...]
    found: list[Coding]

    @property
    def right(self) -> bool:
        """Whether the primary code is the person's; of groups, which have no order, any of them."""
        if not self.found or not self.person or scheme_of(self.person[0]) != "group":
            return [each.code for each in self.found[:1]] == list(self.person[:1])
        return self.found[0].code in self.person

    @property
    def sure(self) -> bool:
        """Whether the primary code is sure."""
        return bool(self.found) and self.found[0].sure


def coded(name: str, scheme: Scheme) -> list[Coded]:
    """Code the items of a file of `tests/gold` that a person coded by a scheme."""
    items = [each for each in gold(name) if scheme in each.codes]
    found = codebook.code_each([Uncoded(each.text, each.field, [scheme]) for each in items])
    return [
        Coded(each.text, each.codes[scheme], own[scheme])
        for each, own in zip(items, found, strict=True)
    ]


@cache
def gold(name: str) -> list[Example]:
    """The items of a file of `tests/gold`, with the codes that a person gave them."""
    text = (TESTS / "gold" / f"{name}.csv").read_text("utf-8")
    if name != "azerbaijan":
        return read_examples(text)
    report = ar.read(REAL)
    texts = {f"{s.field}/{s.n}/{i.id}": i.text for s in report.statements for i in s.items}
    return [
        Example(
            texts[row["item"]],
            "P029",
            row["item"].split("/")[0],
            {row["scheme"]: tuple(row["codes"].split(";"))},
        )
        for row in csv.DictReader(text.splitlines())
    ]


def codes() -> str:
    """Return the tables on codes in Markdown: every scheme, and agreement of two coders."""
    lines = [
        "| scheme | codes | examples | unseen items | primary code right | precision | recall "
        "| marked sure | of these right |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for scheme in codebook.SCHEMES:
        items = coded(UNSEEN, scheme)
        given = [each for each in items if each.found]  # an item may name no group
        sure = [each.right for each in given if each.sure]
        numbers = [len(codebook.codebook(scheme)), sum(scheme in e.codes for e in examples())]
        precision, recall = precision_and_recall(items)
        shares = [mean(each.right for each in items), precision, recall]
        lines.append(
            f"| {scheme} | {' | '.join(map(str, [*numbers, len(items)]))} | "
            + " | ".join(f"{share:.0%}" for share in [*shares, len(sure) / len(given), mean(sure)])
            + " |"
        )
    lines += ["", "| coded twice, the second time blind | items | same primary code | alpha |"]
    lines += ["|---|---|---|---|"]
    for name, scheme, number, same, agreed in agreement():
        lines.append(f"| {name}, {scheme} | {number} | {same:.0%} | {agreed:.2f} |")
    return "\n".join(lines)


def precision_and_recall(items: list[Coded]) -> tuple[float, float]:
    """Of all codes, not only the primary ones."""
    given = [{each.code for each in item.found} for item in items]
    both = sum(len(own & set(item.person)) for own, item in zip(given, items, strict=True))
    return both / sum(map(len, given)), both / sum(len(set(item.person)) for item in items)


def azerbaijan() -> tuple[int, int]:
    """Return how many items of the real document have the code that a person gave, of how many."""
    items = [*coded("azerbaijan", "measure"), *coded("azerbaijan", "need")]
    return sum(each.right for each in items), len(items)


def agreement() -> list[tuple[str, Scheme, int, float, float]]:
    """How often a second, blind coder gave the same primary codes, and Krippendorff's alpha."""
    found: list[tuple[str, Scheme, int, float, float]] = []
    written = [*gold(UNSEEN), *(each for each in examples() if each.subject)]
    first = {each.text: each.codes for each in written}
    again = read_examples((TESTS / "gold" / "second-coder.csv").read_text("utf-8"))
    unseen = {each.text for each in gold(UNSEEN)}
    for name in ("examples", "unseen items"):
        for scheme in codebook.SCHEMES:
            pairs = [
                [
                    (*codes[:1], "none")[0]
                    for codes in (first[each.text][scheme], each.codes[scheme])
                ]
                for each in again
                if scheme in each.codes
                and scheme in first.get(each.text, {})
                and (each.text in unseen) == (name == "unseen items")
            ]
            if not pairs:
                continue
            items = [str(n) for n in range(len(pairs)) for _ in range(2)]
            agreed = alpha(items, [code for pair in pairs for code in pair])
            same = mean(a == b for a, b in pairs)
            found.append((name, scheme, len(pairs), same, 1.0 if agreed is None else agreed))
    return found


def curve(shares: Sequence[float] = (0.25, 0.5, 0.75, 1.0)) -> str:
    """Return how the share of right primary codes rises with the examples, in Markdown."""
    lines = ["| of the examples | " + " | ".join(codebook.SCHEMES) + " |"]
    lines += ["|---" * (1 + len(codebook.SCHEMES)) + "|"]
    every = list(examples())
    random.Random(0).shuffle(every)  # noqa: S311 -- only an order
    for share in shares:
        trained = train(every[: round(share * len(every))])
        cells = []
        for scheme in codebook.SCHEMES:
            items = [each for each in gold(UNSEEN) if each.codes.get(scheme)]
            alike = likeness([each.text for each in items], [scheme], trained)[scheme]
            names = [each.code for each in codebook.codebook(scheme)]
            right = [
                names[row.argmax()] == e.codes[scheme][0]
                for row, e in zip(alike, items, strict=True)
            ]
            cells.append(f"{mean(right):.0%}")
        lines.append(f"| {share:.0%} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def measured_shares() -> str:
    """Return `codebook/accuracy.csv`: how many of the unseen items are coded right."""
    lines = ["scheme,what,items,right"]
    for scheme in codebook.SCHEMES:
        own = coded(UNSEEN, scheme)
        if scheme == "group":
            own = [each for each in own if each.found]  # what names no group is not counted
        sure = [each for each in own if each.sure]
        unsure = [each for each in own if not each.sure]
        for what, items in (("all", own), ("sure", sure), ("unsure", unsure)):
            lines.append(f"{scheme},{what},{len(items)},{sum(each.right for each in items)}")
    return "\n".join(lines) + "\n"


def calibrated() -> str:
    """Return `codebook/calibration.csv`: the curve from margins to shares that are right."""
    lines = ["scheme,slope,offset"]
    for scheme in codebook.SCHEMES:
        items = [each for each in gold(UNSEEN) if scheme in each.codes]
        names = [each.code for each in codebook.codebook(scheme)]
        margins, right = [], []
        rows = likeness([each.text for each in items], [scheme])[scheme]
        for row, each in zip(rows, items, strict=True):
            order = row.argsort()
            if scheme == "group":
                margins += [row[n] for n in order[-3:]]
                right += [names[n] in each.codes[scheme] for n in order[-3:]]
            else:
                margins.append(row[order[-1]] - row[order[-2]])
                right.append(names[order[-1]] == each.codes[scheme][0])
        fitted = LogisticRegression(C=100.0).fit([[m] for m in margins], right)
        lines.append(f"{scheme},{fitted.coef_[0][0]:.2f},{fitted.intercept_[0]:.2f}")
    return "\n".join(lines) + "\n"


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
    for code in sorted({c for i in items for c in (*i.person, *(each.code for each in i.found))}):
        given = sum(code in {each.code for each in i.found} for i in items)
        true = sum(code in i.person for i in items)
        both = sum(code in {each.code for each in i.found} and code in i.person for i in items)
        shares = [f"{both / n:.0%}" if n else "-" for n in (given, true)]
        lines.append(f"{code:<28} {true:>5} {shares[0]:>9} {shares[1]:>6}")
    confused = Counter(
        ((*i.person, "none")[0], (*(each.code for each in i.found), "none")[0])
        for i in items
        if not i.right
    )
    lines += ["", "taken for another (person's primary code -> ours), most often first"]
    lines += [f"{n:>3}  {a} -> {b}" for (a, b), n in confused.most_common(15)]
    return "\n".join(lines)


if __name__ == "__main__":
    CALIBRATION.write_text(calibrated(), "utf-8")
    calibration.cache_clear()
    measured_accuracy.rows.cache_clear()
    ACCURACY.write_text(measured_shares(), "utf-8")
    print(reading_of_azerbaijan())
    print()
    print(codes())
    print()
    print(curve())
    print()
    print(by_format())
    print()
    print(by_format_drawn())
    for scheme in codebook.SCHEMES:
        print(f"\nUnseen items, {scheme}, by code:\n")
        print(by_code(coded(UNSEEN, scheme)))
