"""What the figures over bodies and years say, in Chinese and English: the rest of `words.WORDS`."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "pooled note": (
        "报告多，{}。逐份见同名CSV。",
        "Many reports: {}. Each is in the CSV.",
    ),
    "pooled sums": ("合计{}份", "sums over {}"),
    "pooled nested": (
        "；另{}份已含在别的报告内，不重复相加",
        "; {:more is|more are} counted by others already",
    ),
    "pooled blank": (
        "；另{}份有空白或未定的格，不计入",
        "; {:more has|more have} a blank or undecided cell",
    ),
    "latest note": (
        "报告多，各机关只画最近的，至多{}份，共{}份；全部{}份见同名CSV。",
        "Many reports: the latest of each body, at most {} of one, {} in all; the CSV has all {}.",
    ),
    "largest note": (
        "报告多，只画案件最多的{}个机关最近的；全部{}份见同名CSV。",
        "Many reports: the latest of the {:body|bodies} with most cases; the CSV has all {}.",
    ),
    "quartile note": (
        "点为一行各份的中位数（只有1份的，即其天数），粗线为中间一半；逐份见同名CSV。",
        "Dots: medians of a row (of one report, its days); thick lines: the middle half; each "
        "report is in the CSV.",
    ),
    "changes note": ("点线：统计表更换（{}）。", "Dotted: the form changed ({})."),
    "any day note": (
        "? {}份的公布日有几说：线或“小 … 大”为各日之下的最少和最多天数。",
        "? Several days are told of {:report|reports}: the fewest and the most.",
    ),
    "dated early": (
        "未列（公布日早于报告年度结束）：{}份",
        "Left out, for dated before their year had ended: {}",
    ),
    "several days note": (
        "? {}份的公布日有几说：带端线的线为中位数可能的最小值和最大值，粗线取最宽。",
        "? Several days are told of {:report|reports}: caps are the least and the most that a "
        "median may be, thick lines the widest half.",
    ),
    "failing title": ("不成立的规则", "Rules that fail"),
    "failing unit": (
        "占可检验的百分比 · 淡色：全部成立 · 空白：无从检验 · {}",
        "per cent of what was tested · pale: all hold · empty: not tested · {}",
    ),
    "failing of": ("不成立/可检验", "fail/tested"),
    "all of it": ("全", "all"),
    "place inside": ("表内", "Tables"),
    "place years": ("年度之间", "Years"),
    "place text": ("叙述", "Text"),
    "failing apart": (
        "年度之间、叙述：按份计，只计可检验的：上一年也有报告、两年的表都问此事的（比较几个机关"
        "的，该年不止1份的）、叙述有数字的（R8：可与表对照的）。S：软性关系，不成立只作提示。",
        "Years, text: reports, of those that could be tested: the forms of this year and the last "
        "ask for it (several bodies: a year of several reports); figures in the text (R8: "
        "comparable ones). S: soft, a breach is a remark.",
    ),
    "failing few": (
        "空心：可检验的不足{}，写不成立的个数，不是百分比。",
        "Hollow: fewer than {} tested, and in it how many fail, not per cent.",
    ),
    "failing none": ("处处成立而未列：{}。", "Not shown, for they hold everywhere: {}."),
    "more rules": ("另{}项见同名CSV。", "{} more in the CSV of the same name."),
    "n reports": ("份数", "n"),
    "year": ("年", "year"),
    "distribution title": ("各机关最近年度的公开率", "Disclosure rate in each body's last year"),
    "distribution unit": (
        "予以公开和部分公开，占办理的百分比 · {}",
        "granted in full or part, per cent of decisions · {}",
    ),
    "distribution note": (
        "横线：95%威尔逊区间；灰底：中间一半；曲线：各机关比率都等于合计时，95%在其间；菱形：在其外。"
        "空心：办理不足{}件，不排序。",
        "Lines: 95 % Wilson intervals; ground: middle half; curves: 95 % lie between if all bodies "
        "had the pooled rate; diamonds: beyond. Hollow: under {} decisions, not ranked.",
    ),
    "pool without": (
        "合计不含已计入别的机关汇总报告的{}份。",
        "The pool leaves out what reports of other bodies count too: {}.",
    ),
    "distribution left": (
        "另{}个机关没有可用的比率（没有办理、有格空白或未定）。",
        "{:more body has|more bodies have} no rate (nothing decided, or a cell blank or "
        "undecided).",
    ),
    "denominators title": ("分母并列：公开率（含部分公开）", "Disclosure rate by denominator"),
    "denominators unit": (
        "百分比，分母都不少于20件 · {}",
        "per cent; no denominator below 20 · {}",
    ),
    "of all": ("占全部办理", "of all decided"),
    "of handled": ("不计不予处理和其他", "without not processed and other"),
    "of answerable": ("占公开、部分公开与不予公开之和", "of granted, partly granted and denied"),
    "denominators of": ("公开件数/分母", "granted / of"),
    "denominators few": (
        "另{}份有分母不足20件，只在同名CSV中。",
        "{:more|more} with a denominator below 20: in the CSV of the same name alone.",
    ),
    "band note": (
        "上方：细线为中间80%的报告，粗线为中间一半，点为中位数。",
        "On top: thin lines hold the middle 80 % of reports, thick ones the middle half; dots are "
        "medians.",
    ),
    "more furthest": (
        "另{}份未画出（列出的相差最大），见同名CSV。",
        "{:more is|more are} not drawn (shown: those furthest apart); see the CSV of the same "
        "name.",
    ),
    "unfollowed title": ("与上年不接的累计数和存量", "Counts and stocks that do not follow"),
    "unfollowed unit": (
        "应为：累计＝上年累计＋当年，存量＝上年存量＋制发－废止 · {}",
        "due: the year before plus the year's own (stocks: less repealed) · {}",
    ),
    "due from before": ("依上年应为", "due from the year before"),
    "as it is printed": ("所印", "printed"),
    "due and printed": ("应为 → 所印", "due → printed"),
    "gaps": ("相差", "Gaps"),
    "gap R7": ("累计数", "cumulative counts"),
    "gap S4": ("存量", "stocks"),
    "gap bands": (
        "上方：相差多少，细线为中间80%，粗线为中间一半，方点为中位数。",
        "On top: how wide the gaps are; thin line the middle 80 %, thick the middle half, square "
        "the median.",
    ),
    "more gaps": (
        "另{}处未画出（列出的相差最大），见同名CSV。",
        "{:more is|more are} not drawn (shown: the widest); see the CSV of the same name.",
    ),
    "falling": (
        "累计数下降而没有说明的（{}）只在同名CSV中。",
        "In the CSV of the same name alone: cumulative counts that fall without a word ({}).",
    ),
    "proactive title": ("主动公开各年的件数", "Proactive disclosure, year by year"),
    "proactive unit": (
        "对数轴，从0起 · n为份数 · {}",
        "logarithmic from 0 · n = reports · {}",
    ),
    "panel normative_documents_in_force": ("规范性文件现行有效", "Normative docs in force"),
    "panel normative_documents_made": ("规范性文件制发", "Normative docs made"),
    "panel licensing_decisions": ("行政许可决定", "Licensing decisions"),
    "panel disclosed_year": ("主动公开（本年）", "Disclosed in the year"),
    "panel regulations_made": ("规章制发", "Government rules made"),
    "panel penalties_decisions": ("行政处罚决定", "Penalty decisions"),
    "proactive note": (
        "每点一份报告，线连同一机关同一种表的相邻年度。",
        "A dot a report, lines join a body's neighbouring years of one form.",
    ),
    "proactive middles": (
        "有一年超过{}份的项目，点为各年中位数，粗线为中间一半，细线为中间80%。",
        "Where a year has more than {}: dots are medians, thick lines the middle half, thin ones "
        "the middle 80 %.",
    ),
    "proactive open": (
        "另{}个数空白或未定，未画出。",
        "{:more number is|more numbers are} blank or undecided and not drawn.",
    ),
    "theme requests": ("申请（件）", "Requests"),
    "theme outcomes": ("办理结果（占全部结果的百分比）", "Results, per cent of all"),
    "theme carried": ("结转（件）", "Carried over, requests"),
    "theme remedies": ("已审结的复议和诉讼（件）", "Reconsideration and suits closed"),
    "theme documents": ("行政规范性文件（件）", "Normative documents"),
    "theme decisions": (
        "主动公开（条）和许可、处罚决定（件），对数轴",
        "Documents disclosed, licences and penalties, logarithmic",
    ),
    "filled is corrected": ("实心：纠正/审结", "filled: corrected/closed"),
    "none known": ("没有一年的数是齐的", "in no year are all numbers known"),
    "no case closed": ("没有审结的案件", "no case closed"),
    "on the left": ("（左）", " (left)"),
    "on the right": ("（右）", " (right)"),
    "middle of bodies": (
        "{}个机关收到的申请（对数轴）：点为中位数，粗线为中间一半，细线为中间80%",
        "Received by {:body|bodies}, logarithmic: dots are medians, thick lines the middle half, "
        "thin 80 %",
    ),
    "board years unit": (
        "每格：不成立的占可核对的百分比 · 规则下：违反的份数 · 空格：该年的表没有此项 · {}",
        "What fails, per cent of what can be assessed · under a rule: reports that break it · {}",
    ),
    "coverage levels unit": (
        "每格：报告份数，底色为统计表的格式 · {}个机关，{}",
        "Each field: number of reports, by the form that they fill · {:body|bodies}, {}",
    ),
    "body unit": ("各年，右侧为最近一年的数 · {}", "by year, on the right the last number · {}"),
    "body note": (
        "换表而口径改变处，或缺年度处，线断开；该表不问的事项留空。",
        "Lines are cut where a form changed what is counted or a year is missing; what a form does "
        "not ask for stays empty.",
    ),
    "middle of": ("中位数{}%", "median {}%"),
    "pooled by": ("合计{}%，横轴：办理件数", "pooled {}%; x: decisions"),
    "none of enough": ("没有办理件数足够的机关", "no body with enough decisions"),
    "stakes title": (
        "所印的数与核对后的数：比率是否改变",
        "Does the rate change?",
    ),
    "stakes unit": (
        "百分比 · 只列因所取的数而不同或未定的 · {}",
        "Per cent · rates that hang on which figures are taken · {}",
    ),
    "changes unit": (
        "核对后减所印，百分点 · {}",
        "Reconciled minus printed, in points · {}",
    ),
    "changes pooled note": (
        "比率多：每点一项改变了的比率，竖线和粗线为中位数和中间一半；按所印算不出的没有差，只计数。"
        "逐项见同名CSV。",
        "Many rates: a dot a change, bar and thick line their median and middle half; what printed "
        "figures do not give has no change, and is counted. Each is in the CSV.",
    ),
    "few at stake": (
        "分母不足20件或不明的{}项不画，见同名CSV。",
        "Not drawn: {} with a denominator below 20 or unknown (in the CSV).",
    ),
    "one change": ("改变了的比率", "a rate that changes"),
    "by reconciled": ("核对后", "reconciled"),
    "by implied": ("推得", "implied"),
    "no rate": ("算不出", "none"),
    "n rates": ("n\n比率", "n\nrates"),
    "no rate printed": ("所印\n算不出", "none as\nprinted"),
    "other rate printed": ("所印\n不同", "other as\nprinted"),
    "rate broad_disclosure_rate": ("公开率", "Disclosed"),
    "rate full_disclosure_rate": ("全部公开率", "Granted in full"),
    "rate denial_rate": ("不予公开率", "Denied"),
    "rate backlog_rate": ("结转率", "Carried over"),
    "rate reconsideration_reversal_rate": ("复议纠错率", "Recons. corrected"),
    "rate litigation_reversal_rate.both": ("诉讼纠错率", "Suits corrected"),
}

# why there is nothing to draw, by figure
NOTHING: dict[str, tuple[str, str]] = {
    "flow idle": (
        "报告{}没有收到申请，也没有上年结转的，没有去向可画。",
        "The report {} received no request and carried none in: there is nowhere they went.",
    ),
    "flow untold": (
        "报告{}没有填收到、结转和办理的件数，画不出申请的去向。",
        "The report {} gives no number of requests received, carried over or decided.",
    ),
    "body_years": (
        "没有哪个机关有两个年度的报告，画不出一个机关的各年。",
        "No body has reports of two years whose course could be drawn.",
    ),
    "proactive": (
        "没有报告填明主动公开的件数和年度。",
        "No report gives numbers of proactive disclosure and its year.",
    ),
    "unfollowed": (
        "没有累计数或存量与上年不接：各机关只有一个年度，或前后都接得上。",
        "No cumulative count or stock fails to follow: each body has one year, or all of them do "
        "follow.",
    ),
    "denominators": (
        "没有报告填齐各项结果而各分母都不少于20件，无从并列。",
        "No report gives every result with no denominator below 20: nothing stands side by side.",
    ),
    "distribution": (
        "有公开率的机关不足两个，没有分布可画。",
        "Fewer than two bodies have a disclosure rate: there is no distribution to draw.",
    ),
    "failing_rules": (
        "没有报告的表有可核对的勾稽关系，也没有年度之间或叙述的核对。",
        "No report has a form that states a rule, and none was checked against others or its text.",
    ),
}
