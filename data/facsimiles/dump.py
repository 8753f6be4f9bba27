"""Text dumps: the report as a converter leaves it, with the damage that the original dump has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from facsimiles.layout import LABEL_COLUMNS, Layout
from facsimiles.outline import PAGE_CUT, Damage, Outline

LINE_WIDTH = 56
PAGE_LINES = 26


def write_dump(outline: Outline, layouts: dict[str, Layout]) -> bytes:
    """The dump, UTF-8, in the shape that the outline names."""
    shapes: dict[str, Callable[[Outline, dict[str, Layout]], str]] = {
        "one_cell_a_line": _one_cell_a_line,
        "blank_separated": _blank_separated,
        "tab_separated": _tab_separated,
        "joined": _joined,
    }
    return shapes[outline.dump](outline, layouts).encode("utf-8")


def _words(line: str) -> str:
    return re.sub(r"^[=>#^~] ", "", line)


def _one_cell_a_line(outline: Outline, layouts: dict[str, Layout]) -> str:
    """Each cell on a line of its own after a tab, an empty line between rows.

    A blank cell is a lone tab.
    """
    out = [""]
    for line in outline.body:
        if line.startswith("@"):
            rows = ["\t" + "\n\t".join(row.texts) for row in layouts[line[1:]].lines]
            out.append("\n\n".join(rows))
        elif line != "---":
            indent = {"日": " " * 8, "发": "\t "}.get(line[-1], "") if line.startswith("> ") else ""
            out.append(indent + _words(line))
    return "\n".join(out) + "\n "


def _blank_separated(outline: Outline, layouts: dict[str, Layout]) -> str:
    """Lines broken where the page breaks them, an empty line after each.

    A new page begins with a blank.
    """
    pages: list[tuple[list[str], list[str]]] = [([], [])]
    for line in outline.body:
        if line == "---":
            pages.append(([], []))
        elif line.startswith("~ "):
            pages[-1][1].append(_words(line))
        else:
            if line.startswith("@"):
                lines: Iterable[str] = [" ".join(row.texts) for row in layouts[line[1:]].lines]
            else:
                lines = _wrap(_spaced(_words(line)))
            for piece in lines:
                if len(pages[-1][0]) == PAGE_LINES:
                    pages.append(([], []))
                pages[-1][0].append(piece)
    out = ""
    for lines_, links in pages:
        out += " " + "\n\n".join(lines_) + "\n" + ("\n" + "\n".join(links) + "\n" if links else "")
    return out + "\n\n"


def _spaced(text: str) -> str:
    """A blank before each number after a Han character, as a justified line's text layer has it."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", " ", text)


def _wrap(text: str) -> list[str]:
    """The text in lines of at most LINE_WIDTH half-width places; a number is not broken."""
    lines, line, width = [], "", 0
    for token in re.findall(r"[\x21-\x7e]+|.", text):
        size = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in token)
        if width + size > LINE_WIDTH and token not in "，。；：、）”":
            lines.append(line.rstrip())
            line, width = "", 0
            token = token.lstrip()
        line, width = line + token, width + size
    return [*lines, line]


def _joined(outline: Outline, layouts: dict[str, Layout]) -> str:
    """Cells run together, one table row a line; site chrome stands above and below."""
    out = []
    for line in outline.body:
        if line.startswith("@"):
            rows = ["".join(row.texts).replace("\n", " ") for row in layouts[line[1:]].lines]
            out.append("\n".join(rows) + "\n")
        elif line.startswith("^ "):
            out.append(_words(line))
        else:
            out.append(outline.in_width(_words(line)) + "\n")
    text = "\n".join(out)
    return text.replace("00:00\n", "00:00\n\n", 1)


def _tab_separated(outline: Outline, layouts: dict[str, Layout]) -> str:
    """Cells after tabs; merged cells leave rows ragged; a page cuts paragraphs and rows."""
    out = ["\n"]
    for line in outline.body:
        if line == "---":
            continue
        if line.startswith("@"):
            layout = layouts[line[1:]]
            damage = [d for d in outline.damage if d.table == layout.table]
            out.append("\n".join("\t".join(cells) for cells in _damaged(layout, damage)) + "\n\n")
        else:
            out.append(_words(line).replace(PAGE_CUT, "\n\n") + "\n\n")
    return "".join(out)


def _damaged(layout: Layout, damage: list[Damage]) -> list[list[str]]:
    """The rows of cells, after what happened to them; an empty list is an empty line."""
    rows: list[list[str]] = []
    narrower = False
    for row_id, texts in layout.expanded():
        cells = [text.replace("\n", " ") for text in texts]
        if layout.table == "requests" and not cells[LABEL_COLUMNS - 1]:
            cells = [*cells[: LABEL_COLUMNS - 1], *cells[LABEL_COLUMNS:], ""]
        if narrower:
            cells = cells[1:] if cells[-1] else cells[:-1]
        found = {d.kind: d for d in damage if d.row == row_id}
        label = next(c for c in cells if c)
        if "widen" in found:
            rows = [[*row, ""] for row in rows]
            cells.append(cells[-1])
        if "label first" in found:
            cells = [label, "", *cells[LABEL_COLUMNS:], ""]
        if "shift left" in found:
            cells = [*cells[1:], ""]
        if "cut" in found:
            first = found["cut"].at
            figures = cells[LABEL_COLUMNS:]
            rows += [[first, "", *figures, ""], []]
            cells = ["", "", label.removeprefix(first), *[""] * len(figures)]
        rows.append(cells)
        if "page" in found:
            rows.append([])
            narrower = True
    return rows
