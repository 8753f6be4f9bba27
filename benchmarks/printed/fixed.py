"""Specimens as OFD (GB/T 33190), written part by part in the ways in which programs write them.

Ways are drawn by chance, one of each kind: how a part lies and in which dress, where the rules are
and how they are drawn, how a text is placed, turned and grouped, and what else is on the page.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import escape

from .drafts import Draft, Plan
from .drawn import Segment, segments_of
from .sheets import Sheet, Typesetter, Word

MM = 25.4 / 72
_OBJECT = re.compile("<:(?:Text|Path|Composite)Object|<:PageBlock|<:Layer")
_FIRST_WIDE = "\u2010"
WAYS: dict[str, tuple[str, ...]] = {
    "space": ("http://www.ofdspec.org/2016", "http://www.ofdspec.org", ""),
    "prefix": ("ofd", "o", ""),
    "places": ("relative", "absolute", "from the root"),
    "rules": ("lines", "boxes", "fills", "one path", "matrix", "clipped", "pen"),
    "rules are": ("in the page", "in a template", "in front", "in a group"),
    "texts": ("plain", "matrix", "scaled", "moved", "whole page", "glyphs", "by character"),
    "steps": ("all", "counted", "one for all"),
    "texts are": ("in the layer", "in blocks", "in a group", "in several layers"),
    "colour": ("none", "black", "grey", "pen", "chain"),
    "besides": ("nothing", "seal", "watermark", "grounds", "earlier", "highlight", "attachment"),
    "page": ("plain", "origin", "own area"),
    "narrow": ("0.5", "0.56", "0.62"),
}


def draw_ways(rng: random.Random) -> dict[str, str]:
    """One way of each kind."""
    return {kind: rng.choice(ways) for kind, ways in WAYS.items()}


def write_ofd(draft: Draft, plan: Plan, ways: dict[str, str]) -> bytes:
    """The OFD of a draft."""
    sheets = Typesetter(plan.look).set(draft)
    return _Writer(ways, plan.look.rules).write(sheets)


@dataclass(slots=True)
class _Writer:
    """Writes sheets in some ways."""

    ways: dict[str, str]
    rules: str
    parts: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    left: float = 0.0
    top: float = 0.0
    ids: Iterator[int] = field(default_factory=lambda: count(1001))

    def write(self, sheets: Sequence[Sheet]) -> bytes:
        if self.ways["page"] == "origin":
            self.left, self.top = 5.0, -7.0
        pages = templates = notes = ""
        for number, sheet in enumerate(sheets):
            where = f"Pages/Page_{number}/Content.xml"
            tables = self._rules(sheet)
            texts = self._texts(sheet)
            head = ""
            if self.ways["rules are"] in ("in a template", "in front"):
                order = "Background" if "template" in self.ways["rules are"] else "Foreground"
                place = f"Tpls/Tpl_{number}.xml"
                self._add(place, "Page", f"<:Content>{_layer(tables)}</:Content>")
                said = f'ID="{900 + number}" ZOrder="{order}" BaseLoc="{self._said(place)}"'
                templates += f"<:TemplatePage {said}/>"
                head = f'<:Template TemplateID="{900 + number}"/>'
                tables = ""
            elif self.ways["rules are"] == "in a group":
                tables = self._group(tables)
            layers = self._besides(sheet) + (_layer(tables) if tables else "") + texts
            self._add(where, "Page", f"{head}{self._area(sheet)}<:Content>{layers}</:Content>")
            pages += f'<:Page ID="{number + 1}" BaseLoc="{self._said(where)}"/>'
            shown = self._note(sheet)
            if shown:
                self._add(f"Annots/Page_{number}.xml", "PageAnnot", shown)
                loc = f"<:FileLoc>Page_{number}.xml</:FileLoc>"
                notes += f'<:Page PageID="{number + 1}">{loc}</:Page>'
        self._add_document(sheets[0], pages, templates, notes)
        return self._pack()

    # --- parts -----------------------------------------------------------------------------------

    def _add(self, place: str, name: str, content: str) -> None:
        prefix = self.ways["prefix"]
        mark = f"{prefix}:" if prefix else ""
        space = self.ways["space"]
        declared = f' xmlns{":" if prefix else ""}{prefix}="{space}"' if space else ""
        numbered = _OBJECT.sub(lambda tag: f'{tag[0]} ID="{next(self.ids)}"', content)
        inner = numbered.replace("</:", f"</{mark}").replace("<:", f"<{mark}")
        self.parts[f"Doc_0/{place}"] = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<{mark}{name}{declared}>{inner}</{mark}{name}>"
        )

    def _said(self, place: str) -> str:
        before = {"absolute": "/Doc_0/", "from the root": "Doc_0/"}
        return before.get(self.ways["places"], "") + place

    def _area(self, sheet: Sheet) -> str:
        if self.ways["page"] == "plain":
            return ""
        wide, high = sheet.width * MM, sheet.height * MM
        box = f"{self.left:g} {self.top:g} {wide:.3f} {high:.3f}"
        return f"<:Area><:PhysicalBox>{box}</:PhysicalBox></:Area>"

    def _add_document(self, sheet: Sheet, pages: str, templates: str, notes: str) -> None:
        size = f"0 0 {sheet.width * MM:.3f} {sheet.height * MM:.3f}"
        common = f"<:PageArea><:PhysicalBox>{size}</:PhysicalBox></:PageArea>"
        common += f"<:PublicRes>{self._said('PublicRes.xml')}</:PublicRes>{templates}"
        more = ""
        if notes:
            self._add("Annots/Annotations.xml", "Annotations", notes)
            more += f"<:Annotations>{self._said('Annots/Annotations.xml')}</:Annotations>"
        if self.ways["besides"] == "attachment":
            said = '<:Attachment ID="1" Name="a.txt"><:FileLoc>a.txt</:FileLoc></:Attachment>'
            self._add("Attachs/Attachments.xml", "Attachments", said)
            self.parts["Doc_0/Attachs/a.txt"] = "x"
            more += "<:Attachments>Attachs/Attachments.xml</:Attachments>"
        whole = f"<:CommonData>{common}</:CommonData><:Pages>{pages}</:Pages>{more}"
        self._add("Document.xml", "Document", whole)
        black = '<:FillColor Value="0 0 0"/><:StrokeColor Value="0 0 0"/>'
        pens = f'<:DrawParam ID="51" LineWidth="0.2">{black}</:DrawParam>'
        pens += '<:DrawParam ID="52" Relative="51"/>'
        groups = "".join(self.groups)
        resources = f"<:DrawParams>{pens}</:DrawParams>"
        resources += f"<:CompositeGraphicUnits>{groups}</:CompositeGraphicUnits>"
        resources += '<:Fonts><:Font ID="1" FontName="宋体"/></:Fonts>'
        self._add("PublicRes.xml", "Res", resources)

    def _pack(self) -> bytes:
        body = "<:DocBody><:DocInfo/><:DocRoot>Doc_0/Document.xml</:DocRoot></:DocBody>"
        self._add("OFD", "OFD", body)
        self.parts["OFD.xml"] = self.parts.pop("Doc_0/OFD")
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                package.writestr(zipfile.ZipInfo(name), content)
        return made.getvalue()

    def _group(self, content: str) -> str:
        """Objects as a group of the resources, moved and moved back."""
        number = 700 + len(self.groups)
        self.groups.append(
            f'<:CompositeGraphicUnit ID="{number}" Width="210" Height="297">'
            f"<:Content>{content}</:Content></:CompositeGraphicUnit>"
        )
        matrix = 'CTM="1 0 0 1 -3 4"'
        return f'<:CompositeObject ResourceID="{number}" Boundary="3 -4 400 400" {matrix}/>'

    # --- places ----------------------------------------------------------------------------------

    def _x(self, x: float) -> float:
        return x * MM + self.left

    def _y(self, sheet: Sheet, y: float) -> float:
        return (sheet.height - y) * MM + self.top

    # --- rules -----------------------------------------------------------------------------------

    def _rules(self, sheet: Sheet) -> str:
        drawn = ""
        if self.rules == "none":
            return drawn
        without = {"inner": "outer", "open": "cut"}.get(self.rules, "")
        for frames in sheet.tables:
            if self.ways["rules"] == "boxes" and not without:
                for f in frames:
                    x, y = self._x(f.left), self._y(sheet, f.top)
                    wide, high = (f.right - f.left) * MM, (f.top - f.bottom) * MM
                    box = f"M 0 0 L {wide:.3f} 0 L {wide:.3f} {high:.3f} L 0 {high:.3f} C"
                    drawn += _path(box, (x, y, wide, high), 'LineWidth="0.25"')
                continue
            lines = [self._line(sheet, segment) for segment in segments_of(frames, without)]
            draw = _DRAW.get(self.ways["rules"], _draw_lines)
            drawn += draw(lines)
        return drawn

    def _line(self, sheet: Sheet, segment: Segment) -> Segment:
        x, y, end, top = segment
        return self._x(x), self._y(sheet, top), self._x(end), self._y(sheet, y)

    # --- texts -----------------------------------------------------------------------------------

    def _texts(self, sheet: Sheet) -> str:
        objects = []
        for word in sheet.words:
            objects += self._word(sheet, word)
        match self.ways["texts are"]:
            case "in blocks":
                blocks = [f"<:PageBlock>{one}</:PageBlock>" for one in objects]
                return _layer("<:PageBlock>" + "".join(blocks) + "</:PageBlock>")
            case "in a group":
                return _layer(self._group("".join(objects)))
            case "in several layers":
                return "".join(_layer("".join(objects[n::3])) for n in range(3))
        return _layer("".join(objects))

    def _width(self, text: str, size: float) -> float:
        narrow = float(self.ways["narrow"])
        return sum(size if sign >= _FIRST_WIDE else narrow * size for sign in text)

    def _word(self, sheet: Sheet, word: Word) -> list[str]:
        size = word.size
        y = self._y(sheet, word.y)
        if not word.upright:
            x = self._x(word.x - size / 2)
            step = size * MM
            lines = f'DeltaY="g {max(len(word.text) - 1, 1)} {step:.4f}"'
            return [self._text(x, y + 0.88 * step, word.text, step, lines)]
        left = word.x - self._width(word.text, size) / 2 if word.centred else word.x
        x = self._x(left)
        if self.ways["texts"] == "by character":
            made = []
            for sign in word.text:
                made.append(self._text(x, y, sign, size * MM, ""))
                x += self._width(sign, size) * MM
            return made
        return [self._text(x, y, word.text, size * MM, None)]

    def _steps(self, text: str, size: float) -> str:
        steps = [self._width(sign, size) for sign in text[:-1]]
        if not steps:
            return ""
        if self.ways["steps"] == "one for all" and len(set(steps)) == 1:
            return f'DeltaX="{steps[0]:.4f}"'
        if self.ways["steps"] != "counted":
            return 'DeltaX="' + " ".join(f"{step:.4f}" for step in steps) + '"'
        counted: list[tuple[float, int]] = []
        for step in steps:
            if counted and counted[-1][0] == step:
                counted[-1] = step, counted[-1][1] + 1
            else:
                counted.append((step, 1))
        return 'DeltaX="' + " ".join(f"g {n} {step:.4f}" for step, n in counted) + '"'

    def _text(self, x: float, y: float, text: str, size: float, lines: str | None) -> str:
        scale, matrix, inner = 1.0, "", ""
        way = self.ways["texts"]
        if way in ("scaled", "matrix"):
            scale = size if way == "scaled" else 0.5
            matrix = f'CTM="{scale:.6f} 0 0 {scale:.6f} 0 0"'
        own = size / scale
        steps = self._steps(text, own) if lines is None else lines
        if lines and scale != 1.0:
            steps = f'DeltaY="g {max(len(text) - 1, 1)} {own:.4f}"'
        begin, line = 0.0, 0.85 * own
        left, top = x, y - 0.85 * size
        wide, high = max(len(text), 1) * size, 1.2 * size * (len(text) if lines else 1)
        boundary = f"{left:.4f} {top:.4f} {wide:.3f} {high:.3f}"
        if way == "whole page":
            boundary, begin, line = "0 0 420 420", x, y
        if way == "moved":
            boundary = "0 0 420 420"
            matrix = f'CTM="1 0 0 1 {left:.4f} {top:.4f}"'
        if way == "glyphs":
            codes = " ".join(str(ord(sign)) for sign in text)
            each = f'CodeCount="{len(text)}" GlyphCount="{len(text)}"'
            inner += f'<:CGTransform CodePosition="0" {each}><:Glyphs>{codes}</:Glyphs>'
            inner += "</:CGTransform>"
        colours = {"black": '<:FillColor Value="0 0 0"/>', "grey": '<:FillColor Value="60 60 60"/>'}
        pens = {"pen": 'DrawParam="51"', "chain": 'DrawParam="52"'}
        colour = colours.get(self.ways["colour"], "")
        pen = pens.get(self.ways["colour"], "")
        code = f'X="{begin:.4f}" Y="{line:.4f}" {steps}'
        return (
            f'<:TextObject Font="1" Size="{own:.5f}" Boundary="{boundary}" {matrix} {pen}>'
            f"{colour}{inner}<:TextCode {code}>{escape(text)}</:TextCode></:TextObject>"
        )

    # --- what else is on a page ------------------------------------------------------------------

    def _besides(self, sheet: Sheet) -> str:
        """What lies under the rest."""
        if self.ways["besides"] != "grounds":
            return ""
        drawn = ""
        pale = '<:FillColor Value="225 235 245"/>'
        for frames in sheet.tables:
            for f in frames[::2]:
                x, y = self._x(f.left), self._y(sheet, f.top)
                wide, high = (f.right - f.left) * MM, (f.top - f.bottom) * MM
                box = f"M 0 0 L {wide:.3f} 0 L {wide:.3f} {high:.3f} L 0 {high:.3f} C"
                drawn += _path(box, (x, y, wide, high), 'Stroke="false" Fill="true"', pale)
        return _layer(drawn, 'Type="Background"') if drawn else ""

    def _note(self, sheet: Sheet) -> str:
        """What an annotation shows."""
        match self.ways["besides"]:
            case "seal":
                ring = "M 40 20 A 20 20 0 1 1 0 20 A 20 20 0 1 1 40 20 C"
                inner = _path(ring, (0, 0, 40, 40), 'LineWidth="1"')
                return _annotation("Stamp", "120 180 40 40", inner)
            case "watermark":
                grey = '<:FillColor Value="200 200 200" Alpha="120"/>'
                turned = 'CTM="0.7 -0.7 0.7 0.7 0 0" Boundary="30 150 150 100"'
                code = '<:TextCode X="0" Y="60" DeltaX="g 3 20">仅供参考</:TextCode>'
                text = f'<:TextObject Font="1" Size="18" {turned}>{grey}{code}</:TextObject>'
                return _annotation("Watermark", "0 0 210 297", text)
            case "highlight":
                bright = '<:FillColor Value="255 255 0"/>'
                box = "M 0 0 L 200 0 L 200 280 L 0 280 C"
                attributes = 'Stroke="false" Fill="true"'
                inner = _path(box, (0, 0, 200, 280), attributes, bright)
                return _annotation("Highlight", "5 5 200 280", inner)
        return ""


def _annotation(kind: str, box: str, inner: str) -> str:
    shown = f'<:Appearance Boundary="{box}">{inner}</:Appearance>'
    return f'<:Annot ID="1" Type="{kind}">{shown}</:Annot>'


def _layer(content: str, attributes: str = "") -> str:
    return f"<:Layer {attributes}>{content}</:Layer>"


def _path(data: str, box: Segment, attributes: str, inner: str = "") -> str:
    boundary = " ".join(f"{number:.4f}" for number in box)
    return (
        f'<:PathObject Boundary="{boundary}" {attributes}>{inner}'
        f"<:AbbreviatedData>{data}</:AbbreviatedData></:PathObject>"
    )


_Draw = Callable[[list[Segment]], str]


def _draw_lines(lines: list[Segment]) -> str:
    drawn = ""
    for x, y, end, low in lines:
        data = f"M 0 0 L {end - x:.4f} {low - y:.4f}"
        box = (x, y, max(end - x, 0.25), max(low - y, 0.25))
        drawn += _path(data, box, 'LineWidth="0.25"')
    return drawn


def _draw_pen(lines: list[Segment]) -> str:
    return _draw_lines(lines).replace('LineWidth="0.25"', 'DrawParam="52"')


def _draw_fills(lines: list[Segment]) -> str:
    drawn = ""
    for x, y, end, low in lines:
        wide, high = end - x + 0.2, low - y + 0.2
        data = f"M 0 0 L {wide:.4f} 0 L {wide:.4f} {high:.4f} L 0 {high:.4f} C"
        drawn += _path(data, (x - 0.1, y - 0.1, wide, high), 'Stroke="false" Fill="true"')
    return drawn


def _draw_one_path(lines: list[Segment]) -> str:
    data = "".join(f"M{x:.4f} {y:.4f}L{end:.4f} {low:.4f}" for x, y, end, low in lines)
    return _path(data, (0, 0, 420, 420), 'LineWidth="0.3"') if lines else ""


def _draw_by_matrix(lines: list[Segment]) -> str:
    drawn = ""
    for x, y, end, low in lines:
        box = (x, y, max(end - x, 0.25), max(low - y, 0.25))
        long = max(end - x, low - y)
        data = "M 0 0 L 1 0" if end - x > low - y else "M 0 0 L 0 1"
        drawn += _path(data, box, f'LineWidth="0.001" CTM="{long:.4f} 0 0 {long:.4f} 0 0"')
    return drawn


def _draw_clipped(lines: list[Segment]) -> str:
    """Large boxes of which the boundary shows a stripe."""
    drawn = ""
    data = "M -500 -500 L 900 -500 L 900 900 L -500 900 C"
    for x, y, end, low in lines:
        box = (x, y - 0.1, max(end - x, 0.2), max(low - y, 0.2))
        drawn += _path(data, box, 'Stroke="false" Fill="true"')
    return drawn


_DRAW: dict[str, _Draw] = {
    "fills": _draw_fills,
    "one path": _draw_one_path,
    "matrix": _draw_by_matrix,
    "clipped": _draw_clipped,
    "pen": _draw_pen,
}
