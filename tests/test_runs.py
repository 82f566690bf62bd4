"""Runs: what is refused before anything runs, what is made, and that a failure stays where it is."""

from __future__ import annotations

import html.parser
import json
from pathlib import Path

import nbformat
import pytest

import annual_review as ar
from annual_review import pages, runs, tables
from annual_review.corpus import TIDY
from annual_review.parse import Report
from annual_review.runs import Run, RunError

NOTEBOOKS = ["01-corpus", "02-country", "03-across-years", "04-cooperation-needs", "05-explore"]


def test_the_notebooks_and_their_parameters_are_those_of_the_design() -> None:
    assert runs.notebooks() == NOTEBOOKS
    declared = {name: [p.name for p in runs.parameters(name)] for name in NOTEBOOKS}
    assert declared == {
        "01-corpus": ["tidy"],
        "02-country": ["country", "subject", "tidy"],
        "03-across-years": ["country", "subject", "from_year", "to_year", "tidy"],
        "04-cooperation-needs": ["subject", "year", "tidy"],
        "05-explore": ["tidy"],
    }
    assert all(p.help for name in NOTEBOOKS for p in runs.parameters(name))


def test_all_makes_a_run_for_every_value_of_the_tables(tables: tables.Tables) -> None:
    planned = runs.plan(NOTEBOOKS, {}, tables, every=True)
    assert [(run.notebook, run.name) for run in planned] == [
        ("01-corpus", "corpus"),
        ("02-country", "AZE-P029"),
        ("03-across-years", "AZE-P029-2017-2018"),
        ("04-cooperation-needs", "P029-2017"),
        ("04-cooperation-needs", "P029-2018"),
        ("05-explore", "explore"),
    ]


def test_years_are_compared_in_succession_with_all_and_at_choice_without(
    azerbaijan: Report,
) -> None:
    longer = ar.tidy([Report(**{**vars(azerbaijan), "last_year": 2019})])
    planned = runs.plan(["03-across-years"], {}, longer, every=True)
    assert [run.name for run in planned] == ["AZE-P029-2017-2018", "AZE-P029-2018-2019"]
    (chosen,) = runs.plan(["03-across-years"], {"to_year": "2019"}, longer)
    assert chosen.name == "AZE-P029-2017-2019"


def test_a_country_with_one_year_has_nothing_to_compare(azerbaijan: Report) -> None:
    shorter = ar.tidy([Report(**{**vars(azerbaijan), "first_year": 2018})])
    assert runs.plan(["03-across-years"], {}, shorter, every=True) == []


@pytest.mark.parametrize(
    ("notebook", "given", "message"),
    [
        ("02-contry", {}, "Did you mean 02-country?"),
        ("02-country", {"contry": "AZE"}, "found the parameter 'contry'; expected one of country, subject. Did you mean country?"),
        ("02-country", {"country": "ALB"}, "expected country to be one of AZE"),
        ("02-country", {"country": "Azerbaijan"}, "Did you mean AZE?"),
        ("02-country", {"subject": "FL"}, "expected subject to be one of P029"),
        ("04-cooperation-needs", {"year": "2020"}, "expected year to be one of 2017, 2018"),
        ("04-cooperation-needs", {"year": "soon"}, "expected a number"),
        ("03-across-years", {"from_year": "2018"}, "expected from_year to be before to_year"),
        ("01-corpus", {"year": "2018"}, "expected no parameter"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused_naming_what_does(
    tables: tables.Tables, notebook: str, given: dict[str, str], message: str
) -> None:
    with pytest.raises(RunError) as error:
        runs.plan([notebook], given, tables)
    assert message in str(error.value)


# ---- executing ----------------------------------------------------------------------------------


def notebook(folder: Path, name: str, *sources: str) -> None:
    """Write a small notebook: its parameters cell, then `sources`."""
    parameters = nbformat.v4.new_code_cell('tidy: str = ""', metadata={"tags": ["parameters"]})
    cells = [nbformat.v4.new_markdown_cell("# A heading"), parameters]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / f"{name}.ipynb")


class Links(html.parser.HTMLParser):
    """Every address that a page would load or lead to, and what it is titled."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "src" or (tag == "link" and name == "href"):
                self.loads.append(value or "")
            elif name == "href":
                self.leads.append(value or "")


def test_a_batch_makes_whole_pages_and_lists_them_and_a_failure_stops_no_other(
    tmp_path: Path,
) -> None:
    folder, outputs = tmp_path / "notebooks", tmp_path / "outputs"
    folder.mkdir()
    show = "from annual_review import present\npresent.say('<b>2 < 3</b>')"
    notebook(
        folder, "good", show, "from annual_review import plots\nplots._picture(2, 2, 'T', 'Alt')[0]"
    )
    notebook(folder, "bad", "1 / 0", "'never run'")
    batch = [Run("good", {}), Run("bad", {})]
    outcomes = {o.run.notebook: o for o in runs.execute(batch, outputs, TIDY, folder=folder)}

    assert outcomes["bad"].page is None
    assert "ZeroDivisionError" in str(outcomes["bad"].error)
    assert not (outputs / "bad" / "bad.html").exists()

    page = outcomes["good"].page
    assert page == outputs / "good" / "good.html"
    text = page.read_text("utf-8")
    assert "&lt;b&gt;2 &lt; 3" in text
    assert 'alt="Alt"' in text
    assert "import present" not in text
    links = Links(page)
    assert all(address.startswith("data:") for address in links.loads)
    assert links.leads == [
        "#report", "../index.html", "#A-heading", "../sources/AZE-P029-2017-2018.html", "good.ipynb",
    ]  # fmt: skip
    assert Links(outputs / "index.html").leads == [
        "good/good.html",
        "sources/AZE-P029-2017-2018.html",
        "good/good.ipynb",
    ]
    assert sorted(path.name for path in outputs.iterdir()) == [
        "bad",
        "good",
        "index.html",
        "sources",
    ]


def test_a_value_of_a_users_own_parameter_stays_out_of_the_path() -> None:
    assert Run("mine", {"title": "../../escaped"}).name == "_escaped"


def test_with_all_a_value_narrows_the_notebooks_that_take_it(tables: tables.Tables) -> None:
    planned = runs.plan(NOTEBOOKS, {"country": "AZE"}, tables, every=True)
    assert [run.notebook for run in planned] == ["02-country", "03-across-years"]


def test_a_page_without_a_kernel_says_where_its_controls_are(tables: tables.Tables) -> None:
    node = nbformat.read(runs.NOTEBOOKS / "05-explore.ipynb", as_version=4)
    (run,) = runs.plan(["05-explore"], {}, tables)
    page = pages.page(node, pages.about(run.notebook, run.name, run.values, node, tables))
    assert "Open the notebook in JupyterLab" in page
    assert "VBox(" not in page


def test_reports_of_other_tables_say_which(tmp_path: Path, tables: tables.Tables) -> None:
    from annual_review.tables import save

    folder = tmp_path / "notebooks"
    folder.mkdir()
    save(tables, tmp_path / "tidy")
    notebook(folder, "where", "print(tidy)")
    outcome = runs.make(Run("where", {}), tmp_path / "outputs", tmp_path / "tidy", folder)
    assert outcome.page is not None
    node = json.loads(outcome.page.with_suffix(".ipynb").read_text("utf-8"))
    assert node["cells"][-1]["outputs"][0]["text"] == [f"{tmp_path / 'tidy'}\n"]


def test_the_index_escapes_what_reports_are_about(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    about = dict.fromkeys(
        ["notebook", "run", "heading", "country", "subject", "subject_name", "years", "made"],
        "<script>",
    )
    metadata = {"metadata": {"annual_review": {**about, "sources": []}}}
    (tmp_path / "x" / "y.ipynb").write_text(json.dumps(metadata))
    (tmp_path / "x" / "y.html").write_text("")
    assert "<script>" not in pages.write_index(tmp_path).read_text("utf-8")
