"""What the checks found in a report, and what would explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gxkit.notebook.filled import ONE_LINE, TINTS
from gxkit.notebook.markup import Face, aligned, cell, head, paragraph, table
from gxkit.report import Explanation, Finding, FindingKind, Report, Status, Verdict
from gxkit.text import choose, shown_language

# a finding has the colour of the cells that it is about
FINDING_TINTS: Mapping[str, str] = {
    FindingKind.FAILS: TINTS[Verdict.CONTRADICTED],
    FindingKind.REMARK: TINTS[Status.AMBIGUOUS],
}
# what cannot be assessed has no colour, but a sign
FINDING_SIGNS: Mapping[str, str] = {
    FindingKind.FAILS: "×",
    FindingKind.REMARK: "!",
    FindingKind.NOT_ASSESSABLE: "?",
}
# explanations of one rank that make a tie
MANY = 2
# sentences and lists keep their lines
LINES = "white-space:pre-wrap;"


def _list_face(
    caption: str,
    heads: Sequence[str],
    lines: Sequence[Sequence[str]],
    styles: Sequence[Sequence[str]],
) -> Face:
    """A table of texts, with a style for each of them."""
    rows = ["".join(head(text) for text in heads)]
    for texts, own in zip(lines, styles, strict=True):
        pairs = zip(texts, own, strict=True)
        rows.append("".join(cell(text, style) for text, style in pairs))
    return Face(table(rows, caption), aligned([heads, *lines]))


def _say_nothing(
    report: Report,
    nothing: str,
    language: str,
) -> Face:
    colon = choose("：", ": ", language)
    return paragraph(f"{report.id}{colon}{nothing}")


def explanations_html(report: Report, language: str | None = None) -> Face:
    """The mistakes that would explain the broken sums, best first; zh or en (ValueError otherwise).

    Those that give the reconciled figures are tinted.
    """
    language = shown_language(language)
    nothing = choose("没有需要解释的差错。", "nothing to explain.", language)
    if not report.explanations:
        return _say_nothing(report, nothing, language)
    heads = (
        choose("名次", "rank", language),
        choose("说明", "what", language),
        choose("原文 → 更正", "printed → reconciled", language),
        choose("依据", "evidence", language),
        choose("出错的是", "whose mistake", language),
    )
    lines = [
        _explanation_line(
            report,
            one,
            language,
        )
        for one in report.explanations
    ]
    styles = []
    for one in report.explanations:
        tint = TINTS[Verdict.VERIFIED] if report.follows(one) else ""
        styles.append([LINES + tint] * len(heads))
    return _list_face(report.id, heads, lines, styles)


def _explanation_line(
    report: Report,
    one: Explanation,
    language: str,
) -> list[str]:
    empty = choose("（空）", "(blank)", language)
    changes = []
    for key, _, number in one.cells:
        value = report[key]
        changes.append(f"{value.label} {value.printed or empty} → {number}")
    return [
        f"{one.rank}{_how_sure(report, one, language)}",
        one.say(language),
        "\n".join(changes),
        "\n".join((*one.say_heard(language), *one.say_deciders(language))),
        one.blame.say(language),
    ]


def _how_sure(
    report: Report,
    one: Explanation,
    language: str,
) -> str:
    """Whether an explanation is certain, or one of several that nothing tells apart."""
    if one.certain:
        return choose("（确定）", " (certain)", language)
    alike = [o for o in report.explanations if (o.rank, o.findings) == (one.rank, one.findings)]
    if one.rank > 1 or len(alike) < MANY:
        return ""
    return choose(f"（{len(alike)}种可能之一）", f" (one of {len(alike)} ties)", language)


def findings_html(report: Report, language: str | None = None) -> Face:
    """What the checks found, one line a finding; zh or en (ValueError otherwise)."""
    language = shown_language(language)
    nothing = choose("没有发现。", "no findings.", language)
    if not report.findings:
        return _say_nothing(report, nothing, language)
    heads = (
        "",
        choose("规则", "rule", language),
        choose("左边", "left", language),
        choose("右边", "right", language),
        choose("说明", "what", language),
    )
    lines = [_finding_line(one, language) for one in report.findings]
    styles = []
    for one in report.findings:
        tint = FINDING_TINTS.get(one.kind, "")
        styles.append([f"{tint};{ONE_LINE}", *[tint] * (len(heads) - 1)])
    return _list_face(report.id, heads, lines, styles)


def _finding_line(one: Finding, language: str) -> list[str]:
    sides = ["" if side is None else str(side) for side in (one.left, one.right)]
    return [
        f"{FINDING_SIGNS[one.kind]} {one.kind.say(language)}",
        one.rule,
        *sides,
        one.say(language),
    ]
