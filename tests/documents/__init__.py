"""Made-up documents for tests: one truth each, printed in every form that baselines come in.

    python -m tests.documents          makes tests/documents/made anew (LibreOffice for the PDFs)

`truth` says what a document holds, `made` holds the truths, `render` and `word` print them,
`compare` holds what was read against them. No test needs LibreOffice: the files are committed.
"""

from pathlib import Path

MADE = Path(__file__).resolve().parent / "made"
"""The documents, as files, with the truth of each beside it."""
