"""Paths of the machine: what is published does not contain them."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest

from annual_review.reports.machine_paths import hidden
from tests.conftest import PROJECT

HOME = Path.home()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"No such file: '{HOME}/mine/a.csv'", "No such file: '~/mine/a.csv'"),
        (f"file://{HOME}/a", "file://~/a"),
        (f"\x1b[32m{HOME}/a.py\x1b[0m", "\x1b[32m~/a.py\x1b[0m"),
        (f"{PROJECT}/src/a.py: {PROJECT}", "annual-review/src/a.py: annual-review"),
        (f"{sys.prefix}/lib/x.py", "python/lib/x.py"),
        ("/srv/reports/x/y.html of /srv", "reports/x/y.html of /srv"),
        ("/srv/reports-old/x", "/srv/reports-old/x"),
        (f"and{HOME}", f"and{HOME}"),
    ],
)
def test_a_path_begins_where_others_can_follow_it(text: str, said: str) -> None:
    assert hidden(text, Path("/srv/reports")) == said


def test_a_notebook_keeps_its_kind_and_its_pictures() -> None:
    data = {"image/png": f"{HOME}/", "text/plain": f"{HOME}/"}
    shown = nbformat.v4.new_output("display_data", data)
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"{HOME}/", outputs=[shown])])
    (cell,) = hidden(node).cells
    assert (cell.source, cell.outputs[0].data) == ("~/", {**data, "text/plain": "~/"})
    assert node.cells[0].source == f"{HOME}/"
