"""Reading files: encodings, cleaning, the way back to the lines of the file, and files that are refused."""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annual_review
from annual_review.baseline.document import compose
from annual_review.baseline.problems import problems_in_text
from annual_review.baseline.report import Origin, ParseError
from annual_review.baseline.source import HTML, Format, from_bytes, read
from annual_review.baseline.source import TEXT as TEXT_FORMAT
from annual_review.errors import SourceError
from annual_review.readers.characters import as_shown
from annual_review.readers.page_furniture import without_foot
from annual_review.readers.rows import (
    Cell,
    Extract,
    Line,
    Note,
    NoteKind,
    Paragraph,
    Piece,
    Row,
)

TEXT = "CÔTE D’IVOIRE (2017-2018)\nYes – “naïve”.\n"


def _misread(text: str, encoding: str) -> bytes:
    """UTF-8 read as another encoding, a byte that has no character in it as a control."""
    each = (bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())
    return "".join(each).encode()


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(TEXT.encode("utf-8"), id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="utf-8 with mark"),
        pytest.param(TEXT.encode("utf-16"), id="utf-16 with mark"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="utf-16, big end first"),
        pytest.param(TEXT.encode("utf-16-le"), id="utf-16 without mark"),
        pytest.param(TEXT.encode("utf-16-be"), id="utf-16 without mark, big end first"),
        pytest.param(TEXT.encode("utf-32-le"), id="utf-32 without mark"),
        pytest.param(TEXT.encode("cp1252"), id="windows-1252"),
        pytest.param(TEXT.encode("mac_roman"), id="mac roman"),
        pytest.param(_misread(TEXT, "cp1252"), id="utf-8 read as windows-1252"),
        pytest.param(
            _misread(_misread(TEXT, "cp1252").decode(), "cp1252"),
            id="utf-8 read as windows-1252, twice",
        ),
        pytest.param(_misread(TEXT, "latin-1"), id="utf-8 read as latin-1"),
        pytest.param(_misread(TEXT, "mac_roman"), id="utf-8 read as mac roman"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="windows line ends"),
        pytest.param(unicodedata.normalize("NFD", TEXT).encode(), id="decomposed accents"),
    ],
)
def test_every_encoding_gives_the_same_text(raw: bytes) -> None:
    assert from_bytes(raw, "x.txt").text == TEXT.strip()
    page = "<pre>".encode(json.detect_encoding(raw)) + raw.removeprefix(codecs.BOM_UTF8)
    if not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        assert from_bytes(page, "x.html", HTML).text.split() == TEXT.split()


@pytest.mark.parametrize("said", ["offices of Côte d'Ivoire", "à Genève", "São Tomé"])
def test_a_text_of_dos_is_read_in_its_encoding(said: str) -> None:
    assert from_bytes(said.encode("cp850"), "x.txt").text == said


@pytest.mark.parametrize("stroke", ["\u0336", "\u0335"])
@pytest.mark.parametrize("kind", [TEXT_FORMAT, HTML])
def test_letters_with_a_stroke_over_each_are_struck_through(kind: Format, stroke: str) -> None:
    struck = " ".join("".join(f"{letter}{stroke}" for letter in word) for word in ("A", "fund"))
    document = from_bytes(f"<p>It opened {struck} a court.".encode(), "x", kind)
    assert document.text.endswith("It opened a court.")
    assert [(note.kind, note.line.text) for note in document.notes] == [("struck", "A fund")]


def test_one_letter_of_a_word_with_a_stroke_over_it_is_no_struck_word() -> None:
    assert from_bytes("In D\u0335akovo".encode(), "x.txt").text == "In D\u0335akovo"
    assert from_bytes("The workers\u0336 court".encode(), "x.txt").text == "The worker court"


def test_a_damaged_place_of_a_text_in_utf_8_is_named() -> None:
    said = "Employers’ and workers’ views,\nin part – made up for tests "
    document = from_bytes(said.encode() + "”".encode()[:2], "x.txt")
    assert document.text == f"{said}\ufffd"
    assert [(p.kind, p.text) for p in problems_in_text(document)] == [
        ("unreadable", "in part – made up for tests \ufffd")
    ]


@pytest.mark.parametrize(
    ("raw", "cleaned", "reason"),
    [
        ("law-\nenforcement", "law-enforcement", "a compound keeps its hyphen"),
        ("law-\n\nenforcement\n\nx\n\ny", "law-enforcement\nx\ny", "blank lines after every line"),
        ("informa-\ntion", "information", "a bare ending is no second half of a compound"),
        (
            "the forced labour\nfor-\nced",
            "the forced labour\nforced",
            "the document has the whole word",
        ),
        ("traf-\nficking of em-\nployers", "trafficking of employers", "neither half is a word"),
        ("traf-\nficking, protec-\ntion", "trafficking, protection", "words are broken here"),
        ("The Alpha-\nEr, a zoo-\nplankton", "The Alpha-Er, a zoo-plankton", "names are no words"),
        (
            "a help-\nline, one help-\nline",
            "a help-line, one help-line",
            "no word is surely broken",
        ),
        (
            "at-\nrisk people take risk now",
            "at-risk people take risk now",
            "the second half is a word",
        ),
        ("short-\nand long-term", "short-\nand long-term", "a suspended hyphen"),
        ("2017-\n2018 ARs", "2017-2018 ARs", "a span of years"),
        ("awareness-\nraising", "awareness-raising", "what compounds end with"),
        ("2017 -\n2018", "2017 -\n2018", "a dash between spaces joins nothing"),
        ("2017\u20102018, 2017\u20112018", "2017-2018, 2017-2018", "hyphens that look alike"),
        ("2017\u20122018, 2017 \u2212 18", "2017–2018, 2017 - 18", "a figure's dash, a minus sign"),
        (
            "2017\u00ad2018 ARs, 2017\u00ad\n2018",
            "2017-2018 ARs, 2017-2018",
            "a soft hyphen, shown",
        ),
        ("\u200e2017\u2060-\u20602018", "2017-2018", "marks of direction, and that join words"),
        ("staffʼs, unionsʼ, staff`s; users′", "staff’s, unions’, staff’s; users’", "apostrophes"),
        ("Hawaiʻi, Rusʹ, 5′, rock ´n´", "Hawaiʻi, Rusʹ, 5′, rock ´n´", "what only looks like one"),
        ("Government=92s caf=E9", "Government’s café", "escapes of a mail"),
        ("x=92, y=96; rate=E9", "x=92, y=96; rate=E9", "sums"),
        ("N&rsquo;s caf&eacute; &#8211; &#146;", "N’s café – ’", "names and numbers of characters"),
        (
            "R&D; P&O; HR&IT; &c; &x=1; 1 &lt; 2",
            "R&D; P&O; HR&IT; &c; &x=1; 1 &lt; 2",
            "signs for `and`, or quoted",
        ),
        (
            "THE WORKERSÕ\nÒopenedÓ two Ð 5 Ð cafŽs",
            "THE WORKERS’\n“opened” two – 5 – cafés",
            "a Mac's text read as Windows-1252",
        ),
        (
            "unionÕs ÒviewÓ\nit’s São Tomé",
            "union’s “view”\nit’s São Tomé",
            "only a line of a Mac",
        ),
        ("itÕs “naïve”", "it’s “naïve”", "only a sign of a Mac"),
        ("itÕs\xa0so", "it’s so", "a Mac's text in a page with spaces that do not break"),
        ("dÕIvoire\n2001Ð2003\nÊ\nend", "d’Ivoire\n2001–2003\n\nend", "a Mac's blank cell"),
        (
            "LÕUNA, eÕpe, VÕ Thị, Ê Đê, ELSÕ, Lê Ð Thọ, DECISÕES, SÍÐA, Óscar, COMISIÓ, Žukas",
            "LÕUNA, eÕpe, VÕ Thị, Ê Đê, ELSÕ, Lê Ð Thọ, DECISÕES, SÍÐA, Óscar, COMISIÓ, Žukas",
            "words with the letters that a Mac's signs become",
        ),
        ("ratiﬁed, oﬃce, eﬀort", "ratified, office, effort", "ligatures"),
        (
            "raƟfied, aƩenƟon, seƫng, plaƞorm, AŌer, Ɵme, ra\U0010019ffied",
            "ratified, attention, setting, platform, After, time, ratified",
            "ligatures that were copied as letters",
        ),
        ("KŌchi, TŌkyō, kƞ, waƞži", "KŌchi, TŌkyō, kƞ, waƞži", "letters of other languages"),
        ("Ōita, KYŌTO, ƩX", "Ōita, KYŌTO, ƩX", "the same letters where no ligature stands"),
        ("\uff32\uff41tified \uff12\uff10\uff11\uff17\uff1a", "Ratified 2017:", "full width"),
        ("\u2474 one; \u249c two; \u2163", "(1) one; (a) two; IV", "marks of one character"),
        ("10 m², rights¹ ½", "10 m², rights¹ ½", "what is raised or small says something else"),
        ("one\u2003two\u202fthree\u3000four", "one two three four", "spaces of any width"),
        (
            "\uf0b7 one\n\uf0a7\ttwo\n\ue123 three",
            "• one\n• two\n• three",
            "bullets in private use",
        ),
        (
            "ï‚· one\nïƒ˜ two\nand: § three; § four\nØ five\n¥ six",
            "• one\n• two\nand: • three; • four\n• five\n• six",
            "bullets that became letters",
        ),
        (
            "§ 5\n§ IV\n§ único\nØystein\nØ 12 mm\nin § a\nÿ",
            "§ 5\n§ IV\n§ único\nØystein\nØ 12 mm\nin § a\nÿ",
            "sections, names and sizes",
        ),
        ("it is \uf0fe so", "it is ☑ so", "a sign in private use"),
        ("\uf052 Yes \uf0a3 No", "☑ Yes", "boxes in private use that begin a line"),
        ("¨ Yes þ No", "☑ No", "boxes whose font is lost"),
        ("co\u00ad\noperation", "cooperation", "a soft hyphen at the line's end"),
        ("co\u00adoperation", "cooperation", "a soft hyphen within the line"),
        ("shelters \u00ad two of them", "shelters - two of them", "a soft hyphen between spaces"),
        ("a\u200bb \u00a0 c\td", "ab c d", "zero-width and odd spaces"),
        ("one\n\n\ntwo\nthree", "one\n\ntwo\nthree", "paragraphs stay apart"),
        (
            "a\n" * 9 + "1\n" + "b\n" * 9 + "2\nc",
            "a\n" * 9 + "b\n" * 9 + "c",
            "page numbers that count up",
        ),
        (
            "found\n12\nin one and\n13\nin the next",
            "found\n12\nin one and\n13\nin the next",
            "answers that count up",
        ),
        ("one\n7\ntwo", "one\n7\ntwo", "one number alone may be an answer"),
        ("one\n3\n\ftwo", "one\ntwo", "a number next to a page break"),
        ("one\nPage 1 of 2\n\ftwo\nPage 2 of 2", "one\ntwo", "page numbers in words"),
    ],
)
def test_cleaning(raw: str, cleaned: str, reason: str) -> None:
    assert from_bytes(raw.encode(), "x.txt").text == cleaned, reason


def test_pages_are_counted_by_form_feeds() -> None:
    document = from_bytes(b"one\n\fbroken in\nthe mid-\n\fdle", "x.txt")
    pages = [document.page(document.text.index(word)) for word in ("one", "broken", "dle")]
    assert pages == [1, 2, 3]
    assert from_bytes(b"no pages", "x.txt").page(0) is None
    assert document.where(document.text.index("broken")) == "x.txt, page 2"
    assert from_bytes(b"a\nb\nc", "x.txt").where(4) == "x.txt, line 3"


@given(st.text(alphabet="ab-é\u0301 \n\f\u00ad\u200b–xﬃ", max_size=80))
def test_every_line_leads_back_to_the_line_of_the_file(raw: str) -> None:
    try:
        document = from_bytes(raw.encode(), "x.txt")
    except SourceError:
        assert not raw.replace("\u200b", "").replace("\u00ad", "").strip()
        return
    left_out = "\u00ad\u200b"
    assert not set(left_out) & set(document.text)
    printed = raw.splitlines()
    ends = [*(line.start for line in document.lines[1:]), len(document.text)]
    for (start, number), end in zip(document.lines, ends, strict=True):
        there = unicodedata.normalize("NFC", printed[number - 1].replace("ﬃ", "ffi"))
        there = re.sub("(?<=\\S )\u00ad(?= \\S)", "-", there)  # between spaces it was meant
        bare = "".join(c for c in there if not c.isspace() and c not in left_out)
        assert "".join(document.text[start:end].split()) in {bare, bare.removesuffix("-")}


REFUSED = [
    ("empty.txt", b"", "empty file"),
    ("blank.txt", b" \n\t\n ", "without a single word"),
    ("binary.txt", bytes(range(256)), "bytes that are not text"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
    ("really.txt", b"%PDF-1.7\n...", "a PDF by its content"),
    ("page.txt", b"<!DOCTYPE html><p>AZERBAIJAN", "an HTML page by its content"),
    ("archive.txt", b"MIME-Version: 1.0\r\n", "an HTML page by its content"),
    ("safari.html", b"bplist00", "a Safari web archive by its content"),
    ("archive.mht", b"MIME-Version: 1.0\r\n", "a web archive or an e-mail without a page"),
    ("named.pdf", b"AZERBAIJAN (2017-2018)", "expected a PDF"),
    ("named.docx", b"AZERBAIJAN (2017-2018)", "expected a Word document"),
    ("data.xlsx", b"PK\x03\x04", "ending in '.xlsx'"),
    ("noending", b"AZERBAIJAN", "a file without an extension"),
]


@pytest.mark.parametrize(("name", "raw", "found"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_files_that_are_no_text_are_refused_by_name(
    tmp_path: Path, name: str, raw: bytes, found: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(SourceError, match=found) as error:
        read(tmp_path / name)
    assert str(error.value).startswith(f"{name}: found ")
    assert "; expected " in str(error.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read(tmp_path / "missing.txt")


@pytest.mark.parametrize("end", ["rights.1", "rights1."])
def test_a_footnote_is_told_by_its_mark_beside_a_full_stop_too(end: str) -> None:
    text = f"Few workers know their {end} The economy is informal.\n\n1 Made up for tests.\f\nMore."
    document = from_bytes(text.encode(), "x.txt")
    assert document.text == "Few workers know their rights. The economy is informal.\nMore."
    assert [note.kind for note in document.notes] == ["footnote"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("the Act, 2007 1; it", "the Act, 2007; it"),
        ("the Act 1 of (2007) 1; it", "the Act 1 of (2007); it"),
        ("Acts of 2006 1 and 2007 1; it", None),  # either may be the mark
        ("Phase 1 of the Act No. 1; it", None),
    ],
)
def test_a_mark_apart_is_a_footnotes_if_it_can_be_no_other_number(
    said: str, read: str | None
) -> None:
    text = f"Constitution    Made up: {said}\n                is in force.\n\n1 No. 2 of 2006.\n\fMore."
    document = from_bytes(text.encode(), "x.txt")
    assert [note.kind for note in document.notes] == (["footnote"] if read else [])
    assert (read or said) in document.text


def test_a_row_that_begins_with_a_number_is_no_footnote() -> None:
    text = "Constitution    Act of (2007) 2; made up.\n2 Unions said   more.\nRequest   2001 AR: Yes.\n"
    assert not from_bytes(text.encode(), "x.txt").notes


LONG = "2001 AR: A made-up" + "\nanswer of many" * 9


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (  # of which mending the first moves the second
            f"Basic legal\n2001 AR: A\n\fprovisions\nlaw.\nJudicial\n{LONG}\n\fdecisions\nit.",
            f"Basic legal\nprovisions\n2001 AR: A\nlaw.\nJudicial\ndecisions\n{LONG}\nit.",
        ),
        (  # in two columns at once
            "Exercise of the\nprinciple and\nAt national level\n(enterprise,\n2001 AR: A\n"
            "\fright sector/industry,\nnational)\nlaw.",
            "Exercise of the\nprinciple and\nright\nAt national level\n(enterprise,\n"
            "sector/industry,\nnational)\n2001 AR: A\nlaw.",
        ),
        (  # that holds the words of a shorter one, and a bracket
            "Recognition of the principle and right (prospect(s), means of action,\nbasic legal\n"
            "2001 AR: A\n\fprovisions)\nlaw.",
            "Recognition of the principle and right (prospect(s), means of action,\nbasic legal\n"
            "provisions)\n2001 AR: A\nlaw.",
        ),
        (  # that is one already
            "TECHNICAL\nCOOPERATION\n2001 AR: A\n\fNEEDS\nlaw.",
            "TECHNICAL\nCOOPERATION\nNEEDS\n2001 AR: A\nlaw.",
        ),
        (  # an answer in capitals
            "TECHNICAL\nCOOPERATION\n\fNEEDS ASSESSMENT WAS MADE.",
            "TECHNICAL\nCOOPERATION\nNEEDS ASSESSMENT WAS MADE.",
        ),
        (  # the answer's word
            "Definition of forced or compulsory\nlabour\n2001 AR: It is in the\n\fLabour Code.",
            "Definition of forced or compulsory\nlabour\n2001 AR: It is in the\nLabour Code.",
        ),
    ],
)
def test_the_rest_of_a_label_is_put_back_over_a_page_break(printed: str, read: str) -> None:
    assert from_bytes(printed.encode(), "x.txt").text.replace("\n\n", "\n") == read


def test_a_title_printed_again_below_a_running_head_is_left_out_and_no_sentence() -> None:
    said = "A head of tests\nFIJI (2001)\nCHILD LABOUR\n{} is made\nup for tests\nof all kinds."
    document = from_bytes("\f".join(map(said.format, ("One", "Two"))).encode(), "x.txt")
    again = said.split("{}")[1]
    assert document.text == f"{said.format('One')}\nTwo{again}"


@pytest.mark.parametrize("raw", [b"One line.\n" * 20_000, b"word " * 300_000])
def test_a_text_far_longer_than_a_baseline_is_refused(raw: bytes) -> None:
    with pytest.raises(SourceError, match="A baseline is far shorter"):
        from_bytes(raw, "x.txt")


def test_a_control_character_of_a_page_in_another_encoding_is_unreadable() -> None:
    page = "<!DOCTYPE html><meta charset=iso-8859-5><p>Made up\x87 for tests.</p>"
    document = from_bytes(page.encode("latin-1"), "x.html", HTML)
    assert document.text == "Made up\ufffd for tests."


@pytest.mark.parametrize(
    "menu",
    [
        *(
            "ILO home",
            "« Home",
            "Site index",
            "Search",
            "Go to top of page",
            "Help | Sitemap",
            "RSS",
        ),
        *("Home > Follow-up > Annual Review", "Follow us on", "Tags: child labour"),
        *("Regions and countries covered: Ghana", "Unit responsible: DECLARATION"),
    ],
)
def test_a_menu_s_word_at_the_end_is_no_answer(menu: str) -> None:
    lines = (Line("NIL", None), Line(menu, None), Line("© 1996-2010", None))
    found = without_foot(Extract((Paragraph(lines),)))
    assert found.blocks == (Paragraph(lines[:1]),)


@pytest.mark.parametrize("item", ["- Search", "• Home", "– Search", "• RSS", "Help for mills"])
def test_an_answer_s_last_item_is_no_menu_s_word(item: str) -> None:
    whole = Extract((Paragraph((Line("The labour office helps with:", None), Line(item, None))),))
    assert without_foot(whole) == whole


def test_a_pages_foot_is_left_out_of_paragraphs_and_not_of_tables() -> None:
    row = Row((Cell(0, 1, (Line("Copyright © 2012", 1),)),), 1)
    answer, foot = Line("NIL", 2), [Line("Last update: 12 March 2012", 2), Line("^ top", 2)]
    notes = tuple(Note("page_foot", line) for line in foot)
    whole = Extract((row, Paragraph((answer, foot[0])), Paragraph((foot[1],))))
    assert without_foot(whole) == Extract((row, Paragraph((answer,))), notes)
    assert without_foot(Extract((Paragraph((answer,)), row))).blocks[-1] is row
    number = Extract((row, Paragraph((Line("6", 2),))))  # named no page, as it is a guess
    assert without_foot(number) == Extract((row,), (Note("page_number", Line("6")),))


def test_what_a_reader_left_out_is_named_by_a_problem() -> None:
    said = "Made up for tests."
    left_out = {kind: Note(kind, Line(f"the {kind}  words", 3)) for kind in get_args(NoteKind)}
    document = compose([Piece("loose", (Line(said),))], left_out.values(), Origin("x", "", ""))
    named = {p.text: (p.kind, p.page) for p in problems_in_text(document)}
    assert named["the struck words"] == named["the deleted words"] == ("struck_out", 3)
    assert named["the unseen words"] == ("not_shown", 3)
    assert named["the aside words"] == ("text_unplaced", 3)
    assert "the running_head words" not in named


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("It was ratifi ed, rati fied and rati fi ed.", "It was ratified, ratified and ratified."),
        (
            "The fi rst staff of fi ce: signi fi cant e ff ects",
            "The first staff office: significant effects",
        ),
        ("The Offi ce made eff orts", "The Office made efforts"),
        ("The eff orts off ered diff erent", "The efforts offered different"),
        ("bene fits con firmed", "benefits confirmed"),
        ("turned off ice makers of fi ve", "turned off ice makers of five"),
        ("a sci fi film of staff in a wi fi network of five firms, and of fence", None),
    ],
)
def test_a_word_set_apart_at_its_ligature_is_one_if_it_is_known(
    printed: str, shown: str | None
) -> None:
    assert as_shown(printed) == (shown or printed)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("2018 \u0410R: made up", "2018 AR: made up"),  # Cyrillic
        ("2017-2018 \u0391Rs: the \u0421onv\u0435ntion", "2017-2018 ARs: the Convention"),  # Greek
        ("\u0430) a survey; b) a fund", "a) a survey; b) a fund"),
        ("\u0430) a survey; \u0431) a fund; \u0441) a law", None),
        ("the \u0421\u0421\u0421\u0420 (\u0422\u0410\u0421\u0421), \u041c\u043e\u0441\u043a\u0432\u0430", None),
        ("5 \u03bcm, \u0394T and C\u03c9", None),
    ],
)  # fmt: skip
def test_letters_of_another_alphabet_within_a_word_are_read_as_they_look(
    printed: str, shown: str | None
) -> None:
    assert as_shown(printed) == (shown or printed)
    assert len(as_shown(printed)) == len(printed)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("â€œfreeâ€ counsel, workersâ€™ â€œaidâ€.", "“free” counsel, workers’ “aid”."),
        ("an actâ€\xa0 of the workersâ€™ union", "an act† of the workers’ union"),
    ],
)
def test_a_quotation_mark_decoded_twice_may_lack_its_last_byte(printed: str, shown: str) -> None:
    assert as_shown(printed) == shown


def test_a_private_character_that_no_font_is_known_for_is_named() -> None:
    document = from_bytes("Made up \ue123 for tests.\nAnd more.".encode(), "x.txt")
    assert [(p.kind, p.text) for p in problems_in_text(document)] == [
        ("unreadable", "Made up \ue123 for tests.")
    ]


@pytest.mark.parametrize("kind", ["txt", "html"])
def test_texts_without_labels_are_refused(tmp_path: Path, kind: str) -> None:
    said = "A line of a made-up page ends here.\nNational action plan The plan was made in spring."
    path = tmp_path / f"made-up.{kind}"
    for text in (said, said.replace("\n", "\n\n"), "2017 AR: Yes.\n" + said, said[-10:]):
        path.write_text(f"<pre>{text}</pre>" if kind == "html" else text)
        with pytest.raises(ParseError, match="0 of the questionnaire's"):
            annual_review.read(path)
