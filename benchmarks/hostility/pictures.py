"""Hostile pictures."""

from __future__ import annotations

import io
import struct
import zlib

from hostility.made import Hostile


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, pixels: bytes, more: bytes = b"") -> bytes:
    """A grey picture whose head says a size, with any packed pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = _chunk(b"IHDR", head) + more + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def flat_png(width: int, height: int, grey: bytes = b"\xff") -> bytes:
    """A picture of one grey, all of it there."""
    packer = zlib.compressobj(9)
    row = b"\0" + grey * width
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return png(width, height, packed)


def _image(kind: str, size: tuple[int, int], frames: int = 1, noise: bool = False) -> bytes:
    import numpy as np
    from PIL import Image

    width, height = size
    pixels = np.full((height, width), 255, np.uint8)
    if noise:
        pixels = np.random.default_rng(1).integers(0, 2, (height, width), np.uint8) * 255
    first = Image.fromarray(pixels).convert("1")
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=[first] * (frames - 1))
    return out.getvalue()


def ruled(lines: int, size: int = 2_400) -> bytes:
    """A page of nothing but rules, which make cells by the ten thousand."""
    import numpy as np
    from PIL import Image

    pixels = np.full((size, size), 255, np.uint8)
    step = max(2, size // lines)
    pixels[::step] = 0
    pixels[:, ::step] = 0
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def tiff_circle() -> bytes:
    """A TIFF whose next page is the first one."""
    data = bytearray(_image("TIFF", (100, 100)))
    order = "<" if data[:2] == b"II" else ">"
    (first,) = struct.unpack_from(f"{order}I", data, 4)
    (count,) = struct.unpack_from(f"{order}H", data, first)
    struct.pack_into(f"{order}I", data, first + 2 + 12 * count, first)
    return bytes(data)


FILES = (
    Hostile("png-says-4-billion.png", lambda: png(65_000, 65_000, zlib.compress(b"\0" * 1000))),
    Hostile("png-119-million.png", lambda: flat_png(11_000, 10_900)),
    Hostile("png-one-line.png", lambda: flat_png(10_000_000, 1)),
    Hostile("png-one-column.png", lambda: flat_png(1, 10_000_000)),
    Hostile(
        "png-texts.png",
        lambda: png(
            9,
            9,
            zlib.compress(b"\0" * 90),
            _chunk(b"zTXt", b"a\0\0" + zlib.compress(b"1" * 300_000_000)),
        ),
    ),
    Hostile("png-noise.png", lambda: _image("PNG", (3_000, 4_000), noise=True)),
    Hostile("png-rules-100.png", lambda: ruled(100)),
    Hostile("png-rules-600.png", lambda: ruled(600)),
    Hostile("tiff-2000-pages.tif", lambda: _image("TIFF", (1_000, 1_400), 2_000)),
    Hostile("tiff-150-noisy-pages.tif", lambda: _image("TIFF", (1_600, 2_200), 150, noise=True)),
    Hostile("tiff-circle.tif", tiff_circle),
    Hostile("gif-3000-frames.gif", lambda: _image("GIF", (2_000, 2_000), 3_000)),
    Hostile(
        "bmp-says-2-billion.bmp",
        lambda: (
            b"BM"
            + b"\0" * 8
            + b"\x36\0\0\0\x28\0\0\0"
            + struct.pack("<iiHHIIiiII", 46_000, 46_000, 1, 1, 0, 0, 0, 0, 0, 0)
            + b"\0" * 99
        ),
    ),
    Hostile(
        "jpeg-says-4-billion.jpg",
        lambda: (
            b"\xff\xd8\xff\xc0\0\x0b\x08"
            + struct.pack(">HH", 65_000, 65_000)
            + b"\1\1\x11\0"
            + b"\xff\xda\0\x08\1\1\0\0\x3f\0"
            + b"\0" * 99
        ),
    ),
)
