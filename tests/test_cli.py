"""The command line keeps its contract: columns, places, sentences, exit codes."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from gxkit.cli import main
from gxkit.folder.catalog import read_catalog, write_catalog
from gxkit.output import COLUMNS
from gxkit.output.checked import check_text
from gxkit.output.figures import figures_text
from gxkit.output.page import Page, page_for
from gxkit.parsing.one import parse
from gxkit.readers.copied import HAS_COPIES
from gxkit.text import Sentence
from gxkit.text.terminal import columns_of

ENGLISH = ("--language", "en")


@pytest.fixture
def page(data_folder):
    return str(data_folder / "reports" / "2023-hongze-government.html")


def test_parse_to_csv_prints_one_line_for_each_cell(page, capsys):
    assert main(["parse", page, "--to", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == COLUMNS
    assert (
        ",".join(COLUMNS)
        == "report,table,row,column,label,printed,value,unit,status,verdict,reconciled,where,"
        "implied,implied_by,verified_by,disputed_by,use,use_why"
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
        "implied": "",
        "implied_by": "",
        "verified_by": "",
        "disputed_by": "",
        "use": "with care",
        "use_why": "reconciled",
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


@pytest.mark.parametrize("has_copies", [True, False])
def test_a_fault_of_gxkit_over_a_file_is_told_and_the_others_are_read(
    has_copies, page, tmp_path, monkeypatch, capsys
):
    faulty = shutil.copy(page, tmp_path / "faulty.html")

    def fail_over_one(file, *given, **named):
        if "faulty" in str(file):
            raise KeyError("sought")
        return parse(file, *given, **named)

    monkeypatch.setattr("gxkit.cli.files.parse", fail_over_one)
    monkeypatch.setattr("gxkit.cli.files.HAS_COPIES", has_copies and HAS_COPIES)
    assert main(["parse", str(faulty), page, "--to", "csv", *ENGLISH]) == 1
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 187
    assert "faulty.html: gxkit itself failed over it (KeyError: 'sought')" in said.err


def test_verify_says_that_all_is_well(data_folder, capsys):
    assert main(["verify", str(data_folder), "--language", "en"]) == 0
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


def causes_of(said):
    """The causes that check prints, each as its lines."""
    causes = []
    for line in said.splitlines():
        if line.startswith("×"):
            causes.append([line])
        elif causes and line.startswith("  "):
            causes[-1].append(line)
    return causes


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_cause_takes_at_most_eight_lines_of_eighty_columns(language, data_folder, capsys):
    files = [data_folder / entry.path for entry in read_catalog(data_folder / "catalog.csv")]
    main(["check", *map(str, files), "--second-reading", "on", "--language", language])
    said = capsys.readouterr().out
    assert max(map(columns_of, said.splitlines())) <= 80
    assert max(map(len, causes_of(said))) <= 8
    assert min(map(len, causes_of(said))) >= 3


def test_a_cause_says_what_mends_it_how_sure_that_is_and_what_falls_with_it(page, capsys):
    main(["check", page, "--language", "en"])
    first = causes_of(capsys.readouterr().out)[0]
    assert first[0] == "× 1/2 total not filled in · certain"
    assert "  mend   table 3, row 4, column 5: 0 → 11" in first
    assert first[-1].startswith("  rules  R4: upheld, corrected, other and pending")


def test_a_witness_keeps_its_figure_where_the_mistake_is_long(data_folder):
    report = parse(data_folder / "reports" / "2021-jinjiang-government.pdf")
    for language in ("zh", "en"):
        said = check_text(report, Page(language))
        assert "291" in said.partition({"zh": "依据", "en": "says"}[language])[2]
        assert max(map(len, causes_of(said))) <= 8


def test_rules_are_counted_whether_one_fails_or_several_and_what_follows_is_named(data_folder):
    report = parse(data_folder / "reports" / "2019-shanghai-general-office.html")
    assert "rules: 1 failing, 39 not assessable" in check_text(report, Page("en"))
    assert "由其他数推出" in check_text(report, Page("zh"))


def tied_report(report):
    """The report with a further explanation that is as good as its first."""
    first = report.explanations[0]
    key, printed, _ = first.cells[0]
    first = replace(
        first, would_decide=(Sentence("可问2024年的报告。", "Ask the report of 2024."),)
    )
    rival = replace(first, kinds=("one cell",), cells=((key, printed, 7),), certain=False)
    unsettled = tuple(replace(finding, settled=None) for finding in report.findings)
    tied = (replace(first, certain=False), rival)
    return replace(report, findings=unsettled, explanations=tied)


def test_a_tie_names_its_alternatives_and_certain_is_neither(page):
    report = tied_report(parse(page))
    said = check_text(report, Page("en"))
    assert "total not filled in, one wrong cell · one of 2 ties" in said
    assert "  either  total not filled in: 行政复议 · 总计 0 → 11\n" in said
    assert "  or      one wrong cell: 行政复议 · 总计 0 → 7\n" in said
    assert "certain" not in said
    assert "  ask     Ask the report of 2024." in said


def test_why_ends_with_the_tie_that_a_cell_is_in_and_what_would_decide_it(page):
    report = tied_report(parse(page))
    year = Sentence("2024年的报告可以判定。", "The report of 2024 would tell.")
    tied = tuple(replace(one, would_decide=(year,)) for one in report.explanations)
    report = replace(report, explanations=tied)
    key = tied[0].cells[0][0]
    assert report.why(*key, language="en").count("The report of 2024 would tell.") == 1
    assert report.why(*key).endswith("2024年的报告可以判定。")


def test_broken_rules_without_an_explanation_are_told_as_they_stand(page):
    said = check_text(replace(parse(page), explanations=()), Page("en"))
    assert "× 1/2 R4 · no explanation found\n" in said
    assert "is 11, 行政复议 · 总计 is 0" in " ".join(said.split())


def test_what_else_was_found_takes_a_line_a_kind_and_all_of_it_on_demand(data_folder, capsys):
    file = str(data_folder / "reports" / "2019-shanghai-general-office.html")
    main(["check", file, "--language", "en"])
    brief = capsys.readouterr().out
    main(["check", file, "--language", "en", "--all"])
    full = capsys.readouterr().out
    assert [line for line in brief.splitlines() if "(--all lists them)" in line]
    assert "(--all" not in full
    assert full.count("\n? ") == int(brief.partition("? not assessable ")[2].partition(":")[0])


def test_only_a_terminal_gets_colours_and_no_more_than_its_width(page, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    report = parse(page)
    coloured = check_text(report, page_for(Terminal(), "zh"))
    assert "\033[31m×\033[0m 1/2" in coloured
    plain = re.sub(r"\033\[\d+m", "", coloured)
    assert max(map(columns_of, plain.splitlines())) <= 60
    assert "\033" not in check_text(report, page_for(io.StringIO(), "zh"))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033" not in check_text(report, page_for(Terminal(), "zh"))


COMPANY = ("2021-pingtan-zone.html", "2017-jinjiang-economy-it.pdf", "2016-jinjiang-science-ip.doc")


@pytest.mark.parametrize("command", [["parse", "--to", "csv"], ["check"], ["check", "--all"]])
def test_a_file_gives_the_same_answer_alone_and_in_company(command, data_folder, capsys):
    files = [str(data_folder / "reports" / name) for name in COMPANY]
    alone = []
    for file in files:
        assert main([*command, file]) == 0
        alone.append(capsys.readouterr().out)
    assert main([*command, *files]) == 0
    together = capsys.readouterr().out
    for said in alone:
        own = said.partition("\n")[2] if "csv" in command else said
        assert own.strip() in together


def test_a_folder_a_pattern_and_standard_input_are_read(data_folder, tmp_path, monkeypatch, capsys):
    for year in (2021, 2023):
        (tmp_path / str(year)).mkdir()
        source = data_folder / "reports" / f"{year}-pingtan-zone.html"
        shutil.copy(source, tmp_path / str(year) / "report.html")
    (tmp_path / "2021" / "~$report.docx").write_bytes(b"lock")
    ids = {"2021-report", "2023-report"}
    for named in (str(tmp_path), str(tmp_path / "*" / "*.html")):
        assert main(["parse", named, "--to", "csv"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert {row["report"] for row in rows} == ids
    piped = io.TextIOWrapper(io.BytesIO((tmp_path / "2021" / "report.html").read_bytes()))
    monkeypatch.setattr(sys, "stdin", piped)
    assert main(["parse", "-", "--to", "csv"]) == 0
    assert capsys.readouterr().out.count("stdin,requests,") == 175
    assert main(["parse", str(tmp_path / "*.pdf")]) == 3
    assert "there is no file there" in capsys.readouterr().err


def test_every_file_that_fails_is_named(tmp_path, capsys):
    names = ("one.txt", "two.txt")
    for name in names:
        (tmp_path / name).write_bytes(b"")
    assert main(["check", *(str(tmp_path / name) for name in names)]) == 3
    said = capsys.readouterr().err
    assert all(said.count(name) == 1 for name in names)


def test_ctrl_c_ends_with_one_line_and_what_was_done(page, tmp_path, monkeypatch, capsys):
    (tmp_path / "second.html").write_bytes(b"x")

    def interrupted(file, *given, **named):
        if "second" in str(file):
            raise KeyboardInterrupt
        return parse(file, *given, **named)

    monkeypatch.setattr("gxkit.cli.files.parse", interrupted)
    # a copy of this process is not interrupted: who waits for it is
    monkeypatch.setattr("gxkit.cli.files.HAS_COPIES", False)
    for to, is_whole in (("csv", lambda out: len(out.splitlines()) == 187), ("json", json.loads)):
        assert main(["parse", page, str(tmp_path / "second.html"), "--to", to, *ENGLISH]) == 130
        said = capsys.readouterr()
        assert is_whole(said.out)
        assert said.err.endswith("1 of 2 files were read, and what is printed of them is whole.\n")
        assert said.err.count("\n") == 1


def test_a_csv_for_spreadsheets_has_a_mark_and_no_formulas(data_folder, tmp_path, capsys):
    page = data_folder / "reports" / "2021-pingtan-zone.html"
    text = page.read_text("utf-8").replace(">70<", ">=70<", 1)
    (tmp_path / "=cmd.html").write_text(text, encoding="utf-8")
    assert main(["parse", str(tmp_path / "=cmd.html"), "--to", "csv", "--excel"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("\ufeffreport,table,")
    assert said.count("\ufeff") == 1
    assert "\n'=cmd,requests," in said
    assert not re.search(r"(?:^|,)[=+@]", said, re.MULTILINE)
    assert main(["parse", str(page), "--excel"]) == 2


def test_the_table_names_its_columns_and_is_as_wide_as_the_terminal(page, capsys):
    main(["parse", page])
    lines = capsys.readouterr().out.splitlines()
    assert "  label\tprinted\tverdict\twhere" in lines
    wide = figures_text(parse(page), 60).splitlines()
    assert max(columns_of(line) for line in wide[2:]) <= 60
    assert re.match(r"  label +printed +verdict +where$", wide[1])


def test_ctrl_c_while_the_commands_are_loaded_ends_with_one_line(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "gxkit.cli.shell", _Interrupted("gxkit.cli.shell"))
    assert main(["parse", "x"]) == 130
    assert "Stopped; nothing was done." in capsys.readouterr().err


class _Interrupted(ModuleType):
    """A module in whose loading somebody presses Ctrl-C."""

    def __getattr__(self, name: str):
        raise KeyboardInterrupt
