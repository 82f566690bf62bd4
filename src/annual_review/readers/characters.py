"""Characters as a page shows them: ligatures, hyphens, symbol fonts, and text decoded wrongly.

One place for all formats. What a reader of the page would copy as `fi`, as `2017-2018` or as a
bullet is read so, whichever character the file has for it. Superscripts and fractions stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from annual_review.readers.encodings import read_as_mac
from annual_review.readers.rows import Extract, Line, Note, without

# ---- in any font --------------------------------------------------------------------------------

_PLAIN_RANGES = (
    (0xFB00, 0xFB06),  # ligatures: fi, ffl
    (0xFF01, 0xFF5E),  # full width
    (0x1D400, 0x1D7FF),  # mathematical letters: words in bold that were pasted
    (0x2160, 0x217F),  # Roman numerals
    (0x2474, 0x24B5),  # marks of lists in one character: (1), 1., (a)
    (0xFE50, 0xFE6B),  # small punctuation
)
"""Characters that are others in another width, weight or number: Unicode says which."""
_SIGNS_ALIKE = {
    0x2010: "-", 0x2011: "-", 0x2212: "-", 0x2012: "\u2013", 0x2015: "\u2014", 0x02BC: "\u2019",
}  # fmt: skip
"""Hyphens that do not break and the minus sign; dashes as wide as a figure or a quotation's; the
apostrophe that is a letter."""
_PRIVATE_SIGNS = {
    0xF02D: "\u2013", 0xF06C: "●", 0xF06E: "■", 0xF06F: "□", 0xF071: "❑", 0xF076: "❖",
    0xF0A7: "▪", 0xF0A8: "□", 0xF0B7: "•", 0xF0D8: "➢", 0xF0E0: "→", 0xF0FB: "✗", 0xF0FC: "✓",
    0xF0FD: "☒", 0xF0FE: "☑",
}  # fmt: skip
"""What Word's symbol fonts show, where the font is not known and only one of them is likely."""
_TICKS = {
    0xF052: "☑", 0xF053: "☒", 0xF054: "☒", 0xF078: "☒", 0xF0FB: "✗", 0xF0FC: "✓", 0xF0FD: "☒",
    0xF0FE: "☑", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    0xF030: "□", 0xF06F: "□", 0xF071: "❑", 0xF0A3: "□", 0xF0A8: "□", 0xA8: "□",
}  # fmt: skip
"""What they show beside `Yes` and `No`, also where only their letter is left, as in `þ Yes`."""
_LIGATURES = {0x014C: "ft", 0x019E: "tf", 0x019F: "ti", 0x01A9: "tt", 0x01AB: "tti"}
"""Letters for which fonts such as Calibri have one glyph, by its number. PDFs made on a Mac give
the number in private use, as U+10019F, and copies of them the letter that has it: `raƟfied`."""
_PRIVATE_GLYPHS = 0x100000
_PLAIN = _SIGNS_ALIKE | _PRIVATE_SIGNS
_PLAIN |= {_PRIVATE_GLYPHS + number: letters for number, letters in _LIGATURES.items()}
for _first, _last in _PLAIN_RANGES:
    _PLAIN |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(_first, _last + 1)}
_RANGES = "".join(f"{chr(first)}-{chr(last)}" for first, last in _PLAIN_RANGES)
_LETTERS = "".join(map(chr, _LIGATURES))
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaeopcyxijsABEZHIKMNOPTYXo",
)
"""Cyrillic and Greek letters that nobody tells from Latin ones."""
_FOREIGN = "".join(map(chr, _LOOK_ALIKE))
_MIXED_WORD = re.compile(rf"(?<![^\W\d_])[A-Za-z]*+[{_FOREIGN}][A-Za-z{_FOREIGN}]*+(?![^\W\d_])")
"""A word that may have letters of two alphabets, as `АR` from a Russian keyboard."""
_OTHER_LIST = re.compile(r"(?<![^\W\d_])[бвгдβγδ]\)")
_ODD = re.compile(
    f"[\u00ad\u2043§ØŸ¥¨üýþ{_PRIVATE}{''.join(map(chr, _SIGNS_ALIKE))}"
    f"{_RANGES}{_LETTERS}{_FOREIGN}]"
)
_POSSESSIVE = re.compile(r"[\u02b9\u02bb\u2032´`](?:(?<=[a-z].)(?=s\b)|(?<=(?i:ers).)(?!\w))")
"""Signs that stand for an apostrophe: `Government´s`, `workers´`."""
_LIGATURE = re.compile(
    f"(?<=[a-z{_LETTERS}])[ŌƟƩƫ]|(?<=[A-Z])[ƟƩƫ](?=[a-z])|Ɵ(?=[a-z{_LETTERS}])"
    r"|(?<=\bA)Ō(?=er)|(?<=[a-z])ƞ(?=[oi])"
)
"""Such a letter within a word or at its end; only `ti` begins words. Names as `KŌchi` and words of
the Lakota language have two of them as letters: `ft` behind a capital is only read in `AŌer`, `tf`
only before vowels, as in `plaƞorm` and `ouƞit`."""
_SIGNS = f"[{''.join(map(chr, _TICKS))}]"
_TICK = re.compile(
    rf"(?<!\S){_SIGNS}(?=\s*(?:yes|no)\b)|(?:(?<=\byes )|(?<=\bno )){_SIGNS}(?!\S)", re.IGNORECASE
)
_BULLET = re.compile(
    r"(?:^(\s*)|(?<=[:;] ))(?:[\ue000-\uf8ff](?=\s)|[\uf0a7\uf0a8\uf0b7\uf0d8]"
    r"|[§ØŸ¥](?=[^\S\n]+(?!(?:[IVXLC]+|[uú]nico)\b)[^\W\d]))",
    re.MULTILINE,
)
"""A private character that begins a line is a bullet, whatever its font, and so is the letter that
is left of one of Wingdings: `§ training`, but not `§ 12` or Brazil's `§ único`."""
_YEARS_HYPHEN = re.compile(
    r"(?<=19\d\d|20\d\d)[\u00ad\u2043](?=\s*(?:(?:19|20)?\d\d\b|$))|(?<=\S )\u00ad(?= \S)",
    re.MULTILINE,
)
"""A soft hyphen between years was a visible hyphen to whoever wrote it, and so was a bullet's, or a
soft hyphen between spaces."""
_ENTITY = re.compile(r"&(?![lg]t;)(?:#\w{2,7}|[A-Za-z][a-z]\w{0,22}|[A-Z]{4,});")
"""The name or number of a character: `&rsquo;`, `&EACUTE;`, but not `HR&IT;`, nor `&lt;`, which
quotes markup."""
_MAY_BE_MISREAD = re.compile("[ÂÃâ‚ÄÅ√ïÕÓŽÐÊ]")
_MISREAD = re.compile(
    r"[ÂÃ](?:\xa0|[^\sA-Za-z'’.,;:)-])|â(?:€|\x80)|‚Ä|[ÄÅ][\x80-\xbf…\u2018-\u201e‡†]|√[^\s\w]"
    r"|ï[€‚ƒ][^\sA-Za-z]"
)
"""What UTF-8 looks like when read as Windows-1252, Latin-1 or Mac Roman."""
_LOST_BYTE = re.compile(r"(?<=[^\s“(])â€(?=[ \t\r\n.,;:!?)]|\Z)")
"""The third byte of ” shows nothing, and can be lost on the way."""

_USUAL = bytes(range(0x09, 0x0E)) + bytes(range(0x20, 0x7F))
"""The white space and the printed characters of ASCII, of which most texts consist."""


def unusual(text: str) -> str:
    """The characters of a text that are not plain ASCII; bytes are the fastest to sift."""
    sifted = text.encode("utf-8", "surrogatepass").translate(None, _USUAL)
    return sifted.decode("utf-8", "surrogatepass")


def as_shown(text: str) -> str:
    """The text with the characters that a page shows; the same object if they are those."""
    text = _POSSESSIVE.sub("’", _with_whole_words(text))
    if "&" in text and _ENTITY.search(text):
        from ftfy.fixes import unescape_html  # rarely needed, and slow to import

        text = _ENTITY.sub(lambda name: unescape_html(name[0]), text)
    if text.isascii():
        return text
    signs = unusual(text)
    if _MAY_BE_MISREAD.search(signs):
        text = read_as_mac(text)
        text = _decoded_again(text) if _MISREAD.search(text) else text
        signs = unusual(text)
    if _ODD.search(signs):
        text = _TICK.sub(lambda found: _TICKS[ord(found[0])], text)
        text = _BULLET.sub(r"\1•", text)
        text = _LIGATURE.sub(lambda found: _LIGATURES[ord(found[0])], text)
        text = _YEARS_HYPHEN.sub("-", text).translate(_PLAIN)
        in_latin = _in_one_alphabet_but_marks if _OTHER_LIST.search(text) else _in_one_alphabet
        text = _MIXED_WORD.sub(in_latin, text)
    return text


def _in_one_alphabet(word: re.Match[str]) -> str:
    """A word in Latin letters if it has one, or if it is the mark of a list: `а)`."""
    is_mark = len(word[0]) == 1 and word.string.startswith(")", word.end())
    is_latin = is_mark or any(map(str.isascii, word[0]))
    return word[0].translate(_LOOK_ALIKE) if is_latin else word[0]


def _in_one_alphabet_but_marks(word: re.Match[str]) -> str:
    """The same for a text whose lists are in another alphabet: `а)`, `б)`."""
    return _in_one_alphabet(word) if len(word[0]) > 1 else word[0]


_WITH_LIGATURES = frozenset(
    """
    ratified ratifies ratification ratifications office offices officer officers
    official officials officially offer offered offers offence offences offender offenders
    effect effects effective effectively effectiveness effort efforts efficient efficiency
    sufficient insufficient significant significantly specific specifically specified
    identified identification certified certificate certificates qualified qualifications
    classified classification modified modification notified notification definition definitions
    defined define defines difficult difficulty difficulties different difference differences
    affected affects suffered suffering beneficiaries benefited benefits financial finance financed
    financing finalized finalised finally final first fines fined fifth fifteen fifty find findings
    five field fields file filed files firm firms fishing fisheries flow flows floor flexible
    flexibility confirm confirmed confirms conflict conflicts influence reflect reflected reflects
    inflicted trafficking trafficked traffickers traffic fulfil fulfilled fulfilment fulfillment
    artificial justified verified verification simplified clarified amplified unified briefing
    affiliated affiliates affiliation
    """.split()
)
"""Words of answers that a converter can set apart at their ligature: `ratifi ed`, `of fi ce`."""
_SIGNS_OF_SPACES = ("ff ", " ff", "fi ", " fi", "fl ", " fl")
"""A text with none of these needs no closer look."""
_TWO_WORDS = {"off ice", "off ices"}


@cache
def _set_apart() -> re.Pattern[str]:
    """These words with a space before or behind a ligature, or both."""
    found: set[str] = set()
    for word in _WITH_LIGATURES:
        for ligature in ("ffi", "ffl", "ff", "fi", "fl"):
            head, there, rest = word.partition(ligature)
            if there:
                found.add(f"{head}{there} {rest}")
            if head and there:
                found |= {f"{head} {there} {rest}", f"{head} {there}{rest}"}
    words = "|".join(sorted(found - _TWO_WORDS))
    near = r"(?=\w*(?:f[fil]{1,2} | f[fil]))"  # for speed
    return re.compile(rf"\b{near}(?:{words})\b", re.IGNORECASE)


_AT_LIGATURE = re.compile(r" (?:(?<=f[fil] )|f[fil])", re.IGNORECASE)
_MOST_AROUND = max(map(len, _WITH_LIGATURES)) + 1
"""A space that may be such a one, and the most characters on each side of it."""


def _with_whole_words(text: str) -> str:
    """A text without the spaces around ligatures where that gives one of these words."""
    if not any(sign in text for sign in _SIGNS_OF_SPACES):
        return text
    spaces = [found.start() for found in _AT_LIGATURE.finditer(text)]
    around = [text[max(0, at - _MOST_AROUND) : at + _MOST_AROUND] for at in spaces]
    if not _set_apart().search("\n".join(around)):
        return text
    return _set_apart().sub(lambda found: found[0].replace(" ", ""), text)


def _decoded_again(text: str) -> str:
    from ftfy import fix_encoding  # rarely needed, and slow to import

    text = re.sub("ï[‚ƒ][\xa0-\xbf˜]", lambda sign: sign[0].encode("cp1252").decode(), text)
    lines = _LOST_BYTE.sub("â€\x9d", text).split("\n")
    misread = [n for n, line in enumerate(lines) if _MISREAD.search(line)]
    together = fix_encoding("\n".join(lines[n] for n in misread)).split("\n")
    if len(together) == len(misread) and not _MISREAD.search("\n".join(together)):
        fixed = iter(together)
    else:  # not all in the same way
        fixed = (fix_encoding(lines[n]) for n in misread)
    for n, line in zip(misread, fixed, strict=True):
        lines[n] = line
    return "\n".join(lines)


def with_shown_characters(extract: Extract) -> Extract:
    """An extract whose lines and notes have the characters that the page shows."""
    notes = [note._replace(line=_shown_line(note.line)) for note in extract.notes]
    return extract._replace(notes=tuple(notes)).changed(lambda lines, _: map(_shown_line, lines))


def _shown_line(line: Line) -> Line:
    text = as_shown(line.text)
    if not (text.isascii() or text.isprintable()):
        text = text.translate(_NO_CHARACTERS)
    return line if text is line.text else line._replace(text=text)


_NO_CHARACTERS = dict.fromkeys({*range(0x7F, 0xA0)} - {0x85}, "\ufffd")
"""Control characters that show nothing: somebody read the file in another encoding than its own."""

_STROKES = "\u0335\u0336"
_STROKE = re.compile(f"[{_STROKES}]")
_STRUCK_LETTER = f"[^\u0300-\u036f][\u0300-\u036f]*?[{_STROKES}][\u0300-\u036f]*"
_STRUCK = re.compile(
    rf"(?:(?:{_STRUCK_LETTER}){{2,}}|(?<!\w){_STRUCK_LETTER}(?!\w)|[^\u0300-\u036f]\u0336)"
    rf"(?: (?:{_STRUCK_LETTER})+)*"
)
"""Words struck through by a character that lies over each of their letters; one letter of a word
with the short stroke over it is another letter, as in `D̵akovo`."""


def without_struck(extract: Extract) -> Extract:
    """An extract without words whose every letter has a stroke over it; they become Notes."""
    return extract.changed(lambda lines, notes: [_without_strokes(line, notes) for line in lines])


def _without_strokes(line: Line, notes: list[Note]) -> Line:
    kept = line
    for found in _STRUCK.finditer(line.text) if _STROKE.search(line.text) else ():
        notes.append(Note("struck", line._replace(text=_STROKE.sub("", found[0]))))
        kept = without(kept, *found.span())
    return kept


# ---- in symbol fonts ----------------------------------------------------------------------------

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
    "[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
_FONTS = {
    "symbol": dict(enumerate(_SYMBOL, 0x20)) | dict(enumerate(_SYMBOL_HIGH, 0xA0)),
    "wingdings": {
        0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "◆",
        0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x78: "☒", 0x9E: "·", 0x9F: "•", 0xA1: "○",
        0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
        0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x96: "•", 0x97: "●",
        0x98: "●", 0x99: "●", 0x9E: "○", 0xA0: "■", 0xA2: "■", 0xA3: "□", 0xA6: "□",
    },
    "wingdings 3": {0x61: "✓", 0x7D: "►", 0x84: "►", 0x22: "→"},
    "webdings": {0x3D: "•", 0x34: "►", 0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"},
    "marlett": {0x61: "✓", 0x62: "✓", 0x68: "●", 0x69: "●", 0x72: "✗"},
    "zapfdingbats": {
        0x33: "✓", 0x34: "✓", 0x37: "✗", 0x38: "✗", 0x6C: "●", 0x6E: "■", 0x6F: "❏", 0x71: "❑",
        0x75: "◆", 0x76: "❖", 0xE4: "➤", 0xD8: "➘",
    },
}  # fmt: skip
"""What symbol fonts show for a byte: all of Symbol, of the others what documents use in texts."""
_FONTS["monotype sorts"] = _FONTS["zapfdingbats"]

_FIGURES = re.compile(r"\s*[+−-]?\d{1,3}(?:\s*,\s*\d{1,3})*\s*")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def superscript(text: str) -> str:
    """Text that is set above its line: figures as such (10⁶, m²), other words (1st) as they are.

    As plain figures they would be read as the last ones of the number before them.
    """
    return text.translate(_RAISED) if _FIGURES.fullmatch(text) else text


def in_symbol_font(text: str, font: str) -> str:
    """A text as its font shows it, if that is a symbol font; unknown signs move to private use."""
    plain = font.strip(" '\"").lower().removeprefix("itc ").replace("zapf d", "zapfd")
    signs = _FONTS.get(plain)
    return text if signs is None else "".join(_sign(character, signs) for character in text)


def _sign(character: str, signs: dict[int, str]) -> str:
    code = ord(character)
    if character.isspace():
        return character
    if 0xF000 <= code <= 0xF0FF or 0x20 < code <= 0xFF:
        return signs.get(code & 0xFF) or chr(0xF000 | code & 0xFF)
    return character
