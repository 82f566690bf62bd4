"""The clauses of an answer on ratification, and which instruments each of them is about.

How instruments are named, and where clauses end, is data: `forms/language/*-instruments.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from annual_review.forms.wordings import Wordings
from annual_review.forms.words import fold

BETWEEN_SENTENCES = re.compile(r"(?<=;)\s+|(?<=\.)\s+(?!\d)")
"""Where an answer on ratification is cut, whatever follows a full stop but a number: `No. 87`."""


class Clause(NamedTuple):
    """What a clause says, and about which instruments; None if it names none.

    In `said`, the names are replaced by `the instrument`, `neither instrument`, `either instrument`
    and so on. `named` has all the instruments that its sentence names.
    """

    said: str
    instruments: frozenset[str] | None
    named: frozenset[str]


def clauses(
    answer: str, words: Wordings, instruments: Sequence[str], unnamed: Sequence[str]
) -> Iterator[Clause]:
    """The clauses of an answer in which the Government speaks, in their order.

    `instruments` are those of the report, `unnamed` those that an answer without a name is about.
    """
    for besides in ("list_mark", "concedes"):
        answer = words.phrases[besides].sub("", answer)
    answer = _without_dates(answer, words, instruments)
    answer = _with_full_stops(answer, words, instruments)
    if "denounced" in answer:
        answer = words.phrases["denounces_one"].sub(". ", answer)
    if "nlike" in answer:
        answer = words.phrases["unlike"].sub(r"\g<other>. ", answer)
    names: list[_Named] = []
    sentences = _by_government(BETWEEN_SENTENCES.split(answer), words)
    for whole in (part for each in sentences for part in _one_by_one(each, words, instruments)):
        for sentence in _without_asides(whole, words, instruments):
            earlier, names = names, _once(sentence, _named(sentence, words, instruments), words)
            named = _instruments_of(names)
            meant = _one_of_two(sentence, earlier, words, instruments)
            for said, about in _cut_up(sentence, names, meant, words, unnamed):
                yield Clause(said, about, named)
            names = names or earlier


class _Named(NamedTuple):
    start: int
    end: int
    instruments: frozenset[str]
    said: str


def _instruments_of(names: Iterable[_Named]) -> frozenset[str]:
    return frozenset(instrument for name in names for instrument in name.instruments)


def _by_government(sentences: Iterable[str], words: Wordings) -> Iterator[str]:
    """The sentences that do not say what an organization of employers or workers thinks."""
    by_others = False
    for sentence in sentences:
        goes_on = by_others and words.has("goes_on_by_others", sentence)
        by_others = goes_on or words.has("by_others", sentence)
        if not by_others:
            yield sentence


def _one_by_one(sentence: str, words: Wordings, instruments: Sequence[str]) -> list[str]:
    """The names of a sentence, if each has a bracket of its own: `C.29 (1974), C.105 (not yet)`.

    In a sentence with other words, brackets on ratification are said besides, each of its name.
    """
    names = _once(sentence, _named(sentence, words, instruments), words)
    own = list(filter(None, (_OWN_BRACKET.match(sentence, name.end) for name in names)))
    if len(names) < 2 or len(own) < len(names):
        return [sentence]
    said = [sentence[name.start : each.end()] for name, each in zip(names, own, strict=True)]
    starts = [0, *(bracket.end() for bracket in own)]
    *between, behind = (
        sentence[at:stop]
        for at, stop in zip(starts, [*(name.start for name in names), None], strict=True)
    )
    listed = all(words.has("in_a_list", joining) for joining in between)
    if listed and not behind.strip(" .;"):
        return said
    besides = [each for each in said if words.has("aside_on_ratification", each)]
    for bracket in reversed(own if listed or besides else []):
        sentence = sentence[: bracket.start("bracket")] + sentence[bracket.end() :]
    return [sentence, *besides]


_OWN_BRACKET = re.compile(r"\)?(?P<bracket>\s*(?:\([^()]*\)|\[[^][]*\]))")


def _without_asides(sentence: str, words: Wordings, instruments: Sequence[str]) -> list[str]:
    """A sentence without its brackets that say something of their own, and what they say.

    `It ratified C.29 and C.105 (C.105 was denounced in 1990)` does not say that of both, and
    `It has ratified C.98 (C.87 not ratified)` does not deny what stands before. What unions
    denounce in a bracket says nothing on ratification.
    """
    asides = [
        bracket
        for bracket in _BRACKET.finditer(sentence)
        if _is_aside(sentence, bracket, words, instruments)
    ]
    for bracket in reversed(asides):
        sentence = sentence[: bracket.start()] + sentence[bracket.end() :]
    said = (bracket[1] for bracket in asides if not words.has("aside_on_breaches", bracket[1]))
    return [sentence, *_by_government(said, words)]


def _is_aside(
    sentence: str, bracket: re.Match[str], words: Wordings, instruments: Sequence[str]
) -> bool:
    named = _instruments_of(_named(bracket[1], words, instruments))
    names_one = named or any(words.has(which, bracket[1]) for which in ("latter", "former"))
    if not names_one or words.has("aside_on_denunciation", bracket[1]):
        return bool(names_one)
    before = list(_named(sentence[: bracket.start()], words, instruments))
    explains = before and before[-1].end == bracket.start() and before[-1].instruments == named
    return not explains and words.has("aside_on_ratification", bracket[1])


_BRACKET = re.compile(r"\s*\(([^()]*)\)")


def _cut_up(
    sentence: str,
    named: list[_Named],
    meant: frozenset[str] | None,
    words: Wordings,
    unnamed: Sequence[str],
) -> Iterator[tuple[str, frozenset[str] | None]]:
    """The clauses of a sentence, each about one instrument or several that it names together.

    A sentence without a name is about those that are `meant`. One that cannot be cut between two
    instruments is left out, because it is not clear which of them its parts are about; so is one
    that makes exceptions.
    """
    names = _lists(sentence, named, words)
    if not names:
        yield sentence, meant
        return
    groups = [list(group) for _, group in groupby(names, key=attrgetter("instruments"))]
    all_but = words.phrases["all_but"].match(sentence[: names[0].start])
    others = all_but["all"] if all_but and len(groups) == 1 else ""
    if others:
        yield others, frozenset(unnamed) - names[0].instruments
    between = [_cut(sentence, a[-1].end, b[0].start, words) for a, b in pairwise(groups)]
    cuts = [cut for cut in between if cut is not None]
    all_but_all = len(groups) == 1 and not others and words.has("excepts", sentence)
    if len(cuts) < len(between) or all_but_all or words.has("leaves_open", sentence):
        yield "", frozenset()
        return
    denied = words.phrases["denied_alone"].search(sentence, 0, names[0].start)
    begins = denied.start() if denied and not others else len(others)
    edges = [begins, *cuts, len(sentence)]
    for group, (start, end) in zip(groups, pairwise(edges), strict=True):
        said = ""
        for name in group:
            said += sentence[start : name.start] + name.said
            start = name.end
        yield said + sentence[start:end], group[0].instruments


def _one_of_two(
    sentence: str, earlier: list[_Named], words: Wordings, instruments: Sequence[str]
) -> frozenset[str] | None:
    """The instrument that `the latter`, `the former` or `the other one` stands for.

    `earlier` are the names in a sentence before. It is none if that is not clear.
    """
    if words.has("the_other", sentence):
        others = frozenset(instruments) - _instruments_of(earlier)
        return others if len(instruments) == 2 and len(others) == 1 else frozenset()
    latter, former = (words.has(which, sentence) for which in ("latter", "former"))
    if not (latter or former):
        return None
    if (latter and former) or len(earlier) != 2:
        return frozenset()
    return earlier[1 if latter else 0].instruments


def _named(sentence: str, words: Wordings, instruments: Sequence[str]) -> Iterator[_Named]:
    """Where a sentence names instruments; the first pattern found at a place counts."""
    for match in words.names.finditer(sentence):
        value = words.named[match.lastgroup or ""]
        if value == "no instrument":
            continue
        many = words.phrases["how_many"].match(match[0])
        quantifier = many[0] if many else "the"
        quantifier = "either" if words.has("one_of_a_list", match[0]) else quantifier
        begun = value == "begun"
        meant = _of_title(match[0], words) if begun else _meant(value, match[0], instruments)
        adopted = words.phrases["own_year"].match(sentence, match.end())
        end = (adopted or match).end()
        yield _Named(match.start(), end, frozenset(meant), f"{quantifier} instrument")


def _without_dates(answer: str, words: Wordings, instruments: Sequence[str]) -> str:
    """The answer without brackets that only date what it named: `both (C.29: 4 May; C.105: …)`."""
    brackets = list(_DATED.finditer(answer))
    for bracket in reversed(brackets[:_MOST_DATED]):
        dated = _instruments_of(_named(bracket[0], words, instruments))
        if len(dated) > 1 and words.has("dates_only", words.names.sub("", bracket[0])):
            sentence = BETWEEN_SENTENCES.split(answer[: bracket.start()])[-1]
            named = _instruments_of(_named(sentence, words, instruments))
            if dated <= named:
                answer = answer[: bracket.start()] + answer[bracket.end() :]
    return answer


_DATED, _MOST_DATED = re.compile(r"\s*\([^()]{6,}\d[^()]*\)"), 20
"""Brackets that may date something, and the most of them that are looked at in an answer."""


def _with_full_stops(answer: str, words: Wordings, instruments: Sequence[str]) -> str:
    """`C.138: ratified C.182: not ratified`, printed a line each, with an end to each line."""
    names = list(_named(answer, words, instruments))
    begins = [name.start for name in names[1:] if words.has("line_goes_on", answer[name.end :])]
    if not (names and words.has("opens_line", answer[: names[0].start])):
        begins = []
    begins += [verdict.start("next") for verdict in words.phrases["next_verdict"].finditer(answer)]
    for start in sorted(begins, reverse=True):
        if words.has("line_ends", answer[:start]):
            answer = f"{answer[:start].rstrip()}. {answer[start:]}"
    return answer


def _of_title(begun: str, words: Wordings) -> set[str]:
    """The instrument whose title begins so, if it is clear: `has not ratified the Freedom of A`."""
    found = {of for title, of in words.titles.items() if title.startswith(fold(begun))}
    return found if len(found) == 1 else set()


def _meant(name: str, printed: str, instruments: Sequence[str]) -> Sequence[str]:
    """The instruments that a name stands for; see `names` in `en-instruments.yml`."""
    conventions = [instrument for instrument in instruments if instrument.startswith("C")]
    if name == "numbered":
        return [f"C{int(number):03d}" for number in re.findall(r"\d+", printed)]
    if name == "both":
        return conventions if len(conventions) == 2 else ()
    if name == "two":
        return instruments if len(instruments) == 2 else ()
    return conventions if name == "all" else name.split()


def _lists(sentence: str, named: list[_Named], words: Wordings) -> list[_Named]:
    """The names, with those in one list (`neither C.87 nor C.98`) joined."""
    groups: list[_Named] = []
    opens = bool(named) and words.has("opens_line", sentence[: named[0].start])
    for name in named:
        between = sentence[groups[-1].end : name.start] if groups else ""
        dated = opens and _YEAR_IN_BRACKET.match(between)  # `C.29 (1974), C.105: not ratified`
        if groups and not dated and words.has("in_a_list", between):
            last = groups[-1]
            begins_anew = words.has("has_a_verb", sentence[: last.start]) and words.has(
                "goes_on_with_a_verb", sentence[name.end :]
            )
            if not begins_anew:  # `not ratified C.98 and C.87 is under study`
                either = words.has("one_of_a_list", between)
                said = "either instrument" if either else last.said
                both = last.instruments | name.instruments
                groups[-1] = _Named(last.start, name.end, both, said)
                continue
        groups.append(name)
    return groups


_YEAR_IN_BRACKET = re.compile(r"\s*[(\[]\d{4}[)\]]")


def _once(sentence: str, named: Iterable[_Named], words: Wordings) -> list[_Named]:
    """The names, with those that name the same instrument twice (`(No. 87) (C.87)`) joined."""
    found: list[_Named] = []
    for name in named:
        last = found[-1] if found else name
        same = found and last.instruments == name.instruments
        if same and words.has("in_a_list", sentence[last.end : name.start]):
            found[-1] = last._replace(end=name.end)
        else:
            found.append(name)
    return found


def _cut(sentence: str, start: int, end: int, words: Wordings) -> int | None:
    """Where the clause on one instrument ends and the next one begins, if that is clear.

    Words that can separate them are tried from the clearest on (`but`, `, and`, `and`, `,`). The
    first that is found has to be there only once.
    """
    for pattern in words.between_clauses:
        places = [match.start() for match in pattern.finditer(sentence, start, end)]
        if places:
            return places[0] if len(places) == 1 else None
    return None
