"""Web pages as published: paragraphs become lines, tables grids; layout is told from contents.

lxml repairs the markup (missing end tags, stray cells, what Word leaves behind), fetches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from lxml import etree

from gxkit.document import Cell, Grid, Line, Where
from gxkit.errors import DamagedFileError, NoTextError, UnknownFormatError
from gxkit.readers.encodings import decode_bytes
from gxkit.readers.formats import Contents
from gxkit.readers.signs import is_mhtml
from gxkit.readers.web.flow import cell_text, read_pieces, stray_pieces
from gxkit.readers.web.metadata import find_properties
from gxkit.readers.web.tables import place_cells, table_to_rows
from gxkit.readers.web.tags import Element

# Characters; a table with a longer cell lays text out: chapters of a report are longer, and the
# longest label of a form with its notes has some two hundred.
_CELL_LENGTH = 600
_FEWEST_COLUMNS = 2  # a table with fewer is a frame around text


def read(path: Path, data: bytes) -> Contents:
    """Lines and grids of a web page or a piece of one, and what it says of itself.

    A line's number counts the page's pieces of text (paragraphs, headings, what stands between line
    breaks). A table that holds tables, has one column or a very long cell is layout: its cells are
    read as running text.
    """
    decoded = decode_bytes(_unwrap(data) if is_mhtml(data) else data)
    if decoded is None:
        raise UnknownFormatError(
            f"{path.name}: no encoding fits this web page (tried UTF-8, UTF-16 and GB18030); save "
            "it again from the browser."
        )
    root = _parse_page(decoded.text, path.name)
    blocks = _page_to_blocks(root) if root is not None else ()
    if root is None or not blocks:
        raise NoTextError(
            f"{path.name}: the web page shows no text; it is probably filled in by a script. Open "
            "it in a browser and save the page as it then stands."
        )
    properties = {"encoding": decoded.encoding} | find_properties(root, blocks)
    return Contents(blocks, properties, decoded.remarks)


def _unwrap(data: bytes) -> bytes:
    """The page inside an MHTML file; the bytes as they are where none is."""
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if not isinstance(part, EmailMessage) or part.get_content_type() != "text/html":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            return content
    return data


def _parse_page(text: str, name: str) -> Element | None:
    """The root of the page's tree; None where there is nothing but comments or blanks."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    content = text.lstrip("\ufeff").replace("\0", "").encode("utf-8", "replace")
    try:
        root: Element | None = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    for entry in parser.error_log:
        # the parser stops where a page is nested too deep, and says so only here
        if entry.level_name == "FATAL" and "RESOURCE" in entry.type_name:
            raise DamagedFileError(
                f"{name}: the web page nests its elements more than 255 deep and would be cut "
                "there; probably end tags are missing. Print it to PDF from a browser and give "
                "that."
            )
    return root


def _page_to_blocks(root: Element) -> tuple[Line | Grid, ...]:
    page = _Page()
    for piece in read_pieces(root):
        if isinstance(piece, str):
            page.add_line(piece)
        else:
            page.add_table(piece)
    return tuple(page.blocks)


@dataclass(slots=True)
class _Page:
    """The lines and grids of a page so far, their running numbers, and the last line of text."""

    blocks: list[Line | Grid] = field(default_factory=list)
    lines: int = 0
    tables: int = 0
    caption: str = ""

    def add_line(self, text: str) -> None:
        """A piece of text."""
        self.lines += 1
        self.caption = text
        self.blocks.append(Line(text, Where(line=self.lines)))

    def add_table(self, table: Element) -> None:
        """A table without tables in it: a grid, or its text where it is layout."""
        rows = table_to_rows(table)
        cells = place_cells(rows, cell_text, self.tables + 1)
        for stray in stray_pieces(table):
            self.add_line(stray)
        if not _is_layout(cells):
            self.tables += 1
            self.blocks.append(Grid(cells, self.caption))
            self.caption = ""
            return
        for cell in cells:
            for piece in cell.text.split("\n"):
                if piece:
                    self.add_line(piece)


def _is_layout(cells: tuple[Cell, ...]) -> bool:
    """Whether a table only places text on the page."""
    columns = {cell.column for cell in cells}
    if len(columns) < _FEWEST_COLUMNS:
        return True
    return max(len(cell.text) for cell in cells) > _CELL_LENGTH
