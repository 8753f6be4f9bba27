"""What a filling keeps of its stages, and what it tells of a cell from them."""

import pickle
import random
import re
from collections import Counter
from dataclasses import replace

import pytest

import gxkit
from gxkit.cli import main
from gxkit.errors import GxkitError
from gxkit.filling import filled, lay, phrases, stages, weights
from gxkit.filling.cells import placing
from gxkit.filling.finding import looking, matching, occurrences, spotting
from gxkit.filling.finding.spots import Sign
from gxkit.filling.lines import arranging
from gxkit.filling.ways import Reason
from gxkit.forms import all_forms
from gxkit.parsing.again import _lay_file
from gxkit.readers import read
from gxkit.report import Status
from specimens import draw_figures, write_html, write_text

LANGUAGES = ("zh", "en")


@pytest.fixture
def page(tmp_path):
    """A web page of the form of 2021."""
    path = tmp_path / "page.html"
    path.write_text(write_html("2021", draw_figures("2021", random.Random(1)), 2022), "utf-8")
    return path


def parse_text(folder, text, name="report.txt"):
    (folder / name).write_text(text, encoding="utf-8")
    return gxkit.parse(folder / name)


def all_ways():
    lists = [
        spotting.ANYWHERE,
        spotting.BETWEEN,
        matching.DOWN,
        matching.ACROSS,
        arranging.DOWN,
        arranging.WRAPPED,
        arranging.ACROSS,
        placing.AT_ONCE,
        placing.BY_BORDERS,
        placing.BY_RULES,
    ]
    return [way.name for ways in lists for way in ways]


def test_every_strategy_sign_and_reason_has_words_in_both_languages():
    assert set(all_ways()) <= set(phrases.WAYS)
    assert set(phrases.SIGNS) == set(Sign)
    said = [reason.say(language) for reason in Reason for language in LANGUAGES]
    assert all(said)
    assert len(set(said)) == len(said)


def test_every_weight_has_a_reason():
    assert all(why for _, why in weights.reasons().values())


def test_changed_weights_hold_only_inside_their_block(page):
    document = read(page)
    as_before = lay(document).values
    with weights.using(rows_found=1.1, labels_present=1.1, part_columns=1.1):
        assert weights.IN_USE.rows_found == 1.1
        changed = lay(document)
        assert set(changed.tables) == {"proactive", "requests", "remedies"}
        assert changed.tables["requests"].match is None
    assert lay(document).values == as_before


def test_a_filling_keeps_tape_matches_spots_and_what_decided_each_line(page):
    filling = lay(read(page))
    assert filling.tape.text.startswith("某某市人民政府2022年")
    requests = filling.tables["requests"]
    scores = [(match.form, match.score) for match in filling.looked.kinds["requests"]]
    assert [form for form, _ in scores] == ["2021", "2019"]
    assert scores[0][1] > scores[1][1]
    assert {match.form for match in filling.looked.absent} >= {"fujian-2011", "fujian-2017"}
    assert len(requests.match.spots) == len(requests.entries) == len(requests.table.rows)
    assert {entry.way for entry in requests.entries} == {"as many"}
    assert requests.way == "down"
    assert filling.tables["remedies"].way == "by labels"


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_tells_edition_label_line_and_placing_of_a_printed_cell(page, language):
    report = gxkit.parse(page)
    value = report["requests", "decided", "total"]
    told = report.why("requests", "decided", "total", language).split("\n")
    assert len(told) == 8
    assert str(value.value) in told[0]
    assert "2021" in told[1]
    assert "2019" in told[2]
    assert "(七)总计" in told[3]
    assert f"【{value.printed}】" in told[4]
    assert {"zh": "依次放入", "en": "in order"}[language] in told[5]


def test_why_tells_between_which_rows_a_missing_one_was_looked_for(tmp_path):
    text = write_text("2021", draw_figures("2021", random.Random(1)), "tabs")
    start = text.index("2.重复申请")
    report = parse_text(tmp_path, text[:start] + text[text.index("\n", start) + 1 :])
    told = report.why("requests", "not_processed.repeat", "total", "en")
    assert report["requests", "not_processed.repeat", "total"].status is Status.MISSING
    assert re.search("not found between “1.信访举报投诉类申请” and “3.要求提供公开出版物”", told)


def test_why_tells_that_a_table_is_not_in_the_file(tmp_path):
    page = write_html("2021", draw_figures("2021", random.Random(1)))
    cut = page[: page.index("<p>四、政府信息公开行政复议")]
    report = parse_text(tmp_path, cut, "page.html")
    told = report.why("remedies", "reconsideration", "total")
    assert "文件中没有表四" in told
    assert "没有表头" in told


def test_why_tells_blank_sign_and_text_that_is_no_number(tmp_path):
    page = write_html("2021", draw_figures("2021", random.Random(6)))
    at = page.index("<td >", page.index("规章"))
    cells = "<td></td><td>—</td><td>约5</td>"
    report = parse_text(tmp_path, page[:at] + cells + page[page.index("</tr>", at) :], "page.html")
    made, repealed, in_force = (
        report.why("proactive", "regulations", column, "en").split("\n")[0]
        for column in ("made", "repealed", "in_force")
    )
    assert "is blank (table" in made
    assert "shown by “—”" in repealed
    assert "“约5”" in in_force
    assert "no number" in in_force


def test_why_tells_what_the_rules_exclude_from_joined_figures(tmp_path):
    text = write_text("2021", draw_figures("2021", random.Random(5), 300), "joined")
    report = parse_text(tmp_path, text)
    told = report.why("requests", "received", "total", "en")
    said = re.search(r"in at least (\d+) ways; .* leave (\d+), .* lines (\d+)\.", told)
    assert [int(number) for number in said.groups()] == [400, 2, 1]


def test_why_tells_the_candidates_of_a_cell_in_doubt(tmp_path):
    text = write_text("2019", draw_figures("2019", random.Random(1)), "tabs")
    start = text.index("政府集中采购")
    joined = text[:start] + "政府集中采购1238元" + text[text.index("\n", start) :]
    report = parse_text(tmp_path, joined)
    told = report.why("proactive", "procurement", "projects", "en")
    assert "several readings (1, 12, 123)" in told


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (("request", "decided", "total"), "no table 'request'.*nearest are requests"),
        (("requests", "decidd", "total"), "no row 'decidd' in requests.*nearest are decided"),
        (("requests", "decided", "totl"), "no column 'totl' in requests/decided.*are total"),
    ],
)
def test_a_wrong_key_gets_the_nearest_names(page, key, said):
    with pytest.raises(GxkitError, match=said):
        gxkit.parse(page).why(*key)


def test_a_report_without_its_filling_says_so(page):
    report = replace(gxkit.parse(page), filling=None, path="")
    assert "gxkit.parse" in report.why("requests", "decided", "total", "en")
    assert "gxkit.parse" in report.why("requests", "decided", "total")


def test_a_report_of_many_files_tells_it_from_its_file(page):
    (one,) = gxkit.parse_many(page)
    key = ("requests", "decided", "total")
    assert one.filling is None
    assert one.why(*key) == gxkit.parse(page).why(*key)
    page.write_bytes(page.read_bytes() + b"<p>")
    _lay_file.cache_clear()
    with pytest.raises(GxkitError, match=r"page\.html: the file has changed since"):
        one.why(*key)


def test_a_report_pickles_with_its_filling_and_equals_one_without(page):
    report = gxkit.parse(page)
    again = pickle.loads(pickle.dumps(report))
    assert again == report == replace(report, filling=None)
    key = ("requests", "decided", "total")
    assert again.why(*key) == report.why(*key)
    assert "filling" not in repr(report)


def test_the_command_line_tells_why_and_names_the_nearest_cells(page, capsys):
    arguments = ["why", str(page), "requests", "decided", "total", "--language", "en"]
    assert main(arguments) == 0
    assert "Edition: " in capsys.readouterr().out
    arguments[3] = "decide"
    assert main(arguments) == 2
    assert "nearest are decided" in capsys.readouterr().err


def test_a_document_is_gone_through_once(page, monkeypatch):
    calls = Counter()

    def count(module, name):
        function = getattr(module, name)

        def counted(*arguments):
            calls[name] += 1
            return function(*arguments)

        monkeypatch.setattr(module, name, counted)

    tables = sum(len(form.tables) for form in all_forms().values())
    found = 3
    expected = {
        (looking, "lay_tape"): 1,
        (stages, "read_meta"): 1,
        (filled, "arrange"): found,
        (filled, "place"): found,
        (filled, "make_values"): found,
        (filled, "printed_units"): found,
        (occurrences, "match_table"): tables,
        (arranging, "grid_headers"): 2,  # table four has no row labels
        (arranging, "read_crossed"): 1,
    }
    for module, name in expected:
        count(module, name)
    gxkit.parse(page)
    assert calls == {name: number for (_, name), number in expected.items()}
