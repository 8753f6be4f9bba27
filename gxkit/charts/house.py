"""The house style of every figure: `style()` to open, `finish(figure, source=…)` to close, `save` to write.

The Chinese font comes with a package (Noto Sans SC, OFL), so a figure looks the same on a machine without fonts. No
backend is chosen and pyplot is never imported: a figure is an object, in a notebook as on a server.
"""

from __future__ import annotations

import io
import os
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
import pylopdf_fonts_zh_cn
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.typing import ColorType

from gxkit.charts.words import word
from gxkit.errors import MissingGlyphError
from gxkit.panel.frames import to_csv

FONT = "Noto Sans SC"
INK, MUTED, FAINT, PALE = "#1f1f1f", "#666666", "#cfcfcf", "#f0f0f0"
# Okabe and Ito's colours for all eyes (2008), in an order whose neighbours differ in grey too
BLUE, SKY, VERMILION, YELLOW, GREEN, ORANGE = (
    "#0072B2",
    "#7CC4EE",
    "#C04F00",
    "#F3D34A",
    "#009E73",
    "#E69F00",
)

Look = dict[str, Any]
"""what matplotlib is told of how a thing looks"""

Pair = tuple[float, float]

BLANK = "////"
"""the hatch of what was left blank"""
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1}
"""a ground on which a text is read over a hatch"""

RC: Any = {
    "font.family": FONT,
    "font.size": 8.5,
    "text.color": INK,
    "text.parse_math": False,
    "axes.unicode_minus": False,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.7,
    "figure.facecolor": "white",
    "figure.dpi": 110,
    "savefig.dpi": 200,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "svg.fonttype": "none",
    "svg.hashsalt": "gxkit",
    "pdf.fonttype": 3,
}
# what else a file would carry that changes from run to run
METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
}


SCREEN_DPI = 100
"""of a figure shown in a notebook; a file has 200"""


@dataclass(frozen=True)
class Chart:
    """A finished figure and the data that it plots, one line a mark; what a notebook shows is the figure."""

    figure: Figure
    data: pd.DataFrame

    def _repr_png_(self) -> bytes:
        buffer = io.BytesIO()
        _write(self.figure, buffer, "png", dpi=SCREEN_DPI)
        return buffer.getvalue()

    def __repr__(self) -> str:
        return f"Chart of {len(self.data)} lines of data: {', '.join(self.data.columns)}"


@cache
def _register_font() -> Path:
    path = Path(pylopdf_fonts_zh_cn.sans_path())
    font_manager.fontManager.addfont(str(path))
    return path


@contextmanager
def style() -> Iterator[None]:
    """The house style while it lasts; matplotlib's settings are as before afterwards (the font stays known)."""
    _register_font()
    with matplotlib.rc_context(RC):
        yield


@cache
def _charmap(path: str) -> frozenset[int]:
    return frozenset(FT2Font(path).get_charmap())


def _check_glyphs(text: Text) -> None:
    """MissingGlyphError if the text's own font, without any fallback, lacks one of its characters."""
    written = text.get_text()
    try:
        path = str(font_manager.findfont(text.get_fontproperties(), fallback_to_default=False))
    except ValueError as reason:
        raise MissingGlyphError(
            f"The font of {written!r} is not installed ({text.get_fontproperties().get_family()}), and another would "
            "show empty boxes. Draw inside `with style():`, which brings its own font."
        ) from reason
    if absent := sorted({c for c in written if not c.isspace() and ord(c) not in _charmap(path)}):
        raise MissingGlyphError(
            f"The font {Path(path).name} has no glyph for {' '.join(absent)} in {written!r}; the figure would show an "
            "empty box. Replace the character, or draw inside `with style():` if the text was made elsewhere."
        )


def check_glyphs(figure: Figure) -> None:
    """Draw the figure once and see that every character of every text has a glyph; MissingGlyphError if not."""
    with style(), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing from")
        try:
            figure.draw_without_rendering()
        except UserWarning as reason:
            raise MissingGlyphError(
                f"{reason} The figure would show an empty box. "
                "Draw inside `with style():`, which brings its own font."
            ) from reason
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_visible() and text.get_text().strip():
            _check_glyphs(text)


def finish(
    figure: Figure, *, source: str, language: str = "zh", notes: Iterable[str] = ()
) -> Figure:
    """Close a figure: notes and the source line below everything else, every glyph checked.

    ValueError without a source, MissingGlyphError if a character would be an empty box. Finishing twice replaces the
    lines of the first time.
    """
    if not source.strip():
        raise ValueError(
            "A figure needs its source: say who published the figures, as in "
            "source='各机关政府信息公开工作年度报告'."
        )
    for old in [t for t in figure.texts if t.get_gid() == "source"]:
        old.remove()
    with style():
        check_glyphs(figure)
        box = figure.get_tightbbox()
        lines = [*notes, word("source", language).format(source)]
        width, height = figure.get_size_inches()
        _check_glyphs(
            figure.text(
                box.x0 / width,
                (box.y0 - 0.14) / height,
                "\n".join(lines),
                fontsize=7,
                color=MUTED,
                va="top",
                linespacing=1.45,
                gid="source",
            )
        )
    return figure


def readable_on(color: ColorType) -> str:
    """Black or white, whichever is read more easily on a colour."""
    red, green, blue = matplotlib.colors.to_rgb(color)
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.55 else INK


def draw_field(ax: Axes, middle: Pair, size: Pair, look: Look) -> None:
    """A rectangle of some width and height around a point of the axes."""
    width, height = size
    corner = (middle[0] - width / 2, middle[1] - height / 2)
    ax.add_patch(Rectangle(corner, width, height, **look))


def _write(figure: Figure, target: Any, kind: str, dpi: float | None = None) -> None:
    with style():
        figure.savefig(
            target,
            format=kind,
            metadata=METADATA.get(kind),
            bbox_inches="tight",
            pad_inches=0.15,
            dpi=dpi or RC["savefig.dpi"],
        )


def save(
    chart: Chart, folder: str | Path, name: str, formats: Iterable[str] = ("png", "svg", "pdf")
) -> list[Path]:
    """Write the figure in each format and its data as CSV; the same chart gives the same bytes.

    The files are `folder/name.png` and so on, each written under a temporary name first; `folder` is made if need be.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for kind in formats:
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
        try:
            with os.fdopen(handle, "wb") as target:
                _write(chart.figure, target, kind)
            os.chmod(temporary, 0o644)
            os.replace(temporary, folder / f"{name}.{kind}")
        finally:
            Path(temporary).unlink(missing_ok=True)
        made.append(folder / f"{name}.{kind}")
    return [*made, to_csv(chart.data, folder / f"{name}.csv")]
