"""OFDs written part by part, so that a test says what a page draws.

Millimetres are from the upper left. Namespace and prefix can be others.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

SPACE = "http://www.ofdspec.org/2016"
Xs = Sequence[float]


def steps(printed: str, size: float) -> list[float]:
    """From each character to the next."""
    return [size if sign >= "\u2010" else size / 2 for sign in printed[:-1]]


def text(
    x: float,
    y: float,
    printed: str,
    size: float = 3.0,
    attributes: str = "",
    inner: str = "",
) -> str:
    """A text object whose line begins at (x, y), each character where the one before ends."""
    deltas = " ".join(f"{step:g}" for step in steps(printed, size))
    code = f'X="0" Y="{0.85 * size:g}"' + (f' DeltaX="{deltas}"' if deltas else "")
    width = sum(steps(printed, size)) + size
    boundary = f"{x:g} {y - 0.85 * size:g} {width:g} {1.2 * size:g}"
    if "Boundary" not in attributes:
        attributes += f' Boundary="{boundary}"'
    said = escape(printed)
    return (
        f'<:TextObject ID="1" Font="1" Size="{size:g}" {attributes}>{inner}'
        f"<:TextCode {code}>{said}</:TextCode></:TextObject>"
    )


def coded(x: float, y: float, printed: str, code: str, attributes: str = "") -> str:
    """The same with other attributes of its TextCode."""
    plain = text(x, y, printed, attributes=attributes)
    before, _, behind = plain.partition("<:TextCode ")
    return before + f"<:TextCode {code}>" + behind.partition(">")[2]


def path(data: str, boundary: str, attributes: str = "", inner: str = "") -> str:
    """A path object."""
    return (
        f'<:PathObject ID="1" Boundary="{boundary}" {attributes}>{inner}'
        f"<:AbbreviatedData>{data}</:AbbreviatedData></:PathObject>"
    )


def line(x: float, y: float, end: float, low: float, attributes: str = "") -> str:
    """A line from (x, y) to (end, low)."""
    boundary = f"{x:g} {y:g} {max(end - x, 0.25):g} {max(low - y, 0.25):g}"
    return path(f"M 0 0 L {end - x:g} {low - y:g}", boundary, f'LineWidth="0.25" {attributes}')


def filled(x: float, y: float, end: float, low: float, grey: int, attributes: str = "") -> str:
    """A filled box."""
    wide, high = end - x, low - y
    return path(
        f"M 0 0 L {wide:g} 0 L {wide:g} {high:g} L 0 {high:g} C",
        f"{x:g} {y:g} {wide:g} {high:g}",
        f'Stroke="false" Fill="true" {attributes}',
        f'<:FillColor Value="{grey} {grey} {grey}"/>',
    )


def rules(xs: Xs, ys: Xs) -> str:
    """A full lattice over rising `xs` and `ys`, line by line."""
    across = [line(xs[0], y, xs[-1], y) for y in ys]
    return "".join(across + [line(x, ys[0], x, ys[-1]) for x in xs])


def figures(xs: Xs, ys: Xs, rows: Sequence[Sequence[str]]) -> str:
    """The texts of a table's cells, each a line in the middle of its row."""
    drawn = ""
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell:
                drawn += text(xs[c] + 1, (ys[r] + ys[r + 1]) / 2 + 1, cell)
    return drawn


def layer(content: str, attributes: str = "") -> str:
    return f'<:Layer ID="1" {attributes}>{content}</:Layer>'


@dataclass(frozen=True)
class Page:
    """A page: its layers or the objects of its one layer, what stands before them (`head`), and its
    annotations."""

    content: str
    head: str = ""
    notes: str = ""
    area: str = "0 0 210 297"


@dataclass(frozen=True)
class Body:
    """A document of the package: pages, templates (content, ZOrder), the resources, what more the
    common data and the document say, and where its parts are said to lie."""

    pages: Sequence[Page]
    templates: Sequence[tuple[str, str]] = ()
    resources: str = ""
    common: str = ""
    more: str = ""
    folder: str = "Doc_0"
    before: str = ""
    """set before each BaseLoc: '' is beside the document, '/Doc_0/' from the root"""
    said: str = ""
    """what more OFD.xml says of it"""


@dataclass(frozen=True)
class Dress:
    """How the parts are written: namespace ('' for none), prefix, and declaration."""

    space: str = SPACE
    prefix: str = "ofd"
    declaration: str = '<?xml version="1.0" encoding="UTF-8"?>'
    encoding: str = "utf-8"

    def part(self, name: str, content: str, attributes: str = "") -> bytes:
        """A part of XML; `<:` is a tag in the prefix."""
        mark = f"{self.prefix}:" if self.prefix else ""
        declared = f' xmlns{":" + self.prefix if self.prefix else ""}="{self.space}"'
        declared = declared if self.space else ""
        inner = content.replace("<:", f"<{mark}").replace("</:", f"</{mark}")
        whole = f"{self.declaration}<{mark}{name}{declared} {attributes}>{inner}</{mark}{name}>"
        return whole.encode(self.encoding)


Files = dict[str, bytes]


def ofd(
    pages: Sequence[Page | str] | Sequence[Body],
    dress: Dress | None = None,
    files: Mapping[str, bytes] | None = None,
    root: str = "OFD.xml",
) -> bytes:
    """The bytes of an OFD of some pages, or of some documents."""
    dress = dress or Dress()
    bodies = [body for body in pages if isinstance(body, Body)]
    if not bodies:
        bodies = [Body([page if isinstance(page, Page) else Page(page) for page in pages])]  # type: ignore[arg-type]
    parts: Files = {}
    listed = ""
    for body in bodies:
        info = "<:DocInfo><:DocID>0</:DocID></:DocInfo>"
        where = f"<:DocRoot>{body.folder}/Document.xml</:DocRoot>"
        listed += f"<:DocBody>{info}{where}{body.said}</:DocBody>"
        parts |= _write_body(body, dress)
    parts[root] = dress.part("OFD", listed, 'Version="1.0" DocType="OFD"')
    return pack(parts | dict(files or {}))


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of some parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


def _write_body(body: Body, dress: Dress) -> Files:
    parts: Files = {}
    listed = templates = notes = ""
    for number, (content, order) in enumerate(body.templates):
        where = f"Tpls/Tpl_{number}/Content.xml"
        parts[where] = dress.part("Page", _content(content))
        said = f'ID="{900 + number}" ZOrder="{order}" BaseLoc="{body.before}{where}"'
        templates += f"<:TemplatePage {said}/>"
    for number, page in enumerate(body.pages):
        where = f"Pages/Page_{number}/Content.xml"
        area = f"<:Area><:PhysicalBox>{page.area}</:PhysicalBox></:Area>"
        parts[where] = dress.part("Page", page.head + area + _content(page.content))
        listed += f'<:Page ID="{number + 1}" BaseLoc="{body.before}{where}"/>'
        if page.notes:
            own = f"Annots/Page_{number}.xml"
            parts[own] = dress.part("PageAnnot", page.notes)
            notes += f'<:Page PageID="{number + 1}"><:FileLoc>Page_{number}.xml</:FileLoc></:Page>'
    common = "<:PageArea><:PhysicalBox>0 0 210 297</:PhysicalBox></:PageArea>"
    common += f"<:PublicRes>{body.before}Res.xml</:PublicRes>{templates}{body.common}"
    more = body.more
    if notes:
        parts["Annots/Annots.xml"] = dress.part("Annotations", notes)
        more += "<:Annotations>Annots/Annots.xml</:Annotations>"
    whole = f"<:CommonData>{common}</:CommonData><:Pages>{listed}</:Pages>{more}"
    parts["Document.xml"] = dress.part("Document", whole)
    fonts = '<:Fonts><:Font ID="1" FontName="宋体"/></:Fonts>'
    parts["Res.xml"] = dress.part("Res", fonts + body.resources, 'BaseLoc="Res"')
    return {f"{body.folder}/{name}": data for name, data in parts.items()}


def _content(content: str) -> str:
    layers = content if content.startswith("<:Layer") else layer(content)
    return f"<:Content>{layers}</:Content>"
