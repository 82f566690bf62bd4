"""What answers on ratification say about each instrument, year by year.

The words to look for are data, in `forms/language/*-ratification.yml`. What a sentence leaves open
is `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from annual_review.baseline.report import Report, Statement
from annual_review.forms.questionnaire import Form
from annual_review.forms.wordings import Wordings

_STATUS, _INTENTION = "ratification_status", "ratification_intention"
_Texts = tuple[str, ...]


class Ratification(NamedTuple):
    """What the Government says on an instrument in a year; `text` has the words that decided."""

    instrument: str
    year: int
    status: str
    intention: str
    text: str


def ratification(report: Report) -> Iterator[Ratification]:
    """Yield what a report says on each of its instruments in each of its years.

    Statements for a year decide on it, even where they are not understood. Those without a year
    decide where these are not about an instrument. A sentence on intention that names no instrument
    is about those that are not ratified yet.
    """
    words = report.form.ratification
    years = range(report.first_year, report.last_year + 1)
    by_government = [each for each in report.statements if each.party == "government"]
    said = {kind: [s for s in by_government if s.field == kind] for kind in (_STATUS, _INTENTION)}
    found: dict[tuple[str, int], Ratification] = {}

    @cache  # most years say the same
    def read(
        kind: str, texts: tuple[str, ...], unnamed: tuple[str, ...]
    ) -> Mapping[str, str | None]:
        return about_each("\n".join(texts), kind, report.form, report.instruments, unnamed)

    def decided(kind: str, year: int, unnamed: tuple[str, ...]) -> dict[str, tuple[str, _Texts]]:
        dated, undated = _said_in(said[kind], year, report)
        general = read(kind, undated, unnamed)
        own = read(kind, dated, tuple(i for i in unnamed if general[i]) or unnamed)
        unchanged = _has(words, "no_change", "\n".join(dated))
        answers = {}
        for instrument in report.instruments:
            before = found.get((instrument, year - 1)) if unchanged else None
            if value := own[instrument] or _known(before, kind):
                answers[instrument] = (value, dated)
            elif (own[instrument] is None or unchanged) and (value := general[instrument]):
                answers[instrument] = (value, undated)
            else:
                answers[instrument] = ("unknown", undated + dated)
        return answers

    for year in years:
        single = report.instruments if len(report.instruments) == 1 else ()
        status = decided(_STATUS, year, single)
        open_ones = tuple(i for i, (value, _) in status.items() if value != "ratified")
        known = any(value != "unknown" for value, _ in status.values())
        intention = decided(_INTENTION, year, open_ones if known else single)
        for instrument in report.instruments:
            texts = status[instrument][1] + intention[instrument][1]
            found[instrument, year] = Ratification(
                instrument,
                year,
                status[instrument][0],
                intention[instrument][0],
                " ".join(filter(None, texts)),
            )
    for instrument in report.instruments:
        yield from (found[instrument, year] for year in years)


def _known(said: Ratification | None, kind: str) -> str | None:
    value = said and (said.status if kind == _STATUS else said.intention)
    return None if value == "unknown" else value


def _said_in(statements: Iterable[Statement], year: int, report: Report) -> tuple[_Texts, _Texts]:
    """The texts for a year, and those without a year."""
    dated, undated = [], []
    for each in statements:
        if each.years_as_printed:
            dated += [each.text] if year in each.years else []
        else:
            undated += [each.text] if each.field == _STATUS else _for(year, each.text, report)
    return tuple(dated), tuple(undated)


def _for(year: int, text: str, report: Report) -> list[str]:
    """An undated answer, without its sentences that are for other years: `YES, in 2007`.

    The sentences after such a one are for the same years, up to one that is a yes or no itself, or
    begins with the name of another instrument: `C.138: NO.` in `C.182: YES, since 2005. C.138: NO.`
    """
    names, sentences, kept = report.form.ratification.names, _ANSWER_END.split(text), []
    counts, about = True, ""
    for sentence in sentences:
        years = _years_told(sentence, report)
        name = names.search(sentence) if _ANSWER.match(sentence) else names.match(sentence)
        if years is not None:
            counts = year in years
        elif _ANSWER.match(sentence) or (name and about and name[0] != about):
            counts = True
        about = name[0] if name else about
        kept += [sentence] if counts else []
    return kept if len(kept) < len(sentences) else [text]


def _years_told(sentence: str, report: Report) -> Sequence[int] | None:
    """The years for which a sentence says that it counts; None if it does not say so."""
    words = report.form.ratification
    since = words.phrases["since"].search(sentence)
    plain = _SHORT_SPAN.sub(r"\1\2\1", words.names.sub("", sentence))
    years = [int(year) for year in _YEAR.findall(plain)]
    if any(report.first_year <= year <= report.last_year for year in years) and _has(
        words, "answers_for_years", plain
    ):
        begins, ends = (_has(words, which, plain) for which in ("from_year", "to_year"))
        if not (begins or ends):
            return years
        return range(min(years) if begins else 0, (max(years) if ends else 9999) + 1)
    return range(int(since["year"]), 10000) if since else None


def about_each(
    text: str, kind: str, form: Form, instruments: Sequence[str], unnamed: Sequence[str]
) -> dict[str, str | None]:
    """What answers say about each of a report's instruments; None if nothing of its ratification.

    It is empty if they say something of an instrument, but nothing of what is intended with it.

    `text` has one answer per line. `kind` is `ratification_status` or `ratification_intention`.
    What names no instrument is about those that are `unnamed`: none, if each has to be named.
    """
    words = form.ratification
    said: dict[str, list[_Finding]] = {instrument: [] for instrument in instruments}
    if _has(words, "about_all", text):
        unnamed = instruments
    for printed in text.replace("’", "'").split("\n"):
        own_words = words.phrases["introduces"].sub("", printed)
        answer = _without_dates(own_words, words, instruments)
        answer = _with_full_stops(answer, words, instruments)
        before = _Clause("", None)
        names: list[_Named] = []
        said_by_it = _by_government(_SENTENCE_END.split(answer), words)
        for sentence in chain.from_iterable(
            _without_asides(each, words, instruments) for each in said_by_it
        ):
            earlier, names = names, _once(sentence, _named(sentence, words, instruments), words)
            for clause in _clauses(sentence, names, earlier, words, unnamed):
                findings = _findings(words, kind, clause.said)
                if before.instruments and _has(words, "goes_on", clause.said):
                    clause = clause._replace(said=before.said)
                    findings = _findings(words, kind, clause.said)
                elif before.instruments and _has(words, "opposes", clause.said):
                    findings = _opposite(words, kind, before.said, clause.said) or findings
                if clause.instruments is None and len(instruments) > 1:
                    clause = clause._replace(instruments=before.instruments)
                about = unnamed if clause.instruments is None else clause.instruments
                clear = kind == _STATUS and about and set(about) <= set(instruments)
                others = _of_others(words, clause.said, findings) if clear else []
                if kind == _INTENTION and not findings and not _has(words, "says_nothing", answer):
                    findings = [_Finding(len(words.says[kind]) + 1, "")]
                    about = about or frozenset(i for name in names for i in name.instruments)
                for instrument in instruments:
                    said[instrument] += findings if instrument in about else others
                before = clause
            names = names or earlier
    decide = _status if kind == _STATUS else _intention
    return {instrument: decide(findings) for instrument, findings in said.items()}


# ---- what a clause says -------------------------------------------------------------------------


class _Finding(NamedTuple):
    """What a wording says; the lower its rank, the more it counts."""

    rank: int
    value: str
    firm: bool = False


def _findings(words: Wordings, kind: str, clause: str) -> list[_Finding]:
    """What a clause says, in its order; `unknown` if it speaks of ratification in other words."""
    found: list[tuple[int, int, _Finding]] = []
    left_open = kind == _INTENTION and _has(words, "leaves_intention_open", clause)
    taken_back = kind == _INTENTION and _has(words, "leaves_refusal_open", clause)
    limited = kind == _INTENTION and _has(words, "limits_refusal", clause)
    marked = words.marked(clause)
    for rank, wording in enumerate(words.says[kind]):
        for match in wording.pattern.finditer(marked) if wording.needed.search(marked) else ():
            value, firm = wording.says, wording.firm
            if wording.denied and _has(words, "denial", match[0]):
                denied = "unknown" if firm and _has(words, "not_yet", match[0]) else wording.denied
                value, firm = denied, False
            if (left_open and value == "likely") or (taken_back and value in _REFUSALS):
                value, firm = "unknown", False
            if value == "not_intended" and limited:
                value = "unlikely"
            found.append((match.start(), match.end(), _Finding(rank, value, firm)))
    refusals = [(start, end) for start, end, finding in found if finding.value in _REFUSALS]
    findings = [
        finding
        for start, _, finding in sorted(found)
        if not finding.firm or not any(begin <= start < end for begin, end in refusals)
    ]
    if not findings and _has(words, "on_ratification", clause):
        return [_Finding(len(words.says[kind]), "unknown")]
    return findings


_REFUSALS = ("not_intended", "unlikely")
_UNCLEAR = ("unknown", "")


def _has(words: Wordings, kind: str, text: str) -> bool:
    return words.phrases[kind].search(text) is not None


def _status(findings: Sequence[_Finding]) -> str | None:
    """What was ratified: the first wording of all counts."""
    value = min(findings).value if findings else "unknown"
    return None if value == "unknown" else value


def _intention(findings: Sequence[_Finding]) -> str | None:
    """What is intended: the last refusal, unless something firm follows it; else the firmest."""
    clear = _not_undone(each for each in findings if each.value not in _UNCLEAR)
    refusals = [n for n, each in enumerate(clear) if each.value in _REFUSALS]
    if refusals:
        last = clear[refusals[-1]]
        return min((each for each in clear[refusals[-1] :] if each.firm), default=last).value
    if clear:
        return min(clear).value
    left = [each.value for each in sorted(findings) if each.value in _UNCLEAR]
    return left[0] if left else "" if findings else None


def _not_undone(findings: Iterable[_Finding]) -> list[_Finding]:
    """What counts once something was undone: what is said afterwards, else that it is unlikely."""
    counts: list[_Finding] = []
    setback = None
    for finding in findings:
        if finding.value != "undone":
            counts.append(finding)
        elif counts:
            counts, setback = [], finding._replace(value="unlikely")
    return counts or ([setback] if setback else [])


def _opposite(words: Wordings, kind: str, before: str, clause: str) -> list[_Finding]:
    """`ratified C.29, but not C.105`: the opposite of what was said before, if it is clear."""
    findings = _findings(words, kind, before)
    if kind == _STATUS:
        return [_Finding(0, "not_ratified")] if _status(findings) == "ratified" else []
    firm = any(each.firm and each.value == "likely" for each in findings)
    clear = firm and _intention(findings) == "likely" and not _has(words, "not_yet", clause)
    return [_Finding(0, "not_intended")] if clear else []


def _of_others(words: Wordings, clause: str, findings: Sequence[_Finding]) -> list[_Finding]:
    """`ratified only C.29`: the others are not ratified, if nothing says that they are."""
    only = _status(findings) == "ratified" and _has(words, "no_others", clause)
    return [_Finding(len(words.says[_STATUS]), "not_ratified")] if only else []


def _by_government(sentences: Iterable[str], words: Wordings) -> Iterator[str]:
    """The sentences that do not say what an organization of employers or workers thinks."""
    by_others = False
    for sentence in sentences:
        goes_on = by_others and _has(words, "goes_on_by_others", sentence)
        by_others = goes_on or _has(words, "by_others", sentence)
        if not by_others:
            yield sentence


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
    said = (bracket[1] for bracket in asides if not _has(words, "aside_on_breaches", bracket[1]))
    return [sentence, *_by_government(said, words)]


def _is_aside(
    sentence: str, bracket: re.Match[str], words: Wordings, instruments: Sequence[str]
) -> bool:
    named = {i for name in _named(bracket[1], words, instruments) for i in name.instruments}
    names_one = named or any(_has(words, which, bracket[1]) for which in ("latter", "former"))
    if not names_one or _has(words, "aside_on_denunciation", bracket[1]):
        return bool(names_one)
    before = list(_named(sentence[: bracket.start()], words, instruments))
    explains = before and before[-1].end == bracket.start() and before[-1].instruments == named
    return not explains and _has(words, "aside_on_ratification", bracket[1])


_BRACKET = re.compile(r"\s*\(([^()]*)\)")


# ---- which clause names which instrument --------------------------------------------------------

_SENTENCE_END = re.compile(r"(?<=;)\s+|(?<=\.)\s+(?!\d)")  # not within `No. 87`
_ANSWER_END = re.compile(rf"{_SENTENCE_END.pattern}|(?<=,)\s+(?=(?:yes|no)\b)", re.IGNORECASE)
_ANSWER = re.compile(r"(?:yes|no)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SHORT_SPAN = re.compile(r"\b(19|20)(\d\d[-–—/])(?=\d\d\b)")


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


def _clauses(
    sentence: str,
    named: list[_Named],
    earlier: list[_Named],
    words: Wordings,
    unnamed: Sequence[str],
) -> Iterator[_Clause]:
    """The clauses of a sentence, each about one instrument or several that it names together.

    `earlier` are the names in a sentence before, of which this one may mean the latter. A sentence
    that cannot be cut between two instruments is left out, because it is not clear which of them
    its parts are about; so is one that makes exceptions.
    """
    names = _lists(sentence, named, words)
    if not names:
        yield _Clause(sentence, _one_of_two(sentence, earlier, words))
        return
    groups = [list(group) for _, group in groupby(names, key=attrgetter("instruments"))]
    all_but = words.phrases["all_but"].match(sentence[: names[0].start])
    others = all_but["all"] if all_but and len(groups) == 1 else ""
    if others:
        yield _Clause(others, frozenset(unnamed) - names[0].instruments)
    between = [_cut(sentence, a[-1].end, b[0].start, words) for a, b in pairwise(groups)]
    cuts = [cut for cut in between if cut is not None]
    all_but_all = len(groups) == 1 and not others and _has(words, "excepts", sentence)
    if len(cuts) < len(between) or all_but_all or _has(words, "leaves_open", sentence):
        yield _Clause("", frozenset())
        return
    edges = [len(others), *cuts, len(sentence)]
    for group, (start, end) in zip(groups, pairwise(edges), strict=True):
        said = ""
        for name in group:
            said += sentence[start : name.start] + name.said
            start = name.end
        yield _Clause(said + sentence[start:end], group[0].instruments)


def _one_of_two(sentence: str, earlier: list[_Named], words: Wordings) -> frozenset[str] | None:
    """The instrument that `the latter` or `the former` stands for; none if it is not clear."""
    latter, former = (_has(words, which, sentence) for which in ("latter", "former"))
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
        quantifier = "either" if _has(words, "one_of_a_list", match[0]) else quantifier
        meant = _meant(value, match[0], instruments)
        yield _Named(match.start(), match.end(), frozenset(meant), f"{quantifier} instrument")


def _without_dates(answer: str, words: Wordings, instruments: Sequence[str]) -> str:
    """The answer without brackets that only date what it named: `both (C.29: 4 May; C.105: …)`."""
    brackets = list(_DATED.finditer(answer))
    for bracket in reversed(brackets[:_MOST_DATED]):
        dated = {i for name in _named(bracket[0], words, instruments) for i in name.instruments}
        if len(dated) > 1 and _has(words, "dates_only", words.names.sub("", bracket[0])):
            sentence = _SENTENCE_END.split(answer[: bracket.start()])[-1]
            named = {i for name in _named(sentence, words, instruments) for i in name.instruments}
            if dated <= named:
                answer = answer[: bracket.start()] + answer[bracket.end() :]
    return answer


_DATED, _MOST_DATED = re.compile(r"\s*\([^()]{6,}\d[^()]*\)"), 20
"""Brackets that may date something, and the most of them that are looked at in an answer."""


def _with_full_stops(answer: str, words: Wordings, instruments: Sequence[str]) -> str:
    """`C.138: ratified C.182: not ratified`, printed a line each, with an end to each line."""
    names = list(_named(answer, words, instruments))
    begins = [name.start for name in names[1:] if _has(words, "line_goes_on", answer[name.end :])]
    if not (names and _has(words, "opens_line", answer[: names[0].start])):
        begins = []
    begins += [verdict.start("next") for verdict in words.phrases["next_verdict"].finditer(answer)]
    for start in sorted(begins, reverse=True):
        if _has(words, "line_ends", answer[:start]):
            answer = f"{answer[:start].rstrip()}. {answer[start:]}"
    return answer


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
    for name in named:
        between = sentence[groups[-1].end : name.start] if groups else ""
        if groups and _has(words, "in_a_list", between):
            last = groups[-1]
            begins_anew = _has(words, "has_a_verb", sentence[: last.start]) and _has(
                words, "goes_on_with_a_verb", sentence[name.end :]
            )
            if not begins_anew:  # `not ratified C.98 and C.87 is under study`
                either = _has(words, "one_of_a_list", between)
                said = "either instrument" if either else last.said
                both = last.instruments | name.instruments
                groups[-1] = _Named(last.start, name.end, both, said)
                continue
        groups.append(name)
    return groups


def _once(sentence: str, named: Iterable[_Named], words: Wordings) -> list[_Named]:
    """The names, with those that name the same instrument twice (`(No. 87) (C.87)`) joined."""
    found: list[_Named] = []
    for name in named:
        last = found[-1] if found else name
        same = found and last.instruments == name.instruments
        if same and _has(words, "in_a_list", sentence[last.end : name.start]):
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
