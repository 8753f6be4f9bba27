"""A further report for a data folder: whose it is, where it stands, nothing left of a failure."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gxkit.cli import main
from gxkit.errors import CatalogError, GxkitError
from gxkit.folder import add_report
from gxkit.folder.add import add_reports
from gxkit.folder.bodies import BODIES, Bodies, Body, read_bodies
from gxkit.folder.catalog import CATALOG, read_catalog, verify, write_catalog
from gxkit.folder.names import full_name
from gxkit.folder.twice import check_id
from gxkit.parsing.one import parse
from gxkit.report import Report

PAGE = "2023-hongze-government.html"
HONGZE = {"agency": "淮安市洪泽区人民政府", "code": "320813"}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "reports").mkdir(parents=True)
    write_catalog(folder / CATALOG, [])
    return folder


@pytest.fixture
def page(data_folder: Path, tmp_path: Path):
    """A function that writes the report of Hongze under another body's name, year or file name."""
    text = (data_folder / "reports" / PAGE).read_text("utf-8")

    def write(name: str, agency: str = "洪泽区人民政府", year: int = 2023) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        said = text.replace("洪泽区人民政府", agency).replace("2023年", f"{year}年")
        path.write_text(said.replace("淮安市淮安市", "淮安市"), encoding="utf-8")
        return path

    return write


def files_in(base: Path) -> list[str]:
    return sorted(path.relative_to(base).as_posix() for path in base.rglob("*") if path.is_file())


BODY = Body("990813", "临川市北原区人民政府")


@pytest.mark.parametrize(
    ("name", "code", "found"),
    [
        ("临川市北原区人民政府", "", True),
        ("海东省临川市北原区政府", "", True),
        ("临川市北原区", "", True),
        # a name that lacks the places before it may be that of a district elsewhere
        ("北原区人民政府", "", False),
        ("北原区人民政府", "990813", True),
        ("北原区人民政府", "990814", False),
        # a city is none of its districts, and a bureau not its government
        ("临川市", "", False),
        ("临川市人民政府", "990813", False),
        ("临川市北原区教育局", "990813", False),
        ("区人民政府", "990813", False),
    ],
)
def test_a_body_is_known_by_its_code_and_full_name_never_by_a_prefix(name, code, found) -> None:
    assert Bodies([BODY]).find(name, code) == (BODY if found else None)


def test_a_city_is_not_filed_as_its_own_district(base, page) -> None:
    add_report(base, page("district.html"), **HONGZE)
    city = page("city.html", "淮安市人民政府")
    with pytest.raises(
        CatalogError, match=r"code of 淮安市人民政府 .*淮安市洪泽区人民政府 \(320813\)"
    ):
        add_report(base, city)
    entry = add_report(base, city, code="320800")
    assert (entry.agency, entry.code, entry.level) == ("淮安市人民政府", "320800", "prefecture")


def test_the_table_of_bodies_gives_other_names_years_and_levels(base, page) -> None:
    (base / BODIES).write_text(
        "code,name,other_names,level,from,to,name_en\n"
        "320829,淮安市洪泽县人民政府,洪泽县政府;洪泽县,county,,2016,\n"
        "320813,淮安市洪泽区人民政府,洪泽区人民政府、洪泽区,county,2017,,Hongze\n",
        encoding="utf-8",
    )
    entry = add_report(base, page("a.html"))
    assert (entry.agency, entry.code, entry.agency_en) == (HONGZE["agency"], "320813", "Hongze")
    with pytest.raises(CatalogError, match=r"was there from the beginning to 2016, .* of 2022"):
        add_report(base, page("b.html", "洪泽县人民政府", 2022))


def test_two_bodies_of_one_name_are_told_apart_by_their_code() -> None:
    one, other = Body("990102", "鼓山区人民政府"), Body("990302", "鼓山区人民政府")
    bodies = Bodies([one, other])
    assert bodies.find("鼓山区人民政府", "990302") == other
    with pytest.raises(CatalogError, match="is the name of several bodies"):
        bodies.find("鼓山区人民政府")
    with pytest.raises(CatalogError, match="the code given is 990402"):
        bodies.find("鼓山区人民政府", "990402")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("3208,某区政府,,,,,", "code is '3208'"),
        ("320813,,,,,,", "name ''"),
        ("320813,某区政府,,,last,,", "from is 'last'"),
        ("320813,某区政府,,", "expected 7 fields"),
    ],
)
def test_a_table_of_bodies_says_which_line_is_wrong(tmp_path, line, said) -> None:
    path = tmp_path / BODIES
    path.write_text(f"code,name,other_names,level,from,to,name_en\n{line}\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=f"line 2: .*{said}"):
        read_bodies(path)


def test_a_table_of_bodies_refuses_a_body_within_one_that_it_does_not_have(tmp_path) -> None:
    path = tmp_path / BODIES
    lines = ["code,name,within", "990102,某市某区人民政府,某市政府", "990100,某市人民政府,"]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CatalogError, match=r"within '某市政府'; .* as 某市人民政府, or"):
        read_bodies(path)
    path.write_text("\n".join(lines).replace("某市政府", "某市人民政府"), encoding="utf-8")
    assert [body.within for body in read_bodies(path)] == ["某市人民政府", ""]


WRONG = {
    "a code of four digits": {"code": "3208"},
    "a day that is none": {"published": "2024-13-45"},
    "a year to come": {"year": 2999},
    "a year that the report contradicts": {"year": 2022},
    "a fact that no catalog has": {"kode": "320813"},
    "a scope that is none": {"scope": "both"},
    "an id outside the folder": {"report": "../outside"},
    "an id with a folder": {"report": "a/b"},
    "an id that systems hide": {"report": ".hidden"},
    "an id that numbers reports": {"report": "a#1"},
    "an id too long": {"report": "a" * 99},
    "a word for twice that is none": {"twice": "never"},
}


@pytest.mark.parametrize("name", WRONG)
def test_nothing_remains_of_an_add_that_failed(name, base, page, tmp_path) -> None:
    before = sorted(tmp_path.rglob("*"))
    file = page("new.html")
    with pytest.raises(CatalogError):
        add_report(base, file, **HONGZE | WRONG[name])
    left = [path for path in sorted(tmp_path.rglob("*")) if path.name != ".gxkit.lock"]
    assert left == sorted([*before, file])
    assert read_catalog(base / CATALOG) == ()


def test_a_copy_is_taken_back_if_the_catalog_cannot_be_written(base, page, monkeypatch) -> None:
    first = add_report(base, page("new.html"), **HONGZE)
    kept = (base / first.path).read_bytes()

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("gxkit.folder.catalog.write_catalog", fail)
    changed = page("new.html")
    changed.write_text(changed.read_text("utf-8") + "<!-- again -->", encoding="utf-8")
    for given in ({"twice": "replace"}, {"twice": "apart", "report": "other"}):
        with pytest.raises(OSError, match="no space"):
            add_report(base, changed, **HONGZE, **given)
    assert (base / first.path).read_bytes() == kept
    assert files_in(base / "reports") == ["new.html"]


def test_the_same_bytes_or_the_same_body_and_year_twice_are_asked_about(base, page) -> None:
    first = add_report(base, page("a.html"), **HONGZE)
    again = page("b.html")
    with pytest.raises(CatalogError, match=r"the same bytes are there already as reports/a\.html"):
        add_report(base, again, **HONGZE)
    again.write_text(again.read_text("utf-8") + "<!-- copy -->", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"for 2023 is there already as reports/a\.html"):
        add_report(base, again, **HONGZE)
    assert add_report(base, again, twice="skip", **HONGZE) == first
    beside = add_report(base, again, twice="beside", **HONGZE)
    assert (beside.report, beside.path) == ("a", "reports/a-2.html")
    apart = add_report(base, page("c.html"), twice="apart", **HONGZE)
    assert (apart.report, apart.path) == ("c", "reports/c.html")
    assert len(read_catalog(base / CATALOG)) == 3


def test_the_id_of_another_report_is_refused_and_leaves_the_folder_as_it_was(base, page) -> None:
    first = add_report(base, page("a.html"), **HONGZE)
    before = (base / CATALOG).read_bytes()
    other = page("b.html")
    other.write_text(other.read_text("utf-8") + "<!-- own -->", encoding="utf-8")
    with pytest.raises(CatalogError, match="have the report id a"):
        add_report(base, other, **HONGZE | {"scope": "body", "report": "a"})
    assert (base / CATALOG).read_bytes() == before
    assert files_in(base / "reports") == [first.path.removeprefix("reports/")]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are characters")
def test_a_file_whose_name_no_catalog_can_hold_is_refused_and_spelled(base, page) -> None:
    there = base / "reports" / os.fsdecode("教育局.html".encode("gbk"))
    page("new.html").rename(there)
    with pytest.raises(CatalogError, match=r"reports/\\xbd\\xcc.*: its name is no UTF-8"):
        add_report(base, there, **HONGZE)
    assert read_catalog(base / CATALOG) == ()
    (said,) = verify(base)
    assert said.startswith(r"reports/\xbd\xcc\xd3\xfd\xbe\xd6.html: not listed")


def test_a_file_that_replaces_another_takes_its_place_and_its_id(base, page) -> None:
    add_report(base, page("a.html"), **HONGZE)
    newer = page("b.htm")
    newer.write_text(newer.read_text("utf-8") + "<!-- newer -->", encoding="utf-8")
    entry = add_report(base, newer, twice="replace", **HONGZE)
    assert (entry.report, entry.path) == ("a", "reports/a.htm")
    assert files_in(base / "reports") == ["a.htm"]
    assert read_catalog(base / CATALOG) == (entry,)


def test_a_file_that_lies_in_reports_already_is_listed_where_it_is(base, page) -> None:
    there = base / "reports" / "dropped.html"
    shutil.copy(page("x.html"), there)
    assert add_report(base, there, **HONGZE).path == "reports/dropped.html"
    assert files_in(base / "reports") == ["dropped.html"]


def test_files_of_the_same_name_get_ids_from_their_folders(base, page) -> None:
    one = add_report(base, page("2022/report.html", year=2022), **HONGZE)
    other = add_report(base, page("2023/report.html"), **HONGZE)
    assert (one.report, other.report) == ("report", "2023-report")


def test_a_report_of_another_body_is_not_filed_under_the_one_given(base, page) -> None:
    add_report(base, page("a.html"), **HONGZE)
    own = page("b.html", HONGZE["agency"], 2022)
    with pytest.raises(CatalogError, match=r"calls its body .*leave the agency out"):
        add_report(base, own, agency="金湖县人民政府", code="320831")
    entry = add_report(base, own, agency="金湖县人民政府", code="320831", note="misprinted title")
    assert entry.agency == "金湖县人民政府"


def test_a_name_that_abbreviates_a_known_body_is_asked_about(base, page) -> None:
    add_report(base, page("a.html", "上海市科学技术委员会", 2022), code="310000")
    short = page("b.html", "上海市科委")
    with pytest.raises(
        CatalogError,
        match=r"a new body, say agency=上海市科委 \(in a shell --agency\)\. Known by",
    ):
        add_report(base, short, code="310000")
    assert add_report(base, short, agency="上海市科学技术委员会").code == "310000"


@pytest.mark.parametrize("report", ["2023-hongze", "洪泽_2023", "a.b", "第1号（草案）"])
def test_an_id_may_be_any_name_of_a_file(report) -> None:
    check_id(report)


def test_eight_adds_at_once_list_eight_lines(base, page) -> None:
    pages = [page(f"{year}.html", year=year) for year in range(2016, 2024)]
    command = [sys.executable, "-m", "gxkit.cli", "add", "--data", str(base), "--code", "320813"]
    command += ["--agency", HONGZE["agency"]]
    running = [subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE) for path in pages]
    assert [one.wait() for one in running] == [0] * len(pages)
    for one in running:
        assert one.stdout
        one.stdout.close()
    listed = read_catalog(base / CATALOG)
    assert [entry.year for entry in listed] == list(range(2016, 2024))


def test_a_folder_is_added_whole_and_what_is_no_report_is_left_alone(base, page, capsys) -> None:
    folder = page("new/2023/report.html").parents[1]
    page("new/2023/report_files/advert.html")
    for year, name in ((2022, "2022.html"), (2021, "2021.htm")):
        shutil.copy(page("x.html", year=year), folder / name)
    for name in (".hidden.html", "~$lock.docx", "2020.pdf.part", "Thumbs.db"):
        (folder / name).write_bytes(b"x")
    (folder / "notes.txt").write_text("nothing", encoding="utf-8")
    command = ["add", str(folder), "--data", str(base), "--code", "320813", "--language", "en"]
    assert main([*command, "--agency", HONGZE["agency"]]) == 4
    said = capsys.readouterr()
    assert said.out.count("lists it") == 3
    assert "notes.txt" in said.err
    assert said.err.count("\n") == 1
    assert main([*command, "--twice", "skip"]) == 4


def test_one_id_for_several_files_is_refused(base, page, capsys) -> None:
    files = [str(page("a.html")), str(page("b.html", year=2022))]
    assert main(["add", *files, "--data", str(base), "--report", "one"]) == 1
    assert "can be said of one file only" in capsys.readouterr().err


def test_the_code_of_another_government_is_asked_about_and_shared_by_its_departments(
    base, page
) -> None:
    add_report(base, page("district.html"), **HONGZE)
    city = page("city.html", "淮安市人民政府")
    with pytest.raises(CatalogError, match="code 320813 is that of 淮安市洪泽区人民政府"):
        add_report(base, city, code="320813")
    bureau = add_report(base, page("bureau.html", "淮安市洪泽区教育局"), code="320813")
    assert bureau.level == "department"
    other = page("other.html", "淮安市洪泽区体育局")
    assert add_report(base, other, code="320813").agency == "淮安市洪泽区体育局"


def test_one_code_for_files_of_several_bodies_is_refused_before_any_is_added(
    base, page, tmp_path
) -> None:
    page("in/a.html")
    page("in/b.html", "淮安市洪泽区人民政府", 2022)
    page("in/c.html", "临川市人民政府")
    with pytest.raises(CatalogError, match="code can be said of one body only"):
        add_reports(base, tmp_path / "in", code="320813")
    assert not read_catalog(base / CATALOG)


def test_full_names_are_compared_without_their_seat_and_their_province() -> None:
    assert full_name("平潭综合实验区管理委员会") == full_name("平潭综合实验区管委会")
    assert full_name("海东省教育厅") != full_name("教育厅")
    assert full_name("上海市人民政府办公厅") != full_name("上海市人民政府")
    assert issubclass(CatalogError, GxkitError)


@pytest.mark.parametrize("name", ["x.html.part", "~$x.html"])
def test_an_unfinished_file_is_refused_by_name_too(base, page, name) -> None:
    with pytest.raises(GxkitError, match="may not be whole"):
        add_report(base, page(name), **HONGZE)


def test_a_name_without_any_likeness_to_the_one_in_the_report_is_refused(base, page) -> None:
    own = page("a.html", "甲县人民政府")
    with pytest.raises(CatalogError, match="calls its body 甲县人民政府, and 文旅局 was given"):
        add_report(base, own, agency="文旅局", code="320813")
    entry = add_report(base, own, agency="文旅局", code="320813", note="misprinted title")
    assert entry.agency == "文旅局"


def test_a_fault_of_gxkit_over_one_file_takes_no_other_down(base, page, monkeypatch) -> None:
    files = [page("a.html"), page("b.html", year=2022)]

    def fail(path: Path) -> Report:
        if path.name == "a.html":
            raise IndexError("list index out of range")
        return parse(path)

    monkeypatch.setattr("gxkit.folder.add.parse", fail)
    added = add_reports(base, files, twice="ask", **HONGZE)
    assert [entry.year for entry in added.entries] == [2022]
    (failure,) = added.failures.values()
    assert "a.html: gxkit itself failed over it (IndexError: list index" in str(failure)
