"""What a cell looks like: a sign and a ground by its fitness for use, so that doubt stands out.

What is sound has no ground: of two hundred cells one sees the few that ask for a person. Colour
never speaks alone, for a static page may drop it: each ground goes with a sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gxkit.report import Fitness, Status, Value
from gxkit.text import Listed, choose, shown_language

# grounds are half transparent, so that the page shows through, be it light or dark; the hues are
# those of Okabe and Ito, which colour-blind readers tell apart
ORANGE = "rgba(213,94,0,.30)"
BLUE = "rgba(0,114,178,.24)"
YELLOW = "rgba(230,190,0,.34)"
GREY = "rgba(128,128,128,.26)"
NO_GROUND = ""

NOT_IN_FORM = "·"
"""the form has no such cell"""


@dataclass(frozen=True, slots=True)
class Look:
    """The sign of a cell in Chinese and in English, and its ground."""

    zh: str
    en: str
    ground: str = NO_GROUND

    def sign(self, language: str) -> str:
        return choose(self.zh, self.en, language)


LOOKS: Mapping[Fitness, Look] = {
    Fitness.VERIFIED: Look("✓", "✓"),
    Fitness.CLEARED: Look("○", "○"),
    Fitness.UNVERIFIED: Look("", ""),
    Fitness.BLANK: Look("空", "blank"),
    Fitness.CONTRADICTED: Look("×", "×", ORANGE),
    Fitness.RECONCILED: Look("→", "→", BLUE),
    Fitness.IMPLIED: Look("⇒", "⇒"),
    Fitness.AMBIGUOUS: Look("?", "?", YELLOW),
    Fitness.MISSING: Look("缺", "missing", GREY),
    Fitness.ILLEGIBLE: Look("#", "#", GREY),
    Fitness.DISPUTED: Look("~", "~", YELLOW),
    Fitness.UNLIKELY: Look("~", "~", YELLOW),
    Fitness.CHOSEN: Look("~", "~", YELLOW),
    Fitness.KEPT: Look("~", "~", YELLOW),
}
"""in the order of the legend"""
STATES: Mapping[Status, Fitness] = {
    Status.BLANK: Fitness.BLANK,
    Status.MISSING: Fitness.MISSING,
    Status.AMBIGUOUS: Fitness.AMBIGUOUS,
    Status.ILLEGIBLE: Fitness.ILLEGIBLE,
}
"""the look of what stands in a cell that has no number"""


def value_text(
    value: Value | None,
    language: str | None = None,
) -> str:
    """What a cell of the form shows: the text as printed, and a sign where something is amiss.

    `·` the form has no such cell, `空` blank, `缺` missing, `?` several readings, `#` no number,
    `×` contradicted by an identity (with what would explain it), `~` to be used with care, `✓`
    verified, `○` cleared, for other cells mend what is broken. `→` leads to the reconciled figure,
    `⇒` to the implied one.
    """
    if value is None:
        return NOT_IN_FORM
    language = shown_language(language)
    shown = _SHOWN.get(value.status, _figure_text)(value, language)
    if value.reconciled is not None:
        return f"{shown} → {value.reconciled}"
    return shown if value.implied is None else f"{shown} ⇒ {value.implied}"


def _figure_text(
    value: Value,
    language: str,
) -> str:
    printed = value.printed or str(value.value)
    # what is put right is still printed against the arithmetic
    is_mended = value.fitness is Fitness.RECONCILED
    fitness = Fitness.CONTRADICTED if is_mended else value.fitness
    sign = LOOKS[fitness].sign(language)
    return f"{printed} {sign}" if sign else printed


def _blank_text(
    value: Value,
    language: str,
) -> str:
    sign = LOOKS[Fitness.BLANK].sign(language)
    return f"{sign}{value.printed}"


def _missing_text(
    value: Value,
    language: str,
) -> str:
    return LOOKS[Fitness.MISSING].sign(language)


def _illegible_text(
    value: Value,
    language: str,
) -> str:
    sign = LOOKS[Fitness.ILLEGIBLE].sign(language)
    return f"{sign} {value.printed}"


def _readings_text(
    value: Value,
    language: str,
) -> str:
    sign = LOOKS[Fitness.AMBIGUOUS].sign(language)
    blank = Status.BLANK.say(language)
    readings = [blank if number is None else str(number) for number in value.candidates]
    several = " | ".join(readings)
    bracketed = choose(f"（{several}）", f" ({several})", language)
    return f"{sign} {value.printed}{bracketed}"


_SHOWN = {
    Status.BLANK: _blank_text,
    Status.MISSING: _missing_text,
    Status.ILLEGIBLE: _illegible_text,
    Status.AMBIGUOUS: _readings_text,
}


def ground_of(value: Value) -> str:
    """The ground of a cell, '' for what is sound or blank."""
    fitness = value.fitness
    # a number that follows from others does not mend what could not be read
    if fitness is Fitness.IMPLIED:
        fitness = STATES.get(value.status, fitness)
    return LOOKS[fitness].ground


def legend(
    values: Iterable[Value],
    language: str,
) -> str:
    """The signs that occur and what they mean; one that is its own meaning is left out."""
    present = {value.fitness for value in values}
    present |= {STATES[value.status] for value in values if value.status in STATES}
    said: list[str] = []
    for fitness, look in LOOKS.items():
        sign, meaning = look.sign(language), fitness.say(language)
        if fitness in present and sign and sign != meaning:
            said.append(f"{sign} {meaning}")
    return " · ".join(said)


def told_of(
    value: Value,
    language: str,
) -> str:
    """What is said of a cell when it is pointed at: what it is, how sure, by whom, and where."""
    parts = (
        value.label,
        value.status.say(language),
        value.verdict.say(language),
        Listed(value.verified_by).say(language),
        value.where.say(language) if value.where else "",
        "/".join(value.key),
    )
    return " · ".join(filter(None, parts))
