"""What the findings about the narrative say, in Chinese and English."""

from __future__ import annotations

from enum import StrEnum

from gxkit.document import Where
from gxkit.forms.crosswalk import find_concept
from gxkit.narrative.parts import PartList
from gxkit.narrative.shares import Rounding
from gxkit.report import Claim, Number, Report
from gxkit.text import Listed, Said, Sentence, distance

RULES: dict[str, Sentence] = {
    "R8": Sentence(
        "叙述中的数应等于表中同一概念的数",
        "a count in the narrative equals the cell of the same concept",
    ),
    "R9": Sentence(
        "叙述中的占比应等于部分除以总数",
        "a share in the narrative equals its count over the total",
    ),
    "R10": Sentence(
        "叙述中列出的各部分应合成所称的总数",
        "parts listed in the narrative make the whole they claim to make",
    ),
}


class Doubt(StrEnum):
    """Why a count that differs from its cell is a remark only."""

    CARRIED_IN = "carried in"
    TWO_SENSES = "two senses"
    BLANK = "blank"
    WORDS = "words"
    OFFICE = "office"
    ABOUT = "about"


DOUBTS: dict[Doubt, Sentence] = {
    Doubt.CARRIED_IN: Sentence(
        "；与本年新收加上年结转之和相符，结转的申请可能一并计入",
        "; it is what was received and carried in together, so the requests carried over "
        "may be counted too",
    ),
    Doubt.TWO_SENSES: Sentence(
        "；叙述另一处同一词的数与表一致，此处应另有含义",
        "; elsewhere the narrative gives the table's figure under the same name, "
        "so the word means another thing here",
    ),
    Doubt.BLANK: Sentence(
        "；表中有空白格，以同行已填各数代替",
        "; the table leaves cells blank; the printed figures of the row stand in",
    ),
    Doubt.WORDS: Sentence(
        "；叙述用语与表中项目不尽相同，口径可能不同",
        "; the narrative's words are not the form's; another thing may be meant",
    ),
    Doubt.OFFICE: Sentence(
        "；表格涵盖全地区，叙述未说明范围，可能只计本机关",
        "; the table covers the whole area; the narrative does not say whether it counts "
        "the office alone",
    ),
    Doubt.ABOUT: Sentence(
        "；叙述为约数",
        "; the narrative says it is approximate",
    ),
}
SAID = Sentence(
    "正文（{place}）：“{quoted}”",
    "Narrative ({place}): “{quoted}”",
)
RECOGNISED = Sentence(
    "{found}；此句由图片识别，或有误识",
    "{found}; the sentence was recognised from a picture and may be misread",
)
# A field of its own, so that who tells the finding elsewhere may leave the sentence out.
_QUOTE = Sentence("（{quoted}）", " ({quoted})")
_ELSEWHERE = Sentence("（{place}）", " ({place})")
_COUNT = Sentence(
    "叙述为“{printed}”{quote}，表中 {cells} 为 {number}，相差 {gap}{why}{elsewhere}",
    "the narrative says “{printed}”{quote}, the table's {cells} is {number}, "
    "off by {gap}{why}{elsewhere}",
)
_LEFT_ALONE = Sentence(
    "叙述为“{printed}”{quote}{more}，系另一机关或范围的数，未与表中 {cells} 的 {number} 核对",
    "the narrative says “{printed}”{quote}{more}, which is another body's figure and was not "
    "compared with {number}, the table's {cells}",
)
_AND_MORE = Sentence("及另外 {count} 处", " and {count} more")
_OPEN_CELL = Sentence(
    "叙述为“{printed}”{quote}，表中 {cells} 无数，无法核对",
    "the narrative says “{printed}”{quote}; the table's {cells} has no number; not assessable",
)
_SUM_OF = Sentence("{first} 等 {count} 格之和", "{first} … (sum of {count})")
_SHARE = Sentence(
    "{part}占“{printed}”，{ratio} 应为 {due}%，相差 {gap} 个百分点{how}",
    "{part} is given as {printed}, {ratio} is {due}%, off by {gap} points{how}",
)
_HOW = {
    Rounding.CUT: Sentence("，系舍去尾数而非四舍五入", ": cut, not rounded"),
    Rounding.RAISED: Sentence("，系进位而非四舍五入", ": rounded up"),
}
_PARTS = Sentence(
    "所列 {many} 部分之和为 {listed}={total}，总数为“{printed}”，相差 {gap}",
    "the {many} parts listed make {listed}={total}, the whole is “{printed}”, off by {gap}",
)
_KINDS = Sentence(
    "叙述称分为“{printed}”，实际列出 {many} 项，相差 {gap}",
    "the narrative claims “{printed}” kinds, {many} are listed, off by {gap}",
)
LONGEST_EXCERPT = 60
"""characters of a sentence that are quoted in full"""
BEFORE, BEHIND = 30, 20
"""characters around a figure that are quoted of a longer one"""


def place_of(report: Report, claim: Claim) -> str | Where:
    """Where a claim stands; the heading of its section where no place is known."""
    return claim.where or report.sections[claim.section].heading


def _quote(report: Report, claim: Claim) -> str:
    """The sentence of a claim, or the words around it where it is long."""
    sentence = claim.sentence
    if len(sentence) <= LONGEST_EXCERPT:
        return sentence
    left, right = claim.span
    text = report.sections[claim.section].text
    around = text[max(0, left - BEFORE) : right + BEHIND]
    return "…" + "".join(around.split()) + "…"


def _name_cells(report: Report, claim: Claim) -> Said:
    first = report[claim.cells[0]].label
    if len(claim.cells) == 1:
        return first
    return _SUM_OF.fill(first=first, count=len(claim.cells))


def _gap_of(claim: Claim, number: Number) -> Number:
    """How far a number is from what a claim says, or from a bound where it says no number."""
    said = claim.number
    if said is None:
        said = claim.high if claim.low is None else claim.low
    return distance(said or 0, number)


def say_count(
    report: Report,
    claim: Claim,
    number: Number,
    doubt: Doubt | None,
    other: Claim | None,
) -> Sentence:
    """A count that is not the cell's; `other` is the claim that agrees with the cell."""
    elsewhere = None
    if other is not None:
        elsewhere = _ELSEWHERE.fill(place=place_of(report, other))
    return _COUNT.fill(
        printed=claim.printed,
        quote=_QUOTE.fill(quoted=_quote(report, claim)),
        cells=_name_cells(report, claim),
        number=number,
        gap=_gap_of(claim, number),
        why=None if doubt is None else DOUBTS[doubt],
        elsewhere=elsewhere,
    )


def say_left_alone(
    report: Report,
    claim: Claim,
    number: Number,
    many: int,
) -> Sentence:
    """The first of several figures of other bodies beside a cell."""
    return _LEFT_ALONE.fill(
        printed=claim.printed,
        quote=_QUOTE.fill(quoted=_quote(report, claim)),
        more=_AND_MORE.fill(count=many - 1) if many > 1 else None,
        cells=_name_cells(report, claim),
        number=number,
    )


def say_open_cell(report: Report, claim: Claim) -> Sentence:
    """A count whose cell has no number."""
    return _OPEN_CELL.fill(
        printed=claim.printed,
        quote=_QUOTE.fill(quoted=_quote(report, claim)),
        cells=_name_cells(report, claim),
    )


def _name_part(part: Claim) -> Sentence:
    """What a share is of: its words, in English behind the concepts that they name."""
    known = " + ".join(find_concept(concept).name("en") for concept in part.concepts)
    quoted = f"“{part.counts}”"
    return Sentence(part.counts, f"{known} ({quoted})" if known else quoted)


def say_share(
    part: Claim,
    share: Claim,
    whole: Claim,
    due: Number | None,
    how: Rounding,
) -> Sentence:
    """A share that is not part / whole rounded."""
    return _SHARE.fill(
        part=_name_part(part),
        printed=share.printed,
        ratio=f"{part.number}/{whole.number}",
        due=str(due),
        gap=distance(share.number or 0, due or 0),
        how=_HOW.get(how),
    )


def say_parts(found: PartList, whole: Claim) -> Sentence:
    """Parts that do not add up to their whole."""
    numbers = tuple(part.number for part in found.parts)
    return _PARTS.fill(
        many=len(numbers),
        listed=Listed(numbers, "+", "+"),
        total=found.total,
        printed=whole.printed,
        gap=distance(found.total, whole.number or 0),
    )


def say_kinds(found: PartList, claimed: Claim) -> Sentence:
    """A list with more or fewer parts than the text says."""
    many = len(found.parts)
    return _KINDS.fill(
        printed=claimed.printed,
        many=many,
        gap=distance(claimed.number or 0, many),
    )
