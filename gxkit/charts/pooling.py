"""Many reports as few rows: the latest of each body, or sums over the reports of a level and year.

A figure holds some fifteen rows. With more reports than that it draws the latest of each body, and
with more bodies groups; its data, and so the CSV, keep a line a report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from gxkit.charts.canvas import Canvas
from gxkit.charts.rows import (
    BODY,
    MOST_ROWS,
)
from gxkit.charts.spans import open_parts
from gxkit.charts.words import (
    level_name,
    word,
)

# what the rows of a figure are grouped by, the first that has few enough groups
WAYS = (
    ("level", "year"),
    ("year",),
    ("level",),
    (),
)
# reports of which the largest stand for the rest; of hundreds five bodies would say nothing
A_FEW = 3 * MOST_ROWS


def is_crowded(rows: int, most: int = MOST_ROWS) -> bool:
    """Whether a figure cannot hold so many rows."""
    return rows > most


def latest(data: pd.DataFrame, most: int = MOST_ROWS) -> pd.DataFrame | None:
    """The lines of the latest reports of each body, equally many of each: all, of a few.

    None where a figure cannot hold one of each body.
    """
    if not is_crowded(len(data), most):
        return data
    body = [column for column in BODY if column in data]
    reports = data.drop_duplicates("report").sort_values(
        "year",
        ascending=False,
        kind="stable",
    )
    age = reports.groupby(body, sort=False).cumcount().set_axis(reports["report"])
    own = data["report"].map(age)
    for number in range(
        int(age.max()),
        0,
        -1,
    ):
        kept = data[own < number]
        if not is_crowded(len(kept), most):
            return kept.reset_index(drop=True)
    return None


def latest_of_largest(
    data: pd.DataFrame,
    weight: str,
    most: int = MOST_ROWS,
) -> pd.DataFrame | None:
    """The lines of the latest reports; of the bodies of most weight where not all have room.

    None where reports are more than A_FEW: then sums say more than a choice.
    """
    some = latest(data, most)
    if some is not None:
        return some
    if data["report"].nunique() > A_FEW:
        return None
    body = [column for column in BODY if column in data]
    last = data.groupby(body, sort=False)["year"].transform("max")
    own = data[data["year"].eq(last)]
    size = own.groupby("report", sort=False)[weight]
    weights = size.sum().sort_values(ascending=False, kind="stable")
    # whole reports, the heaviest first, as long as their routes find room
    rows = size.size()[weights.index].cumsum()
    kept = own["report"].isin(rows.index[rows.le(most)])
    return own[kept].reset_index(drop=True)


def with_level(data: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """The data of a figure with the level of each report's body, '' where it is not known."""
    levels = frame.drop_duplicates("report").set_index("report")["level"]
    own = data["report"].map(levels).fillna("")
    return data.assign(level=own.astype(str))


def pool(
    data: pd.DataFrame,
    frame: pd.DataFrame,
    counts: Sequence[str],
    beside: Sequence[str] = (),
    most: int = MOST_ROWS,
    inside: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Sums of counts over groups of reports: a line a group, named as the rows of reports are.

    Only reports of which all `counts` are known go in: a blank is no zero. `reports` says how many
    they are, `counts` what is summed. `beside` are columns that part the groups further, as the
    routes of remedies. What others count too (`inside`) is not added to them.
    """
    whole = with_level(data, frame)
    certain = whole[list(counts)].notna().all(axis=1)
    certain &= ~open_parts(whole, list(counts)).any(axis=1)
    # a county stood in its city's sum once more; alone it leaves nothing else to add up
    nested = whole["report"].isin(inside)
    nested &= not nested.all()
    sound = whole[certain & ~nested].astype(dict.fromkeys(counts, float))
    way = way_of_groups(
        sound,
        beside,
        most,
    )
    # one group of all, where no other way has few enough
    keys: list[object] = [*way, *beside] or [pd.Series(0, index=sound.index)]
    groups = sound.groupby(
        keys,
        sort=True,
        dropna=False,
    )
    pooled = groups[list(counts)].sum()
    pooled["reports"] = groups["report"].nunique()
    # the same in each row, since a report may stand in the rows of several routes
    pooled["summed"] = sound["report"].nunique()
    pooled["nested"] = whole.loc[nested, "report"].nunique()
    pooled["counts"] = " ".join(counts)
    return name_groups(pooled.reset_index())


def choose_rows(
    data: pd.DataFrame,
    frame: pd.DataFrame,
    counts: Sequence[str],
    finish: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
    *,
    inside: frozenset[str],
    most: int = MOST_ROWS,
) -> pd.DataFrame:
    """The rows that are drawn: reports, the latest or all, or sums where bodies are many.

    `counts` are added up (`pool`); `finish` adds to sums what else a row of the figure holds.
    """
    some = latest(data, most)
    if some is not None:
        return some
    pooled = pool(
        data,
        frame,
        counts,
        most=most,
        inside=inside,
    )
    return finish(pooled) if finish else pooled


def pool_routes(
    data: pd.DataFrame,
    frame: pd.DataFrame,
    counts: Sequence[str],
    routes: Sequence[str],
    inside: frozenset[str],
) -> pd.DataFrame:
    """Sums as `pool` makes them, each route of remedies apart and in the order of `routes`."""
    pooled = pool(
        data,
        frame,
        counts,
        ["route"],
        inside=inside,
    )
    pooled["route"] = pd.Categorical(pooled["route"], list(routes))
    order = [name for name in ("level", "year", "route") if name in pooled]
    return pooled.sort_values(order, ignore_index=True)


def way_of_groups(
    data: pd.DataFrame,
    beside: Sequence[str] = (),
    most: int = MOST_ROWS,
) -> list[str]:
    """The columns that part reports into as many groups as a figure can hold."""
    for way in WAYS:
        keys = [*way, *beside]
        if not keys or not is_crowded(len(data[keys].drop_duplicates()), most):
            return list(way)
    return []


def name_groups(pooled: pd.DataFrame) -> pd.DataFrame:
    """Groups with the columns by which rows are named: the level stands in the body's place."""
    for column, language in (("agency", "zh"), ("agency_en", "en")):
        pooled[column] = _level_names(pooled, language)
    if "year" not in pooled:
        pooled["year"] = pd.NA
    pooled["report"] = pooled["agency"] + pooled["year"].astype(str)
    return pooled


def _level_names(pooled: pd.DataFrame, language: str) -> list[str]:
    if "level" not in pooled:
        return [word("all levels", language)] * len(pooled)
    unknown = word("no level", language)
    return [level_name(level, language) or unknown for level in pooled["level"]]


def note_rows(
    canvas: Canvas,
    data: pd.DataFrame,
    rows: pd.DataFrame,
) -> None:
    """What the rows are, unless each report has its own: groups, of how many reports, and how many
    others count too or a blank keeps out; or the latest of each body."""
    whole = data["report"].nunique()
    if "reports" in rows:
        canvas.note("pooled note", _say_pooled(canvas, whole, rows))
    elif _some_bodies(rows) < _some_bodies(data):
        canvas.note(
            "largest note",
            _some_bodies(rows),
            whole,
        )
    elif rows["report"].nunique() < whole:
        some = rows.drop_duplicates("report")
        body = [column for column in BODY if column in some]
        canvas.note(
            "latest note",
            int(some.groupby(body).size().max()),
            len(some),
            whole,
        )


def _say_pooled(
    canvas: Canvas,
    whole: int,
    rows: pd.DataFrame,
) -> str:
    """How many reports were added up, and why the others were not, as far as there are any."""
    summed, nested = (int(rows[name].max()) if len(rows) else 0 for name in ("summed", "nested"))
    parts = {
        "pooled sums": summed,
        "pooled nested": nested,
        "pooled blank": whole - summed - nested,
    }
    told = [canvas.say(key, number) for key, number in parts.items() if number]
    return "".join(told)


def _some_bodies(data: pd.DataFrame) -> int:
    """How many bodies there are in the lines of a figure."""
    return len(data[[column for column in BODY if column in data]].drop_duplicates())


def most_telling(
    data: pd.DataFrame,
    weight: pd.Series,
    most: int = MOST_ROWS,
) -> pd.DataFrame:
    """The lines of the greatest weight, as many as a page holds, in the order of the data."""
    if len(data) <= most:
        return data
    weight = weight[weight > 0] if weight.gt(0).any() else weight
    heaviest = weight.sort_values(ascending=False, kind="stable").index[:most]
    return data.loc[data.index.isin(heaviest)].reset_index(drop=True)
