"""Reports as bytes and back: the same reports, with all that was found of them.

They are pickled, for that is the quickest, but only what a report is made of is let in again: the
data classes and named values of the vocabulary, numbers, dates. A folder of stored reports that
somebody sends can therefore hold wrong reports, and no program.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Any

from gxkit.report import Report
from gxkit.report.shelves import Shelf

_ROOMS = (
    "gxkit.document",
    "gxkit.report.claims",
    "gxkit.report.findings",
    "gxkit.report.kinds",
    "gxkit.report.shelves",
    "gxkit.report.values",
    "gxkit.text.sentences",
)
"""what reports are made of is defined here, and nothing else here does anything when it is made"""
_PLAIN: tuple[type, ...] = (Decimal, date)
_LEFT_OUT = ("report", "filling", "path")
"""fields that are no part of what was read: what a report's own things say of it (it tells them so
when it is made), its stages, and where its file lay this time"""
_PROTOCOL = 5
_QUICK = 1
"""zlib's first level: a fifth of the size, in less time than writing the rest would take"""
MOST_BYTES = 200_000_000
"""of a pack, unpacked: a report has some 40 kB"""


class PackError(Exception):
    """These bytes are no pack of reports."""


def pack(reports: tuple[Report, ...]) -> bytes:
    """The reports as bytes, without how each was read."""
    target = io.BytesIO()
    pickler = pickle.Pickler(target, _PROTOCOL)
    pickler.dispatch_table = _takers()
    pickler.dump(reports)
    return zlib.compress(target.getbuffer(), _QUICK)


def unpack(data: bytes, path: str = "") -> tuple[Report, ...]:
    """The reports of a pack, their file at `path`; PackError for what is none."""
    unzip = zlib.decompressobj()
    try:
        plain = unzip.decompress(data, MOST_BYTES)
        # what is more than the limit is no report, and may be made to fill the memory
        if not unzip.eof:
            raise PackError("cut off, or too long")
        found = _Unpickler(io.BytesIO(plain)).load()
    except (zlib.error, pickle.UnpicklingError, *_WRONG_DATA) as error:
        raise PackError(str(error)) from None
    is_pack = isinstance(found, tuple) and all(isinstance(one, Report) for one in found)
    if not is_pack:
        raise PackError("something else than reports")
    return tuple(replace(one, path=path) for one in found)


_WRONG_DATA = (
    AttributeError,
    EOFError,
    ImportError,
    IndexError,
    KeyError,
    MemoryError,
    OverflowError,
    TypeError,
    ValueError,
)
"""what pickle raises for bytes that are no pickle, and classes for fields that are not theirs"""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        found = _classes().get((module, name))
        # any other name could be that of a function, which a pickle may call
        if found is None:
            raise PackError(f"{module}.{name} is no part of a report")
        # A pickle can set attributes of what it is given: that which makes an object has none, and
        # the class itself would be changed for all reports that are read after this one.
        return type(found).__call__.__get__(found)


@cache
def _classes() -> dict[tuple[str, str], type]:
    """The classes that a report may be made of, by module and name."""
    found: dict[tuple[str, str], type] = {}
    for plain in _PLAIN:
        found[plain.__module__, plain.__qualname__] = plain
    for room in _ROOMS:
        module = import_module(room)
        for one in vars(module).values():
            if isinstance(one, type) and one.__module__ == room and _is_data(one):
                found[room, one.__qualname__] = one
    return found


def _is_data(one: type) -> bool:
    return is_dataclass(one) or issubclass(one, Enum | Shelf)


@cache
def _takers() -> dict[type, Callable[[Any], Any]]:
    """For each class, what takes an object apart: into its class and what it is made from.

    The way of `dataclass` asks for the names of the fields anew for each of a thousand objects.
    """
    found = _classes().values()
    return {one: _taker(one) for one in found if one not in _PLAIN and not issubclass(one, Enum)}


def _taker(made: type) -> Callable[[Any], Any]:
    if issubclass(made, Shelf):
        return lambda thing: (made, (tuple(thing),))
    names = list(_names_of(made))
    if len(names) == 1:
        (name,) = names
        return lambda thing: (made, (getattr(thing, name),))
    take = attrgetter(*names)
    return lambda thing: (made, take(thing))


def _names_of(made: type) -> Iterator[str]:
    """The fields that are given when an object is made, in order, but for those left out."""
    for one in fields(made):
        if one.init and one.name not in _LEFT_OUT:
            yield one.name
