"""The documents of a package: which of their versions counts, and of which parts each consists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from gxkit.readers.ofd.package import Package, PartError
from gxkit.readers.ofd.tags import (
    Element,
    box_in,
    child_of,
    children,
    is_off,
    name_of,
    number_in,
    text_of,
)

Area = tuple[float, float, float, float]
"""left, top, width and height in millimetres"""

_A4: Area = (0.0, 0.0, 210.0, 297.0)
_YES = frozenset(("true", "1"))
_BOXES = ("PhysicalBox", "ApplicationBox", "ContentBox")
"""of an area, in the order in which they say how large a page is"""
_MOST_PAGES = 3_000
_ORDER = {"background": 0, "body": 1, "foreground": 2}
"""what is drawn over what"""


class Sheet(NamedTuple):
    """A page as the document lists it: its id, and where its part lies."""

    id: str
    part: str


class Carried(NamedTuple):
    """A file that a document carries: its name, and where its part lies."""

    name: str
    part: str


class Body(NamedTuple):
    """A document of the package: where its part lies, its pages, the parts of its templates by
    their ids with how high they lie, those of its resources, the size of its pages, the parts of
    the annotations by the ids of pages, and what it carries."""

    part: str
    sheets: Sequence[Sheet]
    templates: Mapping[str, tuple[str, str]]
    resources: Sequence[str]
    area: Area
    notes: Mapping[str, str]
    attached: Sequence[Carried]


class Stratum(NamedTuple):
    """Something to be drawn on a page: how high it lies, and its objects."""

    height: int
    block: Element


def find_bodies(package: Package) -> list[Body]:
    """The documents of a package, each in its version that counts. Raises PartError."""
    root = package.parse(package.root)
    bodies = []
    for body in children(root, "DocBody"):
        part = _current_part(package, body) or package.find(text_of(body, "DocRoot"), package.root)
        bodies.append(_read_body(package, part))
    return bodies


def _current_part(
    package: Package,
    body: Element,
) -> str:
    """Where the document's part lies in the version that is said to be the current one, else the
    last; '' where there are no versions, or that part is not there."""
    versions = list(children(child_of(body, "Versions"), "Version"))
    if not versions:
        return ""
    current = [v for v in versions if v.get("Current", "").lower() in _YES]
    chosen = current[-1] if current else max(versions, key=_index_of)
    part = package.find(chosen.get("BaseLoc", ""), package.root)
    try:
        version = package.parse(part)
    except PartError:
        return ""
    # some name the document's part itself in place of a list of the version's files
    if name_of(version) == "Document":
        return part
    said = text_of(version, "DocRoot")
    return package.find(said, part)


def _index_of(version: Element) -> float:
    return number_in(version.get("Index"), 0.0)


def _read_body(
    package: Package,
    part: str,
) -> Body:
    root = package.parse(part)
    common = child_of(root, "CommonData")
    templates = {}
    for template in children(common, "TemplatePage"):
        where = package.find(template.get("BaseLoc", ""), part)
        templates[template.get("ID", "")] = (where, template.get("ZOrder", ""))
    return Body(
        part,
        list(_sheets(package, root, part)),
        templates,
        resource_parts(package, common, part),
        area_of(child_of(common, "PageArea")) or _A4,
        _note_parts(package, package.find(text_of(root, "Annotations"), part)),
        list(_attachments(package, package.find(text_of(root, "Attachments"), part))),
    )


def _sheets(
    package: Package,
    root: Element,
    part: str,
) -> Iterator[Sheet]:
    pages = list(children(child_of(root, "Pages"), "Page"))
    if len(pages) > _MOST_PAGES:
        raise PartError(f"{part}: {len(pages):,} pages")
    for page in pages:
        where = package.find(page.get("BaseLoc", ""), part)
        yield Sheet(page.get("ID", ""), where)


def resource_parts(
    package: Package,
    parent: Element | None,
    part: str,
) -> list[str]:
    """The parts of the resources that an element of a part names."""
    named = []
    for kind in ("PublicRes", "DocumentRes", "PageRes"):
        named += [child.text or "" for child in children(parent, kind)]
    found = [package.find(said, part) for said in named]
    return list(filter(None, found))


def area_of(area: Element | None) -> Area | None:
    """How large a page is; None where it is not said."""
    for name in _BOXES:
        box = box_in(text_of(area, name))
        if box and box[2] > 0 < box[3]:
            return box
    return None


def _note_parts(
    package: Package,
    part: str,
) -> dict[str, str]:
    """The parts of the annotations by the ids of the pages on which they lie."""
    if not part:
        return {}
    try:
        root = package.parse(part)
    except PartError:
        return {}
    notes = {}
    for page in children(root, "Page"):
        notes[page.get("PageID", "")] = package.find(text_of(page, "FileLoc"), part)
    return notes


def _attachments(
    package: Package,
    part: str,
) -> Iterator[Carried]:
    if not part:
        return
    try:
        root = package.parse(part)
    except PartError:
        return
    for attachment in children(root, "Attachment"):
        where = package.find(text_of(attachment, "FileLoc"), part)
        if where and not is_off(attachment, "Visible"):
            name = attachment.get("Name") or where.rpartition("/")[2]
            yield Carried(name, where)


def strata_of(
    package: Package,
    body: Body,
    page: Element,
) -> tuple[list[Stratum], Area]:
    """What is drawn on a page from below, its templates among it, and how large the page is.

    Raises PartError where a template cannot be read: the rules of all tables may lie in it.
    """
    strata = []
    area = area_of(child_of(page, "Area"))
    for used in children(page, "Template"):
        declared = body.templates.get(used.get("TemplateID", ""))
        if declared is None:
            continue
        part, height = declared
        template = package.parse(part)
        height = used.get("ZOrder") or height
        area = area or area_of(child_of(template, "Area"))
        strata += [stratum._replace(height=_height(height, 0)) for stratum in _layers(template)]
    strata += _layers(page)
    # of equal height a template lies below, as it comes first
    strata.sort(key=attrgetter("height"))
    return strata, area or body.area


def _layers(page: Element) -> Iterator[Stratum]:
    for layer in children(child_of(page, "Content"), "Layer"):
        yield Stratum(_height(layer.get("Type", ""), 1), layer)


def _height(
    said: str,
    otherwise: int,
) -> int:
    return _ORDER.get(said.lower(), otherwise)
