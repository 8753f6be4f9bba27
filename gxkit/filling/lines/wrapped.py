"""A table of a text whose labels wrap around their figures: half above, half below.

No label stands there in one piece, so the figures lead: as many lines of figures in a row as the
form has rows, each with as many figures as its row has cells, and around each line the letters of
its row's label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gxkit.document import Cell
from gxkit.filling import weights
from gxkit.filling.cells.joined import adds_up, has_sum
from gxkit.filling.cells.kinds import Kind, classify
from gxkit.filling.finding.lexicon import (
    HAN,
    Letters,
    Lexicon,
)
from gxkit.filling.finding.spots import Spot
from gxkit.filling.tape import Tape, Token
from gxkit.report import Number
from gxkit.text import fold

_FIGURES = (Kind.NUMBER, Kind.MARK)


@dataclass(frozen=True, slots=True)
class _Tail:
    """The figures that end a line of text, where they stand on the tape, the text before them."""

    start: int
    end: int
    numbers: tuple[Number | None, ...]
    before: str = ""

    @property
    def size(self) -> int:
        return len(self.numbers)


# As many tails that follow each other as a form has rows.
_Window = Sequence[_Tail]


def _tails(tape: Tape) -> list[_Tail]:
    found = []
    for _, group in groupby(tape.tokens, key=_block_of):
        tokens = list(group)
        first = len(tokens)
        while first and _is_figure(tokens[first - 1]):
            first -= 1
        tail = tokens[first:]
        if tail and not isinstance(tail[0].source, Cell):
            numbers = tuple([classify(token.text)[1] for token in tail])
            start, end = tail[0].start, tail[-1].end
            before = tape.text[tokens[0].start : start]
            found.append(_Tail(start, end, numbers, before))
    return found


def _block_of(token: Token) -> int:
    return token.block


def _is_figure(token: Token) -> bool:
    kind, _, _ = classify(token.text)
    return kind in _FIGURES


def find_wrapped(
    tape: Tape,
    words: Lexicon,
) -> list[Spot]:
    """A spot for each row of a table: its line of figures; [] where they do not follow each other.

    None either where fewer lines add up than do not: then the columns stand in an unknown order.
    """
    tails = tape.once(_tails)
    for window in _windows(tails, words):
        spots = _spots(tape, words, window)
        if spots:
            return spots if _mostly_adds_up(window, words) else []
    return []


def _windows(
    tails: _Window,
    words: Lexicon,
) -> Iterator[_Window]:
    """The lines of figures that may be a table: no further line beside them belongs to it."""
    sizes = [len(slots) for slots in words.slots]
    counts = [tail.size for tail in tails]
    for first in range(len(tails) - len(sizes) + 1):
        last = first + len(sizes)
        # A line with a figure too many or too few is no row of this table.
        if counts[first:last] != sizes:
            continue
        window = tails[first:last]
        above = first > 0 and _goes_on(tails[first - 1], window[0])
        below = last < len(tails) and _goes_on(window[-1], tails[last])
        if not above and not below:
            yield window


def _goes_on(upper: _Tail, lower: _Tail) -> bool:
    """Whether of two lines of figures one might be a row of the other's table."""
    apart = lower.start - upper.end
    return upper.size == lower.size and apart < weights.IN_USE.wrapped_outside


def _spots(
    tape: Tape,
    words: Lexicon,
    window: _Window,
) -> list[Spot]:
    """The rows at their lines of figures; [] where a row's letters do not stand around its line."""
    w = weights.IN_USE
    spots: list[Spot] = []
    for row, tail in enumerate(window):
        around = tape.text[slice(*_reach(window, row))]
        share = _share_of(words.letters[row], Counter(around))
        # The letters around one line are another row's: this is another table, or another order.
        if share < w.wrapped_letters or _is_of_another(tail, words, row):
            return []
        letters = min(len(words.rows[row]), w.letters_at_most)
        score = w.letter * share * letters + w.wrapped_line
        spots.append(Spot(row, tail.start, tail.end, score, "wrapped", likeness=share))
    return spots


def _is_of_another(
    tail: _Tail,
    words: Lexicon,
    row: int,
) -> bool:
    """Whether the line of figures has a label of its own: the row above 小计 may be blank."""
    path = words.table.rows[row].path
    own = set(fold("".join(path))).union(*words.letters[row])
    noise = words.landmarks.sub("", tail.before)
    letters = HAN.findall(noise)
    strange = [letter for letter in letters if letter not in own]
    return len(strange) > weights.IN_USE.foreign_letters * len(letters)


def _reach(
    window: _Window,
    row: int,
) -> tuple[int, int]:
    """Between which places the letters of a row's label may stand."""
    outside = weights.IN_USE.wrapped_outside
    low = max(0, window[0].start - outside)
    high = window[-1].end + outside
    if row:
        low = window[row - 1].end
    if row + 1 < len(window):
        high = window[row + 1].start
    return low, high


def _share_of(
    wordings: Sequence[Letters],
    around: Letters,
) -> float:
    """The share of a label's letters that stand in a text; of its wordings the best."""
    best = 0.0
    for letters in wordings:
        found = 0
        for letter, count in letters.items():
            found += min(count, around[letter])
        best = max(best, found / letters.total())
    return best


def _mostly_adds_up(window: _Window, words: Lexicon) -> bool:
    """Whether of the lines with sums inside most add up; True where the table has no such sums."""
    rules = words.table.rules
    summed, right = 0, 0
    for slots, tail in zip(words.slots, window, strict=True):
        if any(tail.numbers) and has_sum(slots, rules):
            numbers = [number or 0 for number in tail.numbers]
            summed += 1
            right += adds_up(numbers, slots, rules)
    return right >= weights.IN_USE.wrapped_sums * summed
