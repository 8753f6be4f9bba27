"""Number formats: what a sheet shows of a number (ECMA-376, part 1, 18.8.31), as text.

A figure of a report is what a reader of the sheet sees: 3 with `0.00` is 3.00, a day is a date and
no count, and with `;;;` nothing is seen at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from gxkit.readers.book.days import is_day, show_day

GENERAL = "General"
TEXT = "@"

_ACCOUNTING = '_ {0}* #,##0{1}_ ;_ {0}* -#,##0{1}_ ;_ {0}* "-"{2}_ ;_ @_ '
_YEAR_MONTH = 'yyyy"年"m"月"'
_MONTH_DAY = 'm"月"d"日"'
_DATE = f'{_YEAR_MONTH}d"日"'
_CLOCK = 'h"时"mm"分"'
#: The formats that a file names by number only, as a Chinese system shows them.
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH,
    28: _MONTH_DAY,
    29: _MONTH_DAY,
    30: "m-d-yy",
    31: _DATE,
    32: _CLOCK,
    33: f'{_CLOCK}ss"秒"',
    34: _CLOCK,
    35: f'{_CLOCK}ss"秒"',
    36: _YEAR_MONTH,
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: _ACCOUNTING.format(
        "",
        "",
        "",
    ),
    42: _ACCOUNTING.format(
        '"¥"',
        "",
        "",
    ),
    43: _ACCOUNTING.format(
        "",
        ".00",
        "??",
    ),
    44: _ACCOUNTING.format(
        '"¥"',
        ".00",
        "??",
    ),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: TEXT,
    50: _YEAR_MONTH,
    51: _MONTH_DAY,
    52: _YEAR_MONTH,
    53: _MONTH_DAY,
    54: _MONTH_DAY,
    55: _CLOCK,
    56: f'{_CLOCK}ss"秒"',
    57: _YEAR_MONTH,
    58: _MONTH_DAY,
}

# Where a cell is wide enough, a number without a format shows so many digits; what a program
# computed beyond them (3.0000000001) is nothing that anybody sees.
_DIGITS = 10
# From here on it is shown as 1.23457E+11.
_LARGEST = 10**11
_SMALLEST = 1e-9
_POWER_DIGITS = 5
_HUNDRED = 2
"""places by which a percent sign moves the point"""
_THOUSAND = 3
# Numbers of more digits are no figures of a report, and might be made to fill the memory.
_MOST_DIGITS = 40

# The exclamation mark is what the backslash is elsewhere: a sign to be shown as it is.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|(?P<digit>[0#?])"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<power>[eE][+-])|(?P<text>@)|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(?P<sign><=|>=|<>|[<>=])(?P<number>-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$(?P<sign>[^-]*)(?:-.*)?")
_NUMERALS = re.compile(r"(?i)DBNum[123]")
_SHOWN = ("quoted", "escaped", "other")
_FRACTION = re.compile(r"[0#?]\s*/\s*[0#?\d]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a format: its kind, one of the names in `_PIECE`, and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format: for which numbers it is, and its pieces."""

    pieces: tuple[_Piece, ...]
    code: str
    condition: tuple[str, Decimal] | None

    def fits(self, value: Decimal) -> bool:
        """Whether the section's own condition holds."""
        if self.condition is None:
            return False
        sign, number = self.condition
        return {
            "<": value < number,
            "<=": value <= number,
            ">": value > number,
            ">=": value >= number,
            "=": value == number,
            "<>": value != number,
        }[sign]

    @property
    def kinds(self) -> set[str]:
        return {piece.kind for piece in self.pieces}


def show_number(
    value: float,
    code: str,
    since_1904: bool = False,
) -> str | None:
    """What is seen of a number in a format; '' where nothing is, None where nobody here can say.

    >>> show_number(3.0000000001, "General"), show_number(1234.5, "#,##0.00")
    ('3', '1,234.50')
    >>> show_number(0, "0;-0;;@"), show_number(44197, 'm"月"d"日"'), show_number(12345, '0!.0,"万"')
    ('', '1月1日', '1.2万')
    """
    sections = _parse(code)
    number = Decimal(repr(value))
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return None
    section, number = _choose(sections, number)
    if any(piece.kind == "bracket" and _NUMERALS.match(piece.text) for piece in section.pieces):
        return None
    if is_day(section.code):
        return show_day(
            value,
            section.code,
            since_1904,
        )
    if _FRACTION.search(section.code):
        return None if value % 1 else _show_general(number)
    shown = _fill(section, number)
    # the blanks with which formats align figures
    return " ".join(shown.split())


def show_text(
    text: str,
    code: str,
) -> str:
    """What is seen of a text in a format, which may hide it or add to it.

    >>> show_text("无", "0;0;0;"), show_text("12", '@"件"'), show_text("12", "0.00")
    ('', '12件', '12')
    """
    *_, last = sections = _parse(code)
    is_of_text = len(sections) > len("+-0") or "text" in last.kinds
    if not is_of_text:
        return text
    parts = []
    for piece in last.pieces:
        if piece.kind == "text":
            parts.append(text)
        elif piece.kind in _SHOWN:
            parts.append(piece.text)
    return "".join(parts).strip() if last.pieces else ""


@lru_cache(maxsize=256)
def _parse(code: str) -> tuple[_Section, ...]:
    """The sections of a format, which semicolons part."""
    sections = []
    pieces: list[_Piece] = []
    texts: list[str] = []
    for match in _PIECE.finditer(code or GENERAL):
        kind = match.lastgroup or "other"
        text = match[kind]
        if kind == "other" and text == ";":
            sections.append(_to_section(pieces, texts))
            pieces, texts = [], []
            continue
        pieces.append(_Piece(kind, text))
        # what is shown as it is says nothing of days
        texts.append("" if kind in ("quoted", "escaped", "pad", "fill") else match[0])
    sections.append(_to_section(pieces, texts))
    return tuple(sections)


def _to_section(
    pieces: Sequence[_Piece],
    texts: Sequence[str],
) -> _Section:
    condition = None
    for piece in pieces:
        found = _CONDITION.fullmatch(piece.text) if piece.kind == "bracket" else None
        if found:
            condition = found["sign"], Decimal(found["number"])
    code = _rebuild(pieces) if is_day("".join(texts)) else "".join(texts)
    return _Section(
        tuple(pieces),
        code,
        condition,
    )


def _rebuild(pieces: Sequence[_Piece]) -> str:
    """A format of days with what is shown as it is in quotes."""
    parts = []
    for piece in pieces:
        if piece.kind in ("quoted", "escaped"):
            parts.append(f'"{piece.text}"')
        elif piece.kind == "bracket":
            parts.append(f"[{piece.text}]")
        elif piece.kind not in ("pad", "fill"):
            parts.append(piece.text)
    return "".join(parts)


def _choose(
    sections: Sequence[_Section],
    number: Decimal,
) -> tuple[_Section, Decimal]:
    """The section for a number, and the number with the sign that it is shown with."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.fits(number):
                return section, number
        unconditional = [section for section in sections if section.condition is None]
        return (unconditional or sections)[-1], number
    numeric = sections[: len("+-0")]
    if number < 0 and len(numeric) > 1:
        return numeric[1], abs(number)
    if number == 0 and len(numeric) > len("+-"):
        return numeric[-1], number
    return numeric[0], number


def _show_general(number: Decimal) -> str:
    """A number without a format, as wide as a cell shows it."""
    size = abs(float(number))
    if size >= _LARGEST or 0 < size < _SMALLEST:
        digits, power = f"{float(number):.{_POWER_DIGITS}E}".split("E")
        return f"{digits.rstrip('0').rstrip('.')}E{power}"
    whole = len(str(int(size)))
    decimals = max(0, _DIGITS - whole) if number % 1 else 0
    shown = f"{_round(number, decimals):f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _round(
    number: Decimal,
    decimals: int,
) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _fill(
    section: _Section,
    number: Decimal,
) -> str:
    """The pieces of a section with the digits of a number in their places."""
    pieces = section.pieces
    kinds = [piece.kind for piece in pieces]
    if "power" in kinds:
        decimals = kinds[kinds.index("point") :].count("digit") - 1 if "point" in kinds else 0
        return f"{float(number):.{max(decimals, 0)}E}"
    places = [at for at, kind in enumerate(kinds) if kind == "digit"]
    sign = "-" if number < 0 else ""
    if not places:
        return _show_without_digits(pieces, number)
    number = abs(number).scaleb(_HUNDRED * kinds.count("percent"))
    number = number.scaleb(-_THOUSAND * kinds[places[-1] :].count("comma"))
    point = kinds.index("point") if "point" in kinds else len(kinds)
    decimals = sum(place > point for place in places)
    rounded = f"{_round(number, decimals):f}"
    # what rounds to nothing has no sign
    sign = sign if rounded.strip("0.") else ""
    whole, _, fraction = rounded.partition(".")
    is_grouped = "comma" in kinds[places[0] : places[-1]]
    shown = _place_digits(
        pieces,
        places,
        point,
        (whole, fraction),
    )
    if is_grouped:
        shown[places[0]] = _group(
            shown,
            places,
            point,
        )
    return sign + "".join(shown)


def _show_without_digits(
    pieces: Sequence[_Piece],
    number: Decimal,
) -> str:
    """A section that has words only, or General or @ among them."""
    parts = []
    for piece in pieces:
        if piece.kind in ("general", "text"):
            parts.append(_show_general(number))
        else:
            parts.append(_show_sign(piece))
    return "".join(parts)


def _show_sign(piece: _Piece) -> str:
    """What is seen of a piece that holds no digit."""
    if piece.kind in _SHOWN:
        return piece.text
    if piece.kind in ("percent", "point"):
        return {"percent": "%", "point": "."}[piece.kind]
    if piece.kind == "bracket" and (currency := _CURRENCY.fullmatch(piece.text)):
        return currency["sign"]
    return " " if piece.kind == "pad" else ""


def _place_digits(
    pieces: Sequence[_Piece],
    places: Sequence[int],
    point: int,
    number: tuple[str, str],
) -> list[str]:
    """What each piece shows: the first place of the whole part holds all digits before it."""
    whole, fraction = number
    shown = [_show_sign(piece) for piece in pieces]
    before = [place for place in places if place < point]
    rest = "" if whole == "0" else whole
    for place in reversed(before):
        taken = rest if place == before[0] else rest[-1:]
        rest = "" if place == before[0] else rest[:-1]
        shown[place] = taken or {"0": "0", "?": " "}.get(pieces[place].text, "")
    after = [place for place in places if place > point]
    left = len(fraction.rstrip("0"))
    for number_of, place in enumerate(after):
        is_needed = number_of < left or pieces[place].text == "0"
        shown[place] = fraction[number_of] if is_needed else ""
    return shown


def _group(
    shown: list[str],
    places: Sequence[int],
    point: int,
) -> str:
    """The digits of the whole part with commas, all in the first place; the others are emptied."""
    before = [place for place in places if place < point]
    digits = "".join(shown[place] for place in before).strip()
    for place in before:
        shown[place] = ""
    return f"{int(digits):,}" if digits else ""
