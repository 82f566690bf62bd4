"""Texts as spreadsheet programs bear them: what a cell can hold, and what they would compute."""

from __future__ import annotations

import re

LONGEST = 32_767
"""Letters that a cell can hold, as UTF-16 counts them."""

MARK = "\N{REPLACEMENT CHARACTER}"
"""What stands for a character that a file cannot hold."""

_LIKE_A_FORMULA = r"[=+\-@\t\r\n＝＋－＠]"
FORMULA = rf"^(?!-?[0-9.,]+$){_LIKE_A_FORMULA}"
"""How a text in a CSV file begins that is taken for a formula, numbers apart. The script of pages
has it too."""

_CUT = " […]"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_like_a_formula(text: str) -> bool:
    """Whether a text begins as formulas and numbers below zero do."""
    return re.match(_LIKE_A_FORMULA, text) is not None


def in_csv(text: str) -> str:
    """Return a text as a CSV file for spreadsheet programs has it: never a formula."""
    return f"'{text}" if re.match(FORMULA, text) else text


def in_workbook(text: str) -> str:
    """Return a text with `MARK` in place of what a workbook cannot hold."""
    return _NOT_IN_XML.sub(MARK, text)


def fits(text: str) -> bool:
    """Whether a cell can hold the whole text."""
    letters = len(text)
    return letters <= LONGEST // 2 or len(text.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST


def parts(text: str) -> list[str]:
    """Return a text in as many parts as it needs cells."""
    half = LONGEST // 2  # a letter may count twice
    return [text] if fits(text) else [text[n : n + half] for n in range(0, len(text), half)]


def in_cell(text: str) -> str:
    """Return a text as one cell of a workbook holds it, marked where its end is cut off."""
    text = in_workbook(text)
    if fits(text):
        return text
    most = 2 * (LONGEST - len(_CUT))
    return text.encode("utf-16-le")[:most].decode("utf-16-le", "ignore") + _CUT
