"""Files inside a file: a report in an archive, one attached to a cover, a page in a Word document.

A reader hands out what it finds inside, and does not read it: here each is read by its kind, as a
file by itself is. What comes in this way is not trusted: depth, number and bytes are bounded.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Iterable,
    Sequence,
)
from dataclasses import (
    dataclass,
    field,
    replace,
)
from itertools import chain
from pathlib import Path, PurePosixPath

from gxkit.document import (
    Cell,
    Grid,
    Line,
    Where,
)
from gxkit.errors import (
    ReadError,
    TooLargeError,
    UnknownFormatError,
)
from gxkit.readers.formats import (
    Contents,
    Format,
    Inner,
    explain_unknown,
    find_format,
    list_formats,
)
from gxkit.readers.pictures import read_embedded
from gxkit.readers.signs import is_picture
from gxkit.readers.sources import with_sources
from gxkit.text import Listed, Sentence

# An archive in an archive is seen in the wild; what is packed deeper is made to do harm.
_MOST_DEEP = 4
# A county's archive holds the reports of some dozen bodies.
_MOST_FILES = 100
_MOST_BYTES = 200_000_000
_MEGA = 1e6
_MOST_NAMED = 5
"""files that are named in a message"""

_READ = Sentence("打开了其中的文件：{files}。", "Opened inside it: {files}.")
_UNREAD = Sentence("其中的文件没有识读：{files}。", "Not read of what is inside: {files}.")
_QUOTED = Sentence("“{name}”", "“{name}”")
_FAILED = Sentence("“{name}”（{why}）", "“{name}” ({why})")
_NAMELESS = Sentence("其中的一页（{why}）", "a page in it ({why})")


Blocks = list[Line | Grid]


@dataclass(slots=True)
class _Opening:
    """One file that is opened with all that is inside: what was read of it, and what was not."""

    name: str
    pictured: bool = False
    "whether pictures are read beside tables, too"
    files: int = 0
    bytes: int = 0
    read: list[str] = field(default_factory=list)
    failed: list[tuple[str, ReadError]] = field(default_factory=list)

    def open(
        self,
        contents: Contents,
        depth: int,
    ) -> Contents:
        """The contents with the blocks of each file inside at its place.

        In an archive the files with tables come first: a note beside a report has no title of it.
        """
        parts: list[Blocks] = []
        properties: list[dict[str, str]] = [contents.properties]
        remarks = list(contents.remarks)
        pictures = list(contents.pictures)
        is_alone = all(isinstance(block, Inner) for block in contents.blocks)
        for block in contents.blocks:
            if not isinstance(block, Inner):
                parts.append([block])
                continue
            inner = self._read(block, depth, is_alone)
            if inner is not None:
                mover = _mover(block, parts)
                parts.append(_move_blocks(inner.blocks, mover, block.hidden))
                pictures += map(mover, inner.pictures)
                properties.append(inner.properties)
                remarks += inner.remarks
        if all(isinstance(block, Inner) and not block.inline for block in contents.blocks):
            parts.sort(key=_has_no_table)
        own, *others = properties
        # of several files inside none speaks for all
        said = own or (others[0] if len(others) == 1 else {})
        return contents._replace(
            blocks=tuple(chain(*parts)),
            properties=said,
            remarks=tuple(remarks),
            pictures=tuple(pictures),
        )

    def _read(
        self,
        inner: Inner,
        depth: int,
        is_alone: bool,
    ) -> Contents | None:
        """What one file inside says; None where it cannot be read, which is noted."""
        self._count(inner, depth)
        # nothing lies beside a file that is inside another
        path = Path(self.name, PurePosixPath(inner.name).name)
        try:
            contents = self._read_by_kind(inner, path, is_alone)
            opened = self.open(contents, depth + 1)
        except ReadError as error:
            # a picture that is too large is one of many things in a text
            is_bound = isinstance(error, TooLargeError) and not _is_picture_in_text(inner)
            if is_bound:
                raise
            # what has no name and is not shown is missed by nobody
            if inner.name or not inner.hidden:
                self.failed.append((inner.name, error))
            return None
        if not inner.inline and _is_all_read(contents):
            self.read.append(inner.name)
        return opened

    def take(self, contents: Contents) -> Contents:
        """What a reader gives, with the pictures that it has left if they are wanted."""
        if self.pictured and contents.with_pictures:
            contents = contents._replace(blocks=tuple(contents.with_pictures()))
        # how they are found holds on to the whole file
        return with_sources(contents._replace(with_pictures=None))

    def _read_by_kind(
        self,
        inner: Inner,
        path: Path,
        is_alone: bool,
    ) -> Contents:
        """What a file inside says; of a picture in a text only its tables count, for most adorn
        it."""
        if _is_picture_in_text(inner):
            return read_embedded(path, inner.data, only_tables=not is_alone)
        format_ = find_format(inner.data)
        if format_ is None:
            error, why = explain_unknown(inner.data)
            raise error(f"{path.name}：{why.zh}", f"{path.name}: {why.en}")
        return self.take(format_.read(path, inner.data))

    def _count(
        self,
        inner: Inner,
        depth: int,
    ) -> None:
        self.files += 1
        self.bytes += len(inner.data)
        if depth > _MOST_DEEP or self.files > _MOST_FILES or self.bytes > _MOST_BYTES:
            raise TooLargeError(
                f"{self.name}：其中所装的超过一份年报所需（多于 {_MOST_FILES} 个文件、"
                f"{_MOST_BYTES / _MEGA:,.0f} MB，或压缩包嵌套超过 {_MOST_DEEP} 层）；请解压后"
                "给出报告的文件。",
                f"{self.name}: more is packed into it than a report needs (over {_MOST_FILES} "
                f"files, {_MOST_BYTES / _MEGA:,.0f} MB, or {_MOST_DEEP} archives in each other); "
                "unpack it and give the file of the report.",
            )

    def remarks(self) -> list[Sentence]:
        """Which files inside were read, and which were not and why."""
        said = []
        if self.read:
            names = [_QUOTED.fill(name=name) for name in self.read]
            said.append(_READ.fill(files=Listed(tuple(names))))
        if self.failed:
            told = [_say_failed(name, error) for name, error in self.failed]
            said.append(_UNREAD.fill(files=Listed(tuple(told), "；", "; ")))
        return said

    def refuse(self) -> ReadError:
        """The error for a file in which nothing could be read."""
        if len(self.failed) == 1:
            name, error = self.failed[0]
            place = f"inside it {name}".rstrip()
            place_zh = f"其中的 {name}" if name else "其中的文件"
            why = _why(name, error)
            return type(error)(
                f"{self.name}：{place_zh}：{why.zh}",
                f"{self.name}: {place}: {why.en}",
            )
        names = [name for name, _ in self.failed[:_MOST_NAMED]]
        return UnknownFormatError(
            f"{self.name}：其中的 {len(self.failed)} 个文件都不能读取（{'、'.join(names)}）；"
            f"应为一份年报，可读的文件格式有 {list_formats('zh')}。请解压后把报告存为其中一种。",
            f"{self.name}: none of the {len(self.failed)} files inside it is read "
            f"({', '.join(names)}); expected a report as {list_formats('en')}. Unpack it and save "
            "the report in one of these formats.",
        )


def read_with_inside(
    path: Path,
    format_: Format,
    data: bytes,
    pictured: bool = False,
) -> tuple[Blocks, Contents]:
    """The blocks of a file of a format with those of the files inside it, and what it says; those
    of pictures beside tables only if it is to be `pictured`.

    Raises the ReadError of the reader, or that of what is inside where nothing else is there.
    """
    opening = _Opening(path.name, pictured)
    contents = opening.take(format_.read(path, data))
    if _is_all_read(contents):
        return _lines_and_grids(contents.blocks), contents
    opened = opening.open(contents, 1)
    blocks = _lines_and_grids(opened.blocks)
    if not blocks:
        raise opening.refuse()
    remarks = (*opened.remarks, *opening.remarks())
    return blocks, opened._replace(remarks=remarks)


def take_out(
    path: Path,
    data: bytes,
    file: str,
    depth: int = 0,
) -> bytes | None:
    """The bytes of a file inside another (whose bytes are `data`), by its name as places have it;
    None where there is none of that name."""
    format_ = find_format(data)
    if format_ is None or depth > _MOST_DEEP:
        return None
    opening = _Opening(path.name, pictured=True)
    contents = opening.take(format_.read(path, data))
    for inner in contents.blocks:
        if not isinstance(inner, Inner):
            continue
        if inner.name == file:
            return inner.data
        # what is shown as a part of the file around it has no name in a place
        rest = file if inner.inline else file.removeprefix(f"{inner.name}/")
        if inner.inline or rest != file:
            found = take_out(Path(inner.name), inner.data, rest, depth + 1)
            if found is not None:
                return found
    return None


def _is_picture_in_text(inner: Inner) -> bool:
    """Whether it is a picture in a text without pages; where there are some the page is its
    place."""
    return inner.inline and inner.page is None and is_picture(inner.data)


def _is_all_read(contents: Contents) -> bool:
    return not any(isinstance(block, Inner) for block in contents.blocks)


def _lines_and_grids(blocks: Iterable[Line | Grid | Inner]) -> Blocks:
    return [block for block in blocks if not isinstance(block, Inner)]


def _has_no_table(blocks: Blocks) -> bool:
    tabbed = (block.text for block in blocks if isinstance(block, Line))
    has_grid = any(isinstance(block, Grid) for block in blocks)
    return not has_grid and not any("\t" in text for text in tabbed)


def _say_failed(
    name: str,
    error: ReadError,
) -> Sentence:
    why = _why(name, error)
    return _FAILED.fill(name=name, why=why) if name else _NAMELESS.fill(why=why)


def _why(
    name: str,
    error: ReadError,
) -> Sentence:
    """What an error says of a file, without the file's name and the full stop."""
    own = PurePosixPath(name).name
    zh = error.zh.removeprefix(f"{own}：").removesuffix("。")
    en = error.en.removeprefix(f"{own}: ").removesuffix(".")
    # an error with one sentence for both languages says it in English
    return Sentence(zh if error.zh != error.en else en, en)


def _mover(
    inner: Inner,
    before: Sequence[Blocks],
) -> Callable[[Where], Where]:
    """From a place in a file inside to that place in the whole file; of one that is shown as part
    of a document counted on from the blocks before it. A picture is found by its name."""
    is_part = inner.inline and not _is_picture_in_text(inner)
    name = "" if is_part else inner.name
    lines = tables = 0
    if is_part:
        places = [place for part in before for place in _places(part)]
        if inner.page:
            # where there are pages lines and tables count on each
            places = [place for place in places if place.page == inner.page]
        lines = max((place.line or 0 for place in places), default=0)
        tables = max((place.table or 0 for place in places), default=0)

    def move(where: Where) -> Where:
        file = "/".join(filter(None, (name, where.file)))
        line = where.line and where.line + lines
        table = where.table and where.table + tables
        page = inner.page or where.page
        return replace(where, file=file, page=page, line=line, table=table)

    return move


def _move_blocks(
    blocks: Iterable[Line | Grid | Inner],
    move: Callable[[Where], Where],
    hidden: bool,
) -> Blocks:
    """The blocks at their places in the whole file; all of them `hidden` where their file is."""
    moved: Blocks = []
    for block in _lines_and_grids(blocks):
        unseen = hidden or block.hidden
        if isinstance(block, Line):
            moved.append(replace(block, where=move(block.where), hidden=unseen))
        else:
            cells = [replace(cell, where=move(cell.where)) for cell in block.cells]
            moved.append(replace(block, cells=tuple(cells), hidden=unseen))
    return moved


def _places(blocks: Blocks) -> Iterable[Where]:
    for block in blocks:
        cells: Sequence[Cell | Line] = [block] if isinstance(block, Line) else block.cells
        yield from (cell.where for cell in cells)
