"""The formats in which a document can be written: a web page, a Word file, texts, PDFs."""

from __future__ import annotations

from .drafts import Draft
from .texts import SHAPES, write_text
from .webpages import write_page
from .wordfiles import write_word

SUFFIXES = {"html": ".html", "docx": ".docx", "pdf": ".pdf", "typst": ".pdf", "csv": ".csv"}


def is_here(form: str) -> bool:
    """Whether a format can be written with what is installed."""
    return form in ("html", "docx") or form in SHAPES


def suffix_of(form: str) -> str:
    return SUFFIXES.get(form, ".csv" if form == "csv index" else ".txt")


def write(draft: Draft, form: str) -> bytes:
    """The document's file."""
    if form == "html":
        return write_page(draft)
    if form == "docx":
        return write_word(draft)
    return write_text(draft, form)
