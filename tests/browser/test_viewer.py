"""The viewer in a browser: a click on either side finds the other, and nothing is fetched."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

import gxkit
from gxkit.notebook.viewer import view_page
from gxkit.notebook.viewer.paged import make_page
from gxkit.notebook.viewer.told import tell_report

REPORTS = Path(__file__).parents[2] / "data" / "reports"
PDF = "2021-jinjiang-government.pdf"
FILES = (
    PDF,
    "2019-pingtan-zone.html",
    "2019-jinjiang-development-zone.docx",
    "2016-jinjiang-science-ip.txt",
    "2017-pingtan-zone.html",
)
HOSTILE = "</script><img src=x onerror=\"document.title='broken'\">"


@pytest.fixture(scope="session")
def reports():
    return {name: gxkit.parse(REPORTS / name, second_reading="off") for name in FILES}


@pytest.fixture
def open_view(open_page, tmp_path):
    """Opens a report's page; nothing may go wrong on it."""
    pages = []

    def opened(report, language="en", **options):
        file = tmp_path / "page.html"
        file.write_text(view_page(report, language), "utf-8")
        page = open_page(file.as_uri(), **options)
        page.wait_for_selector("td.gx-figure")
        pages.append(page)
        return page

    yield opened
    assert [error for page in pages for error in page.errors] == []


def numbers_of(page, selector):
    return [
        int(one)
        for one in page.eval_on_selector_all(selector, "all => all.map((one) => one.dataset.cell)")
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_click_on_either_side_finds_the_other(reports, open_view, name):
    page = open_view(reports[name])
    places = numbers_of(page, ".gx-leaves [data-cell]")
    assert set(places) <= set(numbers_of(page, "td.gx-figure"))
    wanted = places[len(places) // 2]
    page.click(f'td.gx-figure[data-cell="{wanted}"]')
    assert numbers_of(page, ".gx-leaves .gx-framed") == [wanted]
    assert numbers_of(page, ".gx-forms .gx-framed") == [wanted]
    other = places[0]
    page.click(f'.gx-leaves [data-cell="{other}"]')
    assert numbers_of(page, ".gx-forms .gx-framed") == [other]
    assert page.is_visible(".gx-forms .gx-framed")


def test_a_chosen_cell_is_in_sight_on_both_sides(reports, open_view):
    page = open_view(reports[PDF])
    page.click("td.gx-figure >> nth=-1")
    for selector in (".gx-leaves .gx-framed", ".gx-forms .gx-framed"):
        box = page.locator(selector).bounding_box()
        assert 0 <= box["y"] < 900
        assert 0 <= box["x"] < 1400


def test_exchanged_rows_are_joined_by_an_arrow(reports, open_view):
    page = open_view(reports[PDF])
    page.click(".gx-explanation button >> nth=0")
    assert page.locator(".gx-arrow").count() == 1
    assert page.locator(".gx-forms .gx-marked").count() == 10
    page.click(".gx-fails button >> nth=0")
    assert page.locator(".gx-forms .gx-marked").count() > 10


@pytest.mark.parametrize(
    "name", ["2017-jinjiang-economy-it.pdf", "2019-jinjiang-development-zone.docx"]
)
def test_a_finding_on_the_narrative_frames_its_words(open_view, name):
    page = open_view(gxkit.parse(REPORTS / name, second_reading="off"))
    page.locator(".gx-choice", has_text="R9").first.click()
    framed = page.locator(".gx-leaves .gx-framed")
    assert framed.count() == 1
    assert 0 <= framed.bounding_box()["y"] < 900


def test_the_sums_of_a_finding_stand_with_it(reports, open_view):
    page = open_view(reports[PDF])
    assert page.inner_text(".gx-fails .gx-sums >> nth=0") == "540 ≠ 0"


def test_keys_go_from_cell_to_cell_and_from_doubt_to_doubt(reports, open_view):
    page = open_view(reports[PDF])
    page.keyboard.press("n")
    first = numbers_of(page, ".gx-forms .gx-framed")
    page.keyboard.press("n")
    assert numbers_of(page, ".gx-forms .gx-framed") != first
    page.keyboard.press("p")
    assert numbers_of(page, ".gx-forms .gx-framed") == first
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert numbers_of(page, ".gx-forms .gx-framed") == first
    page.keyboard.press("ArrowRight")
    assert numbers_of(page, ".gx-forms .gx-framed") == [first[0] + 1]
    page.keyboard.press("Escape")
    assert numbers_of(page, ".gx-forms .gx-framed") == []
    page.keyboard.press("?")
    assert page.is_visible(".gx-help")


def test_pages_are_enlarged_around_the_chosen_cell(reports, open_view):
    page = open_view(reports[PDF])
    page.keyboard.press("n")
    before = page.locator(".gx-paper").first.bounding_box()["width"]
    page.keyboard.press("+")
    page.click(".gx-larger")
    assert page.locator(".gx-paper").first.bounding_box()["width"] > 1.4 * before
    box = page.locator(".gx-leaves .gx-framed").bounding_box()
    assert 0 <= box["x"] < 700
    assert 0 <= box["y"] < 900


def test_a_label_or_a_figure_is_found(reports, open_view):
    page = open_view(reports[PDF])
    page.keyboard.press("/")
    page.keyboard.type("537847")
    assert page.inner_text(".gx-count") == "1 of 1"
    assert page.inner_text(".gx-forms .gx-framed").startswith("537847")
    page.fill(".gx-bar input", "行政处罚")
    page.press(".gx-bar input", "Enter")
    assert "1 of" in page.inner_text(".gx-count")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Natural person", "requests/received/natural_person"),
        ("５３７８４７", ""),
        ("总计 结转下年度", "requests/carried_out/total"),
        ("表四", "remedies/reconsideration/upheld"),
    ],
)
def test_cells_are_found_by_what_is_seen_of_them(reports, open_view, typed, key):
    page = open_view(reports[PDF])
    page.fill(".gx-bar input", typed)
    assert page.inner_text(".gx-count").startswith("1 of")
    (at,) = numbers_of(page, ".gx-forms .gx-framed")
    found = list(reports[PDF])[at]
    assert "/".join(found.key) == key or found.printed == "537847"


def test_a_cell_tells_what_is_known_of_it(reports, open_view):
    page = open_view(reports[PDF])
    page.keyboard.press("n")
    told = page.inner_text(".gx-tip")
    for said in ("printed", "270", "contradicted", "with care (reconciled)", "page 3, table 1"):
        assert said in told


def test_the_language_is_changed_in_place(reports, open_view):
    page = open_view(reports[PDF])
    page.keyboard.press("n")
    page.click(".gx-language")
    assert "核对结果" in page.inner_text(".gx-findings")
    assert page.locator(".gx-forms .gx-framed").count() == 1
    assert "有矛盾" in page.inner_text(".gx-tip")


def test_the_figures_can_be_taken_along(reports, open_view):
    page = open_view(reports[PDF])
    with page.expect_download() as waited:
        page.click(".gx-take")
    text = Path(waited.value.path()).read_text("utf-8")
    assert text.startswith("\ufeff")
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    report = reports[PDF]
    assert [line["printed"] for line in lines] == [value.printed for value in report]
    assert {line["use_why"] for line in lines} == {str(value.fitness) for value in report}


def test_texts_of_a_report_cannot_break_out(reports, open_view):
    report = reports["2019-pingtan-zone.html"]
    values = [replace(value, label=HOSTILE, printed="=1+1" + HOSTILE) for value in report]
    meta = replace(report.meta, agency=HOSTILE, title=HOSTILE)
    page = open_view(replace(report, meta=meta, values=tuple(values), source=HOSTILE))
    page.click("td.gx-figure >> nth=3")
    assert HOSTILE in page.inner_text(".gx-tip")
    assert HOSTILE in page.inner_text(".gx-title")
    assert page.locator("img[onerror]").count() == 0
    assert page.title() != "broken"
    with page.expect_download() as waited:
        page.click(".gx-take")
    text = Path(waited.value.path()).read_text("utf-8")
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert next(lines)["printed"].startswith("'=1+1")


@pytest.mark.parametrize(("wide", "language"), [(1400, "en"), (900, "zh")])
def test_tables_fit_beside_the_pages(reports, open_view, wide, language):
    page = open_view(reports[PDF], language, viewport={"width": wide, "height": 900})
    page.wait_for_function("document.querySelector('.gx-form').style.zoom !== ''")
    sizes = page.eval_on_selector(".gx-forms", "one => [one.scrollWidth, one.clientWidth]")
    assert sizes[0] == sizes[1]


def test_a_table_that_cannot_fit_tells_on_which_side_more_stands(reports, open_view):
    page = open_view(reports[PDF], "en", viewport={"width": 720, "height": 900})
    page.wait_for_selector(".gx-forms.gx-more-right:not(.gx-more-left)")
    page.eval_on_selector(".gx-forms", "one => one.scrollBy(9999, 0)")
    page.wait_for_selector(".gx-forms.gx-more-left:not(.gx-more-right)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_by_day_and_by_night(reports, open_view, scheme):
    page = open_view(reports[PDF], color_scheme=scheme)
    script = """() => ['backgroundColor', 'color'].map((name) =>
        getComputedStyle(document.querySelector('.gx-view'))[name].match(/\\d+/g).map(Number))"""
    ground, ink = page.evaluate(script)
    contrast = abs(sum(ground) - sum(ink)) / 3
    assert contrast > 150
    assert (sum(ground) > sum(ink)) == (scheme == "light")


def test_two_hundred_cells_and_ten_pages_open_in_under_a_second(reports, browser, tmp_path):
    told = tell_report(reports[PDF], "zh")
    told["leaves"] = (told["leaves"] * 4)[:10]
    file = tmp_path / "ten.html"
    file.write_text(make_page(told, "ten pages"), "utf-8")
    took = []
    # of three, for a machine does other things too
    for _ in range(3):
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(file.as_uri())
        page.wait_for_selector("td.gx-figure")
        assert page.locator(".gx-leaf").count() == 10
        (navigation,) = page.evaluate("performance.getEntriesByType('navigation')")
        took.append(navigation["duration"])
        page.close()
    assert min(took) < 1000
