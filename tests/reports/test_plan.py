"""Planning: which runs there are, and what is refused before anything runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

import annual_review as ar
from annual_review.baseline.parse import Report
from annual_review.reports import inputs, plan
from annual_review.reports.plan import Run, RunError
from annual_review.tables import Tables
from tests.conftest import write_notebook

NOTEBOOKS = [
    "01-corpus", "02-country", "03-across-years", "04-cooperation-needs", "05-explore",
    "06-annual-review",
    "07-review-codes",
]  # fmt: skip


def test_the_notebooks_and_their_parameters_are_those_of_the_design() -> None:
    assert plan.notebooks() == NOTEBOOKS
    declared = {name: [p.name for p in plan.parameters(name)] for name in NOTEBOOKS}
    assert declared == {
        "01-corpus": ["subject", "year", "tidy"],
        "02-country": ["country", "subject", "tidy"],
        "03-across-years": ["country", "subject", "from_year", "to_year", "tidy"],
        "04-cooperation-needs": ["subject", "year", "tidy"],
        "05-explore": ["subject", "region", "tidy"],
        "06-annual-review": ["from_year", "to_year", "tidy"],
        "07-review-codes": ["tidy"],
    }
    assert all(p.help for name in NOTEBOOKS for p in plan.parameters(name))


def test_all_makes_a_run_for_every_value_of_the_tables(tables: Tables) -> None:
    planned = plan.plan(NOTEBOOKS, {}, tables, every=True)
    assert [(run.notebook, run.name) for run in planned] == [
        ("01-corpus", "corpus"),
        ("01-corpus", "2017"),
        ("01-corpus", "2018"),
        ("02-country", "AZE-P029"),
        ("03-across-years", "AZE-P029-2017-2018"),
        ("04-cooperation-needs", "P029-2017"),
        ("04-cooperation-needs", "P029-2018"),
        ("05-explore", "explore"),
        ("06-annual-review", "2017-2017"),
        ("06-annual-review", "2018-2018"),
        ("06-annual-review", "2017-2018"),
        ("07-review-codes", "review-codes"),
    ]


def test_years_are_compared_in_succession_with_all_and_at_choice_without(
    azerbaijan: Report,
) -> None:
    longer = ar.tidy([Report(**{**vars(azerbaijan), "last_year": 2019})])
    planned = plan.plan(["03-across-years"], {}, longer, every=True)
    assert [run.name for run in planned] == ["AZE-P029-2017-2018", "AZE-P029-2018-2019"]
    (chosen,) = plan.plan(["03-across-years"], {"to_year": "2019"}, longer)
    assert chosen.name == "AZE-P029-2017-2019"


def test_a_country_with_one_year_has_nothing_to_compare(azerbaijan: Report) -> None:
    shorter = ar.tidy([Report(**{**vars(azerbaijan), "first_year": 2018})])
    assert plan.plan(["03-across-years"], {}, shorter, every=True) == []


@pytest.mark.parametrize(
    ("notebook", "given", "message"),
    [
        ("02-contry", {}, "Did you mean 02-country?"),
        ("02-country", {"contry": "AZE"}, "found the parameter 'contry'; expected one of country, subject. Did you mean country?"),
        ("02-country", {"country": "ALB"}, "expected country to be one of AZE"),
        ("02-country", {"country": "Azerbajan"}, "Did you mean AZE?"),
        ("02-country", {"subject": "FL"}, "expected subject to be one of P029"),
        ("04-cooperation-needs", {"year": "2020"}, "expected year to be one of 2017, 2018"),
        ("04-cooperation-needs", {"year": "soon"}, "expected a number"),
        ("03-across-years", {"from_year": "2018"}, "expected from_year to be before to_year"),
        ("01-corpus", {"country": "AZE"}, "found the parameter 'country'; expected one of subject, year"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused_naming_what_does(
    tables: Tables, notebook: str, given: dict[str, str], message: str
) -> None:
    with pytest.raises(RunError) as error:
        plan.plan([notebook], given, tables)
    assert message in str(error.value)


@pytest.mark.parametrize("name", ["aze", "Azerbaijan", "Azerbaijan, Republic of", " AZE "])
def test_a_country_is_taken_as_the_user_writes_it(tables: Tables, name: str) -> None:
    (run,) = plan.plan(["02-country"], {"country": name}, tables)
    assert run.values["country"] == "AZE"


def test_lists_of_values_make_a_run_for_each_combination(azerbaijan: Report) -> None:
    longer = ar.tidy([Report(**{**vars(azerbaijan), "last_year": 2020})])
    given = {"from_year": ["2017", "2018"], "to_year": [2019, "2020", "2019"]}
    planned = plan.plan(["03-across-years"], given, longer)
    assert [run.name for run in planned] == [
        "AZE-P029-2017-2019",
        "AZE-P029-2017-2020",
        "AZE-P029-2018-2019",
        "AZE-P029-2018-2020",
    ]
    with pytest.raises(RunError, match="found year=2021, which is not in the tables"):
        plan.plan(["04-cooperation-needs"], {"year": ["2017", "2021"]}, longer)


OWN = """\
country: str = "AZE"  # ISO 3166-1 alpha-3 code
title = "A title"  # of the page
most: int = 3
share: float = 0.5
whole: bool = False
words: list = ["a", "b"]
"""


def test_a_users_own_parameters_have_types_and_are_checked_like_the_others(
    tables: Tables, tmp_path: Path
) -> None:
    write_notebook(tmp_path, "own", parameters=OWN)
    declared = {p.name: (p.type, p.default) for p in plan.parameters("own", tmp_path)}
    assert declared == {
        "country": ("str", "AZE"),
        "title": ("str", "A title"),
        "most": ("int", 3),
        "share": ("float", 0.5),
        "whole": ("bool", False),
        "words": ("list", ["a", "b"]),
        "tidy": ("str", ""),
    }
    given = {"title": plan.split('"one, two",three'), "most": "4", "share": "1", "whole": "yes"}
    planned = plan.plan(["own"], given, tables, folder=tmp_path)
    assert [run.values for run in planned] == [
        {"country": "AZE", "title": title, "most": 4, "share": 1.0, "whole": True, "words": ["a", "b"]}
        for title in ("one, two", "three")
    ]  # fmt: skip
    for name, value, message in (
        ("most", "4.5", "a number, as in 2018"),
        ("share", "half", "a number, as in 0.5"),
        ("whole", "perhaps", "true or false"),
        ("title", 3, "Put it in quotes"),
        ("country", "XXX", "country to be one of AZE"),
    ):
        with pytest.raises(RunError, match=message):
            plan.plan(["own"], {name: value}, tables, folder=tmp_path)


def test_two_runs_never_share_a_path(tables: Tables, tmp_path: Path) -> None:
    write_notebook(tmp_path, "own", parameters='title = ""')
    with pytest.raises(RunError, match="title=a/b and title=a_b"):
        plan.plan(["own"], {"title": ["a/b", "a_b"]}, tables, folder=tmp_path)
    long = [Run("own", {"title": letter * 300}) for letter in "ab"]
    assert all(len(run.name) < 120 for run in long)
    assert Run("own", {"title": "a" * 300}).name != Run("own", {"title": "a" * 301}).name


def test_a_file_of_runs_says_what_the_options_say(tables: Tables, tmp_path: Path) -> None:
    file = tmp_path / "weekly.yml"
    file.write_text(
        "- notebook: 02-country\n"
        "  parameters: {country: [AZE], subject: P029}\n"
        "- notebook: [03-across-years, 04-cooperation-needs]\n"
        "  all: true\n"
        "- notebook: 04-cooperation-needs\n"
        "  parameters:\n"
        "    year: 2018\n"
    )
    assert [run.name for run in plan.from_file(file, tables)] == [
        "AZE-P029",
        "AZE-P029-2017-2018",
        "P029-2017",
        "P029-2018",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "found nothing; expected a list of runs"),
        ("notebook: 02-country", "found no list; expected a list of runs"),
        ("- notebook: [", "expected a YAML file of runs"),
        ("- {}\n", "entry 1, line 1, the entry: found {}; expected a mapping with 'notebook'"),
        ("- notebook: 01-corpus\n- notebook: 02-contry", "entry 2, line 2, notebook: found '02-contry'"),
        ("- notebook: 02-country\n  parameter: {country: AZE}", "Did you mean parameters?"),
        ("- notebook: 02-country\n  country: AZE", "Values of parameters belong under 'parameters'."),
        ("- notebook: 02-country\n  parameters: {country: ALB}", "entry 1, line 1, 02-country: found country=ALB"),
        ("- notebook: 02-country\n  parameters: {country: NO}", "country: found False; expected a text. Put it in quotes."),
        ("- notebook: 04-cooperation-needs\n  parameters: {year: '20x8'}", "year: found '20x8'; expected a number"),
        ("- notebook: 02-country\n  notebook: 01-corpus", "line 2: 'notebook' twice"),
        ("- notebook: 02-country\n  all: 1", "expected true or false"),
        ("- notebook: 02-country\n  parameters: {country: []}", "found an empty list"),
        ("[" * 5000, "recursion"),
        ("- notebook: 02-country\n  parameters: {country: 2020-13-01}", "in quotes"),
        ("- notebook: 02-country\n  parameters: {country: " + "1" * 5000 + "}", "in quotes"),
        ("- notebook: 04-cooperation-needs\n  parameters: {year: 0x" + "1" * 5000 + "}", "entry 1, line 1: found"),
        ('- notebook: 02-country\n  parameters: {country: "\\ud800"}', "surrogates not allowed"),
    ],
)  # fmt: skip
def test_a_file_of_runs_is_refused_with_the_place(
    tables: Tables, tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "weekly.yml"
    file.write_text(text)
    with pytest.raises(RunError) as error:
        plan.from_file(file, tables)
    assert message in str(error.value)
    assert str(file) in str(error.value)


def test_a_long_name_of_letters_of_three_bytes_is_a_name_of_a_file(tmp_path: Path) -> None:
    names = [Run("own", {"title": "漢" * 100 + last}).name for last in "ab"]
    assert names[0] != names[1]
    for name in names:
        (tmp_path / f".own~{name}.failed.ipynb.part").mkdir()


# ---- values that stand for all ------------------------------------------------------------------

OF_ALL = 'subject: str = ""\nregion: str = ""\nyear: int = 0'
PERIOD = "from_year: int = 2019\nto_year: int = 2019"


@pytest.fixture(scope="module")
def several(baseline: Callable[..., Report]) -> Tables:
    """Albania and Benin for 2019 and 2020, Albania also for 2021; all on the Protocol."""
    titles = ["ALBANIA (2019-2020)", "ALBANIA (2021)", "BENIN (2019-2020)"]
    return ar.tidy([baseline(title) for title in titles])


def test_all_makes_a_report_of_all_and_one_of_each_value_but_not_of_combinations(
    several: Tables, tmp_path: Path
) -> None:
    write_notebook(tmp_path, "01-own", parameters=OF_ALL)
    planned = plan.plan(["01-own"], {}, several, every=True, folder=tmp_path)
    assert [run.name for run in planned] == [
        "own", "Africa", "Europe_and_Central_Asia", "2019", "2020", "2021",
    ]  # fmt: skip
    narrowed = plan.plan(["01-own"], {"region": "Africa"}, several, every=True, folder=tmp_path)
    assert [run.name for run in narrowed] == ["Africa", "Africa-2019", "Africa-2020"]
    write_notebook(tmp_path, "each", parameters='subject: str = "P029"\nyear: int = 0')
    planned = plan.plan(["each"], {}, several, every=True, folder=tmp_path)
    assert [run.name for run in planned] == ["P029", "P029-2019", "P029-2020", "P029-2021"]


def test_a_value_that_is_the_only_one_makes_no_report_beside_that_of_all(
    tables: Tables, tmp_path: Path
) -> None:
    write_notebook(tmp_path, "own", parameters=OF_ALL)
    planned = plan.plan(["own"], {}, tables, every=True, folder=tmp_path)
    assert [run.name for run in planned] == ["own", "2017", "2018"]


def test_any_combination_in_the_tables_can_be_asked_for(several: Tables, tmp_path: Path) -> None:
    write_notebook(tmp_path, "own", parameters=OF_ALL)

    def name(**given: Any) -> str:
        (run,) = plan.plan(["own"], given, several, folder=tmp_path)
        return run.name

    assert name() == "own"
    assert name(year="0", region="") == "own"
    assert name(year="2020", region="Africa", subject="P029") == "P029-Africa-2020"
    with pytest.raises(RunError, match="which do not occur together in the tables"):
        name(year=2021, region="Africa")
    with pytest.raises(RunError, match=r"Europe and Central Asia, or '' for all\. Did you mean Africa\?"):  # fmt: skip
        name(region="africa")
    with pytest.raises(RunError, match="year to be one of 2019, 2020, 2021, or 0 for all"):
        name(year=2018)
    with pytest.raises(RunError, match="found year=0, which is not in the tables"):
        plan.plan(["04-cooperation-needs"], {"year": 0}, several)


def test_a_default_that_does_not_go_with_what_is_given_is_named_with_what_to_add(
    several: Tables, tmp_path: Path
) -> None:
    write_notebook(tmp_path, "own", parameters='country: str = "ALB"\nyear: int = 2021')
    with pytest.raises(RunError, match=r"default is year=2021: add .*-p year=2019\.$") as raised:
        plan.plan(["own"], {"country": ["BEN"]}, several, folder=tmp_path)
    assert "one of: country=BEN year=2019; country=BEN year=2020." in str(raised.value)
    write_notebook(tmp_path, "other", parameters='country: str = "ALB"\nsubject: str = "FL"')
    with pytest.raises(RunError, match=r"default is subject=FL: add .*-p subject=P029\.$"):
        plan.plan(["other"], {"country": ["BEN", "ALB"]}, several, folder=tmp_path)
    with pytest.raises(RunError, match="found country=CHN, which is not in the tables"):
        plan.plan(["other"], {"country": "CHN"}, several, folder=tmp_path)


def test_a_period_without_a_country_is_each_year_and_the_whole_with_all_and_any_without(
    several: Tables, tmp_path: Path
) -> None:
    write_notebook(tmp_path, "own", parameters=PERIOD)
    planned = plan.plan(["own"], {}, several, every=True, folder=tmp_path)
    assert [run.name for run in planned] == ["2019-2019", "2020-2020", "2021-2021", "2019-2021"]
    given = {"from_year": [2019, 2020], "to_year": 2020}
    planned = plan.plan(["own"], given, several, folder=tmp_path)
    assert [run.name for run in planned] == ["2019-2020", "2020-2020"]
    with pytest.raises(RunError, match="found 2020 to 2019; expected from_year to be before"):
        plan.plan(["own"], {"from_year": 2020}, several, folder=tmp_path)


def test_what_a_report_is_about_leaves_out_what_stands_for_all(several: Tables) -> None:
    def about(**values: Any) -> tuple[str, str, str, int]:
        found = inputs.about("x", "x", values, nbformat.v4.new_notebook(), several)
        return found["country"], found["region"], found["years"], len(found["sources"])

    assert about(year=0, region="") == ("", "", "2019–2021", 3)
    assert about(year=0, region="Africa") == ("", "Africa", "2019–2020", 1)
    assert about(country="ALB", year=2020) == ("Albania", "Europe and Central Asia", "2020", 2)
    assert about(from_year=2020, to_year=2020) == ("", "", "2020", 3)
    assert about(from_year=2019, to_year=2021, country="") == ("", "", "2019–2021", 3)


def test_a_damaged_notebook_is_named(tmp_path: Path) -> None:
    (tmp_path / "torn.ipynb").write_text('{"cells": [')
    with pytest.raises(RunError, match=r"torn\.ipynb"):
        plan.parameters("torn", tmp_path)


def test_a_value_of_a_users_own_parameter_stays_out_of_the_path() -> None:
    assert Run("mine", {"title": "../../escaped"}).name == "_escaped"
    assert Run("mine", {"file": f"{Path.home()}/mine.csv"}).name == "_mine_csv"


def test_with_all_a_value_narrows_the_notebooks_that_take_it(tables: Tables) -> None:
    planned = plan.plan(NOTEBOOKS, {"country": "AZE"}, tables, every=True)
    assert [run.notebook for run in planned] == ["02-country", "03-across-years"]
