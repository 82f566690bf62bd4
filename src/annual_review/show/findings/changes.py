"""What changed from one year's report to another's, in sentences."""

from __future__ import annotations

import pandas as pd

from annual_review import analysis
from annual_review.analysis import ANSWERED, in_ranges
from annual_review.show.questions import called, quoted, short, state
from annual_review.show.sentences import Finding
from annual_review.show.words import are, count, listing, number, sentence, verb, within
from annual_review.tables import Tables

_KEPT = "Kept in the same words"

Noun = tuple[str, str]
"""What one and several codes are called: topics, or kinds of action."""

_MOST = 3
"""How many topics or questions a sentence names."""


def changes_findings(
    tables: Tables, changed: pd.DataFrame, from_year: int, to_year: int
) -> list[Finding]:
    """Return what one country changed in its report on one subject, in sentences.

    Parameters
    ----------
    tables : Tables
        Those of one country and subject, as `analysis.select` returns them.
    changed : DataFrame
        What `analysis.changes` returned for the two years.
    from_year, to_year : int

    Returns
    -------
    list of Finding
        Topics added, dropped, in both years, and not comparable; answers of another kind; what the
        comparison leaves out.

    Examples
    --------
    >>> tables = analysis.select(ar.load(), "AZE", "P029")
    >>> changed = analysis.changes(tables, "AZE", 2017, 2018)
    >>> show.changes_findings(tables, changed, 2017, 2018)[3].text
    'One question with an answer for 2017 has none for 2018 (consultation on the report).'
    """
    (name,) = analysis.country_names(tables).values()
    subject = str(tables.reports["subject"].iloc[0])
    noun = called(subject)
    pair = from_year, to_year
    topics = changed[~changed["code"].str.endswith(".other")]
    others = changed[changed["code"].str.endswith(".other")]
    found = [
        _added(topics, others, noun, state(name), pair),
        _dropped(topics, others, noun, pair),
        _continued(topics, others, noun),
        _unanswered(topics, others, noun, pair),
    ]
    if changed.empty:
        found = [Finding(_nothing(tables, state(name), pair), "Numbers by question")]
    found += [_answers(tables, pair), Finding(_limits(tables, pair), "How the years are compared")]
    return [each for each in found if each.text]


def _of(rows: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    return rows[rows["change"].isin(kinds)]


def _nothing(tables: Tables, name: str, pair: tuple[int, int]) -> str:
    """What to say if neither year has a measure."""
    answers = analysis.reporting(tables)
    measures = answers["field"].isin(analysis.measure_fields(tables.reports["subject"].iloc[0]))
    given = answers[measures & answers["year"].isin(pair) & answers["answer"].isin(ANSWERED)]
    if given.empty:
        return sentence(f"{name} answered no question on measures for {pair[0]} or {pair[1]}.")
    return sentence(f"{name} named no measures for {pair[0]} or {pair[1]}.")


def _added(
    topics: pd.DataFrame, others: pd.DataFrame, noun: Noun, name: str, pair: tuple[int, int]
) -> Finding:
    added, more = _of(topics, "added"), len(_of(others, "added"))
    text = f"Between {pair[0]} and {pair[1]} {name} added {count(len(added), *noun)}"
    if len(added):
        moved = int((added["elsewhere"] != "").sum())
        text += f"{_by_question(added)}; {_named_before(moved, len(added), pair[0])}"
    return Finding(f"{text}{_also('added', added, more, noun)}.", "Added")


def _by_question(rows: pd.DataFrame) -> str:
    """Under which questions topics are, those with most first."""
    numbers = rows["field"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    if len(numbers) == 1:
        return f" under {_question(numbers.index[0])}"
    said = [f"{number(n)} under {_question(field)}" for field, n in numbers.items()]
    rest = int(numbers.iloc[_MOST:].sum())
    if len(numbers) > _MOST:
        said = [*said[:_MOST], f"{number(rest)} under other questions"]
    return f": {listing(said)}"


def _named_before(moved: int, of: int, year: int) -> str:
    """How many of these topics the earlier year names under another question."""
    if of == 1:
        return f"it was {'already' if moved else 'not'} named under another question in {year}"
    if not moved:
        return f"none of them was named under other questions in {year}"
    some = "all" if moved == of else number(moved)
    return f"{some} of them {verb(moved, 'were')} already named under other questions in {year}"


def _dropped(
    topics: pd.DataFrame, others: pd.DataFrame, noun: Noun, pair: tuple[int, int]
) -> Finding:
    dropped, more = _of(topics, "dropped"), len(_of(others, "dropped"))
    text = f"It dropped {count(len(dropped), *noun)}"
    moved = int((dropped["elsewhere"] != "").sum())
    gone = [quoted(code) for code in dict.fromkeys(dropped["code"][dropped["elsewhere"] == ""])]
    names = listing(gone, _MOST, "others")
    here = f"in {pair[1]}"
    if len(dropped) == 1:
        text += f", {quoted(dropped['code'].iloc[0])}, "
        text += f"which is {'' if moved else 'not '}named under another question {here}"
    elif len(dropped) and moved == len(dropped):
        text += f", all of which are named under other questions {here}"
    elif len(dropped) and not moved:
        text += f", none of which is named under another question {here}: {names}"
    elif len(dropped):
        text += f": {number(moved)} of them {are(moved)} named under other questions {here}"
        left = len(dropped) - moved  # under several questions, a topic counts for each
        if left > len(gone):  # one that is gone from several questions stands for each
            under = "" if len(gone) > 1 else f", under {number(left)} questions"
            names = f"the other {number(left)} ({names}{under})"
        text += f", but {names} {are(left)} not"
    return Finding(f"{text}{_also('dropped', dropped, more, noun)}.", "Dropped")


def _continued(topics: pd.DataFrame, others: pd.DataFrame, noun: Noun) -> Finding:
    """What both years name, and how."""
    both = {
        "kept": "in the same words",
        "reworded": "reworded",
        "same_topic": f"“same {noun[0]}, other measure”",
    }
    numbers = {kind: len(_of(topics, kind)) for kind in both}
    total, more = sum(numbers.values()), len(_of(others, *both))
    if not total and not more:
        compared = len(_of(topics, "added", "dropped"))
        return Finding(f"No {noun[0]} is in both years." if compared else "", _KEPT)
    if not total:
        return Finding(
            f"No {noun[0]} is in both years, but {_uncovered(more, noun)} {are(more)}.", _KEPT
        )
    text = f"{sentence(count(total, *noun))} {are(total)} in both years"
    parts = [(n, both[kind]) for kind, n in numbers.items() if n]
    if len(parts) == 1:
        text += f", {'all ' * (total > 2)}{parts[0][1]}"
    else:
        text += f": {listing(f'{number(n)} {how}' for n, how in parts)}"
    text += f". {sentence(_uncovered(more, noun))} {are(more)} also in both years" * bool(more)
    kept, how = numbers["kept"], _of(topics, "kept")["repeated"]
    undated = how == analysis.WITHOUT_YEAR
    for own, where in (
        ((how != "") & ~undated, "in answers repeated in full"),
        (undated, "in answers without a year, which count for both"),
    ):
        if n := int(own.sum()):
            some = f"{number(n)} of the {number(kept)}"
            if n == kept:
                some = {1: "the one", 2: "both"}.get(kept, f"all {number(kept)}")
            text += f". {sentence(some)} in the same words {are(n)} {where}"
    return Finding(f"{text}.", _KEPT)


def _unanswered(
    topics: pd.DataFrame, others: pd.DataFrame, noun: Noun, pair: tuple[int, int]
) -> Finding:
    """What cannot be compared, by the year that says nothing."""
    rows = _of(topics, "unanswered")
    if rows.empty:
        rows, noun = _of(others, "unanswered"), ("measure", "measures")
    said: list[str] = []
    for year, side in zip(pair, ("id_from", "id_to"), strict=True):
        silent = rows[rows[side].isna()]
        if len(silent):
            questions = list(map(_question, dict.fromkeys(silent["field"])))
            asked = "question" if len(questions) == 1 else "questions"
            some = (
                number(len(silent)) if said else f"{count(len(silent), *noun)} cannot be compared"
            )
            said.append(
                f"{some} because {year} has no answer to the {asked} on"
                f" {listing(questions, _MOST, 'others')}"
            )
    return Finding(sentence(", and ".join(said)) + "." * bool(said), "What cannot be compared")


def _answers(tables: Tables, pair: tuple[int, int]) -> Finding:
    """How many questions have an answer for one of the years only, or one of another kind."""
    kinds = analysis.changed_answers(tables, *pair).cells
    before, after = (kinds[year].isin(ANSWERED) for year in pair)
    said: list[str] = []
    for fields, had, has in (
        (kinds.index[before & ~after], f" with an answer for {pair[0]}", f"none for {pair[1]}"),
        (kinds.index[~before & after], f" with an answer for {pair[1]}", f"none for {pair[0]}"),
        (kinds.index[before & after], "", "an answer of another kind"),
    ):
        if n := len(fields):
            some = number(n) if said else count(n, "question")
            named = listing(map(_question, fields), _MOST, "others")
            said.append(f"{some}{had} {verb(n, 'have')} {has} ({named})")
    text = sentence("; ".join(said)) or "The same questions are answered in both years"
    return Finding(f"{text}.", "Questions answered differently")


def _limits(tables: Tables, pair: tuple[int, int]) -> str:
    """Years between the two, with and without a report."""
    covered = analysis.years(tables)
    without = [y for y in range(pair[0] + 1, pair[1]) if y not in covered]
    skipped = [y for y in covered if pair[0] < y < pair[1]]
    said = []
    if without:
        said.append(f"No report covers {in_ranges(without)}; what happened then is not known.")
    if skipped:
        said.append(f"The answers for {in_ranges(skipped)} are not compared here.")
    return " ".join(said)


def _also(verb: str, topics: pd.DataFrame, others: int, noun: Noun) -> str:
    """What it added or dropped beside these topics, if anything."""
    if not others:
        return ""
    return f"{f'. It also {verb}' if len(topics) else ', but'} {_uncovered(others, noun)}"


def _uncovered(n: int, noun: Noun) -> str:
    return f"{count(n, 'measure')} that no {noun[0]} covers"


def _question(field: object) -> str:
    """The short name of a question within a sentence."""
    kind, colon, whose = within(short(str(field))).partition(": ")
    return f"{kind} ({whose})" if colon else kind
