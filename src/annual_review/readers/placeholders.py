"""What the forms of Word say where nobody filled them in: `placeholders.yml`."""

from __future__ import annotations

from importlib import resources

import yaml

_BY_LANGUAGE = yaml.load(
    (resources.files(__package__) / "placeholders.yml").read_text("utf-8"), yaml.CSafeLoader
)
PLACEHOLDERS: tuple[str, ...] = tuple(text for texts in _BY_LANGUAGE.values() for text in texts)
"""In small letters, without the full stop at their end."""
ENDS = " \t\n/|.,;–-。"
"""What may stand behind a placeholder."""

_KNOWN = frozenset(PLACEHOLDERS)


def is_placeholder(text: str) -> bool:
    """Whether a text is a placeholder from beginning to end, or nothing."""
    words = " ".join(text.lower().split()).rstrip(ENDS)
    return not words or words in _KNOWN
