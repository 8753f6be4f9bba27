"""Word files (.docx): the package is opened, its body is walked as WordprocessingML."""

from __future__ import annotations

from pathlib import Path

from gxkit.readers.formats import Contents
from gxkit.readers.word.markup import body_to_blocks
from gxkit.readers.word.package import open_package


def read(path: Path, data: bytes) -> Contents:
    """Lines and grids of a .docx file; it says nothing of itself that could be relied on."""
    blocks, remarks = body_to_blocks(open_package(data, path.name))
    return Contents(blocks, {}, remarks)
