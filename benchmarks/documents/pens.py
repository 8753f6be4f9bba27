"""Strokes that a pen draws over a figure, in the words of a page's content."""

from __future__ import annotations

import random
from collections.abc import Callable

Point = tuple[float, float]
Stroke = Callable[[random.Random, float, float, float, float], str]
"""draws over a figure between two heights and two places across, given as x, y, end, top"""
INKS = ("0 G 0 g", "1 0 0 RG 1 0 0 rg", "0 0 .8 RG 0 0 .8 rg", ".4 G .4 g")


def _line(*points: Point) -> str:
    corners = [f"{x:.2f} {y:.2f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points)]
    return " ".join(corners) + " S"


def _slash(rng: random.Random, x: float, y: float, end: float, top: float) -> str:
    return _line((x, y), (end, top))


def _back(rng: random.Random, x: float, y: float, end: float, top: float) -> str:
    return _line((x, top), (end, y))


def _cross(rng: random.Random, x: float, y: float, end: float, top: float) -> str:
    return _slash(rng, x, y, end, top) + " " + _back(rng, x, y, end, top)


def _slim(rng: random.Random, x: float, y: float, end: float, top: float) -> str:
    """A slash as a filled polygon."""
    thick = rng.uniform(0.4, 0.9)
    corners = [(x, y), (end, top), (end, top + thick), (x, y + thick)]
    return _line(*corners).replace(" S", " h f")


def _bow(rng: random.Random, x: float, y: float, end: float, top: float) -> str:
    middle = (y + top) / 2
    bent = f"{x + 3:.2f} {top:.2f} {end - 3:.2f} {y:.2f} {end:.2f} {middle:.2f}"
    return f"{x:.2f} {middle:.2f} m {bent} c S"


def _zigzag(rng: random.Random, x: float, y: float, end: float, top: float) -> str:
    count = rng.randint(3, 7)
    places = [x + (end - x) * n / count for n in range(count + 1)]
    return _line(*[(place, (y, top)[n % 2]) for n, place in enumerate(places)])


PENS: dict[str, Stroke] = {
    "slash": _slash,
    "slash back": _back,
    "cross": _cross,
    "slash, filled": _slim,
    "bow": _bow,
    "zigzag": _zigzag,
}


def draw_over(pen: str, x: float, y: float, width: float, size: float) -> str:
    """A stroke over the figure that begins at (x, y), as steep and as long as the place says."""
    rng = random.Random(f"{pen} {x:.2f} {y:.2f}")
    left = x - rng.uniform(-0.1, 0.3) * size
    right = x + width + rng.uniform(-0.1, 0.3) * size
    low = y + rng.uniform(-0.2, 0.2) * size
    high = y + rng.uniform(0.6, 0.95) * size
    stroke = PENS[pen](rng, left, low, right, high)
    return f"q {rng.choice(INKS)} {rng.uniform(0.4, 1.2):.2f} w {stroke} Q"
