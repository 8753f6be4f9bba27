"""One thing of a report by itself, and lists of them: values, findings, claims, witnesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gxkit.notebook.found import (
    FINDING_SIGNS,
    Line,
    explanations_face,
    findings_face,
    list_face,
    nothing_face,
)
from gxkit.notebook.looks import ground_of, value_text
from gxkit.notebook.markup import Face, cell, head, table
from gxkit.output import number_text
from gxkit.report import Claim, Explanation, Finding, Value, Witness
from gxkit.text import Listed, Sentence, choose

# A value


def value_face(value: Value, language: str) -> Face:
    """A value with all that is known of it, a line a fact."""
    shown = value_text(value, language)
    facts = [fact for fact in _facts(value, language) if fact[1]]
    rows = [head(name) + cell(said) for name, said in facts]
    place = value.where.say(language) if value.where else ""
    sure = f"{value.use.say(language)} ({value.fitness.say(language)})"
    text = " · ".join(filter(None, ("/".join(value.key), shown, value.label, place, sure)))
    return Face(table(rows, "/".join(value.key)), text)


def _facts(value: Value, language: str) -> Iterator[tuple[str, str]]:
    colon = choose("：", ": ", language)
    yield choose("格", "cell", language), value.label
    yield choose("所印", "printed", language), f"{value_text(value, language)} {value.unit}"
    yield choose("数", "number", language), number_text(value.value)
    yield choose("应为", "reconciled", language), number_text(value.reconciled)
    yield choose("推得", "implied", language), number_text(value.implied)
    yield choose("状态", "status", language), value.status.meaning.say(language)
    verdict = f"{value.verdict.say(language)}{colon}{value.verdict.meaning.say(language)}"
    yield choose("核对", "verdict", language), verdict
    yield choose("相符", "verified by", language), Listed(value.verified_by).say(language)
    yield choose("不符", "disputed by", language), Listed(value.disputed_by).say(language)
    use = f"{value.use.say(language)}{colon}{value.fitness.meaning.say(language)}"
    yield choose("可否使用", "use", language), use
    yield choose("位置", "place", language), value.where.say(language) if value.where else ""
    yield choose("版式", "edition", language), value.edition


def values_face(values: Sequence[Value], language: str) -> Face:
    """Values, those in doubt first: of two hundred they are what one looks for."""
    doubted = [value for value in values if ground_of(value)]
    sound = [value for value in values if not ground_of(value)]
    heads = (
        choose("格", "cell", language),
        choose("名称", "label", language),
        choose("所印", "printed", language),
        choose("可否使用", "use", language),
        choose("位置", "place", language),
    )
    lines: list[Line] = []
    for value in (*doubted, *sound):
        texts = (
            "/".join(value.key),
            value.label,
            value_text(value, language),
            value.fitness.say(language),
            value.where.say(language) if value.where else "",
        )
        ground = ground_of(value)
        lines.append((texts, f"background:{ground};" if ground else ""))
    caption = choose(
        f"{len(values)} 格，存疑 {len(doubted)} 格",
        f"{len(values)} cells, {len(doubted)} in doubt",
        language,
    )
    return list_face(caption, heads, lines, language)


# What was found


def finding_face(finding: Finding, language: str) -> Face:
    drawn = findings_face([finding], language)
    sign = FINDING_SIGNS[finding.kind]
    return Face(drawn.html, f"{sign} {finding.id} · {finding.say(language)}")


def explanation_face(one: Explanation, language: str) -> Face:
    drawn = explanations_face([one], language)
    return Face(drawn.html, f"{one.rank} · {one.name(language)} · {one.say(language)}")


# The narrative, and others who have a number


def claims_face(claims: Iterable[Claim], language: str) -> Face:
    heads = (
        choose("数字", "figure", language),
        choose("所指", "counts", language),
        choose("年份", "year", language),
        choose("对应的格", "cells", language),
        choose("位置", "place", language),
        choose("原句", "sentence", language),
    )
    lines: list[Line] = [(_claim_texts(one, language), "") for one in claims]
    if not lines:
        nothing = choose("正文中没有找到数字。", "no figures in the narrative.", language)
        return nothing_face("", nothing, language)
    return list_face("", heads, lines, language)


def _claim_texts(claim: Claim, language: str) -> tuple[str, ...]:
    unlinked = claim.reason.say(language) if claim.reason else ""
    cells = " + ".join("/".join(key) for key in claim.cells)
    return (
        claim.printed,
        claim.counts,
        str(claim.year or ""),
        cells or unlinked,
        claim.where.say(language) if claim.where else "",
        claim.sentence,
    )


def claim_face(claim: Claim, language: str) -> Face:
    drawn = claims_face([claim], language)
    return Face(drawn.html, " · ".join(filter(None, _claim_texts(claim, language))))


def witnesses_face(witnesses: Iterable[Witness], language: str) -> Face:
    heads = (
        choose("来源", "source", language),
        choose("格", "cell", language),
        choose("数", "number", language),
        choose("说明", "what", language),
    )
    lines: list[Line] = [(_witness_texts(one, language), "") for one in witnesses]
    if not lines:
        nothing = choose("没有旁证。", "no witnesses.", language)
        return nothing_face("", nothing, language)
    return list_face("", heads, lines, language)


def _witness_texts(one: Witness, language: str) -> tuple[str, ...]:
    cell_id = "/".join(one.key)
    return one.source.say(language), cell_id, number_text(one.number), one.say(language)


def witness_face(one: Witness, language: str) -> Face:
    drawn = witnesses_face([one], language)
    return Face(drawn.html, " · ".join(_witness_texts(one, language)))


def remarks_face(remarks: Iterable[Sentence], language: str) -> Face:
    lines: list[Line] = [([one.say(language)], "") for one in remarks]
    if not lines:
        nothing = choose("没有提示。", "no remarks.", language)
        return nothing_face("", nothing, language)
    return list_face("", [choose("提示", "remark", language)], lines, language)
