"""Mutations of a printed page: its rules, its turn, what lies over it, what its font says."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from .drafts import Draft, Text, draw_sheets, title_of, with_chapters
from .mutations import PDF, mutation
from .which_table import NATIONAL

MARKS = ("2024-01-15", "内部资料 0315", "10.2.14.7", "政务公开", "20230118 张三", "8")
LINES_OF = {"requests": 25, "proactive": 4}
"""lines from the end of a table between which a rule can be missing"""


@mutation("no rule between two rows", (PDF,), NATIONAL)
def missing_rule(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(missing=("requests", rng.randint(1, LINES_OF["requests"] - 1)))


@mutation("no rule between two columns", (PDF,), NATIONAL)
def missing_column_rule(draft: Draft, rng: random.Random) -> Draft:
    table = rng.choice(("requests", "remedies"))
    return draft.wish(**{"missing column": (table, rng.randint(1, 6))})


@mutation("no rule between two rows, labels too", (PDF,), NATIONAL)
def missing_whole_rule(draft: Draft, rng: random.Random) -> Draft:
    table = rng.choice(("proactive", "requests"))
    return draft.wish(missing=(table, rng.randint(1, LINES_OF[table] - 1)), through=True)


@mutation("no rule between two columns, heads too", (PDF,), NATIONAL)
def missing_whole_column_rule(draft: Draft, rng: random.Random) -> Draft:
    table = rng.choice(("requests", "remedies", "proactive"))
    return draft.wish(**{"missing column": (table, rng.randint(1, 6)), "through": True})


@mutation("figures across the rules", (PDF,))
def shifted(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(shift=rng.choice((-1, 1)) * rng.uniform(5, 13))


@mutation("figures between the rows", (PDF,))
def dropped(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(drop=rng.choice((-1, 1)) * rng.uniform(3, 12))


@mutation("no rules, each figure off its line", (PDF,))
def uneven(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(rules="none", off=(rng.uniform(1, 8), 0, rng.random()))


@mutation("no rules, each figure off its line and its column", (PDF,))
def uneven_both(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(rules="none", off=(rng.uniform(1, 7), rng.uniform(1, 8), rng.random()))


@mutation("each figure off the middle of its cell", (PDF,))
def uneven_in_cells(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(off=(rng.uniform(1, 7), rng.uniform(1, 9), rng.random()))


@mutation("rules turned by up to 3 degrees under level text", (PDF,))
def turned_rules(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(**{"rules skew": rng.choice((-1, 1)) * rng.uniform(0.2, 3)})


@mutation("text turned by up to 3 degrees over level rules", (PDF,))
def turned_text(draft: Draft, rng: random.Random) -> Draft:
    degrees = rng.choice((-1, 1)) * rng.uniform(0.2, 3)
    return draft.wish(**{"skew": degrees, "rules skew": -degrees})


@mutation("bent rules under level text", (PDF,))
def bent_rules(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(**{"rules bent": rng.choice((-1, 1)) * rng.uniform(1, 12)})


@mutation("bent rules and text", (PDF,))
def bent_page(draft: Draft, rng: random.Random) -> Draft:
    points = rng.choice((-1, 1)) * rng.uniform(1, 12)
    return draft.wish(**{"rules bent": points, "bent": points})


@mutation("a line down the page", (PDF,))
def stray_down(draft: Draft, rng: random.Random) -> Draft:
    x = rng.uniform(60, 540)
    return draft.wish(stray=(x, 60, x, 790), rules=rng.choice(("solid", "solid", "none")))


@mutation("a line across the page", (PDF,))
def stray_across(draft: Draft, rng: random.Random) -> Draft:
    y = rng.uniform(80, 780)
    return draft.wish(stray=(30, y, 565, y), rules=rng.choice(("solid", "solid", "none")))


@mutation("several lines down the page", (PDF,))
def strays_down(draft: Draft, rng: random.Random) -> Draft:
    lines = []
    for _ in range(rng.randint(2, 4)):
        x = rng.uniform(50, 545)
        lines.append((x, rng.uniform(30, 200), x, rng.uniform(600, 815)))
    return draft.wish(strays=lines)


@mutation("short lines across the page", (PDF,))
def strays_short(draft: Draft, rng: random.Random) -> Draft:
    lines = []
    for _ in range(rng.randint(1, 4)):
        x, y = rng.uniform(40, 500), rng.uniform(80, 780)
        lines.append((x, y, min(565, x + rng.uniform(20, 300)), y))
    return draft.wish(strays=lines)


@mutation("text bent over level rules", (PDF,))
def bent_text(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(bent=rng.choice((-1, 1)) * rng.uniform(1, 12))


@mutation("no rules at all", (PDF,))
def no_rules(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(rules="none")


@mutation("pages turned by up to 3 degrees", (PDF,))
def skewed(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(skew=rng.choice((-1, 1)) * rng.uniform(0.2, 3))


@mutation("text laid by OCR, turned by up to 3 degrees", (PDF,))
def skewed_ocr(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(skew=rng.choice((-1, 1)) * rng.uniform(0, 3), invisible=True)


@mutation("level words on a page turned by up to 3 degrees", (PDF,))
def skewed_level(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(skew=rng.choice((-1, 1)) * rng.uniform(0.1, 3), level=True)


@mutation("text laid by OCR on a page that did not lie flat", (PDF,))
def bent(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(bent=rng.choice((-1, 1)) * rng.uniform(1, 5), invisible=True)


@mutation("two pages on a sheet", (PDF,))
def two_up(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(**{"two up": True})


@mutation("four pages on a sheet", (PDF,))
def four_up(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(**{"four up": True})


@mutation("two pages on a sheet, turned by up to 3 degrees", (PDF,))
def skewed_two_up(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(**{"two up": True, "skew": rng.choice((-1, 1)) * rng.uniform(0.2, 3)})


def _watermark(degrees: Callable[[random.Random], float], often: int, grey: float) -> object:
    def change(draft: Draft, rng: random.Random) -> Draft:
        size = rng.choice((7, 9, 12)) if often > 1 else rng.choice((30, 60))
        return draft.wish(watermark=(rng.choice(MARKS), degrees(rng), size, grey, often))

    return change


for _name, _degrees in (
    ("aslant", lambda rng: rng.choice((20, 30, 45, -30))),
    ("level", lambda rng: 0),
    ("a little aslant", lambda rng: rng.uniform(-5, 5)),
    ("upright", lambda rng: 90),
):
    mutation(f"watermark, large, {_name}", (PDF,))(_watermark(_degrees, 1, 0.8))
    mutation(f"watermark, all over, {_name}", (PDF,))(_watermark(_degrees, 7, 0.8))
    mutation(f"watermark, all over, pale, {_name}", (PDF,))(_watermark(_degrees, 7, 0.95))


@mutation("watermark, all over, out of line", (PDF,))
def scattered(draft: Draft, rng: random.Random) -> Draft | None:
    mark = _watermark(lambda rng: rng.choice((0, 0, 3, 30)), rng.choice((4, 7)), 0.75)
    return mark(draft, rng).wish(scattered=rng.uniform(2, 30))


@mutation("each text drawn twice to be bold", (PDF,))
def bold(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(twice=(rng.choice((0.0, 0.2, 0.4)), 0))


@mutation("each text with a shadow", (PDF,))
def shadowed(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(twice=(rng.uniform(0.5, 1.5), rng.choice((0.6, 0.75, 0.85))))


@mutation("a font that lies: other digits", (PDF,))
def lying_digits(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(lie="shifted")


@mutation("a font that lies: no digits", (PDF,))
def lying_private(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(lie="private")


@mutation("a font that lies: blanks", (PDF,))
def lying_blank(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(lie="blank")


@mutation("a font that lies: two digits exchanged", (PDF,))
def lying_pair(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(lie="".join(rng.sample("0123456789", 2)))


@mutation("a font that says nothing", (PDF,))
def silent_font(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(lie="nothing")


def _hide_first(veil: str) -> Callable[[Draft, random.Random], Draft]:
    """Last year's tables before this year's, in ink that nobody sees."""

    def change(draft: Draft, rng: random.Random) -> Draft:
        sheets = draw_sheets(draft.edition, draft.year - 1, rng)[0]
        hidden = [replace(sheet, veil=veil) for sheet in sheets]
        title = Text(title_of(draft.agency, draft.year - 1), 2, veil)
        return replace(draft, parts=(title, *with_chapters(hidden), *draft.parts))

    return change


for _veil in ("white", "invisible", "layer off", "clipped", "off page"):
    mutation(f"hidden copy first (PDF): {_veil}", (PDF,))(_hide_first(_veil))
