"""The fonts in which the scans are set: Chinese ones alone and with Western digits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import matplotlib
import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTCollection, TTFont, TTLibError
from PIL import ImageFont

SYSTEM = Path("/usr/share/fonts")
_ENDINGS = (".ttf", ".otf", ".ttc")
# what every report of the scans says, so that no letter is drawn as an empty box
_NEEDED = (
    "政府信息公开工作年度报告申请处理商业企业科研机构社会组织公益规章复议诉讼纠错维持0123456789"
)
_LAST_ASCII = 0x7F

CHINESE = {
    "song": ("FandolSong-Regular", "NotoSerifSC-Regular", "uming", "gbsn00lp"),
    "hei": ("FandolHei-Regular", "NotoSansSC-Regular", "wqy-microhei", "wqy-zenhei"),
    "kai": ("FandolKai-Regular", "ukai", "gkai00mp", "LXGWWenKai-Regular"),
    "fang": ("FandolFang-Regular",),
    "bold": ("FandolHei-Bold", "FandolSong-Bold", "NotoSansCJK-Bold"),
}
DIGITS = {
    "times": ("texgyretermes-regular", "LiberationSerif-Regular", "STIXGeneral", "PTF55F"),
    "arial": ("texgyreheros-regular", "LiberationSans-Regular", "DejaVuSans", "PTS55F"),
    "courier": ("texgyrecursor-regular", "Courier Prime", "LiberationMono-Regular", "PTM55F"),
    "old": ("Gentium-R", "texgyrepagella-regular", "DejaVuSerif", "lmroman10-regular"),
    "own": (),
}
"""kinds and the files that are one, without their endings, those that nets seldom know first"""


class Face(NamedTuple):
    """A Chinese font, and the one of its digits (None: its own)."""

    name: str
    chinese: Path
    digits: Path | None

    def font_of(self, character: str, pixels: float) -> ImageFont.FreeTypeFont:
        western = self.digits is not None and ord(character) <= _LAST_ASCII
        path = self.digits if western and self.digits is not None else self.chinese
        return load_font(path, max(4, round(pixels)))


@cache
def load_font(path: Path, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), pixels)


def find_faces(folders: Sequence[Path]) -> list[Face]:
    """Each Chinese font that is here with each kind of digits, in a steady order."""
    files = _files_of(folders)
    faces = []
    for kind, stems in CHINESE.items():
        for stem in stems:
            path = files.get(stem)
            if path is None or not _knows(path):
                continue
            for digits in DIGITS:
                faces += _with_digits(kind, path, digits, files)
    return faces


def _with_digits(kind: str, path: Path, digits: str, files: dict[str, Path]) -> list[Face]:
    if digits == "own":
        return [Face(f"{kind} {path.stem}", path, None)]
    here = [files[stem] for stem in DIGITS[digits] if stem in files]
    return [Face(f"{kind} {path.stem} + {other.stem}", path, other) for other in here]


def _files_of(folders: Sequence[Path]) -> dict[str, Path]:
    """The font files by their names; of two of one name the first."""
    package = Path(pylopdf_fonts_zh_cn.__file__).parent
    found: dict[str, Path] = {}
    for folder in (*folders, package, Path(matplotlib.get_data_path()), SYSTEM):
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in _ENDINGS:
                found.setdefault(path.stem, path)
    return found


@cache
def _knows(path: Path) -> bool:
    """Whether a font draws what the reports say."""
    try:
        is_many = path.suffix.lower() == ".ttc"
        font = TTCollection(path, lazy=True).fonts[0] if is_many else TTFont(path, lazy=True)
        known = set(font.getBestCmap() or ())
    except (TTLibError, OSError, KeyError, AssertionError):
        return False
    return all(ord(character) in known for character in _NEEDED)
