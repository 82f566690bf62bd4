"""A reader for each kind of file: its bytes in, an `Extract` of rows, paragraphs and notes out.

No reader knows the questionnaire. The modules of a format sort together, and the first of them has
its reader: `text.read_text`, `word.read_docx`, `web.read_html`, `pdf.read_pdf`. A reader loads its
library when it is imported, so import only the one that a file needs. `rows` holds what they all
give; `characters`, `encodings`, `list_marks` and `page_furniture` are what they share.
"""
