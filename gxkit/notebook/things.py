"""What is no part of a report's tables, each by itself: a form, a table of it, an indicator, a
decision, what a report says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from gxkit.forms.form import STILL_IN_USE
from gxkit.notebook.found import Line, list_face
from gxkit.notebook.markup import Face, cell, head, table
from gxkit.output import number_text
from gxkit.text import Listed, Said, Sentence, say

# who shows a form has no need of folders, whose room takes long to load
if TYPE_CHECKING:
    from gxkit.folder.decisions import Correction, Decision
    from gxkit.forms import Form, Table
    from gxkit.report import Meta

_Fact = tuple[Sentence, Said]


class Indicator(Protocol):
    """What is told of an indicator, whose room is not known here."""

    id: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    unit: str
    editions: tuple[str, ...]
    source: str

    def formula(self, language: str) -> str: ...


_ID = Sentence("编号", "id")
_NAME = Sentence("名称", "name")
_ROWS = Sentence("行", "rows")
_ROW = Sentence("行", "row")
_COLUMNS = Sentence("列", "columns")
_SIZE = Sentence("{rows}行{columns}列", "rows: {rows}, columns: {columns}")
_YEARS = Sentence("{first}年起", "from {first} on")
_YEARS_UNTIL = Sentence("{first}至{last}年", "{first} to {last}")
_TITLE = Sentence("标题", "title")
_AGENCY = Sentence("机关", "agency")
_YEAR = Sentence("年份", "year")
_PERIOD = Sentence("起止日期", "period")
_NUMBER = Sentence("文号", "document number")
_PUBLISHED = Sentence("公布日期", "published")
_SCOPE = Sentence("范围", "scope")
_DEFINITION = Sentence("定义", "definition")
_FORMULA = Sentence("公式", "formula")
_UNIT = Sentence("单位", "unit")
_EDITIONS = Sentence("可由以下格式计算", "can be told from")
_SOURCE = Sentence("来源", "source")
_REPORT = Sentence("报告", "report")
_DECISION = Sentence("决定", "decision")
_CELLS = Sentence("格", "cells")
_FINDINGS = Sentence("规则", "rules")
_REASON = Sentence("理由", "why")
_EVIDENCE = Sentence("依据", "evidence")
_WHO = Sentence("裁定人", "by")
_WHEN = Sentence("日期", "on")
_FILES = Sentence("文件", "files")
_DIGITS = 12
"""of a hash, by which a person tells files apart"""


def form_face(
    form: Form,
    language: str,
) -> Face:
    """An edition: its tables, a line each; in a shell one line, for several stand in a mapping."""
    lines: list[Line] = []
    for one in form.tables:
        size = _SIZE.fill(rows=len(one.rows), columns=len(one.columns))
        lines.append(((one.id, one.name(language), size.say(language)), ""))
    caption = f"{form.id} · {form.name(language)} · {_say_years(form.in_force, language)}"
    drawn = list_face(caption, (_ID, _NAME, _ROWS), lines, language)
    names = ", ".join(one.id for one in form.tables)
    return Face(drawn.html, f"<{caption}: {names}>")


def _say_years(
    years: tuple[int, int],
    language: str,
) -> str:
    first, last = years
    template = _YEARS if last == STILL_IN_USE else _YEARS_UNTIL
    return template.fill(first=str(first), last=str(last)).say(language)


def table_face(
    one: Table,
    language: str,
) -> Face:
    """A table of an edition: the ids and labels of its rows, and their columns."""
    lines: list[Line] = []
    for row in one.rows:
        name = "/".join(row.path) if language == "zh" else row.name(language)
        lines.append(((row.id, name, ", ".join(row.columns)), ""))
    caption = f"{one.form}/{one.id} · {one.name(language)}"
    drawn = list_face(caption, (_ROW, _NAME, _COLUMNS), lines, language)
    size = _SIZE.fill(rows=len(one.rows), columns=len(one.columns)).say(language)
    return Face(drawn.html, f"<{caption}: {size}>")


def meta_face(
    meta: Meta,
    language: str,
) -> Face:
    facts: tuple[_Fact, ...] = (
        (_TITLE, meta.title),
        (_AGENCY, meta.agency),
        (_YEAR, str(meta.year or "")),
        (_PERIOD, " – ".join(meta.period or ())),
        (_NUMBER, meta.document_number),
        (_PUBLISHED, meta.published),
        (_SCOPE, meta.scope),
    )
    return _facts_face("", facts, language)


def indicator_face(
    one: Indicator,
    language: str,
) -> Face:
    facts: tuple[_Fact, ...] = (
        (_NAME, Sentence(one.zh, one.en)),
        (_DEFINITION, Sentence(one.definition_zh, one.definition_en)),
        (_FORMULA, one.formula(language)),
        (_UNIT, one.unit),
        (_EDITIONS, Listed(one.editions)),
        (_SOURCE, one.source),
    )
    return _facts_face(one.id, facts, language)


def decision_face(
    one: Decision,
    language: str,
) -> Face:
    facts: tuple[_Fact, ...] = (
        (_REPORT, one.report),
        (_DECISION, one.decision),
        (_CELLS, "\n".join(map(_say_change, one.cells))),
        (_FINDINGS, " ".join(one.findings)),
        (_REASON, one.reason),
        (_EVIDENCE, "\n".join(one.evidence)),
        (_WHO, one.who),
        (_WHEN, str(one.when)),
        (_FILES, " ".join(f"{digest[:_DIGITS]}…" for digest in one.sha256)),
    )
    return _facts_face("", facts, language)


def _say_change(one: Correction) -> str:
    change = "" if one.number is None else f" → {number_text(one.number)}"
    return f"{'/'.join(one.key)}: {one.printed}{change}"


def _facts_face(
    caption: str,
    facts: Sequence[_Fact],
    language: str,
) -> Face:
    """The facts of one thing, a line each; what is not known is left out."""
    told = list(_told(facts, language))
    rows = [head(name) + cell(said, "white-space:pre-wrap;") for name, said in told]
    lines = [f"{name}: {said}" for name, said in told]
    return Face(table(rows, caption), "\n".join(filter(None, [caption, *lines])))


def _told(
    facts: Sequence[_Fact],
    language: str,
) -> Iterator[tuple[str, str]]:
    for name, said in facts:
        text = say(said, language)
        if text:
            yield name.say(language), text
