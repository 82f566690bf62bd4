"""Documents drawn at random, as untidy as real baselines are and as often.

A baseline on the Protocol is tidy, as the one at hand is. One on an older subject has what 38 real
ones have, unless it is to be tidy: a page's title above the document's own, organizations that speak in the Government's
cells, headings inside cells, bare answers above explanations, and so on. The numbers beside
`chance` are their frequencies; `tests.documents.truth` says how each is to be read.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from hypothesis import strategies as st

from tests.documents.cast import SUBJECTS, Cast, capitalized, chance, on, says, title
from tests.documents.truth import (
    MADE_UP,
    OWN_ROWS,
    ROWS,
    Item,
    Paragraph,
    Row,
    Statement,
    Style,
    Truth,
    complete,
)
from tests.documents.wording import (
    CLAUSES,
    EXPLANATIONS,
    FURTHER,
    INTENTIONS,
    LAWS,
    NEGATIONS,
    NO_INDICATIONS,
    OBSERVED,
    OTHER_TREATIES,
    SOURCES,
    STATUSES,
)
from tests.documents.writing import continued, fill, listed, made_up, prose, say, short, spoken

COUNTRIES = (
    ("ALBANIA", "ALB"),
    ("IRAN, ISLAMIC REPUBLIC OF", "IRN"),
    ("CÔTE D’IVOIRE", "CIV"),
    ("NEW ZEALAND", "NZL"),
    ("VIET NAM", "VNM"),
    ("KIRIBATI", "KIR"),
    ("TONGA", "TON"),
    ("GABON", "GAB"),
    ("EL SALVADOR", "SLV"),
    ("LEBANON", "LBN"),
    ("ERITREA", "ERI"),
    ("JAMAICA", "JAM"),
)
DEFINITIONS = {
    "FACB": "Definition of freedom of association",
    "FL": "Definition of forced or compulsory labour",
    "CL": "Definition of child labour",
    "DISC": "Definition of discrimination",
}
PROVISIONS = (
    "basic legal provisions",
    "main legal provisions",
    "legal provisions",
    "basic provisions",
    "main provisions",
    "provisions",
)


def drawn(seed: int, *, tidy: bool = False) -> Truth:
    """Draw a document; the same seed gives the same document. `tidy` ones are so on any subject."""
    rng = random.Random(seed)  # noqa: S311
    country, iso3 = rng.choice(COUNTRIES)
    subject = rng.choice(("P029", *SUBJECTS))
    characters = tuple(rng.randint(*ends) for ends in ((10, 26), (14, 28), (14, 28), (40, 96)))
    style = Style(characters=characters, doubled=chance(rng, 0.2))
    if tidy or subject == "P029":
        return _tidy(rng, country, iso3, subject, style)
    style = replace(style, site=chance(rng, 0.35))
    first = rng.choice((2000, 2000, 2000, rng.randint(2000, 2012)))
    last = 2008 if first == 2000 and chance(rng, 0.7) else first + rng.randint(1, 8)
    cast = Cast(rng, subject, capitalized(country), first, last, named=chance(rng, 0.6))
    labels = {} if chance(rng, 37 / 38) else {"reporting": "SOUMISSION DES RAPPORTS"}
    labels["definition"] = DEFINITIONS[subject]
    labels["recognition"] = (
        f"Recognition of the principle and right (prospect(s), means of action, "
        f"{rng.choice(PROVISIONS)})"
    )
    absent = ["definition"] if chance(rng, 0.15) else []
    own = subject == "CL" and chance(rng, 0.5)
    absent += ["exercise_national", "exercise_international"] if own else []
    statements = complete("principle", untidy(cast, (), absent, own_rows=own), absent)
    return Truth(
        "made-up-at-random",
        "principle",
        subject,
        country,
        iso3,
        first,
        last,
        title(rng, country, subject, first, last),
        statements,
        labels,
        style,
    )


def truths(*, tidy: bool = False) -> st.SearchStrategy[Truth]:
    """Any document that can be drawn."""
    return st.integers(0, 2**32 - 1).map(lambda seed: drawn(seed, tidy=tidy))


def _tidy(rng: random.Random, country: str, iso3: str, subject: str, style: Style) -> Truth:
    form = "p029" if subject == "P029" else "principle"
    name = SUBJECTS.get(subject, "Protocol of 2014 (P029) to the Forced Labour Convention")
    first = rng.randint(2017, 2022) if form == "p029" else rng.randint(2000, 2012)
    last = first + rng.randint(1, 8 if form == "principle" else 2)
    heading = "COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW"
    lines = rng.choice(
        (
            (f"{country} ({first}-{last})",),
            (heading, f"{country} ({first}-{last})"),
            (f"{heading} ({first}-{last}): {country}",),
        )
    )
    said = [made_up(), *fill(rng, form, first, last, ["reporting_obligations"], 3)]
    return Truth(
        "made-up-at-random",
        form,
        subject,
        country,
        iso3,
        first,
        last,
        (*lines, name),
        complete(form, said),
        {"definition": DEFINITIONS[subject]} if subject in DEFINITIONS else {},
        replace(style, doubled=chance(rng, 0.5)),
    )


# ---- cells -----------------------------------------------------------------------------------------


def untidy(
    cast: Cast, given: Sequence[Statement], absent: Sequence[str], *, own_rows: bool = False
) -> list[Statement]:
    """What is `given`, and an answer drawn for every other row."""
    fields = {statement.field for statement in given}
    said = list(given)
    for row in ROWS["principle"]:
        if row.field in fields or row.field in absent:
            continue
        if row.field not in OWN_ROWS or own_rows:
            said += _loosened(cast, row, _CELLS.get(row.field, _ordinary)(cast, row))
    return said


def _reporting(cast: Cast, row: Row) -> list[Statement]:
    rng, name, since = cast.rng, row.field, cast.rng.randint(2001, 2005)
    roll = rng.random()
    said: list[Statement]
    if roll < 0.5:
        opening = f"YES, since the {since} Annual Review (AR)."
        said = [prose(name, (), MADE_UP, opening=opening, answer="yes")]
    elif roll < 0.6:
        but = f"YES, but no report was received for the {since} Annual Review."
        said = [prose(name, (), MADE_UP, opening=but, answer="yes")]
    elif roll < 0.7:
        said = [prose(name, (), "YES", MADE_UP, answer="yes")]
    elif roll < 0.8:
        opening = "YES, According to the Government:"
        said = [prose(name, (), MADE_UP, opening=opening, answer="yes", speaker="government")]
    else:
        said = [short(name, (), "YES"), prose(name, (cast.last,), MADE_UP)]
    if chance(rng, 12 / 38):
        words = rng.choice(("No change report", "No change reports", "“No change” report"))
        said += [prose(name, years, words, items=()) for years in cast.years(2)]
    return said


def _involvement(cast: Cast, row: Row) -> list[Statement]:
    rng, name, roll = cast.rng, row.field, cast.rng.random()
    everybody = [o.full for o in (*cast.employers, *cast.workers)]
    sent = f"the report was sent to the {' and the '.join(everybody)}."
    if roll < 0.3:
        opening = rng.choice(
            ("YES, According to the Government:", "YES, according to the Government:")
        )
        return [prose(name, (), sent, opening=opening, answer="yes", speaker="government")]
    if roll < 0.4:
        return [prose(name, (), "YES", f"T{sent[1:]}", answer="yes")]
    if roll < 0.55:
        lines = [f"the {full};" for full in everybody[:-1]] + [f"the {everybody[-1]}."]
        opening = "YES, according to the Government: copies were sent to:"
        return [prose(name, (), opening, *lines, answer="yes", speaker="government")]
    if roll < 0.7:
        return [short(name, (), "NIL")]
    return [spoken(rng, row, years, 2) for years in cast.years(2)]


def _observations(cast: Cast, row: Row) -> list[Statement]:
    rng, name = cast.rng, row.field
    side = cast.employers if row.speaker == "employers" else cast.workers
    if not cast.named:
        if chance(rng, 0.2):
            return []
        return [_source(cast, row) if chance(rng, 0.08) else short(name, (), "NIL")]
    by = [f"Observations by the {o.full}" for o in side]
    newest, *older = cast.years(3)
    under = newest if chance(rng, 0.8) else ()
    if len(by) > 1 and chance(rng, 0.5):
        said = [prose(name, under, f"{by[0]};", f"the {side[1].full}.")]
    elif len(by) > 1:
        said = [prose(name, under, f"{by[0]};")]
        said.append(continued(prose(name, (), f"{by[1]}."), said[0]))
    elif chance(rng, 0.5):
        said = [prose(name, under, f"{by[0]}.")]
    else:
        said = [prose(name, under, f"The {side[0].full} {on(cast, rng.choice(OBSERVED))}.")]
    for years in older if under else ():
        if chance(rng, 0.3):
            text = f"{side[0].short} comment: {say(rng, rng.choice(CLAUSES))}."
            said.append(prose(name, years, text, speaker=side[0].short))
        else:
            said.append(spoken(rng, row, years, 2))
    return said


def _status(cast: Cast, row: Row) -> list[Statement]:
    text = on(cast, cast.rng.choice(STATUSES))
    if chance(cast.rng, 0.2):
        text += f" {on(cast, cast.rng.choice(OTHER_TREATIES))}"
    return [prose(row.field, (), text)]


def _intention(cast: Cast, row: Row) -> list[Statement]:
    rng, name, roll = cast.rng, row.field, cast.rng.random()
    said: list[Statement] = []
    if roll < 0.15:
        return [short(name, (), rng.choice(("NIL", "YES")))]
    if roll < 0.4:
        yes = rng.choice(
            ("YES, since {year}, for both {one} and {two}.", "YES since {year}, for {one}.")
        )
        said.append(prose(name, (), on(cast, yes, year=str(cast.first)), answer="yes"))
    elif roll < 0.5:
        said.append(short(name, (), rng.choice(("NIL", "YES"))))
    for years in cast.years(4):
        opening = rng.choice(("According to the Government: ", "The Government indicated that "))
        text = on(cast, rng.choice(INTENTIONS), opening=opening)
        said.append(prose(name, years, text, speaker="government"))
    return said


def _constitution(cast: Cast, row: Row) -> list[Statement]:
    if chance(cast.rng, 0.4):
        return [_explained(cast, row, ())]
    return _ordinary(cast, row)


def _policy(cast: Cast, row: Row) -> list[Statement]:
    """Every one of the real ones has headings."""
    rng = cast.rng
    if chance(rng, 0.15):
        return [short(row.field, (), "NIL")]
    said: list[Statement] = []
    colon = chance(rng, 0.6)
    for heading in rng.choice(
        (("Policy", "Legislation"), ("Legislation",), ("Policy", "Legislation", "Regulations"))
    ):
        printed = f"{heading}:" if colon else heading
        apart = not colon or chance(rng, 0.3)
        first = True
        for years in cast.years(2) if chance(rng, 0.6) else [()]:
            text = say(rng, rng.choice(LAWS))
            speaks = bool(years) and chance(rng, 0.4)
            opening = "According to the Government:" if speaks else ""
            if not speaks and (years or apart):
                text = text[0].upper() + text[1:]
            statement = prose(row.field, years, text, opening=opening, speaker="government")
            if first:
                statement = replace(statement, heading=printed, heading_apart=apart)
            said.append(statement)
            first = False
    return said


def _source(cast: Cast, row: Row) -> Statement:
    return prose(row.field, (), cast.rng.choice(SOURCES), items=())


def _ordinary(cast: Cast, row: Row) -> list[Statement]:
    rng, name, roll = cast.rng, row.field, cast.rng.random()
    if roll < 0.1:
        return []
    if roll < 0.35:
        return [short(name, (), rng.choice(("NIL", "NIL", "NIL", "NIL.", "No.", "YES")))]
    if roll < 0.37 and row.speaker == "government":
        return [prose(name, (), rng.choice(NO_INDICATIONS), items=())]
    if roll < 0.376:
        return [_source(cast, row)]
    if roll < 0.42:
        entries = list(zip("123", (say(rng, c) for c in rng.sample(CLAUSES, 2)), strict=False))
        lead = rng.choice(("It was said that", "The following was said:"))
        return [listed(name, cast.years(1)[0], lead, entries, marks="({})")]
    if roll < 0.48 and row.speaker == "government":
        return [_explained(cast, row, rng.choice(((), cast.years(1)[0])))]
    if roll < 0.56:
        return [spoken(rng, row, (), 2)]
    said = [spoken(rng, row, years, 2) for years in cast.years()]
    if chance(rng, 0.1):
        said.append(prose(name, (cast.first,), say(rng, rng.choice(FURTHER))))
    return said


def _explained(cast: Cast, row: Row, years: Sequence[int]) -> Statement:
    """A yes or no with its explanation, in the same sentence or in a paragraph below it."""
    rng = cast.rng
    if chance(rng, 0.25):
        text = f"but {say(rng, rng.choice(CLAUSES))}"
        items = [Item("", text)] if row.items else []
        return prose(row.field, years, f"{text}.", opening="YES,", answer="yes", items=items)
    if chance(rng, 0.2):
        return prose(row.field, years, "NO", rng.choice(NEGATIONS), answer="no", items=())
    text = say(rng, rng.choice(EXPLANATIONS))
    items = [Item("", text.strip("."))] if row.items else []
    return prose(row.field, years, "YES", text, answer="yes", items=items)


_CELLS = {
    "reporting_obligations": _reporting,
    "social_partner_involvement": _involvement,
    "employers_observations": _observations,
    "workers_observations": _observations,
    "ratification_status": _status,
    "ratification_intention": _intention,
    "constitution": _constitution,
    "policy_legislation": _policy,
}


# ---- what happens to any cell ----------------------------------------------------------------------


def _loosened(cast: Cast, row: Row, said: list[Statement]) -> list[Statement]:
    """A cell with years on lines of their own, organizations among the Government's words, …"""
    rng, loose = cast.rng, []
    if said and said[0].years and not said[0].heading and chance(rng, 0.08):
        loose.append(short(row.field, (), rng.choice(("NIL", "YES"))))
    for statement in said:
        if statement.years and not statement.heading and chance(rng, 0.015):
            statement = replace(statement, years_apart=True)
        loose.append(statement)
        sentence = statement.text.endswith(".") or statement.text in ("YES", "NIL")
        if row.field not in cast.loud or not sentence or chance(rng, 0.4):
            continue
        if statement.years and chance(rng, 0.3) and statement.years[0] > cast.first:
            loose.append(says(cast, row.field, (statement.years[0] - 1,), repeats=False))
            continue
        listed_here = any(item.letter for item in statement.items)
        joins = not listed_here and statement.text.endswith(".") and chance(rng, 0.3)
        loose.append(continued(says(cast, row.field, (), repeats=True, joins=joins), statement))
        if chance(rng, 0.2):
            clause = say(rng, rng.choice(CLAUSES))
            opening = rng.choice(("According to the Government: ", "The Government added that "))
            again = prose(row.field, (), f"{opening}{clause}.", speaker="government", repeats=True)
            items = (
                [Item("", clause if ":" in opening else f"{opening}{clause}")] if row.items else []
            )
            loose.append(continued(replace(again, items=tuple(items)), statement))
    return [
        _without_stop(s) if chance(rng, 0.25) and _may_end(s, after) else s
        for s, after in zip_longest(loose, loose[1:])
    ]


def _may_end(statement: Statement, after: Statement | None) -> bool:
    """Whether a full stop can be missing: something that can be seen begins after it."""
    last = statement.paragraphs[-1]
    plain = last.text.endswith(".") and not last.mark and MADE_UP not in last.text
    return plain and (after is None or bool(after.years and not after.repeats_years))


def _without_stop(statement: Statement) -> Statement:
    *rest, last = statement.paragraphs
    return replace(statement, paragraphs=(*rest, Paragraph(last.text.removesuffix("."))))
