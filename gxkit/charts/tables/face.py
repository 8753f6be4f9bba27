"""How a table looks: a titled frame with a plain face in HTML and Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from gxkit.charts.words import HEADS, word
from gxkit.panel.frames import to_csv

_PLACES = (
    ("page", r"第\1页"),
    ("table", r"表\1"),
    ("row", r"第\1行"),
    ("column", r"第\1列"),
    ("line", r"第\1行"),
    ("characters", r"第\1字"),
)


@dataclass(frozen=True)
class Table:
    """A titled frame: `data` has the columns as a reader sees them; NA is shown as nothing."""

    title: str
    data: pd.DataFrame
    unit: str
    source: str

    def _rows(self) -> list[list[str]]:
        return [
            [
                ""
                if pd.isna(v)
                else f"{v:,.15g}"
                if isinstance(v, float)
                else f"{v:,}"
                if type(v) is int
                else str(v)
                for v in line
            ]
            for line in self.data.astype(object).itertuples(index=False)
        ]

    def to_html(self) -> str:
        """A plain table: caption with title, unit and sample size, figures to the right, the source at its foot."""
        right = [
            "text-align:right" if pd.api.types.is_numeric_dtype(self.data[c]) else "text-align:left"
            for c in self.data
        ]
        head = "".join(
            f'<th style="{s}">{escape(str(c))}</th>' for s, c in zip(right, self.data, strict=True)
        )
        body = "\n".join(
            "<tr>"
            + "".join(
                f'<td style="{s}">{escape(text)}</td>' for s, text in zip(right, line, strict=True)
            )
            + "</tr>"
            for line in self._rows()
        )
        return (
            f'<table>\n<caption style="text-align:left">{escape(self.title)}<br><small>{escape(self.unit)}</small>'
            f"</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n<tfoot><tr>"
            f'<td colspan="{len(self.data.columns)}" style="text-align:left"><small>{escape(self.source)}</small>'
            "</td></tr></tfoot>\n</table>\n"
        )

    def to_markdown(self) -> str:
        lines = [
            [str(c) for c in self.data.columns],
            ["--:" if pd.api.types.is_numeric_dtype(self.data[c]) else ":--" for c in self.data],
            *self._rows(),
        ]
        body = "\n".join(
            "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in line) + " |"
            for line in lines
        )
        return f"**{self.title}**  \n{self.unit}\n\n{body}\n\n{self.source}\n"

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return self.to_markdown()


def save_table(table: Table, folder: str | Path, name: str) -> list[Path]:
    """Write the table as `folder/name.html`, `.md` and `.csv`; the same table gives the same bytes."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{name}.html", folder / f"{name}.md"]
    for path, text in zip(made, (table.to_html(), table.to_markdown()), strict=True):
        path.write_text(text, encoding="utf-8", newline="\n")
    return [*made, to_csv(table.data, folder / f"{name}.csv")]


def place(where: str, language: str) -> str:
    """A place as the panel has it, in the reader's language.

    >>> place("page 4, table 2, row 7, column 3", "zh")
    '第4页表2第7行第3列'
    """
    if language != "zh":
        return where
    said = where
    for name, form in _PLACES:
        said = re.sub(rf"{name} ([\d-]+)(?:, )?", form, said)
    return said


def titled(
    title: str, columns: Mapping[str, object], unit: str, language: str, source: str
) -> Table:
    """A table whose column heads are HEADS in the language; ValueError without a source."""
    if not source.strip():
        raise ValueError(
            "A table needs its source: say who published the figures, as in "
            "source='各机关政府信息公开工作年度报告'."
        )
    data = pd.DataFrame({HEADS[key][language == "en"]: value for key, value in columns.items()})
    return Table(word(title, language), data, unit, word("source", language).format(source))
