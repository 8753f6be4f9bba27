"""How a cell was read, told from the stages of a filling; or why it was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gxkit.filling import phrases
from gxkit.filling.cells.arithmetic import find_habits, pieces_of
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field
from gxkit.filling.cells.joined import split_figures
from gxkit.filling.cells.omissions import tell_omissions
from gxkit.filling.cells.placing import SPLIT
from gxkit.filling.finding.matching import Match
from gxkit.filling.finding.spots import EXACT, Spot
from gxkit.filling.finding.spotting import BETWEEN
from gxkit.filling.phrases import WAYS
from gxkit.filling.ways import Reason
from gxkit.forms import Slot, Table, find_form
from gxkit.report import Status, Value
from gxkit.text import Listed, Said, Sentence

if TYPE_CHECKING:
    from gxkit.filling.filled import Filled
    from gxkit.filling.stages import Filling

# Fields of a line that are shown: table four has fifteen cells in its one line.
_MOST_FIELDS = 16
# Editions that are named beside the one taken.
_MOST_OTHERS = 3
# Reasons for which a strategy declined that anyone sees in the line itself.
_PLAIN = {
    Reason.HAS_FIGURES,
    Reason.NO_LONE_SIGN,
    Reason.NOT_SURPLUS,
    Reason.ENOUGH_FIGURES,
    Reason.ONE_ROW,
    Reason.LINED_UP,
}
# Characters of a label that are shown: what a page cut in two may hold a paragraph.
_LONGEST_LABEL = 40


def tell(filling: Filling, value: Value) -> Iterator[Sentence]:
    """What the stages of a filling say of a value, a sentence each; what came of it at the end."""
    yield _say_cell(value)
    yield from _say_recognised(value)
    yield from tell_omissions(filling.document, value)
    yield from _tell_reading(filling, value)
    yield from _say_standing(value)


def _tell_reading(filling: Filling, value: Value) -> Iterator[Sentence]:
    """Edition, label, line and placing, as far as the cell was found."""
    filled = filling.tables.get(value.table)
    if filled is None:
        return
    filled = filled.of(value.edition)
    yield from _say_edition(filling, filled)
    # A row that another edition reads has none of this one's cells.
    is_lent = any(value.row in rows for _, rows in filled.lent)
    if filled.match is None or is_lent:
        return
    slot = (value.row, value.column)
    entry = _entry_of(slot, filled)
    if entry is None:
        yield _say_no_label(filling, filled, value.row)
        return
    if entry.spot:
        yield _say_label(filling, entry.spot)
    elif filled.table.layout == "down":
        yield phrases.LOST_LABEL
    yield _say_line(entry, slot)
    yield from _say_unread(entry, slot)
    yield _say_placing(entry)
    yield from _say_rules(filled, entry)
    yield from filled.remarks


def _entry_of(slot: Slot, filled: Filled) -> Entry | None:
    for entry in filled.entries:
        if slot in entry.slots:
            return entry
    return None


def _say_cell(value: Value) -> Sentence:
    template = phrases.CELLS[value.status]
    if value.status is Status.BLANK and not value.printed:
        template = phrases.EMPTY_CELL
    candidates: Said = phrases.NO_CANDIDATE
    if value.candidates:
        told: list[Said] = list(value.candidates)
        candidates = _list(phrases.BLANK if number is None else number for number in told)
    return template.fill(
        label=value.label,
        number=value.value,
        unit=value.unit,
        printed=value.printed,
        place=value.where,
        verdict=value.verdict,
        candidates=candidates,
    )


def _say_recognised(value: Value) -> Iterator[Sentence]:
    """What the readers of a picture have for the cell, and which of it the sums chose."""
    seen = value.recognised
    # the file says its text itself
    if seen is None:
        return
    score = f"{100 * seen.score:.0f}"
    if seen.agreed:
        yield phrases.AGREED.fill(text=_list(seen.candidates[:1]), score=score)
        return
    candidates = _list(text or phrases.BLANK for text in seen.candidates)
    yield phrases.NOT_AGREED.fill(candidates=candidates, score=score)
    if value.is_chosen:
        yield phrases.CHOSEN.fill(number=value.value)


def _say_standing(value: Value) -> Iterator[Sentence]:
    """What speaks for the number and against it, what follows in its place, whether to use it."""
    if value.verified_by:
        yield phrases.VERIFIED_BY.fill(grounds=_list(value.verified_by))
    if value.disputed_by:
        yield phrases.DISPUTED_BY.fill(grounds=_list(value.disputed_by))
    # what is printed and what the page shows
    is_disputed = value.value is not None and value.recognised is None
    if is_disputed and value.candidates:
        numbers: list[Said] = [one for one in value.candidates if one is not None]
        yield phrases.READINGS.fill(numbers=_list(numbers))
    if value.implied is not None:
        yield phrases.IMPLIED_BY.fill(rules=_list(value.implied_by), number=value.implied)
    yield phrases.USE.fill(use=value.use, why=value.fitness.meaning)


def _list(items: Iterable[Said], zh: str = "、", en: str = ", ") -> Listed:
    return Listed(tuple(items), zh, en)


# The edition


def _say_edition(filling: Filling, filled: Filled) -> Iterator[Sentence]:
    table, match = filled.table, filled.match
    name = Sentence(table.short("zh"), table.short("en"))
    edition = _edition(filled.form)
    if match is None:
        yield phrases.NO_TABLE.fill(table=name, edition=edition)
    else:
        ways = [match.way]
        # That a label opens each line goes without saying; wrapped labels are found as they lie.
        if filled.way not in ("down", match.way):
            ways.append(filled.way)
        yield phrases.EDITION.fill(
            table=name,
            edition=edition,
            way=_list(WAYS[way] for way in ways),
            score=_points(match.score),
            found=_say_found(table, match),
        )
    others = list(_say_others(filling, filled))
    if others:
        shown = _list(others[:_MOST_OTHERS], "；", "; ")
        yield phrases.OTHERS.fill(others=shown)
    places = list(_say_places(filling, filled))
    if len(places) > 1:
        yield phrases.PLACES.fill(places=_list(places, "；", "; "))


def _say_places(filling: Filling, filled: Filled) -> Iterator[Sentence]:
    """Where tables of the same kind stand, and which is read."""
    weighed = filling.weighed.get(filled.id)
    if weighed is None:
        return
    for place in weighed.kept:
        is_read = filled.match in place.matches
        template = phrases.PLACE_READ if is_read else phrases.PLACE_OPEN
        yield template.fill(place=place.where)
    for place, why in weighed.left:
        yield phrases.PLACE_LEFT.fill(place=place.where, why=why)


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


def _say_others(filling: Filling, filled: Filled) -> Iterator[Sentence]:
    """The editions that were not taken for a table, and why."""
    looked = filling.looked
    for match in looked.kinds.get(filled.id, ()):
        if match is not filled.match:
            yield _say_other(match, _why_not(filling, match, filled))
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
    return phrases.OTHER.fill(
        edition=_edition(match.form),
        score=_points(match.score),
        why=why,
    )


def _why_not(
    filling: Filling,
    match: Match,
    filled: Filled,
) -> Sentence:
    """Why another edition was taken for a table than that of a match."""
    chosen = filled.match
    if chosen is None:
        return phrases.RESEMBLED
    if match.apart(chosen) > 0:
        return phrases.ELSEWHERE
    if match.score < chosen.score:
        return phrases.LOWER
    for other in filling.tables.values():
        is_another = other.id != filled.id and other.match is not None
        if is_another and other.form == filled.form:
            return phrases.AS_MAIN
    if not _is_of_year(filling, chosen) or _is_of_year(filling, match):
        return phrases.AS_FIRST
    return phrases.NOTHING_OWN if match.fit > chosen.fit else phrases.AS_YEAR


def _is_of_year(filling: Filling, match: Match) -> bool:
    year = filling.meta.year
    return year is not None and find_form(match.form).covers(year)


# The label and its line


def _say_no_label(
    filling: Filling,
    filled: Filled,
    row: str,
) -> Sentence:
    """Between which rows that were found a row is missing."""
    rows = filled.table.rows
    number = [other.id for other in rows].index(row)
    above: Sentence = phrases.TOP
    below: Sentence = phrases.BOTTOM
    spots = filled.match.spots if filled.match else ()
    for spot in sorted(spots, key=lambda spot: spot.row):
        if spot.row < number:
            above = phrases.QUOTED.fill(text=_text_of(filling, spot))
        else:
            below = phrases.QUOTED.fill(text=_text_of(filling, spot))
            break
    tried = [EXACT, *(way.name for way in BETWEEN)]
    return phrases.NO_LABEL.fill(
        label=rows[number].label,
        above=above,
        below=below,
        ways=_list(WAYS[way] for way in tried),
    )


def _text_of(filling: Filling, spot: Spot) -> str:
    text = filling.tape.text[spot.start : spot.end]
    return text[:_LONGEST_LABEL]


def _say_label(filling: Filling, spot: Spot) -> Sentence:
    token = filling.tape.token_at(spot.start)
    # A label of several cells or lines is placed where it begins.
    _, where = token.place(spot.start, min(spot.end, token.end))
    return phrases.LABEL.fill(
        text=_text_of(filling, spot),
        place=where,
        way=WAYS[spot.way],
        score=_points(spot.score),
        points=_list(_say_points(spot)),
    )


def _say_points(spot: Spot) -> Iterator[Sentence]:
    """What the points of a label are given for."""
    if spot.likeness < 1:
        yield phrases.LIKENESS.fill(percent=f"{100 * spot.likeness:.0f}")
    elif not spot.signs:
        yield phrases.LETTERS
    for sign in spot.signs:
        yield phrases.SIGNS[sign]


def _say_line(entry: Entry, slot: Slot) -> Sentence:
    """The fields of a line as printed; the one of the cell in brackets, those of no cell apart."""
    if not entry.cells:
        return phrases.NO_FIELDS
    own: Field | None = None
    if entry.placement.fields:
        own = entry.placement.fields[entry.slots.index(slot)]
    line = _show_all(entry.cells, own)
    spare = (*entry.spare, *entry.placement.spare)
    if not spare:
        return phrases.LINE.fill(fields=line)
    return phrases.SPARE.fill(fields=line, spare=_show_all(spare, None))


def _say_unread(entry: Entry, slot: Slot) -> Iterator[Sentence]:
    """What stands in the cell and is no text."""
    fields = entry.placement.fields
    own = fields[entry.slots.index(slot)] if fields else None
    if own is not None and own.unread is not None:
        yield phrases.UNREAD.fill(what=own.unread)


def _show_all(fields: Sequence[Field], own: Field | None) -> Listed:
    """Fields as they are printed, the first of them if there are many."""
    shown = []
    for item in fields[:_MOST_FIELDS]:
        printed, _ = item.place()
        text = printed or "□"
        shown.append(f"【{text}】" if item is own else text)
    if len(fields) > _MOST_FIELDS:
        shown.append("…")
    return _list(shown, " | ", " | ")


def _say_placing(entry: Entry) -> Sentence:
    """Which strategy placed the figures, and what those before it had against it."""
    way = WAYS[entry.way]
    reasons = dict.fromkeys(declined.reason for declined in entry.declined)
    told = [reason for reason in reasons if reason not in _PLAIN]
    if not told or not entry.figures:
        return phrases.PLACED.fill(way=way)
    return phrases.PLACED_BECAUSE.fill(way=way, reasons=_list(told))


# The arithmetic


def _say_rules(filled: Filled, entry: Entry) -> Iterator[Sentence]:
    """What the rules excluded, and why what they left is no certainty."""
    placement = entry.placement
    if not placement.before:
        return
    left = len(placement.possible)
    if entry.way == SPLIT.name:
        yield _say_split(entry, left)
    else:
        yield phrases.CHOICES.fill(before=placement.before, after=left)
    if placement.complete or left > 1:
        return
    habits = find_habits(filled.entries)
    yield phrases.LOST if habits.blanks_lost else phrases.UNPROVEN


def _say_split(entry: Entry, left: int) -> Sentence:
    """In how many ways figures can be cut without the rules, and in how many with them."""
    pieces = pieces_of(entry)
    ways, are_all = split_figures(pieces, entry.slots, ())
    number: Said = len(ways)
    if not are_all:
        number = phrases.AT_LEAST.fill(number=len(ways))
    return phrases.SPLIT.fill(
        pieces=" ".join(pieces),
        all=number,
        before=entry.placement.before,
        after=left,
    )
