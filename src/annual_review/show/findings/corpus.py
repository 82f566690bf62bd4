"""What 01-corpus opens with: who is in the data, what they answer, and on which topics."""

from __future__ import annotations

import pandas as pd

from annual_review.analysis import (
    ALL,
    NOT_STATED,
    OTHER,
    PROTOCOL,
    among,
    answered,
    answering,
    country_names,
    in_ranges,
    regions,
    states_by_article,
    states_by_topic,
    states_by_year,
    years,
)
from annual_review.show.sentences import Finding, label
from annual_review.show.words import count, listing, number, sentence, subject_words
from annual_review.tables import Tables

WHO, ANSWERS, TOPICS, ARTICLES = (
    "Which States have a baseline",
    "What they answer and leave blank",
    "What their measures are about",
    "Articles of the Protocol of 2014",
)
"""The headings of the page that have the details."""

_FEW = 4
"""Up to so many States are named, not counted."""
_TOP = 3
"""So many topics are named first."""
_LEAST_ASKED = 0.1
"""A question that fewer of the baselines have is no example of what is answered or left blank."""


def corpus_findings(
    tables: Tables,
    chosen: pd.DataFrame,
    answers: pd.DataFrame,
    topics: pd.DataFrame,
    year: int = 0,
) -> list[Finding]:
    """Say who has a baseline, what they answer, and what their measures are about.

    Parameters
    ----------
    tables : Tables
    chosen : DataFrame
        What `analysis.speaking` returned.
    answers : DataFrame
        What `analysis.reporting` returned.
    topics : DataFrame
        What `analysis.topics` returned.
    year : int
        The year that the reports were chosen for; 0 for the last of each country and subject.

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> tables = ar.load()
    >>> chosen = analysis.speaking(tables)
    >>> answers, topics = analysis.reporting(tables), analysis.topics(tables, chosen)
    >>> print(show.corpus_findings(tables, chosen, answers, topics)[0].text)
    The data hold one baseline, that of Azerbaijan on the Protocol of 2014, for 2017 and 2018.
    """
    found = [Finding(_held(tables), WHO)]
    if len(country_names(tables)) > 1:
        found.append(Finding(_in_year(tables, year or max(years(tables))), WHO))
    if chosen.empty:
        return found
    said = among(answers, chosen)
    one = len(chosen) == 1
    words = _one(said) if one else f"{_obligations(said, year)} {_answers(said)}"
    found.append(Finding(words, ANSWERS))
    found.append(Finding(_topics(tables, chosen, topics), TOPICS))
    if PROTOCOL in set(chosen["subject"]):
        found.append(Finding(_articles(tables, chosen, topics), ARTICLES))
    return found


# ---- who ----------------------------------------------------------------------------------------


def _held(tables: Tables) -> str:
    subjects = [subject_words(each) for each in sorted(set(tables.reports["subject"]))]
    on = listing(subjects) if len(subjects) < 3 else count(len(subjects), "subject")
    covered = years(tables)
    span = listing(map(str, covered)) if len(covered) < 3 else in_ranges(covered)
    held = len(tables.reports)
    if held == 1:
        return f"The data hold one baseline, that of {_whose(tables)} on {on}, for {span}."
    return f"The data hold {count(held, 'baseline')} of {_whose(tables)}, on {on}, for {span}."


def _whose(tables: Tables) -> str:
    names, of = country_names(tables), regions(tables)
    if len(names) <= _FEW:
        return listing(names.values())
    members = sum(region != OTHER for region in of.values())
    own = sum(of[iso3] != OTHER for iso3 in names)
    territories = [name for iso3, name in names.items() if of[iso3] == OTHER]
    whose = f"{number(own)} of the ILO’s {members} member States"
    if own == members:
        whose = f"all {members} member States of the ILO"
    return f"{whose} and of {listing(territories)}" if territories else whose


def _in_year(tables: Tables, year: int) -> str:
    """How many have a baseline for a year, against the year before, and where most of them are."""
    cells, ids = states_by_year(tables)
    totals = {int(str(each)): int(own) for each, own in cells.sum(axis=1).items()}
    total = totals.get(year, 0)
    if not total:
        return f"No baseline is for {year}."
    of_year = cells.loc[[year]].to_numpy()[0]
    by_region = {str(region): int(own) for region, own in zip(cells, of_year, strict=True)}
    named = " ".join(map(str, ids.loc[year])).split()
    names = country_names(tables)
    noun = "countries and territories" if by_region.get(OTHER) else "States"
    few = total <= _FEW
    who = listing(sorted(names[iso3] for iso3 in named)) if few else f"{number(total)} {noun}"
    said = f"For {year}, {who} {'has' if total == 1 else 'have'} a baseline"
    if year - 1 in totals:
        more = total - totals[year - 1]
        change = f"{number(abs(more))} {'more' if more > 0 else 'fewer'} than"
        said += f", {change if more else 'as many as'} for {year - 1}"
    if total > 2 * _FEW:
        own, region = max((own, region) for region, own in by_region.items() if region != OTHER)
        members = sum(each == region for each in regions(tables).values())
        most = "most are" if own > total / 2 else "the largest group is"
        said += f"; {most} in {_the(region)} ({own} of its {members} member States)"
    return f"{said}."


def _the(region: str) -> str:
    return f"the {region}" if region in ("Americas", "Arab States") else region


# ---- answers ------------------------------------------------------------------------------------


def _obligations(said: pd.DataFrame, year: int) -> str:
    """What the row on the Government's reporting obligations says."""
    rows = said[said["field"] == "reporting_obligations"]
    kinds = rows["answer"].value_counts().to_dict()
    yes, no, of = kinds.get("yes", 0), kinds.get("no", 0), len(rows)
    ask = "on the Government’s reporting obligations"
    own = sorted(set(rows["year"]))
    when = f" for {year or own[0]}" if year or len(own) == 1 else " for the last year of each"
    baselines = f"all {of} baselines" if yes == of else f"{number(yes)} of {of} baselines"
    text = sentence(f"{baselines} answer “yes” {ask}{when}")
    if no:
        text += f", {number(no)} “no”"
    rest = of - yes - no
    if rest:
        text += f"; {number(rest)} {'answers' if rest == 1 else 'answer'} neither"
    return f"{text}."


def _answers(said: pd.DataFrame) -> str:
    """How many questions are answered, and which most and least often."""
    total = answered(said, pd.Series("", index=said.index)).iloc[0]
    given, asked = int(total["answered"]), int(total["of"])
    by_field = answered(said, said["field"])
    by_field = by_field[by_field["of"] >= _LEAST_ASKED * by_field["of"].max()]
    share = (by_field["answered"] / by_field["of"]).astype(float)
    if share.max() == share.min():
        return f"They answer {given / asked:.0%} of the questions."
    ends = []
    for end in (share.max(), share.min()):
        fields = [f"“{label(str(field))}”" for field in share.index[share == end]]
        ends.append(f"{listing(fields, 2)} ({end:.0%})")
    return (
        f"They answer {given / asked:.0%} of the questions: most often {ends[0]}, least often"
        f" {ends[1]}."
    )


def _one(said: pd.DataFrame) -> str:
    """What the only baseline answers."""
    kinds = said["answer"].value_counts().to_dict()
    total = answered(said, pd.Series("", index=said.index)).iloc[0]
    text = f"It answers {total['answered']} of {total['of']} questions for {said['year'].iloc[0]}"
    parts = []
    if blank := kinds.get("blank", 0):
        parts.append(f"{count(blank, 'cell')} {'is' if blank == 1 else 'are'} blank")
    if other := kinds.get(NOT_STATED, 0):
        parts.append(
            f"{number(other)} {'answers' if other == 1 else 'answer'} for other years only"
        )
    yes = said.loc[said["field"] == "reporting_obligations", "answer"].tolist()
    reported = (
        "; it says that the Government fulfilled its reporting obligations"
        if yes == ["yes"]
        else ""
    )
    return f"{text}{': ' if parts else ''}{listing(parts)}{reported}."


# ---- topics -------------------------------------------------------------------------------------


def _topics(tables: Tables, chosen: pd.DataFrame, topics: pd.DataFrame) -> str:
    """The topics that most and fewest States name; for one State, how many it names."""
    named = states_by_topic(tables, topics).cells[ALL]
    named = named[~named.index.str.endswith(".other")]
    of = len(answering(tables, chosen))
    if not of:
        return "No question on measures is answered."
    if not named.any():
        return "No measure has a topic of the codebook."
    never = [_quoted(code) for code in named.index[named == 0]]
    if of == 1:
        own = f"Its measures are on {(named > 0).sum()} of the codebook’s {len(named)} topics"
        return f"{own}; none is on {listing(never, 3)}." if never else f"{own}."
    ranked = named[named > 0].sort_values(ascending=False, kind="stable")
    first, last = ranked[ranked == ranked.max()], ranked[ranked == ranked.min()]
    if len(first) > _TOP:
        examples = listing(map(_quoted, first.index[:2]))
        every = f"all {of}" if first.iloc[0] == of else f"{first.iloc[0]} of {of}"
        said = f"{count(len(first), 'topic')} are named by {every} States, such as {examples}"
    else:
        top = listing(f"{_quoted(code)} ({own} of {of})" for code, own in ranked[:_TOP].items())
        said = f"The topics that most States name are {top}"
        if len(ranked) == 1:
            said = f"The only topic named is {top}"
    if len(ranked) > 2 * _TOP and len(last) < len(ranked):
        rarest = listing(map(_quoted, last.index), 2)
        said += f"; the rarest {'is' if len(last) == 1 else 'are'} {rarest} ({last.iloc[0]})"
    if never:
        said += f"; no State names {listing(never, 3)}"
    return sentence(f"{said}.")


def _quoted(code: object) -> str:
    return f"“{label(str(code))}”"


def _articles(tables: Tables, chosen: pd.DataFrame, topics: pd.DataFrame) -> str:
    """Articles of the Protocol without a measure, or with the fewest States."""
    named = states_by_article(tables, topics).cells[ALL]
    of = int((chosen["subject"] == PROTOCOL).sum())
    never = [_article(each) for each in named.index[named == 0]]
    on = "the baseline on the Protocol" if of == 1 else f"the {of} baselines on the Protocol"
    if len(never) == len(named):
        return f"No measure in {on} was coded to an article."
    if never:
        return f"In {on}, no measure was coded to {listing(never, 3)}."
    if of == 1:
        return f"In {on}, measures were coded to every article."
    fewest = listing(map(_article, named.index[named == named.min()]), 2)
    return (
        f"In {on}, measures were coded to every article; the fewest States name one under"
        f" {fewest}: {named.min()} of {of}."
    )


def _article(row: object) -> str:
    """`4(1) remedies` as a sentence writes it."""
    article, _, about = str(row).partition(" ")
    return f"article {article} ({about})"
