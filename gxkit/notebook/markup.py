"""The HTML of the notebook faces: every text is escaped here, and every cell says its own look.

Nothing else in this room writes a tag. A face has `_repr_html_` for a notebook and a readable
`repr` for a shell; nothing of IPython is imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from gxkit.text.terminal import columns_of

# colours and alignment are said for every cell: a notebook's own sheet sets texts to the right, and
# a dark one has a dark ground
TABLE = "border-collapse:collapse;font-size:12px;line-height:1.35"
CELL = "border:1px solid #bbb;padding:2px 6px;color:#222;background:#fff;text-align:left;"
CAPTION = "text-align:left;color:#555;white-space:nowrap"


@dataclass(frozen=True)
class Face:
    """Something to look at: HTML for a notebook, text for a shell."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def cell(text: str, style: str = "", tag: str = "td", **attributes: object) -> str:
    """A cell of a table; an attribute that says nothing ('' or a span of 1) is left out."""
    said = {name: value for name, value in attributes.items() if value not in (1, "")}
    extra = "".join(f' {name}="{escape(str(value))}"' for name, value in said.items())
    return f'<{tag} style="{CELL}{style}"{extra}>{escape(text)}</{tag}>'


def head(text: str, style: str = "", **attributes: object) -> str:
    """A cell that is a head."""
    return cell(text, style, "th", **attributes)


def table(rows: Iterable[str], caption: str) -> str:
    """A table of rows, each of which is its cells."""
    body = "".join(f"<tr>{cells}</tr>" for cells in rows)
    over = f'<caption style="{CAPTION}">{escape(caption)}</caption>'
    return f'<table style="{TABLE}">{over}{body}</table>'


def paragraph(text: str) -> Face:
    """A sentence in the place of a table."""
    return Face(f"<p>{escape(text)}</p>", text)


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Lines of fields as columns, for a shell."""
    flat = [list(map(_in_one_line, line)) for line in lines]
    columns = zip(*flat, strict=True)
    widths = [max(map(columns_of, column)) for column in columns]
    return "\n".join(_padded(line, widths) for line in flat)


def _in_one_line(field: str) -> str:
    """A line's end in a field would end the line of the table."""
    return " ".join(field.split())


def _padded(line: Sequence[str], widths: Sequence[int]) -> str:
    pairs = zip(line, widths, strict=True)
    fields = [field + " " * (width - columns_of(field)) for field, width in pairs]
    return "  ".join(fields).rstrip()
