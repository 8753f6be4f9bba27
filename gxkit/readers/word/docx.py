"""Word files (.docx): the package is opened, its body is walked as WordprocessingML."""

from __future__ import annotations

from pathlib import Path

from gxkit.document import Grid
from gxkit.readers.formats import Contents
from gxkit.readers.word.markup import body_to_contents
from gxkit.readers.word.package import open_package


def read(path: Path, data: bytes) -> Contents:
    """Lines and grids of a .docx file; it says nothing of itself that could be relied on.

    The files that hang in it as icons are handed out where no table stands in it: it is their
    cover.
    """
    package = open_package(data, path.name)
    contents = body_to_contents(package)
    if package.packed and not any(isinstance(block, Grid) for block in contents.blocks):
        return contents._replace(blocks=(*contents.blocks, *package.packed))
    return contents
