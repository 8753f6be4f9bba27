"""What a report is and says: one TOML a report, beside its transcription."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OUTLINES = Path(__file__).parent / "outlines"
PAGE_CUT = "‖"
"""Where a page of the original cuts a paragraph; only the text dumps show it."""
HALF_WIDTH = str.maketrans("（），：；", "(),:;")

Figures = dict[tuple[str, str, str], str]
"""table, row, column -> as printed"""


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that went wrong with a table on its way into a dump; `dump` knows the kinds."""

    table: str
    row: str
    kind: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How a web page marks up its table cells."""

    wrap: tuple[str, ...] = ("p",)
    tail: str = ""
    breaks: str = "br"
    fragment: str = ""
    upper: bool = False
    chrome: bool = False
    padded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestsStyle:
    """Where the request table of a report departs from the official layout."""

    total_head: str = "second row"
    repeat_group_at: str = ""
    shifted_head: bool = False
    row_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Outline:
    """Facts, own sentences and wordings of one report.

    `body` holds one string a line: `= ` a title, `> ` set to the right, `# ` a heading, `@` a
    table, `^ ` site chrome and `~ ` a stray link (both only in dumps), `---` a new page, else a
    paragraph. `labels` maps the form's label, or `row/label` or `table/label`, to the printed one;
    `rewrites` are regular expressions for the other labels. `half_width` reports print half-width
    punctuation throughout. `joined` names rows whose figures stand in one cell, `spans` colspans of
    table two by the first row of each of its blocks.
    """

    id: str
    agency: str
    agency_en: str
    code: str
    level: str
    scope: str
    year: int
    title: str
    published: str
    url: str
    formats: tuple[str, ...]
    note: str
    body: tuple[str, ...]
    forms: dict[str, str]
    source: str
    uncertain: str = ""
    days_told: str = ""
    dump: str = ""
    dump_note: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    rewrites: tuple[tuple[str, str], ...] = ()
    half_width: bool = False
    joined: dict[str, str] = field(default_factory=dict)
    spans: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    damage: tuple[Damage, ...] = ()
    page: PageStyle = PageStyle()
    requests: RequestsStyle = RequestsStyle()

    @property
    def dated(self) -> str:
        """The date that the file carries: of publication, or the day when the report was due."""
        return self.published or f"{self.year + 1}-01-31"

    def in_width(self, text: str) -> str:
        return text.translate(HALF_WIDTH) if self.half_width else text

    def word(self, label: str, *places: str) -> str:
        """The label as this report prints it; `places` are the row and the table that it is in."""
        for key in (*(f"{place}/{label}" for place in places), label):
            if key in self.labels:
                return self.labels[key]
        for pattern, replacement in self.rewrites:
            label = re.sub(pattern, replacement, label)
        return self.in_width(label)


def read_outline(text: str) -> Outline:
    """An outline from its TOML text; a TypeError names a key that it should not have."""
    data: dict[str, Any] = tomllib.loads(text)
    page = {k: tuple(v) if isinstance(v, list) else v for k, v in data.pop("page", {}).items()}
    return Outline(
        **data
        | {
            "formats": tuple(data["formats"]),
            "body": tuple(data["body"]),
            "rewrites": tuple((r["pattern"], r["replacement"]) for r in data.get("rewrites", ())),
            "damage": tuple(Damage(**d) for d in data.get("damage", ())),
            "page": PageStyle(**page),
            "requests": RequestsStyle(**data.get("requests", {})),
        }
    )


def read_outlines() -> tuple[Outline, ...]:
    """All outlines, by id."""
    return tuple(read_outline(path.read_text("utf-8")) for path in sorted(OUTLINES.glob("*.toml")))


def read_figures(path: Path) -> Figures:
    """The printed figures of a transcription."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {(r["table"], r["row"], r["column"]): r["printed"] for r in csv.DictReader(lines)}
