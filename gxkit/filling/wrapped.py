"""A table of a text whose labels wrap around their figures: half above, half below.

No label stands there in one piece, so the figures lead: as many lines of figures in a row as the
form has rows, each with as many figures as its row has cells, and around each line the letters of
its row's label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from gxkit.document import Cell
from gxkit.filling import weights
from gxkit.filling.fields import Kind, classify
from gxkit.filling.joined import adds_up, has_sum
from gxkit.filling.lexicon import Lexicon
from gxkit.filling.spots import Spot
from gxkit.filling.tape import Tape, Token
from gxkit.report import Number


@dataclass(frozen=True, slots=True)
class _Tail:
    """The figures that end a line of text, and where they stand on the tape."""

    start: int
    end: int
    numbers: tuple[Number | None, ...]

    @property
    def size(self) -> int:
        return len(self.numbers)


def _tails(tape: Tape) -> list[_Tail]:
    found = []
    for _, group in groupby(tape.tokens, key=lambda token: token.block):
        tokens = list(group)
        if isinstance(tokens[0].source, Cell):
            continue
        first = len(tokens)
        while first and _is_figure(tokens[first - 1]):
            first -= 1
        tail = tokens[first:]
        if tail:
            numbers = tuple([classify(token.text)[1] for token in tail])
            found.append(_Tail(tail[0].start, tail[-1].end, numbers))
    return found


def _is_figure(token: Token) -> bool:
    return classify(token.text)[0] in (Kind.NUMBER, Kind.MARK)


def _share_of(wordings: Sequence[Counter[str]], around: Counter[str]) -> float:
    """The share of a label's letters that stand in a text; of its wordings the best."""
    best = 0.0
    for letters in wordings:
        found = sum([min(count, around[letter]) for letter, count in letters.items()])
        best = max(best, found / letters.total())
    return best


def find_wrapped(tape: Tape, words: Lexicon) -> list[Spot]:
    """A spot for each row of a table: its line of figures; [] where they do not follow each other.

    None either where fewer lines add up than do not: then the columns stand in an unknown order.
    """
    tails = tape.once(_tails)
    sizes = [len(row.columns) for row in words.table.rows]
    for first in range(len(tails) - len(sizes) + 1):
        window = tails[first : first + len(sizes)]
        if [tail.size for tail in window] != sizes:
            continue
        last = first + len(sizes)
        beside = tails[max(0, first - 1) : first] + tails[last : last + 1]
        if any(_goes_on(window, other) for other in beside):
            continue
        if spots := _spots(tape, words, window):
            return spots if _mostly_adds_up(window, words) else []
    return []


def _goes_on(window: Sequence[_Tail], other: _Tail) -> bool:
    """Whether a line of figures close above or below the others might be one of them."""
    reach = weights.IN_USE.wrapped_outside
    top, bottom = window[0], window[-1]
    if top.size == other.size and 0 <= top.start - other.end < reach:
        return True
    return bottom.size == other.size and 0 <= other.start - bottom.end < reach


def _spots(tape: Tape, words: Lexicon, window: Sequence[_Tail]) -> list[Spot]:
    """The rows at their lines of figures; [] where a row's letters do not stand around its line."""
    w = weights.IN_USE
    spots: list[Spot] = []
    for row, tail in enumerate(window):
        low = window[row - 1].end if row else max(0, tail.start - w.wrapped_outside)
        last = row + 1 == len(window)
        high = tail.end + w.wrapped_outside if last else window[row + 1].start
        share = _share_of(words.letters[row], Counter(tape.text[low:high]))
        if share < w.wrapped_letters:
            return []
        letters = share * min(len(words.rows[row]), w.letters_at_most)
        score = w.letter * letters + w.wrapped_line
        spots.append(Spot(row, tail.start, tail.end, score, "wrapped", likeness=share))
    return spots


def _mostly_adds_up(window: Sequence[_Tail], words: Lexicon) -> bool:
    """Whether of the lines with sums inside most add up; True where the table has no such sums."""
    rules = words.table.rules
    summed, right = 0, 0
    for row, tail in zip(words.table.rows, window, strict=True):
        slots = [(row.id, column) for column in row.columns]
        if any(tail.numbers) and has_sum(slots, rules):
            summed += 1
            right += adds_up([number or 0 for number in tail.numbers], slots, rules)
    return right >= weights.IN_USE.wrapped_sums * summed
