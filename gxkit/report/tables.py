"""One statutory table as a report fills it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from gxkit.report.shelves import Values
from gxkit.report.showing import Shown, show
from gxkit.text import Frame, Key, WithFace, later

if TYPE_CHECKING:
    from gxkit.report.values import Report, Value


@dataclass(frozen=True, slots=True, repr=False)
class ReportTable(WithFace):
    """The values of one table of a report, by row and column."""

    report: Report
    id: str

    @property
    def edition(self) -> str:
        """The edition of the form that it was found to be."""
        return self.report.editions[self.id]

    @property
    def values(self) -> Values:
        """Its values in the order of the form."""
        own = (value for value in self.report if value.table == self.id)
        return Values(own)

    def show(self, language: str | None = None) -> Shown:
        """The pages on which it stands, lit, and what is in doubt framed; see `Report.show`."""
        return show(self.report, self, language)

    def __getitem__(self, key: str | tuple[str, str]) -> Value:
        """The value of (row, column), apart or as `row/column`, by ids or by labels; NoCellError if
        it has none."""
        return self.report[self._whole(key)]

    def __contains__(self, key: object) -> bool:
        """Whether `table[key]` gives something, as each of its own values does."""
        return self._whole(key) in self.report

    def _whole(self, key: object) -> Key:
        """The key of a cell in the report; a row alone is none, and told as such."""
        # one of its own values, which Report knows as such
        if getattr(key, "table", "") == self.id:
            return cast("Key", key)
        parts = key if isinstance(key, tuple) else (key,)
        return cast("Key", (self.id, *parts))

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def to_frame(
        self,
        *,
        figures: str = "printed",
        labels: bool = False,
    ) -> Frame:
        """Rows by columns in the order of the form, by ids or, with `labels`, as it prints them.

        `figures` are `printed`, `reconciled` where there are such, or `implied` too where none is
        printed. NA where no number stands: a blank is no zero.
        """
        frame: Frame = later("frame of a table")(
            self,
            figures,
            labels,
        )
        return frame

    def to_excel(self, path: str | os.PathLike[str]) -> Path:
        """The table as the form prints it, tinted where in doubt, and what was found in it."""
        written: Path = later("workbook")(
            self.report,
            path,
            [self.id],
        )
        return written

    def _ipython_key_completions_(self) -> list[str | tuple[str, str]]:
        cells = [(value.row, value.column) for value in self]
        return [
            *map("/".join, cells),
            *cells,
        ]
