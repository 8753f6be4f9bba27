"""Which digit a glyph is, by a small net: two layers, trained from rendered fonts
(benchmarks/train_glyphs.py), with a class for what is no digit.

It sees one glyph at a time and knows no figure around it, so that it reads what stands there and
not what is likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

Array = np.ndarray[Any, Any]
"""a picture, or what is reckoned of some"""

HIGH, WIDE = 20, 16
"""pixels of a glyph as the net takes it"""
NO_DIGIT = 10
"""the class of what is no digit; a digit's class is the digit"""
_AT_ONCE = 6
"""glyphs that are multiplied at once: so few start no threads"""
_WEIGHTS = Path(__file__).with_name("glyphs.npz")


def fit(ink: Array) -> Array:
    """A glyph bound by its ink (uint8, 0 is ground) in the net's size, its shape kept."""
    high, wide = ink.shape
    scale = min(HIGH / high, WIDE / wide)
    across = max(1, round(wide * scale))
    up = max(1, round(high * scale))
    # pixels are averaged when there are too many, and put between when there are too few
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(ink, (across, up), interpolation=how)
    left = (WIDE - across) // 2
    top = (HIGH - up) // 2
    fitted = np.zeros((HIGH, WIDE), np.uint8)
    fitted[top : top + up, left : left + across] = small
    return fitted


class _Layers(NamedTuple):
    """The weights and biases of the two layers."""

    inner: Array
    inner_bias: Array
    outer: Array
    outer_bias: Array


@cache
def _load_layers() -> _Layers:
    with np.load(_WEIGHTS) as stored:
        # kept in half the bytes, reckoned with in full ones
        layers = [stored[name].astype(np.float32) for name in _Layers._fields]
    return _Layers(*layers)


def _product(one: Array, other: Array) -> Array:
    count, wide = one.shape
    # a whole product starts threads, which wait for one another on a busy machine: for the glyphs
    # of a page it took forty times as long
    whole = -(-count // _AT_ONCE)
    padded = np.zeros((whole * _AT_ONCE, wide), np.float32)
    padded[:count] = one
    made: Array = padded.reshape(whole, _AT_ONCE, wide) @ other
    return made.reshape(len(padded), -1)[:count]


def classify(glyphs: Sequence[Array]) -> Array:
    """For each glyph (as `fit` gives it, ink up to 255) the probabilities of the ten digits and of
    none: an array of len(glyphs) rows and 11 columns."""
    if not len(glyphs):
        return np.zeros((0, NO_DIGIT + 1), np.float32)
    seen = np.asarray(glyphs, np.float32)
    seen = seen.reshape(len(seen), -1)
    # faint ink says as much as black
    darkest = seen.max(1, keepdims=True)
    seen /= np.maximum(darkest, 1.0)
    layers = _load_layers()
    hidden = _product(seen, layers.inner) + layers.inner_bias
    np.maximum(hidden, 0.0, out=hidden)
    scores = _product(hidden, layers.outer) + layers.outer_bias
    scores -= scores.max(1, keepdims=True)
    raised = np.exp(scores)
    chances: Array = raised / raised.sum(1, keepdims=True)
    return chances
