"""A document laid into the forms; where a table is wanting, with the pictures that may show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gxkit import readers
from gxkit.document import Document
from gxkit.errors import NoReportError, ReadError
from gxkit.filling import Filling, lay, lay_all


def lay_one(
    document: Document,
    path: Path,
) -> Filling:
    """The one report of a document that was read from `path`; see `gxkit.filling.lay`."""
    (laid,) = _lay_whole(_lay_first, document, path)
    return laid


def lay_each(
    document: Document,
    path: Path,
) -> tuple[Filling, ...]:
    """Every report of a document that was read from `path`; see `gxkit.filling.lay_all`."""
    return _lay_whole(lay_all, document, path)


def _lay_first(document: Document) -> tuple[Filling, ...]:
    return (lay(document),)


def _lay_whole(
    lay_document: Callable[[Document], tuple[Filling, ...]],
    document: Document,
    path: Path,
) -> tuple[Filling, ...]:
    refusal: NoReportError | None = None
    laid: tuple[Filling, ...] = ()
    try:
        laid = lay_document(document)
    except NoReportError as error:
        refusal = error
    if not _is_whole(laid):
        pictured = _read_pictured(document, path)
        if pictured:
            return lay_document(pictured)
    if refusal:
        raise refusal
    return laid


def _is_whole(fillings: Sequence[Filling]) -> bool:
    """Whether every table of every report was found."""
    return bool(fillings) and all(
        filled.match for filling in fillings for filled in filling.tables.values()
    )


def _read_pictured(
    document: Document,
    path: Path,
) -> Document | None:
    """The document with the tables that its pictures show; None where they show none."""
    if not document.pictures:
        return None
    try:
        pictured = readers.read_pictured(path)
    except ReadError:
        # a file that is gone by now, or whose pictures are more than is read, has its own document
        return None
    return pictured if len(pictured.grids) > len(document.grids) else None
