"""What a site answers to its own pages (JSON): the report is one of its texts.

Texts come in the order of the answer, markup as the page that it is, lists of lists as tables.
"""

from __future__ import annotations

from pathlib import Path

from gxkit.errors import NoTextError
from gxkit.readers.bounds import refuse_many_values
from gxkit.readers.formats import Contents
from gxkit.readers.kept import values_to_blocks
from gxkit.readers.signs import load_json


def read(path: Path, data: bytes) -> Contents:
    """The texts, tables and pages of an answer; a line's number counts its lines of text.

    Raises NoTextError where the answer holds no text at all.
    """
    refuse_many_values(data)
    blocks = values_to_blocks(load_json(data))
    if not blocks:
        raise NoTextError(
            f"{path.name}：这是网站返回的数据（JSON），没有文字；报告在另一个网址。请在浏览器"
            "中打开网页，等报告显示后再保存。",
            f"{path.name}: this is an answer of a site (JSON) without any text; the report is "
            "behind another address. Open the page in a browser and save it when it is shown.",
        )
    return Contents(tuple(blocks), {}, ())
