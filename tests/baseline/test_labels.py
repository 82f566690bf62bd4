"""Finding labels: however they are printed, in whatever section, and those that no form knows."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from itertools import groupby

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annual_review.baseline import parse, source
from annual_review.baseline.parse import Report
from annual_review.forms.questionnaire import forms
from tests.conftest import made_up

Baseline = Callable[..., Report]


def parsed(text: str) -> Report:
    return parse.parse(source.from_bytes(text.encode(), "made-up.txt"))


def said(report: Report, field: str) -> list[str]:
    return [s.text for s in report.statements if s.field == field]


FULL = made_up(
    {
        "employers_observations": "2020 AR: The made-up federation agrees.",
        "prevention": "2020 AR: Campaigns.",
        "challenges_employers": "2020 AR: Lack of data.",
        "offer": "NIL",
    }
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Fulfillment of Government's", "Fulfilment of Government’s"),
        ("Fulfillment of Government's reporting", "FULFILLMENT OF\nGOVERNMENT`S\nreporting"),
        ("OBSERVATIONS BY THE SOCIAL", "OBSERVATIO\nNS BY THE SOCIAL"),
        ("policy and/or plan", "policy and / or\nplan"),
        ("international/regional", "international / regional"),
        ("Special initiatives/Progress", "Special\ninitiatives / progress"),
        ("Measures taken or envisaged to prevent", "MEASURES TAKEN\nOR ENVISAGED  TO PREVENT"),
        ("Ratification\nRatification status\n", "Ratification Ratification status "),
        ("Offer\n", "Offer  "),
        ("Request\n", "Request:\n"),
        ("Request\n", "Request(s)\n"),
        ("to prevent forms of forced labour\n", "to prevent forms of forced labor\n"),
        ("to prevent forms of forced labour\n", "to prevent forms of forced labour 2\n"),
        ("Special initiatives/Progress", "Special initiatives"),
    ],
)
def test_labels_are_found_however_they_are_printed(old: str, new: str) -> None:
    assert old in FULL
    plain, varied = parsed(FULL), parsed(FULL.replace(old, new))
    assert [(s.field, s.text) for s in varied.statements] == [
        (s.field, s.text) for s in plain.statements
    ]
    assert varied.problems == ()


def test_the_same_label_is_told_apart_by_its_section() -> None:
    report = parsed(FULL)
    assert said(report, "employers_observations") == ["The made-up federation agrees."]
    assert said(report, "challenges_employers") == ["Lack of data."]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("The ministry consulted\nWorkers' organizations\nand others.", "prose at a line's start"),
        ("It has made a\nrequest for help. Such\noffer was made.", "one-word labels in prose"),
        ("2020 AR: According to the Government: nothing.", "a speaker, not a label"),
        ("Employers' organizations, and others, agreed.", "an answer that opens like a label"),
    ],
)
def test_prose_that_reads_like_a_label_stays_an_answer(
    baseline: Baseline, answer: str, reason: str
) -> None:
    report = baseline(prevention=answer, offer="NIL")
    text = " ".join(answer.split()).removeprefix("2020 AR: ")
    assert said(report, "prevention") == [text], reason
    assert said(report, "offer") == ["NIL"]
    assert report.problems == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("to prevent forms of forced labour", "to prevent all forms of forced labour"),
        ("Existence of a policy and/or plan", "Existence of a policy and/or a plan"),
    ],
)
def test_a_label_in_nearly_the_same_words_is_taken_and_said_to_be_so(old: str, new: str) -> None:
    assert old in FULL
    report = parsed(FULL.replace(old, new))
    assert [(s.field, s.text) for s in report.statements] == [
        (s.field, s.text) for s in parsed(FULL).statements
    ]
    assert [p.kind for p in report.problems] == ["label_varied"]


@pytest.mark.parametrize(
    "answer",
    [
        "According to the Government, ratification is near.",
        "Measures taken or envisaged to protect victims of forced labour include: a) shelters.",
    ],
)
def test_an_answer_that_opens_like_another_label_stays_whole(
    baseline: Baseline, answer: str
) -> None:
    report = baseline(coordinated_action=answer, protection=answer)
    assert said(report, "coordinated_action") == said(report, "protection") == [answer]
    assert said(report, "challenges_government") == [""]


def test_a_title_or_label_printed_again_on_a_new_page_does_not_cut_the_answer() -> None:
    answer = "2020 AR: The measures are: a) One;\n{again}\nb) Two; and c) Three."
    label = "Measures taken or envisaged to prevent forms of forced labour"
    for again in ("ALBANIA (2019-2020)", label):
        report = parsed(FULL.replace("2020 AR: Campaigns.", answer.format(again=again)))
        (statement,) = [s for s in report.statements if s.field == "prevention"]
        assert statement.text == "The measures are: a) One; b) Two; and c) Three."
        assert [i.text for i in statement.items] == ["One", "Two", "Three"]
        assert report.coverage == 1


def test_the_whole_rest_of_a_label_that_a_page_break_cut_is_none_of_the_answer() -> None:
    """The first words of this label, without its brackets, are a label too."""
    text = made_up({}, subject="Forced labour", form_name="principle")
    label = "Recognition of the principle and right (prospect(s), means of action, basic legal provisions)"
    cut = (
        "Recognition of\nthe principle\nConstitution 2020 AR: It names the freedoms of\n\f"
        "and right\n(prospect(s), means of\naction, basic legal\nprovisions)\nspeech and assembly."
    )
    assert f"{label}\nConstitution\n" in text
    report = parsed(text.replace(f"{label}\nConstitution\n", f"{cut}\n"))
    assert said(report, "constitution") == ["It names the freedoms of speech and assembly."]
    assert report.problems == ()


def test_a_missing_label_is_a_problem_and_its_field_unknown() -> None:
    report = parsed(FULL.replace("Promotional activities\n", ""))
    assert [(p.kind, p.text) for p in report.problems] == [
        ("label_missing", "Promotional activities (progress)")
    ]
    (statement,) = [s for s in report.statements if s.field == "promotional_activities"]
    assert statement.answer is None


@pytest.mark.parametrize(
    "label", ["Measures on supply chains", "MEASURES ON SUPPLY CHAINS", "Supply chains and trade"]
)
def test_a_label_that_no_form_knows_is_a_problem_that_names_it(label: str) -> None:
    text = FULL.replace("2020 AR: Campaigns.", f"2020 AR: Campaigns.\n{label}\n2020 AR: Audits.")
    report = parsed(text)
    assert said(report, "prevention") == ["Campaigns."]
    assert [(p.kind, p.text) for p in report.problems] == [
        ("label_unknown", label),
        ("text_unplaced", "2020 AR: Audits."),
    ]
    assert report.coverage < 1


@pytest.mark.parametrize("label", ["Measures on supply chains", "MEASURES ON\nSUPPLY CHAINS"])
@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("2020 AR: NIL", "NIL"),
        ("NOT APPLICABLE", "NOT APPLICABLE"),
        ("2020 AR: N/A", "N/A"),
        ("2020 AR: Nil\nreturn", "Nil return"),
        ("NO", "NO"),
        ("2020 AR:\nYES", "YES"),
        ("According to the Government: none", "According to the Government: none"),
    ],
)
def test_an_unknown_label_behind_a_whole_answer_is_a_problem(
    answer: str, text: str, label: str
) -> None:
    cell = f"{answer}\n{label}\n2020 AR: Audits."
    report = parsed(FULL.replace("2020 AR: Campaigns.", cell))
    assert said(report, "prevention") == [text]
    assert [(p.kind, p.text) for p in report.problems] == [
        ("label_unknown", " ".join(label.split())),
        ("text_unplaced", "2020 AR: Audits."),
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "YES\nInspectors visit all mills.\n2019 AR: NIL",
        "NIL\nCampaigns\nwere held in the north.",
        "Yes, in all mills where there is\nnone\nTraining for teachers\n2019 AR: NIL",
        "NOT APPLICABLE\n2019 AR: NIL",
        "YES\nTraining of inspectors\n2019 AR: NIL",
        "YES\nTraining of inspectors\n\nRadio",
        "NO\nLack of funds and staff\n2019 AR: NIL",
        "YES.\nTraining of inspectors\n2019 AR: NIL",
    ],
)
def test_what_explains_a_whole_answer_is_no_label(cell: str) -> None:
    report = parsed(FULL.replace("2020 AR: Campaigns.", cell))
    first = " ".join(cell.removesuffix("2019 AR: NIL").split())
    assert said(report, "prevention") == [first] + ["NIL"] * ("2019" in cell)
    assert report.problems == ()


def test_what_explains_a_yes_before_years_that_go_on_stays_in_its_answer() -> None:
    cell = "2020 AR: YES\nLabour Code\nMade-up plan for children\n2019 AR: Yes\nLabour Code"
    report = parsed(FULL.replace("2020 AR: Campaigns.", cell))
    assert said(report, "prevention") == [
        "YES Labour Code Made-up plan for children",
        "Yes Labour Code",
    ]
    assert report.problems == ()


@pytest.mark.parametrize("label", ["EXPERT-ADVISERS' OBSERVATIONS", "Data on forced labour"])
def test_an_unknown_label_behind_a_blank_cell_is_a_problem(label: str) -> None:
    cell = "Measures taken or envisaged for systematic and coordinated action\n\n"
    report = parsed(FULL.replace(cell, f"{cell}\n{label}\n2020 AR: Something.\n"))
    assert said(report, "coordinated_action") == [""]
    assert [(p.kind, p.text) for p in report.problems] == [
        ("label_unknown", label),
        ("text_unplaced", "2020 AR: Something."),
    ]


@pytest.mark.parametrize(
    ("row", "label", "answer"),
    [
        ("Role of civil society 2020 AR: A shelter.", "Role of civil society", "2020 AR: A shelter."),
        ("COVID-19 RESPONSE MEASURES Inspections\ngo on.", "COVID-19 RESPONSE MEASURES", "Inspections go on."),
    ],
)  # fmt: skip
def test_an_unknown_label_that_shares_its_line_with_the_answer_is_a_problem(
    row: str, label: str, answer: str
) -> None:
    report = parsed(FULL.replace("2020 AR: Campaigns.", f"2020 AR: Campaigns.\n{row}"))
    assert said(report, "prevention") == ["Campaigns."]
    assert [(p.kind, p.text) for p in report.problems] == [
        ("label_unknown", label),
        ("text_unplaced", answer),
    ]


def test_acronyms_before_a_sentence_are_no_label() -> None:
    report = parsed(FULL.replace("2020 AR: Campaigns.", "2020 AR: Campaigns.\nITUC SEED Training."))
    assert said(report, "prevention") == ["Campaigns. ITUC SEED Training."]
    assert report.problems == ()


def test_answers_that_may_be_those_beside_a_missing_label_are_a_problem() -> None:
    downwards = "2020 AR: One.\n2019 AR: Two."
    again = "2020 AR: Three.\n2019 AR: Four."
    label = "Measures taken or envisaged to protect victims of forced labour"
    text = FULL.replace("2020 AR: Campaigns.", f"{downwards}\n{again}")
    assert parsed(text).problems == ()
    report = parsed(text.replace(f"{label}\n", ""))
    assert [(p.kind, p.text) for p in report.problems] == [
        ("label_missing", f"{label} (progress)"),
        ("order_unclear", " ".join(again.split())),
    ]
    assert "prevent forms of forced labour" in report.problems[0].message
    assert label in report.problems[1].message


def test_a_word_that_may_be_the_labels_or_the_answers_beside_it_is_a_problem() -> None:
    label = "Measures taken or envisaged for systematic and coordinated action\n"
    mixed = """Measures taken or envisaged for 2020 AR: Campaigns began,
systematic and it is said. A survey
and of 1994 found much.
coordinated action
"""
    report = parsed(FULL.replace(label, mixed))
    assert said(report, "coordinated_action") == [
        "Campaigns began, it is said. A survey and of 1994 found much."
    ]
    assert [(p.kind, p.text) for p in report.problems] == [
        ("order_unclear", "systematic and it is said. A survey"),
        ("order_unclear", "and of 1994 found much."),
    ]


def test_a_capital_beside_an_answer_is_the_answers() -> None:
    label = "Measures taken or envisaged for systematic and coordinated action\n"
    mixed = """Measures taken or envisaged for 2020 AR: In the plan, Systematic
systematic and studies are foreseen.
coordinated action
"""
    report = parsed(FULL.replace(label, mixed))
    assert said(report, "coordinated_action") == ["In the plan, Systematic studies are foreseen."]
    assert report.problems == ()


def test_text_under_a_heading_is_a_problem() -> None:
    text = FULL.replace(
        "TECHNICAL COOPERATION NEEDS\n", "TECHNICAL COOPERATION NEEDS\nSee annex.\n"
    )
    report = parsed(text)
    assert [(p.kind, p.text) for p in report.problems] == [("text_unplaced", "See annex.")]


def test_a_label_out_of_order_still_begins_its_cell() -> None:
    row = "Measures taken or envisaged to facilitate access to remedies\n\n\n"
    assert row in FULL
    moved = FULL.replace(row, "").replace(
        "CHALLENGES IN", f"{row.strip()}\n2020 AR: Legal aid.\nCHALLENGES IN", 1
    )
    report = parsed(moved)
    assert said(report, "remedies") == ["Legal aid."]
    assert [p.kind for p in report.problems] == ["label_displaced"]


def test_a_section_printed_again_goes_on_with_the_open_cell() -> None:
    heading = "EFFORTS AND PROGRESS MADE IN REALIZING MEASURES TARGETED BY THE PROTOCOL"
    text = FULL.replace("2020 AR: Campaigns.", f"2020 AR: Campaigns.\n{heading}\n2019 AR: Visits.")
    report = parsed(text)
    assert said(report, "prevention") == ["Campaigns.", "Visits."]
    assert [p.kind for p in report.problems] == ["label_repeated"]


SENTENCES = st.lists(
    st.sampled_from(
        [
            "The Government consults employers' organizations and workers' organizations on every request.",
            "Offer and acceptance of work are regulated.",
            "According to the Government, ratification is near.",
            "It made a request for assistance, and an offer of training.",
            "Special initiatives include a hotline.",
            "Measures taken or envisaged to prevent forms of forced labour include visits.",
            "Parliament debated ratification.",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
CELLS = st.dictionaries(
    st.sampled_from(
        [
            label.name
            for label in forms()[0].fields
            if label.name not in ("reporting_obligations", "prevention")
        ]
    ),
    st.one_of(
        st.sampled_from(["No.", "NIL", ""]),
        SENTENCES,
        st.tuples(SENTENCES, SENTENCES).map(lambda two: f"2020 AR: {two[0]}\n\n2019 AR: {two[1]}"),
    ),
)


@given(CELLS, st.integers(58, 95), st.booleans())
@example(  # a wrapped line begins as the paragraph of a Government that replies
    {
        "employers_observations": "2020 AR: Parliament debated ratification.\n\n"
        "2019 AR: Offer and acceptance of work are regulated. "
        "According to the Government, ratification is near."
    },
    58,
    True,
)
def test_every_cell_comes_back_though_answers_hold_the_words_of_labels(
    cells: dict[str, str], width: int, doubled: bool
) -> None:
    wrapped = {
        name: "\n\n".join(textwrap.fill(part, width) for part in cell.split("\n\n"))
        for name, cell in cells.items()
    }
    text = made_up(wrapped)
    report = parsed(text.replace("\n", "\n\n") if doubled else text)
    for name, cell in cells.items():
        read = [s for s in report.statements if s.field == name]
        entries = groupby(read, key=lambda s: s.years_as_printed)  # of one speaker or two
        printed = " ".join(
            (f"{years}: " if years else "") + " ".join(s.text for s in said)
            for years, said in entries
        )
        assert printed == " ".join(cell.split())
    assert report.problems == ()


def test_a_cell_of_one_narrow_line_before_a_label_is_an_answer() -> None:
    text = FULL.replace("2020 AR: Campaigns.\n", "Campaigns of a kind")
    assert said(parsed(text), "prevention") == ["Campaigns of a kind"]


def test_forms_name_every_field_once() -> None:
    for form in forms():
        names = [label.name for label in form.labels]
        assert len(names) == len(set(names))
        assert all(label.variants for label in form.labels)


def as_paragraphs(text: str) -> str:
    """Make each line a paragraph, as long as paragraphs without line breaks are."""
    return "\n\n".join(line + " And so on." * 25 * line.endswith(".") for line in text.splitlines())


def test_a_short_paragraph_that_no_form_knows_is_a_label_where_labels_are_paragraphs() -> None:
    text = as_paragraphs(
        FULL.replace("2020 AR: Campaigns.", "2020 AR: Campaigns.\nGender dimension\nEqual numbers.")
    )
    report = parsed(text)
    assert [(p.kind, p.text.split(" And")[0]) for p in report.problems] == [
        ("label_unknown", "Gender dimension"),
        ("text_unplaced", "Equal numbers."),
    ]
    assert not any("Gender" in s.text or "Equal" in s.text for s in report.statements)


@pytest.mark.parametrize(
    ("cell", "answers", "doubtful"),
    [
        ("Under preparation", ["Under preparation"], []),
        ("Not available\n2020 AR: Data.", ["Not available", "Data."], []),
        ("Nothing to report\nA plan.", ["Nothing to report A plan."], []),
        ("Free schooling", ["Free schooling"], ["Free schooling"]),
    ],
)
def test_a_short_answer_alone_below_its_label_stays_in_its_row(
    cell: str, answers: list[str], doubtful: list[str]
) -> None:
    lines = FULL.replace("2020 AR: Campaigns.", cell).splitlines()
    page = "<!DOCTYPE html>" + "".join(f"<p>{line}</p>" for line in lines if line)
    report = parse.parse(source.from_bytes(page.encode(), "made-up.html", source.HTML))
    assert said(report, "prevention") == answers
    assert [(p.kind, p.text) for p in report.problems] == [("label_unknown", d) for d in doubtful]


@pytest.mark.parametrize("said_so", ["(cont.)", "(Continued)", "(cont’d)"])
def test_a_row_that_says_so_goes_on_with_the_one_of_its_label(said_so: str) -> None:
    form = next(form for form in forms() if form.name == "p029")
    page = "<!DOCTYPE html><p>ALBANIA (2019-2020)<p>Protocol of 2014 (P029) to the Forced Labour Convention<table>"
    for label in form.labels:
        page += f"<tr><td>{label.printed}" + "<td>2019 AR: One." * (label.kind == "field")
        if label.name == "prevention":
            page += f"<tr><td>{label.printed} {said_so}<td>2020 AR: Two."
    report = parse.parse(source.from_bytes(page.encode(), "made-up.html", source.HTML))
    assert said(report, "prevention") == ["One.", "Two."]
    assert [(p.kind, p.text.endswith(said_so)) for p in report.problems] == [
        ("label_repeated", True)
    ]


@pytest.mark.parametrize("said_before", ["Campaigns.", "NIL", "Not applicable"])
def test_words_that_may_be_an_unknown_label_in_one_line_with_its_answer_are_a_problem(
    said_before: str,
) -> None:
    answer = f"2020 AR: {said_before}\nGender dimension Equal numbers of women and men take part."
    report = parsed(FULL.replace("2020 AR: Campaigns.", answer))
    assert [(p.kind, p.text) for p in report.problems] == [("label_unknown", "Gender dimension")]
    assert "Gender dimension Equal numbers" in said(report, "prevention")[0]


@pytest.mark.parametrize(
    "answer",
    [
        "Parliament adopted Law No. 5 on this.",
        "The national Parliament has not met.",
        "Meetings with Trade unions are held.",
        "Gender dimension: Equal numbers take part.",
    ],
)
def test_sentences_with_a_name_in_them_are_no_labels(answer: str) -> None:
    report = parsed(FULL.replace("2020 AR: Campaigns.", f"2020 AR: Campaigns.\n{answer}"))
    assert report.problems == ()


def test_a_paragraph_that_is_an_answer_is_no_label() -> None:
    report = parsed(as_paragraphs(FULL.replace("NIL", "N/A")))
    assert said(report, "offer") == ["N/A"]
    assert report.problems == ()


def test_a_label_with_a_colon_in_the_cell_before_it_names_who_speaks() -> None:
    answer = "2020 AR: Agreed.\n\nWorkers' organizations: Employers' organizations came late."
    report = parsed(FULL.replace("2020 AR: The made-up federation agrees.", answer))
    assert said(report, "employers_observations") == [
        "Agreed.",
        "Workers' organizations: Employers' organizations came late.",
    ]
    assert said(report, "workers_observations") == [""]


def test_prose_in_the_place_of_a_label_that_is_missing_stays_prose() -> None:
    answer = "2020 AR: None yet.\n\nPromotional activities are not provided for by law."
    absent = FULL.replace("Promotional activities\n", "").replace("2020 AR: Campaigns.", answer)
    report = parsed(absent)
    assert said(report, "prevention") == [answer.removeprefix("2020 AR: ").replace("\n\n", " ")]
    assert [(p.kind, p.text) for p in report.problems] == [
        ("label_missing", "Promotional activities (progress)")
    ]


def test_two_baselines_in_one_file_are_refused() -> None:
    second = FULL.replace("ALBANIA", "FIJI").replace("Campaigns", "Posters")
    with pytest.raises(parse.ParseError, match="the form begun again"):
        parsed(f"{FULL}\n{second}")


# ---- rows and sections that only some tables have -----------------------------------------------

CHILD_LABOUR = made_up(
    {
        "definition": "2020 AR: Whoever is under 14.",
        "exercise_national": "2020 AR: Talks.",
        "compulsory_education": "2020 AR: From 6 to 14.",
        "minimum_age": "2020 AR: 15, by the Labour Act.",
    },
    subject="Child labour",
    form_name="principle",
)
NATIONAL = "At national level (enterprise, sector/industry, national)\n2020 AR: Talks.\n\n"
INTERNATIONAL = "At international level\n\n\n"
EDUCATION = "Compulsory education\n2020 AR: From 6 to 14.\n\n"
AGE = "Minimum age\n2020 AR: 15, by the Labour Act.\n\n"
DEFINITION = "Definition\n2020 AR: Whoever is under 14.\n\n"


@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        ((NATIONAL, INTERNATIONAL), {"exercise_national", "exercise_international"}),
        ((EDUCATION, AGE), {"compulsory_education", "minimum_age"}),
        ((DEFINITION,), {"definition"}),
        ((DEFINITION, NATIONAL, INTERNATIONAL), {"definition", "exercise_national", "exercise_international"}),
    ],
)  # fmt: skip
def test_rows_that_a_table_need_not_have_are_not_missing(
    rows: tuple[str, ...], fields: set[str]
) -> None:
    text = CHILD_LABOUR
    for row in rows:
        assert row in text
        text = text.replace(row, "")
    whole, report = parsed(CHILD_LABOUR), parsed(text)
    assert report.problems == ()
    assert [(s.field, s.text) for s in report.statements] == [
        (s.field, s.text) for s in whole.statements if s.field not in fields
    ]
    answers = {"compulsory_education": "From 6 to 14.", "minimum_age": "15, by the Labour Act."}
    for field in answers.keys() - fields:
        assert said(report, field) == [answers[field]]


def test_rows_that_others_replace_are_missing_where_the_others_are() -> None:
    text = CHILD_LABOUR
    for row in (NATIONAL, INTERNATIONAL, EDUCATION, AGE):
        text = text.replace(row, "")
    assert [p.kind for p in parsed(text).problems] == ["label_missing"] * 2


def test_a_french_heading_of_a_section_is_the_section_s() -> None:
    text = CHILD_LABOUR.replace("REPORTING\n", "SOUMISSION DES RAPPORTS\n", 1)
    assert text != CHILD_LABOUR
    assert parsed(text).problems == ()
    assert parsed(text).statements[0].text.startswith("Yes.")


# ---- texts that have lost their lines or their order ---------------------------------------------

ONE_LINE = " ".join(FULL.split())


def test_a_text_of_one_line_is_read_where_its_labels_are_whole_and_in_order() -> None:
    answer = (
        "2020 AR: Campaigns. Offer and demand of work, and Employers' organizations, were studied."
    )
    report = parsed(ONE_LINE.replace("2020 AR: Campaigns.", answer))
    assert said(report, "employers_observations") == ["The made-up federation agrees."]
    assert said(report, "prevention") == [answer.removeprefix("2020 AR: ")]
    assert said(report, "challenges_employers") == ["Lack of data."]
    assert said(report, "offer") == ["NIL"]
    assert said(report, "protection") == [""]
    assert report.problems == ()


@pytest.mark.parametrize(
    ("label", "broken"),
    [
        ("Measures taken or envisaged to prevent forms of forced labour 2020 AR: Campaigns.",
         "Measures taken or 2020 AR: Campaigns were envisaged to prevent forms of held in all forced labour districts."),
        ("Employers' organizations 2020 AR: The made-up federation agrees.",
         "Employers' 2020 AR: The made-up federation organizations agrees."),
    ],
)  # fmt: skip
def test_labels_that_their_answers_break_up_in_one_line_are_refused(
    label: str, broken: str
) -> None:
    assert label in ONE_LINE
    with pytest.raises(parse.ParseError, match="broken up by their answers") as error:
        parsed(ONE_LINE.replace(label, broken, 1))
    assert "pdftotext -raw" in error.value.remedy


REPORTING = [
    "Fulfillment of Government's reporting obligations",
    "Involvement of Employers' and Workers' organizations in the reporting process",
    "OBSERVATIONS BY THE SOCIAL PARTNERS",
    "Employers' organizations",
    "Workers' organizations",
]


@pytest.mark.parametrize(
    "answers",
    [
        ["YES.", "YES, copies were sent.", "NIL", "NIL"],
        ["YES", "NIL", "2020 AR: It agrees.", "NIL"],
        ["Copies were sent.", "N/A", "2020 AR: It agrees.", "NOT APPLICABLE"],
    ],
)
def test_labels_before_their_answers_are_refused_in_a_short_document_too(
    answers: list[str],
) -> None:
    begin, end = FULL.index(REPORTING[0]), FULL.index("EFFORTS AND PROGRESS")
    text = FULL[:begin] + "\n".join([*REPORTING, *answers]) + "\n" + FULL[end:]
    with pytest.raises(parse.ParseError, match="labels without answers"):
        parsed(text)


# ---- answers without a full stop ----------------------------------------------------------------

WIDE = "2020 AR: Campaigns were held in all districts of the country, with the help of teachers."


@pytest.mark.parametrize(
    "answer",
    [
        "Act No. 5 on Work",
        "The Labour Code",
        "Based on information in GB.282/LILS/7",
        "Observations by the ALC",
        "It will be amended",
        "An act is being drafted",
        "Section 5 of the act",
        "Teachers trained the inspectors",
    ],
)
@pytest.mark.parametrize("following", ["", "\n2019 AR: Visits."])
def test_an_answer_without_a_full_stop_is_no_unknown_label(answer: str, following: str) -> None:
    report = parsed(FULL.replace("2020 AR: Campaigns.", f"{WIDE}\n{answer}{following}"))
    cell = " ".join(said(report, "prevention"))
    assert cell.removesuffix(" Visits.") == f"{WIDE} {answer}".removeprefix("2020 AR: ")
    assert report.problems == ()


@pytest.mark.parametrize(
    "label", ["Gender equality at work", "CHILDREN THAT ARE AT RISK", "Role of the judges"]
)
def test_a_narrow_line_that_says_nothing_is_an_unknown_label(label: str) -> None:
    report = parsed(FULL.replace("2020 AR: Campaigns.", f"{WIDE}\n{label}\n2020 AR: Visits."))
    assert said(report, "prevention") == [WIDE.removeprefix("2020 AR: ")]
    assert [(p.kind, p.text) for p in report.problems] == [
        ("label_unknown", label),
        ("text_unplaced", "2020 AR: Visits."),
    ]


def test_a_row_that_some_tables_lack_is_found_mixed_with_its_answer() -> None:
    form = next(form for form in forms() if form.name == "principle")
    answers = {label.name: "NIL" for label in form.fields} | {"minimum_age": "ROW"}
    text = made_up(answers, "FIJI (2000-2008)", "Child labour", "principle")
    mixed = "Minimum Nobody below fifteen\nage years may work in mills."
    report = parsed(text.replace("Minimum age\nROW", mixed))
    assert said(report, "minimum_age") == ["Nobody below fifteen years may work in mills."]
    assert said(report, "compulsory_education") == ["NIL"]


def test_a_text_that_ends_early_ends_with_an_answer_and_not_with_a_far_later_row() -> None:
    begun = """
        COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW (2000-2008): FIJI
        Elimination of all forms of forced or compulsory labour
        REPORTING
        Fulfillment of Government's reporting obligations
        YES, in this text made up for tests.
        Involvement of Employers' and Workers' organizations in the reporting process
        NIL
        OBSERVATIONS BY THE SOCIAL PARTNERS
        Employers' organizations
        NIL
        Workers' organizations
        NIL
        EFFORTS AND PROGRESS MADE IN REALIZING THE PRINCIPLE AND RIGHT
        Ratification
        Ratification status
        Fiji has ratified C.29 and C.105.
        Ratification intention
        NIL
        Recognition of the principle and right
        Constitution
        YES
        According to the Government: Article 41 forbids it.
    """
    report = parsed(textwrap.dedent(begun))
    answer = "YES According to the Government: Article 41 forbids it."
    assert said(report, "constitution") == [answer]
    assert said(report, "challenges_government") == [""]


@pytest.mark.parametrize(
    "last", ["TECHNICAL COOPERATION NEEDS\n", "Request\n", "Request\nTraining of judges.\n"]
)
def test_a_text_ends_early_behind_a_heading_and_behind_a_whole_answer(last: str) -> None:
    answers = {"request": "Training of judges."}
    text = made_up(answers, "FIJI (2000-2008)", "Child labour", "principle")
    report = parsed(text[: text.index(last) + len(last)])
    assert [p.kind for p in report.problems] == ["ends_early"]
