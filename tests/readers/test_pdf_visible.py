"""What a page of a PDF shows is read, and what it does not show is named; every page is made up."""

from __future__ import annotations

import pytest

from annual_review.readers.pdf import read_pdf
from annual_review.readers.rows import Extract
from tests.made_pdf import CellAt, Page, made, streamed
from tests.readers.extracts import line_texts, notes, rows

SEEN = "These words are made up for tests."
WORDS = "BT /F1 10 Tf 1 0 0 1 40 600 Tm (Secret words) Tj ET"
OTHER = "BT /F1 10 Tf 1 0 0 1 41 601 Tm (Other text) Tj ET"


def read(*operators: str, others: tuple[str, ...] = (), page: Page | None = None) -> Extract:
    """A page with a line of its own and what the operators draw."""
    page = page or Page()
    page.text(40, 50, SEEN)
    page.drawn += operators
    return read_pdf(made([page], others=others), "made-up.pdf")


# ---- words that are not shown -------------------------------------------------------------------

NOT_SHOWN = {
    "invisible": f"3 Tr {WORDS} 0 Tr",
    "clip only": f"q 7 Tr {WORDS} Q",
    "white on white": f"1 g {WORDS} 0 g",
    "black on black": f"30 590 200 30 re f {WORDS}",
    "without ink": f"q /Clear gs {WORDS} Q",
    "a layer switched off": f"/OC /Off BDC {WORDS} EMC",
    "below a white box": f"{WORDS} 1 g 30 590 200 30 re f 0 g",
    "below a picture": f"{WORDS} q 100 0 0 30 35 590 cm /I1 Do Q",
    "cut away": f"q 300 300 10 10 re W n {WORDS} Q",
    "beside the page": WORDS.replace("40 600", "-200 600"),
}


@pytest.mark.parametrize("rotate", [0, 270])
@pytest.mark.parametrize("operators", NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_words_that_the_page_does_not_show_are_named_and_not_read(
    operators: str, rotate: int
) -> None:
    extract = read(operators, page=Page(rotate=rotate))
    assert line_texts(extract) == [SEEN]
    assert notes(extract) == [("unseen", "Secret words")]


@pytest.mark.parametrize(
    "operators",
    [
        f"{WORDS} 1 g 30 590 200 30 re f 0 g {OTHER}",
        f"/OC /Off BDC {WORDS} EMC {OTHER}",
        f"{OTHER} /OC /Off BDC {WORDS} EMC",
        f"{WORDS} 1 g 30 590 200 30 re f 0 g {OTHER.replace('41 601', '43 601')}",
        f"{WORDS} q 150 0 0 30 35 590 cm /I1 Do Q {OTHER}",
    ],
    ids=["covered", "hidden below", "hidden above", "half a letter aside", "on a picture"],
)
def test_words_shown_in_place_of_others_are_read_alone(operators: str) -> None:
    extract = read(operators)
    assert line_texts(extract) == [SEEN, "Other text"]
    assert notes(extract) == [("unseen", "Secret words")]


def test_a_box_over_one_word_hides_that_word() -> None:
    extract = read(f"{WORDS} 1 g 79 590 60 30 re f 0 g")
    assert line_texts(extract) == [SEEN, "Secret"]
    assert notes(extract) == [("unseen", "words")]


@pytest.mark.parametrize(
    "operators",
    [
        f"0.8 g {WORDS} 0 g",
        f"q /Half gs {WORDS} Q",
        f"0 0 0.4 rg 30 590 200 30 re f 1 g {WORDS} 0 g",
        f"0 0.5 0 rg 30 590 200 30 re f 0.98 0 0 rg {WORDS} 0 g",
        f"1 1 0 rg 30 590 200 30 re f 0 g {WORDS}",
    ],
    ids=["grey", "half clear", "white on blue", "red on a green as dark", "on yellow"],
)
def test_words_in_any_colour_that_can_be_seen_are_read(operators: str) -> None:
    extract = read(operators)
    assert line_texts(extract) == [SEEN, "Secret words"]
    assert notes(extract) == []


@pytest.mark.parametrize("size", [5, 8, 12])
def test_the_smallest_signs_are_seen(size: int) -> None:
    page = Page()
    signs = [".", ",", "'", "_", "-", "*", "l", "____"]
    for number, sign in enumerate(signs):
        page.text(40, 100 + 25.3 * number, sign, size)
    extract = read(page=page)
    assert line_texts(extract) == [SEEN, *signs]


SCAN = streamed(  # a picture of dots, as words in a scan are
    "/Type/XObject/Subtype/Image/Width 125/Height 175/ColorSpace/DeviceGray/BitsPerComponent 8"
    "/Filter/ASCIIHexDecode",
    "".join(f"{place * 7919 % 251:02x}" for place in range(125 * 175)) + ">",
)
WHOLE_PAGE, PHOTO = "q 500 0 0 700 0 0 cm /I9 Do Q", "q 200 0 0 60 30 580 cm /I9 Do Q"


@pytest.mark.parametrize(
    "operators",
    [f"{WHOLE_PAGE} 3 Tr {WORDS}", f"{WORDS} {WHOLE_PAGE}", f"{PHOTO} 3 Tr {WORDS}"],
    ids=["over a scan", "under a scan", "over a small picture"],
)
def test_a_text_layer_that_recognition_made_is_read(operators: str) -> None:
    assert line_texts(read(operators, others=(SCAN,))) == [SEEN, "Secret words"]


def test_a_short_word_of_a_text_layer_is_read_however_little_ink_the_scan_has() -> None:
    white = streamed(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8",
        "\xff",
    )
    ink, line = "40 606.5 2 1 re f", f"BT /F1 10 Tf 1 0 0 1 40 500 Tm ({SEEN * 2}) Tj ET"
    layer = WORDS.replace("Secret words", "in")
    extract = read(f"{WHOLE_PAGE} {line} {ink} 3 Tr {layer}", others=(white,))
    assert line_texts(extract) == ["in", SEEN * 2]


@pytest.mark.parametrize("paper", ["\xff\xff\xff", "\xc8\xc8\xc8", "\xff\xfa\x96"])
def test_words_of_a_text_layer_without_ink_are_not_read_whatever_the_papers_colour(
    paper: str,
) -> None:
    scan = streamed(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8",
        paper,
    )
    line = f"BT /F1 10 Tf 1 0 0 1 40 500 Tm ({SEEN * 2}) Tj ET"
    extract = read(f"{WHOLE_PAGE} {line} 3 Tr {WORDS}", others=(scan,))
    assert line_texts(extract) == [SEEN * 2]


def test_a_photo_over_words_hides_them() -> None:
    extract = read(f"{WORDS} {PHOTO}", others=(SCAN,))
    assert line_texts(extract) == [SEEN]
    assert notes(extract) == [("unseen", "Secret words")]


# ---- strokes, shading and watermarks ------------------------------------------------------------


@pytest.mark.parametrize(
    "stroke",
    [
        "0.5 w 40 603 m 112 603 l S",
        "40 602.6 72 0.6 re f",
        "40 602 72 1.5 re f",
        "40 602 72 0.4 re f 40 603.5 72 0.4 re f",
        "40 602.6 36 0.6 re f 76 602.6 36 0.6 re f",
    ],
    ids=["stroke", "thin box", "thick box", "double", "in two parts"],
)
def test_words_struck_through_are_named_and_not_read(stroke: str) -> None:
    extract = read(f"{WORDS} {stroke}")
    assert line_texts(extract) == [SEEN]
    assert notes(extract) == [("struck", "Secret words")]


def test_a_stroke_takes_out_the_words_below_it_alone() -> None:
    page = Page(rotate=90)
    page.put("0 1 -1 0 300 40", "Turned words")
    extract = read("0.5 w 297 40 m 297 76 l S", page=page)
    assert "words" in line_texts(extract)
    assert notes(extract) == [("struck", "Turned")]


def test_underlined_words_and_borders_close_to_words_strike_nothing() -> None:
    page = Page()
    page.stroke(40, 101.2, 112, 101.2)
    page.text(40, 100, "Underlined w")
    page.table((40, 200, 460), (200, 208, 216), [CellAt(0, 0, 1, 1), CellAt(0, 1, 1, 1)], "word")
    page.text(44, 211, "a border through this", size=8)
    extract = read(page=page)
    assert "Underlined w" in line_texts(extract)
    assert [kind for kind, _ in notes(extract)] == []


def test_shading_behind_words_makes_no_columns() -> None:
    """Behind one letter, a space or a word, as word processors draw it run by run."""
    page = Page()
    page.table((40, 200, 460), (60, 72, 84), [CellAt(r, c, 1, 1) for r in (0, 1) for c in (0, 1)])
    page.drawn.append("1 1 0 rg")
    for left, width in ((204, 5.6), (210, 53.8), (264, 5.6), (270, 29.6), (300.4, 3)):
        page.filled(left, 61, width, 10.5)
    page.drawn.append("0 g")
    for y, label, answer in ((69, "Label", "A made-up hotline"), (81, "Other", "Yes")):
        page.text(44, y, label)
        page.text(204, y, answer)
    assert rows(read(page=page)) == [
        [(0, 1, ["Label"]), (1, 1, ["A made-up hotline"])],
        [(0, 1, ["Other"]), (1, 1, ["Yes"])],
    ]


WATERMARKS = {
    "at 45 degrees": "q 0.9 g BT /F1 80 Tf 0.707 0.707 -0.707 0.707 60 350 Tm (DRAFT) Tj ET Q",
    "at 30 degrees": "q 0.4 g BT /F1 60 Tf 0.866 0.5 -0.5 0.866 60 400 Tm (DRAFT) Tj ET Q",
    "level": "q 0.9 g BT /F1 80 Tf 1 0 0 1 60 450 Tm (DRAFT) Tj ET Q",
    "level and dark": "BT /F1 80 Tf 1 0 0 1 60 450 Tm (DRAFT) Tj ET",
    "level, in one cell": "q 0.8 g BT /F1 24 Tf 1 0 0 1 210 460 Tm (DRAFT) Tj ET Q",
    "half clear": "q /Half gs BT /F1 80 Tf 1 0 0 1 60 450 Tm (DRAFT) Tj ET Q",
    "upright": "q 0.9 g BT /F1 80 Tf 0 1 -1 0 250 300 Tm (DRAFT) Tj ET Q",
}


@pytest.mark.parametrize("mark", WATERMARKS.values(), ids=WATERMARKS)
def test_a_watermark_is_named_and_stands_in_no_cell(mark: str) -> None:
    page = Page()
    words = [["Label", "Answer made up"], ["Other label", "Yes, made up"]]
    cells = [CellAt(r, c, 1, 1, (words[r][c],)) for r in (0, 1) for c in (0, 1)]
    page.table((40, 200, 460), (100, 250, 400), cells)
    extract = read(mark, page=page)
    assert [[cell[2] for cell in row] for row in rows(extract)] == [
        [[label], [answer]] for label, answer in words
    ]
    assert notes(extract) == [("aside", "DRAFT")]


def test_a_watermark_goes_with_all_its_words() -> None:
    """The first of them stands over others, the second alone."""
    mark = "BT /F1 30 Tf 1 0 0 1 60 600 Tm (NOT FINAL) Tj ET"
    extract = read(f"{mark} BT /F1 10 Tf 1 0 0 1 70 605 Tm (Words) Tj ET")
    assert line_texts(extract) == [SEEN, "Words"]
    assert notes(extract) == [("aside", "NOT FINAL")]


@pytest.mark.parametrize("ink", ["0 g", "0 0 0.5 rg 30 580 300 40 re f 1 g"], ids=["", "on a bar"])
def test_a_large_title_is_no_watermark(ink: str) -> None:
    title = "BT /F1 24 Tf 1 0 0 1 40 592 Tm (MADE-UP LAND) Tj ET"
    assert line_texts(read(f"{ink} {title}")) == [SEEN, "MADE-UP LAND"]


# ---- forms and annotations ----------------------------------------------------------------------

FIELD = "/Subtype/Widget/F 4/Rect[210 560 450 590]/DA(/Helv 9 Tf 0 g)/T(made up)"


def form(*annotations: str, again: bool = False) -> Extract:
    """A table whose second column has fields. Objects 1000 to 1002 are appearances."""
    page = Page(annotations=list(annotations))
    page.table(
        (40, 200, 460),
        (100, 150, 200),
        [
            CellAt(0, 0, 1, 1, ("Label",)),
            CellAt(0, 1, 1, 1),
            CellAt(1, 0, 1, 1, ("Other label",)),
            CellAt(1, 1, 1, 1, ("Yes    No",)),
        ],
    )
    entries = "/Type/XObject/Subtype/Form/BBox[0 0 240 30]/Resources<</Font<</Helv 3 0 R>>>>"
    others = (
        streamed(entries, "/Tx BMC q BT /Helv 9 Tf 2 10 Td (Shown value) Tj ET Q EMC"),
        streamed(entries, "/Tx BMC EMC"),
        streamed(entries, "0 0 m 8 8 l S"),
    )
    asks = "/NeedAppearances true" if again else ""
    catalog = f"/AcroForm<</Fields[]/DR<</Font<</Helv 3 0 R>>>>{asks}>>"
    return read_pdf(made([page], catalog=catalog, others=others), "made-up.pdf")


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("/FT/Tx/V(Shown value)/AP<</N 1000 0 R>>", ["Shown value"]),
        ("/FT/Tx/V(A value)", ["A value"]),
        ("/FT/Tx/V(A value)/AP<</N 1001 0 R>>", ["A value"]),
        ("/FT/Tx/Ff 4096/V(2017 AR: Yes.\\r2016 AR: No.)", ["2017 AR: Yes.", "2016 AR: No."]),
        ("/FT/Ch/Ff 131072/V(1)/Opt[[(1)(Yes)][(2)(No)]]", ["Yes"]),
        ("/FT/Ch/V(No)/Opt[(Yes)(No)(Unknown)]", ["No"]),
        ("/FT/Btn/Ff 65536/AP<</N 1000 0 R>>", []),
    ],
    ids=["appearance", "no appearance", "empty", "lines", "drop-down", "list", "button"],
)
def test_a_field_is_read_as_the_page_shows_it(field: str, shown: list[str]) -> None:
    assert rows(form(FIELD + field))[0] == [(0, 1, ["Label"]), (1, 1, shown)]


def test_an_old_appearance_counts_unless_the_form_asks_for_new_ones() -> None:
    field = f"{FIELD}/FT/Tx/V(New value)/AP<</N 1000 0 R>>"
    assert rows(form(field))[0][1][2] == ["Shown value"]
    assert rows(form(field, again=True))[0][1][2] == ["New value"]


def test_a_hidden_field_is_not_read() -> None:
    field = FIELD.replace("/F 4", "/F 2") + "/FT/Tx/V(Shown value)/AP<</N 1000 0 R>>"
    assert rows(form(field))[0][1][2] == []


@pytest.mark.parametrize("kind", ["", "/Ff 32768"], ids=["box", "radio button"])
def test_boxes_are_read_as_ticked_or_not(kind: str) -> None:
    box = f"/Subtype/Widget/F 4/FT/Btn{kind}/AP<</N<</On 1002 0 R/Off 1001 0 R>>>>"
    ticked = f"{box}/T(a)/Rect[221 539 229 547]/V/On/AS/On"
    empty = f"{box}/T(b)/Rect[256 539 264 547]/V/Off/AS/Off"
    assert rows(form(ticked, empty))[1][1][2] == ["Yes ☒ No ☐"]


def test_notes_on_a_page_are_named_and_text_on_it_is_read() -> None:
    text = "/Subtype/FreeText/F 4/Rect[210 560 450 590]/DA(/Helv 9 Tf)/Contents(Typed on the page)"
    remark = "/Subtype/Text/F 4/Rect[300 530 320 545]/Contents(A remark)"
    popup = "/Subtype/Popup/F 4/Rect[300 300 400 400]/Contents(A remark)"
    extract = form(text, remark, popup)
    assert rows(extract)[0][1][2] == ["Typed on the page"]
    assert notes(extract) == [("aside", "A remark")]


def test_words_struck_through_by_an_annotation_are_not_read() -> None:
    strike = (
        "/Subtype/StrikeOut/F 4/C[1 0 0]/Rect[44 588 68 597]"
        "/QuadPoints[44 597 68 597 44 588 68 588]"
    )
    extract = form(strike)
    assert rows(extract)[0][0][2] == []
    assert notes(extract) == [("struck", "Label")]


def test_an_annotation_strikes_the_words_that_it_marks_however_large_it_is() -> None:
    strike = "/Subtype/StrikeOut/F 4/Rect[40 530 200 549]/QuadPoints[44 548 68 548 44 537 68 537]"
    extract = form(strike)
    assert rows(extract)[1][0][2] == ["label"]
    assert notes(extract) == [("struck", "Other")]


def test_a_stamp_is_named_with_its_words_and_not_read() -> None:
    """It can lie over the table, and its frame would be taken for cells."""
    stamp = "/Subtype/Stamp/F 4/Rect[210 560 450 590]/AP<</N 1000 0 R>>"
    extract = form(stamp)
    assert rows(extract)[0][1][2] == []
    assert notes(extract) == [("aside", "Shown value"), ("picture", "")]
    assert rows(form(stamp.replace("/F 4", "/F 2")))[0][1][2] == []
    assert notes(form(stamp.replace("/F 4", "/F 2"))) == []


@pytest.mark.parametrize(
    ("place", "named"),
    [("210 560", True), ("210 510", False), ("100 560", False), ("300 400", False)],
    ids=["no words", "beside words", "beside a label", "outside the table"],
)
def test_a_picture_in_place_of_an_answer_is_named(place: str, named: bool) -> None:
    page = Page()
    labels = [CellAt(row, 0, 1, 1, ("Label",)) for row in range(2)]
    page.table(
        (40, 200, 460),
        (100, 150, 200),
        [*labels, CellAt(0, 1, 1, 1), CellAt(1, 1, 1, 1, ("Yes",))],
    )
    extract = read(f"q 60 0 0 20 {place} cm /I1 Do Q", page=page)
    assert notes(extract) == [("picture", "")] * named


# ---- signs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Symbol", "b7", "•"),
        ("ABCDEF+Wingdings-Regular", "a7", "▪"),
        ("Wingdings", "fe", "☑"),
        ("ZapfDingbats", "6e", "■"),
        ("Courier", "a7", "§"),
    ],
)
def test_signs_are_read_as_their_font_shows_them(font: str, code: str, sign: str) -> None:
    encoding = "" if font in ("Symbol", "ZapfDingbats") else "/Encoding/WinAnsiEncoding"
    item = f"BT /F9 10 Tf 1 0 0 1 40 600 Tm <{code}> Tj /F1 10 Tf 15 0 Td (Item) Tj ET"
    extract = read(item, others=(f"<</Type/Font/Subtype/Type1/BaseFont/{font}{encoding}>>",))
    assert line_texts(extract) == [SEEN, f"{sign} Item"]
