"""The study as PDF: its blocks as Typst source, set with the packaged Noto fonts and no others."""

from __future__ import annotations

import tempfile
from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import typst

from gxkit.charts.house import FACES
from gxkit.paper.blocks import (
    Block,
    Paper,
    Row,
    Span,
    Spans,
)
from gxkit.paper.template import TemplateError
from gxkit.text.escapes import to_typst_string

Pictures = Mapping[str, str]
"""file names by figure"""
SHORT = 24
"""letters of a cell that is never broken: as many as the longest term of a narrow column"""
# A line of small type has some 120 letters, of which the blanks between columns take their part.
LINE = 90
_ALIGN = {"l": "left", "r": "right", "c": "center"}
_SPANS = {
    "text": "#{0}",
    "strong": "#strong({0})",
    "cite": "#super({0})",
    "see": "#{0}",
    "cell": "#{0}",
    "file": "#text(size: 0.8em, {0})",
    "link": "#link({1}, {0})",
}


def _array(items: Iterable[str]) -> str:
    """A Typst array; the comma at its end keeps an array of one from being a mere bracket."""
    return f"({', '.join(items)},)"


def _content(spans: Iterable[Span]) -> str:
    """A Typst content block."""
    made = []
    for span in spans:
        words, target = to_typst_string(span.text), to_typst_string(span.target)
        made.append(_SPANS[span.kind].format(words, target))
    return f"[{''.join(made)}]"


def _call(name: str, *arguments: str) -> str:
    return f"#{name}({', '.join(arguments)})"


def _heading(block: Block, _: Pictures) -> str:
    level, number = str(block.level), to_typst_string(block.number)
    return _call(
        "section",
        level,
        number,
        _content(block.spans),
    )


def _paragraph(block: Block, _: Pictures) -> str:
    return _call("prose", _content(block.spans))


def _item(block: Block, _: Pictures) -> str:
    return _call("point", _content(block.spans))


def _reference(block: Block, _: Pictures) -> str:
    return _call(
        "reference",
        to_typst_string(block.number),
        _content(block.spans),
    )


def _abstract(block: Block, _: Pictures) -> str:
    paragraphs = _array(map(_content, block.paragraphs))
    return _call(
        "abstract",
        to_typst_string(block.language),
        to_typst_string(block.label),
        paragraphs,
    )


def _figure(block: Block, pictures: Pictures) -> str:
    return _call(
        "picture",
        to_typst_string(pictures[block.key]),
        to_typst_string(block.label),
        _content(block.spans),
        _content(block.note),
        to_typst_string(block.plain),
    )


def _table(block: Block, _: Pictures) -> str:
    head, *rows = (row for place, row in enumerate(block.rows) if place not in block.more)
    return _call(
        "listing",
        to_typst_string(block.label),
        _content(block.spans),
        _array(_ALIGN[side] for side in block.align),
        _array(map(_content, head)),
        _array(_cells(rows)),
        str(len(rows)),
        _array(map(str, _shares(rows))),
        _content(block.note),
    )


def _cells(rows: Iterable[Row]) -> Iterator[str]:
    """The cells of a table, row by row; what begins several rows stands once beside them all.

    An English name takes three lines, and repeated in nine rows it made them as high as a page.
    """
    for first, same in groupby(rows, key=lambda row: row[0]):
        own = list(same)
        if len(own) > 1:
            yield f"table.cell(rowspan: {len(own)}, align: left + top, {_content(first)})"
        else:
            yield _content(first)
        for row in own:
            yield from map(_content, row[1:])


def _letters(cell: Spans) -> int:
    return sum(len(span.text) for span in cell)


def _shares(rows: Sequence[Row]) -> list[int]:
    """What each column of a table takes of the width that the short ones leave, 0 for a short one.

    It goes by the letters of its cells, between the longest and the average. Left alone the
    typesetter gave a name as much as the sentence beside it, which then stood on eight lines. All
    are 0 where every row fits a line.
    """
    columns = [list(map(_letters, cells)) for cells in zip(*rows, strict=True)]
    longest = [max(lengths) for lengths in columns]
    if sum(longest) <= LINE:
        return [0] * len(columns)
    made = []
    for lengths, most in zip(columns, longest, strict=True):
        average = sum(lengths) / len(lengths)
        made.append(round((most + average) / 2) if most > SHORT else 0)
    return made


WRITERS: Mapping[str, Callable[[Block, Pictures], str]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "item": _item,
    "reference": _reference,
    "abstract": _abstract,
    "figure": _figure,
    "table": _table,
}
"""how each kind of block is written"""
COLUMNS = ("item", "reference")
"""kinds of blocks that stand in two columns"""


def to_typst(
    paper: Paper,
    layout: str,
    pictures: Pictures,
) -> str:
    """The paper as Typst source behind a layout."""
    given = {**paper.front, "language": paper.language}
    front = ", ".join(f"{name}: {to_typst_string(text)}" for name, text in given.items())
    printed = [block for block in paper.blocks if not block.on_web]
    body = "\n".join(_written(printed, pictures))
    return f"{layout}\n#show: paper.with({front})\n{body}\n"


def _written(
    blocks: Iterable[Block],
    pictures: Pictures,
) -> Iterator[str]:
    """The blocks in turn; a list of references or items stands in two columns."""
    for kind, same in groupby(blocks, key=lambda block: block.kind):
        made = [WRITERS[kind](block, pictures) for block in same]
        if kind in COLUMNS:
            # Row by row: whole columns broken by a page put the tenth before the seventh.
            yield _call("columns_of", *(f"[{part}]" for part in made))
        else:
            yield from made


def write_pdf(
    paper: Paper,
    layout: str,
    pictures: Mapping[str, Path],
    day: str,
) -> bytes:
    """The PDF, dated `day` (an ISO date): the same paper gives the same bytes.

    TemplateError if Typst refuses it.
    """
    names = {key: f"{key}{path.suffix}" for key, path in pictures.items()}
    # Typst reads no file outside its root: the figures are copied beside the source.
    with tempfile.TemporaryDirectory() as folder:
        for key, path in pictures.items():
            copied = Path(folder) / names[key]
            copied.write_bytes(path.read_bytes())
        source = Path(folder) / "study.typ"
        source.write_text(
            to_typst(paper, layout, names),
            "utf-8",
        )
        try:
            return _compile(source, day)
        except typst.TypstError as reason:
            raise TemplateError(f"Typst could not set the study: {reason}") from reason


def _compile(source: Path, day: str) -> bytes:
    """The PDF of a Typst file, with no fonts but ours and no clock but `day` (none: 1970)."""
    # Fonts of the machine would give other line breaks, and another PDF, on each machine.
    fonts = sorted({str(Path(find_file()).parent) for find_file in FACES.values()})
    # With the clock's own time no two runs would give the same bytes.
    stamp = datetime.fromisoformat(day or "1970-01-01").replace(tzinfo=UTC)
    compiler = typst.Compiler(
        str(source),
        root=str(source.parent),
        font_paths=fonts,
        ignore_system_fonts=True,
    )
    made = compiler.compile(format="pdf", timestamp=int(stamp.timestamp()))
    # The compiler gives a list for formats of one file a page, which a PDF never is.
    if not isinstance(made, bytes):
        raise TemplateError("Typst gave no single file for the study.")
    return made
