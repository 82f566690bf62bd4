"""An item's text in, codes out; the codes and their vocabulary are data."""

from annual_review.codebook.coding import SCHEMES, Code, Coding, Scheme, code, codebook

__all__ = ["SCHEMES", "Code", "Coding", "Scheme", "code", "codebook"]
