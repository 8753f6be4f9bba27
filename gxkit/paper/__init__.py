"""The written study: a template filled with what the panel says, as PDF and as one HTML page."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from gxkit.errors import NothingToDraw
from gxkit.folder.collection import Collection
from gxkit.output import write_file
from gxkit.paper.blocks import (
    Block,
    Paper,
    read_paper,
)
from gxkit.paper.material import last_day
from gxkit.paper.omission import leave_out, name_files
from gxkit.paper.template import TemplateError, TypedNumber, fill, find_typed_numbers
from gxkit.paper.variables import compute_variables
from gxkit.text import choose, shown_language

__all__ = [
    "REFERENCES",
    "STUDY",
    "TEMPLATES",
    "Edition",
    "TemplateError",
    "TypedNumber",
    "build_paper",
    "compute_variables",
    "copy_manuscript",
    "fill",
    "find_figures",
    "find_typed_numbers",
    "manuscript_of",
    "read_study",
]

STUDY = Path(__file__).parent / "manuscript"
"""for each language a template and its references, and the layouts: layout.typ and page.html"""
TEMPLATES = {"zh": "template.zh.md", "en": "template.en.md"}
"""the text of each edition: the same sections, figures, tables and variables"""
REFERENCES = {"zh": "references.toml", "en": "references.en.toml"}
"""what each edition cites, under the same keys"""

_ABSTRACT = re.compile(r"^::: abstract .*?^:::$", re.MULTILINE | re.DOTALL)


class Edition(NamedTuple):
    """An edition of the study: its language, the name of its files, where its text stands."""

    language: str = "zh"
    name: str = "study"
    source: Path = STUDY


MANUSCRIPT = "manuscript"
"""the folder in which a data folder may have a text and layouts of its own"""


def copy_manuscript(folder: str | os.PathLike[str]) -> Path:
    """Copy the study's template into a data folder, where the study is then written from it."""
    own = Path(folder) / MANUSCRIPT
    shutil.copytree(STUDY, own)
    return own


def manuscript_of(folder: str | os.PathLike[str] | None) -> Path:
    """The template of a data folder's study: its own if it has one, else the one shipped."""
    # reports in memory have no folder, and so no text of their own
    own = Path(folder) / MANUSCRIPT if folder is not None else STUDY
    return own if own.is_dir() else STUDY


def read_study(
    collection: Collection,
    source: Path = STUDY,
    variables: Mapping[str, Any] | None = None,
    language: str | None = None,
) -> Paper:
    """The study of a collection as blocks, its numbers filled in.

    `variables` are computed unless they are given. TemplateError for a number typed in the template
    and for a mark in it that leads nowhere.
    """
    language = shown_language(language)
    if variables is None:
        variables = compute_variables(collection)
    paper = _read_edition(source, variables, language)
    empty = {block.label for block in paper.blocks if _is_elsewhere(block)}
    # What a text has of its own needs no other beside it.
    if not empty:
        return paper
    other = _read_edition(source, variables, choose("en", "zh", language), _up_to_abstracts)
    theirs = {block.label: block for block in other.blocks if block.kind == "abstract"}
    unknown = empty - set(theirs)
    if unknown:
        raise TemplateError(
            f"The template leaves the abstract {', '.join(unknown)} to {TEMPLATES[other.language]},"
            f" which has {', '.join(theirs) or 'no abstract'}."
        )
    blocks = [theirs[block.label] if _is_elsewhere(block) else block for block in paper.blocks]
    return replace(paper, blocks=tuple(blocks))


def _read_edition(
    source: Path,
    variables: Mapping[str, Any],
    language: str,
    cut: Callable[[str], str] = str,
) -> Paper:
    """The edition in one language, as its own template has it, or a part that is `cut` of that."""
    template = cut(_read(source / TEMPLATES[language]))
    filled = fill(template, variables, language)
    references = tomllib.loads(_read(source / REFERENCES[language]))
    return read_paper(filled, references, language)


def _up_to_abstracts(template: str) -> str:
    """A template as far as its last abstract goes: its other sections take most of the time."""
    end = max((found.end() for found in _ABSTRACT.finditer(template)), default=len(template))
    return template[:end]


def _is_elsewhere(block: Block) -> bool:
    """Whether a block is an abstract that the edition in the other language writes."""
    return block.kind == "abstract" and not block.paragraphs


def find_figures(paper: Paper, folder: str | os.PathLike[str]) -> dict[str, Path]:
    """The file of each figure of a paper: `key.svg` or `key.png`, a number before it or not.

    TemplateError names the figures that are not in the folder.
    """
    keys = [block.key for block in paper.blocks if block.kind == "figure"]
    there = _pictures(Path(folder))
    absent = [key for key in keys if key not in there]
    if absent:
        raise TemplateError(
            f"The study shows {', '.join(absent)}, and {Path(folder)} has no such figure (a name "
            f"like 7-{absent[0]}.svg); draw the figures first."
        )
    return {key: there[key] for key in keys}


def _pictures(folder: Path) -> dict[str, Path]:
    """The pictures of a folder by their names without a number before; SVG rather than PNG."""
    found: dict[str, Path] = {}
    for suffix in (".png", ".svg"):
        for path in sorted(folder.glob(f"*{suffix}")):
            found[_key(path.stem)] = path
    return found


def _key(name: str) -> str:
    """The key of a figure, whose file may have a number before it."""
    return re.sub(r"^\d+-", "", name)


def why_absent(
    collection: Collection,
    folder: str | os.PathLike[str],
) -> dict[str, NothingToDraw]:
    """The figures that a folder lacks because the reports hold nothing for them, by name."""
    from gxkit.charts import FIGURES, SOURCE

    there = _pictures(Path(folder))
    made = {}
    for entry in FIGURES.values():
        if entry.file not in there:
            try:
                entry.draw(collection, source=SOURCE["zh"])
            except NothingToDraw as reason:
                made[entry.name] = reason
    return made


def build_paper(
    collection: Collection,
    figures_folder: str | os.PathLike[str],
    to: str | os.PathLike[str],
    edition: Edition | None = None,
    left_out: Mapping[str, NothingToDraw] | None = None,
    variables: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Write an edition of the study into a folder, as study.pdf and study.html; unless it is
    given, that of the package in the language that is set.

    The same reports and figures give the same bytes. `figures_folder` holds the figures as SVG (or
    PNG). In place of a figure that is
    `left_out` (by the name of its files) stands the reason; unless they are given, the figures that
    the folder lacks are asked whether they have anything to show.
    """
    from gxkit.paper.places import Places
    from gxkit.paper.typeset import write_pdf
    from gxkit.paper.webpage import write_html

    language, name, source = edition or Edition(shown_language())
    if left_out is None:
        left_out = why_absent(collection, figures_folder)
    reasons = {_key(name): reason for name, reason in left_out.items()}
    paper = leave_out(read_study(collection, source, variables, language), reasons)
    pictures = find_figures(paper, figures_folder)
    paper = name_files(paper, pictures)
    # The PDF is dated by what it tells of, for a clock would give other bytes each time.
    dated = max(map(last_day, collection.facts.values()), default="")
    reports = {report.id: report for report in collection.reports}
    places = Places(reports, collection.facts, language)
    made = {
        f"{name}.pdf": write_pdf(paper, _read(source / "layout.typ"), pictures, dated),
        f"{name}.html": write_html(paper, _read(source / "page.html"), pictures, places),
    }
    folder = Path(to)
    folder.mkdir(parents=True, exist_ok=True)
    return [write_file(folder / file, content) for file, content in made.items()]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as reason:
        raise TemplateError(
            f"The study is written from {path}, which is not there; expected a folder with "
            "the text and the references of this language, layout.typ and page.html, as "
            "gxkit/paper/manuscript has them."
        ) from reason
