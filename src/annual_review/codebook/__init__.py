"""An item's text in, codes out. The codes and the words that speak for them are data (`*.yml`)."""

from annual_review.codebook.codes import SCHEMES, Code, Scheme, codebook
from annual_review.codebook.coding import Coding, code

__all__ = ["SCHEMES", "Code", "Coding", "Scheme", "code", "codebook"]
