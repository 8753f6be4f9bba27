"""`read(path)`: a file to a document. The bytes decide what it is, never the name.

A format is one module with `read(path, data) -> (blocks, properties, remarks)` and one line of `REGISTRY`. The module
is imported when its format is met, so that a text file costs no PDF library.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from gxkit.document import Document
from gxkit.errors import EmptyFileError, NotAFileError, ReadError, TooLargeError
from gxkit.readers.formats import explain_unknown, is_doc, is_docx, is_html, is_pdf, is_text

MAX_FILE_BYTES = 100_000_000

#: format, whether these bytes are of it, and the module that reads them; the first that says yes does
REGISTRY: tuple[tuple[str, Callable[[bytes], bool], str], ...] = (
    ("pdf", is_pdf, "gxkit.readers.pdf.pages"),
    ("doc", is_doc, "gxkit.readers.word.doc"),
    ("docx", is_docx, "gxkit.readers.word.docx"),
    ("html", is_html, "gxkit.readers.web.page"),
    ("text", is_text, "gxkit.readers.text"),
)


def read(path: str | os.PathLike[str]) -> Document:
    """The document in the file at `path`, its lines and grids in reading order.

    Raises a ReadError of the fitting kind (see `gxkit.errors`) whose message begins with the name of the file and says
    what to do.
    """
    path = Path(path)
    data = _path_to_bytes(path)
    for kind, fits, module in REGISTRY:
        if fits(data):
            blocks, properties, remarks = import_module(module).read(path, data)
            return Document(
                path.name, kind, hashlib.sha256(data).hexdigest(), blocks, properties, remarks
            )
    refusal, why = explain_unknown(data)
    raise refusal(f"{path.name}: {why}")


def _path_to_bytes(path: Path) -> bytes:
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise NotAFileError(
                f"{name}: this is a directory and one report was expected; give the path of a file in "
                "it."
            )
        if not path.exists():
            raise NotAFileError(
                f"{name}: there is no such file ({path}); check the spelling and the folder you are "
                "in."
            )
        if not path.is_file():
            raise NotAFileError(f"{name}: this is no ordinary file; save the report to one first.")
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise TooLargeError(
                f"{name}: {size / 1e6:,.0f} MB, over the limit of {MAX_FILE_BYTES / 1e6:,.0f} MB; an "
                "annual report has a few. Cut the pages of the report out, or take the web page."
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReadError(
            f"{name}: the system does not let it be read ({reason}); check its permissions, or copy "
            "it to a folder of your own."
        ) from error
    if not data.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"):
        raise EmptyFileError(
            f"{name}: the file is empty ({len(data)} bytes, nothing but white space); the download "
            "or export probably failed. Fetch it again."
        )
    return data


__all__ = ["MAX_FILE_BYTES", "REGISTRY", "read"]
