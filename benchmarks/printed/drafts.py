"""What a specimen says and how it shall look, before a typesetter has seen it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from gxkit.forms import find_form

from .figures import draw_unique
from .layouts import HeadShape, Laid, TruthCell, lay_out, truth_of

CAPTIONS = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "legacy": "附表：政府信息公开情况统计表",
}
NATIONAL = ("proactive", "requests", "remedies")
_SENTENCES = (
    "本机关认真贯彻落实政府信息公开条例，持续推进公开工作。",
    "健全工作机制，明确责任分工，及时更新公开目录。",
    "围绕群众关切加强政策解读，丰富解读形式。",
    "畅通申请渠道，依法按时答复，规范文书格式。",
    "加强平台建设，定期检查栏目内容，提升检索体验。",
    "组织业务培训，开展考核评议，推动整改落实。",
)


@dataclass(frozen=True, slots=True)
class Look:
    """How the specimen shall look.

    A typesetter takes what it can and refuses a word that it does not know. `rules` is how the
    table is ruled, `filler` the lines of text before the request table (they move the page break),
    `groups` how group labels stand (`across`, `vertical`: the typesetter's vertical writing,
    `stacked`: one character a line), `page` the sheet (`portrait`, `landscape`, and where supported
    `rotated`, `sideways`, `cropped`), `margin` in points.
    """

    font: str = "Noto Serif SC"
    size: float = 9
    rules: str = "solid"
    filler: int = 3
    groups: str = "across"
    page: str = "portrait"
    margin: float = 60
    repeat_heads: bool = False
    cut_rows: bool = True
    side_by_side: bool = False
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A specimen to be made: `edition` is that of all tables but those that `mixed` names."""

    name: str
    typesetter: str
    edition: str
    look: Look = Look()
    shape: HeadShape = field(default_factory=HeadShape)
    mixed: dict[str, str] = field(default_factory=dict)

    @property
    def borderless(self) -> bool:
        """Whether nothing parts the columns: no rules, or lines across alone."""
        return self.look.rules in ("none", "lines")


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a specimen: paragraphs (`= ` title, `# ` heading) and tables, with the truth."""

    year: int
    parts: tuple[str | Laid, ...]
    truth: tuple[TruthCell, ...]
    forms: dict[str, str]


def draft_report(plan: Plan, seed: int) -> Draft:
    """The report of a plan; the same seed gives the same words and figures."""
    rng = random.Random(f"{seed}/{plan.name}")
    form = find_form(plan.edition)
    year = rng.randint(form.in_force[0], min(form.in_force[1], 2025))
    forms = {table.id: plan.mixed.get(table.id, plan.edition) for table in form.tables}
    figures = draw_unique(forms, rng)
    parts: list[str | Laid] = [
        f"= 某某市人民政府{year}年政府信息公开工作年度报告",
        "# 一、总体情况",
        *_paragraphs(rng, max(1, plan.look.filler // 2)),
    ]
    truth: list[TruthCell] = []
    for table_id, edition in forms.items():
        table = find_form(edition).table(table_id)
        parts.append("# " + CAPTIONS[table_id])
        if table_id == "requests":
            parts += _paragraphs(rng, (plan.look.filler + 1) // 2)
        parts.append(lay_out(table, figures, year, CAPTIONS[table_id], plan.shape))
        truth += truth_of(table, figures, year)
    if plan.edition.startswith("fujian"):
        parts += ["# 二、存在的主要问题及改进情况", *_paragraphs(rng, 1)]
    else:
        parts += [
            "# 五、存在的主要问题及改进情况",
            *_paragraphs(rng, 2),
            "# 六、其他需要报告的事项",
            "无其他需要报告的事项。",
        ]
    return Draft(year, tuple(parts), tuple(truth), forms)


def _paragraphs(rng: random.Random, count: int) -> list[str]:
    return ["".join(rng.sample(_SENTENCES, 2)) for _ in range(count)]
