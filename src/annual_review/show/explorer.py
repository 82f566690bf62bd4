"""Controls to look through statements in JupyterLab."""

from __future__ import annotations

from typing import Any

import pandas as pd

from annual_review import analysis
from annual_review.show.sentences import label
from annual_review.tables import Tables


def explorer(tables: Tables) -> Any:
    """Return controls to look through statements in JupyterLab, and a table of those found.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    ipywidgets.VBox
        Controls for country, questions, years and words, the number found, and the table.
    """
    import ipywidgets
    from itables.widget import ITable

    countries = {name: iso3 for iso3, name in analysis.country_names(tables).items()}
    fields = {label(field): field for field in dict.fromkeys(tables.statements["field"])}
    years = analysis.years(tables)
    wide = {"width": "min(100%, 48em)"}
    country = ipywidgets.Dropdown(
        options=[("all", ""), *sorted(countries.items())], description="Country"
    )
    field = ipywidgets.SelectMultiple(
        options=list(fields.items()), description="Questions", rows=6, layout=wide
    )
    span = ipywidgets.SelectionRangeSlider(
        options=years, index=(0, len(years) - 1), description="Years"
    )
    undated = ipywidgets.Checkbox(value=True, description="include undated")
    words = ipywidgets.Text(description="Words", placeholder="labour inspection", layout=wide)
    count = ipywidgets.Label()
    rows = ITable(pd.DataFrame(), classes="display", showIndex=False, maxBytes=0)

    def show(_change: object = None) -> None:
        found = analysis.search(
            tables,
            iso3=country.value or None,
            fields=field.value,
            span=span.value,
            undated=undated.value,
            words=words.value,
        )
        found["field"] = found["field"].map(label)
        count.value = f"{len(found)} statement{'' if len(found) == 1 else 's'}"
        rows.update(found)

    controls = (country, field, span, undated, words)
    for control in controls:
        control.observe(show, names="value")
    show()
    return ipywidgets.VBox([*controls, count, rows])
