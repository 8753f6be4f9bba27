"""Frozen data classes of which a document makes hundreds, made in less time."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

T = TypeVar("T")

_KEPT = ("__defaults__", "__annotations__", "__qualname__", "__doc__")
"""what the constructor says of itself"""


def made_often(cls: type[T]) -> type[T]:
    """A frozen data class with slots whose constructor fills each slot directly.

    That which `dataclass` writes for a frozen class asks for each field by its name, and takes as
    long again. TypeError for a class that does more when it is made: nothing here would do that.
    """
    own: tuple[Field[Any], ...] = fields(cls)  # type: ignore[arg-type]
    is_plain = all(one.init and one.default_factory is MISSING for one in own)
    if not is_plain or hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__} does more when it is made than to fill its fields.")
    lines = [f"def __init__(self, {', '.join(one.name for one in own)}):"]
    known: dict[str, Any] = {}
    for one in own:
        lines.append(f"    fill_{one.name}(self, {one.name})")
        # a slot takes its value itself, past the lock of the frozen class
        known[f"fill_{one.name}"] = getattr(cls, one.name).__set__
    exec("\n".join(lines), known)
    made = known["__init__"]
    for name in _KEPT:
        setattr(made, name, getattr(cls.__init__, name))
    cls.__init__ = made  # type: ignore[method-assign]
    return cls
