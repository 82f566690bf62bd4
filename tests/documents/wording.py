"""What made-up documents on the older subjects say: organizations, hopes, intentions, sources."""

from __future__ import annotations

from typing import NamedTuple


class Organization(NamedTuple):
    """An organization; `clear` if its name alone says which side it is on."""

    name: str
    short: str
    clear: bool = True

    @property
    def full(self) -> str:
        return f"{self.name} ({self.short})"


EMPLOYERS = (
    Organization("Chamber of Invented Commerce", "CIC"),
    Organization("Federation of Made-up Employers", "FME"),
    Organization("Sample Employers’ Association", "SEA"),
    Organization("Example Business Council", "EBC", clear=False),
)
WORKERS = (
    Organization("Congress of Invented Trade Unions", "CITU"),
    Organization("Made-up Workers’ Confederation", "MWC"),
    Organization("Union of Example Teachers", "UET"),
    Organization("Sample General Front", "SGF", clear=False),
)


def reference(instrument: str, style: int) -> str:
    """A convention's name in an answer, in one of five styles."""
    number = instrument[1:].lstrip("0")
    return (f"C.{number}", f"C.{number}", f"C. {number}", f"C{number}", f"Convention No. {number}")[
        style
    ]


HOPES = (  # of an organization
    "backed the ratification of {one}",
    "asked for {one} and {two} to be ratified",
    "hoped that {one} would be ratified soon",
    "considered that there was no obstacle to the ratification of {two}",
    "called upon the Government to ratify both Conventions",
    "expressed support for the ratification of {one}",
    "was of the view that {one} should be studied first",
    "did not object to the ratification of {two}",
    "urged the Government to speed up the ratification of {one}",
    "reiterated the wish to see {two} ratified",
)
OBSERVED = (
    "observed that the law was little known in {place}",
    "asked for more training in {place}",
    "regretted that no meeting had been held since {past}",
    "stated that visits to workplaces were rare in {place}",
    "welcomed the work of {body}",
    "pointed out that there were no data on {place}",
    "requested ILO technical assistance for its members",
    "emphasized the need for a made-up campaign",
    "recommended that {law} be reviewed",
    "raised concern over the situation in {place}",
    "supported the plan of {past}",
)
CLAUSES = (
    "the law is little known in {place}",
    "there are too few inspectors for {place}",
    "a made-up seminar would help",
    "the matter should be discussed in {body}",
    "the plan of {past} has not been carried out in {place}",
    "{number} workers have been trained",
)
EXPLANATIONS = (
    "Article 20 of the Made-up Constitution guarantees it to all workers.",
    "It is recognized in {law}.",
    "A unit of {body} has dealt with it since {past}.",
    "Visits are made to {number} workplaces in {place}.",
)
NEGATIONS = (
    "No case has come before the Court of Examples.",
    "The made-up bill is still with the Assembly of Examples.",
)
LAWS = (
    "the Wages Act of {past} covers every made-up office and workshop.",
    "a plan for {place} was adopted by {body}.",
    "the bill that amends {law} was laid before the Assembly of Examples.",
    "a national strategy has been in force since {past}.",
    "the rules on imaginary enterprises are being revised with {body}.",
)
FURTHER = (  # what is said of organizations, and marks of other kinds
    "The {employers} and the {workers} were consulted on {law}.",
    "The {workers} took part in a seminar held by {body}.",
    "The campaign «Made-up work for all» was held in {place}.",
    "Seminars were held for the {employers}, as well as for the {workers}, in {place}.",
)
STATUSES = (
    "{country} has ratified neither {one} nor {two}.",
    "{country} has not yet ratified {one} and {two}.",
    "{country} ratified {two} in {past}. However, it has not ratified {one}.",
    "{country} ratified {one} in 1970 and {two} in 1971. However, it denounced {two} in 1985.",
    "{country} ratified {one} in {past} but has not yet ratified {two}.",
)
OTHER_TREATIES = (
    "It ratified the Convention on the Rights of the Child (CRC) in 1992.",
    "It is also a party to CEDAW and to the CRC.",
)
INTENTIONS = (
    "{opening}ratification of {one} and {two} is under evaluation by {body}.",
    "{opening}{one} is in the process of ratification.",
    "{opening}the papers on {one} will be submitted to Parliament for ratification.",
    "The Government intended to ratify {one} and {two}.",
    "The Government would consider the ratification of {one} after the elections.",
    "{opening}ratification of both Conventions was being envisaged.",
    "The Government repeated its support to the ratification of {one}.",
    "{opening}a study of {one} was being made by {body}.",
    "The Government does not intend to ratify {one} at this stage.",
    "{opening}{law} has to be amended before {two} can be ratified.",
)
SOURCES = (
    "Based on information in GB.282/LILS/7",
    "Based on information in GB.282/LILS/7 and GB.283/LILS/6",
    "(Based on information in GB.277/3/2)",
)
NO_INDICATIONS = (
    "There are no indications in the Government’s report",
    "There are no indications in the Government’s report.",
    "There are no indications in the Government’s reports on this matter.",
)
