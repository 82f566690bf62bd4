"""Pictures of frames. Each is a Figure that carries its own text alternative.

Colours are those of Okabe and Ito, which people with any form of colour blindness tell apart;
every kind is also told by words, a hatch or its place, so that print in grey says the same. Where
there is nothing to draw, a sentence says so instead. Years between two reports that no report
covers have a gap, in which that is said.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from PIL import Image

from annual_review.analysis import CHANGES, KINDS, NO_LABEL, NOT_STATED, in_ranges
from annual_review.present import Shown, label, plain, say

BLUE, SKY, ORANGE, GREEN, RED, YELLOW = (
    "#0072B2", "#56B4E9", "#E69F00", "#009E73", "#D55E00", "#F0E442",
)  # fmt: skip
GREY, WHITE = "#BBBBBB", "#FFFFFF"

ANSWER_STYLES = {
    "text": (BLUE, "", "white"),
    "yes": (SKY, "", "black"),
    "no": (ORANGE, "//", "black"),
    "nil": (YELLOW, "..", "black"),
    "blank": (WHITE, "", "black"),
    NOT_STATED: (GREY, "///", "black"),
    NO_LABEL: (GREY, "xxx", "black"),
}
"""Colour, hatch and colour of the words for each value of `answer` in `analysis.reporting`."""

CHANGE_STYLES = {
    "kept": (BLUE, ""),
    "reworded": (SKY, "//"),
    "added": (GREEN, ".."),
    "dropped": (ORANGE, "xx"),
    "unanswered": (GREY, ""),
}

_DPI = 110
_COMPRESSION = 3
"""Of PNG: as small as with more, to a hundredth, and written in two thirds of the time."""
_WHITE = 253
"""Least value of red, green and blue in a palette that stands for all of it."""
_MOST_WORDED_YEARS = 8
"""With more years an answer's word does not fit its square."""
_SHORT = {
    "text": "T", "yes": "Y", "no": "N", "nil": "0", "blank": "", NOT_STATED: "·", NO_LABEL: "x",
}  # fmt: skip
_MOST_WIDE = 16
"""With more columns the squares of a grid of numbers are narrow."""
_MOST_BARS = 5
"""With more years, bars of one group are too thin: a grid of numbers shows them."""


class Picture(Figure):
    """A Figure with a text alternative, which notebooks store beside the image."""

    alt: str = ""

    def _repr_mimebundle_(self, **_kwargs: Any) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
        buffer = io.BytesIO()
        # Fitting each letter to the pixels takes longer than drawing it, and moves it off its place
        with rc_context({"text.hinting": "no_hinting"}):
            # draws once; savefig draws twice, for the same pixels
            canvas = FigureCanvasAgg(self)
            canvas.draw()  # type: ignore[no-untyped-call]
        # some few colours and their blends: a palette halves the file, and the time to write it
        drawn = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        pixels = Image.fromarray(np.asarray(drawn)).convert("RGB")
        with_palette = pixels.quantize(method=Image.Quantize.FASTOCTREE)
        palette = with_palette.getpalette() or []  # in which white is mixed with what is nearly so
        with_palette.putpalette([255 if value >= _WHITE else value for value in palette])
        with_palette.save(buffer, "png", dpi=(self.dpi, self.dpi), compress_level=_COMPRESSION)
        data = {"image/png": buffer.getvalue(), "text/plain": f"[picture] {self.alt}"}
        return data, {"image/png": {"alt": self.alt}}

    def __repr__(self) -> str:
        return f"[picture] {self.alt}"


def _picture(width: float, height: float, title: str, alt: str) -> tuple[Picture, Axes]:
    picture = Picture(figsize=(width, height), dpi=_DPI, layout="constrained")
    picture.alt = alt
    axes = picture.add_subplot()
    wrapped = textwrap.fill(title, int(width * 10))
    picture.suptitle(wrapped, x=0.01, ha="left", fontsize=12, fontweight="bold")
    axes.spines[["top", "right"]].set_visible(False)
    return picture, axes


def _nothing(title: str) -> Shown:
    """What stands in a picture's place when there is nothing to draw."""
    return say(f"{title}: nothing to show.")


def _places(columns: Sequence[Any], axes: Axes, bottom: float) -> list[float]:
    """Places of the columns side by side; between years that do not follow each other a gap.

    The gap is labelled with the years that no report covers; `bottom` is the axes' lowest place.
    """
    places: list[float] = []
    for n, column in enumerate(columns):
        before = columns[n - 1] if n else None
        gap = isinstance(before, int) and isinstance(column, int) and column > before + 1
        places.append(places[-1] + (1.7 if gap else 1) if places else 0.0)
        if isinstance(before, int) and gap:
            missing = in_ranges(range(before + 1, column))
            axes.text(
                places[-1] - 0.85, bottom / 2, f"no report {missing}", rotation=90, ha="center",
                va="center", fontsize=7.5, color="#555555", in_layout=False,
            )  # fmt: skip
    return places


def _squares(
    axes: Axes,
    centres: Iterable[tuple[float, float]],
    width: float = 0.92,
    height: float = 0.9,
    **style: Any,
) -> None:
    """Draw squares of one style around these places: as one thing, which costs less than many."""
    right, top = width / 2, height / 2
    corners = ((-right, -top), (-right, top), (right, top), (right, -top))
    squares = [[(x + dx, y + dy) for dx, dy in corners] for x, y in centres]
    axes.add_collection(PolyCollection(squares, **style), autolim=False)


def _inside(
    axes: Axes, x: float, y: float, words: str, size: float, ink: str, behind: str | None = None
) -> None:
    """Write words in the middle of a square or bar: on the colour `behind`, if it has a hatch."""
    box = {"facecolor": behind, "edgecolor": "none", "pad": 1} if behind else None
    axes.text(
        x, y, words, ha="center", va="center", fontsize=size, color=ink, bbox=box,
        in_layout=False,  # inside, so that it cannot need room outside
    )  # fmt: skip


def _wrapped(field: str, width: int = 46) -> str:
    return textwrap.fill(label(field), width)


def answers_grid(reporting: pd.DataFrame, title: str) -> Picture:
    """Draw `analysis.reporting` of one country: a row a field, a column a year, the answer inside.

    An answer that the document gives without a year is in brackets in every year of the report.
    """
    grid = reporting.pivot(index="field", columns="year", values="answer")
    short = grid.shape[1] > _MOST_WORDED_YEARS
    grid = grid.reindex(index=list(dict.fromkeys(reporting["field"])))
    dated = reporting.pivot(index="field", columns="year", values="dated").reindex_like(grid)
    counts = reporting["answer"].value_counts()
    said = ", ".join(f"{counts[a]} {a}" for a in ANSWER_STYLES if a in counts)
    alt = f"{title}. Grid of {len(grid)} fields by {grid.shape[1]} years: {said}."
    width = max(9, 4.6 + (0.42 if short else 0.95) * grid.shape[1])
    picture, axes = _picture(width, 1.7 + 0.42 * len(grid), title, alt)
    places = _places([int(year) for year in grid.columns], axes, len(grid) - 1)
    squares: dict[str, list[tuple[float, float]]] = {}
    for y, (row, own) in enumerate(zip(grid.to_numpy(), dated.to_numpy(), strict=True)):
        for x, answer, has_year in zip(places, row, own, strict=True):
            if pd.isna(answer):
                continue
            squares.setdefault(answer, []).append((x, y))
            words = _SHORT[answer] if short else answer
            if words and answer != NOT_STATED and not has_year:
                words = f"({words})"
            _, hatch, ink = ANSWER_STYLES[answer]
            _inside(axes, x, y, words, 8.5, ink, "white" if hatch else None)
    for answer, centres in squares.items():
        colour, hatch, _ = ANSWER_STYLES[answer]
        _squares(axes, centres, facecolor=colour, hatch=hatch, edgecolor="#888888", lw=0.8)
    axes.set_xticks(places, [str(year) for year in grid.columns])
    axes.set_yticks(range(len(grid)), [_wrapped(field) for field in grid.index], fontsize=8)
    axes.set_ylim(len(grid) - 0.5, -0.5)
    axes.set_xlim(-0.6, places[-1] + 0.6)
    key = "; ".join(f"{mark or 'empty'} {answer}" for answer, mark in _SHORT.items())
    axes.set_xlabel(
        "Year of the Annual Review (in brackets: the document gives no year)"
        + (f"\n{key}" if short else "")
    )
    axes.set_ylabel("Field of the questionnaire")
    axes.tick_params(length=0)
    return picture


def stacked(
    counts: pd.DataFrame, styles: dict[str, tuple[Any, ...]], title: str, of: str, legend: str
) -> Picture | Shown:
    """Draw counts as stacked bars: a bar a row (fields by their labels), a piece a column.

    `styles` gives each column's colour and hatch; `of` names what is counted.
    """
    if not counts.to_numpy().any():
        return _nothing(title)
    total = {column: int(counts[column].sum()) for column in counts}
    said = ", ".join(f"{total[column]} {column}" for column in counts if total[column])
    alt = f"{title}. Stacked bars of {len(counts)} fields; in all {said or 'nothing'}."
    picture, axes = _picture(9, 1.9 + 0.42 * len(counts), title, alt)
    left = pd.Series(0.0, index=counts.index)
    longest = float(counts.sum(axis=1).max())
    handles = []
    for column in counts:
        colour, hatch = styles[str(column)][:2]
        values = counts[column].astype(float)
        if not values.any():
            continue
        axes.barh(
            range(len(counts)), values, 0.75, left=left, color=colour, hatch=hatch,
            edgecolor="#555555", lw=0.6,
        )  # fmt: skip
        for y, (start, value) in enumerate(zip(left, values, strict=True)):
            if value > longest * 0.013 * (1 + len(f"{value:.0f}")):  # else too narrow for it
                ink = "white" if colour == BLUE else "black"
                _inside(axes, start + value / 2, y, f"{value:.0f}", 8, ink, colour)
        left = left + values
        handles.append(Patch(facecolor=colour, hatch=hatch, edgecolor="#555555", label=column))
    axes.set_yticks(range(len(counts)), [_wrapped(str(f)) for f in counts.index], fontsize=8)
    axes.set_ylim(len(counts) - 0.4, -0.6)
    axes.set_xlabel(of)
    axes.set_ylabel("Field of the questionnaire")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if handles:
        picture.legend(
            handles=handles, title=legend, loc="outside lower center", ncols=7, fontsize=8
        )
    return picture


def answers_by_field(counts: pd.DataFrame, title: str) -> Picture | Shown:
    """Draw `analysis.answers_by_field`: how often each field was answered, and how."""
    return stacked(
        counts[KINDS],
        ANSWER_STYLES,
        title,
        "Reports and years (number)",
        "Answer",
    )


def changes_by_field(counts: pd.DataFrame, title: str) -> Picture | Shown:
    """Draw `analysis.changes_by_field`: what became of the measures, field by field."""
    return stacked(counts[CHANGES], CHANGE_STYLES, title, "Codes of measures (number)", "Change")


def changes_by_code(changed: pd.DataFrame, title: str) -> Picture | Shown:
    """Draw `analysis.changes`: a row a field and code, in the column of what became of it.

    A code of one year that stands in another field in the other year has an asterisk.
    """
    if changed.empty:
        return _nothing(title)
    moved = (changed["elsewhere"] != "").tolist()
    kinds = [kind for kind in CHANGES if kind in set(changed["change"])] or CHANGES[:1]
    said = "; ".join(
        f"{kind}: {', '.join(dict.fromkeys(changed.loc[changed['change'] == kind, 'code']))}"
        for kind in kinds
    )
    said += f". In another field in the other year: {', '.join(changed['code'][moved])}" * any(
        moved
    )
    fields = changed["field"].tolist()
    first = [n for n, field in enumerate(fields) if n == 0 or field != fields[n - 1]]
    labels = [_wrapped(fields[n], 38) for n in first]
    rows: list[float] = []
    room = 0.0
    for n, text, end in zip(first, labels, [*first[1:], len(fields)], strict=True):
        start = max(rows[-1] + 1, room) if rows else 0.0
        room = start + 0.65 * (text.count("\n") + 1)  # a field needs the room of its label
        rows += [start + i for i in range(end - n)]
    bottom = max(rows[-1] + 1, room)
    picture, axes = _picture(9, 1.9 + 0.24 * bottom, title, f"{title}. {said}.")
    squares: dict[str, list[tuple[float, float]]] = {}
    for n, (code, change) in enumerate(zip(changed["code"], changed["change"], strict=True)):
        colour, hatch = CHANGE_STYLES[change]
        x, y = kinds.index(change), rows[n]
        squares.setdefault(change, []).append((x, y))
        ink = "white" if colour == BLUE else "black"
        _inside(axes, x, y, code + " *" * moved[n], 7, ink, colour if hatch else None)
        if n and n in first:
            axes.axhline(rows[n] - 0.5, color="#555555", lw=0.8)
    for change, centres in squares.items():
        colour, hatch = CHANGE_STYLES[change]
        _squares(
            axes, centres, 0.94, 0.8, facecolor=colour, hatch=hatch, edgecolor="#555555", lw=0.6
        )
    axes.set_yticks([rows[n] - 0.4 for n in first], labels, fontsize=8, va="top")
    axes.set_xticks(range(len(kinds)), kinds)
    axes.set_ylim(bottom - 0.4, -0.6)
    axes.set_xlim(-0.6, len(kinds) - 0.4)
    note = "\n* named in another field in the other year" if any(moved) else ""
    axes.set_xlabel(f"What became of the code{note}")
    axes.set_ylabel("Field of the questionnaire")
    axes.tick_params(length=0)
    return picture


def bars_by_year(counts: pd.DataFrame, title: str, what: str, of: str) -> Picture | Shown:
    """Draw counts as grouped bars: a group a row, a bar a column (year), <NA> as "no answer".

    `what` names the rows, `of` what is counted. Many years, or years with a gap between them, are
    drawn as a `number_grid`.
    """
    if counts.empty:
        return _nothing(title)
    colours, hatches = [BLUE, ORANGE, GREEN, SKY, RED, YELLOW], ["", "//", "..", "xx", "\\\\", "++"]
    years = [str(column) for column in counts]
    if len(years) > _MOST_BARS or int(years[-1]) - int(years[0]) >= len(years):
        counted = of.removesuffix(" (number)").lower()
        return number_grid(counts, title, what, f"Year (in the squares: {counted})")
    height = 1.9 + len(counts) * (0.25 + 0.24 * max(1, len(years)))
    picture, axes = _picture(9, height, title, f"{title}. {_in_words(counts)}.")
    width = 0.8 / max(1, len(years))
    for n, (year, column) in enumerate(zip(years, counts, strict=True)):
        places = [y - 0.4 + (n + 0.5) * width for y in range(len(counts))]
        values = counts[column].astype("Float64").fillna(0.0).astype(float)
        axes.barh(
            places, values, width * 0.92, color=colours[n % 6], hatch=hatches[n % 6],
            edgecolor="#555555", lw=0.6, label=year,
        )  # fmt: skip
        for y, value in zip(places, counts[column], strict=True):
            words = "no answer" if pd.isna(value) else str(value)
            axes.annotate(
                words, (0 if pd.isna(value) else value, y), (4, 0),
                textcoords="offset points", va="center", fontsize=8, in_layout=False,
            )  # fmt: skip
    axes.set_yticks(range(len(counts)), _row_names(counts), fontsize=8)
    axes.set_ylim(len(counts) - 0.4, -0.6)
    axes.set_xlim(0, _most(counts) * 1.12)
    axes.set_xlabel(of)
    axes.set_ylabel(what)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(title="Annual Review", fontsize=8, loc="lower right")
    return picture


def _row_names(counts: pd.DataFrame) -> list[str]:
    return [textwrap.fill(plain(str(name)), 46) for name in counts.index]


def _most(counts: pd.DataFrame) -> int:
    """The largest number, at least 1."""
    return max([1, *(int(value) for value in counts.to_numpy().flat if pd.notna(value))])


_MOST_SPOKEN = 80
"""With more numbers a text alternative gives the totals of the columns, not each number."""


def _in_words(counts: pd.DataFrame, missing: str = "no answer") -> str:
    """Say the numbers of a table, row by row, or for a large one the sums of its columns."""
    if counts.size > _MOST_SPOKEN:
        sums = ", ".join(f"{counts[column].sum()} in {plain(str(column))}" for column in counts)
        return f"{len(counts)} rows; in all {sums}"
    return "; ".join(
        f"{plain(str(name))}: "
        + ", ".join(
            f"{missing if pd.isna(value) else value} in {plain(str(column))}"
            for column, value in zip(counts.columns, row, strict=True)
        )
        for name, row in zip(counts.index, counts.to_numpy(), strict=True)
    )


def number_grid(
    counts: pd.DataFrame, title: str, what: str, of: str, missing: str = "no answer"
) -> Picture | Shown:
    """Draw counts as a grid of numbers, the darker the more; <NA> is "–".

    `what` names the rows, `of` the columns (years or codes) and what is counted, `missing` what a
    dash stands for.
    """
    if counts.empty:
        return _nothing(title)
    alt = f"{title}. {_in_words(counts, missing)}."
    width = max(9, 4.2 + (0.5 if counts.shape[1] <= _MOST_WIDE else 0.27) * counts.shape[1])
    columns = [plain(str(column)) for column in counts]
    broad = 0.08 * max(map(len, columns)) > (width - 3.2) / len(columns)  # inches
    turned = 90 if broad else 0
    upright = 0.07 * max(map(len, columns)) if turned else 0
    picture, axes = _picture(width, 1.9 + upright + 0.34 * len(counts), title, alt)
    places = _places(list(counts.columns), axes, len(counts) - 1)
    most = _most(counts)
    centres, shares = [], []
    for y, row in enumerate(counts.to_numpy()):
        for x, value in zip(places, row, strict=True):
            share = 0 if pd.isna(value) else 0.15 + 0.85 * value / most if value else 0
            centres.append((x, y))
            shares.append(share)
            ink = "white" if share > 0.92 else "black"  # whichever has more contrast
            _inside(axes, x, y, "–" if pd.isna(value) else str(value), 8, ink)
    colours = [(*to_rgb(BLUE), share) for share in shares]
    _squares(axes, centres, facecolor=colours, edgecolor="#BBBBBB", lw=0.6)
    axes.set_xticks(places, columns, rotation=turned, fontsize=8)
    axes.set_yticks(range(len(counts)), _row_names(counts), fontsize=8)
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_xlim(-0.6, places[-1] + 0.6)
    axes.set_xlabel(of + (f"\n– {missing}" if counts.isna().to_numpy().any() else ""))
    axes.set_ylabel(what)
    axes.tick_params(length=0)
    return picture
