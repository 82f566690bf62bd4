"""The questionnaires as data, and what a label is."""
