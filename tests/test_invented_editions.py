"""Editions that nobody prescribed, each one TOML and nothing else, from a report to the study.

A province's table with codes, two columns of figures and three levels of rows; a parallel form of
2014-2018; a national form of 2027 that is that of 2021 with one row more and one column fewer; and
one in the folder of a user's data.
"""

import json
import random
import re
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

import gxkit
from gxkit import charts, cli
from gxkit.checks.years import find_across_years
from gxkit.cli.commands import NO_REPORT
from gxkit.errors import FormError
from gxkit.folder import add_report, read_collection
from gxkit.folder.catalog import CATALOG, write_catalog
from gxkit.forms import all_forms, forget, known_editions, register, register_all, register_texts
from gxkit.forms.crosswalk import crosswalk, find_concept
from gxkit.forms.registry import registered_texts
from gxkit.panel import description, validation
from gxkit.panel.indicators import all_indicators, describe
from gxkit.panel.series import concept_series
from gxkit.parsing.many import parse_many
from gxkit.report import Status, Verdict
from test_panel import frame

PROVINCE = """\
id = "tiandong-2012"
title_zh = "天东省信息公开服务统计表（2012年式）"
title_en = "Tiandong's table of disclosure services (2012)"
short_zh = "天东2012"
short_en = "Tiandong 2012"
basis = "天东省公开办〔2012〕3号"
in_force = [2012, 2018]

[[tables]]
id = "services"
title_zh = "信息公开服务情况统计表"
title_en = "Disclosure services"
short_zh = "服务表"
short_en = "Services"
layout = "down"
headers = ["指标名称", "代码", "计量单位"]
columns = [
    { id = "actual", label = "本期实际", en = "this period" },
    { id = "total", label = "自开办累计", en = "since opening" },
]
rows = [
    { id = "visits", label = "一、提供服务/（一）线上服务/1.门户专栏浏览", unit = "人次" },
    { id = "mail", label = "一、提供服务/（一）线上服务/2.电子信箱", unit = "封", en = "E-mails" },
    { id = "desk", label = "一、提供服务/（二）现场服务/1.柜台接待群众", unit = "人次" },
    { id = "phone", label = "一、提供服务/（二）现场服务/2.热线电话解答", unit = "次" },
    { id = "served", label = "一、提供服务/（三）服务合计", unit = "次", also = ["服务总计"] },
    { id = "asked", label = "二、受理申请/（一）登记在册申请件", unit = "件" },
    { id = "asked.paper", label = "二、受理申请/其中：书面递交", unit = "件", code = "06-1" },
    { id = "asked.web", label = "二、受理申请/网络递交", unit = "件", code = "06-2" },
    { id = "answered", label = "二、受理申请/（二）按期答复申请件", unit = "件", code = "07" },
    { id = "staff", label = "三、工作队伍/（一）专职工作人员", unit = "人", code = "08" },
]

[[tables.rules]]
id = "P1"
each = "column"
left = ["visits", "mail", "desk", "phone"]
right = ["served"]
says_zh = "四项服务之和应等于服务合计"
says_en = "the four services add up to all of them"

[[tables.rules]]
id = "P-asked"
each = "column"
left = ["asked.paper", "asked.web"]
right = ["asked"]

[[tables.rules]]
id = "P3"
each = "row"
relation = "at most"
left = ["actual"]
right = ["total"]
says_zh = "本期数应不大于累计数"
says_en = "the period is at most the total"

[concepts]
requests_received = "services/asked/actual"
decided = "services/answered/actual"

[[comparability]]
with = ["2019", "2021"]
kind = "caution"
concepts = ["requests_received"]
why_zh = "登记在册约当新收"
why_en = "registered is about received"
"""
PARALLEL = """\
id = "linhai-2014"
title_zh = "临海省依申请公开年表（2014-2018）"
title_en = "Linhai's yearly table of requests (2014-2018)"
short_zh = "临海2014"
short_en = "Linhai 2014"
basis = "临海省公开办〔2014〕1号"
in_force = [2014, 2018]

[[tables]]
id = "annual"
title_zh = "依申请公开年表"
title_en = "Requests in the year"
layout = "down"
headers = ["办件类别", "单位"]
columns = [{ id = "cases", label = "{year}年件数" }]
rows = [
    { id = "came", label = "年内登记的公开申请", unit = "件" },
    { id = "gave", label = "答复：准予公开", unit = "件" },
    { id = "gave_part", label = "答复：准予公开一部分", unit = "件" },
    { id = "refused", label = "答复：决定不公开", unit = "件" },
    { id = "done", label = "年内办结合计", unit = "件" },
    { id = "suits", label = "因公开引发的诉讼", unit = "件" },
]

[[tables.rules]]
id = "L1"
each = "column"
left = ["gave", "gave_part", "refused"]
right = ["done"]
says_zh = "三类答复之和应等于办结合计"
says_en = "the three kinds of answer add up to all decided"

[concepts]
requests_received = "annual/came/cases"
granted = "annual/gave/cases"
partial = "annual/gave_part/cases"
denied = "annual/refused/cases"
decided = "annual/done/cases"
"""
MACHINE = """{ id = "not_processed.machine", label = "三、本年度办理结果/（五）不予处理/6.机器",\
 unit = "件" },"""
LAWYERS = '{ id = "legal_service", label = "法律服务机构" },'
COMPARES = """
[[comparability]]
with = ["2021", "2019"]
kind = "comparable"
concepts = "all"
why_zh = "同一口径"
why_en = "the same thing"
"""


def national_2027() -> str:
    """The form of 2021 with a kind of request more and a kind of applicant fewer."""
    text = resources.files("gxkit.forms").joinpath("editions/national_2021.toml").read_text("utf-8")
    changes = {
        'id = "2021"': 'id = "2027"',
        "2021年格式": "2027年格式",
        "2021 form": "2027 form",
        'short_zh = "2021"': 'short_zh = "2027"',
        'short_en = "2021"': 'short_en = "2027"',
        "in_force = [2021, 9999]": "in_force = [2027, 9999]",
        LAWYERS: "",
        ' "legal_service",': "",
        '"applicants.legal_service" = "requests/received/legal_service"\n': "",
        "not_processed = [\n": 'not_processed = [\n    "requests/not_processed.machine/total",\n',
        '{ id = "other.not_corrected"': MACHINE + '\n    { id = "other.not_corrected"',
        '"other.not_corrected", "other.fee_unpaid",': '"not_processed.machine", '
        '"other.not_corrected", "other.fee_unpaid",',
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text + COMPARES


@pytest.fixture(autouse=True)
def _forget_afterwards():
    before = set(all_forms())
    yield
    forget(*(set(all_forms()) - before))


@pytest.fixture
def tomls(tmp_path):
    """The three editions as files, by id."""
    texts = {"tiandong-2012": PROVINCE, "linhai-2014": PARALLEL, "2027": national_2027()}
    made = {}
    for name, text in texts.items():
        made[name] = tmp_path / f"{name}.toml"
        made[name].write_text(text, encoding="utf-8")
    return made


def invent(form, seed=0):
    """Figures for every cell of a form that satisfy its rules, by table, row and column."""
    rng = random.Random(seed)
    figures = {}
    for table in form.tables:
        own = {slot: rng.randint(1, 40) for slot in table.slots}
        for row, column in own:
            # More come in than are carried over, so that no sum has to be negative.
            own[row, column] = 1 if row == "carried_in" else own[row, column]
        hard = [rule for rule in table.rules if not rule.soft]
        for _ in hard:
            for rule in hard:
                left, right = rule.sides(own.get)
                if not rule.holds(left, right):
                    mended = rule.right[0] if len(rule.right) == 1 else rule.left[0]
                    own[mended] += (left - right) if mended in rule.right else (right - left)
        figures |= {(table.id, *slot): number for slot, number in own.items()}
    return figures


def write_table(table, figures, year):
    """A table as a web page has it: groups span their rows, each row has its code and unit."""
    heads = [*table.headers[:1], *(h for h in table.headers if h in ("代码", "计量单位", "单位"))]
    deepest = max(len(row.path) for row in table.rows)
    lines, groups, columns = [], (), ()
    for place, row in enumerate(table.rows):
        if row.columns != columns:
            columns = row.columns
            labels = [table.column(c).label.replace("{year}", str(year)) for c in columns]
            cells = [f"<td colspan={deepest}>{heads[0]}</td>", *heads[1:], *labels]
            lines.append(cells)
        line = []
        for depth, group in enumerate(row.path[:-1], 1):
            if row.path[:depth] != groups[:depth]:
                below = [r for r in table.rows[place:] if r.path[:depth] == row.path[:depth]]
                line.append(f"<td rowspan={len(below)}>{group}</td>")
        line.append(f"<td colspan={deepest + 1 - len(row.path)}>{row.label}</td>")
        line += [row.code] * ("代码" in heads) + [row.units[0]] * (heads[-1].endswith("单位"))
        line += [figures[table.id, row.id, column] for column in columns]
        groups = row.path[:-1]
        lines.append(line)
    return write_lines(lines)


def write_lines(lines):
    cells = [[c if str(c).startswith("<td") else f"<td>{c}</td>" for c in line] for line in lines]
    return "<table>" + "".join(f"<tr>{''.join(line)}</tr>" for line in cells) + "</table>"


def write_remedies(table, figures):
    """A table whose rows stand side by side."""
    labels = [column.label for column in table.columns]
    few = len(labels)
    head = [[f"<td colspan={few}>行政复议</td>", f"<td colspan={2 * few}>行政诉讼</td>"]]
    head.append([f"<td rowspan=2>{label}</td>" for label in labels])
    head[1] += [f"<td colspan={few}>{row.label}</td>" for row in table.rows[1:]]
    return write_lines([*head, labels * 2, [figures[table.id, *slot] for slot in table.slots]])


def write_page(form, figures, agency, year):
    """A report as a web page."""
    title = f"{agency}{year}年政府信息公开工作年度报告"
    parts = [f"<html><meta charset='utf-8'><h1>{title}</h1><p>一、总体情况</p><p>平稳有序。</p>"]
    for number, table in enumerate(form.tables, 2):
        parts.append(f"<p>{'一二三四五'[number - 1]}、{table.title}</p>")
        across = table.layout == "across"
        parts.append(
            write_remedies(table, figures) if across else write_table(table, figures, year)
        )
    return "".join(parts) + "<p>五、其他需要报告的事项</p><p>无</p></html>"


def write_text(form, figures, agency, year):
    """A report of one table as text, its columns parted by blanks."""
    table = form.tables[0]
    lines = [f"{agency}{year}年政府信息公开工作年度报告", "一、总体情况", "平稳有序。", table.title]
    groups = ()
    for row in table.rows:
        lines += [g for i, g in enumerate(row.path[:-1], 1) if row.path[:i] != groups[:i]]
        groups = row.path[:-1]
        numbers = [figures[table.id, row.id, column] for column in row.columns]
        lines.append("  ".join(map(str, filter(None, [row.label, row.code, row.units[0]]))))
        lines[-1] += "  " + "  ".join(map(str, numbers))
    return "\n".join(lines) + "\n"


def read(path):
    return gxkit.parse(path, second_reading="off")


@pytest.mark.parametrize(
    ("edition", "year"), [("tiandong-2012", 2014), ("linhai-2014", 2016), ("2027", 2027)]
)
def test_each_cell_of_an_invented_edition_is_read_and_checked(tomls, tmp_path, edition, year):
    form = register(tomls[edition])
    figures = invent(form)
    page = tmp_path / "page.html"
    page.write_text(write_page(form, figures, "云岭县水利局", year), encoding="utf-8")
    report = read(page)
    assert report.editions == {table.id: edition for table in form.tables}
    assert {value.key: value.value for value in report} == figures
    assert {value.status for value in report} == {Status.PRINTED}
    assert (report.meta.year, report.findings, report.unplaced) == (year, (), ())
    stated = {
        (rule.table, *slot)
        for t in form.tables
        for rule in t.rules
        for slot in rule.cells
        if rule.relation == "equal"
    }
    assert {v.key for v in report if v.verdict is Verdict.VERIFIED} == stated


@pytest.mark.parametrize("edition", ["tiandong-2012", "linhai-2014"])
def test_the_same_table_is_read_from_text(tomls, tmp_path, edition):
    form = register(tomls[edition])
    figures = invent(form)
    dump = tmp_path / "dump.txt"
    dump.write_text(write_text(form, figures, "云岭县水利局", 2015), encoding="utf-8")
    assert {value.key: value.value for value in read(dump)} == figures


def test_a_misprint_breaks_the_rules_of_the_edition_and_is_explained(tomls, tmp_path):
    form = register(tomls["tiandong-2012"])
    figures = invent(form)
    wrong = ("services", "mail", "actual")
    page = tmp_path / "page.html"
    printed = figures | {wrong: figures[wrong] + 300}
    page.write_text(write_page(form, printed, "云岭县水利局", 2014), encoding="utf-8")
    report = read(page)
    broken = [f for f in report.findings if f.kind == "fails"]
    assert {f.rule for f in broken} == {"P1", "P3"}
    said = next(f for f in broken if f.rule == "P1")
    assert "四项服务之和应等于服务合计" in said.say("zh")
    assert "the four services add up to all of them" in said.say("en")
    assert [(key, number) for one in report.explanations for key, _, number in one.cells] == [
        (wrong, figures[wrong])
    ]


def test_a_rule_without_words_is_said_by_the_labels_of_its_cells(tomls):
    rules = register(tomls["tiandong-2012"]).tables[0].rules
    asked = next(rule for rule in rules if rule.id == "P-asked")
    assert asked.says("zh") == "其中：书面递交＋网络递交应等于（一）登记在册申请件"
    assert asked.says("en") == "Asked: paper + Asked: web equals Asked"


def test_a_parallel_form_leaves_the_comparability_of_the_others_alone(tomls):
    concepts = ("requests_received", "decided", "granted", "denied", "carried_in", "litigation")
    before = {c: concept_series(frame(), c) for c in concepts}
    indicators = all_indicators(frame())
    register_all(tomls.values())
    for concept, series in before.items():
        assert concept_series(frame(), concept).equals(series)
    assert all_indicators(frame()).equals(indicators)


def test_what_compares_with_an_invented_edition_is_what_its_file_says(tomls):
    register_all(tomls.values())
    walk, received, decided = crosswalk(), *map(find_concept, ("requests_received", "decided"))
    assert walk.comparability(received, "tiandong-2012", "2021") == "caution"
    assert walk.comparability(decided, "tiandong-2012", "2021") == "none"
    assert walk.comparability(received, "tiandong-2012", "fujian") == "none"
    assert walk.comparability(received, "linhai-2014", "2019") == "none"
    assert walk.comparability(received, "fujian", "2019") == "caution"
    assert walk.comparability(received, "2027", "2021") == "comparable"
    assert walk.comparability(received, "2027", "fujian") == "none"


def test_a_data_folder_is_described_with_its_editions_and_verifies(data):
    assert cli.main(["study", str(data), "--panel"]) == 0
    text = (data / "dictionary.csv").read_text("utf-8")
    assert "cell,tiandong-2012/services/mail/total," in text
    assert "cell,2027/requests/not_processed.machine/total," in text
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    fields = {f["name"]: f for f in package["resources"][0]["schema"]["fields"]}
    assert "linhai-2014" in fields["edition"]["constraints"]["enum"]
    assert cli.main(["verify", str(data)]) == 0


def test_an_edition_that_a_data_folder_does_not_use_leaves_its_files_as_they_are(tomls, tmp_path):
    set_before = crosswalk().relatives(frame()["edition"])
    register_all(tomls.values())
    assert crosswalk().relatives(frame()["edition"]) == set_before


@pytest.fixture
def data(tmp_path, tomls):
    """A data folder with two provinces' editions of its own, and reports of five editions."""
    base = tmp_path / "data"
    (base / "reports").mkdir(parents=True)
    (base / "forms").mkdir()
    for name in ("tiandong-2012", "linhai-2014", "2027"):
        tomls[name].rename(base / "forms" / f"{name}.toml")
    write_catalog(base / CATALOG, [])
    texts = {path.stem: path.read_text("utf-8") for path in (base / "forms").iterdir()}
    forms = {name: gxkit.forms.read_form(text) for name, text in texts.items()} | all_forms()
    for edition, agency, year in REPORTS:
        path = tmp_path / f"{edition}-{year}.html"
        figures = invent(forms[edition], year)
        path.write_text(write_page(forms[edition], figures, agency, year), encoding="utf-8")
        facts = {"agency_en": ENGLISH[agency], "code": CODES[agency], "level": "department"}
        add_report(base, path, **facts)
    return base


REPORTS = (
    ("tiandong-2012", "云岭县水利局", 2014),
    ("tiandong-2012", "云岭县水利局", 2015),
    ("linhai-2014", "白沙市规划局", 2016),
    ("fujian-2014", "青石县财政局", 2016),
    ("2019", "云岭县水利局", 2019),
    ("2021", "青石县财政局", 2023),
    ("2027", "云岭县水利局", 2027),
    ("2027", "白沙市规划局", 2028),
)
ENGLISH = {
    "云岭县水利局": "Yunling Water Bureau",
    "白沙市规划局": "Baisha Planning Bureau",
    "青石县财政局": "Qingshi Finance Bureau",
}
CODES = {"云岭县水利局": "990102", "白沙市规划局": "990200", "青石县财政局": "990301"}


def test_editions_of_a_data_folder_are_stacked_checked_and_measured(data):
    collection = read_collection(data)
    assert [r.editions for r in collection.reports if "tiandong" in r.id] == [
        {"services": "tiandong-2012"}
    ] * 2
    validation.validate(collection.panel)
    assert set(collection.panel["edition"]) == {edition for edition, *_ in REPORTS}
    assert not collection.findings["kind"].eq("fails").any()
    board = collection.board.set_index(["report", "rule"])["state"]
    assert board["tiandong-2012-2014", "P1"] == "holds"
    indicators = collection.indicators.set_index(["report", "indicator"])
    unsaid = indicators.loc[("linhai-2014-2016", "full_disclosure_rate")]
    assert unsaid["comparability"] == "none"
    assert np.isnan(unsaid["value"])
    assert "nothing says that it compares with the newest form" in unsaid["note_en"]
    crossed = concept_series(collection.panel, "granted", across_breaks=True).set_index("report")
    printed = collection.panel.set_index(["report", "row"])["value"]
    assert crossed.loc["linhai-2014-2016", "value"] == printed["linhai-2014-2016", "gave"]
    assert indicators.loc[("2027-2027", "full_disclosure_rate"), "comparability"] == "comparable"


def test_an_edition_is_named_on_the_command_line(tomls, tmp_path, capsys):
    form = gxkit.forms.read_form(PARALLEL)
    page = tmp_path / "page.html"
    page.write_text(write_page(form, invent(form), "白沙市规划局", 2016), encoding="utf-8")
    assert cli.main(["parse", str(page), "--to", "csv"]) == NO_REPORT
    capsys.readouterr()
    named = ["--form", str(tomls["linhai-2014"]), "--form", str(tomls["2027"])]
    assert cli.main(["parse", str(page), "--to", "csv", *named]) == 0
    assert "page,annual,came,cases,年内登记的公开申请 · 2016年件数," in capsys.readouterr().out
    assert cli.main(["check", str(page), *named]) == 0


def test_workers_know_the_registered_editions(tomls, tmp_path):
    form = register(tomls["linhai-2014"])
    pages = []
    for year in (2015, 2016):
        pages.append(tmp_path / f"{year}.html")
        pages[-1].write_text(write_page(form, invent(form, year), "白沙市规划局", year), "utf-8")
    batch = parse_many(pages, workers=2)
    assert [r.editions for r in batch.reports] == [{"annual": "linhai-2014"}] * 2
    assert batch.failures == {}


def test_the_edition_is_in_the_dictionary_and_the_data_package(tomls):
    register_all(tomls.values())
    text = description.dictionary()
    assert "cell,tiandong-2012/services/mail/total," in text
    assert ",E-mails · since opening,封," in text
    assert ",Staff · this period,人," in text
    assert '"linhai-2014"' in description.package()
    assert "2027" in describe().set_index("indicator").loc["full_disclosure_rate", "editions"]
    forget("tiandong-2012", "linhai-2014", "2027")
    assert "linhai" not in description.dictionary() + description.package()


def known_table(known):
    """The TOML of a table of an edition that gxkit names and does not fill, its signs as rows."""
    rows = "\n".join(f'{{ id = "r{i}", label = "{sign}" }},' for i, sign in enumerate(known.signs))
    return f"""
id = "{known.id}"
title_zh = "{known.title}"
title_en = "A table that somebody has"
basis = "{known.basis}"
in_force = [2008, 2018]
[[tables]]
id = "legacy"
title_zh = "情况统计表"
title_en = "Statistics"
layout = "down"
headers = ["指标"]
columns = [{{ id = "now", label = "本年" }}, {{ id = "ever", label = "历年" }}]
rows = [
{rows}
]
"""


@pytest.mark.parametrize("known", known_editions(), ids=lambda known: known.id)
def test_who_has_a_table_that_nobody_fills_writes_its_toml_and_has_it_read(known, tmp_path):
    toml, page = tmp_path / "own.toml", tmp_path / "page.html"
    toml.write_text(known_table(known), encoding="utf-8")
    form = gxkit.forms.read_form(known_table(known))
    figures = invent(form)
    page.write_text(write_page(form, figures, "云岭县水利局", 2016), encoding="utf-8")
    named = read(page)
    assert known.title in " ".join(named.unsupported)
    assert named.values == ()
    register(toml)
    report = read(page)
    assert report.unsupported == ()
    assert {value.key: value.value for value in report} == figures


def test_the_same_file_twice_is_one_edition_and_another_content_is_refused(tomls, tmp_path):
    form = register(tomls["linhai-2014"])
    assert register(tomls["linhai-2014"]) is form
    again = tmp_path / "again.toml"
    again.write_text(PARALLEL, encoding="utf-8")
    assert register(again) is form
    again.write_text(PARALLEL.replace("因公开引发的诉讼", "因公开引发的官司"), encoding="utf-8")
    said = r"again.toml, line 1: the edition id 'linhai-2014' is taken by .*forget\('linhai-2014'\)"
    with pytest.raises(FormError, match=said):
        register(again)
    shipped = tmp_path / "shipped.toml"
    shipped.write_text(PARALLEL.replace("linhai-2014", "2019"), encoding="utf-8")
    with pytest.raises(FormError, match=r"is taken by national_2019.toml; give this one another i"):
        register(shipped)
    forget("linhai-2014")
    assert register(again).id == "linhai-2014"
    assert [name for name, _ in registered_texts()] == [str(again)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'basis = "临',
            'colour = "red"\nbasis = "临',
            "line 6: the form has the unknown key colour",
        ),
        ("title_en = \"Linhai's", "titel_en = \"Linhai's", "line 3: .*is title_en meant"),
        ("in_force = [2014, 2018]", "in_force = [2014]", "line 7: in_force .*expected two years"),
        ("in_force = [2014, 2018]", "in_force = [2018, 2014]", "line 7: in_force .*expected two y"),
        ("in_force = [2014, 2018]", 'in_force = "2014"', "line 7: in_force .*expected two years"),
        ('basis = "临海省公开办〔2014〕1号"\n', "", "line 1: the form has no basis"),
        ('basis = "临', 'basis = 7 # "临', "line 6: basis of the form is 7; expected a text"),
        ('id = "annual"', 'id = "years"', "line 10: a table cannot be called years"),
        (
            'id = "annual"',
            'id = "an/nual"',
            "line 10: the id of a table of linhai-2014 is 'an/nual'",
        ),
        ('layout = "down"', 'layout = "up"', "line 13: layout 'up' .*allowed: down, across"),
        ('id = "gave_part"', 'id = "gave"', "line 19: the id 'gave' of a row stands twice"),
        (
            'label = "答复：决定不公开"',
            'label = "答复：准予公开"',
            "line 20: the label .*row gave too",
        ),
        (
            '件" },\n    { id = "gave_p',
            '件", also = ["年内登记的公开申请"] },\n    { id = "gave_p',
            "18: the lab",
        ),
        ('id = "cases", label', 'id = "cases", unit = "件", label', "line 15: .*unknown key unit"),
        (
            'left = ["gave", ',
            'left = ["given", ',
            "line 28: rule L1: the row 'given' .*is gave meant",
        ),
        ('right = ["done"]', "right = []", "line 25: rule L1 has no cell on one of its sides"),
        ('each = "column"', 'each = "table"', "line 27: each 'table' .*allowed: row, column"),
        (
            'id = "L1"',
            'id = "R8"',
            "line 26: the rule id R8 is that of a rule which no form states",
        ),
        ("requests_received =", "requests_recieved =", "34: the concept .*is requests_received me"),
        (
            '"annual/came/cases"',
            '"annual/come/cases"',
            "34: the form has no cell 'annual/come/cases'",
        ),
        ('"annual/came/cases"', "12", "line 34: the cells of requests_received are 12"),
        (
            'granted = "annual/gave/',
            'granted = "annual/came/',
            "35: requests_received and granted a",
        ),
        (
            "requests_received =",
            "fee_amount_wan_yuan =",
            "line 34: .* is in 件, the concept .* in 万元",
        ),
        ('basis = "临海省公开办〔2014〕1号"', 'basis = "临海省', "line 6: this is no TOML"),
        ("denied =", "denied.law =", r'line 37: write .* in quotes: "denied.law"'),
    ],
)
def test_a_wrong_toml_is_told_with_file_line_and_what_is_allowed(tmp_path, old, new, said):
    file = tmp_path / "own.toml"
    assert old in PARALLEL
    file.write_text(PARALLEL.replace(old, new), encoding="utf-8")
    with pytest.raises(FormError, match=said) as told:
        register(file)
    assert str(told.value).startswith(f"{file}, line ")
    assert "\n" not in str(told.value)
    assert "linhai-2014" not in all_forms()


PAIR = """
[[comparability]]
with = "2019"
kind = "caution"
concepts = ["decided"]
why_zh = "相近"
why_en = "much the same"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"2019"', '"2109"', "line 41: the pair names '2109', .*known: fujian"),
        ("caution", "maybe", "line 42: kind 'maybe' .*allowed: comparable, caution, break, none"),
        (
            '["decided"]',
            '["decided", "carried_in"]',
            "line 41: .*for which linhai-2014 has no cell",
        ),
        ('["decided"]', '"some"', "line 43: concepts is 'some'; expected 'all' or a list"),
        ('["decided"]', '["dicided"]', "line 43: the concept 'dicided' .*is decided meant"),
        ('why_zh = "相近"\n', "", "line 40: a comparability has no why_zh"),
        ('with = "2019"', "", "line 40: expected either with"),
        ('"2019"', '"linhai-2014"', "line 41: with names the edition linhai-2014 itself"),
        ('"2019"', '["2019", "2019"]', "line 41: linhai-2014 and 2019 are compared twice"),
    ],
)
def test_a_wrong_pair_is_told_with_file_and_line(tmp_path, old, new, said):
    file = tmp_path / "own.toml"
    file.write_text(PARALLEL + PAIR.replace(old, new), encoding="utf-8")
    with pytest.raises(FormError, match=said) as told:
        register(file)
    assert str(told.value).startswith(f"{file}, line ")
    file.write_text(PARALLEL + PAIR, encoding="utf-8")
    register(file)
    assert crosswalk().comparability(find_concept("decided"), "2019", "linhai-2014") == "caution"


def test_two_new_editions_may_name_each_other(tmp_path):
    one = PARALLEL + PAIR.replace('"2019"', '"tiandong-2012"')
    (tmp_path / "a.toml").write_text(one, encoding="utf-8")
    (tmp_path / "b.toml").write_text(PROVINCE, encoding="utf-8")
    with pytest.raises(FormError, match="names 'tiandong-2012', which is neither"):
        register(tmp_path / "a.toml")
    register_all([tmp_path / "a.toml", tmp_path / "b.toml"])
    with pytest.raises(FormError, match=r"a.toml, line 41: the pair names 'tiandong-2012'"):
        forget("tiandong-2012")


def test_a_file_that_is_not_there_or_no_text_is_told_so(tmp_path):
    with pytest.raises(FormError, match=r"none.toml: the edition cannot be read \(No such file"):
        register(tmp_path / "none.toml")
    (tmp_path / "gb.toml").write_bytes(PARALLEL.encode("gb18030"))
    with pytest.raises(FormError, match=r"gb.toml: this is no text in UTF-8"):
        register(tmp_path / "gb.toml")


@pytest.mark.parametrize("label", ["/", "受理//总数", "12345", "—"])
def test_a_label_without_a_letter_is_told_before_it_is_looked_for(tmp_path, label):
    file = tmp_path / "own.toml"
    text, count = re.subn(r'label = "[^"{]+", unit', f'label = "{label}", unit', PARALLEL, count=1)
    assert count == 1
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FormError, match=r"line \d+: label of row \w+ has the part .* no letter"):
        register(file)


def test_a_toml_too_deep_or_too_long_for_a_form_is_told_so(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text("a = " + "[" * 50_000, encoding="utf-8")
    with pytest.raises(FormError, match="nested too deeply"):
        register(file)
    file.write_text(PARALLEL + "#" * 300_000, encoding="utf-8")
    with pytest.raises(FormError, match="at most 300,000"):
        register(file)


def test_a_unit_printed_otherwise_than_the_form_has_it_is_no_fault_of_the_panel(tomls, tmp_path):
    form = register(tomls["linhai-2014"])
    text = write_text(form, invent(form), "临海省海东市", 2015)
    file = tmp_path / "report.txt"
    file.write_text(text.replace("  件  ", "  次  "), encoding="utf-8")
    stacked = gxkit.stack([read(file)])
    assert "次" in set(stacked["unit"])
    validation.validate(stacked)


@st.composite
def _mutants(draw):
    """The TOML of an invented edition with a line lost, doubled, moved, or some letters changed."""
    text = draw(st.sampled_from((PROVINCE, PARALLEL + PAIR)))
    lines = text.splitlines(keepends=True)
    at = draw(st.integers(0, len(lines) - 1))
    kind = draw(st.sampled_from(("lost", "doubled", "moved", "cut", "changed", "swapped")))
    if kind == "lost":
        del lines[at]
    elif kind == "doubled":
        lines.insert(at, lines[at])
    elif kind == "moved":
        lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
    elif kind == "cut":
        lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
    elif kind == "changed":
        old = draw(st.sampled_from(('"', "[", "]", "{", "=", "id", "label", "2014", "row", "true")))
        new = draw(st.sampled_from(("", '"', "[", "1", "x", "[]", "{}", "-1", "false", "\n")))
        lines[at] = lines[at].replace(old, new)
    else:
        other = draw(st.integers(0, len(lines) - 1))
        lines[at], lines[other] = lines[other], lines[at]
    return "".join(lines)


@given(_mutants())
@settings(max_examples=400, deadline=None)
def test_a_mutilated_toml_is_an_edition_or_one_sentence_with_file_and_line(text):
    said = ""
    try:
        forget(*(form.id for form in register_texts([("own.toml", text)])))
    except FormError as error:
        said = str(error)
    assert said == "" or re.match(r"own\.toml, line \d+: \S.*\.$", said)


def test_the_study_of_a_data_folder_names_its_editions_and_their_rules(data, tmp_path):
    assert cli.main(["study", str(data), "--to", str(tmp_path / "out")]) == 0
    made = {path.name: path for path in (tmp_path / "out").rglob("*.*")}
    assert made["study.pdf"].read_bytes().startswith(b"%PDF")
    page = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", made["study.html"].read_text("utf-8"))
    # files, which the places of cells name, have their editions' names here
    page = re.sub(r"[a-z0-9-]+\.html", " ", page)
    drawn = made["13-coverage.csv"].read_text("utf-8")
    for edition in ("tiandong-2012", "linhai-2014", "2027"):
        assert edition in drawn
        assert crosswalk().family_name(edition, "zh") in page
    for said in ("四项服务之和应等于服务合计", "三类答复之和应等于办结合计", "P-asked"):
        assert said in page
    assert "tiandong" not in page
    assert "linhai" not in page


def test_figures_and_tables_name_the_editions_in_both_languages(data):
    collection = read_collection(data)
    for language in ("zh", "en"):
        coverage = charts.TABLES["coverage"].tabulate(collection, language=language, source="s")
        drawn = charts.FIGURES["coverage"].draw(collection, language=language, source="s")
        written = " ".join(text.get_text() for text in drawn.figure.findobj(Text))
        for edition in ("tiandong-2012", "linhai-2014", "2027"):
            form = all_forms()[edition]
            assert form.short(language) in coverage.to_markdown()
            assert form.short(language) in written
            assert crosswalk().family_name(edition, language) in written


def test_rules_between_years_do_not_run_from_one_province_into_another(tmp_path):
    lookalike = known_table(known_editions()[0])
    for old, new in {'id = "now"': 'id = "year"', 'id = "ever"': 'id = "cumulative"'}.items():
        lookalike = lookalike.replace(old, new)
    lookalike = lookalike.replace('{ id = "r3",', '{ id = "disclosed",')
    (tmp_path / "own.toml").write_text(lookalike, encoding="utf-8")
    other = register(tmp_path / "own.toml")
    reports = []
    for form, year in ((other, 2015), (other, 2016), (all_forms()["fujian-2017"], 2017)):
        page = tmp_path / f"{year}.html"
        figures = invent(form) | {("legacy", "disclosed", "cumulative"): 900 - (year == 2017)}
        page.write_text(write_page(form, figures, "云岭县水利局", year), encoding="utf-8")
        reports.append(read(page))
    found = {(one.rule, report) for one in find_across_years(reports) for report, _ in one.cells}
    assert ("R7", "2016") in found
    assert "2017" not in {report for _, report in found}


CLASH = """
[[tables.rules]]
id = "L2"
each = "column"
left = ["gave", "suits", "done"]
right = ["refused"]
"""


def test_rules_that_contradict_each_other_are_told_with_file_and_line(tmp_path):
    file, page = tmp_path / "own.toml", tmp_path / "page.html"
    toml = PARALLEL.replace("\n[concepts]", f"{CLASH}\n[concepts]")
    file.write_text(toml, encoding="utf-8")
    form = register(file)
    page.write_text(write_page(form, invent(form), "白沙市规划局", 2016), encoding="utf-8")
    line = toml.splitlines().index('id = "L2"')
    with pytest.raises(FormError, match=rf"own.toml, line {line}: the rules L1:.* contradict"):
        read(page)
