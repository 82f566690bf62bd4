"""The version of the data on reports: what a kept report says, and what makes it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

import annual_review as ar
from annual_review import project
from annual_review.reports import batch, executors, manifest
from annual_review.reports.plan import Run
from annual_review.tables import data_version
from tests.conftest import made_up, write_notebook

COUNTRY = 'country: str = "ALB"\nsubject: str = "P029"'
LOAD = (
    "import annual_review as ar\nfrom annual_review import analysis\n"
    "analysis.select(ar.load(tidy), country, subject)"
)


@pytest.fixture(scope="module")
def thread() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor
    executors.close()


def test_a_kept_report_keeps_its_version_and_how_to_cite_is_never_out_of_date(
    tmp_path: Path, thread: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(project.VARIABLE, str(tmp_path))
    about, outputs, tidy = tmp_path / project.FILE, tmp_path / "outputs", tmp_path / "tidy"
    about.write_text('title = "First"')
    write_notebook(tmp_path / "notebooks", "own", LOAD, parameters=COUNTRY, tags=["own-country"])
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "albania.txt").write_text(made_up({}))

    def made() -> tuple[bool, str]:
        """Whether the report was kept, and the version of the data now."""
        tables = ar.build(tmp_path / "sources", tidy)
        run = Run("own", {"country": "ALB", "subject": "P029"})
        folder = tmp_path / "notebooks"
        (done,) = batch.execute([run], outputs, tidy, folder=folder, executor=thread)
        assert done.error is None
        return done.kept, data_version(tables)

    def said() -> tuple[str, str]:
        """The report's page and the one of its source."""
        source = outputs / "sources" / "ALB-P029-2019-2020.html"
        return (outputs / "own" / "ALB-P029.html").read_text(), source.read_text()

    def versions() -> tuple[str, str]:
        """Those of the report and of the batch in the manifest."""
        held = manifest.read(outputs)
        assert held["batch"]
        return held["reports"][0]["data_version"], held["batch"]["cited"]["version"]

    kept, first = made()
    assert not kept
    assert all(f"In: First. Version {first}." in page for page in said())
    node = json.loads((outputs / "own" / "ALB-P029.ipynb").read_text("utf-8"))
    assert node["metadata"]["annual_review"]["version"] == first

    (tmp_path / "sources" / "benin.txt").write_text(made_up({}, "BENIN (2019-2020)"))
    kept, second = made()
    assert (kept, second == first) == (True, False)
    assert all(first in page and second not in page for page in said())
    assert versions() == (first, second)
    assert f"First. Version {second}." in (outputs / "index.html").read_text()
    assert f"Version {second}." in (outputs / "codebook.html").read_text()

    about.write_text('title = "Second"\nreleased = 2020-01-02')
    kept, _ = made()
    assert not kept
    assert all(f"In: Second. Version {second}." in page for page in said())
    assert "(2020). Second." in (outputs / "index.html").read_text()
