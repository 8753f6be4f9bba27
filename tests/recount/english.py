"""The fragments of the English edition in which numbers stand."""

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
    is_clear,
    limits,
    old_rows,
    spread,
    stages,
    told_differences,
    told_share,
)
from recount.text import grouped, many, percent, signed


def english(facts: Facts) -> list[str]:
    s = Said(facts)
    failing = len(s.failing)
    low, high = map(percent, s.share)
    share = f"{failing} reports ({percent(failing / s.reports)}%, interval {low}% to {high}%)"
    years = f"{s.first} to {s.last}"
    return [
        f"Of {s.checked} checks that can be made inside the tables of {s.reports} reports, "
        f"{s.holds}",
        share,
        f"Contradictions leave {many(s.zeros.count, 'rate')} in {many(s.zeros.reports, 'report')} "
        f"without a value as printed: {s.zeros.large} of them, in "
        f"{many(s.zeros.large_reports, 'report')}, rest on {FEW} cases",
        f"Blank cells do so to {s.blanks.count} more ({s.lost.count} of these in",
        f"{s.zeros.count} of these, in {many(s.zeros.reports, 'report')}: what to",
        f"{s.zeros.large} of them, in {many(s.zeros.large_reports, 'report')}, rest on {FEW} cases",
        f"takes {s.blanks.count} more, in {many(s.blanks.reports, 'report')} "
        f"({s.lost.count} of these in",
        f"{s.blanks.large} of them rest on {FEW} cases",
        f"{many(len(s.running), 'cumulative count')} (in {many(s.events, 'report')}) and "
        f"{many(len(s.stocks), 'stock')} in force are not",
        f"in {s.shifted} of {many(s.shifting, 'body', 'bodies')} compared",
        f"asks for {s.stated} of the {s.checked + s.open} checks",
        f"Not settled is {len(s.undecided)} of these",
        f"the {len(s.largest)} with the most are",
        f"(for {s.uncertain} reports the catalog",
        f", in {many(s.events, 'report')} (a whole",
        f"(and {s.as_low} more reports)",
        f"web page ({s.sources['page']} reports), PDF ({s.sources['pdf']} reports), text taken out "
        f"of a file not seen ({s.sources['text']} reports), machine transcription "
        f"({s.sources['machine transcription']} reports) and secondary print "
        f"({s.sources['secondary print']} reports)",
        f"{s.reports} reports of {s.bodies} public bodies for {years}, {s.cells} cells in all",
        f"Of {s.checked} checks inside tables {s.fails} fail, through {s.places} mistakes in "
        f"{failing} reports; {len(s.settled)} of",
        f"Contradictions leave {many(s.zeros.count, 'rate')} of "
        f"{many(s.zeros.reports, 'report')} without a value as printed; blank cells "
        f"leave {s.blanks.count} more",
        f"The panel holds {s.reports} reports of {s.bodies} public bodies for {years}",
        f"have {s.cells} cells to fill in: {s.filled} have a figure, {s.blank} are blank, "
        f"{s.doubted} have",
        f"of which {s.reconciled} differ from print; {s.implied} numbers that",
        f"for {len(facts.inside)} reports a summary",
        f"Undecided in this way is {many(len(s.undecided), 'case')}",
        f"call for {s.checked + s.open} checks",
        f"leave {s.open} of them not assessable; of the {s.checked} that can be made "
        f"{s.holds} hold and {s.fails} fail",
        f"come to {s.places} mistakes",
        f"{s.reconciled} cells have a reconciled figure",
        f"The bodies, {s.bodies} in number",
        f"can be seen in {len(s.several)} bodies",
        f"at hand for {len(s.several)} bodies",
        f"{s.reports} reports have a transcription",
        f"of all {s.reports} reports",
        *_english_material(s),
        *_english_years(s),
        *_english_results(s),
    ]


def _english_material(s: Said) -> list[str]:
    reports = s.facts.reports
    own = sum(report.scope == "body" for report in reports)
    levels = Counter(bodies[0].level for bodies in s.facts.bodies.values())
    noted = count_noted(s)
    right = Decimal(s.cells - noted)
    low, high = map(percent, wilson(right, Decimal(s.cells)))
    made = [
        f"{own} reports of a body on its own work and {s.reports - own} summary reports",
        f"under {len({r.code for r in reports})} division codes",
        f"{levels['county']} (county level), {levels['department']} (department), "
        f"{levels['prefecture']} (prefecture level) and {levels['prefecture-level zone']} ("
        f"prefecture-level zone), from {len({r.code[:2] for r in reports})} province-level",
        f"Of {s.cells} cells compared, {right} are the same (interval {low}% to {high}%), "
        f"0 were read as another number, and for {noted} with",
    ]
    for report_id in dict.fromkeys(d["report"] for d in s.settled):
        settled = [d for d in s.settled if d["report"] == report_id]
        checks = sum(len(d["findings"]) for d in settled)
        cells = sum(len(d["cells"]) for d in settled)
        made.append(f": {many(checks, 'check')} fail")
        made.append(f"({many(len(settled), 'place')}, {many(cells, 'cell')})")
    return [*made, *_english_forms(s)]


def _english_forms(s: Said) -> list[str]:
    old = [report for report in s.facts.reports if report.is_old]
    rows = sorted({len(own) for own in old_rows(s.facts)})
    of = {form: [r for r in s.facts.new if form in forms_of(r)] for form in ("2019", "2021")}
    one, two = (stages(next(r for r in own if forms_of(r) == {form})) for form, own in of.items())
    accepted = [r for r in old if r.printed["legacy", "requests", "year"]]
    return [
        "use 3 families of forms",
        *(
            f"({len(own)} reports for {min(r.year for r in own)} to {max(r.year for r in own)}"
            for own in (old, of["2019"], of["2021"])
        ),
        f"we tell {len(old_rows(s.facts))} editions apart",
        f"with {rows[0]}, {rows[1]} and {rows[2]} rows",
        f"has {one[0]} rows and 7 columns, with {one[1]} grounds of denial, {one[2]} kinds of "
        f"information that the body is unable to provide and {one[3]} kinds of",
        "litigation has 15 cells",
        f"grew to {two[0]} rows",
        f"went from {many(one[4], 'row')} to {two[4]}",
        f"The {len(old)} reports before",
        f"accepted in {len(accepted)} reports",
        *(f"{r.printed['legacy', 'requests', 'year']} in {r.year}" for r in accepted),
    ]


def _english_years(s: Said) -> list[str]:
    bodies = {r.body for r, *_ in (*s.running, *s.stocks)}
    made = [
        f"which it is for {s.followed} of {s.reports} reports",
        f"so it is with {many(len(bodies), 'body', 'bodies')}",
        f"what the year brought; {len(s.running)} are not",
        f"minus those repealed; {len(s.stocks)} are not",
        f"newly published, and {len(s.public)} does",
    ]
    told = [(expected, printed) for *_, expected, printed in (*s.running, *s.stocks, *s.public)]
    made += [f"{grouped(a)} expected and {grouped(b)} printed" for a, b in told]
    made += [f"in {report.year}, {gap}, is exactly" for report, _, gap in s.skipped]
    return [
        *made,
        f"In {len(s.restarts)} cases cumulative counts fall",
        f"({len(s.equal)} cells with a figure;",
        f"is {max(s.equal)} in each",
        f"for 2012 counts less in {s.facts.below(2012)} cells",
        f"{s.zone_disclosed} in the summary, {s.county_disclosed} below it",
        f"for 2013 counts less in {s.facts.below(2013)} cells",
        "0 in the summary, 28 below it",
        f"Of {s.obtained} rates obtained, {s.gained + s.moved} depend",
        f"{s.gained} cannot be computed as printed",
        f"{s.moved} has other counts",
        f"{s.unsure} more are undecided",
    ]


def _english_results(s: Said) -> list[str]:
    facts = s.facts
    low, middle, high = s.middle_of_received
    tests = len(s.gaps) - s.few_gaps
    told = [one for one in s.gaps if min(p[1] for p in one[1]) >= FEW and is_clear(one[1])]
    made = [
        # before the numbers and years that they are made of
        *(f"rose from {one[1]} in {one[0]} to {two[1]} in {two[0]}" for one, two in s.ends),
        f"{len(s.received)} reports give the requests received",
        *(f"{number} in {report.year}" for report, number in s.largest),
        f"quartiles are {low} and {high}, the median is {middle}",
        f"together count {grouped(s.total)}",
        f"{len(s.by_denominators)} reports have at least {FEW} by every",
        f"Of {s.pairs} pairs of reports of different bodies, {s.swapped} change",
        f"{s.firm} of these do",
        f"{len(s.sums)} reports fill in all {len(s.used)} grounds and deny something, "
        f"{sum(s.sums)} denials in all ({many(s.others, 'report')} contained",
        f"queries {s.on_merits} of the {sum(s.sums)} denials remain",
        f"alone makes {percent(float(max(s.sums) / sum(s.sums)))}% of it",
        f"For {len(s.gaps)} reports the disclosure rates",
        f"{s.few_gaps} of these have fewer than {FEW} decisions",
        f"excludes zero in {len(told)} reports",
        f"Of {tests} tests some {tests * 0.05:g} would",
        f"carried over in {len(s.carried)} reports",
        f"next year's report {len(facts.carried())} times, and agrees each time",
        f"{len(facts.pairs('recon', large=False))} reports have decided reconsiderations",
        f"decided cases in {len(facts.pairs('suits', large=False))} reports",
        f"The day of {s.undated} reports is not known",
        f"Of {s.known} reports of which it can be told, {s.timely} came in time, and "
        f"{len(s.late)} late",
        *(f"({' or '.join(map(str, days))} days)" for _, days in s.late),
        f"(below {FEW} no rate is told)",
        f"{len(s.longest)} reports for {s.longest[0].year} to {s.longest[-1].year}, "
        f"in {len(s.forms)} editions",
        f"{s.compared} pairs of years were compared",
        f"by {2 * s.compared} tests",
        f"some {2 * s.compared * 0.05:g} differences",
        f"{count_stocked(facts)} bodies give the normative documents",
        "(the denominator is 0)",
        f"With a denominator below {FEW}",
        f"with a denominator below {FEW}",
    ]
    for row, number in s.used.items():
        made.append(f"{GROUNDS[row.removeprefix(DENIED)][1]} ({number})")
    for one, two, change in facts.changes():
        ends = " to ".join(map(signed, change[1:]))
        made.append(
            f"changed by {signed(change[0])} percentage points (interval {ends}) from "
            f"{one.year} to {two.year}"
        )
    for _, year, all_of in facts.outstanding():
        rate = percent(float(year / all_of))
        made.append(f"disclosed {grouped(year)} items")
        made.append(f"{rate}% of the {grouped(all_of)} counted")
    for least, most, whole in limits(facts):
        ends = " to ".join(f"{percent(float(end / whole))}%" for end in (least, most))
        made.append(f"({least} to {most} of {whole}, {ends})")
    for high, low in facts.apart():
        first, last = ([told_share(one[at], " ({})") for one in (high, low)] for at in (0, -1))
        made.append(
            f"{' and '.join(first)}; of those granted, partly granted and denied they are "
            f"{' and '.join(last)}"
        )
    for rate in ("broad", "full", "denial", "absent"):
        own = facts.pairs(rate)
        made.append(f"Of the {len(own)} reports with a denominator of at least {FEW}")
        a, b, c = spread([float(p[0] / p[1]) for _, p in own])
        made.append(f"quartiles of {len(own)} reports are {a}% and {b}%, the median is {c}%")
    for place in (0, -1):
        a, b, c = spread([float(own[place][0] / own[place][1]) for own in s.by_denominators])
        made.append(
            f"quartiles of {len(s.by_denominators)} reports are {a}% and {b}%, the median is {c}%"
        )
    made += [
        f"{signed(d)} percentage points (interval {signed(a)} to {signed(b)})"
        for d, a, b in told_differences(s)
    ]
    return made
