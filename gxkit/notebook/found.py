"""What the checks found in a report, and what would explain it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gxkit.notebook.looks import BLUE, ORANGE, YELLOW
from gxkit.notebook.markup import Face, aligned, cell, head, paragraph, table
from gxkit.output import number_text
from gxkit.report import Decided, Explanation, Finding, FindingKind, Report
from gxkit.text import Sayable, Sentence, choose, shown_language
from gxkit.text.terminal import columns_of, terminal_width, wrap_text

# a finding has the colour of the cells that it is about
FINDING_TINTS: Mapping[str, str] = {
    FindingKind.FAILS: f"background:{ORANGE};",
    FindingKind.REMARK: f"background:{YELLOW};",
}
# what cannot be assessed has no colour, but a sign
FINDING_SIGNS: Mapping[str, str] = {
    FindingKind.FAILS: "×",
    FindingKind.REMARK: "!",
    FindingKind.NOT_ASSESSABLE: "?",
}
FOLLOWED = f"background:{BLUE};"
"""of an explanation whose figures are the reconciled ones"""
# explanations of one rank that make a tie
MANY = 2
# sentences and lists keep their lines
LINES = "white-space:pre-wrap;"
ONE_LINE = "white-space:nowrap;"
MOST_LINES = 60
"""things of a list that a notebook shows; who wants more takes its frame"""
MOST_TEXT = 28
"""lines of a list in a shell: with what stands around it, it fits a screen"""
NARROWEST = 24
"""columns that a sentence is given in any case"""
_NO_HEAD = Sentence("", "")
_RANK = Sentence("名次", "rank")
_WHAT = Sentence("说明", "what")
_CHANGES = Sentence("原文 → 更正", "printed → reconciled")
_EVIDENCE = Sentence("依据", "evidence")
_BLAME = Sentence("出错的是", "whose mistake")
_RULE = Sentence("规则", "rule")
_LEFT = Sentence("左边", "left")
_RIGHT = Sentence("右边", "right")
MORE = Sentence(
    "另有 {count} 项未列出：.to_frame() 给出全部。",
    "{count} more are not shown: .to_frame() has them all.",
)


def rest_in(door: str) -> Sentence:
    """The same of what is not one frame, with what gives it."""
    return Sentence(
        f"另有 {{count}} 项未列出：{door} 给出全部。",
        f"{{count}} more are not shown: {door} has them all.",
    )


class Room(NamedTuple):
    """How many lines a list has in a shell, and what is said of things for which there is none."""

    lines: int = MOST_TEXT
    more: Sentence = MORE


SCREEN = Room()
SHORT, LONG = 22, 60
"""columns of a text that is not broken into lines, and of one that is given room"""
Line = tuple[Sequence[str], str]
"""the texts of a line, and the ground of the first of them"""


def list_face(
    caption: str,
    heads: Sequence[Sayable],
    lines: Sequence[Line],
    language: str,
    nothing: Sayable | None = None,
    room: Room = SCREEN,
) -> Face:
    """A table of texts, a line a thing; what has no room is counted.

    `nothing` is what is said instead of a table without lines.
    """
    if nothing is not None and not lines:
        return nothing_face(caption, nothing.say(language), language)
    shown = lines[:MOST_LINES]
    named = [one.say(language) for one in heads]
    rows = ["".join(head(text, ONE_LINE) for text in named)]
    for texts, ground in shown:
        first, *others = texts
        tinted = cell(first, _wrap(first) + ground)
        rows.append(tinted + "".join(cell(text, _wrap(text)) for text in others))
    told = _hang_last([named, *(texts for texts, _ in shown)])
    # the heads are no thing of the list
    text = told_whole(
        told,
        len(lines) + 1,
        language,
        room,
    )
    left = len(lines) - len(shown)
    under = paragraph(room.more.fill(count=left).say(language)).html if left else ""
    return Face(table(rows, caption) + under, "\n".join(text))


def _hang_last(lines: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The columns of lines but the last as margins of one width, and the last."""
    margins = aligned([line[:-1] for line in lines]).split("\n")
    width = max(map(columns_of, margins))
    for margin, line in zip(margins, lines, strict=True):
        blanks = " " * (width - columns_of(margin))
        yield f"{margin}{blanks}  " if width else "", line[-1]


def _wrap(text: str) -> str:
    """Whether a text may be broken; one that has lines keeps them."""
    longest = max(map(columns_of, text.split("\n")))
    if longest <= SHORT:
        return "white-space:pre;"
    # ids hold no blank at which they could be broken
    return LINES + ("min-width:140px;" if longest >= LONG else "overflow-wrap:anywhere;")


def hanging(
    margin: str,
    sentence: str,
) -> list[str]:
    """A sentence of a shell beside its mark, whole, as lines of the terminal's width."""
    indent = columns_of(margin)
    room = max(terminal_width() - indent, NARROWEST)
    first, *others = wrap_text(sentence, room)
    lines = [margin + first, *(" " * indent + line for line in others)]
    return [line.rstrip() for line in lines]


def told_whole(
    told: Iterable[tuple[str, str]],
    total: int,
    language: str,
    room: Room = SCREEN,
) -> list[str]:
    """Sentences beside their marks, each whole, as many as there is room for, but one at least; the
    rest of `total` is counted."""
    lines: list[str] = []
    done = 0
    for margin, sentence in told:
        wrapped = hanging(margin, sentence)
        # the line that counts the rest needs its room too
        is_last = done + 1 == total
        most = room.lines if is_last else room.lines - 1
        if done and len(lines) + len(wrapped) > most:
            break
        lines += wrapped
        done += 1
    if done < total:
        lines.append(room.more.fill(count=total - done).say(language))
    return lines


def nothing_face(
    caption: str,
    nothing: str,
    language: str,
) -> Face:
    colon = choose("：", ": ", language) if caption else ""
    return paragraph(f"{caption}{colon}{nothing}")


# Explanations


def explanations_html(
    report: Report,
    language: str | None = None,
) -> Face:
    """The mistakes that would explain the broken sums, best first; zh or en (ValueError otherwise).

    Those that give the reconciled figures are tinted.
    """
    return _explanations(report.explanations, report.id, shown_language(language))


def explanations_face(
    shown: Iterable[Explanation],
    language: str,
) -> Face:
    return _explanations(tuple(shown), "", language)


def _explanations(
    shown: Sequence[Explanation],
    caption: str,
    language: str,
) -> Face:
    if not shown:
        nothing = choose("没有需要解释的差错。", "nothing to explain.", language)
        return nothing_face(caption, nothing, language)
    heads = (
        _RANK,
        _WHAT,
        _CHANGES,
        _EVIDENCE,
        _BLAME,
    )
    lines = []
    for one in shown:
        texts = (
            f"{one.rank}{_how_sure(shown, one, language)}",
            one.say(language),
            "\n".join(_changes(one, language)),
            "\n".join((*one.say_heard(language), *one.say_deciders(language))),
            one.blame.say(language),
        )
        lines.append((texts, FOLLOWED if _is_followed(one) else ""))
    drawn = list_face(caption, heads, lines, language)
    told = [(f"{rank} ", says) for (rank, says, *_), _ in lines]
    return Face(drawn.html, _list_text(caption, told, len(shown), language))


def _changes(
    one: Explanation,
    language: str,
) -> list[str]:
    """What each cell would be, by its label; by its ids where no report tells the label."""
    empty = choose("（空）", "(blank)", language)
    changes = []
    for key, printed, number in one.cells:
        name = "/".join(key) if one.report is None else one.report[key].label
        before = empty if printed is None else number_text(printed)
        changes.append(f"{name} {before} → {number_text(number)}")
    return changes


def _is_followed(one: Explanation) -> bool:
    """Whether its figures are the reconciled ones: a decision outweighs what is certain."""
    if one.decided is not None:
        return one.decided is Decided.ACCEPT
    return one.certain


def _how_sure(
    shown: Sequence[Explanation],
    one: Explanation,
    language: str,
) -> str:
    """Whether an explanation is certain, or one of several that nothing tells apart."""
    if one.certain:
        return choose("（确定）", " (certain)", language)
    alike = [o for o in shown if (o.rank, o.findings) == (one.rank, one.findings)]
    if one.rank > 1 or len(alike) < MANY:
        return ""
    return choose(f"（{len(alike)}种可能之一）", f" (one of {len(alike)} ties)", language)


# Findings


def findings_html(
    report: Report,
    language: str | None = None,
) -> Face:
    """What the checks found, one line a finding; zh or en (ValueError otherwise)."""
    return _findings(report.findings, report.id, shown_language(language))


def findings_face(
    shown: Iterable[Finding],
    language: str,
) -> Face:
    return _findings(tuple(shown), "", language)


def _findings(
    shown: Sequence[Finding],
    caption: str,
    language: str,
) -> Face:
    if not shown:
        nothing = choose("没有发现。", "no findings.", language)
        return nothing_face(caption, nothing, language)
    heads = (
        _NO_HEAD,
        _RULE,
        _LEFT,
        _RIGHT,
        _WHAT,
    )
    lines = []
    for one in shown:
        texts = (
            f"{FINDING_SIGNS[one.kind]} {one.kind.say(language)}",
            one.rule,
            number_text(one.left),
            number_text(one.right),
            one.say(language),
        )
        # what is decided or explained asks for nobody any more
        is_open = one.settled is None and one.ruling is None
        lines.append((texts, FINDING_TINTS.get(one.kind, "") if is_open else ""))
    drawn = list_face(caption, heads, lines, language)
    told = [(f"{FINDING_SIGNS[one.kind]} ", one.say(language)) for one in shown[:MOST_TEXT]]
    return Face(drawn.html, _list_text(caption, told, len(shown), language))


def _list_text(
    caption: str,
    told: Sequence[tuple[str, str]],
    total: int,
    language: str,
) -> str:
    """A list of whole sentences under its caption, for a shell."""
    lines = told_whole(told, total, language)
    return "\n".join([caption, *lines] if caption else lines)
