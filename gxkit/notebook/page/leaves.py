"""The pages of the file of a report, and where each cell stands on them.

A page of a PDF or of a picture is drawn, also of one inside another file; of all other files the
lines and tables of the document are shown as they were read.
"""

from __future__ import annotations

from collections.abc import (
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field

from gxkit.document import Line, Where
from gxkit.errors import ReadError
from gxkit.notebook.page.drawn import Box, Share, share_of
from gxkit.notebook.page.rendered import Block, render
from gxkit.notebook.page.source import Source
from gxkit.readers.drawn import (
    Drawn,
    Page,
    can_draw,
    draw_page,
)
from gxkit.report import Key, Report, Value
from gxkit.text import choose


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
    """The pages of a report: `places` say which each is, `spots` where each printed cell stands,
    `asides` where what findings speak of besides: words of the narrative. A page is made when it is
    asked for."""

    source: Source
    places: tuple[Where, ...]
    spots: Mapping[Key, Spot]
    asides: Mapping[Where, Spot]
    _made: dict[int, Leaf] = field(default_factory=dict)

    @property
    def report(self) -> Report:
        return self.source.report

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
        return _is_drawn(self.source, self.places[number])

    def leaf(
        self,
        number: int,
    ) -> Leaf:
        """The page of a number from 0. ReadError if the file is gone or is another one now."""
        if number not in self._made:
            drawn = self._draw(number) if self.is_drawn(number) else None
            self._made[number] = drawn or self._render(number)
        return self._made[number]

    def blocks(
        self,
        number: int,
    ) -> list[Block]:
        """The lines and tables on a page, those that are not shown left out unless a cell of the
        report stands there."""
        document = self.source.document
        place = self.places[number]
        here = [block for block in document.blocks if place in set(_pages_of(block))]
        wanted = set(self.anchors())
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
        grids = self.source.document.grids if self.source.is_kept else ()
        for grid in grids:
            places = [cell.where for cell in grid.cells]
            if where in places:
                return [place.box for place in places if place.page == where.page and place.box]
        figures = [spot.where for other, spot in self.on(number).items() if other[0] == key[0]]
        return [place.box for place in figures if place.box]

    def anchors(self) -> dict[Where, str]:
        """The ids of all places of cells, and of those that findings speak of."""
        spots = (*self.asides.values(), *self.spots.values())
        return {spot.where: spot.anchor for spot in spots}

    def _draw(
        self,
        number: int,
    ) -> Leaf | None:
        """The page as a picture; None for one of a file inside on which the cells are not found
        again, for there may be several files of one name."""
        place = self.places[number]
        spots = self.on(number).values()
        wheres = list(dict.fromkeys(spot.where for spot in spots if spot.where.box))
        drawn = draw_page(
            place.file or self.source.name,
            self.source.data(place.file),
            self.source.format(place.file),
            self._page_to_draw(number, wheres),
        )
        if not drawn.is_fitting:
            return None if place.file else Leaf(place, drawn, "")
        boxes = {where: where.box for where in self._asides_on(number) if where.box}
        for at, where in enumerate(wheres):
            box = drawn.figures.get(at, where.box)
            if box:
                boxes[where] = box
        return Leaf(
            place,
            drawn,
            "",
            boxes,
        )

    def _asides_on(
        self,
        number: int,
    ) -> list[Where]:
        return [where for where, spot in self.asides.items() if spot.leaf == number]

    def _page_to_draw(
        self,
        number: int,
        wheres: list[Where],
    ) -> Page:
        """What is to be drawn; the places of words that findings speak of are added to those of
        cells."""
        is_seen = any(self.report[key].recognised for key in self.on(number))
        # by the rules of cells a scan is laid straight, and lines of text have none
        if not is_seen:
            wheres += [where for where in self._asides_on(number) if where.box]
        boxes = [where.box for where in wheres if where.box]
        spans = self._spans(wheres)
        return Page(
            self.places[number].page or 1,
            boxes,
            is_seen,
            spans,
        )

    def _spans(
        self,
        wheres: Sequence[Where],
    ) -> dict[int, tuple[str, int, int]]:
        """The places that are figures on lines: by their numbers the line's text, and which of its
        characters the figure is."""
        on_lines = [number for number, where in enumerate(wheres) if where.start is not None]
        texts = self.source.filling.line_texts if on_lines else {}
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


def pages_of(
    report: Report,
    beside: Where | None = None,
) -> Pages:
    """The pages of a report's file; `beside` is a place that is wanted too.

    ReadError if they must be read from the file, and it is gone or is another one now.
    """
    source = Source(report)
    places = _list_places(source)
    numbers = {place: number for number, place in enumerate(places)}
    spots = dict(_find_spots(report, numbers))
    taken = {spot.where for spot in spots.values()}
    told = [finding.place for finding in report.findings]
    asides = _find_asides([*told, beside], numbers, taken)
    return Pages(source, places, spots, asides)


def _list_places(source: Source) -> tuple[Where, ...]:
    """The pages in the order of the file."""
    report = source.report
    told = [place for section in report.sections for place in section.places]
    told += [value.where for value in report if value.where]
    places = dict.fromkeys(map(_page_of, told))
    # a drawn page needs no document, and reading one again takes a second a page of a scan
    if not source.is_kept and places and all(_is_drawn(source, place) for place in places):
        return tuple(sorted(places, key=_order))
    places = {}
    for block in source.document.blocks:
        places |= dict.fromkeys(_pages_of(block))
    return tuple(sorted(places, key=_order) if can_draw(source.format()) else places)


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


def _find_asides(
    told: Iterable[object],
    numbers: Mapping[Where, int],
    taken: Collection[Where],
) -> dict[Where, Spot]:
    """What is told of and is a place of no cell."""
    found: dict[Where, Spot] = {}
    for where in told:
        if not isinstance(where, Where) or where in taken:
            continue
        number = numbers.get(_page_of(where))
        if number is not None and where not in found:
            found[where] = Spot(number, where, f"f{len(found)}")
    return found


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
    source: Source,
    place: Where,
) -> bool:
    """Whether a page is drawn; one of a file inside only if that can be taken out."""
    if place.page is None:
        return False
    try:
        return can_draw(source.format(place.file))
    except ReadError:
        # what was read is shown even if the file is gone
        if place.file and source.is_kept:
            return False
        raise


def _holds(
    block: Block,
    wanted: Iterable[Where],
) -> bool:
    if isinstance(block, Line):
        return any(where.line == block.where.line for where in wanted)
    places = {cell.where for cell in block.cells}
    return not places.isdisjoint(wanted)


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
