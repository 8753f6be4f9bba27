"""What is to be said of a table that was read in part, or whose labels are lost."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from gxkit.document import Where
from gxkit.filling.cells.entries import Entry
from gxkit.filling.filled import Filled
from gxkit.filling.finding.matching import Match
from gxkit.filling.titles.title import part_of_year
from gxkit.forms import find_form
from gxkit.report import Meta, Status, Unplaced, Value
from gxkit.text import Listed, Sentence

_PART = Sentence(
    "{table}只有一部分在文件中（从{place}起，{rows}行中有{found}行），其余各格缺失。",
    "Only a part of {table} stands in the file (from {place} on, {found} of its {rows} rows); the "
    "other cells are missing.",
)
_ALIKE = Sentence(
    "{table}的这一部分同样符合{others}，按{edition}读。",
    "This part of {table} fits {others} just as well; it is read as {edition}.",
)
_UNLABELLED = Sentence(
    "{table}有{number}行没有标签，按格式的次序读（{places}）。",
    "Rows of {table} without labels are read in the form's order ({number}: {places}).",
)

_LENT = Sentence(
    "{table}中{rows}的表头属{edition}格式，这些行按该格式读，其余按{own}读。",
    "In {table} the heads above {rows} are those of the {edition} edition; these rows are read by "
    "it, the others as {own}.",
)

_OF_OTHER_YEAR = Sentence(
    "{table}按{edition}格式读，而{year}；表中有{rows}行数字的标签没有识别（{places}），可能正是区分格"
    "式的行，格式存疑，请核对。",
    "{table} is read as the {edition} edition, while {year}; the labels of {rows} rows of figures "
    "in it are not recognised ({places}) and may be those that tell editions apart: the edition is "
    "in doubt, look at the table.",
)
_EMPTY = Sentence(
    "各表的格中没有一个数字：可能是没有填写的空表，也可能以空白或记号代替0；空白不当作0。",
    "No cell of the tables holds a figure: it is probably the form, not filled in, or blanks and "
    "dashes stand for zeros; a blank is not taken for 0.",
)
_OF_PART = Sentence(
    "标题说的是{part}，不是全年的年度报告；数字照印，不宜与年度报告并列。",
    "The title says {part}: it is not the annual report; its figures are read as printed and are "
    "not those of a year.",
)
_REPORT_OF = Sentence("报告年度为{year}年", "the report is of {year}")
_NO_YEAR = Sentence("报告年度未知", "the report's year is not known")


def say_overall(
    meta: Meta,
    tables: Iterable[Filled],
    values: Iterable[Value],
    unplaced: Sequence[Unplaced],
) -> Iterator[Sentence]:
    """What is to be said of a report as a whole: its title, whether it is filled, its editions."""
    yield from say_title(meta.title)
    yield from _say_empty(values)
    for filled in tables:
        yield from _say_edition(filled, unplaced, meta.year)


def say_title(title: str) -> Iterator[Sentence]:
    """That a report is not of a whole year, where its title says so."""
    if part := part_of_year(title):
        yield _OF_PART.fill(part=part)


def _say_empty(values: Iterable[Value]) -> Iterator[Sentence]:
    """That tables are there and nothing stands in them."""
    found = {value.status for value in values} - {Status.MISSING}
    if found == {Status.BLANK}:
        yield _EMPTY


def _say_edition(
    filled: Filled,
    unplaced: Iterable[Unplaced],
    year: int | None,
) -> Iterator[Sentence]:
    """A doubt of the edition where it is not the year's and rows of figures have no label."""
    match = filled.match
    if match is None or match.table.layout == "across" or _is_in_force(match, year):
        return
    figures: dict[Hashable, list[Where]] = {}
    for one in unplaced:
        where = one.where
        if one.table == match.id:
            home = where.sheet, where.page, where.table, where.row, where.line
            figures.setdefault(home, []).append(where)
    # A figure alone is a note or a page's number.
    rows = [places[0] for places in figures.values() if len(places) > 1]
    if rows:
        table = Sentence(match.table.short("zh"), match.table.short("en"))
        said = _NO_YEAR
        if year is not None:
            said = _REPORT_OF.fill(year=year)
        yield _OF_OTHER_YEAR.fill(
            table=table,
            edition=_edition(match),
            year=said,
            rows=len(rows),
            places=_places(rows),
        )


def _is_in_force(match: Match, year: int | None) -> bool:
    return year is not None and find_form(match.form).covers(year)


def say_part(
    match: Match | None,
    entries: Sequence[Entry],
    fitting: Sequence[Match],
    year: int | None,
) -> Iterator[Sentence]:
    """Which part of a table was read, what it also fits, and which rows have lost their labels.

    `fitting` are the matches of its kind in all editions.
    """
    if match is None:
        return
    table = Sentence(match.table.short("zh"), match.table.short("en"))
    # all rows of a table may be found only where it is looked for as a part
    if match.is_part and 0 < len(entries) < len(match.table.rows):
        yield _PART.fill(
            table=table,
            place=entries[0].label,
            rows=len(match.table.rows),
            found=len(entries),
        )
    others = [other for other in fitting if _is_alike(other, match)]
    breaks_off = len(match.spots) < len(match.table.rows) and match.table.layout == "down"
    # The report's year tells which edition a part is of, unless both were in force.
    if _is_in_force(match, year):
        others = [other for other in others if _is_in_force(other, year)]
    if others and breaks_off:
        names = tuple([_edition(other) for other in others])
        yield _ALIKE.fill(table=table, others=Listed(names), edition=_edition(match))
    lost = [entry.label for entry in entries if _has_lost_label(entry, match)]
    if lost:
        yield _UNLABELLED.fill(table=table, number=len(lost), places=_places(lost))


def say_lent(filled: Filled) -> Iterator[Sentence]:
    """Which rows of a table are read by another edition."""
    table = filled.table
    for other, rows in filled.lent:
        lent = [row for row in other.table.rows if row.id in rows]
        names = [Sentence(row.name("zh"), row.name("en")) for row in lent]
        yield _LENT.fill(
            table=Sentence(table.short("zh"), table.short("en")),
            rows=Listed(tuple(names)),
            edition=_named(other.form),
            own=_named(filled.form),
        )


def _is_alike(other: Match, match: Match) -> bool:
    is_other = other.form != match.form and other.fit >= match.fit
    return is_other and other.apart(match) <= 0


def _has_lost_label(entry: Entry, match: Match) -> bool:
    return entry.spot is None and match.table.layout == "down"


def _edition(match: Match) -> Sentence:
    return _named(match.form)


def _named(edition: str) -> Sentence:
    form = find_form(edition)
    return Sentence(form.short("zh"), form.short("en"))


def _places(places: Sequence[Where]) -> Listed:
    return Listed(tuple(dict.fromkeys(places)))
