"""The made-up documents say what their truths say, and the comparison counts what it claims to."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import example, given, settings

import annual_review as ar
from annual_review.baseline import parse, source
from annual_review.baseline.interleaved import interleaved
from annual_review.baseline.parse import Problem, Report
from annual_review.baseline.spaced_columns import spaced_columns
from annual_review.errors import AnnualReviewError
from annual_review.forms.printed_labels import has_cut_label
from annual_review.forms.questionnaire import forms
from annual_review.forms.words import fold
from annual_review.readers.rows import Line
from tests.documents.compare import compare, key, read_of, refused
from tests.documents.drawn import drawn, truths
from tests.documents.files import ENDINGS, MADE
from tests.documents.made import documents
from tests.documents.render import TEXTS, cells
from tests.documents.truth import (
    FORM_LABELS,
    LABELS,
    MADE_UP,
    MARKUP,
    ROW,
    ROWS,
    Paragraph,
    Style,
    Truth,
    complete,
)
from tests.documents.writing import prose, short

DOCUMENTS = documents()
TIDY, UNTIDY = DOCUMENTS[:8], DOCUMENTS[8:]
every_document = pytest.mark.parametrize("truth", DOCUMENTS, ids=[t.name for t in DOCUMENTS])


# ---- the files -------------------------------------------------------------------------------------


@every_document
def test_the_committed_word_files_are_those_that_the_truths_print(truth: Truth) -> None:
    pytest.importorskip("docx")
    from tests.documents.word import write

    def parts(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = ("word/document.xml", "word/footnotes.xml", "word/footer1.xml")
            return {name: package.read(name) for name in names if name in package.namelist()}

    assert parts((MADE / f"{truth.name}.docx").read_bytes()) == parts(write(truth))


def test_every_document_says_that_it_is_made_up() -> None:
    for truth in DOCUMENTS:
        assert truth.name.startswith("made-up-")
        assert any(MADE_UP in statement.text for statement in truth.statements)
    names = {f"{truth.name}.{ending}" for truth in DOCUMENTS for ending in ENDINGS}
    assert {path.name for path in MADE.iterdir()} == names


def test_the_documents_show_every_quirk_that_real_ones_have() -> None:
    statements = [s for truth in DOCUMENTS for s in truth.statements]
    printed = {s.years_as_printed for s in statements}
    items = [item for s in statements for item in s.items]
    assert {s.answer for s in statements} == {"yes", "no", "nil", "blank", "text"}
    assert {t.form for t in DOCUMENTS} == {"p029", "principle"}
    assert {t.subject for t in DOCUMENTS} == {"P029", "FACB", "FL", "CL", "DISC"}
    assert any(re.fullmatch(r"\d{4}-\d{4} ARs", p) for p in printed)
    assert any(re.fullmatch(r"\d{4} – \d{4} ARs", p) for p in printed)
    assert any(re.fullmatch(r"AR \d{4}", p) for p in printed)
    assert {"a", "f", "i", "ii"} <= {i.letter for i in items}
    assert {i.priority for i in items} >= {"most_important", "important", "less_important"}
    assert any("section 12(b)" in i.text for i in items)
    assert any(re.search(r"; ", i.text) and i.letter for i in items)
    assert any(re.search(r"\. .*”", i.text) and i.letter for i in items)
    assert len({s.speaker for s in statements}) > 8
    spans = {t.last_year - t.first_year + 1 for t in DOCUMENTS}
    assert min(spans) == 2
    assert max(spans) == 20
    for word in ("Yes.", "YES.", "YES,", "No.", "NO.", "NIL", "NIL."):
        assert any(s.text.startswith(word) for s in statements), word
    twice = Counter((t.name, s.field, s.speaker, s.years) for t in DOCUMENTS for s in t.statements)
    assert any(years and number > 1 for (*_, years), number in twice.items())


def test_the_untidy_documents_show_what_38_real_ones_do() -> None:
    assert len(UNTIDY) >= 12
    assert Counter(truth.subject for truth in UNTIDY) == dict.fromkeys(FOUR, len(UNTIDY) // 4)
    statements = [s for truth in UNTIDY for s in truth.statements]
    printed = [p.text for truth in UNTIDY for c in cells(truth) for p in c.paragraphs]
    government = [s for s in statements if ROW[s.field].speaker == "government"]
    others = [s for s in government if s.speaker != "government"]
    assert {s.party for s in others} == {"employers", "workers", "unknown"}
    assert {True, False} == {s.joins for s in others} == {s.repeats_years for s in others}
    assert any(s.text.startswith("Observations by the ") for s in others)
    assert any(" comment: " in s.text for s in others)
    assert any("’ organizations" in s.speaker for s in others)
    headings = {s.heading for s in government if s.heading}
    assert headings >= {"Policy", "Policy:", "Legislation", "Legislation:", "Regulations"}
    assert any(p == "Legislation" for p in printed)
    assert any(p.startswith("Policy: 2") for p in printed)
    for words in (
        *("YES, since the ", "YES, but ", "YES, According to the Government: ", "YES since "),
        *("No change report", "Based on information in GB.", "(Based on information in GB."),
        "There are no indications in the Government’s report",
    ):
        assert any(s.text.startswith(words) for s in statements), words
    for word in ("YES", "NIL"):
        alone = [(t.name, s.field) for t in UNTIDY for s in t.statements if s.text == word]
        assert any((t.name, s.field) in alone for t in UNTIDY for s in t.statements if s.years), (
            word
        )
    assert any(s.text.startswith("YES ") and len(s.paragraphs) > 1 for s in statements)
    assert any(s.text.startswith("NO ") and len(s.paragraphs) > 1 for s in statements)
    assert any(p == "2008 AR:" for p in printed)
    assert any(p.endswith(";") for p in printed)
    assert any(s.years_as_printed == "2001 and 2004 ARs" for s in statements)
    for words in ("(1) ", "«", "CEDAW", "CRC", "denounced", "in the process of ratification"):
        assert any(words in s.text for s in statements), words
    assert sum("{^" in truth.title[1] for truth in UNTIDY) == len(UNTIDY) - 1
    assert all(FULL[truth.subject] in truth.title[0] for truth in UNTIDY)
    misspelt = [t for t in UNTIDY if not t.title[0].upper().startswith(f"{t.country} - ")]
    assert len(misspelt) >= 2
    assert any(f"{t.first_year}-{t.last_year}" not in t.title[0] for t in UNTIDY)
    assert any(t.label("reporting") == "SOUMISSION DES RAPPORTS" for t in UNTIDY)
    assert len({t.label("recognition") for t in UNTIDY}) >= 4
    fields = [{row.field for row in t.rows} for t in UNTIDY]
    assert any("definition" not in rows for rows in fields)
    assert any({"compulsory_education", "minimum_age"} <= rows for rows in fields)
    assert {True, False} == {t.style.site for t in UNTIDY}


FOUR = ("FACB", "FL", "CL", "DISC")
FULL = {
    "FACB": "Freedom of association",
    "FL": "forced or compulsory labour",
    "CL": "child labour",
    "DISC": "discrimination",
}


# ---- the printers ----------------------------------------------------------------------------------


def _characters(*texts: str) -> Counter[str]:
    return Counter("".join("".join(texts).split()))


def _said(truth: Truth) -> Counter[str]:
    """The characters of the title and of every cell, with the marks of Word's lists."""
    said = _characters(*(Paragraph(line).plain for line in truth.title))
    for cell in cells(truth):
        for paragraph in cell.paragraphs:
            said += _characters(paragraph.plain)
    return said


@every_document
def test_the_committed_pdf_was_made_from_the_truth_as_it_is(truth: Truth) -> None:
    text = (MADE / f"{truth.name}.pdftotext-raw.txt").read_text("utf-8")
    assert not _said(truth) - _characters(text)  # page numbers and footnotes are there besides
    printed = "".join(text.split())
    for cell in cells(truth):
        for match in (m for p in cell.paragraphs for m in MARKUP.finditer(p.text) if m["deleted"]):
            assert "".join(match["deleted"].split()) not in printed


@pytest.fixture
def narrow() -> Truth:
    """A truth with narrow label columns, of which the tests look at the first lines."""
    said = [
        prose("reporting_obligations", (2018,), f"{MADE_UP} It goes on for a while."),
        short("employers_observations", (), "No."),
        prose("workers_observations", (2017,), "No answer."),
    ]
    title = ("FIJI (2017-2018)", "Protocol of 2014 (P029) to the Forced Labour Convention")
    style = Style(characters=(10, 14, 15, 24))
    statements = complete("p029", said)
    return Truth("made-up", "p029", "P029", "FIJI", "FJI", 2017, 2018, title, statements, {}, style)


PRINTED = {
    "rows": """REPORTING Fulfillment of Government’s
 reporting obligations
2018 AR: This document
is made up for tests. It
goes on for a while.
 Involvement of Employers’ and
 Workers’ organizations in the
 reporting process
OBSERVATIO
NS BY THE
SOCIAL
PARTNERS
Employers’ organizations No.
 Workers’ organizations 2017 AR: No answer.
""",
    "interleaved": """REPORTING Fulfillment of Government’s 2018 AR: This document
reporting obligations is made up for tests. It
goes on for a while.
Involvement of Employers’ and
Workers’ organizations in the
reporting process
OBSERVATIO Employers’ organizations No.
NS BY THE Workers’ organizations 2017 AR: No answer.
SOCIAL
PARTNERS
""",
    "interleaved-split": """REPORTING
Fulfillment of Government’s
2018 AR: This document
reporting obligations
is made up for tests. It
goes on for a while.
""",
    "layout": """REPORTING    Fulfillment of Government’s        2018 AR: This document
             reporting obligations              is made up for tests. It
                                                goes on for a while.
             Involvement of Employers’ and
             Workers’ organizations in the
             reporting process
OBSERVATIO   Employers’ organizations           No.
NS BY THE    Workers’ organizations             2017 AR: No answer.
SOCIAL
PARTNERS
""",
    "depth-first": """REPORTING

Fulfillment of Government’s reporting obligations

2018 AR: This document is made up for tests. It goes on for a while.

Involvement of Employers’ and Workers’ organizations in the reporting process

OBSERVATIONS BY THE SOCIAL PARTNERS
""",
}


@pytest.mark.parametrize("order", PRINTED)
def test_text_is_printed_in_the_order_that_its_name_says(narrow: Truth, order: str) -> None:
    title = "\n\n".join if order == "depth-first" else "\n".join
    assert TEXTS[order](narrow).startswith(f"{title(narrow.title)}\n\n{PRINTED[order]}")


# ---- reading ---------------------------------------------------------------------------------------


def _read(text: str) -> Report:
    return parse.parse(source.from_bytes(text.encode(), "made-up.txt"))


def _without_hyphens(statements: Iterable[object]) -> list[tuple[object, ...]]:
    """Where a line ends with a hyphen, only the document's other words say whether to keep it."""
    return [(*said, text.replace("-", "")) for *said, text in map(key, statements)]


in_each_order = pytest.mark.parametrize("order", ["depth-first", "depth-first-wrapped", "rows"])


@in_each_order
@settings(max_examples=25)
@given(truth=truths(tidy=True))
def test_every_statement_comes_back_from_text(order: str, truth: Truth) -> None:
    report = _read(TEXTS[order](truth))
    read = read_of(report, truth)
    assert _without_hyphens(read) == _without_hyphens(truth.statements)
    # a sentence with `2003 AR` in it can break there, and then may look like a prefix without colon
    assert {problem.kind for problem in report.problems} <= {"years_unclear"}


@in_each_order
@settings(max_examples=25)
@example(truth=drawn(384179, tidy=False))  # one year's answers of two sides below a blank row
@given(truth=truths())
def test_untidy_text_is_read_and_no_word_of_it_is_lost(order: str, truth: Truth) -> None:
    result = compare(_read(TEXTS[order](truth)), truth)
    assert result.title_exact
    assert result.lost <= 2  # words with a hyphen at a line's end
    assert result.exact >= 0.9 * result.statements


# ---- comparing -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def albania() -> Truth:
    return next(truth for truth in DOCUMENTS if truth.iso3 == "ALB")


@pytest.fixture(scope="module")
def report(albania: Truth) -> Report:
    return _read(TEXTS["depth-first"](albania))


def _changed(report: Report, field: str, **changes: object) -> Report:
    """The report with the first statement of a field changed."""
    at = next(n for n, s in enumerate(report.statements) if s.field == field)
    statements = list(report.statements)
    statements[at] = statements[at]._replace(**changes)
    return replace(report, statements=tuple(statements))


def test_a_report_that_says_what_the_truth_says_is_exact(report: Report, albania: Truth) -> None:
    result = compare(report, albania)
    assert result.exact == result.statements == len(albania.statements)
    told = [s for s in albania.statements if not s.field.startswith("challenges_")]
    assert result.items_exact == result.items == sum(len(s.items) for s in told)
    assert (result.lost, result.misplaced, result.problems, result.refused) == (0, 0, 0, 0)
    assert result.title_exact


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"years": (2021,)}, "another year"),
        ({"years_as_printed": "2021 AR"}, "another prefix"),
        ({"speaker": "employers"}, "another speaker"),
        ({"answer": "text"}, "another answer"),
    ],
)
def test_a_statement_that_differs_in_anything_is_not_exact(
    report: Report, albania: Truth, changes: dict[str, object], reason: str
) -> None:
    result = compare(_changed(report, "reporting_obligations", **changes), albania)
    assert result.exact == result.statements - 1, reason
    assert (result.lost, result.misplaced) == (0, 0)


def test_text_left_out_is_lost_unless_a_problem_shows_it(report: Report, albania: Truth) -> None:
    without = _changed(report, "reporting_obligations", text="Yes.")
    assert compare(without, albania).lost == len(MADE_UP.split())
    assert compare(without, albania).misplaced == 0
    shown = replace(
        without, problems=(Problem("text_unplaced", MADE_UP, "not placed", None, 0, 0),)
    )
    assert (compare(shown, albania).lost, compare(shown, albania).problems) == (0, 1)


def test_text_in_another_field_is_misplaced_and_not_lost(report: Report, albania: Truth) -> None:
    offer = next(s.text for s in report.statements if s.field == "offer")
    moved = _changed(report, "reporting_obligations", text="Yes.")
    moved = _changed(moved, "offer", text=f"{offer} {MADE_UP}")
    result = compare(moved, albania)
    assert (result.lost, result.misplaced) == (0, len(MADE_UP.split()))
    assert result.exact == result.statements - 2


def test_words_of_the_page_in_an_answer_are_misplaced(report: Report, albania: Truth) -> None:
    text = f"Yes. {MADE_UP} Page 1"
    result = compare(_changed(report, "reporting_obligations", text=text), albania)
    assert (result.lost, result.misplaced) == (0, 2)


def test_a_statement_too_many_counts_against_the_report(report: Report, albania: Truth) -> None:
    doubled = replace(report, statements=(*report.statements, report.statements[0]))
    result = compare(doubled, albania)
    assert result.exact == len(albania.statements) == result.statements - 1


def test_a_document_that_is_refused_has_lost_every_word(albania: Truth) -> None:
    result = refused(albania)
    assert result.exact == result.misplaced == 0
    assert result.lost == result.words == sum(len(s.text.split()) for s in albania.statements)
    assert (result + result).refused == 2


# ---- the form principle ----------------------------------------------------------------------------


def test_the_forms_have_the_rows_of_their_description() -> None:
    for form in forms():
        described = [(r.field, r.section, r.speaker, r.items or None) for r in ROWS[form.name]]
        # the descriptions say nothing of items of challenges: tests/tables/test_items.py does
        rows = [
            (f.name, f.section, f.speaker, None if f.items == "challenges" else f.items)
            for f in form.fields
        ]
        assert rows == described


def test_the_forms_know_the_labels_of_their_description() -> None:
    for form in forms():
        labels = {**LABELS, **FORM_LABELS[form.name]}
        for row in ROWS[form.name]:
            assert any(
                fold(labels[row.field]) in label.variants
                for label in form.fields
                if label.name == row.field
            ), row.field


@pytest.fixture
def principle() -> Callable[..., Report]:
    """Return a function that reads a made-up baseline of the form principle, one row per line."""

    def parsed(title: str, **answers: str) -> Report:
        form = next(form for form in forms() if form.name == "principle")
        lines = [*title.split("\n"), ""]
        answers = {"reporting_obligations": f"Yes. {MADE_UP}", **answers}
        for label in form.labels:
            lines.append(label.printed)
            if label.kind == "field":
                lines += [answers.get(label.name, ""), ""]
        return _read("\n".join(lines))

    return parsed


@pytest.mark.parametrize(
    ("title", "subject", "instruments"),
    [
        (
            "Freedom of association and the effective recognition of the right to collective\n"
            "bargaining (FACB)",
            "FACB",
            ("C087", "C098"),
        ),
        ("THE ELIMINATION OF ALL FORMS OF FORCED OR COMPULSORY LABOUR", "FL", ("C029", "C105")),
        ("Effective Abolition of Child Labor (CL)", "CL", ("C138", "C182")),
        (
            "THE ELIMINATION OF DISCRIMINATION IN RESPECT OF\nEMPLOYMENT AND OCCUPATION",
            "DISC",
            ("C100", "C111"),
        ),
    ],
)
def test_the_title_names_the_subject_and_so_the_instruments(
    principle: Callable[..., Report], title: str, subject: str, instruments: tuple[str, ...]
) -> None:
    report = principle(f"FIJI (2003-2006)\n{title}", monitoring="2004 AR: Visits are made.")
    assert report.form.name == "principle"
    assert (report.subject, report.principle, report.instruments) == (subject, subject, instruments)
    assert report.problems == ()


@pytest.mark.parametrize(
    ("title", "instruments"),
    [
        ("THE EFFECTIVE ABOLITION OF CHILD LABOUR (CL)\nCUBA (2003-2006)", ("C138", "C182")),
        ("CUBA (2003-2006)\nCHILD LABOUR: Convention No. 138", ("C138",)),
        ("CUBA (2003-2006)\nDISC", ("C100", "C111")),
    ],
)
def test_titles_with_the_subject_first_or_with_instruments(
    principle: Callable[..., Report], title: str, instruments: tuple[str, ...]
) -> None:
    report = principle(title)
    assert (report.country, report.instruments) == ("CUBA", instruments)


def test_an_article_at_the_end_of_a_name_is_the_names(principle: Callable[..., Report]) -> None:
    title = "(2003-2006): CONGO, DEMOCRATIC REPUBLIC OF THE\nEffective abolition of child labour"
    assert principle(title).country == "CONGO, DEMOCRATIC REPUBLIC OF THE"


def test_a_title_that_names_no_principle_is_refused(principle: Callable[..., Report]) -> None:
    with pytest.raises(AnnualReviewError, match="a title that names no principle"):
        principle("COUNTRY BASELINE UNDER THE ILO DECLARATION ANNUAL REVIEW\nFIJI (2003-2006)")


def test_the_protocol_is_reported_on_where_answers_on_ratification_name_it(
    principle: Callable[..., Report],
) -> None:
    title = "FIJI (2017-2018)\nTHE ELIMINATION OF ALL FORMS OF FORCED OR COMPULSORY LABOUR"
    report = principle(title, ratification_intention="The 2014 Protocol is under study.")
    assert (report.subject, report.instruments) == ("FL", ("C029", "C105", "P029"))
    elsewhere = principle(title, constitution="It is silent on the Protocol of 2014.")
    assert elsewhere.instruments == ("C029", "C105")


def test_ratification_is_a_row_an_instrument_and_year(principle: Callable[..., Report]) -> None:
    report = principle(
        "FIJI (2003-2004)\nFREEDOM OF ASSOCIATION AND COLLECTIVE BARGAINING (FACB)",
        ratification_status="Fiji has ratified C.98. It has not ratified C.87.",
        ratification_intention="2003 AR: NO.\n2004 AR: C.87 is under consideration.",
    )
    rows = ar.tidy([report]).ratification[["instrument", "year", "status", "intention"]]
    assert rows.values.tolist() == [
        ["C087", 2003, "not_ratified", "not_intended"],
        ["C087", 2004, "not_ratified", "under_consideration"],
        ["C098", 2003, "ratified", "unknown"],
        ["C098", 2004, "ratified", "unknown"],
    ]


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Les mesures prises par le gouvernement sont dans la loi et dans les textes.", "French"),
        ("Las medidas que el Gobierno ha tomado están en la ley y en los textos.", "Spanish"),
    ],
)
def test_a_baseline_in_another_language_is_refused_as_such(
    narrow: Truth, said: str, language: str
) -> None:
    statements = [replace(s, paragraphs=(Paragraph(said),)) for s in narrow.statements]
    words = {name: f"Rubrique {n}: {said[:20]}" for n, name in enumerate(LABELS)}
    translated = replace(narrow, statements=tuple(statements), labels=words)
    for order in TEXTS.values():
        with pytest.raises(AnnualReviewError, match=f"a document in {language}"):
            _read(order(translated))


CUT = """FIJI (2003-2006)
THE EFFECTIVE ABOLITION OF CHILD LABOUR (CL)
REPORTING
Fulfillment of Government’s reporting obligations
Yes.
CHALLENGES IN REALIZING
THE PRINCIPLE
According to the social partners
Employers’ organizations
2006 AR: Lack of data and
AND RIGHT
of funds.
Workers’ organizations
NIL
According to the Government
Lack of staff.
TECHNICAL COOPERATION NEEDS
Request
Training.
Offer
Offers of training have come.
EXPERT-ADVISERS’ OBSERVATIONS/RECOMMENDATIONS
GOVERNING BODY OBSERVATIONS/RECOMMENDATIONS
"""


def test_the_rest_of_a_label_at_the_head_of_the_next_page_is_no_answer() -> None:
    report = _read(CUT)
    said = {s.field: s.text for s in report.statements}
    assert said["challenges_employers"] == "Lack of data and of funds."
    assert said["offer"] == "Offers of training have come."
    assert "challenges" not in {p.text for p in report.problems if p.kind == "label_missing"}


def test_a_bullet_between_a_label_and_its_answer_is_the_answers(narrow: Truth) -> None:
    answer = (Paragraph("2018 AR: These steps:"),)
    answer += tuple(Paragraph(f"made-up step {n};", mark="•") for n in range(3))
    first, *others = narrow.statements
    bulleted = replace(first, years_as_printed="", years=(), paragraphs=answer)
    truth = replace(narrow, statements=(bulleted, *others))
    said = [s.text for s in _read(TEXTS["interleaved"](truth)).statements if s.text]
    assert said[0].count("•") == 3


def test_a_text_in_columns_with_labels_in_the_middle_of_rows_is_refused() -> None:
    centred = next(truth for truth in DOCUMENTS if truth.style.centred)
    with pytest.raises(AnnualReviewError, match="labels in the middle of their rows"):
        ar.read(MADE / f"{centred.name}.pdftotext-layout.txt")


MEANS_OF = """\
FIJI (2016-2017)
Ratification Ratification status
Ratification intention A made-up study of national law was submitted.
Recognition of the Constitution 2017 AR: The Constitution is
principle and right silent on it. It is recognized in section 12(b)
(prospect(s), means of the made-up Employment Act. Ratification of it
of action, basic would have to be preceded by a change of the law
legal provisions) in made-up places.
"""


def test_a_word_that_ends_a_line_of_a_label_may_be_the_answers() -> None:
    untangled = interleaved([Line(text) for text in MEANS_OF.splitlines()])
    assert untangled
    said = {fold(" ".join(line.text for line in piece.lines)) for piece in untangled.pieces}
    assert "recognitionoftheprincipleandrightprospectsmeansofactionbasiclegalprovisions" in said


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("At national level 2006 AR: A made-up survey\n(enterprise, was made", True),
        ("At national level\n(enterprise, sector/industry, national)\n2006 AR: A survey", False),
        ("At national level 2006 AR: A made-up survey\n(see below) was made", False),
        ("At national level\n2006 AR: A survey in\n(enterprise agreements) was made", False),
        ("Definition 2006 AR: It is that\nof forced labour in the made-up Act", False),
    ],
)
def test_a_label_is_cut_if_its_rest_in_brackets_stands_below(text: str, cut: bool) -> None:
    assert has_cut_label(text) == cut


NARROW = """\
CHALLE      Accordin Employers’        2017-2018 ARs: The made-up lack of resources
NGES IN     g to the     organizations was mentioned as the main difficulty.
REALIZIN    social
G           partners     Workers’      2018 AR: No made-up conditions in all
THE                      organizations districts make progress slow.
PRINCIPLE
AND RIGHT   According to the           2018 AR: The lack of resources of the
            Government                 made-up Committee was mentioned.
TECHNICAL   Request                    2018 AR: The Government would welcome
COOPER                                 made-up assistance in revising the Act.
ATION       Offer                      NO.
NEEDS
"""


def test_a_label_whose_lines_begin_some_characters_apart_is_one() -> None:
    lines = [Line(text) for text in NARROW.splitlines()]
    pieces, _ = spaced_columns(lines)
    labels = {
        fold("".join(line.text for line in piece.lines))
        for piece in pieces
        if piece.role == "label"
    }
    assert {"employersorganizations", "workersorganizations", "accordingtothegovernment"} < labels


@pytest.mark.parametrize("truth", TIDY, ids=[t.name for t in TIDY])
def test_columns_that_pdftotext_keeps_apart_are_read_exactly(truth: Truth) -> None:
    """With footnotes whose marks stand apart, last pages of one line, columns that move."""
    if not truth.style.centred:
        report = ar.read(MADE / f"{truth.name}.pdftotext-layout.txt")
        assert compare(report, truth).exact == len(truth.statements)
        assert {problem.kind for problem in report.problems} <= {"footnote", "label_missing"}


def test_columns_that_one_space_parts_are_told_apart_by_their_words(albania: Truth) -> None:
    joined, count = re.subn(
        r"(?m)^(?=[A-Z]{2})(\S+(?: \S+)*)( {2,4})([A-Z]\w.*?)( {2,})(?=\S)",
        lambda match: f"{match[1]} {match[3]}{match[4]}{match[2][1:]}",
        TEXTS["layout"](next(truth for truth in DOCUMENTS if truth.name == albania.name)),
    )
    assert count >= 2
    assert compare(_read(joined), albania).exact == len(albania.statements)


def test_the_bracket_that_closes_a_label_is_no_answer(principle: Callable[..., Report]) -> None:
    title = "FIJI (2003-2006)\nTHE EFFECTIVE ABOLITION OF CHILD LABOUR (CL)"
    report = principle(title, exercise_national="No.", exercise_international="Yes.")
    said = {s.field: (s.answer, s.text) for s in report.statements}
    assert said["exercise_national"] == ("no", "No.")
    assert said["exercise_international"] == ("yes", "Yes.")


def test_rows_of_the_principle_give_measures_and_needs(principle: Callable[..., Report]) -> None:
    report = principle(
        "FIJI (2003-2006)\nTHE EFFECTIVE ABOLITION OF CHILD LABOUR (CL)",
        judicial_decisions="2003 AR: The made-up court ruled on work at night.",
        data_collection="2003 AR: The sources are: (i) the census; and (ii) a survey.",
        ratification_status="2003 AR: Not ratified.",
        request="2003 AR: a) training; and b) data.",
        governing_body="2003 AR: The body recommended: a) a law; and b) a plan.",
    )
    items = [(s.field, i.letter, i.text) for s in report.statements for i in s.items]
    assert items == [
        ("judicial_decisions", "", "The made-up court ruled on work at night"),
        ("data_collection", "i", "the census"),
        ("data_collection", "ii", "a survey"),
        ("request", "a", "training"),
        ("request", "b", "data"),
    ]
