"""What `gxkit check` prints of a report: each cause of broken rules in a few lines.

A cause says what is wrong, what would mend it, how sure that is, who says so, which rules fall with
it and, of a tie, what would decide it. Colour says nothing that is not in the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gxkit.output import broken_lines, number_text
from gxkit.output.causes import Cause, find_causes
from gxkit.output.page import GREEN, RED, UNLIMITED, YELLOW, Page
from gxkit.report import (
    Blame,
    Explanation,
    Finding,
    FindingKind,
    Number,
    Origin,
    Report,
    Value,
    Verdict,
)
from gxkit.text import Listed, Sayable, Sentence
from gxkit.text.terminal import columns_of, cut_text, wrap_text

MOST_LINES = 8
"""of a cause, its head among them: more is not read"""
MOST_TIED, MOST_CELLS = 3, 2
"""alternatives of a tie, and changed cells of a mistake, that are told; the others are counted"""

_SOURCE = Sentence("{source}：", "{source}: ")
_SUMMARY = Sentence(
    "{cells} 格，{verified} 格已核实；{fails} 条关系不成立，{unassessable} 条无法核对。",
    "{cells} cells, {verified} verified; rules: {fails} failing, {unassessable} not assessable.",
)
_WRONG = Sentence("差错", "wrong")
_MENDED = Sentence("改法", "mend")
_SAYS = Sentence("依据", "says")
_RULES = Sentence("牵连", "rules")
_DECIDES = Sentence("待查", "ask")
_THEN = Sentence("", "")
_EITHER = Sentence("可能", "either")
_OR = Sentence("或是", "or")
_UNLIKELY = Sentence("次选", "less")
_CHANGE = Sentence("{printed} → {number}", "{printed} → {number}")
_NAMED = Sentence("{label} {change}", "{label} {change}")
_AT = Sentence("{place}：{said}", "{place}: {said}")
_BLANK = Sentence("空", "blank")
_MORE = Sentence("另有 {count} 项", "{count} more")
_MORE_CELLS = Sentence("另有 {count} 格", "{count} more cells")
_SUMS_ALONE = Sentence(
    "没有旁证，只有这些不成立的关系本身",
    "no witness, only the broken rules themselves",
)
_BLAMED = Sentence("出错的是{blame}。", "The mistake lies with {blame}.")
_IN_WORDS = Sentence("{rules}：{words}", "{rules}: {words}")
_TIMES = Sentence("{rule} ×{count}", "{rule} ×{count}")
_BRIEF = {
    FindingKind.REMARK: Sentence("提示 {count} 条：{rules}", "remarks {count}: {rules}"),
    FindingKind.NOT_ASSESSABLE: Sentence(
        "无法核对 {count} 条：{rules}",
        "not assessable {count}: {rules}",
    ),
}
_SIGNS = {FindingKind.FAILS: "×", FindingKind.REMARK: "!", FindingKind.NOT_ASSESSABLE: "?"}
_ALL = Sentence("（--all 逐条列出）", " (--all lists them)")


@dataclass(frozen=True, slots=True)
class Item:
    """What is said of a cause beside a word in the margin."""

    word: Sentence
    says: Sayable


def check_text(report: Report, page: Page) -> str:
    """What the checks found in a report: the causes of broken rules, then the rest in brief."""
    lines = _summary_lines(report, page)
    causes = find_causes(_of_kind(report, FindingKind.FAILS), report.explanations)
    for number, cause in enumerate(causes, 1):
        lines += _cause_lines(
            report,
            cause,
            f"{number}/{len(causes)}",
            page,
        )
    for kind in _BRIEF:
        lines += _rest_lines(
            _of_kind(report, kind),
            kind,
            page,
        )
    return "\n".join(lines)


def _of_kind(report: Report, kind: FindingKind) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind is kind]


def _summary_lines(report: Report, page: Page) -> list[str]:
    """The size of it, and what had to be decided in reading."""
    kinds = Counter(finding.kind for finding in report.findings)
    verdicts = Counter(value.verdict for value in report.values)
    summary = _SUMMARY.fill(
        cells=len(report.values),
        verified=verdicts[Verdict.VERIFIED],
        fails=kinds[FindingKind.FAILS],
        unassessable=kinds[FindingKind.NOT_ASSESSABLE],
    )
    source = _SOURCE.fill(source=report.source).say(page.language)
    counts = summary.say(page.language)
    # a long name has a line of its own, so that the counts stand in one
    fits = columns_of(source + counts) <= page.width
    lines = [source + counts] if fits else [source.rstrip(), counts]
    for remark in report.remarks:
        lines += page.set(
            "! ",
            remark.say(page.language),
            2,
        )
    return lines


# A cause


def _cause_lines(
    report: Report,
    cause: Cause,
    number: str,
    page: Page,
) -> list[str]:
    """A cause in at most MOST_LINES lines, if not everything is asked for."""
    lines = [
        _head_line(
            cause,
            number,
            page,
        )
    ]
    items = list(
        _items(
            report,
            cause,
            page,
        )
    )
    margins = _margins([item.word.say(page.language) for item in items])
    texts = [item.says.say(page.language) for item in items]
    shares = _share_lines(texts, page.width - columns_of(margins[0]))
    for margin, text, most in zip(
        margins,
        texts,
        shares,
        strict=True,
    ):
        lines += page.set(
            margin,
            text,
            most,
        )
    return lines


def _head_line(
    cause: Cause,
    number: str,
    page: Page,
) -> str:
    """Which cause it is, its kind, and how sure that is."""
    colour = GREEN if cause.is_settled else YELLOW
    words = cause.sureness.say(page.language)
    sign = _SIGNS[FindingKind.FAILS]
    room = page.width - columns_of(f"{sign}  · {words}")
    name = cut_text(
        f"{number} {_name(cause, page.language)}",
        room,
        1,
    )[0]
    return f"{page.paint(sign, RED)} {name} · {page.paint(words, colour)}"


def _name(cause: Cause, language: str) -> str:
    """The kinds of its mistakes, else the rules that are broken."""
    shown = cause.shown
    names = [one.name(language) for one in shown] or [
        _rule_name(one, language) for one in cause.findings
    ]
    return Listed(tuple(dict.fromkeys(names))).say(language)


def _rule_name(finding: Finding, language: str) -> str:
    """The id of its rule, or where it comes from if it is by none."""
    # what follows from other figures is by no rule that anybody could look up
    is_numbered = finding.rule and finding.origin is not Origin.IMPLIED
    return finding.rule if is_numbered else finding.origin.say(language)


def _items(
    report: Report,
    cause: Cause,
    page: Page,
) -> Iterator[Item]:
    shown = cause.shown
    if not shown:
        decided = _decided(report, cause, page)
        room = MOST_LINES - len(decided)
        yield from _unexplained(cause, page, room)
        yield from decided
        return
    if len(shown) == 1:
        yield Item(_WRONG, shown[0].says)
        yield Item(
            _MENDED,
            _mend(
                report,
                shown[0],
                page,
            ),
        )
    else:
        yield from _alternatives(
            report,
            shown,
            page,
        )
    yield Item(_SAYS, _who_says(cause, shown[0]) if len(shown) == 1 else _tied_say(shown))
    if shown[0].would_decide:
        yield Item(_DECIDES, Listed(shown[0].would_decide, "", " "))
    yield Item(_RULES, _broken_rules(cause.findings))
    if page.everything:
        yield from _in_full(
            cause,
            shown,
            page,
        )


def _alternatives(
    report: Report,
    shown: Sequence[Explanation],
    page: Page,
) -> Iterator[Item]:
    """The explanations of a tie: their kinds and changes, for there is no room for sentences."""
    told = shown if page.everything else shown[:MOST_TIED]
    for one in told:
        changes = _list_changes(_named_changes(report, one), page)
        brief = _AT.fill(place=one.name(page.language), said=changes)
        yield Item(_EITHER if one is shown[0] else _OR, one.says if page.everything else brief)
    if len(shown) > len(told):
        yield Item(_OR, _MORE.fill(count=len(shown) - len(told)))


def _decided(
    report: Report,
    cause: Cause,
    page: Page,
) -> list[Item]:
    """The numbers that a person gave, and why; nothing if nobody decided."""
    said = dict.fromkeys(one.ruling.says for one in cause.findings if one.ruling)
    if not said:
        return []
    keys = dict.fromkeys(key for finding in cause.findings for key in finding.cells)
    placed = []
    for key in keys:
        value = report.get(key)
        if value is not None and value.reconciled is not None:
            change = _change(value, value.reconciled)
            placed.append(_AT.fill(place=value.where or value.label, said=change))
    mends = [Item(_MENDED, _list_changes(placed, page))] if placed else []
    return [*mends, Item(_SAYS, Listed(tuple(said), " ", " "))]


def _unexplained(
    cause: Cause,
    page: Page,
    room: int,
) -> Iterator[Item]:
    """Broken rules for which no mistake was found, as they stand, in so many lines."""
    lines = list(broken_lines(cause.findings, page.language))
    # the last line of the cause says how many are left out
    most = UNLIMITED if page.everything else room - 2
    kept = lines if len(lines) <= most + 1 else lines[:most]
    for place, line in enumerate(kept):
        yield Item(_THEN if place else _WRONG, Sentence.same(line))
    if len(kept) < len(lines):
        yield Item(_THEN, _MORE.fill(count=len(lines) - len(kept)))


def _in_full(
    cause: Cause,
    shown: Sequence[Explanation],
    page: Page,
) -> Iterator[Item]:
    """What is told only if everything is: each broken rule, and what is less likely."""
    for line in broken_lines(cause.findings, page.language):
        yield Item(_THEN, Sentence.same(line))
    for one in cause.explanations:
        if one not in shown:
            yield Item(_UNLIKELY, one.says)


def _mend(
    report: Report,
    explanation: Explanation,
    page: Page,
) -> Sayable:
    """Which figures become which: at their places, or by their names where lines changed places."""
    # what exchanges lines names the lines; any other sentence names the cells already
    if any(kind.exchanges for kind in explanation.kinds):
        changes = _list_changes(_named_changes(report, explanation), page)
        first = report[explanation.cells[0][0]].where
        return _AT.fill(place=first, said=changes) if first else changes
    placed = []
    for key, _, number in explanation.cells:
        value = report[key]
        # what has no place is found by its name
        where = value.where or value.label
        placed.append(_AT.fill(place=where, said=_change(value, number)))
    return _list_changes(placed, page)


def _named_changes(report: Report, explanation: Explanation) -> list[Sentence]:
    """Each changed cell by the end of its label: the way to it is long and the same in each."""
    changes = []
    for key, _, number in explanation.cells:
        value = report[key]
        name = value.label.rpartition("/")[2]
        changes.append(_NAMED.fill(label=name, change=_change(value, number)))
    return changes


def _change(value: Value, number: Number) -> Sentence:
    return _CHANGE.fill(printed=value.printed or _BLANK, number=number_text(number))


def _list_changes(changes: Sequence[Sentence], page: Page) -> Listed:
    """Changes one after the other; beyond MOST_CELLS they are counted."""
    most = UNLIMITED if page.everything else MOST_CELLS
    left = len(changes) - most
    rest = (_MORE_CELLS.fill(count=left),) if left > 0 else ()
    return Listed(
        (*changes[:most], *rest),
        "；",
        "; ",
    )


def _who_says(cause: Cause, explanation: Explanation) -> Sayable:
    """What a person decided, and what speaks for an explanation besides the rules that it mends."""
    heard = [finding.ruling.says for finding in cause.findings if finding.ruling]
    heard += [one.says for one in explanation.heard]
    # one reading may speak of several cells, and one decision of several rules, in the same words
    said = list(dict.fromkeys(heard))
    if not said:
        return _SUMS_ALONE
    if explanation.blame is not Blame.UNDECIDED:
        said.append(_BLAMED.fill(blame=explanation.blame))
    return Listed(tuple(said), " ", " ")


def _tied_say(shown: Sequence[Explanation]) -> Sayable:
    """What speaks for each explanation of a tie, under its name: it speaks for no other."""
    said: list[Sentence] = []
    for one in shown:
        heard = tuple(dict.fromkeys(each.says for each in one.heard))
        if heard:
            names = Listed(one.kinds, " + ", " + ")
            said.append(_AT.fill(place=names, said=Listed(heard, " ", " ")))
    return Listed(tuple(said), " ", " ") if said else _SUMS_ALONE


def _broken_rules(findings: Sequence[Finding]) -> Sayable:
    """The rules that are broken and how often each is, then their words."""
    times = Counter(finding.rule for finding in findings)
    words = {finding.rule: finding.words for finding in findings}
    said = tuple(one for one in words.values() if one is not None)
    rules = _count_rules(times)
    return (
        _IN_WORDS.fill(
            rules=rules,
            words=Listed(
                said,
                "；",
                "; ",
            ),
        )
        if said
        else rules
    )


def _count_rules(times: Mapping[str, int]) -> Listed:
    rules = [rule if n == 1 else _TIMES.fill(rule=rule, count=n) for rule, n in times.items()]
    return Listed(tuple(rules))


def _margins(words: Sequence[str]) -> list[str]:
    """The words of the margin, all as wide as the widest."""
    widest = max(map(columns_of, words))
    return [f"  {word}{' ' * (widest - columns_of(word))}  " for word in words]


def _share_lines(texts: Sequence[str], width: int) -> list[int]:
    """How many lines each text may take: one each, then in turn one more as long as there are any.

    The first ones alone would leave a witness without the figure that it gives.
    """
    wanted = [len(wrap_text(text, width)) for text in texts]
    shares = [1] * len(texts)
    left = MOST_LINES - 1 - len(texts)
    for round_of in range(1, max(wanted, default=1)):
        for place, most in enumerate(wanted):
            if most > round_of and left > 0:
                shares[place] += 1
                left -= 1
    return shares


# The rest


def _rest_lines(
    findings: Sequence[Finding],
    kind: FindingKind,
    page: Page,
) -> list[str]:
    """Remarks, or rules that cannot be assessed: in one line, or each if all are asked for."""
    if not findings:
        return []
    sign = f"{_SIGNS[kind]} "
    lines: list[str] = []
    if page.everything:
        for finding in findings:
            lines += page.set(
                sign,
                finding.say(page.language),
                UNLIMITED,
            )
        return lines
    times = Counter(_rule_name(finding, page.language) for finding in findings)
    brief = _BRIEF[kind].fill(count=len(findings), rules=_count_rules(times))
    # that the rest can be had must not be cut off
    hint = _ALL.say(page.language)
    room = page.width - columns_of(sign + hint)
    text = cut_text(
        brief.say(page.language),
        room,
        1,
    )[0]
    return [page.paint(sign, YELLOW) + text + hint]
