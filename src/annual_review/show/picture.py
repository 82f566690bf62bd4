"""What a picture is: a matplotlib Figure with a text alternative, in matplotlib's default style."""

from __future__ import annotations

import io
import textwrap
from typing import Any

from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

_PADDING = {"figure.constrained_layout.w_pad": 0.08, "figure.constrained_layout.h_pad": 0.08}
default_style = style.context(["default", _PADDING, {"text.hinting": "no_hinting"}])
"""Keeps a user's matplotlibrc from changing the pictures. Letters are not fitted to the pixels,
which takes longer than drawing them."""


PIXELS = 96
"""Pixels of a screen per inch, as browsers and JupyterLab count."""


class Picture(Figure):
    """A Figure with a text alternative, which notebooks store beside the image.

    They store its size on a screen as well, and how high its smallest letters are there (in
    pixels), so that a page knows how far it can be made smaller.

    Parameters
    ----------
    width, height : float
        In inches. The height grows with a title of several lines.
    title : str
    alt : str
        What the picture shows, in words.
    """

    def __init__(self, width: float, height: float, title: str, alt: str) -> None:
        wrapped = textwrap.fill(title, int(width * 10))
        height += 0.2 * wrapped.count("\n")
        super().__init__(figsize=(width, height), dpi=110, layout="constrained")
        self.suptitle(wrapped, x=0.01, ha="left", fontsize=12, fontweight="bold")
        self.alt = alt

    @default_style
    def _repr_mimebundle_(self, **_kwargs: Any) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        image = io.BytesIO()
        # level 1 makes these pictures smaller than the default one, and in less time
        canvas = FigureCanvasAgg(self)
        canvas.print_png(image, pil_kwargs={"compress_level": 1})  # type: ignore[no-untyped-call]
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
