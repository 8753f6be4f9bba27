"""What stands in a cell of a picture, by both readers of its lines.

Where both read the same figure, and neither doubts it, that is what stands there. Else all that it
may be are kept, the likeliest first; nothing is guessed here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from gxkit.document import Recognised, Unread
from gxkit.readers.scan.crops import Crop, Reading
from gxkit.readers.scan.digits import STRANGE, read_digits
from gxkit.readers.scan.recogniser import read_crops, read_wider

_SURE = 0.9
"""least probability of a figure by the first reader that is taken when the second agrees: of 20 000
lines drawn small, faint, thick, thin and as by fax, most that both misread were below"""
_SURE_DIGITS = 0.6
"""and of its least likely digit by the second"""
_CERTAIN, _OVER_SLASH = 0.95, {"1": math.inf, "7": 0.85}
"""a figure that is as likely as that by the first reader is no slash, whatever its shape: of 1 300
slashes 950 were a 1 to it, and 89 a 7 of at most 0.8; a 7 whose bar is worn away is one of 0.9"""
_PERHAPS, _DASHES = 0.3, ("1", "-")
"""nor is another than these a dash, if it is as likely as that"""
_SURE_ALONE, _SURE_DIGITS_ALONE, _ALONE = 0.5, 0.8, 300.0
"""the same where every other figure is so many times less likely by the first reader"""
_UNLIKELY = 1e-3
"""a candidate so much less likely than the best one is none"""
_ANOTHER = 0.15
"""what a figure of the second reader alone is worth beside the first's best"""
_BARELY = 0.05
"""what both readers take for a figure less than that is ink that is no figure"""
_MOST = 6
"""candidates of a cell"""

_WORDS = re.compile("[\u3400-\u9fff]")
_LIKE_SIGNS = re.compile("[口〇○一丨工]")
"""characters for which a 0, a dash or a 1 is taken"""
_DIGITS = re.compile("[0-9]+")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?")
_DIRT = ".,"
"""what a speck beside a figure looks like"""
_THOUSANDS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
"""three decimals, or a comma between thousands"""
_GROUPED = re.compile(r"[0-9]{1,3}([.,][0-9]{3})+")
_DASH, _SLASH = re.compile("-+"), "/"


class Seen(NamedTuple):
    """A line by both readers: what the first says, the text of the second and how likely its least
    likely digit is."""

    reading: Reading
    digits: str = ""
    likely: float = 0.0


class Judged(NamedTuple):
    """What stands in a cell: its text, what was recognised where that is a figure, and why nobody
    can say what it is."""

    text: str
    recognised: Recognised | None = None
    unread: Unread | None = None


_BLANK = Judged("")
_Likely = dict[str, float]
"""the figures that a line or a cell may be, with their probabilities, best first"""


def see(crops: Sequence[Crop]) -> list[Seen]:
    """What both readers say of each crop; the second is asked where a figure may stand, and the
    first once more where they do not agree."""
    readings = read_crops(crops)
    seen = [Seen(reading) for reading in readings]
    asked = [place for place, reading in enumerate(readings) if reading.numbers]
    second = read_digits([crops[place] for place in asked])
    for place, (digits, likely) in zip(asked, second, strict=True):
        seen[place] = Seen(readings[place], digits, likely)
    doubtful = [place for place in asked if _is_doubtful(seen[place])]
    again = read_wider([crops[place] for place in doubtful])
    for place, other in zip(doubtful, again, strict=True):
        both = _join(readings[place], other)
        seen[place] = seen[place]._replace(reading=both)
    return seen


def _is_doubtful(line: Seen) -> bool:
    """Whether the readers do not agree on what is no dash or slash."""
    return not _agree(line) and not _sign_of(line)


def _join(
    one: Reading,
    other: Reading,
) -> Reading:
    """A line read twice by the first reader: each figure as likely as it was at best."""
    likely = dict(one.numbers)
    for text, odds in other.numbers:
        likely[text] = max(odds, likely.get(text, odds))
    ordered = sorted(likely.items(), key=lambda figure: -figure[1])
    return one._replace(numbers=tuple(ordered))


def judge(lines: Sequence[Seen]) -> Judged:
    """What the lines of one cell say together; a cell without a line is blank.

    Lines of figures are one figure that the width of the cell has broken.
    """
    if not lines:
        return _BLANK
    text = "".join(line.reading.text for line in lines)
    if any(_has_words(line) for line in lines):
        return _judge_words(
            text,
            lines,
        )
    signs = {_sign_of(line) for line in lines}
    # a dash or a slash stands for nothing to report, and is no figure
    if signs != {""}:
        return Judged("".join(sorted(signs)))
    return _judge_figure(lines)


# Words


def _has_words(line: Seen) -> bool:
    """Whether a line says words: to the second reader they are strange."""
    text = line.reading.text
    # without figures that it may be the first reader was sure of a label
    if not line.reading.numbers and text:
        return True
    words = _WORDS.findall(
        _LIKE_SIGNS.sub(
            "",
            text,
        )
    )
    if not words:
        return False
    is_strange = STRANGE in line.digits or line.likely < _SURE_DIGITS
    return is_strange or _best_of(line)[1] < _BARELY


def _judge_words(
    text: str,
    lines: Sequence[Seen],
) -> Judged:
    """Words as they are read; with a figure among them that figure, by both readers."""
    first = _DIGITS.findall(text)
    second = _DIGITS.findall("".join(line.digits for line in lines))
    # of a label nobody asks for figures
    if not first or not any(line.digits for line in lines):
        return Judged(text)
    score = min(line.reading.score for line in lines)
    agreed = first == second[: len(first)] and score >= _SURE
    return Judged(
        text,
        Recognised(
            (text,),
            agreed,
            score,
        ),
    )


# Signs that stand for no figure


def _sign_of(line: Seen) -> str:
    """The dash or slash that a line is, which the second reader tells by its shape; else ''."""
    text, best = _best_of(line)
    if _DASH.fullmatch(line.digits):
        # a dash that fills its crop is a 1 to the first reader, and the bar of a faint 7 a 7
        return "" if best >= _PERHAPS and text not in _DASHES else "-"
    is_other = best >= _OVER_SLASH.get(text, _CERTAIN)
    return _SLASH if line.digits == _SLASH and not is_other else ""


def _best_of(line: Seen) -> tuple[str, float]:
    """The figure that the first reader holds for the likeliest."""
    figures = _figures_of(line)
    return next(
        iter(figures.items()),
        ("", 0.0),
    )


def _figures_of(line: Seen) -> _Likely:
    """The first reader's figures, those of the same digits as one."""
    printed: dict[str, str] = {}
    likely: dict[str, float] = {}
    for text, odds in line.reading.numbers:
        digits = _plain(text)
        printed.setdefault(
            digits,
            text.strip(_DIRT),
        )
        likely[digits] = likely.get(
            digits,
            0.0,
        ) + math.exp(odds)
    ordered = sorted(
        likely,
        key=lambda digits: -likely[digits],
    )
    return {printed[digits]: likely[digits] for digits in ordered}


# Figures


def _judge_figure(lines: Sequence[Seen]) -> Judged:
    likely = _likeliest(product(*(_weigh(line).items() for line in lines)))
    # nothing that anybody would take for a figure
    if not likely:
        return Judged(
            "",
            None,
            Unread.INK,
        )
    candidates = tuple(likely)
    agreed = all(_agree(line) for line in lines)
    recognised = Recognised(
        candidates,
        agreed,
        likely[candidates[0]],
        len(lines) == 1 and _have_same_digits(lines[0]),
    )
    return Judged(
        candidates[0],
        recognised,
    )


def _agree(line: Seen) -> bool:
    """Whether both readers are sure of the same figure."""
    text, likely = _best_of(line)
    # a comma that lost its tail is a dot to both
    is_clear = _NUMBER.fullmatch(text) and not _THOUSANDS.fullmatch(text)
    if not is_clear or not _is_same(text, line.digits):
        return False
    if likely >= _SURE and line.likely >= _SURE_DIGITS:
        return True
    # an O or 〇 may take much of the probability from a 0, and no other figure comes near it
    is_alone = likely >= _ALONE * _rival_of(
        line,
        text,
    )
    return is_alone and likely >= _SURE_ALONE and line.likely >= _SURE_DIGITS_ALONE


def _have_same_digits(line: Seen) -> bool:
    """Whether both readers are sure of the same digits in groups of three, though not of what
    stands between them."""
    text, _ = _best_of(line)
    if not _GROUPED.fullmatch(text):
        return False
    own = _digits_of(text)
    figures = _figures_of(line)
    likely = sum(figures[other] for other in figures if _digits_of(other) == own)
    is_same = _digits_of(line.digits) == own and STRANGE not in line.digits
    return is_same and likely >= _SURE and line.likely >= _SURE_DIGITS


def _digits_of(text: str) -> str:
    return "".join(_DIGITS.findall(text))


def _is_same(
    text: str,
    digits: str,
) -> bool:
    """Whether the second reader has the figure of the first too; it tells a comma between thousands
    by its tail alone, which few dots make, and the first does by its looks."""
    if _plain(text) == _plain(digits):
        return True
    return "," in text and text.replace(",", ".") == digits.replace(",", ".").strip(".")


def _rival_of(
    line: Seen,
    text: str,
) -> float:
    """How likely the likeliest other number is by the first reader."""
    own = _plain(text).lstrip("0")
    figures = _figures_of(line)
    others = [figures[other] for other in figures if _plain(other).lstrip("0") != own]
    return max(
        others,
        default=0.0,
    )


def _plain(text: str) -> str:
    """A figure without commas between thousands, and without the dirt beside it that looks like a
    dot or a comma."""
    return text.replace(
        ",",
        "",
    ).strip(".")


def _weigh(line: Seen) -> _Likely:
    """The figures that a line may be, with their probabilities: the first reader's, and the
    second's where that is another one."""
    weighed: _Likely = {}
    for text, likely in _figures_of(line).items():
        if _NUMBER.fullmatch(text):
            weighed[text] = likely
        if _THOUSANDS.fullmatch(text):
            weighed.setdefault(
                text.replace(
                    ".",
                    ",",
                ),
                likely,
            )
    best = max(
        weighed.values(),
        default=0.0,
    )
    known = {_plain(text) for text in weighed}
    second = line.digits.strip(_DIRT)
    is_figure = bool(_NUMBER.fullmatch(second))
    if is_figure and _plain(second) not in known:
        weighed[second] = _ANOTHER * line.likely
    if best < _BARELY and not is_figure:
        return {}
    return weighed


def _likeliest(parts: Iterable[tuple[tuple[str, float], ...]]) -> _Likely:
    """The likeliest figures that the lines make together, those of one number once."""
    whole: _Likely = {}
    for part in parts:
        text = "".join(piece for piece, _ in part)
        whole[text] = math.prod(likely for _, likely in part)
    ordered = sorted(
        whole,
        key=lambda text: -whole[text],
    )
    chosen: _Likely = {}
    numbers: set[str] = set()
    for text in ordered:
        is_near = whole[text] >= _UNLIKELY * whole[ordered[0]]
        if is_near and _plain(text) not in numbers:
            numbers.add(_plain(text))
            chosen[text] = whole[text]
    return dict(list(chosen.items())[:_MOST])
