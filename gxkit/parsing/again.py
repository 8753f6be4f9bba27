"""How a report was read, from its file once more: many reports at once keep no stages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from gxkit import readers
from gxkit.errors import ReadError
from gxkit.filling import Filling
from gxkit.parsing.laying import lay_each
from gxkit.report import Report

_MOST_KEPT = 4
"""files whose stages are kept: who asks for one cell asks for its neighbours too"""


def read_again(report: Report) -> Filling:
    """The filling of a report whose stages were not kept.

    ReadError if its file is gone, or is another one by now.
    """
    fillings, sha256 = _lay_file(report.path)
    # another file's lines would be told as the reasons for this report's figures
    if sha256 != report.sha256:
        raise ReadError(
            f"{report.source}：此报告读取之后，文件有改动；请用 gxkit.parse 重新读取。",
            f"{report.source}: the file has changed since this report was read from it; read it "
            "anew with gxkit.parse.",
        )
    own = [filling for filling in fillings if filling.covers == report.covers]
    return (own or list(fillings))[0]


@lru_cache(_MOST_KEPT)
def _lay_file(path: str) -> tuple[tuple[Filling, ...], str]:
    document = readers.read(path)
    return lay_each(document, Path(path)), document.sha256
