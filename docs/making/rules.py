"""A page for each rule: what it says, where it is stated, an example that is computed, and what it
finds in data/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gxkit.checks import amounts, growth
from gxkit.checks.rules import find_broken_rules, rules_of
from gxkit.checks.yearrules import PARTS, RESTART, SAME, TWICE, YEAR_RULES
from gxkit.folder.collection import Collection
from gxkit.forms import Rule, all_forms, rule_words
from gxkit.narrative import wording
from gxkit.report import Finding, FindingKind, Report
from gxkit.text import Sayable, Sentence
from making.invented import DRAFTS, Draft, find_example
from making.markdown import Page, choose, code, fenced, link, listed, page_of, plain, table

MOST_FOUND = 5
"""findings of data/ on one page: more say the same again"""
EMPTY = ("0", "", "条", "件", "元")
"""cells of a row in which there is nothing to see"""
_GRAVITY = (FindingKind.FAILS, FindingKind.REMARK, FindingKind.NOT_ASSESSABLE)

_OTHERS: tuple[tuple[str, Sayable], ...] = (
    *((rule.id, rule.words) for rule in YEAR_RULES),
    RESTART,
    amounts.RULE,
    *wording.RULES.items(),
    growth.RULE,
    PARTS,
    SAME,
    TWICE,
    (
        "implied",
        Sentence(
            "其他数只容许无数的格为一个数时，该数写明而不代填",
            "where the others leave a cell without a number only one, it is told beside it",
        ),
    ),
    (
        "joined",
        Sentence(
            "连写的数字须能拆成各格而满足勾稽关系",
            "figures that run together must part into cells that satisfy the arithmetic",
        ),
    ),
)
"""what the rules say that no form states, by id"""
_SCOPES = {
    "narrative": Sentence("正文与表", "the text beside the tables"),
    "years": Sentence("同一机关的各年报告", "the reports of one body in several years"),
    "cells": Sentence("无数的格", "cells without a number"),
    "bodies": Sentence("各机关的报告之间", "the reports of several bodies"),
}
_SCOPE_OF = {
    "R8": "narrative",
    "R10": "narrative",
    "implied": "cells",
    "joined": "cells",
    "parts": "bodies",
    "twice": "bodies",
}
_KINDS = {
    "identity": Sentence(
        "等式：成立时，所涉各格互相核实；不成立时，其中必有一格不对。",
        "An identity: where it holds its cells are verified, where it fails one of them is wrong.",
    ),
    "bound": Sentence(
        "不等式：不成立时其中一格不对；成立时不能核实任何一格。",
        "A bound: where it fails one of its cells is wrong; where it holds it verifies none.",
    ),
    "soft": Sentence(
        "通常成立：不成立只记为备注，请再看一眼原文。",
        "Usually so: where it does not hold gxkit makes a remark, to look at the original again.",
    ),
}


@dataclass(frozen=True, slots=True)
class RuleStory:
    """A rule by id: all that it says, and the instances of it that forms state."""

    id: str
    words: tuple[Sayable, ...]
    stated: tuple[tuple[str, Rule], ...]

    def says(self, language: str) -> str:
        said = dict.fromkeys(words.say(language) for words in self.words)
        return choose("；", "; ", language).join(said)

    @property
    def path(self) -> str:
        return f"rules/{self.id}.md"


def all_rules() -> list[RuleStory]:
    """Every rule, those of the forms first."""
    words: dict[str, list[Sayable]] = {}
    for rule, said in (*rule_words().items(), *_OTHERS):
        words.setdefault(rule, []).append(said)
    stated: dict[str, list[tuple[str, Rule]]] = {}
    for form in all_forms().values():
        for own in form.tables:
            for rule in own.rules:
                stated.setdefault(rule.id, []).append((form.id, rule))
    names = sorted(words, key=_in_order)
    return [RuleStory(name, tuple(words[name]), tuple(stated.get(name, ()))) for name in names]


def _in_order(rule: str) -> tuple[int, int, str]:
    letter, number = rule[0], rule[1:]
    # R before S, and ten behind nine; those that have a name instead come last
    if letter in "RS" and number.isdigit():
        return ("RS".index(letter), int(number), rule)
    return (2, 0, rule)


def make_rule_pages(collection: Collection, language: str) -> Iterator[Page]:
    """The list of the rules, then each of them."""
    rules = all_rules()
    yield _list_rules(rules, language)
    for story in rules:
        yield _rule_page(story, collection, language)


def _list_rules(rules: list[RuleStory], language: str) -> Page:
    heads = choose("规则|内容|范围", "Rule|Says|Asked of", language).split("|")
    rows = [_rule_row(story, language) for story in rules]
    intro = choose(
        "勾稽关系由统计表自己规定，或由多份报告、正文与表之间的关系给出。每条的例子由程序当场算出。"
        "R 为应当成立的规则，S 为通常成立的规则（只记备注）。",
        "A form states arithmetic about itself; several reports, or a report's text and its "
        "tables, state more. The examples are computed by gxkit when these pages are built. R "
        "rules must hold; S rules usually do, and give a remark.",
        language,
    )
    return page_of("rules/index.md", choose("规则", "Rules", language), [intro, table(heads, rows)])


def _rule_row(story: RuleStory, language: str) -> list[str]:
    to = link(story.id, f"{story.id}.md")
    return [to, plain(story.says(language)), _scope(story, language)]


def _scope(story: RuleStory, language: str) -> str:
    scopes = []
    if story.stated:
        scopes.append(choose("一张表之内", "one table", language))
    named = _SCOPE_OF.get(story.id)
    if story.id in DRAFTS and not named:
        named = "years"
    if story.id == "R9":
        scopes.append(_SCOPES["narrative"].say(language))
    if named:
        scopes.append(_SCOPES[named].say(language))
    return choose("；", "; ", language).join(scopes)


def _rule_page(
    story: RuleStory,
    collection: Collection,
    language: str,
) -> Page:
    says = story.says(language)
    # one that says one thing says it in its title
    more = plain(says) if len(story.words) > 1 else ""
    parts = [more, _kind(story, language)]
    if story.stated:
        parts += ["## " + choose("在哪里规定", "Where it is stated", language) + " {#stated}"]
        parts += [_where(story, language)]
    parts += ["## " + choose("例", "A worked example", language) + " {#example}"]
    if story.stated:
        parts += _from_data(story, collection, language)
    if story.id in DRAFTS:
        parts += _from_drafts(story.id, language)
    parts += ["## " + choose("在 data/ 中", "In data/", language) + " {#data}"]
    parts.append(_found(story, collection, language))
    return page_of(story.path, f"{story.id} · {_short(story, language)}", parts)


def _short(story: RuleStory, language: str) -> str:
    return story.words[0].say(language)


def _kind(story: RuleStory, language: str) -> str:
    """What it means that the rule holds or not."""
    kinds = [rule for _, rule in story.stated]
    if story.id.startswith("S") or any(rule.soft for rule in kinds):
        return _KINDS["soft"].say(language)
    if kinds:
        name = "identity" if any(rule.is_identity for rule in kinds) else "bound"
        return _KINDS[name].say(language)
    return choose(
        f"范围：{_scope(story, language)}。", f"Asked of {_scope(story, language)}.", language
    )


def _where(story: RuleStory, language: str) -> str:
    """The editions, with one instance of the rule spelt out."""
    forms = all_forms()
    lines = []
    for edition in dict.fromkeys(edition for edition, _ in story.stated):
        form = forms[edition]
        own = [rule for stated, rule in story.stated if stated == edition]
        tables = dict.fromkeys(rule.table for rule in own)
        named = ", ".join(map(code, tables))
        text = choose(f"{named}，{len(own)} 条", f"{named}, {len(own)} times", language)
        lines.append(f"[{plain(form.name(language))}](../forms/{edition}.md): {text}")
    return listed(lines)


def _from_data(
    story: RuleStory,
    collection: Collection,
    language: str,
) -> Iterator[str]:
    """A report of data/ in which an instance holds, and what is said with one figure changed."""
    found = _fullest(story.id, collection)
    if found is None:
        return
    report, rule = found
    name = code(report.id)
    yield choose(f"{name} 所印：", f"As printed in {name}:", language)
    yield fenced("\n".join(_equation(report, rule, language)))
    changed = _change(report, rule)
    for finding in find_broken_rules(changed):
        if finding.id == f"{rule.table}:{rule.name}":
            key = (rule.table, *rule.right[0])
            before, after = report[key].value, changed[key].value
            yield choose(
                f"假如 {code('/'.join(key))} 印成 {after} 而不是 {before}，gxkit 会说：",
                f"Had {code('/'.join(key))} been printed as {after} instead of {before}, gxkit "
                "would say:",
                language,
            )
            yield f"> {plain(finding.say(language))}"


def _fullest(rule_id: str, collection: Collection) -> tuple[Report, Rule] | None:
    """The report and the instance that holds over the most figures other than 0."""
    best: tuple[int, Report, Rule] | None = None
    for report in collection.reports:
        for rule in rules_of(report):
            if rule.id != rule_id:
                continue
            numbers = [report[key].value for key in rule.keys]
            if None in numbers or not rule.holds(*_sides(report, rule)):
                continue
            filled = sum(1 for number in numbers if number)
            if best is None or filled > best[0]:
                best = (filled, report, rule)
    return best[1:] if best else None


def _sides(report: Report, rule: Rule) -> tuple[int, int]:
    left = sum(report[rule.table, *slot].value for slot in rule.left)
    right = sum(report[rule.table, *slot].value for slot in rule.right)
    return left, right


def _equation(
    report: Report,
    rule: Rule,
    language: str,
) -> Iterator[str]:
    """Both sides with their cells, one a line; those of 0 are counted."""
    left, right = _sides(report, rule)
    sign = "=" if rule.relation == "equal" else "≤"
    for side, total in ((rule.left, left), (rule.right, right)):
        zeros = 0
        for slot in side:
            value = report[rule.table, *slot]
            if not value.value and len(side) > 1:
                zeros += 1
                continue
            yield f"{value.value:>8}  {value.table}/{value.row}/{value.column}  {value.label}"
        if zeros:
            yield choose(f"{0:>8}  其余 {zeros} 格", f"{0:>8}  {zeros} more cells", language)
        if side is rule.left:
            yield f"{total:>8}  {sign}"
        elif len(side) > 1:
            yield f"{total:>8}"


def _change(report: Report, rule: Rule) -> Report:
    """The report with a figure that breaks the rule: one more in an identity's right side, else
    less than the left."""
    key = (rule.table, *rule.right[0])
    left, right = _sides(report, rule)
    number = report[key].value
    other = number + 1 if rule.relation == "equal" else number - (right - left) - 1
    values = []
    for value in report.values:
        is_it = value.key == key
        values.append(replace(value, value=other, printed=str(other)) if is_it else value)
    return replace(report, values=tuple(values), findings=())


def _from_drafts(rule: str, language: str) -> Iterator[str]:
    """Invented reports that break the rule, and what is found in them."""
    drafts = DRAFTS[rule]
    yield choose("虚构的报告：", "Invented, of a bureau that does not exist:", language)
    yield fenced("\n".join(line for draft in drafts for line in _show(draft)))
    finding = find_example(rule)
    # a rule whose example breaks nothing any more needs another example, and the build says so
    if finding is None:
        raise ValueError(f"The invented reports for {rule} break nothing; mend DRAFTS[{rule!r}].")
    yield choose("gxkit 说：", "gxkit says:", language)
    yield f"> {plain(finding.say(language))}"


def _show(draft: Draft) -> Iterator[str]:
    """The lines of a draft, without the rows in which nothing but 0 stands."""
    for line in draft.lines:
        cells = line.split("\t")[1:]
        if not cells or any(cell not in EMPTY for cell in cells):
            yield line.replace("\t", "  ")


def _found(
    story: RuleStory,
    collection: Collection,
    language: str,
) -> str:
    """What the rule finds in the reports of data/."""
    found: list[tuple[Report, Finding]] = []
    for report in collection.reports:
        found += [(report, finding) for finding in report.findings if finding.rule == story.id]
    if not found:
        return choose("没有发现。", "It finds nothing there.", language)
    found.sort(key=lambda one: _GRAVITY.index(one[1].kind))
    lines = [
        f"{code(report.id)} · {plain(finding.kind.say(language))} · {plain(finding.say(language))}"
        for report, finding in found[:MOST_FOUND]
    ]
    more = len(found) - MOST_FOUND
    if more > 0:
        lines.append(choose(f"另有 {more} 条", f"{more} more", language))
    return listed(lines)
