"""A report as frames and as a workbook."""

from dataclasses import replace
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest

import gxkit
from gxkit.errors import GxkitError, NoTableError
from gxkit.report import Report, Status
from gxkit.text import Sentence
from test_panel import reports


def report(report_id):
    return next(one for one in reports() if one.id == report_id)


def test_a_table_is_a_frame_of_rows_by_columns():
    requests = report("2021-jinjiang-government").requests
    printed = requests.to_frame()
    assert printed.shape == (25, 7)
    assert list(printed.index[:2]) == ["received", "carried_in"]
    assert str(printed["total"].dtype) == "Int64"
    assert printed.loc["decided", "total"] == 0
    assert requests.to_frame(figures="reconciled").loc["decided", "total"] == 291
    named = requests.to_frame(labels=True)
    assert named.loc["三、本年度办理结果/（七）总计", "总计"] == 0


def test_a_blank_is_no_zero_in_a_frame():
    legacy = report("2013-pingtan-zone").legacy.to_frame()
    assert legacy.loc["disclosed.gazette"].isna().tolist() == [False, True]


def test_a_report_and_what_it_holds_are_frames():
    jinjiang = report("2021-jinjiang-government")
    assert jinjiang.to_frame().equals(gxkit.stack([jinjiang]))
    assert jinjiang.to_frame().equals(gxkit.stack(jinjiang))
    assert len(jinjiang.values.to_frame()) == len(jinjiang)
    findings = jinjiang.findings.to_frame()
    assert findings["left"].tolist()[:2] == [540, 22]
    changed = jinjiang.explanations.to_frame()
    assert changed.query("row == 'decided' and column == 'total'")["reconciled"].item() == 291
    assert jinjiang.remarks.to_frame().shape == (len(jinjiang.remarks), 2)
    assert set(jinjiang.witnesses.to_frame()["source"]) <= {"claim", "reading"}
    claims = jinjiang.claims.to_frame()
    assert pd.api.types.is_float_dtype(claims["value"])
    assert len(claims) == len(jinjiang.claims)
    assert len(report("2011-pingtan-zone").explanations.to_frame()) == 0


def sheets(path):
    return openpyxl.load_workbook(path)


def test_a_workbook_has_a_sheet_a_table_laid_out_as_the_form(tmp_path):
    jinjiang = report("2021-jinjiang-government")
    book = sheets(jinjiang.to_excel(tmp_path / "报告.xlsx"))
    assert book.sheetnames == [*jinjiang.editions, "findings", "explanations"]
    sheet = book["requests"]
    assert [cell.value for cell in sheet[1]][3:] == [
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
    ]  # fmt: skip
    assert sheet["J2"].value == 291
    assert sheet["J26"].value == 0
    assert sheet["J25"].value == "0 × → 291"
    assert sheet["J25"].fill.fgColor.rgb.endswith("CFE3F1")
    assert sheet["J25"].comment.text.endswith("有矛盾 · requests/decided/total")
    assert sheet["J2"].fill.fill_type is None
    assert "A4:A25" in map(str, sheet.merged_cells.ranges)
    found = book["findings"]
    assert [cell.value for cell in found[2]][:4] == ["不成立", "R2", 540, 0]
    assert book["explanations"].max_row == 11


def test_the_workbook_of_one_table_has_its_findings_alone(tmp_path):
    remedies = report("2023-hongze-government").remedies
    book = sheets(remedies.to_excel(tmp_path / "one.xlsx"))
    assert book.sheetnames == ["remedies", "findings", "explanations"]
    assert [cell.value for cell in book["findings"]["B"]] == ["规则", "R4", "R4"]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-1-", "@SUM(A1)", '=HYPERLINK("x")'])
def test_no_text_of_a_file_becomes_a_formula(tmp_path, text):
    pingtan = report("2021-pingtan-zone")
    first = replace(pingtan.values[0], printed=text, status=Status.ILLEGIBLE, value=None)
    finding = replace(report("2023-hongze-government").findings[0], says=Sentence.same(text))
    finding = replace(finding, place=None, words=None, settled=None, cells=(first.key,))
    bad = replace(pingtan, id=text, values=(first, *pingtan.values[1:]), findings=(finding,))
    book = sheets(bad.to_excel(tmp_path / "bad.xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    quoted = [cell for cell in cells if str(cell.value).startswith(text)]
    assert quoted
    assert all(cell.quotePrefix for cell in quoted)


def test_a_number_keeps_its_digits_in_a_workbook(tmp_path):
    pingtan = report("2021-pingtan-zone")
    numbers = (Decimal("251000.50"), 12345678901234567, Decimal("-3.20"))
    values = [
        replace(value, value=number, printed=str(number))
        for value, number in zip(pingtan.values, numbers, strict=False)
    ]
    long = replace(pingtan, values=(*values, *pingtan.values[3:]))
    sheet = sheets(long.to_excel(tmp_path / "long.xlsx"))["proactive"]
    shown = {cell.value: cell.number_format for row in sheet.iter_rows() for cell in row}
    assert shown[251000.5] == "0.00"
    assert shown[-3.2] == "0.00"
    assert "12345678901234567" in shown


def test_characters_that_no_workbook_holds_are_left_out(tmp_path):
    pingtan = report("2021-pingtan-zone")
    first = replace(pingtan.values[0], printed="\x0c7", status=Status.ILLEGIBLE, value=None)
    bad = replace(pingtan, values=(first, *pingtan.values[1:]))
    assert bad.to_excel(tmp_path / "bad.xlsx").exists()


def test_a_report_without_tables_is_no_workbook(tmp_path):
    with pytest.raises(NoTableError, match="no table that could be written"):
        Report("nothing", report("2021-pingtan-zone").meta, {}, ()).to_excel(tmp_path / "no.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_workbook_is_not_written_under_the_name_of_another_format(tmp_path):
    with pytest.raises(GxkitError, match=r"give a name that ends in \.xlsx"):
        report("2021-jinjiang-government").to_excel(tmp_path / "bad.csv")
