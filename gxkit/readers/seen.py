"""What is seen of a part of a cell that is not plain text, in whatever format it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gxkit.document import Omitted, Unread

_DIGIT = re.compile(r"\d")


class Seen(NamedTuple):
    """What is seen of an element: the text that it shows, or what it is.

    `said` is what the file says in words that are not shown; `slight` says that beside a text it
    would be an ornament.
    """

    text: str = ""
    unread: Unread | None = None
    said: str = ""
    slight: bool = False


NOTHING = Seen()


def set_aside(
    parts: Sequence[str],
    doubtful: Mapping[int, Omitted],
) -> tuple[list[str], list[Omitted]]:
    """The parts of a text that remain, and what is left out of it.

    `doubtful` has by their places the parts that may be no part of a figure, such as raised marks
    of notes: beside a figure they are left out, and with nothing beside them they are the text.
    """
    rest = [part for at, part in enumerate(parts) if at not in doubtful]
    beside = "".join(rest)
    if _DIGIT.search(beside):
        return rest, list(doubtful.values())
    if not beside.strip():
        # raised with nothing to stand above, it is what the cell says
        return [one.text for one in doubtful.values()], []
    return list(parts), []
