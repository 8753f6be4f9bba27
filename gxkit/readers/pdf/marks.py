"""Watermarks and stamps among the texts of a page, found by what makes them: they stand at another
angle than the text, or are of another ink and repeated, or large, and lie over text and rules as no
figure does.

The text itself is what says the most different things; a report that is all grey has no watermark.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2.raw as pdfium

from gxkit.readers.pdf.calls import Colour, brightness, numbers_to_matrices
from gxkit.readers.pdf.doubts import Leaves, Look
from gxkit.readers.plane.boxes import Box, Matrix, Point, overlap, product, sides
from gxkit.readers.plane.offset import is_figure

_TEXT = pdfium.FPDF_PAGEOBJ_TEXT
_FEWEST_STYLES = 2
_QUARTER = 90.0
# Degrees: by how much the angles of texts that stand alike differ, and how much more is no text of
# a table even if nothing else is odd about it.
_ALIKE, _ASLANT = 0.7, 5.0
_OFTEN = 4  # times on a page: what stands there as often may be a mark
_FEWEST_STEPS = 2  # down the page, equal ones: marks stand in a regular pattern
_UNEQUAL = 2.0  # points by which equal steps may differ
_FILLED = 0.45  # of the places of a pattern that are taken: every other one, if rows are offset
_OVER_TEXT = 2  # pale texts, often the same, that lie over other text: no figures do
_STRAYS = 2  # pale texts, often the same, that lie over rules
_PALER = 40.0  # of 255: by how much the ink of a mark is lighter than the text's
_LARGE = 1.8  # times as high as the text: a mark across the page
_INSET = 0.2  # of a box at each side: boxes are larger than what they hold
_BAND = 12.0  # points: what lies over one another is looked for band by band
_THIN = 3.0  # points: a rule is no thicker


_Style = tuple[Colour, float]
"""ink, and angle in degrees, to a step within which angles are alike"""


class _Group(NamedTuple):
    """The text objects of one style, with their baselines as heights on the page."""

    style: _Style
    baselines: dict[int, float]

    @property
    def items(self) -> list[int]:
        return list(self.baselines)

    @property
    def brightness(self) -> float:
        return brightness(self.style[0])

    def turned_against(self, other: _Group) -> float:
        """The degrees between both, quarter turns aside."""
        turned = abs(self.style[1] - other.style[1]) % _QUARTER
        return min(turned, _QUARTER - turned)


def find_marks(
    look: Look,
    said: Mapping[int, str],
) -> set[int]:
    """The text objects that are watermarks or stamps; `said` is what those that say something
    say."""
    groups = _group_texts(look, said)
    if len(groups) < _FEWEST_STYLES:
        return set()

    def count_different(group: _Group) -> int:
        return len(set(chain.from_iterable(said[item] for item in group.items)))

    # a page of a report has a hundred different characters, a mark has some
    main = max(groups, key=count_different)
    page = _Page(look, main)
    marks: set[int] = set()
    for group in groups:
        if group is not main:
            marks.update(page.marks_of(group, said))
    return marks


def _group_texts(
    look: Look,
    said: Mapping[int, str],
) -> list[_Group]:
    texts = look.texts
    outers = _outers_of(look.leaves) if look.leaves.outers else {}
    by_style: dict[_Style, dict[int, float]] = defaultdict(dict)
    # text that is drawn invisibly is what OCR laid, each word at an angle of its own
    matrices = numbers_to_matrices(texts.placed)
    looks = zip(
        texts.items,
        texts.inks,
        matrices,
        texts.modes,
        strict=True,
    )
    for item, ink, matrix, mode in looks:
        if item not in said or mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            continue
        if item in outers:
            matrix = product(matrix, outers[item])
        a, b, _, _, _, baseline = matrix
        if b == 0.0 < a:
            by_style[ink, 0.0][item] = baseline
            continue
        angle = math.degrees(math.atan2(b, a))
        by_style[ink, round(angle / _ALIKE) * _ALIKE][item] = baseline
    return [_Group(style, some) for style, some in by_style.items()]


def _outers_of(leaves: Leaves) -> dict[int, Matrix]:
    """The matrices of the forms around texts, by the texts."""
    found: dict[int, Matrix] = {}
    # on most pages no form draws any of it
    if not leaves.outers:
        return found
    for at, item, _ in leaves.placed(_TEXT):
        if at in leaves.outers:
            found[item] = leaves.outers[at]
    return found


class _Page:
    """The text of a page and its rules, against which marks are told."""

    def __init__(
        self,
        look: Look,
        main: _Group,
    ) -> None:
        self._leaves = look.leaves
        self._main = main

    @cached_property
    def _boxes(self) -> dict[int, Box]:
        """Of all text objects, their boxes on the page."""
        return {item: box for _, item, box in self._leaves.placed(_TEXT)}

    @cached_property
    def _height(self) -> float:
        """How high most texts are."""
        heights = [high - low for _, low, _, high in map(self._boxes.__getitem__, self._main.items)]
        return median(heights)

    @cached_property
    def _text(self) -> dict[int, list[Box]]:
        """The boxes of the text by the bands where they are."""
        return _by_bands(_inner(self._boxes[item]) for item in self._main.items)

    @cached_property
    def _below(self) -> dict[int, list[Box]]:
        """What no figure lies over, the text and the rules, by bands."""
        paths = self._leaves.placed(pdfium.FPDF_PAGEOBJ_PATH)
        rules = (box for _, _, box in paths if min(sides(box)) <= _THIN)
        texts = (_inner(self._boxes[item]) for item in self._main.items)
        return _by_bands(chain(rules, texts))

    def marks_of(
        self,
        group: _Group,
        said: Mapping[int, str],
    ) -> list[int]:
        """Those of the texts of a style that are marks."""
        off = group.turned_against(self._main)
        if off > _ASLANT:
            return group.items
        is_paler = group.brightness > self._main.brightness + _PALER
        if off > _ALIKE and is_paler:
            return group.items
        often = _said_often(group.items, said)
        strays = [item for item in often if self._is_over(item, self._below)]
        if strays and self._is_pattern(often, group, said):
            return often
        over_text = [item for item in strays if self._is_over(item, self._text)]
        if is_paler and len(over_text) >= _OVER_TEXT:
            return often
        if is_paler and len(strays) >= _STRAYS:
            loose = [item for item in often if not is_figure(said[item])]
            # the others may be figures that slipped, which stand in rows all the same
            if loose or self._are_alone(often, group):
                return loose or often
        large = [item for item in group.items if self._is_large(item)]
        # each character of a mark may be a text of its own
        is_mark = is_paler and any(self._is_over(item, self._below) for item in large)
        return large if is_mark else []

    def _is_large(self, item: int) -> bool:
        left, bottom, right, top = self._boxes[item]
        # of one that stands upright the width is its height
        return min(right - left, top - bottom) > _LARGE * self._height

    def _are_alone(
        self,
        items: Sequence[int],
        group: _Group,
    ) -> bool:
        """Whether most texts stand on no line with others, as those of a table do."""
        lines = Counter(map(round, self._main.baselines.values()))
        lines.update(round(group.baselines[item]) for item in items)
        alone = 0
        for item in items:
            at = round(group.baselines[item])
            alone += lines[at - 1] + lines[at] + lines[at + 1] == 1
        return 2 * alone > len(items)

    def _is_pattern(
        self,
        items: Sequence[int],
        group: _Group,
        said: Mapping[int, str],
    ) -> bool:
        """Whether each of the texts that are repeated stands in equal steps down the page, in the
        same places across it; figures of another ink, that slipped over rules, do not."""
        places: dict[str, list[Point]] = defaultdict(list)
        for item in items:
            left, *_ = self._boxes[item]
            places[said[item]].append((left, group.baselines[item]))
        return all(map(_are_regular, places.values()))

    def _is_over(
        self,
        item: int,
        bands: Mapping[int, Sequence[Box]],
    ) -> bool:
        box = _inner(self._boxes[item])
        below = (other for band in _bands_of(box) for other in bands.get(band, ()))
        return any(overlap(box, other) for other in below)


def _are_regular(places: Sequence[Point]) -> bool:
    columns = _steps([x for x, _ in places])
    rows = _steps([y for _, y in places])
    gaps = [high - low for low, high in pairwise(rows)]
    if len(gaps) < _FEWEST_STEPS or max(gaps) - min(gaps) > _UNEQUAL:
        return False
    return len(places) >= _FILLED * len(rows) * len(columns)


def _steps(places: Sequence[float]) -> list[float]:
    """Places that differ by more than a point or two, rising."""
    steps: list[float] = []
    for place in sorted(places):
        if not steps or place - steps[-1] > _UNEQUAL:
            steps.append(place)
    return steps


def _said_often(
    items: Sequence[int],
    said: Mapping[int, str],
) -> list[int]:
    """The texts that stand in several places."""
    counts = Counter(said[item] for item in items)
    return [item for item in items if counts[said[item]] >= _OFTEN]


def _by_bands(boxes: Iterable[Box]) -> dict[int, list[Box]]:
    bands: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        for band in _bands_of(box):
            bands[band].append(box)
    return bands


def _bands_of(box: Box) -> range:
    _, bottom, _, top = box
    return range(int(bottom // _BAND), int(top // _BAND) + 1)


def _inner(box: Box) -> Box:
    left, bottom, right, top = box
    across, up = _INSET * (right - left), _INSET * (top - bottom)
    return left + across, bottom + up, right - across, top - up
