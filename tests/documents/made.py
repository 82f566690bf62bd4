"""The made-up documents: eight truths with the quirks of real ones, and `truths` without end.

Countries are real, because names of countries must be known; everything said of them is made up.
What a document is to show is written out; the rest of its rows is filled from a stock of
sentences, the same ones every time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from hypothesis import strategies as st

from tests.documents.truth import (
    MADE_UP,
    ROWS,
    Item,
    Paragraph,
    Row,
    Statement,
    Style,
    Truth,
    complete,
)

_ROWS = {row.field: row for rows in ROWS.values() for row in rows}


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
) -> Statement:
    """An answer without a list. `opening` is what stands before the item: `Yes.`, a speaker."""
    row = _ROWS[field]
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
    )


def short(field: str, years: Sequence[int], word: str, style: str = "") -> Statement:
    """`Yes.`, `No.`, `NIL`. Of measures and needs, a lone yes is an item: something is done."""
    answer = {"y": "yes", "n": "no"}[word[0].lower()] if word[:3].upper() != "NIL" else "nil"
    items = [Item("", word.strip(" .,"))] if answer == "yes" and _ROWS[field].items else []
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
    row = _ROWS[field]
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
    row = _ROWS[field]
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
        "At international level, {body} took part in a made-up conference.",
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


def _say(rng: random.Random, template: str) -> str:
    """A sentence with its slots filled, differently each time."""
    chosen = {slot: rng.choice(values) for slot, values in _SLOTS.items()}
    chosen["employers"], chosen["workers"] = EMPLOYERS, WORKERS
    for slot in ("law", "body"):
        chosen[f"{slot}_"] = chosen[slot][0].upper() + chosen[slot][1:]
    return template.format(**chosen)


def _sentences(rng: random.Random, field: str, number: int) -> str:
    stock = _SENTENCES[_TOPICS.get(field, "practice")]
    return " ".join(_say(rng, s) for s in rng.sample(stock, min(number, len(stock))))


def spoken(rng: random.Random, row: Row, years: Sequence[int], longest: int = 4) -> Statement:
    """A statement from the stock: a list now and then where the row has items, else prose."""
    style = rng.choice(("", "", "", "spaced", "reversed"))
    if row.items and rng.random() < 0.4:
        entries = [_say(rng, e) for e in rng.sample(_ENTRIES[row.items], rng.randint(2, 5))]
        lead = _say(rng, rng.choice(_LEADS[row.items]))
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
        if row.field in given:
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


# ---- the documents ---------------------------------------------------------------------------------


def documents() -> tuple[Truth, ...]:
    """Return every made-up document."""
    return (
        _albania(),
        _iran(),
        _new_zealand(),
        _fiji(),
        _kenya(),
        _chile(),
        _ivory_coast(),
        _laos(),
    )


def _first(years: Sequence[int] = ()) -> Statement:
    """The first answer of every document says what the document is."""
    return prose("reporting_obligations", years, MADE_UP, opening="Yes.", answer="yes")


def _made(
    name: str,
    form: str,
    subject: str,
    country: str,
    iso3: str,
    years: tuple[int, int],
    title: tuple[str, ...],
    said: Sequence[Statement],
    style: Style,
    labels: dict[str, str] | None = None,
    absent: Sequence[str] = (),
    longest: int = 4,
) -> Truth:
    rng = random.Random(name)  # noqa: S311 - the same document every time is what is wanted
    given = [s.field for s in said]
    filled = fill(rng, form, *years, [*given, *absent], longest)
    statements = complete(form, [*said, *filled], absent)
    return Truth(
        f"made-up-{name}",
        form,
        subject,
        country,
        iso3,
        *years,
        title,
        statements,
        labels or {},
        style,
    )


def _albania() -> Truth:
    """Like the document at hand: a Protocol baseline of five years, undoubled labels, tiers."""
    first = span(2017, 2021)
    said = [
        _first(),
        short("employers_observations", (), "No."),
        prose("ratification_status", (), "Albania has not yet ratified the made-up instrument."),
        prose(
            "ratification_intention",
            first,
            "There are no impediments to the ratification of the instrument and it is likely to be "
            "ratified.",
        ),
        prose(
            "policy_or_plan",
            (2020, 2021),
            "There is a national policy, in force since 2004, whose article 35 states that “no one may "
            "be made to act in an example”, and “contracts are freely concluded. No one can be "
            "obliged to conclude one.”",
            style="spaced",
        ),
        prose("policy_or_plan", span(2017, 2019), "A plan of action was being drawn up."),
        listed(
            "prevention",
            (2021,),
            "The measures taken or envisaged include:",
            lettered(
                [
                    "Information, education and awareness raising targeting especially people in "
                    "vulnerable situation and employers",
                    "Strengthening and broadening of the coverage of legislation, particularly labour "
                    "law",
                    "Supporting due diligence by the public and private sectors",
                    "Promotion of safe and regular migration",
                ],
                "abdf",
            ),
        ),
        listed(
            "prevention",
            (2019,),
            "The measures taken or envisaged include:",
            lettered(
                [
                    "the Made-up Centre prepared booklets and posters to inform of the danger; and how "
                    "to avoid it",
                    "the Resolution of the Cabinet of Examples of June 17, 2006, No. 152, sets out the "
                    "compensation to victims",
                    "the rule that “work is free. No one may be forced to it.”",
                    "trainings for law-enforcement agencies, under section 12(b) of the Act",
                ]
            ),
            tail="The Centre provides the assistance that is needed. It is free of charge.",
        ),
        listed(
            "protection",
            span(2018, 2021),
            "The following measures have been taken or envisaged:",
            list(
                zip(
                    ("i", "ii", "iii", "iv"),
                    (
                        "legal protection of victims",
                        "material assistance, as under articles 3 and 4(2) of the made-up Decree",
                        "medical and psychological assistance",
                        "appropriate accommodation",
                    ),
                    strict=True,
                )
            ),
            marks="({})",
            before="Shelters have been open since 2012 in three made-up towns.",
        ),
        prose(
            "remedies",
            (2021,),
            "victims are informed of their rights by {body}, which was set up in 2007.".format(
                body="the Made-up Labour Inspectorate"
            ),
            opening="Yes,",
            answer="yes",
        ),
        prose("remedies", (2017,), "No measures have been taken.", items=()),
        short("special_initiatives", (2019, 2020), "NIL"),
        tiers(
            "request",
            (2021,),
            "The Government indicated the need for technical cooperation with the ILO in the following "
            "areas:",
            [
                (
                    "most important:",
                    "most_important",
                    lettered(
                        [
                            "Vocational training, job-creation and income-generation programmes for "
                            "at-risk populations",
                            "Exchange of experiences between countries or regions; international "
                            "cooperation",
                        ]
                    ),
                ),
                (
                    "Important:",
                    "important",
                    lettered(
                        [
                            "Awareness-raising and mobilization activities",
                            "Collection and analysis of data and information",
                            "Capacity building for the competent authorities",
                        ]
                    ),
                ),
            ],
        ),
        prose(
            "request",
            (2017,),
            "Technical cooperation is needed in the areas of prevention and protection.",
        ),
    ]
    return _made(
        "albania-p029-2017-2021",
        "p029",
        "P029",
        "ALBANIA",
        "ALB",
        (2017, 2021),
        (
            "ALBANIA (2017-2021)",
            "THE ELIMINATION OF ALL FORMS OF FORCED OR COMPULSORY LABOUR",
            "Protocol of 2014 (P029) to the Forced Labour Convention",
        ),
        said,
        Style(doubled=True, number=""),
        longest=3,
    )


def _iran() -> Truth:
    """Twenty years on forced labour, a landscape page, an inverted name, years of every kind."""
    said = [
        prose("reporting_obligations", (), MADE_UP, opening="YES,", answer="yes"),
        prose(
            "social_partner_involvement",
            span(2002, 2019),
            "reports are sent to the made-up organizations, which have commented on them since the "
            "start of the Annual Reviews (ARs) in 2000.",
            opening="Yes,",
            answer="yes",
        ),
        short("social_partner_involvement", (2001,), "No."),
        prose(
            "workers_observations",
            (2007,),
            "The Congress of Invented Trade Unions (CITU) observed that the draft of 2006 had not been "
            "shared.",
            style="reversed",
        ),
        prose(
            "workers_observations",
            (2007,),
            "The Made-up Union of Drivers asked for a meeting before the 2008 session.",
            style="reversed",
        ),
        prose(
            "ratification_intention",
            (),
            "The matter has been before the Council of Examples for some time.",
        ),
        prose(
            "ratification_intention",
            (2016, 2017),
            "Ratification is under consideration, and a study was made in 2015.",
            style="spaced",
        ),
        prose("ratification_intention", (2003,), "There is no intention to ratify at this stage."),
        prose("constitution", (), "NIL.", answer="nil", items=()),
        prose(
            "definition",
            (2005, 2007, 2009),
            "“Forced labour” means work “exacted in an example. It is never offered freely.”",
            items=[
                Item(
                    "",
                    "“Forced labour” means work “exacted in an example. It is never offered freely.”",
                )
            ],
        ),
        listed(
            "exercise_national",
            (2010,),
            "The principle is applied in the following ways:",
            lettered(["by law", "by agreement", "in practice; in all places"], "ace"),
            last=" and ",
        ),
        prose(
            "challenges_government",
            (2012,),
            "the made-up sectors are hard to reach.",
            opening="According to the Government:",
            speaker="government",
        ),
        prose(
            "challenges_government",
            (2012,),
            "According to the Federation of Made-up Employers (FME): costs are too high.",
            speaker="Federation of Made-up Employers (FME)",
            repeats=True,
        ),
        listed(
            "request",
            (2018, 2019),
            "The following is needed:",
            list(
                zip(
                    ("i", "ii", "iii"),
                    ("legal advice", "training of inspectors under section 12(b)", "data"),
                    strict=True,
                )
            ),
            marks="({})",
        ),
    ]
    return _made(
        "iran-fl-2000-2019",
        "principle",
        "FL",
        "IRAN, ISLAMIC REPUBLIC OF",
        "IRN",
        (2000, 2019),
        (
            "COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW",
            "IRAN, ISLAMIC REPUBLIC OF (2000-2019)",
            "THE ELIMINATION OF ALL FORMS OF FORCED OR COMPULSORY LABOUR (FL)",
        ),
        said,
        Style(
            page="A4-landscape",
            font="Liberation Sans",
            size=9,
            widths=(3.4, 3.6, 4.0, 14.7),
            characters=(22, 26, 28, 96),
            lines=60,
            head="ILO Declaration Annual Review – made up for tests",
            number="Page {page}",
            archive_encoding="windows-1252",
        ),
        labels={
            "reporting_obligations": "Fulfilment of Government's reporting obligations",
            "social_partner_involvement": "Involvement of Employers' and Workers' organizations in the "
            "reporting process",
            "policy_legislation": "Policy, legislation and/or regulations",
            "employers_observations": "Employers' organizations",
            "workers_observations": "Workers' organizations",
        },
        longest=3,
    )


def _new_zealand() -> Truth:
    """Freedom of association, narrow label columns, a footnote's mark on the title, comments."""
    said = [
        _first((2000,)),
        prose(
            "employers_observations",
            (2008,),
            "the made-up bargaining round of 2006 went well.",
            opening="BusinessNZ comment:",
            speaker="BusinessNZ",
        ),
        prose(
            "employers_observations",
            (2003,),
            "the invented Act should be left alone; no change is needed.",
            speaker="employers",
        ),
        prose(
            "workers_observations",
            (2008,),
            "NZCTU comment: small made-up workplaces are out of reach. Nothing was done in 2007.",
            speaker="NZCTU",
        ),
        prose("workers_observations", (2005, 2006), "It had nothing to add.", speaker="workers"),
        prose(
            "constitution",
            (),
            "There is no single constitutional text in this example.",
            items=(),
        ),
        prose(
            "policy_legislation",
            span(2004, 2008),
            "The invented Employment Relations Act 2000{^Act No. 24 of the made-up Parliament.^} and "
            "its section 12(b) protect the principle and right.",
        ),
        prose(
            "policy_legislation",
            (2001,),
            "The Act came into force in October 2000 and replaced the one of 1991.",
            opening="Yes.",
            answer="yes",
        ),
        listed(
            "monitoring",
            (2006,),
            "The bodies are:",
            lettered(["the Made-up Mediation Service", "the Authority", "the Court"], "abc"),
            before="Disputes are settled by three bodies that were set up in 1999.",
            tail="Their decisions are published.",
        ),
        short("request", (), "NIL"),
        short("offer", (2000,), "No."),
    ]
    return _made(
        "new-zealand-facb-2000-2008",
        "principle",
        "FACB",
        "NEW ZEALAND",
        "NZL",
        (2000, 2008),
        (
            "COUNTRY BASELINES UNDER THE 1998 ILO DECLARATION ANNUAL REVIEW (2000-2008)"
            "{^Country baselines are prepared by the Made-up Office from the reports received.^}: "
            "NEW ZEALAND",
            "FREEDOM OF ASSOCIATION AND THE EFFECTIVE RECOGNITION OF THE RIGHT TO COLLECTIVE "
            "BARGAINING (FACB)",
        ),
        said,
        Style(
            page="letter",
            font="DejaVu Serif",
            size=8.5,
            widths=(1.9, 2.3, 2.4, 11.0),
            characters=(10, 14, 15, 84),
            lines=66,
            number="{page}",
        ),
        labels={
            "definition": "Definition of freedom of association",
            "recognition": "Recognition of the principle and right (prospect(s), means of action, main "
            "legal provisions)",
            "basic_legal_provisions": "Main legal provisions",
        },
    )


def _fiji() -> Truth:
    """Two years on child labour; the title is the table's first row; labels in capitals."""
    said = [
        _first((2010, 2011)),
        prose(
            "ratification_status", (), "Both made-up instruments were ratified in 2002 and 2003."
        ),
        short("ratification_intention", (), "Yes."),
        listed(
            "special_attention",
            (2011,),
            "Particular attention is given to:",
            lettered(["children in rural areas", "girls", "street children; orphans"]),
            opening="YES.",
            answer="yes",
        ),
        short("special_attention", (2010,), "YES."),
        tiers(
            "request",
            (2011,),
            "The needs are as follows:",
            [
                ("Most important:", "most_important", lettered(["data", "training"])),
                ("Important:", "important", lettered(["legal reform", "campaigns"])),
                ("Less important:", "less_important", lettered(["vehicles", "buildings"])),
            ],
        ),
        short("offer", (), "NIL."),
        prose("governing_body", (2011,), "The made-up Body took note of the information."),
    ]
    return _made(
        "fiji-cl-2010-2011",
        "principle",
        "CL",
        "FIJI",
        "FJI",
        (2010, 2011),
        ("FIJI (2010-2011)", "THE EFFECTIVE ABOLITION OF CHILD LABOUR (CL)"),
        said,
        Style(
            page="A4",
            font="DejaVu Sans",
            size=8,
            widths=(2.6, 2.6, 2.8, 9.0),
            characters=(18, 20, 20, 60),
            title_in_table=True,
            number="- {page} -",
        ),
        labels={
            "definition": "Definition of child labour",
            "reporting_obligations": "FULFILLMENT OF GOVERNMENT’S REPORTING OBLIGATIONS",
            "constitution": "CONSTITUTION",
            "request": "REQUEST",
            "offer": "OFFER",
        },
        longest=3,
    )


def _kenya() -> Truth:
    """Fourteen years on discrimination, wide labels, footnotes in cells, two columns of numbers."""
    said = [
        _first(),
        prose(
            "employers_observations",
            (2015, 2016),
            "The Federation of Made-up Employers (FME) supports the principle and right.",
            style="spaced",
        ),
        prose(
            "basic_legal_provisions",
            (),
            "Sections 5 and 6 of the Made-up Employment Act, 2007{^As amended by Act No. 18 of 2014.^}; "
            "and section 12(b) of the Labour Institutions Example Act.",
        ),
        listed(
            "basic_legal_provisions",
            (2008,),
            "The provisions are:",
            list(zip(("1", "2", "3"), ("the Act", "the Rules", "the Orders"), strict=True)),
            marks="{}.",
        ),
        prose(
            "judicial_decisions",
            (2014,),
            "In 2012, the Court of Examples held that equal work is “work of equal value. It need not "
            "be the same.”{^Case No. 7 of 2012.^} The case was brought by the made-up union.",
        ),
        prose(
            "data_collection",
            (2013,),
            "The figures of the made-up survey are as follows:",
            Paragraph(
                "", table=(("Sector", "Women", "Men"), ("Farms", "41", "59"), ("Ports", "7", "93"))
            ),
            "The survey will be repeated.",
        ),
        numbered(
            "monitoring",
            (2016,),
            "The following is done:",
            lettered(["visits to workplaces", "advice to employers", "cases brought to court"]),
            tail="Fines were imposed twice.",
        ),
        prose("promotional_activities", span(2004, 2010), "Seminars were held, as in the 2003 AR."),
        prose("promotional_activities", (2013,), "A made-up fair took place. Years may rise."),
        prose("promotional_activities", (2012,), "Nothing was printed.", items=()),
        prose("challenges_workers", (2014, 2015), "Wages are low in the made-up farms."),
        prose(
            "challenges_workers",
            (2011,),
            "The law of 2007 is not known to women workers.",
            heading="CITU comment:",
            speaker="CITU",
        ),
    ]
    return _made(
        "kenya-disc-2003-2016",
        "principle",
        "DISC",
        "KENYA",
        "KEN",
        (2003, 2016),
        (
            "COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW",
            "KENYA (2003-2016)",
            "THE ELIMINATION OF DISCRIMINATION IN RESPECT OF EMPLOYMENT AND OCCUPATION (DISC)",
        ),
        said,
        Style(
            page="letter-landscape",
            font="Liberation Sans Narrow",
            size=10,
            widths=(4.2, 4.5, 4.8, 10.4),
            characters=(26, 30, 30, 64),
            lines=58,
            head="Made up for tests – country baselines",
            number="Page {page} of {pages}",
        ),
        labels={
            "definition": "Definition of discrimination in employment and occupation",
            "observations": "OBSERVATIONS BY SOCIAL PARTNERS",
            "special_initiatives": "Special initiatives",
        },
        longest=3,
    )


def _chile() -> Truth:
    """A Protocol baseline of eight years as Word leaves it: changes, lists, a table in a cell."""
    said = [
        _first(span(2017, 2024)),
        prose(
            "ratification_status",
            (2024,),
            "The made-up instrument {-is being studied-}{+was ratified in 2021+}, and the instrument of "
            "ratification {+has been+} deposited.",
        ),
        numbered(
            "prevention",
            (2023, 2024),
            "The measures taken or envisaged include:",
            lettered(
                [
                    "information and education",
                    "labour inspection in {-some-}{+all+} regions",
                    "regulation of recruitment; supervision of agencies",
                ]
            ),
        ),
        numbered(
            "prevention",
            (2019,),
            "The measures were:",
            list(zip(("i", "ii", "iii"), ("campaigns", "a plan", "a made-up fair"), strict=True)),
            marks="({})",
            tail="They will go on.",
        ),
        prose(
            "protection",
            (2022,),
            "Shelters were opened as follows:",
            Paragraph("", table=(("Region", "Shelters"), ("North", "3"), ("South", "2"))),
        ),
        prose(
            "protection",
            (2018,),
            "The list is at {@www.example.org/made-up@}, kept by {=the Made-up Centre for Victims=}.",
            "{-2017 AR: This is still to be checked.-}",
        ),
        _broken_lines(),
        prose(
            "remedies",
            span(2017, 2018),
            "Free legal aid{^Under the invented Act No. 5.^} is given.",
        ),
        prose(
            "cooperation",
            (2024,),
            "the Government works with the ILO and with made-up neighbours.",
            opening="According to the Government:",
            speaker="government",
        ),
        prose(
            "cooperation",
            (2024,),
            "According to the Congress of Invented Trade Unions (CITU): more could be done.",
            speaker="Congress of Invented Trade Unions (CITU)",
            repeats=True,
        ),
        tiers(
            "request",
            (2024,),
            "Assistance is needed:",
            [
                (
                    "Most important:",
                    "most_important",
                    lettered(["Capacity building for the competent authorities", "Data"]),
                ),
                ("Important:", "important", lettered(["Awareness-raising", "Legal advice"])),
            ],
        ),
    ]
    return _made(
        "chile-p029-2017-2024",
        "p029",
        "P029",
        "CHILE",
        "CHL",
        (2017, 2024),
        (
            "COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW",
            "CHILE (2017-2024)",
            "Protocol of 2014 (P029) to the Forced Labour Convention, 1930",
        ),
        said,
        Style(
            page="letter",
            font="Liberation Sans",
            size=9.5,
            widths=(2.5, 2.8, 3.0, 9.2),
            characters=(16, 20, 20, 66),
            number="{page}",
        ),
        labels={
            "reporting_obligations": "Fulfilment of Government’s reporting obligations",
            "cooperation": "Cooperation with other Member States, international/regional organizations "
            "or NGOs",
            "policy_or_plan": "Existence of a policy and/or plan of action for the suppression of forced "
            "or compulsory labour",
        },
    )


def _broken_lines() -> Statement:
    """A list whose entries are typed on lines of their own within one paragraph."""
    entries = lettered(["seizure of assets", "fines; prison terms", "closing of the workplace"])
    text = "The penalties are:\na) seizure of assets;\nb) fines; prison terms; and\nc) closing of the workplace."
    return prose("remedies", (2023,), text, items=[Item(*entry) for entry in entries])


def _ivory_coast() -> Truth:
    """Child labour in four years; accents, a curly apostrophe, older spellings of labels."""
    said = [
        _first((2000, 2001)),
        prose(
            "ratification_status",
            (),
            "The Minister of Fables, Ms Zoé Éxemple, signed both made-up instruments in 2003.",
        ),
        listed(
            "policy_legislation",
            (2003,),
            "The texts are:",
            lettered(["the Code of Childhood", "the Order on Made-up Work, No. 009 of 2002"], "ab"),
            before="The minimum age is 14 years.",
        ),
        short("judicial_decisions", (), "No."),
        prose("monitoring", (), "The Invented Inspectorate visits cocoa farms."),
        prose("monitoring", (2003,), "A committee was formed, with a seat in the made-up capital."),
        prose(
            "employers_observations",
            (2002,),
            "the young have to be trained.",
            opening="According to the Confederation of Sample Enterprises (CSE):",
            speaker="Confederation of Sample Enterprises (CSE)",
        ),
        prose("offer", (2003,), "The Government offers to share its experience with neighbours."),
        prose("expert_advisers", (2003,), "The Made-up Experts noted the country’s efforts."),
    ]
    return _made(
        "ivory-coast-cl-2000-2003",
        "principle",
        "CL",
        "CÔTE D’IVOIRE",
        "CIV",
        (2000, 2003),
        (
            "COUNTRY BASELINES UNDER THE 1998 ILO DECLARATION ANNUAL REVIEW (2000-2003): CÔTE D’IVOIRE",
            "THE EFFECTIVE ABOLITION OF CHILD LABOUR",
        ),
        said,
        Style(
            page="A4",
            font="DejaVu Sans Condensed",
            size=9,
            widths=(2.2, 3.2, 3.4, 8.2),
            characters=(12, 22, 24, 58),
            head="COUNTRY BASELINES – MADE UP FOR TESTS",
            number="{page}/{pages}",
            lines=50,
            archive_encoding="windows-1252",
            doubled=True,
        ),
        labels={
            "reporting_obligations": "Fulfilment of the Government’s reporting obligations",
            "definition": "Definition of child labour",
            "technical_cooperation": "TECHNICAL CO-OPERATION NEEDS",
            "special_initiatives": "Special initiatives/ Progress",
            "recognition": "Recognition of the principle and right",
        },
        longest=3,
    )


def _laos() -> Truth:
    """Three years, short answers of every kind, a curly apostrophe in the name, two rows fewer."""
    said = [
        _first(),
        short("social_partner_involvement", (), "No."),
        short("employers_observations", (), "NIL"),
        short("workers_observations", (2005,), "NIL."),
        short("ratification_intention", (2006,), "Yes."),
        short("constitution", (), "YES."),
        short("policy_legislation", (2004,), "NO."),
        short("exercise_national", span(2004, 2006), "No."),
        short("exercise_international", (), "NIL"),
        prose("monitoring", (2006,), "None so far.", items=()),
        prose("request", (2006,), "training is needed.", opening="YES,", answer="yes"),
        short("request", (2005,), "NO."),
    ]
    return _made(
        "laos-facb-2004-2006",
        "principle",
        "FACB",
        "LAO PEOPLE’S DEMOCRATIC REPUBLIC",
        "LAO",
        (2004, 2006),
        (
            "COUNTRY BASELINES UNDER THE ILO DECLARATION ANNUAL REVIEW",
            "LAO PEOPLE’S DEMOCRATIC REPUBLIC (2004-2006)",
            "FREEDOM OF ASSOCIATION AND THE EFFECTIVE RECOGNITION OF THE RIGHT TO COLLECTIVE BARGAINING",
        ),
        said,
        Style(
            page="A4",
            font="Liberation Serif",
            size=11,
            widths=(3.0, 3.0, 3.2, 7.8),
            centred=True,
            characters=(18, 22, 22, 56),
            number="{page}",
        ),
        labels={"definition": "Definition"},
        absent=("expert_advisers", "governing_body"),
        longest=2,
    )


# ---- truths without end ----------------------------------------------------------------------------

_COUNTRIES = (
    ("ALBANIA", "ALB"),
    ("IRAN, ISLAMIC REPUBLIC OF", "IRN"),
    ("CÔTE D’IVOIRE", "CIV"),
    ("New Zealand", "NZL"),
    ("VIET NAM", "VNM"),
)
_SUBJECTS = {
    "P029": ("p029", "Protocol of 2014 (P029) to the Forced Labour Convention"),
    "FL": ("principle", "THE ELIMINATION OF ALL FORMS OF FORCED OR COMPULSORY LABOUR (FL)"),
    "CL": ("principle", "THE EFFECTIVE ABOLITION OF CHILD LABOUR (CL)"),
}
_DEFINITIONS = {
    "FL": "Definition of forced or compulsory labour",
    "CL": "Definition of child labour",
}


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    """Any truth: country, subject, title, years, column widths; rows filled from the stock."""
    country, iso3 = draw(st.sampled_from(_COUNTRIES))
    subject = draw(st.sampled_from(sorted(_SUBJECTS)))
    form, name = _SUBJECTS[subject]
    first = draw(st.integers(2017, 2022) if form == "p029" else st.integers(2000, 2012))
    last = first + draw(st.integers(1, 8 if form == "principle" else 2))
    rng = random.Random(draw(st.integers(0, 2**32 - 1)))  # noqa: S311 - shrinks at once
    widths = draw(
        st.tuples(
            st.integers(10, 26), st.integers(14, 28), st.integers(14, 28), st.integers(40, 96)
        )
    )
    title = draw(
        st.sampled_from(
            [
                (f"{country} ({first}-{last})", name),
                (
                    "COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW",
                    f"{country} ({first}-{last})",
                    name,
                ),
                (
                    "COUNTRY BASELINES UNDER THE 1998 ILO DECLARATION ANNUAL REVIEW "
                    f"({first}-{last}): {country}",
                    name,
                ),
            ]
        )
    )
    said = [_first(), *fill(rng, form, first, last, ["reporting_obligations"], 3)]
    labels = {"definition": _DEFINITIONS[subject]} if subject in _DEFINITIONS else {}
    return Truth(
        "made-up-at-random",
        form,
        subject,
        country,
        iso3,
        first,
        last,
        title,
        complete(form, said),
        labels,
        Style(characters=widths, doubled=draw(st.booleans())),
    )
