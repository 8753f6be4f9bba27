"""A page for each edition of the form: its blank tables with ids, what each row compares with."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from gxkit.forms import Comparability, Form, Row, Table, all_forms
from gxkit.forms.crosswalk import Concept, crosswalk
from gxkit.forms.form import STILL_IN_USE
from making.markdown import Page, cell, choose, code, link, page_of, plain, table

LABEL = {"class": "label"}
KINDS = {
    Comparability.COMPARABLE: ("可比", "comparable"),
    Comparability.CAUTION: ("谨慎比较", "with caution"),
    Comparability.BREAK: ("口径中断", "break"),
    Comparability.NONE: ("不可比", "not comparable"),
}


def make_form_pages(language: str) -> Iterator[Page]:
    """The list of the editions, then each of them."""
    yield _list_forms(language)
    for form in all_forms().values():
        yield _form_page(form, language)


def form_path(form: str) -> str:
    return f"forms/{form}.md"


def say_years(form: Form, language: str) -> str:
    """The report years of an edition, as `2019–2020`."""
    first, last = form.in_force
    if last == STILL_IN_USE:
        return choose(f"{first}年起", f"from {first}", language)
    return f"{first}–{last}" if last > first else str(first)


def _list_forms(language: str) -> Page:
    rows = []
    for form in all_forms().values():
        tables = choose("；", "; ", language).join(own.short(language) for own in form.tables)
        to = link(form.name(language), f"{form.id}.md")
        rows.append([to, code(form.id), say_years(form, language), plain(tables)])
    heads = choose("格式|id|报告年份|表", "Edition|id|Report years|Tables", language).split("|")
    intro = choose(
        "报告按其年份所用的统计表填报。每种格式是一份数据：表、行、列、单位、勾稽关系和可比性。"
        "旧格式从不改写，新格式另立一个文件。",
        "A report fills the form of its year. Each edition is data: tables, rows, columns, units, "
        "arithmetic, and what compares with what. An old edition is never rewritten; a new one is "
        "a new file.",
        language,
    )
    title = choose("统计表格式", "Forms", language)
    return page_of("forms/index.md", title, [intro, table(heads, rows)])


def _form_page(form: Form, language: str) -> Page:
    facts = [
        [choose("报告年份", "Report years", language), say_years(form, language)],
        [choose("依据", "Basis", language), plain(form.basis)],
        [choose("编号", "id", language), code(form.id)],
        [choose("文件", "File", language), code(f"gxkit/forms/editions/{form.source}")],
    ]
    parts = [table(["", ""], facts)]
    for own in form.tables:
        parts += _table_parts(form, own, language)
    return page_of(form_path(form.id), form.name(language), parts)


def _table_parts(
    form: Form,
    own: Table,
    language: str,
) -> Iterator[str]:
    """A table: blank, its arithmetic, and what its rows have been and compare with."""
    name = own.name(language)
    yield f"## {plain(name)} {{#{own.id}}}"
    said = choose("键的前一半", "The first part of each key", language)
    yield f"{said}: " + code(f'report["{own.id}", …]')
    yield _blank(own, language)
    rules = _rules(own, language)
    if rules:
        yield "### " + choose("勾稽关系", "Arithmetic", language) + f" {{#{own.id}-rules}}"
        yield rules
    yield (
        "### "
        + choose("各行的沿革与可比性", "History of the rows", language)
        + (f" {{#{own.id}-rows}}")
    )
    yield _history(form, own, language)


def _blank(own: Table, language: str) -> str:
    """The table as it is printed, every row and column with its id; a cell that is not asked for is
    grey."""
    deepest = max(len(row.path) for row in own.rows)
    heads = [cell(choose("项目", "Row", language), "th", colspan=deepest), cell("id", "th")]
    for column in own.columns:
        label = escape(column.label.replace("{year}", "××××"))
        heads.append(cell(f"{label}<br><code>{column.id}</code>", "th"))
    lines = ["<tr>" + "".join(heads) + "</tr>"]
    spans = _spans(own, deepest)
    for place, row in enumerate(own.rows):
        cells = list(spans[place])
        cells.append(cell(f"<code>{row.id}</code>"))
        cells += [_blank_cell(row, column.id) for column in own.columns]
        lines.append("<tr>" + "".join(cells) + "</tr>")
    return '<div class="form">\n<table>\n' + "\n".join(lines) + "\n</table>\n</div>"


def _blank_cell(row: Row, column: str) -> str:
    if column not in row.columns:
        return cell("", **{"class": "none"})
    unit = row.units[row.columns.index(column)]
    return cell(escape(unit), **{"class": "open"})


def _spans(own: Table, deepest: int) -> list[list[str]]:
    """The label cells of each row: a group's label stands once, beside all of its rows."""
    made: list[list[str]] = []
    rows = own.rows
    for place, row in enumerate(rows):
        cells = []
        for depth, label in enumerate(row.path):
            head = row.path[: depth + 1]
            is_last = depth == len(row.path) - 1
            wide = deepest - depth if is_last else 1
            if is_last:
                cells.append(cell(escape(label), colspan=wide, **LABEL))
                continue
            # the group began above: its cell reaches down to here
            if place and rows[place - 1].path[: depth + 1] == head:
                continue
            high = _length(own, place, head)
            cells.append(cell(escape(label), rowspan=high, **LABEL))
        made.append(cells)
    return made


def _length(
    own: Table,
    place: int,
    head: tuple[str, ...],
) -> int:
    """How many rows from a place on stand below the same group."""
    count = 0
    for row in own.rows[place:]:
        if row.path[: len(head)] != head:
            break
        count += 1
    return count


def _rules(own: Table, language: str) -> str:
    """Each rule once, with the rows or columns in which it is asked."""
    asked: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for rule in own.rules:
        stated = rule.name.rpartition(":")[0]
        asked.setdefault(stated, []).append(rule.name.rpartition(":")[2])
        words[stated] = rule.says(language)
    heads = choose("规则|内容|适用于", "Rule|Says|Asked of", language).split("|")
    rows = []
    for stated, lines in asked.items():
        rule = stated.partition(":")[0]
        to = f"../rules/{rule}.md"
        rows.append([link(rule, to), plain(words[stated]), ", ".join(map(code, lines))])
    return table(heads, rows)


def _history(
    form: Form,
    own: Table,
    language: str,
) -> str:
    """For each concept that a row has cells of, what the other editions have for it."""
    heads = choose(
        "行|见过的其他写法|概念|其他格式",
        "Row|Other wordings seen|Concept|In other editions",
        language,
    ).split("|")
    rows = []
    for row in own.rows:
        wordings = choose("、", ", ", language).join(map(plain, row.also))
        concepts = _concepts(form, own, row)
        if not concepts:
            rows.append([_row_name(row, language), wordings, "", _NOWHERE[language]])
        for number, concept in enumerate(concepts):
            first = number == 0
            name = f"{plain(concept.name(language))}<br>{code(concept.id)}"
            head = [_row_name(row, language), wordings] if first else ["", ""]
            rows.append([*head, name, _elsewhere(form, concept, language)])
    return table(heads, rows)


_NOWHERE = {"zh": "只在本格式中按原样保留", "en": "kept as printed, in this edition only"}


def _row_name(row: Row, language: str) -> str:
    return f"{plain(row.name(language))}<br>{code(row.id)}"


def _concepts(
    form: Form,
    own: Table,
    row: Row,
) -> list[Concept]:
    """What the row counts, alone or as a part of a sum."""
    known = crosswalk().concepts
    found = []
    for concept, keys in form.concepts.items():
        if any(key[:2] == (own.id, row.id) for key in keys):
            found.append(known[concept])
    return found


def _elsewhere(
    form: Form,
    concept: Concept,
    language: str,
) -> str:
    """The other editions and how they compare, those that are alike on one line."""
    said: dict[str, list[Form]] = {}
    for other in all_forms().values():
        if other.id != form.id:
            said.setdefault(_compare(form, other, concept, language), []).append(other)
    colon = choose("：", ": ", language)
    lines = [_name_all(form, others, language) + colon + told for told, others in said.items()]
    return "<br>".join(lines)


def _name_all(
    form: Form,
    others: list[Form],
    language: str,
) -> str:
    """Some editions by name; a family whose editions are all among them by its own."""
    names: dict[str, None] = {}
    given = {other.id for other in others}
    walk = crosswalk()
    for other in others:
        relatives = walk.families[other.family]
        whole = len(relatives) > 1 and set(relatives) <= given | {form.id}
        family = walk.family_name(other.family, language)
        names[f"[{family}](index.md)" if whole else f"[{other.short(language)}]({other.id}.md)"] = (
            None
        )
    return choose("、", ", ", language).join(names)


def _compare(
    form: Form,
    other: Form,
    concept: Concept,
    language: str,
) -> str:
    if other.id not in concept.cells:
        return choose("无此项", "does not ask for it", language)
    walk = crosswalk()
    kind = walk.comparability(concept, form.id, other.id)
    pair = walk.pair(concept, form.id, other.id)
    told = choose(*KINDS[kind], language)
    if pair is None:
        return told
    return f"{told} ({plain(pair.why(language))})"
