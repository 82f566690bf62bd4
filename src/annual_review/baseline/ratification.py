"""What answers on ratification say about each instrument, year by year.

The words to look for are data, in `forms/language/*-ratification.yml`. What a sentence leaves open
is `unknown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from annual_review.baseline.instrument_clauses import BETWEEN_SENTENCES, Clause, clauses
from annual_review.baseline.report import Report, Statement
from annual_review.forms.questionnaire import Form
from annual_review.forms.wordings import Wordings
from annual_review.forms.words import lower_case

_STATUS, _INTENTION = "ratification_status", "ratification_intention"


class _Text(NamedTuple):
    """What an answer says, and how it is printed: `YES, since 2004` where `and since 2004` is."""

    said: str
    printed: str


_Texts = tuple[_Text, ...]

_ANSWER_END = re.compile(rf"{BETWEEN_SENTENCES.pattern}|(?<=,)\s+(?=(?:yes|no)\b)", re.IGNORECASE)
_NO_FULL_STOP = re.compile(r"(?<=[\w)])\s+(?=(?:YES|NO)(?:,|\s+(?:for|since)\b|\.?\s*\Z))")
"""Before a line with an answer of its own: `YES, since 2001 for C.138` above `NO for C.182`."""
_ANSWER = re.compile(r"(?:yes|no)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SHORT_SPAN = re.compile(r"\b(19|20)(\d\d[-–—/])(?=\d\d\b)")


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
    def read(kind: str, texts: _Texts, unnamed: tuple[str, ...]) -> Mapping[str, str | None]:
        said = "\n".join(each.said for each in texts)
        return about_each(said, kind, report.form, report.instruments, unnamed)

    def decided(kind: str, year: int, unnamed: tuple[str, ...]) -> dict[str, tuple[str, _Texts]]:
        dated, undated = _said_in(said[kind], year, report)
        general = read(kind, undated, unnamed)
        own = read(kind, dated, tuple(i for i in unnamed if general[i]) or unnamed)
        reply = "\n".join(each.said for each in dated)
        unchanged = words.phrases["no_change"].search(reply)
        repeats = unchanged and words.has("only_no_change", reply)
        named = int((unchanged and unchanged["year"]) or year)
        repeated = named if named in years and named < year else year - 1
        answers = {}
        for instrument in report.instruments:
            earlier = found.get((instrument, repeated)) if unchanged else None
            before = earlier and (earlier.status if kind == _STATUS else earlier.intention)
            answered = (own[instrument], before)
            if value := next(filter(None, reversed(answered) if repeats else answered), None):
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
                " ".join(each.printed for each in texts if each.printed),
            )
    for instrument in report.instruments:
        yield from (found[instrument, year] for year in years)


def _said_in(statements: Iterable[Statement], year: int, report: Report) -> tuple[_Texts, _Texts]:
    """The texts for a year, and those without a year."""
    dated: list[_Text] = []
    undated: list[_Text] = []
    for each in statements:
        whole = [_Text(each.text, each.text)]
        if each.years_as_printed:
            dated += whole if year in each.years else []
        elif each.field == _STATUS:
            undated += whole
        else:
            for answer in _answers(each.text, report.form.ratification):
                undated += _for(year, answer, report)
    return tuple(dated), tuple(undated)


def _answers(text: str, words: Wordings) -> Iterator[_Text]:
    """The answers of a text: two of `YES, since 2001 for C.138 and since 2004 for C.182`."""
    for answer in _NO_FULL_STOP.split(text):
        reply, since = _ANSWER.match(answer), words.phrases["since"].search(answer)
        if not (reply and since):
            yield _Text(answer, answer)
            continue
        more = list(words.phrases["since_again"].finditer(answer, since.end()))
        ends = [*(match.start() for match in more), len(answer)]
        yield _Text(answer[: ends[0]], answer[: ends[0]])
        for match, end in zip(more, ends[1:], strict=True):
            begins, at = f"{answer[: reply.end()]}, ", match.start("said")
            if match["bare"]:  # `and 2004 (C.182)`
                begins, at = answer[: since.start("year")], match.start("from")
            yield _Text(f"{begins}{answer[at:end]}", answer[match.start() : end].lstrip())


def _for(year: int, answer: _Text, report: Report) -> list[_Text]:
    """An undated answer, without its sentences that are for other years: `YES, in 2007`.

    The sentences after such a one are for the same years, up to one that is a yes or no itself, or
    begins with the name of another instrument: `C.138: NO.` in `C.182: YES, since 2005. C.138: NO.`
    """
    names = report.form.ratification.names
    sentences = _ANSWER_END.split(answer.said)
    first = answer.printed.removesuffix(answer.said.removeprefix(sentences[0]))
    kept: list[_Text] = []
    counts, about = True, ""
    for n, sentence in enumerate(sentences):
        years = _years_told(sentence, report)
        name = names.search(sentence) if _ANSWER.match(sentence) else names.match(sentence)
        if years is not None:
            counts = year in years
        elif _ANSWER.match(sentence) or (name and about and name[0] != about):
            counts = True
        about = name[0] if name else about
        kept += [_Text(sentence, sentence if n else first)] if counts else []
    return kept if len(kept) < len(sentences) else [answer]


def _years_told(sentence: str, report: Report) -> Sequence[int] | None:
    """The years for which a sentence says that it counts; None if it does not say so."""
    words = report.form.ratification
    since = words.phrases["since"].search(sentence)
    plain = _SHORT_SPAN.sub(r"\1\2\1", words.names.sub("", sentence))
    years = [int(year) for year in _YEAR.findall(plain)]
    if any(report.first_year <= year <= report.last_year for year in years) and words.has(
        "answers_for_years", plain
    ):
        begins, ends = (words.has(which, plain) for which in ("from_year", "to_year"))
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
    if words.has("about_all", text):
        unnamed = instruments
    for printed in text.replace("’", "'").split("\n"):
        answer = words.phrases["introduces"].sub("", printed)
        before = Clause("", None, frozenset())
        for clause in clauses(answer, words, instruments, unnamed):
            findings = _findings(words, kind, clause.said)
            apart = not before.instruments or words.has("in_own_bracket", before.said)
            if not apart and words.has("goes_on", clause.said):
                clause = clause._replace(said=before.said)
                findings = _findings(words, kind, clause.said)
            elif before.instruments and words.has("opposes", clause.said):
                findings = _opposite(words, kind, before.said, clause.said) or findings
            if clause.instruments is None and len(instruments) > 1:
                clause = clause._replace(instruments=before.instruments)
            about = unnamed if clause.instruments is None else clause.instruments
            clear = kind == _STATUS and about and set(about) <= set(instruments)
            others = _of_others(words, clause.said, findings) if clear else []
            if kind == _INTENTION and not findings and not words.has("says_nothing", answer):
                findings = [_Finding(len(words.says[kind]) + 1, "")]
                about = about or clause.named
            for instrument in instruments:
                said[instrument] += findings if instrument in about else others
            before = clause
    decide = _status if kind == _STATUS else _intention
    return {instrument: decide(findings) for instrument, findings in said.items()}


class _Finding(NamedTuple):
    """What a wording says; the lower its rank, the more it counts."""

    rank: int
    value: str
    firm: bool = False


def _findings(words: Wordings, kind: str, clause: str) -> list[_Finding]:
    """What a clause says, in its order; `unknown` if it speaks of ratification in other words."""
    found: list[tuple[int, int, _Finding]] = []
    left_open = kind == _INTENTION and words.has("leaves_intention_open", clause)
    taken_back = kind == _INTENTION and words.has("leaves_refusal_open", clause)
    marked = words.marked(clause)
    lower = lower_case(marked)
    for rank, wording in enumerate(words.says[kind]):
        for match in wording.pattern.finditer(marked if wording.cased else lower):
            value, firm = wording.says, wording.firm
            if wording.denied and words.has("denial", match[0]):
                denied = "unknown" if firm and words.has("not_yet", match[0]) else wording.denied
                value, firm = denied, False
            if (left_open and value == "likely") or (taken_back and value in _REFUSALS):
                value, firm = "unknown", False
            limits = words.phrases["limits_refusal"]
            if value == "not_intended" and limits.match(marked, match.end()):
                value = "unlikely"
            begins = match.end() - 1 if value == "undone" else match.start()  # it undoes all before
            found.append((begins, match.end(), _Finding(rank, value, firm)))
    refusals = [(start, end) for start, end, finding in found if finding.value in _REFUSALS]
    findings = [
        finding
        for start, _, finding in sorted(found)
        if not (finding.firm or finding.value == "undone")
        or not any(begin <= start < end for begin, end in refusals)
    ]
    if not findings and words.has("on_ratification", clause):
        return [_Finding(len(words.says[kind]), "unknown")]
    return findings


_REFUSALS = ("not_intended", "unlikely")
_UNCLEAR = ("unknown", "")


def _status(findings: Sequence[_Finding]) -> str | None:
    """What was ratified: the first wording of all counts."""
    value = min(findings).value if findings else "unknown"
    return None if value == "unknown" else value


def _intention(findings: Sequence[_Finding]) -> str | None:
    """What is intended: the last refusal, unless something firm follows it; else the firmest.

    None if nothing is said of ratification, empty if nothing of what is intended.
    """
    clear = _not_undone(each for each in findings if each.value not in _UNCLEAR)
    refusals = [n for n, each in enumerate(clear) if each.value in _REFUSALS]
    if refusals:
        last = clear[refusals[-1]]
        return min((each for each in clear[refusals[-1] :] if each.firm), default=last).value
    if clear:
        return min(clear).value
    unclear = [each.value for each in sorted(findings) if each.value in _UNCLEAR]
    if unclear:
        return unclear[0]
    return "" if findings else None


def _not_undone(findings: Iterable[_Finding]) -> list[_Finding]:
    """The findings that count: what is said after a step was undone, else that it is unlikely.

    Nothing can be undone before something was said.
    """
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
    clear = firm and _intention(findings) == "likely" and not words.has("not_yet", clause)
    return [_Finding(0, "not_intended")] if clear else []


def _of_others(words: Wordings, clause: str, findings: Sequence[_Finding]) -> list[_Finding]:
    """`ratified only C.29`: the others are not ratified, if nothing says that they are.

    Neither are they where `ratified neither C.29 nor` is cut off.
    """
    kind = {"ratified": "no_others", "not_ratified": "neither_and_no_more"}.get(
        _status(findings) or ""
    )
    said = kind is not None and words.has(kind, clause)
    return [_Finding(len(words.says[_STATUS]), "not_ratified")] if said else []
