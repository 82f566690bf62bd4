"""How lists count: Roman numerals, and letters as browsers and Word continue them after z."""

from __future__ import annotations

from string import ascii_lowercase

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """A number from 1 to 3,999 in small Roman numerals; any other in figures."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def letters(number: int) -> str:
    """A positive number in small letters as browsers count, z, aa, ab; any other in figures."""
    if number < 1:
        return str(number)
    text = ""
    while number:
        number, letter = divmod(number - 1, 26)
        text = ascii_lowercase[letter] + text
    return text


def repeated_letters(number: int) -> str:
    """A number from 1 to 780 in small letters as Word counts, z, aa, bb; any other in figures."""
    if not 0 < number <= 780:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return ascii_lowercase[letter] * (times + 1)
