"""By how much what stands on a page is turned against its edges, as scans are and their text.

Either the characters say so, each being turned alike, or, where text recognition laid level
characters on the lines of a crooked picture, the lines that they make: at the right angle they
stand on the fewest heights (Postl 1986, projection profiles).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import mul
from statistics import median

from gxkit.readers.plane.boxes import Point

Bend = tuple[float, float, float]
"""by how many points a line rises with the share of the page's width from its middle, with the
square and with the cube of it"""
STRAIGHT: Bend = (0.0, 0.0, 0.0)
"""of lines that do not bend"""
_Step = tuple[list[float], float]
"""by how much the powers of the place change along a step across a page, and how it rises"""

#: degrees: pages lie in a scanner by less; text is turned by more on purpose
MOST_SKEW = 5.0
_LEAST = 0.02  # degrees: less is half a point from edge to edge of a page
_SAME = 0.3  # degrees: characters of a page that lay aslant are all turned alike
_ALIKE = 0.6  # of the characters that must be; the others are a stamp, or stand level
_FEWEST = 10  # steps along lines, without which a page says nothing of its turn
# Slopes from run to run: steeper is the next line, and lines of level pages are level.
_STEEPEST, _LEVEL = 0.09, 0.0007
_SAME_SLOPE = 0.012  # characters of a line that text recognition laid jitter by as much
_ALIKE_STEPS = 0.4  # of the steps; others go from a label of two lines to the figure between them
# Steps that tell a bend, as those of the smallest table, and how often those that do not fit are
# let go.
_FEWEST_BENT = 16
_ROUNDS = 6
# Points by which a page may turn at its edges against its middle, and by which it may bend: the
# middle of one that did not lie flat is higher by a quarter of it.
_MOST_TURN, _MOST_BEND = 35.0, 65.0
_LITTLE = 6.0  # points of the same: what turns by less may be level, and what bends by less flat
_SINGULAR = 1e-12  # of a sum of squares: with less all steps are in one place
_MOST_RUNS = 600  # of a page that are measured: more tell nothing new
_COARSE, _FINE = 0.1, 0.01  # degrees from one try to the next
_COARSE_STEP, _FINE_STEP = 2.0, 0.7  # points that count as one height
# By how much more a turned page must stand on common heights than it does as it is: a page of
# jittering lines does so at some angle by chance.
_SHARPER = 1.15


def common_angle(degrees: Sequence[float]) -> float | None:
    """The angle at which most of some characters stand, 0 where that is level; None where they
    differ, or are turned by more than a page is.

    >>> common_angle([1.2, 1.2, 1.2, 1.2, 30.0]), common_angle([0, 0, 0, 1.2])
    (1.2, 0.0)
    """
    if not degrees:
        return None
    middle = median(degrees)
    alike = sum(abs(angle - middle) <= _SAME for angle in degrees)
    if abs(middle) > MOST_SKEW or alike < _ALIKE * len(degrees):
        return None
    return middle if abs(middle) >= _LEAST else 0.0


def slopes_between(starts: Sequence[Point]) -> list[float]:
    """How the steps from run to run rise that go along a line, by where runs begin in the order of
    the file; steps to another line are left out.

    >>> slopes_between([(0, 0), (40, 0.8), (0, 12), (30, 12)])
    [0.02, 0.0]
    """
    slopes = []
    for (left, low), (x, y) in pairwise(starts):
        across, up = x - left, y - low
        if abs(up) < _STEEPEST * across:
            slopes.append(up / across)
    return slopes


def seems_aslant(slopes: Sequence[float]) -> bool:
    """Whether of the steps along lines most rise or fall, and many alike.

    >>> seems_aslant([0.02, 0.021] * 9), seems_aslant([0.02, 0, 0] * 9)
    (True, False)
    """
    aslant = sorted(slope for slope in slopes if abs(slope) > _LEVEL)
    if len(aslant) < _FEWEST or 2 * len(aslant) < len(slopes):
        return False
    most = round(_ALIKE_STEPS * len(aslant))
    windows = zip(aslant, aslant[most:], strict=False)
    return any(last - first < _SAME_SLOPE for first, last in windows)


def seems_level(slopes: Sequence[float]) -> bool:
    """Whether most of the steps along lines neither rise nor fall."""
    level = [slope for slope in slopes if -_LEVEL <= slope <= _LEVEL]
    return len(level) >= _FEWEST and 2 * len(level) > len(slopes)


def measure_skew(runs: Sequence[Point]) -> float:
    """The degrees counterclockwise by which the lines of a page rise, by where its runs begin; 0
    where no angle is clearly better than level ones."""
    every = len(runs) // _MOST_RUNS + 1
    places = runs[::every]
    tries = round(MOST_SKEW / _COARSE)
    rough = _sharpest(places, 0.0, tries, _COARSE, _COARSE_STEP)
    fine = _sharpest(places, rough, round(_COARSE / _FINE), _FINE, _FINE_STEP)
    level = _sharpness(places, 0.0, _FINE_STEP)
    if abs(fine) < _LEAST:
        return 0.0
    is_sharper = _sharpness(places, fine, _FINE_STEP) > _SHARPER * level
    return fine if is_sharper else 0.0


def measure_bend(
    starts: Sequence[Point],
    width: float,
) -> Bend | None:
    """How the lines of a page bend, by where its runs begin in the order of the file; None where
    they stand no better on common heights when they are bent back."""
    bend = _fit_steps(_steps(pairwise(starts), width))
    # a page of few columns can be bent in many ways, and most of them are absurd
    if bend is None or _is_absurd(bend):
        return None
    straight = [(x, y - rise(bend, x, width)) for x, y in starts]
    before = _sharpness(starts, 0.0, _COARSE_STEP)
    return bend if _sharpness(straight, 0.0, _COARSE_STEP) > _SHARPER * before else None


def _is_absurd(bend: Bend) -> bool:
    """Whether no page bends so."""
    turn, curve, twist = map(abs, bend)
    return max(turn, twist) > _MOST_TURN or curve > _MOST_BEND


def is_bent_only(bend: Bend) -> bool:
    """Whether a bend is far more than a turn."""
    turn, curve, twist = map(abs, bend)
    return turn < _LITTLE < max(curve, twist)


def fit_bend(
    edges: Iterable[tuple[Point, Point]],
    width: float,
) -> Bend | None:
    """How edges bend that run across a page; None where they run straight, or bend without a
    common shape."""
    steps = _steps(edges, width)
    bend = _fit_steps(steps)
    if bend is None:
        return None
    off = plain = 0.0
    for changes, up in steps:
        bent = sum(map(mul, bend, changes))
        off += abs(up - bent)
        plain += abs(up - bend[0] * changes[0])
    return bend if _SHARPER * off < plain else None


def _steps(
    edges: Iterable[tuple[Point, Point]],
    width: float,
) -> list[_Step]:
    """The steps to the right that hardly rise or fall."""
    steps = []
    for (x, y), (next_x, next_y) in edges:
        across, up = next_x - x, next_y - y
        if abs(up) < _STEEPEST * across:
            low, high = _powers(x, width), _powers(next_x, width)
            changes = [after - before for before, after in zip(low, high, strict=True)]
            steps.append((changes, up))
    return steps


def _fit_steps(steps: Sequence[_Step]) -> Bend | None:
    """The bend that explains most steps; None of too few, and of level ones."""
    if len(steps) < _FEWEST_BENT:
        return None
    # most pages are level, to the last digit
    if not any(up for _, up in steps):
        return None
    bend: Bend | None = STRAIGHT
    for _ in range(_ROUNDS):
        bend = _fit(steps, bend) if bend else None
    return bend


def rise(
    bend: Bend,
    x: float,
    width: float,
) -> float:
    """How much higher a bent line stands at a place across the page than it would level."""
    powers = _powers(x, width)
    return sum(factor * power for factor, power in zip(bend, powers, strict=True))


def _powers(
    x: float,
    width: float,
) -> list[float]:
    share = x / width - 0.5
    return [share, share**2, share**3]


def _fit(
    steps: Sequence[_Step],
    bend: Bend,
) -> Bend | None:
    """The bend that explains the steps best, those less that the last one did not explain."""
    first, second, third = bend
    aa = ab = ac = bb = bc = cc = 0.0
    sum_a = sum_b = sum_c = 0.0
    for (a, b, c), up in steps:
        off = up - (first * a + second * b + third * c)
        weight = 1 / (1 + off * off)
        weighed_a, weighed_b, weighed_c = weight * a, weight * b, weight * c
        aa += weighed_a * a
        ab += weighed_a * b
        ac += weighed_a * c
        bb += weighed_b * b
        bc += weighed_b * c
        cc += weighed_c * c
        sum_a += weighed_a * up
        sum_b += weighed_b * up
        sum_c += weighed_c * up
    squares = [[aa, ab, ac], [ab, bb, bc], [ac, bc, cc]]
    sums = [sum_a, sum_b, sum_c]
    whole = _determinant(squares)
    if abs(whole) < _SINGULAR:
        return None
    solved = []
    for column in range(3):
        replaced = [list(row) for row in squares]
        for row in range(3):
            replaced[row][column] = sums[row]
        solved.append(_determinant(replaced) / whole)
    first, second, third = solved
    return first, second, third


def _determinant(rows: Sequence[Sequence[float]]) -> float:
    (a, b, c), (d, e, f), (g, h, i) = rows
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def _sharpest(
    places: Sequence[Point],
    about: float,
    tries: int,
    by: float,
    step: float,
) -> float:
    """The angle among those around one at which places stand on the fewest heights."""
    angles = [about + by * number for number in range(-tries, tries + 1)]
    return max(angles, key=lambda degrees: _sharpness(places, degrees, step))


def _sharpness(
    places: Sequence[Point],
    degrees: float,
    step: float,
) -> int:
    """How many pairs of places stand on one height of a page turned back by some degrees."""
    slope = math.tan(math.radians(degrees))
    heights = [(y - slope * x) / step for x, y in places]
    # what falls on the border of two heights is together in the one or the other count
    lower = Counter(map(math.floor, heights))
    upper = Counter(map(round, heights))
    counts = [*lower.values(), *upper.values()]
    return sum(count * count for count in counts)
