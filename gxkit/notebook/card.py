"""The card of a report: who reports, what was found, what is in doubt, and what to type next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gxkit.forms import all_forms
from gxkit.notebook.found import Room, rest_in, told_whole
from gxkit.notebook.looks import ground_of
from gxkit.notebook.markup import (
    CARD,
    CODE,
    QUIET,
    Face,
    aligned,
    cell,
    element,
    head,
    listing,
    table,
    words,
)
from gxkit.output.causes import Cause, find_causes
from gxkit.report import Finding, FindingKind, Fitness, Report, Status, Value, Verdict
from gxkit.text import Listed, Named, Sentence, choose
from gxkit.text.escapes import to_html

MOST_CAUSES, MOST_REMARKS = 6, 6
"""that are told on a card; the rest is counted, and stands in .explanations and .findings"""
CAUSES_ROOM = Room(6, rest_in("report.findings"))
REMARKS_ROOM = Room(4, rest_in("report.remarks"))
"""in a shell, so that the whole card fits a screen"""
URGENT = (
    Fitness.CONTRADICTED,
    Fitness.RECONCILED,
    Fitness.AMBIGUOUS,
    Fitness.ILLEGIBLE,
    Fitness.DISPUTED,
    Fitness.UNLIKELY,
)
"""what is looked at first of all that stands out"""
COUNTED: tuple[Named, ...] = (*Status, *Verdict)
RIGHT = "text-align:right"

_TITLE = Sentence(
    "{agency} {year}政府信息公开工作年度报告",
    "{agency}, annual report on information disclosure {year}",
)
_YEAR = Sentence("{year}年", "{year}")
_NO_AGENCY = Sentence("（机关未写明）", "(agency not stated)")
_NO_YEAR = Sentence("（年份未写明）", "(year not stated)")
_PUBLISHED = Sentence("公布于 {date}", "published {date}")
_NO_TABLE = Sentence("没有可填的法定表格。", "No statutory table that is filled.")
_CAUSES = Sentence("差错：{count} 处", "Causes of broken rules: {count}")
_NO_CAUSE = Sentence("没有不成立的勾稽关系", "No rule is broken")
_UNASKED = Sentence("{said}；无法核对的 {count} 条", "{said}; {count} cannot be assessed")
_DOUBTS = Sentence("{said}；存疑的格 {count} 个", "{said}; cells in doubt: {count}")
_CAUSE = Sentence("{sure}：{says}", "{sure}: {says}")
_OR = Sentence("；或者", "; or ")
_MORE = Sentence("另有 {count} 项", "{count} more")
_REMARKS = Sentence("提示", "Remarks")
_UNPLACED = Sentence(
    "表中有 {count} 个数字不属任何一格。",
    "{count} figures of the tables belong to no cell.",
)
_UNSUPPORTED = Sentence(
    "有尚不支持的格式，未读：{name}。",
    "A table of an edition that is not supported was left alone: {name}.",
)
_NEXT = Sentence("接着输入", "Next")
_HINTS = {
    "table": Sentence(
        "按表格原样显示，存疑处着色", "the table as printed, what is in doubt tinted"
    ),
    "why": Sentence("此格是怎样读出来的", "how this cell was read"),
    "show": Sentence("此格在原件上的位置", "its place on the page"),
    "view": Sentence("原件与表格对照查看", "the pages beside the tables"),
    "explanations": Sentence("可能的差错及依据", "the mistakes that would explain it"),
    "findings": Sentence("逐条核对结果", "what the checks found"),
    "claims": Sentence("正文中的数字", "the figures of the narrative"),
    "excel": Sentence("存为工作簿", "as a workbook"),
    "language": Sentence("以英文显示", "show all in Chinese"),
}


def face(
    report: Report,
    language: str,
) -> Face:
    """The card of a report."""
    causes = find_causes(_failing(report), report.explanations)
    told = [_say_cause(cause, language) for cause in causes[:MOST_CAUSES]]
    remarks = _say_remarks(report, language)
    title, under = _say_title(report, language), _say_file(report, language)
    counts = _counts(report, language)
    steps = list(_next_steps(report))
    summary = _say_summary(report, causes)
    parts = [
        words(title, "font-weight:600;font-size:15px", "div"),
        words(under, QUIET, "div"),
        _counts_html(counts) if report.values else words(_NO_TABLE.say(language), "", "div"),
        words(summary.say(language), "font-weight:600;margin-top:4px", "div"),
        _listed(told, len(causes), language, "ol"),
        _remarks_html(remarks, language),
        _steps_html(steps, language),
    ]
    text = [title, under, ""]
    text += [aligned(counts) if report.values else _NO_TABLE.say(language), ""]
    numbered = [(f"  {number}. ", says) for number, says in enumerate(told, 1)]
    marked = [("  ! ", says) for says in remarks]
    text += [
        summary.say(language),
        *told_whole(numbered, len(causes), language, CAUSES_ROOM),
        *told_whole(marked, len(remarks), language, REMARKS_ROOM),
        "",
        *_steps_text(steps, language),
    ]
    return Face(element("div", "".join(parts), CARD), "\n".join(text))


def _failing(report: Report) -> list[Finding]:
    return [one for one in report.findings if one.kind is FindingKind.FAILS]


# What it is


def _say_title(
    report: Report,
    language: str,
) -> str:
    meta = report.meta
    year = _YEAR.fill(year=meta.year) if meta.year else _NO_YEAR
    return _TITLE.fill(agency=meta.agency or _NO_AGENCY, year=year).say(language)


def _say_file(
    report: Report,
    language: str,
) -> str:
    """The id, the file, and what the report covers of it."""
    published = _PUBLISHED.fill(date=report.meta.published).say(language)
    parts = [
        report.id,
        report.source,
        report.covers.say(language) if report.covers else "",
        published if report.meta.published else "",
    ]
    return " · ".join(dict.fromkeys(filter(None, parts)))


def _counts(
    report: Report,
    language: str,
) -> list[list[str]]:
    """A line a table: its edition, and its cells by status and verdict; what nobody has is left
    out."""
    present = {kind for value in report.values for kind in (value.status, value.verdict)}
    kept = [one for one in COUNTED if one in present]
    table_head = choose("表", "table", language)
    edition_head = choose("格式", "edition", language)
    cells_head = choose("格", "cells", language)
    heads = [table_head, edition_head, cells_head, *(one.say(language) for one in kept)]
    lines = [heads]
    for name, edition in report.editions.items():
        own = [value for value in report.values if value.table == name]
        counts = Counter[Named]()
        for value in own:
            counts.update((value.status, value.verdict))
        shown = [str(counts[one] or "") for one in kept]
        lines.append(
            [
                *_table_names(
                    name,
                    edition,
                    language,
                ),
                str(len(own)),
                *shown,
            ]
        )
    return lines


def _table_names(
    name: str,
    edition: str,
    language: str,
) -> tuple[str, str]:
    """How a table is asked for and titled, and the name of its edition."""
    form = all_forms().get(edition)
    # an edition that somebody registered may be gone when the report is looked at
    if form is None:
        return name, edition
    return f"{name} {form.table(name).short(language)}", form.short(language)


def _counts_html(lines: Sequence[Sequence[str]]) -> str:
    heads, *others = lines
    rows = ["".join(head(text) for text in heads)]
    for line in others:
        names, numbers = line[:2], line[2:]
        cells = [cell(text) for text in names] + [cell(text, RIGHT) for text in numbers]
        rows.append("".join(cells))
    return table(rows, "")


# What is wrong with it


def _say_summary(
    report: Report,
    causes: Sequence[Cause],
) -> Sentence:
    """How many causes there are, how much could not be asked, and how many cells are in doubt."""
    said = _CAUSES.fill(count=len(causes)) if causes else _NO_CAUSE
    kinds = Counter(one.kind for one in report.findings)
    unasked = kinds[FindingKind.NOT_ASSESSABLE]
    # that no rule is broken says little where few could be asked
    if unasked:
        said = _UNASKED.fill(said=said, count=unasked)
    doubted = sum(bool(ground_of(value)) for value in report.values)
    return _DOUBTS.fill(said=said, count=doubted) if doubted else said


def _say_cause(
    cause: Cause,
    language: str,
) -> str:
    """A cause in one sentence: how sure it is, and what would account for it."""
    says: list[Sentence] = [one.says for one in cause.shown]
    if not says:
        says = [one.says for one in cause.findings]
    kept = says[:2]
    joined = (
        Listed(
            tuple(kept),
            _OR.zh,
            _OR.en,
        )
        if cause.shown
        else Listed(
            tuple(kept),
            "；",
            "; ",
        )
    )
    said = _CAUSE.fill(sure=cause.sureness, says=joined).say(language)
    left = len(says) - len(kept)
    more = _MORE.fill(count=left).say(language)
    return f"{said}（{more}）" if left else said


def _say_remarks(
    report: Report,
    language: str,
) -> list[str]:
    """What is to be said of the report as a whole, and what its rules remark."""
    said = [one.say(language) for one in report.remarks]
    said += [_UNSUPPORTED.fill(name=name).say(language) for name in report.unsupported]
    if report.unplaced:
        said.append(_UNPLACED.fill(count=len(report.unplaced)).say(language))
    soft = [one for one in report.findings if one.kind is FindingKind.REMARK]
    said += [one.say(language) for one in soft]
    return said


def _listed(
    told: Sequence[str],
    total: int,
    language: str,
    tag: str = "ul",
) -> str:
    """Sentences as a list, '' of none; of those that are left out the number."""
    if not told:
        return ""
    items = [to_html(one) for one in told]
    left = total - len(told)
    if left:
        items.append(_MORE.fill(count=left).say(language))
    return listing(items, tag)


def _remarks_html(
    remarks: Sequence[str],
    language: str,
) -> str:
    if not remarks:
        return ""
    heading = words(
        _REMARKS.say(language),
        "font-weight:600;margin-top:4px",
        "div",
    )
    return heading + _listed(
        remarks[:MOST_REMARKS],
        len(remarks),
        language,
    )


# What to do next


def _next_steps(report: Report) -> Iterator[tuple[str, str]]:
    """What to type, and the name of what it gives."""
    doubted = _first_doubt(report)
    # the table of requests is what most come for
    tables = sorted(report.editions, key=lambda name: name != "requests")
    table_id = doubted.table if doubted else next(iter(tables), "")
    if table_id:
        known = hasattr(type(report), table_id)
        yield f"report.{table_id}" if known else f'report["{table_id}"]', "table"
    if doubted:
        key = ", ".join(f'"{part}"' for part in doubted.key)
        yield f"report.why({key})", "why"
        if report.path:
            yield f"report[{key}].show()", "show"
    if report.explanations:
        yield "report.explanations", "explanations"
    if report.findings:
        yield "report.findings", "findings"
    if report.claims:
        yield "report.claims", "claims"
    if report.values and report.path:
        yield "gxkit.view(report)", "view"
    if report.values:
        yield f'report.to_excel("{report.id}.xlsx")', "excel"
    yield "", "language"


def _first_doubt(report: Report) -> Value | None:
    """The first of the cells that ask most for a look, None where none stands out."""
    standing = [value for value in report.values if ground_of(value)]

    def place(value: Value) -> int:
        # what is missing shows nothing to look at
        return URGENT.index(value.fitness) if value.fitness in URGENT else len(URGENT)

    return min(
        standing,
        key=place,
        default=None,
    )


def _told_steps(
    steps: Sequence[tuple[str, str]],
    language: str,
) -> Iterator[tuple[str, str]]:
    other = choose(
        "en",
        "zh",
        language,
    )
    for code, hint in steps:
        yield code or f'gxkit.language("{other}")', _HINTS[hint].say(language)


def _steps_html(
    steps: Sequence[tuple[str, str]],
    language: str,
) -> str:
    heading = words(
        _NEXT.say(language),
        "font-weight:600;margin-top:4px",
        "div",
    )
    items = []
    for code, hint in _told_steps(steps, language):
        items.append(
            words(
                code,
                CODE,
                "code",
            )
            + words(f"  {hint}", QUIET)
        )
    return heading + listing(items)


def _steps_text(
    steps: Sequence[tuple[str, str]],
    language: str,
) -> list[str]:
    told = aligned(list(_told_steps(steps, language)))
    return [_NEXT.say(language), *(f"  {line}" for line in told.splitlines())]
