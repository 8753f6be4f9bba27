"""What a hostile file is, and the small report that many of them begin with."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

TITLE = "某县发展局2021年政府信息公开工作年度报告"
TABLE = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "0", "0", "0"),
    ("行政规范性文件", "3", "1", "12"),
)
MILLION = 1_000_000
_REPORTS = Path(__file__).resolve().parents[2] / "data" / "reports"


class Hostile(NamedTuple):
    """A file: its name, and what writes it at its path (or what bytes it holds)."""

    name: str
    make: Callable[[], bytes] | Callable[[Path], None]
    places_itself: bool = False

    def write(self, folder: Path) -> Path:
        """Makes the file in a folder; its path."""
        path = folder / self.name
        if self.places_itself:
            self.make(path)  # type: ignore[call-arg]
        else:
            data = self.make()  # type: ignore[call-arg]
            path.write_bytes(data)  # type: ignore[arg-type]
        return path


def pack(parts: Mapping[str, bytes | str], stored: str = "") -> bytes:
    """A ZIP archive of some parts, the one `stored` first and not compressed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, part in parts.items():
            kind = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, part, kind)
    return out.getvalue()


def rows_html(rows: tuple[tuple[str, ...], ...] = TABLE) -> str:
    """The table of the report as a web page has it."""
    lines = []
    for row in rows:
        cells = "".join(f"<td>{text}</td>" for text in row)
        lines.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(lines)}</table>"


def page(body: str, head: str = "") -> bytes:
    """A web page: a report with all of its tables, and a body after its title."""
    sound = (_REPORTS / "2019-pingtan-zone.html").read_text("utf-8")
    before, mark, after = sound.partition("</h1>")
    return (before.replace("<style>", f"{head}<style>") + mark + body + after).encode()


def told(body: str) -> bytes:
    """A text: a report with all of its tables, and a body in its first chapter."""
    sound = (_REPORTS / "2021-jinjiang-government.txt").read_text("utf-8")
    before, mark, after = sound.partition("（三）集中管理\n")
    return (before + body + "\n" + mark + after).encode()
