"""What the forms of Word say where nobody filled them in: `prompts.yml`."""

from __future__ import annotations

from importlib import resources

import yaml

_BY_LANGUAGE = yaml.load(
    (resources.files(__package__) / "prompts.yml").read_text("utf-8"), yaml.CSafeLoader
)
PROMPTS: tuple[str, ...] = tuple(prompt for each in _BY_LANGUAGE.values() for prompt in each)
"""In small letters, without the full stop at their end."""
ENDS = " \t\n/|.,;–-。"
"""What may stand behind a prompt."""

_KNOWN = frozenset(PROMPTS)


def is_prompt(text: str) -> bool:
    """Whether a text is a prompt from beginning to end, or nothing."""
    words = " ".join(text.lower().split()).rstrip(ENDS)
    return not words or words in _KNOWN
