"""The search of statements and items: in JupyterLab by controls, in the page of a report."""

from __future__ import annotations

from typing import Any

import pandas as pd

from annual_review import analysis
from annual_review.codebook import NO_GROUP
from annual_review.countries import alphabetical
from annual_review.show.explore_page import SIDES, explorer_page
from annual_review.show.sentences import label
from annual_review.tables import Tables

_MOST = 500
"""Rows that JupyterLab shows at once."""

_COLUMNS = {
    "country": 10, "subject": 10, "question": 12, "years": 7, "who speaks": 9, "text": 40,
    "coded as": 12, "id": 10,
}  # fmt: skip
"""The columns of that table, and how wide they are beside one another."""

_STYLE = (
    "table.found{table-layout:fixed!important;width:100%!important;min-width:55em}"
    "table.found :is(td,th){vertical-align:top!important;text-align:left!important}"
    "table.found td{overflow-wrap:anywhere}"
)


class Explorer:
    """What to show: controls in JupyterLab, and in the page of a report its own search."""

    def __init__(self, controls: Any, page: Any) -> None:
        self.controls, self._page = controls, page

    def _repr_mimebundle_(self, **_kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        from IPython.core.formatters import format_display_data

        data, about = format_display_data(self.controls)  # type: ignore[no-untyped-call]
        return {**data, "text/html": self._page._repr_html_(), "text/plain": repr(self)}, about

    def __repr__(self) -> str:
        return repr(self._page)


def explorer(tables: Tables, *, subject: str = "", region: str = "") -> Explorer:
    """Search statements, measures, needs and challenges by country, year, code and words.

    Parameters
    ----------
    tables : Tables
    subject, region : str
        A subject and a region of the ILO; all if empty.

    Returns
    -------
    Explorer
        In JupyterLab, controls and a table of what they find (see `analysis.search`). The page of a
        report has a search of its own instead (see `explorer_page`).
    """
    page = explorer_page(tables, subject=subject, region=region)
    return Explorer(_controls(tables, subject, region), page)


def _controls(tables: Tables, subject: str, region: str) -> Any:
    import ipywidgets
    from itables.widget import ITable

    wide = {"layout": {"width": "min(100%, 48em)"}, "style": {"description_width": "7em"}}
    names = {name: iso3 for iso3, name in analysis.country_names(tables).items()}
    located = analysis.regions(tables)
    regions = sorted({located[iso3] for iso3 in names.values()} | {region} - {""})
    subjects = sorted({*tables.reports["subject"], subject} - {""})
    fields = {label(field): field for field in dict.fromkeys(tables.statements["field"])}
    codes = sorted({*tables.codings["code"]} - {NO_GROUP}, key=lambda code: (label(code), code))
    years = analysis.years(tables) or [0]

    def choice(description: str, options: dict[str, str], value: str = "") -> Any:
        return ipywidgets.Dropdown(
            options=[("all", ""), *options.items()], value=value, description=description, **wide
        )

    kind = ipywidgets.Dropdown(options=list(analysis.FOUND), description="Search in", **wide)
    words = ipywidgets.Text(description="Words", placeholder="labour inspection", **wide)
    area = choice("Region", {each: each for each in regions}, region)
    country = choice("Country", {each: names[each] for each in sorted(names, key=alphabetical)})
    on = choice("Subject", {analysis.subject_name(each): each for each in subjects}, subject)
    field = ipywidgets.SelectMultiple(
        options=list(fields.items()), description="Questions", rows=6, **wide
    )
    code = choice("Coded as", {f"{label(each)} ({each.split('.')[0]})": each for each in codes})
    party = choice("Who speaks", {name: side for side, name in SIDES.items()})
    span = ipywidgets.SelectionRangeSlider(
        options=years, index=(0, len(years) - 1), description="Years", **wide
    )
    undated = ipywidgets.Checkbox(value=True, description="Include what has no year", **wide)
    number = ipywidgets.Label()
    columns = [name for name in _COLUMNS if name != "subject" or len(subjects) > 1]
    share = 100 / sum(_COLUMNS[name] for name in columns)
    widths = (
        f"table.found th:nth-child({n}){{width:{_COLUMNS[name] * share:.1f}%}}"
        for n, name in enumerate(columns, 1)
    )
    style = ipywidgets.HTML(f"<style>{_STYLE}{''.join(widths)}</style>")
    rows = ITable(maxBytes=0, classes="display compact found", showIndex=False, autoWidth=False)

    def show(_change: object = None) -> None:
        found = analysis.search(
            tables,
            kind=kind.value,
            iso3=country.value or None,
            region=area.value,
            subject=on.value,
            fields=field.value,
            span=span.value if span.index != (0, len(years) - 1) else None,
            undated=undated.value,
            party=party.value,
            codes=[code.value] if code.value else [],
            words=words.value,
        )
        many = f"; the first {_MOST} are shown" if len(found) > _MOST else ""
        noun = kind.value.removesuffix("s" if len(found) == 1 else "")
        number.value = f"{len(found):,} {noun}{many}"
        rows.update(_readable(found.head(_MOST))[columns])

    controls = [kind, words, area, country, on, field, code, party, span, undated]
    for control in controls:
        control.observe(show, names="value")
    show()
    sole = [each for each in (area, country, on) if len(each.options) < 3]
    shown = [control for control in controls if control not in sole]
    return ipywidgets.VBox([*shown, number, style, rows])


def _readable(found: pd.DataFrame) -> pd.DataFrame:
    """What was found, in words."""
    side = found["party"].map(SIDES)
    columns = [
        found["country"],
        found["subject"].map(analysis.subject_name),
        found["field"].map(label),
        found["years"],
        side.where(found["speaker"].isin(SIDES), found["speaker"]),
        found["text"],
        found["codes"].map(lambda codes: "; ".join(map(label, codes.split(", ")))),
        found.filter(like="_id").iloc[:, 0],
    ]
    return pd.concat(columns, axis=1, keys=list(_COLUMNS))
