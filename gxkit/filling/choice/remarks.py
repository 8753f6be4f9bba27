"""What is said of the tables and reports of a file that were not taken, and of those that were."""

from __future__ import annotations

from collections.abc import (
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field

from gxkit.document import Document
from gxkit.filling.choice.places import Place, years_above
from gxkit.filling.choice.weighing import LeftOut, Weighed
from gxkit.filling.finding.matching import Match
from gxkit.filling.titles.cutting import Part
from gxkit.forms import Table
from gxkit.text import (
    Listed,
    Said,
    Sentence,
    say,
)

_LEFT = Sentence(
    "{tables}在文件中不止一份：读取的在{chosen}；未读取{left}的一份（{why}）。",
    "{tables}: the file holds more than one. Read is that on {chosen}; left out is that on {left}, "
    "{why}.",
)
_DOUBT = Sentence(
    "{tables}在文件中不止一份（{chosen}），无从判断哪一份属于本报告：各份不同的格列出全部读法。",
    "{tables}: the file holds more than one ({chosen}), and nothing tells which is this report's; "
    "cells that differ keep all readings.",
)
_PICTURED = Sentence(
    "没有找到{tables}；文件的{places}处有图片，表可能在图中，图片没有识读。",
    "{tables}: not found; the file has a picture at {places}, which may show it and was not read.",
)
_HIDDEN = Sentence(
    "{tables}只有未显示的一份（{chosen}），按这一份读取。",
    "{tables}: only one that is not shown stands in the file ({chosen}), and that is read.",
)
_OTHER_YEAR = Sentence(
    "{tables}（{chosen}）标明为{years}年，而报告年度为{year}年；文件中没有另一份，照此读取。",
    "{tables} ({chosen}): said to be of {years}, while the report is of {year}; the file holds no "
    "other, and this one is read.",
)
_REPORTS = Sentence(
    "文件中有{count}份报告：读取的是{own}；未读取{others}。gxkit.parse_many 读取全部。",
    "The file holds {count} reports: {own} is read; left out: {others}. gxkit.parse_many reads "
    "them all.",
)
_REPORT = Sentence("《{title}》（{covers}）", "“{title}” ({covers})")
_UNTITLED = Sentence("无标题的一份（{covers}）", "one without a title ({covers})")
_OF_YEAR = Sentence(
    "标明为{years}年，报告年度为{year}年",
    "said to be of {years}, while the report is of {year}",
)
# Lines above a table in which its own caption stands, if it has one.
_CAPTION = 2


@dataclass(slots=True)
class _Told:
    """What one remark says of several tables."""

    template: Sentence
    why: Said = None
    years: Said = None
    tables: list[Said] = field(default_factory=list)
    chosen: list[Said] = field(default_factory=list)
    left: list[Said] = field(default_factory=list)

    def say(self, year: int | None) -> Sentence:
        return self.template.fill(
            tables=Listed(tuple(self.tables)),
            # a page and its table are parted by a comma themselves
            chosen=Listed(tuple(self.chosen), en="; "),
            left=Listed(tuple(self.left), en="; "),
            why=self.why,
            years=self.years,
            year=year,
        )


def say_pictured(
    document: Document,
    absent: Sequence[Table],
) -> Iterator[Sentence]:
    """Where pictures stand in a file in which tables are wanting: they may show them."""
    if absent and document.pictures:
        names = [Sentence(table.short("zh"), table.short("en")) for table in absent]
        places = dict.fromkeys(document.pictures)
        yield _PICTURED.fill(tables=Listed(tuple(names)), places=Listed(tuple(places)))


def say_tables(
    weighed: Mapping[str, Weighed],
    chosen: Mapping[str, Match],
    year: int | None,
    by_columns: Collection[str] = (),
) -> list[Sentence]:
    """A remark for each reason for which tables were left out, doubted, or read all the same.

    Of tables `by_columns` the head says which columns are whose year, whatever their caption says.
    """
    remarks: dict[str, _Told] = {}
    everywhere: list[Place] = []
    for own in weighed.values():
        everywhere += own.places
    for kind, own in sorted(weighed.items(), key=_in_order):
        match = chosen[kind]
        name = Sentence(match.table.short("zh"), match.table.short("en"))
        for told, places in _tell(own, everywhere, None if kind in by_columns else year):
            # Tables that share a reason share a remark.
            key = f"{told.template.zh}{say(told.why, 'zh')}{say(told.years, 'zh')}"
            one = remarks.setdefault(key, told)
            one.tables.append(name)
            one.chosen += [place.where for place in own.kept]
            one.left += [place.where for place in places]
    return [told.say(year) for told in remarks.values()]


def _in_order(one: tuple[str, Weighed]) -> int:
    """Tables are named in the order of the file."""
    _, own = one
    return own.kept[0].start


def _tell(
    own: Weighed,
    everywhere: Iterable[Place],
    year: int | None,
) -> Iterator[tuple[_Told, list[Place]]]:
    """What is to be said of one kind of table, and of which places beside those that are read."""
    if len(own.kept) > 1:
        yield _Told(_DOUBT), []
    elif own.kept[0].hidden:
        yield _Told(_HIDDEN), []
    else:
        years = _years_of_caption(own.kept[0], everywhere)
        # A caption copied from the year before, or the wrong tables: a reader must know.
        if year is not None and years and year not in years:
            yield _Told(_OTHER_YEAR, years=_list(years)), []
    reasons: dict[str, tuple[Said, list[Place]]] = {}
    for place, reason in own.left:
        why = _say_why(place, reason, year)
        _, places = reasons.setdefault(say(why, "zh"), (why, []))
        places.append(place)
    for why, places in reasons.values():
        yield _Told(_LEFT, why), places


def _say_why(
    place: Place,
    reason: LeftOut,
    year: int | None,
) -> Said:
    if reason is not LeftOut.YEAR or year is None:
        return reason
    return _OF_YEAR.fill(years=_list(place.marks.of_report(year)), year=year)


def _list(years: Iterable[int]) -> Listed:
    return Listed(tuple(sorted(years)))


def _years_of_caption(place: Place, everywhere: Iterable[Place]) -> frozenset[int]:
    """The years that the caption of a table names, if it has one."""
    others = [other.high for other in everywhere if other.start < place.start]
    return years_above(place, max(others, default=0), _CAPTION)


def say_reports(parts: Sequence[Part], number: int) -> Sentence:
    """Which of several reports of a file is read, and which are left out."""
    told = [_say_report(part) for part in parts]
    others = told[:number] + told[number + 1 :]
    return _REPORTS.fill(count=len(parts), own=told[number], others=Listed(tuple(others)))


def _say_report(part: Part) -> Sentence:
    if part.title is None:
        return _UNTITLED.fill(covers=part.covers)
    return _REPORT.fill(title=part.title.text, covers=part.covers)
