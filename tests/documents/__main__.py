"""Make tests/documents/made anew.

    python -m tests.documents [--no-pdf] [NAME…]

With names, only the documents whose names contain one of them. PDFs need LibreOffice (`soffice`)
and the fonts that the documents' styles name, their texts Poppler (`pdftotext`); `--no-pdf` leaves
both as they are. Other texts and web pages are printed whenever they are read, and not kept.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.documents.files import MADE
from tests.documents.made import documents
from tests.documents.truth import Truth
from tests.documents.word import write


def main() -> None:
    MADE.mkdir(exist_ok=True)
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    made = tuple(
        truth for truth in documents() if not names or any(name in truth.name for name in names)
    )
    for truth in made:
        (MADE / f"{truth.name}.docx").write_bytes(write(truth))
    if "--no-pdf" not in sys.argv:
        _print_pdfs(made)


def _print_pdfs(made: tuple[Truth, ...]) -> None:
    """PDFs show tracked changes as done: LibreOffice would print the deleted text as well."""
    with tempfile.TemporaryDirectory() as folder:
        for truth in made:
            (Path(folder) / f"{truth.name}.docx").write_bytes(write(truth, accepted=True))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(MADE)]
        command += [str(path) for path in sorted(Path(folder).glob("*.docx"))]
        subprocess.run(command, check=True, capture_output=True)
    for truth in made:  # what a real extractor leaves of them, beside the orders of `render`
        pdf = str(MADE / f"{truth.name}.pdf")
        for order in ("raw", "layout"):
            text = str(MADE / f"{truth.name}.pdftotext-{order}.txt")
            subprocess.run(["pdftotext", f"-{order}", pdf, text], check=True)  # noqa: S607


if __name__ == "__main__":
    main()
