"""A PDF kept open from its first reading to the second, and its pages that hold tables: opened
again, its fonts would be loaded and its pages parsed again, which takes as long as drawing them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pypdfium2


class Opened(NamedTuple):
    """A document and those of its pages that are open, by their numbers from 1; they are closed
    with it."""

    document: pypdfium2.PdfDocument
    pages: dict[int, pypdfium2.PdfPage]

    def page(self, number: int) -> pypdfium2.PdfPage:
        """A page, which stays open; PdfiumError where it is damaged."""
        page = self.pages.get(number)
        if page is None:
            page = self.document[number - 1]
            self.pages[number] = page
        return page


_Kept = list[tuple[Path, Opened]]
_KEPT: ContextVar[_Kept | None] = ContextVar("_KEPT", default=None)


@contextmanager
def keep_open() -> Iterator[None]:
    """While it lasts the first PDF that is read stays open, for who reads it again."""
    kept: _Kept = []
    token = _KEPT.set(kept)
    try:
        yield
    finally:
        _KEPT.reset(token)
        for _, opened in kept:
            opened.document.close()


def is_kept_open() -> bool:
    """Whether a PDF that is read now will be looked at again."""
    return _KEPT.get() == []


def let_go(
    path: Path,
    opened: Opened,
    is_as_it_was: bool,
) -> None:
    """Closes a document, or keeps it for who reads it again, unless its pages were changed."""
    kept = _KEPT.get()
    # files inside the first one may have its name
    if kept is None or kept or not is_as_it_was:
        opened.document.close()
    else:
        kept.append((path, opened))


def find_open(path: Path) -> Opened | None:
    """The document of a file that is kept open; None where none is."""
    for known, opened in _KEPT.get() or ():
        if known == path:
            return opened
    return None
