"""What a report holds of one kind, in its order: tuples that show themselves as one table."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Self, SupportsIndex, TypeVar, overload

from gxkit.report.claims import Claim
from gxkit.report.findings import Explanation, Finding, Witness
from gxkit.text import Frame, Sentence, WithFace, later

T = TypeVar("T")


class Shelf(WithFace, tuple[T, ...]):
    """Things of one kind: a tuple in all else."""

    __slots__ = ()

    @overload
    def __getitem__(self, place: SupportsIndex) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> Self: ...

    def __getitem__(self, place: SupportsIndex | slice) -> T | Self:
        """One of them; of a slice several, which show themselves too."""
        if isinstance(place, slice):
            return type(self)(tuple.__getitem__(self, place))
        return tuple.__getitem__(self, place)

    def to_frame(self) -> Frame:
        """One line a thing."""
        frame: Frame = later("frame of a shelf")(self)
        return frame

    def to_excel(self, path: str | os.PathLike[str]) -> Path:
        """The same as a sheet of a workbook."""
        written: Path = later("workbook of a shelf")(self, path)
        return written


class OfReports(WithFace):
    """What holds several reports and can be gone through."""

    __slots__ = ()

    def to_frame(self) -> Frame:
        """One line a report: whose it is, its editions, how many cells it has and what of them is
        verified or contradicted, and how many rules fail."""
        frame: Frame = later("frame of reports")(self)
        return frame

    def to_excel(self, path: str | os.PathLike[str]) -> Path:
        """The same as a sheet of a workbook."""
        written: Path = later("workbook of a shelf")(self, path)
        return written


class Findings(Shelf[Finding]):
    """What the checks found."""

    __slots__ = ()


class Explanations(Shelf[Explanation]):
    """The mistakes that would account for broken rules, best first."""

    __slots__ = ()


class Claims(Shelf[Claim]):
    """The figures of the narrative."""

    __slots__ = ()


class Witnesses(Shelf[Witness]):
    """What other sources than the tables have for single cells."""

    __slots__ = ()


class Remarks(Shelf[Sentence]):
    """What is to be said of a report as a whole."""

    __slots__ = ()


class Values(Shelf[Any]):
    """The values of a report, in the order of its forms."""

    __slots__ = ()


class Sections(Shelf[Any]):
    """The chapters of the narrative."""

    __slots__ = ()


class UnplacedNumbers(Shelf[Any]):
    """Numbers of the statutory tables that belong to no cell."""

    __slots__ = ()


SHELVES: tuple[tuple[str, type[Shelf[Any]]], ...] = (
    ("values", Values),
    ("findings", Findings),
    ("explanations", Explanations),
    ("claims", Claims),
    ("witnesses", Witnesses),
    ("remarks", Remarks),
    ("sections", Sections),
    ("unplaced", UnplacedNumbers),
)
"""the fields of a report that are shelves"""
