"""What the viewer is told, and the page that carries it; tests/browser drives the scripts."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

import gxkit
from gxkit.cli import main
from gxkit.cli.commands import READ
from gxkit.notebook.viewer import view_page
from gxkit.notebook.viewer.scripts import join_scripts
from gxkit.notebook.viewer.told import tell_report
from gxkit.text.escapes import to_script

PDF = "2021-jinjiang-government.pdf"
TOP = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


@pytest.fixture(scope="module")
def report(data_folder):
    return gxkit.parse(data_folder / "reports" / PDF, second_reading="off")


@pytest.fixture(scope="module")
def told(report):
    return tell_report(report, "en")


def test_every_cell_is_told_with_its_place_on_a_page(report, told):
    assert [cell["key"] for cell in told["cells"]] == ["/".join(value.key) for value in report]
    assert all(told["leaves"][cell["leaf"]]["address"] for cell in told["cells"])
    assert all(len(cell["box"]) == 4 for cell in told["cells"])


def test_every_cell_stands_once_in_the_forms(told):
    for language in ("zh", "en"):
        numbers = [
            box["cell"]
            for table in told["tables"]
            for row in table["rows"][language]
            for box in row
            if box["kind"] == "figure" and box["cell"] is not None
        ]
        assert sorted(numbers) == list(range(len(told["cells"])))


def test_findings_keep_their_order_and_their_sums(report, told):
    sums = [(one["left"], one["right"]) for one in told["findings"]]
    texts = [
        None if side is None else str(side)
        for one in report.findings
        for side in (one.left, one.right)
    ]
    assert [side for pair in sums for side in pair] == texts
    assert told["explanations"][0]["pair"]["isOfColumns"] is False


def test_what_is_told_is_plain_data_in_both_languages(told):
    assert json.loads(json.dumps(told)) == json.loads(json.dumps(told, ensure_ascii=False))
    assert told["cells"][0]["status"] == {"zh": "已填", "en": "printed"}


def test_data_in_a_script_cannot_end_it():
    hostile = {"name": "</script><!--<script>&\u2028"}
    packed = to_script(hostile)
    assert not set("<>&\u2028") & set(packed)
    assert json.loads(packed) == hostile


@pytest.mark.parametrize("entry", ["page.js", "widget.js"])
def test_joined_scripts_need_no_other_file_and_share_no_name(entry):
    script = join_scripts(entry)
    assert not re.search(r"^import ", script, re.MULTILINE)
    assert not re.search(r"^export (?!default)", script, re.MULTILINE)
    assert [name for name, count in Counter(TOP.findall(script)).items() if count > 1] == []


def test_a_page_asks_for_nothing_from_anywhere(report):
    page = view_page(report)
    assert "default-src 'none'" in page.replace("&#x27;", "'")
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", page))
    assert addresses <= {"http://www.w3.org"}


def test_the_shell_writes_a_page(tmp_path, data_folder, capsys):
    target = tmp_path / "page.html"
    file = data_folder / "reports" / "2019-pingtan-zone.html"
    assert main(["view", str(file), "--to", str(target), "--language", "zh"]) == READ
    assert str(target) in capsys.readouterr().out
    assert '<html lang="zh-CN">' in target.read_text("utf-8")


def test_the_shell_writes_a_page_under_decisions(tmp_path, data_folder, capsys):
    file = data_folder / "reports" / "2019-pingtan-zone.html"
    asked = ["view", str(file), "--to", str(tmp_path / "page.html"), "--corrections"]
    assert main([*asked, str(data_folder / "corrections.toml")]) == READ
    assert main([*asked, str(tmp_path / "absent.toml")]) != READ
    assert "absent.toml is not there" in capsys.readouterr().err


def test_a_notebook_gets_a_widget_and_a_static_page_a_sentence(report):
    pytest.importorskip("anywidget")
    widget = gxkit.view(report, "en")
    assert widget.told["id"] == report.id
    assert PDF in repr(widget)
