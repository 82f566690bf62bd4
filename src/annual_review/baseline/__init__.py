"""A file in, a Report out: the rows and paragraphs of a document read with a questionnaire."""
