"""What a picture is: a matplotlib Figure with a text alternative, in matplotlib's default style."""

from __future__ import annotations

import io
import textwrap
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

_PADDING = {"figure.constrained_layout.w_pad": 0.08, "figure.constrained_layout.h_pad": 0.08}
default_style = style.context(["default", _PADDING, {"text.hinting": "no_hinting"}])
"""Keeps a user's matplotlibrc from changing the pictures. Letters are not fitted to the pixels,
which takes longer than drawing them."""


PIXELS = 96
"""Pixels of a screen per inch, as browsers and JupyterLab count."""


NARROW, LETTERS = 4.5, 9
"""Width in inches and size of letters in points of a picture that fits on a phone: on a screen of
390 pixels its letters are ten pixels high."""


def row_height(names: list[str]) -> float:
    """Inches of each row beside these wrapped names, so that no two of them touch."""
    lines = [1 + name.count("\n") for name in names]
    return 0.06 + 0.15 * max([lines[0], *((a + b) / 2 for a, b in pairwise(lines))])


class Picture(Figure):
    """A Figure with a text alternative, which notebooks store beside the image.

    They store its size on a screen as well, and how high its smallest letters are there (in
    pixels), so that a page knows how far it can be made smaller.

    `width` and `height` are in inches; the height grows with a title of several lines. `alt` says
    in words what the picture shows.
    """

    def __init__(self, width: float, height: float, title: str, alt: str) -> None:
        wrapped = textwrap.fill(title, int(width * 9))  # as wide as bold letters can be
        height += 0.2 * wrapped.count("\n")
        super().__init__(figsize=(width, height), dpi=110, layout="constrained")
        self.suptitle(wrapped, x=0.01, ha="left", fontsize=12, fontweight="bold")
        self.alt = alt

    @default_style
    def _repr_mimebundle_(self, **_kwargs: Any) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        canvas = FigureCanvasAgg(self)
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        image = io.BytesIO()
        # plain areas and letters need no more than 256 colours, and a third of the bytes
        colours = Image.fromarray(pixels).convert("RGB").quantize(256, dither=Image.Dither.NONE)
        colours.save(image, "png")
        data = {"image/png": image.getvalue(), "text/plain": repr(self)}
        written = (each for each in self.findobj(Text) if each.get_text())
        smallest = min(float(each.get_fontsize()) for each in written)  # points; the title is one
        shown = {
            "alt": self.alt,
            "width": round(self.get_figwidth() * PIXELS),
            "height": round(self.get_figheight() * PIXELS),
            "letters": round(smallest * PIXELS / 72, 1),
        }
        return data, {"image/png": shown}

    def __repr__(self) -> str:
        return f"[picture] {self.alt}"
