"""What the codes of a period's answers come to: topics, actions, groups, challenges and needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from annual_review import analysis
from annual_review.codebook import Scheme
from annual_review.countries import alphabetical
from annual_review.show.questions import kinds_reported, most_often, quoted, state
from annual_review.show.words import count, leading, listing, number, sentence, verb, years
from annual_review.tables import PRIORITIES

FEW = 3
"""With more States a sentence counts them, and names none or the first few."""


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
    if named.empty:
        return "No State that answers on the Protocol of 2014 names a measure on one of the topics."
    if answering == 1:
        name, some = named["countries"].iloc[0], f"{number(len(named))} of {number(len(topics))}"
        return f"Under the Protocol of 2014 {name} names measures on {some} topics."
    ends = topics["states"].max(), topics["states"].min()
    most, least = (_topics(topics[topics["states"] == n]) for n in ends)
    group = "most name" if 2 * ends[0] > answering else "the largest group names"
    of = f"Of {count(answering, 'State')} that answer on the Protocol of 2014"
    return f"{of}, {group} measures on {most}, {'fewest' if ends[1] else 'none'} on {least}."


def _topics(rows: pd.DataFrame) -> str:
    """Topics that as many States name."""
    share = f" ({rows['share'].iloc[0]:.0f}%{' each' * (len(rows) > 1)})"
    return f"{listing(map(quoted, rows['code']), FEW)}{share * bool(rows['states'].any())}"


# ---- actions and groups --------------------------------------------------------------------------


def _answering(now: analysis.Period, scheme: Scheme) -> int:
    """How many States answer the questions whose answers the scheme codes."""
    counts = now.answering[scheme]
    return int(counts.loc[counts["subject"] == analysis.ALL, "answering"].iloc[0])


def _commonest(now: analysis.Period, scheme: Scheme) -> pd.DataFrame:
    """The codes that have a name, those of most States first."""
    counts = analysis.by_code(now.coded[scheme])
    return counts[~counts["code"].str.endswith(".other")]


def actions_said(now: analysis.Period) -> str:
    """The kinds of action that most States report."""
    kinds, of = _commonest(now, "action"), _answering(now, "action")
    if kinds.empty:
        return ""
    if of == 1:
        name = now.coded["action"]["country"].iloc[0]
        return f"The kinds of action that {name} reports most often are {most_often(kinds)}."
    told = kinds_reported(leading(_pairs(kinds, "states"), FEW), of)
    return f"Of {count(of, 'State')} that answer on measures, {told}."


def _most(numbers: Iterable[tuple[str, int]], most: int) -> str:
    """The codes that most States name, those of as many States together."""
    found = leading(numbers, most)
    first = [each for each in found if each[1] == found[0][1]]
    then = listing(f"{quoted(code)} ({n})" for code, n in found[len(first) :])
    told = f"{listing((quoted(code) for code, _ in first), FEW)} ({each_of(first)})"
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
    'The reports of Azerbaijan speak of “Migrants” and “Children”.'
    """
    groups = analysis.by_code(now.coded["group"])
    if groups.empty:
        return "No measure, need or challenge has the code of a group of people."
    states = now.coded["group"]["iso3"].nunique()
    if states == 1:
        name = now.coded["group"]["country"].iloc[0]
        told = listing((quoted(code) for code in groups["code"]), FEW)
        return f"The reports of {state(name)} speak of {told}."
    return f"The groups named most often: {_most(_pairs(groups, 'states'), FEW)}."


def each_of(by: Sequence[tuple[str, int]]) -> str:
    """How many States each of some codes has, which all have as many."""
    return f"{count(by[0][1], 'State')}{' each' if len(by) > 1 else ''}"


def kinds_of_challenge(now: analysis.Period) -> str:
    """The commonest challenges, as a further sentence."""
    kinds = _commonest(now, "challenge")
    if kinds.empty:
        return ""
    if kinds["states"].max() == 1:
        told = listing((quoted(code) for code in kinds["code"]), FEW)
        return f" They are of the {'kind' if len(kinds) == 1 else 'kinds'} {told}."
    return f" The most frequent: {_most(_pairs(kinds, 'states'), 2)}."


def needs_said(now: analysis.Period) -> str:
    """How many States ask for technical cooperation and offer it, and for what most."""
    asked = now.needs[now.needs["direction"] == "request"]
    offers = now.needs[now.needs["direction"] == "offer"].drop_duplicates("iso3")
    states = asked["iso3"].nunique()
    if not states:
        text = "No State asks for technical cooperation"
    else:
        names = sorted(asked["country"].unique(), key=alphabetical)
        who = listing(names) if states <= FEW else sentence(count(states, "State"))
        text = f"{who} {verb(states, 'ask')} for technical cooperation{_what(asked, states)}"
        again = asked.loc[asked["status"] == analysis.REPEATED, "iso3"].nunique()
        if again and states > 1:
            text += f"; {number(again)} {verb(again, 'repeat')} an earlier request"
        elif again:
            text += ", in part again"
    if offers.empty:
        return f"{text}; no offer is reported." if states else f"{text} or offers it."
    n = len(offers)
    named = listing(sorted(offers["country"], key=alphabetical)) if n <= FEW else count(n, "State")
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
