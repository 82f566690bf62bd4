"""A reader for each kind of file: bytes in, `blocks.Extract` out; none knows the questionnaire."""
