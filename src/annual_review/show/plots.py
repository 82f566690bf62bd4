"""Pictures of frames. Each is a Figure that carries its own text alternative.

Colours are those of Okabe and Ito, which people with any form of colour blindness tell apart;
every kind is also told by words, a hatch or its place, so that print in grey says the same. Where
there is nothing to draw, a sentence says so instead. Years between two reports that no report
covers have a gap, in which that is said.
"""

from __future__ import annotations

import io
import os
import textwrap
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import rc_context, rcParams
from matplotlib.axes import Axes
from matplotlib.axis import Axis, XAxis, YAxis
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.layout_engine import LayoutEngine
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation, blended_transform_factory
from PIL import Image

from annual_review.analysis import CHANGES, KINDS, NO_LABEL, NOT_STATED, in_ranges
from annual_review.show.tables import Shown, label, plain, say

BLUE, SKY, ORANGE, GREEN, RED, YELLOW = (
    "#0072B2", "#56B4E9", "#E69F00", "#009E73", "#D55E00", "#F0E442",
)  # fmt: skip
GREY, WHITE, BLACK = "#BBBBBB", "#FFFFFF", "#000000"

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

_FIELD = "Field of the questionnaire"
_DPI = 110
_COMPRESSION = 3
"""Of PNG: as small as with more, to a hundredth, and written in two thirds of the time."""
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

    def __init__(self, width: float, height: float) -> None:
        """Make one of this width and height in inches."""
        super().__init__(figsize=(width, height), dpi=_DPI, layout=_Layout())
        self.rows: list[Text] = []
        self.columns: list[Text] = []

    def _repr_mimebundle_(self, **_kwargs: Any) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
        buffer = io.BytesIO()
        # Fitting each letter to the pixels takes longer than drawing it, and moves it off its place
        with rc_context({"text.hinting": "no_hinting"}):
            # draws once; savefig draws twice, for the same pixels
            canvas = _Canvas(self)
            canvas.draw()  # type: ignore[no-untyped-call]
        drawn = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        pixels = Image.fromarray(np.asarray(drawn)).convert("RGB")
        with_palette = pixels.quantize(palette=_palette(), dither=Image.Dither.NONE)
        with_palette.save(buffer, "png", dpi=(self.dpi, self.dpi), compress_level=_COMPRESSION)
        data = {"image/png": buffer.getvalue(), "text/plain": f"[picture] {self.alt}"}
        return data, {"image/png": {"alt": self.alt}}

    def __repr__(self) -> str:
        return f"[picture] {self.alt}"


class _Canvas(FigureCanvasAgg):
    """matplotlib's canvas, with a renderer of our own."""

    def get_renderer(self) -> Any:
        """Return a renderer of the picture's size; the same while that stays."""
        shape = (*self.figure.bbox.size, self.figure.dpi)
        if self._lastKey != shape:
            self.renderer: Any = _Renderer(*shape)  # type: ignore[no-untyped-call]
            self._lastKey = shape
        return self.renderer


class _Renderer(RendererAgg):
    """matplotlib's renderer, with fonts that are read once.

    From a font's file matplotlib reads each letter anew whenever it measures or draws it, which
    takes more than half of the time that texts take.
    """

    def _prepare_font(self, font_prop: Any) -> FT2Font:
        files = tuple(fontManager._find_fonts_by_props(font_prop))  # type: ignore[attr-defined]
        font = _font(files, os.getpid(), threading.get_ident())
        font.clear()
        font.set_size(font_prop.get_size_in_points(), self.dpi)
        return font


@lru_cache(maxsize=16)
def _font(files: tuple[str, ...], _process: int, _thread: int) -> FT2Font:
    """A font in memory, with those behind it for letters that it lacks; not to be shared."""
    options: dict[str, Any] = {
        "hinting_factor": rcParams["text.hinting_factor"],
        "_kerning_factor": rcParams["text.kerning_factor"],
    }
    first, *others = (io.BytesIO(Path(file).read_bytes()) for file in files)
    return FT2Font(first, _fallback_list=[FT2Font(o, **options) for o in others], **options)


@cache
def _palette() -> Image.Image:
    """The colours of all pictures, and their blends with black and white.

    With a palette a file is half as large, and written in a quarter of the time.
    """
    inks = [to_rgb(ink) for ink in (BLACK, WHITE)]
    shades = {_blend(inks[0], inks[1], n / 29) for n in range(30)}
    for colour in (BLUE, SKY, ORANGE, GREEN, RED, YELLOW):
        steps = 28 if colour == BLUE else 15  # blue stands for numbers, the darker the more
        shades |= {_blend(to_rgb(colour), ink, n / steps) for ink in inks for n in range(steps)}
    image = Image.new("P", (1, 1))
    image.putpalette([round(255 * part) for shade in sorted(shades) for part in shade])
    return image


def _blend(one: Sequence[float], other: Sequence[float], share: float) -> tuple[float, ...]:
    return tuple(a + (b - a) * share for a, b in zip(one, other, strict=True))


class _Layout(LayoutEngine):
    """Gives the axes of a picture the room that title, labels and legend leave.

    Each label is measured once; matplotlib's own engine measures everything twice, and makes ticks
    that nobody sees, which takes longer than to draw the picture.
    """

    _adjust_compatible = _colorbar_gridspec = False

    def execute(self, fig: Any) -> None:
        """Place the axes, and the names of what goes up and across beside them."""
        axes = fig.axes[0]
        wide, high = fig.bbox.size
        point = fig.dpi / 72
        top = high - point * (2 * _PAD + _lines(fig.get_suptitle(), 12))
        right = wide - point * 2 * _PAD
        left = point * (_PAD + _lines(axes.get_ylabel(), 10))
        bottom = point * (_PAD + _lines(axes.get_xlabel(), 10))
        bottom += sum(legend.get_window_extent().height + point * _PAD for legend in fig.legends)
        axes.yaxis.set_label_coords(
            left / wide, 0.5, blended_transform_factory(fig.transFigure, axes.transAxes)
        )
        axes.xaxis.set_label_coords(
            0.5, bottom / high, blended_transform_factory(axes.transAxes, fig.transFigure)
        )
        left += max((text.get_window_extent().width for text in fig.rows), default=0)
        bottom += max((text.get_window_extent().height for text in fig.columns), default=0)
        left, bottom = left + point * (_PAD + _GAP), bottom + point * (_PAD + _GAP)
        for each in fig.axes:  # somebody may have put others over it
            each.set_position(
                (left / wide, bottom / high, (right - left) / wide, (top - bottom) / high)
            )


class _NoTicks(Axis):
    """An axis that has ticks only if it is given some.

    matplotlib makes four for each picture to find out how they look, which takes longer than all
    that the axes are otherwise made of; labels stand here without ticks.
    """

    def reset_ticks(self) -> None:
        """Forget the ticks."""
        self.majorTicks: list[Any] = []
        self.minorTicks: list[Any] = []


class _XAxis(_NoTicks, XAxis): ...


class _YAxis(_NoTicks, YAxis): ...


class _Area(Axes):
    """Where a picture draws."""

    def _init_axis(self) -> None:
        self.xaxis, self.yaxis = _XAxis(self, clear=False), _YAxis(self, clear=False)
        for side in ("bottom", "top"):
            self.spines[side].register_axis(self.xaxis)
        for side in ("left", "right"):
            self.spines[side].register_axis(self.yaxis)


_PAD, _GAP = 6, 4
"""Points around a picture and its parts, and between a label and what it names."""


def _lines(words: str, size: float) -> float:
    """Points that lines of words of this size take."""
    return 1.2 * size * (words.count("\n") + 1)


def _picture(width: float, height: float, title: str, alt: str) -> tuple[Picture, Axes]:
    wrapped = textwrap.fill(title, int(width * 10))
    height += wrapped.count("\n") * _lines("", 12) / 72
    picture = Picture(width, height)
    picture.alt = alt
    picture.suptitle(
        wrapped, x=0.01, y=1 - _PAD / 72 / height,
        ha="left", va="top", fontsize=12, fontweight="bold",
    )  # fmt: skip
    axes = picture.add_axes(_Area(picture, (0, 0, 1, 1), xticks=[], yticks=[]))
    axes.spines[:].set_visible(False)
    return picture, axes


def _name_rows(
    picture: Picture, axes: Axes, labels: Mapping[float, str], what: str, va: str = "center"
) -> None:
    """Write labels at their places beside the axes, and what they name."""
    shift = ScaledTranslation(-_GAP / 72, 0, picture.dpi_scale_trans)
    beside = axes.get_yaxis_transform() + shift
    picture.rows = [
        axes.text(0, y, words, transform=beside, ha="right", va=va, fontsize=8)
        for y, words in labels.items()
    ]
    axes.set_ylabel(what)


def _name_columns(
    picture: Picture,
    axes: Axes,
    labels: Mapping[float, str],
    of: str,
    *,
    size: float = 8,
    turned: bool = False,
) -> None:
    """Write labels at their places below the axes, upright if they are `turned`, and what of."""
    shift = ScaledTranslation(0, -_GAP / 72, picture.dpi_scale_trans)
    below = axes.get_xaxis_transform() + shift
    picture.columns = [
        axes.text(
            x, 0, words, transform=below, ha="center", va="top", fontsize=size,
            rotation=90 if turned else 0,
        )
        for x, words in labels.items()
    ]  # fmt: skip
    axes.set_xlabel(of)


def _count_along(picture: Picture, axes: Axes, most: float, of: str) -> None:
    """Give the axes a scale of whole numbers, from 0 to somewhat more than `most`."""
    end = most * 1.12
    numbers = MaxNLocator(integer=True).tick_values(0, end)
    shown = {float(number): f"{number:g}" for number in numbers if number <= end}
    axes.vlines(
        list(shown), 0, 1, transform=axes.get_xaxis_transform(), color="#DDDDDD", lw=0.8, zorder=0
    )
    axes.set_xlim(0, end)
    _name_columns(picture, axes, shown, of)


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
                va="center", fontsize=7.5, color="#555555",
            )  # fmt: skip
    return places


def _boxes(axes: Axes, boxes: Iterable[tuple[float, float, float, float]], **style: Any) -> None:
    """Draw boxes (left, right, top, bottom) of one style: as one thing, which costs less."""
    corners = [
        ((left, top), (right, top), (right, bottom), (left, bottom))
        for left, right, top, bottom in boxes
    ]
    axes.add_collection(PolyCollection(corners, **style), autolim=False)


def _bar(colour: str, hatch: str) -> dict[str, Any]:
    """The style of a bar, and of its sign in the legend."""
    return {"facecolor": colour, "hatch": hatch, "edgecolor": "#555555", "lw": 0.6}


def _explain(picture: Picture, handles: list[Patch], title: str) -> None:
    """Put a legend below the axes, where it hides nothing."""
    picture.legend(handles=handles, title=title, loc="lower center", ncols=7, fontsize=8)


def _squares(
    axes: Axes,
    centres: Iterable[tuple[float, float]],
    width: float = 0.92,
    height: float = 0.9,
    **style: Any,
) -> None:
    """Draw squares of one style around these places."""
    right, down = width / 2, height / 2
    _boxes(axes, [(x - right, x + right, y - down, y + down) for x, y in centres], **style)


def _inside(
    axes: Axes, x: float, y: float, words: str, size: float, ink: str, behind: str | None = None
) -> None:
    """Write words in the middle of a square or bar: on the colour `behind`, if it has a hatch."""
    box = {"facecolor": behind, "edgecolor": "none", "pad": 1} if behind else None
    axes.text(x, y, words, ha="center", va="center", fontsize=size, color=ink, bbox=box)


def _wrapped(field: str, width: int = 46) -> str:
    return textwrap.fill(label(field), width)


def answers_grid(reporting: pd.DataFrame, title: str) -> Picture:
    """Draw `analysis.reporting` of one country: a row a field, a column a year, the answer inside.

    An answer that the document gives without a year is in brackets in every year of the report.

    Raises ValueError if a field has two answers for a year, as of two countries.
    """
    if reporting.duplicated(["field", "year"]).any():
        raise ValueError("a field with two answers for a year: select one country and subject")
    fields = list(dict.fromkeys(reporting["field"]))
    years = sorted({int(year) for year in reporting["year"]})
    short = len(years) > _MOST_WORDED_YEARS
    counts = Counter(reporting["answer"])
    said = ", ".join(f"{counts[answer]} {answer}" for answer in ANSWER_STYLES if counts[answer])
    alt = f"{title}. Grid of {len(fields)} fields by {len(years)} years: {said}."
    width = max(9, 4.6 + (0.42 if short else 0.95) * len(years))
    picture, axes = _picture(width, 1.7 + 0.42 * len(fields), title, alt)
    places = _places(years, axes, len(fields) - 1)
    rows = {field: y for y, field in enumerate(fields)}
    columns = dict(zip(years, places, strict=True))
    squares: dict[str, list[tuple[float, float]]] = {}
    cells = (reporting[column] for column in ("field", "year", "answer", "dated"))
    for field, year, answer, has_year in zip(*cells, strict=True):
        x, y = columns[year], rows[field]
        squares.setdefault(answer, []).append((x, y))
        words = _SHORT[answer] if short else answer
        if words and answer != NOT_STATED and not has_year:
            words = f"({words})"
        _, hatch, ink = ANSWER_STYLES[answer]
        _inside(axes, x, y, words, 8.5, ink, "white" if hatch else None)
    for answer, centres in squares.items():
        colour, hatch, _ = ANSWER_STYLES[answer]
        _squares(axes, centres, facecolor=colour, hatch=hatch, edgecolor="#888888", lw=0.8)
    axes.set_ylim(len(fields) - 0.5, -0.5)
    axes.set_xlim(-0.6, places[-1] + 0.6)
    key = "; ".join(f"{mark or 'empty'} {answer}" for answer, mark in _SHORT.items())
    of = "Year of the Annual Review (in brackets: the document gives no year)"
    of += f"\n{key}" if short else ""
    _name_columns(picture, axes, {at: str(year) for year, at in columns.items()}, of, size=10)
    _name_rows(picture, axes, dict(enumerate(map(_wrapped, fields))), _FIELD)
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
    start = [0.0] * len(counts)
    longest = float(counts.sum(axis=1).max())
    handles = []
    for column in counts:
        colour, hatch = styles[str(column)][:2]
        values = counts[column].astype(float).tolist()
        if not any(values):
            continue
        end = [a + value for a, value in zip(start, values, strict=True)]
        drawn = _bar(colour, hatch)
        pieces = [
            (a, b, y - 0.375, y + 0.375) for y, (a, b) in enumerate(zip(start, end, strict=True))
        ]
        _boxes(axes, [piece for piece in pieces if piece[0] < piece[1]], **drawn)
        for y, (a, value) in enumerate(zip(start, values, strict=True)):
            if value > longest * 0.013 * (1 + len(f"{value:.0f}")):  # else too narrow for it
                ink = "white" if colour == BLUE else "black"
                _inside(axes, a + value / 2, y, f"{value:.0f}", 8, ink, colour)
        start = end
        handles.append(Patch(label=column, **drawn))
    axes.set_ylim(len(counts) - 0.4, -0.6)
    _count_along(picture, axes, longest, of)
    _name_rows(picture, axes, dict(enumerate(map(_wrapped, map(str, counts.index)))), _FIELD)
    _explain(picture, handles, legend)
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
        _squares(axes, centres, 0.94, 0.8, **_bar(*CHANGE_STYLES[change]))
    axes.set_ylim(bottom - 0.4, -0.6)
    axes.set_xlim(-0.6, len(kinds) - 0.4)
    note = "\n* named in another field in the other year" if any(moved) else ""
    of = f"What became of the code{note}"
    _name_columns(picture, axes, dict(enumerate(kinds)), of, size=10)
    at = [rows[n] - 0.4 for n in first]
    _name_rows(picture, axes, dict(zip(at, labels, strict=True)), _FIELD, va="top")
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
    height = 2.3 + len(counts) * (0.25 + 0.24 * max(1, len(years)))
    picture, axes = _picture(9, height, title, f"{title}. {_in_words(counts)}.")
    width = 0.8 / max(1, len(years))
    shift = ScaledTranslation(4 / 72, 0, picture.dpi_scale_trans)
    handles = []
    for n, (year, column) in enumerate(zip(years, counts, strict=True)):
        drawn = _bar(colours[n % 6], hatches[n % 6])
        handles.append(Patch(label=year, **drawn))
        places = [y - 0.4 + (n + 0.5) * width for y in range(len(counts))]
        values = [0 if pd.isna(value) else value for value in counts[column]]
        _boxes(
            axes,
            [
                (0, value, y - width * 0.46, y + width * 0.46)
                for y, value in zip(places, values, strict=True)
            ],
            **drawn,
        )
        for y, value, said in zip(places, values, counts[column], strict=True):
            words = "no answer" if pd.isna(said) else str(said)
            axes.text(value, y, words, transform=axes.transData + shift, va="center", fontsize=8)
    axes.set_ylim(len(counts) - 0.4, -0.6)
    _count_along(picture, axes, _most(counts), of)
    _name_rows(picture, axes, dict(enumerate(_row_names(counts))), what)
    _explain(picture, handles, "Annual Review")
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
    turned = 0.08 * max(map(len, columns)) > (width - 3.2) / len(columns)  # inches
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
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_xlim(-0.6, places[-1] + 0.6)
    of += f"\n– {missing}" if counts.isna().to_numpy().any() else ""
    _name_columns(picture, axes, dict(zip(places, columns, strict=True)), of, turned=turned)
    _name_rows(picture, axes, dict(enumerate(_row_names(counts))), what)
    return picture
