"""A file once read, before anyone knows what it means: lines and grids, each with its place.

Readers make documents, filling reads them. Nothing here knows a statutory form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from gxkit.errors import DamagedFileError
from gxkit.text import Named, Sentence, WithFace, choose_from, made_often

_PARTS = {
    "zh": ("第%d页", "表%d", "第%d行", "第%d列", "第%d行"),
    "en": ("page %d", "table %d", "row %d", "column %d", "line %d"),
}
_PARTS_OF_SHEET = {
    "zh": ("第%d张工作表", "第%d行", "%s列"),
    "en": ("sheet %d", "row %d", "column %s"),
}
_LETTERS = 26
"""the parts of a place from the page down; every cell of a panel says its own, so that templates
stand ready by language"""
_FILE = {"zh": "文件“%s”", "en": "file “%s”"}
_SPAN = {"zh": "第%d-%d字", "en": "characters %d-%d"}
_REST = {"zh": "第%d字起", "en": "from character %d on"}
"""of what goes on to the end of its line, as a line without its first cell"""
_BETWEEN = {"zh": "", "en": ", "}


@made_often
@dataclass(frozen=True, slots=True)
class Where:
    """A place to be found with the finger; numbers from 1, None where a format has no such thing.

    `table` counts on the page where there are pages, in the file where there are none. `start` and
    `end` are the first and last character of a text span. `box` is (left, bottom, right, top) in
    points on the page. `file` names the file inside the file in which the place is, '' where it is
    the file itself. `sheet` counts the sheets of a workbook that are shown; places in one are said
    by row and column as the program heads them.

    >>> str(Where(page=4, table=2, row=7, column=3)), str(Where(line=118, start=12, end=19))
    ('page 4, table 2, row 7, column 3', 'line 118, characters 12-19')
    >>> Where(page=4, table=2, row=7).say("zh"), Where(line=118, start=12, end=19).say("zh")
    ('第4页表2第7行', '第118行第12-19字')
    >>> str(Where(line=118, start=12))
    'line 118, from character 12 on'
    >>> str(Where(sheet=2, row=7, column=4)), Where(sheet=2, row=7, column=28).say("zh")
    ('sheet 2, row 7, column D', '第2张工作表第7行AB列')
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    start: int | None = None
    end: int | None = None
    box: tuple[float, float, float, float] | None = field(default=None, compare=False)
    file: str = ""
    sheet: int | None = None

    def __str__(self) -> str:
        """In English: files and the command line's tables hold places in these words."""
        return self.say("en")

    def span(self, start: int, end: int) -> Where:
        """Some characters of the line at this place; `dataclasses.replace` takes five times as
        long, and a page of text has hundreds."""
        return Where(
            self.page,
            self.table,
            self.row,
            self.column,
            self.line,
            start,
            end,
            self.box,
            self.file,
            self.sheet,
        )

    def say(self, language: str) -> str:
        """The place in `zh` or `en`; ValueError otherwise."""
        numbers: tuple[int | str | None, ...]
        numbers = (self.page, self.table, self.row, self.column, self.line)
        templates: tuple[str, ...] = choose_from(_PARTS, language)
        if self.sheet is not None:
            letters = column_letters(self.column) if self.column else None
            numbers = (self.sheet, self.row, letters)
            templates = _PARTS_OF_SHEET[language]
        parts = [_FILE[language] % self.file] if self.file else []
        for template, number in zip(templates, numbers, strict=True):
            # a web page has no pages, and a line of text no table
            if number is not None:
                parts.append(template % number)
        if self.start is not None:
            span = (self.start, self.end)
            parts.append(_SPAN[language] % span if self.end else _REST[language] % self.start)
        return _BETWEEN[language].join(parts)


def column_letters(number: int) -> str:
    """How a workbook heads a column, from 1.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(16384)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    while number:
        number, place = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + place) + letters
    return letters


_EXTENTS = {
    "sheet": Sentence("第{first}至{last}张工作表", "sheets {first} to {last}"),
    "page": Sentence("第{first}至{last}页", "pages {first} to {last}"),
    "line": Sentence("第{first}至{last}行", "lines {first} to {last}"),
    "table": Sentence("表{first}至表{last}", "tables {first} to {last}"),
}


@dataclass(frozen=True, slots=True)
class Extent:
    """From one place of a file to another, both included: in sheets, pages, lines or tables.

    >>> str(Extent(Where(page=3), Where(page=5))), Extent(Where(line=1), Where(line=9)).say("zh")
    ('pages 3 to 5', '第1至9行')
    """

    first: Where
    last: Where

    def __str__(self) -> str:
        return self.say("en")

    def say(self, language: str) -> str:
        """The extent in `zh` or `en`; ValueError otherwise."""
        for name, template in _EXTENTS.items():
            first, last = getattr(self.first, name), getattr(self.last, name)
            # one page, line or table is a place
            if None in (first, last) or first == last:
                continue
            said = template.fill(first=first, last=last).say(language)
            # a line counts in its own file
            file = Where(file=self.first.file).say(language) if self.first.file else ""
            return _BETWEEN[language].join(filter(None, (file, said)))
        return self.first.say(language)


class Omission(Named):
    """Why printed text is no part of what a cell or a line says."""

    STRUCK = ("struck", "已删除线划去", "struck out")
    HIDDEN = ("hidden", "未显示", "not shown")
    WATERMARK = ("watermark", "水印", "a watermark")
    MARK = ("mark", "脚注标记", "a footnote mark")
    RUBY = ("ruby", "注音", "a reading aid")
    ALTERNATIVE = ("alternative", "替代文字", "words that stand for a picture")


class Unread(Named):
    """What stands in a cell and is not text, so that nobody can call the cell blank."""

    PICTURE = ("picture", "图片", "a picture")
    DRAWING = ("drawing", "图形（不是文字）", "a drawing")
    OBJECT = ("object", "嵌入对象", "an embedded object")
    CONTROL = ("control", "表单控件（值不明）", "a form control whose value is unknown")
    ACROSS = ("across", "压在表线上的数字", "a figure that stands across a rule")
    ASTRAY = ("astray", "不在同一行上的数字", "figures that stand level with no line")
    CUT = ("cut", "有一部分未显示的数字", "a figure of which a part is not shown")
    ATTRIBUTE = ("attribute", "只写在网页属性里的数字", "a figure that only an attribute holds")
    SCRIPT = ("script", "由脚本填写的内容", "what a script fills in")
    NUMBER = ("number", "自动编号", "an automatic number")
    REVERSED = ("reversed", "从右向左显示的文字", "characters shown from right to left")
    GLYPHS = ("glyphs", "无法识别的字形", "characters that do not say what they are")
    FORMULA = ("formula", "未保存计算结果的公式", "a formula without a saved result")
    ERROR = ("error", "出错的公式", "a formula that failed")
    FORMAT = ("format", "数字格式特殊的数", "a number in a format that is not known")
    INK = ("ink", "不成数字的墨迹", "ink that is no number")


@dataclass(frozen=True, slots=True)
class Omitted:
    """Text that the file holds in a place and that its reader left out of it, and why."""

    text: str
    why: Omission


@made_often
@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read from a picture of a cell: `candidates` best first, '' among them for an empty
    cell.

    `agreed` is whether both readers of the picture say the first, `score` how sure they are of it,
    from 0 to 1; `same_digits` whether they would say it if a point were as good as a comma.
    """

    candidates: tuple[str, ...]
    agreed: bool
    score: float
    same_digits: bool = False

    def doubt(self) -> Recognised:
        """The same where ink around it may be a part of it."""
        return Recognised(self.candidates, False, self.score)


@made_often
@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid as the file has it: upper left place (from 0), spans, text, place.

    A line break in `text` parts what the file parts; a break that only the width of the cell forced
    is undone by the reader. `omitted` is what stands there too and is no part of it (struck out,
    hidden, a watermark, a footnote mark), `unread` what stands there and is not text. `noted` is
    whether a form field or a note on the page says it, which not every program shows. `recognised`
    is what was read from a picture, whose best candidate is the text; None where the file says its
    text itself.
    """

    row: int
    column: int
    text: str
    where: Where
    rowspan: int = 1
    colspan: int = 1
    omitted: tuple[Omitted, ...] = ()
    unread: Unread | None = None
    noted: bool = False
    recognised: Recognised | None = None


_ROW = attrgetter("row")


@dataclass(frozen=True, slots=True, repr=False)
class Grid(WithFace):
    """A ruled or marked-up table: `cells` in reading order, a spanning one once, at its upper left.

    `caption` is the last line of text before the table, as far as the reader knows one. A `hidden`
    one is in the file and not shown to who opens it.
    """

    cells: tuple[Cell, ...]
    caption: str = ""
    hidden: bool = False

    def __post_init__(self) -> None:
        places = [(cell.row, cell.column) for cell in self.cells]
        # checked here once for every reader: a cell given twice is a figure read twice
        if places != sorted(set(places)):
            raise DamagedFileError(
                "识读出的表格单元格次序有误，或同一位置有两格；这是读取模块的缺陷，请连同文件"
                "一起报告。",
                "A table came out with cells out of order or twice in one place; the reader that "
                "made it has a fault. Please report it with the file.",
            )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, spans included."""
        rows = max([cell.row + cell.rowspan for cell in self.cells], default=0)
        columns = max([cell.column + cell.colspan for cell in self.cells], default=0)
        return (rows, columns)

    def by_rows(self) -> Iterator[list[Cell]]:
        """The cells that begin in each row, one list a row, rows without any left out."""
        # cells stand in reading order, so that a row is whole when the next one begins
        for _, row in groupby(self.cells, key=_ROW):
            yield list(row)


@made_often
@dataclass(frozen=True, slots=True)
class Line:
    """One line of text (in a Word file or a page: one paragraph), tabs and blanks as they are.

    A `hidden` one is in the file and not shown to who opens it; `unread` is why nobody can say
    which cells its figures are. A `recognised` one was read from a picture.
    """

    text: str
    where: Where
    hidden: bool = False
    unread: Unread | None = None
    recognised: bool = False


class Posture(NamedTuple):
    """How the text of a page lies against the page as a viewer shows it: by how many degrees
    clockwise the page must be turned (0, 90, 180 or 270), by how many it is aslant then,
    counterclockwise, and whether its lines bend, or its rules lie otherwise than its text."""

    page: int
    turned: int
    aslant: float
    is_bent: bool


@dataclass(frozen=True, slots=True, repr=False)
class Document(WithFace):
    """A file once read.

    `name` is the file's name, `format` one of the registry of `gxkit.readers`, `blocks` its lines
    and grids in reading order, `properties` what the file says of itself (`encoding`, and from a
    web page's metadata `title`, `published`, `agency`, `url`), `remarks` sentences on what the
    reader had to decide. `pictures` are the places of those among its lines, which may show a
    table; `postures` says of pages that do not lie as a viewer shows them how they do.
    """

    name: str
    format: str
    sha256: str
    blocks: tuple[Line | Grid, ...]
    properties: dict[str, str] = field(default_factory=dict)
    remarks: tuple[Sentence, ...] = ()
    pictures: tuple[Where, ...] = ()
    postures: tuple[Posture, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Grid))

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Line))

    @property
    def text(self) -> str:
        """The lines outside tables that are shown, joined by line breaks."""
        return "\n".join(line.text for line in self.lines if not line.hidden)
