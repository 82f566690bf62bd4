"""What 04-cooperation-needs opens with: who asks for what help, how urgently, and whether anew."""

from __future__ import annotations

import pandas as pd

from annual_review import analysis
from annual_review.countries import alphabetical
from annual_review.show.questions import quoted, state, subject_words
from annual_review.show.sentences import Finding, plain
from annual_review.show.words import count, leading, listing, number, of_states, sentence, some_of

_ASKED_MOST = "What is asked for most"
_BY_REGION = "By region, and who does not ask"

_YEARS = "In which years States ask"
_OFFERS, _SUBJECTS = "What States offer to others", "Compared with other subjects"
_OWN = "Compared with their own measures"

_LEAST = 4
"""So many sentences there are at least, if the data has a report on the subject."""
_FEW = 4
"""Up to so many States are named, not counted."""
_TOP = 3
"""So many kinds of help are named."""


def needs_findings(
    says: pd.DataFrame,
    asked: pd.DataFrame,
    before: pd.DataFrame | None,
    pairs: pd.DataFrame,
    history: pd.DataFrame,
    subject: str,
    year: int,
) -> list[Finding]:
    """Say who asks for what help in a year, how urgently, and whether they asked before.

    Where this takes few sentences, others say who gave no answer, for which other years needs are
    named, who offers help, and what the reports on other subjects ask for.

    Parameters
    ----------
    says : DataFrame
        What `analysis.on_needs` returned for the year.
    asked, before : DataFrame
        What `analysis.asked_for` returned for the year and the one before it. `before` is None if
        no report covers that year.
    pairs : DataFrame
        What `analysis.with_own_measures` returned.
    history : DataFrame
        What `analysis.needs_by_year` returned for all subjects.
    subject : str
        P029, or the code of a principle.
    year : int

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> tables = ar.load()
    >>> asked, before = (analysis.asked_for(tables, "P029", y) for y in (2018, 2017))
    >>> says = analysis.on_needs(tables, "P029", 2018)
    >>> pairs = analysis.with_own_measures(tables, asked, "P029", 2018)
    >>> history = analysis.needs_by_year(tables)
    >>> print(show.needs_findings(says, asked, before, pairs, history, "P029", 2018)[1].text)
    All five are new: no earlier report in the data asks for them.
    """
    names = says.loc[says["says"] == analysis.ASKS, "country"].tolist()
    rest = _rest(says, history, subject, year)
    if not names:
        return [Finding(_nobody(says, subject, year), _BY_REGION), *rest]
    one = len(names) == 1
    first = _asks(names[0], asked, subject, year) if one else _ask(says, asked, subject, year)
    found = [Finding(first, _ASKED_MOST)]
    if not one:
        found.append(Finding(_urgency(asked), _ASKED_MOST))
    found.append(Finding(_new(asked, one=one), "New, or asked before"))
    if before is not None:
        change = _one_before(names[0], asked, before, year) if one else _before(asked, before, year)
        found.append(Finding(change, _ASKED_MOST))
    if len(says) > 1:
        found.append(Finding(_where(says, year), _BY_REGION))
    found.append(Finding(_areas(pairs, names[0] if one else ""), _OWN))
    found = [each for each in found if each.text]
    return found + rest[: max(0, _LEAST - len(found))]


def _named(asked: pd.DataFrame) -> pd.Series[int]:
    """How many States ask for each kind of help that has a name, the most frequent first."""
    counts = asked["code"].astype(str).value_counts(sort=False)
    named = counts[~counts.index.str.endswith(".other")]
    return named.sort_values(ascending=False, kind="stable").astype(int)


# ---- who asks for what ------------------------------------------------------------------------


def _nobody(says: pd.DataFrame, subject: str, year: int) -> str:
    on = subject_words(subject)
    reporting = says[says["says"] != analysis.NO_REPORT]
    if reporting.empty:
        return f"No report on {on} in the data covers {year}."
    if len(reporting) > 1:
        return sentence(f"in {year}, no State asked for help on {on}: {_silent(reporting)}.")
    name, own = reporting[["country", "says"]].iloc[0]
    how = reporting["answer"].iloc[0]
    if own == analysis.NOT_ASKED:
        return f"In {year} {name} named no need for help on {on}: its answer {_ANSWERS[how]}."
    return f"Whether {name} needed help on {on} in {year} is not known: {_WHY[how][0]}."


def _asks(name: str, asked: pd.DataFrame, subject: str, year: int) -> str:
    """What the only State that asks wants."""
    kinds = count(len(asked), "kind")
    text = f"In {year} {name} asked for {kinds} of help on {subject_words(subject)}"
    first = asked[asked["priority"] == asked["priority"].min()]
    wanted = listing(map(quoted, first["code"]), _FEW)
    if first["priority"].iloc[0] == "unspecified":
        return f"{text}, without saying how urgently: {wanted}."
    if len(first) < len(asked):
        return f"{text}, most urgently {wanted}."
    return f"{text}, which it calls {plain(first['priority'].iloc[0])}: {wanted}."


def _ask(says: pd.DataFrame, asked: pd.DataFrame, subject: str, year: int) -> str:
    names = says.loc[says["says"] == analysis.ASKS, "country"].tolist()
    reporting = int((says["says"] != analysis.NO_REPORT).sum())
    of = f"{some_of(len(names), reporting, 'State')} with a report for the year"
    on = f"asked for help on {subject_words(subject)}"
    text = f"In {year}, {of} {on}"
    if len(names) <= _FEW:
        text = f"In {year}, {listing(names)} {on} ({of})"
    top = leading(_named(asked).items(), _TOP)
    if not top:
        return f"{text}."
    most = top[0][1]
    if most == 1:
        return f"{text}; no two asked for the same kind of help."
    first = [quoted(code) for code, own in top if own == most]
    rest = listing(f"{quoted(code)} ({own})" for code, own in top if own < most)
    each = " each" if len(first) > 1 else ""
    often = f"{listing(first, _TOP)} ({most} States{each})"
    return f"{text}, most often {often}{rest and f', then {rest}'}."


def _urgency(asked: pd.DataFrame) -> str:
    """What most States call most important, and how many do not rank."""
    named = _named(asked[asked["priority"] == "most_important"])
    first = named[named.index.isin(dict(leading(named.items(), _TOP)))]
    best = asked.sort_values("priority").drop_duplicates("iso3")["priority"]
    unranked = int((best == "unspecified").sum())
    if unranked == len(best):
        return "None of the States that asked said how urgent its needs are."
    by = [f" (by {own} States)" if n == 0 else f" ({own})" for n, own in enumerate(first)]
    ranked = listing(map("".join, zip(map(quoted, first.index), by, strict=True)))
    text = f"Called most important: {ranked}"
    if not ranked:
        text = "No State called a need most important"
    elif first.max() == 1:
        each = " each" if len(first) > 1 else ""
        text = f"Called most important: {listing(map(quoted, first.index))}, by one State{each}"
    if not unranked:
        return f"{text}."
    their = "its needs are" if unranked == 1 else "their needs are"
    return f"{text}; {count(unranked, 'State')} did not say how urgent {their}."


_ANSWERS = {
    "text": "is in words, in which no need was found",
    "yes": "is a “yes” without a need",
    "no": "is “no”",
    "nil": "says that there is nothing",
}
"""What an answer is that names no need."""

_WHY = {
    "blank": ("its row for requests is blank", "left the row for requests blank"),
    analysis.NOT_STATED: ("it answers for other years only", "answered for other years only"),
    analysis.BY_OTHERS: (
        "only others speak in its row for requests",
        "left the row for requests to others",
    ),
    analysis.NO_LABEL: (
        "its document has no row for requests",
        "used a document without a row for requests",
    ),
}
"""Why there is no answer: of the only State, and of some of several."""


# ---- new or again -----------------------------------------------------------------------------


def _new(asked: pd.DataFrame, *, one: bool) -> str:
    """How many of the requests are new, and how many repeat earlier ones."""
    counts = asked["status"].astype(str).value_counts().to_dict()
    total = len(asked)
    words = {
        analysis.NEW: ("is new", "are new"),
        analysis.AGAIN: ("repeats the previous report", "repeat the previous report"),
        analysis.EARLIER: ("repeats an older one", "repeat an older one"),
        analysis.UNDATED: ("has no year", "have no year"),
        analysis.FIRST: (
            "has no earlier report to compare with",
            "have no earlier report to compare with",
        ),
    }
    if counts.get(analysis.FIRST) == total:
        whose = "the State" if one else "these States"
        return f"No earlier report of {whose} is in the data, so nothing shows what is new."
    parts = [
        f"{number(own)} {words[status][own > 1]}"
        for status in words
        if (own := counts.get(status, 0))
    ]
    every = {1: "it", 2: "both"}.get(total, f"all {number(total)}")
    if counts.get(analysis.NEW) == total:
        are, them = ("is", "it") if total == 1 else ("are", "them")
        return sentence(f"{every} {are} new: no earlier report in the data asks for {them}.")
    if one and len(parts) == 1:
        return sentence(f"{every} {parts[0].partition(' ')[2]}.")
    if one:
        return f"Of the {number(total)}, {listing(parts)}."
    return f"Of the {number(total)} requests (one State, one kind of help), {listing(parts)}."


def _one_before(name: str, asked: pd.DataFrame, before: pd.DataFrame, year: int) -> str:
    """What the State asked for in the year before and no more."""
    own = before[before["iso3"] == asked["iso3"].iloc[0]]
    gone = [code for code in own["code"] if code not in set(asked["code"])]
    if not gone:
        return ""
    kinds = listing(map(quoted, gone), _FEW)
    return f"{name} no longer asked for {kinds}, as it did in {year - 1}."


def _before(asked: pd.DataFrame, before: pd.DataFrame, year: int) -> str:
    """How many States asked in the year before, and which kind of help rose and fell most."""
    more = asked["iso3"].nunique() - before["iso3"].nunique()
    text = f"As many States asked as in {year - 1}"
    if more:
        states = count(abs(more), f"{'more' if more > 0 else 'fewer'} State")
        text = f"{sentence(states)} asked than in {year - 1}"
    now, then = _named(asked), _named(before)
    change = now.sub(then, fill_value=0)
    parts = []
    if len(change):
        for verb, by in (("rose", change.max()), ("fell", change.min())):
            codes = change.index[change == by].astype(str)
            if (by if verb == "rose" else -by) > 1:
                span = f"from {then.get(codes[0], 0)} to {now.get(codes[0], 0)} States"
                if len(codes) > 1:
                    span = f"by {number(abs(int(by)))} States each"
                parts.append(f"{listing(map(quoted, codes), _TOP)} {verb} most ({span})")
    return f"{text}{'; ' if parts else ''}{listing(parts)}."


# ---- where, and who does not --------------------------------------------------------------------


def _where(says: pd.DataFrame, year: int) -> str:
    """Where most of the States that ask are, and what the others say."""
    reporting = says[says["says"] != analysis.NO_REPORT]
    asking = reporting[reporting["says"] == analysis.ASKS]
    silent = _silent(reporting)
    if len(asking) <= 2 * _FEW:
        return f"In {year}, {silent}." if silent else ""
    counts = asking["region"].value_counts()
    region, own = str(counts.index[0]), int(counts.iloc[0])
    of = int((reporting["region"] == region).sum())
    most = "Most States that asked are"
    if own <= len(asking) / 2:
        most = "The largest group of States that asked is"
    text = f"{most} in {state(region)} ({own} of its {of} States with a report)"
    return f"{text}; {silent}." if silent else f"{text}."


def _silent(reporting: pd.DataFrame) -> str:
    """How many States named no need, and how many did not answer."""
    parts = []
    for kind, words in (
        (analysis.NOT_ASKED, "named no need"),
        (analysis.NO_ANSWER, "did not answer the question on needs"),
    ):
        names = reporting.loc[reporting["says"] == kind, "country"].tolist()
        if names:
            parts.append(f"{_who(names)} {words}")
    return listing(parts)


def _no_answer(says: pd.DataFrame) -> str:
    """Why States gave no answer, which does not say that they need nothing."""
    silent = says[says["says"] == analysis.NO_ANSWER]
    parts = []
    for kind, (_, words) in _WHY.items():
        if names := silent.loc[silent["answer"] == kind, "country"].tolist():
            parts.append(f"{_who(names)} {words}")
    need = "it needs" if len(silent) == 1 else "they need"
    return sentence(f"{'; '.join(parts)}: what {need} is not known.") if parts else ""


def _who(names: list[str]) -> str:
    return listing(map(state, names)) if len(names) <= _FEW else f"{number(len(names))} States"


def _areas(pairs: pd.DataFrame, one: str) -> str:
    """For how many requests a State, or the only `one`, has no measure of its own in the area."""
    known = pairs[pairs["measures"].notna()]
    if known.empty:
        return ""
    without = known[known["measures"] == 0]
    if without.empty and one:
        each = "its request" if len(known) == 1 else "each of its requests"
        return f"{one} names measures of its own in the same area as {each}."
    if without.empty:
        return "For every request, the State names a measure of its own in the same area."
    if one:
        kinds = listing(map(quoted, without["code"]), _FEW)
        return f"{one} names no measure of its own in the area of {kinds}."
    top = _named(without)
    often = ""
    if len(top) and top.iloc[0] > 1:
        codes = [quoted(code) for code, _ in leading(top.items(), 1)]
        each = " each" if len(codes) > 1 else ""
        often = f", most often for {listing(codes, _TOP)} ({top.iloc[0]}{each})"
    if len(without) == len(known):
        return "None of the States names a measure of its own in the same area as its requests."
    comparable = " that can be compared" if len(known) < len(pairs) else ""
    these = f"{some_of(len(without), len(known), 'request')}{comparable}"
    return f"For {these}, the State names no measure of its own in the same area{often}."


# ---- other years, offers, other subjects --------------------------------------------------------


def _rest(says: pd.DataFrame, history: pd.DataFrame, subject: str, year: int) -> list[Finding]:
    """What else there is to say, above all of a year for which nobody asks."""
    own = history[history["subject"] == subject].set_index("year")
    others = history[(history["subject"] != subject) & (history["year"] == year)]
    several = (says["says"] != analysis.NO_REPORT).sum() > 1
    found = [
        Finding(_no_answer(says) if several else "", _BY_REGION),
        Finding(_covered(own, subject, year), _YEARS),
        Finding(_other_years(own, year), _YEARS),
        Finding(_offers(own, year), _OFFERS),
        Finding(_other_subjects(others, year), _SUBJECTS),
    ]
    return [each for each in found if each.text]


def _covered(own: pd.DataFrame, subject: str, year: int) -> str:
    """For which years there are reports on the subject, if there are none for this one."""
    if year in own.index:
        return ""
    on = subject_words(subject)
    if own.empty:
        return f"No report on {on} is in the data for any year: what States need is not known."
    names = sorted({name for names in own["reporting"] for name in _names(names)}, key=alphabetical)
    return f"Reports on {on} cover {analysis.in_ranges(own.index)}: those of {_who(names)}."


def _other_years(own: pd.DataFrame, year: int) -> str:
    """For which other years needs are named, and when this was last."""
    other = own[own.index != year]
    asking = other[other["dated"] != ""]
    if own.empty:
        return ""
    if other.empty:
        return "No report on the subject in the data covers another year."
    covered = analysis.in_ranges(other.index)
    if asking.empty and (other["asking"] != "").any():
        return f"Of the reports that cover other years ({covered}), some name needs without a year."
    if asking.empty:
        return f"No report names a need for any of the other years covered ({covered})."
    earlier = asking[asking.index < year]
    last = int(earlier.index.max() if len(earlier) else asking.index.min())
    by = f"by {_who(_names(str(asking.loc[last, 'dated'])))}"
    if len(asking) == 1:
        return f"Of the other years, needs are named for {last} only, {by}."
    which = f"last before {year}" if len(earlier) else f"first after {year}"
    years = analysis.in_ranges(asking.index)
    return f"Of the other years, needs are named for {years}; {which} for {last}, {by}."


def _offers(own: pd.DataFrame, year: int) -> str:
    if year not in own.index:
        return ""
    names = _names(str(own.loc[year, "offering"]))
    if not names:
        return f"No report for {year} names help that a State offers to others."
    return sentence(f"{_who(names)} offered help to others in {year}.")


def _other_subjects(others: pd.DataFrame, year: int) -> str:
    """How many States ask for help in the year’s reports on other subjects."""
    if others.empty:
        return f"No report on another subject in the data covers {year}."
    columns = ["subject", "asking", "reporting"]
    counts = [
        (subject_words(subject), len(_names(asking)), len(_names(reporting)))
        for subject, asking, reporting in others[columns].itertuples(index=False, name=None)
    ]
    none = listing(subject for subject, some, _ in counts if not some)
    if all(not some for _, some, _ in counts):
        return f"The reports for {year} on other subjects ({none}) name no need."
    said = listing(
        f"{of_states(some, of)} with a report on {subject}" for subject, some, of in counts if some
    )
    text = f"On other subjects, help was asked for in {year} by {said}"
    return f"{text}; the reports on {none} name no need." if none else f"{text}."


def _names(several: str) -> list[str]:
    return several.split("; ") if several else []
