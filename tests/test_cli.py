"""The command line keeps its contract: columns, places, sentences, exit codes."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gxkit.cli import main
from gxkit.folder.catalog import read_catalog, write_catalog
from gxkit.output import COLUMNS


@pytest.fixture
def page(data_folder):
    return str(data_folder / "reports" / "2023-hongze-government.html")


def test_parse_to_csv_prints_one_line_for_each_cell(page, capsys):
    assert main(["parse", page, "--to", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == COLUMNS
    assert (
        ",".join(COLUMNS)
        == "report,table,row,column,label,printed,value,unit,status,verdict,reconciled,where"
    )
    assert len(rows) == 186
    total = next(r for r in rows if (r["row"], r["column"]) == ("reconsideration", "total"))
    assert total == {
        "report": "2023-hongze-government",
        "table": "remedies",
        "row": "reconsideration",
        "column": "total",
        "label": "行政复议 · 总计",
        "printed": "0",
        "value": "0",
        "unit": "件",
        "status": "printed",
        "verdict": "contradicted",
        "reconciled": "11",
        "where": "table 3, row 4, column 5",
    }


def test_parse_to_json_keeps_candidates_and_chapters(data_folder, capsys):
    assert (
        main(
            [
                "parse",
                str(data_folder / "reports" / "2020-zhangzhou-industry-it.txt"),
                "--to",
                "json",
            ]
        )
        == 0
    )
    made = json.loads(capsys.readouterr().out)
    amount = next(c for c in made["cells"] if c["column"] == "amount")
    assert (amount["status"], amount["value"], 833092 in amount["candidates"]) == (
        "ambiguous",
        None,
        True,
    )
    assert made["report"]["agency"] == "漳州市工业和信息化局"
    assert made["sections"][0]["heading"] == "一、总体情况"


def test_check_to_json_prints_one_object_with_findings_and_explanations(page, capsys):
    assert main(["check", page, "--to", "json", "--language", "en"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert set(made) == {"report", "findings", "explanations"}
    assert {"id", "kind", "cells", "left", "right", "sentence"} <= set(made["findings"][0])
    assert {"rank", "kind", "findings", "cells", "blame", "evidence", "sentence"} <= set(
        made["explanations"][0]
    )
    assert made["explanations"][0]["cells"][0]["reconciled"] == 11


def test_check_speaks_chinese_and_english(page, capsys):
    main(["check", page])
    assert "合计没有填：行政复议 · 总计 0→11。" in capsys.readouterr().out
    main(["check", page, "--language", "en"])
    assert "A total was left at 0: 行政复议 · 总计 0→11." in capsys.readouterr().out


BAD = {
    "empty.txt": (b"", 3, "is empty"),
    "blank.pdf": (b"%PDF-1.4\n", 3, "PDF"),
    "archive.zip": (b"PK\x03\x04" + b"\0" * 50, 3, "ZIP archive"),
    "noise.bin": (bytes(range(256)) * 9, 3, "none of PDF"),
    "page.html": (
        "<html><meta charset=utf-8><p>您好</p></html>".encode(),
        4,
        "no government information disclosure",
    ),
    "budget.txt": (
        "某局2022年度部门预算\n行政许可\t5\n".encode(),
        4,
        "no government information disclosure",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_clear_sentence_and_its_exit_code(name, tmp_path, capsys):
    content, code, said = BAD[name]
    (tmp_path / name).write_bytes(content)
    assert main(["parse", str(tmp_path / name), "--to", "csv"]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.startswith(name)
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err


def test_files_that_break_off_are_damaged(data_folder, tmp_path, capsys):
    for name in (
        "2019-jinjiang-development-zone.docx",
        "2021-jinjiang-government.pdf",
        "2016-jinjiang-science-ip.doc",
    ):
        whole = (data_folder / "reports" / name).read_bytes()
        (tmp_path / name).write_bytes(whole[: len(whole) // 2])
        assert main(["parse", str(tmp_path / name)]) == 3
        said = capsys.readouterr().err
        assert "etch it again" in said
        assert said.count("\n") == 1


def test_a_directory_and_an_absent_file_cannot_be_read(tmp_path, capsys):
    assert main(["parse", str(tmp_path)]) == 3
    assert "directory" in capsys.readouterr().err
    assert main(["parse", str(tmp_path / "no.pdf")]) == 3
    assert "there is no such file" in capsys.readouterr().err


def test_usage_errors_exit_with_2(capsys):
    for arguments in ([], ["parse"], ["parse", "a", "--to", "xml"]):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 2


def test_several_files_go_on_after_a_bad_one_and_the_exit_code_says_so(page, tmp_path, capsys):
    (tmp_path / "empty.txt").write_bytes(b"")
    assert main(["parse", str(tmp_path / "empty.txt"), page, "--to", "csv"]) == 3
    assert len(capsys.readouterr().out.splitlines()) == 187


def test_verify_says_that_all_is_well(data_folder, capsys):
    assert main(["verify", str(data_folder)]) == 0
    assert "every file is as the catalog says" in capsys.readouterr().out


def test_verify_without_a_catalog_says_what_is_expected(tmp_path, capsys):
    assert main(["verify", str(tmp_path)]) == 1
    assert "There is no catalog" in capsys.readouterr().err


def test_importing_gxkit_loads_nothing_heavy():
    code = (
        "import sys, gxkit; gxkit.parse; "
        "heavy = ('pandas', 'numpy', 'matplotlib', 'lxml', 'camelot', 'docx'); "
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_parsing_a_text_loads_no_frame_library(data_folder):
    file = data_folder / "reports" / "2020-zhangzhou-industry-it.txt"
    code = (
        f"import sys, gxkit; gxkit.parse({str(file)!r}); "
        "print([m for m in ('pandas', 'numpy', 'lxml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("report", "language"), [("2013-pingtan-zone", "zh"), ("2021-pingtan-zone", "en")]
)
def test_a_study_of_one_report_says_which_figures_it_leaves_out(
    report, language, data_folder, tmp_path, capsys
):
    folder = tmp_path / "data"
    (folder / "reports").mkdir(parents=True)
    entries = [e for e in read_catalog(data_folder / "catalog.csv") if e.report == report]
    for entry in entries:
        shutil.copy(data_folder / entry.path, folder / entry.path)
    write_catalog(folder / "catalog.csv", entries)
    assert main(["study", str(folder), "--to", str(tmp_path / "out"), "--language", language]) == 0
    said = capsys.readouterr()
    written = {Path(line.strip()).name for line in said.out.splitlines()}
    assert {"panel.csv", "coverage.md", "13-coverage.svg", "study.pdf"} <= written
    assert "01-requests-by-year.svg" not in written
    wanted = {
        "zh": "01-requests-by-year 从略：没有哪个机关有两个年度的报告，画不出逐年变化。",
        "en": "01-requests-by-year is left out: No body has reports of two years;",
    }
    assert wanted[language] in said.err
    assert "Traceback" not in said.err
