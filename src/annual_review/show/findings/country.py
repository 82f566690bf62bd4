"""What a country reports on a subject, and what it needs, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from annual_review import analysis
from annual_review.analysis import ANSWERED, NO_LABEL, NOT_STATED, UNKNOWN, in_ranges
from annual_review.show.questions import instrument, short
from annual_review.show.sentences import Finding, label
from annual_review.show.words import count, listing, number, sentence
from annual_review.tables import Tables

RATIFICATION = "Ratification"
MEASURES = "Measures by area"
NEEDS = "Technical cooperation needs"
CHALLENGES = "Challenges"
ORGANIZATIONS = "Employers’ and workers’ organizations"
ANSWERS = "Questions answered, year by year"

_MANY_YEARS = 5
"""With more years a sentence tells the long line beside the last year."""
_MOST_QUOTED = 60
"""The most letters of a need that a sentence quotes."""


def country_findings(tables: Tables) -> list[Finding]:
    """Return what one country reports on one subject, in sentences.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `analysis.select` returns them.

    Returns
    -------
    list of Finding
        Ratification; measures, or laws and questions answered; needs; challenges; employers' and
        workers' organizations; the years that are covered.

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> show.country_findings(tables)[3].text
    'It reported no challenges for 2018: all three cells are blank.'
    """
    told = [
        Finding(_ratified(tables), RATIFICATION),
        Finding(_measures(tables), MEASURES),
        Finding(_needs(tables), NEEDS),
        Finding(_challenges(tables), CHALLENGES),
        Finding(_organizations(tables), ORGANIZATIONS),
        Finding(_covered(tables), ANSWERS),
    ]
    return [each for each in told if each.text]


# ---- ratification --------------------------------------------------------------------------------

_INTENTIONS = {
    "likely": "considered ratification likely",
    "under_consideration": "was considering ratification",
    "unlikely": "considered ratification unlikely",
    "not_intended": "did not intend to ratify",
}
_BEFORE = {
    "likely": "it had considered it likely",
    "under_consideration": "it had been considering it",
    "unlikely": "it had considered it unlikely",
    "not_intended": "it had not intended to",
}


def _ratified(tables: Tables) -> str:
    """By when it had ratified what, and what it intended."""
    (name,) = analysis.country_names(tables).values()
    rows = analysis.standing(tables)
    year = int(rows["year"].max())
    told = []
    for status_year, group in rows.groupby(rows["status_year"].fillna(0), sort=False):
        done = group.loc[group["status"] == "ratified", "instrument"]
        open_ = group.loc[group["status"] == "not_ratified", "instrument"]
        if not len(done) and not len(open_):
            continue
        when = f"By {year}"
        if status_year < year:
            when = f"By {int(status_year)}, the last year for which it is clear,"
        told.append(f"{when} {{}} {_status(done, open_)}")
    unclear = rows.loc[rows["status"] == UNKNOWN, "instrument"]
    if len(unclear):
        names = listing(map(instrument, unclear)).replace(" and ", " or ")
        told.append(f"Whether {{}} had ratified {names} is not clear from its words")
    sentences = [
        each.format(name if n == 0 else "it") for n, each in enumerate(told)
    ] + _intentions(rows[rows["status"] != "ratified"], year)
    return " ".join(f"{sentence(each)}." for each in sentences)


def _status(done: Iterable[str], open_: Iterable[str]) -> str:
    """`had ratified A, but not B`."""
    ratified, not_ratified = list(map(instrument, done)), list(map(instrument, open_))
    if not ratified:
        if len(not_ratified) == 2:
            return f"had ratified neither {not_ratified[0]} nor {not_ratified[1]}"
        return f"had not ratified {_or(not_ratified)}"
    both = "both " if len(ratified) == 2 and not not_ratified else ""
    but = f", but not {_or(not_ratified)}" if not_ratified else ""
    return f"had ratified {both}{listing(ratified)}{but}"


def _intentions(rows: pd.DataFrame, year: int) -> list[str]:
    """What it intended for the instruments that it had not ratified."""
    told = []
    rows = rows.assign(
        since=rows["intention_since"].fillna(0), said=rows["intention_year"].fillna(0)
    )
    for (intention, said, since, before), group in rows.groupby(
        ["intention", "said", "since", "intention_before"], sort=False
    ):
        of = ""
        if len(group) < len(rows):
            of = f" of {listing(map(instrument, group['instrument']))}"
        if intention == UNKNOWN:
            told.append(f"It stated no clear intention{' to ratify' if of else ''}{of[3:]}")
            continue
        phrase = _INTENTIONS[intention]
        if of:
            phrase = phrase.replace("ratification", f"ratification{of}").replace(
                "to ratify", f"to ratify{of[3:]}"
            )
        when = "It" if said == year else f"For {int(said)}, when it last said so, it"
        as_before = ""
        if since < said:
            as_before = (
                f", as for {int(since)}" if since == said - 1 else f", as it had since {int(since)}"
            )
        elif before:
            as_before = f"; before that {_BEFORE[before]}"
        told.append(f"{when} {phrase}{as_before}")
    return told


def _or(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


# ---- measures ------------------------------------------------------------------------------------


def _measures(tables: Tables) -> str:
    """What it names, where, and how that compares with the year before."""
    counts = analysis.measures_by_year(tables)
    answered = counts[counts["answered"] > 0]
    last = counts.iloc[-1]
    questions = count(int(last["questions"]), "question")
    about = f"the {questions} on measures"
    on_protocol = set(tables.reports["subject"]) == {analysis.PROTOCOL}
    if not on_protocol:
        about = f"the {questions} on how the principle is recognized and exercised"
    if answered.empty:
        return f"It answered none of {about}."
    then = answered.iloc[-1]
    year = int(then["year"])
    told = []
    if year < last["year"]:
        told.append(f"For {last['year']} it answered none of {about}.")
    if not on_protocol:
        told.append(f"For {year} it answered {_of(int(then['answered']), about)}.")
        return " ".join([*told, *_laws(tables, year)])
    if not then["measures"]:
        told.append(f"For {year} it answered {_of(int(then['answered']), about)} and named none.")
        return " ".join(told)
    earlier = counts[counts["year"] < year]
    before = earlier.iloc[-1] if len(earlier) else None
    told.append(
        f"For {year} it named {_named(int(then['measures']), before)}{_areas(tables, year)}."
    )
    told += _topics(then, before)
    if len(answered) > _MANY_YEARS:
        told.append(_range(answered))
    return " ".join(told)


def _of(n: int, about: str) -> str:
    """`five of the nine questions`."""
    return f"{'none' if n == 0 else number(n)} of {about}"


def _named(n: int, before: pd.Series[Any] | None) -> str:
    """`30 measures (23 for 2017)`."""
    named = count(n, "measure")
    if before is None or pd.isna(before["measures"]):
        return named
    was = int(before["measures"])
    compared = "as many as" if was == n else f"{number(was) if was else 'none'}"
    return f"{named} ({compared} for {before['year']})"


def _areas(tables: Tables, year: int) -> str:
    areas = analysis.areas(tables, year)
    of = areas[areas["measures"].fillna(0) > 0]
    most = of.sort_values("measures", ascending=False, kind="stable")
    if len(most) == 1:
        return f", on {_lower(short(most['field'].iloc[0]))}"
    shown = most.head(3)
    listed = listing(
        f"{_lower(short(field))} ({n})"
        for field, n in zip(shown["field"], shown["measures"], strict=True)
    )
    where = f" in {number(len(most))} of {number(len(areas))} areas"
    return f"{where}: {listed}" if len(most) <= 3 else f"{where}, most in {listed}"


def _topics(then: pd.Series[Any], before: pd.Series[Any] | None) -> list[str]:
    topics, copied, measures = (int(then[c]) for c in ("topics", "as_in_form", "measures"))
    if not topics:
        return []
    said = f"They cover {count(topics, 'topic')}" if measures > 1 else ""
    if said and before is not None and pd.notna(before["topics"]):
        more = topics - int(before["topics"])
        if more:
            said += (
                f", {number(abs(more))} {'more' if more > 0 else 'fewer'} than for {before['year']}"
            )
        else:
            said += f", as many as for {before['year']}"
    told = [f"{said}."] if said else []
    if measures == 1:
        told += ["It repeats an option of the questionnaire word for word."] * bool(copied)
    elif copied:
        whose = "All" if copied == measures else sentence(number(copied))
        verb = "repeats" if copied == 1 else "repeat"
        options = "an option" if copied == 1 else "options"
        told.append(f"{whose} of them {verb} {options} of the questionnaire word for word.")
    return told


def _range(answered: pd.DataFrame) -> str:
    """The long line: the least and the most measures of a year."""
    numbers = answered.set_index("year")["measures"]
    least, most = numbers.min(), numbers.max()
    first = answered["year"].iloc[0]
    if least == most:
        return f"Every year since {first} that it answered had as many."
    lowest, highest = numbers[numbers == least].index[-1], numbers[numbers == most].index[-1]
    return (
        f"Since {first} the fewest were {number(int(least)) if least else 'none'} (for {lowest}),"
        f" the most {number(int(most))} (for {highest})."
    )


def _laws(tables: Tables, year: int) -> list[str]:
    found = analysis.laws(tables)
    if found.empty:
        return []
    recent = found[found["last"] == year]
    if recent.empty:
        recent = found[found["last"] == found["last"].max()]
    when = "" if recent["last"].iloc[0] == year else f" for {recent['last'].iloc[0]}"
    names = listing((f"the {law}" if law[0].isupper() else law for law in recent["law"]), most=3)
    return [f"Laws that it named{when}: {names}."]


# ---- needs ---------------------------------------------------------------------------------------


def _needs(tables: Tables) -> str:
    """What it asks for, how urgently, and what it offers."""
    last = analysis.years(tables)[-1]
    needs = analysis.needs_once(tables)
    asked = needs[needs["direction"] == "request"]
    offered = needs[needs["direction"] == "offer"]
    told = []
    now = asked[asked["last"] == last]
    if len(now):
        told.append(f"For {last} it asked the ILO {_asked(now)}.")
    else:
        told.append(
            f"For {last} it asked for no technical cooperation: {_cell(tables, 'request')}."
        )
        if len(asked):
            year = asked["last"].max()
            told.append(f"For {year} it asked {_asked(asked[asked['last'] == year])}.")
    now = offered[offered["last"] == last]
    if len(now):
        told.append(f"It offered others {_quoted(now)}.")
    years = set(analysis.requests(tables, tables.reports["subject"].iloc[0])["year"])
    covered = analysis.years(tables)
    if len(covered) > _MANY_YEARS and years:
        told.append(f"It asked for help in {_out_of(len(years), len(covered))} covered.")
    return " ".join(told)


def _out_of(n: int, of: int) -> str:
    return f"all {number(of)} years" if n == of else f"{number(n)} of the {number(of)} years"


def _asked(needs: pd.DataFrame) -> str:
    tiers = {tier: needs[needs["priority"] == tier] for tier in dict.fromkeys(needs["priority"])}
    urgent = tiers.pop("most_important", None)
    if urgent is None:
        if list(tiers) == ["unspecified"]:
            return f"for {_quoted(needs)}, without saying how urgently"
        return f"for {_quoted(needs)}"
    rest = needs[needs["priority"] != "most_important"]
    less = f", and less urgently for {_quoted(rest)}" if len(rest) else ""
    return f"most urgently for {_quoted(urgent)}{less}"


def _quoted(needs: pd.DataFrame) -> str:
    """Needs in the country's own words if they are short, else by their topics."""
    words = []
    for text, codes, letter in zip(needs["text"], needs["codes"], needs["letter"], strict=True):
        short_form = _beginning(text)
        topics = [c for c in codes.split(", ") if not c.endswith(".other")]
        prose = not letter and len(text) > _MOST_QUOTED
        words += [_lower(label(c)) for c in topics] if prose and topics else [f"“{short_form}”"]
    return listing(dict.fromkeys(words), most=3)


def _beginning(text: str) -> str:
    """A text up to a comma or semicolon, or to a word, if it is long."""
    if len(text) <= _MOST_QUOTED:
        return text
    cut = text[: _MOST_QUOTED + 1]
    ends = [cut.rfind(sign) for sign in (";", ",")]
    end = max(ends) if max(ends) > 10 else cut.rfind(" ")
    return f"{cut[: end if end > 0 else _MOST_QUOTED].rstrip(' ,;')} …"


# ---- challenges, organizations, years ------------------------------------------------------------

_PARTIES = {
    "government": "the Government",
    "employers": "employers",
    "workers": "workers",
    "unknown": "others",
}
_KINDS = {"no": "“no”", "nil": "“nil”"}


def _challenges(tables: Tables) -> str:
    rows = analysis.challenges_by_party(tables)
    last = analysis.years(tables)[-1]
    naming = rows[rows["last_named"] == last]
    silent = rows[(rows["last_named"] != last) | rows["last_named"].isna()]
    cells = silent[silent["party"] != "unknown"]
    if naming.empty:
        told = [f"It reported no challenges for {last}: {_cells(cells['answer'])}."]
    else:
        who = listing(_PARTIES[party] for party in naming["party"].iloc[::-1])
        own = [
            f"{_possessive(party)} cell {_one_cell(answer)}"
            for party, answer in zip(cells["party"], cells["answer"], strict=True)
        ]
        told = [f"For {last} challenges were named by {who}{'; ' if own else ''}{listing(own)}."]
    earlier = silent[silent["last_named"].notna()]
    if len(earlier):
        who = listing(
            f"{_PARTIES[party]} ({year})"
            for party, year in zip(earlier["party"], earlier["last_named"], strict=True)
        )
        told.append(f"Challenges named earlier, with the last year: {who}.")
    return " ".join(told)


def _possessive(party: str) -> str:
    return {"government": "the Government’s"}.get(party, f"the {party}’")


def _cell(tables: Tables, field: str) -> str:
    """How the cell of a question is filled for the last year."""
    answers = analysis.reporting(tables)
    own = answers[(answers["field"] == field) & (answers["year"] == answers["year"].max())]
    return _cells(own["answer"])


def _cells(answers: Sequence[str] | pd.Series[Any]) -> str:
    """`all three cells are blank`, `one cell is blank and two are answered “no”`."""
    kinds = Counter(answers)
    if not kinds:
        return "the form has no such row"
    if len(kinds) == 1:
        ((kind, n),) = kinds.items()
        if n == 1:
            return f"the cell {_one_cell(kind)}"
        return f"{'both' if n == 2 else f'all {number(n)}'} cells {_said(kind, n)}"
    return listing(
        f"{number(n)}{' cell' * (place == 0 and n == 1)}{' cells' * (place == 0 and n > 1)} "
        f"{_said(kind, n)}"
        for place, (kind, n) in enumerate(kinds.items())
    )


def _one_cell(kind: str) -> str:
    return _said(kind, 1)


def _said(kind: str, n: int) -> str:
    be = "is" if n == 1 else "are"
    if kind in _KINDS:
        return f"{be} answered {_KINDS[kind]}"
    if kind == NOT_STATED:
        return f"{'answers' if n == 1 else 'answer'} for other years only"
    if kind == NO_LABEL:
        return f"{be} missing from the document"
    if kind in ANSWERED:
        return f"{be} answered without naming any"
    return f"{be} blank"


def _organizations(tables: Tables) -> str:
    last = analysis.years(tables)[-1]
    answers = analysis.reporting(tables)
    told = _consulted(answers[answers["field"] == "social_partner_involvement"], last)
    found = analysis.organizations(tables)
    observed = found[[bool(set(f.split()) & set(analysis.OBSERVATIONS)) for f in found["fields"]]]
    if observed.empty:
        now = answers[(answers["year"] == last) & answers["field"].isin(analysis.OBSERVATIONS)]
        told.append(f"No observations by them are reported: {_cells(now['answer'])}.")
        return " ".join(told)
    year = observed["last"].max()
    latest = observed[observed["last"] == year]
    who = [
        name or f"{party}’ organizations"
        for name, party in zip(latest["organization"], latest["party"], strict=True)
    ]
    by = listing(
        (f"the {each}" if " " in each and each[0].isupper() else each for each in who), most=3
    )
    lead = (
        f"For {last} observations came from"
        if year == last
        else f"The last observations are for {year}, from"
    )
    told.append(f"{lead} {by}.")
    others = observed[observed["last"] < year]
    named = others[others["organization"] != ""]
    if len(named):
        told.append(f"{sentence(count(len(named), 'more organization'))} commented earlier.")
    return " ".join(told)


def _consulted(answers: pd.DataFrame, last: int) -> list[str]:
    """Whether it says that it involved the organizations in reporting."""
    said = answers[answers["answer"].isin(ANSWERED)]
    who = "employers’ and workers’ organizations were involved in reporting"
    if said.empty:
        return [f"It does not say whether {who}."]
    year, answer = int(said["year"].iloc[-1]), said["answer"].iloc[-1]
    how = {
        "yes": f"it said that {who}",
        "text": "it described how employers’ and workers’ organizations were involved in reporting",
    }.get(answer, f"asked whether {who}, it answered {_KINDS.get(answer, answer)}")
    since = "" if year == last else f"; for {last} it did not say"
    return [f"For {year} {how}{since}."]


def _covered(tables: Tables) -> str:
    years = analysis.years(tables)
    last = years[-1]
    answers = analysis.reporting(tables)
    kinds = Counter(answers.loc[answers["year"] == last, "answer"])
    asked, answered = sum(kinds.values()), sum(kinds[kind] for kind in ANSWERED)
    others = {"blank": "blank", NOT_STATED: "not stated for that year", NO_LABEL: "missing"}
    rest = listing(
        f"{number(kinds[kind])} {'is' if kinds[kind] == 1 else 'are'} {words}"
        for kind, words in others.items()
        if kinds[kind]
    )
    told = [f"Reports cover {in_ranges(years).replace(', ', ' and ')}."]
    gaps = analysis.without_report(tables)
    if gaps:
        told = [f"Reports cover {in_ranges(years)}, none covers {in_ranges(gaps)}."]
    told.append(
        f"For {last}, {'all' if answered == asked else number(answered) if answered else 'none'} of"
        f" {number(asked)} questions are answered{'; ' if rest else ''}{rest}."
    )
    return " ".join(told)


def _lower(text: str) -> str:
    """A label within a sentence: with a small letter, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
