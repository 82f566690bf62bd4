"""Rows and paragraphs, read with a questionnaire: a file goes in, a Report comes out.

In: a file, as the rows and paragraphs that `readers` gives, and the labels and words of `forms`.
Out: a Report of one country baseline, with its statements, their items, and whatever could not be
read; or an error that says why the document is refused.

The steps, each a module: `source` opens a file, `choices` and `tick_boxes` leave out what is not
ticked in it, `reading_order` puts each label before its answer (with `spaced_columns` and
`interleaved` for texts that mix them), `document` cleans the text, `labels` finds the labels,
`refusals` rejects what is not one complete baseline, `title`, `statements` (with `tokens` and
`items`) and `problems` read the rest. `parse` calls them in turn. `corrections` are applied to a
Report, and `ratification` classifies what it says.
"""
