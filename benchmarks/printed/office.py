"""Specimens that LibreOffice Writer sets, from flat OpenDocument files; all in one run of it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from itertools import product
from pathlib import Path
from xml.sax.saxutils import escape

from .drafts import Draft, Look, Plan
from .fonts import font_environment, name_of
from .layouts import Box, Laid

_SECONDS = 400
_SPACES = " ".join(
    f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{value}:1.0"'
    for key, value in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_RULES = {
    "solid": ".5pt solid #000000",
    "thick": "1.5pt solid #000000",
    "hairline": ".05pt solid #000000",
    "double": "1.5pt double #000000",
    "dashed": ".5pt dashed #000000",
    "dotted": ".5pt dotted #000000",
    "inner": ".5pt solid #000000",
    "none": "none",
}
_SHEETS = {"portrait": (595.3, 841.9, "portrait"), "landscape": (841.9, 595.3, "landscape")}


def find_office() -> str | None:
    """LibreOffice's program, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def make_office(drafts: list[tuple[Plan, Draft]], folder: Path) -> None:
    """Sets each draft into the folder as NAME.pdf."""
    program = find_office()
    if program is None:
        raise FileNotFoundError("LibreOffice is not installed (Debian: libreoffice-writer)")
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        environment = font_environment(home, {plan.look.font for plan, _ in drafts})
        files = []
        for plan, draft in drafts:
            files.append(home / f"{plan.name}.fodt")
            files[-1].write_text(write_flat(draft, plan.look), "utf-8")
        done = subprocess.run(
            [
                program,
                f"-env:UserInstallation={(home / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "pdf:writer_pdf_Export",
                "--outdir",
                str(folder),
                *map(str, files),
            ],
            env=environment,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        if missing := [
            plan.name for plan, _ in drafts if not (folder / f"{plan.name}.pdf").exists()
        ]:
            raise RuntimeError(
                f"LibreOffice made no PDF of {', '.join(missing)}: {done.stderr.strip()[-500:]}"
            )


def write_flat(draft: Draft, look: Look) -> str:
    """The flat OpenDocument text."""
    line = _SHEETS[look.page][0] - 2 * look.margin
    styles, body = [_cell_styles(look)], []
    for index, part in enumerate(draft.parts):
        if isinstance(part, Laid):
            styles.append(_table_styles(part, index, line))
            body.append(_write_table(part, index, look))
        else:
            mark = part[:2] if part[:2] in _MARKS else ""
            text = escape(part[len(mark) :])
            body.append(f'<text:p text:style-name="{_MARKS[mark]}">{text}</text:p>')
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_SPACES} office:version="1.2" office:mimetype="{_MIMETYPE}">
{_font_styles(look)}
<office:automatic-styles>
{_page_style(look)}
{_text_styles(look)}
{"".join(styles)}
</office:automatic-styles>
{_MASTER}
<office:body><office:text>{"".join(body)}</office:text></office:body></office:document>"""


_MIMETYPE = "application/vnd.oasis.opendocument.text"
_MARKS = {"= ": "Title", "# ": "Heading", "": "Body"}
_MASTER = """<office:master-styles><style:master-page style:name="Standard" \
style:page-layout-name="Sheet"><style:footer>
<text:p text:style-name="Foot">— <text:page-number text:select-page="current"/> —</text:p>\
</style:footer>
</style:master-page></office:master-styles>"""


def _font_styles(look: Look) -> str:
    font = name_of(look.font)
    return f"""<office:font-face-decls>\
<style:font-face style:name="F" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph">\
<style:paragraph-properties style:line-break="strict"/>
<style:text-properties style:font-name="F" style:font-name-asian="F" fo:language="zh" \
fo:country="CN"
 style:language-asian="zh" style:country-asian="CN"/></style:default-style></office:styles>"""


def _page_style(look: Look) -> str:
    width, height, orientation = _SHEETS[look.page]
    return f"""<style:page-layout style:name="Sheet"><style:page-layout-properties \
fo:page-width="{width}pt"
 fo:page-height="{height}pt" style:print-orientation="{orientation}" fo:margin="{look.margin}pt"/>
<style:footer-style><style:header-footer-properties fo:min-height="20pt"/></style:footer-style>\
</style:page-layout>"""


def _text_styles(look: Look) -> str:
    centred = 'fo:text-align="center"'
    heading = 'fo:keep-with-next="always" fo:margin-top="4pt"'
    styles = (
        _text_style("Title", 16, centred),
        _text_style("Heading", 13, heading),
        _text_style("Body", look.size + 2, 'fo:text-indent="22pt" fo:line-height="150%"'),
        _text_style("Foot", 9, centred),
        _text_style("head", look.size, centred),
        _text_style("group", look.size, centred),
        _text_style("figure", look.size, centred),
        _text_style("label", look.size, 'fo:text-align="start"'),
    )
    return "\n".join(styles)


def _text_style(name: str, size: float, more: str) -> str:
    sizes = f'fo:font-size="{size}pt" style:font-size-asian="{size}pt"'
    return _style(
        name,
        "paragraph",
        f"<style:paragraph-properties {more}/><style:text-properties {sizes}/>",
    )


def _style(name: str, family: str, properties: str) -> str:
    return f'<style:style style:name="{name}" style:family="{family}">{properties}</style:style>'


def _cell_style(name: str, borders: str, more: str = "") -> str:
    rest = f'{borders} fo:padding="2pt" style:vertical-align="middle"{more}'
    return _style(name, "table-cell", f"<style:table-cell-properties {rest}/>")


def _cell_styles(look: Look) -> str:
    rule = _RULES[look.rules]
    sides = f'fo:border="{rule}"'
    mode = ' style:writing-mode="tb-rl"' if look.groups == "vertical" else ""
    styles = [_cell_style("Cell", sides), _cell_style("Group", sides, mode)]
    if look.rules == "inner":
        # a style for each set of sides that lie at the table's edge, which has no rule there
        for bare in product((0, 1), repeat=4):
            borders = [
                f'fo:border-{side}="{"none" if is_bare else rule}"'
                for side, is_bare in zip(_SIDES, bare, strict=True)
            ]
            styles.append(_cell_style("C" + "".join(map(str, bare)), " ".join(borders)))
    together = "auto" if look.cut_rows else "always"
    properties = f'<style:table-row-properties fo:keep-together="{together}"/>'
    styles.append(_style("Row", "table-row", properties))
    return "".join(styles)


_SIDES = ("left", "right", "top", "bottom")


def _table_styles(laid: Laid, index: int, line: float) -> str:
    layout = 'table:align="margins" table:border-model="collapsing"'
    table = f'<style:table-properties style:width="{line:.2f}pt" {layout}/>'
    styles = [_style(f"T{index}", "table", table)]
    for number, width in enumerate(laid.widths):
        share = f'style:column-width="{line * width / sum(laid.widths):.2f}pt"'
        properties = f"<style:table-column-properties {share}/>"
        styles.append(_style(f"T{index}c{number}", "table-column", properties))
    return "".join(styles)


def _write_table(laid: Laid, index: int, look: Look) -> str:
    grid: dict[tuple[int, int], Box] = {(row, column): box for row, column, box in laid.places()}
    height, width = len(laid.rows), len(laid.widths)
    rows = []
    for row in range(height):
        cells = []
        for column in range(width):
            box = grid.get((row, column))
            if box is None:
                cells.append("<table:covered-table-cell/>")
                continue
            right, below = column + box.colspan, row + box.rowspan
            edges = (column == 0, right == width, row == 0, below == height)
            cells.append(_write_cell(box, look, edges))
        rows.append(f'<table:table-row table:style-name="Row">{"".join(cells)}</table:table-row>')
    heads = laid.heads if look.repeat_heads else 0
    head = "".join(rows[:heads])
    if heads:
        head = f"<table:table-header-rows>{head}</table:table-header-rows>"
    columns = "".join(
        f'<table:table-column table:style-name="T{index}c{n}"/>' for n in range(width)
    )
    return (
        f'<table:table table:name="T{index}" table:style-name="T{index}">'
        f"{columns}{head}{''.join(rows[heads:])}</table:table>"
    )


def _write_cell(box: Box, look: Look, edges: tuple[bool, bool, bool, bool]) -> str:
    style = "Group" if box.kind == "group" else "Cell"
    if look.rules == "inner" and any(edges):
        style = "C" + "".join(str(int(edge)) for edge in edges)
    spans = ""
    if box.colspan > 1:
        spans += f' table:number-columns-spanned="{box.colspan}"'
    if box.rowspan > 1:
        spans += f' table:number-rows-spanned="{box.rowspan}"'
    is_stacked = box.kind == "group" and look.groups == "stacked"
    lines = list(box.text) if is_stacked else [box.text]
    paragraphs = [f'<text:p text:style-name="{box.kind}">{escape(line)}</text:p>' for line in lines]
    opening = f'<table:table-cell table:style-name="{style}"{spans} office:value-type="string">'
    return f"{opening}{''.join(paragraphs)}</table:table-cell>"
