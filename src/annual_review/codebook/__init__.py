"""An item's text in, codes out. The codes, and the examples they are learned from, are data."""

from annual_review.codebook.codes import (
    NO_GROUP,
    SCHEMES,
    Code,
    Scheme,
    about,
    choices,
    codebook,
    protocol_articles,
    scheme_of,
    subjects_of,
)
from annual_review.codebook.coding import METHODS, SURE, Coding, Uncoded, code, code_each, suggest
from annual_review.codebook.measured_accuracy import Share, accuracy

__all__ = [
    "METHODS", "NO_GROUP", "SCHEMES", "SURE", "Code", "Coding", "Scheme", "Share", "Uncoded",
    "about", "accuracy", "choices", "code", "code_each", "codebook", "protocol_articles",
    "scheme_of", "subjects_of", "suggest",
]  # fmt: skip
