"""The named ways in which a report is set, damaged and written."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from random_reports import happens

from . import damage as d
from . import files as f
from .faces import Face
from .reports import Report, draw_report
from .typeset import Style, Typesetter

USUAL = (d.noise(4), d.skew(0.5))
"""what any scanner does"""
_RED, _GREY, _BLACK = (205, 30, 35, 215), (120, 120, 120, 190), (40, 40, 40, 235)
_DPIS = (150, 150, 200, 200, 300)


@dataclass(frozen=True, slots=True)
class Mutation:
    """How a scan comes about.

    `style` are the fields that are not drawn by chance, `faces` a word that the font's name must
    have, `apart` whether its cells count apart (something lies over the figures), `may_refuse`
    whether a refusal in a sentence is as good as an answer.
    """

    name: str
    damages: tuple[d.Damage, ...] = USUAL
    style: dict[str, object] | None = None
    dpis: tuple[int, ...] = _DPIS
    write: f.Writer = f.write_grey_pdf
    faces: str = ""
    edition: str = ""
    blanks: float | None = None
    apart: bool = False
    may_refuse: bool = False


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that was made, what is true of it, and how many pages were drawn for it."""

    path: Path
    report: Report
    pages: int
    face: str
    dpi: int
    style: Style


def draw_style(rng: random.Random, given: dict[str, object]) -> Style:
    """A layout by chance with some fields given; ordinary in what hurts."""
    style = Style(
        size=rng.choice((8.5, 9.0, 9.0, 10.0, 10.5)),
        rule=rng.choice((0.35, 0.5, 0.75, 1.0)),
        outer=rng.choice(("same", "same", "thick", "double")),
        row=rng.choice((1.3, 1.7, 2.2)),
        align=rng.choice(("centre", "centre", "right", "left")),
        groups=rng.choice(("across", "stacked")),
        filler=rng.choice((1, 1, 3, 6)),
        repeat_heads=happens(rng, 0.2),
    )
    return replace(style, **given)  # type: ignore[arg-type]


def make_scan(mutation: Mutation, seed: int, faces: list[Face], path: Path) -> Scan:
    """The scan of a mutation and a seed; the same fonts give the same file."""
    rng = random.Random(f"{mutation.name} {seed}")
    fitting = [face for face in faces if mutation.faces in face.name] or faces
    face = rng.choice(fitting)
    report = draw_report(rng.randrange(10**9), mutation.edition, mutation.blanks)
    style = draw_style(rng, mutation.style or {})
    dpi = rng.choice(mutation.dpis)
    if mutation.write is f.write_mixed or mutation.write is f.write_in_page:
        drawn = f.tables_alone(report)
    else:
        drawn = report
    pages = Typesetter(face, style).set(drawn, dpi)
    way = d.Way(np.random.default_rng(rng.randrange(10**9)), dpi, face)
    pages = d.chain(mutation.damages, pages, way)
    written = mutation.write(pages, dpi, path, report)
    return Scan(written, report, len(pages), face.name, dpi, style)


def _made() -> list[Mutation]:
    each, bits = d.each, d.each(d.to_bits)
    m = Mutation
    return [
        m("sound: no damage", ()),
        m("sound: 100 dpi", dpis=(100,)),
        m("sound: 150 dpi", dpis=(150,)),
        m("sound: 200 dpi", dpis=(200,)),
        m("sound: 300 dpi", dpis=(300,)),
        m("font: song", faces="song"),
        m("font: hei", faces="hei"),
        m("font: kai", faces="kai"),
        m("font: fang", faces="fang"),
        m("font: bold", faces="bold"),
        m("font: kai, own digits, 100 dpi", faces="kai FandolKai-Regular", dpis=(100,)),
        m("font: digits of a typewriter", faces="Courier"),
        m("font: old-style digits", faces="Gentium"),
        m("edition: fujian-2013", edition="fujian-2013"),
        m("edition: fujian-2017", edition="fujian-2017"),
        m("edition: 2019", edition="2019"),
        m("layout: hairlines", style={"rule": 0.2, "outer": "same"}),
        m("layout: heavy rules", style={"rule": 2.0}),
        m("layout: grey rules", style={"rule_ink": 150, "rule": 0.6}),
        m("layout: dotted rules", style={"dotted": True, "rule": 0.7}),
        m("layout: double frame", style={"outer": "double"}),
        m("layout: no outer frame", style={"outer": "none"}),
        m("layout: low rows", style={"row": 1.0, "size": 8.5}),
        m("layout: high rows", style={"row": 3.0}),
        m("layout: narrow columns", style={"width": 0.78, "size": 8.0}),
        m("layout: small figures", style={"size": 6.5, "row": 1.2}, dpis=(150, 200)),
        m("layout: figures right", style={"align": "right"}),
        m("layout: figures left", style={"align": "left"}),
        m("layout: shaded heads", style={"shaded": True}),
        m("layout: groups one letter a line", style={"groups": "stacked"}),
        m("layout: landscape", style={"landscape": True}),
        m("layout: heads again", style={"repeat_heads": True, "filler": 6}),
        m("layout: many blanks", blanks=1.0),
        m("layout: no rules", style={"no_rules": True}, may_refuse=True),
        m("quality: JPEG 30", (*USUAL, d.jpeg(30))),
        m("quality: JPEG 30, 100 dpi", (*USUAL, d.jpeg(30)), dpis=(100,)),
        m("quality: JPEG 12", (*USUAL, d.jpeg(12)), dpis=(150, 200)),
        m("quality: specks", (d.noise(6, 400), d.skew(0.6))),
        m("quality: much grain", (d.noise(26), d.skew(0.4))),
        m("quality: blurred", (d.blur(1.0), *USUAL)),
        m("quality: low contrast", (d.contrast(105, 205), d.noise(6), d.skew(0.4))),
        m("quality: faint toner", (each(d.faint), *USUAL)),
        m("quality: pale ink", style={"ink": 140}),
        m("quality: thick toner", (d.spread(0.5), *USUAL)),
        m("quality: very thick toner", (d.spread(0.8), *USUAL)),
        m("quality: worn strokes", (each(d.thin), *USUAL)),
        m("quality: black and white", (*USUAL, bits), write=f.write_g4),
        m("quality: black and white, specks", (d.noise(30, 300), bits), write=f.write_g4),
        m("quality: fax, fine", (*USUAL, d.fax(196)), write=f.write_fax_fine),
        m("quality: fax, coarse", (*USUAL, d.fax(98)), write=f.write_fax_coarse),
        m("quality: streaks", (*USUAL, each(d.dirty_glass))),
        m("quality: bleed-through", (d.bleed(0.2), *USUAL)),
        m("quality: strong bleed-through", (d.bleed(0.4), *USUAL)),
        m("quality: old paper", (each(d.old_paper), *USUAL), write=f.write_pdf),
        m("quality: watermark", (each(d.watermark), *USUAL)),
        m("shape: skew 1", (d.noise(4), d.skew(1))),
        m("shape: skew 3", (d.noise(4), d.skew(3))),
        m("shape: skew 3, 100 dpi", (d.noise(4), d.skew(3)), dpis=(100,)),
        m("shape: bent", (d.bend(0.09), *USUAL)),
        m("shape: bent much", (d.bend(0.2), *USUAL)),
        m("shape: crumpled", (each(d.crumple), *USUAL)),
        m("shape: photographed", (d.photograph(0.03, 0.25), d.noise(4)), write=f.write_pdf),
        m("shape: photographed, slanted", (d.photograph(0.08, 0.4), d.noise(6)), write=f.write_pdf),
        m("shape: photographed, bent", (d.bend(0.1), d.photograph(0.03, 0.3)), write=f.write_pdf),
        m("shape: turned 90", (*USUAL, d.turn(1))),
        m("shape: turned 180", (*USUAL, d.turn(2))),
        m("shape: turned 270", (*USUAL, d.turn(3))),
        m("shape: black border", (*USUAL, each(d.black_border))),
        m("shape: cut at the frame", (each(d.crop_side), d.noise(4))),
        m("shape: two pages on a picture", (d.two_up, *USUAL)),
        m("shape: two pages, turned", (d.two_up, *USUAL, d.turn(1))),
        m("file: PNG", style={"long": True}, write=f.write_png, dpis=(96, 120, 150)),
        m("file: PNG, one table", edition="fujian-2013", write=f.write_png),
        m("file: JPEG", style={"long": True}, write=f.write_jpeg, dpis=(120, 150)),
        m("file: JPEG of pages below each other", write=f.write_jpeg, dpis=(120, 150)),
        m("file: TIFF", write=f.write_tiff),
        m("file: colour PDF", write=f.write_pdf),
        m("file: mixed PDF", write=f.write_mixed),
        m("file: pictures within pages", write=f.write_in_page, style={"margin": 8.0}),
        m("over: red stamp", (d.stamp(_RED), *USUAL), write=f.write_pdf, apart=True),
        m("over: red stamp, grey scan", (d.stamp(_RED), *USUAL), apart=True),
        m("over: grey stamp", (d.stamp(_GREY), *USUAL), apart=True),
        m("over: black stamp", (d.stamp(_BLACK), *USUAL), apart=True),
        m("over: red stamp, black and white", (d.stamp(_RED), bits), write=f.write_g4, apart=True),
        m("over: strokes of a pen", (d.tick, *USUAL), write=f.write_pdf, apart=True),
        m("over: marker", (d.highlight, *USUAL), write=f.write_pdf, apart=True),
        m("over: marker, grey scan", (d.highlight, *USUAL), apart=True),
    ]


MUTATIONS = {mutation.name: mutation for mutation in _made()}
