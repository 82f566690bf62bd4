"""What a country reports on a subject, and what it needs, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from annual_review import analysis
from annual_review.analysis import ANSWERED, NO_LABEL, NOT_STATED, UNKNOWN, in_ranges
from annual_review.show.findings.country_speakers import (
    cells_said,
    challenges_said,
    filled,
    organizations_said,
)
from annual_review.show.questions import instrument, most_often, quoted, short, state
from annual_review.show.sentences import Finding, Shown, say
from annual_review.show.words import are, count, listing, number, sentence, some_of, verb, within
from annual_review.tables import Tables

_MANY_YEARS = 5
"""With more years a sentence tells the long line beside the last year."""
_MOST_EXPLAINED = 3
"""With more articles a sentence does not say what each is about."""
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
    'In 2018 it reported no challenges: all three cells are blank.'
    """
    answers = analysis.reporting(tables)
    return [
        Finding(_ratified(tables), "Ratification"),
        Finding(_measures(tables), "Measures"),
        Finding(_needs(tables), "Technical cooperation needs"),
        Finding(challenges_said(tables), "Challenges"),
        Finding(organizations_said(tables, answers), "Employers’ and workers’ organizations"),
        Finding(_covered(tables, answers), "Questions answered, year by year"),
    ]


def protocol_said(tables: Tables) -> Shown:
    """Say which articles of the Protocol no measure of the last year was coded to.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `analysis.select` returns them.

    Returns
    -------
    Shown

    Examples
    --------
    >>> show.protocol_said(analysis.select(ar.load(), "AZE", "P029"))
    In 2018 no measure was coded to article 2(c)(ii) (labour inspection and other services that \
enforce the law).
    """
    if set(tables.reports["subject"]) != {analysis.PROTOCOL}:
        return say(
            "The articles are those of the Protocol of 2014 and do not apply: this report is on"
            " another subject."
        )
    found = analysis.articles(tables)
    if found.empty:
        return say("No measure was coded to an article of the Protocol.")
    year, unsure = found["year"].iloc[0], int(found["unsure_items"].iloc[0])
    silent = found[found["measures"] == 0]
    if silent.empty:
        return say(f"In {year} measures were coded to all articles.")
    pairs = zip(silent["article"], silent["about"], strict=True)
    few = len(silent) <= _MOST_EXPLAINED
    names = listing(f"{article} ({about})" if few else article for article, about in pairs)
    one = len(silent) == 1
    told = f"In {year} no measure was coded to article{'' if one else 's'} {names}."
    if unsure:
        whose = f"{number(unsure)} of the measures" if unsure > 1 else "one of the measures"
        these = "it" if one else "them"
        told += f" The program is unsure of {whose} in {year}: some may answer to {these}."
    return say(told)


# ---- ratification --------------------------------------------------------------------------------

_INTENTIONS = {
    "likely": ("considered ratification{of} likely", "it had considered it likely"),
    "under_consideration": ("was considering ratification{of}", "it had been considering it"),
    "unlikely": ("considered ratification{of} unlikely", "it had considered it unlikely"),
    "not_intended": ("did not intend to ratify{it}", "it had not intended to ratify"),
    UNKNOWN: ("stated no clear intention{on}", ""),
}
"""What it intended, and what it had intended before."""


def _ratified(tables: Tables) -> str:
    """By when it had ratified what, and what it intended."""
    name = state(*analysis.country_names(tables).values())
    rows = analysis.latest_ratification(tables)
    year = int(rows["year"].max())
    told = []
    for known, group in rows.dropna(subset="status_year").groupby("status_year", sort=False):
        when = f"By {year}" if known == year else f"By {known}, the last year that it tells,"
        done = group.loc[group["status"] == "ratified", "instrument"]
        told.append(f"{when} {{}} {_status(done, group.loc[~group.index.isin(done.index)])}")
    unclear = rows.loc[rows["status"] == UNKNOWN, "instrument"]
    if len(unclear):
        names = listing(map(instrument, unclear), last="or")
        told.append(f"Whether {{}} had ratified {names} is not clear from its words")
    told = [each.format(name if n == 0 else "it") for n, each in enumerate(told)]
    told += _intentions(rows[rows["status"] != "ratified"], year)
    return " ".join(f"{sentence(each)}." for each in told)


def _status(done: Iterable[str], others: pd.DataFrame) -> str:
    """`had ratified A, but not B`."""
    ratified, open_ = ([instrument(each) for each in side] for side in (done, others["instrument"]))
    either = listing(open_, last="or")
    if ratified:
        both = "both " if len(ratified) == 2 and not open_ else ""
        return f"had ratified {both}{listing(ratified)}{f', but not {either}' if open_ else ''}"
    if len(open_) == 2:
        return f"had ratified neither {' nor '.join(open_)}"
    return f"had not ratified {either}"


def _intentions(rows: pd.DataFrame, year: int) -> list[str]:
    """What it intended for the instruments that it had not ratified."""
    told = []
    said = rows.assign(said=rows["intention_year"].fillna(year).astype("int64"))
    for then in dict.fromkeys(said["said"]):
        for intention in dict.fromkeys(said.loc[said["said"] == then, "intention"]):
            group = said[(said["said"] == then) & (said["intention"] == intention)]
            names = f" {listing(map(instrument, group['instrument']))}"
            words = {"of": f" of{names}", "it": names, "on": f" on{names}"}
            if len(group) == len(rows):
                words = dict.fromkeys(words, "")
            who = "It" if then == year else f"In {then}, when it last said, it"
            phrase = _INTENTIONS[intention][0].format(**words)
            told.append(f"{who} {phrase}{_earlier(group, then)}")
    return told


def _earlier(group: pd.DataFrame, then: int) -> str:
    """Since when that was its intention, or what it intended before, if all are alike in it."""
    since, before = set(group["intention_since"].dropna()), set(group["intention_before"])
    if len(since) != 1 or len(before) != 1:
        return ""
    (first,), (other,) = since, before
    if first < then:
        return (
            f", as in {first}" if first == then - 1 else f", as in all clear answers since {first}"
        )
    return f"; before that {_INTENTIONS[other][1]}" if other else ""


# ---- measures ------------------------------------------------------------------------------------


def _measures(tables: Tables) -> str:
    """What it names, where, and how that compares with the year before."""
    counts = analysis.measures_by_year(tables)
    answered = counts[counts["answered"] > 0]
    on_protocol = set(tables.reports["subject"]) == {analysis.PROTOCOL}
    about = "on measures" if on_protocol else "on recognizing and exercising the principle"
    last = int(counts["year"].iloc[-1])
    then = answered.iloc[-1] if len(answered) else counts.iloc[-1]
    year, questions = int(then["year"]), int(then["questions"])
    if answered.empty:
        return f"It answered {some_of(0, questions, 'question')} {about}."
    told = [f"In {last} it answered {some_of(0, questions, 'question')} {about}."] * (year < last)
    said = f"In {year} it answered {some_of(int(then['answered']), questions, 'question')} {about}"
    if not on_protocol:
        return " ".join([*told, f"{said}.", *_laws(tables, year), *_kinds(tables, year)])
    if not then["measures"]:
        return " ".join([*told, f"{said} and named none."])
    earlier = counts[counts["year"] < year]
    before = earlier.iloc[-1] if len(earlier) else None
    told.append(f"In {year} it named {_named(then, before)}{_areas(tables, then)}.")
    told += _undated(then) if len(counts) > 1 else []
    told += _topics(then, before)
    if len(answered) > _MANY_YEARS:
        told.append(_range(answered))
    return " ".join(told)


def _named(then: pd.Series[Any], before: pd.Series[Any] | None) -> str:
    """`30 measures (23 in 2017)`."""
    n = int(then["measures"])
    if before is None or pd.isna(before["measures"]):
        return count(n, "measure")
    was = int(before["measures"])
    compared = "as many as" if was == n else number(was) if was else "none"
    return f"{count(n, 'measure')} ({compared} in {before['year']})"


def _areas(tables: Tables, then: pd.Series[Any]) -> str:
    """In how many areas they are, and which have most."""
    items = analysis.items_by_question(tables)
    fields = analysis.measure_fields(analysis.PROTOCOL)
    items = items[(items["year"] == then["year"]) & items["field"].isin(fields)]
    most = items.sort_values("items", ascending=False, kind="stable")
    if len(most) == 1:
        return f", on {within(short(most['field'].iloc[0]))}"
    least = most["items"].iloc[3] if len(most) > 3 else 0
    top = most[most["items"] > least].head(3)
    listed = listing(
        f"{within(short(field))} ({n})" for field, n in zip(top["field"], top["items"], strict=True)
    )
    where = f" in {number(len(most))} of {number(int(then['questions']))} areas"
    if len(most) == then["questions"]:
        where = f" in all {number(len(most))} areas"
    return f"{where}{', most in' if len(most) > 3 else ':'} {listed}" if listed else where


def _undated(then: pd.Series[Any]) -> list[str]:
    """How many of the measures the document gives without a year."""
    n, of = int(then["undated"]), int(then["measures"])
    some = "All" if n == of else sentence(number(n))
    whose = f"{some} of them {are(n)}" if of > 1 else "It is"
    return [f"{whose} given without a year and {verb(n, 'count')} for every year."] * bool(n)


def _topics(then: pd.Series[Any], before: pd.Series[Any] | None) -> list[str]:
    """How many topics they cover, and how many of them are ticks rather than own words."""
    topics, copied, measures = (int(then[c]) for c in ("topics", "as_in_form", "measures"))
    told = []
    if topics and measures > 1:
        more = ""
        if before is not None and pd.notna(before["topics"]):
            n = topics - int(before["topics"])
            compared = (
                f"{number(abs(n))} {'more' if n > 0 else 'fewer'} than" if n else "as many as"
            )
            more = f", {compared} in {before['year']}"
        told = [f"They cover {count(topics, 'topic')}{more}."]
    if copied and measures == 1:
        told.append("It repeats an option of the questionnaire word for word.")
    elif copied:
        whose = "All the measures" if copied == measures else f"Of the measures, {number(copied)}"
        repeat = "repeats an option" if copied == 1 else "repeat options"
        told.append(f"{whose} {repeat} of the questionnaire word for word.")
    return told


def _range(answered: pd.DataFrame) -> str:
    """The long line: the least and the most measures of a year."""
    numbers = answered.set_index("year")["measures"]
    least, most, first = numbers.min(), numbers.max(), answered["year"].iloc[0]
    if least == most:
        return f"It named as many measures in every year since {first} that it answered."
    lowest, highest = (numbers[numbers == each].index[-1] for each in (least, most))
    return (
        f"Since {first} it named {count(int(least), 'measure')} at the least (in {lowest}) and"
        f" {number(int(most))} at the most (in {highest})."
    )


def _laws(tables: Tables, year: int) -> list[str]:
    found = analysis.laws(tables)
    if found.empty:
        return []
    last = int(found["last"].max())
    names = found.loc[found["last"] == last, "law"].tolist()
    rest = len(names) - 3
    shown = names if rest <= 1 else [*names[:3], f"and {number(rest)} more"]
    when = "Laws that it named" if last == year else f"The last laws that it named, in {last}"
    return [f"{when}: {'; '.join(shown)}."]


def _kinds(tables: Tables, year: int) -> list[str]:
    """The kinds of action that it reports most often in a year."""
    found = analysis.coded_items(tables, "action", analysis.reports_of_year(tables, year))
    told = most_often(analysis.by_code(found[~found["code"].str.endswith(".other")]))
    return [f"The kinds of action that it reported most often: {told}."] if told else []


# ---- needs ---------------------------------------------------------------------------------------


def _needs(tables: Tables) -> str:
    """What it asks for, how urgently, and in how many years."""
    covered, subject = analysis.years(tables), str(tables.reports["subject"].iloc[0])
    last = covered[-1]
    needs = analysis.needs_once(tables)
    asked = needs[needs["direction"] == "request"]
    now = asked[asked["last"] == last]
    if len(now):
        told = [f"In {last} it asked the ILO {_asked(now)}."]
    else:
        cell = analysis.on_needs(tables, subject, last)["answer"]
        told = [f"In {last} it named no needs: {cells_said(cell)}."]
        if set(cell) <= {NO_LABEL}:
            told = ["What it needs is not in the document, which lacks that row."]
    offered = needs[(needs["direction"] == "offer") & (needs["last"] == last)]
    if len(offered):
        told.append(f"Under “Offer” it named {count(len(offered), 'item')}.")
    if len(asked) and now.empty:
        year = asked["last"].max()
        told.append(f"It last asked the ILO in {year}, {_asked(asked[asked['last'] == year])}.")
    dated = analysis.requests(tables, subject)
    years = set(dated.loc[dated["dated"], "year"])
    if len(covered) > _MANY_YEARS and years:
        share = some_of(len(years), len(covered), "year")
        told.append(f"It named needs in {share} covered.")
    return " ".join(told)


def _asked(needs: pd.DataFrame) -> str:
    urgent = needs["priority"] == "most_important"
    if urgent.any():
        rest = needs[~urgent]
        less = f", and less urgently {_wanted(rest, most=1)}" if len(rest) else ""
        return f"most urgently {_wanted(needs[urgent])}{less}"
    without = (needs["priority"] == "unspecified").all()
    return f"{_wanted(needs)}{', without saying how urgently' if without else ''}"


def _wanted(needs: pd.DataFrame, most: int = 3) -> str:
    """Items of a list in the country's own words, what stands in prose by its kinds of help."""
    own: list[str] = []
    kinds: list[str] = []
    for text, codes, letter in zip(needs["text"], needs["codes"], needs["letter"], strict=True):
        known = [quoted(code) for code in codes.split(", ") if not code.endswith(".other")]
        if letter or not known:  # what stands in prose may be a sentence of its own
            words = f"“{_beginning(text)}”"
            own.append(words if letter else f"help ({words})")
        else:
            kinds += known
    kind = f"the kind{'s' * (len(set(kinds)) > 1)} {listing(dict.fromkeys(kinds), most)}"
    said = [listing(dict.fromkeys(own), most), f"help of {kind}" if kinds else ""]
    between = ", and " if len(set(own)) > 1 else " and "
    return f"for {between.join(filter(None, said))}"


def _beginning(text: str) -> str:
    """A text up to a comma or semicolon, or to a word, if it is long."""
    if len(text) <= _MOST_QUOTED:
        return text
    cut = text[: _MOST_QUOTED + 1]
    ends = (max(cut.rfind(";"), cut.rfind(",")), cut.rfind(" "), _MOST_QUOTED)
    return f"{cut[: next(end for end in ends if end > 0)].rstrip()} …"


# ---- questions -----------------------------------------------------------------------------------


def _covered(tables: Tables, answers: pd.DataFrame) -> str:
    """How many questions it answered in the last year, and the years that no report covers."""
    covered = analysis.years(tables)
    own = (answers["year"] == covered[-1]) & ~answers["section"].isin(analysis.OF_OTHERS)
    kinds = Counter(answers.loc[own, "answer"])
    asked, answered = kinds.total(), sum(kinds[kind] for kind in ANSWERED)
    said = [f"answered {some_of(answered, asked, 'question')}"]
    if kinds["blank"]:
        said.append(f"left {number(kinds['blank'])} blank")
    if kinds[NOT_STATED]:
        said.append(f"answered {number(kinds[NOT_STATED])} for other years only")
    lost = kinds[NO_LABEL]
    missing = f"; {count(lost, 'question')} {filled(NO_LABEL, lost)}" if lost else ""
    gaps = analysis.without_report(tables)
    none = f" No report covers {in_ranges(gaps)}; what happened then is not known." if gaps else ""
    return f"In {covered[-1]} it {listing(said)}{missing}.{none}"
