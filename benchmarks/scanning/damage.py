"""What happens to pages on the way to a file: each takes pages and gives pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw

from .faces import Face, load_font
from .typeset import Page

Array = np.ndarray[Any, Any]


class Way(NamedTuple):
    """What a damage may ask for: chance, dots an inch, a font for what is written on the page."""

    rng: np.random.Generator
    dpi: int
    face: Face


Damage = Callable[[list[Page], Way], list[Page]]
_PAPER = 250
_HALF = 0.5


def each(change: Callable[[Array, Way], Array]) -> Damage:
    """The same done to every page; where tables are is known no longer."""

    def damage(pages: list[Page], way: Way) -> list[Page]:
        return [replace(page, picture=change(page.picture, way)) for page in pages]

    return damage


def _clip(picture: Array) -> Array:
    return np.clip(picture, 0, 255).astype(np.uint8)


# ---------------------------------------------------------------- scanners


def noise(sigma: float, specks: int = 0) -> Damage:
    """Grain, and specks of dust."""

    def change(picture: Array, way: Way) -> Array:
        height, width = picture.shape[:2]
        grain = way.rng.standard_normal((height, width), np.float32) * sigma
        made = cv2.add(picture, cv2.merge([grain] * 3), dtype=cv2.CV_8U)
        for _ in range(specks):
            place = int(way.rng.integers(width)), int(way.rng.integers(height))
            radius = int(way.rng.integers(1, max(2, way.dpi // 75)))
            cv2.circle(made, place, radius, (int(way.rng.integers(10, 140)),) * 3, -1)
        return made

    return each(change)


def skew(most: float) -> Damage:
    """Turned by up to so many degrees, each page by another angle."""

    def change(picture: Array, way: Way) -> Array:
        height, width = picture.shape[:2]
        angle = most * float(way.rng.uniform(0.6, 1)) * float(way.rng.choice((-1, 1)))
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
        border = (_PAPER,) * 3
        return cv2.warpAffine(
            picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=border
        )

    return each(change)


def jpeg(quality: int) -> Damage:
    """What JPEG of a quality leaves."""

    def change(picture: Array, way: Way) -> Array:
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return cv2.imdecode(data, cv2.IMREAD_COLOR)

    return each(change)


def blur(sigma: float) -> Damage:
    """Out of focus, in pixels at 150 dots an inch."""
    return each(lambda picture, way: cv2.GaussianBlur(picture, (0, 0), sigma * way.dpi / 150))


def to_bits(picture: Array, way: Way) -> Array:
    """Black and white by one threshold."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    level = float(way.rng.uniform(135, 185))
    return cv2.cvtColor(((grey > level) * 255).astype(np.uint8), cv2.COLOR_GRAY2RGB)


def fax(down: int) -> Damage:
    """Black and white at 204 dots across and so many down."""

    def change(picture: Array, way: Way) -> Array:
        height, width = picture.shape[:2]
        size = (round(width * 204 / way.dpi), round(height * down / way.dpi))
        return to_bits(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), way)

    return each(change)


def dirty_glass(picture: Array, way: Way) -> Array:
    """Streaks down the page from dust on the glass of a feeder; they cross figures."""
    made = picture.copy()
    for _ in range(int(way.rng.integers(1, 4))):
        x = int(way.rng.uniform(0.15, 0.85) * made.shape[1])
        made[:, x : x + max(1, way.dpi // 150)] = int(way.rng.integers(60, 190))
    return made


def black_border(picture: Array, way: Way) -> Array:
    """The lid was open: black beside the page."""
    made = picture.copy()
    wide = int(way.dpi * 0.25)
    made[:, :wide] = 25
    made[-wide:, :] = 25
    return made


# ---------------------------------------------------------------- toner and paper


def contrast(darkest: int, brightest: int) -> Damage:
    """Ink and paper of these greys."""
    scale = (brightest - darkest) / 255
    return each(lambda picture, way: _clip(picture.astype(np.float32) * scale + darkest))


def faint(picture: Array, way: Way) -> Array:
    """Toner that runs out: patches and grains of the ink are lighter or gone."""
    height, width = picture.shape[:2]
    coarse = way.rng.uniform(0.25, 0.75, (height // 60 + 2, width // 60 + 2)).astype(np.float32)
    fine = way.rng.uniform(-0.25, 0.25, (height // 2 + 1, width // 2 + 1)).astype(np.float32)
    size = (width, height)
    strength = cv2.resize(coarse, size) + cv2.resize(fine, size)
    ink = (255 - picture.astype(np.float32)) * np.clip(strength, 0, 1)[..., None]
    return _clip(255 - ink)


def spread(share: float) -> Damage:
    """Ink that has spread, in points: what is white within letters fills."""

    def change(picture: Array, way: Way) -> Array:
        size = max(2, round(share * way.dpi / 72))
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        return cv2.GaussianBlur(cv2.erode(picture, kernel), (0, 0), 0.5)

    return each(change)


def thin(picture: Array, way: Way) -> Array:
    """Strokes worn at their edges."""
    size = max(2, round(0.35 * way.dpi / 72))
    worn = cv2.dilate(picture, np.ones((size, size), np.uint8))
    return _clip(0.6 * worn.astype(np.float32) + 0.4 * picture)


def bleed(strength: float) -> Damage:
    """The other side shows through: the next page, mirrored."""

    def damage(pages: list[Page], way: Way) -> list[Page]:
        made = []
        for number, page in enumerate(pages):
            back = pages[(number + 1) % len(pages)].picture
            size = (page.picture.shape[1], page.picture.shape[0])
            mirrored = cv2.flip(cv2.resize(back, size), 1)
            soft = cv2.GaussianBlur(mirrored, (0, 0), 1.2 * way.dpi / 150).astype(np.float32)
            picture = page.picture.astype(np.float32) - (255 - soft) * strength
            made.append(replace(page, picture=_clip(picture)))
        return made

    return damage


def old_paper(picture: Array, way: Way) -> Array:
    """Yellow, uneven paper with a fold across."""
    height, width = picture.shape[:2]
    stains = way.rng.uniform(0.8, 1, (height // 150 + 2, width // 150 + 2)).astype(np.float32)
    ground = cv2.resize(stains, (width, height), interpolation=cv2.INTER_CUBIC)
    fold = height // 2 + int(way.rng.integers(-40, 40))
    ground[fold : fold + 2] *= 0.75
    colour = np.array((0.97, 0.93, 0.82), np.float32)
    return _clip(picture * ground[..., None] * colour)


# ---------------------------------------------------------------- shapes


def bend(share: float) -> Damage:
    """A page that lies in a bound volume: its lines are bent, by a share of an inch."""

    def change(picture: Array, way: Way) -> Array:
        height, width = picture.shape[:2]
        rows, columns = np.arange(height, dtype=np.float32), np.arange(width, dtype=np.float32)
        x, y = np.meshgrid(columns, rows)
        across = x / width
        lift = np.sin(math.pi * across) * (1 - 0.35 * y / height)
        lift += 0.3 * np.sin(2 * math.pi * across)
        side = 0.5 * np.sin(math.pi * y / height)
        most = share * way.dpi
        return cv2.remap(
            picture,
            (x + most * side).astype(np.float32),
            (y + most * lift).astype(np.float32),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(_PAPER,) * 3,
        )

    return each(change)


def crumple(picture: Array, way: Way) -> Array:
    """Waves of some millimetres in both directions."""
    height, width = picture.shape[:2]
    most = 0.03 * way.dpi
    shape = (height // way.dpi + 3, width // way.dpi + 3)
    moves = [way.rng.uniform(-most, most, shape).astype(np.float32) for _ in range(2)]
    dx, dy = (cv2.resize(m, (width, height), interpolation=cv2.INTER_CUBIC) for m in moves)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return cv2.remap(picture, x + dx, y + dy, cv2.INTER_CUBIC, borderValue=(_PAPER,) * 3)


def photograph(slant: float, shadow: float) -> Damage:
    """Taken with a telephone from aside on a desk, with a shadow."""

    def change(picture: Array, way: Way) -> Array:
        height, width = picture.shape[:2]
        corners = np.array(((0, 0), (1, 0), (1, 1), (0, 1)), np.float32)
        inward = way.rng.uniform(0.2, 1, (4, 2)) * slant + 0.04
        signs = np.where(corners > _HALF, -1, 1)
        size = np.array((width, height), np.float32)
        target = ((corners + signs * inward) * size).astype(np.float32)
        turn = cv2.getPerspectiveTransform(corners * size, target)
        seen = cv2.warpPerspective(
            picture,
            turn,
            (width, height),
            flags=cv2.INTER_CUBIC,
            borderValue=(80, 95, 110),
        )
        x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
        edge = x * way.rng.uniform(-1, 1) + y * way.rng.uniform(-1, 1)
        dark = 1 - shadow / (1 + np.exp(-8 * (edge - 0.2)))
        light = 0.96 - 0.14 * x * x - 0.1 * y
        soft = cv2.GaussianBlur(seen, (0, 0), 0.6 * way.dpi / 150).astype(np.float32)
        return _clip(soft * (light * dark)[..., None] * np.array((1.0, 0.97, 0.92)))

    return each(change)


def turn(quarters: int) -> Damage:
    """Pages turned by quarters, against the clock."""
    return each(lambda picture, way: np.ascontiguousarray(np.rot90(picture, quarters)))


def two_up(pages: list[Page], way: Way) -> list[Page]:
    """Two pages on a picture, as an open book shows them."""
    made = []
    for first in range(0, len(pages), 2):
        pair = [page.picture for page in pages[first : first + 2]]
        if len(pair) == 1:
            pair.append(np.full_like(pair[0], _PAPER))
        both = np.hstack(pair)
        middle = both.shape[1] // 2
        gutter = way.dpi // 12
        shade = np.abs(np.arange(-gutter, gutter)) / gutter * 0.5 + 0.5
        part = both[:, middle - gutter : middle + gutter].astype(np.float32)
        both[:, middle - gutter : middle + gutter] = _clip(part * shade[None, :, None])
        made.append(Page(both))
    return made


def crop_side(picture: Array, way: Way) -> Array:
    """The right side of the paper cut off close to the table, the frame lost on some pages."""
    ink = np.flatnonzero((picture[..., 0] < 128).sum(axis=0) > picture.shape[0] // 12)  # noqa: PLR2004
    edge = int(ink[-1]) - 1 if len(ink) else picture.shape[1]
    return np.ascontiguousarray(picture[:, :edge])


# ---------------------------------------------------------------- what is put on a page


def _lay_over(page: Page, seal: Image.Image, centre: tuple[int, int]) -> Page:
    ground = Image.fromarray(page.picture).convert("RGBA")
    corner = (centre[0] - seal.width // 2, centre[1] - seal.height // 2)
    layer = Image.new("RGBA", ground.size, (0, 0, 0, 0))
    layer.paste(seal, corner)
    ground.alpha_composite(layer)
    return replace(page, picture=np.array(ground.convert("RGB")))


def _draw_seal(radius: int, colour: tuple[int, int, int, int], way: Way) -> Image.Image:
    """A round seal with a star and the name of its office."""
    seal = Image.new("RGBA", (2 * radius, 2 * radius), (0, 0, 0, 0))
    pen = ImageDraw.Draw(seal)
    rim = (3, 3, 2 * radius - 4, 2 * radius - 4)
    pen.ellipse(rim, outline=colour, width=max(3, radius // 22))
    name = "青山县人民政府办公室"
    font = load_font(way.face.chinese, max(8, radius // 4))
    for number, letter in enumerate(name):
        angle = math.radians(-210 + 240 * number / (len(name) - 1))
        tile = Image.new("RGBA", (radius // 3, radius // 3), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((radius // 24, 0), letter, font=font, fill=colour)
        tile = tile.rotate(-(math.degrees(angle) + 90), resample=Image.Resampling.BICUBIC)
        x = radius + 0.76 * radius * math.cos(angle) - radius / 6
        y = radius + 0.76 * radius * math.sin(angle) - radius / 6
        seal.alpha_composite(tile, (max(0, int(x)), max(0, int(y))))
    points = []
    for corner in range(10):
        reach = 0.3 * radius * (1 if corner % 2 == 0 else 0.38)
        angle = math.pi * corner / 5
        points.append((radius + reach * math.sin(angle), radius - reach * math.cos(angle)))
    pen.polygon(points, fill=colour)
    return seal


def stamp(colour: tuple[int, int, int, int]) -> Damage:
    """A seal over the figures of one table a page."""

    def damage(pages: list[Page], way: Way) -> list[Page]:
        made = []
        for page in pages:
            if page.tables:
                table = page.tables[int(way.rng.integers(len(page.tables)))]
                x = int(way.rng.uniform(table[0] * 0.5 + table[2] * 0.5, table[2]))
                y = int(way.rng.uniform(table[1], table[3]))
                radius = int(way.dpi * way.rng.uniform(0.6, 0.85))
                page = _lay_over(page, _draw_seal(radius, colour, way), (x, y))
            made.append(page)
        return made

    return damage


def tick(pages: list[Page], way: Way) -> list[Page]:
    """Strokes of a pen over some figures, blue or red."""
    made = []
    for page in pages:
        picture = page.picture.copy()
        for left, top, right, bottom in page.tables:
            for _ in range(2):
                x, y = way.rng.uniform((left * 0.5 + right * 0.5, top), (right, bottom))
                ends = np.array(((0, 0), (0.06, 0.07), (0.22, -0.16))) * way.dpi + (x, y)
                colour = (30, 60, 170) if way.rng.random() < _HALF else (200, 30, 40)
                cv2.polylines(
                    picture, [ends.astype(np.int32)], False, colour, max(1, way.dpi // 90)
                )
        made.append(replace(page, picture=picture))
    return made


def highlight(pages: list[Page], way: Way) -> list[Page]:
    """A yellow marker over a line of figures."""
    made = []
    for page in pages:
        picture = page.picture.astype(np.float32)
        for left, top, right, bottom in page.tables:
            y = int(way.rng.uniform(top, bottom))
            picture[y : y + way.dpi // 6, left:right] *= np.array((1.0, 0.95, 0.25))
        made.append(replace(page, picture=_clip(picture)))
    return made


def watermark(picture: Array, way: Way) -> Array:
    """Grey letters across the page under the print."""
    height, width = picture.shape[:2]
    ground = Image.new("L", (width, height), 255)
    font = load_font(way.face.chinese, width // 8)
    ImageDraw.Draw(ground).text((width // 6, height // 2), "内部资料", font=font, fill=205)
    turned = np.array(ground.rotate(35, fillcolor=255))
    return np.minimum(picture, turned[..., None])


def chain(damages: Sequence[Damage], pages: list[Page], way: Way) -> list[Page]:
    """One after the other."""
    for damage in damages:
        pages = damage(pages, way)
    return pages
