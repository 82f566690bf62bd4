"""The dates of ratification, which a user fills in from the Office's own list: `ratifications.csv`.

The file is optional and stands beside the folder of the tables. It is not one of the tables: no
document is its source.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from annual_review import countries, project
from annual_review.forms.questionnaire import subjects
from annual_review.tables.schema import TableError

FILE = "ratifications.csv"
COLUMNS = ["iso3", "instrument", "ratified", "denounced"]
_DATE = r"\d{4}-\d{2}-\d{2}"
_REMEDY = "Correct the file; docs/using.md says how it is filled in."


def ratifications(tidy: Path | str = "") -> pd.DataFrame:
    """Load the dates on which States ratified instruments.

    Parameters
    ----------
    tidy
        The folder of the tables. The file `ratifications.csv` is looked for beside it. The default
        is the project's own, so `data/ratifications.csv`.

    Returns
    -------
    DataFrame
        One row per ratification; no rows if there is no file.

        ====================  ==============  =====================================================
        iso3                  string          country, ISO 3166-1 alpha-3
        instrument            string          as in the tables: C087, P029
        ratified, denounced   datetime64[s]   `denounced` is missing while the State is bound
        ====================  ==============  =====================================================

    Raises
    ------
    TableError
        If the file is malformed. The message names the row.

    Examples
    --------
    >>> from annual_review import tables
    >>> list(tables.ratifications("a-folder/tidy").columns)
    ['iso3', 'instrument', 'ratified', 'denounced']
    """
    file = project.tables(tidy).absolute().parent / FILE
    if not file.is_file():
        return _typed(pd.DataFrame(columns=COLUMNS, dtype="string"))
    try:
        frame = pd.read_csv(
            file,
            dtype="string",
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8-sig",
            index_col=False,  # a comma too many at the end of each row shifts no column
        )
    except (OSError, ValueError) as error:
        raise TableError.of_system(file, error, "a CSV file in UTF-8", _REMEDY) from error
    if list(frame.columns) != COLUMNS:
        raise TableError(
            str(file),
            found=f"the columns {', '.join(map(str, frame.columns))}",
            expected=", ".join(COLUMNS),
            remedy=_REMEDY,
        )
    frame = frame.apply(lambda column: column.str.strip().str.upper())
    known = {iso3 for iso3 in frame["iso3"].dropna().unique() if countries.by_iso3(iso3)}
    _refuse(file, frame, "iso3", ~frame["iso3"].isin(known), "a code as in ISO 3166-1 alpha-3")
    codes = frame["instrument"].isin(_instruments())
    expected = f"a code as in C087, of {', '.join(_instruments())}"
    _refuse(file, frame, "instrument", ~codes, expected)
    for column in ("ratified", "denounced"):
        dates = frame[column].str.fullmatch(_DATE).fillna(False)
        dates &= pd.to_datetime(frame[column], format="%Y-%m-%d", errors="coerce").notna()
        missing = frame[column].isna() & (column == "denounced")
        _refuse(file, frame, column, ~(dates | missing), "a date as in 2018-06-14")
    late = (frame["denounced"] <= frame["ratified"]).fillna(False)
    _refuse(file, frame, "denounced", late, "a date after that of ratification")
    again = frame.duplicated(["iso3", "instrument", "ratified"])
    _refuse(file, frame, "ratified", again, "each ratification in one row")
    in_turn = frame.sort_values("ratified", kind="stable")  # dates in this form sort as text
    before = in_turn.groupby(["iso3", "instrument"])["denounced"].shift()
    first = ~in_turn.duplicated(["iso3", "instrument"])
    bound = ~first & (before.isna() | (in_turn["ratified"] < before).fillna(False))
    expected = "a date on which the State was not bound by another row"
    _refuse(file, frame, "ratified", bound.reindex(frame.index), expected)
    return _typed(frame)


def _instruments() -> list[str]:
    """The fundamental instruments, also those that no baseline read up to now is on."""
    return sorted({code for subject in subjects().values() for code in subject.instruments})


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    dates = {"ratified": "datetime64[s]", "denounced": "datetime64[s]"}
    return frame.astype(dates)


def _refuse(
    file: Path, frame: pd.DataFrame, column: str, wrong: pd.Series[bool], expected: str
) -> None:
    """Raise TableError on the first row that is wrong."""
    for row in frame.index[wrong][:1]:
        found = "nothing" if pd.isna(frame.loc[row, column]) else repr(frame.loc[row, column])
        raise TableError(
            f"{file}, row {row + 2}",  # as a spreadsheet counts, where the heads are row 1
            found=f"{found} in column {column}",
            expected=expected,
            remedy=_REMEDY,
        )
