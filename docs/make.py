"""Make the pictures of the README and the page of the codebook; `make notebooks` runs this."""

from __future__ import annotations

import textwrap
from pathlib import Path

import annual_review as ar
from annual_review import analysis, show
from annual_review.codebook import SCHEMES, about, codebook

HERE = Path(__file__).parent


def codebook_page() -> str:
    """Return the codebook of all schemes as a Markdown page."""
    lines = [
        "# Codebook",
        "",
        "The five schemes of codes that measures, needs and challenges can have. An item is",
        "coded by what it says, not by the cell it is in, and an item that says two things has",
        "two codes. Articles are those of the Protocol of 2014 to the Forced Labour Convention,",
        "1930.",
        "",
        "`make notebooks` generates this page from `src/annual_review/codebook/*.yml`. The program",
        "learns the codes from [examples](../src/annual_review/codebook/examples/README.md), which",
        "are written from this page.",
    ]
    for scheme in SCHEMES:
        head = about(scheme)
        told = textwrap.fill(f"Scheme `{scheme}`. {head.about}", 100)
        lines += ["", f"## {head.title}", "", told]
        for code in codebook(scheme):
            lines += ["", f"### {code.code}", "", f"{code.label}. {code.description}", ""]
            of_the_protocol = scheme in ("measure", "need")  # others have no article and no option
            if of_the_protocol:
                articles = ", ".join(code.articles) or "none of its own"
                option = f"“{code.option}”" if code.option else "not known"
                lines += [f"- Article: {articles}", f"- Wording of the questionnaire: {option}"]
            if code.wordings:
                named = "Other wordings" if of_the_protocol else "Wordings"
                lines += [f"- {named}: {'; '.join(code.wordings)}"]
            if code.measures:
                lines += [f"- Measures in the same area: {', '.join(code.measures)}"]
            lines += [f"- Does not cover: {code.excludes}"]
    return "\n".join(lines) + "\n"


def pictures() -> None:
    """Draw what Azerbaijan answered, and what it added, kept and dropped."""
    tables = analysis.select(ar.load(), "AZE", "P029")
    answers = show.answers_grid(
        analysis.reporting(tables),
        "What Azerbaijan answered, and how many measures and needs it named",
        analysis.items_by_question(tables),
    )
    changes = show.changes_by_field(
        analysis.changes_by_field(analysis.changes(tables, "AZE", 2017, 2018)).cells,
        "Azerbaijan's measures against forced labour, 2017 to 2018",
    )
    for name, picture in (("answers", answers), ("changes", changes)):
        (HERE / f"{name}.png").write_bytes(picture._repr_mimebundle_()[0]["image/png"])


if __name__ == "__main__":
    pictures()
    (HERE / "codebook.md").write_text(codebook_page(), "utf-8")
