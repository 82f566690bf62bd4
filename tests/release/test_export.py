"""A release: what its description claims is true, it is citable, and it is written whole or not."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import annual_review as ar
from annual_review.baseline import parse, source
from annual_review.files import FolderError
from annual_review.project import About, ProjectError
from annual_review.release import citation_files, export
from annual_review.tables import SCHEMAS, Tables, data_version
from tests.conftest import made_up

ABOUT = About(
    title="Made-up tables",
    authors=("Doe, Jane", "The Made-up Institute"),
    address="https://example.org/tables",
    licence="CC-BY-4.0",
    released=datetime.date(2026, 12, 31),
)
ADDRESS = "https://example.org/albania.txt"


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Undated statements, one for two years, text like a formula, and a document with an address."""
    text = made_up(
        {
            "remedies": "2019-2020 ARs: a) =SUM(A1) zumbas; b) Grommels of the plinth.",
            "policy_or_plan": "A drobel, undated, with “quotes”, and commas.",
            "request": "2020 AR: Most important: a) Training of grommels.",
        }
    )
    tables = ar.tidy([parse.parse(source.from_bytes(text.encode(), "made-up.txt"))])
    reports = tables.reports.assign(url=pd.array([ADDRESS], dtype="string"))
    return dataclasses.replace(tables, reports=reports)


@pytest.fixture(scope="module")
def made(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release, for tests that only read it."""
    folder = tmp_path_factory.mktemp("made") / "release"
    export(tables, folder, ABOUT, parquet=True)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A release of the test's own."""
    return shutil.copytree(made, tmp_path / "release")


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}


def described(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


READ = {"string": str, "integer": int, "number": float, "boolean": {"True": True, "False": False}.__getitem__}  # fmt: skip


def untrue(folder: Path) -> list[str]:
    """What `datapackage.json` claims that does not hold, checked as the standard says."""
    found: list[str] = []
    rows: dict[str, list[dict[str, Any]]] = {}
    for resource in described(folder)["resources"]:
        name, schema = resource["name"], resource["schema"]
        held = (folder / resource["path"]).read_bytes()
        if len(held) != resource["bytes"]:
            found.append(f"{name}: bytes")
        if f"sha256:{hashlib.sha256(held).hexdigest()}" != resource["hash"]:
            found.append(f"{name}: hash")
        lines = csv.DictReader(held.decode(resource["encoding"]).splitlines(keepends=True))
        if lines.fieldnames != [field["name"] for field in schema["fields"]]:
            found.append(f"{name}: fields")
        rows[name] = []
        for line in lines:
            row: dict[str, Any] = {}
            for field in schema["fields"]:
                text, limits = line[field["name"]], field.get("constraints", {})
                missing = text in field.get("missingValues", schema["missingValues"])
                value = row[field["name"]] = None if missing else READ[field["type"]](text)
                wrong = [
                    limits.get("required") and (value is None or text == ""),
                    value is not None and value not in limits.get("enum", [value]),
                    value is not None and not re.fullmatch(limits.get("pattern", ".*"), text, re.S),
                    value is not None and "minimum" in limits and value < limits["minimum"],
                    value is not None and "maximum" in limits and value > limits["maximum"],
                ]
                found += [f"{name}: {field['name']} {text!r}"] * any(wrong)
            rows[name].append(row)
        for key in [schema["primaryKey"]] if "primaryKey" in schema else schema["uniqueKeys"]:
            values = [tuple(row[column] for column in key) for row in rows[name]]
            found += [f"{name}: key"] * (len(set(values)) < len(values))
            if "primaryKey" in schema:
                found += [f"{name}: key missing"] * any(None in value for value in values)
    for resource in described(folder)["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            other = key["reference"]
            known = {tuple(row[f] for f in other["fields"]) for row in rows[other["resource"]]}
            used = {tuple(row[f] for f in key["fields"]) for row in rows[resource["name"]]}
            found += [f"{resource['name']}: {key['fields']}"] * (not used <= known)
    return found


def test_what_the_description_claims_is_true(made: Path) -> None:
    assert untrue(made) == []


@pytest.mark.parametrize(
    ("table", "before", "after", "named"),
    [
        ("statements", ",2019,", ",soon,", None),
        ("statements", ",government,government,", ",government,nobody,", "party 'nobody'"),
        ("needs", "ALB-P029-2019-2020,ALB,P029,request", "ALB-P029-2000-2001,ALB,P029,request", "hash"),
        ("needs", "/request/1,", "/request/9,", "statement_id"),
    ],
)  # fmt: skip
def test_a_release_that_was_changed_no_longer_fits_its_description(
    folder: Path, table: str, before: str, after: str, named: str | None
) -> None:
    file = folder / "data" / f"{table}.csv"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")
    if named is None:
        with pytest.raises(ValueError, match="invalid literal"):
            untrue(folder)
    else:
        assert any(named in each for each in untrue(folder))


def test_frictionless_finds_nothing(made: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(made / "datapackage.json"))
    assert report.flatten(["note", "message"]) == []
    assert report.stats["tasks"] == len(SCHEMAS) + 1


def test_every_column_is_described_as_it_is_declared(made: Path) -> None:
    resources = {each["name"]: each for each in described(made)["resources"]}
    assert list(resources) == [*SCHEMAS, "codebook"]
    for name, schema in SCHEMAS.items():
        fields = {each["name"]: each for each in resources[name]["schema"]["fields"]}
        for column, spec in schema.columns.items():
            assert fields[column]["title"] == spec.title
            assert fields[column]["description"] == spec.description
    (iso3,) = (f for f in resources["countries"]["schema"]["fields"] if f["name"] == "iso3")
    assert iso3["constraints"] == {"required": True, "pattern": "[A-Z]{3}"}


def test_a_key_with_a_year_that_can_be_missing_is_no_primary_key(made: Path) -> None:
    schemas = {each["name"]: each["schema"] for each in described(made)["resources"]}
    assert "primaryKey" not in schemas["statements"]
    assert schemas["statements"]["uniqueKeys"] == [["statement_id", "year"]]
    assert schemas["ratification"]["primaryKey"] == ["report_id", "instrument", "year"]


def test_an_item_refers_to_the_statement_of_its_year(made: Path) -> None:
    (measures,) = (r["schema"] for r in described(made)["resources"] if r["name"] == "measures")
    assert measures["foreignKeys"][0] == {
        "fields": ["statement_id", "year"],
        "reference": {"resource": "statements", "fields": ["statement_id", "year"]},
    }


def test_printed_emptiness_is_not_missing(made: Path) -> None:
    (statements,) = (r["schema"] for r in described(made)["resources"] if r["name"] == "statements")
    fields = {each["name"]: each for each in statements["fields"]}
    assert fields["text"]["missingValues"] == []
    assert "required" not in fields["text"].get("constraints", {})
    assert "missingValues" not in fields["answer"]


def test_sources_have_checksums_and_known_addresses(
    made: Path, tables: Tables, tmp_path: Path
) -> None:
    reports = tables.reports.assign(url=pd.array([""], dtype="string"))
    export(dataclasses.replace(tables, reports=reports), tmp_path / "unknown", ABOUT)
    (known,), (unknown,) = described(made)["sources"], described(tmp_path / "unknown")["sources"]
    assert known["title"] == "Country baseline of Albania, P029, 2019-2020"
    assert known["path"] == ADDRESS
    assert known["hash"] == f"sha256:{tables.reports['sha256'].iloc[0]}"
    assert "path" not in unknown


def test_the_csv_has_what_the_document_says(made: Path, tables: Tables) -> None:
    with (made / "data" / "measures.csv").open(encoding="utf-8", newline="") as lines:
        assert "=SUM(A1) zumbas" in {row["text"] for row in csv.DictReader(lines)}
    assert data_version(ar.load(made / "data")) == data_version(tables)


def test_the_same_tables_and_day_give_the_same_bytes(
    made: Path, tables: Tables, tmp_path: Path
) -> None:
    export(tables, tmp_path / "again", ABOUT, parquet=True)
    assert held(tmp_path / "again") == held(made)


def test_a_release_is_replaced_as_a_whole(folder: Path, tables: Tables) -> None:
    before = set(held(folder))
    release = export(tables, folder, ABOUT)
    assert release.files == sorted(held(folder))
    assert before - set(release.files) == {
        f"data/{name}.parquet" for name in [*SCHEMAS, "codebook"]
    }
    assert [each.name for each in folder.parent.iterdir()] == ["release"]


@pytest.mark.parametrize("stranger", ["thesis.docx", "data/mine.csv"])
def test_a_release_with_anything_else_in_it_is_left_alone(
    folder: Path, tables: Tables, stranger: str
) -> None:
    (folder / stranger).write_text("mine", "utf-8")
    before = held(folder)
    with pytest.raises(FolderError, match=f"found {stranger}; expected a new or empty folder"):
        export(tables, folder, ABOUT)
    assert held(folder) == before


def test_a_release_that_fails_leaves_the_earlier_one(
    folder: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = held(folder)
    monkeypatch.setattr(citation_files, "write", full)
    with pytest.raises(FolderError, match="No space left on device"):
        export(tables, folder, ABOUT)
    assert held(folder) == before
    assert [each.name for each in folder.parent.iterdir()] == ["release"]


def test_it_can_be_cited(made: Path, tables: Tables) -> None:
    cff = yaml.safe_load((made / "CITATION.cff").read_text("utf-8"))
    assert cff["authors"] == [
        {"family-names": "Doe", "given-names": "Jane"},
        {"name": "The Made-up Institute"},
    ]
    assert (cff["type"], cff["version"]) == ("dataset", data_version(tables))
    assert cff["date-released"] == datetime.date(2026, 12, 31)
    assert (cff["license"], cff["url"]) == ("CC-BY-4.0", "https://example.org/tables")
    zenodo = json.loads((made / ".zenodo.json").read_text("utf-8"))
    assert zenodo["creators"] == [{"name": "Doe, Jane"}, {"name": "The Made-up Institute"}]
    assert (zenodo["upload_type"], zenodo["publication_date"]) == ("dataset", "2026-12-31")
    assert {"identifier": ADDRESS, "relation": "isDerivedFrom", "scheme": "url"} in zenodo[
        "related_identifiers"
    ]
    readme = (made / "README.md").read_text("utf-8")
    assert "Doe, Jane; The Made-up Institute (2026). Made-up tables. Version" in readme


def test_no_licence_is_claimed_that_is_not_named(tables: Tables, tmp_path: Path) -> None:
    export(tables, tmp_path / "release", ABOUT._replace(licence=""))
    package = described(tmp_path / "release")
    assert [each["path"] for each in package["licenses"]] == [
        "https://www.ilo.org/rights-and-permissions"
    ]
    assert "No licence is named" in (tmp_path / "release" / "LICENSE.md").read_text("utf-8")
    assert "license" not in yaml.safe_load((tmp_path / "release" / "CITATION.cff").read_text())
    zenodo = json.loads((tmp_path / "release" / ".zenodo.json").read_text("utf-8"))
    assert zenodo["license"] == "notspecified"


@pytest.mark.parametrize("licence", ["CC BY 4.0", "MIT OR Apache-2.0"])
def test_a_licence_that_no_one_knows_is_refused(
    tables: Tables, tmp_path: Path, licence: str
) -> None:
    with pytest.raises(ProjectError, match=f"found licence = '{licence}'"):
        export(tables, tmp_path / "release", ABOUT._replace(licence=licence))
    assert list(tmp_path.iterdir()) == []


def test_without_authors_there_is_nothing_to_cite(folder: Path, tables: Tables) -> None:
    release = export(tables, folder, ABOUT._replace(authors=()))
    assert not {"CITATION.cff", ".zenodo.json"} & set(release.files)
    assert "CITATION.cff" not in (folder / "README.md").read_text("utf-8")
    assert "contributors" not in described(folder)
