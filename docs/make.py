"""Make the pictures of the README, the page of the codebook, and the columns in `tables.md`.

`make notebooks` runs this.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import annual_review as ar
from annual_review import analysis, show
from annual_review.codebook import SCHEMES, about, choices
from annual_review.tables import SCHEMAS

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
        for code in choices(scheme).values():
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


def tables_page(page: str) -> str:
    """Return `tables.md` with each table's description, key and columns as they are declared.

    In the section of a table, its description is the first paragraph, its key the line before the
    columns. The rest of the page stays.
    """
    intro, *sections = re.split(r"^## (\w+)\n\n", page, flags=re.MULTILINE)
    pages = [intro]
    for name, section in zip(sections[::2], sections[1::2], strict=True):
        schema = SCHEMAS[name]
        _, _, rest = section.partition("\n\n")
        told, _, rest = rest.partition("Key: ")
        _, _, *more = rest.rstrip("\n").split("\n\n", 2)
        columns = [
            f"| `{column}` | {each.title} | {each.description} |"
            for column, each in schema.columns.items()
        ]
        pages += [
            f"## {name}\n\n{textwrap.fill(schema.description, 100)}\n\n{told}",
            f"Key: {', '.join(f'`{column}`' for column in schema.unique)}.\n\n",
            "\n".join(["| column | title | meaning |", "|---|---|---|", *columns]) + "\n\n",
            *(f"{text}\n\n" for text in more),
        ]
    return "".join(pages).rstrip("\n") + "\n"


def pictures() -> None:
    """Draw what Azerbaijan answered, and what it added, kept and dropped."""
    tables = analysis.select(ar.load(), "AZE", "P029")
    answers = show.answers_grid(
        analysis.reporting(tables),
        "What Azerbaijan answered, and how many items it named",
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
    tables = HERE / "tables.md"
    tables.write_text(tables_page(tables.read_text("utf-8")), "utf-8")
