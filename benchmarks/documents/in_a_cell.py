"""Mutations that ask what stands in one cell."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from planting import happens

from gxkit.text import Key

from .drafts import SIGNED, Cell, Draft, Line, Piece, State
from .mutations import ALL, LIKE_PAGES, PAGE, PDF, TYPST, WORD, mutation
from .pens import PENS
from .webpages import VEILS
from .which_table import NATIONAL, change_cells

CELLS_APART = ("html", "docx", "tabs", "csv", "drawn", "markdown", "cells", "bars", PDF, TYPST)
"""the formats in which a blank inside a cell does not look like a border"""
HIDING = ("vanish", "style", "heir", "white", "pale", "theme", "ground", "tiny", "special")
"""how a Word file hides a run of text"""
NO_PRINTER = tuple(form for form in CELLS_APART if form != PDF)
UNPRINTED = ("full-width digits", "③", "⑴")
"""what the font of the printer has no glyphs for: it would print nothing"""
BLOCKS_ONLY = ("id", "no height")
"""the ways of hiding that a run of text inside a cell cannot have"""
THOUSAND = 1000
SHARE = 0.06
"""of the figures that a mutation of single cells changes"""
Write = Callable[[Cell, random.Random], Sequence[Piece]]


def _chosen(draft: Draft, rng: random.Random, least: int = 0) -> set[Key]:
    """Some cells, one at least, whose number is at least this."""
    able = []
    for key, expected in draft.truth.items():
        if expected.number >= least:
            able.append(key)
    if not able:
        return set()
    return {key for key in able if rng.random() < SHARE} or {rng.choice(able)}


def _rewrite(draft: Draft, rng: random.Random, keys: set[Key], write: Write) -> Draft:
    """The draft with the pieces of some cells written otherwise."""

    def change(cell: Cell) -> Cell:
        if cell.key not in keys:
            return cell
        return replace(cell, pieces=tuple(write(cell, rng)))

    for sheet in draft.sheets():
        draft = draft.put(change_cells(sheet, change))
    return draft


def _other_number(cell: Cell, rng: random.Random) -> str:
    """What stood there before: another number of about this size."""
    number = int(Decimal(cell.text or 0))
    return str(abs(number + rng.choice((-5, -2, 3, 7))) or 4)


# --- two figures in a cell -----------------------------------------------------------------------


def _join_lines(draft: Draft, rng: random.Random, joint: Piece, most: int) -> Draft | None:
    """Some lines of one group in one row, each with all its labels and figures."""
    sheet = draft.sheet("requests")
    if sheet is None:
        return None
    band = sheet.bands[0]
    at = rng.choice([n for n, line in enumerate(band.lines) if line.is_inner])
    above = band.lines[at].path[:-1]
    group = [line for line in band.lines[at : at + most] if line.path[:-1] == above]
    if len(group) == 1:
        return None
    end = at + len(group)
    cells = []
    for column in zip(*(line.cells for line in group), strict=True):
        pieces: list[Piece] = []
        for cell in column:
            pieces += [joint, *cell.pieces]
        cells.append(Cell(tuple(pieces[1:])))
    labels: list[Piece] = []
    for line in group:
        labels += [joint, Piece(line.path[-1])]
    return _put_joined(draft, at, end, tuple(labels[1:]), tuple(cells))


def _put_joined(
    draft: Draft,
    at: int,
    end: int,
    labels: tuple[Piece, ...],
    cells: tuple[Cell, ...],
) -> Draft:
    sheet = draft.sheet("requests")
    assert sheet is not None
    band = sheet.bands[0]
    path = (*band.lines[at].path[:-1], "".join(piece.text for piece in labels))
    line = Line(path, cells, labels)
    lines = (*band.lines[:at], line, *band.lines[end:])
    return draft.put(replace(sheet, bands=(replace(band, lines=lines),)))


@mutation("two rows in one, parted by a break", (PAGE, WORD, PDF, TYPST), NATIONAL)
def two_rows_break(draft: Draft, rng: random.Random) -> Draft | None:
    return _join_lines(draft, rng, Piece("\n", "break"), 2)


@mutation("two rows in one, parted by a paragraph", LIKE_PAGES, NATIONAL)
def two_rows_paragraph(draft: Draft, rng: random.Random) -> Draft | None:
    return _join_lines(draft, rng, Piece("\n", "paragraph"), 2)


@mutation("two rows in one, parted by a blank", CELLS_APART, NATIONAL)
def two_rows_blank(draft: Draft, rng: random.Random) -> Draft | None:
    return _join_lines(draft, rng, Piece(rng.choice((" ", "\u3000", "  "))), 2)


@mutation("a group of rows in one", (PAGE, WORD, PDF, TYPST), NATIONAL)
def group_in_one(draft: Draft, rng: random.Random) -> Draft | None:
    return _join_lines(draft, rng, Piece("\n", "break"), 8)


def _two_figures(draft: Draft, rng: random.Random, joint: Piece) -> Draft:
    keys = _chosen(draft, rng, 1)

    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        both = [Piece(_other_number(cell, rng)), joint, *cell.pieces]
        return both if happens(rng, 0.5) else both[::-1]

    return _rewrite(draft, rng, keys, write).mark(keys, State.DOUBTFUL)


@mutation("two figures in a cell, parted by a blank", CELLS_APART)
def two_figures_blank(draft: Draft, rng: random.Random) -> Draft:
    return _two_figures(draft, rng, Piece(rng.choice((" ", "  "))))


@mutation("two figures in a cell, parted by a wide blank", CELLS_APART)
def two_figures_wide(draft: Draft, rng: random.Random) -> Draft:
    return _two_figures(draft, rng, Piece("\u3000"))


@mutation("two figures in a cell, parted by a break", (PAGE, WORD, PDF, TYPST))
def two_figures_break(draft: Draft, rng: random.Random) -> Draft:
    return _two_figures(draft, rng, Piece("\n", "break"))


@mutation("two figures in a cell, parted by a sign", CELLS_APART)
def two_figures_sign(draft: Draft, rng: random.Random) -> Draft:
    return _two_figures(draft, rng, Piece(rng.choice(("/", "（", "→", "；"))))


@mutation("two figures in a cell, parted by words", CELLS_APART)
def two_figures_words(draft: Draft, rng: random.Random) -> Draft:
    keys = _chosen(draft, rng, 1)
    form = rng.choice(
        ("上年{}本年{}", "{}增至{}", "{}，其中{}", "{}（上年{}）", "{}件{}件", "{} — {}")
    )

    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        return [Piece(form.format(_other_number(cell, rng), cell.text))]

    return _rewrite(draft, rng, keys, write).mark(keys, State.DOUBTFUL)


@mutation("three figures in a cell", CELLS_APART)
def three_figures(draft: Draft, rng: random.Random) -> Draft:
    keys = _chosen(draft, rng, 1)
    joint = rng.choice((" ", "/", "\u3000", "、"))

    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        texts = [_other_number(cell, rng), cell.text, _other_number(cell, rng)]
        return [Piece(joint.join(texts))]

    return _rewrite(draft, rng, keys, write).mark(keys, State.DOUBTFUL)


# --- one figure that looks like two --------------------------------------------------------------


def _grouped(draft: Draft, rng: random.Random, sign: str) -> Draft | None:
    """Every figure from a thousand on; None where there is none."""
    large = {key for key, expected in draft.truth.items() if expected.number >= THOUSAND}
    if not large:
        return None

    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        return [Piece(f"{Decimal(cell.text):,}".replace(",", sign))]

    return _rewrite(draft, rng, large, write)


@mutation("thousands with a comma", tuple(f for f in ALL if not f.startswith("csv")))
def thousands_comma(draft: Draft, rng: random.Random) -> Draft | None:
    return _grouped(draft, rng, ",")


@mutation("thousands with a wide comma", CELLS_APART)
def thousands_wide_comma(draft: Draft, rng: random.Random) -> Draft | None:
    return _grouped(draft, rng, "，")


@mutation("thousands with a blank", CELLS_APART)
def thousands_blank(draft: Draft, rng: random.Random) -> Draft | None:
    return _grouped(draft, rng, rng.choice((" ", "\u00a0", "\u2009", "\u202f")))


@mutation("figures in csv with commas, quoted", ("csv", "csv index"))
def thousands_quoted(draft: Draft, rng: random.Random) -> Draft | None:
    return _grouped(draft, rng, ",")


@mutation("groups that are no thousands", CELLS_APART)
def broken_thousands(draft: Draft, rng: random.Random) -> Draft | None:
    """150 00: one number with a slip, or two; nobody can tell."""
    keys = _chosen(draft, rng, THOUSAND)
    if not keys:
        return None

    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        return [Piece(f"{cell.text[:-2]} {cell.text[-2:]}")]

    return _rewrite(draft, rng, keys, write).mark(keys, State.DOUBTFUL)


@mutation("a figure broken by the width of its cell", (PAGE,))
def soft_breaks(draft: Draft, rng: random.Random) -> Draft:
    style = rng.choice(("soft break", "word break", "soft hyphen"))

    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        at = len(cell.text) // 2
        return [Piece(cell.text[:at]), Piece("", style), Piece(cell.text[at:])]

    return _rewrite(draft, rng, _chosen(draft, rng, 10), write)


@mutation("a narrow column breaks its figures", (PDF,), NATIONAL)
def narrow_columns(draft: Draft, rng: random.Random) -> Draft:
    return draft.wish(narrow=True)


# --- not part of the figure ----------------------------------------------------------------------


def _old_beside(draft: Draft, rng: random.Random, style: str) -> Draft:
    """An old figure in a style before or after the true one."""
    first = happens(rng, 0.7)

    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        old = Piece(_other_number(cell, rng), style)
        return [old, *cell.pieces] if first else [*cell.pieces, old]

    return _rewrite(draft, rng, _chosen(draft, rng), write)


def _old_figures(names: Sequence[str], formats: tuple[str, ...], words: str) -> None:
    def make(style: str) -> Callable[[Draft, random.Random], Draft]:
        return lambda draft, rng: _old_beside(draft, rng, style)

    for name in names:
        mutation(f"{words}: {name}", formats)(make(name))


_old_figures([f"hidden {veil}" for veil in VEILS if veil not in BLOCKS_ONLY], (PAGE,), "old figure")
_old_figures(("struck s", "struck del", "struck style", "struck class"), (PAGE,), "old figure")
_old_figures(("struck", "struck twice", "struck style", "deleted"), (WORD,), "old figure (Word)")
_old_figures(
    [f"hidden {look}" for look in HIDING],
    (WORD,),
    "old figure (Word)",
)
_old_figures(
    (
        "struck",
        "white",
        "invisible",
        "covered",
        "off page",
        "clipped",
        "layer off",
        "too small",
    ),
    (PDF,),
    "old figure (PDF)",
)


_old_figures(tuple(PENS), (PDF,), "old figure (PDF), a pen")


@mutation("a digit of a figure drawn", (PDF,))
def drawn_digit(draft: Draft, rng: random.Random) -> Draft:
    keys = _chosen(draft, rng, 10)
    is_first = happens(rng, 0.5)

    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        at = 1 if is_first else len(cell.text) - 1
        first, rest = cell.text[:at], cell.text[at:]
        if is_first:
            return [Piece(first, "outline"), Piece(rest)]
        return [Piece(first), Piece(rest, "outline")]

    return _rewrite(draft, rng, keys, write).mark(keys, State.UNSEEN)


@mutation("a font that lies: one digit, in some cells", (PDF,))
def lying_digit(draft: Draft, rng: random.Random) -> Draft:
    drawn, said = rng.sample("0123456789", 2)
    keys = _chosen(draft, rng)

    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        return [Piece(cell.text, "other font")]

    # what is right is what the page shows
    return _rewrite(draft, rng, keys, write).wish(**{"other font": f"{drawn}>{said}"})


def _with_note(draft: Draft, rng: random.Random, style: str, marks: Sequence[str]) -> Draft:
    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        return [*cell.pieces, Piece(rng.choice(marks), style)]

    return _rewrite(draft, rng, _chosen(draft, rng), write)


@mutation("footnote marks, raised", (PAGE, WORD, PDF))
def raised_notes(draft: Draft, rng: random.Random) -> Draft:
    return _with_note(draft, rng, "note", ("1", "2", "[1]", "①", "*", "注1"))


@mutation("footnote marks, raised by a style", LIKE_PAGES)
def styled_notes(draft: Draft, rng: random.Random) -> Draft:
    return _with_note(draft, rng, "note style", ("1", "2", "3"))


@mutation("footnote marks, raised by a shift", LIKE_PAGES)
def shifted_notes(draft: Draft, rng: random.Random) -> Draft:
    return _with_note(draft, rng, "note shift", ("1", "2", "3"))


@mutation("footnote marks as links to another page", (PAGE,))
def far_notes(draft: Draft, rng: random.Random) -> Draft:
    return _with_note(draft, rng, "note link", ("1", "2"))


@mutation("footnote marks as links", (PAGE,))
def linked_notes(draft: Draft, rng: random.Random) -> Draft:
    return _with_note(draft, rng, "link", ("1", "2"))


@mutation("footnote signs", CELLS_APART)
def noted(draft: Draft, rng: random.Random) -> Draft:
    return _with_note(draft, rng, "", ("①", "*", "※", "[1]", "（注）", "（注1）"))


@mutation("ruby", LIKE_PAGES)
def ruby(draft: Draft, rng: random.Random) -> Draft:
    return _rewrite(draft, rng, _chosen(draft, rng), lambda cell, _: [Piece(cell.text, "ruby")])


# --- numbers in other clothes --------------------------------------------------------------------

_NOTES = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """A number below ten thousand in Chinese.

    >>> chinese(12), chinese(105), chinese(0)
    ('十二', '一百零五', '零')
    """
    if number == 0:
        return "零"
    words, waits = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += ("零" if waits and words else "") + _DIGITS[digit] + unit
            waits = False
        else:
            waits = bool(words)
    return words.removeprefix("一") if words.startswith("一十") else words


def _numeral(write: Callable[[int], str], least: int, most: int) -> Callable[..., Draft]:
    def change(draft: Draft, rng: random.Random) -> Draft:
        keys = set()
        for key in _chosen(draft, rng, least):
            number = draft.truth[key].number
            if number is not None and number <= most and number == int(number):
                keys.add(key)
        return _rewrite(draft, rng, keys, lambda cell, _: [Piece(write(int(cell.text)))])

    return change


for _name, _write, _least, _most in (
    ("零", lambda n: "零", 0, 0),
    ("〇", lambda n: "〇", 0, 0),
    ("十二", chinese, 1, 9999),
    (
        "full-width digits",
        lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
        0,
        10**9,
    ),
    ("（5）", lambda n: f"（{n}）", 1, 10**9),
    ("③", lambda n: chr(0x2460 + n - 1), 1, 20),
    ("( 5 )", lambda n: f"( {n} )", 1, 10**9),
    ("⑴", lambda n: chr(0x2474 + n - 1), 1, 20),
    ("壹拾贰", lambda n: chinese(n).translate(_NOTES), 1, 9999),
    ("5件", lambda n: f"{n}件", 0, 10**9),
    ("5 件次", lambda n: f"{n} 件次", 0, 10**9),
    ("+5", lambda n: f"+{n}", 1, 10**9),
    ("0005", lambda n: f"{n:04}", 0, 999),
    ("5.0", lambda n: f"{n}.00", 0, 10**9),
):
    mutation(f"numerals: {_name}", NO_PRINTER if _name in UNPRINTED else CELLS_APART)(
        _numeral(_write, _least, _most)
    )


def _impossible(draft: Draft, rng: random.Random, write: Callable[[int], str]) -> Draft:
    counts = set()
    for key in _chosen(draft, rng, 1):
        number = draft.truth[key].number
        is_money = key[1] == "fees_waived" or key[2] in ("amount", "amount_wan_yuan")
        is_count = not is_money and key[2] != SIGNED and number == int(number or 0)
        if is_count:
            counts.add(key)
    changed = _rewrite(draft, rng, counts, lambda cell, _: [Piece(write(int(cell.text)))])
    return changed.mark(counts, State.DOUBTFUL)


for _name, _write in (
    ("−5", lambda n: f"-{n}"),
    ("负5", lambda n: f"负{n}"),
    ("减5", lambda n: f"减{n}"),
    ("1.5", lambda n: f"{n}.5"),
    ("约5", lambda n: f"约{n}"),
    ("5余", lambda n: f"{n}余"),
    ("5%", lambda n: f"{n}%"),
):
    mutation(f"no count: {_name}", CELLS_APART)(
        lambda draft, rng, write=_write: _impossible(draft, rng, write)
    )


@mutation("a change with 增 or 减", CELLS_APART, ("2019",))
def signed_words(draft: Draft, rng: random.Random) -> Draft:
    """The one column that may be negative, in words."""
    keys = {key for key in draft.truth if key[2] == SIGNED}

    def write(cell: Cell, rng: random.Random) -> list[Piece]:
        number = Decimal(cell.text)
        up, down = rng.choice((("增", "减"), ("+", "-"), ("增加", "减少"), ("", "－")))
        word = up if number > 0 else down
        return [Piece(f"{word}{abs(number)}" if number else "0")]

    return _rewrite(draft, rng, keys, write)


# --- what is no text -----------------------------------------------------------------------------


def _replace_figures(style: str, state: State) -> Callable[[Draft, random.Random], Draft]:
    def change(draft: Draft, rng: random.Random) -> Draft:
        keys = _chosen(draft, rng)
        changed = _rewrite(draft, rng, keys, lambda cell, _: [Piece(cell.text, style)])
        if state is State.FILLED:
            return changed
        return changed.mark(keys, state)

    return change


for _name in (
    *("picture", "object", "svg", "canvas", "empty input", "unchosen select", "checkbox"),
    *("frame", "script", "ground", "ground by a class", "drawing in a comment"),
    *("unfilled binding", "custom element", "list number"),
):
    mutation(f"in place of a figure: {_name}", (PAGE,))(_replace_figures(_name, State.UNSEEN))
for _name in ("picture", "shape", "equation", "symbol", "hint", "formula"):
    name = f"in place of a figure: {_name} (Word)"
    mutation(name, (WORD,))(_replace_figures(_name, State.UNSEEN))
mutation("in place of a figure: outlines", (PDF,))(_replace_figures("outline", State.FILLED))
for _name in ("input", "textarea", "select", "svg text"):
    mutation(f"figures in controls: {_name}", (PAGE,))(_replace_figures(_name, State.FILLED))
for _name in ("form field", "content control", "inserted", "drop-down", "mathematics"):
    mutation(f"figures in Word: {_name}", (WORD,))(_replace_figures(_name, State.FILLED))
mutation("figures in form fields", (PDF,))(_replace_figures("field", State.FILLED))
mutation("figures in text annotations", (PDF,))(_replace_figures("annotation", State.FILLED))
mutation("a figure corrected by an annotation on top", (PDF,))(
    _replace_figures("annotated", State.FILLED)
)


@mutation("an unreadable cell", CELLS_APART)
def unreadable(draft: Draft, rng: random.Random) -> Draft:
    keys = set(rng.sample(sorted(draft.truth), 1 + (happens(rng, 0.3))))
    sign = rng.choice(("■", "□", "?", "�", "#", "…", "待补充"))
    changed = _rewrite(draft, rng, keys, lambda cell, _: [Piece(sign)])
    return changed.mark(keys, State.UNSEEN)


@mutation("signs for blank", ALL)
def blank_signs(draft: Draft, rng: random.Random) -> Draft:
    sign = rng.choice(("-", "—", "/", "无", "——", "\\"))
    keys = {key for key, expected in draft.truth.items() if expected.number == 0}
    changed = _rewrite(draft, rng, keys, lambda cell, _: [Piece(sign)])
    return changed.mark(keys, State.BLANK)
