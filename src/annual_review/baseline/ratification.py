"""Classify what answers on ratification say about each instrument.

The words to look for are data, in `forms/language/*.yml`. What a sentence leaves open is `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from annual_review.forms.questionnaire import Form, Vocabulary


def classify(text: str, kind: str, form: Form, instruments: Sequence[str]) -> dict[str, str]:
    """What answers say about each of a report's instruments; `unknown` if nothing is clear.

    `text` has one answer per line. `kind` is `ratification_status` or `ratification_intention`. If
    a report has one instrument, whatever names no other is about it; if it has several, each has
    to be named: alone, in a list, or as one of them all.
    """
    words = form.vocabulary
    said: dict[str, list[str]] = {instrument: [] for instrument in instruments}
    places: dict[str, list[int]] = {instrument: [] for instrument in instruments}
    for answer in text.replace("’", "'").split("\n"):
        before = _Clause("", None)
        for sentence in _SENTENCE_END.split(answer):
            for clause in _clauses(sentence, words, instruments):
                opposite = None
                if before.instruments and _found(words, "goes_on", clause.said):
                    clause = clause._replace(said=before.said)
                elif before.instruments and _found(words, "opposes", clause.said):
                    opposite = _opposite(words, kind, before.said)
                for instrument in _about(clause, instruments):
                    said[instrument].append(clause.said)
                    places[instrument] += [opposite] if opposite is not None else []
                before = clause
    for instrument, clauses in said.items():
        places[instrument].append(_place(words, kind, "; ".join(clauses)))
    values = [value for value, _ in words.patterns[kind]] + ["unknown"]
    return {instrument: values[min(found)] for instrument, found in places.items()}


def _about(clause: _Clause, instruments: Sequence[str]) -> list[str]:
    """Those of a report's instruments that a clause is about."""
    if clause.instruments is None:
        return list(instruments) if len(instruments) == 1 else []
    return [instrument for instrument in instruments if instrument in clause.instruments]


def _place(words: Vocabulary, kind: str, text: str) -> int:
    """The index of the first pattern found, which decides; the number of patterns if none is."""
    patterns = words.patterns[kind]
    found = (n for n, (_, pattern) in enumerate(patterns) if pattern.search(text))
    return next(found, len(patterns))


def _found(words: Vocabulary, kind: str, text: str) -> bool:
    return _place(words, kind, text) < len(words.patterns[kind])


def _opposite(words: Vocabulary, kind: str, before: str) -> int | None:
    """`ratified C.29, but not C.105`: the index of the opposite of what was said before."""
    values = [value for value, _ in words.patterns[kind]] + ["unknown"]
    opposite = f"not_{values[_place(words, kind, before)]}"
    return values.index(opposite) if opposite in values else None


# ---- which clause names which instrument --------------------------------------------------------

_SENTENCE_END = re.compile(r"(?<=;)\s+|(?<=\.)\s+(?!\d)")  # not within `No. 87`


class _Clause(NamedTuple):
    """What a clause says, and about which instruments; None if it names none.

    In `said`, the names are replaced by `the instrument`, `neither instrument`, `either instrument`
    and so on.
    """

    said: str
    instruments: frozenset[str] | None


class _Named(NamedTuple):
    start: int
    end: int
    instruments: frozenset[str]
    said: str


def _clauses(sentence: str, words: Vocabulary, instruments: Sequence[str]) -> Iterator[_Clause]:
    """The clauses of a sentence, each about one instrument or several that it names together.

    A sentence that cannot be cut between two instruments is left out, because it is not clear
    which of them its parts are about; so is one that makes exceptions.
    """
    names = _lists(sentence, list(_named(sentence, words, instruments)), words)
    if not names:
        yield _Clause(sentence, None)
        return
    groups = [list(group) for _, group in groupby(names, key=attrgetter("instruments"))]
    between = [_cut(sentence, a[-1].end, b[0].start, words) for a, b in pairwise(groups)]
    cuts = [cut for cut in between if cut is not None]
    if len(cuts) < len(between) or _found(words, "leaves_open", sentence):
        yield _Clause("", frozenset())
        return
    edges = [0, *cuts, len(sentence)]
    for group, (start, end) in zip(groups, pairwise(edges), strict=True):
        said = ""
        for name in group:
            said += sentence[start : name.start] + name.said
            start = name.end
        yield _Clause(said + sentence[start:end], group[0].instruments)


def _named(sentence: str, words: Vocabulary, instruments: Sequence[str]) -> Iterator[_Named]:
    """Where a sentence names instruments; the first pattern found at a place counts."""
    matches = [
        (match.start(), n, value, match)
        for n, (value, pattern) in enumerate(words.patterns["instruments"])
        for match in pattern.finditer(sentence)
    ]
    end = 0
    for start, _, value, match in sorted(matches, key=lambda found: found[:2]):
        if start < end:
            continue
        end = match.end()
        if value != "no instrument":
            quantifier = match.groupdict().get("quantifier") or "the"
            quantifier = "either" if _found(words, "one_of_a_list", match[0]) else quantifier
            meant = _meant(value, match[0], instruments)
            yield _Named(start, end, frozenset(meant), f"{quantifier} instrument")


def _meant(name: str, printed: str, instruments: Sequence[str]) -> Sequence[str]:
    """The instruments that a name stands for; see `instruments` in `forms/language/en.yml`."""
    conventions = [instrument for instrument in instruments if instrument.startswith("C")]
    if name == "numbered":
        return [f"C{int(number):03d}" for number in re.findall(r"\d+", printed)]
    if name == "both":
        return conventions if len(conventions) == 2 else ()
    if name == "two":
        return instruments if len(instruments) == 2 else ()
    return conventions if name == "all" else (name,)


def _lists(sentence: str, named: list[_Named], words: Vocabulary) -> list[_Named]:
    """The names, with those in one list (`neither C.87 nor C.98`) joined."""
    groups: list[_Named] = []
    for name in _once(sentence, named, words):
        between = sentence[groups[-1].end : name.start] if groups else ""
        if groups and _found(words, "in_a_list", between):
            last = groups[-1]
            begins_anew = _found(words, "has_a_verb", sentence[: last.start]) and _found(
                words, "goes_on_with_a_verb", sentence[name.end :]
            )
            if not begins_anew:  # `not ratified C.98 and C.87 is under study`
                either = _found(words, "one_of_a_list", between)
                said = "either instrument" if either else last.said
                both = last.instruments | name.instruments
                groups[-1] = _Named(last.start, name.end, both, said)
                continue
        groups.append(name)
    return groups


def _once(sentence: str, named: list[_Named], words: Vocabulary) -> list[_Named]:
    """The names, with those that name the same instrument twice (`(No. 87) (C.87)`) joined."""
    found: list[_Named] = []
    for name in named:
        last = found[-1] if found else name
        same = found and last.instruments == name.instruments
        if same and _found(words, "in_a_list", sentence[last.end : name.start]):
            found[-1] = last._replace(end=name.end)
        else:
            found.append(name)
    return found


def _cut(sentence: str, start: int, end: int, words: Vocabulary) -> int | None:
    """Where the clause on one instrument ends and the next one begins, if that is clear.

    Words that can separate them are tried from the clearest on (`but`, `, and`, `and`, `,`). The
    first that is found has to be there only once.
    """
    for _, pattern in words.patterns["between_clauses"]:
        places = [match.start() for match in pattern.finditer(sentence, start, end)]
        if places:
            return places[0] if len(places) == 1 else None
    return None
