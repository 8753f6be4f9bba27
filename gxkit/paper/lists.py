"""The lists of the study in full, as CSV: what a table or a sentence of many leaves out."""

from __future__ import annotations

import os
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
)
from pathlib import Path
from typing import Any

from pandas import DataFrame

from gxkit.panel.frames import to_csv
from gxkit.paper.shares import (
    Difference,
    Share,
)
from gxkit.text import Named

# The file of each list, and where among the variables it stands.
LISTS: Mapping[str, tuple[str, ...]] = {
    "study-material": ("reports",),
    "study-rules": ("rules",),
    "study-kinds": ("audit", "kinds"),
    "study-corrections": ("corrections",),
    "study-running": ("unfollowed", "running"),
    "study-stocks": ("unfollowed", "stocks"),
    "study-public-totals": ("unfollowed", "public"),
    "study-claims": ("narrative", "rows"),
    "study-stakes": ("stakes", "rows"),
    "study-flow": ("flow", "rows"),
    "study-denominators": ("denominators", "rows"),
    "study-applicants": ("gaps", "rows"),
    "study-shifts": ("shifts", "found"),
    "study-days": ("timeliness", "known"),
    "study-decisions": ("decisions",),
}
_PLAIN = (str, int, float, bool, type(None))


def write_lists(
    variables: Mapping[str, Any],
    folder: str | os.PathLike[str],
) -> list[Path]:
    """Write every list of the study into a folder, a line a thing, an empty list as no file.

    A share stands as its two counts, a difference as its value and its ends, a text in both
    languages as two columns. A file of an earlier study whose list is empty now is removed.
    """
    made = []
    for name, place in LISTS.items():
        path = Path(folder) / f"{name}.csv"
        lines = [dict(_flatten(vars(item))) for item in _find(variables, place)]
        if lines:
            Path(folder).mkdir(parents=True, exist_ok=True)
            made.append(to_csv(DataFrame(lines), path))
        else:
            # It would tell of things that the study no longer holds.
            path.unlink(missing_ok=True)
    return made


def _find(
    variables: Mapping[str, Any],
    place: Iterable[str],
) -> list[Any]:
    first, *inner = place
    found = variables[first]
    for name in inner:
        found = getattr(found, name)
    return list(found)


def _flatten(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The columns of one line: what is itself a list has a file of its own, or none."""
    for name, value in fields.items():
        # a named value is a text, and has one column under its plain name
        if isinstance(value, Named):
            yield name, str(value)
        elif hasattr(value, "say"):
            yield f"{name}_zh", value.say("zh")
            yield f"{name}_en", value.say("en")
        elif isinstance(value, Share):
            yield f"{name}_part", value.part
            yield f"{name}_whole", value.whole
        elif isinstance(value, Difference):
            yield f"{name}_value", value.value
            yield f"{name}_low", value.low
            yield f"{name}_high", value.high
        elif isinstance(value, Mapping):
            yield from _flatten(value)
        elif isinstance(value, _PLAIN):
            yield name, value
