"""The panel: reports stacked, their findings, the rule board, wide views, and the files written."""

import csv
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from gxkit import panel
from gxkit.checks import judge
from gxkit.errors import GxkitError
from gxkit.forms import all_forms
from gxkit.report import Finding, Meta, Report, Status, Value, Verdict, Witness
from gxkit.text import Sentence

DATA = Path(__file__).parent.parent / "data"
WITH_GAPS = (
    "2011-pingtan-zone",
    "2013-pingtan-zone",
    "2015-pingtan-zone",
    "2016-jinjiang-science-ip",
    "2017-jinjiang-economy-it",
    "2017-pingtan-zone",
    "2019-jinjiang-development-zone",
    "2019-pingtan-zone",
    "2019-shanghai-general-office",
    "2020-zhangzhou-industry-it",
    "2021-jinjiang-government",
    "2021-pingtan-zone",
    "2023-hongze-government",
    "2023-pingtan-zone",
)
"""reports of eight bodies, one of which has every other year alone: on them a gap shows"""


def _number(text: str) -> int | Decimal | None:
    return None if not text else int(text) if text.lstrip("-").isdigit() else Decimal(text)


# what the narrative of a report says, for a transcription holds its tables alone
SAID = Sentence("全年办结291件。", "291 requests were decided.")
TOLD = {
    "2021-jinjiang-government": (Witness("claim", ("requests", "decided", "total"), 291, SAID),)
}


def transcribed(report: str, year: int, agency: str = "") -> Report:
    """A report as a hand-made transcription has it, checked."""
    with open(DATA / "transcriptions" / f"{report}.csv", encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    values, editions = [], {}
    for table_id in dict.fromkeys(r["table"] for r in rows):
        own = [r for r in rows if r["table"] == table_id]
        keys = {(r["row"], r["column"]) for r in own}
        table = min(
            (t for form in all_forms().values() for t in form.tables if t.id == table_id),
            key=lambda t, keys=keys: (
                len(set(t.slots) ^ keys),
                abs(all_forms()[t.form].in_force[0] - year),
            ),
        )
        editions[table_id] = table.form
        for line in own:
            row = next(r for r in table.rows if r.id == line["row"])
            number = _number(line["value"])
            values.append(
                Value(
                    table.form,
                    table_id,
                    row.id,
                    line["column"],
                    table.label(row, line["column"], year),
                    line["printed"],
                    number,
                    row.units[row.columns.index(line["column"])],
                    Status.BLANK if number is None else Status.PRINTED,
                    None,
                )
            )
    made = Report(report, Meta(agency=agency, year=year), editions, tuple(values))
    return judge(replace(made, witnesses=TOLD.get(report, ())))


@cache
def facts() -> dict[str, dict[str, object]]:
    with open(DATA / "catalog.csv", encoding="utf-8-sig", newline="") as lines:
        return {
            row["report"]: dict(row) | {"year": int(row["year"])} for row in csv.DictReader(lines)
        }


@cache
def reports() -> tuple[Report, ...]:
    return tuple(transcribed(report, int(report[:4])) for report in WITH_GAPS)


@cache
def frame() -> pd.DataFrame:
    return panel.stack(reports(), facts())


def test_the_panel_has_one_line_a_cell_in_the_order_of_the_form():
    stacked = frame()
    assert list(stacked.columns) == list(panel.COLUMNS)
    assert len(stacked) == sum(len(r) for r in reports())
    own = stacked[stacked["report"] == "2021-pingtan-zone"]
    table = all_forms()["2021"].table("requests")
    assert list(zip(own["row"], own["column"], strict=True))[10 : 10 + len(table.slots)] == list(
        table.slots
    )
    line = own[(own["row"] == "received") & (own["column"] == "total")].iloc[0]
    assert (line["value"], line["printed"], line["unit"], line["only_cell_of"]) == (
        70.0,
        "70",
        "件",
        "requests_received",
    )
    assert (line["agency"], line["code"], line["year"]) == (
        "平潭综合实验区管理委员会",
        "350128",
        2021,
    )


def test_the_order_of_the_reports_does_not_matter():
    assert panel.stack(reversed(reports()), facts()).equals(frame())


def test_a_blank_cell_is_na_and_its_status_says_blank():
    shanghai = frame()[frame()["report"] == "2019-shanghai-general-office"]
    granted = shanghai[(shanghai["row"] == "granted") & (shanghai["column"] == "total")].iloc[0]
    assert pd.isna(granted["value"])
    assert (granted["status"], granted["printed"]) == ("blank", "")


def test_amounts_stay_exact():
    amounts = frame()[frame()["row"].eq("fees") & frame()["column"].eq("amount_wan_yuan")]
    jinjiang = amounts[amounts["report"] == "2021-jinjiang-government"].iloc[0]
    assert (jinjiang["value"], jinjiang["printed"]) == (15387.251, "15387.251")


def test_the_report_says_its_year_and_the_catalog_only_where_it_is_silent():
    silent = replace(reports()[0], meta=Meta())
    known = {silent.id: {"agency": "甲", "year": 1999, "scope": "body", "code": "110000"}}
    assert set(panel.stack([silent], known)["year"]) == {1999}
    assert set(panel.stack([replace(silent, meta=Meta(year=2011))], known)["year"]) == {2011}
    assert panel.stack([silent])["year"].isna().all()


def test_two_reports_of_one_id_are_refused():
    with pytest.raises(ValueError, match="Two reports have the id '2011-pingtan-zone'"):
        panel.stack([reports()[0], reports()[0]])


def test_no_reports_give_an_empty_panel_with_all_its_columns():
    assert list(panel.stack([]).columns) == list(panel.COLUMNS)


def test_findings_are_a_frame_of_their_own():
    found = panel.findings_frame(reports())
    fails = found[found["kind"] == "fails"]
    assert set(fails["report"]) == {
        "2020-zhangzhou-industry-it",
        "2021-jinjiang-government",
        "2023-hongze-government",
    }
    hongze = fails[fails["report"] == "2023-hongze-government"]
    sides = list(zip(hongze["rule"], hongze["left"], hongze["right"], strict=True))
    assert sides == [("R4", 11.0, 0.0), ("R4", 5.0, 0.0)]


def test_the_board_says_which_identities_hold_in_which_report():
    board = panel.rule_board(reports(), facts()).set_index(["report", "rule"])
    assert board.loc[("2021-pingtan-zone", "R1"), "state"] == "holds"
    assert board.loc[("2021-pingtan-zone", "R1"), "holds"] == 25
    assert tuple(
        board.loc[("2021-jinjiang-government", "R2"), ["state", "instances", "fails"]]
    ) == ("fails", 7, 5)
    assert board.loc[("2019-shanghai-general-office", "R2"), "state"] == "not assessable"
    assert board.loc[("2019-shanghai-general-office", "R3"), "state"] == "holds where assessable"
    assert board.loc[("2011-pingtan-zone", "R1"), "state"] == "does not apply"
    assert (
        board["holds"] + board["fails"] + board["remarks"] + board["not_assessable"]
        == board["instances"]
    ).all()


def test_a_report_that_was_never_checked_does_not_hold():
    raw = replace(
        reports()[0],
        findings=(),
        values=tuple(replace(v, verdict=Verdict.UNVERIFIED) for v in reports()[0]),
    )
    board = panel.rule_board([raw]).set_index("rule")
    assert (board.loc["R5", "state"], board.loc["R5", "holds"]) == ("not checked", 0)


def test_a_soft_rule_gives_a_remark_and_not_a_failure():
    rule = next(r for r in all_forms()["fujian-2011"].table("legacy").rules if r.id == "S2")
    remark = Finding(
        f"legacy:{rule.name}",
        "S2",
        "remark",
        tuple(("legacy", *s) for s in rule.cells),
        1,
        0,
        Sentence("", ""),
    )
    board = panel.rule_board([replace(reports()[0], findings=(remark,))]).set_index("rule")
    assert (board.loc["S2", "state"], board.loc["S2", "remarks"], board.loc["S2", "fails"]) == (
        "remark",
        1,
        0,
    )


def test_one_table_of_one_report_stands_as_rows_by_columns():
    view = panel.wide(frame(), report="2021-jinjiang-government", table="requests")
    assert view.shape == (25, 7)
    assert list(view.columns)[-1] == "total"
    assert (view.loc["received", "total"], view.loc["decided", "total"]) == (291.0, 0.0)
    reconciled = panel.wide(
        frame(), report="2021-jinjiang-government", table="requests", figures="reconciled"
    )
    assert (reconciled.loc["decided", "total"], reconciled.loc["other.rest", "total"]) == (
        291.0,
        0.0,
    )


def test_concepts_stand_side_by_side_one_line_a_report():
    view = panel.wide(frame(), concepts=["requests_received", "decided"])
    pingtan = view.loc["平潭综合实验区管理委员会"]
    assert pingtan.loc[2019:, "requests_received"].tolist() == [23.0, 70.0, 81.0]
    assert pingtan.loc[2019:, "decided"].tolist() == [23.0, 69.0, 81.0]


def test_a_wide_view_that_is_not_there_says_what_is():
    with pytest.raises(ValueError, match="its reports are 2011-pingtan-zone"):
        panel.wide(frame(), report="2022-nowhere", table="requests")
    with pytest.raises(ValueError, match="needs either"):
        panel.wide(frame(), table="requests")


def test_the_same_frame_gives_the_same_bytes(tmp_path):
    for write, name in ((panel.to_csv, "panel.csv"), (panel.to_parquet, "panel.parquet")):
        first = write(frame(), tmp_path / name).read_bytes()
        assert write(panel.stack(reports(), facts()), tmp_path / name).read_bytes() == first
    assert sorted(p.name for p in tmp_path.iterdir()) == ["panel.csv", "panel.parquet"]


def test_files_give_the_frame_back(tmp_path):
    back = pd.read_parquet(panel.to_parquet(frame(), tmp_path / "p.parquet"))
    pd.testing.assert_frame_equal(back, frame())
    text = panel.to_csv(frame(), tmp_path / "p.csv").read_text("utf-8")
    assert "\r" not in text
    fees = [t for t in text.splitlines() if ",fees,amount_wan_yuan," in t]
    line = next(t for t in fees if t.startswith("2021-jinjiang-government"))
    assert ",15387.251,万元,printed," in line


def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path):
    target = tmp_path / "panel.csv"
    target.write_text("old")

    class Broken:
        columns = ("one",)

        def to_csv(self, path, **_):
            Path(path).write_text("half")
            raise OSError("disk full")

    with pytest.raises(GxkitError, match="disk full"):
        panel.to_csv(Broken(), target)
    assert [p.name for p in tmp_path.iterdir()] == ["panel.csv"]
    assert target.read_text() == "old"


def test_a_frame_of_text_and_numbers_is_written_as_pandas_writes_it(tmp_path):
    plain = pd.DataFrame(
        {
            "a,b": ['x"y', "a,b", "l\nm", None, ""],
            "number": [1.0, None, 0.1, 1e20, -2.5],
            "count": [1, 2, 3, 4, 5],
            "year": pd.array([2008, None, 3, 4, 5], dtype="Int64"),
            "soft": [True, False, True, False, True],
        }
    )
    for frame in (plain, plain.iloc[:0], plain[["a,b"]]):
        wanted = frame.to_csv(index=False, lineterminator="\n", float_format="%.15g")
        assert panel.to_csv(frame, tmp_path / "a.csv").read_bytes() == wanted.encode()
