"""The pages of the file of a report, and where each cell stands on them.

A page of a PDF or of a picture is drawn; of all other files, and of files inside files, the lines
and tables of the document are shown as they were read.
"""

from __future__ import annotations

import hashlib
from collections.abc import (
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from pathlib import Path

from gxkit.document import Document, Line, Where
from gxkit.errors import NotAFileError, ReadError
from gxkit.filling import Filling
from gxkit.notebook.page.drawn import Box, Share, share_of
from gxkit.notebook.page.rendered import Block, render
from gxkit.readers.drawn import (
    Drawn,
    Page,
    can_draw,
    draw_page,
)
from gxkit.readers.formats import find_format
from gxkit.report import Key, Report, Value
from gxkit.text import choose, later


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a cell stands: the number of its leaf (from 0), its box in points from the lower left
    corner where the page has places, and the id of its element where the page is rendered."""

    leaf: int
    where: Where
    anchor: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it is shown: a picture with the boxes of places on it, or else HTML in which each
    cell's element carries its anchor as `data-place`."""

    where: Where
    drawn: Drawn | None
    html: str
    boxes: Mapping[Where, Box] = field(default_factory=dict)

    def box_of(
        self,
        spot: Spot,
    ) -> Box | None:
        """The box of a cell in points from the lower left corner; None where the page has none."""
        return self.boxes.get(spot.where)

    def share_of(
        self,
        spot: Spot,
    ) -> Share | None:
        """The same as shares of the page."""
        box = self.boxes.get(spot.where)
        return share_of(self.drawn, box) if box and self.drawn else None


@dataclass(slots=True)
class Pages:
    """The pages of a report: `places` say which each is, `spots` where each printed cell stands. A
    page is made when it is asked for."""

    report: Report
    format: str
    places: tuple[Where, ...]
    spots: Mapping[Key, Spot]
    _made: dict[int, Leaf] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.places)

    def name(
        self,
        number: int,
        language: str,
    ) -> str:
        """What the page is called: `page 3`, `sheet 2`, or by the file."""
        return self.places[number].say(language) or self.report.source

    def is_drawn(
        self,
        number: int,
    ) -> bool:
        """Whether the page is a picture."""
        return _is_drawn(self.format, self.places[number])

    def leaf(
        self,
        number: int,
    ) -> Leaf:
        """The page of a number from 0. ReadError if the file is gone or is another one now."""
        if number not in self._made:
            make = self._draw if self.is_drawn(number) else self._render
            self._made[number] = make(number)
        return self._made[number]

    def blocks(
        self,
        number: int,
    ) -> list[Block]:
        """The lines and tables on a page, those that are not shown left out unless a cell of the
        report stands there."""
        document = _document_of(self.report)
        place = self.places[number]
        here = [block for block in document.blocks if place in set(_pages_of(block))]
        wanted = {spot.where for spot in self.spots.values()}
        return [block for block in here if not block.hidden or _holds(block, wanted)]

    def on(
        self,
        number: int,
    ) -> dict[Key, Spot]:
        """The cells that stand on a page."""
        return {key: spot for key, spot in self.spots.items() if spot.leaf == number}

    def table_around(
        self,
        number: int,
        key: Key,
    ) -> list[Box]:
        """The boxes on a page of the table in which a cell stands: all of them where the document
        is kept, else those that hold figures of the form."""
        where = self.spots[key].where
        if isinstance(self.report.filling, Filling):
            for grid in self.report.filling.document.grids:
                places = [cell.where for cell in grid.cells]
                if where in places:
                    return [place.box for place in places if place.page == where.page and place.box]
        figures = [spot.where for other, spot in self.on(number).items() if other[0] == key[0]]
        return [place.box for place in figures if place.box]

    def anchors(self) -> dict[Where, str]:
        """The ids of all places of cells."""
        return {spot.where: spot.anchor for spot in self.spots.values()}

    def _draw(
        self,
        number: int,
    ) -> Leaf:
        place = self.places[number]
        here = self.on(number)
        wheres = list(dict.fromkeys(spot.where for spot in here.values() if spot.where.box))
        boxes = [where.box for where in wheres if where.box]
        is_seen = any(self.report[key].recognised for key in here)
        page = Page(
            place.page or 1,
            boxes,
            is_seen,
            self._spans(wheres),
        )
        drawn = draw_page(
            find_file(self.report),
            self.format,
            page,
        )
        if not drawn.is_fitting:
            return Leaf(
                place,
                drawn,
                "",
            )
        exact = [drawn.figures.get(at, box) for at, box in enumerate(boxes)]
        return Leaf(
            place,
            drawn,
            "",
            dict(
                zip(
                    wheres,
                    exact,
                    strict=True,
                )
            ),
        )

    def _spans(
        self,
        wheres: Sequence[Where],
    ) -> dict[int, tuple[str, int, int]]:
        """The places that are figures on lines: by their numbers the line's text, and which of its
        characters the figure is."""
        on_lines = [number for number, where in enumerate(wheres) if where.start is not None]
        texts = _filling_of(self.report).line_texts if on_lines else {}
        spans = {}
        for number in on_lines:
            where = wheres[number]
            text = texts.get((where.page, where.line))
            # what was read from a picture has no characters on the page
            if text:
                spans[number] = (text, where.start or 1, where.end or len(text))
        return spans

    def _render(
        self,
        number: int,
    ) -> Leaf:
        html = render(self.blocks(number), self.anchors())
        return Leaf(
            self.places[number],
            None,
            html,
        )


def pages_of(report: Report) -> Pages:
    """The pages of a report's file.

    ReadError if they must be read from the file, and it is gone or is another one now.
    """
    format_ = _format_of(report)
    found = dict.fromkeys(_page_of(value.where) for value in report if value.where)
    if not found or not all(_is_drawn(format_, place) for place in found):
        format_ = _document_of(report).format
    places = _list_places(report, format_)
    numbers = {place: number for number, place in enumerate(places)}
    return Pages(
        report,
        format_,
        places,
        dict(_find_spots(report, numbers)),
    )


def _list_places(
    report: Report,
    format_: str,
) -> tuple[Where, ...]:
    """The pages in the order of the file."""
    places: dict[Where, None] = {}
    if isinstance(report.filling, Filling) or not can_draw(format_):
        for block in _document_of(report).blocks:
            places |= dict.fromkeys(_pages_of(block))
    else:
        # a drawn page needs no document, and reading one again takes a second a page of a scan
        told = [place for section in report.sections for place in section.places]
        told += [value.where for value in report if value.where]
        places |= dict.fromkeys(map(_page_of, told))
    return tuple(sorted(places, key=_order) if can_draw(format_) else places)


def _order(place: Where) -> tuple[str, int]:
    return place.file, place.page or 0


def _find_spots(
    report: Report,
    numbers: Mapping[Where, int],
) -> Iterator[tuple[Key, Spot]]:
    anchors: dict[Where, str] = {}
    for value in report:
        if value.where is None:
            continue
        number = numbers.get(_page_of(value.where))
        # a cell of a second reading may stand on a page of which nothing else was read
        if number is None:
            continue
        anchor = anchors.setdefault(value.where, f"p{len(anchors)}")
        yield (
            value.key,
            Spot(
                number,
                value.where,
                anchor,
            ),
        )


def _pages_of(block: Block) -> Iterator[Where]:
    """The pages on which a block stands; a table may go on over several."""
    if isinstance(block, Line):
        yield _page_of(block.where)
        return
    yield from dict.fromkeys(_page_of(cell.where) for cell in block.cells)


def _page_of(where: Where) -> Where:
    return Where(
        page=where.page,
        file=where.file,
        sheet=where.sheet,
    )


def _is_drawn(
    format_: str,
    place: Where,
) -> bool:
    """Whether a page is drawn: that of a file inside another is no page of the file around it."""
    return can_draw(format_) and place.page is not None and not place.file


def _holds(
    block: Block,
    wanted: Iterable[Where],
) -> bool:
    if isinstance(block, Line):
        return any(where.line == block.where.line for where in wanted)
    places = {cell.where for cell in block.cells}
    return not places.isdisjoint(wanted)


# ---- the file


def find_file(report: Report) -> Path:
    """The file of a report, as it was when it was read.

    ReadError in one sentence if it is not known where it was, is gone, or is another one now.
    """
    name = report.source or report.id
    if not report.path:
        raise NotAFileError(
            f"{name}: it is not known where this report was read from; parse its file by its path, "
            "and its pages can be shown."
        )
    path = Path(report.path)
    if not path.is_file():
        raise NotAFileError(
            f"{name}: the file is no longer at {path}; put it back there, or parse it where it is "
            "now, and its pages can be shown."
        )
    if _digest(path) != report.sha256:
        raise ReadError(
            f"{name}: the file at {path} has changed since it was read, so that the places of its "
            "cells may be others; parse it again."
        )
    return path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _format_of(report: Report) -> str:
    """The name of the format of a report's file."""
    if isinstance(report.filling, Filling):
        return report.filling.document.format
    found = find_format(find_file(report).read_bytes())
    return found.name if found else ""


def _document_of(report: Report) -> Document:
    return _filling_of(report).document


def _filling_of(report: Report) -> Filling:
    """How a report was read: kept where it was read by itself, else made again."""
    if isinstance(report.filling, Filling):
        return report.filling
    find_file(report)
    again: Filling = later("read again")(report)
    return again


def describe(
    value: Value,
    language: str,
) -> str:
    """A cell in one line: its label, what is printed, where, and what is known of it."""
    empty = choose(
        "（空）",
        "(blank)",
        language,
    )
    place = value.where.say(language) if value.where else ""
    colon = choose(
        "：",
        ": ",
        language,
    )
    shown = f"{value.label}{colon}{value.printed or empty}"
    told = [shown, value.status.say(language), value.verdict.say(language), place]
    return " · ".join(filter(None, told))
