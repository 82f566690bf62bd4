"""Made-up documents for tests: one truth each, printed in every form that baselines come in.

    python -m tests.documents          makes tests/documents/made anew (LibreOffice for the PDFs)
    python -m tests.documents.compare  holds what is read of them against the truths

`truth` says what a document holds, `made` holds the truths, eight of which are tidy and twelve as
untidy as the Office's pages (`office` and the modules of their subjects); `drawn` draws more of both
kinds at random, with the organizations of `cast`. `writing` and `wording` have the sentences,
`render`, `word` and `paper` print, `compare` compares. No test needs LibreOffice: the files are committed.
"""

from pathlib import Path

MADE = Path(__file__).resolve().parent / "made"
"""The documents, as files, with the truth of each beside it."""
