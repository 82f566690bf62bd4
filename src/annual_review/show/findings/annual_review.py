"""What a period of the Annual Review comes to, in sentences."""

from __future__ import annotations

import pandas as pd

from annual_review import analysis
from annual_review.countries import alphabetical
from annual_review.show.findings.annual_review_codes import (
    FEW,
    actions_said,
    each_of,
    kinds_of_challenge,
    needs_said,
)
from annual_review.show.questions import instrument, state, subject_words
from annual_review.show.sentences import Finding
from annual_review.show.words import (
    are,
    count,
    leading,
    listing,
    number,
    of_states,
    sentence,
    some_of,
    verb,
    years,
)
from annual_review.tables import Tables

_RECEIVED = "Reports received"


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
        Finding(actions_said(now), "Kinds of action"),
        Finding(f"{_challenges(now)}{kinds_of_challenge(now)}", "Challenges"),
        Finding(needs_said(now), "Technical cooperation: needs and offers"),
    ]
    return [each for each in told if each.text]


# ---- reports -------------------------------------------------------------------------------------


def _reports(now: analysis.Period) -> str:
    own = now.received
    names, documents = own.drop_duplicates("iso3"), own["report_id"].nunique()
    subjects = [subject_words(each) for each in sorted(set(own["subject"]))]
    on = (
        f"on {listing(subjects)}"
        if len(subjects) <= FEW
        else f"on {number(len(subjects))} subjects"
    )
    opening = f"For {years(now.from_year, now.to_year)} the data hold "
    baselines = count(documents, "baseline")
    if len(names) == 1:
        name = names["country"].iloc[0]
        said = f"one baseline: {name} {on}" if documents == 1 else f"{baselines} of {name}, {on}"
    elif len(names) <= FEW:
        said = f"{baselines} {on}, from {listing(sorted(names['country'], key=alphabetical))}"
    else:
        by_region = names.loc[names["region"] != analysis.OTHER, "region"].value_counts()
        members = int(by_region.sum())
        territories = count(len(names) - members, "territory", "territories")
        who = f"{count(members, 'State')}{f' and {territories}' * (members < len(names))}"
        told = [f"{number(n)} in {state(str(region))}" for region, n in by_region.items()]
        if len(told) > FEW:
            told[2:] = [f"{number(int(by_region[2:].sum()))} elsewhere"]
        said = f"{baselines} {on}, from {who}: {listing(told)}"
    return f"{opening}{said}.{_rate(now)}"


def _rate(now: analysis.Period) -> str:
    owed = now.due
    if owed.empty:
        return ""
    due, got = len(owed), int(owed["received"].sum())
    if due == 1:
        return f" They {'hold' if got else 'do not hold'} the one report due."
    said = f" They hold {some_of(got, due, 'report')} due"
    if got in (0, due):
        return f"{said}."
    said += f" ({round(100 * got / due)}%)"
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
    elif states <= FEW:
        named = [
            f"{country} ({listing(map(instrument, own['instrument']))})"
            for country, own in likely.groupby("country", sort=True)
        ]
        text = (
            f"{sentence(count(states, 'State'))} {verb(states, 'consider')} ratification likely: "
        )
        return f"{text}{listing(named)}. {_since(tables, now)}"
    else:
        by = leading(likely["instrument"].value_counts().items(), 1)
        often = listing(instrument(code) for code, _ in by)
        text = (
            f"{sentence(count(states, 'State'))} consider ratification of an instrument likely, "
            f"most often of {often} ({each_of(by)})"
        )
    one = "ratifying an instrument" if len(set(said["instrument"])) > 1 else "it"
    if considering:
        text += f"; {count(considering, 'State')} {are(considering)} considering {one}"
    return f"{text}. {_since(tables, now)}"


def _since(tables: Tables, now: analysis.Period) -> str:
    """What changed since the period before."""
    span = analysis.period_before(now.from_year, now.to_year)
    if set(now.received["iso3"]).isdisjoint(analysis.years_of_reports(tables, *span)["iso3"]):
        return f"The data hold nothing for {years(*span)} to compare this with."
    said = now.intentions
    if (said["change"] == analysis.NO_EARLIER).all():
        return f"No State has a report on the same instrument for {years(*span)} to compare with."
    likely, was = said["intention"] == "likely", said["before"] == "likely"
    done = said["change"] == analysis.RATIFIED
    new = said.loc[
        likely & said["change"].isin([analysis.NEW_INTENTION, analysis.CHANGED]), "iso3"
    ].nunique()
    gone = said.loc[was & ~likely & ~done, "iso3"].nunique()
    each = len(set(said["instrument"])) > 1  # a State may say it of one and no more of another
    one = " of an instrument" * each
    newly = f"{count(new, 'State')} newly {verb(new, 'consider')} ratification{one}"
    parts = [f"{newly} likely"] if new else []
    if gone:
        parts.append(f"{count(gone, 'State')} no longer {verb(gone, 'do')}{' so for one' * each}")
    if done.any():
        states = sorted(said.loc[done, "country"].unique(), key=alphabetical)
        names = f" ({listing(states)})" if len(states) <= FEW else ""
        parts.append(f"{count(len(states), 'State')} ratified{names}")
    if not parts:
        others = len(analysis.intentions_changed(said))
        if others:
            return f"Only other intentions have changed since {years(*span)}."
        return f"No change since {years(*span)} is reported."
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
        text += f", and {count(in_words, 'State')} {verb(in_words, 'answer')} in words"
    heard = now.observations[now.observations["observations"] > 0]
    states = heard["iso3"].nunique()
    if not states:
        cells = now.cells[now.cells["field"].isin(analysis.OBSERVATIONS)]
        return f"{text}; no observations by them are reported (the cells {_filled(cells)})."
    by = heard.groupby("party")["iso3"].nunique()
    sides = [
        f"{side}’ in {number(int(by[side]))}" for side in ("employers", "workers") if side in by
    ]
    if of == 1:
        told = [f"{side}’ organizations" for side in ("employers", "workers") if side in by]
        who = "both" if len(told) == 2 else "".join(told) or "organizations"
        return f"{text}; {who} made observations."
    by_side = f" ({', '.join(sides)})" if sides else ""
    whose = f"observations by these organizations are reported from {count(states, 'State')}"
    return f"{text}; {whose}{by_side}."


def _filled(cells: pd.DataFrame) -> str:
    """What stands in cells in which nothing that counts was found: `say no or are blank`."""
    there = [words for words, kinds in _CELLS.items() if cells["answer"].isin(kinds).any()]
    return listing(there, last="or")


_CELLS = {
    "say no": ("no", "nil"),
    "hold none": ("text", "yes"),
    "are blank": ("blank",),
    "answer for other years only": (analysis.NOT_STATED,),
    "are missing": (analysis.NO_LABEL,),
}


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
        return "No answer on laws and policies that has a year is new."
    told = []
    if len(new):
        told.append(f"{_answers(new)} {are(len(new))} new: no earlier year has the same words")
    if len(unknown):
        told.append(
            f"whether {_answers(unknown)} {are(len(unknown))} new is not known: the data hold no"
            " earlier year on the subject"
        )
    return sentence(f"{'; '.join(told)}.")


def _answers(laws: pd.DataFrame) -> str:
    states = laws["country"].nunique()
    who = (
        listing(sorted(laws["country"].unique(), key=alphabetical))
        if states <= FEW
        else count(states, "State")
    )
    return f"{count(len(laws), 'answer')} on laws and policies from {who}"


# ---- challenges ----------------------------------------------------------------------------------

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
        return f"Challenges are named in {count(states, 'State')}: by {told}."
    filled, which = _filled(now.cells[~now.cells["field"].isin(analysis.OBSERVATIONS)]), "the"
    if filled == "are blank":
        one = len(now.received.drop_duplicates("report_id")) == 1
        which = "all three" if one else "all"
    return f"No challenges are reported ({which} cells {filled})."
