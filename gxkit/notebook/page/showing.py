"""What `value.show()`, `finding.show()` and `report.show()` give: pages with cells framed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gxkit.document import Grid, Line, Where
from gxkit.notebook.looks import ground_of
from gxkit.notebook.markup import Face
from gxkit.notebook.page.drawn import (
    Box,
    DrawnMarks,
    bound,
    drawn_html,
)
from gxkit.notebook.page.exchanges import Pair, find_exchange, pair_of
from gxkit.notebook.page.leaves import Pages, describe, pages_of
from gxkit.notebook.page.rendered import Block, Marks, render
from gxkit.report import (
    Claim,
    Explanation,
    Finding,
    Key,
    Report,
    ReportTable,
    Value,
    Witness,
)
from gxkit.text import Sentence, choose
from gxkit.text.escapes import to_html

_CAPTION = "margin:8px 0 4px;font-size:13px"
# Lines that are shown around a cell of a text, and before a table: a page of a site has hundreds.
_AROUND, _BEFORE = 12, 2
_TABLE = Sentence(
    "{table}：{count} 格，存疑 {doubted} 格",
    "{table}: {count} cells, {doubted} in doubt",
)
_Home = tuple[int | None, str]
"""the number of a line, and the file inside the file in which it is"""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The cells to be framed, sentences that are said above, lines that changed places, a place
    beside the cells, and cells around which all is lit."""

    keys: tuple[Key, ...]
    said: tuple[str, ...]
    pair: Pair | None = None
    aside: Where | None = None
    around: tuple[Key, ...] = ()


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
        return _show_page(report, wanted, language)
    asked = _ask(report, wanted, language)
    return _show_cells(report, asked, language)


def _ask(
    report: Report,
    wanted: object,
    language: str,
) -> _Wanted:
    for kind, ask in _ASKED.items():
        if isinstance(wanted, kind):
            return ask(report, wanted, language)
    raise ValueError(
        f"{wanted!r} cannot be shown; expected the number of a page, a value or its table, row and "
        "column, a table, a finding, an explanation, a claim, or a witness."
    )


def _ask_value(
    report: Report,
    wanted: Value,
    language: str,
) -> _Wanted:
    return _Wanted((wanted.key,), (describe(wanted, language),))


def _ask_key(
    report: Report,
    wanted: Key | str,
    language: str,
) -> _Wanted:
    found = report[wanted]
    if isinstance(found, ReportTable):
        return _ask_table(report, found, language)
    return _ask_value(report, found, language)


def _ask_table(
    report: Report,
    wanted: ReportTable,
    language: str,
) -> _Wanted:
    """What is in doubt in a table, and where the table stands."""
    values = wanted.values
    doubted = tuple(value.key for value in values if ground_of(value))
    said = _TABLE.fill(
        table=wanted.id,
        count=len(values),
        doubted=len(doubted),
    ).say(language)
    around = tuple(value.key for value in values)
    return _Wanted(doubted, (said,), around=around)


def _ask_claim(
    report: Report,
    claim: Claim,
    language: str,
) -> _Wanted:
    """The figure in its sentence, and the cells that have the same."""
    said = (claim.sentence, *(describe(value, language) for value in report.at(claim.cells)))
    return _Wanted(claim.cells, said, aside=claim.where)


def _ask_witness(
    report: Report,
    one: Witness,
    language: str,
) -> _Wanted:
    value = report[one.key]
    return _Wanted((one.key,), (one.say(language), describe(value, language)))


def _ask_explanation(
    report: Report,
    explanation: Explanation,
    language: str,
) -> _Wanted:
    keys = tuple(key for key, _, _ in explanation.cells)
    return _Wanted(keys, (explanation.say(language),), pair_of(explanation))


def _ask_finding(
    report: Report,
    finding: Finding,
    language: str,
) -> _Wanted:
    """The cells of a finding; where two lines were exchanged these too."""
    said = finding.say(language)
    explanation = find_exchange(report, finding)
    if explanation is None:
        aside = finding.place if isinstance(finding.place, Where) else None
        return _Wanted(finding.cells, (said,), aside=aside)
    asked = _ask_explanation(report, explanation, language)
    keys = dict.fromkeys((*finding.cells, *asked.keys))
    return _Wanted(tuple(keys), (said, *asked.said), asked.pair)


_ASKED: Mapping[type, Callable[[Report, Any, str], _Wanted]] = {
    Value: _ask_value,
    tuple: _ask_key,
    str: _ask_key,
    ReportTable: _ask_table,
    Explanation: _ask_explanation,
    Finding: _ask_finding,
    Claim: _ask_claim,
    Witness: _ask_witness,
}
"""by its kind, what is to be shown of a thing"""


def _show_page(
    report: Report,
    number: int,
    language: str,
) -> Face:
    pages = pages_of(report)
    if not 1 <= number <= len(pages):
        zh = f"{report.source} 在这里有 {len(pages)} 页，而要看的是第 {number} 页。"
        en = f"{report.source} has {len(pages)} pages here, and page {number} was asked for."
        raise ValueError(choose(zh, en, language))
    leaf = pages.leaf(number - 1)
    name = f"{report.id} · {pages.name(number - 1, language)}"
    if leaf.drawn is None:
        return _face(leaf.html, (name,))
    marks = DrawnMarks(list(leaf.boxes.values()))
    return _face(drawn_html(leaf.drawn, marks, name), (name,))


def _show_cells(
    report: Report,
    asked: _Wanted,
    language: str,
) -> Face:
    pages = pages_of(report, asked.aside)
    wanted = (*asked.keys, *asked.around)
    spots = [pages.spots[key] for key in wanted if key in pages.spots]
    if asked.aside and asked.aside in pages.asides:
        spots.append(pages.asides[asked.aside])
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
    return f'<div style="{_CAPTION}">{to_html(text)}</div>'


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
        box = leaf.box_of(here[key]) if key in here else None
        if box:
            framed[key] = box
    lit = _find_lit(
        pages,
        number,
        asked,
        framed,
    )
    boxes = list(framed.values())
    aside = pages.asides.get(asked.aside) if asked.aside else None
    beside = leaf.box_of(aside) if aside and aside.leaf == number else None
    if beside:
        boxes.append(beside)
    pair = asked.pair
    lines = _find_lines(framed, pair)
    marks = DrawnMarks(
        boxes,
        lit,
        lines,
        bool(pair and pair.is_of_columns),
    )
    return drawn_html(leaf.drawn, marks, words)


def _find_lit(
    pages: Pages,
    number: int,
    asked: _Wanted,
    framed: Mapping[Key, Box],
) -> list[Box]:
    """What is lit on a page: a table, or the row and the column of a cell."""
    if asked.around:
        leaf, here = pages.leaf(number), pages.on(number)
        found = [leaf.box_of(here[key]) for key in asked.around if key in here]
        boxes = [box for box in found if box]
        return [bound(boxes)] if boxes else []
    # of many cells the rows and columns would light the whole table
    if len(asked.keys) > 1:
        return []
    lit: list[Box] = []
    for key, box in framed.items():
        lit += _light(
            pages,
            number,
            key,
            box,
        )
    return lit


def _light(
    pages: Pages,
    number: int,
    key: Key,
    box: Box,
) -> Iterator[Box]:
    """The row and the column of a cell as far as their table reaches on the page."""
    left, bottom, right, top = box
    first, lowest, last, highest = bound(pages.table_around(number, key))
    yield first, bottom, last, top
    yield left, lowest, right, highest


def _find_lines(
    framed: Mapping[Key, Box],
    pair: Pair | None,
) -> tuple[Box, Box] | None:
    """Around which boxes the lines of a pair stand, if both are on this page."""
    if pair is None:
        return None
    first = [framed[key] for key in pair.first if key in framed]
    second = [framed[key] for key in pair.second if key in framed]
    return (bound(first), bound(second)) if first and second else None


# ---- on a rendered page


def _show_on_rendered(
    pages: Pages,
    number: int,
    asked: _Wanted,
    words: str,
) -> str:
    places = {key: pages.spots[key].where for key in asked.keys if key in pages.spots}
    framed = set(places.values())
    if asked.aside and asked.aside in pages.asides:
        framed.add(asked.aside)
    pair = asked.pair
    ends = None
    if pair and pair.first[0] in places and pair.second[0] in places:
        ends = (places[pair.first[0]], places[pair.second[0]])
    marks = Marks(framed, ends, bool(pair and pair.is_of_columns))
    around = {pages.spots[key].where for key in asked.around if key in pages.spots}
    blocks = _choose_blocks(pages.blocks(number), framed | around)
    return render(blocks, pages.anchors(), marks)


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
