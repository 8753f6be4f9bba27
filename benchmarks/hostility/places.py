"""Hostile places: names, links, pipes, devices, holes, and files that change."""

from __future__ import annotations

import os
from pathlib import Path

from hostility.made import Hostile, page

_WEB = page("")
_SPARSE = 2_000_000_000


def _link_to(target: str, path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def _pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(_SPARSE)


def _sparse_page(path: Path) -> None:
    with path.open("wb") as file:
        file.write(_WEB)
        file.truncate(95_000_000)


def _locked(path: Path) -> None:
    path.mkdir(exist_ok=True)


FILES = (
    Hostile('name-bar|quote"less<more>.html', lambda: _WEB),
    Hostile("name-line\nfeed.html", lambda: _WEB),
    Hostile("name-\udcff\udcfe.html", lambda: _WEB),
    Hostile("name-\u202elmth.html", lambda: _WEB),
    Hostile("-name-of-an-option.html", lambda: _WEB),
    Hostile("name-" + "长" * 80 + ".html", lambda: _WEB),
    Hostile("=cmd|' -C calc'!A0.html", lambda: _WEB),
    Hostile("name-[1-9]*?.html", lambda: _WEB),
    Hostile("empty.html", lambda: b""),
    Hostile("blanks.html", lambda: b" " * 50_000_000),
    Hostile("link-to-itself.html", lambda path: _link_to(path.name, path), True),
    Hostile("link-to-nothing.html", lambda path: _link_to("is-not-there", path), True),
    Hostile("link-to-zeros.html", lambda path: _link_to("/dev/zero", path), True),
    Hostile("link-to-memory.html", lambda path: _link_to("/proc/self/mem", path), True),
    Hostile("link-to-maps.txt", lambda path: _link_to("/proc/self/maps", path), True),
    Hostile("pipe.html", _pipe, True),
    Hostile("sparse-2-gb.pdf", _sparse, True),
    Hostile("sparse-95-mb.html", _sparse_page, True),
    Hostile("folder.html", _locked, True),
)
