"""One statutory table as a report fills it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gxkit.report.values import Report, Value


@dataclass(frozen=True, slots=True)
class ReportTable:
    """The values of one table of a report, by row and column."""

    report: Report
    id: str

    @property
    def edition(self) -> str:
        """The edition of the form that it was found to be."""
        return self.report.editions[self.id]

    @property
    def values(self) -> tuple[Value, ...]:
        """Its values in the order of the form."""
        return tuple(value for value in self.report.values if value.table == self.id)

    def __getitem__(self, key: tuple[str, str]) -> Value:
        """The value of (row, column), by ids or by labels; NoCellError if it has none."""
        return self.report[self._whole(key)]

    def __contains__(self, key: object) -> bool:
        return self._whole(key) in self.report

    def _whole(self, key: object) -> tuple[str, str, str]:
        """The key of a cell in the report; a row alone is none, and told as such."""
        parts = key if isinstance(key, tuple) else (key,)
        return (self.id, *parts)

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def _ipython_key_completions_(self) -> list[str | tuple[str, str]]:
        rows = dict.fromkeys(value.row for value in self)
        return [*rows, *((value.row, value.column) for value in self)]
