"""What each figure finds, as its title says it: from the same data that it plots and writes.

Counts of reports, not sums over them: a place may stand in the reports of several bodies. A rate is
judged only where it rests on FEW requests or more.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from gxkit.charts.names import family_of
from gxkit.charts.rows import BODY
from gxkit.charts.spans import HIGH, LOW, open_parts
from gxkit.forms.crosswalk import crosswalk, find_concept
from gxkit.panel.denominators import count_swaps
from gxkit.panel.failings import INSIDE
from gxkit.panel.indicators.intervals import FEW
from gxkit.panel.unfollowed import RUNNING
from gxkit.text import Sentence, agree


def _reports(number: int) -> str:
    return f"{number:,} {agree(number, 'report', 'reports')}"


def find_series(data: pd.DataFrame) -> Sentence:
    """In how many bodies requests rose and fell, between the first and the last year of a form; of
    one body from how many to how many."""
    told = data.assign(family=[family_of(edition) for edition in data["edition"]])
    told = told[told["received"].notna()].sort_values("year")
    ends: list[pd.DataFrame] = []
    for _, body in told.groupby(BODY):
        # years of another form count other things
        own = body[body["family"].eq(body["family"].iloc[-1])]
        # one year is no series
        if len(own) > 1:
            ends.append(own.iloc[[0, -1]])
    if not ends:
        return Sentence(
            "没有一个机关在同一种表下有两年的数字",
            "No body has figures of two years of one form",
        )
    several = len(ends)
    if several == 1:
        (years, numbers) = (ends[0][name].astype(int) for name in ("year", "received"))
        (first, last), (before, after) = years, numbers
        return Sentence(
            f"申请由{first}年的{before:,}件到{last}年的{after:,}件",
            f"Requests went from {before:,} in {first} to {after:,} in {last}",
        )
    steps = [float(own["received"].iloc[1] - own["received"].iloc[0]) for own in ends]
    rose = sum(step > 0 for step in steps)
    fell = sum(step < 0 for step in steps)
    return Sentence(
        f"{several:,}个机关在最近所用的表下有多年数字：首尾两年相比，申请增加的{rose:,}个，减少的"
        f"{fell:,}个",
        f"{several:,} bodies have several years of the form used last: between first and last year "
        f"requests rose in {rose:,}, fell in {fell:,}",
    )


def _say_drawn(judged: pd.DataFrame, rows: pd.DataFrame | None) -> tuple[str, str]:
    """How many of the reports that a title counts have a row, where it is not all of them; '' of
    sums, which hold all."""
    if rows is None or "reports" in rows:
        return "", ""
    drawn = int(judged["report"].isin(rows["report"]).sum())
    if drawn == len(judged):
        return "", ""
    return f"（图中{drawn:,}份）", f" ({drawn:,} drawn)"


def find_outcomes(data: pd.DataFrame, rows: pd.DataFrame | None = None) -> Sentence:
    """In how many reports at least half of the requests were granted in full or in part, those
    left aside of which that is undecided."""
    given = data["granted"] + data["partial"]
    judged = data["decided"].ge(FEW) & given.notna()
    judged &= ~open_parts(data, ["granted", "partial", "decided"]).any(axis=1)
    half = int((given[judged] * 2 >= data.loc[judged, "decided"]).sum())
    whole = int(judged.sum())
    if not whole:
        return Sentence(
            f"没有一份报告办理{FEW}件以上而填明结果",
            f"No report decided {FEW} requests or more and gives the results",
        )
    zh, en = _say_drawn(data[judged], rows)
    return Sentence(
        f"办理{FEW}件以上的{whole:,}份报告{zh}中，{half:,}份全部或部分公开的达到一半",
        f"Of {_reports(whole)} with {FEW} decisions or more{en}, {half:,} granted half in "
        "full or part",
    )


def find_grounds(
    data: pd.DataFrame,
    grounds: Sequence[str],
    rows: pd.DataFrame | None = None,
) -> Sentence:
    """The ground that alone leads in most reports of enough denials, and in how many some tie."""
    enough = data["denied"].ge(FEW) & ~open_parts(data, ["denied", *grounds]).any(axis=1)
    own = data.loc[enough, list(grounds)].astype(float)
    if own.empty:
        return Sentence(
            f"没有一份报告不予公开{FEW}件以上，不比较理由",
            f"No report denied {FEW} requests or more: grounds are not compared",
        )
    leads = own.eq(own.max(axis=1), axis=0)
    # of two grounds with as many requests neither is the first
    alone = leads.sum(axis=1).eq(1)
    firsts = leads[alone].sum()
    whole, number, tied = len(own), int(firsts.max()), int((~alone).sum())
    drawn = _say_drawn(data[enough], rows)
    with_many = f"with {FEW} denials or more{drawn[1]}"
    told = Sentence(
        f"不予公开{FEW}件以上的{whole:,}份报告{drawn[0]}中",
        f"{_reports(whole)} {with_many}",
    )
    if not number or firsts.eq(number).sum() > 1:
        return Sentence(
            f"{told.say('zh')}，没有一种理由居首多于其他理由",
            f"No ground leads more often than others in {told.say('en')}",
        )
    name = find_concept(str(firsts.idxmax()))
    have = agree(tied, "has", "have")
    zh, en = (f"，另{tied:,}份有并列", f"; {tied:,} {have} a tie") if tied else ("", "")
    return Sentence(
        f"{told.say('zh')}，“{name.name('zh')}”在{number:,}份中居首{zh}",
        # the font's curly quotes are as wide as a Chinese letter
        f'"{name.name("en")}" leads in {number:,} of {_reports(whole)} {with_many}{en}',
    )


def find_flow(data: pd.DataFrame) -> Sentence:
    """Where most of the requests of a report went, unless that is open, or several places tie."""
    out = data[data["side"].eq("out") & data["value"].gt(0)]
    sizes = dict(zip(out["concept"].astype(str), out["value"].astype(float), strict=True))
    most = max(sizes.values(), default=0.0)
    firsts = [concept for concept, size in sizes.items() if size == most]
    # what is left over, or left blank, is no concept: nobody can say where most went
    if not firsts or not set(firsts) <= set(crosswalk().concepts):
        return Sentence("多数申请的去向没有填明", "Where most of the requests went is not said")
    handled = data.loc[data["side"].eq("in"), "value"]
    whole = float(handled.sum() if handled.notna().all() else sum(sizes.values()))
    requests = agree(whole, "request", "requests")
    if _may_differ(data, firsts):
        return Sentence(
            f"{whole:,.0f}件申请中，哪一种结果最多还没有定",
            f"Of {whole:,.0f} {requests}, which result is the largest part is undecided",
        )
    names = [find_concept(concept) for concept in firsts]
    zh = "和".join(f"“{name.name('zh')}”" for name in names)
    en = " and ".join(name.name("en").lower() for name in names)
    if most == whole:
        return Sentence(
            f"{whole:,.0f}件申请的结果都是{zh}",
            f"{agree(whole, 'The one request', f'All {whole:,.0f} requests')}: {en}",
        )
    if len(names) > 1:
        return Sentence(
            f"{whole:,.0f}件申请中，{zh}最多，各{most:,.0f}件",
            f"Of {whole:,.0f} {requests} the largest parts, {most:,.0f} each: {en}",
        )
    return Sentence(
        f"{whole:,.0f}件申请中，最多的是{zh}（{most:,.0f}件）",
        f"Of {whole:,.0f} {requests} the largest part, {most:,.0f}: {en}",
    )


def _may_differ(data: pd.DataFrame, firsts: Sequence[str]) -> bool:
    """Whether open numbers of a flow may make another band the largest than those that are."""
    if not open_parts(data, ["value"]).any(axis=None):
        return False
    out = data[data["side"].eq("out")]
    is_first = out["concept"].isin(firsts)
    least = out.loc[is_first, f"value{LOW}"].min()
    return len(firsts) > 1 or not out.loc[~is_first, f"value{HIGH}"].lt(least).all()


def find_remedies(data: pd.DataFrame) -> Sentence:
    """In how many reports with cases some decision was corrected."""
    corrected = data["corrected"].gt(0).groupby(data["report"]).any()
    number, whole = int(corrected.sum()), len(corrected)
    return Sentence(
        f"有复议或诉讼案件的{whole:,}份报告中，{number:,}份有被纠正的",
        f"Of {_reports(whole)} with reconsideration or suits, {number:,} had a decision corrected",
    )


def find_board(board: pd.DataFrame) -> Sentence:
    """How many reports contradict themselves, and by which rule most often."""
    whole = board["report"].nunique()
    fails = board[board["fails"].gt(0)]
    number = fails["report"].nunique()
    if not number:
        return Sentence(
            f"{whole:,}份报告中没有一份自相矛盾",
            f"None of {_reports(whole)} contradicts itself",
        )
    rules = fails.groupby("rule")["report"].nunique()
    rule, often = str(rules.idxmax()), int(rules.max())
    contradict = agree(number, "contradicts itself", "contradict themselves")
    return Sentence(
        f"{whole:,}份报告中{number:,}份自相矛盾，其中{often:,}份违反{rule}",
        f"{number:,} of {_reports(whole)} {contradict}; {often:,} of them "
        f"{agree(often, 'breaks', 'break')} {rule}",
    )


def find_backlog(data: pd.DataFrame, rows: pd.DataFrame | None = None) -> Sentence:
    """In how many reports more was carried out of the year than into it."""
    known = data[data["carried_in"].notna() & data["carried_out"].notna()]
    number = int(known["carried_out"].gt(known["carried_in"]).sum())
    whole = len(known)
    zh, en = _say_drawn(known, rows)
    return Sentence(
        f"{whole:,}份报告{zh}中，{number:,}份结转下年的多于上年结转的",
        f"In {number:,} of {_reports(whole)}{en} more was carried out of the year than into it",
    )


def find_gap(data: pd.DataFrame, rows: pd.DataFrame | None = None) -> Sentence:
    """In how many reports people and organisations differ by more than chance."""
    both = data["people_decided"].ge(FEW) & data["organisations_decided"].ge(FEW)
    judged = data[both & data["ci_low"].notna()]
    whole = len(judged)
    if not whole:
        return Sentence(
            f"没有一份报告对自然人和组织都办理{FEW}件以上，差别无从判断",
            f"No report decided {FEW} requests or more of both sides: no gap can be judged",
        )
    people = int(judged["ci_low"].gt(0).sum())
    organisations = int(judged["ci_high"].lt(0).sum())
    rest = "，其余不能断定" if people + organisations < whole else ""
    zh, en = _say_drawn(judged, rows)
    return Sentence(
        f"两边都在{FEW}件以上的{whole:,}份报告{zh}中，自然人较高的{people:,}份，组织较高的"
        f"{organisations:,}份{rest}",
        f"Of {_reports(whole)} with {FEW} or more on both sides{en}, people fared better "
        f"in {people:,}, organisations in {organisations:,}",
    )


def find_reversals(data: pd.DataFrame, rows: pd.DataFrame) -> Sentence:
    """In how many reports with closed cases some were corrected, and how many of the rows drawn
    close enough."""
    own = data.groupby("report")[["corrected", "closed"]].sum()
    whole, number = len(own), int(own["corrected"].gt(0).sum())
    many = int(rows["closed"].ge(FEW).sum())
    return Sentence(
        f"有审结案件的{whole:,}份报告中，{number:,}份有被纠正的；图中审结{FEW}件以上的有{many:,}行",
        f"Of {_reports(whole)} with closed cases, {number:,} had one corrected; {many:,} "
        f"{agree(many, 'row drawn rests', 'rows drawn rest')} on {FEW} or more",
    )


def find_stakes(stakes: pd.DataFrame) -> Sentence:
    """How many rates printed figures give otherwise, or not at all, and how many are undecided."""
    known = stakes[["printed", "reconciled", "implied"]].notna().any(axis=1)
    differs, printed = stakes["differs"], stakes["printed"].notna()
    rates = int(known.sum())
    lacking, other = int((differs & ~printed).sum()), int((differs & printed).sum())
    undecided = int(stakes["value_low"].notna().sum())
    zh, en = _some_of(
        (lacking, "{}项算不出", "{} not at all"),
        (other, "{}项是另一个数", "{} otherwise"),
    )
    open_zh, open_en = _some_of(
        (undecided, "另{}项未定", f"{{}} {agree(undecided, 'is', 'are')} undecided")
    )
    some_zh = f"按所印的数有{zh}" if zh else "按所印的数没有一项不同"
    some_en = f"printed figures give {en or 'none otherwise'}"
    return Sentence(
        f"{rates:,}项比率中，{'，'.join(filter(None, (some_zh, open_zh)))}",
        f"Of {rates:,} {agree(rates, 'rate', 'rates')}, "
        f"{'; '.join(filter(None, (some_en, open_en)))}",
    )


def _some_of(*parts: tuple[int, str, str]) -> tuple[str, str]:
    """Those of some parts (a count, its words in Chinese and in English) whose count is not 0, in
    both languages."""
    told = [part for part in parts if part[0]]
    zh = "，".join(words.format(f"{count:,}") for count, words, _ in told)
    en = " and ".join(words.format(f"{count:,}") for count, _, words in told)
    return zh, en


def find_claims(data: pd.DataFrame) -> Sentence:
    """How many figures of the text the table contradicts, those apart that it does not once it is
    put right, and those whose words mean another thing elsewhere in the text."""
    wrong = data["state"].eq("disagrees")
    mended = wrong & _equals_reconciled(data)
    other = wrong & ~mended & _has_two_senses(data)
    stands = data[wrong & ~mended & ~other]
    number, whole, reports = len(stands), len(data), stands["report"].nunique()
    zh = f"正文可对照的{whole:,}个数字中，{number:,}个与统计表不符"
    figures = agree(whole, "figure", "figures")
    differ = agree(number, "differs", "differ")
    en = f"{number:,} of {whole:,} {figures} in the text {differ} from the table"
    if number:
        zh += f"，见于{reports:,}份报告"
        en += f", in {_reports(reports)}"
    if mended.any():
        zh += f"；另{mended.sum():,}个与核对后的数相符"
        en += f"; {mended.sum():,} more only before it is reconciled"
    if other.any():
        zh += f"；另{other.sum():,}个另有所指"
        en += f"; {other.sum():,} more in another sense of the word"
    return Sentence(zh, en)


def _equals_reconciled(data: pd.DataFrame) -> pd.Series:
    """Whether the text says what the table has as reconciled."""
    if "reconciled" not in data:
        return pd.Series(False, index=data.index)
    return data["stated"].eq(data["reconciled"]).fillna(False).astype(bool)


def _has_two_senses(data: pd.DataFrame) -> pd.Series:
    """Whether another figure of the same text is what the cells have."""
    if "cells" not in data:
        return pd.Series(False, index=data.index)
    cells = pd.MultiIndex.from_frame(data[["report", "cells"]])
    agreeing = cells[data["state"].eq("agrees").to_numpy()]
    return pd.Series(cells.isin(agreeing), index=data.index)


def find_timeliness(data: pd.DataFrame) -> Sentence:
    """How many reports were late, of those that are not dated before their year had ended."""
    late = int(data["days_low"].gt(0).sum())
    # of one that may be either nothing is said
    whole = late + int(data["days_high"].le(0).sum())
    return Sentence(
        f"可知是否按期的{whole:,}份报告中，逾期的{late:,}份",
        f"Of {_reports(whole)} whose day and term are known, {late:,} came late",
    )


def find_coverage(data: pd.DataFrame) -> Sentence:
    """How many reports of how many bodies, and the longest series."""
    reports, bodies = data["report"].nunique(), data["code"].add(data["agency"]).nunique()
    longest = int(data.groupby(BODY)["year"].nunique().max())
    first, last = int(data["year"].min()), int(data["year"].max())
    body = agree(bodies, "body", "bodies")
    several = agree(longest, "year", "years")
    years = f"{first}–{last}" if first < last else f"{first}"
    return Sentence(
        f"{bodies:,}个机关的{reports:,}份报告，{years}年，最长的有{longest:,}个年度",
        f"{_reports(reports)} of {bodies:,} {body}, {years}; the longest series has "
        f"{longest:,} {several}",
    )


def find_failing(data: pd.DataFrame) -> Sentence:
    """How many relations inside tables fail, and by which rule most."""
    hard = data[data["where"].eq(INSIDE) & ~data["soft"]]
    tested, fails = hard["tested"].sum(), hard["fails"].sum()
    if not fails:
        return Sentence(
            f"表内可检验的{tested:,.0f}条关系全部成立",
            f"No check inside tables fails, of {tested:,.0f} that can be tested",
        )
    rules = hard.groupby("rule")["fails"].sum()
    rule = rules.idxmax()
    return Sentence(
        f"表内{tested:,.0f}条关系有{fails:,}条不成立，以{rule}最多（{rules.max():,}条）",
        f"{fails:,} of {tested:,.0f} checks inside tables {agree(fails, 'fails', 'fail')}, most of "
        f"{rule} ({rules.max():,})",
    )


def find_distribution(data: pd.DataFrame) -> Sentence:
    """The middle of the bodies' rates, and how many lie beyond the limits of chance."""
    judged = data[data["denominator"].ge(FEW)]
    whole, middle = len(judged), judged["value"].median()
    if not whole:
        return Sentence(
            f"没有机关办理{FEW}件以上，比率无从比较",
            f"No body decided {FEW} requests or more: no rates can be compared",
        )
    beyond = int(judged["face"].eq("beyond").sum())
    bodies = agree(whole, "body", "bodies")
    return Sentence(
        f"办理{FEW}件以上的{whole:,}个机关公开率中位数{middle:.0%}，{beyond:,}个在95%界限之外",
        f"Median {middle:.0%} over {whole:,} {bodies} with {FEW} decisions or more; "
        f"{beyond:,} beyond 95% limits",
    )


def find_denominators(data: pd.DataFrame) -> Sentence:
    """How far the middle of the rates moves with the denominator, and who changes places."""
    first, last = data["rate_all"].median(), data["rate_answerable"].median()
    swapped, clear, pairs = count_swaps(data)
    if len(data) == 1:
        return Sentence(
            f"1份报告换了分母，公开率从{first:.0%}变为{last:.0%}",
            f"Another denominator moves the rate of 1 report from {first:.0%} to {last:.0%}",
        )
    zh = f"换分母，公开率的中位数从{first:.0%}变为{last:.0%}"
    en = f"The denominator moves the median from {first:.0%} to {last:.0%}"
    if swapped:
        zh += f"；高低颠倒的{swapped:,}对中{clear:,}对经得起检验"
        en += f"; of {swapped:,} {agree(swapped, 'swap', 'swaps')} {clear:,} "
        en += f"{agree(clear, 'holds', 'hold')} by the test"
    elif pairs:
        zh += "；没有两个机关高低颠倒"
        en += "; no two bodies swap"
    return Sentence(zh, en)


def find_unfollowed(data: pd.DataFrame) -> Sentence:
    """How many cumulative counts and stocks do not follow, and the widest gap."""
    running = int(data["rule"].eq(RUNNING).sum())
    stocks = len(data) - running
    ranked = data.sort_values("gap", ascending=False, kind="stable")
    widest = ranked.iloc[0]
    due, stands = f"{widest['expected']:,.0f}", f"{widest['printed']:,.0f}"
    counts = agree(running, "count", "counts")
    # documents public in total, as one form asks for them, are no stock in force
    kinds = agree(stocks, "stock or total", "stocks or totals")
    zh, en = _some_of(
        (running, "累计数{}处", f"{{}} cumulative {counts}"),
        (stocks, "存量或总数{}处", f"{{}} {kinds}"),
    )
    does = agree(running + stocks, "does", "do")
    return Sentence(
        f"{zh.replace('，', '、')}与上年接不上；相差最大的应为{due}，印作{stands}",
        f"{en} {does} not follow; widest: {due} due, {stands} printed",
    )


def find_proactive(data: pd.DataFrame) -> Sentence:
    """How licences and penalties moved between neighbouring years of one form."""
    told = []
    for concept in ("licensing_decisions", "penalties_decisions"):
        own = data[data["concept"].eq(concept)].sort_values("year")
        bodies = own.groupby([*BODY, "family"])
        step = bodies["value"].diff()[bodies["year"].diff().eq(1)]
        told += [len(step), int(step.gt(0).sum())]
    pairs, more, others, rose = told
    whole = data["report"].nunique()
    if not pairs + others:
        return Sentence(
            f"{whole:,}份报告中没有一个机关在同一种表下有相邻两年的许可或处罚决定数",
            f"Of {_reports(whole)} none gives licences or penalties of neighbouring years and one "
            "form",
        )
    return Sentence(
        f"相邻年度许可决定{pairs:,}对中{more:,}对增加，处罚决定{others:,}对中{rose:,}对增加",
        f"From year to year licences rose in {more:,} of {pairs:,} "
        f"{agree(pairs, 'case', 'cases')}, penalties in {rose:,} of {others:,}",
    )


def find_body(data: pd.DataFrame) -> Sentence:
    """How long a body's series is, over how many forms, and how requests moved in the last."""
    first, last = int(data["year"].min()), int(data["year"].max())
    years, forms = data["year"].nunique(), data["family"].nunique()
    own = data[data["concept"].eq("requests_received")].sort_values("year")
    newest = own[own["family"].eq(own["family"].iloc[-1])] if len(own) else own
    counted = agree(years, "year", "years"), agree(forms, "form", "forms")
    told = Sentence(
        f"{first}–{last}年{years}个年度、{forms}种表",
        f"{first}–{last}: {years} {counted[0]}, {forms} {counted[1]}",
    )
    # one year shows no course
    if len(newest) <= 1:
        return told
    since, until = (int(newest["year"].iloc[place]) for place in (0, -1))
    before, after = (f"{newest['value'].iloc[place]:,.0f}" for place in (0, -1))
    return Sentence(
        f"{told.say('zh')}；申请由{since}年的{before}件到{until}年的{after}件",
        f"{told.say('en')}; requests went from {before} in {since} to {after} in {until}",
    )
