"""What `value.show()`, `finding.show()` and `report.show()` give: pages with cells framed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from gxkit.document import (
    Grid,
    Line,
    Where,
)
from gxkit.notebook.markup import Face
from gxkit.notebook.page.drawn import (
    Box,
    DrawnMarks,
    drawn_html,
)
from gxkit.notebook.page.leaves import (
    Pages,
    describe,
    pages_of,
)
from gxkit.notebook.page.rendered import (
    Block,
    Marks,
    render,
)
from gxkit.report import (
    Explanation,
    Finding,
    Key,
    Report,
    Value,
)
from gxkit.text import choose

_CAPTION = "margin:8px 0 4px;font-size:13px"
# Lines that are shown around a cell of a text, and before a table: a page of a site has hundreds.
_AROUND, _BEFORE = 12, 2
_Home = tuple[int | None, str]
"""the number of a line, and the file inside the file in which it is"""
_PAIR = 2  # lines that an exchange joins


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The cells to be framed, sentences that are said above, and whether their lines (rows, or
    columns) changed places: then the two groups of cells."""

    keys: tuple[Key, ...]
    said: tuple[str, ...]
    exchanged: tuple[tuple[Key, ...], ...] = ()
    is_of_columns: bool = False


def show(
    report: Report,
    wanted: object,
    language: str,
) -> Face:
    """A page of a report by its number from 1, or the pages on which what is wanted stands: a value
    or its key, a finding, an explanation.

    ValueError for a page that the file has not, NoCellError for a cell; ReadError if the file is
    gone or is another one now.
    """
    if isinstance(wanted, int):
        return _show_page(
            report,
            wanted,
            language,
        )
    asked = _ask(
        report,
        wanted,
        language,
    )
    return _show_cells(
        report,
        asked,
        language,
    )


def _ask(
    report: Report,
    wanted: object,
    language: str,
) -> _Wanted:
    if isinstance(wanted, Value):
        return _Wanted((wanted.key,), (describe(wanted, language),))
    if isinstance(wanted, Explanation):
        return _ask_explanation(wanted, language)
    if isinstance(wanted, Finding):
        return _ask_finding(
            report,
            wanted,
            language,
        )
    if isinstance(wanted, tuple):
        value = report[wanted]
        return _Wanted((value.key,), (describe(value, language),))
    raise ValueError(
        f"{wanted!r} cannot be shown; expected the number of a page, a value or its table, row and "
        "column, a finding, or an explanation."
    )


def _ask_explanation(
    explanation: Explanation,
    language: str,
) -> _Wanted:
    keys = tuple(key for key, _, _ in explanation.cells)
    exchanging = [kind for kind in explanation.kinds if kind.exchanges]
    said = (explanation.say(language),)
    if not exchanging:
        return _Wanted(keys, said)
    is_of_columns = exchanging[0].is_of_columns
    groups: dict[str, list[Key]] = {}
    for key in keys:
        groups.setdefault(key[2] if is_of_columns else key[1], []).append(key)
    # of a mistake beside an exchange nobody knows here which cells are its own
    if len(groups) != _PAIR:
        return _Wanted(keys, said)
    return _Wanted(
        keys,
        said,
        tuple(map(tuple, groups.values())),
        is_of_columns,
    )


def _ask_finding(
    report: Report,
    finding: Finding,
    language: str,
) -> _Wanted:
    """The cells of a finding; where two lines were exchanged these too, as its best explanation has
    them."""
    said = [finding.say(language)]
    for one in report.explanations:
        is_best = one.rank == 1 and finding.id in one.findings
        if is_best and any(kind.exchanges for kind in one.kinds):
            asked = _ask_explanation(one, language)
            keys = dict.fromkeys((*finding.cells, *asked.keys))
            told = (*said, *asked.said)
            return _Wanted(
                tuple(keys),
                told,
                asked.exchanged,
                asked.is_of_columns,
            )
    return _Wanted(finding.cells, tuple(said))


def _show_page(
    report: Report,
    number: int,
    language: str,
) -> Face:
    pages = pages_of(report)
    if not 1 <= number <= len(pages):
        raise ValueError(
            f"{report.source} has {len(pages)} pages here, and page {number} was asked for."
        )
    leaf = pages.leaf(number - 1)
    name = f"{report.id} · {pages.name(number - 1, language)}"
    if leaf.drawn is None:
        return _face(leaf.html, (name,))
    boxes = [spot.where.box for spot in pages.on(number - 1).values() if leaf.share_of(spot)]
    marks = DrawnMarks(framed=[box for box in boxes if box])
    return _face(
        drawn_html(
            leaf.drawn,
            marks,
            name,
        ),
        (name,),
    )


def _show_cells(
    report: Report,
    asked: _Wanted,
    language: str,
) -> Face:
    pages = pages_of(report)
    spots = [pages.spots[key] for key in asked.keys if key in pages.spots]
    said = list(asked.said)
    if not spots:
        said.append(
            choose(
                "文件中没有这样的位置，无从指出。",
                "It stands nowhere in the file, so that there is no place to show.",
                language,
            )
        )
    parts = []
    for number in sorted({spot.leaf for spot in spots}):
        name = f"{report.id} · {pages.name(number, language)}"
        parts.append(_caption(name))
        shows = _show_on_drawn if pages.is_drawn(number) else _show_on_rendered
        parts.append(
            shows(
                pages,
                number,
                asked,
                name,
            )
        )
    return _face("".join(parts), said)


def _face(
    html: str,
    said: Sequence[str],
) -> Face:
    above = "".join(map(_caption, said))
    return Face(f"<div>{above}{html}</div>", "\n".join(said))


def _caption(text: str) -> str:
    return f'<div style="{_CAPTION}">{escape(text)}</div>'


# ---- on a drawn page


def _show_on_drawn(
    pages: Pages,
    number: int,
    asked: _Wanted,
    words: str,
) -> str:
    leaf = pages.leaf(number)
    assert leaf.drawn is not None
    here = pages.on(number)
    framed = {}
    for key in asked.keys:
        box = here[key].where.box if key in here else None
        if box and leaf.drawn.is_fitting:
            framed[key] = box
    lit: list[Box] = []
    # of many cells the rows and columns would light the whole table
    if len(asked.keys) == 1:
        for key, box in framed.items():
            lit += _light(
                pages,
                number,
                key,
                box,
            )
    arrows = _arrows(framed, asked)
    marks = DrawnMarks(
        list(framed.values()),
        lit,
        () if asked.is_of_columns else arrows,
        arrows if asked.is_of_columns else (),
    )
    return drawn_html(
        leaf.drawn,
        marks,
        words,
    )


def _light(
    pages: Pages,
    number: int,
    key: Key,
    box: Box,
) -> Iterator[Box]:
    """The row and the column of a cell as far as their table reaches on the page."""
    left, bottom, right, top = box
    first, lowest, last, highest = _bound(pages.table_around(number, key))
    yield first, bottom, last, top
    yield left, lowest, right, highest


def _arrows(
    framed: dict[Key, Box],
    asked: _Wanted,
) -> list[tuple[Box, Box]]:
    """The pair of lines that an arrow joins, if both stand on this page."""
    lines = []
    for keys in asked.exchanged:
        boxes = [framed[key] for key in keys if key in framed]
        if boxes:
            lines.append(_bound(boxes))
    return [(lines[0], lines[1])] if len(lines) == _PAIR else []


def _bound(boxes: Sequence[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


# ---- on a rendered page


def _show_on_rendered(
    pages: Pages,
    number: int,
    asked: _Wanted,
    words: str,
) -> str:
    places = {key: pages.spots[key].where for key in asked.keys if key in pages.spots}
    framed = set(places.values())
    pairs = []
    firsts = [keys[0] for keys in asked.exchanged]
    if len(firsts) == _PAIR and all(key in places for key in firsts):
        pairs = [(places[firsts[0]], places[firsts[1]])]
    marks = Marks(
        framed,
        () if asked.is_of_columns else pairs,
        pairs if asked.is_of_columns else (),
    )
    blocks = _choose_blocks(pages.blocks(number), framed)
    return render(
        blocks,
        pages.anchors(),
        marks,
    )


def _choose_blocks(
    blocks: Sequence[Block],
    framed: set[Where],
) -> list[Block]:
    """The tables and lines in which something is framed, with the lines around them."""
    homes: set[_Home] = {(where.line, where.file) for where in framed if where.line}
    chosen: set[int] = set()
    for number, block in enumerate(blocks):
        if isinstance(block, Grid):
            if any(_is_in(cell.where, framed) for cell in block.cells):
                chosen.update(range(number - _BEFORE, number + 1))
        elif _is_home(block, homes):
            chosen.update(range(number - _AROUND, number + _AROUND + 1))
    return [block for number, block in enumerate(blocks) if number in chosen]


def _is_home(
    line: Line,
    homes: set[_Home],
) -> bool:
    return (line.where.line, line.where.file) in homes


def _is_in(
    place: Where,
    framed: set[Where],
) -> bool:
    """Whether a cell of a table is framed, or a part of its text is."""
    if place in framed:
        return True
    parts = (where for where in framed if where.start is not None)
    return any(_whole(where) == place for where in parts)


def _whole(where: Where) -> Where:
    return Where(
        where.page,
        where.table,
        where.row,
        where.column,
        where.line,
        file=where.file,
        sheet=where.sheet,
    )
