"""Pages as Markdown, and the few things that they are written with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from gxkit.text import choose

# what Markdown or a table of it would take for its own
_MARKS = re.compile(r"([\\`*_{}\[\]<>|#~])")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands below the site's root (`forms/2021.md`), its title, its Markdown."""

    path: str
    title: str
    text: str

    @property
    def up(self) -> str:
        """The way from the page to the root: `../` for each folder."""
        return "../" * self.path.count("/")


def plain(text: object) -> str:
    """A text that Markdown leaves as it is, on one line.

    >>> plain("1*2|3")
    '1\\\\*2\\\\|3'
    """
    return marked(" ".join(str(text).split()))


def marked(text: str) -> str:
    """A text that Markdown leaves as it is, its blanks too."""
    return _MARKS.sub(r"\\\1", text)


def prose(text: str) -> str:
    """A paragraph of a docstring: what stands between ticks is code, all else is as it is."""
    pieces = re.split(r"(`[^`]+`)", " ".join(text.split()))
    return "".join(piece if piece.startswith("`") else marked(piece) for piece in pieces)


def code(text: object) -> str:
    """An id or a file name as code; nothing for an empty one."""
    return f"`{text}`" if text else ""


def link(text: object, to: str) -> str:
    return f"[{plain(text)}]({to})"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; nothing without a row."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    if not lines:
        return ""
    head = "| " + " | ".join(heads) + " |"
    return "\n".join([head, "|---" * len(heads) + "|", *lines])


def listed(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def fenced(text: str, language: str = "text") -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def cell(text: object, tag: str = "td", **attributes: object) -> str:
    """A cell of an HTML table; an attribute of 1 or '' is left out."""
    kept = {name: value for name, value in attributes.items() if value not in (1, "")}
    said = "".join(f' {name}="{escape(str(value))}"' for name, value in kept.items())
    return f"<{tag}{said}>{text}</{tag}>"


def page_of(
    path: str,
    title: str,
    parts: Iterable[str],
) -> Page:
    """A page of its title and its parts; empty parts are left out."""
    written = [part.strip() for part in parts if part.strip()]
    return Page(path, title, "\n\n".join([f"# {plain(title)}", *written]) + "\n")


__all__ = [
    "Page",
    "cell",
    "choose",
    "code",
    "fenced",
    "link",
    "listed",
    "marked",
    "page_of",
    "plain",
    "prose",
    "table",
]
