"""Strategies that find a row's label: exact, without its number, cut in two, misprinted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gxkit.filling import weights
from gxkit.filling.lexicon import Wording
from gxkit.filling.spots import EXACT, Gap, Sign, Spot, Tail, find_opening
from gxkit.filling.tape import Tape

VALUE_AHEAD = re.compile(r"(?:\([^()]{0,30}\))?(?:万元|人次|[条件元项份次个])?[-+/\d无]")
_SEGMENT = re.compile(r"[^\d/+-]{2,}")
_ITEM_LEAD = re.compile(
    r"(?:其中:?)?(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|[.、,:)])?"
)
_UNIT_TAIL = re.compile(r"(?:万元|人次|[条件元项份次])?$")
_LONGER_BY = 2
"""letters that a segment may have beside a label and still be compared as a whole"""
_FULL = 100.0
"""the likeness, in percent, of a label that stands there letter by letter"""


@dataclass(frozen=True, slots=True)
class _Printed:
    """A wording as it stands on the tape, from its item number on, and its points."""

    start: int
    end: int
    score: float
    signs: tuple[Sign, ...]

    def spot(self, row: int, way: str, likeness: float = 1.0, tail: Tail | None = None) -> Spot:
        """The spot of a row that is printed so."""
        return Spot(row, self.start, self.end, self.score, way, self.signs, likeness, tail)


def _weigh(
    tape: Tape, wording: Wording, position: int, end: int, likeness: float = 1.0
) -> _Printed:
    """What speaks for a wording whose core, or something like it, stands at [position, end)."""
    w = weights.IN_USE
    opening = find_opening(tape, position, wording)
    signs = []
    score = w.letter * min(len(wording.core), w.letters_at_most) * likeness
    if opening.same_item:
        signs.append(Sign.ITEM)
        score += w.item_number
    if opening.opens:
        signs.append(Sign.OPENS)
        score += w.opens
    if wording.own:
        signs.append(Sign.OWN)
        score += w.own_wording
    if VALUE_AHEAD.match(tape.text, end):
        signs.append(Sign.FIGURE)
        score += w.figure_ahead
    return _Printed(opening.start, end, score, tuple(signs))


def find_exact(gap: Gap) -> Iterator[Spot]:
    """Every place where a wording of a row stands; of two that end alike the better."""
    for row in gap.rows:
        best: dict[int, _Printed] = {}
        for wording in gap.words.wordings[row]:
            for printed in gap.tape.once(_find_wording, wording):
                if printed.end not in best or printed.score > best[printed.end].score:
                    best[printed.end] = printed
        for printed in best.values():
            yield printed.spot(row, EXACT)


def _find_wording(tape: Tape, wording: Wording) -> list[_Printed]:
    """Every place where a wording stands that may be a row's label; editions share wordings."""
    found = []
    for position in tape.places(wording.core):
        printed = _weigh(tape, wording, position, position + len(wording.core))
        if _stands_out(wording, printed):
            found.append(printed)
    return found


def _stands_out(wording: Wording, printed: _Printed) -> bool:
    """Whether a label is more than a word that stands everywhere, as 其他 and 总计 do.

    A short one needs the form's number or, if it has none, to open a cell or to have its figure.
    """
    if len(wording.core) > weights.IN_USE.short_label or Sign.ITEM in printed.signs:
        return True
    return not wording.item and (Sign.OPENS in printed.signs or Sign.FIGURE in printed.signs)


def find_bare(gap: Gap) -> Iterator[Spot]:
    """A label without its item number, where it opens a cell or a line and figures follow."""
    tape = gap.tape
    for row, wording in _wordings(gap):
        for position in tape.places(wording.core):
            end = position + len(wording.core)
            if position < gap.low or end > gap.high:
                continue
            opens = tape.token_at(position).start == position
            if opens and VALUE_AHEAD.match(tape.text, end):
                yield _weigh(tape, wording, position, end).spot(row, "bare")
                break


def find_cut(gap: Gap) -> Iterator[Spot]:
    """A label with figures between its two parts, as a page break leaves it."""
    for row, wording in _wordings(gap):
        if parts := _cut_in_two(gap, wording.core):
            head, end, tail = parts
            yield _weigh(gap.tape, wording, head, end).spot(row, "cut", tail=tail)


def _cut_in_two(gap: Gap, core: str) -> tuple[int, int, Tail] | None:
    """Where the first part of a label begins and ends, and where the second stands."""
    text = gap.tape.text
    for length in range(len(core) - 1, 1, -1):
        head = text.find(core[:length], gap.low, gap.high)
        if head < 0:
            continue
        tail = text.find(core[length:], head + length, gap.high)
        if tail >= 0 and any(c.isdigit() for c in text[head + length : tail]):
            return head, head + length, (tail, tail + len(core) - length)
    return None


def find_misprinted(gap: Gap) -> Iterator[Spot]:
    """Where a label may stand with at most a letter in four wrong, missing or too many."""
    for row, wording in _wordings(gap):
        if len(wording.core) < weights.IN_USE.misprint_letters:
            continue
        for start, end, likeness in _alike(gap, wording.core):
            share = likeness / _FULL
            yield _weigh(gap.tape, wording, start, end, share).spot(row, "misprinted", share)


def _alike(gap: Gap, core: str) -> Iterator[tuple[int, int, float]]:
    """The places between figures that are like a label, with their likeness in percent."""
    from rapidfuzz import fuzz

    w = weights.IN_USE
    short = len(core) <= w.misprint_letters
    enough = w.likeness_short if short else w.likeness
    text = gap.tape.text
    for segment in _SEGMENT.finditer(text, gap.low, gap.high):
        start, end = segment.span()
        lead = _ITEM_LEAD.match(segment.group())
        unit = _UNIT_TAIL.search(segment.group())
        start += len(lead.group()) if lead else 0
        end -= len(unit.group()) if unit else 0
        if end - start <= len(core) + _LONGER_BY:
            likeness = fuzz.ratio(core, text[start:end])
            if likeness >= enough:
                yield start, end, likeness
        elif not short:
            # In a longer text a label of three letters would be found by chance.
            part = fuzz.partial_ratio_alignment(core, text[start:end], score_cutoff=enough)
            if part is not None:
                yield start + part.dest_start, start + part.dest_end, part.score


def _wordings(gap: Gap) -> Iterator[tuple[int, Wording]]:
    for row in gap.rows:
        for wording in gap.words.wordings[row]:
            yield row, wording
