"""What a figure is drawn on: axes measured in inches, and what every figure writes around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from gxkit.charts.house import (
    FONT,
    INK,
    LATIN,
    LEAST_TYPE,
    MUTED,
    PAD,
    PAGE,
    POINTS,
    Look,
    Pair,
    finish,
    on_page,
)
from gxkit.charts.lettering import count_letters
from gxkit.charts.words import fill_word
from gxkit.text import Sentence

# inches over the axes for title, unit and key, and under them for the ticks
ABOVE, BELOW = 0.9, 0.5
# coordinates of what stands left or right of a row, at a fraction of the axes' width
BESIDE = ("axes fraction", "data")
# coordinates of what stands over or under a column, at a fraction of the axes' height
OVER = ("data", "axes fraction")
# coordinates of what stands at a corner of the axes
CORNER = "axes fraction"
# title and unit end where they are put, whatever their height
HEAD: Look = {"xycoords": CORNER, "va": "bottom"}
# points that a line of the unit takes, over which the title stands
TITLE_LIFT = 15
# points of the title, of a line of the unit and of the key
TITLE_TYPE, UNIT_LINE, KEY_LINE = 11, 12, 14
# inches that a mark of the key takes with the gaps around it
MARK = 0.42
# a key as narrow as can be: it stands between the unit and the axes
KEY: Look = {
    "borderaxespad": 0.2,
    "borderpad": 0,
    "handleheight": 0.9,
    "columnspacing": 1.3,
    "handletextpad": 0.5,
}


@dataclass(frozen=True, slots=True)
class Canvas:
    """The axes to draw on, their width and the room to their left in inches, and the language.

    On axes of the caller there is no room to the left that could be counted on: `left` is 0.
    `notes` are gathered while drawing and stand below the figure in the end; `lift` are the points
    that the key takes above its first line, `found` is what the title says, `least` the inches down
    to which the axes can be read.
    """

    figure: Figure
    ax: Axes
    width: float
    left: float
    language: str
    notes: list[str] = field(default_factory=list)
    lift: list[float] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    least: list[float] = field(default_factory=list)

    def say(self, key: str, *filling: object) -> str:
        """A text of the figures in the language of this one, its places filled."""
        return fill_word(key, self.language, *filling)

    def tell(self, finding: Sentence) -> None:
        """What the figure finds: its title."""
        self.found.append(finding.say(self.language))

    def note(self, key: str, *filling: object) -> None:
        """One more note below the figure."""
        self.notes.append(self.say(key, *filling))


def open_canvas(
    ax: Axes | None,
    size: Pair,
    language: str,
    *,
    left: float,
    right: float = 0.3,
) -> Canvas:
    """Axes of `size` (width, height) on a figure of their own, or those of the caller."""
    width, height = size
    if ax is not None:
        figure = ax.get_figure(root=True)
        if figure is None:
            raise ValueError("These axes stand on no figure.")
        ax.tick_params(labelfontfamily=FONT)
        return Canvas(
            figure,
            ax,
            width,
            0.0,
            language,
        )
    full, tall = left + width + right, ABOVE + height + BELOW
    figure = Figure(figsize=(full, tall))
    place = (left / full, BELOW / tall, width / full, height / tall)
    return Canvas(
        figure,
        figure.add_axes(place),
        width,
        left,
        language,
    )


def write(
    ax: Axes,
    text: str,
    at: Pair,
    look: Look,
) -> None:
    """A text near a place; it is drawn also where it leaves the axes.

    `look` has what matplotlib is told: `xytext` is how many points the text is off, `xycoords` in
    what the place is counted, if not in data.
    """
    ax.annotate(
        text,
        at,
        textcoords="offset points",
        annotation_clip=False,
        **look,
    )


def write_head(
    canvas: Canvas,
    topic: str,
    unit: str,
    above: float = 6.0,
) -> None:
    """What was found and, below it, topic, unit and sample size, from the figure's left edge.

    Where nothing was told to the canvas, the topic is the title. `above` are the points between the
    axes and the unit.
    """
    edge = -canvas.left * POINTS
    above += sum(canvas.lift)
    title = topic
    if canvas.found:
        title, unit = canvas.found[-1], f"{topic} · {unit}"
    unit, title = on_page(unit), on_page(title, TITLE_TYPE)
    over = above + UNIT_LINE * unit.count("\n") + TITLE_LIFT
    below: Look = {
        "fontsize": LEAST_TYPE,
        "color": MUTED,
        "xytext": (edge, above),
    }
    on_top: Look = {
        "fontsize": TITLE_TYPE,
        "color": INK,
        "xytext": (edge, over),
    }
    for text, look in ((unit, below), (title, on_top)):
        write(
            canvas.ax,
            text,
            (0, 1),
            HEAD | look,
        )


def write_key(
    canvas: Canvas,
    handles: Sequence[Any],
    labels: Sequence[str],
    handlelength: float = 1.2,
) -> None:
    """The key above the axes, from the figure's left edge, in as many lines as the page asks."""
    columns = key_columns(labels)
    lines = -(-len(labels) // columns)
    canvas.lift.append(KEY_LINE * (lines - 1))
    canvas.ax.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(-canvas.left / canvas.width, 1),
        ncols=columns,
        handlelength=handlelength,
        **KEY,
    )


def key_columns(labels: Sequence[str]) -> int:
    """How many entries of a key stand side by side on the page."""
    letter = LATIN * LEAST_TYPE / POINTS
    widest = MARK + letter * max(map(count_letters, labels), default=0)
    all_of_them = sum(MARK + letter * count_letters(label) for label in labels)
    room = PAGE[0] - 2 * PAD
    if all_of_them <= room:
        return max(len(labels), 1)
    return max(int(room / widest), 1)


def dot(color: str, marker: str = "o", **look: Any) -> Line2D:
    """A mark of a key."""
    return Line2D(
        [],
        [],
        linestyle="",
        marker=marker,
        color=color,
        **look,
    )


class Face(NamedTuple):
    """How the dots of one kind of thing look."""

    marker: str
    color: str
    size: float


def write_faces(canvas: Canvas, faces: Mapping[str, Face]) -> None:
    """The key of faces, each with the word of its kind; all as large as each other."""
    handles = [
        dot(
            face.color,
            face.marker,
            markersize=6,
        )
        for face in faces.values()
    ]
    write_key(
        canvas,
        handles,
        list(map(canvas.say, faces)),
    )


def hollow(edge: str) -> Line2D:
    """A hollow mark of a key."""
    face: Look = {"markerfacecolor": "white", "markeredgecolor": edge}
    return Line2D(
        [],
        [],
        linestyle="",
        marker="o",
        **face,
    )


def close_canvas(canvas: Canvas, source: str) -> None:
    """Notes and source below all that was drawn; see `gxkit.charts.house.finish`."""
    finish(
        canvas.figure,
        source=source,
        language=canvas.language,
        notes=canvas.notes,
        least=max(canvas.least, default=None),
    )


def show_percent(ax: Axes) -> None:
    """A horizontal axis of shares, 0 to 100 per cent."""
    ax.set_xticks(
        range(
            0,
            101,
            25,
        )
    )
    ax.xaxis.set_major_formatter("{x:.0f}%")
