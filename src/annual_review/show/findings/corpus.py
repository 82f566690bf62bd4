"""What 01-corpus opens with: who is in the data, what they answer, and on which topics."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from annual_review import analysis
from annual_review.countries import alphabetical
from annual_review.show.questions import (
    kinds_reported,
    most_often,
    quoted,
    short,
    state,
    subject_words,
)
from annual_review.show.sentences import Finding
from annual_review.show.words import are, count, leading, listing, number, sentence, verb
from annual_review.tables import Tables

_ANSWERS = "What they answer and leave blank"

_REPORTING = "reporting_obligations"
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
        What `analysis.reports_of_year` returned.
    answers : DataFrame
        What `analysis.reporting` returned.
    topics : DataFrame
        Topics of measures: what `analysis.coded_items` returned.
    year : int
        The year that the reports were chosen for; 0 for the last of each country and subject.

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> tables = ar.load()
    >>> chosen = analysis.reports_of_year(tables)
    >>> answers = analysis.reporting(tables)
    >>> topics = analysis.coded_items(tables, "measure", chosen)
    >>> print(show.corpus_findings(tables, chosen, answers, topics)[0].text)
    The data hold one baseline, that of Azerbaijan on the Protocol of 2014, for 2017 and 2018.
    """
    held = _held(tables)
    if len(analysis.country_names(tables)) > 1:
        held += f" {_in_year(tables, year or max(analysis.years(tables)))}"
    found = [Finding(held, "Which States have a baseline")]
    if chosen.empty:
        return found
    said = analysis.rows_for(answers, chosen)
    last = ", the last of each State on a subject" if len(chosen) < len(tables.reports) else ""
    found.append(Finding(_obligations(said, year, "" if year else last), _ANSWERS))
    found.append(Finding(_one(said) if len(chosen) == 1 else _answers(said), _ANSWERS))
    found.append(Finding(_actions(tables, chosen), "What kind of action they report"))
    found.append(
        Finding(_topics(tables, chosen, topics), "What their measures on forced labour are about")
    )
    if analysis.PROTOCOL in set(chosen["subject"]):
        found.append(Finding(_articles(tables, chosen, topics), "Articles of the Protocol of 2014"))
    return [each for each in found if each.text]


# ---- who ----------------------------------------------------------------------------------------


def _held(tables: Tables) -> str:
    subjects = [subject_words(each) for each in sorted(set(tables.reports["subject"]))]
    on = listing(subjects) if len(subjects) < 3 else count(len(subjects), "subject")
    covered = analysis.years(tables)
    spans = analysis.in_ranges(covered).split(", ")
    span = listing(spans if len(covered) > 2 else map(str, covered))
    held = len(tables.reports)
    if not held:
        return "The data hold no baseline."
    if held == 1:
        return f"The data hold one baseline, that of {_whose(tables)} on {on}, for {span}."
    return f"The data hold {count(held, 'baseline')} of {_whose(tables)}, on {on}, for {span}."


def _whose(tables: Tables) -> str:
    names, of = analysis.country_names(tables), analysis.regions(tables)
    if len(names) <= _FEW:
        return listing(names.values())
    members = sum(region != analysis.OTHER for region in of.values())
    own = sum(of[iso3] != analysis.OTHER for iso3 in names)
    territories = [name for iso3, name in names.items() if of[iso3] == analysis.OTHER]
    whose = f"{number(own)} of the ILO’s {members} member States"
    if own == members:
        whose = f"all {members} member States of the ILO"
    return f"{whose} and of {listing(territories)}" if territories else whose


def _in_year(tables: Tables, year: int) -> str:
    """How many have a baseline for a year, against the year before, and where most of them are."""
    cells, ids = analysis.states_by_year(tables)
    totals = {int(str(each)): int(own) for each, own in cells.sum(axis=1).items()}
    total = totals.get(year, 0)
    if not total:
        return f"No baseline is for {year}."
    of_year = cells.loc[[year]].to_numpy()[0]
    by_region = {str(region): int(own) for region, own in zip(cells, of_year, strict=True)}
    named = " ".join(map(str, ids.loc[year])).split()
    names = analysis.country_names(tables)
    noun = "countries and territories" if by_region.get(analysis.OTHER) else "States"
    few = total <= _FEW
    who = (
        listing(sorted((names[iso3] for iso3 in named), key=alphabetical))
        if few
        else f"{number(total)} {noun}"
    )
    said = f"For {year}, {who} {verb(total, 'have')} a baseline"
    if year - 1 in totals:
        more = total - totals[year - 1]
        change = f"{number(abs(more))} {'more' if more > 0 else 'fewer'} than"
        said += f", {change if more else 'as many as'} for {year - 1}"
    lacking = [
        name
        for iso3, name in tables.countries[["iso3", "name"]].itertuples(index=False, name=None)
        if iso3 not in named
    ]
    if 0 < len(lacking) <= _FEW:
        return f"{said}; only {listing(lacking)} {verb(len(lacking), 'have')} none."
    return f"{said}{_where(tables, by_region) if total > 2 * _FEW else ''}."


def _where(tables: Tables, by_region: dict[str, int]) -> str:
    """The region with the most; if most States have a baseline, the regions of those without."""
    members = Counter(analysis.regions(tables).values())
    own = {region: n for region, n in by_region.items() if region != analysis.OTHER}
    total = sum(own.values())
    if 2 * total < sum(members[region] for region in own):
        region = max(own, key=own.__getitem__)
        most = "most are" if 2 * own[region] > total else "the largest group is"
        return f"; {most} in {state(region)} ({own[region]} of {members[region]})"
    lacking = {region: members[region] - n for region, n in own.items() if n < members[region]}
    parts = [f"{number(n)} in {state(region)}" for region, n in lacking.items()]
    return f"; without one: {listing(parts)}" if parts else ""


def _when(rows: pd.DataFrame) -> str:
    """The year that answers are for, or that it is the last of each baseline."""
    own = sorted(set(rows["year"]))
    return f"for {own[0]}" if len(own) == 1 else "for their last year"


def _every(of: int) -> str:
    return "both" if of == 2 else f"all {of:,}"


# ---- answers ------------------------------------------------------------------------------------


def _obligations(said: pd.DataFrame, year: int, which: str) -> str:
    """What the row on the Government's reporting obligations says, in `which` of the baselines."""
    rows = said[said["field"] == _REPORTING]
    kinds = rows["answer"].value_counts().to_dict()
    yes, no, of = kinds.get("yes", 0), kinds.get("no", 0), len(rows)
    own = sorted(set(rows["year"]))
    when = f" for {year or own[0]}" if year or len(own) == 1 else ""
    text = f"On its reporting obligations{when}, the Government answers"
    if of == 1:
        return f"{text} {'“yes”' if yes else '“no”' if no else 'neither “yes” nor “no”'}."
    text += f" “yes” in {_every(of) if yes == of else f'{number(yes)} of {of}'} baselines"
    return f"{text} and “no” in {number(no)}{which}." if no else f"{text}{which}."


def _answers(said: pd.DataFrame) -> str:
    """How many questions are answered, and which most and least often."""
    total = analysis.answered(said, pd.Series("", index=said.index)).iloc[0]
    given, asked = int(total["answered"]), int(total["of"])
    by_field = analysis.answered(said, said["field"]).drop(_REPORTING, errors="ignore")
    by_field = by_field[by_field["of"] >= _LEAST_ASKED * by_field["of"].max()]
    share = (by_field["answered"] / by_field["of"]).astype(float)
    text = f"The baselines answer {given / asked:.0%} of the questions {_when(said)}"
    if share.max() == share.min():
        return f"{text}."
    ends = []
    for end in (share.max(), share.min()):
        fields = [f"“{short(str(field))}”" for field in share.index[share == end]]
        ends.append(f"{listing(sorted(fields, key=len), 1)} ({end:.0%})")
    return f"{text}, most often {ends[0]}, least often {ends[1]}."


def _one(said: pd.DataFrame) -> str:
    """What the only baseline answers."""
    kinds = said.loc[~said["section"].isin(analysis.OF_OTHERS), "answer"].value_counts().to_dict()
    total = analysis.answered(said, pd.Series("", index=said.index)).iloc[0]
    text = (
        f"It answers {total['answered']:,} of {total['of']:,} questions for {said['year'].iloc[0]}"
    )
    parts = []
    if blank := kinds.get("blank", 0):
        parts.append(f"{count(blank, 'cell')} {are(blank)} blank")
    if other := kinds.get(analysis.NOT_STATED, 0):
        parts.append(f"{number(other)} {verb(other, 'answer')} for other years only")
    return f"{text}{': ' if parts else ''}{listing(parts)}."


# ---- actions -------------------------------------------------------------------------------------


def _actions(tables: Tables, chosen: pd.DataFrame) -> str:
    """The kinds of action that most States report; of one State, those of most measures."""
    actions = analysis.coded_items(tables, "action", chosen)
    kinds = analysis.by_code(actions)
    kinds = kinds[~kinds["code"].str.endswith(".other")]
    of = int(analysis.answering_on(tables, "action", chosen)["answering"].iloc[-1])
    if kinds.empty:
        return ""
    if of > 1:
        pairs = zip(kinds["code"], kinds["states"], strict=True)
        told = kinds_reported(leading(pairs, _TOP), of)
        return f"Of {of:,} States that answer on measures {_when(chosen)}, {told}."
    it, told = "it", most_often(kinds)
    if len(set(chosen["iso3"])) > 1:
        it = state(actions["country"].iloc[0])
    return f"The kinds of action that {it} reports most often {_when(chosen)} are {told}."


# ---- topics -------------------------------------------------------------------------------------


def _topics(tables: Tables, chosen: pd.DataFrame, topics: pd.DataFrame) -> str:
    """The topics that most and fewest States name; for one State, how many it names."""
    named = analysis.states_by_topic(tables, topics).cells[analysis.ALL]
    named = named[~named.index.str.endswith(".other")]
    if analysis.on_topics(chosen).empty:
        return ""
    answering = analysis.answering(tables, analysis.on_topics(chosen))
    of, when = len(answering), _when(chosen)
    if not of:
        return "No question on measures is answered."
    if not named.any():
        return "No measure has a topic of the codebook."
    never = [quoted(code) for code in named.index[named == 0]]
    if of == 1:
        its = "Its measures"
        if len(set(chosen["iso3"])) > 1:
            its = f"The measures of {state(analysis.country_names(tables)[min(answering)])}"
        own = f"{its} {when} are on {(named > 0).sum()} of the codebook’s {len(named)} topics"
        return f"{own}; none is on {listing(never, 3)}." if never else f"{own}."
    ranked = named[named > 0].sort_values(ascending=False, kind="stable")
    first, last = ranked[ranked == ranked.max()], ranked[ranked == ranked.min()]
    if len(ranked) == 1:
        said = f"The only topic named is {quoted(ranked.index[0])} ({ranked.iloc[0]} of {of})"
    elif len(first) > _TOP:
        every = _every(of) if first.iloc[0] == of else f"{first.iloc[0]} of {of}"
        said = f"{sentence(number(len(first)))} topics are named by {every} States {when}"
    else:
        most = ranked[ranked > ranked.min()] if len(first) < len(ranked) else ranked
        top = listing(f"{quoted(code)} ({own})" for code, own in leading(most.items(), _TOP))
        group = "most name" if 2 * first.iloc[0] > of else "the largest group names"
        said = f"Of {of} States that answer on forced labour {when}, {group} measures on {top}"
    if len(ranked) > 2 * _TOP and len(last) < len(ranked):
        said += f"; fewest on {listing(map(quoted, last.index), 1)} ({last.iloc[0]})"
    if never:
        said += f"; none on {listing(never, 2)}"
    return f"{said}."


def _articles(tables: Tables, chosen: pd.DataFrame, topics: pd.DataFrame) -> str:
    """Articles of the Protocol without a measure, or with the fewest States."""
    named = analysis.states_by_article(tables, topics).cells[analysis.ALL]
    of = int((chosen["subject"] == analysis.PROTOCOL).sum())
    never = [_article(each) for each in named.index[named == 0]]
    if len(never) > _TOP:  # too many for one sentence to explain
        never = [each.partition(" ")[0] for each in never]
    when = _when(chosen[chosen["subject"] == analysis.PROTOCOL])
    on = f"the {'baseline' if of == 1 else f'{number(of)} baselines'} on the Protocol"
    if len(never) == len(named):
        return f"No measure in {on} was coded to an article."
    if never:
        unsure = analysis.certainty(
            tables, topics.loc[topics["subject"] == analysis.PROTOCOL, "item_id"]
        ).unsure
        codes = (
            "code of one measure is" if unsure == 1 else f"codes of {number(unsure)} measures are"
        )
        checked = f"; the {codes} unsure"
        articles = f"article{'s' * (len(never) > 1)} {listing(never, last='or')}"
        none = f"In {on}, no measure {when} was coded to {articles}"
        return f"{none}{checked if unsure else ''}."
    if of == 1:
        return f"In {on}, measures {when} were coded to every article."
    least = named.index[named == named.min()]
    articles = f"article{'s' * (len(least) > 1)} {listing(map(_article, least), 2)}"
    fewest = f"the fewest States have measures {when} under {articles}"
    return f"In {on}, {fewest}: {number(int(named.min()))}{' each' * (len(least) > 1)}."


def _article(row: object) -> str:
    """`4(1) remedies` as a sentence writes it."""
    article, _, about = str(row).partition(" ")
    return f"{article} ({about})"
