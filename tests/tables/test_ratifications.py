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
        ("AZE,C028,1992-05-19,", "'C028' in column instrument; expected a code as in C087"),
        ("BEN,C029,1961-12-12,", "'1961-12-12' in column ratified; expected a date on which the"),
    ],
)
def test_a_row_that_cannot_be_right_is_named(tidy: Path, row: str, said: str) -> None:
    file = tidy.parent / "ratifications.csv"
    file.write_text(f"{HEAD}BEN,C029,1960-12-12,\n{row}\n")
    with pytest.raises(TableError, match="row 3") as raised:
        tables.ratifications(tidy)
    assert said in str(raised.value)


def test_a_state_is_bound_once_at_a_time_in_whatever_order_its_rows_are(tidy: Path) -> None:
    file, again = tidy.parent / "ratifications.csv", "MYS,C105,1990-01-10,\n"
    file.write_text(HEAD + again + "MYS,C105,1958-10-13,1990-01-10\n")
    assert len(tables.ratifications(tidy)) == 2, "denounced and ratified again"
    file.write_text(HEAD + again + "MYS,C105,1958-10-13,1991-01-10\n")
    with pytest.raises(TableError, match="row 2: found '1990-01-10' in column ratified"):
        tables.ratifications(tidy)


def test_every_instrument_that_the_manual_names_can_be_entered(tidy: Path) -> None:
    named = "C029 C087 C098 C100 C105 C111 C138 C155 C182 C187 P029".split()  # docs/using.md
    rows = "".join(f"AZE,{code},1992-05-19,\n" for code in named)
    (tidy.parent / "ratifications.csv").write_text(HEAD + rows)
    assert tables.ratifications(tidy)["instrument"].tolist() == named


def test_small_letters_and_a_comma_at_the_end_change_nothing(tidy: Path) -> None:
    """A State in small letters would else be one that has ratified nothing."""
    file = tidy.parent / "ratifications.csv"
    file.write_text(HEAD + "MYS,C105,1958-10-13,1990-01-10\n")
    plain = tables.ratifications(tidy)
    file.write_text(HEAD + "mys,c105,1958-10-13,1990-01-10,\n")
    pd.testing.assert_frame_equal(tables.ratifications(tidy), plain)


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
