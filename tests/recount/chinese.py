"""The fragments of the Chinese edition in which numbers stand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from recount.facts import Facts
from recount.reports import DENIED, FEW, wilson
from recount.said import (
    GROUNDS,
    Said,
    count_noted,
    count_stocked,
    forms_of,
    limits,
    old_rows,
    spread,
    stages,
    told_differences,
    told_share,
)
from recount.text import percent, signed


def chinese(facts: Facts) -> list[str]:
    s = Said(facts)
    failing = len(s.failing)
    low, high = map(percent, s.share)
    share = f"{failing}份报告（{percent(failing / s.reports)}%，区间{low}%至{high}%）"
    years = f"{s.first}至{s.last}年度"
    made = [
        f"{s.reports}份报告的表内勾稽关系可以检验的有{s.checked}条，成立{s.holds}条；{share}",
        f"使{s.zeros.reports}份报告的{s.zeros.count}项比率照所印的数算不出来，其中分母不少于{FEW}件的"
        f"{s.zeros.large}项，见于{s.zeros.large_reports}份报告；"
        f"另有{s.blanks.count}项因格空白而算不出来（其中{s.lost.count}项，",
        f"累计数有{len(s.running)}处（{s.events}份报告）、现行有效文件的存量有{len(s.stocks)}处",
        f"可比较的{s.shifting}个机关中有{s.shifted}个全部",
        f"（应检验的{s.checked + s.open}条中占{s.stated}条）",
        f"其中未定的{len(s.undecided)}处",
        f"目录对其中{s.uncertain}份",
        f"{s.zeros.count}项，在{s.zeros.reports}份报告：作分母的",
        f"其中分母不少于{FEW}件的{s.zeros.large}项，见于{s.zeros.large_reports}份报告。出自",
        f"没有数的格的{s.blanks.count}项，在{s.blanks.reports}份报告（其中{s.lost.count}项，",
        f"）；其中分母不少于{FEW}件的{s.blanks.large}项",
        f"见于{s.events}份报告",
        f"（另有{s.as_low}份相同）",
        f"网页（{s.sources['page']}份）、PDF（{s.sources['pdf']}份）、"
        f"程序从未见的文件中取出的文字（{s.sources['text']}份）、"
        f"机器转录（{s.sources['machine transcription']}份）、"
        f"转载的对照表（{s.sources['secondary print']}份）",
        f"{s.bodies}个机关{years}的{s.reports}份报告、{s.cells}个应填的格",
        f"可检验的{s.checked}条表内关系中有{s.fails}条不成立，出自{failing}份报告的{s.places}处差错，"
        f"其中{len(s.settled)}处",
        f"使{s.zeros.reports}份报告的{s.zeros.count}项比率无从按所印的数计算，"
        f"空白的格使{s.blanks.count}项也",
        f"面板收录{s.bodies}个机关{years}的{s.reports}份报告",
        f"各报告共有{s.cells}个应填的格，印有数字的{s.filled}格，空白的{s.blank}格，"
        f"印有数字而读法不能确定的{s.doubted}格",
        f"与所印不同的{s.reconciled}格）；未印而可由他数推得的{s.implied}格",
        f"有{len(facts.inside)}份报告所在的地方",
        f"，共{len(s.undecided)}处",
        f"分母不足{FEW}件",
        f"表内应检验的关系{s.checked + s.open}条，其中{s.open}条",
        f"可检验的{s.checked}条中，成立{s.holds}条，不成立{s.fails}条",
        f"见于{share}",
        f"归并起来是{s.places}处",
        f"所印不同的共{s.reconciled}格",
        f"所收机关为{s.bodies}个",
        f"能看变化的机关有{len(s.several)}个",
        f"{s.reports}份报告另有转录的数字",
        f"{s.reports}份报告的机关、标题",
        *_chinese_material(s),
        *_chinese_years(s),
        *_chinese_results(s),
    ]
    return made


def _chinese_material(s: Said) -> list[str]:
    reports = s.facts.reports
    own = sum(report.scope == "body" for report in reports)
    levels = Counter(bodies[0].level for bodies in s.facts.bodies.values())
    noted = count_noted(s)
    right = Decimal(s.cells - noted)
    low, high = map(percent, wilson(right, Decimal(s.cells)))
    made = [
        f"机关自身的报告{own}份",
        f"汇总报告{s.reports - own}份，分属{len({r.code for r in reports})}个",
        f"县级{levels['county']}个，部门{levels['department']}个，地市级{levels['prefecture']}个，"
        f"地市级开发区{levels['prefecture-level zone']}个，",
        f"来自{len({r.code[:2] for r in reports})}个",
        f"逐格对照{s.cells}格：相同的{right}格（区间{low}%至{high}%），读成别的数的0格，"
        f"转录有数而未作取舍的{noted}格",
    ]
    for report_id in dict.fromkeys(d["report"] for d in s.settled):
        settled = [d for d in s.settled if d["report"] == report_id]
        report = next(one for one in reports if one.id == report_id)
        checks = sum(len(d["findings"]) for d in settled)
        cells = sum(len(d["cells"]) for d in settled)
        made.append(f"{report.agency}{report.year}年的报告有{checks}条关系不成立")
        made.append(f"解释（{len(settled)}处，涉及{cells}格）")
    return [*made, *_chinese_forms(s)]


def _chinese_forms(s: Said) -> list[str]:
    old = [report for report in s.facts.reports if report.is_old]
    rows = sorted({len(own) for own in old_rows(s.facts)})
    of = {form: [r for r in s.facts.new if form in forms_of(r)] for form in ("2019", "2021")}
    one, two = (stages(next(r for r in own if forms_of(r) == {form})) for form, own in of.items())
    groups = [old, of["2019"], of["2021"]]
    spans = [
        f"见于{min(r.year for r in own)}至{max(r.year for r in own)}年度的{len(own)}份报告"
        for own in groups
    ]
    return [
        "所收报告用到3类统计表",
        *spans,
        f"辨认出{len(old_rows(s.facts))}种格式",
        f"各有{rows[0]}、{rows[1]}和{rows[2]}行",
        f"表三有{one[0]}行、7栏，不予公开分{one[1]}项理由，无法提供分{one[2]}种，不予处理分{one[3]}种；"
        "复议、诉讼的表四有15格",
        f"的表三增至{two[0]}行",
        f"由{one[4]}行变为{two[4]}行",
        f"以前的{len(old)}份报告",
        *(
            f"{r.agency}{r.year}年（{number}件）"
            for r in old
            if (number := r.printed["legacy", "requests", "year"])
        ),
    ]


def _chinese_years(s: Said) -> list[str]:
    bodies = {r.body for r, *_ in (*s.running, *s.stocks)}
    made = [f"{s.reports}份报告中，上年的报告也已收录的有{s.followed}份"]
    made += [f"这样的机关有{len(bodies)}个", f"有{len(s.running)}处不是"]
    made += [f"有{len(own)}处不是" for own in (s.stocks, s.public)]
    made += [f"所差的{gap}正是" for *_, gap in s.skipped]
    for *_, expected, printed in (*s.running, *s.stocks, *s.public):
        made.append(f"应为{expected}而印作{printed}")
    return [
        *made,
        f"没有说明的有{len(s.restarts)}处",
        f"（有数的{len(s.equal)}格，如",
        f"都是{max(s.equal)}）：其中必有某份",
        f"{s.zone.agency}2012年的汇总有{s.facts.below(2012)}格小于",
        f"：汇总{s.zone_disclosed}，所属{s.county_disclosed}",
        f"{s.zone.agency}2013年的汇总有{s.facts.below(2013)}格小于",
        "：汇总0，所属28",
        f"得出的{s.obtained}项比率中，{s.gained + s.moved}项",
        f"{s.gained}项按所印的数无从计算",
        f"比率相同的有{s.moved}项",
        f"另有{s.unsure}项未定",
    ]


def _chinese_results(s: Said) -> list[str]:
    facts = s.facts
    low, middle, high = s.middle_of_received
    tests = len(s.gaps) - s.few_gaps
    made = [
        f"有数的{len(s.received)}份报告",
        *(f"{report.agency}{report.year}年{number}件" for report, number in s.largest),
        f"四分位区间为{low}至{high}件，中位数{middle}件",
        f"各份合计{s.total}件",
        *(f"最多的{len(s.largest)}份{said}" for said in ("为", "是")),
        f"已审结案件的报告{len(facts.pairs('suits', large=False))}份",
        f"各分母都不少于{FEW}件的报告有{len(s.by_denominators)}份",
        f"{s.pairs}对中有{s.swapped}对",
        f"其中有{s.firm}对",
        f"填齐{len(s.used)}项理由且有不予公开的报告有{len(s.sums)}份，合计{sum(s.sums)}件"
        f"（已含在上级汇总里的{s.others}份不重复计）",
        f"余{s.on_merits}件",
        f"最大的报告占{percent(float(max(s.sums) / sum(s.sums)))}%",
        f"可以分别计算的有{len(s.gaps)}份，其中{s.few_gaps}份有一方不足{FEW}件",
        f"共检验{tests}次",
        f"可望有{tests * 0.05:g}次",
        f"有申请结转下年度的有{len(s.carried)}份",
        f"可核对的结转有{len(facts.carried())}处，其中没有对不上的",
        f"有已审结复议的报告{len(facts.pairs('recon', large=False))}份",
        f"公布日不详的有{s.undated}份",
        f"可知是否按期的{s.known}份中，按期的{s.timely}份",
        *(
            f"{report.agency}{report.year}年（晚{'或'.join(map(str, days))}天）"
            for report, days in s.late
        ),
        f"（不足{FEW}件的不报百分比）",
        f"{s.longest[0].year}至{s.longest[-1].year}年的{len(s.longest)}份报告，用过{len(s.forms)}种格式",
        f"共比较{s.compared}对年度",
        f"检验{2 * s.compared}个差",
        f"可望有{2 * s.compared * 0.05:g}个差",
        f"现行有效件数的机关有{count_stocked(facts)}个",
        "（分母为0）",
    ]
    for row, number in s.used.items():
        made.append(f"{GROUNDS[row.removeprefix(DENIED)][0]}（{number}件）")
    for one, two in s.ends:
        made.append(f"从{one[0]}年的{one[1]}件上升到{two[0]}年的{two[1]}件")
    for one, two, change in facts.changes():
        ends = "至".join(map(signed, change[1:]))
        made.append(f"{one.year}年至{two.year}年变动{signed(change[0])}个百分点（区间{ends}）")
    for report, year, total in facts.outstanding():
        rate = percent(float(year / total))
        made.append(f"{report.year}年主动公开{year}条，占当时累计{total}条的{rate}%")
    for least, most, whole in limits(facts):
        ends = "至".join(f"{percent(float(end / whole))}%" for end in (least, most))
        made.append(f"（{whole}件中的{least}至{most}件，{ends}）")
    for high, low in facts.apart():
        first, last = ([told_share(one[at], "（{}）") for one in (high, low)] for at in (0, -1))
        made.append(f"年的{first[0]}和")
        made.append(
            f"年的{first[1]}；只以公开、部分公开与不予公开之和为分母，则是{'和'.join(last)}"
        )
    for rate, said in (
        ("broad", "、数字已定的"),
        ("full", "、数字已定的"),
        ("denial", "的"),
        ("absent", "的"),
    ):
        own = facts.pairs(rate)
        made.append(f"不少于{FEW}件{said}{len(own)}份报告中")
        a, b, c = spread([float(p[0] / p[1]) for _, p in own])
        made.append(f"{len(own)}份报告的四分位区间为{a}%至{b}%，中位数{c}%")
    for place in (0, -1):
        a, b, c = spread([float(own[place][0] / own[place][1]) for own in s.by_denominators])
        made.append(f"{len(s.by_denominators)}份报告的四分位区间为{a}%至{b}%，中位数{c}%")
    made += [
        f"{signed(d)}个百分点（区间{signed(a)}至{signed(b)}）" for d, a, b in told_differences(s)
    ]
    return made
