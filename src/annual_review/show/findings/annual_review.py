"""What a period of the Annual Review comes to, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from annual_review import analysis
from annual_review.codebook import Scheme
from annual_review.show.questions import (
    instrument,
    kinds_reported,
    most_often,
    quoted,
    state,
    subject_words,
)
from annual_review.show.sentences import Finding
from annual_review.show.words import are, count, leading, listing, number, of_states, sentence, verb
from annual_review.tables import PRIORITIES, Tables

_RECEIVED = "Reports received"

_FEW = 3
"""With more States a sentence counts them, and names none or the first few."""


def annual_review_findings(tables: Tables, now: analysis.Period) -> list[Finding]:
    """Return what a period comes to, in sentences.

    Parameters
    ----------
    tables : Tables
    now : Period
        What `analysis.period` returned.

    Returns
    -------
    list of Finding
        Reports received; intentions to ratify; employers' and workers' organizations; kinds of
        action; challenges; needs. If no report covers the period, one sentence that says so.

    Examples
    --------
    >>> tables = ar.load()
    >>> now = analysis.period(tables, ar.tables.ratifications(), 2017, 2018)
    >>> show.annual_review_findings(tables, now)[1].text.split(". ")[0]
    'One State considers ratification likely: Azerbaijan (the Protocol of 2014)'
    """
    if now.received.empty:
        text = f"The data hold no country baseline for {years(now.from_year, now.to_year)}."
        return [Finding(text, _RECEIVED)]
    told = [
        Finding(_reports(now), _RECEIVED),
        Finding(_intentions(tables, now), "Intentions to ratify"),
        Finding(
            _organizations(now),
            "Observations and consultation of employers’ and workers’ organizations",
        ),
        Finding(_actions(now), "Kinds of action"),
        Finding(f"{_challenges(now)}{_kinds_of_challenge(now)}", "Challenges"),
        Finding(_needs(now), "Technical cooperation: needs and offers"),
    ]
    return [each for each in told if each.text]


def years(from_year: int, to_year: int) -> str:
    """Return a period as a sentence has it.

    Parameters
    ----------
    from_year, to_year : int

    Returns
    -------
    str

    Examples
    --------
    >>> from annual_review.show.findings.annual_review import years
    >>> years(2018, 2018), years(2017, 2018), years(2000, 2018)
    ('2018', '2017 and 2018', '2000 to 2018')
    """
    if from_year == to_year:
        return str(from_year)
    return f"{from_year} {'and' if to_year == from_year + 1 else 'to'} {to_year}"


def _states(n: int) -> str:
    return count(n, "State")


# ---- reports -------------------------------------------------------------------------------------


def _reports(now: analysis.Period) -> str:
    own = now.received
    names = own.drop_duplicates("iso3")
    documents = own["report_id"].nunique()
    subjects = [subject_words(each) for each in sorted(set(own["subject"]))]
    on = (
        f"on {listing(subjects)}"
        if len(subjects) <= _FEW
        else f"on {number(len(subjects))} subjects"
    )
    opening = f"For {years(now.from_year, now.to_year)} the data hold "
    baselines = count(documents, "baseline")
    if len(names) == 1:
        name = names["country"].iloc[0]
        said = f"one baseline: {name} {on}" if documents == 1 else f"{baselines} of {name}, {on}"
    elif len(names) <= _FEW:
        said = f"{baselines} {on}, from {listing(sorted(names['country']))}"
    else:
        by_region = names["region"].value_counts()
        told = [f"{number(n)} in {state(str(region))}" for region, n in by_region.items()]
        if len(told) > _FEW:
            told[2:] = [f"{number(int(by_region[2:].sum()))} elsewhere"]
        regions = listing(told)
        said = f"{baselines} {on}, from {_states(len(names))}: {regions}"
    return f"{opening}{said}.{_rate(now)}"


def _rate(now: analysis.Period) -> str:
    owed = now.due
    if owed.empty:
        return ""
    due, got = len(owed), int(owed["received"].sum())
    if not got:
        return f" They hold none of the {count(due, 'report')} due."
    if got == due:
        return f" They hold all {count(due, 'report')} due." if due > 1 else " It was due."
    share = f"{round(100 * got / due)}%"
    said = f" They hold {number(got)} of the {count(due, 'report')} due ({share})"
    every = analysis.reporting_rate(owed.assign(subject="all"))
    rates = every[every["region"] != analysis.ALL_REGIONS].sort_values("rate", kind="stable")
    if len(rates) < 2 or rates["rate"].nunique() < 2:
        return f"{said}."
    ends = []
    for rate in (rates["rate"].max(), rates["rate"].min()):
        regions = map(state, rates.loc[rates["rate"] == rate, "region"].astype(str))
        ends.append(f"{listing(regions)} ({rate:.0f}%)")
    return f"{said}: the largest share in {ends[0]}, the smallest in {ends[1]}."


# ---- ratification --------------------------------------------------------------------------------


def _intentions(tables: Tables, now: analysis.Period) -> str:
    said = now.intentions
    likely = said[said["intention"] == "likely"]
    states = likely["iso3"].nunique()
    considering = said.loc[said["intention"] == "under_consideration", "iso3"].nunique()
    if not states:
        text = "No State is reported to consider ratification likely"
    elif states <= _FEW:
        named = [
            f"{country} ({listing(map(instrument, own['instrument']))})"
            for country, own in likely.groupby("country", sort=True)
        ]
        text = f"{sentence(_states(states))} {verb(states, 'consider')} ratification likely: "
        return f"{text}{listing(named)}. {_since(tables, now)}"
    else:
        by = leading(likely["instrument"].value_counts().items(), 1)
        often = listing(instrument(code) for code, _ in by)
        text = (
            f"{sentence(_states(states))} consider ratification of an instrument likely, most often"
            f" of {often} ({_each(by)})"
        )
    one = "ratifying an instrument" if len(set(said["instrument"])) > 1 else "it"
    if considering:
        text += f"; {_states(considering)} {are(considering)} considering {one}"
    return f"{text}. {_since(tables, now)}"


def _each(by: Sequence[tuple[str, int]]) -> str:
    """How many States each of some codes has, which all have as many."""
    return f"{_states(by[0][1])}{' each' if len(by) > 1 else ''}"


def _since(tables: Tables, now: analysis.Period) -> str:
    """What changed since the period before."""
    span = analysis.period_before(now.from_year, now.to_year)
    if set(now.received["iso3"]).isdisjoint(analysis.years_of_reports(tables, *span)["iso3"]):
        return f"The data hold nothing for {years(*span)} to compare this with."
    said = now.intentions
    likely, was = said["intention"] == "likely", said["before"] == "likely"
    done = said["change"] == analysis.RATIFIED
    new = said.loc[
        likely & said["change"].isin([analysis.NEW_INTENTION, analysis.CHANGED]), "iso3"
    ].nunique()
    gone = said.loc[was & ~likely & ~done, "iso3"].nunique()
    each = len(set(said["instrument"])) > 1  # a State may say it of one and no more of another
    newly = f"{_states(new)} newly {verb(new, 'consider')} ratification{' of an instrument' * each}"
    parts = [f"{newly} likely"] if new else []
    if gone:
        do = "do" if gone > 1 else "does"
        parts.append(f"{_states(gone)} no longer {do}{' so for one' * each}")
    if done.any():
        states = sorted(said.loc[done, "country"].unique())
        names = f" ({listing(states)})" if len(states) <= _FEW else ""
        parts.append(f"{_states(len(states))} ratified{names}")
    if not parts:
        others = len(analysis.intentions_changed(said))
        what = "Only other intentions have" if others else "Nothing has"
        return f"{what} changed since {years(*span)}."
    return f"Compared with {years(*span)}, {listing(parts)}."


# ---- organizations -------------------------------------------------------------------------------


_PARTNERS = "employers’ and workers’ organizations"


def _organizations(now: analysis.Period) -> str:
    asked = now.consultation
    n, in_words = (int((asked["answer"] == each).sum()) for each in ("yes", "text"))
    of = len(asked)
    who = asked["country"].iloc[0] if of == 1 else sentence(of_states(n, of))
    text = f"{who} {verb(n, 'say')} that {_PARTNERS} were "
    reports = "its report" if n == 1 else "the reports"
    if len(now.received) > of:  # one answer may not hold for each of them
        reports = f"at least one of {'its' if n == 1 else 'their'} reports"
    text += f"involved in {reports}"
    if not n:
        text = f"No State says that {_PARTNERS} were involved in its report"
    if in_words:  # which may say that they were not
        text += f", and {_states(in_words)} {verb(in_words, 'answer')} in words"
    heard = now.observations[now.observations["observations"] > 0]
    states = heard["iso3"].nunique()
    if not states:
        cells = now.cells["answer"].isin(["no", "nil"])
        why = "the cells say no" if cells.all() else "the cells say no or are blank"
        if now.cells["answer"].isin(["blank", "not stated"]).all():
            why = "the cells are blank"
        return f"{text}; no observations by them are reported ({why})."
    by = heard.groupby("party")["iso3"].nunique()
    sides = [
        f"{side}’ in {number(int(by[side]))}" for side in ("employers", "workers") if side in by
    ]
    if of == 1:
        told = [f"{side}’ organizations" for side in ("employers", "workers") if side in by]
        return f"{text}; {'both' if len(told) == 2 else ''.join(told)} made observations."
    whose = f"observations by these organizations are reported from {_states(states)}"
    return f"{text}; {whose} ({', '.join(sides)})."


# ---- laws ----------------------------------------------------------------------------------------


def laws_said(now: analysis.Period) -> str:
    """Say how many answers on laws and policies are new, and from whom.

    Parameters
    ----------
    now : Period
        What `analysis.period` returned.

    Returns
    -------
    str

    Examples
    --------
    >>> now = analysis.period(ar.load(), ar.tables.ratifications(), 2017, 2018)
    >>> show.laws_said(now).partition(": ")[0]
    'Whether one answer on laws and policies from Azerbaijan is new is not known'
    """
    new, unknown = now.laws[now.laws["known"]], now.laws[~now.laws["known"]]
    if now.laws.empty:
        return "No answer on laws and policies is new."
    told = []
    if len(new):
        told.append(f"{_answers(new)} {are(len(new))} new: no earlier year has the same words")
    if len(unknown):
        told.append(
            f"whether {_answers(unknown)} {are(len(unknown))} new is not known: the data hold no"
            " earlier year"
        )
    return sentence(f"{'; '.join(told)}.")


def _answers(laws: pd.DataFrame) -> str:
    states = laws["country"].nunique()
    who = listing(sorted(laws["country"].unique())) if states <= _FEW else _states(states)
    return f"{count(len(laws), 'answer')} on laws and policies from {who}"


# ---- measures ------------------------------------------------------------------------------------


def options_said(now: analysis.Period) -> str:
    """Say which topics of measures under the Protocol of 2014 most and fewest States name.

    Parameters
    ----------
    now : Period
        What `analysis.period` returned.

    Returns
    -------
    str

    Examples
    --------
    >>> now = analysis.period(ar.load(), ar.tables.ratifications(), 2017, 2018)
    >>> show.options_said(now)
    'Under the Protocol of 2014 Azerbaijan names measures on 30 of 31 topics.'
    """
    if analysis.PROTOCOL not in set(now.received["subject"]):
        return f"No baseline for {years(now.from_year, now.to_year)} is on the Protocol of 2014."
    topics = now.options[~now.options["code"].str.endswith(".other")]
    answering = int(topics["answering"].iloc[0])
    if not answering:
        return "No State answers the questions on measures under the Protocol of 2014."
    named = topics[topics["states"] > 0]
    if answering == 1:
        name = named["countries"].iloc[0] if len(named) else "the one State that answers"
        return (
            f"Under the Protocol of 2014 {name} names measures on {number(len(named))} of"
            f" {number(len(topics))} topics."
        )
    ranked = topics.sort_values("states", ascending=False, kind="stable")
    most, least = ranked.iloc[0], ranked.iloc[-1]
    group = "most name" if 2 * most["states"] > answering else "the largest group names"
    return (
        f"Of {_states(answering)} that answer on the Protocol of 2014, {group} measures on"
        f" {_topic(most)}, fewest on {_topic(least)}."
    )


def _topic(row: pd.Series[Any]) -> str:
    return f"{quoted(row['code'])} ({row['share']:.0f}%)"


# ---- actions and groups --------------------------------------------------------------------------


def _answering(now: analysis.Period, scheme: Scheme) -> int:
    """How many States answer the questions whose answers the scheme codes."""
    counts = now.answering[scheme]
    return int(counts.loc[counts["subject"] == analysis.ALL, "answering"].iloc[0])


def _commonest(now: analysis.Period, scheme: Scheme) -> pd.DataFrame:
    """The codes that have a name, those of most States first."""
    counts = analysis.by_code(now.coded[scheme])
    return counts[~counts["code"].str.endswith(".other")]


def _actions(now: analysis.Period) -> str:
    kinds, of = _commonest(now, "action"), _answering(now, "action")
    if kinds.empty:
        return ""
    if of == 1:
        name = now.coded["action"]["country"].iloc[0]
        return f"The kinds of action that {name} reports most often are {most_often(kinds)}."
    told = kinds_reported(leading(_pairs(kinds, "states"), _FEW), of)
    return f"Of {_states(of)} that answer on measures, {told}."


def _most(numbers: Iterable[tuple[str, int]], most: int) -> str:
    """The codes that most States name, those of as many States together."""
    found = leading(numbers, most)
    first = [each for each in found if each[1] == found[0][1]]
    then = listing(f"{quoted(code)} ({n})" for code, n in found[len(first) :])
    told = f"{listing((quoted(code) for code, _ in first), _FEW)} ({_each(first)})"
    return f"{told}, then {then}" if then else told


def _pairs(kinds: pd.DataFrame, what: str) -> Iterable[tuple[str, int]]:
    return zip(kinds["code"].astype(str), kinds[what].astype(int), strict=True)


def groups_said(now: analysis.Period) -> str:
    """Say of which groups of people most States speak.

    Parameters
    ----------
    now : Period
        What `analysis.period` returned.

    Returns
    -------
    str

    Examples
    --------
    >>> now = analysis.period(ar.load(), ar.tables.ratifications(), 2017, 2018)
    >>> show.groups_said(now)
    'Azerbaijan speaks of “Migrants” and “Children”.'
    """
    groups = analysis.by_code(now.coded["group"])
    if groups.empty:
        return "No measure, need or challenge has the code of a group of people."
    states = now.coded["group"]["iso3"].nunique()
    if states == 1:
        name = now.coded["group"]["country"].iloc[0]
        told = listing((quoted(code) for code in groups["code"]), _FEW)
        return f"{name} speaks of {told}."
    return f"The groups named most often: {_most(_pairs(groups, 'states'), _FEW)}."


# ---- challenges and needs ------------------------------------------------------------------------


_SPEAKERS = {
    "government": "the Government",
    "employers": "employers",
    "workers": "workers",
    "unknown": "speakers whose side is not known",
}


def _challenges(now: analysis.Period) -> str:
    states = now.challenges["iso3"].nunique()
    if states:
        by = now.challenges.groupby("party")["iso3"].nunique()
        who = {party: words for party, words in _SPEAKERS.items() if party in by}
        if len(now.consultation) == 1:
            return f"Challenges are named by {listing(who.values())}."
        if states == 1:
            name = now.challenges["country"].iloc[0]
            return f"Challenges are named in {name}, by {listing(who.values())}."
        told = listing(f"{who[party]} in {number(int(by[party]))}" for party in who)
        return f"Challenges are named in {_states(states)}: by {told}."
    if (now.sides["blank"] == len(now.consultation)).all():
        one = len(now.received.drop_duplicates("report_id")) == 1
        why = "all three cells are blank" if one else "all cells are blank"
    else:
        why = "the cells say no or are blank"
    return f"No challenges are reported ({why})."


def _kinds_of_challenge(now: analysis.Period) -> str:
    """The commonest challenges, as a further sentence."""
    kinds = _commonest(now, "challenge")
    if kinds.empty:
        return ""
    if kinds["states"].max() == 1:
        told = listing((quoted(code) for code in kinds["code"]), _FEW)
        return f" They are of the {'kind' if len(kinds) == 1 else 'kinds'} {told}."
    return f" The most frequent: {_most(_pairs(kinds, 'states'), 2)}."


def _needs(now: analysis.Period) -> str:
    asked = now.needs[now.needs["direction"] == "request"]
    offers = now.needs[now.needs["direction"] == "offer"].drop_duplicates("iso3")
    states = asked["iso3"].nunique()
    if not states:
        text = "No State asks for technical cooperation"
    else:
        names = sorted(asked["country"].unique())
        who = listing(names) if states <= _FEW else sentence(_states(states))
        text = f"{who} {verb(states, 'ask')} for technical cooperation{_what(asked, states)}"
        again = asked.loc[asked["status"] == analysis.REPEATED, "iso3"].nunique()
        if again and states > 1:
            text += f"; {number(again)} {verb(again, 'repeat')} an earlier request"
        elif again:
            text += ", in part again"
    if offers.empty:
        return f"{text}; no offer is reported." if states else f"{text} or offers it."
    n = len(offers)
    named = listing(sorted(offers["country"])) if n <= _FEW else _states(n)
    return f"{text}; {named} {verb(n, 'offer')} it."


def _what(asked: pd.DataFrame, states: int) -> str:
    """What is asked for most urgently by one State, or most often by several."""
    if states == 1:
        first = min(asked["priority"], key=PRIORITIES.index)
        codes = asked.loc[asked["priority"] == first, "code"].drop_duplicates()
        what = listing((quoted(code) for code in codes), 3)
        return f": {what}" if first == "unspecified" else f", most urgently for {what}"
    kinds = analysis.needs_by_kind(asked[~asked["code"].str.endswith(".other")])
    if kinds.empty or kinds["states"].iloc[0] == 1:
        return ""
    text = f", most often for {_most(_pairs(kinds, 'states'), 1)}"
    urgent = kinds[kinds["most_important"] > 0]
    urgent = urgent.sort_values("most_important", ascending=False, kind="stable")
    if len(urgent) and urgent["code"].iloc[0] != kinds["code"].iloc[0]:
        text += f" and most urgently for {_most(_pairs(urgent, 'most_important'), 1)}"
    return text
