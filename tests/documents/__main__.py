"""Make tests/documents/made anew. Needs LibreOffice (`soffice`) for the PDFs; `--no-pdf` skips them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.documents import MADE
from tests.documents.made import documents
from tests.documents.render import PAGES, TEXTS
from tests.documents.truth import Truth, to_yaml
from tests.documents.word import write


def main() -> None:
    MADE.mkdir(exist_ok=True)
    made = documents()
    for truth in made:
        files: dict[str, bytes] = {"yml": to_yaml(truth).encode(), "docx": write(truth)}
        files |= {f"{order}.txt": text(truth).encode() for order, text in TEXTS.items()}
        files |= {f"{kind}.html": page(truth).encode() for kind, page in PAGES.items()}
        for ending, data in files.items():
            (MADE / f"{truth.name}.{ending}").write_bytes(data)
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


if __name__ == "__main__":
    main()
