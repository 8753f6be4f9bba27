"""The tape of a filled table: which label was found where, which figure went into which cell.

A label stands in 〔 〕, a placed figure in [ ], one with several readings in ? ?, one that belongs
to no cell in × ×. Colours follow the page's own, light or dark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gxkit.errors import NoCellError
from gxkit.filling import Filling
from gxkit.filling.cells.entries import Entry
from gxkit.filling.cells.fields import Field
from gxkit.filling.filled import Filled
from gxkit.filling.finding.spots import Spot
from gxkit.filling.phrases import WAYS
from gxkit.filling.tape import Token
from gxkit.notebook.faces import Face
from gxkit.report import Report
from gxkit.text import choose, shown_language
from gxkit.text.escapes import to_html

# What a part of the tape looks like; half transparent, so that a light or dark ground shows.
_STYLES = {
    "label": "background:#48c5;font-weight:600",
    "placed": "border:1px solid;background:#4a64",
    "open": "border:1px dashed;background:#db35",
    "spare": "background:#d535;text-decoration:line-through",
}
# The signs that say the same in a shell.
_SIGNS = {
    "label": ("〔", "〕"),
    "placed": ("[", "]"),
    "open": ("?", "?"),
    "spare": ("×", "×"),
}
_WORDS = {
    "label": ("行标签", "label of a row"),
    "placed": ("放入一格", "placed in a cell"),
    "open": ("有几种读法", "several readings"),
    "spare": ("不属任何格", "no cell's"),
}
_BLOCK = "font:12px/1.9 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap"
_LINE_BREAK = " ⏎ "
# Characters of a line that is a cell and no label.
_LONGEST_CELL = 6
# Letters of a text between labels that are shown: the narrative may stand in one line.
_MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class _Mark:
    """A part of the tape that means something: what kind of, and what is said when pointed at."""

    start: int
    end: int
    kind: str
    title: str


def tape_html(
    report: Report | Filling,
    table: str | None = None,
    language: str | None = None,
) -> Face:
    """The tape around the tables of a report, or around one of them, with spots and fields marked.

    NoCellError if the report does not keep its filling, or has no such table.
    """
    filling = report if isinstance(report, Filling) else report.filling
    if not isinstance(filling, Filling):
        raise NoCellError(
            "此报告没有保留识读过程；请用 gxkit.parse 单独读取其文件。",
            "This report does not keep how it was read; read its file by itself with gxkit.parse.",
        )
    if table is not None and table not in filling.tables:
        known = ", ".join(filling.tables)
        raise NoCellError(
            f"此报告没有表 {table!r}；它有 {known}。",
            f"There is no table {table!r} in this report; it has {known}.",
        )
    wanted = list(filling.tables) if table is None else [table]
    language = shown_language(language)
    parts = [_draw(filling, filling.tables[kind], language) for kind in wanted]
    html = "".join(part.html for part in parts)
    return Face(f"<div>{_legend(language)}{html}</div>", "\n\n".join(part.text for part in parts))


def _legend(language: str) -> str:
    shown = [
        f'<span style="{_STYLES[kind]}">{choose(zh, en, language)}</span>'
        for kind, (zh, en) in _WORDS.items()
    ]
    return f'<div style="{_BLOCK}">{" ".join(shown)}</div>'


def _draw(
    filling: Filling,
    filled: Filled,
    language: str,
) -> Face:
    """One table: a line that names it, and its lines of the tape."""
    title = _title(filled, language)
    marks = sorted(_marks(filled), key=lambda mark: (mark.start, mark.end))
    html = [f"<b>{to_html(title)}</b>"]
    text = [title]
    for tokens in _lines(filling, filled, marks):
        line = _draw_line(tokens, marks)
        joint = _LINE_BREAK if _goes_on(tokens, line) else "\n"
        html += [joint, line.html]
        text += [joint, line.text]
    return Face(f'<div style="{_BLOCK}">{"".join(html)}</div>', "".join(text))


def _goes_on(
    tokens: Sequence[Token],
    line: Face,
) -> bool:
    """Whether a line is a figure or a unit alone, as in a file with one cell a line.

    Each on its own line, such a table would stand a finger wide and a page high.
    """
    return len(tokens) == 1 and len(line.text) <= _LONGEST_CELL


def _title(
    filled: Filled,
    language: str,
) -> str:
    name = filled.table.short(language)
    if filled.match is None:
        return choose(f"{name}：文件中没有", f"{name}: not in the file", language)
    way = WAYS[filled.match.way].say(language)
    score = f"{filled.match.score:.0f}"
    return choose(
        f"{name} · {filled.form} · {score}分 · {way}",
        f"{name} · {filled.form} · {score} points · {way}",
        language,
    )


def _marks(filled: Filled) -> Iterator[_Mark]:
    """The labels and fields of a table."""
    if filled.match:
        for spot in filled.match.spots:
            yield from _spot_marks(filled, spot)
    for entry in filled.entries:
        yield from _entry_marks(filled, entry)


def _spot_marks(
    filled: Filled,
    spot: Spot,
) -> Iterator[_Mark]:
    if spot.way == "wrapped":
        # Its figures are the spot: the letters of the label stand around them.
        return
    label = filled.table.rows[spot.row].label
    title = f"{label} · {spot.way} · {spot.score:.0f}"
    yield _Mark(spot.start, spot.end, "label", title)
    if spot.tail:
        yield _Mark(*spot.tail, "label", title)


def _entry_marks(
    filled: Filled,
    entry: Entry,
) -> Iterator[_Mark]:
    spare = [*entry.spare, *entry.placement.spare]
    fields = entry.placement.fields
    if fields is None:
        for field in entry.figures:
            if not any(field is other for other in spare):
                kind = "placed" if _is_decided(entry) else "open"
                yield _field_mark(field, kind, entry.way)
    else:
        for (row, column), placed in zip(entry.slots, fields, strict=True):
            if placed is not None:
                yield _field_mark(placed, "placed", f"{row} · {column}")
    for field in spare:
        yield _field_mark(field, "spare", filled.id)


def _is_decided(entry: Entry) -> bool:
    return entry.placement.complete and len(entry.placement.possible) == 1


def _field_mark(
    field: Field,
    kind: str,
    title: str,
) -> _Mark:
    return _Mark(field.start, field.end, kind, title)


def _lines(
    filling: Filling,
    filled: Filled,
    marks: Sequence[_Mark],
) -> Iterator[list[Token]]:
    """The tokens of each line or row of the grid from the first mark of a table to its last."""
    if not marks or filled.match is None:
        return
    tape = filling.tape
    first = tape.token_at(marks[0].start).home
    last = tape.index_at(max(marks[0].start, max(mark.end for mark in marks) - 1))
    begun = False
    for home, group in groupby(enumerate(tape.tokens), key=lambda pair: pair[1].home):
        numbered = list(group)
        begun = begun or home == first
        if begun:
            yield [token for _, token in numbered]
        if begun and numbered[-1][0] >= last:
            return


def _draw_line(
    tokens: Sequence[Token],
    marks: Sequence[_Mark],
) -> Face:
    html: list[str] = []
    text: list[str] = []
    for token in tokens:
        parts = list(_parts(token, marks)) or [("□", None)]
        for part, mark in parts:
            if mark is None:
                html.append(to_html(part))
                text.append(part)
                continue
            opened, closed = _SIGNS[mark.kind]
            style, title = _STYLES[mark.kind], to_html(mark.title)
            html.append(f'<span style="{style}" title="{title}">{to_html(part)}</span>')
            text.append(f"{opened}{part}{closed}")
        html.append(" ")
        text.append(" ")
    return Face("".join(html).rstrip(), "".join(text).rstrip())


def _parts(
    token: Token,
    marks: Sequence[_Mark],
) -> Iterator[tuple[str, _Mark | None]]:
    """A token cut where marks begin and end; an empty one where a mark says what it is."""
    position = token.start
    for mark in marks:
        if mark.end < position or mark.start > token.end:
            continue
        start, end = max(mark.start, position), min(mark.end, token.end)
        if start > position:
            yield _shorten(token.text[position - token.start : start - token.start]), None
        if start < end:
            yield token.text[start - token.start : end - token.start], mark
        elif not token.text and mark.start == mark.end == token.start:
            yield "□", mark
            return
        position = max(position, end)
    if position < token.end:
        yield _shorten(token.text[position - token.start :]), None


def _shorten(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else text[:_MOST_LETTERS] + "…"
