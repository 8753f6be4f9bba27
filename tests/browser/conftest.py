"""A browser for what is shown: Debian's chromium, driven by Playwright; skipped without either."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from jupyterlab_pages import Lab

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
# nor does a name lead anywhere, whoever asks for it: the browser itself is no page
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
SECONDS_TO_START = 90
HERE = {"127.0.0.1", "localhost", "::1"}


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One browser for all tests."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install .[browser]"
    )
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium): nothing to drive")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, NOWHERE])
        yield opened
        opened.close()


def is_outside(asked: str, address: str) -> bool:
    """Whether what a page asks for is neither in itself, nor on this machine, nor itself."""
    parts = urlsplit(asked)
    if parts.scheme == "file":
        return asked.partition("#")[0] != address.partition("#")[0]
    return parts.scheme not in {"data", "blob"} and parts.hostname not in HERE


@pytest.fixture
def open_page(browser):
    """Opens an address by itself; asking for anything outside it fails the test.

    `errors` of a page are what its scripts threw or complained of.
    """
    contexts, outside = [], []

    def opened(address: str, **options: object):
        size = {"width": 1400, "height": 900}
        # what a service worker asks for would not be seen
        context = browser.new_context(**{"viewport": size, "service_workers": "block"} | options)
        contexts.append(context)

        def guard(route, request):
            if is_outside(request.url, address):
                outside.append(request.url)
                route.abort()
            else:
                route.continue_()

        context.route("**/*", guard)
        page = context.new_page()
        page.errors = []
        page.on("websocket", lambda one: is_outside(one.url, address) and outside.append(one.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda said: said.type == "error" and page.errors.append(said.text))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert outside == []


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
def lab(browser, tmp_path_factory) -> Iterator[Lab]:
    """`make lab` in a copy of notebooks/ and data/: a server on this machine, a port and a token of
    its own, and nothing of the user's settings."""
    pytest.importorskip("jupyterlab", reason="no jupyterlab: pip install .[notebooks]")
    folder = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, folder / "desk" / name)
    token, port = secrets.token_hex(16), free_port()
    own = {
        name: str(folder / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    }
    # the package of this checkout in the kernels, wherever they start
    own |= {"JUPYTER_TOKEN": token, "PYTHONPATH": str(ROOT)}
    settings = Path(own["JUPYTER_CONFIG_DIR"]) / "lab/user-settings/@jupyterlab/notebook-extension"
    settings.mkdir(parents=True)
    # each cell stands on the page, whether it is in sight or not
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}', "utf-8")
    options = f"--no-browser --allow-root --ServerApp.port={port} --ServerApp.port_retries=0"
    command = ["make", f"--makefile={ROOT / 'Makefile'}", "--old-file=.venv/ready", "lab"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*command, f"RUN={sys.executable}", f"LAB={options}"],
            cwd=folder / "desk",
            env=os.environ | own,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, folder / "log")
        yield Lab(folder / "desk", f"http://127.0.0.1:{port}", token)
    finally:
        # make, the server and its kernels
        os.killpg(server.pid, signal.SIGINT)
        time.sleep(1)
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start: {log.read_text('utf-8')[-2000:]}")
