"""The facsimiles and the transcriptions that they are made from."""

from __future__ import annotations

import csv
import itertools
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import docx
import lxml.html
import pypdfium2
import pytest

from gxkit.forms import find_form

sys.path.insert(0, str(Path(__file__).parents[1] / "data"))

import make_facsimiles
from facsimiles import dump, layout, office, outline, page, word

DATA = Path(__file__).parents[1] / "data"
REPORTS = DATA / "reports"
OUTLINES = {o.id: o for o in outline.read_outlines()}
MADE_HERE = {"html": page.write_page, "txt": dump.write_dump, "docx": word.write_word}
FILES = [(o.id, suffix) for o in OUTLINES.values() for suffix in o.formats]


def transcription(report: str) -> list[dict[str, str]]:
    with (DATA / "transcriptions" / f"{report}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def layouts(report: str) -> dict[str, layout.Layout]:
    figures = outline.read_figures(DATA / "transcriptions" / f"{report}.csv")
    return {
        table: layout.lay_out(OUTLINES[report], table, figures) for table in OUTLINES[report].forms
    }


def dump_lines(report: str) -> list[str]:
    return (REPORTS / f"{report}.txt").read_text("utf-8").split("\n")


def squash(text: str) -> str:
    return "".join(text.split())


def page_tables(report: str) -> list[list[list[str]]]:
    root = lxml.html.fromstring((REPORTS / f"{report}.html").read_text("utf-8"))
    return [
        [[squash(cell.text_content()) for cell in row.iter("td")] for row in table.iter("tr")]
        for table in root.iter("table")
    ]


def test_each_report_has_one_transcription() -> None:
    assert sorted(p.stem for p in (DATA / "transcriptions").iterdir()) == sorted(OUTLINES)


@pytest.mark.parametrize("report", OUTLINES)
def test_a_transcription_covers_exactly_the_cells_of_its_editions(report: str) -> None:
    cells = [
        (t, row, column)
        for t, form in OUTLINES[report].forms.items()
        for row, column in find_form(form).table(t).slots
    ]
    assert [(r["table"], r["row"], r["column"]) for r in transcription(report)] == cells


@pytest.mark.parametrize("report", OUTLINES)
def test_a_value_is_the_number_that_is_printed(report: str) -> None:
    for cell in transcription(report):
        note = cell["printed"].find("（")
        figure = cell["printed"] if note < 0 else cell["printed"][:note]
        assert cell["value"] == figure.removesuffix("元")
        assert cell["reconciled"] != cell["value"] or not cell["value"]


def test_figures_with_a_note_stand_in_one_report() -> None:
    noted = [
        (report, c["row"], c["printed"])
        for report in OUTLINES
        for c in transcription(report)
        if "（" in c["printed"]
    ]
    assert noted == [
        ("2025-shanghai-general-office", "regulations", "22（其中修订 16 件）"),
        ("2025-shanghai-general-office", "normative_documents", "55（含自然失效 29 件）"),
    ]


def test_only_five_reports_have_reconciled_figures() -> None:
    found = {
        report: sum(bool(c["reconciled"]) for c in transcription(report)) for report in OUTLINES
    }
    assert {report: n for report, n in found.items() if n} == {
        "2020-zhangzhou-industry-it": 2,
        "2021-jinjiang-government": 10,
        "2023-hongze-government": 2,
        "2023-jinhu-government": 1,
        "2024-shanghai-science-technology": 1,
    }


def test_the_folder_holds_the_files_that_the_outlines_name_and_no_others() -> None:
    assert sorted(p.name for p in REPORTS.iterdir()) == sorted(
        f"{report}.{suffix}" for report, suffix in FILES
    )


@pytest.mark.parametrize(("report", "suffix"), [f for f in FILES if f[1] in MADE_HERE])
def test_making_a_facsimile_anew_gives_the_committed_bytes(report: str, suffix: str) -> None:
    made = MADE_HERE[suffix](OUTLINES[report], layouts(report))
    assert made == (REPORTS / f"{report}.{suffix}").read_bytes()


def test_the_files_say_what_their_transcriptions_say() -> None:
    """Each cell of the committed panel, which is what gxkit reads in the files, by hand."""
    with (DATA / "panel.csv").open(encoding="utf-8-sig", newline="") as lines:
        read = {(c["report"], c["table"], c["row"], c["column"]): c for c in csv.DictReader(lines)}
    for report in OUTLINES:
        for cell in transcription(report):
            found = read.pop((report, cell["table"], cell["row"], cell["column"]))
            # a figure with a note has two readings, and a decision says which
            number = found["value"] or (found["reconciled"] if "（" in cell["printed"] else "")
            assert decimal(number) == decimal(cell["value"])
            if cell["reconciled"]:
                assert decimal(found["reconciled"]) == decimal(cell["reconciled"])
    assert read == {}


def decimal(number: str) -> Decimal | None:
    return Decimal(number) if number else None


@pytest.mark.parametrize("report", [r for r, suffix in FILES if suffix == "html"])
def test_a_page_shows_each_figure_of_its_transcription_in_order(report: str) -> None:
    shown = [text for table in page_tables(report) for row in table for text in row]
    printed = (squash(c["printed"]) for c in transcription(report) if c["row"] != "procurement")
    rest: Iterator[str] = iter(shown)
    assert all(figure in rest for figure in printed)


def test_the_official_layout_of_table_three_has_ten_columns_and_leaves_no_hole() -> None:
    laid = layouts("2023-pingtan-zone")["requests"]
    rows = dict(laid.expanded())
    assert (laid.width, len(laid.lines)) == (10, 28)
    assert rows["granted"] == [
        "三、本年度办理结果",
        "（一）予以公开",
        "",
        "22",
        "0",
        "0",
        "0",
        "0",
        "0",
        "22",
    ]
    assert rows["denied.law"][:3] == ["", "", "2.其他法律行政法规禁止公开"]


def test_layouts_with_holes_are_refused() -> None:
    broken = layout.Layout("proactive", 2, (layout.Line("a", (layout.Box("x"),)),))
    with pytest.raises(ValueError, match="table proactive: the boxes leave holes"):
        broken.expanded()


def test_layouts_with_boxes_on_top_of_each_other_are_refused() -> None:
    tall, wide = layout.Box("x", rowspan=2), layout.Box("y", colspan=2)
    first = layout.Line("a", (layout.Box("x"), tall))
    broken = layout.Layout("proactive", 2, (first, layout.Line("b", (wide,))))
    with pytest.raises(ValueError, match="table proactive: boxes overlap in row 1"):
        broken.expanded()


def test_2016_has_one_cell_a_line_and_a_lone_tab_for_the_blank() -> None:
    lines = dump_lines("2016-jinjiang-science-ip")
    start = lines.index("\t4．上级转交数")
    assert lines[start - 1 : start + 6] == [
        "",
        "\t4．上级转交数",
        "\t条",
        "\t0",
        "\t",
        "",
        "\t对申请的答复总数",
    ]


def test_2016_is_a_word_97_file() -> None:
    assert (REPORTS / "2016-jinjiang-science-ip.doc").read_bytes()[:8] == bytes.fromhex(
        "d0cf11e0a1b11ae1"
    )


def test_2017_separates_cells_by_blanks_and_lines_by_empty_lines() -> None:
    lines = dump_lines("2017-jinjiang-economy-it")
    start = lines.index("指标名称 计量单位 2017 年度 历年累计")
    assert lines[start : start + 5] == [
        "指标名称 计量单位 2017 年度 历年累计",
        "",
        "主动公开文件数 条 11 68",
        "",
        "其中：1.政府网站公开数 条 11 68",
    ]
    assert sum(line.startswith("http://") for line in lines) == 3
    assert max(len(line) for line in lines if not line.startswith("http")) < 40


def test_2019_is_cut_by_pages_with_a_label_around_its_figures() -> None:
    lines = dump_lines("2019-jinjiang-development-zone")
    start = lines.index("3.危及“三安全一\t\t" + "0\t" * 7)
    assert lines[start + 1 : start + 3] == ["", "\t\t稳定”" + "\t" * 7]
    assert lines[lines.index("信息内容\t上一年项目数量\t本年增/减\t") + 1 :][:2] == [
        "",
        "行政事业性收费\t0\t0",
    ]
    assert "\t\t自 然 人\t法人或其他组织\t\t\t\t\t总 计\t" in lines
    assert "\t".join("0" * 16) in lines


def test_2019_keeps_the_merged_cells_of_the_form_in_word() -> None:
    tables = docx.Document(str(REPORTS / "2019-jinjiang-development-zone.docx")).tables
    assert [(len(t.rows), len(t.columns)) for t in tables] == [(18, 4), (26, 10), (4, 15)]
    assert [squash(c.text) for c in tables[1].rows[8].cells] == [
        "三、本年度办理结果",
        "(三)不予公开",
        "2.其他法律行政法规禁止公开",
        *"0" * 7,
    ]


def test_2020_joins_cells_in_the_dump_and_only_the_procurement_figures_on_the_page() -> None:
    lines = dump_lines("2020-zhangzhou-industry-it")
    assert {
        "规范性文件449",
        "一、本年新收政府信息公开申请数量1000001",
        "政府集中采购123833092元",
    } <= set(lines)
    proactive, requests, _ = page_tables("2020-zhangzhou-industry-it")
    assert proactive[-1] == ["政府集中采购", "123833092元"]
    assert requests[3] == ["一、本年新收政府信息公开申请数量", "1", "0", "0", "0", "0", "0", "1"]
    assert requests[-2] == ["(七)总计", *"0" * 7]


def test_2021_exchanges_two_row_labels_as_published() -> None:
    lines = dump_lines("2021-jinjiang-government")
    start = lines.index("3. 其他\t\t270\t11\t0\t0\t1\t9\t291\t")
    assert lines[start + 1] == "(七) 总计\t0\t0\t0\t0\t0\t0\t0\t\t"


def test_2021_runs_its_request_table_over_two_pages() -> None:
    document = pypdfium2.PdfDocument(str(REPORTS / "2021-jinjiang-government.pdf"))
    texts = [squash(document[n].get_textpage().get_text_range()) for n in range(len(document))]
    assert len(texts) == 3
    assert "2.申请人逾期未按收费通知要求缴纳费用" in texts[1]
    assert texts[2].startswith(
        "3.其他270110019291(七)总计0000000四、结转下年度继续办理0000000四、政府信息公开行政复议"
    )


@pytest.mark.parametrize(
    ("report", "date"),
    [("2017-jinjiang-economy-it", b"20180102"), ("2021-jinjiang-government", b"20220131")],
)
def test_a_pdf_embeds_its_chinese_font_and_no_clock(report: str, date: bytes) -> None:
    data = (REPORTS / f"{report}.pdf").read_bytes()
    assert b"/CreationDate(D:" + date + b"000000Z" in data
    assert data.count(b"/Type/FontDescriptor") == data.count(b"+NotoSerifSC-Regular") // 2 > 0
    assert b"/FontFile" in data
    assert b"/Ascent 0" not in data


def test_hongze_puts_table_two_of_2021_beside_table_three_of_2019() -> None:
    proactive, requests, remedies = page_tables("2023-hongze-government")
    assert proactive[1] == ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    assert requests[-3] == ["（六）其他处理", *"0" * 7]
    assert "2.其他法律行政止公开" in itertools.chain(*requests)
    assert remedies[-1] == [
        "10",
        "1",
        "0",
        "0",
        "0",
        "0",
        "0",
        "0",
        "0",
        "0",
        "5",
        "0",
        "0",
        "0",
        "0",
    ]


def test_shanghai_leaves_blanks_and_uneven_spans() -> None:
    root = lxml.html.fromstring((REPORTS / "2019-shanghai-general-office.html").read_text("utf-8"))
    rows = [[int(cell.get("colspan", 1)) for cell in row.iter("td")] for row in root.iter("tr")]
    assert rows[5:7] == [[1, 1, 2, 1], [1, 2, 1, 1]]
    requests = page_tables("2019-shanghai-general-office")[1]
    assert requests[5] == [
        "三、本年度办理结果",
        "（一）予以公开",
        "258",
        "12",
        "",
        "",
        "1",
        "1",
        "",
    ]


@pytest.mark.parametrize(
    ("report", "labels"),
    [
        (
            "2011-pingtan-zone",
            ["主动公开信息数", "其中：1.网站公开", "6.其它形式申请数", "行政申诉数"],
        ),
        (
            "2015-pingtan-zone",
            ["受理依申请公开信息总数", "其中：1、当面申请数", "接受行政诉讼、举报数"],
        ),
        ("2017-pingtan-zone", ["受理政府信息依申请公开总数", "3、信函、传真申请数"]),
    ],
)
def test_a_page_words_its_labels_as_its_original_did(report: str, labels: list[str]) -> None:
    shown = [row[0] for row in page_tables(report)[0]]
    assert [label for label in labels if label not in shown] == []


def test_the_same_claims_stand_in_the_narrative() -> None:
    claims = {
        "2016-jinjiang-science-ip": ["9条", "66.67%", "22.22%", "11.11%", "124条"],
        "2017-jinjiang-economy-it": ["315条", "37条", "267条", "29.7%", "68条", "120多份", "600次"],
        "2019-jinjiang-development-zone": ["53条", "550条", "26.41%", "20.75%", "49.06%", "3.77%"],
        "2020-zhangzhou-industry-it": ["127条", "384条"],
        "2021-jinjiang-government": ["2074份", "828份", "635份", "94件", "131件", "44条", "291件"],
    }
    for report, words in claims.items():
        text = squash((REPORTS / f"{report}.txt").read_text("utf-8"))
        assert [w for w in words if w not in text] == []


def test_without_libreoffice_the_script_says_what_it_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    modules: tuple[ModuleType, ...] = (office, make_facsimiles)
    for module in modules:
        monkeypatch.setattr(module, "find_office", lambda: None)
    assert make_facsimiles.main(["--to", str(tmp_path)]) == 0
    assert capsys.readouterr().err == (
        "LibreOffice is not installed (Debian: libreoffice-writer), so these were not made anew: "
        "2016-jinjiang-science-ip.doc, 2017-jinjiang-economy-it.pdf, "
        "2021-jinjiang-government.pdf.\n"
    )
    assert len(list((tmp_path / "reports").iterdir())) == 36
    assert (tmp_path / "catalog.csv").read_text("utf-8").count("\n") == 37


def test_the_whole_folder_stays_below_five_megabytes() -> None:
    assert sum(p.stat().st_size for p in DATA.rglob("*") if p.is_file()) < 5_000_000
