"""The house style of every figure: `style()` to open, `finish(figure, source=…)` to close.

The Chinese font comes with a package (Noto Sans SC, OFL), so a figure looks the same on a machine
without fonts. No backend is chosen and pyplot is never imported: a figure is an object, in a
notebook as on a server.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
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
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from matplotlib.typing import ColorType

from gxkit.charts.lettering import fitted
from gxkit.charts.words import pick, say_source, word
from gxkit.errors import MissingGlyphError
from gxkit.output import write_file
from gxkit.panel.frames import to_csv
from gxkit.text import shown_language

# one for Chinese and Latin letters, so that both fit
FONT = "Noto Sans SC"
FACES = {FONT: pylopdf_fonts_zh_cn.sans_path, "Noto Serif SC": pylopdf_fonts_zh_cn.serif_path}
"""the fonts of figures and study; each function names the file"""
# greys for letters, lines and grounds
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

# what matplotlib is told of how a thing looks
Look = dict[str, Any]

Pair = tuple[float, float]

# inches: the width of the study's page, beyond which a figure is printed smaller, and the height of
# which sixteen figures leave room for the text on fourteen pages; English notes take a line more
PAGE: Pair = (6.53, 3.65)
# inches to which the axes of a higher figure are lowered, as far as its rows can be read
TALL = 3.35
# inches of white around a figure
PAD = 0.05
# points of the least letter that is read in print
LEAST_TYPE = 8
# of a letter's size: how wide a Latin one is; a Chinese one takes less than two of them
LATIN = 0.55
# to the inch
POINTS = 72
# parts of a letter's size in which texts are measured, and the font's own to one of these
EM, FIXED_POINT = 100, 65536

# the hatch of what was left blank
BLANK = "////"
# a ground on which a text is read over a hatch
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1}

# matplotlib's settings; with a fixed salt, and texts as text, an SVG has the same bytes each time
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

# of a figure shown in a notebook; a file has 200
SCREEN_DPI = 100
# inches between a figure and its notes, and of a line of these
BELOW, NOTE_LINE = 0.1, 0.147
# below the figure; by its gid `finish` finds the notes of an earlier call
NOTES: Look = {
    "fontsize": LEAST_TYPE,
    "color": MUTED,
    "va": "top",
    "linespacing": 1.3,
    "gid": "source",
}
# from hardly any to all; zero is none of it, but grey
HEAT = LinearSegmentedColormap.from_list(
    "gxkit heat",
    ["#fdf3ea", "#f3b98a", "#C04F00", "#6a2600"],
)
# what each primary adds to the brightness of a colour (ITU-R BT.601)
RED, GREEN_LIGHT, BLUE_LIGHT = 0.299, 0.587, 0.114
# brightness below which white is read more easily than ink
DARK = 0.55


def notes_of(figure: Figure) -> str:
    """The notes and the source that `finish` wrote below a figure, in one line."""
    said = ""
    for text in figure.texts:
        for line in text.get_text().split("\n") if text.get_gid() == "source" else ():
            # between Chinese letters the end of a line is no blank
            is_latin = (said[-1:] + line[:1]).isascii()
            said += f" {line}" if is_latin else line
    return said.strip()


@dataclass(frozen=True)
class Chart:
    """A finished figure and the data that it plots, a line a mark; a notebook shows the figure."""

    figure: Figure
    data: pd.DataFrame

    def _repr_png_(self) -> bytes:
        return _drawn(
            self.figure,
            "png",
            SCREEN_DPI,
        )

    def __repr__(self) -> str:
        return f"Chart of {len(self.data)} lines of data: {', '.join(self.data.columns)}"


@cache
def _register_font() -> Path:
    path = Path(FACES[FONT]())
    font_manager.fontManager.addfont(str(path))
    return path


@contextmanager
def style() -> Iterator[None]:
    """The house style while it lasts; afterwards matplotlib's settings are as before."""
    _register_font()
    with matplotlib.rc_context(RC):
        yield


@cache
def _charmap(path: str) -> frozenset[int]:
    return frozenset(FT2Font(path).get_charmap())


def _lacking(text: Text) -> set[str]:
    """The letters of a text that its own font, without any fallback, lacks.

    MissingGlyphError if the font is none of the house's and lacks some, or is not there.
    """
    written, font = text.get_text(), text.get_fontproperties()
    try:
        path = str(font_manager.findfont(font, fallback_to_default=False))
    except ValueError as reason:
        raise MissingGlyphError(
            f"The font of {written!r} is not installed ({font.get_family()}), and another would "
            "show empty boxes. Draw inside `with style():`, which brings its own font."
        ) from reason
    known = _charmap(path)
    absent = {c for c in written if not c.isspace() and ord(c) not in known}
    # the house's font has nearly all of Chinese: what another lacks is a mistake of who chose it
    if absent and Path(path) != _register_font():
        raise MissingGlyphError(
            f"The font {Path(path).name} has no glyph for {' '.join(sorted(absent))} in "
            f"{written!r}; the figure would show an empty box. Replace the character, or draw "
            "inside `with style():` if the text was made elsewhere."
        )
    return absent


def _spell(text: str, absent: Iterable[str]) -> str:
    """A text in which some letters are told by their code points, as 𠮷 by [U+20BB7]."""
    for letter in absent:
        text = text.replace(letter, f"[U+{ord(letter):04X}]")
    return text


def spell_absent(figure: Figure) -> list[str]:
    """Draw the figure once, and tell each letter that the house's font lacks by its code point.

    Returns these letters. A rare one in the name of an agency should not stop a study, and an empty
    box would hide which it is. MissingGlyphError for a text in another font that lacks a letter.
    """
    with style(), warnings.catch_warnings():
        # that a letter has no glyph is seen below, where it is mended
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.draw_without_rendering()
    absent: set[str] = set()
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        # a hidden text is never seen, and an empty one has no glyphs
        if text.get_visible() and text.get_text().strip():
            lacking = _lacking(text)
            absent |= lacking
            if lacking:
                text.set_text(_spell(text.get_text(), lacking))
    if absent:
        _keep_ticks(figure)
    return sorted(absent)


def _keep_ticks(figure: Figure) -> None:
    """Have the ticks keep the labels that they have: drawn again, they would take their first."""
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            labels = [tick.label1.get_text() for tick in axis.majorTicks]
            if any("[U+" in label for label in labels):
                axis.set_ticks(axis.get_majorticklocs(), labels=labels)


def finish(
    figure: Figure,
    *,
    source: str,
    language: str | None = None,
    notes: Iterable[str] = (),
    least: float | None = None,
) -> Figure:
    """Close a figure: notes and the source line below everything else, every glyph checked.

    `least` are the inches to which its axes may be lowered where it is higher than TALL. Letters
    that the font lacks are told by their code points, as the notes say (`spell_absent`).
    ValueError without a source, MissingGlyphError if a text in another font would show an empty
    box. Finishing twice replaces the lines of the first time.
    """
    spoken = shown_language(language)
    said = [*notes, say_source("figure", source, spoken)]
    for old in [text for text in figure.texts if text.get_gid() == "source"]:
        old.remove()
    with style():
        absent = spell_absent(figure)
        below_it = _below(said, absent, spoken)
        box = figure.get_tightbbox()
        lines = below_it.count("\n") + 1
        excess = box.height + BELOW + NOTE_LINE * lines + 2 * PAD - TALL
        if least is not None and excess > 0:
            box = lower(figure, box, excess, least)
        width, height = figure.get_size_inches()
        left, top = box.x0 / width, (box.y0 - BELOW) / height
        below = figure.text(
            left,
            top,
            below_it,
            **NOTES,
        )
        _lacking(below)
    return figure


def _below(
    said: Sequence[str],
    absent: Iterable[str],
    language: str,
) -> str:
    """The text below a figure, with a note where some of its letters are told by code points."""
    known = _charmap(str(_register_font()))
    written = "".join(said)
    every = {*absent, *(c for c in written if not c.isspace() and ord(c) not in known)}
    lines = [_spell(line, every) for line in said]
    if every:
        told = " ".join(_spell(letter, letter) for letter in sorted(every))
        lines.insert(-1, word("absent letters", language).format(told))
    return on_page(run_on(lines, language))


def lower(
    figure: Figure,
    box: Bbox,
    excess: float,
    least: float,
) -> Bbox:
    """The box of a figure whose axes are lowered by an excess, down to `least` inches.

    What stands around the axes keeps its size, for it is placed in points.
    """
    (ax,) = figure.axes
    place = ax.get_position()
    width, height = figure.get_size_inches()
    by = max(min(excess, place.height * height - least), 0.0)
    tall = height - by
    figure.set_size_inches(width, tall)
    bottom, inside = place.y0 * height / tall, (place.height * height - by) / tall
    ax.set_position((place.x0, bottom, place.width, inside))
    return Bbox.from_extents(box.x0, box.y0, box.x1, box.y1 - by)


def run_on(notes: Iterable[str], language: str) -> str:
    """Notes as one text, each a sentence: one a line, they took as much room as the figure.

    >>> run_on(["n = 3", "未列：2份。"], "zh")
    'n = 3。未列：2份'
    """
    ended = (note.replace("\n", " ").rstrip("。. ") for note in notes)
    return pick(("。", ". "), language).join(filter(None, ended))


@cache
def _face() -> FT2Font:
    face = FT2Font(str(_register_font()))
    face.set_size(EM, POINTS)
    return face


@cache
def _advance(letter: str) -> int:
    """How far a letter moves the pen; unhinted, as files are drawn."""
    glyph = _face().load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return -(-glyph.linearHoriAdvance // FIXED_POINT)


def measure(text: str) -> int:
    """How wide a text is drawn, in parts of its size (EM of them); a guess filled lines to three
    quarters in English."""
    return sum(map(_advance, text))


def on_page(text: str, size: float = LEAST_TYPE) -> str:
    """A text over as many lines as the page asks for; `size` in points."""
    width = (PAGE[0] - 2 * PAD) * POINTS
    return fitted(text, int(EM * width / size), measure)


def paper_of(figure: Figure) -> Bbox:
    """What is printed of a figure, in inches: all that is drawn, and never less than the page's
    width, for a narrow picture would be printed larger than its neighbours."""
    box = figure.get_tightbbox().padded(PAD)
    right = max(box.x1, box.x0 + PAGE[0])
    return Bbox.from_extents(box.x0, box.y0, right, box.y1)


def readable_on(color: ColorType) -> str:
    """Black or white, whichever is read more easily on a colour; ink on a light grey and on white.

    A dark page turns greys and ink, and leaves colours and what stands upon them as they are.
    """
    red, green, blue = matplotlib.colors.to_rgb(color)
    brightness = RED * red + GREEN_LIGHT * green + BLUE_LIGHT * blue
    if brightness < DARK:
        return "white"
    return INK if red == green == blue else "black"


def draw_field(
    ax: Axes,
    middle: Pair,
    size: Pair,
    look: Look,
) -> None:
    """A rectangle of some width and height around a point of the axes."""
    width, height = size
    corner = (middle[0] - width / 2, middle[1] - height / 2)
    ax.add_patch(
        Rectangle(
            corner,
            width,
            height,
            **look,
        )
    )


FORMATS = ("png", "svg", "pdf")
"""for the screen, for a page of the web, for print"""


def _drawn(
    figure: Figure,
    kind: str,
    dpi: float = RC["savefig.dpi"],
    paper: Bbox | None = None,
) -> bytes:
    """The figure as a file of some format, on the `paper_of` it unless that is known."""
    buffer = io.BytesIO()
    metadata = dict(METADATA.get(kind, {}))
    # what a file says of itself can be read aloud with it
    if kind == "svg":
        metadata["Description"] = notes_of(figure)
    with style():
        figure.savefig(
            buffer,
            format=kind,
            metadata=metadata,
            bbox_inches=paper or paper_of(figure),
            dpi=dpi,
        )
    return buffer.getvalue()


def save(
    chart: Chart,
    folder: str | Path,
    name: str,
    formats: Iterable[str] = FORMATS,
) -> list[Path]:
    """Write the figure in each format and its data as CSV; the same chart gives the same bytes.

    The files are `folder/name.png` and so on; `folder` is made if need be.
    """
    base = Path(folder)
    base.mkdir(parents=True, exist_ok=True)
    made = []
    # measured once: it asks each text for its room, which takes half as long as drawing does
    with style():
        paper = paper_of(chart.figure)
    for kind in formats:
        path = base / f"{name}.{kind}"
        made.append(write_file(path, _drawn(chart.figure, kind, paper=paper)))
    return [*made, to_csv(chart.data, base / f"{name}.csv")]
