"""Made-up documents for tests: one truth each, printed in every form that baselines come in.

    python -m tests.documents          makes tests/documents/made anew (Word files, PDFs, their texts)
    python -m tests.documents.compare  holds what is read of them against the truths

`truth` says what a document holds, `made` holds the truths, eight of which are tidy and twelve as
untidy as the Office's pages (`office` and the modules of their subjects); `drawn` draws more of both
kinds at random, with the organizations of `cast`. `writing` and `wording` have the sentences,
`render`, `word` and `paper` print, `files` has each document as a file, `compare` compares. No test
needs LibreOffice or Poppler: what they make is kept in `made`.
"""
