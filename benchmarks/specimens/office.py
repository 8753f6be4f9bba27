"""Specimens that LibreOffice Writer sets, from flat OpenDocument files; all in one run of the program."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
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
    width, height, orientation = _SHEETS[look.page]
    line = width - 2 * look.margin
    styles, body = [_cell_styles(look)], []
    for index, part in enumerate(draft.parts):
        if isinstance(part, Laid):
            styles.append(_table_styles(part, index, line))
            body.append(_write_table(part, index, look))
        else:
            style, text = (
                ("Title", part[2:])
                if part[:2] == "= "
                else ("Heading", part[2:])
                if part[:2] == "# "
                else ("Body", part)
            )
            body.append(f'<text:p text:style-name="{style}">{escape(text)}</text:p>')
    font = name_of(look.font)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_SPACES} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties style:line-break="strict"/>
<style:text-properties style:font-name="F" style:font-name-asian="F" fo:language="zh" fo:country="CN"
 style:language-asian="zh" style:country-asian="CN"/></style:default-style></office:styles>
<office:automatic-styles>
<style:page-layout style:name="Sheet"><style:page-layout-properties fo:page-width="{width}pt"
 fo:page-height="{height}pt" style:print-orientation="{orientation}" fo:margin="{look.margin}pt"/>
<style:footer-style><style:header-footer-properties fo:min-height="20pt"/></style:footer-style></style:page-layout>
{_text_style("Title", 16, 'fo:text-align="center"')}
{_text_style("Heading", 13, 'fo:keep-with-next="always" fo:margin-top="4pt"')}
{_text_style("Body", look.size + 2, 'fo:text-indent="22pt" fo:line-height="150%"')}
{_text_style("Foot", 9, 'fo:text-align="center"')}
{_text_style("head", look.size, 'fo:text-align="center"')}
{_text_style("group", look.size, 'fo:text-align="center"')}
{_text_style("figure", look.size, 'fo:text-align="center"')}
{_text_style("label", look.size, 'fo:text-align="start"')}
{"".join(styles)}
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Sheet"><style:footer>
<text:p text:style-name="Foot">— <text:page-number text:select-page="current"/> —</text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>{"".join(body)}</office:text></office:body></office:document>"""


def _text_style(name: str, size: float, more: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {more}/>'
        f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt"/></style:style>'
    )


def _cell_styles(look: Look) -> str:
    sides = f'fo:border="{_RULES[look.rules]}"'
    mode = ' style:writing-mode="tb-rl"' if look.groups == "vertical" else ""

    def cell(name: str, borders: str, more: str = "") -> str:
        return (
            f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties {borders} '
            f'fo:padding="2pt" style:vertical-align="middle"{more}/></style:style>'
        )

    rule = _RULES[look.rules]
    edges = (
        "".join(
            cell(
                f"C{left:d}{right:d}{top:d}{bottom:d}",
                " ".join(
                    f'fo:border-{side}="{"none" if bare else rule}"'
                    for side, bare in (
                        ("left", left),
                        ("right", right),
                        ("top", top),
                        ("bottom", bottom),
                    )
                ),
            )
            for left in (0, 1)
            for right in (0, 1)
            for top in (0, 1)
            for bottom in (0, 1)
        )
        if look.rules == "inner"
        else ""
    )
    rows = (
        f'<style:style style:name="Row" style:family="table-row"><style:table-row-properties '
        f'fo:keep-together="{"auto" if look.cut_rows else "always"}"/></style:style>'
    )
    return cell("Cell", sides) + cell("Group", sides, mode) + edges + rows


def _table_styles(laid: Laid, index: int, line: float) -> str:
    whole = sum(laid.widths)
    columns = "".join(
        f'<style:style style:name="T{index}c{n}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{line * width / whole:.2f}pt"/></style:style>'
        for n, width in enumerate(laid.widths)
    )
    return (
        f'<style:style style:name="T{index}" style:family="table"><style:table-properties '
        f'style:width="{line:.2f}pt" table:align="margins" table:border-model="collapsing"/>'
        f"</style:style>{columns}"
    )


def _write_table(laid: Laid, index: int, look: Look) -> str:
    grid: dict[tuple[int, int], Box] = {(row, column): box for row, column, box in laid.places()}
    height, width = len(laid.rows), len(laid.widths)
    rows = []
    for row in range(height):
        cells = []
        for column in range(width):
            box = grid.get((row, column))
            cells.append(
                "<table:covered-table-cell/>"
                if box is None
                else _write_cell(
                    box,
                    look,
                    (
                        column == 0,
                        column + box.colspan == width,
                        row == 0,
                        row + box.rowspan == height,
                    ),
                )
            )
        rows.append(f'<table:table-row table:style-name="Row">{"".join(cells)}</table:table-row>')
    heads = laid.heads if look.repeat_heads else 0
    head = (
        f"<table:table-header-rows>{''.join(rows[:heads])}</table:table-header-rows>"
        if heads
        else ""
    )
    columns = "".join(
        f'<table:table-column table:style-name="T{index}c{n}"/>' for n in range(width)
    )
    return (
        f'<table:table table:name="T{index}" table:style-name="T{index}">{columns}{head}{"".join(rows[heads:])}'
        "</table:table>"
    )


def _write_cell(box: Box, look: Look, edges: tuple[bool, bool, bool, bool]) -> str:
    style = "Group" if box.kind == "group" else "Cell"
    if look.rules == "inner" and any(edges):
        style = "C" + "".join(str(int(edge)) for edge in edges)
    spans = (f' table:number-columns-spanned="{box.colspan}"' if box.colspan > 1 else "") + (
        f' table:number-rows-spanned="{box.rowspan}"' if box.rowspan > 1 else ""
    )
    lines = list(box.text) if box.kind == "group" and look.groups == "stacked" else [box.text]
    text = "".join(
        f'<text:p text:style-name="{box.kind}">{escape(line)}</text:p>' for line in lines
    )
    return f'<table:table-cell table:style-name="{style}"{spans} office:value-type="string">{text}</table:table-cell>'
