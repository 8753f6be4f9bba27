"""Files that are made to bring a reader down: each name, and what writes it."""

from __future__ import annotations

from hostility import archives, books, markup, pdfs, pictures, places, texts
from hostility.made import Hostile

HOSTILE: tuple[Hostile, ...] = (
    *pdfs.FILES,
    *archives.FILES,
    *books.FILES,
    *markup.FILES,
    *texts.FILES,
    *pictures.FILES,
    *places.FILES,
)
