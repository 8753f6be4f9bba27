"""A page for each indicator: what is counted over what, who defines it, its values in data/."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from gxkit.forms import all_forms
from gxkit.panel.indicators import Indicator, all_indicators_by_id
from making.markdown import Page, choose, code, link, page_of, plain, table

_KINDS = {
    "count": ("件数，无分母", "a count, without a denominator"),
    "rate": ("比率：分子是分母的一部分", "a rate: the numerator is a part of the denominator"),
    "ratio": ("比值：分子不是分母的一部分", "a ratio: the numerator is no part of the denominator"),
    "concentration": ("集中度（赫芬达尔–赫希曼指数）", "concentration (Herfindahl-Hirschman)"),
    "gap": ("两个比率之差", "the difference of two rates"),
    "step": ("与上一年之差", "the difference from the year before"),
}


def make_indicator_pages(indicators: pd.DataFrame, language: str) -> Iterator[Page]:
    """The list of the indicators, then a page for each family of them."""
    families: dict[str, list[Indicator]] = {}
    for one in all_indicators_by_id().values():
        families.setdefault(one.family, []).append(one)
    yield _list_families(families, language)
    for family, parts in families.items():
        yield _family_page(family, parts, indicators, language)


def _name(parts: list[Indicator], language: str) -> str:
    """The name of a family: what stands before the name of each part."""
    name = choose(parts[0].zh, parts[0].en, language)
    return name.partition(choose("：", ": ", language))[0] if len(parts) > 1 else name


def _list_families(families: dict[str, list[Indicator]], language: str) -> Page:
    heads = choose("指标|id|定义", "Indicator|id|Definition", language).split("|")
    rows = []
    for family, parts in families.items():
        definition = choose(parts[0].definition_zh, parts[0].definition_en, language)
        name = _name(parts, language)
        rows.append([link(name, f"{family}.md"), code(family), plain(definition)])
    intro = choose(
        "指标由概念算出，概念由各格式的格组成。分母为 0 或其中一格空白时没有值，并说明原因；"
        "不作 0。",
        "Indicators are made of concepts, concepts of cells. Where a denominator is 0, or a cell "
        "of it is blank, there is no value, and a note says why; never 0.",
        language,
    )
    title = choose("指标", "Indicators", language)
    return page_of("indicators/index.md", title, [intro, table(heads, rows)])


def _family_page(
    family: str,
    parts: list[Indicator],
    indicators: pd.DataFrame,
    language: str,
) -> Page:
    first = parts[0]
    facts = [
        ["id", code(family)],
        [choose("种类", "Kind", language), choose(*_KINDS[first.kind], language)],
        [choose("单位", "Unit", language), _unit(first, language)],
        [choose("依据", "Source", language), plain(first.source)],
        [choose("格式", "Editions", language), _editions(parts, language)],
    ]
    written = [
        plain(choose(first.definition_zh, first.definition_en, language)),
        table(["", ""], facts),
        "## " + choose("算式", "Formula", language) + " {#formula}",
        _formulas(parts, language),
        "## " + choose("data/ 中的值", "Its values in data/", language) + " {#data}",
        _values(parts, indicators, language),
    ]
    return page_of(f"indicators/{family}.md", _name(parts, language), written)


def _unit(one: Indicator, language: str) -> str:
    if one.unit == "1":
        return choose("1（占比，非百分数）", "1 (a share of one, not per cent)", language)
    return plain(one.unit)


def _editions(parts: list[Indicator], language: str) -> str:
    able = {edition for one in parts for edition in one.editions}
    forms = [form for form in all_forms().values() if form.id in able]
    return ", ".join(link(form.short(language), f"../forms/{form.id}.md") for form in forms)


def _formulas(parts: list[Indicator], language: str) -> str:
    rows = []
    for one in parts:
        name = choose(one.zh, one.en, language)
        rows.append([f"{plain(name)}<br>{code(one.id)}", plain(one.formula(language))])
    return table(choose("指标|算式", "Indicator|Formula", language).split("|"), rows)


def _values(
    parts: list[Indicator],
    indicators: pd.DataFrame,
    language: str,
) -> str:
    """A line a report that has any value, a column a part."""
    ids = [one.id for one in parts]
    own = indicators[indicators["indicator"].isin(ids)]
    wide = own.pivot_table(
        index="report", columns="indicator", values="value", aggfunc="first"
    ).reindex(columns=ids)
    rows = []
    for report, values in wide.dropna(how="all").iterrows():
        rows.append([code(report), *[_number(value, parts[0].unit) for value in values]])
    heads = [choose("报告", "Report", language), *(_head(one, parts, language) for one in parts)]
    nothing = choose("没有报告有此值。", "No report has a value.", language)
    return table(heads, rows) or nothing


def _head(
    one: Indicator,
    parts: list[Indicator],
    language: str,
) -> str:
    name = choose(one.zh, one.en, language)
    return plain(name.rpartition(choose("：", ": ", language))[2] if len(parts) > 1 else name)


def _number(value: float, unit: str) -> str:
    if pd.isna(value):
        return "–"
    return f"{value:.3f}" if unit == "1" else f"{value:g}"
