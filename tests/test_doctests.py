"""What docstrings show is what comes out: every example of the package is run."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import gxkit

PACKAGE = Path(gxkit.__file__).parent
SHOWN = sorted(
    path.relative_to(PACKAGE.parent)
    for path in PACKAGE.rglob("*.py")
    if ">>>" in path.read_text("utf-8")
)


@pytest.mark.parametrize("file", SHOWN, ids=str)
def test_the_examples_of_a_module_hold(file):
    name = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    assert doctest.testmod(import_module(name)).failed == 0
