"""Who names challenges in a country's reports, and which organizations speak, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from annual_review import analysis
from annual_review.analysis import ANSWERED, NO_LABEL, NOT_STATED
from annual_review.show.questions import quoted
from annual_review.show.words import are, count, listing, number, sentence, verb
from annual_review.tables import Tables

_PARTIES = {"government": "the Government", "employers": "employers", "workers": "workers"}
_CELLS = {
    "government": "the Government’s",
    "employers": "the employers’",
    "workers": "the workers’",
}
_ANSWERED = {"no": "answered “no”", "nil": "answered “nil”", "blank": "blank"}
_ANSWERED |= {NO_LABEL: "missing from the document", analysis.BY_OTHERS: "answered by others"}


def challenges_said(tables: Tables) -> str:
    """Who named challenges in the last year, and how the other cells are filled."""
    rows = analysis.challenges_by_party(tables)
    last = analysis.years(tables)[-1]
    now = (rows["last_named"] == last).fillna(value=False)
    cells = rows[~now & (rows["party"] != "unknown")]
    if now.any():
        who = listing(_PARTIES.get(party, "others") for party in rows["party"][now].iloc[::-1])
        own = [
            f"{_CELLS[party]} cell {filled(answer, 1)}"
            for party, answer in zip(cells["party"], cells["answer"], strict=True)
        ]
        if len(cells) == 2 and len(set(cells["answer"])) == 1:
            own = [f"the other two cells {filled(cells['answer'].iloc[0], 2)}"]
        told = f"In {last} challenges were named by {who}{'; ' * bool(own)}{listing(own)}."
        told += _about(tables, last)
    else:
        told = f"In {last} it reported no challenges: {cells_said(cells['answer'])}."
        if set(cells["answer"]) <= {NO_LABEL}:
            told = "Its challenges are not in the document, which lacks those rows."
    earlier = rows[~now & rows["last_named"].notna()]
    if len(earlier):
        who = listing(
            f"{_PARTIES.get(party, 'others')} (last in {year})"
            for party, year in zip(earlier["party"], earlier["last_named"], strict=True)
        )
        told += f" Earlier some were named by {who}."
    return told


def _about(tables: Tables, year: int) -> str:
    """Which kinds of challenges are named in a year, as a further sentence."""
    kinds = analysis.by_code(
        analysis.coded_items(tables, "challenge", analysis.reports_of_year(tables, year))
    )
    named = kinds.loc[~kinds["code"].str.endswith(".other"), "code"]
    told = listing((quoted(code) for code in named), most=3)
    return f" They are about {told}." if told else ""


def cells_said(answers: Iterable[str]) -> str:
    """`all three cells are blank`, `one cell is blank and two are answered “no”`."""
    kinds = Counter(answers)
    if not kinds:
        return "the document has no such row"
    if len(kinds) == 1:
        ((kind, n),) = kinds.items()
        which = {1: "the cell", 2: "both cells"}.get(n, f"all {number(n)} cells")
        return f"{which} {filled(kind, n)}"
    (kind, n), *others = kinds.items()
    first = f"{count(n, 'cell')} {filled(kind, n)}"
    return listing([first, *(f"{number(n)} {filled(kind, n)}" for kind, n in others)])


def filled(kind: str, n: int) -> str:
    """`is blank`, `are blank`."""
    if kind == NOT_STATED:
        return f"{verb(n, 'answer')} for other years only"
    return f"{are(n)} {_ANSWERED.get(kind, 'answered without naming any')}"


def organizations_said(tables: Tables, answers: pd.DataFrame) -> str:
    """Whether organizations were involved in reporting, and which made observations."""
    last = analysis.years(tables)[-1]
    of_government = tables.statements["party"] == "government"
    own = analysis.reporting(replace(tables, statements=tables.statements[of_government]))
    told = [_involved(own[own["field"] == "social_partner_involvement"], last)]
    found = analysis.organizations(tables, analysis.OBSERVATIONS)
    if found.empty:
        cells = answers[(answers["year"] == last) & answers["field"].isin(analysis.OBSERVATIONS)]
        return f"{told[0]} They made no observations: {cells_said(cells['answer'])}."
    year = int(found["last"].max())
    latest = (found["last"] == year).tolist()
    pairs = zip(found["organization"][latest], found["party"][latest], strict=True)
    who = [_with_article(name) if name else f"{party}’ organizations" for name, party in pairs]
    lead = f"Observations in {year}" if year == last else f"The last observations, in {year},"
    told.append(f"{lead} came from {listing(who, most=3)}.")
    others = found[~found["organization"].isin(["", *found["organization"][latest]])]
    if len(others):
        told.append(f"{sentence(count(len(others), 'other organization'))} made some earlier.")
    return " ".join(told)


def _with_article(name: str) -> str:
    return f"the {name}" if " " in name and not name.split()[0].endswith(("’s", "'s")) else name


def _involved(answers: pd.DataFrame, last: int) -> str:
    """Whether it says that it involved the organizations in reporting."""
    whether = "employers’ and workers’ organizations were involved in reporting"
    said = answers[answers["answer"].isin(ANSWERED)]
    if said.empty:
        return f"It did not say whether {whether}."
    year, answer = int(said["year"].iloc[-1]), said["answer"].iloc[-1]
    how = {
        "yes": f"it said that {whether}",
        "text": f"it answered in words whether {whether}",
    }.get(answer, f"it answered “{answer}” to whether {whether}")
    return f"In {year} {how}{'' if year == last else f'; in {last} it did not say'}."
