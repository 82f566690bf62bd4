"""Numbers and lists in sentences, with singular and plural right."""

from __future__ import annotations

from collections.abc import Iterable

_NUMBERS = "no one two three four five six seven eight nine ten".split()


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

    Returns
    -------
    str

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


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning.

    Examples
    --------
    >>> sentence("three countries answered.")
    'Three countries answered.'
    """
    return text[:1].upper() + text[1:]


def within(label: str) -> str:
    """Return a label as it stands within a sentence: with a small letter, but for abbreviations.

    Examples
    --------
    >>> within("Legal aid"), within("ILO assistance")
    ('legal aid', 'ILO assistance')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
