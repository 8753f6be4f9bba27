"""A file that holds several reports cut into them: each begins with its title.

A title in a table of contents, in the head of each page or among links has no tables of its own
below it, and begins no report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gxkit.document import (
    Document,
    Extent,
    Grid,
    Line,
    Where,
)
from gxkit.filling.choice.captions import says_sample
from gxkit.filling.titles.tabs import is_tab, stand_twice, tab_to_title
from gxkit.filling.titles.title import (
    agency_in,
    goes_on,
    is_report_title,
    year_in,
)
from gxkit.text import fold

_LETTERHEAD = re.compile(r"文件$|[〔\[(（]20\d\d[〕\])）]\d{1,4}号$")
# Lines above a title in which its letterhead stands.
_LETTERHEAD_LINES = 4
# Lines of a title above its last, and characters of each of them.
_LINES_ABOVE = 3
_LONGEST_PART = 40
# Characters of a paragraph; what is longer is a text that lost its line breaks.
_LONGEST_LINE = 600
# Lines of a part without a title in which it may say that it is a form.
_LINES_OF_FORM = 8
_SAMPLE_TITLE = re.compile(
    r"[(（【\[〔].{0,4}(?:样[表例本式]|示例|格式|模板|空白?表|范本).{0,4}[)）】\]〕]$"
)
# What a dozen reports hold, in letters of lines, and what a cell counts for.
_LARGE = 30_000
_CELL = 6
_WORD = re.compile(r"\S+")
_FILE_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a report, the number of the block with which it begins, and the file inside the
    file and the sheet in which it stands."""

    block: int
    text: str
    file: str = ""
    sheet: int | None = None

    @property
    def year(self) -> int | None:
        return year_in(self.text)

    @property
    def agency(self) -> str:
        return agency_in(self.text)

    def is_of(self, other: Title) -> bool:
        """Whether two titles name one report, as far as they say."""
        years = {self.year, other.year} - {None}
        one, another = self.agency, other.agency
        # 教育局 is 青山县教育局; who is not named is anybody.
        return len(years) <= 1 and (one.endswith(another) or another.endswith(one))


def find_titles(document: Document) -> Iterator[Title]:
    """The lines that are titles of reports, with the lines before where one runs over several."""
    above: list[tuple[int, str]] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            above.clear()
            continue
        text = "".join(block.text.split())
        if block.hidden or not text:
            continue
        # a tab is part of no title that runs over several lines
        if is_tab(block):
            above.clear()
            if named := tab_to_title(text):
                yield Title(number, named, block.where.file, block.where.sheet)
            continue
        title = _title_ending(number, text, above)
        if title is not None:
            yield replace(title, file=block.where.file, sheet=block.where.sheet)
            above.clear()
        above = [*above[-_LINES_ABOVE:], (number, text)]


def _title_ending(
    number: int,
    text: str,
    above: Sequence[tuple[int, str]],
) -> Title | None:
    """The title that ends with a line, as far up as its lines belong to it."""
    found = Title(number, text) if is_report_title(text) else None
    for block, before in reversed(above):
        longer = before + text
        if len(before) > _LONGEST_PART:
            break
        # A title that is torn is one with the lines above, a whole one where they are part of it.
        is_longer = goes_on(before, text) if found else is_report_title(longer)
        if is_longer:
            found = Title(block, longer)
        elif found:
            break
        text = longer
    return found


def split_lines(document: Document) -> Document:
    """The document with each long line cut where the titles of reports stand in it.

    A text that lost its line breaks is one line, whatever it holds.
    """
    blocks: list[Line | Grid] = []
    for block in document.blocks:
        if isinstance(block, Line) and len(block.text) > _LONGEST_LINE:
            blocks += _split(block)
        else:
            blocks.append(block)
    if len(blocks) == len(document.blocks):
        return document
    return replace(document, blocks=tuple(blocks))


def _split(line: Line) -> Iterator[Line]:
    ends: list[int] = []
    for word in _WORD.finditer(line.text):
        ends += word.span() if is_report_title(word.group()) else ()
    ends.append(len(line.text))
    first = line.where.start or 1
    begin = 0
    for end in ends:
        if end > begin:
            where = replace(line.where, start=first + begin, end=first + end - 1)
            yield replace(line, text=line.text[begin:end], where=where)
        begin = end


@dataclass(frozen=True, slots=True)
class Part:
    """A report of a file: its part of the document, its title, the first and last place of it.

    `covers` is None where it is the whole file.
    """

    document: Document
    title: Title | None = None
    covers: Extent | None = None


class Stand(NamedTuple):
    """A table that stands in a document: its kind, its first block, the file inside the file, the
    sheet."""

    kind: str
    block: int
    file: str = ""
    sheet: int | None = None


@dataclass(slots=True)
class _Group:
    """Tables that follow each other below one title."""

    title: Title | None
    tables: list[Stand]

    @property
    def kinds(self) -> set[str]:
        return {table.kind for table in self.tables}


def may_be_several(tables: Sequence[Stand]) -> bool:
    """Whether a file may hold several reports: some table stands in it twice."""
    kinds = [table.kind for table in tables]
    return len(set(kinds)) < len(kinds)


def divide(document: Document) -> Iterator[tuple[int, Document]]:
    """A document in pieces that begin with another title each, and their first blocks.

    To look for the tables of each piece by itself takes a book of reports no longer than its
    reports; what is one report is known when the tables are.
    """
    starts = [0]
    last: Title | None = None
    for title in find_titles(document):
        if last is not None and not title.is_of(last):
            starts.append(title.block)
        last = title
    ends = [*starts[1:], len(document.blocks)]
    for start, end in zip(starts, ends, strict=True):
        yield start, replace(document, blocks=document.blocks[start:end])


def is_large(document: Document) -> bool:
    """Whether a document holds as much as a dozen reports."""
    size = 0
    for block in document.blocks:
        size += len(block.text) if isinstance(block, Line) else _CELL * len(block.cells)
    return size > _LARGE


def cut(document: Document, tables: Sequence[Stand]) -> tuple[Part, ...]:
    """The reports of a document in their order, the whole document where it is one.

    `tables` are those that are shown, in the order of the file.
    """
    # A file that holds no table twice holds one report, whatever titles it names.
    if not may_be_several(tables):
        return (Part(document),)
    titles = list(find_titles(document))
    groups = _group(tables, titles)
    if len(groups) == 1:
        return (Part(document),)
    return tuple(_with_forms(list(_parts(document, groups, titles))))


def _group(tables: Sequence[Stand], titles: Sequence[Title]) -> list[_Group]:
    """The tables by reports: a new one begins below another title with a table that was there."""
    groups: list[_Group] = []
    by_sheets = stand_twice((table.kind, table.sheet) for table in tables)
    for table in tables:
        above = [title for title in titles if title.block <= table.block]
        title = above[-1] if above and above[-1].file == table.file else None
        # where sheets are reports each, a title speaks for its own
        if by_sheets and title is not None and title.sheet != table.sheet:
            title = None
        if groups and _goes_on(groups[-1], table, title):
            groups[-1].tables.append(table)
        else:
            groups.append(_Group(title, [table]))
    return _merge(groups)


def _goes_on(group: _Group, table: Stand, title: Title | None) -> bool:
    """Whether a table belongs to the report before it."""
    if title is None:
        last = group.tables[-1]
        is_again = last.sheet != table.sheet and table.kind in group.kinds
        return last.file == table.file and not is_again
    return group.title is not None and title.is_of(group.title)


def _merge(groups: Sequence[_Group]) -> list[_Group]:
    merged: list[_Group] = []
    for group in groups:
        # A report goes on below a title that stands among its tables.
        if merged and not group.kinds & merged[-1].kinds:
            merged[-1].tables += group.tables
        else:
            merged.append(group)
    return merged


def _parts(
    document: Document,
    groups: Sequence[_Group],
    titles: Sequence[Title],
) -> Iterator[Part]:
    starts = []
    above = -1
    for group in groups:
        starts.append(_start(document, group, titles, above))
        above = group.tables[-1].block
    ends = [*starts[1:], len(document.blocks)]
    for group, start, end in zip(groups, starts, ends, strict=True):
        blocks = document.blocks[start:end]
        own = replace(document, blocks=blocks)
        yield Part(own, group.title, _covers(blocks))


def _start(
    document: Document,
    group: _Group,
    titles: Sequence[Title],
    above: int,
) -> int:
    """The block with which a report begins: the first of its titles that no other one follows."""
    if group.title is None:
        return _first_of_file(document, group.tables[0].block, above + 1)
    first = group.title
    before = [title for title in titles if above < title.block < first.block]
    for title in reversed(before):
        # A list of reports names others between.
        if not title.is_of(group.title):
            return _with_letterhead(document, first.block)
        first = title
    return 0 if above < 0 else _with_letterhead(document, first.block)


def _first_of_file(document: Document, block: int, low: int) -> int:
    """The first block of the file inside the file that holds a block, not before `low`."""
    file = _file(document.blocks[block])
    while block > low and _file(document.blocks[block - 1]) == file:
        block -= 1
    return block


def _file(block: Line | Grid) -> str:
    if isinstance(block, Line):
        return block.where.file
    return block.cells[0].where.file if block.cells else ""


def _with_letterhead(document: Document, block: int) -> int:
    start = block
    for number in range(block - 1, max(-1, block - 1 - _LETTERHEAD_LINES), -1):
        line = document.blocks[number]
        if isinstance(line, Grid):
            break
        if _LETTERHEAD.search("".join(line.text.split())):
            start = number
    return start


def _covers(blocks: Sequence[Line | Grid]) -> Extent | None:
    """What some blocks cover: pages where there are any, else lines, else tables."""
    lines = [block.where for block in blocks if isinstance(block, Line)]
    cells = [block.cells[0].where for block in blocks if isinstance(block, Grid) and block.cells]
    places = lines or cells
    if not places:
        return None
    first, last = places[0], places[-1]
    pages = [where.page for where in (*lines, *cells) if where.page is not None]
    if pages:
        return Extent(
            Where(page=min(pages), file=first.file),
            Where(page=max(pages), file=last.file),
        )
    return Extent(
        Where(table=first.table, line=first.line, file=first.file, sheet=first.sheet),
        Where(table=last.table, line=last.line, file=last.file, sheet=last.sheet),
    )


def _with_forms(parts: Sequence[Part]) -> Sequence[Part]:
    """The reports, a form that stands between them in the one after it: there it is weighed."""
    reports: list[Part] = []
    before: tuple[Line | Grid, ...] = ()
    for part in parts:
        if is_form(part):
            before += part.document.blocks
        else:
            reports.append(_joined(part, before, ()))
            before = ()
    if reports:
        reports[-1] = _joined(reports[-1], (), before)
    return reports or parts


def _joined(
    part: Part,
    before: tuple[Line | Grid, ...],
    after: tuple[Line | Grid, ...],
) -> Part:
    """A part with blocks before and after it."""
    if not before and not after:
        return part
    blocks = (*before, *part.document.blocks, *after)
    return replace(part, document=replace(part.document, blocks=blocks))


def is_form(part: Part) -> bool:
    """Whether a part is a form to be filled, and no report: it says so, or it has no title and no
    figure.

    What has a title and no figures may be the report of an office that had nothing to count.
    """
    if part.title is not None:
        return _SAMPLE_TITLE.search(part.title.text) is not None
    texts = [fold(block.text) for block in part.document.lines[:_LINES_OF_FORM]]
    return any(map(says_sample, texts)) or not any(_figures(part.document))


def _figures(document: Document) -> Iterator[str]:
    """The words of a document that are nothing but digits."""
    for block in document.blocks:
        cells = block.cells if isinstance(block, Grid) else (block,)
        for cell in cells:
            yield from (word for word in cell.text.split() if word.isdecimal())


def which(parts: Sequence[Part], document: Document) -> int:
    """The number of the report that is meant: the page's title or the file's name tells, else it
    is the latest of one body's sheets or files, or else the first."""
    named = Title(0, document.properties.get("title", ""))
    of_title = [number for number, part in enumerate(parts) if _is_named(part, named)]
    if len(of_title) == 1:
        return of_title[0]
    year = year_of_file(document)
    of_name = [
        number for number, part in enumerate(parts) if part.title and part.title.year == year
    ]
    if year and len(of_name) == 1:
        return of_name[0]
    return _latest(parts)


def _latest(parts: Sequence[Part]) -> int:
    """The number of the latest report if all are one body's, each for a year and on a sheet or in
    a file of its own; else of the first, for the title of a running text is its first one.

    The files of an archive come in the order of their names, the oldest first, and so do sheets.
    """
    titles = [part.title for part in parts if part.title]
    years = [title.year or 0 for title in titles]
    bodies = {title.agency for title in titles}
    homes = {(title.file, title.sheet) for title in titles}
    are_all_dated = len(titles) == len(parts) == len(set(years)) and all(years)
    if not are_all_dated or len(bodies) > 1 or len(homes) < len(parts):
        return 0
    amounts = [len(list(_figures(part.document))) for part in parts]
    # the form of a year that is not over has no figures yet
    filled = [at for at, amount in enumerate(amounts) if amount >= max(amounts) / 2]
    return max(filled, key=lambda at: years[at])


def year_of_file(document: Document) -> int | None:
    """The one year in a file's name, None where it names none or several."""
    years = set(map(int, _FILE_YEAR.findall(document.name)))
    return years.pop() if len(years) == 1 else None


def _is_named(part: Part, named: Title) -> bool:
    return bool(part.title and named.text and part.title.is_of(named))
