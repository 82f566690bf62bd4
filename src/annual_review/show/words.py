"""Numbers and lists in sentences, with singular and plural right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_NUMBERS = "no one two three four five six seven eight nine ten".split()

_NAMES = ("Expert-Advisers", "Governing Body")
"""Labels that keep their capitals in a sentence: bodies of the ILO."""


def number(n: int) -> str:
    """Return a number as a sentence writes it: in words up to ten, else with separators.

    Examples
    --------
    >>> number(3), number(2140)
    ('three', '2,140')
    """
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else f"{n:,}"


def count(n: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, whose plural is by default the singular and an s.

    Examples
    --------
    >>> count(1, "measure"), count(12, "country", "countries"), count(0, "need")
    ('one measure', '12 countries', 'no needs')
    """
    return f"{number(n)} {noun if n == 1 else plural or noun + 's'}"


def are(n: int) -> str:
    """Return the verb for so many things.

    Examples
    --------
    >>> are(1), are(0)
    ('is', 'are')
    """
    return "is" if n == 1 else "are"


def verb(n: int, plural: str) -> str:
    """Return any other verb for so many things.

    Examples
    --------
    >>> verb(1, "have"), verb(2, "have"), verb(1, "answer")
    ('has', 'have', 'answers')
    """
    irregular = {"do": "does", "have": "has", "were": "was"}
    return irregular.get(plural, f"{plural}s") if n == 1 else plural


def some_of(n: int, of: int, noun: str, plural: str = "") -> str:
    """Return some out of several things as a sentence names them.

    Examples
    --------
    >>> some_of(2, 5, "item"), some_of(2, 2, "item"), some_of(57, 57, "item")
    ('two of the five items', 'both items', 'all 57 items')
    >>> some_of(0, 3, "country", "countries"), some_of(1, 1, "item")
    ('none of the three countries', 'the one item')
    """
    every = count(of, noun, plural)
    if n < of:
        return f"{number(n) if n else 'none'} of the {every}"
    return {1: f"the one {noun}", 2: f"both {plural or noun + 's'}"}.get(of, f"all {every}")


def of_states(n: int, of: int) -> str:
    """Return some of several States as a sentence names them.

    Examples
    --------
    >>> of_states(2, 12), of_states(2, 2), of_states(0, 3)
    ('two of 12 States', 'both States', 'none of the three States')
    """
    if n < of:
        return f"{number(n)} of {count(of, 'State')}" if n else f"none of the {count(of, 'State')}"
    return {1: "the one State", 2: "both States"}.get(of, f"all {count(of, 'State')}")


def years(from_year: int, to_year: int) -> str:
    """Return a period as a sentence has it.

    Examples
    --------
    >>> years(2018, 2018), years(2017, 2018), years(2000, 2018)
    ('2018', '2017 and 2018', '2000 to 2018')
    """
    if from_year == to_year:
        return str(from_year)
    return f"{from_year} {'and' if to_year == from_year + 1 else 'to'} {to_year}"


def listing(names: Iterable[str], most: int = 0, rest: str = "more", last: str = "and") -> str:
    """Return names as a sentence lists them.

    Parameters
    ----------
    names : iterable of str
    most : int
        How many to name if there are more; 0 for all. One that is left alone is named as well.
    rest : str
        What the others are.
    last : str
        The word before the last name.

    Examples
    --------
    >>> listing(["Bahrain", "Chad", "Fiji"])
    'Bahrain, Chad and Fiji'
    >>> listing(["Bahrain", "Chad", "Fiji", "Iraq"], most=2)
    'Bahrain, Chad and two more'
    """
    own = list(names)
    if most and len(own) > most + 1:
        own = [*own[:most], f"{number(len(own) - most)} {rest}"]
    return f" {last} ".join(filter(None, [", ".join(own[:-1]), *own[-1:]]))


def leading(numbers: Iterable[tuple[Any, int]], most: int) -> list[tuple[str, int]]:
    """Return the first of names with numbers, without parting names that have the same number.

    Parameters
    ----------
    numbers : iterable of (str, int)
        The highest number first.
    most : int
        How many to return; if more share the highest number, all of these.

    Examples
    --------
    >>> leading([("a", 3), ("b", 2), ("c", 1), ("d", 1)], 3)
    [('a', 3), ('b', 2)]
    """
    own = list(numbers)
    if len(own) <= most:
        return own
    first = [each for each in own[:most] if each[1] > own[most][1]]
    return first or [each for each in own if each[1] == own[0][1]]


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning.

    Examples
    --------
    >>> sentence("three countries answered.")
    'Three countries answered.'
    """
    return text[:1].upper() + text[1:]


def within(label: str) -> str:
    """Return a label as it stands within a sentence: with a small letter, but for names.

    Names are abbreviations and the bodies of the ILO.

    Examples
    --------
    >>> within("Legal aid"), within("ILO assistance"), within("Governing Body")
    ('legal aid', 'ILO assistance', 'Governing Body')
    """
    return label if label in _NAMES or label[1:2].isupper() else label[:1].lower() + label[1:]
