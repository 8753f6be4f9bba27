"""The notebooks in JupyterLab: from restarted kernels, without error, and clicked through."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from jupyterlab_pages import restart_and_run_all

import gxkit
from gxkit.cli import main
from gxkit.folder.decisions import read_corrections

ROOT = Path(__file__).parents[2]
TOUR = "notebooks/00_tour.ipynb"
OTHERS = sorted({str(one.relative_to(ROOT)) for one in ROOT.glob("notebooks/**/*.ipynb")} - {TOUR})


def cells_of(page, selector):
    return page.eval_on_selector_all(selector, "all => all.map((one) => one.dataset.cell)")


def test_the_tour_is_clicked_through_on_the_page_and_in_the_table(lab, open_page):
    page = open_page(lab.address_of(TOUR))
    took = restart_and_run_all(page, lab.root / TOUR)
    print(f"{TOUR}: {took:.1f} s")
    page.locator(".gx-view").scroll_into_view_if_needed()
    figures = page.locator(".gx-leaves [data-cell]")
    wanted = figures.nth(figures.count() // 2).get_attribute("data-cell")
    page.click(f'.gx-forms td.gx-figure[data-cell="{wanted}"]')
    assert cells_of(page, ".gx-leaves .gx-framed") == [wanted]
    other = figures.first.get_attribute("data-cell")
    page.click(f'.gx-leaves [data-cell="{other}"]')
    assert cells_of(page, ".gx-forms .gx-framed") == [other]
    # a key of the viewer is none of JupyterLab's: d twice deletes a cell
    cells = page.locator(".jp-Notebook-cell").count()
    page.locator(".gx-view").press("n")
    for _ in range(2):
        page.locator(".gx-view").press("d")
    assert page.locator(".jp-Notebook-cell").count() == cells
    assert cells_of(page, ".gx-forms .gx-framed") != [other]
    # nothing of JupyterLab's own stands over it
    assert page.locator(".Toastify__toast").all_inner_texts() == []


def write_notebook(file, *sources):
    """A notebook with these cells."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": one}
        for one in sources
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4}
    file.write_text(json.dumps(notebook | {"cells": cells}), "utf-8")


@pytest.fixture
def by_night(lab):
    """JupyterLab in its dark theme."""
    settings = lab.root.parent / "jupyter_config_dir/lab/user-settings/@jupyterlab"
    file = settings / "apputils-extension" / "themes.jupyterlab-settings"
    file.parent.mkdir(exist_ok=True)
    file.write_text('{"theme": "JupyterLab Dark"}', "utf-8")
    yield
    file.unlink()


def test_the_viewer_in_chinese_by_night_in_a_narrow_window(lab, open_page, by_night):
    path = "narrow.ipynb"
    shown = 'gxkit.view("data/reports/2021-jinjiang-government.pdf")'
    write_notebook(lab.root / path, f'import gxkit\ngxkit.language("zh")\n{shown}')
    page = open_page(lab.address_of(path), viewport={"width": 900, "height": 900})
    restart_and_run_all(page, lab.root / path)
    view = page.locator(".gx-view")
    view.scroll_into_view_if_needed()
    assert "核对结果" in page.inner_text(".gx-findings")
    ground, ink = view.evaluate("""(one) => ['backgroundColor', 'color'].map((name) =>
        getComputedStyle(one)[name].match(/\\d+/g).map(Number))""")
    assert sum(ink[:3]) - sum(ground[:3]) > 450
    # pages stand above forms, each as wide as the widget
    wide = view.bounding_box()["width"]
    for half in (".gx-leaves", ".gx-right"):
        assert page.locator(half).bounding_box()["width"] > 0.95 * wide
    wanted = page.locator(".gx-leaves [data-cell]").last.get_attribute("data-cell")
    page.click(f'.gx-leaves [data-cell="{wanted}"]')
    assert cells_of(page, ".gx-forms .gx-framed") == [wanted]
    page.click(".gx-forms td.gx-figure >> nth=0")
    assert cells_of(page, ".gx-leaves .gx-framed") == cells_of(page, ".gx-forms .gx-framed")


@pytest.mark.parametrize("path", OTHERS)
def test_every_notebook_runs_from_a_restarted_kernel(lab, open_page, path):
    page = open_page(lab.address_of(path))
    took = restart_and_run_all(page, lab.root / path)
    print(f"{path}: {took:.1f} s")


def decide(page, reason):
    page.fill(".gx-reason", reason)
    page.fill(".gx-who", "Li")
    page.click(".gx-save")


def test_the_quick_start_leads_from_an_empty_folder_to_a_decision(lab, open_page, monkeypatch):
    start = (ROOT / "docs" / "pages" / "en" / "quick-start.md").read_text("utf-8")
    monkeypatch.chdir(lab.root)
    for typed in re.findall(r"(?m)^\$ gxkit ((?:new|add) .*)$", start):
        assert main(shlex.split(typed)) == 0
    study, path = lab.root / "my-study", "my-study/start.ipynb"
    page = open_page(lab.address_of(path))
    print(f"{path}: {restart_and_run_all(page, lab.root / path):.1f} s")
    page.locator(".gx-review").scroll_into_view_if_needed()
    ledger = study / "corrections.toml"

    page.click(".gx-review .gx-accept >> nth=0")
    decide(page, "The four results add up to 11.")
    (accepted,) = read_when_changed(page, ledger, 1)
    assert accepted.reason == "The four results add up to 11."
    assert gxkit.open(study).reports[0]["remedies", "reconsideration", "total"].reconciled == 11

    # the second of two causes is the one that is left
    page.wait_for_selector(".gx-count:has-text('共1项')")
    page.wait_for_selector(".gx-review .gx-card")
    field = page.locator(".gx-correct [data-correct$='/total']").first
    table, row, column = field.get_attribute("data-correct").split("/")
    field.click()
    field.fill("6")
    field.press("Tab")
    decide(page, "They told us by telephone.")
    read_when_changed(page, ledger, 2)
    assert gxkit.open(study).reports[0][table, row, column].reconciled == 6

    page.wait_for_selector(".gx-nothing")
    page.click(".gx-decided summary")
    page.click(".gx-decided li:has-text('by telephone') .gx-undo")
    assert read_when_changed(page, ledger, 1) == (accepted,)
    assert gxkit.open(study).reports[0][table, row, column].reconciled != 6


def read_when_changed(page, ledger, count):
    """The decisions in the ledger as soon as there are so many."""
    for _ in range(300):
        if len(read_corrections(ledger)) == count:
            break
        page.wait_for_timeout(100)
    decisions = read_corrections(ledger)
    assert len(decisions) == count, page.inner_text(".gx-review")
    return decisions
