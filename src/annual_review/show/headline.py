"""A box with the numbers of a period and, smaller, those of the period before."""

from __future__ import annotations

import pandas as pd

from annual_review.show.sentences import Shown, escaped

_WORDS = {
    "states": ("State in the data", "States in the data"),
    "reports": ("report received", "reports received"),
    "due": ("report due", "reports due"),
    "rate": ("of the reports due were received",) * 2,
    "observing": (
        "State with observations by employers’ or workers’ organizations",
        "States with observations by employers’ or workers’ organizations",
    ),
    "consulted": (
        "State says that it involved them in its report",
        "States say that they involved them in their reports",
    ),
    "likely": ("State considers ratification likely", "States consider ratification likely"),
    "considering": ("State is considering ratification", "States are considering ratification"),
    "ratified": (
        "State ratified since the period before",
        "States ratified since the period before",
    ),
    "laws": (
        "answer on laws and policies that no earlier report has",
        "answers on laws and policies that no earlier report has",
    ),
    "measures": (
        "State names measures on the Protocol of 2014",
        "States name measures on the Protocol of 2014",
    ),
    "challenges": ("State in which challenges are named", "States in which challenges are named"),
    "requests": ("State asks for technical cooperation", "States ask for technical cooperation"),
    "offers": ("State offers technical cooperation", "States offer technical cooperation"),
}
_STYLE = (
    "ul.headline{list-style:none;display:grid;gap:.6em;padding:0;margin:.5em 0;"
    "grid-template-columns:repeat(auto-fill,minmax(9.5em,1fr))}"
    "ul.headline li{border:1px solid #bbb;padding:.5em .7em;margin:0;break-inside:avoid}"
    "ul.headline b{display:block;font-size:1.6em;line-height:1.2}"
    "ul.headline small{display:block}"
    "@media (max-width:46rem){ul.headline{gap:.4em;grid-template-columns:1fr 1fr}"
    "ul.headline li{font-size:.85em;line-height:1.35;padding:.3em .5em}}"
)


def headline(numbers: pd.DataFrame, before: str) -> Shown:
    """Show the numbers of a period in a box.

    Parameters
    ----------
    numbers : DataFrame
        What `analysis.headline` returned.
    before : str
        The period before, as in `2015–2016`.

    Returns
    -------
    Shown
        A number that is not known is left out.
    """
    lines, words = [], []
    for what, now, earlier in numbers.itertuples(index=False, name=None):
        if pd.isna(now):
            continue
        said = _WORDS[what][int(now != 1)]
        sign = "%" if what == "rate" else ""
        then = "" if pd.isna(earlier) else f"{before}: {earlier:,}{sign}"
        small = f"<small>{escaped(then)}</small>" if then else ""
        lines.append(f"<li><b>{now:,}{sign}</b> {escaped(said)}{small}</li>")
        words.append(f"{now:,}{sign} {said}" + (f" ({then})" if then else ""))
    markup = f"<style>{_STYLE}</style>\n<ul class='headline'>{''.join(lines)}</ul>"
    return Shown(markup, "\n".join(words))
