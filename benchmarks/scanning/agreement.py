"""Figures alone, small and spoilt: does it happen that both readers of a picture agree and err?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw

from gxkit.readers.scan.crops import Crop
from gxkit.readers.scan.figures import judge, see

from . import damage as d
from .faces import Face
from .typeset import Page

Array = np.ndarray[Any, Any]
_BATCH = 200
_DPIS = (100, 120, 150, 150, 200, 300)
_WAYS: dict[str, tuple[d.Damage, ...]] = {
    "sound": (),
    "grain": (d.noise(8),),
    "much grain": (d.noise(28),),
    "JPEG 30": (d.noise(4), d.jpeg(30)),
    "JPEG 10": (d.noise(4), d.jpeg(10)),
    "blurred": (d.blur(1.2), d.noise(4)),
    "low contrast": (d.contrast(110, 190), d.noise(6)),
    "faint toner": (d.each(d.faint), d.noise(5)),
    "thick toner": (d.spread(0.6), d.noise(5)),
    "very thick toner": (d.spread(0.9), d.noise(5)),
    "worn strokes": (d.each(d.thin), d.noise(5)),
    "black and white": (d.noise(20), d.each(d.to_bits)),
    "bent": (d.each(d.crumple), d.noise(4)),
    "turned by 2 degrees": (d.skew(2), d.noise(4)),
    "streak": (d.each(d.dirty_glass),),
    "specks": (d.noise(5, 6),),
}
_BORDER = 4
_AMOUNTS = 0.08
"""of the figures have decimals"""
_MARGIN = 40
_NOTHING = ("", "-", "--", "/", "无", "一")
"""what a cell is blank with"""


def _draw_figure(rng: random.Random) -> str:
    """A figure as counts and amounts are, many of them short."""
    length = rng.choice((1, 1, 1, 2, 2, 3, 3, 4, 5))
    text = str(rng.randint(0 if length == 1 else 10 ** (length - 1), 10**length - 1))
    if rng.random() < _AMOUNTS:
        return f"{int(text)}.{rng.randint(0, 99):02}"
    return text


def _draw_crop(text: str, face: Face, dpi: int, damages: tuple[d.Damage, ...], rng: Any) -> Array:
    """The figure on a piece of paper, damaged and cut out as a cell is cut out."""
    size = float(rng.choice((7.0, 8.5, 9.0, 10.5)))
    fine = 300
    pixels = size * fine / 72
    fonts = [face.font_of(character, pixels) for character in text]
    widths = [font.getlength(c) for font, c in zip(fonts, text, strict=True)]
    margin = _MARGIN * fine // 150
    paper = (int(sum(widths)) + 2 * margin, int(pixels) + 2 * margin)
    picture = Image.new("L", paper, 255)
    pen, x = ImageDraw.Draw(picture), float(margin)
    for character, font, width in zip(text, fonts, widths, strict=True):
        pen.text((x, paper[1] - margin), character, font=font, fill=0, anchor="ls")
        x += width
    small = (max(1, paper[0] * dpi // fine), max(1, paper[1] * dpi // fine))
    picture = picture.resize(small, Image.Resampling.BOX)
    way = d.Way(rng, dpi, face)
    page = d.chain(damages, [Page(np.array(picture.convert("RGB")))], way)[0]
    grey = cv2.cvtColor(page.picture, cv2.COLOR_RGB2GRAY)
    return _cut(grey, margin * dpi // fine)


def _cut(grey: Array, margin: int) -> Array:
    """The ground evened, the figure with a white border."""
    level = float(np.median(grey))
    evened = np.clip(grey.astype(np.float32) * 255 / max(1.0, level), 0, 255)
    keep = margin - _BORDER - 2
    part = evened[keep : -keep or None, keep : -keep or None] if keep > 0 else evened
    return np.ascontiguousarray(part.astype(np.uint8))


def measure_agreement(faces: list[Face], count: int, seed: int) -> Iterator[str]:
    """A line a damage: figures, agreed, agreed and wrong, taken for a sign that there is none, in
    doubt with and without the truth."""
    rng = random.Random(f"agreement {seed}")
    chance = np.random.default_rng(seed)
    sums: dict[str, Counter[str]] = {name: Counter() for name in _WAYS}
    wrong: list[str] = []
    for start in range(0, count, _BATCH):
        jobs, crops = [], []
        for _ in range(min(_BATCH, count - start)):
            text, face = _draw_figure(rng), rng.choice(faces)
            dpi, name = rng.choice(_DPIS), rng.choice(list(_WAYS))
            jobs.append((text, face.name, dpi, name))
            crops.append(Crop(_draw_crop(text, face, dpi, _WAYS[name], chance), True))
        for (text, face_name, dpi, name), seen in zip(jobs, see(crops), strict=True):
            judged = judge([seen])
            kind = _kind_of(text, judged)
            sums[name].update(("figures", kind))
            if kind in ("both wrong", "blank"):
                wrong.append(f"{text} as {judged.text!r}: {face_name}, {dpi} dpi, {name}")
    heads = ("figures", "agreed", "both wrong", "blank", "in doubt", "doubt without")
    yield " ".join([f"{'damage':24}", *(f"{head:>13}" for head in heads)])
    sums["all"] = sum(sums.values(), Counter())
    for name, counts in sums.items():
        yield " ".join([f"{name:24}", *(f"{counts[head]:13}" for head in heads)])
    yield from wrong


def _kind_of(text: str, judged: Any) -> str:
    seen = judged.recognised
    if seen is None:
        return "blank" if judged.text in _NOTHING and not judged.unread else "doubt without"
    candidates = [candidate.replace(",", "") for candidate in seen.candidates]
    if seen.agreed:
        return "agreed" if candidates and candidates[0] == text else "both wrong"
    return "in doubt" if text in candidates else "doubt without"
