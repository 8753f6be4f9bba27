"""The two folders of reports that tests read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# the same examples each time: what passed today does not fail tomorrow for other dice, which
# `HYPOTHESIS_PROFILE=search` throws
settings.register_profile("fixed", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


@pytest.fixture(scope="session", autouse=True)
def english_errors() -> Iterator[None]:
    """Errors in English, whatever language is set: tests look for words of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gxkit.errors.shown_language", lambda: "en")
        yield


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """data/ of this checkout: facsimiles, catalog, transcriptions."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def shared_reports() -> Path:
    """The reports as they were collected, beside the checkout.

    Tests that need them are skipped where they are not.
    """
    folder = ROOT.parent / "shared" / "reports"
    if not folder.is_dir():
        pytest.skip("../shared/reports is not here: clone the project beside it to run this test")
    return folder


@pytest.fixture(scope="session", autouse=True)
def readings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store of readings of the tests' own, also for the programs that they start."""
    place = tmp_path_factory.mktemp("readings")
    before = os.environ.get("GXKIT_CACHE")
    os.environ["GXKIT_CACHE"] = str(place)
    yield place
    if before is None:
        del os.environ["GXKIT_CACHE"]
    else:
        os.environ["GXKIT_CACHE"] = before
