"""What holds for a whole drawn document: title, years, organizations and where they speak."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.documents.truth import INSTRUMENTS, ROWS, Statement
from tests.documents.wording import (
    CLAUSES,
    EMPLOYERS,
    HOPES,
    OBSERVED,
    WORKERS,
    Organization,
    reference,
)
from tests.documents.writing import prose, say

SUBJECTS = {
    "FACB": "Freedom of association and the effective recognition of the right to collective "
    "bargaining (FACB)",
    "FL": "Elimination of all forms of forced or compulsory labour (FL)",
    "CL": "Effective abolition of child labour (CL)",
    "DISC": "Elimination of discrimination in respect of employment and occupation (DISC)",
}
NOTE = "Country baselines rest on the made-up reports received by the Made-up Office."


def chance(rng: random.Random, share: float) -> bool:
    return rng.random() < share


def title(rng: random.Random, country: str, subject: str, first: int, last: int) -> tuple[str, ...]:
    """The page's title, then the document's own, which is the one to trust."""
    note = f"{{^{NOTE}^}}" if chance(rng, 36 / 38) else ""
    plural = rng.choice(("BASELINE", "BASELINES"))
    own = f"COUNTRY {plural} UNDER THE ILO DECLARATION ANNUAL REVIEW ({first}-{last}){note}: {country}"
    if chance(rng, 2 / 38):  # no page around it
        return own, SUBJECTS[subject].upper()
    named = capitalized(country)
    if chance(rng, 5 / 34):
        named = misspelt(rng, named)
    until = last - 1 if chance(rng, 1 / 34) and last - 1 > first else last
    page = f"{named} - Country baselines under the ILO Declaration Annual Review ({first}-{until})"
    return f"{page}: {SUBJECTS[subject]}", own


def misspelt(rng: random.Random, name: str) -> str:
    """A letter doubled, dropped or exchanged with the next one, never the first."""
    at = rng.choice([n for n in range(1, len(name) - 1) if name[n : n + 2].isalpha()])
    a, b = name[at : at + 2]
    wrong = rng.choice((a + a + b, b, b + a if a != b else a + a + b))
    return name[:at] + wrong + name[at + 2 :]


def capitalized(country: str) -> str:
    small = {"of", "d"}
    words = country.lower().replace("’", "’ ").split(" ")
    return " ".join(w if w.strip("’") in small else w.capitalize() for w in words).replace(
        "’ ", "’"
    )


# ---- who speaks ------------------------------------------------------------------------------------


@dataclass
class Cast:
    """What holds for a whole document: its years, its organizations, where they speak.

    `named` organizations stand in full in the rows of the observations, the others nowhere before
    they speak, so that only their names say which side they are on.
    """

    rng: random.Random
    subject: str
    country: str
    first: int
    last: int
    named: bool
    employers: list[Organization] = field(init=False)
    workers: list[Organization] = field(init=False)
    loud: list[str] = field(init=False)

    def __post_init__(self) -> None:
        known = [[o for o in side if self.named or o.clear] for side in (EMPLOYERS, WORKERS)]
        self.employers, self.workers = (
            self.rng.sample(side, self.rng.randint(1, 2)) for side in known
        )
        may = [row.field for row in ROWS["principle"] if row.speaker == "government"]
        may = [name for name in may if name not in ("reporting_obligations", "ratification_status")]
        speaking = chance(self.rng, 17 / 38)
        self.loud = ["ratification_intention", *self.rng.sample(may, 4)] if speaking else []
        self.introduced: set[str] = set()

    def name(self, organization: Organization) -> str:
        """The organization's name as a sentence has it: never a short form that nothing explains."""
        if self.named or organization.short in self.introduced:
            return self.rng.choice((organization.short, organization.full, organization.name))
        self.introduced.add(organization.short)
        return organization.full

    def who(self) -> tuple[str, str, str]:
        """A subject of a sentence, without its article; the speaker that it is; the party."""
        roll = self.rng.random()
        side = self.rng.choice((self.employers, self.workers))
        party = "employers" if side is self.employers else "workers"
        if roll < 0.55 or (roll < 0.75 and len(side) < 2):
            who = self.name(self.rng.choice(side))
            return who, who, party
        if roll < 0.9:
            pair = side if roll < 0.75 else [self.employers[0], self.workers[0]]
            article = self.rng.choice(("the ", "the ", ""))
            who = f"{self.name(pair[0])} and {article}{self.name(pair[1])}"
            return who, who, party if pair is side else "unknown"
        if roll < 0.97:
            return f"{party}’ organizations", party, party
        return "social partners", "social partners", "unknown"

    def years(self, most: int = 3) -> list[tuple[int, ...]]:
        """The years of a cell's entries, newest first, now and then not."""
        rng, found, until = self.rng, [], self.last - self.rng.choice((0, 0, 1, 2))
        while until >= self.first and len(found) < most:
            since = max(self.first, until - rng.choice((0, 0, 0, 1, 2)))
            several = tuple(range(since, until + 1))
            if len(several) == 3 and chance(rng, 0.5):
                several = (since, until)  # `2001 and 2003 ARs`
            found.append(several)
            until = since - 1 - rng.choice((0, 0, 1, 3))
        if len(found) > 1 and chance(rng, 0.12):
            found[0], found[1] = found[1], found[0]
        return found or [(self.last,)]


def says(
    cast: Cast, row: str, years: Sequence[int], *, repeats: bool, joins: bool = False
) -> Statement:
    """An organization speaks in a cell, under its own years or those of the entry above."""
    rng = cast.rng
    who, speaker, party = cast.who()
    clause = say(rng, rng.choice(CLAUSES))
    roll = rng.random()
    if speaker != who or roll < 0.6:
        about = HOPES if row == "ratification_intention" else OBSERVED
        text = f"The {who} {on(cast, rng.choice(about))}."
    elif roll < 0.7 and " and " not in who:
        text = f"{who} comment: {clause}."
    elif roll < 0.8:
        text = f"Observations by the {who}: {clause}."
    elif roll < 0.9:
        text = f"According to the {who}: {clause}."
    elif roll < 0.96:
        text = f"According to the {who}, {clause}."
    else:
        text = f"Observations by the {who}."
    kwargs = {"party": party, "joins": joins}
    return prose(row, years, text, speaker=speaker, repeats=repeats, items=(), **kwargs)


def on(cast: Cast, template: str, **further: str) -> str:
    """A wording with the subject's instruments, as this sentence names them."""
    style = cast.rng.randrange(5)
    one, two = (reference(i, style) for i in INSTRUMENTS[cast.subject])
    if cast.rng.random() < 0.3:
        one, two = two, one
    return say(cast.rng, template, one=one, two=two, country=cast.country, **further)
