"""How a cell was read, told from the stages of a filling; or why it was not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gxkit.document import Where
from gxkit.filling import phrases
from gxkit.filling.arithmetic import find_habits, pieces_of
from gxkit.filling.entries import Entry
from gxkit.filling.fields import Field
from gxkit.filling.joined import split_figures
from gxkit.filling.matching import Match
from gxkit.filling.phrases import WAYS
from gxkit.filling.placing import SPLIT
from gxkit.filling.spots import Spot
from gxkit.filling.spotting import BETWEEN
from gxkit.filling.ways import Reason
from gxkit.forms import Slot, Table, find_form
from gxkit.report import Status, Value
from gxkit.text import Listed, Said, Sentence

if TYPE_CHECKING:
    from gxkit.filling.stages import Filled, Filling

_MOST_FIELDS = 16
"""fields of a line that are shown: table four has fifteen cells in its one line"""
_MOST_OTHERS = 3
"""editions that are named beside the one taken"""
_PLAIN = {Reason.HAS_FIGURES, Reason.NO_LONE_SIGN, Reason.NOT_SURPLUS, Reason.ENOUGH_FIGURES}
"""reasons for which a strategy declined that anyone sees in the line itself"""
_LONGEST_LABEL = 40
"""characters of a label that are shown: what a page cut in two may hold a paragraph"""


def tell(
    filling: Filling,
    value: Value,
) -> Iterator[Sentence]:
    """What the stages of a filling say of a value, a sentence each."""
    yield _say_cell(value)
    filled = filling.tables.get(value.table)
    if filled is None:
        return
    yield from _say_edition(filling, filled)
    if filled.match is None:
        return
    slot = (value.row, value.column)
    entry = next((e for e in filled.entries if slot in e.slots), None)
    if entry is None:
        yield _say_no_label(filling, filled, value.row)
        return
    if entry.spot:
        yield _say_label(filling, filled, entry.spot)
    yield _say_line(entry, slot)
    yield _say_placing(entry)
    yield from _say_rules(filled, entry)


def _say_cell(value: Value) -> Sentence:
    candidates = [phrases.BLANK if number is None else number for number in value.candidates]
    template = phrases.CELLS[value.status]
    if value.status is Status.BLANK and not value.printed:
        template = phrases.EMPTY_CELL
    return template.fill(
        label=value.label,
        number=value.value,
        unit=value.unit,
        printed=value.printed,
        place=value.where,
        verdict=value.verdict,
        candidates=Listed(tuple(candidates)) if candidates else phrases.NO_CANDIDATE,
    )


# The edition


def _say_edition(
    filling: Filling,
    filled: Filled,
) -> Iterator[Sentence]:
    table, match = filled.table, filled.match
    name = Sentence(table.short("zh"), table.short("en"))
    edition = _edition(filled.form)
    if match is None:
        yield phrases.NO_TABLE.fill(table=name, edition=edition)
    else:
        yield phrases.EDITION.fill(
            table=name,
            edition=edition,
            way=WAYS[match.way],
            score=_points(match.score),
            found=_say_found(table, match),
        )
    others = list(_say_others(filling, filled))
    if others:
        yield phrases.OTHERS.fill(others=Listed(tuple(others[:_MOST_OTHERS]), "；", "; "))


def _edition(form: str) -> Sentence:
    found = find_form(form)
    return Sentence(found.short("zh"), found.short("en"))


def _points(score: float) -> str:
    return f"{score:.1f}".removesuffix(".0")


def _say_found(table: Table, match: Match) -> Sentence:
    if table.layout == "across":
        return phrases.HEAD_FOUND
    return phrases.ROWS_FOUND.fill(
        rows=len(table.rows),
        found=len(match.spots),
        columns=len(table.columns),
        head=match.head,
    )


def _say_others(
    filling: Filling,
    filled: Filled,
) -> Iterator[Sentence]:
    """The editions that were not taken for a table, and why."""
    chosen = filled.match
    looked = filling.looked
    for match in looked.kinds.get(filled.id, ()):
        if match is not chosen:
            why = _why_not(filling, match, chosen) if chosen else phrases.RESEMBLED
            yield _say_other(match, why)
    for match in looked.claimed:
        if match.id == filled.id:
            yield _say_other(match, phrases.CLAIMED)
    for absent in looked.absent:
        if absent.id == filled.id:
            yield phrases.ABSENT.fill(
                edition=_edition(absent.form),
                why=absent.reason,
                rows=absent.rows,
                found=absent.found,
            )


def _say_other(match: Match, why: Sentence) -> Sentence:
    return phrases.OTHER.fill(edition=_edition(match.form), score=_points(match.score), why=why)


def _why_not(
    filling: Filling,
    match: Match,
    chosen: Match,
) -> Sentence:
    """Why another edition was taken than that of a match."""
    if match.apart(chosen) > 0:
        return phrases.ELSEWHERE
    if match.score < chosen.score:
        return phrases.LOWER
    others = [filled for filled in filling.tables.values() if filled.id != chosen.id]
    if any(filled.match and filled.form == chosen.form for filled in others):
        return phrases.AS_MAIN
    year = filling.meta.year
    if year and find_form(chosen.form).covers(year) and not find_form(match.form).covers(year):
        return phrases.AS_YEAR
    return phrases.AS_FIRST


# The label and its line


def _say_no_label(
    filling: Filling,
    filled: Filled,
    row: str,
) -> Sentence:
    """Between which rows that were found a row is missing."""
    rows = [r.id for r in filled.table.rows]
    number = rows.index(row)
    spots = filled.match.spots if filled.match else ()
    above = max((s for s in spots if s.row < number), key=lambda s: s.row, default=None)
    below = min((s for s in spots if s.row > number), key=lambda s: s.row, default=None)
    ways = ["exact", *(way.name for way in BETWEEN)]
    return phrases.NO_LABEL.fill(
        label=filled.table.rows[number].label,
        above=_quote(filling, above) if above else phrases.TOP,
        below=_quote(filling, below) if below else phrases.BOTTOM,
        ways=Listed(tuple(WAYS[way] for way in ways)),
    )


def _quote(filling: Filling, spot: Spot) -> Sentence:
    return phrases.QUOTED.fill(text=filling.tape.text[spot.start : spot.end][:_LONGEST_LABEL])


def _say_label(
    filling: Filling,
    filled: Filled,
    spot: Spot,
) -> Sentence:
    way = WAYS[spot.way]
    return phrases.LABEL.fill(
        text=filling.tape.text[spot.start : spot.end][:_LONGEST_LABEL],
        place=_place(filling, spot),
        way=way,
        score=_points(spot.score),
        points=Listed(tuple(_say_points(spot)), "、", ", "),
    )


def _place(filling: Filling, spot: Spot) -> Where:
    """Where a label is printed, as far as it stands in one piece."""
    token = filling.tape.token_at(spot.start)
    return token.place(spot.start, min(spot.end, token.end))[1]


def _say_points(spot: Spot) -> Iterator[Sentence]:
    """What the points of a label are given for."""
    if spot.likeness < 1:
        yield phrases.LIKENESS.fill(percent=f"{100 * spot.likeness:.0f}")
    for sign in spot.signs:
        yield phrases.SIGNS[sign]
    if spot.likeness == 1 and not spot.signs:
        yield phrases.LETTERS


def _say_line(entry: Entry, slot: Slot) -> Sentence:
    """The fields of a line as printed; the one of the cell in brackets, those of no cell apart."""
    if not entry.cells:
        return phrases.NO_FIELDS
    fields = entry.placement.fields
    own = fields[entry.slots.index(slot)] if fields else None
    shown = [_show(field, own) for field in entry.cells[:_MOST_FIELDS]]
    if len(entry.cells) > _MOST_FIELDS:
        shown.append("…")
    line = Listed(tuple(shown), " | ", " | ")
    spare = [*entry.spare, *entry.placement.spare]
    if not spare:
        return phrases.LINE.fill(fields=line)
    texts = tuple(field.place()[0] for field in spare[:_MOST_FIELDS])
    return phrases.SPARE.fill(fields=line, spare=Listed(texts, " | ", " | "))


def _show(field: Field, own: Field | None) -> str:
    text = field.place()[0] or "□"
    return f"【{text}】" if field is own else text


def _say_placing(entry: Entry) -> Sentence:
    way = WAYS[entry.way]
    reasons = [declined.reason for declined in entry.declined]
    told = [reason for reason in dict.fromkeys(reasons) if reason not in _PLAIN]
    if not told or not entry.figures:
        return phrases.PLACED.fill(way=way)
    return phrases.PLACED_BECAUSE.fill(way=way, reasons=Listed(tuple(told)))


# The arithmetic


def _say_rules(
    filled: Filled,
    entry: Entry,
) -> Iterator[Sentence]:
    """What the rules excluded, and why what they left is no certainty."""
    placement = entry.placement
    if not placement.before:
        return
    after = len(placement.possible)
    if entry.way == SPLIT.name:
        pieces = pieces_of(entry)
        ways, are_all = split_figures(pieces, entry.slots, ())
        cut: Said = len(ways) if are_all else phrases.AT_LEAST.fill(number=len(ways))
        yield phrases.SPLIT.fill(
            pieces=" ".join(pieces), all=cut, before=placement.before, after=after
        )
    else:
        yield phrases.CHOICES.fill(before=placement.before, after=after)
    if placement.complete or after > 1:
        return
    yield phrases.LOST if find_habits(filled.entries).blanks_lost else phrases.UNPROVEN
