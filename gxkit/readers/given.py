"""What a caller gives for a file: its path, its bytes, or a file that is open.

Everything else is refused in a sentence that says what would read it.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from gxkit.errors import NotAFileError, ReadError, TooLargeError
from gxkit.text import Sentence

Given = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[Any]
# Annual reports have a few megabytes; a file over the limit is a collection of scans, or a mistake.
MAX_FILE_BYTES = 100_000_000
_LONGEST_PATH = 4095
"""bytes, as Linux has it"""
NAMELESS = "bytes"
"""what bytes are called that come without a name"""
CATALOG = "catalog.csv"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_EXPECTED = Sentence(
    "应给出一份报告：文件的路径、文件的字节，或已打开的文件",
    "Expected one report: the path of a file, its bytes, or a file that is open",
)
_BYTES = (bytes, bytearray, memoryview)


@contextmanager
def open_path(given: Given) -> Iterator[Path]:
    """The path at which what was given can be read, as long as the block lasts.

    ReadError, in a sentence that says what to do, for what is no file.
    """
    path = given_path(given)
    if path is not None:
        yield path
        return
    name, data = _name_and_bytes(given)
    # Readers go back to the file, some in a process of their own: it must have a place.
    with tempfile.TemporaryDirectory(prefix="gxkit-") as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        yield path


def given_path(given: object) -> Path | None:
    """The path that was given, also as that of an open file; None for bytes alone.

    NotAFileError for what is neither.
    """
    if isinstance(given, str | os.PathLike):
        return _checked_path(os.fspath(given))
    # a file that is open is read where it lies, so that it is found again for a look at its pages
    name = getattr(given, "name", None)
    if hasattr(given, "read") and isinstance(name, str) and os.path.isfile(name):
        return Path(name)
    if hasattr(given, "read") or isinstance(given, _BYTES):
        return None
    if isinstance(given, list | tuple | set | frozenset):
        several = f"a {type(given).__name__} of {len(given)}"
        raise NotAFileError(
            f"{_EXPECTED.zh}；得到的是 {len(given)} 项的 {type(given).__name__}，多份报告请用 gxki"
            "t.parse_many。",
            f"{_EXPECTED}; got {several}, and gxkit.parse_many reads several.",
        )
    raise NotAFileError(
        f"{_EXPECTED.zh}；得到的是 {_kind(given).zh}。", f"{_EXPECTED}; got {_kind(given)}."
    )


def refuse_address(text: str) -> None:
    """NotAFileError for the address of a page: it would be sought as a misspelt path."""
    if _ADDRESS.match(text):
        raise NotAFileError(
            f"{text}：这是网址，而读取报告不访问网络；请保存页面或文件后给出路径，或用 `gxkit add "
            "网址` 放进数据文件夹。",
            f"{text}: this is an address, and reading goes to no network; save the page or file "
            "and give its path, or put it into a data folder with `gxkit add ADDRESS`.",
        )


def _kind(given: object) -> Sentence:
    if given is None:
        return Sentence.same("None")
    name = type(given).__name__
    return Sentence(f"类型为 {name} 的对象", f"an object of the type {name}")


def _checked_path(name: str | bytes) -> Path:
    text = os.fsdecode(name)
    refuse_address(text)
    # The text of a report is no path: no file system has a name so long, and few have lines in one.
    is_text = "\n" in text and not os.path.exists(text)
    if is_text or len(os.fsencode(text)) > _LONGEST_PATH:
        raise NotAFileError(
            f"{_EXPECTED.zh}；得到的是 {len(text)} 个字符的文本；请给出字节 text.encode()。",
            f"{_EXPECTED}; got a text of {len(text)} letters; give its bytes, text.encode().",
        )
    if not text:
        raise NotAFileError(
            f"{_EXPECTED.zh}；给出的路径是空的。", f"{_EXPECTED}; the path that was given is empty."
        )
    path = Path(text)
    if any(sign in text for sign in "*?[") and not path.exists():
        raise NotAFileError(
            f"{text}：没有这个名称的文件；符合通配符的文件请用 gxkit.parse_many({text!r}) 读取。",
            f"{text}: there is no file of this name; gxkit.parse_many({text!r}) reads those that "
            "fit a pattern.",
        )
    if path.is_dir():
        door = "open" if (path / CATALOG).exists() else "parse_many"
        raise NotAFileError(
            f"{path.name or path}：这是文件夹，而这里需要一份报告；gxkit.{door}({str(path)!r}) 读"
            "取其中所有报告。",
            f"{path.name or path}: this is a directory and one report was expected; "
            f"gxkit.{door}({str(path)!r}) reads all that are in it.",
        )
    return path


def _name_and_bytes(given: Any) -> tuple[str, bytes]:
    """The name and the bytes of what has no path."""
    if isinstance(given, _BYTES):
        return NAMELESS, bytes(given)
    told = getattr(given, "name", None)
    name = Path(told).name if isinstance(told, str) else ""
    try:
        # the bytes decide what a file is, and those of a file opened as text lie beneath
        stream = getattr(given, "buffer", given)
        data = stream.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ReadError(
            f"{name or 'file'}：无法读取已打开的文件（{error}）；请用 open(path, 'rb') 打开，或给"
            "出路径。",
            f"{name or 'file'}: the open file cannot be read ({error}); open it with "
            'open(path, "rb"), or give its path.',
        ) from error
    raw = data.encode() if isinstance(data, str) else bytes(data)
    if len(raw) > MAX_FILE_BYTES:
        raise TooLargeError(
            f"{name or 'file'}：超过 {MAX_FILE_BYTES:,} 字节的上限。",
            f"{name or 'file'}: over the limit of {MAX_FILE_BYTES:,} bytes.",
        )
    return name or NAMELESS, raw
