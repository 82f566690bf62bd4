"""The dates of ratification that a user can fill in: read as written, or refused with their row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from annual_review import tables
from annual_review.reports import cache_key
from annual_review.tables import TableError

HEAD = "iso3,instrument,ratified,denounced\n"


@pytest.fixture
def tidy(tmp_path: Path) -> Path:
    (tmp_path / "tidy").mkdir()
    return tmp_path / "tidy"


def test_dates_are_read_and_without_a_file_there_are_none(tidy: Path) -> None:
    assert tables.ratifications(tidy).empty
    (tidy.parent / "ratifications.csv").write_text(
        "\ufeff" + HEAD + "AZE,C029,1992-05-19,\nAZE, C105 ,2000-08-09,2019-01-31\n"
    )
    read = tables.ratifications(tidy)
    assert read["instrument"].tolist() == ["C029", "C105"]
    assert read["ratified"].tolist() == [pd.Timestamp(1992, 5, 19), pd.Timestamp(2000, 8, 9)]
    assert read["denounced"].isna().tolist() == [True, False]
    assert tables.ratifications(tidy / "..").dtypes.equals(read.dtypes), "no file, the same types"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("XYZ,C029,1992-05-19,", "row 3: found 'XYZ' in column iso3"),
        (",C029,1992-05-19,", "row 3: found nothing in column iso3"),
        ("AZE,C29,1992-05-19,", "'C29' in column instrument; expected a code as in C087"),
        ("AZE,C029,19/05/1992,", "'19/05/1992' in column ratified; expected a date as in"),
        ("AZE,C029,1992-02-30,", "'1992-02-30' in column ratified"),
        ("AZE,C029,,", "nothing in column ratified"),
        ("AZE,C029,1992-05-19,1990-01-01", "expected a date after that of ratification"),
        ("BEN,C029,1960-12-12,", "expected each ratification in one row"),
    ],
)
def test_a_row_that_cannot_be_right_is_named(tidy: Path, row: str, said: str) -> None:
    file = tidy.parent / "ratifications.csv"
    file.write_text(f"{HEAD}BEN,C029,1960-12-12,\n{row}\n")
    with pytest.raises(TableError, match="row 3") as raised:
        tables.ratifications(tidy)
    assert said in str(raised.value)


def test_other_columns_are_refused(tidy: Path) -> None:
    (tidy.parent / "ratifications.csv").write_text("Country;Convention\nBenin;C029\n")
    with pytest.raises(TableError, match="expected iso3, instrument, ratified, denounced"):
        tables.ratifications(tidy)


def test_reports_are_made_again_when_the_dates_change(tidy: Path) -> None:
    sums = {cache_key.ratifications(tidy)}
    for text in (HEAD, HEAD + "BEN,C029,1960-12-12,\n"):
        (tidy.parent / "ratifications.csv").write_text(text)
        sums.add(cache_key.ratifications(tidy))
    assert len(sums) == 3
