"""Tables as programs export them: fields parted by a comma, a semicolon, a bar or a tab, one row a
line, a field with a line break in quotes.

What the commas of a text part is told from a whole run of lines: in 规章,32,34,10 they part cells,
and 1,234 in a line of its own is one number.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from gxkit.document import (
    Cell,
    Grid,
    Line,
    Where,
)
from gxkit.readers.text.exports import (
    Rows,
    in_order,
    merge_repeats,
    repeats,
    texts_of,
    unguard,
    without_counts,
    without_names,
)
from gxkit.readers.text.shapes import Found, Stretch
from gxkit.text import is_blank, read_number

_SEPARATORS = ",;|\t，；"
# Signs of running text as well, and of labels: there only in parentheses.
_OF_PROSE = "，；"
_ASIDE = re.compile(r"（[^（）]*）")
# A character of no text in place of a sign in parentheses.
_HIDDEN = "\ue000"
_COMMAS = ",，"
_REAL_COMMA = re.compile(r"(?<!\d)[,，]|[,，](?!\d)")
"""a comma that is none of a number: beside it stands no digit"""
_TO_BLANKS = str.maketrans('"\n\t', "   ")
_GROUP = re.compile(r"\d{3}(?:\.\d+)?")
_QUOTED = re.compile(r'(?:^|\t)"[^"\t]*"(?:\t|$)')
_QUOTE = re.compile(r'"(?:[^"]|"")+"')
_SENTENCE_END = re.compile(r"[。！？；]\s*$")

# One sentence with commas is no table; two rows in a file that hold figures or empty fields are.
_FEWEST_ROWS = 2
# Rows of heads and labels alone stand among those with figures, but not mostly.
_FIGURE_ROWS = 0.2
# Characters of a field in a row without figures; of the heads of a form few are as long.
_LONGEST_HEAD = 24
# Columns of a head and of a row below it from which on its figures are no number in groups.
_WIDE_HEAD = 5
# Lines that a field in quotes may go on for; a quotation mark that is never closed opens none.
_LONGEST_QUOTE = 8
# Rows that begin with an empty field before a word: the head of a table and the rows of a group do
# where each field has its column. Rows that were filled up at their ends begin with their label.
_ROWS_WITH_ROOM = 3
# Signs at the end of a line from which on they fill it up to the width of a table.
_SHORTEST_FILLING = 2
# Two bare figures, as 4；1: what one cell holds that is printed for two years or two rows.
_PAIR = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """The fields of a row, its text, and the numbers of its first line and of the one after it.

    `of_prose` says that the sign between them stands in sentences, too.
    """

    fields: tuple[str, ...]
    text: str
    first: int
    stop: int
    of_prose: bool = False

    @property
    def shows_cells(self) -> bool:
        """Whether a field besides the first is a figure or empty, and no comma in a number."""
        has_comma = any(sign in self.text for sign in _COMMAS)
        if has_comma and not _REAL_COMMA.search(self.text):
            return False
        # a line of a paragraph ends in a comma, and says 5件 between two
        if self.of_prose and not any(map(str.isdecimal, self.fields[1:])):
            return False
        # 4；1 alone on its line is two figures of one cell
        if self.of_prose and all(map(str.isdecimal, self.fields)) and len(self.fields) == _PAIR:
            return False
        # a line of program code or of an address may end in the sign
        if not any(self.fields[1:]):
            return False
        return any(map(_is_figure, self.fields[1:]))

    @property
    def is_sentence(self) -> bool:
        """Whether its fields are words without a figure, one of them too long for a head."""
        if any(map(_is_figure, self.fields)):
            return False
        return max(map(len, self.fields)) > _LONGEST_HEAD


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows that follow each other, parted by one sign."""

    separator: str
    rows: tuple[_Row, ...]

    @property
    def evidence(self) -> int:
        """How many rows show that the signs between their fields part cells.

        Of a row of figures alone the commas may be those of thousands, unless it stands below a
        head.
        """
        count = 0
        above: tuple[str, ...] = ()
        for row in self.rows:
            is_under_head = min(len(row.fields), len(above)) >= _WIDE_HEAD
            fits = is_under_head and all(map(_is_figure, row.fields))
            count += fits or row.shows_cells
            above = row.fields if _REAL_COMMA.search(row.text) else ()
        return count

    @property
    def is_even(self) -> bool:
        return len({len(row.fields) for row in self.rows}) == 1


def find_separated(lines: Sequence[Line]) -> list[Found]:
    """The tables of separated fields.

    Where rows keep the places that a label spans, fields stand in columns: a grid. Where they do
    not, each row begins with its first cell, whatever spans into it: only the order is known, and
    each row becomes a line with tabs.
    """
    runs: list[_Run] = []
    for separator in _SEPARATORS:
        # in most files one of these signs stands in no line, or hardly in any
        if any(separator in line.text for line in lines):
            runs += _find_runs(lines, separator)
    runs = _apart(runs)
    if sum(run.evidence for run in runs) < _FEWEST_ROWS:
        return []
    known = [(run, _to_rows(lines, run)) for run in runs]
    # a head of running numbers alone leaves no row
    kept = [(run, table) for run, table in known if table]
    runs, tables = [run for run, _ in kept], [table for _, table in kept]
    said = [list(map(texts_of, table)) for table in tables]
    in_columns = any(_has_room(rows) or repeats(rows) for rows in said)
    found = []
    for run, table in zip(runs, tables, strict=True):
        is_grid = in_columns or _is_flat(table)
        blocks = _to_grid(table) if is_grid else _to_lines(lines, run, table)
        found.append(Found(run.rows[0].first, run.rows[-1].stop, tuple(blocks)))
    return [*found, *_find_filled_up(lines, runs)]


def _find_filled_up(
    lines: Sequence[Line],
    runs: Sequence[_Run],
) -> Iterator[Found]:
    """The lines of words beside the tables that were filled up with signs to the width of their
    rows: a program saves each line of a sheet so."""
    taken: set[int] = set()
    fillings = {}
    for run in runs:
        taken.update(range(run.rows[0].first, run.rows[-1].stop))
        width = max(len(row.fields) for row in run.rows)
        fillings[run.separator] = run.separator * (width - 1)
    for number, line in enumerate(lines):
        for separator, filling in fillings.items():
            # one sign at its end may be the line's own
            if number in taken or len(filling) < _SHORTEST_FILLING:
                continue
            text = _unfill(line.text, separator, filling)
            if not text or text.endswith(separator):
                continue
            shown = text[1:-1].replace('""', '"') if _QUOTE.fullmatch(text) else text
            before = line.text.find(text) + text.find(shown[:1])
            start = (line.where.start or 1) + before
            yield Found(number, number + 1, (Line(shown, replace(line.where, start=start)),))


def _unfill(
    text: str,
    separator: str,
    filling: str,
) -> str:
    """A line without what fills it up, and without its index; '' for one that is not filled up."""
    if text.endswith(filling):
        return text.removesuffix(filling)
    index, _, rest = text.partition(separator)
    shorter = filling.removesuffix(separator)
    is_numbered = index.isdecimal() and rest.endswith(shorter)
    return rest.removesuffix(shorter) if is_numbered else ""


def _apart(runs: Sequence[_Run]) -> list[_Run]:
    """The runs in the order of their lines, of two that share lines the one that shows more."""
    kept: list[_Run] = []
    for run in sorted(runs, key=_first_line):
        if kept and run.rows[0].first < kept[-1].rows[-1].stop:
            run = max(kept.pop(), run, key=_evidence_of)
        kept.append(run)
    return kept


def _first_line(run: _Run) -> int:
    return run.rows[0].first


def _evidence_of(run: _Run) -> int:
    return run.evidence


def _has_room(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows leave the places empty that the labels above and beside them cover."""
    count = 0
    for row in rows:
        filled = [text for text in row if text]
        opens_empty = not row[0]
        count += opens_empty and bool(filled) and not _is_figure(filled[0])
    return count >= _ROWS_WITH_ROOM and _is_under_head(rows)


def _is_under_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether no row goes on beyond the widest one of words: some may end before it."""
    widest = 0
    for row in rows:
        if not any(text and _is_figure(text) for text in row):
            widest = max(widest, len(row))
    return all(len(row) <= widest for row in rows)


def _is_flat(rows: Rows) -> bool:
    """Whether each field stands below the word of a head that no label spans."""
    head, *_ = rows
    return _is_even(rows) and not any(_is_figure(cell.text) for cell in head)


def _is_even(rows: Rows) -> bool:
    return len({len(row) for row in rows}) == 1


def _find_runs(lines: Sequence[Line], separator: str) -> Iterator[_Run]:
    rows: list[_Row] = []
    at = 0
    while at <= len(lines):
        row = _read_row(lines, at, separator) if at < len(lines) else None
        if row is not None:
            rows.append(row)
            at = row.stop
            continue
        at += 1
        if not rows:
            continue
        run = _Run(separator, tuple(_without_sentences(rows)))
        if _is_table(run):
            yield run
        rows = []


def _read_row(
    lines: Sequence[Line],
    at: int,
    separator: str,
) -> _Row | None:
    """The row that begins with a line; None where none does."""
    text = lines[at].text
    if separator not in text and '"' not in text:
        return None
    stop = at + 1
    # an odd number of quotation marks leaves a field open, which goes on in the next line
    while text.count('"') % 2 and stop < min(len(lines), at + _LONGEST_QUOTE):
        text += "\n" + lines[stop].text
        stop += 1
    if text.count('"') % 2:
        text, stop = lines[at].text, at + 1
    of_prose = separator in _OF_PROSE
    # between tabs 2；3 is two figures of one cell
    if of_prose and "\t" in text:
        return None
    if of_prose:
        text = _ASIDE.sub(partial(_hide, separator), text)
    ending = text.rstrip(f" {separator}")
    if separator not in text or _SENTENCE_END.search(ending):
        return None
    pieces = text.splitlines(keepends=True)
    fields = next(csv.reader(pieces, delimiter=separator, skipinitialspace=True))
    shown = [unguard(field.replace(_HIDDEN, separator)).strip() for field in fields]
    return _Row(tuple(shown), text, at, stop, of_prose)


def _hide(separator: str, aside: re.Match[str]) -> str:
    return aside.group().replace(separator, _HIDDEN)


def _without_sentences(rows: list[_Row]) -> list[_Row]:
    """The rows without a line above or below them that only has a comma in it too."""
    width, _ = Counter(len(row.fields) for row in rows).most_common(1)[0] if rows else (0, 0)
    own = list(rows)
    for end in (0, -1):
        while own and len(own[end].fields) != width and own[end].is_sentence:
            own.pop(end)
    return own


def _is_table(run: _Run) -> bool:
    shown = run.evidence
    if not shown or shown < len(run.rows) * _FIGURE_ROWS:
        return False
    if run.separator != "\t" or any(row.stop > row.first + 1 for row in run.rows):
        return True
    # Other tabs are read as they stand, unless a program has put fields in quotes or the words of a
    # spanning cell into each of its places, or rows end before the columns that the others show:
    # the places that labels cover would be counted for the figures that are not there.
    if any(_QUOTED.search(row.text) for row in run.rows):
        return True
    fields = [row.fields for row in run.rows]
    return repeats(fields) or (not run.is_even and _has_room(fields))


def _is_figure(text: str) -> bool:
    return is_blank(text) or read_number(text) is not None


# ---- what becomes of them


def _to_rows(lines: Sequence[Line], run: _Run) -> Rows:
    """The cells of a run with their places, without what the exporting program has added."""
    rows = []
    for number, row in enumerate(run.rows):
        stretch = Stretch(lines[row.first : row.stop])
        cells = []
        at = 0
        for column, text in enumerate(row.fields):
            first, *_ = text.split("\n")
            start = max(at, stretch.text.find(first.replace('"', '""'), at))
            where = stretch.where(start, start + len(text))
            cells.append(Cell(number, column, text, where))
            at = stretch.text.find(run.separator, start + len(text)) + 1
        rows.append(cells)
    if run.separator == "|":
        rows = _without_frame(rows)
    if run.separator in _COMMAS:
        rows = _doubt_thousands(rows)
    return without_names(without_counts(rows))


def _doubt_thousands(rows: Rows) -> Rows:
    """The rows, and of those with more fields than all others the figures together: some of their
    commas are those of thousands, and nothing tells which."""
    tails = [_count_figures(row) for row in rows]
    if not any(tails):
        return rows
    widths = Counter(len(row) for row in rows if row)
    width = widths.most_common(1)[0][0]
    # rows of another width may be those whose figures were cut
    sound = [count for row, count in zip(rows, tails, strict=True) if count and len(row) == width]
    usual = Counter(sound or filter(None, tails)).most_common(1)[0][0]
    doubted = []
    above = 0
    for row, count in zip(rows, tails, strict=True):
        figures = row[len(row) - count :]
        surplus = min(len(row) - width, count - usual)
        # a head with as many fields says that they are cells
        if surplus > 0 and len(row) != above and _count_groups(figures) >= surplus:
            row = [*row[: len(row) - count], *_together(figures, count - surplus)]
        doubted.append(row)
        above = len(row) if not count else above
    return doubted


def _count_figures(row: Sequence[Cell]) -> int:
    """How many fields at the end of a row are figures, or empty before one; 0 where none is."""
    count = 0
    for cell in reversed(row):
        # 019 is no number, and the rest of 8,019
        if not _is_figure(cell.text) and not _GROUP.fullmatch(cell.text):
            break
        count += 1
    is_empty = not any(cell.text for cell in row[len(row) - count :])
    return 0 if is_empty else count


def _count_groups(figures: Sequence[Cell]) -> int:
    """How many fields may be the last three digits of the number before them."""
    count = 0
    for cell, following in pairwise(figures):
        is_group = _GROUP.fullmatch(following.text) is not None
        count += is_group and cell.text.isdecimal()
    return count


def _together(figures: Sequence[Cell], span: int) -> list[Cell]:
    """In each of the places all the figures, so that nobody takes one of them for its figure."""
    first, last = figures[0], figures[-1]
    where = replace(first.where, end=last.where.end)
    text = ",".join(cell.text for cell in figures)
    whole = replace(first, text=text, where=where)
    return [replace(whole, column=first.column + place) for place in range(span)]


def _without_frame(rows: Rows) -> Rows:
    """The rows without the empty fields before a first bar and after a last one."""
    if not any(row[0].text for row in rows):
        rows = [row[1:] for row in rows]
    if not any(row[-1].text for row in rows):
        rows = [row[:-1] for row in rows]
    return rows


def _to_grid(rows: Rows) -> Iterator[Grid]:
    yield Grid(in_order(merge_repeats(rows)))


def _to_lines(
    lines: Sequence[Line],
    run: _Run,
    rows: Rows,
) -> Iterator[Line]:
    """A line with tabs for each row; its characters keep their places."""
    part = re.compile(rf'"(?:[^"]|"")*"|[\n\t]|{re.escape(run.separator)}')

    def mark(match: re.Match[str]) -> str:
        if match.group() == run.separator:
            return "\t"
        return match.group().translate(_TO_BLANKS)

    kept = {cells[0].row: cells for cells in rows if cells}
    # asked once: it looks at all rows, and asked by each it took four times the rows sixteen times
    is_even = run.is_even
    for number, row in enumerate(run.rows):
        cells = kept.get(number)
        # the head of running numbers, which the exporting program has added
        if cells is None:
            continue
        parts = part.sub(mark, row.text).split("\t")
        first, last = cells[0].column, cells[-1].column
        # rows as long as the longest were filled up: no cells of theirs stand at their ends
        while is_even and last > first and not parts[last].strip():
            last -= 1
        shown = parts[first : last + 1]
        # figures that may be parts of one another keep their commas
        doubted = [cell.column for cell in cells if cell.where.end == cells[-1].where.end]
        if len(cells) < len(row.fields) and "," in cells[-1].text:
            shown = [*parts[first : doubted[0]], ",".join(parts[doubted[0] :])]
        start = sum(len(text) + 1 for text in parts[:first])
        place = lines[row.first].where
        where = Where(page=place.page, line=place.line, start=start + 1)
        text = "\t".join(shown).replace(_HIDDEN, run.separator)
        yield Line(text, where)
