"""How often Python looks for cycles while a file is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

# Objects made and kept after which cycles are looked for. A document makes some fifty thousand,
# hardly any of them in a cycle: with Python's seven hundred looking took a tenth of the time, and
# without any bound what a large file leaves behind would stay until its end.
_SELDOM = 50_000


@dataclass(slots=True)
class _Readers:
    """How many are reading now, and how often cycles were looked for before the first of them."""

    count: int = 0
    before: tuple[int, int, int] = (0, 0, 0)
    lock: Lock = field(default_factory=Lock)

    def enter(self) -> None:
        with self.lock:
            self.count += 1
            if self.count > 1:
                return
            self.before = gc.get_threshold()
            often, *older = self.before
            # 0 is never, and more than ours was somebody's wish
            if 0 < often < _SELDOM:
                gc.set_threshold(_SELDOM, *older)

    def leave(self) -> None:
        with self.lock:
            self.count -= 1
            # of several threads the last one puts back what the first one found
            if not self.count:
                gc.set_threshold(*self.before)


_READERS = _Readers()


@contextmanager
def collect_seldom() -> Iterator[None]:
    """While it is open cycles are looked for seldom; then as often as before it."""
    _READERS.enter()
    try:
        yield
    finally:
        _READERS.leave()
