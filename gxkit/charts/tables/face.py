"""How a table looks: a titled frame with a plain face in HTML and Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from gxkit.charts.words import HEADS, pick, say_source, word
from gxkit.output import write_file
from gxkit.panel.frames import to_csv
from gxkit.text.escapes import to_html, to_markdown

# a style in the tag, since a notebook's own sheet sets all texts to the right
LEFT, RIGHT = "text-align:left", "text-align:right"
# a table that needs no style sheet
PAGE = """\
<table>
<caption style="text-align:left">{title}<br><small>{unit}</small></caption>
<thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody>
<tfoot><tr><td colspan="{width}" style="text-align:left"><small>{source}</small></td></tr></tfoot>
</table>
"""


@dataclass(frozen=True)
class Table:
    """A titled frame: `data` has the columns as a reader sees them; NA is shown as nothing."""

    title: str
    data: pd.DataFrame
    unit: str
    source: str

    def _heads(self) -> list[str]:
        return [str(column) for column in self.data]

    def _lines(self) -> list[list[str]]:
        lines = self.data.astype(object).itertuples(index=False)
        return [list(map(_shown, line)) for line in lines]

    def _numeric(self) -> list[bool]:
        return [pd.api.types.is_numeric_dtype(self.data[column]) for column in self.data]

    def to_html(self) -> str:
        """A plain table: title, unit and sample size above, the source below."""
        sides = [RIGHT if numeric else LEFT for numeric in self._numeric()]
        lines = [
            _html_cells(
                "td",
                sides,
                line,
            )
            for line in self._lines()
        ]
        return PAGE.format(
            title=to_html(self.title),
            unit=to_html(self.unit),
            head=_html_cells(
                "th",
                sides,
                self._heads(),
            ),
            body="\n".join(f"<tr>{cells}</tr>" for cells in lines),
            width=len(sides),
            source=to_html(self.source),
        )

    def to_markdown(self) -> str:
        """The same in Markdown."""
        sides = ["--:" if numeric else ":--" for numeric in self._numeric()]
        head, *rows = [list(map(to_markdown, line)) for line in (self._heads(), *self._lines())]
        body = "\n".join(map(_markdown_line, (head, sides, *rows)))
        title, unit, source = map(to_markdown, (self.title, self.unit, self.source))
        return f"**{title}**  \n{unit}\n\n{body}\n\n{source}\n"

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return self.to_markdown()


def _shown(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:,.15g}"
    # a year is an integer of pandas or a text, and has no comma
    return f"{value:,}" if type(value) is int else str(value)


def _html_cells(
    tag: str,
    sides: Sequence[str],
    texts: Sequence[str],
) -> str:
    pairs = zip(
        sides,
        texts,
        strict=True,
    )
    cells = [f'<{tag} style="{side}">{to_html(text)}</{tag}>' for side, text in pairs]
    return "".join(cells)


def _markdown_line(texts: Sequence[str]) -> str:
    """One line of a table."""
    return f"| {' | '.join(texts)} |"


def save_table(
    table: Table,
    folder: str | Path,
    name: str,
) -> list[Path]:
    """Write the table as `folder/name.html`, `.md` and `.csv`; the same table, the same bytes."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        write_file(folder / f"{name}.html", table.to_html()),
        write_file(folder / f"{name}.md", table.to_markdown()),
        to_csv(table.data, folder / f"{name}.csv"),
    ]


def titled(
    title: str,
    columns: Mapping[str, list[str] | pd.Series],
    unit: str,
    language: str,
    source: str,
) -> Table:
    """A table whose column heads are HEADS in the language; ValueError without a source.

    A column is a list of texts or a series.
    """
    said = say_source(
        "table",
        source,
        language,
    )
    data = {}
    for key, values in columns.items():
        # without its type an empty column of texts would be one of numbers, and stand to the right
        known = pd.Series(values, dtype="str") if isinstance(values, list) else values
        data[pick(HEADS[key], language)] = known
    return Table(
        word(title, language),
        pd.DataFrame(data),
        unit,
        said,
    )
