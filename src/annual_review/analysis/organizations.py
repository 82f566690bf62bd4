"""Which organizations of employers and workers are heard, and where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from annual_review.analysis.grid import frame_of, gathered, joined
from annual_review.analysis.selection import OF_OTHERS, each_year, in_ranges, years_of_reports
from annual_review.baseline.organizations import SPELT_OUT
from annual_review.tables import Tables

OBSERVATIONS = {"employers_observations": "employers", "workers_observations": "workers"}
"""The questions in which organizations speak, and whose row each is."""

_NOBODY = {"government", "employers", "workers", "unknown", "Governing Body", "Expert-Advisers"}
"""Speakers that are no organization of employers or workers, or none that is named."""

_BY = re.compile(
    r"\b(?:[Oo]bservations?|[Cc]omments?)\s+(?:made\s+|submitted\s+)?(?:by|of|from)\s+"
    r"(?P<who>(?:(?:the|both)\s+)*[A-Z].{1,300}?)"
    r"(?=\s*(?:[.:](?:\s|\Z)|\Z|;\s+(?!(?:and|the|both)\b)[a-z]|,?\s+(?:comprised|composed)\b))"
)
_BETWEEN = re.compile(
    r"\s*[,;]\s*(?:and\s+)?(?=(?:the\s+)?[A-Z])"
    r"|\s+(?:and|as\s+well\s+as|together\s+with)\s+(?=the\s+[A-Z])"
    r"|(?<=[A-Z)])\s+(?:and|as\s+well\s+as|together\s+with)\s+(?=[A-Z])"
)
"""What separates two organizations; `Congress of Trade and Industry` is one."""
_BRANCHES = re.compile(
    r"\b(?:of|in|for)\s+[A-Z][a-z]+(?:,\s+[A-Z][a-z]+)+,?\s+and\s+[A-Z][a-z]+\b(?!\s+of\b)"
)
"""Branches in one organization's name: `Chamber of Commerce, Industry and Crafts`."""
_AROUND = re.compile(
    r"\A(?:(?:Involvement|Participation|Consultations?|Copies)\s+(?:of|with|to)\s+)?"
    r"(?:[A-Z]{2,}\s+and\s+)?(?:[Bb]oth\s+)?(?:[Tt]he\s+)?"
    r"|\s+and\s+(?:its|their)\s.*\Z"
)


def organizations(tables: Tables, fields: Iterable[str] = ()) -> pd.DataFrame:
    """Return the organizations of employers and workers that speak in the reports.

    An organization speaks where the document says so: in its row of the observations (as in
    `Observations by the CCA`), or with its name before what it says, in whichever cell. One that
    was only sent a copy of a report does not.

    Parameters
    ----------
    tables : Tables
    fields : iterable of str
        Questions of the form to look at, such as `OBSERVATIONS`; all if empty.

    Returns
    -------
    DataFrame
        One row per country, subject and organization, those that spoke last first.

        ==============  ======  ================================================================
        iso3, subject   string
        organization    string  the name as the document spells it out, with its short form; empty
                                for observations by nobody who is named
        party           string  employers, workers, or unknown
        years           string  as in `2007–2010`
        last            Int64   the last of them
        fields          string  questions of the form, separated by spaces
        statement_ids   string
        ==============  ======  ================================================================

    Examples
    --------
    >>> len(analysis.organizations(ar.load()))  # Azerbaijan's made no observations
    0
    """
    found = spoken(tables)
    chosen = list(fields)
    found = found[found["field"].isin(chosen)] if chosen else found
    said = tables.statements[tables.statements["statement_id"].isin(found["statement_id"])]
    counted_for = gathered(each_year(said, years_of_reports(tables)), "statement_id", "counted_for")
    told = []
    for (iso3, subject, name, party), group in found.groupby(
        ["iso3", "subject", "organization", "party"], sort=False
    ):
        spoke = {year for each in group["statement_id"] for year in counted_for.get(each, ())}
        if spoke:
            told.append(
                {
                    "iso3": iso3,
                    "subject": subject,
                    "organization": name,
                    "party": party,
                    "years": in_ranges(spoke),
                    "last": max(spoke),
                    "fields": joined(group["field"]),
                    "statement_ids": joined(group["statement_id"]),
                }
            )
    told.sort(key=lambda row: (row["iso3"], row["subject"], -row["last"]))
    return frame_of(
        told, "iso3 subject organization party years last fields statement_ids", last="Int64"
    )


def spoken(tables: Tables) -> pd.DataFrame:
    """Every statement of an organization, one row per statement and organization.

    `statement_id`, `iso3`, `subject`, `field`, `organization` (as in `organizations`) and `party`:
    the side that most of the State's statements give a named organization.
    """
    said = tables.statements.drop_duplicates("statement_id")
    said = said[said["answer"].isin(["text", "yes"]) & (said["party"] != "government")]
    said = said[~said["section"].isin(OF_OTHERS)]
    said = said[said["field"].isin(list(OBSERVATIONS)) | ~said["speaker"].isin(_NOBODY)]
    spelt_out = _spelt_out(tables)
    columns = ["statement_id", "iso3", "subject", "field", "party", "speaker", "text"]
    rows = [
        (*of, name, party)
        for *of, party, speaker, text in said[columns].itertuples(index=False, name=None)
        for name in _names(speaker, text, spelt_out.get(of[1], {}))
    ]
    found = frame_of(rows, "statement_id iso3 subject field organization party")
    known = found[(found["organization"] != "") & (found["party"] != "unknown")]
    sides = gathered(known, ["iso3", "organization"], "party")
    keys = zip(found["iso3"], found["organization"], strict=True)
    found["party"] = [
        Counter(sides.get(key, [party])).most_common(1)[0][0]
        for key, party in zip(keys, found["party"], strict=True)
    ]
    return found


def _spelt_out(tables: Tables) -> dict[str, dict[str, str]]:
    """What short forms stand for in each country: `Chamber of Trade (TCT)`."""
    names: dict[str, dict[str, str]] = {}
    texts = tables.statements.loc[tables.statements["text"].str.contains("(", regex=False)]
    texts = texts.drop_duplicates("statement_id")
    for iso3, text in zip(texts["iso3"], texts["text"], strict=True):
        for match in SPELT_OUT.finditer(text):
            names.setdefault(iso3, {}).setdefault(match["short"], _AROUND.sub("", match["name"]))
    return names


def _names(speaker: str, text: str, spelt_out: dict[str, str]) -> list[str]:
    """The organizations that speak in a statement, with their short forms; "" if none is named."""
    named = [speaker] if speaker not in _NOBODY else [m["who"] for m in _BY.finditer(text)]
    found = []
    for part in (part for whole in named for part in _apart(whole)):
        name = _AROUND.sub("", part.strip(" ,;."))
        if name in spelt_out:
            name = f"{spelt_out[name]} ({name})"
        elif not re.search(r"\([^()]+\)\Z", name):
            known = [key for key, full in spelt_out.items() if full == name]
            name = f"{name} ({known[0]})" if known else name
        if name[:1].isupper():
            found.append(name)
    return list(dict.fromkeys(found)) or [""]


def _apart(names: str) -> list[str]:
    """Organizations that are named one after the other."""
    branches = [match.span() for match in _BRANCHES.finditer(names)]
    ends = [0]
    for match in _BETWEEN.finditer(names):
        if not any(start <= match.start() < end for start, end in branches):
            ends += match.span()
    ends.append(len(names))
    return [names[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
