"""Texts of cells that are set in several runs: some of them struck out, raised, or reading aids."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

from gxkit.document import Omission, Omitted
from gxkit.readers.book.package import name_of
from gxkit.readers.seen import set_aside

Element: TypeAlias = etree._Element

_OFF = ("0", "false", "off")
# a carriage return or another sign that XML cannot hold
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def text_of(item: Element) -> tuple[str, tuple[Omitted, ...]]:
    """The text of an item, and what is left out of it."""
    parts: list[str] = []
    omitted: list[Omitted] = []
    raised: dict[int, Omitted] = {}
    for child in item:
        name = name_of(child)
        if name == "t":
            parts.append(_plain(child))
        elif name == "r":
            text = "".join(_plain(part) for part in child if name_of(part) == "t")
            if _is_on(child, "strike"):
                omitted.append(Omitted(text, Omission.STRUCK))
                continue
            if _is_raised(child):
                raised[len(parts)] = Omitted(text, Omission.MARK)
            parts.append(text)
        elif name == "rPh":
            text = "".join(_plain(part) for part in child)
            omitted.append(Omitted(text, Omission.RUBY))
    if raised:
        parts, marks = set_aside(parts, raised)
        omitted += marks
    return "".join(parts), tuple(omitted)


def _plain(element: Element) -> str:
    text = element.text or ""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _is_on(
    run: Element,
    name: str,
) -> bool:
    found = run.find(f"{{*}}rPr/{{*}}{name}")
    return found is not None and found.get("val") not in _OFF


def _is_raised(run: Element) -> bool:
    found = run.find("{*}rPr/{*}vertAlign")
    return found is not None and found.get("val") == "superscript"
