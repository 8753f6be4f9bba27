"""A sheet as it is seen: what each cell shows, which cells are joined, what is not shown.

Each reader of a program's files makes these; `layout` makes lines and grids of them. Rows and
columns count from 0 here, as they do in the files.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import NamedTuple

from gxkit.document import (
    Omission,
    Omitted,
    Unread,
)
from gxkit.errors import TooLargeError
from gxkit.readers.book.codes import (
    GENERAL,
    TEXT,
    show_number,
    show_text,
)
from gxkit.readers.bounds import BoundError
from gxkit.readers.formats import Contents, Inner

# A report has some thousand cells; a sheet may be made to name a million, and 65 536 rows of
# figures are data.
MOST_CELLS = 200_000
_LARGEST_PLAIN = 10**11
"""from which on a number without a format is not shown with all its digits"""


class Shown(NamedTuple):
    """What a cell shows: its text, what is left out of it, what stands there and is no text."""

    text: str
    omitted: tuple[Omitted, ...] = ()
    unread: Unread | None = None


NOTHING = Shown("")


class Range(NamedTuple):
    """Joined cells, the last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


class Look(NamedTuple):
    """How a cell shows what it holds: its number format, and whether that is struck out, has the
    colour of its ground, or stands in a frame; `across` is whether its text is centred over the
    empty cells beside it."""

    code: str = GENERAL
    struck: bool = False
    unseen: bool = False
    framed: bool = False
    across: bool = False
    raised: bool = False


PLAIN = Look()


class Picture(NamedTuple):
    """A picture that floats over a sheet, and the cell in which it begins."""

    row: int
    column: int
    file: Inner


@dataclass(slots=True)
class Sheet:
    """A sheet: its name, `cells` by row and column, those that stand in a frame, joined ranges.

    `hidden` is the sheet that no tab shows. Rows and columns that are not shown are told by
    `is_row_hidden` and `is_column_hidden`.
    """

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], Shown] = field(default_factory=dict)
    framed: set[tuple[int, int]] = field(default_factory=set)
    bare: set[tuple[int, int]] = field(default_factory=set)
    """cells without a frame that hold nothing, and are in the file all the same"""
    joined: list[Range] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    boxes: list[tuple[int, int, str]] = field(default_factory=list)
    """what stands in boxes over the sheet, with the cells in which they begin"""
    shows_zeros: bool = True
    across: dict[tuple[int, int], bool] = field(default_factory=dict)
    """cells whose text is centred over those beside it, and whether they hold any"""

    def put(
        self,
        row: int,
        column: int,
        shown: Shown,
        look: Look = PLAIN,
    ) -> None:
        """Sets what a cell shows; TooLargeError beyond what a report needs."""
        place = row, column
        if look.across:
            self.across[place] = shown != NOTHING
        # a frame may go on to the end of a sheet, far below what is said
        if look.framed and len(self.framed) < MOST_CELLS:
            self.framed.add(place)
        elif shown == NOTHING and len(self.bare) < MOST_CELLS:
            self.bare.add(place)
        if shown != NOTHING:
            self.cells[place] = shown
        if len(self.cells) > MOST_CELLS:
            raise TooLargeError(
                f"工作表 {self.name} 超过 {MOST_CELLS:,} 个单元格，不是年报；请把报告的表复制"
                "到单独的工作簿中。",
                f"the sheet {self.name} has more than {MOST_CELLS:,} cells and is no report; copy "
                "the tables of the report into a workbook of their own.",
            )

    def hide_row(self, row: int) -> None:
        """Notes a row that is not shown; rows come in their order."""
        if self.hidden_rows and self.hidden_rows[-1][1] == row - 1:
            first, _ = self.hidden_rows.pop()
            self.hidden_rows.append((first, row))
        else:
            self.hidden_rows.append((row, row))


Read = Callable[[Path, bytes], Contents]


def names_file(read: Read) -> Read:
    """A reader of workbooks that begins with the file's name what a sheet of it refuses."""

    @wraps(read)
    def named(
        path: Path,
        data: bytes,
    ) -> Contents:
        try:
            return read(path, data)
        except BoundError:
            raise
        except TooLargeError as error:
            if error.en.startswith(f"{path.name}: "):
                raise
            raise TooLargeError(f"{path.name}：{error.zh}", f"{path.name}: {error.en}") from error

    return named


def look_at(
    shown: Shown,
    look: Look,
) -> Shown:
    """What a cell shows when its looks are taken into account."""
    if not shown.text or not (look.struck or look.unseen):
        return shown
    why = Omission.STRUCK if look.struck else Omission.HIDDEN
    return Shown(
        "",
        (*shown.omitted, Omitted(shown.text, why)),
        shown.unread,
    )


def number_to_shown(
    value: float,
    look: Look,
    shows_zeros: bool = True,
    since_1904: bool = False,
) -> Shown:
    """A number as its format shows it."""
    if look.code == GENERAL and value == int(value) and abs(value) < _LARGEST_PLAIN:
        text: str | None = str(int(value))
    else:
        text = show_number(
            value,
            look.code,
            since_1904,
        )
    if text is None:
        # numerals in characters, fractions: somebody has to look
        return Shown(
            "",
            (Omitted(_plain(value), Omission.HIDDEN),),
            Unread.FORMAT,
        )
    if not text or (value == 0 and not shows_zeros):
        return Shown("", (Omitted(_plain(value), Omission.HIDDEN),))
    return look_at(Shown(text), look)


def text_to_shown(
    text: str,
    look: Look,
) -> Shown:
    """A text as its format shows it."""
    stripped = text.strip()
    if not stripped:
        return NOTHING
    if look.code in (GENERAL, TEXT):
        return look_at(Shown(_without_apostrophe(stripped)), look)
    seen = show_text(stripped, look.code)
    if not seen:
        return Shown("", (Omitted(stripped, Omission.HIDDEN),))
    return look_at(Shown(_without_apostrophe(seen)), look)


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


# an apostrophe makes a text of a figure, and is shown where it was pasted with it
_APOSTROPHES = "'’‘＇`"


def _without_apostrophe(text: str) -> str:
    inner = text.strip(_APOSTROPHES)
    return inner if inner.isdecimal() else text


def next_shown(
    number: int,
    hidden: Sequence[tuple[int, int]],
) -> int:
    """The first row or column from a number on that is shown; the spans come in their order."""
    at = max(0, bisect_right(hidden, (number, number)) - 1)
    while at < len(hidden) and hidden[at][0] <= number:
        number = max(number, hidden[at][1] + 1)
        at += 1
    return number


def is_hidden(
    number: int,
    hidden: Sequence[tuple[int, int]],
) -> bool:
    """Whether a row or column is in one of the spans that are not shown."""
    return next_shown(number, hidden) != number
