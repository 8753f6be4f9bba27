"""The fonts of the specimens: Noto Sans and Serif SC from a package, others where installed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zlib
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn

NOTO = {
    "Noto Sans SC": pylopdf_fonts_zh_cn.sans_path,
    "Noto Serif SC": pylopdf_fonts_zh_cn.serif_path,
}
_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{dirs}<cachedir>{cache}</cachedir></fontconfig>
"""


@cache
def find_font(family: str) -> Path:
    """The file of a family; Noto Serif SC stands in for one that is not installed."""
    if family in NOTO:
        return Path(NOTO[family]())
    if shutil.which("fc-match"):
        found = subprocess.run(
            ["fc-match", "-f", "%{family}\t%{file}", family],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.partition("\t")
        if family in found[0]:
            return Path(found[2])
    return Path(NOTO["Noto Serif SC"]())


def name_of(family: str) -> str:
    """The family under which the file of `find_font` goes."""
    return (
        family
        if family in NOTO or find_font(family) != find_font("Noto Serif SC")
        else "Noto Serif SC"
    )


def font_environment(folder: Path, families: set[str]) -> dict[str, str]:
    """An environment in which a program finds these families and no other; `folder` is its own."""
    dirs = {find_font(family).parent for family in (*families, "Noto Serif SC")}
    config = folder / "fonts.conf"
    config.write_text(
        _CONFIG.format(
            dirs="".join(f"<dir>{d}</dir>" for d in sorted(dirs)), cache=folder / "cache"
        ),
        "utf-8",
    )
    return os.environ | {
        "FONTCONFIG_FILE": str(config),
        "HOME": str(folder),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
    }


def truetype(family: str, characters: str, aliases: dict[int, int]) -> bytes:
    """The characters of a family as a TrueType font, which is the one kind that ReportLab embeds.

    `aliases` maps further code points to those whose glyph they show, as fonts of Word map Kangxi
    radicals.
    """
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

    source = TTFont(find_font(family), fontNumber=0)
    glyphs, known = source.getGlyphSet(), source.getBestCmap()
    codes = {ord(c): known[ord(c)] for c in sorted(set(characters)) if ord(c) in known}
    codes |= {code: known[shown] for code, shown in aliases.items()}
    order = [".notdef", *sorted(set(codes.values()))]
    units = source["head"].unitsPerEm
    outlines, widths = {}, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, max_err=units / 1000, reverse_direction=True))
        outlines[name] = pen.glyph()
        widths[name] = round(glyphs[name].width)
    build = FontBuilder(units, isTTF=True)
    build.setupGlyphOrder(order)
    build.setupCharacterMap(codes)
    build.setupGlyf(outlines)
    # where an outline begins is known once the table of outlines is made
    metrics = {}
    for name, outline in outlines.items():
        metrics[name] = (widths[name], outline.xMin if outline.numberOfContours else 0)
    build.setupHorizontalMetrics(metrics)
    build.setupHorizontalHeader(ascent=round(units * 0.88), descent=-round(units * 0.12))
    # ReportLab takes fonts of one name for one
    tag = f"{zlib.crc32(''.join(sorted(set(characters))).encode()):08x}"
    name = family.replace(" ", "") + tag
    build.setupNameTable({"familyName": f"{family} {tag}", "styleName": "Regular", "psName": name})
    build.setupOS2(
        sTypoAscender=round(units * 0.88),
        sTypoDescender=-round(units * 0.12),
        sCapHeight=round(units * 0.73),
    )
    build.setupPost()
    buffer = io.BytesIO()
    build.save(buffer)
    return buffer.getvalue()
