"""A page that is a picture, with marks on it: cells framed, rows and columns lit, arrows.

It is one picture (an SVG that carries the page), so that it is the same in a notebook, in a static
viewer and in an export, without a script or a style sheet.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from gxkit.readers.drawn import Drawn
from gxkit.text.escapes import to_html

Box = tuple[float, float, float, float]
"""left, bottom, right, top in points from the lower left corner of the page"""
Share = tuple[float, float, float, float]
"""left, top, width and height of a box as shares of its page"""

_FRAME = 'fill="#c0392b" fill-opacity="0.08" stroke="#c0392b" stroke-width="1.6"'
_LIT = 'fill="#ffc400" fill-opacity="0.22"'
_ARROW = 'fill="none" stroke="#c0392b" stroke-width="1.8"'
_HEAD = 'fill="#c0392b"'
# Points: how far the arrow swings out beside the rows, how long its heads are, and what a frame
# leaves free around its cell.
_SWING, _POINT, _FREE = 26.0, 6.0, 0.6
_MARGIN = 30.0  # points of an empty foot that are left
_WIDEST = 860  # pixels in a notebook: figures of a page are as large as the text around it
_UNQUOTED = "/:;,=+ ()-_.!~*"
"""characters of an SVG that may stand in an address as they are"""


@dataclass(frozen=True, slots=True)
class DrawnMarks:
    """What stands out on a drawn page: boxes that are framed or lit, and a pair of boxes whose
    right ends (of columns the upper ones) are joined by an arrow."""

    framed: Sequence[Box] = ()
    lit: Sequence[Box] = ()
    pair: tuple[Box, Box] | None = None
    is_of_columns: bool = False


def bound(boxes: Sequence[Box]) -> Box:
    """The box around boxes; ValueError around none."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def share_of(
    drawn: Drawn,
    box: Box,
) -> Share:
    """A box as shares of its page."""
    left, bottom, right, top = box
    width, height = drawn.width, drawn.height
    return (
        round(left / width, 5),
        round(1.0 - top / height, 5),
        round((right - left) / width, 5),
        round((top - bottom) / height, 5),
    )


def drawn_address(drawn: Drawn) -> str:
    """The picture of a page as an address that holds it."""
    data = base64.b64encode(drawn.picture).decode("ascii")
    return f"data:image/{drawn.kind};base64,{data}"


def drawn_html(
    drawn: Drawn,
    marks: DrawnMarks,
    words: str,
) -> str:
    """A page with its marks as one picture; `words` say what it shows where it cannot be shown."""
    svg = "".join(_svg_parts(drawn, marks))
    address = f"data:image/svg+xml,{quote(svg, safe=_UNQUOTED)}"
    look = f"max-width:100%;width:{_WIDEST}px;height:auto;border:1px solid #ccc;background:#fff"
    return f'<img alt="{to_html(words)}" style="{look}" src="{address}">'


def _svg_parts(
    drawn: Drawn,
    marks: DrawnMarks,
) -> Iterable[str]:
    width, height = round(drawn.width, 1), round(drawn.height, 1)
    # half a page may be empty, and a notebook is long enough
    shown = round(height - max(0.0, drawn.foot - _MARGIN), 1)
    opening = 'xmlns="http://www.w3.org/2000/svg"'
    # so large that a viewer which asks for no width shows its print
    size = f'width="{_WIDEST}" height="{round(_WIDEST * shown / width)}"'
    yield f'<svg {opening} viewBox="0 0 {width} {shown}" {size}>'
    yield f'<image href="{drawn_address(drawn)}" width="{width}" height="{height}"/>'
    for box in marks.lit:
        yield _rect(
            box,
            height,
            _LIT,
            0.0,
        )
    for box in marks.framed:
        yield _rect(
            box,
            height,
            _FRAME,
            _FREE,
        )
    if marks.pair:
        arrow = _arrow_above if marks.is_of_columns else _arrow_beside
        yield arrow(*marks.pair, height)
    yield "</svg>"


def _rect(
    box: Box,
    height: float,
    look: str,
    free: float,
) -> str:
    left, bottom, right, top = box
    x, y = left - free, height - top - free
    wide, high = right - left + 2 * free, top - bottom + 2 * free
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" {look}/>'


def _arrow_beside(
    one: Box,
    other: Box,
    height: float,
) -> str:
    """An arrow with two heads from the right end of one row to that of another."""
    x = max(one[2], other[2]) + 2.0
    ends = [height - (bottom + top) / 2 for _, bottom, _, top in (one, other)]
    first, last = ends
    out = x + _SWING
    path = f"M{x + _POINT:.1f} {first:.1f}C{out:.1f} {first:.1f} {out:.1f} {last:.1f} "
    path += f"{x + _POINT:.1f} {last:.1f}"
    heads = [f"M{x:.1f} {y:.1f}l{_POINT} {-_POINT / 2}v{_POINT}z" for y in ends]
    return f'<path d="{path}" {_ARROW}/><path d="{"".join(heads)}" {_HEAD}/>'


def _arrow_above(
    one: Box,
    other: Box,
    height: float,
) -> str:
    """An arrow with two heads from the upper end of one column to that of another."""
    y = height - max(one[3], other[3]) - 2.0
    ends = [(left + right) / 2 for left, _, right, _ in (one, other)]
    first, last = ends
    out = y - _SWING
    path = f"M{first:.1f} {y - _POINT:.1f}C{first:.1f} {out:.1f} {last:.1f} {out:.1f} "
    path += f"{last:.1f} {y - _POINT:.1f}"
    heads = [f"M{x:.1f} {y:.1f}l{-_POINT / 2} {-_POINT}h{_POINT}z" for x in ends]
    return f'<path d="{path}" {_ARROW}/><path d="{"".join(heads)}" {_HEAD}/>'
