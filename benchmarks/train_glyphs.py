"""Trains the small net that reads single glyphs (gxkit/readers/ink/glyphs.npz) from rendered fonts.

    python benchmarks/train_glyphs.py FONTS [FONTS ...] [--to FILE.npz] [--count N] [--seed N]

Run by hand, when the net is to know more fonts or other damage. FONTS are folders that are searched
for fonts; those of a folder count together as much as those of another, for packages hold from one
to some hundred. The digits of a tenth of the fonts are kept back and tell what the net is worth on
fonts it has not seen: 97.0 % of glyphs as small, blurred and noisy as these are right, 0.12 %
surely another digit.

The weights that are shipped were trained on the Debian packages fonts-noto-cjk, -noto-core,
-noto-mono, -wqy-zenhei, -wqy-microhei, -arphic-*, -cwtex-*, -freefont-ttf, -crosextra-*,
-urw-base35, -texgyre, -lmodern, -stix, -linuxlibertine, -roboto-unhinted, -lato, -open-sans,
-inconsolata, -hack, -ebgaramond, -lxgw-wenkai, -ipafont-*, -takao-mincho, -vlgothic, -baekmuk,
-nanum, -tlwg-garuda, -droid-fallback, -croscore, -cantarell, -comfortaa, -junicode, -sil-charis,
-opensymbol, -unfonts-core, -hanazono, -gfs-didot, -oldstandard, -mplus, -jura, -dosis, -liberation
and -dejavu, and on the fonts of matplotlib and pylopdf-fonts-zh-cn.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from fontTools.ttLib import TTCollection, TTFont, TTLibError
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from gxkit.readers.ink.net import HIGH, NO_DIGIT, WIDE, fit  # noqa: E402

Array = np.ndarray[Any, Any]
TARGET = ROOT / "gxkit" / "readers" / "ink" / "glyphs.npz"

DIGITS = "0123456789"
# what stands in cells beside figures; no O, I, l or S, which nobody tells from a digit alone
LATIN = "ACDEFHJKLMNPRTUVWXYabcdefhkmnprtuvwxy%#@&()[]{}?/\\<>=+*:;"
CHINESE = (
    "年月日件号无零二三四五六七八九十元万申请公开第条信息合计其他人及份个次项部内容数量行政处罚"
)
_DRAWN = 120
"""pixels of the fonts' size when they are drawn, from which all smaller sizes are made"""
_HIDDEN = 128
"""neurons between: with 96 it tells fewer unseen fonts, with 192 no more"""
_REJECTED = 0.22
"""of the samples show no digit"""
_HELD_BACK = 0.1
_EPOCHS, _BATCH = 22, 256
_RATE, _DECAY = 2e-3, 1e-5
_SURE = 0.8
_STRUCK = 2  # the number of a kind of damage
_FAINTEST, _LOWEST = 0.15, 4  # ink, and pixels, below which nothing is left of a glyph
_FINE_STROKES = 10  # pixels of a glyph's height: strokes of lower ones are lost by a pixel less
_HALF = 0.5
_SPECK = 0.1
"""of the largest piece of a digit: what is smaller is noise"""


class Face(NamedTuple):
    """What of a font is drawn: pictures of its digits and of what is no digit, ink 1."""

    digits: list[Array]
    others: list[Array]


class Samples(NamedTuple):
    """Glyphs as the net takes them, and their classes."""

    glyphs: Array
    classes: Array


# ---------------------------------------------------------------- fonts


def find_fonts(folders: Sequence[Path]) -> list[list[Path]]:
    """The font files by the folders in which they are."""
    groups: dict[Path, list[Path]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in (".ttf", ".otf", ".ttc"):
                groups.setdefault(path.parent, []).append(path)
    return list(groups.values())


def characters_of(path: Path) -> set[int]:
    """The characters that a font file draws; none where it cannot be opened."""
    try:
        if path.suffix.lower() == ".ttc":
            font = TTCollection(path, lazy=True).fonts[0]
        else:
            font = TTFont(path, lazy=True)
        return set(font.getBestCmap() or ())
    except (TTLibError, OSError, KeyError, AssertionError):
        return set()


def draw_face(path: Path) -> Face | None:
    """A font's digits and others; None where it has no digits of its own, or draws them alike."""
    known = characters_of(path)
    if not all(ord(digit) in known for digit in DIGITS):
        return None
    try:
        font = ImageFont.truetype(str(path), _DRAWN)
        digits = [draw(font, digit) for digit in DIGITS]
        others = [draw(font, c) for c in LATIN + CHINESE if ord(c) in known]
    except (OSError, ValueError):
        return None
    if any(picture is None for picture in digits):
        return None
    pictures = [picture for picture in digits if picture is not None]
    if len({picture.tobytes() for picture in pictures}) < len(DIGITS):
        return None
    return Face(pictures, [picture for picture in others if picture is not None])


def draw(font: ImageFont.FreeTypeFont, character: str) -> Array | None:
    """A character alone, ink 1; None where nothing is drawn."""
    picture = Image.new("L", (3 * _DRAWN, 3 * _DRAWN), 0)
    ImageDraw.Draw(picture).text((_DRAWN, _DRAWN // 2), character, font=font, fill=255)
    box = picture.getbbox()
    if box is None:
        return None
    return np.asarray(picture.crop(box), np.float32) / 255


# ---------------------------------------------------------------- samples


def happens(rng: np.random.Generator, share: float) -> bool:
    return bool(rng.random() < share)


def make_samples(groups: Sequence[Sequence[Face]], count: int, rng: np.random.Generator) -> Samples:
    """So many glyphs as a page or a scan shows them."""
    glyphs = np.zeros((count, HIGH * WIDE), np.float32)
    classes = np.zeros(count, np.int64)
    made = 0
    while made < count:
        group = groups[rng.integers(len(groups))]
        face = group[rng.integers(len(group))]
        drawn, kind = choose(face, rng)
        seen = see(drawn, rng, kind)
        if seen is not None:
            glyphs[made], classes[made] = seen.ravel(), kind
            made += 1
    return Samples(glyphs, classes)


def choose(face: Face, rng: np.random.Generator) -> tuple[Array, int]:
    """A digit, or something that is none: another character, or a digit that is damaged."""
    digit = int(rng.integers(len(DIGITS)))
    picture = face.digits[digit]
    if rng.random() >= _REJECTED:
        return picture, digit
    if face.others and happens(rng, 0.5):
        return face.others[rng.integers(len(face.others))], NO_DIGIT
    return damage(picture, face.digits[rng.integers(len(DIGITS))], rng), NO_DIGIT


def damage(picture: Array, other: Array, rng: np.random.Generator) -> Array:
    """A digit cut through, struck out, or printed over another."""
    high, wide = picture.shape
    kind = rng.integers(4)
    if kind == 0:
        at = int(wide * rng.uniform(0.35, 0.65))
        return picture[:, :at] if happens(rng, 0.5) else picture[:, at:]
    if kind == 1:
        at = int(high * rng.uniform(0.4, 0.6))
        return picture[:at] if happens(rng, 0.5) else picture[at:]
    if kind == _STRUCK:
        beyond = int(wide * rng.uniform(0.1, 0.5))
        struck = np.pad(picture, ((0, 0), (beyond, beyond)))
        at, thick = int(high * rng.uniform(0.35, 0.62)), int(high * rng.uniform(0.05, 0.1)) + 1
        struck[at : at + thick] = 1
        return struck
    off = int(wide * rng.uniform(0.15, 0.6))
    tall = max(high, other.shape[0])
    both = np.zeros((tall, max(wide, off + other.shape[1])), np.float32)
    both[:high, :wide] = picture
    there = both[: other.shape[0], off : off + other.shape[1]]
    np.maximum(there, other, out=there)
    return both


def see(drawn: Array, rng: np.random.Generator, kind: int) -> Array | None:
    """The glyph as it comes out of a picture: small, moved by parts of a pixel, sheared, blurred,
    noisy, bound at some threshold; None where nothing of it is left."""
    high = float(rng.uniform(6.5, 15)) if happens(rng, 0.6) else float(rng.uniform(15, 44))
    scale = high / drawn.shape[0]
    grey = shrink(drawn, scale, rng)
    grey = spoil(grey, high, rng)
    top = float(grey.max())
    # ink is told from ground nearer to the ground: what is faint around a glyph belongs to it
    mask = (grey > top * rng.uniform(0.15, 0.5)).astype(np.uint8)
    mask = keep_large(mask, 1.0 if kind == NO_DIGIT else _SPECK)
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if top < _FAINTEST or len(rows) < _LOWEST or not len(columns):
        return None
    ink = grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return fit((ink * (255 / top)).clip(0, 255).astype(np.uint8)).astype(np.float32) / 255


def shrink(drawn: Array, scale: float, rng: np.random.Generator) -> Array:
    """The drawing at another size, with margins, turned and sheared by a little."""
    # fonts are set narrower or wider by programs, and italics made of upright ones
    narrow = scale * float(rng.uniform(0.82, 1.15))
    shear = float(rng.normal(0, 0.03)) if happens(rng, 0.75) else float(rng.uniform(-0.02, 0.28))
    turn = float(rng.normal(0, 0.012))
    high, wide = drawn.shape
    fine = 3
    out_high = int(high * scale * 1.2) + 8
    out_wide = int(wide * narrow * 1.2 + high * scale * 0.3) + 10
    shift = rng.uniform(0, 1, 2)
    matrix = np.array(
        [
            [narrow * fine, -shear * scale * fine, (3 + shift[0] + shear * high * scale) * fine],
            [turn * scale * fine, scale * fine, (3 + shift[1]) * fine],
        ]
    )
    size = (out_wide * fine, out_high * fine)
    # what is drawn large and made small must be smoothed first
    if scale * fine < _HALF:
        drawn = cv2.blur(drawn, (2, 2))
    large = cv2.warpAffine(drawn, matrix, size, flags=cv2.INTER_LINEAR)
    return cv2.resize(large, (out_wide, out_high), interpolation=cv2.INTER_AREA)


def spoil(grey: Array, high: float, rng: np.random.Generator) -> Array:
    """Faint ink, blur, noise, compression, black and white only: a half of the glyphs is clean, as
    on a page that a program draws."""
    if happens(rng, 0.3):
        grey = grey * float(rng.uniform(0.45, 1))
    if happens(rng, 0.5):
        return grey
    if happens(rng, 0.5):
        grey = cv2.GaussianBlur(grey, (0, 0), float(rng.uniform(0.3, 0.4 + 0.03 * high)))
    if happens(rng, 0.25) and high > _FINE_STROKES:
        grown = cv2.dilate if happens(rng, 0.5) else cv2.erode
        thicker = grown(grey, np.ones((2, 2), np.uint8))
        grey = thicker if thicker.max() > _FAINTEST else grey
    if happens(rng, 0.5):
        grey = grey + rng.normal(0, float(rng.uniform(0, 0.09)), grey.shape).astype(np.float32)
    grey = grey.clip(0, 1)
    if happens(rng, 0.3):
        packed = (255 - 255 * grey).astype(np.uint8)
        _, data = cv2.imencode(
            ".jpg", packed, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 85))]
        )
        grey = 1 - cv2.imdecode(data, cv2.IMREAD_GRAYSCALE).astype(np.float32) / 255
    if happens(rng, 0.2):
        grey = (grey > float(rng.uniform(0.3, 0.6)) * grey.max()).astype(np.float32)
    return grey


def keep_large(mask: Array, share: float) -> Array:
    """The pieces that are not smaller than a share of the largest: specks of noise are no ink, and
    of what is no digit a page gives one piece at a time."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    areas = stats[:, cv2.CC_STAT_AREA]
    if not len(areas[1:]):
        return mask
    kept = areas >= share * areas[1:].max()
    kept[0] = False
    return kept[labels].astype(np.uint8)


# ---------------------------------------------------------------- the net


def train(samples: Samples, rng: np.random.Generator) -> list[Array]:
    """Weights and biases of the two layers, by Adam on shuffled batches."""
    size, classes = samples.glyphs.shape[1], NO_DIGIT + 1
    layers: list[Array] = [
        rng.normal(0, np.sqrt(2 / size), (size, _HIDDEN)).astype(np.float32),
        np.zeros(_HIDDEN, np.float32),
        rng.normal(0, np.sqrt(2 / _HIDDEN), (_HIDDEN, classes)).astype(np.float32),
        np.zeros(classes, np.float32),
    ]
    first = [np.zeros_like(layer) for layer in layers]
    second = [np.zeros_like(layer) for layer in layers]
    step, steps = 0, _EPOCHS * (len(samples.glyphs) // _BATCH)
    for epoch in range(_EPOCHS):
        order = rng.permutation(len(samples.glyphs))
        for start in range(0, len(order) - _BATCH + 1, _BATCH):
            step += 1
            chosen = order[start : start + _BATCH]
            slopes = slopes_of(layers, samples.glyphs[chosen], samples.classes[chosen])
            rate = _RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
            for at, slope in enumerate(slopes):
                first[at] += 0.1 * (slope - first[at])
                second[at] += 0.001 * (slope * slope - second[at])
                mean, square = first[at] / (1 - 0.9**step), second[at] / (1 - 0.999**step)
                layers[at] -= rate * (mean / (np.sqrt(square) + 1e-8) + _DECAY * layers[at])
        print(f"epoch {epoch + 1} of {_EPOCHS}", end="\r", file=sys.stderr)
    return layers


def slopes_of(layers: Sequence[Array], glyphs: Array, classes: Array) -> list[Array]:
    """The gradients of the cross entropy for a batch."""
    inner, inner_bias, outer, outer_bias = layers
    hidden = np.maximum(glyphs @ inner + inner_bias, 0)
    # a little doubt in each answer keeps the net from being sure of what it has not seen
    wanted = np.full((len(glyphs), NO_DIGIT + 1), 0.01 / NO_DIGIT, np.float32)
    wanted[np.arange(len(glyphs)), classes] = 0.99
    off = (softmax(hidden @ outer + outer_bias) - wanted) / len(glyphs)
    back = (off @ outer.T) * (hidden > 0)
    return [glyphs.T @ back, back.sum(0), hidden.T @ off, off.sum(0)]


def softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    chances: Array = raised / raised.sum(1, keepdims=True)
    return chances


def report(layers: Sequence[Array], samples: Samples, what: str) -> None:
    """What the net is worth on samples."""
    inner, inner_bias, outer, outer_bias = layers
    hidden = np.maximum(samples.glyphs @ inner + inner_bias, 0)
    chances = softmax(hidden @ outer + outer_bias)
    read, sure = chances.argmax(1), chances.max(1) > _SURE
    is_digit = samples.classes < NO_DIGIT
    right = (read == samples.classes)[is_digit].mean()
    wrong = ((read != samples.classes) & (read < NO_DIGIT) & sure)[is_digit].mean()
    taken = ((read < NO_DIGIT) & sure)[~is_digit].mean()
    print(
        f"{what}: {right:.4%} of {is_digit.sum()} digits right, {sure[is_digit].mean():.2%} sure, "
        f"{wrong:.4%} surely another digit; {taken:.2%} of {(~is_digit).sum()} others taken for one"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fonts", nargs="+", type=Path, metavar="FONTS", help="folders with fonts")
    parser.add_argument("--to", type=Path, default=TARGET, metavar="FILE.npz")
    parser.add_argument("--count", type=int, default=400_000, help="samples to train on")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    cv2.setNumThreads(1)
    known: list[list[Face]] = []
    unseen: list[list[Face]] = []
    for paths in find_fonts(options.fonts):
        faces = [face for face in map(draw_face, paths) if face is not None]
        if faces:
            (unseen if rng.random() < _HELD_BACK else known).append(faces)
    if not known:
        print("No font with digits is there; name folders that hold some.", file=sys.stderr)
        return 2
    print(f"{sum(map(len, known))} fonts to learn, {sum(map(len, unseen))} kept back")
    samples = make_samples(known, options.count, rng)
    layers = train(samples, rng)
    report(layers, make_samples(known, 20_000, rng), "fonts that it knows")
    if unseen:
        report(layers, make_samples(unseen, 20_000, rng), "fonts that it does not know")
    names = ("inner", "inner_bias", "outer", "outer_bias")
    small = [layer.astype(np.float16) for layer in layers]
    np.savez_compressed(options.to, **dict(zip(names, small, strict=True)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
