"""Strategies that find a row's label: exact, without its number, cut in two, misprinted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gxkit.filling import weights
from gxkit.filling.lexicon import Wording
from gxkit.filling.spots import Gap, Sign, Spot, find_opening
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
    """A wording as it stands on the tape, from its item number on."""

    start: int
    end: int
    score: float
    signs: tuple[Sign, ...]


def find_exact(gap: Gap) -> Iterator[Spot]:
    """Every place where a wording of a row stands; of two that end alike the better."""
    for row in gap.rows:
        best: dict[int, _Printed] = {}
        for wording in gap.words.wordings[row]:
            for found in gap.tape.once(_find_wording, wording):
                if found.end not in best or found.score > best[found.end].score:
                    best[found.end] = found
        for found in best.values():
            yield Spot(row, found.start, found.end, found.score, "exact", found.signs)


def _find_wording(tape: Tape, wording: Wording) -> list[_Printed]:
    """Every place where a wording stands that may be a row's label; editions share wordings."""
    found = []
    for position in tape.places(wording.core):
        printed = _weigh(tape, wording, position)
        if printed:
            found.append(printed)
    return found


def _weigh(tape: Tape, wording: Wording, position: int) -> _Printed | None:
    w = weights.IN_USE
    opening = find_opening(tape, position, wording)
    end = position + len(wording.core)
    figure_ahead = VALUE_AHEAD.match(tape.text, end) is not None
    is_short = len(wording.core) <= w.short_label
    stands_out = not wording.item and (opening.opens or figure_ahead)
    if is_short and not opening.same_item and not stands_out:
        # 其他 and 总计 stand everywhere: without the form's number only a row that has none.
        return None
    score = w.letter * min(len(wording.core), w.letters_at_most)
    signs = []
    if opening.same_item:
        signs.append(Sign.ITEM)
        score += w.item_number
    if opening.opens:
        signs.append(Sign.OPENS)
        score += w.opens
    if wording.own:
        signs.append(Sign.OWN)
        score += w.own_wording
    if figure_ahead:
        signs.append(Sign.FIGURE)
        score += w.figure_ahead
    return _Printed(opening.start, end, score, tuple(signs))


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
                certain = weights.IN_USE.certain_label + len(wording.core)
                yield _damaged(gap, wording, Spot(row, position, end, certain, "bare"))
                break


def find_cut(gap: Gap) -> Iterator[Spot]:
    """A label with figures between its two parts, as a page break leaves it."""
    for row, wording in _wordings(gap):
        if parts := _cut_in_two(gap, wording.core):
            head, tail, length = parts
            score = weights.IN_USE.certain_label + length
            end = tail + len(wording.core) - length
            spot = Spot(row, head, head + length, score, "cut", tail=(tail, end))
            yield _damaged(gap, wording, spot)


def _cut_in_two(gap: Gap, core: str) -> tuple[int, int, int] | None:
    """Where the first part of a label stands, where the second, and how long the first is."""
    text = gap.tape.text
    for length in range(len(core) - 1, 1, -1):
        head = text.find(core[:length], gap.low, gap.high)
        if head < 0:
            continue
        tail = text.find(core[length:], head + length, gap.high)
        if tail >= 0 and any(c.isdigit() for c in text[head + length : tail]):
            return head, tail, length
    return None


def find_misprinted(gap: Gap) -> Iterator[Spot]:
    """Where a label may stand with at most a letter in four wrong, missing or too many."""
    for row, wording in _wordings(gap):
        if len(wording.core) < weights.IN_USE.misprint_letters:
            continue
        for start, end, likeness in _alike(gap, wording.core):
            share = likeness / _FULL
            spot = Spot(row, start, end, likeness, "misprinted", likeness=share)
            yield _damaged(gap, wording, spot)


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


def _damaged(gap: Gap, wording: Wording, found: Spot) -> Spot:
    """A damaged label's spot from its item number on."""
    opening = find_opening(gap.tape, found.start, wording)
    if not opening.same_item:
        return replace(found, start=opening.start)
    score = found.score + weights.IN_USE.same_item
    return replace(found, start=opening.start, score=score, signs=(Sign.ITEM,))
