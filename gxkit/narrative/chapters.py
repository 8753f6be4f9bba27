"""The chapters of the narrative: the text of a report outside its statutory tables."""

from __future__ import annotations

import re
from collections.abc import Collection

from gxkit.document import Document, Grid, Line
from gxkit.forms import all_forms, per_form_set
from gxkit.narrative.running import part_line
from gxkit.report import Section
from gxkit.text import fold

_HEADING = re.compile(r"^[一二三四五六七八九十]{1,2}、\S")
_SENTENCE_END = ("。", "；", ";")
_LONGEST_HEADING = 45
_LONGEST_SENTENCE_HEADING = 18
"""characters, for a heading that ends like a sentence: an item of a list is longer"""


@per_form_set
def _numbered_labels() -> tuple[str, ...]:
    """The labels of the forms that begin like a heading."""
    labels: set[str] = set()
    for form in all_forms().values():
        for table in form.tables:
            for row in table.rows:
                labels.update(map(fold, row.path))
    return tuple(label for label in labels if label.startswith(("一", "二", "三", "四")))


def _is_heading(line: Line) -> bool:
    text = line.text.strip()
    if not _HEADING.match(text) or "\t" in text:
        return False
    is_sentence = text.endswith(_SENTENCE_END)
    if len(text) > (_LONGEST_SENTENCE_HEADING if is_sentence else _LONGEST_HEADING):
        return False
    # 一、本年新收政府信息公开申请数量 is a row of a table, not a chapter.
    return not fold(text).startswith(_numbered_labels())


def _section(
    heading: Line,
    lines: list[Line],
) -> Section:
    """A chapter, without the empty lines at its end."""
    while lines and not lines[-1].text.strip():
        lines.pop()
    return Section(
        heading.text.strip(),
        "\n".join(line.text for line in lines),
        heading.where,
        tuple(line.where for line in lines),
        any(line.recognised for line in lines),
    )


def read_sections(document: Document, tables: Collection[int] = ()) -> tuple[Section, ...]:
    """The chapters in order; `tables` are the numbers of the blocks that belong to a table."""
    sections: list[Section] = []
    heading: Line | None = None
    lines: list[Line] = []
    for number, block in enumerate(document.blocks):
        # what is not shown is no chapter of what is published
        if isinstance(block, Grid) or block.hidden:
            continue
        is_table = number in tables
        parts = part_line(block, holds_table=is_table)
        is_heading = bool(parts) or (not is_table and _is_heading(block))
        if is_heading and heading:
            sections.append(_section(heading, lines))
        if parts:
            sections += parts
            heading = None
        elif is_table:
            continue
        elif is_heading:
            heading, lines = block, []
        elif heading and (lines or block.text.strip()):
            lines.append(block)
    if heading:
        sections.append(_section(heading, lines))
    return tuple(sections)
