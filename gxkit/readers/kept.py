"""Values that hold a report unseen: the texts, lists and markup of an answer, a script, a template.

Sites cover what they keep: with escapes, percent signs, base64, or as an answer within an answer.
The coverings are taken off; markup is read as the page that it is, a list of rows as a table.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from gxkit.document import Cell, Grid, Line, Where
from gxkit.readers.encodings import decode_bytes
from gxkit.readers.formats import Inner
from gxkit.readers.signs import OLE, PICTURES, RTF, ZIP
from gxkit.readers.sources import has_table, is_source, source_to_page

Block = Line | Grid | Inner
Said = str | list[list[object]]
"""a text, or the rows of a table"""

# A table has two rows at least; a shorter list is one of links or of parts.
_FEWEST_ROWS = 2
# What a script lists may be anything; a table of a report has some rows more.
_FEWEST_ROWS_UNSAID = 5
CHINESE = re.compile("[\u4e00-\u9fff]")
# Coverings in each other, an answer within an answer among them; three have been seen.
_MOST_COVERED = 5
_ESCAPED = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))"
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "\n", "v": "\n", "0": ""}
_SIGNS |= dict.fromkeys(("\n", "\r\n", "\r"), "")
_LAST_CHARACTER = 0x10FFFF
_SURROGATE = re.compile("[\ud800-\udfff]")
_PERCENT = re.compile(r"(?i)%(?:3c|u003c)")
_WIDE = re.compile(r"%u([0-9a-fA-F]{4})")
_WIDE_CHINESE = re.compile(r"%u[4-9][0-9a-fA-F]{3}")
_TWICE_ESCAPED = re.compile(r"(?i)\\(?:u003c|x3c|u[4-9][0-9a-f]{3})")
_BASE64 = re.compile(r"(?:data:[\w/;=,+-]{0,80}?base64,)?([A-Za-z0-9+/\s]{200,}={0,2}\s*)")
"""a table takes more than some hundred letters"""
_MARKUP = re.compile(r"<[a-zA-Z!/]")
# Some number or name their answers: 5:["$", …].
_ANSWER = re.compile(r"\s*(?:[\w.$]{1,20}\s*[:=(]\s*)?(?=[\[{]\s*[\[{\"])")
_DECODER = json.JSONDecoder()
_FILES = (ZIP, OLE, b"%PDF-", RTF, *PICTURES.keys() - {b"BM"})
"""how files begin that hold a report; two letters are too few for a sign"""
_SENSIBLE = (_MARKUP, _PERCENT, _ANSWER)


def values_to_blocks(value: object) -> list[Block]:
    """The texts, tables and pages of a value in its order; a line's number counts its lines."""
    blocks: list[Block] = []
    for said in walk(value):
        number = len(blocks) + 1
        if isinstance(said, list):
            grid = _rows_to_grid(said, number)
            blocks.append(grid)
        elif is_source(said):
            blocks.append(source_to_page(said))
        elif file := _file_in(said):
            blocks.append(Inner(f"attachment{number}", file))
        else:
            blocks += _to_lines(said, number)
    return blocks


def _to_lines(text: str, first: int) -> list[Line]:
    pieces = enumerate(text.splitlines(), first)
    return [Line(piece, Where(line=number)) for number, piece in pieces]


def _file_in(text: str) -> bytes:
    """A file that is kept as base64, as an attachment of an answer; b"" where there is none."""
    found = _BASE64.fullmatch(text)
    if found is None:
        return b""
    try:
        data = b64decode(found[1])
    except binascii.Error:
        return b""
    return data if data.startswith(_FILES) else b""


def holds_table(said: Iterable[Said]) -> bool:
    """Whether a table of a report may stand in some values: markup, or rows with words in them."""
    return any(map(_may_be_table, said))


def _may_be_table(said: Said) -> bool:
    if isinstance(said, str):
        return has_table(said)
    if len(said) < _FEWEST_ROWS_UNSAID:
        return False
    # most rows of a table begin with words, those of a list of points in a chart do not
    firsts = [str(row[0]) for row in said if len(row) > 1]
    worded = filter(CHINESE.search, firsts)
    return 2 * len(list(worded)) > len(said)


def walk(
    value: object,
    covers: int = _MOST_COVERED,
) -> Iterator[Said]:
    """The texts of a value, and its lists of rows, in their order."""
    if isinstance(value, str):
        text = uncover(value)
        answer = _answer_in(text) if covers else None
        if answer is None:
            yield text
        else:
            yield from walk(answer, covers - 1)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from walk(inner, covers)
    elif isinstance(value, list):
        if len(value) >= _FEWEST_ROWS and all(map(_is_row, value)):
            yield value
            return
        for inner in join_open_tables(value):
            yield from walk(inner, covers)


def join_open_tables(values: Iterable[object]) -> Iterator[object]:
    """The values, each text that ends within a table with the pieces of markup that go on in it.

    Scripts write a table row by row, and keep its rows in a list.
    """
    pieces: list[str] = []
    depth = 0
    for value in values:
        if not isinstance(value, str):
            yield value
            continue
        # what stands between the pieces of a table is the name of a place, or none of its text
        if pieces and "<" not in value:
            continue
        depth = max(depth + _count_open(value), 0)
        pieces.append(value)
        if depth == 0:
            yield "".join(pieces)
            pieces.clear()
    if pieces:
        yield "".join(pieces)


def _count_open(text: str) -> int:
    """How many tables begin in a text and do not end in it."""
    lowered = text.lower()
    return lowered.count("<table") - lowered.count("</table")


def _is_row(value: object) -> bool:
    if not isinstance(value, list):
        return False
    return not any(isinstance(inner, list | dict) for inner in value)


def _rows_to_grid(rows: list[list[object]], table: int) -> Grid:
    cells = []
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            text = "" if value is None else str(value)
            where = Where(table=table, row=row + 1, column=column + 1)
            cells.append(Cell(row, column, text, where))
    return Grid(tuple(cells))


def _answer_in(text: str) -> list[object] | None:
    """What a text says that is one answer or several in a row; None where it is anything else."""
    found: list[object] = []
    at = 0
    try:
        while (start := _ANSWER.match(text, at)) is not None:
            answer, at = _DECODER.raw_decode(text, start.end())
            found.append(answer)
    except (ValueError, RecursionError):
        return None
    rest = text[at:].strip(" \r\n;)")
    return found if found and not rest else None


# ---- coverings


def unescape(text: str) -> str:
    r"""A text as a script means it that writes it with strokes before signs.

    >>> unescape(r"\u4e00<\/td>\x3cb>"), unescape(r"\'1\'")
    ('一</td><b>', "'1'")
    """
    if "\\" not in text:
        return text
    return _join_surrogates(_ESCAPED.sub(_sign_of, text))


def _sign_of(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if not code:
        return _SIGNS.get(match[4], match[4])
    number = int(code, 16)
    return chr(number) if number <= _LAST_CHARACTER else ""


def _join_surrogates(text: str) -> str:
    """A text with characters that were written in two halves, as they are seldom, made one."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def uncover(text: str) -> str:
    """A text without what its markup is covered with; any other as it is.

    >>> uncover("%3Ctd%3E%u4e00%3C/td%3E"), uncover("http://a.cn/%E4%B8%80")
    ('<td>一</td>', 'http://a.cn/%E4%B8%80')
    """
    covers = 0
    # what `escape` leaves of markup is its Latin letters, or all of it
    if _WIDE_CHINESE.search(text):
        text = _WIDE.sub(_wide_to_sign, text)
    while covers < _MOST_COVERED and not _MARKUP.search(text):
        opened = _take_cover(text)
        if opened is None:
            break
        text = opened
        covers += 1
    return text


def _take_cover(text: str) -> str | None:
    """The text below one covering; None where there is none."""
    if _PERCENT.search(text):
        wide = _WIDE.sub(_wide_to_percent, text)
        return _decode(unquote_to_bytes(wide))
    if _TWICE_ESCAPED.search(text):
        return unescape(text)
    found = _BASE64.fullmatch(text)
    if found is None:
        return None
    try:
        plain = _decode(b64decode(found[1]))
    except binascii.Error:
        return None
    # any letters are base64 of something
    if plain is None:
        return None
    is_sense = any(sign.search(plain) for sign in _SENSIBLE)
    return plain if is_sense else None


def _wide_to_sign(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _wide_to_percent(match: re.Match[str]) -> str:
    """Half of a character is left out; what stands so is no figure."""
    signs = chr(int(match[1], 16)).encode("utf-8", "ignore")
    return "".join([f"%{byte:02X}" for byte in signs])


def _decode(data: bytes) -> str | None:
    decoded = decode_bytes(data)
    return decoded.text if decoded else None
