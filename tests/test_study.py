"""A data folder from end to end: facsimiles read back, panel rebuilt, damage noticed."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

import gxkit
from gxkit import charts
from gxkit.errors import CatalogError
from gxkit.folder import (
    Collection,
    add_report,
    catalog,
    read_collection,
    verify_folder,
    write_panel,
)
from gxkit.narrative import verdicts
from gxkit.panel import board, findings, frames, indicators
from gxkit.paper import STUDY, build_paper
from gxkit.paper import __main__ as paper_alone
from gxkit.paper.study import build_study
from gxkit.parsing import judging
from gxkit.parsing.files import hash_file
from gxkit.parsing.many import parse_many
from gxkit.report import Status, Verdict


@pytest.fixture(scope="module")
def collection(data_folder):
    return read_collection(data_folder)


@pytest.fixture
def copy(data_folder, tmp_path):
    """A small data folder of its own: three web pages, their catalog, their panel."""
    folder = tmp_path / "data"
    (folder / "reports").mkdir(parents=True)
    entries = [
        e
        for e in catalog.read_catalog(data_folder / "catalog.csv")
        if e.report in ("2019-pingtan-zone", "2021-pingtan-zone", "2023-pingtan-zone")
    ]
    for entry in entries:
        shutil.copy(data_folder / entry.path, folder / entry.path)
    catalog.write_catalog(folder / "catalog.csv", entries)
    write_panel(read_collection(folder), folder)
    return folder


def read_truth(data_folder, report_id):
    with (data_folder / "transcriptions" / f"{report_id}.csv").open(
        encoding="utf-8", newline=""
    ) as lines:
        return {
            (r["table"], r["row"], r["column"]): Decimal(r["value"]) if r["value"] else None
            for r in csv.DictReader(lines)
        }


NOTED = {
    "2025-shanghai-general-office": {
        ("proactive", "regulations", "repealed"): 22,
        ("proactive", "normative_documents", "repealed"): 55,
    }
}


def test_every_facsimile_reads_back_to_its_transcription(data_folder):
    for entry in catalog.read_catalog(data_folder / "catalog.csv"):
        report = gxkit.parse(data_folder / entry.path)
        truth = read_truth(data_folder, entry.report)
        # a figure with a note has two readings, and a decision says which
        read = {v.key: v.value for v in report if v.key not in NOTED.get(entry.report, {})}
        assert read | NOTED.get(entry.report, {}) == truth, entry.path
        assert report.meta.year == entry.year, entry.path
        amounts = {v.key for v in report if v.status is Status.AMBIGUOUS}
        assert amounts <= {
            ("proactive", "procurement", "projects"),
            ("proactive", "procurement", "amount"),
            *NOTED.get(entry.report, {}),
        }, entry.path


def test_the_five_reports_say_who_publishes_them_and_for_whom(data_folder):
    for entry in catalog.read_catalog(data_folder / "catalog.csv"):
        if entry.format != "html":
            meta = gxkit.parse(data_folder / entry.path).meta
            assert (meta.agency, meta.scope) == (entry.agency, entry.scope), entry.path


def test_a_collection_has_each_report_once_and_not_from_its_dump(collection):
    assert len(collection.reports) == len({r.id for r in collection.reports}) == 34
    assert not any(r.source.endswith(".txt") for r in collection.reports)


def test_reconciled_figures_are_those_of_the_transcriptions(collection, data_folder):
    for report in collection.reports:
        with (data_folder / "transcriptions" / f"{report.id}.csv").open(
            encoding="utf-8", newline=""
        ) as lines:
            wanted = {
                (r["table"], r["row"], r["column"]): Decimal(r["reconciled"])
                for r in csv.DictReader(lines)
                if r["reconciled"]
            }
        wanted |= NOTED.get(report.id, {})
        assert {v.key: v.reconciled for v in report if v.reconciled is not None} == wanted, (
            report.id
        )


def test_the_committed_data_folder_verifies(data_folder):
    assert verify_folder(data_folder) == []


def test_a_changed_file_is_named_before_anything_is_rebuilt(copy):
    page = copy / "reports" / "2023-pingtan-zone.html"
    page.write_text(page.read_text("utf-8").replace("2629", "2630"), encoding="utf-8")
    assert [s.split(":")[0] for s in verify_folder(copy)] == ["reports/2023-pingtan-zone.html"]


def test_a_panel_that_was_edited_by_hand_is_named(copy):
    panel = copy / "panel.csv"
    panel.write_text(panel.read_text("utf-8").replace("2629", "2630"), encoding="utf-8")
    assert len(verify_folder(copy)) == 1
    assert "write it anew" in verify_folder(copy)[0]


def test_running_twice_gives_the_same_bytes(copy, tmp_path):
    write_panel(read_collection(copy), tmp_path / "again")
    for name in ("panel.csv", "panel.parquet", "findings.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (copy / name).read_bytes()


def test_a_study_has_the_same_bytes_wherever_and_whenever_it_is_built(copy, tmp_path):
    elsewhere = tmp_path / "别 处" / "data"
    shutil.copytree(copy, elsewhere)
    head, *lines = (elsewhere / "catalog.csv").read_text("utf-8").splitlines(keepends=True)
    (elsewhere / "catalog.csv").write_text(head + "".join(reversed(lines)), encoding="utf-8")
    places = {
        copy: {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        elsewhere: {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"},
    }
    trees = []
    for folder, changed in places.items():
        command = [sys.executable, "-m", "gxkit.cli", "study", "data", "--to", "study"]
        subprocess.run(
            command, cwd=folder.parent, env=os.environ | changed, check=True, capture_output=True
        )
        study = folder.parent / "study"
        files = sorted(path for path in study.rglob("*") if path.is_file())
        trees.append({path.relative_to(study): path.read_bytes() for path in files})
    one, other = trees
    assert list(one) == list(other)
    assert [name for name in one if one[name] != other[name]] == []
    endings = {name.suffix for name in one}
    assert endings >= {".pdf", ".html", ".csv", ".parquet", ".svg", ".png", ".json"}


def test_many_files_come_back_in_order_and_failures_do_not_stop_the_others(data_folder, tmp_path):
    broken = tmp_path / "empty.html"
    broken.write_bytes(b"")
    pages = [data_folder / "reports" / f"{year}-pingtan-zone.html" for year in (2021, 2019)]
    batch = parse_many([pages[0], broken, pages[1]])
    assert [r.id for r in batch.reports] == ["2021-pingtan-zone", "2019-pingtan-zone"]
    assert list(batch.failures) == [str(broken)]
    assert "is empty" in batch.failures[str(broken)]


def test_workers_give_what_one_process_gives(data_folder):
    pages = [data_folder / "reports" / f"{year}-pingtan-zone.html" for year in (2019, 2021, 2023)]
    assert parse_many(pages, workers=2).reports == parse_many(pages).reports


def test_a_catalogued_file_that_is_no_report_stops_the_study(copy):
    page = copy / "reports" / "2023-pingtan-zone.html"
    page.write_text("<p>nothing</p>", encoding="utf-8")
    own = {"sha256": hash_file(page), "bytes": page.stat().st_size}
    entries = catalog.read_catalog(copy / "catalog.csv")
    listed = [replace(e, **own) if e.path.endswith(page.name) else e for e in entries]
    catalog.write_catalog(copy / "catalog.csv", listed)
    with pytest.raises(CatalogError, match="no government information disclosure report"):
        read_collection(copy)


def test_contradicted_values_of_the_collection_are_the_published_mistakes(collection):
    assert {
        r.id for r in collection.reports if any(v.verdict is Verdict.CONTRADICTED for v in r)
    } == {
        "2020-pingtan-zone",
        "2020-zhangzhou-industry-it",
        "2021-jinjiang-government",
        "2023-hongze-government",
        "2023-jinhu-government",
    }


def test_a_report_is_added_with_one_call_and_the_facts_of_its_series(copy, data_folder, tmp_path):
    page = tmp_path / "new.html"
    text = (data_folder / "reports" / "2023-pingtan-zone.html").read_text("utf-8")
    page.write_text(text.replace("2023年", "2025年"), encoding="utf-8")
    entry = add_report(copy, page, report="2025-pingtan-zone", agency="平潭综合实验区管理委员会")
    assert (entry.year, entry.code, entry.level, entry.scope) == (
        2025,
        "350128",
        "prefecture-level zone",
        "summary",
    )
    assert entry.path == "reports/2025-pingtan-zone.html"
    assert catalog.verify(copy) == []
    assert "2025-pingtan-zone" in {r.id for r in read_collection(copy).reports}


def test_a_report_of_an_unknown_body_asks_for_what_nobody_says(copy, data_folder):
    with pytest.raises(CatalogError, match="code of 洪泽区人民政府 is neither given"):
        add_report(copy, data_folder / "reports" / "2023-hongze-government.html")


def test_a_file_that_was_only_dropped_into_the_folder_is_named_and_not_used(copy, data_folder):
    text = (data_folder / "reports" / "2023-pingtan-zone.html").read_text("utf-8")
    (copy / "reports" / "2025.html").write_text(text.replace("2023年", "2025年"), encoding="utf-8")
    for nothing in (".2025.html", "~$2025.docx", "2025.pdf.part"):
        (copy / "reports" / nothing).write_bytes(b"x")
    collection = read_collection(copy)
    assert "2025" not in collection.facts
    assert collection.unlisted == ("reports/2025.html",)
    assert verify_folder(copy) == [
        "reports/2025.html: not listed; add it to catalog.csv or take it out of reports/."
    ]


def test_a_study_makes_each_frame_once_and_looks_for_the_claims_of_each_file_once(
    copy, tmp_path, monkeypatch
):
    counted = Counter()

    def count(room, name):
        made = getattr(room, name)

        def counting(*given, **named):
            counted[name] += 1
            return made(*given, **named)

        monkeypatch.setattr(room, name, counting)

    count(frames, "stack")
    count(board, "rule_board")
    for name in ("claims_frame", "findings_frame", "alternatives_frame"):
        count(findings, name)
    count(indicators, "all_indicators")
    for room in (judging, verdicts):
        count(room, "find_claims")
    build_study(copy, tmp_path / "out", progress=False)
    # the workers that read them looked for them, and here nobody looks again
    assert "find_claims" not in counted
    assert counted == dict.fromkeys(
        (
            "stack",
            "rule_board",
            "claims_frame",
            "findings_frame",
            "alternatives_frame",
            "all_indicators",
        ),
        1,
    )


EACH_EDITION = [
    "2011-pingtan-zone",
    "2013-pingtan-zone",
    "2015-pingtan-zone",
    "2016-jinjiang-science-ip",
    "2017-pingtan-zone",
    "2019-jinjiang-development-zone",
    "2021-pingtan-zone",
    "2023-hongze-government",
]
STUDIED = set(re.findall(r"^::: figure (\S+)", (STUDY / "template.zh.md").read_text("utf-8"), re.M))
# where nothing was corrected, does not follow or has denominators, the text says that instead, as
# it does where no body has several years or a rate to compare with another's
STUDIED -= {"published-and-reconciled", "unfollowed", "denominators", "body-years"}
PINGTAN = [f"{year}-pingtan-zone" for year in (2011, 2013, 2015, 2017, 2019, 2021, 2023)]


def write_study(collection, ids, folder):
    """The study of some reports of a collection: its page without marks, the figures left out."""
    reports = tuple(r for r in collection.reports if r.id in ids)
    own = Collection(reports, {i: collection.facts[i] for i in ids})
    write_panel(own, folder)
    drawn = charts.draw_figures(own, folder / "figures")
    charts.save_tables(own, folder / "tables")
    pdf, page = build_paper(own, folder / "figures", folder, left_out=drawn.left_out)
    assert pdf.read_bytes().startswith(b"%PDF")
    text = re.sub(r"<svg.*?</svg>|<style.*?</style>", "", page.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", text), drawn.left_out


@pytest.mark.parametrize(
    "ids",
    [
        *([one] for one in EACH_EDITION),
        ["2011-pingtan-zone", "2013-pingtan-zone"],
        ["2021-pingtan-zone", "2023-pingtan-zone"],
        ["2011-pingtan-zone", "2023-pingtan-zone"],
        PINGTAN[:4],
        PINGTAN,
    ],
    ids=lambda ids: (
        " ".join(i.replace("-zone", "") for i in ids) if len(ids) < 3 else str(len(ids))
    ),
)
def test_a_study_of_few_reports_stands_and_says_what_it_cannot_show(collection, tmp_path, ids):
    text, left_out = write_study(collection, ids, tmp_path)
    assert f"的{len(ids)}份报告" in text
    assert not re.search(r"nan|None|<NA>|。。|，。|、。|（）|namespace|Undefined", text)
    for name, reason in left_out.items():
        if name.partition("-")[2] in STUDIED:
            assert f"从略：{reason.zh}" in text


def test_a_study_of_one_year_has_no_series_and_says_so(collection, tmp_path):
    text, left_out = write_study(collection, ["2021-pingtan-zone"], tmp_path)
    assert "01-requests-by-year" in left_out
    assert "（每年收到和办理的申请）从略：没有哪个机关有两个年度的报告" in text
    assert "面板收录1个机关2021年度的1份报告" in text
    assert "没有机关收录了多个年度，本节不能说明任何变化" in text
    assert "没有跨表比较的问题，也就不能说明表格更换前后的情形" in text
    assert "福建省" not in text.split("不同表格之间什么可以比较")[1].split("复核与引用")[0]


def test_the_paper_alone_finds_out_why_a_figure_is_not_there(collection, tmp_path, monkeypatch):
    ids = ["2021-pingtan-zone"]
    write_study(collection, ids, tmp_path)
    reports = tuple(r for r in collection.reports if r.id in ids)
    own = Collection(reports, {i: collection.facts[i] for i in ids})
    monkeypatch.setattr(paper_alone, "read_collection", lambda folder: own)
    figures, again = tmp_path / "figures", tmp_path / "again"
    assert paper_alone.main(["data", str(figures), str(again)]) == 0
    assert (again / "study.html").read_bytes() == (tmp_path / "study.html").read_bytes()
    assert paper_alone.main(["data"]) == 2


def test_a_study_without_the_2019_form_steps_over_it(collection, tmp_path):
    text, _ = write_study(collection, ["2011-pingtan-zone", "2023-pingtan-zone"], tmp_path)
    assert "福建省统计表→2021年格式" in text
    told = text.split("参考文献")[0].replace("2019年格式的“对外公开", "")
    assert "2019年格式" not in told


def test_a_study_of_nothing_says_what_is_wanted(tmp_path):
    (tmp_path / "reports").mkdir()
    catalog.write_catalog(tmp_path / "catalog.csv", [])
    with pytest.raises(CatalogError, match=r"no report to write a study of.*gxkit add FILE"):
        build_study(tmp_path, tmp_path / "out", progress=False)
    assert not (tmp_path / "out").exists()


def test_a_folder_without_reports_is_read_as_empty(tmp_path):
    catalog.write_catalog(tmp_path / "catalog.csv", [])
    assert read_collection(tmp_path).reports == ()
    with pytest.raises(CatalogError, match="There is no catalog at"):
        read_collection(tmp_path / "nowhere")
