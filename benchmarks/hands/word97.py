"""Word 97 files (.doc), written part by part: text, where paragraphs and rows end, and no style."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .drawn import Line, Placed, Report, Table, place, width_of

_TEXT_AT = 1024
"""the place in the stream where the text begins, behind the head"""
_PAGE = 512
_WIDTH = 8000
"""of a table, in twentieths of a point"""
_PARAGRAPH, _CELL = "\r", "\a"
_MOST = 24
"""paragraphs whose properties stand on one page"""
# names of properties, as Word writes them
_IN_TABLE = struct.pack("<HBHI", 0x2416, 1, 0x6649, 1)
_ROW_END = _IN_TABLE + struct.pack("<HB", 0x2417, 1)
_CELLS_OF_ROW = 0xD608
_GOES_ON, _BEGINS = 1 << 5, 3 << 5
"""of a cell that spans rows: it is covered from above, or spans downwards"""
_CLX, _CHARACTERS, _PARAGRAPHS = 33, 12, 13
"""numbers of the parts of the table stream, of 93"""
_SECTOR = 512
_FREE, _END, _OF_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LEAST_STREAM = 4096
"""what is shorter would lie in a stream of small ones"""


@dataclass(frozen=True, slots=True)
class _Run:
    """A paragraph: its text with its end, and its properties."""

    text: str
    properties: bytes = b""


def doc(report: Report) -> bytes:
    """The file."""
    runs: list[_Run] = []
    for piece in report.pieces:
        if isinstance(piece, Line):
            runs.append(_Run(piece.text + _PARAGRAPH))
        else:
            runs += _rows_of(piece)
            # a table is parted from what follows
            runs.append(_Run(_PARAGRAPH))
    text = "".join(run.text for run in runs)
    stream = text.encode("utf-16-le")
    end = _TEXT_AT + len(stream)
    stream += bytes(-end % _PAGE)
    first_page = (_TEXT_AT + len(stream)) // _PAGE
    pages = [_plain_page(end), *_paragraph_pages(runs)]
    bounds = [bound for bound, _ in pages[1:]] + [end]
    numbers = range(first_page + 1, first_page + len(pages))
    parts = {
        _CLX: _pieces_of(len(text)),
        _CHARACTERS: struct.pack("<3I", _TEXT_AT, end, first_page),
        _PARAGRAPHS: struct.pack(f"<{2 * len(numbers) + 1}I", *bounds, *numbers),
    }
    table = b"".join(parts.values())
    head = _head_of(len(text), end, parts)
    body = head.ljust(_TEXT_AT, b"\0") + stream + b"".join(page for _, page in pages)
    return _container({"WordDocument": body, "1Table": table})


def _rows_of(table: Table) -> Iterator[_Run]:
    width = width_of(table.rows)
    for placed in place(table.rows):
        for each in placed:
            text = "" if each.continued else each.box.text
            yield _Run(text + _CELL, _IN_TABLE)
        yield _Run(_CELL, _ROW_END + _row_properties(placed, width))


def _row_properties(placed: list[Placed], width: int) -> bytes:
    """Where the cells of a row stand, and which of them span rows."""
    edges = [0]
    cells = b""
    for each in placed:
        edges.append((each.column + each.box.columns) * _WIDTH // width)
        spans = _GOES_ON if each.continued else _BEGINS if each.box.rows > 1 else 0
        cells += struct.pack("<2H16x", spans, edges[-1] - edges[-2])
    said = struct.pack(f"<B{len(edges)}h", len(placed), *edges) + cells
    return struct.pack("<2H", _CELLS_OF_ROW, len(said) + 1) + said


def _plain_page(end: int) -> tuple[int, bytes]:
    """The page that says of all characters that nothing is to be said of them."""
    return _TEXT_AT, struct.pack("<2IB", _TEXT_AT, end, 0).ljust(_PAGE - 1, b"\0") + b"\1"


def _paragraph_pages(runs: list[_Run]) -> Iterator[tuple[int, bytes]]:
    """Pages of properties, each with the place in the stream from which on it holds."""
    at = _TEXT_AT
    some: list[_Run] = []
    for run in runs:
        if some and not _fits([*some, run]):
            yield at, _paragraph_page(some, at)
            at += sum(_length(one) for one in some)
            some = []
        some.append(run)
    yield at, _paragraph_page(some, at)


def _length(run: _Run) -> int:
    return 2 * len(run.text)


def _fits(runs: list[_Run]) -> bool:
    kinds = {run.properties for run in runs}
    size = 5 + 17 * len(runs) + sum(len(kind) + 6 for kind in kinds)
    return len(runs) <= _MOST and size <= _PAGE


def _paragraph_page(runs: list[_Run], at: int) -> bytes:
    """A page: where each paragraph begins, where its properties stand, and these from the end."""
    bounds = [at]
    page = bytearray(_PAGE)
    page[-1] = len(runs)
    free = _PAGE - 2
    places: dict[bytes, int] = {}
    for number, run in enumerate(runs):
        bounds.append(bounds[-1] + _length(run))
        if run.properties not in places:
            said = b"\0\0" + run.properties
            said += bytes(len(said) % 2)
            packed = bytes((0, len(said) // 2)) + said
            free -= len(packed)
            page[free : free + len(packed)] = packed
            places[run.properties] = free // 2
        page[4 * (len(runs) + 1) + 13 * number] = places[run.properties]
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    return bytes(page)


def _pieces_of(count: int) -> bytes:
    """The text as one piece of so many characters."""
    pieces = struct.pack("<2IHIH", 0, count, 0, _TEXT_AT, 0)
    return struct.pack("<BI", 2, len(pieces)) + pieces


def _head_of(count: int, end: int, parts: dict[int, bytes]) -> bytes:
    """The head of the main stream: what is where."""
    base = struct.pack("<6HH", 0xA5EC, 0xC1, 0, 0x0804, 0, 0x1200, 0xBF)
    base += struct.pack("<I2B2H2I", 0, 0, 0, 0, 0, _TEXT_AT, end)
    lengths = [0] * 22
    lengths[0], lengths[3] = end, count
    places = [0] * 186
    at = 0
    for number, part in parts.items():
        places[2 * number : 2 * number + 2] = at, len(part)
        at += len(part)
    words = struct.pack("<H28xH22I", 14, 22, *lengths)
    return base + words + struct.pack("<H186IH", 93, *places, 0)


def _container(streams: dict[str, bytes]) -> bytes:
    """The streams in a compound file: its table of sectors first, then the names, then they."""
    padded = {}
    for name, data in streams.items():
        size = max(_LEAST_STREAM, -(-len(data) // _SECTOR) * _SECTOR)
        padded[name] = data.ljust(size, b"\0")
    sectors = sum(len(data) // _SECTOR for data in padded.values())
    fats = 1
    while fats * _SECTOR // 4 < sectors + fats + 1:
        fats += 1
    chain = [*[_OF_FAT] * fats, _END]
    entries = _entry("Root Entry", 5, 1, _END, 0)
    for number, (name, data) in enumerate(padded.items()):
        first = len(chain)
        count = len(data) // _SECTOR
        chain += [*range(first + 1, first + count), _END]
        # the names are a tree, and here a line: each hangs to the right of the one before
        entries += _entry(name, 2, _FREE, first, len(data), number + 2 if number == 0 else _FREE)
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(fats * _SECTOR, b"\xff")
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<5H6x", 62, 3, 0xFFFE, 9, 6)
    head += struct.pack("<10I", 0, fats, fats, 0, _LEAST_STREAM, _END, 0, _END, 0, 0)
    head = head[:-4] + struct.pack(f"<{fats}I", *range(fats))
    names = entries.ljust(_SECTOR, b"\0")
    return head.ljust(_SECTOR, b"\xff") + table + names + b"".join(padded.values())


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = _FREE) -> bytes:
    said = f"{name}\0".encode("utf-16-le")
    shape = struct.pack("<HBB3I", len(said), kind, 1, _FREE, right, child)
    return said.ljust(64, b"\0") + shape + bytes(36) + struct.pack("<IQ", start, size)
