"""The specimens: what each typesetter is to make, and what is unusual about it."""

from __future__ import annotations

from .drafts import Look, Plan
from .layouts import HeadShape

SERIF, SANS, SONG, KAI, HEI = (
    "Noto Serif SC",
    "Noto Sans SC",
    "AR PL UMing CN",
    "LXGW WenKai",
    "WenQuanYi Micro Hei",
)
_MIXED = {"requests": "2019", "remedies": "2019"}


def _plan(
    name: str,
    edition: str,
    look: Look | None = None,
    shape: HeadShape | None = None,
    mixed: dict[str, str] | None = None,
) -> Plan:
    return Plan(
        name, name.partition("-")[0], edition, look or Look(), shape or HeadShape(), mixed or {}
    )


PLANS: tuple[Plan, ...] = (
    _plan("office-plain", "2021"),
    _plan("office-sans-later-break", "2021", Look(SANS, filler=7)),
    _plan("office-early-break", "2019", Look(filler=10, groups="stacked")),
    _plan("office-repeated-heads", "2019", Look(repeat_heads=True, filler=5)),
    _plan("office-vertical-groups", "2021", Look(SANS, groups="vertical", filler=4)),
    _plan("office-dashed", "2019", Look(rules="dashed", filler=6)),
    _plan("office-dotted", "2021", Look(rules="dotted", repeat_heads=True)),
    _plan("office-double", "2019", Look(rules="double", filler=8)),
    _plan("office-inner", "2021", Look(SANS, rules="inner", filler=5)),
    _plan("office-landscape", "2019", Look(page="landscape", repeat_heads=True)),
    _plan(
        "office-mixed-shifted",
        "2021",
        Look(filler=6, groups="stacked"),
        HeadShape(shifted=True),
        _MIXED,
    ),
    _plan("office-whole-rows", "2021", Look(HEI, cut_rows=False, filler=9)),
    _plan("office-hairline-large", "2019", Look(KAI, size=10.5, rules="hairline", filler=4)),
    _plan("office-fujian", "fujian-2013", Look(size=12, filler=16)),
    _plan("office-borderless", "2021", Look(rules="none", filler=2)),
    _plan("chromium-plain", "2021"),
    _plan("chromium-sans-break", "2019", Look(SANS, filler=6)),
    _plan("chromium-repeated-heads", "2021", Look(SANS, repeat_heads=True, filler=4)),
    _plan("chromium-double", "2019", Look(rules="double", filler=5)),
    _plan("chromium-dashed", "2021", Look(rules="dashed", filler=7)),
    _plan("chromium-dotted", "2019", Look(rules="dotted")),
    _plan("chromium-grey", "2021", Look(SANS, rules="grey", filler=8)),
    _plan("chromium-inner", "2019", Look(rules="inner", filler=4)),
    _plan("chromium-background", "2021", Look(SANS, rules="background", filler=5)),
    _plan("chromium-thick-vertical", "2019", Look(rules="thick", groups="vertical", filler=9)),
    _plan(
        "chromium-stacked",
        "2021",
        Look(SANS, groups="stacked", filler=3),
        HeadShape(total_on_top=True),
    ),
    _plan("chromium-scaled", "2019", Look(extras=("scaled",), filler=6), HeadShape(second=True)),
    _plan(
        "chromium-translucent-seal", "2021", Look(SANS, extras=("translucent", "seal"), filler=7)
    ),
    _plan("chromium-landscape-pair", "2019", Look(page="landscape", side_by_side=True)),
    _plan("chromium-spaced", "2021", Look(KAI, extras=("spaced",), filler=5, size=8.5)),
    _plan("chromium-fujian", "fujian-2011", Look(SANS, size=12, filler=14)),
    _plan("chromium-lines-only", "2019", Look(rules="lines", filler=4)),
    _plan("chromium-borderless", "2021", Look(SANS, rules="none")),
    _plan("chromium-borderless-serif", "2019", Look(rules="none", filler=6)),
    _plan("typst-plain", "2021"),
    _plan("typst-sans-break", "2019", Look(SANS, filler=7)),
    _plan("typst-early-break", "2021", Look(filler=12, groups="stacked")),
    _plan("typst-repeated-heads", "2019", Look(repeat_heads=True, filler=6)),
    _plan("typst-dashed", "2021", Look(SANS, rules="dashed", filler=5)),
    _plan("typst-dotted", "2019", Look(rules="dotted", filler=4)),
    _plan("typst-thick-vertical", "2021", Look(rules="thick", groups="vertical", filler=6)),
    _plan("typst-inner", "2019", Look(SANS, rules="inner", filler=8)),
    _plan(
        "typst-landscape-pair", "2021", Look(page="landscape", side_by_side=True, groups="stacked")
    ),
    _plan("typst-large-whole-rows", "2019", Look(KAI, size=11, cut_rows=False)),
    _plan("typst-mixed-second", "2021", Look(filler=5), HeadShape(second=True), _MIXED),
    _plan("typst-fujian", "fujian-2017", Look(SANS, size=12, filler=15)),
    _plan("typst-borderless", "2019", Look(rules="none", filler=3)),
    _plan("drawn-strokes", "2021"),
    _plan("drawn-boxes", "2019", Look(SANS, rules="boxes", filler=5)),
    _plan("drawn-fills", "2021", Look(rules="fills", filler=6)),
    _plan("drawn-thick-fills", "2019", Look(rules="thick fills", filler=4)),
    _plan("drawn-dashed", "2021", Look(SANS, rules="dashed", filler=7)),
    _plan("drawn-bits", "2019", Look(rules="bits", filler=5)),
    _plan("drawn-inner", "2021", Look(rules="inner", filler=8)),
    _plan("drawn-open-at-breaks", "2019", Look(SANS, rules="open", filler=6)),
    _plan("drawn-form-object", "2021", Look(rules="form", filler=5)),
    _plan("drawn-polyline", "2019", Look(rules="polyline", filler=9)),
    _plan("drawn-pieces", "2021", Look(SANS, rules="pieces", filler=4)),
    _plan("drawn-landscape", "2019", Look(page="landscape")),
    _plan("drawn-rotated", "2021", Look(SANS, page="rotated", filler=5)),
    _plan("drawn-sideways", "2019", Look(page="sideways", filler=4)),
    _plan("drawn-cropped", "2021", Look(page="cropped", filler=6)),
    _plan("drawn-not-embedded", "2019", Look("STSong-Light", groups="vertical", filler=5)),
    _plan("drawn-vertical", "2021", Look(SANS, groups="vertical", filler=7)),
    _plan(
        "drawn-stacked-pair",
        "2019",
        Look(page="landscape", groups="stacked", side_by_side=True, size=8),
    ),
    _plan(
        "drawn-kangxi-seal",
        "2021",
        Look(SONG, repeat_heads=True, extras=("kangxi", "seal"), filler=6),
    ),
    _plan(
        "drawn-groups-again",
        "2019",
        Look(extras=("groups again", "character by character"), filler=7),
    ),
    _plan(
        "drawn-figures-below", "2021", Look(SANS, extras=("figures below",), filler=8, rules="open")
    ),
    _plan(
        "drawn-cut-label",
        "2021",
        Look(size=10, filler=7, rules="open"),
        HeadShape(total_on_top=True),
    ),
    _plan(
        "drawn-mixed-shifted",
        "2021",
        Look(filler=6, groups="vertical"),
        HeadShape(shifted=True),
        _MIXED,
    ),
    _plan(
        "drawn-touching",
        "2019",
        Look(SANS, extras=("touching",), rules="fills", filler=3),
        HeadShape(second=True),
    ),
    _plan("drawn-borderless", "2021", Look(rules="none", filler=5)),
    _plan("drawn-fujian", "fujian-2014-jinjiang", Look(size=12, filler=12, rules="boxes")),
    _plan("platypus-plain", "2021"),
    _plan(
        "platypus-repeated-heads", "2019", Look(SANS, repeat_heads=True, cut_rows=False, filler=6)
    ),
    _plan(
        "platypus-thick-stacked",
        "2021",
        Look(rules="thick", groups="stacked", cut_rows=False, filler=7),
    ),
    _plan(
        "platypus-inner-landscape", "2019", Look(SANS, rules="inner", page="landscape", filler=5)
    ),
)
