"""Finding the row labels of a statutory table on a tape, in order.

Exact labels are searched first; of all the places where they stand, the chain with the best weight is taken (Needleman-
Wunsch over labels instead of letters: order is kept, skipped rows and unexplained text in between cost). Only the rows
still open are then looked for between their neighbours: cut in two by a page, or misprinted.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from functools import cache

from gxkit.filling.tape import Border, Tape
from gxkit.forms import Row, Table
from gxkit.text import fold, split_label

_HAN = re.compile(r"[\u4e00-\u9fff]")
_VALUE_AHEAD = re.compile(r"(?:\([^()]{0,30}\))?(?:万元|人次|[条件元项份次个])?[-+/\d无]")
_ITEM_BEFORE = re.compile(
    r"(?:其中:?)?(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、,:])?$"
)

_SEGMENT = re.compile(r"[^\d/+-]{2,}")
_ITEM_LEAD = re.compile(
    r"(?:其中:?)?(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|[.、,:)])?"
)
_UNIT_TAIL = re.compile(r"(?:万元|人次|[条件元项份次])?$")

CLAUSE = 8
"""characters; a clause of a label that is as long names its row alone"""
SKIPPED_ROW = 4
UNEXPLAINED = 0.4
UNEXPLAINED_AT_MOST = 40
LONGEST_GAP = 2500
BEFORE_FIRST = 80
AFTER_LAST = 120
"""characters in which a row is looked for above the first and below the last one found"""
SAME_ITEM = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """A row label found at [start, end) of the tape.

    `tail` is the rest of a label that a page cut in two, `value_ahead` whether a figure follows at once.
    """

    row: int
    start: int
    end: int
    weight: float
    tail: tuple[int, int] | None = None
    value_ahead: bool = False


@dataclass(frozen=True, slots=True)
class _Wording:
    item: str
    core: str
    own: bool


@cache
def _wordings(row: Row) -> tuple[_Wording, ...]:
    """The ways to print a row's label, the form's own first; its parenthesis or its later clauses may be left out."""
    item, core = (own := split_label(row.label)).item, own.core
    cores = [core, *(split_label(other).core for other in row.also)]
    if "(" in core and core.index("(") >= 4:
        cores.append(core[: core.index("(")])
    if core.find("、") >= CLAUSE:
        cores.append(core[: core.index("、")])
    return tuple(_Wording(item, c, c == core) for c in dict.fromkeys(cores))


@cache
def landmarks(table: Table) -> re.Pattern[str]:
    """What may stand between the rows of a table without being noise: its heads, group labels, column labels, units."""
    texts = {
        table.title,
        *table.headers,
        *(c.label.removeprefix("{year}") for c in table.columns),
        *(group for row in table.rows for group in row.path[:-1]),
    }
    cores = {fold(t) for t in texts} | {split_label(t).core for t in texts}
    units = {unit for row in table.rows for unit in row.units if unit}
    longest_first = sorted(map(re.escape, cores), key=len, reverse=True)
    return re.compile(
        "|".join(
            [
                *longest_first,
                r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?|度)?",
                *sorted(units, key=len, reverse=True),
            ]
        )
    )


def find_all(text: str, part: str) -> Iterator[int]:
    """Every place where a part stands in a text, overlapping ones too."""
    position = text.find(part)
    while position >= 0:
        yield position
        position = text.find(part, position + 1)


def _with_item(tape: Tape, position: int, item: str) -> tuple[int, bool, bool]:
    """Where the label at `position` begins with its item number, if that is the form's, if the label opens a slot."""
    slot = tape.slots[tape.slot_at(position)]
    before = tape.text[max(0, position - 10) : position]
    for printed in (f"({item})", f"{item}.", f"{item}、", f"{item},", f"{item}:") if item else ():
        if before.endswith(printed):
            start = position - len(printed)
            for lead in ("其中:", "其中"):
                if tape.text.endswith(lead, 0, start):
                    start -= len(lead)
                    break
            return start, True, tape.slots[tape.slot_at(start)].start == start
    if position == slot.start:
        if item and slot.border is Border.BLANK and before.endswith(item):
            ahead = tape.slots[tape.slot_at(position - 1)]
            if ahead.text == item and ahead.border is not Border.BLANK:
                return ahead.start, True, True
        return position, False, True
    inside = tape.text[slot.start : position]
    match = _ITEM_BEFORE.match(inside)
    if match:
        return slot.start, bool(item) and item in match.group(), True
    if inside == item:
        return slot.start, True, True
    return position, False, False


def _candidates(tape: Tape, table: Table) -> list[Spot]:
    best: dict[tuple[int, int], Spot] = {}
    for index, row in enumerate(table.rows):
        for wording in _wordings(row):
            for position in find_all(tape.text, wording.core):
                start, same_item, opens = _with_item(tape, position, wording.item)
                end = position + len(wording.core)
                value_ahead = bool(_VALUE_AHEAD.match(tape.text, end))
                if len(wording.core) <= 3 and not (
                    same_item or ((opens or value_ahead) and not wording.item)
                ):
                    continue
                weight = (
                    2 * min(len(wording.core), 12)
                    + 6 * same_item
                    + 2 * opens
                    + wording.own
                    + 4 * value_ahead
                )
                key = (index, end)
                if key not in best or weight > best[key].weight:
                    best[key] = Spot(index, start, end, weight, value_ahead=value_ahead)
    return sorted(best.values(), key=lambda spot: (spot.start, spot.end, spot.row))


def _gap_cost(text: str, start: int, end: int, known: re.Pattern[str]) -> float:
    if end - start > 400:
        return UNEXPLAINED_AT_MOST
    return min(UNEXPLAINED_AT_MOST, UNEXPLAINED * len(_HAN.findall(known.sub("", text[start:end]))))


def _best_chain(spots: list[Spot], tape: Tape, table: Table) -> tuple[float, list[Spot]]:
    known = landmarks(table)
    scores: list[float] = []
    previous: list[int] = []
    for i, spot in enumerate(spots):
        best, link = -float(SKIPPED_ROW * spot.row), -1
        for j in range(i - 1, -1, -1):
            other = spots[j]
            if spot.start - other.end > LONGEST_GAP:
                break
            if other.row >= spot.row or other.end > spot.start:
                continue
            score = scores[j] - SKIPPED_ROW * (spot.row - other.row - 1)
            if (
                score > best
                and (score := score - _gap_cost(tape.text, other.end, spot.start, known)) > best
            ):
                best, link = score, j
        scores.append(best + spot.weight)
        previous.append(link)
    if not scores:
        return 0.0, []
    last = max(
        range(len(scores)),
        key=lambda i: (scores[i] - SKIPPED_ROW * (len(table.rows) - 1 - spots[i].row), -i),
    )
    score = scores[last] - SKIPPED_ROW * (len(table.rows) - 1 - spots[last].row)
    chain = []
    while last >= 0:
        chain.append(spots[last])
        last = previous[last]
    return score, chain[::-1]


def _find_cut(text: str, low: int, high: int, row: int, core: str) -> Spot | None:
    """The label between `low` and `high` with figures between its two parts, as a page break leaves it."""
    for length in range(len(core) - 1, 1, -1):
        head = text.find(core[:length], low, high)
        if head < 0:
            continue
        tail = text.find(core[length:], head + length, high)
        if tail < 0 or not any(c.isdigit() for c in text[head + length : tail]):
            continue
        return Spot(row, head, head + length, length, (tail, tail + len(core) - length))
    return None


def _find_plain(tape: Tape, low: int, high: int, row: int, core: str) -> Spot | None:
    """A short label without its item number, where it opens a cell or a line and figures follow."""
    for position in find_all(tape.text[:high], core):
        if (
            position >= low
            and tape.slots[tape.slot_at(position)].start == position
            and _VALUE_AHEAD.match(tape.text, position + len(core))
        ):
            return Spot(row, position, position + len(core), len(core))
    return None


def _find_misprints(text: str, low: int, high: int, row: int, core: str) -> Iterator[Spot]:
    """Where the label may stand between `low` and `high` with at most a letter in four wrong, missing or too many.

    A spot's weight is its likeness in percent.
    """
    from rapidfuzz import fuzz

    if len(core) <= 2:
        return
    for segment in _SEGMENT.finditer(text, low, high):
        start, end = segment.span()
        start += len(_ITEM_LEAD.match(segment.group()).group())  # type: ignore[union-attr]
        end -= len(_UNIT_TAIL.search(segment.group()).group())  # type: ignore[union-attr]
        if end - start > len(core) + 2:
            found = fuzz.partial_ratio_alignment(core, text[start:end], score_cutoff=74)
            if found is None or len(core) < 4:
                continue
            start, end, likeness = start + found.dest_start, start + found.dest_end, found.score
        else:
            likeness = fuzz.ratio(core, text[start:end])
        if likeness >= (74 if len(core) > 3 else 66):
            yield Spot(row, start, end, likeness)


def _recovered(tape: Tape, table: Table, row: int, low: int, high: int) -> Iterator[Spot]:
    """Where an open row may stand between its neighbours: without its item number, cut in two, or misprinted."""
    for wording in _wordings(table.rows[row]):
        sure = (
            _find_plain(tape, low, high, row, wording.core),
            _find_cut(tape.text, low, high, row, wording.core),
        )
        for spot in (
            *(replace(s, weight=100 + s.weight) for s in sure if s),
            *_find_misprints(tape.text, low, high, row, wording.core),
        ):
            start, same_item, _ = _with_item(tape, spot.start, wording.item)
            yield replace(spot, start=start, weight=spot.weight + SAME_ITEM * same_item)


def _best_in_order(spots: list[Spot]) -> list[Spot]:
    """Of all spots those with the greatest weight together whose rows and places both ascend."""
    best: list[tuple[float, list[Spot]]] = []
    for spot in spots:
        before = max(
            (b for b in best if b[1][-1].row < spot.row and b[1][-1].end <= spot.start),
            default=(0.0, []),
            key=lambda b: b[0],
        )
        best.append((before[0] + spot.weight, [*before[1], spot]))
    return max(best, default=(0.0, []), key=lambda b: b[0])[1]


def _open_rows(found: Container[int], rows: int) -> Iterator[range]:
    """The runs of rows that have not been found."""
    first = 0
    for row in range(rows + 1):
        if row == rows or row in found:
            if first < row:
                yield range(first, row)
            first = row + 1


def _recover(tape: Tape, table: Table, spots: list[Spot]) -> list[Spot]:
    """The chain with the rows that were cut, misprinted or out of order."""
    found = {spot.row: spot for spot in spots}
    top = min(spots, key=lambda spot: spot.start)
    for rows in list(_open_rows(set(found), len(table.rows))):
        low = max(
            (s.tail[1] if s.tail else s.end for r, s in found.items() if r < rows[0]),
            default=max(0, top.start - BEFORE_FIRST * len(rows)),
        )
        high = min(
            (s.start for r, s in found.items() if r > rows[-1]),
            default=min(len(tape.text), low + AFTER_LAST * len(rows)),
        )
        if low >= high:
            continue
        candidates = [
            spot
            for row in rows
            for spot in _recovered(tape, table, row, low, high)
            if _in_grid(tape, spot) or not _in_grid(tape, top)
        ]
        found |= {
            spot.row: spot
            for spot in _best_in_order(sorted(candidates, key=lambda s: (s.start, s.end, s.row)))
        }
    return sorted(found.values(), key=lambda spot: spot.start)


def _in_grid(tape: Tape, spot: Spot) -> bool:
    return tape.slots[tape.slot_at(spot.end - 1)].row is not None


def _rescue(tape: Tape, table: Table, spots: list[Spot], candidates: list[Spot]) -> list[Spot]:
    """Rows printed out of order: an exact label inside the table that no other row has taken.

    It opens a cell or a word, in a grid where the others do: a sentence of the narrative uses the same words.
    """
    rows = {s.row for s in spots}
    low, high = spots[0].start - 400, spots[-1].end + 400
    in_grid = _in_grid(tape, spots[0])
    for candidate in candidates:
        if candidate.row in rows or not low <= candidate.start <= high or candidate.weight < 14:
            continue
        if any(candidate.start < s.end and s.start < candidate.end for s in spots):
            continue
        if (
            _in_grid(tape, candidate) < in_grid
            or tape.slots[tape.slot_at(candidate.start)].start != candidate.start
        ):
            continue
        if _VALUE_AHEAD.match(tape.text, candidate.end):
            spots.append(candidate)
            rows.add(candidate.row)
    return sorted(spots, key=lambda spot: spot.start)


def spot_rows(tape: Tape, table: Table) -> tuple[float, list[Spot]]:
    """The rows of a table that stand on the tape, in the order of the tape, and how well they fit (0 for none)."""
    present = sum(any(w.core in tape.text for w in _wordings(row)) for row in table.rows)
    if 2 * present < len(table.rows):
        return 0.0, []
    candidates = _candidates(tape, table)
    score, chain = _best_chain(candidates, tape, table)
    if not chain:
        return 0.0, []
    return score, _recover(tape, table, _rescue(tape, table, chain, candidates))
