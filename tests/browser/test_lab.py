"""The notebooks in JupyterLab: from restarted kernels, without error."""

from __future__ import annotations

from pathlib import Path

import pytest
from jupyterlab_pages import restart_and_run_all

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(str(one.relative_to(ROOT)) for one in ROOT.glob("notebooks/**/*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_every_notebook_runs_from_a_restarted_kernel(lab, open_page, path):
    page = open_page(lab.address_of(path))
    took = restart_and_run_all(page, lab.root / path)
    print(f"{path}: {took:.1f} s")
