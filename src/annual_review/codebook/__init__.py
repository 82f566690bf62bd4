"""An item's text in, codes out. The codes and the words that speak for them are data (`*.yml`)."""

from annual_review.codebook.codes import SCHEMES, Code, Scheme, codebook
from annual_review.codebook.coding import SURE, Coding, code
from annual_review.codebook.measured import Share, accuracy

__all__ = [
    "SCHEMES", "SURE", "Code", "Coding", "Scheme", "Share", "accuracy", "code", "codebook",
]  # fmt: skip
