"""Which rules fail, over years and forms: rules by years."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from gxkit.charts.canvas import (
    CORNER,
    Canvas,
    close_canvas,
    write,
    write_head,
)
from gxkit.charts.changes import (
    list_changes,
    mark_changes,
    note_changes,
)
from gxkit.charts.findings import find_failing
from gxkit.charts.house import (
    BLANK,
    FAINT,
    HEAT,
    LEAST_TYPE,
    MUTED,
    PALE,
    VERMILION,
    Chart,
    Look,
    draw_field,
    readable_on,
    style,
)
from gxkit.charts.lettering import cut, folded
from gxkit.charts.marks import NO_NUMBER
from gxkit.charts.names import words_of_rule
from gxkit.charts.pointing import SAID, Parts, name_field
from gxkit.charts.registry import figure
from gxkit.charts.rows import (
    Layout,
    note_count,
    open_rows,
    write_columns,
)
from gxkit.charts.words import (
    count_reports,
    listed,
    pick,
    refuse_empty,
    word,
)
from gxkit.forms import all_forms, per_form_set
from gxkit.forms.crosswalk import crosswalk
from gxkit.panel.failings import (
    INSIDE,
    KINDS,
    PLACES,
    TEXT,
)
from gxkit.panel.indicators.intervals import FEW
from gxkit.text import Sentence

# a column of text, what fails of what was tested, stands to the right
LAYOUT = Layout(
    row=0.13,
    right=0.95,
    left=(2.2, 2.65),
    inner=(1.55, 2.15),
    room=1.9,
)
# rows that 8.5 cm of page hold beside head and notes
MOST = 14
# letters of a rule's words that the rows have room for
LETTERS = (26, 33)
# of a column: a lone year would have a field as wide as the page
FEWEST_YEARS = 8
# width and height of a field, of a column and a row
FIELD = (0.94, 0.86)
# the share failing that is as dark as can be
DARKEST = 0.5
# below it a share in whole per cent would be 0
LEAST = 0.005
# shorter than the forms say it, by what they say
SHORT = {
    "六类申请人之和应等于总计": Sentence("六类申请人之和≠总计", "applicants ≠ total"),
    "（一）至（六）各项之和应等于（七）总计": Sentence("各项结果之和≠总计", "results ≠ total"),
    "第一项加第二项应等于第三项加第四项": Sentence(
        "收到＋结转≠办理＋结转", "received + carried in ≠ out"
    ),
    "维持、纠正、其他、尚未审结之和应等于总计": Sentence(
        "复议诉讼各结果≠总计", "results of cases ≠ total"
    ),
    "分项之和应等于总数": Sentence("分项之和≠总数", "parts ≠ whole"),
    "历年累计应不小于当年数": Sentence("历年累计＜当年", "cumulative < year"),
    "网站公开数与公报公开数之和通常等于主动公开数": Sentence(
        "网站＋公报≠主动公开", "web + gazette ≠ disclosed"
    ),
    "受理申请数通常等于答复数": Sentence("受理≠答复", "requests ≠ answers"),
}
# of what fails out of few that were tested
HOLLOW: Look = {"facecolor": "white", "edgecolor": VERMILION, "linewidth": 0.7}
# what the forms of both years ask for where a rule between years can be asked: one of these rows
# or columns; of the 2019 form no running count follows
NEEDED: Mapping[str, frozenset[str]] = {
    "R6": frozenset({"carried_in"}),
    "R7": frozenset({"cumulative"}),
    "S3": frozenset({"prior_items"}),
    "S4": frozenset({"in_force", "total_public"}),
    "S5": frozenset({"cumulative"}),
}
# rules between years that need several bodies
SEVERAL_BODIES = ("same", "parts", "twice")
# in a field
NUMBER: Look = {
    "ha": "center",
    "va": "center",
    "fontsize": LEAST_TYPE,
}
# before the years and the numbers of reports below them
YEARS_HEAD: Look = {
    "xycoords": CORNER,
    "xytext": (-4, -2),
    "ha": "right",
    "va": "top",
    "fontsize": LEAST_TYPE,
    "color": MUTED,
}
# points between the axes and the unit
UNDER_HEAD = 4
# inches from the axes to the right end of the counts
COUNTS = 0.9
# inches that a digit below a year takes
DIGIT = 0.062
# what tells the rows apart
KEYS = ["where", "rule"]


def failing_data(failings: pd.DataFrame) -> pd.DataFrame:
    """The lines of `gxkit.panel.failings.failings_frame` with a year, and of each what was
    `tested` and what of that is `broken`.

    Inside tables these are relations; between years and in the text they are the report itself, if
    something was found in it.
    """
    data = failings[failings["year"].notna()].reset_index(drop=True)
    found = data["fails"] + data["remarks"]
    is_inside = data["where"].eq(INSIDE)
    tested = data["instances"] - data["not_assessable"]
    return data.assign(
        tested=tested.where(is_inside, 1.0),
        broken=found.where(is_inside, found.gt(0)).astype("float64"),
    )


@figure(
    "failing_rules",
    order=14,
    takes=["failings"],
    may_take=["claims"],
)
def draw_failing_rules(
    failings: pd.DataFrame,
    *,
    claims: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "zh",
    source: str,
) -> Chart:
    """Rules by years: what does not hold, per cent of what could be tested.

    `failings` is one of `gxkit.panel.failings.failings_frame`. A rule that no table states of
    itself is set against the reports in which it could be asked (`count_asked`), for which `claims`
    are needed where it is on the text. Rules that hold everywhere are named in a note.
    """
    data = failing_data(failings)
    refuse_empty(data, "failing_rules")
    reports = data.drop_duplicates("report")
    of_year = reports.groupby("year").size()
    fields = _fields(data, count_asked(data, claims))
    rules = _rules(fields)
    shown = _most(rules)
    changes = list_changes(data)
    with style():
        canvas = _open(ax, shown, language)
        first = data[data["broken"].gt(0)].groupby([*KEYS, "year"])["report"].first()
        _draw_fields(canvas, shown, fields, first.to_dict())
        _write_counts(canvas, shown)
        _label_years(canvas, of_year)
        mark_changes(canvas.ax, changes)
        canvas.tell(find_failing(data))
        number = count_reports(len(reports), language)
        unit = canvas.say("failing unit", number)
        write_head(canvas, canvas.say("failing title"), unit, UNDER_HEAD)
        note_changes(canvas, changes)
        _note_rules(canvas, rules, shown)
        close_canvas(canvas, source)
    return Chart(canvas.figure, data)


def _open(
    ax: Axes | None,
    shown: pd.DataFrame,
    language: str,
) -> Canvas:
    places = [word(f"place {where}", language) for where in shown["where"]]
    named = zip(shown["where"], shown["rule"], strict=True)
    names = [_name(where, rule, language) for where, rule in named]
    return open_rows(
        ax,
        LAYOUT,
        places,
        names,
        language,
    )


def count_asked(data: pd.DataFrame, claims: pd.DataFrame | None) -> pd.DataFrame:
    """How many reports of each year could break a rule that no table states: `tested`.

    Between years these are the reports whose body has one of the year before and whose forms ask
    for what the rule needs, of rules over several bodies those of a year with several reports; in
    the text those that have a figure, of R8 one that can be compared. A report that breaks a rule
    could.
    """
    reports = data.drop_duplicates("report").reset_index(drop=True)
    apart = data[data["where"].ne(INSIDE)]
    made = [pd.DataFrame(columns=[*KEYS, "year", "tested"])]
    for (where, rule), own in apart.groupby(KEYS):
        if where == TEXT:
            able = _with_figures(str(rule), claims)
        elif rule in SEVERAL_BODIES:
            crowd = reports.groupby("year")["report"].transform("size").gt(1)
            able = set(reports.loc[crowd, "report"])
        else:
            able = _with_year_before(str(rule), reports)
        some = reports[reports["report"].isin(able | set(own["report"]))]
        counts = some.groupby("year").size().astype("float64")
        line = pd.DataFrame({"tested": counts}).reset_index()
        made.append(line.assign(where=str(where), rule=str(rule)))
    return pd.concat(made[1:] or made, ignore_index=True)


def _with_figures(rule: str, claims: pd.DataFrame | None) -> set[str]:
    """The reports with figures in their text, for R8 with one that can be compared."""
    if claims is None:
        return set()
    told = claims[claims["agrees"].notna()] if rule == "R8" else claims
    return set(told["report"])


def _with_year_before(rule: str, reports: pd.DataFrame) -> set[str]:
    """The reports whose body has one of the year before, both with what a rule needs."""
    who = ["code", "agency", "year"]
    before = reports[[*who, "family"]].assign(year=reports["year"] + 1)
    pairs = reports.merge(before, on=who, suffixes=("", "_before"))
    families = zip(pairs["family"], pairs["family_before"], strict=True)
    needed = NEEDED.get(rule, frozenset())
    # a rule that needs no name of a form is asked of all
    able = [not needed or bool(needed & _ids(now) & _ids(then)) for now, then in families]
    return set(pairs.loc[able, "report"])


@per_form_set
def _ids_of_families() -> dict[str, frozenset[str]]:
    """The ids of the rows and columns of all forms, by family."""
    walk = crosswalk()
    made: dict[str, frozenset[str]] = {}
    for form in all_forms().values():
        family = walk.family(form.id)
        own = {row.id for table in form.tables for row in table.rows}
        own |= {column.id for table in form.tables for column in table.columns}
        made[family] = made.get(family, frozenset()).union(own)
    return made


def _ids(family: str) -> frozenset[str]:
    return _ids_of_families().get(family, frozenset())


def _fields(data: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """What was tested and what is broken by rule and year; `asked` as `count_asked` has it."""
    keys = [*KEYS, "year"]
    counts = data.groupby(keys)[["tested", "broken"]].sum().reset_index()
    is_inside = counts["where"].eq(INSIDE)
    # of the others only what is broken has a line, and what held is counted all the same
    apart = asked.merge(counts.loc[~is_inside, [*keys, "broken"]], on=keys, how="left")
    apart["broken"] = apart["broken"].astype("float64").fillna(0.0)
    return pd.concat([counts[is_inside], apart], ignore_index=True)


def _rules(fields: pd.DataFrame) -> pd.DataFrame:
    """The rules over all years, in the order in which the study tells of them."""
    sums = fields.groupby(KEYS)[["tested", "broken"]].sum().reset_index()
    letters = sums["rule"].str.extract(r"^(\D*)(\d*)$")
    order = {
        "place": sums["where"].map(PLACES.index),
        "letter": letters[0],
        "number": pd.to_numeric(letters[1]).fillna(0),
    }
    return sums.assign(**order).sort_values(list(order), ignore_index=True)


def _most(rules: pd.DataFrame) -> pd.DataFrame:
    """The rules that do not hold, as many as the page holds: those most often broken."""
    broken = rules[rules["broken"].gt(0)]
    # a figure that finds nothing shows what was asked
    shown = broken if len(broken) else rules
    ranked = shown.sort_values("broken", ascending=False, kind="stable")
    chosen = sorted(ranked.index[:MOST])
    return rules.loc[chosen].reset_index(drop=True)


def _name(
    where: str,
    rule: str,
    language: str,
) -> str:
    """A rule by its number and what it finds, as short as a row asks."""
    said = KINDS[where].get(rule) if where in KINDS else None
    if said is None:
        said = SHORT.get(words_of_rule(rule, "zh"))
    words = words_of_rule(rule, language) if said is None else said.say(language)
    # a rule without a number is called by a word of ours, which says nothing more
    number = f"{rule} " if rule[-1:].isdigit() else ""
    letters = pick(LETTERS, language)
    return cut(
        folded(f"{number}{words}", letters),
        1,
        letters,
    )


def _draw_fields(
    canvas: Canvas,
    rules: pd.DataFrame,
    fields: pd.DataFrame,
    broken: Mapping[Hashable, str],
) -> None:
    """A field for each rule and year, darker the more does not hold; `broken` are reports in which
    it does not."""
    keys = rules[KEYS].itertuples(index=False, name=None)
    places = {key: row for row, key in enumerate(keys)}
    for line in fields.to_dict("records"):
        row = places.get((line["where"], line["rule"]))
        if row is None:
            continue
        at = (int(line["year"]), row)
        tested = line["tested"]
        # of nothing that could be tested there is no share
        share = line["broken"] / tested if tested else None
        # out of few no share is told, nor drawn: the field is hollow and has the number
        is_few = bool(share) and tested < FEW
        look: Look = NUMBER | {"color": VERMILION if is_few else _ink(share)}
        draw_field(canvas.ax, at, FIELD, HOLLOW if is_few else _face(share))
        if share != 0:
            said = f"{line['broken']:,.0f}" if is_few else _say(canvas, share)
            canvas.ax.text(*at, said, **look)
        if canvas.left:
            first = broken.get((line["where"], line["rule"], line["year"]), "")
            name_field(canvas.ax, at, FIELD, _point(canvas, line, first))


def _point(
    canvas: Canvas,
    line: Mapping[Hashable, Any],
    report: str,
) -> Parts:
    """What a field is, for a page; it leads to a report in which the rule does not hold."""
    name = _name(line["where"], line["rule"], canvas.language).replace("\n", " ")
    counts = [f"{line[count]:,.0f}" for count in ("tested", "broken")]
    said = canvas.say("told failing", name, str(line["year"]), *counts)
    own = {name: str(line[name]) for name in KEYS} | {"report": report}
    return {**(own if report else {}), SAID: said}


def _write_counts(
    canvas: Canvas,
    rules: pd.DataFrame,
) -> None:
    """Behind each row how often its rule was tested, and how often that failed."""
    pairs = zip(rules["broken"], rules["tested"], strict=True)
    texts = [f"{broken:,.0f}/{tested:,.0f}" for broken, tested in pairs]
    head = canvas.say("failing of")
    write_columns(canvas.ax, [(head, texts, COUNTS)])


def _say(canvas: Canvas, share: float | None) -> str:
    """A share in whole per cent."""
    if share is None:
        return NO_NUMBER
    # three digits are wider than the field of a year
    if share > 1 - LEAST:
        return canvas.say("all of it")
    # a rule that fails once in a thousand does not hold everywhere
    return "<1" if share < LEAST else f"{100 * share:.0f}"


def _color(share: float) -> str:
    return to_hex(HEAT(min(share / DARKEST, 1.0))) if share else PALE


def _face(share: float | None) -> Look:
    if share is None:
        return {
            "facecolor": "white",
            "edgecolor": FAINT,
            "hatch": BLANK,
            "linewidth": 0.4,
        }
    return {"facecolor": _color(share), "edgecolor": "none"}


def _ink(share: float | None) -> str:
    return MUTED if share is None else readable_on(_color(share))


def _label_years(
    canvas: Canvas,
    of_year: pd.Series,
) -> None:
    """The years below the fields, and below each how many reports it has."""
    ax = canvas.ax
    years_known = of_year.index.astype(int)
    counts = dict(zip(years_known, of_year, strict=True))
    first, last = min(counts), max(counts)
    least = first + FEWEST_YEARS - 1
    ax.set_xlim(first - 0.5, max(last, least) + 0.5)
    years = list(range(first, last + 1))
    ax.set_xticks(years, _labels(canvas, years, counts))
    ax.tick_params(
        axis="x",
        labelsize=LEAST_TYPE,
        length=0,
        pad=2,
    )
    ax.spines["bottom"].set_visible(False)
    heads = [canvas.say("year"), canvas.say("n reports")]
    write(ax, "\n".join(heads), (0, 0), YEARS_HEAD)


def _labels(
    canvas: Canvas,
    years: list[int],
    counts: Mapping[int, int],
) -> list[str]:
    """Each year, and below it its reports where these have room: of large numbers every other
    year's, or fewer."""
    numbers = [f"{counts.get(year, 0):,}" for year in years]
    low, high = canvas.ax.get_xlim()
    room = canvas.width / (high - low)
    apart = math.ceil((max(map(len, numbers)) + 1) * DIGIT / room)
    # from the last year backwards, which has most reports
    shown = {place for place in range(len(years)) if (len(years) - 1 - place) % apart == 0}
    lines = enumerate(zip(years, numbers, strict=True))
    return [
        f"{year % 100:02d}\n{number if place in shown else ''}" for place, (year, number) in lines
    ]


def _note_rules(
    canvas: Canvas,
    rules: pd.DataFrame,
    shown: pd.DataFrame,
) -> None:
    """The rules that are not drawn, and what the rows below the tables' rest on."""
    sound = rules[rules["broken"].eq(0) & rules["tested"].gt(0)]
    sound = sound[~sound["rule"].isin(shown["rule"]) & sound["where"].eq(INSIDE)]
    pairs = zip(
        sound["rule"],
        sound["tested"],
        strict=True,
    )
    texts = [f"{rule} (0/{tested:,.0f})" for rule, tested in pairs]
    if texts:
        canvas.note("failing none", listed(texts, canvas.language))
    rest = int(rules["broken"].gt(0).sum()) - len(shown)
    note_count(
        canvas,
        "more rules",
        max(rest, 0),
    )
    if shown["where"].ne(INSIDE).any():
        canvas.note("failing apart")
    canvas.note("failing few", FEW)
