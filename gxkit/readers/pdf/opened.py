"""A PDF kept open from its first reading to the second: opened again, its fonts would be loaded
again, which takes as long as drawing its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2

_Kept = list[tuple[Path, "pypdfium2.PdfDocument"]]
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
        for _, document in kept:
            document.close()


def let_go(
    path: Path,
    document: pypdfium2.PdfDocument,
    is_as_it_was: bool,
) -> None:
    """Closes a document, or keeps it for who reads it again, unless its pages were changed."""
    kept = _KEPT.get()
    # files inside the first one may have its name
    if kept is None or kept or not is_as_it_was:
        document.close()
    else:
        kept.append((path, document))


def find_open(path: Path) -> pypdfium2.PdfDocument | None:
    """The document of a file that is kept open; None where none is."""
    for known, document in _KEPT.get() or ():
        if known == path:
            return document
    return None
