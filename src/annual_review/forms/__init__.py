"""The questionnaires, as data, and what a label is.

In: nothing but the files beside this one. Out: `forms()`, every Form with its labels, subjects and
fixed words; `fields()` and `subjects()`, with what each means; and searches for labels and words in
a text. Words are compared by their letters alone.
"""
