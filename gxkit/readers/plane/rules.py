"""The ruling lines of a page, joined of what it draws: strokes, thin filled rectangles, the edges
of boxes, dashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from operator import itemgetter
from typing import NamedTuple

from gxkit.readers.plane.boxes import Box, Point, area, bound_points, sides

# All lengths in points.
THIN = 3.0  # a rule is no thicker,
THICK = 4.5  # unless it is long: frames of forms are drawn that thick, and letters wide
_LONG = 4.0  # times as long as thick
_DOT = 0.3  # times as long as thick: a dot of a dotted rule counts in both directions
# Parallel rules nearer than this are one, as the two lines between the cells of a web page are;
# the rows of the densest form are four times as far apart.
SNAP = 2.3
_SPREAD = 4.0  # from the first to the last of the rules that are taken as one
_GAP = 4.0  # a longer gap inside a rule ends it; dashes have shorter ones
# Dashes are drawn one by one by some; edges of narrow columns are longer, and not so many.
_FEWEST_DASHES = 4
_LONGEST_DASH, _ALIKE = 12.0, 0.5  # points
_WIDEST_GAP = 1.2  # times as long as a dash
_SHORT = 5.0  # what is shorter than this once dashes are joined is no rule
_FAR = 1e9  # farther than any page reaches
_LEVEL = 1.0  # by how much the ends of an edge may differ that runs along or down the page

ONE_BOX = 6  # segments: no more make a rectangle, which is a ground unless its edges are drawn

FEWEST_FILLS = 4  # light boxes on a dark one: fewer are no table
_FILLED = 0.85  # of the dark box that light boxes cover where what they leave of it are rules
_OVERFILLED = 1.01  # of it: what covers more is no set of cells but things that overlap
_BESIDE = 1.0  # by which a light box may reach over the dark one
_DARKER = 30  # of 255, at least, between the dark box and the light ones

_MOST_RULES = 3_000  # once joined; more are a drawing, which takes seconds to be made into a table

Segment = tuple[float, float, float]
"""position across, start and end along"""
Run = tuple[float, float]
"""start and end along"""
Parallels = list[tuple[float, list[Run]]]
"""rules of one direction by their position, with the runs that each has"""

Fill = tuple[int, Box]
"""a path that is filled and not stroked, and its box"""
Shade = Callable[[int], float]
"""how bright a filled path is, of 255"""

_ALONG = itemgetter(1, 2)


class Rules(NamedTuple):
    """Rules of a page by their position, and from where to where they run there."""

    across: Parallels
    """horizontal ones by y"""
    down: Parallels
    """vertical ones by x"""
    gap: float = _GAP
    """the longest between two dashes of a rule: as far may one end before the rule that it meets"""


_NO_RULES = Rules([], [])


def boxes_to_rules(boxes: Iterable[Box], page: Box) -> Rules:
    """Thin boxes as rules, cut off where the page ends; dots count in both directions until they
    make a line."""
    across: list[Segment] = []
    down: list[Segment] = []
    least_x, least_y, most_x, most_y = page
    for left, bottom, right, top in boxes:
        if left < least_x or right > most_x:
            left, right = max(left, least_x), min(right, most_x)
        if bottom < least_y or top > most_y:
            bottom, top = max(bottom, least_y), min(top, most_y)
        wide, high = right - left, top - bottom
        if wide < 0 or high < 0:
            continue  # beside the page
        if _is_rule(high, wide):
            middle = (bottom + top) / 2
            across.append((middle, left, right))
        if _is_rule(wide, high):
            middle = (left + right) / 2
            down.append((middle, bottom, top))
    groups = (_group(across), _group(down))
    dashed = max(map(_gap_in, chain(*groups)), default=_GAP)
    rows, columns = [_join(own, dashed) for own in groups]
    rules = Rules(rows, columns, dashed)
    most = max(len(rules.across), len(rules.down))
    return rules if most <= _MOST_RULES else _NO_RULES


def _is_rule(thickness: float, length: float) -> bool:
    """Whether what is so thick and so long is a rule, or a dot of one."""
    if thickness <= THIN:
        return length > _DOT * thickness
    return thickness <= THICK and length > _LONG * thickness


def is_thin(thickness: float, length: float) -> bool:
    """Whether a box of these sides may be a rule in either direction."""
    return thickness <= THIN or (thickness <= THICK and length > _LONG * thickness)


def _join(groups: list[list[Segment]], dashed: float) -> Parallels:
    """Parallel segments brought to common positions, those that follow one another joined; short
    ones dropped.

    `dashed` is the longest gap between the dashes of the page: a rule no longer than a row has too
    few of them to tell.
    """
    joined = []
    for group in groups:
        few = len(group) < _FEWEST_DASHES
        most = dashed if few and _is_dash(group[0]) else _gap_in(group)
        runs = _join_runs(group, most)
        if runs:
            joined.append((_mean_position(group), runs))
    return joined


def _group(segments: list[Segment]) -> list[list[Segment]]:
    """The segments by position, those together that are taken as one rule."""
    segments.sort()
    groups: list[list[Segment]] = []
    first = last = -_FAR
    for segment in segments:
        place = segment[0]
        if place - last <= SNAP and place - first <= _SPREAD:
            groups[-1].append(segment)
        else:
            groups.append([segment])
            first = place
        last = place
    return groups


def _is_dash(segment: Segment) -> bool:
    _, start, end = segment
    return end - start < _LONGEST_DASH


def _join_runs(group: list[Segment], most: float) -> list[Run]:
    """Where the rule runs to which the segments of a group are joined over gaps up to `most`."""
    # those of one position are sorted along it already
    is_straight = group[0][0] == group[-1][0]
    in_order = group if is_straight else sorted(group, key=_ALONG)
    runs: list[Run] = []
    begun = reached = -_FAR
    for _, start, end in in_order:
        if start - reached > most:
            if reached - begun > _SHORT:
                runs.append((begun, reached))
            begun, reached = start, end
        elif end > reached:
            reached = end
    if reached - begun > _SHORT:
        runs.append((begun, reached))
    return runs


def _gap_in(segments: Sequence[Segment]) -> float:
    """The longest gap that ends no rule: among many dashes of one length those between them."""
    if len(segments) < _FEWEST_DASHES:
        return _GAP
    lengths = [end - start for _, start, end in segments]
    longest = max(lengths)
    # where a dash would go on beyond a corner it is cut
    whole = sum(longest - length < _ALIKE for length in lengths)
    is_dashed = longest < _LONGEST_DASH and 2 * whole >= len(lengths)
    return max(_GAP, _WIDEST_GAP * longest) if is_dashed else _GAP


def _mean_position(group: list[Segment]) -> float:
    """The position of a group, long segments counting more."""
    position = group[0][0]
    if position == group[-1][0]:
        return position
    total = weight = 0.0
    for place, start, end in group:
        total += place * (end - start)
        weight += end - start
    return total / (weight or 1.0)


def gaps_in(fills: Sequence[Fill], shade: Shade) -> Iterator[Box]:
    """The edges of light boxes that nearly cover a darker one drawn before them: what they leave of
    it are the rules.

    Stripes and grounds of rows are no such boxes, since nothing darker lies under them.
    """
    at = 0
    while at < len(fills):
        ground, box = fills[at]
        at += 1
        whole = area(box)
        end, covered = _count_inside(fills, at, box, _OVERFILLED * whole)
        lit = fills[at:end]
        covers = _FILLED * whole < covered <= _OVERFILLED * whole
        if len(lit) < FEWEST_FILLS or not covers:
            continue
        if _are_lighter(lit, ground, shade):
            for _, inner in lit:
                yield from _edges(inner)
            at = end


def _count_inside(fills: Sequence[Fill], at: int, ground: Box, most: float) -> tuple[int, float]:
    """The number after the last of the fills from `at` on that lie on a ground, and their area."""
    covered = 0.0
    while at < len(fills) and covered <= most:
        _, box = fills[at]
        if not _lies_on(box, ground):
            break
        covered += area(box)
        at += 1
    return at, covered


def _lies_on(box: Box, ground: Box) -> bool:
    left, bottom, right, top = ground
    inner_left, inner_bottom, inner_right, inner_top = box
    if inner_left < left - _BESIDE or inner_right > right + _BESIDE:
        return False
    return inner_bottom >= bottom - _BESIDE and inner_top <= top + _BESIDE


def _are_lighter(fills: Sequence[Fill], ground: int, shade: Shade) -> bool:
    least = shade(ground) + _DARKER
    return all(shade(path) >= least for path, _ in fills)


def _edges(box: Box) -> Iterator[Box]:
    left, bottom, right, top = box
    yield left, bottom, right, bottom
    yield left, top, right, top
    yield left, bottom, left, top
    yield right, bottom, right, top


def thin_parts(points: Sequence[Point], stroked: bool) -> Iterator[Box]:
    """The box around a part of a path if it is thin, else its edges if they are drawn."""
    box = bound_points(points)
    if is_thin(*sides(box)):
        yield box
    elif stroked:
        yield from _straight_edges(points)


def _straight_edges(points: Sequence[Point]) -> Iterator[Box]:
    """The edges that run along or down the page."""
    for one, other in pairwise(points):
        thickness, _ = sides(bound_points((one, other)))
        if thickness <= _LEVEL:
            yield bound_points((one, other))
