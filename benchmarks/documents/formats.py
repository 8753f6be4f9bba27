"""The formats in which a document can be written: a web page, a Word file, texts, PDFs."""

from __future__ import annotations

import io
import zipfile
from importlib.util import find_spec

from .drafts import Draft
from .printer import write_printed
from .texts import SHAPES, write_text
from .webpages import write_page
from .wordfiles import write_word

SUFFIXES = {"html": ".html", "docx": ".docx", "pdf": ".pdf", "typst": ".pdf", "csv": ".csv"}


def is_here(form: str) -> bool:
    """Whether a format can be written with what is installed."""
    return form != "typst" or find_spec("typst") is not None


def suffix_of(form: str, draft: Draft) -> str:
    if draft.wishes.get("zip"):
        return ".zip"
    return SUFFIXES.get(form, ".csv" if form.startswith("csv") else ".txt")


def _write_typeset(draft: Draft) -> bytes:
    from .typeset import write_typeset

    return write_typeset(draft)


_WRITERS = {
    "html": write_page,
    "docx": write_word,
    "pdf": write_printed,
    "typst": _write_typeset,
}


_NOTE = "报送2012年材料的说明，请查收附件。\n".encode()
_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


def write(draft: Draft, form: str) -> bytes:
    """The document's file, packed where the draft wishes it."""
    data = write_text(draft, form) if form in SHAPES else _WRITERS[form](draft)
    if draft.wishes.get("zip"):
        packed = _pack({f"report{SUFFIXES.get(form, '.txt')}": data})
        if not draft.wishes.get("nested"):
            return packed
        return _pack({"说明.txt": _NOTE, "logo.png": _PICTURE, "附件/年报.zip": packed})
    return data


def _pack(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()
