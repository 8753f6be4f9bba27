"""The notebooks in JupyterLab: from restarted kernels, without error, and clicked through."""

from __future__ import annotations

from pathlib import Path

import pytest
from jupyterlab_pages import restart_and_run_all

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


@pytest.mark.parametrize("path", OTHERS)
def test_every_notebook_runs_from_a_restarted_kernel(lab, open_page, path):
    page = open_page(lab.address_of(path))
    took = restart_and_run_all(page, lab.root / path)
    print(f"{path}: {took:.1f} s")
