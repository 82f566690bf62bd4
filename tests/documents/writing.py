"""Writing statements for made-up documents: answers, lists, tiers, and a stock of sentences."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tests.documents.truth import MADE_UP, OWN_ROWS, ROW, ROWS, Item, Paragraph, Row, Statement

# ---- writing statements ----------------------------------------------------------------------------


def prefix(years: Sequence[int], style: str = "") -> str:
    """A year prefix without its colon: `2007 AR`, `2016-2017 ARs`; `spaced` and `reversed` ones."""
    if not years:
        return ""
    first, last = years[0], years[-1]
    if len(years) == 1:
        return f"AR {first}" if style == "reversed" else f"{first} AR"
    if list(years) == list(range(first, last + 1)):
        dash = " – " if style == "spaced" else "-"
        return f"{first}{dash}{last} ARs"
    return f"{', '.join(map(str, years[:-1]))} and {last} ARs"


def span(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


def prose(
    field: str,
    years: Sequence[int],
    text: str,
    *more: str | Paragraph,
    style: str = "",
    opening: str = "",
    answer: str = "text",
    speaker: str = "",
    heading: str = "",
    repeats: bool = False,
    items: Sequence[Item] | None = None,
    **printed: Any,
) -> Statement:
    """An answer without a list. `opening` is what stands before the item: `Yes.`, a speaker.

    `printed` are further fields of a Statement: its party, what stands on lines of its own.
    """
    row = ROW[field]
    own = not speaker or speaker == row.speaker
    paragraphs = (
        Paragraph(f"{opening} {text}".strip()),
        *(Paragraph(p) if isinstance(p, str) else p for p in more),
    )
    if items is None:
        said = " ".join([Paragraph(text).plain, *(p.plain for p in paragraphs[1:])])
        is_item = row.items and own and answer in ("text", "yes")
        items = (Item("", said.strip(" .;,")),) if is_item else ()
    return Statement(
        field,
        tuple(years),
        prefix(years, style),
        speaker or row.speaker,
        answer,
        paragraphs,
        tuple(items),
        heading,
        repeats,
        **printed,
    )


def short(field: str, years: Sequence[int], word: str, style: str = "") -> Statement:
    """`Yes.`, `No.`, `NIL`. Of measures and needs, a lone yes is an item: something is done."""
    answer = {"y": "yes", "n": "no"}[word[0].lower()] if word[:3].upper() != "NIL" else "nil"
    items = [Item("", word.strip(" .,"))] if answer == "yes" and ROW[field].items else []
    return prose(field, years, word, style=style, answer=answer, items=items)


def listed(
    field: str,
    years: Sequence[int],
    lead: str,
    entries: Sequence[tuple[str, str]],
    *,
    before: str = "",
    tail: str = "",
    marks: str = "{})",
    style: str = "",
    opening: str = "",
    answer: str = "text",
    last: str = "; and ",
) -> Statement:
    """A list in running text: `lead a) …; b) …; and d) …. tail`."""
    items = [Item("", before.strip(" ."))] if before else []
    items += [Item(letter, text) for letter, text in entries]
    items += [Item("", tail.strip(" ."))] if tail else []
    said = " ".join(part for part in (opening, before, lead, _run(entries, marks, last)) if part)
    said = f"{said}. {tail}".strip()
    row = ROW[field]
    return Statement(
        field,
        tuple(years),
        prefix(years, style),
        row.speaker,
        answer,
        (Paragraph(said),),
        tuple(items) if row.items else (),
    )


def _run(entries: Sequence[tuple[str, str]], marks: str, last: str) -> str:
    printed = [f"{marks.format(letter)} {text}" for letter, text in entries]
    return last.join(["; ".join(printed[:-1]), printed[-1]]) if len(printed) > 1 else printed[0]


def numbered(
    field: str,
    years: Sequence[int],
    lead: str,
    entries: Sequence[tuple[str, str]],
    *,
    marks: str = "{})",
    tail: str = "",
) -> Statement:
    """A list whose marks Word sets, an entry a paragraph; `tail` a paragraph behind it."""
    closings = [";"] * (len(entries) - 2) + ["; and", "."]
    paragraphs = [
        Paragraph(f"{text}{closing}", mark=marks.format(letter))
        for (letter, text), closing in zip(entries, closings, strict=True)
    ]
    items = [Item(letter, Paragraph(text).plain) for letter, text in entries]
    items += [Item("", tail.strip(" ."))] if tail else []
    row = ROW[field]
    return Statement(
        field,
        tuple(years),
        prefix(years),
        row.speaker,
        "text",
        (Paragraph(lead), *paragraphs, *([Paragraph(tail)] if tail else [])),
        tuple(items),
    )


def tiers(
    field: str,
    years: Sequence[int],
    lead: str,
    levels: Sequence[tuple[str, str, Sequence[tuple[str, str]]]],
    last: str = " and ",
) -> Statement:
    """Needs by tier: what the tier is called, its priority, its entries."""
    parts = [f"{called} {_run(entries, '{})', last)}." for called, _, entries in levels]
    items = [Item(le, t, priority) for _, priority, entries in levels for le, t in entries]
    return Statement(
        field,
        tuple(years),
        prefix(years),
        "government",
        "text",
        (Paragraph(f"{lead} {' '.join(parts)}"),),
        tuple(items),
    )


def lettered(texts: Sequence[str], letters: str = "abcdefghijklmnop") -> list[tuple[str, str]]:
    return list(zip(letters, texts, strict=False))


# ---- a stock of sentences --------------------------------------------------------------------------

EMPLOYERS = "Federation of Made-up Employers (FME)"
WORKERS = "Congress of Invented Trade Unions (CITU)"

_SLOTS = {
    "law": (
        "the Labour Code, No. 12 of 1997",
        "the Invented Employment Act",
        "Decree No. 45/2003 on work in made-up places",
        "section 12(b) of the Employment Relations Act",
        "articles 3(1) and 4(2) of the Made-up Constitution",
        "the Act on Imaginary Enterprises, as amended in 2001",
    ),
    "body": (
        "the Ministry of Invented Labour",
        "the Made-up Labour Inspectorate",
        "the National Council of Examples",
        "the Tripartite Committee for Samples",
        "the Imaginary Commission on Human Rights",
    ),
    "place": (
        "the northern province",
        "two free zones",
        "the capital",
        "all districts",
        "the ports",
    ),
    "number": ("12", "27", "140", "1,250", "3,400"),
    "past": ("1996", "1999", "2001", "1987", "1994"),
}

_SENTENCES: dict[str, tuple[str, ...]] = {
    "reporting": (
        "Copies of the report were sent to the {employers} and the {workers}.",
        "Both organizations were consulted in the course of a made-up meeting in {place}.",
        "The report was prepared by {body} since the start of the Annual Reviews (ARs) in 2000.",
        "No comments were received before the report was sent to the Office.",
        "Consultations took place within the Tripartite Committee for Samples, established in {past}.",
    ),
    "observations": (
        "The made-up organization observed that consultations had improved in {place}.",
        "It considered that {law} should be reviewed in the light of the principle and right.",
        "It referred to its comments of {past}, which remain valid.",
        "It asked the Government to share the figures collected by {body}.",
        "Cooperation with {body} was described as good, though slow.",
    ),
    "status": (
        "None of the instruments has been ratified.",
        "The instruments have not yet been ratified; a made-up file is before Parliament.",
        "The first instrument was ratified in {past}, while the second one remains unratified.",
    ),
    "intention": (
        "Ratification is under consideration by {body}.",
        "The Government intends to ratify the instruments once {law} has been revised.",
        "There is no obstacle to ratification, and tripartite discussions will be held in {place}.",
        "A study of national law against the instruments was submitted to {body} in {past}.",
    ),
    "law": (
        "The principle and right is recognized in {law}.",
        "{law_} prohibits the practice in {place}, with fines of up to {number} made-up pounds.",
        "A bill that would amend {law} was put before Parliament, and {body} has commented on it.",
        "The policy adopted in {past} covers workers in domestic service, agriculture and fishing.",
        "Regulations under {law} were issued by {body}; they apply to public and private employers.",
        "The term is used in {law} in its ordinary sense, and “worker” means “any person who works. "
        "No exception is made.”",
        "The Supreme Court of Examples held in {past} that {law} applies to all workers.",
        "The Constitution, basic legal provisions and regulations are silent on it.",
        "Ratification of the instruments would have to be preceded by a change of {law}.",
    ),
    "practice": (
        "{body_} registered {number} enterprise agreements in {place}.",
        "Visits were made to {number} workplaces, and warnings were given in {place}.",
        "Awareness-raising campaigns for law-enforcement officers were carried out by {body}.",
        "A survey of {past} found that young workers and migrants in {place} need particular attention.",
        "{body_} publishes its figures every year, broken down by sex and by sector.",
        "The {employers} and the {workers} take part in the work of {body}.",
        "Training was given to labour inspectors, judges and teachers in {place}.",
        "A help-line has been open since {past}, and it received {number} calls in the first year.",
        "With ILO support, a project was launched in {place} under the guidance of {body}.",
        # words of labels, years and reports, as prose has them
        "Promotional activities were carried out in {place} by {body}.",
        "Special initiatives include a help-line and the work of the {workers}.",
        "At international level, a delegation took part in a made-up conference.",
        "As said in the 2003 AR, judicial decisions are collected by {body} (see 1999-2001 ARs).",
        "Employers’ organizations and workers’ organizations were invited, at the request of {body}.",
    ),
    "challenges": (
        "The lack of resources of {body} was mentioned as the main difficulty.",
        "Economic conditions in {place} and a low level of awareness make progress slow.",
        "There is little information on small enterprises and the informal economy in {place}.",
        "Differences between {law} and practice remain, in particular in {place}.",
        "Reporting and data collection and dissemination are difficult, according to {body}.",
    ),
    "needs": (
        "The Government would welcome ILO assistance in revising {law}.",
        "Assistance is requested for {body}, in cooperation with the {employers} and the {workers}.",
        "A follow-up to the project of {past} is needed in {place}.",
        "The offer of the Office was welcomed by {body}, and a further request will be made.",
    ),
    "advice": (
        "The Made-up Experts listed the country among those in which progress had been made.",
        "They encouraged the Government to complete the reform of {law} with the help of the Office.",
        "They noted with interest the activities of {body} in {place}.",
        "They called for a more active dialogue between the Government and the social partners.",
    ),
}

_ENTRIES = {
    "measures": (
        "information and education on the principle and right in {place}",
        "strengthening of labour inspection, with {number} new inspectors",
        "training of judges; prosecutors, and police officers in {place}",
        "amendment of {law}",
        "a decree of {past}, No. 152, which states that “work is free. No one may be forced to it.”",
        "collection of data by {body}",
        "legal aid and counselling for workers in {place}",
        "awareness-raising and mobilization activities",
        "programmes for rural women and for young workers",
        "consultations with the {employers} and the {workers}",
        "review of the lists of hazardous work under {law}",
        "a long-term plan for the made-up sectors (fishing; forestry) of {place}",
    ),
    "needs": (
        "awareness-raising and mobilization activities",
        "collection and analysis of data and information",
        "capacity building for the competent authorities, such as {body}",
        "vocational training, job-creation and income-generation programmes",
        "legal reform, beginning with {law}",
        "strengthening of the {employers} and the {workers}",
        "exchange of experiences between countries or regions; international cooperation",
        "training of labour inspectors in {place}",
    ),
}
_LEADS = {
    "measures": (
        "The measures taken or envisaged include:",
        "The following measures have been taken in {place}:",
        "According to the made-up plan of {past}, the measures are:",
    ),
    "needs": (
        "The Government indicated the need for technical cooperation with the ILO in the following "
        "areas:",
        "Technical cooperation is requested for the following:",
    ),
}

_TOPICS = {
    "reporting_obligations": "reporting",
    "social_partner_involvement": "reporting",
    "employers_observations": "observations",
    "workers_observations": "observations",
    "ratification_status": "status",
    "ratification_intention": "intention",
    "policy_or_plan": "law",
    "constitution": "law",
    "policy_legislation": "law",
    "basic_legal_provisions": "law",
    "definition": "law",
    "judicial_decisions": "law",
    "challenges_employers": "challenges",
    "challenges_workers": "challenges",
    "challenges_government": "challenges",
    "request": "needs",
    "offer": "needs",
    "expert_advisers": "advice",
    "governing_body": "advice",
}


def say(rng: random.Random, template: str, **further: str) -> str:
    """A sentence with its slots filled, differently each time; `further` are slots of its own."""
    chosen = {slot: rng.choice(values) for slot, values in _SLOTS.items()}
    chosen["employers"], chosen["workers"] = EMPLOYERS, WORKERS
    for slot in ("law", "body"):
        chosen[f"{slot}_"] = chosen[slot][0].upper() + chosen[slot][1:]
    return template.format(**chosen, **further)


def _sentences(rng: random.Random, field: str, number: int) -> str:
    stock = _SENTENCES[_TOPICS.get(field, "practice")]
    return " ".join(say(rng, s) for s in rng.sample(stock, min(number, len(stock))))


def spoken(rng: random.Random, row: Row, years: Sequence[int], longest: int = 4) -> Statement:
    """A statement from the stock: a list now and then where the row has items, else prose."""
    style = rng.choice(("", "", "", "spaced", "reversed"))
    if row.items and rng.random() < 0.4:
        entries = [say(rng, e) for e in rng.sample(_ENTRIES[row.items], rng.randint(2, 5))]
        lead = say(rng, rng.choice(_LEADS[row.items]))
        tail = _sentences(rng, row.field, 1) if rng.random() < 0.2 else ""
        marks = lettered(entries)
        if rng.random() < 0.2:
            marks = list(zip(("i", "ii", "iii", "iv", "v"), entries, strict=False))
            return listed(row.field, years, lead, marks, tail=tail, marks="({})", style=style)
        if len(marks) > 2 and rng.random() < 0.3:  # the questionnaire's own letters skip
            marks = lettered(entries, "abdefhijk")
        return listed(row.field, years, lead, marks, tail=tail, style=style)
    first = _sentences(rng, row.field, rng.randint(1, longest))
    more = [_sentences(rng, row.field, 1)] if rng.random() < 0.12 and years else []
    if rng.random() < 0.05 and row.speaker == "government":
        opening = "According to the Government:"
        return prose(row.field, years, first, *more, style=style, opening=opening)
    if rng.random() < 0.12 and _TOPICS.get(row.field) not in ("status", "intention"):
        return prose(row.field, years, first, *more, style=style, opening="Yes.", answer="yes")
    return prose(row.field, years, first, *more, style=style)


def fill(
    rng: random.Random, form: str, first: int, last: int, given: Sequence[str], longest: int = 4
) -> Iterator[Statement]:
    """Statements for the rows that are not `given`: blank, short, or of several years."""
    for row in ROWS[form]:
        if row.field in given or row.field in OWN_ROWS:
            continue
        roll = rng.random()
        if roll < 0.12:
            continue
        if roll < 0.22:
            word = rng.choice(("NIL", "NIL.", "No.", "NO.", "Yes.", "YES."))
            yield short(row.field, rng.choice(((), (last,), span(first, last))), word)
            continue
        if roll < 0.3:
            yield spoken(rng, row, (), longest)
            continue
        until = last
        while until >= first:
            since = max(first, until - rng.choice((0, 0, 1, 2, 4)))
            yield spoken(rng, row, span(since, until), longest)
            until = since - 1 - rng.choice((0, 0, 1, 3))


def made_up(years: Sequence[int] = ()) -> Statement:
    """The first answer of every document says what the document is."""
    return prose("reporting_obligations", years, MADE_UP, opening="Yes.", answer="yes")


def continued(statement: Statement, entry: Statement) -> Statement:
    """A statement below an entry, whose years it has."""
    return replace(
        statement, years=entry.years, years_as_printed=entry.years_as_printed, repeats_years=True
    )
