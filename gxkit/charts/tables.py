"""The tables of the study as frames, each with a plain face in HTML and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from gxkit.charts.claims import claims_data
from gxkit.charts.coverage import coverage_data
from gxkit.charts.differences import cell_names, differences_data
from gxkit.charts.rows import names, years
from gxkit.charts.words import HEADS, WORDS, count_reports, joined, word
from gxkit.forms.crosswalk import concept_of_cells, crosswalk, find_concept
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


def _table(
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


def _known(key: str, language: str) -> str:
    """A word of the figures; the last part of its key where there is none."""
    return word(key, language) if key in WORDS else key.partition(" ")[2]


def _form(edition: str, language: str) -> str:
    own, variant = ("福建", "晋江") if language == "zh" else ("Fujian ", " Jinjiang")
    return edition.replace("fujian-", own).replace("-jinjiang", variant)


def _concept(counted: str, language: str) -> str:
    """What a claim counts: the names of its concepts or of its cells' concepts, or the words given."""
    of_cells = {"/".join(cell[1:]): concept for cell, concept in concept_of_cells().items()}
    found = [of_cells.get(part, part) for part in counted.split()]
    if not found or any(part not in crosswalk().concepts for part in found):
        return counted
    return ("＋" if language == "zh" else " + ").join(
        find_concept(part).name(language) for part in found
    )


def _spelled(keys: Iterable[str], language: str) -> list[str]:
    return [word(key, language) for key in keys]


def tabulate_coverage(frame: pd.DataFrame, *, language: str = "zh", source: str) -> Table:
    """One line a body and scope: its report years, editions, reports, cells, cells with a number and verified."""
    data, lines = coverage_data(frame), []
    for _, own in data.groupby(["code", "agency", "scope"]):
        first = own.iloc[0]
        editions = [_form(edition, language) for edition in dict.fromkeys(own["edition"])]
        lines.append(
            (
                names(own, language)[0],
                _known(f"level {first['level']}", language),
                word(first["scope"], language),
                joined([str(y) for y in own["year"].unique()], language),
                joined(editions, language),
                own["report"].nunique(),
                *(int(own[c].sum()) for c in ("cells", "filled", "verified")),
            )
        )
    keys = ("body", "level", "scope", "years", "editions", "reports", "cells", "filled", "verified")
    columns = (
        dict(zip(keys, map(list, zip(*lines, strict=True)), strict=True))
        if lines
        else {k: [] for k in keys}
    )
    return _table(
        "coverage title",
        columns,
        count_reports(data["report"].nunique(), language),
        language,
        source,
    )


def tabulate_reconciliation(
    frame: pd.DataFrame, board: pd.DataFrame, *, language: str = "zh", source: str
) -> Table:
    """One line a report: rules of its forms that hold, fail, cannot be assessed; cells; what came of it.

    `board` is `gxkit.panel.rule_board`. The outcome is `all hold`, `hold where assessable`, `explained` (rules
    fail and reconciled figures stand beside the published ones) or `undecided` (rules fail, and there are none).
    """
    counts = board.groupby("report")[
        ["instances", "holds", "fails", "remarks", "not_assessable"]
    ].sum()
    cells = (
        frame.assign(
            verified=frame["verdict"].eq("verified"),
            contradicted=frame["verdict"].eq("contradicted"),
            reconciled=frame["reconciled"].notna(),
        )
        .groupby("report")[["verified", "contradicted", "reconciled"]]
        .sum()
    )
    data = board.drop_duplicates("report").reset_index(drop=True)[
        ["report", "agency", "agency_en", "year"]
    ]
    data = data.join(counts, on="report").join(cells, on="report")
    outcomes = [
        "undecided"
        if line.fails and not line.reconciled
        else "explained"
        if line.fails
        else "holds where assessable"
        if line.not_assessable
        else "all hold"
        for line in data.itertuples()
    ]
    columns = (
        {"body": names(data, language), "year": years(data), "rules": data["instances"]}
        | {
            key: data[key]
            for key in (
                "holds",
                "fails",
                "remarks",
                "not_assessable",
                "verified",
                "contradicted",
                "reconciled",
            )
        }
        | {"outcome": _spelled(outcomes, language)}
    )
    return _table("outcome title", columns, count_reports(len(data), language), language, source)


def tabulate_claims(claims: pd.DataFrame, *, language: str = "zh", source: str) -> Table:
    """The claims of the narratives that the table contradicts; `claims` as in `gxkit.charts.claims.claims_data`."""
    compared = claims_data(claims)
    data = compared[~compared["agrees"]].reset_index(drop=True)
    columns: dict[str, object] = {
        "body": names(data, language),
        "year": years(data),
        "claim": data["claim"],
        "counted": [_concept(c, language) for c in data["counted"]],
        "stated": data["stated"],
        "table_value": data["table_value"],
    }
    if "where" in data:
        columns["where"] = [place(str(where), language) for where in data["where"]]
    unit = word("claims of", language).format(
        len(data), len(compared), count_reports(compared["report"].nunique(), language)
    )
    return _table("disagreeing title", columns, unit, language, source)


def tabulate_corrections(
    frame: pd.DataFrame, decisions: pd.DataFrame | None = None, *, language: str = "zh", source: str
) -> Table:
    """The cells whose reconciled figure is another than the published one, each with its place.

    `decisions` may name who decided what: report, table, row, column, decision, reason, who, when (text).
    """
    data = differences_data(frame)
    columns: dict[str, object] = {
        "body": names(data, language),
        "year": years(data),
        "cell": cell_names(data, language),
        "printed": data["printed"],
        "reconciled figure": data["reconciled"],
        "where": [place(where, language) for where in data["where"]],
    }
    if decisions is not None:
        keys = ["report", "table", "row", "column"]
        known = data[keys].merge(decisions, on=keys, how="left").fillna("")
        columns |= {key: known[key] for key in ("decision", "reason", "who", "when")}
    unit = word("cells of", language).format(
        len(data), count_reports(data["report"].nunique(), language)
    )
    return _table("corrections title", columns, unit, language, source)
