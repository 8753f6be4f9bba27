"""The file of a report as it was when it was read, the files inside it, and what was read of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from gxkit.document import Document
from gxkit.errors import NotAFileError, ReadError
from gxkit.filling import Filling
from gxkit.readers.formats import find_format
from gxkit.readers.inside import take_out
from gxkit.report import Report
from gxkit.text import later


@dataclass(slots=True)
class Source:
    """The file of a report, opened when it is first asked for."""

    report: Report
    _opened: dict[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.report.source or self.report.id

    @property
    def filling(self) -> Filling:
        """How the report was read: kept where it was read by itself, else made again."""
        kept = self.report.filling
        if isinstance(kept, Filling):
            return kept
        self.data()
        again: Filling = later("read again")(self.report)
        return again

    @property
    def is_kept(self) -> bool:
        """Whether it is known how the report was read, so that nothing need be read again."""
        return isinstance(self.report.filling, Filling)

    @property
    def document(self) -> Document:
        return self.filling.document

    def data(
        self,
        file: str = "",
    ) -> bytes:
        """The bytes of the file, or of one inside it.

        ReadError in one sentence if it is not known where it was, is gone, or is another one now.
        """
        if "" not in self._opened:
            self._opened[""] = self._read()
        if file not in self._opened:
            self._opened[file] = take_out(Path(self.name), self._opened[""], file) or b""
        return self._opened[file]

    def format(
        self,
        file: str = "",
    ) -> str:
        """The name of the format of the file, or of one inside it; '' where it is none that is
        read."""
        if not file and self.is_kept:
            return self.document.format
        found = find_format(self.data(file))
        return found.name if found else ""

    def _read(self) -> bytes:
        if not self.report.path:
            raise NotAFileError(
                f"{self.name}：不知道此报告读自何处；请按路径读取其文件，就能显示页面。",
                f"{self.name}: it is not known where this report was read from; parse its file by "
                "its path, and its pages can be shown.",
            )
        path = Path(self.report.path)
        if not path.is_file():
            raise NotAFileError(
                f"{self.name}：文件已不在 {path}；请放回原处，或按现在的路径重新读取，就能显示"
                "页面。",
                f"{self.name}: the file is no longer at {path}; put it back there, or parse it "
                "where it is now, and its pages can be shown.",
            )
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.report.sha256:
            raise ReadError(
                f"{self.name}：{path} 的文件在读取之后有改动，各格的位置可能不同；请重新读取。",
                f"{self.name}: the file at {path} has changed since it was read, so that the "
                "places of its cells may be others; parse it again.",
            )
        return data
