"""The HTML of the notebook faces: every text is escaped here, and every part says its own look.

No face needs a script, a style sheet or a variable of the page around it: grounds are half
transparent and ink is inherited, so that a light or dark page, live or static, shows each alike.
A face has `_repr_html_` for a notebook and a readable `repr` for a shell; nothing of IPython is
imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gxkit.text.escapes import to_html
from gxkit.text.terminal import columns_of

# alignment and ground are said for every cell: a notebook's own sheet sets texts to the right and
# stripes the rows, and what is striped looks tinted
RULE = "1px solid rgba(128,128,128,.45)"
TABLE = "border-collapse:collapse;color:inherit;font-size:12px;line-height:1.35;margin:4px 0"
ROW = "background:transparent"
CELL = f"border:{RULE};padding:2px 6px;color:inherit;text-align:left;"
CAPTION = "text-align:left;font-size:12px;color:inherit;opacity:.8;padding:2px 0"
FAINT = "opacity:.45"
# what is wider than the page is moved sideways within its own frame
FRAME = "overflow-x:auto;max-width:100%"
CARD = f"border:{RULE};border-radius:4px;padding:8px 12px;max-width:860px;font-size:13px"
UNDER = "font-size:10px;opacity:.7;font-weight:normal"
QUIET = "opacity:.7"
LEFT_OUT = "\ufffd"
"""for a character that is none to be read"""
# what steers a terminal, ends a line, or turns the direction of writing
_STEERING = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
CODE = "font-family:ui-monospace,Menlo,Consolas,monospace;background:rgba(128,128,128,.16)"


@dataclass(frozen=True)
class Face:
    """Something to look at: HTML for a notebook, text for a shell."""

    html: str
    text: str

    def __post_init__(self) -> None:
        # a name from a file could write over the line before it, or turn all that follows around
        for name in ("html", "text"):
            harmless = _STEERING.sub(LEFT_OUT, getattr(self, name))
            object.__setattr__(self, name, harmless)

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def element(
    tag: str,
    inside: str,
    style: str = "",
    **attributes: object,
) -> str:
    """A tag around HTML; an attribute that says nothing ('' or a span of 1) is left out."""
    said = {"style": style, **attributes}
    kept = {name: value for name, value in said.items() if value not in (1, "")}
    extra = "".join(f' {name}="{to_html(str(value))}"' for name, value in kept.items())
    return f"<{tag}{extra}>{inside}</{tag}>"


def words(
    text: str,
    style: str = "",
    tag: str = "span",
) -> str:
    """A text in a tag of its own."""
    return element(tag, to_html(text), style)


def cell(
    text: str,
    style: str = "",
    tag: str = "td",
    *,
    under: str = "",
    faint: str = "",
    **attributes: object,
) -> str:
    """A cell of a table; `faint` stands pale behind its text, `under` small below it."""
    behind = " " + words(faint, FAINT) if faint else ""
    below = words(under, UNDER, "div") if under else ""
    return element(tag, to_html(text) + behind + below, CELL + style, **attributes)


def head(
    text: str,
    style: str = "",
    **attributes: object,
) -> str:
    """A cell that is a head."""
    return cell(text, style, "th", **attributes)  # type: ignore[arg-type]


def table(
    rows: Iterable[str],
    caption: str,
) -> str:
    """A table of rows, each of which is its cells."""
    body = "".join(element("tr", cells, ROW) for cells in rows)
    # a caption of the table itself would be as narrow as the table
    over = words(caption, CAPTION, "div") if caption else ""
    return over + element("div", element("table", body, TABLE), FRAME)


def paragraph(text: str) -> Face:
    """A sentence in the place of a table."""
    return Face(f"<p>{to_html(text)}</p>", text)


def listing(
    items: Iterable[str],
    tag: str = "ul",
) -> str:
    """A list of pieces of HTML."""
    inside = "".join(element("li", item, "margin:1px 0") for item in items)
    return element(tag, inside, "margin:2px 0;padding-left:20px")


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Lines of fields as columns, for a shell."""
    flat = [list(map(_in_one_line, line)) for line in lines]
    columns = zip(*flat, strict=True)
    widths = [max(map(columns_of, column)) for column in columns]
    return "\n".join(_padded(line, widths) for line in flat)


def _in_one_line(field: str) -> str:
    """A line's end in a field would end the line of the table."""
    return " ".join(field.split())


def _padded(
    line: Sequence[str],
    widths: Sequence[int],
) -> str:
    pairs = zip(line, widths, strict=True)
    fields = [field + " " * (width - columns_of(field)) for field, width in pairs]
    return "  ".join(fields).rstrip()
