"""Files that are made to bring a reader down are refused in a sentence, and the next is read."""

from __future__ import annotations

import json
import random
import time

import pytest

import gxkit
from gxkit.checks import judge
from gxkit.cli import main
from gxkit.errors import ReadError, TooLargeError, TooSlowError
from gxkit.filling import lay
from gxkit.narrative import find_claims
from gxkit.parsing.one import parse_file
from gxkit.readers import bounds, may_do_harm
from gxkit.readers.copied import HAS_COPIES
from gxkit.report import work
from pdf_pages import figures, pdf, rules, text
from specimens import draw_figures, write_html

XS, YS = [60.0, 200.0, 260.0, 320.0], [700.0, 684.0, 668.0, 652.0]
ROWS = [["信息内容", "制发", "废止"], ["规章", "17", "2"], ["行政规范性文件", "12", "305"]]
SOUND = pdf([text(60, 780, "2021年度报告") + rules(XS, YS) + figures(XS, YS, ROWS)])


def nested_forms(depth: int, times: int = 10) -> bytes:
    """A PDF of forms that each draw the next one several times."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /XObject << /X 5 0 R >> >> >>",
    ]
    for level in range(depth):
        kind = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]" if level else ""
        own = f"{kind} /Resources << /XObject << /X {level + 5} 0 R >> >>" if level else ""
        body = "/X Do\n" * times if level < depth - 1 else "0 0 9 9 re S\n" * 200
        objects.append(f"<< {own} /Length {len(body)} >>\nstream\n{body}\nendstream")
    made = b"%PDF-1.7\n"
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{item}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + (head + end).encode()


def test_forms_in_forms_may_do_harm_and_a_sound_report_may_not(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(SOUND)
    assert not may_do_harm(path)
    path.write_bytes(nested_forms(3))
    assert may_do_harm(path)
    assert not may_do_harm(tmp_path / "absent.pdf")


def test_what_may_do_harm_is_read_in_a_process_of_its_own(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(nested_forms(3))
    with pytest.raises(gxkit.errors.GxkitError, match=r"a\.pdf"):
        gxkit.parse(path)


@pytest.mark.skipif(not HAS_COPIES, reason="this process cannot be copied")
def test_the_shell_outlives_a_file_that_takes_all_memory(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("gxkit.readers.copied.MEGABYTES", 300)
    monkeypatch.setattr("gxkit.readers.copied._FREE", 200)
    bad, good = tmp_path / "bad.pdf", tmp_path / "good.txt"
    bad.write_bytes(nested_forms(9))
    good.write_text("某局2021年政府信息公开工作年度报告\n", "utf-8")
    assert main(["parse", str(bad), str(good)]) == 3
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("bad.pdf")
    assert said[1].startswith("good.txt")


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.html", b"<html><p>1" + b"<i>" * 3_000_001, "3,000,003"),
        ("a.html", b"<html><p " + b" ".join(b"a%d=1" % k for k in range(5_000)) + b">1", "5,001"),
        ("a.json", json.dumps({"a": [0] * 1_000_002}).encode(), "1,000,001"),
    ],
)
def test_more_than_a_report_has_is_refused_before_it_is_taken_apart(name, data, found, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(TooLargeError, match=rf"{name}: {found} .* over the limit of"):
        gxkit.read(path)


def test_work_without_end_is_given_up_at_a_page(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(SOUND)
    monkeypatch.setattr(bounds, "SECONDS", -1.0)
    with pytest.raises(TooLargeError, match=r"^a\.pdf: after .* only up to page 0 of 1"):
        gxkit.read(path)


def test_what_a_library_says_in_several_lines_is_said_in_one():
    error = ReadError("a\udcff.odt: it is damaged (\x00 in line 2\n, column 3)")
    assert str(error) == r"a\xff.odt: it is damaged ( in line 2 , column 3)"


@pytest.fixture(scope="module")
def sound_page():
    """A web page with all its tables."""
    figures = draw_figures("2021", random.Random(7))
    return write_html("2021", figures)


def test_a_page_of_many_tables_is_given_up_after_the_work_of_a_file(
    sound_page, tmp_path, monkeypatch
):
    path = tmp_path / "a.html"
    path.write_text(sound_page * 200, "utf-8")
    monkeypatch.setattr(work, "SECONDS", 0.2)
    with pytest.raises(TooSlowError, match=r"^a\.html: .* more than 0\.2 seconds of work"):
        gxkit.parse(path)
    with pytest.raises(TooSlowError):
        parse_file(path)


def test_tables_sentences_and_rules_each_end_with_the_work(sound_page):
    page = sound_page.replace("</body>", "<p>收到申请3件。</p></body>")
    document = gxkit.read(page.encode())
    report = gxkit.parse(page.encode())
    for ask, asked in ((lay, document), (find_claims, report), (judge, report)):
        ask(asked)
        with work.limit_work("a.html", -1.0), pytest.raises(TooSlowError):
            ask(asked)


@pytest.mark.parametrize("at", [0, -1])
def test_a_file_of_hundreds_of_one_table_is_refused_before_each_is_looked_for(tmp_path, at):
    page = write_html("2021", draw_figures("2021", random.Random(4)), 2022)
    pieces = page.split("<table")
    table, end, _ = pieces[1:][at].partition("</table>")
    copies = page.replace(table, end.join([table, *[f"<table{table}"] * 400]))
    path = tmp_path / "copies.html"
    path.write_text(copies, "utf-8")
    begun = time.process_time()
    with pytest.raises(TooLargeError, match=r"^copies\.html: one table stands in it some 4\d\d "):
        gxkit.parse(path)
    # one after the other they took a minute
    assert time.process_time() - begun < 20
