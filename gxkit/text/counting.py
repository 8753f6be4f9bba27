"""How English makes its words agree with a count."""

from __future__ import annotations

from typing import Any


def agree(
    count: Any,
    one: str,
    many: str,
) -> str:
    """The word that goes with a count: `is` with 1, `are` with 0 and with 2."""
    return one if count == 1 else many


class Counted(int):
    """A count that a template words, as `{:report|reports}`: the words for one, then for many;
    without words it stands alone.

    >>> "{:more body has|more bodies have} no rate".format(Counted(1))
    '1 more body has no rate'
    >>> "{}份, {:report|reports}".format(Counted(1200), Counted(0))
    '1,200份, 0 reports'
    """

    def __format__(self, words: str) -> str:
        one, bar, many = words.partition("|")
        # Chinese words are the same beside any count.
        word = f" {agree(self, one, many)}" if bar else words
        return f"{int(self):,}{word}"
