"""One thing of a report by itself, and lists of them: values, findings, claims, witnesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gxkit.notebook.found import (
    FINDING_SIGNS,
    LINES,
    MOST_TEXT,
    Line,
    explanations_face,
    findings_face,
    list_face,
)
from gxkit.notebook.looks import ground_of, value_text
from gxkit.notebook.markup import Face, cell, element, head, table, words
from gxkit.output import number_text
from gxkit.report import Claim, Explanation, Finding, Section, Unplaced, Value, Witness
from gxkit.text import Listed, Said, Sentence, say
from gxkit.text.terminal import cut_text, terminal_width

_BEGINNING = 100
"""columns of a chapter in a list of them"""
_CELL = Sentence("格", "cell")
_PRINTED = Sentence("所印", "printed")
_NUMBER = Sentence("数", "number")
_RECONCILED = Sentence("应为", "reconciled")
_IMPLIED = Sentence("推得", "implied")
_STATUS = Sentence("状态", "status")
_VERDICT = Sentence("核对", "verdict")
_AGREE = Sentence("相符", "verified by")
_DISAGREE = Sentence("不符", "disputed by")
_USE = Sentence("可否使用", "use")
_PLACE = Sentence("位置", "place")
_EDITION = Sentence("格式", "edition")
_LABEL = Sentence("名称", "label")
_FIGURE = Sentence("数字", "figure")
_COUNTS = Sentence("所指", "counts")
_YEAR = Sentence("年份", "year")
_CELLS = Sentence("对应的格", "cells")
_SENTENCE = Sentence("原句", "sentence")
_SOURCE = Sentence("来源", "source")
_WHAT = Sentence("说明", "what")
_REMARK = Sentence("提示", "remark")
_MEANT = Sentence("{name}：{meaning}", "{name}: {meaning}")
_CELLS_IN_DOUBT = Sentence(
    "{count} 格，存疑 {doubted} 格",
    "{count} cells, {doubted} in doubt",
)
_TABLE = Sentence("表", "table")
_HEADING = Sentence("标题", "heading")
_TEXT = Sentence("正文", "text")
_NO_SECTIONS = Sentence("没有找到正文。", "no narrative.")
_NO_UNPLACED = Sentence("表中的数字都有所属。", "every figure of the tables has its cell.")
_NO_CLAIMS = Sentence("正文中没有找到数字。", "no figures in the narrative.")
_NO_WITNESSES = Sentence("没有旁证。", "no witnesses.")
_NO_REMARKS = Sentence("没有提示。", "no remarks.")


# A value


def value_face(
    value: Value,
    language: str,
) -> Face:
    """A value with all that is known of it, a line a fact."""
    shown = value_text(value, language)
    facts = [fact for fact in _facts(value, language) if fact[1]]
    rows = [head(name) + cell(said) for name, said in facts]
    place = value.where.say(language) if value.where else ""
    sure = f"{value.use.say(language)} ({value.fitness.say(language)})"
    text = " · ".join(filter(None, ("/".join(value.key), shown, value.label, place, sure)))
    return Face(table(rows, "/".join(value.key)), text)


def _facts(
    value: Value,
    language: str,
) -> Iterator[tuple[str, str]]:
    """The name of each fact, and what it is; '' where there is none."""
    printed = f"{value_text(value, language)} {value.unit}"
    verdict = _MEANT.fill(name=value.verdict, meaning=value.verdict.meaning)
    use = _MEANT.fill(name=value.use, meaning=value.fitness.meaning)
    told: tuple[tuple[Sentence, Said], ...] = (
        (_CELL, value.label),
        (_PRINTED, printed),
        (_NUMBER, number_text(value.value)),
        (_RECONCILED, number_text(value.reconciled)),
        (_IMPLIED, number_text(value.implied)),
        (_STATUS, value.status.meaning),
        (_VERDICT, verdict),
        (_AGREE, Listed(value.verified_by)),
        (_DISAGREE, Listed(value.disputed_by)),
        (_USE, use),
        (_PLACE, value.where),
        (_EDITION, value.edition),
    )
    for name, said in told:
        yield name.say(language), say(said, language)


def values_face(
    values: Sequence[Value],
    language: str,
) -> Face:
    """Values, those in doubt first: of two hundred they are what one looks for."""
    doubted = [value for value in values if ground_of(value)]
    sound = [value for value in values if not ground_of(value)]
    heads = (
        _CELL,
        _LABEL,
        _PRINTED,
        _USE,
        _PLACE,
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
    caption = _CELLS_IN_DOUBT.fill(
        count=len(values),
        doubted=len(doubted),
    ).say(language)
    return list_face(caption, heads, lines, language)


# What was found


def finding_face(
    finding: Finding,
    language: str,
) -> Face:
    drawn = findings_face([finding], language)
    sign = FINDING_SIGNS[finding.kind]
    return Face(drawn.html, f"{sign} {finding.id} · {finding.say(language)}")


def explanation_face(
    one: Explanation,
    language: str,
) -> Face:
    drawn = explanations_face([one], language)
    return Face(drawn.html, f"{one.rank} · {one.name(language)} · {one.say(language)}")


# The narrative, and others who have a number


def claims_face(
    claims: Iterable[Claim],
    language: str,
) -> Face:
    heads = (
        _FIGURE,
        _COUNTS,
        _YEAR,
        _CELLS,
        _PLACE,
        _SENTENCE,
    )
    lines: list[Line] = [(_claim_texts(one, language), "") for one in claims]
    return list_face("", heads, lines, language, _NO_CLAIMS)


def _claim_texts(
    claim: Claim,
    language: str,
) -> tuple[str, ...]:
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


def claim_face(
    claim: Claim,
    language: str,
) -> Face:
    drawn = claims_face([claim], language)
    return Face(drawn.html, " · ".join(filter(None, _claim_texts(claim, language))))


def witnesses_face(
    witnesses: Iterable[Witness],
    language: str,
) -> Face:
    heads = (
        _SOURCE,
        _CELL,
        _NUMBER,
        _WHAT,
    )
    lines: list[Line] = [(_witness_texts(one, language), "") for one in witnesses]
    return list_face("", heads, lines, language, _NO_WITNESSES)


def _witness_texts(
    one: Witness,
    language: str,
) -> tuple[str, ...]:
    cell_id = "/".join(one.key)
    return one.source.say(language), cell_id, number_text(one.number), one.say(language)


def witness_face(
    one: Witness,
    language: str,
) -> Face:
    drawn = witnesses_face([one], language)
    return Face(drawn.html, " · ".join(_witness_texts(one, language)))


def remarks_face(
    remarks: Iterable[Sentence],
    language: str,
) -> Face:
    lines: list[Line] = [([one.say(language)], "") for one in remarks]
    return list_face("", [_REMARK], lines, language, _NO_REMARKS)


# The narrative as a whole, and what belongs to no cell


def section_face(
    section: Section,
    language: str,
) -> Face:
    """A chapter whole; in a shell its beginning."""
    whole = words(section.heading, "font-weight:600", "div")
    whole += words(section.text, LINES, "div")
    begun = cut_text(section.text, terminal_width(), MOST_TEXT)
    return Face(element("div", whole, "color:inherit"), "\n".join([section.heading, *begun]))


def sections_face(
    sections: Iterable[Section],
    language: str,
) -> Face:
    heads = (
        _HEADING,
        _PLACE,
        _TEXT,
    )
    lines: list[Line] = []
    for one in sections:
        place = one.where.say(language) if one.where else ""
        begun = cut_text(one.text, _BEGINNING, 1)
        lines.append(((one.heading, place, *begun), ""))
    return list_face("", heads, lines, language, _NO_SECTIONS)


def unplaced_numbers_face(
    numbers: Iterable[Unplaced],
    language: str,
) -> Face:
    heads = (
        _TABLE,
        _PRINTED,
        _PLACE,
    )
    lines: list[Line] = []
    for one in numbers:
        texts = (one.table, one.printed, one.where.say(language))
        lines.append((texts, ""))
    return list_face("", heads, lines, language, _NO_UNPLACED)


def unplaced_face(
    one: Unplaced,
    language: str,
) -> Face:
    drawn = unplaced_numbers_face([one], language)
    return Face(drawn.html, f"{one.table} · {one.printed} · {one.where.say(language)}")
