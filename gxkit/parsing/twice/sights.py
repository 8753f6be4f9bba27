"""What a look at its place says of a cell: the text layer compared with what the page shows."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gxkit.document import Posture
from gxkit.report import Key, Number, Report, Status, Value
from gxkit.text import Named

if TYPE_CHECKING:
    from gxkit.readers.ink.figures import Seen

_SURE = 0.8
"""the least probability of a digit that is taken for seen"""
_QUITE_SURE = 0.9
"""of each digit of a figure that is to speak against the text layer"""
_FEWEST_UNSEEN = 3
"""figures on a page of which none is seen: the page is not drawn, as for want of its fonts"""
_POINT = "."
_PRINTED_BESIDE = frozenset(",，.．、- +－—")
"""what may stand in a printed figure beside its digits"""


class Outcome(Named):
    """What a look at the page says of a cell."""

    AGREE = ("agree", "相同", "the same figure is seen")
    DIFFER = ("differ", "看到的是另一数", "another figure is seen")
    NO_INK = ("no ink", "看不到字迹", "nothing is seen there")
    STRUCK = ("struck", "被线划过", "it is struck out")
    CUT = ("cut", "越过表线，延伸到邻格", "its digits go on in the next cell")
    PARTED = ("parted", "看到的是分开的几个数", "figures that stand apart are seen")
    INK = ("ink", "空白处看到数字", "a figure is seen where the text has none")
    UNSURE = ("unsure", "看不清", "it is not clearly seen")

    @property
    def is_contrary(self) -> bool:
        """Whether it speaks against the text layer."""
        return self not in (Outcome.AGREE, Outcome.UNSURE)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look says of a cell; `number` is what is seen, where that is a number."""

    outcome: Outcome
    text: str = ""
    number: Number | None = None


UNSURE = Sight(Outcome.UNSURE)


def tell(
    report: Report,
    seen: Mapping[Key, Seen | None],
) -> tuple[dict[Key, Sight], list[int]]:
    """What is seen of cells, as far as it speaks for the text layer or against it; and the pages on
    which no figure is seen."""
    filling = report.filling
    aside = filling.part_read if filling else ()
    postures = filling.postures if filling else {}
    sights = {}
    for key, one in seen.items():
        value = report[key]
        sight = compare(value, one)
        posture = postures.get(_page_of(value) or 0)
        # A cell of which a part was left out, as a mark or an old figure, may well look otherwise;
        # and on a page that bends nobody knows for certain where a cell is.
        is_aside = value.where in aside and value.status is not Status.ILLEGIBLE
        is_misplaced = posture is not None and _may_be_off(value, posture)
        if sight.outcome.is_contrary and (is_aside or is_misplaced):
            sight = UNSURE
        sights[key] = sight
    unseen = _unseen_pages(sights, report)
    for key in [key for key in sights if _page_of(report[key]) in unseen]:
        sights[key] = UNSURE
    return sights, unseen


def _may_be_off(value: Value, posture: Posture) -> bool:
    """Whether a place may be off on a page that does not lie level: where its lines bend, and on
    lines without rules where it is aslant."""
    is_bare = value.where is not None and value.where.start is not None
    return posture.is_bent or (is_bare and posture.aslant != 0)


@dataclass(frozen=True, slots=True)
class _Case:
    """A printed cell, what is seen there, and the digits of both."""

    value: Value
    seen: Seen
    wanted: str
    found: str

    @property
    def is_same(self) -> bool:
        return self.found == self.wanted

    @property
    def is_sure(self) -> bool:
        """Whether each digit is clear enough, to speak for the text layer or against it."""
        least = _SURE if self.is_same else _QUITE_SURE
        return self.seen.chance >= least

    @property
    def is_part(self) -> bool:
        """Whether some of the wanted digits are seen, in order, and no others."""
        rest = iter(self.wanted)
        return all(digit in rest for digit in self.found)

    @property
    def shows_nothing(self) -> bool:
        """Whether the place is blank, and no other ink reaches into it."""
        return self.seen.is_whole and not self.seen.text and not self.seen.is_cut

    @property
    def stands_apart(self) -> bool:
        """Whether the page shows several figures where the text has one."""
        return self.seen.stands_apart and not any(map(str.isspace, self.value.printed))

    @property
    def is_plain(self) -> bool:
        """Whether the text and the page have one figure each, with other digits and not with
        another point only: words beside a figure have strokes that pass for digits, and points are
        easily lost."""
        wanted = self.wanted.replace(_POINT, "")
        if self.found.replace(_POINT, "") in ("", wanted):
            return False
        beside = set(self.value.printed) - _PRINTED_BESIDE
        return self.seen.is_plain and all(map(str.isdecimal, beside))


_ANSWERS: tuple[tuple[Callable[[_Case], bool], Outcome], ...] = (
    # numbers in words are not read from pictures
    (lambda case: not case.wanted, Outcome.UNSURE),
    (lambda case: case.shows_nothing, Outcome.NO_INK),
    (lambda case: case.seen.is_struck, Outcome.STRUCK),
    (lambda case: not case.is_sure, Outcome.UNSURE),
    (lambda case: case.is_same and case.stands_apart, Outcome.PARTED),
    (lambda case: case.seen.is_at_edge, Outcome.UNSURE),
    (lambda case: case.is_same, Outcome.AGREE),
    # a digit on which a rule lies is not seen
    (lambda case: case.seen.is_cut and case.is_part, Outcome.UNSURE),
    (lambda case: case.seen.is_cut and case.is_plain, Outcome.CUT),
    (lambda case: case.is_plain and case.seen.is_whole, Outcome.DIFFER),
    (lambda case: True, Outcome.UNSURE),
)
"""what a look says of a printed cell: the first that fits"""


def compare(
    value: Value,
    seen: Seen | None,
) -> Sight:
    """What a look at its place says of a cell; `seen` is None where nobody could look."""
    if seen is None:
        return UNSURE
    # most cells are as plain as this, and looked at in no time
    is_plain = seen.text == value.printed and seen.chance >= _SURE and not seen.oddity
    if is_plain and value.printed.isdecimal():
        return Sight(Outcome.AGREE, value.printed, value.value)
    found = digits_of(seen.text)
    if value.status is not Status.PRINTED:
        return Sight(_compare_numberless(value, seen, found), found, _number_of(found, value))
    case = _Case(value, seen, digits_of(value.printed), found)
    outcome = next(outcome for fits, outcome in _ANSWERS if fits(case))
    return Sight(outcome, found, _number_of(found, value))


def _compare_numberless(
    value: Value,
    seen: Seen,
    found: str,
) -> Outcome:
    """What a look says of a cell without a number: a clear figure is in it, or nothing."""
    is_blank = value.status is Status.BLANK
    if is_blank and not seen.text:
        return Outcome.UNSURE if value.printed else Outcome.AGREE
    # a dash, or 无, is ink and no figure
    is_plain = seen.is_plain and seen.is_whole
    is_figure = bool(found) and is_plain and seen.chance >= _QUITE_SURE
    is_told = is_blank and value.printed
    return Outcome.INK if is_figure and not is_told else Outcome.UNSURE


def digits_of(text: str) -> str:
    """The digits of a figure and its point, full-width ones too; no signs and no separators.

    >>> digits_of("１,234．50 件")
    '1234.50'
    """
    kept = []
    for character in text:
        if character.isdecimal():
            kept.append(str(unicodedata.decimal(character)))
        elif character in "．.":
            kept.append(_POINT)
    return "".join(kept).strip(_POINT)


def _number_of(
    digits: str,
    value: Value,
) -> Number | None:
    """The number that digits are, with the sign of the cell's; None where they are none."""
    if not digits or digits.count(_POINT) > 1:
        return None
    number: Number = Decimal(digits) if _POINT in digits else int(digits)
    is_negative = value.value is not None and value.value < 0
    return -number if is_negative else number


def _page_of(value: Value) -> int | None:
    return value.where.page if value.where else None


def _unseen_pages(
    sights: Mapping[Key, Sight],
    report: Report,
) -> list[int]:
    """The pages on which no figure is seen."""
    outcomes: dict[int, list[Outcome]] = defaultdict(list)
    for key, sight in sights.items():
        page = _page_of(report[key])
        is_told = report[key].status is Status.PRINTED and sight.outcome is not Outcome.UNSURE
        if page is not None and is_told:
            outcomes[page].append(sight.outcome)
    pages = []
    for page, told in outcomes.items():
        if len(told) >= _FEWEST_UNSEEN and set(told) == {Outcome.NO_INK}:
            pages.append(page)
    return sorted(pages)
