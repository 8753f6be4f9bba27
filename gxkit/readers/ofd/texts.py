"""Text objects: each character where its object, its offsets and the matrices around it put it.

An OFD says where each character begins and not how wide it is. That of a wide character is the font
size; that of a narrow one what its object steps on behind such, as a rule.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from gxkit.readers.ofd.tags import Element, Named, children, number_in, numbers_in
from gxkit.readers.plane.boxes import Matrix, product, transform_box
from gxkit.readers.plane.glyphs import (
    CLOSE,
    FULL_TURN,
    MIDDLE,
    RADICALS,
    UNREADABLE,
    Glyph,
    is_upright,
    join_runs,
)

# Characters from here on are as wide as the font size in Chinese fonts, dashes and quotation marks
# among them.
_FIRST_WIDE = "\u2010"
_NARROW = 0.5  # of the font size, where nothing tells
_ASCENT, _DESCENT = 0.88, 0.12  # of the font size, of Chinese fonts
_REPEAT = "g"
"""before a number and a step: so many times this step"""
_QUARTER = 90.0
_STANDING = "¤\ufffd"
"""what writers put for a glyph of which they know no character"""
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\xad"
"""characters that draw nothing and part nothing"""
_MOST_STEPS = 100_000  # of one object; a page has fewer characters

Codes = dict[tuple[str, str], set[str]]
"""of a font and one of its characters the glyphs that are drawn for it"""


@dataclass(slots=True)
class GlyphBook:
    """Which glyphs fonts draw for which characters, as far as the pages say it."""

    drawn: Codes = field(default_factory=lambda: defaultdict(set))
    said: Codes = field(default_factory=lambda: defaultdict(set))

    def note(self, text: Element) -> None:
        """Notes what a text object says of its font's glyphs."""
        font = text.get("Font", "")
        signs = "".join(code.text or "" for code in children(text, "TextCode"))
        for at, glyph in _mapped(text).items():
            if at < len(signs) and glyph:
                self.drawn[font, signs[at]].add(glyph)
                self.said[font, glyph].add(signs[at])

    def is_known(
        self,
        font: str,
        sign: str,
        glyph: str,
    ) -> bool:
        """Whether a glyph draws the character for which it stands, as far as one can tell.

        A font has one blank: where several glyphs are called blank, they are none. And one glyph
        draws one digit, and each digit is drawn by one.
        """
        if sign in _STANDING or sign < " ":
            return False
        if sign.isspace() or sign.isdigit():
            # two glyphs for one digit are two digits
            if not glyph:
                return False
            alike = self.drawn.get((font, sign), ())
            others = self.said.get((font, glyph), ())
            digits = [other for other in others if other.isdigit()]
            return len(alike) <= 1 >= len(digits)
        return True


def _mapped(text: Element) -> dict[int, str]:
    """The glyphs that a text object draws for its characters, by their numbers; '' where several
    are drawn for several."""
    mapped: dict[int, str] = {}
    unsure = set()
    count = sum(len(code.text or "") for code in children(text, "TextCode"))
    for transform in children(text, "CGTransform"):
        begin = int(number_in(transform.get("CodePosition"), 0.0))
        codes = int(number_in(transform.get("CodeCount"), 1.0))
        glyphs = _glyphs_of(transform)
        is_one_each = codes == len(glyphs)
        for at in range(begin, begin + min(codes, count)):
            # two transforms of one place count from different texts, and nobody knows which
            if at in mapped:
                unsure.add(at)
            mapped[at] = glyphs[at - begin] if is_one_each else ""
    return {at: glyph for at, glyph in mapped.items() if at not in unsure}


def _glyphs_of(transform: Element) -> list[str]:
    said = "".join(child.text or "" for child in children(transform, "Glyphs"))
    return (said or transform.get("Glyphs", "")).split()


def _count_glyphs(text: Element) -> int:
    """How many glyphs a text object draws that say which."""
    return sum(len(_glyphs_of(transform)) for transform in children(text, "CGTransform"))


class _Row(NamedTuple):
    """A run of codes: its characters, where the first begins, and the steps from each to the next,
    as far as they are said."""

    signs: str
    x: float
    y: float
    across: list[float]
    down: list[float]


class _Type(NamedTuple):
    """How a text object is set: font size, how wide that makes a wide character, by how many
    degrees its characters are turned (clockwise), and whether it reads downwards."""

    size: float
    em: float
    turn: float
    is_downward: bool


def read_text(
    text: Element,
    named: Named,
    matrix: Matrix,
    book: GlyphBook,
) -> list[Glyph]:
    """The characters of a text object in the order of the file, runs together; `named` are its
    children, `matrix` places what stands in its coordinates. None where it says no size."""
    size = number_in(text.get("Size"), 0.0)
    scale = number_in(text.get("HScale"), 1.0)
    if size <= 0 or not any(matrix[:4]):
        return []
    turn = number_in(text.get("CharDirection"), 0.0)
    reads = number_in(text.get("ReadDirection"), 0.0)
    type_ = _Type(size, size * (scale if scale > 0 else 1.0), turn, reads % 180 == _QUARTER)
    glyphs: list[Glyph] = []
    for row in _rows(text, named, book):
        glyphs += _place_row(row, type_, matrix)
    return glyphs


def _rows(
    text: Element,
    named: Named,
    book: GlyphBook,
) -> Iterator[_Row]:
    mapped = _mapped(text) if "CGTransform" in named else {}
    font = text.get("Font", "")
    x = y = 0.0
    begun = 0
    for code in named.get("TextCode", ()):
        x = number_in(code.get("X"), x)
        y = number_in(code.get("Y"), y)
        signs = code.text or ""
        across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        if "\n" in signs:
            signs = signs.strip()  # it was laid out for a reader of the file
        signs = signs.translate(RADICALS)
        if mapped:
            signs = _known_signs(signs, begun, mapped, font, book)
        elif not (signs or begun) and "CGTransform" in named:
            signs = UNREADABLE * min(_count_glyphs(text), _MOST_STEPS)
        begun += len(signs)
        if signs:
            yield _Row(signs, x, y, across, down)


def _known_signs(
    signs: str,
    begun: int,
    mapped: Mapping[int, str],
    font: str,
    book: GlyphBook,
) -> str:
    """The characters, a sign for each of which one cannot say what it draws."""
    known = []
    for at, sign in enumerate(signs, begun):
        is_known = at not in mapped or book.is_known(font, sign, mapped[at])
        known.append(sign if is_known else UNREADABLE)
    return "".join(known)


def _steps(said: str | None) -> list[float]:
    """The steps that a list says, with those that it says by their number.

    >>> _steps("g 3 2.5 4"), _steps(None)
    ([2.5, 2.5, 2.5, 4.0], [])
    """
    if not said:
        return []
    if _REPEAT not in said:
        return numbers_in(said)
    steps: list[float] = []
    parts = iter(said.replace(",", " ").split())
    for part in parts:
        if len(steps) > _MOST_STEPS:
            break
        if part == _REPEAT:
            times = int(number_in(next(parts, None), 0.0))
            step = number_in(next(parts, None), 0.0)
            steps += [step] * min(max(times, 0), _MOST_STEPS)
        else:
            steps.append(number_in(part, 0.0))
    return steps


def _place_row(
    row: _Row,
    type_: _Type,
    matrix: Matrix,
) -> list[Glyph]:
    """The characters of a run on the page."""
    count = len(row.signs) - 1
    across = _fill(row.across, count)
    down = _fill(row.down, count)
    if across is None and down is None:
        # viewers step on by the characters' widths
        steps = [_width(sign, type_.em * _NARROW, type_.em) for sign in row.signs]
        across, down = (None, steps) if type_.is_downward else (steps[:count], None)
    narrow = _narrow_width(row.signs, across, type_.em)
    a, b, c, d, _, _ = matrix
    is_straight = b == 0 == c and a > 0 > d
    if down is None and is_straight and type_.turn % FULL_TURN == 0:
        whole = _place_whole(row, across or [], narrow, type_, matrix)
        if whole:
            return [whole]
    return join_runs(list(_place_each(row, across, down, narrow, type_, matrix)))


def _fill(
    steps: list[float],
    count: int,
) -> list[float] | None:
    """As many steps as there are characters behind the first, the last said for those that are not;
    None where none is said."""
    if not steps:
        return None
    missing = count - len(steps)
    return steps[:count] if missing <= 0 else [*steps, *[steps[-1]] * missing]


def _width(
    sign: str,
    narrow: float,
    em: float,
) -> float:
    return narrow if sign < _FIRST_WIDE else em


def _narrow_width(
    signs: str,
    steps: Sequence[float] | None,
    em: float,
) -> float:
    """How wide the narrow characters of a run are: what it steps on behind them, as a rule, but no
    wider than wide ones."""
    behind = [step for sign, step in zip(signs, steps or (), strict=False) if sign < _FIRST_WIDE]
    usual = median(behind) if behind else 0.0
    return min(usual, em) if usual > 0 else em * _NARROW


def _place_whole(
    row: _Row,
    steps: Sequence[float],
    narrow: float,
    type_: _Type,
    matrix: Matrix,
) -> Glyph | None:
    """A run that stands upright on one line, if its characters follow closely, as those of most do;
    None otherwise."""
    a, _, _, d, e, f = matrix
    signs, em = row.signs, type_.em
    most = CLOSE * em
    x = row.x
    lefts = [a * x + e]
    for sign, step in zip(signs, steps, strict=False):
        width = narrow if sign < _FIRST_WIDE else em
        if not -most < step - width < most:
            return None
        x += step
        lefts.append(a * x + e)
    if any(map(_is_blank, signs)):
        return None
    right = a * (x + _width(signs[-1], narrow, em)) + e
    size = -d * type_.size
    baseline = d * row.y + f
    middle = baseline + MIDDLE * size
    return Glyph(signs, lefts[0], right, baseline, middle, size, False, 0.0, lefts)


def _place_each(
    row: _Row,
    across: Sequence[float] | None,
    down: Sequence[float] | None,
    narrow: float,
    type_: _Type,
    matrix: Matrix,
) -> Iterator[Glyph]:
    """The characters of a run, each by itself, as matrices and directions turn them."""
    x, y, parted = row.x, row.y, False
    sin, cos = _sine_and_cosine(type_.turn)
    for number, sign in enumerate(row.signs):
        if _is_blank(sign):
            parted = parted or sign.isspace()
        else:
            own = product((cos, sin, -sin, cos, x, y), matrix)
            width = _width(sign, narrow, type_.em)
            yield _turned(sign, width, type_.size, own, parted)
            parted = False
        x += across[number] if across and number < len(across) else 0.0
        y += down[number] if down and number < len(down) else 0.0


def _is_blank(sign: str) -> bool:
    return sign.isspace() or sign in _NOTHING


def _sine_and_cosine(degrees: float) -> tuple[float, float]:
    angle = math.radians(degrees % FULL_TURN)
    return round(math.sin(angle), 9), round(math.cos(angle), 9)


def _turned(
    sign: str,
    width: float,
    size: float,
    own: Matrix,
    parted: bool,
) -> Glyph:
    """A character that begins where its own matrix begins."""
    a, b, c, d, left, baseline = own
    angle = math.degrees(math.atan2(b, a)) % FULL_TURN
    high = size * math.hypot(c, d)
    if is_upright(angle):
        right = left + width * math.hypot(a, b)
        middle = baseline + MIDDLE * high
        return Glyph(sign, left, right, baseline, middle, high, parted, 0.0, [left])
    box = (0.0, -_ASCENT * size, width, _DESCENT * size)
    begin, bottom, end, top = transform_box(box, own)
    middle = (bottom + top) / 2
    return Glyph(sign, begin, end, baseline, middle, high, parted, angle, [begin])
