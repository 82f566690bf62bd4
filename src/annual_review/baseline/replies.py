"""Tell whether the Government speaks where others do and mostly tell about it."""

from __future__ import annotations

import re

from annual_review.forms.questionnaire import Form, either


def replies(match: re.Match[str], form: Form, *, begins: bool) -> bool:
    """Whether the Government reports or replies in a sentence that names it as the speaker.

    It reports only where a paragraph `begins`. With words of a reply it speaks anywhere.
    """
    if match["holder"] or (match["clause"] and begins):
        return True
    verb, end = match["verb"], match.end("verb")
    if match["topic"]:  # `As for the Government, it replied that …`
        said = _IT.match(match.string, match.end("by"))
        verb, end, begins = (said["verb"], said.end(), True) if said else (None, 0, False)
    elif verb and NEGATED.search(match["adverbs"]):
        return False
    if not verb or not _WHAT_IS_SAID.match(match.string, end):
        return False
    replying = begins or _REPLYING.match(match.string, match.start())
    words = form.vocabulary
    return either(words.replies + (words.reports if replying else ())).fullmatch(verb) is not None


NEGATED = re.compile(r"\b(?:not|never|did|does|do)\b")
_IT = re.compile(r",\s+(?:it|they)\s+(?:(?:has|have|also)\s+)*(?P<verb>\w+)")
_REPLYING = re.compile(
    r"In\s+(?:its\s+|a\s+)?(?:response|reply|answer)\b|(?:Reply|Respond|Answer)ing\b"
)
_WHAT_IS_SAID = re.compile(
    r"\s*[:.]|(?:\s+(?:out|to\s+(?:this|the)\s[^,.;:]{1,60}))?\s+(?:that\b|none\b|\(?[a-z1-9]\))"
)
